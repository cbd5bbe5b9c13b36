//! Expressions: what each can be, from what its parts can be.

use super::rows::{Outcomes, every_of, share_of};
use super::values::{Number, R, Truth, Value, Words, compare, rational, round, whole};
use super::{Place, Twin};
use crate::context::param_value;
use crate::day::Day;
use crate::dossier::{Cell, Dossier, ResultRecord, Row, Value as Filed};
use crate::exact::{lcm, pow10};
use crate::hir::{
    BandShape, Clause, Expr, ExprKind, Gives, Input, InputId, InputKey, Missing, NotApplicable, ParamId,
    Quantifier, ROOT, TableRow, Ty, Unit, Uses,
};
use std::collections::BTreeSet;
use tieuchi_grammar::Phrase;
use tieuchi_grammar::ast::{Arithmetic, Comparison, WindowUnit};

impl<'a> Twin<'a> {
    /// What greatest points are multiples of: they are sums of the declared ones.
    pub(super) fn grain(&self) -> R {
        let den = self
            .set
            .items
            .iter()
            .filter_map(|item| item.max)
            .try_fold(1i128, |den, max| lcm(den, max.denominator()));
        whole(1) / whole(den.unwrap_or(1))
    }

    pub(super) fn truth(&self, expr: &Expr, at: Place<'a>) -> Truth {
        self.value(expr, at).truth()
    }

    pub(super) fn num(&self, expr: &Expr, at: Place<'a>) -> Number {
        self.value(expr, at).number()
    }

    /// No value of a type.
    pub(super) fn nothing_of(&self, ty: &Ty) -> Value {
        match ty {
            Ty::Truth => Value::Truth(Truth::UNKNOWN),
            Ty::Number(_) | Ty::Day => Value::Number(Number::nothing()),
            Ty::Choice(_) => Value::Options { can: BTreeSet::new(), lack: true },
            Ty::Text => Value::Text { can: Words::These(BTreeSet::new()), lack: true },
        }
    }

    /// The declared bounds of a number.
    pub(super) fn declared(&self, expr: &Expr) -> Option<(R, R)> {
        expr.range.map(|(lo, hi)| (rational(lo), rational(hi)))
    }

    /// Any value an expression can have.
    pub(super) fn anything(&self, expr: &Expr) -> Value {
        match &expr.ty {
            Ty::Truth => Value::Truth(Truth::UNKNOWN),
            Ty::Day => Value::Number(any_day()),
            Ty::Number(_) => Value::Number(Number { span: self.declared(expr), lack: false }),
            Ty::Choice(choice) => Value::Options { can: self.all_options(*choice), lack: false },
            Ty::Text => Value::Text { can: Words::Any, lack: false },
        }
    }

    fn all_options(&self, choice: crate::hir::ChoiceId) -> BTreeSet<u32> {
        (0u32..).zip(&self.set[choice].options).map(|(option, _)| option).collect()
    }

    pub(super) fn value(&self, expr: &Expr, at: Place<'a>) -> Value {
        use ExprKind as K;
        let truth = Value::Truth;
        let number = Value::Number;
        match &expr.kind {
            K::Number(value) => number(Number::known(rational(*value))),
            K::Truth(value) => truth(Truth::known(*value)),
            K::Day(day) => number(day_number(*day)),
            K::Option(option) => Value::Options { can: BTreeSet::from([*option]), lack: false },
            K::Text(text) => Value::Text { can: Words::These(BTreeSet::from([text.clone()])), lack: false },
            K::NamedDay(word) => number(day_number(self.context.day(*word))),
            K::Input(id) => self.input(*id, at),
            K::Param(id) => number(self.param(*id, at)),
            K::Definition(_, inner) => self.value(inner, at),
            K::LevelJudged(level) => {
                truth(at.level.map_or(Truth::UNKNOWN, |judged| Truth::known(judged == *level)))
            }
            K::HoldsClass(position) => {
                let name = self.set.classes.as_ref().and_then(|classes| classes.list.get(*position as usize));
                let wanted = name.map(|class| crate::outcome::Standing::Class(class.name.clone()));
                let possible = self.standings().unwrap_or_default();
                let yes = wanted.is_some_and(|wanted| possible.contains(&wanted));
                let no = !yes || possible.len() > 1;
                truth(Truth { yes, no })
            }
            K::Not(inner) => truth(self.truth(inner, at).not()),
            K::And(parts) => truth(Truth::all(parts.iter().map(|part| self.truth(part, at)))),
            K::Or(parts) => truth(Truth::any(parts.iter().map(|part| self.truth(part, at)))),
            K::Compare(op, left, right) => {
                let (mut left_value, mut right_value) = (self.value(left, at), self.value(right, at));
                // A bar on the total falls by what items that do not apply take off it.
                match (is_total(left), is_total(right)) {
                    (true, false) => right_value = self.lowered(right_value, at),
                    (false, true) => left_value = self.lowered(left_value, at),
                    _ => {}
                }
                truth(compare(*op, &left_value, &right_value))
            }
            K::In(left, options) => {
                let left = self.value(left, at);
                let equal = |option| compare(Comparison::Equal, &left, &self.value(option, at));
                // A list of options is one set: the value is in it, or it is not.
                if let Value::Options { can, lack } = &left {
                    let listed: BTreeSet<u32> = options
                        .iter()
                        .filter_map(|option| match self.value(option, at) {
                            Value::Options { can, .. } => can.first().copied(),
                            _ => None,
                        })
                        .collect();
                    let yes = *lack || can.iter().any(|option| listed.contains(option));
                    let no = *lack || can.iter().any(|option| !listed.contains(option));
                    return truth(Truth { yes, no });
                }
                truth(Truth::any(options.iter().map(equal)))
            }
            K::InPeriod(day) => {
                let day = self.value(day, at);
                let (first, last) =
                    (number(day_number(self.context.first)), number(day_number(self.context.last)));
                truth(compare(Comparison::GreaterOrEqual, &day, &first).and(compare(
                    Comparison::LessOrEqual,
                    &day,
                    &last,
                )))
            }
            K::Within { day, count, unit, to } => {
                truth(within(self.num(day, at), *count, *unit, self.num(to, at)))
            }
            K::Arithmetic(op, left, right) => {
                let (left, right) = (self.num(left, at), self.num(right, at));
                number(match op {
                    Arithmetic::Add => left.plus(right),
                    Arithmetic::Subtract => left.minus(right),
                    Arithmetic::Multiply => left.times(right),
                    Arithmetic::Divide => left.over(right, None, &whole(1)),
                })
            }
            K::Larger(left, right) => number(self.num(left, at).larger(self.num(right, at))),
            K::Smaller(left, right) => number(self.num(left, at).smaller(self.num(right, at))),
            K::Remainder(value, divisor) => number(remainder(self.num(value, at), *divisor)),
            K::MonthsBetween(from, to, per) => {
                let (from, to) = (self.num(from, at), self.num(to, at));
                number(from.with(to, |from, to| (months(&from.1, &to.0, *per), months(&from.0, &to.1, *per))))
            }
            K::Round(inner, rounding) => {
                let step = rational(rounding.step);
                number(self.num(inner, at).map(|value| round(&value, &step, rounding.mode)))
            }
            K::Count(rows) => number(self.count(rows, at)),
            K::Sum(rows, of) => number(self.sum(rows, of, at)),
            K::Mean(rows, of) => number(self.mean(rows, of, at)),
            K::Pick(pick, rows, of, by) => self.pick(*pick, rows, of, by.as_deref(), at),
            K::All(rows, body) => truth(self.every(rows, body, at)),
            K::Share(rows, body) => number(self.share(rows, body, at)),
            K::AllItems(items) => {
                let tested: Vec<_> = items
                    .iter()
                    .map(|(item, condition)| (self.in_collection(*item, at.level), self.truth(condition, at)))
                    .collect();
                truth(every_of(&tested, false))
            }
            K::CountItems(items) => {
                let counted: Vec<Truth> = items
                    .iter()
                    .map(|(item, condition)| {
                        self.in_collection(*item, at.level).and(self.truth(condition, at))
                    })
                    .collect();
                number(how_many(&counted))
            }
            K::ShareItems(items) => {
                let outcomes: Vec<Outcomes> = items
                    .iter()
                    .map(|(item, condition)| {
                        let (inside, has) = (self.in_collection(*item, at.level), self.truth(condition, at));
                        Outcomes {
                            outside: inside.no,
                            met: inside.yes && has.yes,
                            not_met: inside.yes && has.no,
                        }
                    })
                    .collect();
                number(share_of(&outcomes))
            }
            K::ItemPoints(item) => number(self.seen(*item, at.level).points),
            K::ItemMax(item) => number(self.seen(*item, at.level).max),
            K::ItemShare(item) => {
                let node = self.seen(*item, at.level);
                number(node.points.over(node.max, Some(&whole(1)), &self.grain()))
            }
            K::ItemMet(item) => truth(self.node(*item, at.level).met),
            K::ItemApplies(item) => truth(self.applies(*item, at.level)),
            K::Exists(inner) => truth(self.value(inner, at).exists()),
            K::Total => number(self.totals().map_or_else(Number::nothing, |totals| totals.rounded)),
            K::RawTotal => number(self.totals().map_or_else(Number::nothing, |totals| totals.raw)),
            K::BaseTotal => number(self.totals().map_or_else(Number::nothing, |totals| totals.base)),
            K::Table(rows) => self.table(rows, &expr.ty, at),
            K::Clauses(quantifier, clauses) => truth(self.clauses(*quantifier, clauses, at)),
            K::ClauseCount(clauses) => number(how_many(&self.clauses_met(clauses, at))),
        }
    }

    // ---- tables ------------------------------------------------------------------------------

    /// The rows that can be met, with what they give.
    pub(super) fn rows_met<'r>(&self, rows: &'r [TableRow], at: Place<'a>) -> Vec<&'r Gives> {
        let input = rows.iter().find_map(|row| judged(&row.when, &row.shape));
        let value = input.map(|input| self.value(input, at));
        // A value that does not exist is in no band: its row is the one for nothing, or the rest.
        let exists = value.as_ref().map_or(Truth::YES, Value::exists);
        let for_nothing = rows.iter().any(|row| matches!(row.shape, BandShape::Nothing));
        let mut taken = Truth::NO;
        rows.iter()
            .filter(|row| {
                let met = match (&row.shape, &value) {
                    (BandShape::Otherwise, _) => {
                        let left = taken.not();
                        Truth { yes: (exists.yes && left.yes) || (exists.no && !for_nothing), no: true }
                    }
                    (BandShape::OtherBands, value) => {
                        let left = match value {
                            Some(value) if exists.yes => {
                                self.on_pieces(&row.when, &value.clone().present(), at)
                            }
                            Some(_) => Truth::NO,
                            // A table that has no other row.
                            None => self.truth(&row.when, at),
                        };
                        Truth { yes: (exists.yes && left.yes) || (exists.no && !for_nothing), no: true }
                    }
                    (BandShape::When | BandShape::Nothing, _) | (_, None) => self.truth(&row.when, at),
                    (shape, Some(value)) if exists.yes => {
                        let condition = condition_of(&row.when, shape);
                        let met = condition.map_or(Truth::YES, |condition| self.truth(condition, at));
                        self.in_band(shape, &value.clone().present(), at).and(met)
                    }
                    _ => Truth::NO,
                };
                taken = taken.or(met);
                met.yes
            })
            .map(|row| &row.gives)
            .collect()
    }

    fn in_band(&self, shape: &BandShape, value: &Value, at: Place<'a>) -> Truth {
        let test = |op, edge: &Expr| compare(op, value, &self.value(edge, at));
        use Comparison::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual};
        match shape {
            BandShape::FromUp(a) => test(GreaterOrEqual, a),
            BandShape::FromUnder(a, b) => test(GreaterOrEqual, a).and(test(Less, b)),
            BandShape::FromTo(a, b) => test(GreaterOrEqual, a).and(test(LessOrEqual, b)),
            BandShape::OverUnder(a, b) => test(Greater, a).and(test(Less, b)),
            BandShape::OverTo(a, b) => test(Greater, a).and(test(LessOrEqual, b)),
            BandShape::Over(a) => test(Greater, a),
            BandShape::Under(a) => test(Less, a),
            BandShape::AtMost(a) => test(LessOrEqual, a),
            BandShape::Exactly(a) => test(Equal, a),
            BandShape::Nothing | BandShape::Otherwise | BandShape::OtherBands | BandShape::When => {
                Truth::UNKNOWN
            }
        }
    }

    /// Whether a value lies on the pieces that bands leave of its line.
    fn on_pieces(&self, pieces: &Expr, value: &Value, at: Place<'a>) -> Truth {
        match &pieces.kind {
            ExprKind::Compare(op, _, edge) => compare(*op, value, &self.value(edge, at)),
            ExprKind::And(parts) => Truth::all(parts.iter().map(|part| self.on_pieces(part, value, at))),
            ExprKind::Or(parts) => {
                Truth::all(parts.iter().map(|part| self.on_pieces(part, value, at).not())).not()
            }
            _ => self.truth(pieces, at),
        }
    }

    fn table(&self, rows: &[TableRow], ty: &Ty, at: Place<'a>) -> Value {
        self.rows_met(rows, at)
            .into_iter()
            .map(|gives| match gives {
                Gives::Value(value) => self.value(value, at),
                Gives::NotApplicable => self.nothing_of(ty),
            })
            .reduce(Value::either)
            .unwrap_or_else(|| self.nothing_of(ty))
    }

    // ---- clauses -----------------------------------------------------------------------------

    /// Which clauses are in scope and met.
    pub(super) fn clauses_met(&self, clauses: &[Clause], at: Place<'a>) -> Vec<Truth> {
        clauses.iter().map(|clause| self.scope(clause, at).and(self.truth(&clause.condition, at))).collect()
    }

    fn scope(&self, clause: &Clause, at: Place<'a>) -> Truth {
        clause.only.as_ref().map_or(Truth::YES, |only| self.truth(only, at))
    }

    fn clauses(&self, quantifier: Quantifier, clauses: &[Clause], at: Place<'a>) -> Truth {
        let compulsory = || {
            let must = clauses.iter().filter(|clause| clause.compulsory);
            Truth::all(must.map(|clause| self.scope(clause, at).not().or(self.truth(&clause.condition, at))))
        };
        let at_least = |least: u32| {
            let met = Value::Number(how_many(&self.clauses_met(clauses, at)));
            let least = Value::Number(Number::known(whole(i128::from(least))));
            compare(Comparison::GreaterOrEqual, &met, &least).and(compulsory())
        };
        match quantifier {
            Quantifier::All => {
                let tested: Vec<(Truth, Truth)> = clauses
                    .iter()
                    .map(|clause| (self.scope(clause, at), self.truth(&clause.condition, at)))
                    .collect();
                every_of(&tested, false)
            }
            Quantifier::Any => at_least(1),
            Quantifier::AtLeast(least) => at_least(least),
        }
    }

    // ---- parameters and input ----------------------------------------------------------------

    fn param(&self, id: ParamId, at: Place<'a>) -> Number {
        let param = &self.set[id];
        // A region without a row: anything the parameter can be.
        let any = || Number::between(rational(param.range.0), rational(param.range.1));
        let mut found: Option<Number> = None;
        for (case, condition) in param.cases.iter().enumerate() {
            let holds = condition.as_ref().map_or(Truth::YES, |condition| self.truth(condition, at));
            if !holds.yes {
                continue;
            }
            let value = param_value(self.set, id, case, self.context, self.regions())
                .map_or_else(any, |value| Number::known(rational(value)));
            found = Some(match found {
                None => value,
                Some(other) => other.either(value),
            });
        }
        found.unwrap_or_else(Number::nothing)
    }

    fn lowered(&self, bar: Value, at: Place<'a>) -> Value {
        let Value::Number(mut bar) = bar else { return bar };
        for item in &self.set.items {
            if let Some((condition, NotApplicable::LowerThresholds(points))) = &item.only {
                let applies = self.truth(condition, Place { row: None, ..at });
                let points = Number::known(rational(*points));
                bar = bar.minus(super::choose(applies, super::nought(), points));
            }
        }
        Value::Number(bar)
    }

    fn input(&self, id: InputId, at: Place<'a>) -> Value {
        let input = &self.set[id];
        let row: &Row = match at.row {
            Some((frame, row)) if input.frame == frame && frame != ROOT => row,
            _ => match input.years_back {
                0 => &self.dossier.file.root,
                back => match self.dossier.file.before.get(back as usize - 1) {
                    Some(row) => row,
                    None => return self.filed(input, None),
                },
            },
        };
        if let InputKey::ResultClass(set) | InputKey::ResultPoints(set) | InputKey::ResultDate(set) =
            &input.key
        {
            return self.result(input, set, row.results.get(set));
        }
        let other_day = Cell { verified: Some(Filed::Unknown), ..Cell::default() };
        let cell = row
            .cells
            .get(&input.seat)
            .map(|cell| if Dossier::of_another_day(cell, input, self.context) { &other_day } else { cell });
        self.filed(input, cell)
    }

    /// The verified value counts, the subject's own only where the set says so.
    fn filed(&self, input: &Input, cell: Option<&Cell>) -> Value {
        // Nothing at all on a closed file, where the set says what that means.
        if let (None, false, Some(missing)) = (cell, self.open, input.when_missing) {
            return match missing {
                Missing::No => Value::Truth(Truth::NO),
                Missing::Zero => Value::Number(Number::known(whole(0))),
                Missing::NoLevel => {
                    Value::Options { can: BTreeSet::from([self.no_level(input)]), lack: false }
                }
            };
        }
        // On an open file it may come to that.
        if let (None, true, Some(Missing::NoLevel)) = (cell, self.open, input.when_missing)
            && let Value::Options { mut can, lack } = self.any_input(input)
        {
            can.insert(self.no_level(input));
            return Value::Options { can, lack };
        }
        if let (None, true, Some(Missing::Zero)) = (cell, self.open, input.when_missing)
            && let Value::Number(number) = self.any_input(input)
        {
            return Value::Number(number.either(Number::known(whole(0))));
        }
        let value = cell.and_then(|cell| match (&cell.verified, &cell.own) {
            (Some(verified), _) => Some(verified),
            (None, Some(own)) if input.self_declared => Some(own),
            (None, _) => None,
        });
        match value {
            None | Some(Filed::Unknown) => self.any_input(input),
            Some(Filed::NotApplicable) => self.nothing_of(&input.ty),
            Some(Filed::Truth(value)) => Value::Truth(Truth::known(*value)),
            Some(Filed::Number(value)) => Value::Number(Number::known(rational(*value))),
            Some(Filed::Day(span)) => Value::Number(Number::between(
                whole(i128::from(span.first.number())),
                whole(i128::from(span.last.number())),
            )),
            Some(Filed::Option(option)) => Value::Options { can: BTreeSet::from([*option]), lack: false },
            Some(Filed::Text(text)) => {
                Value::Text { can: Words::These(BTreeSet::from([text.clone()])), lack: false }
            }
        }
    }

    /// The option beyond the levels of a list: none of them.
    fn no_level(&self, input: &Input) -> u32 {
        match input.ty {
            Ty::Choice(choice) => u32::try_from(self.set[choice].options.len()).unwrap_or(u32::MAX),
            _ => u32::MAX,
        }
    }

    /// Every value a column may hold.
    fn any_input(&self, input: &Input) -> Value {
        match &input.ty {
            Ty::Truth => Value::Truth(Truth::UNKNOWN),
            Ty::Day => Value::Number(any_day()),
            Ty::Choice(choice) => Value::Options { can: self.all_options(*choice), lack: false },
            Ty::Text => Value::Text { can: Words::Any, lack: false },
            Ty::Number(unit) => {
                let (lo, hi) = input.range.unwrap_or_else(crate::hir::undeclared_range);
                let (lo, hi) = (rational(lo), rational(hi));
                // Only numbers of the declared digits can be filed; a percentage counts in percent.
                let places = input.places + if *unit == Unit::Ratio { 2 } else { 0 };
                let grain = whole(pow10(places).unwrap_or(1));
                let snap = |value: R, up: bool| {
                    let units = value * &grain;
                    (if up { units.ceil() } else { units.floor() }) / &grain
                };
                let (mut least, mut most) = (snap(lo.clone(), true), snap(hi, false));
                if let Some(step) = input.step {
                    let step = rational(step);
                    most = &lo + ((most - &lo) / &step).floor() * &step;
                    least = lo;
                }
                Value::Number(Number::between(least, most))
            }
        }
    }

    // ---- results of other sets ---------------------------------------------------------------

    fn result(&self, input: &Input, set: &str, record: Option<&ResultRecord>) -> Value {
        let Some(uses) = self.set.uses.iter().find(|uses| uses.set == set) else {
            return self.nothing_of(&input.ty);
        };
        let all = self.all_options(uses.classes);
        let none = BTreeSet::from([0u32]);
        // A register of decisions is complete once the file is closed.
        let closed_register = uses.recognised && !uses.computed && !self.open && input.years_back == 0;
        let held = record.map_or(Truth::NO, |record| self.held(uses, record, input.years_back));
        let Some(record) = record.filter(|_| held.yes) else {
            // Not on file, or on file and of no use.
            let not_held = closed_register;
            return match &input.key {
                InputKey::ResultClass(_) if not_held => Value::Options { can: none, lack: false },
                InputKey::ResultClass(_) => Value::Options { can: all, lack: false },
                _ if not_held => self.nothing_of(&input.ty),
                _ => self.any_input(input).or_lacking(),
            };
        };
        let found = match &input.key {
            InputKey::ResultClass(_) => {
                let can =
                    if record.class_unknown { all } else { BTreeSet::from([record.class.unwrap_or(0)]) };
                let can = if held.no { can.union(&none).copied().collect() } else { can };
                return Value::Options { can, lack: false };
            }
            InputKey::ResultPoints(_) => record.points.map(|points| Number::known(rational(points))),
            _ => record.date.map(|span| {
                Number::between(whole(i128::from(span.first.number())), whole(i128::from(span.last.number())))
            }),
        };
        match found {
            Some(number) => Value::Number(number.or_lacking(held.no)),
            None if closed_register => self.nothing_of(&input.ty),
            None => self.any_input(input).or_lacking(),
        }
    }

    /// Whether a filed result is of the edition and source asked for, and valid on the day.
    fn held(&self, uses: &Uses, record: &ResultRecord, years_back: u32) -> Truth {
        let other_edition =
            matches!((&uses.edition, &record.edition), (Some(want), Some(got)) if want != got);
        let source = if record.computed { uses.computed } else { uses.recognised };
        if other_edition || !source {
            return Truth::NO;
        }
        let (first, last) = (self.context.first, self.context.last);
        let period = record.period.unwrap_or((first, last));
        if record.computed && years_back == 0 && period != (first, last) {
            return Truth::NO;
        }
        if uses.edition.is_none() && (record.computed || record.period.is_some()) {
            let newest = uses
                .editions
                .iter()
                .filter(|(_, from, to)| *from <= period.1 && to.is_none_or(|to| period.1 <= to))
                .max_by_key(|(_, from, _)| *from);
            if newest.zip(record.edition.as_ref()).is_some_and(|((name, ..), got)| name != got) {
                return Truth::NO;
            }
        }
        let Some(word) = uses.valid_at else { return Truth::YES };
        // That no class is held does not lapse.
        let none = record.class.is_none_or(|class| class == 0) && !record.class_unknown;
        if none && record.points.is_none() && record.date.is_none() {
            return Truth::YES;
        }
        let Some(date) = record.date else { return Truth::UNKNOWN };
        let on = self.context.day(word);
        let valid = |decided: Day| {
            let Some((months, anchor)) = uses.validity else { return decided <= on };
            let start = match anchor {
                Phrase::RecognitionYearEnd => Day::new(decided.civil().0, 12, 31).unwrap_or(decided),
                _ => decided,
            };
            decided <= on && on <= start.plus_months(i32::try_from(months).unwrap_or(i32::MAX))
        };
        let days = (date.first.number()..=date.last.number()).map(Day::from_number);
        days.fold(Truth { yes: false, no: false }, |held, day| {
            let valid = valid(day);
            Truth { yes: held.yes || valid, no: held.no || !valid }
        })
    }
}

/// The value a band row judges.
fn judged<'r>(when: &'r Expr, shape: &BandShape) -> Option<&'r Expr> {
    if matches!(shape, BandShape::When | BandShape::Otherwise | BandShape::OtherBands) {
        return None;
    }
    match &when.kind {
        ExprKind::Compare(_, input, _) => Some(input),
        ExprKind::Not(inner) => match &inner.kind {
            ExprKind::Exists(input) => Some(input),
            _ => None,
        },
        ExprKind::And(parts) => parts.first().and_then(|part| judged(part, shape)),
        _ => None,
    }
}

/// What a band row asks beside its edges: `when p` at its end.
fn condition_of<'r>(when: &'r Expr, shape: &BandShape) -> Option<&'r Expr> {
    let ExprKind::And(parts) = &when.kind else { return None };
    let two_edges = matches!(
        shape,
        BandShape::FromUnder(..) | BandShape::FromTo(..) | BandShape::OverUnder(..) | BandShape::OverTo(..)
    );
    let whole = parts.first().is_some_and(|edges| matches!(edges.kind, ExprKind::And(_)));
    if two_edges && !whole { None } else { parts.get(1) }
}

fn is_total(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Definition(_, inner) => is_total(inner),
        ExprKind::Total | ExprKind::RawTotal => true,
        _ => false,
    }
}

/// `[certain, certain + possible]` of some conditions.
pub(super) fn how_many(conditions: &[Truth]) -> Number {
    let certain = conditions.iter().filter(|condition| condition.is_yes()).count();
    let possible = conditions.iter().filter(|condition| condition.yes).count();
    Number::between(whole(certain as i128), whole(possible as i128))
}

fn day_number(day: Day) -> Number {
    Number::known(whole(i128::from(day.number())))
}

fn any_day() -> Number {
    Number::between(whole(i128::from(Day::FIRST.number())), whole(i128::from(Day::LAST.number())))
}

/// The day of a number.
fn day_of(number: &R) -> Day {
    Day::from_number(i32::try_from(number.to_integer()).unwrap_or(0))
}

/// The greatest k for which the day k·per months later is not after the other.
fn months(from: &R, to: &R, per: u32) -> R {
    let (from, to) = (day_of(from), day_of(to));
    let per = i32::try_from(per).unwrap_or(i32::MAX);
    let mut count = ((to.civil().0 - from.civil().0 - 1) * 12 / per).max(0);
    let after = |count: i32| {
        let later = from.plus_months(count * per);
        // Past the last day of the calendar nothing is reached.
        later > to
            || (later == Day::LAST && from.civil().0 * 12 + from.civil().1 + count * per > 2199 * 12 + 12)
    };
    while !after(count + 1) {
        count += 1;
    }
    whole(i128::from(count))
}

/// `d ≤ D` and `D ≤ d ⊕ n`, for every day that d and D can be.
fn within(day: Number, count: u32, unit: WindowUnit, to: Number) -> Truth {
    let unknown = day.lack || to.lack;
    let (Some(d), Some(e)) = (day.span, to.span) else { return Truth::UNKNOWN };
    let end = |day: &R| match unit {
        WindowUnit::Days => day + whole(i128::from(count)),
        WindowUnit::Months => {
            whole(i128::from(day_of(day).plus_months(i32::try_from(count).unwrap_or(i32::MAX)).number()))
        }
    };
    let always = d.1 <= e.0 && e.1 <= end(&d.0);
    let ever = d.0 <= e.1 && e.0 <= end(&d.1);
    Truth { yes: ever || unknown, no: !always || unknown }
}

/// The remainder of a whole number.
fn remainder(value: Number, divisor: u32) -> Number {
    let divisor = whole(i128::from(divisor));
    Number {
        span: value.span.map(|(lo, hi)| {
            let (first, last) = ((&lo / &divisor).floor(), (&hi / &divisor).floor());
            if first == last {
                (lo - first * &divisor, hi - last * &divisor)
            } else {
                (whole(0), divisor - whole(1))
            }
        }),
        lack: value.lack,
    }
}
