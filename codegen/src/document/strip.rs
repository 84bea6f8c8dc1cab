//! What `openapiv3` cannot hold travels under reserved keys.
//!
//! Enters: a tree of the right shape, without schemas. Leaves: the same tree, in which everything that the typed model would refuse or lose stands
//! under `x-cw-...`. Only `lower` reads these keys, and what another file writes is said below:
//!
//! | key | at | holds |
//! |---|---|---|
//! | `x-cw-callbacks` | Operation, Components | `callbacks` as they are (`openapiv3` refuses extensions and references in them) |
//! | `x-cw-explode` | Encoding | `explode` where it is written, for its default depends on the style |
//! | `x-cw-explode` | Header | `explode`, which `openapiv3` does not know there |
//! | `x-cw-webhooks` | OpenAPI | `webhooks`, which `openapiv3` does not know, as the next two |
//! | `x-cw-summary` | Info, Response, Tag | `summary` |
//! | `x-cw-identifier` | License | `identifier` |
//! | `x-cw-item-schema` | Media Type | `itemSchema` |
//! | `x-cw-item-encoding`, `x-cw-prefix-encoding` | Media Type, Encoding | `itemEncoding`, `prefixEncoding` |
//! | `x-cw-encoding` | Encoding | `encoding` |
//! | `x-cw-style` | Parameter | `style: cookie` |
//! | `x-cw-reserved` | Parameter | `allowReserved` of a path parameter and a cookie, which 3.2 has brought |
//! | `x-cw-querystring` | Parameter | that it is the whole query, and not one of its parameters |
//! | `x-cw-shared` | Parameter | the places that a reference led to in whose place it stands; `stand_ins` writes it |
//! | `x-cw-unused` | Parameter | that the path does not have it; `operations` writes it |
//! | `x-cw-collection` | Parameter, Encoding | how lists are joined in Swagger 2.0; `swagger` writes it |
//! | `x-cw-parent`, `x-cw-kind` | Tag | `parent`, `kind` |
//! | `x-cw-name` | Server | `name` |
//! | `x-cw-metadata`, `x-cw-deprecated` | Security Scheme | `oauth2MetadataUrl`, `deprecated` |
//! | `x-cw-device` | OAuth Flows | `deviceAuthorization` |
//! | `x-cw-mutual-tls` | Components | security schemes that are client certificates; `mutual_tls` writes it |
//! | `x-cw-closed` | Schema | that an enum has no other values, as the settings say; `retype` writes it |
//! | `x-cw-unwanted-<method>` | Path Item | an operation that the settings leave out, since references lead into it; `filter` writes it |
//! | `x-cw-unknown` | all | members that the specification does not know |
//!
//! Examples that are never shown go, and so do extensions that nobody reads.

use serde_json::{Map, Value};

use super::Document;
use super::objects::{self, Kind, Object, Others};
use super::path::Path;
use super::typed::Copy;
use super::walk::{self, Site};
use crate::diagnostic::{Diagnostics, catalogue};

/// What 3.1 and 3.2 have added, and under which keys it travels.
const NEWER: &[(&Object, &str, &str)] = &[
    (&objects::OPENAPI, "webhooks", "x-cw-webhooks"),
    (&objects::INFO, "summary", "x-cw-summary"),
    (&objects::LICENSE, "identifier", "x-cw-identifier"),
    (&objects::RESPONSE, "summary", "x-cw-summary"),
    (&objects::MEDIA_TYPE, "itemSchema", "x-cw-item-schema"),
    (&objects::MEDIA_TYPE, "itemEncoding", "x-cw-item-encoding"),
    (&objects::MEDIA_TYPE, "prefixEncoding", "x-cw-prefix-encoding"),
    (&objects::ENCODING, "itemEncoding", "x-cw-item-encoding"),
    (&objects::ENCODING, "prefixEncoding", "x-cw-prefix-encoding"),
    (&objects::ENCODING, "encoding", "x-cw-encoding"),
    (&objects::TAG, "summary", "x-cw-summary"),
    (&objects::TAG, "parent", "x-cw-parent"),
    (&objects::TAG, "kind", "x-cw-kind"),
    (&objects::SERVER, "name", "x-cw-name"),
    (&objects::SECURITY_SCHEME, "oauth2MetadataUrl", "x-cw-metadata"),
    (&objects::SECURITY_SCHEME, "deprecated", "x-cw-deprecated"),
    (&objects::OAUTH_FLOWS, "deviceAuthorization", "x-cw-device"),
];

/// Moves what would be lost, in the document and in the copies of what references lead to.
pub(super) fn run(tree: &mut Value, copies: &mut [Copy], diagnostics: &mut Diagnostics) {
    walk::each_mut(tree, Kind::Object(&objects::OPENAPI), &Path::Root, &mut |site, members, path| {
        strip(site, members, path, diagnostics);
    });
    for Copy { root, value } in copies {
        walk::each_mut(value, root.kind(), &Path::At(&root.pointer), &mut |site, members, path| {
            strip(site, members, path, diagnostics);
        });
    }
}

fn strip(site: Site, members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    match site {
        Site::Reference(object) if object.is(&objects::SCHEMA) => {}
        Site::Reference(object) => beside_reference(object, members, path, diagnostics),
        Site::Object(object) => {
            if object.is(&objects::OPERATION) || object.is(&objects::COMPONENTS) {
                reserve(members, path, "callbacks", "x-cw-callbacks", diagnostics);
            }
            let newer = NEWER.iter().filter(|(holder, ..)| holder.is(object));
            for (_, key, reserved) in newer {
                // What is said of parts travels out of the way, and is not met on it.
                if (object.is(&objects::MEDIA_TYPE) || object.is(&objects::ENCODING))
                    && let (Some(member), Some(kind)) = (members.get_mut(*key), object.kind(key))
                {
                    walk::each_mut(member, kind, &path.key(key), &mut |site, members, path| {
                        strip(site, members, path, diagnostics);
                    });
                }
                reserve(members, path, key, reserved, diagnostics);
            }
            if (object.is(&objects::ENCODING) || object.is(&objects::HEADER))
                && let Some(explode) = members.get("explode").cloned()
            {
                members.insert("x-cw-explode".to_owned(), explode);
            }
            parameter(object, members);
            example(object, members);
            if object.is(&objects::PATH_ITEM) && walk::is_reference(members) {
                beside_reference(object, members, path, diagnostics);
            }
            unneeded(object, members, path);
            unknown(object, members);
        }
    }
}

/// Whole answers as examples, and what is for other programs, are much of some descriptions: what nobody reads is not typed.
fn unneeded(object: &Object, members: &mut Map<String, Value>, path: &Path<'_>) {
    let is_read = |key: &str| !key.starts_with("x-") || key.starts_with("x-cw-") || Document::EXTENSIONS.contains(&key);
    if matches!(object.others, Others::Unknown) && members.keys().any(|key| !is_read(key)) {
        members.retain(|key, _| is_read(key));
    }
    if object.is(&objects::MEDIA_TYPE) {
        let is_shown = ["example", "examples"].iter().any(|key| members.contains_key(*key)) && is_sent(path);
        let shown = if is_shown { body(members) } else { None };
        members.shift_remove("example");
        members.shift_remove("examples");
        members.extend(shown.map(|shown| ("example".to_owned(), shown)));
    }
    if object.is(&objects::EXAMPLE)
        && members.get("value").is_some_and(|value| value.to_string().len() > Document::LONGEST_EXAMPLE)
    {
        members.shift_remove("value");
    }
}

/// An example of a body that is not longer than what a call is shown with.
fn body(members: &Map<String, Value>) -> Option<Value> {
    let value = |example: &Value| example.get("value").or_else(|| example.get("dataValue")).cloned();
    let named = || members.get("examples")?.as_object()?.values().find_map(value);
    let shown = members.get("example").cloned().or_else(named)?;
    (shown.to_string().len() <= Document::LONGEST_BODY).then_some(shown)
}

/// Whether a place is in what is sent.
fn is_sent(path: &Path<'_>) -> bool {
    path.pointer().segments().any(|segment| matches!(&*segment, "requestBody" | "requestBodies"))
}

/// A place and a style of parameters that the typed model does not know.
fn parameter(object: &Object, members: &mut Map<String, Value>) {
    if !object.is(&objects::PARAMETER) {
        return;
    }
    if members.get("style").and_then(Value::as_str) == Some("cookie")
        && let Some(style) = members.shift_remove("style")
    {
        members.insert("x-cw-style".to_owned(), style);
    }
    if matches!(members.get("in").and_then(Value::as_str), Some("path" | "cookie"))
        && let Some(allowed) = members.shift_remove("allowReserved")
    {
        members.insert("x-cw-reserved".to_owned(), allowed);
    }
    if members.get("in").and_then(Value::as_str) == Some("querystring") {
        members.insert("in".to_owned(), "query".into());
        members.insert("x-cw-querystring".to_owned(), true.into());
    }
}

/// An example is shown as its data, or else as it is written.
fn example(object: &Object, members: &mut Map<String, Value>) {
    if object.is(&objects::EXAMPLE) {
        let written = members.shift_remove("serializedValue");
        let shown = members.shift_remove("dataValue").or(written);
        if let (None, Some(shown)) = (members.get("value"), shown) {
            members.insert("value".to_owned(), shown);
        }
    }
}

fn reserve(
    members: &mut Map<String, Value>,
    path: &Path<'_>,
    key: &str,
    reserved: &str,
    diagnostics: &mut Diagnostics,
) {
    if let Some(value) = members.shift_remove(key) {
        members.insert(reserved.to_owned(), value);
        let at = path.pointer();
        diagnostics.origins.record(&at.push(key), &at.push(reserved));
    }
}

/// `shape` has told about them.
fn unknown(object: &Object, members: &mut Map<String, Value>) {
    let is_unknown = |key: &str| !key.starts_with("x-") && object.kind(key).is_none();
    if !members.keys().any(|key| is_unknown(key)) {
        return;
    }
    let (lost, kept): (Map<_, _>, Map<_, _>) =
        std::mem::take(members).into_iter().partition(|(key, _)| is_unknown(key));
    *members = kept;
    members.insert("x-cw-unknown".to_owned(), Value::Object(lost));
}

fn beside_reference(object: &Object, members: &mut Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    if members.len() == 1 || object.is(&objects::EXAMPLE) || object.is(&objects::LINK) {
        return;
    }
    let at = path.pointer();
    members.retain(|key, _| {
        let kept = key == "$ref";
        if !kept {
            diagnostics
                .report(&catalogue::BESIDE_REF, &at.push(key), format!("`{key}` beside a `$ref` is ignored"))
                .at_key();
        }
        kept
    });
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::diagnostic::Diagnostics;

    fn run(tree: &mut Value) {
        super::run(tree, &mut [], &mut Diagnostics::new());
    }

    #[test]
    fn what_the_specification_does_not_know_is_reserved_and_what_nobody_reads_goes() {
        let mut tree = json!({"info": {"title": "A", "mood": "good", "x-own": 1, "x-pagination": 1}});
        run(&mut tree);
        assert_eq!(tree, json!({"info": {"title": "A", "x-pagination": 1, "x-cw-unknown": {"mood": "good"}}}));
    }

    #[test]
    fn callbacks_pass_whatever_is_in_them() {
        let mut tree = json!({"paths": {"/a": {"post": {"callbacks": {"done": {"x-note": 1, "{$url}": {}}}}}}});
        run(&mut tree);
        let operation = json!({"x-cw-callbacks": {"done": {"x-note": 1, "{$url}": {}}}});
        assert_eq!(tree, json!({"paths": {"/a": {"post": operation}}}));
    }

    #[test]
    fn an_encoding_says_whether_explode_was_written() {
        let content = json!({"a/b": {"encoding": {"one": {"explode": false}, "two": {}}}});
        let mut tree = json!({"components": {"requestBodies": {"A": {"content": content}}}});
        run(&mut tree);
        let encoding = &tree["components"]["requestBodies"]["A"]["content"]["a/b"]["encoding"];
        assert_eq!(*encoding, json!({"one": {"explode": false, "x-cw-explode": false}, "two": {}}));
    }
}
