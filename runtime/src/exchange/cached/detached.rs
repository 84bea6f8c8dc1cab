//! A request of a call that may outlive the call. Enters: the call. Leaves: a future of its own, with all that the request needs on its way;
//! what it brings goes into the cache.

use std::pin::pin;
use std::sync::Arc;

use http::{Request, Response};

use super::network::{self, Asking};
use super::{Exchange, within};
use crate::error::Failure;
use crate::future::BoxFuture;
use crate::kind::ErrorKind;
use crate::response::Trail;
use crate::setup::{CallOptions, Setup};
use crate::timeout::{Expired, Phase};
use crate::transport::ResponseBody;
use crate::wire::{Body, Need, Spec};

pub(super) struct Detached {
    client: Arc<Setup>,
    spec: &'static Spec,
    security: Vec<Vec<Need>>,
    options: CallOptions,
    request: Request<Body>,
}

/// How it has ended, and its record.
pub(super) struct Ended {
    pub(super) result: Result<Response<ResponseBody>, Failure>,
    pub(super) trail: Box<Trail>,
    pub(super) redirected: bool,
}

impl Detached {
    /// With the limits of `x`; that of the whole call is its own.
    pub(super) fn new(x: &Exchange<'_>, request: &Request<Body>) -> Self {
        let mut options = CallOptions::default();
        options.timeouts(*x.pace.limits());
        options.max_body_bytes(x.max_body_bytes);
        options.retry(x.policy.clone());
        let security = x.security.iter().map(|needs| needs.to_vec()).collect();
        Self { client: Arc::clone(x.client), spec: x.spec, security, options, request: request.clone() }
    }

    /// For a call that waits for it, for a while.
    pub(super) fn ask(self, asking: Asking) -> BoxFuture<'static, Ended> {
        Box::pin(async move {
            let Self { client, spec, security, options, mut request } = self;
            let security: Vec<&[Need]> = security.iter().map(Vec::as_slice).collect();
            let x = Exchange::new(&client, spec, &security, &options);
            x.identify(&request);
            x.hide_set(&request);
            let result = limited(&x, asking, &mut request).await;
            let redirected = x.record().redirected;
            Ended { result, trail: x.into_trail(), redirected }
        })
    }

    /// For nobody: told as a call of its own.
    pub(super) async fn run(self, asking: Asking) {
        let Self { client, spec, security, options, mut request } = self;
        let security: Vec<&[Need]> = security.iter().map(Vec::as_slice).collect();
        let x = Exchange::new(&client, spec, &security, &options);
        let span = x.begin(&request);
        x.hide_set(&request);
        let result = span.instrument(pin!(limited(&x, asking, &mut request))).await;
        span.end(&x.conclude(result));
    }
}

async fn limited(
    x: &Exchange<'_>,
    asking: Asking,
    request: &mut Request<Body>,
) -> Result<Response<ResponseBody>, Failure> {
    if let Err(missing) = x.client.clock.check() {
        return Err(Failure::local(ErrorKind::Request, missing.to_string()).caused_by(missing));
    }
    let asked = pin!(network::network(x, asking, request));
    let expired = |Expired| Failure::timeout(Phase::Operation, x.limit.unwrap_or_default(), x.now() - x.started);
    within(x.client.clock.as_ref(), x.remaining(), asked).await.unwrap_or_else(|reached| Err(expired(reached)))
}
