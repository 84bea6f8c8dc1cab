//! A token with its place in time. Enters: a token as a source gave it. Leaves: when to use it, when to renew it.

use std::fmt;
use std::time::Duration;

use http::HeaderValue;
use web_time::Instant;

use super::denied::Denied;
use super::flaw::flaw;
use super::token::{Expiry, Token};
use crate::clock::{Chance, Clock};
use crate::redact::Secrets;

/// Before its expiry a token counts as expired by so much, to last the way to the server; of a short life, a quarter.
const HARD_WINDOW: Duration = Duration::from_secs(10);
/// The most by which a token is refreshed early; of a life under fifty minutes, a tenth.
const SOFT_WINDOW: Duration = Duration::from_secs(300);

/// How a token came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    Loaded,
    Refreshed,
}

/// A token that was received.
pub(crate) struct Issued {
    pub(super) token: Token,
    pub(super) generation: u64,
    pub(super) received: Instant,
    pub(super) origin: Origin,
    header: HeaderValue,
    secrets: Secrets,
    /// From then on it is refreshed in the background.
    soft: Option<Instant>,
    /// From then on it is not used any more, if there is another way.
    hard: Option<Instant>,
    expires: Option<Instant>,
}

impl Issued {
    pub(super) fn new(
        token: Token,
        generation: u64,
        origin: Origin,
        clock: &dyn Clock,
        chance: &Chance,
    ) -> Result<Self, Denied> {
        let received = clock.now();
        if let Some(flaw) = flaw(token.access()) {
            return Err(Denied::malformed(flaw));
        }
        let mut header = HeaderValue::try_from(format!("Bearer {}", token.access()))
            .map_err(|_| Denied::malformed("it has characters that a header cannot carry"))?;
        header.set_sensitive(true);
        let life = token.expiry().map(|expiry| match expiry {
            Expiry::In(life) => life,
            Expiry::At(time) => time.duration_since(clock.wall()).unwrap_or_default(),
        });
        let at = |before: Duration| life.and_then(|life| received.checked_add(life.saturating_sub(before)));
        let jitter = 0.9 + 0.2 * chance.unit();
        let early = life.map(|life| (life / 10).min(SOFT_WINDOW).mul_f64(jitter));
        let late = life.map(|life| (life / 4).min(HARD_WINDOW));
        let (soft, hard, expires) = (early.and_then(at), late.and_then(at), at(Duration::ZERO));
        let secrets = Secrets::tokens(token.access(), token.refresh());
        Ok(Self { token, generation, received, origin, header, secrets, soft, hard, expires })
    }

    /// `Bearer ..`, marked sensitive.
    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// What has to stay out of everything that is shown.
    pub(crate) fn secrets(&self) -> &Secrets {
        &self.secrets
    }

    /// It should be renewed, and can be used meanwhile.
    pub(super) fn is_aging(&self, now: Instant) -> bool {
        self.soft.is_some_and(|soft| now >= soft)
    }

    /// It should not be used if there is another way.
    pub(super) fn is_stale(&self, now: Instant) -> bool {
        self.hard.is_some_and(|hard| now >= hard)
    }

    /// The server will not take it any more.
    pub(super) fn is_expired(&self, now: Instant) -> bool {
        self.expires.is_some_and(|expires| now >= expires)
    }
}

impl fmt::Debug for Issued {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Issued").field("generation", &self.generation).finish_non_exhaustive()
    }
}
