//! What a user does. Enters: the browser's events. Leaves: news for the loop. All listeners are set once, on what is always there.

use clientwright_runtime::EntryId;
use web_sys::{Event, HtmlElement, KeyboardEvent, MouseEvent};

use crate::dom::{self, clicked, get, html, on};
use crate::log;
use crate::news::{News, Tell, tell};

pub(crate) fn listen(to: &Tell) {
    submits(to, "sign-in-form", || News::SignIn);
    submits(to, "room-form", || News::MakeRoom);
    submits(to, "composer", || News::Say);
    submits(to, "picture-form", || News::Upload);
    submits(to, "leave-form", || News::SignOutAnyway);
    clicks(to, "sign-out", || News::SignOut);
    clicks(to, "more-rooms", || News::MoreRooms);
    clicks(to, "back", || News::Back);
    clicks(to, "again", || News::Again);
    clicks(to, "earlier", || News::Earlier);
    clicks(to, "me", || News::ShowPicture);
    on(&html("new-room"), "click", |_: Event| crate::rooms::ask());
    on(&html("to-end"), "click", |_: Event| {
        log::to_end();
        dom::focus("draft");
    });
    on(&html("picture-file"), "change", told(to, || News::Chosen));
    on(&html("draft"), "input", told(to, || News::Type));
    on(&html("draft"), "keydown", enter(to));
    on(&html("log"), "scroll", scrolled(to));
    on(&dom::window(), "resize", |_: Event| log::stay());
    for event in ["online", "offline"] {
        on(&dom::window(), event, told(to, || News::Network));
    }
    on(&html("room-list"), "click", chosen(to));
    on(&html("on-its-way"), "click", decided(to));
    on(&dom::document(), "click", |event: MouseEvent| {
        if let Some((_, email)) = clicked(&event, "data-fill") {
            dom::set_value("email", &email);
            dom::set_value("password", crate::sign_in::PASSWORD);
            dom::focus("sign-in-submit");
        }
        if let Some((_, id)) = clicked(&event, "data-close") {
            dom::dialog(&id).close();
        }
    });
}

fn told(to: &Tell, news: fn() -> News) -> impl FnMut(Event) + use<> {
    let to = to.clone();
    move |_| tell(&to, news())
}

fn clicks(to: &Tell, id: &str, news: fn() -> News) {
    on(&html(id), "click", told(to, news));
}

fn submits(to: &Tell, id: &str, news: fn() -> News) {
    let to = to.clone();
    on(&html(id), "submit", move |event: Event| {
        event.prevent_default();
        tell(&to, news());
    });
}

/// Enter sends. With Shift it begins a line, and while a character is being composed it belongs to the keyboard.
fn enter(to: &Tell) -> impl FnMut(KeyboardEvent) + use<> {
    let to = to.clone();
    move |event| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            tell(&to, News::Say);
        }
    }
}

fn scrolled(to: &Tell) -> impl FnMut(Event) + use<> {
    let to = to.clone();
    move |_| {
        let log: HtmlElement = get("log");
        log::scrolled();
        if log.scroll_top() < 48 && !html("earlier").hidden() {
            tell(&to, News::Earlier);
        }
        if log::is_at_end() {
            tell(&to, News::AtEnd);
        }
    }
}

fn chosen(to: &Tell) -> impl FnMut(MouseEvent) + use<> {
    let to = to.clone();
    move |event| {
        if let Some((button, room)) = clicked(&event, "data-room") {
            let topic = dom::part(&button, "topic").text_content().unwrap_or_default();
            tell(&to, News::Open { room, topic });
        }
    }
}

/// What is to become of a message that was refused.
fn decided(to: &Tell) -> impl FnMut(MouseEvent) + use<> {
    let to = to.clone();
    move |event| {
        let entry = |attribute| Some(EntryId::new(clicked(&event, attribute)?.1.parse().ok()?));
        let news = entry("data-retry").map(News::Retry).or_else(|| entry("data-discard").map(News::Discard));
        if let Some(news) = news {
            tell(&to, news);
        }
    }
}
