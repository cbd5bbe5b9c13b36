//! What tables are refused for, what becomes a problem, and what is counted nevertheless.

use super::*;
use crate::{ContextOptions, Standing, TableOutcome, Verdict, compile};
use arrow_array::types::Int8Type;
use arrow_array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, DictionaryArray, Float64Array, Int8Array,
    Int32Array, Int64Array, LargeStringArray, NullArray, StringArray, StringViewArray, TimestampSecondArray,
};
use std::sync::Arc;

const SET: &str = "language en
criteria set SET \"S\" edition E1 [assumed]
  in force from 2020-01-01
  applies to family
  scale 40 points
subject family \"F\"
  fact books \"Books\": integer from 0 to 1000
  fact hours \"Hours\": number 1 places from 0 to 100
  fact part \"Share\": %
  fact kind \"Kind\": one of \"farm\", \"town\"
  fact founded \"Founded\": date
  fact keeps \"Keeps the rules\": yes no
  has members \"Members\": citizen
subject citizen \"C\"
  fact reads \"Reads\": yes no
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
criterion 4 \"Members\" max 10 points
  met when (share members having reads) >= 50%: 10 points
condition RULES \"Rules\": keeps and part >= 10% and kind = \"farm\" and founded <= end of period
  if not met not ranked
title learning \"Learning\" when total_points >= 30
";

fn plan() -> Plan {
    compile(SET).unwrap_or_else(|found| panic!("{found:#?}"))
}

fn text(values: &[&str]) -> ArrayRef {
    Arc::new(values.iter().map(|text| (*text != "-").then_some(*text)).collect::<StringArray>())
}

fn batch(columns: &[(&str, ArrayRef)]) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(
        columns.iter().map(|(name, array)| (*name, Arc::clone(array), true)),
    )
    .unwrap()
}

/// Two families of whom nothing is wrong: a reaches 40 points, b 10.
fn families() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("id", text(&["a", "b"])),
        ("books", Arc::new(Int64Array::from(vec![5, 4]))),
        ("hours", Arc::new(Decimal128Array::from(vec![750, 1_000]).with_precision_and_scale(10, 2).unwrap())),
        ("part", text(&["10%", "100%"])),
        ("kind", text(&["farm", "farm"])),
        ("founded", Arc::new(Date32Array::from(vec![0, 10_000]))),
        ("keeps", Arc::new(BooleanArray::from(vec![true, true]))),
    ]
}

fn courses() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("subject", text(&["a", "a", "b"])),
        ("id", text(&["1", "2", "1"])),
        ("day", text(&["2025-01-01", "2025-12-31", "2024-12-31"])),
        ("hours", text(&["2", "2.5", "9"])),
    ]
}

fn members() -> Vec<(&'static str, ArrayRef)> {
    vec![
        ("subject", text(&["b", "a", "a"])),
        ("id", text(&["m1", "m2", "m3"])),
        ("reads", text(&["no", "yes", "no"])),
    ]
}

fn with(
    mut columns: Vec<(&'static str, ArrayRef)>,
    name: &str,
    array: ArrayRef,
) -> Vec<(&'static str, ArrayRef)> {
    columns.iter_mut().find(|(known, _)| *known == name).unwrap().1 = array;
    columns
}

type Columns = Vec<(&'static str, ArrayRef)>;

fn dataset_of(
    subjects: Columns,
    courses: Columns,
    members: Columns,
    options: &TableOptions,
) -> Result<Dataset, Vec<Diagnostic>> {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let tables = Tables::new(vec![batch(&subjects)])
        .table("course", vec![batch(&courses)])
        .table("members", vec![batch(&members)]);
    Dataset::new(&plan, &context, &tables, options)
}

fn outcome(subjects: Columns, courses: Columns, members: Columns) -> TableOutcome {
    let dataset = dataset_of(subjects, courses, members, &TableOptions::default())
        .unwrap_or_else(|found| panic!("{found:#?}"));
    dataset.evaluate().unwrap()
}

fn bounds(outcome: &TableOutcome, row: usize) -> (String, String) {
    let total = outcome.total(row).unwrap();
    (total.certain.to_string(), total.possible.to_string())
}

fn pair(certain: &str, possible: &str) -> (String, String) {
    (certain.to_owned(), possible.to_owned())
}

fn told(outcome: &TableOutcome) -> Vec<(&'static str, &str, u64, &str, &str, &str)> {
    outcome
        .problems()
        .iter()
        .map(|p| (p.code, p.table.as_str(), p.row, p.subject.as_str(), p.column.as_str(), p.value.as_str()))
        .collect()
}

#[test]
fn tables_without_fault_are_counted() {
    let outcome = outcome(families(), courses(), members());
    assert_eq!(told(&outcome), []);
    assert_eq!((bounds(&outcome, 0), bounds(&outcome, 1)), (pair("40", "40"), pair("10", "10")));
    assert_eq!(outcome.class(0).unwrap().closed, [Standing::Class("learning".to_owned())]);
    assert_eq!((outcome.id(1), outcome.len()), ("b", 2));
    let names: Vec<String> =
        outcome.to_batch().schema().fields().iter().map(|field| field.name().clone()).collect();
    assert_eq!(
        names.join(" "),
        "id applies total.certain total.possible total.reachable class class.highest class.lowest class.reachable"
    );
    assert_eq!(outcome.to_batch().schema().field(2).data_type().to_string(), "Decimal128(2, 0)");
}

/// Each kind of bad cell: the cell is told and not known, the other subject stays as it is.
#[test]
fn a_bad_cell_is_a_problem_and_not_known() {
    let double = |value: f64, other: f64| Arc::new(Float64Array::from(vec![value, other])) as ArrayRef;
    let cases: Vec<(&str, ArrayRef, &str, &str)> = vec![
        ("books", Arc::new(Int64Array::from(vec![-1, 4])), "out-of-range", "-1"),
        ("books", text(&["5.5", "4"]), "too-many-digits", "5.5"),
        ("books", text(&["five", "4"]), "bad-number", "five"),
        ("books", double(5.000_000_1, 4.0), "float-not-decimal", "5.0000001"),
        ("books", double(f64::NAN, 4.0), "float-not-decimal", "NaN"),
        ("hours", double(7.55, 9.0), "float-not-decimal", "7.55"),
        ("hours", double(0.1 + 0.2, 9.0), "float-not-decimal", "0.30000000000000004"),
        (
            "hours",
            Arc::new(Decimal128Array::from(vec![755, 900]).with_precision_and_scale(9, 2).unwrap()),
            "too-many-digits",
            "7.55",
        ),
        ("part", text(&["10", "10%"]), "percent-sign-missing", "10"),
        ("kind", text(&["Farm", "farm"]), "bad-option", "Farm"),
        ("founded", text(&["01/02/2003", "2003"]), "bad-date", "01/02/2003"),
        ("founded", Arc::new(Date32Array::from(vec![-40_000, 0])), "bad-date", "1970-01-01 -40000"),
        ("keeps", text(&["maybe", "yes"]), "wrong-kind", "maybe"),
    ];
    for (column, array, code, value) in cases {
        let outcome = outcome(with(families(), column, array), courses(), members());
        assert_eq!(told(&outcome), [(code, "family", 1, "a", column, value)]);
        let (certain, possible) = bounds(&outcome, 0);
        let points = matches!(column, "books" | "hours");
        assert_eq!(
            (certain.as_str(), possible.as_str()),
            (if points { "30" } else { "40" }, "40"),
            "{column}"
        );
        if !points {
            assert_eq!(outcome.class(0).unwrap().closed.len(), 2, "{column}: ranked or not");
        }
        assert_eq!(bounds(&outcome, 1), pair("10", "10"));
        let problem = &outcome.problems()[0];
        assert!(!problem.message.vi.is_empty() && problem.help.is_some());
    }
}

#[test]
fn a_float_that_is_a_decimal_counts() {
    let hours: ArrayRef = Arc::new(Float64Array::from(vec![7.5, 0.3]));
    let outcome = outcome(with(families(), "hours", hours.clone()), courses(), members());
    assert_eq!(told(&outcome), []);
    assert_eq!((bounds(&outcome, 0), bounds(&outcome, 1)), (pair("40", "40"), pair("0", "0")));
    let refused = dataset_of(
        with(families(), "hours", hours),
        courses(),
        members(),
        &TableOptions::default().floats(false),
    );
    assert_eq!(refused.unwrap_err()[0].code, "floats-refused");
}

#[test]
fn a_null_is_not_known() {
    let books: ArrayRef = Arc::new(Int64Array::from(vec![None, Some(4)]));
    let outcome = outcome(with(families(), "books", books), courses(), members());
    assert_eq!((told(&outcome), bounds(&outcome, 0)), (vec![], pair("30", "40")));
}

#[test]
fn columns_that_do_not_fit_are_refused_at_once() {
    let mut subjects = with(families(), "books", Arc::new(BooleanArray::from(vec![true, false])));
    subjects = with(subjects, "part", Arc::new(Int64Array::from(vec![1, 2])));
    subjects =
        with(subjects, "founded", Arc::new(TimestampSecondArray::from(vec![0, 1]).with_timezone("+07:00")));
    subjects.retain(|(name, _)| *name != "keeps");
    subjects.push(("keep", text(&["yes", "no"])));
    let mut courses = courses();
    courses.retain(|(name, _)| *name != "subject");
    let found = dataset_of(subjects, courses, members(), &TableOptions::default()).unwrap_err();
    let told: Vec<(&str, &str)> = found.iter().map(|f| (f.code, f.pointer.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [
            ("wrong-column-type", "/family/books"),
            ("wrong-column-type", "/family/part"),
            ("wrong-column-type", "/family/founded"),
            ("unknown-column", "/family/keep"),
            ("missing-column", "/family/keeps"),
            ("missing-column", "/course/subject"),
        ]
    );
    assert!(found[3].help.as_ref().unwrap().en.contains("`keeps`"));
    assert!(found[2].help.as_ref().unwrap().en.contains("time zone"));
}

#[test]
fn tables_are_found_by_name() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let tables = Tables::new(vec![batch(&families())]).table("courses", vec![batch(&courses())]);
    let found = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap_err();
    let told: Vec<(&str, &str)> = found.iter().map(|f| (f.code, f.pointer.as_deref().unwrap())).collect();
    assert_eq!(
        told,
        [("unknown-table", "/courses"), ("missing-table", "/members"), ("missing-table", "/course")]
    );
    assert!(found[0].help.as_ref().unwrap().vi.contains("`course`"));
}

#[test]
fn a_subject_filed_twice_counts_once() {
    let again = |books: i64| -> Columns {
        vec![
            ("id", text(&["a", "b", "a"])),
            ("books", Arc::new(Int64Array::from(vec![5, 4, books]))),
            ("hours", text(&["7.5", "10", "7.5"])),
            ("part", text(&["10%", "100%", "10%"])),
            ("kind", text(&["farm", "farm", "farm"])),
            ("founded", text(&["1970", "2000", "1970"])),
            ("keeps", text(&["yes", "yes", "yes"])),
        ]
    };
    let same = outcome(again(5), courses(), members());
    assert_eq!(told(&same), [("subject-filed-twice", "family", 3, "a", "id", "a")]);
    assert_eq!((same.len(), bounds(&same, 0), bounds(&same, 1)), (2, pair("40", "40"), pair("10", "10")));
    let differs = outcome(again(4), courses(), members());
    assert_eq!(told(&differs).len(), 1);
    assert_eq!((differs.len(), bounds(&differs, 0)), (2, pair("30", "40")));
    assert_ne!(same.problems()[0].help, differs.problems()[0].help);
}

#[test]
fn two_versions_of_a_row_count_once() {
    let versions = |hours: &str| -> Columns {
        vec![
            ("subject", text(&["a", "a", "b"])),
            ("id", text(&["1", "1", "1"])),
            ("day", text(&["2025-01-01", "2025-01-01", "2024-12-31"])),
            ("hours", text(&["2", hours, "9"])),
        ]
    };
    let same = outcome(families(), versions("2"), members());
    assert_eq!(told(&same), [("row-filed-twice", "course", 2, "a", "id", "1")]);
    assert_eq!(bounds(&same, 0), pair("35", "35"));
    let differs = outcome(families(), versions("1"), members());
    assert_eq!(bounds(&differs, 0), pair("30", "35"));
}

#[test]
fn a_row_of_nobody_is_told_and_not_counted() {
    let subjects = text(&["a", "c", "-"]);
    let outcome = outcome(families(), with(courses(), "subject", subjects), members());
    assert_eq!(
        told(&outcome),
        [("orphan-row", "course", 2, "c", "subject", "c"), ("orphan-row", "course", 3, "", "subject", "")]
    );
    assert_eq!(bounds(&outcome, 0), pair("35", "35"));
}

#[test]
fn a_member_of_two_may_belong_to_either() {
    let two = with(members(), "id", text(&["m2", "m2", "m3"]));
    let outcome = outcome(families(), courses(), two.clone());
    assert_eq!(
        told(&outcome),
        [("member-of-two", "members", 2, "a", "id", "m2"), ("member-of-two", "members", 1, "b", "id", "m2")]
    );
    // A share of nobody has no value, so the other family may still have the points.
    assert_eq!((bounds(&outcome, 0), bounds(&outcome, 1)), (pair("30", "40"), pair("10", "20")));
    let options = TableOptions::default().shared(["members".to_owned()]);
    let dataset = dataset_of(families(), courses(), two, &options).unwrap();
    let shared = dataset.evaluate().unwrap();
    assert_eq!((told(&shared), bounds(&shared, 0)), (vec![], pair("40", "40")));
}

#[test]
fn members_are_those_of_the_end_of_the_period() {
    let mut dated = with(members(), "id", text(&["m2", "m2", "m3"]));
    dated.push(("from", text(&["2020-01-01", "2025-06-01", "-"])));
    dated.push(("to", text(&["2025-05-31", "-", "2025"])));
    let outcome = outcome(families(), courses(), dated);
    // The member who moved belongs to one family at the end of the year; the other may have left.
    assert_eq!(told(&outcome), []);
    assert_eq!((bounds(&outcome, 0), bounds(&outcome, 1)), (pair("40", "40"), pair("10", "20")));
}

#[test]
fn counts_stand_for_equal_members() {
    let mut counted = members();
    counted.push(("count", text(&["1", "1", "3"])));
    let fewer = outcome(families(), courses(), counted.clone());
    assert_eq!((told(&fewer), bounds(&fewer, 0)), (vec![], pair("30", "30")));
    let bad = outcome(families(), courses(), with(counted, "count", text(&["1", "1", "0"])));
    assert_eq!(told(&bad), [("bad-count", "members", 3, "a", "count", "0")]);
    assert_eq!(bounds(&bad, 0), pair("40", "40"));
}

#[test]
fn a_subject_without_an_identifier_stands_alone() {
    let outcome = outcome(with(families(), "id", text(&["-", "b"])), courses(), members());
    assert_eq!(told(&outcome)[0], ("subject-without-id", "family", 1, "", "id", ""));
    assert_eq!(count_problems(outcome.problems())["orphan-row"], 4);
    assert_eq!(bounds(&outcome, 0).0, "20");
}

#[test]
fn statuses_say_what_a_value_is_worth() {
    let mut subjects = families();
    subjects.push(("books.status", text(&["waiting", "verified"])));
    let mut rows = courses();
    rows.push(("status", text(&["verified", "waiting", "certain"])));
    let outcome = outcome(subjects, rows, members());
    assert_eq!(told(&outcome), [("bad-option", "course", 3, "b", "status", "certain")]);
    assert_eq!(bounds(&outcome, 0), pair("25", "40"));
}

#[test]
fn strict_refuses_what_has_a_problem() {
    let subjects = with(families(), "books", Arc::new(Int64Array::from(vec![-1, -2])));
    let options = TableOptions::default().strict(true);
    let dataset = dataset_of(subjects, courses(), members(), &options).unwrap();
    let problems = dataset.evaluate().unwrap_err();
    assert_eq!(count_problems(&problems)["out-of-range"], 2);
    let fine = dataset_of(families(), courses(), members(), &options).unwrap();
    assert!(fine.evaluate().is_ok());
}

#[test]
fn parts_say_what_the_whole_says() {
    use crate::population::{Batches, Chunks, Ended};
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let options = TableOptions::default();
    let members = with(members(), "subject", text(&["a", "a", "b"]));
    let whole = outcome(families(), courses(), members.clone());
    let feed = |columns: &Columns, size: usize| -> Batches<'static, String> {
        let batch = batch(columns);
        let starts = (0..batch.num_rows()).step_by(size);
        let parts: Vec<_> = starts.map(|at| Ok(batch.slice(at, size.min(batch.num_rows() - at)))).collect();
        Box::new(parts.into_iter())
    };
    for size in [1, 2, 5] {
        for batches in [1, 2, 3] {
            let chunks = Chunks::new(&plan, size, feed(&families(), batches))
                .table("course", feed(&courses(), batches))
                .table("members", feed(&members, batches));
            let mut parts = Vec::new();
            plan.evaluate_chunks(&context, &options, chunks, |part| {
                assert_eq!(part.problems(), []);
                parts.push(part.to_batch());
                Ok(())
            })
            .unwrap();
            assert_eq!(parts.len(), if size == 1 { 2 } else { 1 });
            let joined = arrow_select::concat::concat_batches(&parts[0].schema(), &parts).unwrap();
            assert_eq!(joined, whole.to_batch());
        }
    }
    let unsorted = Chunks::new(&plan, 1, feed(&families(), 2))
        .table("course", feed(&with(courses(), "subject", text(&["b", "a", "a"])), 2));
    let ended = plan.evaluate_chunks(&context, &options.missing_unknown(true), unsorted, |_| Ok(()));
    assert_eq!(ended.unwrap_err(), Ended::NotSorted("course".to_owned(), 2));
}

#[test]
fn problems_name_the_row_of_the_whole_table() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let subjects = with(families(), "books", Arc::new(Int64Array::from(vec![-1, 4])));
    let orphan = with(courses(), "subject", text(&["a", "a", "z"]));
    let tables = Tables::new(vec![batch(&subjects)])
        .table("course", vec![batch(&orphan)])
        .rows_before("", 100)
        .rows_before("course", 1_000);
    let dataset =
        Dataset::new(&plan, &context, &tables, &TableOptions::default().missing_unknown(true)).unwrap();
    let outcome = dataset.evaluate().unwrap();
    let rows: Vec<(&str, u64)> = outcome.problems().iter().map(|p| (p.table.as_str(), p.row)).collect();
    assert_eq!(rows, [("course", 1_003), ("family", 101)]);
    assert_eq!(outcome.row(0).unwrap().total(), outcome.total(0));
    assert_eq!(outcome.covers(0), Verdict::Met);
}

/// Whole numbers as keys, some of them out of order: what is said is what texts say.
#[test]
fn keys_that_are_whole_numbers_are_those_texts() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let says = |key: &dyn Fn(&[i64]) -> ArrayRef,
                of: &dyn Fn(&[i64]) -> ArrayRef,
                ids: [i64; 2],
                owners: [i64; 3]| {
        let tables = Tables::new(vec![batch(&with(families(), "id", key(&ids)))])
            .table("course", vec![batch(&with(courses(), "subject", of(&owners)))])
            .table("members", vec![batch(&with(members(), "subject", of(&[ids[1], ids[0], ids[0]])))]);
        let dataset = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap();
        let outcome = dataset.evaluate().unwrap();
        (outcome.to_batch(), outcome.problems().to_vec())
    };
    let texts = |values: &[i64]| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(values.iter().map(ToString::to_string)))
    };
    let long = |values: &[i64]| -> ArrayRef { Arc::new(Int64Array::from(values.to_vec())) };
    let short = |values: &[i64]| -> ArrayRef {
        Arc::new(Int32Array::from_iter_values(values.iter().map(|value| *value as i32)))
    };
    // In order, out of order, of nobody, filed twice, below nought.
    for (ids, owners) in [
        ([1, 2], [1, 1, 2]),
        ([7, 30], [30, 7, 7]),
        ([30, 7], [30, 7, 8]),
        ([5, 5], [5, 5, 5]),
        ([-4, 4], [-4, 4, 4]),
        ([9, 7], [9, 8, 7]),
        ([9, 7], [6, 12, 9]),
        ([10, 9], [10, 10, 9]),
        ([8, 9], [9, 10, 8]),
    ] {
        let right = says(&texts, &texts, ids, owners);
        assert_eq!(says(&long, &short, ids, owners), right, "{ids:?} {owners:?}");
        assert_eq!(says(&long, &texts, ids, owners), right, "{ids:?} {owners:?}");
        assert_eq!(says(&texts, &short, ids, owners), right, "{ids:?} {owners:?}");
    }
}

/// Rows of a subject that lie in different batches, one of them with a bad cell: what is said is what one
/// batch says, and names the same rows.
#[test]
fn scattered_rows_are_those_of_one_batch() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let days: [&str; 6] =
        ["2025-01-01", "2025-02-30", "2025-03-01", "2024-01-01", "2025-05-01", "2025-06-01"];
    let course = batch(&[
        ("subject", text(&["b", "a", "b", "nobody", "a", "b"])),
        ("id", text(&["1", "1", "2", "1", "2", "3"])),
        ("day", text(&days)),
        ("hours", text(&["2", "2.5", "-9", "1", "1", "4"])),
    ]);
    let says = |rows: usize| {
        let cut = (0..6).step_by(rows).map(|row| course.slice(row, rows.min(6 - row))).collect();
        let tables = Tables::new(vec![batch(&families())])
            .table("course", cut)
            .table("members", vec![batch(&members())])
            .rows_before("course", 100);
        let outcome =
            Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap().evaluate().unwrap();
        (outcome.to_batch(), outcome.problems().to_vec())
    };
    let whole = says(6);
    let rows: Vec<u64> = whole.1.iter().map(|problem| problem.row).collect();
    assert_eq!(rows, [104, 102, 103]);
    for rows in [1, 2, 4] {
        assert_eq!(says(rows), whole, "{rows}");
    }
}

const ROWS_IN_NO_ORDER: &str = "language en
criteria set SET \"S\" edition E1 [assumed]
  in force from 2020-01-01
  applies to family
  scale 40 points
subject family \"F\"
  fact books \"Books\": integer from 0 to 1000
  has members \"Members\": citizen
subject citizen \"C\"
  fact reads \"Reads\": yes no
evidence course \"Course\" with day: date; hours: number 1 places from 0 to 50; kind: one of \"near\", \"far\"; passed: yes no
  if missing none
criterion 1 \"Hours\" max 20 points
  each course where day in period and hours >= 2 and passed: 1 points, at most 20 points
criterion 2 \"Far\" max 10 points
  each course where kind = \"far\": 1 points, at most 10 points
criterion 3 \"Members\" max 10 points
  met when (share members having reads) >= 50%: 10 points
title learning \"Learning\" when total_points >= 12
";

/// A problem: its code, table, row, subject, and column with value.
type Told = (&'static str, String, u64, String, String);

/// Cells of the columns of a table in order, and its rows in no order.
type Laid = (Vec<(&'static str, Vec<Option<i64>>)>, Vec<u32>);

/// Numbers as chance would have them, the same every time.
struct Rows(u64);

impl Rows {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// Rows in no order, each as its place among those in order, by whose they are; the first rows of a subject
    /// stay before its later ones.
    fn shuffled(&mut self, owners: &[u64]) -> Vec<u32> {
        let mut other = owners.to_vec();
        for at in (1..other.len()).rev() {
            other.swap(at, self.next(at as u64 + 1) as usize);
        }
        let mut next: BTreeMap<u64, u32> = BTreeMap::new();
        for (owner, row) in owners.iter().zip(0..) {
            next.entry(*owner).or_insert(row);
        }
        let take = |owner: &u64| {
            let next = next.get_mut(owner).unwrap();
            *next += 1;
            *next - 1
        };
        other.iter().map(take).collect()
    }
}

/// A column, of another type in each form.
fn formed(form: usize, name: &str, cells: &[Option<i64>]) -> ArrayRef {
    let texts =
        |word: &dyn Fn(i64) -> String| -> StringArray { cells.iter().map(|cell| cell.map(word)).collect() };
    let words = |list: &[&str]| -> ArrayRef {
        let at = |cell: i64| list[usize::try_from(cell).unwrap() % list.len()].to_owned();
        let texts = texts(&at);
        match form % 3 {
            0 => Arc::new(texts),
            1 => Arc::new(texts.iter().collect::<DictionaryArray<Int8Type>>()),
            _ => Arc::new(LargeStringArray::from_iter(texts.iter())),
        }
    };
    match (name, form) {
        ("subject", 0 | 2) => Arc::new(texts(&|cell| format!("n{cell:05}"))),
        ("subject", _) => {
            Arc::new(cells.iter().map(|cell| cell.map(|cell| cell as i32)).collect::<Int32Array>())
        }
        ("id", 0) => Arc::new(texts(&|cell| cell.to_string())),
        ("id" | "count", _) => Arc::new(Int64Array::from(cells.to_vec())),
        ("day", 0) => Arc::new(texts(&|cell| {
            if cell < 40_000 { (2_000 + cell % 60).to_string() } else { "?".to_owned() }
        })),
        ("day", _) => {
            Arc::new(cells.iter().map(|cell| cell.map(|cell| cell as i32)).collect::<Date32Array>())
        }
        ("hours", 0) => {
            Arc::new(cells.iter().map(|cell| cell.map(|cell| cell as i32 / 10)).collect::<Int32Array>())
        }
        ("hours", 1) => Arc::new(
            cells
                .iter()
                .map(|cell| cell.map(i128::from))
                .collect::<Decimal128Array>()
                .with_precision_and_scale(9, 1)
                .unwrap(),
        ),
        ("hours", _) => Arc::new(
            cells
                .iter()
                .map(|cell| cell.map(|cell| format!("{}.{}", cell / 10, cell % 10).parse::<f64>().unwrap()))
                .collect::<Float64Array>(),
        ),
        ("passed" | "reads", _) => {
            Arc::new(cells.iter().map(|cell| cell.map(|cell| cell % 3 > 0)).collect::<BooleanArray>())
        }
        ("kind", _) => words(&["near", "far", "far", "near", "elsewhere"]),
        _ => words(&["verified", "waiting", "verified", "rejected"]),
    }
}

/// Tables of which rows lie in no order say what they say in order, and their problems name the rows as given.
#[test]
fn rows_in_no_order_say_what_rows_in_order_say() {
    let plan = compile(ROWS_IN_NO_ORDER).unwrap_or_else(|found| panic!("{found:#?}"));
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    for (form, count) in [(0, 4_200u64), (1, 9_000), (2, 8_192)] {
        let mut chance = Rows(form as u64 + 9);
        let mut table = |names: &[&'static str], nobody: bool| {
            let owners: Vec<u64> =
                (0..count).flat_map(|owner| vec![owner; chance.next(4) as usize]).collect();
            let mut columns: Vec<(&str, Vec<Option<i64>>)> = Vec::new();
            for name in names {
                let mut cell = |owner: u64| match (*name, chance.next(200)) {
                    ("subject", 0) if nobody => Some(owner as i64 + 20_000),
                    ("subject", _) => Some(owner as i64),
                    (_, 1) if *name != "count" && *name != "id" => None,
                    ("day", 2) => Some(99_999_999),
                    ("day", _) => Some(20_000 + chance.next(600) as i64),
                    ("hours", 2) => Some(-10),
                    ("hours", _) => Some(chance.next(500) as i64),
                    ("id", _) => Some(chance.next(300) as i64),
                    ("count", 2) => Some(0),
                    ("count", _) => Some(1 + chance.next(8) as i64 / 7),
                    _ => Some(chance.next(60) as i64),
                };
                columns.push((name, owners.iter().map(|owner| cell(*owner)).collect()));
            }
            let order = chance.shuffled(&owners);
            (columns, order)
        };
        let course = table(&["subject", "id", "day", "hours", "kind", "passed", "status"], true);
        let members = table(&["subject", "reads", "count", "status"], false);
        let batches = |(columns, order): &Laid, in_order: bool, size: usize| {
            let rows: Vec<usize> = if in_order {
                (0..order.len()).collect()
            } else {
                order.iter().map(|row| *row as usize).collect()
            };
            let cut = rows.chunks(size).map(|rows| {
                // A row before them, so that cells do not begin where their array does.
                let rows: Vec<usize> = [0].into_iter().chain(rows.iter().copied()).collect();
                let column = |cells: &[Option<i64>]| rows.iter().map(|row| cells[*row]).collect::<Vec<_>>();
                let columns: Vec<(&str, ArrayRef)> =
                    columns.iter().map(|(name, cells)| (*name, formed(form, name, &column(cells)))).collect();
                batch(&columns).slice(1, rows.len() - 1)
            });
            cut.collect::<Vec<RecordBatch>>()
        };
        let ids: Vec<Option<i64>> = (0..count as i64).map(Some).collect();
        let books = Int64Array::from_iter_values((0..count as i64).map(|at| at % 1_002));
        let subjects = batch(&[("id", formed(form, "subject", &ids)), ("books", Arc::new(books))]);
        let dataset = |in_order: bool, size: usize, block: usize| {
            let tables = Tables::new(vec![subjects.clone()])
                .table("course", batches(&course, in_order, size))
                .table("members", batches(&members, in_order, size))
                .rows_before("course", 1_000);
            let options = TableOptions::default().items(true).block(block);
            Dataset::new(&plan, &context, &tables, &options).unwrap_or_else(|found| panic!("{found:#?}"))
        };
        /// What is told, with rows as they are in order.
        fn problems(outcome: &TableOutcome, orders: [&[u32]; 2]) -> Vec<Told> {
            let row = |table: &str, row: u64| match table {
                "course" => u64::from(orders[0][row as usize - 1_001]),
                "members" => u64::from(orders[1][row as usize - 1]),
                _ => row,
            };
            let told = told(outcome).into_iter().map(|(code, table, at, subject, column, value)| {
                (code, table.to_owned(), row(table, at), subject.to_owned(), format!("{column} {value}"))
            });
            told.collect()
        }
        // Rows of nobody are told as they come, all others by their subjects.
        let apart = |told: Vec<Told>| {
            let (mut orphans, others): (Vec<_>, Vec<_>) =
                told.into_iter().partition(|told| told.0 == "orphan-row");
            orphans.sort();
            (orphans, others)
        };
        let sorted: [Vec<u32>; 2] = [&course.1, &members.1].map(|order| (0..).take(order.len()).collect());
        let dossier = |dataset: &Dataset, subject: usize| format!("{:?}", dataset.dossier(subject));
        for (size, block, threads) in [(usize::MAX, 4_096, 1), (1_777, 1_000, 2), (3_000, 5_000, 1)] {
            let right = dataset(true, usize::MAX, block).evaluate().unwrap();
            let right_problems = problems(&right, [&sorted[0], &sorted[1]]);
            let codes = count_problems(right.problems());
            for code in ["orphan-row", "row-filed-twice", "bad-date", "out-of-range", "bad-count"] {
                assert!(codes.contains_key(code), "{code} in {codes:?}");
            }
            let (right_orphans, right_problems) = apart(right_problems);
            let says = || {
                let dataset = dataset(false, size, block);
                for child in dataset.children.iter().flatten() {
                    assert!(child.source.layout.is_some(), "{}", child.source.name);
                }
                dataset.evaluate().unwrap()
            };
            #[cfg(feature = "parallel")]
            let found = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(says);
            #[cfg(not(feature = "parallel"))]
            let found = (says(), threads).0;
            assert!(found.to_batch() == right.to_batch(), "{form} {size}");
            let (orphans, problems) = apart(problems(&found, [&course.1, &members.1]));
            assert!(orphans == right_orphans && problems == right_problems, "{form} {size}");
            for subject in (0..count as usize).step_by(97) {
                let (one, other) = (found.dataset(), right.dataset());
                assert_eq!(dossier(one, subject), dossier(other, subject), "{form} {size}");
            }
        }
    }
}

/// Lists of values of several batches become one, though it is too long for codes such as theirs; lists of
/// lists stay as they are.
#[test]
fn a_table_that_cannot_be_laid_out_is_read_where_it_lies() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let days = |from: usize| -> Vec<String> {
        (from..from + 100).map(|at| format!("2025-{:02}-{:02}", 1 + at / 25, 1 + at % 25)).collect()
    };
    let course = |owner: &str, days: ArrayRef, hours: &str| {
        batch(&[("subject", text(&[owner; 100])), ("day", days), ("hours", text(&[hours; 100]))])
    };
    let says = |day: &dyn Fn(Vec<String>) -> ArrayRef| {
        let courses = vec![course("b", day(days(0)), "-2"), course("a", day(days(100)), "2.5")];
        let tables = Tables::new(vec![batch(&families())])
            .table("course", courses)
            .table("members", vec![batch(&members())]);
        let dataset = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap();
        let laid_out = dataset.children.iter().flatten().any(|child| child.source.layout.is_some());
        let outcome = dataset.evaluate().unwrap();
        (laid_out, outcome.to_batch(), outcome.problems().to_vec())
    };
    let (laid_out, found, problems) = says(&|days| Arc::new(StringArray::from_iter_values(days)));
    assert!(laid_out);
    assert_eq!(problems.iter().map(|problem| problem.row).collect::<Vec<_>>(), (1..=100).collect::<Vec<_>>());
    let lists = |days: Vec<String>| -> ArrayRef {
        Arc::new(days.iter().map(String::as_str).collect::<DictionaryArray<Int8Type>>())
    };
    assert_eq!(says(&lists), (true, found.clone(), problems.clone()));
    let codes = || Int8Array::from_iter_values(0..100);
    let views = |days: Vec<String>| -> ArrayRef {
        Arc::new(DictionaryArray::new(codes(), Arc::new(StringViewArray::from_iter_values(days))))
    };
    assert_eq!(says(&views), (true, found.clone(), problems.clone()));
    let of_lists = |days| -> ArrayRef { Arc::new(DictionaryArray::new(codes(), lists(days))) };
    assert_eq!(says(&of_lists), (false, found, problems));
}

/// A null that stands in a list of values, under a code that is none, or that is all there is.
#[test]
fn what_is_null_in_another_way_is_null() {
    let trusting = SET.replace(
        "condition RULES",
        "criterion 5 \"Kind\" max 10 points\n  including self-declared values\n  met when kind = \"farm\": 10 points\ncondition RULES",
    );
    let plan =
        compile(&trusting.replace("scale 40", "scale 50")).unwrap_or_else(|found| panic!("{found:#?}"));
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let says = |kind: &ArrayRef, keeps: &ArrayRef| {
        let mut columns = with(with(families(), "kind", Arc::clone(kind)), "keeps", Arc::clone(keeps));
        columns.push(("kind.self", text(&["farm", "farm"])));
        let course = batch(&with(courses(), "day", text(&["2025-01-01", "-", "2024-12-31"])));
        let tables = Tables::new(vec![batch(&columns)])
            .table("course", vec![course])
            .table("members", vec![batch(&members())]);
        let options = TableOptions::default().items(true);
        let dataset = Dataset::new(&plan, &context, &tables, &options).unwrap_or_else(|f| panic!("{f:#?}"));
        let outcome = dataset.evaluate().unwrap();
        // A subject read alone goes by single cells.
        for row in 0..outcome.len() {
            let alone = outcome.row(row).unwrap();
            assert_eq!((alone.total(), alone.class()), (outcome.total(row), outcome.class(row)), "{row}");
        }
        (outcome.to_batch(), outcome.problems().to_vec())
    };
    let keeps: ArrayRef = Arc::new(BooleanArray::from(vec![Some(true), None]));
    let listed = |codes: Vec<Option<i8>>, list: ArrayRef| -> ArrayRef {
        Arc::new(DictionaryArray::new(Int8Array::from(codes), list))
    };
    for (own, list) in [(text(&["town", "-"]), text(&["town", "-"])), (text(&["-", "-"]), text(&["-"]))] {
        let right = says(&own, &keeps);
        let codes = if list.len() == 2 { vec![Some(0), Some(1)] } else { vec![Some(0), None] };
        assert_eq!(says(&listed(codes, list), &keeps), right);
    }
    let none: ArrayRef = Arc::new(NullArray::new(2));
    assert_eq!(says(&none, &keeps), says(&text(&["-", "-"]), &keeps));
    let truths: ArrayRef = Arc::new(BooleanArray::from(vec![Some(true), None]));
    let kind = text(&["farm", "town"]);
    assert_eq!(says(&kind, &listed(vec![Some(0), Some(1)], truths)), says(&kind, &keeps));
}

/// Identifiers around the length that is compared at once, in several batches.
#[test]
fn long_and_short_identifiers_are_told_apart() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    for length in [1, 7, 8, 9, 14, 15, 16, 17, 36] {
        for last in ["x", "xx", "y"] {
            // The second begins as the first does.
            let first = "k".repeat(length);
            let second = format!("{first}{last}");
            let (a, b) = (first.as_str(), second.as_str());
            let keys = [a, a, b];
            for order in [[0, 1, 2], [2, 0, 1]] {
                let owners = text(&order.map(|at| keys[at]));
                let course = batch(&with(courses(), "subject", owners));
                let tables = Tables::new(vec![batch(&with(families(), "id", text(&[a, b])))])
                    .table("course", (0..3).map(|row| course.slice(row, 1)).collect())
                    .table("members", vec![batch(&with(members(), "subject", text(&[b, a, a])))]);
                let dataset = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap();
                let count =
                    |subject| dataset.dossier(subject).unwrap().file.tables.values().next().unwrap().len();
                assert_eq!((count(0), count(1)), (2, 1), "{length} {last} {order:?}");
                assert_eq!(dataset.evaluate().unwrap().problems(), []);
            }
        }
    }
}

#[test]
fn lists_of_options_differ_from_batch_to_batch() {
    let listed = |values: &[&str]| -> ArrayRef {
        let cells: DictionaryArray<Int8Type> =
            values.iter().map(|text| (*text != "-").then_some(*text)).collect();
        Arc::new(cells)
    };
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let one = batch(&with(families(), "kind", listed(&["town", "farm"])));
    let two = with(with(families(), "kind", listed(&["farm", "ruin"])), "id", text(&["c", "d"]));
    let tables = Tables::new(vec![one, batch(&two)]);
    let dataset =
        Dataset::new(&plan, &context, &tables, &TableOptions::default().missing_unknown(true)).unwrap();
    let outcome = dataset.evaluate().unwrap();
    assert_eq!(told(&outcome), [("bad-option", "family", 4, "d", "kind", "ruin")]);
    let ranked = |row: usize| outcome.class(row).unwrap().settled() != Some(&Standing::NotRanked);
    assert_eq!([ranked(0), ranked(1), ranked(2), ranked(3)], [false, true, true, true]);
}

#[test]
fn batches_of_other_columns_are_refused() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let refused = |second: Columns| {
        let tables = Tables::new(vec![batch(&families()), batch(&second)]);
        let found = Dataset::new(&plan, &context, &tables, &TableOptions::default().missing_unknown(true));
        let finding = found.unwrap_err().remove(0);
        (finding.code, finding.message.en)
    };
    let (code, message) = refused(with(families(), "books", text(&["5", "4"])));
    assert_eq!((code, message.contains("`books`")), ("wrong-column-type", true), "{message}");
    let (code, message) = refused(families().into_iter().take(6).collect());
    assert_eq!((code, message.contains("`keeps`")), ("wrong-column-type", true), "{message}");
}

#[test]
fn own_values_stand_in_where_they_count_and_are_looked_at_where_they_do_not() {
    let trusting = SET.replace(
        "criterion 1 \"Books\" max 10 points\n",
        "criterion 1 \"Books\" max 10 points\n  including self-declared values\n",
    );
    for (set, total_of_b) in [(SET, ("0", "10")), (trusting.as_str(), ("10", "10"))] {
        let plan = compile(set).unwrap_or_else(|found| panic!("{found:#?}"));
        let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
        let subjects = vec![
            ("id", text(&["a", "b", "c"])),
            ("books", Arc::new(Int32Array::from(vec![Some(5), None, None])) as ArrayRef),
            // What the subject says of c cannot be, and what it says of a is less than what is verified.
            ("books.self", Arc::new(Int32Array::from(vec![1, 9, 1_001]))),
            ("hours", text(&["0", "0", "0"])),
            ("part", text(&["10%", "10%", "10%"])),
            ("kind", text(&["farm", "farm", "farm"])),
            ("founded", Arc::new(Date32Array::from(vec![0, 0, 0]))),
            ("keeps", Arc::new(BooleanArray::from(vec![true, true, true]))),
        ];
        let tables = Tables::new(vec![batch(&subjects)])
            .table("course", vec![batch(&courses()).slice(0, 0)])
            .table("members", vec![batch(&members()).slice(0, 0)]);
        let options = TableOptions::default().items(true);
        let dataset = Dataset::new(&plan, &context, &tables, &options).unwrap_or_else(|f| panic!("{f:#?}"));
        let outcome = dataset.evaluate().unwrap();
        let books = |row: usize| {
            let points =
                outcome.items(row).into_iter().find(|item| item.code == "1").unwrap().points.unwrap();
            (points.certain.to_string(), points.possible.to_string())
        };
        let told = |(certain, possible): (&str, &str)| (certain.to_owned(), possible.to_owned());
        assert_eq!(books(0), told(("10", "10")));
        assert_eq!(books(1), told(total_of_b));
        assert_eq!(books(2), told(("0", "10")));
        let found = outcome.problems();
        assert_eq!(found.len(), 1, "{found:#?}");
        assert_eq!((found[0].code, found[0].column.as_str()), ("out-of-range", "books.self"));
        // A subject read alone goes by single cells.
        for row in 0..outcome.len() {
            let alone = outcome.row(row).unwrap();
            assert_eq!((alone.total(), alone.class()), (outcome.total(row), outcome.class(row)), "{row}");
        }
    }
}
