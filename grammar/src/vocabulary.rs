//! The words of all keywords of both languages, numbered.
//!
//! A word of a source text that occurs in no keyword has no number; the recogniser compares
//! numbers only. Keywords with two spellings (kỳ/kì, tỷ/tỉ, quy/qui) have one number.

use crate::statements::{PHRASES, SENTENCES};
use crate::symbols;
use std::sync::LazyLock;

/// The number of a keyword's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct WordId(u16);

/// Keywords as they stand in the tables.
pub(crate) type Wordlist = Vec<&'static str>;

/// Words that stand in slots the recogniser reads itself: Vietnamese and English.
pub(crate) const SLOT_WORDS: &[&str] = &[
    "đúng",
    "sai",
    "true",
    "false",
    "chưa rõ",
    "unknown",
    "không áp dụng",
    "not applicable",
    "để trống",
    "left open",
    "không xét",
    "not ranked",
    "đến",
    "to",
    "năm trước",
    "last year",
    "years ago",
    "mới nhất",
    "newest",
    "giả định",
    "assumed",
    "vi",
    "en",
    "và",
    "hoặc",
    "and",
    "or",
];

/// The second spelling of a word, and the first.
const SPELLINGS: &[(&str, &str)] = &[("kì", "kỳ"), ("tỉ", "tỷ"), ("qui", "quy")];

struct Vocabulary {
    /// Words and their numbers, each among those of its bucket.
    buckets: Vec<Vec<(&'static str, WordId)>>,
    words: Vec<&'static str>,
}

/// About twice as many as there are words, so that hardly two lie in one: every word of a text is looked up.
const BUCKETS: usize = 1 << 10;

impl Vocabulary {
    fn bucket(word: &str) -> usize {
        word.bytes().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(byte.into())) % BUCKETS
    }

    fn get(&self, word: &str) -> Option<WordId> {
        let mut bucket = self.buckets.get(Self::bucket(word))?.iter();
        bucket.find(|(known, _)| *known == word).map(|(_, id)| *id)
    }

    fn insert(&mut self, word: &'static str, id: WordId) {
        let Some(bucket) = self.buckets.get_mut(Self::bucket(word)) else { return };
        match bucket.iter_mut().find(|(known, _)| *known == word) {
            Some(known) => known.1 = id,
            None => bucket.push((word, id)),
        }
    }
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let sentences = SENTENCES.iter().flat_map(|row| [row.vi, row.en]);
    let phrases = PHRASES.iter().flat_map(|row| [row.vi, row.en]);
    let slots = SLOT_WORDS.iter().copied();
    let mut vocabulary = Vocabulary { buckets: vec![Vec::new(); BUCKETS], words: Vec::new() };
    for text in sentences.chain(phrases).chain(slots).chain(symbols::all_words()) {
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            // Words inside braces are slots; numbering them too does no harm.
            if !word.is_empty() && vocabulary.get(word).is_none() {
                let id = WordId(u16::try_from(vocabulary.words.len()).unwrap_or(u16::MAX));
                vocabulary.insert(word, id);
                vocabulary.words.push(word);
            }
        }
    }
    for (second, first) in SPELLINGS {
        if let Some(id) = vocabulary.get(first) {
            vocabulary.insert(second, id);
        }
    }
    vocabulary
});

/// The number of a word in lower case and NFC.
pub(crate) fn word_id(word: &str) -> Option<WordId> {
    VOCABULARY.get(word)
}

/// The word of a number, in its first spelling.
pub(crate) fn word_text(id: WordId) -> &'static str {
    VOCABULARY.words.get(usize::from(id.0)).copied().unwrap_or_default()
}

/// The numbers of the words of a keyword phrase.
pub(crate) fn word_ids(phrase: &str) -> Vec<WordId> {
    phrase.split_whitespace().filter_map(word_id).collect()
}
