//! One load or refresh. Enters: a source, and the token to replace, if there is one. Leaves: a token as the source gave
//! it, or why there is none. What fails for a moment is tried again where somebody waits.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use super::denied::{Denied, Lasts};
use super::inside::{Inside, Went};
use super::source::Source;
use super::token::{Rejected, Token};
use crate::clock::{Chance, Clock, full_jitter};
use crate::redact::{Secrets, Veil};
use crate::timeout::within;

/// The longest that a source may take, all its tries together; past it, those who wait get an error.
pub(super) const LIMIT: Duration = Duration::from_secs(120);
/// Where somebody waits, a source is asked so often until it answers.
const TRIES: u32 = 3;
/// The wait between tries: that of a call's retries, full jitter from this ..
const BACKOFF: Duration = Duration::from_millis(100);
/// .. up to this.
const LONGEST_BACKOFF: Duration = Duration::from_secs(20);

/// Whether what fails for a moment is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Persistence {
    /// Somebody waits.
    Retried,
    /// An old token serves meanwhile; a later call asks again.
    Once,
}

/// One load or refresh.
pub(super) struct Fetch {
    pub(super) source: Arc<dyn Source>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) chance: Arc<Chance>,
    /// The address of the source's keeper.
    pub(super) keeper: usize,
    /// To wait before.
    pub(super) gap: Duration,
    pub(super) rejected: Option<Rejected>,
    pub(super) persistence: Persistence,
}

impl Fetch {
    pub(super) async fn run(self) -> Result<Token, Denied> {
        if !self.gap.is_zero() {
            self.clock.sleep(self.gap).await;
        }
        let tries = pin!(self.tries());
        within(self.clock.as_ref(), Some(LIMIT), tries).await.unwrap_or_else(|_expired| Err(Denied::silent()))
    }

    async fn tries(&self) -> Result<Token, Denied> {
        for failed in 1..TRIES {
            let fetched = self.ask().await;
            let passes = fetched.as_ref().is_err_and(|denied| denied.lasts() == Lasts::AWhile);
            if !passes || self.persistence == Persistence::Once {
                return fetched;
            }
            self.clock.sleep(full_jitter(BACKOFF, LONGEST_BACKOFF, failed, self.chance.unit())).await;
        }
        self.ask().await
    }

    async fn ask(&self) -> Result<Token, Denied> {
        let mut veil = Veil::default();
        let token = self.rejected.as_ref().map(|rejected| &rejected.token);
        token.iter().for_each(|token| veil.add(&Secrets::tokens(token.access(), token.refresh())));
        let answer = match &self.rejected {
            Some(rejected) => self.source.refresh(rejected.clone()),
            None => self.source.load(),
        };
        // What the source's own errors say is asked for in here, too: they are its code.
        let work = async move { answer.await.map_err(|error| Denied::by_source(error, &veil)) };
        match Inside::new(self.keeper, Box::pin(work)).await {
            Went::Well(fetched) => fetched,
            Went::Refused(fetched) => fetched.map_err(Denied::for_no_time),
            Went::Panicked => Err(Denied::panicked()),
        }
    }
}
