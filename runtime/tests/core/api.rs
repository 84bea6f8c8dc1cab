//! A small API as a generator would write it, and a client of it over a server in memory.

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{MockTransport, VirtualClock};
use clientwright_runtime::{Body, IntoTokens};

pub(crate) static TOKEN: rt::Scheme = rt::Scheme::bearer("token");
pub(crate) static KEY: rt::Scheme = rt::Scheme::api_key_header("key", "X-Key");
pub(crate) static QUERY_KEY: rt::Scheme = rt::Scheme::api_key_query("queryKey", "api_key");
pub(crate) static USER: rt::Scheme = rt::Scheme::basic("user");

pub(crate) static API: rt::Api = rt::Api {
    name: "test",
    title: "Test",
    version: "1.0.0",
    servers: &[rt::Server::new("http://mock/")],
    schemes: &[&TOKEN, &KEY, &QUERY_KEY, &USER],
    security: &[],
};

#[derive(Clone, Debug)]
pub(crate) struct Client {
    pub(crate) inner: rt::Client,
}

#[derive(Debug)]
#[must_use = "a client is there when it is built"]
pub(crate) struct ClientBuilder(rt::Builder);

rt::client_builder! { ClientBuilder -> Client }

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self(rt::Builder::new(&API))
    }

    pub(crate) fn bearer(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.any_bearer(tokens))
    }

    pub(crate) fn token(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.bearer(&TOKEN, tokens))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        Self(self.0.basic(&USER, user, password))
    }

    pub(crate) fn key(self, key: impl Into<String>) -> Self {
        Self(self.0.api_key(&KEY, key))
    }

    pub(crate) fn query_key(self, key: impl Into<String>) -> Self {
        Self(self.0.api_key(&QUERY_KEY, key))
    }
}

pub(crate) struct Item {
    pub(crate) id: String,
}

rt::record! { Item {
    required id = "id";
} }

pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) message: Option<String>,
}

rt::record! { Problem {
    required code = "code";
    optional message = "message";
} }

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal as $id:literal $({ $($spec:tt)* })?;)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $id $({ $($spec)* })?
                -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>
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
    // No security.
    Get = get: GET "/item" as "getItem";
    Post = post: POST "/item" as "postItem";
    PostAlways = post_always: POST "/item" as "postAlways" { idempotency: rt::Idempotency::Always };
    PostKeyed = post_keyed: POST "/item" as "postKeyed" { idempotency: rt::Idempotency::Key("Idempotency-Key") };
    SignIn = sign_in: POST "/sign-in" as "signIn" { secret: &["session"] };
    // With security.
    Secured = secured: GET "/secured" as "getSecured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) };
    SecuredPost = secured_post: POST "/secured" as "postSecured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) };
    Optional = optional: GET "/optional" as "getOptional" { security: Some(&[&[], &[rt::Need::new(&TOKEN, &[])]]) };
    Either = either: GET "/either" as "getEither" {
        security: Some(&[&[rt::Need::new(&KEY, &[]), rt::Need::new(&USER, &[])], &[rt::Need::new(&TOKEN, &[])]]),
    };
    ByQuery = by_query: GET "/by-query" as "getByQuery" { security: Some(&[&[rt::Need::new(&QUERY_KEY, &[])]]) };
    Everything = everything: GET "/everything" as "getEverything" {
        security: Some(&[&[rt::Need::new(&TOKEN, &[]), rt::Need::new(&KEY, &[]), rt::Need::new(&QUERY_KEY, &[])]]),
    };
    Elsewhere = elsewhere: GET "/file" as "getElsewhere" {
        security: Some(&[&[rt::Need::new(&TOKEN, &[])]]),
        servers: &[rt::Server::new("http://upload.localhost/")],
    };
}

impl Post {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0.bytes(body))
    }
}

impl Get {
    /// With whatever the call is given.
    pub(crate) fn with(self, give: impl FnOnce(rt::Call) -> rt::Call) -> Self {
        Self(give(self.0))
    }
}

impl SecuredPost {
    pub(crate) fn body(self, body: impl Into<Body>) -> Self {
        Self(self.0.bytes(body))
    }
}

/// A clock, a server in memory, and a builder of clients that use both. The base URL is on this machine, so that
/// credentials go there.
pub(crate) fn setting() -> (VirtualClock, MockTransport, ClientBuilder) {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    let builder = ClientBuilder::new()
        .base_url("http://mock.localhost/")
        .transport(server.clone())
        .clock(clock.clone())
        .spawner(clock.clone())
        .seed(7);
    (clock, server, builder)
}

pub(crate) const ITEM: &str = r#"{"id":"1"}"#;
