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
    /// In whole numbers, as all figures of the benches are: right to about a thousandth for times from a
    /// hundred microseconds to ten seconds.
    #[must_use]
    pub fn of(points: &[(usize, u128)]) -> Option<Self> {
        /// So great that the quotients below keep their digits, and so small that their fourth powers fit.
        const ONE: i128 = 10_000_000_000;
        let points: Vec<(i128, i128)> = points
            .iter()
            .filter_map(|(size, time)| Some((i128::try_from(*size).ok()?, i128::try_from(*time).ok()?)))
            .filter(|(_, time)| *time > 0)
            .collect();
        // What a microsecond besides and one for each are of the time of a point.
        let parts = points.iter().map(|(size, time)| (ONE / time, size * ONE / time));
        let (mut aa, mut ab, mut bb, mut a, mut b) = (0i128, 0i128, 0i128, 0i128, 0i128);
        for (besides, each) in parts {
            aa += besides * besides;
            ab += besides * each;
            bb += each * each;
            a += besides;
            b += each;
        }
        // Cramer's rule; the right-hand sides are ONE times a and b.
        let det = (aa.checked_mul(bb)? - ab.checked_mul(ab)?) / ONE;
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
        let tenths = |value: i128| {
            let sign = if value < 0 { "−" } else { "" };
            format!("{sign}{}.{}", value.abs() / 10, value.abs() % 10)
        };
        write!(out, "{} | {} | {}", tenths(self.each), self.besides, tenths(self.residual))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sizes of populations, and of sets.
    const SIZES: [[usize; 4]; 2] = [[10_000, 100_000, 1_000_000, 10_000_000], [10, 100, 1_000, 10_000]];

    #[test]
    fn a_line_is_found_again() {
        for (sizes, each, besides) in [(SIZES[0], 83, 400), (SIZES[0], 512, 0), (SIZES[1], 72_000, 310)] {
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
        assert_eq!(Fit { each: 1_234, besides: -5, residual: 67 }.to_string(), "123.4 | -5 | 6.7");
    }

    #[test]
    fn one_point_settles_no_line() {
        assert_eq!(Fit::of(&[]), None);
        assert_eq!(Fit::of(&[(10, 100)]), None);
        assert_eq!(Fit::of(&[(10, 100), (20, 0)]), None);
    }
}
