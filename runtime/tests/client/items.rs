//! Operations of which each gives an item, as `operations!` makes them, and the credentials that a client of them may have.

use clientwright_runtime::IntoTokens;
use clientwright_runtime::private as rt;

use crate::client::{ClientBuilder, KEY, QUERY_KEY, TOKEN, USER};

pub(crate) struct Item {
    pub(crate) id: String,
}

rt::record! { Item {
    required id = "id";
} }

impl ClientBuilder {
    pub(crate) fn token(self, tokens: impl IntoTokens) -> Self {
        Self(self.0.bearer(&TOKEN, tokens))
    }

    pub(crate) fn basic(self, user: &str, password: &str) -> Self {
        Self(self.0.basic(&USER, user, password))
    }

    pub(crate) fn key(self, key: impl Into<String>) -> Self {
        Self(self.0.api_key(&KEY, key))
    }

    pub(crate) fn query_key(self, key: impl Into<String>) -> Self {
        Self(self.0.api_key(&QUERY_KEY, key))
    }
}

macro_rules! operations {
    ($($name:ident = $method:ident: $verb:ident $path:literal as $id:literal $({ $($spec:tt)* })?;)*) => {
        $(
            rt::operation! {
                pub(crate) struct $name: $verb $path as $id $({ $($spec)* })?
                -> Result<Item, Error<Problem>> as rt::Json<_>, rt::Json<_>
            }
        )*
        impl Client {
            $(pub(crate) fn $method(&self) -> $name {
                $name(self.inner.call($name::SPEC))
            })*
        }
    };
}
