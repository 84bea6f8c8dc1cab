//! The record of a call: what its stages write down on the way. Enters: attempts, their ends, secrets. Leaves: the trail that errors and
//! responses carry, and texts without what nothing may quote.

use std::sync::{MutexGuard, PoisonError};
use std::time::Duration;

use http::{Request, Response, Uri};
#[cfg(feature = "cache")]
use web_time::Instant;

use super::Exchange;
#[cfg(feature = "websocket")]
use super::handshake::Asked;
use crate::auth::{self, Carried};
use crate::error::Failure;
use crate::redact::{self, Secrets};
use crate::response::{Attempt, GaveUp, Outcome, Reason, Trail};
use crate::transport::{ResponseBody, Sent};
use crate::wire::Body;

/// What the stages write down on the way.
pub(super) struct Record {
    pub(super) trail: Box<Trail>,
    /// What is known of the requests of the last attempt; of the whole call it stands in the trail.
    pub(super) sent: Sent,
    /// The token that the last request carried.
    pub(super) carried: Option<Carried>,
    /// The request was sent anew with another token; that happens once.
    pub(super) resent: bool,
    /// A redirect was followed in the last attempt.
    pub(super) redirected: bool,
    /// What the last handshake has asked for.
    #[cfg(feature = "websocket")]
    pub(super) handshake: Option<Box<Asked>>,
}

/// The record of an exchange that is part of another one's call.
#[cfg(feature = "cache")]
pub(super) struct Part {
    trail: Box<Trail>,
    redirected: bool,
    started: Instant,
}

impl Record {
    pub(super) fn new(trail: Trail) -> Self {
        Self {
            trail: Box::new(trail),
            sent: Sent::No,
            carried: None,
            resent: false,
            redirected: false,
            #[cfg(feature = "websocket")]
            handshake: None,
        }
    }
}

impl Exchange<'_> {
    /// The number of the attempt under way; 0 before the first.
    pub(super) fn attempt_number(&self) -> u32 {
        self.record().trail.attempts.last().map_or(0, |attempt| attempt.number)
    }

    pub(super) fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Opens the record of an attempt; `end_attempt` closes it.
    pub(super) fn begin_attempt(&self, number: u32, reason: Reason, wait: Duration) {
        let started = self.now() - self.started;
        let outcome = Outcome::Unfinished;
        let attempt = Attempt { number, reason, wait, started, duration: Duration::ZERO, outcome };
        let record = &mut *self.record();
        (record.sent, record.carried, record.redirected) = (Sent::No, None, false);
        record.trail.attempts.push(attempt);
    }

    pub(super) fn end_attempt(&self, result: &Result<Response<ResponseBody>, Failure>) {
        let elapsed = self.now() - self.started;
        let outcome = match result {
            Ok(response) => Outcome::Status(response.status()),
            Err(failure) => Outcome::Failed(failure.kind()),
        };
        let trail = &mut self.record().trail;
        if let Some(attempt) = trail.attempts.last_mut() {
            (attempt.duration, attempt.outcome) = (elapsed - attempt.started, outcome);
        }
    }

    /// Writes down what the transport knows of a request.
    pub(super) fn note(&self, sent: Sent) {
        let record = &mut *self.record();
        record.sent = record.sent.max(sent);
        record.trail.sent = record.trail.sent.max(sent);
    }

    pub(super) fn give_up(&self, reason: GaveUp) {
        self.record().trail.gave_up = Some(reason);
    }

    /// Writes down what nothing that is shown later may quote.
    pub(super) fn hide<'s>(&self, secrets: impl Iterator<Item = &'s Secrets>) {
        let veil = &mut self.record().trail.veil;
        secrets.for_each(|secrets| veil.add(secrets));
    }

    /// The same for what interceptors have put on a request.
    pub(super) fn hide_set(&self, request: &Request<Body>) {
        let needs = self.security.iter().copied().flatten();
        let known = needs.flat_map(|need| auth::set_already(std::slice::from_ref(need), request));
        let known: Vec<_> = known.chain(auth::shown_in(request.headers())).collect();
        self.hide(known.iter());
        if let Some(secrets) = redact::marked(request.headers()) {
            self.record().trail.veil.hide(&secrets);
        }
    }

    /// `failure` as those see it who stand around the call: its secrets are known, and what was sent, though it is not over.
    pub(super) fn so_far(&self, mut failure: Failure) -> Failure {
        let record = self.record();
        failure.is_of_requests(record.sent);
        failure.veiled(&record.trail.veil).known_sent(record.trail.sent)
    }

    /// `text` without the secrets of this call.
    pub(super) fn cover(&self, text: String) -> String {
        self.record().trail.veil.cover(text)
    }

    /// The same without its credentials alone, which costs a call that goes well less.
    pub(super) fn cover_credentials(&self, text: String) -> String {
        self.record().trail.veil.cover_credentials(text)
    }

    /// Takes over what another exchange has written down that was made for this call.
    #[cfg(feature = "cache")]
    pub(super) fn take_over(&self, Part { mut trail, redirected, started }: Part) {
        let later = started.saturating_duration_since(self.started);
        trail.attempts.iter_mut().for_each(|attempt| attempt.started += later);
        let record = &mut *self.record();
        record.redirected = redirected;
        trail.veil.merge(&record.trail.veil);
        trail.sent = trail.sent.max(record.trail.sent);
        record.trail = trail;
    }

    /// What is written down, for another exchange to take over.
    #[cfg(feature = "cache")]
    pub(super) fn give_away(&self) -> Part {
        let record = &mut *self.record();
        let trail = std::mem::replace(&mut record.trail, Box::new(Trail::unknown()));
        Part { trail, redirected: record.redirected, started: self.started }
    }

    pub(super) fn visit(&self, uri: &Uri) {
        self.record().trail.uri = uri.clone();
    }

    /// Takes the record out, the time measured.
    pub(super) fn into_trail(self) -> Box<Trail> {
        let elapsed = self.now() - self.started;
        let Record { mut trail, .. } = self.record.into_inner().unwrap_or_else(PoisonError::into_inner);
        trail.elapsed = elapsed;
        trail
    }
}
