//! Items of a set over all subjects: which cost most, which tell nobody apart.

use super::{Cell, EVERYWHERE, Head, Kind, Row, Table, Weight, source};
use crate::model::{Item, ItemPoints, Level};
use crate::numbers::{in_lang, part};
use crate::words as w;
use std::cmp::Reverse;
use tieuchi::{Exact, Lang, show_number};

/// How many items are named in a list of the greatest.
const MOST: usize = 10;

/// The items without items of their own, in document order.
pub(crate) fn leaves(level: &Level) -> impl Iterator<Item = &Item> {
    let next = level.items.iter().skip(1).map(|item| item.depth).chain([0]);
    level.items.iter().zip(next).filter(|(item, next)| *next <= item.depth).map(|(item, _)| item)
}

/// The points not gained: for certain lost, and those of which it is not known.
pub(crate) fn loss(points: &ItemPoints) -> (Exact, Exact) {
    let minus = |a: Exact, b: Exact| a.sub(b).unwrap_or(Exact::ZERO);
    (minus(points.max, points.possible), minus(points.possible, points.certain))
}

/// The scored items that cost most points, the costliest first; items that cost none are left out.
pub(crate) fn costliest(level: &Level) -> Vec<(&Item, ItemPoints)> {
    let lost = |points: &ItemPoints| points.max.sub(points.certain).unwrap_or(Exact::ZERO);
    let mut list: Vec<_> = leaves(level).filter_map(|item| Some((item, item.points?))).collect();
    list.retain(|(_, points)| lost(points) > Exact::ZERO);
    list.sort_by_key(|(_, points)| Reverse(lost(points)));
    list.truncate(MOST);
    list
}

/// The table of [`costliest`].
pub(crate) fn costly(level: &Level, lang: Lang) -> Option<Table> {
    let list = costliest(level);
    let lost = w::LOST.of(lang);
    let heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::ITEM, Kind::Name, lang),
        Head::new(w::APPLIES, Kind::Figure, lang),
        Head::new(w::MAX_POINTS, Kind::Figure, lang),
        Head::of(lost, w::LOST_ALL, lang),
        Head::of(lost, w::LOST_SURE, lang),
        Head::of(lost, w::LOST_OPEN, lang),
        Head::of(lost, w::LOST_SHARE, lang),
    ];
    let rows = list.iter().map(|(item, points)| {
        let of = |column: &str| source(&level.name, EVERYWHERE, &format!("{}.{column}", item.code));
        let (sure, open) = loss(points);
        let all = sure.add(open);
        let cells = vec![
            Cell::label(&item.code),
            Cell::label(&item.label),
            Cell::count(item.applies, of("applies")),
            Cell::number(Some(points.max), of("maximum")),
            Cell::number(all, of("maximum − certain")),
            Cell::number(Some(sure), of("maximum − possible")),
            Cell::number(Some(open), of("possible − certain")),
            Cell::share(all.and_then(|all| all.div(points.max)), of("maximum − certain")),
        ];
        Row { cells, weight: Weight::Plain }
    });
    let rows: Vec<_> = rows.collect();
    let caption = w::about(w::COSTLY, &level.label, lang);
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}

/// The items with a verdict and no points that are most often not met.
pub(crate) fn often_not_met(level: &Level, lang: Lang) -> Option<Table> {
    let mut list: Vec<_> = leaves(level)
        .filter(|item| item.points.is_none())
        .filter_map(|item| Some((item, item.verdicts?)))
        .filter(|(_, [_, not_met, _])| *not_met > 0)
        .collect();
    list.sort_by_key(|(_, [_, not_met, _])| Reverse(*not_met));
    list.truncate(MOST);
    let count = w::VERDICTS.of(lang);
    let heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::ITEM, Kind::Name, lang),
        Head::of(count, w::NONE, lang),
        Head::of(count, w::UNKNOWN, lang),
        Head::of(count, w::MET, lang),
        Head::new(w::NOT_MET_SHARE, Kind::Figure, lang),
    ];
    let rows = list.iter().map(|(item, [met, not_met, unknown])| {
        let of = |verdict: &str| source(&level.name, EVERYWHERE, &format!("{}.met = {verdict}", item.code));
        let cells = vec![
            Cell::label(&item.code),
            Cell::label(&item.label),
            Cell::count(*not_met, of("not-met")),
            Cell::count(*unknown, of("unknown")),
            Cell::count(*met, of("met")),
            Cell::share(part(*not_met, met + not_met + unknown), of("not-met")),
        ];
        Row { cells, weight: Weight::Plain }
    });
    let rows: Vec<_> = rows.collect();
    let caption = w::about(w::OFTEN_NOT_MET, &level.label, lang);
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}

/// What everybody gets of an item, and whether that is settled; nothing if it tells people apart.
fn everybody(item: &Item, lang: Lang) -> Option<(String, bool)> {
    if item.applies < 2 {
        return None;
    }
    match (&item.points, item.verdicts) {
        (Some(points), _) => (points.lowest == points.highest).then(|| {
            (w::everybody_gets(&show_number(points.lowest, lang), lang), points.certain == points.possible)
        }),
        (None, Some([_, 0, 0])) => Some((w::ALL_MET.of(lang).to_owned(), true)),
        (None, Some([0, _, 0])) => Some((w::ALL_NOT_MET.of(lang).to_owned(), true)),
        (None, _) => None,
    }
}

/// The items that tell nobody apart.
pub(crate) fn indifferent(level: &Level, lang: Lang) -> Option<Table> {
    let heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::ITEM, Kind::Name, lang),
        Head::new(w::APPLIES, Kind::Figure, lang),
        Head::new(w::ALL_GET, Kind::Short, lang),
        Head::new(w::GROUND, Kind::Short, lang),
    ];
    let rows = leaves(level).filter_map(|item| {
        let (result, settled) = everybody(item, lang)?;
        let ground = if settled { w::GROUND_SETTLED } else { w::GROUND_SO_FAR };
        let cells = vec![
            Cell::label(&item.code),
            Cell::label(&item.label),
            Cell::count(item.applies, source(&level.name, EVERYWHERE, &format!("{}.applies", item.code))),
            Cell::words(result),
            Cell::words(ground.of(lang)),
        ];
        Some(Row { cells, weight: Weight::Plain })
    });
    let rows: Vec<_> = rows.collect();
    let caption = w::about(w::SAME_FOR_ALL, &level.label, lang);
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}

/// Every item of a level, headings too, in document order.
pub(crate) fn items(level: &Level, lang: Lang) -> Option<Table> {
    let scored = level.items.iter().any(|item| item.points.is_some());
    let judged = level.items.iter().any(|item| item.verdicts.is_some());
    let (gained, count) = (w::GAINED.of(lang), w::VERDICTS.of(lang));
    let mut heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::ITEM, Kind::Name, lang),
        Head::new(w::APPLIES, Kind::Figure, lang),
    ];
    if scored {
        heads.push(Head::new(w::MAX_POINTS, Kind::Figure, lang));
        heads.extend([w::CERTAIN, w::POSSIBLE].map(|head| Head::of(gained, head, lang)));
        heads.push(Head::of(gained, w::CERTAIN_SHARE, lang));
    }
    if judged {
        heads.extend([w::MET, w::NONE, w::UNKNOWN].map(|head| Head::of(count, head, lang)));
    }
    let rows = level.items.iter().map(|item| {
        let of = |column: &str| source(&level.name, EVERYWHERE, &format!("{}.{column}", item.code));
        let code = w::upper_first(&format!("{} {}", in_lang(&item.word, lang), item.code));
        let mut cells = vec![
            Cell::words(code.trim()),
            Cell::label(&item.label),
            Cell::count(item.applies, of("applies")),
        ];
        if scored {
            let points = item.points;
            cells.push(Cell::number(points.map(|points| points.max), of("maximum")));
            cells.push(Cell::number(points.map(|points| points.certain), of("certain")));
            cells.push(Cell::number(points.map(|points| points.possible), of("possible")));
            let share = points.and_then(|points| points.certain.div(points.max));
            cells.push(Cell::share(share, of("certain")));
        }
        if judged {
            let words = ["met = met", "met = not-met", "met = unknown"];
            match item.verdicts {
                Some(counts) => cells.extend(
                    counts.into_iter().zip(words).map(|(count, condition)| Cell::count(count, of(condition))),
                ),
                None => cells.extend(words.map(|_| Cell::nothing())),
            }
        }
        let heading = !leaves(level).any(|leaf| std::ptr::eq(leaf, item));
        Row { cells, weight: if heading { Weight::Heading } else { Weight::Plain } }
    });
    let rows: Vec<_> = rows.collect();
    let caption = w::about(w::ITEM, &level.label, lang);
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}
