//! Calls at one time, as a server sees them.

use std::future::IntoFuture;

use clientwright_runtime::testing::{Answer, Script};
use futures_util::future::{join, join_all};

use super::Wire;
use crate::api::{done, item, secs};

const CALLS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_at_one_time_are_one_request_on_one_connection() {
    let wire = Wire::new();
    wire.server.always(Script::new().request().wait().answer(item("1", "max-age=60")).repeated());
    let calls: Vec<_> = (0..CALLS).map(|_| tokio::spawn(wire.client.get().into_future())).collect();
    wire.server.until_requests(1).await;
    // More than one is let go on, where there is more than one.
    (0..CALLS).for_each(|_| wire.server.release());
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id, "1");
    }
    assert_eq!((wire.server.requests().len(), wire.server.connections()), (1, 1));
}

#[tokio::test]
async fn calls_that_would_validate_at_one_time_are_one_validation() {
    let wire = Wire::new();
    let good = Answer::status(304).header("cache-control", "max-age=60");
    let first = item("1", "max-age=1").header("etag", "\"1\"");
    wire.server.once(Script::new().request().answer(first).request().wait().answer(good));
    wire.client.get().await.unwrap();
    wire.clock.advance(secs(2));
    let calls = join_all((0..CALLS).map(|_| wire.client.get().response()));
    let release = async {
        wire.server.until_requests(2).await;
        wire.server.release();
    };
    let (responses, ()) = join(calls, release).await;
    let mut said: Vec<_> = responses.iter().map(|response| done(response.as_ref().unwrap())).collect();
    said.sort_unstable();
    said.dedup();
    let expected =
        ["clientwright; fwd=stale; fwd-status=304; ttl=60; stored", "clientwright; fwd=stale; ttl=60; collapsed"];
    assert_eq!((said, wire.server.requests().len()), (expected.to_vec(), 2));
}

#[tokio::test]
async fn of_those_who_wait_for_an_answer_that_breaks_off_each_asks_for_itself() {
    let wire = Wire::new();
    let head = "HTTP/1.1 200 OK\r\ncache-control: max-age=60\r\ncontent-length: 10\r\n\r\n{\"id\"";
    wire.server.once(Script::new().request().write(head).wait().reset());
    wire.server.always(Script::answers(item("2", "max-age=60")));
    let calls = join_all((0..CALLS).map(|_| wire.client.get().into_future()));
    let release = async {
        wire.server.until_requests(1).await;
        wire.server.release();
    };
    let (results, ()) = join(calls, release).await;
    let (good, broken): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert!(good.into_iter().all(|item| item.is_ok_and(|item| item.id == "2")));
    assert_eq!((broken.len(), wire.stored().await.as_deref()), (1, Some("2")));
}
