//! tokio-websockets.

use anyhow::{Context, Result};
use tokio_websockets::{ClientBuilder, WebSocketStream};

use super::Connection;
use super::alone::{Alone, Message};
use super::memory::Memory;

/// On one of the connections, where it makes no difference on which.
pub(super) type Framing = Alone<WebSocketStream<Memory>>;

pub(super) fn open<C: Connection>(connection: C) -> Alone<WebSocketStream<C>> {
    Alone(ClientBuilder::new().take_over(connection))
}

impl Message for tokio_websockets::Message {
    fn of(json: String) -> Self {
        Self::text(json)
    }

    fn json(&self) -> Result<&str> {
        self.as_text().context("no text")
    }
}
