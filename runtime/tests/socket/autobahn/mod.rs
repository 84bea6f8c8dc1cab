//! The cases of the Autobahn test suite for clients, groups 1 to 7, 9 and 10, as raw bytes of a scripted server. The client sends back what it
//! receives, as the suite has it. Groups 12 and 13 are about compression, which is not offered.

mod closing;
mod frames;
mod long;
mod texts;

use clientwright_runtime::SocketOptions;
use clientwright_runtime::testing::VirtualClock;
use futures_util::future::join;

use crate::support::{CLOSE, Got, Peer, Raw, frame, pair};

/// What the server sends, and what it has to get.
struct Case {
    id: String,
    bytes: Vec<u8>,
    /// The bytes are written in pieces of this length.
    chop: usize,
    /// What the server gets, in order, before the close frame.
    gets: Vec<(u8, Vec<u8>)>,
    /// Of these, those behind the first so many may be missing: the end has overtaken them.
    at_least: usize,
    /// The code of the close frame that the server gets; `None`: a frame without one.
    code: Option<u16>,
}

impl Case {
    /// What the server gets, after which it closes with 1000.
    fn ok(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])]) -> Self {
        let bytes = [bytes, close(1000, b"")].concat();
        Self::ends(id, bytes, gets, Some(1000))
    }

    /// What the server gets before the client leaves it, for a fault.
    fn fails(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])], code: u16) -> Self {
        Self { at_least: 0, ..Self::ends(id, bytes, gets, Some(code)) }
    }

    fn ends(id: impl Into<String>, bytes: Vec<u8>, gets: &[(u8, &[u8])], code: Option<u16>) -> Self {
        let gets: Vec<_> = gets.iter().map(|(opcode, payload)| (*opcode, payload.to_vec())).collect();
        Self { id: id.into(), bytes, chop: usize::MAX, at_least: gets.len(), gets, code }
    }

    fn chopped(self, chop: usize) -> Self {
        Self { chop, ..self }
    }

    /// What is wrong, if something is.
    async fn run(&self, clock: &VirtualClock) -> Option<String> {
        let (mut socket, mut peer): (Raw, _) = pair(clock, SocketOptions::new()).await;
        let echoes = async {
            while let Some(Ok(message)) = socket.next().await {
                if socket.send(message).await.is_err() {
                    break;
                }
            }
            drop(socket);
        };
        let serves = async {
            for piece in self.bytes.chunks(self.chop.min(self.bytes.len())) {
                if !peer.write(piece).await {
                    break;
                }
            }
            receive(&mut peer).await
        };
        let ((), got) = join(echoes, serves).await;
        let Some((last, before)) = got.split_last() else { return Some(format!("{}: got nothing", self.id)) };
        let before: Vec<(u8, Vec<u8>)> = before.iter().map(|got| (got.opcode, got.payload.clone())).collect();
        let is_right = before.len() >= self.at_least
            && self.gets.starts_with(&before)
            && last.opcode == CLOSE
            && last.close_code() == self.code;
        (!is_right).then(|| {
            let seen: Vec<_> = before.iter().map(|(opcode, payload)| (*opcode, payload.len())).collect();
            format!("{}: got {seen:?}, then {:?} {:?}", self.id, last.opcode, last.close_code())
        })
    }
}

/// All messages, put together of their frames; pings of the client's own are left out.
async fn receive(peer: &mut Peer) -> Vec<Got> {
    let mut got: Vec<Got> = Vec::new();
    let mut is_open = false;
    while let Some(frame) = peer.message().await {
        match got.last_mut().filter(|_| is_open && frame.opcode == 0) {
            Some(message) => message.payload.extend(frame.payload),
            None => got.push(frame.clone()),
        }
        is_open = !frame.is_final;
    }
    got
}

fn close(code: u16, reason: &[u8]) -> Vec<u8> {
    frame(true, CLOSE, &[&code.to_be_bytes()[..], reason].concat())
}

/// A message in frames of so many bytes.
fn fragments(opcode: u8, payload: &[u8], length: usize) -> Vec<u8> {
    let count = payload.len().div_ceil(length).max(1);
    let pieces = payload.chunks(length).enumerate();
    pieces.flat_map(|(index, piece)| frame(index + 1 == count, if index == 0 { opcode } else { 0 }, piece)).collect()
}

fn check(cases: Vec<Case>) {
    let count = cases.len();
    let wrong: Vec<String> = cases
        .into_iter()
        .filter_map(|case| {
            let clock = VirtualClock::new();
            clock.run(case.run(&clock))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
