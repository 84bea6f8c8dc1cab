//! What has come of a form, as the types ask for it. In comes the tree of `pairs`, out go values, by way of serde.

use serde::de::value::{Error, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::Value;

use super::super::text::{Plain, as_anything, into_itself, scalars};
use super::pairs::{Members, Property, Text, Texts, decoded, spelled};
use crate::codec::{Line, Presence};

/// One of an array. It may be null where its text is empty.
struct Item<'b>(Property<'b>);

impl<'b> Texts<'b> {
    /// The one text; the last of several, as in an object of JSON.
    pub(super) fn text(&self) -> Plain<'_> {
        Plain(self.texts.last().map_or("", |text| &text.decoded))
    }

    /// One for each pair, and for each piece of a text that has several.
    fn items(self) -> Result<Vec<Item<'b>>, Error> {
        let Some((delimiter, others)) = self.delimiters.split_first() else {
            return Ok(self.texts.into_iter().map(Item::of).collect());
        };
        let mut items = Vec::new();
        for Text { sent, .. } in self.texts.into_iter().filter(|text| !text.sent.is_empty()) {
            let sent = others.iter().fold(sent.to_owned(), |sent, other| sent.replace(other, delimiter));
            for piece in sent.split(delimiter) {
                let decoded = decoded(piece).map_err(Error::custom)?.into_owned().into();
                items.push(Item::of(Text { sent: "", decoded }));
            }
        }
        Ok(items)
    }

    /// The pairs that the pieces of a text make, keys and values in turn.
    fn pairs(self) -> Result<Vec<(Item<'b>, Item<'b>)>, Error> {
        let lines = self.lines;
        let (mut pieces, mut pairs) = (self.items()?.into_iter(), Vec::new());
        while let Some(key) = pieces.next() {
            let Some(value) = pieces.next() else {
                return Err(Error::invalid_value(Unexpected::Str(""), &"pairs of keys and values"));
            };
            let constant = constant(lines, &key, &value);
            pairs.push((key, constant.unwrap_or(value)));
        }
        Ok(pairs)
    }
}

impl<'b> Item<'b> {
    fn of(text: Text<'b>) -> Self {
        Self(Property::Texts(Texts { texts: vec![text], ..Texts::default() }))
    }

    fn is_empty(&self) -> bool {
        self.text() == Some("")
    }

    fn text(&self) -> Option<&str> {
        match &self.0 {
            Property::Texts(texts) => Some(texts.text().0),
            Property::Members(_) | Property::Document(_) => None,
        }
    }
}

/// The value of a key that is a constant, where that is what it spells.
fn constant(lines: &[Line], key: &Item<'_>, value: &Item<'_>) -> Option<Item<'static>> {
    let (key, text) = (key.text()?, value.text()?);
    lines.iter().find_map(|line| match line.presence() {
        Presence::Constant(literal) if line.name() == key => spelled(text, literal).map(Property::Document).map(Item),
        _ => None,
    })
}

impl<'b> Members<'b> {
    /// The items of an array whose keys are their places, from 0 on and all of them.
    fn items(mut self) -> Result<Vec<Item<'b>>, Error> {
        let places = 0..self.0.len();
        let items = places.map(|place| self.0.remove(&place.to_string()).map(Item)).collect::<Option<_>>();
        items.ok_or_else(|| Error::invalid_type(Unexpected::Map, &"an array"))
    }

    fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_map(MapDeserializer::new(self.0.into_iter()))
    }
}

fn visit_items<'de, V: Visitor<'de>>(items: Vec<Item<'_>>, visitor: V) -> Result<V::Value, Error> {
    visitor.visit_seq(SeqDeserializer::new(items.into_iter()))
}

fn visit_document<'de, V: Visitor<'de>>(document: Value, visitor: V) -> Result<V::Value, Error> {
    document.deserialize_any(visitor).map_err(Error::custom)
}

impl<'de> Deserializer<'de> for Members<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.visit(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct newtype_struct seq
        tuple tuple_struct map struct enum identifier ignored_any
    }
}

macro_rules! as_what_it_is {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self {
                Self::Texts(texts) => texts.text().$method(visitor),
                Self::Members(members) => members.visit(visitor),
                Self::Document(document) => visit_document(document, visitor),
            }
        }
    )* };
}

impl<'de> Deserializer<'de> for Property<'_> {
    type Error = Error;

    scalars! { as_what_it_is }

    /// A text is one: what it might spell, nobody has said.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Texts(texts) if texts.texts.len() == 1 => visitor.visit_str(texts.text().0),
            Self::Texts(texts) => visit_items(texts.texts.into_iter().map(Item::of).collect(), visitor),
            Self::Members(members) => members.visit(visitor),
            Self::Document(document) => visit_document(document, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Document(Value::Null) => visitor.visit_none(),
            property => visitor.visit_some(property),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Texts(texts) => visit_items(texts.items()?, visitor),
            Self::Members(members) => visit_items(members.items()?, visitor),
            Self::Document(document) => visit_document(document, visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self {
            Self::Texts(texts) if texts.delimiters.is_empty() => texts.text().deserialize_map(visitor),
            Self::Texts(texts) => visitor.visit_map(MapDeserializer::new(texts.pairs()?.into_iter())),
            Self::Members(members) => members.visit(visitor),
            Self::Document(document) => visit_document(document, visitor),
        }
    }

    as_anything! {}
}

macro_rules! as_property {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.0.$method(visitor)
        }
    )* };
}

impl<'de> Deserializer<'de> for Item<'_> {
    type Error = Error;

    scalars! { as_property }

    as_property! { deserialize_any deserialize_map }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.is_empty() { visitor.visit_none() } else { visitor.visit_some(self.0) }
    }

    /// A list within a list is JSON, unless it has places of its own.
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Property::Texts(texts) => texts.text().deserialize_seq(visitor),
            property => property.deserialize_seq(visitor),
        }
    }

    as_anything! {}
}

into_itself! { Property<'_>, Item<'_> }
