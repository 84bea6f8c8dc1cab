//! Scalars of the standard library and of the crates whose types stand in models.

use std::num::TryFromIntError;

use serde_json::{Number, Value};
use uuid::Uuid;

use super::shape::{Integer, Shape, Text};
use super::view::View;
use super::{Decode, Encode};

macro_rules! scalars {
    ($($type:ty, $vacant:expr, $shape:ident, $self:ident => $view:expr $(, $list:ident $(, $option:ident)?)?;)*) => { $(
        impl Decode for $type {
            #[inline]
            fn vacant() -> Self {
                $vacant
            }
            #[inline]
            fn shape(&mut self) -> Shape<'_> {
                Shape::$shape(self)
            }
            $(
                #[inline]
                fn shape_of_list(list: &mut Vec<Self>) -> Shape<'_> {
                    Shape::$list(list)
                }
                $(
                    #[inline]
                    fn shape_of_option(option: &mut Option<Self>) -> Shape<'_> {
                        Shape::$option(option)
                    }
                )?
            )?
        }
        impl Encode for $type {
            #[inline]
            fn view(&self) -> View<'_> {
                let $self = self;
                $view
            }
            $(
                #[inline]
                fn view_of_list(list: &Vec<Self>) -> View<'_> {
                    View::$list(list)
                }
            )?
        }
    )* };
}

scalars! {
    bool, false, Bool, this => View::Bool(*this);
    i8, 0, Integer, this => View::I64((*this).into());
    i16, 0, Integer, this => View::I64((*this).into());
    i32, 0, I32, this => View::I64((*this).into());
    i64, 0, I64, this => View::I64(*this), Integers;
    i128, 0, I128, this => View::I128(this);
    u8, 0, Integer, this => View::U64((*this).into());
    u16, 0, Integer, this => View::U64((*this).into());
    u32, 0, U32, this => View::U64((*this).into());
    u64, 0, U64, this => View::U64(*this);
    f32, 0.0, F32, this => View::F32(*this);
    f64, 0.0, F64, this => View::F64(*this), Numbers;
    String, String::new(), String, this => View::Str(this), Strings, OptionalString;
    Uuid, Uuid::nil(), Text, this => View::Text(this);
}

impl Decode for Value {
    fn vacant() -> Self {
        Self::Null
    }

    fn null() -> Option<Self> {
        Some(Self::Null)
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Value(self)
    }
}

impl Decode for Number {
    fn vacant() -> Self {
        0.into()
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Number(self)
    }
}

impl Encode for Number {
    fn view(&self) -> View<'_> {
        match (self.as_i64(), self.as_u64()) {
            (Some(integer), _) => View::I64(integer),
            (None, Some(integer)) => View::U64(integer),
            // What is no integer of 64 bits was made from a finite number.
            (None, None) => View::F64(self.as_f64().unwrap_or_default()),
        }
    }
}

impl Encode for Value {
    fn view(&self) -> View<'_> {
        View::Value(self)
    }
}

macro_rules! narrow {
    ($($type:ident)*) => { $(
        impl Integer for $type {
            fn set(&mut self, integer: i64) -> Result<(), &'static str> {
                *self = integer.try_into().map_err(|_: TryFromIntError| stringify!($type))?;
                Ok(())
            }
        }
    )* };
}

narrow! { i8 i16 u8 u16 }

impl Encode for &str {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

impl Text for Uuid {
    fn example(&self) -> &'static str {
        "00000000-0000-4000-8000-000000000000"
    }

    fn parse(&mut self, text: &str) -> Result<(), &'static str> {
        *self = Self::try_parse(text).map_err(|_| "a UUID")?;
        Ok(())
    }

    fn is_described(&self, text: &str) -> bool {
        self.to_string() == text
    }
}
