//! One subject's evidence, checked against the plan.
//!
//! In: raw values under the names the set declares. Out: typed cells, or a diagnostic with the
//! place of the bad one. Nothing is lost: a value that does not fit is refused, never dropped.

use crate::context::Context;
use crate::day::{Day, DaySpan};
use crate::describe::{written, written_number};
use crate::exact::{Exact, pow10};
use crate::few::Few;
use crate::floats::Float;
use crate::hir::{
    ChoiceId, CriteriaSet, FrameId, Input, InputId, InputKey, NO_RESULT, Named, ROOT, Seat, Ty, Unit,
};
use crate::plan::Plan;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use tieuchi_grammar::Diagnostic;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// The most equal rows one entry may stand for.
pub(crate) const MOST_EQUAL_ROWS: i128 = 1 << 24;
/// The most digits after the mark of the points of another set.
pub(crate) const RESULT_PLACES: u32 = 9;

/// One subject's file: facts, judgements, members, evidence, results of other sets.
///
/// A copy shares what the first one holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Dossier {
    pub(crate) file: Arc<File>,
}

/// What a dossier holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct File {
    pub id: String,
    pub regions: Vec<String>,
    pub root: Row,
    /// The subject's facts in earlier periods, one year back first.
    pub before: Vec<Row>,
    /// Rows of the child tables, by frame.
    pub tables: Few<FrameId, Vec<Arc<Row>>>,
}

impl From<File> for Dossier {
    fn from(file: File) -> Self {
        Self { file: Arc::new(file) }
    }
}

impl File {
    /// The subject's facts, so many years back.
    pub fn year(&self, back: u32) -> Option<&Row> {
        match back {
            0 => Some(&self.root),
            back => self.before.get(back as usize - 1),
        }
    }
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    /// An identifier for explanations; may be empty.
    pub id: String,
    /// How many equal rows it stands for.
    pub count: u32,
    pub status: Status,
    pub cells: Cells,
    pub results: Few<String, ResultRecord>,
}

impl Default for Row {
    fn default() -> Self {
        Self {
            id: String::new(),
            count: 1,
            status: Status::Verified,
            cells: Cells::default(),
            results: Few::default(),
        }
    }
}

/// Who stands behind a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Verified.
    Verified,
    /// Declared by the subject.
    SelfDeclared,
    /// Waiting to be verified.
    Waiting,
    /// Rejected: as if it were not there.
    Rejected,
}

/// The words for the status of a row or a value.
pub(crate) const STATUS_WORDS: [(&str, Status); 4] = [
    ("verified", Status::Verified),
    ("self-declared", Status::SelfDeclared),
    ("waiting", Status::Waiting),
    ("rejected", Status::Rejected),
];

impl Status {
    /// The status of that word.
    pub(crate) fn named(text: &str) -> Option<Self> {
        STATUS_WORDS.iter().find(|(word, _)| *word == text).map(|(_, status)| *status)
    }
}

/// A value filed by the subject, by a verifier, or both; both are kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Cell {
    pub verified: Option<Value>,
    pub own: Option<Value>,
    /// The day the value is of, if the file says so.
    pub at: Option<DaySpan>,
}

/// The cells of a row, each at the seat of its column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cells {
    /// The keys of the table that the row was read for; none while it has no cell.
    keys: Option<Arc<[InputKey]>>,
    /// For each key what is there.
    list: Vec<Option<Cell>>,
}

impl Cells {
    /// The position a seat has in these cells. A row that was read for another set finds the key by
    /// its name.
    #[inline(always)]
    fn position(&self, seat: &Seat) -> Option<usize> {
        let keys = self.keys.as_ref()?;
        if Arc::ptr_eq(keys, &seat.keys) { Some(seat.at) } else { Self::search(keys, seat) }
    }

    fn search(keys: &[InputKey], seat: &Seat) -> Option<usize> {
        keys.binary_search(seat.keys.get(seat.at)?).ok()
    }

    #[inline(always)]
    pub fn get(&self, seat: &Seat) -> Option<&Cell> {
        self.list.get(self.position(seat)?)?.as_ref()
    }

    #[inline]
    pub fn insert(&mut self, seat: &Seat, cell: Cell) {
        if let Some(place) = self.place(seat) {
            *place = Some(cell);
        }
    }

    /// Puts in a value that is verified.
    #[cfg_attr(not(feature = "serde"), expect(dead_code, reason = "only JSON text is read so"))]
    #[inline]
    pub fn file(&mut self, seat: &Seat, value: Value) {
        if let Some(place) = self.place(seat) {
            *place = Some(Cell { verified: Some(value), own: None, at: None });
        }
    }

    /// The cell at a seat, an empty one if there was none.
    pub fn entry(&mut self, seat: &Seat) -> Option<&mut Cell> {
        self.place(seat).map(|place| place.get_or_insert_default())
    }

    pub fn remove(&mut self, seat: &Seat) {
        if let Some(place) = self.position(seat).and_then(|at| self.list.get_mut(at)) {
            *place = None;
        }
    }

    /// Where a cell stands or can be put; the cells take up the keys of a seat that is new to them.
    #[inline]
    fn place(&mut self, seat: &Seat) -> Option<&mut Option<Cell>> {
        let at = match self.position(seat) {
            Some(at) => at,
            None => {
                self.take_up(&seat.keys);
                self.position(seat)?
            }
        };
        self.list.get_mut(at)
    }

    /// The cells that are other ones than on file, each with its seat.
    pub fn other_than(&self, filed: &Self) -> Vec<(Seat, Option<Cell>)> {
        let Some(keys) = &self.keys else { return Vec::new() };
        let cells = self.list.iter().enumerate();
        let cells = cells.map(|(at, cell)| (Seat { keys: Arc::clone(keys), at }, cell.clone()));
        cells.filter(|(seat, cell)| filed.get(seat) != cell.as_ref()).collect()
    }

    /// Makes places for keys that are new to the cells.
    #[inline(never)]
    fn take_up(&mut self, keys: &Arc<[InputKey]>) {
        let Some(own) = self.keys.take() else {
            self.list = Vec::with_capacity(keys.len());
            self.list.resize_with(keys.len(), || None);
            self.keys = Some(Arc::clone(keys));
            return;
        };
        // The row was read for another set.
        let mut all: BTreeMap<InputKey, Option<Cell>> = keys.iter().map(|key| (key.clone(), None)).collect();
        all.extend(own.iter().cloned().zip(std::mem::take(&mut self.list)));
        self.keys = Some(all.keys().cloned().collect());
        self.list = all.into_values().collect();
    }

    /// The cells in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (&InputKey, &Cell)> {
        let keys = self.keys.as_deref().unwrap_or_default();
        keys.iter().zip(&self.list).filter_map(|(key, cell)| Some((key, cell.as_ref()?)))
    }
}

impl PartialEq for Cells {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

/// A filed value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    Truth(bool),
    Number(Exact),
    Day(DaySpan),
    Option(u32),
    Text(String),
    /// Asked, and not known.
    Unknown,
    /// Does not apply to this subject.
    NotApplicable,
}

/// A result of another set, as filed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ResultRecord {
    /// The class held: an option of the set's list; none for "no class".
    pub class: Option<u32>,
    pub class_unknown: bool,
    pub points: Option<Exact>,
    pub date: Option<DaySpan>,
    pub edition: Option<String>,
    pub computed: bool,
    /// First and last day of the period it is about.
    pub period: Option<(Day, Day)>,
}

impl ResultRecord {
    /// Whether it says that no class is held, and nothing else: nothing in it can lapse.
    pub fn holds_nothing(&self) -> bool {
        !self.class_unknown && self.class.unwrap_or(0) == 0 && self.points.is_none() && self.date.is_none()
    }
}

/// A value as a host gives it, before its type is known.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Raw<'a> {
    Null,
    Bool(bool),
    /// A number as written.
    Number(&'a str),
    Whole(i64),
    Float(Float),
    Text(&'a str),
    Day(Day),
}

impl Dossier {
    /// The identifier of the subject; may be empty.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.file.id
    }

    /// How many rows all tables of the file have; equal ones that were filed as one count once.
    #[must_use]
    pub fn lines(&self) -> usize {
        self.file.tables.values().map(Vec::len).sum()
    }

    /// What was filed of the subject for a column.
    pub(crate) fn cell(&self, input: &Input) -> Option<&Cell> {
        self.file.year(input.years_back).and_then(|row| row.cells.get(&input.seat))
    }

    /// Its regions, nearest first: its own, or those of the context.
    pub(crate) fn regions_in<'a>(&'a self, context: &'a Context) -> &'a [String] {
        if self.file.regions.is_empty() { &context.regions } else { &self.file.regions }
    }

    /// Whether a value is of another day than the set asks for.
    pub(crate) fn of_another_day(cell: &Cell, input: &Input, context: &Context) -> bool {
        let asked = input.snapshot.map(|word| context.day(word));
        asked.zip(cell.at).is_some_and(|(asked, at)| asked < at.first || at.last < asked)
    }

    /// How many rows the file holds of a member or evidence table, by its name in the set.
    #[must_use]
    pub fn rows(&self, plan: &Plan, table: &str) -> u64 {
        let set = &plan.inner.set;
        let frame = set.frames.iter().position(|frame| frame.name == table).map(FrameId::from_index);
        let rows = frame.and_then(|frame| self.file.tables.get(&frame));
        rows.map_or(0, |rows| rows.iter().map(|row| u64::from(row.count)).sum())
    }
}

/// What a name stands for in a table, with its place among the names there.
pub(crate) fn named(set: &CriteriaSet, frame: FrameId, name: &str) -> Option<(usize, Named)> {
    set.names.get(frame.index())?.get(name.as_bytes()).map(|name| (name.at, name.named))
}

/// The column a name stands for in a table.
pub(crate) fn input_named(set: &CriteriaSet, frame: FrameId, name: &str) -> Option<InputId> {
    match named(set, frame, name)? {
        (_, Named::Input(id)) => Some(id),
        (_, Named::Table(_) | Named::Result(_)) => None,
    }
}

/// The option of a class named in a result; "none" and the rest class stand for no class.
pub(crate) fn class_option(set: &CriteriaSet, classes: ChoiceId, text: &str) -> Option<u32> {
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
pub(crate) fn period_of(text: &str) -> Option<(Day, Day)> {
    if let Some((first, last)) = text.split_once("..") {
        return Day::parse_iso(first.trim()).zip(Day::parse_iso(last.trim()));
    }
    let year = text.parse().ok().filter(|_| text.len() == 4)?;
    Day::new(year, 1, 1).zip(Day::new(year, 12, 31))
}

/// NFC, the form all names and texts are compared in.
pub(crate) fn nfc(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { tieuchi_grammar::nfc(text) }
}

/// Whether a text is in NFC beyond doubt, as nearly all are: looking is cheaper than composing.
pub(crate) fn is_plain(text: &str) -> bool {
    text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// Reads a raw value as the type of a column.
pub(crate) fn read_value(
    set: &CriteriaSet,
    input: &Input,
    raw: &Raw<'_>,
    pointer: &str,
) -> Result<Value, Diagnostic> {
    match (&input.ty, raw) {
        (_, Raw::Null) => Ok(Value::Unknown),
        (Ty::Truth, Raw::Bool(value)) => Ok(Value::Truth(*value)),
        (Ty::Number(unit), Raw::Number(text) | Raw::Text(text)) => {
            number(input, unit, text, pointer).map(Value::Number)
        }
        (Ty::Number(unit), Raw::Whole(value)) if *unit != Unit::Ratio => {
            checked_number(input, Exact::whole((*value).into()), value, pointer).map(Value::Number)
        }
        (_, Raw::Whole(value)) => read_value(set, input, &Raw::Number(&value.to_string()), pointer),
        (Ty::Day, Raw::Day(day)) => Ok(Value::Day(DaySpan::day(*day))),
        (_, Raw::Day(day)) => read_value(set, input, &Raw::Text(&day.to_string()), pointer),
        (Ty::Number(Unit::Ratio), Raw::Float(value)) => {
            Err(percent_sign_missing(pointer, &value.to_string()))
        }
        (Ty::Number(_), Raw::Float(value)) => {
            let written = value
                .decimal(input.places)
                .ok_or_else(|| float_not_decimal(&value.to_string(), input.places).pointer(pointer))?;
            checked_number(input, written, value, pointer).map(Value::Number)
        }
        (Ty::Day, Raw::Text(text) | Raw::Number(text)) => match DaySpan::parse_iso(text) {
            Some(span) => Ok(Value::Day(span)),
            None => Err(bad_date(pointer, text)),
        },
        (Ty::Choice(choice), Raw::Text(text)) => {
            let options = &set[*choice].options;
            let text = if is_plain(text) { Cow::Borrowed(*text) } else { Cow::Owned(nfc(text)) };
            match options.iter().position(|option| *option == *text) {
                Some(at) => Ok(Value::Option(u32::try_from(at).unwrap_or(u32::MAX))),
                None => Err(bad_option(pointer, &text, options)),
            }
        }
        (Ty::Text, Raw::Text(text)) => Ok(Value::Text(nfc(text))),
        (ty, _) => Err(wrong_kind(pointer, ty)),
    }
}

fn number(input: &Input, unit: &Unit, text: &str, pointer: &str) -> Result<Exact, Diagnostic> {
    let ratio = *unit == Unit::Ratio;
    let plain = match (ratio, text.strip_suffix('%')) {
        (true, Some(plain)) => plain.trim_end(),
        (true, None) => return Err(percent_sign_missing(pointer, text)),
        (false, _) => text,
    };
    let Some(written) = Exact::decimal(plain) else {
        return Err(if is_whole(plain) { beyond(input, text, pointer) } else { bad_number(pointer, text) });
    };
    checked_number(input, written, text, pointer)
}

/// A number that is written well, and longer than any that is held exactly.
pub(crate) fn beyond(input: &Input, text: &str, pointer: &str) -> Diagnostic {
    match input.range {
        Some(range) => out_of_range(pointer, text, range, &input.ty),
        None => bad_number(pointer, text),
    }
}

/// Checks a number that was read: digits, range and step. A share is given in percent.
pub(crate) fn checked_number<T: fmt::Display + ?Sized>(
    input: &Input,
    written: Exact,
    text: &T,
    pointer: &str,
) -> Result<Exact, Diagnostic> {
    let ratio = input.ty == Ty::Number(Unit::Ratio);
    if written.places().is_none_or(|places| places > input.places) {
        return Err(too_many_digits(pointer, &text.to_string(), input.places));
    }
    let value = if ratio { written.div(Exact::whole(100)).unwrap_or(written) } else { written };
    if let Some((lo, hi)) = input.range {
        if value < lo || value > hi {
            return Err(out_of_range(pointer, &text.to_string(), (lo, hi), &input.ty));
        }
        if let Some(step) = input.step {
            let steps = value.sub(lo).and_then(|above| above.div(step));
            if !steps.is_some_and(Exact::is_whole) {
                return Err(off_step(pointer, &text.to_string(), step));
            }
        }
    }
    debug_assert!(pow10(input.places).is_some(), "declared digits are few");
    Ok(value)
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

// ---- findings about a dossier ---------------------------------------------------------------

pub(crate) fn unknown_field(pointer: &str, name: &str, near: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        "unknown-field",
        format!("bộ tiêu chí không có thông tin nào tên `{name}`"),
        format!("the set declares nothing by the name `{name}`"),
    )
    .pointer(pointer)
    .arg("name", name);
    match near {
        Some(near) => diagnostic.help(format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
        None => diagnostic.help(
            "chạy `tieuchi facts` để xem các tên bộ tiêu chí cần",
            "run `tieuchi facts` to see the names the set asks for",
        ),
    }
}

pub(crate) fn duplicate_field(pointer: &str, name: &str) -> Diagnostic {
    Diagnostic::error(
        "duplicate-field",
        format!("`{name}` được ghi hai lần"),
        format!("`{name}` is given twice"),
    )
    .pointer(pointer)
    .arg("name", name)
    .help("giữ lại một giá trị", "keep one of the values")
}

/// A row that names the same thing as an earlier one of its table.
pub(crate) fn duplicate_row(pointer: &str, first: &str, id: &str) -> Diagnostic {
    Diagnostic::error(
        "duplicate-row",
        format!("`$id` \"{id}\" đã có ở {first}, nên sẽ được tính hai lần"),
        format!("`$id` \"{id}\" stands at {first} already, and would count twice"),
    )
    .pointer(pointer)
    .arg("id", id)
    .arg("first", first)
    .help(
        "giữ lại một dòng; nếu là hai việc khác nhau thì ghi hai `$id` khác nhau, hoặc không ghi",
        "keep one of the rows; if they are two things, give them different `$id` or none",
    )
}

pub(crate) fn wrong_kind(pointer: &str, ty: &Ty) -> Diagnostic {
    let (vi, en) = match ty {
        Ty::Truth => ("true hoặc false", "true or false"),
        Ty::Number(Unit::Ratio) => ("một tỷ lệ như \"60%\"", "a percentage such as \"60%\""),
        Ty::Number(_) => ("một số như 7 hoặc \"7.5\"", "a number such as 7 or \"7.5\""),
        Ty::Day => (
            "một ngày như \"2025-03-01\", \"2025-03\" hoặc \"2025\"",
            "a date such as \"2025-03-01\", \"2025-03\" or \"2025\"",
        ),
        Ty::Choice(_) => ("một trong các lựa chọn, dạng chữ", "one of the options, as text"),
        Ty::Text => ("chữ trong ngoặc kép", "a text in quotes"),
    };
    Diagnostic::error("wrong-kind", "giá trị không đúng kiểu", "the value is of the wrong type")
        .pointer(pointer)
        .help(format!("ghi {vi}; chưa biết thì ghi null"), format!("write {en}; null if it is not known"))
}

fn bad_number(pointer: &str, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-number",
        format!("`{text}` không phải là số thập phân viết đủ"),
        format!("`{text}` is not a plain decimal number"),
    )
    .pointer(pointer)
    .arg("value", text)
    .help(
        "chỉ dùng chữ số và một dấu chấm thập phân, không có số mũ, ví dụ 7.5",
        "use digits and one decimal point, no exponent, as 7.5",
    )
}

/// A binary fraction where none is accepted.
pub(crate) fn float_refused(pointer: &str, text: &str) -> Diagnostic {
    Diagnostic::error(
        "floats-refused",
        format!("`{text}` là số dấu phẩy động"),
        format!("`{text}` is a floating-point number"),
    )
    .pointer(pointer)
    .arg("value", text)
    .help(
        "đưa số nguyên, số thập phân hoặc chữ, hoặc bỏ tùy chọn không nhận số dấu phẩy động",
        "give an integer, a decimal or text, or drop the option that refuses floats",
    )
}

/// A binary fraction that is not the one nearest to a decimal of so many digits.
pub(crate) fn float_not_decimal(text: &str, places: u32) -> Diagnostic {
    Diagnostic::error(
        "float-not-decimal",
        format!("`{text}` không phải là số thập phân có {places} chữ số lẻ"),
        format!("`{text}` is no decimal of {places} digits after the point"),
    )
    .pointer("")
    .help(
        "đây là kết quả của phép tính dấu phẩy động; hãy làm tròn nó ở nơi tính ra",
        "it comes from floating-point arithmetic; round it where it is made",
    )
}

fn percent_sign_missing(pointer: &str, text: &str) -> Diagnostic {
    Diagnostic::error(
        "percent-sign-missing",
        format!("`{text}` phải có dấu %"),
        format!("`{text}` needs a percent sign"),
    )
    .pointer(pointer)
    .arg("value", text)
    .help("ghi dạng chữ, ví dụ \"60%\"", "write it as text, such as \"60%\"")
}

fn too_many_digits(pointer: &str, text: &str, places: u32) -> Diagnostic {
    Diagnostic::error(
        "too-many-digits",
        format!("`{text}` có nhiều chữ số lẻ hơn {places} đã khai báo"),
        format!("`{text}` has more digits after the point than the {places} declared"),
    )
    .pointer(pointer)
    .arg("value", text)
    .arg("places", places)
    .help(
        "làm tròn ở nơi lập số liệu, hoặc khai báo thêm chữ số lẻ trong bộ tiêu chí",
        "round it where the figure is made, or declare more digits in the set",
    )
}

fn out_of_range(pointer: &str, text: &str, (lo, hi): (Exact, Exact), ty: &Ty) -> Diagnostic {
    let (from, to) = (written(lo, ty), written(hi, ty));
    Diagnostic::error(
        "out-of-range",
        format!("`{text}` nằm ngoài khoảng từ {} đến {}", from.vi, to.vi),
        format!("`{text}` lies outside {} to {}", from.en, to.en),
    )
    .pointer(pointer)
    .arg("value", text)
    .arg("from", &from.en)
    .arg("to", &to.en)
    .help("kiểm tra lại số liệu", "check the figure")
}

fn off_step(pointer: &str, text: &str, step: Exact) -> Diagnostic {
    let steps = written_number(step);
    Diagnostic::error(
        "off-step",
        format!("`{text}` không theo bước {}", steps.vi),
        format!("`{text}` is not on a step of {}", steps.en),
    )
    .pointer(pointer)
    .arg("value", text)
    .arg("step", step)
    .help("chấm theo đúng bước đã khai báo", "give points on the declared step")
}

pub(crate) fn bad_date(pointer: &str, text: &str) -> Diagnostic {
    Diagnostic::error(
        "bad-date",
        format!("`{text}` không đọc được là một ngày từ 1900 đến 2199"),
        format!("`{text}` cannot be read as a day between 1900 and 2199"),
    )
    .pointer(pointer)
    .arg("value", text)
    .help(
        "ghi năm-tháng-ngày, ví dụ \"2025-03-01\"; chỉ biết tháng hoặc năm thì ghi \"2025-03\" hoặc \"2025\"",
        "write year-month-day, as \"2025-03-01\"; if only the month or year is known, \"2025-03\" or \"2025\"",
    )
}

pub(crate) fn bad_option(pointer: &str, text: &str, options: &[String]) -> Diagnostic {
    // In a dossier a class that is not held is filed as "none".
    let filed = options.iter().map(|option| if option == NO_RESULT { "none" } else { option });
    let list = filed.map(|option| format!("\"{option}\"")).collect::<Vec<_>>().join(", ");
    let near = tieuchi_grammar::closest(text, options.iter().map(String::as_str));
    let diagnostic = Diagnostic::error(
        "bad-option",
        format!("`{text}` không có trong các lựa chọn"),
        format!("`{text}` is not one of the options"),
    )
    .pointer(pointer)
    .arg("value", text);
    match near {
        Some(near) => diagnostic.help(
            format!("có phải là \"{near}\"? các lựa chọn: {list}"),
            format!("did you mean \"{near}\"? the options are {list}"),
        ),
        None => diagnostic.help(format!("các lựa chọn: {list}"), format!("the options are {list}")),
    }
}
