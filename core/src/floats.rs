//! Binary fractions at the door: the one file of the engine that knows them.
//!
//! In: a number as a spreadsheet, a Python program or a browser holds it. Out: the decimal of few
//! digits that was meant, or nothing. No binary fraction goes any further.
#![expect(
    clippy::float_arithmetic,
    reason = "the test multiplies and divides once, and accepts only what the division gives back exactly"
)]

use crate::exact::Exact;
use std::fmt;

/// A binary fraction as it came in.
///
/// It is read as the decimal of the declared digits to which it is the nearest binary fraction, so
/// `7.5` and `0.3` are read; what arithmetic left behind, such as `0.1 + 0.2`, is refused.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Float {
    /// Of 32 bits.
    Single(f32),
    /// Of 64 bits.
    Double(f64),
}

/// Whole numbers that a double, or a single, holds exactly, and for which a quotient by a power of
/// ten rounds to the nearest one.
const MOST_DOUBLE: f64 = 9_007_199_254_740_992.0;
const MOST_SINGLE: f64 = 16_777_216.0;

impl Float {
    /// The decimal with at most so many digits after the mark to which this is the nearest binary
    /// fraction: `7.5` and `0.3` are, `0.1 + 0.2` is not.
    ///
    /// Both operands of the division are whole numbers that a double holds exactly, so the quotient
    /// is the double nearest to the decimal; where it is the number that came in, the decimal is
    /// the only one of so many digits that can have been meant.
    pub(crate) fn decimal(self, places: u32) -> Option<Exact> {
        Exact::scaled(i128::from(self.units(places)?), places)
    }

    /// The same decimal in units of its last digit.
    pub(crate) fn units(self, places: u32) -> Option<i64> {
        let (value, most) = match self {
            Self::Single(value) => (f64::from(value), MOST_SINGLE),
            Self::Double(value) => (value, MOST_DOUBLE),
        };
        // Ten to the ninth and below: exact in either precision.
        let scale = f64::from(10u32.checked_pow(places)?);
        let units = (value * scale).round();
        if units.is_nan() || units.abs() > most {
            return None;
        }
        let is_nearest_to = |units: f64| match self {
            Self::Single(value) => (units / scale) as f32 == value,
            Self::Double(value) => units / scale == value,
        };
        // Past the digits a binary fraction can tell apart, its neighbours would do as well.
        let alone = !is_nearest_to(units - 1.0) && !is_nearest_to(units + 1.0);
        if is_nearest_to(units) && alone { Some(units as i64) } else { None }
    }
}

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Single(value) => value.fmt(f),
            Self::Double(value) => value.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_double_is_the_decimal_it_is_nearest_to() {
        let decimal =
            |value: f64, places| Float::Double(value).decimal(places).map(|found| found.to_string());
        assert_eq!(decimal(7.5, 1), Some("7.5".into()));
        assert_eq!(decimal(0.3, 1), Some("0.3".into()));
        assert_eq!(decimal(-0.3, 2), Some("-0.3".into()));
        assert_eq!(decimal(-0.0, 0), Some("0".into()));
        assert_eq!(decimal(1e15, 0), Some("1000000000000000".into()));
        for (value, places) in [(0.1 + 0.2, 1), (0.1 + 0.2, 9), (7.5, 0), (7.25, 1), (1e300, 2), (1e16, 0)] {
            assert_eq!(decimal(value, places), None, "{value} {places}");
        }
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN_POSITIVE] {
            assert_eq!(decimal(value, 3), None);
        }
        for units in -20_000..20_000i64 {
            let text = Exact::scaled(i128::from(units), 3).unwrap().to_string();
            assert_eq!(decimal(text.parse().unwrap(), 3), Some(text));
        }
    }

    #[test]
    fn a_single_is_the_decimal_it_is_nearest_to() {
        let decimal =
            |value: f32, places| Float::Single(value).decimal(places).map(|found| found.to_string());
        assert_eq!(decimal(0.3, 1), Some("0.3".into()));
        assert_eq!(decimal(0.1 + 0.7, 1), decimal(0.8, 1));
        assert_eq!(decimal(0.3 + 0.000_000_1, 1), None);
        assert_eq!(decimal(3e9, 0), None);
        for units in (-16_777_216..=16_777_216i64).step_by(1_237) {
            let text = Exact::scaled(i128::from(units), 4).unwrap().to_string();
            let found = decimal(text.parse().unwrap(), 4);
            assert!(found == Some(text) || (found.is_none() && units.abs() > 1_000_000), "{units}");
        }
    }
}
