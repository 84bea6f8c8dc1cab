//! The laws of sockets: over connections in memory with a scripted peer and a clock that stands still, and over TCP.

mod autobahn;
mod calls;
#[path = "../client/mod.rs"]
mod client;
mod closing;
mod drops;
mod faults;
mod messages;
mod node;
mod pings;
mod pressure;
mod reconnect;
mod support;
mod tcp;
