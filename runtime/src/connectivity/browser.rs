//! What the browser says of the network. Enters: its events. Leaves: one signal for the whole page, or worker.

use js_sys::{Reflect, global};
use wasm_bindgen::prelude::{Closure, wasm_bindgen};
use wasm_bindgen::{JsCast, JsValue};

use super::Connectivity;

#[wasm_bindgen]
extern "C" {
    // Of the global object, whatever it is.
    #[wasm_bindgen(js_name = addEventListener)]
    fn listen(event: &str, run: &JsValue);
}

thread_local! {
    static OF_BROWSER: Connectivity = follow();
}

pub(super) fn connectivity() -> Connectivity {
    OF_BROWSER.with(Clone::clone)
}

/// Listens for as long as the page is there, which is how long the signal is.
fn follow() -> Connectivity {
    let connectivity = Connectivity::new();
    connectivity.set_online(is_online());
    for event in ["online", "offline"] {
        let connectivity = connectivity.clone();
        listen(event, &Closure::<dyn FnMut()>::new(move || connectivity.set_online(is_online())).into_js_value());
    }
    connectivity
}

/// HTML section 8.1.9.4; where nothing is said, there is one.
fn is_online() -> bool {
    let navigator = Reflect::get(&global().unchecked_into(), &"navigator".into()).unwrap_or(JsValue::UNDEFINED);
    let said = Reflect::get(&navigator, &"onLine".into()).ok().and_then(|said| said.as_bool());
    said.unwrap_or(true)
}
