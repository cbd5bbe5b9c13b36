//! What a node rests on beside its own lines: what the facts, definitions and rows it reads cite,
//! the row of a parameter in force, and edges of bands with their values.
//!
//! In: the expressions of a node. Out: sources, readings and reasons of the node. Every value is
//! read from the registers.

use super::*;
use crate::context::param_row;
use crate::hir::ParamId;
use tieuchi_grammar::ast::Arithmetic;

impl Explainer<'_> {
    /// Adds what a statement cites, each thing once.
    pub(super) fn cite(&self, notes: &Notes, node: &mut Node) {
        if !notes.says() {
            return;
        }
        let (own, more) = (&node.about.cites, &mut node.cites);
        add(&notes.sources, &own.sources, &mut more.sources);
        add(&notes.readings, &own.readings, &mut more.readings);
        add(&notes.unexpressed, &own.unexpressed, &mut more.unexpressed);
    }

    /// As [`Explainer::cite_all`] of one expression.
    pub(super) fn cite_parts(&self, expr: &Expr, level: Option<u32>, node: &mut Node) {
        if self.reads(expr).cites {
            self.cite_all(&[expr], level, node);
        }
    }

    /// Adds what the facts, definitions and rows cite that some expressions read, and the rows of
    /// parameters that were in force.
    pub(super) fn cite_all(&self, exprs: &[&Expr], level: Option<u32>, node: &mut Node) {
        let mut params: Vec<ParamId> = Vec::new();
        for expr in exprs.iter().filter(|expr| self.reads(expr).cites) {
            expr.walk(&mut |part| match &part.kind {
                ExprKind::Input(id) => {
                    if let Some(notes) = self.set.fact_notes.get(&self.set[*id].span) {
                        self.cite(notes, node);
                    }
                }
                ExprKind::Definition(id, _) => {
                    if let Some(definition) = self.set.definitions.get(id.index()) {
                        self.cite(&definition.notes, node);
                    }
                }
                ExprKind::Table(rows) => self.cite_rows(rows, level, node),
                ExprKind::Param(id) if !params.contains(id) => params.push(*id),
                _ => {}
            });
        }
        for id in params {
            node.reasons.extend(self.row_in_force(id, level));
        }
    }

    /// Adds what the rows cite that hold, or may.
    pub(super) fn cite_rows(&self, rows: &[TableRow], level: Option<u32>, node: &mut Node) {
        let cites = rows.iter().filter(|row| row.notes.says() && row.when.frame == ROOT);
        for row in cites.filter(|row| self.may_hold(row, level)) {
            // Where it is kept back which row holds, so is what that row cites.
            if row.shape.is_range() || !self.hides(&row.when) {
                self.cite(&row.notes, node);
            }
        }
    }

    pub(super) fn may_hold(&self, row: &TableRow, level: Option<u32>) -> bool {
        self.reg(&row.when, level).is_some_and(|reg| self.verdict(reg) != Verdict::NotMet)
    }

    /// The row a parameter was read from. A bar of milestones is told with its target.
    fn row_in_force(&self, id: ParamId, level: Option<u32>) -> Option<Reason> {
        let param = &self.set[id];
        if param.name.contains('.') {
            return None;
        }
        let holds = |case: &Option<Expr>| match case {
            None => true,
            Some(case) => self.reg(case, level).is_some_and(|reg| self.verdict(reg) == Verdict::Met),
        };
        let case = param.cases.iter().position(holds)?;
        if param.cases.iter().flatten().any(|case| self.hides(case)) {
            return None;
        }
        let context = &self.outcome.context;
        let regions = self.outcome.regions();
        let row = param.rows.get(param_row(param, case, context.day(param.day), regions)?)?;
        let reason = Reason::new(ReasonCode::ParameterRow)
            .words("parameter", self.words(|words| words.param(id)))
            .value("value", row.value, row.value, &param.ty)
            .words("from", both(|lang| show_day(row.from, lang)));
        Some(match &row.region {
            Some(region) => reason.name("region", region.as_str()),
            None => reason,
        })
    }

    /// A band with the values of its edges: `dưới 50 (giờ đủ điểm)`.
    pub(super) fn band(&self, row: &TableRow, level: Option<u32>) -> Arc<Bilingual> {
        if row.shape.edges().into_iter().all(is_written) {
            let known = &self.reads(&row.when).band;
            return self.phrase(known, |words| words.band_by(row, &|edge| words.expr(edge)));
        }
        Arc::new(both(|lang| {
            let words = Words { set: self.set, lang };
            words.band_by(row, &|edge| self.edge(edge, level, lang))
        }))
    }

    fn edge(&self, edge: &Expr, level: Option<u32>, lang: Lang) -> String {
        let words = Words { set: self.set, lang };
        if is_written(edge) {
            return words.expr(edge);
        }
        match self.shown_value(edge, level, lang) {
            None => words.expr(edge),
            Some(value) => format!("{value} ({})", self.made_of(edge, level, lang, true)),
        }
    }

    /// What an edge is made of: the name of its value, or a product of named values.
    fn made_of(&self, expr: &Expr, level: Option<u32>, lang: Lang, alone: bool) -> String {
        let words = Words { set: self.set, lang }.expr(expr);
        match (&expr.kind, self.shown_value(expr, level, lang)) {
            (ExprKind::Arithmetic(Arithmetic::Multiply, a, b), _) => {
                let [a, b] = [a, b].map(|part| self.made_of(part, level, lang, false));
                format!("{a} × {b}")
            }
            (ExprKind::Number(_), _) | (_, None) => words,
            (_, Some(_)) if alone => words,
            (_, Some(value)) => format!("{words} {value}"),
        }
    }

    fn shown_value(&self, expr: &Expr, level: Option<u32>, lang: Lang) -> Option<String> {
        if self.hides(expr) {
            return None;
        }
        let (lo, hi) = self.value_of(expr, level)?;
        Some(crate::describe::show_interval(lo, hi, &expr.ty, lang))
    }
}

/// Adds what is in neither list yet.
fn add<T: Clone + PartialEq>(what: &[T], own: &[T], more: &mut Vec<T>) {
    for one in what {
        if !own.contains(one) && !more.contains(one) {
            more.push(one.clone());
        }
    }
}

/// Whether a value is written out in the set.
const fn is_written(edge: &Expr) -> bool {
    matches!(edge.kind, ExprKind::Number(_) | ExprKind::Option(_) | ExprKind::Day(_))
}
