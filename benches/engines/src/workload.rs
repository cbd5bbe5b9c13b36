//! One set and its dossiers at several widths, in the forms that the engines read.
//!
//! A set of so many copies has that many times the facts, the kinds of evidence and the criteria of
//! `benches/src/learner.tieuchi`, side by side under one total and one class, so that nothing of one copy
//! can be used for another. The answers are worked out by hand for each copy and added up.

use arrow_array::{ArrayRef, RecordBatch};
use std::fmt::Write as _;
use tieuchi::{Day, Tables};
use tieuchi_benches::CITIZEN;
use tieuchi_benches::population::{Evidence, Population};

/// An error of any peer.
pub type Any<T> = Result<T, Box<dyn std::error::Error>>;

/// The classes from the best; then who is not ranked.
pub const CLASSES: [&str; 6] = ["best", "good", "fair", "enough", "not_held", "not-ranked"];

/// Least totals of the first four classes, in points of one copy.
pub const LEAST: [usize; 4] = [90, 80, 65, 50];

/// First and last day of 2025, and first day of the twelve months to its end; days since 1970.
pub const YEAR: (i32, i32) = (20_089, 20_453);
/// See [`YEAR`].
pub const TWELVE_MONTHS: i32 = 20_088;

/// What an engine found for one dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Hundredths of a point.
    pub total: i64,
    /// Its place in [`CLASSES`].
    pub class: usize,
}

impl Answer {
    /// Of points in binary, to the nearest hundredth.
    pub fn of_binary(total: f64, class: &str) -> Any<Self> {
        Self::new((total * 100.0).round() as i64, class)
    }

    /// Of hundredths.
    pub fn new(total: i64, class: &str) -> Any<Self> {
        let class = CLASSES.iter().position(|name| *name == class).ok_or("no such class")?;
        Ok(Self { total, class })
    }
}

/// A name as it is in one of the copies: the first keeps it.
pub fn named(name: &str, copy: usize) -> String {
    if copy == 0 { name.to_owned() } else { format!("{name}_{copy}") }
}

/// The set in our language.
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
pub struct Citizens {
    copies: Vec<Population>,
    keeps_rules: Vec<bool>,
    /// What each should get.
    pub answers: Vec<Answer>,
}

impl Citizens {
    /// Makes them up, the same every time, and works out their answers by hand.
    pub fn new(count: usize, copies: usize) -> Any<Self> {
        let all = Population::new(count * copies);
        let (totals, classes) = all.by_hand();
        let keeps_rules = all.disciplined[..count].to_vec();
        let mut answers = Vec::with_capacity(count);
        for (at, keeps_rules) in keeps_rules.iter().enumerate() {
            let total: i64 = (0..copies).map(|copy| i64::from(totals[copy * count + at])).sum();
            let reached = |least: &usize| total >= (least * copies * 100) as i64;
            let class = match LEAST.iter().position(reached) {
                _ if !keeps_rules => 5,
                _ if copies == 1 => usize::from(classes[at]),
                // The best class asks for seven points in every indicator, which totals do not show.
                Some(0) => return Err("a citizen of a wide set reaches the best class".into()),
                place => place.unwrap_or(4),
            };
            answers.push(Answer { total, class });
        }
        let copies = (0..copies).map(|copy| part(&all, copy * count, count)).collect();
        Ok(Self { copies, keeps_rules, answers })
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.answers.len()
    }

    /// The dossier of one in our form: days as dates, and what was scored directly under its number.
    pub fn dossier(&self, at: usize) -> String {
        let day = |day: i32| {
            let (year, month, day) = Day::from_number(day + epoch()).civil();
            format!("\"{year:04}-{month:02}-{day:02}\"")
        };
        let work = |copy: usize| format!("{}.3", 2 + 3 * copy);
        let value = |value: String| format!("{{\"value\": {value}, \"status\": \"verified\"}}");
        self.json(at, "$id", day, work, value)
    }

    /// The same for the peers: days as whole numbers, which are the least work for them.
    pub fn document(&self, at: usize) -> String {
        self.json(at, "id", |day| day.to_string(), |copy| named("work", copy), |value| value)
    }

    fn json(
        &self,
        at: usize,
        id: &str,
        day: impl Fn(i32) -> String,
        work: impl Fn(usize) -> String,
        value: impl Fn(String) -> String,
    ) -> String {
        let mut out = format!("{{\"{id}\": \"C{at:08}\", \"disciplined\": {}", self.keeps_rules[at]);
        for (copy, of) in self.copies.iter().enumerate() {
            let mut field = |name: &str, value: String| {
                // Writing to a String cannot fail.
                let _ = write!(out, ", \"{name}\": {value}");
            };
            field(&named("hours_a_week", copy), tenths(of.hours[at]));
            field(&named("uses_computer", copy), of.computer[at].to_string());
            field(&named("plans", copy), of.plans[at].to_string());
            field(&named("plans_done", copy), of.done[at].to_string());
            let level = ["none", "basic", "good"][of.language[at] as usize];
            field(&named("language", copy), format!("\"{level}\""));
            field(&work(copy), value(tenths(of.work[at])));
            let rows = |evidence: &Evidence, cells: &dyn Fn(usize) -> String| {
                let range = evidence.offsets[at] as usize..evidence.offsets[at + 1] as usize;
                let rows: Vec<String> = range
                    .map(|row| format!("{{\"day\": {}{}}}", day(evidence.days[row]), cells(row)))
                    .collect();
                format!("[{}]", rows.join(", "))
            };
            let course = |row: usize| {
                let (hours, passed) = (tenths(of.courses.tenths[row]), of.courses.flags[row]);
                format!(", \"hours\": {hours}, \"passed\": {passed}")
            };
            field(&named("course", copy), rows(&of.courses, &course));
            let meeting = |row: usize| format!(", \"led\": {}", of.meetings.flags[row]);
            field(&named("meeting", copy), rows(&of.meetings, &meeting));
            field(&named("advice", copy), rows(&of.advice, &|_| String::new()));
        }
        out + "}"
    }

    /// All of them as columns, with whole numbers as keys.
    pub fn tables(&self) -> Any<Tables> {
        let mut subjects: Vec<(String, ArrayRef)> = Vec::new();
        let mut evidence = Vec::new();
        for (copy, of) in self.copies.iter().enumerate() {
            let [citizens, course, meeting, advice] = of.narrow_batches();
            for (field, column) in citizens.schema().fields().iter().zip(citizens.columns()) {
                let name = match field.name().as_str() {
                    "id" | "disciplined" if copy > 0 => continue,
                    "id" | "disciplined" => field.name().clone(),
                    "2.3" => format!("{}.3", 2 + 3 * copy),
                    name => named(name, copy),
                };
                subjects.push((name, column.clone()));
            }
            for (name, batch) in [("course", course), ("meeting", meeting), ("advice", advice)] {
                evidence.push((named(name, copy), batch));
            }
        }
        let tables = Tables::new(vec![RecordBatch::try_from_iter(subjects)?]);
        Ok(evidence.into_iter().fold(tables, |tables, (name, batch)| tables.table(&name, vec![batch])))
    }
}

/// The rows of some citizens.
fn part(all: &Population, from: usize, count: usize) -> Population {
    let rows = from..from + count;
    let evidence = |of: &Evidence| {
        let (first, last) = (of.offsets[rows.start] as usize, of.offsets[rows.end] as usize);
        Evidence {
            offsets: of.offsets[rows.start..=rows.end].iter().map(|offset| offset - first as u32).collect(),
            days: of.days[first..last].to_vec(),
            tenths: of.tenths[first..last].to_vec(),
            flags: of.flags[first..last].to_vec(),
        }
    };
    let mut out = Population::default();
    let Population { hours, computer, plans, done, language, disciplined, work, .. } = &mut out;
    hours.extend_from_slice(&all.hours[rows.clone()]);
    computer.extend_from_slice(&all.computer[rows.clone()]);
    plans.extend_from_slice(&all.plans[rows.clone()]);
    done.extend_from_slice(&all.done[rows.clone()]);
    language.extend_from_slice(&all.language[rows.clone()]);
    disciplined.extend_from_slice(&all.disciplined[rows.clone()]);
    work.extend_from_slice(&all.work[rows.clone()]);
    out.courses = evidence(&all.courses);
    out.meetings = evidence(&all.meetings);
    out.advice = evidence(&all.advice);
    out
}

/// Our number of the first day of 1970.
fn epoch() -> i32 {
    Day::new(1970, 1, 1).map_or(0, Day::number)
}

/// Tenths with their point, so that every peer reads a decimal.
fn tenths(value: i32) -> String {
    format!("{}.{}", value / 10, value % 10)
}
