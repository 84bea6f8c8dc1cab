//! Sockets that calls open: the handshake with all that a call has, again for each connection, and the end with the client.

use std::future::pending;
use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, VirtualClock};
use clientwright_runtime::{Clock, ClosedBy, ErrorKind, ReconnectPolicy, SocketOptions, Timeouts, TransportErrorKind};
use futures_util::future::{Either, join, join3, select};

use crate::alive::Alive;
use crate::api::{CHAT, Chat, Peers, again, setting};
use crate::client::{self, Problem};
use crate::support::TEXT;

#[test]
fn the_handshake_is_a_call() {
    let (clock, server, peers, client) = setting();
    server.on("GET", "/chat/7").reply(peers.answer());
    clock.run(async {
        let options = SocketOptions::new().subprotocol("chat.v2").subprotocol("chat.v1");
        let mut socket = client.connect(options).await.unwrap();
        let call = &server.calls()[0];
        assert_eq!(call.header("authorization"), Some("Bearer secret-token"));
        assert_eq!(call.header("sec-websocket-protocol"), Some("chat.v2, chat.v1"));
        assert_eq!((call.header("upgrade"), call.header("sec-websocket-version")), (Some("websocket"), Some("13")));
        let mut peer = peers.next();
        socket.send("hello".to_owned()).await.unwrap();
        assert_eq!(peer.frame().await.unwrap().payload, b"\"hello\"");
        peer.send(TEXT, "7").await;
        let error = socket.next().await.unwrap().unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with("connectToChat: GET /chat/{room}: a message is not as described: "), "{shown}");
        assert_eq!((error.kind(), error.operation_id()), (ErrorKind::Decode, "connectToChat"));
    });
}

#[test]
fn the_server_chooses_a_subprotocol_of_those_that_are_offered() {
    let offers = || SocketOptions::new().subprotocol("chat.v2").subprotocol("chat.v1");
    for (chosen, is_offered) in [("chat.v1", true), ("chat.v2", true), ("chat.v3", false)] {
        let (clock, server, peers, client) = setting();
        server.on("GET", "/chat/7").reply(peers.answer().header("sec-websocket-protocol", chosen));
        let connected = clock.run(client.connect(offers()));
        match connected {
            Ok(socket) => assert_eq!((socket.subprotocol().as_deref(), is_offered), (Some(chosen), true)),
            Err(error) => assert_eq!((error.kind(), is_offered), (ErrorKind::Protocol, false), "{error}"),
        }
    }
}

#[test]
fn a_handshake_that_is_refused_is_the_documented_error() {
    let (clock, server, _, client) = setting();
    server.on("GET", "/chat/7").reply(Answer::json(403, r#"{"code":"members only"}"#));
    let error = clock.run(client.connect(SocketOptions::new())).unwrap_err();
    assert_eq!(
        (error.kind(), error.api().map(|problem| problem.code.as_str())),
        (ErrorKind::Api, Some("members only"))
    );
}

#[test]
fn a_success_without_a_change_of_protocol_is_no_socket() {
    let (clock, server, _, client) = setting();
    server.on("GET", "/chat/7").reply(Answer::json(200, "\"hello\""));
    let error = clock.run(client.connect(SocketOptions::new())).unwrap_err();
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
}

#[test]
fn a_client_that_closes_closes_its_sockets_first() {
    let (clock, server, peers, client) = setting();
    server.on("GET", "/chat/7").reply(peers.answer());
    clock.run(async {
        let mut socket = client.connect(SocketOptions::new()).await.unwrap();
        let mut peer = peers.next();
        let script = async {
            assert_eq!(peer.frame().await.unwrap().close_code(), Some(1001));
            clock.sleep(Duration::from_secs(2)).await;
            peer.close(1001, "").await;
        };
        let (last, (), ()) = join3(socket.next(), client.inner.close(), script).await;
        assert!(last.is_none(), "the end was wanted");
        let ended = socket.close_reason().unwrap();
        assert_eq!((ended.code, ended.by), (1001, ClosedBy::Client));
        assert!(client.connect(SocketOptions::new()).await.unwrap_err().kind() == ErrorKind::Closed);
    });
    assert_eq!(clock.passed(), Duration::from_secs(2));
}

#[test]
fn a_client_that_closes_does_not_wait_for_a_server_that_does_not_agree() {
    let (clock, server, peers, client) = setting();
    server.on("GET", "/chat/7").reply(peers.answer());
    clock.run(async {
        let mut socket = client.connect(SocketOptions::new()).await.unwrap();
        client.inner.close().await;
        assert!(socket.next().await.is_none_or(|end| end.is_err()));
        assert_eq!(socket.close_reason().unwrap().code, 1006);
    });
    assert_eq!(clock.passed(), Duration::from_secs(5));
}

#[test]
fn a_socket_that_has_ended_or_is_gone_does_not_hold_up_the_client() {
    for is_dropped in [true, false] {
        let (clock, server, peers, client) = setting();
        server.on("GET", "/chat/7").reply(peers.answer());
        clock.run(async {
            let mut socket = Some(client.connect(SocketOptions::new()).await.unwrap());
            let mut peer = peers.next();
            match is_dropped {
                true => drop(socket.take()),
                false => {
                    peer.close(1000, "").await;
                    assert!(socket.as_mut().unwrap().next().await.is_none());
                }
            }
            client.inner.close().await;
        });
        assert_eq!(clock.passed(), Duration::ZERO);
    }
}

/// A socket whose client closes after a minute; the answer after the first. Says how long that takes, and how the socket has ended then
/// for one who is told only afterwards. There is no task any more.
fn closed_meanwhile(
    options: SocketOptions,
    next: Answer,
    plays: impl AsyncFn(&VirtualClock, &Peers),
) -> (Duration, Option<ErrorKind>, u16) {
    let (clock, server, builder) = client::setting();
    let (peers, tasks) = (Peers::default(), Alive::on(clock.clone()));
    server.on("GET", "/chat/7").once(peers.answer()).reply(next);
    let client = client::ClientBuilder(builder.0.any_bearer("secret-token")).spawner(tasks.clone()).build().unwrap();
    clock.run(async {
        let mut socket = client.connect(options).await.unwrap();
        let closes = async {
            clock.sleep(Duration::from_secs(60)).await;
            let before = (clock.passed(), tasks.count());
            client.inner.close().await;
            assert_eq!((before.1, tasks.count()), (1, 0));
            clock.passed() - before.0
        };
        let plays = Box::pin(plays(&clock, &peers));
        let took = match select(Box::pin(closes), plays).await {
            Either::Left((took, _)) => took,
            Either::Right(((), closes)) => closes.await,
        };
        let last = socket.next().await.map(|last| last.unwrap_err().kind());
        assert!(socket.next().await.is_none());
        (took, last, socket.close_reason().unwrap().code)
    })
}

#[test]
fn no_task_of_a_socket_is_left_once_its_client_is_closed_whatever_it_was_doing() {
    let hour = Duration::from_secs(3_600);
    let again = || again().ping(None);
    let slow = || SocketOptions::new().reconnect(ReconnectPolicy::new().backoff(hour, hour)).ping(None);
    let agrees = async |_: &VirtualClock, peers: &Peers| peers.next().agree().await;
    let is_silent = async |_: &VirtualClock, peers: &Peers| {
        let _peer = peers.next();
        pending().await
    };
    let hangs_up = async |_: &VirtualClock, peers: &Peers| drop(peers.next());
    let silence = Answer::silence;
    let at_once = Duration::ZERO;
    assert_eq!(closed_meanwhile(again(), silence(), agrees), (at_once, None, 1001), "it talks");
    let limit = Duration::from_secs(5);
    assert_eq!(closed_meanwhile(again(), silence(), is_silent), (limit, None, 1006), "the server does not agree");
    let patient = || again().close_timeout(hour);
    assert_eq!(closed_meanwhile(patient(), silence(), is_silent), (limit, None, 1006), "nor in an hour");
    let closed = Some(ErrorKind::Closed);
    assert_eq!(closed_meanwhile(slow(), silence(), hangs_up), (at_once, closed, 1006), "it waits to connect");
    assert_eq!(closed_meanwhile(again(), silence(), hangs_up), (at_once, closed, 1006), "it connects");
}

#[test]
fn time_limits_are_those_of_the_handshake_and_not_of_the_socket() {
    let (clock, server, peers, client) = setting();
    server.on("GET", "/chat/7").reply(peers.answer());
    clock.run(async {
        let mut call = client.inner.call(&CHAT).path("room", &"7".to_owned());
        call.options_mut().timeouts(Timeouts::new().operation(Duration::from_secs(60)));
        call.options_mut().socket(SocketOptions::new().ping(None));
        let mut socket = rt::open::<Chat, rt::Json<Problem>>(call).await.unwrap();
        let mut peer = peers.next();
        clock.sleep(Duration::from_secs(3_600)).await;
        peer.send(TEXT, "\"late\"").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), "late");
    });
}

#[test]
fn each_connection_is_a_call_of_its_own() {
    let (clock, server, peers, client) = setting();
    let rule = server.on("GET", "/chat/7").once(peers.answer());
    let rule = rule.once(Answer::status(503)).once(Answer::error(TransportErrorKind::Connect));
    rule.once(Answer::status(429)).reply(peers.answer());
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        socket.on_reconnect(|reconnect| {
            reconnect.query("since", reconnect.attempt().to_string());
            reconnect.header("x-resume", "yes");
            clientwright_runtime::Verdict::Continue
        });
        drop(peers.next());
        let (message, ()) = join(socket.next(), async {
            let mut peer = peers.wait(&clock).await;
            peer.send(TEXT, "\"back\"").await;
        })
        .await;
        assert_eq!(message.unwrap().unwrap(), "back");
        let calls = server.calls();
        assert_eq!(calls.len(), 5);
        assert!(calls.iter().all(|call| call.header("authorization") == Some("Bearer secret-token")));
        assert_eq!(
            calls.iter().map(|call| call.query.as_str()).collect::<Vec<_>>(),
            ["", "since=1", "since=2", "since=3", "since=4"]
        );
        assert_eq!(calls[4].header("x-resume"), Some("yes"));
        let keys: Vec<_> = calls.iter().map(|call| call.header("sec-websocket-key").unwrap()).collect();
        assert!(keys.windows(2).all(|pair| pair[0] != pair[1]));
    });
}

#[test]
fn a_refusal_on_the_way_back_is_the_last_item() {
    let (clock, server, peers, client) = setting();
    server
        .on("GET", "/chat/7")
        .once(peers.answer())
        .reply(Answer::json(403, r#"{"code":"expelled"}"#).header("x-request-id", "r2"));
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        drop(peers.next());
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!(
            (error.kind(), error.api().map(|problem| problem.code.as_str())),
            (ErrorKind::Api, Some("expelled"))
        );
        assert_eq!((error.operation_id(), error.request_id()), ("connectToChat", Some("r2")), "the record is its own");
        assert!(socket.next().await.is_none());
    });
}

#[test]
fn a_server_that_asks_for_patience_gets_it() {
    let (clock, server, peers, client) = setting();
    let patience = Answer::status(503).header("retry-after", "40");
    server.on("GET", "/chat/7").once(peers.answer()).once(patience).reply(peers.answer());
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        drop(peers.next());
        join(socket.next(), async { peers.wait(&clock).await.close(1000, "").await }).await;
    });
    assert!((40..45).contains(&clock.passed().as_secs()), "{:?}", clock.passed());
}

#[test]
fn a_client_that_closes_ends_the_waiting_for_another_connection() {
    let (clock, server, peers, client) = setting();
    server.on("GET", "/chat/7").once(peers.answer()).reply(Answer::status(503));
    clock.run(async {
        let mut socket = client.connect(again()).await.unwrap();
        drop(peers.next());
        let closes = async {
            clock.sleep(Duration::from_secs(100)).await;
            client.inner.close().await;
        };
        let (last, ()) = join(socket.next(), closes).await;
        assert_eq!(last.unwrap().unwrap_err().kind(), ErrorKind::Closed);
    });
}

/// In the handshake, in a message, in a wait before the next handshake, in that one.
#[test]
fn a_socket_that_is_dropped_wherever_it_waits_holds_up_nothing() {
    for half_seconds in 0..24 {
        let (clock, server, peers, client) = setting();
        server.on("GET", "/chat/7").reply(peers.answer().delay(Duration::from_secs(2)));
        clock.run(async {
            let receives = async {
                let second = Duration::from_secs(1);
                let options = SocketOptions::new().reconnect(ReconnectPolicy::new().backoff(second, second));
                let mut socket = client.connect(options).await.unwrap();
                while socket.next().await.is_some() {}
            };
            let serves = async {
                loop {
                    let mut peer = peers.wait(&clock).await;
                    peer.send(TEXT, "\"message\"").await;
                    clock.sleep(Duration::from_secs(1)).await;
                }
            };
            let both = Box::pin(join(receives, serves));
            select(both, clock.sleep(Duration::from_millis(500 * half_seconds))).await;
            let before = clock.passed();
            client.inner.close().await;
            assert_eq!(clock.passed(), before, "dropped after {half_seconds} half seconds");
        });
    }
}
