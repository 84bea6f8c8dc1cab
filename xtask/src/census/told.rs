//! What users are told: the list of what is not generated, and messages with their places.

use clientwright_codegen::Output;

use crate::oracle::files;
use crate::reference;

/// The parts of a description of which each thing has a name.
const SECTIONS: [&str; 3] = ["/components/", "/definitions/", "/paths/"];

/// Pointers less deep than this lead to a whole operation or schema; a message there is about something in it, not about all of it.
const WHOLE: usize = 3;

/// The same in a file that is a part of a description: `types.yaml#/User`.
const WHOLE_ELSEWHERE: usize = 1;

/// Places about which something is said.
#[derive(Debug)]
pub(super) struct Told {
    /// These and everything in them are not generated.
    left_out: Vec<String>,
    messages: Vec<String>,
}

impl Told {
    /// Reads the list and the messages, of a description at a path.
    pub(super) fn read(path: &str, output: &Output) -> Self {
        let left_out = reference::left_out(output).filter_map(origin).map(files::within).collect();
        let place = |file: &str, pointer: &str| match file == path {
            true => pointer.to_owned(),
            false => files::within(&format!("{file}{pointer}")),
        };
        let places = output.diagnostics.iter().map(|it| place(&it.place.file, &it.place.pointer.to_string()));
        Self { left_out, messages: places.collect() }
    }

    /// Whether something is said about a place, or about what it is in.
    pub(super) fn covers(&self, place: &str) -> bool {
        let of_member = |inner: &&String| inner.rsplit_once('/').is_some_and(|(outer, _)| outer == place);
        let is_part = |pointer: &&String| is_part(pointer);
        self.leaves_out(place)
            || self.messages.iter().any(|it| it == place)
            || self.messages.iter().filter(is_part).any(|it| is_within(place, it) || of_member(&it))
    }

    /// Whether a place, or what it is in, is not generated.
    pub(super) fn leaves_out(&self, place: &str) -> bool {
        self.left_out.iter().any(|outer| is_within(place, outer))
    }
}

/// Where something stands that is listed as left out: `` - `GET /users`: why (`#/paths/~1users/get`) ``.
fn origin(line: &str) -> Option<&str> {
    let (_, origin) = line.trim_end().strip_suffix("`)")?.rsplit_once("(`")?;
    Some(origin)
}

/// Whether a place is within an operation or a schema.
fn is_part(place: &str) -> bool {
    let written = files::written(place);
    let pointer = written.split_once('#').map_or("", |(_, pointer)| pointer);
    let is_description = written.starts_with('#') || SECTIONS.iter().any(|section| pointer.starts_with(section));
    pointer.matches('/').count() > if is_description { WHOLE } else { WHOLE_ELSEWHERE }
}

fn is_within(place: &str, outer: &str) -> bool {
    place.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
