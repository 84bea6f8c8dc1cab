//! Groups 9 and 10: messages of up to 16 MiB, whole and in pieces, and a thousand of them to and fro.

use clientwright_runtime::SocketOptions;
use clientwright_runtime::testing::VirtualClock;
use futures_util::future::join;

use super::{Case, check, fragments};
use crate::support::{BINARY, Raw, TEXT, frame, pair};

#[test]
fn groups_9_and_10_long_messages() {
    let mut cases = Vec::new();
    for (groups, opcode, byte) in [(["9.1", "9.3", "9.5"], TEXT, b'*'), (["9.2", "9.4", "9.6"], BINARY, 0xFE)] {
        for size in [64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20] {
            let payload = vec![byte; size];
            cases.push(Case::ok(format!("{} {size}", groups[0]), frame(true, opcode, &payload), &[(opcode, &payload)]));
        }
        let payload = vec![byte; 4 << 20];
        for length in [64, 256, 1 << 10, 4 << 10, 16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20] {
            let bytes = fragments(opcode, &payload, length);
            cases.push(Case::ok(format!("{} {length}", groups[1]), bytes, &[(opcode, &payload)]));
        }
        let payload = vec![byte; 1 << 20];
        for chop in [64, 128, 256, 512, 1024, 2048] {
            let bytes = frame(true, opcode, &payload);
            cases.push(Case::ok(format!("{} {chop}", groups[2]), bytes, &[(opcode, &payload)]).chopped(chop));
        }
    }
    let payload = vec![b'*'; 65_536];
    cases.push(Case::ok("10.1.1", fragments(TEXT, &payload, 1_300), &[(TEXT, &payload)]));
    check(cases);
}

#[test]
fn groups_9_7_and_9_8_a_thousand_round_trips() {
    for opcode in [TEXT, BINARY] {
        for size in [0, 16, 64, 256, 1024, 4096] {
            let clock = VirtualClock::new();
            clock.run(async {
                let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
                let payload = vec![b'*'; size];
                let serves = async {
                    for _ in 0..1_000 {
                        peer.send(opcode, &payload).await;
                        let got = peer.message().await.unwrap();
                        assert!(got.opcode == opcode && got.payload == payload);
                    }
                    peer.close(1000, "").await;
                };
                let echoes = async {
                    while let Some(message) = socket.next().await {
                        socket.send(message.unwrap()).await.unwrap();
                    }
                };
                join(echoes, serves).await;
            });
        }
    }
}
