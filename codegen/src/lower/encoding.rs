//! Whether the properties of forms and multipart bodies can be written in the content types that they may have.
//!
//! Enters: a property and its content types. Leaves: whether a value can be sent, and a message where it cannot. It follows the table of
//! the runtime's `wire/property.rs`: objects are JSON, primitives are text, and of a list each item is written by itself. No value is a
//! part that has parts of its own.

use super::Cx;
use super::looks::target;
use super::notation::{Notation, notation};
use super::site::Site;
use crate::diagnostic::catalogue;
use crate::media_type::essence;
use crate::model::{Type, TypeKind};

/// What a property is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Of {
    /// A multipart body, whose parts callers can make one by one.
    Parts,
    /// A multipart body whose parts have places: each is one value, whatever that is.
    Place,
    /// A form that can do without it.
    Form,
    /// A form that has it always.
    EveryForm,
}

/// Whether a value of the type can be written as one of the content types; where not, it is told. `site` is that of the encoding.
pub(super) fn check(cx: &mut Cx<'_>, names: &[String], ty: &Type, (of, property): (Of, &str), site: &Site) -> bool {
    let Some((what, usual)) = written(cx, names, ty, of) else { return true };
    let chosen = match names {
        [] => return true,
        [only] if !only.contains('*') => Some(only.as_str()),
        several => several.iter().any(|name| covers(name, usual)).then_some(usual),
    };
    let is_json = |name: &str| notation(name) == Notation::Json;
    // Parts of a part have a boundary, which no value has.
    let is_multipart = |name: &str| notation(name) == Notation::Multipart;
    if chosen.is_some_and(|chosen| is_json(chosen) || !is_json(usual) && !is_multipart(chosen)) {
        return true;
    }
    let listed = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    let then = match of {
        Of::Parts | Of::Place => format!("callers make the part `{property}`"),
        Of::Form => format!("calls that set `{property}` fail"),
        Of::EveryForm => format!("callers make the form, which always has `{property}`"),
    };
    let message = format!("{what} cannot be written as {listed}; {then}");
    let place = site.pointer.push("contentType");
    let found = cx.diagnostics.report(&catalogue::ENCODING_UNUSABLE, &place, message);
    let instead = match usual {
        "text/plain" => "give the property the `format: binary`, so that callers make its content",
        _ => "describe the property as a string that callers make",
    };
    found.help(format!("write `contentType: {usual}`, or {instead}"));
    false
}

/// Lists what an encoding says of the parts of its own part: a value is written as its schema says, whatever has parts in it callers make.
/// `has` tells whether the encoding has a key; `site` is that of the encoding.
pub(super) fn leave_out_inner(cx: &mut Cx<'_>, has: impl Fn(&str) -> bool, part: &str, site: &Site) {
    let keys = [
        ("encoding", "x-cw-encoding"),
        ("itemEncoding", "x-cw-item-encoding"),
        ("prefixEncoding", "x-cw-prefix-encoding"),
    ];
    for (key, _) in keys.into_iter().filter(|(_, reserved)| has(reserved)) {
        let what = format!("`{key}` of the part `{part}` of `{}`", site.of);
        cx.leave_out(
            what,
            "a value is written as its schema says, and callers make what has parts of its own",
            &site.pointer.push(key),
        );
    }
}

/// What of the value makes one text, and its usual content type; none where that depends on the value.
fn written(cx: &Cx<'_>, names: &[String], ty: &Type, of: Of) -> Option<(&'static str, &'static str)> {
    let is_whole = matches!(names, [only] if notation(only) == Notation::Json);
    match target(&cx.types, ty.non_null()) {
        Type::List(_) | Type::Tuple(_) if of == Of::Place => Some(("an array", "application/json")),
        Type::List(item) if !is_whole => of_item(cx, item),
        // One that is written so is enough to need it.
        Type::Tuple(items) if !is_whole => {
            let of_items: Vec<_> = items.iter().map(|item| of_item(cx, item)).collect();
            let is_json = |(_, usual): &(&str, &str)| *usual == "application/json";
            let needing = of_items.iter().flatten().copied().find(is_json);
            needing.or_else(|| of_items.into_iter().reduce(Option::and).flatten())
        }
        Type::Map(_) => Some(("an object", "application/json")),
        Type::Named(id) if is_object(cx, id.0) => Some(("an object", "application/json")),
        Type::Scalar(_) => Some(("a plain value", "text/plain")),
        Type::List(_) | Type::Tuple(_) | Type::Named(_) | Type::Nullable(_) | Type::Any => None,
    }
}

/// The same of a list, by an item of it.
fn of_item(cx: &Cx<'_>, item: &Type) -> Option<(&'static str, &'static str)> {
    match target(&cx.types, item.non_null()) {
        Type::List(_) | Type::Tuple(_) => Some(("a list of lists", "application/json")),
        Type::Map(_) => Some(("a list of objects", "application/json")),
        Type::Named(id) if is_object(cx, id.0) => Some(("a list of objects", "application/json")),
        Type::Scalar(_) => Some(("a list", "text/plain")),
        Type::Named(_) | Type::Nullable(_) | Type::Any => None,
    }
}

fn is_object(cx: &Cx<'_>, index: usize) -> bool {
    matches!(cx.types[index].kind, TypeKind::Struct(_))
}

/// Whether a media type or a range has another one in it.
fn covers(range: &str, name: &str) -> bool {
    let range = essence(range);
    let (kind, _) = name.split_once('/').unwrap_or((name, ""));
    range == name || range == "*/*" || range.strip_suffix("/*") == Some(kind)
}
