//! How a socket begins. Enters: a connection, the way to others, settings, the runtime's clock and spawner. Leaves: a [`Socket`]
//! with its caretaker at work.

use std::sync::Arc;

use super::connect::{Connect, Fresh};
use super::frame::ToFrame;
use super::halves::{SocketReceiver, SocketSender};
use super::options::SocketOptions;
use super::shared::Shared;
use super::typed::Socket;
use crate::clock::{Chance, Clock, Spawner};
use crate::future::BoxFuture;
use crate::response::Trail;

/// The record of the call that a socket came of, as it is now.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type Record = Arc<dyn Fn() -> Trail + Send + Sync>;
/// The record of the call that a socket came of, as it is now.
#[cfg(target_arch = "wasm32")]
pub(crate) type Record = Arc<dyn Fn() -> Trail>;

/// What a socket needs besides its connection.
pub(crate) struct Setting {
    pub(crate) options: SocketOptions,
    /// Makes the connections after the first.
    pub(crate) connect: Box<dyn Connect>,
    /// Done when the client closes.
    pub(crate) closing: BoxFuture<'static, ()>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) spawner: Arc<dyn Spawner>,
    pub(crate) chance: Arc<Chance>,
    pub(crate) record: Record,
}

/// A socket on a connection that has changed over.
pub(crate) fn open<S: ToFrame + Send + 'static, R, E>(fresh: Fresh, setting: Setting) -> Socket<S, R, E> {
    let shared = Shared::new(fresh, setting);
    let receiver = SocketReceiver::new(Arc::clone(&shared) as Arc<dyn super::halves::Source>);
    Socket { sender: SocketSender::new(shared), receiver }
}
