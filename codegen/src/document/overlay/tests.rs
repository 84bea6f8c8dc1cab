//! What the Overlay Specification says by its examples and its tests, and what hostile overlays must not do.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::apply;
use crate::Loader;
use crate::diagnostic::Diagnostics;
use crate::place::Pointer;
use crate::settings::Changes;

/// The overlays of a test, by number.
struct Texts(Vec<String>);

impl Loader for Texts {
    fn load(&self, path: &str) -> Result<Vec<u8>, String> {
        let text = path.parse().ok().and_then(|index: usize| self.0.get(index));
        text.map(|text| text.clone().into_bytes()).ok_or_else(|| "there is no such file".to_owned())
    }
}

fn applied(tree: &Value, overlays: &[String]) -> (Option<Value>, Diagnostics) {
    let mut changes = Changes::default();
    changes.usual_overlays((0..overlays.len()).map(|index| index.to_string()));
    let (mut tree, mut diagnostics) = (tree.clone(), Diagnostics::new());
    let done = apply(&mut tree, "a.yaml", &changes, &Texts(overlays.to_vec()), &mut diagnostics);
    (done.map(|()| tree), diagnostics)
}

/// An overlay of these actions.
fn overlay(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{title: T, version: 1.0.0}}\nactions:\n{actions}")
}

fn becomes(tree: &Value, version: &str, actions: &str) -> Value {
    let (result, diagnostics) = applied(tree, &[overlay(version, actions)]);
    result.ok_or_else(|| diagnostics.render(false)).expect("it can be applied")
}

fn codes(tree: &Value, text: &str) -> Vec<&'static str> {
    applied(tree, &[text.to_owned()]).1.iter().map(|found| found.code).collect()
}

#[test]
fn objects_are_merged_lists_appended_and_primitives_replaced() {
    let tree = json!({"info": {"title": "A", "x": {"a": 1}}, "tags": ["one"], "servers": [{"url": "/a"}]});
    let merged =
        becomes(&tree, "1.0.0", "- {target: $, update: {info: {title: B, x: {b: 2}}, tags: [two, three], y: null}}");
    let expected = json!({
        "info": {"title": "B", "x": {"a": 1, "b": 2}}, "tags": ["one", "two", "three"], "servers": [{"url": "/a"}], "y": null
    });
    assert_eq!(merged, expected);
    let appended = becomes(&tree, "1.0.0", "- {target: $.servers, update: {url: /b}}\n- {target: $.tags, update: two}");
    assert_eq!(appended["servers"], json!([{"url": "/a"}, {"url": "/b"}]));
    assert_eq!(appended["tags"], json!(["one", "two"]));
    let replaced = becomes(&tree, "1.1.0", "- {target: $.info.title, update: B}\n- {target: '$.tags[0]', update: 1}");
    assert_eq!((&replaced["info"]["title"], &replaced["tags"]), (&json!("B"), &json!([1])));
}

#[test]
fn what_is_removed_in_a_list_takes_nothing_else_with_it() {
    let tree = json!({"a": [0, {"b": [1, 2, 3], "c": 4}, 5, {"b": [6, 7]}]});
    let left =
        becomes(&tree, "1.0.0", "- {target: '$.a[0, 2, 3].b[0]', remove: true}\n- {target: '$.a[0, 2]', remove: true}");
    assert_eq!(left, json!({"a": [{"b": [1, 2, 3], "c": 4}, {"b": [7]}]}));
    let inner =
        becomes(&tree, "1.0.0", "- {target: '$.a[1, 0]..*', remove: true}\n- {target: '$.a[?@ == 5]', remove: true}");
    assert_eq!(inner, json!({"a": [0, {}, {"b": [6, 7]}]}));
    let nested = becomes(&tree, "1.0.0", "- {target: '$..[0]', remove: true}");
    assert_eq!(nested, json!({"a": [{"b": [2, 3], "c": 4}, 5, {"b": [7]}]}));
}

#[test]
fn an_action_sees_what_the_one_before_has_left() {
    let tree = json!({"servers": [{"url": "https://api.example.com"}], "paths": {}});
    let actions = "- {target: $.servers, remove: true}\n- {target: $, update: {servers: [{url: http://localhost}]}}";
    assert_eq!(becomes(&tree, "1.1.0", actions), json!({"paths": {}, "servers": [{"url": "http://localhost"}]}));
    let (first, second) =
        (overlay("1.1.0", "- {target: $, update: {x: {}}}"), overlay("1.1.0", "- {target: $.x, update: {y: 1}}"));
    assert_eq!(applied(&tree, &[first.clone(), second.clone()]).0.expect("both")["x"], json!({"y": 1}));
    assert_eq!(applied(&tree, &[second, first]).0, None);
}

#[test]
fn what_is_copied_is_merged_like_an_update() {
    let tree = json!({"paths": {"/items": {"get": {"tags": ["a"]}}, "/some-items": {"delete": {}}}});
    let copied = becomes(&tree, "1.1.0", "- target: '$.paths[\"/some-items\"]'\n  copy: '$.paths[\"/items\"]'");
    assert_eq!(copied["paths"]["/some-items"], json!({"delete": {}, "get": {"tags": ["a"]}}));
    let moved = "- {target: $.paths, update: {/new: {}}}\n- target: $.paths['/new']\n  copy: $.paths['/items']\n- {target: \"$.paths['/items']\", remove: true}";
    assert_eq!(
        becomes(&tree, "1.1.0", moved),
        json!({"paths": {"/some-items": {"delete": {}}, "/new": {"get": {"tags": ["a"]}}}})
    );
}

#[test]
fn traits_and_patterns_select_what_they_describe() {
    let tree = json!({"paths": {
        "/items": {"get": {"x-oai-traits": ["paged"], "responses": {"200": {}, "500": {}}}},
        "/items/{id}": {"get": {"x-oai-traits": ["paged"], "parameters": [{"name": "id"}], "responses": {"500": {}}}},
        "/other": {"get": {"responses": {"200": {}}}}
    }});
    let paged =
        "- target: $.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get\n  update: {parameters: [{name: top}]}\n";
    let result =
        becomes(&tree, "1.0.0", &(paged.to_owned() + "- {target: \"$.paths..responses['500']\", remove: true}"));
    assert_eq!(result["paths"]["/items"]["get"]["parameters"], json!([{"name": "top"}]));
    assert_eq!(result["paths"]["/items/{id}"]["get"]["parameters"], json!([{"name": "id"}, {"name": "top"}]));
    assert_eq!(result["paths"]["/items/{id}"]["get"]["responses"], json!({}));
    assert_eq!(result["paths"]["/other"], tree["paths"]["/other"]);
    let long = becomes(&tree, "1.0.0", "- {target: \"$.paths.*[?match(@.parameters[0].name, 'i.')]\", update: {x: 1}}");
    assert_eq!(long["paths"]["/items/{id}"]["get"]["x"], json!(1));
}

/// What the tests of the specification's repository refuse and accept.
#[test]
fn malformed_overlays_are_refused_and_others_are_not() {
    let tree = json!({"info": {"title": "A"}, "paths": {}});
    let refused = [
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: []", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: {}", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [123]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{update: x}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: 100}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, description: 10}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, remove: maybe}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, copy: 100}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: info.title, update: x}]", "CW0114"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, x: 1}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: {}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1', description: 1}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: invalid\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {version: '1'}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: 1, version: '1'}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: false}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 2\ninfo: {title: T, version: '1'}\nactions: [{target: $}]", "CW0113"),
        ("overlay: '1.1'\ninfo: {title: T, version: '1'}\nactions: [{target: $}]", "CW0113"),
        ("overlay: 1.2.0\ninfo: {title: T, version: '1'}\nactions: [{target: $}]", "CW0113"),
        ("- root", "CW0113"),
        ("overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $}]\nother: true", "CW0113"),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, update: {}}, {target: $, update: {}}]",
            "CW0113",
        ),
        ("overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $, copy: $.info}]", "CW0113"),
        ("overlay: 1.0.0\ninfo: {title: T, version: '1'}\nactions: [{target: $.info.title, update: x}]", "CW0116"),
        ("overlay: [", "CW0101"),
        ("", "CW0101"),
    ];
    for (text, code) in refused {
        assert_eq!(applied(&tree, &[text.to_owned()]).0, None, "{text}");
        assert!(codes(&tree, text).contains(&code), "{text}: {:?}", codes(&tree, text));
    }
    for text in [
        "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0, x-a: {}}\nx-b: {}\nactions: [{target: $, x-c: {}, description: d}]",
        "overlay: 1.1.0\ninfo: {title: T, version: 1.0.0, description: d}\nextends: './a.yaml'\nactions: [{target: $, update: {tags: []}}]",
        "overlay: 1.1.0\ninfo: {title: T, version: 1.0.0}\nactions: [{target: $.info, update: {a: 1}, remove: true}]",
        "{\"overlay\": \"1.0.0\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"actions\": [{\"target\": \"$\"}]}",
    ] {
        assert!(applied(&tree, &[text.to_owned()]).0.is_some(), "{text}");
    }
}

#[test]
fn what_is_brought_points_into_the_overlay_and_what_moves_up_keeps_its_place() {
    let tree = json!({"tags": [{"name": "a"}, {"name": "b"}], "info": {}});
    let actions = "- {target: '$.tags[0]', remove: true}\n- {target: $.tags, update: [{name: c}]}\n- {target: $.info, copy: '$.tags[1]'}";
    let (_, diagnostics) = applied(&tree, &[overlay("1.1.0", actions)]);
    let came = |place: &str| {
        let (file, pointer) = diagnostics.origins.source(&Pointer::parse(place).expect("a pointer"));
        format!("{}{pointer}", file.unwrap_or_default())
    };
    assert_eq!(came("/tags/0/name"), "#/tags/1/name");
    assert_eq!(came("/tags/1/name"), "0#/actions/1/update/0/name");
    assert_eq!(came("/info/name"), "0#/actions/1/update/0/name");
    assert_eq!(came("/info/title"), "#/info/title");
}

#[test]
fn what_grows_without_end_is_refused_in_no_time() {
    let tree = json!({"a": {"b": {}}, "list": []});
    let deeper = "- {target: $.a.b, copy: $.a}\n- {target: $.a.b.b, copy: $.a}\n".to_owned()
        + &(0..40).map(|index| format!("- {{target: $..b, copy: $.a, x-{index}: 1}}\n")).collect::<String>();
    let found = codes(&tree, &overlay("1.1.0", &deeper));
    assert!(found.contains(&"CW0102") || found.contains(&"CW0103"), "{found:?}");
    let wider: String = (0..40).map(|index| format!("- {{target: $.list, copy: $.list, x-{index}: 1}}\n")).collect();
    let wider = "- {target: $.list, update: [1, 2]}\n".to_owned() + &wider;
    assert_eq!(codes(&tree, &overlay("1.1.0", &wider)), ["CW0103"]);
}

/// Anything that JSON can say, with the keys that mean something here more often than others.
fn json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("paths".to_owned()),
        Just("get".to_owned()),
        Just("a".to_owned()),
        Just("overlay".to_owned()),
        ".{0,3}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,4}".prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.clone(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn query() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("$".to_owned()),
        Just("$..*".to_owned()),
        Just("$.*".to_owned()),
        Just("$.paths".to_owned()),
        Just("$..[0]".to_owned()),
        Just("$..[?@.get]".to_owned()),
        Just("$..['a', -1]".to_owned()),
        "\\$[.\\[\\]?@*'a0 ]{0,12}",
        ".{0,8}",
    ]
}

fn action() -> impl Strategy<Value = Value> {
    let change = prop_oneof![
        json().prop_map(|value| json!({"update": value})),
        query().prop_map(|source| json!({"copy": source})),
        Just(json!({"remove": true})),
        json(),
    ];
    (query(), change).prop_map(|(target, mut action)| {
        if let Value::Object(members) = &mut action {
            members.insert("target".to_owned(), target.into());
        }
        action
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever an overlay says, there is a tree or an error; where it says nothing, nothing has changed.
    #[test]
    fn no_overlay_panics(tree in json(), actions in prop::collection::vec(action(), 0..5), other in json()) {
        let text = json!({"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": actions}).to_string();
        let (result, diagnostics) = applied(&tree, &[text]);
        prop_assert_eq!(result.is_none(), diagnostics.has_errors(), "{}", diagnostics.render(false));
        drop(applied(&tree, &[other.to_string()]));
        prop_assert_eq!(applied(&tree, &[]).0, Some(tree));
    }

    /// Two overlays, one after the other, do what one with the actions of both does.
    #[test]
    fn overlays_compose_in_order(tree in json(), first in action(), second in action()) {
        let text = |actions: &[&Value]| {
            json!({"overlay": "1.1.0", "info": {"title": "T", "version": "1"}, "actions": actions}).to_string()
        };
        prop_assume!(first != second);
        let (apart, _) = applied(&tree, &[text(&[&first]), text(&[&second])]);
        let (together, _) = applied(&tree, &[text(&[&first, &second])]);
        prop_assert_eq!(apart, together);
    }

    /// All that is there goes, and comes back by a copy of it as an update.
    #[test]
    fn everything_can_be_removed_and_written_anew(tree in json()) {
        prop_assume!(tree.as_object().is_some_and(|members| !members.is_empty()));
        let actions = json!([{"target": "$.*", "remove": true}, {"target": "$", "update": tree}]);
        let text = json!({"overlay": "1.0.0", "info": {"title": "T", "version": "1"}, "actions": actions}).to_string();
        let (result, diagnostics) = applied(&tree, &[text]);
        prop_assert_eq!(result, Some(tree), "{}", diagnostics.render(false));
    }
}
