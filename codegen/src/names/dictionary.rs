//! The words of texts that were met: descriptions say the same few over and over.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::case::{Symbols, signed_words};

/// What was taken apart, with its words; texts of one length together, of which few are like each other.
#[derive(Debug, Default)]
pub(super) struct Dictionary(RefCell<Vec<BTreeMap<String, String>>>);

/// All longer texts are together.
const LONGEST: usize = 255;

impl Dictionary {
    /// Puts the words of a text, which may have a sign in front, behind others.
    pub(super) fn add(&self, text: &str, words: &mut String) {
        if !words.is_empty() {
            words.push(' ');
        }
        let mut all = self.0.borrow_mut();
        let length = text.len().min(LONGEST);
        if all.len() <= length {
            all.resize_with(length + 1, BTreeMap::new);
        }
        let known = &mut all[length];
        if let Some(own) = known.get(text) {
            words.push_str(own);
            return;
        }
        let own = signed_words(text, Symbols::Telling);
        words.push_str(&own);
        known.insert(text.to_owned(), own);
    }
}
