//! What events are read as, and what is known of them.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{Clock, EventOptions};
use futures_util::future::{Either, select};
use futures_util::{StreamExt, TryStreamExt};

use crate::api::{RoomEvent, Tick, built, events, no_more, secs};

#[test]
fn events_come_typed_one_by_one_or_as_a_stream() {
    let (clock, server, client) = built();
    server.on("POST", "/answers").reply(events("data: {\"n\":1}\n\n: ping\n\ndata: {\"n\":2}\n\ndata: {\"n\":3}\n\n"));
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap().n, 1);
        let rest: Vec<Tick> = StreamExt::by_ref(&mut stream).try_collect().await.unwrap();
        assert_eq!(rest.iter().map(|tick| tick.n).collect::<Vec<_>>(), [2, 3]);
        assert!(stream.next().await.is_none() && stream.next().await.is_none());
    });
    assert_eq!(server.calls()[0].header("accept"), Some("text/event-stream"));
    assert_eq!(server.calls()[0].header("last-event-id"), None);
}

#[test]
fn events_come_with_their_ids_and_names() {
    let (clock, server, client) = built();
    let text = "retry: 70\nid: a\nevent: tick\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\nid\ndata: {\"n\":3}\n\n";
    server.on("POST", "/answers").reply(events(text));
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        assert_eq!((stream.last_event_id(), stream.retry()), ("", None));
        let mut seen = Vec::new();
        while let Some(event) = stream.next_event().await {
            let event = event.unwrap();
            assert_eq!(stream.last_event_id(), event.id);
            seen.push((event.id, event.name, event.data.n));
        }
        let expected = [("a", "tick", 1), ("a", "message", 2), ("", "message", 3)];
        assert_eq!(seen, expected.map(|(id, name, n)| (id.to_owned(), name.to_owned(), n)));
        assert_eq!(stream.retry().map(|wait| wait.as_millis()), Some(70));
    });
}

#[test]
fn texts_come_as_they_are() {
    let (clock, server, client) = built();
    server.on("GET", "/words").reply(events("data: Hello,\ndata:  world\n\ndata: \"!\"\n\n"));
    let words: Vec<String> = clock.run(async { client.words().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(words, ["Hello,\n world", "\"!\""]);
}

#[test]
fn events_are_typed_by_their_names() {
    let (clock, server, client) = built();
    let text = "event: tick\nid: 5\ndata: {\"n\":1}\n\nevent: said\ndata: {\"n\":2}\n\nevent: new\ndata: 3\n\n";
    server.on("GET", "/room").reply(events(text));
    let seen: Vec<RoomEvent> = clock.run(async { client.room().await.unwrap().try_collect().await.unwrap() });
    let [RoomEvent::Tick(tick), RoomEvent::Said(said), RoomEvent::Unknown(new)] = &seen[..] else { panic!("{seen:?}") };
    assert_eq!((tick.data.n, tick.id.as_deref(), said.data.as_str()), (1, Some("5"), "{\"n\":2}"));
    assert_eq!(new.to_string(), "{\"event\":\"new\",\"data\":3}");
}

#[test]
fn the_pieces_of_a_body_are_not_its_events() {
    let (clock, server, client) = built();
    let answer = Answer::status(200).header("content-type", "text/event-stream;charset=utf-8");
    let answer =
        answer.body("\u{FEFF}da").body_after(secs(1), "ta: {\"n\"").body("").body(":1}\r").body("\n\r\ndata: {");
    server.on("POST", "/answers").reply(answer.body_after(secs(1), "\"n\":2}\n\n"));
    let seen: Vec<Tick> = clock.run(async { client.ask().await.unwrap().try_collect().await.unwrap() });
    assert_eq!(seen.iter().map(|tick| tick.n).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn the_head_comes_with_the_stream() {
    let (clock, server, client) = built();
    server.on("POST", "/answers").reply(events("data: {\"n\":1}\n\n").header("x-request-id", "r7"));
    clock.run(async {
        let response = client.ask().response().await.unwrap();
        assert_eq!((response.status().as_u16(), response.request_id()), (200, Some("r7")));
        assert_eq!(response.into_body().next().await.unwrap().unwrap().n, 1);
    });
}

#[test]
fn an_earlier_stream_is_gone_on_with() {
    let (clock, server, client) = built();
    server.on("GET", "/ticks").once(events("data: {\"n\":1}\n\n")).reply(no_more());
    let options = EventOptions::new().last_event_id("\u{2026}41");
    clock.run(async {
        let mut stream = client.ticks().options(options).await.unwrap();
        assert_eq!(stream.last_event_id(), "\u{2026}41");
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
    });
    let sent: Vec<_> = server.calls().iter().map(|call| call.headers["last-event-id"].as_bytes().to_vec()).collect();
    assert_eq!(sent, ["\u{2026}41".as_bytes(), "\u{2026}41".as_bytes()]);
}

#[test]
fn an_id_may_be_given_as_the_header_that_it_is() {
    let (clock, server, client) = built();
    server
        .on("GET", "/ticks")
        .once(events(": nothing yet\n\n"))
        .once(events("id\ndata: {\"n\":1}\n\n"))
        .reply(no_more());
    clock.run(async {
        let mut stream = client.ticks().header("Last-Event-ID", "41").options(EventOptions::new()).await.unwrap();
        assert_eq!(stream.last_event_id(), "41");
        assert!(stream.next().await.unwrap().is_ok() && stream.next().await.is_none());
    });
    let calls = server.calls();
    let ids: Vec<_> = calls.iter().map(|call| call.header("last-event-id")).collect();
    assert_eq!(ids, [Some("41"), Some("41"), None], "until the server says that there is none");
}

#[test]
fn a_future_that_is_dropped_loses_no_event() {
    let (clock, server, client) = built();
    let answer = events("data: {\"n\"").body_after(secs(5), ":1}\n\n");
    server.on("POST", "/answers").reply(answer);
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        let mut dropped = 0;
        let event = loop {
            match select(std::pin::pin!(stream.next()), clock.sleep(secs(1))).await {
                Either::Left((event, _)) => break event,
                Either::Right(_) => dropped += 1,
            }
        };
        assert_eq!(event.unwrap().unwrap().n, 1);
        assert!(dropped >= 4, "{dropped}");
    });
}
