//! Requests that the description does not know. Enters: a request of the caller's making. Leaves: its response, through
//! the same stages as every call.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Uri};

use super::{Answered, Exchange, prepare};
use crate::error::{Error, Failure};
use crate::kind::ErrorKind;
use crate::setup::{CallOptions, Setup};
use crate::wire::{Body, Need, Spec, refusal};

static RAW: Spec = Spec::get("send", "*");

pub(crate) async fn send_raw(
    client: &Arc<Setup>,
    mut request: Request<Body>,
) -> Result<Response<Bytes>, Error<Infallible>> {
    if let Some(refused) = refusal::of(request.headers()) {
        return Err(Failure::local(ErrorKind::Request, refused).into());
    }
    // Any one credential will do, and none too.
    let needs: Vec<Need> = client.api.schemes.iter().map(|scheme| Need { scheme, scopes: &[] }).collect();
    let security: Vec<&[Need]> = needs.iter().map(std::slice::from_ref).chain([&[][..]]).collect();
    let options = CallOptions::default();
    *request.uri_mut() = absolute(client, request.uri())?;
    prepare::defaults(client, request.headers_mut());
    let Answered { reply, .. } = Exchange::new(client, &RAW, &security, &options).run(&mut request).await?;
    if !reply.status.is_success() {
        return Err(Failure::reply(ErrorKind::UnexpectedStatus, reply, None).into());
    }
    let mut response = Response::new(reply.body);
    (*response.status_mut(), *response.headers_mut()) = (reply.status, reply.headers);
    Ok(response)
}

fn absolute(client: &Setup, uri: &Uri) -> Result<Uri, Failure> {
    if uri.authority().is_some() {
        return Ok(uri.clone());
    }
    let path = uri.path_and_query().map_or("", |path| path.as_str()).trim_start_matches('/');
    let url = client.base.url().join(&format!("./{path}")).ok();
    let url = url.and_then(|url| url.as_str().parse().ok());
    url.ok_or_else(|| Failure::local(ErrorKind::Request, "the request's URI is not one"))
}
