//! What a client is made of: its base URL, credentials, policies and transport, and what its calls share while they run. Enters: what the
//! builder has checked. Leaves: the same, for calls and all that sends them. Calls, and the end of them, are not its business.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use http::HeaderMap;
use url::Url;

use crate::auth::{Credentials, Insecure};
#[cfg(feature = "cache")]
use crate::cache::ClientCache;
use crate::clock::{Chance, Clock};
#[cfg(any(feature = "cache", feature = "outbox"))]
use crate::connectivity::Connectivity;
use crate::intercept::Erased;
use crate::origin::Origin;
#[cfg(feature = "outbox")]
use crate::outbox::Attached;
use crate::redact::Redaction;
use crate::retry::{Budgets, RetryPolicy};
use crate::timeout::Timeouts;
use crate::transport::Transport;
use crate::wire::{Api, BuildFailure, Spec};

pub(crate) mod base;
#[cfg(feature = "sse")]
mod events;
mod gate;
#[cfg(all(test, loom))]
mod model;
mod options;
mod tasks;

#[cfg(feature = "sse")]
pub use events::EventOptions;
pub use options::CallOptions;

pub(crate) use base::Base;
pub(crate) use gate::{Closed, Gate, Lasts, Ticket};
pub(crate) use tasks::Tasks;

/// Inside of a client.
pub(crate) struct Setup {
    pub(crate) api: &'static Api,
    pub(crate) base: Base,
    /// What is set of the variables of the description's servers.
    pub(crate) variables: BTreeMap<&'static str, String>,
    /// Where credentials may go besides an operation's own server.
    pub(crate) origins: Vec<Origin>,
    pub(crate) insecure: Insecure,
    pub(crate) credentials: Credentials,
    pub(crate) headers: HeaderMap,
    pub(crate) request_ids: Vec<http::HeaderName>,
    pub(crate) timeouts: Timeouts,
    pub(crate) max_body_bytes: usize,
    pub(crate) retry: RetryPolicy,
    pub(crate) budgets: Budgets,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) clock: Arc<dyn Clock>,
    /// Runs loads and refreshes of tokens, and what looks after what calls leave open.
    pub(crate) tasks: Arc<Tasks>,
    pub(crate) chance: Arc<Chance>,
    pub(crate) interceptors: Vec<Arc<dyn Erased>>,
    pub(crate) attempt_interceptors: Vec<Arc<dyn Erased>>,
    pub(crate) redaction: Arc<Redaction>,
    pub(crate) gate: Arc<Gate>,
    #[cfg(any(feature = "cache", feature = "outbox"))]
    pub(crate) connectivity: Connectivity,
    #[cfg(feature = "cache")]
    pub(crate) cache: Option<ClientCache>,
    #[cfg(feature = "outbox")]
    pub(crate) outbox: Option<Attached>,
}

impl Setup {
    /// The base URL for one operation: its own server where the description names one, unless the client was built with
    /// a base URL, which then holds for everything.
    pub(crate) fn base_url_for(&self, operation: &Spec) -> Result<Cow<'_, Url>, BuildFailure> {
        match (&self.base, operation.servers.first()) {
            (Base::Described(url), Some(server)) => {
                let own = server.url(&self.variables).and_then(|text| base::described(&text, Some(url)));
                let refused = |why| BuildFailure::request(format!("the server `{}`: {why}", server.template()));
                own.map(Cow::Owned).map_err(refused)
            }
            (Base::Described(url) | Base::Given(url), _) => Ok(Cow::Borrowed(url)),
        }
    }
}
