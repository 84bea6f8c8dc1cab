//! A small API that all of the servers have a part of, as a generator would write it.

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, ByteStream, IntoTokens, Part, RetryPolicy};
use serde_json::Value;

use crate::client::{Client, ClientBuilder, Problem, TOKEN, USER};

impl ClientBuilder {
    pub(crate) fn bearer(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.any_bearer(tokens))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        Self(self.0.basic(&USER, user, password))
    }
}

/// A builder of clients that try once.
pub(crate) fn once() -> ClientBuilder {
    ClientBuilder::new().retry(RetryPolicy::never())
}

const BEARER: Option<&[&[rt::Need]]> = Some(&[&[rt::Need::new(&TOKEN, &[])]]);
const BASIC: Option<&[&[rt::Need]]> = Some(&[&[rt::Need::new(&USER, &[])]]);

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal $({ $($spec:tt)* })? -> $value:ty as $form:ty;)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $path $({ $($spec)* })?
                -> Result<$value, Error<Problem>> as $form, rt::Json<_>
            }
            impl $name {
                /// With whatever the call is given.
                #[allow(dead_code, reason = "not every operation is given something")]
                pub(crate) fn with(self, give: impl FnOnce(rt::Call) -> rt::Call) -> Self {
                    Self(give(self.0))
                }
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
    // Of httpbin: what was sent comes back.
    Get = get: GET "/anything" -> Value as rt::Json<_>;
    Post = post: POST "/anything" -> Value as rt::Json<_>;
    Put = put: PUT "/anything" -> Value as rt::Json<_>;
    Patch = patch: PATCH "/anything" -> Value as rt::Json<_>;
    Delete = delete: DELETE "/anything" -> Value as rt::Json<_>;
    Head = head: HEAD "/get" -> () as rt::Empty;
    Upload = upload: POST "/anything" { body: "application/octet-stream" } -> Value as rt::Json<_>;
    Status = status: GET "/status/{code}" -> () as rt::Empty;
    Encoded = encoded: GET "/{encoding}" -> Value as rt::Json<_>;
    Redirects = redirects: GET "/{form}/{times}" { security: BEARER } -> Value as rt::Json<_>;
    RedirectTo = redirect_to: GET "/redirect-to" { security: BEARER } -> Value as rt::Json<_>;
    Basic = basic_auth: GET "/basic-auth/{user}/{password}" { security: BASIC } -> Value as rt::Json<_>;
    Bearer = bearer_auth: GET "/bearer" { security: BEARER } -> Value as rt::Json<_>;
    Cookies = cookies: GET "/cookies" -> Value as rt::Json<_>;
    Delay = delay: GET "/delay/{seconds}" -> Value as rt::Json<_>;
    // Of nginx.
    Item = item: GET "/item" -> Value as rt::Json<_>;
    PostItem = post_item: POST "/item" { body: "application/octet-stream" } -> Value as rt::Json<_>;
}

rt::operation! {
    pub(crate) struct Download: GET "/stream-bytes/{count}" as "download" { accept: "*/*" }
    -> Result<ByteStream<Problem>, Error<Problem>> as stream, rt::Json<_>
}

impl Client {
    pub(crate) fn download(&self, count: u32, seed: u32) -> Download {
        Download(self.inner.call(Download::SPEC).path("count", &count).query("seed", &seed))
    }
}

impl Post {
    pub(crate) fn file(self, text: &str, file: Part) -> Self {
        self.with(|call| call.multipart().part("text", &text.to_owned()).file("file", file))
    }
}

impl Upload {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        self.with(|call| call.bytes(body))
    }
}

impl PostItem {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        self.with(|call| call.bytes(body))
    }
}
