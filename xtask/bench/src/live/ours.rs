//! The runtime's `Socket`, as a generated client has it, on the clock and the tasks of tokio.

use std::sync::Arc;

use anyhow::{Context, Result};
use clientwright_runtime::testing::{Opening, open_socket};
use clientwright_runtime::{
    BoxError, BoxFuture, Error, Frame, SocketCodec, SocketOptions, ToFrame, TokioClock, TokioSpawner, TransportError,
    TransportErrorKind, codec,
};
use futures_util::SinkExt;
use user_chat::types::User;

use super::{Connection, Socket};

pub(super) type Ours = clientwright_runtime::Socket<Kept, User, ()>;

/// A user that others hold as well.
#[derive(Clone)]
pub(crate) struct Kept(Arc<User>);

impl From<User> for Kept {
    fn from(user: User) -> Self {
        Self(Arc::new(user))
    }
}

impl ToFrame for Kept {
    fn to_frame(&self, codec: &dyn SocketCodec) -> Result<Frame, BoxError> {
        self.0.to_frame(codec)
    }
}

pub(super) async fn open(connection: impl Connection) -> Result<Ours> {
    let mut connection = Some(connection);
    let connect = move |_: Opening| -> BoxFuture<'static, Result<_, TransportError>> {
        let once = || TransportError::new(TransportErrorKind::Connect, "there is one connection");
        let connection = connection.take().ok_or_else(once);
        Box::pin(std::future::ready(connection))
    };
    let opened = open_socket(TokioClock, TokioSpawner, SocketOptions::new(), connect).await;
    opened.map_err(|error: Error<()>| error.into())
}

impl Socket for Ours {
    type User = User;
    type Kept = Kept;

    async fn send(&mut self, user: Kept) -> Result<()> {
        Ok(Ours::send(self, user).await?)
    }

    async fn feed(&mut self, user: Kept) -> Result<()> {
        Ok(SinkExt::feed(self, user).await?)
    }

    async fn flush(&mut self) -> Result<()> {
        Ok(Ours::flush(self).await?)
    }

    async fn next(&mut self) -> Result<User> {
        Ok(Ours::next(self).await.context("the socket has ended")??)
    }

    fn written(user: &Kept) -> Result<String> {
        Ok(String::from_utf8(codec::to_vec(user.0.as_ref())?)?)
    }

    fn read(json: &str) -> Result<User> {
        Ok(codec::from_slice(json.as_bytes())?)
    }
}
