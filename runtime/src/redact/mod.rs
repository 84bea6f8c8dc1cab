//! What of a request or response may be shown. Enters: headers, URLs, JSON bodies. Leaves: the same with every value
//! that is not known to be harmless replaced. Allow-lists, not deny-lists: what nobody thought of stays hidden.

use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use serde_json::Value;

mod asked;
mod chain;
mod described;
mod spelled;
mod veil;
mod words;

pub(crate) use asked::{Asked, marked};
pub(crate) use chain::covered;
pub(crate) use described::Described;
pub(crate) use veil::{Secrets, Veil};
pub(crate) use words::sounds_secret;

/// Stands where a value was.
pub(crate) const REDACTED: &str = "[redacted]";

const HEADERS: &[&str] = &[
    "accept",
    "accept-encoding",
    "accept-language",
    "accept-ranges",
    "age",
    "allow",
    "cache-control",
    "cf-ray",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-range",
    "content-type",
    "date",
    "deprecation",
    "etag",
    "expires",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "if-unmodified-since",
    "keep-alive",
    "last-modified",
    "pragma",
    "range",
    "ratelimit",
    "ratelimit-limit",
    "ratelimit-policy",
    "ratelimit-remaining",
    "ratelimit-reset",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "server",
    "server-timing",
    "sunset",
    "traceparent",
    "traceresponse",
    "transfer-encoding",
    "user-agent",
    "vary",
    "via",
    "x-amz-request-id",
    "x-amzn-requestid",
    "x-correlation-id",
    "x-github-request-id",
    "x-ms-request-id",
    "x-ratelimit-limit",
    "x-ratelimit-remaining",
    "x-ratelimit-reset",
    "x-request-id",
    "x-retry-count",
];

const QUERY: &[&str] = &[
    "api-version",
    "dir",
    "direction",
    "expand",
    "fields",
    "format",
    "include",
    "lang",
    "limit",
    "locale",
    "offset",
    "order",
    "order_by",
    "page",
    "page_size",
    "pageSize",
    "per_page",
    "size",
    "sort",
    "sort_by",
    "version",
];

/// The names whose values may be shown, besides those known to be harmless.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redaction {
    headers: Vec<HeaderName>,
    query: Vec<String>,
}

impl Redaction {
    pub(crate) fn show_header(&mut self, name: HeaderName) {
        self.headers.push(name);
    }

    pub(crate) fn show_query(&mut self, name: String) {
        self.query.push(name);
    }

    /// The headers as they may be printed.
    pub(crate) fn headers<'a>(&'a self, headers: &'a HeaderMap) -> impl fmt::Debug + 'a {
        Headers { redaction: self, headers }
    }

    /// `uri` without user info; query values are hidden unless listed, and the path is the template's where a
    /// parameter in it is secret. What `cover` hides is hidden before anything is taken apart: half a secret is not
    /// seen as one.
    pub(crate) fn url(&self, uri: &Uri, spec: &dyn Described, cover: &dyn Fn(String) -> String) -> String {
        let mut url = String::new();
        if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
            let host = authority.as_str().rsplit('@').next().unwrap_or_default();
            url.push_str(scheme);
            url.push_str("://");
            url.push_str(&cover(host.to_owned()));
        }
        let has_secret = placeholders(spec.template()).any(|name| !self.shows_path(name, spec));
        match has_secret {
            true => url.push_str(spec.template()),
            false => url.push_str(&cover(uri.path().to_owned())),
        }
        let query = uri.query().map(|query| cover(query.to_owned()));
        for (index, pair) in query.iter().flat_map(|query| query.split('&')).enumerate() {
            // A value without a name may be anything.
            let (name, value) = pair.split_once('=').map_or((None, pair), |(name, value)| (Some(name), value));
            url.push(if index == 0 { '?' } else { '&' });
            name.into_iter().for_each(|name| url.extend([name, "="]));
            url.push_str(if self.shows_query(name.unwrap_or(value), spec) { value } else { REDACTED });
        }
        url
    }

    /// Whether the value of a query parameter may be shown.
    pub(crate) fn shows_query(&self, name: &str, spec: &dyn Described) -> bool {
        let listed = QUERY.contains(&name) || self.query.iter().any(|shown| shown == name);
        listed && !spec.hides_in_query(name)
    }

    /// Whether the value of a path parameter may be shown.
    pub(crate) fn shows_path(&self, name: &str, spec: &dyn Described) -> bool {
        !spec.hides_in_path(name) && !sounds_secret(name)
    }

    /// The value of a header as it may be printed.
    pub(crate) fn header<'a>(&self, name: &HeaderName, value: &'a HeaderValue) -> &'a dyn fmt::Debug {
        let listed = HEADERS.contains(&name.as_str()) || self.headers.contains(name);
        if listed && !value.is_sensitive() { value } else { &REDACTED }
    }
}

/// The parameters of a path template.
fn placeholders(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name)
}

struct Headers<'a> {
    redaction: &'a Redaction,
    headers: &'a HeaderMap,
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.headers {
            map.entry(&name.as_str(), self.redaction.header(name, value));
        }
        map.finish()
    }
}

/// `body` as JSON text with the values of `secret` properties hidden at any depth; nothing where it is not JSON, since
/// then nothing can be hidden in it.
pub(crate) fn json(body: &[u8], secret: &[&str]) -> Option<String> {
    let mut value = serde_json::from_slice::<Value>(body).ok()?;
    hide(&mut value, secret);
    Some(value.to_string())
}

/// Whether the values of a JSON property are hidden, of which these are called `secret`.
pub(crate) fn is_secret(property: &str, secret: &[&str]) -> bool {
    secret.contains(&property) || sounds_secret(property)
}

fn hide(value: &mut Value, secret: &[&str]) {
    match value {
        Value::Object(properties) => {
            for (name, property) in properties {
                if is_secret(name, secret) {
                    *property = Value::String(REDACTED.to_owned());
                } else {
                    hide(property, secret);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, secret)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
