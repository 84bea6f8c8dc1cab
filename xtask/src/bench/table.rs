//! A table of figures: a row for each, a column for each who is measured, and the aim at its end. How it looks is decided here, what it
//! says is not.

use std::fmt::Write as _;
use std::ops::Range;

use super::aim::Aim;
use super::figure::Figure;

/// Stands where nothing was measured.
const NONE: &str = "–";

/// Figures side by side. The first column of them is ours.
#[derive(Debug)]
pub(super) struct Table {
    title: &'static str,
    columns: Vec<String>,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    subject: String,
    measure: &'static str,
    figures: Vec<Option<Figure>>,
    aim: Aim,
    /// The figures that the aim is about.
    judged: Range<usize>,
}

/// How a table is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// In columns, for a terminal.
    #[default]
    Plain,
    /// As Markdown.
    Markdown,
}

impl Table {
    pub(super) fn new(title: &'static str, columns: &[&str]) -> Self {
        Self { title, columns: columns.iter().map(|column| (*column).to_owned()).collect(), rows: Vec::new() }
    }

    /// One more row; figures that are not there stand at its end or in between.
    pub(super) fn push(&mut self, subject: &str, measure: &'static str, figures: Vec<Option<Figure>>, aim: Aim) {
        let all = 0..figures.len();
        self.push_of(subject, measure, figures, aim, all);
    }

    /// One more row, whose aim is about some of the figures.
    pub(super) fn push_of(
        &mut self,
        subject: &str,
        measure: &'static str,
        figures: Vec<Option<Figure>>,
        aim: Aim,
        judged: Range<usize>,
    ) {
        if figures.iter().any(Option::is_some) {
            self.rows.push(Row { subject: subject.to_owned(), measure, figures, aim, judged });
        }
    }

    pub(super) fn written(&self, layout: Layout) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let cells = self.cells();
        match layout {
            Layout::Plain => plain(self.title, &cells),
            Layout::Markdown => markdown(self.title, &cells),
        }
    }

    /// The head and all rows, each of the same length; a subject is named once.
    fn cells(&self) -> Vec<Vec<String>> {
        let mut head = vec![self.title.to_owned(), String::new()];
        head.extend(self.columns.iter().cloned());
        head.extend(["aim".to_owned(), String::new()]);
        let mut cells = vec![head];
        let mut last = "";
        for row in &self.rows {
            let subject = if row.subject == last { "" } else { &row.subject };
            last = &row.subject;
            let mut line = vec![subject.to_owned(), row.measure.to_owned()];
            let figure = |at| row.figures.get(at).copied().flatten();
            line.extend(
                (0..self.columns.len()).map(|at| figure(at).map_or_else(|| NONE.to_owned(), |it| it.to_string())),
            );
            line.extend([row.aim.to_string(), row.aim.verdict(&row.figures[row.judged.clone()]).to_owned()]);
            cells.push(line);
        }
        cells
    }
}

/// Words to the left, figures to the right.
fn plain(title: &str, cells: &[Vec<String>]) -> String {
    let widths = widths(cells);
    let last = widths.len() - 1;
    let mut text = String::new();
    for (at, row) in cells.iter().enumerate() {
        let mut line = String::new();
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let gap = if column == 0 { "" } else { "  " };
            let _ = match column {
                0 | 1 => write!(line, "{gap}{cell:<width$}"),
                _ if column + 1 >= last => write!(line, "{gap}{cell:<width$}"),
                _ => write!(line, "{gap}{cell:>width$}"),
            };
        }
        let _ = writeln!(text, "{}", line.trim_end());
        if at == 0 {
            let _ = writeln!(text, "{}", "-".repeat(widths.iter().map(|width| width + 2).sum::<usize>() - 2));
        }
    }
    debug_assert!(text.starts_with(title));
    text
}

fn markdown(title: &str, cells: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (at, row) in cells.iter().enumerate() {
        let escaped: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(text, "| {} |", escaped.join(" | "));
        if at == 0 {
            let last = row.len() - 1;
            let rule = |column| if column < 2 || column + 1 >= last { "---" } else { "---:" };
            let _ = writeln!(text, "|{}|", (0..row.len()).map(rule).collect::<Vec<_>>().join("|"));
        }
    }
    debug_assert!(text.starts_with(&format!("| {title}")));
    text
}

/// In characters.
fn widths(cells: &[Vec<String>]) -> Vec<usize> {
    let columns = cells.first().map_or(0, Vec::len);
    let widest = |column: usize| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    (0..columns).map(widest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new("generate", &["ours", "theirs"]);
        table.push("pets", "lines", vec![Some(Figure::Count(1200)), Some(Figure::Count(34567))], Aim::Least);
        table.push("pets", "growth", vec![Some(Figure::Ratio(2.5)), None], Aim::AtMost(Figure::Ratio(2.3)));
        table.push("shop", "lines", vec![None, None], Aim::Least);
        table
    }

    #[test]
    fn figures_stand_below_each_other_with_their_aim() {
        let expected = "\
generate           ours  theirs  aim
--------------------------------------------
pets      lines   1,200  34,567  least   met
          growth   2.50       –  ≤ 2.30  not met
";
        let text = table().written(Layout::Plain);
        let without_rule =
            |text: &str| text.lines().filter(|line| !line.starts_with("--")).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(without_rule(&text), without_rule(expected));
    }

    #[test]
    fn the_same_is_a_table_in_markdown() {
        let expected = "\
| generate |  | ours | theirs | aim |  |
|---|---|---:|---:|---|---|
| pets | lines | 1,200 | 34,567 | least | met |
|  | growth | 2.50 | – | ≤ 2.30 | not met |
";
        assert_eq!(table().written(Layout::Markdown), expected);
    }

    #[test]
    fn where_nothing_was_measured_there_is_no_table() {
        let mut table = Table::new("check", &["ours"]);
        table.push("pets", "bodies", vec![None], Aim::Least);
        assert_eq!(table.written(Layout::Plain), "");
    }
}
