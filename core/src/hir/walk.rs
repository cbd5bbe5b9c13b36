//! Visiting every part of an expression, and every expression of an item.

use super::{BandShape, Clause, CriteriaSet, Expr, ExprKind, Gives, Item, Rows, ScoringKind, TableRow};

/// Whether the level that is judged is read, itself or in the case of a parameter.
#[must_use]
pub fn reads_level(set: &CriteriaSet, expr: &Expr) -> bool {
    let mut found = false;
    expr.walk(&mut |part| match &part.kind {
        ExprKind::LevelJudged(_) => found = true,
        ExprKind::Param(param) => {
            found |= set[*param].cases.iter().flatten().any(|case| reads_level(set, case));
        }
        _ => {}
    });
    found
}

impl Expr {
    /// A divisor as it was written: a guard makes it `lớn_nhất(n; …)`, which stands in the place of
    /// the n alone.
    pub fn unguarded(&self) -> &Self {
        match &self.kind {
            ExprKind::Larger(divisor, _) if divisor.span == self.span => divisor,
            _ => self,
        }
    }

    /// What arithmetic begins with, and what that begins with, outermost first: `a + b` and `a` of
    /// `a + b - c`. Nothing for other expressions.
    pub fn row_of_arithmetic(&self) -> Vec<&Self> {
        fn begins(expr: &Expr) -> Option<&Expr> {
            match &expr.kind {
                ExprKind::Arithmetic(_, left, _) => Some(left),
                _ => None,
            }
        }
        std::iter::successors(begins(self), |expr| begins(expr)).collect()
    }

    /// Calls back for this expression and every one inside it, outermost first.
    pub fn walk(&self, visit: &mut impl FnMut(&Self)) {
        self.walk_dyn(&mut |expr| visit(expr));
    }

    fn walk_dyn(&self, visit: &mut dyn FnMut(&Self)) {
        visit(self);
        self.each_part(&mut |part| part.walk_dyn(visit));
    }

    /// The expressions directly inside this one.
    #[must_use]
    pub fn parts(&self) -> Vec<&Self> {
        let mut out = Vec::new();
        self.each_part(&mut |part| out.push(part));
        out
    }

    /// Calls back for every expression directly inside this one, without a list of them.
    fn each_part<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        match &self.kind {
            ExprKind::Number(_)
            | ExprKind::Truth(_)
            | ExprKind::Day(_)
            | ExprKind::Option(_)
            | ExprKind::Text(_)
            | ExprKind::NamedDay(_)
            | ExprKind::Input(_)
            | ExprKind::Param(_)
            | ExprKind::LevelJudged(_)
            | ExprKind::HoldsClass(_)
            | ExprKind::ItemPoints(_)
            | ExprKind::ItemMax(_)
            | ExprKind::ItemShare(_)
            | ExprKind::ItemMet(_)
            | ExprKind::ItemApplies(_)
            | ExprKind::Total
            | ExprKind::RawTotal
            | ExprKind::BaseTotal => {}
            ExprKind::Definition(_, a)
            | ExprKind::Not(a)
            | ExprKind::InPeriod(a)
            | ExprKind::Remainder(a, _)
            | ExprKind::Round(a, _)
            | ExprKind::Exists(a) => visit(a),
            ExprKind::And(parts) | ExprKind::Or(parts) => parts.iter().for_each(visit),
            ExprKind::Compare(_, a, b)
            | ExprKind::Arithmetic(_, a, b)
            | ExprKind::Larger(a, b)
            | ExprKind::Smaller(a, b)
            | ExprKind::MonthsBetween(a, b, _)
            | ExprKind::Within { day: a, to: b, .. } => {
                visit(a);
                visit(b);
            }
            ExprKind::In(a, list) => std::iter::once(&**a).chain(list).for_each(visit),
            ExprKind::Count(rows) => rows.parts().for_each(visit),
            ExprKind::Sum(rows, a)
            | ExprKind::Mean(rows, a)
            | ExprKind::All(rows, a)
            | ExprKind::Share(rows, a) => rows.parts().chain([&**a]).for_each(visit),
            ExprKind::Pick(_, rows, a, by) => {
                rows.parts().chain([&**a]).chain(by.as_deref()).for_each(visit);
            }
            ExprKind::AllItems(list) | ExprKind::CountItems(list) | ExprKind::ShareItems(list) => {
                list.iter().for_each(|(_, expr)| visit(expr));
            }
            ExprKind::Table(rows) => rows.iter().flat_map(TableRow::parts).for_each(visit),
            ExprKind::Clauses(_, clauses) | ExprKind::ClauseCount(clauses) => {
                clauses.iter().flat_map(Clause::parts).for_each(visit);
            }
        }
    }
}

impl Rows {
    /// The conditions on the rows.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        self.filter.iter().chain(&self.excluding).chain(&self.exempting)
    }
}

impl TableRow {
    /// The condition and the value.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        let value = match &self.gives {
            Gives::Value(value) => Some(value),
            Gives::NotApplicable => None,
        };
        std::iter::once(&self.when).chain(value)
    }
}

impl TableRow {
    /// The value the row judges; none for a row that compares nothing.
    #[must_use]
    pub fn input(&self) -> Option<&Expr> {
        fn left(when: &Expr) -> Option<&Expr> {
            match &when.kind {
                ExprKind::Compare(_, value, _) => Some(value),
                ExprKind::And(parts) => parts.first().and_then(left),
                _ => None,
            }
        }
        match self.shape {
            BandShape::Nothing | BandShape::Otherwise | BandShape::OtherBands | BandShape::When => None,
            _ => left(&self.when),
        }
    }
}

impl BandShape {
    /// The edges, lower first.
    #[must_use]
    pub fn edges(&self) -> Vec<&Expr> {
        match self {
            Self::FromUp(a) | Self::Over(a) | Self::Under(a) | Self::AtMost(a) | Self::Exactly(a) => vec![a],
            Self::FromUnder(a, b) | Self::FromTo(a, b) | Self::OverUnder(a, b) | Self::OverTo(a, b) => {
                vec![a, b]
            }
            Self::Nothing | Self::Otherwise | Self::OtherBands | Self::When => Vec::new(),
        }
    }
}

impl Clause {
    /// The scope and the condition.
    pub fn parts(&self) -> impl Iterator<Item = &Expr> {
        self.only.iter().chain(std::iter::once(&self.condition))
    }
}

impl Item {
    /// Calls back for every expression of the item's own statements.
    pub fn each_expr(&self, visit: &mut impl FnMut(&Expr)) {
        for expr in self.own_exprs() {
            visit(expr);
        }
    }

    /// The expressions of the item's own statements, in the order of the statements' kinds.
    #[must_use]
    pub fn own_exprs(&self) -> Vec<&Expr> {
        let mut out: Vec<&Expr> = self.only.iter().map(|(only, _)| only).collect();
        out.extend(&self.on_file);
        out.extend(
            self.measure.iter().flat_map(|measure| std::iter::once(&measure.value).chain(&measure.meets)),
        );
        out.extend(&self.zero);
        out.extend(self.verdicts.iter().map(|verdict| &verdict.condition));
        for scoring in &self.scoring {
            out.extend(&scoring.only);
            match &scoring.kind {
                ScoringKind::Table { input, rows, steps } => {
                    out.push(input);
                    out.extend(rows.iter().flat_map(TableRow::parts));
                    out.extend(steps.iter().map(|step| &step.steps));
                }
                ScoringKind::Level { input, .. }
                | ScoringKind::Direct(input)
                | ScoringKind::Formula(input) => {
                    out.push(input);
                }
                ScoringKind::Met { condition, points } => out.extend([condition, points]),
                ScoringKind::Each { rows, points, dedupe } => {
                    out.extend(rows.parts());
                    out.push(points);
                    out.extend(dedupe.iter().flat_map(|dedupe| &dedupe.by));
                }
                ScoringKind::ClausesGive { clauses, .. } => {
                    out.extend(clauses.iter().flat_map(Clause::parts))
                }
            }
        }
        out
    }
}
