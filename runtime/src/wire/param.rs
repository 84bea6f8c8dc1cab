//! What a description says about a parameter: where it stands and in which style.
//!
//! In come literals of generated statics; out goes plain data. How a value is written is the business of `parameter` and `style`, what is
//! said of a property of a body that of `part_spec`.

use super::part_spec::PartSpec;

/// Where a parameter stands in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path template.
    Path,
    /// In the query string.
    Query,
    /// A header field.
    Header,
    /// A pair of the `Cookie` header.
    Cookie,
}

/// The serialization styles of OpenAPI 3.0.4 and 3.1.1, section 4.8.12.3, and of 3.2.0, section 4.12.3; and what Swagger 2.0 has beside
/// them: tabs, and delimiters in any place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Comma separated: path and header.
    Simple,
    /// `.value`: path.
    Label,
    /// `;name=value`: path.
    Matrix,
    /// `name=value`: query and cookie.
    Form,
    /// Items separated by `%20`: query; path and header by Swagger 2.0, there as a space.
    SpaceDelimited,
    /// Items separated by `%7C`: query; path and header by Swagger 2.0, there as a pipe.
    PipeDelimited,
    /// Items separated by `%09`, in a header by a tab: Swagger 2.0 alone.
    TabDelimited,
    /// `name[key]=value`: query.
    DeepObject,
    /// `name=value`, without any escaping: cookie (OpenAPI 3.2.0 section 4.12.3).
    Cookie,
}

impl Style {
    /// Whether items and properties are written apart where nothing is said (OpenAPI 3.0.4 sections 4.8.12 and 4.8.15.1.2): in style form,
    /// in cookie as well, and in deepObject, which has no other way.
    pub(crate) const fn explodes(self) -> bool {
        matches!(self, Self::Form | Self::Cookie | Self::DeepObject)
    }
}

/// How one parameter is written. The constructors give the defaults of the place.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub(crate) place: Place,
    pub(crate) name: &'static str,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    pub(crate) content: Option<&'static str>,
    pub(crate) secret: bool,
    pub(crate) within: &'static [Style],
    /// Whether it is all that the query is, without a name.
    pub(crate) whole: bool,
    /// What is said of its properties, where it is a form.
    pub(crate) parts: &'static [PartSpec],
}

impl Param {
    pub(super) const fn at(place: Place, name: &'static str) -> Self {
        let (style, explode) = match place {
            Place::Path | Place::Header => (Style::Simple, false),
            Place::Query | Place::Cookie => (Style::Form, true),
        };
        Self {
            place,
            name,
            style,
            explode,
            allow_reserved: false,
            content: None,
            secret: false,
            within: &[],
            whole: false,
            parts: &[],
        }
    }

    /// A path parameter: style simple, not exploded.
    #[must_use]
    pub const fn path(name: &'static str) -> Self {
        Self::at(Place::Path, name)
    }

    /// A query parameter: style form, exploded.
    #[must_use]
    pub const fn query(name: &'static str) -> Self {
        Self::at(Place::Query, name)
    }

    /// A query parameter of style deepObject.
    #[must_use]
    pub const fn deep(name: &'static str) -> Self {
        Self { style: Style::DeepObject, ..Self::query(name) }
    }

    /// The query as a whole, a document of that media type (`in: querystring`, OpenAPI 3.2.0 section 4.12.1).
    #[must_use]
    pub const fn querystring(name: &'static str, media_type: &'static str) -> Self {
        Self { whole: true, ..Self::query(name).content(media_type) }
    }

    /// A header parameter: style simple, not exploded.
    #[must_use]
    pub const fn header(name: &'static str) -> Self {
        Self::at(Place::Header, name)
    }

    /// A cookie parameter: style form, exploded.
    #[must_use]
    pub const fn cookie(name: &'static str) -> Self {
        Self::at(Place::Cookie, name)
    }

    /// Another style. `explode` becomes that style's default (true for form, cookie and deepObject only); call [`Param::explode`] after it.
    #[must_use]
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.explode = style.explodes();
        self
    }

    /// What is said of the properties of a form.
    #[must_use]
    pub const fn parts(mut self, parts: &'static [PartSpec]) -> Self {
        self.parts = parts;
        self
    }

    /// Whether items and properties are written apart.
    #[must_use]
    pub const fn explode(mut self, explode: bool) -> Self {
        self.explode = explode;
        self
    }

    /// Reserved characters are left as they are (RFC 6570 section 3.2.3) where the place can bear them.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// The value is written as a document of that media type (`content` of the parameter object).
    #[must_use]
    pub const fn content(mut self, media_type: &'static str) -> Self {
        self.content = Some(media_type);
        self
    }

    /// The styles by which the items of lists within the list are joined, from the outside in (Swagger 2.0, "Items Object").
    #[must_use]
    pub const fn within(mut self, styles: &'static [Style]) -> Self {
        self.within = styles;
        self
    }

    /// The value never appears in logs, errors or `Debug` output.
    #[must_use]
    pub const fn secret(mut self) -> Self {
        self.secret = true;
        self
    }

    /// The place of the parameter.
    #[must_use]
    pub const fn place(&self) -> Place {
        self.place
    }

    /// The name of the parameter on the wire.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Whether the value must stay out of logs.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        self.secret
    }
}
