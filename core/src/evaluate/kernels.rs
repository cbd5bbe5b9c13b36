//! The inner loops over lanes and masks.
//!
//! In: slices, and what is to be done to one value. Out: the same for all of them. Each loop is
//! compiled for several sets of instructions, and the widest the processor has is taken when it
//! runs; what comes out is the same.

use super::lanes::{Number, Word};
use multiversion::multiversion;

/// Gives each function a version for processors with AVX-512, one for those with AVX2, and one for
/// all others.
macro_rules! in_versions {
    ($($item:item)*) => {
        $(#[multiversion(targets(
            "x86_64+avx2+avx512bw+avx512dq+avx512f+avx512vl+bmi1+bmi2+lzcnt+popcnt",
            "x86_64+avx2+bmi1+bmi2+lzcnt+popcnt",
        ))]
        $item)*
    };
}

/// Sixty-four truths, a byte each, as a word.
#[inline(always)]
fn word_of(bytes: &[u8; 64]) -> Word {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (at, eight) in eights.iter().enumerate() {
        // The product brings the lowest bit of each byte to the top eight, in order.
        let top = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        word |= top << (at * 8);
    }
    word
}

/// A word as sixty-four truths, a byte each: not nought where a bit is set.
#[inline(always)]
fn bytes_of(word: Word) -> [u8; 64] {
    let mut bytes = [0; 64];
    let (eights, _) = bytes.as_chunks_mut::<8>();
    // By reference, here and below: what iterates over an array itself is not inlined where size counts.
    for (eight, byte) in eights.iter_mut().zip(&word.to_le_bytes()) {
        // Each copy of the byte keeps one of its bits.
        let copies = u64::from(*byte).wrapping_mul(0x0101_0101_0101_0101);
        *eight = (copies & 0x8040_2010_0804_0201).to_le_bytes();
    }
    bytes
}

/// Appends the places of the bytes that are not nought, counted from `begun`.
#[cfg(feature = "arrow")]
#[inline(always)]
fn marked(bytes: &[u8; 64], begun: usize, out: &mut Vec<usize>) {
    let word = word_of(bytes);
    if word != 0 {
        out.extend((0..64).filter(|bit| word >> bit & 1 == 1).map(|bit| begun + bit));
    }
}

in_versions! {
    /// Appends a bit for each value.
    pub(super) fn mark<T: Copy>(values: &[T], out: &mut Vec<Word>, holds: impl Fn(T) -> bool) {
        // In whole chunks the length is known, and the loop is one of vectors.
        let (chunks, rest) = values.as_chunks::<64>();
        for chunk in chunks {
            let mut bytes = [0; 64];
            bytes.iter_mut().zip(chunk).for_each(|(byte, value)| *byte = u8::from(holds(*value)));
            out.push(word_of(&bytes));
        }
        if !rest.is_empty() {
            let mut bytes = [0; 64];
            bytes.iter_mut().zip(rest).for_each(|(byte, value)| *byte = u8::from(holds(*value)));
            out.push(word_of(&bytes));
        }
    }

    /// Appends a bit for each pair of values.
    pub(super) fn mark_pairs<T: Copy>(a: &[T], b: &[T], out: &mut Vec<Word>, holds: impl Fn(T, T) -> bool) {
        let ((chunks, rest), (others, other_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
        for (a, b) in chunks.iter().zip(others) {
            let mut bytes = [0; 64];
            let pairs = bytes.iter_mut().zip(a.iter().zip(b));
            pairs.for_each(|(byte, (a, b))| *byte = u8::from(holds(*a, *b)));
            out.push(word_of(&bytes));
        }
        if !rest.is_empty() {
            let mut bytes = [0; 64];
            let pairs = bytes.iter_mut().zip(rest.iter().zip(other_rest));
            pairs.for_each(|(byte, (a, b))| *byte = u8::from(holds(*a, *b)));
            out.push(word_of(&bytes));
        }
    }

    /// Puts `f(own, value)` where a bit is set, and `f(own, none)`, which must be `own`, elsewhere in the
    /// same word: every row is written, since vectors are slow to write some of theirs.
    pub(super) fn blend<T: Copy>(out: &mut [T], values: &[T], mask: &[Word], none: T, f: impl Fn(T, T) -> T) {
        let ((outs, out_rest), (chunks, rest)) = (out.as_chunks_mut::<64>(), values.as_chunks::<64>());
        for ((out, values), word) in outs.iter_mut().zip(chunks).zip(mask) {
            if *word != 0 {
                for ((own, value), byte) in out.iter_mut().zip(values).zip(&bytes_of(*word)) {
                    *own = f(*own, if *byte != 0 { *value } else { none });
                }
            }
        }
        let word = mask.get(chunks.len()).copied().unwrap_or(0);
        for ((own, value), byte) in out_rest.iter_mut().zip(rest).zip(&bytes_of(word)) {
            *own = f(*own, if *byte != 0 { *value } else { none });
        }
    }

    /// The same with one value for all rows.
    pub(super) fn blend_one<T: Copy>(out: &mut [T], value: T, mask: &[Word], none: T, f: impl Fn(T, T) -> T) {
        let (outs, out_rest) = out.as_chunks_mut::<64>();
        let whole = outs.len();
        for (out, word) in outs.iter_mut().zip(mask) {
            if *word != 0 {
                for (own, byte) in out.iter_mut().zip(&bytes_of(*word)) {
                    *own = f(*own, if *byte != 0 { value } else { none });
                }
            }
        }
        let word = mask.get(whole).copied().unwrap_or(0);
        for (own, byte) in out_rest.iter_mut().zip(&bytes_of(word)) {
            *own = f(*own, if *byte != 0 { value } else { none });
        }
    }

    /// Puts a value where no bit is set.
    pub(super) fn put_elsewhere<T: Copy>(out: &mut [T], value: T, mask: &[Word]) {
        for (out, word) in out.chunks_mut(64).zip(mask) {
            if *word != Word::MAX {
                for (own, byte) in out.iter_mut().zip(&bytes_of(*word)) {
                    *own = if *byte != 0 { *own } else { value };
                }
            }
        }
    }

    /// Appends one value made of each.
    pub(super) fn each<T: Copy, U>(values: &[T], out: &mut Vec<U>, f: impl Fn(T) -> U) {
        out.extend(values.iter().map(|value| f(*value)));
    }

    /// Appends one value made of each pair.
    pub(super) fn each_pair<T: Copy>(a: &[T], b: &[T], out: &mut Vec<T>, f: impl Fn(T, T) -> T) {
        out.extend(a.iter().zip(b).map(|(a, b)| f(*a, *b)));
    }

    /// Appends one value made of each, and the places of those of which it cannot be made.
    #[cfg(feature = "arrow")]
    pub(crate) fn take_each<T: Copy, U: Number>(
        values: &[T],
        out: &mut Vec<U>,
        left: &mut Vec<usize>,
        f: impl Fn(T) -> (U, bool),
    ) {
        out.reserve(values.len());
        let (chunks, rest) = values.as_chunks::<64>();
        for chunk in chunks {
            let (mut taken, mut bytes) = ([U::ZERO; 64], [0; 64]);
            for ((value, own), byte) in chunk.iter().zip(&mut taken).zip(&mut bytes) {
                let (made, good) = f(*value);
                *own = made;
                *byte = u8::from(!good);
            }
            marked(&bytes, out.len(), left);
            out.extend_from_slice(&taken);
        }
        let (begun, mut bytes) = (out.len(), [0; 64]);
        out.extend(rest.iter().zip(&mut bytes).map(|(value, byte)| {
            let (made, good) = f(*value);
            *byte = u8::from(!good);
            made
        }));
        marked(&bytes, begun, left);
    }

    /// How many bits are set between each border and the next.
    pub(super) fn count_between(words: &[Word], borders: &[u32], running: &mut Vec<u32>, out: &mut Vec<i32>) {
        running.clear();
        let mut sum = 0;
        running.extend(words.iter().map(|word| {
            let before = sum;
            sum += word.count_ones();
            before
        }));
        let start = borders.first().copied().unwrap_or(0);
        let mut last = 0;
        out.reserve(borders.len());
        // A loop, since what is called for each border would be compiled for any processor.
        for border in borders.iter().skip(1) {
            let row = border - start;
            let at = (row / 64) as usize;
            let here = match (words.get(at), running.get(at)) {
                (Some(word), Some(before)) => before + (word & ((1 << (row % 64)) - 1)).count_ones(),
                _ => sum,
            };
            // No table of a block has more rows than that.
            out.push((here - last) as i32);
            last = here;
        }
    }

    /// The sum of the values that have a bit, between each border and the next: running sums, and
    /// the differences between them. What runs over wraps, and the difference is right all the same.
    pub(super) fn sum_between<T: Number>(
        values: &[T],
        words: &[Word],
        borders: &[u32],
        running: &mut Vec<T>,
        out: &mut Vec<T>,
    ) {
        running.clear();
        running.reserve(values.len() + 64);
        running.push(T::ZERO);
        let mut sum = T::ZERO;
        for (values, word) in values.chunks(64).zip(words) {
            let mut sums = [T::ZERO; 64];
            for ((own, value), byte) in sums.iter_mut().zip(values).zip(&bytes_of(*word)) {
                *own = if *byte != 0 { *value } else { T::ZERO };
            }
            for own in &mut sums {
                sum = sum.plus(*own);
                *own = sum;
            }
            running.extend_from_slice(&sums);
        }
        let start = borders.first().copied().unwrap_or(0);
        let mut last = T::ZERO;
        out.reserve(borders.len());
        for border in borders.iter().skip(1) {
            let here = running.get((border - start) as usize).copied().unwrap_or(T::ZERO);
            out.push(here.minus(last));
            last = here;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Around the borders of words and of the chunks that vectors take.
    const LENGTHS: [usize; 9] = [0, 1, 7, 8, 63, 64, 65, 130, 200];

    fn values(rows: usize) -> Vec<i32> {
        (0i32..).take(rows).map(|at| at * 7_919 % 101 - 50).collect()
    }

    fn words(rows: usize, holds: impl Fn(usize) -> bool) -> Vec<Word> {
        let mut out = vec![0; rows.div_ceil(64)];
        (0..rows).filter(|row| holds(*row)).for_each(|row| out[row / 64] |= 1 << (row % 64));
        out
    }

    #[test]
    fn marks_are_those_of_a_plain_loop() {
        for rows in LENGTHS {
            let (a, b) = (values(rows), values(rows + 3).split_off(3));
            let (mut one, mut two) = (Vec::new(), Vec::new());
            mark(&a, &mut one, |value| value > 3);
            mark_pairs(&a, &b, &mut two, |a, b| a <= b);
            assert_eq!(one, words(rows, |row| a[row] > 3), "{rows}");
            assert_eq!(two, words(rows, |row| a[row] <= b[row]), "{rows}");
        }
    }

    #[test]
    fn blends_touch_only_marked_rows() {
        for rows in LENGTHS {
            let (own, more) = (values(rows), values(rows + 5).split_off(5));
            for holds in [|_: usize| true, |row: usize| row % 3 == 1, |row: usize| row >= 64] {
                let mask = words(rows, holds);
                let (mut one, mut all) = (own.clone(), own.clone());
                blend(&mut all, &more, &mask, i32::MIN, |own, value| own.max(value));
                blend_one(&mut one, 9, &mask, 0, |own, value| own + value);
                let mut kept = own.clone();
                put_elsewhere(&mut kept, 77, &mask);
                for row in 0..rows {
                    let (max, sum) = (own[row].max(more[row]), own[row] + 9);
                    let expected = if holds(row) { (max, sum) } else { (own[row], own[row]) };
                    assert_eq!((all[row], one[row]), expected, "{rows} {row}");
                    assert_eq!(kept[row], if holds(row) { own[row] } else { 77 }, "{rows} {row}");
                }
            }
        }
    }

    #[test]
    fn counts_and_sums_end_at_the_borders() {
        for rows in LENGTHS {
            let (own, mask) = (values(rows), words(rows, |row| row % 5 != 2));
            // Borders count from the table's first row, not from the block's.
            let mut borders: Vec<u32> = (0..=rows).step_by(9).map(|row| 40 + row as u32).collect();
            borders.insert(1, 40);
            borders.push(40 + rows as u32);
            let (mut counts, mut sums) = (Vec::new(), Vec::new());
            let (mut before, mut running) = (Vec::new(), Vec::new());
            count_between(&mask, &borders, &mut before, &mut counts);
            sum_between(&own, &mask, &borders, &mut running, &mut sums);
            for (at, pair) in borders.windows(2).enumerate() {
                let rows = || (pair[0] as usize - 40..pair[1] as usize - 40).filter(|row| row % 5 != 2);
                assert_eq!(counts[at], rows().count() as i32);
                assert_eq!(sums[at], rows().map(|row| own[row]).sum::<i32>());
            }
            assert_eq!(counts.len(), borders.len() - 1);
        }
    }

    #[cfg(feature = "arrow")]
    #[test]
    fn what_cannot_be_taken_is_marked() {
        for rows in LENGTHS {
            let own = values(rows);
            let (mut taken, mut left): (Vec<i64>, _) = (Vec::new(), Vec::new());
            take_each(&own, &mut taken, &mut left, |value| (i64::from(value) * 10, value % 4 != 0));
            assert_eq!(taken, own.iter().map(|value| i64::from(*value) * 10).collect::<Vec<_>>());
            assert_eq!(left, (0..rows).filter(|row| own[*row] % 4 == 0).collect::<Vec<_>>());
            // Those of a second part come behind.
            take_each(&own, &mut taken, &mut left, |value| (i64::from(value), value % 4 != 0));
            let both = (0..rows * 2).filter(|row| own[*row % rows] % 4 == 0);
            assert_eq!(left, both.collect::<Vec<_>>());
        }
    }
}
