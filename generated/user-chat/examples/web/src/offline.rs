//! What the page has without a network. Enters: a user. Leaves: what was read for them and what they have written that is still to be sent, both in
//! databases of the browser's, for their client.

use clientwright_runtime::{CachePolicy, Connectivity, HttpCache, Outbox, OutboxError, OutboxErrorKind};
use user_chat::ClientBuilder;
use user_chat::types::User;

/// What was read may take so many bytes.
const SPACE: u64 = 8 << 20;

#[derive(Debug)]
pub(crate) struct Offline {
    /// None where the browser keeps nothing for the page, as in some private windows.
    cache: Option<HttpCache>,
    /// Or why there is none.
    pub(crate) outbox: Result<Outbox, &'static str>,
}

impl Offline {
    pub(crate) async fn of(user: &User) -> Self {
        let cache = HttpCache::indexed_db("user-chat", SPACE).await.ok();
        let outbox = Outbox::indexed_db(format!("user-chat {}", user.id)).open().await;
        Self { cache: cache.map(|cache| cache.partition(&user.id)), outbox: outbox.map_err(|error| why(&error)) }
    }

    pub(crate) fn build(&self, mut client: ClientBuilder) -> ClientBuilder {
        client = client.connectivity(Connectivity::of_browser());
        if let Some(cache) = &self.cache {
            client = client.cache(cache.clone()).cache_policy(CachePolicy::StaleWhileOffline);
        }
        if let Ok(outbox) = &self.outbox {
            client = client.outbox(outbox.clone());
        }
        client
    }

    /// How many messages are not sent.
    pub(crate) fn unsent(&self) -> usize {
        self.outbox.as_ref().map_or(0, |outbox| outbox.pending().len() + outbox.dead().len())
    }

    /// Forgets what was read.
    pub(crate) async fn forget(&self) {
        if let Some(cache) = &self.cache {
            // Where the browser does not let go of it, nobody else reads it: it is this user's part.
            drop(cache.clear().await);
        }
    }

    /// Drops what was not sent. What is on its way cannot be taken back.
    pub(crate) async fn discard(&self) {
        let Ok(outbox) = &self.outbox else { return };
        for entry in outbox.pending().into_iter().chain(outbox.dead()) {
            drop(outbox.discard(entry.id()).await);
        }
    }
}

fn why(error: &OutboxError) -> &'static str {
    match error.kind() {
        OutboxErrorKind::InUse => {
            "There is no connection, and another window of yours keeps what waits to be sent. Write it there, or here once there is a \
             connection."
        }
        _ => "There is no connection, and this browser keeps nothing for the page. Send it once there is a connection.",
    }
}
