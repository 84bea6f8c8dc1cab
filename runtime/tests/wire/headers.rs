//! Documented headers of responses as typed values.

use std::collections::BTreeMap;

use clientwright_runtime::private as rt;
use clientwright_runtime::{DateTime, Uuid, Value};
use http::{HeaderMap, HeaderValue};
use rt::FromHeaders;

rt::string_enum! { enum Mode { Fast = "fast" } }

struct Color {
    name: String,
    red: i32,
    mode: Option<Mode>,
}

rt::record! { Color {
    required name = "name";
    required red = "R";
    optional mode = "mode";
} }

#[derive(Debug, Default, PartialEq)]
struct Documented {
    etag: Option<String>,
    digits: Option<String>,
    remaining: Option<i64>,
    small: Option<u32>,
    ratio: Option<f64>,
    cached: Option<bool>,
    mode: Option<Mode>,
    at: Option<DateTime>,
    tags: Option<Vec<String>>,
    numbers: Option<Vec<i64>>,
    modes: Option<Vec<Mode>>,
    flat: Option<Color>,
    exploded: Option<Color>,
    map: Option<BTreeMap<String, i64>>,
    json: Option<Color>,
    any: Option<Value>,
    id: Option<Uuid>,
    set_cookie: Option<Vec<String>>,
}

rt::headers! { Documented {
    etag = "ETag";
    digits = "X-Digits";
    remaining = "RateLimit-Remaining";
    small = "X-Small";
    ratio = "X-Ratio";
    cached = "X-Cached";
    mode = "X-Mode";
    at = "X-At";
    tags = "X-Tags";
    numbers = "X-Numbers";
    modes = "X-Modes";
    flat = "X-Flat";
    exploded = "X-Exploded" exploded;
    map = "X-Map" exploded;
    json = "X-Json" json;
    any = "X-Any";
    id = "X-Id";
    set_cookie = "Set-Cookie";
} }

fn read(lines: &[(&'static str, &'static str)]) -> Documented {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(http::HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_static(value));
    }
    Documented::from_headers(&headers)
}

#[test]
fn headers_are_read_as_their_types() {
    let documented = read(&[
        ("etag", "\"a,b\""),
        ("x-digits", "007"),
        ("ratelimit-remaining", " 12 "),
        ("x-small", "3.0"),
        ("x-ratio", "0.5"),
        ("x-cached", "true"),
        ("x-mode", "fast"),
        ("x-at", "2024-01-02T03:04:05Z"),
        ("x-any", "7"),
        ("x-id", "67e55044-10b1-426f-9247-bb680e5fe0c8"),
    ]);
    let expected = Documented {
        etag: Some("\"a,b\"".to_owned()),
        digits: Some("007".to_owned()),
        remaining: Some(12),
        small: Some(3),
        ratio: Some(0.5),
        cached: Some(true),
        mode: Some(Mode::Fast),
        at: Some("2024-01-02T03:04:05Z".parse().unwrap()),
        any: Some(Value::from(7)),
        id: Some("67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()),
        ..Documented::default()
    };
    assert_eq!(documented, expected);
}

#[test]
fn lists_are_split_and_lines_of_one_name_are_joined() {
    let documented = read(&[
        ("x-tags", "a, \"b,c\",,007"),
        ("x-tags", "d"),
        ("x-numbers", "1,2"),
        ("x-modes", "fast, slow"),
        ("etag", "\"1\""),
        ("etag", "\"2\""),
        ("set-cookie", "a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT"),
        ("set-cookie", "b=2"),
    ]);
    assert_eq!(documented.tags.unwrap(), ["a", "\"b,c\"", "007", "d"]);
    assert_eq!(documented.numbers.unwrap(), [1, 2]);
    assert_eq!(documented.modes.unwrap(), [Mode::Fast, Mode::Unknown("slow".to_owned())]);
    assert_eq!(documented.etag.unwrap(), "\"1\", \"2\"");
    assert_eq!(documented.set_cookie.unwrap(), ["a=1; Expires=Wed, 09 Jun 2021 10:18:14 GMT", "b=2"]);
    assert_eq!(read(&[("x-tags", "5\", 6")]).tags.unwrap(), ["5\"", "6"], "an inch is no quote");
}

#[test]
fn objects_are_read_in_their_style() {
    let color = |mode| Color { name: "100".to_owned(), red: 100, mode };
    let documented = read(&[
        ("x-flat", "R,100,name,100,beyond,1"),
        ("x-exploded", "R=100, name=100, mode=fast"),
        ("x-map", "a=1"),
        ("x-map", "b=2"),
        ("x-json", "{\"name\":\"100\", \"R\":100}"),
    ]);
    assert_eq!(documented.flat, Some(color(None)));
    assert_eq!(documented.exploded, Some(color(Some(Mode::Fast))));
    assert_eq!(documented.map.unwrap(), BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    assert_eq!(documented.json, Some(color(None)));
}

#[test]
fn lists_and_objects_may_be_written_in_json_whatever_is_described() {
    let object = "{\"R\":100, \"name\":\"100\", \"beyond\":[1,2]}";
    let documented =
        read(&[("x-flat", object), ("x-exploded", object), ("x-tags", "[\"a\", \"b,c\"]"), ("etag", object)]);
    let color = Color { name: "100".to_owned(), red: 100, mode: None };
    assert_eq!((documented.flat.as_ref(), documented.exploded.as_ref()), (Some(&color), Some(&color)));
    assert_eq!(documented.tags.unwrap(), ["a", "b,c"]);
    assert_eq!(documented.etag.unwrap(), object, "a text is what it is");
    assert_eq!(read(&[("x-tags", "[::1], [::2]")]).tags.unwrap(), ["[::1]", "[::2]"]);
    assert_eq!(read(&[("x-flat", "{\"R\":100")]).flat, None);
}

#[test]
fn a_time_may_be_one_of_http() {
    let at = read(&[("x-at", "Tue, 02 Jan 2024 03:04:05 GMT")]).at;
    assert_eq!(at, Some("2024-01-02T03:04:05Z".parse().unwrap()));
}

#[test]
fn what_is_missing_or_malformed_is_none() {
    let documented = read(&[
        ("ratelimit-remaining", "many"),
        ("x-cached", "yes"),
        ("x-numbers", "1,x"),
        ("x-small", "-1"),
        ("x-ratio", "NaN"),
        ("x-at", "yesterday"),
        ("x-flat", "R,100,name"),
        ("x-exploded", "R"),
        ("x-json", "{"),
    ]);
    assert_eq!(documented, Documented::default());
}
