//! What users are told: the list of what is not generated, and messages with their places.

use clientwright_codegen::Output;

/// Pointers less deep than this lead to a whole operation or schema; a message there is about something in it, not about all of it.
const WHOLE: usize = 3;

/// Places about which something is said.
#[derive(Debug)]
pub(super) struct Told {
    /// These and everything in them are not generated.
    left_out: Vec<String>,
    messages: Vec<String>,
}

impl Told {
    /// Reads the list and the messages.
    pub(super) fn read(output: &Output) -> Self {
        let reference = output.files.get("reference.md").map_or("", String::as_str);
        let list = reference.split_once("\n## Not generated").map_or("", |(_, list)| list);
        let left_out = list.split('`').filter(|text| text.starts_with("#/")).map(str::to_owned).collect();
        let messages = output.diagnostics.iter().map(|it| it.place.pointer.to_string()).collect();
        Self { left_out, messages }
    }

    /// Whether something is said about a place, or about what it is in.
    pub(super) fn covers(&self, place: &str) -> bool {
        let of_member = |inner: &&String| inner.rsplit_once('/').is_some_and(|(outer, _)| outer == place);
        let is_part = |pointer: &&String| pointer.matches('/').count() > WHOLE;
        self.leaves_out(place)
            || self.messages.iter().any(|it| it == place)
            || self.messages.iter().filter(is_part).any(|it| is_within(place, it) || of_member(&it))
    }

    /// Whether a place, or what it is in, is not generated.
    pub(super) fn leaves_out(&self, place: &str) -> bool {
        self.left_out.iter().any(|outer| is_within(place, outer))
    }
}

fn is_within(place: &str, outer: &str) -> bool {
    place.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
