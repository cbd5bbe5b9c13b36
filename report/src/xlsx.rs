//! The report as a workbook, in the shape of official summary tables.
//!
//! In: the model. Out: the bytes of an XLSX file, in Vietnamese, the same bytes for the same report:
//! the only date in it is the day of judgement. Numbers are numbers, every text is a text and never
//! a formula.

mod sheet;
mod style;

use crate::html::{all_notices, basis, fact_list};
use crate::model::Report;
use crate::numbers::in_lang;
use crate::tables::{self, Table};
use crate::words as w;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};
use sheet::Sheet;
use std::fmt;
use style::Styles;
use tieuchi::Lang;

/// A workbook that could not be written: too many rows for a sheet, say.
#[derive(Debug)]
pub struct WorkbookError(XlsxError);

impl fmt::Display for WorkbookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for WorkbookError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        Self(error)
    }
}

/// The language of the workbook: official summary tables have one.
const LANG: Lang = Lang::Vi;

/// The report as a workbook: a cover, a sheet for each level, then targets, items, quality.
///
/// # Errors
///
/// There are more rows or columns than a sheet can hold.
pub fn workbook(report: &Report) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    // The widths of columns are measured in digits of the default font: eight pixels each.
    book.set_default_format(&style::text(), 21, 72)?;
    book.set_properties(&properties(report)?);
    let styles = Styles::new();
    let mut names = Vec::new();
    cover(add(&mut book, &mut names, w::SHEET_COVER.of(LANG))?, &styles, report)?;
    for (at, level) in report.levels.iter().enumerate() {
        let table = tables::places(level, LANG).unwrap_or_else(|| tables::standings(level, LANG));
        let sheet = add(&mut book, &mut names, &format!("{}. {}", at + 1, level.label))?;
        one_table(sheet, &styles, report, table)?;
    }
    let levels = || report.levels.iter();
    let targets = || report.targets.iter();
    let several = [
        (w::SHEET_POINTS, levels().filter_map(|level| tables::bins(level, LANG)).collect()),
        (w::SHEET_TARGETS, targets().map(|set| tables::targets(set, LANG)).collect::<Vec<_>>()),
        (
            w::SHEET_TARGET_PLACES,
            targets()
                .flat_map(|set| set.list.iter().filter_map(|target| tables::target_places(set, target, LANG)))
                .collect(),
        ),
        (w::SHEET_ITEMS, levels().filter_map(|level| tables::items(level, LANG)).collect()),
        (w::SHEET_QUALITY, tables::problems(report, LANG).into_iter().collect()),
        (w::SHEET_HISTORY, tables::history(report, LANG).into_iter().collect()),
        (w::SHEET_SETS, vec![tables::sets(report, LANG), tables::digests(report, LANG)]),
        (w::SHEET_ROWS, vec![tables::files(report, LANG), tables::conditions(LANG)]),
    ];
    for (name, mut tables) in several {
        match (tables.pop(), tables.is_empty()) {
            (None, _) => {}
            (Some(only), true) => {
                one_table(add(&mut book, &mut names, name.of(LANG))?, &styles, report, only)?;
            }
            (Some(last), false) => {
                tables.push(last);
                let sheet = add(&mut book, &mut names, name.of(LANG))?;
                many_tables(sheet, &styles, report, name.of(LANG), &tables)?;
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

fn properties(report: &Report) -> Result<DocProperties, XlsxError> {
    let (year, month, day) = report.judged_on.civil();
    let year = u16::try_from(year).unwrap_or(1900).clamp(1900, 9999);
    let [month, day] = [month, day].map(|part| u8::try_from(part).unwrap_or(1));
    let created = ExcelDateTime::from_ymd(year, month, day)?;
    let properties = DocProperties::new()
        .set_title(in_lang(&report.title, LANG))
        .set_subject(&report.place)
        .set_comment(&report.engine)
        .set_creation_datetime(&created);
    Ok(match &report.office {
        Some(office) => properties.set_company(office),
        None => properties,
    })
}

/// A new sheet under a name that is allowed and not taken.
fn add<'b>(
    book: &'b mut Workbook,
    names: &mut Vec<String>,
    wanted: &str,
) -> Result<&'b mut Worksheet, XlsxError> {
    let name = sheet_name(wanted, names);
    names.push(name.clone());
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    Ok(sheet)
}

/// The most signs a name is cut to; a sheet may have 31, and some are left to number equal names.
const NAME: usize = 26;

fn sheet_name(wanted: &str, taken: &[String]) -> String {
    let allowed = |sign: char| {
        if matches!(sign, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'') || sign.is_control() {
            ' '
        } else {
            sign
        }
    };
    // Spreadsheets count UTF-16 units.
    let mut units = 0;
    let cut = wanted.chars().map(allowed).take_while(|sign| {
        units += sign.len_utf16();
        units <= NAME
    });
    let cut: String = cut.collect();
    let cut = if cut.trim().is_empty() { "…" } else { cut.trim() };
    let is_taken = |name: &str| taken.iter().any(|taken| taken.to_lowercase() == name.to_lowercase());
    if !is_taken(cut) {
        return cut.to_owned();
    }
    let numbered = (2..).map(|number| format!("{cut} {number}")).find(|name| !is_taken(name));
    numbered.unwrap_or_default()
}

fn cover(sheet: &mut Worksheet, styles: &Styles, report: &Report) -> Result<(), XlsxError> {
    let headlines = tables::headlines(report, LANG);
    let mut sheet = Sheet::new(sheet, styles, &[&headlines], LANG)?;
    sheet.letterhead(report)?;
    sheet.title(w::REPORT.of(LANG))?;
    sheet.title(in_lang(&report.title, LANG))?;
    sheet.subtitle(&w::subtitle(&report.place, &w::period(report.period, LANG), LANG))?;
    for notice in all_notices(report, LANG) {
        sheet.notice(notice)?;
    }
    for text in basis(report, LANG) {
        sheet.line(&w::basis(text, LANG))?;
    }
    sheet.gap();
    for (what, says) in fact_list(report, LANG) {
        sheet.fact(what, &says)?;
    }
    sheet.gap();
    sheet.caption(&headlines.caption)?;
    sheet.table(&headlines)?;
    sheet.signatures(report)
}

/// A sheet of one table, whose heads stay in sight and are repeated on every page.
fn one_table(sheet: &mut Worksheet, styles: &Styles, report: &Report, table: Table) -> Result<(), XlsxError> {
    let mut sheet = Sheet::new(sheet, styles, &[&table], LANG)?;
    sheet.letterhead(report)?;
    sheet.title(&format!("{} – {}", w::SUMMARY_TABLE.of(LANG), table.caption.to_uppercase()))?;
    sheet.subtitle(&w::subtitle(&report.place, &w::period(report.period, LANG), LANG))?;
    for notice in &report.notices {
        sheet.notice(in_lang(notice, LANG))?;
    }
    sheet.gap();
    let heads = sheet.table(&table)?;
    sheet.keep_in_sight(heads, &table)?;
    sheet.signatures(report)
}

/// A sheet of several tables under one another.
fn many_tables(
    sheet: &mut Worksheet,
    styles: &Styles,
    report: &Report,
    title: &str,
    tables: &[Table],
) -> Result<(), XlsxError> {
    let all: Vec<&Table> = tables.iter().collect();
    let mut sheet = Sheet::new(sheet, styles, &all, LANG)?;
    sheet.letterhead(report)?;
    sheet.title(&format!("{} – {}", w::SUMMARY_TABLE.of(LANG), title.to_uppercase()))?;
    sheet.subtitle(&w::subtitle(&report.place, &w::period(report.period, LANG), LANG))?;
    for notice in &report.notices {
        sheet.notice(in_lang(notice, LANG))?;
    }
    for table in tables {
        sheet.gap();
        sheet.caption(&table.caption)?;
        sheet.table(table)?;
    }
    sheet.signatures(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_allowed_and_not_taken() {
        let mut taken = Vec::new();
        for (wanted, given) in [
            ("1. Công dân", "1. Công dân"),
            ("1. công dân", "1. công dân 2"),
            ("a/b:c[d]?'*", "a b c d"),
            ("Cộng đồng học tập cấp xã, phường, đặc khu", "Cộng đồng học tập cấp xã,"),
            ("''", "…"),
        ] {
            let name = sheet_name(wanted, &taken);
            assert_eq!(name, given);
            taken.push(name);
        }
    }
}
