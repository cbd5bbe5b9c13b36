//! The tables fit each other, but for what was planted.

use crate::rows::{Row, flawed, province, rows, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_sample::{Flaw, Flaws, ID, MEMBER, Manifest, Options, Province, SUBJECT, TO, Table, TableKind};

type Tables = BTreeMap<Table, Vec<Row>>;

fn ids(tables: &Tables, of: &[Table]) -> BTreeSet<String> {
    of.iter().flat_map(|table| &tables[table]).map(|row| text(row, ID).to_owned()).collect()
}

fn same(found: usize, manifest: &Manifest, flaw: Flaw, table: Table) {
    let planted = manifest.planted(flaw, table);
    assert_eq!(u64::try_from(found).unwrap(), planted, "{flaw:?} in {}", table.name());
}

/// How many rows beyond the first have the key of an earlier row.
fn repeated(rows: &[Row], column: &str) -> usize {
    rows.len() - rows.iter().map(|row| text(row, column)).collect::<BTreeSet<_>>().len()
}

fn check(province: &Province) {
    let manifest = province.manifest().unwrap();
    let tables: &Tables = &Table::ALL.iter().map(|&table| (table, rows(province, table))).collect();
    let people = [Table::Citizens, Table::Children];
    let members = |table: Table| match table {
        Table::FamilyMembers => ids(tables, &people),
        Table::ClanFamilies | Table::CommunityFamilies => ids(tables, &[Table::Families]),
        Table::CommunityClans => ids(tables, &[Table::Clans]),
        _ => ids(tables, &[Table::Citizens]),
    };
    for &table in Table::ALL {
        let rows = &tables[&table];
        if matches!(table.kind(), TableKind::Subjects | TableKind::Evidence) {
            let flaw = if table.kind() == TableKind::Subjects { Flaw::PersonTwice } else { Flaw::ItemTwice };
            same(repeated(rows, ID), &manifest, flaw, table);
        }
        if matches!(table.kind(), TableKind::Evidence | TableKind::Edges) {
            let owners = ids(tables, &[Table::named(table.subjects()).unwrap()]);
            let orphans = rows.iter().filter(|row| !owners.contains(text(row, SUBJECT))).count();
            same(orphans, &manifest, Flaw::Orphan, table);
        }
        if table.kind() == TableKind::Edges {
            let known = members(table);
            let unknown = rows.iter().filter(|row| !known.contains(text(row, MEMBER))).count();
            same(unknown, &manifest, Flaw::UnknownMember, table);
        }
    }
    let lasting =
        |table| -> Vec<Row> { tables[&table].iter().filter(|row| !row.contains_key(TO)).cloned().collect() };
    let residing = lasting(Table::Residents);
    let lasting = lasting(Table::FamilyMembers);
    same(repeated(&lasting, MEMBER), &manifest, Flaw::TwoFamilies, Table::FamilyMembers);
    let everybody: BTreeSet<_> = lasting.iter().map(|row| text(row, MEMBER).to_owned()).collect();
    assert_eq!(everybody, ids(tables, &people), "everybody has a family");
    same(repeated(&residing, MEMBER), &manifest, Flaw::PersonTwice, Table::Citizens);
    for table in [Table::CommunityFamilies, Table::ClanFamilies, Table::CommunityClans] {
        assert_eq!(repeated(&tables[&table], MEMBER), 0, "{}", table.name());
    }
}

#[test]
fn tables_fit_each_other_but_for_what_was_planted() {
    for year in [2021, 2025] {
        check(&province(Flaws::none(), year));
        check(&province(flawed(), year));
    }
}

#[test]
fn every_flaw_occurs_and_can_be_counted() {
    let province = province(flawed(), 2025);
    let manifest = province.manifest().unwrap();
    for &flaw in Flaw::ALL {
        assert!(Table::ALL.iter().any(|&table| manifest.planted(flaw, table) > 0), "{flaw:?}");
    }
    // Rows that have every value, but for the planted gaps.
    for (table, column) in [
        (Table::Hours, "số_giờ"),
        (Table::Families, "4a"),
        (Table::FamilyMembers, "không_khả_năng"),
        (Table::OrganisationMembers, "học_đủ"),
    ] {
        let empty = rows(&province, table).iter().filter(|row| !row.contains_key(column)).count();
        same(empty, &manifest, Flaw::Missing, table);
    }
    let citizens = rows(&province, Table::Citizens);
    let count = |test: &dyn Fn(&Row) -> bool| citizens.iter().filter(|row| test(row)).count();
    let points = || (1..=10).map(|code| code.to_string());
    let none = count(&|row| points().all(|code| !row.contains_key(&code)));
    same(none, &manifest, Flaw::Unverified, Table::Citizens);
    let gap = count(&|row| points().any(|code| !row.contains_key(&format!("{code}.self"))));
    same(gap, &manifest, Flaw::Missing, Table::Citizens);
    let eleven = count(&|row| points().any(|code| row.get(&code) == Some(&Value::from(11))));
    same(eleven, &manifest, Flaw::OutOfRange, Table::Citizens);
    for table in [Table::Hours, Table::Activities, Table::Certificates] {
        let with = |states: &[&str]| {
            rows(&province, table).iter().filter(|row| states.contains(&text(row, "status"))).count()
        };
        same(with(&["self-declared", "waiting"]), &manifest, Flaw::Unverified, table);
        same(with(&["rejected"]), &manifest, Flaw::Rejected, table);
    }
    let certificates = rows(&province, Table::Certificates);
    let partial = certificates.iter().filter(|row| text(row, "ngày_cấp").len() < 10).count();
    same(partial, &manifest, Flaw::PartialDate, Table::Certificates);
    for length in ["2024".len(), "2024-06".len()] {
        assert!(certificates.iter().any(|row| text(row, "ngày_cấp").len() == length), "{length}");
    }
}

#[test]
fn the_numbers_asked_for_come_out_and_look_like_a_province() {
    let province = province(Flaws::none(), 2025);
    let manifest = province.manifest().unwrap();
    let rows_of = |table| manifest.rows(table);
    assert_eq!(rows_of(Table::Citizens), 3_000);
    // Thousandths a citizen.
    let per = |table| rows_of(table) * 1000 / rows_of(Table::Citizens);
    let items = per(Table::Hours) + per(Table::Activities) + per(Table::Certificates) + per(Table::Offences);
    assert!((5_300..=6_700).contains(&items), "{items} items");
    assert!((100..=350).contains(&per(Table::Children)), "{}", per(Table::Children));
    let mut sizes: BTreeMap<String, u32> = BTreeMap::new();
    for row in rows(&province, Table::FamilyMembers) {
        if !row.contains_key(TO) {
            *sizes.entry(text(&row, SUBJECT).to_owned()).or_default() += 1;
        }
    }
    assert!(sizes.values().all(|&size| (1..=8).contains(&size)));
    let mean = sizes.values().sum::<u32>() * 10 / u32::try_from(sizes.len()).unwrap();
    assert!((25..=42).contains(&mean), "{mean} tenths a family");
    for table in Table::ALL {
        assert!(rows_of(*table) > 0, "{} is empty", table.name());
    }
}

#[test]
fn a_province_of_any_size_is_whole() {
    for citizens in [300, 301, 1_000, 30_000] {
        let province = Province::new(Options { citizens, ..Options::default() }).unwrap();
        let manifest = province.manifest().unwrap();
        let twice = manifest.planted(Flaw::PersonTwice, Table::Citizens);
        assert_eq!(manifest.rows(Table::Citizens), u64::from(citizens) + twice);
        assert_eq!(manifest.rows(Table::Units), 3 + 26 + 298 + 102);
    }
}
