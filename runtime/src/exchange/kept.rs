//! Requests that were kept for later. Enters: one of an outbox, without credentials. Leaves: its reply whatever the status, through the same
//! stages as every call.

use std::sync::Arc;

use http::Request;

use super::{Exchange, prepare};
use crate::error::Failure;
use crate::future::BoxFuture;
use crate::reply::Reply;
use crate::setup::{CallOptions, Setup};
use crate::wire::{Body, Need, Spec};

pub(crate) fn send_kept<'a>(
    client: &'a Arc<Setup>,
    spec: &'static Spec,
    security: &'a [Vec<Need>],
    mut request: Request<Body>,
) -> BoxFuture<'a, Result<Reply, Failure>> {
    Box::pin(async move {
        let security: Vec<&[Need]> = security.iter().map(Vec::as_slice).collect();
        let options = CallOptions::default();
        prepare::defaults(client, request.headers_mut());
        Ok(Exchange::new(client, spec, &security, &options).run(&mut request).await?.reply)
    })
}
