//! Collects the facts of a set.

use super::{
    Facts, InputFacts, InputKind, ItemFacts, NameFacts, ParameterFacts, ParameterRowFacts, ResultFacts, Role,
    TableFacts, TableKind, ThresholdFacts,
};
use crate::describe::{Words, both};
use crate::exact::Exact;
use crate::hir::{
    CriteriaSet, Expr, ExprKind, FrameId, FrameSource, Input, InputId, InputKey, Item, NO_RESULT, Param,
    ROOT, Rows, ScoringKind, Ty, Unit, comparison_text, negated,
};
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_grammar::ast::Comparison;
use tieuchi_grammar::{Bilingual, Lang, PHRASES, Phrase};

pub(super) fn facts(set: &CriteriaSet) -> Facts {
    let (uses, all) = reads(set);
    let tables = set.frames.iter().enumerate().skip(1).map(|(at, frame)| TableFacts {
        name: frame.name.clone(),
        label: frame.label.clone(),
        kind: if frame.source == FrameSource::Members { TableKind::Members } else { TableKind::Evidence },
        open: frame.open,
        needed: all.frames.contains(&FrameId::from_index(at)),
    });
    let subject = set.frames.first();
    Facts {
        id: set.id.clone(),
        edition: set.edition.clone(),
        label: set.label.clone(),
        language: if set.lang == Lang::Vi { "vi" } else { "en" },
        assumed: set.assumed,
        in_force_from: set.in_force.0.to_string(),
        in_force_to: set.in_force.1.map(|day| day.to_string()),
        subject: NameFacts {
            name: subject.map(|frame| frame.name.clone()).unwrap_or_default(),
            label: subject.map(|frame| frame.label.clone()).unwrap_or_default(),
        },
        tables: tables.collect(),
        inputs: inputs(set, &uses, &all),
        results: set.uses.iter().map(|uses| result(set, uses)).collect(),
        parameters: set.params.iter().map(|param| parameter(set, param)).collect(),
        thresholds: thresholds(set),
        items: set.items.iter().map(|item| item_facts(set, item)).collect(),
        classes: classes(set),
    }
}

fn classes(set: &CriteriaSet) -> Vec<NameFacts> {
    let list = set.classes.iter().flat_map(|classes| &classes.list);
    list.map(|class| NameFacts { name: class.name.clone(), label: class.label.clone() }).collect()
}

fn item_facts(set: &CriteriaSet, item: &Item) -> ItemFacts {
    ItemFacts {
        code: item.code.clone(),
        label: item.label.clone(),
        word: phrase(item.word),
        parent: item.parent.map(|parent| set[parent].code.clone()),
        maximum: item.max.map(|max| max.to_string()),
        scored: item.scored,
        judged: item.judged,
    }
}

/// The words of a phrase without slots.
fn phrase(phrase: Phrase) -> Bilingual {
    let sentence = PHRASES.iter().find(|sentence| sentence.phrase == phrase);
    sentence.map(|sentence| Bilingual::new(sentence.vi, sentence.en)).unwrap_or_default()
}

// ---- what reads what ---------------------------------------------------------------------------

/// Columns and tables that something reads.
#[derive(Debug, Default)]
struct Reads {
    inputs: BTreeSet<InputId>,
    frames: BTreeSet<FrameId>,
}

impl Reads {
    fn expr(&mut self, set: &CriteriaSet, expr: &Expr) {
        expr.walk(&mut |part| match &part.kind {
            ExprKind::Input(id) => {
                self.inputs.insert(*id);
                self.frames.insert(set[*id].frame);
            }
            ExprKind::Param(id) => {
                for case in set[*id].cases.iter().flatten() {
                    self.expr(set, case);
                }
            }
            ExprKind::Count(rows)
            | ExprKind::Sum(rows, _)
            | ExprKind::Mean(rows, _)
            | ExprKind::Pick(_, rows, _, _)
            | ExprKind::All(rows, _)
            | ExprKind::Share(rows, _) => self.rows(rows),
            _ => {}
        });
    }

    fn rows(&mut self, rows: &Rows) {
        self.frames.insert(rows.frame);
    }

    fn item(&mut self, set: &CriteriaSet, item: &Item) {
        item.each_expr(&mut |expr| self.expr(set, expr));
        for scoring in &item.scoring {
            if let ScoringKind::Each { rows, .. } = &scoring.kind {
                self.rows(rows);
            }
        }
    }
}

/// Who reads a column: codes of items, names of gates and of classes.
#[derive(Clone, Debug, Default)]
struct Readers {
    items: Vec<String>,
    gates: Vec<String>,
    classes: Vec<String>,
}

/// Who reads each column, and all that is read by anything.
fn reads(set: &CriteriaSet) -> (BTreeMap<InputId, Readers>, Reads) {
    let mut readers: BTreeMap<InputId, Readers> = BTreeMap::new();
    let mut all = Reads::default();
    for item in &set.items {
        let mut own = Reads::default();
        own.item(set, item);
        for id in &own.inputs {
            readers.entry(*id).or_default().items.push(item.code.clone());
        }
        all.inputs.extend(own.inputs);
        all.frames.extend(own.frames);
    }
    for (name, gate, condition) in decisive(set) {
        let mut own = Reads::default();
        own.expr(set, condition);
        for id in &own.inputs {
            let of = readers.entry(*id).or_default();
            if gate { &mut of.gates } else { &mut of.classes }.push(name.to_owned());
        }
        all.inputs.extend(own.inputs);
        all.frames.extend(own.frames);
    }
    for condition in set.applies.iter().filter_map(|applies| applies.condition.as_ref()) {
        all.expr(set, condition);
    }
    (readers, all)
}

/// Conditions of gates and classes: name, whether it is a gate, condition.
fn decisive(set: &CriteriaSet) -> impl Iterator<Item = (&str, bool, &Expr)> {
    let gates = set.gates.iter().map(|gate| (gate.name.as_str(), true, &gate.condition));
    let classes = set.classes.iter().flat_map(|classes| &classes.list);
    let classes = classes.filter_map(|class| Some((class.name.as_str(), false, class.condition.as_ref()?)));
    gates.chain(classes)
}

// ---- inputs ------------------------------------------------------------------------------------

fn inputs(set: &CriteriaSet, uses: &BTreeMap<InputId, Readers>, all: &Reads) -> Vec<InputFacts> {
    let mut out: Vec<InputFacts> = Vec::new();
    let mut places: BTreeMap<(FrameId, &str), usize> = BTreeMap::new();
    for (at, input) in set.inputs.iter().enumerate().filter(|(_, input)| input.key.is_filed()) {
        let id = InputId::from_index(at);
        let Readers { items, gates, classes } = uses.get(&id).cloned().unwrap_or_default();
        let needed = all.inputs.contains(&id);
        // A fact that is also read of earlier years, or with self-declared values counted, has
        // several columns, and is one fact.
        let seen = places.get(&(input.frame, input.name.as_str())).and_then(|at| out.get_mut(*at));
        match seen {
            Some(first) => {
                first.needed |= needed;
                first.years_back = first.years_back.max(input.years_back);
                first.items.extend(items);
                first.gates.extend(gates);
                first.classes.extend(classes);
            }
            None => {
                places.insert((input.frame, &input.name), out.len());
                out.push(InputFacts { needed, items, gates, classes, ..input_facts(set, input) });
            }
        }
    }
    let order: BTreeMap<&str, usize> =
        set.items.iter().enumerate().map(|(at, item)| (item.code.as_str(), at)).collect();
    for input in &mut out {
        input.items.sort_by_key(|code| order.get(code.as_str()).copied());
        input.items.dedup();
        // Gates and classes stand in the order of the source; one may read several columns of a fact.
        let mut seen = BTreeSet::new();
        input.gates.retain(|name| seen.insert(name.clone()));
        seen.clear();
        input.classes.retain(|name| seen.insert(name.clone()));
    }
    out
}

fn input_facts(set: &CriteriaSet, input: &Input) -> InputFacts {
    let choice = match &input.ty {
        Ty::Choice(choice) => Some(&set[*choice]),
        _ => None,
    };
    let number = matches!(input.ty, Ty::Number(_));
    let percent = input.ty == Ty::Number(Unit::Ratio);
    let shown = |value: Exact| in_unit(value, percent);
    InputFacts {
        name: input.name.clone(),
        label: input.label.clone(),
        table: (input.frame != ROOT).then(|| set[input.frame].name.clone()),
        role: role(&input.key),
        kind: kind(&input.ty, input.places),
        unit: unit(&input.ty),
        from: input.range.map(|range| shown(range.0)),
        to: input.range.map(|range| shown(range.1)),
        digits: number.then_some(input.places),
        step: input.step.map(|step| step.to_string()),
        options: choice.map(|choice| choice.options.clone()).unwrap_or_default(),
        ordered: choice.is_some_and(|choice| choice.ranked),
        years_back: input.years_back,
        private: input.private,
        needed: false,
        items: Vec::new(),
        gates: Vec::new(),
        classes: Vec::new(),
    }
}

const fn role(key: &InputKey) -> Role {
    match key {
        InputKey::Fact(_)
        | InputKey::ResultClass(_)
        | InputKey::ResultPoints(_)
        | InputKey::ResultDate(_) => Role::Fact,
        InputKey::Judgement(_) => Role::Judgement,
        InputKey::OnFile(_) => Role::OnFile,
        InputKey::NotAssessable(_) | InputKey::LocalRule(_) => Role::NotAssessable,
        InputKey::Score(_) => Role::Points,
        InputKey::Level(_) => Role::Level,
    }
}

const fn kind(ty: &Ty, places: u32) -> InputKind {
    match ty {
        Ty::Truth => InputKind::YesNo,
        Ty::Number(Unit::Ratio) => InputKind::Percent,
        Ty::Number(_) if places == 0 => InputKind::Integer,
        Ty::Number(_) => InputKind::Decimal,
        Ty::Day => InputKind::Date,
        Ty::Choice(_) => InputKind::Choice,
        Ty::Text => InputKind::Text,
    }
}

fn unit(ty: &Ty) -> Option<String> {
    match ty {
        Ty::Number(Unit::Ratio) => Some("%".to_owned()),
        Ty::Number(Unit::Named(name)) => Some(name.to_string()),
        _ => None,
    }
}

/// A value as people write it in its unit.
pub(crate) fn in_unit(value: Exact, percent: bool) -> String {
    match value.mul(Exact::whole(100)).filter(|_| percent) {
        Some(hundredfold) => hundredfold.to_string(),
        None => value.to_string(),
    }
}

// ---- results, parameters, thresholds -------------------------------------------------------------

fn result(set: &CriteriaSet, uses: &crate::hir::Uses) -> ResultFacts {
    let choice = &set[uses.classes];
    let classes = choice.options.iter().zip(&choice.labels).filter(|(name, _)| *name != NO_RESULT);
    ResultFacts {
        set: uses.set.clone(),
        edition: uses.edition.clone(),
        recognised: uses.recognised,
        computed: uses.computed,
        classes: classes
            .map(|(name, label)| NameFacts { name: name.clone(), label: label.clone() })
            .collect(),
    }
}

fn parameter(set: &CriteriaSet, param: &Param) -> ParameterFacts {
    let percent = param.ty == Ty::Number(Unit::Ratio);
    let rows = param.rows.iter().map(|row| ParameterRowFacts {
        from: row.from.to_string(),
        region: row.region.clone(),
        when: param.cases.get(row.case).and_then(Option::as_ref).map(|case| quantity(set, case)),
        value: in_unit(row.value, percent),
        assumed: row.assumed,
    });
    ParameterFacts {
        name: param.name.clone(),
        label: param.label.clone(),
        unit: unit(&param.ty),
        rows: rows.collect(),
    }
}

fn thresholds(set: &CriteriaSet) -> Vec<ThresholdFacts> {
    let mut out: Vec<ThresholdFacts> = Vec::new();
    for (name, gate, condition) in decisive(set) {
        comparisons(condition, false, &mut |op, left, right| {
            let Some(value) = constant(set, right) else { return };
            let found = ThresholdFacts {
                of: name.to_owned(),
                gate,
                quantity: quantity(set, left),
                comparison: comparison_text(op),
                value,
                total: matches!(left.kind, ExprKind::Total),
            };
            if !out.contains(&found) {
                out.push(found);
            }
        });
    }
    out
}

/// Every comparison of a condition, turned round where it stands under a negation.
fn comparisons(expr: &Expr, turned: bool, visit: &mut dyn FnMut(Comparison, &Expr, &Expr)) {
    match &expr.kind {
        ExprKind::Not(inner) => comparisons(inner, !turned, visit),
        ExprKind::Compare(op, left, right) => visit(if turned { negated(*op) } else { *op }, left, right),
        _ => {
            for part in expr.parts() {
                comparisons(part, turned, visit);
            }
        }
    }
}

/// A constant as written; a parameter by its name.
fn constant(set: &CriteriaSet, expr: &Expr) -> Option<String> {
    let percent = expr.ty == Ty::Number(Unit::Ratio);
    match &expr.kind {
        ExprKind::Number(value) if percent => Some(format!("{}%", in_unit(*value, true))),
        ExprKind::Number(value) => Some(value.to_string()),
        ExprKind::Day(day) => Some(day.to_string()),
        ExprKind::Option(at) => match &expr.ty {
            Ty::Choice(choice) => set[*choice].options.get(*at as usize).cloned(),
            _ => None,
        },
        ExprKind::Param(id) => Some(set[*id].name.clone()),
        _ => None,
    }
}

/// An expression in words of both languages.
fn quantity(set: &CriteriaSet, expr: &Expr) -> Bilingual {
    both(|lang| Words { set, lang }.expr(expr))
}
