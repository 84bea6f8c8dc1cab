//! One attempt. Enters: a request without credentials. Leaves: the response to it, after redirects and, where the token was
//! rejected, a second request with another one. What goes out with which credentials is `hop`'s business.

use std::pin::pin;
use std::time::Duration;

use http::{HeaderValue, Request, Response, StatusCode};
use web_time::Instant;

use super::hop::Hop;
use super::{Exchange, closed, failure_after, is_redirect, redirect, transmit};
use crate::auth::{Carried, Challenge, Grant, Still};
use crate::error::Failure;
use crate::intercept::Next;
use crate::response::{GaveUp, Reason};
use crate::setup::Closed;
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::Body;

pub(super) async fn attempt(
    x: &Exchange<'_>,
    request: &mut Request<Body>,
    number: u32,
    wait: Duration,
) -> Result<Response<ResponseBody>, Failure> {
    let reason = if number == 1 { Reason::First } else { Reason::Retry };
    let began = x.now();
    let result = authorized(x, request, None, (number, reason, wait)).await?;
    // Where the last request carried none, an origin to which a redirect has led say, the token cannot have been rejected.
    let Some(carried) = x.record().carried.take() else { return result };
    match result {
        Ok(response) if response.status() == StatusCode::UNAUTHORIZED => {
            // Boxed: it is rare, and as long as an attempt.
            Box::pin(rejected(x, request, (number, began), response, carried)).await
        }
        Ok(response) => {
            carried.0.accept();
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

/// The 401 step: another token, and the request once more, at most once for each call.
async fn rejected(
    x: &Exchange<'_>,
    request: &mut Request<Body>,
    (number, began): (u32, Instant),
    response: Response<ResponseBody>,
    (keeper, used): Carried,
) -> Result<Response<ResponseBody>, Failure> {
    let challenge = Challenge::read(response.headers());
    if challenge.insufficient_scope {
        return Ok(response);
    }
    if std::mem::replace(&mut x.record().resent, true) {
        keeper.reject(&used);
        return Ok(response);
    }
    if !request.body().replayable() {
        x.give_up(GaveUp::NotReplayable);
        keeper.reject(&used);
        return Ok(response);
    }
    trace::refresh(x.spec);
    let fresh = match x.client.gate.while_open(pin!(keeper.replace(&used, began, challenge.text))).await {
        Ok(Ok(Some(fresh))) => fresh,
        Ok(Ok(None)) => return Ok(response),
        Ok(Err(denied)) => return Err(failure_after(denied.into(), response)),
        Err(Closed) => return Err(failure_after(closed(), response)),
    };
    let fresh = (keeper, fresh);
    let result = authorized(x, request, Some(&fresh), (number, Reason::NewToken, Duration::ZERO)).await?;
    let carried = x.record().carried.take();
    match (&result, carried) {
        (Ok(response), Some((keeper, issued))) if response.status() == StatusCode::UNAUTHORIZED => {
            keeper.reject(&issued)
        }
        (Ok(_), Some((keeper, _))) => keeper.accept(),
        _ => {}
    }
    result
}

/// Sends a copy of `request` with credentials, within the attempt's limits, for which they are there already. `held` is the token to use
/// where one has just been renewed. Fails where there are none to be had; what becomes of the request is the inner result.
async fn authorized(
    x: &Exchange<'_>,
    request: &mut Request<Body>,
    held: Option<&Carried>,
    (number, reason, wait): (u32, Reason, Duration),
) -> Result<Result<Response<ResponseBody>, Failure>, Failure> {
    // The copy stays: what was built has room for the headers that are still to come.
    let copy = request.clone();
    let mut outgoing = std::mem::replace(request, copy);
    if x.policy.count_header && number > 1 {
        outgoing.headers_mut().insert("x-retry-count", HeaderValue::from(number - 1));
    }
    let grant = match x.security {
        [] => Grant::nothing(),
        _ => gather(x, &outgoing, held).await?,
    };
    x.hide(grant.secrets());
    x.begin_attempt(number, reason, wait);
    let span = trace::Span::attempt(x.spec, outgoing.method(), number);
    let mut result = span.instrument(pin!(timed(x, pin!(hops(x, request, outgoing, &grant, &span))))).await;
    if let Err(failure) = &mut result {
        failure.is_of_requests(x.record().sent);
    }
    span.end_attempt(&result);
    x.end_attempt(&result);
    Ok(result)
}

/// The credentials for `request`; whoever waits for one waits no longer than the client is open.
async fn gather<'x>(x: &Exchange<'x>, request: &Request<Body>, held: Option<&Carried>) -> Result<Grant<'x>, Failure> {
    let still = if x.client.attempt_interceptors.is_empty() { Still::Nothing } else { Still::Interceptors };
    let trust = x.trust();
    let grant = pin!(Grant::gather(request, still, x.means(), &trust, held));
    x.client.gate.while_open(grant).await.unwrap_or_else(|Closed| Err(closed()))
}

/// Does `work` within the attempt's limits.
async fn timed(
    x: &Exchange<'_>,
    work: impl Future<Output = Result<Response<ResponseBody>, Failure>> + Unpin,
) -> Result<Response<ResponseBody>, Failure> {
    x.pace.begin(x.now());
    x.pace.keep(x.client.clock.as_ref(), work).await
}

/// Sends `outgoing` and follows redirects. `bare` is the same request, which stays without credentials.
async fn hops(
    x: &Exchange<'_>,
    bare: &Request<Body>,
    mut outgoing: Request<Body>,
    grant: &Grant<'_>,
    span: &trace::Span,
) -> Result<Response<ResponseBody>, Failure> {
    for redirects in 0..=redirect::LIMIT {
        let hop = Hop { x, bare, grant, span, redirects };
        let response = match x.client.attempt_interceptors.as_slice() {
            [] => {
                hop.dress(&mut outgoing)?;
                transmit::transmit(x, outgoing).await?
            }
            interceptors => {
                // One that answers itself has been asked there.
                x.visit(outgoing.uri());
                Next::new(&hop, interceptors).run(outgoing).await?
            }
        };
        if !is_redirect(response.status()) {
            return Ok(response);
        }
        let here = x.record().trail.uri.clone();
        outgoing = match redirect::follow(bare, &here, &response) {
            Ok(Some(next)) => {
                x.record().redirected = true;
                next
            }
            Ok(None) => return Ok(response),
            Err(refusal) => return Err(failure_after(refusal, response)),
        };
    }
    Err(redirect::too_many())
}
