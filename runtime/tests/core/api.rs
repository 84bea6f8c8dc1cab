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

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Item {
    pub(crate) id: String,
}

rt::record! { Item {
    required id = "id";
} }

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Problem {
    pub(crate) code: String,
    pub(crate) message: Option<String>,
}

rt::record! { Problem {
    required code = "code";
    optional message = "message";
} }

macro_rules! operations {
    ($($name:ident = $method:ident: $spec:expr;)*) => {
        $(
            #[derive(Clone, Debug)]
            pub(crate) struct $name(rt::Call);
            rt::operation! { $name -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_> }
        )*
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                static SPEC: rt::Spec = $spec;
                $name(self.inner.call(&SPEC))
            })*
        }
    };
}

operations! {
    // No security.
    Get = get: rt::Spec::get("getItem", "/item");
    Post = post: rt::Spec::post("postItem", "/item");
    PostAlways = post_always: rt::Spec { idempotency: rt::Idempotency::Always, ..rt::Spec::post("postAlways", "/item") };
    PostKeyed = post_keyed: rt::Spec { idempotency: rt::Idempotency::Key("Idempotency-Key"), ..rt::Spec::post("postKeyed", "/item") };
    SignIn = sign_in: rt::Spec { secret: &["session"], ..rt::Spec::post("signIn", "/sign-in") };
    // With security.
    Secured = secured: rt::Spec { security: &[&[rt::Need::new(&TOKEN, &[])]], ..rt::Spec::get("getSecured", "/secured") };
    SecuredPost = secured_post: rt::Spec { security: &[&[rt::Need::new(&TOKEN, &[])]], ..rt::Spec::post("postSecured", "/secured") };
    Optional = optional: rt::Spec { security: &[&[], &[rt::Need::new(&TOKEN, &[])]], ..rt::Spec::get("getOptional", "/optional") };
    Either = either: rt::Spec {
        security: &[&[rt::Need::new(&KEY, &[]), rt::Need::new(&USER, &[])], &[rt::Need::new(&TOKEN, &[])]],
        ..rt::Spec::get("getEither", "/either")
    };
    ByQuery = by_query: rt::Spec { security: &[&[rt::Need::new(&QUERY_KEY, &[])]], ..rt::Spec::get("getByQuery", "/by-query") };
    Everything = everything: rt::Spec {
        security: &[&[rt::Need::new(&TOKEN, &[]), rt::Need::new(&KEY, &[]), rt::Need::new(&QUERY_KEY, &[])]],
        ..rt::Spec::get("getEverything", "/everything")
    };
    Elsewhere = elsewhere: rt::Spec {
        security: &[&[rt::Need::new(&TOKEN, &[])]],
        servers: &[rt::Server::new("http://upload.localhost/")],
        ..rt::Spec::get("getElsewhere", "/file")
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
