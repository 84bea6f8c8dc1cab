//! Names of definitions, their fields, variants and files.

use std::collections::{BTreeMap, BTreeSet};

use super::identifier::Ident;
use super::register::{Kind, Register, grant, idents};
use super::scope::{Case, Granted, Wish};
use super::{Given, case, given};
use crate::model::{Api, EnumValues, Field, FieldKind, Presence, Struct, Type, TypeDef, TypeKind, ValueWords};

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

/// A constructor is not called like its type.
const TYPES: Kind = Kind { what: "type", case: Case::Pascal, reserved: &["New"] };
/// A file of that name is the module list, a module of that name would be within another one, and no file of the others
/// can be on Windows.
const MODULES: Kind =
    Kind { what: "module", case: Case::Snake, reserved: &["mod", "types", "aux", "con", "nul", "prn"] };
/// A constructor has that name.
const FIELDS: Kind = Kind { what: "field", case: Case::Snake, reserved: &["new"] };
/// The variant that keeps what is not known has that name.
const VALUES: Kind = Kind { what: "value", case: Case::Pascal, reserved: &["Unknown"] };
const VARIANTS: Kind = Kind { what: "variant", case: Case::Pascal, reserved: &["Unknown"] };

pub(super) fn assign(register: &mut Register<'_>, api: &Api) -> Vec<TypeNames> {
    let mut origins = BTreeSet::new();
    let wishes: Vec<_> =
        api.types.iter().map(|def| wish(def, register.given, origins.insert((&def.origin, &def.key)))).collect();
    let granted = grant(register, TYPES, &wishes);
    let modules = modules(register, api, &granted);
    let mut names = Vec::new();
    for (def, granted) in api.types.iter().zip(granted) {
        names.push(members(register, def, granted.ident, modules[def.home.0].clone()));
    }
    names
}

fn wish(def: &TypeDef, given: &Given, is_first: bool) -> Wish {
    let kind = match &def.kind {
        TypeKind::Struct(_) => "object",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Alias(_) => "value",
    };
    let keys = if def.key == def.origin { vec![def.key.clone()] } else { vec![def.key.clone(), def.origin.clone()] };
    let (parts, apart) = (def.hint.parts().to_vec(), def.hint.apart().map(<[String]>::to_vec));
    let wish = Wish { keys, parts, apart, at: Some(def.origin.clone()), ..Wish::described("", kind, &def.origin) };
    if is_first {
        return wish;
    }
    // The second type of one schema is called after the first, with the word that sets it apart.
    let word = def.hint.parts().last().map_or("", String::as_str);
    let parts = match given::name(given, &wish.keys, Case::Pascal) {
        Some(name) => vec![name, word.to_owned()],
        None => wish.parts,
    };
    let keys = wish.keys.iter().map(|it| it.below(&[word])).collect();
    let apart = wish.apart.filter(|_| parts == def.hint.parts());
    Wish { keys, parts, apart, ..wish }
}

fn modules(register: &mut Register<'_>, api: &Api, types: &[Granted]) -> Vec<Ident> {
    let wish = |(def, granted): (&TypeDef, &Granted)| Wish {
        keys: Vec::new(),
        ..Wish::described(granted.words.clone(), "type", &def.origin)
    };
    idents(grant(register, MODULES, &api.types.iter().zip(types).map(wish).collect::<Vec<_>>()))
}

fn members(register: &mut Register<'_>, def: &TypeDef, ident: Ident, module: Ident) -> TypeNames {
    let mut names =
        TypeNames { ident, module, fields: Vec::new(), nulls: Vec::new(), extra: None, variants: Vec::new() };
    match &def.kind {
        TypeKind::Struct(strukt) => name_fields(register, def, strukt, &mut names),
        TypeKind::Enum(list) => {
            let values: Vec<(String, &ValueWords)> = match &list.values {
                EnumValues::Strings(values) => values.iter().map(|(value, words)| (value.clone(), words)).collect(),
                EnumValues::Integers(values) => {
                    values.iter().map(|(value, words)| (value.to_string(), words)).collect()
                }
            };
            let wishes = values.iter().enumerate().map(|(index, (value, words))| {
                let text = words.name.as_ref().unwrap_or(value);
                let at = Some(def.origin.below(&["enum", &index.to_string()]));
                let wish = Wish::described(text, "value", def.origin.below(&["enum", value]));
                Wish { place: value.clone().into(), at, ..wish }
            });
            names.variants = idents(grant(register, VALUES, &wishes.collect::<Vec<_>>()));
        }
        TypeKind::Union(union) => {
            let of_union = case::words(&def.hint.parts().join(" "), case::Symbols::Telling);
            let texts: Vec<&str> =
                union.variants.iter().map(|it| it.hint.parts().last().map_or("", String::as_str)).collect();
            let mut uses: BTreeMap<&str, usize> = BTreeMap::new();
            texts.iter().for_each(|text| *uses.entry(text).or_default() += 1);
            let wishes = union.variants.iter().zip(&texts).enumerate().map(|(index, (variant, text))| {
                let text = *text;
                // The shorter key is for one alone.
                let is_alone = uses[text] == 1;
                let key = |text| def.origin.below(&["variants", text]);
                let more = variant.hint.apart().and_then(<[String]>::last);
                let longer = more.map(|more| key(more));
                let keys = if is_alone { vec![key(text)] } else { longer.into_iter().chain([key(text)]).collect() };
                let apart = more.map(|more| vec![short(more, &of_union)]);
                Wish {
                    keys,
                    apart,
                    place: format!("{text}/{index}").into(),
                    ..Wish::described(short(text, &of_union), "variant", &def.origin)
                }
            });
            names.variants = idents(grant(register, VARIANTS, &wishes.collect::<Vec<_>>()));
        }
        TypeKind::Alias(_) => {}
    }
    names
}

/// A variant's words without the last words that it shares with those of the union: `TextContent` in `MessageContent` is `Text`.
fn short(variant: &str, union: &str) -> String {
    let words = case::words(variant, case::Symbols::Telling);
    match words.rsplit_once(' ') {
        Some((rest, last)) if union.rsplit(' ').next() == Some(last) => rest.to_owned(),
        Some(_) | None => variant.to_owned(),
    }
}

fn name_fields(register: &mut Register<'_>, def: &TypeDef, strukt: &Struct, names: &mut TypeNames) {
    let field = |field: &Field| Wish::described(&field.name.0, "field", &field.origin);
    let mut wishes: Vec<_> = strukt.fields.iter().map(field).collect();
    let nulls: Vec<_> = strukt.fields.iter().map(null_wish).collect();
    wishes.extend(nulls.iter().flatten().cloned());
    if strukt.extra.kept().is_some() {
        wishes.push(Wish::made_up("extra", "keys", def.origin.below(&["additionalProperties"])));
    }
    let mut granted = idents(grant(register, FIELDS, &wishes)).into_iter();
    names.fields = granted.by_ref().take(strukt.fields.len()).collect();
    names.nulls = nulls.iter().map(|null| null.as_ref().and_then(|_| granted.next())).collect();
    names.extra = granted.next();
}

fn null_wish(field: &Field) -> Option<Wish> {
    match &field.kind {
        FieldKind::Value { ty: Type::Nullable(_), presence: Presence::Optional } => {
            let parts = vec![field.name.0.clone(), "null".to_owned()];
            Some(Wish { keys: Vec::new(), parts, ..Wish::made_up("", "setter", &field.origin) })
        }
        FieldKind::Value { .. } | FieldKind::Constant(_) => None,
    }
}
