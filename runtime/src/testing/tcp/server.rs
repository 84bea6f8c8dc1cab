//! A server that plays scripts. Enters: scripts, one for each connection. Leaves: what it was asked, and on how many connections.

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Semaphore;

use super::listening::{Listening, Tally, listens};
use super::play::Connection;
use super::script::Script;
use crate::testing::Recorded;

/// A server on a port of the loopback interface that plays a [`Script`] on each connection: one that answers, is slow, breaks off, sends
/// garbage or says nothing, by the byte. Dropping it ends it with all its connections.
///
/// The scripts that are given [once](ScriptedServer::once) are played on the next connections, in order, and the
/// [other](ScriptedServer::always) one on those that follow. It runs in tasks of the tokio runtime that it is started in.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../example.txt")]
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
///
/// let server = ScriptedServer::start()?;
/// // The first connection breaks in the head of the answer.
/// server.once(Script::new().request().write("HTTP/1.1 200 O").reset());
/// server.always(Script::answers(Answer::json(200, r#"{"id":"1"}"#)));
///
/// let client = Client::builder().base_url(server.url()).bearer("token").build()?;
/// assert_eq!(client.get_user().await?["id"], "1");
///
/// let requests = server.requests();
/// assert_eq!((server.connections(), requests.len()), (2, 2));
/// assert_eq!(requests[1].header("authorization"), Some("Bearer token"));
/// # Ok(())
/// # })
/// # }
/// ```
pub struct ScriptedServer {
    shared: Arc<Shared>,
    listening: Listening,
}

pub(super) struct Shared {
    tally: Tally,
    steps: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    once: VecDeque<Script>,
    always: Option<Script>,
    /// How many requests were taken away.
    taken: usize,
    requests: VecDeque<Recorded>,
    unscripted: Vec<usize>,
}

impl ScriptedServer {
    /// Starts on a free port. It has no scripts yet.
    ///
    /// # Errors
    /// There is no free port.
    ///
    /// # Panics
    /// Outside of a tokio runtime with I/O.
    pub fn start() -> io::Result<Self> {
        let shared = Arc::new(Shared { tally: Tally::default(), steps: Semaphore::new(0), state: Mutex::default() });
        let server = Arc::clone(&shared);
        let listening = Listening::start(&shared.tally, move |stream, number| {
            let (server, script) = (Arc::clone(&server), server.script());
            async move {
                // An end before its time is the client's doing, which is what the tests are about.
                let _ended = Connection::new(stream, number, &server).play(script).await;
            }
        })?;
        Ok(Self { shared, listening })
    }

    /// Plays `script` on the next connection; several stand in line.
    pub fn once(&self, script: Script) {
        self.shared.state().once.push_back(script);
    }

    /// Plays `script` on every connection that no other script is in line for.
    pub fn always(&self, script: Script) {
        self.shared.state().always = Some(script);
    }

    /// Lets one connection go on that [waits](Script::wait), or will.
    pub fn release(&self) {
        self.shared.steps.add_permits(1);
    }

    /// Every request whose head has come, in order, with as much of its body as was read.
    pub fn requests(&self) -> Vec<Recorded> {
        self.shared.state().requests.iter().cloned().collect()
    }

    /// The same, and forgets them.
    pub fn take(&self) -> Vec<Recorded> {
        let mut state = self.shared.state();
        state.taken += state.requests.len();
        state.requests.drain(..).collect()
    }

    /// The requests that no script was there for.
    pub fn unscripted(&self) -> Vec<Recorded> {
        let state = self.shared.state();
        state.unscripted.iter().filter_map(|number| state.request(*number).cloned()).collect()
    }

    /// Waits until there were so many connections.
    pub async fn until_connections(&self, count: usize) {
        self.listening.until(|counts| counts.connections >= count).await;
    }

    /// Waits until so many requests have come.
    pub async fn until_requests(&self, count: usize) {
        self.listening.until(|counts| counts.requests >= count).await;
    }
}

listens! { ScriptedServer }

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn script(&self) -> Option<Script> {
        let mut state = self.state();
        state.once.pop_front().or_else(|| state.always.clone())
    }

    /// Notes a request; its number.
    pub(super) fn record(&self, request: Recorded) -> usize {
        let mut state = self.state();
        state.requests.push_back(request);
        let number = state.taken + state.requests.len() - 1;
        drop(state);
        self.tally.send_modify(|counts| counts.requests += 1);
        number
    }

    /// Notes more of the body of a request.
    pub(super) fn record_body(&self, number: usize, more: &[u8]) {
        if let Some(request) = self.state().request_mut(number) {
            // Not copied while nobody else has it.
            let mut body = std::mem::take(&mut request.body).try_into_mut().unwrap_or_else(|shared| shared[..].into());
            body.extend_from_slice(more);
            request.body = body.freeze();
        }
    }

    pub(super) fn record_unscripted(&self, number: usize) {
        self.state().unscripted.push(number);
    }

    pub(super) async fn released(&self) {
        if let Ok(permit) = self.steps.acquire().await {
            permit.forget();
        }
    }
}

impl State {
    fn request(&self, number: usize) -> Option<&Recorded> {
        self.requests.get(number.checked_sub(self.taken)?)
    }

    fn request_mut(&mut self, number: usize) -> Option<&mut Recorded> {
        self.requests.get_mut(number.checked_sub(self.taken)?)
    }
}

impl fmt::Debug for ScriptedServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptedServer")
            .field("address", &self.address())
            .field("counts", &self.listening.counts())
            .finish_non_exhaustive()
    }
}
