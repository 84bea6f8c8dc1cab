//! What tells the variants of a union apart, settled when all definitions are known.
//!
//! With a tag: who writes it. A variant that is told by one single tag everywhere gets it as a constant, so that nobody can
//! set another; one with several tags keeps the property as a field; one without the property has it added by the union.
//! Without a tag: the JSON type, then the constants and required keys that no other variant shares, then trying. What would
//! take more than it knows comes last.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{
    Alternatives, Discriminator, EnumValues, FieldKind, Literal, Presence, Scalar, Struct, TagPlace, Test, Type,
    TypeDef, TypeId, TypeKind, Union, Variant, WireName,
};

/// Unions within unions nest no deeper than this in earnest; beyond it their values look like anything.
const DEEPEST: usize = 6;

/// Settles all unions.
pub(super) fn settle(types: &mut [TypeDef]) {
    make_constant(types);
    place_tags(types);
    for index in 0..types.len() {
        put_last(types, index);
        if let Some(tests) = shape_tests(types, index)
            && let TypeKind::Union(union) = &mut types[index].kind
        {
            for (variant, test) in union.variants.iter_mut().zip(tests) {
                variant.alternatives = Alternatives::Shape(test);
            }
        }
    }
}

/// The struct that a use stands for, through aliases.
fn strukt<'a>(types: &'a [TypeDef], ty: &Type) -> Option<(TypeId, &'a Struct)> {
    let Type::Named(id) = resolve(types, ty) else {
        return None;
    };
    match &types[id.0].kind {
        TypeKind::Struct(strukt) => Some((*id, strukt)),
        TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Alias(_) => None,
    }
}

/// A use with aliases followed and null set aside.
pub(super) fn resolve<'a>(types: &'a [TypeDef], ty: &'a Type) -> &'a Type {
    let mut ty = ty.non_null();
    // A circle of aliases ends after as many steps as there are definitions.
    for _ in 0..types.len() {
        let Type::Named(id) = ty else { return ty };
        match &types[id.0].kind {
            TypeKind::Alias(target) => ty = target.non_null(),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => return ty,
        }
    }
    &Type::Any
}

/// Turns the tag property into a constant where every union gives the variant the same single tag.
fn make_constant(types: &mut [TypeDef]) {
    let mut told: BTreeMap<(TypeId, WireName), BTreeSet<String>> = BTreeMap::new();
    for def in types.iter() {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        let Discriminator::Tag(property) = &union.told_by else {
            continue;
        };
        for variant in &union.variants {
            if let Alternatives::Tags(tags, _) = &variant.alternatives
                && let Some((id, _)) = strukt(types, &variant.ty)
            {
                told.entry((id, property.clone())).or_default().extend(tags.iter().cloned());
            }
        }
    }
    for ((id, property), tags) in told {
        let Some(tag) = tags.first().filter(|_| tags.len() == 1) else {
            continue;
        };
        let TypeKind::Struct(strukt) = &types[id.0].kind else {
            continue;
        };
        let Some(index) = strukt.fields.iter().position(|field| field.name == property) else {
            continue;
        };
        let fits = match &strukt.fields[index].kind {
            FieldKind::Constant(_) => false,
            FieldKind::Value { ty, .. } => holds_word(types, ty, tag),
        };
        if let TypeKind::Struct(strukt) = &mut types[id.0].kind
            && fits
        {
            strukt.fields[index].kind = FieldKind::Constant(Literal::Text(tag.clone()));
        }
    }
}

fn holds_word(types: &[TypeDef], ty: &Type, word: &str) -> bool {
    match resolve(types, ty) {
        Type::Scalar(Scalar::String) => true,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Enum(list) => match &list {
                EnumValues::Strings(values) => values.iter().any(|(value, _)| value == word),
                EnumValues::Integers(_) => false,
            },
            TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
        },
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => false,
    }
}

/// Says at each tagged variant whether its own type writes the tag.
fn place_tags(types: &mut [TypeDef]) {
    for index in 0..types.len() {
        let TypeKind::Union(union) = &types[index].kind else {
            continue;
        };
        let Discriminator::Tag(property) = &union.told_by else {
            continue;
        };
        let places: Vec<_> = union.variants.iter().map(|variant| tag_place(types, &variant.ty, property, 0)).collect();
        let TypeKind::Union(union) = &mut types[index].kind else {
            continue;
        };
        for (variant, place) in union.variants.iter_mut().zip(places) {
            if let Alternatives::Tags(_, known) = &mut variant.alternatives {
                *known = place;
            }
        }
    }
}

fn tag_place(types: &[TypeDef], ty: &Type, property: &WireName, depth: usize) -> TagPlace {
    if let Type::Named(id) = resolve(types, ty)
        && depth < 16
    {
        match &types[id.0].kind {
            // A union within a union writes the tag of its own variants.
            TypeKind::Union(union) => {
                let own = matches!(&union.told_by, Discriminator::Tag(name) if name == property);
                let all =
                    union.variants.iter().all(|v| tag_place(types, &v.ty, property, depth + 1) == TagPlace::Payload);
                return if own || all { TagPlace::Payload } else { TagPlace::Union };
            }
            TypeKind::Struct(strukt) => {
                let written = strukt.fields.iter().any(|field| {
                    field.name == *property
                        && match &field.kind {
                            FieldKind::Constant(_) => true,
                            FieldKind::Value { presence, .. } => *presence == Presence::Required,
                        }
                });
                return if written { TagPlace::Payload } else { TagPlace::Union };
            }
            TypeKind::Enum(_) | TypeKind::Alias(_) => {}
        }
    }
    TagPlace::Union
}

/// The tests of a union without a tag, one per variant; `None` for other definitions.
fn shape_tests(types: &[TypeDef], index: usize) -> Option<Vec<Test>> {
    let TypeKind::Union(union) = &types[index].kind else {
        return None;
    };
    match &union.told_by {
        Discriminator::Tag(_) => return None,
        Discriminator::Shape => {}
    }
    let shapes: Vec<Test> = union.variants.iter().map(|variant| shape(types, &variant.ty, 0)).collect();
    let tests = shapes.iter().enumerate().map(|(this, test)| {
        let rivals: Vec<_> =
            shapes.iter().enumerate().filter(|(other, _)| *other != this).map(|(_, test)| test).collect();
        narrowed(test, &rivals)
    });
    Some(tests.collect())
}

/// Moves the variants that take more than they know behind the others: a union within the union keeps what it does not know.
fn put_last(types: &mut [TypeDef], index: usize) {
    let TypeKind::Union(Union { variants, told_by: Discriminator::Shape, .. }) = &types[index].kind else {
        return;
    };
    let breadth = |variant: &Variant| match resolve(types, &variant.ty) {
        Type::Any => 2,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Union(_) if shape(types, &variant.ty, 0) == Test::Try => 2,
            TypeKind::Union(_) => 1,
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Alias(_) => 0,
        },
        Type::Scalar(_) | Type::List(_) | Type::Map(_) | Type::Nullable(_) => 0,
    };
    let mut sorted = variants.clone();
    sorted.sort_by_key(breadth);
    if let TypeKind::Union(union) = &mut types[index].kind {
        union.variants = sorted;
    }
}

/// What a value of this type always looks like.
pub(super) fn shape(types: &[TypeDef], ty: &Type, depth: usize) -> Test {
    match resolve(types, ty) {
        Type::Scalar(scalar) => match scalar {
            Scalar::Bool | Scalar::Always(_) => Test::Boolean,
            Scalar::I32 | Scalar::I64 | Scalar::U32 | Scalar::U64 => Test::Integer,
            Scalar::F64 => Test::Number,
            Scalar::String | Scalar::Secret | Scalar::Binary => Test::String,
            // Text of a form of its own: it is this variant only if it can be read.
            Scalar::Uuid | Scalar::Date | Scalar::DateTime | Scalar::Base64 | Scalar::Ipv4 | Scalar::Ipv6 => Test::Try,
        },
        Type::List(_) => Test::Array,
        Type::Map(_) => Test::Object { keys: Vec::new(), constants: Vec::new() },
        Type::Any | Type::Nullable(_) => Test::Try,
        Type::Named(id) => match &types[id.0].kind {
            TypeKind::Struct(strukt) => object_shape(strukt),
            TypeKind::Enum(list) => match &list {
                EnumValues::Strings(values) => Test::Words(values.iter().map(|(value, _)| value.clone()).collect()),
                EnumValues::Integers(_) => Test::Integer,
            },
            TypeKind::Union(Union { told_by: Discriminator::Tag(property), .. }) => {
                Test::Object { keys: vec![property.0.clone()], constants: Vec::new() }
            }
            TypeKind::Union(_) if depth > DEEPEST => Test::Try,
            TypeKind::Union(union) => {
                let shapes = union.variants.iter().map(|variant| shape(types, &variant.ty, depth + 1));
                shapes.reduce(common).unwrap_or(Test::Try)
            }
            TypeKind::Alias(_) => Test::Try,
        },
    }
}

/// What is true of values that pass either test.
fn common(one: Test, other: Test) -> Test {
    match (one, other) {
        (Test::Object { keys, constants }, Test::Object { keys: others, constants: other }) => Test::Object {
            keys: keys.into_iter().filter(|key| others.contains(key)).collect(),
            constants: constants.into_iter().filter(|constant| other.contains(constant)).collect(),
        },
        (Test::Integer | Test::Number, Test::Integer | Test::Number) => Test::Number,
        (Test::String | Test::Words(_), Test::String | Test::Words(_)) => Test::String,
        (one, other) if one == other => one,
        _ => Test::Try,
    }
}

fn object_shape(strukt: &Struct) -> Test {
    let mut keys = Vec::new();
    let mut constants = Vec::new();
    for field in &strukt.fields {
        match &field.kind {
            FieldKind::Constant(Literal::Text(value)) => constants.push((field.name.0.clone(), value.clone())),
            FieldKind::Constant(Literal::Integer(_) | Literal::Bool(_)) => keys.push(field.name.0.clone()),
            FieldKind::Value { ty, presence: Presence::Required } if !matches!(ty, Type::Nullable(_) | Type::Any) => {
                keys.push(field.name.0.clone());
            }
            FieldKind::Value { .. } => {}
        }
    }
    Test::Object { keys, constants }
}

/// The test with only what is needed against the rivals.
fn narrowed(test: &Test, rivals: &[&Test]) -> Test {
    let Test::Object { keys, constants } = test else {
        return match test {
            // A list of words next to free text: the words come first in the description or lose.
            Test::Words(_)
                if !rivals.iter().any(|rival| matches!(rival, Test::String | Test::Words(_) | Test::Try)) =>
            {
                Test::String
            }
            _ => test.clone(),
        };
    };
    let others: Vec<_> = rivals
        .iter()
        .filter_map(|rival| match rival {
            Test::Object { keys, constants } => Some((keys, constants)),
            _ => None,
        })
        .collect();
    if others.is_empty() && !rivals.contains(&&Test::Try) {
        return Test::Object { keys: Vec::new(), constants: Vec::new() };
    }
    let telling: Vec<_> = constants
        .iter()
        .filter(|constant| others.iter().any(|(_, rivals)| !rivals.contains(constant)))
        .cloned()
        .collect();
    let apart = others.iter().all(|(_, rivals)| {
        telling.iter().any(|(key, value)| rivals.iter().any(|(other, word)| other == key && word != value))
    });
    if apart && !telling.is_empty() {
        return Test::Object { keys: Vec::new(), constants: telling };
    }
    Test::Object { keys: keys.clone(), constants: telling }
}
