//! Types that are so deep where they stand that clippy asks for names of their parts: the description has none.
//!
//! Enters: the model, and what is behind a pointer. Leaves: whether some are. Functions have no more around them than
//! [`AROUND`]; an exception that is not needed does no harm.

use super::{Facts, Form};
use crate::model::{Api, Extra, FieldKind, Incoming, Type, TypeId, TypeKind, reach};

/// What clippy's `type_complexity` takes, by default.
const MOST: usize = 250;
/// A function gives a `Result` of an `Option` of a type.
const AROUND: usize = 2;

impl Facts {
    /// Whether some type is deeper than clippy takes, wherever it is written.
    pub(crate) fn has_deep_types(&self, api: &Api) -> bool {
        let of_operations = api.operations().flat_map(reach::types_of);
        let of_functions = of_operations.chain(api.incoming.iter().filter_map(Incoming::read));
        api.type_ids().any(|id| self.is_deep_within(api, id))
            || of_functions.into_iter().any(|ty| is_deep(ty.non_null(), AROUND))
    }

    /// Whether one is in a definition. What is another name is written as deep as it is.
    fn is_deep_within(&self, api: &Api, id: TypeId) -> bool {
        match &api.def(id).kind {
            TypeKind::Struct(strukt) => {
                let is_deep_field = |(index, field)| {
                    let boxed = usize::from(self.is_boxed_field(id, index));
                    match (self.form(id, field), &field.kind) {
                        (_, FieldKind::Constant(_)) | (Form::Constant, _) => false,
                        (Form::Required, FieldKind::Value { ty: Type::Nullable(inner), .. }) => {
                            is_deep(inner, boxed + 1)
                        }
                        (Form::Required, FieldKind::Value { ty, .. }) => is_deep(ty, boxed),
                        (Form::Optional | Form::Maybe, FieldKind::Value { ty, .. }) => {
                            is_deep(ty.non_null(), boxed + 1)
                        }
                    }
                };
                let is_deep_extra = match &strukt.extra {
                    Extra::Kept(value) => is_deep(&Type::map(value.clone()), 0),
                    Extra::Ignored | Extra::Closed => false,
                };
                is_deep_extra || strukt.fields.iter().enumerate().any(is_deep_field)
            }
            TypeKind::Union(union) => {
                let variants = union.variants.iter().enumerate();
                variants
                    .into_iter()
                    .any(|(index, variant)| is_deep(&variant.ty, usize::from(self.is_boxed_variant(id, index))))
            }
            TypeKind::Alias(ty) => self.is_newtype(id) && is_deep(ty, usize::from(self.is_boxed_newtype(id))),
            TypeKind::Enum(_) => false,
        }
    }
}

/// Whether a type is too deep behind so many wrappers such as `Option`.
fn is_deep(ty: &Type, wrappers: usize) -> bool {
    let around: usize = (1..=wrappers).map(|nest| 10 * nest).sum();
    around + score(ty, wrappers + 1) > MOST
}

/// As clippy counts: ten for each type, times how deep it stands.
fn score(ty: &Type, nest: usize) -> usize {
    // Keys are texts.
    let key = if matches!(ty, Type::Map(_)) { 10 * (nest + 1) } else { 0 };
    10 * nest + key + ty.parts().iter().map(|part| score(part, nest + 1)).sum::<usize>()
}
