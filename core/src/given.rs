//! A dossier as a host has it: JSON text, objects of Python or of JavaScript.
//!
//! In: values that say of what form they are. Out: a checked dossier, or every finding with its
//! place as a JSON pointer. Nothing is lost: an unknown or repeated key is a finding, not a
//! silence. No host is known here.

use crate::day::DaySpan;
use crate::dossier::{
    Cell, Dossier, File, MOST_EQUAL_ROWS, RESULT_PLACES, Raw, ResultRecord, Row, STATUS_WORDS, Status, Value,
    bad_date, bad_option, class_option, duplicate_field, duplicate_row, float_refused, input_named, is_plain,
    known_names, nfc, period_of, read_value, unknown_field, wrong_kind,
};
use crate::exact::Exact;
use crate::floats::Float;
use crate::hir::{CriteriaSet, FrameId, FrameSource, InputId, ROOT, Ty, Unit};
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
        let mut reader = Reader { set: &plan.inner.set, floats, findings: Vec::new() };
        let file = reader.dossier(entries);
        if reader.findings.is_empty() { Ok(file.into()) } else { Err(reader.findings) }
    }
}

/// Where a value stands; written out as a JSON pointer only where something is wrong.
#[derive(Clone, Copy, Default)]
struct Place<'p> {
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
    fn key(&'p self, key: &'p str) -> Place<'p> {
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

/// Names that stood before: few are looked through, as nearly all objects have few.
#[derive(Default)]
struct Seen<'k> {
    few: Vec<Cow<'k, str>>,
    many: BTreeSet<Cow<'k, str>>,
}

impl<'k> Seen<'k> {
    fn contains(&self, name: &str) -> bool {
        self.few.iter().any(|known| known == name) || self.many.contains(name)
    }

    fn insert(&mut self, name: Cow<'k, str>) {
        if self.few.len() < 16 {
            self.few.push(name);
        } else {
            self.many.insert(name);
        }
    }
}

struct Reader<'a> {
    set: &'a CriteriaSet,
    floats: Floats,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn report(&mut self, finding: Diagnostic) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }

    /// Whether a key stands there for the first time; a list of findings that is full ends all.
    fn is_new<'k>(&mut self, seen: &mut Seen<'k>, name: Cow<'k, str>, place: &Place<'_>) -> bool {
        if self.findings.len() >= FINDINGS {
            return false;
        }
        let new = !seen.contains(&name);
        if new {
            seen.insert(name);
        } else {
            self.report(duplicate_field(&place.to_string(), &name));
        }
        new
    }

    fn dossier<V: HostValue>(&mut self, entries: &[(V::Key, V)]) -> File {
        let mut file = File::default();
        let root = Place::default();
        let mut seen = Seen::default();
        for (key, value) in entries {
            let name = normal(key.as_ref());
            let place = root.key(&name);
            if !self.is_new(&mut seen, name.clone(), &place) {
                continue;
            }
            match &*name {
                "$id" => file.id = self.text(value, &place).unwrap_or_default(),
                "$region" => {
                    file.regions = self.regions(value, &place);
                    self.check_regions(&file.regions, &place);
                }
                "$before" => file.before = self.before(value, &place),
                _ => match self.table(&name) {
                    Some(frame) => {
                        let rows = self.rows(frame, value, &place);
                        file.tables.insert(frame, rows.into_iter().map(Arc::new).collect());
                    }
                    None => self.field(ROOT, &mut file.root, &name, value, &place),
                },
            }
        }
        file
    }

    /// The subject's facts in earlier periods: a list of objects, one year back first.
    fn before<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Vec<Row> {
        let Form::List(list) = value.form() else {
            self.report(not_a_list(place));
            return Vec::new();
        };
        list.iter().enumerate().map(|(at, value)| self.row(ROOT, value, &place.at(at))).collect()
    }

    fn table(&self, name: &str) -> Option<FrameId> {
        (1..self.set.frames.len()).map(FrameId::from_index).find(|frame| self.set[*frame].name == name)
    }

    fn text<V: HostValue>(&mut self, value: &V, place: &Place<'_>) -> Option<String> {
        match value.form() {
            Form::Text(text) => Some(nfc(&text)),
            Form::Number(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(text.into_owned()),
            Form::Whole(value @ 0..) => Some(value.to_string()),
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

    fn rows<V: HostValue>(&mut self, frame: FrameId, value: &V, place: &Place<'_>) -> Vec<Row> {
        let Form::List(list) = value.form() else {
            self.report(not_a_list(place));
            return Vec::new();
        };
        let mut total = 0i128;
        let mut rows = Vec::with_capacity(list.len());
        for (at, value) in list.iter().enumerate() {
            let row = self.row(frame, value, &place.at(at));
            total += i128::from(row.count);
            rows.push(row);
        }
        if total > MOST_EQUAL_ROWS {
            self.report(too_many_rows(place));
            return Vec::new();
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
            if !self.is_new(&mut seen, name.clone(), &place) {
                continue;
            }
            match &*name {
                "$id" => row.id = self.text(value, &place).unwrap_or_default(),
                "$status" => row.status = self.status(value, &place),
                "$count" if self.set[frame].source == FrameSource::Members => match count(value) {
                    Some(count) => row.count = count,
                    None => self.report(wrong_kind(&place.to_string(), &Ty::Number(Unit::None))),
                },
                _ => self.field(frame, &mut row, &name, value, &place),
            }
        }
        row
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
        name: &str,
        value: &V,
        place: &Place<'_>,
    ) {
        if let Some(id) = input_named(self.set, frame, name) {
            if let Some(cell) = self.cell(id, value, place) {
                row.cells.insert(&self.set[id].seat, cell);
            }
            return;
        }
        // The set's own results are read of earlier periods only.
        let past = place.is_past();
        if self.set.uses.iter().any(|uses| uses.set == name && (past || !uses.own))
            && self.set[frame].source != FrameSource::Evidence
        {
            if let Some(record) = self.result(name, value, place) {
                row.results.insert(name.to_owned(), record);
            }
            return;
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
        let input = &self.set[id];
        let raw = match form {
            Form::Null => Raw::Null,
            Form::Truth(value) => Raw::Bool(*value),
            Form::Number(text) => Raw::Number(text),
            Form::Whole(value) => Raw::Whole(*value),
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
                        Form::Whole(value) => Some(Exact::whole(value.into())),
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
    let count = match value.form() {
        Form::Number(text) => text.parse().ok(),
        Form::Whole(value) => u32::try_from(value).ok(),
        _ => None,
    };
    count.filter(|count| *count > 0 && i128::from(*count) <= MOST_EQUAL_ROWS)
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
