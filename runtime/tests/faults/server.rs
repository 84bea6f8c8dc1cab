//! The scripted server keeps to its scripts.

use std::io::ErrorKind::{ConnectionRefused, ConnectionReset};
use std::time::Duration;

use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

use crate::plain::{GET, Plain};

const POST: &str = "POST /item?page=2 HTTP/1.1\r\nhost: test\r\ncontent-length: 4\r\n\r\nbody";

async fn started(script: Script) -> (ScriptedServer, Plain) {
    let server = ScriptedServer::start().unwrap();
    server.always(script);
    let client = Plain::connect(server.address()).await;
    (server, client)
}

#[tokio::test]
async fn requests_are_recorded_whole_and_answered_in_turn() {
    let script = Script::new().request().answer(Answer::json(200, "1")).request().answer(Answer::status(204));
    let (server, mut client) = started(script).await;
    client.send(POST).await;
    let first = client.until("\r\n\r\n1").await;
    assert_eq!(first, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1\r\n\r\n1");
    client.send("PUT /b HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\na: b\r\n\r\n").await;
    assert_eq!(client.until("\r\n\r\n").await, "HTTP/1.1 204 No Content\r\n\r\n");
    let requests = server.requests();
    assert_eq!((requests[0].method.as_str(), &*requests[0].url), ("POST", "http://test/item?page=2"));
    assert_eq!((&*requests[0].path, requests[0].query_value("page")), ("/item", Some("2")));
    assert_eq!((requests[0].text(), requests[1].text()), ("body".to_owned(), "abc".to_owned()));
    assert_eq!((server.connections(), server.open(), server.unscripted().len()), (1, 1, 0));
}

#[tokio::test]
async fn a_request_that_nobody_scripted_is_refused_and_listed() {
    let (server, mut client) = started(Script::new().request().answer(Answer::status(204))).await;
    client.send(GET).await;
    client.until("\r\n\r\n").await;
    client.send(POST).await;
    let (refused, ended) = client.rest().await;
    assert!(refused.starts_with("HTTP/1.1 501 Not Implemented\r\n"), "{refused}");
    assert!(refused.ends_with("no script is left on connection 0 for POST /item?page=2"), "{refused}");
    assert_eq!(ended, Ok(()));
    assert_eq!((server.unscripted().len(), &*server.unscripted()[0].path), (1, "/item"));
}

#[tokio::test]
async fn without_a_script_every_request_is_one_too_many() {
    let server = ScriptedServer::start().unwrap();
    let mut client = Plain::connect(server.address()).await;
    client.send(GET).await;
    assert!(client.rest().await.0.contains("no script is left"));
    assert_eq!(server.unscripted().len(), 1);
}

#[tokio::test]
async fn each_connection_has_its_script() {
    let server = ScriptedServer::start().unwrap();
    server.once(Script::new().head().write("first").close());
    server.once(Script::new().head().write("second").reset());
    server.always(Script::answers_with(|request| Answer::status(200).body(request.path.clone())));
    let mut ends = Vec::new();
    for _ in 0..2 {
        let mut client = Plain::connect(server.address()).await;
        client.send(GET).await;
        ends.push(client.rest().await);
    }
    assert_eq!(ends[0], ("first".to_owned(), Ok(())));
    assert_eq!(ends[1].1, Err(ConnectionReset));
    for _ in 0..2 {
        let mut client = Plain::connect(server.address()).await;
        for _ in 0..2 {
            client.send(GET).await;
            client.until("/item").await;
        }
    }
    assert_eq!((server.connections(), server.requests().len()), (4, 6));
}

#[tokio::test]
async fn an_end_is_seen_while_the_server_still_reads() {
    let (server, mut client) = started(Script::new().half_close().request().reset()).await;
    assert_eq!(client.rest().await, (String::new(), Ok(())));
    client.send(POST).await;
    server.until_requests(1).await;
    server.until_open(0).await;
    assert_eq!(server.requests()[0].text(), "body");
}

#[tokio::test]
async fn an_end_is_no_reset_whatever_was_left_unread() {
    let (server, mut client) = started(Script::new().head().wait().close()).await;
    client.send(POST).await;
    client.send(POST).await;
    server.until_requests(1).await;
    server.release();
    assert_eq!(client.rest().await, (String::new(), Ok(())));
}

#[tokio::test]
async fn what_is_read_of_a_body_is_recorded_as_far_as_it_was_read() {
    let (server, mut client) = started(Script::new().head().body_part(2).wait().body().close()).await;
    let (beginning, end) = POST.split_at(POST.len() - 2);
    client.send(beginning).await;
    server.until_requests(1).await;
    while server.requests()[0].text() != "bo" {
        tokio::task::yield_now().await;
    }
    client.send(end).await;
    server.release();
    assert_eq!(client.rest().await, (String::new(), Ok(())));
    assert_eq!(server.requests()[0].text(), "body");
    assert_eq!((server.take().len(), server.requests().len()), (1, 0));
}

#[tokio::test]
async fn a_large_body_is_recorded_whole_and_known_to_the_answer() {
    let body: String = (0..1_000_000).map(|number| format!("{number:08}")).collect();
    let script = Script::answers_with(|request| Answer::status(200).body(format!("got {}", request.body.len())));
    let (server, mut client) = started(script).await;
    client.send(&format!("POST /item HTTP/1.1\r\nhost: test\r\ncontent-length: {}\r\n\r\n{body}", body.len())).await;
    client.until("got 8000000").await;
    assert!(server.requests()[0].text() == body, "other bytes");
    client.send(GET).await;
    client.until("got 0").await;
}

#[tokio::test]
async fn pieces_go_out_one_by_one() {
    let (server, mut client) = started(Script::new().pieces(["a", "b"]).wait().write("c").until_left()).await;
    assert_eq!(client.until("ab").await, "ab");
    assert_eq!(client.0.try_read(&mut [0; 8]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    server.release();
    assert_eq!(client.until("c").await, "c");
    drop(client);
    server.until_open(0).await;
}

#[tokio::test(start_paused = true)]
async fn a_body_without_an_end_goes_in_chunks_by_tokios_clock() {
    let wait = Duration::from_secs(3600);
    let answer = Answer::status(200).body("one").body_after(wait, "three").then_broken();
    let (_server, mut client) = started(Script::answers(answer)).await;
    client.send(GET).await;
    let (text, ended) = client.rest().await;
    assert_eq!(text, "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\none\r\n5\r\nthree\r\n");
    assert_eq!(ended, Ok(()));
}

#[tokio::test]
async fn what_has_no_body_gets_none() {
    let (_server, mut client) = started(Script::answers(Answer::json(200, "1"))).await;
    client.send("HEAD /item HTTP/1.1\r\nhost: test\r\n\r\n").await;
    assert!(client.until("\r\n\r\n").await.contains("content-length: 1\r\n"));
    client.send(GET).await;
    assert!(client.until("\r\n\r\n1").await.starts_with("HTTP/1.1 200 OK"), "nothing was in between");
}

#[tokio::test]
async fn a_server_that_refuses_keeps_its_port_and_its_connections() {
    let (server, mut client) = started(Script::answers(Answer::status(204))).await;
    client.send(GET).await;
    client.until("\r\n\r\n").await;
    server.refuse().await.unwrap();
    server.refuse().await.unwrap();
    assert_eq!(TcpStream::connect(server.address()).await.unwrap_err().kind(), ConnectionRefused);
    client.send(GET).await;
    client.until("\r\n\r\n").await;
    server.accept().await.unwrap();
    server.accept().await.unwrap();
    Plain::connect(server.address()).await;
    server.until_connections(2).await;
}

#[tokio::test]
async fn a_server_that_is_dropped_takes_all_along() {
    let (server, mut client) = started(Script::new().stall()).await;
    server.until_open(1).await;
    let address = server.address();
    drop(server);
    assert_eq!(client.0.read(&mut [0; 8]).await.unwrap(), 0);
    while let Ok(late) = TcpStream::connect(address).await {
        drop(late);
        tokio::task::yield_now().await;
    }
}
