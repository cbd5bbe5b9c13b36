//! The tables against the shipped sets: names fit, clean rows are accepted, flaws are found.

use crate::rows::{Row, flawed, province, rows, text};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tieuchi::{
    Context, ContextOptions, Dossier, Facts, Library, Plan, Role, SourceFile, Verdict, compile_with,
};
use tieuchi_sample::{Flaw, Flaws, ID, MEMBER, Options, Province, REGIONS, SUBJECT, TO, Table};

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples").join(format!("{name}.tieuchi"))
}

fn source(name: &str) -> SourceFile {
    SourceFile::new(name, std::fs::read_to_string(path(name)).unwrap())
}

const CITIZEN: &str = "324-QD-KHVN/cong-dan-hoc-tap";
const PILOT: &str = "thi-diem-2021/cong-dan-hoc-tap";
const FROM_EVIDENCE: &str = "mau-cdht-minh-chung/cong-dan-hoc-tap-minh-chung";
const FAMILY: &str = "448-QD-KHVN/gia-dinh-hoc-tap";
const CLAN: &str = "448-QD-KHVN/dong-ho-hoc-tap";
const COMMUNITY: &str = "448-QD-KHVN/cong-dong-hoc-tap-thon";
const SMALL_UNIT: &str = "448-QD-KHVN/don-vi-hoc-tap";
const UNIT: &str = "24-2023-TT-BGDDT/don-vi-hoc-tap-cap-huyen";
const COMMUNE: &str = "25-2023-TT-BGDDT/cong-dong-hoc-tap-cap-xa";
const EDUCATION: [(&str, &str); 4] = [
    ("PCGD_MN", "20-2014-ND-CP/pho-cap-giao-duc-mam-non"),
    ("PCGD_TH", "20-2014-ND-CP/pho-cap-giao-duc-tieu-hoc"),
    ("PCGD_THCS", "20-2014-ND-CP/pho-cap-giao-duc-trung-hoc-co-so"),
    ("XMC", "20-2014-ND-CP/xoa-mu-chu"),
];
const TARGETS: [&str; 2] = ["677-QD-TTg/muc-tieu-chuong-trinh", "677-QD-TTg/muc-tieu-an-giang"];

fn plan(name: &str) -> Plan {
    let mut library = Library::new();
    let others = [CITIZEN, PILOT, FAMILY, CLAN].into_iter().chain(EDUCATION.map(|(_, name)| name));
    for other in others.filter(|&other| other != name) {
        assert!(library.add(&source(other)), "{other}");
    }
    compile_with(&source(name), &library).plan.unwrap()
}

fn context(plan: &Plan, year: i32) -> Context {
    plan.context(&ContextOptions::year(year).unwrap()).unwrap()
}

/// Columns that a dossier of a set knows, and the regions as it writes them.
fn dossier(facts: &Facts, row: &Row, table: Option<&str>) -> Map<String, Value> {
    let mut out = Map::new();
    for input in facts.inputs.iter().filter(|input| input.table.as_deref() == table) {
        let verified = row.get(&input.name);
        let own = row.get(&format!("{}.self", input.name));
        match (own, verified) {
            (None, Some(value)) => drop(out.insert(input.name.clone(), value.clone())),
            (Some(own), None) => drop(out.insert(input.name.clone(), json!({ "self": own }))),
            (Some(own), Some(value)) => {
                drop(out.insert(input.name.clone(), json!({ "self": own, "verified": value })));
            }
            (None, None) => {}
        }
    }
    if table.is_none() {
        out.insert("$id".into(), row[ID].clone());
        let regions: Value = REGIONS.iter().filter_map(|column| row.get(*column)).cloned().collect();
        out.insert("$region".into(), regions);
    } else {
        for (key, column) in [("$id", ID), ("$status", "status")] {
            row.get(column).map(|value| out.insert(key.into(), value.clone()));
        }
    }
    out
}

/// The rows of a table by the owner, as a set reads them.
fn by_owner(
    province: &Province,
    facts: &Facts,
    table: Table,
    key: &str,
) -> BTreeMap<String, Vec<Map<String, Value>>> {
    let mut out: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in rows(province, table).iter().filter(|row| !row.contains_key(TO)) {
        out.entry(text(row, SUBJECT).to_owned()).or_default().push(dossier(facts, row, Some(key)));
    }
    out
}

fn read(plan: &Plan, dossier: &Map<String, Value>) -> Result<Dossier, Vec<&'static str>> {
    let text = serde_json::to_string(dossier).unwrap();
    Dossier::from_json(plan, &text).map_err(|found| found.iter().map(|finding| finding.code).collect())
}

/// How many of a hundred hold a title, and how many are open.
fn held(plan: &Plan, context: &Context, dossiers: &[Dossier]) -> (usize, usize) {
    let outcomes = plan.evaluate_all(dossiers, context);
    let title = &plan.facts().classes[0].name;
    let with =
        |verdict| outcomes.iter().filter(|one| one.class.as_ref().unwrap().holds(title) == verdict).count();
    (with(Verdict::Met) * 100 / dossiers.len(), with(Verdict::Unknown) * 100 / dossiers.len())
}

#[test]
fn every_column_a_set_needs_has_its_name() {
    let province = province(flawed(), 2025);
    let names = [CITIZEN, PILOT, FROM_EVIDENCE, FAMILY, CLAN, COMMUNITY, SMALL_UNIT, UNIT, COMMUNE];
    let names = names.into_iter().chain(EDUCATION.map(|(_, name)| name)).chain(TARGETS);
    let mut read = 0;
    for name in names {
        let plan = plan(name);
        let facts = plan.facts();
        let mut tables = vec![(None, facts.subject.name.clone())];
        tables.extend(facts.tables.iter().map(|table| (Some(table.name.clone()), table.name.clone())));
        for (key, called) in tables {
            let readers = Table::ALL.iter().filter(|table| table.read_by().contains(&(&facts.id, &called)));
            let readers: Vec<Table> = readers.copied().collect();
            assert!(!readers.is_empty(), "{name}: no table gives `{called}`");
            for table in readers {
                let schema = province.batches(table).next().unwrap().unwrap().schema();
                for input in facts.inputs.iter().filter(|input| input.table == key && input.needed) {
                    assert!(
                        schema.column_with_name(&input.name).is_some() || table == Table::Provinces,
                        "{}: no column `{}` for {name}",
                        table.name(),
                        input.name
                    );
                    read += 1;
                }
            }
        }
    }
    assert!(read > 120, "{read}");
}

#[test]
fn citizens_are_read_and_their_flaws_are_found() {
    for (name, year) in [(CITIZEN, 2025), (PILOT, 2021)] {
        let province = province(flawed(), year);
        let manifest = province.manifest().unwrap();
        let plan = plan(name);
        let facts = plan.facts();
        let mut found: BTreeMap<&str, u64> = BTreeMap::new();
        let mut accepted = Vec::new();
        for row in rows(&province, Table::Citizens) {
            match read(&plan, &dossier(&facts, &row, None)) {
                Ok(dossier) => accepted.push(dossier),
                Err(codes) => codes.into_iter().for_each(|code| *found.entry(code).or_default() += 1),
            }
        }
        let planted = |flaw| manifest.planted(flaw, Table::Citizens);
        let expected = BTreeMap::from([
            ("bad-option", planted(Flaw::BadOption)),
            ("out-of-range", planted(Flaw::OutOfRange)),
        ]);
        assert_eq!(found, expected);
        let (held, open) = held(&plan, &context(&plan, year), &accepted);
        assert!((30..=90).contains(&held) && (2..=10).contains(&open), "{name}: {held} held, {open} open");
    }
}

#[test]
fn evidence_is_read_and_its_flaws_are_found() {
    let province = province(flawed(), 2025);
    let manifest = province.manifest().unwrap();
    let plan = plan(FROM_EVIDENCE);
    let facts = plan.facts();
    let tables = [
        (Table::Hours, "giờ_học"),
        (Table::Activities, "hoạt_động"),
        (Table::Certificates, "chứng_chỉ_số"),
        (Table::Offences, "vi_phạm"),
    ];
    let mut evidence = tables.map(|(table, key)| (key, by_owner(&province, &facts, table, key)));
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    let mut accepted = Vec::new();
    for row in rows(&province, Table::Citizens) {
        let mut dossier = dossier(&facts, &row, None);
        for (key, by_owner) in &mut evidence {
            // Whoever stands on file twice brings the evidence once.
            if let Some(items) = by_owner.remove(text(&row, ID)) {
                dossier.insert((*key).to_owned(), items.into_iter().map(Value::Object).collect());
            }
        }
        match read(&plan, &dossier) {
            Ok(dossier) => accepted.push(dossier),
            Err(codes) => codes.into_iter().for_each(|code| *found.entry(code).or_default() += 1),
        }
    }
    let certificates = |flaw| manifest.planted(flaw, Table::Certificates);
    let twice: u64 = tables.iter().map(|(table, _)| manifest.planted(Flaw::ItemTwice, *table)).sum();
    let expected = BTreeMap::from([
        ("duplicate-row", twice),
        ("bad-option", certificates(Flaw::BadOption)),
        ("bad-date", certificates(Flaw::BadDate)),
        ("bad-number", certificates(Flaw::CommaNumber)),
        ("out-of-range", manifest.planted(Flaw::OutOfRange, Table::Hours)),
    ]);
    assert_eq!(found, expected);
    let left: u64 = evidence.iter().map(|(_, by_owner)| u64::try_from(by_owner.len()).unwrap()).sum();
    let orphans: u64 = Table::ALL.iter().map(|&table| manifest.planted(Flaw::Orphan, table)).sum();
    assert_eq!(left, orphans);
    let (held, open) = held(&plan, &context(&plan, 2025), &accepted);
    assert!((15..=75).contains(&held) && (2..=30).contains(&open), "{held} held, {open} open");
}

#[test]
fn families_and_what_they_belong_to_are_read() {
    let province = province(flawed(), 2021);
    let family = plan(FAMILY);
    let facts = family.facts();
    let mut members = by_owner(&province, &facts, Table::FamilyMembers, "thành_viên");
    let mut dossiers = Vec::new();
    for row in rows(&province, Table::Families) {
        let mut dossier = dossier(&facts, &row, None);
        let members = members.remove(text(&row, ID)).unwrap();
        dossier.insert("thành_viên".into(), members.into_iter().map(Value::Object).collect());
        dossiers.push(read(&family, &dossier).unwrap());
    }
    assert!(members.is_empty());
    let (held, open) = held(&family, &context(&family, 2021), &dossiers);
    assert!((30..=95).contains(&held) && open <= 20, "{held} held, {open} open");
    // Titles of members come from other sets; here the rest of the row is read.
    for (name, table, year) in [
        (CLAN, Table::Clans, 2021),
        (COMMUNITY, Table::Communities, 2021),
        (SMALL_UNIT, Table::Organisations, 2021),
        (UNIT, Table::Organisations, 2025),
        (COMMUNE, Table::Communes, 2025),
    ] {
        let plan = plan(name);
        let facts = plan.facts();
        let context = context(&plan, year);
        for row in rows(&province, table) {
            let dossier = read(&plan, &dossier(&facts, &row, None)).unwrap();
            assert!(plan.evaluate(&dossier, &context).class().is_some());
        }
    }
    let unit = plan(UNIT);
    let facts = unit.facts();
    for (table, key) in [
        (Table::OrganisationMembers, "thành_viên"),
        (Table::OrganisationLearners, "học_viên"),
        (Table::OrganisationDecisions, "quyết_định"),
    ] {
        for (owner, rows) in by_owner(&province, &facts, table, key) {
            let rows: Value = rows.into_iter().map(Value::Object).collect();
            read(&unit, &Map::from_iter([(key.to_owned(), rows)]))
                .unwrap_or_else(|found| panic!("{owner}: {found:?}"));
        }
    }
}

#[test]
fn recognised_results_are_those_the_counts_give() {
    let options = Options { seed: 2, citizens: 30_000, ..Options::default() };
    let province = Province::new(options).unwrap();
    let communes = rows(&province, Table::Communes);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (id, name) in EDUCATION {
        let plan = plan(name);
        let context = context(&plan, 2025);
        let facts = plan.facts();
        let classes = &facts.classes;
        for commune in &communes {
            let mut dossier = dossier(&facts, commune, None);
            let result = |set: &str| {
                let of = |column: &str| &commune[&format!("{set}.{column}")];
                json!({"class": of("class"), "edition": of("edition"), "date": of("date")})
            };
            for other in &facts.results {
                dossier.insert(other.set.clone(), result(&other.set));
            }
            let dossier = read(&plan, &dossier).unwrap();
            let outcome = plan.evaluate(&dossier, &context);
            let mut held =
                classes.iter().filter(|class| outcome.class().unwrap().holds(&class.name) == Verdict::Met);
            let held = held.next().map_or("none", |class| &class.name);
            assert_eq!(text(commune, &format!("{id}.class")), held, "{id}: {commune:?}");
            *seen.entry(format!("{id} {held}")).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), 2 + 3 + 3 + 2, "{seen:?}");
}

#[test]
fn members_have_titles_to_be_counted() {
    // A unit's members are citizens, so a result computed for each citizen can be handed on.
    let province = province(Flaws::none(), 2025);
    let plan = plan(CITIZEN);
    let facts = plan.facts();
    let context = context(&plan, 2025);
    let titles: BTreeMap<String, bool> = rows(&province, Table::Citizens)
        .iter()
        .map(|row| {
            let outcome = plan.evaluate(&read(&plan, &dossier(&facts, row, None)).unwrap(), &context);
            (text(row, ID).to_owned(), outcome.class().unwrap().holds("đạt") == Verdict::Met)
        })
        .collect();
    let mut staff = [0usize; 2];
    for row in rows(&province, Table::OrganisationMembers) {
        staff[usize::from(titles[text(&row, MEMBER)])] += 1;
    }
    let everybody = titles.values().filter(|&&held| held).count() * 100 / titles.len();
    let staff = staff[1] * 100 / (staff[0] + staff[1]);
    assert!(staff > everybody + 5, "officials hold more: {staff} of a hundred, {everybody} of all");
    let scored = facts.inputs.iter().filter(|input| input.role == Role::Points).count();
    assert_eq!(scored, 10, "the ten indicators are scored directly");
}
