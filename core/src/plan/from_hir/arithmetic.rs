//! Numbers: sums, products, quotients and roundings in the narrowest lane their ranges prove.

use super::*;

impl Lowering<'_> {
    pub(super) fn arithmetic(
        &mut self,
        op: Arithmetic,
        left: Reg,
        right: Reg,
        range: Option<(Exact, Exact)>,
        span: Span,
    ) -> Reg {
        let range = range.unwrap_or((Exact::ZERO, Exact::ZERO));
        match op {
            Arithmetic::Add => self.add(left, right, range, span),
            Arithmetic::Subtract => self.sub(left, right, range, span),
            Arithmetic::Multiply => self.mul(left, right, range, span),
            Arithmetic::Divide => self.ratio(left, right, range, span),
        }
    }

    pub(super) fn add(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        self.linear(Op::Add, left, right, range, span)
    }

    pub(super) fn sub(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        self.linear(Op::Sub, left, right, range, span)
    }

    pub(super) fn linear(
        &mut self,
        make: fn(Reg, Reg) -> Op,
        left: Reg,
        right: Reg,
        range: (Exact, Exact),
        span: Span,
    ) -> Reg {
        let (regs, width, den) = self.align(&[left, right], range, span);
        let (Some(a), Some(b)) = (regs.first().copied(), regs.get(1).copied()) else { return left };
        let frame = self.at(a).frame;
        if width == Width::Fraction {
            let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
            let num = an.checked_mul(bd).zip(bn.checked_mul(ad)).and_then(|(x, y)| x.checked_add(y));
            return self.fraction(make(a, b), frame, range, num.zip(ad.checked_mul(bd)), span);
        }
        let out = Register {
            frame,
            kind: Kind::Number { width, den },
            range,
            bounds: (magnitude(range, den), den.unsigned_abs()),
        };
        self.push(make(a, b), out)
    }

    pub(super) fn mul(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        let den = self.den_of(left).zip(self.den_of(right)).and_then(|(a, b)| a.checked_mul(b));
        let width = den.and_then(|den| lane(range, den));
        let frame = if self.at(left).frame == ROOT { self.at(right).frame } else { self.at(left).frame };
        let (Some(den), Some(width)) = (den, width) else {
            let a = self.cast(left, Width::Fraction, 1, span);
            let b = self.cast(right, Width::Fraction, 1, span);
            let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
            let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
            return self.fraction(
                Op::Mul(a, b),
                frame,
                range,
                an.checked_mul(bn).zip(ad.checked_mul(bd)),
                span,
            );
        };
        // The lane must also hold each operand as it is.
        let own = |reg: Reg, lowering: &Self| match lowering.at(reg).kind {
            Kind::Number { width, .. } => width,
            Kind::Truth | Kind::Choice => Width::I32,
        };
        let width = width.max(own(left, self)).max(own(right, self));
        let (left_den, right_den) = (self.den_of(left).unwrap_or(1), self.den_of(right).unwrap_or(1));
        let a = self.cast(left, width, left_den, span);
        let b = self.cast(right, width, right_den, span);
        let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
        let bounds = (magnitude(range, den), den.unsigned_abs());
        self.push(Op::Mul(a, b), Register { frame, kind: Kind::Number { width, den }, range, bounds })
    }

    /// A quotient. A constant divisor moves into the denominator; any other makes a fraction.
    pub(super) fn ratio(&mut self, left: Reg, right: Reg, range: (Exact, Exact), span: Span) -> Reg {
        let divisor = self.at(right).range;
        if divisor.0 == divisor.1
            && divisor.0 > Exact::ZERO
            && let Some(inverse) = Exact::ONE.div(divisor.0)
        {
            let frame = self.at(right).frame;
            let inverse = self.constant(inverse, frame, span);
            return self.mul(left, inverse, range, span);
        }
        let frame = if self.at(left).frame == ROOT { self.at(right).frame } else { self.at(left).frame };
        let a = self.cast(left, Width::Fraction, 1, span);
        let b = self.cast(right, Width::Fraction, 1, span);
        let (a, b) = (self.in_frame(a, frame), self.in_frame(b, frame));
        let ((an, ad), (bn, bd)) = (self.at(a).bounds, self.at(b).bounds);
        self.fraction(Op::Div(a, b), frame, range, an.checked_mul(bd).zip(ad.checked_mul(bn)), span)
    }

    pub(super) fn extreme(&mut self, larger: bool, left: Reg, right: Reg, span: Span) -> Reg {
        let (a, b) = (self.at(left).range, self.at(right).range);
        let range = if larger { (a.0.max(b.0), a.1.max(b.1)) } else { (a.0.min(b.0), a.1.min(b.1)) };
        let (regs, width, den) = self.align(&[left, right], range, span);
        let (Some(a), Some(b)) = (regs.first().copied(), regs.get(1).copied()) else { return left };
        let op = if larger { Op::Max(a, b) } else { Op::Min(a, b) };
        let (x, y) = (self.at(a).bounds, self.at(b).bounds);
        let frame = self.at(a).frame;
        let out = Register {
            frame,
            kind: Kind::Number { width, den },
            range,
            bounds: (x.0.max(y.0), x.1.max(y.1)),
        };
        self.push(op, out)
    }

    pub(super) fn round(&mut self, inner: Reg, rounding: Rounding, span: Span) -> Reg {
        let Register { frame, range, bounds, .. } = *self.at(inner);
        let edge = |value| crate::hir::round_exact(value, rounding);
        let Some(range) = edge(range.0).zip(edge(range.1)) else {
            self.diagnostics.push(diagnostics::too_wide(span, 38));
            return inner;
        };
        // The rounding multiplies numerator and denominator by those of the step, and doubles for the half.
        let step = rounding.step;
        let num = bounds.0.checked_mul(step.denominator().unsigned_abs()).and_then(|x| x.checked_mul(2));
        let den = bounds.1.checked_mul(step.numerator().unsigned_abs()).and_then(|x| x.checked_mul(2));
        let limit = i128::MAX.unsigned_abs();
        if num.is_none_or(|num| num > limit) || den.is_none_or(|den| den > limit) {
            self.diagnostics.push(diagnostics::too_wide(span, 38));
        }
        self.number(Op::Round(inner, RoundingKey(rounding)), frame, range, step.denominator(), span)
    }

    pub(super) fn sum_of(&mut self, parts: &[Reg], span: Span) -> Reg {
        let mut total: Option<Reg> = None;
        for part in parts {
            total = Some(match total {
                None => *part,
                Some(total) => {
                    let (a, b) = (self.at(total).range, self.at(*part).range);
                    let range = a.0.add(b.0).zip(a.1.add(b.1)).unwrap_or(a);
                    self.add(total, *part, range, span)
                }
            });
        }
        match total {
            Some(total) => total,
            None => self.constant(Exact::ZERO, ROOT, span),
        }
    }

    pub(super) fn at_most(&mut self, value: Reg, cap: Exact, span: Span) -> Reg {
        if self.at(value).range.1 <= cap {
            return value;
        }
        let cap = self.constant(cap, ROOT, span);
        self.extreme(false, value, cap, span)
    }
}
