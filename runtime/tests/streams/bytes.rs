//! Bytes that arrive piece by piece, and word of how far they have got.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use clientwright_runtime::{Bytes, ErrorKind};
use futures_util::TryStreamExt;

use crate::api::{answered, body};

/// Bytes that have passed, of how many.
type Report = (u64, Option<u64>);

/// What a progress callback was told.
#[derive(Clone, Default)]
pub(crate) struct Told(Arc<Mutex<Vec<Report>>>);

impl Told {
    pub(crate) fn callback(&self) -> impl Fn(u64, Option<u64>) + Send + Sync + use<> {
        let told = self.clone();
        move |passed, total| told.0.lock().unwrap().push((passed, total))
    }

    pub(crate) fn list(&self) -> Vec<Report> {
        self.0.lock().unwrap().clone()
    }
}

#[test]
fn bytes_come_as_they_are_whatever_their_type() {
    let (clock, _, client) = answered(body("image/png", &["one", "two"]));
    clock.run(async {
        let mut stream = client.download().await.unwrap();
        assert_eq!(stream.total(), None);
        assert_eq!(stream.next().await.unwrap().unwrap(), "one");
        assert_eq!(stream.next().await.unwrap().unwrap(), "two");
        assert!(stream.next().await.is_none());
        let pieces: Vec<Bytes> = client.download().await.unwrap().try_collect().await.unwrap();
        assert_eq!(pieces, ["one", "two"]);
        assert_eq!(client.download().await.unwrap().collect().await.unwrap(), "onetwo");
    });
}

#[test]
fn progress_is_told_at_times_and_always_at_the_end() {
    let wait = Duration::from_millis(100);
    let answer = body("a/b", &["1", "2", "3"]).body_after(wait, "4").body("5").header("content-length", "5");
    let (clock, _, client) = answered(answer);
    let told = Told::default();
    clock.run(async {
        let stream = client.download().await.unwrap().progress(told.callback());
        assert_eq!(stream.total(), Some(5));
        assert_eq!(stream.collect().await.unwrap(), "12345");
    });
    assert_eq!(told.list(), [(1, Some(5)), (4, Some(5)), (5, Some(5))]);
}

#[test]
fn a_stream_that_breaks_tells_no_end() {
    let (clock, _, client) = answered(body("a/b", &["1", "2"]).then_broken());
    let told = Told::default();
    clock.run(async {
        let error = client.download().await.unwrap().progress(told.callback()).collect().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Io);
    });
    assert_eq!(told.list(), [(1, None)]);
}
