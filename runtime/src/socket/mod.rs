//! WebSockets (RFC 6455) whose messages have types. Enters: a connection that has changed over to the protocol, a way to get
//! another one, settings. Leaves: [`Socket`], a stream of received messages and a sink of sent ones. Framing is
//! `tokio_websockets`'s business, in a browser the browser's; the opening handshake is that of `exchange`.
//!
//! ```text
//! Socket, SocketSender, SocketReceiver       types: what is sent and received, by a codec
//!   senders     who sends where there are several, and who of them is next
//!   shared      one lock, one waker that wakes all halves; typed messages until they are flushed
//!     driver    the state machine: link, queues, close, reconnect; polled by whoever polls a half
//!       framing, wire       messages on bytes; in a browser `framing_browser` in their place, messages on its sockets
//!   caretaker   the one task: looks after the socket while nobody polls it, and keeps all times
//! ```

mod caretaker;
mod close;
mod codec;
mod connect;
mod driver;
mod fan;
mod frame;
#[cfg_attr(target_arch = "wasm32", path = "framing_browser.rs")]
mod framing;
mod halves;
mod inbox;
mod link;
mod open;
mod options;
mod outbox;
mod reconnect;
mod senders;
mod shared;
mod typed;
#[cfg(not(target_arch = "wasm32"))]
mod wire;

pub use close::{CloseReason, ClosedBy};
pub use codec::{Incoming, JsonText, Outgoing, Received, SocketCodec};
pub use frame::{Frame, FromFrame, ToFrame};
pub use halves::{SocketReceiver, SocketSender};
pub use options::SocketOptions;
pub use reconnect::{Reconnect, ReconnectPolicy, Verdict};
pub use typed::Socket;

pub(crate) use connect::{Connect, Fresh, Hold, Renewal, connection};
pub(crate) use open::{Setting, open};
