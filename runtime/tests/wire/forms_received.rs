//! Forms as a server sends them: what is written as a form is read back, and what does not fit is told with its place.

use std::collections::BTreeMap;

use clientwright_runtime::private as rt;
use clientwright_runtime::{Date, Value, record, string_enum};
use proptest::prelude::*;
use rt::{PartSpec, Spec, Style};
use serde_json::json;

use crate::support;

string_enum! { pub enum State { Sent = "sent", Failed = "failed" } }

struct Place {
    city: String,
    zip: Option<i64>,
}

record! { Place {
    required city;
    optional zip;
} }

struct Report {
    id: i64,
    state: State,
    text: Option<String>,
    is_last: Option<bool>,
    on: Option<Date>,
    tags: Vec<String>,
    ids: Vec<i64>,
    marks: Option<Vec<String>>,
    place: Option<Place>,
    near: Option<Place>,
    pair: Option<(String, i64)>,
    quoted: Option<String>,
    others: BTreeMap<String, Value>,
}

record! { Report {
    required id;
    required state;
    optional text;
    optional is_last = "last";
    optional on;
    required tags;
    required ids;
    optional marks;
    optional place;
    optional near;
    optional pair;
    optional quoted;
    extra others;
} }

static REPORT: Spec = Spec {
    parts: &[
        PartSpec::new("ids", &[]).style(Style::Form).explode(false),
        PartSpec::new("marks", &[]).style(Style::PipeDelimited).explode(false),
        PartSpec::deep("near"),
        PartSpec::new("quoted", &["application/json"]),
    ],
    body: "application/x-www-form-urlencoded",
    ..Spec::post("report", "/report")
};

fn read(body: &str) -> Result<Report, String> {
    rt::incoming_form(body.as_bytes(), REPORT.parts).map_err(|error| error.to_string())
}

fn bare() -> Report {
    read("id=7&state=sent").expect("all that is required is there")
}

#[test]
fn each_property_is_read_as_its_type_asks() {
    let body = "id=007&state=unheard+of&text=a%2Bb+%26+c&last=true&on=2026-02-28&tags=a%2Cb&tags=&ids=1,2&marks=a%7Cb|c\
        &place=%7B%22city%22%3A%22X%22%7D&near[city]=Oslo&near%5Bzip%5D=150&pair=x&pair=3&quoted=%22q%22&more=1&more=b";
    let report = read(body).expect("it fits");
    assert_eq!((report.id, report.state), (7, State::Unknown("unheard of".into())));
    assert_eq!((report.text.as_deref(), report.is_last), (Some("a+b & c"), Some(true)));
    assert_eq!(report.on.map(|on| on.to_string()).as_deref(), Some("2026-02-28"));
    assert_eq!(report.tags, ["a,b", ""]);
    assert_eq!(report.ids, [1, 2]);
    assert_eq!(report.marks, Some(vec!["a".into(), "b".into(), "c".into()]));
    assert_eq!(report.place, Some(Place { city: "X".into(), zip: None }));
    assert_eq!(report.near, Some(Place { city: "Oslo".into(), zip: Some(150) }));
    assert_eq!(report.pair, Some(("x".into(), 3)));
    assert_eq!(report.quoted.as_deref(), Some("q"));
    assert_eq!(report.others, BTreeMap::from([("more".to_owned(), json!(["1", "b"]))]));
}

#[test]
fn arrays_without_items_have_no_pair() {
    assert_eq!((bare().tags.len(), bare().ids.len()), (0, 0));
    assert_eq!(read("id=7&state=sent&ids=").expect("no items").ids, [0_i64; 0]);
}

#[test]
fn what_does_not_fit_is_told_with_its_place_and_without_its_value() {
    for (body, told) in [
        ("state=sent", "missing field `id`"),
        ("id=hidden&state=sent", "expected i64, found another string at /id"),
        ("id=7&state=sent&ids=1,hidden", "expected i64, found another string at /ids/1"),
        ("id=7&state=sent&near[city]=a&near[zip]=hidden", "expected i64, found another string at /near/zip"),
        ("id=7&state=sent&pair=x&pair=1&pair=2", "expected 2 items, found 3 at /pair"),
        ("id=7&state=%FF", "invalid utf-8 sequence of 1 bytes from index 0"),
    ] {
        assert_eq!(read(body).expect_err("it does not fit"), told, "{body}");
    }
    let error = rt::incoming_form::<Report>(b"id=\xff", &[]).expect_err("it is no text");
    assert!(error.to_string().starts_with("invalid utf-8"));
}

proptest! {
    #[test]
    fn what_is_written_as_a_form_is_read_back(
        text in proptest::option::of(".{0,12}"),
        tags in proptest::collection::vec(".{0,6}", 0..4),
        ids in proptest::collection::vec(any::<i64>(), 0..4),
        marks in proptest::collection::vec("[a-z ]{1,4}", 1..4),
        city in ".{0,6}",
        zip in proptest::option::of(any::<i64>()),
    ) {
        let place = || Some(Place { city: city.clone(), zip });
        let report = Report { text, tags, ids, marks: Some(marks), place: place(), near: place(), ..bare() };
        let request = support::call(&REPORT).form(&report).request().expect("a form");
        let body = request.body().as_bytes().expect("in memory").clone();
        let back = rt::incoming_form::<Report>(&body, REPORT.parts).map_err(|error| error.to_string());
        prop_assert_eq!(back, Ok(report));
    }

    #[test]
    fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = rt::incoming_form::<Report>(&body, REPORT.parts);
    }
}
