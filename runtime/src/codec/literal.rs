//! Values that a description writes out: of constants, and of what tells alternatives apart.

use serde_json::Value;

use super::view::View;

/// A text, an integer, `true` or `false`, as a generated table has it: its content, and its spelling in Rust, where only a text has
/// quotation marks.
#[derive(Clone, Copy, Debug)]
pub struct Literal(pub &'static str, pub &'static str);

impl Literal {
    /// Its content.
    pub(super) fn text(&self) -> &'static str {
        self.0
    }

    /// Whether it is a text.
    pub(crate) fn is_any_text(&self) -> bool {
        self.1.starts_with('"')
    }

    /// Whether it is this text.
    pub(super) fn is_text(&self, text: &str) -> bool {
        self.is_any_text() && self.0 == text
    }

    /// Whether it is this value. Numbers are compared by value: `2.0` is 2.
    pub(crate) fn is(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_text(text),
            Value::Number(number) => {
                !self.is_any_text() && self.0.parse::<i64>().is_ok_and(|integer| is_integer(number, integer))
            }
            Value::Bool(truth) => !self.is_any_text() && self.0 == if *truth { "true" } else { "false" },
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        }
    }

    /// The literal as a value.
    pub(super) fn view(&self) -> View<'static> {
        match (self.is_any_text(), self.0) {
            (true, text) => View::Str(text),
            (false, "true") => View::Bool(true),
            (false, "false") => View::Bool(false),
            (false, digits) => digits.parse().map_or(View::Null, View::I64),
        }
    }
}

fn is_integer(number: &serde_json::Number, integer: i64) -> bool {
    number.as_i64().or_else(|| number.as_f64().and_then(super::integer::whole)) == Some(integer)
}

/// A literal from a token of a table.
#[doc(hidden)]
#[macro_export]
macro_rules! codec_literal {
    ($literal:literal) => {
        $crate::codec::Literal(::std::concat!($literal), ::std::stringify!($literal))
    };
}
