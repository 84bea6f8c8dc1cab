//! A value as an expression: what a caller writes where it is passed, or where it stands within another one.

use super::layout::Expr;
use super::uses::Uses;
use crate::emit::Cx;
use crate::facts::{Instance, Made};
use crate::model::{Example, FieldKind, Scalar, Type, TypeKind};

/// What is made of an expression where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// An argument, which takes what converts into the type.
    Argument,
    /// Where the type itself is asked for.
    Within,
}

/// The expression for a value of this type.
pub(super) fn expr(cx: Cx<'_>, uses: &mut Uses, ty: &Type, instance: &Instance, place: Place) -> Expr {
    let ty = cx.facts.resolved(cx.api, ty);
    match instance {
        Instance::Bool(truth) => Expr::atom(truth.to_string()),
        Instance::Integer(number) if *ty == Type::Scalar(Scalar::Number) => converted(number.to_string(), place),
        Instance::Integer(number) => Expr::atom(number.to_string()),
        Instance::Float(number) => Expr::atom(format!("{number:?}")),
        Instance::Text(text) => self::text(ty, text, place),
        Instance::Parsed(text) => Expr::atom(format!("{}.parse()?", literal(text))),
        Instance::List(items) => list(cx, uses, ty, items, place),
        Instance::Map(entries) => map(cx, uses, ty, entries, place),
        Instance::Tuple(items) => tuple(cx, uses, ty, items),
        Instance::Null => Expr::atom("None"),
        Instance::Some(value) => Expr::group("Some(", vec![expr(cx, uses, ty.non_null(), value, Place::Within)], ")"),
        Instance::Struct(made) => strukt(cx, uses, made),
        Instance::Listed(id, index) => {
            let path = uses.ty(cx, *id);
            Expr::atom(format!("{path}::{}", cx.names.ty(*id).variants[*index]))
        }
        Instance::Variant { id, index, is_boxed, value } => {
            let path = uses.ty(cx, *id);
            let ty = match &cx.api.def(*id).kind {
                TypeKind::Union(union) => &union.variants[*index].ty,
                TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => ty,
            };
            let value = boxed(expr(cx, uses, ty, value, Place::Within), *is_boxed);
            Expr::group(format!("{path}::{}(", cx.names.ty(*id).variants[*index]), vec![value], ")")
        }
        Instance::Newtype(id, value) => {
            let path = uses.ty(cx, *id);
            let ty = match &cx.api.def(*id).kind {
                TypeKind::Alias(target) => target,
                TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => ty,
            };
            Expr::group(format!("{path}::from("), vec![expr(cx, uses, ty, value, Place::Within)], ")")
        }
        Instance::Any(example) => any(cx, uses, example, place),
    }
}

/// `Box::new(value)` of what stands behind a pointer.
pub(super) fn boxed(value: Expr, is_boxed: bool) -> Expr {
    if is_boxed { Expr::group("Box::new(", vec![value], ")") } else { value }
}

/// A string literal of any text: nothing in it ends it, and nothing in it is more than it seems.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// What converts into the type by itself where an argument asks for that.
fn converted(text: String, place: Place) -> Expr {
    match place {
        Place::Argument => Expr::Atom(text),
        Place::Within if text.starts_with('-') => Expr::Atom(format!("({text}).into()")),
        Place::Within => Expr::Atom(format!("{text}.into()")),
    }
}

fn text(ty: &Type, text: &str, place: Place) -> Expr {
    let text = literal(text);
    match ty {
        Type::Scalar(Scalar::Secret | Scalar::Base64) => converted(text, place),
        _ if place == Place::Within => Expr::Atom(format!("{text}.to_owned()")),
        _ => Expr::Atom(text),
    }
}

/// An argument is whatever gives the items.
fn list(cx: Cx<'_>, uses: &mut Uses, ty: &Type, items: &[Instance], place: Place) -> Expr {
    let item = ty.parts().first().unwrap_or(ty);
    let is_text = *cx.facts.resolved(cx.api, item) == Type::Scalar(Scalar::String);
    let within = if is_text { place } else { Place::Within };
    let items = items.iter().map(|value| expr(cx, uses, item, value, within)).collect();
    let open = match place {
        Place::Argument => "[",
        Place::Within => "vec![",
    };
    Expr::group(open, items, "]")
}

fn map(cx: Cx<'_>, uses: &mut Uses, ty: &Type, entries: &[(String, Instance)], place: Place) -> Expr {
    let value = ty.parts().first().unwrap_or(ty);
    let is_text = *cx.facts.resolved(cx.api, value) == Type::Scalar(Scalar::String);
    let within = if is_text { place } else { Place::Within };
    let mut entry = |(key, instance): &(String, Instance)| {
        let key = match place {
            Place::Argument => literal(key),
            Place::Within => format!("{}.to_owned()", literal(key)),
        };
        Expr::group("(", vec![Expr::Atom(key), expr(cx, uses, value, instance, within)], ")")
    };
    let entries: Vec<_> = entries.iter().map(&mut entry).collect();
    match (place, entries.is_empty()) {
        (Place::Argument, true) => Expr::atom("std::iter::empty::<(String, _)>()"),
        (Place::Argument, false) => Expr::group("[", entries, "]"),
        (Place::Within, true) => Expr::atom("Default::default()"),
        (Place::Within, false) => Expr::group("[", entries, "].into()"),
    }
}

fn tuple(cx: Cx<'_>, uses: &mut Uses, ty: &Type, items: &[Instance]) -> Expr {
    let types = ty.parts().iter();
    let items: Vec<_> = types.zip(items).map(|(ty, item)| expr(cx, uses, ty, item, Place::Within)).collect();
    let close = if items.len() == 1 { ",)" } else { ")" };
    Expr::group("(", items, close)
}

/// `NewOrder::new([Line::new("a1", 2)])`, or of what requires nothing `UserPatch::new().name("Ann")`.
fn strukt(cx: Cx<'_>, uses: &mut Uses, Made { id, arguments, set }: &Made) -> Expr {
    let path = uses.ty(cx, *id);
    let mut argument = |index: usize, instance: &Instance, is_set: bool| {
        let ty = match &cx.api.def(*id).kind {
            TypeKind::Struct(strukt) => match &strukt.fields[index].kind {
                FieldKind::Value { ty, .. } => ty,
                FieldKind::Constant(_) => &Type::Any,
            },
            TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => &Type::Any,
        };
        expr(cx, uses, if is_set { ty.non_null() } else { ty }, instance, Place::Argument)
    };
    let new = format!("{path}::new(");
    match set {
        None => {
            let arguments = arguments.iter().map(|(index, value)| argument(*index, value, false)).collect();
            Expr::group(new, arguments, ")")
        }
        Some((index, value)) => {
            let setter = &cx.names.ty(*id).fields[*index];
            Expr::group(format!("{new}).{setter}("), vec![argument(*index, value, true)], ")")
        }
    }
}

fn any(cx: Cx<'_>, uses: &mut Uses, example: &Example, place: Place) -> Expr {
    match example {
        Example::Object(members) => {
            let value = uses.value(cx, "Value");
            let entry = |(key, value): &(Box<str>, Example)| {
                Expr::group("(", vec![Expr::Atom(literal(key)), Expr::Atom(scalar(value))], ")")
            };
            Expr::group(format!("{value}::from_iter(["), members.iter().map(entry).collect(), "])")
        }
        example => converted(scalar(example), place),
    }
}

fn scalar(example: &Example) -> String {
    match example {
        Example::Text(text) => literal(text),
        Example::Number(number) => number.to_string(),
        Example::Bool(truth) => truth.to_string(),
        Example::Null | Example::List(_) | Example::Object(_) => literal("text"),
    }
}
