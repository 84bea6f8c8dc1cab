//! What may come back, as an enum: the table of statuses and media types that generated code writes, and how a reply is read by it.
//!
//! Which row a reply belongs to is decided in `reply`, how its body is read in `decode`.

/// An enum of outcomes, which is a [`Decoder`] of itself: the arm is chosen by status, then by media type.
///
/// `Unauthorized(ApiError) = 401 as rt::Json<_>`, `Gone = 410`, `.. = 5xx`, `.. = default`, and by media types
/// `Table(String) = 200 "text/csv" "text/tab-separated-values" as rt::Text`.
#[doc(hidden)]
#[macro_export]
macro_rules! outcome {
    ($(#[$attribute:meta])* $vis:vis enum $name:ident {
        $($(#[$of_variant:meta])* $variant:ident $(($value:ty))? = $status:tt $($media:literal)* $(as $decoder:ty)?),* $(,)?
    }) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $vis enum $name {
            $($(#[$of_variant])* $variant $(($value))?,)*
        }

        impl $crate::private::Decoder for $name {
            type Value = Self;

            fn decode(reply: &$crate::private::Reply) -> ::core::result::Result<Self, $crate::private::DecodeFailure> {
                let chosen = $crate::private::choose(reply, &[$($crate::__when!($status $($media)*)),*])?;
                let mut arms = 0_usize..;
                $(if arms.next() == ::core::option::Option::Some(chosen) {
                    return ::core::result::Result::Ok(Self::$variant $((<$decoder as $crate::private::Decoder>::decode(reply)?))?);
                })*
                ::core::result::Result::Err($crate::private::DecodeFailure::Undocumented)
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __when {
    ($status:tt $($media:literal)*) => {
        $crate::private::When { status: $crate::__status!($status), media_types: &[$($media),*] }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __status {
    (1xx) => {
        $crate::private::Status::Range(1)
    };
    (2xx) => {
        $crate::private::Status::Range(2)
    };
    (3xx) => {
        $crate::private::Status::Range(3)
    };
    (4xx) => {
        $crate::private::Status::Range(4)
    };
    (5xx) => {
        $crate::private::Status::Range(5)
    };
    (default) => {
        $crate::private::Status::Default
    };
    ($status:literal) => {
        $crate::private::Status::Exact($status)
    };
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use crate::reply::decode::tests::reply;
    use crate::reply::{Binary, Decoder, Json, Text, Undocumented};
    use crate::wire::DecodeFailure;

    outcome! { enum Outcome {
        Table(String) = 200 "text/csv" "text/tab-separated-values" as Text,
        Any(String) = 200 "text/*" as Text,
        Image(Bytes) = 200 "image/*" as Binary,
        Document(i32) = 200 "application/json" as Json<_>,
        Unauthorized(i32) = 401 as Json<_>,
        Gone = 410,
        ServerError(i32) = 5xx as Json<_>,
        Unavailable(Box<i32>) = 503 as Json<_>,
        Other(i32) = default as Json<_>,
    } }

    outcome! { enum Few { Missing(i32) = 404 as Json<_>, Gone(i32) = 410 as Json<_> } }

    #[test]
    fn the_closest_status_decides() {
        let decoded = |status, body: &'static str| Outcome::decode(&reply(status, "application/json", body)).unwrap();
        assert_eq!(decoded(401, "1"), Outcome::Unauthorized(1));
        assert_eq!(decoded(410, "<html>"), Outcome::Gone);
        assert_eq!(decoded(500, "2"), Outcome::ServerError(2));
        assert_eq!(decoded(503, "3"), Outcome::Unavailable(Box::new(3)));
        assert_eq!(decoded(404, "4"), Outcome::Other(4));
        assert_eq!(Few::decode(&reply(410, "", "5")).unwrap(), Few::Gone(5));
    }

    #[test]
    fn the_closest_media_type_decides() {
        let decoded = |media_type: &str| Outcome::decode(&reply(200, media_type, "x"));
        assert_eq!(decoded("Text/CSV; charset=utf-8").unwrap(), Outcome::Table("x".to_owned()));
        assert_eq!(decoded("text/tab-separated-values").unwrap(), Outcome::Table("x".to_owned()));
        assert_eq!(decoded("text/plain").unwrap(), Outcome::Any("x".to_owned()));
        assert_eq!(decoded("image/png").unwrap(), Outcome::Image("x".into()));
        assert_eq!(decoded("").unwrap(), Outcome::Table("x".to_owned()), "no content type: the first");
        let vendor = Outcome::decode(&reply(200, "application/vnd.x+json", "6")).unwrap();
        assert_eq!(vendor, Outcome::Document(6), "the only one that is JSON, under another of its names");
        let Err(DecodeFailure::ContentType { expected, found }) = decoded("application/xml") else { panic!() };
        assert_eq!((expected, found.as_deref()), ("text/csv", Some("application/xml")));
    }

    #[test]
    fn what_is_not_documented_is_said_to_be_so() {
        assert!(matches!(Few::decode(&reply(500, "", "1")), Err(DecodeFailure::Undocumented)));
        assert!(matches!(Undocumented::decode(&reply(500, "", "1")), Err(DecodeFailure::Undocumented)));
    }
}
