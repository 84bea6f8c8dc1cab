//! What follows from the model and is needed to write it: who travels which way, what must be boxed, what may be left out.
//!
//! Enters: the model. Leaves: [`Facts`], a table beside it. Not its business: names, and how any of it is written.

mod accept;
mod body;
mod conversion;
mod deep;
mod depth;
mod instance;
mod live;
mod needs;
mod outcome;
mod portion;
mod recursion;
#[cfg(test)]
mod sample;
mod secret;
mod showcase;
mod size;
mod writing;

use std::collections::BTreeSet;

pub(crate) use self::accept::{accept, accept_one};
pub(crate) use self::body::{Handed, described_parts, handed, has_own_parts, may_lack_parts, told_by_type};
pub(crate) use self::conversion::conversions;
pub(crate) use self::depth::recursion_limit;
pub(crate) use self::instance::{Instance, Made, instance};
pub(crate) use self::live::features;
pub(crate) use self::needs::{Needs, needs};
pub(crate) use self::outcome::{Outcome, bare, beside_default, failure_outcome, success_outcome};
pub(crate) use self::portion::Needer;
pub(crate) use self::showcase::{Answer, Showcase, failing, showcase, some_credentials};
pub(crate) use self::writing::{Writing, writing};
use crate::model::{Api, Field, FieldKind, Operation, Presence, SchemeKind, Type, TypeId, TypeKind, reach};

/// Facts of one API.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    made: BTreeSet<TypeId>,
    boxed_fields: BTreeSet<(TypeId, usize)>,
    boxed_variants: BTreeSet<(TypeId, usize)>,
    boxed_newtypes: BTreeSet<TypeId>,
    /// Required fields that no finite value could have.
    endless: BTreeSet<(TypeId, String)>,
    newtypes: BTreeSet<TypeId>,
    sizes: Vec<usize>,
    /// By the definition that they stand with, in their order.
    members: Vec<Vec<TypeId>>,
    portions: Option<portion::Portions>,
    usual_security: bool,
    secrets: Vec<BTreeSet<String>>,
    takes_bearer: bool,
    takes_basic: bool,
    chooses_server: bool,
}

/// How a field is there or not, as the codec knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Constant,
    Required,
    /// An `Option`: absent and null are one.
    Optional,
    /// A `Maybe`: absent, null and a value are three.
    Maybe,
}

/// Derives all facts.
pub(crate) fn derive(api: &Api) -> Facts {
    let made = reach::made(api);
    let recursion = recursion::find(api);
    let sizes = size::estimate(api, &recursion);
    let boxed_variants = size::large_variants(api, &recursion, &sizes).union(&recursion.variants).copied().collect();
    Facts {
        made,
        boxed_fields: recursion.fields,
        boxed_variants,
        boxed_newtypes: recursion.boxed_newtypes,
        endless: recursion.endless,
        newtypes: recursion.newtypes,
        sizes,
        members: members(api),
        portions: portion::find(api),
        usual_security: needs::are_usual(api),
        secrets: secret::find(api),
        takes_bearer: api.schemes.iter().any(|scheme| is_bearer(&scheme.kind)),
        takes_basic: api.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Basic),
        chooses_server: api.servers.len() > 1,
    }
}

/// The definitions that stand with each one.
fn members(api: &Api) -> Vec<Vec<TypeId>> {
    let mut members = vec![Vec::new(); api.types.len()];
    for id in api.type_ids() {
        members[api.def(id).home.0].push(id);
    }
    members
}

/// Whether a scheme's credential is sent as a bearer token (RFC 6750).
fn is_bearer(kind: &SchemeKind) -> bool {
    matches!(kind, SchemeKind::Bearer | SchemeKind::OAuth2 | SchemeKind::OpenIdConnect)
}

impl Facts {
    /// Whether callers make values of it.
    pub(crate) fn is_sent(&self, id: TypeId) -> bool {
        self.made.contains(&id)
    }

    /// The definitions that stand with this one, itself included; none where it stands with another one.
    pub(crate) fn members(&self, home: TypeId) -> &[TypeId] {
        &self.members[home.0]
    }

    /// Whether a field's value must be behind a pointer for the type to be finite.
    pub(crate) fn is_boxed_field(&self, id: TypeId, field: usize) -> bool {
        self.boxed_fields.contains(&(id, field))
    }

    /// Whether a variant's value must be behind a pointer: for the type to be finite, or not to make all variants large.
    pub(crate) fn is_boxed_variant(&self, id: TypeId, variant: usize) -> bool {
        self.boxed_variants.contains(&(id, variant))
    }

    /// Whether there is a feature for each tag.
    pub(crate) fn is_divided(&self) -> bool {
        self.portions.is_some()
    }

    /// Who needs the file of a definition; nothing where that is always there.
    pub(crate) fn needed_by(&self, home: TypeId) -> Option<&[Needer]> {
        Some(self.portions.as_ref()?[home.0].as_slice())
    }

    /// Whether operations need what the description says for all of them.
    pub(crate) fn has_usual_security(&self) -> bool {
        self.usual_security
    }

    /// The names of the properties of an operation's values that nothing may log.
    pub(crate) fn secrets(&self, operation: &Operation) -> BTreeSet<&str> {
        secret::of_operation(&self.secrets, operation)
    }

    /// Whether some scheme takes bearer tokens.
    pub(crate) fn takes_bearer(&self) -> bool {
        self.takes_bearer
    }

    /// Whether some scheme takes a user name and a password.
    pub(crate) fn takes_basic(&self) -> bool {
        self.takes_basic
    }

    /// Whether there are several servers to call.
    pub(crate) fn chooses_server(&self) -> bool {
        self.chooses_server
    }

    /// Whether an alias leads back to itself, so that it must be a type of its own.
    pub(crate) fn is_newtype(&self, id: TypeId) -> bool {
        self.newtypes.contains(&id)
    }

    /// Whether what such a type holds is behind a pointer.
    pub(crate) fn is_boxed_newtype(&self, id: TypeId) -> bool {
        self.boxed_newtypes.contains(&id)
    }

    /// Which of the variants, given by their uses, are so large that they belong behind a pointer.
    pub(crate) fn large(&self, variants: &[Option<&Type>]) -> Vec<bool> {
        let sizes: Vec<_> = variants.iter().map(|ty| ty.map_or(0, |ty| size::of(ty, &self.sizes))).collect();
        size::outsized(&sizes)
    }

    /// How a field is there or not.
    pub(crate) fn form(&self, id: TypeId, field: &Field) -> Form {
        match &field.kind {
            FieldKind::Constant(_) => Form::Constant,
            FieldKind::Value { .. } if self.endless.contains(&(id, field.name.0.clone())) => Form::Optional,
            FieldKind::Value { presence: Presence::Required, .. } => Form::Required,
            FieldKind::Value { presence: Presence::Optional, ty: Type::Nullable(_) } if self.is_sent(id) => Form::Maybe,
            FieldKind::Value { presence: Presence::Optional, .. } => Form::Optional,
        }
    }

    /// The use with aliases followed.
    pub(crate) fn resolved<'t>(&self, api: &'t Api, ty: &'t Type) -> &'t Type {
        let mut ty = ty;
        while let Type::Named(id) = ty
            && self.is_alias(api, *id)
            && let TypeKind::Alias(target) = &api.def(*id).kind
        {
            ty = target;
        }
        ty
    }

    /// Whether a definition is written as an alias.
    pub(crate) fn is_alias(&self, api: &Api, id: TypeId) -> bool {
        match &api.def(id).kind {
            TypeKind::Alias(_) => !self.is_newtype(id),
            TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) => false,
        }
    }
}
