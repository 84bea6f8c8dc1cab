//! What a caller passes: parameters, parts, a body in one of its forms.

use super::Call;
use super::layout::Expr;
use super::value::{self, Place};
use crate::emit::Cx;
use crate::facts::{self, Handed};
use crate::model::{
    Argument, Body, BodyChoice, BodyContent, Example, Part, PartKind, Parts, Scalar, Type, TypeKind, WireName,
};
use crate::names::{Ident, OperationNames, ServiceNames};

/// The names that an argument stands among.
type Among<'a> = (&'a ServiceNames, &'a OperationNames);

/// The expression that is passed; none where there is no value to show.
pub(super) fn expr(
    cx: Cx<'_>,
    call: &mut Call,
    among: Among<'_>,
    argument: &Argument<'_>,
    ident: &Ident,
) -> Option<Expr> {
    match argument {
        Argument::Param(param) => {
            passed(cx, call, &param.ty, (&param.name, ident), param.example.as_deref(), Place::Argument)
        }
        Argument::PartHeader(_, header) => {
            passed(cx, call, &header.ty, (&header.name, ident), header.example.as_deref(), Place::Argument)
        }
        Argument::Part(part) => self::part(cx, call, part, ident),
        Argument::OtherPart(_) => None,
        Argument::Body(body) => match body.choices.as_slice() {
            [only] => content(cx, call, only, ident),
            _ => several(cx, call, among, body),
        },
    }
}

/// A value, or its name where that says more: then what it is stands before the call.
fn passed(
    cx: Cx<'_>,
    call: &mut Call,
    ty: &Type,
    (name, ident): (&WireName, &Ident),
    example: Option<&Example>,
    place: Place,
) -> Option<Expr> {
    if let Some(made) = facts::instance(cx.facts, cx.api, ty, &name.0, example) {
        return Some(value::expr(cx, &mut call.uses, ty, &made, place));
    }
    let ty = owned(cx, call, ty)?;
    call.given.push(format!("let {ident}: {ty} = todo!();"));
    Some(Expr::Atom(ident.to_string()))
}

/// The type of what stands before the call.
fn owned(cx: Cx<'_>, call: &mut Call, ty: &Type) -> Option<String> {
    match cx.facts.resolved(cx.api, ty) {
        Type::Named(id) => Some(call.uses.ty(cx, *id)),
        Type::List(item) => Some(format!("Vec<{}>", owned(cx, call, item)?)),
        Type::Nullable(inner) => Some(format!("Option<{}>", owned(cx, call, inner)?)),
        Type::Scalar(_) | Type::Tuple(_) | Type::Map(_) | Type::Any => None,
    }
}

fn part(cx: Cx<'_>, call: &mut Call, part: &Part, ident: &Ident) -> Option<Expr> {
    match &part.kind {
        PartKind::File | PartKind::FileOr(_) => Some(file(cx, call, &part.name)),
        PartKind::Files => Some(Expr::group("[", vec![file(cx, call, &part.name)], "]")),
        PartKind::FilesOr(_) => Some(Expr::group("[", vec![file(cx, call, &part.name).then(".into()")], "]")),
        PartKind::Value(ty) => passed(cx, call, ty, (&part.name, ident), part.example.as_deref(), Place::Argument),
    }
}

/// `Part::bytes(std::fs::read("avatar")?).file_name("avatar")`
fn file(cx: Cx<'_>, call: &mut Call, name: &WireName) -> Expr {
    let part = call.uses.value(cx, "Part");
    let name = value::literal(if name.0.len() <= Example::LONGEST_TEXT { &name.0 } else { "file" });
    Expr::group(format!("{part}::bytes("), vec![Expr::atom(READ)], format!(").file_name({name})"))
}

/// What a file on the disk holds.
const READ: &str = "std::fs::read(\"file\")?";

/// A body that has one form.
fn content(cx: Cx<'_>, call: &mut Call, choice: &BodyChoice, ident: &Ident) -> Option<Expr> {
    let name = WireName(ident.text().to_owned());
    let named = (&name, ident);
    let example = choice.example.as_deref();
    match &choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => {
            let place = match cx.facts.resolved(cx.api, ty) {
                Type::Scalar(Scalar::String) | Type::Any => Place::Argument,
                Type::Scalar(_) | Type::Named(_) | Type::List(_) | Type::Tuple(_) => Place::Within,
                Type::Map(_) | Type::Nullable(_) => Place::Within,
            };
            passed(cx, call, ty, named, example, place)
        }
        BodyContent::Lines(item) | BodyContent::Sequence(item) => many(cx, call, Some(item), named),
        BodyContent::Mixed(item) => many(cx, call, item.as_ref(), named),
        BodyContent::Text => passed(cx, call, &Type::Scalar(Scalar::String), named, example, Place::Argument),
        BodyContent::Base64 => Some(Expr::atom("\"bytes\"")),
        BodyContent::Multipart(_) | BodyContent::Bytes => Some(Expr::atom(READ)),
    }
}

/// As many values as there are: one is shown.
fn many(cx: Cx<'_>, call: &mut Call, item: Option<&Type>, named: (&WireName, &Ident)) -> Option<Expr> {
    let item = match item {
        Some(item) => {
            let made = facts::instance(cx.facts, cx.api, item, &named.0.0, None)?;
            value::expr(cx, &mut call.uses, item, &made, Place::Within)
        }
        None => {
            let bytes = call.uses.value(cx, "Bytes");
            Expr::Atom(format!("{bytes}::from(\"bytes\")"))
        }
    };
    Some(Expr::group("vec![", vec![item], "]"))
}

/// The first form of a body that there is a value of. What is told by its type is passed as it is.
fn several(cx: Cx<'_>, call: &mut Call, (service, names): Among<'_>, body: &Body) -> Option<Expr> {
    let told = facts::told_by_type(cx.api, body);
    let types: Vec<_> = body.choices.iter().map(value_of).collect();
    let large = cx.facts.large(&types);
    let mut all_parts = names.parts.iter();
    for (index, choice) in body.choices.iter().enumerate() {
        let parts = if facts::handed(choice) == Handed::Parts { all_parts.next() } else { None };
        let before = call.clone();
        let value = match (&choice.content, parts) {
            (BodyContent::Multipart(described), Some(parts)) => {
                let arguments = self::parts(cx, call, described, &parts.arguments);
                let ty = call.uses.of_service(service, &parts.ty);
                arguments.map(|arguments| Expr::group(format!("{ty}::new("), arguments, ")"))
            }
            (content, _) => within(cx, call, content, choice.example.as_deref()),
        };
        let Some(value) = value else {
            *call = before;
            continue;
        };
        let is_named = types[index].is_some_and(|ty| is_named(cx, ty));
        if told[index] && (parts.is_some() || is_named) {
            return Some(value);
        }
        let ty = call.uses.of_service(service, &names.body);
        let value = value::boxed(value, large[index]);
        return Some(Expr::group(format!("{ty}::{}(", names.body_variants[index]), vec![value], ")"));
    }
    None
}

/// The type of the one value that a form is.
fn value_of(choice: &BodyChoice) -> Option<&Type> {
    match &choice.content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => Some(ty),
        BodyContent::Lines(_) | BodyContent::Sequence(_) | BodyContent::Mixed(_) => None,
        BodyContent::Multipart(_) | BodyContent::Text | BodyContent::Base64 | BodyContent::Bytes => None,
    }
}

/// Whether the value of a type says what type it is of.
fn is_named(cx: Cx<'_>, ty: &Type) -> bool {
    match cx.facts.resolved(cx.api, ty) {
        Type::Named(id) => matches!(cx.api.def(*id).kind, TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_)),
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    }
}

fn parts(cx: Cx<'_>, call: &mut Call, described: &Parts, idents: &[Ident]) -> Option<Vec<Expr>> {
    let arguments = described.arguments();
    let required = arguments.iter().zip(idents).filter(|(argument, _)| argument.required());
    let mut passed_of = |(argument, ident): (&Argument<'_>, &Ident)| match argument {
        Argument::Part(part) => self::part(cx, call, part, ident),
        Argument::PartHeader(_, header) => {
            passed(cx, call, &header.ty, (&header.name, ident), header.example.as_deref(), Place::Argument)
        }
        Argument::Param(_) | Argument::OtherPart(_) | Argument::Body(_) => None,
    };
    required.map(&mut passed_of).collect()
}

/// What a variant of the forms of a body holds.
fn within(cx: Cx<'_>, call: &mut Call, content: &BodyContent, example: Option<&Example>) -> Option<Expr> {
    let value = |call: &mut Call, ty: &Type| {
        let made = facts::instance(cx.facts, cx.api, ty, "body", example)?;
        Some(value::expr(cx, &mut call.uses, ty, &made, Place::Within))
    };
    let items = |call: &mut Call, item: &Type| {
        let made = facts::instance(cx.facts, cx.api, item, "item", None)?;
        let item = value::expr(cx, &mut call.uses, item, &made, Place::Within);
        Some(Expr::group("vec![", vec![item], "].into()"))
    };
    match content {
        BodyContent::Json(ty) | BodyContent::Form(ty) => value(call, ty),
        BodyContent::Lines(item) | BodyContent::Sequence(item) | BodyContent::Mixed(Some(item)) => items(call, item),
        BodyContent::Mixed(None) => {
            let bytes = call.uses.value(cx, "Bytes");
            Some(Expr::Atom(format!("vec![{bytes}::from(\"bytes\")].into()")))
        }
        BodyContent::Text => value(call, &Type::Scalar(Scalar::String)),
        BodyContent::Base64 => Some(Expr::atom("\"bytes\".into()")),
        BodyContent::Bytes => Some(Expr::atom(format!("{READ}.into()"))),
        BodyContent::Multipart(_) => None,
    }
}
