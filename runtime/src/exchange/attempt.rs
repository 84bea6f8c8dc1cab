//! One attempt. Enters: a request without credentials. Leaves: the response to it with credentials, after redirects and,
//! where the token was rejected, a second request with another one.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderValue, Request, Response, StatusCode};
use web_time::Instant;

use super::{Exchange, failure_after, redirect, transmit};
use crate::auth::{self, Challenge, Grant, Issued, Keeper};
use crate::error::Failure;
use crate::intercept::{Next, Seam};
use crate::response::{GaveUp, Reason};
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
    let (grant, result) = authorized(x, request, None, (number, reason, wait)).await?;
    // Another origin, to which a redirect has led, has not seen the token and cannot reject it.
    let answered_by = x.record().trail.uri.clone();
    let Some((keeper, used)) = grant.token.filter(|_| x.trust().check(&answered_by).is_ok()) else { return result };
    match result {
        Ok(response) if response.status() == StatusCode::UNAUTHORIZED => {
            // Boxed: it is rare, and as long as an attempt.
            Box::pin(rejected(x, request, (number, began), response, &keeper, &used)).await
        }
        Ok(response) => {
            keeper.accept();
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
    keeper: &Arc<Keeper>,
    used: &Issued,
) -> Result<Response<ResponseBody>, Failure> {
    let challenge = Challenge::read(response.headers());
    if challenge.insufficient_scope {
        return Ok(response);
    }
    if std::mem::replace(&mut x.record().resent, true) {
        keeper.reject(used);
        return Ok(response);
    }
    if !request.body().replayable() {
        x.give_up(GaveUp::NotReplayable);
        keeper.reject(used);
        return Ok(response);
    }
    trace::refresh(x.spec);
    let fresh = match keeper.replace(used, began, challenge.text).await {
        Ok(Some(fresh)) => fresh,
        Ok(None) => return Ok(response),
        Err(denied) => return Err(failure_after(denied.into(), response)),
    };
    let (_, result) = authorized(x, request, Some(&fresh), (number, Reason::NewToken, Duration::ZERO)).await?;
    match &result {
        Ok(response) if response.status() == StatusCode::UNAUTHORIZED => keeper.reject(&fresh),
        Ok(_) => keeper.accept(),
        Err(_) => {}
    }
    result
}

/// Puts credentials on a copy of `request` and sends it, within the attempt's limits. `held` is the token to use where
/// one has just been renewed. Fails where there are no credentials to be had; what the server says is the inner result.
async fn authorized(
    x: &Exchange<'_>,
    request: &mut Request<Body>,
    held: Option<&Arc<Issued>>,
    (number, reason, wait): (u32, Reason, Duration),
) -> Result<(Grant, Result<Response<ResponseBody>, Failure>), Failure> {
    // The copy stays: what was built has room for the headers that are still to come.
    let copy = request.clone();
    let mut outgoing = std::mem::replace(request, copy);
    if x.policy.count_header && number > 1 {
        outgoing.headers_mut().insert("x-retry-count", HeaderValue::from(number - 1));
    }
    let grant = auth::apply(&mut outgoing, x.security, &x.client.credentials, &x.trust(), held).await?;
    x.hide(grant.secrets());
    x.begin_attempt(number, reason, wait);
    let span = trace::Span::attempt(
        x.spec,
        &outgoing,
        x.client.redaction.as_ref(),
        number,
        &|text| x.cover_credentials(text),
        &|text| x.cover(text),
    );
    let held = grant.token.as_ref().map(|(_, issued)| issued);
    let result = span.instrument(pin!(timed(x, pin!(hops(x, request, outgoing, held))))).await;
    let result = result.map_err(|failure| x.known(failure));
    span.end_attempt(&result);
    x.end_attempt(&result);
    Ok((grant, result))
}

/// Does `work` within the attempt's limits.
async fn timed(
    x: &Exchange<'_>,
    work: impl Future<Output = Result<Response<ResponseBody>, Failure>> + Unpin,
) -> Result<Response<ResponseBody>, Failure> {
    x.pace.begin(x.now());
    x.pace.keep(x.client.clock.as_ref(), work).await
}

/// Sends `outgoing` and follows redirects. `bare` is the same request without credentials.
async fn hops(
    x: &Exchange<'_>,
    bare: &Request<Body>,
    mut outgoing: Request<Body>,
    held: Option<&Arc<Issued>>,
) -> Result<Response<ResponseBody>, Failure> {
    for _ in 0..=redirect::LIMIT {
        let here = outgoing.uri().clone();
        x.visit(&here);
        let response = match x.client.attempt_interceptors.as_slice() {
            [] => transmit(x, outgoing).await?,
            interceptors => Next::new(x, interceptors, Seam::Attempt).run(outgoing).await?,
        };
        outgoing = match redirect::follow(bare, &here, &response) {
            Ok(Some(next)) => next,
            Ok(None) => return Ok(response),
            Err(refusal) => return Err(failure_after(refusal, response)),
        };
        if x.trust().check(outgoing.uri()).is_ok() {
            let grant = auth::apply(&mut outgoing, x.security, &x.client.credentials, &x.trust(), held).await?;
            x.hide(grant.secrets());
        }
    }
    Err(redirect::too_many())
}
