//! The operations that the laws of the core are shown with, each of which gives an item.

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, IntoTokens};

use crate::client::{Client, ClientBuilder, KEY, Problem, QUERY_KEY, TOKEN, USER};

impl ClientBuilder {
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

pub(crate) const ITEM: &str = r#"{"id":"1"}"#;
