//! The laws of what outlives a tokio runtime: streams and sockets that are open, or about to be opened again, when it is shut down.
#![cfg(all(feature = "reqwest", feature = "sse", feature = "websocket"))]

mod api;
mod clients;
mod runtimes;
mod server;
mod sockets;
mod streams;
