//! The set [`CITIZEN`] and its population at several widths.
//!
//! A set of so many copies has that many times the facts, the kinds of evidence and the criteria, side by
//! side under one total and one class, so that nothing of one copy can be used for another. The answers are
//! worked out by hand for each copy and added up.

use crate::CITIZEN;
use crate::population::Population;
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::ArrowError;
use std::fmt::Write as _;
use tieuchi::{ClassOutcome, Points, TableOutcome, Tables};

/// The classes in the order of the hand-written version, which numbers them: from the best; then who is not
/// ranked.
pub const CLASSES: [&str; 6] = ["best", "good", "fair", "enough", "not_held", "not-ranked"];

/// Least totals of the first four classes, in points of one copy.
pub const LEAST: [usize; 4] = [90, 80, 65, 50];

/// The kinds of evidence.
pub const EVIDENCE: [&str; 3] = ["course", "meeting", "advice"];

/// A name as it is in one of the copies: the first keeps it.
#[must_use]
pub fn named(name: &str, copy: usize) -> String {
    if copy == 0 { name.to_owned() } else { format!("{name}_{copy}") }
}

/// The number of what is scored directly in one of the copies, which have three criteria each.
#[must_use]
pub fn work(copy: usize) -> String {
    format!("{}.3", 2 + 3 * copy)
}

/// The set in our language.
#[must_use]
pub fn set(copies: usize) -> String {
    let (head, rest) = CITIZEN.split_once("  fact hours").unwrap_or_default();
    let (facts, rest) = rest.split_once("  fact disciplined").unwrap_or_default();
    let (gate, rest) = rest.split_once("evidence ").unwrap_or_default();
    let (evidence, rest) = rest.split_once("criterion ").unwrap_or_default();
    let (criteria, end) = rest.split_once("condition ").unwrap_or_default();
    let each = |text: &str| (0..copies).map(|copy| renamed(text, copy)).collect::<String>();
    let mut end = format!("condition {end}");
    for least in LEAST {
        end = end.replace(&format!(">= {least}"), &format!(">= {}", least * copies));
    }
    let head = head.replace("scale 100", &format!("scale {}", 100 * copies));
    let facts = each(&format!("  fact hours{facts}"));
    let evidence = each(&format!("evidence {evidence}"));
    let criteria = each(&format!("criterion {criteria}"));
    format!("{head}{facts}  fact disciplined{gate}{evidence}{criteria}{end}")
}

/// Part of the set with the names and numbers of a copy.
fn renamed(text: &str, copy: usize) -> String {
    if copy == 0 {
        return text.to_owned();
    }
    let names =
        ["hours_a_week", "uses_computer", "plans_done", "plans", "language", "course", "meeting", "advice"];
    let mut out = String::new();
    for line in text.split_inclusive('\n') {
        for word in line.split_inclusive(|sign: char| !(sign.is_alphanumeric() || "_.".contains(sign))) {
            let end = word.trim_end_matches(|sign: char| !(sign.is_alphanumeric() || sign == '_')).len();
            let (name, after) = word.split_at(end);
            let number = |name: &str| name.split('.').next()?.parse::<usize>().ok();
            let heading =
                line.trim_start().starts_with("criterion ") || line.trim_start().starts_with("indicator ");
            match number(name) {
                _ if names.contains(&name) => out += &named(name, copy),
                Some(1..=3) if heading => {
                    let (criterion, inner) = name
                        .split_once('.')
                        .map_or((name, String::new()), |(criterion, inner)| (criterion, format!(".{inner}")));
                    let criterion = criterion.parse().unwrap_or(0) + 3 * copy;
                    // Writing to a String cannot fail.
                    let _ = write!(out, "{criterion}{inner}");
                }
                _ => out += name,
            }
            out += after;
        }
    }
    out
}

/// So many citizens, each with the facts and the evidence of so many copies.
#[derive(Clone, Debug)]
pub struct Citizens(Vec<Population>);

impl Citizens {
    /// Makes them up, the same every time.
    #[must_use]
    pub fn new(count: usize, copies: usize) -> Self {
        let copy = |copy: usize| Population { first: 0, ..Population::part(copy * count, count) };
        Self((0..copies).map(copy).collect())
    }

    /// Of what each copy has; who keeps the rules is said by the first.
    #[must_use]
    pub const fn of(copies: Vec<Population>) -> Self {
        Self(copies)
    }

    /// What each copy has.
    #[must_use]
    pub fn copies(&self) -> &[Population] {
        &self.0
    }

    /// Who keeps the rules.
    #[must_use]
    pub fn disciplined(&self) -> &[bool] {
        self.0.first().map_or(&[], |first| &first.disciplined)
    }

    /// How many.
    #[must_use]
    pub fn len(&self) -> usize {
        self.disciplined().len()
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.disciplined().is_empty()
    }

    /// Totals in hundredths and places in [`CLASSES`], worked out by hand row by row, copy by copy.
    ///
    /// # Errors
    ///
    /// If somebody of a wide set might reach the best class: it asks for seven points in every indicator,
    /// which totals do not show.
    pub fn by_hand(&self) -> Result<(Vec<i32>, Vec<u8>), &'static str> {
        if let [only] = self.0.as_slice() {
            return Ok(only.by_hand());
        }
        let mut totals = vec![0; self.len()];
        for copy in &self.0 {
            for (sum, total) in totals.iter_mut().zip(copy.by_hand().0) {
                *sum += total;
            }
        }
        let [best, good, fair, enough] = LEAST.map(|least| least * 100 * self.0.len());
        let class = |(total, disciplined): (&i32, &bool)| match usize::try_from(*total).unwrap_or(0) {
            _ if !disciplined => Ok(5),
            total if total >= best => Err("a citizen of a wide set may reach the best class"),
            total if total >= good => Ok(1),
            total if total >= fair => Ok(2),
            total if total >= enough => Ok(3),
            _ => Ok(4),
        };
        let classes = totals.iter().zip(self.disciplined()).map(class).collect::<Result<_, _>>()?;
        Ok((totals, classes))
    }

    /// Subjects, and of each copy courses, meetings and advice, with whole numbers as keys.
    ///
    /// # Errors
    ///
    /// If the copies are not of one length.
    pub fn narrow_batches(&self) -> Result<(RecordBatch, Vec<[RecordBatch; 3]>), ArrowError> {
        let (subjects, evidence): (Vec<_>, Vec<_>) = self
            .0
            .iter()
            .map(|copy| {
                let [subjects, course, meeting, advice] = copy.narrow_batches();
                (subjects, [course, meeting, advice])
            })
            .unzip();
        Ok((side_by_side(&subjects)?, evidence))
    }

    /// All of them as columns, with whole numbers as keys.
    ///
    /// # Errors
    ///
    /// If the copies are not of one length.
    pub fn tables(&self) -> Result<Tables, ArrowError> {
        let (subjects, evidence) = self.narrow_batches()?;
        let mut tables = Tables::new(vec![subjects]);
        for (copy, batches) in evidence.into_iter().enumerate() {
            for (kind, batch) in EVIDENCE.into_iter().zip(batches) {
                tables = tables.table(&named(kind, copy), vec![batch]);
            }
        }
        Ok(tables)
    }
}

/// The subjects of all copies in one table; who they are and whether they keep the rules is said once.
fn side_by_side(copies: &[RecordBatch]) -> Result<RecordBatch, ArrowError> {
    let mut columns: Vec<(String, ArrayRef)> = Vec::new();
    for (copy, subjects) in copies.iter().enumerate() {
        for (field, column) in subjects.schema().fields().iter().zip(subjects.columns()) {
            let name = match field.name().as_str() {
                "id" | "disciplined" if copy > 0 => continue,
                "2.3" => work(copy),
                name @ ("id" | "disciplined") => name.to_owned(),
                name => named(name, copy),
            };
            columns.push((name, column.clone()));
        }
    }
    RecordBatch::try_from_iter(columns)
}

/// The totals in hundredths and the places in [`CLASSES`] that the engine found.
///
/// # Errors
///
/// If somebody has none that is settled.
pub fn answers(outcome: &TableOutcome) -> Result<(Vec<i32>, Vec<u8>), &'static str> {
    (0..outcome.len()).map(|row| answer(outcome.total(row), outcome.class(row).as_ref())).collect()
}

/// The same of one.
///
/// # Errors
///
/// If there is no total or class that is settled.
pub fn answer(total: Option<Points>, class: Option<&ClassOutcome>) -> Result<(i32, u8), &'static str> {
    let total = total.filter(Points::is_settled).ok_or("no settled total")?.certain;
    let total = total.numerator() * 100 / total.denominator();
    let class = class.and_then(ClassOutcome::settled).ok_or("no settled class")?.name();
    let class = CLASSES.iter().position(|name| *name == class).ok_or("no such class")?;
    Ok((i32::try_from(total).map_err(|_| "the total is too great")?, class as u8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use tieuchi::{ContextOptions, Dataset, TableOptions, compile};

    #[test]
    fn one_copy_is_the_set_itself() {
        assert_eq!(set(1), CITIZEN);
        assert_eq!(Citizens::new(100, 1).by_hand().unwrap(), Population::new(100).by_hand());
    }

    #[test]
    fn wide_sets_say_what_was_worked_out_by_hand() {
        for (citizens, copies) in [(1_000, 1), (1_000, 2), (500, 10)] {
            let plan = compile(&set(copies)).unwrap_or_else(|found| panic!("{found:#?}"));
            let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
            let citizens = Citizens::new(citizens, copies);
            let tables = citizens.tables().unwrap();
            let dataset = Dataset::new(&plan, &context, &tables, &TableOptions::default()).unwrap();
            let right = citizens.by_hand().unwrap();
            assert_eq!(answers(&dataset.evaluate().unwrap()).unwrap(), right);
            assert!(right.1.iter().collect::<BTreeSet<_>>().len() >= 3, "classes differ at ×{copies}");
        }
    }
}
