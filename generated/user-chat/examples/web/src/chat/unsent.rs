//! What one writes. Enters: the draft, and what became of others before. Leaves: a message that is kept until the server has it.

use clientwright_runtime::EntryId;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlTextAreaElement;

use super::{Chat, Flow};
use crate::dom::{self, get};
use crate::log::to_end;
use crate::news::{News, tell};
use crate::talk::Talk;
use crate::{waiting, words};

/// What is to become of a message that was refused.
#[derive(Clone, Copy, Debug)]
pub(super) enum Decision {
    Retry,
    Discard,
}

impl Chat {
    /// Sends the draft: by the outbox, so that it outlasts the page; by the socket where there is none.
    pub(super) async fn say(&mut self) -> Flow {
        let draft: HtmlTextAreaElement = get("draft");
        let text = draft.value();
        let Some(open) = self.open.as_mut().filter(|_| !text.trim().is_empty()) else { return Flow::Continue(()) };
        // At once: what is typed while it is being kept is the next message.
        draft.set_value("");
        let said = match (&self.offline.outbox, &mut open.talk) {
            (Ok(_), talk) => {
                talk.iter_mut().for_each(Talk::stops_typing);
                let kept = waiting::keep(&self.client, &open.name, text.trim_end()).await;
                kept.map_err(|error| format!("The browser cannot keep this message: {error}."))
            }
            (Err(_), Some(talk)) => match talk.say(text.trim_end()).await {
                Ok(()) => Ok(()),
                Err(error) => {
                    draft.set_value(&(text + &draft.value()));
                    return self.ended(&words::sentence(&error));
                }
            },
            (Err(why), None) => Err((*why).to_owned()),
        };
        dom::say("draft-alert", said.as_ref().err().map(String::as_str));
        if said.is_err() {
            draft.set_value(&(text + &draft.value()));
        }
        self.show_waiting();
        to_end();
        Flow::Continue(())
    }

    pub(super) fn show_waiting(&mut self) {
        let Some(open) = &mut self.open else { return };
        open.waiting.show(match (&self.offline.outbox, &open.talk) {
            (Ok(outbox), _) => waiting::of_outbox(outbox, &open.name),
            (Err(_), Some(talk)) => waiting::of_socket(talk.on_its_way()),
            (Err(_), None) => Vec::new(),
        });
    }

    /// Sends a message that was refused once more, or drops it.
    pub(super) fn decide(&self, id: EntryId, decision: Decision) {
        let Ok(outbox) = &self.offline.outbox else { return };
        let (outbox, to) = (outbox.clone(), self.to.clone());
        spawn_local(async move {
            // Where the browser cannot write that down, the message is there as it was.
            drop(match decision {
                Decision::Retry => outbox.retry(id).await,
                Decision::Discard => outbox.discard(id).await,
            });
            tell(&to, News::Waits);
        });
    }
}
