//! Messages that wait for their receiver.

use std::collections::VecDeque;

use tokio_websockets::Message;

use super::options::Bounds;

pub(super) struct Inbox {
    messages: VecDeque<Message>,
    bytes: usize,
    bounds: Bounds,
}

impl Inbox {
    pub(super) fn new(bounds: Bounds) -> Self {
        Self { messages: VecDeque::new(), bytes: 0, bounds }
    }

    pub(super) fn has_room(&self) -> bool {
        self.bounds.has_room(self.messages.len(), self.bytes)
    }

    pub(super) fn push(&mut self, message: Message) {
        self.bytes += message.as_payload().len();
        self.messages.push_back(message);
    }

    pub(super) fn pop(&mut self) -> Option<Message> {
        let message = self.messages.pop_front()?;
        self.bytes -= message.as_payload().len();
        Some(message)
    }

    pub(super) fn clear(&mut self) {
        (self.messages, self.bytes) = (VecDeque::new(), 0);
    }
}
