//! The laws of the outbox: what is kept of a call, when and in which order it is sent, and what holds whatever breaks.

mod api;
mod auth;
#[path = "../client/mod.rs"]
mod client;
mod conflicts;
mod crash;
mod events;
#[cfg(feature = "http2")]
#[path = "../http2/mod.rs"]
mod http2;
mod journal;
mod kept;
mod limits;
mod offline;
mod order;
mod overlay;
mod refused;
mod restart;
mod store;
mod tasks;
mod wire;
