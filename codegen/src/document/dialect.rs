//! The dialects of schemas (OAS 3.1.1 section 4.8.24.5): `jsonSchemaDialect` of the description, and `$schema` of one schema.
//!
//! Enters: the tree. Leaves: a diagnostic for each dialect that is not read as itself. Whatever it is, schemas are read as JSON Schema 2020-12.

use std::collections::BTreeSet;

use serde_json::Value;

use super::objects;
use super::walk::{self, Root, Site};
use crate::diagnostic::{Diagnostics, catalogue};

/// Those that are read: of OpenAPI in all its versions, and that of JSON Schema.
const KNOWN: &[&str] = &["https://spec.openapis.org/oas/3.", "https://json-schema.org/draft/2020-12/"];

/// Tells of each dialect once.
pub(super) fn check(tree: &Value, roots: &[Root], diagnostics: &mut Diagnostics) {
    let mut told = BTreeSet::new();
    walk::all(tree, roots, &mut |site, members, path| {
        let Site::Object(object) = site else { return };
        let key = match () {
            () if object.is(&objects::OPENAPI) => "jsonSchemaDialect",
            () if object.is(&objects::SCHEMA) => "$schema",
            () => return,
        };
        let Some(dialect) = members.get(key).and_then(Value::as_str) else { return };
        let secure = dialect.strip_prefix("http://").map(|rest| format!("https://{rest}"));
        let is_known = KNOWN.iter().any(|known| secure.as_deref().unwrap_or(dialect).starts_with(known));
        if !is_known && told.insert(dialect) {
            let message = format!("schemas of the dialect `{dialect}` are read as JSON Schema 2020-12");
            diagnostics.report(&catalogue::UNKNOWN_DIALECT, &path.key(key).pointer(), message);
        }
    });
}
