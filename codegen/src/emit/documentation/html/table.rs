//! Tables: the first row is the head, and every row has as many cells as the longest.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

use super::Page;

/// A table that is being read.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// Where it begins among the events, once it has a row.
    start: Option<usize>,
    /// Where its first row ends, which is its head.
    head_end: Option<usize>,
    head_cells: usize,
    /// Cells of the row that is open, and of the longest one.
    cells: usize,
    columns: usize,
}

impl Page<'_> {
    pub(super) fn row(&mut self) {
        self.end_row();
        let Some(grid) = &self.grid else { return self.end_paragraph() };
        if grid.start.is_none() {
            self.end_paragraph();
            self.start(Tag::Table(Vec::new()), Some("table"));
            let start = Some(self.events.len() - 1);
            self.start(Tag::TableHead, Some("tr"));
            self.grid = Some(Grid { start, ..Grid::default() });
        } else {
            self.start(Tag::TableRow, Some("tr"));
        }
    }

    pub(super) fn cell(&mut self, name: &str) {
        if self.grid.is_none() {
            return self.end_paragraph();
        }
        if self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)).is_none() {
            self.row();
        }
        if let Some(row) = self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)) {
            self.close_to(row + 1);
            self.start(Tag::TableCell, Some(name));
            if let Some(grid) = &mut self.grid {
                grid.cells += 1;
                grid.columns = grid.columns.max(grid.cells);
            }
        }
    }

    pub(super) fn end_row(&mut self) {
        self.end_code();
        if let Some(row) = self.html_position(|end| matches!(end, TagEnd::TableHead | TagEnd::TableRow)) {
            self.close_to(row);
        }
    }

    pub(super) fn end_table(&mut self) {
        self.end_row();
        match self.html_position(|end| matches!(end, TagEnd::Table)) {
            Some(table) => self.close_to(table),
            None => self.grid = None,
        }
    }

    /// Gives the table its columns, and the head a cell for each.
    pub(super) fn settle_table(&mut self) {
        let Some(grid) = self.grid.take() else { return };
        if let Some(start) = grid.start.and_then(|start| self.events.get_mut(start)) {
            *start = Event::Start(Tag::Table(vec![Alignment::None; grid.columns]));
        }
        if let Some(end) = grid.head_end {
            let missing = grid.columns.saturating_sub(grid.head_cells);
            let cell = [Event::Start(Tag::TableCell), Event::End(TagEnd::TableCell)];
            self.events.splice(end..end, cell.into_iter().cycle().take(2 * missing).collect::<Vec<_>>());
        }
    }

    /// Notes that a row has ended.
    pub(super) fn settle_row(&mut self, end: &TagEnd) {
        let Some(grid) = &mut self.grid else { return };
        if *end == TagEnd::TableHead {
            (grid.head_end, grid.head_cells) = (Some(self.events.len()), grid.cells);
        }
        grid.cells = 0;
    }
}
