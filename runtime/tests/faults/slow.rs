//! Heads that do not come to their end, by a clock of the test's own.

use std::future::IntoFuture;
use std::time::Duration;

use clientwright_runtime::testing::{Script, ScriptedServer, VirtualClock};
use clientwright_runtime::{BoxFuture, Error, ErrorKind, Phase, RetryPolicy, Timeouts};
use tokio::task::yield_now;

use crate::api::{Item, patient};
use crate::client::{Client, Problem};

const LIMIT: Duration = Duration::from_secs(20);

type Called = BoxFuture<'static, Result<Item, Error<Problem>>>;

/// How a call ends where each request is answered so, and how often it is sent.
async fn ended(script: &Script, call: fn(&Client) -> Called) -> (ErrorKind, usize) {
    let (server, clock) = (ScriptedServer::start().unwrap(), VirtualClock::new());
    server.always(script.clone());
    let retry = RetryPolicy::standard().backoff(Duration::ZERO, Duration::ZERO);
    let builder = patient().base_url(server.url()).clock(clock.clone()).retry(retry);
    let client = builder.timeouts(Timeouts::none().read(LIMIT)).build().unwrap();
    let mut call = tokio::spawn(call(&client));
    for sent in 1.. {
        tokio::select! {
            ended = &mut call => return (ended.unwrap().err().unwrap().kind(), server.requests().len()),
            () = server.until_requests(sent) => {}
        }
        for _ in 0..20 {
            assert!(!call.is_finished(), "before the limit");
            clock.advance(LIMIT / 20);
            yield_now().await;
        }
    }
    unreachable!("each attempt ends")
}

#[tokio::test]
async fn a_head_without_an_end_is_asked_for_again_where_it_is_safe() {
    let request = || Script::new().request();
    let drip = request().write("HTTP/1.1 200 OK\r\nx-header: ").pieces(["x"; 200]).until_left();
    let storm = request().pieces(["HTTP/1.1 102 Processing\r\n\r\n"; 200]).until_left();
    for script in [request().until_left(), drip, storm] {
        let get = ended(&script, |client| Box::pin(client.get().into_future())).await;
        let post = ended(&script, |client| Box::pin(client.post().into_future())).await;
        let keyed = ended(&script, |client| Box::pin(client.keyed().into_future())).await;
        let kind = ErrorKind::Timeout(Phase::Read);
        assert_eq!([get, post, keyed], [(kind, 3), (kind, 1), (kind, 3)], "{script:?}");
    }
}
