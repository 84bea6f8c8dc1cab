//! The laws of sockets: over connections in memory with a scripted peer and a clock that stands still, and over TCP.

#[path = "../alive/mod.rs"]
mod alive;
mod api;
mod autobahn;
mod calls;
#[path = "../client/mod.rs"]
mod client;
mod closing;
mod drops;
#[path = "../failing/mod.rs"]
mod failing;
mod faults;
mod handshake;
mod http;
mod messages;
mod node;
mod pings;
mod pressure;
#[cfg(all(feature = "system-proxy", any(feature = "rustls", feature = "native-tls")))]
mod proxies;
mod reconnect;
mod senders;
mod support;
mod tcp;
mod tokens;
