//! What a caller passes to a call, in order: parameters, parts with their headers, a body.

use super::{Body, Literal, Param, Part, PartHeader, PartKind, Parts};

/// Something a caller passes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Argument<'a> {
    Param(&'a Param),
    Part(&'a Part),
    /// A header of a part.
    PartHeader(&'a Part, &'a PartHeader),
    /// Parts that the description does not name, and what they hold.
    OtherPart(&'a PartKind),
    Body(&'a Body),
}

impl Argument<'_> {
    pub(crate) fn required(&self) -> bool {
        match self {
            Self::Param(param) => param.required,
            Self::Part(part) => part.required,
            Self::PartHeader(part, header) => part.required && header.required,
            Self::OtherPart(_) => false,
            Self::Body(body) => body.required,
        }
    }
}

impl Parts {
    /// What a caller passes, in order: what is required, then what is optional.
    pub(crate) fn arguments(&self) -> Vec<Argument<'_>> {
        let mut arguments: Vec<_> = self.parts.iter().flat_map(Part::arguments).collect();
        arguments.extend(self.others.as_ref().map(Argument::OtherPart));
        arguments.sort_by_key(|argument| !argument.required());
        arguments
    }

    /// The parts that no caller passes, each with the only value that it has.
    pub(crate) fn constants(&self) -> impl Iterator<Item = (&Part, &Literal)> {
        self.parts.iter().filter_map(|part| Some((part, part.constant.as_ref()?)))
    }
}

impl Part {
    /// The part, unless it is sent by itself, then its headers.
    fn arguments(&self) -> impl Iterator<Item = Argument<'_>> {
        let headers = self.headers.iter().map(move |header| Argument::PartHeader(self, header));
        self.constant.is_none().then_some(Argument::Part(self)).into_iter().chain(headers)
    }
}
