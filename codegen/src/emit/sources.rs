//! What a crate was made from, for its readers: the README says it in a sentence, the reference lists all.

use super::Cx;
use super::documentation::code;

/// More than this are counted, and not named.
const NAMED: usize = 3;

/// `specs/shop.yaml` with what it follows, what changed it and what it refers to: behind `made from`.
pub(super) fn sentence(cx: Cx<'_>) -> String {
    let sources = &cx.api.sources;
    let mut text = format!("{}, which follows {}", code(cx.source), sources.specification);
    if !sources.files.is_empty() {
        text.push_str(&format!(", with {}", listed(&sources.files)));
    }
    if !sources.overlays.is_empty() {
        text.push_str(&format!(", changed by {}", listed(&sources.overlays)));
    }
    text
}

/// A line for each of the files, where there is more than the description itself.
pub(super) fn section(cx: Cx<'_>) -> String {
    let sources = &cx.api.sources;
    let count = 1 + sources.overlays.len() + sources.files.len();
    if count == 1 {
        return String::new();
    }
    let mut text = format!("\n## Read ({count})\n\n");
    text.push_str(&format!("- {}: the description, which follows {}\n", code(cx.source), sources.specification));
    let overlays = sources.overlays.iter().map(|file| format!("- {}: an overlay\n", code(file)));
    let files = sources.files.iter().map(|file| format!("- {}\n", code(file)));
    text.extend(overlays.chain(files));
    text
}

/// `a`, `b` and `c`, or how many there are.
fn listed(files: &[String]) -> String {
    let named: Vec<String> = files.iter().map(|file| code(file)).collect();
    match named.as_slice() {
        [] => String::new(),
        [file] => file.clone(),
        [others @ .., last] if named.len() <= NAMED => format!("{} and {last}", others.join(", ")),
        _ => format!("{} other files", named.len()),
    }
}
