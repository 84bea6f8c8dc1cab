//! The laws of what outlives a tokio runtime: streams and sockets that are open, or about to be opened again, when it is shut down.
#![cfg(all(feature = "reqwest", feature = "sse", feature = "websocket"))]

#[path = "../alive/mod.rs"]
mod alive;
mod api;
#[path = "../client/mod.rs"]
#[expect(dead_code, reason = "servers are on sockets here")]
mod client;
mod clients;
mod runtimes;
mod server;
mod sockets;
mod streams;
