//! Every value in every style and place is what a server reads there, or is refused where the style cannot tell.

use std::sync::LazyLock;

use clientwright_runtime::private as rt;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use rt::{Param, Spec, Style};
use serde_json::Value;
use url::Url;

use crate::decoder::{self, Kind, Read};
use crate::support;

const NAME: &str = "v ü";

/// One way of writing a parameter, in an operation that has no other.
struct Way {
    spec: &'static Spec,
    style: Style,
    explode: bool,
    keeps_reserved: bool,
}

fn ways(spec: Spec, place: fn(&'static str) -> Param, styles: &[Style]) -> Vec<Way> {
    let mut ways = Vec::new();
    for (style, explode) in styles.iter().flat_map(|style| [(*style, false), (*style, true)]) {
        for keeps_reserved in [false, true] {
            let param = place(NAME).style(style).explode(explode);
            let param = if keeps_reserved { param.allow_reserved() } else { param };
            let spec = Box::leak(Box::new(Spec { params: Vec::leak(vec![param]), ..spec }));
            ways.push(Way { spec, style, explode, keeps_reserved });
        }
    }
    ways
}

static PATH: LazyLock<Vec<Way>> =
    LazyLock::new(|| ways(Spec::get("path", "/a/{v ü}/b"), Param::path, &[Style::Simple, Style::Label, Style::Matrix]));
static QUERY: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let styles = [Style::Form, Style::SpaceDelimited, Style::PipeDelimited, Style::TabDelimited, Style::DeepObject];
    ways(Spec::get("query", "/"), Param::query, &styles)
});
static HEADER: LazyLock<Vec<Way>> = LazyLock::new(|| {
    let spec = |explode| Spec { params: Vec::leak(vec![Param::header("x-v").explode(explode)]), ..Spec::get("h", "/") };
    let way = |explode| Way {
        spec: Box::leak(Box::new(spec(explode))),
        style: Style::Simple,
        explode,
        keeps_reserved: false,
    };
    vec![way(false), way(true)]
});
static COOKIE: LazyLock<Vec<Way>> = LazyLock::new(|| ways(Spec::get("cookie", "/"), Param::cookie, &[Style::Form]));

/// Texts with many of the characters that matter, and some that are encoded already.
fn text() -> impl Strategy<Value = String> {
    let triplets =
        vec(prop_oneof![Just("%2C"), Just("%2e"), Just("%2F"), Just("%7C"), Just("%20"), Just("%"), Just("é")], 1..4);
    prop_oneof![
        any::<String>(),
        "[ -~]{0,12}",
        "[./%?#&=+:;,|\\[\\]\\\\\"\r\n\t ü€😀a-c]{0,6}",
        "[.]{0,3}",
        triplets.prop_map(|pieces| pieces.concat()),
    ]
}

fn value() -> impl Strategy<Value = Read> {
    prop_oneof![
        text().prop_map(Read::Text),
        vec(text(), 0..4).prop_map(Read::List),
        btree_map(text(), text(), 1..4).prop_map(|members| Read::Object(members.into_iter().collect())),
    ]
}

fn kind(value: &Read) -> Kind {
    match value {
        Read::Text(_) => Kind::Text,
        Read::List(_) => Kind::List,
        Read::Object(_) => Kind::Object,
    }
}

fn json(value: &Read) -> Value {
    match value {
        Read::Text(text) => text.as_str().into(),
        Read::List(items) => items.iter().map(String::as_str).collect(),
        Read::Object(members) => {
            Value::Object(members.iter().map(|(key, text)| (key.clone(), text.as_str().into())).collect())
        }
    }
}

/// All values that change by `change`, and no keys.
fn values(value: &Read, change: impl Fn(&str) -> String) -> Read {
    match value {
        Read::Text(text) => Read::Text(change(text)),
        Read::List(items) => Read::List(items.iter().map(|item| change(item)).collect()),
        Read::Object(members) => Read::Object(members.iter().map(|(key, text)| (key.clone(), change(text))).collect()),
    }
}

/// What arrives: where reserved characters stay, so do triplets (RFC 6570 section 3.2.3), which are taken for what they stand for.
fn meant(way: &Way, value: &Read) -> Read {
    values(value, |text| if way.keeps_reserved { decoder::decoded(text) } else { text.to_owned() })
}

/// Items, keys and values, as those that stand beside delimiters.
fn pieces(value: &Read) -> Vec<&str> {
    match value {
        Read::Text(_) => Vec::new(),
        Read::List(items) => items.iter().map(String::as_str).collect(),
        Read::Object(members) => members.iter().flat_map(|(key, text)| [key.as_str(), text]).collect(),
    }
}

/// A value at its place in a path, with nothing encoded but what keys have, in which nothing is kept.
fn bare(way: &Way, value: &Read) -> String {
    let (first, between) = match (way.style, way.explode) {
        (Style::Label, false) => (".", ","),
        (Style::Label, true) => (".", "."),
        (Style::Matrix, _) => (";", ";"),
        _ => ("", ","),
    };
    let joined = match value {
        Read::Text(text) => text.clone(),
        Read::List(items) => items.join(between),
        Read::Object(members) => {
            let equals = if way.explode { "=" } else { between };
            let key = |key: &str| key.replace('%', "%25").replace('/', "%2F");
            members.iter().map(|(name, text)| key(name) + equals + text).collect::<Vec<_>>().join(between)
        }
    };
    format!("{first}{joined}")
}

/// Whether a path would lead somewhere else, or a parameter not be there at all.
fn leads_astray(way: &Way, value: &Read) -> bool {
    let text = bare(way, value);
    let text = if way.keeps_reserved { text.replace("%2e", ".").replace("%2E", ".") } else { text };
    let dots = |segment: &str| segment == "." || segment == "..";
    text.is_empty() || if way.keeps_reserved { text.split('/').any(dots) } else { dots(&text) }
}

/// `;name` is a list of nothing, and one of an empty text.
fn undefined(value: Read) -> Read {
    match value {
        Read::List(items) if items == [""] => Read::List(Vec::new()),
        other => other,
    }
}

/// What an item may not hold, as it is encoded itself.
fn delimiter(way: &Way) -> Option<char> {
    match way.style {
        Style::SpaceDelimited if !way.explode => Some(' '),
        Style::PipeDelimited if !way.explode => Some('|'),
        Style::TabDelimited if !way.explode => Some('\t'),
        _ => None,
    }
}

/// Whether a header, in which nothing is encoded, cannot hold it.
fn is_lost_in_a_header(value: &Read, explode: bool) -> bool {
    let (items, divides): (Vec<String>, &[char]) = match value {
        Read::Text(text) => (vec![text.clone()], &[]),
        Read::Object(members) if explode => {
            (members.iter().map(|(key, text)| format!("{key}={text}")).collect(), &[','])
        }
        Read::List(_) | Read::Object(_) => (pieces(value).into_iter().map(str::to_owned).collect(), &[',']),
    };
    let is_key_cut = match value {
        Read::Object(members) => explode && members.iter().any(|(key, _)| key.contains('=')),
        Read::Text(_) | Read::List(_) => false,
    };
    is_key_cut
        || items.iter().any(|item| item.contains(divides) || item.trim_matches([' ', '\t']) != item)
        || items.iter().any(|item| item.chars().any(|c| c.is_ascii_control() && c != '\t'))
}

proptest! {
    #[test]
    fn path_parameters_of_all_styles_arrive(value in value()) {
        for way in PATH.iter() {
            let request = support::call(way.spec).path(NAME, &json(&value)).request();
            prop_assert_eq!(request.is_err(), leads_astray(way, &value), "{:?} {:?}: {:?}", way.style, way.explode, request);
            let Ok(request) = request else { continue };
            let uri = request.uri().to_string();
            let url = Url::parse(&uri).unwrap();
            prop_assert_eq!((url.as_str(), url.query(), url.fragment()), (uri.as_str(), None, None));
            let text = url.path().strip_prefix("/base/a/").unwrap().strip_suffix("/b").unwrap();
            prop_assert!(way.keeps_reserved || !text.contains('/'));
            let found = decoder::path(text, NAME, way.style, way.explode, kind(&value));
            prop_assert_eq!(found.map(undefined), Some(undefined(meant(way, &value))), "{:?} {} {}", way.style, way.explode, text);
        }
    }

    #[test]
    fn query_parameters_of_all_styles_arrive_or_are_refused(value in value()) {
        for way in QUERY.iter() {
            let (delimiter, meant) = (delimiter(way), meant(way, &value));
            let divides = |text: &str| delimiter.is_some_and(|delimiter| text.contains(delimiter));
            let cannot_tell = pieces(&meant).into_iter().any(divides);
            let request = support::call(way.spec).query(NAME, &json(&value)).request();
            prop_assert_eq!(request.is_err(), cannot_tell, "{:?} {}: {:?}", way.style, way.explode, request);
            let Ok(request) = request else { continue };
            let text = request.uri().query().unwrap_or_default();
            // Parsers of URLs encode a quotation mark, and change nothing else.
            let url = Url::parse(&request.uri().to_string()).unwrap();
            prop_assert_eq!(url.query().unwrap_or_default(), text.replace('\'', "%27"));
            prop_assert_eq!(url.fragment(), None);
            let found = decoder::query(text, NAME, way.style, way.explode, kind(&value));
            prop_assert_eq!(found.as_ref(), Some(&meant), "{:?} {} {}", way.style, way.explode, text);
            // Servers that read forms, where a plus is a space, find the same pairs.
            if let Read::Text(sent) = &meant {
                let pairs: Vec<_> = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
                prop_assert_eq!(pairs, [(NAME.to_owned(), sent.clone())]);
            }
            // Those that decode before they divide find the same items.
            if let (Some(delimiter), Read::List(items)) = (delimiter, &meant) && !items.is_empty() {
                let whole = decoder::query(text, NAME, Style::Form, true, Kind::Text);
                let Some(Read::Text(whole)) = whole else { panic!("there is one pair") };
                prop_assert_eq!(&whole.split(delimiter).map(str::to_owned).collect::<Vec<_>>(), items);
            }
        }
    }

    #[test]
    fn header_parameters_arrive_or_are_refused(value in value()) {
        for way in HEADER.iter() {
            let request = support::call(way.spec).header("x-v", &json(&value)).request();
            prop_assert_eq!(request.is_err(), is_lost_in_a_header(&value, way.explode), "{:?}: {:?}", way.explode, request);
            let Ok(request) = request else { continue };
            let text = request.headers().get("x-v").map(|value| std::str::from_utf8(value.as_bytes()).unwrap());
            prop_assert_eq!(decoder::header(text, way.explode, kind(&value)), Some(value.clone()), "{:?}", text);
        }
    }

    #[test]
    fn cookie_parameters_of_all_shapes_arrive(value in value()) {
        for way in COOKIE.iter() {
            let request = support::call(way.spec).cookie(NAME, &json(&value)).request().unwrap();
            let text = request.headers().get("cookie").map_or("", |value| value.to_str().unwrap());
            prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\' || byte == b' '));
            prop_assert_eq!(decoder::cookie(text, NAME, way.explode, kind(&value)), Some(meant(way, &value)), "{}", text);
        }
    }
}
