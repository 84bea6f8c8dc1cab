//! The snippets of the guide. Enter: its chapters, whose Rust is compiled, and run where it says nothing else. Leaves: clients with a server in
//! memory for them, so that a snippet shows what a reader would write and no more. That servers behave so is not its business.

mod servers;

use std::error::Error;

use clientwright_runtime::testing::{MockTransport, VirtualClock};

/// What a snippet ends with: any error is one of the guide.
pub type Ended = Result<(), Box<dyn Error>>;

/// Runs a snippet with a client of the pets.
///
/// # Panics
/// If the snippet fails.
pub fn pets(snippet: impl AsyncFnOnce(pets::Client) -> Ended) {
    run(servers::pets, snippet, |clock, server| {
        let builder = pets::Client::builder().base_url("http://pets.localhost/").bearer("token");
        builder.transport(server).clock(clock.clone()).spawner(clock).seed(1).build()
    });
}

/// Runs a snippet with a client of the user and chat API.
///
/// # Panics
/// If the snippet fails.
pub fn user_chat(snippet: impl AsyncFnOnce(user_chat::Client) -> Ended) {
    run(servers::user_chat, snippet, |clock, server| {
        let builder = user_chat::Client::builder().base_url("http://chat.localhost/").bearer("token");
        builder.transport(server).clock(clock.clone()).spawner(clock).seed(1).build()
    });
}

/// Runs a snippet with a client of the shop.
///
/// # Panics
/// If the snippet fails.
pub fn shop(snippet: impl AsyncFnOnce(shop::Client) -> Ended) {
    run(servers::shop, snippet, |clock, server| {
        let builder = shop::Client::builder().base_url("http://shop.localhost/").customer("key");
        builder.transport(server).clock(clock.clone()).spawner(clock).seed(1).build()
    });
}

fn run<C, E: Error>(
    rules: impl Fn(&MockTransport),
    snippet: impl AsyncFnOnce(C) -> Ended,
    client: impl Fn(VirtualClock, MockTransport) -> Result<C, E>,
) {
    let clock = VirtualClock::new();
    let server = MockTransport::new(&clock);
    rules(&server);
    let client = client(clock.clone(), server).expect("a client can be built");
    if let Err(error) = clock.run(snippet(client)) {
        panic!("a snippet failed: {error}");
    }
}

/// The chapters, each as the documentation of a module that only tests of documentation know.
macro_rules! chapters {
    ($($name:ident = $file:literal),* $(,)?) => {
        /// The chapters that have snippets in Rust.
        pub const CHAPTERS: &[&str] = &[$($file),*];

        $(
            #[cfg(doctest)]
            #[doc = include_str!(concat!("../src/", $file))]
            mod $name {}
        )*
    };
}

chapters! {
    calls = "calls.md",
    errors = "errors.md",
    getting_started = "getting-started.md",
    naming_and_settings = "naming-and-settings.md",
    paging = "paging.md",
    retries = "retries.md",
    streams = "streams.md",
    testing = "testing.md",
    tokens = "tokens.md",
    upgrading = "upgrading.md",
    uploads = "uploads.md",
}
