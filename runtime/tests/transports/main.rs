//! The laws of transports: one list of behaviours over every transport there is, the faults of HTTP/2, TLS and proxies, what a
//! transport can be told, and the tokio runtimes that it runs in.

mod api;
mod behaviours;
mod certificates;
#[path = "../client/mod.rs"]
#[expect(dead_code, reason = "servers are on sockets here")]
mod client;
mod configured;
mod everywhere;
mod http2;
mod log;
mod memory;
#[cfg(feature = "websocket")]
#[path = "../../examples/transport.rs"]
#[expect(dead_code, reason = "it is a program of its own, too")]
mod own;
mod pages;
#[cfg(feature = "pinning")]
mod pinning;
mod proxies;
mod proxy;
mod raw;
mod runtimes;
mod script;
mod sent;
mod server;
mod setups;
mod suite;
mod tls;
mod waits;
