//! Names of services, operations, what a caller passes and what comes back.

use super::bodies::{self, PartsNames};
use super::case::{self, Symbols};
use super::identifier::Ident;
use super::register::{Kind, Register, grant, idents, root_key};
use super::scope::{Case, Granted, Wish};
use super::statuses::{Side, media_words, response_key, status_variants};
use crate::model::{Api, Argument, Header, Kind as Live, Location, Operation, Pieces, Response, Service};
use crate::place::Place;

/// The names of one tag.
#[derive(Clone, Debug)]
pub(crate) struct ServiceNames {
    /// `users` in `api::users` and in `client.users()`.
    pub(crate) module: Ident,
    pub(crate) accessor: Ident,
    /// `Users`.
    pub(crate) handle: Ident,
    pub(crate) operations: Vec<OperationNames>,
}

/// The names of one operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationNames {
    /// `get_user`.
    pub(crate) method: Ident,
    /// `GetUser`.
    pub(crate) call: Ident,
    /// `GetUserResponse`, `GetUserError`, `GetUserHeaders`; used where the operation has one.
    pub(crate) success: Ident,
    pub(crate) failure: Ident,
    pub(crate) headers: Ident,
    /// `CreateUserBody`; used where the body has several forms.
    pub(crate) body: Ident,
    /// In the order of [`Operation::arguments`]: as parameters and as setters.
    pub(crate) arguments: Vec<Ident>,
    /// Methods that ask for one media type, for each success that others share the status with.
    pub(crate) accepts: Vec<Option<Ident>>,
    /// The method that gives the value in pieces.
    pub(crate) pieces: Option<Ident>,
    pub(crate) body_variants: Vec<Ident>,
    /// Of each multipart form, in their order, where the body has several forms.
    pub(crate) parts: Vec<PartsNames>,
    pub(crate) success_variants: Vec<Ident>,
    pub(crate) failure_variants: Vec<Ident>,
    pub(crate) header_fields: Vec<Ident>,
}

/// The tags: a module, and the method of the client that leads there.
const TAGS: Kind = Kind {
    what: "tag",
    case: Case::Snake,
    // Methods of the generated client itself, and what no file can be called on Windows.
    reserved: &["builder", "inner", "close", "clone", "new", "mod", "api", "aux", "con", "nul", "prn"],
};
/// The methods of a service's handle.
const METHODS: Kind = Kind { what: "operation", case: Case::Snake, reserved: &["new", "clone"] };
/// The handle of a service, its calls, and what comes back.
const TYPES: Kind = Kind {
    what: "call type",
    case: Case::Pascal,
    // Names that the code of a service uses for something else.
    reserved: &[
        "Self",
        "Option",
        "Some",
        "None",
        "Result",
        "Ok",
        "Err",
        "Vec",
        "String",
        "Into",
        "IntoIterator",
        "Box",
        "Client",
        "ClientBuilder",
        "From",
    ],
};
/// What a caller passes.
const ARGUMENTS: Kind = Kind {
    what: "argument",
    case: Case::Snake,
    // Methods that every call has.
    reserved: &[
        "timeout",
        "timeouts",
        "deadline",
        "max_body_bytes",
        "retry",
        "header",
        "query",
        "request",
        "decode",
        "response",
        "send",
        "call",
        "items",
        "pages",
        "previous_items",
        "previous_pages",
        "into_future",
        // Those of traits that are always in scope, which they would hide.
        "clone",
        "clone_from",
        "into",
        "to_owned",
        "try_into",
    ],
};
/// What a caller passes to a call whose success stays open.
const OF_LIVE_CALLS: Kind = Kind {
    what: "argument",
    case: Case::Snake,
    // Methods that every such call has.
    reserved: &[
        "timeout",
        "timeouts",
        "deadline",
        "retry",
        "header",
        "query",
        "options",
        "request",
        "response",
        "send",
        "call",
        "into_future",
        // Those of traits that are always in scope, which they would hide.
        "clone",
        "clone_from",
        "into",
        "to_owned",
        "try_into",
    ],
};
const HEADERS: Kind = Kind { what: "header", case: Case::Snake, reserved: &[] };

pub(super) fn assign(register: &mut Register<'_>, api: &Api) -> Vec<ServiceNames> {
    let tag = |service: &Service| {
        let tag = service.hint.parts().join(" ");
        Wish { place: tag.clone().into(), ..Wish::described(tag.clone(), "api", root_key(&["tags", &tag])) }
    };
    let tags: Vec<_> = api.services.iter().map(tag).collect();
    let modules = grant(register, TAGS, &tags);
    // The client has all handles before it: `api1` and `api_1` would both be `Api1`.
    let handle = |(module, tag): (&Granted, &Wish)| Wish { parts: vec![module.words.clone()], ..tag.clone() };
    let handles = grant(register, TYPES, &modules.iter().zip(&tags).map(handle).collect::<Vec<_>>());
    let services = api.services.iter().zip(modules).zip(handles);
    services.map(|((service, module), handle)| assign_service(register, service, module, &handle)).collect()
}

fn assign_service(register: &mut Register<'_>, service: &Service, module: Granted, handle: &Granted) -> ServiceNames {
    let wishes: Vec<_> = service.operations.iter().map(method_wish).collect();
    let methods = grant(register, METHODS, &wishes);
    let (handle, types) = type_names(register, service, handle, &methods);
    let operations = service.operations.iter().zip(methods).zip(types);
    let operations = operations.map(|((operation, method), types)| {
        let TypesOf { call: [call, success, failure, headers, body], parts } = types;
        let ArgumentNames { arguments, accepts, pieces } = arguments(register, operation);
        OperationNames {
            method: method.ident,
            call,
            success,
            failure,
            headers,
            body,
            arguments,
            accepts,
            pieces,
            body_variants: bodies::variants(register, operation),
            parts: bodies::parts(register, operation, parts),
            success_variants: status_variants(register, operation, Side::Success),
            failure_variants: status_variants(register, operation, Side::Failure),
            header_fields: header_fields(register, operation),
        }
    });
    ServiceNames { operations: operations.collect(), accessor: module.ident.clone(), handle, module: module.ident }
}

fn method_wish(operation: &Operation) -> Wish {
    let kind = method_word(&operation.method);
    Wish {
        parts: operation.hint.parts().to_vec(),
        place: operation.path.clone().into(),
        ..Wish::described("", kind, &operation.key)
    }
}

/// The names of the types of one operation: its call and the five that it may have, then its multipart forms.
struct TypesOf {
    call: [Ident; 5],
    parts: Vec<Ident>,
}

/// The handle's name and those of each operation's types.
fn type_names(
    register: &mut Register<'_>,
    service: &Service,
    handle: &Granted,
    methods: &[Granted],
) -> (Ident, Vec<TypesOf>) {
    // No other service has that one.
    let mut wishes = vec![Wish { keys: Vec::new(), ..Wish::described(handle.words.clone(), "api", Place::default()) }];
    for (operation, method) in service.operations.iter().zip(methods) {
        let (text, place) = (method.words.clone(), &operation.key);
        wishes.push(Wish::described(text.clone(), "call", place));
        let has_forms = operation.body.as_ref().is_some_and(|body| body.choices.len() > 1);
        for (word, side, is_possible) in [
            ("response", ["responses", "success"], operation.responses.success.len() > 1),
            ("error", ["responses", "failure"], operation.responses.failure.len() > 1),
            ("headers", ["responses", "headers"], !operation.responses.headers.is_empty()),
            ("body", ["requestBody", "content"], has_forms),
        ] {
            // Nobody is told of a type that the operation cannot have.
            let keys = if is_possible { vec![place.below(&side)] } else { Vec::new() };
            let parts = vec![text.clone(), word.to_owned()];
            wishes.push(Wish { keys, parts, ..Wish::described("", "type", place) });
        }
        wishes.extend(bodies::parts_wishes(operation, &text));
    }
    let mut granted = idents(grant(register, TYPES, &wishes)).into_iter();
    let mut next = || granted.next().unwrap_or_else(|| Ident::new("Missing".to_owned()));
    let handle = next();
    let types = service.operations.iter().map(|operation| TypesOf {
        call: [next(), next(), next(), next(), next()],
        parts: bodies::multipart(operation).map(|_| next()).collect(),
    });
    (handle, types.collect())
}

fn method_word(method: &str) -> &'static str {
    match method {
        "GET" => "get",
        "PUT" => "put",
        "POST" => "post",
        "DELETE" => "delete",
        "PATCH" => "patch",
        "HEAD" => "head",
        "OPTIONS" => "options",
        "TRACE" => "trace",
        "QUERY" => "query",
        _ => "request",
    }
}

/// The names of arguments, and of the methods beside their setters.
struct ArgumentNames {
    arguments: Vec<Ident>,
    accepts: Vec<Option<Ident>>,
    pieces: Option<Ident>,
}

/// The names of arguments, and of the methods beside their setters: they ask for one of several media types, or give what comes in
/// pieces.
fn arguments(register: &mut Register<'_>, operation: &Operation) -> ArgumentNames {
    let mut wishes: Vec<_> =
        operation.arguments().into_iter().map(|argument| argument_wish(&operation.origin, argument)).collect();
    let count = wishes.len();
    let success = &operation.responses.success;
    let asked: Vec<bool> = (0..success.len()).map(|index| is_asked(success, index)).collect();
    wishes.extend(success.iter().zip(&asked).filter(|(_, is_asked)| **is_asked).map(|(response, _)| {
        let words = format!("accept {}", media_words(response));
        Wish::made_up(&words, "type", response_key(operation, response).push("accept"))
    }));
    let pieces = operation.pieces.as_ref().map(|pieces| match pieces {
        Pieces::Bytes => "stream",
        Pieces::Elements(_) => "elements",
    });
    wishes.extend(pieces.map(|word| Wish::made_up(word, "body", operation.key.below(&["responses", word]))));
    let kind = match operation.kind {
        Live::Call => ARGUMENTS,
        Live::Events(_) | Live::Documents(_) | Live::Parts(_) | Live::Socket(_) => OF_LIVE_CALLS,
    };
    let mut arguments = idents(grant(register, kind, &wishes));
    let mut rest = arguments.split_off(count).into_iter();
    let accepts = asked.into_iter().map(|is_asked| if is_asked { rest.next() } else { None }).collect();
    ArgumentNames { arguments, accepts, pieces: rest.next() }
}

/// Whether the media type of a success is asked for by a method of its own: that of another status may ask for the same already.
fn is_asked(success: &[Response], index: usize) -> bool {
    let response = &success[index];
    let is_json = |response: &Response| response.media.ty().is_some();
    let is_same = |other: &&Response| other.names == response.names && is_json(other) == is_json(response);
    let mut earlier = success[..index].iter().filter(|other| other.is_one_of_several(success));
    response.is_one_of_several(success) && !earlier.any(|other| is_same(&other))
}

/// What a caller passes wishes to be called.
pub(super) fn argument_wish(origin: &Place, argument: Argument<'_>) -> Wish {
    match argument {
        Argument::Param(param) => {
            let (place, kind, rank) = match param.place {
                Location::Path => ("path", "path", 0),
                Location::Query => ("query", "param", 1),
                Location::Header => ("header", "header", 2),
                Location::Cookie => ("cookie", "cookie", 3),
                Location::Querystring => ("querystring", "query", 4),
            };
            let name = &param.name.0;
            let text = if param.place == Location::Header { header_text(name) } else { name.clone() };
            // By its name, since its number in the list changes with others; or by its own, for all who share it.
            let spelled = [&text, name].map(|name| origin.below(&["parameters", place, name]));
            let keys = spelled.into_iter().chain(param.shared.iter().cloned()).collect();
            let at = Some(param.origin.clone());
            Wish { keys, rank, at, ..Wish::described(text, kind, origin.below(&["parameters", place, name])) }
        }
        Argument::Part(part) => Wish { rank: 5, ..Wish::described(&part.name.0, "part", &part.origin) },
        Argument::PartHeader(part, header) => {
            let spelled = header_text(&header.name.0);
            let text = format!("{} {spelled}", part.name.0);
            // Names of headers have no case.
            let plain = header.origin.parent().map(|headers| headers.push(&spelled));
            let keys = plain.into_iter().chain([header.origin.clone()]).collect();
            let at = Some(header.origin.clone());
            Wish { keys, rank: 6, at, ..Wish::described(text, "header", &header.origin) }
        }
        Argument::OtherPart(_) => {
            Wish::made_up("part", "other", origin.below(&["requestBody", "additionalProperties"]))
        }
        Argument::Body(_) => Wish::made_up("body", "content", origin.below(&["requestBody"])),
    }
}

fn header_fields(register: &mut Register<'_>, operation: &Operation) -> Vec<Ident> {
    let wish = |header: &Header| {
        let name = &header.name.0;
        let keys = [&header_text(name), name].map(|name| operation.origin.below(&["responses", "headers", name]));
        Wish {
            place: name.clone().into(),
            keys: keys.to_vec(),
            ..Wish::described(header_text(name), "header", Place::default())
        }
    };
    idents(grant(register, HEADERS, &operation.responses.headers.iter().map(wish).collect::<Vec<_>>()))
}

/// Names of headers have no case (RFC 9110 section 5.1): `ETag` is one word. What is written like the names of programs is read so.
fn header_text(name: &str) -> String {
    let is_camel = |word: &str| word.starts_with(|first: char| first.is_ascii_lowercase());
    let words = name.split('-').map(|word| match is_camel(word) {
        true => case::snake(&case::words(word, Symbols::Telling)),
        false => word.to_ascii_lowercase(),
    });
    words.collect::<Vec<_>>().join("-")
}
