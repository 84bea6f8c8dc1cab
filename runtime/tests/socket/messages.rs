//! What is sent arrives, and what arrives is received.

use bytes::Bytes;
use clientwright_runtime::testing::VirtualClock;
use clientwright_runtime::{
    BoxError, ErrorKind, Frame, Incoming, Outgoing, Received, Socket, SocketCodec, SocketOptions, Value,
};
use futures_util::future::join;
use futures_util::{SinkExt, StreamExt};
use serde::de::DeserializeSeed;

use crate::support::{BINARY, PING, PONG, Raw, TEXT, Texts, frame, pair};

#[test]
fn values_travel_as_json_texts() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        socket.send("hi \"you\"".to_owned()).await.unwrap();
        let got = peer.frame().await.unwrap();
        assert_eq!((got.is_final, got.opcode, got.payload), (true, TEXT, br#""hi \"you\"""#.to_vec()));
        peer.send(TEXT, r#""there""#).await;
        peer.send(BINARY, r#""in bytes""#).await;
        assert_eq!(socket.next().await.unwrap().unwrap(), "there");
        assert_eq!(socket.next().await.unwrap().unwrap(), "in bytes");
    });
}

#[test]
fn a_message_that_does_not_decode_is_an_error_in_its_place() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        for text in ["7", "{", "\"fine\""] {
            peer.send(TEXT, text).await;
        }
        let error = socket.next().await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert!(error.to_string().starts_with("a message is not as described: "), "{error}");
        assert!(error.decode_error().is_some());
        assert_eq!(socket.next().await.unwrap().unwrap_err().kind(), ErrorKind::Decode);
        assert_eq!(socket.next().await.unwrap().unwrap(), "fine");
    });
}

#[test]
fn frames_travel_as_they_are() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
        socket.send(Frame::from("a")).await.unwrap();
        socket.send(Frame::Binary(Bytes::from_static(b"\0\xFF"))).await.unwrap();
        socket.send(Frame::from("")).await.unwrap();
        let got = [peer.frame().await.unwrap(), peer.frame().await.unwrap(), peer.frame().await.unwrap()];
        assert_eq!(got.each_ref().map(|frame| frame.opcode), [TEXT, BINARY, TEXT]);
        assert_eq!(got.map(|frame| frame.payload), [b"a".to_vec(), vec![0, 255], Vec::new()]);
        peer.send(TEXT, "ü").await;
        peer.send(BINARY, [0, 159]).await;
        assert_eq!(socket.next().await.unwrap().unwrap(), Frame::from("ü"));
        assert_eq!(socket.next().await.unwrap().unwrap(), Frame::from(vec![0, 159]));
    });
}

#[test]
fn bytes_travel_as_binary_messages_and_are_read_out_of_either_kind() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Socket<Bytes, Bytes, ()>, _) = pair(&clock, SocketOptions::new()).await;
        socket.send(Bytes::from_static(b"\0\xFF")).await.unwrap();
        let got = peer.frame().await.unwrap();
        assert_eq!((got.opcode, got.payload), (BINARY, vec![0, 255]));
        peer.send(BINARY, [0, 159]).await;
        peer.send(TEXT, "ü").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), [0, 159].as_slice());
        assert_eq!(socket.next().await.unwrap().unwrap(), "ü".as_bytes());
    });
}

#[test]
fn fragments_become_one_message_with_control_frames_between_them() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
        let word = "grüße".as_bytes();
        // Apart within a character.
        let pieces = [
            frame(false, TEXT, &word[..3]),
            frame(true, PING, b"still there?"),
            frame(false, 0, &word[3..4]),
            frame(true, PONG, b"unasked"),
            frame(false, 0, b""),
            frame(true, 0, &word[4..]),
        ];
        let (message, pong) = join(socket.next(), async {
            for byte in pieces.concat() {
                peer.write(&[byte]).await;
            }
            peer.frame().await.unwrap()
        })
        .await;
        assert_eq!(message.unwrap().unwrap(), Frame::from("grüße"));
        assert_eq!((pong.opcode, pong.payload), (PONG, b"still there?".to_vec()));
    });
}

#[test]
fn a_long_message_is_sent_in_frames() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Raw, _) = pair(&clock, SocketOptions::new()).await;
        let long = vec![7; 9 << 20];
        let (sent, got) = join(
            async {
                socket.send(Frame::from(long.clone())).await.unwrap();
                socket.flush().await
            },
            async {
                let mut got = Vec::new();
                loop {
                    let frame = peer.frame().await.unwrap();
                    got.extend(frame.payload);
                    if frame.is_final {
                        return got;
                    }
                }
            },
        )
        .await;
        sent.unwrap();
        assert!(got == long);
    });
}

#[test]
fn a_socket_is_a_stream_and_a_sink() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (mut sink, mut stream) = StreamExt::split(socket);
        let script = async {
            let mut got = Vec::new();
            for _ in 0..3 {
                got.push(peer.frame().await.unwrap().payload);
            }
            peer.send(TEXT, "\"all\"").await;
            peer.agree().await;
            got
        };
        let client = async {
            for text in ["a", "b"] {
                sink.feed(text.to_owned()).await.unwrap();
            }
            sink.send("c".to_owned()).await.unwrap();
            assert_eq!(stream.next().await.unwrap().unwrap(), "all");
            sink.close().await.unwrap();
            assert!(stream.next().await.is_none());
        };
        let ((), got) = join(client, script).await;
        assert_eq!(got, [b"\"a\"", b"\"b\"", b"\"c\""]);
    });
}

#[test]
fn the_halves_work_in_tasks_of_their_own() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        let (mut sender, mut receiver) = socket.split();
        let echo = async {
            while let Some(got) = peer.message().await {
                peer.send(got.opcode, got.payload).await;
                if got.opcode == 8 {
                    return;
                }
            }
        };
        let sends = async {
            for number in 0..1_000 {
                sender.send(number.to_string()).await.unwrap();
            }
            sender.close(1000, "done").await.unwrap()
        };
        let receives = async {
            let mut count = 0;
            let ended = receiver
                .listen(|text: String| {
                    assert_eq!(text, count.to_string());
                    count += 1;
                })
                .await
                .unwrap();
            (count, ended)
        };
        let ((sent, (count, received)), ()) = join(join(sends, receives), echo).await;
        assert_eq!((count, sent.code, received.reason.as_str()), (1_000, 1000, "done"));
    });
}

#[derive(Debug)]
struct Pretty;

impl SocketCodec for Pretty {
    fn encode(&self, value: Outgoing<'_>) -> Result<Frame, BoxError> {
        Ok(Frame::from(serde_json::to_vec_pretty(&value)?))
    }

    fn decode(&self, received: Received<'_>, value: Incoming<'_>) -> Result<(), BoxError> {
        match received {
            Received::Text(_) => Err("a text message".into()),
            Received::Binary(bytes) => Ok(value.deserialize(&mut serde_json::Deserializer::from_slice(bytes))?),
        }
    }
}

#[test]
fn another_codec_writes_binary_messages() {
    let clock = VirtualClock::new();
    clock.run(async {
        let options = SocketOptions::new().codec(Pretty);
        let (mut socket, mut peer): (Socket<Vec<i64>, Value, ()>, _) = pair(&clock, options).await;
        socket.send(vec![1, 2]).await.unwrap();
        let got = peer.frame().await.unwrap();
        assert_eq!((got.opcode, got.payload), (BINARY, b"[\n  1,\n  2\n]".to_vec()));
        peer.send(BINARY, "{\"a\": 1}").await;
        peer.send(TEXT, "{\"a\": 1}").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), serde_json::json!({"a": 1}));
        let error = socket.next().await.unwrap().unwrap_err();
        assert!(error.to_string().ends_with("a text message"), "{error}");
    });
}

#[test]
fn what_cannot_be_written_is_refused_and_the_socket_goes_on() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Socket<f64, Value, ()>, _) = pair(&clock, SocketOptions::new()).await;
        assert_eq!(socket.send(f64::NAN).await.unwrap_err().kind(), ErrorKind::Encode);
        socket.send(1.5).await.unwrap();
        assert_eq!(peer.frame().await.unwrap().payload, b"1.5");
        assert!(socket.unsent().is_empty());
    });
}

#[test]
fn an_integer_that_is_written_like_a_float_is_read_as_in_bodies() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Socket<f64, Vec<i64>, ()>, _) = pair(&clock, SocketOptions::new()).await;
        peer.send(TEXT, "[1, 9007199254740993.0]").await;
        assert_eq!(socket.next().await.unwrap().unwrap(), [1, 9_007_199_254_740_993]);
    });
}

#[test]
fn nothing_shown_holds_what_messages_say() {
    let clock = VirtualClock::new();
    clock.run(async {
        let (mut socket, mut peer): (Texts, _) = pair(&clock, SocketOptions::new()).await;
        socket.send("hunter2".to_owned()).await.unwrap();
        peer.send(TEXT, "\"hunter2\"").await;
        assert!(!format!("{socket:?} {:?} {:?}", Frame::from("hunter2"), Received::Text("hunter2")).contains("hunter"));
    });
}
