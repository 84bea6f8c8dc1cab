//! Which properties of what an operation sends and receives are secret, so that nothing logs them.

use std::collections::BTreeSet;

use crate::model::{Api, FieldKind, Operation, Scalar, Type, TypeId, TypeKind, reach};

/// The names of the secret properties within each definition, at any depth.
pub(super) fn find(api: &Api) -> Vec<BTreeSet<String>> {
    let mut found: Vec<BTreeSet<String>> = api.types.iter().map(|def| own(&def.kind)).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); found.len()];
    for (user, def) in api.types.iter().enumerate() {
        reach::parts(&def.kind).into_iter().flat_map(Type::mentions).for_each(|TypeId(used)| users[used].push(user));
    }
    let mut changed: Vec<usize> = (0..found.len()).filter(|index| !found[*index].is_empty()).collect();
    while let Some(index) = changed.pop() {
        let names = found[index].clone();
        for &user in &users[index] {
            let before = found[user].len();
            found[user].extend(names.iter().cloned());
            if found[user].len() > before {
                changed.push(user);
            }
        }
    }
    found
}

fn own(kind: &TypeKind) -> BTreeSet<String> {
    let TypeKind::Struct(strukt) = kind else { return BTreeSet::new() };
    let secret = strukt.fields.iter().filter(|field| match &field.kind {
        FieldKind::Value { ty, .. } => is_secret(ty),
        FieldKind::Constant(_) => false,
    });
    secret.map(|field| field.name.0.clone()).collect()
}

fn is_secret(ty: &Type) -> bool {
    *ty == Type::Scalar(Scalar::Secret) || ty.parts().iter().any(is_secret)
}

/// The names of the secret properties that a call of an operation sends or receives.
pub(super) fn of_operation<'f>(found: &'f [BTreeSet<String>], operation: &Operation) -> BTreeSet<&'f str> {
    let mentioned = reach::types_of(operation).into_iter().flat_map(Type::mentions);
    mentioned.flat_map(|TypeId(index)| &found[index]).map(String::as_str).collect()
}
