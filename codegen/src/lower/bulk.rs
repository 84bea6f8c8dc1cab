//! How much is within tuples: of tuples within tuples there may be more items than a program has room for.
//!
//! Enters: types. Leaves: their parts, counted with those of the aliases in them; arrays of too many parts are lists, told. What is a
//! tuple by itself is the business of `tuple`.

use crate::diagnostic::{Diagnostics, catalogue};
use crate::model::{Type, TypeDef, TypeId, TypeKind, circles};

/// A cube of seven items each way has 400 parts, and is a tuple yet.
pub(super) const MOST: usize = 512;

/// Why an array is a list.
pub(super) fn message() -> String {
    format!("the tuples within have more than {MOST} parts together; the array is a list")
}

/// The parts of a tuple of these, each definition one.
pub(super) fn of_tuple(items: &[Type]) -> usize {
    items.iter().map(|item| parts(item, &|_| 1)).fold(1, usize::saturating_add)
}

/// Makes lists of the tuples that too much is in, where their parts have names: each by itself may be small.
pub(super) fn settle(types: &mut [TypeDef], diagnostics: &mut Diagnostics) {
    let circle = circles::components(types, |kind| alias(kind).map(Type::mentions).unwrap_or_default());
    let mut order: Vec<usize> = (0..types.len()).collect();
    // What others are made of comes before them.
    order.sort_by_key(|index| circle[*index]);
    let mut sizes = vec![1; types.len()];
    for index in order {
        let Some(ty) = alias(&types[index].kind) else { continue };
        // What leads back is behind a pointer.
        let size = |id: TypeId| if circle[id.0] == circle[index] { 1 } else { sizes[id.0] };
        let mut whole = parts(ty, &size);
        if whole > MOST && has_tuple(ty) {
            let listed = listed(ty);
            whole = parts(&listed, &size);
            diagnostics.report(&catalogue::TUPLE_TOO_LONG, &types[index].origin, message());
            types[index].kind = TypeKind::Alias(listed);
        }
        sizes[index] = whole;
    }
}

fn alias(kind: &TypeKind) -> Option<&Type> {
    match kind {
        TypeKind::Alias(ty) => Some(ty),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
    }
}

fn parts(ty: &Type, size: &impl Fn(TypeId) -> usize) -> usize {
    let Type::Named(id) = ty else {
        return ty.parts().iter().map(|part| parts(part, size)).fold(1, usize::saturating_add);
    };
    size(*id)
}

fn has_tuple(ty: &Type) -> bool {
    matches!(ty, Type::Tuple(_)) || ty.parts().iter().any(has_tuple)
}

/// The use with lists in the places of its outermost tuples.
fn listed(ty: &Type) -> Type {
    match ty {
        Type::Tuple(items) => match items.as_slice() {
            [first, others @ ..] if others.iter().all(|other| other == first) => Type::list(first.clone()),
            _ => Type::list(Type::Any),
        },
        Type::List(inner) => Type::list(listed(inner)),
        Type::Map(inner) => Type::map(listed(inner)),
        Type::Nullable(inner) => listed(inner).nullable(),
        Type::Scalar(_) | Type::Named(_) | Type::Any => ty.clone(),
    }
}
