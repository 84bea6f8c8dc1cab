//! One load or refresh. Enters: a source, and the token to replace, if there is one. Leaves: what the keeper makes of
//! the answer.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::denied::Denied;
use super::inside::Inside;
use super::issued::{Issued, Origin};
use super::keeper::Keeper;
use super::token::{Rejected, Source, TokenError};
use crate::clock::Clock;
use crate::redact::{self, Secrets, Veil};
use crate::timeout::within;

/// The longest that a source may take; past it, those who wait get an error.
const LIMIT: Duration = Duration::from_secs(120);

/// One load or refresh.
pub(super) struct Fetch {
    pub(super) keeper: Weak<Keeper>,
    pub(super) source: Arc<dyn Source>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) epoch: u64,
    /// To wait before.
    pub(super) gap: Duration,
    pub(super) rejected: Option<Rejected>,
}

impl Fetch {
    pub(super) async fn run(self) -> Result<Arc<Issued>, Denied> {
        let Self { keeper, source, clock, epoch, gap, rejected } = self;
        if !gap.is_zero() {
            clock.sleep(gap).await;
        }
        let mut veil = Veil::default();
        if let Some(Rejected { token, .. }) = &rejected {
            veil.add(&Secrets::tokens(token.access(), token.refresh()));
        }
        let (origin, work) = match rejected {
            Some(rejected) => (Origin::Refreshed, source.refresh(rejected)),
            None => (Origin::Loaded, source.load()),
        };
        let work = Inside { keeper: keeper.as_ptr() as usize, work };
        let fetched = within(clock.as_ref(), Some(LIMIT), work).await.unwrap_or_else(|_expired| {
            Err(TokenError::transient(format!("the token source gave no answer within {LIMIT:?}")))
        });
        // Whoever waits for this token has none yet, and so knows nothing that is to be hidden in what the source says of the last one.
        let fetched = fetched.map_err(|error| TokenError { source: redact::covered(error.source, &veil), ..error });
        match keeper.upgrade() {
            Some(keeper) => keeper.publish(fetched, origin, epoch),
            None => Err(Denied::forgotten()),
        }
    }
}
