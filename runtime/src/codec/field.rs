//! The fields of a record as values of whatever type, for what is the same for all records: how they are shown and compared.

use std::any::Any;
use std::fmt::{self, Debug, Formatter};

use super::Encode;
use super::table::Record;

/// A value of a record.
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

/// Shows a record as `derive` would: `names` has that of the type and those of the fields.
///
/// # Errors
/// Those of the formatter.
pub fn debug(names: &'static [&'static str], record: &dyn Record, formatter: &mut Formatter<'_>) -> fmt::Result {
    let mut names = names.iter().map(|name| name.trim_start_matches("r#"));
    let mut shown = formatter.debug_struct(names.next().unwrap_or_default());
    record.values(&mut |values: &[&dyn Field]| {
        for (name, value) in names.by_ref().zip(values) {
            shown.field(name, value);
        }
    });
    shown.finish()
}

/// Whether two records of one type have equal fields.
#[must_use]
pub fn equal(one: &dyn Record, other: &dyn Record) -> bool {
    let mut are_equal = true;
    one.values(&mut |ours: &[&dyn Field]| {
        other.values(&mut |theirs: &[&dyn Field]| {
            are_equal = ours.iter().zip(theirs).all(|(ours, theirs)| ours.equals(*theirs));
        });
    });
    are_equal
}
