//! Addresses of the Internet Protocol (`format: ipv4`, RFC 2673 §3.2, and `format: ipv6`, RFC 4291 §2.2).

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::codec::{Decode, Encode, Shape, Text, View};

macro_rules! addresses {
    ($($type:ty, $example:literal;)*) => { $(
        impl Decode for $type {
            fn vacant() -> Self {
                Self::UNSPECIFIED
            }

            fn shape(&mut self) -> Shape<'_> {
                Shape::Text(self)
            }
        }

        impl Text for $type {
            fn example(&self) -> &'static str {
                $example
            }

            fn parse(&mut self, text: &str) -> Result<(), &'static str> {
                *self = text.parse().map_err(|_| concat!("an address like ", $example))?;
                Ok(())
            }

            fn is_described(&self, text: &str) -> bool {
                self.to_string() == text
            }
        }

        impl Encode for $type {
            fn view(&self) -> View<'_> {
                View::Text(self)
            }
        }
    )* };
}

addresses! {
    Ipv4Addr, "192.0.2.1";
    Ipv6Addr, "2001:db8::1";
}
