//! Exact rational numbers of 128 bits, for what is known while compiling.
//!
//! Literals, ranges, maxima, thresholds and the values of an explanation are of this type.
//! The executor works on integer lanes instead; it meets this type only at its borders.
//! Every operation is checked: what does not fit is `None`, never a wrong number.

use std::cmp::Ordering;
use std::fmt;

/// An exact rational number, always in lowest terms, its denominator positive.
///
/// ```
/// use tieuchi::Exact;
/// let third = Exact::new(1, 3).unwrap();
/// assert_eq!(third.add(third).and_then(|x| x.add(third)), Some(Exact::ONE));
/// assert_eq!(Exact::decimal("7.50").unwrap().to_string(), "7.5");
/// assert_eq!(third.to_string(), "1/3");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exact {
    num: i128,
    den: i128,
}

/// Greatest common divisor of two magnitudes.
#[must_use]
pub(crate) const fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// Least common multiple, if it fits.
#[must_use]
pub(crate) fn lcm(a: i128, b: i128) -> Option<i128> {
    let g = i128::try_from(gcd(a.unsigned_abs(), b.unsigned_abs())).ok()?;
    if g == 0 { None } else { (a / g).checked_mul(b) }
}

/// Ten to a small power.
#[must_use]
pub(crate) fn pow10(exponent: u32) -> Option<i128> {
    10i128.checked_pow(exponent)
}

#[expect(clippy::should_implement_trait, reason = "the operators are checked: each gives an option")]
impl Exact {
    /// Nought.
    pub const ZERO: Self = Self { num: 0, den: 1 };
    /// One.
    pub const ONE: Self = Self { num: 1, den: 1 };

    /// `num / den`, or nothing if `den` is zero or the number does not fit.
    #[must_use]
    pub fn new(num: i128, den: i128) -> Option<Self> {
        let g = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
        if den == 0 || g == 0 {
            return None;
        }
        let (num, den) = (num / g, den / g);
        if den < 0 {
            Some(Self { num: num.checked_neg()?, den: den.checked_neg()? })
        } else {
            Some(Self { num, den })
        }
    }

    /// A whole number.
    #[must_use]
    pub const fn whole(value: i128) -> Self {
        Self { num: value, den: 1 }
    }

    /// `digits` with `scale` of them after the decimal mark.
    #[must_use]
    pub fn scaled(digits: i128, scale: u32) -> Option<Self> {
        Self::new(digits, pow10(scale)?)
    }

    /// Reads plain decimal text with a point, as programs write it: `7`, `7.50`. No sign but a
    /// leading minus, no exponent, no other mark.
    #[must_use]
    pub fn decimal(text: &str) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || digits.ends_with('.') {
            return None;
        }
        let scale = u32::try_from(fraction.len()).ok()?;
        let magnitude: i128 = format!("{whole}{fraction}").parse().ok()?;
        Self::scaled(if negative { -magnitude } else { magnitude }, scale)
    }

    /// The numerator in lowest terms.
    #[must_use]
    pub const fn numerator(self) -> i128 {
        self.num
    }

    /// The denominator in lowest terms, at least 1.
    #[must_use]
    pub const fn denominator(self) -> i128 {
        self.den
    }

    /// Sum.
    #[must_use]
    pub fn add(self, other: Self) -> Option<Self> {
        let den = lcm(self.den, other.den)?;
        let left = self.num.checked_mul(den / self.den)?;
        let right = other.num.checked_mul(den / other.den)?;
        Self::new(left.checked_add(right)?, den)
    }

    /// Difference.
    #[must_use]
    pub fn sub(self, other: Self) -> Option<Self> {
        self.add(Self { num: other.num.checked_neg()?, den: other.den })
    }

    /// Product.
    #[must_use]
    pub fn mul(self, other: Self) -> Option<Self> {
        let a = Self::new(self.num, other.den)?;
        let b = Self::new(other.num, self.den)?;
        Self::new(a.num.checked_mul(b.num)?, a.den.checked_mul(b.den)?)
    }

    /// Quotient; nothing for a zero divisor.
    #[must_use]
    pub fn div(self, other: Self) -> Option<Self> {
        self.mul(Self::new(other.den, other.num)?)
    }

    /// The value as a whole number of `1/den`, if it is one.
    #[must_use]
    pub fn in_units_of(self, den: i128) -> Option<i128> {
        let scaled = self.num.checked_mul(den)?;
        if scaled % self.den == 0 { Some(scaled / self.den) } else { None }
    }

    /// The greatest whole number that is not above it.
    #[must_use]
    pub const fn floor(self) -> i128 {
        self.num.div_euclid(self.den)
    }

    /// Whether it is a whole number.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.den == 1
    }

    /// How many digits after the mark write it in full; nothing if no number of digits does.
    #[must_use]
    pub fn places(self) -> Option<u32> {
        (0..=18).find(|places| pow10(*places).is_some_and(|ten| ten % self.den == 0))
    }

    /// Decimal text with a point and exactly `places` digits, cut off (towards zero) if there are more.
    #[must_use]
    pub fn truncated(self, places: u32) -> String {
        let ten = pow10(places).unwrap_or(1);
        let (sign, num) =
            if self.num < 0 { ("-", self.num.unsigned_abs()) } else { ("", self.num.unsigned_abs()) };
        let (den, ten) = (self.den.unsigned_abs(), ten.unsigned_abs());
        let whole = num / den;
        let mut rest = num % den;
        if places == 0 || ten == 1 {
            return format!("{sign}{whole}");
        }
        let mut digits = String::new();
        for _ in 0..places {
            // rest < den ≤ 2^127, so rest * 10 may pass 2^128: split the product.
            let (high, low) = (rest / den.max(1), rest % den.max(1));
            debug_assert!(high == 0, "the remainder is below the denominator");
            let (digit, next) = times_ten(low, den);
            digits.push(char::from(b'0' + digit));
            rest = next;
        }
        format!("{sign}{whole}.{digits}")
    }
}

/// `10·rest / den` and its remainder, for `rest < den`, without overflow.
fn times_ten(rest: u128, den: u128) -> (u8, u128) {
    let mut digit = 0u8;
    let mut left = 0u128;
    for _ in 0..10 {
        // left + rest < 2·den; subtract before adding so nothing passes den.
        if left >= den - rest {
            left -= den - rest;
            digit += 1;
        } else {
            left += rest;
        }
    }
    (digit, left)
}

impl PartialOrd for Exact {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Exact {
    fn cmp(&self, other: &Self) -> Ordering {
        compare_fractions(self.num, self.den, other.num, other.den)
    }
}

/// Compares `a/b` with `c/d` for positive denominators, exactly, whatever the sizes: cross
/// multiplication where it fits, the continued fraction where it does not.
pub(crate) fn compare_fractions(mut a: i128, mut b: i128, mut c: i128, mut d: i128) -> Ordering {
    loop {
        if let (Some(left), Some(right)) = (a.checked_mul(d), c.checked_mul(b)) {
            return left.cmp(&right);
        }
        let (p, q) = (a.div_euclid(b), c.div_euclid(d));
        if p != q {
            return p.cmp(&q);
        }
        let (r, s) = (a.rem_euclid(b), c.rem_euclid(d));
        match (r, s) {
            (0, 0) => return Ordering::Equal,
            (0, _) => return Ordering::Less,
            (_, 0) => return Ordering::Greater,
            // r/b against s/d is d/s against b/r.
            _ => (a, b, c, d) = (d, s, b, r),
        }
    }
}

impl fmt::Display for Exact {
    /// The shortest decimal text if there is one, else the fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.places() {
            Some(places) => f.write_str(&self.truncated(places)),
            None => write!(f, "{}/{}", self.num, self.den),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_read_and_written_exactly() {
        for (text, shown) in [("0.1", "0.1"), ("7.50", "7.5"), ("100", "100"), ("0.000000001", "0.000000001")]
        {
            assert_eq!(Exact::decimal(text).unwrap().to_string(), shown);
        }
        for text in ["", ".", "1.", ".5", "1e5", "+1", "1,5", "1 000", "٣", "NaN"] {
            assert_eq!(Exact::decimal(text), None, "{text}");
        }
    }

    #[test]
    fn tenth_and_two_tenths_are_three_tenths() {
        let x = Exact::decimal("0.1").unwrap().add(Exact::decimal("0.2").unwrap()).unwrap();
        assert_eq!(x, Exact::decimal("0.3").unwrap());
    }

    #[test]
    fn comparison_is_exact_where_products_overflow() {
        let big = i128::MAX;
        assert_eq!(compare_fractions(big, big - 1, big - 1, big - 2), Ordering::Less);
        assert_eq!(compare_fractions(big - 1, big, big - 2, big - 1), Ordering::Greater);
        assert_eq!(compare_fractions(big, big - 1, big, big - 1), Ordering::Equal);
    }

    #[test]
    fn truncation_does_not_overflow() {
        assert_eq!(Exact::new(1, 3).unwrap().truncated(4), "0.3333");
        assert_eq!(Exact::new(i128::MAX - 1, i128::MAX).unwrap().truncated(3), "0.999");
    }
}
