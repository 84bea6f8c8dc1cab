//! Under what a response is stored. Enters: whose it is, and its URL. Leaves: hashes of both, which is all that a store is told.

use std::fmt;

use http::Uri;
use url::Url;

use super::print::Fingerprint;

/// The name of what is stored for one URL: hashes (SHA-256) of whose it is and of the URL. Neither can be read out of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CacheKey {
    partition: CachePartition,
    url: Fingerprint,
}

/// The hash of whose responses something is: the name of a part of a store.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CachePartition(Fingerprint);

impl CacheKey {
    pub(super) fn new(partition: CachePartition, url: &Url) -> Self {
        let mut bare = url.clone();
        bare.set_fragment(None);
        Self { partition, url: Fingerprint::of([bare.as_str().as_bytes()]) }
    }

    /// Whose it is.
    pub fn partition(&self) -> CachePartition {
        self.partition
    }

    /// The hash of the URL: 64 characters, digits and `a` to `f`.
    pub fn name(&self) -> String {
        self.url.to_string()
    }
}

impl CachePartition {
    /// Of a text that names it, or of nobody in particular; `generation` counts how often what was there before is nobody's any more.
    pub(super) fn new(text: Option<&str>, generation: u64) -> Self {
        Self(match text {
            Some(text) => Fingerprint::of([&b"partition"[..], text.as_bytes()]),
            None => Fingerprint::of([&b"nobody"[..], &generation.to_be_bytes()]),
        })
    }

    /// The hash: 64 characters, digits and `a` to `f`.
    pub fn name(&self) -> String {
        self.0.to_string()
    }
}

/// The partition, a slash, and the name.
impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.partition.0, self.url)
    }
}

impl fmt::Debug for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CacheKey({self})")
    }
}

impl fmt::Debug for CachePartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CachePartition({})", self.0)
    }
}

/// The URL of a request, in the one form that those have that are the same (RFC 9110 section 4.2.3).
pub(super) fn url(uri: &Uri) -> Option<Url> {
    Url::parse(&uri.to_string()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(partition: Option<&str>, generation: u64, uri: &str) -> CacheKey {
        CacheKey::new(CachePartition::new(partition, generation), &url(&uri.parse().unwrap()).unwrap())
    }

    #[test]
    fn one_resource_has_one_key() {
        let plain = key(None, 0, "http://h/a?b");
        assert_eq!(plain, key(None, 0, "HTTP://H:80/a?b"));
        for other in ["http://h/a", "http://h/a?c", "https://h/a?b", "http://h:81/a?b", "http://h/A?b"] {
            assert_ne!(plain, key(None, 0, other), "{other}");
        }
        assert_eq!(key(None, 0, "http://h"), key(None, 0, "http://h/"));
    }

    #[test]
    fn nobody_has_the_keys_of_somebody_else() {
        let keys = [key(None, 0, "http://h/"), key(None, 1, "http://h/"), key(Some(""), 0, "http://h/")];
        assert!(keys[0] != keys[1] && keys[1] != keys[2] && keys[0] != keys[2]);
        assert_eq!(keys[2], key(Some(""), 1, "http://h/"), "whoever has a name keeps what is theirs");
        assert_eq!(format!("{}", keys[0]).len(), 129);
    }
}
