//! One wrong cell of each kind in each format becomes a problem; everything else stays as it is.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tieuchi::{Context, ContextOptions, Plan, SourceFile, TableOptions, TableOutcome, compile};
use tieuchi_tables::{Job, Mapping, Mode, Output, TableError};

const SET: &str = "language en
criteria set SET \"S\" edition E1 [assumed]
  in force from 2020-01-01
  applies to person
  scale 30 points
subject person \"P\"
  fact books \"Books\": integer from 0 to 1000
  fact hours \"Hours\": number 1 places from 0 to 1000
  fact part \"Part\": % 1 places
  fact kind \"Kind\": one of \"farm\", \"town\"
  fact founded \"Founded\": date
  fact keeps \"Keeps\": yes no
evidence course \"Course\" with day: date; hours: number 1 places from 0 to 50
  if missing none
criterion 1 \"Books\" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
criterion 2 \"Hours\" max 10 points
  score by hours:
    under 7.5: 0 points
    from 7.5 up: 10 points
criterion 3 \"Courses\" max 10 points
  each course where day in period and hours >= 2: 5 points, at most 10 points
condition RULES \"Rules\": keeps and part >= 10% and kind = \"farm\" and founded <= end of period
  if not met not ranked
title learning \"Learning\" when total_points >= 20
";

const FORMATS: [&str; 5] = ["parquet", "arrow", "csv", "ndjson", "xlsx"];

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn table(&self, name: &str, columns: &[(&str, ArrayRef)]) -> PathBuf {
        let path = self.file(name);
        let columns = columns.iter().map(|(name, array)| (*name, Arc::clone(array), true));
        let batch = RecordBatch::try_from_iter_with_nullable(columns).unwrap();
        let mut output = Output::begin(&path).unwrap();
        output.write(&batch).unwrap();
        output.finish().unwrap();
        path
    }
}

fn text(values: &[&str]) -> ArrayRef {
    Arc::new(values.iter().map(|text| (*text != "-").then_some(*text)).collect::<StringArray>())
}

fn people() -> Vec<(&'static str, ArrayRef)> {
    let hours = Decimal128Array::from(vec![75, 80, 0, 100, 90]).with_precision_and_scale(10, 1).unwrap();
    vec![
        ("id", text(&["a", "b", "c", "d", "e"])),
        ("books", Arc::new(Int64Array::from(vec![Some(5), Some(4), Some(9), None, Some(7)]))),
        ("hours", Arc::new(hours)),
        ("part", text(&["10%", "20%", "30.5%", "40%", "100%"])),
        ("kind", text(&["farm", "farm", "town", "farm", "farm"])),
        ("founded", Arc::new(Date32Array::from(vec![0, 1, 10_000, 20_000, 5]))),
        ("keeps", Arc::new(BooleanArray::from(vec![true, true, true, false, true]))),
    ]
}

fn courses() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("subject", text(&["a", "a", "b", "e"])),
        ("day", text(&["2025-01-01", "2025-12", "2024-12-31", "2025-06-01"])),
        ("hours", text(&["2", "2.5", "9", "1.9"])),
    ]
}

fn plan() -> (Plan, Context) {
    let plan = compile(SET).unwrap_or_else(|found| panic!("{found:#?}"));
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    (plan, context)
}

fn run(people: &Path, courses: &Path, mapping: &str, mode: Mode) -> Result<Vec<TableOutcome>, TableError> {
    let (plan, context) = plan();
    let mapping = SourceFile::new("map.toml", mapping);
    let job = Job {
        plan: &plan,
        context: &context,
        options: TableOptions::default().items(true),
        subjects: people.to_path_buf(),
        tables: vec![("course".to_owned(), courses.to_path_buf())],
        mapping: Mapping::read(&mapping).unwrap_or_else(|found| panic!("{found:#?}")),
        joins: std::collections::BTreeMap::new(),
        places: None,
        stop: Arc::default(),
    };
    let mut out = Vec::new();
    job.run(mode, |outcome| {
        out.push(outcome);
        Ok(())
    })?;
    Ok(out)
}

/// Code, table, row, subject and column of a problem.
type Told = (String, String, u64, String, String);

/// The lines of all parts, and what is told of problems.
fn lines(outcomes: &[TableOutcome]) -> (Vec<String>, Vec<Told>) {
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for outcome in outcomes {
        rows.extend(
            (0..outcome.len()).map(|row| format!("{:?} {:?}", outcome.summary(row), outcome.items(row))),
        );
        problems.extend(
            outcome
                .problems()
                .iter()
                .map(|p| (p.code.to_owned(), p.table.clone(), p.row, p.subject.clone(), p.column.clone())),
        );
    }
    (rows, problems)
}

#[test]
fn every_format_says_the_same() {
    let folder = Folder::new();
    let mut said = Vec::new();
    for format in FORMATS {
        let people = folder.table(&format!("people.{format}"), &people());
        let courses = folder.table(&format!("courses.{format}"), &courses());
        for (mode, parts) in
            [(Mode::Whole(100), 1), (Mode::Whole(2), 3), (Mode::Sorted(2), 3), (Mode::Sorted(100), 1)]
        {
            let outcomes = run(&people, &courses, "", mode).unwrap();
            assert_eq!(outcomes.len(), parts);
            said.push(lines(&outcomes));
        }
    }
    assert_eq!(said[0].0.len(), 5);
    assert!(said[0].1.is_empty() && said[0].0[0].contains("learning"));
    assert!(said.iter().all(|one| *one == said[0]));
}

#[test]
fn one_wrong_cell_of_each_kind_in_each_format_is_a_problem() {
    let decimal = |units: Vec<i128>| -> ArrayRef {
        Arc::new(Decimal128Array::from(units).with_precision_and_scale(10, 2).unwrap())
    };
    let bad: Vec<(&str, &str, ArrayRef)> = vec![
        (
            "out-of-range",
            "books",
            Arc::new(Int64Array::from(vec![Some(5), Some(-4), Some(9), None, Some(7)])),
        ),
        ("bad-number", "books", text(&["5", "four", "9", "-", "7"])),
        ("too-many-digits", "hours", decimal(vec![750, 805, 0, 1_000, 900])),
        ("percent-sign-missing", "part", text(&["10%", "20", "30.5%", "40%", "100%"])),
        ("bad-option", "kind", text(&["farm", "Farm", "town", "farm", "farm"])),
        ("bad-date", "founded", text(&["1970", "31/12/1999", "1997-05-19", "2024-10-04", "1970-01-06"])),
        ("wrong-kind", "keeps", text(&["true", "perhaps", "true", "false", "true"])),
    ];
    let folder = Folder::new();
    for format in FORMATS {
        let courses_file = folder.table(&format!("courses.{format}"), &courses());
        let clean = folder.table(&format!("people.{format}"), &people());
        let (clean, _) = lines(&run(&clean, &courses_file, "", Mode::Sorted(3)).unwrap());
        for (code, column, array) in &bad {
            let mut columns = people();
            columns.iter_mut().find(|(name, _)| name == column).unwrap().1 = Arc::clone(array);
            let file = folder.table(&format!("bad.{format}"), &columns);
            let (rows, problems) = lines(&run(&file, &courses_file, "", Mode::Sorted(3)).unwrap());
            // A spreadsheet holds 8.05 as a double.
            let double = format == "xlsx" && *code == "too-many-digits";
            let told = if double { "float-not-decimal" } else { code }.to_owned();
            assert_eq!(
                problems,
                [(told, "person".to_owned(), 2, "b".to_owned(), (*column).to_owned())],
                "{format}"
            );
            for row in [0, 2, 3, 4] {
                assert_eq!(rows[row], clean[row], "{format} {code}");
            }
            assert_ne!(rows[1], clean[1], "{format} {code}");
        }
        // A bad cell of another table, and a row of nobody.
        let mut rows_of = courses();
        rows_of[2].1 = text(&["2", "2.5", "much", "1.9"]);
        rows_of[0].1 = text(&["a", "a", "b", "z"]);
        let people_file = folder.file(&format!("people.{format}"));
        let bad_courses = folder.table(&format!("bad-courses.{format}"), &rows_of);
        let (_, problems) = lines(&run(&people_file, &bad_courses, "", Mode::Sorted(100)).unwrap());
        let told: Vec<(&str, u64)> = problems.iter().map(|p| (p.0.as_str(), p.2)).collect();
        assert_eq!(told, [("orphan-row", 4), ("bad-number", 3)], "{format}");
    }
}

#[test]
fn doubles_of_a_spreadsheet_are_decimals_or_problems() {
    let folder = Folder::new();
    let courses_file = folder.table("courses.xlsx", &courses());
    let mut columns = people();
    let hours: ArrayRef = Arc::new(
        Decimal128Array::from(vec![75_000, 80_500, 0, 100_000, 90_000])
            .with_precision_and_scale(10, 4)
            .unwrap(),
    );
    columns[2].1 = hours;
    let people_file = folder.table("people.xlsx", &columns);
    let (_, problems) = lines(&run(&people_file, &courses_file, "", Mode::Whole(100)).unwrap());
    // 8.05 hours have one digit too many, 7.5 do not.
    assert_eq!(problems.len(), 1);
    assert_eq!((problems[0].0.as_str(), problems[0].2), ("float-not-decimal", 2));
}

#[test]
fn a_mapping_reads_what_another_system_wrote() {
    let folder = Folder::new();
    let people = folder.file("nguoi.csv");
    std::fs::write(
        &people,
        "\u{feff}Mã;Sách;Giờ;Phần;Loại;Sinh;Giữ;Ghi chú\na;5;7,5;10%;1;01/01/1970;x;-\nb;1.234;1.000,5;20,5%;2;2/1970;x;\nc;9;1.234;30%;3;31/02/1970;;\n",
    )
    .unwrap();
    let courses = folder.file("khoa.csv");
    std::fs::write(&courses, "Mã,Ngày,Giờ\na,45658,2\n").unwrap();
    let mapping = "
numbers = \"vi\"
[subjects]
dates = \"dmy\"
ignore = [\"Ghi chú\"]
columns = { \"Mã\" = \"id\", \"Sách\" = \"books\", \"Giờ\" = \"hours\", \"Phần\" = \"part\", \"Loại\" = \"kind\", \"Sinh\" = \"founded\", \"Giữ\" = \"keeps\" }
codes.kind = { 1 = \"farm\", 2 = \"town\" }
codes.keeps = { x = \"true\" }
[table.course]
dates = \"excel\"
columns = { \"Mã\" = \"subject\", \"Ngày\" = \"day\", \"Giờ\" = \"hours\" }
constants = { status = \"verified\" }
";
    let outcomes = run(&people, &courses, mapping, Mode::Sorted(10)).unwrap();
    let (rows, problems) = lines(&outcomes);
    let told: Vec<(&str, u64, &str, &str)> =
        problems.iter().map(|p| (p.0.as_str(), p.2, p.3.as_str(), p.4.as_str())).collect();
    assert_eq!(
        told,
        [
            ("bad-number", 2, "b", "books"),
            ("bad-number", 3, "c", "hours"),
            ("out-of-range", 2, "b", "hours"),
            ("bad-option", 3, "c", "kind"),
            ("bad-date", 3, "c", "founded"),
        ]
    );
    assert!(rows[0].contains("learning"), "{}", rows[0]);
    assert_eq!(outcomes[0].total(0).unwrap().certain.to_string(), "25");
}

#[test]
fn unsorted_tables_are_held_as_a_whole() {
    let folder = Folder::new();
    let people_file = folder.table("people.csv", &people());
    let mut shuffled = courses();
    shuffled[0].1 = text(&["b", "a", "a", "e"]);
    let courses_file = folder.table("courses.csv", &shuffled);
    let ended = run(&people_file, &courses_file, "", Mode::Sorted(2));
    assert!(matches!(ended, Err(TableError::NotSorted(table, 2)) if table == "course"));
    assert_eq!(run(&people_file, &courses_file, "", Mode::Whole(100)).unwrap().len(), 1);
}

#[test]
fn a_file_that_fails_half_way_leaves_nothing() {
    let folder = Folder::new();
    let path = folder.file("out.csv");
    std::fs::write(&path, "before").unwrap();
    let mut output = Output::begin(&path).unwrap();
    let batch = RecordBatch::try_from_iter([("id", text(&["a"]))]).unwrap();
    output.write(&batch).unwrap();
    drop(output);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "before");
    assert_eq!(std::fs::read_dir(folder.0.path()).unwrap().count(), 1);
    assert!(matches!(Output::begin(&folder.file("out.doc")), Err(TableError::File(_))));
}

/// Files of every format, for the fuzz targets: `TIEUCHI_TABLES` names the folder.
#[test]
#[ignore = "writes files, for `cargo xtask fuzz`"]
fn tables_are_written_in_every_format() {
    let to = PathBuf::from(std::env::var_os("TIEUCHI_TABLES").unwrap());
    std::fs::create_dir_all(&to).unwrap();
    let folder = Folder::new();
    for format in FORMATS {
        for (name, columns) in [("subjects", people()), ("courses", courses())] {
            let path = folder.table(&format!("{name}.{format}"), &columns);
            std::fs::copy(path, to.join(format!("{name}.{format}"))).unwrap();
        }
    }
}
