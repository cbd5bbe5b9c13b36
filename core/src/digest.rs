//! What a set means, as bytes: the digests that identify it.
//!
//! The meaning digest covers everything a result depends on; labels, citations, comments, layout
//! and the language of keywords are not in it. The text digest adds what people read.
//! SHA-256 with a domain prefix that names the language version.

use crate::exact::Exact;
use crate::hir::{
    Clause, CriteriaSet, Dedupe, Effect, Expr, ExprKind, FrameSource, Gives, InputId, InputKey, Item,
    NoEvidence, NotApplicable, Notes, ROOT, ScoringKind, Take, Ty, Unit, expr_text, input_text,
    rounding_text, rows_text,
};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The version of the language: raised when a text changes what it means.
pub const LANGUAGE_VERSION: u32 = 1;

/// The two digests of a set.
#[derive(Clone, Debug)]
pub(crate) struct Digests {
    pub meaning: String,
    pub text: String,
}

impl Digests {
    pub fn of(set: &CriteriaSet) -> Self {
        let meaning = write(set, false);
        let text = write(set, true);
        Self { meaning: sha256("meaning", &meaning), text: sha256("text", &text) }
    }
}

/// SHA-256 of a text under a domain, in hexadecimal.
pub(crate) fn sha256(domain: &str, text: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(format!("tieuchi {domain} {LANGUAGE_VERSION}\n"));
    hasher.update(text.as_bytes());
    hasher.finalize().iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The canonical text of a set, a line a fact.
fn write(set: &CriteriaSet, words: bool) -> String {
    let mut w = Lines { out: String::new(), words };
    w.line(&["set", &set.id, &set.edition, &format!("{:?}", set.kind)]);
    w.label(&set.label);
    let (from, to) = set.in_force;
    w.line(&["in-force", &from.to_string(), &to.map(|to| to.to_string()).unwrap_or_default()]);
    if let Some((from, to)) = set.period {
        w.line(&["period", &format!("{:02}-{:02} {:02}-{:02}", from.1, from.0, to.1, to.0)]);
    }
    for (document, day) in &set.based_on {
        w.words(&["based-on", document, &day.to_string()]);
    }
    for applies in &set.applies {
        let region = applies.region.clone().unwrap_or_default();
        let from = applies.from.map(|day| day.to_string()).unwrap_or_default();
        let condition = applies.condition.as_ref().map(|expr| expr_text(set, expr)).unwrap_or_default();
        w.line(&["applies", &region, &from, &condition]);
    }
    if let Some(scale) = set.scale {
        let cap = scale.cap.map(|cap| cap.to_string()).unwrap_or_default();
        let rounding = scale.rounding.map(rounding_text).unwrap_or_default();
        w.line(&[
            "scale",
            &scale.points.to_string(),
            if scale.rescaled { "rescaled" } else { "" },
            &rounding,
            &cap,
        ]);
    }
    if let Some((word, rounding)) = set.round_each {
        w.line(&["round-each", &format!("{word:?}"), &rounding_text(rounding)]);
    }
    w.line(&["take", &take(set.take), "trust-self", bool_text(set.trust_self_declared)]);
    w.line(&[
        "no-evidence",
        match set.no_evidence {
            NoEvidence::NotMet => "not-met",
            NoEvidence::ZeroPoints => "zero",
            NoEvidence::Unknown => "unknown",
        },
    ]);
    if let Some((months, anchor)) = set.validity {
        w.line(&["valid", &months.to_string(), &format!("{anchor:?}")]);
    }
    for uses in &set.uses {
        let edition = uses.edition.clone().unwrap_or_default();
        let validity =
            uses.validity.map(|(months, anchor)| format!("{months} {anchor:?}")).unwrap_or_default();
        let valid_at = uses.valid_at.map(|day| format!("{day:?}")).unwrap_or_default();
        let classes = set[uses.classes].options.join(" ");
        let sources = format!("{} {}", bool_text(uses.recognised), bool_text(uses.computed));
        w.line(&["uses", &uses.set, &edition, &sources, &valid_at, &validity, &classes]);
    }
    w.line(&["edition", &format!("{:?}", set.edition_day)]);
    for (before, edition) in &set.transitions {
        w.line(&["transition", &before.to_string(), edition]);
    }
    for authority in &set.authorities {
        match &authority.condition {
            Some(condition) => w.line(&["authority", &authority.text, &expr_text(set, condition)]),
            None => w.words(&["authority", &authority.text]),
        }
        w.notes(&authority.notes);
    }
    for (text, (day, month)) in &set.deadlines {
        w.words(&["deadline", text, &format!("{month:02}-{day:02}")]);
    }
    for frame in &set.frames {
        let source = match frame.source {
            FrameSource::Subject => "subject",
            FrameSource::Members => "members",
            FrameSource::Evidence => "evidence",
        };
        w.line(&["table", source, &frame.name, bool_text(frame.open)]);
        w.label(&frame.label);
    }
    inputs(&mut w, set);
    params(&mut w, set);
    for definition in &set.definitions {
        // What a definition stands for is already in the expressions that read it.
        w.words(&["define", &definition.name, &definition.label]);
        w.notes(&definition.notes);
    }
    for group in &set.groups {
        w.line(&["group", &group.name, &rows_text(set, &group.rows)]);
        w.label(&group.label);
    }
    for item in &set.items {
        write_item(&mut w, set, item);
    }
    for gate in &set.gates {
        let effect = match gate.effect {
            Effect::BarsAll => "bars".to_owned(),
            Effect::NotRanked => "not-ranked".to_owned(),
            Effect::Class(class) => format!("class {class}"),
            Effect::AtMost(class) => format!("at-most {class}"),
        };
        w.line(&["gate", &gate.name, &expr_text(set, &gate.condition), &effect]);
        w.label(&gate.label);
        w.notes(&gate.notes);
    }
    if let Some(classes) = &set.classes {
        let order = classes.order.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        w.line(&[
            "classes",
            &classes.name,
            &order,
            bool_text(classes.exactly_one),
            bool_text(classes.left_open),
        ]);
        w.label(&classes.label);
        w.notes(&classes.notes);
        for class in &classes.list {
            let condition = class.condition.as_ref().map(|expr| expr_text(set, expr)).unwrap_or_default();
            w.line(&["class", &class.name, &condition]);
            w.words(&[&format!("{:?}", class.word), &class.label]);
            w.notes(&class.notes);
        }
    }
    w.out
}

fn inputs(w: &mut Lines, set: &CriteriaSet) {
    // Sorted by canonical name: the order in which expressions first read a column means nothing.
    let mut lines: Vec<Vec<String>> = Vec::new();
    for at in 0..set.inputs.len() {
        let id = InputId::from_index(at);
        let input = &set[id];
        let ty = match &input.ty {
            Ty::Truth => "truth".to_owned(),
            Ty::Day => "day".to_owned(),
            Ty::Text => "text".to_owned(),
            Ty::Number(unit) => match unit {
                Unit::Any | Unit::None => "number".to_owned(),
                Unit::Ratio => "ratio".to_owned(),
                Unit::Points => "points".to_owned(),
                Unit::Named(name) => format!("number {name}"),
            },
            Ty::Choice(choice) => {
                let choice = &set[*choice];
                format!("{} {}", if choice.ranked { "ranked" } else { "one-of" }, choice.options.join("|"))
            }
        };
        let range = input.range.map(|(lo, hi)| format!("{lo}..{hi}")).unwrap_or_default();
        let step = input.step.map(|step: Exact| step.to_string()).unwrap_or_default();
        let missing = input.when_missing.map(|what| format!("{what:?}")).unwrap_or_default();
        let mut line =
            vec!["input".to_owned(), input_text(set, id), ty, range, input.places.to_string(), step, missing];
        if w.words && matches!(input.key, InputKey::Fact(_)) {
            line.push(input.label.clone());
            // What is kept private decides no result, only what people read of it.
            if input.private {
                line.push("private".to_owned());
            }
        }
        lines.push(line);
    }
    lines.sort();
    for line in lines {
        w.line(&line.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

fn params(w: &mut Lines, set: &CriteriaSet) {
    for param in &set.params {
        w.line(&["param", &param.name]);
        w.label(&param.label);
        for row in &param.rows {
            let region = row.region.clone().unwrap_or_default();
            let case = param
                .cases
                .get(row.case)
                .and_then(Option::as_ref)
                .map(|expr| expr_text(set, expr))
                .unwrap_or_default();
            w.line(&["row", &row.from.to_string(), &region, &case, &row.value.to_string()]);
        }
    }
}

fn write_item(w: &mut Lines, set: &CriteriaSet, item: &Item) {
    let parent = item.parent.map(|parent| set[parent].code.clone()).unwrap_or_default();
    let max = item.max.map(|max| max.to_string()).unwrap_or_default();
    w.line(&["item", &format!("{:?}", item.word), &item.code, &parent, &max]);
    w.label(&item.label);
    if let Some((condition, policy)) = &item.only {
        let policy = match policy {
            NotApplicable::LeaveOut => "leave-out".to_owned(),
            NotApplicable::Rescale => "rescale".to_owned(),
            NotApplicable::LowerThresholds(points) => format!("lower {points}"),
            NotApplicable::MoveTo(targets) => {
                let codes = targets.iter().map(|target| set[*target].code.as_str()).collect::<Vec<_>>();
                format!("move {}", codes.join(" "))
            }
            NotApplicable::Points(points) => format!("points {points}"),
            NotApplicable::Full => "full".to_owned(),
            NotApplicable::KeepScale => "keep".to_owned(),
            NotApplicable::Met => "met".to_owned(),
            NotApplicable::NotMet => "not-met".to_owned(),
        };
        w.line(&["only", &expr_text(set, condition), &policy]);
    }
    for needs in &item.needs {
        w.words(&["needs", needs]);
    }
    if let Some(on_file) = &item.on_file {
        w.line(&["on-file", &expr_text(set, on_file)]);
    }
    if let Some(measure) = &item.measure {
        let due = measure.due.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        let bound = if measure.at_least { "at-least" } else { "at-most" };
        w.line(&["measure", &expr_text(set, &measure.value), bound, &due]);
    }
    let cap = item.cap.map(|cap| cap.to_string()).unwrap_or_default();
    let rounding = item.rounding.map(rounding_text).unwrap_or_default();
    let weight = item.weight.map(|weight| weight.to_string()).unwrap_or_default();
    w.line(&["how", &take(item.take), &rounding, &cap, &weight]);
    for zero in &item.zero {
        w.line(&["zero", &expr_text(set, zero)]);
    }
    for verdict in &item.verdicts {
        let level = verdict.level.map(|level| level.to_string()).unwrap_or_default();
        w.line(&["met", &level, &expr_text(set, &verdict.condition)]);
        w.clause_words(set, &verdict.condition);
        w.notes(&verdict.notes);
    }
    for scoring in &item.scoring {
        let only = scoring.only.as_ref().map(|expr| expr_text(set, expr)).unwrap_or_default();
        let cap = scoring.cap.map(|cap| cap.to_string()).unwrap_or_default();
        w.line(&["score", &only, &cap, &scoring_text(set, &scoring.kind)]);
        w.notes(&scoring.notes);
    }
    w.notes(&item.notes);
}

fn scoring_text(set: &CriteriaSet, kind: &ScoringKind) -> String {
    match kind {
        ScoringKind::Table { input, rows, steps } => {
            let mut out = format!("table {}", expr_text(set, input));
            for row in rows {
                let gives = match &row.gives {
                    Gives::Value(value) => expr_text(set, value),
                    Gives::NotApplicable => "n/a".to_owned(),
                };
                let _ = write!(out, " [{} {gives}]", expr_text(set, &row.when));
            }
            for step in steps {
                let sign = if step.adds { '+' } else { '-' };
                let _ = write!(out, " {sign}{} x {}", step.points, expr_text(set, &step.steps));
            }
            out
        }
        ScoringKind::Level { input, points } => {
            let points = points.iter().map(Exact::to_string).collect::<Vec<_>>().join(" ");
            format!("level {} {points}", expr_text(set, input))
        }
        ScoringKind::Direct(input) => format!("direct {}", expr_text(set, input)),
        ScoringKind::Formula(points) => format!("equal {}", expr_text(set, points)),
        ScoringKind::Met { condition, points } => {
            format!("met {} {}", expr_text(set, condition), expr_text(set, points))
        }
        ScoringKind::Each { rows, points, dedupe } => {
            let dedupe = dedupe.as_ref().map(|dedupe: &Dedupe| {
                let keys = dedupe.by.iter().map(|key| expr_text(set, key)).collect::<Vec<_>>().join(" ");
                format!(" {} {keys}", if dedupe.highest { "highest-per" } else { "distinct-by" })
            });
            format!("each {} {}{}", rows_text(set, rows), expr_text(set, points), dedupe.unwrap_or_default())
        }
        ScoringKind::ClausesGive { clauses, points } => {
            let mut out = format!("clauses {points}");
            for clause in clauses {
                let only = clause.only.as_ref().map(|only| expr_text(set, only)).unwrap_or_default();
                let _ = write!(out, " [{} {only} {}]", clause.code, expr_text(set, &clause.condition));
            }
            out
        }
    }
}

fn take(take: Option<Take>) -> String {
    match take {
        None => String::new(),
        Some(Take::Highest(n)) => format!("highest {n}"),
        Some(Take::Lowest) => "lowest".to_owned(),
        Some(Take::Mean) => "mean".to_owned(),
    }
}

const fn bool_text(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Fields joined by tabs; tabs and line ends inside a field are escaped.
struct Lines {
    out: String,
    words: bool,
}

impl Lines {
    fn line(&mut self, fields: &[&str]) {
        for (at, field) in fields.iter().enumerate() {
            if at > 0 {
                self.out.push('\t');
            }
            for c in field.chars() {
                match c {
                    '\t' => self.out.push_str("\\t"),
                    '\n' => self.out.push_str("\\n"),
                    '\\' => self.out.push_str("\\\\"),
                    c => self.out.push(c),
                }
            }
        }
        self.out.push('\n');
    }

    /// A line that only people read.
    fn words(&mut self, fields: &[&str]) {
        if self.words {
            self.line(fields);
        }
    }

    fn label(&mut self, label: &str) {
        self.words(&["label", label]);
    }

    fn notes(&mut self, notes: &Notes) {
        for source in &notes.sources {
            let place =
                source.place.iter().map(|(word, at)| format!("{word:?} {at}")).collect::<Vec<_>>().join(" ");
            let quote = source.quote.clone().unwrap_or_default();
            self.words(&["source", &source.document, &place, &quote]);
        }
        for (phrase, reading) in &notes.readings {
            self.words(&["read", phrase, reading]);
        }
        for (phrase, why) in &notes.unexpressed {
            self.words(&["not-expressed", phrase, why]);
        }
        if notes.assumed {
            self.words(&["assumed"]);
        }
    }

    fn clause_words(&mut self, set: &CriteriaSet, condition: &Expr) {
        let ExprKind::Clauses(_, clauses) = &condition.kind else { return };
        for Clause { code, label, notes, .. } in clauses {
            debug_assert!(
                condition.frame == ROOT || !set.frames.is_empty(),
                "clauses of items are of the subject"
            );
            self.words(&["clause", code, label]);
            self.notes(notes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_digest() {
        // The figure was computed by another program over the bytes `tieuchi meaning 1\nabc`.
        assert_eq!(
            sha256("meaning", "abc"),
            "e6c197fb5cc94e63105dbe93947723a942a10e2a178d590642fc40bfe0d9efe3"
        );
        assert_ne!(sha256("meaning", "abc"), sha256("text", "abc"));
    }
}
