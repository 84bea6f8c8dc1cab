//! The operations that the laws of streams are shown with: what they give, and what they send, comes in pieces.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{
    Body, ByteStream, Bytes, JsonLines, JsonSequence, JsonStream, MixedParts, Opening, Part, PartStream, RetryPolicy,
};

use crate::client::{Client, Problem, setting};

pub(crate) struct Item {
    pub(crate) id: i32,
    pub(crate) secret: Option<String>,
}

rt::record! { Item {
    required id = "id";
    optional secret = "secret";
} }

impl Item {
    pub(crate) fn new(id: i32) -> Self {
        Self { id, secret: None }
    }
}

rt::operation! {
    pub(crate) struct Export: GET "/export" as "export" { accept: "application/x-ndjson", secret: &["secret"] }
    -> Result<JsonStream<Item, Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Follow: GET "/follow" as "follow" { accept: "application/json-seq" }
    -> Result<JsonStream<Item, Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct List: GET "/list" as "list"
    -> Result<Vec<Item>, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

impl List {
    pub(crate) fn elements(self) -> Opening<JsonStream<Item, Problem>, Problem> {
        rt::open::<_, rt::Json<_>>(self.0)
    }
}

rt::operation! {
    pub(crate) struct Nested: GET "/nested" as "nested"
    -> Result<Vec<Vec<Item>>, Error<Vec<Problem>>> as rt::Json<_>, rt::Json<_>
}

impl Nested {
    pub(crate) fn elements(self) -> Opening<JsonStream<Vec<Item>, Vec<Problem>>, Vec<Problem>> {
        rt::open::<_, rt::Json<_>>(self.0)
    }
}

rt::operation! {
    pub(crate) struct Mixed: GET "/mixed" as "mixed" { accept: "multipart/mixed" }
    -> Result<PartStream<Item, Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Files: GET "/files" as "files" { accept: "multipart/mixed" }
    -> Result<PartStream<Bytes, Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Texts: GET "/texts" as "texts" { accept: "multipart/mixed" }
    -> Result<PartStream<String, Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Download: GET "/download" as "download" { accept: "*/*" }
    -> Result<ByteStream<Problem>, Error<Problem>> as stream, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Import: POST "/import" as "import" { body: "application/json, application/x-ndjson" }
    -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

rt::operation! {
    pub(crate) struct Upload: POST "/upload" as "upload" { body: "application/octet-stream" }
    -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

macro_rules! calls {
    ($($method:ident $name:ident)*) => {
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                $name(self.inner.call($name::SPEC))
            })*
        }
    };
}

calls! { export Export follow Follow list List nested Nested mixed Mixed files Files texts Texts download Download import Import upload Upload }

impl Import {
    pub(crate) fn lines<T>(self, lines: impl Into<JsonLines<T>>) -> Self {
        Self(self.0.lines(lines))
    }

    pub(crate) fn sequence<T>(self, sequence: impl Into<JsonSequence<T>>) -> Self {
        Self(self.0.sequence(sequence))
    }

    pub(crate) fn mixed<T>(self, parts: impl Into<MixedParts<T>>) -> Self {
        Self(self.0.mixed(parts))
    }

    pub(crate) fn bytes(self, body: impl Into<Body>) -> Self {
        Self(self.0.bytes(body))
    }

    pub(crate) fn payload(self, body: impl rt::Payload) -> Self {
        Self(self.0.payload(body))
    }
}

impl Client {
    /// Lines where the description knows none.
    pub(crate) fn upload_lines(&self, lines: JsonLines<Item>) -> Upload {
        Upload(self.upload().0.lines(lines))
    }
}

impl Upload {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0.bytes(body))
    }

    pub(crate) fn file(self, file: Part) -> Self {
        Self(self.0.file("file", file))
    }
}

/// A client whose server answers every call so.
pub(crate) fn answered(answer: Answer) -> (VirtualClock, MockTransport, Client) {
    let (clock, server, builder) = setting();
    for path in ["/export", "/follow", "/list", "/nested", "/mixed", "/files", "/texts", "/download"] {
        server.on("GET", path).reply(answer.clone());
    }
    for path in ["/import", "/upload"] {
        server.on("POST", path).reply(answer.clone());
    }
    (clock, server, builder.retry(RetryPolicy::never()).build().unwrap())
}

pub(crate) fn body(content_type: &str, pieces: &[&str]) -> Answer {
    let answer = Answer::status(200).header("content-type", content_type);
    pieces.iter().fold(answer, |answer, piece| answer.body((*piece).to_owned()))
}
