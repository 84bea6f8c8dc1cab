//! What a builder of clients does. Enters: the API's constants and what the caller says. Leaves: a client, or everything
//! that is wrong with what was said. Checking it is the business of `parts`; what users call stands in `setters`.

use std::fmt;
use std::sync::Arc;

use url::Url;

use super::Client;
use super::parts::{For, Parts};
use crate::auth::{Credential, Insecure, IntoTokens};
#[cfg(feature = "cache")]
use crate::cache::{CachePolicy, HttpCache};
use crate::clock::{Clock, Spawner};
#[cfg(any(feature = "cache", feature = "outbox"))]
use crate::connectivity::Connectivity;
use crate::intercept::Interceptor;
#[cfg(feature = "outbox")]
use crate::outbox::Outbox;
use crate::retry::RetryPolicy;
use crate::setup::base::shown;
use crate::timeout::Timeouts;
use crate::transport::Transport;
use crate::wire::{Api, Scheme};

/// Inside of every generated `ClientBuilder`. `Debug` shows no secrets.
pub struct Builder(Box<Parts>);

/// What generated setters call: for one security scheme, or for all of a kind that have no credential of their own.
impl Builder {
    /// A builder for a client of `api`, with the defaults of each part.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self(Box::new(Parts::new(api)))
    }

    /// The description's server of that index.
    #[must_use]
    pub fn server(mut self, index: usize) -> Self {
        self.0.server = index;
        self
    }

    /// The value of a variable of the description's servers.
    #[must_use]
    pub fn variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.variables.insert(name, value.into());
        self
    }

    /// Bearer tokens of one scheme.
    #[must_use]
    pub fn bearer(self, scheme: &'static Scheme, tokens: impl IntoTokens) -> Self {
        self.give(For::One(scheme), Credential::bearer(tokens))
    }

    /// The user name and password of one scheme.
    #[must_use]
    pub fn basic(self, scheme: &'static Scheme, user: &str, password: &str) -> Self {
        self.give(For::One(scheme), Credential::basic(user, password))
    }

    /// The API key of one scheme.
    #[must_use]
    pub fn api_key(self, scheme: &'static Scheme, key: impl Into<String>) -> Self {
        self.give(For::One(scheme), Credential::api_key(key))
    }

    /// The whole `Authorization` header of one scheme.
    #[must_use]
    pub fn authorization(self, scheme: &'static Scheme, value: impl Into<String>) -> Self {
        self.give(For::One(scheme), Credential::authorization(value))
    }

    /// Bearer tokens for every scheme that takes them.
    #[must_use]
    pub fn any_bearer(self, tokens: impl IntoTokens) -> Self {
        self.give(For::Bearer, Credential::bearer(tokens))
    }

    /// A user name and password for every scheme of HTTP basic.
    #[must_use]
    pub fn any_basic(self, user: &str, password: &str) -> Self {
        self.give(For::Basic, Credential::basic(user, password))
    }

    fn give(mut self, schemes: For, credential: Credential) -> Self {
        self.0.credentials.push((schemes, credential));
        self
    }
}

/// What the setters of all clients call; defaults and details are said there.
impl Builder {
    /// The URL that the paths of operations are appended to.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.0.base_url = Some(url.into());
        self
    }

    /// Another origin that credentials may go to.
    #[must_use]
    pub fn trust_origin(mut self, url: impl Into<String>) -> Self {
        self.0.trusted.push(url.into());
        self
    }

    /// Credentials may go in the clear.
    #[must_use]
    pub fn allow_insecure(mut self) -> Self {
        self.0.insecure = Insecure::Allowed;
        self
    }

    /// A header of every request that does not set it itself.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.headers.push((name.into(), value.into()));
        self
    }

    /// The time limits.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.0.timeouts = timeouts;
        self
    }

    /// The most bytes of a success's body that are held in memory.
    #[must_use]
    pub fn max_body_bytes(mut self, limit: usize) -> Self {
        self.0.max_body_bytes = limit;
        self
    }

    /// When and how often failed calls are tried again.
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.0.retry = policy;
        self
    }

    /// The response headers that hold the server's name for a request.
    #[must_use]
    pub fn request_id_headers<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.0.request_ids = names.into_iter().map(Into::into).collect();
        self
    }

    /// A header whose values may be shown.
    #[must_use]
    pub fn show_header(mut self, name: impl Into<String>) -> Self {
        self.0.shown_headers.push(name.into());
        self
    }

    /// A query parameter whose values may be shown.
    #[must_use]
    pub fn show_query(mut self, name: impl Into<String>) -> Self {
        self.0.shown_query.push(name.into());
        self
    }

    /// How requests reach the server.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.0.transport = Some(Arc::new(transport));
        self
    }

    /// An interceptor around whole calls.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.0.interceptors.push(Arc::new(interceptor));
        self
    }

    /// An interceptor around each attempt.
    #[must_use]
    pub fn attempt_interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.0.attempt_interceptors.push(Arc::new(interceptor));
        self
    }

    /// Where responses are stored.
    #[cfg(feature = "cache")]
    #[must_use]
    pub fn cache(mut self, cache: HttpCache) -> Self {
        self.0.cache = Some(cache);
        self
    }

    /// What the cache is used for.
    #[cfg(feature = "cache")]
    #[must_use]
    pub fn cache_policy(mut self, policy: CachePolicy) -> Self {
        self.0.cache_policy = Some(policy);
        self
    }

    /// The clock.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.0.clock = Some(Arc::new(clock));
        self
    }

    /// What runs token refreshes in the background.
    #[must_use]
    pub fn spawner(mut self, spawner: impl Spawner) -> Self {
        self.0.spawner = Some(Arc::new(spawner));
        self
    }

    /// Whether there is a network, as far as the app knows.
    #[cfg(any(feature = "cache", feature = "outbox"))]
    #[must_use]
    pub fn connectivity(mut self, connectivity: Connectivity) -> Self {
        self.0.connectivity = connectivity;
        self
    }

    /// What keeps calls that are sent later.
    #[cfg(feature = "outbox")]
    #[must_use]
    pub fn outbox(mut self, outbox: Outbox) -> Self {
        self.0.outbox = Some(outbox);
        self
    }

    /// Makes jitter and idempotency keys repeatable.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = Some(seed);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Everything that is wrong with what the builder was given.
    pub fn build(self) -> Result<Client, BuildError> {
        let inner = Arc::new(self.0.build()?);
        #[cfg(feature = "outbox")]
        crate::delivery::start(&inner);
        Ok(Client { inner })
    }
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { api, base_url, credentials, headers, timeouts, max_body_bytes, retry, .. } = self.0.as_ref();
        let base_url = base_url.as_deref().and_then(|url| Url::parse(url).ok()).map(|url| shown(&url));
        f.debug_struct("Builder")
            .field("api", &api.name)
            .field("base_url", &base_url)
            .field("credentials", credentials)
            .field("headers", &headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("timeouts", timeouts)
            .field("max_body_bytes", max_body_bytes)
            .field("retry", retry)
            .finish_non_exhaustive()
    }
}

/// Why a client cannot be built: everything that is wrong, one line each. Holds no secrets.
#[derive(Debug)]
pub struct BuildError {
    pub(super) wrong: Vec<String>,
}

impl BuildError {
    /// What is wrong, in the order it was found.
    pub fn problems(&self) -> impl Iterator<Item = &str> {
        self.wrong.iter().map(String::as_str)
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot build the client: {}", self.wrong.join("; "))
    }
}

impl std::error::Error for BuildError {}
