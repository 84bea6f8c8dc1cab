//! Whatever happens to a token, in whatever order: one question at a time, no refresh of what was replaced, and an end for
//! everybody who waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{
    BoxFuture, Clock, ErrorKind, NoSpawner, Rejected, ResponseBody, RetryPolicy, Spawner, Token, TokenError,
    TokenSource, Transport, TransportError,
};
use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable, Either, join, join_all, select};
use http::{Request, Response};
use proptest::prelude::*;

use crate::api::ITEM;
use crate::client::setting;

/// How a question to the source goes.
#[derive(Clone, Copy, Debug)]
enum Fate {
    /// A token that lives for so many seconds; 0 is for ever.
    Token(u64),
    Transient,
    Permanent,
    Panic,
    Hang,
}

/// What runs the tasks of the client.
#[derive(Clone, Copy, Debug)]
enum Executor {
    Sound,
    /// All its tasks are dropped at times.
    Mortal,
    /// It takes tasks and never runs them.
    Stopped,
    None,
}

#[derive(Clone, Copy, Debug)]
enum Event {
    /// The server takes the token of now no more.
    Revoke,
    /// The executor drops its tasks.
    Die,
    /// The user signs out and in again: the server takes no token of before.
    Forget,
}

/// A call, and after how many milliseconds its caller goes away.
#[derive(Clone, Copy, Debug)]
struct Caller {
    starts: u64,
    patience: Option<u64>,
}

#[derive(Clone, Debug)]
struct Schedule {
    executor: Executor,
    fates: Vec<(u64, Fate)>,
    callers: Vec<Caller>,
    events: Vec<(u64, Event)>,
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let fate = prop_oneof![
        6 => prop_oneof![Just(0), 1_u64..200].prop_map(Fate::Token),
        3 => Just(Fate::Transient),
        1 => Just(Fate::Permanent),
        2 => Just(Fate::Panic),
        1 => Just(Fate::Hang),
    ];
    let executor =
        prop_oneof![Just(Executor::Sound), Just(Executor::Mortal), Just(Executor::Stopped), Just(Executor::None),];
    let caller = (0_u64..60_000, prop::option::weighted(0.3, 0_u64..3_000));
    let caller = caller.prop_map(|(starts, patience)| Caller { starts, patience });
    let event = prop_oneof![4 => Just(Event::Revoke), 3 => Just(Event::Die), 2 => Just(Event::Forget)];
    (
        executor,
        prop::collection::vec((0_u64..2_000, fate), 0..12),
        prop::collection::vec(caller, 1..40),
        prop::collection::vec((0_u64..60_000, event), 0..12),
    )
        .prop_map(|(executor, fates, callers, events)| Schedule { executor, fates, callers, events })
}

/// What source, server and test know together.
#[derive(Debug, Default)]
struct World {
    /// Questions that are being answered just now.
    asked: u32,
    issued: u64,
    /// The token that the source gave last, since the credentials were replaced.
    last: Option<u64>,
    /// Up to this one the server takes no token.
    revoked: u64,
    fates: Vec<(u64, Fate)>,
    wrong: Vec<String>,
}

#[derive(Clone, Debug)]
struct Source {
    clock: VirtualClock,
    world: Arc<Mutex<World>>,
}

/// A question that is being answered.
struct Question(Arc<Mutex<World>>);

impl Drop for Question {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).asked -= 1;
    }
}

impl Source {
    fn world(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    async fn answer(&self, rejected: Option<Rejected>) -> Result<Token, TokenError> {
        let (wait, fate) = {
            let mut world = self.world();
            world.asked += 1;
            if world.asked > 1 {
                world.wrong.push("asked while it was being asked".to_owned());
            }
            let (rejected, last) = (rejected.as_ref().map(|rejected| rejected.token.access()), world.last);
            if rejected.map(str::to_owned) != last.map(|last| last.to_string()) {
                world.wrong.push(format!("asked to replace {rejected:?} where {last:?} was the last"));
            }
            world.fates.pop().unwrap_or((5, Fate::Token(0)))
        };
        let _question = Question(Arc::clone(&self.world));
        self.clock.sleep(Duration::from_millis(wait)).await;
        match fate {
            Fate::Token(life) => {
                let mut world = self.world();
                world.issued += 1;
                world.last = Some(world.issued);
                let token = Token::new(world.issued.to_string());
                Ok(if life == 0 { token } else { token.expires_in(Duration::from_secs(life)) })
            }
            Fate::Transient => Err("the sign-in server is down")?,
            Fate::Permanent => Err(TokenError::permanent("invalid_grant")),
            Fate::Panic => panic!("as it was told"),
            Fate::Hang => std::future::pending().await,
        }
    }
}

impl TokenSource for Source {
    async fn load(&self) -> Result<Token, TokenError> {
        self.answer(None).await
    }

    async fn refresh(&self, rejected: Rejected) -> Result<Token, TokenError> {
        self.answer(Some(rejected)).await
    }
}

/// Takes every token that is not revoked.
impl Transport for Source {
    fn send(
        &self,
        request: Request<clientwright_runtime::Body>,
    ) -> BoxFuture<'static, Result<Response<ResponseBody>, TransportError>> {
        let token = request.headers()["authorization"].to_str().unwrap().trim_start_matches("Bearer ").parse::<u64>();
        let (server, token) = (self.clone(), token.unwrap());
        let there = self.clock.sleep(Duration::from_millis(100));
        Box::pin(async move {
            there.await;
            let status = if token > server.world().revoked { 200 } else { 401 };
            let response = Response::builder().status(status).header("content-type", "application/json");
            Ok(response.body(ResponseBody::from(ITEM)).unwrap())
        })
    }
}

/// Runs tasks by the clock until it dies; lives on.
#[derive(Clone, Debug)]
struct Tasks {
    clock: VirtualClock,
    executor: Executor,
    handles: Arc<Mutex<Vec<AbortHandle>>>,
    stopped: Arc<Mutex<Shelf>>,
}

#[derive(Default)]
struct Shelf(Vec<BoxFuture<'static, ()>>);

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shelf")
    }
}

impl Spawner for Tasks {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        match self.executor {
            Executor::Sound => self.clock.spawn(task),
            Executor::Mortal => {
                let (handle, registration) = AbortHandle::new_pair();
                self.handles.lock().unwrap().push(handle);
                self.clock.spawn(Box::pin(Abortable::new(task, registration).map(drop)))
            }
            Executor::Stopped => {
                self.stopped.lock().unwrap().0.push(task);
                None
            }
            Executor::None => NoSpawner.spawn(task),
        }
    }
}

fn run(schedule: &Schedule) -> Result<(), TestCaseError> {
    let (clock, _, builder) = setting();
    let world = Arc::new(Mutex::new(World { fates: schedule.fates.clone(), ..World::default() }));
    let source = Source { clock: clock.clone(), world };
    let tasks =
        Tasks { clock: clock.clone(), executor: schedule.executor, handles: Arc::default(), stopped: Arc::default() };
    let builder = builder.transport(source.clone()).spawner(tasks.clone()).retry(RetryPolicy::never());
    let client = builder.bearer(source.clone()).build().unwrap();
    let callers = schedule.callers.iter().map(|caller| {
        let (client, clock, caller) = (client.clone(), clock.clone(), *caller);
        async move {
            clock.sleep(Duration::from_millis(caller.starts)).await;
            let call = client.secured().into_future();
            let Some(patience) = caller.patience else { return call.await.err() };
            match select(call, clock.sleep(Duration::from_millis(patience))).await {
                Either::Left((result, _)) => result.err(),
                Either::Right(_) => None,
            }
        }
    });
    let events = schedule.events.iter().map(|(at, event)| {
        let (client, source, tasks, at, event) = (client.clone(), source.clone(), tasks.clone(), *at, *event);
        async move {
            source.clock.sleep(Duration::from_millis(at)).await;
            match event {
                Event::Revoke => {
                    let mut world = source.world();
                    world.revoked = world.issued;
                }
                Event::Die => tasks.handles.lock().unwrap().drain(..).for_each(|handle| handle.abort()),
                Event::Forget => {
                    {
                        let mut world = source.world();
                        world.last = None;
                        world.revoked = world.issued;
                    }
                    client.inner.forget_tokens();
                }
            }
        }
    });
    let (ends, _) = clock.run(join(join_all(callers), join_all(events)));
    for error in ends.into_iter().flatten() {
        prop_assert_eq!(error.kind(), ErrorKind::Auth, "{}", error);
    }
    // The last caller comes after a minute; what hangs is given up after two.
    prop_assert!(clock.passed() < Duration::from_secs(60 + 2 * 126), "{:?}", clock.passed());
    let wrong = source.world().wrong.clone();
    prop_assert!(wrong.is_empty(), "{wrong:?}");
    // Whatever it was: new credentials make it good.
    source.world().last = None;
    source.world().fates.clear();
    client.inner.forget_tokens();
    let after = clock.run(async { client.secured().await });
    prop_assert!(after.is_ok(), "{:?}", after.err());
    prop_assert_eq!(source.world().asked, 0, "nothing is left");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn whatever_happens_all_end_one_is_asked_at_once_and_nothing_replaced_is_refreshed(schedule in schedule()) {
        run(&schedule)?;
    }
}
