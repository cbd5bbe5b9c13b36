//! The annexes: every place, every item, and where the rows behind the figures are.

use super::page::Page;
use crate::model::Report;
use crate::numbers::roman;
use crate::tables::{self, Table};
use crate::words::{self as w, Word};

/// All annexes; one that would be empty is left out, and numbers follow what is there.
pub(crate) fn annexes(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    let places = report.levels.iter().filter_map(|level| tables::places(level, lang)).collect();
    let targets = report
        .targets
        .iter()
        .flat_map(|set| set.list.iter().filter_map(move |target| tables::target_places(set, target, lang)))
        .collect();
    let items = report.levels.iter().filter_map(|level| tables::items(level, lang)).collect();
    let history = tables::history(report, lang).into_iter().collect();
    let rows = vec![tables::files(report, lang), tables::conditions(lang), tables::digests(report, lang)];
    let annexes: [(&str, Word, Vec<Table>); 5] = [
        ("annex-places", w::ANNEX_PLACES, places),
        ("annex-targets", w::ANNEX_TARGETS, targets),
        ("annex-items", w::ANNEX_ITEMS, items),
        ("annex-history", w::ANNEX_HISTORY, history),
        ("rows", w::ANNEX_ROWS, rows),
    ];
    let filled = annexes.into_iter().filter(|(_, _, tables)| !tables.is_empty());
    for (at, (id, title, tables)) in filled.enumerate() {
        let wide = tables.iter().any(|table| table.wide);
        let class = if wide { "annex landscape" } else { "annex sheet" };
        page.within("section", &[("class", class)], |page| {
            let title = format!("{} {}. {}", w::ANNEX.of(lang), roman(at + 1), title.of(lang));
            page.heading("h2", id, &title);
            for table in tables {
                page.table(table);
            }
            if id == "rows" {
                page.paragraph(w::PLACE_CONDITION.of(lang));
            }
        });
    }
}
