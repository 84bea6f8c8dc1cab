//! The laws of streams of server-sent events: what they are read as, when they are opened again, how they end.
#![cfg(feature = "sse")]

mod api;
#[path = "../client/mod.rs"]
mod client;
mod ends;
mod errors;
#[path = "../failing/mod.rs"]
mod failing;
mod reconnects;
mod socket;
mod values;
