//! Server-sent events.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::import::Scope;
use crate::emit::usage;
use crate::model::{EventForm, Events};

/// `Events<types::RoomEvent, types::ApiError>`
pub(super) fn value(scope: &Scope<'_>, events: &Events, failure: &TokenStream) -> TokenStream {
    let (stream, item) = (scope.value("Events"), usage::ty(scope, &events.item));
    quote!(#stream<#item, #failure>)
}

/// How events are read and how they end, as far as that is not usual.
pub(super) fn field(events: &Events) -> TokenStream {
    let Events { form, terminator, error, reconnect, item: _ } = events;
    let form = match form {
        EventForm::Data => quote!(rt::EventSpec::data()),
        EventForm::Whole => quote!(rt::EventSpec::whole()),
    };
    let terminator = terminator.as_ref().map(|text| quote!(.terminator(#text)));
    let error = error.as_ref().map(|name| quote!(.error(#name)));
    let reconnect = reconnect.then(|| quote!(.reconnecting()));
    quote!(events: Some(&#form #terminator #error #reconnect))
}
