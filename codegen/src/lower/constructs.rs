//! What is decided of constructs that are no members: each list stands beside the code that decides, and what is only told stands here.

use super::{enums, notation, parameter, response, scalar, security, tag_value};
use crate::decision::{At, Construct, Decision, Has};
use crate::diagnostic::{Entry, catalogue};
use crate::document::Document;

/// In the order of the page.
pub(crate) fn constructs() -> impl Iterator<Item = &'static Construct> {
    let lists = [notation::DECIDED, scalar::DECIDED, response::DECIDED, parameter::DECIDED, security::DECIDED];
    lists.into_iter().chain([enums::DECIDED, tag_value::DECIDED, OTHERS, COMPOSED, LESS]).flatten()
}

/// What no room reads.
static OTHERS: &[Construct] = &[Construct {
    group: "Extensions",
    name: "all others: `x-own`",
    versions: Construct::EVERY,
    at: At::Named(is_foreign),
    decision: Decision::ignored("they are for other programs"),
}];

/// Whether an extension is none of those that are read.
fn is_foreign(name: &str) -> bool {
    let known =
        [Document::EXTENSIONS, enums::NAMES, enums::DESCRIPTIONS, tag_value::KEYS, &["x-nullable", "x-example"]];
    name.starts_with("x-") && !known.iter().any(|known| known.contains(&name))
}

const IN_3_2: [Has; 4] = [Has::No, Has::No, Has::No, Has::Yes];

/// Compositions that no type has as they are.
static COMPOSED: &[Construct] = &[
    schema(
        "`oneOf` or `anyOf` beside `properties`",
        Construct::OPENAPI,
        "the properties have fields; what the alternatives add is kept by its key",
        &catalogue::ALTERNATIVES_IN_OBJECT,
    ),
    schema(
        "`allOf` of objects and other values",
        Construct::EVERY,
        "the last one, as of a property that members describe as different types",
        &catalogue::ALL_OF_MIXED,
    ),
    schema(
        "alternatives with the same keys",
        Construct::OPENAPI,
        "the first that fits, which keeps all that the value has",
        &catalogue::UNION_BY_TRYING,
    ),
    schema(
        "a `discriminator` that means no alternative, or several",
        Construct::EVERY,
        "the alternatives are tried",
        &catalogue::DISCRIMINATOR_UNUSABLE,
    ),
    schema(
        "a `mapping` to what is no alternative",
        Construct::OPENAPI,
        "values with that tag are kept as unknown",
        &catalogue::MAPPING_UNUSABLE,
    ),
    schema(
        "a schema that is only a whole of itself",
        Construct::EVERY,
        "any value where that is within it",
        &catalogue::REFERENCE_OUT_OF_REACH,
    ),
    schema(
        "a required property that nothing describes",
        Construct::EVERY,
        "any value",
        &catalogue::UNDESCRIBED_PROPERTY,
    ),
    schema(
        "a keyword of another type",
        Construct::EVERY,
        "it says nothing about the values",
        &catalogue::KEYWORD_OF_OTHER_TYPE,
    ),
    schema(
        "a tuple without `minItems`",
        Construct::SINCE_3_1,
        "an enum of the tuple and of whatever else comes",
        &catalogue::TUPLE_MAY_BE_SHORTER,
    ),
    schema("a tuple of more than 12 items", Construct::SINCE_3_1, "a list", &catalogue::TUPLE_TOO_LONG),
    schema(
        "values of several types, by the patterns of their keys or by their places",
        Construct::SINCE_3_1,
        "any value; documented",
        &catalogue::UNLIKE_VALUES,
    ),
];

const fn schema(name: &'static str, versions: [Has; 4], how: &'static str, entry: &'static Entry) -> Construct {
    let decision = Decision::told(how, entry);
    Construct { group: "Compositions with less than they say", name, versions, at: At::Told, decision }
}

/// What else clients have less of.
static LESS: &[Construct] = &[
    of("a header of a structure, in XML or of objects in objects", "its text", &catalogue::HEADER_AS_TEXT),
    of("media types that only parameters tell apart", "the first", &catalogue::ONE_MEDIA_TYPE),
    of("a media type that is misspelt", "as it is written", &catalogue::MEDIA_TYPE_MISSPELT),
    of("a property of a form in XML", "bytes that the caller makes", &catalogue::ENCODING_UNUSABLE),
    of(
        "a body that the server sends, and that is no JSON, form or text",
        "the caller has its bytes",
        &catalogue::INCOMING_UNREAD,
    ),
    Construct {
        versions: Construct::EVERY,
        ..of("a JSON patch that is described as an object", "a list of any values", &catalogue::PATCH_IS_A_LIST)
    },
    Construct { versions: IN_3_2, ..of("`itemSchema` of one value", "as `schema`", &catalogue::ITEM_SCHEMA_UNUSABLE) },
    of("a further tag of an operation", "a handle of the first alone", &catalogue::FURTHER_TAG),
    Construct {
        versions: IN_3_2,
        ..of("a `parent` that is no tag, or in a circle", "as it is written", &catalogue::TAG_WITHOUT_PLACE)
    },
    of("a security scheme that is not declared", "it is no alternative", &catalogue::UNKNOWN_SCHEME),
    of("an authentication scheme that is misspelt", "as it is written", &catalogue::SCHEME_MISSPELT),
    of("an API key with a name that cannot be sent", "it is not sent", &catalogue::KEY_NAME),
    of("a server without a URL that can be used", "callers give the address", &catalogue::BAD_SERVER),
    of("words of values that count otherwise", "left out", &catalogue::WORDS_OF_VALUES),
    of("`x-pagination` that does not fit", "left out", &catalogue::PAGINATION_UNUSABLE),
    of("`x-websocket` that does not fit", "left out", &catalogue::SOCKET_UNUSABLE),
    of("`x-sse` that does not fit", "left out", &catalogue::EVENTS_UNUSABLE),
];

const fn of(name: &'static str, how: &'static str, entry: &'static Entry) -> Construct {
    let decision = Decision::told(how, entry);
    Construct { group: "Less than described", name, versions: Construct::OPENAPI, at: At::Told, decision }
}
