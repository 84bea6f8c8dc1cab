//! Where connections come from. Enters: what is to be different about the next handshake. Leaves: a connection that speaks
//! WebSocket, or why there is none.

use http::HeaderMap;
#[cfg(not(target_arch = "wasm32"))]
use tokio::io::{AsyncRead, AsyncWrite};

use crate::error::{AnyError, Failure};
use crate::future::{BoxFuture, MaybeSend};
use crate::transport::Upgraded;

/// Bytes both ways.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Connection = Box<dyn Duplex>;
/// A socket of the browser; none where it has ended.
#[cfg(target_arch = "wasm32")]
pub(crate) type Connection = Option<Upgraded>;

/// Bytes both ways. Implemented for everything that fits.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) trait Duplex: AsyncRead + AsyncWrite + Unpin + Send {}

#[cfg(not(target_arch = "wasm32"))]
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Duplex for T {}

/// What a response 101 has handed over; where that is nothing, to the socket, a connection that the server has hung up.
pub(crate) fn connection(upgraded: Option<Upgraded>) -> Connection {
    #[cfg(not(target_arch = "wasm32"))]
    return upgraded.map_or_else(|| Box::new(tokio::io::empty()) as _, |upgraded| Box::new(upgraded) as _);
    #[cfg(target_arch = "wasm32")]
    return upgraded;
}

/// Makes connections, one after the other.
pub(crate) trait Connect: MaybeSend {
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
    pub(crate) connection: Connection,
    /// The headers of the response that the peer agreed with.
    pub(crate) headers: HeaderMap,
    /// Dropped with the connection: what counts it as open.
    pub(crate) hold: Box<dyn Hold>,
}

/// What holds a connection's call open.
pub(crate) trait Hold: MaybeSend {
    /// Writes down how the connection ended, after so many received bytes.
    fn end(&self, received: u64, failure: Option<&Failure>);
}

impl Hold for () {
    fn end(&self, _: u64, _: Option<&Failure>) {}
}
