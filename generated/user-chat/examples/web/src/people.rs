//! Who is in the room. Enters: the conversation, or who was in it when it was read last. Leaves: the list of people, how many are here, and who is typing.

use user_chat::types::Member;

use crate::dom::{self, html, part, set, stamp};
use crate::faces::Faces;
use crate::talk::Talk;

/// Someone: their id, their name, and whether they are here.
type Person<'a> = (&'a str, &'a str, bool);

pub(crate) fn show(talk: &Talk, me: &str, faces: &mut Faces) {
    list(talk.members().map(|(id, member)| (id, member.name.as_str(), member.here)), me, faces);
    typing(talk);
}

pub(crate) fn recalled(members: &[Member], me: &str, faces: &mut Faces) {
    list(members.iter().map(|member| (member.user.id.as_str(), member.user.name.as_str(), false)), me, faces);
}

fn list<'a>(people: impl Iterator<Item = Person<'a>>, me: &str, faces: &mut Faces) {
    let list = html("people-list");
    list.set_text_content(None);
    let mut others = Vec::new();
    for (id, name, is_here) in people {
        let is_me = id == me;
        let person = stamp("a-person");
        faces.paint(&part(&person, "face"), id, name);
        let is_here = is_here || is_me;
        part(&person, "name").set_text_content(Some(name));
        let state = match (is_me, is_here) {
            (true, _) => "you",
            (false, true) => "here",
            (false, false) => "not seen yet",
        };
        part(&person, "state").set_text_content(Some(state));
        set(&person, "data-here", if is_here { "true" } else { "false" });
        dom::append(&list, &person);
        if is_here && !is_me {
            others.push(name);
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
