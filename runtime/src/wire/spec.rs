//! What a description says about its operations, as constant data that generated code writes down.
//!
//! In come literals of generated statics; out goes plain data that the rest of the runtime reads.
//! Nothing here owns memory, so every type can stand in a `static` and be completed with `..Spec::get(..)`.
//! How a value is written is not this module's business.

use super::events::EventSpec;
use super::scheme::{Need, Scheme};
use super::server::Server;

/// The statuses that an outcome stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Exact(u16),
    /// A hundred of them: `Range(4)` is 400 to 499.
    Range(u16),
    /// Every status that nothing else stands for.
    Default,
}

/// An API: its name, its servers, the security schemes that it declares.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    /// The name of the generated crate.
    pub name: &'static str,
    /// The description's `info.title`.
    pub title: &'static str,
    /// The description's `info.version`.
    pub version: &'static str,
    /// In the description's order; the first is the default.
    pub servers: &'static [Server],
    /// Every security scheme of the description.
    pub schemes: &'static [&'static Scheme],
    /// What calls need where the description says nothing else of them: alternatives (OR) of credentials needed together (AND).
    pub security: &'static [&'static [Need]],
}

/// One operation.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The `operationId`, or the name made up for it.
    pub id: &'static str,
    /// The HTTP method, upper case.
    pub method: &'static str,
    /// The path template, `/users/{id}`.
    pub path: &'static str,
    /// Parameters that are serialized unlike the default of their place, or are secret.
    pub params: &'static [Param],
    /// Properties of a multipart or form body that the description says something about.
    pub parts: &'static [PartSpec],
    /// The media type of the body that is sent; for bytes also a range, or several with commas, of which callers name one.
    pub body: &'static str,
    /// The value of the `Accept` header; empty for none.
    pub accept: &'static str,
    /// The statuses of success that are described, where `default` describes all others; empty: all are one.
    pub success: &'static [u16],
    /// The statuses of failures that are described and have no body, where others have one or none has.
    pub bare: &'static [Status],
    /// Alternatives (OR) of credentials needed together (AND), where they are not those of the API. Empty: none is ever sent. An empty
    /// alternative: optional.
    pub security: Option<&'static [&'static [Need]]>,
    /// When a repetition of the request is safe.
    pub idempotency: Idempotency,
    /// Servers of this operation alone; empty: those of the API.
    pub servers: &'static [Server],
    /// JSON property names whose values are never logged.
    pub secret: &'static [&'static str],
    /// What the description says of the events that a success is, where it says something.
    pub events: Option<&'static EventSpec>,
    /// A property that is set in every JSON or form body: the one that says whether the success is a stream.
    pub flag: Option<(&'static str, bool)>,
}

impl Spec {
    /// An operation without method, name and path, with no parameters, JSON both ways and the security of the API.
    pub const USUAL: Self = Self {
        id: "",
        method: "",
        path: "",
        params: &[],
        parts: &[],
        body: "application/json",
        accept: "application/json",
        success: &[],
        bare: &[],
        security: None,
        idempotency: Idempotency::ByMethod,
        servers: &[],
        secret: &[],
        events: None,
        flag: None,
    };

    /// An operation of any method, as usual.
    #[must_use]
    pub const fn method(method: &'static str, id: &'static str, path: &'static str) -> Self {
        Self { id, method, path, ..Self::USUAL }
    }

    /// A `GET` operation.
    #[must_use]
    pub const fn get(id: &'static str, path: &'static str) -> Self {
        Self::method("GET", id, path)
    }

    /// A `PUT` operation.
    #[must_use]
    pub const fn put(id: &'static str, path: &'static str) -> Self {
        Self::method("PUT", id, path)
    }

    /// A `POST` operation.
    #[must_use]
    pub const fn post(id: &'static str, path: &'static str) -> Self {
        Self::method("POST", id, path)
    }

    /// A `DELETE` operation.
    #[must_use]
    pub const fn delete(id: &'static str, path: &'static str) -> Self {
        Self::method("DELETE", id, path)
    }

    /// A `PATCH` operation.
    #[must_use]
    pub const fn patch(id: &'static str, path: &'static str) -> Self {
        Self::method("PATCH", id, path)
    }

    /// A `HEAD` operation.
    #[must_use]
    pub const fn head(id: &'static str, path: &'static str) -> Self {
        Self::method("HEAD", id, path)
    }

    /// An `OPTIONS` operation.
    #[must_use]
    pub const fn options(id: &'static str, path: &'static str) -> Self {
        Self::method("OPTIONS", id, path)
    }

    /// A `TRACE` operation.
    #[must_use]
    pub const fn trace(id: &'static str, path: &'static str) -> Self {
        Self::method("TRACE", id, path)
    }

    /// Whether a failure of that status is described as one without a body.
    pub(crate) fn is_bare(&self, status: u16) -> bool {
        self.bare.iter().any(|bare| match bare {
            Status::Exact(code) => *code == status,
            Status::Range(class) => *class == status / 100,
            Status::Default => true,
        })
    }

    /// How the parameter of that place and name is written.
    pub(crate) fn param(&self, place: Place, name: &'static str) -> Param {
        let declared = self.params.iter().find(|param| param.place == place && param.name == name);
        declared.copied().unwrap_or(Param::at(place, name))
    }

    /// What is said about the body's property of that name, if anything.
    pub(crate) fn part(&self, name: &str) -> Option<&'static PartSpec> {
        PartSpec::find(self.parts, name)
    }
}

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
    const fn at(place: Place, name: &'static str) -> Self {
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
        self.explode = matches!(style, Style::Form | Style::Cookie | Style::DeepObject);
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

/// What the encoding object says about one property of a multipart or form body.
#[derive(Clone, Copy, Debug)]
pub struct PartSpec {
    pub(crate) name: &'static str,
    pub(crate) types: &'static [&'static str],
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) within: &'static [Style],
}

impl PartSpec {
    /// What is said of the property of that name, if anything.
    pub(crate) fn find(parts: &'static [Self], name: &str) -> Option<&'static Self> {
        parts.iter().find(|part| part.name == name)
    }

    /// A property and the content types that it may have, wildcards such as `image/*` included; none: any.
    #[must_use]
    pub const fn new(name: &'static str, types: &'static [&'static str]) -> Self {
        Self { name, types, style: None, explode: None, allow_reserved: false, within: &[] }
    }

    /// A form property of style deepObject.
    #[must_use]
    pub const fn deep(name: &'static str) -> Self {
        Self { style: Some(Style::DeepObject), explode: Some(true), ..Self::new(name, &[]) }
    }

    /// The style of a form property. The content types then say nothing (OpenAPI 3.0.4 section 4.8.15.1.2). In a multipart body, a list of a
    /// style is one part, of its items joined (Swagger 2.0).
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

    /// Reserved characters of a form property are left as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }
}

/// When a request may be sent again though an earlier attempt may have reached the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// As RFC 9110 section 9.2.2 says of the method.
    ByMethod,
    /// Always: the description says so.
    Always,
    /// Whenever the request carries a key in the header of that name.
    Key(&'static str),
}
