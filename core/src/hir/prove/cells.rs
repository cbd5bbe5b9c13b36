//! Conditions over cells of values.
//!
//! In: conditions. Out: formulas over axes, and the cells in which each formula has one truth value.
//! Comparisons of one number with constants cut its axis; options of a list are cells of their own;
//! any other condition is an axis of two cells. Axes are taken as free of one another, so what holds
//! in every cell holds always; a cell that cannot come about may be among them.

mod search;

use super::super::{
    CriteriaSet, Expr, ExprKind, ItemId, NotApplicable, Quantifier, Ty, comparison_text, expr_text,
};
use super::grid::grid;
use crate::describe::{Words, show_value};
use crate::exact::Exact;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use tieuchi_grammar::ast::Comparison;
use tieuchi_grammar::{Bilingual, Lang};

/// The most cells that are looked at.
const MOST_CELLS: usize = 10_000;
/// The most clauses of "k of n" that are written out.
const MOST_CLAUSES: usize = 8;

/// A condition over axes.
#[derive(Debug)]
pub enum Formula {
    Known(bool),
    /// The value of a number's axis compares so with a constant.
    Number(usize, Comparison, Exact),
    /// The option of a choice's axis is one of these.
    Options(usize, u64),
    /// The two cells of any other condition.
    Truth(usize),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
    AtLeast(usize, Vec<Self>),
}

#[derive(Debug)]
struct Axis<'a> {
    /// What it is of, for the words of a finding; for a least over items, the first of them.
    expr: &'a Expr,
    kind: AxisKind,
}

#[derive(Debug)]
enum AxisKind {
    Number {
        range: Option<(Exact, Exact)>,
        step: Option<Exact>,
        cuts: Vec<(Comparison, Exact)>,
        absent: bool,
    },
    Choice(u32),
    Truth,
}

/// A value of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    Number(Exact),
    Option(u32),
    Truth(bool),
    /// The number does not exist: no comparison holds.
    Absent,
}

/// The axes of some conditions.
pub struct Space<'a> {
    set: &'a CriteriaSet,
    axes: Vec<Axis<'a>>,
    known: BTreeMap<String, usize>,
    /// The class whose condition is read: what depends on the level judged is its own.
    level: u32,
    /// Whether the verdict of an item is read as what it asks for.
    looks_into_items: bool,
}

impl<'a> Space<'a> {
    pub fn new(set: &'a CriteriaSet) -> Self {
        Self { set, axes: Vec::new(), known: BTreeMap::new(), level: 0, looks_into_items: false }
    }

    /// Axes of what items ask for instead of their verdicts: two levels of one item can be compared.
    pub fn looking_into_items(set: &'a CriteriaSet) -> Self {
        Self { looks_into_items: true, ..Self::new(set) }
    }

    /// Whether every cell can come about as far as can be seen: each axis is one value that is filed,
    /// the same for every level.
    pub fn is_exact(&self) -> bool {
        let filed = |axis: &Axis<'_>| match &axis.expr.kind {
            ExprKind::Input(_) => true,
            ExprKind::Definition(_, inner) => matches!(inner.kind, ExprKind::Input(_)),
            _ => false,
        };
        self.axes.iter().all(|axis| filed(axis) && !reads_level(self.set, axis.expr))
    }

    /// The condition of a class, by its position.
    pub fn class_condition(&mut self, position: u32, condition: &'a Expr) -> Formula {
        self.level = position;
        self.formula(condition)
    }

    /// A condition as a formula over the axes.
    pub fn formula(&mut self, expr: &'a Expr) -> Formula {
        match &expr.kind {
            ExprKind::Truth(known) => Formula::Known(*known),
            ExprKind::LevelJudged(level) => Formula::Known(*level == self.level),
            ExprKind::Definition(_, inner) => self.formula(inner),
            ExprKind::Not(inner) => Formula::Not(Box::new(self.formula(inner))),
            ExprKind::And(parts) => Formula::All(parts.iter().map(|part| self.formula(part)).collect()),
            ExprKind::Or(parts) => Formula::Any(parts.iter().map(|part| self.formula(part)).collect()),
            ExprKind::Compare(op, left, right) => self.comparison(*op, left, right, expr),
            ExprKind::In(left, options) => match (&left.ty, option_mask(options)) {
                (Ty::Choice(_), Some(mask)) => Formula::Options(self.choice(left), mask),
                (Ty::Number(_), _) => match options.iter().map(number_of).collect::<Option<Vec<Exact>>>() {
                    Some(bars) => {
                        let equal = |bar| self.number(left, Comparison::Equal, bar);
                        Formula::Any(bars.into_iter().map(equal).collect())
                    }
                    None => self.other(expr),
                },
                _ => self.other(expr),
            },
            ExprKind::Clauses(quantifier, clauses) if clauses.len() <= MOST_CLAUSES => {
                let compulsory: Vec<bool> = clauses.iter().map(|clause| clause.compulsory).collect();
                let absent = clauses.iter().any(|clause| clause.only.is_some());
                if absent && *quantifier != Quantifier::All {
                    return self.other(expr);
                }
                let each: Vec<Formula> = clauses
                    .iter()
                    .map(|clause| {
                        let holds = self.formula(&clause.condition);
                        match &clause.only {
                            None => holds,
                            // Out of scope it is not asked for.
                            Some(only) => {
                                Formula::Any(vec![Formula::Not(Box::new(self.formula(only))), holds])
                            }
                        }
                    })
                    .collect();
                match quantifier {
                    Quantifier::All => Formula::All(each),
                    Quantifier::Any => Formula::Any(each),
                    Quantifier::AtLeast(_) if compulsory.contains(&true) => self.other(expr),
                    Quantifier::AtLeast(n) => Formula::AtLeast(*n as usize, each),
                }
            }
            ExprKind::ItemMet(item) if self.looks_into_items => self.item_met(*item, expr),
            ExprKind::AllItems(items) if self.looks_into_items => Formula::All(
                items.iter().map(|(item, condition)| self.where_applies(*item, condition)).collect(),
            ),
            ExprKind::AllItems(items) => self.least_over_items(items, expr),
            _ => self.other(expr),
        }
    }

    /// What an item asks for, its parts included.
    fn item_met(&mut self, id: ItemId, whole: &'a Expr) -> Formula {
        let item = &self.set[id];
        // What a person concludes, or a figure reaches, says nothing of another level.
        if item.on_file.is_some() || item.measure.is_some() || item.only.is_some() {
            return self.other(whole);
        }
        let level = self.level;
        let own = item.verdicts.iter().filter(|verdict| verdict.level.is_none_or(|of| of == level));
        let mut asked: Vec<Formula> = own.map(|verdict| self.formula(&verdict.condition)).collect();
        for child in &item.children {
            let part = &self.set[*child];
            if part.judged && part.verdicts.is_empty() && part.children.is_empty() {
                return self.other(whole);
            }
            if part.judged {
                let met = self.item_met(*child, whole);
                asked.push(met);
            }
        }
        Formula::All(asked)
    }

    /// A condition of an item, asked only where the item applies.
    fn where_applies(&mut self, id: ItemId, condition: &'a Expr) -> Formula {
        let holds = self.formula(condition);
        match &self.set[id].only {
            None => holds,
            Some((only, NotApplicable::LeaveOut | NotApplicable::Met)) => {
                Formula::Any(vec![Formula::Not(Box::new(self.formula(only))), holds])
            }
            Some(_) => self.other(condition),
        }
    }

    /// A figure that is one number for the level judged.
    fn constant(&self, expr: &Expr) -> Option<Exact> {
        match &expr.kind {
            ExprKind::Number(number) => Some(*number),
            ExprKind::Param(id) if self.looks_into_items => {
                let param = &self.set[*id];
                let judged = |case: &Option<Expr>| match case.as_ref().map(|case| &case.kind) {
                    None => true,
                    Some(ExprKind::LevelJudged(level)) => *level == self.level,
                    Some(_) => false,
                };
                let case = param.cases.iter().position(judged)?;
                let mut values = param.rows.iter().filter(|row| row.case == case).map(|row| row.value);
                let first = values.next()?;
                values.all(|other| other == first).then_some(first)
            }
            _ => None,
        }
    }

    fn comparison(&mut self, op: Comparison, left: &'a Expr, right: &'a Expr, whole: &'a Expr) -> Formula {
        match (&left.kind, &right.kind) {
            (ExprKind::Number(a), ExprKind::Number(b)) => Formula::Known(compares(op, a.cmp(b))),
            (ExprKind::Number(bar), _) => self.number(right, mirrored(op), *bar),
            _ if matches!(left.ty, Ty::Number(_))
                && let Some(bar) = self.constant(right) =>
            {
                self.number(left, op, bar)
            }
            (_, ExprKind::Option(option)) => {
                let Ty::Choice(choice) = left.ty else { return self.other(whole) };
                let count = u32::try_from(self.set[choice].options.len()).unwrap_or(0);
                let holds = (0..count.min(63)).filter(|at| compares(op, at.cmp(option)));
                Formula::Options(self.choice(left), holds.fold(0, |mask, at| mask | 1 << at))
            }
            _ => self.other(whole),
        }
    }

    /// `mọi chỉ_số đều điểm >= 5` is a comparison of the least with 5.
    fn least_over_items(&mut self, items: &'a [(ItemId, Expr)], whole: &'a Expr) -> Formula {
        let mut key = String::from("least");
        let mut bar: Option<(Comparison, Exact)> = None;
        let mut range: Option<(Exact, Exact)> = None;
        let mut first = None;
        for (_, condition) in items {
            let ExprKind::Compare(op, value, right) = &condition.kind else { return self.other(whole) };
            let ExprKind::Number(number) = right.kind else { return self.other(whole) };
            let upwards = matches!(op, Comparison::GreaterOrEqual | Comparison::Greater);
            if !upwards || bar.is_some_and(|known| known != (*op, number)) {
                return self.other(whole);
            }
            bar = Some((*op, number));
            first = first.or(Some(&**value));
            key.push(' ');
            key.push_str(&expr_text(self.set, value));
            range = match (range, value.range) {
                (None, own) => own,
                (Some(all), Some(own)) => Some((all.0.min(own.0), all.1.max(own.1))),
                (Some(_), None) => return self.other(whole),
            };
        }
        let (Some((op, bar)), Some(_)) = (bar, first) else { return self.other(whole) };
        let kind = AxisKind::Number { range, step: None, cuts: Vec::new(), absent: false };
        let axis = self.axis(key, whole, kind);
        self.cut(axis, op, bar)
    }

    fn number(&mut self, expr: &'a Expr, op: Comparison, bar: Exact) -> Formula {
        let (range, step, absent) = (expr.range, grid(self.set, expr), expr.can_be_absent);
        let kind = AxisKind::Number { range, step, cuts: Vec::new(), absent };
        let axis = self.axis(expr_text(self.set, expr), expr, kind);
        self.cut(axis, op, bar)
    }

    fn cut(&mut self, axis: usize, op: Comparison, bar: Exact) -> Formula {
        if let Some(Axis { kind: AxisKind::Number { cuts, .. }, .. }) = self.axes.get_mut(axis)
            && !cuts.contains(&(op, bar))
        {
            cuts.push((op, bar));
        }
        Formula::Number(axis, op, bar)
    }

    fn choice(&mut self, expr: &'a Expr) -> usize {
        let count = match expr.ty {
            Ty::Choice(choice) => u32::try_from(self.set[choice].options.len()).unwrap_or(0),
            _ => 0,
        };
        self.axis(expr_text(self.set, expr), expr, AxisKind::Choice(count.min(63)))
    }

    fn other(&mut self, expr: &'a Expr) -> Formula {
        // A comparison of two values and its opposite are one axis.
        if let ExprKind::Compare(op, left, right) = &expr.kind
            && matches!(op, Comparison::Less | Comparison::NotEqual | Comparison::Greater)
            && !left.can_be_absent
            && !right.can_be_absent
        {
            let opposite = match op {
                Comparison::Less => Comparison::GreaterOrEqual,
                Comparison::Greater => Comparison::LessOrEqual,
                _ => Comparison::Equal,
            };
            let key = format!("{} {}", comparison_text(opposite), self.sides(left, right));
            return Formula::Not(Box::new(Formula::Truth(self.axis(key, expr, AxisKind::Truth))));
        }
        let key = match &expr.kind {
            ExprKind::Compare(op, left, right) => {
                format!("{} {}", comparison_text(*op), self.sides(left, right))
            }
            _ => expr_text(self.set, expr),
        };
        Formula::Truth(self.axis(key, expr, AxisKind::Truth))
    }

    fn sides(&self, left: &Expr, right: &Expr) -> String {
        format!("{} {}", expr_text(self.set, left), expr_text(self.set, right))
    }

    fn axis(&mut self, key: String, expr: &'a Expr, kind: AxisKind) -> usize {
        let key = if reads_level(self.set, expr) { format!("level {} {key}", self.level) } else { key };
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        self.axes.push(Axis { expr, kind });
        self.known.insert(key, self.axes.len() - 1);
        self.axes.len() - 1
    }

    /// Every cell by a point in it; none where there are too many.
    pub fn cells(&self) -> Option<Vec<Vec<Point>>> {
        let mut cells: Vec<Vec<Point>> = vec![Vec::new()];
        for axis in &self.axes {
            let points = axis.points();
            if cells.len().saturating_mul(points.len()) > MOST_CELLS {
                return None;
            }
            cells = cells
                .iter()
                .flat_map(|cell| {
                    points.iter().map(move |point| {
                        let mut cell = cell.clone();
                        cell.push(*point);
                        cell
                    })
                })
                .collect();
        }
        Some(cells)
    }

    /// The nearest cells in which something is so, along one axis: above a cell, and below it.
    pub fn beside<T>(&self, cell: &[Point], what: impl Fn(&[Point]) -> Option<T>) -> (Option<T>, Option<T>) {
        // Each with how many steps away it lies.
        let mut above: Option<(usize, T)> = None;
        let mut below: Option<(usize, T)> = None;
        for (at, axis) in self.axes.iter().enumerate() {
            let mut points = axis.points();
            if matches!(axis.kind, AxisKind::Truth) {
                // What does not hold lies below what does.
                points.reverse();
            }
            points.retain(|point| *point != Point::Absent);
            let Some(place) = points.iter().position(|point| cell.get(at) == Some(point)) else { continue };
            let (lower, upper) = points.split_at(place);
            let found = |steps: &mut dyn Iterator<Item = &Point>| {
                steps.enumerate().find_map(|(step, point)| {
                    let mut other = cell.to_vec();
                    *other.get_mut(at)? = *point;
                    Some((step, what(&other)?))
                })
            };
            let nearer = |known: Option<(usize, T)>, next: Option<(usize, T)>| match (known, next) {
                (Some(known), Some(next)) if next.0 < known.0 => Some(next),
                (Some(known), _) => Some(known),
                (None, next) => next,
            };
            above = nearer(above, found(&mut upper.iter().skip(1)));
            below = nearer(below, found(&mut lower.iter().rev()));
        }
        (above.map(|found| found.1), below.map(|found| found.1))
    }

    /// A cell in words.
    pub fn words(&self, cell: &[Point]) -> Bilingual {
        let case: Vec<Option<Point>> = cell.iter().copied().map(Some).collect();
        self.words_of(&case)
    }

    /// What matters in a case, in words.
    pub fn words_of(&self, case: &[Option<Point>]) -> Bilingual {
        let text = |lang: Lang| {
            let words = Words { set: self.set, lang };
            let set = self.axes.iter().zip(case).filter_map(|(axis, point)| Some((axis, point.as_ref()?)));
            let parts = set.map(|(axis, point)| {
                let what = words.expr(axis.expr);
                match point {
                    Point::Number(value) => match &axis.expr.kind {
                        // The least over items: how far the worst one gets.
                        ExprKind::AllItems(items) => {
                            let ty = items.first().map(|(_, condition)| match &condition.kind {
                                ExprKind::Compare(_, value, _) => value.ty.clone(),
                                _ => Ty::Truth,
                            });
                            let value = show_value(*value, &ty.unwrap_or(Ty::Truth), lang);
                            let least = if lang == Lang::Vi { "thấp nhất" } else { "the least is" };
                            format!("({what}): {least} {value}")
                        }
                        _ => format!("{what} = {}", show_value(*value, &axis.expr.ty, lang)),
                    },
                    Point::Absent => {
                        format!("{what}: {}", if lang == Lang::Vi { "không có" } else { "none" })
                    }
                    Point::Option(option) => {
                        let label = match axis.expr.ty {
                            Ty::Choice(choice) => {
                                self.set[choice].labels.get(*option as usize).cloned().unwrap_or_default()
                            }
                            _ => String::new(),
                        };
                        format!("{what} = «{label}»")
                    }
                    Point::Truth(holds) => {
                        let holds = match (lang, holds) {
                            (Lang::Vi, true) => "đúng",
                            (Lang::Vi, false) => "sai",
                            (Lang::En, true) => "true",
                            (Lang::En, false) => "false",
                        };
                        format!("({what}) = {holds}")
                    }
                }
            });
            parts.collect::<Vec<_>>().join("; ")
        };
        Bilingual { vi: text(Lang::Vi), en: text(Lang::En) }
    }
}

impl Axis<'_> {
    /// A point of every cell, and none that the axis does not have.
    fn points(&self) -> Vec<Point> {
        let (range, step, cuts, absent) = match &self.kind {
            AxisKind::Truth => return vec![Point::Truth(true), Point::Truth(false)],
            AxisKind::Choice(count) => return (0..*count).map(Point::Option).collect(),
            AxisKind::Number { range, step, cuts, absent } => (*range, *step, cuts, *absent),
        };
        let mut edges: Vec<Exact> = cuts.iter().map(|(_, bar)| *bar).collect();
        edges.extend(range.map(|range| [range.0, range.1]).into_iter().flatten());
        edges.sort();
        edges.dedup();
        let mut points = edges.clone();
        for pair in edges.windows(2) {
            if let [low, high] = pair {
                points.extend(between(*low, *high, step));
            }
        }
        if range.is_none() {
            points.extend(edges.first().and_then(|least| least.sub(step.unwrap_or(Exact::ONE))));
            points.extend(edges.last().and_then(|most| most.add(step.unwrap_or(Exact::ONE))));
        }
        let on_step = |point: &Exact| {
            step.is_none_or(|step| {
                point.div(step).is_some_and(Exact::is_whole) || Some(*point) == range.map(|range| range.0)
            })
        };
        let inside = |point: &Exact| range.is_none_or(|(low, high)| low <= *point && *point <= high);
        points.retain(|point| inside(point) && on_step(point));
        points.sort();
        points.dedup();
        // Of points between which no comparison tells, the first stands for all.
        let mut seen = BTreeSet::new();
        let told = |value: Option<Exact>| -> Vec<bool> {
            cuts.iter().map(|(op, bar)| value.is_some_and(|value| compares(*op, value.cmp(bar)))).collect()
        };
        points.retain(|point| seen.insert(told(Some(*point))));
        let absent = absent && seen.insert(told(None));
        points.into_iter().map(Point::Number).chain(absent.then_some(Point::Absent)).collect()
    }
}

/// A value between two others: the middle if it lies on the step, else the next that does.
fn between(low: Exact, high: Exact, step: Option<Exact>) -> Option<Exact> {
    let middle = low.add(high)?.div(Exact::whole(2))?;
    let Some(step) = step else { return Some(middle) };
    if middle.div(step).is_some_and(Exact::is_whole) {
        return Some(middle);
    }
    let next = Exact::whole(low.div(step)?.floor().checked_add(1)?).mul(step)?;
    (next < high).then_some(next)
}

impl Formula {
    /// Whether it holds in a cell.
    pub fn holds(&self, cell: &[Point]) -> bool {
        match self {
            Self::Known(known) => *known,
            Self::Number(axis, op, bar) => {
                matches!(cell.get(*axis), Some(Point::Number(value)) if compares(*op, value.cmp(bar)))
            }
            Self::Options(axis, mask) => {
                matches!(cell.get(*axis), Some(Point::Option(option)) if mask >> option & 1 == 1)
            }
            Self::Truth(axis) => matches!(cell.get(*axis), Some(Point::Truth(true))),
            Self::Not(inner) => !inner.holds(cell),
            Self::All(parts) => parts.iter().all(|part| part.holds(cell)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(cell)),
            Self::AtLeast(n, parts) => parts.iter().filter(|part| part.holds(cell)).count() >= *n,
        }
    }
}

fn compares(op: Comparison, ordering: Ordering) -> bool {
    match op {
        Comparison::Less => ordering.is_lt(),
        Comparison::LessOrEqual => ordering.is_le(),
        Comparison::Equal => ordering.is_eq(),
        Comparison::NotEqual => ordering.is_ne(),
        Comparison::GreaterOrEqual => ordering.is_ge(),
        Comparison::Greater => ordering.is_gt(),
    }
}

/// The same comparison read from the other side.
const fn mirrored(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::Greater,
        Comparison::LessOrEqual => Comparison::GreaterOrEqual,
        Comparison::GreaterOrEqual => Comparison::LessOrEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::Equal | Comparison::NotEqual => op,
    }
}

/// Whether a condition depends on the level that is judged.
fn reads_level(set: &CriteriaSet, expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| match &part.kind {
        ExprKind::LevelJudged(_) => found = true,
        ExprKind::ItemMet(item) => found |= set[*item].by_level,
        ExprKind::AllItems(items) | ExprKind::CountItems(items) | ExprKind::ShareItems(items) => {
            found |= items.iter().any(|(item, _)| set[*item].by_level);
        }
        ExprKind::Param(param) => {
            found |= set[*param].cases.iter().flatten().any(|case| reads_level(set, case));
        }
        _ => {}
    });
    found
}

/// A literal number.
fn number_of(expr: &Expr) -> Option<Exact> {
    match expr.kind {
        ExprKind::Number(number) => Some(number),
        _ => None,
    }
}

fn option_mask(options: &[Expr]) -> Option<u64> {
    options.iter().try_fold(0u64, |mask, option| match option.kind {
        ExprKind::Option(at) if at < 63 => Some(mask | 1 << at),
        _ => None,
    })
}
