//! For tests of code that uses a client. A generated crate has all of it in its own `testing`, with its own feature of that name.
//!
//! | to test | there is |
//! |---|---|
//! | what a program does with answers, without a network | [`MockTransport`]: a server in memory that answers by rules and knows what it was asked |
//! | what takes time, in none | [`VirtualClock`]: a clock that stands still until everything waits, and a spawner of its tasks |
//! | what is made of a value | `sample`, in the `testing` of a generated crate: a value of any of its types, as the description's examples have it |
//! | both ends of a WebSocket | `open_socket`, or [`Answer`]`::upgrade` for a client: a socket over a connection of the test's own (feature `websocket`) |
//! | what a program does with a server on the wire | `ScriptedServer`: a real server that plays a `Script` on each connection, by the byte (feature `reqwest`) |
//! | what it does where the network breaks | `FaultProxy`: between a client and a real server, and does to requests what a `Plan` of `Fault`s says, by chance that repeats itself (feature `reqwest`) |
//!
//! The last two need tokio's network, and are not there with `--cfg loom`. Each has an example of its own; this is the first two:
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
#![doc = include_str!("example.txt")]
//! use std::time::Duration;
//! use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
//!
//! let clock = VirtualClock::new();
//! let server = MockTransport::new(&clock);
//! // Busy once, then there.
//! server.on("GET", "/users/1").once(Answer::status(503)).reply(Answer::json(200, r#"{"id":"1"}"#));
//!
//! let client = Client::builder()
//!     .base_url("http://mock.localhost/")
//!     .bearer("token")
//!     .transport(server.clone())
//!     .clock(clock.clone())
//!     .spawner(clock.clone())
//!     .seed(1)
//!     .build()?;
//! let user = clock.run(async { client.get_user().await })?;
//!
//! assert_eq!(user["id"], "1");
//! assert_eq!(server.calls().len(), 2);
//! assert_eq!(server.calls()[0].header("authorization"), Some("Bearer token"));
//! # Ok(())
//! # }
//! ```

mod answer;
mod clock;
mod mock;
mod rule;
#[cfg(all(feature = "websocket", not(target_arch = "wasm32")))]
mod socket;
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32"), not(loom)))]
mod tcp;

pub use crate::codec::Sample;
#[cfg(all(feature = "outbox", feature = "fs", not(target_family = "wasm")))]
pub use crate::outbox::{DiskFault, DiskFaults, DiskStep};
pub use answer::Answer;
pub use clock::VirtualClock;
pub use mock::{MockTransport, Recorded};
pub use rule::Rule;
#[cfg(all(feature = "websocket", not(target_arch = "wasm32")))]
pub use socket::{Opening, open_socket};
#[cfg(all(feature = "reqwest", not(target_arch = "wasm32"), not(loom)))]
pub use tcp::{Fault, FaultProxy, Passed, Plan, Script, ScriptedServer};
