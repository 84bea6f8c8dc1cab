//! The pictures of people. Enters: who is shown where. Leaves: their pictures, asked for once each with the token, or their initials.
//!
//! An object URL holds its picture in memory until it is revoked: when another one takes its place, and at signing out.

use std::collections::BTreeMap;

use clientwright_runtime::Bytes;
use js_sys::{Array, Uint8Array};
use user_chat::Client;
use web_sys::{Blob, Element, Url};

use crate::dom::{self, document};
use crate::news::{News, Tell, tell};

#[derive(Debug)]
pub(crate) struct Faces {
    client: Client,
    tell: Tell,
    /// By the user's id: the URL, or none as long as there is no picture.
    known: BTreeMap<String, Option<String>>,
}

impl Faces {
    pub(crate) fn new(client: Client, tell: Tell) -> Self {
        Self { client, tell, known: BTreeMap::new() }
    }

    /// Lets this element be the face of a user.
    pub(crate) fn paint(&mut self, element: &Element, id: &str, name: &str) {
        dom::set(element, "data-user", id);
        dom::set(element, "data-hue", &(id.bytes().map(u32::from).sum::<u32>() % 6).to_string());
        match self.known.get(id) {
            Some(Some(url)) => picture(element, url),
            Some(None) => element.set_text_content(Some(&initials(name))),
            None => {
                element.set_text_content(Some(&initials(name)));
                self.known.insert(id.to_owned(), None);
                self.ask(id);
            }
        }
    }

    /// Asks for the picture of a user, anew where it has changed.
    pub(crate) fn ask(&self, id: &str) {
        let (call, id, to) = (self.client.users().download_avatar(id), id.to_owned(), self.tell.clone());
        wasm_bindgen_futures::spawn_local(async move {
            let outcome = call.await.map_err(Into::into);
            tell(&to, News::Face(id, outcome));
        });
    }

    /// The picture has come.
    pub(crate) fn came(&mut self, id: String, image: &Bytes) {
        let parts = Array::of1(&Uint8Array::from(&image[..]));
        let url = Blob::new_with_u8_array_sequence(&parts).and_then(|blob| Url::create_object_url_with_blob(&blob));
        let Ok(url) = url else { return };
        for face in all() {
            if face.get_attribute("data-user").as_deref() == Some(&id) {
                picture(&face, &url);
            }
        }
        if let Some(Some(old)) = self.known.insert(id, Some(url)) {
            let _ = Url::revoke_object_url(&old);
        }
    }
}

impl Drop for Faces {
    fn drop(&mut self) {
        for url in self.known.values().flatten() {
            let _ = Url::revoke_object_url(url);
        }
    }
}

fn all() -> impl Iterator<Item = Element> {
    let faces = document().get_elements_by_class_name("face");
    (0..faces.length()).filter_map(move |index| faces.item(index))
}

fn picture(face: &Element, url: &str) {
    let Ok(image) = document().create_element("img") else { return };
    dom::set(&image, "src", url);
    // The name stands beside it.
    dom::set(&image, "alt", "");
    face.set_text_content(None);
    dom::append(face, &image);
}

fn initials(name: &str) -> String {
    let first = name.split_whitespace().filter_map(|word| word.chars().next());
    first.take(2).flat_map(char::to_uppercase).collect()
}
