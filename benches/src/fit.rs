//! How a time grows: the line through the times of several sizes, and how far each time lies from it.

/// A time that is so much for each and so much besides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fit {
    /// For each, in tenths of a nanosecond.
    each: i128,
    /// Besides, in microseconds.
    besides: i128,
    /// The greatest distance of a time from the line, in thousandths of that time.
    residual: i128,
}

impl Fit {
    /// The line through sizes with their times in microseconds: that whose distances, each as a part of its
    /// own time, have the least sum of squares. None where the points settle no line.
    ///
    /// In whole numbers, as all figures of the benches are: right to about a hundredth where each takes from
    /// a nanosecond to a millisecond.
    #[must_use]
    pub fn of(points: &[(usize, u128)]) -> Option<Self> {
        // The greater the unit the more digits there are, until the squares of squares no longer fit.
        [10_000_000_000, 1_000_000_000, 100_000_000].into_iter().find_map(|one| Self::in_units(points, one))
    }

    /// The same with what is a part of a time counted in units of which so many make a whole.
    fn in_units(points: &[(usize, u128)], one: i128) -> Option<Self> {
        let points: Vec<(i128, i128)> = points
            .iter()
            .filter_map(|(size, time)| Some((i128::try_from(*size).ok()?, i128::try_from(*time).ok()?)))
            .filter(|(_, time)| *time > 0)
            .collect();
        let (first, _) = points.first()?;
        if points.iter().all(|(size, _)| size == first) {
            return None;
        }
        // What a microsecond besides and one for each are of the time of a point.
        let parts = points.iter().map(|(size, time)| (one / time, size * one / time));
        let (mut aa, mut ab, mut bb, mut a, mut b) = (0i128, 0i128, 0i128, 0i128, 0i128);
        for (besides, each) in parts {
            aa += besides * besides;
            ab += besides * each;
            bb += each * each;
            a += besides;
            b += each;
        }
        // Cramer's rule; the right-hand sides are a and b times the unit.
        let det = (aa.checked_mul(bb)? - ab.checked_mul(ab)?) / one;
        let besides = (bb.checked_mul(a)? - ab.checked_mul(b)?).checked_div(det)?;
        let each = (aa.checked_mul(b)? - ab.checked_mul(a)?).checked_mul(10_000)?.checked_div(det)?;
        let far =
            |(size, time): &(i128, i128)| ((time - besides - each * size / 10_000) * 1_000 / time).abs();
        Some(Self { each, besides, residual: points.iter().map(far).max()? })
    }
}

/// The cells `ns for each | µs besides | greatest residual, %` of a table.
impl std::fmt::Display for Fit {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = |value: i128| if value < 0 { "−" } else { "" };
        let tenths = |value: i128| format!("{}{}.{}", sign(value), value.abs() / 10, value.abs() % 10);
        let besides = format!("{}{}", sign(self.besides), self.besides.abs());
        write!(out, "{} | {besides} | {}", tenths(self.each), tenths(self.residual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes of populations, and of sets.
    const SIZES: [[usize; 4]; 2] = [[10_000, 100_000, 1_000_000, 10_000_000], [10, 100, 1_000, 10_000]];

    #[test]
    fn a_line_is_found_again() {
        for (sizes, each, besides) in
            [(SIZES[0], 83, 400), (SIZES[0], 10, 900), (SIZES[0], 512, 0), (SIZES[1], 72_000, 310)]
        {
            let points = sizes.map(|size| (size, (size * each / 1_000 + besides) as u128));
            let fit = Fit::of(&points).unwrap();
            let (each, besides) = (each as i128 * 10, besides as i128);
            assert!((fit.each - each).abs() <= each / 500 + 1, "{fit:?}");
            assert!((fit.besides - besides).abs() <= besides / 100 + 8, "{fit:?}");
            assert!(fit.residual <= 3, "{fit:?}");
        }
    }

    #[test]
    fn what_lies_off_the_line_is_told() {
        // The middle one takes a tenth more than the line through the others.
        let fit = Fit::of(&[(10_000, 1_000), (100_000, 11_000), (1_000_000, 100_000)]).unwrap();
        assert!((40..90).contains(&fit.residual), "{fit:?}");
        assert_eq!(Fit { each: 1_234, besides: -5, residual: 67 }.to_string(), "123.4 | −5 | 6.7");
    }

    #[test]
    fn one_point_settles_no_line() {
        assert_eq!(Fit::of(&[]), None);
        assert_eq!(Fit::of(&[(10, 100)]), None);
        assert_eq!(Fit::of(&[(10, 100), (20, 0)]), None);
        assert_eq!(Fit::of(&[(10, 100), (10, 120)]), None);
    }
}
