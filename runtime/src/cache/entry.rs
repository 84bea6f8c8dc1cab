//! What is stored for one URL. Enters: responses, one for each kind of request that tells them apart. Leaves: the one that a request selects.

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use http::header::DATE;

use super::print::Fingerprint;
use super::stored::{Kind, Stored};
use super::{encoded, fields};

/// So many responses are kept for one URL; of more, those go that came first.
const MOST: usize = 8;

/// What is stored under one [`CacheKey`](crate::CacheKey): the responses of one URL, told apart by what their requests said. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CacheEntry {
    /// The last one first.
    pub(super) responses: Vec<Arc<Stored>>,
}

impl CacheEntry {
    /// About how many bytes it takes in memory.
    pub fn size(&self) -> u64 {
        self.responses.iter().map(|stored| stored.size()).sum()
    }

    /// Its form outside of memory, for [`CacheEntry::from_bytes`] of this version. It has no secret that is known as one: cookies that a
    /// response sets (`Set-Cookie`) are left out, and what requests said is there as hashes.
    pub fn to_bytes(&self) -> Bytes {
        encoded::write(&self.responses)
    }

    /// Reads what [`CacheEntry::to_bytes`] has written; none where it is something else: of another version, cut off, or changed.
    pub fn from_bytes(bytes: &Bytes) -> Option<Self> {
        let responses = encoded::read(bytes)?.into_iter().map(Arc::new).collect();
        Some(Self { responses })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.responses.is_empty()
    }

    /// The response that a request selects: of several the last one (RFC 9111 section 4).
    pub(super) fn select(&self, kind: Kind, request: &HeaderMap, asker: Option<Fingerprint>) -> Option<&Arc<Stored>> {
        let selected = self.responses.iter().filter(|stored| stored.is_for(kind, request, asker));
        // The last of those that are equal, which came first, would win: so they are asked from behind.
        selected
            .rev()
            .max_by_key(|stored| fields::date(&stored.headers, &DATE).known().unwrap_or(stored.times.received))
    }

    /// Adds a response to a request like this, in place of those that it would have selected.
    pub(super) fn insert(&mut self, stored: Stored, request: &HeaderMap) {
        let (kind, asker) = (stored.kind, stored.asker);
        let is_former = |former: &Stored| {
            stored.kind.answers(former.kind) && former.asker == asker && former.selecting.admits(request)
                || former.kind == kind && former.asker == asker && former.selecting == stored.selecting
        };
        self.responses.retain(|former| !is_former(former));
        self.responses.insert(0, Arc::new(stored));
        self.responses.truncate(MOST);
    }

    /// Puts `new` where `old` was; adds nothing where that is gone.
    pub(super) fn replace(&mut self, old: &Arc<Stored>, new: Stored) -> bool {
        let place = self.responses.iter_mut().find(|stored| ***stored == **old);
        place.map(|place| *place = Arc::new(new)).is_some()
    }

    /// Takes one out.
    pub(super) fn remove(&mut self, old: &Stored) {
        self.responses.retain(|stored| **stored != *old);
    }
}
