//! Makes clients. Enters: the API's constants and what the caller says. Leaves: a client, or everything that is wrong
//! with what was said, at once.

use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::{Base, Client, Inner};
use crate::auth::{Credential, Credentials, Insecure, IntoTokens, Keeper, Origin};
use crate::clock::{Chance, Clock, Spawner};
use crate::intercept::{Erased, Interceptor};
use crate::redact::Redaction;
use crate::retry::{Budgets, RetryPolicy};
use crate::timeout::Timeouts;
use crate::transport::Transport;
use crate::wire::{Api, Scheme, SchemeKind};

/// The response headers that name a request, as servers are known to send them.
const REQUEST_IDS: &[&str] = &[
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-amz-request-id",
    "x-ms-request-id",
    "x-github-request-id",
    "cf-ray",
    "traceresponse",
];

/// Builds a client of type `C`. `Debug` shows no secrets.
///
/// Nothing is checked before [`ClientBuilder::build`], which reports everything that is wrong at once.
pub struct ClientBuilder<C> {
    parts: Box<Parts>,
    client: PhantomData<fn() -> C>,
}

struct Parts {
    api: &'static Api,
    base_url: Option<String>,
    credentials: Vec<(For, Credential)>,
    headers: Vec<(String, String)>,
    trusted: Vec<String>,
    insecure: Insecure,
    request_ids: Vec<String>,
    shown_headers: Vec<String>,
    shown_query: Vec<String>,
    timeouts: Timeouts,
    retry: RetryPolicy,
    transport: Option<Arc<dyn Transport>>,
    clock: Option<Arc<dyn Clock>>,
    spawner: Option<Arc<dyn Spawner>>,
    seed: Option<u64>,
    interceptors: Vec<Arc<dyn Erased>>,
    attempt_interceptors: Vec<Arc<dyn Erased>>,
}

/// Which schemes a credential is for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum For {
    /// All that take bearer tokens and have no credential of their own.
    Bearer,
    /// All of HTTP basic that have no credential of their own.
    Basic,
    Named(String),
}

impl For {
    fn is(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Bearer => matches!(scheme.kind, SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect),
            Self::Basic => scheme.kind == SchemeKind::Basic,
            Self::Named(name) => scheme.name == name,
        }
    }
}

impl<C> ClientBuilder<C> {
    /// A builder for a client of `api`, with the defaults of each part.
    pub fn new(api: &'static Api) -> Self {
        let parts = Parts {
            api,
            base_url: None,
            credentials: Vec::new(),
            headers: Vec::new(),
            trusted: Vec::new(),
            insecure: Insecure::Refused,
            request_ids: REQUEST_IDS.iter().copied().map(str::to_owned).collect(),
            shown_headers: Vec::new(),
            shown_query: Vec::new(),
            timeouts: Timeouts::new(),
            retry: RetryPolicy::standard(),
            transport: None,
            clock: None,
            spawner: None,
            seed: None,
            interceptors: Vec::new(),
            attempt_interceptors: Vec::new(),
        };
        Self { parts: Box::new(parts), client: PhantomData }
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

impl Parts {
    fn build(self) -> Result<Inner, BuildError> {
        let mut wrong = Vec::new();
        let Parts { api, clock, spawner, transport, timeouts, retry, .. } = &self;
        let base = note(&mut wrong, self.base());
        let headers = note(&mut wrong, self.headers());
        let (request_ids, redaction) = self.lists(&mut wrong);
        let clock =
            note(&mut wrong, clock.clone().or_else(default_clock).ok_or_else(|| "no clock: call `clock`".to_owned()));
        let transport = transport.clone().map_or_else(|| default_transport(*timeouts), Ok);
        let transport = note(&mut wrong, transport);
        let spawner = spawner.clone().unwrap_or_else(default_spawner);
        let chance = Arc::new(Chance::new(self.seed));
        let mut origins = note(&mut wrong, self.origins()).unwrap_or_default();
        origins.extend(base.as_ref().and_then(|base| origin(base.url())));
        let (api, insecure, timeouts, retry) = (*api, self.insecure, *timeouts, retry.clone());
        let Parts { credentials, interceptors, attempt_interceptors, .. } = self;
        let Some(((base, headers), (clock, transport))) = base.zip(headers).zip(clock.zip(transport)) else {
            return Err(BuildError { wrong });
        };
        let keeper = |tokens| Keeper::new(tokens, Arc::clone(&clock), Arc::clone(&spawner), Arc::clone(&chance));
        let credentials = hand_out(api, credentials, &keeper, &mut wrong);
        if !wrong.is_empty() {
            return Err(BuildError { wrong });
        }
        let (budgets, redaction, gate) = (Budgets::new(retry.budget), Arc::new(redaction), Arc::default());
        Ok(Inner {
            api,
            base,
            origins,
            insecure,
            credentials,
            headers,
            request_ids,
            timeouts,
            retry,
            budgets,
            transport,
            clock,
            chance,
            interceptors,
            attempt_interceptors,
            redaction,
            gate,
        })
    }

    fn base(&self) -> Result<Base, String> {
        match (&self.base_url, self.api.servers.first()) {
            (Some(url), _) => parse_base(url, None).map(Base::Given).map_err(|why| format!("base_url: {why}")),
            (None, Some(server)) => parse_base(server, None)
                .map(Base::Described)
                .map_err(|why| format!("the description's server `{server}`: {why}; call `base_url`")),
            (None, None) => Err("the description names no server: call `base_url`".to_owned()),
        }
    }

    fn origins(&self) -> Result<Vec<Origin>, String> {
        let parse = |text: &String| {
            let url = parse_base(text, None).map_err(|why| format!("trust_origin: {why}"))?;
            origin(&url).ok_or_else(|| format!("trust_origin: {} has no origin", shown(&url)))
        };
        self.trusted.iter().map(parse).collect()
    }

    fn headers(&self) -> Result<HeaderMap, String> {
        let mut headers = HeaderMap::new();
        let agent = HeaderValue::from_str(&format!("{}/{}", self.api.name, self.api.version));
        headers.extend(agent.ok().map(|agent| (header::USER_AGENT, agent)));
        for (name, value) in &self.headers {
            let name = parse_name(name)?;
            let value = HeaderValue::from_str(value).map_err(|_| format!("header `{name}`: not a header's value"))?;
            headers.insert(name, value);
        }
        Ok(headers)
    }

    fn lists(&self, wrong: &mut Vec<String>) -> (Vec<HeaderName>, Redaction) {
        let mut names = |names: &[String]| -> Vec<HeaderName> {
            names.iter().filter_map(|name| note(wrong, parse_name(name))).collect()
        };
        let (request_ids, shown) = (names(&self.request_ids), names(&self.shown_headers));
        let mut redaction = Redaction::default();
        shown.into_iter().chain(request_ids.iter().cloned()).for_each(|name| redaction.show_header(name));
        self.shown_query.iter().cloned().for_each(|name| redaction.show_query(name));
        (request_ids, redaction)
    }
}

/// Gives each credential to the schemes that it is for; one that names its scheme wins over one for all of a kind.
fn hand_out(
    api: &'static Api,
    given: Vec<(For, Credential)>,
    keeper: &dyn Fn(crate::auth::Tokens) -> Arc<Keeper>,
    wrong: &mut Vec<String>,
) -> Credentials {
    let mut credentials = Credentials::default();
    let (named, general): (Vec<_>, Vec<_>) =
        given.into_iter().partition(|(schemes, _)| matches!(schemes, For::Named(_)));
    let mut taken = BTreeSet::new();
    for (schemes, credential) in named.into_iter().chain(general) {
        let of_all = !matches!(schemes, For::Named(_));
        let fitting = api.schemes.iter().copied().filter(|scheme| schemes.is(scheme));
        let free: Vec<_> = fitting.filter(|scheme| !of_all || !taken.contains(scheme.name)).collect();
        if free.is_empty() && !api.schemes.iter().any(|scheme| schemes.is(scheme)) {
            wrong.push(format!("no security scheme of the description takes the credential for {schemes}"));
            continue;
        }
        taken.extend(free.iter().map(|scheme| scheme.name));
        if let Err(why) = credentials.add(&free, credential, keeper) {
            wrong.push(format!("credential for {schemes}: {why}"));
        }
    }
    credentials
}

impl fmt::Display for For {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bearer => f.write_str("`bearer`"),
            Self::Basic => f.write_str("`basic`"),
            Self::Named(name) => write!(f, "`{name}`"),
        }
    }
}

fn note<T>(wrong: &mut Vec<String>, result: Result<T, String>) -> Option<T> {
    result.map_err(|why| wrong.push(why)).ok()
}

fn parse_name(name: &str) -> Result<HeaderName, String> {
    HeaderName::from_bytes(name.as_bytes())
        .map_err(|_| format!("header `{}`: not a header's name", name.escape_debug()))
}

/// An absolute URL whose path ends with a slash; what is relative is taken relative to `base`.
pub(super) fn parse_base(text: &str, base: Option<&Url>) -> Result<Url, String> {
    let url = match base {
        Some(base) => base.join(text),
        None => Url::parse(text),
    };
    let mut url = url.map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the scheme is `{}`, not http or https", url.scheme()));
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn origin(url: &Url) -> Option<Origin> {
    Origin::of(&url.as_str().parse().ok()?)
}

/// A URL without user name and password.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _only_fails_without_host = (url.set_username(""), url.set_password(None));
    url.to_string()
}

#[cfg(feature = "tokio")]
fn default_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(crate::clock::TokioClock))
}

#[cfg(not(feature = "tokio"))]
fn default_clock() -> Option<Arc<dyn Clock>> {
    None
}

#[cfg(feature = "tokio")]
fn default_spawner() -> Arc<dyn Spawner> {
    Arc::new(crate::clock::TokioSpawner)
}

#[cfg(not(feature = "tokio"))]
fn default_spawner() -> Arc<dyn Spawner> {
    Arc::new(crate::clock::NoSpawner)
}

#[cfg(feature = "reqwest")]
fn default_transport(timeouts: Timeouts) -> Result<Arc<dyn Transport>, String> {
    match crate::transport::ReqwestTransport::new(timeouts) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(error) => Err(format!("the transport: {error}")),
    }
}

#[cfg(not(feature = "reqwest"))]
fn default_transport(_timeouts: Timeouts) -> Result<Arc<dyn Transport>, String> {
    Err("no transport: call `transport`".to_owned())
}

/// Why a client cannot be built: everything that is wrong, one line each. Holds no secrets.
#[derive(Debug)]
pub struct BuildError {
    wrong: Vec<String>,
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
