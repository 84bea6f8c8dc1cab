//! What holds other values: options, boxes, arrays and maps with any keys.

use std::collections::BTreeMap;

use indexmap::IndexMap;

use super::shape::{Entries, Grow, Nullable, Shape};
use super::view::{Items, Pairs, View};
use super::{Decode, Encode, vacant};

impl<T: Decode> Decode for Option<T> {
    #[inline]
    fn vacant() -> Self {
        None
    }

    #[inline]
    fn shape(&mut self) -> Shape<'_> {
        T::shape_of_option(self)
    }
}

impl<T: Decode> Nullable for Option<T> {
    fn null(&mut self) -> bool {
        *self = T::null();
        self.is_some()
    }

    fn some(&mut self) -> &mut dyn Decode {
        self.insert(vacant())
    }
}

impl<T: Encode> Encode for Option<T> {
    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
}

impl<T: Decode> Decode for Vec<T> {
    #[inline]
    fn vacant() -> Self {
        Self::new()
    }

    #[inline]
    fn shape(&mut self) -> Shape<'_> {
        T::shape_of_list(self)
    }
}

impl<T: Decode> Grow for Vec<T> {
    fn grow(&mut self) -> &mut dyn Decode {
        let at = self.len();
        self.push(vacant());
        &mut self[at]
    }
}

impl<T: Encode> Encode for Vec<T> {
    #[inline]
    fn view(&self) -> View<'_> {
        T::view_of_list(self)
    }
}

impl<T: Encode> Items for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> View<'_> {
        self[index].view()
    }
}

impl<T: Decode> Decode for BTreeMap<String, T> {
    fn vacant() -> Self {
        Self::new()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Map(self)
    }
}

impl<T: Decode> Decode for IndexMap<String, T> {
    fn vacant() -> Self {
        Self::new()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Map(self)
    }
}

macro_rules! map {
    ($map:ident) => {
        impl<T: Decode> Entries for $map<String, T> {
            fn entry(&mut self, key: String, read: &mut dyn FnMut(&mut dyn Decode) -> bool) -> Result<(), String> {
                let mut value = vacant::<T>();
                if !read(&mut value) {
                    return Err(key);
                }
                self.insert(key, value);
                Ok(())
            }
        }

        impl<T: Encode> Encode for $map<String, T> {
            fn view(&self) -> View<'_> {
                View::Map(self)
            }
        }

        impl<T: Encode> Pairs for $map<String, T> {
            fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>) -> bool) {
                let _ = self.iter().all(|(key, value)| visit(key, value.view()));
            }
        }
    };
}

map!(BTreeMap);
map!(IndexMap);

/// Values that are written as an array.
#[derive(Clone, Debug)]
pub struct List<T>(Vec<T>);

/// Gathers values to be written as an array, such as the values of a repeated parameter.
pub fn list<T: Encode>(values: impl IntoIterator<Item = T>) -> List<T> {
    List(values.into_iter().collect())
}

impl<T: Encode> Encode for List<T> {
    fn view(&self) -> View<'_> {
        self.0.view()
    }
}
