//! The pairs of a form, gathered under their names. In come pairs as they are sent, out goes a tree; what it is read as is the business
//! of `property`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::super::param::Style;
use super::super::part_spec::PartSpec;
use super::super::property::is_document;
use super::is_deep;
use crate::codec::{self, DecodeError, Line, Literal};

/// So many keys may stand in brackets behind a name. The tree is no deeper, and whoever sends more pairs makes it no deeper.
const MOST_KEYS: usize = 32;

/// What has come, by name: a form, or an object in it.
#[derive(Debug, Default)]
pub(super) struct Members<'b>(pub(super) BTreeMap<String, Property<'b>>);

#[derive(Debug)]
pub(super) enum Property<'b> {
    Texts(Texts<'b>),
    Members(Members<'b>),
    /// What is declared to be JSON, and is.
    Document(Value),
}

/// The texts of one name.
#[derive(Debug, Default)]
pub(super) struct Texts<'b> {
    pub(super) texts: Vec<Text<'b>>,
    /// What stands between the items that one text has: as it is split, then how else it may be written. None where a text is one item.
    pub(super) delimiters: &'static [&'static str],
    /// What is said of the members of an object that is one text.
    pub(super) lines: &'static [Line],
}

#[derive(Debug)]
pub(super) struct Text<'b> {
    /// As it was sent: what is escaped in an item is no delimiter.
    pub(super) sent: &'b str,
    pub(super) decoded: Cow<'b, str>,
}

impl<'b> Members<'b> {
    /// Adds a pair of the form.
    pub(super) fn add(&mut self, parts: &'static [PartSpec], pair: &'b str) -> Result<(), DecodeError> {
        let (name, sent) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, text) = (decoded(name)?, Text { sent, decoded: decoded(sent)? });
        if let Some((name, keys)) = in_brackets(&name)
            && PartSpec::find(parts, name).is_some_and(is_deep)
        {
            return self.add_below(name, keys, text);
        }
        let part = PartSpec::find(parts, &name);
        let styled = part.and_then(PartSpec::styled);
        // A style says how it is written, and then its content types say nothing.
        if styled.is_none()
            && part.is_some_and(|part| is_document(part.types))
            && let Some(document) = codec::spelled(&text.decoded)
        {
            self.0.insert(name.into_owned(), Property::Document(document));
            return Ok(());
        }
        let delimiters = styled.map_or(&[][..], delimiters);
        self.add_text(&name, text, delimiters).map_err(|Clash| clash(&name))
    }

    /// Adds a text to the member that these keys lead to.
    fn add_below(&mut self, name: &str, keys: &str, text: Text<'b>) -> Result<(), DecodeError> {
        let keys = || keys.split("][");
        if keys().nth(MOST_KEYS).is_some() {
            let message = format!("`{name}` has an object nested deeper than {MOST_KEYS} keys");
            return Err(DecodeError::of_body(message));
        }
        let (mut members, mut last) = (self, name);
        for key in keys() {
            members = members.below(last).map_err(|Clash| clash(name))?;
            last = key;
        }
        members.add_text(last, text, &[]).map_err(|Clash| clash(name))
    }

    /// Gives the items of an array their places as keys, where their texts came in order in brackets without any.
    pub(super) fn count(&mut self) {
        if let (1, Some(Property::Texts(_))) = (self.0.len(), self.0.get(""))
            && let Some(Property::Texts(items)) = self.0.remove("")
        {
            let texts =
                items.texts.into_iter().map(|text| Property::Texts(Texts { texts: vec![text], ..Texts::default() }));
            self.0 = texts.enumerate().map(|(place, text)| (place.to_string(), text)).collect();
        }
    }

    fn below(&mut self, name: &str) -> Result<&mut Self, Clash> {
        match self.property(name, || Property::Members(Members::default())) {
            Property::Members(members) => Ok(members),
            Property::Texts(_) | Property::Document(_) => Err(Clash),
        }
    }

    fn add_text(&mut self, name: &str, text: Text<'b>, delimiters: &'static [&'static str]) -> Result<(), Clash> {
        match self.property(name, || Property::Texts(Texts { delimiters, ..Texts::default() })) {
            Property::Texts(texts) => texts.texts.push(text),
            Property::Members(_) => return Err(Clash),
            // Of a name that comes twice, the last value stays.
            document @ Property::Document(_) => {
                *document = Property::Texts(Texts { texts: vec![text], delimiters, lines: &[] })
            }
        }
        Ok(())
    }

    fn property(&mut self, name: &str, new: impl FnOnce() -> Property<'b>) -> &mut Property<'b> {
        self.0.entry(name.to_owned()).or_insert_with(new)
    }
}

/// A text and an object of one name.
struct Clash;

#[cold]
fn clash(name: &str) -> DecodeError {
    DecodeError::of_body(format!("`{name}` comes as a text, and as an object"))
}

/// The name and the keys of `name[key][key]`, these with the brackets between them.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    name.strip_suffix(']')?.split_once('[')
}

/// The text behind `+` and percent-encoding.
pub(super) fn decoded(text: &str) -> Result<Cow<'_, str>, DecodeError> {
    let refused = |error: std::str::Utf8Error| DecodeError::of_body(error.to_string());
    match text.contains('+') {
        false => percent_decode_str(text).decode_utf8().map_err(refused),
        true => {
            let spaced = text.replace('+', " ");
            percent_decode_str(&spaced).decode_utf8().map(|decoded| decoded.into_owned().into()).map_err(refused)
        }
    }
}

/// What stands between the items that one text has in a style: as it is split, then how else it may be written.
fn delimiters((style, explodes): (Style, bool)) -> &'static [&'static str] {
    match style {
        _ if explodes => &[],
        Style::Form | Style::Simple | Style::Label | Style::Matrix | Style::Cookie => &[","],
        Style::SpaceDelimited => &["%20", "+"],
        Style::PipeDelimited => &["|", "%7C", "%7c"],
        Style::TabDelimited => &["%09"],
        Style::DeepObject => &[],
    }
}

/// The constant, where that is what a text spells. Texts need no telling.
pub(super) fn spelled(text: &str, literal: Literal) -> Option<Value> {
    let value = codec::spelled(text)?;
    (!value.is_string() && literal.is(&value)).then_some(value)
}
