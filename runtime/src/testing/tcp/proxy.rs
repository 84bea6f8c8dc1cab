//! A proxy that breaks what passes through it. Enters: where the server is, a plan. Leaves: an address to ask instead, and what was done to
//! which request.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use tokio::sync::watch;

use super::fault::Fault;
use super::listening::{Counts, Listening, Serve, Tally, until};
use super::message::RequestHead;
use super::plan::Plan;
use super::relay;

/// How long [`Fault::Refuse`] keeps the port closed.
const REFUSES: Duration = Duration::from_millis(10);

/// A proxy in front of a server, which does to requests what a [`Plan`] says: a client that is given its URL in place of the server's
/// meets the faults of networks. Dropping it ends it with all its connections.
///
/// It passes bytes on as they are, and looks at heads of HTTP/1.1 to know where a message ends. It runs in tasks of the tokio runtime
/// that it is started in.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
#[doc = include_str!("../example.txt")]
/// # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
/// use clientwright_runtime::testing::{Answer, Fault, FaultProxy, Plan, Script, ScriptedServer};
///
/// let server = ScriptedServer::start()?;
/// server.always(Script::answers(Answer::json(200, r#"{"id":"1"}"#)));
/// // The first answer is lost, the second one cut in its head.
/// let plan = Plan::none().at(0, Fault::ResetAfter).at(1, Fault::Cut(10));
/// let proxy = FaultProxy::start(server.address(), plan)?;
///
/// let client = Client::builder().base_url(proxy.url()).bearer("token").build()?;
/// assert_eq!(client.get_user().await?["id"], "1");
///
/// assert_eq!((proxy.requests(), server.requests().len()), (3, 3));
/// assert_eq!(proxy.counts()[&Some(Fault::ResetAfter)], 1);
/// assert_eq!((&*proxy.take()[2].target, proxy.counts()[&None]), ("/users/1", 1));
/// # Ok(())
/// # })
/// # }
/// ```
pub struct FaultProxy {
    shared: Arc<Shared>,
    listening: Arc<Listening>,
}

/// A request that came to a [`FaultProxy`], and what it met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Passed {
    /// By which the plan knows it; 0 is the first.
    pub number: usize,
    /// The method.
    pub method: Method,
    /// What was asked for, as it stands in the request.
    pub target: String,
    /// What it met, if anything.
    pub fault: Option<Fault>,
}

pub(super) struct Shared {
    pub(super) upstream: SocketAddr,
    plan: Plan,
    tally: Tally,
    state: Mutex<State>,
    /// Tells who keeps the port.
    refusals: watch::Sender<u64>,
}

#[derive(Default)]
struct State {
    counts: BTreeMap<Option<Fault>, usize>,
    log: Vec<Passed>,
}

impl FaultProxy {
    /// Starts on a free port, in front of the server at `upstream`.
    ///
    /// # Errors
    /// There is no free port.
    ///
    /// # Panics
    /// Outside of a tokio runtime with timers and I/O.
    pub fn start(upstream: SocketAddr, plan: Plan) -> io::Result<Self> {
        let tally: Tally = Arc::new(watch::Sender::new(Counts::default()));
        let (state, refusals) = (Mutex::default(), watch::Sender::new(0));
        let shared = Arc::new(Shared { upstream, plan, tally: Arc::clone(&tally), state, refusals });
        let proxy = Arc::clone(&shared);
        let serve: Serve = Arc::new(move |stream, _| {
            let proxy = Arc::clone(&proxy);
            Box::pin(async move {
                // Whoever ends a connection, the other end is told by the end of its own.
                let _ended = relay::relay(stream, &proxy).await;
            })
        });
        let listening = Arc::new(Listening::start(serve, tally)?);
        tokio::spawn(keep(shared.refusals.subscribe(), Arc::downgrade(&listening)));
        Ok(Self { shared, listening })
    }

    /// The base URL to give a client, with a slash at its end.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.listening.address()
    }

    /// Refuses connections from now on; those that are open stay so. The port is kept.
    ///
    /// # Errors
    /// Somebody else has taken the port.
    pub async fn refuse(&self) -> io::Result<()> {
        self.listening.refuse().await
    }

    /// Accepts connections again, behind [`refuse`](Self::refuse).
    ///
    /// # Errors
    /// Somebody else has taken the port.
    pub async fn accept(&self) -> io::Result<()> {
        self.listening.accept().await
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.shared.tally.borrow().requests
    }

    /// How many connections clients made.
    pub fn connections(&self) -> usize {
        self.shared.tally.borrow().connections
    }

    /// How many connections of clients are open.
    pub fn open(&self) -> usize {
        self.shared.tally.borrow().open
    }

    /// How many requests met what. Under `None` are those that passed as they were.
    pub fn counts(&self) -> BTreeMap<Option<Fault>, usize> {
        self.shared.state().counts.clone()
    }

    /// Takes the requests that came since the last time, in order.
    pub fn take(&self) -> Vec<Passed> {
        std::mem::take(&mut self.shared.state().log)
    }

    /// Waits until so many connections of clients are open.
    pub async fn until_open(&self, count: usize) {
        until(&self.shared.tally, |counts| counts.open == count).await;
    }
}

/// Closes the port for a while whenever that is asked for, as long as there is one.
async fn keep(mut refusals: watch::Receiver<u64>, listening: std::sync::Weak<Listening>) {
    while refusals.changed().await.is_ok() {
        let Some(listening) = listening.upgrade() else { return };
        if listening.refuse().await.is_ok() {
            tokio::time::sleep(REFUSES).await;
        }
        // Where somebody has taken the port meanwhile, calls fail, and the test with them.
        let _taken = listening.accept().await;
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes a request; what it is to meet.
    pub(super) fn meets(&self, head: &RequestHead) -> Option<Fault> {
        let mut number = 0;
        self.tally.send_modify(|counts| {
            number = counts.requests;
            counts.requests += 1;
        });
        let fault = self.plan.fault(number);
        let (method, target) = (head.method.clone(), head.target.clone());
        let mut state = self.state();
        *state.counts.entry(fault).or_default() += 1;
        state.log.push(Passed { number, method, target, fault });
        fault
    }

    pub(super) fn refuse(&self) {
        self.refusals.send_modify(|count| *count += 1);
    }
}

impl fmt::Debug for FaultProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultProxy")
            .field("address", &self.address())
            .field("upstream", &self.shared.upstream)
            .field("counts", &*self.shared.tally.borrow())
            .finish_non_exhaustive()
    }
}
