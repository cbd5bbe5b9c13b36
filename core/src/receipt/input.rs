//! The canonical form of what was judged: a dossier as it was read, and the context.
//!
//! In: a checked dossier and a checked context. Out: canonical JSON. Rows of a table stand sorted,
//! so that the order of filing means nothing; both values of a cell are kept, and who stands behind
//! a row. How a number, a day or a key was spelt in the file is not in it.

use crate::canonical::{Canonical, Map};
use crate::context::Context;
use crate::day::{Day, DaySpan};
use crate::dossier::{Cell, Dossier, ResultRecord, Row, Status, Value};
use crate::hir::{CriteriaSet, FrameId, InputKey, ROOT, Ty, key_text};

/// Dossier and context.
pub(super) fn input(set: &CriteriaSet, dossier: &Dossier, context: &Context) -> Map {
    let mut map = Map::default();
    map.map("context", self::context(context));
    map.map("dossier", self::dossier(set, dossier));
    map
}

/// Period, day of the judgement, state of the file, regions.
pub(super) fn context(context: &Context) -> Map {
    let mut map = Map::default();
    map.list("period", [context.first, context.last].map(|day| Canonical::text(&day.to_string())));
    map.text("judged_on", &context.judged_on.to_string());
    map.text("file", if context.open { "open" } else { "closed" });
    map.put("regions", Canonical::texts(&context.regions));
    map
}

fn dossier(set: &CriteriaSet, dossier: &Dossier) -> Map {
    let mut map = row(set, ROOT, &dossier.file.root);
    map.text("id", &dossier.file.id);
    map.put("regions", Canonical::texts(&dossier.file.regions));
    map.list("before", dossier.file.before.iter().map(|year| Canonical::Map(row(set, ROOT, year))));
    let mut tables = Map::default();
    for (frame, rows) in &dossier.file.tables {
        let mut rows: Vec<Map> = rows.iter().map(|one| row(set, *frame, one)).collect();
        // By identifier, then by content.
        rows.sort_by_cached_key(|row| (row.0.get("id").cloned(), row.to_text()));
        tables.list(&set[*frame].name, rows.into_iter().map(Canonical::Map));
    }
    map.map("tables", tables);
    map
}

fn row(set: &CriteriaSet, frame: FrameId, row: &Row) -> Map {
    let mut map = Map::default();
    map.text("id", &row.id);
    map.shown("count", (row.count != 1).then_some(row.count));
    map.text(
        "status",
        match row.status {
            // What is verified needs no word.
            Status::Verified => "",
            Status::SelfDeclared => "self-declared",
            Status::Waiting => "waiting",
            Status::Rejected => "rejected",
        },
    );
    let mut cells = Map::default();
    for (key, one) in row.cells.iter() {
        // A cell that holds nothing is filed all the same.
        cells.0.insert(key_text(key), Canonical::Map(cell(set, frame, key, one)));
    }
    map.map("facts", cells);
    let mut results = Map::default();
    for (name, record) in &row.results {
        results.0.insert(name.clone(), Canonical::Map(result(set, name, record)));
    }
    map.map("results", results);
    map
}

fn cell(set: &CriteriaSet, frame: FrameId, key: &InputKey, cell: &Cell) -> Map {
    let mut map = Map::default();
    for (name, value) in [("verified", &cell.verified), ("self", &cell.own)] {
        if let Some(value) = value {
            // A text may be empty; a value that is there is written.
            map.0.insert(name.to_owned(), self::value(set, frame, key, value));
        }
    }
    map.shown("at", cell.at.map(span));
    map
}

/// A value: texts, options, numbers and days as they are; what is no value as a list of one word.
fn value(set: &CriteriaSet, frame: FrameId, key: &InputKey, value: &Value) -> Canonical {
    match value {
        Value::Truth(so) => Canonical::text(if *so { "true" } else { "false" }),
        Value::Number(number) => Canonical::number(*number),
        Value::Day(day) => Canonical::text(&span(*day)),
        Value::Option(at) => {
            let input = set.inputs.iter().find(|input| input.frame == frame && input.key == *key);
            let option = input.and_then(|input| match input.ty {
                Ty::Choice(choice) => set[choice].options.get(*at as usize),
                Ty::Truth | Ty::Number(_) | Ty::Day | Ty::Text => None,
            });
            Canonical::text(option.map_or("", String::as_str))
        }
        Value::Text(text) => Canonical::text(text),
        Value::Unknown => Canonical::texts(["unknown"]),
        Value::NotApplicable => Canonical::texts(["not-applicable"]),
    }
}

fn result(set: &CriteriaSet, name: &str, record: &ResultRecord) -> Map {
    let mut map = Map::default();
    let options = set.uses.iter().find(|uses| uses.set == name).map(|uses| &set[uses.classes].options);
    if record.class_unknown {
        map.put("class", Canonical::texts(["unknown"]));
    } else if let Some(at) = record.class {
        let option = options.and_then(|options| options.get(at as usize));
        map.text("class", option.map_or("", String::as_str));
    }
    map.shown("points", record.points);
    map.shown("date", record.date.map(span));
    map.shown("edition", record.edition.as_ref());
    map.text("by", if record.computed { "computed" } else { "decision" });
    let days = |(first, last): (Day, Day)| span(DaySpan { first, last });
    map.shown("period", record.period.map(days));
    map
}

/// A day, or the first and last day it can be.
fn span(span: DaySpan) -> String {
    if span.first == span.last { span.first.to_string() } else { format!("{}..{}", span.first, span.last) }
}
