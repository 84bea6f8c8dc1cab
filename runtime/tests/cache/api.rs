//! The operations that the laws of the cache are shown with, and what they are told by.

use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{HttpCache, IntoTokens, Response, RetryPolicy};

use crate::client::{Client, ClientBuilder, KEY, Problem, QUERY_KEY, TOKEN, USER, setting};

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
    Get = get: GET "/item" as "getItem";
    Other = other: GET "/other" as "getOther";
    Post = post: POST "/item" as "postItem";
    Secured = secured: GET "/secured" as "getSecured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) };
    ByQuery = by_query: GET "/by-query" as "getByQuery" { security: Some(&[&[rt::Need::new(&QUERY_KEY, &[])]]) };
}

impl ClientBuilder {
    pub(crate) fn token(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.bearer(&TOKEN, tokens))
    }

    pub(crate) fn key(self, key: &str) -> Self {
        Self(self.0.api_key(&KEY, key))
    }

    pub(crate) fn query_key(self, key: &str) -> Self {
        Self(self.0.api_key(&QUERY_KEY, key))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        Self(self.0.basic(&USER, user, password))
    }
}

pub(crate) const fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// An item, with what `Cache-Control` says of it.
pub(crate) fn item(id: &str, control: &str) -> Answer {
    Answer::json(200, format!(r#"{{"id":"{id}"}}"#)).header("cache-control", control)
}

/// A client with a cache in memory, which tries once.
pub(crate) fn cached() -> (VirtualClock, MockTransport, Client) {
    let (clock, server, builder) = setting();
    let client = builder.cache(HttpCache::in_memory(1 << 20)).retry(RetryPolicy::never()).build().unwrap();
    (clock, server, client)
}

/// What the cache says it has done.
pub(crate) fn done<T>(response: &Response<T>) -> &str {
    response.headers().get("cache-status").map_or("", |value| value.to_str().unwrap())
}
