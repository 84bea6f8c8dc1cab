//! What can go wrong with a stream that is open: closed, cut in the midst of a message, silent, slow. A test puts
//! faults in line, one for each stream to come; each is told by the number of messages before it, never by a time.

use std::sync::Arc;

use tokio::sync::Semaphore;

use super::wire::Wire;

/// What happens to the next socket, stream of events, or export.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    after: usize,
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    Close(Close),
    Cut,
    Silence,
    Slow,
}

/// A close frame: its code and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Close {
    pub(crate) code: u16,
    pub(crate) reason: String,
}

impl Fault {
    /// Closes with this code and reason after so many messages. What is no socket just ends.
    pub(crate) fn close(after: usize, code: u16, reason: &str) -> Self {
        Self { after, kind: Kind::Close(Close { code, reason: reason.to_owned() }) }
    }

    /// Breaks the connection in the midst of the message that follows so many.
    pub(crate) fn cut(after: usize) -> Self {
        Self { after, kind: Kind::Cut }
    }

    /// Neither sends nor reads anything after so many messages, and keeps the connection open.
    pub(crate) fn silence(after: usize) -> Self {
        Self { after, kind: Kind::Silence }
    }

    /// Waits before each message that follows so many until the test says [`step`](super::Server::step).
    pub(crate) fn slow(after: usize) -> Self {
        Self { after, kind: Kind::Slow }
    }
}

/// A stream in its course: what was sent of it, and what the script has in store.
#[derive(Debug)]
pub(super) struct Course {
    sent: usize,
    fault: Option<Fault>,
    wire: Wire,
    steps: Arc<Semaphore>,
}

impl Course {
    pub(super) fn new(fault: Option<Fault>, wire: Wire, steps: Arc<Semaphore>) -> Self {
        Self { sent: 0, fault, wire, steps }
    }

    /// Between two messages: how the stream has to end now, if it has to. Silence begins here.
    pub(super) fn end(&mut self) -> Option<Close> {
        let due = |fault: &mut Fault| fault.after == self.sent && matches!(fault.kind, Kind::Close(_) | Kind::Silence);
        match self.fault.take_if(due)?.kind {
            Kind::Close(close) => return Some(close),
            Kind::Silence => self.wire.hold(),
            Kind::Cut | Kind::Slow => {}
        }
        None
    }

    /// Before [`send`](Self::send), where a body may still be on its way: lets it go out if a cut is to come.
    pub(super) async fn settle(&self) {
        if matches!(self.fault, Some(Fault { after, kind: Kind::Cut }) if after == self.sent) {
            self.wire.flushed().await;
        }
    }

    /// Before a message of about so many bytes.
    pub(super) async fn send(&mut self, bytes: usize) {
        match &self.fault {
            Some(Fault { after, kind: Kind::Cut }) if *after == self.sent => self.wire.cut_after(bytes / 2),
            Some(Fault { after, kind: Kind::Slow }) if *after <= self.sent => {
                if let Ok(step) = self.steps.acquire().await {
                    step.forget();
                }
            }
            _ => {}
        }
        self.sent += 1;
    }
}
