//! What users of a generated crate see of it: nothing that stands behind the hidden door of the runtime.

#![expect(clippy::disallowed_methods, reason = "tests read fixtures; the crate itself reads nothing")]

mod fixture;
#[path = "surface/read.rs"]
mod read;
#[path = "surface/tables.rs"]
mod tables;
#[path = "surface/tokens.rs"]
mod tokens;

use std::collections::BTreeSet;

use clientwright_codegen::surface;
use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Visibility};

/// Collects what public items say of types, each with the tokens it is said in.
#[derive(Default)]
struct Public(Vec<String>);

impl Public {
    fn keep(&mut self, tokens: &impl ToTokens) {
        self.0.push(tokens.to_token_stream().to_string());
    }

    fn fields(&mut self, fields: &Fields) {
        for field in fields.iter().filter(|field| is_public(&field.vis)) {
            self.keep(&field.ty);
        }
    }
}

impl Public {
    fn item(&mut self, item: &Item) {
        match item {
            Item::Mod(module) => module.content.iter().flat_map(|(_, items)| items).for_each(|item| self.item(item)),
            Item::Struct(item) if is_public(&item.vis) => {
                self.keep(&item.generics);
                self.fields(&item.fields);
            }
            Item::Enum(item) if is_public(&item.vis) => {
                item.variants.iter().flat_map(|variant| &variant.fields).for_each(|field| self.keep(&field.ty));
            }
            Item::Type(item) if is_public(&item.vis) => self.keep(&item.ty),
            Item::Fn(item) if is_public(&item.vis) => self.keep(&item.sig),
            Item::Use(item) if is_public(&item.vis) => self.keep(&item.tree),
            Item::Const(item) if is_public(&item.vis) => self.keep(&item.ty),
            Item::Static(item) if is_public(&item.vis) => self.keep(&item.ty),
            // What a table makes public; behind `as` stands what reads it.
            Item::Macro(item) => {
                let tokens = item.mac.tokens.to_string().replace(['(', ')'], " ");
                if item.mac.path.segments.last().is_none_or(|name| name.ident != "operation") {
                    let said = tokens.split(',').map(|row| row.split(" as ").next().unwrap_or_default());
                    self.0.extend(said.map(str::to_owned));
                }
            }
            Item::Impl(item) => {
                item.trait_.iter().for_each(|(path, _)| self.keep(path));
                let is_trait = item.trait_.is_some();
                for member in &item.items {
                    match member {
                        ImplItem::Fn(function) if is_trait || is_public(&function.vis) => self.keep(&function.sig),
                        ImplItem::Type(ty) => self.keep(&ty.ty),
                        ImplItem::Const(constant) if is_trait || is_public(&constant.vis) => self.keep(&constant.ty),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn public(source: &str) -> Vec<String> {
    let file = syn::parse_file(source).expect("a source is Rust");
    let mut public = Public::default();
    file.items.iter().for_each(|item| public.item(item));
    public.0
}

/// Whether tokens lead through the alias of the hidden door, or through the door itself.
fn is_hidden(tokens: &str) -> bool {
    let words: Vec<&str> = tokens.split_whitespace().collect();
    words.iter().enumerate().any(|(index, word)| {
        let is_first = index == 0 || words[index - 1] != "::";
        let leads_on = words.get(index + 1) == Some(&"::");
        let is_door = index > 1 && words[index - 2] == "clientwright_runtime" && *word == "private";
        (*word == "rt" && is_first && leads_on) || is_door
    })
}

#[test]
fn no_public_signature_names_what_is_hidden() {
    let mut seen = 0;
    for fixture in fixture::all() {
        for (path, text) in fixture.generated().files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            for said in public(text) {
                assert!(!is_hidden(&said), "{}: {path}: {said}", fixture.name());
                seen += 1;
            }
        }
    }
    assert!(seen > 1000, "only {seen} signatures were seen");
}

#[test]
fn what_is_hidden_would_be_seen() {
    for source in [
        "pub fn a(part: rt::Part) {}",
        "pub struct A(pub rt::Call);",
        "pub enum A { B(clientwright_runtime::private::Call) }",
        "pub type A = rt::Items<B>;",
        "impl A { pub fn b(&self) -> rt::Pages<B> { todo!() } }",
        "impl From<rt::Client> for A { fn from(client: B) -> Self { todo!() } }",
        "mod a { pub fn b() -> rt::Call { todo!() } }",
        "rt::outcome! { pub enum A { B(rt::Call) = 200 as rt::Json<_>, } }",
        "rt::record! { A new() { optional b: rt::Call; } }",
    ] {
        assert!(public(source).iter().any(|said| is_hidden(said)), "{source}");
    }
    for source in [
        "rt::outcome! { pub enum A { B(C) = 200 as rt::Json<_>, } }",
        "pub struct A(rt::Call);",
        "impl A { fn b(&self) -> rt::Call { todo!() } }",
        "pub fn a(part: Part) {}",
    ] {
        assert!(!public(source).iter().any(|said| is_hidden(said)), "{source}");
    }
}

/// What `operation!` is given says the result of a call in plain types.
#[test]
fn the_result_of_every_call_is_spelled() {
    let mut seen = 0;
    for fixture in fixture::all() {
        for (path, text) in fixture.generated().files.iter().filter(|(path, _)| path.starts_with("src/api/")) {
            let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for head in flat.split("rt::operation! {").skip(1) {
                let result = head.split(" -> ").nth(1).unwrap_or_default().split(" as ").next().unwrap_or_default();
                let spelled = result.starts_with("Result<") && result.contains("Error<") && !result.contains("rt::");
                assert!(spelled, "{}: {path}: {result}", fixture.name());
                seen += 1;
            }
        }
    }
    assert!(seen > 50, "only {seen} calls were seen");
}

/// What is compared with another version is what stands in the sources: all that is public, and nothing else.
#[test]
fn the_surface_of_a_crate_is_what_its_sources_say() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for fixture in fixture::all() {
        let expected = read::lines(&fixture.generated().files);
        let text = fixture.made(surface).unwrap_or_else(|diagnostics| panic!("{diagnostics}")).text();
        let found: BTreeSet<String> = text.lines().map(|line| line.replace(' ', "")).collect();
        let (missing, more): (Vec<_>, Vec<_>) =
            (expected.difference(&found).collect(), found.difference(&expected).collect());
        if !missing.is_empty() || !more.is_empty() {
            wrong.push(format!("{}: the sources say {missing:#?}, the surface {more:#?}", fixture.name()));
        }
        seen += found.len();
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(seen > 10_000, "only {seen} lines were compared");
}
