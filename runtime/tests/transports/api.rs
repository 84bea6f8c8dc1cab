//! A small API as a generator would write it.

use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, ByteStream, IntoTokens, Part, RetryPolicy, Timeouts, Value};

use crate::client::{Client, ClientBuilder, Problem, TOKEN};

/// A builder of clients that try three times, without limits of time.
pub(crate) fn patient() -> ClientBuilder {
    let retry = RetryPolicy::standard().backoff(Duration::from_millis(1), Duration::from_millis(1));
    ClientBuilder::new().timeouts(Timeouts::none()).retry(retry).seed(7)
}

impl ClientBuilder {
    pub(crate) fn bearer(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.any_bearer(tokens))
    }
}

pub(crate) struct Item {
    pub(crate) id: String,
}

rt::record! { Item {
    required id = "id";
} }

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:tt $path:literal $({ $($spec:tt)* })? -> $value:ty as $form:ty;)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $path $({ $($spec)* })?
                -> Result<$value, Error<Problem>> as $form, rt::Json<_>
            }
        )*
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                $name(self.inner.call($name::SPEC))
            })*
        }
    };
}

operations! {
    Get = get: GET "/item" -> Item as rt::Json<_>;
    Post = post: POST "/item" -> Item as rt::Json<_>;
    Keyed = keyed: POST "/item" { idempotency: rt::Idempotency::Key("Idempotency-Key") } -> Item as rt::Json<_>;
    Secured = secured: GET "/secured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) } -> Item as rt::Json<_>;
    Search = search: "QUERY" "/item" -> Item as rt::Json<_>;
    List = list: GET "/item" {
        params: &[
            rt::Param::querystring("filter", "application/x-www-form-urlencoded")
                .parts(&[rt::PartSpec::new("roles", &[]).style(rt::Style::Form).explode(false)]),
            rt::Param::querystring("selector", "application/json"),
            rt::Param::cookie("theme").style(rt::Style::Cookie),
            rt::Param::cookie("rooms").style(rt::Style::Cookie).explode(false),
        ],
    } -> Item as rt::Json<_>;
    Delete = delete: DELETE "/item" -> () as rt::Empty;
    Head = head: HEAD "/item" -> () as rt::Empty;
}

rt::operation! {
    pub(crate) struct Download: GET "/download" as "download" { accept: "*/*" }
    -> Result<ByteStream<Problem>, Error<Problem>> as stream, rt::Json<_>
}

#[cfg(feature = "sse")]
rt::operation! {
    pub(crate) struct Ticks: GET "/ticks" as "ticks" { accept: "text/event-stream" }
    -> Result<clientwright_runtime::Events<Item, Problem>, Error<Problem>> as events, rt::Json<_>
}

#[cfg(feature = "websocket")]
rt::operation! {
    pub(crate) struct Chat: GET "/chat" as "chat" { success: &[101] }
    -> Result<clientwright_runtime::Socket<String, String, Problem>, Error<Problem>> as socket, rt::Json<_>
}

#[cfg(feature = "websocket")]
rt::operation! {
    pub(crate) struct SecuredChat: GET "/secured" as "securedChat" {
        success: &[101],
        security: Some(&[&[rt::Need::new(&TOKEN, &[])]])
    }
    -> Result<clientwright_runtime::Socket<String, String, Problem>, Error<Problem>> as socket, rt::Json<_>
}

impl Client {
    pub(crate) fn download(&self) -> Download {
        Download(self.inner.call(Download::SPEC))
    }

    #[cfg(feature = "sse")]
    pub(crate) fn ticks(&self) -> Ticks {
        Ticks(self.inner.call(Ticks::SPEC))
    }

    #[cfg(feature = "websocket")]
    pub(crate) fn chat(&self) -> Chat {
        Chat(self.inner.call(Chat::SPEC))
    }

    #[cfg(feature = "websocket")]
    pub(crate) fn secured_chat(&self) -> SecuredChat {
        SecuredChat(self.inner.call(SecuredChat::SPEC))
    }
}

impl Search {
    pub(crate) fn body(self, body: &Value) -> Self {
        Self(self.0.json(body))
    }
}

impl List {
    /// A query that is described as a whole.
    pub(crate) fn whole(self, name: &'static str, value: &Value) -> Self {
        Self(self.0.query(name, value))
    }

    pub(crate) fn cookie(self, name: &'static str, value: &Value) -> Self {
        Self(self.0.cookie(name, value))
    }
}

impl Post {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0.bytes(body))
    }

    /// A multipart body of two parts.
    pub(crate) fn parts(self, text: &str, file: Part) -> Self {
        Self(self.0.multipart().part("text", &text.to_owned()).file("file", file))
    }
}
