//! A room without a connection. Enters: that it cannot be opened. Leaves: what was read of it before, until it can.

use std::time::Duration;

use clientwright_runtime::{AnyError, BrowserClock, Clock, Connectivity};
use wasm_bindgen_futures::spawn_local;

use super::{Chat, Flow};
use crate::news::{News, tell};
use crate::recall::{self, Recalled};
use crate::state::Connection;
use crate::{people, state, words};

/// Before a room that could not be opened is tried again.
const AGAIN: Duration = Duration::from_secs(2);

impl Chat {
    /// The room cannot be opened for want of a connection. It is shown as it was, until it can.
    pub(super) fn recall(&mut self, error: AnyError) -> Flow {
        self.check()?;
        let Some(open) = &self.open else { return Flow::Continue(()) };
        let (name, to) = (open.name.clone(), self.to.clone());
        if open.is_recalled {
            state::recalled();
        } else {
            let (client, name, to) = (self.client.clone(), name.clone(), to.clone());
            spawn_local(async move {
                let recalled = recall::recall(&client, &name).await;
                tell(&to, News::Recalled(name, recalled, error));
            });
        }
        spawn_local(async move {
            let network = Connectivity::of_browser();
            match network.is_online() {
                true => BrowserClock.sleep(AGAIN).await,
                false => network.until_online().await,
            }
            tell(&to, News::Rejoin(name));
        });
        Flow::Continue(())
    }

    pub(super) fn recalled(&mut self, room: &str, recalled: Option<Recalled>, error: &AnyError) -> Flow {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room && open.talk.is_none()) else {
            return Flow::Continue(());
        };
        let Some(Recalled { members, messages }) = recalled else { return self.ended(&words::sentence(error)) };
        open.is_recalled = true;
        open.log.earlier(&messages, &self.me.id, &mut self.faces);
        people::recalled(&members, &self.me.id, &mut self.faces);
        state::recalled();
        Flow::Continue(())
    }

    pub(super) fn network(&mut self) {
        match &self.open {
            None => state::nowhere(),
            Some(open) if !open.is_recalled => {}
            Some(_) if Connectivity::of_browser().is_online() => self.connection = Connection::connecting(),
            Some(_) => state::recalled(),
        }
        self.show_waiting();
    }

    /// What came by the socket is stored, so that it is there without a network.
    pub(super) fn store(&mut self, room: &str) {
        let Some(open) = self.open.as_mut().filter(|open| open.name == room) else { return };
        open.stores = false;
        let call = recall::end(&self.client, room);
        spawn_local(async move { drop(call.await) });
    }
}
