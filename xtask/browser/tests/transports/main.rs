//! The laws of transports on a page: the list of behaviours over the browser's `fetch`, with servers beside the browser that follow their
//! scripts. Where a browser does otherwise, a law says what it does.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test_configure;

#[path = "../../../../runtime/tests/transports/api.rs"]
mod api;
#[path = "../../../../runtime/tests/transports/behaviours/mod.rs"]
#[expect(dead_code, unused_imports, reason = "some are not those of a browser")]
mod behaviours;
#[path = "../../../../runtime/tests/client/mod.rs"]
#[expect(dead_code, reason = "servers are on sockets here")]
mod client;
mod differences;
#[path = "../../../../runtime/tests/transports/everywhere.rs"]
mod everywhere;
#[path = "../../../../runtime/tests/transports/script.rs"]
mod script;
mod setups;
mod suite;
#[path = "../../../../runtime/tests/transports/waits.rs"]
mod waits;

wasm_bindgen_test_configure!(run_in_browser);
