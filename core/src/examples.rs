//! The examples a set carries: dossiers written in the language, run and compared.
//!
//! In: a plan. Out: one finding for every expected value that does not come out as written.

mod definition;

use crate::context::ContextOptions;
use crate::day::{Day, DaySpan};
use crate::describe::{both, written, written_day};
use crate::diagnostics;
use crate::dossier::{Dossier, File, Raw, ResultRecord, Row, Status, Value, input_named, read_value};
use crate::exact::Exact;
use crate::hir::{CriteriaSet, Example, FrameId, NO_RESULT, ROOT, Ty, Unit};
use crate::outcome::{ClassOutcome, Outcome, Standing, Verdict};
use crate::plan::Plan;
use std::sync::Arc;
use tieuchi_grammar::ast::{Assign, AssignValue, Code, Number};
use tieuchi_grammar::{Bilingual, Builtin, Diagnostic, Lang, Phrase, Span};

/// An example of a set, run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleResult {
    /// Its title.
    pub label: String,
    /// Its first line.
    pub span: Span,
    /// What does not come out as written; nothing where all does.
    pub findings: Vec<Diagnostic>,
}

impl Plan {
    /// How many examples the set carries.
    #[must_use]
    pub fn examples(&self) -> usize {
        self.inner.set.examples.len()
    }

    /// Runs the set's own examples. Nothing comes back where all come out as written.
    #[must_use]
    pub fn check_examples(&self) -> Vec<Diagnostic> {
        self.example_findings().into_iter().flatten().collect()
    }

    /// Runs the set's own examples: the findings of each, in their order.
    #[must_use]
    pub fn example_findings(&self) -> Vec<Vec<Diagnostic>> {
        self.inner.set.examples.iter().map(|example| self.check_example(example)).collect()
    }

    /// Runs the set's own examples: each by its title, with where it stands and what is wrong.
    ///
    /// ```
    /// let source = r#"language en
    /// criteria set S "A set" edition E1 [assumed]
    ///   in force from 2024-01-01
    ///   applies to person
    /// subject person "Person"
    ///   fact books "Books": integer from 0 to 99
    /// title reader "Reader" when books >= 5
    /// example "Four books" period 2025
    ///   given books = 4
    ///   then reader = true
    /// "#;
    /// let results = tieuchi::compile(source).unwrap().example_results();
    /// assert_eq!(results[0].label, "Four books");
    /// assert_eq!(results[0].findings[0].code, "example-fails");
    /// ```
    #[must_use]
    pub fn example_results(&self) -> Vec<ExampleResult> {
        let result = |example: &Example| ExampleResult {
            label: example.label.clone(),
            span: example.span,
            findings: self.check_example(example),
        };
        self.inner.set.examples.iter().map(result).collect()
    }

    fn check_example(&self, example: &Example) -> Vec<Diagnostic> {
        let set = &self.inner.set;
        let outcome = match self.run_example(example) {
            Ok(outcome) => outcome,
            Err(findings) => return findings,
        };
        let findings =
            example.expected.iter().flat_map(|expected| compare(set, &outcome, expected, example.open));
        findings.map(|finding| finding.label(example.span, "trong ví dụ này", "in this example")).collect()
    }

    /// What comes out of an example.
    pub(crate) fn run_example(&self, example: &Example) -> Result<Outcome, Vec<Diagnostic>> {
        let set = &self.inner.set;
        let mut maker = Maker { set, before: Vec::new(), findings: Vec::new() };
        let dossier = maker.dossier(example);
        let known = set.regions();
        for region in example.regions.iter().filter(|region| !known.contains(region)) {
            maker.findings.push(diagnostics::unknown_region(region, &known).at(example.span));
        }
        if !maker.findings.is_empty() {
            return Err(maker.findings);
        }
        let mut options = ContextOptions::period(example.period.0, example.period.1)
            .open(example.open)
            .regions(example.regions.clone());
        if let Some(day) = example.judged_on {
            options = options.judged_on(day);
        }
        let here = |finding: Diagnostic| finding.at(example.span);
        let context =
            self.context(&options).map_err(|findings| findings.into_iter().map(here).collect::<Vec<_>>())?;
        Ok(self.evaluate(&dossier, &context))
    }
}

struct Maker<'a> {
    set: &'a CriteriaSet,
    /// Facts of earlier periods, one year back first.
    before: Vec<Row>,
    findings: Vec<Diagnostic>,
}

impl Maker<'_> {
    fn dossier(&mut self, example: &Example) -> Dossier {
        let mut root = Row::default();
        for assign in &example.given {
            if assign.years_back == 0 {
                self.assign(ROOT, &mut root, assign);
                continue;
            }
            let at = assign.years_back as usize - 1;
            if at >= 30 {
                self.findings.push(diagnostics::no_meaning_here(
                    assign.span,
                    &key_text(&assign.key),
                    ("chỉ ghi số liệu của 1 đến 30 năm trước", "give figures of 1 to 30 years ago"),
                ));
                continue;
            }
            let mut before = std::mem::take(&mut self.before);
            if before.len() <= at {
                before.resize(at + 1, Row::default());
            }
            if let Some(row) = before.get_mut(at) {
                self.assign(ROOT, row, assign);
            }
            self.before = before;
        }
        let mut file = File {
            id: example.label.clone(),
            regions: Vec::new(),
            root,
            before: std::mem::take(&mut self.before),
            tables: Default::default(),
        };
        for (count, frame, assigns) in &example.rows {
            let mut row = Row { count: *count, ..Row::default() };
            for assign in assigns {
                self.assign(*frame, &mut row, assign);
                if crate::batch::is_evidence(self.set, *frame) {
                    row.status = row.status.max(status(assign));
                }
            }
            file.tables.or_default(*frame).push(Arc::new(row));
        }
        file.into()
    }

    fn assign(&mut self, frame: FrameId, row: &mut Row, assign: &Assign) {
        let name = key_text(&assign.key);
        if let Some(id) = input_named(self.set, frame, &name) {
            let input = &self.set[id];
            let value = match &assign.value {
                AssignValue::Unknown(_) => Ok(Value::Unknown),
                AssignValue::NotApplicable(_) => Ok(Value::NotApplicable),
                other => match raw_text(other) {
                    Some(RawText::Bool(value)) => read_value(self.set, input, &Raw::Bool(value), ""),
                    Some(RawText::Number(text)) => read_value(self.set, input, &Raw::Number(&text), ""),
                    Some(RawText::Text(text)) => read_value(self.set, input, &Raw::Text(&text), ""),
                    None => Err(crate::dossier::wrong_kind("", &input.ty)),
                },
            };
            if let (Err(_), Ty::Truth, Some((word, span))) = (&value, &input.ty, word_of(&assign.value))
                && let Some(so) = tieuchi_grammar::truth_word(word)
            {
                self.findings.push(diagnostics::truth_value(span, word, so, self.set.lang));
                return;
            }
            match value {
                Ok(value) => {
                    let status = status(assign);
                    // What was rejected is as if it were not filed.
                    if status != Status::Rejected
                        && let Some(cell) = row.cells.entry(&input.seat)
                    {
                        let verified = status == Status::Verified;
                        *(if verified { &mut cell.verified } else { &mut cell.own }) = Some(value);
                    }
                }
                Err(mut finding) => {
                    finding.pointer = None;
                    self.findings.push(finding.at(assign.span));
                }
            }
            return;
        }
        if let Some((part, set)) = assign.key.split_last() {
            let set = key_text(set);
            if self.set.uses.iter().any(|uses| uses.set == set) {
                self.result(row, &set, part, assign);
                return;
            }
        }
        let known = names(self.set, frame);
        let near = tieuchi_grammar::closest(&name, known.iter().map(String::as_str));
        self.findings.push(diagnostics::unknown_name(assign.span, &name, near));
    }

    fn result(&mut self, row: &mut Row, set: &str, part: &Code, assign: &Assign) {
        let Some(uses) = self.set.uses.iter().find(|uses| uses.set == set) else { return };
        let record = row.results.or_default(set.to_owned());
        let options = &self.set[uses.classes].options;
        let classes: Vec<String> = options.iter().filter(|option| *option != NO_RESULT).cloned().collect();
        let option = |name: &str| {
            options.iter().position(|option| option == name).and_then(|at| u32::try_from(at).ok())
        };
        match (Builtin::find(self.set.lang, &part.text), &assign.value) {
            (Some(Builtin::Class), AssignValue::Unknown(_)) => record.class_unknown = true,
            (Some(Builtin::Class), AssignValue::Name(name)) => match option(&name.text) {
                Some(at) => record.class = Some(at),
                None => self.findings.push(diagnostics::unknown_result(name.span, &name.text, set, &classes)),
            },
            (
                Some(Builtin::Class),
                AssignValue::NotApplicable(_) | AssignValue::LeftOpen(_) | AssignValue::NotRanked(_),
            ) => record.class = option(NO_RESULT),
            (Some(Builtin::DecisionDate), value) => {
                let text = match raw_text(value) {
                    Some(RawText::Text(text) | RawText::Number(text)) => text,
                    _ => String::new(),
                };
                record.date = DaySpan::parse_iso(&text);
                if record.date.is_none() {
                    let mut finding = crate::dossier::bad_date("", &text);
                    finding.pointer = None;
                    self.findings.push(finding.at(assign.span));
                }
            }
            (Some(Builtin::ResultEdition), AssignValue::Name(name)) => {
                record.edition = Some(name.text.clone());
            }
            (Some(Builtin::ResultPeriod), value) => match period(value) {
                Some(days) => record.period = Some(days),
                None => self.findings.push(diagnostics::no_meaning_here(
                    assign.span,
                    &part.text,
                    ("ghi một năm, hoặc ngày đầu và ngày cuối của kỳ", "write a year, or the first and the last day of the period"),
                )),
            },
            (Some(Builtin::Points), AssignValue::Number(number)) => {
                record.points = Exact::scaled(number.digits, number.scale);
            }
            (None | Some(Builtin::Met), AssignValue::YesNo(value, _)) => match option(&part.text) {
                Some(at) => record.class = if *value { Some(at) } else { option(NO_RESULT) },
                None => self.findings.push(diagnostics::unknown_result(part.span, &part.text, set, &classes)),
            },
            (None | Some(Builtin::Met), AssignValue::Unknown(_)) => record.class_unknown = true,
            _ => self.findings.push(diagnostics::no_meaning_here(
                assign.span,
                &part.text,
                (
                    "về kết quả của bộ khác ghi được: loại đã đạt, `điểm`, `ngày`, `bản` và `kỳ`",
                    "of the result of another set can be given: the class held, `points`, `date`, `edition` and `period`",
                ),
            )),
        }
        // A result in an example is of the source the set reads, unless it reads both.
        *record = ResultRecord { computed: uses.computed && !uses.recognised, ..record.clone() };
    }
}

/// The period of a result: a year, or two days.
fn period(value: &AssignValue) -> Option<(Day, Day)> {
    match value {
        AssignValue::Number(number) if number.scale == 0 && !number.percent => {
            let year = i32::try_from(number.digits).ok()?;
            Day::new(year, 1, 1).zip(Day::new(year, 12, 31))
        }
        AssignValue::Range(from, to) => match (&**from, &**to) {
            (AssignValue::Date(from, _), AssignValue::Date(to, _)) => {
                Some((Day::from(*from), Day::from(*to)))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A word or a text that stands as a value.
fn word_of(value: &AssignValue) -> Option<(&str, Span)> {
    match value {
        AssignValue::Name(name) => Some((&name.text, name.span)),
        AssignValue::Text(text) => Some((&text.text, text.span)),
        _ => None,
    }
}

/// A number, or a quotient of two.
fn exact(value: &AssignValue) -> Option<Exact> {
    match value {
        AssignValue::Number(number) => Exact::scaled(number.digits, number.scale),
        AssignValue::Quotient(number, divisor) => {
            Exact::scaled(number.digits, number.scale)?.div(Exact::scaled(divisor.digits, divisor.scale)?)
        }
        _ => None,
    }
}

fn names(set: &CriteriaSet, frame: FrameId) -> Vec<String> {
    let own = set
        .inputs
        .iter()
        .filter(|input| input.frame == frame && input.key.is_filed())
        .map(|input| input.name.clone());
    let mut names: Vec<String> = own.chain(set.uses.iter().map(|uses| uses.set.clone())).collect();
    names.sort();
    names.dedup();
    names
}

fn key_text(key: &[Code]) -> String {
    key.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".")
}

fn status(assign: &Assign) -> Status {
    match assign.trust.as_ref().map(|trust| trust.id) {
        Some(Phrase::SelfDeclared) => Status::SelfDeclared,
        Some(Phrase::Waiting) => Status::Waiting,
        Some(Phrase::Rejected) => Status::Rejected,
        _ => Status::Verified,
    }
}

enum RawText {
    Bool(bool),
    Number(String),
    Text(String),
}

/// The value as a host would file it.
fn raw_text(value: &AssignValue) -> Option<RawText> {
    Some(match value {
        AssignValue::Number(number) => {
            let value = Exact::scaled(number.digits, number.scale)?;
            let plain = value.to_string();
            RawText::Number(if number.percent { format!("{plain}%") } else { plain })
        }
        AssignValue::Text(text) => RawText::Text(text.text.clone()),
        AssignValue::Date(date, _) => RawText::Text(Day::from(*date).to_string()),
        AssignValue::Month(year, month, _) => RawText::Text(format!("{year:04}-{month:02}")),
        AssignValue::YesNo(value, _) => RawText::Bool(*value),
        AssignValue::Name(name) => RawText::Text(name.text.clone()),
        AssignValue::Unknown(_)
        | AssignValue::NotApplicable(_)
        | AssignValue::LeftOpen(_)
        | AssignValue::NotRanked(_)
        | AssignValue::Quotient(..)
        | AssignValue::Range(..) => return None,
    })
}

// ---- comparing ---------------------------------------------------------------------------------

fn compare(set: &CriteriaSet, outcome: &Outcome, expected: &Assign, open: bool) -> Vec<Diagnostic> {
    let name = key_text(&expected.key);
    let at = expected.span;
    let view = outcome.view();
    let inner = &outcome.plan.inner;
    let fail = |want: Bilingual, found: Bilingual| vec![diagnostics::example_fails(at, &name, &want, &found)];
    let verdict_fails = |found: Verdict| {
        let word = word_of(&expected.value);
        match word.and_then(|(word, span)| Some((word, span, tieuchi_grammar::truth_word(word)?))) {
            Some((word, span, so)) => vec![diagnostics::truth_value(span, word, so, set.lang)],
            None => fail(shown(&expected.value), verdict_text(found)),
        }
    };
    let total = match Builtin::find(set.lang, &name) {
        Some(Builtin::TotalPoints) => inner.total,
        Some(Builtin::RawTotal) => inner.raw_total,
        Some(Builtin::BaseTotal) => inner.base_total,
        _ => None,
    };
    if let Some(reg) = total {
        return compare_points(view.bounds(reg, open), &expected.value, fail);
    }
    let items: Vec<_> = outcome.items().into_iter().filter(|item| item.code == name).collect();
    if let Some(item) = items.first() {
        if matches!(expected.value, AssignValue::NotApplicable(_)) && outcome.decisive().is_outside(&name) {
            return Vec::new();
        }
        if let Some(points) = item.points {
            let bounds =
                if open { (points.certain, points.reachable) } else { (points.certain, points.possible) };
            return compare_points(Some(bounds), &expected.value, fail);
        }
        let want = verdict(&expected.value);
        let differs = items
            .iter()
            .filter_map(|item| if open { item.reachable } else { item.verdict })
            .find(|found| Some(*found) != want);
        return match differs {
            Some(found) => verdict_fails(found),
            None => Vec::new(),
        };
    }
    if let Some(found) = view.gate(&name, open) {
        return if verdict(&expected.value) == Some(found) { Vec::new() } else { verdict_fails(found) };
    }
    if let Some(findings) = definition::compare(set, outcome, expected, &name, open) {
        return findings;
    }
    let (Some(classes), Some(class)) = (&set.classes, outcome.class()) else {
        return vec![not_expected(set, expected, &name)];
    };
    if classes.list.iter().any(|class| class.name == name) {
        let standings =
            if open { ClassOutcome { closed: class.open.clone(), open: class.open } } else { class };
        let settled = standings.settled();
        if settled == Some(&Standing::NotRanked) && matches!(expected.value, AssignValue::NotRanked(_)) {
            return Vec::new();
        }
        let found =
            if settled == Some(&Standing::Outside) { Verdict::NotApplicable } else { standings.holds(&name) };
        return if verdict(&expected.value) == Some(found) { Vec::new() } else { verdict_fails(found) };
    }
    if classes.name == name {
        let found = if open { class.open } else { class.closed };
        let matches = match &expected.value {
            AssignValue::Name(name) => found == [Standing::Class(name.text.clone())],
            AssignValue::LeftOpen(_) => found == [Standing::None],
            AssignValue::NotRanked(_) => found == [Standing::NotRanked],
            AssignValue::NotApplicable(_) => found == [Standing::Outside],
            AssignValue::Unknown(_) => found.len() > 1,
            AssignValue::Range(from, to) => {
                let is = |standing: Option<&Standing>, value: &AssignValue| match (standing, value) {
                    (Some(Standing::Class(found)), AssignValue::Name(name)) => *found == name.text,
                    (Some(Standing::None), AssignValue::LeftOpen(_)) => true,
                    (Some(Standing::NotRanked), AssignValue::NotRanked(_)) => true,
                    _ => false,
                };
                // Standings stand best first; a range is written from the lower to the higher.
                is(found.last(), from) && is(found.first(), to)
            }
            _ => false,
        };
        let each: Vec<Bilingual> = found.iter().map(standing_text).collect();
        let text = both(|lang| {
            let or = if lang == Lang::Vi { " hoặc " } else { " or " };
            each.iter().map(|one| one.get(lang)).collect::<Vec<_>>().join(or)
        });
        return if matches { Vec::new() } else { fail(shown(&expected.value), text) };
    }
    vec![not_expected(set, expected, &name)]
}

/// A name of which nothing can be expected: what could have been meant.
fn not_expected(set: &CriteriaSet, expected: &Assign, name: &str) -> Diagnostic {
    let mut known: Vec<&str> = set.gates.iter().map(|gate| gate.name.as_str()).collect();
    known.extend(set.items.iter().map(|item| item.code.as_str()));
    known.extend(set.classes.iter().flat_map(|classes| {
        classes.list.iter().map(|class| class.name.as_str()).chain([classes.name.as_str()])
    }));
    let own = |definition: &&crate::hir::Definition| definition.expr.frame == ROOT;
    known.extend(set.definitions.iter().filter(own).map(|definition| definition.name.as_str()));
    let is_declared = names(set, ROOT).iter().any(|known| known == name)
        || set.definitions.iter().any(|definition| definition.name == name)
        || set.groups.iter().any(|group| group.name == name)
        || set.params.iter().any(|param| param.name == name);
    let near = tieuchi_grammar::closest(name, known).filter(|_| !is_declared);
    diagnostics::not_expected(expected.span, name, near, is_declared)
}

fn compare_points(
    found: Option<(Exact, Exact)>,
    expected: &AssignValue,
    fail: impl Fn(Bilingual, Bilingual) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let Some((lo, hi)) = found else {
        return fail(shown(expected), Bilingual::new("không có điểm", "no points"));
    };
    let matches = match expected {
        AssignValue::Range(from, to) => exact(from) == Some(lo) && exact(to) == Some(hi),
        AssignValue::Unknown(_) => lo != hi,
        value => exact(value) == Some(lo) && lo == hi,
    };
    let points = |value| written(value, &Ty::Number(Unit::Points));
    if matches {
        Vec::new()
    } else if lo == hi {
        fail(shown(expected), points(lo))
    } else {
        fail(shown(expected), range(&points(lo), &points(hi)))
    }
}

const fn verdict(value: &AssignValue) -> Option<Verdict> {
    match value {
        AssignValue::YesNo(true, _) => Some(Verdict::Met),
        AssignValue::YesNo(false, _) => Some(Verdict::NotMet),
        AssignValue::Unknown(_) => Some(Verdict::Unknown),
        AssignValue::NotApplicable(_) => Some(Verdict::NotApplicable),
        _ => None,
    }
}

fn verdict_text(verdict: Verdict) -> Bilingual {
    match verdict {
        Verdict::Met => Bilingual::new("đúng", "true"),
        Verdict::NotMet => Bilingual::new("sai", "false"),
        Verdict::Unknown => Bilingual::new("chưa rõ", "unknown"),
        Verdict::NotApplicable => Bilingual::new("không áp dụng", "not applicable"),
    }
}

fn standing_text(standing: &Standing) -> Bilingual {
    match standing {
        Standing::Class(name) => Bilingual::new(name, name),
        Standing::None => Bilingual::new("để trống", "left open"),
        Standing::NotRanked => Bilingual::new("không xét", "not ranked"),
        Standing::Outside => Bilingual::new("không áp dụng", "not applicable"),
    }
}

/// Two values as a range.
fn range(from: &Bilingual, to: &Bilingual) -> Bilingual {
    Bilingual::new(format!("{} đến {}", from.vi, to.vi), format!("{} to {}", from.en, to.en))
}

/// An expected value in the words of both languages.
fn shown(value: &AssignValue) -> Bilingual {
    match value {
        AssignValue::Number(number) => {
            let unit = if number.percent { Unit::Ratio } else { Unit::None };
            let value = crate::hir::exact_of(number).unwrap_or(Exact::ZERO);
            written(value, &Ty::Number(unit))
        }
        AssignValue::Text(text) => Bilingual::new(&text.text, &text.text),
        AssignValue::Date(date, _) => written_day((*date).into()),
        AssignValue::Month(year, month, _) => {
            Bilingual::new(format!("{month:02}/{year:04}"), format!("{year:04}-{month:02}"))
        }
        AssignValue::Quotient(number, divisor) => {
            let text = |number: &Number| {
                let value = Exact::scaled(number.digits, number.scale).unwrap_or(Exact::ZERO);
                written(value, &Ty::Number(Unit::None))
            };
            let (number, divisor) = (text(number), text(divisor));
            Bilingual::new(format!("{}/{}", number.vi, divisor.vi), format!("{}/{}", number.en, divisor.en))
        }
        AssignValue::YesNo(true, _) => verdict_text(Verdict::Met),
        AssignValue::YesNo(false, _) => verdict_text(Verdict::NotMet),
        AssignValue::Unknown(_) => verdict_text(Verdict::Unknown),
        AssignValue::NotApplicable(_) => verdict_text(Verdict::NotApplicable),
        AssignValue::LeftOpen(_) => standing_text(&Standing::None),
        AssignValue::NotRanked(_) => standing_text(&Standing::NotRanked),
        AssignValue::Name(name) => Bilingual::new(&name.text, &name.text),
        AssignValue::Range(from, to) => range(&shown(from), &shown(to)),
    }
}
