//! A page of 100 users, read from JSON and written to it, by the runtime's codec and by serde's derive.

use std::hint::black_box;

use clientwright_runtime::codec;

use crate::arguments::Side;
use crate::{bare, page};

/// Reads the page so many times.
///
/// # Errors
/// It cannot be read.
pub fn decode(side: Side, times: u32) -> anyhow::Result<()> {
    let json = page::users().into_bytes();
    for _ in 0..times {
        let json = black_box(json.as_slice());
        match side {
            Side::Ours => _ = black_box(codec::from_slice::<user_chat::types::UserPage>(json)?),
            Side::Bare => _ = black_box(serde_json::from_slice::<bare::UserPage>(json)?),
        }
    }
    Ok(())
}

/// Writes the page so many times.
///
/// # Errors
/// It cannot be written.
pub fn encode(side: Side, times: u32) -> anyhow::Result<()> {
    let json = page::users();
    let ours: user_chat::types::UserPage = codec::from_slice(json.as_bytes())?;
    let bare: bare::UserPage = serde_json::from_str(&json)?;
    for _ in 0..times {
        _ = black_box(match side {
            Side::Ours => codec::to_vec(black_box(&ours))?,
            Side::Bare => serde_json::to_vec(black_box(&bare))?,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_sides_read_and_write_the_same() {
        let json = page::users();
        let ours: user_chat::types::UserPage = codec::from_slice(json.as_bytes()).unwrap();
        let bare: bare::UserPage = serde_json::from_str(&json).unwrap();
        assert_eq!(codec::to_vec(&ours).unwrap(), json.as_bytes());
        assert_eq!(serde_json::to_vec(&bare).unwrap(), json.as_bytes());
    }
}
