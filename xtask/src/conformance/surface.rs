//! What can be called of a generated crate, read from its sources: methods, what their arguments become on the wire, and how what comes
//! back is read.

mod variables;

use anyhow::Context;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{
    Expr, FnArg, GenericArgument, ImplItem, ImplItemFn, Item, Pat, PathArguments, ReturnType, Stmt, Type,
    TypeParamBound,
};

pub(super) use self::variables::Variable;
use clientwright::inner::Files;

/// A generated crate.
#[derive(Debug, Default)]
pub(super) struct Surface {
    pub(super) operations: Vec<Operation>,
    /// Methods of the builder that take credentials: the name, and the header that they go to, in small letters.
    pub(super) credentials: Vec<(String, String)>,
    /// Methods of the builder that set variables of servers.
    pub(super) variables: Vec<Variable>,
}

/// A method that begins a call.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// `GET /users/{id}`.
    pub(super) is: String,
    /// The module of its tag, which is also the method of the client that leads there.
    pub(super) module: String,
    pub(super) method: String,
    pub(super) arguments: Vec<Argument>,
    pub(super) setters: Vec<Setter>,
    pub(super) success: Reading,
    pub(super) failure: Reading,
}

/// A method of the call.
#[derive(Clone, Debug)]
pub(super) enum Setter {
    /// It sends what it is given.
    Sends(String, Argument),
    /// It asks for one media type.
    Accepts(String, String),
}

/// What a method takes.
#[derive(Clone, Debug)]
pub(super) struct Argument {
    pub(super) wire: Wire,
    /// What it is called on the wire; a body has no name.
    pub(super) name: String,
    /// A type that it can be decoded as.
    pub(super) ty: String,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wire {
    Path,
    Query,
    Header,
    Cookie,
    /// A whole body that is described.
    Json,
    /// A whole body as it is.
    Bytes,
    Text,
    Part,
    File,
    Files,
}

/// The methods of the runtime by which arguments go out.
const WIRES: [(&str, Wire); 10] = [
    ("path", Wire::Path),
    ("query", Wire::Query),
    ("header", Wire::Header),
    ("cookie", Wire::Cookie),
    ("json", Wire::Json),
    ("bytes", Wire::Bytes),
    ("text", Wire::Text),
    ("part", Wire::Part),
    ("file", Wire::File),
    ("files", Wire::Files),
];

/// How something is read that comes back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    Nothing,
    Json,
    Bytes,
    Text,
    /// An open stream: of events, or of documents.
    Events,
    Documents,
    /// An enum with its variants, each read in its way.
    Variants(String, Vec<(String, Reading)>),
    /// Something that is not judged.
    Other(String),
}

/// Reads the sources of a crate.
pub(super) fn read(files: &Files) -> anyhow::Result<Surface> {
    let mut surface =
        Surface { operations: Vec::new(), credentials: credentials(files), variables: variables::variables(files) };
    for (path, text) in files {
        let Some(module) = path.strip_prefix("src/api/").and_then(|path| path.strip_suffix(".rs")) else { continue };
        if module != "mod" {
            let file = syn::parse_file(text).with_context(|| format!("{path} is no Rust"))?;
            surface.operations.extend(operations(module, &file));
        }
    }
    Ok(surface)
}

fn operations(module: &str, file: &syn::File) -> Vec<Operation> {
    let methods = |name: Option<&str>| {
        let of = move |item: &&syn::ItemImpl| {
            item.trait_.is_none() && name.is_none_or(|name| written(&item.self_ty) == name)
        };
        let impls = file.items.iter().filter_map(|item| if let Item::Impl(item) = item { Some(item) } else { None });
        let items = impls.filter(of).flat_map(|item| &item.items);
        items.filter_map(|item| if let ImplItem::Fn(method) = item { Some(method) } else { None }).collect::<Vec<_>>()
    };
    let mut found = Vec::new();
    for method in methods(None) {
        let (Some(is), Some(arguments)) = (described(method), arguments(method)) else { continue };
        let ReturnType::Type(_, call) = &method.sig.output else { continue };
        let call = written(call);
        let Some((success, failure)) = readings(file, &call) else { continue };
        found.push(Operation {
            is,
            module: module.to_owned(),
            method: method.sig.ident.to_string(),
            arguments,
            setters: methods(Some(&call)).into_iter().filter_map(setter).collect(),
            success,
            failure,
        });
    }
    found
}

/// `GET /users/{id}`, as the documentation has it.
fn described(method: &ImplItemFn) -> Option<String> {
    let mut lines = method.attrs.iter().map(|attribute| attribute.to_token_stream().to_string());
    let line = lines.find(|line| line.contains("` from `#/"))?;
    Some(line.split('`').nth(1)?.to_owned())
}

/// Each with what becomes of it; none where that cannot be told.
fn arguments(method: &ImplItemFn) -> Option<Vec<Argument>> {
    let Some(Stmt::Expr(Expr::Call(made), None)) = method.block.stmts.last() else { return None };
    let calls = chain(made.args.first()?);
    let taken = method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => Some(typed),
        FnArg::Receiver(_) => None,
    });
    taken
        .map(|typed| {
            let Pat::Ident(name) = &*typed.pat else { return None };
            let name = name.ident.to_string().trim_start_matches("r#").to_owned();
            let (wire, key) = calls.iter().find_map(|call| call.takes(&name))?;
            Some(Argument { wire, name: key, ty: concrete(&typed.ty) })
        })
        .collect()
}

fn setter(method: &ImplItemFn) -> Option<Setter> {
    let name = method.sig.ident.to_string();
    if let Some(argument) = arguments(method)?.into_iter().next() {
        return Some(Setter::Sends(name, argument));
    }
    let Some(Stmt::Expr(Expr::Call(made), None)) = method.block.stmts.last() else { return None };
    let calls = chain(made.args.first()?);
    let accept = calls.into_iter().find(|call| call.method == "accept")?;
    Some(Setter::Accepts(name, accept.first_text()?))
}

/// One link of a chain of calls.
struct Link {
    method: String,
    arguments: Vec<String>,
}

impl Link {
    /// Where it sends what is called so, and under which name.
    fn takes(&self, name: &str) -> Option<(Wire, String)> {
        let (_, wire) = WIRES.iter().find(|(method, _)| *method == self.method)?;
        let is_word = |text: &str| text.split(|char: char| !char.is_alphanumeric() && char != '_').any(|it| it == name);
        let name_it = || Some((*wire, self.first_text().unwrap_or_default()));
        self.arguments.iter().any(|argument| !argument.starts_with('"') && is_word(argument)).then(name_it)?
    }

    fn first_text(&self) -> Option<String> {
        let literal = self.arguments.first()?;
        syn::parse_str::<syn::LitStr>(literal).ok().map(|literal| literal.value())
    }
}

fn chain(expression: &Expr) -> Vec<Link> {
    let mut links = Vec::new();
    let mut expression = expression;
    while let Expr::MethodCall(call) = expression {
        links.push(Link { method: call.method.to_string(), arguments: call.args.iter().map(written).collect() });
        expression = &call.receiver;
    }
    links
}

/// A type that can be decoded and handed over where this is asked for.
fn concrete(ty: &Type) -> String {
    let Type::ImplTrait(some) = ty else { return written(ty) };
    let Some(TypeParamBound::Trait(bound)) = some.bounds.first() else { return written(ty) };
    let Some(segment) = bound.path.segments.last() else { return written(ty) };
    let PathArguments::AngleBracketed(of) = &segment.arguments else { return written(ty) };
    match of.args.first() {
        Some(GenericArgument::Type(ty)) => concrete(ty),
        Some(GenericArgument::AssocType(item)) => match &item.ty {
            Type::Tuple(pair) => {
                let parts: Vec<_> = pair.elems.iter().map(concrete).collect();
                format!("BTreeMap<{}>", parts.join(", "))
            }
            ty => format!("Vec<{}>", concrete(ty)),
        },
        _ => written(ty),
    }
}

fn written(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// How the success and the failure of a call are read.
fn readings(file: &syn::File, call: &str) -> Option<(Reading, Reading)> {
    let start = format!("struct {call} ");
    let text = macros(file, "operation").find(|text| text.contains(&start))?;
    let readings = text.rsplit_once(" as ")?.1;
    let mut parts = readings.split(',');
    Some((reading(file, parts.next()?), reading(file, parts.next()?)))
}

/// What stands in the macros of a name, a space between any two words.
fn macros<'f>(file: &'f syn::File, name: &'f str) -> impl Iterator<Item = String> + 'f {
    file.items.iter().filter_map(move |item| match item {
        Item::Macro(item) if item.mac.path.segments.last().is_some_and(|last| last.ident == name) => {
            Some(bare(item.mac.tokens.clone()))
        }
        _ => None,
    })
}

/// The words without attributes, which are documentation.
fn bare(tokens: TokenStream) -> String {
    let mut text = String::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' && matches!(tokens.peek(), Some(TokenTree::Group(_))) => {
                tokens.next();
            }
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Brace => ("{ ", "} "),
                    Delimiter::Bracket => ("[ ", "] "),
                    Delimiter::Parenthesis => ("( ", ") "),
                    Delimiter::None => ("", ""),
                };
                text += open;
                text += &bare(group.stream());
                text += close;
            }
            other => {
                text += &other.to_string();
                text.push(' ');
            }
        }
    }
    text
}

fn reading(file: &syn::File, text: &str) -> Reading {
    let text = text.trim().trim_start_matches("list ").replace(' ', "");
    match text.as_str() {
        "rt::Empty" | "rt::Undocumented" => Reading::Nothing,
        "rt::Json<_>" => Reading::Json,
        "rt::Binary" => Reading::Bytes,
        "rt::Text" => Reading::Text,
        "events" => Reading::Events,
        "stream" => Reading::Documents,
        _ => variants(file, &text)
            .map_or_else(|| Reading::Other(text.clone()), |found| Reading::Variants(text.clone(), found)),
    }
}

/// `Ok ( types : : User ) = 200 as rt : : Json < _ > , NoContent = 204 , `
fn variants(file: &syn::File, name: &str) -> Option<Vec<(String, Reading)>> {
    let start = format!("enum {name} {{ ");
    let text = macros(file, "outcome").find(|text| text.contains(&start))?;
    let lines = text.split_once(&start)?.1.trim_end().trim_end_matches('}');
    let variant = |line: &str| {
        let word = line.split_whitespace().next()?;
        let how = line.rsplit_once(" as ").map_or(Reading::Nothing, |(_, how)| reading(file, how));
        Some((word.to_owned(), how))
    };
    lines.split(',').filter(|line| line.contains(" = ")).map(variant).collect()
}

/// The builder's methods for credentials.
fn credentials(files: &Files) -> Vec<(String, String)> {
    let (client, security) = (files.get("src/client.rs"), files.get("src/security.rs"));
    let (Some(client), Some(security)) = (client, security) else { return Vec::new() };
    let header = |scheme: &str| {
        let (_, line) = security.split_once(&format!("static {scheme}: rt::Scheme = rt::Scheme::"))?;
        let line = line.lines().next()?;
        Some(match line.strip_prefix("api_key_header(") {
            Some(names) => names.split('"').nth(3)?.to_lowercase(),
            None => "authorization".to_owned(),
        })
    };
    let method = |text: &str| {
        let scheme = text.split_once("&security::")?.1.split([',', ')']).next()?;
        Some((text.split('(').next()?.to_owned(), header(scheme)?))
    };
    client.split("pub fn ").skip(1).filter_map(method).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = r##"
impl Users {
    /// `GET /users/{id}` from `#/paths/~1users~1{id}/get`
    pub fn get_user(&self, r#as: impl Into<String>, tags: impl IntoIterator<Item = impl Into<String>>) -> GetUser {
        GetUser(self.client.call(GetUser::SPEC).path("as", &rt::text(r#as)).query("tags", &rt::list(tags)))
    }
}
rt::operation! {
    /// A call, with a comma.
    pub struct GetUser: GET "/users/{id}" as "getUser" { success: &[200] }
    -> Result<types::User, Error<GetUserError>> as rt::Json<_>, GetUserError, GetUserHeaders
}
impl GetUser {
    pub fn body(self, body: types::Patch) -> Self {
        Self(self.0.json(&body))
    }
    pub fn accept_png(self) -> Self {
        Self(self.0.accept("image/png"))
    }
}
rt::outcome! {
    pub enum GetUserError {
        /// Not found, alas = gone.
        NotFound(types::Gone) = 404 as rt::Json<_>,
        Empty = 4xx,
    }
}
"##;

    #[test]
    fn a_call_is_found_with_all_that_it_takes_and_gives() {
        let surface = read(&Files::from([("src/api/users.rs".to_owned(), SOURCE.to_owned())])).unwrap();
        let [operation] = &surface.operations[..] else { panic!("{surface:?}") };
        assert_eq!((operation.is.as_str(), operation.method.as_str()), ("GET /users/{id}", "get_user"));
        let taken: Vec<_> = operation.arguments.iter().map(|it| (it.wire, it.name.as_str(), it.ty.as_str())).collect();
        assert_eq!(taken, [(Wire::Path, "as", "String"), (Wire::Query, "tags", "Vec<String>")]);
        let setters = format!("{:?}", operation.setters);
        assert!(
            setters.contains("Accepts(\"accept_png\", \"image/png\")") && setters.contains("wire: Json"),
            "{setters}"
        );
        assert_eq!(operation.success, Reading::Json);
        let variants = vec![("NotFound".to_owned(), Reading::Json), ("Empty".to_owned(), Reading::Nothing)];
        assert_eq!(operation.failure, Reading::Variants("GetUserError".to_owned(), variants));
    }
}
