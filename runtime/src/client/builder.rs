//! The setters of a client. Enters: the API's constants and what the caller says. Leaves: a client, or everything that is
//! wrong with what was said. Checking it is the business of `parts`.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use url::Url;

use super::Client;
use super::base::shown;
use super::parts::{For, Parts};
use crate::auth::{Credential, Insecure, IntoTokens};
use crate::clock::{Clock, Spawner};
use crate::intercept::Interceptor;
use crate::retry::RetryPolicy;
use crate::timeout::Timeouts;
use crate::transport::Transport;
use crate::wire::Api;

/// Builds a client of type `C`. `Debug` shows no secrets.
///
/// Nothing is checked before [`ClientBuilder::build`], which reports everything that is wrong at once.
pub struct ClientBuilder<C> {
    parts: Box<Parts>,
    client: PhantomData<fn() -> C>,
}

impl<C> ClientBuilder<C> {
    /// A builder for a client of `api`, with the defaults of each part.
    pub fn new(api: &'static Api) -> Self {
        Self { parts: Box::new(Parts::new(api)), client: PhantomData }
    }

    /// The URL that the paths of operations are appended to: absolute, `http` or `https`, without query. Default: the
    /// description's first server. Where it is set, it also takes the place of servers of single operations.
    #[must_use]
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.parts.base_url = Some(url.into());
        self
    }

    /// Bearer tokens for every scheme that takes them (bearer, OAuth 2.0, OpenID Connect): a `&str` or `String`, or a
    /// [`TokenSource`](crate::TokenSource) that loads and refreshes.
    #[must_use]
    pub fn bearer(self, tokens: impl IntoTokens) -> Self {
        self.give(For::Bearer, Credential::bearer(tokens))
    }

    /// A user name and password for every scheme of HTTP basic.
    #[must_use]
    pub fn basic(self, user: &str, password: &str) -> Self {
        self.give(For::Basic, Credential::basic(user, password))
    }

    /// An API key for the scheme of that name.
    #[must_use]
    pub fn api_key(self, scheme: &str, key: impl Into<String>) -> Self {
        self.credential(scheme, Credential::api_key(key))
    }

    /// A credential for the scheme of that name.
    #[must_use]
    pub fn credential(self, scheme: &str, credential: Credential) -> Self {
        self.give(For::Named(scheme.to_owned()), credential)
    }

    fn give(mut self, schemes: For, credential: Credential) -> Self {
        self.parts.credentials.push((schemes, credential));
        self
    }

    /// Sends credentials to the origin of `url` too. By default they go to the base URL's origin, and to the servers
    /// that the description names for single operations, only.
    #[must_use]
    pub fn trust_origin(mut self, url: impl Into<String>) -> Self {
        self.parts.trusted.push(url.into());
        self
    }

    /// Sends credentials in the clear. By default plain `http` gets them on this machine only.
    #[must_use]
    pub fn allow_insecure(mut self) -> Self {
        self.parts.insecure = Insecure::Allowed;
        self
    }

    /// A header of every request that does not set it itself.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.parts.headers.push((name.into(), value.into()));
        self
    }

    /// The `User-Agent`. Default: the API's name and version.
    #[must_use]
    pub fn user_agent(self, value: impl Into<String>) -> Self {
        self.header("user-agent", value)
    }

    /// The time limits. Default: connect 10 s, read 30 s, attempt 30 s, operation none.
    #[must_use]
    pub fn timeouts(mut self, timeouts: Timeouts) -> Self {
        self.parts.timeouts = timeouts;
        self
    }

    /// When and how often failed calls are tried again. Default: [`RetryPolicy::standard`].
    #[must_use]
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.parts.retry = policy;
        self
    }

    /// The response headers that hold the server's name for a request, most telling first, in place of the usual ones.
    #[must_use]
    pub fn request_id_headers<N: Into<String>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.parts.request_ids = names.into_iter().map(Into::into).collect();
        self
    }

    /// Shows the values of a header in logs and `Debug` output. By default only headers known to be harmless are shown.
    #[must_use]
    pub fn show_header(mut self, name: impl Into<String>) -> Self {
        self.parts.shown_headers.push(name.into());
        self
    }

    /// Shows the values of a query parameter in logs, errors and `Debug` output. By default only parameters known to be
    /// harmless are shown.
    #[must_use]
    pub fn show_query(mut self, name: impl Into<String>) -> Self {
        self.parts.shown_query.push(name.into());
        self
    }

    /// How requests reach the server. Default: the transport of the feature `reqwest`.
    #[must_use]
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.parts.transport = Some(Arc::new(transport));
        self
    }

    /// Adds an interceptor around whole calls; the first one added is the outermost.
    #[must_use]
    pub fn interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.parts.interceptors.push(Arc::new(interceptor));
        self
    }

    /// Adds an interceptor around each attempt: it sees the request with its credentials. The first one added is the
    /// outermost.
    #[must_use]
    pub fn attempt_interceptor(mut self, interceptor: impl Interceptor) -> Self {
        self.parts.attempt_interceptors.push(Arc::new(interceptor));
        self
    }

    /// The clock. Default: tokio's, with the feature `tokio`.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.parts.clock = Some(Arc::new(clock));
        self
    }

    /// What runs token refreshes in the background. Default: tokio, with the feature `tokio`.
    #[must_use]
    pub fn spawner(mut self, spawner: impl Spawner) -> Self {
        self.parts.spawner = Some(Arc::new(spawner));
        self
    }

    /// Makes jitter and idempotency keys repeatable. For tests.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.parts.seed = Some(seed);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// Everything that is wrong with what the builder was given.
    pub fn build(self) -> Result<C, BuildError>
    where
        C: From<Client>,
    {
        let inner = self.parts.build()?;
        Ok(C::from(Client { inner: Arc::new(inner) }))
    }
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Parts { api, base_url, credentials, headers, timeouts, retry, .. } = self.parts.as_ref();
        let base_url = base_url.as_deref().and_then(|url| Url::parse(url).ok()).map(|url| shown(&url));
        f.debug_struct("ClientBuilder")
            .field("api", &api.name)
            .field("base_url", &base_url)
            .field("credentials", credentials)
            .field("headers", &headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("timeouts", timeouts)
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
