//! The client: what all calls of one API share. Enters: what the builder made. Leaves: calls, and the end of all calls.

use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::join_all;
use url::Url;

use crate::auth::AuthState;
use crate::call::Call;
use crate::error::Error;
use crate::setup::{Setup, base};
use crate::timeout::within;
use crate::wire::{Body, Spec};

mod builder;
mod defaults;
mod parts;
mod setters;

pub use builder::{BuildError, Builder};

/// How long `close` waits for what is under way.
const DRAIN: Duration = Duration::from_secs(5);

/// How long it waits then for tasks that it has cut off.
const LAST: Duration = Duration::from_secs(1);

/// A connection to one API: base URL, credentials, policies, transport.
///
/// Cheap to clone; clones share everything. Dropping the last one lets go of its connections; a call in flight keeps its
/// own clone.
///
/// Users meet it within the client of a generated crate, which has a builder of its own:
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../testing/example.txt")]
/// use std::time::Duration;
/// use clientwright_runtime::{RetryPolicy, Timeouts};
/// # use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
/// # let clock = VirtualClock::new();
/// # let server = MockTransport::new(&clock);
/// # server.on("GET", "/users/1").reply(Answer::json(200, r#"{"id":"1"}"#));
///
/// let builder = Client::builder()
///     // Or a `TokenSource`, which renews it.
///     .bearer("the-token")
///     .header("x-tenant", "42")
///     .timeouts(Timeouts::new().attempt(Duration::from_secs(10)))
///     .retry(RetryPolicy::standard().max_attempts(5));
/// # let builder = builder.transport(server).clock(clock.clone()).spawner(clock.clone());
/// let client = builder.build()?;
/// # clock.run(async {
/// let user = client.get_user().timeout(Duration::from_secs(5)).await?;
/// # assert_eq!(user["id"], "1");
/// client.close().await;
/// # Ok::<_, Box<dyn std::error::Error>>(())
/// # })
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    pub(crate) inner: Arc<Setup>,
}

impl Client {
    /// A call of `operation`, with nothing set yet.
    #[doc(hidden)]
    pub fn call(&self, operation: &'static Spec) -> Call {
        Call::new(Arc::clone(&self.inner), operation)
    }

    /// The URL that the paths of operations are appended to. Its path ends with a slash.
    pub fn base_url(&self) -> &Url {
        self.inner.base.url()
    }

    /// Sends a request that the description does not know, through the same stages as every call: default headers,
    /// credentials (the first scheme of the description that the client has any for), retries, time limits,
    /// interceptors. A URI without a host is taken relative to the base URL. A status that is not 2xx is an error.
    ///
    /// # Errors
    /// Whatever a call can fail with.
    pub async fn send(
        &self,
        request: http::Request<Body>,
    ) -> Result<http::Response<Bytes>, Error<std::convert::Infallible>> {
        crate::exchange::send_raw(&self.inner, request).await
    }

    /// How the client's tokens are; the worst where it has several. Without tokens, [`AuthState::Fresh`].
    pub fn auth_state(&self) -> AuthState {
        let states = self.inner.credentials.keepers().map(|keeper| keeper.state());
        let rank = |state: &AuthState| match state {
            AuthState::Fresh => 0,
            AuthState::Refreshing => 1,
            AuthState::Degraded => 2,
            AuthState::SignedOut => 3,
        };
        states.max_by_key(rank).unwrap_or(AuthState::Fresh)
    }

    /// Forgets all tokens, and that there were none to be had: the next call asks the [`TokenSource`](crate::TokenSource)
    /// to load anew. For after a sign-in or sign-out. A load or refresh under way is dropped, and calls that wait for it
    /// fail with [`ErrorKind::Auth`](crate::ErrorKind::Auth), since they were made with the credentials before. What a cache in memory
    /// has stored that has no partition is forgotten too; what has one, and what is stored where it lasts, is there until
    /// `HttpCache::clear` is called.
    pub fn forget_tokens(&self) {
        self.inner.credentials.keepers().for_each(|keeper| keeper.forget());
        #[cfg(feature = "cache")]
        if let Some(cache) = &self.inner.cache {
            cache.cache.forget_nobodys();
        }
        #[cfg(feature = "outbox")]
        self.inner.outbox.iter().for_each(|attached| attached.core.on_credentials().wake());
    }

    /// Ends the client and all its clones. In this order:
    ///
    /// 1. New calls are turned away. Calls in flight begin no further attempt: one that waits for its next attempt ends at once
    ///    with the error it has, and [`GaveUp::Closed`](crate::GaveUp::Closed) as the reason; one that waits for a token ends at once,
    ///    too. Events and sockets, which have no end to wait for, are told to end.
    /// 2. What is under way has up to 5 s to end: attempts, streams, closing handshakes of sockets, what an outbox has to write, and loads and
    ///    refreshes of tokens, those in the background too. So a [`TokenSource`](crate::TokenSource) can store the refresh token that has come in place of
    ///    the one it sent.
    /// 3. What is left then is cut off. A call or stream ends when it is polled next: for one that somebody holds and does not poll, this
    ///    waits the 5 s and no longer. Loads and refreshes are dropped.
    /// 4. The transport lets go of idle connections.
    /// 5. Tasks that were cut off are woken, and have another second to end.
    ///
    /// Calls that are turned away, cut off, or without the token they waited for fail with
    /// [`ErrorKind::Closed`](crate::ErrorKind::Closed). When this returns, nothing of the client runs any more: no task of it is left,
    /// except where an executor has stopped, or has not polled a task within that second. Where the clock cannot wait
    /// ([`Clock::check`](crate::Clock::check)), nothing has any time.
    ///
    /// Whoever closes while somebody else does waits for the same; once closed, there is nothing more to wait for, but for that second
    /// where a task is left. Where this future is
    /// dropped, the client is closed, without the steps that are still to come. A source that waits for the end of its own client within
    /// a load or refresh waits for itself: it is dropped after the 5 s, this future with it, all but the last step done.
    pub async fn close(&self) {
        let Setup { gate, clock, credentials, tasks, transport, .. } = self.inner.as_ref();
        gate.close();
        credentials.keepers().for_each(|keeper| keeper.close());
        // Where nothing can be waited for, what is under way has no time to end.
        let can_wait = clock.check().is_ok();
        let ended = pin!(async {
            gate.drained().await;
            join_all(credentials.keepers().map(|keeper| keeper.rested())).await;
            tasks.ended().await;
            #[cfg(feature = "outbox")]
            if let Some(attached) = &self.inner.outbox {
                attached.core.settle().await;
            }
        });
        if !can_wait || within(clock.as_ref(), Some(DRAIN), ended).await.is_err() {
            gate.cut();
            credentials.keepers().for_each(|keeper| keeper.cut());
        }
        tasks.cut();
        // What is in it stays, for the next client.
        #[cfg(feature = "outbox")]
        self.inner.outbox.iter().for_each(crate::outbox::Attached::part);
        transport.close();
        if can_wait {
            let _left_behind = within(clock.as_ref(), Some(LAST), pin!(tasks.gone())).await;
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("api", &self.inner.api.name)
            .field("base_url", &base::shown(self.base_url()))
            .field("credentials", &self.inner.credentials)
            .finish_non_exhaustive()
    }
}
