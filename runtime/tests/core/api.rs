//! The operations that the laws of the core are shown with, each of which gives an item.

use clientwright_runtime::private as rt;
use clientwright_runtime::{Body, IntoTokens};

use crate::client::{Client, ClientBuilder, KEY, Problem, QUERY_KEY, TOKEN, USER};
pub(crate) use crate::items::Item;

impl ClientBuilder {
    pub(crate) fn bearer(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.any_bearer(tokens))
    }
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
