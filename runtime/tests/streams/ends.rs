//! What is written down of how a stream has ended.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use clientwright_runtime::testing::Answer;

use crate::api::{answered, body};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the span has in it when it closes, and whether the stream is told to have failed and to have ended.
fn logged(work: impl FnOnce()) -> (Option<String>, bool, bool) {
    use tracing_subscriber::fmt::format::FmtSpan;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    crate::listening::told_to(subscriber, work);
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    // The last one to close is that of the operation.
    let close = text.lines().rfind(|line| line.contains(": close")).expect("the span is closed");
    let kind = close
        .split_once("error.type=")
        .map(|(_, rest)| rest.trim_start_matches('"').split(['"', ' ', '}']).next().unwrap_or_default().to_owned());
    let has = |word: &str| text.lines().any(|line| line.contains(word));
    (kind, has("clientwright: failed"), has("clientwright: ended"))
}

fn values(answer: Answer, limit: usize) -> (Option<String>, bool, bool) {
    logged(|| {
        let (clock, _, client) = answered(answer);
        clock.run(async {
            let mut values = client.list().elements().await.unwrap().value_limit(limit);
            while values.next().await.is_some() {}
        });
    })
}

fn parts(answer: Answer, limit: usize) -> (Option<String>, bool, bool) {
    logged(|| {
        let (clock, _, client) = answered(answer);
        clock.run(async {
            let mut parts = client.files().await.unwrap().part_limit(limit);
            while parts.next().await.is_some() {}
        });
    })
}

const JSON: &str = "application/json";
const MIXED: &str = "multipart/mixed; boundary=b";

#[test]
fn a_body_that_is_no_array_marks_the_span_as_failed() {
    let failed = (Some("decode".to_owned()), true, false);
    assert_eq!(values(body(JSON, &["{\"id\":1}"]), 100), failed);
    assert_eq!(values(body(JSON, &["[{\"id\":1}"]), 100), failed);
    assert_eq!(values(body(JSON, &["[{\"id\":123456789}]"]), 10), failed);
}

#[test]
fn parts_that_cannot_be_told_apart_mark_the_span_as_failed() {
    let failed = (Some("decode".to_owned()), true, false);
    assert_eq!(parts(body(MIXED, &["--b\r\n\r\nx\r\n"]), 100), failed);
    assert_eq!(parts(body(MIXED, &["x"]), 100), failed);
    assert_eq!(parts(body(MIXED, &["--b\r\n\r\n0123456789a\r\n--b--"]), 10), failed);
}

#[test]
fn a_stream_that_is_read_to_its_end_has_not_failed() {
    let ended = (None, false, true);
    assert_eq!(values(body(JSON, &["[{\"id\":1}]"]), 100), ended);
    assert_eq!(values(body(JSON, &["[{\"id\":\"none\"}]"]), 100), ended, "the next value would follow");
    assert_eq!(parts(body(MIXED, &["--b\r\n\r\nx\r\n--b--"]), 100), ended);
}
