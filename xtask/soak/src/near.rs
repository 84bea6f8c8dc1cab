//! The client's side: it makes the calls, so many at once, and drops some.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use clientwright_runtime::testing::{Fault, FaultProxy, Plan, Script, ScriptedServer};
use clientwright_runtime::{Clock, RetryPolicy};
use fastrand::Rng;
use futures_util::{StreamExt, stream};
use user_chat::Client;

use crate::calls::Kind;
use crate::cancelled::dropped_after;
use crate::far::Far;
use crate::invariants::{self, Left};
use crate::outcome::Outcome;
use crate::report::Report;
use crate::time::{CountingSpawner, FastClock, SPEED};
use crate::tokens::Source;
use crate::{Memory, Settings};

/// How many calls are under way at once.
const AT_ONCE: usize = 64;

/// So many of a hundred calls are dropped, where they last as long.
const DROPPED: u32 = 4;

/// After how many polls at most.
const MOST_POLLS: usize = 12;

/// How long a call may take with all its attempts, by the client's clock.
const DEADLINE: Duration = Duration::from_secs(120);

/// How long one is waited for that keeps to no deadline, and for what is left to go, by the world's.
const WATCHDOG: Duration = Duration::from_secs(30);

/// After so many calls what server and proxy have noted is thrown away.
const NOTED: usize = 500;

pub(crate) struct Near {
    settings: Settings,
    far: Arc<Far>,
    server: ScriptedServer,
    proxy: FaultProxy,
    client: Client,
    clock: FastClock,
    spawner: CountingSpawner,
    outcomes: BTreeMap<Outcome, usize>,
}

impl Near {
    /// Starts the server, the proxy and the client, in the runtime that this is called in.
    pub(crate) fn start(settings: Settings) -> anyhow::Result<Self> {
        let far = Arc::new(Far::new(settings.calls, settings.seed)?);
        let server = ScriptedServer::start()?;
        let answering = Arc::clone(&far);
        server.always(Script::answers_with(move |request| answering.answer(request)));
        let proxy = FaultProxy::start(server.address(), plan(settings.seed))?;
        let (clock, spawner) = (FastClock::new(), CountingSpawner::default());
        let client = Client::builder()
            .base_url(proxy.url())
            .bearer(Source(Arc::clone(&far)))
            .clock(clock)
            .spawner(spawner.clone())
            .retry(RetryPolicy::standard())
            .seed(settings.seed)
            .build()?;
        Ok(Self { settings, far, server, proxy, client, clock, spawner, outcomes: outcomes() })
    }

    /// Makes the calls of these numbers.
    pub(crate) async fn call(&mut self, numbers: Range<usize>) {
        let (client, seed) = (&self.client, self.settings.seed);
        let mut calls = stream::iter(numbers).map(|number| call(client, seed, number)).buffer_unordered(AT_ONCE);
        let mut ended = 0;
        while let Some(outcome) = calls.next().await {
            *self.outcomes.entry(outcome).or_default() += 1;
            ended += 1;
            if ended % NOTED == 0 {
                self.server.take();
                self.proxy.take();
            }
        }
        drop(calls);
        self.server.take();
        self.proxy.take();
    }

    /// Closes the client, and looks at what is left.
    pub(crate) async fn end(self, memory: Memory) -> anyhow::Result<Report> {
        let before = self.clock.now();
        self.client.close().await;
        let closing = self.clock.now().duration_since(before);
        let connections = async {
            self.proxy.until_open(0).await;
            self.server.until_open(0).await;
        };
        // Nobody polls what would let go of them; if they do not go by themselves, they are counted.
        let _gone = tokio::time::timeout(WATCHDOG, connections).await;
        drop(self.client);
        let gone = async {
            while self.spawner.tasks() > 0 {
                tokio::task::yield_now().await;
            }
        };
        let _ended = tokio::time::timeout(WATCHDOG, gone).await;
        let left = Left { closing, connections: self.proxy.open() + self.server.open(), tasks: self.spawner.tasks() };
        let seen = self.far.seen();
        let invariants = invariants::all(self.settings, &self.outcomes, seen, left, memory);
        Ok(Report::new(self.settings, self.outcomes, self.proxy.counts(), invariants))
    }
}

/// All that there may be: what is counted for the first time late takes no memory then.
fn outcomes() -> BTreeMap<Outcome, usize> {
    BTreeMap::from([(Outcome::Success, 0), (Outcome::Dropped, 0), (Outcome::Hung, 0)])
}

async fn call(client: &Client, seed: u64, number: usize) -> Outcome {
    let mut rng = Rng::with_seed(seed ^ (number as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let kind = Kind::random(&mut rng);
    let polls = if rng.u32(..100) < DROPPED { rng.usize(..MOST_POLLS) } else { usize::MAX };
    let call = dropped_after(polls, kind.make(client, number, DEADLINE));
    match tokio::time::timeout(DEADLINE / SPEED + WATCHDOG, call).await {
        Ok(ended) => ended.unwrap_or(Outcome::Dropped),
        Err(_) => Outcome::Hung,
    }
}

/// A tenth of all requests meets something.
fn plan(seed: u64) -> Plan {
    Plan::seeded(seed)
        .rate(Fault::Refuse, 0.001)
        .rate(Fault::ResetBefore, 0.01)
        .rate(Fault::CloseBefore, 0.015)
        .rate(Fault::ResetWithin, 0.01)
        .rate(Fault::ResetAfter, 0.01)
        .rate(Fault::Garbage, 0.005)
        .rate(Fault::Cut(0), 0.005)
        .rate(Fault::Cut(9), 0.005)
        .rate(Fault::Cut(120), 0.005)
        .rate(Fault::Stall, 0.002)
        .rate(Fault::Trickle, 0.005)
        .rate(Fault::Delay(100), 0.015)
        .rate(Fault::CloseAfter, 0.015)
        .rate(Fault::ResetBehind, 0.005)
}
