//! Any text in any place arrives as it was, as parsers of other hands read it; what cannot arrive is refused.

use clientwright_runtime::private as rt;
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::*;
use rt::{Param, PartSpec, Spec, Style};
use serde_json::{Map, Value, json};
use url::Url;

use crate::support;

static PLAIN: Spec = Spec::post("plain", "/a/{value}/b");
static ROOT: Spec = Spec {
    params: &[
        Param::query("list").explode(false),
        Param::query("deep").style(Style::DeepObject),
        Param::query("kept").allow_reserved(),
        Param::path("matrix").style(Style::Matrix).explode(true),
    ],
    parts: &[PartSpec::new("deep", &[]).style(Style::DeepObject), PartSpec::new("flat", &[]).explode(false)],
    ..Spec::post("root", "/")
};

/// What a server of today makes of the target: the URL parser of browsers.
fn url(request: &http::Request<rt::Body>) -> Url {
    Url::parse(&request.uri().to_string()).expect("every URI that was built is a URL")
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().expect("what was encoded is UTF-8").into_owned()
}

fn pairs(query: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// Texts with many of the characters that matter.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), "[ -~]{0,12}", "[./%?#&=+;:,|\\\\\"\r\n\t ü€😀a-c]{0,8}"]
}

proptest! {
    #[test]
    fn path_values_arrive(value in text()) {
        let request = support::call(&PLAIN).path("value", &Value::from(value.as_str())).request();
        let Ok(request) = request else {
            prop_assert!(matches!(value.as_str(), "" | "." | ".."));
            return Ok(());
        };
        let url = url(&request);
        let segments: Vec<String> = url.path_segments().expect("http").map(decoded).collect();
        prop_assert_eq!(segments, ["base", "a", value.as_str(), "b"]);
        prop_assert_eq!((url.query(), url.fragment()), (None, None));
    }

    #[test]
    fn query_values_arrive(value in text(), kept in text(), extra in text()) {
        let call = support::call(&ROOT).query("b&=", &Value::from(value.as_str())).query("kept", &Value::from(kept.as_str()));
        let request = call.query("end", &Value::from(extra.as_str())).request().unwrap();
        let found = pairs(url(&request).query().unwrap());
        prop_assert_eq!(found.len(), 3);
        prop_assert_eq!(&found[0], &("b&=".to_owned(), value));
        prop_assert_eq!(&found[2], &("end".to_owned(), extra));
        // Triplets that are there already stay, so the text itself arrives only where it has none.
        let has_triplet = kept.as_bytes().windows(3).any(|w| w[0] == b'%' && w[1].is_ascii_hexdigit() && w[2].is_ascii_hexdigit());
        prop_assert!(has_triplet || found[1].1 == kept);
    }

    #[test]
    fn lists_arrive(items in vec(text(), 1..5)) {
        let call = support::call(&ROOT).query("list", &json!(items)).query("each", &json!(items));
        let request = call.request().unwrap();
        let url = url(&request);
        let query = url.query().unwrap();
        let (list, each) = query.split_once('&').unwrap_or((query, ""));
        let list: Vec<String> = list.strip_prefix("list=").unwrap().split(',').map(decoded).collect();
        prop_assert_eq!(&list, &items);
        let each: Vec<String> = pairs(each).into_iter().map(|(_, value)| value).collect();
        prop_assert_eq!(each, items);
    }

    #[test]
    fn deep_objects_arrive(members in proptest::collection::btree_map("[^\\[\\]]{1,6}", text(), 1..4)) {
        let object: Map<String, Value> = members.iter().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        let request = support::call(&ROOT).query("deep", &Value::Object(object)).request().unwrap();
        let found = pairs(url(&request).query().unwrap());
        let expected: Vec<_> = members.into_iter().map(|(key, value)| (format!("deep[{key}]"), value)).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn header_values_arrive_or_are_refused(value in text()) {
        let request = support::call(&ROOT).header("x-value", &Value::from(value.as_str())).request();
        let inexpressible = value.chars().any(|c| c.is_ascii_control() && c != '\t') || value.trim_matches([' ', '\t']) != value;
        match request {
            Ok(request) => {
                prop_assert!(!inexpressible);
                prop_assert_eq!(request.headers()["x-value"].as_bytes(), value.as_bytes());
            }
            Err(failure) => {
                prop_assert!(inexpressible);
                prop_assert!(failure.to_string().starts_with("header `x-value`: "));
            }
        }
    }

    #[test]
    fn cookies_arrive(first in text(), second in text()) {
        let call = support::call(&ROOT).cookie("a;b", &Value::from(first.as_str())).cookie("c", &Value::from(second.as_str()));
        let request = call.request().unwrap();
        prop_assert_eq!(request.headers().get_all("cookie").iter().count(), 1);
        let found: Vec<(String, String)> = request.headers()["cookie"].to_str().unwrap().split("; ")
            .map(|pair| pair.split_once('=').unwrap())
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect();
        prop_assert_eq!(found, [("a;b".to_owned(), first), ("c".to_owned(), second)]);
    }

    #[test]
    fn forms_arrive(one in text(), many in vec(text(), 0..4)) {
        let request = support::call(&ROOT).form(&json!({"one": one, "many": many, "none": null})).request().unwrap();
        let mut expected = vec![("one".to_owned(), one)];
        expected.extend(many.into_iter().map(|item| ("many".to_owned(), item)));
        let body: Vec<_> = form_urlencoded::parse(request.body().as_bytes().unwrap()).into_owned().collect();
        prop_assert_eq!(body, expected);
    }
}

#[test]
fn forms_follow_the_declared_styles() {
    let value = json!({"deep": {"a": 1}, "flat": ["x", "y"], "object": {"k": "v"}, "list": [1, 2]});
    let request = support::call(&ROOT).form(&value).request().unwrap();
    let body = std::str::from_utf8(request.body().as_bytes().unwrap()).unwrap();
    assert_eq!(body, "deep%5Ba%5D=1&flat=x,y&object=%7B%22k%22%3A%22v%22%7D&list=1&list=2");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    let failure = support::call(&ROOT).form(&json!([1])).request().unwrap_err();
    assert_eq!(failure.to_string(), "body: only an object can be written as a form");
}

#[test]
fn path_parameters_of_a_style_arrive() {
    static MATRIX: Spec = Spec { params: ROOT.params, ..Spec::get("matrix", "/x{matrix}") };
    let request = support::call(&MATRIX).path("matrix", &json!(["a;b", "c/d"])).request().unwrap();
    assert_eq!(request.uri().path(), "/base/x;matrix=a%3Bb;matrix=c%2Fd");
}
