//! Every style, exploded and not, for every kind of value: the tables of OpenAPI 3.0.4 and 3.1.1, section 4.8.12.3.1.

use std::collections::BTreeMap;

use clientwright_runtime::private as rt;
use rt::{Param, Spec, Style};
use serde_json::{Value, json};

use crate::support;

/// The values of the specification's tables.
fn color(kind: &str) -> Value {
    match kind {
        "undefined" => Value::Null,
        "empty" => json!(""),
        "string" => json!("blue"),
        "array" => json!(["blue", "black", "brown"]),
        "object" => json!({"R": 100, "G": 200, "B": 150}),
        "no items" => json!([]),
        "no members" => json!({}),
        other => panic!("{other} is no kind of value"),
    }
}

fn spec(path: &'static str, param: Param) -> &'static Spec {
    let params = Box::leak(Box::new([param]));
    Box::leak(Box::new(Spec { params, ..Spec::get("test", path) }))
}

fn path(param: Param, value: &Value) -> Result<String, String> {
    let call = support::call(spec("/x{color}", param)).path("color", value);
    let request = call.request().map_err(|failure| failure.to_string())?;
    Ok(request.uri().path().trim_start_matches("/base/x").to_owned())
}

fn query(param: Param, value: &Value) -> Result<String, String> {
    let call = support::call(spec("/", param)).query("color", value);
    let request = call.request().map_err(|failure| failure.to_string())?;
    Ok(request.uri().query().unwrap_or("(left out)").to_owned())
}

fn header(param: Param, value: &Value) -> Result<String, String> {
    let call = support::call(spec("/", param)).header("color", value);
    let request = call.request().map_err(|failure| failure.to_string())?;
    let value = request.headers().get("color").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Ok(value.unwrap_or_else(|| "(left out)".to_owned()))
}

fn cookie(param: Param, value: &Value) -> Result<String, String> {
    let call = support::call(spec("/", param)).cookie("color", value);
    let request = call.request().map_err(|failure| failure.to_string())?;
    let value = request.headers().get("cookie").map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Ok(value.unwrap_or_else(|| "(left out)".to_owned()))
}

#[test]
fn path_styles() {
    let table = [
        (Style::Simple, false, "string", "blue"),
        (Style::Simple, false, "array", "blue,black,brown"),
        (Style::Simple, false, "object", "R,100,G,200,B,150"),
        (Style::Simple, true, "string", "blue"),
        (Style::Simple, true, "array", "blue,black,brown"),
        (Style::Simple, true, "object", "R=100,G=200,B=150"),
        (Style::Label, false, "undefined", "."),
        (Style::Label, false, "empty", "."),
        (Style::Label, false, "string", ".blue"),
        (Style::Label, false, "array", ".blue,black,brown"),
        (Style::Label, false, "object", ".R,100,G,200,B,150"),
        (Style::Label, true, "string", ".blue"),
        (Style::Label, true, "array", ".blue.black.brown"),
        (Style::Label, true, "object", ".R=100.G=200.B=150"),
        (Style::Matrix, false, "undefined", ";color"),
        (Style::Matrix, false, "empty", ";color"),
        (Style::Matrix, false, "string", ";color=blue"),
        (Style::Matrix, false, "array", ";color=blue,black,brown"),
        (Style::Matrix, false, "object", ";color=R,100,G,200,B,150"),
        (Style::Matrix, true, "undefined", ";color"),
        (Style::Matrix, true, "no items", ";color"),
        (Style::Matrix, true, "string", ";color=blue"),
        (Style::Matrix, true, "array", ";color=blue;color=black;color=brown"),
        (Style::Matrix, true, "object", ";R=100;G=200;B=150"),
        (Style::SpaceDelimited, false, "array", "blue%20black%20brown"),
        (Style::SpaceDelimited, false, "string", "blue"),
        (Style::PipeDelimited, false, "array", "blue%7Cblack%7Cbrown"),
        (Style::TabDelimited, false, "array", "blue%09black%09brown"),
    ];
    for (style, explode, kind, expected) in table {
        let written = path(Param::path("color").style(style).explode(explode), &color(kind));
        assert_eq!(written.as_deref(), Ok(expected), "{style:?}, explode {explode}, {kind}");
    }
}

#[test]
fn query_styles() {
    let table = [
        (Style::Form, false, "undefined", "(left out)"),
        (Style::Form, false, "no items", "(left out)"),
        (Style::Form, false, "no members", "(left out)"),
        (Style::Form, false, "empty", "color="),
        (Style::Form, false, "string", "color=blue"),
        (Style::Form, false, "array", "color=blue,black,brown"),
        (Style::Form, false, "object", "color=R,100,G,200,B,150"),
        (Style::Form, true, "undefined", "(left out)"),
        (Style::Form, true, "no items", "(left out)"),
        (Style::Form, true, "empty", "color="),
        (Style::Form, true, "string", "color=blue"),
        (Style::Form, true, "array", "color=blue&color=black&color=brown"),
        (Style::Form, true, "object", "R=100&G=200&B=150"),
        (Style::SpaceDelimited, false, "array", "color=blue%20black%20brown"),
        (Style::SpaceDelimited, false, "object", "color=R%20100%20G%20200%20B%20150"),
        (Style::SpaceDelimited, false, "string", "color=blue"),
        (Style::SpaceDelimited, false, "no items", "(left out)"),
        (Style::SpaceDelimited, true, "array", "color=blue&color=black&color=brown"),
        (Style::PipeDelimited, false, "array", "color=blue%7Cblack%7Cbrown"),
        (Style::PipeDelimited, false, "object", "color=R%7C100%7CG%7C200%7CB%7C150"),
        (Style::PipeDelimited, true, "array", "color=blue&color=black&color=brown"),
        (Style::TabDelimited, false, "array", "color=blue%09black%09brown"),
        (Style::TabDelimited, false, "object", "color=R%09100%09G%09200%09B%09150"),
        (Style::TabDelimited, false, "string", "color=blue"),
        (Style::TabDelimited, false, "no items", "(left out)"),
        (Style::DeepObject, true, "object", "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
        (Style::DeepObject, true, "string", "color=blue"),
        (Style::DeepObject, true, "array", "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown"),
        (Style::DeepObject, true, "undefined", "(left out)"),
        (Style::DeepObject, true, "no members", "(left out)"),
    ];
    for (style, explode, kind, expected) in table {
        let written = query(Param::query("color").style(style).explode(explode), &color(kind));
        assert_eq!(written.as_deref(), Ok(expected), "{style:?}, explode {explode}, {kind}");
    }
}

#[test]
fn header_style() {
    let table = [
        (false, "undefined", "(left out)"),
        (false, "no items", "(left out)"),
        (false, "empty", ""),
        (false, "string", "blue"),
        (false, "array", "blue,black,brown"),
        (false, "object", "R,100,G,200,B,150"),
        (true, "array", "blue,black,brown"),
        (true, "object", "R=100,G=200,B=150"),
    ];
    for (explode, kind, expected) in table {
        let written = header(Param::header("color").explode(explode), &color(kind));
        assert_eq!(written.as_deref(), Ok(expected), "explode {explode}, {kind}");
    }
}

#[test]
fn cookie_style() {
    let table = [
        (true, "undefined", "(left out)"),
        (true, "empty", "color="),
        (true, "string", "color=blue"),
        (false, "array", "color=blue,black,brown"),
        (false, "object", "color=R,100,G,200,B,150"),
        (true, "array", "color=blue; color=black; color=brown"),
        (true, "object", "R=100; G=200; B=150"),
    ];
    for (explode, kind, expected) in table {
        let written = cookie(Param::cookie("color").explode(explode), &color(kind));
        assert_eq!(written.as_deref(), Ok(expected), "explode {explode}, {kind}");
    }
    let written = cookie(Param::cookie("color"), &json!("s=1; x\"ü"));
    assert_eq!(written.as_deref(), Ok("color=s%3D1%3B%20x%22%C3%BC"));
    let kept = |value: Value| cookie(Param::cookie("color").explode(true).allow_reserved(), &value);
    assert_eq!(kept(json!("a/b?c=d&e;f,g h%2F")).as_deref(), Ok("color=a/b?c=d&e%3Bf%2Cg%20h%2F"));
    assert_eq!(kept(json!(["a&b", "c"])).as_deref(), Ok("color=a&b; color=c"));
    let listed = cookie(Param::cookie("color").explode(false).allow_reserved(), &json!(["a/b", "c,d"]));
    assert_eq!(listed.as_deref(), Ok("color=a/b,c%2Cd"));
}

#[test]
fn defaults_of_the_places() {
    let (array, object) = (color("array"), color("object"));
    assert_eq!(path(Param::path("other"), &object).unwrap(), "R,100,G,200,B,150");
    assert_eq!(query(Param::query("other"), &array).unwrap(), "color=blue&color=black&color=brown");
    assert_eq!(header(Param::header("other"), &array).unwrap(), "blue,black,brown");
    assert_eq!(cookie(Param::cookie("other"), &object).unwrap(), "R=100; G=200; B=150");
    // The declaration of another place says nothing.
    assert_eq!(query(Param::path("color").style(Style::Label), &array).unwrap(), "color=blue&color=black&color=brown");
}

#[test]
fn the_default_of_explode_follows_the_style() {
    let spaced = query(Param::query("color").style(Style::SpaceDelimited), &color("array"));
    assert_eq!(spaced.as_deref(), Ok("color=blue%20black%20brown"));
    assert_eq!(path(Param::path("color").style(Style::Matrix), &color("array")).unwrap(), ";color=blue,black,brown");
    assert_eq!(query(Param::query("color").style(Style::DeepObject), &json!({"a": 1})).unwrap(), "color%5Ba%5D=1");
}

#[test]
fn primitives_are_exact() {
    let table = [
        (json!(9_007_199_254_740_993_i64), "9007199254740993"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(i64::MIN), "-9223372036854775808"),
        (json!(true), "true"),
        (json!(0.1), "0.1"),
        (json!(35_625.0), "35625"),
        (json!(-2.5e-7), "-2.5e-7"),
        (json!("2024-01-01T00:00:00+02:00"), "2024-01-01T00%3A00%3A00%2B02%3A00"),
        (json!("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        (json!("a b+c~d_e-f.g"), "a%20b%2Bc~d_e-f.g"),
    ];
    for (value, expected) in table {
        assert_eq!(path(Param::path("color"), &value).as_deref(), Ok(expected));
        assert_eq!(query(Param::query("color"), &value), Ok(format!("color={expected}")));
    }
}

#[test]
fn items_that_hold_the_delimiter_stay_one_item() {
    let items = json!(["a,b", "c&d=e", "f.g;h"]);
    let form = Param::query("color");
    assert_eq!(query(form.explode(false), &items).unwrap(), "color=a%2Cb,c%26d%3De,f.g%3Bh");
    assert_eq!(query(form, &items).unwrap(), "color=a%2Cb&color=c%26d%3De&color=f.g%3Bh");
    assert_eq!(query(form.explode(false).allow_reserved(), &items).unwrap(), "color=a%2Cb,c%26d=e,f.g;h");
    assert_eq!(path(Param::path("color"), &items).unwrap(), "a%2Cb,c%26d%3De,f.g%3Bh");
    let label = Param::path("color").style(Style::Label).explode(true);
    assert_eq!(path(label, &items).unwrap(), ".a%2Cb.c%26d%3De.f%2Eg%3Bh");
    let matrix = Param::path("color").style(Style::Matrix).explode(true).allow_reserved();
    assert_eq!(path(matrix, &json!(["a;b", "c/d"])).unwrap(), ";color=a%3Bb;color=c/d");
}

#[test]
fn items_that_cannot_be_told_apart_are_refused() {
    let spaced = query(Param::query("color").style(Style::SpaceDelimited), &json!(["a b", "c"]));
    assert!(spaced.unwrap_err().contains("query parameter `color`: an item with a space"));
    let piped = query(Param::query("color").style(Style::PipeDelimited), &json!(["a|b", "c"]));
    assert!(piped.unwrap_err().contains("an item with a `|`"));
    let listed = header(Param::header("color"), &json!(["a,b", "c"]));
    assert!(listed.unwrap_err().contains("header `color`: an item with a comma"));
    assert_eq!(header(Param::header("color"), &json!("a,b")).as_deref(), Ok("a,b"), "one text is one text");
    let keyed = header(Param::header("color").explode(true), &json!({"a=b": 1}));
    assert!(keyed.unwrap_err().contains("a key with `=`"));
}

#[test]
fn null_members_are_skipped_and_members_of_members_are_json() {
    let form = Param::query("color");
    assert_eq!(query(form, &json!(["a", null, "b"])).unwrap(), "color=a&color=b");
    assert_eq!(query(form, &json!({"a": null, "b": 1})).unwrap(), "b=1");
    assert_eq!(query(form, &json!({"a": ["x", "y"], "b": 1})).unwrap(), "a=x&a=y&b=1");
    assert_eq!(query(form.explode(false), &json!([{"a": 1}])).unwrap(), "color=%7B%22a%22%3A1%7D");
}

#[test]
fn null_in_a_tuple_keeps_the_places_of_what_follows() {
    let pair = (None::<i64>, Some("b"));
    let query = |param: Param| {
        let request = support::call(spec("/", param)).query("color", &pair).request().expect("it can be written");
        request.uri().query().map(str::to_owned)
    };
    for (param, expected) in [
        (Param::query("color"), "color=&color=b"),
        (Param::query("color").explode(false), "color=,b"),
        (Param::query("color").style(Style::SpaceDelimited), "color=%20b"),
        (Param::query("color").style(Style::PipeDelimited), "color=%7Cb"),
        (Param::deep("color"), "color%5B0%5D=&color%5B1%5D=b"),
        (Param::query("color").content("application/json"), "color=%5Bnull%2C%22b%22%5D"),
    ] {
        assert_eq!(query(param).as_deref(), Some(expected));
    }
    let request = support::call(spec("/x{color}", Param::path("color"))).path("color", &pair).request();
    assert_eq!(request.expect("it can be written").uri().path(), "/base/x,b");
    let request = support::call(spec("/", Param::header("color"))).header("color", &pair).request();
    assert_eq!(request.expect("it can be written").headers()["color"], ",b");
    let cookie = Param::cookie("color").style(Style::Cookie).explode(false);
    let request = support::call(spec("/", cookie)).cookie("color", &pair).request();
    assert_eq!(request.expect("it can be written").headers()["cookie"], "color=,b");
}

#[test]
fn null_in_a_tuple_of_an_object_keeps_its_place_where_items_are_apart() {
    let pairs = BTreeMap::from([("at".to_owned(), (None::<i64>, Some("b")))]);
    let query = |param: Param| {
        let request = support::call(spec("/", param)).query("color", &pairs).request().expect("it can be written");
        request.uri().query().map(str::to_owned)
    };
    for (param, expected) in [
        (Param::query("color"), "at=&at=b"),
        (Param::query("color").explode(false), "color=at,%5Bnull%2C%22b%22%5D"),
        (Param::deep("color"), "color%5Bat%5D%5B0%5D=&color%5Bat%5D%5B1%5D=b"),
    ] {
        assert_eq!(query(param).as_deref(), Some(expected));
    }
    let param = Param::cookie("color").style(Style::Cookie);
    let request = support::call(spec("/", param)).cookie("color", &pairs).request();
    assert_eq!(request.expect("it can be written").headers()["cookie"], "at=; at=b");
    let param = Param::path("color").explode(true);
    let request = support::call(spec("/x{color}", param)).path("color", &pairs).request();
    assert_eq!(request.expect("it can be written").uri().path(), "/base/xat=%5Bnull%2C%22b%22%5D");
}

#[test]
fn deep_objects_nest() {
    let deep = Param::query("color").style(Style::DeepObject);
    let value = json!({"name": "a b", "age": {"min": 1, "max": null}, "tags": ["x", {"y": 2}], "k]": "&"});
    let expected = [
        "color%5Bname%5D=a%20b",
        "color%5Bage%5D%5Bmin%5D=1",
        "color%5Btags%5D%5B0%5D=x",
        "color%5Btags%5D%5B1%5D%5By%5D=2",
        "color%5Bk%5D%5D=%26",
    ];
    assert_eq!(query(deep, &value).unwrap(), expected.join("&"));
}

#[test]
fn items_without_pairs_are_refused_and_not_lost() {
    let deep = || Param::query("color").style(Style::DeepObject);
    for value in
        [json!({"tags": [[1], []]}), json!({"tags": [{}, {"a": 1}]}), json!([{"a": null}]), json!({"a": [[[]]]})]
    {
        assert!(query(deep(), &value).unwrap_err().contains("cannot be told from none"), "{value}");
    }
    assert_eq!(query(deep(), &json!({"tags": [], "a": 1})).unwrap(), "color%5Ba%5D=1", "a property may be left out");
    assert_eq!(query(deep(), &json!({"tags": [null, [1]]})).unwrap(), "color%5Btags%5D%5B0%5D%5B0%5D=1");
}

#[test]
fn content_parameters_are_documents() {
    let value = json!({"a": [1, "ü"]});
    let json_text = "%7B%22a%22%3A%5B1%2C%22%C3%BC%22%5D%7D";
    assert_eq!(query(Param::query("color").content("application/json"), &value), Ok(format!("color={json_text}")));
    assert_eq!(path(Param::path("color").content("application/json"), &value).as_deref(), Ok(json_text));
    assert_eq!(header(Param::header("color").content("application/json"), &json!({"a": 1})).unwrap(), r#"{"a":1}"#);
    assert_eq!(cookie(Param::cookie("color").content("application/json"), &json!([1])).unwrap(), "color=%5B1%5D");
    assert_eq!(query(Param::query("color").content("application/json"), &json!("a")).unwrap(), "color=%22a%22");
    assert_eq!(query(Param::query("color").content("text/plain"), &json!("a")).unwrap(), "color=a");
}

#[test]
fn reserved_characters_are_kept_on_request() {
    let value = json!("a/b?c:d@e!f$g'(h)*i,j;k=l#m[n]&o+p q%2Fr%");
    let kept = query(Param::query("color").allow_reserved(), &value).unwrap();
    assert_eq!(kept, "color=a/b?c:d@e!f$g'(h)*i,j;k=l%23m%5Bn%5D%26o%2Bp%20q%2Fr%25");
    let kept = path(Param::path("color").allow_reserved(), &json!("a/b?c#d[e] f")).unwrap();
    assert_eq!(kept, "a/b%3Fc%23d%5Be%5D%20f");
}

#[test]
fn path_values_cannot_leave_their_place() {
    let spec: &'static Spec = Box::leak(Box::new(Spec::get("test", "/users/{id}/posts")));
    let uri = |id: &str| {
        let request = support::call(spec).path("id", &Value::from(id)).request();
        request.map(|request| request.uri().to_string()).map_err(|failure| failure.to_string())
    };
    assert_eq!(uri("a/b c?d#e%25ü").as_deref(), Ok("http://localhost/base/users/a%2Fb%20c%3Fd%23e%2525%C3%BC/posts"));
    assert_eq!(uri("%2e%2e").as_deref(), Ok("http://localhost/base/users/%252e%252e/posts"));
    assert_eq!(uri("...").as_deref(), Ok("http://localhost/base/users/.../posts"));
    for (refused, reason) in [("", "empty"), (".", "`.` or `..`"), ("..", "`.` or `..`")] {
        let message = uri(refused).unwrap_err();
        assert!(message.starts_with("path parameter `id`: ") && message.contains(reason), "{message}");
    }
    let unset = support::call(spec).request().unwrap_err();
    assert_eq!(unset.to_string(), "path parameter `id`: no value is given");
}
