//! One sheet: the head of an official paper, title, tables, signatures.
//!
//! Rows are written from the top down; the sheet remembers where it is.

use super::style::{self, Styles};
use crate::model::Report;
use crate::numbers::{as_float, count_as_float};
use crate::tables::{Cell, Head, Kind, Table, Value, Weight};
use crate::words as w;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};
use tieuchi::Lang;

/// A sheet takes the head of a paper if it has at least so many columns.
const FEWEST: u16 = 8;
/// How many digits fit beside one another on A4 landscape.
const PAPER: u16 = 118;
/// How high a line of text is, in points.
const LINE: u16 = 16;
/// The longest text of a cell, well below what a cell can hold.
const LONGEST: usize = 30_000;
/// Digits after the mark of a share that is shown as a percentage with two.
const SHARE_PLACES: u32 = 4;

type Done = Result<(), XlsxError>;

pub(super) struct Sheet<'s> {
    sheet: &'s mut Worksheet,
    styles: &'s Styles,
    lang: Lang,
    /// The next row.
    row: u32,
    /// How wide each column is.
    widths: Vec<u16>,
}

/// The rows of the heads of a table: the first, and the one after the last.
pub(super) struct Heads {
    first: u32,
    after: u32,
}

impl<'s> Sheet<'s> {
    /// A sheet set up to be printed on A4, with columns wide enough for its tables.
    pub(super) fn new(
        sheet: &'s mut Worksheet,
        styles: &'s Styles,
        tables: &[&Table],
        lang: Lang,
    ) -> Result<Self, XlsxError> {
        let columns = tables.iter().map(|table| table.heads.len()).max().unwrap_or(0);
        let width = |column: usize| {
            let heads = tables.iter().filter_map(|table| table.heads.get(column));
            heads.map(|head| style::width(head.kind)).max().unwrap_or(style::width(Kind::Figure))
        };
        let widths: Vec<u16> = (0..columns.max(usize::from(FEWEST))).map(width).collect();
        for (column, width) in (0u16..).zip(&widths) {
            sheet.set_column_width(column, *width)?;
        }
        sheet.set_paper_size(9).set_landscape();
        // Made smaller where it is wider than the paper, never greater.
        if widths.iter().sum::<u16>() > PAPER {
            sheet.set_print_fit_to_pages(1, 0);
        }
        sheet.set_margins(0.6, 0.6, 0.7, 0.7, 0.3, 0.3).set_print_center_horizontally(true);
        sheet.set_footer(format!("&C&\"Times New Roman,Regular\"&10{} &P/&N", w::PAGE.of(lang)));
        Ok(Self { sheet, styles, lang, row: 0, widths })
    }

    /// Office to the left, state and motto to the right.
    pub(super) fn letterhead(&mut self, report: &Report) -> Done {
        let (left, right) = self.halves();
        let office = report.office.as_deref().map(str::to_uppercase);
        let office = office.as_deref().unwrap_or(w::NO_OFFICE.of(self.lang));
        let styles = self.styles;
        self.span(left, office, &styles.name)?;
        self.span(right, w::STATE.of(self.lang), &styles.name)?;
        self.row += 1;
        self.span(left, w::NUMBER.of(self.lang), &styles.plain)?;
        self.span(right, w::MOTTO.of(self.lang), &styles.motto)?;
        self.row += 2;
        Ok(())
    }

    pub(super) fn title(&mut self, text: &str) -> Done {
        let styles = self.styles;
        self.across(text, &styles.title, 20)
    }

    pub(super) fn subtitle(&mut self, text: &str) -> Done {
        let styles = self.styles;
        self.across(text, &styles.subtitle, 17)
    }

    pub(super) fn notice(&mut self, text: &str) -> Done {
        let styles = self.styles;
        self.across(text, &styles.notice, 18)
    }

    pub(super) fn line(&mut self, text: &str) -> Done {
        let styles = self.styles;
        self.across(text, &styles.line, 17)
    }

    pub(super) fn caption(&mut self, text: &str) -> Done {
        let styles = self.styles;
        self.across(text, &styles.caption, 18)
    }

    pub(super) fn gap(&mut self) {
        self.row += 1;
    }

    /// What something is, and what it says, over the columns after the first.
    pub(super) fn fact(&mut self, what: &str, says: &str) -> Done {
        let (styles, last) = (self.styles, self.last());
        self.span((0, 0), what, &styles.fact_name)?;
        self.span((1, last), says, &styles.fact)?;
        self.row += 1;
        Ok(())
    }

    /// A table: heads, the row that numbers the columns, rows, notes.
    pub(super) fn table(&mut self, table: &Table) -> Result<Heads, XlsxError> {
        let first = self.row;
        self.heads(table)?;
        let after = self.row;
        for row in &table.rows {
            for (column, (cell, head)) in (0u16..).zip(row.cells.iter().zip(&table.heads)) {
                let places = table.places(usize::from(column));
                self.cell(column, cell, head, places, row.weight != Weight::Plain)?;
            }
            // Not every program finds the height of a row by itself.
            let heights = row.cells.iter().zip(&table.heads).map(|(cell, head)| match &cell.value {
                Value::Words(text) | Value::Label(text) => lines(text, style::width(head.kind)),
                Value::Lines(texts) | Value::Files(texts) => {
                    lines(&texts.join("\n"), style::width(head.kind))
                }
                Value::Count(_) | Value::Number(_) | Value::Share(_) | Value::Nothing | Value::Blank => 1,
            });
            let height = heights.max().unwrap_or(1).saturating_mul(LINE).saturating_add(3).min(400);
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        let styles = self.styles;
        for note in &table.notes {
            self.across(note, &styles.note, 17)?;
        }
        Ok(Heads { first, after })
    }

    /// Keeps the heads of a table in sight while it is read, and repeats them on every page.
    pub(super) fn keep_in_sight(&mut self, heads: Heads, table: &Table) -> Done {
        let name = table.heads.iter().position(|head| head.kind == Kind::Name).map_or(0, |name| name + 1);
        self.sheet.set_repeat_rows(heads.first, heads.after.saturating_sub(1))?;
        self.sheet.set_freeze_panes(heads.after, u16::try_from(name).unwrap_or(0))?;
        Ok(())
    }

    /// Place and date, and who signs.
    pub(super) fn signatures(&mut self, report: &Report) -> Done {
        let ((left, right), styles) = (self.halves(), self.styles);
        self.row += 1;
        self.span(right, &w::place_and_date(&report.place, self.lang), &styles.date)?;
        self.row += 1;
        self.span(left, w::COMPILER.of(self.lang), &styles.name)?;
        self.span(right, w::HEAD.of(self.lang), &styles.name)?;
        self.row += 1;
        self.span(left, w::SIGN.of(self.lang), &styles.date)?;
        self.span(right, w::SIGN_AND_SEAL.of(self.lang), &styles.date)?;
        self.row += 6;
        Ok(())
    }

    fn heads(&mut self, table: &Table) -> Done {
        let styles = self.styles;
        let first = self.row;
        let last = if table.grouped() { first + 1 } else { first };
        let mut column = 0u16;
        let mut heads = table.heads.iter();
        for (group, columns) in table.groups() {
            let columns = u16::try_from(columns).map_err(|_| XlsxError::RowColumnLimitError)?;
            if let Some(group) = group {
                self.area((first, column), (first, column + columns - 1), group, &styles.head)?;
            }
            for (at, head) in (column..).zip(heads.by_ref().take(usize::from(columns))) {
                let top = if group.is_some() { last } else { first };
                self.area((top, at), (last, at), &head.text, &styles.head)?;
            }
            column += columns;
        }
        let high = |grouped: bool| {
            let heads = table.heads.iter().filter(|head| head.group.is_some() == grouped);
            heads.map(|head| lines(&head.text, style::width(head.kind))).max().unwrap_or(1)
        };
        // A head without a group stands beside the group and what is under it.
        let under = high(true).max(high(false).saturating_sub(u16::from(table.grouped())));
        let group = table.groups().into_iter().filter_map(|(group, columns)| {
            let width = style::width(Kind::Figure).saturating_mul(u16::try_from(columns).unwrap_or(1));
            Some(lines(group?, width))
        });
        self.sheet.set_row_height(first, group.max().unwrap_or(1).saturating_mul(LINE) + 4)?;
        self.sheet.set_row_height(last, under.saturating_mul(LINE) + 4)?;
        self.row = last + 1;
        for (column, sign) in (0u16..).zip(column_signs(&table.heads)) {
            self.sheet.write_string_with_format(self.row, column, sign, &styles.number_row)?;
        }
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, column: u16, cell: &Cell, head: &Head, places: u32, bold: bool) -> Done {
        let format = |numbers| style::cell(head.kind, numbers, bold);
        let (sheet, row) = (&mut *self.sheet, self.row);
        match &cell.value {
            Value::Words(text) | Value::Label(text) => {
                sheet.write_string_with_format(row, column, held(text), &format(None))?
            }
            Value::Lines(lines) | Value::Files(lines) => {
                sheet.write_string_with_format(row, column, held(&lines.join("\n")), &format(None))?
            }
            Value::Count(count) => {
                let format = format(Some(style::number(0)));
                sheet.write_number_with_format(row, column, count_as_float(*count), &format)?
            }
            Value::Number(number) => {
                let format = format(Some(style::number(places)));
                sheet.write_number_with_format(row, column, as_float(*number, places), &format)?
            }
            Value::Share(share) => {
                let format = format(Some(style::SHARE));
                sheet.write_number_with_format(row, column, as_float(*share, SHARE_PLACES), &format)?
            }
            Value::Nothing => sheet.write_string_with_format(row, column, "–", &format(None))?,
            Value::Blank => sheet.write_blank(row, column, &format(None))?,
        };
        Ok(())
    }

    /// A text over all columns, in a row that is high enough for its lines.
    fn across(&mut self, text: &str, format: &Format, height: u16) -> Done {
        let last = self.last();
        self.span((0, last), text, format)?;
        let lines = lines(text, self.widths.iter().fold(0, |sum: u16, width| sum.saturating_add(*width)));
        self.sheet.set_row_height(self.row, height.saturating_mul(lines).min(400))?;
        self.row += 1;
        Ok(())
    }

    /// A text over some columns of the row.
    fn span(&mut self, (first, last): (u16, u16), text: &str, format: &Format) -> Done {
        self.area((self.row, first), (self.row, last), text, format)
    }

    /// A text over a rectangle, merged if it is more than one cell.
    fn area(
        &mut self,
        (top, left): (u32, u16),
        (bottom, right): (u32, u16),
        text: &str,
        format: &Format,
    ) -> Done {
        let text = held(text);
        if (top, left) == (bottom, right) {
            self.sheet.write_string_with_format(top, left, text, format)?;
        } else {
            self.sheet.merge_range(top, left, bottom, right, text, format)?;
        }
        Ok(())
    }

    /// The columns of the left part of a paper, at most half of it, and those of the right.
    fn halves(&self) -> ((u16, u16), (u16, u16)) {
        let all: u32 = self.widths.iter().map(|width| u32::from(*width)).sum();
        let mut left = 0u32;
        let mut split = 0u16;
        for width in &self.widths {
            left += u32::from(*width);
            if left * 2 > all && split > 0 {
                break;
            }
            split += 1;
        }
        let last = self.last();
        let split = split.clamp(1, last);
        ((0, split - 1), (split, last))
    }

    fn last(&self) -> u16 {
        u16::try_from(self.widths.len()).unwrap_or(u16::MAX).saturating_sub(1)
    }
}

/// In how many lines a text stands in a column, somewhat more rather than less.
fn lines(text: &str, width: u16) -> u16 {
    let width = usize::from(width.saturating_sub(1).max(1));
    let lines: usize = text.split('\n').map(|line| line.chars().count().div_ceil(width).max(1)).sum();
    u16::try_from(lines).unwrap_or(u16::MAX).clamp(1, 40)
}

/// What a cell can hold of a text.
fn held(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| text.split_at(end).0)
}

/// What stands under the heads: letters for texts, numbers for figures.
fn column_signs(heads: &[Head]) -> Vec<String> {
    let (mut letters, mut numbers) = ('A'..='Z', 1..);
    let sign = |head: &Head| match head.kind {
        Kind::Figure => numbers.next().map_or_else(String::new, |number: u32| format!("({number})")),
        _ => letters.next().map_or_else(String::new, |letter| format!("({letter})")),
    };
    heads.iter().map(sign).collect()
}
