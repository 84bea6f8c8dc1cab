//! Tags of operations that have none, by the paths of these.
//!
//! Enters: the tree, its files and the settings. Leaves: a tree whose operations have the tag that their path says, as if the description
//! gave it. What a path says depends on nothing but the path and the settings, so that an operation that is added leaves the others where
//! they are. Operations whose path says nothing stay without a tag.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wildmatch::WildMatch;

use super::files::Files;
use super::{methods, misspelt, objects, resolve, unfold};
use crate::compounds::COMPOUNDS;
use crate::diagnostic::{Diagnostics, catalogue, nearest};
use crate::place::Pointer;
use crate::settings::{Changes, Said, Untagged};

/// Words that stand in front of paths and say nothing of what these are about.
const FRONTS: &[&str] = &["api", "rest"];
/// Words of versions that are not final.
const UNFINISHED: &[&str] = &["alpha", "beta", "p", "preview", "rc"];

/// Gives tags where the settings ask for that.
pub(super) fn tag(tree: &mut Value, files: &mut Files<'_>, changes: &Changes, diagnostics: &mut Diagnostics) {
    let Untagged::ByPath(skipped) = &changes.untagged else { return };
    unfold::path_items(tree, files, diagnostics);
    let untagged = untagged(tree);
    report_idle(skipped, &untagged, changes, diagnostics);
    let known = known(tree);
    let telling = |(path, place)| Some((word(path, skipped)?, place));
    let given = untagged.into_iter().filter_map(telling).map(|(word, place)| (of(&word, &known), place));
    for (tag, place) in given.collect::<Vec<_>>() {
        if let Some(Value::Object(operation)) = resolve::at_mut(tree, &place) {
            operation.insert("tags".to_owned(), json!([tag]));
        }
    }
}

/// Those without a tag, with their paths. What is meant as tags is told elsewhere, and hides none.
fn untagged(tree: &Value) -> Vec<(&str, Pointer)> {
    let has_none = |operation: &Map<String, Value>| match operation.get("tags") {
        Some(Value::Array(tags)) => tags.is_empty(),
        Some(other) => other.is_null(),
        None => misspelt::spelled(&objects::OPERATION, operation, "tags").is_none(),
    };
    let all = methods::of_paths(tree);
    all.filter(|(.., operation)| has_none(operation)).map(|(path, place, _)| (path, place)).collect()
}

/// The tags that the description has.
fn known(tree: &Value) -> BTreeSet<String> {
    let described = tree.get("tags").and_then(Value::as_array).into_iter().flatten();
    let described = described.filter_map(|tag| tag.get("name"));
    let had = methods::of_paths(tree).filter_map(|(.., operation)| operation.get("tags")?.as_array()).flatten();
    described.chain(had).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The tag that a word gives: one of the description that is written so, or like it; or else the word.
fn of(word: &str, known: &BTreeSet<String>) -> String {
    if known.contains(word) {
        return word.to_owned();
    }
    let Some(plain) = plain(word) else { return word.to_owned() };
    known.iter().find(|tag| self::plain(tag).as_ref() == Some(&plain)).cloned().unwrap_or(plain)
}

/// A text of plain words in one way of writing them: `User Groups`, `user_groups` and `UserGroups` become one name in Rust. None where
/// that may be otherwise, as with abbreviations and proper names.
fn plain(text: &str) -> Option<String> {
    let is_plain = |word: &&str| {
        word.starts_with(|first: char| first.is_ascii_alphabetic())
            && word[1..].chars().all(|it| it.is_ascii_lowercase())
    };
    if COMPOUNDS.iter().any(|name| text.contains(name)) {
        return None;
    }
    let mut words = Vec::new();
    for joined in text.split([' ', '-', '_']) {
        let capitals = joined.char_indices().skip(1).filter(|(_, it)| it.is_ascii_uppercase()).map(|(at, _)| at);
        let starts: Vec<usize> = std::iter::once(0).chain(capitals).collect();
        let ends = starts.iter().skip(1).copied().chain([joined.len()]);
        let within: Vec<&str> = starts.iter().zip(ends).map(|(start, end)| &joined[*start..end]).collect();
        // A letter by itself may belong to the word beside it.
        if !within.iter().all(is_plain) || within.len() > 1 && within.iter().any(|word| word.len() == 1) {
            return None;
        }
        words.extend(within);
    }
    Some(words.join("-").to_ascii_lowercase())
}

/// What a path is about: the word of its first segment that says something.
fn word(path: &str, skipped: &[Said]) -> Option<String> {
    let is_skipped = |segment: &str| skipped.iter().any(|said| fits(said, segment));
    segments(path).filter(|segment| !is_skipped(segment)).find_map(telling).map(str::to_owned)
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split(['?', '#']).next().unwrap_or_default().trim_end().split('/')
}

fn fits(said: &Said, segment: &str) -> bool {
    WildMatch::new(&said.text).matches(segment)
}

/// The word that a segment begins with: `users` in `users`, `users.json`, `users:search` and `users({id})`; none where that is no more
/// than a parameter, a version or a front.
fn telling(segment: &str) -> Option<&str> {
    let fixed = segment.split('{').next()?.trim_matches(|it: char| !it.is_alphanumeric());
    let word = fixed.split(|it: char| !it.is_alphanumeric() && it != '-' && it != '_').next()?;
    let says_nothing = |text: &str| text.is_empty() || is_version(text) || FRONTS.contains(&&*text.to_lowercase());
    (!says_nothing(fixed) && !says_nothing(word)).then_some(word)
}

/// `v1`, `2.0`, `v1beta1`, `2024-10-01`, and what stands before the parameter of `v{version}`.
fn is_version(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let number = text.strip_prefix('v').unwrap_or(&text);
    let mut words = number.split(|it: char| it.is_ascii_digit() || matches!(it, '.' | '-' | '_'));
    let is_number = number.is_empty() || number.starts_with(|first: char| first.is_ascii_digit());
    is_number && words.all(|word| word.is_empty() || UNFINISHED.contains(&word))
}

/// Tells of patterns that fit no segment in front of what a path is about.
fn report_idle(skipped: &[Said], untagged: &[(&str, Pointer)], changes: &Changes, diagnostics: &mut Diagnostics) {
    let paths: BTreeSet<&str> = untagged.iter().map(|(path, _)| *path).collect();
    let is_met = |segment: &&str| skipped.iter().any(|said| fits(said, segment)) || telling(segment).is_none();
    let is_used = |said: &Said| paths.iter().any(|path| segments(path).take_while(is_met).any(|it| fits(said, it)));
    for said in skipped.iter().filter(|said| !changes.is_for_all(said) && !is_used(said)) {
        let message = format!("no path of an operation without tags begins with a segment like `{}`", said.text);
        let found = changes.report(&catalogue::FILTER_UNUSED, said, message, diagnostics);
        let firsts = paths.iter().filter_map(|path| segments(path).find(|segment| !is_met(segment)));
        if let Some(meant) = nearest(&said.text, firsts) {
            found.help(format!("did you mean `{meant}`?"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{plain, word};

    #[test]
    fn a_path_is_about_its_first_word_that_says_something() {
        for (path, expected) in [
            ("/users/{id}/rooms", "users"),
            ("/api/v1/user-groups", "user-groups"),
            ("/REST/2.0/{tenant}/rooms", "rooms"),
            ("/v1beta1/v2p1beta3/v1.0-preview/rooms", "rooms"),
            ("/2024-10-01/Accounts.json", "Accounts"),
            ("/api/v{version}/Users", "Users"),
            ("/api.xro/2.0/Items", "Items"),
            ("/chat.postMessage", "chat"),
            ("/users:search", "users"),
            ("/users('{id}')", "users"),
            ("/.well-known/keys", "well-known"),
            ("/{file}.json/parts", "parts"),
            ("/2fa/codes", "2fa"),
            ("/vendors", "vendors"),
            ("rooms ", "rooms"),
        ] {
            assert_eq!(word(path, &[]).as_deref(), Some(expected), "{path}");
        }
        for path in ["/", "", "/{id}", "/api", "/v1/{id}", "/@{user}", "/?action=list", "/#list"] {
            assert_eq!(word(path, &[]), None, "{path}");
        }
    }

    #[test]
    fn what_becomes_one_name_is_one_tag() {
        for text in ["User Groups", "user_groups", "user-groups", "UserGroups", "userGroups"] {
            assert_eq!(plain(text).as_deref(), Some("user-groups"), "{text}");
        }
        for text in ["GitHub", "XAxis", "APIKeys", "OAuth", "users--all", "users2", "Über", ""] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
