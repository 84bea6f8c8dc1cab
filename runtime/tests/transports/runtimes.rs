//! Where calls are made: outside of tokio, in a runtime that lacks something, in several runtimes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{Error, ErrorKind, ReqwestTransport, Sent, Timeouts};
use tokio::runtime::{Builder, Runtime};

use crate::api::patient;
use crate::client::{Client, ClientBuilder, Problem};
use crate::log::Log;
use crate::script::{Reply, Script};
use crate::server::{Speaks, serve};
use crate::setups::{tls, trusting};

/// A server in a runtime of its own.
fn serving(speaks: &Speaks) -> (Runtime, Arc<Log>, String) {
    let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let log = Log::new(Script::default().on("GET", "/item", [Reply::item("1")]));
    let address = runtime.block_on(serve(speaks.clone(), &log));
    (runtime, log, format!("{}://localhost:{}/", speaks.scheme(), address.port()))
}

fn builder(base: &str) -> ClientBuilder {
    let transport = trusting(ReqwestTransport::builder().no_system_proxy()).build().unwrap();
    // A call that nobody answers for is to end as an error.
    let limit = Timeouts::none().operation(Duration::from_secs(30));
    patient().base_url(base).transport(transport).timeouts(limit)
}

fn current_thread() -> Builder {
    Builder::new_current_thread()
}

fn refused(error: &Error<Problem>, why: &str) {
    let seen = (error.kind(), error.was_sent(), error.is_retryable());
    assert_eq!(seen, (ErrorKind::Request, Sent::No, false), "{error:?}");
    assert!(error.to_string().contains(why), "{error}");
}

#[test]
fn a_call_outside_of_tokio_is_an_error_that_says_so() {
    let (_server, log, base) = serving(&Speaks::Http1);
    let client = builder(&base).build().unwrap();
    refused(&VirtualClock::new().run(client.get().into_future()).err().unwrap(), "no tokio runtime");
    refused(&VirtualClock::new().run(client.download().into_future()).err().unwrap(), "no tokio runtime");
    let default = patient().base_url(&base).build().unwrap();
    refused(&VirtualClock::new().run(default.get().into_future()).err().unwrap(), "no tokio runtime");
    // With another clock it is the transport that needs one.
    let clock = VirtualClock::new();
    let elsewise = builder(&base).clock(clock.clone()).spawner(clock.clone()).build().unwrap();
    refused(&clock.run(elsewise.get().into_future()).err().unwrap(), "no tokio runtime");
    assert_eq!(log.connections.load(Ordering::SeqCst), 0);
    let runtime = current_thread().enable_all().build().unwrap();
    for client in [client, default, elsewise] {
        assert_eq!(
            runtime.block_on(client.get().into_future()).unwrap().id,
            "1",
            "the client is none the worse for it"
        );
    }
}

#[test]
fn a_runtime_that_lacks_something_is_an_error_that_says_what() {
    let (_server, log, base) = serving(&Speaks::Http1);
    let client = builder(&base).build().unwrap();
    for _ in 0..2 {
        let neither = current_thread().build().unwrap();
        refused(&neither.block_on(client.get().into_future()).err().unwrap(), "no timers");
        let timeless = current_thread().enable_io().build().unwrap();
        refused(&timeless.block_on(client.get().into_future()).err().unwrap(), "no timers");
        refused(&timeless.block_on(client.download().into_future()).err().unwrap(), "no timers");
        let wireless = current_thread().enable_time().build().unwrap();
        refused(&wireless.block_on(client.get().into_future()).err().unwrap(), "no I/O");
        let several = Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
        refused(&several.block_on(client.get().into_future()).err().unwrap(), "no I/O");
    }
    assert_eq!(log.connections.load(Ordering::SeqCst), 0);
    let whole = current_thread().enable_all().build().unwrap();
    assert_eq!(whole.block_on(client.get().into_future()).unwrap().id, "1");
}

#[test]
fn a_client_is_closed_outside_of_tokio_too() {
    let (_server, _, base) = serving(&Speaks::Http1);
    let client = builder(&base).build().unwrap();
    let runtime = current_thread().enable_all().build().unwrap();
    runtime.block_on(client.get().into_future()).unwrap();
    VirtualClock::new().run(client.inner.close());
    let error = runtime.block_on(client.get().into_future()).err().unwrap();
    assert_eq!(error.kind(), ErrorKind::Closed);
}

#[test]
fn a_runtime_that_nobody_runs_holds_up_no_call_in_another() {
    for speaks in [Speaks::Http1, tls(&["h2"])] {
        let (_server, log, base) = serving(&speaks);
        let client = builder(&base).build().unwrap();
        let call = |client: &Client, runtime: &Runtime| runtime.block_on(client.get().into_future()).unwrap().id;
        let idle = current_thread().enable_all().build().unwrap();
        assert_eq!(call(&client, &idle), "1");
        // Its connection is open, and nobody reads it.
        let other = current_thread().enable_all().build().unwrap();
        for _ in 0..3 {
            assert_eq!(call(&client, &other), "1");
        }
        assert_eq!(log.connections.load(Ordering::SeqCst), 2, "each has its own");
        assert_eq!(call(&client, &idle), "1");
        assert_eq!(log.connections.load(Ordering::SeqCst), 2, "and keeps it");
    }
}

#[test]
fn runtimes_come_and_go() {
    let (_server, log, base) = serving(&Speaks::Http1);
    let client = builder(&base).build().unwrap();
    for _ in 0..10 {
        let runtime = current_thread().enable_all().build().unwrap();
        for _ in 0..2 {
            assert_eq!(runtime.block_on(client.get().into_future()).unwrap().id, "1");
        }
    }
    assert_eq!(log.connections.load(Ordering::SeqCst), 10);
}
