//! What a client makes of servers that break off, talk nonsense, or are merely odd; over HTTP/1.1, with three attempts allowed.

use std::future::IntoFuture;

use clientwright_runtime::testing::{Answer, Fault, FaultProxy, Plan, Script, ScriptedServer};
use clientwright_runtime::{Error, ErrorKind};
use futures_util::future::join_all;

use crate::api::{Item, patient};
use crate::client::{Client, Problem};

const ITEM: &str = r#"{"id":"1"}"#;

/// What a `GET`, a `POST`, and a `POST` with an `Idempotency-Key` give, each from a server of its own, and how often that was asked.
async fn each(script: &Script) -> [(Result<Item, Error<Problem>>, usize); 3] {
    let server = || {
        let server = ScriptedServer::start().unwrap();
        server.always(script.clone());
        let client = patient().base_url(server.url()).build().unwrap();
        (server, client)
    };
    let [(one, get), (two, post), (three, keyed)] = [server(), server(), server()];
    let (get, post, keyed) = (get.get().await, post.post().body("once").await, keyed.keyed().await);
    [(get, one), (post, two), (keyed, three)].map(|(result, server)| (result, server.connections()))
}

/// The kinds of the errors, and how often the server was asked.
async fn errors(script: &Script) -> [(ErrorKind, usize); 3] {
    each(script).await.map(|(result, hits)| match result {
        Ok(item) => panic!("{:?} from {script:?}", item.id),
        Err(error) => (error.kind(), hits),
    })
}

fn raw(text: &'static str) -> Script {
    Script::new().request().write(text).close()
}

fn again(kind: ErrorKind) -> [(ErrorKind, usize); 3] {
    [(kind, 3), (kind, 1), (kind, 3)]
}

fn never_again(kind: ErrorKind) -> [(ErrorKind, usize); 3] {
    [(kind, 1); 3]
}

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
        let [get, _, keyed] = errors(&script).await;
        assert_eq!([get, keyed], [(ErrorKind::Io, 3); 2], "{script:?}");
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
    for script in [Script::answers(Answer::status(204)), raw("HTTP/1.1 205 Reset Content\r\ncontent-length: 0\r\n\r\n")]
    {
        assert_eq!(errors(&script).await, never_again(ErrorKind::Decode), "{script:?}");
    }
}

#[tokio::test]
async fn an_answer_that_comes_during_the_upload_is_the_answer() {
    for status in [200, 401, 413] {
        let server = ScriptedServer::start().unwrap();
        server.always(Script::new().head().answer(Answer::json(status, ITEM)).until_left());
        let client = patient().base_url(server.url()).build().unwrap();
        let answered = client.post().body(vec![b'x'; 20 << 20]).await;
        let seen = answered.map_or_else(|error| error.status().map(|status| status.as_u16()), |_| Some(200));
        assert_eq!((seen, server.requests().len()), (Some(status), 1));
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
