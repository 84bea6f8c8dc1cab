//! The public items of generated sources, each as a line: what `Surface::text` says, read by another way.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;
use syn::{Fields, FnArg, ImplItem, Item, ReturnType, Signature, UseTree, Visibility};

use crate::tokens::{defined, flat};

/// The lines of a crate, without spaces.
pub(crate) fn lines(files: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut lines = features(&files["Cargo.toml"]);
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let module = path.strip_prefix("src/").and_then(|path| path.strip_suffix(".rs")).unwrap_or_default();
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        let names = names(module, &file.items);
        let mut reader = Reader { module: module.replace('/', "::"), names, lines: BTreeSet::new() };
        match module.split('/').collect::<Vec<_>>().as_slice() {
            ["client"] => file.items.iter().for_each(|item| reader.client(item)),
            ["api", "mod"] | ["types", "mod"] | ["lib" | "security" | "testing"] => {}
            ["types", _] => {
                reader.module = "types".to_owned();
                file.items.iter().for_each(|item| reader.types(item));
            }
            ["api", name] => {
                reader.module = format!("api::{}", raw(name));
                file.items.iter().for_each(|item| reader.api(item));
            }
            ["servers"] => file.items.iter().for_each(|item| reader.servers(item)),
            ["webhooks" | "callbacks"] => file.items.iter().for_each(|item| reader.incoming(item)),
            _ => panic!("nobody knows what is in {path}"),
        }
        lines.extend(reader.lines);
    }
    lines
}

/// A module is a word of Rust in its path, and none in that of its file.
fn raw(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() { name.to_owned() } else { format!("r#{name}") }
}

fn features(manifest: &str) -> BTreeSet<String> {
    let manifest: toml::Table = manifest.parse().expect("a manifest is TOML");
    let features = manifest["features"].as_table().expect("there are features");
    let list = |name: &str| -> Vec<&str> {
        features[name].as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect()
    };
    let mut on: BTreeSet<&str> = list("default").into_iter().collect();
    for feature in list("default").into_iter().filter(|feature| features.contains_key(*feature)) {
        on.extend(list(feature));
    }
    let names = features.keys().filter(|name| *name != "default");
    let line = |name: &String| format!("feature{name}{}", if on.contains(name.as_str()) { ",bydefault" } else { "" });
    names.map(line).collect()
}

/// What names without a path mean in a file: its own types, and those that it imports of its siblings.
fn names(module: &str, items: &[Item]) -> BTreeMap<String, String> {
    let scope = match module.split_once('/') {
        Some(("api", name)) => format!("api::{}", raw(name)),
        Some((folder, _)) => folder.to_owned(),
        None => module.to_owned(),
    };
    let mut names = BTreeMap::new();
    let mut own = |name: String| drop(names.insert(name.clone(), format!("{scope}::{name}")));
    for item in items {
        match item {
            Item::Struct(item) => own(item.ident.to_string()),
            Item::Enum(item) => own(item.ident.to_string()),
            Item::Type(item) => own(item.ident.to_string()),
            Item::Macro(item) => own(defined(&item.mac.tokens).unwrap_or_default()),
            Item::Use(item) => {
                if let UseTree::Path(path) = &item.tree
                    && (path.ident == "super" || path.ident == "self")
                {
                    imported(&path.tree).into_iter().for_each(&mut own);
                }
            }
            _ => {}
        }
    }
    names
}

fn imported(tree: &UseTree) -> Vec<String> {
    match tree {
        UseTree::Name(name) => vec![name.ident.to_string()],
        UseTree::Rename(alias) => vec![alias.rename.to_string()],
        UseTree::Group(group) => group.items.iter().flat_map(imported).collect(),
        _ => Vec::new(),
    }
}

/// What reads one file.
pub(super) struct Reader {
    pub(super) module: String,
    names: BTreeMap<String, String>,
    lines: BTreeSet<String>,
}

impl Reader {
    pub(super) fn line(&mut self, line: String) {
        self.lines.insert(line.replace(' ', ""));
    }

    /// A type by whole paths, without spaces.
    pub(super) fn ty(&self, tokens: impl ToTokens) -> String {
        let mut words = Vec::new();
        flat(tokens.to_token_stream(), &mut words);
        let mut text = String::new();
        let mut path: Vec<String> = Vec::new();
        let mut words = words.into_iter().peekable();
        while let Some(word) = words.next() {
            let is_word = word.starts_with(|first: char| first.is_alphabetic() || first == '_');
            let leads_on = words.peek().is_some_and(|next| next == "::");
            match (is_word, word.as_str()) {
                (_, "::") => {}
                (true, _) if leads_on => path.push(word),
                (true, _) => {
                    path.push(word);
                    text.push_str(&self.resolved(&std::mem::take(&mut path)));
                }
                (false, sign) => text.push_str(sign),
            }
        }
        // A type that is long is written with a comma at its end.
        text.replace(",>", ">")
    }

    fn resolved(&self, path: &[String]) -> String {
        let steps: Vec<&str> = path.iter().map(String::as_str).collect();
        match steps.as_slice() {
            [name] => self.names.get(*name).cloned().unwrap_or_else(|| (*name).to_owned()),
            ["super", name] => format!("types::{name}"),
            ["types" | "servers", _] => steps.join("::"),
            ["crate", "api", rest @ ..] => format!("api::{}", rest.join("::")),
            [.., name] => (*name).to_owned(),
            [] => String::new(),
        }
    }

    fn signature(&self, signature: &Signature) -> String {
        let inputs = signature.inputs.iter().filter_map(|input| match input {
            FnArg::Receiver(_) => None,
            FnArg::Typed(typed) => Some(format!("{}:{}", typed.pat.to_token_stream(), self.ty(&typed.ty))),
        });
        let inputs: Vec<_> = inputs.collect();
        let gives = match &signature.output {
            ReturnType::Default => String::new(),
            ReturnType::Type(_, ty) => format!("->{}", self.ty(ty)),
        };
        format!("({}){gives}", inputs.join(","))
    }

    /// The public functions of an `impl` that is of no trait.
    fn functions(&mut self, item: &syn::ItemImpl, owner: &str) {
        for member in &item.items {
            if let ImplItem::Fn(function) = member
                && matches!(function.vis, Visibility::Public(_))
            {
                let signature = self.signature(&function.sig);
                self.line(format!("{owner}::{}{signature}", function.sig.ident));
            }
        }
    }

    fn client(&mut self, item: &Item) {
        let Item::Impl(item) = item else { return };
        let owner = item.self_ty.to_token_stream().to_string();
        self.functions(item, &owner);
        // What all clients have.
        for same in ["builder()->client::ClientBuilder", "inner()->&Client", "close()"] {
            self.lines.remove(&format!("Client::{same}"));
        }
    }

    fn servers(&mut self, item: &Item) {
        if let Item::Enum(item) = item {
            self.line(format!("servers::{}: a list to choose from", item.ident));
            for variant in &item.variants {
                self.line(format!("servers::{}.{}", item.ident, variant.ident));
            }
        }
    }

    fn incoming(&mut self, item: &Item) {
        if let Item::Fn(item) = item {
            let signature = self.signature(&item.sig);
            self.line(format!("{}::{}{signature}", self.module, item.sig.ident));
        }
    }

    /// An item of a file of types.
    fn types(&mut self, item: &Item) {
        match item {
            Item::Struct(item) => match &item.fields {
                Fields::Named(fields) => {
                    self.line(format!("types::{}: a struct", item.ident));
                    for field in &fields.named {
                        let name = field.ident.as_ref().expect("a field has a name");
                        let ty = self.ty(&field.ty);
                        self.line(format!("types::{}.{name}:{ty}", item.ident));
                    }
                }
                fields => {
                    let held = self.ty(&fields.iter().next().expect("it holds something").ty);
                    self.line(format!("types::{}: a struct around one type", item.ident));
                    self.line(format!("types::{}.0:{held}", item.ident));
                }
            },
            Item::Enum(item) => self.variants(item, "a union"),
            Item::Type(item) => {
                let ty = self.ty(&item.ty);
                self.line(format!("types::{}={ty}", item.ident));
            }
            Item::Impl(item) => self.from(item),
            Item::Macro(item) => {
                let name = item.mac.path.segments.last().expect("a macro has a name").ident.to_string();
                let tokens = item.mac.tokens.clone();
                match name.as_str() {
                    "record" => self.record(tokens),
                    "string_enum" => self.values(tokens, "an open enum of texts", Some("String")),
                    "integer_enum" => self.values(tokens, "an open enum of integers", Some("i64")),
                    "closed_string_enum" => self.values(tokens, "a closed enum of texts", None),
                    "closed_integer_enum" => self.values(tokens, "a closed enum of integers", None),
                    "tagged_union" | "untagged_union" => self.conversions(tokens),
                    "transparent" => {}
                    name => panic!("nobody knows the macro {name}"),
                }
            }
            Item::Use(item) if matches!(item.vis, Visibility::Public(_)) => {
                if let UseTree::Path(path) = &item.tree
                    && let UseTree::Rename(alias) = &*path.tree
                {
                    self.line(format!("types::{}=types::{}", alias.rename, alias.ident));
                }
            }
            Item::Use(_) => {}
            item => panic!("nobody knows {}", item.to_token_stream()),
        }
    }

    fn variants(&mut self, item: &syn::ItemEnum, words: &str) {
        let path = format!("{}::{}", self.module, item.ident);
        self.line(format!("{path}: {words}"));
        for variant in &item.variants {
            let held = variant.fields.iter().next().map(|field| format!(":{}", self.ty(&field.ty)));
            self.line(format!("{path}.{}{}", variant.ident, held.unwrap_or_default()));
        }
    }

    /// `impl From<T> for X`.
    fn from(&mut self, item: &syn::ItemImpl) {
        let Some((path, _)) = item.trait_.as_ref().map(|(path, _)| (path, ())) else { return };
        let text = self.ty(path);
        if text.starts_with("From<") {
            let owner = self.ty(&item.self_ty);
            self.line(format!("{owner}:{text}"));
        }
    }

    /// An item of a file of calls.
    fn api(&mut self, item: &Item) {
        let module = self.module.clone();
        match item {
            Item::Struct(item) => match &item.fields {
                // Headers, or the handle, which has nothing public.
                Fields::Named(fields)
                    if fields.named.iter().all(|field| matches!(field.vis, Visibility::Public(_))) =>
                {
                    self.line(format!("{module}::{}: headers", item.ident));
                    for field in &fields.named {
                        let name = field.ident.as_ref().expect("a field has a name");
                        let ty = self.ty(&field.ty);
                        self.line(format!("{module}::{}.{name}:{ty}", item.ident));
                    }
                }
                Fields::Named(_) => {}
                _ => self.line(format!("{module}::{}: the parts of a form", item.ident)),
            },
            Item::Enum(item) => self.variants(item, "a body in several forms"),
            Item::Impl(item) if item.trait_.is_none() => {
                let owner = self.ty(&item.self_ty);
                self.functions(item, &owner);
                // A constructor says nothing of what it gives.
                let new = format!("{owner}::new(");
                let of_new: Vec<_> = self.lines.iter().filter(|line| line.starts_with(&new)).cloned().collect();
                for line in of_new {
                    self.lines.remove(&line);
                    self.lines.insert(line.strip_suffix("->Self").unwrap_or(&line).to_owned());
                }
            }
            Item::Macro(item) => {
                let name = item.mac.path.segments.last().expect("a macro has a name").ident.to_string();
                match name.as_str() {
                    "operation" => self.operation(item.mac.tokens.clone()),
                    "outcome" => self.outcome(item.mac.tokens.clone()),
                    "payload" => self.payload(item.mac.tokens.clone()),
                    "headers" => {}
                    name => panic!("nobody knows the macro {name}"),
                }
            }
            _ => {}
        }
    }
}
