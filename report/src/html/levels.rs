//! One section for each level: standings, places, points, items.

use super::page::Page;
use crate::model::{Level, Place, Report};
use crate::numbers::{PLACES, letter, part, roman, show_fixed, show_share};
use crate::svg::{Bar, Face, bars, histogram};
use crate::tables;
use crate::words::{self as w, Word};
use tieuchi::Exact;

/// The most bars of one chart, so that it stays on a sheet.
const BARS: usize = 40;

/// All levels, a numbered heading each.
pub(crate) fn levels(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("section", &[("class", "sheet")], |page| {
        page.heading("h2", "levels", &format!("{}. {}", roman(2), w::LEVELS.of(lang)));
        for (at, level) in report.levels.iter().enumerate() {
            let id = page.id(&format!("level-{}", at + 1));
            page.within("section", &[("class", "level"), ("aria-labelledby", &id)], |page| {
                page.element("h3", &[("id", &id)], &format!("{}. {}", at + 1, level.label));
                one(page, level);
            });
        }
    });
}

fn one(page: &mut Page<'_>, level: &Level) {
    let lang = page.lang;
    let set = format!("“{}” ({})", level.set.label, level.set.id);
    let subjects = crate::numbers::show_count(level.whole.subjects, lang);
    page.paragraph(&w::assessed_by(&set, &level.set.edition, &subjects, lang));
    let mut parts = 0;
    let mut heading = |page: &mut Page<'_>, word: Word| {
        page.element("h4", &[], &format!("{}) {}", letter(parts, lang), word.of(lang)));
        parts += 1;
    };
    heading(page, w::STANDINGS);
    page.table(tables::standings(level, lang));
    rows_link(page, level);
    if level.places.len() > 1 && !level.classes.is_empty() {
        heading(page, w::BY_PLACE);
        by_place(page, level);
    }
    if let Some(distribution) = &level.distribution {
        heading(page, w::POINTS);
        let caption = w::about(w::POINTS, &level.label, lang);
        let description = w::SEE_NEXT_TABLE.of(lang);
        page.chart(&caption, |out, id| {
            histogram(out, &Face { id, title: &caption, description, lang }, distribution);
        });
        page.table_if(tables::bins(level, lang));
    }
    if let Some(table) = tables::costly(level, lang) {
        heading(page, w::COSTLY);
        costly_chart(page, level);
        page.table(table);
    }
    if let Some(table) = tables::often_not_met(level, lang) {
        heading(page, w::OFTEN_NOT_MET);
        page.table(table);
    }
    if !level.items.is_empty() {
        heading(page, w::SAME_FOR_ALL);
        match tables::indifferent(level, lang) {
            Some(table) => {
                page.table(table);
            }
            None => page.paragraph(w::NO_SAME.of(lang)),
        }
    }
}

/// The way from the figures of a level to their rows.
fn rows_link(page: &mut Page<'_>, level: &Level) {
    let lang = page.lang;
    let href = format!("#{}", page.id("rows"));
    page.within("p", &[("class", "note")], |page| {
        page.element("a", &[("href", &href)], w::ROWS_LINK.of(lang));
        for file in &level.files {
            page.out.text("; ");
            page.file(file);
        }
    });
}

/// Bars of the share that reaches the lowest class, in parts that fit on a sheet each.
fn by_place(page: &mut Page<'_>, level: &Level) {
    let lang = page.lang;
    let Some(title) = level.classes.first() else { return };
    let mut list: Vec<(&Place, Exact, Exact)> = level.places.iter().filter_map(shares).collect();
    list.sort_by(|(_, a, x), (_, b, y)| (b, y).cmp(&(a, x)));
    let parts = list.chunks(BARS.min(list.len().div_ceil(list.len().div_ceil(BARS).max(1)).max(1)));
    let count = parts.len();
    let reaching = w::reaching(&title.label, level.classes.len() == 1, lang);
    for (at, places) in parts.enumerate() {
        let caption = w::share_by_place(&reaching, (&level.label, at + 1, count), lang);
        let shown =
            |(place, certain, _): &(&Place, Exact, Exact)| (place.name.clone(), show_share(*certain, lang));
        let (first, last) = (places.first().map(shown), places.last().map(shown));
        let description = first.zip(last).map(|((a, x), (b, y))| w::extremes((&a, &x), (&b, &y), lang));
        let bar = |(place, certain, possible): &(&Place, Exact, Exact)| {
            let value = if certain == possible {
                show_share(*certain, lang)
            } else {
                format!("{} – {}", show_share(*certain, lang), show_share(*possible, lang))
            };
            Bar { label: place.name.clone(), certain: *certain, possible: *possible, value }
        };
        let list: Vec<Bar> = places.iter().map(bar).collect();
        page.chart(&caption, |out, id| {
            let description = description.as_deref().unwrap_or("");
            bars(out, &Face { id, title: &caption, description, lang }, &list, true, None);
        });
    }
    let href = format!("#{}", page.id("annex-places"));
    page.within("p", &[("class", "note")], |page| {
        page.out.text(w::SEE_TABLE.of(lang));
        page.out.text(" ");
        page.element("a", &[("href", &href)], &format!("{} I", w::ANNEX_SMALL.of(lang)));
        page.out.text(".");
    });
}

fn shares(place: &Place) -> Option<(&Place, Exact, Exact)> {
    let reached = place.counts.reached.first()?;
    let all = place.counts.subjects;
    Some((place, part(reached.least, all)?, part(reached.most, all)?))
}

/// Bars of points not gained, the longest that of the costliest item.
fn costly_chart(page: &mut Page<'_>, level: &Level) {
    let lang = page.lang;
    let list = tables::costliest(level);
    let all = |(sure, open): (Exact, Exact)| sure.add(open).unwrap_or(sure);
    let Some(most) = list.iter().map(|(_, points)| all(tables::loss(points))).max() else { return };
    let bars_of = list.iter().map(|(item, points)| {
        let (sure, open) = tables::loss(points);
        let lost = all((sure, open));
        let share =
            lost.div(points.max).map_or_else(String::new, |share| format!(" ({})", show_share(share, lang)));
        Bar {
            label: format!("{} {}", item.code, item.label),
            certain: sure.div(most).unwrap_or(Exact::ZERO),
            possible: lost.div(most).unwrap_or(Exact::ZERO),
            value: format!("{}{share}", show_fixed(lost, PLACES, lang)),
        }
    });
    let bars_of: Vec<Bar> = bars_of.collect();
    let caption = w::about(w::COSTLY, &level.label, lang);
    let legend = (w::LOST_SURE.of(lang), w::LOST_OPEN.of(lang));
    page.chart(&caption, |out, id| {
        let face = Face { id, title: &caption, description: w::SEE_NEXT_TABLE.of(lang), lang };
        bars(out, &face, &bars_of, false, Some(legend));
    });
}
