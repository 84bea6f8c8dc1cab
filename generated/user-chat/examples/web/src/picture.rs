//! One's own picture. Enters: a file. Leaves: a preview, and the call that uploads it.
//!
//! A browser gathers the body before it sends it, and does not tell how much of it has gone: so there is a size, and no percentage.

use std::cell::RefCell;

use clientwright_runtime::{AnyError, Part};
use js_sys::Uint8Array;
use user_chat::Client;
use user_chat::types::User;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, Url};

use crate::dom::{self, get, html, set};
use crate::faces::Faces;
use crate::news::{News, Tell, tell};
use crate::words;

thread_local! {
    /// The object URL of the preview, until it is revoked.
    static PREVIEW: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Opens the dialog.
pub(crate) fn open(me: &User, faces: &mut Faces) {
    dom::say("picture-alert", None);
    going(None);
    get::<HtmlInputElement>("picture-file").set_value("");
    chosen();
    faces.paint(&html("picture-now"), &me.id, &me.name);
    let _ = dom::dialog("picture-dialog").show_modal();
}

fn file() -> Option<File> {
    get::<HtmlInputElement>("picture-file").files()?.item(0)
}

/// Shows the file that was chosen, if it is a picture.
pub(crate) fn chosen() {
    dom::say("picture-alert", None);
    going(None);
    let file = file().filter(|file| file.type_().starts_with("image/"));
    let url = file.and_then(|file| Url::create_object_url_with_blob(&file).ok());
    dom::show("picture-preview", url.is_some());
    set(&html("picture-preview"), "src", url.as_deref().unwrap_or("data:,"));
    if let Some(old) = PREVIEW.replace(url) {
        let _ = Url::revoke_object_url(&old);
    }
}

/// Uploads the file that was chosen.
pub(crate) fn upload(client: &Client, me: &User, to: &Tell) {
    if !html("picture-progress").hidden() {
        return;
    }
    let Some(file) = file() else {
        dom::say("picture-alert", Some("Choose a picture first."));
        dom::focus("picture-file");
        return;
    };
    dom::say("picture-alert", None);
    going(Some(&format!("Uploading {}…", words::size(file.size()))));
    let (client, id, to) = (client.clone(), me.id.clone(), to.clone());
    let caption = dom::value("picture-caption").trim().to_owned();
    wasm_bindgen_futures::spawn_local(async move {
        let Ok(bytes) = JsFuture::from(file.array_buffer()).await else {
            going(None);
            dom::say("picture-alert", Some("The browser cannot read this file."));
            return;
        };
        let media = if file.type_().is_empty() { "application/octet-stream".to_owned() } else { file.type_() };
        let part = Part::bytes(Uint8Array::new(&bytes).to_vec()).file_name(file.name()).content_type(media);
        let mut call = client.users().upload_avatar(id, part);
        if !caption.is_empty() {
            call = call.caption(caption);
        }
        let outcome = call.await.map_err(Into::into);
        tell(&to, News::Uploaded(outcome));
    });
}

pub(crate) fn uploaded() {
    going(None);
    dom::write("picture-status", "Done. This is how others see you.");
    dom::show("picture-preview", false);
}

pub(crate) fn refused(error: &AnyError) {
    going(None);
    dom::say("picture-alert", Some(&words::sentence(error)));
    dom::focus("picture-file");
}

fn going(words: Option<&str>) {
    dom::show("picture-progress", words.is_some());
    dom::write("picture-status", words.unwrap_or_default());
    set(&html("picture-submit"), "aria-disabled", if words.is_some() { "true" } else { "false" });
}
