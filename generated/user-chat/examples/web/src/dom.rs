//! The page's elements, found and made. Enters: ids and names of `index.html`. Leaves: elements. What they mean is not its business.

use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{
    Document, Element, EventTarget, HtmlDialogElement, HtmlElement, HtmlInputElement, HtmlTemplateElement, Window,
};

pub(crate) fn window() -> Window {
    web_sys::window().expect("a page has a window")
}

pub(crate) fn document() -> Document {
    window().document().expect("a page has a document")
}

/// The element of this id.
pub(crate) fn get<T: JsCast>(id: &str) -> T {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into().ok());
    found.unwrap_or_else(|| panic!("index.html has no {id}"))
}

pub(crate) fn html(id: &str) -> HtmlElement {
    get(id)
}

/// What a field holds.
pub(crate) fn value(id: &str) -> String {
    get::<HtmlInputElement>(id).value()
}

pub(crate) fn set_value(id: &str, value: &str) {
    get::<HtmlInputElement>(id).set_value(value);
}

pub(crate) fn show(id: &str, is_shown: bool) {
    html(id).set_hidden(!is_shown);
}

/// Writes this. What is the same already is not written, so that it is not read out again.
pub(crate) fn write(id: &str, text: &str) {
    let element = html(id);
    if element.text_content().as_deref() != Some(text) {
        element.set_text_content(Some(text));
    }
}

/// Shows these words as an alert or the like; hides it without any.
pub(crate) fn say(id: &str, words: Option<&str>) {
    // Shown before it is filled: what is read out is a change of what is there.
    show(id, words.is_some());
    write(id, words.unwrap_or_default());
}

pub(crate) fn focus(id: &str) {
    // What cannot have the focus does not get it.
    let _ = html(id).focus();
}

/// A copy of the one element in a template.
pub(crate) fn stamp(template: &str) -> Element {
    let content = get::<HtmlTemplateElement>(template).content();
    let first = content.first_element_child().expect("a template has an element");
    first.clone_node_with_deep(true).expect("an element can be copied").unchecked_into()
}

/// The element in `root` whose `data-part` is this.
pub(crate) fn part(root: &Element, name: &str) -> Element {
    let found = root.query_selector(&format!("[data-part={name}]")).ok().flatten();
    found.unwrap_or_else(|| panic!("index.html has no part {name}"))
}

pub(crate) fn set(element: &Element, name: &str, value: &str) {
    // Only a name that is none is refused.
    let _ = element.set_attribute(name, value);
}

pub(crate) fn class(element: &Element, name: &str, has: bool) {
    let _ = element.class_list().toggle_with_force(name, has);
}

pub(crate) fn append(parent: &Element, child: &Element) {
    let _ = parent.append_child(child);
}

/// Calls this at each such event, as long as the page is there.
pub(crate) fn on<E: JsCast + 'static>(target: &EventTarget, event: &str, mut run: impl FnMut(E) + 'static) {
    let run = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| run(event.unchecked_into()));
    let _ = target.add_event_listener_with_callback(event, run.as_ref().unchecked_ref());
    run.forget();
}

/// The element with this attribute that was clicked on, and its value.
pub(crate) fn clicked(event: &web_sys::MouseEvent, attribute: &str) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let element = target.closest(&format!("[{attribute}]")).ok()??;
    let value = element.get_attribute(attribute)?;
    Some((element, value))
}

pub(crate) fn dialog(id: &str) -> HtmlDialogElement {
    get(id)
}

/// Which of the views is seen, where there is room for one alone.
pub(crate) fn view(name: &str) {
    if let Some(body) = document().body() {
        set(&body, "data-view", name);
    }
}
