//! Names of services, operations, what a caller passes and what comes back.

use super::identifier::Ident;
use super::scope::{Case, Granted, Wish, grant};
use super::{Given, given};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::model::{Api, Argument, Class, Location, Operation, Response, Service, Status};

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
    /// `GET_USER`.
    pub(crate) spec: Ident,
    /// `GetUserResponse`, `GetUserError`, `GetUserHeaders`; used where the operation has one.
    pub(crate) success: Ident,
    pub(crate) failure: Ident,
    pub(crate) headers: Ident,
    /// In the order of [`Operation::arguments`]: as parameters and as setters.
    pub(crate) arguments: Vec<Ident>,
    pub(crate) success_variants: Vec<Ident>,
    pub(crate) failure_variants: Vec<Ident>,
    pub(crate) header_fields: Vec<Ident>,
}

/// Methods of the generated client itself.
const RESERVED_ACCESSORS: &[&str] =
    &["builder", "inner", "close", "clone", "new", "mod", "api", "aux", "con", "nul", "prn"];
/// Methods of a service's handle itself.
const RESERVED_METHODS: &[&str] = &["new", "clone"];
/// Names that the code of a service uses for something else.
const RESERVED_TYPES: &[&str] =
    &["Self", "Option", "Some", "None", "Result", "Ok", "Err", "Vec", "String", "Into", "IntoIterator", "Box"];
/// Methods that every call has.
const RESERVED_SETTERS: &[&str] = &[
    "timeout",
    "deadline",
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
    "clone",
];

pub(super) fn assign(api: &Api, given: &Given, diagnostics: &mut Diagnostics) -> Vec<ServiceNames> {
    let tags: Vec<_> = api.services.iter().map(|service| simple(service.hint.parts(), "api", "")).collect();
    let modules = idents(grant(Case::Snake, RESERVED_ACCESSORS, &tags));
    api.services
        .iter()
        .zip(modules)
        .map(|(service, module)| assign_service(service, module, given, diagnostics))
        .collect()
}

/// `BEARER_AUTH`.
pub(super) fn assign_schemes(api: &Api) -> Vec<Ident> {
    let wishes: Vec<_> = api
        .schemes
        .iter()
        .map(|scheme| simple(std::slice::from_ref(&scheme.name.0), "scheme", &scheme.name.0))
        .collect();
    idents(grant(Case::Screaming, &["API", "USUAL"], &wishes))
}

fn assign_service(service: &Service, module: Ident, given: &Given, diagnostics: &mut Diagnostics) -> ServiceNames {
    let wishes: Vec<_> = service
        .operations
        .iter()
        .map(|operation| Wish {
            given: given::name(given, &operation.origin.to_string(), Case::Snake),
            ..simple(operation.hint.parts(), method_word(&operation.method), &operation.path)
        })
        .collect();
    let methods = grant(Case::Snake, RESERVED_METHODS, &wishes);
    for (operation, granted) in service.operations.iter().zip(&methods) {
        if let Some(holder) = granted.taken_by {
            let other = &service.operations[holder].origin;
            let message = format!(
                "`{}` and `{other}` would have the same name; this one is called `{}`",
                operation.origin, granted.ident
            );
            diagnostics.report(&catalogue::NAME_TAKEN, &operation.origin, message);
        }
    }
    let methods = idents(methods);
    let (handle, types) = type_names(&module, &methods);
    let specs: Vec<_> =
        methods.iter().map(|method| simple(&[method.text().to_owned()], "spec", method.text())).collect();
    let specs = idents(grant(Case::Screaming, &[], &specs));
    let operations = service.operations.iter().zip(methods).zip(types).zip(specs).map(
        |(((operation, method), [call, success, failure, headers]), spec)| OperationNames {
            method,
            call,
            spec,
            success,
            failure,
            headers,
            arguments: arguments(operation),
            success_variants: status_variants(&operation.responses.success),
            failure_variants: status_variants(&operation.responses.failure),
            header_fields: header_fields(operation),
        },
    );
    ServiceNames { accessor: module.clone(), handle, operations: operations.collect(), module }
}

/// The handle's name and each operation's four.
fn type_names(module: &Ident, methods: &[Ident]) -> (Ident, Vec<[Ident; 4]>) {
    // After the module, which no other service has.
    let mut wishes = vec![simple(&[module.text().to_owned()], "api", "handle")];
    for method in methods {
        let method = method.text();
        wishes.push(simple(&[method.to_owned()], "call", method));
        for word in ["response", "error", "headers"] {
            wishes.push(simple(&[method.to_owned(), word.to_owned()], "type", method));
        }
    }
    let mut granted = idents(grant(Case::Pascal, RESERVED_TYPES, &wishes)).into_iter();
    let mut next = || granted.next().unwrap_or_else(|| Ident::new("Missing".to_owned()));
    let handle = next();
    let types = methods.iter().map(|_| [next(), next(), next(), next()]).collect();
    (handle, types)
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
        _ => "request",
    }
}

fn arguments(operation: &Operation) -> Vec<Ident> {
    let wishes: Vec<_> = operation
        .arguments()
        .into_iter()
        .map(|argument| match argument {
            Argument::Param(param) => {
                let kind = match param.place {
                    Location::Path => "path",
                    Location::Query => "param",
                    Location::Header => "header",
                    Location::Cookie => "cookie",
                };
                {
                    let text =
                        if param.place == Location::Header { header_text(&param.name.0) } else { param.name.0.clone() };
                    simple(&[text], kind, &param.origin.to_string())
                }
            }
            Argument::Part(part) => simple(std::slice::from_ref(&part.name.0), "part", &part.origin.to_string()),
            Argument::Body(_) => simple(&["body".to_owned()], "content", "request body"),
        })
        .collect();
    idents(grant(Case::Snake, RESERVED_SETTERS, &wishes))
}

fn header_fields(operation: &Operation) -> Vec<Ident> {
    let headers = operation.responses.headers.iter();
    let wishes: Vec<_> =
        headers.map(|header| simple(&[header_text(&header.name.0)], "header", &header.name.0)).collect();
    idents(grant(Case::Snake, &[], &wishes))
}

/// Names of headers have no case (RFC 9110 section 5.1): `ETag` is one word.
fn header_text(name: &str) -> String {
    name.to_ascii_lowercase()
}

/// A variant is called after its status, in the words that the `http` crate has for it.
fn status_variants(responses: &[Response]) -> Vec<Ident> {
    let wishes: Vec<_> =
        responses.iter().map(|response| simple(&[status_words(response.status)], "status", "response")).collect();
    idents(grant(Case::Pascal, &[], &wishes))
}

fn status_words(status: Status) -> String {
    match status {
        Status::Default => "other".to_owned(),
        Status::Range(class) => match class {
            Class::Informational => "informational",
            Class::Success => "success",
            Class::Redirection => "redirection",
            Class::ClientError => "client error",
            Class::ServerError => "server error",
        }
        .to_owned(),
        Status::Code(code) => match reason(code) {
            Some(reason) => reason.to_owned(),
            None => format!("status {code}"),
        },
    }
}

/// The names of the constants of `http::StatusCode`.
fn reason(code: u16) -> Option<&'static str> {
    Some(match code {
        200 => "ok",
        201 => "created",
        202 => "accepted",
        203 => "non authoritative information",
        204 => "no content",
        205 => "reset content",
        206 => "partial content",
        207 => "multi status",
        300 => "multiple choices",
        301 => "moved permanently",
        302 => "found",
        303 => "see other",
        304 => "not modified",
        307 => "temporary redirect",
        308 => "permanent redirect",
        400 => "bad request",
        401 => "unauthorized",
        402 => "payment required",
        403 => "forbidden",
        404 => "not found",
        405 => "method not allowed",
        406 => "not acceptable",
        407 => "proxy authentication required",
        408 => "request timeout",
        409 => "conflict",
        410 => "gone",
        411 => "length required",
        412 => "precondition failed",
        413 => "payload too large",
        414 => "uri too long",
        415 => "unsupported media type",
        416 => "range not satisfiable",
        417 => "expectation failed",
        421 => "misdirected request",
        422 => "unprocessable entity",
        423 => "locked",
        424 => "failed dependency",
        425 => "too early",
        426 => "upgrade required",
        428 => "precondition required",
        429 => "too many requests",
        431 => "request header fields too large",
        451 => "unavailable for legal reasons",
        500 => "internal server error",
        501 => "not implemented",
        502 => "bad gateway",
        503 => "service unavailable",
        504 => "gateway timeout",
        505 => "http version not supported",
        507 => "insufficient storage",
        508 => "loop detected",
        511 => "network authentication required",
        _ => return None,
    })
}

fn simple(parts: &[String], kind: &'static str, place: &str) -> Wish {
    Wish { given: None, parts: parts.to_vec(), kind, place: place.to_owned() }
}

fn idents(granted: Vec<Granted>) -> Vec<Ident> {
    granted.into_iter().map(|granted| granted.ident).collect()
}
