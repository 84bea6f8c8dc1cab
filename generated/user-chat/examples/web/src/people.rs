//! Who is in the room. Enters: the conversation. Leaves: the list of people, how many are here, and who is typing.

use crate::dom::{self, html, part, set, stamp};
use crate::faces::Faces;
use crate::talk::Talk;

pub(crate) fn show(talk: &Talk, me: &str, faces: &mut Faces) {
    let list = html("people-list");
    list.set_text_content(None);
    let mut others = Vec::new();
    for (id, member) in talk.members() {
        let is_me = id == me;
        let person = stamp("a-person");
        faces.paint(&part(&person, "face"), id, &member.name);
        let is_here = member.here || is_me;
        part(&person, "name").set_text_content(Some(&member.name));
        let state = match (is_me, is_here) {
            (true, _) => "you",
            (false, true) => "here",
            (false, false) => "not seen yet",
        };
        part(&person, "state").set_text_content(Some(state));
        set(&person, "data-here", if is_here { "true" } else { "false" });
        dom::append(&list, &person);
        if is_here && !is_me {
            others.push(member.name.as_str());
        }
    }
    dom::write(
        "present",
        &match others.as_slice() {
            [] => String::new(),
            [one] => format!("{one} is here"),
            [one, other] => format!("{one} and {other} are here"),
            [one, rest @ ..] => format!("{one} and {} others are here", rest.len()),
        },
    );
    typing(talk);
}

pub(crate) fn typing(talk: &Talk) {
    let names: Vec<&str> = talk.typing().collect();
    dom::write(
        "typing",
        &match names.as_slice() {
            [] => String::new(),
            [one] => format!("{one} is typing…"),
            [one, other] => format!("{one} and {other} are typing…"),
            _ => "Several people are typing…".to_owned(),
        },
    );
}
