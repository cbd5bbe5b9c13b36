//! A roll-up file: which sets assess which tables, level by level, and whose results go into whose.
//!
//! In: TOML text. Out: the levels in the order they are evaluated. The structure of a country is
//! data here: whether communes belong to districts or to provinces is said by a column of a table.
//!
//! ```toml
//! title = { vi = "Kết quả đánh giá năm 2025", en = "Results of 2025" }
//! place = "tỉnh An Giang"
//! period = "2025"                         # or "2025-01-01..2025-12-31"
//! judged_on = 2026-02-15
//! places = { table = "communes.parquet", name = "name", history = "successions.parquet" }
//!
//! [[level]]
//! name = "citizens"
//! set = "cong-dan-hoc-tap.tieuchi"
//! subjects = "citizens.parquet"
//! place = "commune"                       # the column that says in which place a subject is
//!
//! [[level]]
//! name = "communes"
//! set = "cong-dong-hoc-tap-cap-xa.tieuchi"
//! subjects = "communes.parquet"
//! place = "id"
//! tables."quyết_định" = "commune_decisions.parquet"
//!
//! [level.members."cư_dân"]                  # the members, as the set calls them
//! table = "residents.parquet"
//! of = "citizens"                         # the level whose results they bring
//! decided_on = 2026-01-20                 # recognised on that day; without it, computed
//! through = { table = "communes.parquet", column = "parent" }    # counted for the unit above
//! ```
//!
//! Paths lie beside the file.

use crate::error::TableError;
use crate::keys::{self, Keys, Value};
use std::path::{Path, PathBuf};
use tieuchi::{Bilingual, Day, Diagnostic, SourceFile};
use toml::de::{DeTable, DeValue};

/// A whole assessment: what is evaluated by what, in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollupJob {
    /// What the report is called.
    pub title: Bilingual,
    /// The place it is about.
    pub place: String,
    /// Who reports.
    pub office: Option<String>,
    /// What readers must know before any figure.
    pub notices: Vec<Bilingual>,
    /// The period, as written.
    pub period: String,
    /// The day of judgement.
    pub judged_on: Option<Day>,
    /// Sets that others read or rest on, besides the neighbours of each.
    pub sets: Vec<PathBuf>,
    /// The places of which the report tells.
    pub places: Option<PlacesJob>,
    /// The levels, from the lowest up.
    pub levels: Vec<LevelJob>,
}

/// The places of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesJob {
    /// Their table, with a column `id`.
    pub table: PathBuf,
    /// The column with their names.
    pub name: String,
    /// The table of former units and their successors: see [`History`](crate::History).
    pub history: Option<PathBuf>,
}

/// One level: subjects of one kind, assessed by one set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelJob {
    /// Its name; results and figures bear it.
    pub name: String,
    /// The file of the set.
    pub set: PathBuf,
    /// The table of subjects.
    pub subjects: PathBuf,
    /// The column that says in which place a subject is; `id` where the subjects are the places.
    pub place: Option<String>,
    /// What names and values of the files mean.
    pub mapping: Option<PathBuf>,
    /// Whether columns the set does not know are passed over.
    pub ignore_unknown: bool,
    /// Tables of evidence, by their names in the set.
    pub tables: Vec<(String, PathBuf)>,
    /// Tables of members.
    pub members: Vec<MemberJob>,
}

/// A table of members and what it brings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberJob {
    /// Its name in the set.
    pub name: String,
    /// Its file.
    pub table: PathBuf,
    /// The level whose results the members bring.
    pub of: Option<String>,
    /// The day these results were decided upon.
    pub decided_on: Option<Day>,
    /// A table and its column that name the unit above, for which the members are counted.
    pub through: Option<(PathBuf, String)>,
    /// Whether somebody may be a member of two subjects.
    pub shared: bool,
}

const TOP: [&str; 9] =
    ["title", "place", "office", "notice", "period", "judged_on", "sets", "places", "level"];
const LEVEL: [&str; 8] =
    ["name", "set", "subjects", "place", "mapping", "ignore_unknown", "tables", "members"];
const MEMBERS: [&str; 5] = ["table", "of", "decided_on", "through", "shared"];

impl RollupJob {
    /// Reads a roll-up.
    ///
    /// # Errors
    ///
    /// Every finding, each with its place: the code is `bad-rollup`.
    ///
    /// ```
    /// use tieuchi::SourceFile;
    /// use tieuchi_tables::RollupJob;
    /// let text = r#"
    /// period = "2025"
    /// [[level]]
    /// name = "citizens"
    /// set = "cdht.tieuchi"
    /// subjects = "citizens.csv"
    /// "#;
    /// let job = RollupJob::read(&SourceFile::new("nam-2025.toml", text)).unwrap();
    /// assert_eq!(job.levels[0].name, "citizens");
    /// let found = RollupJob::read(&SourceFile::new("x.toml", "perod = \"2025\"")).unwrap_err();
    /// assert_eq!(found[0].help.as_ref().unwrap().en, "did you mean `period`?");
    /// ```
    pub fn read(source: &SourceFile) -> Result<Self, Vec<Diagnostic>> {
        keys::read("bad-rollup", source, |keys, root| keys.rollup(root, source.text().len()))
    }

    /// Reads the roll-up in a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or [`TableError::Mapping`] with every finding.
    pub fn of_file(path: &Path) -> Result<Self, TableError> {
        keys::of_file(path, Self::read)
    }
}

impl Keys {
    fn rollup(&mut self, root: &DeTable<'_>, end: usize) -> RollupJob {
        let mut job = RollupJob::default();
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "title" => job.title = self.both(value),
                "place" => job.place = self.text(value).unwrap_or_default(),
                "office" => job.office = self.text(value),
                "notice" => job.notices.push(self.both(value)),
                "period" => job.period = self.text(value).unwrap_or_default(),
                "judged_on" => job.judged_on = self.day(value),
                "sets" => job.sets = self.list(value).into_iter().map(PathBuf::from).collect(),
                "places" => job.places = self.places(value),
                "level" => match value.get_ref() {
                    DeValue::Array(list) => {
                        for value in list {
                            let level = self.level(value, &job.levels);
                            job.levels.push(level);
                        }
                    }
                    _ => self.wrong(value, "các mục [[level]]", "sections [[level]]"),
                },
                other => self.unknown(key.span(), other, &TOP),
            }
        }
        if self.findings.is_empty() {
            for (name, absent) in [("period", job.period.is_empty()), ("level", job.levels.is_empty())] {
                if absent {
                    self.missing(end..end, name);
                }
            }
        }
        job
    }

    fn level(&mut self, value: &Value<'_>, before: &[LevelJob]) -> LevelJob {
        let mut level = LevelJob::default();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, "một mục có các khóa", "a section of keys");
            return level;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "name" => level.name = self.text(value).unwrap_or_default(),
                "set" => level.set = self.path(value),
                "subjects" => level.subjects = self.path(value),
                "place" => level.place = self.text(value),
                "mapping" => level.mapping = Some(self.path(value)),
                "ignore_unknown" => level.ignore_unknown = self.flag(value),
                "tables" => {
                    let tables = self.texts(value).into_iter();
                    level.tables = tables.map(|(name, path)| (name, PathBuf::from(path))).collect();
                }
                "members" => match value.get_ref() {
                    DeValue::Table(tables) => {
                        for (name, value) in tables {
                            let members = self.members(name.get_ref(), value, before);
                            level.members.push(members);
                        }
                    }
                    _ => self.wrong(value, "các mục [level.members.TÊN]", "sections [level.members.NAME]"),
                },
                other => self.unknown(key.span(), other, &LEVEL),
            }
        }
        for (name, absent) in [
            ("name", level.name.is_empty()),
            ("set", level.set.as_os_str().is_empty()),
            ("subjects", level.subjects.as_os_str().is_empty()),
        ] {
            if absent && !table.keys().any(|key| key.get_ref() == name) {
                self.missing(value.span(), name);
            }
        }
        if before.iter().any(|other| other.name == level.name) {
            let (vi, en) = ("hai cấp cùng tên", "two levels have one name");
            self.tell(value.span(), vi, en, Some(("đổi một tên".into(), "change one of them".into())));
        }
        level
    }

    fn members(&mut self, name: &str, value: &Value<'_>, before: &[LevelJob]) -> MemberJob {
        let mut members = MemberJob { name: name.to_owned(), ..MemberJob::default() };
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, "một mục có các khóa", "a section of keys");
            return members;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "table" => members.table = self.path(value),
                "of" => {
                    members.of = self.text(value);
                    let known = |of: &String| before.iter().any(|level| level.name == *of);
                    if members.of.as_ref().is_some_and(|of| !known(of)) {
                        self.wrong(value, "tên một cấp đứng trước", "the name of a level above here");
                    }
                }
                "decided_on" => members.decided_on = self.day(value),
                "through" => members.through = self.pair(value, "column"),
                "shared" => members.shared = self.flag(value),
                other => self.unknown(key.span(), other, &MEMBERS),
            }
        }
        if members.table.as_os_str().is_empty() && !table.keys().any(|key| key.get_ref() == "table") {
            self.missing(value.span(), "table");
        }
        members
    }

    fn path(&mut self, value: &Value<'_>) -> PathBuf {
        self.text(value).map(PathBuf::from).unwrap_or_default()
    }

    /// A text in both languages: one for both, or one for each.
    fn both(&mut self, value: &Value<'_>) -> Bilingual {
        if let DeValue::String(text) = value.get_ref() {
            return Bilingual { vi: text.to_string(), en: text.to_string() };
        }
        let mut texts = self.texts(value);
        let (vi, en) = (texts.remove("vi"), texts.remove("en"));
        let other = |own: Option<String>, other: &Option<String>| own.or_else(|| other.clone());
        let (vi, en) = (other(vi.clone(), &en), other(en, &vi));
        Bilingual { vi: vi.unwrap_or_default(), en: en.unwrap_or_default() }
    }

    /// `{ table = …, name = …, history = … }`, the last of which may be left out.
    fn places(&mut self, value: &Value<'_>) -> Option<PlacesJob> {
        let mut texts = self.texts(value);
        let history = texts.remove("history").map(PathBuf::from);
        let pair = texts.remove("table").map(PathBuf::from).zip(texts.remove("name"));
        if pair.is_none() || !texts.is_empty() {
            let shape = r#"{ table = "…", name = "…", history = "…" }"#;
            self.wrong(value, shape, shape);
        }
        pair.map(|(table, name)| PlacesJob { table, name, history })
    }

    /// `{ table = …, KEY = … }`
    fn pair(&mut self, value: &Value<'_>, key: &str) -> Option<(PathBuf, String)> {
        let mut texts = self.texts(value);
        let pair = texts.remove("table").map(PathBuf::from).zip(texts.remove(key));
        if pair.is_none() || !texts.is_empty() {
            let shape = format!("{{ table = \"…\", {key} = \"…\" }}");
            self.wrong(value, &shape, &shape);
        }
        pair
    }
}
