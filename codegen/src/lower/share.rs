//! Definitions of one shape are written once: descriptions repeat what they have no name for, and a compiler pays for each.
//!
//! Enters: the model, settled and named. Leaves: of inline definitions that are the same in all that is generated from them, words for
//! readers included, the first in the description's order has the shape, and the others are aliases of it. Each keeps its own name, so
//! that one that comes to differ gets its own shape and nothing is renamed. Components keep their shapes: theirs may change alone.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::mem::take;

use crate::model::{
    Alternatives, Api, Discriminator, Docs, Extra, Field, FieldKind, Struct, Type, TypeDef, TypeId, TypeKind, Union,
    reach,
};
use crate::place::Place;

/// Makes aliases of all that repeat another one. `called` gives the names of what is in a definition.
pub(crate) fn share(api: &mut Api, called: impl Fn(TypeId) -> String) {
    let made = reach::made(api);
    let mut classes = Classes::default();
    let shape = |id| {
        // What callers make has constructors, and fields that may be null.
        let is_made = matches!(api.def(id).kind, TypeKind::Struct(_)) && made.contains(&id);
        let def = Some(api.def(id)).filter(|def| !is_component(&def.origin))?;
        Shape::of(def, || format!("{}{is_made}", called(id)))
    };
    let mut shapes: Vec<Option<Shape>> = api.type_ids().map(shape).collect();
    let mut class: Vec<usize> = Vec::new();
    for (index, shape) in shapes.iter_mut().enumerate() {
        let text = shape.as_mut().map_or_else(|| index.to_string(), |shape| take(&mut shape.text));
        class.push(classes.number((text, Vec::new())));
    }
    // What looks alike is apart where its parts are; after as many rounds as definitions nest, nothing changes.
    loop {
        let mut finer = Classes::default();
        let next: Vec<usize> = shapes
            .iter()
            .enumerate()
            .map(|(index, shape)| {
                let parts = shape.iter().flat_map(|shape| &shape.parts).map(|part| class[part.0]).collect();
                finer.number((class[index].to_string(), parts))
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
    let mut steps = place.pointer().segments();
    steps.next().is_some_and(|first| first == "components") && steps.count() == 2
}

/// Numbers for what is the same.
#[derive(Default)]
struct Classes(BTreeMap<(String, Vec<usize>), usize>);

impl Classes {
    fn number(&mut self, key: (String, Vec<usize>)) -> usize {
        let next = self.0.len();
        *self.0.entry(key).or_insert(next)
    }
}

/// All that is generated from a definition but its name and its own words, with a blank for each definition that it mentions.
struct Shape {
    text: String,
    parts: Vec<TypeId>,
}

impl Shape {
    /// None for what is written in a line anyway.
    fn of(def: &TypeDef, further: impl FnOnce() -> String) -> Option<Self> {
        if matches!(def.kind, TypeKind::Alias(_)) {
            return None;
        }
        let mut shape = Self { text: further(), parts: Vec::new() };
        shape.say(format_args!("{}", def.docs.deprecated));
        match &def.kind {
            TypeKind::Struct(Struct { fields, extra }) => {
                shape.text.push_str("struct");
                fields.iter().for_each(|field| shape.field(field));
                match extra {
                    Extra::Kept(ty) => shape.ty(ty),
                    Extra::Ignored | Extra::Closed => shape.say(format_args!("{extra:?}")),
                }
            }
            TypeKind::Enum(values) => shape.say(format_args!("{values:?}")),
            TypeKind::Union(Union { variants, told_by, any_of }) => {
                match told_by {
                    Discriminator::Tag(name) => shape.say(format_args!("union by {name:?} {any_of}")),
                    Discriminator::Shape => shape.say(format_args!("union {any_of}")),
                }
                for variant in variants {
                    shape.ty(&variant.ty);
                    shape.say(format_args!("{:?}", variant.hint));
                    shape.docs(&variant.docs);
                    match &variant.alternatives {
                        Alternatives::Tags(tags) => shape.say(format_args!("{tags:?}")),
                        Alternatives::Shape(test) => shape.say(format_args!("{test:?}")),
                    }
                }
            }
            TypeKind::Alias(_) => {}
        }
        Some(shape)
    }

    fn say(&mut self, words: fmt::Arguments<'_>) {
        // Nothing can go wrong where the text is in memory.
        let _written = self.text.write_fmt(words);
    }

    fn field(&mut self, field: &Field) {
        let Field { name, kind, range: _, allowed: _, example: _, docs, origin: _, read_only, write_only } = field;
        match kind {
            FieldKind::Constant(literal) => self.say(format_args!("{literal:?}")),
            FieldKind::Value { ty, presence } => {
                self.ty(ty);
                self.say(format_args!("{presence:?}"));
            }
        }
        self.words(&name.0);
        self.docs(docs);
        self.say(format_args!("{read_only}{write_only}"));
    }

    fn docs(&mut self, docs: &Docs) {
        let Docs { summary, description, deprecated, notes, within } = docs;
        self.say(format_args!("{deprecated} {} {} ", notes.len(), within.len()));
        for text in [summary, description] {
            match text {
                Some(text) => self.words(text),
                None => self.text.push('-'),
            }
        }
        notes.iter().for_each(|note| self.words(note));
        for (name, docs) in within {
            self.words(name);
            self.docs(docs);
        }
    }

    /// A text behind its length, which tells where it ends.
    fn words(&mut self, text: &str) {
        self.say(format_args!("{}:", text.len()));
        self.text.push_str(text);
    }

    fn ty(&mut self, ty: &Type) {
        let blank = ty.renamed(&|_| TypeId(0));
        self.say(format_args!("{blank:?}"));
        self.parts.extend(ty.mentions());
    }
}
