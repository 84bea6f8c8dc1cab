//! What a call leaves open: bodies that are read while they come. Enters: the head of a success, its body, and what holds
//! the call open. Leaves: typed streams. What a socket does on its connection is `socket`'s business.

mod body;
mod bytes;
#[cfg(feature = "sse")]
mod events;
mod json;
mod open;
mod parts;
#[cfg(feature = "websocket")]
mod socket;

pub use body::LiveBody;
pub use bytes::ByteStream;
#[cfg(feature = "sse")]
pub use events::{Event, Events};
pub use json::JsonStream;
pub use open::{Kind, Live, Open, Opening, open, open_for_response};
pub use parts::{FromPart, PartStream, ReceivedPart};
