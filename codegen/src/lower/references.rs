//! `$ref`: from the text of a reference to what it names.
//!
//! References were checked when the document was read, so one that leads nowhere here names something that the typed
//! document has no place for; it is reported and the caller falls back.

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema};

use super::site::Site;
use super::view::Node;
use super::{Cx, schema};
use crate::diagnostic::catalogue;
use crate::model::{NameHint, Type, TypeId};
use crate::place::Pointer;

const SCHEMAS: &str = "#/components/schemas/";

/// Follows references until an item; `None` where there is none.
macro_rules! follow {
    ($name:ident, $section:ident, $item:ty, $path:literal) => {
        pub(super) fn $name<'a>(
            cx: &Cx<'a>,
            mut node: &'a ReferenceOr<$item>,
            site: &Site,
        ) -> Option<(&'a $item, Site)> {
            let mut site = site.clone();
            // A chain longer than the section is a circle, which was reported when the document was read.
            let section = cx.openapi.components.as_ref().map(|components| &components.$section);
            for _ in 0..=section.map_or(0, |section| section.len()) {
                match node {
                    ReferenceOr::Item(item) => return Some((item, site)),
                    ReferenceOr::Reference { reference } => {
                        let pointer = Pointer::parse(reference)?;
                        let name = pointer.last()?.into_owned();
                        if pointer.parent()? != Pointer::parse($path)? {
                            return None;
                        }
                        node = section?.get(&name)?;
                        site.pointer = pointer;
                    }
                }
            }
            None
        }
    };
}

follow!(parameter, parameters, openapiv3::Parameter, "#/components/parameters");
follow!(request_body, request_bodies, openapiv3::RequestBody, "#/components/requestBodies");
follow!(response, responses, openapiv3::Response, "#/components/responses");
follow!(header, headers, openapiv3::Header, "#/components/headers");
follow!(security_scheme, security_schemes, openapiv3::SecurityScheme, "#/components/securitySchemes");

/// The definition that `reference` names, if it names a component schema.
pub(super) fn component(cx: &Cx<'_>, reference: &str) -> Option<TypeId> {
    let name = component_name(reference)?;
    cx.components.get(name.as_str()).copied()
}

/// The name in `#/components/schemas/<name>`.
pub(super) fn component_name(reference: &str) -> Option<String> {
    if !reference.starts_with(SCHEMAS) {
        return None;
    }
    let pointer = Pointer::parse(reference)?;
    (pointer.segments().count() == 3).then(|| pointer.last().map(std::borrow::Cow::into_owned))?
}

/// The schema that `reference` names, with the site it stands at.
pub(super) fn schema<'a>(cx: &Cx<'a>, reference: &str) -> Option<(Node<'a>, Site)> {
    let pointer = Pointer::parse(reference)?;
    let segments: Vec<_> = pointer.segments().collect();
    let [components, schemas, name, rest @ ..] = segments.as_slice() else {
        return None;
    };
    if components != "components" || schemas != "schemas" {
        return None;
    }
    let schemas = &cx.openapi.components.as_ref()?.schemas;
    let mut node = Node::from(schemas.get(name.as_ref())?);
    let mut site = Site {
        pointer: ["components", "schemas", name.as_ref()].iter().collect(),
        hint: NameHint::root(name.as_ref()),
        home: cx.components.get(name.as_ref()).copied(),
    };
    let mut rest = rest.iter().map(AsRef::as_ref);
    while let Some(key) = rest.next() {
        let Node::Item(schema) = node else {
            return None;
        };
        (node, site) = step(schema, &site, key, &mut rest)?;
    }
    Some((node, site))
}

/// The schema behind a node, through as many references as it takes, with the site it stands at.
pub(super) fn resolve<'a>(cx: &Cx<'a>, node: Node<'a>, site: &Site) -> Option<(&'a Schema, Site)> {
    let mut node = node;
    let mut site = site.clone();
    // A longer chain is a circle.
    for _ in 0..=cx.components.len() {
        match node {
            Node::Item(item) => return Some((item, site)),
            Node::Reference(reference) => (node, site) = schema(cx, reference)?,
        }
    }
    None
}

/// One step of a reference into a schema.
fn step<'a, 'k>(
    schema: &'a Schema,
    site: &Site,
    key: &str,
    rest: &mut impl Iterator<Item = &'k str>,
) -> Option<(Node<'a>, Site)> {
    let view = super::view::View::of(schema);
    let member = |list: Option<&'a [ReferenceOr<Schema>]>, index: &str| {
        let index: usize = index.parse().ok()?;
        Some((Node::from(list?.get(index)?), site.item(key, index)))
    };
    match key {
        "properties" => {
            let name = rest.next()?;
            Some((Node::from(view.properties?.get(name)?), site.child(&["properties", name], name)))
        }
        "items" => Some((Node::from(view.items?), site.child(&["items"], "item"))),
        "additionalProperties" => match view.additional? {
            openapiv3::AdditionalProperties::Schema(schema) => {
                Some((Node::from(&**schema), site.child(&["additionalProperties"], "value")))
            }
            openapiv3::AdditionalProperties::Any(_) => None,
        },
        "allOf" => member(view.all_of, rest.next()?),
        "oneOf" => member(view.one_of, rest.next()?),
        "anyOf" => member(view.any_of, rest.next()?),
        _ => None,
    }
}

/// The use of the schema that `reference` names.
pub(super) fn lower_reference(cx: &mut Cx<'_>, reference: &str, site: &Site) -> Type {
    let mut seen = BTreeSet::new();
    let mut next = reference.to_owned();
    while seen.insert(next.clone()) {
        if let Some(id) = component(cx, &next) {
            let ty = Type::Named(id);
            return if cx.nullable.contains(&id) { ty.nullable() } else { ty };
        }
        match schema(cx, &next) {
            Some((Node::Reference(further), _)) => next = further.to_owned(),
            Some((node @ Node::Item(_), target)) => return schema::lower_schema(cx, node, &target),
            None => break,
        }
    }
    cx.diagnostics.report(
        &catalogue::REFERENCE_OUT_OF_REACH,
        &site.pointer,
        format!("`{reference}` names something that cannot be a schema here"),
    );
    Type::Any
}
