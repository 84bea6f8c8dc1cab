//! What a test meets on the wire: a server that plays a script, and a proxy that breaks what passes through it. Both listen on a port of
//! the loopback interface, in tasks of the tokio runtime that they are started in, and stop when they are dropped. They speak HTTP/1.1 in
//! the clear and know nothing of clients.

mod fault;
mod framing;
mod listening;
mod message;
mod plan;
mod play;
mod proxy;
mod relay;
mod script;
mod server;
mod written;

pub use fault::Fault;
pub use plan::Plan;
pub use proxy::{FaultProxy, Passed};
pub use script::Script;
pub use server::ScriptedServer;
