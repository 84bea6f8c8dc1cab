//! Parameters and headers.

use serde_json::{Value, json};

use super::Fix;
use crate::diagnostic::catalogue;

/// The styles that exist for each place (OpenAPI 3.0.4, section 4.7.12.3).
const STYLES_OF_PLACES: &[(&str, &[&str])] = &[
    ("path", &["matrix", "label", "simple"]),
    ("query", &["form", "spaceDelimited", "pipeDelimited", "deepObject"]),
    ("header", &["simple"]),
    ("cookie", &["form", "cookie"]),
];

/// The schema says more.
pub(super) fn schema_and_content(fix: &mut Fix<'_>) {
    if fix.has("schema") && fix.has("content") {
        fix.report(
            &catalogue::CONTENT_AMBIGUOUS,
            "content",
            "a parameter has either `schema` or `content`; `content` is ignored",
        )
        .at_key();
        fix.take("content");
    }
}

pub(super) fn several_contents(fix: &mut Fix<'_>) {
    let Some(content) = fix.members.get_mut("content").and_then(Value::as_object_mut) else { return };
    if content.len() > 1 {
        let ignored: Vec<String> = content.keys().skip(1).cloned().collect();
        content.retain(|media_type, _| !ignored.contains(media_type));
        fix.report(&catalogue::CONTENT_AMBIGUOUS, "content", "a parameter has one media type; only the first is read")
            .at_key();
    }
}

pub(super) fn without_schema(fix: &mut Fix<'_>) {
    let content = fix.get("content").and_then(Value::as_object);
    if fix.has("schema") || content.is_some_and(|content| !content.is_empty()) {
        return;
    }
    if !fix.has_misspelt("schema") && !fix.has_misspelt("content") {
        let message = "this parameter has neither `schema` nor `content`; any text is taken";
        fix.report_here(&catalogue::PARAMETER_WITHOUT_SCHEMA, message).at_key();
    }
    fix.take("content");
    fix.set("schema", json!({"type": "string"}));
}

/// A path without one of its parts is another path.
pub(super) fn optional_in_path(fix: &mut Fix<'_>) {
    if fix.text("in") == Some("path") && fix.get("required") != Some(&Value::Bool(true)) {
        let message = "a path parameter is always required; `required: true` is added";
        fix.report_here(&catalogue::MISSING_TAKEN_AS_EMPTY, message).at_key().help("add `required: true`");
        fix.set("required", true);
    }
}

pub(super) fn style_of_another_place(fix: &mut Fix<'_>) {
    let Some((place, styles)) = STYLES_OF_PLACES.iter().find(|(place, _)| fix.text("in") == Some(place)) else {
        return;
    };
    let Some(style) = fix.text("style").map(str::to_owned) else { return };
    if !styles.contains(&style.as_str()) {
        let message = format!(
            "the style `{style}` does not exist for `in: {place}`; the default `{}` is used",
            default_style(place)
        );
        fix.report(&catalogue::STYLE_IGNORED, "style", message);
        fix.take("style");
    }
}

fn default_style(place: &str) -> &'static str {
    if matches!(place, "query" | "cookie") { "form" } else { "simple" }
}
