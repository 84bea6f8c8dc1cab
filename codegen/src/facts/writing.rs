//! How a parameter is written where that is not what its place makes of it.

use crate::model::{Location, Param, Scalar, Style, Type};

/// What of a parameter has to be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Writing<'p> {
    /// A document of this media type; a style then says nothing.
    pub(crate) content: Option<&'p str>,
    pub(crate) style: Option<Style>,
    pub(crate) explode: Option<bool>,
    pub(crate) allow_reserved: bool,
    pub(crate) within: &'p [Style],
    pub(crate) secret: bool,
}

/// What is unusual about a parameter (OAS 3.0.4 section 4.8.12.2).
pub(crate) fn writing(param: &Param) -> Writing<'_> {
    let usual = match param.place {
        Location::Path | Location::Header => Style::Simple,
        Location::Query | Location::Querystring | Location::Cookie => Style::Form,
    };
    let has_style = param.content.is_none();
    // A deep object has one form only.
    let has_explode = has_style && param.style != Style::DeepObject;
    Writing {
        content: param.content.as_deref(),
        // To say a style makes its own default of `explode` count.
        style: (has_style && param.style != usual).then_some(param.style),
        explode: (has_explode && param.explode != param.style.explodes()).then_some(param.explode),
        allow_reserved: param.allow_reserved,
        within: if has_style { &param.within } else { &[] },
        secret: matches!(param.ty, Type::Scalar(Scalar::Secret)),
    }
}
