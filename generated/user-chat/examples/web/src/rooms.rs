//! The list of rooms, and making one. Enters: pages of rooms, the form. Leaves: buttons, a call.

use clientwright_runtime::AnyError;
use user_chat::types::{Room, RoomInput};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use crate::dom::{self, html, part, set, stamp};
use crate::words;

/// Empties the list.
pub(crate) fn clear() {
    html("room-list").set_text_content(None);
    dom::say("rooms-alert", None);
    dom::show("rooms-empty", false);
    dom::show("more-rooms", false);
}

/// Adds a page at the end.
pub(crate) fn add(rooms: &[Room], has_more: bool) {
    rooms.iter().for_each(insert);
    dom::say("rooms-alert", None);
    dom::show("more-rooms", has_more);
    dom::show("rooms-empty", html("room-list").child_element_count() == 0);
}

/// Adds a room at its place: they are in the order of their names. One that is there already is shown anew.
pub(crate) fn insert(room: &Room) {
    let item = stamp("a-room");
    let button = item.query_selector("button").ok().flatten().expect("a room has a button");
    set(&button, "data-room", &room.name);
    part(&item, "name").set_text_content(Some(&room.name));
    part(&item, "topic").set_text_content(room.topic.as_deref());
    let count = part(&item, "count");
    count.set_text_content(Some(&match room.message_count {
        1 => "1 message".to_owned(),
        count => format!("{count} messages"),
    }));
    let list = html("room-list");
    for (other, name) in buttons() {
        let Some(place) = other.closest("li").ok().flatten() else { continue };
        if name == room.name {
            let _ = place.replace_with_with_node_1(&item);
            return;
        }
        if name > room.name {
            let _ = list.insert_before(&item, Some(&place));
            return;
        }
    }
    dom::append(&list, &item);
}

fn buttons() -> Vec<(Element, String)> {
    let items = html("room-list").children();
    let buttons = (0..items.length()).filter_map(|index| items.item(index)?.first_element_child());
    buttons.filter_map(|button| button.get_attribute("data-room").map(|name| (button, name))).collect()
}

/// Marks the room that is open, if any is.
pub(crate) fn mark(open: Option<&str>) {
    for (button, name) in buttons() {
        match Some(name.as_str()) == open {
            true => set(&button, "aria-current", "true"),
            false => drop(button.remove_attribute("aria-current")),
        }
    }
}

/// Gives the focus to the button of this room; to the heading where there is none.
pub(crate) fn focus(room: Option<&str>) {
    let button = buttons().into_iter().find(|(_, name)| Some(name.as_str()) == room);
    match button.and_then(|(button, _)| button.dyn_into::<HtmlElement>().ok()) {
        Some(button) => drop(button.focus()),
        None => dom::focus("rooms-title"),
    }
}

/// Opens the form of a new room.
pub(crate) fn ask() {
    faults(&[]);
    dom::say("room-form-alert", None);
    let _ = dom::dialog("room-dialog").show_modal();
    dom::focus("room-name");
}

/// What the form says.
pub(crate) fn filled() -> RoomInput {
    let room = RoomInput::new(dom::value("room-name").trim());
    match dom::value("room-topic-field").trim() {
        "" => room,
        topic => room.topic(topic),
    }
}

/// The room was made.
pub(crate) fn made(room: &Room) {
    dom::dialog("room-dialog").close();
    dom::set_value("room-name", "");
    dom::set_value("room-topic-field", "");
    dom::show("rooms-empty", false);
    insert(room);
}

pub(crate) fn refused(error: &AnyError) {
    faults(&words::faults(error));
    dom::say("room-form-alert", Some(&words::sentence(error)));
    dom::focus("room-name");
}

fn faults(faults: &[(&str, &str)]) {
    for (field, name) in [("room-name", "name"), ("room-topic-field", "topic")] {
        let fault = faults.iter().find(|(at, _)| *at == name).map(|(_, words)| *words);
        set(&html(field), "aria-invalid", if fault.is_some() { "true" } else { "false" });
        let id = if name == "name" { "room-name-fault" } else { "room-topic-fault" };
        dom::say(id, fault);
    }
}
