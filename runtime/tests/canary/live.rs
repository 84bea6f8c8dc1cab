//! What stays open: streams whose values quote a secret, and sockets that are refused or closed with one.

use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{
    Clock, Error, Events, JsonStream, ReconnectPolicy, Socket, SocketOptions, Token, Upgraded, Verdict,
};
use tokio::io::{AsyncWriteExt, duplex};

use crate::api::{BEARER, Said, builder};
use crate::parrot::{MANNERS, Parrot};
use crate::watch::{Canaries, Seen};

const NEEDS: Option<&[&[rt::Need]]> = Some(&[&[rt::Need::new(&BEARER, &[])]]);
static SOCKET: rt::Spec = rt::Spec { success: &[101], security: NEEDS, ..rt::Spec::get("connect", "/socket") };
static EVENTS: rt::Spec =
    rt::Spec { accept: "text/event-stream", security: NEEDS, ..rt::Spec::get("follow", "/events") };
static LINES: rt::Spec = rt::Spec { accept: "application/jsonl", security: NEEDS, ..rt::Spec::get("list", "/lines") };

type Talk = Socket<String, Said, Said>;

async fn connect(client: &rt::Client, options: SocketOptions) -> Result<Talk, Error<Said>> {
    let mut call = client.call(&SOCKET);
    call.options_mut().socket(options);
    rt::open::<Talk, rt::Json<Said>>(call).await
}

/// A connection to a server that says this and nothing more.
fn saying(frames: Vec<u8>) -> Upgraded {
    let (ours, mut theirs) = duplex(1 << 16);
    let written = futures_util::FutureExt::now_or_never(theirs.write_all(&frames));
    assert!(matches!(written, Some(Ok(()))), "there is room");
    // It stays open: what has been written is to be read before the end.
    std::mem::forget(theirs);
    Upgraded::new(ours)
}

fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let length = u8::try_from(payload.len()).ok().filter(|length| *length < 126).expect("it is short");
    [&[0x80 | opcode, length][..], payload].concat()
}

fn close_frame(code: u16, reason: &str) -> Vec<u8> {
    frame(8, &[&code.to_be_bytes()[..], reason.as_bytes()].concat())
}

fn show<T>(seen: &mut Seen, what: &str, result: Result<T, Error<Said>>) {
    if let Err(error) = result {
        seen.error(what, &error);
        seen.text(what, format!("{:?} {}", error.snippet(), error.url()));
    }
}

#[test]
fn a_socket_that_is_closed_with_a_token_does_not_show_it() {
    let mut canaries = Canaries::default();
    let [first, second] = [canaries.plant(), canaries.plant()];
    canaries.watch(|seen| {
        let clock = VirtualClock::new();
        let server = MockTransport::new(&clock);
        for (token, code) in [(&first, 1012), (&second, 1008)] {
            let mut frames = frame(1, serde_json::json!({ "said": [token] }).to_string().as_bytes());
            frames.extend(frame(1, format!("[\"{token}\"").as_bytes()));
            frames.extend(close_frame(code, &format!("bad token {token}")));
            server.on("GET", "/socket").once(Answer::upgrade(move || saying(frames.clone())));
        }
        let tokens = Tokens([first.clone(), second.clone()]);
        let client = builder(&clock, server).with(|builder| builder.bearer(&BEARER, tokens)).build().unwrap();
        clock.run(async {
            let options = SocketOptions::new().reconnect(ReconnectPolicy::new());
            let mut talk = connect(&client.inner, options).await.unwrap();
            talk.on_reconnect(|reconnect| {
                tracing::info!(last = %reconnect.last(), whole = ?reconnect.last(), "again");
                Verdict::Continue
            });
            client.inner.forget_tokens();
            let mut errors = 0;
            while let Some(result) = talk.next().await {
                errors += usize::from(result.is_err());
                show(seen, "a message", result);
            }
            assert!(errors >= 3, "two messages of each connection, and the end: {errors}");
            let reason = talk.close_reason().unwrap();
            assert_eq!(reason.code, 1008);
            seen.text("the reason", reason.to_string());
            seen.debug("the reason", &reason);
            seen.debug("the socket", &talk);
            show(seen, "sending", talk.send("late".to_owned()).await);
            let closed = talk.close(1000, "").await;
            seen.debug("closed", &closed.map_err(|error| error.to_string()));
        });
    });
}

/// Another token each time it is asked.
struct Tokens([String; 2]);

impl clientwright_runtime::TokenSource for Tokens {
    async fn load(&self) -> Result<Token, clientwright_runtime::TokenError> {
        static ASKED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        let asked = ASKED.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        Ok(Token::new(self.0[asked.min(1)].as_str()))
    }

    async fn refresh(
        &self,
        rejected: clientwright_runtime::Rejected,
    ) -> Result<Token, clientwright_runtime::TokenError> {
        Ok(rejected.token)
    }
}

#[test]
fn a_handshake_that_is_refused_does_not_show_the_token() {
    let mut canaries = Canaries::default();
    let token = canaries.plant();
    for manner in MANNERS {
        canaries.watch(|seen| {
            let (clock, parrot) = (VirtualClock::new(), Parrot::new(*manner));
            let client = builder(&clock, parrot).with(|builder| builder.bearer(&BEARER, &*token)).build().unwrap();
            clock.run(async {
                let result = connect(&client.inner, SocketOptions::new()).await;
                assert!(result.is_err(), "{manner:?}");
                show(seen, "the handshake", result);
            });
        });
    }
}

#[test]
fn streams_do_not_show_the_token_that_their_values_quote() {
    let mut canaries = Canaries::default();
    let token = canaries.plant();
    canaries.watch(|seen| {
        let clock = VirtualClock::new();
        let server = MockTransport::new(&clock);
        let value = serde_json::json!({ "said": [&token], "code": &token });
        let lines = format!("{value}\n[\"{token}\"\n\"{token}\n");
        server
            .on("GET", "/lines")
            .reply(Answer::status(200).header("content-type", "application/jsonl").body(lines.clone()));
        let events = format!("event: {token}\nid: 1\ndata: {value}\n\ndata: [\"{token}\n\n");
        let refused = Answer::json(403, serde_json::json!({ "said": &token }).to_string());
        server
            .on("GET", "/events")
            .once(Answer::status(200).header("content-type", "text/event-stream").body(events))
            .reply(refused);
        let client = builder(&clock, server).with(|builder| builder.bearer(&BEARER, &*token)).build().unwrap();
        clock.run(async {
            let mut list = rt::open::<JsonStream<Said, Said>, rt::Json<Said>>(client.inner.call(&LINES)).await.unwrap();
            let mut errors = 0;
            while let Some(result) = list.next().await {
                errors += usize::from(result.is_err());
                show(seen, "a line", result);
            }
            assert_eq!(errors, 3);
            let mut events = rt::open::<Events<Said, Said>, rt::Json<Said>>(client.inner.call(&EVENTS)).await.unwrap();
            seen.debug("the stream", &events);
            while let Some(result) = events.next().await {
                errors += usize::from(result.is_err());
                show(seen, "an event", result);
            }
            assert!(errors >= 5, "two events, and the end: {errors}");
            clock.sleep(Duration::from_secs(1)).await;
        });
    });
}
