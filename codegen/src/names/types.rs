//! Names of definitions, their fields, variants and files.

use std::collections::BTreeSet;

use super::identifier::Ident;
use super::scope::{Case, Wish, grant};
use super::{Given, case, given};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::model::{Api, EnumValues, Extra, Field, FieldKind, Presence, Struct, Type, TypeDef, TypeKind};

/// The names of one definition.
#[derive(Clone, Debug)]
pub(crate) struct TypeNames {
    pub(crate) ident: Ident,
    /// The module, and so the file, of the definition it stands with.
    pub(crate) module: Ident,
    /// By the index of the field.
    pub(crate) fields: Vec<Ident>,
    /// The setter that makes a field null, where a field may be absent or null.
    pub(crate) nulls: Vec<Option<Ident>>,
    /// The map of extra keys.
    pub(crate) extra: Option<Ident>,
    /// By the index of the variant, or of the value.
    pub(crate) variants: Vec<Ident>,
}

/// Names that a constructor has.
const RESERVED_FIELDS: &[&str] = &["new"];
/// The variant that keeps what is not known.
const RESERVED_VARIANTS: &[&str] = &["Unknown"];
/// A file of that name is the module list, a module of that name would be within another one, and no file of the others
/// can be on Windows.
const RESERVED_MODULES: &[&str] = &["mod", "types", "aux", "con", "nul", "prn"];

pub(super) fn assign(api: &Api, given: &Given, diagnostics: &mut Diagnostics) -> Vec<TypeNames> {
    let mut origins = BTreeSet::new();
    let wishes: Vec<_> = api.types.iter().map(|def| wish(def, given, origins.insert(&def.origin))).collect();
    let granted = grant(Case::Pascal, &[], &wishes);
    for (def, granted) in api.types.iter().zip(&granted) {
        if let Some(holder) = granted.taken_by {
            let message = format!(
                "`{}` and `{}` would have the same name; this one is called `{}`",
                api.types[holder].origin, def.origin, granted.ident
            );
            diagnostics.report(&catalogue::NAME_TAKEN, &def.origin, message);
        }
    }
    let idents: Vec<Ident> = granted.into_iter().map(|granted| granted.ident).collect();
    let modules = modules(api, &idents);
    let name =
        |(index, def): (usize, &TypeDef)| members(def, given, idents[index].clone(), modules[def.home.0].clone());
    api.types.iter().enumerate().map(name).collect()
}

fn wish(def: &TypeDef, given: &Given, is_first: bool) -> Wish {
    let kind = match &def.kind {
        TypeKind::Struct(_) => "object",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Alias(_) => "value",
    };
    let given = given::name(given, &def.origin.to_string(), Case::Pascal);
    let parts = def.hint.parts().to_vec();
    let place = def.origin.to_string();
    match (given, parts.last()) {
        // The second type of one schema is called after the first, with the word that sets it apart.
        (Some(name), Some(word)) if !is_first => Wish { given: None, parts: vec![name, word.clone()], kind, place },
        (given, _) => Wish { given, parts, kind, place },
    }
}

fn modules(api: &Api, idents: &[Ident]) -> Vec<Ident> {
    let wishes: Vec<_> = api
        .types
        .iter()
        .zip(idents)
        .map(|(def, ident)| plain_wish(ident.text(), "type", &def.origin.to_string()))
        .collect();
    grant(Case::Snake, RESERVED_MODULES, &wishes).into_iter().map(|granted| granted.ident).collect()
}

fn plain_wish(text: &str, kind: &'static str, place: &str) -> Wish {
    Wish { given: None, parts: vec![text.to_owned()], kind, place: place.to_owned() }
}

fn members(def: &TypeDef, given: &Given, ident: Ident, module: Ident) -> TypeNames {
    let mut names =
        TypeNames { ident, module, fields: Vec::new(), nulls: Vec::new(), extra: None, variants: Vec::new() };
    match &def.kind {
        TypeKind::Struct(strukt) => name_fields(strukt, given, &mut names),
        TypeKind::Enum(list) => {
            let values: Vec<(String, &Option<String>)> = match &list {
                EnumValues::Strings(values) => values.iter().map(|(value, name)| (value.clone(), name)).collect(),
                EnumValues::Integers(values) => values.iter().map(|(value, name)| (value.to_string(), name)).collect(),
            };
            let wishes = values.iter().map(|(value, name)| {
                let given = given::name(given, &format!("{}/enum/{value}", def.origin), Case::Pascal);
                Wish { given, ..plain_wish(name.as_ref().unwrap_or(value), "value", value) }
            });
            names.variants = granted(Case::Pascal, RESERVED_VARIANTS, &wishes.collect::<Vec<_>>());
        }
        TypeKind::Union(union) => {
            let wishes = union.variants.iter().map(|variant| {
                let text = short(variant.hint.parts().last().map_or("", String::as_str), &def.hint.parts().join(" "));
                plain_wish(&text, "variant", &variant.hint.parts().join(" "))
            });
            names.variants = granted(Case::Pascal, RESERVED_VARIANTS, &wishes.collect::<Vec<_>>());
        }
        TypeKind::Alias(_) => {}
    }
    names
}

/// A variant's words without the last words that it shares with the union: `TextContent` in `MessageContent` is `Text`.
fn short(variant: &str, union: &str) -> String {
    let words = case::words(variant, case::Symbols::Telling);
    let of_union = case::words(union, case::Symbols::Telling);
    match (words.split_last(), of_union.last()) {
        (Some((last, rest)), Some(shared)) if last == shared && !rest.is_empty() => rest.join(" "),
        _ => variant.to_owned(),
    }
}

fn granted(case: Case, reserved: &[&str], wishes: &[Wish]) -> Vec<Ident> {
    grant(case, reserved, wishes).into_iter().map(|granted| granted.ident).collect()
}

fn name_fields(strukt: &Struct, given: &Given, names: &mut TypeNames) {
    let mut wishes: Vec<_> = strukt
        .fields
        .iter()
        .map(|field| Wish {
            given: given::name(given, &field.origin.to_string(), Case::Snake),
            ..plain_wish(&field.name.0, "field", &field.origin.to_string())
        })
        .collect();
    let nulls: Vec<_> = strukt.fields.iter().map(null_wish).collect();
    wishes.extend(nulls.iter().flatten().cloned());
    if strukt.extra != Extra::Ignored {
        wishes.push(plain_wish("extra", "keys", "extra keys"));
    }
    let mut granted = granted(Case::Snake, RESERVED_FIELDS, &wishes).into_iter();
    names.fields = granted.by_ref().take(strukt.fields.len()).collect();
    names.nulls = nulls.iter().map(|null| null.as_ref().and_then(|_| granted.next())).collect();
    names.extra = granted.next();
}

fn null_wish(field: &Field) -> Option<Wish> {
    match &field.kind {
        FieldKind::Value { ty: Type::Nullable(_), presence: Presence::Optional } => {
            let parts = vec![field.name.0.clone(), "null".to_owned()];
            Some(Wish { given: None, parts, kind: "setter", place: field.origin.to_string() })
        }
        FieldKind::Value { .. } | FieldKind::Constant(_) => None,
    }
}
