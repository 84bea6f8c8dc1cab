//! tokio-websockets alone, with serde's derive.

use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::{SinkExt, StreamExt};
use tokio_websockets::{ClientBuilder, Message, WebSocketStream};

use super::memory::Memory;
use super::{Connection, Socket};
use crate::bare::User;

/// On one of the connections, where it makes no difference on which.
pub(super) type Framing = WebSocketStream<Memory>;

pub(super) fn open<C: Connection>(connection: C) -> WebSocketStream<C> {
    ClientBuilder::new().take_over(connection)
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
        Self::read(message.as_text().context("no text")?)
    }

    fn written(user: &Arc<User>) -> Result<String> {
        Ok(serde_json::to_string(user.as_ref())?)
    }

    fn read(json: &str) -> Result<User> {
        Ok(serde_json::from_str(json)?)
    }
}
