//! What a client is built with: servers, their variables, credentials.

use super::function::functions;
use super::sign::Namer;
use super::wire;
use crate::emit::{Cx, client};
use crate::model::SchemeId;
use crate::names::Ident;
use crate::place::Place;
use crate::surface::{At, Definition, Fact, Home, Kind, Member, NOTHING, Setter, Sign};

/// What differs from API to API of the builder.
pub(super) fn setters(cx: Cx<'_>) -> Vec<Setter> {
    let known = known(cx);
    let what = |name: &str| {
        let general = match name {
            "server" => "the server",
            "bearer" => "bearer tokens",
            "basic" => "the user name and password",
            _ => "a setting",
        };
        let known = known.iter().find(|(setter, ..)| setter == name);
        known.map_or_else(|| (general.to_owned(), At::default()), |(_, what, at)| (what.clone(), at.clone()))
    };
    let setter = |function: crate::surface::Function| {
        let (what, at) = what(&function.name);
        Setter { what, at, function }
    };
    functions(client::setters(cx), &Namer::default()).into_iter().map(setter).collect()
}

/// The setters by their names, with what of the description they set.
fn known(cx: Cx<'_>) -> Vec<(String, String, At)> {
    let variables = cx.api.variables.iter().zip(cx.names.variables()).map(|(variable, names)| {
        (names.setter.to_string(), format!("the server variable `{}`", variable.name), (&variable.origin).into())
    });
    let schemes = cx.api.schemes.iter().enumerate().filter_map(|(index, scheme)| {
        let setter = cx.names.scheme(SchemeId(index)).setter.as_ref()?;
        Some((setter.to_string(), format!("the scheme `{}`", scheme.name), (&scheme_place(&scheme.name.0)).into()))
    });
    variables.chain(schemes).collect()
}

fn scheme_place(name: &str) -> Place {
    Place::default().below(&["components", "securitySchemes", name])
}

/// The servers and the values of their variables, where there is something to choose.
pub(super) fn types(cx: Cx<'_>) -> Vec<Definition> {
    let member = |name: &Ident, wire: &str, at: At| Member {
        name: name.to_string(),
        wire: wire.to_owned(),
        at,
        ty: Sign::default(),
    };
    let choice = |name: &str, home: String, at: At, members| {
        let mut definition = Definition::new(format!("servers::{name}"), Home::Client(home), at, Kind::Choice);
        definition.members = members;
        definition
    };
    let servers = cx.facts.chooses_server().then(|| {
        let servers = cx.api.servers.iter().zip(cx.names.servers());
        let members = servers.map(|(server, name)| member(name, &server.url, (&server.origin).into())).collect();
        choice("Server", "servers".to_owned(), (&Place::default().push("servers")).into(), members)
    });
    let variables = cx.api.variables.iter().zip(cx.names.variables()).filter(|(variable, _)| variable.is_listed());
    let variables = variables.map(|(variable, names)| {
        let at: At = (&variable.origin).into();
        let values = names.variants.iter().zip(&variable.values);
        let members = values.map(|(name, value)| member(name, value, at.clone())).collect();
        choice(&names.ty.to_string(), format!("variable {}", variable.name), at, members)
    });
    servers.into_iter().chain(variables).collect()
}

/// Where requests go, and how credentials travel.
pub(super) fn facts(cx: Cx<'_>) -> Vec<Fact> {
    let (url, at) = match cx.api.servers.first() {
        Some(server) => (server.url.clone(), (&server.origin).into()),
        None => (NOTHING.to_owned(), At::default()),
    };
    let mut facts = vec![Fact { code: "base-url", about: String::new(), says: url, at }];
    facts.extend(cx.api.variables.iter().map(|variable| Fact {
        code: "server-variable",
        about: variable.name.0.clone(),
        says: variable.default.clone().unwrap_or_else(|| NOTHING.to_owned()),
        at: (&variable.origin).into(),
    }));
    facts.extend(cx.api.schemes.iter().map(|scheme| Fact {
        code: "credential",
        about: scheme.name.0.clone(),
        says: wire::scheme(&scheme.kind),
        at: (&scheme_place(&scheme.name.0)).into(),
    }));
    facts
}
