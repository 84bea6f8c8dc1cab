//! The operations that the laws of the cache are shown with, and what they are told by.

use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{HttpCache, Response, RetryPolicy};

use crate::client::{Client, Problem, QUERY_KEY, TOKEN, setting};
use crate::items::Item;

operations! {
    Get = get: GET "/item" as "getItem";
    Other = other: GET "/other" as "getOther";
    Post = post: POST "/item" as "postItem";
    Secured = secured: GET "/secured" as "getSecured" { security: Some(&[&[rt::Need::new(&TOKEN, &[])]]) };
    ByQuery = by_query: GET "/by-query" as "getByQuery" { security: Some(&[&[rt::Need::new(&QUERY_KEY, &[])]]) };
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
