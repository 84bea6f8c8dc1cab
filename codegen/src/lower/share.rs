//! Definitions of one shape are written once: descriptions repeat what they have no name for, and a compiler pays for each.
//!
//! Enters: the model, settled and named. Leaves: of inline definitions that are the same in all that is generated from them, words for
//! readers included, the first in the description's order has the shape, and the others are aliases of it. Each keeps its own name, so
//! that one that comes to differ gets its own shape and nothing is renamed. Components keep their shapes: theirs may change alone.

use std::collections::BTreeMap;

use crate::model::{
    Alternatives, Api, Discriminator, Extra, Field, FieldKind, Struct, Type, TypeDef, TypeId, TypeKind, Union, reach,
};
use crate::place::Place;

/// Makes aliases of all that repeat another one. `called` gives the names of what is in a definition.
pub(crate) fn share(api: &mut Api, called: impl Fn(TypeId) -> String) {
    let made = reach::made(api);
    let mut classes = Classes::default();
    let shape = |id| {
        // What callers make has constructors, and fields that may be null.
        let is_made = matches!(api.def(id).kind, TypeKind::Struct(_)) && made.contains(&id);
        let further = format!("{}{is_made}", called(id));
        Some(api.def(id)).filter(|def| !is_component(&def.origin)).and_then(|def| Shape::of(def, further))
    };
    let shapes: Vec<Option<Shape>> = api.type_ids().map(shape).collect();
    let mut class: Vec<usize> = Vec::new();
    for (index, shape) in shapes.iter().enumerate() {
        class.push(match shape {
            None => classes.number(&(index.to_string(), Vec::new())),
            Some(shape) => classes.number(&(shape.text.clone(), Vec::new())),
        });
    }
    // What looks alike is apart where its parts are; after as many rounds as definitions nest, nothing changes.
    loop {
        let mut finer = Classes::default();
        let next: Vec<usize> = shapes
            .iter()
            .enumerate()
            .map(|(index, shape)| {
                let parts = shape.iter().flat_map(|shape| &shape.parts).map(|part| class[part.0]).collect();
                finer.number(&(class[index].to_string(), parts))
            })
            .collect();
        let is_settled = finer.0.len() == classes.0.len();
        (classes, class) = (finer, next);
        if is_settled {
            break;
        }
    }
    let mut first: BTreeMap<usize, TypeId> = BTreeMap::new();
    for (index, (def, class)) in api.types.iter_mut().zip(class).enumerate() {
        let twin = *first.entry(class).or_insert(TypeId(index));
        if twin.0 != index {
            def.kind = TypeKind::Alias(Type::Named(twin));
        }
    }
}

fn is_component(place: &Place) -> bool {
    let steps: Vec<_> = place.pointer().segments().collect();
    steps.len() == 3 && steps[0] == "components"
}

/// Numbers for what is the same.
#[derive(Default)]
struct Classes(BTreeMap<(String, Vec<usize>), usize>);

impl Classes {
    fn number(&mut self, key: &(String, Vec<usize>)) -> usize {
        let next = self.0.len();
        match self.0.get(key) {
            Some(known) => *known,
            None => *self.0.entry(key.clone()).or_insert(next),
        }
    }
}

/// All that is generated from a definition but its name and its own words, with a blank for each definition that it mentions.
struct Shape {
    text: String,
    parts: Vec<TypeId>,
}

impl Shape {
    /// None for what is written in a line anyway.
    fn of(def: &TypeDef, further: String) -> Option<Self> {
        let mut shape = Self { text: format!("{further}{}", def.docs.deprecated), parts: Vec::new() };
        match &def.kind {
            TypeKind::Struct(Struct { fields, extra }) => {
                shape.text.push_str("struct");
                fields.iter().for_each(|field| shape.field(field));
                match extra {
                    Extra::Kept(ty) => shape.ty(ty),
                    Extra::Ignored | Extra::Closed => shape.text.push_str(&format!("{extra:?}")),
                }
            }
            TypeKind::Enum(values) => shape.text.push_str(&format!("{values:?}")),
            TypeKind::Union(Union { variants, told_by, any_of }) => {
                match told_by {
                    Discriminator::Tag(name) => shape.text.push_str(&format!("union by {name:?} {any_of}")),
                    Discriminator::Shape => shape.text.push_str(&format!("union {any_of}")),
                }
                for variant in variants {
                    shape.ty(&variant.ty);
                    shape.text.push_str(&format!("{:?}{:?}", variant.hint, variant.docs));
                    match &variant.alternatives {
                        Alternatives::Tags(tags) => shape.text.push_str(&format!("{tags:?}")),
                        Alternatives::Shape(test) => shape.text.push_str(&format!("{test:?}")),
                    }
                }
            }
            TypeKind::Alias(_) => return None,
        }
        Some(shape)
    }

    fn field(&mut self, field: &Field) {
        let Field { name, kind, range: _, docs, origin: _, read_only, write_only } = field;
        match kind {
            FieldKind::Constant(literal) => self.text.push_str(&format!("{literal:?}")),
            FieldKind::Value { ty, presence } => {
                self.ty(ty);
                self.text.push_str(&format!("{presence:?}"));
            }
        }
        self.text.push_str(&format!("{name:?}{docs:?}{read_only}{write_only}"));
    }

    fn ty(&mut self, ty: &Type) {
        let blank = ty.renamed(&|_| TypeId(0));
        self.text.push_str(&format!("{blank:?}"));
        self.parts.extend(ty.mentions());
    }
}
