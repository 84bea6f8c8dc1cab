//! Unions without a tag whose alternatives look alike, so that their order decides what a value is read as.
//!
//! Enters: all definitions, their tests settled. Leaves: a diagnostic for each union in which a value of a later alternative may
//! be taken for an earlier one. A narrower one before a wider one is no such case: a date before text, a whole number before a
//! number, words before text. What the tests are is the business of `tags`.

use std::collections::BTreeSet;

use super::tags::{resolve, shape};
use crate::diagnostic::{Diagnostics, catalogue};
use crate::model::{
    Alternatives, Discriminator, EnumValues, FieldKind, Literal, Presence, Scalar, Struct, Test, Type, TypeDef,
    TypeKind, Union, Variant,
};

/// Unions within lists within unions nest no deeper than this in earnest; beyond it everything looks alike.
const DEEPEST: usize = 6;

/// Reports every union whose alternatives look alike, once.
pub(super) fn report(types: &[TypeDef], diagnostics: &mut Diagnostics) {
    for def in types {
        let TypeKind::Union(Union { variants, told_by: Discriminator::Shape, .. }) = &def.kind else {
            continue;
        };
        let groups: Vec<_> = alike(types, variants).iter().map(|group| listed(variants, group)).collect();
        if !groups.is_empty() {
            let message =
                format!("{} may look alike; a value is read as the first that it fits", groups.join(", and "));
            diagnostics.report(&catalogue::UNION_BY_TRYING, &def.origin, message);
        }
    }
}

/// "`A`, `B` and `C`".
fn listed(variants: &[Variant], group: &BTreeSet<usize>) -> String {
    let name = |index: &usize| format!("`{}`", variants[*index].hint.parts().last().map_or("", String::as_str));
    let names: Vec<_> = group.iter().map(name).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Groups of variants of which one may be taken for another.
fn alike(types: &[TypeDef], variants: &[Variant]) -> Vec<BTreeSet<usize>> {
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    for (index, later) in variants.iter().enumerate() {
        let earlier = 0..index;
        let taken_for = earlier.filter(|&first| takes(types, &variants[first].ty, &later.ty, 0));
        let group: BTreeSet<usize> = taken_for.chain([index]).collect();
        if group.len() > 1 {
            let (mut joined, apart): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|known: &BTreeSet<usize>| !known.is_disjoint(&group));
            joined.push(group);
            groups = apart;
            groups.push(joined.into_iter().flatten().collect());
        }
    }
    groups.sort();
    groups
}

/// What all values of a type have in common, as far as tests can see it.
enum Look<'a> {
    Boolean,
    Integer,
    Number,
    /// Any text.
    Text,
    Words(Vec<String>),
    /// Text of a form that other text does not have; Base64 alone may look like a word.
    Form(Scalar),
    List(&'a Type),
    Object(Keys),
    Anything,
}

/// The keys of an object.
#[derive(Default)]
struct Keys {
    /// Those that are always there.
    required: Vec<String>,
    /// Those that may be there.
    optional: Vec<String>,
    /// Those that are always there with one of these values.
    constant: Vec<(String, Vec<String>)>,
    /// Whether there may be others.
    open: bool,
}

/// Whether a value of the `later` type may pass for one of the `first` type.
fn takes(types: &[TypeDef], first: &Type, later: &Type, depth: usize) -> bool {
    depth > DEEPEST
        || first_looks(types, first, depth).iter().any(|first| {
            looks(types, later, depth).iter().any(|later| match (first, later) {
                (Look::Anything, _) | (_, Look::Anything) => true,
                (Look::Boolean, Look::Boolean) | (Look::Integer, Look::Integer) => true,
                (Look::Number, Look::Number | Look::Integer) => true,
                (Look::Text, Look::Text | Look::Words(_) | Look::Form(_)) => true,
                (Look::Words(words), Look::Words(others)) => words.iter().any(|word| others.contains(word)),
                (Look::Form(form), Look::Form(other)) => form == other,
                (Look::Form(form), Look::Words(_)) => *form == Scalar::Base64,
                (Look::List(item), Look::List(other)) => takes(types, item, other, depth + 1),
                (Look::Object(keys), Look::Object(others)) => keys.may_be_in(others),
                _ => false,
            })
        })
}

/// The looks that a value of the type may have: several for a union.
fn looks<'a>(types: &'a [TypeDef], ty: &'a Type, depth: usize) -> Vec<Look<'a>> {
    if depth > DEEPEST {
        return vec![Look::Anything];
    }
    let look = match resolve(types, ty) {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::Always(_) => Look::Boolean,
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => Look::Integer,
            Scalar::F64 => Look::Number,
            Scalar::String | Scalar::Secret | Scalar::Binary => Look::Text,
            Scalar::Uuid | Scalar::Date | Scalar::DateTime | Scalar::Base64 | Scalar::Ipv4 | Scalar::Ipv6 => {
                Look::Form(*scalar)
            }
        },
        Type::List(item) => Look::List(item),
        Type::Map(_) => Look::Object(Keys { open: true, ..Keys::default() }),
        Type::Any | Type::Nullable(_) => Look::Anything,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => Look::Object(Keys::of(strukt)),
            TypeKind::Enum(EnumValues::Integers(_)) => Look::Integer,
            TypeKind::Enum(EnumValues::Strings(values)) => {
                Look::Words(values.iter().map(|(word, _)| word.clone()).collect())
            }
            TypeKind::Union(union) => {
                return union.variants.iter().flat_map(|variant| variant_looks(types, union, variant, depth)).collect();
            }
            TypeKind::Alias(_) => Look::Anything,
        },
    };
    vec![look]
}

/// The looks of a variant as a value of its union: with the tag, where there is one.
fn variant_looks<'a>(types: &'a [TypeDef], union: &Union, variant: &'a Variant, depth: usize) -> Vec<Look<'a>> {
    let mut looks = looks(types, &variant.ty, depth + 1);
    if let (Discriminator::Tag(property), Alternatives::Tags(tags, _)) = (&union.told_by, &variant.alternatives) {
        for look in &mut looks {
            if let Look::Object(keys) = look {
                keys.constant.insert(0, (property.0.clone(), tags.clone()));
            }
        }
    }
    looks
}

/// What the test of a type that comes first lets through: of a union also what it does not know.
fn first_looks<'a>(types: &'a [TypeDef], ty: &'a Type, depth: usize) -> Vec<Look<'a>> {
    let is_union = match resolve(types, ty) {
        Type::Named(id) => matches!(types[id.0].kind, TypeKind::Union(_)),
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    };
    if !is_union {
        return looks(types, ty, depth);
    }
    vec![match shape(types, ty, 0) {
        Test::Boolean => Look::Boolean,
        Test::Integer => Look::Integer,
        Test::Number => Look::Number,
        Test::String => Look::Text,
        Test::Words(words) => Look::Words(words),
        Test::Array => Look::List(&Type::Any),
        Test::Object { keys, constants } => Look::Object(Keys {
            required: keys,
            constant: constants.into_iter().map(|(key, value)| (key, vec![value])).collect(),
            ..Keys::default()
        }),
        Test::Try => Look::Anything,
    }]
}

impl Keys {
    fn of(strukt: &Struct) -> Self {
        let mut keys = Self { open: strukt.extra.kept().is_some(), ..Self::default() };
        for field in &strukt.fields {
            let name = field.name.0.clone();
            match &field.kind {
                FieldKind::Constant(Literal::Text(value)) => keys.constant.push((name, vec![value.clone()])),
                FieldKind::Constant(Literal::Integer(_) | Literal::Bool(_)) => keys.required.push(name),
                FieldKind::Value { ty: Type::Nullable(_) | Type::Any, .. } => keys.optional.push(name),
                FieldKind::Value { presence: Presence::Required, .. } => keys.required.push(name),
                FieldKind::Value { presence: Presence::Optional, .. } => keys.optional.push(name),
            }
        }
        keys
    }

    /// Whether an object with those other keys may have all that is always there in these.
    fn may_be_in(&self, others: &Self) -> bool {
        let values = |key: &String| others.constant.iter().find(|(name, _)| name == key).map(|(_, values)| values);
        let may_have = |key: &String| others.open || others.required.contains(key) || others.optional.contains(key);
        self.required.iter().all(|key| may_have(key) || values(key).is_some())
            && self.constant.iter().all(|(key, allowed)| match values(key) {
                Some(values) => values.iter().any(|value| allowed.contains(value)),
                None => may_have(key),
            })
    }
}
