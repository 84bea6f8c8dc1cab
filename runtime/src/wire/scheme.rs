//! The security schemes of a description, as constant data.
//!
//! In come literals of generated statics, out goes plain data. Which credential is chosen and how it is obtained is the
//! business of `auth`.

use http::{HeaderName, header};

/// A security scheme of the description.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// The key under `components.securitySchemes`.
    pub name: &'static str,
    /// What is sent, and where.
    pub kind: SchemeKind,
}

/// The kinds of security schemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// `Authorization: Bearer ..` (RFC 6750).
    Bearer,
    /// `Authorization: Basic ..` (RFC 7617).
    Basic,
    /// Another scheme of the `Authorization` header, by its name.
    Http(&'static str),
    /// An API key in the header of that name.
    ApiKeyHeader(&'static str),
    /// An API key in the query parameter of that name.
    ApiKeyQuery(&'static str),
    /// An API key in the cookie of that name.
    ApiKeyCookie(&'static str),
    /// An OAuth 2.0 access token, sent as a bearer token.
    OAuth2,
    /// An OpenID Connect token, sent as a bearer token.
    OpenIdConnect,
}

impl SchemeKind {
    /// The header that its credentials are in; `None` where that is none, or one that no request can have.
    pub(crate) fn header(self) -> Option<HeaderName> {
        match self {
            Self::Bearer | Self::Basic | Self::Http(_) | Self::OAuth2 | Self::OpenIdConnect => {
                Some(header::AUTHORIZATION)
            }
            Self::ApiKeyHeader(name) => name.parse().ok(),
            Self::ApiKeyCookie(_) => Some(header::COOKIE),
            Self::ApiKeyQuery(_) => None,
        }
    }
}

impl Scheme {
    const fn of(name: &'static str, kind: SchemeKind) -> Self {
        Self { name, kind }
    }

    /// A bearer token.
    #[must_use]
    pub const fn bearer(name: &'static str) -> Self {
        Self::of(name, SchemeKind::Bearer)
    }

    /// User name and password.
    #[must_use]
    pub const fn basic(name: &'static str) -> Self {
        Self::of(name, SchemeKind::Basic)
    }

    /// Any other scheme of the `Authorization` header.
    #[must_use]
    pub const fn http(name: &'static str, scheme: &'static str) -> Self {
        Self::of(name, SchemeKind::Http(scheme))
    }

    /// A key in a header.
    #[must_use]
    pub const fn api_key_header(name: &'static str, header: &'static str) -> Self {
        Self::of(name, SchemeKind::ApiKeyHeader(header))
    }

    /// A key in a query parameter.
    #[must_use]
    pub const fn api_key_query(name: &'static str, parameter: &'static str) -> Self {
        Self::of(name, SchemeKind::ApiKeyQuery(parameter))
    }

    /// A key in a cookie.
    #[must_use]
    pub const fn api_key_cookie(name: &'static str, cookie: &'static str) -> Self {
        Self::of(name, SchemeKind::ApiKeyCookie(cookie))
    }

    /// An OAuth 2.0 flow.
    #[must_use]
    pub const fn oauth2(name: &'static str) -> Self {
        Self::of(name, SchemeKind::OAuth2)
    }

    /// OpenID Connect discovery.
    #[must_use]
    pub const fn open_id_connect(name: &'static str) -> Self {
        Self::of(name, SchemeKind::OpenIdConnect)
    }
}

/// One scheme of a security requirement, with the scopes that the operation asks for.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// The scheme whose credential is sent.
    pub scheme: &'static Scheme,
    /// OAuth 2.0 scopes or roles.
    pub scopes: &'static [&'static str],
}

impl Need {
    /// A credential of the scheme, with those scopes.
    #[must_use]
    pub const fn new(scheme: &'static Scheme, scopes: &'static [&'static str]) -> Self {
        Self { scheme, scopes }
    }
}
