//! What a generated client costs beside the same written by hand, on the client of `specs/user-chat.yaml`.
//!
//! In come a side and a number of repetitions, out goes work whose allocations or instructions somebody counts. Counting
//! instructions and comparing them with what is committed is not the business of this package.
//!
//! | program | does |
//! |---|---|
//! | `call ours\|bare N` | N times a typed GET, on one connection to a server in a process of its own |
//! | `codec decode\|encode ours\|bare N` | N times a page of 100 users, from JSON or to JSON |
//! | `counts` | prints the allocations and bytes of one repetition of each, as JSON |
//! | `features NAME N` | N times a typed GET, with that one thing on; `features list` names them |
//! | `feature_counts` | prints the allocations and bytes of one call with each of them, as JSON |
//! | `socket exchange\|send\|receive memory\|tcp\|json ours\|tokio-websockets\|tungstenite N` | N messages on one WebSocket, and prints the time |
//! | `socket idle ours\|tokio-websockets\|tungstenite N` | N WebSockets that wait |
//! | `socket_counts` | prints the allocations and bytes of a message, and what a socket that waits holds, as JSON |
//!
//! The first two, `features` and `socket` have setting up to do. What one repetition costs is the difference of two runs, divided by that of their
//! numbers: (I(N2) - I(N1)) / (N2 - N1).

pub mod arguments;
pub mod bare;
pub mod call;
pub mod codec;
pub mod feature;
pub mod http2;
pub mod live;
pub mod page;
pub mod process;
pub mod server;
