//! Changes as people read them in a terminal.

use super::{Changes, Impact};

/// By operation and type; what it comes to stands in the last line.
pub(super) fn text(changes: &Changes) -> String {
    if changes.is_empty() {
        return "Nothing changes for callers.\n".to_owned();
    }
    let mut text = String::new();
    let mut last = None;
    for change in changes.iter() {
        if last != Some(&change.of) {
            if last.is_some() {
                text.push('\n');
            }
            text.push_str(&format!("{}\n", change.of.heading()));
            last = Some(&change.of);
        }
        let word = if change.is_on_the_wire() { "on the wire" } else { change.impact.word() };
        text.push_str(&format!("  {word}[{}]: {}\n", change.code, change.what));
        text.push_str(&format!("    {}\n", change.reason));
        let spots = [("old", &change.old), ("new", &change.new)];
        for (word, spot) in spots.into_iter().filter_map(|(word, spot)| Some((word, spot.as_ref()?))) {
            text.push_str(&format!("    {word}: {}\n", spot.text()));
        }
    }
    text + "\n" + &summary(changes) + "\n"
}

/// `2 breaking, 1 additive, 1 on the wire`
pub(super) fn summary(changes: &Changes) -> String {
    let count = |is_counted: &dyn Fn(&super::Change) -> bool| changes.iter().filter(|it| is_counted(it)).count();
    let wire = count(&|change| change.is_on_the_wire());
    let counts = [
        (count(&|change| change.impact == Impact::Breaking), "breaking"),
        (count(&|change| change.impact == Impact::Additive), "additive"),
        (wire, "on the wire"),
        (count(&|change| change.impact == Impact::None && !change.is_on_the_wire()), "without effect on callers"),
    ];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    counts.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}
