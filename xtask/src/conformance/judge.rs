//! Whether a call did what was expected: the request as it was recorded, and the answer as it was understood.

mod answer;
mod request;
mod same;

use serde_json::Value;

use self::answer::understood;
use self::request::{sent, sent_again};
use super::call::Call;
use super::events::Described;
use super::scenario::Case;

/// What is wrong first; nothing where all is right.
pub(super) fn judge(case: &Case, call: &Call<'_>, events: &Described, line: &Value) -> Option<String> {
    let outcome = &line["outcome"];
    if let Some(reason) = outcome["reason"].as_str() {
        return Some(reason.to_owned());
    }
    let Some([request, again @ ..]) = line["requests"].as_array().map(Vec::as_slice) else {
        return Some(format!("nothing was sent: {}", outcome["error"].as_str().unwrap_or_default()));
    };
    sent(case, call, request)
        .or_else(|| sent_again(case, call, again))
        .or_else(|| understood(case, call, events, outcome))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::conformance::scenario::{Answer, Content};
    use crate::conformance::server::Base;
    use crate::conformance::surface::{Operation, Reading};

    fn operation() -> Operation {
        Operation {
            is: "PUT /users/{id}".to_owned(),
            module: "users".to_owned(),
            method: "put_user".to_owned(),
            arguments: Vec::new(),
            setters: Vec::new(),
            success: Reading::Json,
            failure: Reading::Nothing,
        }
    }

    fn case() -> Case {
        let body = || {
            Some(Content::Json("application/json".to_owned(), json!({"name": "Ann", "at": "2022-08-26T18:38:00.000Z"})))
        };
        Case {
            name: "Users_put".to_owned(),
            document: "users".to_owned(),
            method: "PUT".to_owned(),
            uri: "/users/7".to_owned(),
            query: json!({"limit": 5, "tags": ["a", "b"]}).as_object().cloned().unwrap(),
            headers: BTreeMap::from([("x-key".to_owned(), "k".to_owned())]),
            body: body(),
            answer: Answer {
                status: 200,
                headers: BTreeMap::from([("etag".to_owned(), "e1".to_owned())]),
                body: body(),
            },
            link_of: None,
            reopens: 0,
            note: String::new(),
        }
    }

    /// What a program prints where all is right.
    fn line() -> Value {
        let body = r#"{"at":"2022-08-26T18:38:00Z","name":"Ann"}"#;
        json!({
            "requests": [{
                "method": "PUT", "path": "/users/7", "query": "tags=a&limit=5&tags=b",
                "headers": [["content-type", "application/json"], ["x-key", "k"]], "body": body.as_bytes(),
            }],
            "outcome": { "status": 200, "documented": "Headers { etag: Some(\"e1\") }", "success": {
                "json": { "name": "Ann", "at": "2022-08-26T18:38:00Z" },
            } },
        })
    }

    fn judged(change: impl FnOnce(&mut Value)) -> Option<String> {
        let mut line = line();
        change(&mut line);
        judged_as(&case(), &line)
    }

    fn judged_as(case: &Case, line: &Value) -> Option<String> {
        let operation = operation();
        let call = Call {
            operation: &operation,
            base: Base::Path(String::new()),
            arguments: Vec::new(),
            setters: Vec::new(),
            accept: None,
            credentials: Vec::new(),
            media_types: vec!["application/json".to_owned()],
            headers: vec!["etag".to_owned()],
        };
        judge(case, &call, &Described::default(), line)
    }

    #[test]
    fn what_is_as_expected_is_right() {
        assert_eq!(judged(|_| ()), None);
    }

    #[test]
    fn a_stream_is_opened_again_behind_its_last_event() {
        let stream = Content::Bytes("text/event-stream".to_owned(), b"id: 7\ndata: a\n\n".to_vec());
        let mut case = Case { reopens: 1, ..case() };
        case.answer.body = Some(stream);
        let judged = |change: &dyn Fn(&mut Value)| {
            let mut line = line();
            let mut again = line["requests"][0].clone();
            again["headers"].as_array_mut().unwrap().push(json!(["last-event-id", "7"]));
            line["requests"].as_array_mut().unwrap().push(again);
            line["outcome"]["success"] = json!({"items": ["a"], "broken": null});
            change(&mut line);
            judged_as(&case, &line)
        };
        assert_eq!(judged(&|_| ()), None);
        let once = judged(&|line| drop(line["requests"].as_array_mut().unwrap().pop()));
        assert!(once.unwrap().contains("there are 1 requests"));
        let other = judged(&|line| line["requests"][1]["headers"][2][1] = json!("6"));
        assert!(other.unwrap().contains("last-event-id"));
        assert!(judged(&|line| line["outcome"]["success"]["broken"] = json!("it ended")).is_some());
    }

    #[test]
    fn each_part_of_a_request_and_of_an_answer_is_judged() {
        let other = json!("{}".as_bytes());
        for (pointer, wrong, said) in [
            ("/requests", json!([]), "nothing was sent"),
            ("/requests/0/method", json!("POST"), "method"),
            ("/requests/0/path", json!("/users/8"), "path"),
            ("/requests/0/query", json!("tags=a,b&limit=5"), "tags"),
            ("/requests/0/query", json!("tags=a&tags=b&limit=6"), "limit"),
            ("/requests/0/query", json!("tags=a&tags=b&limit=5&more=1"), "more"),
            ("/requests/0/headers/1/1", json!("l"), "x-key"),
            ("/requests/0/headers/0/1", json!("text/plain"), "text/plain"),
            ("/requests/0/body", other, "differs at `/name`"),
            ("/outcome/status", json!(201), "status"),
            ("/outcome/documented", json!("Headers { etag: None }"), "etag"),
            ("/outcome/success/json/name", json!("Bob"), "differs at `/name`"),
            ("/outcome/success", Value::Null, "read as null"),
            ("/outcome/success", json!({"undecoded": "{}"}), "not read as what it is described as"),
            ("/requests", json!([line()["requests"][0], line()["requests"][0]]), "there are 2 requests"),
        ] {
            let reason = judged(|line| *line.pointer_mut(pointer).unwrap() = wrong);
            assert!(reason.as_ref().is_some_and(|reason| reason.contains(said)), "{pointer}: {reason:?}");
        }
        assert_eq!(judged(|line| line["outcome"] = json!({"reason": "it panics"})).as_deref(), Some("it panics"));
        let error = judged(|line| line["outcome"]["error"] = json!("no such type"));
        assert!(error.unwrap().contains("no such type"));
    }
}
