//! Faults at the wire, each as a law: what the caller sees and how often the server is asked. The table of them stands in the README. The
//! server and the proxy that make them are those of the testing kit, whose own laws are here too.

#[path = "../transports/api.rs"]
#[expect(dead_code, reason = "the transports' own tests use more of it")]
mod api;
#[path = "../client/mod.rs"]
mod client;
mod http1;
mod limits;
mod plain;
mod proxy;
mod server;
mod table;
