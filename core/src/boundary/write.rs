//! A proposal as lines of the set's language.
//!
//! In: a threshold, a side, the settings that were found. Out: an example statement with what the
//! engine gives for the thing the threshold belongs to, and for the class or the total.

use super::knobs::number;
use super::seek::{Seeker, State};
use super::thresholds::{Of, Threshold};
use super::{BoundaryCase, Nearness};
use crate::day::Day;
use crate::describe::show_value;
use crate::hir::{CriteriaSet, Example};
use crate::outcome::{Outcome, Standing, Verdict};
use tieuchi_grammar::ast::{Assign, AssignValue, Code, Date, Name, Number, Period, Slot, Statement, Text};
use tieuchi_grammar::{Builtin, Lang, Row, Span, print_statement};

pub fn case(
    seeker: &mut Seeker<'_>,
    threshold: &Threshold,
    side: Nearness,
    state: &State,
) -> Option<BoundaryCase> {
    let outcome = seeker.outcome(state)?;
    let plan = seeker.plan;
    let set = &plan.inner.set;
    let expected = expected(set, &outcome, threshold.of);
    if expected.is_empty() {
        return None;
    }
    let (_, bar) = outcome.view().bounds(threshold.sides.1, false)?;
    let lang = set.lang;
    let bar = show_value(bar, &threshold.ty, lang);
    let label = format!("{}: {} {bar}", threshold.what.get(lang), side.words().get(lang)).replace('"', "'");
    let text = text(set, &seeker.example(state), label, expected)?;
    Some(BoundaryCase { threshold: threshold.words.clone(), side, text })
}

/// What comes out: the item or gate, then the class, or the total where there are no classes.
pub fn expected(set: &CriteriaSet, outcome: &Outcome, of: Of) -> Vec<Assign> {
    let mut out = Vec::new();
    match of {
        Of::Item(id) => {
            let items: Vec<_> =
                outcome.items().into_iter().filter(|item| item.code == set[id].code).collect();
            if let Some(item) = items.first() {
                let same = items.iter().all(|other| other.verdict == item.verdict);
                let points = item.points.filter(|points| points.is_settled() && item.applies == Verdict::Met);
                let value = match (item.points, item.verdict) {
                    (Some(_), _) => {
                        points.and_then(|points| number(points.certain, false)).map(AssignValue::Number)
                    }
                    (None, Some(verdict)) if same => Some(yes_no(verdict)),
                    (None, _) => None,
                };
                out.extend(value.map(|value| assign(&item.code, value)));
            }
        }
        Of::Gate(at) => {
            if let Some(gate) = set.gates.get(at) {
                out.extend(outcome.gate(&gate.name).map(|verdict| assign(&gate.name, yes_no(verdict))));
            }
        }
        Of::Whole => {}
    }
    out.extend(whole(set, outcome));
    out
}

fn whole(set: &CriteriaSet, outcome: &Outcome) -> Option<Assign> {
    let Some(classes) = &set.classes else {
        let total = outcome.total().filter(|total| total.is_settled())?;
        let value = number(total.certain, false)?;
        return Some(assign(Builtin::TotalPoints.name(set.lang), AssignValue::Number(value)));
    };
    let class = outcome.class()?;
    if classes.lone_title {
        let outside = class.settled() == Some(&Standing::Outside);
        let verdict = if outside { Verdict::NotApplicable } else { class.holds(&classes.name) };
        return Some(assign(&classes.name, yes_no(verdict)));
    }
    let value = match class.settled()? {
        Standing::Class(name) => AssignValue::Name(Name { text: name.clone(), span: Span::default() }),
        Standing::None => AssignValue::LeftOpen(Span::default()),
        Standing::NotRanked => AssignValue::NotRanked(Span::default()),
        Standing::Outside => AssignValue::NotApplicable(Span::default()),
    };
    Some(assign(&classes.name, value))
}

fn yes_no(verdict: Verdict) -> AssignValue {
    match verdict {
        Verdict::Met => AssignValue::YesNo(true, Span::default()),
        Verdict::NotMet => AssignValue::YesNo(false, Span::default()),
        Verdict::Unknown => AssignValue::Unknown(Span::default()),
        Verdict::NotApplicable => AssignValue::NotApplicable(Span::default()),
    }
}

fn assign(key: &str, value: AssignValue) -> Assign {
    let key = vec![Code { text: key.to_owned(), span: Span::default() }];
    Assign { key, years_back: 0, value, trust: None, span: Span::default() }
}

fn text(set: &CriteriaSet, example: &Example, label: String, expected: Vec<Assign>) -> Option<String> {
    let quoted = |text: String| Slot::Text(Text { text, span: Span::default() });
    let date = |day: Day| {
        let (year, month, day) = day.civil();
        let [year, month, day] = [i16::try_from(year), i16::try_from(month), i16::try_from(day)];
        let (month, day) = (i8::try_from(month.ok()?).ok()?, i8::try_from(day.ok()?).ok()?);
        Some(Date { year: year.ok()?, month, day })
    };
    let (from, to) = (date(example.period.0)?, date(example.period.1)?);
    let year_only = (from.day, from.month, to.day, to.month) == (1, 1, 31, 12) && from.year == to.year;
    let region = example.regions.first().map_or(Slot::Absent, |region| quoted(region.clone()));
    let judged = match example.judged_on {
        Some(day) => Slot::Date(date(day)?, Span::default()),
        None => Slot::Absent,
    };
    let period = Slot::Period(Period { from, to, year_only, span: Span::default() });
    let mut lines =
        vec![line(set.lang, Row::Example, vec![quoted(label), period, region, judged, Slot::Absent])];
    if !example.given.is_empty() {
        lines.push(format!("  {}", line(set.lang, Row::Given, vec![Slot::Assigns(example.given.clone())])));
    }
    for (count, frame, assigns) in &example.rows {
        let count = match count {
            1 => Slot::Absent,
            more => Slot::Int(Number {
                digits: i128::from(*more),
                scale: 0,
                percent: false,
                span: Span::default(),
            }),
        };
        let name = Slot::Name(Name { text: set[*frame].name.clone(), span: Span::default() });
        lines.push(format!(
            "  {}",
            line(set.lang, Row::ExampleRow, vec![count, name, Slot::Assigns(assigns.clone())])
        ));
    }
    lines.push(format!("  {}", line(set.lang, Row::Then, vec![Slot::Assigns(expected)])));
    Some(lines.join("\n") + "\n")
}

fn line(lang: Lang, row: Row, slots: Vec<Slot>) -> String {
    let statement = Statement {
        row,
        slots,
        assumed: None,
        span: Span::default(),
        children: Vec::new(),
        comments: Vec::new(),
        comment_after: None,
        blank_before: false,
    };
    print_statement(&statement, lang)
}
