//! When a stream is opened again, over scripted connections and a clock that the test moves.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};

use futures_util::{StreamExt, stream};
use http::HeaderMap;

use super::*;
use crate::clock::Clock;
use crate::kind::ErrorKind;
use crate::response::Trail;
use crate::testing::VirtualClock;
use crate::wire::Spec;

static SPEC: Spec = Spec::get("follow", "/events");

/// What a connection does.
enum Act {
    Send(&'static str),
    Break,
    Wait(Duration),
}

use Act::{Break, Send, Wait};

struct Script {
    clock: VirtualClock,
    connections: Mutex<VecDeque<Result<Connection, Stop>>>,
    /// When a connection was opened, and behind which event.
    log: Arc<Mutex<Vec<(u128, String)>>>,
    unit: f64,
}

impl Source for Script {
    fn open(&self, last_event_id: &str) -> BoxFuture<'static, Result<Connection, Stop>> {
        self.log.lock().unwrap().push((self.clock.passed().as_millis(), last_event_id.to_owned()));
        let next = self.connections.lock().unwrap().pop_front().expect("another connection in the script");
        Box::pin(std::future::ready(next))
    }

    fn sleep(&self, wait: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep(wait)
    }

    fn unit(&self) -> f64 {
        self.unit
    }
}

struct Acts(Pin<Box<dyn Stream<Item = Result<Bytes, Failure>> + std::marker::Send>>, Arc<Mutex<bool>>);

impl Stream for Acts {
    type Item = Result<Bytes, Failure>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(cx)
    }
}

impl Pieces for Acts {
    fn end(&mut self) {
        *self.1.lock().unwrap() = true;
    }

    fn end_failed(&mut self, _: &Failure) {
        self.end();
    }

    fn elapsed(&self) -> Option<Duration> {
        None
    }
}

/// A stream over scripted connections, and what there is to see of it.
struct Setting {
    clock: VirtualClock,
    connections: VecDeque<Result<Connection, Stop>>,
    options: EventOptions,
    log: Arc<Mutex<Vec<(u128, String)>>>,
    was_ended: Arc<Mutex<bool>>,
    unit: f64,
}

impl Setting {
    fn new() -> Self {
        let (clock, log, was_ended) = (VirtualClock::new(), Arc::default(), Arc::default());
        Self { clock, connections: VecDeque::new(), options: EventOptions::new(), log, was_ended, unit: 0.0 }
    }

    fn options(self, options: EventOptions) -> Self {
        Self { options, ..self }
    }

    fn unit(self, unit: f64) -> Self {
        Self { unit, ..self }
    }

    fn connection(self, acts: impl IntoIterator<Item = Act>) -> Self {
        self.status(200, acts)
    }

    fn status(mut self, status: u16, acts: impl IntoIterator<Item = Act>) -> Self {
        let acts: Vec<Act> = acts.into_iter().collect();
        let clock = self.clock.clone();
        let pieces = stream::iter(acts).filter_map(move |act| {
            let clock = clock.clone();
            async move {
                match act {
                    Send(text) => Some(Ok(Bytes::from(text))),
                    Break => Some(Err(Failure::broken_body("broken".into()))),
                    Wait(wait) => {
                        clock.sleep(wait).await;
                        None
                    }
                }
            }
        });
        let body = Box::new(Acts(Box::pin(pieces), Arc::clone(&self.was_ended)));
        self.connections.push_back(Ok(Connection { head: reply(status), body }));
        self
    }

    fn stop(mut self, stop: Stop) -> Self {
        self.connections.push_back(Err(stop));
        self
    }

    fn follow(&mut self, described: bool) -> Follow {
        let first =
            self.connections.pop_front().expect("a connection").unwrap_or_else(|_| panic!("a first connection"));
        let connections = Mutex::new(std::mem::take(&mut self.connections));
        let source = Script { clock: self.clock.clone(), connections, log: Arc::clone(&self.log), unit: self.unit };
        Follow::new(Box::new(source), first, &self.options, Reconnect::new(&self.options, described))
    }

    /// The data of all events, and what the stream ended with.
    fn run(&mut self, described: bool) -> (Vec<String>, Option<Stop>) {
        let mut follow = self.follow(described);
        self.clock.clone().run(async {
            let mut data = Vec::new();
            loop {
                match poll_fn(|cx| follow.poll(cx)).await {
                    Some(Ok(frame)) => data.push(frame.data),
                    ended => {
                        let after = poll_fn(|cx| follow.poll(cx)).await;
                        assert!(after.is_none(), "nothing comes behind the end");
                        return (data, ended.and_then(Result::err));
                    }
                }
            }
        })
    }

    fn log(&self) -> Vec<(u128, String)> {
        self.log.lock().unwrap().clone()
    }

    fn opened_at(&self) -> Vec<u128> {
        self.log().into_iter().map(|(at, _)| at).collect()
    }
}

fn reply(status: u16) -> Reply {
    let trail = Box::new(Trail::new(&SPEC, Arc::default()));
    Reply::new(status.try_into().unwrap(), HeaderMap::new(), Bytes::new(), trail)
}

fn refused(status: u16, may_pass: bool, retry_after: Option<Duration>) -> Stop {
    let mut reply = reply(status);
    (reply.trail.retryable, reply.trail.retry_after) = (may_pass, retry_after);
    Stop::Refused(reply)
}

#[test]
fn a_stream_that_ends_is_opened_again_behind_its_last_event() {
    let mut setting = Setting::new()
        .connection([Send("id:1\ndata:a\n\ndata:b\n\n")])
        .connection([Send("data:c\n\nid:2\n\n")])
        .connection([Send("id\ndata:d\n\n")])
        .status(204, []);
    let (data, stop) = setting.run(true);
    assert_eq!(data, ["a", "b", "c", "d"]);
    assert!(stop.is_none());
    assert_eq!(setting.log(), [(3000, "1".to_owned()), (6000, "2".to_owned()), (9000, String::new())]);
}

#[test]
fn half_an_event_is_dropped_with_its_connection() {
    let mut setting = Setting::new()
        .connection([Send("data:a\n\nid:9\nevent:x\ndata:lo"), Break])
        .connection([Send("st\n\ndata:b\n\n")])
        .status(204, []);
    assert_eq!(setting.run(true).0, ["a", "b"]);
    assert_eq!(setting.log()[0].1, "", "the id of an event that was not there");
}

#[test]
fn the_server_sets_the_wait() {
    let mut setting = Setting::new()
        .connection([Send("retry:10\ndata:a\n\n")])
        .connection([Send("data:b\n\n")])
        .connection([Send("retry:0\ndata:c\n\n")])
        .status(204, []);
    assert_eq!(setting.run(true).0, ["a", "b", "c"]);
    assert_eq!(setting.opened_at(), [10, 20, 20]);
}

#[test]
fn waits_grow_until_there_is_an_event() {
    let mut setting = Setting::new()
        .unit(0.5)
        .connection([Send("data:a\n\n"), Break])
        .connection([])
        .connection([Send(": nothing but a comment\n\n")])
        .stop(Stop::Failure(Failure::broken_body("broken".into())))
        .connection([Wait(Duration::from_millis(1)), Send("data:b\n\n")])
        .connection([Send("data:c\n\n")])
        .status(204, []);
    assert_eq!(setting.run(true).0, ["a", "b", "c"]);
    let at = setting.opened_at();
    let waits: Vec<_> = at.iter().zip(&at[1..]).map(|(before, after)| after - before).collect();
    assert_eq!((at[0], waits), (3150, vec![4500, 7500, 13_500, 3151, 3150]));
}

#[test]
fn no_content_ends_a_stream_at_once() {
    let mut setting = Setting::new().status(204, [Send("data:a\n\n")]);
    let (data, stop) = setting.run(true);
    assert!(data.is_empty() && stop.is_none() && setting.log().is_empty());
}

#[test]
fn a_refusal_that_will_not_pass_ends_the_stream() {
    let mut setting = Setting::new().connection([Send("data:a\n\n")]).stop(refused(404, false, None));
    let (data, stop) = setting.run(true);
    assert!(data == ["a"] && matches!(&stop, Some(Stop::Refused(reply)) if reply.status == 404), "{stop:?}");
    let closed = Failure::local(ErrorKind::Closed, "the client is closed");
    let mut setting = Setting::new().connection([Send("data:a\n\n")]).stop(Stop::Failure(closed));
    let (_, stop) = setting.run(true);
    assert!(matches!(&stop, Some(Stop::Failure(failure)) if failure.kind() == ErrorKind::Closed), "{stop:?}");
}

#[test]
fn a_refusal_that_may_pass_is_waited_for_as_long_as_the_server_asks() {
    let mut setting = Setting::new()
        .connection([Send("data:a\n\n")])
        .stop(refused(503, true, Some(Duration::from_secs(100))))
        .stop(refused(503, true, None))
        .connection([Send("data:b\n\n")])
        .status(204, []);
    assert_eq!(setting.run(true).0, ["a", "b"]);
    assert_eq!(setting.opened_at(), [3000, 103_000, 106_000, 109_000]);
}

#[test]
fn a_stream_that_is_not_followed_ends_with_its_body() {
    let (data, stop) = Setting::new().connection([Send("retry:1\ndata:a\n\ndata:lost")]).run(false);
    assert!(data == ["a"] && stop.is_none(), "{stop:?}");
    let (data, stop) = Setting::new().connection([Send("data:a\n\n"), Break, Send("data:b\n\n")]).run(false);
    assert!(
        data == ["a"] && matches!(&stop, Some(Stop::Failure(failure)) if failure.kind() == ErrorKind::Io),
        "{stop:?}"
    );
}

#[test]
fn a_stream_is_opened_in_vain_as_often_as_allowed() {
    let mut setting = Setting::new()
        .options(EventOptions::new().reconnects(2))
        .connection([Send("data:a\n\n")])
        .stop(refused(500, true, None))
        .connection([Send("data:b\n\n")])
        .stop(refused(502, true, None))
        .stop(refused(503, true, None));
    let (data, stop) = setting.run(false);
    assert!(data == ["a", "b"] && matches!(&stop, Some(Stop::Refused(reply)) if reply.status == 503), "{stop:?}");
    assert_eq!(setting.log().len(), 4);
}

#[test]
fn an_event_that_is_too_long_ends_the_stream() {
    let mut setting = Setting::new()
        .options(EventOptions::new().max_event_bytes(10))
        .connection([Send("data:a\n\n"), Send("data:0123456789\n\ndata:b\n\n")]);
    let (data, stop) = setting.run(true);
    assert!(data == ["a"] && matches!(&stop, Some(Stop::TooLong(TooLong { limit: 10 }))), "{stop:?}");
    assert!(*setting.was_ended.lock().unwrap() && setting.log().is_empty());
}

#[test]
fn what_ends_a_stream_lets_go_of_its_connection() {
    let mut setting = Setting::new().connection([Send("data:a\n\ndata:b\n\n")]);
    let mut follow = setting.follow(true);
    let data = setting.clock.run(async {
        let first = poll_fn(|cx| follow.poll(cx)).await;
        follow.end();
        (first.and_then(Result::ok).map(|frame| frame.data), poll_fn(|cx| follow.poll(cx)).await.is_none())
    });
    assert_eq!(data, (Some("a".to_owned()), true));
    assert!(*setting.was_ended.lock().unwrap());
}

#[test]
fn an_earlier_stream_is_gone_on_with() {
    let options = EventOptions::new().last_event_id("41");
    let mut setting = Setting::new().options(options).connection([Send("data:a\n\n"), Break]).status(204, []);
    assert_eq!(setting.run(true).0, ["a"]);
    assert_eq!(setting.log(), [(3000, "41".to_owned())]);
}

#[test]
fn a_stream_is_followed_over_ten_thousand_connections() {
    let mut setting = Setting::new();
    for _ in 0..10_000 {
        setting = setting.connection([Send("retry:1\nid:7\ndata:a\n\n"), Break]);
    }
    let (data, stop) = setting.status(204, []).run(true);
    assert!(data.len() == 10_000 && stop.is_none(), "{stop:?}");
}
