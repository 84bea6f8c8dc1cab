//! What a description says about values: lines at its top, each with a value and what becomes of it.
//!
//! ```text
//! # through: TYPE JSON -> RESULT
//! # through: Pet {"kind":"dog","bark":"x"} -> Dog, same
//! # through: U {"n":1e3} -> {"n":1000}
//! # through: U {"level":"odd"} -> Level unknown, same: servers grow
//! # through: U {"n":1.5} -> error
//! ```
//!
//! The JSON is decoded as `types::TYPE` and encoded again. `same` means the same value: numbers by value, keys in any order.
//! Other JSON is what comes out instead; `error` means that it cannot be decoded. What follows a colon is a remark. Before a comma may stand
//! the variant that is chosen, `unknown` being the one that keeps what is not listed; with a type before it, a value of
//! that type somewhere within.

use serde_json::Value;

use super::equal;
use super::harness::Reply;

/// Begins a line.
const MARK: &str = "# through: ";

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct Through {
    /// The line as it stands there.
    pub line: String,
    /// As Rust knows it below `types`.
    pub ty: String,
    /// The value as it is written.
    pub json: String,
    choice: Option<Choice>,
    result: Expected,
}

/// Which variant has to be chosen.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    /// The enum, where it is not the type itself.
    within: Option<String>,
    variant: String,
}

#[derive(Clone, Debug, PartialEq)]
enum Expected {
    Same,
    Json(Value),
    Error,
}

/// The lines of a description.
///
/// # Errors
/// A line that cannot be read, with the reason.
pub fn lines(description: &str) -> Result<Vec<Through>, String> {
    let marked = description.lines().filter(|line| line.starts_with(MARK));
    marked.map(|line| read(line).map_err(|reason| format!("{reason}: {line}"))).collect()
}

fn read(line: &str) -> Result<Through, String> {
    let (ty, rest) = line[MARK.len()..].split_once(' ').ok_or("no value")?;
    let (_, json, rest) = leading_json(rest)?;
    let rest = rest.trim_start().strip_prefix("->").ok_or("no `->` behind the value")?.trim_start();
    let (choice, rest) = leading_choice(rest);
    let (result, remark) = match rest.strip_prefix("same") {
        Some(remark) => (Expected::Same, remark),
        None => match rest.strip_prefix("error") {
            Some(remark) => (Expected::Error, remark),
            None => leading_json(rest).map(|(value, _, remark)| (Expected::Json(value), remark))?,
        },
    };
    if !remark.is_empty() && !remark.starts_with(':') {
        return Err(format!("`{remark}` is neither a result nor a remark behind a colon"));
    }
    Ok(Through { line: line.to_owned(), ty: ty.to_owned(), json: json.to_owned(), choice, result })
}

/// The JSON at the beginning, its text, and what follows.
fn leading_json(text: &str) -> Result<(Value, &str, &str), String> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values.next().ok_or("no JSON")?.map_err(|error| format!("no JSON ({error})"))?;
    let (json, rest) = text.split_at(values.byte_offset());
    Ok((value, json.trim(), rest))
}

/// One or two words before a comma.
fn leading_choice(text: &str) -> (Option<Choice>, &str) {
    let Some((words, rest)) = text.split_once(", ") else { return (None, text) };
    let is_word = |word: &&str| word.chars().all(|c| c.is_alphanumeric() || c == '_');
    let parts: Vec<&str> = words.split(' ').collect();
    let choice = match parts.as_slice() {
        [variant] if parts.iter().all(is_word) => Choice { within: None, variant: (*variant).to_owned() },
        [within, variant] if parts.iter().all(is_word) => {
            Choice { within: Some((*within).to_owned()), variant: (*variant).to_owned() }
        }
        _ => return (None, text),
    };
    (Some(choice), rest)
}

impl Through {
    /// What is wrong with a reply; nothing where it is as the line says.
    #[must_use]
    pub fn judge(&self, reply: &Reply) -> Option<String> {
        let (json, debug) = match (reply, &self.result) {
            (Reply::Encoded { json, debug }, Expected::Same | Expected::Json(_)) => (json, debug),
            (Reply::Refused(_), Expected::Error) => return None,
            (Reply::Encoded { json, .. }, Expected::Error) => return Some(format!("became {json}")),
            (Reply::Refused(reason) | Reply::Failed(reason), _) => return Some(reason.clone()),
        };
        let sent: Value = serde_json::from_str(&self.json).expect("was read as JSON before");
        let expected = match &self.result {
            Expected::Json(value) => value,
            Expected::Same | Expected::Error => &sent,
        };
        let Ok(found) = serde_json::from_str(json) else { return Some(format!("what was encoded is no JSON: {json}")) };
        if equal::difference(expected, &found).is_some() {
            return Some(format!("became {json}"));
        }
        self.choice.as_ref().filter(|choice| !choice.is_in(debug)).map(|_| format!("was decoded as {debug}"))
    }
}

impl Choice {
    /// Whether the variant is the one that `Debug` shows: the outermost, or any where the enum is within.
    fn is_in(&self, debug: &str) -> bool {
        let wanted = if self.variant == "unknown" { "Unknown" } else { &self.variant };
        match self.within {
            None => first_word(debug.trim_start_matches("Some(")) == wanted,
            Some(_) => debug.match_indices(wanted).any(|(at, _)| {
                let before = debug[..at].chars().next_back();
                first_word(&debug[at..]) == wanted && before.is_none_or(|c| matches!(c, ' ' | '(' | '[' | '{'))
            }),
        }
    }
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(line: &str, json: &str, debug: &str) -> Option<String> {
        let line = read(&format!("{MARK}{line}")).unwrap();
        line.judge(&Reply::Encoded { json: json.to_owned(), debug: debug.to_owned() })
    }

    #[test]
    fn a_line_is_read() {
        let line = read("# through: U {\"a\": \"x -> y, z\"} -> Level unknown, same: they grow, mostly").unwrap();
        assert_eq!((line.ty.as_str(), line.json.as_str()), ("U", "{\"a\": \"x -> y, z\"}"));
        let choice = Choice { within: Some("Level".to_owned()), variant: "unknown".to_owned() };
        assert_eq!((line.choice, line.result), (Some(choice), Expected::Same));
        assert_eq!(
            read("# through: U 1 -> {\"a\": 1, \"b\": 2}").unwrap().result,
            Expected::Json(serde_json::json!({"a": 1, "b": 2}))
        );
        assert!(read("# through: U 1 -> sane").unwrap_err().contains("no JSON"));
        assert!(read("# through: U 1 -> same or so").unwrap_err().contains("neither"));
        assert!(read("# through: U 1").unwrap_err().contains("->"));
    }

    #[test]
    fn what_comes_back_is_judged() {
        assert_eq!(judge("U 1.0 -> same", "1", "1"), None);
        assert_eq!(judge("U 1.0 -> 2", "1", "1").unwrap(), "became 1");
        assert_eq!(judge("U 1.5 -> error", "1.5", "1.5").unwrap(), "became 1.5");
        let line = read("# through: U 1.5 -> error").unwrap();
        assert_eq!(line.judge(&Reply::Refused("no integer".to_owned())), None);
        assert_eq!(line.judge(&Reply::Failed("panicked".to_owned())).unwrap(), "panicked");
    }

    #[test]
    fn the_variant_is_judged() {
        assert_eq!(judge("U {} -> Dog, same", "{}", "Dog(Dog { })"), None);
        assert_eq!(judge("U {} -> Dog, same", "{}", "DogShow(Dog { })").unwrap(), "was decoded as DogShow(Dog { })");
        assert_eq!(judge("U {} -> unknown, same", "{}", "Some(Unknown(Object {}))"), None);
        assert_eq!(judge("U {} -> Level unknown, same", "{}", "U { l: Some(Unknown(\"odd\")) }"), None);
        assert!(judge("U {} -> Level unknown, same", "{}", "U { l: Some(Low), m: \"anUnknown\" }").is_some());
    }
}
