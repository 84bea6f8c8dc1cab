//! The tables that macros of the runtime are given, read as those take them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::read::Reader;
use crate::tokens::{defined, first_word, flat, last_group, split};

impl Reader {
    /// `Name [is closed] [new(..)] { rows }`.
    pub(super) fn record(&mut self, tokens: TokenStream) {
        let mut tokens = tokens.into_iter().peekable();
        let name = tokens.next().expect("a record has a name").to_string();
        let mut rows = TokenStream::new();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Ident(word) if word == "new" => {
                    let Some(TokenTree::Group(group)) = tokens.next() else { panic!("new has arguments") };
                    let arguments: Vec<_> =
                        split(group.stream(), ',').into_iter().map(|it| self.argument(it)).collect();
                    self.line(format!("types::{name}::new({})", arguments.join(",")));
                }
                TokenTree::Group(group) => rows = group.stream(),
                _ => {}
            }
        }
        for row in split(rows, ';') {
            self.setter(&name, row);
        }
    }

    /// `name: type`.
    fn argument(&self, tokens: TokenStream) -> String {
        let mut tokens = tokens.into_iter();
        let name = tokens.next().expect("an argument has a name").to_string();
        tokens.next();
        format!("{name}:{}", self.ty(tokens.collect::<TokenStream>()))
    }

    /// `optional #[deprecated] name: type = "wire"`, `maybe name or name_null: type`, `extra name: type`.
    fn setter(&mut self, record: &str, row: TokenStream) {
        let tokens: Vec<TokenTree> = row.into_iter().collect();
        let is_sign =
            |token: &TokenTree, sign: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == sign);
        let Some(colon) = tokens.iter().position(|token| is_sign(token, ':')) else { return };
        let ends = |(index, token): &(usize, &TokenTree)| {
            *index > colon && is_sign(token, '=') && matches!(tokens.get(index + 1), Some(TokenTree::Literal(_)))
        };
        let end = tokens.iter().enumerate().find(ends).map_or(tokens.len(), |(index, _)| index);
        let ty = self.ty(tokens[colon + 1..end].iter().cloned().collect::<TokenStream>());
        let words: Vec<_> = tokens[1..colon].iter().filter(|token| matches!(token, TokenTree::Ident(_))).collect();
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        self.line(format!("types::{record}::{0}({0}:{ty})->Self", words[0]));
        if let [_, or, null] = words.as_slice() {
            assert_eq!(or, "or");
            self.line(format!("types::{record}::{null}()->Self"));
        }
    }

    /// `pub enum Name { Variant = value, }`.
    pub(super) fn values(&mut self, tokens: TokenStream, words: &str, unknown: Option<&str>) {
        let name = defined(&tokens).expect("it has a name");
        self.line(format!("{}::{name}: {words}", self.module));
        for row in split(last_group(tokens), ',') {
            let variant = first_word(row).expect("a row has a name");
            self.line(format!("{}::{name}.{variant}", self.module));
        }
        if let Some(held) = unknown {
            self.line(format!("{}::{name}.Unknown:{held}", self.module));
        }
    }

    /// `Name .. { Variant(type) = "tag", Variant: test, }`.
    pub(super) fn conversions(&mut self, tokens: TokenStream) {
        let name = tokens.clone().into_iter().next().expect("a union has a name").to_string();
        for row in split(last_group(tokens), ',') {
            let mut row = row.into_iter().skip(1);
            if let Some(TokenTree::Group(group)) = row.next()
                && group.delimiter() == Delimiter::Parenthesis
            {
                let ty = self.ty(group.stream());
                self.line(format!("types::{name}:From<{ty}>"));
            }
        }
    }

    /// `pub struct Name: GET "/path" as "id" { .. } -> Result<Value, Error<Failure>> as list Decoder, Decoder, Headers`.
    pub(super) fn operation(&mut self, tokens: TokenStream) {
        let name = defined(&tokens).expect("a call has a name");
        let path = format!("{}::{name}", self.module);
        let mut words = Vec::new();
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let arrow = tokens.windows(2).position(|pair| pair[0].to_string() == "-" && pair[1].to_string() == ">");
        let behind: TokenStream = tokens[arrow.expect("a call gives something") + 2..].iter().cloned().collect();
        flat(behind.clone(), &mut words);
        let end = words.iter().position(|word| word == "as").expect("it is decoded");
        let behind: Vec<TokenTree> = behind.into_iter().collect();
        let split_at = behind.iter().position(|token| token.to_string() == "as").expect("it is decoded");
        let result = self.ty(behind[..split_at].iter().cloned().collect::<TokenStream>());
        // `Result<V,Error<E>>`: the error is the last argument, within brackets that close at the end.
        let inner = result.strip_prefix("Result<").and_then(|it| it.strip_suffix(">>")).expect("a result");
        let cut = inner.rfind(",Error<").map(|cut| top_level(inner).unwrap_or(cut)).expect("an error");
        let (value, error) = (&inner[..cut], &inner[cut + ",Error<".len()..]);
        let rest = split(behind[split_at + 1..].iter().cloned().collect(), ',');
        let headers = rest.get(2).map_or_else(|| "()".to_owned(), |headers| self.ty(headers.clone()));
        self.line(format!("{path}: a call"));
        self.line(format!("{path}=>Result<{value},{error}>with{headers}"));
        if words[end + 1] == "list" {
            let item = value.strip_prefix("Vec<").and_then(|it| it.strip_suffix('>')).expect("a list");
            self.line(format!("{path}::elements()->Opening<JsonStream<{item},{error}>,{error}>"));
        }
    }

    /// `pub enum Name { Variant(type) = 404 "media/type" as decoder, }`.
    pub(super) fn outcome(&mut self, tokens: TokenStream) {
        let path = format!("{}::{}", self.module, defined(&tokens).expect("it has a name"));
        self.line(format!("{path}: an enum by status"));
        for row in split(last_group(tokens), ',') {
            let variant = first_word(row.clone()).expect("a row has a name");
            let held = row.into_iter().find_map(|token| match token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => Some(group.stream()),
                _ => None,
            });
            let held = held.map(|held| format!(":{}", self.ty(held))).unwrap_or_default();
            self.line(format!("{path}.{variant}{held}"));
        }
    }

    /// `Name { "media/type" => Variant(method) from type; }`.
    pub(super) fn payload(&mut self, tokens: TokenStream) {
        let name = tokens.clone().into_iter().next().expect("a body has a name").to_string();
        for row in split(last_group(tokens), ';') {
            let tokens: Vec<TokenTree> = row.into_iter().collect();
            let Some(from) = tokens.iter().position(|token| token.to_string() == "from") else { continue };
            let ty = self.ty(tokens[from + 1..].iter().cloned().collect::<TokenStream>());
            self.line(format!("{}::{name}:From<{ty}>", self.module));
            if matches!(&tokens[from - 1], TokenTree::Group(group) if group.stream().to_string() == "text") {
                self.line(format!("{}::{name}:From<&str>", self.module));
            }
        }
    }
}

/// Where the last comma stands that no bracket is around, before an error.
fn top_level(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut found = None;
    for (index, char) in text.char_indices() {
        match char {
            '<' | '(' => depth += 1,
            '>' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 && text[index..].starts_with(",Error<") => found = Some(index),
            _ => {}
        }
    }
    found
}
