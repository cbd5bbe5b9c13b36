//! Tables of administrative units: the official structure, communes, the province.

use super::{DIGITS, prefix};
use crate::Province;
use crate::error::Error;
use crate::locality::Locality;
use crate::locality::facts::{self, ASSOCIATION, COUNTS, LITERATE};
use crate::names::{FROM, ID, REGIONS, RESULT_SUFFIXES, STATUS, SUBJECT, TO};
use crate::sheet::Sheet;
use crate::structure;
use std::iter::once;

pub(super) fn units() -> Sheet {
    let units = structure::units();
    let mut sheet = Sheet::new(units.len());
    sheet.text(ID, units.iter().map(|unit| Some(&unit.id)));
    sheet.text("code", units.iter().map(|unit| Some(unit.code)));
    sheet.text("name", units.iter().map(|unit| Some(unit.name)));
    sheet.text("level", units.iter().map(|unit| Some(unit.level)));
    sheet.text("parent", units.iter().map(|unit| unit.parent.as_ref()));
    sheet.day(FROM, units.iter().map(|unit| unit.from));
    sheet.day(TO, units.iter().map(|unit| unit.to));
    sheet
}

pub(super) fn successions() -> Sheet {
    let successions = structure::successions();
    let mut sheet = Sheet::new(successions.len());
    sheet.text(SUBJECT, successions.iter().map(|one| Some(&one.before)));
    sheet.text("name", successions.iter().map(|one| Some(one.name)));
    sheet.text("successor", successions.iter().map(|one| Some(&one.after)));
    sheet.flag("part", successions.iter().map(|one| Some(one.part)));
    sheet.day(FROM, successions.iter().map(|_| Some(structure::merger())));
    sheet
}

pub(super) fn provinces(province: &Province) -> Sheet {
    let unit = structure::province();
    let mut sheet = Sheet::new(1);
    sheet.text(ID, once(Some(unit.id)));
    for name in REGIONS {
        sheet.text(name, once(None::<&str>));
    }
    sheet.text("name", once(Some(unit.name)));
    for (name, position) in ASSOCIATION.into_iter().zip(0..) {
        let of = |facts: &facts::Facts| facts.association.get(position).copied().unwrap_or(0);
        let sum = province.places.iter().map(|place| of(&province.facts(place))).sum();
        sheet.whole(name, once(Some(sum)));
    }
    sheet
}

pub(super) fn communes(locality: &Locality<'_>) -> Sheet {
    let facts = &locality.facts;
    let unit = &locality.place.unit;
    let mut sheet = Sheet::new(1);
    sheet.text(ID, once(Some(&unit.id)));
    for (name, region) in REGIONS.into_iter().zip(locality.place.regions) {
        sheet.text(name, once(region));
    }
    sheet.text("name", once(Some(unit.name)));
    sheet.text("parent", once(unit.parent.as_ref()));
    for (code, judged) in facts::JUDGED.into_iter().zip(facts.judged) {
        sheet.flag(code, once(Some(judged)));
    }
    for (name, count) in COUNTS.into_iter().zip(facts.counts) {
        sheet.whole(name, once(Some(count)));
    }
    sheet.whole(LITERATE, once(Some(facts.literate)));
    for (name, count) in ASSOCIATION.into_iter().zip(facts.association) {
        sheet.whole(name, once(Some(count)));
    }
    let [class_of, edition_of, date_of] = RESULT_SUFFIXES;
    for (set, class) in facts.results {
        sheet.text(&format!("{set}{class_of}"), once(Some(class)));
        sheet.text(&format!("{set}{edition_of}"), once(Some("ND20_2014")));
        sheet.day(&format!("{set}{date_of}"), once(Some(facts.result_day)));
    }
    sheet
}

pub(super) fn decisions(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let decided = locality.facts.decided;
    let rows = usize::from(decided.is_some());
    let mut sheet = Sheet::new(rows);
    let index = u64::from(locality.place.index);
    sheet.ids(ID, &format!("{}X", prefix::DECISION), DIGITS, decided.iter().map(|_| Some(index)));
    sheet.text(SUBJECT, decided.iter().map(|_| Some(&locality.place.unit.id)));
    sheet.choice(STATUS, &["verified"], decided.iter().map(|_| Some(0)))?;
    sheet.day("ngày", decided.iter().map(|&day| Some(day)));
    sheet.choice("mức", &["1", "2"], decided.iter().map(|_| Some(0)))?;
    Ok(sheet)
}
