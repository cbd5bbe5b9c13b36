//! What was wrong in the data, by kind.

use super::{Cell, Head, Kind, Row, Table, Value, Weight, source};
use crate::model::{ProblemKind, Report};
use crate::numbers::{in_lang, show_count};
use crate::words as w;
use tieuchi::Lang;

/// The problems by level, table and code.
pub(crate) fn problems(report: &Report, lang: Lang) -> Option<Table> {
    let heads = vec![
        Head::new(w::LEVEL, Kind::Short, lang),
        Head::new(w::PROBLEM_TABLE, Kind::Short, lang),
        Head::new(w::PROBLEM, Kind::Name, lang),
        Head::new(w::COUNT, Kind::Figure, lang),
        Head::new(w::FIRST_PLACES, Kind::Text, lang),
    ];
    let rows = report.quality.kinds.iter().map(|kind| {
        let table = if kind.table.is_empty() {
            Cell::words(w::MAIN_TABLE.of(lang))
        } else {
            Cell::label(&kind.table)
        };
        let condition = format!("{} · code = {}", kind.table, kind.code);
        let cells = vec![
            Cell::label(&kind.level),
            table,
            Cell { value: Value::Lines(sayings(kind, report.redacted, lang)), rows: None },
            Cell::count(kind.count, source(&kind.level, "problems", &condition)),
            Cell { value: Value::Lines(places(kind, report.redacted, lang)), rows: None },
        ];
        Row { cells, weight: Weight::Plain }
    });
    let rows: Vec<_> = rows.collect();
    let caption = w::PROBLEMS.of(lang).to_owned();
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}

/// The code, what it says, what can be done.
fn sayings(kind: &ProblemKind, redacted: bool, lang: Lang) -> Vec<String> {
    let says = |text: &str| quoted(text, redacted, lang);
    let mut lines = vec![says(in_lang(&kind.message, lang))];
    lines.extend(kind.help.as_ref().map(|help| says(in_lang(help, lang))));
    lines.push(format!("[{}]", kind.code));
    lines
}

fn places(kind: &ProblemKind, redacted: bool, lang: Lang) -> Vec<String> {
    let places = kind.first.iter().map(|place| {
        let subject = Some(place.subject.as_str()).filter(|subject| !redacted && !subject.is_empty());
        w::problem_place(&show_count(place.row, lang), &place.column, subject, lang)
    });
    places.collect()
}

/// A message with its backticks as quotes; where values are left out, what stood between them,
/// which may be a value, is left out too.
fn quoted(text: &str, redacted: bool, lang: Lang) -> String {
    let (open, close) = match lang {
        Lang::Vi => ('“', '”'),
        Lang::En => ('‘', '’'),
    };
    let mut out = String::new();
    for (at, part) in text.split('`').enumerate() {
        if at % 2 == 0 {
            out.push_str(part);
        } else {
            out.push(open);
            out.push_str(if redacted { "…" } else { part });
            out.push(close);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_between_backticks_are_left_out_where_asked() {
        assert_eq!(quoted("`12a` không phải là số", false, Lang::Vi), "“12a” không phải là số");
        assert_eq!(quoted("`12a` không phải là số", true, Lang::Vi), "“…” không phải là số");
    }
}
