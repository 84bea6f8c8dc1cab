//! Answers that are cut off on their way.

use clientwright_runtime::ErrorKind;
use clientwright_runtime::testing::{Answer, Script};

use super::{Wire, lines, once};
use crate::api::{done, item, secs};

const FRESH: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncache-control: max-age=60\r\netag: \"cut\"\r\n";

/// An answer of one more item, which is fresh for a minute, cut off in each place where it shows.
fn cut() -> Vec<Script> {
    let begun = |rest: &str| Script::new().request().write(format!("{FRESH}{rest}"));
    let beginnings = || {
        [
            begun(""),
            begun("content-length: 10\r\n\r\n"),
            // All of an item is there, and not all of what was announced.
            begun("content-length: 11\r\n\r\n{\"id\":\"2\"}"),
            begun("transfer-encoding: chunked\r\n\r\n"),
            begun("transfer-encoding: chunked\r\n\r\na\r\n{\"id\""),
            begun("transfer-encoding: chunked\r\n\r\na\r\n{\"id\":\"2\"}\r\n"),
            begun("transfer-encoding: chunked\r\n\r\na\r\n{\"id\":\"2\"}\r\n0\r\n"),
        ]
    };
    let ends = beginnings().map(Script::close).into_iter().chain(beginnings().map(Script::reset));
    // Without a length the end of the connection is that of the body, unless it breaks.
    ends.chain([begun("\r\n{\"id\":\"2\"}").reset()]).collect()
}

#[tokio::test]
async fn what_is_cut_off_is_not_stored() {
    for script in cut() {
        let wire = Wire::new();
        wire.server.once(script.clone());
        wire.server.always(Script::answers(item("3", "max-age=60")));
        let error = wire.client.get().await.map(|item| item.id).unwrap_err();
        assert_eq!((error.kind(), wire.stored().await), (ErrorKind::Io, None), "{script:?}");
        let anew = wire.client.get().response().await.unwrap();
        assert_eq!((anew.body().id.as_str(), done(&anew)), ("3", "clientwright; fwd=uri-miss; stored"), "{script:?}");
        assert!(wire.server.requests().iter().all(|request| request.header("if-none-match").is_none()));
    }
}

#[tokio::test]
async fn what_was_stored_before_serves_where_the_server_has_allowed_it_and_is_still_what_is_validated() {
    for script in cut() {
        let wire = Wire::new();
        wire.server.once(once(item("1", "max-age=1, stale-if-error=60").header("etag", "\"1\"")));
        wire.server.once(script.clone());
        wire.server.always(Script::answers(Answer::status(304).header("cache-control", "max-age=60")));
        wire.client.get().await.unwrap();
        wire.clock.advance(secs(10));
        let stale = wire.client.get().response().await.unwrap();
        assert_eq!(stale.body().id, "1", "{script:?}");
        assert_eq!(done(&stale), "clientwright; fwd=stale; ttl=-9; detail=stale-if-error", "{script:?}");
        let good = wire.client.get().response().await.unwrap();
        assert_eq!(done(&good), "clientwright; fwd=stale; fwd-status=304; ttl=60; stored", "{script:?}");
        assert_eq!(good.body().id, "1");
        let asked: Vec<_> =
            wire.server.requests().iter().map(|request| lines(request, "if-none-match").concat()).collect();
        assert_eq!(asked, [&b""[..], b"\"1\"", b"\"1\""]);
    }
}

#[tokio::test]
async fn where_nobody_has_allowed_it_the_break_is_told_and_what_was_stored_stays() {
    for script in cut() {
        let wire = Wire::new();
        wire.server.once(once(item("1", "max-age=1")));
        wire.server.once(script.clone());
        wire.client.get().await.unwrap();
        wire.clock.advance(secs(10));
        let error = wire.client.get().await.map(|item| item.id).unwrap_err();
        assert_eq!((error.kind(), wire.stored().await.as_deref()), (ErrorKind::Io, Some("1")), "{script:?}");
    }
}

#[tokio::test]
async fn a_body_that_ends_with_its_connection_is_whole() {
    let wire = Wire::new();
    wire.server.once(Script::new().request().write(format!("{FRESH}\r\n{{\"id\":\"1\"}}")).close());
    let first = wire.client.get().response().await.unwrap();
    assert_eq!(done(&first), "clientwright; fwd=uri-miss; stored");
    assert_eq!(done(&wire.client.get().response().await.unwrap()), "clientwright; hit; ttl=60");
    assert_eq!(wire.server.requests().len(), 1);
}

#[tokio::test]
async fn a_304_that_is_cut_off_brings_nothing_up_to_date() {
    for half in ["HTTP/1.1 304 Not Mod", "HTTP/1.1 304 Not Modified\r\ncache-control: max-age=600\r\nx-ne"] {
        let wire = Wire::new();
        wire.server.once(once(item("1", "max-age=1").header("etag", "\"1\"")));
        wire.server.once(Script::new().request().write(half).close());
        wire.server.always(Script::answers(item("2", "max-age=60")));
        wire.client.get().await.unwrap();
        wire.clock.advance(secs(10));
        let error = wire.client.get().await.map(|item| item.id).unwrap_err();
        assert_eq!((error.kind(), wire.stored().await.as_deref()), (ErrorKind::Io, Some("1")));
        assert_eq!(wire.client.get().await.unwrap().id, "2");
    }
}
