//! Whether a document has the form that the specification gives it.
//!
//! Enters: the repaired tree. Leaves: a diagnostic for each value of a wrong kind, unknown word, missing or unknown member: all of
//! them in one run. References and what belongs together across objects are the business of `references` and `operations`.

use std::fmt;

use serde_json::{Map, Value};

use super::agreement;
use super::files::Files;
use super::misspelt;
use super::objects::{self, Age, Field, Kind, Object, Others};
use super::path::Path;
use super::resolve;
use super::version::Version;
use super::walk::{self, Root, Site};
use crate::diagnostic::{Diagnostics, catalogue, nearest};

/// Checks everything from the roots on.
pub(super) fn check(tree: &Value, roots: &[Root], files: &Files<'_>, diagnostics: &mut Diagnostics) {
    for root in roots {
        let mut shape = Shape { version: files.version(&root.pointer), diagnostics };
        if let Some(value) = resolve::at(tree, &root.pointer) {
            shape.value(value, root.kind(), &Path::At(&root.pointer), What::Root(root.object));
        }
    }
}

/// What a value is called in messages; made into text only when there is one.
#[derive(Clone, Copy)]
enum What<'a> {
    /// Where a walk begins.
    Root(&'static Object),
    Member(&'static Object, &'a str),
    /// What stands in the list or the map that a member is.
    Within(&'static Object, &'a str),
}

impl fmt::Display for What<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(object) if object.is_description() => formatter.write_str("the description"),
            Self::Root(object) => write!(formatter, "{}, as references ask for it,", with_article(object.name)),
            Self::Member(object, key) => write!(formatter, "`{key}` of {}", with_article(object.name)),
            Self::Within(object, key) => write!(formatter, "each of `{key}` of {}", with_article(object.name)),
        }
    }
}

impl What<'_> {
    fn is(self, object: &Object, key: &str) -> bool {
        matches!(self, Self::Member(holder, name) if holder.is(object) && name == key)
    }

    fn whole(self) -> Self {
        match self {
            Self::Within(object, key) => Self::Member(object, key),
            other => other,
        }
    }

    fn within(self) -> Self {
        match self {
            Self::Member(object, key) => Self::Within(object, key),
            other => other,
        }
    }
}

struct Shape<'d> {
    version: Version,
    diagnostics: &'d mut Diagnostics,
}

impl Shape<'_> {
    fn value(&mut self, value: &Value, kind: Kind, path: &Path<'_>, what: What<'_>) {
        match (kind, value) {
            (Kind::Any, _) => {}
            (Kind::Text, Value::String(_)) | (Kind::Boolean, Value::Bool(_)) | (Kind::Number, Value::Number(_)) => {}
            (Kind::Count, Value::Number(number)) if number.is_u64() => {}
            (Kind::Word(words), Value::String(word)) => self.word(word, words, path, what.whole()),
            (Kind::OrReference(object), Value::Object(members)) if walk::stands_for_another(object, members) => {}
            (Kind::Object(object) | Kind::OrReference(object), Value::Object(members)) => {
                self.object(object, members, path)
            }
            (Kind::List(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, *kind, &path.index(index), what.within());
                }
            }
            (Kind::Map(kind), Value::Object(members)) => {
                for (key, member) in members {
                    self.value(member, *kind, &path.key(key), what.within());
                }
            }
            (Kind::BooleanOr(_), Value::Bool(_)) => {}
            (Kind::OneOrMany(kind), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.value(item, *kind, &path.index(index), what.within());
                }
            }
            (Kind::BooleanOr(kind) | Kind::OneOrMany(kind), value) => self.value(value, *kind, path, what),
            (Kind::Text | Kind::Boolean | Kind::Number | Kind::Count | Kind::Word(_), other)
            | (Kind::Object(_) | Kind::OrReference(_) | Kind::List(_) | Kind::Map(_), other) => {
                let message = format!("{what} must be {}, but this is {}", expected(kind), found(other));
                let found = self.diagnostics.report(&catalogue::WRONG_KIND, &path.pointer(), message);
                if let (Kind::OrReference(_), Value::String(target)) = (kind, other)
                    && target.starts_with("#/")
                {
                    found.help(format!("a reference is a `$ref`: `$ref: '{target}'`"));
                }
            }
        }
    }

    fn word(&mut self, word: &str, words: &'static [&'static str], path: &Path<'_>, what: What<'_>) {
        if words.contains(&word) {
            self.newer_word(word, path, what);
            return;
        }
        let help = match nearest(word, words.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None if matches!(word, "body" | "formData") && what.is(&objects::PARAMETER, "in") => {
                "describe it under `requestBody`; this is how Swagger 2.0 wrote it".to_owned()
            }
            None => format!("write one of {}", listed(words)),
        };
        self.diagnostics
            .report(&catalogue::UNKNOWN_WORD, &path.pointer(), format!("`{word}` is no value of {what}"))
            .help(help);
    }

    /// A word that the description's version does not have yet.
    fn newer_word(&mut self, word: &str, path: &Path<'_>, what: What<'_>) {
        let known = objects::NEWER_WORDS.iter().find(|(object, key, known, _)| *known == word && what.is(object, key));
        if let Some((.., since)) = known.filter(|(.., since)| self.version < *since) {
            let known = self.version.specification();
            let message = format!("{known} has no `{word}` here; it is read as {since} has it");
            self.diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &path.pointer(), message);
        }
    }

    /// A member that another version has.
    fn age(&mut self, field: &Field, path: &Path<'_>) {
        let (entry, has_it) = match field.age(self.version) {
            // What a repair of 2.0 has put there is none of its members; `swagger` has told of the others.
            _ if self.version == Version::V2_0 => return,
            Age::Present => return,
            Age::Newer(version) => (&catalogue::NEWER_KEYWORD_READ, version),
            Age::Older(version) => (&catalogue::OLDER_KEYWORD_READ, version),
        };
        let message =
            format!("{} has no `{}`; it is read as {has_it} has it", self.version.specification(), field.name);
        self.diagnostics.report(entry, &path.pointer(), message).at_key();
    }

    fn object(&mut self, object: &'static Object, members: &Map<String, Value>, path: &Path<'_>) {
        let missing: Vec<_> =
            required(object, self.version, members).filter(|name| !members.contains_key(*name)).collect();
        let told = self.missing(object, members, &missing, path);
        for (key, member) in members {
            match (object.field(key), &object.others) {
                (Some(field), _) => {
                    let path = path.key(key);
                    self.age(field, &path);
                    self.value(member, field.kind, &path, What::Member(object, key));
                }
                (None, _) if key.starts_with("x-") || told.contains(&key.as_str()) => {}
                (None, Others::All(kind)) => self.value(member, *kind, &path.key(key), What::Member(object, key)),
                (None, Others::Unknown) => self.unknown(object, key, members, path),
            }
        }
        agreement::check(object, members, path, self.diagnostics);
        if object.is(&objects::RESPONSES) || object.is(&objects::v2::RESPONSES) {
            self.status_codes(members, path);
        }
        if object.is(&objects::PARAMETER) {
            self.reserved_elsewhere(members, path);
        }
    }

    /// Characters of a path parameter or a cookie that stay as they are (OAS 3.2.0 section 4.12.2.2); before, a query alone had them.
    fn reserved_elsewhere(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        let text = |key: &str| members.get(key).and_then(Value::as_str);
        let place = match text("in") {
            Some("path") => "a path",
            Some("cookie") if text("style") != Some("cookie") => "a cookie",
            _ => return,
        };
        if self.version < Version::V3_2 && members.get("allowReserved") == Some(&Value::Bool(true)) {
            let known = self.version.specification();
            let message = format!("{known} has no `allowReserved` in {place}; it is read as 3.2 has it");
            let path = path.key("allowReserved");
            self.diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &path.pointer(), message).at_key();
        }
    }

    /// Members that are missing. Gives the keys that were meant to be one of them, or to refer to an object that has them all.
    fn missing<'v>(
        &mut self,
        object: &Object,
        members: &'v Map<String, Value>,
        missing: &[&str],
        path: &Path<'_>,
    ) -> Vec<&'v str> {
        let [first, ..] = missing else { return Vec::new() };
        let meant = match misspelt::reference(members) {
            Some(key) => vec![(*first, Some(("$ref", key)))],
            None => missing
                .iter()
                .map(|name| (*name, misspelt::spelled(object, members, name).map(|key| (*name, key))))
                .collect(),
        };
        let scheme = members.get("type").and_then(Value::as_str).filter(|_| is_scheme(object));
        let scheme = scheme.map_or_else(String::new, |scheme| format!(" of the type `{scheme}`"));
        for (name, spelled) in &meant {
            let (place, help) = match spelled {
                Some((meant, key)) => (path.key(key).pointer(), format!("did you mean `{meant}` by `{key}`?")),
                None => (path.pointer(), format!("add `{name}`")),
            };
            let message = format!("this {}{scheme} lacks `{name}`", object.name);
            self.diagnostics.report(&catalogue::MISSING_MEMBER, &place, message).at_key().help(help);
        }
        meant.into_iter().filter_map(|(_, spelled)| spelled.map(|(_, key)| key)).collect()
    }

    fn unknown(&mut self, object: &'static Object, key: &str, members: &Map<String, Value>, path: &Path<'_>) {
        let message = format!("{} has no member `{key}`; it is ignored", with_article(object.name));
        let here = path.key(key);
        let Some(meant) = misspelt::meant(object, members, key) else {
            self.diagnostics.report(&catalogue::UNKNOWN_MEMBER, &here.pointer(), message).at_key();
            return;
        };
        let found = self.diagnostics.report(&catalogue::MISSPELT_MEMBER, &here.pointer(), message);
        found.at_key().help(format!("did you mean `{meant}`?"));
        if let (Some(member), Some(kind)) = (members.get(key), object.kind(meant)) {
            self.misspelt_within(member, kind, &here);
        }
    }

    /// Members that are misspelt in what is ignored because it is misspelt itself: people want to know of all at once.
    fn misspelt_within(&mut self, value: &Value, kind: Kind, path: &Path<'_>) {
        walk::each(value, kind, path, &mut |site, members, path| {
            let Site::Object(object) = site else { return };
            for key in members.keys().filter(|key| misspelt::meant(object, members, key).is_some()) {
                self.unknown(object, key, members, path);
            }
        });
    }

    fn status_codes(&mut self, members: &Map<String, Value>, path: &Path<'_>) {
        for key in members.keys().filter(|key| self.version == Version::V2_0 && is_range(key)) {
            let message = "Swagger 2.0 has no ranges of statuses; it is read as 3.0 has it";
            self.diagnostics.report(&catalogue::NEWER_KEYWORD_READ, &path.key(key).pointer(), message).at_key();
        }
        for key in members.keys().filter(|key| *key != "default" && !key.starts_with("x-") && !is_status(key)) {
            let message = format!("`{key}` is neither a status code nor a range of them");
            let found = self.diagnostics.report(&catalogue::NO_STATUS, &path.key(key).pointer(), message).at_key();
            if let Some(meant) = nearest(key, ["default"]) {
                found.help(format!("did you mean `{meant}`?"));
            }
        }
    }
}

/// The members that an object must have; those of a Security Scheme Object depend on its type.
fn required(
    object: &'static Object,
    version: Version,
    members: &Map<String, Value>,
) -> impl Iterator<Item = &'static str> {
    let scheme = is_scheme(object).then(|| members.get("type")).flatten().and_then(Value::as_str);
    let by_scheme =
        if version == Version::V2_0 { objects::v2::REQUIRED_BY_SCHEME } else { objects::REQUIRED_BY_SCHEME };
    let by_scheme = by_scheme.iter().filter(move |(name, _)| scheme == Some(*name));
    let fields = object.fields.iter().filter(move |field| field.is_required(version)).map(|field| field.name);
    fields.chain(by_scheme.flat_map(|(_, required)| *required).copied())
}

fn is_scheme(object: &Object) -> bool {
    object.is(&objects::SECURITY_SCHEME) || object.is(&objects::v2::SECURITY_SCHEME)
}

/// Whether a key of a Responses Object is `100` to `599` or `1XX` to `5XX`; any three digits pass, because servers invent some.
fn is_status(key: &str) -> bool {
    let bytes = key.as_bytes();
    bytes.len() == 3
        && (b'1'..=b'9').contains(&bytes[0])
        && (bytes[1..].iter().all(u8::is_ascii_digit) || bytes[1..].eq_ignore_ascii_case(b"xx"))
}

/// Whether a key is a range of statuses.
fn is_range(key: &str) -> bool {
    is_status(key) && key.bytes().any(|byte| byte.eq_ignore_ascii_case(&b'x'))
}

fn expected(kind: Kind) -> String {
    match kind {
        Kind::Any => "a value".to_owned(),
        Kind::Text => "a string".to_owned(),
        Kind::Boolean => "a boolean".to_owned(),
        Kind::Number => "a number".to_owned(),
        Kind::Count => "a whole number from 0".to_owned(),
        Kind::Word(words) => format!("one of {}", listed(words)),
        Kind::Object(object) | Kind::OrReference(object) => with_article(object.name),
        Kind::List(_) => "a list".to_owned(),
        Kind::Map(_) => "a map".to_owned(),
        Kind::BooleanOr(kind) => format!("a boolean or {}", expected(*kind)),
        Kind::OneOrMany(kind) => format!("{} or a list", expected(*kind)),
    }
}

pub(super) fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

pub(super) fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

pub(super) fn with_article(name: &str) -> String {
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'X', '`']) { "an" } else { "a" };
    format!("{article} {name}")
}
