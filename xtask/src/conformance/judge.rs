//! Whether a call did what was expected: the request as it was recorded, and the answer as it was understood.

use serde_json::Value;

use super::call::Call;
use super::events::{self, Described};
use super::multipart;
use super::scenario::{Case, Content, File};
use crate::oracle::equal::difference;

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

/// The requests by which the client opens a stream again: the same ones, with the number of the last event.
fn sent_again(case: &Case, call: &Call<'_>, requests: &[Value]) -> Option<String> {
    if requests.len() != case.reopens {
        return Some(format!("there are {} requests, and have to be {}", requests.len() + 1, case.reopens + 1));
    }
    let stream = case.answer.body.as_ref().and_then(|body| String::from_utf8(body.bytes()).ok()).unwrap_or_default();
    let mut again = case.clone();
    again.headers.extend(events::last_id(&stream).map(|id| ("last-event-id".to_owned(), id)));
    requests
        .iter()
        .find_map(|request| sent(&again, call, request))
        .map(|reason| format!("when it is opened again, {reason}"))
}

fn sent(case: &Case, call: &Call<'_>, request: &Value) -> Option<String> {
    let (path, _) = case.uri.split_once('?').unwrap_or((&case.uri, ""));
    let text = |key: &str| request[key].as_str().unwrap_or_default();
    if request["method"] != case.method.as_str() {
        return Some(format!("the method is {}", text("method")));
    }
    // The path `/` behind a server that ends without one is one more, which no server minds.
    if plain(text("path")).trim_end_matches('/') != plain(path).trim_end_matches('/') {
        return Some(format!("the path is {}, and has to be {path}", text("path")));
    }
    query(case, text("query")).or_else(|| headers(case, request)).or_else(|| body(case, call, request))
}

/// Without what may be written either way; a slash is a slash only where it stands itself.
fn plain(path: &str) -> String {
    decoded(&path.replace("%2F", "%252F").replace("%2f", "%252F"))
}

fn query(case: &Case, sent: &str) -> Option<String> {
    let fixed = case.uri.split_once('?').map_or("", |(_, query)| query);
    let sent: Vec<_> = pairs(sent).collect();
    let of =
        |name: &str| sent.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    for (name, expected) in &case.query {
        let found = of(name);
        let expected: Vec<_> = match expected {
            Value::Array(items) => items.iter().map(written).collect(),
            other => vec![written(other)],
        };
        if found.len() != expected.len() || found.iter().zip(&expected).any(|(found, expected)| !same(found, expected))
        {
            return Some(format!("the query has {name}={found:?}, and has to have {expected:?}"));
        }
    }
    let missing = pairs(fixed).find(|(name, value)| !of(name).contains(&value.as_str()));
    if let Some((name, value)) = missing {
        return Some(format!("the query lacks {name}={value}"));
    }
    let is_known = |name: &String| case.query.contains_key(name) || pairs(fixed).any(|(known, _)| known == *name);
    let extra = sent.iter().map(|(name, _)| name).find(|name| !case.query.is_empty() && !is_known(name));
    extra.map(|name| format!("the query has {name}, which is not expected"))
}

fn pairs(query: &str) -> impl Iterator<Item = (String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| part.split_once('=').unwrap_or((part, ""))).map(|(key, value)| {
        let read = |text: &str| decoded(&text.replace('+', " "));
        (read(key), read(value))
    })
}

fn written(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Numbers by value, and times with or without thousandths that are none.
fn same(found: &str, expected: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    let time = |text: &str| text.replace(".000Z", "Z");
    found == expected || time(found) == time(expected) || number(found).is_some_and(|it| Some(it) == number(expected))
}

fn headers(case: &Case, request: &Value) -> Option<String> {
    let sent = request["headers"].as_array()?;
    for (name, expected) in &case.headers {
        let found: Vec<_> =
            sent.iter().filter(|pair| pair[0] == name.as_str()).filter_map(|pair| pair[1].as_str()).collect();
        let found = found.join(",");
        let right = match name.as_str() {
            "accept" => found.split(',').any(|one| essence(one) == essence(expected)),
            _ => same(&found, expected) || found.replace(", ", ",") == expected.replace(", ", ","),
        };
        if !right {
            return Some(format!("the header {name} is {found:?}, and has to be {expected:?}"));
        }
    }
    None
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_lowercase()
}

fn body(case: &Case, call: &Call<'_>, request: &Value) -> Option<String> {
    let expected = case.body.as_ref()?;
    let sent = bytes(&request["body"]);
    let header = request["headers"].as_array()?.iter().find(|pair| pair[0] == "content-type");
    let media_type = header.and_then(|pair| pair[1].as_str()).unwrap_or_default();
    let is_listed = |listed: &String| {
        let (sent, listed) = (essence(media_type), essence(listed));
        listed == sent || listed == "*/*" || listed.strip_suffix('*').is_some_and(|kind| sent.starts_with(kind))
    };
    if !call.media_types.iter().any(is_listed) {
        return Some(format!("the body is {media_type:?}, and has to be of {:?}", call.media_types));
    }
    if let (true, Content::Json(_, Value::String(text))) = (media_type.starts_with("text/"), expected) {
        return (sent != text.as_bytes()).then(|| format!("the body is {}", String::from_utf8_lossy(&sent)));
    }
    match expected {
        Content::Parts(values, files) => {
            let parts = multipart::read(media_type, &sent).ok_or("the body is not in parts");
            parts.map_or_else(|reason| Some(reason.to_owned()), |parts| in_parts(&parts, values, files))
        }
        other => content(other, &sent).map(|reason| format!("the body {reason}")),
    }
}

fn content(expected: &Content, found: &[u8]) -> Option<String> {
    if let Content::Json(_, expected) = expected {
        let Ok(found) = serde_json::from_slice::<Value>(found) else { return Some("is no JSON".to_owned()) };
        return differing(expected, &found);
    }
    let expected = expected.bytes();
    (found.trim_ascii() != expected.trim_ascii())
        .then(|| format!("is {} bytes, and has to be other {}", found.len(), expected.len()))
}

/// Times are the same with or without thousandths that are none.
fn differing(expected: &Value, found: &Value) -> Option<String> {
    let difference = difference(&timed(expected), &timed(found))?;
    Some(format!("differs at `{}`: {:?}", difference.pointer(), difference.kind))
}

fn timed(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(text.replace(".000Z", "Z")),
        Value::Array(items) => items.iter().map(timed).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), timed(value))).collect(),
        other => other.clone(),
    }
}

fn in_parts(parts: &[multipart::Part], values: &serde_json::Map<String, Value>, files: &[File]) -> Option<String> {
    let count = values.len() + files.len();
    for (name, expected) in values {
        let Some(part) = parts.iter().find(|part| part.name == *name) else {
            return Some(format!("there is no part {name}"));
        };
        let text = String::from_utf8_lossy(&part.bytes);
        let right = match expected {
            Value::Object(_) | Value::Array(_) => {
                serde_json::from_str(&text).is_ok_and(|found| difference(expected, &found).is_none())
            }
            scalar => same(&text, &written(scalar)),
        };
        if !right {
            return Some(format!("the part {name} is {text}, and has to be {expected}"));
        }
    }
    let mut left: Vec<_> = parts.iter().filter(|part| !values.contains_key(&part.name)).collect();
    for file in files {
        let is = |part: &&multipart::Part| {
            part.name == file.field
                && part.file_name.as_deref() == Some(&file.name)
                && essence(&part.media_type) == file.media_type
                && part.bytes == file.bytes
        };
        let Some(at) = left.iter().position(is) else {
            let found = left.iter().find(|part| part.name == file.field);
            let found = found.map(|part| format!("{:?} {}", part.file_name, part.media_type));
            return Some(format!(
                "the file {} is {found:?}, and has to be {:?} {}",
                file.field, file.name, file.media_type
            ));
        };
        left.remove(at);
    }
    (parts.len() != count).then(|| format!("there are {} parts, and have to be {count}", parts.len()))
}

fn understood(case: &Case, call: &Call<'_>, events: &Described, outcome: &Value) -> Option<String> {
    let answer = &case.answer;
    let error = outcome["error"].as_str();
    if outcome["status"] != answer.status {
        return Some(format!(
            "the status is {}, and has to be {}: {}",
            outcome["status"],
            answer.status,
            error.unwrap_or_default()
        ));
    }
    let is_success = (200..300).contains(&answer.status);
    if let (Some(error), true) = (error, is_success) {
        return Some(format!("the answer is an error: {error}"));
    }
    let documented = outcome["documented"].as_str().unwrap_or_default().to_lowercase();
    let lost = answer.headers.iter().find(|(name, value)| {
        let is_judged = is_success && *name != "content-type" && call.headers.contains(name);
        is_judged && !documented.contains(value.trim_end_matches(".000Z").to_lowercase().as_str())
    });
    if let Some((name, value)) = lost {
        return Some(format!("the header {name}: {value} is {documented}"));
    }
    let found = if is_success { &outcome["success"] } else { &outcome["failure"] };
    if let (Some(broken), true) = (found["broken"].as_str(), case.reopens > 0) {
        return Some(format!("the stream is not over when the server says so: {broken}"));
    }
    read(answer.body.as_ref()?, events, found)
}

fn read(expected: &Content, events: &Described, found: &Value) -> Option<String> {
    if let Some(value) = found.get("json") {
        let Content::Json(_, expected) = expected else {
            return Some("the answer is no JSON, and was read as that".to_owned());
        };
        return differing(expected, value).map(|reason| format!("the answer {reason}"));
    }
    if let Some(items) = found.get("items").and_then(Value::as_array) {
        let Ok(text) = String::from_utf8(expected.bytes()) else {
            return Some("the answer is no text, and was read as a stream of that".to_owned());
        };
        let broken = found["broken"].as_str();
        return match expected.media_type() {
            "text/event-stream" => events::wrong(&text, events, items, broken),
            _ => in_lines(&text, items).or_else(|| broken.map(str::to_owned)),
        };
    }
    if let Some(text) = found.get("undecoded") {
        return Some(format!("the answer was not read as what it is described as: {text}"));
    }
    match found.get("bytes") {
        Some(found) => content(expected, &bytes(found)).map(|reason| format!("the answer {reason}")),
        None => Some(format!("the answer was read as {found}")),
    }
}

/// What each document says, one by one.
fn in_lines(text: &str, found: &[Value]) -> Option<String> {
    let expected: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let same = |(found, expected): (&Value, &&str)| {
        let tree: Option<Value> = serde_json::from_str(expected).ok();
        tree.is_some_and(|tree| difference(&tree, found).is_none())
    };
    let right = found.len() == expected.len() && found.iter().zip(&expected).all(same);
    (!right).then(|| format!("the answer has {found:?}, and has to have {expected:?}"))
}

fn bytes(value: &Value) -> Vec<u8> {
    let numbers = value.as_array().into_iter().flatten().filter_map(Value::as_u64);
    numbers.filter_map(|number| u8::try_from(number).ok()).collect()
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::conformance::scenario::Answer;
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
