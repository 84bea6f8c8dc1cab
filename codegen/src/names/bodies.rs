//! Names of the forms of a body, where it has several: a variant for each, and a type with setters for each that is multipart.

use std::collections::BTreeMap;

use super::identifier::Ident;
use super::media;
use super::operations::argument_wish;
use super::register::{Kind, Register, grant, idents};
use super::scope::{Case, Wish};
use crate::media_type::{bare, essence};
use crate::model::{BodyChoice, BodyContent, Operation, Parts};

/// The names of one multipart form.
#[derive(Clone, Debug)]
pub(crate) struct PartsNames {
    /// `CreateUserParts`.
    pub(crate) ty: Ident,
    /// In the order of [`Parts::arguments`].
    pub(crate) arguments: Vec<Ident>,
}

/// The setters of the parts of a multipart form.
const PARTS: Kind = Kind {
    what: "part",
    case: Case::Snake,
    reserved: &["new", "default", "clone", "clone_from", "into", "to_owned", "try_into"],
};
const FORMS: Kind = Kind { what: "form", case: Case::Pascal, reserved: &["Self"] };

/// The multipart forms of an operation, where it has several forms.
pub(super) fn multipart(operation: &Operation) -> impl Iterator<Item = (&BodyChoice, &Parts)> {
    let body = operation.body.as_ref().filter(|body| body.choices.len() > 1);
    body.into_iter().flat_map(|body| &body.choices).filter_map(|choice| match &choice.content {
        BodyContent::Multipart(parts) => Some((choice, parts)),
        BodyContent::Json(_) | BodyContent::Form(_) | BodyContent::Text | BodyContent::Bytes => None,
        BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) | BodyContent::Base64 => None,
    })
}

/// The types of multipart forms: `CreateUserParts` of the usual one, `CreateUserMixedParts` of another.
pub(super) fn parts_wishes(operation: &Operation, call: &str) -> Vec<Wish> {
    let place = &operation.key;
    let wish = |(choice, _): (&BodyChoice, &Parts)| {
        let media = essence(&choice.media);
        let words = media::words(&media);
        let (word, path) = match words.strip_prefix("multipart ") {
            Some(subtype) => (format!("{subtype} parts"), vec!["requestBody", "parts", &media]),
            None => ("parts".to_owned(), vec!["requestBody", "parts"]),
        };
        let (keys, parts) = (vec![place.below(&path)], vec![call.to_owned(), word]);
        Wish { keys, parts, ..Wish::described("", "type", place) }
    };
    multipart(operation).map(wish).collect()
}

/// The multipart forms with their setters.
pub(super) fn parts(register: &mut Register<'_>, operation: &Operation, types: Vec<Ident>) -> Vec<PartsNames> {
    let named = multipart(operation).zip(types).map(|((_, parts), ty)| {
        let arguments = parts.arguments().into_iter();
        let wishes: Vec<_> = arguments.map(|argument| argument_wish(&operation.origin, argument)).collect();
        PartsNames { ty, arguments: idents(grant(register, PARTS, &wishes)) }
    });
    named.collect()
}

/// A form of a body is called after its media type, and after its parameters, or as a range, where another one has that name.
pub(super) fn variants(register: &mut Register<'_>, operation: &Operation) -> Vec<Ident> {
    let choices = || operation.body.iter().flat_map(|body| &body.choices);
    // Of a list of media types, the order says nothing.
    let bare = |choice: &BodyChoice| {
        let mut listed: Vec<&str> = choice.media.split(", ").map(bare).collect();
        listed.sort_unstable();
        listed.join(", ")
    };
    let mut shared: BTreeMap<String, usize> = BTreeMap::new();
    choices().for_each(|choice| *shared.entry(bare(choice).to_ascii_lowercase()).or_default() += 1);
    let wish = |choice: &BodyChoice| {
        let essence = bare(choice);
        let words = media::words(&essence);
        let parameters = media::parameters(&choice.media);
        let (more, rank) = match (parameters.is_empty(), essence.contains('*')) {
            (true, false) => (media::more_words(&essence), 0),
            (false, _) => (format!("{words} {parameters}"), 1),
            (true, true) => (format!("any {words}"), 2),
        };
        let key = |media: &str| operation.key.below(&["requestBody", "content", media]);
        let is_shared = shared[&essence.to_ascii_lowercase()] > 1;
        let (full, plain) = (key(&media::with_parameters(&choice.media)), key(&essence));
        let keys = if is_shared || full == plain { vec![full.clone()] } else { vec![plain, full.clone()] };
        Wish { keys, rank, apart: Some(vec![more]), ..Wish::described(words, "form", full) }
    };
    idents(grant(register, FORMS, &choices().map(wish).collect::<Vec<_>>()))
}
