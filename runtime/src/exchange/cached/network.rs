//! The network, asked for what a cache stores. Enters: a request, and what is stored of it. Leaves: the response to hand on, from either; and in
//! the cache what has changed.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use http::{Request, Response, StatusCode};

use super::{Exchange, read, serve, tell};
use crate::cache::{Answered, Change, Flight, Forwarded, Found, Inquiry, Outage, Told};
use crate::clock::Spawner;
use crate::error::Failure;
use crate::exchange::retrying;
use crate::future::BoxFuture;
use crate::kind::ErrorKind;
use crate::timeout::Phase;
use crate::trace;
use crate::transport::ResponseBody;
use crate::wire::Body;

/// What is asked, and why.
pub(super) struct Asking {
    pub(super) inquiry: Arc<Inquiry>,
    pub(super) found: Found,
    pub(super) why: Forwarded,
    pub(super) validates: bool,
    /// Others may wait for it.
    pub(super) flight: Flight,
}

pub(super) async fn network(
    x: &Exchange<'_>,
    mut asking: Asking,
    request: &mut Request<Body>,
) -> Result<Response<ResponseBody>, Failure> {
    loop {
        let mut sent = request.clone();
        let is_conditional = asking.inquiry.dress(sent.headers_mut(), &asking.found, asking.validates);
        let answer = match retrying::retrying(x, &mut sent).await {
            Ok(response) => read(x, response).await,
            Err(failure) => Err(failure),
        };
        let response = match answer {
            Ok(response) => response,
            Err(failure) => return rescued(x, &asking, outage(&failure)).unwrap_or(Err(failure)),
        };
        if is_conditional && response.status() == StatusCode::NOT_MODIFIED {
            let (inquiry, answered, redirected) = (&asking.inquiry, answered(x, &response), x.record().redirected);
            let freshened = inquiry.freshened(&asking.found, answered).filter(|_| !redirected);
            let Some((found, change, why_not)) = freshened else {
                // It was about something else: what is stored is not what the server means, or another URL has said it, whose tags
                // are none of this one.
                asking.validates = false;
                continue;
            };
            let told = Told { status: Some(StatusCode::NOT_MODIFIED), ..asking.told(Some(&change), why_not) };
            let served = serve(x, inquiry, &found, told);
            asking.keep(x, Some(change)).await;
            return served.unwrap_or_else(|| Ok(response));
        }
        if let Some(rescued) = rescued(x, &asking, Outage::of(response.status())) {
            return rescued;
        }
        return learn(x, asking, response).await;
    }
}

/// Hands a response on, and stores what is to be stored of it.
async fn learn(
    x: &Exchange<'_>,
    asking: Asking,
    mut response: Response<ResponseBody>,
) -> Result<Response<ResponseBody>, Failure> {
    // What another URL has answered is not what this one says.
    let redirected = x.record().redirected;
    let (change, why_not) = match redirected {
        true => (None, Some("redirected")),
        false => asking.inquiry.learned(&asking.found, answered(x, &response)),
    };
    tell(x, &mut response, asking.told(change.as_ref(), why_not));
    asking.keep(x, change).await;
    Ok(response)
}

/// What is stored, where it makes good that the network has failed.
fn rescued(
    x: &Exchange<'_>,
    asking: &Asking,
    outage: Option<Outage>,
) -> Option<Result<Response<ResponseBody>, Failure>> {
    let outage = outage?;
    let detail = asking.inquiry.rescue(&asking.found, outage, x.client.clock.wall())?;
    let status = match outage {
        Outage::Status(status) => Some(status),
        Outage::Silent | Outage::Slow => None,
    };
    let told = Told { status, detail: Some(detail), ..Told::forwarded(asking.why) };
    let served = serve(x, &asking.inquiry, &asking.found, told)?;
    let trail = &mut x.record().trail;
    (trail.gave_up, trail.retryable, trail.retry_after) = (None, false, None);
    Some(served)
}

/// Whether a failure says that there is no network, or none that is of use. What says who is there, or what is wrong with the call, does not.
fn outage(failure: &Failure) -> Option<Outage> {
    let is_outage = match failure.kind() {
        ErrorKind::Connect | ErrorKind::Io | ErrorKind::Protocol => true,
        ErrorKind::Timeout(phase) => phase != Phase::Operation,
        _ => false,
    };
    is_outage.then_some(Outage::Silent)
}

fn answered<'r>(x: &Exchange<'_>, response: &'r Response<ResponseBody>) -> Answered<'r> {
    let received = x.client.clock.wall();
    // Of the request that it is the answer to: waits between attempts make no response older.
    let took = x.record().trail.attempts.last().map_or_else(Default::default, |attempt| attempt.duration);
    let body = match response.body() {
        ResponseBody::Whole(bytes) => Some(bytes),
        ResponseBody::Cut(_) | ResponseBody::Stream(_) => None,
        #[cfg(feature = "websocket")]
        ResponseBody::Upgraded(_) => None,
    };
    let requested = received.checked_sub(took).unwrap_or(received);
    Answered { status: response.status(), headers: response.headers(), body, requested, received }
}

impl Asking {
    /// What is said of the network's answer. What was invalidated meanwhile is not stored.
    fn told(&self, change: Option<&Change>, why_not: Option<&'static str>) -> Told {
        let (stores, is_clean) = (change.is_some_and(Change::stores), self.flight.is_clean());
        let detail = if stores && !is_clean { Some("invalidated") } else { why_not };
        Told { stored: stores && is_clean, detail, ..Told::forwarded(self.why) }
    }

    /// Carries out a change. What takes its time, a disk say, takes it behind the call; those who wait for it wait until it is done.
    async fn keep(self, x: &Exchange<'_>, change: Option<Change>) {
        let Self { inquiry, mut flight, .. } = self;
        let now = x.client.clock.wall();
        inquiry.brought(&flight, change.as_ref().is_some_and(|change| inquiry.serves_others(change, now)));
        let Some(change) = change else { return };
        inquiry.stores(&mut flight);
        let spec = x.spec;
        let mut work: BoxFuture<'static, ()> = Box::pin(async move {
            if let Err(error) = inquiry.apply(change, &flight).await {
                trace::store_failed(spec, &error);
            }
        });
        if is_done_at_once(work.as_mut()) {
            return;
        }
        if let Some(work) = x.client.tasks.spawn(work) {
            work.await;
        }
    }
}

fn is_done_at_once(work: Pin<&mut (impl Future<Output = ()> + ?Sized)>) -> bool {
    work.poll(&mut Context::from_waker(Waker::noop())).is_ready()
}
