//! What the specification says of members that stand together, of the items of lists and of the form of texts, beyond their kinds.

use super::{
    AUTHORIZATION_CODE_FLOW, DEVICE_AUTHORIZATION_FLOW, IMPLICIT_FLOW, Object, SCHEMA, SECURITY_SCHEME, TOKEN_FLOW,
    XML, v2, v3,
};

/// Two members of which an object has one at most.
pub(in crate::document) struct Exclusion {
    pub(in crate::document) object: &'static Object,
    pub(in crate::document) one: &'static str,
    pub(in crate::document) other: &'static str,
    /// What becomes of an object that has both.
    pub(in crate::document) becomes: &'static str,
}

const BOTH_SHOWN: &str = "both are documented";
const NEITHER: &str = "neither is read";
const VALUE_COUNTS: &str = "`value` counts";
const BY_SCHEMA: &str = "the schema says which of them is read";

/// OAS 3.2.0 sections 4.6, 4.10, 4.12, 4.14, 4.15, 4.19 to 4.21 and 4.26; of what 3.0 and 3.1 have, they say the same.
pub(in crate::document) static EXCLUSIONS: &[Exclusion] = &[
    either(&v3::PARAMETER, "example", "examples", BOTH_SHOWN),
    either(&v3::HEADER, "example", "examples", BOTH_SHOWN),
    either(&v3::MEDIA_TYPE, "example", "examples", NEITHER),
    either(&v3::MEDIA_TYPE, "encoding", "prefixEncoding", BY_SCHEMA),
    either(&v3::MEDIA_TYPE, "encoding", "itemEncoding", BY_SCHEMA),
    either(&v3::ENCODING, "encoding", "prefixEncoding", NEITHER),
    either(&v3::ENCODING, "encoding", "itemEncoding", NEITHER),
    either(&v3::EXAMPLE, "value", "externalValue", VALUE_COUNTS),
    either(&v3::EXAMPLE, "value", "dataValue", VALUE_COUNTS),
    either(&v3::EXAMPLE, "value", "serializedValue", VALUE_COUNTS),
    either(&v3::EXAMPLE, "serializedValue", "externalValue", "`serializedValue` counts"),
    either(&v3::LINK, "operationRef", "operationId", "the list of links has one of them"),
    either(&v3::LICENSE, "identifier", "url", "`url` is documented"),
    either(&XML, "attribute", "nodeType", NEITHER),
    either(&XML, "wrapped", "nodeType", NEITHER),
];

const fn either(object: &'static Object, one: &'static str, other: &'static str, becomes: &'static str) -> Exclusion {
    Exclusion { object, one, other, becomes }
}

/// A member of a Parameter Object that says nothing at a place.
pub(in crate::document) struct Idle {
    /// `in`.
    pub(in crate::document) place: &'static str,
    /// The style for which it is so, if not any.
    pub(in crate::document) style: Option<&'static str>,
    pub(in crate::document) member: &'static str,
    pub(in crate::document) why: &'static str,
}

/// OAS 3.2.0 section 4.12.2; Swagger 2.0, Parameter Object.
pub(in crate::document) static WITHOUT_EFFECT: &[Idle] = &[
    idle("header", "allowReserved", "headers are not percent-encoded"),
    Idle {
        style: Some("cookie"),
        ..idle("cookie", "allowReserved", "a cookie of the style `cookie` is not percent-encoded")
    },
    idle("path", "allowEmptyValue", FOR_QUERIES),
    idle("header", "allowEmptyValue", FOR_QUERIES),
    idle("cookie", "allowEmptyValue", FOR_QUERIES),
    // Of Swagger 2.0, which has it for the fields of forms too.
    idle("body", "allowEmptyValue", FOR_QUERIES),
];

const FOR_QUERIES: &str = "it is for queries";

const fn idle(place: &'static str, member: &'static str, why: &'static str) -> Idle {
    Idle { place, style: None, member, why }
}

/// Lists that have no item twice (JSON Schema 2020-12 Validation, section 6.5.3).
pub(in crate::document) static WITHOUT_REPETITION: &[(&Object, &str)] =
    &[(&SCHEMA, "required"), (&v2::SCHEMA, "required")];

/// What a text is the address of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Address {
    /// A URI, or a reference to one (RFC 3986).
    Uri,
    /// A mailbox (RFC 5322, section 3.4.1).
    Email,
}

/// Members that are addresses for readers.
pub(in crate::document) static ADDRESSES: &[(&Object, &str, Address)] = &[
    (&v3::INFO, "termsOfService", Address::Uri),
    (&v3::CONTACT, "url", Address::Uri),
    (&v3::CONTACT, "email", Address::Email),
    (&v3::LICENSE, "url", Address::Uri),
    (&v3::EXTERNAL_DOCUMENTATION, "url", Address::Uri),
    (&SECURITY_SCHEME, "openIdConnectUrl", Address::Uri),
    (&SECURITY_SCHEME, "oauth2MetadataUrl", Address::Uri),
    (&v2::SECURITY_SCHEME, "authorizationUrl", Address::Uri),
    (&v2::SECURITY_SCHEME, "tokenUrl", Address::Uri),
    (&v2::SECURITY_SCHEME, "openIdConnectUrl", Address::Uri),
    (&IMPLICIT_FLOW, "authorizationUrl", Address::Uri),
    (&TOKEN_FLOW, "tokenUrl", Address::Uri),
    (&TOKEN_FLOW, "refreshUrl", Address::Uri),
    (&AUTHORIZATION_CODE_FLOW, "authorizationUrl", Address::Uri),
    (&AUTHORIZATION_CODE_FLOW, "tokenUrl", Address::Uri),
    (&AUTHORIZATION_CODE_FLOW, "refreshUrl", Address::Uri),
    (&DEVICE_AUTHORIZATION_FLOW, "deviceAuthorizationUrl", Address::Uri),
    (&DEVICE_AUTHORIZATION_FLOW, "tokenUrl", Address::Uri),
];
