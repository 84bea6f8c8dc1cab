//! The cache that a client is given. Enters: where responses are kept, and whose they are. Leaves: the same for clients, and what their user
//! may do with it.

use std::fmt;
#[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use url::Url;

#[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
use super::disk::Disk;
use super::flights::Flights;
use super::guarded::Guarded;
#[cfg(all(feature = "fetch", target_arch = "wasm32"))]
use super::indexed_db::IndexedDb;
use super::key::{CacheKey, CachePartition};
use super::memory::Memory;
use super::policy::CachePolicy;
use super::store::CacheStore;
use crate::future::BoxError;
use crate::sync::{Mutex, lock};

/// A private HTTP cache (RFC 9111): a client that is built with one asks the network for less, and has something to show without a network.
///
/// Cheap to clone; clones share what is stored. What it does is chosen by [`CachePolicy`]; `CACHE.md` of this crate has all of it.
///
/// # Whose it is
///
/// What is stored for one user is for nobody else. A cache in memory that one client has needs nothing: [`Client::forget_tokens`] makes
/// it forget, too. One that outlives its client, or that several share, is told whose it is by [`HttpCache::partition`], where the clients
/// have credentials or interceptors of attempts, which may add some; without, `build` fails. What a request has of its own to prove who asks
/// (`Authorization`, `Cookie`, headers that are marked sensitive) tells its responses apart in any case.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../testing/example.txt")]
/// use clientwright_runtime::{CachePolicy, HttpCache};
/// # use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
/// # let clock = VirtualClock::new();
/// # let server = MockTransport::new(&clock);
/// # server.on("GET", "/users/1").reply(Answer::json(200, r#"{"id":"1"}"#).header("cache-control", "max-age=60"));
///
/// let builder = Client::builder().bearer("the-token").cache(HttpCache::in_memory(16 << 20));
/// # let builder = builder.transport(server.clone()).clock(clock.clone()).spawner(clock.clone());
/// let client = builder.build()?;
/// # clock.run(async {
/// client.get_user().await?;
/// let again = client.get_user().response().await?;
/// assert_eq!(again.headers()["cache-status"], "clientwright; hit; ttl=60");
/// client.get_user().cache_policy(CachePolicy::Reload).await?;
/// # assert_eq!(server.calls().len(), 2);
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })
/// # }
/// ```
///
/// [`Client::forget_tokens`]: crate::private::Client::forget_tokens
#[derive(Clone)]
pub struct HttpCache {
    inner: Arc<Inner>,
    partition: Option<Arc<str>>,
}

struct Inner {
    store: Guarded,
    /// It is there when its clients are gone.
    lasts: bool,
    flights: Arc<Flights>,
    /// How often what was nobody's in particular was forgotten.
    generation: AtomicU64,
    /// The clients that were built without a partition.
    taken: Mutex<Taken>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taken {
    Not,
    Freely,
    /// By one who has some.
    WithCredentials,
}

impl HttpCache {
    /// A cache in memory of at most `max_bytes`: bodies, headers, and what holds them, about a kilobyte for each response. Of more, what
    /// was used seldom and long ago goes; what is larger than that itself is not stored.
    #[must_use]
    pub fn in_memory(max_bytes: u64) -> Self {
        Self::over(Box::new(Memory::new(max_bytes)), false)
    }

    /// A cache in files below `folder`, which is made where it is not there, of at most about `max_bytes`, counted in blocks of 4096. Of
    /// more, what was used longest ago goes.
    ///
    /// Nothing is touched before the first call, and never on the threads of the runtime: files are read and written on tokio's blocking
    /// threads. Each is written beside its place and moved there once it is on the disk, and has a checksum: one that is broken is not
    /// there. Several processes may have one folder; each may go beyond the limit by an eighth, until it looks again.
    ///
    /// Bodies and headers are there as they came, but for `Set-Cookie`, readable by the user alone (on Unix); URLs and what requests said
    /// are there as hashes only.
    #[cfg(all(feature = "fs", not(target_arch = "wasm32")))]
    #[must_use]
    pub fn on_disk(folder: impl Into<PathBuf>, max_bytes: u64) -> Self {
        Self::over(Box::new(Disk::new(folder.into(), max_bytes)), true)
    }

    /// A cache in a database of the browser's (IndexedDB), which other databases of that name are nothing to, of at most about `max_bytes`. Of
    /// more, what was used longest ago goes. Other pages of the origin may have it too; each counts what it has put there itself.
    ///
    /// # Errors
    /// What the browser says where it opens no database, as it may in a private window.
    #[cfg(all(feature = "fetch", target_arch = "wasm32"))]
    pub async fn indexed_db(name: &str, max_bytes: u64) -> Result<Self, BoxError> {
        Ok(Self::over(Box::new(IndexedDb::open(name, max_bytes).await?), true))
    }

    /// A cache over a store of your own, which is taken for one that outlives its clients.
    #[must_use]
    pub fn new(store: impl CacheStore) -> Self {
        Self::over(Box::new(store), true)
    }

    fn over(store: Box<dyn CacheStore>, lasts: bool) -> Self {
        let (flights, generation, taken) = (Arc::default(), AtomicU64::new(0), Mutex::new(Taken::Not));
        Self { inner: Arc::new(Inner { store: Guarded(store), lasts, flights, generation, taken }), partition: None }
    }

    /// The same store, as far as it is that of `user`: any text that names one user, a user id say, and stays the same. A client that signs
    /// in somebody else is built anew, with another partition.
    #[must_use]
    pub fn partition(&self, user: impl Into<String>) -> Self {
        Self { inner: Arc::clone(&self.inner), partition: Some(user.into().into()) }
    }

    /// Forgets all of this partition, what is under way too: for after a sign-out.
    ///
    /// # Errors
    /// Where the store has some of it still.
    pub async fn clear(&self) -> Result<(), BoxError> {
        let partition = self.own();
        self.inner.flights.spoil_partition(partition).await;
        self.store().clear(partition).await
    }

    /// Forgets what is stored for an absolute URL.
    ///
    /// # Errors
    /// Where it is none, or the store has it still.
    pub async fn remove(&self, url: &str) -> Result<(), BoxError> {
        self.forget(self.key(&Url::parse(url)?)).await
    }

    /// How many bytes the store keeps, about, of all partitions.
    ///
    /// # Errors
    /// Where the store does not know.
    pub async fn size(&self) -> Result<u64, BoxError> {
        self.store().size().await
    }
}

impl HttpCache {
    pub(super) fn store(&self) -> &Guarded {
        &self.inner.store
    }

    pub(super) fn flights(&self) -> &Arc<Flights> {
        &self.inner.flights
    }

    fn own(&self) -> CachePartition {
        CachePartition::new(self.partition.as_deref(), self.inner.generation.load(Ordering::Acquire))
    }

    pub(super) fn key(&self, url: &Url) -> CacheKey {
        CacheKey::new(self.own(), url)
    }

    pub(super) async fn forget(&self, key: CacheKey) -> Result<(), BoxError> {
        self.inner.flights.spoil(key).await;
        self.store().remove(key).await
    }

    /// What is nobody's in particular is of somebody else from now on.
    pub(crate) fn forget_nobodys(&self) {
        self.inner.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// Why one more client cannot have it.
    pub(crate) fn refuses(&self, has_credentials: bool) -> Option<&'static str> {
        self.taken(*lock(&self.inner.taken), has_credentials).err()
    }

    /// Takes the cache for one more client.
    ///
    /// # Errors
    /// Why it cannot have it.
    pub(crate) fn take(&self, has_credentials: bool) -> Result<(), &'static str> {
        let mut taken = lock(&self.inner.taken);
        *taken = self.taken(*taken, has_credentials)?;
        Ok(())
    }

    /// How it is taken once one more client has it.
    fn taken(&self, taken: Taken, has_credentials: bool) -> Result<Taken, &'static str> {
        if self.partition.is_some() {
            return Ok(taken);
        }
        if has_credentials && self.inner.lasts {
            return Err("it outlives the client, which has credentials: say whose it is, by `partition`");
        }
        let is_somebodys = has_credentials || taken == Taken::WithCredentials;
        if taken != Taken::Not && is_somebodys && !self.inner.lasts {
            return Err("another client has it, and they have credentials: say whose it is, by `partition`");
        }
        Ok(if is_somebodys { Taken::WithCredentials } else { Taken::Freely })
    }
}

/// Does not show whose it is.
impl fmt::Debug for HttpCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpCache")
            .field("store", &self.inner.store)
            .field("has_partition", &self.partition.is_some())
            .finish_non_exhaustive()
    }
}

/// The cache of one client, and what that uses it for.
#[derive(Clone, Debug)]
pub(crate) struct ClientCache {
    pub(crate) cache: HttpCache,
    pub(crate) policy: CachePolicy,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_in_memory_is_for_one_client_that_has_credentials() {
        let cache = HttpCache::in_memory(1);
        assert!(cache.take(true).is_ok());
        assert!(cache.take(true).unwrap_err().contains("partition") && cache.clone().take(false).is_err());
        assert!(cache.partition("ann").take(true).is_ok());
    }

    #[test]
    fn clients_without_credentials_share_it() {
        let cache = HttpCache::in_memory(1);
        assert!(cache.take(false).is_ok() && cache.take(false).is_ok());
        assert!(cache.take(true).is_err(), "it has what is of others");
    }

    #[test]
    fn what_outlives_clients_needs_a_name_where_they_have_credentials() {
        let cache = HttpCache::new(Memory::new(1));
        assert!(cache.take(true).unwrap_err().contains("outlives"));
        assert!(cache.take(false).is_ok() && cache.take(false).is_ok() && cache.partition("").take(true).is_ok());
    }
}
