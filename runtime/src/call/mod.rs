//! A call on its way: what generated methods chain.
//!
//! In come typed values one by one, out goes the request, without credentials and without IO. What cannot be written is
//! remembered and comes out of [`Call::request`]; how values are written is the business of `wire`.

use std::fmt;
use std::sync::Arc;

use http::Request;

use crate::codec::Encode;
use crate::setup::{CallOptions, Setup};
use crate::values::Base64;
use crate::wire::{
    Body, BuildFailure, Draft, Extra, FileOr, JsonLines, JsonSequence, MixedParts, Need, Part, Parts, Spec,
};

mod payload;

pub use payload::Payload;

/// One call of an operation: its values, its body and its options.
#[derive(Clone)]
pub struct Call {
    setup: Arc<Setup>,
    inner: Box<Inner>,
}

#[derive(Clone)]
struct Inner {
    options: CallOptions,
    draft: Draft,
}

impl Call {
    /// A call with no values yet.
    pub(crate) fn new(setup: Arc<Setup>, spec: &'static Spec) -> Self {
        Self { setup, inner: Box::new(Inner { options: CallOptions::default(), draft: Draft::new(spec) }) }
    }

    /// What the client is like that will send the call.
    pub(crate) const fn setup(&self) -> &Arc<Setup> {
        &self.setup
    }

    /// The operation.
    #[must_use]
    pub const fn spec(&self) -> &'static Spec {
        self.inner.draft.spec()
    }

    /// What the operation needs of credentials, or else the API.
    pub(crate) fn security(&self) -> &'static [&'static [Need]] {
        self.spec().security.unwrap_or(self.setup.api.security)
    }

    /// The options of this call alone.
    #[must_use]
    pub const fn options(&self) -> &CallOptions {
        &self.inner.options
    }

    /// The options of this call alone, to change.
    pub const fn options_mut(&mut self) -> &mut CallOptions {
        &mut self.inner.options
    }

    /// Sets a path parameter; an earlier value of the name is replaced, here and in the setters below.
    #[must_use]
    pub fn path(mut self, name: &'static str, value: &dyn Encode) -> Self {
        self.inner.draft.path(name, value);
        self
    }

    /// Sets a query parameter. It keeps the position at which it was set first. A value that is null or empty of members is left out.
    #[must_use]
    pub fn query(mut self, name: &'static str, value: &dyn Encode) -> Self {
        self.inner.draft.query(name, value);
        self
    }

    /// Sets a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &dyn Encode) -> Self {
        self.inner.draft.header(name, value);
        self
    }

    /// Sets a cookie.
    #[must_use]
    pub fn cookie(mut self, name: &'static str, value: &dyn Encode) -> Self {
        self.inner.draft.cookie(name, value);
        self
    }

    /// Asks for this media type alone, of several that may come back.
    #[must_use]
    pub fn accept(mut self, media_type: &'static str) -> Self {
        self.inner.draft.accept(media_type);
        self
    }

    /// The media type of the body that is set next, where the operation takes several.
    #[must_use]
    pub fn media(mut self, media_type: &'static str) -> Self {
        self.inner.draft.media(media_type);
        self
    }

    /// A body in one of several media types.
    #[must_use]
    pub fn payload(self, payload: impl Payload) -> Self {
        payload.put(self)
    }

    /// A JSON body, under the operation's own media type where that is JSON.
    #[must_use]
    pub fn json(mut self, value: &dyn Encode) -> Self {
        self.inner.draft.json(value);
        self
    }

    /// A body of JSON values in lines, under the operation's own media type where that is one of theirs.
    #[must_use]
    pub fn lines<T>(mut self, lines: impl Into<JsonLines<T>>) -> Self {
        self.inner.draft.lines(lines.into().into_body());
        self
    }

    /// A body that is a JSON text sequence, under the operation's own media type where that is one of theirs.
    #[must_use]
    pub fn sequence<T>(mut self, sequence: impl Into<JsonSequence<T>>) -> Self {
        self.inner.draft.sequence(sequence.into().into_body());
        self
    }

    /// A multipart body whose parts are values one behind the other, under the operation's own media type where that is
    /// multipart, else `multipart/mixed`.
    #[must_use]
    pub fn mixed<T>(mut self, parts: impl Into<MixedParts<T>>) -> Self {
        let (body, boundary) = parts.into().into_body();
        self.inner.draft.mixed(body, &boundary);
        self
    }

    /// A body of `application/x-www-form-urlencoded`.
    #[must_use]
    pub fn form(mut self, value: &dyn Encode) -> Self {
        self.inner.draft.form(value);
        self
    }

    /// A text body, UTF-8.
    #[must_use]
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.inner.draft.text(text.into());
        self
    }

    /// A text body that is bytes in Base64, under the operation's own media type.
    #[must_use]
    pub fn base64(self, bytes: impl Into<Base64>) -> Self {
        self.text(bytes.into().to_string())
    }

    /// A body of bytes, a stream, or a factory of streams.
    #[must_use]
    pub fn bytes(mut self, body: impl Into<Body>) -> Self {
        self.inner.draft.bytes(body.into());
        self
    }

    /// A part of a multipart body: a primitive as text, an object as JSON, an array as one part for each item.
    #[must_use]
    pub fn part(mut self, name: &str, value: &dyn Encode) -> Self {
        self.inner.draft.part(name, value);
        self
    }

    /// A header that the description has for the parts of that name in a multipart body.
    #[must_use]
    pub fn part_header(mut self, part: &str, name: &'static str, value: &dyn Encode) -> Self {
        self.inner.draft.part_header(part, name, value);
        self
    }

    /// A file of a multipart body.
    #[must_use]
    pub fn file(self, name: &str, file: Part) -> Self {
        self.files(name, vec![file])
    }

    /// Files of a multipart body under one name.
    #[must_use]
    pub fn files(mut self, name: &str, files: Vec<Part>) -> Self {
        self.inner.draft.files(name, files);
        self
    }

    /// What may be a file or a value in a multipart body.
    #[must_use]
    pub fn file_or<T: Encode>(self, name: &str, content: FileOr<T>) -> Self {
        self.files_or(name, vec![content])
    }

    /// Files and values of a multipart body under one name.
    #[must_use]
    pub fn files_or<T: Encode>(mut self, name: &str, contents: Vec<FileOr<T>>) -> Self {
        self.inner.draft.contents(name, contents);
        self
    }

    /// A part of a multipart body that the description does not name, as it is.
    #[must_use]
    pub fn other(mut self, name: &str, part: Part) -> Self {
        self.inner.draft.other(name, part);
        self
    }

    /// Begins a multipart body, which is sent even if it gets no part.
    #[must_use]
    pub fn multipart(self) -> Self {
        let parts = Parts::new(self.spec());
        self.parts(parts)
    }

    /// A multipart body, which is sent even if it has no part.
    #[must_use]
    pub fn parts(mut self, parts: Parts) -> Self {
        self.inner.draft.parts(parts);
        self
    }

    /// Sets a query parameter in place: what paging does between two pages.
    pub(crate) fn set_query(&mut self, name: &'static str, value: &dyn Encode) {
        self.inner.draft.query(name, value);
    }

    /// The request as it would be sent, but for credentials and the client's own headers.
    ///
    /// # Errors
    /// The first value that could not be written, a path parameter without a value, or a URL that is too long.
    pub fn request(&self) -> Result<Request<Body>, BuildFailure> {
        if let Some(refused) = &self.inner.options.refused {
            return Err(refused.clone());
        }
        let base = self.setup.base_url_for(self.spec())?;
        let extra = Extra { headers: &self.inner.options.headers, query: &self.inner.options.query };
        let request = self.inner.draft.request(&base, &extra)?;
        Ok(request.map(|body| body.timed(&self.setup.clock)))
    }
}

/// Shows what the client's redaction allows, and no secret.
impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let redaction = self.setup.redaction.as_ref();
        let mut debug = f.debug_struct("Call");
        self.inner.draft.show(&mut debug, redaction);
        debug.field("options", &self.inner.options.shown(redaction, self.spec())).finish()
    }
}
