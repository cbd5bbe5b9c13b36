//! The figures of a level in every place.

use super::standings::{REST, classes, reaching, rest, settled_in};
use super::{Cell, EVERYWHERE, Head, Kind, Row, Table, Weight, source};
use crate::model::{Bounds, Counts, Level};
use crate::numbers::part;
use crate::words as w;
use tieuchi::{Exact, Lang};

/// Places × standings of a level, with what stands in no place and all together.
pub(crate) fn places(level: &Level, lang: Lang) -> Option<Table> {
    if level.places.is_empty() {
        return None;
    }
    let shown = REST.map(|(_, condition, count)| {
        matches!(condition, "class = none" | "class = ∅")
            || count(&level.whole) > 0
            || level.places.iter().any(|place| count(&place.counts) > 0)
    });
    let mut rows = Vec::new();
    for (at, place) in level.places.iter().enumerate() {
        let mut cells = vec![Cell::ordinal(at), Cell::label(&place.name)];
        cells.extend(figures(level, &place.counts, &place.id, shown));
        rows.push(Row { cells, weight: Weight::Plain });
    }
    if let Some(rest) = beyond_places(level).filter(|rest| rest.subjects > 0) {
        let mut cells = vec![Cell::blank(), Cell::words(w::NO_PLACE.of(lang))];
        cells.extend(figures(level, &rest, "∅", shown));
        rows.push(Row { cells, weight: Weight::Plain });
    }
    let mut cells = vec![Cell::blank(), Cell::words(w::WHOLE.of(lang))];
    cells.extend(figures(level, &level.whole, EVERYWHERE, shown));
    rows.push(Row { cells, weight: Weight::Total });
    Some(Table {
        caption: w::about(w::STANDINGS, &level.label, lang),
        heads: heads(level, shown, lang),
        rows,
        notes: vec![w::SHARES_OF_ALL.of(lang).to_owned()],
        wide: true,
    })
}

fn heads(level: &Level, shown: [bool; 4], lang: Lang) -> Vec<Head> {
    let mut heads = vec![
        Head::new(w::ORDINAL, Kind::Ordinal, lang),
        Head::new(w::PLACE, Kind::Name, lang),
        Head::new(w::SUBJECTS, Kind::Figure, lang),
    ];
    let settled = w::SETTLED.of(lang);
    heads.extend(level.classes.iter().rev().map(|class| Head::named(settled, &class.label)));
    for ((word, condition, _), shown) in REST.into_iter().zip(shown) {
        if shown {
            let group = (condition != "class = ∅").then(|| settled.to_owned());
            let (text, _) = rest(level, word, condition, lang);
            heads.push(Head { group, text, kind: Kind::Figure });
        }
    }
    for (at, class) in level.classes.iter().enumerate().rev() {
        let group = w::reaching(&class.label, at + 1 == level.classes.len(), lang);
        heads.push(Head::of(&group, w::CERTAIN, lang));
        heads.push(Head::of(&group, w::POSSIBLE, lang));
        if at == 0 {
            heads.push(Head::of(&group, w::CERTAIN_SHARE, lang));
            heads.push(Head::of(&group, w::POSSIBLE_SHARE, lang));
        }
    }
    if level.whole.points.is_some() {
        heads.push(Head::new(w::MEAN, Kind::Figure, lang));
    }
    heads
}

/// The figures of a row, in the order of the heads after the name.
fn figures(level: &Level, counts: &Counts, place: &str, shown: [bool; 4]) -> Vec<Cell> {
    let of = |condition: &str| source(&level.name, place, condition);
    let mut cells = vec![Cell::count(counts.subjects, of("*"))];
    cells.extend(
        classes(level, counts).map(|(class, settled, _)| Cell::count(settled, of(&settled_in(class)))),
    );
    for ((word, condition, count), shown) in REST.into_iter().zip(shown) {
        if shown {
            let (_, condition) = rest(level, word, condition, Lang::En);
            cells.push(Cell::count(count(counts), of(&condition)));
        }
    }
    let lowest = level.classes.first().map(|class| class.name.as_str());
    for (class, _, reached) in classes(level, counts) {
        let (certain, possible) = reaching(class);
        let (certain, possible) = (of(&certain), of(&possible));
        cells.push(Cell::count(reached.least, certain.clone()));
        cells.push(Cell::count(reached.most, possible.clone()));
        if Some(class.name.as_str()) == lowest {
            cells.push(Cell::share(part(reached.least, counts.subjects), certain));
            cells.push(Cell::share(part(reached.most, counts.subjects), possible));
        }
    }
    if level.whole.points.is_some() {
        // Whoever has no total adds nothing, so the mean is a lower bound.
        let applies = i128::from(counts.subjects.saturating_sub(counts.outside));
        let mean = counts.points.and_then(|points| points.div(Exact::whole(applies)));
        cells.push(Cell::number(mean, of("total.certain")));
    }
    cells
}

/// What the whole has more than all places together; nothing where the places have more, since
/// then a subject stands in several and no difference means anything.
fn beyond_places(level: &Level) -> Option<Counts> {
    let mut rest = level.whole.clone();
    for counts in level.places.iter().map(|place| &place.counts) {
        let minus = |from: &mut u64, count: u64| from.checked_sub(count).map(|left| *from = left);
        minus(&mut rest.subjects, counts.subjects)?;
        minus(&mut rest.none, counts.none)?;
        minus(&mut rest.not_ranked, counts.not_ranked)?;
        minus(&mut rest.outside, counts.outside)?;
        minus(&mut rest.unsettled, counts.unsettled)?;
        for (left, count) in rest.standings.iter_mut().zip(&counts.standings) {
            minus(left, *count)?;
        }
        for (left, Bounds { least, most }) in rest.reached.iter_mut().zip(&counts.reached) {
            minus(&mut left.least, *least)?;
            minus(&mut left.most, *most)?;
        }
        if let (Some(left), Some(points)) = (rest.points, counts.points) {
            rest.points = left.sub(points);
        }
    }
    Some(rest)
}
