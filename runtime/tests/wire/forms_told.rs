//! Forms by what is said of their properties: styles and their defaults, objects in brackets, and what is no form at all.

use std::collections::BTreeMap;

use clientwright_runtime::private as rt;
use clientwright_runtime::{Constant, Number, Value, record, untagged_union};
use proptest::prelude::*;
use rt::{PartSpec, Spec, Style};
use serde_json::json;

use crate::support;

struct Spot {
    city: String,
    zip: Option<i64>,
}

record! { Spot {
    required city;
    optional zip;
} }

struct Area {
    name: String,
    tags: Vec<String>,
    spots: Option<Vec<Spot>>,
    pair: Option<(Option<i64>, String)>,
    main: Bounds,
    version: Constant,
}

record! { Area {
    required name;
    required tags;
    optional spots;
    optional pair;
    required main;
    constant "version" = 2 as version;
} }

struct Bounds {
    north: Option<i64>,
}

struct Stage {
    stops: Vec<String>,
    version: Constant,
}

record! { Stage {
    required stops;
    constant "version" = 2 as version;
} }

struct Route {
    stages: Vec<Stage>,
    by_day: Option<BTreeMap<String, Stage>>,
    ends: Option<(Vec<String>, Stage)>,
    others: BTreeMap<String, Stage>,
}

record! { Route {
    required stages;
    optional by_day;
    optional ends;
    extra others;
} }

struct Journey {
    route: Route,
    first: Stage,
    bounds: Bounds,
}

record! { Journey {
    required route;
    required first;
    required bounds;
} }

record! { Bounds { optional north; } }

enum Reply {
    Spot(Spot),
    Bounds(Bounds),
    Unknown(Value),
}

untagged_union! { Reply { Spot: object ["city"], Bounds: object } }

struct Survey {
    note: Option<String>,
    code: Option<String>,
    places: Option<(Option<i64>, Option<String>, i64)>,
    apart: Option<(Option<i64>, Option<String>, i64)>,
    piped: Option<(Option<i64>, i64)>,
    spaced: Option<(Option<i64>, i64)>,
    near: Option<Spot>,
    area: Option<Area>,
    bounds: Bounds,
    flat: Option<Spot>,
    amount: Option<Number>,
    level: Constant,
    reply: Option<Reply>,
    others: BTreeMap<String, Value>,
}

record! { Survey {
    optional note;
    optional code;
    optional places;
    optional apart;
    optional piped;
    optional spaced;
    optional near;
    optional area;
    required bounds;
    optional flat;
    optional amount;
    constant "level" = 3 as level;
    optional reply;
    extra others;
} }

static SURVEY: Spec = Spec {
    parts: &[
        PartSpec::new("note", &[]).explode(false),
        PartSpec::new("code", &["application/json"]).style(Style::Form),
        PartSpec::new("places", &[]).explode(false),
        PartSpec::new("piped", &[]).style(Style::PipeDelimited),
        PartSpec::new("spaced", &[]).style(Style::SpaceDelimited),
        PartSpec::new("near", &[]).style(Style::DeepObject),
        PartSpec::deep("area"),
        PartSpec::deep("bounds"),
        PartSpec::new("flat", &[]).style(Style::Form).explode(false),
        PartSpec::new("reply", &["application/json"]),
    ],
    body: "application/x-www-form-urlencoded",
    ..Spec::post("survey", "/survey")
};

fn read(body: &str) -> Result<Survey, String> {
    rt::incoming_form(body.as_bytes(), SURVEY.parts).map_err(|error| error.to_string())
}

fn written(survey: &Survey) -> String {
    let request = support::call(&SURVEY).form(survey).request().expect("a form");
    String::from_utf8(request.body().as_bytes().expect("in memory").to_vec()).expect("text")
}

fn bare() -> Survey {
    read("").expect("nothing is needed, and an object without members has no pair")
}

fn area() -> Area {
    Area {
        name: "North".into(),
        tags: vec![],
        spots: None,
        pair: None,
        main: Bounds { north: None },
        version: Constant::default(),
    }
}

#[test]
fn one_text_with_a_delimiter_is_one_text() {
    let survey = read("note=Hello,+world%2C+you").expect("it fits");
    assert_eq!(survey.note.as_deref(), Some("Hello, world, you"));
}

#[test]
fn a_style_alone_brings_its_default_of_explode() {
    let survey = read("piped=1|2&spaced=1+2&near[city]=Oslo").expect("it fits");
    assert_eq!((survey.piped, survey.spaced), (Some((Some(1), 2)), Some((Some(1), 2))));
    assert_eq!(survey.near, Some(Spot { city: "Oslo".into(), zip: None }));
}

#[test]
fn a_content_type_says_nothing_beside_a_style() {
    assert_eq!(read("code=%22q%22").expect("it fits").code.as_deref(), Some("\"q\""));
    assert_eq!(read("code=7").expect("it fits").code.as_deref(), Some("7"));
}

#[test]
fn texts_of_which_nothing_is_said_stay_texts() {
    let others = read("a=0123&b=true&c=1&c=x&d=null&e=1e3").expect("it fits").others;
    let expected = json!({"a": "0123", "b": "true", "c": ["1", "x"], "d": "null", "e": "1e3"});
    assert_eq!(json!(others), expected);
}

#[test]
fn what_a_constant_is_tells_whether_its_text_is_one() {
    assert_eq!(read("level=3").expect("it fits").level.other(), None);
    assert_eq!(read("level=4").expect("it fits").level.other(), Some(&json!("4")));
    let area = read("area[name]=a&area[version]=2").expect("it fits").area;
    assert_eq!(area, Some(Area { name: "a".into(), ..self::area() }));
}

static JOURNEY: Spec = Spec {
    parts: &[
        PartSpec::deep("route"),
        PartSpec::new("first", &[]).style(Style::Form).explode(false),
        PartSpec::new("bounds", &[]).style(Style::PipeDelimited),
    ],
    body: "application/x-www-form-urlencoded",
    ..Spec::post("journey", "/journey")
};

fn stage(stops: &[&str]) -> Stage {
    Stage { stops: stops.iter().map(|stop| (*stop).to_owned()).collect(), version: Constant::default() }
}

#[test]
fn what_has_no_pair_is_told_wherever_it_stands() {
    let route = Route {
        stages: vec![stage(&[]), stage(&["Oslo"])],
        by_day: Some(BTreeMap::from([("1".to_owned(), stage(&[]))])),
        ends: Some((vec![], stage(&[]))),
        others: BTreeMap::from([("spare".to_owned(), stage(&[]))]),
    };
    let journey = Journey { route, first: stage(&[]), bounds: Bounds { north: None } };
    let request = support::call(&JOURNEY).form(&journey).request().expect("a form");
    let body = request.body().as_bytes().expect("in memory");
    let read = rt::incoming_form::<Journey>(body, JOURNEY.parts).map_err(|error| error.to_string());
    assert_eq!(read, Ok(journey));
}

#[test]
fn numbers_of_either_kind_are_numbers() {
    for (text, number) in [("7", json!(7)), ("7.5", json!(7.5)), ("18446744073709551615", json!(u64::MAX))] {
        let amount = read(&format!("amount={text}")).expect("it fits").amount;
        assert_eq!(amount.map(Value::Number), Some(number));
    }
    assert_eq!(read("amount=many").err().as_deref(), Some("expected a number, found another string at /amount"));
}

#[test]
fn a_document_is_of_the_kind_that_it_is() {
    let survey = read("reply=%7B%22city%22%3A%22Oslo%22%2C%22zip%22%3A7%7D").expect("it fits");
    assert_eq!(survey.reply, Some(Reply::Spot(Spot { city: "Oslo".into(), zip: Some(7) })));
    let survey = read("reply=%7B%22north%22%3A7%7D").expect("it fits");
    assert_eq!(survey.reply, Some(Reply::Bounds(Bounds { north: Some(7) })));
}

#[test]
fn an_object_of_one_text_is_its_keys_and_values_in_turn() {
    assert_eq!(read("flat=city,A%2CB,zip,7").expect("it fits").flat, Some(Spot { city: "A,B".into(), zip: Some(7) }));
    let told = read("flat=city").expect_err("a key has no value");
    assert_eq!(told, "expected pairs of keys and values, found another string at /flat");
}

#[test]
fn lists_stand_in_brackets_by_their_places() {
    let mut body = "area[name]=a&area[spots][0][city]=x&area[spots][1][city]=y&area[spots][1][zip]=7".to_owned();
    (0..11).for_each(|index| body.push_str(&format!("&area[tags][{index}]={index}")));
    let area = read(&body).expect("it fits").area.expect("it is there");
    assert_eq!(area.tags, (0..11).map(|index| index.to_string()).collect::<Vec<_>>());
    let spots = [Spot { city: "x".into(), zip: None }, Spot { city: "y".into(), zip: Some(7) }];
    assert_eq!(area.spots.as_deref(), Some(&spots[..]));
    for gaps in ["area[name]=a&area[tags][1]=b", "area[name]=a&area[tags][0]=a&area[tags][4000000000]=b"] {
        assert_eq!(read(gaps).expect_err("there are gaps"), "expected an array, found an object at /area/tags");
    }
}

#[test]
fn lists_may_stand_in_empty_brackets() {
    let area = read("area[name]=a&area[tags][]=b&area[tags][]=c&area[pair][]=&area[pair][]=d").expect("it fits").area;
    let area = area.expect("it is there");
    assert_eq!((area.tags, area.pair), (vec!["b".to_owned(), "c".to_owned()], Some((None, "d".to_owned()))));
    for mixed in ["area[name]=a&area[tags][]=b&area[tags][0]=c", "area[name]=a&area[spots][][city]=b"] {
        let told = read(mixed).expect_err("nobody knows which is which");
        assert!(told.starts_with("expected an array, found an object at /area/"), "{told}");
    }
}

#[test]
fn a_name_is_a_text_or_an_object() {
    let told = "`near` comes as a text, and as an object";
    for body in ["near=x&near[city]=a", "near[city]=a&near=x", "near[city]=a&near[city][b]=c"] {
        assert_eq!(read(body).expect_err("it is both"), told, "{body}");
    }
}

/// A name with so many keys behind `near`.
fn nested(depth: usize) -> String {
    format!("near{}=1", "[a]".repeat(depth))
}

#[test]
fn objects_of_objects_end_somewhere() {
    let too_deep = "`near` has an object nested deeper than 32 keys";
    assert_eq!(read(&nested(32)).expect_err("it has no city"), "missing field `city` at /near");
    for depth in [33, 1_000, 100_000] {
        assert_eq!(read(&nested(depth)).expect_err("it has no end"), too_deep, "{depth}");
    }
}

#[test]
fn null_in_a_tuple_keeps_the_places_of_what_follows() {
    let survey = Survey {
        places: Some((None, Some("a,b".into()), 3)),
        apart: Some((Some(1), None, 3)),
        piped: Some((None, 2)),
        spaced: Some((None, 2)),
        ..bare()
    };
    assert_eq!(written(&survey), "places=,a%2Cb,3&apart=1&apart=&apart=3&piped=%7C2&spaced=%202&level=3");
    assert_eq!(read(&written(&survey)), Ok(survey));
}

fn places() -> impl Strategy<Value = Option<(Option<i64>, Option<String>, i64)>> {
    proptest::option::of((any::<Option<i64>>(), proptest::option::of(".{1,6}"), any::<i64>()))
}

fn spot() -> impl Strategy<Value = Spot> {
    (".{0,6}", any::<Option<i64>>()).prop_map(|(city, zip)| Spot { city, zip })
}

prop_compose! {
    fn some_area()(
        name in ".{0,6}",
        tags in proptest::collection::vec(".{0,6}", 0..13),
        spots in proptest::option::of(proptest::collection::vec(spot(), 1..4)),
        pair in any::<Option<(Option<i64>, String)>>(),
        north in any::<Option<i64>>(),
    ) -> Area {
        Area { name, tags, spots, pair, main: Bounds { north }, ..area() }
    }
}

/// A pair of a name with keys of any kind behind it, more of them than there may be at times.
fn pair() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["near", "area", "bounds", "flat"]);
    let key = prop::sample::select(vec!["[city]", "[tags]", "[spots]", "[main]", "[0]", "[1]", "[a]", "[]", "[a]b"]);
    (name, proptest::collection::vec(key, 0..40)).prop_map(|(name, keys)| format!("{name}{}=1", keys.concat()))
}

proptest! {
    #[test]
    fn what_is_written_in_a_style_is_read_back(
        note in proptest::option::of(".{0,12}"),
        places in places(),
        apart in places(),
        piped in any::<Option<(Option<i64>, i64)>>(),
        spaced in any::<Option<(Option<i64>, i64)>>(),
        near in proptest::option::of(spot()),
        flat in proptest::option::of(spot()),
        area in proptest::option::of(some_area()),
    ) {
        let survey = Survey { note, places, apart, piped, spaced, near, flat, area, ..bare() };
        prop_assert_eq!(read(&written(&survey)), Ok(survey));
    }

    #[test]
    fn no_names_make_it_panic(pairs in proptest::collection::vec(pair(), 0..8)) {
        let _ = read(&pairs.join("&"));
    }
}
