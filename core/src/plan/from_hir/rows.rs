//! Collections of rows, tables of bands, and clauses.

use super::*;

impl Lowering<'_> {
    pub(super) fn is_open(&self, rows: &Rows) -> bool {
        self.set[rows.frame].open && self.set[rows.frame].source == FrameSource::Evidence
    }

    pub(super) fn any_of(&mut self, list: &[Expr], frame: FrameId) -> Option<Reg> {
        if list.is_empty() {
            return None;
        }
        let parts = self.all_in(list, frame);
        Some(self.or(parts, frame))
    }

    /// Which rows are in a collection, those excluded left out.
    pub(super) fn member(&mut self, rows: &Rows, of: u32) -> Reg {
        let member = self.member_without_exclusions(rows);
        let reg = match self.any_of(&rows.excluding, rows.frame) {
            Some(excluded) => {
                let kept = self.not(excluded);
                self.and(vec![member, kept], rows.frame)
            }
            None => member,
        };
        self.members.insert((of, self.level), reg);
        reg
    }

    pub(super) fn member_without_exclusions(&mut self, rows: &Rows) -> Reg {
        let present =
            self.truth(Op::Present { frame: rows.frame, self_declared: rows.self_declared }, rows.frame);
        match &rows.filter {
            Some(filter) => {
                let filter = self.child(filter, rows.frame);
                self.and(vec![present, filter], rows.frame)
            }
            None => present,
        }
    }

    /// The rows of a collection in which a value exists, and that value: where there is none, a row has no
    /// part in a sum, a mean or a choice among values.
    pub(super) fn of_what_exists(&mut self, rows: Reg, of: &Expr, frame: FrameId) -> (Reg, Reg) {
        let value = self.child(of, frame);
        if !of.can_be_absent {
            return (rows, value);
        }
        let exists = self.truth(Op::Exists(value), frame);
        let existing = self.push(Op::Existing(value), *self.at(value));
        (self.and(vec![rows, exists], frame), existing)
    }

    pub(super) fn count(&mut self, rows: Reg, open: bool, span: Span) -> Reg {
        let range = (Exact::ZERO, Exact::whole(crate::hir::MAX_ROWS));
        self.number(Op::Count { rows, open }, ROOT, range, 1, span)
    }

    pub(super) fn count_true(&mut self, parts: Vec<Reg>, span: Span) -> Reg {
        let most = Exact::whole(i128::try_from(parts.len()).unwrap_or(i128::MAX));
        let frame = parts.first().map_or(ROOT, |part| self.at(*part).frame);
        self.number(Op::CountTrue(parts), frame, (Exact::ZERO, most), 1, span)
    }

    pub(super) fn sum(
        &mut self,
        rows: Reg,
        of: Reg,
        open: bool,
        range: Option<(Exact, Exact)>,
        span: Span,
    ) -> Reg {
        let Some(den) = self.den_of(of) else {
            self.diagnostics.push(sum_of_ratios(span));
            return of;
        };
        let range = range.unwrap_or_else(|| {
            let hi = self.at(of).range.1.mul(Exact::whole(crate::hir::MAX_ROWS)).unwrap_or(Exact::ZERO);
            (Exact::ZERO, hi)
        });
        let width = lane(range, den).unwrap_or(Width::I128);
        let of = self.cast(of, width, den, span);
        self.number(Op::Sum { rows, of, open }, ROOT, range, den, span)
    }

    pub(super) fn mean(&mut self, rows: Reg, of: Reg, open: bool, span: Span) -> Reg {
        let range = self.at(of).range;
        let Some(den) = self.den_of(of) else {
            self.diagnostics.push(sum_of_ratios(span));
            return of;
        };
        let most = crate::hir::MAX_ROWS.unsigned_abs();
        let num = magnitude(range, den).checked_mul(most);
        let den_bound = den.unsigned_abs().checked_mul(most);
        let of = self.cast(of, Width::I128, den, span);
        self.fraction(Op::Mean { rows, of, open }, ROOT, range, num.zip(den_bound), span)
    }

    pub(super) fn table(&mut self, rows: &[TableRow], frame: FrameId, span: Span) -> Reg {
        let lowered = self.table_rows(rows, frame);
        let kind = lowered.iter().find_map(|(_, gives)| *gives).map(|reg| self.at(reg).kind);
        match kind {
            Some(Kind::Number { .. }) => self.select_number(lowered, frame, span),
            Some(Kind::Choice) => self.choice(Op::Select(lowered), frame),
            Some(Kind::Truth) | None => self.truth(Op::Select(lowered), frame),
        }
    }

    /// Points by a table; by a row that gives none the item does not apply, and says elsewhere what it
    /// counts. What another row gives stands for that here: were there no number, whatever reads the
    /// points while it is not known whether the item applies would not be known either.
    pub(super) fn table_of_points(&mut self, rows: &[TableRow], span: Span) -> Reg {
        let mut lowered = self.table_rows(rows, ROOT);
        let other = match lowered.iter().find_map(|(_, gives)| *gives) {
            Some(other) => other,
            None => self.constant(Exact::ZERO, ROOT, span),
        };
        for (_, gives) in &mut lowered {
            gives.get_or_insert(other);
        }
        self.select_number(lowered, ROOT, span)
    }

    /// Where each row is taken, and what it gives.
    fn table_rows(&mut self, rows: &[TableRow], frame: FrameId) -> Vec<(Reg, Option<Reg>)> {
        let asks = rows.iter().any(|row| matches!(row.shape, BandShape::Nothing));
        let conditions = match rows.iter().find_map(TableRow::input) {
            Some(input) if input.can_be_absent || asks => self.bands_of_what_exists(rows, input, frame),
            _ => rows.iter().map(|row| self.child(&row.when, frame)).collect(),
        };
        let rows = rows.iter().zip(conditions);
        rows.map(|(row, when)| {
            let gives = match &row.gives {
                Gives::Value(value) => Some(self.child(value, frame)),
                Gives::NotApplicable => None,
            };
            (when, gives)
        })
        .collect()
    }

    /// The conditions of bands over a value that may be lacking: no band holds what does not exist,
    /// its row is the one for nothing or, without one, the rest.
    pub(super) fn bands_of_what_exists(
        &mut self,
        rows: &[TableRow],
        input: &Expr,
        frame: FrameId,
    ) -> Vec<Reg> {
        let value = self.child(input, frame);
        let exists = self.truth(Op::Exists(value), frame);
        let missing = self.not(exists);
        let existing = self.push(Op::Existing(value), *self.at(value));
        // While the bands are lowered, the value they read is the one that exists.
        let key = (input.id, self.level);
        let outer = self.exprs.insert(key, existing);
        let (mut conditions, mut bands) = (Vec::new(), Vec::new());
        let for_nothing = rows.iter().any(|row| matches!(row.shape, BandShape::Nothing));
        for row in rows {
            let when = match row.shape {
                // No class of another set is an option of its own.
                BandShape::Nothing if matches!(row.when.kind, ExprKind::Compare(..)) => {
                    let none = self.child(&row.when, frame);
                    bands.push(none);
                    self.or(vec![missing, none], frame)
                }
                BandShape::Nothing => missing,
                BandShape::Otherwise | BandShape::OtherBands => {
                    let rest = match row.shape {
                        BandShape::OtherBands => self.child(&row.when, frame),
                        _ => {
                            let any = self.or(bands.clone(), frame);
                            self.not(any)
                        }
                    };
                    let rest = self.and(vec![exists, rest], frame);
                    if for_nothing { rest } else { self.or(vec![missing, rest], frame) }
                }
                _ => {
                    let band = self.child(&row.when, frame);
                    bands.push(band);
                    self.and(vec![exists, band], frame)
                }
            };
            self.exprs.insert((row.when.id, self.level), when);
            conditions.push(when);
        }
        match outer {
            Some(outer) => self.exprs.insert(key, outer),
            None => self.exprs.remove(&key),
        };
        conditions
    }

    pub(super) fn select_number(&mut self, rows: Vec<(Reg, Option<Reg>)>, frame: FrameId, span: Span) -> Reg {
        // A row known to hold is the answer; one known not to hold is none.
        let mut rows = rows;
        rows.retain(|(when, _)| !self.is_constant(*when, false));
        if let Some((_, Some(value))) = rows.iter().find(|(when, _)| self.is_constant(*when, true)) {
            return self.in_frame(*value, frame);
        }
        let values: Vec<Reg> = rows.iter().filter_map(|(_, value)| *value).collect();
        let ranges: Vec<(Exact, Exact)> = values.iter().map(|value| self.at(*value).range).collect();
        let lo = ranges.iter().map(|range| range.0).min().unwrap_or(Exact::ZERO);
        let hi = ranges.iter().map(|range| range.1).max().unwrap_or(Exact::ZERO);
        let (aligned, width, den) = self.align(&values, (lo, hi), span);
        let mut aligned = aligned.into_iter();
        let rows: Vec<(Reg, Option<Reg>)> = rows
            .into_iter()
            .map(|(when, value)| {
                let value = value.and_then(|_| aligned.next()).map(|value| self.in_frame(value, frame));
                (when, value)
            })
            .collect();
        let bounds = rows.iter().filter_map(|(_, value)| *value).fold((0, 1), |bounds, value| {
            let own = self.at(value).bounds;
            (own.0.max(bounds.0), own.1.max(bounds.1))
        });
        let out = Register { frame, kind: Kind::Number { width, den }, range: (lo, hi), bounds };
        self.push(Op::Select(rows), out)
    }

    /// Whether a clause is in scope and met.
    pub(super) fn clause(&mut self, clause: &Clause, frame: FrameId) -> Reg {
        let condition = self.child(&clause.condition, frame);
        match &clause.only {
            Some(only) => {
                let only = self.child(only, frame);
                self.and(vec![only, condition], frame)
            }
            None => condition,
        }
    }

    pub(super) fn clauses(
        &mut self,
        quantifier: Quantifier,
        clauses: &[Clause],
        frame: FrameId,
        span: Span,
    ) -> Reg {
        match quantifier {
            Quantifier::All => {
                let mut scopes = Vec::new();
                let parts = clauses
                    .iter()
                    .map(|clause| {
                        let condition = self.child(&clause.condition, frame);
                        match &clause.only {
                            Some(only) => {
                                let only = self.child(only, frame);
                                scopes.push(Some(only));
                                let outside = self.not(only);
                                self.or(vec![outside, condition], frame)
                            }
                            None => {
                                scopes.push(None);
                                condition
                            }
                        }
                    })
                    .collect();
                let all = self.and(parts, frame);
                self.unless_nothing_applies(all, &scopes, frame)
            }
            Quantifier::Any => self.at_least(1, clauses, frame, span),
            Quantifier::AtLeast(n) => self.at_least(n, clauses, frame, span),
        }
    }

    /// So many clauses in scope are met, and every compulsory one that is in scope.
    pub(super) fn at_least(&mut self, n: u32, clauses: &[Clause], frame: FrameId, span: Span) -> Reg {
        let met: Vec<Reg> = clauses.iter().map(|clause| self.clause(clause, frame)).collect();
        let mut parts = Vec::new();
        for clause in clauses.iter().filter(|clause| clause.compulsory) {
            let condition = self.child(&clause.condition, frame);
            parts.push(match &clause.only {
                Some(only) => {
                    let only = self.child(only, frame);
                    let outside = self.not(only);
                    self.or(vec![outside, condition], frame)
                }
                None => condition,
            });
        }
        parts.push(if n == 1 {
            self.or(met, frame)
        } else {
            let count = self.count_true(met, span);
            let bound = self.constant(Exact::whole(i128::from(n)), frame, span);
            self.compare_regs(Comparison::GreaterOrEqual, count, bound, span)
        });
        self.and(parts, frame)
    }

    /// *All* of nothing is not true: unknown where none of the scopes holds.
    pub(super) fn unless_nothing_applies(&mut self, all: Reg, scopes: &[Option<Reg>], frame: FrameId) -> Reg {
        let known: Option<Vec<Reg>> = scopes.iter().copied().collect();
        let Some(known) = known else { return all };
        let some = self.or(known, frame);
        let none = self.not(some);
        let unknown = self.unknown(frame);
        self.truth(Op::Select(vec![(some, Some(all)), (none, Some(unknown))]), frame)
    }
}
