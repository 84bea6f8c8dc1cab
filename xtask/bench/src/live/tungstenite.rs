//! tokio-tungstenite.

use anyhow::Result;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::Connection;
use super::alone::{Alone, Message};
use super::memory::Memory;

/// On one of the connections, where it makes no difference on which.
pub(super) type Framing = Alone<WebSocketStream<Memory>>;

pub(super) async fn open<C: Connection>(connection: C) -> Alone<WebSocketStream<C>> {
    Alone(WebSocketStream::from_raw_socket(connection, Role::Client, None).await)
}

impl Message for tungstenite::Message {
    fn of(json: String) -> Self {
        Self::text(json)
    }

    fn json(&self) -> Result<&str> {
        Ok(self.to_text()?)
    }
}
