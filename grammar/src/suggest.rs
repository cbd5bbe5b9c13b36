//! Finds the word somebody probably meant.
//!
//! In: a word and the words that would have been right. Out: the nearest of them, or none.
//! Accents and đ count for little here and nowhere else: equality never folds.

use crate::normal::{nfc, nfd};
use unicode_normalization::char::canonical_combining_class;

/// Longer words are not compared.
const LONGEST: usize = 64;

/// What a word for yes or no says, in either language: it is what people write where a condition
/// stands by itself, or where a value is `đúng` or `sai`, `true` or `false`.
///
/// ```
/// assert_eq!(tieuchi_grammar::truth_word("yes"), Some(true));
/// assert_eq!(tieuchi_grammar::truth_word("maybe"), None);
/// ```
#[must_use]
pub fn truth_word(word: &str) -> Option<bool> {
    match nfc(word).to_lowercase().as_str() {
        "yes" | "true" | "có" | "đúng" => Some(true),
        "no" | "false" | "không" | "sai" => Some(false),
        _ => None,
    }
}

/// The candidate nearest to the word, if one is near enough to be what was meant.
///
/// Among equally near candidates the first in code-point order wins.
///
/// ```
/// use tieuchi_grammar::closest;
/// assert_eq!(closest("tong_diem", ["tuổi", "tổng_điểm"]), Some("tổng_điểm"));
/// assert_eq!(closest("age", ["points"]), None);
/// ```
#[must_use]
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(word);
    let mut best: Option<(usize, usize, &'a str)> = None;
    for candidate in candidates {
        let Some(near) = distance(&folded, &fold(candidate), allowed(folded.len())) else { continue };
        let exact = distance_of_accents(word, candidate);
        if best.is_none_or(|found| (near, exact, candidate) < found) {
            best = Some((near, exact, candidate));
        }
    }
    best.map(|(_, _, candidate)| candidate)
}

/// Whether the word is probably a misspelling of the other one.
pub(crate) fn is_near(word: &str, other: &str) -> bool {
    closest(word, [other]).is_some()
}

/// How many slips a word of that many letters may have.
const fn allowed(letters: usize) -> usize {
    match letters {
        0..=2 => 0,
        3..=5 => 1,
        6..=9 => 2,
        _ => 3,
    }
}

/// Lower case, without marks, đ and eth as d.
pub(crate) fn fold(word: &str) -> Vec<char> {
    // However long a word is, no more of it is looked at.
    let end = word.char_indices().nth(8 * LONGEST).map_or(word.len(), |(at, _)| at);
    nfd(word.get(..end).unwrap_or(word))
        .into_iter()
        .filter(|letter| canonical_combining_class(*letter) == 0)
        .flat_map(char::to_lowercase)
        .map(|letter| if matches!(letter, 'đ' | 'ð' | 'ɖ') { 'd' } else { letter })
        .take(LONGEST + 1)
        .collect()
}

/// Edit distance (insert, delete, replace, swap neighbours), if it is not above `most`.
fn distance(one: &[char], other: &[char], most: usize) -> Option<usize> {
    if one.len() > LONGEST || other.len() > LONGEST || one.len().abs_diff(other.len()) > most {
        return None;
    }
    let width = other.len() + 1;
    let mut before: Vec<usize> = vec![usize::MAX / 2; width];
    let mut last: Vec<usize> = (0..width).collect();
    for (row, letter) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(width);
        next.push(row + 1);
        for (column, against) in other.iter().enumerate() {
            let at = |line: &[usize], index: usize| line.get(index).copied().unwrap_or(usize::MAX / 2);
            let mut cost = (at(&last, column) + usize::from(letter != against))
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            let swapped = row > 0
                && column > 0
                && one.get(row - 1) == Some(against)
                && other.get(column - 1) == Some(letter);
            if swapped {
                cost = cost.min(at(&before, column - 1) + 1);
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().filter(|cost| *cost <= most)
}

/// How many places differ before folding: settles `sô` between `số` and `sổ` as far as it can.
fn distance_of_accents(one: &str, other: &str) -> usize {
    let (one, other) = (nfd(one), nfd(other));
    let count = one.len().abs_diff(other.len());
    one.iter().zip(&other).filter(|(left, right)| left != right).count() + count
}

#[cfg(test)]
mod tests;
