//! Messages on their way out. Enters: messages. Leaves: the same in order, and counts of those that are certainly out, and of
//! those that are in doubt. The values that they were made of are kept by others, who go by the counts.

use std::collections::VecDeque;

use tokio_websockets::Message;

use super::options::Bounds;

pub(super) struct Outbox {
    /// What a new connection has to begin with. Made anew for each connection, so never handed back.
    first: VecDeque<Message>,
    waiting: VecDeque<Message>,
    /// Messages that the framing has, and of which it is not known whether they are out.
    begun: usize,
    /// Bytes of messages, waiting or begun.
    bytes: usize,
    begun_bytes: usize,
    bounds: Bounds,
    /// Not told to the keeper of the values yet.
    tally: Tally,
}

/// What became of the oldest messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// The oldest so many are out.
    pub(super) done: usize,
    /// The next so many were begun on a connection that ended.
    pub(super) doubtful: usize,
}

impl Outbox {
    pub(super) fn new(bounds: Bounds) -> Self {
        let (first, waiting) = (VecDeque::new(), VecDeque::new());
        Self { first, waiting, begun: 0, bytes: 0, begun_bytes: 0, bounds, tally: Tally::default() }
    }

    pub(super) fn has_room(&self) -> bool {
        self.bounds.has_room(self.waiting.len() + self.begun, self.bytes)
    }

    pub(super) fn push(&mut self, message: Message) {
        self.bytes += message.as_payload().len();
        self.waiting.push_back(message);
    }

    pub(super) fn begin_with(&mut self, first: impl Iterator<Item = Message>) {
        self.first = first.collect();
    }

    /// The next one for the framing.
    pub(super) fn begin(&mut self) -> Option<Message> {
        if let Some(first) = self.first.pop_front() {
            return Some(first);
        }
        let message = self.waiting.pop_front()?;
        self.begun += 1;
        self.begun_bytes += message.as_payload().len();
        Some(message)
    }

    pub(super) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty() || !self.first.is_empty()
    }

    /// Nothing waits, and nothing is in doubt.
    pub(super) fn is_clear(&self) -> bool {
        !self.has_waiting() && self.begun == 0
    }

    /// All that was begun is out.
    pub(super) fn flushed(&mut self) {
        self.tally.done += self.begun;
        self.settle();
    }

    /// The connection ended.
    pub(super) fn broken(&mut self) {
        // What was out before is told first, so the order of the two counts stays that of the messages.
        self.tally.doubtful += self.begun;
        self.first.clear();
        self.settle();
    }

    fn settle(&mut self) {
        self.bytes -= self.begun_bytes;
        (self.begun, self.begun_bytes) = (0, 0);
    }

    /// What has become of the oldest messages since this was last asked.
    pub(super) fn take_tally(&mut self) -> Tally {
        std::mem::take(&mut self.tally)
    }

    /// Nothing will be sent any more.
    pub(super) fn clear(&mut self) {
        self.broken();
        (self.waiting, self.bytes) = (VecDeque::new(), 0);
    }
}
