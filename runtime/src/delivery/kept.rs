//! Calls as they are kept, and requests of what was kept. Enters: a call, or an entry. Leaves: an entry without credentials, or its request
//! without them. Putting them on is the business of `exchange`.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::uri::Uri;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use percent_encoding::percent_decode_str;
use url::{Position, Url};

use super::specs;
use crate::call::Call;
use crate::error::Failure;
use crate::kind::ErrorKind;
use crate::outbox::{Entry, Operation, OutboxError, OutboxErrorKind, Revision};
use crate::redact::{Described, sounds_secret};
use crate::setup::{Base, Setup};
use crate::wire::{Body, Idempotency, Need, Place, Scheme, SchemeKind, Spec, refusal};

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
    if let Some(what) = credential(client, spec, &headers, &head.uri) {
        let why = format!("{what} proves who is calling, which is not kept: give it to the client's builder");
        return Err(unfit(OutboxErrorKind::Unfit, why));
    }
    let base = client.base_url_for(spec)?;
    let target =
        relative(&base, &head.uri).ok_or_else(|| unfit(OutboxErrorKind::Unfit, "its URL is not below the base URL"))?;
    let operation = operation(call, &base)?;
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

fn operation(call: &Call, base: &Url) -> Result<Operation, Failure> {
    let (client, spec) = (call.setup().as_ref(), call.spec());
    let secret_in = |place: Place| {
        let params = spec.params.iter().filter(move |param| param.place() == place && param.is_secret());
        params.map(|param| param.name().to_owned()).collect()
    };
    let names = |needs: &&[Need]| needs.iter().map(|need| need.scheme.name.to_owned()).collect();
    let server = match &client.base {
        Base::Described(of_client) if !spec.servers.is_empty() => {
            let why = "its server's URL has a user of its own, who is not kept: give it to the client's builder";
            Some(server(of_client, base).ok_or_else(|| unfit(OutboxErrorKind::Unfit, why))?)
        }
        Base::Described(_) | Base::Given(_) => None,
    };
    Ok(Operation {
        id: spec.id.to_owned(),
        method: spec.method.to_owned(),
        template: spec.path.to_owned(),
        server,
        key_header: key_header(spec).to_owned(),
        security: call.security().iter().map(names).collect(),
        secret: [
            spec.secret.iter().map(|name| (*name).to_owned()).collect(),
            secret_in(Place::Path),
            secret_in(Place::Query),
        ],
    })
}

/// The header that the key of an operation is in.
fn key_header(spec: &Spec) -> &'static str {
    match spec.idempotency {
        Idempotency::Key(name) => name,
        Idempotency::ByMethod | Idempotency::Always => KEY,
    }
}

/// The URL of an operation's own server, without a user and a password. Those of the client's base URL come back by what is relative to
/// that; others are nowhere else, and there is none.
fn server(of_client: &Url, own: &Url) -> Option<String> {
    let user = |url: &Url| (url.username().to_owned(), url.password().map(str::to_owned));
    match user(own) {
        (name, None) if name.is_empty() => Some(own.as_str().to_owned()),
        of_own => of_client.make_relative(own).filter(|_| of_own == user(of_client)),
    }
}

/// What of a request proves who is calling: what carries credentials, and what is secret, or sounds like that, in its headers and its query.
fn credential(client: &Setup, spec: &Spec, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let carriers: Vec<HeaderName> = client.api.schemes.iter().filter_map(|scheme| scheme.kind.header()).collect();
    let is_one = |name: &HeaderName, value: &HeaderValue| {
        [AUTHORIZATION, PROXY_AUTHORIZATION, COOKIE].contains(name)
            || carriers.contains(name)
            || value.is_sensitive()
            || sounds_secret(name.as_str())
    };
    let mut headers = headers.iter().filter(|(name, _)| !name.as_str().eq_ignore_ascii_case(key_header(spec)));
    if let Some((name, _)) = headers.find(|(name, value)| is_one(name, value)) {
        return Some(format!("the header `{name}`"));
    }
    let is_one = |name: &str| {
        let is_key = |scheme: &&Scheme| matches!(scheme.kind, SchemeKind::ApiKeyQuery(key) if key == name);
        client.api.schemes.iter().any(is_key) || spec.hides_in_query(name) || sounds_secret(name)
    };
    let names = uri.query().unwrap_or_default().split('&').filter_map(|pair| pair.split('=').next());
    let names = names.map(|written| percent_decode_str(written).decode_utf8_lossy());
    names.into_iter().find(|name| is_one(name)).map(|name| format!("the query parameter `{name}`"))
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
    let spec = specs::recall(&entry.operation);
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
        if credential(client, spec, &one, &Uri::default()).is_some() {
            return Err(refused("it proves who is calling, which is not kept"));
        }
        revised.headers.push((header.as_str().to_owned(), value.as_bytes().to_vec()));
    }
    Ok(revised)
}
