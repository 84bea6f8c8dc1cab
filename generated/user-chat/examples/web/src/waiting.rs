//! What was written and is not said yet. Enters: the outbox. Leaves: the end of the log, each message with how it is in words, those too that a page
//! has left which is gone.

use clientwright_runtime::{AnyError, Connectivity, EntryId, Outbox, OutboxEvent, Pending, PendingState, Waits};
use futures_util::StreamExt;
use user_chat::Client;
use user_chat::types::{MessageContent, NewMessage, TextContent};
use wasm_bindgen_futures::spawn_local;

use crate::dom::{self, append, class, html, part, set, stamp};
use crate::log::{is_at_end, to_end};
use crate::news::{News, Tell, tell};
use crate::words;

/// A message as it is shown.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry {
    text: String,
    how: String,
    /// Which it is, where it was refused for good.
    dead: Option<EntryId>,
}

/// Those that are shown.
#[derive(Debug, Default)]
pub(crate) struct Waiting(Vec<Entry>);

/// Keeps a message in the queue of its room; done once it outlasts the page.
pub(crate) async fn keep(client: &Client, room: &str, text: &str) -> Result<(), AnyError> {
    let message = NewMessage::new(TextContent::new(text).into());
    client.chat().post_message(room, message).enqueue(room).await?;
    Ok(())
}

/// Tells of whatever changes, until nobody has the outbox any more.
pub(crate) fn follow(outbox: &Outbox, to: &Tell) {
    let (mut events, to) = (outbox.events(), to.clone());
    spawn_local(async move {
        while let Some(event) = events.next().await {
            let news = match event {
                OutboxEvent::Delivered { pending, body, .. } => match serde_json::from_slice(&body) {
                    Ok(message) => News::Delivered(pending.queue().to_owned(), message),
                    // It comes by the socket all the same.
                    _ => News::Waits,
                },
                _ => News::Waits,
            };
            tell(&to, news);
        }
    });
}

/// What the outbox has of a room, in its order.
pub(crate) fn of_outbox(outbox: &Outbox, room: &str) -> Vec<Entry> {
    let mut all: Vec<Pending> = outbox.pending().into_iter().chain(outbox.dead()).collect();
    all.retain(|entry| entry.queue() == room);
    all.sort_by_key(Pending::id);
    let waits = |entry: &Pending| entry.state() != PendingState::Dead && entry.attempts() > 0;
    let is_held = !Connectivity::of_browser().is_online() || all.iter().any(waits);
    all.iter().map(|entry| Entry::of(entry, is_held)).collect()
}

/// What the socket has still to send, where there is no outbox.
pub(crate) fn of_socket<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Entry> {
    texts.map(|text| Entry { text: text.to_owned(), how: SENDING.to_owned(), dead: None }).collect()
}

const SENDING: &str = "Sending…";

impl Entry {
    fn of(entry: &Pending, is_held: bool) -> Self {
        let message = serde_json::from_slice::<NewMessage>(entry.body()).ok();
        let text = message.map(text).unwrap_or_default();
        let how = match (entry.state(), entry.waits_for()) {
            (PendingState::Dead, _) => format!("Not sent: {}", words::refused(entry.last_status())),
            (_, Some(Waits::Credentials)) => "Waiting until you sign in again".to_owned(),
            _ if is_held => "Waiting for a connection".to_owned(),
            _ => SENDING.to_owned(),
        };
        Self { text, how, dead: (entry.state() == PendingState::Dead).then(|| entry.id()) }
    }
}

impl Waiting {
    /// Shows these. What is shown already is not touched, so that it is not read out again.
    pub(crate) fn show(&mut self, entries: Vec<Entry>) {
        if self.0 == entries {
            return;
        }
        let was_at_end = is_at_end();
        let place = html("on-its-way");
        place.set_text_content(None);
        for entry in &entries {
            let message = stamp("on-the-way");
            part(&message, "body").set_text_content(Some(&entry.text));
            part(&message, "how").set_text_content(Some(&entry.how));
            if let Some(id) = entry.dead {
                class(&message, "unsent", true);
                drop(part(&message, "hands").remove_attribute("hidden"));
                set(&part(&message, "retry"), "data-retry", &id.to_string());
                set(&part(&message, "discard"), "data-discard", &id.to_string());
            }
            append(&place, &message);
        }
        self.0 = entries;
        if was_at_end {
            to_end();
        }
    }
}

fn text(message: NewMessage) -> String {
    match message.content {
        MessageContent::Text(content) => content.text,
        // This page writes nothing else.
        _ => String::new(),
    }
}

/// Asks before messages are lost that were not sent.
pub(crate) fn ask_to_leave(unsent: usize) {
    let count = match unsent {
        1 => "1 message of yours was".to_owned(),
        unsent => format!("{unsent} messages of yours were"),
    };
    dom::write("leave-text", &format!("{count} not sent yet. Whoever signs out discards what is not sent."));
    let _ = dom::dialog("leave-dialog").show_modal();
}
