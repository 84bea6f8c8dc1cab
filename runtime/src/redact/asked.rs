//! What is secret in a request, credentials aside. Enters: a request as its call has made it. Leaves: the values of its secret
//! parameters, headers, cookies, parts and properties. They are looked for once something is shown: a call that goes well pays for
//! a few pointers.

use std::fmt;
use std::sync::OnceLock;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use percent_encoding::percent_decode_str;
use serde_json::Value;
use smallvec::SmallVec;

use super::veil::SHORT;
use super::{Described, Secrets, is_secret, placeholders, sounds_secret};
use crate::media;

/// A secret number of fewer digits is none that could be told from others.
const FEW_DIGITS: usize = 4;

/// A request that may have secrets in it.
pub(crate) struct Asked {
    spec: &'static dyn Described,
    uri: Uri,
    /// The headers that are marked as secret.
    marked: Vec<(HeaderName, HeaderValue)>,
    media_type: Option<HeaderValue>,
    body: SmallVec<[Bytes; 1]>,
    secrets: OnceLock<Secrets>,
}

impl Asked {
    /// What of `request` may have secrets in it, if anything; `body` are the pieces of its body that may.
    pub(crate) fn of<B>(
        spec: &'static dyn Described,
        request: &Request<B>,
        body: SmallVec<[Bytes; 1]>,
    ) -> Option<Self> {
        let marked = request.headers().iter().filter(|(_, value)| value.is_sensitive());
        let marked: Vec<_> = marked.map(|(name, value)| (name.clone(), value.clone())).collect();
        let is_plain =
            request.uri().query().is_none() && !placeholders(spec.template()).any(|name| is_in_path(name, spec));
        if is_plain && marked.is_empty() && body.is_empty() {
            return None;
        }
        let media_type = request.headers().get(CONTENT_TYPE).cloned();
        Some(Self { spec, uri: request.uri().clone(), marked, media_type, body, secrets: OnceLock::new() })
    }

    /// Its secrets.
    pub(super) fn secrets(&self) -> &Secrets {
        self.secrets.get_or_init(|| {
            let mut found = Vec::new();
            self.in_path(&mut found);
            self.in_query(&mut found);
            self.marked.iter().for_each(|(name, value)| in_header(name, value, &mut found));
            self.in_body(&mut found);
            Secrets::of(&found.iter().map(String::as_str).collect::<Vec<_>>())
        })
    }

    /// The template is at the end of the path; a parameter is within one of its segments.
    fn in_path(&self, found: &mut Vec<String>) {
        for (template, segment) in self.spec.template().rsplit('/').zip(self.uri.path().rsplit('/')) {
            if !placeholders(template).any(|name| is_in_path(name, self.spec)) {
                continue;
            }
            let front = template.split('{').next().unwrap_or_default();
            let back = template.rsplit('}').next().unwrap_or_default();
            let value = segment.strip_prefix(front).unwrap_or(segment);
            let value = decoded(value.strip_suffix(back).unwrap_or(value));
            // In the styles label and matrix (RFC 6570 sections 3.2.5 and 3.2.7), the value has something in front of it.
            found.extend(value.strip_prefix('.').map(str::to_owned));
            found.extend(
                value.strip_prefix(';').and_then(|pair| pair.split_once('=')).map(|(_, value)| value.to_owned()),
            );
            found.push(value);
        }
    }

    fn in_query(&self, found: &mut Vec<String>) {
        let is_secret = |name: &str, _: &str| self.spec.hides_in_query(name) || sounds_secret(name);
        in_pairs(self.uri.query().unwrap_or_default(), '&', found, &is_secret);
    }

    fn in_body(&self, found: &mut Vec<String>) {
        let media_type = self.media_type.as_ref().and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = media::essence(media_type);
        let secret = self.spec.properties();
        if essence.starts_with("multipart/") {
            in_parts(&self.body.concat(), &media::parameter(media_type, "boundary").unwrap_or_default(), secret, found);
        } else if essence == "application/x-www-form-urlencoded" {
            let pairs = String::from_utf8_lossy(self.body.first().map_or(&[][..], |body| body)).into_owned();
            in_pairs(&pairs, '&', found, &|name, _| is_secret(name, secret));
        } else {
            self.body.iter().for_each(|body| in_json(body, secret, found));
        }
    }
}

/// Shows nothing of it.
impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Asked").field("operation_id", &self.spec.id()).finish_non_exhaustive()
    }
}

/// The secrets of headers that are marked as secret, or are called like one.
pub(crate) fn marked(headers: &HeaderMap) -> Option<Secrets> {
    let marked = headers.iter().filter(|(name, value)| value.is_sensitive() || sounds_secret(name.as_str()));
    let mut found = Vec::new();
    marked.for_each(|(name, value)| in_header(name, value, &mut found));
    (!found.is_empty()).then(|| Secrets::of(&found.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Whether a parameter of the path is secret, because the description says so or by its name.
fn is_in_path(name: &str, spec: &dyn Described) -> bool {
    spec.hides_in_path(name) || sounds_secret(name)
}

fn in_header(name: &HeaderName, value: &HeaderValue, found: &mut Vec<String>) {
    let Ok(value) = std::str::from_utf8(value.as_bytes()) else { return };
    if name == COOKIE {
        // All cookies are marked, of which most are no secret: what is as short as a language is not.
        return in_pairs(value, ';', found, &|name, value| sounds_secret(name) || value.len() >= SHORT);
    }
    found.extend(value.split_once(' ').map(|(_, parameters)| parameters.trim().to_owned()));
    found.push(value.to_owned());
}

fn in_pairs(pairs: &str, separator: char, found: &mut Vec<String>, is_secret: &dyn Fn(&str, &str) -> bool) {
    for (name, value) in pairs.split(separator).filter_map(|pair| pair.trim().split_once('=')) {
        // `filter[token]` is a member of `filter` (style deepObject).
        let name = decoded(name);
        let mut names = name.split(['[', ']']).filter(|name| !name.is_empty());
        if names.any(|name| is_secret(name, value)) {
            found.push(decoded(&value.replace('+', " ")));
            found.push(decoded(value));
        }
    }
}

/// A document, or several in lines.
fn in_json(body: &[u8], secret: &[&str], found: &mut Vec<String>) {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => in_value(&value, false, secret, found),
        Err(_) => {
            let lines = body.split(|byte| matches!(byte, b'\n' | 0x1e));
            let values = lines.filter_map(|line| serde_json::from_slice::<Value>(line).ok());
            values.for_each(|value| in_value(&value, false, secret, found));
        }
    }
}

fn in_value(value: &Value, is_hidden: bool, secret: &[&str], found: &mut Vec<String>) {
    match value {
        Value::Object(properties) => properties.iter().for_each(|(name, property)| {
            in_value(property, is_hidden || is_secret(name, secret), secret, found);
        }),
        Value::Array(items) => items.iter().for_each(|item| in_value(item, is_hidden, secret, found)),
        Value::String(text) if is_hidden => found.push(text.clone()),
        Value::Number(number) if is_hidden => {
            found.extend(Some(number.to_string()).filter(|it| it.len() >= FEW_DIGITS))
        }
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// The parts of a multipart body (RFC 2046 section 5.1): those of a secret name whole, others as JSON where they are.
fn in_parts(body: &[u8], boundary: &str, secret: &[&str], found: &mut Vec<String>) {
    let body = String::from_utf8_lossy(body);
    for part in body.split(&format!("--{boundary}")) {
        let Some((head, content)) = part.split_once("\r\n\r\n") else { continue };
        let content = content.strip_suffix("\r\n").unwrap_or(content);
        let name = head.split_once(" name=\"").and_then(|(_, rest)| rest.split_once('"')).map_or("", |(name, _)| name);
        if is_secret(name, secret) {
            found.push(content.to_owned());
        }
        in_json(content.as_bytes(), secret, found);
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::Veil;
    use crate::wire::{Body, Param, Spec};

    static SPEC: Spec = Spec {
        params: &[Param::path("code").secret(), Param::query("q").secret()],
        secret: &["word"],
        ..Spec::post("redeem", "/codes/c-{code}/use")
    };

    fn hidden(request: Request<Body>, text: &str) -> String {
        let mut veil = Veil::default();
        veil.ask(Asked::of(&SPEC, &request, request.body().pieces()).expect("it may have secrets"));
        veil.cover(text.to_owned())
    }

    fn post(media_type: &str, body: &str) -> Request<Body> {
        let request =
            Request::post("http://h/base/codes/c-gift%2Fcode1/use?q=the+query1&limit=unhidden&page[token]=page-token");
        request.header(CONTENT_TYPE, media_type).body(Body::from(body.to_owned())).unwrap()
    }

    #[test]
    fn parameters_that_are_called_secret_are_hidden() {
        let text = "gift/code1 the query1 page-token unhidden";
        assert_eq!(hidden(post("text/plain", ""), text), "[redacted] [redacted] [redacted] unhidden");
    }

    #[test]
    fn properties_that_are_called_secret_are_hidden_at_any_depth() {
        let json = r#"{"a":[{"word":["w-12345678",4711]}],"pin":"0815","name":"Ann","token":{"id":"id-12345678"},"open":true}"#;
        let text = "w-12345678 4711 0815 Ann id-12345678 true";
        let shown = "[redacted] [redacted] [redacted] Ann [redacted] true";
        assert_eq!(hidden(post("application/json", json), text), shown);
        assert_eq!(hidden(post("application/jsonl", &format!("{{}}\n{json}\n")), text), shown);
        let form = "word=w-12345678&pin=0815&name=Ann&api_key=a+b%2Bc-1234";
        assert_eq!(
            hidden(post("application/x-www-form-urlencoded", form), "w-12345678 Ann a b+c-1234"),
            "[redacted] Ann [redacted]"
        );
    }

    #[test]
    fn parts_that_are_called_secret_are_hidden() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"word\"\r\n\r\nw-12345678\r\n--x\r\nContent-Disposition: \
                    form-data; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{\"pin\":\"0815-1\",\"a\":\"b\"}\r\n--x--\r\n";
        let shown = hidden(post("multipart/form-data; boundary=x", body), "w-12345678 0815-1 b");
        assert_eq!(shown, "[redacted] [redacted] b");
    }

    #[test]
    fn headers_and_cookies_that_are_marked_are_hidden() {
        let mut request = post("text/plain", "");
        for (name, value) in
            [("x-own", "own-value-1"), ("cookie", "lang=en; session=s-12345678; pin=1"), ("via", "proxy-12345")]
        {
            let mut value = HeaderValue::from_static(value);
            value.set_sensitive(name != "via");
            request.headers_mut().append(HeaderName::from_static(name), value);
        }
        let text = "own-value-1 en s-12345678 1 proxy-12345";
        assert_eq!(hidden(request, text), "[redacted] en [redacted] [redacted] proxy-12345");
    }

    #[test]
    fn a_request_without_anything_is_not_kept() {
        static GET: Spec = Spec::get("getUser", "/users/{id}");
        let request = Request::get("http://h/users/1").body(Body::empty()).unwrap();
        assert!(Asked::of(&GET, &request, request.body().pieces()).is_none());
    }
}
