//! What a builder has gathered, and the client that comes of it. Enters: what the caller said, unchecked. Leaves: a
//! client's inside, or everything that is wrong at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{BuildError, defaults};
use crate::auth::{Credential, Credentials, Insecure, Keeper};
#[cfg(feature = "cache")]
use crate::cache::{CachePolicy, ClientCache, HttpCache};
use crate::clock::{Chance, Clock, Spawner};
#[cfg(any(feature = "cache", feature = "outbox"))]
use crate::connectivity::Connectivity;
use crate::intercept::Erased;
use crate::origin::Origin;
#[cfg(feature = "outbox")]
use crate::outbox::Outbox;
use crate::redact::{self, Redaction};
use crate::retry::{Budgets, RetryPolicy};
use crate::setup::base::{self, Base, shown};
use crate::setup::{Setup, Tasks};
use crate::timeout::Timeouts;
use crate::transport::Transport;
use crate::wire::{Api, Scheme, SchemeKind, refusal};

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

/// The bytes of a success that are held in memory, unless another limit is set.
const MAX_BODY_BYTES: usize = 64 << 20;

pub(super) struct Parts {
    pub(super) api: &'static Api,
    pub(super) base_url: Option<String>,
    /// The index of the description's server that is called.
    pub(super) server: usize,
    pub(super) variables: BTreeMap<&'static str, String>,
    pub(super) credentials: Vec<(For, Credential)>,
    pub(super) headers: Vec<(String, String)>,
    pub(super) trusted: Vec<String>,
    pub(super) insecure: Insecure,
    pub(super) request_ids: Vec<String>,
    pub(super) shown_headers: Vec<String>,
    pub(super) shown_query: Vec<String>,
    pub(super) timeouts: Timeouts,
    pub(super) max_body_bytes: usize,
    pub(super) retry: RetryPolicy,
    pub(super) transport: Option<Arc<dyn Transport>>,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) spawner: Option<Arc<dyn Spawner>>,
    pub(super) seed: Option<u64>,
    #[cfg(any(feature = "cache", feature = "outbox"))]
    pub(super) connectivity: Connectivity,
    #[cfg(feature = "outbox")]
    pub(super) outbox: Option<Outbox>,
    pub(super) interceptors: Vec<Arc<dyn Erased>>,
    pub(super) attempt_interceptors: Vec<Arc<dyn Erased>>,
    #[cfg(feature = "cache")]
    pub(super) cache: Option<HttpCache>,
    #[cfg(feature = "cache")]
    pub(super) cache_policy: Option<CachePolicy>,
}

/// Which schemes a credential is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// All that take bearer tokens and have no credential of their own.
    Bearer,
    /// All of HTTP basic that have no credential of their own.
    Basic,
    One(&'static Scheme),
}

impl For {
    fn is(&self, scheme: &Scheme) -> bool {
        match self {
            Self::Bearer => matches!(scheme.kind, SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect),
            Self::Basic => scheme.kind == SchemeKind::Basic,
            Self::One(one) => one.name == scheme.name,
        }
    }
}

impl Parts {
    pub(super) fn new(api: &'static Api) -> Self {
        Self {
            api,
            base_url: None,
            server: 0,
            variables: BTreeMap::new(),
            credentials: Vec::new(),
            headers: Vec::new(),
            trusted: Vec::new(),
            insecure: Insecure::Refused,
            request_ids: REQUEST_IDS.iter().copied().map(str::to_owned).collect(),
            shown_headers: Vec::new(),
            shown_query: Vec::new(),
            timeouts: Timeouts::new(),
            max_body_bytes: MAX_BODY_BYTES,
            retry: RetryPolicy::standard(),
            transport: None,
            clock: None,
            spawner: None,
            seed: None,
            #[cfg(any(feature = "cache", feature = "outbox"))]
            connectivity: Connectivity::new(),
            #[cfg(feature = "outbox")]
            outbox: None,
            interceptors: Vec::new(),
            attempt_interceptors: Vec::new(),
            #[cfg(feature = "cache")]
            cache: None,
            #[cfg(feature = "cache")]
            cache_policy: None,
        }
    }

    pub(super) fn build(self) -> Result<Setup, BuildError> {
        let mut wrong = Vec::new();
        let Parts { api, clock, spawner, transport, timeouts, retry, .. } = &self;
        wrong.extend(self.flawed_variables());
        let base = note(&mut wrong, self.base());
        let headers = note(&mut wrong, self.headers());
        let (request_ids, redaction) = self.lists(&mut wrong);
        let clock =
            note(&mut wrong, clock.clone().or_else(defaults::clock).ok_or_else(|| "no clock: call `clock`".to_owned()));
        let transport = transport.clone().map_or_else(|| defaults::transport(*timeouts), Ok);
        let transport = note(&mut wrong, transport);
        if let (Some(transport), Some(headers)) = (&transport, &headers) {
            wrong.extend(self.refused(transport.as_ref(), headers));
        }
        let spawner = spawner.clone().unwrap_or_else(defaults::spawner);
        let chance = Arc::new(Chance::new(self.seed));
        let mut origins = note(&mut wrong, self.origins()).unwrap_or_default();
        origins.extend(base.as_ref().and_then(|base| base::origin(base.url())));
        let (api, insecure, timeouts, retry) = (*api, self.insecure, *timeouts, retry.clone());
        let max_body_bytes = self.max_body_bytes;
        #[cfg(feature = "cache")]
        let (cache, has_credentials) = (note(&mut wrong, self.cache()).flatten(), self.has_credentials());
        let Parts { variables, credentials, interceptors, attempt_interceptors, .. } = self;
        #[cfg(any(feature = "cache", feature = "outbox"))]
        let connectivity = self.connectivity.clone();
        #[cfg(feature = "outbox")]
        let outbox = self.outbox.clone();
        let Some(((base, headers), (clock, transport))) = base.zip(headers).zip(clock.zip(transport)) else {
            return Err(BuildError { wrong });
        };
        let tasks = Arc::new(Tasks::new(spawner));
        let keeper = |tokens| Keeper::new(tokens, Arc::clone(&clock), Arc::clone(&tasks) as _, Arc::clone(&chance));
        let credentials = hand_out(api, credentials, &keeper, &mut wrong);
        if !wrong.is_empty() {
            return Err(BuildError { wrong });
        }
        // Last: it is this client's from here on.
        #[cfg(feature = "outbox")]
        let outbox = match outbox.map(|outbox| outbox.core.attach(api.name, Arc::clone(&clock), connectivity.clone())) {
            Some(Err(why)) => return Err(BuildError { wrong: vec![format!("outbox: {why}")] }),
            Some(Ok(attached)) => Some(attached),
            None => None,
        };
        #[cfg(feature = "outbox")]
        if let Some(attached) = &outbox {
            credentials.keepers().for_each(|keeper| keeper.tell_of_tokens(attached.core.on_credentials()));
        }
        #[cfg(feature = "cache")]
        if let Some(Err(why)) = cache.as_ref().map(|of| of.cache.take(has_credentials)) {
            return Err(BuildError { wrong: vec![format!("cache: {why}")] });
        }
        let (budgets, redaction, gate) = (Budgets::new(retry.budget), Arc::new(redaction), Arc::default());
        Ok(Setup {
            api,
            base,
            variables,
            origins,
            insecure,
            credentials,
            headers,
            request_ids,
            timeouts,
            max_body_bytes,
            retry,
            budgets,
            transport,
            clock,
            tasks,
            chance,
            interceptors,
            attempt_interceptors,
            redaction,
            gate,
            #[cfg(any(feature = "cache", feature = "outbox"))]
            connectivity,
            #[cfg(feature = "cache")]
            cache,
            #[cfg(feature = "outbox")]
            outbox,
        })
    }

    /// What the transport cannot send of what each request would have.
    fn refused(&self, transport: &dyn Transport, headers: &HeaderMap) -> Vec<String> {
        let why = |what: String, name: &HeaderName| {
            transport.refuses(name).map(|why| format!("{what}: the transport cannot send the header `{name}`: {why}"))
        };
        let of_headers = headers.keys().filter_map(|name| why(format!("header `{name}`"), name));
        let used = |scheme: &Scheme| self.credentials.iter().any(|(schemes, _)| schemes.is(scheme));
        let of_credentials = self
            .api
            .schemes
            .iter()
            .filter(|scheme| used(scheme))
            .filter_map(|scheme| why(format!("credential for `{}`", scheme.name), &scheme.kind.header()?));
        of_headers.chain(of_credentials).collect()
    }

    /// The cache, and what it is used for.
    #[cfg(feature = "cache")]
    fn cache(&self) -> Result<Option<ClientCache>, String> {
        let Some(cache) = self.cache.clone() else {
            let unused = self.cache_policy.map(|_| "cache_policy: there is no cache: call `cache`".to_owned());
            return unused.map_or(Ok(None), Err);
        };
        if let Some(why) = cache.refuses(self.has_credentials()) {
            return Err(format!("cache: {why}"));
        }
        Ok(Some(ClientCache { cache, policy: self.cache_policy.unwrap_or_default() }))
    }

    /// Whether requests may get what proves who asks. What interceptors of attempts put on them is not seen before they are.
    #[cfg(feature = "cache")]
    fn has_credentials(&self) -> bool {
        !self.credentials.is_empty() || !self.attempt_interceptors.is_empty()
    }

    fn base(&self) -> Result<Base, String> {
        if let Some(url) = &self.base_url {
            return base::given(url).map(Base::Given).map_err(|why| format!("base_url: {why}"));
        }
        let Some(server) = self.api.servers.get(self.server) else {
            return Err("the description names no server: call `base_url`".to_owned());
        };
        let url = server.url(&self.variables).and_then(|url| base::described(&url, None));
        let refused = |why| format!("the description's server `{}`: {why}; call `base_url`", server.template());
        url.map(Base::Described).map_err(refused)
    }

    /// Here and not where a URL is made of them, as servers of single operations are not looked at before their calls.
    fn flawed_variables(&self) -> impl Iterator<Item = String> {
        let variables = self.variables.iter();
        variables.filter_map(|(name, value)| Some(format!("variable `{name}`: {}", base::flaw(value)?)))
    }

    fn origins(&self) -> Result<Vec<Origin>, String> {
        let parse = |text: &String| {
            let url = base::given(text).map_err(|why| format!("trust_origin: {why}"))?;
            base::origin(&url).ok_or_else(|| format!("trust_origin: {} has no origin", shown(&url)))
        };
        self.trusted.iter().map(parse).collect()
    }

    fn headers(&self) -> Result<HeaderMap, String> {
        let mut headers = HeaderMap::new();
        // A browser has a name of its own, and would ask other origins first whether they take ours (CORS).
        if cfg!(not(target_arch = "wasm32")) {
            let agent = HeaderValue::from_str(&format!("{}/{}", self.api.name, self.api.version));
            headers.extend(agent.ok().map(|agent| (header::USER_AGENT, agent)));
        }
        for (name, value) in &self.headers {
            let name = parse_name(name)?;
            let mut value =
                HeaderValue::from_str(value).map_err(|_| format!("header `{name}`: not a header's value"))?;
            value.set_sensitive(redact::sounds_secret(name.as_str()));
            if let Some(why) = refusal::why(&name, &value) {
                return Err(refusal::told(&name, why));
            }
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

/// Gives each credential to the schemes that it is for; one for a single scheme wins over one for all of a kind.
fn hand_out(
    api: &'static Api,
    given: Vec<(For, Credential)>,
    keeper: &dyn Fn(crate::auth::Tokens) -> Arc<Keeper>,
    wrong: &mut Vec<String>,
) -> Credentials {
    let mut credentials = Credentials::default();
    let (own, general): (Vec<_>, Vec<_>) = given.into_iter().partition(|(schemes, _)| matches!(schemes, For::One(_)));
    let mut taken = BTreeSet::new();
    for (schemes, credential) in own.into_iter().chain(general) {
        let of_all = !matches!(schemes, For::One(_));
        let fitting = api.schemes.iter().copied().filter(|scheme| schemes.is(scheme));
        let free: Vec<_> = fitting.filter(|scheme| !of_all || !taken.contains(scheme.name)).collect();
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
            Self::One(scheme) => write!(f, "`{}`", scheme.name),
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
