//! What records and unions hold, as values of whatever type, for what is the same for all of them: how they are copied, shown and
//! compared.

use std::any::Any;
use std::fmt::{self, Debug, Formatter};

use super::object::with_values;
use super::record::with_slots;
use super::shape::Union;
use super::table::{Record, Table};
use super::view::View;
use super::{Decode, Described, Encode};

/// A value of a record or a union.
pub trait Field: Encode + Debug {
    /// Whether it is of the same type and equal.
    fn equals(&self, other: &dyn Field) -> bool;
    /// As a value whose type can be asked for.
    fn as_any(&self) -> &dyn Any;
}

impl<T: Encode + Debug + PartialEq + 'static> Field for T {
    fn equals(&self, other: &dyn Field) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// A place of a record.
pub trait Slot: Decode {
    /// Becomes a copy of a value of its type.
    fn assign(&mut self, value: &dyn Any);
}

impl<T: Decode + Clone + 'static> Slot for T {
    fn assign(&mut self, value: &dyn Any) {
        let value = value.downcast_ref();
        debug_assert!(value.is_some(), "the values of a record stand in the order of its slots");
        if let Some(value) = value {
            self.clone_from(value);
        }
    }
}

/// Copies a record.
#[must_use]
pub fn cloned<T: Described>(record: &T) -> T {
    let mut copy = T::vacant();
    with_values(record, |values| {
        with_slots(&mut copy, |slots| {
            for (slot, value) in slots.iter_mut().zip(values) {
                slot.assign(value.as_any());
            }
        });
    });
    copy
}

/// Shows a record as `derive` would.
///
/// # Errors
/// Those of the formatter.
pub fn debug<T: Described>(record: &T, formatter: &mut Formatter<'_>) -> fmt::Result {
    shown(T::table(), record, formatter)
}

fn shown(table: &'static Table, record: &dyn Record, formatter: &mut Formatter<'_>) -> fmt::Result {
    let mut shown = formatter.debug_struct(table.name.trim_start_matches("r#"));
    with_values(record, |values| {
        for (line, value) in table.lines.iter().zip(values) {
            shown.field(line.field(), value);
        }
    });
    shown.finish()
}

/// Whether two records of one type have equal fields.
#[must_use]
pub fn equal<T: Described>(one: &T, other: &T) -> bool {
    are_equal(one, other)
}

fn are_equal(one: &dyn Record, other: &dyn Record) -> bool {
    let mut are_equal = true;
    with_values(one, |ours| {
        with_values(other, |theirs| {
            are_equal = ours.iter().zip(theirs).all(|(ours, theirs)| ours.equals(*theirs));
        });
    });
    are_equal
}

/// Shows a union as `derive` would.
///
/// # Errors
/// Those of the formatter.
pub fn debug_union(union: &dyn Union, formatter: &mut Formatter<'_>) -> fmt::Result {
    let (name, payload) = union.variant();
    formatter.debug_tuple(name).field(&payload).finish()
}

/// Whether two values of one union are of the same kind and equal.
#[must_use]
pub fn equal_unions(one: &dyn Union, other: &dyn Union) -> bool {
    let ((one, ours), (other, theirs)) = (one.variant(), other.variant());
    one == other && ours.equals(theirs)
}

/// What a union is that is told by nothing but its payload.
pub fn payload<U: Union>(union: &U) -> View<'_> {
    union.variant().1.view()
}
