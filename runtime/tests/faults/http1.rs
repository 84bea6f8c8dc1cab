//! What a client makes of servers that break off, talk nonsense, or are merely odd; over HTTP/1.1, with three attempts allowed.

use std::future::IntoFuture;

use clientwright_runtime::testing::{Answer, Fault, FaultProxy, Plan, Script, ScriptedServer};
use clientwright_runtime::{ErrorKind, GaveUp, Sent};
use futures_util::future::join_all;

use crate::api::patient;
use crate::client::Client;
use crate::each::{ITEM, again, each, errors, never_again, raw};

#[tokio::test]
async fn an_end_before_the_answer_is_whole_is_io_and_only_what_is_idempotent_is_sent_again() {
    let request = || Script::new().request();
    let half = || request().write("HTTP/1.1 200 OK\r\ncontent-le");
    let body =
        || request().write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{\"id\"");
    let chunk = || request().write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\na\r\n{\"id\"");
    for beginning in [request(), half(), body(), chunk()] {
        for script in [beginning.clone().close(), beginning.reset()] {
            assert_eq!(errors(&script).await, again(ErrorKind::Io), "{script:?}");
        }
    }
    let script = request()
        .write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nten\r\n{\"id\":\"1\"}\r\n0\r\n\r\n")
        .close();
    assert_eq!(errors(&script).await, again(ErrorKind::Io), "a chunk without a size");
}

#[tokio::test]
async fn a_connection_that_breaks_at_once_is_io() {
    for script in [Script::new().reset(), Script::new().close()] {
        let [(get, gets), (post, posts), (keyed, keyeds)] =
            each(&script).await.map(|(result, hits)| (result.err().unwrap(), hits));
        assert_eq!([get.kind(), post.kind(), keyed.kind()], [ErrorKind::Io; 3], "{script:?}");
        assert_eq!([gets, keyeds], [3; 2], "{script:?}");
        // Whether anything of a request was written is a matter of moments.
        assert!(posts == 3 || post.gave_up() == Some(GaveUp::NotIdempotent), "{posts}: {post:?}");
        assert!(post.was_sent() == Sent::Maybe || (post.was_sent(), posts) == (Sent::No, 3), "{posts}: {post:?}");
    }
}

#[tokio::test]
async fn a_length_that_is_too_short_is_an_end_within_the_value() {
    let script = raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 5\r\n\r\n{\"id\":\"1\"}");
    assert_eq!(errors(&script).await, never_again(ErrorKind::Decode));
}

#[tokio::test]
async fn what_is_no_http_is_a_protocol_error_and_final() {
    let long = format!("HTTP/1.1 200 OK\r\nx-long: {}\r\n\r\n", "x".repeat(1 << 20));
    let long: &'static str = long.leak();
    for text in [
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "HTTP/1.1 099 Odd\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 1000 Odd\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\ncontent-length: 11\r\n\r\n{\"id\":\"1\"}",
        long,
    ] {
        assert_eq!(errors(&raw(text)).await, never_again(ErrorKind::Protocol), "{:?}", &text[..text.len().min(60)]);
    }
}

#[tokio::test]
async fn what_is_odd_and_allowed_is_read() {
    let json = "content-type: application/json\r\n";
    for text in [
        format!("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n{json}content-length: 10\r\n\r\n{ITEM}"),
        format!(
            "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n{json}content-length: 10\r\n\r\n{ITEM}"
        ),
        format!("HTTP/1.0 200 OK\r\n{json}\r\n{ITEM}"),
        format!("HTTP/1.1 200\r\n{json}content-length: 10\r\n\r\n{ITEM}"),
        format!("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{ITEM}"),
        format!("HTTP/1.1 200 OK\r\n{json}content-length: 13\r\n\r\n\u{feff}{ITEM}"),
        format!(
            "HTTP/1.1 200 OK\r\n{json}content-length: 3\r\ntransfer-encoding: chunked\r\n\r\na\r\n{ITEM}\r\n0\r\n\r\n"
        ),
        format!(
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n{json}content-length: 3\r\n\r\na\r\n{ITEM}\r\n0\r\n\r\n"
        ),
        format!("HTTP/1.1 299 Odd\r\n{json}content-length: 10\r\n\r\n{ITEM}"),
    ] {
        let script = Script::new().request().write(text).close();
        for (result, hits) in each(&script).await {
            assert_eq!((result.unwrap().id.as_str(), hits), ("1", 1), "{script:?}");
        }
    }
}

#[tokio::test]
async fn an_answer_without_the_value_that_is_documented_is_an_error_and_final() {
    for status in [204, 205] {
        for (result, hits) in each(&Script::answers(Answer::status(status))).await {
            let error = result.err().unwrap();
            assert_eq!((error.kind(), hits), (ErrorKind::UnexpectedStatus, 1), "{error:?}");
            let told = error.to_string();
            assert!(
                told.contains(&format!(": {status} ")) && told.ends_with(": expected JSON, the body is empty"),
                "{told}"
            );
        }
    }
}

#[tokio::test]
async fn an_answer_that_comes_during_the_upload_is_the_answer() {
    for status in [200, 401, 413] {
        let server = ScriptedServer::start().unwrap();
        server.always(Script::new().head().answer(Answer::json(status, ITEM)).until_left());
        let client = patient().base_url(server.url()).build().unwrap();
        let result = client.post().body(vec![b'x'; 20 << 20]).response().await;
        let answered = result.map_or_else(|error| error.status().unwrap(), |response| response.status());
        assert_eq!((answered.as_u16(), server.requests().len()), (status, 1));
    }
}

#[tokio::test]
async fn an_answer_to_nothing_is_not_the_next_ones() {
    let pushed = "HTTP/1.1 200 OK\r\ncontent-length: 15\r\n\r\n{\"id\":\"pushed\"}";
    let asked = || Script::new().request().answer(Answer::json(200, ITEM));
    for script in [asked().write(pushed).until_left(), asked().wait().write(pushed).until_left()] {
        let server = ScriptedServer::start().unwrap();
        server.once(script);
        server.always(Script::answers(Answer::json(200, r#"{"id":"2"}"#)));
        let client = patient().base_url(server.url()).build().unwrap();
        assert_eq!(client.get().await.unwrap().id, "1");
        server.release();
        // A connection that says what nobody has asked for is let go.
        server.until_open(0).await;
        assert_eq!(client.post().body("once").await.unwrap().id, "2");
        assert_eq!((server.connections(), server.requests().len()), (2, 2));
    }
}

async fn asked(client: &Client) -> String {
    client.post().body("once").await.unwrap().id
}

#[tokio::test]
async fn an_idle_connection_that_the_server_has_ended_is_not_used_for_a_post() {
    let server = ScriptedServer::start().unwrap();
    server.always(Script::new().request().answer(Answer::json(200, ITEM)).close());
    let client = patient().base_url(server.url()).build().unwrap();
    for number in 1..=80 {
        assert_eq!(asked(&client).await, "1");
        server.until_open(0).await;
        // The client has its turn to see the end.
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
        assert_eq!(server.requests().len(), number);
    }
}

#[tokio::test]
async fn a_post_whose_answer_is_lost_is_never_sent_again() {
    let server = ScriptedServer::start().unwrap();
    server.always(Script::answers(Answer::json(200, ITEM)));
    let proxy =
        FaultProxy::start(server.address(), Plan::seeded(1).rate(Fault::ResetAfter, 0.5).rate(Fault::Cut(9), 0.5))
            .unwrap();
    let client = patient().base_url(proxy.url()).build().unwrap();
    let calls = (0..480).map(|number| client.post().body(number.to_string()).into_future());
    for result in join_all(calls).await {
        let error = result.err().unwrap();
        assert_eq!((error.kind(), error.attempts().len()), (ErrorKind::Io, 1), "{error:?}");
    }
    let mut bodies: Vec<String> = server.requests().iter().map(|request| request.text()).collect();
    bodies.sort_unstable();
    bodies.dedup();
    assert_eq!((server.requests().len(), bodies.len()), (480, 480));
}

#[tokio::test]
async fn a_url_that_is_too_long_is_not_sent() {
    let server = ScriptedServer::start().unwrap();
    let client = patient().base_url(server.url()).build().unwrap();
    let error = client.get().query("q", &"x".repeat(70_000)).await.err().unwrap();
    assert_eq!((error.kind(), server.connections()), (ErrorKind::Encode, 0), "{error}");
}
