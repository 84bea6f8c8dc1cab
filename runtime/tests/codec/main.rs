//! What holds for values that are written and read: one law a test.

mod agreement;
mod closed;
mod enums;
mod errors;
mod formats;
mod numbers;
mod prelude;
mod records;
mod samples;
mod standard;
mod tagged;
mod text;
mod tuples;
mod untagged;
mod values;
mod weights;
mod wide;

use clientwright_runtime::codec::{Decode, DecodeError, Encode, from_slice, to_vec};

/// Reads a value from text.
fn read<T: Decode>(json: &str) -> Result<T, DecodeError> {
    from_slice(json.as_bytes())
}

/// Writes a value as text.
fn write(value: &dyn Encode) -> String {
    String::from_utf8(to_vec(value).expect("encodes")).expect("JSON is UTF-8")
}

/// Reads and writes: what a client that passes a value on does.
fn pass_on<T: Decode + Encode>(json: &str) -> String {
    write(&read::<T>(json).expect("decodes"))
}
