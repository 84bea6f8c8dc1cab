//! The laws of the runtime's core: what happens to a call once its request exists.

#[macro_use]
#[path = "../client/items.rs"]
mod items;

#[path = "../alive/mod.rs"]
mod alive;
mod api;
mod auth;
#[path = "../client/mod.rs"]
mod client;
mod close;
mod credentials;
mod echoes;
mod errors;
mod flights;
mod framing;
mod idempotency;
mod intercept;
mod last;
mod latch;
mod limit;
#[path = "../listening/mod.rs"]
mod listening;
mod mock;
mod redaction;
mod redirect;
mod retry;
mod retry_after;
mod retry_forms;
mod schedules;
mod send;
mod sent;
mod servers;
mod socket;
mod source;
mod timeout;
mod tokens;
mod told;
mod trace;
mod transfer;
mod undecodable;
