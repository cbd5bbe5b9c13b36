//! The dossiers of the set at several widths, in the forms that the engines read.

use std::fmt::Write as _;
use tieuchi::Day;
use tieuchi_benches::population::Evidence;
use tieuchi_benches::wide::work;
pub use tieuchi_benches::wide::{CLASSES, Citizens, LEAST, named, set};

/// An error of any peer.
pub type Any<T> = Result<T, Box<dyn std::error::Error>>;

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

impl From<(i32, u8)> for Answer {
    fn from((total, class): (i32, u8)) -> Self {
        Self { total: total.into(), class: class.into() }
    }
}

/// What each of them should get, worked out by hand.
pub fn answers(citizens: &Citizens) -> Any<Vec<Answer>> {
    let (totals, classes) = citizens.by_hand()?;
    Ok(totals.into_iter().zip(classes).map(Answer::from).collect())
}

/// The dossier of one in our form: days as dates, and what was scored directly under its number.
pub fn dossier(citizens: &Citizens, at: usize) -> String {
    let day = |day: i32| {
        let (year, month, day) = Day::from_number(day + epoch()).civil();
        format!("\"{year:04}-{month:02}-{day:02}\"")
    };
    let value = |value: String| format!("{{\"value\": {value}, \"status\": \"verified\"}}");
    json(citizens, at, "$id", day, work, value)
}

/// The same for the peers: days as whole numbers, which are the least work for them.
pub fn document(citizens: &Citizens, at: usize) -> String {
    json(citizens, at, "id", |day| day.to_string(), |copy| named("work", copy), |value| value)
}

fn json(
    citizens: &Citizens,
    at: usize,
    id: &str,
    day: impl Fn(i32) -> String,
    work: impl Fn(usize) -> String,
    value: impl Fn(String) -> String,
) -> String {
    let mut out = format!("{{\"{id}\": \"C{at:08}\", \"disciplined\": {}", citizens.disciplined()[at]);
    for (copy, of) in citizens.copies().iter().enumerate() {
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
            let rows: Vec<String> =
                range.map(|row| format!("{{\"day\": {}{}}}", day(evidence.days[row]), cells(row))).collect();
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

/// Our number of the first day of 1970.
fn epoch() -> i32 {
    Day::new(1970, 1, 1).map_or(0, Day::number)
}

/// Tenths with their point, so that every peer reads a decimal.
fn tenths(value: i32) -> String {
    format!("{}.{}", value / 10, value % 10)
}
