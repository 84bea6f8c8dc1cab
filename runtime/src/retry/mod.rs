//! Whether and when a call is tried again. Enters: how an attempt ended. Leaves: stop, or how long to wait. Carrying it
//! out is the exchange's business.

use std::time::Duration;

mod after;
mod budget;
mod classify;
#[cfg(all(test, loom))]
mod model;

use crate::clock::full_jitter;

pub(crate) use after::server_wait;
pub(crate) use budget::{Bucket, Budgets, Permit};
pub(crate) use classify::{Class, Ended, Verdict, classify};

/// When and how often a failed call is tried again.
///
/// The defaults, [`RetryPolicy::standard`]: three attempts in all; exponential backoff with full jitter from 100 ms (1 s
/// where the server is overloaded), at most 20 s; `Retry-After` obeyed up to 60 s; a budget of 500 tokens for each
/// client and server.
///
/// Tried again whatever the method: no connection, a request that the server says it did not process, 421, 425, 429,
/// and 503 with `Retry-After`. Tried again if the method is idempotent (RFC 9110 section 9.2.2), the operation is
/// declared so, or the request carries an idempotency key: time limits of one attempt, broken connections, 408, 500,
/// 502, 503, 504. Everything else is final.
///
/// ```
/// use std::time::Duration;
/// use clientwright_runtime::RetryPolicy;
///
/// let patient = RetryPolicy::standard().max_attempts(5).backoff(Duration::from_millis(250), Duration::from_secs(5));
/// // Given to a client by `Client::builder().retry(patient)`, to one call by `.retry(patient)`.
/// assert_ne!(patient, RetryPolicy::never());
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct RetryPolicy {
    pub(crate) max_attempts: u32,
    pub(crate) base: Duration,
    pub(crate) overload_base: Duration,
    pub(crate) cap: Duration,
    pub(crate) max_retry_after: Duration,
    pub(crate) unavailable_any_method: bool,
    pub(crate) should_retry_header: bool,
    pub(crate) count_header: bool,
    pub(crate) budget: u32,
}

impl RetryPolicy {
    /// The defaults.
    pub const fn standard() -> Self {
        Self {
            max_attempts: 3,
            base: Duration::from_millis(100),
            overload_base: Duration::from_secs(1),
            cap: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
            unavailable_any_method: true,
            should_retry_header: false,
            count_header: false,
            budget: 500,
        }
    }

    /// One attempt only.
    pub const fn never() -> Self {
        Self { max_attempts: 1, ..Self::standard() }
    }

    /// How many attempts in all, the first one included. At least 1; default 3.
    #[must_use]
    pub fn max_attempts(self, attempts: u32) -> Self {
        Self { max_attempts: attempts.max(1), ..self }
    }

    /// The backoff: before attempt `n + 1` a random time between zero and `min(cap, base * 2^(n - 1))`. Default 100 ms
    /// and 20 s.
    #[must_use]
    pub fn backoff(self, base: Duration, cap: Duration) -> Self {
        Self { base, cap, ..self }
    }

    /// The base of the backoff after 429 and 503 without `Retry-After`. Default 1 s.
    #[must_use]
    pub fn overload_backoff(self, base: Duration) -> Self {
        Self { overload_base: base, ..self }
    }

    /// The longest wait that a server may ask for; the call fails at once where it asks for more. Default 60 s.
    #[must_use]
    pub fn max_retry_after(self, limit: Duration) -> Self {
        Self { max_retry_after: limit, ..self }
    }

    /// 503 with `Retry-After` is tried again for idempotent requests only. By default it is for all: a server that says
    /// when to come back has turned the request away before processing it.
    #[must_use]
    pub fn unavailable_only_if_idempotent(self) -> Self {
        Self { unavailable_any_method: false, ..self }
    }

    /// Obeys `x-should-retry: true` and `false` before anything else. Default off.
    #[must_use]
    pub fn obey_should_retry(self) -> Self {
        Self { should_retry_header: true, ..self }
    }

    /// Sends `X-Retry-Count` with every attempt but the first: 1 with the second. Default off.
    #[must_use]
    pub fn send_retry_count(self) -> Self {
        Self { count_header: true, ..self }
    }

    /// The size of the retry budget that a client keeps for each server. A retry takes 14 tokens (5 after 429 and 503)
    /// and gives them back if it succeeds; a first attempt that succeeds adds 1. 0 switches the budget off. Default
    /// 500. Only a client's own policy sets it: the budget is shared by all its calls.
    /// Those of 256 servers are kept; beyond, full ones are forgotten, which changes nothing, and else the fullest.
    #[must_use]
    pub fn budget(self, tokens: u32) -> Self {
        Self { budget: tokens, ..self }
    }

    /// The wait before the next attempt, after `failed` attempts: full jitter, drawn by `unit` from `[0, 1)`.
    pub(crate) fn backoff_wait(&self, class: Class, failed: u32, unit: f64) -> Duration {
        let base = match class {
            Class::Transient => self.base,
            Class::Overload => self.overload_base,
        };
        full_jitter(base, self.cap, failed, unit)
    }

    /// The wait that a server asked for, lengthened by up to a tenth, at most 1 s, so that clients do not come back all
    /// at once.
    pub(crate) fn spread(asked: Duration, unit: f64) -> Duration {
        asked + Duration::from_secs_f64((asked.as_secs_f64() / 10.0).min(1.0) * unit)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::standard()
    }
}
