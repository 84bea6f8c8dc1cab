//! How the items of lists are joined where OpenAPI 3.0 has no word for it: `x-cw-collection`, from the outermost list in.
//!
//! Enters: the extensions of a parameter or an encoding. Leaves: the style of each list. Only `document` writes them, for Swagger 2.0.

use indexmap::IndexMap;
use serde_json::Value;

use crate::model::Style;

/// The styles that are said, the outermost first; none where 3.0 says it by itself. `commas` is the style that joins by commas.
pub(super) fn styles(extensions: &IndexMap<String, Value>, commas: Style) -> Vec<Style> {
    let formats = extensions.get("x-cw-collection").and_then(Value::as_array).into_iter().flatten();
    let style = |format: &Value| match format.as_str() {
        Some("ssv") => Style::SpaceDelimited,
        Some("tsv") => Style::TabDelimited,
        Some("pipes") => Style::PipeDelimited,
        Some(_) | None => commas,
    };
    formats.map(style).collect()
}

/// The style of a part that all items of a list make up, none where each is a part of its own; and those of the lists within.
pub(super) fn of_part(extensions: &IndexMap<String, Value>) -> (Option<Style>, Vec<Style>) {
    let is_repeated = extensions.get("x-cw-collection").and_then(|formats| formats.get(0)?.as_str()) == Some("multi");
    let mut styles = styles(extensions, Style::Form).into_iter();
    let outer = styles.next().filter(|_| !is_repeated);
    (outer, styles.collect())
}
