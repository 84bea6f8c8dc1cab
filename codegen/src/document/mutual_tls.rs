//! Client certificates (`type: mutualTLS`, OAS 3.1.1 section 4.8.27) are a matter of the connection.
//!
//! Enters: the tree. Leaves: security requirements of what requests carry; the schemes stand under `x-cw-mutual-tls` of the components.

use serde_json::{Map, Value};

use super::objects;
use super::walk::{self, Root, Site};

/// Takes the schemes out, and out of what operations require.
pub(super) fn take(tree: &mut Value, roots: &[Root]) {
    let Some(components) = tree.get_mut("components").and_then(Value::as_object_mut) else { return };
    let Some(schemes) = components.get_mut("securitySchemes").and_then(Value::as_object_mut) else { return };
    let is_mutual = |scheme: &Value| scheme.get("type").and_then(Value::as_str) == Some("mutualTLS");
    let (mutual, others): (Map<_, _>, Map<_, _>) =
        std::mem::take(schemes).into_iter().partition(|(_, scheme)| is_mutual(scheme));
    *schemes = others;
    if mutual.is_empty() {
        return;
    }
    walk::all_mut(tree, roots, &mut |site, members, _| {
        if let Site::Object(object) = site
            && object.is(&objects::SECURITY_REQUIREMENT)
        {
            members.retain(|name, _| !mutual.contains_key(name));
        }
    });
    if let Some(components) = tree.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("x-cw-mutual-tls".to_owned(), Value::Object(mutual));
    }
}
