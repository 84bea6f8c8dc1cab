//! The clients of one transport: each tokio runtime has its own. Enters: a recipe. Leaves: a client for the runtime that the caller
//! runs in.
//!
//! A connection is driven by a task of the runtime that it was opened in. Were it shared, a call in one runtime would wait for a
//! connection whose runtime nobody runs.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard, Weak};

use tokio::runtime::Id;
use tokio::task::AbortHandle;

use super::recipe::Recipe;
use crate::clock::{Runtime, runtime_for_io};
use crate::future::BoxError;

const CLOSED: &str = "the transport is closed";

/// What a request needs of its connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Use {
    Usual,
    /// It changes over to another protocol.
    #[cfg(feature = "websocket")]
    Upgrade,
}

pub(super) struct Clients {
    source: Source,
    table: Arc<RwLock<Table>>,
}

enum Source {
    Recipe(Box<Recipe>),
    /// A client that the caller made: there is but this one.
    Given(reqwest::Client),
}

#[derive(Default)]
struct Table {
    is_closed: bool,
    pools: Vec<Pool>,
    /// A client whose runtime is gone, or that has had none.
    spare: Option<reqwest::Client>,
}

/// The clients of one runtime.
struct Pool {
    runtime: Id,
    usual: reqwest::Client,
    /// Made when it is asked for: to read the certificates takes its time.
    #[cfg(feature = "websocket")]
    upgrading: Option<reqwest::Client>,
    watch: Option<AbortHandle>,
}

impl Clients {
    /// Clients by `recipe`, the first of which is there already.
    pub(super) fn made_by(recipe: Recipe, first: reqwest::Client) -> Self {
        let table = Table { spare: Some(first), ..Table::default() };
        Self { source: Source::Recipe(Box::new(recipe)), table: Arc::new(RwLock::new(table)) }
    }

    pub(super) fn given(client: reqwest::Client) -> Self {
        Self { source: Source::Given(client), table: Arc::default() }
    }

    /// Whether the caller made the client.
    pub(super) fn is_given(&self) -> bool {
        matches!(self.source, Source::Given(_))
    }

    /// The client for a request from here.
    pub(super) fn client(&self, purpose: Use) -> Result<reqwest::Client, BoxError> {
        let runtime = runtime_for_io()?;
        let table = self.read();
        if table.is_closed {
            return Err(CLOSED.into());
        }
        let recipe = match &self.source {
            Source::Recipe(recipe) => recipe,
            Source::Given(client) => return Ok(client.clone()),
        };
        if let Some(client) = table.client(runtime.id, purpose) {
            return Ok(client.clone());
        }
        drop(table);
        match purpose {
            Use::Usual => self.open(recipe, &runtime),
            #[cfg(feature = "websocket")]
            Use::Upgrade => {
                self.open(recipe, &runtime)?;
                let made = recipe.make_upgrading()?;
                if let Some(pool) = self.write().pools.iter_mut().find(|pool| pool.runtime == runtime.id) {
                    return Ok(pool.upgrading.get_or_insert(made).clone());
                }
                Ok(made)
            }
        }
    }

    /// Gives `runtime` a pool, unless it has one.
    fn open(&self, recipe: &Recipe, runtime: &Runtime) -> Result<reqwest::Client, BoxError> {
        if let Some(client) = self.read().client(runtime.id, Use::Usual) {
            return Ok(client.clone());
        }
        let spare = self.write().spare.take();
        let made = spare.map_or_else(|| recipe.make(), Ok)?;
        let mut table = self.write();
        if table.is_closed {
            return Err(CLOSED.into());
        }
        if let Some(client) = table.client(runtime.id, Use::Usual) {
            return Ok(client.clone());
        }
        table.pools.push(Pool {
            runtime: runtime.id,
            usual: made.clone(),
            #[cfg(feature = "websocket")]
            upgrading: None,
            watch: None,
        });
        drop(table);
        // Without the lock: in a runtime that is shutting down the task is dropped at once, and asks for it.
        let end = End { table: Arc::downgrade(&self.table), runtime: runtime.id };
        let watch = runtime.handle.spawn(async move {
            let _end = end;
            std::future::pending::<()>().await;
        });
        match self.write().pools.iter_mut().find(|pool| pool.runtime == runtime.id) {
            Some(pool) => pool.watch = Some(watch.abort_handle()),
            None => watch.abort(),
        }
        Ok(made)
    }

    /// Lets go of all idle connections, for good.
    pub(super) fn close(&self) {
        let closed = Table { is_closed: true, ..Table::default() };
        let before = std::mem::replace(&mut *self.write(), closed);
        // Not in the statement before, which holds the lock to its end.
        drop(before);
    }

    fn read(&self) -> RwLockReadGuard<'_, Table> {
        self.table.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Table> {
        self.table.write().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn client(&self, runtime: Id, purpose: Use) -> Option<&reqwest::Client> {
        let pool = self.pools.iter().find(|pool| pool.runtime == runtime)?;
        match purpose {
            Use::Usual => Some(&pool.usual),
            #[cfg(feature = "websocket")]
            Use::Upgrade => pool.upgrading.as_ref(),
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        if let Some(watch) = &self.watch {
            watch.abort();
        }
    }
}

/// Held by a task that does nothing: dropped with its runtime.
struct End {
    table: Weak<RwLock<Table>>,
    runtime: Id,
}

impl Drop for End {
    fn drop(&mut self) {
        let Some(table) = self.table.upgrade() else { return };
        let mut locked = table.write().unwrap_or_else(PoisonError::into_inner);
        let Some(place) = locked.pools.iter().position(|pool| pool.runtime == self.runtime) else { return };
        let pool = locked.pools.swap_remove(place);
        let before = locked.spare.replace(pool.usual.clone());
        // What is dropped may end tasks: not under the lock.
        drop(locked);
        drop((pool, before));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transport::ReqwestTransport;

    #[test]
    fn a_runtime_that_ends_leaves_nothing_behind() {
        let transport = ReqwestTransport::builder().build().unwrap();
        let clients = transport.clients();
        for _ in 0..3 {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            let kept = runtime.block_on(async {
                clients.client(Use::Usual).unwrap();
                clients.client(Use::Usual).unwrap();
                clients.read().pools.len()
            });
            assert_eq!((kept, clients.read().spare.is_none()), (1, true));
            drop(runtime);
            assert_eq!((clients.read().pools.len(), clients.read().spare.is_some()), (0, true));
        }
    }

    #[tokio::test]
    async fn closed_is_closed_and_ends_what_watches_the_runtime() {
        let transport = ReqwestTransport::builder().build().unwrap();
        let clients = transport.clients();
        clients.client(Use::Usual).unwrap();
        let watch = clients.read().pools[0].watch.clone().unwrap();
        clients.close();
        tokio::task::yield_now().await;
        assert!(watch.is_finished());
        assert!(clients.client(Use::Usual).unwrap_err().to_string().contains("closed"));
    }
}
