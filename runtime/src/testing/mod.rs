//! For tests of code that uses a client: a transport in memory and a clock under the test's control. A generated crate has all of it
//! in its own `testing`, with its own feature of that name, and beside it `sample`: a value of any of its types.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # mod generated {
//! #     use clientwright_runtime::{IntoTokens, Value, private as rt};
//! #     static BEARER: rt::Scheme = rt::Scheme::bearer("bearer");
//! #     static API: rt::Api = rt::Api {
//! #         name: "example", title: "Example", version: "1.0.0",
//! #         servers: &[rt::Server::new("https://api.example.com/")],
//! #         schemes: &[&BEARER], security: &[],
//! #     };
//! #     rt::operation! {
//! #         pub struct GetUser: GET "/users/1" as "getUser" { security: Some(&[&[rt::Need { scheme: &BEARER, scopes: &[] }]]) }
//! #         -> Result<Value, Error<Value>> as rt::Json<_>, rt::Json<_>
//! #     }
//! #     #[derive(Clone, Debug)]
//! #     pub struct Client { inner: rt::Client }
//! #     #[must_use]
//! #     pub struct ClientBuilder(rt::Builder);
//! #     rt::client_builder! { ClientBuilder -> Client }
//! #     impl ClientBuilder {
//! #         pub fn bearer(self, tokens: impl IntoTokens) -> Self { Self(self.0.any_bearer(tokens)) }
//! #     }
//! #     impl Client {
//! #         pub fn builder() -> ClientBuilder { ClientBuilder(rt::Builder::new(&API)) }
//! #         pub fn get_user(&self) -> GetUser { GetUser(self.inner.call(GetUser::SPEC)) }
//! #         pub async fn close(&self) { self.inner.close().await }
//! #     }
//! # }
//! # use generated::Client;
//! use std::time::Duration;
//! use clientwright_runtime::testing::{Answer, MockTransport, VirtualClock};
//!
//! let clock = VirtualClock::new();
//! let server = MockTransport::new(&clock);
//! // Busy once, then there.
//! server.on("GET", "/users/1").once(Answer::status(503)).reply(Answer::json(200, r#"{"id":"1"}"#));
//!
//! let client = Client::builder()
//!     .base_url("http://mock.localhost/")
//!     .bearer("token")
//!     .transport(server.clone())
//!     .clock(clock.clone())
//!     .spawner(clock.clone())
//!     .seed(1)
//!     .build()?;
//! let user = clock.run(async { client.get_user().await })?;
//!
//! assert_eq!(user["id"], "1");
//! assert_eq!(server.calls().len(), 2);
//! assert_eq!(server.calls()[0].header("authorization"), Some("Bearer token"));
//! # Ok(())
//! # }
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
