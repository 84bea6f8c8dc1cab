//! Bodies that are JSON, or nearly so, and not the value that is described.

use clientwright_runtime::ErrorKind;
use clientwright_runtime::private as rt;
use clientwright_runtime::testing::{Answer, Script, ScriptedServer};

use crate::api::patient;
use crate::client::Problem;
use crate::each::each;

struct Levels {
    child: Option<Box<Levels>>,
}

rt::record! { Levels {
    optional child = "child";
} }

rt::operation! {
    struct GetLevels: GET "/levels" as "getLevels" -> Result<Levels, Error<Problem>> as rt::Json<_>, rt::Json<_>
}

/// An array in an array, and so on, in between these.
fn deep(beginning: &str, end: &str) -> String {
    [beginning, &"[".repeat(100_000), &"]".repeat(100_000), end].concat()
}

#[tokio::test]
async fn a_body_that_is_no_such_value_does_not_decode_and_is_final() {
    for (body, path) in [
        (deep(r#"{"id":"#, "}").into_bytes(), "/id"),
        (deep("", "").into_bytes(), ""),
        (b"{\"id\":\"gr\xFCn\"}".to_vec(), "/id"),
        (br#"{"id":"\ud800"}"#.to_vec(), "/id"),
        (br#"{"id":null}"#.to_vec(), "/id"),
        (b"{}".to_vec(), ""),
    ] {
        let shown = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
        for (result, hits) in each(&Script::answers(Answer::status(200).body(body))).await {
            let error = result.err().unwrap();
            assert_eq!((error.kind(), hits), (ErrorKind::Decode, 1), "{shown}: {error:?}");
            assert_eq!(error.decode_error().unwrap().path(), path, "{shown}: {error}");
        }
    }
}

#[tokio::test]
async fn a_value_without_end_in_depth_is_an_error_whose_place_is_short() {
    let levels = ["{\"child\":".repeat(100_000), "{}".to_owned(), "}".repeat(100_000)].concat();
    let server = ScriptedServer::start().unwrap();
    server.always(Script::answers(Answer::json(200, levels)));
    let client = patient().base_url(server.url()).build().unwrap();
    let error = GetLevels(client.inner.call(GetLevels::SPEC)).await.err().unwrap();
    assert_eq!((error.kind(), server.connections()), (ErrorKind::Decode, 1));
    let (path, told) = (error.decode_error().unwrap().path(), error.to_string());
    assert!(path.starts_with("/child/child/") && path.len() < 300 && told.len() < 400, "{told}");
}

#[tokio::test]
async fn what_is_deep_and_not_described_does_no_harm() {
    let unknown = Script::answers(Answer::json(200, deep(r#"{"x":"#, r#","id":"1"}"#)));
    for (result, hits) in each(&unknown).await {
        assert_eq!((result.unwrap().id.as_str(), hits), ("1", 1));
    }
    let error = Script::answers(Answer::json(404, deep("", "")));
    for (result, hits) in each(&error).await {
        let error = result.err().unwrap();
        assert_eq!((error.kind(), error.status().unwrap().as_u16(), hits), (ErrorKind::UnexpectedStatus, 404, 1));
    }
}
