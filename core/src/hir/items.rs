//! The tree of items: headings first, then what each says, then whether it adds up.
//!
//! In: the item statements. Out: items with scoring and verdicts. Conditions may speak of other
//! items, so all headings are known before the first condition is read.

mod clauses;
mod levels;
mod once;
mod points;
mod withheld;

use super::from_ast::{round_mode, take};
use super::scope::{Builder, Scope, exact_of, expr_at, quantifier, text_at};
use super::{
    Choice, CriteriaSet, Dedupe, Expr, ExprKind, Input, InputKey, Item, ItemId, Measure, Missing, NoEvidence,
    NotApplicable, Notes, Param, ParamId, ParamRow, ROOT, Rounding, Scoring, ScoringKind, Seat, StepRow,
    Take, Ty, Unit, Verdict,
};
use crate::day::Day;
use crate::describe::written;
use crate::diagnostics::{self, CapGoes};
use crate::exact::Exact;
use std::collections::BTreeMap;
use tieuchi_grammar::ast::{Arithmetic, Comparison, DayWord, Slot, Statement};
use tieuchi_grammar::{Bilingual, Diagnostic, Phrase, Row, Span};

impl<'a> Builder<'a> {
    /// The headings, in document order.
    pub fn items(&mut self, statements: &'a [Statement]) {
        self.headings(statements, None);
    }

    fn headings(&mut self, statements: &'a [Statement], parent: Option<ItemId>) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Item) {
            let [_, Slot::Phrase(word), Slot::Code(code), Slot::Text(label), max, weight, ..] =
                statement.slots.as_slice()
            else {
                continue;
            };
            if let Some(first) = self.codes.get(&code.text).map(|id| self.set[*id].span) {
                self.report(diagnostics::declared_twice(code.span, first, &code.text));
                continue;
            }
            let weight = match weight {
                Slot::Number(number) if number.percent => exact_of(number),
                Slot::Number(number) => {
                    self.report(diagnostics::bad_declaration(
                        number.span,
                        "trọng số phải là phần trăm",
                        "a weight must be a percentage",
                        ("viết như `trọng số 30%`", "write it as `weight 30%`"),
                    ));
                    None
                }
                _ => None,
            };
            let max = if let Slot::Number(max) = max { exact_of(max) } else { None };
            let id = ItemId::from_index(self.set.items.len());
            let verdict_rows = [Row::Met, Row::MetList];
            let own_verdict = statement.children.iter().any(|child| {
                verdict_rows.contains(&child.row)
                    || (child.row == Row::MeasuredBy
                        && child.children.iter().any(|mile| mile.row == Row::Milestone))
            });
            // Left to a person, or to localities.
            let left_open = [Row::NotExpressed, Row::LocalRight];
            let unexpressed = statement.children.iter().any(|child| left_open.contains(&child.row));
            let leaf = !statement.children.iter().any(|child| child.row == Row::Item);
            if !statement.children.iter().any(|child| says_something(child.row)) {
                self.silent.insert(code.text.clone());
            }
            self.set.items.push(Item {
                word: word.id,
                code: code.text.clone(),
                label: label.text.clone(),
                parent,
                children: Vec::new(),
                max,
                weight,
                takes_over: Vec::new(),
                scored: max.is_some(),
                judged: own_verdict || (max.is_none() && leaf && unexpressed),
                by_level: false,
                only: None,
                needs: Vec::new(),
                on_file: None,
                measure: None,
                scoring: Vec::new(),
                verdicts: Vec::new(),
                take: None,
                rounding: None,
                cap: None,
                zero: Vec::new(),
                notes: Notes::default(),
                span: statement.span,
            });
            self.codes.insert(code.text.clone(), id);
            if let Some(parent) = parent.and_then(|parent| self.set.items.get_mut(parent.index())) {
                parent.children.push(id);
            }
            self.headings(&statement.children, Some(id));
            let judged_child = self.set.children(id).any(|(_, child)| child.judged);
            if let Some(item) = self.set.items.get_mut(id.index()) {
                item.judged |= judged_child && max.is_none();
            }
        }
    }

    /// What each item says.
    pub fn fill_items(&mut self, statements: &'a [Statement]) {
        for statement in statements.iter().filter(|statement| statement.row == Row::Item) {
            let Some(Slot::Code(code)) = statement.slots.get(2) else { continue };
            let known = self.codes.get(&code.text).copied();
            if let Some(id) = known.filter(|id| self.set[*id].span == statement.span) {
                self.fill_item(id, statement);
            }
            self.fill_items(&statement.children);
        }
    }

    fn fill_item(&mut self, id: ItemId, statement: &'a Statement) {
        let mut item = self.set[id].clone();
        item.notes = self.notes_of(statement);
        let self_declared = statement.children.iter().any(|child| child.row == Row::SelfDeclaredCounts);
        let counted_before = self.counted_before(&item, statement);
        let scope = Scope {
            counted_before: counted_before.clone(),
            within: Some(id),
            node: Some((item.code.clone(), item.label.clone())),
            self_declared,
            ..Scope::default()
        };
        let guards = self.guards.len();
        let faults = self.diagnostics.len();
        // Where the item applies comes first: it guards the groups its other statements read.
        for child in statement.children.iter().filter(|child| child.row == Row::AppliesOnly) {
            if let Some(only) = self.applies_only(&item, child, &scope) {
                self.push_guards(&only.0);
                item.only = Some(only);
            }
        }
        for child in statement.children.iter().filter(|child| child.row == Row::NotAssessable) {
            self.not_assessable(&mut item, child, &scope);
        }
        // So does its cap, which says that what passes the maximum was thought of.
        for child in statement.children.iter().filter(|child| child.row == Row::ItemCap) {
            if let Some(Slot::Number(cap)) = child.slots.first() {
                item.cap = exact_of(cap);
            }
        }
        for child in &statement.children {
            self.item_line(&mut item, child, &scope);
        }
        self.guards.truncate(guards);
        for (again, first, code) in clauses::repeated(statement, self.set.lang) {
            self.report(diagnostics::declared_twice(again, first, &code));
        }
        self.rows_outside(&mut item);
        if !counted_before.is_empty() {
            self.check_counted_once(&item, &counted_before);
        }
        self.left_to_localities(&mut item, statement);
        if !item.notes.unexpressed.is_empty() {
            self.judge_unexpressed(&mut item, &scope, statement.span);
        }
        if !item.needs.is_empty() && !self.set.is_left_to_a_person(&item.code) {
            item.on_file = Some(self.on_file(&item, statement.span));
        }
        let says_nothing = item.scoring.is_empty()
            && item.verdicts.is_empty()
            && item.measure.is_none()
            && item.children.is_empty();
        if says_nothing && self.diagnostics.len() == faults && self.silent.contains(&item.code) {
            let lines = statement.children.iter().filter(|child| child.row != Row::Item);
            let mut notes = lines.flat_map(|line| &line.children);
            let stray = notes.find(|note| note.row == Row::NotExpressed).map(|note| note.span);
            self.report(diagnostics::item_says_nothing(statement.span, &item.code, stray));
        }
        if item.max.is_none() && !item.scoring.is_empty() {
            self.report(diagnostics::points_without_maximum(statement.span, &item.code));
        }
        if item.max.is_some() && !item.verdicts.is_empty() {
            self.report(diagnostics::bad_declaration(
                statement.span,
                "mục có điểm không có câu `đạt khi` không kèm điểm",
                "an item with points has no `met when` without points",
                (
                    "ghi điểm ở cuối câu, `đạt khi …: … điểm`, hoặc bỏ `tối đa … điểm` ở tiêu đề",
                    "write the points at its end, `met when …: … points`, or leave out `max … points` in the heading",
                ),
            ));
        }
        if let Some(slot) = self.set.items.get_mut(id.index()) {
            *slot = item;
        }
    }

    fn item_line(&mut self, item: &mut Item, statement: &'a Statement, scope: &Scope) {
        match (statement.row, statement.slots.as_slice()) {
            (Row::NeedsEvidence, [Slot::Text(text), ..]) => item.needs.push(text.text.clone()),
            (Row::Take, [Slot::Phrase(how), ..]) => item.take = take(how),
            (Row::Round, [Slot::Absent, Slot::Number(step), Slot::Phrase(mode), ..]) => {
                item.rounding = self.step(step).map(|step| Rounding { step, mode: round_mode(mode.id) });
            }
            (Row::Round, [Slot::Phrase(word), Slot::Number(step), Slot::Phrase(mode), ..]) => {
                if let Some(step) = self.step(step) {
                    let rounding = Rounding { step, mode: round_mode(mode.id) };
                    self.round_below(item, word, rounding);
                }
            }
            (Row::ZeroPoints, [Slot::Expr(condition), ..]) => {
                if let Some(condition) = self.condition(condition, scope) {
                    item.zero.push(condition);
                }
            }
            (Row::MeasuredBy, [Slot::Expr(value), ..]) => {
                if item.measure.is_some() {
                    self.report(diagnostics::said_twice(statement.span, item.span));
                }
                item.measure = self.measure(item, value, statement, scope);
            }
            (Row::Met, [level, Slot::Expr(condition), ..]) => {
                let condition = self.condition(condition, scope);
                let level = self.level(level);
                let (Some(condition), Some(level)) = (condition, level) else { return };
                let notes = self.notes_of(statement);
                item.verdicts.push(Verdict { level, condition, notes });
            }
            (Row::MetList, [level, quant, ..]) => {
                let clauses = self.clauses(&statement.children, scope);
                let level = self.level(level);
                let (Some(clauses), Some(level)) = (clauses, level) else { return };
                let quantifier = quantifier(Some(quant));
                self.enough_clauses(quantifier, clauses.len(), statement.span);
                let kind = ExprKind::Clauses(quantifier, clauses);
                let condition = self.expr(kind, Ty::Truth, ROOT, statement.span);
                let notes = self.notes_of(statement);
                item.verdicts.push(Verdict { level, condition, notes });
            }
            (
                Row::MetPoints
                | Row::ClausesGive
                | Row::ScoreBy
                | Row::ChooseLevel
                | Row::ScoredDirectly
                | Row::PointsEqual
                | Row::Each,
                _,
            ) => {
                let scoring = self.scoring(item, statement, scope);
                // Hardly an item has several.
                item.scoring.reserve_exact(1);
                item.scoring.extend(scoring);
            }
            _ => {}
        }
    }

    /// `làm tròn từng chỉ số …` under an item: every item of that rank below it, unless it has a
    /// rounding of its own, which is read later and wins.
    fn round_below(&mut self, item: &Item, word: &tieuchi_grammar::ast::Phrase, rounding: Rounding) {
        let mut below = item.children.clone();
        let mut found = false;
        while let Some(id) = below.pop() {
            below.extend(self.set[id].children.iter().copied());
            if self.set[id].word == word.id
                && let Some(part) = self.set.items.get_mut(id.index())
            {
                part.rounding = Some(rounding);
                found = true;
            }
        }
        if !found {
            self.report(diagnostics::bad_declaration(
                word.span,
                "dưới mục này không có mục nào mang từ tiêu đề đó",
                "no item with that heading word stands under this one",
                (
                    "dùng từ có ở tiêu đề các mục dưới mục này",
                    "use the word in the headings of the items under this one",
                ),
            ));
        }
    }

    fn level(&mut self, slot: &Slot) -> Option<Option<u32>> {
        let Slot::Name(name) = slot else { return Some(None) };
        let position = self.classes.get(&name.text).copied();
        if position.is_none() {
            self.unknown(&name.text, name.span);
        }
        position.map(Some)
    }

    fn applies_only(
        &mut self,
        item: &Item,
        statement: &'a Statement,
        scope: &Scope,
    ) -> Option<(Expr, NotApplicable)> {
        let condition = self.condition(expr_at(statement, 0)?, scope)?;
        let Some(Slot::Phrase(phrase)) = statement.slots.get(1) else { return None };
        Some((condition, self.policy(item, phrase)?))
    }

    /// What happens to an item that does not apply.
    fn policy(&mut self, item: &Item, phrase: &'a tieuchi_grammar::ast::Phrase) -> Option<NotApplicable> {
        let scored_only = |builder: &mut Self, policy: NotApplicable| {
            if item.scored {
                return Some(policy);
            }
            builder.report(diagnostics::points_without_maximum(phrase.span, &item.code));
            None
        };
        Some(match (phrase.id, phrase.slots.first()) {
            (Phrase::NaLeaveOut | Phrase::NaMet | Phrase::NaNotMet, _) if item.scored => {
                self.report(diagnostics::bad_declaration(
                    phrase.span,
                    "cách này dành cho mục đạt hoặc không đạt, còn mục này có điểm",
                    "this is for items met or not met, but this item has points",
                    (
                        "với mục có điểm viết `quy đổi về thang`, `giữ nguyên thang`, `tính … điểm`, `tính đủ điểm`, `hạ mốc` hoặc `dồn điểm sang …`",
                        "of an item with points write `rescale`, `keep the scale`, `… points`, `full points`, `lower the thresholds` or `move points to …`",
                    ),
                ));
                return None;
            }
            (Phrase::NaLeaveOut, _) => NotApplicable::LeaveOut,
            (Phrase::NaMet, _) => NotApplicable::Met,
            (Phrase::NaNotMet, _) => NotApplicable::NotMet,
            (Phrase::NaRescale, _) => {
                if self.set.scale.is_none() && item.scored {
                    self.report(diagnostics::rescale_without_scale(phrase.span, &item.code));
                    return None;
                }
                scored_only(self, NotApplicable::Rescale)?
            }
            (Phrase::NaLower, points) => {
                let points = match points {
                    Some(Slot::Number(points)) => exact_of(points)?,
                    _ => item.max.unwrap_or(Exact::ZERO),
                };
                scored_only(self, NotApplicable::LowerThresholds(points))?
            }
            (Phrase::NaMove, Some(Slot::Codes(codes))) => {
                let mut targets = Vec::new();
                for code in codes {
                    let sibling = self.codes.get(&code.text).copied();
                    let sibling = sibling
                        .filter(|id| self.set[*id].parent == item.parent && self.set[*id].max.is_some());
                    match sibling {
                        Some(id) if self.set[id].code != item.code => targets.push(id),
                        _ => {
                            self.report(diagnostics::bad_declaration(
                                code.span,
                                "điểm chỉ dồn sang mục có điểm cùng cấp",
                                "points move only to scored items under the same heading",
                                (
                                    "ghi mã các mục có điểm đứng cùng cấp với mục này",
                                    "name scored items that stand beside this one",
                                ),
                            ));
                            return None;
                        }
                    }
                }
                scored_only(self, NotApplicable::MoveTo(targets))?
            }
            (Phrase::NaFull, _) => scored_only(self, NotApplicable::Full)?,
            (Phrase::NaKeep, _) => scored_only(self, NotApplicable::KeepScale)?,
            (Phrase::NaPoints, Some(Slot::Number(points))) => {
                let points = exact_of(points)?;
                if item.max.is_some_and(|max| points > max) {
                    let max = item.max.unwrap_or(Exact::ZERO);
                    let (at, code) = (phrase.span, &item.code);
                    self.report(diagnostics::passes_maximum(at, code, Some(points), max, CapGoes::Nowhere));
                }
                scored_only(self, NotApplicable::Points(points))?
            }
            _ => {
                self.unsupported(
                    phrase.span,
                    "cách xử lý mục không áp dụng này",
                    "this way with items that do not apply",
                );
                return None;
            }
        })
    }

    // ---- targets -----------------------------------------------------------------------------

    /// `đo bằng …` with its milestones: the bar in force is that of the first milestone not before
    /// the day.
    fn measure(
        &mut self,
        item: &Item,
        value: &'a tieuchi_grammar::ast::Expr,
        statement: &'a Statement,
        scope: &Scope,
    ) -> Option<Measure> {
        let covered = std::mem::replace(&mut self.absent_is_covered, true);
        let value = self.resolve(value, scope);
        self.absent_is_covered = covered;
        let value = value?;
        let value = self.want_number(value)?;
        let mut miles: Vec<(Day, Option<String>, Exact, bool)> = Vec::new();
        let mut at_least: Option<bool> = None;
        for mile in statement.children.iter().filter(|child| child.row == Row::Milestone) {
            let [Slot::Date(by, _), region, Slot::Phrase(bound), Slot::Number(bar), ..] =
                mile.slots.as_slice()
            else {
                continue;
            };
            let region = if let Slot::Text(region) = region { Some(region.text.clone()) } else { None };
            let least = bound.id == Phrase::BoundAtLeast;
            if at_least.is_some_and(|known| known != least) {
                self.report(diagnostics::bad_declaration(
                    bound.span,
                    "các mốc của một chỉ tiêu phải cùng là `ít nhất` hoặc cùng là `không quá`",
                    "the milestones of a target must all be `at least` or all be `at most`",
                    (
                        "viết các mốc cùng chiều, hoặc tách thành hai chỉ tiêu",
                        "write them in one direction, or make two targets of it",
                    ),
                ));
                return None;
            }
            at_least = Some(least);
            if bar.percent != (value.ty == Ty::Number(Unit::Ratio)) {
                let amount = exact_of(bar)?;
                self.report(diagnostics::ratio_with_bare_number(bar.span, amount));
                return None;
            }
            miles.push(((*by).into(), region, exact_of(bar)?, mile.assumed.is_some()));
        }
        miles.sort();
        let mut due: Vec<Day> = miles.iter().map(|mile| mile.0).collect();
        due.dedup();
        let Some(at_least) = at_least else {
            return Some(Measure { value, at_least: true, due, meets: None });
        };
        let rows: Vec<ParamRow> = miles
            .iter()
            .map(|(by, region, bar, assumed)| {
                let earlier =
                    miles.iter().filter(|mile| mile.1 == *region && mile.0 < *by).map(|mile| mile.0).max();
                let from = earlier.map_or(Day::FIRST, |day| Day::from_number(day.number() + 1));
                ParamRow { from, region: region.clone(), case: 0, value: *bar, assumed: *assumed }
            })
            .collect();
        let range = rows
            .iter()
            .fold((Exact::ONE, Exact::ZERO), |(lo, hi), row| (lo.min(row.value), hi.max(row.value)));
        // Where only regions have milestones, a bar elsewhere may be anything the value can be.
        let everywhere = rows.iter().any(|row| row.region.is_none());
        let range = value.range.filter(|_| !everywhere).unwrap_or(range);
        let id = ParamId::from_index(self.set.params.len());
        let label = item.label.clone();
        let ty = value.ty.clone();
        self.set.params.push(Param {
            name: format!("{}.bar", item.code),
            label,
            ty: ty.clone(),
            range,
            day: DayWord::PeriodEnd,
            cases: vec![None],
            rows,
            span: statement.span,
        });
        let mut bar = self.expr(ExprKind::Param(id), ty, ROOT, statement.span);
        bar.range = Some(range);
        let op = if at_least { Comparison::GreaterOrEqual } else { Comparison::LessOrEqual };
        let meets = self.compare(op, value.clone(), bar, statement.span)?;
        Some(Measure { value, at_least, due, meets: Some(meets) })
    }

    // ---- what a person must say --------------------------------------------------------------

    /// A phrase that is not expressed leaves its node to a person's judgement.
    fn judge_unexpressed(&mut self, item: &mut Item, scope: &Scope, span: Span) {
        if !item.scoring.is_empty() || !item.verdicts.is_empty() || !item.children.is_empty() {
            return;
        }
        match item.max {
            Some(max) => {
                let input = self.direct(item, scope, (Exact::ZERO, max), None, span);
                let kind = ScoringKind::Direct(input);
                item.scoring.push(Scoring { kind, only: None, cap: None, span, notes: Notes::default() });
            }
            None => {
                let (path, label) = (item.code.clone(), item.label.clone());
                let condition = self.yes_no(InputKey::Judgement(path.clone()), path, label, span);
                item.verdicts.push(Verdict { level: None, condition, notes: Notes::default() });
            }
        }
    }

    fn on_file(&mut self, item: &Item, span: Span) -> Expr {
        let name = format!("{}.evidence", item.code);
        self.yes_no(InputKey::OnFile(item.code.clone()), name, item.needs.join("; "), span)
    }

    fn yes_no(&mut self, key: InputKey, name: String, label: String, span: Span) -> Expr {
        let id = self.input(Input {
            frame: ROOT,
            key,
            seat: Seat::default(),
            name,
            label,
            ty: Ty::Truth,
            range: None,
            places: 0,
            step: None,
            years_back: 0,
            when_missing: (self.set.no_evidence != NoEvidence::Unknown).then_some(Missing::No),
            self_declared: self.set.trust_self_declared,
            snapshot: None,
            private: false,
            span,
        });
        self.read(id, span)
    }
}

/// Whether a line says what its item is: its parts, how it is scored, when it is met, or who says so.
const fn says_something(row: Row) -> bool {
    matches!(
        row,
        Row::Item
            | Row::Met
            | Row::MetList
            | Row::MetPoints
            | Row::ClausesGive
            | Row::ScoreBy
            | Row::ChooseLevel
            | Row::ScoredDirectly
            | Row::PointsEqual
            | Row::Each
            | Row::MeasuredBy
            | Row::NotExpressed
            | Row::LocalRight
    )
}

fn has_row_for_nothing(statement: &Statement) -> bool {
    statement.children.iter().any(|row| matches!(row.row, Row::BandNone | Row::BandOtherwise))
}

/// Whether the tree adds up, levels are complete, and nothing depends on itself.
pub fn check_tree(builder: &mut Builder<'_>) {
    if builder.diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    note_moves(builder);
    check_weights(builder);
    check_maxima(builder);
    check_reach(builder);
    check_deductions(builder);
    check_takes(builder);
    levels::mark(builder);
    levels::check(builder);
    check_circles(builder);
}

/// Each item learns whose points move to it, and what part of its own points that adds.
fn note_moves(builder: &mut Builder<'_>) {
    let mut moves: Vec<(ItemId, ItemId, Exact)> = Vec::new();
    for (at, item) in builder.set.items.iter().enumerate() {
        let Some((_, NotApplicable::MoveTo(targets))) = &item.only else { continue };
        let mut maxima = targets.iter().filter_map(|target| builder.set[*target].max);
        let all = maxima.try_fold(Exact::ZERO, Exact::add);
        let part = item.max.zip(all).and_then(|(max, all)| max.div(all));
        if let Some(part) = part {
            moves.extend(targets.iter().map(|target| (*target, ItemId::from_index(at), part)));
        }
    }
    for (target, from, part) in moves {
        if let Some(item) = builder.set.items.get_mut(target.index()) {
            item.takes_over.push((from, part));
        }
    }
}

/// Siblings all have weights or none has; weights add up to 100 %.
fn check_weights(builder: &mut Builder<'_>) {
    let mut findings = Vec::new();
    let parents =
        std::iter::once(None).chain((0..builder.set.items.len()).map(|at| Some(ItemId::from_index(at))));
    for parent in parents {
        let siblings: Vec<&Item> = match parent {
            Some(parent) => builder.set.children(parent).map(|(_, item)| item).collect(),
            None => builder.set.roots().map(|(_, item)| item).collect(),
        };
        let counted: Vec<&&Item> = siblings
            .iter()
            .filter(|item| item.scored && !matches!(item.word, Phrase::Bonus | Phrase::Deduction))
            .collect();
        let weights: Vec<Exact> = counted.iter().filter_map(|item| item.weight).collect();
        let (Some(first), false) = (counted.first(), weights.is_empty()) else { continue };
        let sum = weights.iter().try_fold(Exact::ZERO, |sum, weight| sum.add(*weight));
        if weights.len() != counted.len() || sum != Some(Exact::ONE) {
            let helps = weights_help(&counted, sum);
            findings.push(diagnostics::bad_declaration(
                first.span,
                "các mục cùng cấp phải đều có trọng số, cộng lại bằng 100%",
                "items under one heading must all have a weight, and the weights add up to 100%",
                (&helps.vi, &helps.en),
            ));
        }
        if parent.is_none() && builder.set.scale.is_none() {
            findings.push(diagnostics::scale_missing(first.span));
        }
    }
    builder.diagnostics.extend(findings);
}

/// What is wrong with the weights: an item without one, or their sum.
fn weights_help(items: &[&&Item], sum: Option<Exact>) -> Bilingual {
    let without: Vec<&str> =
        items.iter().filter(|item| item.weight.is_none()).map(|item| item.code.as_str()).collect();
    if !without.is_empty() {
        let list = without.join(", ");
        return Bilingual::new(
            format!("thêm `trọng số …%` vào tiêu đề mục {list}"),
            format!("add `weight …%` to the heading of {list}"),
        );
    }
    let sum = written(sum.unwrap_or(Exact::ZERO), &Ty::Number(Unit::Ratio));
    Bilingual::new(
        format!("các trọng số cộng lại {}; sửa cho đủ 100%", sum.vi),
        format!("the weights add up to {}; make it 100%", sum.en),
    )
}

fn check_maxima(builder: &mut Builder<'_>) {
    let mut findings = Vec::new();
    let counted = |item: &Item| item.max.filter(|_| !matches!(item.word, Phrase::Bonus | Phrase::Deduction));
    for (at, item) in builder.set.items.iter().enumerate() {
        let id = ItemId::from_index(at);
        let Some(max) = item.max else { continue };
        let parts: Vec<Exact> = builder.set.children(id).filter_map(|(_, child)| counted(child)).collect();
        let weighted = builder.set.children(id).any(|(_, child)| child.weight.is_some());
        if parts.is_empty() || weighted || item.take.is_some() || !item.scoring.is_empty() {
            continue;
        }
        let sum = parts.iter().try_fold(Exact::ZERO, |sum, part| sum.add(*part));
        // Parts that can give more than the heading holds are meant where it says what it holds.
        let fits = |sum: &Exact| *sum == max || (*sum > max && item.cap.is_some_and(|cap| cap <= max));
        if let Some(sum) = sum.filter(|sum| !fits(sum)) {
            let parts = builder.set.children(id).filter(|(_, child)| counted(child).is_some());
            let parts: Vec<Span> = parts.map(|(_, child)| child.span).collect();
            let finding = diagnostics::maxima_do_not_add_up(&item.code, sum, max, true);
            findings.push(at_the_edit(&builder.set, finding, item.span, &parts));
        }
    }
    if let (Some(scale), None) = (builder.set.scale, builder.set.take) {
        let parts: Vec<Exact> = builder.set.roots().filter_map(|(_, item)| counted(item)).collect();
        let sum = parts.iter().try_fold(Exact::ZERO, |sum, part| sum.add(*part));
        let weighted = builder.set.roots().any(|(_, item)| item.weight.is_some());
        if let Some(sum) =
            sum.filter(|sum| *sum != scale.points && !scale.rescaled && !weighted && !parts.is_empty())
        {
            let parts: Vec<Span> = builder.set.roots().map(|(_, item)| item.span).collect();
            let first = parts.first().copied().unwrap_or_default();
            let finding = diagnostics::maxima_do_not_add_up(&builder.set.id, sum, scale.points, false);
            findings.push(at_the_edit(&builder.set, finding, first, &parts));
        }
    }
    builder.diagnostics.extend(findings);
}

/// Places a finding about a sum: at the heading it is of, but where that is of a higher set, at the
/// parts that the set itself wrote, since they made the difference.
fn at_the_edit(set: &CriteriaSet, finding: Diagnostic, heading: Span, parts: &[Span]) -> Diagnostic {
    let own = |span: &&Span| set.parts.first().is_none_or(|part| part.holds(**span));
    let edited: Vec<&Span> = parts.iter().filter(own).collect();
    if own(&&heading) || edited.is_empty() {
        return finding.at(heading);
    }
    edited.into_iter().fold(finding, |finding, part| finding.at(*part)).label(
        heading,
        "phần này của bộ trên",
        "in the higher set",
    )
}

/// Nothing passes its maximum: several statements and parts together, what is taken of parts, and
/// what is rounded up need a written cap just as a single statement does.
fn check_reach(builder: &mut Builder<'_>) {
    if builder.diagnostics.iter().any(Diagnostic::is_error) {
        return;
    }
    let mut findings = Vec::new();
    for item in &builder.set.items {
        let Some(max) = item.max else { continue };
        if let Some(reach) = reach_of(&builder.set, item).filter(|reach| *reach > max) {
            // Statements and parts together; a cap that is there already is rounded up beyond it.
            let goes = if item.cap.is_some() { CapGoes::Nowhere } else { CapGoes::InItem };
            let reach = Some(reach).filter(|reach| *reach < Exact::whole(super::MAX_ROWS));
            findings.push(diagnostics::passes_maximum(item.span, &item.code, reach, max, goes));
        }
    }
    builder.diagnostics.extend(findings);
}

/// A deduction is taken off something: its item, or the items of the set, can have points.
fn check_deductions(builder: &mut Builder<'_>) {
    let set = &builder.set;
    let deducts = |item: &&Item| item.word == Phrase::Deduction;
    let mut findings = Vec::new();
    let mut of_nothing = |item: &Item| {
        findings.push(diagnostics::nothing_to_deduct_from(item.span, &item.code));
    };
    for item in &set.items {
        if reach_of(set, item) == Some(Exact::ZERO) {
            item.children.iter().map(|child| &set[*child]).filter(deducts).for_each(&mut of_nothing);
        }
    }
    let roots = || set.roots().map(|(_, item)| item);
    if roots().filter(|item| !deducts(item)).all(|item| item.max.is_none_or(|max| max == Exact::ZERO)) {
        roots().filter(deducts).for_each(&mut of_nothing);
    }
    builder.diagnostics.extend(findings);
}

/// `lấy n cao nhất` of fewer parts takes them all.
fn check_takes(builder: &mut Builder<'_>) {
    let set = &builder.set;
    let counted = |item: &Item| item.scored && !matches!(item.word, Phrase::Bonus | Phrase::Deduction);
    let too_many = |take: Option<Take>, parts: usize, span: Span| match take {
        Some(Take::Highest(n)) if parts > 0 && n as usize > parts => {
            Some(diagnostics::never_so_many(span, n, parts))
        }
        Some(Take::Highest(_) | Take::Lowest | Take::Mean) | None => None,
    };
    let roots = set.roots().filter(|(_, item)| counted(item)).count();
    let first = set.items.first().map_or_else(Span::default, |item| item.span);
    let mut findings: Vec<Diagnostic> = too_many(set.take, roots, first).into_iter().collect();
    for item in &set.items {
        let parts = item.children.iter().filter(|child| counted(&set[**child])).count() + item.scoring.len();
        findings.extend(too_many(item.take, parts, item.span));
    }
    builder.diagnostics.extend(findings);
}

/// The most points an item can get, from what its statements and parts can.
fn reach_of(set: &CriteriaSet, item: &Item) -> Option<Exact> {
    let mut parts: Vec<Exact> = item.scoring.iter().map(scoring_reach).collect::<Option<_>>()?;
    let (mut bonus, mut leaves, mut weighted) = (false, false, false);
    for part in item.children.iter().map(|child| &set[*child]) {
        match part.word {
            Phrase::Bonus => bonus = true,
            Phrase::Deduction => {}
            // Weighted parts share out the maximum of their heading.
            _ if part.weight.is_some() => weighted = true,
            _ => parts.extend(part.max),
        }
        leaves |= part.only.is_some();
    }
    if weighted {
        parts.extend(item.max);
    }
    parts.sort();
    let sum = |parts: &[Exact]| parts.iter().try_fold(Exact::ZERO, |sum, part| sum.add(*part));
    let mut reach = match item.take {
        None => sum(&parts)?,
        Some(Take::Highest(n)) => sum(parts.get(parts.len().saturating_sub(n as usize)..)?)?,
        // The lowest may be one that does not apply.
        Some(Take::Lowest) if leaves => parts.last().copied().unwrap_or(Exact::ZERO),
        Some(Take::Lowest) => parts.first().copied().unwrap_or(Exact::ZERO),
        Some(Take::Mean) => parts.last().copied().unwrap_or(Exact::ZERO),
    };
    // With a bonus the sum is held at the maximum.
    reach = if bonus { item.max.unwrap_or(reach) } else { reach };
    reach = item.cap.map_or(reach, |cap| reach.min(cap));
    let each = set.round_each.filter(|(word, _)| *word == item.word).map(|(_, rounding)| rounding);
    match item.rounding.or(each) {
        Some(rounding) => super::round_exact(reach, rounding),
        None => Some(reach),
    }
}

fn scoring_reach(scoring: &Scoring) -> Option<Exact> {
    let top = |expr: &Expr| expr.range.map(|range| range.1);
    let reach = match &scoring.kind {
        ScoringKind::Table { rows, steps, .. } => {
            let given = rows.iter().filter_map(|row| match &row.gives {
                super::Gives::Value(points) => Some(top(points)),
                super::Gives::NotApplicable => None,
            });
            let bands = given
                .collect::<Option<Vec<Exact>>>()
                .map(|given| given.into_iter().max().unwrap_or(Exact::ZERO));
            steps
                .iter()
                .filter(|step| step.adds)
                .fold(bands, |reach, step| reach?.add(top(&step.steps)?.mul(step.points)?))
        }
        ScoringKind::Level { points, .. } => points.iter().copied().max(),
        ScoringKind::Direct(points) | ScoringKind::Formula(points) | ScoringKind::Met { points, .. } => {
            top(points)
        }
        ScoringKind::Each { points, .. } => top(points)?.mul(Exact::whole(super::infer::MAX_ROWS)),
        ScoringKind::ClausesGive { clauses, points } => {
            Exact::whole(i128::try_from(clauses.len()).ok()?).mul(*points)
        }
    };
    match (reach, scoring.cap) {
        (Some(reach), Some(cap)) => Some(reach.min(cap)),
        (reach, cap) => reach.or(cap),
    }
}

/// Nothing depends on itself: items through conditions and parents.
fn check_circles(builder: &mut Builder<'_>) {
    let mut reads: BTreeMap<ItemId, Vec<ItemId>> = BTreeMap::new();
    let mut total_readers = Vec::new();
    for (at, item) in builder.set.items.iter().enumerate() {
        let id = ItemId::from_index(at);
        let entry = reads.entry(id).or_default();
        entry.extend(builder.set.children(id).map(|(child, _)| child));
        // What moves here depends on where the other item applies.
        entry.extend(item.takes_over.iter().map(|(from, _)| *from));
        let mut read = |expr: &Expr| {
            expr.walk(&mut |part| match &part.kind {
                ExprKind::ItemPoints(other)
                | ExprKind::ItemMax(other)
                | ExprKind::ItemShare(other)
                | ExprKind::ItemMet(other)
                | ExprKind::ItemApplies(other) => entry.push(*other),
                ExprKind::AllItems(parts) | ExprKind::CountItems(parts) | ExprKind::ShareItems(parts) => {
                    entry.extend(parts.iter().map(|(item, _)| *item));
                }
                ExprKind::Total | ExprKind::RawTotal | ExprKind::BaseTotal => total_readers.push(id),
                _ => {}
            });
        };
        item.each_expr(&mut read);
        // Whether it is there at all depends on the headings above.
        builder.set.conditions_above(id).for_each(|(_, condition)| read(condition));
    }
    let mut findings = Vec::new();
    for id in total_readers {
        let item = &builder.set[id];
        findings.push(diagnostics::depends_on_itself(item.span, &item.code));
    }
    // 0 unseen, 1 on the way, 2 done.
    let mut state = vec![0u8; builder.set.items.len()];
    for start in reads.keys() {
        let mut stack = vec![(*start, 0usize)];
        while let Some((at, next)) = stack.pop() {
            if next == 0 {
                match state.get(at.index()).copied() {
                    Some(0) => {
                        if let Some(slot) = state.get_mut(at.index()) {
                            *slot = 1;
                        }
                    }
                    _ => continue,
                }
            }
            match reads.get(&at).and_then(|list| list.get(next)) {
                Some(child) => {
                    stack.push((at, next + 1));
                    match state.get(child.index()).copied() {
                        Some(0) => stack.push((*child, 0)),
                        Some(1) => {
                            let item = &builder.set[*child];
                            findings.push(diagnostics::depends_on_itself(item.span, &item.code));
                        }
                        _ => {}
                    }
                }
                None => {
                    if let Some(slot) = state.get_mut(at.index()) {
                        *slot = 2;
                    }
                }
            }
        }
    }
    findings.dedup_by(|a, b| a.labels == b.labels);
    builder.diagnostics.extend(findings);
}
