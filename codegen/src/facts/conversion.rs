//! Which values become a union by themselves: those of a type that one variant alone has.

use super::Facts;
use crate::model::{Api, Type, TypeId, Union};

/// The variants that a value of their type is converted to, by index.
pub(crate) fn conversions(facts: &Facts, api: &Api, id: TypeId, union: &Union) -> Vec<usize> {
    let named = |ty| match facts.resolved(api, ty) {
        Type::Named(id) => Some(*id),
        Type::Scalar(_) | Type::List(_) | Type::Tuple(_) | Type::Map(_) | Type::Nullable(_) | Type::Any => None,
    };
    let targets: Vec<Option<TypeId>> = union.variants.iter().map(|variant| named(&variant.ty)).collect();
    let is_alone = |target: TypeId| targets.iter().filter(|other| **other == Some(target)).count() == 1;
    let converts = |target: &Option<TypeId>| target.is_some_and(|target| target != id && is_alone(target));
    (0..targets.len()).filter(|index| converts(&targets[*index])).collect()
}
