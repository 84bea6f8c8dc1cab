//! Names of what is set when a client is built: credentials, servers, the variables of their URLs.

use super::case::{self, Symbols};
use super::identifier::Ident;
use super::register::{Kind, Register, grant, idents, root_key};
use super::scope::{self, Case, Wish};
use super::{Given, given};
use crate::model::{Api, SchemeKind, SecurityScheme, Server, ServerVariable};

/// The names of one security scheme.
#[derive(Clone, Debug)]
pub(crate) struct SchemeNames {
    /// `BEARER_AUTH`.
    pub(crate) constant: Ident,
    /// `bearer_auth`; none where the setter for all schemes of the kind has that name.
    pub(crate) setter: Option<Ident>,
}

/// The names of one variable of servers.
#[derive(Clone, Debug)]
pub(crate) struct VariableNames {
    /// `region`.
    pub(crate) setter: Ident,
    /// `Region` and its variants, where the values are listed.
    pub(crate) ty: Ident,
    pub(crate) variants: Vec<Ident>,
}

const CONSTANTS: &[&str] = &["API", "USUAL"];
const SETTERS: Kind = Kind {
    what: "setter of the builder",
    case: Case::Snake,
    // What every builder has.
    reserved: &[
        "new",
        "server",
        "bearer",
        "basic",
        "base_url",
        "trust_origin",
        "allow_insecure",
        "header",
        "user_agent",
        "timeouts",
        "max_body_bytes",
        "retry",
        "request_id_headers",
        "show_header",
        "show_query",
        "transport",
        "interceptor",
        "attempt_interceptor",
        "clock",
        "spawner",
        "seed",
        "build",
    ],
};
const TYPES: Kind =
    Kind { what: "server variable", case: Case::Pascal, reserved: &["Server", "Self", "Into", "String"] };
const VALUES: Kind = Kind { what: "value of a server variable", case: Case::Pascal, reserved: &[] };
const SERVERS: Kind = Kind { what: "server", case: Case::Pascal, reserved: &[] };

/// The schemes' names and the variables' names; their setters are methods of one builder.
pub(super) fn assign(register: &mut Register<'_>, api: &Api) -> (Vec<SchemeNames>, Vec<VariableNames>) {
    let schemes: Vec<_> = api.schemes.iter().map(scheme_wish).collect();
    // Nobody sees these, so that nothing is told of them, and no setting names them.
    let constants = idents(scope::grant(Case::Screaming, CONSTANTS, &Given::default(), &register.words, &schemes));
    let own: Vec<bool> = api.schemes.iter().map(|scheme| has_own_setter(register.given, scheme)).collect();
    let variables = api.variables.iter().map(variable_wish);
    let wishes: Vec<_> =
        schemes.iter().zip(&own).filter(|(_, own)| **own).map(|(wish, _)| wish.clone()).chain(variables).collect();
    let mut setters = idents(grant(register, SETTERS, &wishes)).into_iter();
    let schemes = constants.into_iter().zip(own);
    let schemes = schemes
        .map(|(constant, own)| SchemeNames { constant, setter: if own { setters.next() } else { None } })
        .collect();
    (schemes, variable_names(register, api, setters))
}

fn variable_names(register: &mut Register<'_>, api: &Api, setters: impl Iterator<Item = Ident>) -> Vec<VariableNames> {
    let types = idents(grant(register, TYPES, &api.variables.iter().map(variable_wish).collect::<Vec<_>>()));
    let mut names = Vec::new();
    for ((variable, setter), ty) in api.variables.iter().zip(setters).zip(types) {
        let value = |value: &String| Wish::described(value, "value", variable.origin.below(&["enum", value]));
        let variants = grant(register, VALUES, &variable.values.iter().map(value).collect::<Vec<_>>());
        names.push(VariableNames { setter, ty, variants: idents(variants) });
    }
    names
}

/// The variants of the enum of servers.
pub(super) fn assign_servers(register: &mut Register<'_>, api: &Api) -> Vec<Ident> {
    let wish = |server: &Server| Wish {
        parts: server.hint.parts().to_vec(),
        place: server.url.clone().into(),
        // Its number in the list changes with others.
        keys: vec![server.origin.parent().unwrap_or_default().push(&server.url), server.origin.clone()],
        at: Some(server.origin.clone()),
        ..Wish::described("", "server", &server.origin)
    };
    idents(grant(register, SERVERS, &api.servers.iter().map(wish).collect::<Vec<_>>()))
}

fn scheme_wish(scheme: &SecurityScheme) -> Wish {
    let name = &scheme.name.0;
    Wish {
        place: name.clone().into(),
        ..Wish::described(name, "scheme", root_key(&["components", "securitySchemes", name]))
    }
}

fn variable_wish(variable: &ServerVariable) -> Wish {
    Wish::described(&variable.name.0, "variable", &variable.origin)
}

/// A scheme that is called `bearer` and is one needs no second setter beside `bearer`.
fn has_own_setter(given: &Given, scheme: &SecurityScheme) -> bool {
    let general = match scheme.kind {
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => "bearer",
        SchemeKind::Basic => "basic",
        SchemeKind::Http(_)
        | SchemeKind::ApiKeyHeader(_)
        | SchemeKind::ApiKeyQuery(_)
        | SchemeKind::ApiKeyCookie(_) => return true,
    };
    let pinned = given::name(given, &scheme_wish(scheme).keys, Case::Snake).is_some();
    pinned || case::snake(&case::words(&scheme.name.0, Symbols::Telling)) != general
}
