//! Credentials as a client is given them. Enters: secrets. Leaves: for each security scheme what to send. `Debug` shows
//! which schemes have one, never what.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::flaw::flaw;
use super::keeper::Keeper;
use super::source::{IntoTokens, Tokens};
use crate::redact::Secrets;
use crate::wire::Scheme;

/// What is sent for one security scheme.
pub(crate) enum Credential {
    Tokens(Tokens),
    Basic(Zeroizing<String>, Zeroizing<String>),
    Authorization(Zeroizing<String>),
    Key(Zeroizing<String>),
}

impl Credential {
    /// Bearer tokens: for schemes of the types bearer, OAuth 2.0 and OpenID Connect.
    pub(crate) fn bearer(tokens: impl IntoTokens) -> Self {
        Self::Tokens(tokens.into_tokens())
    }

    /// A user name and password (RFC 7617), in UTF-8.
    pub(crate) fn basic(user: &str, password: &str) -> Self {
        Self::Basic(Zeroizing::new(user.to_owned()), Zeroizing::new(password.to_owned()))
    }

    /// An API key, in the header, query parameter or cookie that the scheme names.
    pub(crate) fn api_key(key: impl Into<String>) -> Self {
        Self::Key(Zeroizing::new(key.into()))
    }

    /// The whole value of the `Authorization` header, for HTTP schemes that the runtime does not know.
    pub(crate) fn authorization(value: impl Into<String>) -> Self {
        Self::Authorization(Zeroizing::new(value.into()))
    }
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self {
            Self::Tokens(_) => "tokens",
            Self::Basic(..) => "user name and password",
            Self::Authorization(_) => "authorization",
            Self::Key(_) => "api key",
        };
        f.debug_tuple("Credential").field(&kind).finish()
    }
}

fn sound(secret: &str) -> Result<&str, &'static str> {
    flaw(secret).map_or(Ok(secret), Err)
}

/// `Basic ..` of a user name and a password (RFC 7617 section 2).
fn basic(user: &str, password: &str) -> Result<Zeroizing<String>, &'static str> {
    if user.contains(':') {
        return Err("the user name has a colon, which begins the password");
    }
    if user.contains(char::is_control) || password.contains(char::is_control) {
        return Err("the user name or the password has control characters, such as a line break");
    }
    let pair = Zeroizing::new(format!("{user}:{password}"));
    Ok(Zeroizing::new(format!("Basic {}", STANDARD.encode(pair.as_bytes()))))
}

/// A credential at work.
#[derive(Clone)]
pub(super) enum Ready {
    Tokens(Arc<Keeper>),
    /// The value of a header, a query parameter or a cookie, and what of it is secret.
    Fixed(HeaderValue, Secrets),
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
        let ready = match credential {
            Credential::Tokens(Tokens { flaw: Some(flaw), .. }) => return Err(flaw),
            Credential::Tokens(tokens) => Ready::Tokens(keeper(tokens)),
            Credential::Basic(user, password) => {
                Ready::Fixed(sensitive(&basic(&user, &password)?)?, Secrets::password(&user, &password))
            }
            Credential::Authorization(text) => Ready::Fixed(sensitive(sound(&text)?)?, Secrets::authorization(&text)),
            Credential::Key(text) => Ready::Fixed(sensitive(sound(&text)?)?, Secrets::one(&text)),
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
            Ready::Fixed(..) => None,
        })
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn sensitive(text: &str) -> Result<HeaderValue, &'static str> {
    let mut value =
        HeaderValue::from_bytes(text.as_bytes()).map_err(|_| "it has characters that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(value)
}
