//! `$ref`: from the text of a reference to what it names, wherever that stands.
//!
//! References were checked when the document was read, so one that leads nowhere here was told already; the caller falls back.

use openapiv3::ReferenceOr;

use super::Cx;
use super::site::Site;
use crate::place::Pointer;

/// Longer chains are circles, which were told.
pub(super) const LONGEST_CHAIN: usize = 64;

/// Follows references until an item; `None` where there is none.
macro_rules! follow {
    ($name:ident, $section:ident, $item:ty, $key:literal) => {
        pub(super) fn $name<'a: 'n, 'n>(
            cx: &Cx<'a>,
            mut node: &'n ReferenceOr<$item>,
            site: &Site,
        ) -> Option<(&'n $item, Site)> {
            let mut site = site.clone();
            for _ in 0..LONGEST_CHAIN {
                match node {
                    ReferenceOr::Item(item) => return Some((item, site)),
                    ReferenceOr::Reference { reference } => {
                        let pointer = Pointer::parse(reference)?;
                        let components = cx.openapi.components.as_ref();
                        let component = component(&pointer, $key)
                            .and_then(|name| components.and_then(|components| components.$section.get(&name)));
                        node = component.or_else(|| cx.elsewhere.$section.get(&pointer))?;
                        site.pointer = pointer;
                    }
                }
            }
            None
        }
    };
}

follow!(parameter, parameters, openapiv3::Parameter, "parameters");
follow!(request_body, request_bodies, openapiv3::RequestBody, "requestBodies");
follow!(response, responses, openapiv3::Response, "responses");
follow!(header, headers, openapiv3::Header, "headers");
follow!(example, examples, openapiv3::Example, "examples");
follow!(link, links, openapiv3::Link, "links");
follow!(security_scheme, security_schemes, openapiv3::SecurityScheme, "securitySchemes");

/// The places that the references to a parameter lead to, one after the other.
pub(super) fn ways_to_parameter<'a: 'n, 'n>(
    cx: &Cx<'a>,
    mut node: &'n ReferenceOr<openapiv3::Parameter>,
) -> Vec<Pointer> {
    let mut ways = Vec::new();
    while let (ReferenceOr::Reference { reference }, ..LONGEST_CHAIN) = (node, ways.len()) {
        let Some(pointer) = Pointer::parse(reference) else { break };
        let components = cx.openapi.components.as_ref();
        let component = component(&pointer, "parameters").and_then(|name| components?.parameters.get(&name));
        let next = component.or_else(|| cx.elsewhere.parameters.get(&pointer));
        ways.push(pointer);
        let Some(next) = next else { break };
        node = next;
    }
    ways
}

/// The name of the component of that kind that stands at a place.
fn component(pointer: &Pointer, key: &str) -> Option<String> {
    let segments: Vec<_> = pointer.segments().collect();
    match segments.as_slice() {
        [components, section, name] if components == "components" && section == key => Some(name.clone().into_owned()),
        _ => None,
    }
}

/// The operations of a path, with the place where they are described.
pub(super) fn path_item<'a>(
    cx: &Cx<'a>,
    mut node: &'a ReferenceOr<openapiv3::PathItem>,
    mut pointer: Pointer,
) -> Option<(&'a openapiv3::PathItem, Pointer)> {
    for _ in 0..LONGEST_CHAIN {
        match node {
            ReferenceOr::Item(item) => return Some((item, pointer)),
            ReferenceOr::Reference { reference } => {
                pointer = Pointer::parse(reference)?;
                node = cx.elsewhere.path_items.get(&pointer)?;
            }
        }
    }
    None
}

/// The operations of a path item that is described at one place and met at another, with their methods and places.
pub(super) fn operations<'a>(
    cx: &Cx<'a>,
    item: &'a openapiv3::PathItem,
    described_at: &Pointer,
    met_at: &Pointer,
) -> Vec<(String, Pointer, &'a openapiv3::Operation)> {
    let named = item.iter().map(|(method, operation)| (method.to_ascii_uppercase(), met_at.push(method), operation));
    let others = cx.elsewhere.operations.get(described_at).into_iter().flatten().map(|further| {
        let place = further.steps.iter().fold(met_at.clone(), |place, step| place.push(step));
        (further.method.clone(), place, &further.operation)
    });
    named.chain(others).collect()
}

/// The operation of a path that these keys lead to from its path item.
pub(super) fn operation<'a>(cx: &Cx<'a>, path: &str, steps: &[&str]) -> Option<&'a openapiv3::Operation> {
    let item = cx.openapi.paths.paths.get(path)?.as_item()?;
    let place: Pointer = ["paths", path].iter().collect();
    let further = cx.elsewhere.operations.get(&place).into_iter().flatten();
    let own = item.iter().find(|(method, _)| *steps == [*method]).map(|(_, operation)| operation);
    own.or_else(|| further.into_iter().find(|further| further.steps == steps).map(|further| &further.operation))
}
