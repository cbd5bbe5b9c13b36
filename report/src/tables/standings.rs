//! Where all subjects of a level stand, and how their totals lie.

use super::{Cell, EVERYWHERE, Head, Kind, Row, Table, Value, Weight, source};
use crate::model::{Bounds, Class, Counts, Level};
use crate::numbers::part;
use crate::words::{self as w, Word};
use tieuchi::Lang;

/// A standing that is not a class: its name, the condition on the file, how many have it.
pub(super) type Rest = (Word, &'static str, fn(&Counts) -> u64);

/// The standings that are not classes, the unsettled last.
pub(super) const REST: [Rest; 4] = [
    (w::NONE, "class = none", |counts| counts.none),
    (w::NOT_RANKED, "class = not-ranked", |counts| counts.not_ranked),
    (w::OUTSIDE, "class = outside", |counts| counts.outside),
    (w::UNSETTLED, "class = ∅", |counts| counts.unsettled),
];

/// What such a standing is called at a level, and the condition on its file: the set may have a
/// name for those who reach no class.
pub(super) fn rest(level: &Level, word: Word, condition: &str, lang: Lang) -> (String, String) {
    match &level.rest {
        Some(rest) if condition == "class = none" => (rest.label.clone(), settled_in(rest)),
        _ => (word.of(lang).to_owned(), condition.to_owned()),
    }
}

/// The classes, the highest first, each with its figures.
pub(super) fn classes<'a>(
    level: &'a Level,
    counts: &'a Counts,
) -> impl DoubleEndedIterator<Item = (&'a Class, u64, Bounds)> {
    let settled = |at: usize| counts.standings.get(at).copied().unwrap_or(0);
    let reached = move |at: usize| counts.reached.get(at).copied().unwrap_or_default();
    let classes = level.classes.iter().enumerate().rev();
    classes.map(move |(at, class)| (class, settled(at), reached(at)))
}

/// The condition of those settled in a class.
pub(super) fn settled_in(class: &Class) -> String {
    format!("class = {}", class.name)
}

/// The conditions of those who have a class or a higher one: for certain, and possibly.
pub(super) fn reaching(class: &Class) -> (String, String) {
    (format!("class.lowest ≥ {}", class.name), format!("class.highest ≥ {}", class.name))
}

/// Results of a level: a row for each standing, the highest first.
pub(crate) fn standings(level: &Level, lang: Lang) -> Table {
    let all = level.whole.subjects;
    let of = |condition: &str| source(&level.name, EVERYWHERE, condition);
    let higher = w::OR_HIGHER.of(lang);
    let mut heads = vec![
        Head::new(w::RESULT, Kind::Name, lang),
        Head::of(w::SETTLED.of(lang), w::COUNT, lang),
        Head::of(w::SETTLED.of(lang), w::SHARE, lang),
    ];
    if !level.classes.is_empty() {
        heads.extend(
            [w::CERTAIN, w::CERTAIN_SHARE, w::POSSIBLE, w::POSSIBLE_SHARE]
                .map(|head| Head::of(higher, head, lang)),
        );
    }
    let mut rows = Vec::new();
    for (class, settled, reached) in classes(level, &level.whole) {
        let (certain, possible) = reaching(class);
        let (settled_rows, certain, possible) = (of(&settled_in(class)), of(&certain), of(&possible));
        rows.push(Row {
            cells: vec![
                Cell::label(&class.label),
                Cell::count(settled, settled_rows.clone()),
                Cell::share(part(settled, all), settled_rows),
                Cell::count(reached.least, certain.clone()),
                Cell::share(part(reached.least, all), certain),
                Cell::count(reached.most, possible.clone()),
                Cell::share(part(reached.most, all), possible),
            ],
            weight: Weight::Plain,
        });
    }
    let empty = if level.classes.is_empty() { 0 } else { 4 };
    for (word, condition, count) in REST {
        let count = count(&level.whole);
        // Not met and not known are always told; the other two only where there are such subjects.
        if count == 0 && matches!(condition, "class = not-ranked" | "class = outside") {
            continue;
        }
        let (label, condition) = rest(level, word, condition, lang);
        let mut cells = vec![
            Cell::words(label),
            Cell::count(count, of(&condition)),
            Cell::share(part(count, all), of(&condition)),
        ];
        cells.extend((0..empty).map(|_| Cell::nothing()));
        rows.push(Row { cells, weight: Weight::Plain });
    }
    let mut cells =
        vec![Cell::words(w::WHOLE.of(lang)), Cell::count(all, of("*")), Cell::share(part(all, all), of("*"))];
    cells.extend((0..empty).map(|_| Cell::nothing()));
    rows.push(Row { cells, weight: Weight::Total });
    Table {
        caption: w::about(w::STANDINGS, &level.label, lang),
        heads,
        rows,
        notes: vec![w::SHARES_OF_ALL.of(lang).to_owned()],
        wide: false,
    }
}

/// How the totals of a level lie: a row for each step.
pub(crate) fn bins(level: &Level, lang: Lang) -> Option<Table> {
    let distribution = level.distribution.as_ref()?;
    let count = w::SUBJECT_KIND.of(lang);
    let heads = vec![
        Head::new(w::FROM, Kind::Figure, lang),
        Head::new(w::TO, Kind::Figure, lang),
        Head::of(count, w::CERTAIN, lang),
        Head::of(count, w::POSSIBLE, lang),
    ];
    let rows = distribution.bins.iter().map(|bin| {
        let between = |column: &str| {
            source(&level.name, EVERYWHERE, &format!("{} ≤ total.{column} < {}", bin.from, bin.to))
        };
        let edge = |value| Cell { value: Value::Number(value), rows: None };
        let cells = vec![
            edge(bin.from),
            edge(bin.to),
            Cell::count(bin.certain, between("certain")),
            Cell::count(bin.possible, between("possible")),
        ];
        Row { cells, weight: Weight::Plain }
    });
    Some(Table {
        caption: w::about(w::POINTS, &level.label, lang),
        heads,
        rows: rows.collect(),
        notes: vec![w::LAST_BIN.of(lang).to_owned()],
        wide: false,
    })
}
