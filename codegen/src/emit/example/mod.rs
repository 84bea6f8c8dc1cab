//! The example of a call: the statement that a caller writes, with what it needs to compile.
//!
//! Enters: an operation, its names, and the values that `facts` makes. Leaves: lines of Rust for the documentation of the method, and the
//! call alone for lists. Which call is shown to those who read of the whole crate is the business of `facts::showcase`.

mod argument;
mod layout;
mod uses;
mod value;

use self::layout::Expr;
use self::uses::Uses;
use super::Cx;
use crate::facts::{self, Outcome, success_outcome};
use crate::model::{Argument, Kind, Media, Message, Operation, Type};
use crate::names::{Ident, OperationNames, ServiceNames};

/// A call as a caller writes it.
#[derive(Clone, Debug)]
pub(super) struct Call {
    uses: Uses,
    /// What is said before it: values that are too large to be shown.
    given: Vec<String>,
    /// What the links begin with: `client`.
    first: String,
    links: Vec<Expr>,
    /// What a socket is told first.
    message: Option<Expr>,
    takes_something: bool,
}

/// What is longer is no line of a list.
const LONGEST_LINE: usize = 200;

/// The call of an operation; none where what it requires is nothing that a line can show.
pub(super) fn call(cx: Cx<'_>, service: &ServiceNames, described: &Operation, names: &OperationNames) -> Option<Call> {
    let mut call = Call {
        uses: Uses::default(),
        given: Vec::new(),
        first: String::new(),
        links: Vec::new(),
        message: None,
        takes_something: false,
    };
    let all = described.arguments();
    let mut required = Vec::new();
    let mut set = Vec::new();
    for (argument, ident) in all.iter().zip(&names.arguments) {
        let mut argument_of = || argument::expr(cx, &mut call, (service, names), argument, ident);
        match (argument.required(), argument) {
            (true, _) => required.push(argument_of()?),
            // Nobody calls what takes a body without one, whatever the description leaves out.
            (false, Argument::Body(_)) if described.method != "GET" && described.method != "DELETE" => {
                set.extend(argument_of().map(|value| Expr::group(format!(".{ident}("), vec![value], ")")));
            }
            (false, _) => {}
        }
    }
    call.takes_something = !(required.is_empty() && set.is_empty());
    call.first = behind_reference("client", &service.accessor);
    match by_reference(&names.method) {
        true => call.first = format!("(&{}.{}())", call.first, service.accessor),
        false => call.links.push(Expr::Atom(format!(".{}()", service.accessor))),
    }
    call.links.push(Expr::group(format!(".{}(", names.method), required, ")"));
    call.links.extend(set);
    if let Kind::Socket(socket) = &described.kind {
        call.message = message(cx, &mut call.uses, &socket.send);
    }
    Some(call)
}

/// Methods that the prelude gives every value, and that take it whole: what is called like them is found behind a reference only.
const OF_VALUES: &[&str] = &["into", "try_into"];

fn by_reference(method: &Ident) -> bool {
    OF_VALUES.contains(&method.text())
}

/// What a method of this name is called on.
fn behind_reference(value: &str, method: &Ident) -> String {
    if by_reference(method) { format!("(&{value})") } else { value.to_owned() }
}

fn message(cx: Cx<'_>, uses: &mut Uses, message: &Message) -> Option<Expr> {
    match message {
        Message::Frame => {
            let frame = uses.value(cx, "Frame");
            Some(Expr::Atom(format!("{frame}::Text(\"text\".to_owned())")))
        }
        Message::Bytes => {
            let bytes = uses.value(cx, "Bytes");
            Some(Expr::Atom(format!("{bytes}::from(\"bytes\")")))
        }
        Message::Document(ty) => {
            let made = facts::instance(cx.facts, cx.api, ty, "message", None)?;
            Some(value::expr(cx, uses, ty, &made, value::Place::Within))
        }
    }
}

impl Call {
    /// The declarations that it needs.
    pub(super) fn imports(&self, cx: Cx<'_>) -> Vec<String> {
        self.uses.lines(cx)
    }

    /// `client.users().get_user("42").await?`; nothing of what would say no more than the name of the method, or more than a line.
    pub(super) fn line(&self, described: &Operation) -> Option<String> {
        let links: String = self.links.iter().map(Expr::flat).collect();
        let end = if described.page.is_some() { ".items()" } else { ".await?" };
        let line = format!("{}{links}{end}", self.first);
        let says_more = self.takes_something || described.page.is_some();
        (says_more && line.len() <= LONGEST_LINE && self.given.is_empty()).then_some(line)
    }

    /// The call as what is matched.
    pub(super) fn matched(&self) -> Vec<String> {
        let mut lines = self.given.clone();
        let links: Vec<_> = self.links.iter().cloned().chain([Expr::atom(".await")]).collect();
        lines.push(layout::chain("match ", &self.first, &links, " {"));
        lines
    }

    /// The statements, as a caller would begin with them.
    pub(super) fn statements(&self, cx: Cx<'_>, described: &Operation) -> Vec<String> {
        let mut lines = self.given.clone();
        let (name, item) = match &described.kind {
            Kind::Events(_) => ("events", "event"),
            Kind::Documents(_) => ("documents", "document"),
            Kind::Parts(_) => ("parts", "part"),
            Kind::Socket(_) => ("socket", "message"),
            Kind::Call if described.page.is_some() => ("items", "item"),
            Kind::Call => {
                let before = answer(cx, described).map(|name| format!("let {name} = ")).unwrap_or_default();
                lines.push(self.statement(&before, ".await?"));
                return lines;
            }
        };
        let end = if described.page.is_some() { ".items()" } else { ".await?" };
        lines.push(self.statement(&format!("let mut {name} = "), end));
        if let Some(message) = &self.message {
            let links = [Expr::group(".send(", vec![message.clone()], ")"), Expr::atom(".await?")];
            lines.push(layout::chain("", name, &links, ";"));
        }
        lines.push(format!("while let Some({item}) = {name}.next().await {{"));
        lines.push(format!("    println!(\"{{:?}}\", {item}?);"));
        lines.push("}".to_owned());
        lines
    }

    fn statement(&self, before: &str, end: &str) -> String {
        let links: Vec<_> = self.links.iter().cloned().chain([Expr::atom(end)]).collect();
        layout::chain(before, &self.first, &links, ";")
    }
}

/// What the answer is called; nothing where there is none.
pub(super) fn answer(cx: Cx<'_>, described: &Operation) -> Option<String> {
    match success_outcome(described) {
        Outcome::Nothing | Outcome::One(Media::Empty) => None,
        Outcome::One(Media::Json(Type::Named(id)) | Media::AnyJson(Type::Named(id))) if cx.api.def(id).home == id => {
            Some(cx.names.ty(id).module.to_string())
        }
        Outcome::One(_) | Outcome::Several => Some("answer".to_owned()),
    }
}

/// The section of a method's documentation.
pub(super) fn section(
    cx: Cx<'_>,
    service: &ServiceNames,
    described: &Operation,
    names: &OperationNames,
) -> Option<String> {
    let call = call(cx, service, described, names)?;
    let mut lines = vec!["# Examples".to_owned(), "```no_run".to_owned()];
    lines.push(begin(cx));
    let imports = call.imports(cx);
    if !imports.is_empty() {
        lines.extend(imports);
        lines.push(String::new());
    }
    lines.extend(call.statements(cx, described));
    lines.push(END.to_owned());
    lines.push("```".to_owned());
    Some(lines.join("\n"))
}

/// What begins an example within the crate's documentation: readers see what is in the function.
pub(super) fn begin(cx: Cx<'_>) -> String {
    format!("# async fn example(client: {}::Client) -> Result<(), Box<dyn std::error::Error>> {{", krate(cx))
}

/// The crate as Rust knows it.
pub(super) fn krate(cx: Cx<'_>) -> String {
    cx.settings.name.replace('-', "_")
}

/// What ends it.
pub(super) const END: &str = "# Ok(()) }";
