//! tokio-tungstenite alone, with serde's derive.

use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::memory::Memory;
use super::{Connection, Socket};
use crate::bare::User;

/// On one of the connections, where it makes no difference on which.
pub(super) type Framing = WebSocketStream<Memory>;

pub(super) async fn open<C: Connection>(connection: C) -> WebSocketStream<C> {
    WebSocketStream::from_raw_socket(connection, Role::Client, None).await
}

impl<C: Connection> Socket for WebSocketStream<C> {
    type User = User;
    type Kept = Arc<User>;

    async fn send(&mut self, user: Arc<User>) -> Result<()> {
        Ok(SinkExt::send(self, Message::text(Self::written(&user)?)).await?)
    }

    async fn feed(&mut self, user: Arc<User>) -> Result<()> {
        Ok(SinkExt::feed(self, Message::text(Self::written(&user)?)).await?)
    }

    async fn flush(&mut self) -> Result<()> {
        Ok(SinkExt::flush(self).await?)
    }

    async fn next(&mut self) -> Result<User> {
        let message = StreamExt::next(self).await.context("the socket has ended")??;
        Self::read(message.to_text()?)
    }

    fn written(user: &Arc<User>) -> Result<String> {
        Ok(serde_json::to_string(user.as_ref())?)
    }

    fn read(json: &str) -> Result<User> {
        Ok(serde_json::from_str(json)?)
    }
}
