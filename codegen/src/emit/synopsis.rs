//! The documentation of a method that begins a call: what it does, takes, offers, gives and fails with.

use proc_macro2::TokenStream;

use super::documentation;
use super::operation::Said;
use crate::facts::{Outcome, success_outcome};
use crate::model::{Argument, Body, Docs, Kind, Literal, Operation, Part, Parts, Response, Status, WireName};
use crate::names::{Ident, OperationNames};

/// Words of the description, then where it stands: what a reviewer compares.
pub(super) fn docs(operation: &Operation, names: &OperationNames, said: &Said<'_>) -> TokenStream {
    let mut paragraphs = documentation::paragraphs(&operation.docs);
    paragraphs.extend(required(&operation.arguments(), &names.arguments));
    let parts_of_body = operation.body.as_ref().and_then(Body::parts).into_iter().flat_map(Parts::constants);
    let always = operation.constants().map(|(param, value)| (&param.name, &param.docs, value));
    paragraphs.extend(constants(always.chain(parts_of_body.map(constant_part))));
    paragraphs.extend(options(operation, names));
    paragraphs.extend(parts(operation));
    paragraphs.extend(success(operation));
    paragraphs.extend(said.twin.clone());
    let (method, path) = (&operation.method, &operation.path);
    let from = documentation::code(&operation.origin.to_string());
    paragraphs.push(format!("{} from {from}", documentation::code(&format!("{method} {path}"))));
    paragraphs.extend(said.errors.map(str::to_owned));
    paragraphs.extend(said.example.clone());
    documentation::lines(paragraphs.join("\n\n").lines())
}

/// What is said of the arguments that a method takes.
pub(super) fn required(arguments: &[Argument<'_>], names: &[Ident]) -> Option<String> {
    let required = arguments.iter().zip(names).filter(|(argument, _)| argument.required());
    let items = required.filter_map(|(argument, name)| {
        let docs = argument_docs(argument);
        (*docs != Docs::default()).then(|| item(&documentation::code(name.text()), docs))
    });
    list(items)
}

/// What is said of a part that is sent by itself.
pub(super) fn constant_part<'p>((part, value): (&'p Part, &'p Literal)) -> (&'p WireName, &'p Docs, &'p Literal) {
    (&part.name, &part.docs, value)
}

/// What is sent by itself.
pub(super) fn constants<'a>(constants: impl Iterator<Item = (&'a WireName, &'a Docs, &'a Literal)>) -> Option<String> {
    let items = constants.map(|(name, docs, value)| {
        let value = match value {
            Literal::Text(text) => text.clone(),
            Literal::Integer(integer) => integer.to_string(),
            Literal::Bool(truth) => truth.to_string(),
        };
        let (name, value) = (documentation::code(&name.0), documentation::code(&value));
        item(&format!("{name}, always {value}"), docs)
    });
    list(items)
}

fn argument_docs<'a>(argument: &Argument<'a>) -> &'a Docs {
    match argument {
        Argument::Param(param) => &param.docs,
        Argument::Part(part) => &part.docs,
        Argument::PartHeader(_, header) => &header.docs,
        Argument::Body(body) => &body.docs,
        Argument::OtherPart(_) => Docs::NONE,
    }
}

/// Links to the setters of what is optional.
fn options(operation: &Operation, names: &OperationNames) -> Option<String> {
    let arguments = operation.arguments();
    let optional = arguments.iter().zip(&names.arguments).filter(|(argument, _)| !argument.required());
    let accepts = names.accepts.iter().flatten();
    let name = |name: &Ident| format!("`{}`", name.text());
    let all: Vec<_> = optional.map(|(_, name)| name).chain(accepts).map(name).collect();
    (!all.is_empty()).then(|| documentation::wrap(&format!("Options: {}.", all.join(", "))))
}

/// What is said of a body that is no argument, but whose parts are.
fn parts(operation: &Operation) -> Option<String> {
    let body = operation.body.as_ref().filter(|body| body.parts().is_some() && body.docs != Docs::default())?;
    Some(documentation::paragraphs(&documentation::begun("The body", &body.docs)).join("\n\n"))
}

/// What is said of the success. Where it is an enum, its variants say it.
fn success(operation: &Operation) -> Option<String> {
    let says_something = |response: &Response| {
        let words = response.docs.description.iter().flat_map(|text| text.split_whitespace()).count();
        // `OK` says nothing, and neither does `Successful response`.
        words > 2 || !response.docs.notes.is_empty() || !response.docs.within.is_empty()
    };
    let responses = &operation.responses.success;
    match (responses.as_slice(), success_outcome(operation)) {
        _ if !responses.iter().any(says_something) => None,
        ([only], _) => {
            let text = documentation::paragraphs(&documentation::begun("On success", &only.docs)).join("\n\n");
            // What was said may be nothing that words can show.
            (text != "On success:").then_some(text)
        }
        (_, Outcome::Several) if matches!(operation.kind, Kind::Call) => None,
        (_, Outcome::Nothing | Outcome::One(_) | Outcome::Several) => {
            let items = by_status(responses).into_iter().map(|(_, item)| item);
            Some(format!("On success:\n\n{}", list(items)?))
        }
    }
}

/// What is said of responses, each status once.
pub(super) fn by_status(responses: &[Response]) -> Vec<(Status, String)> {
    let mut items: Vec<(Status, String)> = Vec::new();
    for Response { status, docs, .. } in responses {
        if !items.iter().any(|(told, _)| told == status) {
            items.push((*status, item(&status_words(*status), docs)));
        }
    }
    items
}

pub(super) fn status_words(status: Status) -> String {
    match status {
        Status::Default => "Any other status".to_owned(),
        Status::Code(_) | Status::Range(_) => status.to_string(),
    }
}

/// An item of a list, with all that is said of it.
pub(super) fn item(name: &str, docs: &Docs) -> String {
    let text = documentation::paragraphs(&documentation::begun(name, docs)).join("\n\n");
    // What was said may be nothing that words can show: a picture.
    let text = text.strip_suffix(':').map_or_else(|| text.clone(), |name| format!("{name}."));
    let lines = text.lines().enumerate().map(|(index, line)| match (index, line) {
        (0, line) => format!("- {line}"),
        (_, "") => String::new(),
        (_, line) => format!("  {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn list(items: impl Iterator<Item = String>) -> Option<String> {
    let items: Vec<_> = items.collect();
    (!items.is_empty()).then(|| items.join("\n"))
}
