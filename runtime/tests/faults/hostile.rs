//! Values that would be something else in a request than values, did they stand there as they are.

use std::collections::BTreeMap;

use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, Script, ScriptedServer};
use clientwright_runtime::{ErrorKind, Part, Sent};

use crate::api::{Item, patient};
use crate::client::Problem;

rt::operation! {
    struct At: POST "/at/{p}" as "at" -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

type Put = fn(rt::Call, &String) -> rt::Call;

/// A value in each place of a request.
const PLACES: [(&str, Put); 6] = [
    ("path", |call, value| call.path("p", value)),
    ("query", |call, value| call.path("p", &1).query("q", value)),
    ("header", |call, value| call.path("p", &1).header("X-Value", value)),
    ("cookie", |call, value| call.path("p", &1).cookie("c", value)),
    ("form", |call, value| call.path("p", &1).form(&BTreeMap::from([("f".to_owned(), value.clone())]))),
    ("part", |call, value| call.path("p", &1).multipart().file("file", Part::bytes("1").file_name(value.clone()))),
];

const VALUES: [&str; 13] = [
    "a\r\nX-Evil: 1",
    "a\nX-Evil: 1",
    "a\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
    "\0",
    "..",
    ".",
    "",
    "%2e%2e",
    "../../evil",
    "\\..\\evil",
    "//evil",
    "?evil=1#x",
    "a; c2=evil",
];

/// Whether nothing can stand for the value there.
fn is_refused(place: &str, value: &str) -> bool {
    match place {
        "path" => matches!(value, "" | "." | ".."),
        "header" => value.chars().any(char::is_control),
        _ => false,
    }
}

#[tokio::test]
async fn a_value_stays_in_its_place_or_is_refused() {
    let server = ScriptedServer::start().unwrap();
    server.always(Script::answers(Answer::json(200, r#"{"id":"1"}"#)));
    let client = patient().base_url(server.url()).build().unwrap();
    for value in VALUES.map(str::to_owned) {
        for (place, put) in PLACES {
            let result = At(put(client.inner.call(At::SPEC), &value)).await;
            let seen = server.take();
            if is_refused(place, &value) {
                let error = result.err().unwrap();
                assert_eq!((error.kind(), error.was_sent(), seen.len()), (ErrorKind::Encode, Sent::No, 0), "{error:?}");
                continue;
            }
            result.unwrap();
            let [seen] = &seen[..] else { panic!("{place}, {value:?}: {seen:?}") };
            let segments: Vec<_> = seen.path.split('/').collect();
            assert!(matches!(segments[..], ["", "at", _]), "{place}, {value:?}: {seen:?}");
            assert!(seen.header("x-evil").is_none() && seen.query_value("evil").is_none(), "{value:?}: {seen:?}");
            assert!(seen.header("cookie").is_none_or(|cookie| !cookie.contains(';')), "{value:?}: {seen:?}");
            assert!(seen.text().matches("\r\n\r\n").count() == usize::from(place == "part"), "{value:?}: {seen:?}");
        }
    }
    assert_eq!((server.unscripted().len(), server.connections()), (0, 1));
}
