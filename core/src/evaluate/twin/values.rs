//! What the twin knows of a value: every possibility, exact, with "there may be none" said aloud.
//!
//! A truth value is the pair of what it can be. A number (or a day, by its number) is an interval
//! of exact rationals. An option or a text is a set. Any of the last three may be lacking.

use crate::exact::Exact;
use num_bigint::BigInt;
use num_rational::Ratio;
use std::collections::BTreeSet;
use tieuchi_grammar::ast::{Comparison, RoundMode};

/// An exact rational number without bounds.
pub(super) type R = Ratio<BigInt>;

/// A whole number.
pub(super) fn whole(value: i128) -> R {
    R::from_integer(BigInt::from(value))
}

/// The same number.
pub(super) fn rational(value: Exact) -> R {
    R::new(BigInt::from(value.numerator()), BigInt::from(value.denominator()))
}

/// Yes, no or unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    /// It can be true.
    pub yes: bool,
    /// It can be false.
    pub no: bool,
}

impl Truth {
    pub const YES: Self = Self { yes: true, no: false };
    pub const NO: Self = Self { yes: false, no: true };
    pub const UNKNOWN: Self = Self { yes: true, no: true };

    pub const fn known(value: bool) -> Self {
        if value { Self::YES } else { Self::NO }
    }

    pub const fn not(self) -> Self {
        Self { yes: self.no, no: self.yes }
    }

    pub const fn and(self, other: Self) -> Self {
        Self { yes: self.yes && other.yes, no: self.no || other.no }
    }

    pub const fn or(self, other: Self) -> Self {
        self.not().and(other.not()).not()
    }

    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::YES, Self::and)
    }

    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        parts.into_iter().fold(Self::NO, Self::or)
    }

    pub const fn is_yes(self) -> bool {
        self.yes && !self.no
    }

    pub const fn is_no(self) -> bool {
        self.no && !self.yes
    }
}

/// A number: its bounds if it can exist, and whether there may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    pub span: Option<(R, R)>,
    pub lack: bool,
}

impl Number {
    pub fn known(value: R) -> Self {
        Self { span: Some((value.clone(), value)), lack: false }
    }

    pub const fn between(lo: R, hi: R) -> Self {
        Self { span: Some((lo, hi)), lack: false }
    }

    pub const fn nothing() -> Self {
        Self { span: None, lack: true }
    }

    pub fn or_lacking(mut self, lack: bool) -> Self {
        self.lack |= lack;
        self
    }

    /// The same done to both bounds; right for anything that only grows with its argument.
    pub fn map(self, grow: impl Fn(R) -> R) -> Self {
        Self { span: self.span.map(|(lo, hi)| (grow(lo), grow(hi))), lack: self.lack }
    }

    /// One number made of two; lacking if either is.
    pub fn with(self, other: Self, make: impl Fn((R, R), (R, R)) -> (R, R)) -> Self {
        let lack = self.lack || other.lack;
        Self { span: self.span.zip(other.span).map(|(a, b)| make(a, b)), lack }
    }

    pub fn plus(self, other: Self) -> Self {
        self.with(other, |a, b| (a.0 + b.0, a.1 + b.1))
    }

    pub fn minus(self, other: Self) -> Self {
        self.with(other, |a, b| (a.0 - b.1, a.1 - b.0))
    }

    pub fn times(self, other: Self) -> Self {
        self.with(other, |a, b| hull([&a.0 * &b.0, &a.0 * &b.1, &a.1 * &b.0, &a.1 * &b.1]))
    }

    /// The divisor is never below nought; where it is nought there is no quotient. What would pass
    /// the top is the top. Where the divisor may be nought, the least it can be else is the grain.
    pub fn over(self, other: Self, top: Option<&R>, grain: &R) -> Self {
        let zero = whole(0);
        let Some((least, most)) = other.span.clone() else { return Self::nothing() };
        if most <= zero {
            return Self::nothing();
        }
        let may_be_zero = least <= zero;
        let quotient = self.with(other, |a, b| {
            let least = if may_be_zero { grain.clone() } else { b.0 };
            let (lo, hi) = hull([&a.0 / &least, &a.0 / &b.1, &a.1 / &least, &a.1 / &b.1]);
            match top {
                Some(top) => (lo.min(top.clone()), hi.min(top.clone())),
                None => (lo, hi),
            }
        });
        quotient.or_lacking(may_be_zero)
    }

    pub fn larger(self, other: Self) -> Self {
        self.with(other, |a, b| (a.0.max(b.0), a.1.max(b.1)))
    }

    pub fn smaller(self, other: Self) -> Self {
        self.with(other, |a, b| (a.0.min(b.0), a.1.min(b.1)))
    }

    /// Either of two.
    pub fn either(self, other: Self) -> Self {
        let span = match (self.span, other.span) {
            (Some(a), Some(b)) => Some((a.0.min(b.0), a.1.max(b.1))),
            (a, b) => a.or(b),
        };
        Self { span, lack: self.lack || other.lack }
    }

    /// Its bounds; nought where it does not exist.
    pub fn bounds(&self) -> (R, R) {
        self.span.clone().unwrap_or_else(|| (whole(0), whole(0)))
    }
}

fn hull(values: impl IntoIterator<Item = R>) -> (R, R) {
    let mut values: Vec<R> = values.into_iter().collect();
    values.sort();
    let first = values.first().cloned().unwrap_or_else(|| whole(0));
    let last = values.last().cloned().unwrap_or_else(|| whole(0));
    (first, last)
}

/// What a text can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Words {
    Any,
    These(BTreeSet<String>),
}

/// A value of any type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Truth(Truth),
    /// A number, or a day by its number.
    Number(Number),
    Options {
        can: BTreeSet<u32>,
        lack: bool,
    },
    Text {
        can: Words,
        lack: bool,
    },
}

impl Value {
    pub const fn truth(&self) -> Truth {
        match self {
            Self::Truth(truth) => *truth,
            Self::Number(_) | Self::Options { .. } | Self::Text { .. } => Truth::UNKNOWN,
        }
    }

    pub fn number(self) -> Number {
        match self {
            Self::Number(number) => number,
            // Ranks compare by their place in the list.
            Self::Options { can, lack } => {
                let first = can.first().map(|option| whole(i128::from(*option)));
                let last = can.last().map(|option| whole(i128::from(*option)));
                Number { span: first.zip(last), lack }
            }
            Self::Truth(_) | Self::Text { .. } => Number::nothing(),
        }
    }

    /// Whether there is a value.
    pub fn exists(&self) -> Truth {
        match self {
            Self::Truth(_) => Truth::YES,
            Self::Number(number) => Truth { yes: number.span.is_some(), no: number.lack },
            Self::Options { can, lack } => Truth { yes: !can.is_empty(), no: *lack },
            Self::Text { can, lack } => {
                let some = !matches!(can, Words::These(these) if these.is_empty());
                Truth { yes: some, no: *lack }
            }
        }
    }

    /// The same value, known to exist.
    pub fn present(mut self) -> Self {
        match &mut self {
            Self::Truth(_) => {}
            Self::Number(number) => number.lack = false,
            Self::Options { lack, .. } | Self::Text { lack, .. } => *lack = false,
        }
        self
    }

    /// Either of two.
    pub fn either(self, other: Self) -> Self {
        match (self, other) {
            (Self::Truth(a), Self::Truth(b)) => Self::Truth(Truth { yes: a.yes || b.yes, no: a.no || b.no }),
            (Self::Number(a), Self::Number(b)) => Self::Number(a.either(b)),
            (Self::Options { can: mut a, lack: la }, Self::Options { can: b, lack: lb }) => {
                a.extend(b);
                Self::Options { can: a, lack: la || lb }
            }
            (Self::Text { can: a, lack: la }, Self::Text { can: b, lack: lb }) => {
                let can = match (a, b) {
                    (Words::These(mut a), Words::These(b)) => {
                        a.extend(b);
                        Words::These(a)
                    }
                    _ => Words::Any,
                };
                Self::Text { can, lack: la || lb }
            }
            (first, _) => first,
        }
    }

    /// The same value, or none.
    pub fn or_lacking(mut self) -> Self {
        match &mut self {
            Self::Truth(truth) => *truth = Truth::UNKNOWN,
            Self::Number(number) => number.lack = true,
            Self::Options { lack, .. } | Self::Text { lack, .. } => *lack = true,
        }
        self
    }
}

/// Whether an order is what a comparison asks for.
pub(super) fn holds(op: Comparison, order: std::cmp::Ordering) -> bool {
    match op {
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Greater => order.is_gt(),
    }
}

/// True if true for all pairs, false if false for all pairs; nothing compares with what is lacking.
pub(super) fn compare(op: Comparison, left: &Value, right: &Value) -> Truth {
    let lack =
        |value: &Value| if value.exists().no { Truth::UNKNOWN } else { Truth { yes: false, no: false } };
    let (l, r) = (lack(left), lack(right));
    let found = match (left, right) {
        (Value::Number(a), Value::Number(b)) => match (&a.span, &b.span) {
            (Some(a), Some(b)) => compare_spans(op, a, b),
            _ => Truth::UNKNOWN,
        },
        (Value::Options { can: a, .. }, Value::Options { can: b, .. }) => {
            let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| a.cmp(b)));
            Truth { yes: pairs().any(|order| holds(op, order)), no: pairs().any(|order| !holds(op, order)) }
        }
        (Value::Text { can: Words::These(a), .. }, Value::Text { can: Words::These(b), .. }) => {
            let pairs = || a.iter().flat_map(|a| b.iter().map(move |b| a.cmp(b)));
            Truth { yes: pairs().any(|order| holds(op, order)), no: pairs().any(|order| !holds(op, order)) }
        }
        _ => Truth::UNKNOWN,
    };
    Truth { yes: found.yes || l.yes || r.yes, no: found.no || l.no || r.no }
}

fn compare_spans(op: Comparison, a: &(R, R), b: &(R, R)) -> Truth {
    let point = a.0 == a.1 && b.0 == b.1 && a.0 == b.0;
    match op {
        Comparison::Less => Truth { yes: a.0 < b.1, no: a.1 >= b.0 },
        Comparison::LessOrEqual => Truth { yes: a.0 <= b.1, no: a.1 > b.0 },
        Comparison::Greater => compare_spans(Comparison::LessOrEqual, a, b).not(),
        Comparison::GreaterOrEqual => compare_spans(Comparison::Less, a, b).not(),
        Comparison::Equal => Truth { yes: a.0 <= b.1 && b.0 <= a.1, no: !point },
        Comparison::NotEqual => compare_spans(Comparison::Equal, a, b).not(),
    }
}

/// Rounds a number that is not below nought.
pub(super) fn round(value: &R, step: &R, mode: RoundMode) -> R {
    let steps = value / step;
    let floor = steps.floor();
    let rest = &steps - &floor;
    let half = R::new(BigInt::from(1), BigInt::from(2));
    let odd = !(&floor / whole(2)).is_integer();
    let up = match mode {
        RoundMode::HalfUp => rest >= half,
        RoundMode::HalfEven => rest > half || (rest == half && odd),
        RoundMode::Up => rest > whole(0),
        RoundMode::Down => false,
    };
    (if up { floor + whole(1) } else { floor }) * step
}
