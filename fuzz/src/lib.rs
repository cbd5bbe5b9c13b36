//! What the fuzz targets share: an input is a set and perhaps more, with a NUL between the parts.
//!
//! Seeds come from `cases/`; each target states one law and panics where it is broken.

pub mod tables;

use serde_json::Value as Json;
use tieuchi::{Context, ContextOptions, Dossier, Outcome, Plan, Points, SourceFile, Verdict};
use tieuchi_grammar::ast::File;

/// Longer inputs only make a run slower.
const LONGEST: usize = 40_000;

/// The parts of an input, if it is text.
pub fn parts(data: &[u8]) -> Option<Vec<&str>> {
    let text = std::str::from_utf8(data).ok().filter(|text| text.len() <= LONGEST)?;
    Some(text.split('\0').collect())
}

/// The tree of a text without an error.
pub fn tree(text: &str) -> Option<File> {
    let parsed = tieuchi_grammar::parse(&SourceFile::new("fuzz", text));
    let clean = !parsed.diagnostics.iter().any(tieuchi::Diagnostic::is_error);
    parsed.file.filter(|_| clean)
}

/// A set that compiles, applied to a year.
pub fn applied(text: &str) -> Option<(Plan, Context)> {
    let plan = tieuchi::compile(text).ok()?;
    let context = plan.context_as_if_in_force(&ContextOptions::year(2025)?).ok()?;
    Some((plan, context))
}

/// A set and the dossiers after it, all that can be read.
pub fn judged(data: &[u8]) -> Option<(Plan, Context, Vec<Dossier>)> {
    let parts = parts(data)?;
    let (set, files) = parts.split_first()?;
    let (plan, context) = applied(set)?;
    let files = files.iter().filter_map(|file| Dossier::from_json(&plan, file).ok()).collect();
    Some((plan, context, files))
}

/// The dossier with some of what is known taken away: every value of the subject, of its rows and
/// of earlier periods for which the mask has an odd byte.
pub fn incomplete(file: &str, mask: &str) -> Option<String> {
    let mut file: Json = serde_json::from_str(file).ok()?;
    let mut mask = mask.bytes();
    let mut blank = |row: &mut Json| {
        let Json::Object(row) = row else { return };
        for (key, value) in row {
            let known = matches!(value, Json::Bool(_) | Json::String(_) | Json::Number(_));
            if known && !key.starts_with('$') && mask.next().unwrap_or(0) % 2 == 1 {
                *value = Json::Null;
            }
        }
    };
    blank(&mut file);
    let Json::Object(entries) = &mut file else { return None };
    for rows in entries.values_mut() {
        if let Json::Array(rows) = rows {
            rows.iter_mut().for_each(&mut blank);
        }
    }
    Some(file.to_string())
}

fn holds(before: Option<Points>, after: Option<Points>) -> bool {
    match (before, after) {
        (Some(before), Some(after)) => before.certain <= after.certain && after.possible <= before.possible,
        _ => true,
    }
}

fn allowed(before: Verdict, after: Verdict) -> bool {
    before == after || before == Verdict::Unknown || after == Verdict::NotApplicable
}

/// Panics unless all that is said of a dossier lies within what was said while facts were missing.
pub fn assert_inside(before: &Outcome, after: &Outcome) {
    let totals = [
        ("base", before.base_total(), after.base_total()),
        ("raw", before.raw_total(), after.raw_total()),
        ("total", before.total(), after.total()),
    ];
    for (name, before, after) in totals {
        assert!(holds(before, after), "{name} {after:?} is outside {before:?}");
    }
    for (before, after) in before.items().iter().zip(&after.items()) {
        let inside = after.applies == Verdict::NotMet
            || holds(before.points, after.points)
                && match (before.verdict, after.verdict) {
                    (Some(before), Some(after)) => allowed(before, after),
                    _ => true,
                };
        let applies = before.applies == after.applies || before.applies == Verdict::Unknown;
        assert!(inside && applies, "{after:?} is outside {before:?}");
    }
    if let (Some(before), Some(after)) = (before.class(), after.class()) {
        for standing in &after.closed {
            assert!(before.closed.contains(standing), "{standing:?} is not in {:?}", before.closed);
        }
    }
}

/// Panics unless what a closed file says is possible on an open one.
pub fn assert_open_is_wider(outcome: &Outcome) {
    for points in outcome.items().iter().filter_map(|item| item.points).chain(outcome.total()) {
        assert!(points.certain <= points.possible && points.possible <= points.reachable, "{points:?}");
    }
    if let Some(class) = outcome.class() {
        for standing in &class.closed {
            assert!(class.open.contains(standing), "{standing:?} is not in {:?}", class.open);
        }
    }
}
