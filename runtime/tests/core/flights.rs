//! However a load or refresh ends, all who wait for it get to know, and the next call is well again.

use std::future::pending;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, MockTransport};
use clientwright_runtime::{
    BoxFuture, Clock, ErrorKind, NoSpawner, Sent, Spawner, Token, TokenError, TokioClock, TokioSpawner,
};
use futures_util::future::{join_all, poll_immediate, select};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Notify;

use crate::api::ITEM;
use crate::client::{Client, ClientBuilder, setting};
use crate::source::{Answered, Asked, MS};

fn token(text: &'static str) -> Answered {
    Box::pin(async move { Ok(Token::new(text)) })
}

#[test]
fn a_source_that_panics_fails_all_who_wait_and_is_asked_again_by_the_next_call() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let time = clock.clone();
    let (source, questions) = Asked::new(move |question, _| {
        let wait = time.sleep(10 * MS);
        match question {
            1 => Box::pin(async move {
                wait.await;
                panic!("the canary of the source");
            }),
            2 => panic!("before there is a future"),
            _ => token("token"),
        }
    });
    let client = builder.bearer(source).build().unwrap();
    clock.run(async {
        for asked in 1..=2 {
            for result in join_all((0..50).map(|_| client.secured().into_future())).await {
                let error = result.unwrap_err();
                assert_eq!((error.kind(), error.was_sent()), (ErrorKind::Auth, Sent::No));
                assert_eq!(error.to_string(), "getSecured: GET /secured: no token: the token source panicked");
                assert!(!format!("{error:?}").contains("canary"));
            }
            assert_eq!(*questions.lock().unwrap(), asked);
        }
        assert!(join_all((0..50).map(|_| client.secured().into_future())).await.iter().all(Result::is_ok));
    });
    assert_eq!(*questions.lock().unwrap(), 3);
}

#[test]
fn a_refresh_that_panics_fails_the_rejected_calls_and_not_the_client() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").header("authorization", "Bearer new").reply(Answer::json(200, ITEM));
    server.on("GET", "/secured").reply(Answer::status(401).delay(10 * MS));
    let (source, questions) = Asked::new(|question, _| match question {
        1 => token("old"),
        2 => panic!("in the refresh"),
        _ => token("new"),
    });
    let client = builder.bearer(source).spawner(NoSpawner).build().unwrap();
    clock.run(async {
        for result in join_all((0..20).map(|_| client.secured().into_future())).await {
            assert_eq!(result.unwrap_err().kind(), ErrorKind::Auth);
        }
        assert_eq!(*questions.lock().unwrap(), 2, "one refresh for all");
        client.secured().await.unwrap();
    });
}

#[test]
fn an_error_that_panics_when_it_is_shown_is_a_panic_of_the_source() {
    #[derive(Debug)]
    struct Broken;
    impl std::fmt::Display for Broken {
        fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            panic!("no words")
        }
    }
    impl std::error::Error for Broken {}
    let (clock, _, builder) = setting();
    let (source, _) = Asked::new(|_, _| Box::pin(async { Err(TokenError::transient(Broken)) }));
    let client = builder.bearer(source).build().unwrap();
    let error = clock.run(async { client.secured().await.unwrap_err() });
    assert!(error.to_string().ends_with("the token source panicked"), "{error}");
}

/// Whatever comes of a refresh that 200 callers wait for: how it is answered, and what it says to each of them.
type Fate = (&'static str, fn() -> Answered, Result<(), &'static str>);

const FATES: &[Fate] = &[
    ("a new token", || token("new"), Ok(())),
    ("the same token", || token("old"), Err("401 Unauthorized")),
    ("an expired token", || Box::pin(async { Ok(Token::new("new").expires_in(Duration::ZERO)) }), Ok(())),
    ("an empty token", || token(""), Err("it is empty")),
    ("a token with a line break", || token("new\r\nx: y"), Err("control characters")),
    ("a final failure", || Box::pin(async { Err(TokenError::permanent("invalid_grant")) }), Err("invalid_grant")),
    ("a panic", || Box::pin(async { panic!("on purpose") }), Err("panicked")),
];

#[test]
fn two_hundred_callers_share_one_refresh_whatever_comes_of_it() {
    for (name, fate, end) in FATES {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").header("authorization", "Bearer new").reply(Answer::json(200, ITEM));
        server.on("GET", "/secured").reply(Answer::status(401));
        let (time, fate) = (clock.clone(), *fate);
        let (source, questions) = Asked::new(move |question, _| match question {
            1 => token("old"),
            _ => {
                let wait = time.sleep(50 * MS);
                Box::pin(async move {
                    wait.await;
                    fate().await
                })
            }
        });
        let client = builder.bearer(source).build().unwrap();
        for result in clock.run(join_all((0..200).map(|_| client.secured().into_future()))) {
            match (&result, end) {
                (Ok(_), Ok(())) => {}
                (Err(error), Err(words)) => assert!(error.to_string().contains(words), "{name}: {error}"),
                (result, _) => panic!("{name}: {}", result.is_ok()),
            }
        }
        assert_eq!(*questions.lock().unwrap(), 2, "{name}: one load, one refresh");
    }
}

/// A client that real runtimes share, as one in a static does. The source says when it is asked; until question
/// `answers`, it never answers.
fn shared_client(answers: u32) -> (Client, Arc<Notify>, Arc<Mutex<u32>>) {
    let server = MockTransport::new(&TokioClock);
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let asked = Arc::new(Notify::new());
    let says = Arc::clone(&asked);
    let (source, questions) = Asked::new(move |question, _| {
        says.notify_one();
        if question < answers { Box::pin(pending()) } else { token("token") }
    });
    let builder = ClientBuilder::new().base_url("http://mock.localhost/").transport(server);
    let client = builder.clock(TokioClock).spawner(TokioSpawner).bearer(source).build().unwrap();
    (client, asked, questions)
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

#[test]
fn each_of_three_runtimes_in_turn_takes_over_what_the_one_before_took_with_it() {
    let (client, asked, questions) = shared_client(3);
    for _ in 0..2 {
        let runtime = runtime();
        runtime.block_on(async {
            tokio::spawn(client.secured().into_future());
            asked.notified().await;
        });
    }
    runtime().block_on(async { client.secured().await.unwrap() });
    assert_eq!(*questions.lock().unwrap(), 3);
}

#[test]
fn those_who_wait_in_another_runtime_begin_anew() {
    let (client, asked, questions) = shared_client(2);
    let first = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    first.block_on(async {
        tokio::spawn(client.secured().into_future());
        asked.notified().await;
    });
    let others: Vec<_> = (0..3)
        .map(|_| {
            let call = client.secured().into_future();
            std::thread::spawn(move || runtime().block_on(call).is_ok())
        })
        .collect();
    drop(first);
    assert!(others.into_iter().all(|other| other.join().unwrap()));
    assert_eq!(*questions.lock().unwrap(), 2);
}

/// An executor that takes tasks and does with them what a test says.
#[derive(Clone, Default)]
struct Runtimes(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl std::fmt::Debug for Runtimes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Runtimes")
    }
}

impl Spawner for Runtimes {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        self.0.lock().unwrap().push(task);
        None
    }
}

#[derive(Debug)]
struct ShutDown;

impl Spawner for ShutDown {
    fn spawn(&self, task: BoxFuture<'static, ()>) -> Option<BoxFuture<'static, ()>> {
        drop(task);
        None
    }
}

#[test]
fn a_runtime_that_drops_every_task_stops_no_call() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let (source, questions) = Asked::new(|_, _| token("token"));
    let client = builder.bearer(source).spawner(ShutDown).build().unwrap();
    assert!(clock.run(join_all((0..9).map(|_| client.secured().into_future()))).iter().all(Result::is_ok));
    assert_eq!((*questions.lock().unwrap(), clock.passed()), (1, Duration::ZERO));
}

#[test]
fn a_runtime_that_is_not_driven_any_more_is_given_up_after_five_seconds() {
    for polled_before in [false, true] {
        let (clock, server, builder) = setting();
        server.on("GET", "/secured").reply(Answer::json(200, ITEM));
        let stalls = polled_before;
        let (source, questions) = Asked::new(move |question, _| match (question, stalls) {
            (1, true) => Box::pin(pending()),
            _ => token("token"),
        });
        let runtimes = Runtimes::default();
        let client = builder.bearer(source).spawner(runtimes.clone()).build().unwrap();
        clock.run(async {
            if polled_before {
                assert!(poll_immediate(client.secured().into_future()).await.is_none());
                let mut task = runtimes.0.lock().unwrap().pop().unwrap();
                assert!(poll_immediate(&mut task).await.is_none());
                runtimes.0.lock().unwrap().push(task);
            }
            client.secured().await.unwrap();
        });
        assert_eq!(clock.passed(), Duration::from_secs(5));
        let asked = if polled_before { 2 } else { 1 };
        // It comes to again, when all is done.
        let task = runtimes.0.lock().unwrap().pop().unwrap();
        clock.run(task);
        assert_eq!(*questions.lock().unwrap(), asked);
    }
}

#[test]
fn a_busy_source_is_not_taken_for_a_runtime_that_has_stopped() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let time = clock.clone();
    let (source, questions) = Asked::new(move |_, _| {
        let wait = time.sleep(Duration::from_secs(60));
        Box::pin(async move {
            wait.await;
            Ok(Token::new("token"))
        })
    });
    let client = builder.bearer(source).build().unwrap();
    clock.run(async { client.secured().await.unwrap() });
    assert_eq!((*questions.lock().unwrap(), clock.passed()), (1, Duration::from_secs(60)));
}

#[test]
fn a_caller_that_is_never_polled_again_holds_up_nobody() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").reply(Answer::json(200, ITEM));
    let time = clock.clone();
    let (source, questions) = Asked::new(move |_, _| {
        let wait = time.sleep(100 * MS);
        Box::pin(async move {
            wait.await;
            Ok(Token::new("token"))
        })
    });
    let client = builder.bearer(source).spawner(NoSpawner).build().unwrap();
    clock.run(async {
        let mut first = Box::pin(client.secured().into_future());
        select(&mut first, clock.sleep(50 * MS)).await;
        client.secured().await.unwrap();
        drop(first);
    });
    assert_eq!((*questions.lock().unwrap(), clock.passed()), (1, 100 * MS));
}

#[test]
fn a_token_that_was_forgotten_is_never_refreshed() {
    let (clock, server, builder) = setting();
    server.on("GET", "/secured").header("authorization", "Bearer hers").reply(Answer::json(200, ITEM));
    server.on("GET", "/secured").reply(Answer::status(401).delay(100 * MS));
    let (source, questions) = Asked::new(|question, rejected| match (question, rejected) {
        (1, None) => token("his"),
        (_, None) => token("hers"),
        (_, Some(_)) => panic!("his is signed out"),
    });
    let client = builder.bearer(source).build().unwrap();
    clock.run(async {
        let mut call = Box::pin(client.secured().into_future());
        select(&mut call, clock.sleep(50 * MS)).await;
        client.inner.forget_tokens();
        call.await.unwrap();
    });
    assert_eq!(*questions.lock().unwrap(), 2);
}
