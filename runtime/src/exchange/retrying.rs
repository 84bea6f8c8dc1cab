//! Tries a request until it succeeds or there is no point. Enters: a request without credentials. Leaves: the last
//! response or failure, at once where the client closes; why there was no further attempt stands in the record.

use std::time::Duration;

use futures_util::future::{Either, select};
use http::{Request, Response};

use super::{Exchange, attempt, closed, is_idempotent};
use crate::error::{Failure, Repeat};
use crate::response::GaveUp;
use crate::retry::{self, Class, Ended, Permit, RetryPolicy, Verdict, classify, server_wait};
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::{Body, Idempotency};

pub(super) async fn retrying(x: &Exchange<'_>, request: &mut Request<Body>) -> Result<Response<ResponseBody>, Failure> {
    let idempotent = is_idempotent(request.method())
        || x.spec.idempotency == Idempotency::Always
        || x.record().trail.idempotency_key.is_some()
        || request.headers().contains_key("idempotency-key");
    let mut permit: Option<Permit> = None;
    let mut wait = Duration::ZERO;
    let mut number = 1;
    if x.client.gate.is_closed() {
        return Err(closed());
    }
    loop {
        let result = attempt::attempt(x, request, number, wait).await;
        let asked = asked(x, &result);
        let class = match classify(x.policy, ended(&result, asked), idempotent) {
            Verdict::Retry(class) => class,
            Verdict::Final => {
                x.record().trail.retryable = result.as_ref().is_err_and(|failure| failure.repeat() == Repeat::Later);
                settle(x, request, result.is_ok(), number, permit);
                return result;
            }
            Verdict::Unsafe => {
                x.give_up(GaveUp::NotIdempotent);
                return result;
            }
        };
        x.record().trail.retryable = true;
        match plan(x, request, class, asked, number) {
            Ok(next) => (wait, permit) = next,
            Err(reason) => {
                x.give_up(reason);
                return result;
            }
        }
        trace::retry(x.spec, number, &result, wait);
        // Boxed: it is rare, and kept only for a client that closes meanwhile.
        let last = Box::new(result);
        if let Err(reason) = pause(x, wait).await {
            x.give_up(reason);
            return *last;
        }
        drop(last);
        number += 1;
        let record = &mut x.record().trail;
        (record.retryable, record.retry_after) = (false, None);
    }
}

/// Waits for the next attempt; fails at once where the client closes, so that there is none.
async fn pause(x: &Exchange<'_>, wait: Duration) -> Result<(), GaveUp> {
    let ended = select(x.client.clock.sleep(wait), x.client.gate.closing()).await;
    match ended {
        Either::Left(_) if !x.client.gate.is_closed() => Ok(()),
        Either::Left(_) | Either::Right(_) => Err(GaveUp::Closed),
    }
}

/// How long the server asks to wait, noted in the record too.
fn asked(x: &Exchange<'_>, result: &Result<Response<ResponseBody>, Failure>) -> Option<Duration> {
    let response = result.as_ref().ok().filter(|response| !response.status().is_success())?;
    let asked = server_wait(response.headers(), || x.client.clock.wall());
    x.record().trail.retry_after = asked;
    asked
}

fn ended(result: &Result<Response<ResponseBody>, Failure>, asked: Option<Duration>) -> Ended<'_> {
    match result {
        Ok(response) => {
            Ended::Answered { status: response.status(), headers: response.headers(), asked_to_wait: asked.is_some() }
        }
        Err(failure) => Ended::Failed(failure),
    }
}

/// The wait before the next attempt and the permit for it, or why there is none.
fn plan(
    x: &Exchange<'_>,
    request: &Request<Body>,
    class: Class,
    asked: Option<Duration>,
    number: u32,
) -> Result<(Duration, Option<Permit>), GaveUp> {
    if x.client.gate.is_closed() {
        return Err(GaveUp::Closed);
    }
    if number >= x.policy.max_attempts {
        return Err(GaveUp::Attempts);
    }
    if !request.body().replayable() {
        return Err(GaveUp::NotReplayable);
    }
    let unit = x.client.chance.unit();
    let wait = match asked {
        Some(asked) if asked > x.policy.max_retry_after => return Err(GaveUp::RetryAfter),
        Some(asked) => RetryPolicy::spread(asked, unit),
        None => x.policy.backoff_wait(class, number, unit),
    };
    if x.remaining().is_some_and(|remaining| remaining <= wait) {
        return Err(GaveUp::Deadline);
    }
    let permit = match bucket(x, request) {
        Some(bucket) => Some(bucket.take(class.cost()).ok_or(GaveUp::Budget)?),
        None => None,
    };
    Ok((wait, permit))
}

fn bucket(x: &Exchange<'_>, request: &Request<Body>) -> Option<std::sync::Arc<retry::Bucket>> {
    x.client.budgets.bucket(request.uri())
}

/// Gives back to the budget what a call that the server has answered for good is worth.
fn settle(x: &Exchange<'_>, request: &Request<Body>, answered: bool, number: u32, permit: Option<Permit>) {
    match permit {
        Some(permit) if answered => permit.refund(),
        Some(permit) => drop(permit),
        None if answered && number == 1 => {
            if let Some(bucket) = bucket(x, request) {
                bucket.give(1);
            }
        }
        None => {}
    }
}
