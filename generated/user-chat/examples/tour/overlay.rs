//! Messages that are not sent yet, shown behind those that the server has. This is all that an application writes for it: which reads show
//! what of the outbox, and how.

use clientwright_runtime::{Bytes, Pending, Read};
use serde_json::{Value, json};
use user_chat::types::User;

/// An overlay for the outbox of this user.
pub(crate) fn of(me: &User) -> impl Fn(&Read<'_>, &[Pending]) -> Option<Bytes> + Send + Sync + 'static {
    let author = json!({ "id": me.id, "name": me.name });
    move |read, pending| {
        let (path, _) = read.url().split_once('?').unwrap_or((read.url(), ""));
        let here = |entry: &&Pending| entry.operation_id() == "postMessage" && entry.url() == path;
        let waiting: Vec<&Pending> = pending.iter().filter(here).collect();
        let mut page: Value = serde_json::from_slice(read.body()).ok()?;
        // The end of a room is on its last page alone.
        if read.operation_id() != "getMessages" || waiting.is_empty() || !page["next_cursor"].is_null() {
            return None;
        }
        let items = page["items"].as_array_mut()?;
        let last = items.last().map_or(0, |message| message["sequence"].as_i64().unwrap_or_default());
        for (sequence, entry) in (last + 1..).zip(waiting) {
            items.push(message(items.first()?, sequence, &author, entry)?);
        }
        Some(page.to_string().into())
    }
}

/// A message as it will be, as far as that is known: the server gives it another id, number and time.
fn message(like: &Value, sequence: i64, author: &Value, entry: &Pending) -> Option<Value> {
    let body: Value = serde_json::from_slice(entry.body()).ok()?;
    let sent_at = jiff::Timestamp::try_from(entry.queued_at()).ok()?;
    Some(json!({
        "id": like["id"],
        "room_id": like["room_id"],
        "sequence": sequence,
        "author": author,
        "content": body["content"],
        "replies": [],
        "sent_at": sent_at.to_string(),
    }))
}
