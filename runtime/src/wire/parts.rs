//! The parts of a multipart body, set one by one.
//!
//! In come values and files under their names, out goes what `multipart` frames. What cannot be written is remembered and
//! comes out when the request is made.

use std::fmt;

use http::HeaderValue;

use super::body::Body;
use super::failure::BuildFailure;
use super::file_or::FileOr;
use super::multipart;
use super::param::Param;
use super::parameter;
use super::part::Part;
use super::part_spec::Position;
use super::spec::Spec;
use crate::codec::Encode;

/// A header of all parts of one name.
#[derive(Clone)]
pub(super) struct PartHeader {
    pub(super) part: String,
    pub(super) name: &'static str,
    pub(super) value: HeaderValue,
}

/// A multipart body that is made beside the call, for operations that take other bodies too.
#[derive(Clone)]
pub struct Parts {
    spec: &'static Spec,
    parts: Vec<(String, Vec<Part>)>,
    headers: Vec<PartHeader>,
    failure: Option<BuildFailure>,
}

impl Parts {
    /// A body without parts.
    #[must_use]
    pub const fn new(spec: &'static Spec) -> Self {
        Self { spec, parts: Vec::new(), headers: Vec::new(), failure: None }
    }

    /// Sets a value: a primitive as text, an object as JSON, an array as one part for each item.
    #[must_use]
    pub fn part(mut self, name: &str, value: &dyn Encode) -> Self {
        self.set_value(name, value);
        self
    }

    /// Sets a file.
    #[must_use]
    pub fn file(self, name: &str, file: Part) -> Self {
        self.files(name, vec![file])
    }

    /// Sets files under one name.
    #[must_use]
    pub fn files(mut self, name: &str, files: Vec<Part>) -> Self {
        self.set_files(name, files);
        self
    }

    /// Sets what may be a file or a value.
    #[must_use]
    pub fn file_or<T: Encode>(self, name: &str, content: FileOr<T>) -> Self {
        self.files_or(name, vec![content])
    }

    /// Sets files and values under one name.
    #[must_use]
    pub fn files_or<T: Encode>(mut self, name: &str, contents: Vec<FileOr<T>>) -> Self {
        self.set_contents(name, contents);
        self
    }

    /// Sets a part that the description does not name, as it is.
    #[must_use]
    pub fn other(mut self, name: &str, part: Part) -> Self {
        self.set(name, vec![part]);
        self
    }

    /// Sets a header that the description has for the parts of that name. One that is undefined is none.
    #[must_use]
    pub fn part_header(mut self, part: &str, name: &'static str, value: &dyn Encode) -> Self {
        self.set_header(part, name, value);
        self
    }

    pub(crate) fn set_header(&mut self, part: &str, name: &'static str, value: &dyn Encode) {
        let described = self.spec.part(part).map_or(&[][..], |part| part.headers);
        let described = described.iter().find(|header| header.name == name).copied();
        let written = parameter::header(&described.unwrap_or(Param::header(name)), value);
        self.headers.retain(|header| header.part != part || header.name != name);
        match written {
            Ok(value) => {
                self.headers.extend(value.map(|value| PartHeader { part: part.to_owned(), name, value }));
            }
            Err(failure) => {
                self.failure.get_or_insert(failure);
            }
        }
    }

    pub(crate) fn set_value(&mut self, name: &str, value: &dyn Encode) {
        match multipart::value_parts(self.spec, name, value) {
            Ok(parts) => self.set(name, parts),
            Err(failure) => {
                self.failure.get_or_insert(failure);
            }
        }
    }

    pub(crate) fn set_files(&mut self, name: &str, files: Vec<Part>) {
        self.set(name, files.into_iter().map(Part::into_file).collect());
    }

    pub(crate) fn set_contents<T: Encode>(&mut self, name: &str, contents: Vec<FileOr<T>>) {
        let parts = contents.into_iter().map(|content| match content {
            FileOr::File(file) => Ok(vec![file.into_file()]),
            FileOr::Value(value) => multipart::value_parts(self.spec, name, &value),
        });
        match parts.collect::<Result<Vec<_>, _>>() {
            Ok(parts) => self.set(name, parts.concat()),
            Err(failure) => {
                self.failure.get_or_insert(failure);
            }
        }
    }

    pub(crate) fn set(&mut self, name: &str, parts: Vec<Part>) {
        let behind = self.position(name) == Some(Position::Behind);
        match self.parts.iter_mut().find(|(present, _)| present == name) {
            Some((_, present)) if behind => present.extend(parts),
            Some((_, present)) => *present = parts,
            None => self.parts.push((name.to_owned(), parts)),
        }
    }

    /// Where parts of that name stand, where parts have places instead of names.
    fn position(&self, name: &str) -> Option<Position> {
        self.spec.part(name)?.position
    }

    /// Whether nothing has been set to more than nothing.
    pub(crate) fn is_empty(&self) -> bool {
        self.parts.iter().all(|(_, parts)| parts.is_empty())
    }

    /// The body and its content type, which is the one that is declared with a boundary.
    pub(crate) fn write(&self, declared: &str) -> Result<(Body, String), BuildFailure> {
        match &self.failure {
            Some(failure) => Err(failure.clone()),
            None => multipart::write(self.spec, declared, &self.parts, &self.headers),
        }
    }
}

/// Shows kinds and lengths, never content.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.parts.iter().map(|(name, parts)| (name, parts))).finish()
    }
}
