//! What constructors and setters take, and the field that it becomes: anything that converts into a value, anything that can be
//! gone through where a list or a map is asked for.

use std::collections::BTreeMap;

/// An argument that becomes a field of type `T`. `By` tells the ways apart and follows from the two types.
pub trait Taken<T, By> {
    /// The field.
    fn take(self) -> T;
}

/// The way of a value.
#[derive(Debug)]
pub struct ByValue;

/// The way of something that is `null` or behind a pointer.
#[derive(Debug)]
pub struct ByPointer;

/// The way of the items of a list.
#[derive(Debug)]
pub struct ByItems;

/// The way of the entries of a map.
#[derive(Debug)]
pub struct ByEntries;

impl<A: Into<T>, T> Taken<T, ByValue> for A {
    fn take(self) -> T {
        self.into()
    }
}

impl<T> Taken<Option<Box<T>>, ByPointer> for Option<T> {
    fn take(self) -> Option<Box<T>> {
        self.map(Box::new)
    }
}

impl<A: IntoIterator<Item: Into<T>>, T> Taken<Vec<T>, ByItems> for A {
    fn take(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}

impl<A: IntoIterator<Item = (K, V)>, K: Into<String>, V: Into<T>, T> Taken<BTreeMap<String, T>, ByEntries> for A {
    fn take(self) -> BTreeMap<String, T> {
        self.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
    }
}

/// The field that an argument becomes.
pub fn taken<A: Taken<T, By>, T, By>(argument: A) -> T {
    argument.take()
}
