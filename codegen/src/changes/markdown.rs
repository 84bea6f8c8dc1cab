//! Changes as a section of a change log.

use super::{Change, Changes, Impact, Spot};

/// A heading and what stands below it.
type Section<'s> = (&'s str, &'s dyn Fn(&Change) -> bool);

/// What breaks first, then what is new, then what only servers see. Within, by operation and type.
pub(super) fn markdown(changes: &Changes) -> String {
    if changes.is_empty() {
        return "Nothing changes for callers.\n".to_owned();
    }
    let mut text = String::new();
    let sections: [Section<'_>; 4] = [
        ("Breaking", &|change| change.impact == Impact::Breaking),
        ("Added", &|change| change.impact == Impact::Additive),
        ("On the wire", &|change| change.is_on_the_wire()),
        ("Without effect on callers", &|change| change.impact == Impact::None && !change.is_on_the_wire()),
    ];
    for (title, belongs) in sections {
        let mut last = None;
        for change in changes.iter().filter(|change| belongs(change)) {
            if last.is_none() {
                let blank = if text.is_empty() { "" } else { "\n" };
                text.push_str(&format!("{blank}### {title}\n\n"));
            }
            if last != Some(&change.of) {
                text.push_str(&format!("- {}\n", code_of_request(&change.of.heading())));
                last = Some(&change.of);
            }
            text.push_str(&format!("  - {}. {}. {}\n", capital(&change.what), capital(&change.reason), place(change)));
        }
    }
    text
}

/// A request in a heading is code, too.
fn code_of_request(heading: &str) -> String {
    let heading = capital(heading);
    match heading.split_once("` (").and_then(|(name, request)| Some((name, request.strip_suffix(')')?))) {
        Some((name, request)) => format!("{name}` (`{request}`)"),
        None => heading,
    }
}

/// ``(`argument-added`, `#/paths/~1users/get`, line 12)``
fn place(change: &Change) -> String {
    let spot = change.new.as_ref().or(change.old.as_ref());
    let spot = spot.map(|Spot { place, line }| {
        let line = line.as_ref().map(|(file, line)| format!(", {file}:{line}")).unwrap_or_default();
        format!(", `{}`{line}", place.pointer())
    });
    format!("(`{}`{})", change.code, spot.unwrap_or_default())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
