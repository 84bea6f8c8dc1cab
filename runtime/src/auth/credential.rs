//! Credentials as a client is given them. Enters: secrets. Leaves: for each security scheme what to send. `Debug` shows
//! which schemes have one, never what.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::keeper::Keeper;
use super::token::{IntoTokens, Tokens};
use crate::wire::{Scheme, SchemeKind};

/// What is sent for one security scheme.
pub struct Credential(pub(super) Given);

pub(super) enum Given {
    Tokens(Tokens),
    Authorization(Zeroizing<String>),
    Key(Zeroizing<String>),
    Transport,
}

impl Credential {
    /// Bearer tokens: for schemes of the types bearer, OAuth 2.0 and OpenID Connect.
    pub fn bearer(tokens: impl IntoTokens) -> Self {
        Self(Given::Tokens(tokens.into_tokens()))
    }

    /// A user name and password (RFC 7617), in UTF-8.
    pub fn basic(user: &str, password: &str) -> Self {
        let pair = Zeroizing::new(format!("{user}:{password}"));
        Self(Given::Authorization(Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes())))))
    }

    /// An API key, in the header, query parameter or cookie that the scheme names.
    pub fn api_key(key: impl Into<String>) -> Self {
        Self(Given::Key(Zeroizing::new(key.into())))
    }

    /// The whole value of the `Authorization` header, for HTTP schemes that the runtime does not know.
    pub fn authorization(value: impl Into<String>) -> Self {
        Self(Given::Authorization(Zeroizing::new(value.into())))
    }

    /// The transport has the credential: the client certificate of a mutual TLS scheme.
    pub fn transport() -> Self {
        Self(Given::Transport)
    }

    /// Whether it is of the sort that `kind` asks for.
    fn suits(&self, kind: SchemeKind) -> bool {
        use SchemeKind as K;
        match (&self.0, kind) {
            (Given::Tokens(_), K::Bearer | K::OAuth2 | K::OpenIdConnect) => true,
            (Given::Authorization(_), K::Basic | K::Bearer | K::Http(_) | K::OAuth2 | K::OpenIdConnect) => true,
            (Given::Key(_), K::ApiKeyHeader(_) | K::ApiKeyQuery(_) | K::ApiKeyCookie(_)) => true,
            (Given::Transport, K::MutualTls) => true,
            (Given::Tokens(_) | Given::Authorization(_) | Given::Key(_) | Given::Transport, _) => false,
        }
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.0 {
            Given::Tokens(_) => "tokens",
            Given::Authorization(_) => "authorization",
            Given::Key(_) => "api key",
            Given::Transport => "transport",
        };
        f.debug_tuple("Credential").field(&kind).finish()
    }
}

/// A credential at work.
#[derive(Clone)]
pub(super) enum Ready {
    Tokens(Arc<Keeper>),
    Authorization(HeaderValue),
    Key(HeaderValue),
    Transport,
}

/// The credentials of a client, by the scheme's name.
#[derive(Clone, Default)]
pub(crate) struct Credentials(BTreeMap<&'static str, Ready>);

impl Credentials {
    /// Puts `credential` to work for `schemes`, which share its tokens; says why it cannot.
    pub(crate) fn add(
        &mut self,
        schemes: &[&'static Scheme],
        credential: Credential,
        keeper: &dyn Fn(Tokens) -> Arc<Keeper>,
    ) -> Result<(), &'static str> {
        if !schemes.iter().all(|scheme| credential.suits(scheme.kind)) {
            return Err("the scheme asks for a credential of another kind");
        }
        let sensitive = |text: &str| {
            let mut value = HeaderValue::from_str(text).map_err(|_| "it has characters that a header cannot carry")?;
            value.set_sensitive(true);
            Ok::<_, &'static str>(value)
        };
        let ready = match credential.0 {
            Given::Tokens(tokens) => Ready::Tokens(keeper(tokens)),
            Given::Authorization(value) => Ready::Authorization(sensitive(&value)?),
            Given::Key(key) => Ready::Key(sensitive(&key)?),
            Given::Transport => Ready::Transport,
        };
        self.0.extend(schemes.iter().map(|scheme| (scheme.name, ready.clone())));
        Ok(())
    }

    pub(super) fn get(&self, scheme: &Scheme) -> Option<&Ready> {
        self.0.get(scheme.name)
    }

    pub(crate) fn keepers(&self) -> impl Iterator<Item = &Arc<Keeper>> {
        self.0.values().filter_map(|ready| match ready {
            Ready::Tokens(keeper) => Some(keeper),
            Ready::Authorization(_) | Ready::Key(_) | Ready::Transport => None,
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
