//! The state of the connection, which is always in sight. Enters: what is known of the two connections of a room. Leaves: a sentence.

use std::time::Duration;

use crate::dom::{self, html, window};
use crate::line::{Line, Wire};
use crate::talk::LONGEST;

/// About how long to wait before the first attempt to connect anew; each further one may wait twice as long, up to `LONGEST` of
/// these.
pub(crate) const WAIT: Duration = Duration::from_millis(500);

#[derive(Debug, Default)]
pub(crate) struct Connection {
    socket: bool,
    events: bool,
    was_lost: bool,
    attempt: u32,
}

impl Connection {
    pub(crate) fn connecting() -> Self {
        tell("connecting", "Connecting…", "");
        Self::default()
    }

    pub(crate) fn is_up(&self) -> bool {
        self.socket && self.events
    }

    /// A connection has come about, or has not.
    pub(crate) fn changed(&mut self, line: &Line) {
        let was_up = self.is_up();
        match line.wire {
            Wire::Socket => self.socket = line.is_up,
            Wire::Events => self.events = line.is_up,
        }
        if self.is_up() && !was_up {
            let again = if std::mem::take(&mut self.was_lost) { "Connected again" } else { "Connected" };
            self.attempt = 0;
            tell("connected", again, "");
        } else if !line.is_up {
            self.was_lost = true;
            let longest = (WAIT * 2_u32.saturating_pow(self.attempt.min(16))).min(WAIT * LONGEST).as_secs().max(1);
            let next = if longest == 1 { "a second".to_owned() } else { format!("{longest} seconds") };
            let attempt = self.attempt + 1;
            tell("lost", &format!("No connection: {}. Attempt {attempt} comes within {next}.", cause()), "");
        }
    }

    /// The socket was lost, and this attempt to connect anew begins.
    pub(crate) fn attempts(&mut self, attempt: u32, why: &str) {
        (self.socket, self.was_lost, self.attempt) = (false, true, attempt);
        tell("lost", &format!("No connection: {}. This is attempt {attempt}.", cause()), why);
    }
}

/// As far as a browser tells.
fn cause() -> &'static str {
    match window().navigator().on_line() {
        true => "the server cannot be reached",
        false => "this device is offline",
    }
}

/// Nobody is in a room.
pub(crate) fn nowhere() {
    match window().navigator().on_line() {
        true => idle("Not in a room"),
        false => lost("This device is offline: this is what was read last."),
    }
}

/// A room is shown as it was.
pub(crate) fn recalled() {
    lost(&format!("No connection: {}. This is what was read last.", cause()));
}

/// Nobody is anywhere.
pub(crate) fn idle(words: &str) {
    tell("idle", words, "");
}

pub(crate) fn lost(words: &str) {
    tell("lost", words, "");
}

fn tell(state: &str, words: &str, why: &str) {
    let line = html("state");
    dom::set(&line, "data-state", state);
    dom::set(&line, "title", why);
    dom::write("state-text", words);
}
