//! The proxy does to each request what its plan says, and nothing to the others.

use std::io::ErrorKind::ConnectionReset;

use clientwright_runtime::testing::{Answer, Fault, FaultProxy, Plan, Script, ScriptedServer};
use tokio::net::TcpStream;

use crate::plain::{GET, Plain};

const BODY: &str = r#"{"id":"1"}"#;

/// The answer of the server as it travels.
const ANSWER: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 10\r\n\r\n{\"id\":\"1\"}";

async fn started(plan: Plan) -> (ScriptedServer, FaultProxy, Plain) {
    let server = ScriptedServer::start().unwrap();
    server.always(Script::answers(Answer::json(200, BODY)));
    let proxy = FaultProxy::start(server.address(), plan).unwrap();
    let client = Plain::connect(proxy.address()).await;
    (server, proxy, client)
}

/// What the second request of a connection meets: what comes back, how the connection ends, and how many requests the server saw whole.
async fn second(fault: Fault) -> (String, Result<(), std::io::ErrorKind>, usize) {
    let (server, proxy, mut client) = started(Plan::none().at(1, fault)).await;
    client.send(GET).await;
    assert_eq!(client.until(BODY).await, ANSWER);
    client.send(GET).await;
    let (text, ended) = client.rest().await;
    assert_eq!((proxy.counts()[&None], proxy.counts()[&Some(fault)], proxy.requests()), (1, 1, 2));
    assert_eq!(proxy.take().iter().map(|passed| passed.fault).collect::<Vec<_>>(), [None, Some(fault)]);
    proxy.until_open(0).await;
    (text, ended, server.requests().len())
}

#[tokio::test]
async fn requests_pass_as_they_are_without_a_plan() {
    let (server, proxy, mut client) = started(Plan::none()).await;
    for _ in 0..3 {
        client.send("POST /a HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n").await;
        assert_eq!(client.until(BODY).await, ANSWER);
    }
    assert_eq!(server.requests().iter().map(|request| request.text()).collect::<Vec<_>>(), ["abc"; 3]);
    assert_eq!((proxy.connections(), server.connections(), proxy.counts()[&None]), (1, 1, 3));
}

#[tokio::test]
async fn a_fault_before_the_request_keeps_it_from_the_server() {
    let nothing = String::new;
    assert_eq!(second(Fault::ResetBefore).await, (nothing(), Err(ConnectionReset), 1));
    assert_eq!(second(Fault::CloseBefore).await, (nothing(), Ok(()), 1));
    assert_eq!(second(Fault::ResetWithin).await, (nothing(), Err(ConnectionReset), 1));
}

#[tokio::test]
async fn a_fault_after_the_request_comes_when_it_was_processed() {
    assert_eq!(second(Fault::ResetAfter).await, (String::new(), Err(ConnectionReset), 2));
    assert_eq!(second(Fault::Garbage).await, ("SSH-2.0-OpenSSH_9.2\r\n\r\n".to_owned(), Ok(()), 2));
    for length in [0, 1, 20, ANSWER.len() - 1] {
        assert_eq!(second(Fault::Cut(length)).await, (ANSWER[..length].to_owned(), Ok(()), 2));
    }
}

#[tokio::test]
async fn a_connection_ends_behind_a_whole_answer() {
    assert_eq!(second(Fault::CloseAfter).await, (ANSWER.to_owned(), Ok(()), 2));
    let (text, ended, seen) = second(Fault::ResetBehind).await;
    assert_eq!((text.as_str(), ended, seen), (ANSWER, Err(ConnectionReset), 2));
}

#[tokio::test]
async fn an_answer_that_is_slow_is_whole_and_the_connection_goes_on() {
    let (_server, proxy, mut client) = started(Plan::none().at(0, Fault::Trickle).at(1, Fault::Delay(50))).await;
    for _ in 0..3 {
        client.send(GET).await;
        assert_eq!(client.until(BODY).await, ANSWER);
    }
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn an_answer_that_stalls_never_comes() {
    let (server, proxy, mut client) = started(Plan::none().at(0, Fault::Stall)).await;
    client.send(GET).await;
    server.until_requests(1).await;
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert_eq!(client.0.try_read(&mut [0; 8]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    drop(client);
    proxy.until_open(0).await;
}

#[tokio::test]
async fn a_refusal_lasts_a_moment() {
    let (server, proxy, mut client) = started(Plan::none().at(0, Fault::Refuse)).await;
    client.send(GET).await;
    assert_eq!(client.rest().await.1, Err(ConnectionReset));
    while TcpStream::connect(proxy.address()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    let stream = loop {
        if let Ok(stream) = TcpStream::connect(proxy.address()).await {
            break stream;
        }
        tokio::task::yield_now().await;
    };
    let mut client = Plain(stream);
    client.send(GET).await;
    assert_eq!(client.until(BODY).await, ANSWER);
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_proxy_that_refuses_does_so_until_it_is_told_otherwise() {
    let (_server, proxy, _client) = started(Plan::none()).await;
    proxy.refuse().await.unwrap();
    assert!(TcpStream::connect(proxy.address()).await.is_err());
    proxy.accept().await.unwrap();
    assert!(TcpStream::connect(proxy.address()).await.is_ok());
}
