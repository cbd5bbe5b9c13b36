//! Problems as data: what was wrong with a cell or a row, where, and what to do.
//!
//! In: findings about cells. Out: plain records, counts by code. It knows no table's types.

use crate::markup::{escape, fragment};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tieuchi_grammar::{Bilingual, Diagnostic, Lang};

/// Something wrong with a row of a table. The value is taken as not known; the row is counted as
/// the code's page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Kebab-case name, stable for ever: that of a finding.
    pub code: &'static str,
    /// The table, by its name in the set; that of the subject for the subjects' own.
    pub table: String,
    /// The row in the table, counted from 1; with `$first` of a chunk added.
    pub row: u64,
    /// The subject, by its identifier.
    pub subject: String,
    /// The column, as it is named in the table; empty for a problem of the whole row.
    pub column: String,
    /// The value as it was filed.
    pub value: String,
    /// One short phrase.
    pub message: Bilingual,
    /// What to do next.
    pub help: Option<Bilingual>,
}

/// Where a problem is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub table: &'a str,
    pub row: u64,
    pub subject: &'a str,
}

impl Problem {
    pub(crate) fn at(place: Place<'_>, column: &str, value: &str, finding: Diagnostic) -> Self {
        Self {
            code: finding.code,
            table: place.table.to_owned(),
            row: place.row,
            subject: place.subject.to_owned(),
            column: column.to_owned(),
            value: value.to_owned(),
            message: finding.message,
            help: finding.help,
        }
    }
}

/// Problems as text: how many there are of each code, then the first so many, a line each.
///
/// ```
/// assert_eq!(tieuchi::problems_text(&[], 20, tieuchi::Lang::En), "no problems\n");
/// ```
#[must_use]
pub fn problems_text(problems: &[Problem], most: usize, lang: Lang) -> String {
    let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    if problems.is_empty() {
        return format!("{}\n", say("không có vấn đề nào", "no problems"));
    }
    let counts: Vec<String> =
        count_problems(problems).iter().map(|(code, count)| format!("{count} {code}")).collect();
    let mut out = format!("{}\n", counts.join(", "));
    for problem in problems.iter().take(most) {
        let Problem { code, table, row, subject, column, value, message, .. } = problem;
        let place = format!("{table}, {} {row}", say("dòng", "row"));
        let of: Vec<&str> = [subject, column, value]
            .into_iter()
            .map(String::as_str)
            .filter(|text| !text.is_empty())
            .collect();
        let of = if of.is_empty() { String::new() } else { format!(" ({})", of.join(", ")) };
        let _ = writeln!(out, "  {place}{of}: {} [{code}]", message.get(lang));
    }
    if let Some(more) = problems.len().checked_sub(most).filter(|more| *more > 0) {
        let _ = writeln!(out, "  … {more} {}", say("vấn đề nữa", "more"));
    }
    out
}

/// The same as HTML to be put into a page: a table of the first so many.
///
/// ```
/// assert!(tieuchi::problems_html(&[], 20, tieuchi::Lang::Vi).contains("không có vấn đề"));
/// ```
#[must_use]
pub fn problems_html(problems: &[Problem], most: usize, lang: Lang) -> String {
    let say = |vi: &'static str, en: &'static str| if lang == Lang::Vi { vi } else { en };
    let head = problems_text(problems, 0, lang);
    let head = head.lines().next().unwrap_or_default();
    let mut out = format!("<p><b>{}</b></p>\n", escape(head));
    if problems.is_empty() {
        return fragment(lang, &out);
    }
    let heads = [
        say("Bảng", "Table"),
        say("Dòng", "Row"),
        say("Đối tượng", "Subject"),
        say("Cột", "Column"),
        say("Giá trị", "Value"),
        say("Vấn đề", "Problem"),
    ];
    let heads: String = heads.iter().map(|head| format!("<th scope=\"col\">{head}</th>")).collect();
    let _ = writeln!(out, "<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>");
    for problem in problems.iter().take(most) {
        let help = problem.help.as_ref().map(|help| format!("<br><small>{}</small>", escape(help.get(lang))));
        let _ = writeln!(
            out,
            "<tr><td>{}</td><td class=\"number\">{}</td><td>{}</td><td>{}</td><td>{}</td><td>{}{}</td></tr>",
            escape(&problem.table),
            problem.row,
            escape(&problem.subject),
            escape(&problem.column),
            escape(&problem.value),
            escape(problem.message.get(lang)),
            help.unwrap_or_default()
        );
    }
    out.push_str("</tbody>\n</table>\n");
    fragment(lang, &out)
}

/// How many problems there are of each code.
///
/// ```
/// assert!(tieuchi::count_problems(&[]).is_empty());
/// ```
#[must_use]
pub fn count_problems(problems: &[Problem]) -> BTreeMap<&'static str, u64> {
    let mut out = BTreeMap::new();
    for problem in problems {
        *out.entry(problem.code).or_insert(0) += 1;
    }
    out
}
