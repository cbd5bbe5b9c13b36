//! Numbers that look random and are the same on every machine.
//!
//! In: a seed and the place the numbers are for. Out: integers. SplitMix64 (Steele, Lea, Flood:
//! "Fast splittable pseudorandom number generators", 2014); no clock, no floating point, no state
//! outside the generator.

/// One stream of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The stream for one part of one commune: equal inputs give equal numbers, whatever else was
    /// generated before.
    pub(crate) fn new(seed: u64, part: u64, index: u64) -> Self {
        let mut random = Self(seed);
        for word in [part, index] {
            random.0 = random.next() ^ word.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        word ^ (word >> 31)
    }

    /// From 0 up to, not including, `limit`; 0 if the limit is 0. Its bias is below one in 2³²/limit.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        // The product of two numbers of 32 bits, shifted down by 32, fits 32 bits.
        u32::try_from(((self.next() >> 32) * u64::from(limit)) >> 32).unwrap_or(0)
    }

    /// Both ends included; `low` if they are the wrong way round.
    pub(crate) fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = high.saturating_sub(low).max(0).unsigned_abs().saturating_add(1);
        low.saturating_add_unsigned(self.below(width))
    }

    /// Whether something happens that happens to so many of a hundred.
    pub(crate) fn percent(&mut self, share: u32) -> bool {
        self.below(100) < share
    }

    /// One of several values, each as often as its weight says.
    pub(crate) fn pick<T: Copy>(&mut self, weighted: &[(u32, T)], otherwise: T) -> T {
        let mut left = self.below(weighted.iter().map(|(weight, _)| weight).sum());
        for &(weight, value) in weighted {
            if left < weight {
                return value;
            }
            left -= weight;
        }
        otherwise
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_numbers_never_change() {
        // Fixed here so that a change of the generator is noticed: every sample would be another.
        let mut random = Random::new(7, 1, 2);
        let first: Vec<u32> = (0..6).map(|_| random.below(1000)).collect();
        assert_eq!(first, [826, 627, 111, 959, 282, 182]);
    }

    #[test]
    fn bounds_hold_and_both_ends_are_reached() {
        let mut random = Random::new(1, 0, 0);
        let mut seen = [0u32; 5];
        for _ in 0..1000 {
            seen[usize::try_from(random.between(-2, 2) + 2).unwrap()] += 1;
        }
        assert!(seen.iter().all(|&count| (140..=260).contains(&count)), "{seen:?}");
        assert_eq!(random.between(3, 1), 3);
        assert_eq!(random.below(0), 0);
        assert_eq!(random.pick(&[(0, 'a'), (1, 'b')], 'c'), 'b');
    }
}
