//! Canaries: secrets are planted in every place that a call can have one, servers, transports and sources of tokens quote them wherever
//! they can, and nothing that is shown may sing: no log line, span, error, cause, `Debug` output or panic.

mod api;
#[path = "../listening/mod.rs"]
mod listening;
#[cfg(all(feature = "sse", feature = "websocket"))]
mod live;
mod parrot;
mod requests;
mod schemes;
mod tokens;
mod watch;
#[cfg(feature = "reqwest")]
mod wire;
