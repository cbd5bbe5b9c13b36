//! Tables as they are shown, before they are a page or a sheet.
//!
//! In: the model. Out: heads, rows and cells with their values, and with every figure the condition
//! by which the rows behind it are found. The page and the workbook print the same tables.

mod cover;
mod history;
mod items;
mod places;
mod quality;
mod standings;
mod targets;

pub(crate) use cover::{conditions, digests, files, headlines, sets};
pub(crate) use history::history;
pub(crate) use items::{costliest, costly, indifferent, items, loss, often_not_met};
pub(crate) use places::places;
pub(crate) use quality::problems;
pub(crate) use standings::{bins, standings};
pub(crate) use targets::{at_a_glance, due, nearest, target_places, targets};

use crate::numbers::PLACES;
use crate::words::Word;
use tieuchi::{Exact, Lang};

/// One table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    pub caption: String,
    pub heads: Vec<Head>,
    pub rows: Vec<Row>,
    /// Lines under the table.
    pub notes: Vec<String>,
    /// Whether it needs the long side of the paper.
    pub wide: bool,
}

/// The head of a column.
#[derive(Clone, Debug)]
pub(crate) struct Head {
    pub text: String,
    /// What it has in common with its neighbours.
    pub group: Option<String>,
    pub kind: Kind,
}

/// What a column holds, which decides how it is aligned and how wide it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The number of the row.
    Ordinal,
    /// A code, which is never broken.
    Code,
    /// A short text: a verdict, a milestone.
    Short,
    /// What the row is about; it heads the row.
    Name,
    /// A long text.
    Text,
    /// A digest.
    Digest,
    /// A figure.
    Figure,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub cells: Vec<Cell>,
    pub weight: Weight,
}

/// What a row is among the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Weight {
    #[default]
    Plain,
    /// The rows that follow are parts of it.
    Heading,
    /// It stands for all others.
    Total,
}

/// A cell.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub value: Value,
    /// Level, place and condition of the rows behind it: `citizens · 30337 · class = đạt`.
    pub rows: Option<String>,
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Our own words.
    Words(String),
    /// A text of the data, in the language of the set.
    Label(String),
    /// Several texts, a line each.
    Lines(Vec<String>),
    /// Files beside the report.
    Files(Vec<String>),
    Count(u64),
    /// A number; two digits are shown if any of its column has a fraction.
    Number(Exact),
    /// A share of one.
    Share(Exact),
    /// There is no such figure.
    Nothing,
    /// Nothing is expected here.
    Blank,
}

impl Head {
    pub(crate) fn new(text: Word, kind: Kind, lang: Lang) -> Self {
        Self { text: text.of(lang).to_owned(), group: None, kind }
    }

    /// A column of figures under a common head.
    fn of(group: &str, text: Word, lang: Lang) -> Self {
        Self { group: Some(group.to_owned()), ..Self::new(text, Kind::Figure, lang) }
    }

    /// A column of figures under a common head, by a name of the data.
    fn named(group: &str, text: &str) -> Self {
        Self { text: text.to_owned(), group: Some(group.to_owned()), kind: Kind::Figure }
    }
}

impl Cell {
    pub(crate) fn words(text: impl Into<String>) -> Self {
        Self { value: Value::Words(text.into()), rows: None }
    }

    pub(crate) fn label(text: impl Into<String>) -> Self {
        Self { value: Value::Label(text.into()), rows: None }
    }

    fn ordinal(at: usize) -> Self {
        Self { value: Value::Count(at as u64 + 1), rows: None }
    }

    fn nothing() -> Self {
        Self { value: Value::Nothing, rows: None }
    }

    fn blank() -> Self {
        Self { value: Value::Blank, rows: None }
    }

    fn count(count: u64, rows: String) -> Self {
        Self { value: Value::Count(count), rows: Some(rows) }
    }

    fn share(share: Option<Exact>, rows: String) -> Self {
        share.map_or_else(Self::nothing, |share| Self { value: Value::Share(share), rows: Some(rows) })
    }

    fn number(number: Option<Exact>, rows: String) -> Self {
        number.map_or_else(Self::nothing, |number| Self { value: Value::Number(number), rows: Some(rows) })
    }
}

impl Table {
    /// How the heads stand: for each group, or head without one, how many columns it covers.
    pub(crate) fn groups(&self) -> Vec<(Option<&str>, usize)> {
        let mut out: Vec<(Option<&str>, usize)> = Vec::new();
        for head in &self.heads {
            match out.last_mut() {
                Some((Some(group), columns)) if head.group.as_deref() == Some(*group) => *columns += 1,
                _ => out.push((head.group.as_deref(), 1)),
            }
        }
        out
    }

    /// How many digits after the mark the numbers of a column are shown with.
    pub(crate) fn places(&self, column: usize) -> u32 {
        let cells = self.rows.iter().filter_map(|row| row.cells.get(column));
        let fraction = |cell: &Cell| matches!(cell.value, Value::Number(number) if !number.is_whole());
        if cells.into_iter().any(fraction) { PLACES } else { 0 }
    }

    /// Whether any heads stand under a common one.
    pub(crate) fn grouped(&self) -> bool {
        self.heads.iter().any(|head| head.group.is_some())
    }
}

/// Where the rows behind a figure are: level, place (`*`: all), condition.
fn source(level: &str, place: &str, condition: &str) -> String {
    format!("{level} · {place} · {condition}")
}

/// The place of figures that are about all places.
const EVERYWHERE: &str = "*";
