//! Redirects (RFC 9110 section 15.4). Enters: a response. Leaves: the request to follow with, none, or a refusal. Only GET
//! and HEAD follow; never from https to http; no `Referer`; elsewhere, nothing but harmless headers goes along.

use http::header::{self, HeaderMap, HeaderName};
use http::{Method, Request, Response, Uri};
use url::Url;

use super::is_redirect;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::origin::Origin;
use crate::transport::ResponseBody;
use crate::wire::Body;

/// So many redirects are followed.
pub(super) const LIMIT: usize = 10;

/// What another origin is told. Anything else might be a credential of some kind.
const HARMLESS: &[HeaderName] = &[
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::CACHE_CONTROL,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::RANGE,
    header::USER_AGENT,
];

/// The request that `response`, to a request at `here`, asks for. `bare` is the call's request without credentials.
pub(super) fn follow(
    bare: &Request<Body>,
    here: &Uri,
    response: &Response<ResponseBody>,
) -> Result<Option<Request<Body>>, Failure> {
    let followed = matches!(*bare.method(), Method::GET | Method::HEAD) && is_redirect(response.status());
    let Some(location) = response.headers().get(header::LOCATION).filter(|_| followed) else { return Ok(None) };
    let refused = |why: &'static str| Failure::local(ErrorKind::Redirect, why);
    let base = Url::parse(&here.to_string()).map_err(|_| refused("redirected from an unreadable URL"))?;
    let location = location.to_str().map_err(|_| refused("redirected to an unreadable URL"))?;
    let mut target = base.join(location).map_err(|_| refused("redirected to an unreadable URL"))?;
    target.set_fragment(None);
    // What is beneath would log them and send them (RFC 9110 section 4.2.4). Where there can be none, there is nothing to take out.
    let _ = target.set_username("").and_then(|()| target.set_password(None));
    let target: Uri = target.as_str().parse().map_err(|_| refused("redirected to an unreadable URL"))?;
    let origin = Origin::of(&target).ok_or_else(|| refused("redirected to something that is not http"))?;
    if base.scheme() == "https" && !origin.is_secure() {
        return Err(refused("redirected from https to http"));
    }
    let mut request = bare.clone();
    if Origin::of(bare.uri()) != Some(origin) {
        *request.headers_mut() = harmless(bare.headers());
    }
    *request.uri_mut() = target;
    Ok(Some(request))
}

/// Of `headers`, what another origin is told.
pub(super) fn harmless(headers: &HeaderMap) -> HeaderMap {
    let kept = headers.iter().filter(|(name, value)| HARMLESS.contains(name) && !value.is_sensitive());
    kept.map(|(name, value)| (name.clone(), value.clone())).collect()
}

pub(super) fn too_many() -> Failure {
    Failure::local(ErrorKind::Redirect, format!("more than {LIMIT} redirects"))
}
