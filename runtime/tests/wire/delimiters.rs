//! Lists as Swagger 2.0 joins them ("Parameter Object", `collectionFormat`) where OpenAPI 3.0 has no style: headers, parts, lists of lists.

use clientwright_runtime::private as rt;
use rt::{Param, PartSpec, Spec, Style};
use serde_json::{Value, json};

use crate::support;

const PARAMS: &[Param] = &[
    Param::header("x-piped").style(Style::PipeDelimited),
    Param::header("x-tabbed").style(Style::TabDelimited),
    Param::query("table").explode(false).within(&[Style::PipeDelimited]),
    Param::query("cube").within(&[Style::PipeDelimited, Style::SpaceDelimited]),
];
const PARTS: &[PartSpec] = &[
    PartSpec::new("spaced", &[]).style(Style::SpaceDelimited),
    PartSpec::new("rows", &[]).within(&[Style::Form]),
    PartSpec::new("table", &[]).style(Style::PipeDelimited).within(&[Style::Form]),
];
static CALL: Spec = Spec { params: PARAMS, ..Spec::get("get", "/") };
static FORM: Spec = Spec { parts: PARTS, body: "application/x-www-form-urlencoded", ..Spec::post("form", "/") };
static UPLOAD: Spec = Spec { parts: PARTS, body: "multipart/form-data", ..Spec::post("upload", "/") };

#[test]
fn a_header_has_the_delimiter_as_it_is() {
    let items = json!(["a,b", "c d"]);
    let request = support::call(&CALL).header("x-piped", &items).header("x-tabbed", &items).request().unwrap();
    assert_eq!(request.headers()["x-piped"], "a,b|c d");
    assert_eq!(request.headers()["x-tabbed"], "a,b\tc d");
    let refused = support::call(&CALL).header("x-piped", &json!(["a|b", "c"])).request().unwrap_err();
    assert!(refused.to_string().contains("an item with the delimiter"), "{refused}");
}

#[test]
fn lists_within_lists_are_joined_by_their_own_delimiters() {
    let query = |name, value: Value| {
        let request = support::call(&CALL).query(name, &value).request();
        request.map(|request| request.uri().query().unwrap_or_default().to_owned())
    };
    assert_eq!(query("table", json!([["a", "b"], [1, 2], []])).unwrap(), "table=a%7Cb,1%7C2,");
    assert_eq!(query("cube", json!([[["a", "b"], ["c"]], [["d"]]])).unwrap(), "cube=a%20b%7Cc&cube=d");
    let refused = query("table", json!([["a|b"]])).unwrap_err();
    assert!(refused.to_string().contains("an item with a `|`"), "{refused}");
}

#[test]
fn a_part_of_a_style_is_one_part_of_the_items_joined() {
    let call = support::call(&UPLOAD).part("spaced", &json!(["a", "b"])).part("rows", &json!([[1, 2], [3]]));
    let request = call.part("table", &json!([["a", "b"], ["c"]])).request().unwrap();
    let text = String::from_utf8(request.body().as_bytes().unwrap().to_vec()).unwrap();
    let contents: Vec<&str> = text.split("\r\n\r\n").skip(1).map(|part| part.split("\r\n").next().unwrap()).collect();
    assert_eq!(contents, ["a b", "1,2", "3", "a,b|c"]);
    let none = support::call(&UPLOAD).part("spaced", &json!([])).request().unwrap();
    assert!(none.body().is_empty());
}

#[test]
fn a_form_has_lists_within_lists_too() {
    let request = support::call(&FORM).form(&json!({"table": [["a", "b"], ["c"]]})).request().unwrap();
    assert_eq!(request.body().as_bytes().unwrap().as_ref(), b"table=a%2Cb%7Cc");
}
