//! What goes wrong with a stream and within it.

use clientwright_runtime::testing::Answer;
use clientwright_runtime::{AnyError, ErrorKind, EventOptions};

use crate::api::{built, events, no_more, secs};

#[test]
fn an_answer_of_another_kind_is_no_stream() {
    for media in ["text/plain", "application/json", "text/event-streams", ""] {
        let (clock, server, client) = built();
        let answer = Answer::status(200).body("data: {\"n\":1}\n\n");
        let answer = if media.is_empty() { answer } else { answer.header("content-type", media) };
        server.on("GET", "/ticks").once(answer);
        let error = clock.run(async { client.ticks().await.unwrap_err() });
        assert_eq!(error.kind(), ErrorKind::UnexpectedContentType, "{media}: {error}");
        assert!(error.to_string().contains("text/event-stream"), "{error}");
        assert_eq!(error.body().map(|body| body.len()), Some(15), "what came is kept");
    }
}

#[test]
fn the_media_type_is_compared_without_its_parameters() {
    for media in ["text/event-stream", "Text/Event-Stream; charset=utf-8", "text/event-stream;", "text/event-stream;x"]
    {
        let (clock, server, client) = built();
        let answer = Answer::status(200).header("content-type", media).body("data: [DONE]\n\n");
        server.on("POST", "/answers").once(answer);
        clock.run(async { assert!(client.ask().await.expect(media).next().await.is_none()) });
    }
}

#[test]
fn a_stream_that_is_refused_is_the_documented_error() {
    let (clock, server, client) = built();
    let gone = || Answer::json(410, r#"{"code":"gone"}"#);
    server.on("GET", "/ticks").once(gone()).once(events("data: {\"n\":1}\n\n")).once(gone());
    clock.run(async {
        let error = client.ticks().await.unwrap_err();
        assert_eq!(error.api().map(|problem| problem.code.as_str()), Some("gone"));
        let mut stream = client.ticks().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.api().map(|problem| problem.code.as_str()), Some("gone"), "when it is opened again");
        assert_eq!((error.kind(), error.status().map(|status| status.as_u16())), (ErrorKind::Api, Some(410)));
        assert!(stream.next().await.is_none());
    });
    assert_eq!(server.calls().len(), 3);
}

#[test]
fn a_stream_that_becomes_something_else_ends() {
    let (clock, server, client) = built();
    let page = Answer::status(200).header("content-type", "text/html").body("<p>sign in</p>");
    server.on("GET", "/ticks").once(events("data: {\"n\":1}\n\n")).once(page);
    clock.run(async {
        let mut stream = client.ticks().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::UnexpectedContentType);
        assert!(stream.next().await.is_none());
    });
}

#[test]
fn events_that_are_errors_are_typed_and_the_stream_goes_on() {
    let (clock, server, client) = built();
    let text = "event: error\ndata: {\"code\":\"busy\",\"message\":\"one moment\"}\n\n\
        data: {\"n\":1}\n\nevent: error\ndata: gibberish\n\ndata: [DONE]\n\n";
    server.on("POST", "/answers").reply(events(text));
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Api);
        let problem = error.api().unwrap();
        assert_eq!((problem.code.as_str(), problem.message.as_deref()), ("busy", Some("one moment")));
        assert_eq!(error.to_string(), "ask: POST /answers: the stream reported an error: busy: one moment");
        assert_eq!(stream.next().await.unwrap().unwrap().n, 1);
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.api().is_none()), (ErrorKind::Api, true));
        assert_eq!(error.snippet().as_deref(), Some("gibberish"));
        assert!(stream.next().await.is_none());
        let _any = AnyError::from(error);
    });
}

#[test]
fn an_event_that_does_not_decode_says_where_and_the_stream_goes_on() {
    let (clock, server, client) = built();
    server.on("POST", "/answers").reply(events("data: {\"n\":\"one\"}\n\ndata: {\"n\":2}\n\ndata: {\n\n"));
    clock.run(async {
        let mut stream = client.ask().await.unwrap();
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!((error.kind(), error.decode_error().map(|error| error.path())), (ErrorKind::Decode, Some("/n")));
        assert_eq!(error.body().map(|body| &body[..]), Some(&b"{\"n\":\"one\"}"[..]));
        assert_eq!(stream.next().await.unwrap().unwrap().n, 2);
        assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
        assert!(stream.next().await.is_none());
    });
}

#[test]
fn an_event_that_is_too_long_is_an_error_and_the_end() {
    let (clock, server, client) = built();
    let long = format!("data: {{\"n\":1}}\n\ndata: {}\n\ndata: {{\"n\":2}}\n\n", "x".repeat(1 << 20));
    server.on("GET", "/ticks").once(events(&long)).once(events("data: {\"n\":12345}\n\n")).reply(no_more());
    clock.run(async {
        let mut stream = client.ticks().await.unwrap();
        assert!(stream.next().await.unwrap().is_ok());
        let error = stream.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().contains("longer than 1048576 bytes"), "{error}");
        assert!(stream.next().await.is_none());
        let mut stream = client.ticks().options(EventOptions::new().max_event_bytes(10)).await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
    });
    assert_eq!(server.calls().len(), 2, "it would only come again");
}

#[test]
fn an_error_tells_when_it_came() {
    let (clock, server, client) = built();
    let first = events("retry: 0\n\n")
        .body_after(secs(1), "data: none\n\n")
        .body_after(secs(2), "event: error\ndata: {\"code\":\"busy\"}\n\n");
    let second =
        events("").body_after(secs(4), "data: {}\n\n").body_after(secs(3), format!("data: {}\n\n", "x".repeat(99)));
    server.on("GET", "/ticks").once(first).once(second);
    let told: Vec<_> = clock.run(async {
        let mut stream = client.ticks().options(EventOptions::new().max_event_bytes(60)).await.unwrap();
        let mut told = Vec::new();
        while let Some(event) = stream.next().await {
            told.push(event.err().unwrap().elapsed());
        }
        told
    });
    assert_eq!(told, [secs(1), secs(3), secs(4), secs(7)], "since the call of their connection began");
}
