//! Targets: how far each is reached, over the whole and in every place.

use super::{Cell, EVERYWHERE, Head, Kind, Row, Table, Weight, source};
use crate::model::{Bounds, Measure, Milestone, PlaceMeasure, Report, Target, Targets};
use crate::numbers::show_asked;
use crate::words as w;
use tieuchi::{Lang, Verdict};

/// How many places are named as the nearest.
const MOST: usize = 10;

/// The milestone that is due.
pub(crate) fn due(target: &Target) -> Option<&Milestone> {
    target.milestones.iter().find(|milestone| milestone.due)
}

/// All targets of a set over the whole.
pub(crate) fn targets(set: &Targets, lang: Lang) -> Table {
    let mut heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::TARGET, Kind::Name, lang),
        Head::new(w::MILESTONE, Kind::Short, lang),
    ];
    heads.extend(measure_heads(lang));
    let rows = set.list.iter().map(|target| {
        let mut cells = vec![
            Cell::label(&target.code),
            Cell::label(&target.label),
            Cell::words(milestone_due(target, lang)),
        ];
        cells.extend(measure(set, target, &target.whole, EVERYWHERE, lang));
        Row { cells, weight: Weight::Plain }
    });
    Table {
        caption: w::about(w::PROGRESS, &set.set.label, lang),
        heads,
        rows: rows.collect(),
        wide: true,
        ..Table::default()
    }
}

/// Targets of all sets in a few columns, for the summary.
pub(crate) fn at_a_glance(report: &Report, lang: Lang) -> Option<Table> {
    let share = w::SHARE.of(lang);
    let heads = vec![
        Head::new(w::CODE, Kind::Code, lang),
        Head::new(w::TARGET, Kind::Name, lang),
        Head::new(w::MILESTONE, Kind::Short, lang),
        Head::of(share, w::CERTAIN, lang),
        Head::of(share, w::POSSIBLE, lang),
        Head::new(w::JUDGEMENT, Kind::Short, lang),
        Head::new(w::NEEDED, Kind::Figure, lang),
    ];
    let mut rows = Vec::new();
    for (set, target) in
        report.targets.iter().flat_map(|set| set.list.iter().map(move |target| (set, target)))
    {
        let all = measure(set, target, &target.whole, EVERYWHERE, lang);
        let mut cells = vec![
            Cell::label(&target.code),
            Cell::label(&target.label),
            Cell::words(milestone_due(target, lang)),
        ];
        // Shares, judgement and what is needed are the last columns of a measure.
        cells.extend(all.into_iter().skip(6));
        rows.push(Row { cells, weight: Weight::Plain });
    }
    let caption = w::TARGETS_AT_A_GLANCE.of(lang).to_owned();
    (!rows.is_empty()).then(|| Table { caption, heads, rows, ..Table::default() })
}

/// Every place of a target.
pub(crate) fn target_places(set: &Targets, target: &Target, lang: Lang) -> Option<Table> {
    if target.places.is_empty() {
        return None;
    }
    let mut rows: Vec<_> = target
        .places
        .iter()
        .enumerate()
        .map(|(at, place)| place_row(set, target, (at, place), lang))
        .collect();
    let mut cells = vec![Cell::blank(), Cell::words(w::WHOLE.of(lang))];
    cells.extend(measure(set, target, &target.whole, EVERYWHERE, lang));
    rows.push(Row { cells, weight: Weight::Total });
    Some(Table {
        caption: format!("{} {}. {}", w::TARGET.of(lang), target.code, target.label),
        heads: place_heads(lang),
        rows,
        wide: true,
        ..Table::default()
    })
}

/// The places that do not reach the milestone due for certain, the nearest first.
pub(crate) fn nearest(set: &Targets, target: &Target, lang: Lang) -> Option<Table> {
    let mut list: Vec<_> = target
        .places
        .iter()
        .filter(|place| !matches!(place.measure.verdict, Verdict::Met | Verdict::NotApplicable))
        .filter_map(|place| Some((place.measure.needed?, place)))
        .collect();
    list.sort_by_key(|(needed, _)| *needed);
    list.truncate(MOST);
    let rows: Vec<_> = list
        .into_iter()
        .enumerate()
        .map(|(at, (_, place))| place_row(set, target, (at, place), lang))
        .collect();
    let caption = format!("{} – {} {}", w::NEAREST.of(lang), w::TARGET.of(lang).to_lowercase(), target.code);
    (!rows.is_empty()).then(|| Table { caption, heads: place_heads(lang), rows, ..Table::default() })
}

fn place_row(set: &Targets, target: &Target, (at, place): (usize, &PlaceMeasure), lang: Lang) -> Row {
    let mut cells = vec![Cell::ordinal(at), Cell::label(&place.name)];
    cells.extend(measure(set, target, &place.measure, &place.id, lang));
    Row { cells, weight: Weight::Plain }
}

fn place_heads(lang: Lang) -> Vec<Head> {
    let mut heads = vec![Head::new(w::ORDINAL, Kind::Ordinal, lang), Head::new(w::PLACE, Kind::Name, lang)];
    heads.extend(measure_heads(lang));
    heads
}

fn measure_heads(lang: Lang) -> Vec<Head> {
    let (population, have, share) = (w::POPULATION.of(lang), w::HAVE.of(lang), w::SHARE.of(lang));
    vec![
        Head::of(population, w::AT_LEAST, lang),
        Head::of(population, w::AT_MOST, lang),
        Head::of(have, w::AT_LEAST, lang),
        Head::of(have, w::AT_MOST, lang),
        Head::new(w::UNKNOWN, Kind::Figure, lang),
        Head::new(w::EXCLUDED, Kind::Figure, lang),
        Head::of(share, w::CERTAIN, lang),
        Head::of(share, w::POSSIBLE, lang),
        Head::new(w::JUDGEMENT, Kind::Short, lang),
        Head::new(w::NEEDED, Kind::Figure, lang),
    ]
}

/// The cells of a measure, in the order of its heads.
fn measure(set: &Targets, target: &Target, measure: &Measure, place: &str, lang: Lang) -> Vec<Cell> {
    let of = |what: &str| source(&set.set.id, place, &format!("{} {what}", target.code));
    let bounds = |bounds: Option<Bounds>, what: &str| match bounds {
        Some(Bounds { least, most }) => [Cell::count(least, of(what)), Cell::count(most, of(what))],
        None => [Cell::nothing(), Cell::nothing()],
    };
    let mut cells = Vec::new();
    cells.extend(bounds(measure.population, "population"));
    cells.extend(bounds(measure.have, "have"));
    cells.push(Cell::count(measure.unknown, of("unknown")));
    cells.push(Cell::count(measure.excluded, of("excluded")));
    cells.push(Cell::share(measure.share.map(|(least, _)| least), of("share")));
    cells.push(Cell::share(measure.share.map(|(_, most)| most), of("share")));
    cells.push(Cell::words(w::verdict(measure.verdict, lang)));
    cells.push(measure.needed.map_or_else(Cell::nothing, |needed| Cell::count(needed, of("needed"))));
    cells
}

fn milestone_due(target: &Target, lang: Lang) -> String {
    due(target).map_or_else(
        || w::NO_MILESTONE.of(lang).to_owned(),
        |due| w::milestone(&show_asked(due.share, lang), due.by, false, lang),
    )
}
