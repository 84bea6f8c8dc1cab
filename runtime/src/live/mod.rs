//! What a call leaves open: bodies that are read while they come. Enters: the head of a success, its body, and what holds
//! the call open. Leaves: typed streams. Sockets have a room of their own.

mod body;
mod bytes;
#[cfg(feature = "sse")]
mod events;
mod json;
mod open;
mod parts;

pub use body::LiveBody;
pub use bytes::ByteStream;
#[cfg(feature = "sse")]
pub use events::{Event, EventOptions, Events};
pub use json::JsonStream;
pub use open::{Kind, Live, Open, Opening, open, open_for_response};
#[cfg(feature = "websocket")]
pub(crate) use open::{live, opened};
pub use parts::{FromPart, PartStream, ReceivedPart};
