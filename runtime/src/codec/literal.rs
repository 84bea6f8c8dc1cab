//! Values that a description writes out: of constants, and of what tells alternatives apart.

use serde_json::Value;

use super::view::View;

/// A text, an integer, `true` or `false`, as a generated table has it.
#[derive(Clone, Copy, Debug)]
pub struct Literal {
    /// The text itself, or the digits or the word.
    text: &'static str,
    is_text: bool,
}

impl Literal {
    /// From the literal's content and its spelling in Rust, where only a text has quotation marks.
    #[must_use]
    pub const fn new(text: &'static str, spelling: &'static str) -> Self {
        Self { text, is_text: matches!(spelling.as_bytes(), [b'"', ..]) }
    }

    /// Its content.
    pub(super) fn text(&self) -> &'static str {
        self.text
    }

    /// Whether it is this text.
    pub(super) fn is_text(&self, text: &str) -> bool {
        self.is_text && self.text == text
    }

    /// Whether it is this value. Numbers are compared by value: `2.0` is 2.
    pub(super) fn is(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.is_text(text),
            Value::Number(number) => {
                !self.is_text && self.text.parse::<i64>().is_ok_and(|integer| is_integer(number, integer))
            }
            Value::Bool(truth) => !self.is_text && self.text == if *truth { "true" } else { "false" },
            Value::Null | Value::Array(_) | Value::Object(_) => false,
        }
    }

    /// The literal as a value.
    pub(super) fn view(&self) -> View<'static> {
        match (self.is_text, self.text) {
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
        $crate::codec::Literal::new(::std::concat!($literal), ::std::stringify!($literal))
    };
}
