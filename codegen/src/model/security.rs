//! Security schemes and what an operation needs of them.

use super::{Docs, WireName};

/// Identifies a scheme: its index in `Api::schemes`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SchemeId(pub(crate) usize);

/// A way to show who is calling.
#[derive(Clone, Debug)]
pub(crate) struct SecurityScheme {
    pub(crate) name: WireName,
    pub(crate) kind: SchemeKind,
    pub(crate) docs: Docs,
}

/// The kinds of OAS 3.0.4 section 4.8.27.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum SchemeKind {
    Basic,
    Bearer,
    /// Another scheme of the HTTP Authorization header, by its registered name.
    Http(String),
    ApiKeyHeader(WireName),
    ApiKeyQuery(WireName),
    ApiKeyCookie(WireName),
    OAuth2,
    OpenIdConnect,
}

/// One scheme of a requirement, with the scopes it must carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Need {
    pub(crate) scheme: SchemeId,
    pub(crate) scopes: Vec<String>,
}
