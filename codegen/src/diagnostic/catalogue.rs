//! Every message that the user can see, as data: code, severity, what went wrong in general, what to do about it, why.
//!
//! Codes are grouped by the room that reports them: 01xx reading, 02xx structure, 03xx references, 04xx lowering, 05xx names,
//! 06xx settings. A code is never used again for something else. The particulars of one case are the reporter's business.

use super::Severity::{Error, Note, Warning};
use super::entry::{Entry, entries};

entries! {
    // 01xx: reading the text.
    SYNTAX = "CW0101" Error, "the text is neither YAML nor JSON", "correct the syntax at the marked place",
        "Nothing can be made of a text whose syntax is broken; it is marked where the parser gave up, which may be a little \
         behind the mistake.";
    NESTED_TOO_DEEP = "CW0102" Error, "values are nested too deep",
        "give inner schemas a name under `components` and refer to them",
        "Values stand within values deeper than is read: 128 levels of the text. Real descriptions stay far below.";
    EXPANDS_TOO_FAR = "CW0103" Error, "aliases expand to too many values", "repeat less: use `$ref` in the place of YAML aliases",
        "A few lines of aliases within aliases can stand for gigabytes. Reading stops where the text has grown out of all \
         proportion.";
    DUPLICATE_KEY = "CW0104" Warning, "a key stands twice in one object", "remove one of the two",
        "YAML and JSON parsers disagree on which of two equal keys counts. The later one is read, so that the earlier is \
         without effect.";
    UNREADABLE_VALUE = "CW0105" Warning, "a value has no form in JSON", "write a value that JSON can hold",
        "YAML knows numbers such as `.nan` that JSON does not, and an API that speaks JSON can neither send nor receive. It is \
         read as null.";
    NOT_UTF8 = "CW0106" Error, "a file is not UTF-8", "save the file as UTF-8",
        "Descriptions and settings are texts in UTF-8 (OAS 3.0.4 section 4.3). The first byte that is none is marked; the lines before \
         it are as they were read.";
    UNKNOWN_VERSION = "CW0110" Error, "the version of the description is missing or unknown", "begin the description with `openapi: 3.0.4`",
        "Every description says in its first member which specification it follows. Without it, or with a number that does not \
         exist, nothing else can be understood.";
    VERSION_NOT_READ = "CW0111" Error, "this version of OpenAPI is not read yet", "convert the description to OpenAPI 3.0, 3.1 or 3.2",
        "Each version says some things in its own way. This one is known, and not read yet.";
    NO_DESCRIPTION = "CW0112" Error, "the text is something else than a description of OpenAPI",
        "generate from a description of OpenAPI 2.0 to 3.2, in YAML or JSON",
        "Other documents that have to do with APIs are kept beside descriptions, exported in their place, or come where one was \
         asked for. They are known by what only they have.";
    BAD_OVERLAY = "CW0113" Error, "an overlay is not as the Overlay Specification has it", "correct it at the marked place",
        "An overlay says which version it follows, what it is called, and has a list of actions, each with a target and what becomes of it \
         (Overlay Specification 1.1.0, Overlay Object).";
    BAD_JSON_PATH = "CW0114" Error, "a query is no JSONPath", "write a query such as `$.paths['/users'].get`",
        "What an action is about is said by a JSONPath of RFC 9535. Other forms of JSONPath, with scripts or without the `$`, are not \
         that.";
    NOTHING_SELECTED = "CW0115" Error, "an action of an overlay selects nothing", "correct the query, or remove the action",
        "The Overlay Specification has such an action succeed without a change. But what it was to correct is not corrected then, mostly \
         since the description has changed, and nobody would know.";
    OVERLAY_CLASH = "CW0116" Error, "an action of an overlay cannot be done", "let the kind of what comes be that of what is there",
        "Objects are merged with objects, lists with lists, and primitives take the place of primitives; nothing else can be one \
         (Overlay Specification 1.1.0, Action Object). What is to become of another kind is removed first.";
    OVERLAY_WITHOUT_EFFECT = "CW0117" Warning, "something in an overlay has no effect", "remove it, or the other",
        "An action removes, updates or copies. What it says beside that changes nothing.";
    OVERLAY_OF_ANOTHER = "CW0118" Warning, "an overlay is made for another description", "correct `extends`, or remove it",
        "`extends` says which description an overlay is made for. It is applied all the same.";
    OVERLAY_UNREADABLE = "CW0119" Error, "the file of an overlay cannot be read", "write its path, from the folder of the description",
        "The settings list an overlay, and there is no such file, or it is no text.";

    // 018x: Swagger 2.0 and what OpenAPI 3.0 has no word for.
    SCHEME_LEFT_OUT = "CW0180" Warning, "a protocol is not one of calls over HTTP", "list `https` or `http`, which operations are called over",
        "`schemes` of Swagger 2.0 may name `ws` and `wss`. Operations are called over HTTP, so that these make no server; where there are no \
         others, they are read as the address of a WebSocket.";
    FORM_SENT_OTHERWISE = "CW0181" Warning, "a form is consumed as something that no form is",
        "list `multipart/form-data` or `application/x-www-form-urlencoded` under `consumes`",
        "Parameters with `in: formData` are sent as one of two media types, of which only the first can hold files. Others that \
         `consumes` lists are left out of such an operation, and where none is left the usual one is sent.";
    EMPTY_VALUE_LEFT_OUT = "CW0182" Warning, "a value of a form may be empty, and its type has no empty value",
        "describe it as a string, which may be empty",
        "`allowEmptyValue` lets a parameter go without a value. A string can be empty; a number or a boolean cannot, and is sent with a value or \
         not at all.";
    SCHEME_ASSUMED = "CW0183" Note, "the protocol of the host is not said", "list `https` or `http` under `schemes`",
        "Swagger 2.0 takes the protocol by which the description was fetched where `schemes` is missing. Nobody knows it here; `https` is \
         taken.";
    HEADER_JOINED = "CW0184" Warning, "the items of a header are joined by something else than commas", "divide the text where it is needed",
        "Lists in the headers of responses are read with commas between their items. With another `collectionFormat` the header is given \
         as the text that it is.";
    SAID_BY_JSON = "CW0185" Note, "the media types of an operation cannot hold what a response describes",
        "write `produces` with a media type that holds it too",
        "`produces` is said of all responses of an operation at once, as for a file and for the errors that come in its place. What has \
         properties or items and could come as none of the media types is read as `application/json`.";
    SCHEMES_LEFT_OUT = "CW0186" Warning, "an operation has protocols of its own and no host", "remove `schemes`, or say under `host` of the description where it is called",
        "`schemes` of an operation of Swagger 2.0 says by which protocols it is called at the host of the description. Where this has none, as one \
         of a later version that refers to the operation, it is called as all others are.";

    UNKNOWN_DIALECT = "CW0190" Warning, "schemas follow a dialect that is not read", "write schemas as JSON Schema 2020-12 has them, and say no other dialect",
        "`jsonSchemaDialect` and `$schema` say which keywords schemas have and what they mean (OAS 3.1.1 section 4.8.24.5). Those of OpenAPI and \
         JSON Schema 2020-12 are read; schemas of others are read as if they were such.";

    // 020x and 021x: structure.
    MISSING_MEMBER = "CW0201" Error, "a required member is missing", "add the member",
        "The specification requires the member, and there is no value that could be taken in its place.";
    WRONG_KIND = "CW0202" Error, "a value is of another kind than the specification asks for", "write a value of that kind",
        "A text stands where a list belongs, or the like, and it cannot be told what was meant.";
    UNKNOWN_WORD = "CW0203" Error, "a word is none of those that the specification gives", "write one of the words",
        "The specification lists the words that can stand here, and this one is not among them.";
    UNKNOWN_MEMBER = "CW0204" Warning, "an object has a member that the specification does not know",
        "remove it, or let its name begin with `x-`",
        "What is not known has no effect. The member may come from another version of the specification, or from another tool.";
    NO_STATUS = "CW0205" Error, "a key of the responses is no status code", "write `200`, `4XX` or `default`",
        "Responses are found by their status. A key that is none can never be the answer to a call.";
    BAD_PATH_TEMPLATE = "CW0206" Error, "the template of a path cannot be read", "write each parameter as `{name}`",
        "A path is literal text with parameters in braces. A brace without its partner, or a parameter without a name, is \
         neither.";
    DUPLICATE_OPERATION_ID = "CW0207" Warning, "two operations have the same operationId", "give each operation an operationId of its own",
        "An operationId is the name of a method, and names one operation only. One of the operations keeps it; the others are called \
         after their methods and paths, unless the settings name them.";
    UNDECLARED_PATH_PARAMETER = "CW0208" Warning, "a path has a parameter that is not declared", "declare it with `in: path`",
        "The path has a parameter in braces that no Parameter Object describes. It is sent, as a string that every call has to \
         give.";
    UNUSED_PATH_PARAMETER = "CW0209" Warning, "a path parameter does not occur in the path", "remove it, or write it into the path",
        "A parameter with `in: path` has no place in the path, so that it could not be sent. It is left out, or taken for the \
         one in the path that is spelled nearly so.";
    DUPLICATE_PARAMETER = "CW0210" Warning, "a parameter is declared twice", "remove one of the two",
        "A name and a place (`query`, `header`, ..) make one parameter. The first of two counts.";
    MISSPELT_MEMBER = "CW0211" Warning, "a member is spelled nearly like one of the specification", "write it as the specification does",
        "What is not known has no effect, and this member was probably meant to have one. Nothing is read as what it was \
         probably meant to be.";
    EXCLUSIVE_MEMBERS = "CW0212" Warning, "members exclude each other", "remove one of the two",
        "Of some members the specification says that an object has one alone, such as `example` and `examples`: with both, readers \
         disagree on which counts.";
    WITHOUT_EFFECT_HERE = "CW0213" Warning, "a member says nothing about a parameter or a part of this place", "remove it",
        "`allowReserved` says which characters are percent-encoded, where any are; `allowEmptyValue` says that a query may have a name \
         without a value. Elsewhere they have no effect. OpenAPI 3.2 has reserved characters in cookies of the style `form`; they are sent \
         percent-encoded all the same, which servers that decode cookies read as what it stands for. A style says how the properties of forms \
         are written and, from OpenAPI 3.1 on, the parts of `multipart/form-data`; other parts are written as their schemas and content types \
         say.";
    REPEATED_ITEM = "CW0214" Warning, "a list has an item twice", "remove one of the two",
        "The items of the list are different ones (JSON Schema 2020-12 Validation, section 6.5.3). A property that is required twice is \
         required.";
    NO_ADDRESS = "CW0215" Warning, "a text is no URL or no email address", "write an address that readers can follow",
        "The specification asks for a URL or an email address here. It is for readers, and documented as it stands.";
    VARIABLE_VALUES = "CW0216" Warning, "the values of a server variable do not fit", "list the default under `enum`, or write one that is listed",
        "Where a variable of a server has an `enum`, it lists values, and the default is one of them (OAS 3.1.1 section 4.8.6; 3.0 \
         recommends it). The default is used all the same.";

    // 022x and 023x: slips that are repaired, because what they mean is known.
    MISSING_TAKEN_AS_EMPTY = "CW0220" Warning, "a required member is missing and taken as empty", "add the member",
        "The specification requires the member, but generation can do without it: an empty value takes its place.";
    OTHER_KIND_READ = "CW0221" Warning, "a value is of another kind, but clear", "write it as the specification asks",
        "The value is not of the kind that belongs here, but can mean one thing only, and is read as that: `\"10\"` as 10, one \
         text as a list of one.";
    NULL_TAKEN_AS_ABSENT = "CW0222" Warning, "null stands where a value is asked for", "remove the member",
        "Null is no value of this member. Some tools write it for what they have no value for, so it is read as that.";
    OTHER_WORD_READ = "CW0223" Warning, "a word is not the one of the specification, but clear", "write the word of the specification",
        "The word is not spelled as the specification has it, or is one of another language, but can mean one thing only.";
    REQUIRED_ON_PROPERTY = "CW0224" Warning, "`required` is a boolean in a schema", "list the property under `required` of the schema around it",
        "In a Schema Object `required` is a list of property names. A boolean within a property is how other languages say it; \
         it is read so.";
    NEWER_KEYWORD_READ = "CW0225" Warning, "a keyword is used as in a later version of OpenAPI", "write it as the version of the description has it, or declare the later one",
        "The description says which version it follows, and uses a keyword as a later one has it: what 3.1 has in one of 3.0. It is read as meant.";
    OLDER_KEYWORD_READ = "CW0226" Warning, "a keyword is used as in an earlier version", "write it as the version of the description has it",
        "The description says which version it follows, and uses a keyword as an earlier one had it: what Swagger 2.0 has in one of 3.0, \
         `nullable` in one of 3.1. It is read as meant.";
    ENUM_READ = "CW0227" Warning, "the values of an enum do not fit", "write values of the type that the schema has",
        "The values of an enum contradict the type of their schema, or there is none. They are read as the type where each can \
         be.";
    DEFAULT_IGNORED = "CW0228" Warning, "a default does not fit its schema", "write a default of the type that the schema has",
        "A default that is not of its schema's type cannot be what the server takes. It is left out of the documentation.";
    EXAMPLES_READ = "CW0229" Warning, "examples are written in another form", "write `name: {value: ...}`",
        "`examples` of a parameter, a header or a media type are objects with a `value`, by their names; those of a schema are a list of values \
         (JSON Schema 2020-12 Validation, section 9.5). What stands in another form is taken as that.";
    SECURITY_READ = "CW0230" Warning, "a security requirement has another form, but is clear", "write a list of `name: [scopes]`",
        "Security is a list of objects that name schemes. Shorter forms are read as that.";
    STYLE_IGNORED = "CW0231" Warning, "a style does not exist for this place", "use a style of the place, or none",
        "Each place of a parameter (`path`, `query`, ..) has styles of its own. With one of another place the usual style is \
         used.";
    PATH_WITHOUT_SLASH = "CW0232" Warning, "a path does not begin with `/`", "let it begin with `/`",
        "Paths are appended to the address of a server and begin with a slash. It is added.";
    BOUND_IGNORED = "CW0233" Warning, "a bound cannot be met or does not bound", "write a number that bounds, or remove it; lengths and counts begin at 0",
        "A bound below zero or beyond all numbers says nothing. It is left out of the documentation.";
    PARAMETER_WITHOUT_SCHEMA = "CW0234" Warning, "a parameter says nothing about its values", "give it a `schema`",
        "A Parameter Object has a `schema` or a `content` that says what its values are. Without it they are strings.";
    CONTENT_AMBIGUOUS = "CW0235" Warning, "a parameter has several forms", "keep either `schema` or one entry of `content`",
        "A parameter has either a `schema` or a `content` with one entry. With several forms one is used.";
    STREAM_READ = "CW0236" Warning, "a stream is described as one value", "describe it as `application/x-ndjson`; in Swagger 2.0 under `produces` of the operation",
        "grpc-gateway sends an object for each message of a stream, a line each, and describes that as one object with `result` and `error`, whose \
         title or response says that it streams. It is read as a stream of them.";

    // 028x: slips of Swagger 2.0.
    VALUES_WITHOUT_TYPE = "CW0280" Warning, "a parameter says nothing about its values", "give it a `type`",
        "Parameters, headers and items of Swagger 2.0 have a `type`. Without one they are lists where they have `items`, and strings otherwise.";
    VALUES_MISPLACED = "CW0281" Warning, "values are described as those of another place are", "write `schema` for a body, and `type` for all else",
        "In Swagger 2.0 a body has a `schema`, and all other parameters say themselves what their values are. What stands in the other \
         form is read as that.";
    COLLECTION_IGNORED = "CW0282" Warning, "a `collectionFormat` does not exist for this place", "remove it, or write one that the place has",
        "`collectionFormat` says how the items of a list are joined; `multi` exists for lists in queries and forms alone. Lists are \
         joined by commas where it says nothing that can be done.";
    SEVERAL_BODIES = "CW0283" Warning, "an operation has several bodies", "describe one body",
        "A request has one body: one parameter with `in: body`, or those with `in: formData`, which make up one. Of several the first counts, \
         and what is given as a whole counts before the fields of a form.";
    HOST_READ = "CW0284" Warning, "`host` is more than a host", "write the host, and its port, alone; the rest belongs into `schemes` and `basePath`",
        "`host` has neither a protocol nor a path, which `schemes` and `basePath` are for. What it says more is read as those.";
    QUERYSTRING_READ = "CW0290" Warning, "a query as a whole is described in another form, but is clear",
        "write `content` with one media type, and no `query` parameter beside it",
        "A parameter with `in: querystring` is all that the query is: one document, most often a form (OAS 3.2.0 section 4.12.1). It has no \
         style, and nothing beside it. What stands there is read as it can be meant.";
    METHOD_UNUSABLE = "CW0291" Warning, "an additional operation has a method that cannot stand there", "write it under the member of its method",
        "`additionalOperations` has operations of methods that have no member of their own, as they are sent (OAS 3.2.0 section 4.9). One that \
         has a member is read as that; one that no request can have is left out.";

    // 03xx: references.
    UNKNOWN_REF = "CW0301" Warning, "a reference leads nowhere", "correct the reference, or add what it names",
        "What the reference names is not in the description. A schema becomes any value, anything else is left out.";
    OTHER_FILE = "CW0302" Error, "a reference leads into a file that cannot be read", "correct the reference, add the file, or move it below the folder of the description",
        "References may lead into other files below the folder of the description. They are seen from the file that they stand in, and \
        each file is read once.";
    REF_CYCLE = "CW0303" Warning, "references lead in a circle", "let one of them lead to a definition",
        "Each component is nothing but a reference to the next, and the last to the first: none of them says anything.";
    WRONG_REF_KIND = "CW0304" Error, "a reference leads to something of another kind", "refer to a component of the kind that is asked for here",
        "The reference leads to something that exists but is of no use here, such as a schema where a parameter belongs.";
    BESIDE_REF = "CW0305" Warning, "members beside a `$ref` are ignored", "remove them, or write out what the reference leads to",
        "In OpenAPI 3.0 a reference stands for the whole object. Members beside it that are not known to be harmless have no \
         effect.";
    REF_READ = "CW0306" Warning, "a reference is written in another form, but is clear", "write `#/components/schemas/Name`",
        "The reference is not written as the specification has it, but can mean one component only.";
    UNUSED_REF = "CW0307" Warning, "a reference that the client has no use for leads nowhere", "correct or remove it",
        "Examples and links do not shape the client, so that one that leads nowhere does no harm.";
    MAPPING_IGNORED = "CW0308" Warning, "an entry of a discriminator mapping leads nowhere", "correct the entry, or add the schema that it names",
        "An entry of a discriminator's mapping names a schema that does not exist. Values with that tag are kept as the union's \
         unknown alternative.";
    EMPTY_REF = "CW0309" Warning, "a reference names nothing", "write the name of the schema that is meant",
        "The reference is empty, or nothing but `#`. Any value is taken.";
    MISPLACED_REF = "CW0310" Warning, "a reference leads to something that holds what is meant", "refer to the schema itself",
        "A schema is asked for and a response named, or the like. What is meant stands in the one or makes up the other, and is \
         read.";
    UNQUOTED_REF = "CW0311" Error, "a reference stands in a comment", "put the reference into quotes",
        "In YAML a comment begins with `#` behind a space. `$ref: #/..` is a `$ref` without a value and a comment.";
    INCLUDED = "CW0312" Warning, "a reference stands where the specification has none", "write what it leads to in its place, or bundle the description",
        "Tools that bundle descriptions follow a `$ref` wherever it stands, the specification has it in some places. What it leads to is \
         read as if it stood there; what stands beside it counts first.";
    SAID_TWICE = "CW0313" Warning, "a path and what it refers to have an operation of one method", "keep one of them",
        "Which of two counts, the specification leaves open (OAS 3.0.4 section 4.7.9). The one beside the reference is read. Parameters are \
         those of both.";
    OTHER_ADDRESS = "CW0330" Error, "a reference leads to an address that was not fetched", "fetch what it leads to once, and keep it with the description",
        "Nothing is fetched while a crate is generated: what comes out must not depend on what a server answers today. What references \
        lead to is fetched once, over HTTP or HTTPS, and kept beside the description with its hash.";
    NOT_LENT = "CW0331" Error, "a file in Swagger 2.0 has nothing that can be what a later version asks for",
        "write what is referred to in the version of the description",
        "What stands in a file of Swagger 2.0 is read as that version has it, whoever refers to it. A few things of the later versions \
         have nothing there that could be them, and fields of forms are parts of an operation there, which cannot be referred to alone.";
    PATH_ENDS_IN_SPACE = "CW0380" Warning, "a path ends with white space", "describe what is sent to one path by one operation",
        "White space at its end makes a path another key and no other URL: so descriptions have two operations of one path and method. \
         Both are generated, and sent without it.";

    // 04xx: lowering.
    REFERENCE_OUT_OF_REACH = "CW0401" Warning, "a reference leads to something that has no place here",
        "give the thing a name under `components` and refer to that",
        "The reference leads to a place that cannot be a type of its own here. Any value is taken.";
    NOT_SCHEMA = "CW0402" Warning, "`not` cannot be a type", "any value is accepted; say what the value is, not what it is not",
        "What a value is not says nothing about what it is. A Rust type cannot be told from it.";
    MIXED_ENUM = "CW0403" Warning, "an enum has values of several kinds", "any value is accepted; list values of one kind",
        "The values of the enum are of several kinds, so that no Rust enum can hold them. Any value is taken.";
    UNKNOWN_FORMAT = "CW0404" Note, "a format is not known",
        "it is kept exactly as text; date, date-time, uuid, byte, password, ipv4 and ipv6 have types of their own",
        "Formats beyond those of the specification are agreed on by the parties of one API. A value with an unknown one is what \
         its type says.";
    ALTERNATIVES_IN_OBJECT = "CW0405" Warning, "an object has alternatives besides its properties",
        "all keys are kept; name one schema for each alternative and list them in a `oneOf` of references",
        "The object has properties and a choice of alternatives beside them. The properties have fields; what the alternatives \
         add is kept by its key.";
    ALL_OF_MIXED = "CW0406" Warning, "members of an `allOf` are of different types", "give all members the same type, or remove those that are not meant",
        "The members of an `allOf` hold at once, as what stands beside a reference or alternatives does, and a value cannot be of two \
         types. Of members the last one counts, of a whole value as of a property that several members describe: it is meant in the \
         place of those before it, of which nothing is kept. Beside a reference or alternatives those count, whatever type is given.";
    DISCRIMINATOR_UNUSABLE = "CW0407" Warning, "a discriminator cannot be used", "give each alternative a name under `components/schemas`",
        "A discriminator tells alternatives apart by the value of a property. It needs a name for each alternative, and one \
         meaning for each value.";
    MAPPING_UNUSABLE = "CW0408" Warning, "a mapping leads nowhere", "map to a schema that is listed in the `oneOf`",
        "An entry of the mapping leads to a schema that is not among the alternatives. Values with that tag are kept as \
         unknown.";
    UNION_BY_TRYING = "CW0409" Warning, "alternatives look alike", "read a value by what your program knows of it: nothing is lost whichever variant it is; the owner of the description can \
         add a `discriminator` or a constant",
        "The alternatives are objects with the same keys, and nothing in a value tells which of them it is. It is read as the \
         first, and written back with all that it had.";
    UNKNOWN_SCHEME = "CW0410" Warning, "a security scheme is not known", "declare it under `components/securitySchemes`",
        "A security requirement names a scheme that is not declared, so that it is not known what to send. The alternative is \
         left out.";
    RESERVED_HEADER = "CW0412" Warning, "a header parameter is ignored", "remove the parameter (OAS 3.0.4 section 4.8.12.1)",
        "Accept, Content-Type and Authorization are set by the client itself: by the media types and the security of the \
         operation.";
    ONE_MEDIA_TYPE = "CW0413" Warning, "only one of several media types is used",
        "it is listed in `reference.md`; put the wanted one first or leave the others out",
        "The body is described in several media types, and the client speaks one of them.";
    MEDIA_TYPE_AS_BYTES = "CW0414" Warning, "a media type has no typed form", "read the bytes where they are needed",
        "The media type has no typed form here. Bytes go through as the caller makes them, or as the server sent them.";
    PAGINATION_UNUSABLE = "CW0415" Warning, "`x-pagination` does not fit the operation",
        "the form of the extension is in `clientwright guide settings`",
        "The extension does not fit the operation: what it names is no parameter, or no list of the response. The operation has \
         no pages.";
    UNDESCRIBED_PROPERTY = "CW0416" Warning, "a required property is not described", "describe it under `properties`",
        "`required` lists a property that `properties` does not have. It is a field that takes any value, and that callers must \
         give, unless its name is near to that of a property that is not required.";
    MEDIA_TYPE_MISSPELT = "CW0418" Warning, "a media type is misspelt", "write the name that is registered with IANA",
        "No server knows the name, and it is near one that every server knows. It is read as that one where nothing else can be \
         meant; a name that may be somebody's own stays as it is.";
    KEYWORD_OF_OTHER_TYPE = "CW0419" Warning, "a keyword is about another type of value", "remove it, or correct the `type`",
        "`properties` says something about objects only, and `items` about arrays (JSON Schema Core, section 7.6.1). About a value of \
         the type that the schema gives they say nothing.";

    HEADER_AS_TEXT = "CW0420" Note, "a header has a form that is not read", "its text is passed as it is; take it apart where it is needed",
        "A header may hold a document, or a list or an object of values that are neither. Of JSON a header is read by its schema; of \
         other media types, and of lists and objects within others, it is the text that the server sent.";
    FURTHER_TAG = "CW0421" Note, "an operation has several tags",
        "it is a method of the first one's handle; put the tag first under which callers look for it",
        "Each tag is a handle of the client with methods, and an operation is one method. The other tags stand in its documentation.";
    SCHEME_MISSPELT = "CW0422" Warning, "the name of an authentication scheme is none", "write the name that is registered with IANA",
        "No server knows the name, and it is near one that every server knows. Nothing is read as what it was probably meant to be: \
         callers give the whole credential. `noauth` is how a tool says that there is none.";
    BAD_SERVER = "CW0423" Warning, "the URL of a server is none, or has a variable that is not described",
        "write `https://host/path`, with each variable in braces and below `variables`",
        "A client sends to the URL of its server. Where that cannot be used as it is, callers have to give another one or the value of \
         the variable.";
    KEY_NAME = "CW0424" Warning, "an API key has a name that cannot be sent", "write the name as the server knows it",
        "Names of headers and cookies have letters, digits and few symbols (RFC 9110 section 5.6.2, RFC 6265 section 4.1.1). No request \
         can carry the key under another name.";
    ENCODING_UNUSABLE = "CW0425" Warning, "a property cannot be written in its content type", "write `contentType: application/json`",
        "Objects are written as JSON and primitives as text. Where the `encoding` of a part asks for something else, such as parts of its \
         own, callers make the part. A property of a form can be set, and the call fails before anything is sent; where every form has the property, \
         callers make the whole form.";
    WORDS_OF_VALUES = "CW0426" Warning, "words for the values of an enum do not fit them", "write one word for each value, in their order",
        "`x-enum-varnames`, `x-enum-descriptions` and their like have a list with a word for each value. Of a list that counts \
         otherwise nobody knows which word is whose.";

    SOCKET_UNUSABLE = "CW0427" Warning, "`x-websocket` does not fit the operation", "the form of the extension is in `clientwright guide settings`",
        "A WebSocket begins with a GET request without a body (RFC 6455 section 4.1), and the extension says what is sent and received \
         over it. What does not fit is left out; an operation that cannot begin a WebSocket is an ordinary call.";
    EVENTS_UNUSABLE = "CW0428" Warning, "`x-sse` does not fit the operation", "the form of the extension is in `clientwright guide settings`",
        "The extension says what server-sent events hold, how they end, and which property or parameter asks for them. What does not \
         fit the operation is left out, and the rest counts.";

    ENUM_OF_NUMBERS = "CW0430" Note, "the values of an enum are numbers that have no names", "compare with the numbers that the documentation lists",
        "A Rust enum has a variant for each text and for each whole number of 64 bits. Numbers with a fraction, and larger ones, are numbers: the \
         documentation says which of them are described, and any other is taken as well.";
    CONTENT_SCHEMA = "CW0431" Note, "what a text holds is described, and not read", "read the text where it is needed: what it holds is described at `contentSchema`",
        "`contentSchema` describes what stands in a text, such as JSON within JSON. The text is passed as it is, in both directions. Only the data of \
         server-sent events is read by it.";
    UNLIKE_VALUES = "CW0432" Note, "the values of a map, or the items of a list, are of several types", "the documentation says which keys or places have which",
        "`patternProperties` describes values by their keys, and `prefixItems` items by their places. A map in Rust has values of one type, and so has \
         a list: where not all are described alike, they may be anything, and the documentation says what is described. Where nothing is said of \
         other keys or further items, those may be anything too.";
    TAG_WITHOUT_PLACE = "CW0433" Warning, "the parent of a tag leads nowhere", "name a tag that the description lists, and that is not within this one",
        "`parent` of a tag names the tag that it is part of, which the description has to list, and no tag is part of itself (OAS 3.2.0 \
         section 4.22.1.1). The documentation says what is written; calls are grouped by tags alone.";
    EXAMPLE_OF_NO_TIME = "CW0434" Warning, "the example of a date or time is none",
        "correct the example; where the server sends such texts, take the format away, or give the place the type `text` under `[types]` in the settings",
        "`date` and `date-time` are those of RFC 3339, section 5.6. A time without an offset is another one for each reader, so that none is \
         made up: as a text it comes as it was sent.";
    PATCH_IS_A_LIST = "CW0435" Warning, "a JSON patch is described as an object", "describe an array of operations, each with `op` and `path`",
        "`application/json-patch+json` is an array of operations (RFC 6902 section 3), and servers refuse an object under it. Several kinds of patch are \
         often described by one schema, which fits the others. The body is a list of any values.";

    ITEM_SCHEMA_UNUSABLE = "CW0490" Warning, "`itemSchema` stands where there are no items", "describe the whole value with `schema`",
        "`itemSchema` describes each of the values that come or go one behind the other: events, JSON in lines or in a sequence, parts of \
         `multipart/mixed` (OAS 3.2.0 section 4.14.2). What is one value has none.";

    PARTS_BY_POSITION = "CW0491" Warning, "what is said of parts by their position is not typed", "give the first parts places with `prefixItems`, or describe all of them alike",
        "Parts of `multipart/mixed` that are one sequence come and go one behind the other, all as JSON or all as bytes: those that are sent have no \
         headers of their own, and of those that come, callers read the bytes, by the headers that each has (OAS 3.2.0 section 4.14.4.2). \
         Parts that `prefixItems` or `prefixEncoding` give places in a request are sent as is said of each.";

    TUPLE_MAY_BE_SHORTER = "CW0492" Note, "an array with places for its items may be shorter", "write `minItems` where all items are there",
        "An array of so many items, each with a schema of its own, is a tuple. Where `minItems` does not say that all of them are there, the \
         description allows fewer, and they must not be lost: the type is an enum, of the tuple and of whatever else comes.";
    TUPLE_TOO_LONG = "CW0493" Warning, "an array has more items than a tuple", "describe an object, whose items have names",
        "Rust compares and shows tuples of up to 12 items. A longer array is a list, of any value where the items differ. So is one of tuples \
         that have more than 512 parts together, and one of which many members each describe many items.";

    INCOMING_UNREAD = "CW0494" Warning, "the body of a request that the server sends is not read", "describe it as JSON, a form or text where the server can send that",
        "Webhooks and callbacks get a function that reads their body as JSON, a form or text. A form is texts under names: it is read where \
         it is an object, and where the types of its properties alone say what a text is, which is not so of most unions. Of any other body there is \
         none: whoever takes the request has the bytes, and reads them.";

    // 05xx: names.
    NAME_TAKEN = "CW0501" Warning, "two things would have the same name", "pin the names in the settings, under `[names]`",
        "Two things of the description become one name in Rust. The one that is written most like the name has it, the other is \
         called by more of its own words. What is added later may be written more like the name still: the settings pin it.";
    NAMES_DEPEND = "CW0502" Note, "names would be others if there were less", "pin the names in the settings, under `[names]`",
        "Where a success has several statuses and one of them several media types, its variants are called by both. With one status, or \
         one media type for each, they would be called by one, so that what is added or taken away later changes the names.";

    // 06xx: settings.
    SETTINGS = "CW0601" Error, "the settings cannot be read", "the keys are listed in `clientwright guide settings`",
        "The settings are not TOML, have a key that is not known, or a value that does not fit its key.";
    SETTING_UNUSED = "CW0602" Warning, "a setting has no effect", "remove it, or correct the pointer",
        "The setting names something that is not in the description, or not any more.";
    CRATE_NAME = "CW0603" Error, "a crate cannot have this name", "set `name` below `[package]` in the settings",
        "The crate is called as the file of the description, or as the settings say. Words of Rust and the names of its own \
         crates would make it one that no program can use.";
    FILTER_UNUSED = "CW0611" Error, "a pattern of `[generate]` fits nothing", "correct the pattern, or remove it",
        "The pattern includes, excludes or skips nothing, mostly since it is misspelt or the description has changed. What is generated would \
         be less, or more, or under other tags, than what the settings ask for.";
    NOTHING_WANTED = "CW0612" Error, "`[generate]` leaves no operation", "include more, or exclude less",
        "No operation is included, or all that are included are excluded: what is excluded is so even where it is included.";
    NO_SCHEMA = "CW0613" Error, "a pointer of `[types]` leads to no schema", "write the place of a schema, such as `#/components/schemas/User`",
        "A type is set by where its schema stands, in the description or in a file that it refers to. Nothing would be read as the settings \
         ask for, mostly since the description has changed.";
    TYPE_UNUSABLE = "CW0614" Error, "a schema cannot be read as the settings say", "write another word, or the place of another schema",
        "Only an enum can be closed, and that where its values are listed.";
}
