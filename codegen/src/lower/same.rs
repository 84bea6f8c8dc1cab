//! Whether two uses of types are the same type: the same schema written twice, under two media types.
//!
//! Enters: definitions and two uses. Leaves: yes or no. What is only for readers does not count.

use std::collections::BTreeSet;

use super::looks::target;
use crate::model::{EnumValues, Extra, Field, FieldKind, Struct, Type, TypeDef, TypeId, TypeKind, Union};

/// Whether the values of both are the same.
pub(super) fn same(types: &[TypeDef], one: &Type, other: &Type) -> bool {
    Comparison { types, assumed: BTreeSet::new() }.uses(one, other)
}

struct Comparison<'t> {
    types: &'t [TypeDef],
    /// Uses that are being compared, one of them by its name: where they meet again, they are the same as far as that goes. What has
    /// no name is finite, so that no way leads around these.
    assumed: BTreeSet<(Type, Type)>,
}

impl Comparison<'_> {
    fn uses(&mut self, one: &Type, other: &Type) -> bool {
        let is_named = matches!((one, other), (Type::Named(_), _) | (_, Type::Named(_)));
        if one == other || is_named && !self.assumed.insert((one.clone(), other.clone())) {
            return true;
        }
        match (target(self.types, one), target(self.types, other)) {
            (Type::Named(one), Type::Named(other)) => self.definitions(*one, *other),
            (Type::List(one), Type::List(other))
            | (Type::Map(one), Type::Map(other))
            | (Type::Nullable(one), Type::Nullable(other)) => self.uses(one, other),
            (Type::Tuple(one), Type::Tuple(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| self.uses(one, other))
            }
            (one, other) => one == other,
        }
    }

    fn definitions(&mut self, one: TypeId, other: TypeId) -> bool {
        match (&self.types[one.0].kind, &self.types[other.0].kind) {
            (TypeKind::Struct(one), TypeKind::Struct(other)) => self.structs(one, other),
            (TypeKind::Enum(one), TypeKind::Enum(other)) => {
                one.growth == other.growth && values(&one.values) == values(&other.values)
            }
            (TypeKind::Union(one), TypeKind::Union(other)) => self.unions(one, other),
            (TypeKind::Alias(one), TypeKind::Alias(other)) => self.uses(one, other),
            _ => false,
        }
    }

    fn structs(&mut self, one: &Struct, other: &Struct) -> bool {
        let extra = match (&one.extra, &other.extra) {
            (Extra::Kept(one), Extra::Kept(other)) => self.uses(one, other),
            (one, other) => one == other,
        };
        extra
            && one.fields.len() == other.fields.len()
            && one.fields.iter().all(|field| {
                let twin = other.fields.iter().find(|other| other.name == field.name);
                twin.is_some_and(|twin| self.fields(field, twin))
            })
    }

    fn fields(&mut self, one: &Field, other: &Field) -> bool {
        let kind = match (&one.kind, &other.kind) {
            (FieldKind::Constant(one), FieldKind::Constant(other)) => one == other,
            (FieldKind::Value { ty: one, presence }, FieldKind::Value { ty: other, presence: other_presence }) => {
                presence == other_presence && self.uses(one, other)
            }
            _ => false,
        };
        kind && (one.read_only, one.write_only) == (other.read_only, other.write_only)
    }

    fn unions(&mut self, one: &Union, other: &Union) -> bool {
        let mut pairs = one.variants.iter().zip(&other.variants);
        one.variants.len() == other.variants.len()
            && one.any_of == other.any_of
            && pairs.all(|(one, other)| self.uses(&one.ty, &other.ty))
    }
}

/// The values of an enum, without words for their names.
fn values(values: &EnumValues) -> (Vec<&str>, Vec<i64>) {
    match values {
        EnumValues::Strings(values) => (values.iter().map(|(value, _)| value.as_str()).collect(), Vec::new()),
        EnumValues::Integers(values) => (Vec::new(), values.iter().map(|(value, _)| *value).collect()),
    }
}
