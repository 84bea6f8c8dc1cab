//! Every message that the user can see, as data: code, severity, what went wrong in general, what to do about it.
//!
//! Codes are grouped by the room that reports them: 01xx reading, 02xx structure, 03xx references, 04xx lowering, 05xx names,
//! 06xx settings. A code is never used again for something else. The particulars of one case are the reporter's business.

use super::Severity::{self, Error, Note, Warning};

/// One kind of message.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// `CW` and four digits.
    pub code: &'static str,
    /// Whether generation can go on.
    pub severity: Severity,
    /// What is wrong, in general.
    pub title: &'static str,
    /// What to do about it; the reporter may replace it by something more exact.
    pub help: &'static str,
}

/// Declares the entries and the list of all of them in one go, so that none can be missing from it.
macro_rules! entries {
    ($($name:ident = $code:literal $severity:ident, $title:literal, $help:literal;)*) => {
        $(
            #[doc = $title]
            pub(crate) static $name: Entry = Entry { code: $code, severity: $severity, title: $title, help: $help };
        )*
        /// All entries in the order of their codes.
        pub static ENTRIES: &[&Entry] = &[$(&$name),*];
    };
}

entries! {
    // 01xx: reading the text.
    SYNTAX = "CW0101" Error, "the text is neither YAML nor JSON", "correct the syntax at the marked place";
    NESTED_TOO_DEEP = "CW0102" Error, "values are nested too deep",
        "give inner schemas a name under `components` and refer to them";
    EXPANDS_TOO_FAR = "CW0103" Error, "aliases expand to too many values", "repeat less: use `$ref` in the place of YAML aliases";
    DUPLICATE_KEY = "CW0104" Warning, "a key stands twice in one object", "remove one of the two";
    UNREADABLE_VALUE = "CW0105" Warning, "a value has no form in JSON", "write a value that JSON can hold";
    UNKNOWN_VERSION = "CW0110" Error, "the version of the description is missing or unknown", "begin the description with `openapi: 3.0.4`";
    VERSION_NOT_READ = "CW0111" Error, "this version of OpenAPI is not read yet", "convert the description to OpenAPI 3.0";

    // 020x and 021x: structure.
    MISSING_MEMBER = "CW0201" Error, "a required member is missing", "add the member";
    WRONG_KIND = "CW0202" Error, "a value is of another kind than the specification asks for", "write a value of that kind";
    UNKNOWN_WORD = "CW0203" Error, "a word is none of those that the specification gives", "write one of the words";
    UNKNOWN_MEMBER = "CW0204" Warning, "an object has a member that the specification does not know",
        "remove it, or let its name begin with `x-`";
    NO_STATUS = "CW0205" Error, "a key of the responses is no status code", "write `200`, `4XX` or `default`";
    BAD_PATH_TEMPLATE = "CW0206" Error, "the template of a path cannot be read", "write each parameter as `{name}`";
    DUPLICATE_OPERATION_ID = "CW0207" Error, "two operations have the same operationId", "give each operation an operationId of its own";
    UNDECLARED_PATH_PARAMETER = "CW0208" Warning, "a path has a parameter that is not declared", "declare it with `in: path`";
    UNUSED_PATH_PARAMETER = "CW0209" Warning, "a path parameter does not occur in the path", "remove it, or write it into the path";
    DUPLICATE_PARAMETER = "CW0210" Warning, "a parameter is declared twice", "remove one of the two";

    // 022x and 023x: slips that are repaired, because what they mean is known.
    MISSING_TAKEN_AS_EMPTY = "CW0220" Warning, "a required member is missing and taken as empty", "add the member";
    OTHER_KIND_READ = "CW0221" Warning, "a value is of another kind, but clear", "write it as the specification asks";
    NULL_TAKEN_AS_ABSENT = "CW0222" Warning, "null stands where a value is asked for", "remove the member";
    OTHER_WORD_READ = "CW0223" Warning, "a word is not the one of the specification, but clear", "write the word of the specification";
    REQUIRED_ON_PROPERTY = "CW0224" Warning, "`required` is a boolean in a schema", "list the property under `required` of the schema around it";
    NEWER_KEYWORD_READ = "CW0225" Warning, "a keyword is used as in OpenAPI 3.1", "write it as OpenAPI 3.0 does, or declare `openapi: 3.1.0`";
    OLDER_KEYWORD_READ = "CW0226" Warning, "a keyword is used as in Swagger 2.0", "write it as OpenAPI 3.0 does";
    ENUM_READ = "CW0227" Warning, "the values of an enum do not fit", "write values of the type that the schema has";
    DEFAULT_IGNORED = "CW0228" Warning, "a default does not fit its schema", "write a default of the type that the schema has";
    EXAMPLES_READ = "CW0229" Warning, "examples are not Example Objects", "write `name: {value: ...}`";
    SECURITY_READ = "CW0230" Warning, "a security requirement has another form, but is clear", "write a list of `name: [scopes]`";
    STYLE_IGNORED = "CW0231" Warning, "a style does not exist for this place", "use a style of the place, or none";
    PATH_WITHOUT_SLASH = "CW0232" Warning, "a path does not begin with `/`", "let it begin with `/`";
    BOUND_IGNORED = "CW0233" Warning, "a bound cannot be met or does not bound", "write a whole number from 0";
    PARAMETER_WITHOUT_SCHEMA = "CW0234" Warning, "a parameter says nothing about its values", "give it a `schema`";
    CONTENT_AMBIGUOUS = "CW0235" Warning, "a parameter has several forms", "keep either `schema` or one entry of `content`";

    // 03xx: references.
    UNKNOWN_REF = "CW0301" Error, "a reference leads nowhere", "correct the reference, or add what it names";
    OTHER_FILE = "CW0302" Error, "references into other files are not read yet", "bundle the files into one description";
    REF_CYCLE = "CW0303" Error, "references lead in a circle", "let one of them lead to a definition";
    WRONG_REF_KIND = "CW0304" Error, "a reference leads to something of another kind", "refer to a component of the kind that is asked for here";
    BESIDE_REF = "CW0305" Warning, "members beside a `$ref` are ignored", "remove them, or put the reference into `allOf`";
    REF_READ = "CW0306" Warning, "a reference is written in another form, but is clear", "write `#/components/schemas/Name`";
    UNUSED_REF = "CW0307" Warning, "a reference that the client has no use for leads nowhere", "correct or remove it";
    MAPPING_IGNORED = "CW0308" Warning, "an entry of a discriminator mapping leads nowhere", "correct the entry, or add the schema that it names";
    EMPTY_REF = "CW0309" Warning, "a reference names nothing", "write the name of the schema that is meant";
    MISPLACED_REF = "CW0310" Warning, "a reference leads to something that holds what is meant", "refer to the schema itself";

    // 04xx: lowering.
    REFERENCE_OUT_OF_REACH = "CW0401" Warning, "a reference leads to something that has no place here",
        "give the thing a name under `components` and refer to that";
    NOT_SCHEMA = "CW0402" Warning, "`not` cannot be a type", "any value is accepted; say what the value is, not what it is not";
    MIXED_ENUM = "CW0403" Warning, "an enum has values of several kinds", "any value is accepted; list values of one kind";
    UNKNOWN_FORMAT = "CW0404" Note, "a format is not known",
        "it is kept exactly as text; date, date-time, uuid, byte, password, ipv4 and ipv6 have types of their own";
    ALTERNATIVES_IN_OBJECT = "CW0405" Warning, "an object has alternatives besides its properties",
        "all keys are kept; name one schema for each alternative and list them in a `oneOf` of references";
    ALL_OF_MIXED = "CW0406" Warning, "an `allOf` mixes objects with other values", "remove the member that is not an object";
    DISCRIMINATOR_UNUSABLE = "CW0407" Warning, "a discriminator cannot be used", "give each alternative a name under `components/schemas`";
    MAPPING_UNUSABLE = "CW0408" Warning, "a mapping leads nowhere", "map to a schema that is listed in the `oneOf`";
    UNION_BY_TRYING = "CW0409" Warning, "alternatives look alike", "they are tried in order; add a `discriminator`";
    UNKNOWN_SCHEME = "CW0410" Warning, "a security scheme is not known", "declare it under `components/securitySchemes`";
    NOT_GENERATED_YET = "CW0411" Warning, "an operation is not generated yet", "it is listed in `reference.md` with the reason";
    RESERVED_HEADER = "CW0412" Warning, "a header parameter is ignored", "remove the parameter (OAS 3.0.4 section 4.8.12.1)";
    ONE_MEDIA_TYPE = "CW0413" Warning, "only one of several media types is used",
        "it is listed in `reference.md`; put the wanted one first or leave the others out";
    MEDIA_TYPE_AS_BYTES = "CW0414" Warning, "a media type has no typed form", "the bytes are passed as they are";
    PAGINATION_UNUSABLE = "CW0415" Warning, "`x-pagination` does not fit the operation",
        "the form of the extension is in `specs/README.md`";
    UNDESCRIBED_PROPERTY = "CW0416" Warning, "a required property is not described", "describe it under `properties`";

    // 05xx: names.
    NAME_TAKEN = "CW0501" Warning, "two things would have the same name", "set a name for one of them in the settings, under `[names]`";

    // 06xx: settings.
    SETTINGS = "CW0601" Error, "the settings cannot be read", "the keys are listed in `specs/README.md`";
    SETTING_UNUSED = "CW0602" Warning, "a setting has no effect", "remove it, or correct the pointer";
}
