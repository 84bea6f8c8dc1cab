//! How things are sent and read, in words: what no compiler sees of a crate.

use crate::emit::{Cell, Cx, union};
use crate::facts::{self, Needs, Writing};
use crate::model::{
    Alternatives, Body, BodyChoice, BodyContent, Discriminator, EventForm, Extra, Field, HeaderForm, Idempotency,
    IncomingContent, Kind, Literal, Location, Need, Operation, Page, PageStep, Param, Part, PartPosition, PartStyle,
    SchemeKind, Style, Union, WireName,
};
use crate::names::Ident;
use crate::place::Place;
use crate::surface::{BY_SHAPE, Fact, NOTHING};

fn fact(code: &'static str, about: &str, says: impl Into<String>, place: &Place) -> Fact {
    Fact { code, about: about.to_owned(), says: says.into(), at: place.into() }
}

/// What is said of an operation.
pub(super) fn operation(cx: Cx<'_>, operation: &Operation) -> Vec<Fact> {
    let origin = &operation.origin;
    let responses = origin.push("responses");
    let mut facts = vec![
        fact("request-line", "", format!("{} {}", operation.method, operation.path), origin),
        fact("accepted-media-types", "", facts::accept(operation), &responses),
        fact("credentials", "", credentials(cx, operation), origin),
        fact("statuses", "", statuses(operation), &responses),
    ];
    let servers: Vec<_> = operation.servers.iter().map(|server| server.url.as_str()).collect();
    facts.push(fact("operation-servers", "", or_nothing(servers.join(", ")), origin));
    facts.push(fact("idempotency", "", idempotency(&operation.idempotency), origin));
    facts.push(fact("reading-of-streams", "", stream(operation), origin));
    facts.extend(operation.params.iter().map(|param| fact("argument-form", &param.name.0, form(param), &param.origin)));
    facts.extend(operation.page.iter().flat_map(|page| pages(page, origin)));
    let constants = operation.constants();
    facts.extend(constants.map(|(param, value)| fact("sent-by-itself", &param.name.0, literal(value), &param.origin)));
    facts.extend(operation.body.iter().flat_map(|it| body(it, &origin.push("requestBody"))));
    facts
}

fn or_nothing(text: String) -> String {
    if text.is_empty() { NOTHING.to_owned() } else { text }
}

fn credentials(cx: Cx<'_>, operation: &Operation) -> String {
    let needs = match facts::needs(cx.api, operation) {
        Needs::Nothing => return NOTHING.to_owned(),
        Needs::Usual => cx.api.security.as_slice(),
        Needs::Own(needs) => needs,
    };
    let need = |Need { scheme, scopes }: &Need| {
        let name = &cx.api.schemes[scheme.0].name;
        if scopes.is_empty() { name.to_string() } else { format!("{name} ({})", scopes.join(", ")) }
    };
    let together = |needs: &Vec<Need>| or_nothing(needs.iter().map(need).collect::<Vec<_>>().join(" with "));
    needs.iter().map(together).collect::<Vec<_>>().join(" or ")
}

/// The statuses of which something else than their body decides.
fn statuses(operation: &Operation) -> String {
    let listed = |statuses: Vec<String>| statuses.join(", ");
    let success = facts::beside_default(operation).iter().map(ToString::to_string).collect::<Vec<_>>();
    let bare = facts::bare(operation).iter().map(ToString::to_string).collect::<Vec<_>>();
    let success = (!success.is_empty()).then(|| format!("success is {}, all else is as default", listed(success)));
    let bare = (!bare.is_empty()).then(|| format!("without a body: {}", listed(bare)));
    or_nothing(success.into_iter().chain(bare).collect::<Vec<_>>().join("; "))
}

fn idempotency(idempotency: &Idempotency) -> String {
    match idempotency {
        Idempotency::Method => "as the method is".to_owned(),
        Idempotency::Key(name) => format!("by a key in {name}"),
    }
}

/// How what stays open is read, and what asks for it.
fn stream(operation: &Operation) -> String {
    let mut says = match &operation.kind {
        Kind::Call | Kind::Documents(_) | Kind::Parts(_) => Vec::new(),
        Kind::Events(events) => {
            let form = match events.form {
                EventForm::Data => "by their data",
                EventForm::Whole => "whole",
            };
            let end = events.terminator.as_ref().map(|end| format!("up to {end}"));
            let error = events.error.as_ref().map(|name| format!("{name} is an error"));
            let again = events.reconnect.then(|| "opened again where it breaks".to_owned());
            [Some(form.to_owned()), end, error, again].into_iter().flatten().collect()
        }
        Kind::Socket(socket) => socket.subprotocols.iter().map(|name| format!("speaks {name}")).collect(),
    };
    says.extend(operation.flag.as_ref().map(|flag| format!("sets {} to {}", flag.name, flag.value)));
    or_nothing(says.join(", "))
}

/// How the pages of a list follow each other.
fn pages(page: &Page, place: &Place) -> Vec<Fact> {
    let way = |names: &[WireName]| names.iter().map(|name| format!("/{name}")).collect::<String>();
    let step = |about: &str, step: &PageStep| {
        let says = format!("{} takes {}", step.parameter, way(&step.value));
        fact("paging", about, format!("{says}, the items are {}", way(&page.items)), place)
    };
    let previous = page.previous.as_ref().map(|previous| step("previous", previous));
    [step("next", &page.next)].into_iter().chain(previous).collect()
}

/// What a request of the server is read from.
pub(super) fn incoming(content: &IncomingContent, place: &Place) -> Fact {
    let says = match content {
        IncomingContent::Json(_) => "as JSON",
        IncomingContent::AnyJson(_) => "as JSON, or as a bare text",
        IncomingContent::Form(..) => "as a form",
        IncomingContent::Text => "as text",
    };
    fact("incoming-form", "", says, place)
}

/// Where and how a parameter is written.
fn form(param: &Param) -> String {
    let place = match param.place {
        Location::Path => "in the path",
        Location::Query => "in the query",
        Location::Querystring => "as the query",
        Location::Header => "in a header",
        Location::Cookie => "in a cookie",
    };
    let Writing { content, style, explode, allow_reserved, within, secret: _ } = facts::writing(param);
    let mut says = vec![place.to_owned()];
    says.extend(content.map(|media| format!("as {media}")));
    says.extend(style.map(|style| format!("in style {}", style_word(style))));
    says.extend(explode.map(exploded));
    says.extend(allow_reserved.then(|| "with reserved signs as they are".to_owned()));
    says.extend(within.iter().map(|style| format!("lists within in style {}", style_word(*style))));
    says.join(", ")
}

fn exploded(explode: bool) -> String {
    if explode { "exploded".to_owned() } else { "not exploded".to_owned() }
}

fn style_word(style: Style) -> &'static str {
    match style {
        Style::Simple => "simple",
        Style::Label => "label",
        Style::Matrix => "matrix",
        Style::Form => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::TabDelimited => "tabDelimited",
        Style::DeepObject => "deepObject",
        Style::Cookie => "cookie",
    }
}

fn literal(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.clone(),
        Literal::Integer(integer) => integer.to_string(),
        Literal::Bool(truth) => truth.to_string(),
    }
}

/// The media types of a body, and how its parts are written.
fn body(body: &Body, place: &Place) -> Vec<Fact> {
    let media: Vec<_> = body.choices.iter().map(|choice| choice.media.as_str()).collect();
    let mut facts = vec![fact("body-media-type", "", media.join(", "), place)];
    for BodyChoice { content, encodings, .. } in &body.choices {
        if let BodyContent::Multipart(parts) = content {
            facts.extend(parts.parts.iter().map(|it| fact("part-form", &it.name.0, part(it), &it.origin)));
            let constants = parts.constants();
            facts.extend(constants.map(|(it, value)| fact("sent-by-itself", &it.name.0, literal(value), &it.origin)));
        }
        facts.extend(encodings.iter().map(|encoding| {
            let mut says = encoding.content_types.clone();
            says.extend(encoding.style.map(|style| format!("in style {}", style_word(style))));
            says.extend(encoding.explode.map(exploded));
            says.extend(encoding.allow_reserved.then(|| "with reserved signs as they are".to_owned()));
            says.extend(encoding.within.iter().map(|style| format!("lists within in style {}", style_word(*style))));
            fact("part-form", &encoding.name.0, or_nothing(says.join(", ")), place)
        }));
    }
    facts
}

fn part(part: &Part) -> String {
    let mut says = part.content_types.clone();
    says.extend(part.style.map(|style| match style {
        PartStyle::Joined(style) => format!("joined in style {}", style_word(style)),
        PartStyle::Styled { style, explode } => format!("in style {}, {}", style_word(style), exploded(explode)),
    }));
    says.extend(part.within.iter().map(|style| format!("lists within in style {}", style_word(*style))));
    let form = |form: &HeaderForm| format!("with a header {}", header_form(form));
    says.extend(part.headers.iter().filter(|it| it.form != HeaderForm::Simple).map(|it| form(&it.form)));
    says.extend(part.constants.iter().map(|(name, value)| format!("with {name}: {value}")));
    says.extend(part.position.map(|position| match position {
        PartPosition::At(index) => format!("at place {}", index + 1),
        PartPosition::Behind => "behind those that have places".to_owned(),
    }));
    or_nothing(says.join(", "))
}

/// How a header is written.
pub(super) fn header_form(form: &HeaderForm) -> &'static str {
    match form {
        HeaderForm::Simple => "in style simple",
        HeaderForm::Exploded => "in style simple, exploded",
        HeaderForm::Json => "as JSON",
    }
}

/// How a credential travels.
pub(super) fn scheme(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::Basic => "a user name and a password".to_owned(),
        SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect => "a bearer token".to_owned(),
        SchemeKind::Http(word) => format!("an Authorization header of scheme {word}"),
        SchemeKind::ApiKeyHeader(name) => format!("a key in the header {name}"),
        SchemeKind::ApiKeyQuery(name) => format!("a key in the query as {name}"),
        SchemeKind::ApiKeyCookie(name) => format!("a key in the cookie {name}"),
    }
}

/// A property that has one value.
pub(super) fn constant_field(field: &Field, value: &Literal) -> Fact {
    fact("constant", &field.name.0, literal(value), &field.origin)
}

/// Whether other keys are none of an object's.
pub(super) fn closed(extra: &Extra, place: &Place) -> Option<Fact> {
    match extra {
        Extra::Closed => Some("refused where alternatives are told apart"),
        Extra::Ignored => Some("ignored"),
        Extra::Kept(_) => None,
    }
    .map(|says| fact("other-keys", "", says, place))
}

/// What tells the alternatives of a union apart.
pub(super) fn told_by(union: &Union, names: &[Ident], place: &Place) -> Vec<Fact> {
    let told_by = match &union.told_by {
        Discriminator::Tag(property) => format!("the property {property}"),
        Discriminator::Shape => BY_SHAPE.to_owned(),
    };
    let whole = if union.any_of { ", of which several may hold" } else { "" };
    let mut facts = vec![fact("union-told-by", "", format!("{told_by}{whole}"), place)];
    for (variant, name) in union.variants.iter().zip(names) {
        let mut says = match &variant.alternatives {
            Alternatives::Tags(tags) => tags.all().map(String::as_str).collect::<Vec<_>>().join(" | "),
            Alternatives::Shape(test) => words(&union::test(test)),
        };
        if variant.has_rest {
            says.push_str(", or no known tag");
        }
        facts.push(fact("alternative-told-by", &name.to_string(), says, place));
    }
    facts
}

/// The cells of a table on one line.
fn words(cells: &[Cell]) -> String {
    let mut text = String::new();
    let mut joined = true;
    for cell in cells {
        let word = match cell {
            Cell::Join => {
                joined = true;
                continue;
            }
            Cell::Word(word) => (*word).to_owned(),
            Cell::Text(text) => format!("\"{text}\""),
            Cell::Integer(integer) => integer.to_string(),
            Cell::Number(number) => number.to_string(),
            Cell::Ident(ident) => ident.to_string(),
            Cell::Type(_) | Cell::Field(_) | Cell::List(_) | Cell::Break => continue,
        };
        if !joined {
            text.push(' ');
        }
        text.push_str(&word);
        joined = false;
    }
    text
}
