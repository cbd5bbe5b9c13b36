//! The sets and receipts of the cover, the headline figures, the files with the rows.

use super::standings::{classes, reaching};
use super::{Cell, EVERYWHERE, Head, Kind, Row, Table, Value, Weight, source};
use crate::model::{Report, SetInfo};
use crate::numbers::part;
use crate::words as w;
use tieuchi::Lang;

/// Signs of a digest that are shown where the whole of it stands elsewhere.
const SHORT_DIGEST: usize = 12;

/// Which set judged what, with the first signs of digests.
pub(crate) fn sets(report: &Report, lang: Lang) -> Table {
    let heads = vec![
        Head::new(w::SUBJECT_KIND, Kind::Name, lang),
        Head::new(w::SET, Kind::Text, lang),
        Head::new(w::EDITION, Kind::Short, lang),
        Head::new(w::ASSUMED_HEAD, Kind::Short, lang),
        Head::new(w::DIGEST, Kind::Short, lang),
        Head::new(w::RECEIPT, Kind::Short, lang),
    ];
    let short = |digest: &str| match digest.char_indices().nth(SHORT_DIGEST) {
        Some((end, _)) => format!("{}…", digest.split_at(end).0),
        None => digest.to_owned(),
    };
    let rows = all_sets(report, lang).into_iter().map(|(what, set, receipt)| Row {
        cells: vec![
            what,
            Cell::label(format!("{} ({})", set.label, set.id)),
            Cell::label(&set.edition),
            Cell::words(if set.assumed { w::YES } else { w::NO }.of(lang)),
            Cell::words(short(&set.digest)),
            receipt.map_or_else(Cell::nothing, |receipt| Cell::words(short(receipt))),
        ],
        weight: Weight::Plain,
    });
    Table { caption: w::SETS_CAPTION.of(lang).to_owned(), heads, rows: rows.collect(), ..Table::default() }
}

/// Digests of the sets and receipts of the results, in full.
pub(crate) fn digests(report: &Report, lang: Lang) -> Table {
    let heads = vec![
        Head::new(w::SUBJECT_KIND, Kind::Name, lang),
        Head::new(w::SET, Kind::Short, lang),
        Head::new(w::EDITION, Kind::Short, lang),
        Head::new(w::DIGEST, Kind::Digest, lang),
        Head::new(w::RECEIPT, Kind::Digest, lang),
    ];
    let rows = all_sets(report, lang).into_iter().map(|(what, set, receipt)| Row {
        cells: vec![
            what,
            Cell::label(&set.id),
            Cell::label(&set.edition),
            Cell::words(&set.digest),
            receipt.map_or_else(Cell::nothing, Cell::words),
        ],
        weight: Weight::Plain,
    });
    Table { caption: w::DIGESTS_CAPTION.of(lang).to_owned(), heads, rows: rows.collect(), ..Table::default() }
}

/// What is judged, by which set, and the receipt of the results if there is one.
fn all_sets(report: &Report, lang: Lang) -> Vec<(Cell, &SetInfo, Option<&String>)> {
    let levels =
        report.levels.iter().map(|level| (Cell::label(&level.label), &level.set, level.receipt.as_ref()));
    let targets = report.targets.iter().map(|set| (Cell::words(w::TARGETS_KIND.of(lang)), &set.set, None));
    levels.chain(targets).collect()
}

/// For each level, who reaches each class.
pub(crate) fn headlines(report: &Report, lang: Lang) -> Table {
    let (certain, possible) = (w::CERTAIN.of(lang), w::POSSIBLE.of(lang));
    let heads = vec![
        Head::new(w::SUBJECT_KIND, Kind::Name, lang),
        Head::new(w::TITLE, Kind::Text, lang),
        Head::new(w::SUBJECTS, Kind::Figure, lang),
        Head::of(certain, w::COUNT, lang),
        Head::of(certain, w::SHARE, lang),
        Head::of(possible, w::COUNT, lang),
        Head::of(possible, w::SHARE, lang),
        Head::new(w::UNSETTLED, Kind::Figure, lang),
    ];
    let mut rows = Vec::new();
    for level in &report.levels {
        let of = |condition: &str| source(&level.name, EVERYWHERE, condition);
        let all = level.whole.subjects;
        let unsettled = || Cell::count(level.whole.unsettled, of("class = ∅"));
        for (at, (class, _, reached)) in classes(level, &level.whole).enumerate() {
            let (least, most) = reaching(class);
            let (least, most) = (of(&least), of(&most));
            rows.push(Row {
                cells: vec![
                    Cell::label(&level.label),
                    Cell::words(w::reaching(&class.label, at == 0, lang)),
                    Cell::count(all, of("*")),
                    Cell::count(reached.least, least.clone()),
                    Cell::share(part(reached.least, all), least),
                    Cell::count(reached.most, most.clone()),
                    Cell::share(part(reached.most, all), most),
                    unsettled(),
                ],
                weight: Weight::Plain,
            });
        }
        if level.classes.is_empty() {
            let mut cells = vec![Cell::label(&level.label), Cell::nothing(), Cell::count(all, of("*"))];
            cells.extend((0..4).map(|_| Cell::nothing()));
            cells.push(unsettled());
            rows.push(Row { cells, weight: Weight::Plain });
        }
    }
    let notes = vec![w::SHARES_OF_ALL.of(lang).to_owned()];
    Table { caption: w::HEADLINES.of(lang).to_owned(), heads, rows, notes, wide: false }
}

/// The files with a row for each subject.
pub(crate) fn files(report: &Report, lang: Lang) -> Table {
    let heads = vec![
        Head::new(w::LEVEL, Kind::Short, lang),
        Head::new(w::SUBJECT_KIND, Kind::Name, lang),
        Head::new(w::PLACE_COLUMN, Kind::Short, lang),
        Head::new(w::FILES, Kind::Text, lang),
    ];
    let rows = report.levels.iter().map(|level| {
        let files = if level.files.is_empty() {
            Cell::words(w::NO_FILES.of(lang))
        } else {
            Cell { value: Value::Files(level.files.clone()), rows: None }
        };
        let column = level.place_column.as_ref().map_or_else(Cell::nothing, Cell::label);
        Row {
            cells: vec![Cell::label(&level.name), Cell::label(&level.label), column, files],
            weight: Weight::Plain,
        }
    });
    Table { caption: w::FILES_CAPTION.of(lang).to_owned(), heads, rows: rows.collect(), ..Table::default() }
}

/// How the rows behind each kind of figure are found.
pub(crate) fn conditions(lang: Lang) -> Table {
    let heads = vec![Head::new(w::FIGURE, Kind::Name, lang), Head::new(w::CONDITION, Kind::Text, lang)];
    let rows = w::CONDITIONS.iter().map(|(figure, condition)| Row {
        cells: vec![Cell::words(figure.of(lang)), Cell::words(condition.of(lang))],
        weight: Weight::Plain,
    });
    Table { caption: w::ROWS_CAPTION.of(lang).to_owned(), heads, rows: rows.collect(), ..Table::default() }
}
