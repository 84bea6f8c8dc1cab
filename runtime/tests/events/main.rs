//! The laws of streams of server-sent events: what they are read as, when they are opened again, how they end.
#![cfg(feature = "sse")]

mod api;
mod ends;
mod errors;
mod reconnects;
mod socket;
mod values;
