//! The cover, the summary, the quality of the data and the signatures.

use super::page::Page;
use crate::model::{Report, SetInfo};
use crate::numbers::{in_lang, part, roman, show_count, show_share};
use crate::tables;
use crate::words as w;
use tieuchi::{Exact, Lang, show_day};

/// The first sheet: who reports on what, by which texts, and what must be known beforehand.
pub(crate) fn cover(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("header", &[("class", "cover")], |page| {
        letterhead(page, report);
        page.element("p", &[("class", "kind")], w::REPORT.of(lang));
        page.heading("h1", "title", in_lang(&report.title, lang));
        let period = w::period(report.period, lang);
        page.element("p", &[("class", "subtitle")], &w::subtitle(&report.place, &period, lang));
        notices(page, report);
        page.within("div", &[("class", "basis")], |page| {
            for text in basis(report, lang) {
                page.paragraph(&w::basis(text, lang));
            }
        });
        facts(page, report);
        page.table(tables::sets(report, lang));
    });
}

fn letterhead(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("div", &[("class", "letterhead")], |page| {
        page.within("div", &[("class", "office")], |page| {
            let office = report.office.as_deref().map(str::to_uppercase);
            let office = office.as_deref().unwrap_or(w::NO_OFFICE.of(lang));
            page.element("p", &[("class", "underlined short")], office);
            page.paragraph(w::NUMBER.of(lang));
        });
        page.within("div", &[("class", "state")], |page| {
            page.element("p", &[("class", "name")], w::STATE.of(lang));
            page.element("p", &[("class", "underlined")], w::MOTTO.of(lang));
            page.element("p", &[("class", "date")], &w::place_and_date(&report.place, lang));
        });
    });
}

/// What readers must know first: the report's own notices, and those that follow from it.
pub(crate) fn all_notices(report: &Report, lang: Lang) -> Vec<&str> {
    let mut list: Vec<&str> = report.notices.iter().map(|notice| in_lang(notice, lang)).collect();
    if sets(report).any(|set| set.assumed) {
        list.push(w::ASSUMED.of(lang));
    }
    if report.redacted {
        list.push(w::REDACTED.of(lang));
    }
    list
}

fn notices(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    let list = all_notices(report, lang);
    if list.is_empty() {
        return;
    }
    page.within("div", &[("class", "notices"), ("role", "note")], |page| {
        page.element("p", &[("class", "notice-head")], w::NOTICES.of(lang));
        page.within("ul", &[], |page| {
            for notice in list {
                page.element("li", &[], notice);
            }
        });
    });
}

fn sets(report: &Report) -> impl Iterator<Item = &SetInfo> {
    let levels = report.levels.iter().map(|level| &level.set);
    levels.chain(report.targets.iter().map(|targets| &targets.set))
}

/// The texts everything rests on, each once, in the order in which they are first cited.
pub(crate) fn basis(report: &Report, lang: Lang) -> Vec<&str> {
    let mut list: Vec<&str> = Vec::new();
    for text in sets(report).flat_map(|set| &set.basis) {
        let text = in_lang(text, lang);
        if !list.contains(&text) {
            list.push(text);
        }
    }
    list
}

/// The facts of the cover: what they are and what they say.
pub(crate) fn fact_list(report: &Report, lang: Lang) -> Vec<(&'static str, String)> {
    let persons = if report.redacted { w::PERSONS_LEFT_OUT } else { w::PERSONS_SHOWN };
    let mut list = Vec::new();
    list.extend(report.office.clone().map(|office| (w::OFFICE.of(lang), office)));
    list.push((w::PLACE.of(lang), report.place.clone()));
    list.push((w::PERIOD.of(lang), w::period(report.period, lang)));
    list.push((w::JUDGED_ON.of(lang), show_day(report.judged_on, lang)));
    list.push((w::PERSONS.of(lang), persons.of(lang).to_owned()));
    list.push((w::ENGINE.of(lang), report.engine.clone()));
    list
}

fn facts(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("table", &[("class", "facts")], |page| {
        page.element("caption", &[], w::FACTS.of(lang));
        page.within("tbody", &[], |page| {
            for (what, says) in fact_list(report, lang) {
                page.within("tr", &[], |page| {
                    page.element("th", &[("scope", "row")], what);
                    page.element("td", &[], &says);
                });
            }
        });
    });
}

/// The headline figures on one sheet.
pub(crate) fn summary(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("section", &[("class", "sheet")], |page| {
        page.heading("h2", "summary", &format!("{}. {}", roman(1), w::SUMMARY.of(lang)));
        page.within("ul", &[("class", "dashes")], |page| {
            for level in &report.levels {
                let (Some(class), Some(reached)) = (level.classes.first(), level.whole.reached.first())
                else {
                    continue;
                };
                let all = level.whole.subjects;
                let share = |count| show_share(part(count, all).unwrap_or(Exact::ZERO), lang);
                let (least, most) = (show_count(reached.least, lang), show_count(reached.most, lang));
                let (certain, possible) = (share(reached.least), share(reached.most));
                let text = w::headline(
                    (&level.label, &show_count(all, lang)),
                    (&least, &certain),
                    (&most, &possible),
                    &w::reaching(&class.label, level.classes.len() == 1, lang),
                    lang,
                );
                page.element("li", &[], &text);
            }
        });
        page.table(tables::headlines(report, lang));
        if let Some(table) = tables::at_a_glance(report, lang) {
            page.table(table);
        }
        page.heading("h3", "reading", w::HOW_TO_READ.of(lang));
        page.within("ul", &[("class", "dashes")], |page| {
            for sentence in w::READING {
                page.element("li", &[], sentence.of(lang));
            }
        });
    });
}

/// What was wrong in the data, and what that does to the figures.
pub(crate) fn quality(page: &mut Page<'_>, report: &Report) {
    let lang = page.lang;
    page.within("section", &[], |page| {
        page.heading("h2", "quality", &format!("{}. {}", roman(4), w::QUALITY.of(lang)));
        let quality = &report.quality;
        let Some(table) = tables::problems(report, lang) else {
            page.paragraph(w::NO_PROBLEMS.of(lang));
            return;
        };
        let all = quality.kinds.iter().fold(0u64, |sum, kind| sum.saturating_add(kind.count));
        let kinds = show_count(quality.kinds.len() as u64, lang);
        page.paragraph(&w::problems_in_all(&show_count(all, lang), &kinds, lang));
        page.paragraph(w::EFFECT.of(lang));
        page.table(table);
        if let Some(file) = &quality.file {
            page.within("p", &[("class", "note")], |page| {
                page.out.text(w::ALL_PROBLEMS.of(lang));
                page.out.text(" ");
                page.file(file);
            });
        }
    });
}

/// Recipients to the left, who signs to the right.
pub(crate) fn signatures(page: &mut Page<'_>) {
    let lang = page.lang;
    page.within("div", &[("class", "signatures")], |page| {
        page.within("div", &[("class", "recipients")], |page| {
            page.element("p", &[("class", "head")], w::RECIPIENTS.of(lang));
            page.paragraph(w::RECIPIENT_LINES.of(lang));
            page.paragraph(w::ARCHIVE.of(lang));
        });
        for (who, how) in [(w::COMPILER, w::SIGN), (w::HEAD, w::SIGN_AND_SEAL)] {
            page.within("div", &[("class", "signature")], |page| {
                page.element("p", &[("class", "who")], who.of(lang));
                page.element("p", &[("class", "how")], how.of(lang));
            });
        }
    });
}
