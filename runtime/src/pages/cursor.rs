//! The cursors that pages carry, in whatever type the description gives them.
//!
//! In comes a property of a page, out goes the text of the next page's query parameter, or none at the end. Where the
//! property stands is the business of the generated closure that reads a page.

use crate::values::Maybe;

/// A property that may name the next page.
pub trait Cursor {
    /// The next page's cursor; none after the last page. An empty text is none as well.
    fn into_text(self) -> Option<String>;
}

impl Cursor for String {
    fn into_text(self) -> Option<String> {
        (!self.is_empty()).then_some(self)
    }
}

impl<T: Cursor> Cursor for Option<T> {
    fn into_text(self) -> Option<String> {
        self?.into_text()
    }
}

impl<T: Cursor> Cursor for Maybe<T> {
    fn into_text(self) -> Option<String> {
        self.into_value()?.into_text()
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl Cursor for $number {
            fn into_text(self) -> Option<String> {
                Some(self.to_string())
            }
        })*
    };
}

numbers! { i32, i64, u32, u64 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_of_all_types() {
        assert_eq!("a".to_owned().into_text().as_deref(), Some("a"));
        assert_eq!(Some(String::new()).into_text(), None);
        assert_eq!(Some(7_i64).into_text().as_deref(), Some("7"));
        assert_eq!(Maybe::Value(Some(7_u32)).into_text().as_deref(), Some("7"));
        assert_eq!(Maybe::<String>::Null.into_text(), None);
    }
}
