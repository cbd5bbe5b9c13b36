//! Tree to meaning: declarations, items, gates, classes, examples.
//!
//! In: the tree of one file, and the faces of other sets. Out: the resolved set, and every
//! finding about it. A faulty statement is reported and left out; the others are still checked.

mod classes;
mod declarations;
mod tables;

use super::bands::{NO_RESULT, constant_value};
use super::infer::undeclared_range;
use super::items::check_tree;
use super::scope::{Builder, DefSource, Named, Scope, exact_of, expr_at, name_at, text_at};
use super::{
    Applies, Authority, Choice, Class, Classes, CriteriaSet, Effect, Example, Expr, ExprKind, Frame, FrameId,
    FrameSource, Gate, Group, GroupId, Input, InputId, InputKey, NoEvidence, Notes, Param, ParamId, ParamRow,
    ROOT, Range, Rounding, Scale, Seat, Take, Ty, Unit, Uses,
};
use crate::assemble::{Assembled, is_declaration};
use crate::compile::Library;
use crate::day::Day;
use crate::diagnostics;
use crate::exact::Exact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tieuchi_grammar::ast::{self, Slot, Statement, TypeKind};
use tieuchi_grammar::{Diagnostic, Phrase, Row, Span};

/// Resolves a set. Nothing comes back where the file holds no set at all.
pub fn from_ast(assembled: &Assembled, library: &Library) -> (Option<CriteriaSet>, Vec<Diagnostic>) {
    let file = &assembled.file;
    let Some(head) = file.statements.iter().find(|statement| statement.row == Row::Set) else {
        let diagnostic = diagnostics::missing_statement(Span::default(), "bộ tiêu chí …", "criteria set …");
        return (None, vec![diagnostic]);
    };
    let mut builder = Builder {
        set: empty_set(assembled),
        diagnostics: Vec::new(),
        library,
        names: BTreeMap::new(),
        kinds: Vec::new(),
        facts: BTreeMap::new(),
        columns: BTreeMap::new(),
        codes: BTreeMap::new(),
        definitions: BTreeMap::new(),
        bound: BTreeMap::new(),
        binding: Vec::new(),
        classes: BTreeMap::new(),
        class_rows: BTreeMap::new(),
        judging: Vec::new(),
        owned: BTreeSet::new(),
        owner_facts: BTreeMap::new(),
        private_facts: BTreeSet::new(),
        guards: Vec::new(),
        absent_is_covered: false,
        all_steps: None,
        used: BTreeMap::new(),
        faulty: BTreeSet::new(),
        silent: BTreeSet::new(),
        unbound: BTreeSet::new(),
        written_out: 0,
    };
    builder.header(head);
    builder.subjects(head);
    builder.evidence(&head.children);
    builder.uses(&head.children);
    builder.class_names(&head.children);
    builder.declare_params(&head.children);
    builder.declare_definitions(&head.children);
    builder.items(&head.children);
    builder.fill_params(&head.children);
    builder.groups(&head.children);
    builder.applies(&head.children);
    builder.check_definitions();
    builder.fill_items(&head.children);
    builder.gates(&head.children);
    builder.class_table(&head.children, head.span);
    builder.authorities(&head.children);
    builder.examples(&head.children);
    check_tree(&mut builder);
    builder.set.assumed = any_assumed(std::slice::from_ref(head));
    builder.warn_unused();
    Seat::number(&mut builder.set);
    (Some(builder.set), builder.diagnostics)
}

fn any_assumed(statements: &[Statement]) -> bool {
    statements.iter().any(|statement| statement.assumed.is_some() || any_assumed(&statement.children))
}

fn empty_set(assembled: &Assembled) -> CriteriaSet {
    CriteriaSet {
        lang: assembled.file.lang,
        parts: assembled.parts.clone(),
        fact_notes: BTreeMap::new(),
        ground: assembled.ground,
        kind: Phrase::CriteriaSet,
        id: String::new(),
        edition: String::new(),
        label: String::new(),
        assumed: false,
        unexpressed: Vec::new(),
        in_force: (Day::FIRST, None),
        edition_day: ast::DayWord::PeriodEnd,
        transitions: Vec::new(),
        based_on: Vec::new(),
        applies: Vec::new(),
        period: None,
        scale: None,
        round_each: None,
        take: None,
        trust_self_declared: false,
        no_evidence: NoEvidence::Unknown,
        uses: Vec::new(),
        validity: None,
        authorities: Vec::new(),
        deadlines: Vec::new(),
        frames: Vec::new(),
        inputs: Vec::new(),
        grids: Vec::new(),
        names: Vec::new(),
        choices: Vec::new(),
        params: Vec::new(),
        definitions: Vec::new(),
        groups: Vec::new(),
        items: Vec::new(),
        gates: Vec::new(),
        classes: None,
        examples: Vec::new(),
        texts: Vec::new(),
        expressions: 0,
    }
}

impl<'a> Builder<'a> {
    fn gather_unexpressed(&mut self, statement: &'a Statement) {
        self.set.unexpressed.extend(self.notes_of(statement).unexpressed);
        statement.children.iter().for_each(|child| self.gather_unexpressed(child));
    }

    fn header(&mut self, head: &'a Statement) {
        self.gather_unexpressed(head);
        if let Some(Slot::Phrase(kind)) = head.slots.first() {
            self.set.kind = kind.id;
            if kind.id == Phrase::Catalogue {
                self.check_catalogue(&head.children);
            }
        }
        self.set.id = name_at(head, 1).map(|name| name.text.clone()).unwrap_or_default();
        self.set.label = text_at(head, 2).unwrap_or_default();
        self.set.edition = name_at(head, 3).map(|name| name.text.clone()).unwrap_or_default();
        let mut seen: BTreeMap<Row, Span> = BTreeMap::new();
        for statement in &head.children {
            let once = matches!(
                statement.row,
                Row::InForce
                    | Row::PeriodShape
                    | Row::Scale
                    | Row::Structure
                    | Row::Trust
                    | Row::NoEvidence
                    | Row::Validity
                    | Row::EditionChoice
            );
            if once && let Some(first) = seen.insert(statement.row, statement.span) {
                self.report(diagnostics::said_twice(statement.span, first));
            }
            self.header_line(statement);
        }
        if !seen.contains_key(&Row::InForce) {
            self.report(diagnostics::missing_statement(head.span, "hiệu lực từ …", "in force from …"));
        }
    }

    fn header_line(&mut self, statement: &'a Statement) {
        match (statement.row, statement.slots.as_slice()) {
            (Row::InForce, [Slot::Date(from, _), to, ..]) => {
                let to = if let Slot::Date(to, _) = to { Some(Day::from(*to)) } else { None };
                let from = Day::from(*from);
                if to.is_some_and(|to| to < from) {
                    self.report(diagnostics::bad_declaration(
                        statement.span,
                        "ngày cuối đứng trước ngày đầu",
                        "the last day is before the first",
                        (
                            "ghi ngày có hiệu lực trước, ngày hết hiệu lực sau `đến`",
                            "write the first day in force first, and the last after `to`",
                        ),
                    ));
                }
                self.set.in_force = (from, to);
            }
            (Row::EditionChoice, [Slot::Expr(ast::Expr { kind: ast::ExprKind::Day(day), .. }), ..]) => {
                self.set.edition_day = *day;
            }
            (Row::Transition, [Slot::Date(before, _), Slot::Name(edition), ..]) => {
                if edition.text == self.set.edition {
                    self.report(diagnostics::depends_on_itself(edition.span, &edition.text));
                }
                self.set.transitions.push((Day::from(*before), edition.text.clone()));
            }
            (Row::BasedOn, [Slot::Text(text), Slot::Date(date, _), ..]) => {
                self.set.based_on.push((text.text.clone(), (*date).into()));
            }
            (Row::PeriodShape, [Slot::DayMonth(from), Slot::DayMonth(to), ..]) => {
                self.set.period = Some(((from.day, from.month), (to.day, to.month)));
            }
            (Row::Scale, [Slot::Number(points), rescaled, step, mode, cap, ..]) => {
                let Some(points) = exact_of(points) else { return };
                let rounding = match (step, mode) {
                    (Slot::Number(step), Slot::Phrase(mode)) => {
                        self.step(step).map(|step| Rounding { step, mode: round_mode(mode.id) })
                    }
                    _ => None,
                };
                let cap = if let Slot::Number(cap) = cap { exact_of(cap) } else { None };
                let rescaled = matches!(rescaled, Slot::Present(_));
                self.set.scale = Some(Scale { points, rescaled, rounding, cap });
            }
            (Row::Trust, [Slot::Phrase(trust), ..]) => {
                self.set.trust_self_declared = trust.id == Phrase::TrustSelfDeclared;
            }
            (Row::NoEvidence, [Slot::Phrase(what), ..]) => {
                self.set.no_evidence = match what.id {
                    Phrase::NoEvNotMet => NoEvidence::NotMet,
                    Phrase::NoEvZero => NoEvidence::ZeroPoints,
                    _ => NoEvidence::Unknown,
                };
            }
            (Row::Validity, [Slot::Number(months), Slot::Phrase(anchor), ..]) => {
                self.set.validity = u32::try_from(months.digits).ok().map(|months| (months, anchor.id));
            }
            (Row::Deadline, [Slot::Text(text), Slot::DayMonth(day), ..]) => {
                self.set.deadlines.push((text.text.clone(), (day.day, day.month)));
            }
            (Row::AllSteps, [Slot::Phrase(mode), ..]) => self.all_steps = Some(mode.id == Phrase::StepWhole),
            (Row::Take, [Slot::Phrase(how), ..]) => self.set.take = take(how),
            (Row::Round, [word, Slot::Number(step), Slot::Phrase(mode), ..]) => {
                let Some(step) = self.step(step) else { return };
                let rounding = Rounding { step, mode: round_mode(mode.id) };
                match word {
                    Slot::Phrase(word) => self.set.round_each = Some((word.id, rounding)),
                    _ => self.report(diagnostics::bad_declaration(
                        statement.span,
                        "làm tròn tổng điểm thì ghi ở câu `thang … điểm, làm tròn đến …`",
                        "the rounding of the total is written in `scale … points, round to …`",
                        (
                            "chuyển phần làm tròn vào câu `thang`; làm tròn từng mục thì viết `làm tròn từng tiêu chí đến …`",
                            "move it into the `scale` statement; to round each item write `round each criterion to …`",
                        ),
                    )),
                }
            }
            _ => {}
        }
    }

    // ---- examples ---------------------------------------------------------------------------

    fn examples(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Example) {
            let (Some(label), Some(Slot::Period(period))) = (text_at(statement, 0), statement.slots.get(1))
            else {
                continue;
            };
            let period = match (period.year_only, self.set.period) {
                // A bare year is the period that ends in it.
                (true, Some(((from_day, from_month), (to_day, to_month)))) => {
                    let year = i32::from(period.to.year);
                    let wraps = (from_month, from_day) > (to_month, to_day);
                    let first = if wraps { year - 1 } else { year };
                    let from = Day::new(first, i32::from(from_month), i32::from(from_day));
                    let to = Day::new(year, i32::from(to_month), i32::from(to_day));
                    from.zip(to).unwrap_or_else(|| (period.from.into(), period.to.into()))
                }
                _ => (Day::from(period.from), Day::from(period.to)),
            };
            let judged_on = match statement.slots.get(3) {
                Some(Slot::Date(date, _)) => Some(Day::from(*date)),
                _ => None,
            };
            let open =
                matches!(statement.slots.get(4), Some(Slot::Phrase(file)) if file.id == Phrase::FileOpen);
            let mut example = Example {
                label,
                period,
                regions: text_at(statement, 2).into_iter().collect(),
                judged_on,
                open,
                given: Vec::new(),
                rows: Vec::new(),
                expected: Vec::new(),
                span: statement.span,
            };
            for child in &statement.children {
                match (child.row, child.slots.as_slice()) {
                    (Row::Given, [Slot::Assigns(assigns), ..]) => {
                        example.given.extend(assigns.iter().cloned())
                    }
                    (Row::Then, [Slot::Assigns(assigns), ..]) => {
                        example.expected.extend(assigns.iter().cloned())
                    }
                    (Row::ExampleRow, [count, Slot::Name(name), Slot::Assigns(assigns), ..]) => {
                        let count = match count {
                            Slot::Int(count) => u32::try_from(count.digits).unwrap_or(u32::MAX),
                            _ => 1,
                        };
                        match self.names.get(&name.text) {
                            Some((Named::Frame(frame), _)) => {
                                example.rows.push((count, *frame, assigns.clone()))
                            }
                            _ => self.unknown(&name.text, name.span),
                        }
                    }
                    _ => {}
                }
            }
            self.set.examples.push(example);
        }
    }

    /// A catalogue holds declarations for several sets, and nothing to assess.
    fn check_catalogue(&mut self, statements: &[Statement]) {
        let about_itself = [Row::InForce, Row::BasedOn, Row::Source, Row::Reading, Row::NotExpressed];
        for statement in statements {
            if !is_declaration(statement.row) && !about_itself.contains(&statement.row) {
                self.report(diagnostics::not_for_a_catalogue(statement.span));
            }
        }
    }

    fn warn_unused(&mut self) {
        // What a catalogue declares, others use; what was declared elsewhere is not for this set.
        let own = self.set.parts.first().cloned();
        if self.set.kind == Phrase::Catalogue || self.diagnostics.iter().any(Diagnostic::is_error) {
            return;
        }
        let unused: Vec<(String, Span)> = self
            .names
            .iter()
            .filter(|(name, (what, _))| {
                let reads = match what {
                    Named::Frame(frame) => self.set[*frame].source == FrameSource::Evidence,
                    Named::Param(_) | Named::Definition | Named::Group(_) | Named::Uses(_) => true,
                    Named::Subject => false,
                };
                reads && !self.used.contains_key(*name)
            })
            .map(|(name, (_, span))| (name.clone(), *span))
            .filter(|(_, span)| own.as_ref().is_none_or(|part| part.holds(*span)))
            .collect();
        for (name, span) in unused {
            self.report(diagnostics::never_used(span, &name));
        }
    }

    /// The column of a fact in a table, if it is declared.
    pub fn fact(&self, frame: FrameId, name: &str) -> Option<InputId> {
        self.facts.get(&(frame, name.to_owned())).copied()
    }
}

/// The rounding mode of a phrase.
pub fn round_mode(phrase: Phrase) -> ast::RoundMode {
    match phrase {
        Phrase::ModeHalfEven => ast::RoundMode::HalfEven,
        Phrase::ModeUp => ast::RoundMode::Up,
        Phrase::ModeDown => ast::RoundMode::Down,
        _ => ast::RoundMode::HalfUp,
    }
}

/// How parts combine, from the phrase after `lấy`.
pub fn take(phrase: &ast::Phrase) -> Option<Take> {
    match (phrase.id, phrase.slots.first()) {
        (Phrase::AggHighest, _) => Some(Take::Highest(1)),
        (Phrase::AggLowest, _) => Some(Take::Lowest),
        (Phrase::AggMean, _) => Some(Take::Mean),
        (Phrase::AggHighestN, Some(Slot::Int(n))) => u32::try_from(n.digits).ok().map(Take::Highest),
        _ => None,
    }
}

fn literal(expr: &ast::Expr) -> Option<Exact> {
    match &expr.kind {
        ast::ExprKind::Number(number) => exact_of(number),
        _ => None,
    }
}

/// Calls back for every path written in a statement and those under it.
pub(super) fn walk_paths(statement: &Statement, visit: &mut impl FnMut(&[ast::Name])) {
    for slot in &statement.slots {
        walk_slot(slot, visit);
    }
    for child in &statement.children {
        walk_paths(child, visit);
    }
}

fn walk_slot(slot: &Slot, visit: &mut impl FnMut(&[ast::Name])) {
    match slot {
        Slot::Expr(expr) => walk_expr(expr, visit),
        Slot::Collection(coll) => {
            if let Some(filter) = &coll.filter {
                walk_expr(filter, visit);
            }
        }
        Slot::Phrase(phrase) => {
            for slot in &phrase.slots {
                walk_slot(slot, visit);
            }
        }
        _ => {}
    }
}

fn walk_expr(expr: &ast::Expr, visit: &mut impl FnMut(&[ast::Name])) {
    use ast::ExprKind as E;
    let coll = |coll: &ast::Collection, visit: &mut dyn FnMut(&ast::Expr)| {
        if let Some(filter) = &coll.filter {
            visit(filter);
        }
    };
    match &expr.kind {
        E::Path(path) => visit(path),
        E::Number(_) | E::Text(_) | E::Date(_) | E::Code(_) | E::Day(_) | E::MeanOfYears(..) => {}
        E::LastYear(a) | E::Not(a) | E::InPeriod(a) | E::Throughout(a, _) | E::Round(a, _, _) => {
            walk_expr(a, visit)
        }
        E::Call(_, parts) | E::And(parts) | E::Or(parts) => {
            parts.iter().for_each(|part| walk_expr(part, visit))
        }
        E::Compare(_, a, b) | E::Arithmetic(_, a, b) | E::MonthsBetween(a, b) | E::YearsBetween(a, b) => {
            walk_expr(a, visit);
            walk_expr(b, visit);
        }
        E::In(a, list) => {
            walk_expr(a, visit);
            list.iter().for_each(|part| walk_expr(part, visit));
        }
        E::Within { day, to, .. } => {
            walk_expr(day, visit);
            walk_expr(to, visit);
        }
        E::Any(c) | E::NoneOf(c) | E::Count(c) | E::AtLeast(_, c) | E::Pick(_, _, c) => {
            coll(c, &mut |filter| walk_expr(filter, visit));
        }
        E::Sum(path, c) | E::Mean(path, c) => {
            visit(path);
            coll(c, &mut |filter| walk_expr(filter, visit));
        }
        E::All(c, body) | E::Share(c, body) => {
            coll(c, &mut |filter| walk_expr(filter, visit));
            walk_expr(body, visit);
        }
    }
}
