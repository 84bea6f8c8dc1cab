//! Lines that were broken at a shorter width than this crate's, joined again where they fit.
//!
//! The printer breaks at 89 columns and cannot be told otherwise; documentation and tables have 120.

use super::WIDTH;

/// Joins what is in brackets, and chains of methods.
pub(super) fn joined(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut text = fold(&lines).join("\n");
    text.push('\n');
    text
}

fn fold(lines: &[&str]) -> Vec<String> {
    let mut folded: Vec<String> = Vec::with_capacity(lines.len());
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let closing = closing(lines, index);
        match closing {
            None => folded.push((*line).to_owned()),
            Some(end) => {
                let inner = fold(&lines[index + 1..end]);
                match in_one_line(line, &inner, lines[end]) {
                    Some(whole) => folded.push(whole),
                    None => {
                        folded.push((*line).to_owned());
                        folded.extend(inner);
                        folded.push(lines[end].to_owned());
                    }
                }
                index = end;
            }
        }
        index += 1;
    }
    chains(folded)
}

/// The line that closes the bracket at the end of this one.
fn closing(lines: &[&str], start: usize) -> Option<usize> {
    let line = lines[start];
    let is_comment = line.trim_start().starts_with("//");
    let is_opened = line.ends_with(['(', '[', '{']) && !is_comment;
    let margin = margin(line);
    let is_end = |line: &&str| self::margin(line) == margin && line.trim_start().starts_with([')', ']', '}']);
    let end = is_opened.then(|| lines[start + 1..].iter().position(is_end)).flatten()?;
    Some(start + 1 + end)
}

/// `call(a, b)` of a line, what is in its brackets, and the line that closes them. A block stays one.
fn in_one_line(first: &str, inner: &[String], last: &str) -> Option<String> {
    if first.ends_with('{') {
        return None;
    }
    let depth = margin(first) + 4;
    let is_plain = |line: &String| margin(line) == depth && !line.trim_start().starts_with(['#', '/', '.']);
    if !inner.iter().all(is_plain) {
        return None;
    }
    let inner = inner.iter().map(|line| line.trim_start()).collect::<Vec<_>>().join(" ");
    let whole = format!("{first}{}{}", inner.trim_end_matches(','), last.trim_start());
    (whole.len() <= WIDTH).then_some(whole)
}

/// Chains in one line where they fit; else the links that lead to the first call.
fn chains(lines: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().peekable();
    while let Some(first) = lines.next() {
        let depth = margin(&first) + 4;
        let is_link = |line: &String| margin(line) == depth && line.trim_start().starts_with('.');
        let mut links = Vec::new();
        while let Some(link) = lines.next_if(is_link) {
            links.push(link);
        }
        let whole = links.iter().fold(first.clone(), |whole, link| whole + link.trim_start());
        // A link of several lines follows with what it holds.
        let is_whole = lines.peek().is_none_or(|next| margin(next) < depth);
        if whole.len() <= WIDTH && is_whole {
            joined.push(whole);
            continue;
        }
        let first_call = links.iter().position(|link| link.contains('(')).filter(|_| !first.contains('('));
        let to_call = first_call.map_or(0, |call| call + 1);
        let to_call = if is_whole || to_call < links.len() { to_call } else { 0 };
        let start = links[..to_call].iter().fold(first, |start, link| start + link.trim_start());
        joined.push(start);
        joined.extend(links.drain(to_call..));
    }
    joined
}

fn margin(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn what_fits_is_joined() {
        let broken = "fn a(\n    &self,\n    id: u8,\n) -> B {\n    C(\n        self\n            .client\n            .call(D)\n            .path(\"id\", &id),\n    )\n}\n";
        assert_eq!(joined(broken), "fn a(&self, id: u8) -> B {\n    C(self.client.call(D).path(\"id\", &id))\n}\n");
    }

    #[test]
    fn a_long_chain_begins_with_its_first_call() {
        let link = format!(".path(\"{}\")", "x".repeat(60));
        let broken =
            format!("fn a() {{\n    self\n        .client\n        .call(D)\n        {link}\n        {link}\n}}\n");
        let expected = format!("fn a() {{\n    self.client.call(D)\n        {link}\n        {link}\n}}\n");
        assert_eq!(joined(&broken), expected);
    }

    #[test]
    fn documentation_stays_where_it_is() {
        let text = "/// one (\n/// two\n/// )\n#[a(\n    /// x\n    b,\n)]\nfn a() {}\n";
        assert_eq!(joined(text), text);
    }
}
