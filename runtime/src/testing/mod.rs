//! For tests of code that uses a client: a transport in memory and a clock under the test's control. A generated crate has all of it
//! in its own `testing`, with its own feature of that name, and beside it `sample`: a value of any of its types.
//!
//! ```
//! use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
//!
//! let clock = VirtualClock::new();
//! let server = MockTransport::new(&clock);
//! server.on("GET", "/users/1").reply(Answer::json(200, r#"{"id":"1"}"#));
//! // let client = Client::builder().base_url("http://mock").transport(server.clone())
//! //     .clock(clock.clone()).spawner(clock.clone()).seed(1).build()?;
//! // let user = clock.run(async { client.users().get_user("1").await })?;
//! // assert_eq!(server.calls()[0].header("accept"), Some("application/json"));
//! ```

mod answer;
mod clock;
mod mock;
mod rule;
#[cfg(feature = "websocket")]
mod socket;

pub use crate::codec::Sample;
pub use answer::Answer;
pub use clock::VirtualClock;
pub use mock::{MockTransport, Recorded};
pub use rule::Rule;
#[cfg(feature = "websocket")]
pub use socket::{Opening, open_socket};
