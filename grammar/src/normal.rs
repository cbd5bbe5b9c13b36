//! Texts in the two canonical forms of Unicode.
//!
//! The iterators of unicode-normalization take the tables of the compatible forms along, which nothing here
//! asks for and which are a tenth of the tables and texts of the file for browsers.

use unicode_normalization::char::{canonical_combining_class, compose, decompose_canonical};

/// The letters and marks of a text, taken apart.
#[must_use]
pub fn nfd(text: &str) -> Vec<char> {
    let mut out = Vec::with_capacity(text.len());
    for letter in text.chars() {
        decompose_canonical(letter, |part| out.push(part));
    }
    // Marks on one letter stand by their class; equal ones stay as they are.
    let is_mark = |letter: &char| canonical_combining_class(*letter) != 0;
    for run in out.chunk_by_mut(|before, after| is_mark(before) == is_mark(after)) {
        if run.len() > 1 && run.first().is_some_and(is_mark) {
            run.sort_by_key(|mark| canonical_combining_class(*mark));
        }
    }
    out
}

/// A text put together.
#[must_use]
pub fn nfc(text: &str) -> String {
    let mut out: Vec<char> = Vec::with_capacity(text.len());
    // The last letter, and the class of what stands last behind it.
    let mut base = None;
    let mut last = 0;
    for letter in nfd(text) {
        let class = canonical_combining_class(letter);
        let near = base.is_some_and(|at: usize| at + 1 == out.len()) || last < class;
        if let Some(letter_before) = base.filter(|_| near).and_then(|at| out.get_mut(at))
            && let Some(joined) = compose(*letter_before, letter)
        {
            *letter_before = joined;
            continue;
        }
        if class == 0 {
            base = Some(out.len());
        }
        last = class;
        out.push(letter);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    fn agrees(text: &str) {
        assert_eq!(nfd(text), text.nfd().collect::<Vec<_>>(), "{text:?}");
        assert_eq!(nfc(text), text.nfc().collect::<String>(), "{text:?}");
    }

    #[test]
    fn every_letter_is_taken_apart_and_put_together_as_unicode_says() {
        for letter in '\0'..=char::MAX {
            agrees(&letter.to_string());
            agrees(&format!("a{letter}\u{301}"));
        }
        agrees("e\u{323}\u{302}\u{301} ệ\u{301} \u{1100}\u{1161}\u{11a8} \u{ac00}\u{11a8}");
    }

    #[test]
    fn long_rows_of_marks_take_no_longer_than_sorting() {
        agrees(&format!("a{}", "\u{301}\u{323}\u{31b}".repeat(50_000)));
    }

    /// Letters of Latin and of Hangul, marks of Latin and of Hebrew; or anything.
    const TEXTS: &str =
        "[a-eươàệ\u{300}-\u{36f}\u{590}-\u{5ff}\u{1100}-\u{11ff}\u{ac00}-\u{ac40}]{0,12}|.{0,12}";

    proptest! {
        #[test]
        fn texts_of_letters_and_marks_agree(text in TEXTS) {
            agrees(&text);
        }
    }
}
