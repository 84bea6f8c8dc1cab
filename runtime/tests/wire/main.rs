//! The wire side of the runtime through the door of generated code: calls to requests, replies to values.

mod conformance;
mod decoder;
mod delimiters;
mod forms_received;
mod forms_told;
mod headers;
mod incoming;
mod media;
mod multipart;
mod pages;
mod parts;
mod places;
mod properties;
mod requests;
mod styles;
mod support;
