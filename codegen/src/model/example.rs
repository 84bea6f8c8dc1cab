//! A value that a description shows as an example.

use std::fmt::{self, Write};

/// A value as JSON has it (RFC 8259 section 3); `Display` writes it as that.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Null,
    Bool(bool),
    /// As it is written.
    Number(Box<str>),
    Text(Box<str>),
    List(Vec<Example>),
    Object(Vec<(Box<str>, Example)>),
}

impl Example {
    /// A text that is longer, in bytes, is no example of a line.
    pub(crate) const LONGEST_TEXT: usize = 60;

    /// A member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| **key == *name).map(|(_, value)| value),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::List(_) => None,
        }
    }

    /// Whether it has no parts.
    pub(crate) fn is_scalar(&self) -> bool {
        !matches!(self, Self::List(_) | Self::Object(_))
    }
}

impl fmt::Display for Example {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(truth) => truth.fmt(formatter),
            Self::Number(number) => formatter.write_str(number),
            Self::Text(text) => quoted(text, formatter),
            Self::List(items) => {
                formatter.write_char('[')?;
                for (index, item) in items.iter().enumerate() {
                    formatter.write_str(if index == 0 { "" } else { "," })?;
                    item.fmt(formatter)?;
                }
                formatter.write_char(']')
            }
            Self::Object(members) => {
                formatter.write_char('{')?;
                for (index, (key, value)) in members.iter().enumerate() {
                    formatter.write_str(if index == 0 { "" } else { "," })?;
                    quoted(key, formatter)?;
                    formatter.write_char(':')?;
                    value.fmt(formatter)?;
                }
                formatter.write_char('}')
            }
        }
    }
}

/// A string of JSON (RFC 8259 section 7).
fn quoted(text: &str, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    formatter.write_char('"')?;
    for char in text.chars() {
        match char {
            '"' => formatter.write_str("\\\"")?,
            '\\' => formatter.write_str("\\\\")?,
            '\n' => formatter.write_str("\\n")?,
            '\r' => formatter.write_str("\\r")?,
            '\t' => formatter.write_str("\\t")?,
            '\u{8}' => formatter.write_str("\\b")?,
            '\u{c}' => formatter.write_str("\\f")?,
            '\0'..='\u{1f}' => write!(formatter, "\\u{:04x}", u32::from(char))?,
            _ => formatter.write_char(char)?,
        }
    }
    formatter.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::Example;

    #[test]
    fn it_is_written_as_json_with_any_text_in_it() {
        let text = "a\"b\\c\n\r\t\u{8}\u{c}\u{1}\u{7f}\u{202e}ü";
        let members = vec![
            ("te\"xt".into(), Example::Text(text.into())),
            ("list".into(), Example::List(vec![Example::Null, Example::Bool(true), Example::Number("1.50".into())])),
            ("none".into(), Example::Object(Vec::new())),
        ];
        let written = Example::Object(members).to_string();
        assert!(written.ends_with(",\"list\":[null,true,1.50],\"none\":{}}"), "{written}");
        let read: serde_json::Value = serde_json::from_str(&written).expect("it is JSON");
        assert_eq!(read["te\"xt"], text);
    }
}
