//! The values of a call, written one by one, and the request that they make together.
//!
//! In come typed values and the base URL, out goes an `http::Request`. Credentials, the client's own headers and
//! everything after the request are not its business.

use std::borrow::Cow;
use std::ops::DerefMut;

use http::header::{ACCEPT, CONTENT_TYPE, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request};
use smallvec::SmallVec;
use url::Url;

use super::body::Body;
use super::failure::BuildFailure;
use super::file_or::FileOr;
use super::param::Place;
use super::part::Part;
use super::parts::Parts;
use super::spec::Spec;
use super::{flag, form, header, multipart, parameter, refusal, uri};
use crate::codec::{Encode, EncodeError};
use crate::media;

mod shown;

/// What has been set so far. The first failure is kept, the rest goes on.
#[derive(Clone)]
pub(crate) struct Draft {
    spec: &'static Spec,
    path: SmallVec<[(&'static str, String); 1]>,
    query: Vec<(&'static str, Option<String>)>,
    headers: Vec<(&'static str, Option<HeaderValue>)>,
    cookies: Vec<(&'static str, Option<String>)>,
    /// Asked for, in place of all that the description names.
    accept: Option<&'static str>,
    /// The media type of the body, in place of what the description says of all.
    media: Option<&'static str>,
    payload: Payload,
    failure: Option<BuildFailure>,
}

#[derive(Clone)]
enum Payload {
    None,
    Whole(Body, Cow<'static, str>),
    /// A header has to say what it is; why it must.
    Untyped(Body, String),
    /// Of a type that has the boundary in it.
    Mixed(Body, Cow<'static, str>),
    /// No body at all where there is no part.
    PartsIfAny(Parts),
    Parts(Parts),
}

/// What the caller adds to this one request beyond the description.
pub(crate) struct Extra<'a> {
    /// Each replaces what the call has under its name.
    pub(crate) headers: &'a HeaderMap,
    /// Appended behind the call's own parameters.
    pub(crate) query: &'a [(String, String)],
}

impl Draft {
    pub(crate) fn new(spec: &'static Spec) -> Self {
        Self {
            spec,
            path: SmallVec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            cookies: Vec::new(),
            accept: None,
            media: None,
            payload: Payload::None,
            failure: None,
        }
    }

    pub(crate) const fn spec(&self) -> &'static Spec {
        self.spec
    }

    pub(crate) fn path(&mut self, name: &'static str, value: &dyn Encode) {
        match parameter::path(&self.spec.param(Place::Path, name), value) {
            Ok(text) => set(&mut self.path, name, text),
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn query(&mut self, name: &'static str, value: &dyn Encode) {
        match parameter::query(&self.spec.param(Place::Query, name), value) {
            Ok(pairs) => set(&mut self.query, name, pairs),
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn header(&mut self, name: &'static str, value: &dyn Encode) {
        match parameter::header(&self.spec.param(Place::Header, name), value) {
            Ok(value) => set(&mut self.headers, name, value),
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn cookie(&mut self, name: &'static str, value: &dyn Encode) {
        match parameter::cookie(&self.spec.param(Place::Cookie, name), value) {
            Ok(pairs) => set(&mut self.cookies, name, pairs),
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) const fn accept(&mut self, media_type: &'static str) {
        self.accept = Some(media_type);
    }

    pub(crate) const fn media(&mut self, media_type: &'static str) {
        self.media = Some(media_type);
    }

    /// What the description says of the body: a type, a range, or several.
    fn declared(&self) -> &'static str {
        self.media.unwrap_or(self.spec.body)
    }

    pub(crate) fn json(&mut self, value: &dyn Encode) {
        let declared = self.declared();
        let is_own = media::is_concrete(declared) && media::is_json(declared);
        let media_type = if is_own { declared } else { "application/json" };
        match flag::json(value, self.spec.flag) {
            Ok(json) => self.payload = Payload::Whole(json.into(), media_type.into()),
            Err(error) => self.fail(BuildFailure::body(error.to_string())),
        }
    }

    /// Values in lines.
    pub(crate) fn lines(&mut self, body: Result<Body, EncodeError>) {
        self.values(body, media::is_json_lines, "application/jsonl");
    }

    /// Values as a JSON text sequence.
    pub(crate) fn sequence(&mut self, body: Result<Body, EncodeError>) {
        self.values(body, media::is_json_sequence, "application/json-seq");
    }

    /// Values as the parts of a multipart body.
    pub(crate) fn mixed(&mut self, body: Result<Body, EncodeError>, boundary: &str) {
        let own = self.declared().split(',').map(str::trim).find(|own| multipart::is_concrete_multipart(own));
        match body {
            Ok(body) => {
                let essence = media::essence(own.unwrap_or("multipart/mixed"));
                self.payload = Payload::Mixed(body, format!("{essence}; boundary={boundary}").into());
            }
            Err(error) => self.fail(BuildFailure::body(error.to_string())),
        }
    }

    fn values(&mut self, body: Result<Body, EncodeError>, is_such: fn(&str) -> bool, usual: &'static str) {
        let own = self.declared().split(',').map(str::trim).find(|own| media::is_concrete(own) && is_such(own));
        match body {
            Ok(body) => self.payload = Payload::Whole(body, own.unwrap_or(usual).into()),
            Err(error) => self.fail(BuildFailure::body(error.to_string())),
        }
    }

    pub(crate) fn form(&mut self, value: &dyn Encode) {
        match form::write(self.spec, value) {
            Ok(text) => self.payload = Payload::Whole(text.into(), form::MEDIA_TYPE.into()),
            Err(failure) => self.fail(failure),
        }
    }

    pub(crate) fn text(&mut self, text: String) {
        let declared = self.declared();
        let has_own = media::is_concrete(declared) && !media::is_json(declared);
        let media_type = media::with_charset(if has_own { declared } else { "text/plain" }.into(), &text);
        self.payload = Payload::Whole(text.into(), media_type);
    }

    pub(crate) fn bytes(&mut self, body: Body) {
        let allowed: Vec<&'static str> = self.declared().split(',').map(str::trim).collect();
        match media::choose(body.media_type(), false, &allowed, "application/octet-stream") {
            Ok(media_type) => self.payload = Payload::Whole(body, media_type),
            Err(reason) if body.media_type().is_none() => self.payload = Payload::Untyped(body, reason),
            Err(reason) => self.fail(BuildFailure::body(reason)),
        }
    }

    pub(crate) fn part(&mut self, name: &str, value: &dyn Encode) {
        self.parts_mut().set_value(name, value);
    }

    pub(crate) fn part_header(&mut self, part: &str, name: &'static str, value: &dyn Encode) {
        self.parts_mut().set_header(part, name, value);
    }

    pub(crate) fn files(&mut self, name: &str, files: Vec<Part>) {
        self.parts_mut().set_files(name, files);
    }

    pub(crate) fn contents<T: Encode>(&mut self, name: &str, contents: Vec<FileOr<T>>) {
        self.parts_mut().set_contents(name, contents);
    }

    pub(crate) fn other(&mut self, name: &str, part: Part) {
        self.parts_mut().set(name, vec![part]);
    }

    pub(crate) fn parts(&mut self, parts: Parts) {
        self.payload = Payload::Parts(parts);
    }

    fn parts_mut(&mut self) -> &mut Parts {
        if let Payload::None | Payload::Whole(..) | Payload::Untyped(..) | Payload::Mixed(..) = self.payload {
            self.payload = Payload::PartsIfAny(Parts::new(self.spec));
        }
        match &mut self.payload {
            Payload::PartsIfAny(parts) | Payload::Parts(parts) => parts,
            Payload::None | Payload::Whole(..) | Payload::Untyped(..) | Payload::Mixed(..) => {
                unreachable!("parts were put there")
            }
        }
    }

    fn fail(&mut self, failure: BuildFailure) {
        self.failure.get_or_insert(failure);
    }

    pub(crate) fn request(&self, base: &Url, extra: &Extra<'_>) -> Result<Request<Body>, BuildFailure> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let extra_query: Vec<String> = extra.query.iter().map(|(name, value)| uri::pair(name, value)).collect();
        let own_query = self.query.iter().filter_map(|(_, pairs)| pairs.as_deref());
        let query: Vec<&str> = own_query.chain(extra_query.iter().map(String::as_str)).collect();
        let (body, media_type) = self.body()?;

        let mut request = Request::new(body);
        *request.method_mut() = Method::from_bytes(self.spec.method.as_bytes())
            .map_err(|_| BuildFailure::request(format!("`{}` is not a method", self.spec.method)))?;
        *request.uri_mut() = uri::join(base, self.spec.path, &self.path, &query)?;
        *request.headers_mut() = self.header_map(media_type.as_deref(), extra.headers)?;
        Ok(request)
    }

    fn body(&self) -> Result<(Body, Option<Cow<'static, str>>), BuildFailure> {
        match &self.payload {
            Payload::None => Ok(match self.spec.flag.filter(|_| media::is_json(self.declared())) {
                Some(flag) => (flag::alone(flag).into(), Some(self.declared().into())),
                None => (Body::empty(), None),
            }),
            Payload::Whole(body, media_type) | Payload::Mixed(body, media_type) => {
                Ok((body.clone(), Some(media_type.clone())))
            }
            Payload::Untyped(body, _) => Ok((body.clone(), None)),
            Payload::PartsIfAny(parts) if parts.is_empty() => {
                parts.write(self.declared())?;
                Ok((Body::empty(), None))
            }
            Payload::PartsIfAny(parts) | Payload::Parts(parts) => {
                let (body, media_type) = parts.write(self.declared())?;
                Ok((body, Some(media_type.into())))
            }
        }
    }

    /// The runtime's headers first, then the description's, then the caller's: each replaces the ones before under its name.
    fn header_map(&self, media_type: Option<&str>, extra: &HeaderMap) -> Result<HeaderMap, BuildFailure> {
        let mut headers = HeaderMap::new();
        let is_multipart = matches!(self.payload, Payload::Parts(_) | Payload::PartsIfAny(_) | Payload::Mixed(..));
        let accept = self.accept.unwrap_or(self.spec.accept);
        if !accept.is_empty() {
            headers.insert(ACCEPT, header::fixed(accept).map_err(unwritable)?);
        }
        if let Some(media_type) = media_type {
            headers.insert(CONTENT_TYPE, header::value(media_type).map_err(unwritable)?);
        }
        for (name, value) in &self.headers {
            let header = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| BuildFailure::parameter(Place::Header, *name, "not a header name"))?;
            if let Some(why) = value.as_ref().and_then(|value| refusal::why(&header, value)) {
                return Err(BuildFailure::parameter(Place::Header, *name, why));
            }
            // The boundary stands in the content type: a described header cannot know it.
            let is_fixed = header == CONTENT_TYPE && is_multipart;
            if let Some(value) = value
                && !is_fixed
            {
                headers.insert(header, value.clone());
            }
        }
        if let Some(cookies) = self.cookie_header(headers.get(COOKIE))? {
            headers.insert(COOKIE, cookies);
        }
        for name in extra.keys() {
            if is_multipart && name == CONTENT_TYPE && media_type.is_some() {
                return Err(BuildFailure::option(name.as_str(), "the boundary of the multipart body stands in it"));
            }
            headers.remove(name);
            extra.get_all(name).iter().for_each(|value| {
                headers.append(name, value.clone());
            });
        }
        match &self.payload {
            // A header may say what the body is.
            Payload::Untyped(_, reason) if !headers.contains_key(CONTENT_TYPE) => {
                Err(BuildFailure::body(reason.clone()))
            }
            _ => Ok(headers),
        }
    }

    fn cookie_header(&self, present: Option<&HeaderValue>) -> Result<Option<HeaderValue>, BuildFailure> {
        let pairs: Vec<&str> = self.cookies.iter().filter_map(|(_, pairs)| pairs.as_deref()).collect();
        if pairs.is_empty() {
            return Ok(None);
        }
        let unwritable = || BuildFailure::request("the cookies do not make a header");
        let mut cookies = header::cookies(present, &pairs.join("; ")).ok_or_else(unwritable)?;
        cookies.set_sensitive(true);
        Ok(Some(cookies))
    }
}

/// Sets a name again where it stands, or behind all others.
fn set<T, L>(values: &mut L, name: &'static str, value: T)
where
    L: DerefMut<Target = [(&'static str, T)]> + Extend<(&'static str, T)>,
{
    match values.iter_mut().find(|(present, _)| *present == name) {
        Some((_, present)) => *present = value,
        None => values.extend([(name, value)]),
    }
}

fn unwritable(reason: &str) -> BuildFailure {
    BuildFailure::request(format!("the media type: {reason}"))
}
