//! What the halves of a socket and its caretaker share: one lock and one waker. Enters: polls of all of them. Leaves: turns of the driver,
//! the hook asked, and whoever is concerned woken.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll, Waker};

use tokio_websockets::Message;

use super::caretaker::Caretaker;
use super::close::CloseReason;
use super::codec::SocketCodec;
use super::connect::Fresh;
use super::driver::{Driver, News};
use super::fan::{Fan, Role};
use super::frame::Frame;
use super::link::Handshake;
use super::open::{Record, Setting};
use super::reconnect::{Reconnect, Verdict};
use super::senders::{Line, Seat, Senders};
use crate::clock::Spawner;
use crate::error::{AnyError, Failure};
use crate::future::BoxFuture;
use crate::kind::ErrorKind;

/// Decides on another connection.
pub(super) type Hook<S> = Box<dyn FnMut(&mut Reconnect<'_, S>) -> Verdict + Send>;

pub(super) struct Shared<S> {
    fan: Arc<Fan>,
    /// The fan, as connections and timers see it.
    waker: Waker,
    state: Mutex<State<S>>,
    spawner: Arc<dyn Spawner>,
    /// The caretaker, where nothing could run it, or what ran it is gone: then it runs whenever somebody polls.
    own: OnceLock<Mutex<Option<BoxFuture<'static, ()>>>>,
    /// Of use where there are several.
    pub(super) senders: OnceLock<Arc<Senders>>,
    pub(super) codec: Arc<dyn SocketCodec>,
    pub(super) record: Record,
}

/// A message, and how many came before it.
pub(super) struct Given<S>(u64, S);

/// Messages as they were given, the first one first.
pub(super) fn in_order<S>(mut messages: Vec<Given<S>>) -> Vec<S> {
    messages.sort_by_key(|Given(number, _)| *number);
    messages.into_iter().map(|Given(_, value)| value).collect()
}

pub(super) struct State<S> {
    pub(super) driver: Driver,
    /// What the queued messages were made of, those in the hands of the framing first.
    typed: VecDeque<Given<S>>,
    /// What is not known to be out, of connections that have ended, and what was not even queued.
    unsent: Vec<Given<S>>,
    /// How many messages there were.
    given: u64,
    hook: Option<Hook<S>>,
    /// Senders that wait for room, where there are several.
    pub(super) line: Line,
    /// Polls by users; the caretaker looks after what nobody polls.
    pub(super) polls: u64,
}

impl<S: Send + 'static> Shared<S> {
    pub(super) fn new(fresh: Fresh, setting: Setting) -> Arc<Self>
    where
        S: super::frame::ToFrame,
    {
        let Setting { options, connect, clock, spawner, chance, record } = setting;
        let (options, fan) = (Arc::new(options), Arc::new(Fan::default()));
        let codec = Arc::clone(&options.codec);
        let driver = Driver::new(fresh, options, connect, Arc::clone(&clock), chance);
        let state = State {
            driver,
            typed: VecDeque::new(),
            unsent: Vec::new(),
            given: 0,
            hook: None,
            line: Line::default(),
            polls: 0,
        };
        let waker = Waker::from(Arc::clone(&fan));
        let shared = Arc::new(Self {
            fan: Arc::clone(&fan),
            waker,
            state: Mutex::new(state),
            spawner,
            own: OnceLock::new(),
            senders: OnceLock::new(),
            codec,
            record,
        });
        let caretaker = Caretaker::new(Arc::downgrade(&shared), fan, clock);
        if let Some(caretaker) = shared.spawner.spawn(Box::pin(caretaker)) {
            shared.adopt(caretaker);
        }
        shared
    }
}

impl<S> Shared<S> {
    pub(super) fn lock(&self) -> MutexGuard<'_, State<S>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next message, or how the socket ended.
    pub(super) fn poll_receive(&self, cx: &mut Context<'_>) -> Poll<Result<Message, Option<AnyError>>>
    where
        S: super::frame::ToFrame,
    {
        self.poll_as(Role::Reader, cx, &mut |state, cx| state.driver.poll_receive(cx))
    }

    /// Takes part in the turns of the driver: does what `work` does, settles what follows from it, and wakes whom it
    /// concerns.
    pub(super) fn poll_as<T>(
        &self,
        role: Role,
        cx: &mut Context<'_>,
        work: &mut dyn FnMut(&mut State<S>, &mut Context<'_>) -> Poll<T>,
    ) -> Poll<T>
    where
        S: super::frame::ToFrame,
    {
        // A writer mostly need not wait. Where it has to, it registers and tries once more, so that no wake is lost either.
        let mut is_registered = role != Role::Writer;
        if is_registered {
            self.fan.register(role, cx.waker());
        }
        if role != Role::Caretaker {
            self.run_own_caretaker();
        }
        let mut fan = Context::from_waker(&self.waker);
        loop {
            let mut state = self.lock();
            if role != Role::Caretaker {
                state.polls = state.polls.wrapping_add(1);
            }
            let mut polled = work(&mut state, &mut fan);
            // Who only sends learns of what has come, too, of the end above all; once that is out which may be an answer to it.
            if role == Role::Writer && self.fan.take_stir() {
                state.driver.advance(&mut fan);
                if state.driver.is_full() {
                    self.fan.stir();
                }
                if polled.is_pending() {
                    polled = work(&mut state, &mut fan);
                }
            }
            if polled.is_pending() && !is_registered {
                drop(state);
                self.fan.register(role, cx.waker());
                is_registered = true;
                continue;
            }
            state.settle();
            let news = state.driver.take_news();
            let is_left = polled.is_ready() && state.driver.is_pressing() && !self.fan.is_tended();
            let errand = if polled.is_pending() { state.errand() } else { None };
            drop(state);
            if is_left || news != News::default() {
                self.tell(News { caretaker: news.caretaker || is_left, ..news }, role);
            }
            match errand {
                Some(Errand::Ask(asked)) => self.answer(asked),
                Some(Errand::Connect(handshake)) => {
                    if self.shake_hands(handshake, &mut fan).is_pending() {
                        return polled;
                    }
                }
                None => return polled,
            }
        }
    }

    /// Wakes whom the news of what `role` did concerns.
    fn tell(&self, news: News, role: Role) {
        for (is_news, concerned) in
            [(news.reader, Role::Reader), (news.writer, Role::Writer), (news.caretaker, Role::Caretaker)]
        {
            let is_other = concerned != role || role == Role::Writer && self.senders.get().is_some();
            if is_news && is_other {
                self.fan.rouse(concerned);
            }
        }
    }

    /// Polls a handshake, without the lock: interceptors and sources of tokens are the user's.
    fn shake_hands(&self, mut handshake: Handshake, fan: &mut Context<'_>) -> Poll<()> {
        let guard = Unanswered(self);
        let polled = handshake.as_mut().poll(fan);
        std::mem::forget(guard);
        let mut state = self.lock();
        match polled {
            Poll::Ready(connection) => {
                state.driver.connected(connection);
                Poll::Ready(())
            }
            Poll::Pending => {
                state.driver.put_back(handshake);
                Poll::Pending
            }
        }
    }

    /// Asks the hook, without the lock: it is the user's.
    fn answer(&self, Asked { mut hook, attempt, last, mut unsent }: Asked<S>)
    where
        S: super::frame::ToFrame,
    {
        let guard = Unanswered(self);
        let last = self.covered(last);
        let mut reconnect = Reconnect {
            attempt,
            last: &last,
            unsent: &mut unsent,
            renewal: Default::default(),
            first: Vec::new(),
            codec: self.codec.as_ref(),
        };
        let verdict = hook(&mut reconnect);
        let Reconnect { renewal, first, .. } = reconnect;
        std::mem::forget(guard);
        let mut state = self.lock();
        state.hook.get_or_insert(hook);
        unsent.append(&mut state.unsent);
        state.unsent = unsent;
        match verdict {
            Verdict::Continue => state.driver.connect(renewal, first.into_iter().map(Frame::into_message)),
            Verdict::Abort => state.driver.abort(),
        }
        state.settle();
    }

    /// Takes over the caretaker, which nothing runs.
    pub(super) fn adopt(&self, caretaker: BoxFuture<'static, ()>) {
        let own = self.own.get_or_init(Mutex::default);
        *own.lock().unwrap_or_else(PoisonError::into_inner) = Some(caretaker);
    }

    #[inline]
    fn run_own_caretaker(&self) {
        if let Some(own) = self.own.get() {
            self.run_caretaker(own);
        }
    }

    #[cold]
    fn run_caretaker(&self, own: &Mutex<Option<BoxFuture<'static, ()>>>) {
        // Taken out while it works, and where it is dropped on the way, another one is adopted.
        let Some(caretaker) = own.lock().unwrap_or_else(PoisonError::into_inner).take() else { return };
        if let Some(mut caretaker) = self.spawner.spawn(caretaker)
            && caretaker.as_mut().poll(&mut Context::from_waker(&self.waker)).is_pending()
        {
            self.adopt(caretaker);
        }
    }

    pub(super) fn set_hook(&self, hook: Hook<S>) {
        let mut state = self.lock();
        state.driver.is_hooked = true;
        state.hook = Some(hook);
    }

    /// The messages that are not known to be out, of connections that have ended.
    pub(super) fn take_unsent(&self) -> Vec<S> {
        let mut state = self.lock();
        state.settle();
        in_order(std::mem::take(&mut state.unsent))
    }

    pub(super) fn reason(&self) -> Option<CloseReason> {
        let reason = self.lock().driver.reason().cloned();
        reason.map(|reason| self.covered(reason))
    }

    /// `reason` without the secrets of the call, which a server may quote in it.
    pub(super) fn covered(&self, CloseReason { code, reason, by }: CloseReason) -> CloseReason {
        let reason = if reason.is_empty() { reason } else { (self.record)().veil.cover(reason) };
        CloseReason { code, reason, by }
    }

    /// The failure of what is sent on a socket that has ended.
    pub(super) fn closed(&self) -> Failure {
        let why = self.reason().map_or_else(|| "it is being closed".to_owned(), |reason| reason.to_string());
        self.told(Failure::local(ErrorKind::Socket, format!("the socket is closed: {why}")))
    }

    /// `failure` with the record of the call, unless it is one of another handshake, which was a call of its own.
    pub(super) fn told(&self, failure: Failure) -> Failure {
        if failure.has_record() { failure } else { failure.on((self.record)()) }
    }

    /// Room may be there for another sender.
    pub(super) fn rouse_senders(&self) {
        self.fan.rouse(Role::Writer);
    }

    /// The receiver is gone: what comes is thrown away, so that the rest goes on.
    pub(super) fn deafen(&self) {
        let mut state = self.lock();
        (state.driver.is_deaf, state.driver.discards) = (true, true);
        state.driver.inbox.clear();
        drop(state);
        self.fan.rouse(Role::Caretaker);
    }
}

impl<S> State<S> {
    /// Queues a message, or keeps its value as unsent where the socket takes none any more.
    pub(super) fn push(&mut self, value: S, message: Message) -> bool {
        if self.driver.is_closed() {
            self.hand_back(value);
            return false;
        }
        let given = self.number(value);
        self.typed.push_back(given);
        self.driver.outbox.push(message);
        true
    }

    /// Whether a message of that sender has room now.
    pub(super) fn has_room_for(&self, sender: Option<&Seat>) -> bool {
        self.driver.outbox.has_room() && self.line.is_next(sender)
    }

    /// Keeps what was not even queued.
    pub(super) fn hand_back(&mut self, value: S) {
        let given = self.number(value);
        self.unsent.push(given);
    }

    fn number(&mut self, value: S) -> Given<S> {
        self.given += 1;
        Given(self.given, value)
    }

    pub(super) fn has_unsent(&self) -> bool {
        !self.unsent.is_empty() || !self.typed.is_empty()
    }

    /// Lets go of what is out, and hands back what is in doubt.
    #[inline]
    fn settle(&mut self) {
        if !self.typed.is_empty() {
            self.let_go();
        }
    }

    fn let_go(&mut self) {
        let tally = self.driver.outbox.take_tally();
        for _ in 0..tally.done {
            drop(self.typed.pop_front());
        }
        for _ in 0..tally.doubtful {
            self.unsent.extend(self.typed.pop_front());
        }
        if self.driver.reason().is_some() {
            self.unsent.extend(self.typed.drain(..));
        }
    }

    /// What is to be done without the lock.
    fn errand(&mut self) -> Option<Errand<S>> {
        match self.driver.take_handshake() {
            Some(handshake) => Some(Errand::Connect(handshake)),
            None => self.ask().map(Errand::Ask),
        }
    }

    fn ask(&mut self) -> Option<Asked<S>> {
        let (attempt, last) = self.driver.asking()?;
        let hook = self.hook.take()?;
        Some(Asked { hook, attempt, last, unsent: std::mem::take(&mut self.unsent) })
    }
}

enum Errand<S> {
    Ask(Asked<S>),
    Connect(Handshake),
}

struct Asked<S> {
    hook: Hook<S>,
    attempt: u32,
    last: CloseReason,
    unsent: Vec<Given<S>>,
}

/// Ends the socket if it is dropped: where the user's code panics, nobody waits for it for ever.
struct Unanswered<'a, S>(&'a Shared<S>);

impl<S> Drop for Unanswered<'_, S> {
    fn drop(&mut self) {
        self.0.lock().driver.abort();
        self.0.fan.rouse(Role::Reader);
        self.0.fan.rouse(Role::Writer);
    }
}

impl<S> Drop for Shared<S> {
    fn drop(&mut self) {
        self.state.get_mut().unwrap_or_else(PoisonError::into_inner).driver.abandon();
        self.fan.rouse(Role::Caretaker);
    }
}
