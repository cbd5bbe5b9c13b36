//! An invented province in tables, made from a seed: for tests, demonstrations and timings.
//!
//! In: a seed, a number of citizens, a year, rates of flaws. Out: tables of subjects, of evidence,
//! of memberships and of administrative units, as Arrow record batches, Parquet or CSV. The same
//! options give the same bytes on every machine: there is no clock, no floating point, no state.
//! Communes are made one after the other, so a province of two million needs the memory of one.
//!
//! # What is real and what is not
//!
//! Real are the codes and names of the administrative units of An Giang, before and after the
//! merger of 1 July 2025, and which unit went into which (see the table `units` and
//! `successions`). Everything else is invented: people have numbers and no names, and no figure of
//! a commune says anything about the commune of that name, not even whether it is a difficult area.
//!
//! # Names of columns
//!
//! Columns that hold facts, judgements and fields of evidence are named as in the sets that read
//! them; all others are spelled in one place, among the constants of this crate. `1` to `10` of a
//! citizen are verified points, `1.self` to `10.self` those the citizen gave. A row of evidence has
//! `id`, `subject` (the owner's `id`), `status`; a membership has `subject` (the group), `id` (the
//! member), `from` and `to`. A recognised result of another set has `SET.class`, `SET.edition` and
//! `SET.date`. A subject table serves several sets, so it has columns that one of them does not know. The table `certificates` is all text, as an export of another system would be,
//! and so holds the flaws that only text can show.
//!
//! # Years
//!
//! Days of birth, evidence and memberships lean on [`Options::year`]. With 2025 the citizens fit the
//! sets in force, with 2021 the pilot and the four sets of decision 448; before 2025 the communes
//! are those of the three-tier structure.
//!
//! ```
//! use tieuchi_sample::{Options, Province, Table};
//!
//! let province = Province::new(Options { citizens: 500, ..Options::default() }).unwrap();
//! let rows: usize = province.subjects("citizens").unwrap().map(|batch| batch.unwrap().num_rows()).sum();
//! let manifest = province.manifest().unwrap();
//! assert_eq!(manifest.rows(Table::Citizens), u64::try_from(rows).unwrap());
//! assert!(manifest.invented && manifest.citizens == 500);
//! ```

mod days;
mod error;
mod flaws;
mod layout;
mod locality;
mod manifest;
mod names;
mod random;
mod sheet;
mod structure;
mod tables;
mod write;

use arrow_array::RecordBatch;
pub use error::Error;
pub use flaws::{Effect, Flaw, Flaws};
use layout::Place;
use locality::facts::Facts;
use locality::{Locality, Setting};
pub use manifest::{Bilingual, FlawEntry, METADATA, Manifest, Reader, TableEntry};
pub use names::{
    COMMUNE, FROM, ID, MEMBER, REGIONS, RESULT_SUFFIXES, SELF_SUFFIX, STATUS, SUBJECT, TO, Table, TableKind,
};
use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;
use std::path::Path;
pub use write::Format;

/// How many citizens there can be.
pub const CITIZENS: RangeInclusive<u32> = 300..=5_000_000;
/// The years that can be asked for.
pub const YEARS: RangeInclusive<i32> = 2016..=2030;

/// Which province is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Equal seeds give equal provinces.
    pub seed: u64,
    /// How many people from 15 years up there are, within [`CITIZENS`]; the full size is 1 900 000.
    pub citizens: u32,
    /// The year that is assessed, within [`YEARS`].
    pub year: i32,
    /// How much is wrong on purpose.
    pub flaws: Flaws,
}

impl Default for Options {
    fn default() -> Self {
        Self { seed: 1, citizens: 20_000, year: 2025, flaws: Flaws::usual() }
    }
}

/// An invented province.
#[derive(Clone, Debug)]
pub struct Province {
    options: Options,
    places: Vec<Place>,
    metadata: HashMap<String, String>,
    /// The spellings of the groups of citizens.
    groups: Vec<String>,
}

impl Province {
    /// Lays the province out; its people are made when tables are asked for.
    ///
    /// # Errors
    ///
    /// A number of citizens or a year outside what is possible.
    pub fn new(options: Options) -> Result<Self, Error> {
        if !CITIZENS.contains(&options.citizens) {
            let (least, most) = (CITIZENS.start(), CITIZENS.end());
            return Err(Error::input(format!(
                "citizens: {} is not from {least} to {most}",
                options.citizens
            )));
        }
        if !YEARS.contains(&options.year) {
            let (least, most) = (YEARS.start(), YEARS.end());
            return Err(Error::input(format!("year: {} is not from {least} to {most}", options.year)));
        }
        // One key only: the order of several in a file would be that of a hash map.
        let metadata = HashMap::from([(METADATA.to_owned(), manifest::metadata(&options)?)]);
        let groups = tables::group_spellings();
        Ok(Self { options, places: layout::places(&options), metadata, groups })
    }

    /// What was asked for.
    #[must_use]
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// The batches of a table, one a commune; each commune is made when its batch is asked for.
    #[must_use]
    pub fn batches(&self, table: Table) -> Batches<'_> {
        Batches { province: self, table, next: 0 }
    }

    /// The batches of a table of subjects: `citizens`, `families`, `communes` …
    ///
    /// # Errors
    ///
    /// No table of subjects has that name.
    pub fn subjects(&self, name: &str) -> Result<Batches<'_>, Error> {
        self.of_kind(name, &[TableKind::Subjects])
    }

    /// The batches of a table of evidence or of a register: `hours`, `certificates`, `units` …
    ///
    /// # Errors
    ///
    /// No such table has that name.
    pub fn table(&self, name: &str) -> Result<Batches<'_>, Error> {
        self.of_kind(name, &[TableKind::Evidence, TableKind::Register])
    }

    /// The batches of a table of memberships: `family_members`, `residents` …
    ///
    /// # Errors
    ///
    /// No table of memberships has that name.
    pub fn edges(&self, name: &str) -> Result<Batches<'_>, Error> {
        self.of_kind(name, &[TableKind::Edges])
    }

    /// Makes the whole province once and says how many rows and flaws it has.
    ///
    /// # Errors
    ///
    /// A batch that Arrow refuses, which would be a mistake of this crate.
    pub fn manifest(&self) -> Result<Manifest, Error> {
        self.run(|_, _| Ok(()))
    }

    /// Writes every table into a folder, which is made if need be, and the manifest beside them.
    ///
    /// # Errors
    ///
    /// A file that cannot be written. No file appears under its final name then, or those of an
    /// earlier run stay as they are.
    ///
    /// ```
    /// use tieuchi_sample::{Format, Options, Province};
    ///
    /// let folder = std::env::temp_dir().join(format!("tieuchi-sample-{}", std::process::id()));
    /// let province = Province::new(Options { citizens: 300, ..Options::default() }).unwrap();
    /// province.write_to(&folder, Format::Csv).unwrap();
    /// let communes = std::fs::read_to_string(folder.join("communes.csv")).unwrap();
    /// assert!(communes.starts_with("id,region,region_2,name,"));
    /// # std::fs::remove_dir_all(folder).unwrap();
    /// ```
    pub fn write_to(&self, folder: impl AsRef<Path>, format: Format) -> Result<Manifest, Error> {
        write::write(self, folder.as_ref(), format)
    }

    fn of_kind(&self, name: &str, kinds: &[TableKind]) -> Result<Batches<'_>, Error> {
        let table = Table::named(name)?;
        if kinds.contains(&table.kind()) { Ok(self.batches(table)) } else { Err(Error::unknown_table(name)) }
    }

    /// Makes every batch once, each commune for all tables together.
    fn run(&self, mut each: impl FnMut(Table, &RecordBatch) -> Result<(), Error>) -> Result<Manifest, Error> {
        let mut rows: BTreeMap<Table, u64> = BTreeMap::new();
        let mut tally = flaws::Tally::default();
        let mut by_commune = Vec::new();
        let mut hand_on = |table: Table, batch: &RecordBatch| {
            *rows.entry(table).or_default() += u64::try_from(batch.num_rows()).unwrap_or(u64::MAX);
            each(table, batch)
        };
        for &table in Table::ALL {
            match tables::whole(self, table)? {
                Some(batch) => hand_on(table, &batch)?,
                None => by_commune.push(table),
            }
        }
        for place in &self.places {
            let locality = Locality::build(&self.options, &self.places, place);
            tally.merge(&locality.tally);
            for &table in &by_commune {
                hand_on(table, &tables::of_commune(self, table, &locality)?)?;
            }
        }
        Ok(Manifest::new(self, &rows, &tally))
    }

    /// The figures of a commune, which can be had without its people.
    fn facts(&self, place: &Place) -> Facts {
        Facts::build(&Setting::new(&self.options, &self.places, place))
    }

    /// Whether the title of Learning Citizen is piloted in a commune: in three of four.
    fn pilot(&self, place: &Place) -> bool {
        !(place.index + 1).is_multiple_of(4)
    }
}

/// The batches of one table.
#[derive(Clone, Debug)]
pub struct Batches<'a> {
    province: &'a Province,
    table: Table,
    next: usize,
}

impl Iterator for Batches<'_> {
    type Item = Result<RecordBatch, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.next;
        self.next = position.saturating_add(1);
        if position == 0
            && let Some(batch) = tables::whole(self.province, self.table).transpose()
        {
            self.next = usize::MAX;
            return Some(batch);
        }
        let place = self.province.places.get(position)?;
        let locality = Locality::build(&self.province.options, &self.province.places, place);
        Some(tables::of_commune(self.province, self.table, &locality))
    }
}
