//! Tables of people and of what they file.

use super::{DIGITS, ITEM_DIGITS, prefix};
use crate::Province;
use crate::error::Error;
use crate::flaws::Flaw;
use crate::locality::Locality;
use crate::locality::evidence::{Figure, Item, LEVELS, MISSPELT_LEVELS, STATES, day_text};
use crate::locality::people::{CODES, Citizen, GROUPS, MISSPELT_GROUPS, NONE, OFFICIALS, has_form};
use crate::names::{COMMUNE, FROM, ID, MEMBER, REGIONS, SELF_SUFFIX, STATUS, SUBJECT, TO};
use crate::sheet::Sheet;
use unicode_normalization::UnicodeNormalization;

pub(super) fn citizens(province: &Province, locality: &Locality<'_>) -> Result<Sheet, Error> {
    let people = &locality.people;
    let all = || people.citizens.iter().chain(&people.twice);
    let rows = people.citizens.len() + people.twice.len();
    let year = province.options.year;
    let mut sheet = Sheet::new(rows);
    sheet.ids(ID, prefix::PERSON, DIGITS, all().map(|citizen| Some(citizen.number.into())));
    for (name, region) in REGIONS.into_iter().zip(locality.place.regions) {
        sheet.choice(name, region.as_slice(), all().map(|_| region.map(|_| 0)))?;
    }
    sheet.choice(COMMUNE, &[&locality.place.unit.id], all().map(|_| Some(0)))?;
    sheet.day("ngày_sinh", all().map(|citizen| Some(citizen.born)));
    sheet.choice("nhóm_đối_tượng", &province.groups, all().map(|citizen| group(citizen, year)))?;
    for (position, code) in CODES.into_iter().enumerate() {
        let cell = |points: &[i8]| points.get(position).copied().filter(|&points| points != NONE);
        sheet.small(code, all().map(|citizen| cell(&citizen.verified)));
    }
    for (position, code) in CODES.into_iter().enumerate() {
        let cell = |points: &[i8]| points.get(position).copied().filter(|&points| points != NONE);
        sheet.small(format!("{code}{SELF_SUFFIX}"), all().map(|citizen| cell(&citizen.own)));
    }
    sheet.flag("vị_trí_cần_ngoại_ngữ", all().map(|citizen| Some(citizen.needs_language)));
    sheet.small("bậc_ngoại_ngữ", all().map(|citizen| Some(citizen.language)));
    Ok(sheet)
}

/// Every spelling of a group that occurs: as in the set, decomposed, misspelt.
pub(crate) fn group_spellings() -> Vec<String> {
    let plain = GROUPS.into_iter().map(str::to_owned);
    let decomposed = GROUPS.into_iter().map(|group| group.nfd().collect());
    plain.chain(decomposed).chain(MISSPELT_GROUPS.into_iter().map(str::to_owned)).collect()
}

/// The place of a citizen's group among the spellings.
fn group(citizen: &Citizen, year: i32) -> Option<i8> {
    let spelling = match citizen.flaw {
        Some(Flaw::NfdText) => citizen.group + 4,
        Some(Flaw::BadOption) => citizen.group + 8,
        _ => citizen.group,
    };
    has_form(citizen.group, year).then_some(spelling)
}

pub(super) fn children(locality: &Locality<'_>) -> Sheet {
    let children = &locality.people.children;
    let mut sheet = Sheet::new(children.len());
    sheet.ids(ID, prefix::PERSON, DIGITS, children.iter().map(|child| Some(child.number.into())));
    sheet.text(COMMUNE, children.iter().map(|_| Some(&locality.place.unit.id)));
    sheet.day("ngày_sinh", children.iter().map(|child| Some(child.born)));
    sheet
}

/// One row while somebody lived in a commune: for those who moved within the year, two.
struct Residence<'a> {
    commune: &'a str,
    citizen: &'a Citizen,
    from: i32,
    to: Option<i32>,
}

pub(super) fn residents(province: &Province, locality: &Locality<'_>) -> Sheet {
    let here = &locality.place.unit;
    let people = &locality.people;
    let mut rows = Vec::with_capacity(people.citizens.len() + people.twice.len());
    for citizen in people.citizens.iter().chain(&people.twice) {
        // A unit has no resident before it exists.
        let since = here.from.map_or(citizen.since, |from| from.max(citizen.since));
        let before = citizen.moved_from.and_then(|index| province.places.get(usize::try_from(index).ok()?));
        if let Some(before) = before {
            // Whoever moved before the units were merged lived in a former one.
            let from = before.unit.from.map_or(citizen.born, |from| from.max(citizen.born));
            if from < since {
                rows.push(Residence { commune: &before.unit.id, citizen, from, to: Some(since - 1) });
            }
        }
        rows.push(Residence { commune: &here.id, citizen, from: since, to: None });
    }
    let in_model = |citizen: &Citizen| {
        let family = usize::try_from(citizen.family).ok()?;
        locality.groups.in_model.get(family).copied()
    };
    let mut sheet = Sheet::new(rows.len());
    sheet.text(SUBJECT, rows.iter().map(|row| Some(row.commune)));
    sheet.ids(MEMBER, prefix::PERSON, DIGITS, rows.iter().map(|row| Some(row.citizen.number.into())));
    sheet.day(FROM, rows.iter().map(|row| Some(row.from)));
    sheet.day(TO, rows.iter().map(|row| row.to));
    sheet.flag("người_lớn", rows.iter().map(|row| Some(row.citizen.age >= 18)));
    sheet.flag("trong_mô_hình", rows.iter().map(|row| in_model(row.citizen)));
    sheet.flag("cán_bộ", rows.iter().map(|row| Some(row.citizen.group == OFFICIALS)));
    sheet.flag("được_đào_tạo", rows.iter().map(|row| Some(row.citizen.trained)));
    sheet.flag("có_kỹ_năng_số", rows.iter().map(|row| Some(row.citizen.skilled)));
    sheet.flag("thành_thạo", rows.iter().map(|row| Some(row.citizen.fluent)));
    sheet
}

pub(super) fn hours(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let rows = &locality.evidence.hours;
    let mut sheet = items(prefix::HOURS, rows.len(), rows.iter().map(|row| &row.item))?;
    sheet.day("ngày", rows.iter().map(|row| Some(row.item.day)));
    sheet.tenths("số_giờ", rows.iter().map(|row| row.figure))?;
    Ok(sheet)
}

pub(super) fn activities(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let rows = &locality.evidence.activities;
    let mut sheet = items(prefix::ACTIVITY, rows.len(), rows.iter().map(|row| &row.item))?;
    sheet.day("ngày", rows.iter().map(|row| Some(row.item.day)));
    let number = |row: &Figure| row.figure.and_then(|number| u64::try_from(number).ok());
    sheet.ids("mã", "H", 3, rows.iter().map(number));
    Ok(sheet)
}

pub(super) fn offences(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let rows = &locality.evidence.offences;
    let mut sheet = items(prefix::OFFENCE, rows.len(), rows.iter())?;
    sheet.day("ngày", rows.iter().map(|item| Some(item.day)));
    Ok(sheet)
}

pub(super) fn certificates(locality: &Locality<'_>) -> Sheet {
    let rows = &locality.evidence.certificates;
    let mut sheet = Sheet::new(rows.len());
    sheet.ids(ID, prefix::CERTIFICATE, ITEM_DIGITS, rows.iter().map(|row| Some(row.item.id)));
    sheet.ids(SUBJECT, prefix::PERSON, DIGITS, rows.iter().map(|row| Some(row.item.owner.into())));
    sheet.text(STATUS, rows.iter().map(|row| at(&STATES, row.item.status)));
    sheet.text("ngày_cấp", rows.iter().map(|row| Some(day_text(&row.item))));
    sheet.text("mức", rows.iter().map(level));
    sheet.text("điểm_thi", rows.iter().map(mark));
    sheet
}

/// What every table of items begins with.
fn items<'a>(kind: &str, rows: usize, items: impl Iterator<Item = &'a Item> + Clone) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new(rows);
    sheet.ids(ID, kind, ITEM_DIGITS, items.clone().map(|item| Some(item.id)));
    sheet.ids(SUBJECT, prefix::PERSON, DIGITS, items.clone().map(|item| Some(item.owner.into())));
    sheet.choice(STATUS, &STATES, items.map(|item| Some(item.status)))?;
    Ok(sheet)
}

fn at<'a>(options: &[&'a str], place: i8) -> Option<&'a str> {
    options.get(usize::try_from(place).ok()?).copied()
}

fn level(row: &Figure) -> Option<String> {
    Some(match row.item.flaw {
        Some(Flaw::NfdText) => at(&LEVELS, row.level)?.nfd().collect(),
        Some(Flaw::BadOption) => at(&MISSPELT_LEVELS, row.level)?.to_owned(),
        _ => at(&LEVELS, row.level)?.to_owned(),
    })
}

/// A mark with its one digit after the point, or after a comma.
fn mark(row: &Figure) -> Option<String> {
    let tenths = row.figure?;
    let point = if row.item.flaw == Some(Flaw::CommaNumber) { ',' } else { '.' };
    Some(format!("{}{point}{}", tenths / 10, tenths % 10))
}
