//! Types around one other type, written as that one: names that lead back to themselves, as a list of itself does.

/// Describes a tuple struct of one field to the codec.
#[doc(hidden)]
#[macro_export]
macro_rules! transparent {
    ($type:ident) => {
        impl $crate::codec::Described for $type {
            fn vacant() -> Self {
                Self($crate::codec::vacant())
            }
            fn null() -> ::std::option::Option<Self> {
                $crate::codec::Decode::null().map(Self)
            }
            fn shape(&mut self) -> $crate::codec::Shape<'_> {
                $crate::codec::Decode::shape(&mut self.0)
            }
            fn view(&self) -> $crate::codec::View<'_> {
                $crate::codec::Encode::view(&self.0)
            }
        }
        $crate::codec_serde!($type);
    };
}
