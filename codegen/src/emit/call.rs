//! One call: what the description says of it and what it gives, as one table, and its setters.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::{Cell, Item, Row, Table, documentation, live, operation, outcome, paging, runtime, setter, spec};
use crate::facts;
use crate::model::{Argument, Docs, Operation, Response};
use crate::names::{Ident, OperationNames};

/// The items of one call.
pub(super) fn items(scope: &Scope<'_>, described: &Operation, names: &OperationNames, handle: &Ident) -> Vec<Item> {
    let mut items = vec![Item::Table(table(scope, described, names, handle))];
    items.extend(methods(scope, described, names).map(Item::Code));
    items
}

/// Setters of what is optional, and the streams of a list in pages.
pub(super) fn methods(scope: &Scope<'_>, described: &Operation, names: &OperationNames) -> Option<TokenStream> {
    let call = &names.call;
    let arguments = described.arguments();
    let optional = arguments.iter().zip(&names.arguments).filter(|(argument, _)| !argument.required());
    let mut methods: Vec<_> = optional.map(|(argument, name)| setter(scope, argument, name, names)).collect();
    let asked = described.responses.success.iter().zip(&names.accepts);
    methods.extend(asked.filter_map(|(response, name)| Some(accept(response, name.as_ref()?))));
    methods.extend(live::in_pieces(scope, described, names));
    if let Some(page) = &described.page {
        methods.extend(paging::streams(scope, described, names, page));
    }
    (!methods.is_empty()).then(|| quote!(impl #call { #(#methods)* }))
}

/// The setter of something optional.
pub(super) fn setter(scope: &Scope<'_>, argument: &Argument<'_>, name: &Ident, names: &OperationNames) -> TokenStream {
    let nothing = Docs::default();
    let (docs, what) = match argument {
        Argument::Param(param) => (&param.docs, documentation::code(&param.name.0)),
        Argument::Part(part) => (&part.docs, documentation::code(&part.name.0)),
        Argument::PartHeader(part, header) => {
            let (part, header_name) = (documentation::code(&part.name.0), documentation::code(&header.name.0));
            (&header.docs, format!("the header {header_name} of {part}"))
        }
        Argument::OtherPart(_) => (&nothing, "a part that the description does not name".to_owned()),
        Argument::Body(body) => (&body.docs, "the body".to_owned()),
    };
    let text = match documentation::paragraphs(&Docs { deprecated: false, ..docs.clone() }) {
        paragraphs if paragraphs.is_empty() => format!("Sets {what}."),
        paragraphs => paragraphs.join("\n\n"),
    };
    let text = documentation::lines(text.lines());
    let attributes = setter::attributes(name, docs);
    let ty = operation::argument_type(scope, argument, name, names);
    let step = operation::step(scope, argument, name, names);
    let key = match argument {
        Argument::OtherPart(_) => {
            let (into, string) = (scope.standard("Into"), scope.standard("String"));
            Some(quote!(name: impl #into<#string>,))
        }
        Argument::Param(_) | Argument::Part(_) | Argument::PartHeader(..) | Argument::Body(_) => None,
    };
    quote! {
        #text
        #attributes
        pub fn #name(self, #key #name: #ty) -> Self {
            Self(self.0 #step)
        }
    }
}

/// `accept_csv`: asks for one of several media types.
fn accept(response: &Response, name: &Ident) -> TokenStream {
    let types = facts::accept_one(response);
    let docs = documentation::line(&format!("Asks for {} alone.", documentation::code(&types)));
    quote! {
        #docs
        pub fn #name(self) -> Self {
            Self(self.0.accept(#types))
        }
    }
}

/// `rt::operation! { pub struct GetUsers: GET "/users" as "getUsers" -> Result<UserPage, Error<ApiError>> as rt::Json<_>, rt::Json<_> }`
fn table(scope: &Scope<'_>, described: &Operation, names: &OperationNames, handle: &Ident) -> Table {
    let head = vec![
        Cell::Word("pub struct"),
        Cell::Ident(names.call.clone()),
        Cell::Join,
        Cell::Word(":"),
        verb(&described.method),
        Cell::Text(described.path.clone()),
        Cell::Word("as"),
        Cell::Text(described.id.clone()),
    ];
    let mut tail = vec![
        Cell::Word("->"),
        Cell::Word("Result<"),
        Cell::Join,
        Cell::Type(outcome::success_value(scope, described, names)),
        Cell::Join,
        Cell::Word(","),
        Cell::Word("Error<"),
        Cell::Join,
        Cell::Type(outcome::failure_value(scope, described, names)),
        Cell::Join,
        Cell::Word(">>"),
        Cell::Break,
        Cell::Word("as"),
    ];
    tail.extend(live::is_list(scope, described, names).then_some(Cell::Word("list")));
    tail.extend([
        Cell::Type(outcome::success(described, names)),
        Cell::Join,
        Cell::Word(","),
        Cell::Type(outcome::failure(described, names)),
    ]);
    if !described.responses.headers.is_empty() {
        tail.extend([Cell::Join, Cell::Word(","), Cell::Ident(names.headers.clone())]);
    }
    let docs = documentation::line(&format!("A call of [`{}::{}`].", handle.text(), names.method.text()));
    let fields = spec::fields(scope, described).into_iter().map(|field| Row::from(vec![Cell::Field(field)]));
    let rows = Some(fields.collect::<Vec<_>>()).filter(|rows| !rows.is_empty());
    Table { docs: Some(docs), rows, tail, ..Table::new(runtime::OPERATION, head) }
}

/// The method as the table has it: a word, or a text where it is none that everybody knows.
fn verb(method: &str) -> Cell {
    let known = ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"].into_iter();
    known.into_iter().find(|word| *word == method).map_or_else(|| Cell::Text(method.to_owned()), Cell::Word)
}
