//! What people wrote, and what a schema's constraints say in words.

use openapiv3::SchemaData;
use serde_json::Value;

use super::view::View;
use crate::model::Docs;

/// An example longer than this says less than the fields do.
const LONGEST_EXAMPLE: usize = 100;

/// A description alone.
pub(super) fn text(description: Option<&str>) -> Docs {
    Docs { description: written(description), ..Docs::default() }
}

/// Summary and description.
pub(super) fn texts(summary: Option<&str>, description: Option<&str>, deprecated: bool) -> Docs {
    Docs { summary: written(summary), description: written(description), deprecated, notes: Vec::new() }
}

/// The words at the top of the document.
pub(super) fn of_info(info: &openapiv3::Info) -> Docs {
    text(info.description.as_deref())
}

/// Description, constraints, default and example of a schema.
pub(super) fn of_schema(data: &SchemaData, view: &View<'_>) -> Docs {
    let mut notes = view.constraints.clone();
    if let Some(default) = data.default.as_ref().filter(|default| !default.is_null()) {
        notes.push(format!("Default: `{}`.", one_line(default)));
    }
    if let Some(example) = data.example.as_ref().map(one_line).filter(|text| text.len() <= LONGEST_EXAMPLE) {
        notes.push(format!("Example: `{example}`."));
    }
    Docs {
        summary: None,
        description: written(data.description.as_deref().or(data.title.as_deref())),
        deprecated: data.deprecated,
        notes,
    }
}

fn one_line(value: &Value) -> String {
    // A backtick would end the code span that the value is shown in.
    value.to_string().replace('`', "'")
}

fn written(text: Option<&str>) -> Option<String> {
    text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}
