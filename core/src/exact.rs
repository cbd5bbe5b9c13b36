//! Exact rational numbers of 128 bits, for what is known while compiling.
//!
//! Literals, ranges, maxima, thresholds and the values of an explanation are of this type.
//! The executor works on integer lanes instead; it meets this type only at its borders.
//! Every operation is checked: what does not fit is `None`, never a wrong number.

use std::cmp::Ordering;
use std::fmt;
use std::fmt::Write as _;

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
    // Long division is slow, and nearly all numbers are small.
    while b > u64::MAX as u128 || a > u64::MAX as u128 {
        if b == 0 {
            return a;
        }
        (a, b) = (b, a % b);
    }
    let (mut small, mut rest) = (a as u64, b as u64);
    while rest != 0 {
        (small, rest) = (rest, small % rest);
    }
    small as u128
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

/// A quotient; long division only where a number is long.
fn quotient(a: i128, b: i128) -> i128 {
    let short = i64::try_from(a).ok().zip(i64::try_from(b).ok());
    short.and_then(|(a, b)| a.checked_div(b)).map_or_else(|| a / b, i128::from)
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
        if den == 1 {
            return Some(Self::whole(num));
        }
        let g = i128::try_from(gcd(num.unsigned_abs(), den.unsigned_abs())).ok()?;
        if den == 0 || g == 0 {
            return None;
        }
        let (num, den) = if g == 1 { (num, den) } else { (quotient(num, g), quotient(den, g)) };
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

    /// The same of small numbers, of which the denominator is positive.
    pub(crate) fn small(num: i64, den: u32) -> Self {
        if den == 1 {
            return Self::whole(num.into());
        }
        let long = i64::from(den.max(1));
        if num % long == 0 {
            return Self::whole((num / long).into());
        }
        let (mut common, mut rest) = (num.unsigned_abs(), u64::from(den));
        while rest != 0 {
            (common, rest) = (rest, common % rest);
        }
        let common = i64::try_from(common).unwrap_or(1).max(1);
        Self { num: i128::from(num / common), den: i128::from(i64::from(den) / common) }
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
        let mut all = whole.bytes().chain(fraction.bytes()).map(|byte| byte - b'0');
        let magnitude = match whole.len() + fraction.len() {
            // So many digits fit.
            0..=18 => i128::from(all.fold(0u64, |known, digit| known * 10 + u64::from(digit))),
            _ => all.try_fold(0i128, |known, digit| known.checked_mul(10)?.checked_add(i128::from(digit)))?,
        };
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
        if self.den == other.den {
            return Self::new(self.num.checked_add(other.num)?, self.den);
        }
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
        if self.den == 1 {
            return Some(scaled);
        }
        // Long division is slow, and nearly all numbers are small.
        if let (Ok(small), Ok(den)) = (i64::try_from(scaled), i64::try_from(self.den)) {
            return (small % den == 0).then(|| i128::from(small / den));
        }
        (scaled % self.den == 0).then(|| scaled / self.den)
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
        // What divides a power of ten is not above it.
        let den = u64::try_from(self.den).ok()?;
        (0..=18).find(|places| 10u64.pow(*places) % den == 0)
    }

    /// Decimal text with a point and exactly `places` digits, cut off (towards zero) if there are more.
    #[must_use]
    pub fn truncated(self, places: u32) -> String {
        let mut out = String::new();
        self.push_truncated(places, &mut out);
        out
    }

    /// Appends the shortest decimal text if there is one, else the fraction.
    pub(crate) fn push(self, out: &mut String) {
        match self.places() {
            Some(places) => self.push_truncated(places, out),
            None => {
                // Writing to a text cannot fail.
                let _ = write!(out, "{}/{}", self.num, self.den);
            }
        }
    }

    /// Appends what [`Exact::truncated`] gives.
    pub(crate) fn push_truncated(self, places: u32, out: &mut String) {
        if self.num < 0 {
            out.push('-');
        }
        let (num, den) = (self.num.unsigned_abs(), self.den.unsigned_abs());
        if den == 1 && places == 0 {
            return push_digits(num, out);
        }
        // Long division is slow, and nearly all numbers are small.
        if let (Ok(num), Ok(den)) = (u64::try_from(num), u64::try_from(den))
            && den.checked_mul(10).is_some()
        {
            push_digits(u128::from(num / den), out);
            push_fraction(num % den, places, out, |rest| {
                let tenfold = rest * 10;
                ((tenfold / den) as u8, tenfold % den)
            });
        } else {
            push_digits(num / den, out);
            // rest < den ≤ 2^127, so rest * 10 may pass 2^128: the product is split.
            push_fraction(num % den, places, out, |rest| times_ten(rest, den));
        }
    }
}

fn push_digits(value: u128, out: &mut String) {
    // Long division is slow, and nearly all numbers are small.
    match u64::try_from(value) {
        Ok(small @ 0..=9) => out.push(char::from(b'0' + small as u8)),
        Ok(small @ 10..=99) => {
            out.push(char::from(b'0' + (small / 10) as u8));
            out.push(char::from(b'0' + (small % 10) as u8));
        }
        Ok(small) => {
            let mut digits = [b'0'; 20];
            let (mut rest, mut written) = (small, 0);
            for digit in digits.iter_mut().rev() {
                if rest == 0 {
                    break;
                }
                *digit += (rest % 10) as u8;
                (rest, written) = (rest / 10, written + 1);
            }
            let digits = digits.get(digits.len() - written..).unwrap_or_default();
            out.push_str(std::str::from_utf8(digits).unwrap_or_default());
        }
        // Writing to a text cannot fail.
        Err(_) => _ = write!(out, "{value}"),
    }
}

/// Appends the point and the digits after it, each with the rest that `next` leaves.
fn push_fraction<T>(mut rest: T, places: u32, out: &mut String, next: impl Fn(T) -> (u8, T)) {
    if places == 0 {
        return;
    }
    out.push('.');
    for _ in 0..places {
        let (digit, left) = next(rest);
        out.push(char::from(b'0' + digit));
        rest = left;
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
    if b == d {
        return a.cmp(&c);
    }
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
        let mut text = String::new();
        self.push(&mut text);
        f.write_str(&text)
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
        // More digits than a number of 64 bits has, on either side of the mark.
        let long = "123456789012345678901234";
        assert_eq!(Exact::decimal(long).unwrap(), Exact::whole(123_456_789_012_345_678_901_234));
        assert_eq!(Exact::decimal("1.000000000000000000000005").unwrap().places(), None);
        assert_eq!(Exact::decimal("1.000000000000000000000005").unwrap().denominator(), 2 * 10i128.pow(23));
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
        // The same whole number over two denominators, too large to be multiplied crosswise.
        let whole = big / 4;
        assert_eq!(compare_fractions(whole * 2, 2, whole * 3, 3), Ordering::Equal);
        assert_eq!(compare_fractions(whole * 2, 2, whole * 3 + 1, 3), Ordering::Less);
        assert_eq!(compare_fractions(whole * 3 + 1, 3, whole * 2, 2), Ordering::Greater);
    }

    #[test]
    fn one_fraction_that_ends_is_below_one_that_goes_on() {
        // Both have one whole; what is left over the other's denominator is too large to multiply crosswise.
        let (even, long) = (1 << 100, 1 << 101);
        let rest = (1 << 90) + 1;
        assert_eq!(compare_fractions(even, even, long + rest, long), Ordering::Less);
        assert_eq!(compare_fractions(long + rest, long, even, even), Ordering::Greater);
    }

    #[test]
    fn units_are_counted_where_they_come_out_even() {
        let half = Exact::new(1, 2).unwrap();
        assert_eq!((half.in_units_of(4), half.in_units_of(3)), (Some(2), None));
        let long = Exact::new(1, 1 << 70).unwrap();
        assert_eq!((long.in_units_of(1 << 72), long.in_units_of(1 << 69)), (Some(4), None));
        assert_eq!(Exact::whole(i128::MAX).in_units_of(2), None);
    }

    #[test]
    fn truncation_does_not_overflow() {
        // Ten times a rest below this denominator needs more than 64 bits.
        let den = i128::from(u64::MAX);
        assert_eq!(Exact::new(den - 1, den).unwrap().truncated(21), "0.999999999999999999945");
        assert_eq!(Exact::new(1, 3).unwrap().truncated(4), "0.3333");
        assert_eq!(Exact::new(i128::MAX - 1, i128::MAX).unwrap().truncated(3), "0.999");
    }

    #[test]
    fn digits_come_out_as_long_division_gives_them() {
        assert_eq!(Exact::new(-47, 7).unwrap().truncated(6), "-6.714285");
        assert_eq!(Exact::new(355, 113).unwrap().truncated(12), "3.141592920353");
        assert_eq!(Exact::whole(1 << 100).to_string(), "1267650600228229401496703205376");
        // A denominator of more than 64 bits; the digits were computed by another program.
        let long = Exact::new((1 << 100) + 12_345, 3i128.pow(50) + 2).unwrap();
        assert_eq!(long.truncated(24), "1765780.963259017009703253050757");
    }

    #[test]
    fn whole_numbers_have_nothing_after_the_mark() {
        for (num, den, whole) in [(6, 3, true), (0, 5, true), (-4, 1, true), (1, 2, false), (-7, 3, false)] {
            assert_eq!(Exact::new(num, den).unwrap().is_whole(), whole, "{num}/{den}");
        }
        assert_eq!((lcm(4, 6), lcm(0, 0), lcm(1 << 100, 1 << 99)), (Some(12), None, Some(1 << 100)));
        assert_eq!((gcd(12, 18), gcd(0, 7), gcd(7, 0), gcd(1 << 90, 3 << 70)), (6, 7, 7, 1 << 70));
        // Only the second number has more than 64 bits, and those it has end on what shares a divisor.
        assert_eq!(gcd(10, (7 << 64) + 5), 1);
    }
}
