//! What was said. Enters: messages, in whatever order they come. Leaves: the log in the order of the room, grouped by author and day, whose
//! place does not jump when something is added above.

use std::cell::Cell;
use std::collections::BTreeMap;

use js_sys::{Date, Object, Reflect};
use user_chat::types::{Message, MessageContent, SystemContentEvent};
use web_sys::{Element, HtmlElement};

use crate::dom::{self, append, class, document, get, html, part, set, stamp};
use crate::faces::Faces;
use crate::talk::{author, text};

/// Messages of one author that follow one another within that time, in milliseconds, are one group.
const GROUP: f64 = 5.0 * 60.0 * 1000.0;
/// So near to the end, in pixels, one reads along.
const NEAR: i32 = 80;

/// The messages that are shown, by their number in the room.
#[derive(Debug, Default)]
pub(crate) struct Log {
    shown: BTreeMap<i64, Shown>,
}

#[derive(Debug)]
struct Shown {
    element: Element,
    /// None of what the server says.
    author: Option<String>,
    day: String,
    sent: f64,
}

impl Log {
    /// An empty log.
    pub(crate) fn new() -> Self {
        html("messages").set_text_content(None);
        html("on-its-way").set_text_content(None);
        dom::show("beginning", false);
        dom::show("earlier", false);
        dom::show("to-end", false);
        Self::default()
    }

    /// Adds a message that has just been said. One that is there already stays as it is.
    pub(crate) fn said(&mut self, message: &Message, me: &str, faces: &mut Faces) {
        if self.shown.contains_key(&message.sequence) {
            return;
        }
        let was_at_end = is_at_end();
        let is_mine = message.author.as_ref().is_some_and(|author| author.id == me);
        self.insert(message, me, faces);
        match was_at_end || is_mine {
            true => to_end(),
            false => dom::show("to-end", true),
        }
    }

    /// Adds messages above; what is seen stays where it is.
    pub(crate) fn earlier(&mut self, messages: &[Message], me: &str, faces: &mut Faces) {
        let is_first = self.shown.is_empty();
        let log: HtmlElement = get("log");
        let below = log.scroll_height() - log.scroll_top();
        for message in messages {
            self.insert(message, me, faces);
        }
        match is_first {
            true => to_end(),
            false => log.set_scroll_top(log.scroll_height() - below),
        }
    }

    /// One that is there already stays as it is.
    fn insert(&mut self, message: &Message, me: &str, faces: &mut Faces) {
        if self.shown.contains_key(&message.sequence) {
            return;
        }
        let element = element(message, me, faces);
        let sent = message.sent_at.timestamp().as_millisecond() as f64;
        let shown =
            Shown { element, author: message.author.as_ref().map(|author| author.id.clone()), day: day(sent), sent };
        let next = self.shown.range(message.sequence..).next().map(|(_, next)| &next.element);
        let _ = html("messages").insert_before(&shown.element, next.map(|next| next.as_ref()));
        self.shown.insert(message.sequence, shown);
        self.relate(message.sequence);
        if let Some((next, _)) = self.shown.range(message.sequence + 1..).next() {
            self.relate(*next);
        }
    }

    /// Shows a message as what it is beside the one before it.
    fn relate(&self, sequence: i64) {
        let mut up_to = self.shown.range(..=sequence).rev();
        let (Some((_, this)), before) = (up_to.next(), up_to.next()) else { return };
        let before = before.map(|(_, before)| before);
        let is_new_day = before.is_none_or(|before| before.day != this.day);
        let day = part(&this.element, "day");
        day.set_text_content(Some(&this.day));
        if is_new_day {
            drop(day.remove_attribute("hidden"))
        } else {
            set(&day, "hidden", "")
        }
        let follows = before.filter(|before| {
            !is_new_day && this.author.is_some() && before.author == this.author && this.sent - before.sent < GROUP
        });
        class(&this.element, "follows", follows.is_some());
        if let Some(before) = before {
            class(&before.element, "leads", follows.is_some());
        }
    }
}

fn element(message: &Message, me: &str, faces: &mut Faces) -> Element {
    let Some(by) = &message.author else { return note(message) };
    let element = stamp("a-message");
    class(&element, "mine", by.id == me);
    set(&element, "data-sequence", &message.sequence.to_string());
    part(&element, "author").set_text_content(Some(author(message)));
    faces.paint(&part(&element, "face"), &by.id, &by.name);
    when(&part(&element, "time"), message);
    let body = part(&element, "body");
    match &message.content {
        MessageContent::Image(image) if image.url.starts_with("https:") || image.url.starts_with("data:image/") => {
            body.set_text_content(None);
            if let Ok(picture) = document().create_element("img") {
                set(&picture, "src", &image.url);
                set(&picture, "alt", image.alt.as_deref().unwrap_or("a picture without a description"));
                set(&picture, "loading", "lazy");
                set(&picture, "referrerpolicy", "no-referrer");
                append(&body, &picture);
            }
        }
        _ => body.set_text_content(Some(text(message))),
    }
    element
}

/// What the server says.
fn note(message: &Message) -> Element {
    let element = stamp("a-note");
    set(&element, "data-sequence", &message.sequence.to_string());
    let words = match &message.content {
        MessageContent::System(system) => match system.event {
            SystemContentEvent::RoomCreated => "The room was made",
            SystemContentEvent::MemberJoined => "Someone has joined",
            SystemContentEvent::MemberLeft => "Someone has left",
            _ => system.event.as_str(),
        },
        _ => text(message),
    };
    part(&element, "body").set_text_content(Some(words));
    when(&part(&element, "time"), message);
    element
}

fn when(time: &Element, message: &Message) {
    let sent = message.sent_at.timestamp().as_millisecond() as f64;
    set(time, "datetime", &message.sent_at.to_string());
    let shown = Date::new(&sent.into())
        .to_locale_time_string_with_options("en-GB", &options(&[("hour", "2-digit"), ("minute", "2-digit")]));
    time.set_text_content(shown.as_string().as_deref());
}

/// The day in the reader's time zone.
fn day(sent: f64) -> String {
    let parts = [("weekday", "long"), ("day", "numeric"), ("month", "long"), ("year", "numeric")];
    Date::new(&sent.into()).to_locale_date_string("en-GB", &options(&parts)).into()
}

fn options(parts: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in parts {
        let _ = Reflect::set(&options, &(*name).into(), &(*value).into());
    }
    options
}

thread_local! {
    /// Whether what was said last was in sight when the log was last scrolled.
    static READS_ALONG: Cell<bool> = const { Cell::new(true) };
}

pub(crate) fn scrolled() {
    READS_ALONG.set(is_at_end());
}

/// What was said last stays in sight where the log gets smaller: by the keyboard of a phone, say.
pub(crate) fn stay() {
    if READS_ALONG.get() {
        to_end();
    }
}

/// Whether what was said last is in sight.
pub(crate) fn is_at_end() -> bool {
    let log: HtmlElement = get("log");
    log.scroll_height() - log.scroll_top() - log.client_height() < NEAR
}

pub(crate) fn to_end() {
    let log: HtmlElement = get("log");
    log.set_scroll_top(log.scroll_height());
    dom::show("to-end", false);
}
