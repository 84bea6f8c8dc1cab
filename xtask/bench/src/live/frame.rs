//! The one message, as it travels: a text frame of its own (RFC 6455 section 5.2).

use crate::page;

/// A number whose user has all that is optional.
const NUMBER: usize = 42;

/// The text.
#[must_use]
pub fn json() -> String {
    page::user(NUMBER)
}

/// The frame as a server sends it, with no mask.
#[must_use]
pub fn of_server() -> Vec<u8> {
    let json = json().into_bytes();
    // A final text frame, whose length stands in two bytes.
    let mut frame = vec![0x81, 126];
    frame.extend_from_slice(&(json.len() as u16).to_be_bytes());
    frame.extend_from_slice(&json);
    frame
}

/// The length of the frame as a client sends it, which has a mask of four bytes.
#[must_use]
pub fn length_of_client() -> usize {
    of_server().len() + 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_such_that_it_takes_two_bytes() {
        assert_eq!(json().len(), 180);
        assert_eq!(length_of_client(), 180 + 8);
    }
}
