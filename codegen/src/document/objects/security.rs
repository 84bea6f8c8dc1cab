//! Security schemes: OpenAPI 3.0.4, sections 4.7.27 to 4.7.30, and the device flow of 3.2.0.

use super::Kind::{Boolean, List, Map, Text, Word};
use super::Version::V3_2;
use super::{Kind, Object, Others, object, optional, required};

pub(in crate::document) static SECURITY_SCHEME: Object = object(
    "Security Scheme Object",
    &[
        required("type", Word(&["apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"])),
        optional("description", Text).documented(),
        optional("name", Text),
        optional("in", Word(&["query", "header", "cookie"])),
        optional("scheme", Text),
        optional("bearerFormat", Text).documented(),
        optional("flows", Kind::Object(&OAUTH_FLOWS)).documented(),
        optional("openIdConnectUrl", Text).documented(),
        optional("oauth2MetadataUrl", Text).since(V3_2).documented(),
        optional("deprecated", Boolean).since(V3_2).documented(),
    ],
);

/// What each type of Security Scheme Object requires beside `type`.
pub(in crate::document) const REQUIRED_BY_SCHEME: &[(&str, &[&str])] = &[
    ("apiKey", &["name", "in"]),
    ("http", &["scheme"]),
    ("oauth2", &["flows"]),
    ("openIdConnect", &["openIdConnectUrl"]),
];

pub(in crate::document) static OAUTH_FLOWS: Object = object(
    "OAuth Flows Object",
    &[
        optional("implicit", Kind::Object(&IMPLICIT_FLOW)).documented(),
        optional("password", Kind::Object(&TOKEN_FLOW)).documented(),
        optional("clientCredentials", Kind::Object(&TOKEN_FLOW)).documented(),
        optional("authorizationCode", Kind::Object(&AUTHORIZATION_CODE_FLOW)).documented(),
        optional("deviceAuthorization", Kind::Object(&DEVICE_AUTHORIZATION_FLOW)).since(V3_2).documented(),
    ],
);

pub(in crate::document) static DEVICE_AUTHORIZATION_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("deviceAuthorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static IMPLICIT_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text).documented(),
        optional("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static TOKEN_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        optional("authorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static AUTHORIZATION_CODE_FLOW: Object = object(
    "OAuth Flow Object",
    &[
        required("authorizationUrl", Text).documented(),
        required("tokenUrl", Text).documented(),
        optional("refreshUrl", Text).documented(),
        required("scopes", Map(&Text)).documented(),
    ],
);

pub(in crate::document) static SECURITY_REQUIREMENT: Object =
    Object { name: "Security Requirement Object", fields: &[], others: Others::All(List(&Text)) };
