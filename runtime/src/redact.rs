//! What of a request or response may be shown. Enters: headers, URLs, JSON bodies. Leaves: the same with every value
//! that is not known to be harmless replaced. Allow-lists, not deny-lists: what nobody thought of stays hidden.

use std::fmt;

use http::{HeaderMap, HeaderName, Uri};
use serde_json::Value;

use crate::wire::{Place, Spec};

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
    /// parameter in it is secret.
    pub(crate) fn url(&self, uri: &Uri, spec: &Spec) -> String {
        let mut url = String::new();
        if let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) {
            let host = authority.as_str().rsplit('@').next().unwrap_or_default();
            url.push_str(scheme);
            url.push_str("://");
            url.push_str(host);
        }
        let secret_path = spec.params.iter().any(|param| param.place() == Place::Path && param.is_secret());
        url.push_str(if secret_path { spec.path } else { uri.path() });
        for (index, pair) in uri.query().into_iter().flat_map(|query| query.split('&')).enumerate() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(if self.shows_query(name, spec) { value } else { REDACTED });
        }
        url
    }

    fn shows_query(&self, name: &str, spec: &Spec) -> bool {
        let secret =
            spec.params.iter().any(|param| param.place() == Place::Query && param.name() == name && param.is_secret());
        !secret && (QUERY.contains(&name) || self.query.iter().any(|shown| shown == name))
    }
}

struct Headers<'a> {
    redaction: &'a Redaction,
    headers: &'a HeaderMap,
}

impl fmt::Debug for Headers<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.headers {
            let listed = HEADERS.contains(&name.as_str()) || self.redaction.headers.contains(name);
            let shown = listed && !value.is_sensitive();
            map.entry(&name.as_str(), if shown { value as &dyn fmt::Debug } else { &REDACTED });
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

/// Property names that hold credentials wherever they appear, whether a description says so or not.
const SECRET: &[&str] = &[
    "access_token",
    "accessToken",
    "api_key",
    "apiKey",
    "client_secret",
    "clientSecret",
    "id_token",
    "idToken",
    "password",
    "refresh_token",
    "refreshToken",
    "secret",
    "token",
];

fn hide(value: &mut Value, secret: &[&str]) {
    match value {
        Value::Object(properties) => {
            for (name, property) in properties {
                if secret.contains(&name.as_str()) || SECRET.contains(&name.as_str()) {
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

/// The first `limit` characters of `text`, with an ellipsis where more follow and control characters made visible.
pub(crate) fn clip(text: &str, limit: usize) -> String {
    let mut clipped: String = text.chars().take(limit).map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.chars().nth(limit).is_some() {
        clipped.push('…');
    }
    clipped
}
