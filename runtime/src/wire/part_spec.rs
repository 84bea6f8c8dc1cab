//! What a description says about one property of a multipart or form body.
//!
//! In come literals of generated statics; out goes plain data. How a value is written is the business of `form` and `multipart`, how a
//! form is read that of `form_reader`.

use super::param::{Param, Style};

/// What the encoding object says about one property of a multipart or form body.
#[derive(Clone, Copy, Debug)]
pub struct PartSpec {
    pub(crate) name: &'static str,
    pub(crate) types: &'static [&'static str],
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) within: &'static [Style],
    /// What is said of the headers of a part.
    pub(crate) headers: &'static [Param],
    /// Headers that every such part has, with their values.
    pub(crate) constants: &'static [(&'static str, &'static str)],
    /// Where it stands in a body whose parts have no names.
    pub(crate) position: Option<Position>,
}

/// Where a part stands in a body whose parts have no names (OpenAPI 3.2.0 section 4.14.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Position {
    /// Behind so many others.
    At(usize),
    /// Behind all that have a place, in the order in which they are set.
    Behind,
}

impl PartSpec {
    /// What is said of the property of that name, if anything.
    pub(crate) fn find(parts: &'static [Self], name: &str) -> Option<&'static Self> {
        parts.iter().find(|part| part.name == name)
    }

    /// The style of a form property, and whether its items and properties are written apart; `None` where its content types say how it
    /// is written (OpenAPI 3.0.4 section 4.8.15.1.2).
    pub(crate) fn styled(&self) -> Option<(Style, bool)> {
        let is_styled = self.style.is_some() || self.explode.is_some() || self.allow_reserved;
        is_styled.then(|| (self.style.unwrap_or(Style::Form), self.explodes()))
    }

    /// Whether items and properties are written apart: as is said, else as is usual in the style.
    pub(crate) fn explodes(&self) -> bool {
        self.explode.unwrap_or(self.style.unwrap_or(Style::Form).explodes())
    }

    /// A property and the content types that it may have, wildcards such as `image/*` included; none: any.
    #[must_use]
    pub const fn new(name: &'static str, types: &'static [&'static str]) -> Self {
        Self {
            name,
            types,
            style: None,
            explode: None,
            allow_reserved: false,
            within: &[],
            headers: &[],
            constants: &[],
            position: None,
        }
    }

    /// A form property of style deepObject.
    #[must_use]
    pub const fn deep(name: &'static str) -> Self {
        Self { style: Some(Style::DeepObject), explode: Some(true), ..Self::new(name, &[]) }
    }

    /// The style of a form property. The content types then say nothing (OpenAPI 3.0.4 section 4.8.15.1.2). In a multipart body, a value is
    /// written so where `explode` is said too (3.1.1); without it, a list is one part, of its items joined (Swagger 2.0).
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = Some(style);
        self
    }

    /// Whether items and properties of a form property are written apart.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = Some(explode);
        self
    }

    /// The styles by which the items of lists within the list are joined, from the outside in (Swagger 2.0, "Items Object").
    #[must_use]
    pub const fn within(mut self, styles: &'static [Style]) -> Self {
        self.within = styles;
        self
    }

    /// The headers that a part may be given.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [Param]) -> Self {
        self.headers = headers;
        self
    }

    /// The headers that every such part has, unless it has another one of that name.
    #[must_use]
    pub const fn constants(mut self, constants: &'static [(&'static str, &'static str)]) -> Self {
        self.constants = constants;
        self
    }

    /// Parts have no names, and this one stands behind so many others.
    #[must_use]
    pub const fn at(mut self, index: usize) -> Self {
        self.position = Some(Position::At(index));
        self
    }

    /// Parts have no names, and these stand behind those that have a place; each one that is set is added.
    #[must_use]
    pub const fn behind(mut self) -> Self {
        self.position = Some(Position::Behind);
        self
    }

    /// Reserved characters of a form property are left as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}
