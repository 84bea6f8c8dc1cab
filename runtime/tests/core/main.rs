//! The laws of the runtime's core: what happens to a call once its request exists.

mod api;
mod auth;
#[path = "../client/mod.rs"]
mod client;
mod close;
mod credentials;
mod echoes;
mod errors;
mod framing;
mod idempotency;
mod intercept;
mod mock;
mod redaction;
mod redirect;
mod retry;
mod retry_after;
mod send;
mod servers;
mod socket;
mod timeout;
mod tokens;
mod trace;
mod undecodable;
