//! Group 7: close frames, what comes behind them, and their codes (RFC 6455 section 7.4).

use super::{Case, check, close};
use crate::support::{CLOSE, PING, TEXT, frame};

#[test]
fn group_7_closing() {
    let hello: (u8, &[u8]) = (TEXT, b"Hello World!");
    let message = || frame(true, TEXT, b"Hello World!");
    let long = vec![b'*'; 256 << 10];
    let longest = vec![b'*'; 123];
    let mut cases = vec![
        Case::ends("7.1.1", [message(), close(1000, b"")].concat(), &[hello], Some(1000)),
        Case::ends("7.1.2", [close(1000, b""), close(1000, b"")].concat(), &[], Some(1000)),
        Case::ends("7.1.3", [close(1000, b""), frame(true, PING, b"")].concat(), &[], Some(1000)),
        Case::ends("7.1.4", [close(1000, b""), message()].concat(), &[], Some(1000)),
        Case::ends(
            "7.1.5",
            [frame(false, TEXT, b"fragment1"), close(1000, b""), frame(true, 0, b"fragment2")].concat(),
            &[],
            Some(1000),
        ),
        Case::ends(
            "7.1.6",
            [frame(true, TEXT, &long), message(), close(1000, b""), frame(true, PING, b"")].concat(),
            &[(TEXT, &long), hello],
            Some(1000),
        ),
        Case::ends("7.3.1", frame(true, CLOSE, b""), &[], None),
        Case::fails("7.3.2", frame(true, CLOSE, b"a"), &[], 1002),
        Case::ends("7.3.3", close(1000, b""), &[], Some(1000)),
        Case::ends("7.3.4", close(1000, b"Hello World!"), &[], Some(1000)),
        Case::ends("7.3.5", close(1000, &longest), &[], Some(1000)),
        Case::fails("7.3.6", close(1000, &[b'*'; 124]), &[], 1002),
        Case::fails("7.5.1", close(1000, b"\xCE\xBA\xE1\xBD\xB9\xCF\x83\xCE\xBC\xCE\xB5\xED\xA0\x80edited"), &[], 1007),
    ];
    // What still waits for room when the close frame comes is not sent any more.
    cases.iter_mut().filter(|case| case.id == "7.1.6").for_each(|case| case.at_least = 1);
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999] {
        cases.push(Case::ends(format!("7.7 {code}"), close(code, b""), &[], Some(code)));
    }
    for code in [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999, 5000, 65_535] {
        cases.push(Case::fails(format!("7.9 {code}"), close(code, b""), &[], 1002));
    }
    check(cases);
}
