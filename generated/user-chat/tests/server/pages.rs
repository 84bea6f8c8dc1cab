//! Cuts a list into pages. A cursor names the item at the edge of a page, so that it stays valid while the list grows.

use serde_json::{Value, json};

use super::problem::Problem;

/// What the query of a list says, in the order in which it was written.
pub(super) struct Query(pub(super) Vec<(String, String)>);

impl Query {
    /// The value of a parameter that may come once.
    pub(super) fn get(&self, name: &str) -> Result<Option<&str>, Problem> {
        match self.all(name).as_slice() {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(Problem::malformed(format!("{name} may come once."))),
        }
    }

    /// Every value of a parameter.
    pub(super) fn all(&self, name: &str) -> Vec<&str> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str()).collect()
    }

    fn limit(&self) -> Result<usize, Problem> {
        let Some(text) = self.get("limit")? else {
            return Ok(20);
        };
        match text.parse() {
            Ok(limit @ 1..=100) => Ok(limit),
            _ => Err(Problem::malformed("limit must be a number from 1 to 100.")),
        }
    }
}

/// An item of a list with the text that names it in a cursor.
pub(super) struct Item {
    pub(super) key: String,
    pub(super) json: Value,
}

/// A page of a list that is read in one direction.
pub(super) fn forward(items: Vec<Item>, query: &Query) -> Result<Value, Problem> {
    let start = match query.get("cursor")? {
        Some(cursor) => position(&items, cursor)? + 1,
        None => 0,
    };
    let end = items.len().min(start + query.limit()?);
    let next = next_cursor(&items, end);
    Ok(json!({ "items": cut(items, start, end), "next_cursor": next }))
}

/// A page of a list that is read in both directions.
pub(super) fn both_ways(items: Vec<Item>, query: &Query) -> Result<Value, Problem> {
    let limit = query.limit()?;
    let (start, end) = match (query.get("after")?, query.get("before")?) {
        (Some(_), Some(_)) => {
            return Err(Problem::malformed("after and before exclude each other."));
        }
        (Some(cursor), None) => starting_at(&items, position(&items, cursor)? + 1, limit),
        (None, Some("end")) => ending_at(items.len(), limit),
        (None, Some(cursor)) => ending_at(position(&items, cursor)?, limit),
        (None, None) => starting_at(&items, 0, limit),
    };
    let next = next_cursor(&items, end);
    let previous = (start > 0).then(|| cursor(&items[start]));
    Ok(json!({ "items": cut(items, start, end), "next_cursor": next, "previous_cursor": previous }))
}

fn starting_at(items: &[Item], start: usize, limit: usize) -> (usize, usize) {
    (start, items.len().min(start + limit))
}

fn ending_at(end: usize, limit: usize) -> (usize, usize) {
    (end.saturating_sub(limit), end)
}

fn next_cursor(items: &[Item], end: usize) -> Option<String> {
    (0 < end && end < items.len()).then(|| cursor(&items[end - 1]))
}

/// With characters that a query must escape, because a cursor is opaque and a client may not rely on its alphabet.
fn cursor(item: &Item) -> String {
    format!("at={}&+", item.key)
}

fn position(items: &[Item], text: &str) -> Result<usize, Problem> {
    items
        .iter()
        .position(|item| cursor(item) == text)
        .ok_or_else(|| Problem::malformed(format!("{text:?} is not a cursor of this list.")))
}

fn cut(items: Vec<Item>, start: usize, end: usize) -> Vec<Value> {
    items.into_iter().take(end).skip(start).map(|item| item.json).collect()
}
