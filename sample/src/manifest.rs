//! What a sample consists of, and what is wrong in it on purpose.
//!
//! In: the options, the rows counted while the tables were made, the tally of flaws. Out: plain data
//! that is written beside the tables as `manifest.json`.

use crate::flaws::{Flaw, Flaws, Tally};
use crate::names::Table;
use crate::{Options, Province};
use serde::Serialize;
use std::collections::BTreeMap;

/// What people have to know before anything else.
const INVENTED: Bilingual = Bilingual {
    vi: "Số liệu bịa ra để thử máy, không nói về người, đơn vị hay địa phương nào có thật; \
         chỉ mã và tên đơn vị hành chính là thật.",
    en: "Figures invented to try the machine; they say nothing about any real person, unit or place. \
         Only the codes and names of administrative units are real.",
};

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bilingual {
    /// Tiếng Việt.
    pub vi: &'static str,
    /// English.
    pub en: &'static str,
}

/// Description of a sample.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Always true: every figure is invented.
    pub invented: bool,
    /// The same in words.
    pub about: Bilingual,
    /// Version of the crate that made it; another version may make another sample.
    pub version: &'static str,
    /// The seed.
    pub seed: u64,
    /// How many citizens were asked for; those planted twice come on top.
    pub citizens: u32,
    /// The year all days lean on.
    pub year: i32,
    /// How many communes they live in.
    pub communes: usize,
    /// The tables.
    pub tables: Vec<TableEntry>,
    /// The flaws.
    pub flaws: Vec<FlawEntry>,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TableEntry {
    /// Its name, and the name of its file.
    pub name: &'static str,
    /// `subjects`, `evidence`, `edges` or `register`.
    pub kind: &'static str,
    /// The table whose `id` its `subject` is.
    pub subjects: &'static str,
    /// How many rows it has.
    pub rows: u64,
    /// The sets that read it.
    pub read_by: Vec<Reader>,
}

/// A set that reads a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reader {
    /// Identifier of the set.
    pub set: &'static str,
    /// The kind of subject, the evidence or the members that the rows are in the set.
    #[serde(rename = "as")]
    pub name: &'static str,
}

/// How many rows of one table have one kind of flaw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FlawEntry {
    /// The kind.
    pub kind: &'static str,
    /// Where.
    pub table: &'static str,
    /// The column; empty for the row as a whole.
    pub column: &'static str,
    /// How many rows.
    pub rows: u64,
    /// The rate that was asked for, in rows of a million.
    pub per_million: u32,
    /// `equal`, `unknown`, `ignored`, `refused` or `relation`; see [`crate::Effect`].
    pub effect: &'static str,
    /// What was done.
    pub about: &'static str,
}

impl Manifest {
    /// How many flaws of one kind there are in a table, whatever the column.
    #[must_use]
    pub fn planted(&self, flaw: Flaw, table: Table) -> u64 {
        let here = |entry: &&FlawEntry| entry.kind == flaw.name() && entry.table == table.name();
        self.flaws.iter().filter(here).map(|entry| entry.rows).sum()
    }

    /// How many rows a table has.
    #[must_use]
    pub fn rows(&self, table: Table) -> u64 {
        self.tables.iter().filter(|entry| entry.name == table.name()).map(|entry| entry.rows).sum()
    }

    pub(crate) fn new(province: &Province, rows: &BTreeMap<Table, u64>, tally: &Tally) -> Self {
        let Options { seed, citizens, year, flaws } = province.options;
        Self {
            invented: true,
            about: INVENTED,
            version: env!("CARGO_PKG_VERSION"),
            seed,
            citizens,
            year,
            communes: province.places.len(),
            tables: Table::ALL.iter().map(|&table| entry(table, rows)).collect(),
            flaws: tally
                .iter()
                .map(|((flaw, table, column), rows)| planted(flaws, flaw, table, column, rows))
                .collect(),
        }
    }
}

fn entry(table: Table, rows: &BTreeMap<Table, u64>) -> TableEntry {
    let reader = |&(set, name): &(&'static str, &'static str)| Reader { set, name };
    TableEntry {
        name: table.name(),
        kind: table.kind().word(),
        subjects: table.subjects(),
        rows: rows.get(&table).copied().unwrap_or(0),
        read_by: table.read_by().iter().map(reader).collect(),
    }
}

fn planted(flaws: Flaws, flaw: Flaw, table: Table, column: &'static str, rows: u64) -> FlawEntry {
    FlawEntry {
        kind: flaw.name(),
        table: table.name(),
        column,
        rows,
        per_million: flaws.rate(flaw),
        effect: flaw.effect().word(),
        about: flaw.about(),
    }
}

/// What every file carries in its own metadata, as JSON under the key [`METADATA`].
pub(crate) fn metadata(options: &Options) -> Result<String, serde_json::Error> {
    #[derive(Serialize)]
    struct Of {
        invented: bool,
        about: Bilingual,
        seed: u64,
        citizens: u32,
        year: i32,
    }
    let Options { seed, citizens, year, .. } = *options;
    serde_json::to_string(&Of { invented: true, about: INVENTED, seed, citizens, year })
}

/// The key of the metadata of a schema and of a file.
pub const METADATA: &str = "tieuchi.sample";
