//! The cache around all attempts of a call. Enters: a request without credentials. Leaves: what is stored, or what the network answers, either
//! with what the cache has done in `Cache-Status` (RFC 9211). What is stored needs neither token nor network. What may answer what is
//! `crate::cache`'s business.
//!
//! | the call | is |
//! |---|---|
//! | GET or HEAD, read whole | looked up, and stored |
//! | a range of what is stored whole | served from it, never stored |
//! | with conditions or a body of its own, by another method, or a stream or socket | sent on; what it changes is invalidated |

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
use http::{Method, Request, Response, Uri};

use super::{Exchange, Mode, closed, retrying, transmit};
use crate::cache::{self, CachePolicy, ClientCache, Decision, Forwarded, Found, Inquiry, Joined, Outage, Told};
use crate::clock::Spawner;
use crate::error::Failure;
use crate::future::{BoxError, BoxFuture};
use crate::kind::ErrorKind;
use crate::setup::Closed;
use crate::timeout::within;
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::Body;

mod detached;
mod network;

use detached::{Detached, Waits};
use network::Asking;

/// So long a call waits for one like it, where its attempts have no limit.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whether the cache has a say in a call: there is one, or the call must not be sent without.
pub(super) fn concerns(x: &Exchange<'_>) -> bool {
    x.client.cache.is_some() || x.cache_policy.is_some()
}

fn policy(x: &Exchange<'_>) -> CachePolicy {
    let of_client = x.client.cache.as_ref().map(|cache| cache.policy);
    x.cache_policy.copied().or(of_client).unwrap_or_default()
}

/// Boxed: calls of clients without a cache have no room for it.
pub(super) fn cached<'a>(
    x: &'a Exchange<'_>,
    request: &'a mut Request<Body>,
) -> BoxFuture<'a, Result<Response<ResponseBody>, Failure>> {
    let policy = policy(x);
    Box::pin(async move {
        let Some(ClientCache { cache, .. }) = &x.client.cache else {
            return if policy == CachePolicy::OnlyIfCached {
                Err(miss())
            } else {
                retrying::retrying(x, request).await
            };
        };
        if x.mode != Mode::Whole {
            return past(x, request, policy, None).await;
        }
        let has_body = !request.body().is_empty();
        match Inquiry::of(cache, policy, (request.method(), request.uri(), request.headers()), has_body) {
            Ok(inquiry) => answer(x, &Arc::new(inquiry), request).await,
            Err(why) => past(x, request, policy, Some(why)).await,
        }
    })
}

/// Sends on what goes by the cache, and invalidates what it has changed.
async fn past(
    x: &Exchange<'_>,
    request: &mut Request<Body>,
    policy: CachePolicy,
    why: Option<Forwarded>,
) -> Result<Response<ResponseBody>, Failure> {
    if policy == CachePolicy::OnlyIfCached {
        return Err(miss());
    }
    let (method, uri): (Method, Uri) = (request.method().clone(), request.uri().clone());
    let mut response = retrying::retrying(x, request).await?;
    if let Some(ClientCache { cache, .. }) = &x.client.cache {
        let (status, headers) = (response.status(), response.headers());
        let invalidated = cache::invalidate(cache, (&method, &uri), status, headers).await;
        told_of_store(x, invalidated);
    }
    if let Some(why) = why {
        tell(x, &mut response, Told::forwarded(why));
    }
    Ok(response)
}

/// What answers a request that may be answered by what is stored.
async fn answer(
    x: &Exchange<'_>,
    inquiry: &Arc<Inquiry>,
    request: &mut Request<Body>,
) -> Result<Response<ResponseBody>, Failure> {
    let mut waited = false;
    // Why it has waited for a call like it that has asked the network.
    let mut collapsed = None;
    // Others wait for it, while it looks once more.
    let mut leading = None;
    loop {
        let landings = inquiry.landings();
        let found = found(x, inquiry.look().await);
        let now = x.client.clock.wall();
        let (why, validates, limit) = match inquiry.decide(&found, now, !x.client.connectivity.is_online()) {
            Decision::Refuse => return Err(miss()),
            Decision::Serve(serving) => {
                drop(leading.take());
                let told = Told {
                    forwarded: collapsed,
                    collapsed: collapsed.is_some(),
                    detail: serving.detail,
                    ..Told::default()
                };
                if let Some(served) = serve(x, inquiry, &found, told) {
                    if serving.revalidates {
                        revalidate(x, inquiry, found, request);
                    }
                    return served;
                }
                if !inquiry.may_ask() {
                    return Err(miss());
                }
                (Forwarded::Partial, false, None)
            }
            Decision::Ask { why, validates, within } => (why, validates, within),
        };
        let flight = match leading.take().map_or_else(|| inquiry.join(waited), Joined::Alone) {
            // Somebody's answer may have been stored since the look; whoever comes from here on waits for this one.
            Joined::Leads(flight) if inquiry.landings() != landings => {
                leading = Some(flight);
                continue;
            }
            Joined::Leads(flight) | Joined::Alone(flight) => flight,
            Joined::Follows(leader) => {
                // Whoever waits to begin something waits no longer than the client is open. Nor longer than an attempt of its own may take:
                // the one that it waits for may be held by somebody who never polls it again, who may wait for this one.
                let patience = Some(x.pace.limits().attempt.unwrap_or(PATIENCE));
                let landed = pin!(inquiry.landed(leader));
                let waited_for = pin!(within(x.client.clock.as_ref(), patience, landed));
                let landed = x.client.gate.while_open(waited_for).await.map_err(|Closed| closed())?;
                (waited, collapsed) = (true, landed.ok().filter(|()| !leader.is_storing).map(|()| why));
                continue;
            }
        };
        let asking = Asking { inquiry: Arc::clone(inquiry), found, why, validates, flight };
        return match limit {
            None => network::network(x, asking, request).await,
            Some(limit) => first(x, asking, request, limit).await,
        };
    }
}

/// The network's answer, or what is stored where it takes longer than `limit`; then its answer is stored once it is there.
async fn first(
    x: &Exchange<'_>,
    asking: Asking,
    request: &Request<Body>,
    limit: Duration,
) -> Result<Response<ResponseBody>, Failure> {
    let (inquiry, found, why) = (Arc::clone(&asking.inquiry), asking.found.clone(), asking.why);
    // Dropped behind the request, whoever drops both: an outer limit, or one who closes the client.
    let waits = Waits::new(x);
    let mut asked = Detached::new(x, request).ask(asking, &waits);
    if let Ok(result) = within(x.client.clock.as_ref(), Some(limit), &mut asked).await {
        return result;
    }
    let detail = inquiry.rescue(&found, Outage::Slow, x.client.clock.wall());
    let served = detail.and_then(|_| {
        let told = Told { detail: Some("network-slow"), ..Told::forwarded(why) };
        serve(x, &inquiry, &found, told)
    });
    let Some(served) = served else { return asked.await };
    waits.leaves_it();
    // Where nothing can run it, nobody waits for it either.
    drop(x.client.tasks.spawn(Box::pin(asked.map(drop))));
    served
}

/// Validates in the background what has just been served, unless somebody does.
fn revalidate(x: &Exchange<'_>, inquiry: &Arc<Inquiry>, found: Found, request: &Request<Body>) {
    let Some(flight) = inquiry.join_unless_asked() else { return };
    let inquiry = Arc::clone(inquiry);
    let asking = Asking { inquiry, found, why: Forwarded::Stale, validates: true, flight };
    drop(x.client.tasks.spawn(Box::pin(Detached::new(x, request).run(asking))));
}

/// What is stored as the response of a call; none where it does not have what is asked for.
fn serve(
    x: &Exchange<'_>,
    inquiry: &Inquiry,
    found: &Found,
    told: Told,
) -> Option<Result<Response<ResponseBody>, Failure>> {
    let response = inquiry.serve(found, x.client.clock.wall(), told)?;
    note(x, &response);
    let (length, limit) = (response.body().len(), x.max_body_bytes);
    if response.status().is_success() && length > limit {
        let (head, _) = response.into_parts();
        let failure = Failure::too_large(limit, Some(length as u64));
        return Some(Err(failure.after(head.status, head.headers, Bytes::new())));
    }
    Some(Ok(response.map(ResponseBody::Whole)))
}

/// Adds to a response of the network what the cache has done.
fn tell<B>(x: &Exchange<'_>, response: &mut Response<B>, told: Told) {
    cache::tell(response.headers_mut(), &told);
    note(x, response);
}

fn note<B>(x: &Exchange<'_>, response: &Response<B>) {
    let done = response.headers().get_all("cache-status").iter().next_back();
    trace::cache(x.spec, done.and_then(|done| done.to_str().ok()).unwrap_or_default());
}

/// A store that fails has nothing.
fn found(x: &Exchange<'_>, looked: Result<Found, BoxError>) -> Found {
    looked.unwrap_or_else(|error| {
        trace::store_failed(x.spec, &error);
        Found::default()
    })
}

fn told_of_store(x: &Exchange<'_>, done: Result<(), BoxError>) {
    if let Err(error) = done {
        trace::store_failed(x.spec, &error);
    }
}

/// What a call is that may not be sent, and that nothing answers (RFC 9111 section 5.2.1.7).
fn miss() -> Failure {
    Failure::local(ErrorKind::CacheMiss, "nothing that is stored may answer, and the network is not to be asked")
}

/// The response with its body read, whoever has left it unread.
async fn read(x: &Exchange<'_>, response: Response<ResponseBody>) -> Result<Response<ResponseBody>, Failure> {
    transmit::whole(x, response).await
}
