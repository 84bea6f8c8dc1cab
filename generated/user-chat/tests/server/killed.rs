//! The end of the server as that of a process that is killed, and its return. What it remembers it keeps, as on a disk.

use std::io;
use std::sync::{MutexGuard, PoisonError};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::wire::{Listener, Wire};
use super::{Server, router};

impl Server {
    /// Answers nothing any more, on any connection, as a process that was stopped.
    pub(crate) fn freeze(&self) {
        self.wires.freeze();
    }

    /// Resets every connection that is open and refuses others, until [`restart`](Self::restart).
    pub(crate) async fn kill(&self) {
        let serving = self.serving().take();
        if let Some(serving) = serving {
            serving.abort();
            // The port is closed once the task is gone.
            let _aborted = serving.await;
        }
        self.wires.all().iter().for_each(Wire::reset);
        self.until_live(0).await;
    }

    /// Serves again, at the same address.
    pub(crate) async fn restart(&self) -> io::Result<()> {
        let address = self.url.strip_prefix("http://").unwrap_or_default();
        self.wires.thaw();
        self.serve(TcpListener::bind(address).await?);
        Ok(())
    }

    pub(super) fn serve(&self, listener: TcpListener) {
        let listener = Listener { listener, wires: self.wires.clone() };
        let router =
            self.beside.clone().merge(router(self.shared.clone())).into_make_service_with_connect_info::<Wire>();
        *self.serving() = Some(tokio::spawn(async move {
            axum::serve(listener, router).await.expect("serving never ends with an error");
        }));
    }

    pub(super) fn serving(&self) -> MutexGuard<'_, Option<JoinHandle<()>>> {
        self.serving.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
