//! What is said of single parts of a multipart body: their headers, and their places where they have no names.

use bytes::Bytes;
use clientwright_runtime::private as rt;
use futures_util::TryStreamExt;
use rt::{Call, Param, Part, PartSpec, Spec, Style};
use serde_json::json;

use crate::support;

static ALBUM: Spec = Spec {
    parts: &[
        PartSpec::new("photo", &["image/png"])
            .headers(&[
                Param::header("X-Size").explode(true),
                Param::header("X-Place").content("application/json"),
                Param::header("X-Tags"),
            ])
            .constants(&[("X-Kind", "photo")]),
        PartSpec::new("words", &["text/plain"]).headers(&[Param::header("X-Language")]),
    ],
    body: "multipart/form-data",
    ..Spec::post("album", "/album")
};

static PLACED: Spec = Spec {
    parts: &[
        PartSpec::new("first part", &[]).at(0),
        PartSpec::new("second part", &["image/png", "image/jpeg"]).headers(&[Param::header("X-Size")]).at(1),
        PartSpec::new("further part", &["text/plain"]).behind(),
    ],
    body: "multipart/mixed",
    ..Spec::post("place", "/place")
};

/// The body as it is sent, with a boundary that is always the same.
async fn body(call: Call) -> String {
    let request = call.request().expect("the parts can be written");
    let content_type = request.headers()["content-type"].to_str().expect("text").to_owned();
    let boundary = content_type.split("boundary=").nth(1).expect("a boundary").to_owned();
    let chunks: Vec<Bytes> = request.into_body().into_stream().try_collect().await.expect("the body streams");
    String::from_utf8(chunks.concat()).expect("UTF-8").replace(&boundary, "B").replace("\r\n", "\n")
}

fn failure(call: Call) -> String {
    call.request().expect_err("the parts must be refused").to_string()
}

#[tokio::test]
async fn described_headers_stand_in_each_part_of_their_name() {
    let call = support::call(&ALBUM)
        .files("photo", vec![Part::text("one"), Part::text("two").header("x-kind", "drawing").header("X-Size", "9")])
        .part("words", &json!("hello"))
        .part_header("photo", "X-Size", &json!({"w": 2, "h": 1}))
        .part_header("photo", "X-Place", &json!(["Oslo"]))
        .part_header("photo", "X-Tags", &json!(["a", "b"]))
        .part_header("words", "X-Language", &json!("en"));
    let photo = "Content-Disposition: form-data; name=\"photo\"; filename=\"photo\"\nContent-Type: image/png";
    let expected = [
        format!("--B\n{photo}\nx-size: w=2,h=1\nx-place: [\"Oslo\"]\nx-tags: a,b\nx-kind: photo\n\none"),
        format!("--B\n{photo}\nx-kind: drawing\nx-size: 9\nx-place: [\"Oslo\"]\nx-tags: a,b\n\ntwo"),
        "--B\nContent-Disposition: form-data; name=\"words\"\nContent-Type: text/plain\nx-language: en\n\nhello"
            .to_owned(),
        "--B--\n".to_owned(),
    ];
    assert_eq!(body(call).await, expected.join("\n"));
}

#[tokio::test]
async fn headers_without_their_part_are_not_sent() {
    let call = support::call(&ALBUM).part("words", &json!("hello")).part_header("photo", "X-Tags", &json!(["a"]));
    assert!(!body(call).await.contains("x-tags"));
    let call = support::call(&ALBUM).file("photo", Part::text("one")).part_header("photo", "X-Tags", &json!(null));
    assert!(!body(call).await.contains("x-tags"));
}

#[tokio::test]
async fn a_part_with_a_place_has_the_disposition_that_is_described() {
    static INLINE: Spec = Spec {
        parts: &[PartSpec::new("first part", &["image/png"]).constants(&[("Content-Disposition", "inline")]).at(0)],
        body: "multipart/related",
        ..Spec::post("cover", "/cover")
    };
    let call = support::call(&INLINE).file("first part", Part::text("png").file_name("a.png"));
    let expected = "--B\nContent-Type: image/png\ncontent-disposition: inline\n\npng\n--B--\n";
    assert_eq!(body(call).await, expected);
}

#[test]
fn a_header_that_cannot_be_written_fails_the_call() {
    let call =
        support::call(&ALBUM).file("photo", Part::text("one")).part_header("photo", "X-Tags", &json!("a\r\nb: c"));
    assert!(failure(call).contains("X-Tags"));
}

#[tokio::test]
async fn parts_with_places_have_no_names_and_stand_in_order() {
    let call = support::call(&PLACED)
        .part("further part", &json!("a"))
        .file("second part", Part::text("png").content_type("image/png").file_name("a.png"))
        .part("first part", &json!({"id": 7}))
        .part("further part", &json!("b"))
        .part_header("second part", "X-Size", &json!(3));
    let expected = [
        "--B\nContent-Type: application/json\n\n{\"id\":7}",
        "--B\nContent-Disposition: attachment; filename=\"a.png\"\nContent-Type: image/png\nx-size: 3\n\npng",
        "--B\nContent-Type: text/plain\n\na",
        "--B\nContent-Type: text/plain\n\nb",
        "--B--\n",
    ];
    assert_eq!(body(call).await, expected.join("\n"));
    let call = support::call(&PLACED).part("first part", &json!(7));
    assert_eq!(body(call).await, "--B\nContent-Type: text/plain\n\n7\n--B--\n");
}

static STYLED: Spec = Spec {
    parts: &[
        PartSpec::new("labels", &[]).style(Style::Form).explode(false),
        PartSpec::new("sizes", &[]).style(Style::PipeDelimited).explode(false),
        PartSpec::new("words", &[]).style(Style::SpaceDelimited).explode(false),
        PartSpec::new("place", &[]).style(Style::DeepObject).explode(true),
        PartSpec::new("tags", &[]).style(Style::Form).explode(true),
    ],
    body: "multipart/form-data",
    ..Spec::post("style", "/styles")
};

#[tokio::test]
async fn parts_of_a_style_are_what_a_query_has_without_escapes() {
    let part = |name: &str, text: &str| {
        format!("--B\nContent-Disposition: form-data; name=\"{name}\"\nContent-Type: text/plain\n\n{text}\n")
    };
    let call = support::call(&STYLED)
        .part("labels", &json!(["a&b", "c d"]))
        .part("sizes", &json!([1, 2]))
        .part("words", &json!({"x": 1, "y": "z"}))
        .part("place", &json!({"city": "Y", "at": {"x": 1}, "no": null}))
        .part("tags", &json!({"k": "v", "list": ["1", "2"]}));
    let expected = [
        part("labels", "a&b,c d"),
        part("sizes", "1|2"),
        part("words", "x 1 y z"),
        part("place[city]", "Y"),
        part("place[at][x]", "1"),
        part("k", "v"),
        part("list", "1"),
        part("list", "2"),
    ];
    assert_eq!(body(call).await, format!("{}--B--\n", expected.concat()));

    let call =
        support::call(&STYLED).part("labels", &json!("a")).part("tags", &json!(["1", "2"])).part("sizes", &json!([]));
    let expected = [part("labels", "a"), part("tags", "1"), part("tags", "2")];
    assert_eq!(body(call).await, format!("{}--B--\n", expected.concat()));
    let again = support::call(&STYLED).part("place", &json!({"city": "Y"})).part("place", &json!({"at": 1}));
    assert_eq!(body(again).await, format!("{}--B--\n", part("place[at]", "1")));
}

#[test]
fn an_item_with_the_delimiter_of_its_part_is_refused() {
    let refused = failure(support::call(&STYLED).part("labels", &json!(["a,b", "c"])));
    assert!(refused.contains("labels") && refused.contains("comma"), "{refused}");
}

static RELATED: Spec = Spec {
    parts: &[
        PartSpec::new("about", &[]),
        PartSpec::new("photo", &["image/png"]).constants(&[("Content-Disposition", "inline")]),
    ],
    body: "multipart/related",
    ..Spec::post("post", "/posts")
};

#[tokio::test]
async fn related_parts_have_no_names_and_the_first_that_is_described_is_the_root() {
    let call = || support::call(&RELATED).file("photo", Part::text("png")).part("note", &json!("hi"));
    let content_type = |call: &Call| call.request().unwrap().headers()["content-type"].to_str().unwrap().to_owned();
    let whole = call().part("about", &json!({"id": 7}));
    assert!(content_type(&whole).starts_with("multipart/related; type=\"application/json\"; boundary="));
    let expected = [
        "--B\nContent-Type: application/json\n\n{\"id\":7}",
        "--B\nContent-Type: image/png\ncontent-disposition: inline\n\npng",
        "--B\nContent-Type: text/plain\n\nhi",
        "--B--\n",
    ];
    assert_eq!(body(whole).await, expected.join("\n"));
    assert!(content_type(&call()).starts_with("multipart/related; type=\"image/png\"; boundary="));
    let named = support::call(&RELATED).file("other", Part::text("a").file_name("a.txt"));
    assert!(body(named).await.contains("\nContent-Disposition: attachment; filename=\"a.txt\"\n"));
}

#[test]
fn a_part_behind_a_missing_one_is_refused() {
    let second = || Part::text("png").content_type("image/png");
    let missing = "it is missing, and there are parts behind it";
    for (call, name) in [
        (support::call(&PLACED).file("second part", second()), "first part"),
        (support::call(&PLACED).part("further part", &json!("a")), "first part"),
        (support::call(&PLACED).part("first part", &json!(1)).part("further part", &json!("a")), "second part"),
        (support::call(&PLACED).part("first part", &json!(null)).file("second part", second()), "first part"),
    ] {
        let failure = failure(call);
        assert!(failure.contains(name) && failure.contains(missing), "{failure}");
    }
}

#[tokio::test]
async fn what_has_a_place_is_one_part() {
    let call = support::call(&PLACED).part("first part", &json!(["a", null, "b"]));
    assert_eq!(body(call).await, "--B\nContent-Type: application/json\n\n[\"a\",null,\"b\"]\n--B--\n");
    let call = support::call(&PLACED).part("first part", &json!([]));
    assert_eq!(body(call).await, "--B\nContent-Type: application/json\n\n[]\n--B--\n");
    let first = || support::call(&PLACED).part("first part", &json!(1));
    let photo = || Part::text("png").content_type("image/png");
    let several = failure(first().files("second part", vec![photo(), photo()]));
    assert!(several.contains("second part") && several.contains("a place for one part"), "{several}");
    let listed = failure(first().file("second part", photo()).part("further part", &json!(["a", "b"])));
    assert_eq!(listed, "part `further part`: an object or array cannot be written as text/plain");
}

#[tokio::test]
async fn null_in_a_tuple_is_an_empty_part() {
    let call = support::call(&ALBUM).part("words", &(None::<i64>, 2));
    let words = "--B\nContent-Disposition: form-data; name=\"words\"\nContent-Type: text/plain\n\n";
    assert_eq!(body(call).await, format!("{words}\n{words}2\n--B--\n"));
}

static NESTED: Spec = Spec {
    parts: &[PartSpec::new("pages", &["multipart/mixed"])],
    body: "multipart/form-data",
    ..Spec::post("nest", "/nest")
};

#[tokio::test]
async fn parts_within_a_part_have_a_boundary() {
    let pages = || Part::text("--p\r\n\r\none\r\n--p--\r\n");
    let told = failure(support::call(&NESTED).file("pages", pages()));
    assert_eq!(told, "part `pages`: the content type is multipart/mixed without the boundary of the parts in it");
    let call = support::call(&NESTED).file("pages", pages().content_type("multipart/mixed; boundary=p"));
    assert!(body(call).await.contains("Content-Type: multipart/mixed; boundary=p\n"));
}
