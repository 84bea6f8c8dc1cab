//! Encodings of the properties of bodies.

use serde_json::Value;

use super::Fix;
use crate::diagnostic::catalogue;
use crate::document::version::Version;
use crate::media_type::essence;

/// A style says how the properties of forms are written, and from 3.1 on the parts of form data; elsewhere it is ignored (OAS 3.0.4 and 3.1.1
/// section 4.8.15.1.2). What is said of what is usual there changes nothing, and is written by many tools.
pub(super) fn style_of_no_form(fix: &mut Fix<'_>) {
    let Some(content) = fix.members.get_mut("content").and_then(Value::as_object_mut) else { return };
    let path = fix.path.key("content");
    for (name, media) in content.iter_mut().filter(|(name, _)| !has_styles(name, fix.version)) {
        let path = path.key(name);
        let path = path.key("encoding");
        let Some(encodings) = media.get_mut("encoding").and_then(Value::as_object_mut) else { continue };
        for (property, encoding) in encodings {
            let path = path.key(property);
            let Some(members) = encoding.as_object_mut() else { continue };
            for key in ["style", "explode", "allowReserved"] {
                let Some(said) = members.shift_remove(key) else { continue };
                let is_usual = said == "form" || said == Value::Bool(key == "explode");
                if !is_usual {
                    let known = fix.version.specification();
                    let message = format!("`{key}` has no effect on a part of `{name}` in {known}");
                    fix.diagnostics.report(&catalogue::WITHOUT_EFFECT_HERE, &path.key(key).pointer(), message).at_key();
                }
            }
        }
    }
}

/// Whether properties of a body of that media type have styles. A range is sent as form data, where its schema has parts.
fn has_styles(name: &str, version: Version) -> bool {
    match essence(name).as_str() {
        "application/x-www-form-urlencoded" => true,
        "multipart/form-data" => version >= Version::V3_1,
        essence => essence.contains('*'),
    }
}
