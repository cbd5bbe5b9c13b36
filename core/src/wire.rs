//! The shapes that cross into other languages: JSON dossiers in, JSON outcomes out.
//!
//! Dossiers are read with the place of every value, numbers as they were written, and nothing
//! lost: an unknown or repeated key is a finding, not a silence.

use crate::day::{Day, DaySpan};
use crate::dossier::{
    Cell, Dossier, Raw, ResultRecord, Row, Status, Value, bad_date, bad_option, duplicate_field,
    duplicate_row, input_named, nfc, read_value, unknown_field, wrong_kind,
};
use crate::exact::Exact;
use crate::hir::{CriteriaSet, FrameId, FrameSource, InputId, ROOT, Ty};
use crate::plan::Plan;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;
use tieuchi_grammar::Diagnostic;

/// The most bytes of one dossier.
pub const DOSSIER_BYTES: usize = 64 << 20;
/// The most findings kept of one dossier.
const FINDINGS: usize = 1_000;
/// The most equal rows one entry may stand for.
const MOST_EQUAL_ROWS: i128 = 1 << 24;

impl Dossier {
    /// Reads a dossier from JSON text.
    ///
    /// Keys are the names the set declares: facts, item codes for judgements and direct points,
    /// member and evidence tables as arrays, other sets as objects. `$id`, `$region` and `$before`
    /// (facts of earlier periods, one year back first) are the file's own; rows may have `$id`, `$status` and, for members, `$count`. A value may be
    /// `{"value": …, "status": "self-declared"}` or `{"self": …, "verified": …}`; `null` is
    /// "asked, and not known".
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
    /// #   fact books "Books read": integer from 0 to 1000
    /// # title reader "Reader" when books >= 6
    /// # "#;
    /// use tieuchi::Dossier;
    /// let plan = tieuchi::compile(source).unwrap();
    /// let findings = Dossier::from_json(&plan, r#"{"books": 7.5, "bokks": 1}"#).unwrap_err();
    /// let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    /// assert_eq!(codes, ["too-many-digits", "unknown-field"]);
    /// assert_eq!(findings[0].pointer.as_deref(), Some("/books"));
    /// ```
    pub fn from_json(plan: &Plan, text: &str) -> Result<Self, Vec<Diagnostic>> {
        if text.len() > DOSSIER_BYTES {
            return Err(vec![too_large(text.len())]);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let entries: Entries<'_> = serde_json::from_str(text).map_err(|error| {
            // Well-formed, but a list or a number.
            vec![if error.is_data() { not_an_object("") } else { bad_json(&error) }]
        })?;
        let set = &plan.inner.set;
        let mut reader = Reader { set, findings: Vec::new() };
        let dossier = reader.dossier(&entries);
        if reader.findings.is_empty() { Ok(dossier) } else { Err(reader.findings) }
    }
}

/// The entries of an object in order, values as written.
pub(crate) struct Entries<'a>(pub Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
                    out.push((key, value));
                }
                Ok(Entries(out))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// The entries of an array, values as written.
pub(crate) struct List<'a>(pub Vec<&'a RawValue>);

impl<'de> Deserialize<'de> for List<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = List<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some(value) = seq.next_element::<&'de RawValue>()? {
                    out.push(value);
                }
                Ok(List(out))
            }
        }
        deserializer.deserialize_seq(Visit)
    }
}

/// What a JSON value is, by its first letter.
pub(crate) enum Shape<'a> {
    Object(Entries<'a>),
    Array(List<'a>),
    Text(String),
    Plain(&'a str),
}

pub(crate) fn shape(raw: &RawValue) -> Option<Shape<'_>> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{') => serde_json::from_str(text).ok().map(Shape::Object),
        Some(b'[') => serde_json::from_str(text).ok().map(Shape::Array),
        Some(b'"') => serde_json::from_str(text).ok().map(Shape::Text),
        _ => Some(Shape::Plain(text)),
    }
}

struct Reader<'a> {
    set: &'a CriteriaSet,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn report(&mut self, finding: Diagnostic) {
        if self.findings.len() < FINDINGS {
            self.findings.push(finding);
        }
    }

    fn dossier(&mut self, entries: &Entries<'_>) -> Dossier {
        let mut dossier = Dossier {
            id: String::new(),
            regions: Vec::new(),
            root: Row::default(),
            before: Vec::new(),
            tables: Default::default(),
        };
        let mut seen = Vec::new();
        for (key, raw) in &entries.0 {
            let name = nfc(key);
            let pointer = step("", &name);
            if seen.contains(&name) {
                self.report(duplicate_field(&pointer, &name));
                continue;
            }
            seen.push(name.clone());
            match name.as_str() {
                "$id" => dossier.id = self.text(raw, &pointer).unwrap_or_default(),
                "$region" => {
                    dossier.regions = self.regions(raw, &pointer);
                    self.check_regions(&dossier.regions, &pointer);
                }
                "$before" => dossier.before = self.before(raw, &pointer),
                _ => {
                    let table = self.table(&name);
                    match table {
                        Some(frame) => {
                            let rows = self.rows(frame, raw, &pointer);
                            dossier.tables.insert(frame, rows);
                        }
                        None => self.field(ROOT, &mut dossier.root, &name, raw, &pointer),
                    }
                }
            }
        }
        dossier
    }

    /// The subject's facts in earlier periods: a list of objects, one year back first.
    fn before(&mut self, raw: &RawValue, pointer: &str) -> Vec<Row> {
        let Some(Shape::Array(list)) = shape(raw) else {
            self.report(not_a_list(pointer));
            return Vec::new();
        };
        let years = list.0.iter().enumerate();
        years.map(|(at, raw)| self.row(ROOT, raw, &format!("{pointer}/{at}"))).collect()
    }

    fn table(&self, name: &str) -> Option<FrameId> {
        (1..self.set.frames.len()).map(FrameId::from_index).find(|frame| self.set[*frame].name == name)
    }

    fn text(&mut self, raw: &RawValue, pointer: &str) -> Option<String> {
        match shape(raw) {
            Some(Shape::Text(text)) => Some(nfc(&text)),
            Some(Shape::Plain(text)) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(text.to_owned())
            }
            _ => {
                self.report(wrong_kind(pointer, &Ty::Text));
                None
            }
        }
    }

    /// A subject's path may name places the set does not know; one that is nearly a region of the
    /// set is a slip that would change the result unseen.
    fn check_regions(&mut self, regions: &[String], pointer: &str) {
        let known = self.set.regions();
        for region in regions.iter().filter(|region| !known.contains(region)) {
            if tieuchi_grammar::closest(region, known.iter().map(String::as_str)).is_some() {
                self.report(crate::diagnostics::unknown_region(region, &known).pointer(pointer));
            }
        }
    }

    fn regions(&mut self, raw: &RawValue, pointer: &str) -> Vec<String> {
        match shape(raw) {
            Some(Shape::Array(list)) => {
                let texts = list.0.iter().enumerate();
                texts.filter_map(|(at, raw)| self.text(raw, &format!("{pointer}/{at}"))).collect()
            }
            Some(Shape::Text(text)) => vec![nfc(&text)],
            _ => {
                self.report(wrong_kind(pointer, &Ty::Text));
                Vec::new()
            }
        }
    }

    fn rows(&mut self, frame: FrameId, raw: &RawValue, pointer: &str) -> Vec<Row> {
        let Some(Shape::Array(list)) = shape(raw) else {
            self.report(not_a_list(pointer));
            return Vec::new();
        };
        let mut total = 0i128;
        let rows: Vec<Row> = list
            .0
            .iter()
            .enumerate()
            .map(|(at, raw)| {
                let row = self.row(frame, raw, &format!("{pointer}/{at}"));
                total += i128::from(row.count);
                row
            })
            .collect();
        if total > MOST_EQUAL_ROWS {
            self.report(too_many_rows(pointer));
            return Vec::new();
        }
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, row) in rows.iter().enumerate().filter(|(_, row)| !row.id.is_empty()) {
            match seen.get(row.id.as_str()) {
                Some(first) => {
                    let (at, first) = (format!("{pointer}/{at}/$id"), format!("{pointer}/{first}/$id"));
                    self.report(duplicate_row(&at, &first, &row.id));
                }
                None => {
                    seen.insert(&row.id, at);
                }
            }
        }
        rows
    }

    fn row(&mut self, frame: FrameId, raw: &RawValue, pointer: &str) -> Row {
        let mut row = Row::default();
        let Some(Shape::Object(entries)) = shape(raw) else {
            self.report(not_an_object(pointer));
            return row;
        };
        let mut seen = Vec::new();
        for (key, raw) in &entries.0 {
            let name = nfc(key);
            let pointer = step(pointer, &name);
            if seen.contains(&name) {
                self.report(duplicate_field(&pointer, &name));
                continue;
            }
            seen.push(name.clone());
            match name.as_str() {
                "$id" => row.id = self.text(raw, &pointer).unwrap_or_default(),
                "$status" => row.status = self.status(raw, &pointer),
                "$count" if self.set[frame].source == FrameSource::Members => {
                    match raw.get().parse::<u32>() {
                        Ok(count) if count > 0 && i128::from(count) <= MOST_EQUAL_ROWS => row.count = count,
                        _ => self.report(wrong_kind(&pointer, &Ty::Number(crate::hir::Unit::None))),
                    }
                }
                _ => self.field(frame, &mut row, &name, raw, &pointer),
            }
        }
        row
    }

    fn status(&mut self, raw: &RawValue, pointer: &str) -> Status {
        let text = self.text(raw, pointer).unwrap_or_default();
        match text.as_str() {
            "verified" => Status::Verified,
            "self-declared" => Status::SelfDeclared,
            "waiting" => Status::Waiting,
            "rejected" => Status::Rejected,
            _ => {
                let known = ["verified", "self-declared", "waiting", "rejected"].map(str::to_owned);
                self.report(bad_option(pointer, &text, &known));
                Status::Waiting
            }
        }
    }

    fn field(&mut self, frame: FrameId, row: &mut Row, name: &str, raw: &RawValue, pointer: &str) {
        if let Some(id) = input_named(self.set, frame, name) {
            if let Some(cell) = self.cell(id, raw, pointer) {
                row.cells.insert(self.set[id].key.clone(), cell);
            }
            return;
        }
        // The set's own results are read of earlier periods only.
        let past = pointer.starts_with("/$before/");
        if self.set.uses.iter().any(|uses| uses.set == name && (past || !uses.own))
            && self.set[frame].source != FrameSource::Evidence
        {
            if let Some(record) = self.result(name, raw, pointer) {
                row.results.insert(name.to_owned(), record);
            }
            return;
        }
        let known = known_names(self.set, frame);
        let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str));
        self.report(unknown_field(pointer, name, near));
    }

    fn cell(&mut self, id: InputId, raw: &RawValue, pointer: &str) -> Option<Cell> {
        let Some(shape) = shape(raw) else {
            self.report(wrong_kind(pointer, &self.set[id].ty));
            return None;
        };
        let Shape::Object(entries) = shape else {
            let value = self.value(id, raw, pointer)?;
            return Some(Cell { verified: Some(value), ..Cell::default() });
        };
        let mut cell = Cell::default();
        let mut value = None;
        let mut status = None;
        let mut not_applicable = false;
        for (key, raw) in &entries.0 {
            let place = step(pointer, key);
            match key.as_str() {
                "value" => value = self.value(id, raw, &place),
                "self" => cell.own = self.value(id, raw, &place),
                "verified" => cell.verified = self.value(id, raw, &place),
                "status" => match self.text(raw, &place).as_deref() {
                    Some("unknown") => value = Some(Value::Unknown),
                    Some("not-applicable") => not_applicable = true,
                    _ => status = Some(self.status(raw, &place)),
                },
                "at" if self.set[id].snapshot.is_some() => {
                    let text = self.text(raw, &place)?;
                    cell.at = DaySpan::parse_iso(&text);
                    if cell.at.is_none() {
                        self.report(bad_date(&place, &text));
                    }
                }
                _ => {
                    let near = tieuchi_grammar::closest(key, ["value", "status", "self", "verified", "at"]);
                    self.report(unknown_field(&place, key, near));
                }
            }
        }
        if not_applicable {
            value = Some(Value::NotApplicable);
        }
        match (value, status) {
            (Some(value), None | Some(Status::Verified)) => cell.verified = Some(value),
            (Some(value), Some(Status::SelfDeclared | Status::Waiting)) => cell.own = Some(value),
            // A rejected value is as if it were not filed.
            (Some(_), Some(Status::Rejected)) => return None,
            (None, _) => {}
        }
        Some(cell)
    }

    fn value(&mut self, id: InputId, raw: &RawValue, pointer: &str) -> Option<Value> {
        let input = &self.set[id];
        let read = match shape(raw) {
            Some(Shape::Text(text)) => read_value(self.set, input, &Raw::Text(&text), pointer),
            Some(Shape::Plain("null")) => read_value(self.set, input, &Raw::Null, pointer),
            Some(Shape::Plain("true")) => read_value(self.set, input, &Raw::Bool(true), pointer),
            Some(Shape::Plain("false")) => read_value(self.set, input, &Raw::Bool(false), pointer),
            Some(Shape::Plain(number)) => read_value(self.set, input, &Raw::Number(number), pointer),
            Some(Shape::Object(_) | Shape::Array(_)) | None => Err(wrong_kind(pointer, &input.ty)),
        };
        match read {
            Ok(value) => Some(value),
            Err(finding) => {
                self.report(finding);
                None
            }
        }
    }

    fn result(&mut self, set: &str, raw: &RawValue, pointer: &str) -> Option<ResultRecord> {
        let uses = self.set.uses.iter().find(|uses| uses.set == set)?;
        let Some(Shape::Object(entries)) = shape(raw) else {
            self.report(not_an_object(pointer));
            return None;
        };
        let mut record = ResultRecord::default();
        for (key, raw) in &entries.0 {
            let place = step(pointer, key);
            match key.as_str() {
                "class" => match shape(raw) {
                    Some(Shape::Plain("null")) => record.class_unknown = true,
                    _ => {
                        let text = self.text(raw, &place)?;
                        record.class = class_option(self.set, uses.classes, &text);
                        if record.class.is_none() {
                            let options = &self.set[uses.classes].options;
                            self.report(bad_option(&place, &text, options));
                        }
                    }
                },
                "points" => {
                    let text = match shape(raw) {
                        Some(Shape::Text(text)) => text,
                        Some(Shape::Plain(text)) => text.to_owned(),
                        _ => String::new(),
                    };
                    record.points = Exact::decimal(&text)
                        .filter(|points| points.places().is_some_and(|places| places <= 9));
                    if record.points.is_none() {
                        self.report(wrong_kind(&place, &Ty::Number(crate::hir::Unit::Points)));
                    }
                }
                // Asked, and not known: as if the day were not filed.
                "date" if matches!(shape(raw), Some(Shape::Plain("null"))) => {}
                "date" => {
                    let text = self.text(raw, &place)?;
                    record.date = DaySpan::parse_iso(&text);
                    if record.date.is_none() {
                        self.report(bad_date(&place, &text));
                    }
                }
                "edition" => record.edition = self.text(raw, &place),
                "by" => match self.text(raw, &place)?.as_str() {
                    "decision" => record.computed = false,
                    "computed" => record.computed = true,
                    other => {
                        let known = ["decision", "computed"].map(str::to_owned);
                        self.report(bad_option(&place, other, &known));
                    }
                },
                "period" => {
                    let text = self.text(raw, &place)?;
                    record.period = period(&text);
                    if record.period.is_none() {
                        self.report(bad_date(&place, &text));
                    }
                }
                _ => {
                    let near =
                        tieuchi_grammar::closest(key, ["class", "points", "date", "edition", "by", "period"]);
                    self.report(unknown_field(&place, key, near));
                }
            }
        }
        Some(record)
    }
}

/// The option of a class named in a result; "none" stands for no class.
pub(crate) fn class_option(set: &CriteriaSet, classes: crate::hir::ChoiceId, text: &str) -> Option<u32> {
    if text == "none" {
        return Some(0);
    }
    set[classes].options.iter().position(|option| option == text).and_then(|at| u32::try_from(at).ok())
}

/// Every name a table answers to.
pub(crate) fn known_names(set: &CriteriaSet, frame: FrameId) -> Vec<String> {
    let mut names: Vec<String> = set
        .inputs
        .iter()
        .filter(|input| input.frame == frame)
        .filter(|input| input.key.is_filed())
        .map(|input| input.name.clone())
        .collect();
    names.extend(set.uses.iter().filter(|uses| !uses.own).map(|uses| uses.set.clone()));
    if frame == ROOT {
        names.extend(set.frames.iter().skip(1).map(|frame| frame.name.clone()));
    }
    names.sort();
    names.dedup();
    names
}

/// The period of a result: a year, or two days as `2025-01-01..2025-12-31`.
fn period(text: &str) -> Option<(Day, Day)> {
    if let Some((first, last)) = text.split_once("..") {
        return Day::parse_iso(first.trim()).zip(Day::parse_iso(last.trim()));
    }
    let year = text.parse().ok().filter(|_| text.len() == 4)?;
    Day::new(year, 1, 1).zip(Day::new(year, 12, 31))
}

/// A JSON pointer one step longer.
pub(crate) fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn bad_json(error: &serde_json::Error) -> Diagnostic {
    Diagnostic::error(
        "bad-json",
        format!("không phải JSON đúng, ở dòng {} cột {}", error.line(), error.column()),
        format!("not well-formed JSON at line {} column {}", error.line(), error.column()),
    )
    .pointer("")
    .arg("line", error.line())
    .arg("column", error.column())
    .arg("detail", error)
    .help(
        "kiểm tra dấu ngoặc, dấu phẩy và dấu ngoặc kép quanh chỗ đó; hồ sơ là một đối tượng { … }",
        "check brackets, commas and quotes around that place; a dossier is one object { … }",
    )
}

fn too_large(bytes: usize) -> Diagnostic {
    Diagnostic::error(
        "dossier-too-large",
        format!("hồ sơ có {bytes} byte, quá giới hạn {DOSSIER_BYTES}"),
        format!("the dossier has {bytes} bytes, above the limit of {DOSSIER_BYTES}"),
    )
    .pointer("")
    .arg("bytes", bytes)
    .help("tách thành nhiều hồ sơ", "split it into several dossiers")
}

fn too_many_rows(pointer: &str) -> Diagnostic {
    Diagnostic::error(
        "too-many-rows",
        format!("bảng có hơn {MOST_EQUAL_ROWS} dòng"),
        format!("the table has more than {MOST_EQUAL_ROWS} rows"),
    )
    .pointer(pointer)
    .help("kiểm tra `$count`", "check `$count`")
}

fn not_a_list(pointer: &str) -> Diagnostic {
    Diagnostic::error("wrong-kind", "chỗ này cần một danh sách", "a list is needed here")
        .pointer(pointer)
        .help("ghi [ {…}, {…} ]", "write [ {…}, {…} ]")
}

fn not_an_object(pointer: &str) -> Diagnostic {
    Diagnostic::error("wrong-kind", "chỗ này cần một đối tượng", "an object is needed here")
        .pointer(pointer)
        .help("ghi { \"tên\": giá trị }", "write { \"name\": value }")
}
