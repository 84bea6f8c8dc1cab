//! What a generated type says of itself: one trait for all that the codec asks, since a compiler pays for each that a type has.

use super::shape::Shape;
use super::table::{Record, Slots, Table, Values};
use super::view::View;
use super::{Decode, Encode};

/// A described type: a record, unless it says that it is something else. Implemented by the macros of the codec only.
pub trait Described: Sized {
    /// See [`Decode::vacant`].
    fn vacant() -> Self;

    /// See [`Decode::null`].
    #[must_use]
    fn null() -> Option<Self> {
        None
    }

    /// The properties of a record.
    #[must_use]
    fn table() -> &'static Table {
        &Table { name: "", lines: &[] }
    }

    /// See [`Record::fields`].
    fn fields(&mut self, visitor: &mut dyn Slots) {
        visitor.slots(&mut []);
    }

    /// See [`Record::values`].
    fn values<'a>(&'a self, visitor: &mut dyn Values<'a>) {
        visitor.values(&[]);
    }

    /// See [`Decode::shape`].
    #[inline]
    fn shape(&mut self) -> Shape<'_> {
        Shape::Record(Self::table(), self)
    }

    /// See [`Encode::view`].
    #[inline]
    fn view(&self) -> View<'_> {
        View::Record(Self::table(), self)
    }
}

impl<T: Described> Decode for T {
    #[inline]
    fn vacant() -> Self {
        Described::vacant()
    }

    #[inline]
    fn null() -> Option<Self> {
        Described::null()
    }

    #[inline]
    fn shape(&mut self) -> Shape<'_> {
        Described::shape(self)
    }
}

impl<T: Described> Encode for T {
    #[inline]
    fn view(&self) -> View<'_> {
        Described::view(self)
    }
}

impl<T: Described> Record for T {
    #[inline]
    fn fields(&mut self, visitor: &mut dyn Slots) {
        Described::fields(self, visitor);
    }

    #[inline]
    fn values<'a>(&'a self, visitor: &mut dyn Values<'a>) {
        Described::values(self, visitor);
    }
}

/// Whoever has a type may describe a box of it, says the compiler, so that this cannot stand beside the two above.
impl<T: Decode + Encode> Described for Box<T> {
    fn vacant() -> Self {
        Self::new(T::vacant())
    }

    fn null() -> Option<Self> {
        T::null().map(Self::new)
    }

    fn shape(&mut self) -> Shape<'_> {
        (**self).shape()
    }

    fn view(&self) -> View<'_> {
        (**self).view()
    }
}
