//! The Schema Object: OpenAPI 3.0.4, section 4.7.24, with the keywords of JSON Schema 2020-12 that 3.1 has for it, and what stands in it.

use super::Kind::{Any, Boolean, BooleanOr, Count, List, Map, Number, OneOrMany, OrReference, Text, Word};
use super::Version::{V3_0, V3_1, V3_2};
use super::{
    BOUND, DEFAULT, DIALECT, EXAMPLE_SAID, EXTERNAL_DOCUMENTATION, Field, Kind, NO_XML, Object, TITLE, UNCHECKED,
    WORDS_TELL, joined, object, optional, required,
};
use crate::diagnostic::catalogue;

const CONDITION: &str = "documented; its properties are kept as they are, and nothing is checked";

/// What bounds values, as all versions have it.
pub(super) const LIMITS: &[Field] = &[
    optional("pattern", Text).half(UNCHECKED),
    optional("minLength", Count).half(UNCHECKED),
    optional("maxLength", Count).half(UNCHECKED),
    optional("minimum", Number).half(BOUND),
    optional("maximum", Number).half(BOUND),
    optional("exclusiveMinimum", BooleanOr(&Number)).half(BOUND),
    optional("exclusiveMaximum", BooleanOr(&Number)).half(BOUND),
    optional("multipleOf", Number).half(UNCHECKED),
    optional("minItems", Count).half(UNCHECKED),
    optional("maxItems", Count).half(UNCHECKED),
    optional("uniqueItems", Boolean).half(UNCHECKED),
    optional("minProperties", Count).half(UNCHECKED),
    optional("maxProperties", Count).half(UNCHECKED),
];

pub(in crate::document) static SCHEMA: Object = object("Schema Object", &SCHEMA_FIELDS);

static SCHEMA_FIELDS: [Field; 63] = joined(&[
    &[
        optional("$ref", Text),
        optional("type", OneOrMany(&Word(TYPES))),
        optional("properties", Map(&OrReference(&SCHEMA))),
        optional("description", Text).telling(WORDS_TELL),
        optional("format", Text),
        optional("items", OrReference(&SCHEMA)),
        optional("required", List(&Text)),
        optional("enum", List(&Any)),
        optional("example", Any).how(EXAMPLE_SAID),
        optional("title", Text).telling(TITLE),
        optional("default", Any).telling(DEFAULT),
        optional("nullable", Boolean).until(V3_0),
        optional("allOf", List(&OrReference(&SCHEMA))),
        optional("oneOf", List(&OrReference(&SCHEMA))),
        optional("anyOf", List(&OrReference(&SCHEMA))),
        optional("not", OrReference(&SCHEMA))
            .told("any value; where types remain when `not` takes some away, those", &catalogue::NOT_SCHEMA),
        optional("additionalProperties", BooleanOr(&OrReference(&SCHEMA))),
        optional("readOnly", Boolean),
        optional("writeOnly", Boolean),
        optional("deprecated", Boolean),
        optional("discriminator", Kind::Object(&DISCRIMINATOR)),
    ],
    LIMITS,
    &[
        optional("xml", Kind::Object(&XML)).ignored(NO_XML),
        optional("externalDocs", Kind::Object(&EXTERNAL_DOCUMENTATION)).telling(WORDS_TELL),
        // JSON Schema 2020-12: Core sections 8 and 10, Validation sections 6, 8 and 9.
        optional("const", Any).since(V3_1),
        optional("examples", List(&Any)).since(V3_1).how(EXAMPLE_SAID),
        optional("prefixItems", List(&OrReference(&SCHEMA))).since(V3_1),
        optional("contains", OrReference(&SCHEMA)).since(V3_1).half(UNCHECKED),
        optional("minContains", Count).since(V3_1).half(UNCHECKED),
        optional("maxContains", Count).since(V3_1).half(UNCHECKED),
        optional("patternProperties", Map(&OrReference(&SCHEMA)))
            .since(V3_1)
            .told(
                "documented; types the keys that no property names, where `additionalProperties` is false and all patterns say the same; else any value",
                &catalogue::UNLIKE_VALUES,
            ),
        optional("propertyNames", OrReference(&SCHEMA))
            .since(V3_1)
            .half("documented; keys are texts that are not checked"),
        optional("unevaluatedProperties", BooleanOr(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("as `additionalProperties`, where that is not there"),
        optional("unevaluatedItems", BooleanOr(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("as `items`, where nothing else of the schema says which items there are"),
        optional("dependentSchemas", Map(&OrReference(&SCHEMA))).since(V3_1).half(CONDITION),
        optional("dependentRequired", Map(&List(&Text))).since(V3_1).half(UNCHECKED),
        optional("if", OrReference(&SCHEMA)).since(V3_1).half(CONDITION),
        optional("then", OrReference(&SCHEMA)).since(V3_1).half(CONDITION),
        optional("else", OrReference(&SCHEMA)).since(V3_1).half(CONDITION),
        optional("contentEncoding", Text).since(V3_1).how("Base64 is bytes; a text in any other encoding is passed as it is, and documented"),
        optional("contentMediaType", Text)
            .since(V3_1)
            .how("bytes, where a whole body or a part is that, without an encoding, and no text; else documented"),
        optional("contentSchema", OrReference(&SCHEMA))
            .since(V3_1)
            .told("the text as it is; of the data of server-sent events what it describes", &catalogue::CONTENT_SCHEMA),
        optional("$defs", Map(&OrReference(&SCHEMA))).since(V3_1),
        optional("definitions", Map(&OrReference(&SCHEMA)))
            .since(V3_1)
            .how("the earlier name of `$defs`, which the meta-schema of 2020-12 still has"),
        optional("$id", Text).since(V3_1).how("references lead to it"),
        optional("$anchor", Text).since(V3_1).how("references lead to it"),
        optional("$dynamicRef", Text).since(V3_1),
        optional("$dynamicAnchor", Text).since(V3_1),
        optional("$schema", Text).since(V3_1).told(DIALECT, &catalogue::UNKNOWN_DIALECT),
        optional("$vocabulary", Any).since(V3_1).ignored("meta-schemas have it, and descriptions are none"),
        optional("$comment", Text)
            .since(V3_1)
            .ignored("it is for those who write the description (JSON Schema 2020-12 Core, section 8.3)"),
    ],
]);

/// Keywords of schemas that say nothing about values.
const ANNOTATIONS: &[&str] = &[
    "$defs",
    "definitions",
    "$id",
    "$anchor",
    "$schema",
    "$comment",
    "title",
    "description",
    "deprecated",
    "readOnly",
    "writeOnly",
    "example",
    "examples",
    "default",
    "externalDocs",
    "xml",
];

/// Whether a keyword of a schema says nothing about values.
pub(in crate::document) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key)
}

pub(in crate::document) const TYPES: &[&str] = &["string", "number", "integer", "boolean", "array", "object", "null"];

pub(in crate::document) static DISCRIMINATOR: Object = object(
    "Discriminator Object",
    &[required("propertyName", Text), optional("mapping", Map(&Text)), optional("defaultMapping", Text).since(V3_2)],
);

pub(super) static XML: Object = object(
    "XML Object",
    &[
        optional("name", Text).ignored(NO_XML),
        optional("namespace", Text).ignored(NO_XML),
        optional("prefix", Text).ignored(NO_XML),
        optional("attribute", Boolean).ignored(NO_XML),
        optional("wrapped", Boolean).ignored(NO_XML),
        optional("nodeType", Text).since(V3_2).ignored(NO_XML),
    ],
);
