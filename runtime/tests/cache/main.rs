//! The laws of the cache: what it saves, what it answers without a network, and whose it is. What RFC 9111 says of each header is held by the
//! tests of the engine and by the public suite (`cargo xtask cache-tests`). The server is in memory, but for `wire`.

#[macro_use]
#[path = "../client/items.rs"]
mod items;

mod api;
#[path = "../client/mod.rs"]
mod client;
mod disk;
mod door;
mod errors;
mod flights;
#[cfg(feature = "http2")]
#[path = "../http2/mod.rs"]
mod http2;
mod invalidation;
mod owners;
mod policies;
mod ranges;
mod serving;
mod slow;
mod stores;
mod wire;
