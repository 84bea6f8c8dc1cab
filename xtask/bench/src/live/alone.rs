//! A library alone, with serde's derive: whatever is a stream and a sink of messages.

use std::error::Error;
use std::sync::Arc;

use anyhow::{Context, Result};
use futures_util::{Sink, SinkExt, Stream, StreamExt};

use super::Socket;
use crate::bare::User;

/// A message of the library.
pub(super) trait Message {
    fn of(json: String) -> Self;

    /// The text that it holds.
    fn json(&self) -> Result<&str>;
}

/// A socket of the library.
pub(super) struct Alone<S>(pub(super) S);

impl<S, M, E> Socket for Alone<S>
where
    S: Stream<Item = Result<M, E>> + Sink<M, Error = E> + Unpin + 'static,
    M: Message,
    E: Error + Send + Sync + 'static,
{
    type User = User;
    type Kept = Arc<User>;

    async fn send(&mut self, user: Arc<User>) -> Result<()> {
        Ok(self.0.send(M::of(Self::written(&user)?)).await?)
    }

    async fn feed(&mut self, user: Arc<User>) -> Result<()> {
        Ok(self.0.feed(M::of(Self::written(&user)?)).await?)
    }

    async fn flush(&mut self) -> Result<()> {
        Ok(self.0.flush().await?)
    }

    async fn next(&mut self) -> Result<User> {
        let message = self.0.next().await.context("the socket has ended")??;
        Self::read(message.json()?)
    }

    fn written(user: &Arc<User>) -> Result<String> {
        Ok(serde_json::to_string(user.as_ref())?)
    }

    fn read(json: &str) -> Result<User> {
        Ok(serde_json::from_str(json)?)
    }
}
