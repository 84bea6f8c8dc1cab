//! Whether null is among the values of a schema: by itself, through references, or through one of its alternatives.

use std::collections::BTreeSet;

use openapiv3::Schema;

use super::classify::{Class, classify};
use super::site::Site;
use super::view::{Node, View};
use super::{Cx, references};

/// Whether null is a value of the schema.
pub(super) fn is_nullable<'a>(cx: &Cx<'a>, node: Node<'a>) -> bool {
    admits_null(cx, node, &mut BTreeSet::new())
}

fn admits_null<'a>(cx: &Cx<'a>, node: Node<'a>, seen: &mut BTreeSet<*const Schema>) -> bool {
    let Some((schema, _)) = references::resolve(cx, node, &Site::nowhere()) else {
        return false;
    };
    if !seen.insert(std::ptr::from_ref(schema)) {
        return false;
    }
    let view = View::of(schema);
    if schema.schema_data.nullable || view.values.iter().any(serde_json::Value::is_null) {
        return true;
    }
    match classify(cx, &view) {
        Class::Same(member, "allOf", _) => admits_null(cx, member, seen),
        Class::Same(..) | Class::Union(..) => {
            let mut members = view.one_of.into_iter().chain(view.any_of).flatten();
            members.any(|member| admits_null(cx, Node::from(member), seen))
        }
        Class::Scalar | Class::Enum | Class::List | Class::Map | Class::Struct | Class::AllOf | Class::Any => false,
    }
}
