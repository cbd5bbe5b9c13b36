//! Tables of organisations, their staff and their learners.

use super::groups::place;
use super::{DIGITS, number, prefix};
use crate::Province;
use crate::error::Error;
use crate::locality::Locality;
use crate::locality::organisations::{
    COLLECTIVE, DIGITAL, DUTY, JUDGED, Kind, Organisation, PERSONAL, PLACES, Staff,
};
use crate::names::{FROM, ID, MEMBER, STATUS, SUBJECT, TO};
use crate::sheet::Sheet;

pub(super) fn organisations(province: &Province, locality: &Locality<'_>) -> Result<Sheet, Error> {
    let list = &locality.organisations.list;
    let mut sheet = Sheet::new(list.len());
    sheet.ids(ID, prefix::ORGANISATION, DIGITS, list.iter().map(|one| number(locality, one.local)));
    place(&mut sheet, locality, list.len());
    let is = |kind: Kind| list.iter().map(move |one| Some(one.kind == kind));
    sheet.flag("công_lập", list.iter().map(|one| Some(one.public)));
    sheet.flag("kinh_tế", is(Kind::Company));
    sheet.flag("mầm_non", is(Kind::Kindergarten));
    sheet.flag("phổ_thông", is(Kind::School));
    sheet.flag("nghề", is(Kind::Vocational));
    sheet.choice("thi_đua_đv", &COLLECTIVE, list.iter().map(|one| Some(one.title)))?;
    sheet.choice("mức_cđs", &DIGITAL, list.iter().map(|one| one.digital))?;
    sheet.flag("kiểm_định", list.iter().map(|one| one.accredited));
    sheet.flag("có_thí_điểm", list.iter().map(|_| Some(province.pilot(locality.place))));
    for (position, code) in JUDGED.into_iter().enumerate() {
        sheet.flag(code, list.iter().map(|one| one.judged.get(position).copied().flatten()));
    }
    sheet.choice("3a", &DUTY, list.iter().map(|one| Some(one.duty)))?;
    Ok(sheet)
}

pub(super) fn staff(locality: &Locality<'_>, rows: &[Staff]) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new(rows.len());
    let subjects = rows.iter().map(|row| number(locality, row.organisation));
    sheet.ids(SUBJECT, prefix::ORGANISATION, DIGITS, subjects);
    sheet.ids(MEMBER, prefix::PERSON, DIGITS, rows.iter().map(|row| Some(row.member.into())));
    sheet.day(FROM, rows.iter().map(|row| Some(row.from)));
    sheet.day(TO, rows.iter().map(|_| None));
    sheet.flag("tuân_thủ", rows.iter().map(|row| Some(row.obeys)));
    sheet.flag("học_đủ", rows.iter().map(|row| row.studied));
    sheet.flag("có_cđs", rows.iter().map(|row| Some(row.digital)));
    sheet.flag("chứng_chỉ_nn", rows.iter().map(|row| Some(row.certified)));
    sheet.flag("trình_độ_nn", rows.iter().map(|row| Some(row.speaks)));
    sheet.choice("thi_đua", &PERSONAL, rows.iter().map(|row| Some(row.title)))?;
    sheet.choice("nơi_học", &PLACES, rows.iter().map(|row| row.place))?;
    Ok(sheet)
}

pub(super) fn decisions(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let decided = |one: &Organisation| one.decided.map(|day| (one.local, day));
    let rows: Vec<(u32, i32)> = locality.organisations.list.iter().filter_map(decided).collect();
    let mut sheet = Sheet::new(rows.len());
    sheet.ids(ID, prefix::DECISION, DIGITS, rows.iter().map(|row| number(locality, row.0)));
    sheet.ids(SUBJECT, prefix::ORGANISATION, DIGITS, rows.iter().map(|row| number(locality, row.0)));
    sheet.choice(STATUS, &["verified"], rows.iter().map(|_| Some(0)))?;
    sheet.day("ngày", rows.iter().map(|row| Some(row.1)));
    sheet.choice("mức", &["1", "2"], rows.iter().map(|_| Some(0)))?;
    Ok(sheet)
}
