//! Completes a request with what the client adds to all of them. Enters: a call. Leaves: its request, without
//! credentials.

use http::{HeaderMap, HeaderName, HeaderValue, Request};

use crate::call::Call;
use crate::error::Failure;
use crate::setup::Setup;
use crate::wire::{Body, Idempotency, Spec};

/// The request of `call` as it is sent, but for credentials.
pub(crate) fn prepare(call: &Call) -> Result<Request<Body>, Failure> {
    let mut request = call.request()?;
    let client = call.setup().as_ref();
    defaults(client, request.headers_mut());
    if let Idempotency::Key(name) = call.spec().idempotency {
        add_key(client, name, request.headers_mut());
    }
    Ok(request)
}

/// Adds the client's headers where the request has none of that name.
pub(super) fn defaults(client: &Setup, headers: &mut HeaderMap) {
    for (name, value) in &client.headers {
        headers.entry(name).or_insert_with(|| value.clone());
    }
}

/// One key for the whole call: attempts repeat it, which is what makes them safe.
fn add_key(client: &Setup, name: &'static str, headers: &mut HeaderMap) {
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else { return };
    if headers.contains_key(&name) {
        return;
    }
    let key = client.chance.uuid().hyphenated().to_string();
    headers.extend(HeaderValue::try_from(key).ok().map(|key| (name, key)));
}

/// The key that makes a request safe to repeat, by the name that the description gives it or the usual one.
pub(super) fn idempotency_key(spec: &Spec, headers: &HeaderMap) -> Option<HeaderValue> {
    let name = match spec.idempotency {
        Idempotency::Key(name) => name,
        Idempotency::ByMethod | Idempotency::Always => "idempotency-key",
    };
    headers.get(name).cloned()
}
