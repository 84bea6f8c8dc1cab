//! Sockets over connections of the test's own. Enters: a function that makes connections. Leaves: a [`Socket`] on the first of
//! them, with no handshake before it.

use std::sync::Arc;

use http::HeaderMap;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::clock::{Chance, Clock, Spawner};
use crate::error::{AnyError, Error, Failure};
use crate::future::BoxFuture;
use crate::response::Trail;
use crate::socket::{Connect, Fresh, FromFrame, Renewal, Setting, Socket, SocketOptions, ToFrame, open};
use crate::transport::TransportError;

/// What a connection is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Opening {
    /// 0 for the first connection of the socket.
    pub number: usize,
    /// The headers that the hook has added.
    pub headers: Vec<(String, String)>,
    /// The query parameters that the hook has added.
    pub query: Vec<(String, String)>,
}

/// Opens a socket over what `connect` gives: one end of `tokio::io::duplex`, say, with a scripted peer at the other. It is called
/// again for each attempt to connect anew. Chance is seeded.
///
/// # Errors
/// What `connect` says of the first connection.
pub async fn open_socket<S, R, E, C>(
    clock: impl Clock,
    spawner: impl Spawner,
    options: SocketOptions,
    connect: impl FnMut(Opening) -> BoxFuture<'static, Result<C, TransportError>> + Send + 'static,
) -> Result<Socket<S, R, E>, Error<E>>
where
    S: ToFrame + Send + 'static,
    R: FromFrame,
    E: 'static,
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut connect = Connections { connect, number: 0 };
    let fresh = connect.connect(Renewal::default()).await.map_err(AnyError::narrow)?;
    let setting = Setting {
        options,
        connect: Box::new(connect),
        closing: Box::pin(std::future::pending()),
        clock: Arc::new(clock),
        spawner: Arc::new(spawner),
        chance: Arc::new(Chance::new(Some(1))),
        record: Arc::new(Trail::unknown),
    };
    Ok(open(fresh, setting))
}

struct Connections<F> {
    connect: F,
    number: usize,
}

impl<C, F> Connect for Connections<F>
where
    C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    F: FnMut(Opening) -> BoxFuture<'static, Result<C, TransportError>> + Send,
{
    fn connect(&mut self, renewal: Renewal) -> BoxFuture<'static, Result<Fresh, AnyError>> {
        let Renewal { headers, query } = renewal;
        let connection = (self.connect)(Opening { number: self.number, headers, query });
        self.number += 1;
        Box::pin(async move {
            let connection = connection.await.map_err(|error| Failure::transport(error, None, Default::default()))?;
            let headers = HeaderMap::new();
            Ok(Fresh { connection: Box::new(connection), headers, hold: Box::new(()) })
        })
    }
}
