//! Outcomes, statements and findings as compact text, for cases and the command line.
//!
//! In: what a stage made. Out: a few lines that are easy to read and to compare. The text promises
//! no stability: programs read the values themselves.

use crate::outcome::{ItemOutcome, Outcome, Points, Standing, Verdict};
use std::fmt::Write;
use tieuchi_grammar::ast::Statement;
use tieuchi_grammar::{Diagnostic, Row, SENTENCES, Severity, SourceFile, Span};

/// An outcome: class, totals, items by their codes, gates. One line each.
///
/// Points are written `certain..possible`, or one number where they are settled; what more evidence
/// could still give follows as `(reachable …)` where it is more.
///
/// ```
/// # let source = r#"language en
/// # criteria set READING "Reading year" edition E1 [assumed]
/// #   in force from 2024-01-01
/// #   applies to person
/// # subject person "Person"
/// #   fact books "Books read": integer from 0 to 1000
/// # criterion 1 "Reading" max 10 points
/// #   score by books:
/// #     under 5: 0 points
/// #     from 5 up: 10 points
/// # title reader "Reader" when total_points >= 6
/// # "#;
/// use tieuchi::{ContextOptions, Dossier, inspect};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let dossier = Dossier::from_json(&plan, r#"{"books": null}"#).unwrap();
/// let text = inspect::outcome(&plan.evaluate(&dossier, &context));
/// assert_eq!(text, "class reader | none\ntotal 0..10\n1  0..10 / 10\n");
/// ```
#[must_use]
pub fn outcome(outcome: &Outcome) -> String {
    let mut lines = Vec::new();
    if outcome.covers() == Verdict::Unknown {
        lines.push("covered unknown".to_owned());
    }
    if let Some(class) = outcome.class() {
        let closed = standings(&class.closed);
        let open = standings(&class.open);
        let more = if open == closed { String::new() } else { format!(" (reachable {open})") };
        lines.push(format!("class {closed}{more}"));
    }
    let total = outcome.total();
    let others = [("base", outcome.base_total()), ("raw", outcome.raw_total())];
    for (name, sum) in others {
        if let Some(sum) = sum.filter(|sum| Some(*sum) != total) {
            lines.push(format!("{name} {}", points(sum)));
        }
    }
    lines.extend(total.map(|total| format!("total {}", points(total))));
    let set = &outcome.plan().inner.set;
    for item in outcome.items() {
        let mut line = String::new();
        let mut above = set.items.iter().find(|known| known.code == item.code).and_then(|known| known.parent);
        while let Some(parent) = above {
            line.push_str("  ");
            above = set[parent].parent;
        }
        line.push_str(&item.code);
        if let Some(level) = &item.level {
            line.push_str(" at ");
            line.push_str(level);
        }
        line.push_str("  ");
        line.push_str(&value(&item));
        lines.push(line);
    }
    for gate in &set.gates {
        let held = outcome.gate(&gate.name).map_or("?", verdict);
        lines.push(format!("gate {}  {held}", gate.name));
    }
    for (text, decides) in outcome.authorities() {
        lines.push(format!("decided by {text}  {}", verdict(decides)));
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn value(item: &ItemOutcome) -> String {
    if item.applies == Verdict::NotMet && item.verdict.is_none() {
        return "not applicable".to_owned();
    }
    let mut parts = Vec::new();
    parts.extend(item.points.map(|sum| match item.max {
        Some(max) => format!("{} / {max}", points(sum)),
        None => points(sum),
    }));
    parts.extend(
        item.measure.map(
            |(lo, hi)| {
                if lo == hi { format!("measured {lo}") } else { format!("measured {lo}..{hi}") }
            },
        ),
    );
    parts.extend(item.verdict.map(|closed| match item.reachable {
        Some(open) if open != closed => format!("{} (reachable {})", verdict(closed), verdict(open)),
        _ => verdict(closed).to_owned(),
    }));
    if parts.is_empty() {
        parts.push("—".to_owned());
    }
    if item.applies == Verdict::Unknown {
        parts.push("if it applies".to_owned());
    }
    parts.join(", ")
}

fn points(points: Points) -> String {
    let Points { certain, possible, reachable } = points;
    let mut text = if certain == possible { certain.to_string() } else { format!("{certain}..{possible}") };
    if reachable != possible {
        text.push_str(&format!(" (reachable {reachable})"));
    }
    text
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Met => "met",
        Verdict::NotMet => "not met",
        Verdict::Unknown => "unknown",
        Verdict::NotApplicable => "not applicable",
    }
}

fn standings(standings: &[Standing]) -> String {
    let texts: Vec<&str> = standings
        .iter()
        .map(|standing| match standing {
            Standing::Class(name) => name.as_str(),
            Standing::None => "none",
            Standing::NotRanked => "not ranked",
            Standing::Outside => "not applicable",
        })
        .collect();
    texts.join(" | ")
}

/// The rows of the statements of a text, each under the one that holds it. Only those inside
/// `within` are written; a statement that could not be read is left out.
#[must_use]
pub fn statements(source: &SourceFile, within: Span) -> String {
    let mut out = String::new();
    if let Some(file) = tieuchi_grammar::parse(source).file {
        for statement in &file.statements {
            write_statement(&mut out, statement, within, 0);
        }
    }
    out
}

fn write_statement(out: &mut String, statement: &Statement, within: Span, depth: usize) {
    let shown = statement.span.start >= within.start && statement.span.end <= within.end;
    if shown {
        let mark = if statement.assumed.is_some() { " [assumed]" } else { "" };
        let _ = writeln!(out, "{}{}{mark}", "  ".repeat(depth), row_id(statement.row));
    }
    for child in &statement.children {
        write_statement(out, child, within, depth + usize::from(shown));
    }
}

fn row_id(row: Row) -> &'static str {
    SENTENCES.iter().find(|sentence| sentence.row == row).map_or("?", |sentence| sentence.id)
}

/// Findings, one a line: how bad, the code, the place, the words in English and Vietnamese; the
/// advice stands on a line of its own.
///
/// `lines_before` is how many lines of the source were put before what the reader sees.
#[must_use]
pub fn findings(source: &SourceFile, findings: &[Diagnostic], lines_before: usize) -> String {
    let mut out = String::new();
    for finding in findings {
        let severity = match finding.severity {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        let place = match (&finding.pointer, finding.span()) {
            (Some(pointer), _) if pointer.is_empty() => "/".to_owned(),
            (Some(pointer), _) => pointer.clone(),
            (None, Some(span)) if source.holds(span) => {
                let at = source.position(span.start);
                match at.line.checked_sub(lines_before) {
                    Some(line) if line > 0 => format!("{line}:{}", at.column),
                    _ => "-".to_owned(),
                }
            }
            (None, _) => "-".to_owned(),
        };
        let (en, vi) = (&finding.message.en, &finding.message.vi);
        let _ = writeln!(out, "{severity} {} {place} {en} | {vi}", finding.code);
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "  help: {} | {}", help.en, help.vi);
        }
    }
    out
}
