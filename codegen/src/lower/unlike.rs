//! What is told of a map or a list whose values are not all described alike: they may be anything.

use super::Cx;
use super::rest::Rest;
use crate::diagnostic::catalogue;
use crate::schema::Schema;

/// The words about values that a keyword describes some of.
pub(super) struct Unlike {
    keyword: &'static str,
    /// Where nothing is said of the others: the message and what helps.
    of_some: (&'static str, &'static str),
    /// Where something is said of all, and not the same.
    of_all: (&'static str, &'static str),
}

/// The values of a map.
pub(super) static VALUES: Unlike = Unlike {
    keyword: "patternProperties",
    of_some: (
        "nothing is said of keys that no pattern matches; a value may be anything",
        "write `additionalProperties: false` where there are none, or say what they have",
    ),
    of_all: (
        "keys have values of several types, by their patterns; a value may be anything",
        "the documentation says which keys have which; a key that is known is a property",
    ),
};

/// The items of a list.
pub(super) static ITEMS: Unlike = Unlike {
    keyword: "prefixItems",
    of_some: (
        "nothing is said of the items behind those with places; an item may be anything",
        "write `items: false` where there are none",
    ),
    of_all: (
        "items are of several types, by their places; an item may be anything",
        "the documentation says what stands at which place",
    ),
};

impl Unlike {
    /// Tells it of a schema.
    pub(super) fn tell(&self, cx: &mut Cx<'_>, schema: &Schema, rest: Rest) {
        let (message, help) = match rest {
            Rest::Anything => self.of_some,
            Rest::Nothing | Rest::Like(_) => self.of_all,
        };
        let place = schema.place.push(self.keyword);
        cx.diagnostics.report(&catalogue::UNLIKE_VALUES, &place, message).at_key().help(help);
    }
}
