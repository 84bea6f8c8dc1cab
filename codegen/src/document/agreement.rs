//! Whether the members of one object agree with each other and say something where they stand.
//!
//! Enters: an object, with its table. Leaves: a diagnostic for each member that the specification does not have beside another, at such
//! a place, or with such a text. Nothing is changed: what is told here is read as it stands. The kinds of members are the business of
//! `shape`.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::objects::{self, Address, Object};
use super::path::Path;
use super::shape::with_article;
use crate::diagnostic::{Diagnostics, Part, catalogue};

/// Checks one object.
pub(super) fn check(object: &Object, members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    exclusions(object, members, path, diagnostics);
    repetitions(object, members, path, diagnostics);
    addresses(object, members, path, diagnostics);
    if object.is(&objects::PARAMETER) || object.is(&objects::v2::PARAMETER) {
        without_effect(members, path, diagnostics);
    }
    if object.is(&objects::SERVER_VARIABLE) {
        values_of_variable(members, path, diagnostics);
    }
}

fn exclusions(object: &Object, members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    let has_both = |it: &&objects::Exclusion| {
        it.object.is(object) && members.contains_key(it.one) && members.contains_key(it.other)
    };
    for objects::Exclusion { one, other, becomes, .. } in objects::EXCLUSIONS.iter().filter(has_both) {
        let message = format!("{} has `{one}` or `{other}`, not both; {becomes}", with_article(object.name));
        let beside = diagnostics.located(&path.key(one).pointer(), Part::Key);
        let found = diagnostics.report(&catalogue::EXCLUSIVE_MEMBERS, &path.key(other).pointer(), message);
        found.at_key().label(beside, "beside this").help(format!("remove `{one}` or `{other}`"));
    }
}

fn without_effect(members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    let text = |key: &str| members.get(key).and_then(Value::as_str);
    let (place, style) = (text("in"), text("style").unwrap_or("form"));
    let is_said = |idle: &&objects::Idle| {
        place == Some(idle.place)
            && idle.style.is_none_or(|of| of == style)
            && members.get(idle.member) == Some(&Value::Bool(true))
    };
    for objects::Idle { place, member, why, .. } in objects::WITHOUT_EFFECT.iter().filter(is_said) {
        let message = format!("`{member}` has no effect with `in: {place}`: {why}");
        diagnostics.report(&catalogue::WITHOUT_EFFECT_HERE, &path.key(member).pointer(), message).at_key();
    }
}

fn repetitions(object: &Object, members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    for (_, key) in objects::WITHOUT_REPETITION.iter().filter(|(holder, _)| holder.is(object)) {
        let list = path.key(key);
        let mut known = BTreeSet::new();
        let items = members.get(*key).and_then(Value::as_array).into_iter().flatten().enumerate();
        let twice = items.filter_map(|(index, item)| item.as_str().map(|item| (index, item)));
        for (index, item) in twice.filter(|(_, item)| !known.insert(*item)) {
            let message = format!("`{item}` stands in `{key}` already");
            diagnostics.report(&catalogue::REPEATED_ITEM, &list.index(index).pointer(), message);
        }
    }
}

fn addresses(object: &Object, members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    for (_, key, address) in objects::ADDRESSES.iter().filter(|(holder, ..)| holder.is(object)) {
        let Some(text) = members.get(*key).and_then(Value::as_str) else { continue };
        let (is_right, what) = match address {
            Address::Uri => (is_uri(text), "URL"),
            Address::Email => (is_email(text), "email address"),
        };
        if !is_right {
            let message = format!("`{text}` is no {what}");
            diagnostics.report(&catalogue::NO_ADDRESS, &path.key(key).pointer(), message);
        }
    }
}

/// Whether a text has only characters that a URI can have (RFC 3986 section 2), or one of another language (RFC 3987).
fn is_uri(text: &str) -> bool {
    let is_other = |char: char| char.is_control() || char.is_whitespace() || "\"<>\\^`{|}".contains(char);
    let is_escape =
        |rest: &str| rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    !text.contains(is_other) && text.split('%').skip(1).all(is_escape)
}

fn is_email(text: &str) -> bool {
    let parts = text.rsplit_once('@').filter(|(name, host)| !name.is_empty() && !host.is_empty());
    parts.is_some() && !text.contains(|char: char| char.is_control() || char.is_whitespace())
}

/// The values that a variable of a server may have, and the one that it has where nothing is said (OAS 3.1.1 section 4.8.6).
fn values_of_variable(members: &Map<String, Value>, path: &Path<'_>, diagnostics: &mut Diagnostics) {
    let Some(values) = members.get("enum").and_then(Value::as_array) else { return };
    let at = path.key("enum").pointer();
    if values.is_empty() {
        let message = "this `enum` has no value; any text is taken";
        diagnostics
            .report(&catalogue::VARIABLE_VALUES, &at, message)
            .at_key()
            .help("list its values, or remove `enum`");
    } else if let Some(default) = members.get("default").filter(|default| !values.contains(default)) {
        let default = default.as_str().map_or_else(|| default.to_string(), str::to_owned);
        let message = format!("the default `{default}` is none of the values that the variable may have");
        let values = diagnostics.located(&at, Part::Key);
        let found = diagnostics.report(&catalogue::VARIABLE_VALUES, &path.key("default").pointer(), message);
        found.label(values, "its values");
    }
}
