//! Where connections come from. Enters: what is to be different about the next handshake. Leaves: a connection that speaks
//! WebSocket, or why there is none.

use http::HeaderMap;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::error::{AnyError, Failure};
use crate::future::BoxFuture;

/// Bytes both ways. Implemented for everything that fits.
pub(crate) trait Connection: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Connection for T {}

/// Makes connections, one after the other.
pub(crate) trait Connect: Send {
    /// The next connection, its opening handshake done.
    fn connect(&mut self, renewal: Renewal) -> BoxFuture<'static, Result<Fresh, AnyError>>;
}

/// What is different about a handshake: headers and query parameters besides those of the call.
#[derive(Clone, Default)]
pub(crate) struct Renewal {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) query: Vec<(String, String)>,
}

/// A connection that has just changed over to WebSocket.
pub(crate) struct Fresh {
    pub(crate) connection: Box<dyn Connection>,
    /// The headers of the response that the peer agreed with.
    pub(crate) headers: HeaderMap,
    /// Dropped with the connection: what counts it as open.
    pub(crate) hold: Box<dyn Hold>,
}

/// What holds a connection's call open.
pub(crate) trait Hold: Send {
    /// Writes down how the connection ended, after so many received bytes.
    fn end(&self, received: u64, failure: Option<&Failure>);
}

impl Hold for () {
    fn end(&self, _: u64, _: Option<&Failure>) {}
}
