//! A request of a call that may outlive the call. Enters: the call. Leaves: a future of its own, with all that the request needs on its way;
//! what it brings goes into the cache.

use std::pin::pin;
use std::sync::Arc;

use http::{Request, Response};

use super::network::{self, Asking};
use super::{Exchange, within};
use crate::error::Failure;
use crate::exchange::record::Part;
use crate::future::BoxFuture;
use crate::kind::ErrorKind;
use crate::setup::{CallOptions, Setup};
use crate::sync::{Mutex, lock};
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

/// Where a request leaves its record, once it has ended or is taken away; whoever waits for it takes the record over then, however that ends.
pub(super) struct Waits<'x> {
    x: &'x Exchange<'x>,
    left: Arc<Left>,
}

#[derive(Default)]
struct Left(Mutex<Option<Part>>);

impl<'x> Waits<'x> {
    pub(super) fn new(x: &'x Exchange<'x>) -> Self {
        Self { x, left: Arc::default() }
    }

    /// The request goes on for nobody: what becomes of it is not part of the call.
    pub(super) fn leaves_it(mut self) {
        self.left = Arc::default();
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        if let Some(part) = lock(&self.left.0).take() {
            self.x.take_over(part);
        }
    }
}

/// Leaves the record of `x` behind when it is dropped.
struct Leaves<'x>(&'x Exchange<'x>, Arc<Left>);

impl Drop for Leaves<'_> {
    fn drop(&mut self) {
        *lock(&self.1.0) = Some(self.0.give_away());
    }
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
    pub(super) fn ask(
        self,
        asking: Asking,
        waits: &Waits<'_>,
    ) -> BoxFuture<'static, Result<Response<ResponseBody>, Failure>> {
        let left = Arc::clone(&waits.left);
        Box::pin(async move {
            let Self { client, spec, security, options, mut request } = self;
            let security: Vec<&[Need]> = security.iter().map(Vec::as_slice).collect();
            let x = Exchange::new(&client, spec, &security, &options);
            let _leaves = Leaves(&x, left);
            x.identify(&request);
            x.hide_set(&request);
            limited(&x, asking, &mut request).await
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
