//! Communes as columns: which table has which columns, and where their cells come from.
//!
//! In: a commune, or the structure of units. Out: one record batch a table and commune. Nothing is
//! drawn here; what a cell says was decided when the commune was made.

mod communes;
mod groups;
mod organisations;
mod people;

pub(crate) use people::group_spellings;

use crate::Province;
use crate::error::Error;
use crate::locality::Locality;
use crate::names::Table;
use crate::sheet::Sheet;
use arrow_array::RecordBatch;

/// Prefixes of identifiers.
mod prefix {
    pub(super) const PERSON: &str = "CD";
    pub(super) const FAMILY: &str = "GD";
    pub(super) const CLAN: &str = "DH";
    pub(super) const COMMUNITY: &str = "CB";
    pub(super) const ORGANISATION: &str = "DV";
    pub(super) const HOURS: &str = "GH";
    pub(super) const ACTIVITY: &str = "HD";
    pub(super) const CERTIFICATE: &str = "CC";
    pub(super) const OFFENCE: &str = "VP";
    pub(super) const DECISION: &str = "QD";
}
/// Digits of an identifier, and of an item's.
const DIGITS: usize = 8;
const ITEM_DIGITS: usize = 10;

/// A table of the province as a whole, in one batch; none if it comes commune by commune.
pub(crate) fn whole(province: &Province, table: Table) -> Result<Option<RecordBatch>, Error> {
    let sheet = match table {
        Table::Units => communes::units(),
        Table::Successions => communes::successions(),
        Table::Provinces => communes::provinces(province),
        Table::Communes
        | Table::CommuneDecisions
        | Table::Residents
        | Table::Citizens
        | Table::Children
        | Table::Hours
        | Table::Activities
        | Table::Certificates
        | Table::Offences
        | Table::Families
        | Table::FamilyMembers
        | Table::Clans
        | Table::ClanFamilies
        | Table::ClanAdults
        | Table::Communities
        | Table::CommunityFamilies
        | Table::CommunityClans
        | Table::Organisations
        | Table::OrganisationMembers
        | Table::OrganisationLearners
        | Table::OrganisationDecisions => return Ok(None),
    };
    sheet.batch(&province.metadata).map(Some)
}

/// The rows that a commune has in a table.
pub(crate) fn of_commune(
    province: &Province,
    table: Table,
    locality: &Locality<'_>,
) -> Result<RecordBatch, Error> {
    let sheet = match table {
        // They are not made commune by commune; see `whole`.
        Table::Units | Table::Successions | Table::Provinces => Sheet::new(0),
        Table::Communes => communes::communes(locality),
        Table::CommuneDecisions => communes::decisions(locality)?,
        Table::Residents => people::residents(province, locality),
        Table::Citizens => people::citizens(province, locality)?,
        Table::Children => people::children(locality),
        Table::Hours => people::hours(locality)?,
        Table::Activities => people::activities(locality)?,
        Table::Certificates => people::certificates(locality),
        Table::Offences => people::offences(locality)?,
        Table::Families => groups::families(locality),
        Table::FamilyMembers => groups::family_members(locality)?,
        Table::Clans => groups::clans(province, locality)?,
        Table::ClanFamilies => groups::edges(&locality.groups.clan_families, prefix::CLAN, prefix::FAMILY),
        Table::ClanAdults => groups::edges(&locality.groups.clan_adults, prefix::CLAN, prefix::PERSON),
        Table::Communities => groups::communities(locality),
        Table::CommunityFamilies => {
            groups::edges(&locality.groups.community_families, prefix::COMMUNITY, prefix::FAMILY)
        }
        Table::CommunityClans => {
            groups::edges(&locality.groups.community_clans, prefix::COMMUNITY, prefix::CLAN)
        }
        Table::Organisations => organisations::organisations(province, locality)?,
        Table::OrganisationMembers => organisations::staff(locality, &locality.organisations.members)?,
        Table::OrganisationLearners => organisations::staff(locality, &locality.organisations.learners)?,
        Table::OrganisationDecisions => organisations::decisions(locality)?,
    };
    sheet.batch(&province.metadata)
}

/// The number of the n-th family, clan … of the commune, as its tables show it.
fn number(locality: &Locality<'_>, local: u32) -> Option<u64> {
    Some(u64::from(locality.number(local)))
}
