//! Numbers of a column in units of their last digit.
//!
//! In: a number as a host has it. Out: the exact one, where it lies on the grid that range, digits and
//! step make; nothing where it does not, or where it is too long for this: then the number is read again
//! at length, to say why.

use crate::exact::Exact;
use crate::floats::Float;
use crate::hir::{Input, Ty, Unit};

/// The values a number can have, where all of them are small.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    places: u32,
    /// Ten to that power.
    den: u32,
    lo: i64,
    hi: i64,
    step: Option<i64>,
}

impl Grid {
    /// That of a column; none for shares, which are written with a sign, and for what is no number.
    pub fn of(input: &Input) -> Option<Self> {
        if !matches!(&input.ty, Ty::Number(unit) if *unit != Unit::Ratio) {
            return None;
        }
        let den = 10u32.checked_pow(input.places)?;
        let units = |value: Exact| i64::try_from(value.in_units_of(den.into())?).ok();
        let (lo, hi) = match input.range {
            Some((lo, hi)) => (units(lo)?, units(hi)?),
            None => (i64::MIN, i64::MAX),
        };
        // Without a range there is nothing to count steps from.
        let step = input.step.filter(|_| input.range.is_some()).map(units);
        let step = step.map(|step| step.filter(|step| *step > 0).ok_or(())).transpose().ok()?;
        Some(Self { places: input.places, den, lo, hi, step })
    }

    /// A whole number.
    pub fn whole(&self, value: i64) -> Option<Exact> {
        self.units(value.checked_mul(self.den.into())?)
    }

    /// So many units of a digit after the mark.
    #[cfg(feature = "arrow")]
    pub fn scaled(&self, digits: i128, scale: u32) -> Option<Exact> {
        let times = 10i64.checked_pow(self.places.checked_sub(scale)?)?;
        self.units(i64::try_from(digits).ok()?.checked_mul(times)?)
    }

    /// A binary fraction, as the decimal it is nearest to.
    pub fn float(&self, value: Float) -> Option<Exact> {
        self.units(value.units(self.places)?)
    }

    /// A number in units of the last digit.
    fn units(&self, units: i64) -> Option<Exact> {
        let fits = self.lo <= units
            && units <= self.hi
            && self.step.is_none_or(|step| units.checked_sub(self.lo).is_some_and(|above| above % step == 0));
        fits.then(|| Exact::small(units, self.den))
    }

    /// A number as it is written, with no more digits than are declared.
    pub fn written(&self, text: &str) -> Option<Exact> {
        let decimal = Decimal::begins(text.as_bytes())?;
        if decimal.bytes == text.len() { self.decimal(decimal) } else { None }
    }

    /// A number that was read.
    pub fn decimal(&self, Decimal { digits, places, .. }: Decimal) -> Option<Exact> {
        match self.places.checked_sub(places)? {
            0 => self.units(digits),
            more => self.units(digits.checked_mul(10i64.checked_pow(more)?)?),
        }
    }
}

/// A decimal number at the beginning of a text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decimal {
    /// All its digits, and its sign.
    pub digits: i64,
    /// How many of them stand after the mark.
    pub places: u32,
    /// How long it is.
    pub bytes: usize,
}

impl Decimal {
    /// The one that a text begins with; none where it is too long for this.
    #[inline]
    pub fn begins(text: &[u8]) -> Option<Self> {
        let first = usize::from(text.first() == Some(&b'-'));
        let (mut digits, mut end, mut mark) = (0i64, first, None);
        while let Some(byte) = text.get(end) {
            match byte {
                b'0'..=b'9' => digits = digits.wrapping_mul(10).wrapping_add(i64::from(byte - b'0')),
                b'.' if mark.is_none() => mark = Some(end),
                _ => break,
            }
            end += 1;
        }
        // So many digits fit; before the mark and after it stands one at least.
        let mark = mark.unwrap_or(end);
        if end - first > 18 || mark == first || mark + 1 == end {
            return None;
        }
        let places = u32::try_from(end.saturating_sub(mark + 1)).ok()?;
        Some(Self { digits: if first == 1 { -digits } else { digits }, places, bytes: end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::{Raw, Value, read_value};

    const SET: &str = r#"language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 1000
  fact hours "Hours": number 1 places from -5 to 20.5
  fact part "Part": % 1 places from 0% to 100%
criterion 1 "Work" max 10 points
  scored directly from 0 to 10 points, step 0.5
criterion 2 "Reading" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
title reader "Reader" when total_points >= 6 and hours >= 1 and part >= 50%
"#;

    #[test]
    fn what_lies_on_the_grid_is_what_is_read_at_length() {
        let plan = crate::compile(SET).unwrap();
        let set = &plan.inner.set;
        let (mut grids, mut read) = (0, 0);
        for (input, grid) in set.inputs.iter().zip(&set.grids) {
            let long = |raw: Raw<'_>| match read_value(set, input, &raw, "") {
                Ok(Value::Number(value)) => Some(value),
                _ => None,
            };
            let Some(grid) = grid else { continue };
            grids += 1;
            let mut same = |short: Option<Exact>, long: Option<Exact>| {
                assert_eq!(short, long, "{}", input.name);
                read += usize::from(short.is_some());
            };
            for value in (-20..1_020).chain([i64::MIN, i64::MAX]) {
                same(grid.whole(value), long(Raw::Whole(value)));
                same(grid.written(&value.to_string()), long(Raw::Number(&value.to_string())));
            }
            for quarters in -100..100 {
                let text = Exact::new(quarters, 4).unwrap().to_string();
                same(grid.written(&text), long(Raw::Text(&text)));
                let float = Float::Double(text.parse().unwrap());
                same(grid.float(float), long(Raw::Float(float)));
            }
            for text in
                ["", "-", ".", "7.", ".5", "+7", "7,5", "1e1", "--7", "7-", " 7", "٧", "0x7", "-0", "007"]
            {
                same(grid.written(text), long(Raw::Text(text)));
            }
            // What is longer than it need be is read at length.
            assert_eq!(grid.written("7.50000").or(long(Raw::Text("7.50000"))), long(Raw::Text("7.50000")));
        }
        assert!(grids == 3 && read > 2_000, "{grids} {read}");
    }
}
