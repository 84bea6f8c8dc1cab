//! Calls as they are kept, and requests of what was kept. Enters: a call, or an entry. Leaves: an entry without credentials, or its request
//! without them. Putting them on is the business of `exchange`.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::uri::Uri;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use url::{Position, Url};

use crate::call::Call;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::outbox::{Entry, Operation, OutboxError, OutboxErrorKind, Revision};
use crate::setup::{Base, Setup};
use crate::wire::{Body, Idempotency, Need, Place, SchemeKind, Spec, is_written, refusal};

/// The header of a key where the description names none.
const KEY: &str = "Idempotency-Key";

/// What is kept of a call, but for its number and its queue.
pub(super) struct Kept {
    pub(super) operation: Operation,
    pub(super) target: String,
    pub(super) headers: Vec<(String, Vec<u8>)>,
    pub(super) body: Option<Bytes>,
    pub(super) key: String,
}

/// What is to be kept of `call`, its body not longer than `limit`.
pub(super) async fn keep(call: &Call, limit: usize) -> Result<Kept, Failure> {
    let (client, spec) = (call.setup().as_ref(), call.spec());
    let (head, body) = call.request()?.into_parts();
    let mut headers = head.headers;
    if let Some(what) = credential(client, &headers, &head.uri) {
        let why = format!("{what} proves who is calling, which is not kept: give it to the client's builder");
        return Err(unfit(OutboxErrorKind::Unfit, why));
    }
    let base = client.base_url_for(spec)?;
    let target =
        relative(&base, &head.uri).ok_or_else(|| unfit(OutboxErrorKind::Unfit, "its URL is not below the base URL"))?;
    let operation = operation(call, &base);
    let key = key(client, &operation.key_header, &mut headers)?;
    let body = read(body, limit).await?;
    let headers = headers.iter().map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()));
    Ok(Kept { operation, target, headers: headers.collect(), body, key })
}

/// A failure of a call that is not kept.
pub(super) fn unfit(kind: OutboxErrorKind, why: impl Into<String>) -> Failure {
    let why = why.into();
    Failure::local(ErrorKind::Request, why.clone()).caused_by(OutboxError::new(kind, why).into())
}

fn operation(call: &Call, base: &Url) -> Operation {
    let (client, spec) = (call.setup().as_ref(), call.spec());
    let secret_in = |place: Place| {
        let params = spec.params.iter().filter(move |param| param.place() == place && param.is_secret());
        params.map(|param| param.name().to_owned()).collect()
    };
    let names = |needs: &&[Need]| needs.iter().map(|need| need.scheme.name.to_owned()).collect();
    let has_own_server = matches!(client.base, Base::Described(_)) && !spec.servers.is_empty();
    Operation {
        id: spec.id.to_owned(),
        method: spec.method.to_owned(),
        template: spec.path.to_owned(),
        server: has_own_server.then(|| base.as_str().to_owned()),
        key_header: match spec.idempotency {
            Idempotency::Key(name) => name.to_owned(),
            Idempotency::ByMethod | Idempotency::Always => KEY.to_owned(),
        },
        security: call.security().iter().map(names).collect(),
        secret: [
            spec.secret.iter().map(|name| (*name).to_owned()).collect(),
            secret_in(Place::Path),
            secret_in(Place::Query),
        ],
    }
}

/// What of a request proves who is calling.
fn credential(client: &Setup, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let carriers: Vec<HeaderName> = client.api.schemes.iter().filter_map(|scheme| scheme.kind.header()).collect();
    let is_one = |name: &HeaderName, value: &HeaderValue| {
        [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name) || carriers.contains(name) || value.is_sensitive()
    };
    if let Some((name, _)) = headers.iter().find(|(name, value)| is_one(name, value)) {
        return Some(format!("the header `{name}`"));
    }
    let written = |name: &str| {
        let pairs = uri.query().unwrap_or_default().split('&');
        pairs.filter_map(|pair| pair.split('=').next()).any(|written| is_written(written, name))
    };
    client.api.schemes.iter().find_map(|scheme| match scheme.kind {
        SchemeKind::ApiKeyQuery(name) if written(name) => Some(format!("the query parameter `{name}`")),
        _ => None,
    })
}

/// Path and query of a URL behind the base URL's path.
fn relative(base: &Url, uri: &Uri) -> Option<String> {
    let whole = uri.path_and_query()?.as_str();
    whole.strip_prefix(base.path().trim_end_matches('/')).map(str::to_owned)
}

/// The call's own key, or a new one, which is put on it.
fn key(client: &Setup, header: &str, headers: &mut HeaderMap) -> Result<String, Failure> {
    let name = HeaderName::from_bytes(header.as_bytes()).map_err(|_| {
        unfit(OutboxErrorKind::Unfit, format!("`{header}`, which its key is to be in, is not a header"))
    })?;
    if let Some(own) = headers.get(&name) {
        let text = own.to_str().map(str::to_owned);
        return text.map_err(|_| unfit(OutboxErrorKind::Unfit, "its idempotency key is not a text"));
    }
    let key = client.chance.uuid().hyphenated().to_string();
    headers.extend(HeaderValue::from_str(&key).ok().map(|value| (name, value)));
    Ok(key)
}

/// The whole body, which has to be one that is the same each time.
async fn read(body: Body, limit: usize) -> Result<Option<Bytes>, Failure> {
    if body.is_empty() {
        return Ok(None);
    }
    if let Some(bytes) = body.as_bytes() {
        return Ok(Some(bytes.clone()));
    }
    if !body.repeats() {
        let why = "its body is a stream that can be read once: give bytes, or a `Body::factory`";
        return Err(unfit(OutboxErrorKind::Unfit, why));
    }
    let (mut read, mut stream) = (BytesMut::new(), body.into_stream());
    while let Some(piece) = stream.next().await {
        let piece = piece.map_err(|error| {
            let why = format!("its body cannot be read: {error}");
            Failure::local(ErrorKind::Request, why).caused_by(error)
        })?;
        if read.len() + piece.len() > limit {
            let why = format!("its body has more than {limit} bytes, which is all that the outbox may have");
            return Err(unfit(OutboxErrorKind::Full, why));
        }
        read.extend_from_slice(&piece);
    }
    Ok(Some(read.freeze()))
}

/// The request of an entry, without credentials and the client's own headers.
pub(super) fn request(client: &Setup, spec: &'static Spec, entry: &Entry) -> Result<Request<Body>, Failure> {
    let base = client.base_url_for(spec)?;
    let origin = &base[..Position::BeforePath];
    let uri = format!("{origin}{}{}", base.path().trim_end_matches('/'), entry.target);
    let broken = |what: &str| Failure::local(ErrorKind::Request, format!("{what} of the entry is not one"));
    let mut request = Request::new(entry.body.clone().map_or_else(Body::empty, Body::from));
    *request.method_mut() = Method::from_bytes(entry.operation.method.as_bytes()).map_err(|_| broken("the method"))?;
    *request.uri_mut() = uri.parse().map_err(|_| broken("the URL"))?;
    for (name, value) in &entry.headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| broken("a header's name"))?;
        let value = HeaderValue::from_bytes(value).map_err(|_| broken("a header"))?;
        request.headers_mut().append(name, value);
    }
    Ok(request)
}

/// The credentials that an entry needs, as the API's schemes are now. One whose schemes are all gone cannot be sent.
pub(super) fn security(client: &Setup, operation: &Operation) -> Result<Vec<Vec<Need>>, Failure> {
    let need = |name: &String| {
        let scheme = client.api.schemes.iter().find(|scheme| scheme.name == name.as_str())?;
        Some(Need { scheme, scopes: &[] })
    };
    let all = &operation.security;
    let known: Vec<Vec<Need>> = all.iter().filter_map(|names| names.iter().map(need).collect()).collect();
    if known.is_empty() && !all.is_empty() {
        return Err(Failure::local(ErrorKind::Request, "the security schemes of the entry are no longer described"));
    }
    Ok(known)
}

/// The entry with other content, under a new key.
pub(super) fn revised(client: &Setup, entry: &Entry, revision: Revision) -> Result<Entry, Failure> {
    let mut revised = Entry { key: client.chance.uuid().hyphenated().to_string(), ..entry.clone() };
    if let Some(body) = revision.body {
        revised.body = Some(body);
    }
    let key = (entry.operation.key_header.clone(), Some(revised.key.clone()));
    for (name, value) in revision.headers.into_iter().chain([key]) {
        let refused = |why: &str| unfit(OutboxErrorKind::Unfit, format!("header `{name}`: {why}"));
        let header = HeaderName::from_bytes(name.as_bytes()).map_err(|_| refused("not a header"))?;
        revised.headers.retain(|(present, _)| !present.eq_ignore_ascii_case(header.as_str()));
        let Some(value) = value else { continue };
        let value = HeaderValue::from_str(&value).map_err(|_| refused("not a header"))?;
        if let Some(why) = refusal::why(&header, &value) {
            return Err(refused(why));
        }
        let mut one = HeaderMap::new();
        one.insert(header.clone(), value.clone());
        if credential(client, &one, &Uri::default()).is_some() {
            return Err(refused("it proves who is calling, which is not kept"));
        }
        revised.headers.push((header.as_str().to_owned(), value.as_bytes().to_vec()));
    }
    Ok(revised)
}
