//! What an example expects of a definition of the subject: a number, a day, or whether it holds.
//!
//! In: the expected value and the outcome. Out: nothing where it comes out so, else a finding.

use super::{exact, range, shown, verdict, verdict_text, word_of};
use crate::day::Day;
use crate::describe::{both, show_interval};
use crate::diagnostics;
use crate::exact::Exact;
use crate::hir::{CriteriaSet, Expr, ROOT, Ty, Unit};
use crate::outcome::{Outcome, Verdict};
use crate::plan::Reg;
use tieuchi_grammar::Diagnostic;
use tieuchi_grammar::ast::{Assign, AssignValue};

/// None where the set has no such definition of the subject.
pub(super) fn compare(
    set: &CriteriaSet,
    outcome: &Outcome,
    expected: &Assign,
    name: &str,
    open: bool,
) -> Option<Vec<Diagnostic>> {
    let own = |definition: &&crate::hir::Definition| {
        definition.name == name && definition.years_back == 0 && definition.expr.frame == ROOT
    };
    let expr = &set.definitions.iter().find(own)?.expr;
    // What is read for several classes has a value for each; mostly they are one and the same.
    let at_levels = (expr.id, None)..=(expr.id, Some(u32::MAX));
    let mut regs = outcome.plan.inner.exprs.range(at_levels).map(|(_, reg)| *reg).peekable();
    if regs.peek().is_none() {
        return Some(vec![diagnostics::definition_not_read(expected.span, name)]);
    }
    let mut findings = regs.map(|reg| at(set, outcome, expected, (name, expr, reg), open));
    Some(findings.find(|findings| !findings.is_empty()).unwrap_or_default())
}

/// The same for one register of the definition.
fn at(
    set: &CriteriaSet,
    outcome: &Outcome,
    expected: &Assign,
    (name, expr, reg): (&str, &Expr, Reg),
    open: bool,
) -> Vec<Diagnostic> {
    let view = outcome.view();
    let fail = |found| {
        let want = match (&expected.value, &expr.ty) {
            (AssignValue::Number(_) | AssignValue::Range(..), Ty::Number(_) | Ty::Day) => {
                in_type(&expected.value, expr)
            }
            _ => None,
        };
        let want = want.map_or_else(
            || shown(&expected.value),
            |(lo, hi)| both(|lang| show_interval(lo, hi, &expr.ty, lang)),
        );
        vec![diagnostics::example_fails(expected.span, name, &want, &found)]
    };
    match &expr.ty {
        Ty::Truth => {
            let found = view.verdict_on(reg, open);
            let word = word_of(&expected.value);
            match word.and_then(|(word, span)| Some((word, span, tieuchi_grammar::truth_word(word)?))) {
                Some((word, span, so)) => vec![diagnostics::truth_value(span, word, so, set.lang)],
                None if verdict(&expected.value) == Some(found) => Vec::new(),
                None => fail(verdict_text(found)),
            }
        }
        Ty::Number(unit) => {
            if let (Unit::Ratio, AssignValue::Number(number)) = (unit, &expected.value)
                && !number.percent
            {
                let value = exact(&expected.value).unwrap_or(Exact::ZERO);
                return vec![diagnostics::ratio_with_bare_number(expected.span, value)];
            }
            numbers(expected, expr, view.bounds(reg, open), view.presence(reg), fail)
        }
        Ty::Day => numbers(expected, expr, view.bounds(reg, open), view.presence(reg), fail),
        Ty::Choice(_) | Ty::Text => vec![diagnostics::definition_not_compared(expected.span, name)],
    }
}

fn numbers(
    expected: &Assign,
    expr: &Expr,
    found: Option<(Exact, Exact)>,
    (may_lack, may_have): (bool, bool),
    fail: impl Fn(tieuchi_grammar::Bilingual) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let matches = match &expected.value {
        AssignValue::NotApplicable(_) => !may_have,
        AssignValue::Unknown(_) => may_have && (may_lack || found.is_none_or(|(lo, hi)| lo != hi)),
        value => may_have && !may_lack && in_type(value, expr) == found && found.is_some(),
    };
    match found {
        _ if matches => Vec::new(),
        Some((lo, hi)) if may_have => {
            let value = both(|lang| show_interval(lo, hi, &expr.ty, lang));
            let none = verdict_text(Verdict::NotApplicable);
            fail(if may_lack { range(&none, &value) } else { value })
        }
        Some(_) | None => fail(verdict_text(Verdict::NotApplicable)),
    }
}

/// The expected value, or both ends of it, as a value of the definition's type.
fn in_type(value: &AssignValue, expr: &Expr) -> Option<(Exact, Exact)> {
    match (value, &expr.ty) {
        (AssignValue::Range(from, to), _) => {
            in_type(from, expr).zip(in_type(to, expr)).map(|(a, b)| (a.0, b.1))
        }
        (AssignValue::Number(number), Ty::Number(_)) => {
            crate::hir::exact_of(number).map(|value| (value, value))
        }
        (AssignValue::Quotient(..), Ty::Number(_)) => exact(value).map(|value| (value, value)),
        (AssignValue::Date(date, _), Ty::Day) => {
            let day = Exact::whole(i128::from(Day::from(*date).number()));
            Some((day, day))
        }
        _ => None,
    }
}
