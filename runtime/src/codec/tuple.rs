//! Tuples: arrays of so many elements, each with a type of its own. An array of another length is none.
//!
//! What is said here of each arity is which places there are; the walk over them stands once for all, below, in `weigh`, and in what
//! writes lists. The standard library compares and shows tuples of up to twelve elements, and so there are no longer ones.

use std::fmt::{self, Display};

use serde::de::{Error, IgnoredAny, SeqAccess, Visitor};

use super::fill::Seed;
use super::shape::{Positions, Shape};
use super::trace::Trace;
use super::view::{Items, View};
use super::{Decode, Encode};

macro_rules! tuples {
    ($($count:literal: $($type:ident $index:tt)+;)*) => { $(
        impl<$($type: Decode),+> Decode for ($($type,)+) {
            fn vacant() -> Self {
                ($($type::vacant(),)+)
            }

            fn shape(&mut self) -> Shape<'_> {
                Shape::Tuple(self)
            }
        }

        impl<$($type: Decode),+> Positions for ($($type,)+) {
            fn places(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Decode])) {
                visit(&mut [$(&mut self.$index),+]);
            }
        }

        impl<$($type: Encode),+> Encode for ($($type,)+) {
            fn view(&self) -> View<'_> {
                View::List(self)
            }
        }

        impl<$($type: Encode),+> Items for ($($type,)+) {
            fn len(&self) -> usize {
                $count
            }

            fn have_places(&self) -> bool {
                true
            }

            fn item(&self, index: usize) -> View<'_> {
                match index {
                    $($index => self.$index.view(),)+
                    _ => View::Absent,
                }
            }
        }
    )* };
}

tuples! {
    1: A 0;
    2: A 0 B 1;
    3: A 0 B 1 C 2;
    4: A 0 B 1 C 2 D 3;
    5: A 0 B 1 C 2 D 3 E 4;
    6: A 0 B 1 C 2 D 3 E 4 F 5;
    7: A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    8: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    9: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    10: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    11: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    12: A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
}

/// Fills the places of a tuple, one element each.
pub(super) struct TupleVisitor<'a, 't>(pub(super) &'a mut dyn Positions, pub(super) &'t mut Trace);

impl<'de> Visitor<'de> for TupleVisitor<'_, '_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<(), A::Error> {
        let TupleVisitor(tuple, trace) = self;
        let mut outcome = Ok(());
        tuple.places(&mut |places| outcome = elements(&mut array, places, trace));
        outcome
    }
}

fn elements<'de, A: SeqAccess<'de>>(
    array: &mut A,
    places: &mut [&mut dyn Decode],
    trace: &mut Trace,
) -> Result<(), A::Error> {
    let count = places.len();
    for (index, slot) in places.iter_mut().enumerate() {
        match array.next_element_seed(Seed { slot: &mut **slot, trace }) {
            Ok(Some(())) => {}
            Ok(None) => return Err(A::Error::custom(of_another_length(count, index))),
            Err(error) => {
                trace.index(index);
                return Err(error);
            }
        }
    }
    let mut found = count;
    while array.next_element::<IgnoredAny>()?.is_some() {
        found += 1;
    }
    if found == count { Ok(()) } else { Err(A::Error::custom(of_another_length(count, found))) }
}

/// What is wrong with an array that has not as many elements as the tuple.
#[cold]
pub(super) fn of_another_length(count: usize, found: usize) -> impl Display {
    format!("expected {count} item{}, found {found}", if count == 1 { "" } else { "s" })
}
