//! The settings of a socket. Enters: setters. Leaves: data that the driver and the caretaker read.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::codec::{JsonText, SocketCodec};
use super::reconnect::ReconnectPolicy;

/// How a socket behaves. What is not set has the defaults below.
#[derive(Clone)]
pub struct SocketOptions {
    pub(crate) ping: Option<Duration>,
    pub(crate) pong: Duration,
    pub(crate) received: Bounds,
    pub(crate) sent: Bounds,
    pub(crate) max_message: usize,
    pub(crate) close: Duration,
    pub(crate) subprotocols: Vec<String>,
    pub(crate) reconnect: Option<ReconnectPolicy>,
    pub(crate) codec: Arc<dyn SocketCodec>,
}

/// How much a queue holds before it is full. One message has room in an empty queue whatever its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) messages: usize,
    pub(crate) bytes: usize,
}

impl Bounds {
    const USUAL: Self = Self { messages: 64, bytes: 1 << 20 };

    /// Whether a queue that holds so much takes another message.
    pub(super) fn has_room(self, messages: usize, bytes: usize) -> bool {
        messages == 0 || (messages < self.messages && bytes < self.bytes)
    }
}

impl SocketOptions {
    /// The defaults.
    pub fn new() -> Self {
        Self {
            ping: Some(Duration::from_secs(20)),
            pong: Duration::from_secs(20),
            received: Bounds::USUAL,
            sent: Bounds::USUAL,
            max_message: 16 << 20,
            close: Duration::from_secs(5),
            subprotocols: Vec::new(),
            reconnect: None,
            codec: Arc::new(JsonText),
        }
    }

    /// How often the server is pinged; a tenth of it more or less, by chance. Default 20 s; `None`: never, and then the
    /// silence of the server is not noticed. In a browser, which lets no page ping, that is always so.
    #[must_use]
    pub fn ping(self, interval: impl Into<Option<Duration>>) -> Self {
        Self { ping: interval.into(), ..self }
    }

    /// How long the server may be silent after a ping. Default 20 s. Then the connection counts as broken (close code 1006).
    /// Any bytes of the server count as life. The time in which nothing is read because the receive queue is full does not
    /// count.
    #[must_use]
    pub fn pong(self, limit: Duration) -> Self {
        Self { pong: limit, ..self }
    }

    /// How many messages, and bytes of messages, wait for their receiver. Default 64 and 1 MiB. Once one is reached nothing more
    /// is read, so that the server has to wait; in a browser, which reads all the same, messages wait there, without a bound.
    #[must_use]
    pub fn receive_queue(self, messages: usize, bytes: usize) -> Self {
        Self { received: Bounds { messages, bytes }, ..self }
    }

    /// How many messages, and bytes of messages, wait to be sent. Default 64 and 1 MiB. Once one is reached, senders wait.
    #[must_use]
    pub fn send_queue(self, messages: usize, bytes: usize) -> Self {
        Self { sent: Bounds { messages, bytes }, ..self }
    }

    /// The longest message that is received, in bytes. Default 16 MiB. A longer one ends the socket with close code 1009.
    #[must_use]
    pub fn max_message(self, bytes: usize) -> Self {
        Self { max_message: bytes, ..self }
    }

    /// The limit of the closing handshake: queued messages sent, close frames exchanged. Default 5 s.
    #[must_use]
    pub fn close_timeout(self, limit: Duration) -> Self {
        Self { close: limit, ..self }
    }

    /// Offers a subprotocol (RFC 6455 section 1.9), besides those offered so far; the first one is preferred. Default: those that
    /// the description names.
    #[must_use]
    pub fn subprotocol(mut self, name: impl Into<String>) -> Self {
        self.subprotocols.push(name.into());
        self
    }

    /// Connects anew where the connection ends in a way that may pass. Default: does not.
    #[must_use]
    pub fn reconnect(self, policy: ReconnectPolicy) -> Self {
        Self { reconnect: Some(policy), ..self }
    }

    /// How values become messages. Default [`JsonText`].
    #[must_use]
    pub fn codec(self, codec: impl SocketCodec) -> Self {
        Self { codec: Arc::new(codec), ..self }
    }
}

impl Default for SocketOptions {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SocketOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SocketOptions")
            .field("ping", &self.ping)
            .field("pong", &self.pong)
            .field("receive_queue", &self.received)
            .field("send_queue", &self.sent)
            .field("max_message", &self.max_message)
            .field("close_timeout", &self.close)
            .field("subprotocols", &self.subprotocols)
            .field("reconnect", &self.reconnect)
            .field("codec", &self.codec)
            .finish()
    }
}
