//! An operation as data: what its calls share.

use proc_macro2::TokenStream;
use quote::quote;

use super::import::Scope;
use super::live;
use crate::facts::{self, Needs, Writing};
use crate::model::{
    Body, BodyChoice, BodyContent, Class, Encoding, HeaderForm, Idempotency, Location, Operation, Param, Part,
    PartHeader, PartPosition, PartStyle, Status, Style,
};

/// The fields of its `rt::Spec` that are not the usual ones.
pub(super) fn fields(scope: &Scope<'_>, operation: &Operation) -> Vec<TokenStream> {
    let (parts, media) = body(operation);
    let own = [params(operation), parts, media, accept(operation), success(operation), bare(operation)];
    let open = live::fields(operation);
    own.into_iter().chain(open).chain([security(scope, operation)]).chain(rest(scope, operation)).flatten().collect()
}

/// The operation with nothing but its method, name and path.
fn start(operation: &Operation) -> TokenStream {
    let (id, path) = (&operation.id, &operation.path);
    match operation.method.as_str() {
        "GET" => quote!(rt::Spec::get(#id, #path)),
        "PUT" => quote!(rt::Spec::put(#id, #path)),
        "POST" => quote!(rt::Spec::post(#id, #path)),
        "DELETE" => quote!(rt::Spec::delete(#id, #path)),
        "PATCH" => quote!(rt::Spec::patch(#id, #path)),
        "HEAD" => quote!(rt::Spec::head(#id, #path)),
        "OPTIONS" => quote!(rt::Spec::options(#id, #path)),
        "TRACE" => quote!(rt::Spec::trace(#id, #path)),
        method => quote!(rt::Spec::method(#method, #id, #path)),
    }
}

/// Parameters that are written otherwise than those of their place are.
fn params(operation: &Operation) -> Option<TokenStream> {
    let params: Vec<_> = operation.params.iter().filter_map(param).collect();
    (!params.is_empty()).then(|| quote!(params: &[#(#params),*]))
}

fn param(param: &Param) -> Option<TokenStream> {
    let name = &param.name.0;
    let Writing { content, style, explode, allow_reserved, within, secret } = facts::writing(param);
    let is_deep = style == Some(Style::DeepObject) && matches!(param.place, Location::Query);
    let start = match param.place {
        Location::Path => quote!(rt::Param::path(#name)),
        Location::Query if is_deep => quote!(rt::Param::deep(#name)),
        Location::Query => quote!(rt::Param::query(#name)),
        Location::Querystring => {
            let media = content.unwrap_or_default();
            let parts = (!param.encodings.is_empty()).then(|| {
                let parts = param.encodings.iter().map(form_part);
                quote!(.parts(&[#(#parts),*]))
            });
            let secret = secret.then(|| quote!(.secret()));
            return Some(quote!(rt::Param::querystring(#name, #media) #parts #secret));
        }
        Location::Header => quote!(rt::Param::header(#name)),
        Location::Cookie => quote!(rt::Param::cookie(#name)),
    };
    let content = content.map(|media| quote!(.content(#media)));
    let style = style.filter(|_| !is_deep).map(|it| {
        let style = self::style(it);
        quote!(.style(#style))
    });
    let explode = explode.map(|explode| quote!(.explode(#explode)));
    let reserved = allow_reserved.then(|| quote!(.allow_reserved()));
    let within = self::within(within);
    let secret = secret.then(|| quote!(.secret()));
    let steps = quote!(#content #style #explode #reserved #within #secret);
    (is_deep || !steps.is_empty()).then(|| quote!(#start #steps))
}

fn style(style: Style) -> TokenStream {
    match style {
        Style::Simple => quote!(rt::Style::Simple),
        Style::Label => quote!(rt::Style::Label),
        Style::Matrix => quote!(rt::Style::Matrix),
        Style::Form => quote!(rt::Style::Form),
        Style::SpaceDelimited => quote!(rt::Style::SpaceDelimited),
        Style::PipeDelimited => quote!(rt::Style::PipeDelimited),
        Style::TabDelimited => quote!(rt::Style::TabDelimited),
        Style::DeepObject => quote!(rt::Style::DeepObject),
        Style::Cookie => quote!(rt::Style::Cookie),
    }
}

/// How lists within a list are joined.
fn within(styles: &[Style]) -> Option<TokenStream> {
    let styles: Vec<_> = styles.iter().map(|it| style(*it)).collect();
    (!styles.is_empty()).then(|| quote!(.within(&[#(#styles),*])))
}

/// One property of a form that is written otherwise than usual.
pub(super) fn form_part(encoding: &Encoding) -> TokenStream {
    let (name, types) = (&encoding.name.0, &encoding.content_types);
    if let Encoding { style: Some(Style::DeepObject), explode: Some(true), allow_reserved: false, .. } = encoding
        && types.is_empty()
    {
        return quote!(rt::PartSpec::deep(#name));
    }
    let style = encoding.style.map(|it| {
        let style = style(it);
        quote!(.style(#style))
    });
    let explode = encoding.explode.map(|explode| quote!(.explode(#explode)));
    let reserved = encoding.allow_reserved.then(|| quote!(.allow_reserved()));
    let within = within(&encoding.within);
    quote!(rt::PartSpec::new(#name, &[#(#types),*]) #style #explode #reserved #within)
}

/// The media type of the body, and what is said of its properties.
fn body(operation: &Operation) -> (Option<TokenStream>, Option<TokenStream>) {
    let Some(body) = operation.body.as_ref() else { return (None, None) };
    let shared = body.choices.iter().filter(|choice| !facts::has_own_parts(body, choice));
    let parts: Vec<_> = shared.flat_map(parts).collect();
    let parts = (!parts.is_empty()).then(|| quote!(parts: &[#(#parts),*]));
    let media = match body.choices.as_slice() {
        // Each of several forms says its own.
        [BodyChoice { media, .. }] if media != "application/json" => Some(quote!(body: #media)),
        _ => None,
    };
    (parts, media)
}

/// By what the parts of a multipart form are written, where that is not the operation's.
pub(super) fn of_parts(operation: &Operation, body: &Body, choice: &BodyChoice) -> Option<TokenStream> {
    let (parts, start) = (parts(choice), start(operation));
    let told = (!parts.is_empty()).then(|| quote!(rt::Spec { parts: &[#(#parts),*], ..#start }));
    facts::has_own_parts(body, choice).then_some(told.unwrap_or(start))
}

fn parts(choice: &BodyChoice) -> Vec<TokenStream> {
    match &choice.content {
        BodyContent::Multipart(parts) => facts::described_parts(choice, parts).map(part).collect(),
        BodyContent::Form(_) => choice.encodings.iter().map(form_part).collect(),
        BodyContent::Json(_) | BodyContent::Lines(_) | BodyContent::Sequence(_) => Vec::new(),
        BodyContent::Mixed(_) | BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => Vec::new(),
    }
}

/// What is said of one part.
fn part(part: &Part) -> TokenStream {
    let (name, types) = (&part.name.0, &part.content_types);
    let style = part.style.map(|it| match it {
        PartStyle::Joined(joined) => {
            let style = style(joined);
            quote!(.style(#style))
        }
        PartStyle::Styled { style: styled, explode } => {
            let style = style(styled);
            quote!(.style(#style).explode(#explode))
        }
    });
    let within = within(&part.within);
    let headers: Vec<_> = part.headers.iter().filter_map(part_header).collect();
    let headers = (!headers.is_empty()).then(|| quote!(.headers(&[#(#headers),*])));
    let constants = part.constants.iter().map(|(name, value)| {
        let name = &name.0;
        quote!((#name, #value))
    });
    let constants = (!part.constants.is_empty()).then(|| quote!(.constants(&[#(#constants),*])));
    let position = part.position.map(|position| match position {
        PartPosition::At(index) => {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            quote!(.at(#index))
        }
        PartPosition::Behind => quote!(.behind()),
    });
    quote!(rt::PartSpec::new(#name, &[#(#types),*]) #style #within #headers #constants #position)
}

/// A header of a part that is written otherwise than usual.
fn part_header(PartHeader { name, form, .. }: &PartHeader) -> Option<TokenStream> {
    let name = &name.0;
    match form {
        HeaderForm::Simple => None,
        HeaderForm::Exploded => Some(quote!(rt::Param::header(#name).explode(true))),
        HeaderForm::Json => Some(quote!(rt::Param::header(#name).content("application/json"))),
    }
}

/// The media types asked for.
fn accept(operation: &Operation) -> Option<TokenStream> {
    match facts::accept(operation).as_str() {
        "" | "application/json" => None,
        accept => Some(quote!(accept: #accept)),
    }
}

/// The statuses of success, where `default` says something else of the others.
fn success(operation: &Operation) -> Option<TokenStream> {
    let codes = facts::beside_default(operation);
    let codes = codes.into_iter().map(proc_macro2::Literal::u16_unsuffixed);
    (codes.len() > 0).then(|| quote!(success: &[#(#codes),*]))
}

/// The failures that have no body.
fn bare(operation: &Operation) -> Option<TokenStream> {
    let statuses: Vec<_> = facts::bare(operation).into_iter().map(bare_status).collect();
    (!statuses.is_empty()).then(|| quote!(bare: &[#(#statuses),*]))
}

fn bare_status(status: Status) -> TokenStream {
    let range = |class: u16| {
        let class = proc_macro2::Literal::u16_unsuffixed(class);
        quote!(rt::Status::Range(#class))
    };
    match status {
        Status::Code(code) => {
            let code = proc_macro2::Literal::u16_unsuffixed(code);
            quote!(rt::Status::Exact(#code))
        }
        Status::Range(class) => match class {
            Class::Informational => range(1),
            Class::Success => range(2),
            Class::Redirection => range(3),
            Class::ClientError => range(4),
            Class::ServerError => range(5),
        },
        Status::Default => quote!(rt::Status::Default),
    }
}

/// What is needed of credentials, where that is not what the API usually needs.
fn security(scope: &Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    match facts::needs(scope.cx.api, operation) {
        Needs::Nothing if !scope.cx.facts.has_usual_security() => None,
        Needs::Nothing => Some(quote!(security: Some(&[]))),
        Needs::Usual => None,
        Needs::Own(needs) => {
            let alternatives = super::security::alternatives(scope.cx, needs, &quote!(crate::security::));
            Some(quote!(security: Some(#alternatives)))
        }
    }
}

fn rest(scope: &Scope<'_>, operation: &Operation) -> [Option<TokenStream>; 3] {
    let idempotency = match &operation.idempotency {
        Idempotency::Method => None,
        Idempotency::Key(name) => {
            let name = &name.0;
            Some(quote!(idempotency: rt::Idempotency::Key(#name)))
        }
    };
    let secrets = scope.cx.facts.secrets(operation);
    let secrets = (!secrets.is_empty()).then(|| {
        let secrets = secrets.iter();
        quote!(secret: &[#(#secrets),*])
    });
    let servers = operation.servers.iter().map(super::servers::constant);
    let servers = (!operation.servers.is_empty()).then(|| quote!(servers: &[#(#servers),*]));
    [idempotency, servers, secrets]
}

/// The status as the table of outcomes writes it.
pub(super) fn status(status: Status) -> super::Cell {
    match status {
        Status::Code(code) => super::Cell::Integer(code.into()),
        Status::Range(class) => super::Cell::Word(match class {
            Class::Informational => "1xx",
            Class::Success => "2xx",
            Class::Redirection => "3xx",
            Class::ClientError => "4xx",
            Class::ServerError => "5xx",
        }),
        Status::Default => super::Cell::Word("default"),
    }
}
