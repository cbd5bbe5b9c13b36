//! A dossier as a host has it: JSON text, objects of Python or of JavaScript.
//!
//! In: values that say of what form they are. Out: a checked dossier, or every finding with its
//! place as a JSON pointer. Nothing is lost: an unknown or repeated key is a finding, not a
//! silence. No host is known here.

use crate::day::{Day, DaySpan};
use crate::dossier::{
    Cell, Dossier, File, MOST_EQUAL_ROWS, RESULT_PLACES, Raw, ResultRecord, Row, STATUS_WORDS, Status, Value,
    bad_date, bad_option, class_option, duplicate_field, duplicate_row, float_refused, is_plain, known_names,
    nfc, period_of, read_value, unknown_field, wrong_kind,
};
use crate::exact::Exact;
use crate::floats::Float;
use crate::hir::{CriteriaSet, FrameId, FrameSource, InputId, Named, ROOT, Ty, Unit};
use crate::names::{Name, Names};
use crate::plan::Plan;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;
use tieuchi_grammar::Diagnostic;

/// The most findings kept of one dossier.
const FINDINGS: usize = 1_000;

/// A value of a host program, looked at without knowing the host.
pub trait HostValue: Sized {
    /// The key of an entry of an object.
    type Key: AsRef<str>;

    /// What it is.
    fn form(&self) -> Form<'_, Self>;
}

/// What a value of a host is.
pub enum Form<'a, V: HostValue> {
    /// Asked, and not known.
    Null,
    /// True or false.
    Truth(bool),
    /// A number as it is written: digits, a sign, a decimal point.
    Number(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A binary fraction.
    Float(Float),
    /// A text; days, shares and exact decimals may be texts too.
    Text(Cow<'a, str>),
    /// A day.
    Day(Day),
    /// A list.
    List(Vec<V>),
    /// An object, its entries in the order of the host.
    Object(Vec<(V::Key, V)>),
    /// Something a dossier has no use for.
    Other,
}

/// What is done with binary fractions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Floats {
    /// Each is read as the decimal of the declared digits that it is nearest to, if it is.
    #[default]
    Nearest,
    /// None is read.
    Refused,
}

impl Dossier {
    /// Reads a dossier from a value of a host; keys mean what they mean in [`Dossier::from_json`].
    ///
    /// # Errors
    ///
    /// Every finding, each with its JSON pointer.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact hours "Hours of reading": number 1 places from 0 to 1000
    /// # title reader "Reader" when hours >= 6
    /// # "#;
    /// use tieuchi::{Dossier, Float, Floats, Form, HostValue};
    ///
    /// enum Own {
    ///     Number(f64),
    ///     Entry(&'static str, f64),
    /// }
    /// impl HostValue for Own {
    ///     type Key = &'static str;
    ///     fn form(&self) -> Form<'_, Self> {
    ///         match self {
    ///             Self::Number(value) => Form::Float(Float::Double(*value)),
    ///             Self::Entry(key, value) => Form::Object(vec![(*key, Self::Number(*value))]),
    ///         }
    ///     }
    /// }
    ///
    /// let plan = tieuchi::compile(source).unwrap();
    /// let read = |value| Dossier::from_host(&plan, &Own::Entry("hours", value), Floats::Nearest);
    /// assert!(read(7.5).is_ok());
    /// assert_eq!(read(0.1 + 0.2).unwrap_err()[0].code, "float-not-decimal");
    /// ```
    pub fn from_host<V: HostValue>(plan: &Plan, value: &V, floats: Floats) -> Result<Self, Vec<Diagnostic>> {
        match value.form() {
            Form::Object(entries) => Self::from_entries(plan, &entries, floats),
            _ => Err(vec![not_an_object(&Place::default())]),
        }
    }

    /// The same of the entries of an object.
    pub(crate) fn from_entries<V: HostValue>(
        plan: &Plan,
        entries: &[(V::Key, V)],
        floats: Floats,
    ) -> Result<Self, Vec<Diagnostic>> {
        let mut reader = Reader::new(&plan.inner.set, floats);
        let file = reader.dossier(entries);
        if reader.findings.is_empty() { Ok(file.into()) } else { Err(reader.findings) }
    }
}

/// Where a value stands; written out as a JSON pointer only where something is wrong.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place<'p> {
    above: Option<&'p Place<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy, Default)]
enum Step<'p> {
    #[default]
    Root,
    Key(&'p str),
    At(usize),
}

impl<'p> Place<'p> {
    pub fn key(&'p self, key: &'p str) -> Place<'p> {
        Place { above: Some(self), step: Step::Key(key) }
    }

    fn at(&'p self, at: usize) -> Place<'p> {
        Place { above: Some(self), step: Step::At(at) }
    }

    /// Whether it lies in an earlier period.
    fn is_past(&self) -> bool {
        match (self.above, self.step) {
            (Some(Place { step: Step::Root, .. }), Step::Key(key)) => key == "$before",
            (Some(above), _) => above.is_past(),
            (None, _) => false,
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(f)?;
        }
        match self.step {
            Step::Root => Ok(()),
            Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::At(at) => write!(f, "/{at}"),
        }
    }
}

/// The keys that stood in one object. Those of the set are told apart by their places among its names.
#[derive(Default)]
pub(crate) struct Seen {
    /// A bit for each of the first.
    first: [u64; 4],
    further: Option<BTreeSet<usize>>,
    strange: Option<BTreeSet<String>>,
}

impl Seen {
    /// Whether a key stands there for the first time.
    #[inline]
    pub fn insert(&mut self, at: usize) -> bool {
        let Some(bits) = self.first.get_mut(at / 64) else {
            return self.further.get_or_insert_default().insert(at);
        };
        let bit = 1 << (at % 64);
        let new = *bits & bit == 0;
        *bits |= bit;
        new
    }
}

/// What a key stands for.
#[derive(Clone, Copy)]
pub(crate) enum Key {
    Id,
    Region,
    Before,
    Status,
    Count,
    Of(Named),
    Strange,
}

impl Key {
    /// How many keys are no names of the set.
    const OWN: usize = 5;

    /// What a key stands for among the names of a table, with its place among all that have a meaning.
    pub fn named(names: &Names, name: &[u8]) -> Option<(usize, Self)> {
        if name.first() == Some(&b'$') { Self::own(name) } else { names.get(name).map(Self::of) }
    }

    /// The same of a name of the set.
    #[inline]
    pub fn of(name: &Name) -> (usize, Self) {
        (Self::OWN + name.at, Self::Of(name.named))
    }

    /// The same of a key that is no name of the set.
    pub fn own(name: &[u8]) -> Option<(usize, Self)> {
        match name {
            b"$id" => Some((0, Self::Id)),
            b"$region" => Some((1, Self::Region)),
            b"$before" => Some((2, Self::Before)),
            b"$status" => Some((3, Self::Status)),
            b"$count" => Some((4, Self::Count)),
            _ => None,
        }
    }
}

pub(crate) struct Reader<'a> {
    pub set: &'a CriteriaSet,
    floats: Floats,
    pub findings: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    pub const fn new(set: &'a CriteriaSet, floats: Floats) -> Self {
        Self { set, floats, findings: Vec::new() }
    }

    fn report(&mut self, finding: Diagnostic) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }

    /// What a key stands for; none if it stands there for the second time, or if the list of findings is
    /// full, which ends all.
    fn key(&mut self, seen: &mut Seen, frame: FrameId, name: &str, place: &Place<'_>) -> Option<Key> {
        if self.findings.len() >= FINDINGS {
            return None;
        }
        let names = self.set.names.get(frame.index());
        let (key, new) = match names.and_then(|names| Key::named(names, name.as_bytes())) {
            Some((at, key)) => (key, seen.insert(at)),
            None => (Key::Strange, seen.strange.get_or_insert_default().insert(name.to_owned())),
        };
        if !new {
            self.report(duplicate_field(&place.to_string(), name));
        }
        new.then_some(key)
    }

    fn dossier<V: HostValue>(&mut self, entries: &[(V::Key, V)]) -> File {
        let mut file = File::default();
        let root = Place::default();
        let mut seen = Seen::default();
        for (key, value) in entries {
            let name = normal(key.as_ref());
            let place = root.key(&name);
            if let Some(key) = self.key(&mut seen, ROOT, &name, &place) {
                self.entry(&mut file, key, &name, value, &place);
            }
        }
        file
    }

    /// An entry of a dossier.
    pub fn entry<V: HostValue>(
        &mut self,
        file: &mut File,
        key: Key,
        name: &str,
        value: &V,
        place: &Place<'_>,
    ) {
        match key {
            Key::Id => file.id = self.text(value, place).unwrap_or_default(),
            Key::Region => {
                file.regions = self.regions(value, place);
                self.check_regions(&file.regions, place);
            }
            Key::Before => file.before = self.before(value, place),
            Key::Of(Named::Table(frame)) => {
                let rows = self.rows(frame, value, place);
                file.tables.insert(frame, rows);
            }
            Key::Status | Key::Count | Key::Of(Named::Input(_) | Named::Result(_)) | Key::Strange => {
                self.field(ROOT, &mut file.root, key, name, value, place);
            }
        }
    }

    /// The subject's facts in earlier periods: a list of objects, one year back first.
    fn before<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Vec<Row> {
        let Form::List(list) = value.form() else {
            self.report(not_a_list(place));
            return Vec::new();
        };
        list.iter().enumerate().map(|(at, value)| self.row(ROOT, value, &place.at(at))).collect()
    }

    fn text<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Option<String> {
        match value.form() {
            Form::Text(text) => Some(nfc(&text)),
            Form::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.into_owned()),
            Form::Whole(value @ 0..) => Some(value.to_string()),
            Form::Day(day) => Some(day.to_string()),
            _ => {
                self.report(wrong_kind(&place.to_string(), &Ty::Text));
                None
            }
        }
    }

    /// A subject's path may name places the set does not know; one that is nearly a region of the
    /// set is a slip that would change the result unseen.
    fn check_regions(&mut self, regions: &[String], place: &Place<'_>) {
        let known = self.set.regions();
        for region in regions.iter().filter(|region| !known.contains(region)) {
            if tieuchi_grammar::closest(region, known.iter().map(String::as_str)).is_some() {
                self.report(crate::diagnostics::unknown_region(region, &known).pointer(place.to_string()));
            }
        }
    }

    fn regions<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Vec<String> {
        match value.form() {
            Form::List(list) => {
                let texts = list.iter().enumerate();
                texts.filter_map(|(at, value)| self.text(value, &place.at(at))).collect()
            }
            Form::Text(text) => vec![nfc(&text)],
            _ => {
                self.report(wrong_kind(&place.to_string(), &Ty::Text));
                Vec::new()
            }
        }
    }

    fn rows<V: HostValue>(&mut self, frame: FrameId, value: &V, place: &Place<'_>) -> Vec<Arc<Row>> {
        let Form::List(list) = value.form() else {
            self.report(not_a_list(place));
            return Vec::new();
        };
        let rows = list.iter().enumerate().map(|(at, value)| self.row(frame, value, &place.at(at)));
        let rows = rows.map(Arc::new).collect();
        self.check_rows(rows, place)
    }

    /// The rows of a table, which are not too many and name no thing twice.
    pub fn check_rows(&mut self, rows: Vec<Arc<Row>>, place: &Place<'_>) -> Vec<Arc<Row>> {
        let total: u64 = rows.iter().map(|row| u64::from(row.count)).sum();
        if i128::from(total) > MOST_EQUAL_ROWS {
            self.report(too_many_rows(place));
            return Vec::new();
        }
        if rows.iter().all(|row| row.id.is_empty()) {
            return rows;
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.id.is_empty()) {
            match seen.get(row.id.as_str()) {
                Some(first) => {
                    let (at, first) = (format!("{place}/{at}/$id"), format!("{place}/{first}/$id"));
                    self.report(duplicate_row(&at, &first, &row.id));
                }
                None => {
                    seen.insert(&row.id, at);
                }
            }
        }
        rows
    }

    fn row<V: HostValue>(&mut self, frame: FrameId, value: &V, place: &Place<'_>) -> Row {
        let mut row = Row::default();
        let Form::Object(entries) = value.form() else {
            self.report(not_an_object(place));
            return row;
        };
        let mut seen = Seen::default();
        for (key, value) in &entries {
            let name = normal(key.as_ref());
            let place = place.key(&name);
            if let Some(key) = self.key(&mut seen, frame, &name, &place) {
                self.row_entry(frame, &mut row, key, &name, value, &place);
            }
        }
        row
    }

    /// An entry of a row.
    pub fn row_entry<V: HostValue>(
        &mut self,
        frame: FrameId,
        row: &mut Row,
        key: Key,
        name: &str,
        value: &V,
        place: &Place<'_>,
    ) {
        match key {
            Key::Id => row.id = self.text(value, place).unwrap_or_default(),
            Key::Status => row.status = self.status(value, place),
            Key::Count if self.set[frame].source == FrameSource::Members => match count(value) {
                Some(count) => row.count = count,
                None => self.report(wrong_kind(&place.to_string(), &Ty::Number(Unit::None))),
            },
            Key::Region | Key::Before | Key::Count | Key::Of(_) | Key::Strange => {
                self.field(frame, row, key, name, value, place);
            }
        }
    }

    fn status<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Status {
        let text = self.text(value, place).unwrap_or_default();
        Status::named(&text).unwrap_or_else(|| {
            let known = STATUS_WORDS.map(|(word, _)| word.to_owned());
            self.report(bad_option(&place.to_string(), &text, &known));
            Status::Waiting
        })
    }

    fn field<V: HostValue>(
        &mut self,
        frame: FrameId,
        row: &mut Row,
        key: Key,
        name: &str,
        value: &V,
        place: &Place<'_>,
    ) {
        match key {
            Key::Of(Named::Input(id)) => {
                if let Some(cell) = self.cell(id, value, place) {
                    row.cells.insert(&self.set[id].seat, cell);
                }
                return;
            }
            // The set's own results are read of earlier periods only.
            Key::Of(Named::Result(at))
                if self.set.uses.get(at).is_some_and(|uses| !uses.own || place.is_past()) =>
            {
                if let Some(record) = self.result(name, value, place) {
                    row.results.insert(name.to_owned(), record);
                }
                return;
            }
            _ => {}
        }
        let known = known_names(self.set, frame);
        let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str));
        self.report(unknown_field(&place.to_string(), name, near));
    }

    fn cell<V: HostValue>(&mut self, id: InputId, value: &V, place: &Place<'_>) -> Option<Cell> {
        let entries = match value.form() {
            Form::Object(entries) => entries,
            plain => {
                let value = self.value(id, &plain, place)?;
                return Some(Cell { verified: Some(value), ..Cell::default() });
            }
        };
        let mut cell = Cell::default();
        let mut filed = None;
        let mut status = None;
        let mut not_applicable = false;
        for (key, value) in &entries {
            let key = key.as_ref();
            let place = place.key(key);
            match key {
                "value" => filed = self.value(id, &value.form(), &place),
                "self" => cell.own = self.value(id, &value.form(), &place),
                "verified" => cell.verified = self.value(id, &value.form(), &place),
                "status" => match self.text(value, &place).as_deref() {
                    Some("unknown") => filed = Some(Value::Unknown),
                    Some("not-applicable") => not_applicable = true,
                    _ => status = Some(self.status(value, &place)),
                },
                "at" if self.set[id].snapshot.is_some() => {
                    let text = self.text(value, &place)?;
                    cell.at = DaySpan::parse_iso(&text);
                    if cell.at.is_none() {
                        self.report(bad_date(&place.to_string(), &text));
                    }
                }
                _ => {
                    let near = tieuchi_grammar::closest(key, ["value", "status", "self", "verified", "at"]);
                    self.report(unknown_field(&place.to_string(), key, near));
                }
            }
        }
        if not_applicable {
            filed = Some(Value::NotApplicable);
        }
        match (filed, status) {
            (Some(value), None | Some(Status::Verified)) => cell.verified = Some(value),
            (Some(value), Some(Status::SelfDeclared | Status::Waiting)) => cell.own = Some(value),
            // A rejected value is as if it were not filed.
            (Some(_), Some(Status::Rejected)) => return None,
            (None, _) => {}
        }
        Some(cell)
    }

    fn value<V: HostValue>(&mut self, id: InputId, form: &Form<'_, V>, place: &Place<'_>) -> Option<Value> {
        if let Some(number) = self.number(id, form) {
            return Some(Value::Number(number));
        }
        let input = &self.set[id];
        let raw = match form {
            Form::Null => Raw::Null,
            Form::Truth(value) => Raw::Bool(*value),
            Form::Number(text) => Raw::Number(text),
            Form::Whole(value) => Raw::Whole(*value),
            Form::Day(day) => Raw::Day(*day),
            Form::Float(value) => match self.floats {
                Floats::Nearest => Raw::Float(*value),
                Floats::Refused => {
                    self.report(float_refused(&place.to_string(), &value.to_string()));
                    return None;
                }
            },
            Form::Text(text) => Raw::Text(text),
            Form::List(_) | Form::Object(_) | Form::Other => {
                self.report(wrong_kind(&place.to_string(), &input.ty));
                return None;
            }
        };
        match read_value(self.set, input, &raw, "") {
            Ok(value) => Some(value),
            Err(finding) => {
                self.report(finding.pointer(place.to_string()));
                None
            }
        }
    }

    /// A number as nearly all are: small, and as the column wants it.
    fn number<V: HostValue>(&self, id: InputId, form: &Form<'_, V>) -> Option<Exact> {
        let grid = self.set.grids.get(id.index())?.as_ref()?;
        match form {
            Form::Whole(value) => grid.whole(*value),
            Form::Number(text) | Form::Text(text) => grid.written(text),
            Form::Float(value) if self.floats == Floats::Nearest => grid.float(*value),
            _ => None,
        }
    }

    fn result<V: HostValue>(&mut self, set: &str, value: &V, place: &Place<'_>) -> Option<ResultRecord> {
        let uses = self.set.uses.iter().find(|uses| uses.set == set)?;
        let Form::Object(entries) = value.form() else {
            self.report(not_an_object(place));
            return None;
        };
        let mut record = ResultRecord::default();
        for (key, value) in &entries {
            let key = key.as_ref();
            let place = place.key(key);
            match key {
                "class" if matches!(value.form(), Form::Null) => record.class_unknown = true,
                "class" => {
                    let text = self.text(value, &place)?;
                    record.class = class_option(self.set, uses.classes, &text);
                    if record.class.is_none() {
                        let options = &self.set[uses.classes].options;
                        self.report(bad_option(&place.to_string(), &text, options));
                    }
                }
                "points" => {
                    record.points = match value.form() {
                        Form::Text(text) | Form::Number(text) => Exact::decimal(&text),
                        Form::Whole(value) => Some(Exact::whole(i128::from(value))),
                        Form::Float(value) if self.floats == Floats::Nearest => value.decimal(RESULT_PLACES),
                        _ => None,
                    };
                    let fits = |points: &Exact| points.places().is_some_and(|places| places <= RESULT_PLACES);
                    record.points = record.points.filter(fits);
                    if record.points.is_none() {
                        self.report(wrong_kind(&place.to_string(), &Ty::Number(Unit::Points)));
                    }
                }
                // Asked, and not known: as if the day were not filed.
                "date" if matches!(value.form(), Form::Null) => {}
                "date" => {
                    let text = self.text(value, &place)?;
                    record.date = DaySpan::parse_iso(&text);
                    if record.date.is_none() {
                        self.report(bad_date(&place.to_string(), &text));
                    }
                }
                "edition" => record.edition = self.text(value, &place),
                "by" => match self.text(value, &place)?.as_str() {
                    "decision" => record.computed = false,
                    "computed" => record.computed = true,
                    other => {
                        let known = ["decision", "computed"].map(str::to_owned);
                        self.report(bad_option(&place.to_string(), other, &known));
                    }
                },
                "period" => {
                    let text = self.text(value, &place)?;
                    record.period = period_of(&text);
                    if record.period.is_none() {
                        self.report(bad_date(&place.to_string(), &text));
                    }
                }
                _ => {
                    let known = ["class", "points", "date", "edition", "by", "period"];
                    let near = tieuchi_grammar::closest(key, known);
                    self.report(unknown_field(&place.to_string(), key, near));
                }
            }
        }
        Some(record)
    }
}

/// How many equal members a row stands for.
fn count<V: HostValue>(value: &V) -> Option<u32> {
    match value.form() {
        Form::Number(text) => text.parse().ok().filter(is_count),
        Form::Whole(value) => value.try_into().ok().filter(is_count),
        _ => None,
    }
}

/// Whether a row can stand for so many.
pub(crate) fn is_count(count: &u32) -> bool {
    *count > 0 && i128::from(*count) <= MOST_EQUAL_ROWS
}

/// A key in the form names are compared in.
fn normal<'k>(key: &'k str) -> Cow<'k, str> {
    if is_plain(key) { Cow::Borrowed(key) } else { Cow::Owned(nfc(key)) }
}

fn too_many_rows(place: &Place<'_>) -> Diagnostic {
    Diagnostic::error(
        "too-many-rows",
        format!("bảng có hơn {MOST_EQUAL_ROWS} dòng"),
        format!("the table has more than {MOST_EQUAL_ROWS} rows"),
    )
    .pointer(place.to_string())
    .help("kiểm tra `$count`", "check `$count`")
}

fn not_a_list(place: &Place<'_>) -> Diagnostic {
    Diagnostic::error("wrong-kind", "chỗ này cần một danh sách", "a list is needed here")
        .pointer(place.to_string())
        .help("ghi [ {…}, {…} ]", "write [ {…}, {…} ]")
}

fn not_an_object(place: &Place<'_>) -> Diagnostic {
    Diagnostic::error("wrong-kind", "chỗ này cần một đối tượng", "an object is needed here")
        .pointer(place.to_string())
        .help("ghi { \"tên\": giá trị }", "write { \"name\": value }")
}
