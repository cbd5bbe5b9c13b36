//! Keys and values of a TOML file, read with what is wrong told at its place.
//!
//! In: a table of keys. Out: texts, lists, days; a finding for every key that is not known and
//! every value that does not fit.

use crate::error::TableError;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;
use tieuchi::text::SOURCE_BYTES;
use tieuchi::{Bilingual, Day, Diagnostic, SourceFile, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

pub(crate) type Value<'a> = Spanned<DeValue<'a>>;

/// What is wrong so far, all under one code.
pub(crate) struct Keys {
    code: &'static str,
    pub findings: Vec<Diagnostic>,
}

/// Reads a whole file; every finding has its place.
pub(crate) fn read<T>(
    code: &'static str,
    source: &SourceFile,
    read: impl FnOnce(&mut Keys, &DeTable<'_>) -> T,
) -> Result<T, Vec<Diagnostic>> {
    let mut keys = Keys { code, findings: Vec::new() };
    let root = match DeTable::parse(source.text()) {
        Ok(root) => root,
        Err(error) => {
            let why = error.message();
            keys.tell(error.span().unwrap_or(0..0), why, why, None);
            return Err(keys.findings);
        }
    };
    let value = read(&mut keys, root.get_ref());
    keys.findings.sort_by_key(|finding| finding.span().map_or(0, |span| span.start));
    if keys.findings.is_empty() { Ok(value) } else { Err(keys.findings) }
}

/// Reads the text of a file, and what is in it.
pub(crate) fn of_file<T>(
    path: &Path,
    read: impl FnOnce(&SourceFile) -> Result<T, Vec<Diagnostic>>,
) -> Result<T, TableError> {
    let name = path.display();
    let mut bytes = Vec::new();
    let most = u64::try_from(SOURCE_BYTES).unwrap_or(u64::MAX);
    File::open(path)
        .and_then(|file| file.take(most.saturating_add(1)).read_to_end(&mut bytes))
        .map_err(|error| TableError::read(path, error))?;
    if bytes.len() > SOURCE_BYTES {
        return Err(TableError::File(Bilingual {
            vi: format!("tệp {name} lớn hơn giới hạn {SOURCE_BYTES} byte"),
            en: format!("file {name} is larger than the limit of {SOURCE_BYTES} bytes"),
        }));
    }
    let text = String::from_utf8(bytes).map_err(|_| {
        TableError::File(Bilingual {
            vi: format!("tệp {name} không phải văn bản UTF-8"),
            en: format!("file {name} is not UTF-8 text"),
        })
    })?;
    let source = SourceFile::new(name.to_string(), text);
    read(&source).map_err(|findings| TableError::Mapping(source, findings))
}

impl Keys {
    pub fn tell(&mut self, place: Range<usize>, vi: &str, en: &str, help: Option<(String, String)>) {
        let mut finding = Diagnostic::error(self.code, vi, en).at(Span::new(place.start, place.end));
        if let Some((vi, en)) = help {
            finding = finding.help(vi, en);
        }
        self.findings.push(finding);
    }

    /// A key that is not known.
    pub fn unknown(&mut self, place: Range<usize>, name: &str, known: &[&str]) {
        let list = known.join(", ");
        let help = match tieuchi::text::closest(name, known.iter().copied()) {
            Some(near) => (format!("có phải là `{near}`?"), format!("did you mean `{near}`?")),
            None => (format!("các khóa: {list}"), format!("the keys are {list}")),
        };
        let (vi, en) = (format!("không có khóa nào tên `{name}`"), format!("there is no key `{name}`"));
        self.tell(place, &vi, &en, Some(help));
    }

    /// A value of another kind.
    pub fn wrong(&mut self, value: &Value<'_>, vi: &str, en: &str) {
        let help = (format!("cần {vi}"), format!("{en} is needed"));
        self.tell(value.span(), "giá trị không đúng", "the value does not fit", Some(help));
    }

    /// A key that must be there and is not.
    pub fn missing(&mut self, place: Range<usize>, name: &str) {
        let (vi, en) = (format!("thiếu khóa `{name}`"), format!("the key `{name}` is missing"));
        let help = (format!("thêm `{name} = …`"), format!("add `{name} = …`"));
        self.tell(place, &vi, &en, Some(help));
    }

    pub fn flag(&mut self, value: &Value<'_>) -> bool {
        match value.get_ref() {
            DeValue::Boolean(yes) => *yes,
            _ => {
                self.wrong(value, "true hoặc false", "true or false");
                false
            }
        }
    }

    pub fn day(&mut self, value: &Value<'_>) -> Option<Day> {
        let day = match value.get_ref() {
            DeValue::String(text) => Day::parse_iso(text),
            DeValue::Datetime(time) => Day::parse_iso(&time.to_string()),
            _ => None,
        };
        if day.is_none() {
            self.wrong(value, "một ngày như 2025-12-31", "a day such as 2025-12-31");
        }
        day
    }

    pub fn text(&mut self, value: &Value<'_>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong(value, "chữ trong ngoặc kép", "a text in quotes");
                None
            }
        }
    }

    pub fn list(&mut self, value: &Value<'_>) -> Vec<String> {
        match value.get_ref() {
            DeValue::Array(list) => list.iter().filter_map(|one| self.text(one)).collect(),
            _ => {
                self.wrong(value, "một danh sách chữ", "a list of texts");
                Vec::new()
            }
        }
    }

    pub fn texts(&mut self, value: &Value<'_>) -> BTreeMap<String, String> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(value, "các cặp \"cũ\" = \"mới\"", "pairs \"old\" = \"new\"");
            return BTreeMap::new();
        };
        let pairs = table
            .iter()
            .filter_map(|(key, value)| self.text(value).map(|text| (key.get_ref().to_string(), text)));
        pairs.collect()
    }
}
