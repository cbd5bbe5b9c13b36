//! Tables of families, clans and communities, and of who belongs to them.

use super::{DIGITS, number, prefix};
use crate::Province;
use crate::error::Error;
use crate::locality::Locality;
use crate::locality::groups::{CONDUCT, Edge, LITERACY, RESULTS, SCHOOLS, UNITY};
use crate::names::{COMMUNE, FROM, ID, MEMBER, REGIONS, SUBJECT, TO};
use crate::sheet::Sheet;

pub(super) fn families(locality: &Locality<'_>) -> Sheet {
    let families = &locality.groups.families;
    let mut sheet = Sheet::new(families.len());
    sheet.ids(ID, prefix::FAMILY, DIGITS, families.iter().map(|family| number(locality, family.local)));
    place(&mut sheet, locality, families.len());
    for (position, code) in ["3a.a", "3a.b", "3a.c", "3a.d", "4a"].into_iter().enumerate() {
        sheet.flag(code, families.iter().map(|family| family.judged.get(position).copied().flatten()));
    }
    sheet.flag("gia_đình_văn_hóa", families.iter().map(|family| Some(family.cultural)));
    sheet
}

pub(super) fn family_members(locality: &Locality<'_>) -> Result<Sheet, Error> {
    let rows = &locality.groups.family_members;
    let mut sheet = Sheet::new(rows.len());
    sheet.ids(SUBJECT, prefix::FAMILY, DIGITS, rows.iter().map(|row| number(locality, row.family)));
    sheet.ids(MEMBER, prefix::PERSON, DIGITS, rows.iter().map(|row| Some(row.member.into())));
    sheet.day(FROM, rows.iter().map(|row| Some(row.from)));
    sheet.day(TO, rows.iter().map(|row| row.to));
    sheet.day("ngày_sinh", rows.iter().map(|row| Some(row.born)));
    sheet.flag("không_khả_năng", rows.iter().map(|row| row.unable));
    sheet.flag("đến_trường", rows.iter().map(|row| row.at_school));
    sheet.choice("cấp_học", &SCHOOLS, rows.iter().map(|row| row.school))?;
    sheet.flag("học_tập_th", rows.iter().map(|row| row.primary.map(|(result, _)| result)));
    sheet.flag("rèn_luyện_th", rows.iter().map(|row| row.primary.map(|(_, conduct)| conduct)));
    sheet.choice("học_lực", &RESULTS, rows.iter().map(|row| row.secondary.map(|(result, _)| result)))?;
    sheet.choice("hạnh_kiểm", &CONDUCT, rows.iter().map(|row| row.secondary.map(|(_, conduct)| conduct)))?;
    sheet.flag("lễ_phép", rows.iter().map(|row| row.polite));
    sheet.flag("hoạt_động", rows.iter().map(|row| row.active));
    sheet.choice("biết_chữ", &LITERACY, rows.iter().map(|row| row.literacy))?;
    sheet.small("số_nội_dung", rows.iter().map(|row| row.topics));
    Ok(sheet)
}

pub(super) fn clans(province: &Province, locality: &Locality<'_>) -> Result<Sheet, Error> {
    let clans = &locality.groups.clans;
    let mut sheet = Sheet::new(clans.len());
    sheet.ids(ID, prefix::CLAN, DIGITS, clans.iter().map(|clan| number(locality, clan.local)));
    place(&mut sheet, locality, clans.len());
    sheet.flag("có_thí_điểm", clans.iter().map(|_| Some(province.pilot(locality.place))));
    for (position, code) in ["1a.a", "1a.b", "1a.c"].into_iter().enumerate() {
        sheet.flag(code, clans.iter().map(|clan| clan.judged.get(position).copied()));
    }
    sheet.choice("3a", &UNITY, clans.iter().map(|clan| Some(clan.unity)))?;
    Ok(sheet)
}

pub(super) fn communities(locality: &Locality<'_>) -> Sheet {
    let communities = &locality.groups.communities;
    let mut sheet = Sheet::new(communities.len());
    let locals = communities.iter().map(|community| number(locality, community.local));
    sheet.ids(ID, prefix::COMMUNITY, DIGITS, locals);
    place(&mut sheet, locality, communities.len());
    let codes = ["1a.a", "1a.b", "1a.c", "3a.a", "3a.b", "3a.c", "3a.d"];
    for (position, code) in codes.into_iter().enumerate() {
        sheet.flag(code, communities.iter().map(|one| one.judged.get(position).copied()));
    }
    sheet
}

/// Memberships that last, of groups whose beginning nobody wrote down.
pub(super) fn edges(rows: &[Edge], subject: &str, member: &str) -> Sheet {
    let mut sheet = Sheet::new(rows.len());
    sheet.ids(SUBJECT, subject, DIGITS, rows.iter().map(|row| Some(row.subject.into())));
    sheet.ids(MEMBER, member, DIGITS, rows.iter().map(|row| Some(row.member.into())));
    sheet.day(FROM, rows.iter().map(|_| None));
    sheet.day(TO, rows.iter().map(|_| None));
    sheet
}

/// Where a group is.
pub(super) fn place(sheet: &mut Sheet, locality: &Locality<'_>, rows: usize) {
    for (name, region) in REGIONS.into_iter().zip(locality.place.regions) {
        sheet.text(name, std::iter::repeat_n(region, rows));
    }
    sheet.text(COMMUNE, std::iter::repeat_n(Some(&locality.place.unit.id), rows));
}
