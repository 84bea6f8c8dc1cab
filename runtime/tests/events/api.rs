//! The operations that the laws of events are shown with, each of which gives a stream.

use std::time::Duration;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
use clientwright_runtime::{Events, RetryPolicy, Value, record, tagged_union};

use crate::client::{Client, Problem, TOKEN, setting};

pub(crate) struct Tick {
    pub(crate) n: i64,
}

record! { Tick {
    required n = "n";
} }

pub(crate) struct TickEvent {
    pub(crate) data: Tick,
    pub(crate) id: Option<String>,
}

record! { TickEvent {
    required data = "data";
    optional id = "id";
} }

pub(crate) struct SaidEvent {
    pub(crate) data: String,
}

record! { SaidEvent {
    required data = "data";
} }

pub(crate) enum RoomEvent {
    Tick(TickEvent),
    Said(SaidEvent),
    Unknown(Value),
}

tagged_union! { RoomEvent by "event" { Tick = "tick", Said = "said" } }

/// A stream that is followed, as a browser does.
static FOLLOWED: rt::EventSpec = rt::EventSpec { reconnect: true, error: Some("error"), ..rt::EventSpec::USUAL };
/// The answer of a model, word by word.
static ANSWER: rt::EventSpec =
    rt::EventSpec { terminator: Some("[DONE]"), error: Some("error"), ..rt::EventSpec::USUAL };
static ROOM: rt::EventSpec = rt::EventSpec { form: rt::EventForm::Whole, ..rt::EventSpec::USUAL };

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal as $id:literal -> $item:ty { $($spec:tt)* };)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $id { accept: "text/event-stream", $($spec)* }
                -> Result<Events<$item, Problem>, Error<Problem>> as events, rt::Json<_>
            }
        )*
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                $name(self.inner.call($name::SPEC))
            })*
        }
    };
}

operations! {
    Ticks = ticks: GET "/ticks" as "ticks" -> Tick { events: Some(&FOLLOWED) };
    Secured = secured: GET "/ticks" as "secured" -> Tick {
        events: Some(&FOLLOWED), security: Some(&[&[rt::Need::new(&TOKEN, &[])]]),
    };
    Ask = ask: POST "/answers" as "ask" -> Tick { events: Some(&ANSWER) };
    Words = words: GET "/words" as "words" -> String { };
    Room = room: GET "/room" as "room" -> RoomEvent { events: Some(&ROOM) };
}

/// The setting with its client, which tries a call once.
pub(crate) fn built() -> (VirtualClock, MockTransport, Client) {
    let (clock, server, builder) = setting();
    (clock, server, builder.retry(RetryPolicy::never()).build().unwrap())
}

/// An answer of events, whose body ends behind `text`.
pub(crate) fn events(text: &str) -> Answer {
    Answer::status(200).header("content-type", "text/event-stream").body(text.to_owned())
}

/// What says that there is nothing more.
pub(crate) fn no_more() -> Answer {
    Answer::status(204)
}

pub(crate) const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}
