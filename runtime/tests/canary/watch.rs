//! The watch over canaries. Enters: secrets that are planted, and work to watch. Leaves: nothing, where no text that people could see has
//! one of them, in any spelling or in part; else the test fails and tells which, and where.
//!
//! It hears everything at the finest level: what is told to `tracing` and to `log`, by whichever crate, what panics say, and the errors
//! that it is shown. Work that spawns has to stay on its thread, as a runtime of one thread does.

use std::any::Any;
use std::cell::RefCell;
use std::error::Error;
use std::fmt::{Debug, Write};
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, Once, PoisonError};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

/// As much of a canary as nobody would take for a word.
const PART: usize = 9;

/// The secrets of one test.
#[derive(Default)]
pub(crate) struct Canaries {
    planted: Vec<String>,
}

impl Canaries {
    /// A secret of its own, of characters that every scheme can carry and some have to encode.
    pub(crate) fn plant(&mut self) -> String {
        let number = self.planted.len();
        self.plant_as(&format!("q7Xc4n4ry{number}/Vu3+Kp9z~R8.w{number}=="))
    }

    /// This text as a secret.
    pub(crate) fn plant_as(&mut self, text: &str) -> String {
        self.planted.push(text.to_owned());
        text.to_owned()
    }

    /// Does `work`, and fails where a canary is seen in what is logged, in a panic, or in what `work` has shown.
    pub(crate) fn watch<T>(&self, work: impl FnOnce(&mut Seen) -> T) -> T {
        let mut seen = Seen::default();
        let (result, log) = heard(|| panic::catch_unwind(AssertUnwindSafe(|| work(&mut seen))));
        seen.texts.push(("the log".to_owned(), log));
        if let Err(payload) = &result {
            seen.texts.push(("a panic".to_owned(), told(payload.as_ref())));
        }
        seen.texts.iter().for_each(|(what, text)| self.check(what, text));
        result.unwrap_or_else(|payload| panic::resume_unwind(payload))
    }

    fn check(&self, what: &str, text: &str) {
        for canary in &self.planted {
            for spelling in spellings(canary) {
                assert!(!text.contains(&spelling), "{what} shows {canary}, as {spelling}: {text}");
            }
        }
    }
}

/// What the work has shown.
#[derive(Default)]
pub(crate) struct Seen {
    texts: Vec<(String, String)>,
}

impl Seen {
    /// A text that people may see.
    pub(crate) fn text(&mut self, what: &str, text: impl Into<String>) {
        self.texts.push((what.to_owned(), text.into()));
    }

    /// Whatever shows itself to programmers.
    pub(crate) fn debug(&mut self, what: &str, value: &dyn Debug) {
        self.text(what, format!("{value:?}\n{value:#?}"));
    }

    /// An error with all its causes, both as people and as programmers see it.
    pub(crate) fn error(&mut self, what: &str, error: &dyn Error) {
        let mut text = format!("{error}\n{error:?}\n{error:#?}");
        let mut cause = error.source();
        while let Some(source) = cause {
            let _ = write!(text, "\ncaused by {source}\n{source:?}\n{source:#?}");
            cause = source.source();
        }
        self.text(what, text);
    }
}

/// A canary as it may stand somewhere, made by others than the code that looks for it; of one that is long, each part too.
fn spellings(canary: &str) -> Vec<String> {
    let percent = utf8_percent_encode(canary, NON_ALPHANUMERIC).to_string();
    let json = serde_json::to_string(canary).unwrap();
    let debug = format!("{canary:?}");
    let mut spellings = vec![
        canary.to_owned(),
        percent.replace("%2E", ".").replace("%7E", "~").replace("%2D", "-").replace("%5F", "_"),
        form_urlencoded::byte_serialize(canary.as_bytes()).collect(),
        json[1..json.len() - 1].replace('/', "\\/"),
        json[1..json.len() - 1].to_owned(),
        debug[1..debug.len() - 1].to_owned(),
        STANDARD_NO_PAD.encode(canary),
        URL_SAFE_NO_PAD.encode(canary),
        percent.to_lowercase(),
        percent,
    ];
    let letters: Vec<char> = canary.chars().collect();
    if letters.len() > 2 * PART {
        spellings.extend(letters.windows(PART).map(|part| part.iter().collect()));
    }
    spellings
}

type Buffer = Arc<Mutex<Vec<u8>>>;

thread_local! {
    static BUFFER: RefCell<Option<Buffer>> = const { RefCell::new(None) };
}

/// What `work` gives, and all that is told at the finest level while it runs.
fn heard<T>(work: impl FnOnce() -> T) -> (T, String) {
    listen();
    let buffer = Buffer::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::NEW | FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .with_writer(Writer(Arc::clone(&buffer)))
        .finish();
    BUFFER.set(Some(Arc::clone(&buffer)));
    let result = crate::listening::told_to(subscriber, work);
    BUFFER.set(None);
    let bytes = buffer.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (result, String::from_utf8_lossy(&bytes).into_owned())
}

/// Has `log` and panics told to the buffer of their thread.
fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Ear).unwrap();
        log::set_max_level(log::LevelFilter::Trace);
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            note(&format!("panic: {info}"));
            before(info);
        }));
    });
}

fn note(text: &str) {
    BUFFER.with_borrow(|buffer| {
        if let Some(buffer) = buffer {
            buffer.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(format!("{text}\n").as_bytes());
        }
    });
}

fn told(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default()
}

struct Ear;

impl log::Log for Ear {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        note(&format!("{} {}: {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Writer(Buffer);

impl<'a> MakeWriter<'a> for Writer {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Arc::clone(&self.0))
    }
}

struct Line(Buffer);

impl io::Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether the watch hears `show`.
fn hears(show: impl FnOnce(&mut Seen, &str)) -> bool {
    let mut canaries = Canaries::default();
    let canary = canaries.plant();
    panic::catch_unwind(AssertUnwindSafe(|| canaries.watch(|seen| show(seen, &canary)))).is_err()
}

#[test]
fn the_watch_hears_a_canary_wherever_it_sings() {
    assert!(!hears(|seen, _| seen.text("a text", "nothing")));
    assert!(hears(|seen, canary| seen.text("a text", format!("a {canary}"))));
    assert!(hears(|seen, canary| seen.debug("a value", &Some(canary))));
    assert!(hears(|seen, canary| seen.error("an error", &io::Error::other(io::Error::other(canary)))));
    assert!(hears(|_, canary| tracing::trace!(canary, "event")));
    assert!(hears(|_, canary| drop(tracing::trace_span!("span", canary))));
    assert!(hears(|_, canary| log::trace!("{canary}")));
    assert!(hears(|_, canary| drop(panic::catch_unwind(|| panic!("{canary}")))));
}

#[test]
fn the_watch_knows_a_canary_in_part_and_in_other_spellings() {
    assert!(hears(|seen, canary| seen.text("a part", &canary[4..16])));
    assert!(hears(|seen, canary| seen.text("base64", STANDARD_NO_PAD.encode(canary))));
    assert!(hears(
        |seen, canary| seen.text("a query", form_urlencoded::byte_serialize(canary.as_bytes()).collect::<String>())
    ));
    assert!(hears(|seen, canary| seen.text("JSON", canary.replace('/', "\\/"))));
}
