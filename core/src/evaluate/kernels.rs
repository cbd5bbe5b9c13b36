//! The inner loops over lanes and masks.
//!
//! In: slices, and what is to be done to one value. Out: the same for all of them. Each loop is
//! compiled for several sets of instructions, and the widest the processor has is taken when it
//! runs; what comes out is the same.

use super::lanes::{Number, Word, words};
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

/// Sixty-four truths as a word: a byte each, all bits of it set or none.
#[cfg(all(feature = "arrow", not(target_arch = "wasm32")))]
#[inline(always)]
fn word_of(bytes: &[i8; 64]) -> Word {
    let (sixteens, _) = bytes.as_chunks::<16>();
    let bits = sixteens.iter().map(|sixteen| Word::from(wide::i8x16::new(*sixteen).to_bitmask()));
    bits.zip((0..64).step_by(16)).fold(0, |word, (bits, at)| word | bits << at)
}

/// The same by arithmetic alone: for whoever judges few at a time, and for WebAssembly, where a crate that
/// others call is compiled without vectors.
#[cfg(any(not(feature = "arrow"), target_arch = "wasm32"))]
#[inline(always)]
fn word_of(bytes: &[i8; 64]) -> Word {
    let (eights, _) = bytes.as_chunks::<8>();
    let mut word = 0;
    for (at, eight) in eights.iter().enumerate() {
        let lowest = u64::from_le_bytes(eight.map(i8::cast_unsigned)) & 0x0101_0101_0101_0101;
        // The product brings the lowest bit of each byte to the top eight, in order.
        word |= (lowest.wrapping_mul(0x0102_0408_1020_4080) >> 56) << (at * 8);
    }
    word
}

/// Room for so many more values at the end of a buffer. Of what `extend` is given only the smallest closures
/// are compiled for the processor at hand; a loop over slices always is.
#[inline(always)]
fn room<T: Copy>(out: &mut Vec<T>, count: usize, none: T) -> &mut [T] {
    let begun = out.len();
    out.resize(begun + count, none);
    out.get_mut(begun..).unwrap_or_default()
}

/// Puts into each of sixty-four rows what comes of its own value, of another, and of its bit.
#[inline(always)]
fn by_bits<T: Copy>(out: &mut [T; 64], values: &[T; 64], word: Word, f: impl Fn(T, T, bool) -> T) {
    // A vector tests bits as wide as its values without widening them first.
    if size_of::<T>() > 4 {
        for (bit, (own, value)) in out.iter_mut().zip(values).enumerate() {
            *own = f(*own, *value, word & (1 << bit) != 0);
        }
        return;
    }
    let ((outs, _), (chunks, _)) = (out.as_chunks_mut::<32>(), values.as_chunks::<32>());
    for (half, (out, values)) in outs.iter_mut().zip(chunks).enumerate() {
        let word = (word >> (half * 32)) as u32;
        for (bit, (own, value)) in out.iter_mut().zip(values).enumerate() {
            *own = f(*own, *value, word & (1 << bit) != 0);
        }
    }
}

/// The same for the rows of a last word that is not full.
#[inline(always)]
fn by_bits_of_rest<T: Copy>(out: &mut [T], values: &[T], word: Word, f: impl Fn(T, T, bool) -> T) {
    for (bit, (own, value)) in out.iter_mut().zip(values).enumerate() {
        *own = f(*own, *value, word >> bit & 1 == 1);
    }
}

in_versions! {
    /// Appends a bit for each value.
    pub(super) fn mark<T: Copy>(values: &[T], out: &mut Vec<Word>, holds: impl Fn(T) -> bool) {
        // In whole chunks the length is known, and the loop is one of vectors.
        let (chunks, rest) = values.as_chunks::<64>();
        let room = room(out, words(values.len()), 0);
        for (word, chunk) in room.iter_mut().zip(chunks) {
            let mut bytes = [0; 64];
            bytes.iter_mut().zip(chunk).for_each(|(byte, value)| *byte = -i8::from(holds(*value)));
            *word = word_of(&bytes);
        }
        if let Some(word) = room.get_mut(chunks.len()) {
            for (bit, value) in rest.iter().enumerate() {
                *word |= Word::from(holds(*value)) << bit;
            }
        }
    }

    /// Appends a bit for each pair of values, as many as there are of both.
    pub(super) fn mark_pairs<T: Copy>(a: &[T], b: &[T], out: &mut Vec<Word>, holds: impl Fn(T, T) -> bool) {
        // Cut alike, so that both are left over the same.
        let count = a.len().min(b.len());
        let (a, b) = (a.get(..count).unwrap_or_default(), b.get(..count).unwrap_or_default());
        let ((chunks, rest), (others, other_rest)) = (a.as_chunks::<64>(), b.as_chunks::<64>());
        let room = room(out, words(a.len()), 0);
        for (word, (a, b)) in room.iter_mut().zip(chunks.iter().zip(others)) {
            let mut bytes = [0; 64];
            let pairs = bytes.iter_mut().zip(a.iter().zip(b));
            pairs.for_each(|(byte, (a, b))| *byte = -i8::from(holds(*a, *b)));
            *word = word_of(&bytes);
        }
        if let Some(word) = room.get_mut(chunks.len()) {
            for (bit, (a, b)) in rest.iter().zip(other_rest).enumerate() {
                *word |= Word::from(holds(*a, *b)) << bit;
            }
        }
    }

    /// Puts `f(own, value)` where a bit is set, and `f(own, none)`, which must be `own`, elsewhere in the
    /// same word: every row is written, since vectors are slow to write some of theirs.
    pub(super) fn blend<T: Copy>(out: &mut [T], values: &[T], mask: &[Word], none: T, f: impl Fn(T, T) -> T) {
        let blended = |own: T, value: T, bit: bool| f(own, if bit { value } else { none });
        let ((outs, out_rest), (chunks, rest)) = (out.as_chunks_mut::<64>(), values.as_chunks::<64>());
        let last = mask.get(chunks.len()).copied().unwrap_or(0);
        for ((out, values), word) in outs.iter_mut().zip(chunks).zip(mask) {
            if *word != 0 {
                by_bits(out, values, *word, blended);
            }
        }
        by_bits_of_rest(out_rest, rest, last, blended);
    }

    /// The same with one value for all rows.
    pub(super) fn blend_one<T: Copy>(out: &mut [T], value: T, mask: &[Word], none: T, f: impl Fn(T, T) -> T) {
        let blended = |own: T, value: T, bit: bool| f(own, if bit { value } else { none });
        let (outs, rest) = out.as_chunks_mut::<64>();
        let last = mask.get(outs.len()).copied().unwrap_or(0);
        for (out, word) in outs.iter_mut().zip(mask) {
            if *word != 0 {
                by_bits(out, &[value; 64], *word, blended);
            }
        }
        by_bits_of_rest(rest, &[value; 64], last, blended);
    }

    /// Puts a value where no bit is set.
    pub(super) fn put_elsewhere<T: Copy>(out: &mut [T], value: T, mask: &[Word]) {
        let put = |own: T, value: T, bit: bool| if bit { own } else { value };
        let (outs, rest) = out.as_chunks_mut::<64>();
        let last = mask.get(outs.len()).copied().unwrap_or(Word::MAX);
        for (out, word) in outs.iter_mut().zip(mask) {
            if *word != Word::MAX {
                by_bits(out, &[value; 64], *word, put);
            }
        }
        by_bits_of_rest(rest, &[value; 64], last, put);
    }

    /// Appends one value made of each.
    pub(crate) fn each<T: Copy, U>(values: &[T], out: &mut Vec<U>, f: impl Fn(T) -> U) {
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
        // Twice over what lies in the nearest memory: each of the two loops is one of vectors.
        for values in values.chunks(256) {
            let begun = out.len();
            out.extend(values.iter().map(|value| f(*value).0));
            let mut bad = 0;
            for value in values {
                bad |= u32::from(!f(*value).1);
            }
            if bad != 0 {
                let places = values.iter().enumerate().filter(|(_, value)| !f(**value).1);
                left.extend(places.map(|(at, _)| begun + at));
            }
        }
    }

    /// How many bits are set between each border and the next.
    pub(super) fn count_between(
        words: &[Word],
        borders: &[u32],
        running: &mut Vec<(Word, u32)>,
        out: &mut Vec<i32>,
    ) {
        // Each word with the bits before it; behind the last, for a border there, no more of them.
        running.clear();
        running.resize(words.len() + 1, (0, 0));
        let mut sum = 0;
        for (slot, word) in running.iter_mut().zip(words) {
            *slot = (*word, sum);
            sum += word.count_ones();
        }
        if let Some(slot) = running.last_mut() {
            *slot = (0, sum);
        }
        let start = borders.first().copied().unwrap_or(0);
        let mut last = 0;
        let borders = borders.get(1..).unwrap_or_default();
        for (count, border) in room(out, borders.len(), 0).iter_mut().zip(borders) {
            let row = border - start;
            let (word, before) = running.get((row / 64) as usize).copied().unwrap_or((0, sum));
            let here = before + (word & ((1 << (row % 64)) - 1)).count_ones();
            // No table of a block has more rows than that.
            *count = (here - last) as i32;
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
        let counted = |_: T, value: T, bit: bool| if bit { value } else { T::ZERO };
        let (chunks, rest) = values.as_chunks::<64>();
        let last = words.get(chunks.len()).copied().unwrap_or(0);
        running.clear();
        running.push(T::ZERO);
        let sums = room(running, values.len(), T::ZERO);
        let (wholes, part) = sums.as_chunks_mut::<64>();
        let mut sum = T::ZERO;
        for ((sums, values), word) in wholes.iter_mut().zip(chunks).zip(words) {
            by_bits(sums, values, *word, counted);
            for own in sums {
                sum = sum.plus(*own);
                *own = sum;
            }
        }
        by_bits_of_rest(part, rest, last, counted);
        for own in part {
            sum = sum.plus(*own);
            *own = sum;
        }
        let start = borders.first().copied().unwrap_or(0);
        let mut last = T::ZERO;
        let borders = borders.get(1..).unwrap_or_default();
        for (own, border) in room(out, borders.len(), T::ZERO).iter_mut().zip(borders) {
            let here = running.get((border - start) as usize).copied().unwrap_or(T::ZERO);
            *own = here.minus(last);
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
