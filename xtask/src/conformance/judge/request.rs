//! Whether a request is as it was recorded: its method, path, query, headers and body.

use serde_json::Value;

use super::super::call::Call;
use super::super::scenario::{Case, Content, File};
use super::super::{events, multipart};
use super::same::{bytes, content, same, written};
use crate::oracle::document::decoded;
use crate::oracle::equal::difference;

pub(super) fn sent(case: &Case, call: &Call<'_>, request: &Value) -> Option<String> {
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

/// The requests by which the client opens a stream again: the same ones, with the number of the last event.
pub(super) fn sent_again(case: &Case, call: &Call<'_>, requests: &[Value]) -> Option<String> {
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
