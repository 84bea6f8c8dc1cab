//! The model, its names and its facts in; the files of the crate out.
//!
//! Enters: [`Cx`]. Leaves: [`SourceFile`]s, each by itself: a list of items or a text. Not its business: any decision (they stand in `model`
//! and `facts`), any name (`names`), layout (`print`).

mod alias;
mod call;
mod choice;
mod client;
mod crate_root;
mod documentation;
mod enumeration;
mod example;
mod failures;
mod feature;
mod guide;
mod ident;
mod import;
mod incoming;
mod live;
mod manifest;
mod operation;
mod outcome;
mod paging;
mod readme;
mod reference;
mod runtime;
mod security;
mod servers;
mod service;
mod setter;
mod sources;
mod spec;
mod strukt;
mod surface;
mod synopsis;
mod testing;
mod types;
mod union;
mod usage;
pub(crate) mod written;

pub(crate) use self::surface::surface;

use proc_macro2::TokenStream;

use crate::facts::Facts;
use crate::model::{Api, Literal, TypeId};
use crate::names::{Ident, Names};
use crate::settings::Settings;

/// All there is to know.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cx<'a> {
    pub(crate) api: &'a Api,
    pub(crate) names: &'a Names,
    pub(crate) facts: &'a Facts,
    pub(crate) settings: &'a Settings,
    /// The description as the header of each file names it.
    pub(crate) source: &'a str,
}

/// A file of the generated crate.
#[derive(Clone, Debug)]
pub(crate) struct SourceFile {
    /// Relative to the crate, with `/`.
    pub(crate) path: String,
    pub(crate) content: Content,
}

/// What is in a file.
#[derive(Clone, Debug)]
pub(crate) enum Content {
    Rust {
        /// The file of this room that gives it its shape.
        shaped_by: &'static str,
        /// What is in it, of a file that has no documentation of its own.
        about: Option<String>,
        items: Vec<Item>,
    },
    Text(String),
}

/// A top-level item of a Rust file.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Code(TokenStream),
    /// Lines that belong together: `mod` and `use` declarations.
    Lines(Vec<TokenStream>),
    Portion(Portion),
    Table(Table),
}

/// A macro of the runtime that is given a table: one line a row.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// The path of the macro.
    pub(crate) name: &'static str,
    /// Of a table that makes an item: the documentation of that.
    pub(crate) docs: Option<TokenStream>,
    pub(crate) head: Vec<Cell>,
    /// In braces after the head; `None` for a macro that takes the head alone.
    pub(crate) rows: Option<Vec<Row>>,
    /// After the rows, on a line of its own.
    pub(crate) tail: Vec<Cell>,
}

/// A module and the names in it.
pub(crate) type Module = (Ident, Vec<Ident>);

/// Modules that are there with one of some features only.
#[derive(Clone, Debug)]
pub(crate) struct Portion {
    /// The path of the macro.
    pub(crate) name: &'static str,
    pub(crate) features: Vec<String>,
    pub(crate) modules: Vec<Module>,
}

/// A row of a table.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) docs: TokenStream,
    pub(crate) cells: Vec<Cell>,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { docs: TokenStream::new(), cells }
    }
}

impl Table {
    /// A macro that is given a head.
    fn new(name: &'static str, head: Vec<Cell>) -> Self {
        Self { name, docs: None, head, rows: None, tail: Vec::new() }
    }
}

/// A word of a table.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    /// Syntax of the table.
    Word(&'static str),
    Ident(Ident),
    /// A string literal.
    Text(String),
    Integer(i64),
    Number(f64),
    Type(TokenStream),
    /// A field of a struct expression: `name: value,`.
    Field(TokenStream),
    /// In brackets, with commas; a line each where the line is too long.
    List(Vec<Vec<Cell>>),
    /// Nothing between this and the next cell.
    Join,
    /// Where a line that is too long is broken.
    Break,
}

impl From<&Literal> for Cell {
    fn from(literal: &Literal) -> Self {
        match literal {
            Literal::Text(text) => Self::Text(text.clone()),
            Literal::Integer(integer) => Self::Integer(*integer),
            Literal::Bool(true) => Self::Word("true"),
            Literal::Bool(false) => Self::Word("false"),
        }
    }
}

/// A file of the generated crate that can be emitted by itself.
#[derive(Clone, Copy, Debug)]
pub(crate) enum File {
    Manifest,
    Readme,
    Reference,
    CrateRoot,
    Client,
    Security,
    Servers,
    Services,
    /// By its index.
    Service(usize),
    Types,
    Testing,
    Examples,
    Webhooks,
    Callbacks,
    /// What stands with this definition.
    Type(TypeId),
}

/// All files that a crate may have.
pub(crate) fn files(cx: Cx<'_>) -> Vec<File> {
    use File::{
        Callbacks, Client, CrateRoot, Examples, Manifest, Readme, Reference, Security, Servers, Service, Services,
        Testing, Type, Types, Webhooks,
    };
    let fixed = [Manifest, Readme, Reference, CrateRoot, Client, Security, Servers, Services, Types, Testing, Examples];
    let incoming = [Webhooks, Callbacks];
    let services = (0..cx.api.services.len()).map(Service);
    fixed.into_iter().chain(incoming).chain(services).chain(types::homes(cx).map(Type)).collect()
}

/// Emits a file; `None` where this crate has none of that kind.
pub(crate) fn emit(cx: Cx<'_>, file: File) -> Option<SourceFile> {
    Some(match file {
        File::Manifest => manifest::file(cx),
        File::Readme => readme::file(cx),
        File::Reference => reference::file(cx),
        File::CrateRoot => crate_root::file(cx),
        File::Client => client::file(cx),
        File::Security => return security::file(cx),
        File::Servers => return servers::file(cx),
        File::Services => service::modules(cx),
        File::Service(index) => service::file(cx, index),
        File::Types => types::modules(cx),
        File::Testing => testing::file(cx),
        File::Examples => return testing::json(cx),
        File::Webhooks => return incoming::webhooks(cx),
        File::Callbacks => return incoming::callbacks(cx),
        File::Type(home) => types::file(cx, home),
    })
}

impl SourceFile {
    fn rust(path: impl Into<String>, shaped_by: &'static str, items: Vec<Item>) -> Self {
        Self { path: path.into(), content: Content::Rust { shaped_by, about: None, items } }
    }

    fn text(path: impl Into<String>, text: String) -> Self {
        Self { path: path.into(), content: Content::Text(text) }
    }
}
