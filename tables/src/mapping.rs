//! A mapping file: how the tables of another system become those of a set.
//!
//! In: TOML text. Out: for each table its file's peculiarities (sheet, separator), names of columns,
//! code lists, the way numbers and days are written, constants. Applied to a batch it gives the
//! names and texts of the set, and a problem for each cell that cannot be read in that way.
//!
//! ```toml
//! numbers = "vi"                      # or "plain"; here for all tables
//! dates = "dmy"                       # or "iso", "excel"
//! shared = ["thành_viên"]             # members who may belong to several subjects
//!
//! [subjects]
//! sheet = "Danh sách"
//! ignore = ["Ghi chú"]
//! columns = { "Mã số" = "id", "Số sách" = "số_sách" }
//! constants = { region = "An Giang" }
//! codes."nhóm" = { "1" = "nông_dân", "2" = "công_nhân" }
//!
//! [table."khóa_học"]
//! columns = { "Mã số" = "subject", "Tình trạng" = "status" }
//! codes.status = { "Đã duyệt" = "verified", "Chờ" = "waiting" }
//! ```

use crate::error::TableError;
use crate::keys::{self, Keys, Value};
use crate::read::Reading;
use crate::values::{date_dmy, number_vi};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, RecordBatch, StringArray};
use arrow_schema::DataType;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;
use tieuchi::{Bilingual, Diagnostic, Facts, InputKind, Problem, SourceFile};
use toml::de::{DeTable, DeValue};

/// A mapping, ready to be applied.
///
/// ```
/// use tieuchi::SourceFile;
/// use tieuchi_tables::Mapping;
/// let text = "[subjects]\ncolumns = { \"Mã\" = \"id\" }\n";
/// assert!(Mapping::read(&SourceFile::new("map.toml", text)).is_ok());
/// let findings = Mapping::read(&SourceFile::new("map.toml", "[subject]\n")).unwrap_err();
/// assert!(findings[0].help.as_ref().unwrap().en.contains("`subjects`"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    subjects: TableMap,
    tables: BTreeMap<String, TableMap>,
    numbers: Numbers,
    dates: Dates,
    /// Tables of members who may belong to several subjects.
    pub shared: Vec<String>,
    /// Whether columns the set has no use for are passed over.
    pub ignore_unknown: bool,
    /// Columns that only another set reads, by table and name in the sets, and passed over here.
    pub others: BTreeSet<(String, String)>,
}

/// The mapping of one table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct TableMap {
    sheet: Option<String>,
    separator: Option<u8>,
    numbers: Option<Numbers>,
    dates: Option<Dates>,
    columns: BTreeMap<String, String>,
    ignore: Vec<String>,
    constants: BTreeMap<String, String>,
    codes: BTreeMap<String, BTreeMap<String, String>>,
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Numbers {
    #[default]
    Plain,
    Vietnamese,
}

/// How days are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Dates {
    #[default]
    Iso,
    DayMonthYear,
    /// Days as spreadsheets count them, 1 being the first of 1900.
    Excel,
}

const TOP: [&str; 6] = ["numbers", "dates", "shared", "ignore_unknown", "subjects", "table"];
const TABLE: [&str; 8] =
    ["sheet", "separator", "numbers", "dates", "columns", "ignore", "constants", "codes"];

impl Mapping {
    /// Reads a mapping.
    ///
    /// # Errors
    ///
    /// Every finding, each with its place: the code is `bad-mapping`.
    pub fn read(source: &SourceFile) -> Result<Self, Vec<Diagnostic>> {
        keys::read("bad-mapping", source, Keys::mapping)
    }

    /// Reads the mapping in a file.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or [`TableError::Mapping`] with every finding.
    pub fn of_file(path: &Path) -> Result<Self, TableError> {
        keys::of_file(path, Self::read)
    }

    fn of(&self, table: &str) -> Option<&TableMap> {
        if table.is_empty() { Some(&self.subjects) } else { self.tables.get(table) }
    }

    /// What the reader of a table's file is told; the empty name stands for the subjects.
    pub(crate) fn reading(&self, table: &str) -> Reading {
        let map = self.of(table);
        Reading { sheet: map.and_then(|map| map.sheet.clone()), separator: map.and_then(|map| map.separator) }
    }

    /// The name a column of a file has in the set; none where it is to be passed over.
    pub(crate) fn name<'a>(&'a self, table: &str, column: &'a str) -> Option<&'a str> {
        let map = self.of(table);
        if map.is_some_and(|map| map.ignore.iter().any(|ignored| ignored == column)) {
            return None;
        }
        let name = map.and_then(|map| map.columns.get(column)).map_or(column, String::as_str);
        (!self.is_other(table, name)).then_some(name)
    }

    fn is_other(&self, table: &str, name: &str) -> bool {
        self.others.iter().any(|(of, other)| of == table && other == name)
    }

    /// Turns a batch of a table into one of the set, and tells of the cells that cannot be read in
    /// the way declared. `before` counts the rows of the table given earlier.
    pub(crate) fn apply(
        &self,
        facts: &Facts,
        table: &str,
        batch: &RecordBatch,
        before: u64,
    ) -> Result<(RecordBatch, Vec<Problem>), arrow_schema::ArrowError> {
        let empty = TableMap::default();
        let map = self.of(table).unwrap_or(&empty);
        let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
        let mut problems = Vec::new();
        for (field, array) in batch.schema().fields().iter().zip(batch.columns()) {
            let Some(name) = self.name(table, field.name()) else { continue };
            let mut array = Arc::clone(array);
            if let Some(codes) = map.codes.get(name) {
                let texts = texts(&array).into_iter();
                let known = |text: String| codes.get(text.trim()).cloned().unwrap_or(text);
                array = Arc::new(texts.map(|text| text.map(known)).collect::<StringArray>());
            }
            let style = Style {
                numbers: map.numbers.unwrap_or(self.numbers),
                dates: map.dates.unwrap_or(self.dates),
            };
            if let Some(kind) = kind(facts, table, name) {
                let (styled, found) = style.apply(kind, &array);
                array = styled;
                problems.extend(found.into_iter().map(|(row, value)| (name.to_owned(), kind, row, value)));
            }
            columns.push((name.to_owned(), array, true));
        }
        for (name, value) in map.constants.iter().filter(|(name, _)| !self.is_other(table, name)) {
            let cells = StringArray::from_iter_values(std::iter::repeat_n(value, batch.num_rows()));
            columns.push((name.clone(), Arc::new(cells), true));
        }
        let batch = match columns.is_empty() {
            true => batch.clone(),
            false => RecordBatch::try_from_iter_with_nullable(columns)?,
        };
        let key = if table.is_empty() { ["$id", "id"] } else { ["$subject", "subject"] };
        let keys = key.iter().find_map(|name| batch.column_by_name(name)).filter(|_| !problems.is_empty());
        let keys = keys.map(texts).unwrap_or_default();
        let table = if table.is_empty() { facts.subject.name.as_str() } else { table };
        let problems = problems.into_iter().map(|(column, kind, row, value)| Problem {
            table: table.to_owned(),
            row: before + u64::try_from(row).unwrap_or(u64::MAX).saturating_add(1),
            subject: keys.get(row).cloned().flatten().unwrap_or_default(),
            column,
            ..unread(kind, value)
        });
        let problems = problems.collect();
        Ok((batch, problems))
    }
}

/// Whether a column holds numbers or days, by its name in the set.
fn kind(facts: &Facts, table: &str, column: &str) -> Option<InputKind> {
    if matches!(column, "count" | "$count") {
        return Some(InputKind::Integer);
    }
    if matches!(column, "from" | "to" | "$from" | "$to") {
        return Some(InputKind::Date);
    }
    let plain = column.trim_end_matches(".self").trim_end_matches('%');
    let plain = plain.split('@').next().unwrap_or(plain);
    let of_table = |input: &&tieuchi::InputFacts| input.table.as_deref().unwrap_or("") == table;
    let known = facts.inputs.iter().filter(of_table).find(|input| input.name == plain);
    let result = column.rsplit_once('.').filter(|(set, _)| {
        let set = set.split('@').next().unwrap_or(set);
        facts.results.iter().any(|result| result.set == set)
    });
    match (known, result, column.ends_with(".at")) {
        (_, Some((_, "points")), _) => Some(InputKind::Decimal),
        (_, Some((_, "date")), _) | (None, None, true) => Some(InputKind::Date),
        (Some(input), _, _) => Some(input.kind),
        (None, _, _) => None,
    }
}

#[derive(Clone, Copy)]
struct Style {
    numbers: Numbers,
    dates: Dates,
}

impl Style {
    /// The column in plain form, and the cells that are not written in the way declared.
    fn apply(self, kind: InputKind, array: &ArrayRef) -> (ArrayRef, Vec<(usize, String)>) {
        let plain: fn(&str) -> Option<String> = match kind {
            InputKind::Integer | InputKind::Decimal | InputKind::Percent => match self.numbers {
                Numbers::Vietnamese if is_text(array.data_type()) => number_vi,
                Numbers::Vietnamese | Numbers::Plain => return (Arc::clone(array), Vec::new()),
            },
            InputKind::Date => match self.dates {
                Dates::DayMonthYear if is_text(array.data_type()) => date_dmy,
                Dates::Excel if !matches!(array.data_type(), DataType::Date32 | DataType::Date64) => {
                    excel_day
                }
                Dates::DayMonthYear | Dates::Excel | Dates::Iso => return (Arc::clone(array), Vec::new()),
            },
            InputKind::YesNo | InputKind::Choice | InputKind::Text => return (Arc::clone(array), Vec::new()),
        };
        let mut found = Vec::new();
        let cells = texts(array).into_iter().enumerate().map(|(row, text)| {
            let text = text?;
            let read = plain(text.trim());
            if read.is_none() {
                found.push((row, text));
            }
            read
        });
        let cells: StringArray = cells.collect();
        (Arc::new(cells), found)
    }
}

/// A day counted as spreadsheets do; the time of day is left out.
fn excel_day(text: &str) -> Option<String> {
    let days: i32 = text.split('.').next()?.parse().ok()?;
    // Sixty is the 29th of February 1900, which never was.
    let since = if days > 60 { days.checked_sub(2)? } else { days.checked_sub(1)? };
    (days > 0 && days != 60 && since <= tieuchi::Day::LAST.number())
        .then(|| tieuchi::Day::from_number(since).to_string())
}

/// What is told of a cell that is not written in the way declared.
fn unread(kind: InputKind, value: String) -> Problem {
    let (code, message, help) = if kind == InputKind::Date {
        (
            "bad-date",
            [
                format!("`{value}` không viết theo kiểu ngày đã khai báo cho cột"),
                format!("`{value}` is not written as the days of the column are declared to be"),
            ],
            [
                "ghi ngày/tháng/năm như 31/12/2025, hoặc sửa `dates` trong tệp ánh xạ",
                "write day/month/year as 31/12/2025, or mend `dates` in the mapping",
            ],
        )
    } else {
        (
            "bad-number",
            [
                format!("`{value}` không viết theo kiểu số đã khai báo cho cột"),
                format!("`{value}` is not written as the numbers of the column are declared to be"),
            ],
            [
                "ghi 1234,5 hoặc 1.234,5; riêng 1.234 hiểu được hai cách nên không nhận",
                "write 1234,5 or 1.234,5; 1.234 alone can be read in two ways and is refused",
            ],
        )
    };
    let [vi, en] = message;
    let [help_vi, help_en] = help.map(str::to_owned);
    Problem {
        code,
        table: String::new(),
        row: 0,
        subject: String::new(),
        column: String::new(),
        value,
        message: Bilingual { vi, en },
        help: Some(Bilingual { vi: help_vi, en: help_en }),
    }
}

fn is_text(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Calls for the text of each cell of a column.
pub(crate) fn each_text(array: &ArrayRef, mut each: impl FnMut(Option<&str>)) {
    let listed = array.as_any_dictionary_opt().filter(|list| list.values().data_type() == &DataType::Utf8);
    match (array.data_type(), listed) {
        (DataType::Utf8, _) => array.as_string::<i32>().iter().for_each(each),
        (_, Some(list)) => {
            let (keys, texts) = (list.keys(), list.values().as_string::<i32>());
            for row in 0..keys.len() {
                let place = keys.is_valid(row).then(|| crate::write::key(keys, row)).flatten();
                each(place.filter(|place| texts.is_valid(*place)).map(|place| texts.value(place)));
            }
        }
        _ => (0..array.len()).for_each(|row| each(crate::write::cell(array, row).as_deref())),
    }
}

/// The cells of a column as text.
pub(crate) fn texts(array: &ArrayRef) -> Vec<Option<String>> {
    let mut out = Vec::with_capacity(array.len());
    each_text(array, |text| out.push(text.map(str::to_owned)));
    out
}

// ---- reading ----------------------------------------------------------------------------------

impl Keys {
    fn mapping(&mut self, root: &DeTable<'_>) -> Mapping {
        let mut mapping = Mapping::default();
        for (key, value) in root {
            match key.get_ref().as_ref() {
                "numbers" => mapping.numbers = self.numbers(value).unwrap_or_default(),
                "dates" => mapping.dates = self.dates(value).unwrap_or_default(),
                "shared" => mapping.shared = self.list(value),
                "ignore_unknown" => mapping.ignore_unknown = self.flag(value),
                "subjects" => mapping.subjects = self.table(value),
                "table" => match value.get_ref() {
                    DeValue::Table(tables) => {
                        for (name, value) in tables {
                            let map = self.table(value);
                            mapping.tables.insert(name.get_ref().to_string(), map);
                        }
                    }
                    _ => self.wrong(value, "các mục [table.TÊN]", "sections [table.NAME]"),
                },
                other => self.unknown(key.span(), other, &TOP),
            }
        }
        mapping
    }

    fn table(&mut self, value: &Value<'_>) -> TableMap {
        let mut map = TableMap::default();
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, "một mục có các khóa", "a section of keys");
            return map;
        };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "sheet" => map.sheet = self.text(value),
                "separator" => match self.text(value).as_deref().map(str::as_bytes) {
                    Some([one]) => map.separator = Some(*one),
                    Some(_) => self.wrong(value, "một ký tự như \";\"", "one sign such as \";\""),
                    None => {}
                },
                "numbers" => map.numbers = self.numbers(value),
                "dates" => map.dates = self.dates(value),
                "columns" => map.columns = self.texts(value),
                "ignore" => map.ignore = self.list(value),
                "constants" => map.constants = self.texts(value),
                "codes" => match value.get_ref() {
                    DeValue::Table(columns) => {
                        for (column, value) in columns {
                            let codes = self.texts(value);
                            map.codes.insert(column.get_ref().to_string(), codes);
                        }
                    }
                    _ => self.wrong(value, "bảng mã cho từng cột", "a list of codes for each column"),
                },
                other => self.unknown(key.span(), other, &TABLE),
            }
        }
        map
    }

    fn numbers(&mut self, value: &Value<'_>) -> Option<Numbers> {
        match self.text(value)?.as_str() {
            "plain" => Some(Numbers::Plain),
            "vi" => Some(Numbers::Vietnamese),
            _ => {
                self.wrong(value, "\"plain\" hoặc \"vi\"", "\"plain\" or \"vi\"");
                None
            }
        }
    }

    fn dates(&mut self, value: &Value<'_>) -> Option<Dates> {
        match self.text(value)?.as_str() {
            "iso" => Some(Dates::Iso),
            "dmy" => Some(Dates::DayMonthYear),
            "excel" => Some(Dates::Excel),
            _ => {
                self.wrong(value, "\"iso\", \"dmy\" hoặc \"excel\"", "\"iso\", \"dmy\" or \"excel\"");
                None
            }
        }
    }
}

impl From<(SourceFile, Vec<Diagnostic>)> for TableError {
    fn from((source, findings): (SourceFile, Vec<Diagnostic>)) -> Self {
        Self::Mapping(source, findings)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_mapping_is_told_at_its_place() {
        let text = "number = \"vi\"\n[subjects]\ndates = \"mdy\"\ncolums = {}\n[table.t]\nignore = 1\n";
        let findings = Mapping::read(&SourceFile::new("m", text)).unwrap_err();
        let told: Vec<(&str, String)> = findings
            .iter()
            .map(|finding| {
                let span = finding.span().unwrap();
                let text = text.get(span.start..span.end).unwrap();
                (text, finding.help.as_ref().unwrap().en.clone())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("number", "did you mean `numbers`?".to_owned()),
                ("\"mdy\"", "\"iso\", \"dmy\" or \"excel\" is needed".to_owned()),
                ("colums", "did you mean `columns`?".to_owned()),
                ("1", "a list of texts is needed".to_owned()),
            ]
        );
        assert_eq!(Mapping::read(&SourceFile::new("m", "a = ")).unwrap_err().len(), 1);
    }

    #[test]
    fn days_of_spreadsheets() {
        for (serial, day) in [
            ("1", "1900-01-01"),
            ("59", "1900-02-28"),
            ("61", "1900-03-01"),
            ("45658", "2025-01-01"),
            ("45658.75", "2025-01-01"),
        ] {
            assert_eq!(excel_day(serial).as_deref(), Some(day));
        }
        for bad in ["0", "60", "-1", "2025-01-01", "", "999999"] {
            assert_eq!(excel_day(bad), None, "{bad}");
        }
    }
}
