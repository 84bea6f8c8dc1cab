//! Forms that the server sends: which of them are read.
//!
//! Enters: a media type. Leaves: what reads it, or why nothing does. A form is texts under names, and nothing in it says of which kind a text
//! is. So only what a type alone tells is read, as the runtime's `wire/form_reader.rs` does:
//!
//! | property | its text |
//! |---|---|
//! | plain value, enum | itself, as the type asks |
//! | any value | itself, a text |
//! | list, tuple | an item by each, by this table |
//! | object | a document; keys and values by this table where its style joins them, or has their keys in brackets |
//! | union of texts, or of a text and other plain values | itself, a text |
//! | union of objects | a document, but in a list or in brackets |
//! | any other union | told: it does not tell which of them it is |
//! | object whose members have pairs of their own | told: nothing says whose they are |
//! | declared to be JSON | a document, whatever it is |

use std::collections::BTreeSet;

use openapiv3::MediaType;

use super::super::looks::{resolve, strukt};
use super::super::notation::{Notation, notation};
use super::super::operation::wire;
use super::super::site::Site;
use super::super::{Cx, body, schema};
use crate::model::{
    Encoding, EnumValues, FieldKind, IncomingContent, Scalar, Style, Type, TypeDef, TypeId, TypeKind, Union,
};

/// What reads a form; or why it is not read.
pub(super) fn read(cx: &mut Cx<'_>, media: &MediaType, site: &Site) -> Result<IncomingContent, String> {
    let ty = schema::lower_media(cx, media).ok_or("the form has no schema")?;
    let mut encodings = body::form_encodings(cx, media, site);
    for (name, ty) in properties(&cx.types, &ty)? {
        let encoding = name.as_ref().and_then(|name| encodings.iter().position(|encoding| encoding.name.0 == *name));
        let written = Written::of(encoding.map(|index| &encodings[index]));
        let told = written.told(&cx.types, &ty);
        let of =
            name.as_ref().map_or("a property of any other name".to_owned(), |name| format!("the property `{name}`"));
        told.map_err(|why| format!("{of} {why}"))?;
        // What a style does not say, the content type does: that of objects is JSON (OpenAPI 3.0.4 section 4.8.15.1.1).
        if written == Written::Plain && is_union_of_objects(&cx.types, &ty) {
            let json = vec!["application/json".to_owned()];
            match (encoding, name) {
                (Some(index), _) => encodings[index].content_types = json,
                (None, Some(name)) => encodings.push(usual(&name, json)),
                (None, None) => {
                    return Err(format!("{of} is one of several objects, and a text does not tell of which it is"));
                }
            }
        }
    }
    Ok(IncomingContent::Form(ty.non_null().clone(), encodings))
}

fn usual(name: &str, content_types: Vec<String>) -> Encoding {
    Encoding { name: wire(name), style: None, within: Vec::new(), explode: None, allow_reserved: false, content_types }
}

/// The properties of an object, by name, and what the others are; or why it is none.
fn properties(types: &[TypeDef], ty: &Type) -> Result<Vec<(Option<String>, Type)>, &'static str> {
    let Some((_, strukt)) = strukt(types, ty) else {
        return match resolve(types, ty) {
            Type::Map(value) => Ok(vec![(None, (**value).clone())]),
            Type::Named(id) if matches!(types[id.0].kind, TypeKind::Union(_)) => {
                Err("the form is one of several types, and its texts do not tell which")
            }
            Type::Any => Err("the form is any value, and its texts do not tell which"),
            Type::Named(_) | Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Nullable(_) => {
                Err("the form is no object, and its pairs have names")
            }
        };
    };
    let fields = strukt.fields.iter().filter_map(|field| match &field.kind {
        FieldKind::Value { ty, .. } => Some((Some(field.name.0.clone()), ty.clone())),
        FieldKind::Constant(_) => None,
    });
    Ok(fields.chain(strukt.extra.kept().map(|ty| (None, ty.clone()))).collect())
}

/// How a property is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Objects as documents, and each item by a pair.
    Plain,
    /// A document.
    Json,
    /// Items and members in one text.
    Joined,
    /// Items by pairs of its name, members by pairs of their own.
    Apart,
    /// Items and members with their keys in brackets.
    InBrackets,
}

impl Written {
    fn of(encoding: Option<&Encoding>) -> Self {
        let Some(encoding) = encoding else { return Self::Plain };
        let is_styled = encoding.style.is_some() || encoding.explode.is_some() || encoding.allow_reserved;
        match (encoding.style, encoding.content_types.as_slice()) {
            (_, [only]) if !is_styled && notation(only) == Notation::Json => Self::Json,
            _ if !is_styled => Self::Plain,
            (Some(Style::DeepObject), _) => Self::InBrackets,
            (style, _) => {
                let usual = style.unwrap_or(Style::Form).explodes();
                if encoding.explode.unwrap_or(usual) { Self::Apart } else { Self::Joined }
            }
        }
    }

    /// Whether the texts of a property tell its value; or why they do not.
    fn told(self, types: &[TypeDef], ty: &Type) -> Result<(), &'static str> {
        let is_told = match (self, resolve(types, ty)) {
            (Self::Json, _) => true,
            (Self::InBrackets, ty) => is_told_in_brackets(types, ty, &mut BTreeSet::new()),
            (_, Type::List(item)) => is_text(types, item),
            (_, Type::Tuple(items)) => items.iter().all(|item| is_text(types, item)),
            (Self::Plain, ty) if is_union_of_objects(types, ty) => true,
            (Self::Plain, ty) => is_text(types, ty),
            (Self::Apart, ty) if is_object(types, ty) => {
                return Err("has pairs for its members, which nothing tells from those of others");
            }
            (Self::Joined, ty) if is_object(types, ty) => {
                let properties = properties(types, ty)?;
                properties.iter().all(|(_, ty)| is_text(types, ty))
            }
            (Self::Apart | Self::Joined, ty) => is_text(types, ty),
        };
        if is_told { Ok(()) } else { Err("has values of several types, and a text does not tell of which it is") }
    }
}

/// Whether a single text tells a value: of what is one itself, and of objects and lists, which are documents.
fn is_text(types: &[TypeDef], ty: &Type) -> bool {
    match resolve(types, ty) {
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Union(union) => is_union_of_texts(types, union),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => true,
        },
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => true,
    }
}

/// The same of what has its keys in brackets, at any depth.
fn is_told_in_brackets(types: &[TypeDef], ty: &Type, seen: &mut BTreeSet<TypeId>) -> bool {
    match resolve(types, ty) {
        Type::List(item) | Type::Map(item) => is_told_in_brackets(types, item, seen),
        Type::Tuple(items) => items.iter().all(|item| is_told_in_brackets(types, item, seen)),
        // A type that is met again is told as it was the first time.
        Type::Named(id) if !seen.insert(*id) => true,
        ty if strukt(types, ty).is_some() => {
            let properties = properties(types, ty).unwrap_or_default();
            properties.iter().all(|(_, ty)| is_told_in_brackets(types, ty, seen))
        }
        ty => is_text(types, ty),
    }
}

fn is_object(types: &[TypeDef], ty: &Type) -> bool {
    strukt(types, ty).is_some() || matches!(resolve(types, ty), Type::Map(_))
}

fn union<'t>(types: &'t [TypeDef], ty: &Type) -> Option<&'t Union> {
    let Type::Named(id) = resolve(types, ty) else { return None };
    match &types[id.0].kind {
        TypeKind::Union(union) => Some(union),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => None,
    }
}

/// Whether all alternatives are objects, so that the value is a document. Those of a union in it are not asked for.
fn is_union_of_objects(types: &[TypeDef], ty: &Type) -> bool {
    union(types, ty).is_some_and(|union| union.variants.iter().all(|variant| is_object(types, &variant.ty)))
}

/// Whether a value of whatever alternative is right as a text: all of them are texts, or a text may be any.
fn is_union_of_texts(types: &[TypeDef], union: &Union) -> bool {
    let mut kinds = union.variants.iter().map(|variant| plain(types, &variant.ty));
    let is_any = union.variants.iter().any(|variant| *resolve(types, &variant.ty) == Type::Scalar(Scalar::String));
    kinds.all(|kind| match kind {
        Some(Plain::Text) => true,
        Some(Plain::Other) => is_any,
        None => false,
    })
}

/// What a plain value is in JSON.
enum Plain {
    Text,
    Other,
}

fn plain(types: &[TypeDef], ty: &Type) -> Option<Plain> {
    match resolve(types, ty) {
        Type::Scalar(
            Scalar::Bool
            | Scalar::Always(_)
            | Scalar::I32
            | Scalar::I64
            | Scalar::U32
            | Scalar::U64
            | Scalar::I128
            | Scalar::F64
            | Scalar::Number,
        ) => Some(Plain::Other),
        Type::Scalar(_) => Some(Plain::Text),
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Enum(enumeration) => Some(match enumeration.values {
                EnumValues::Strings(_) => Plain::Text,
                EnumValues::Integers(_) => Plain::Other,
            }),
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
        },
        Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    }
}
