//! The words of all keywords of both languages, numbered.
//!
//! A word of a source text that occurs in no keyword has no number; the recogniser compares
//! numbers only. Keywords with two spellings (kỳ/kì, tỷ/tỉ, quy/qui) have one number.

use crate::statements::{PHRASES, SENTENCES};
use crate::symbols;
use std::collections::BTreeMap;
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
    ids: BTreeMap<&'static str, WordId>,
    words: Vec<&'static str>,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let sentences = SENTENCES.iter().flat_map(|row| [row.vi, row.en]);
    let phrases = PHRASES.iter().flat_map(|row| [row.vi, row.en]);
    let slots = SLOT_WORDS.iter().copied();
    let mut vocabulary = Vocabulary { ids: BTreeMap::new(), words: Vec::new() };
    for text in sentences.chain(phrases).chain(slots).chain(symbols::all_words()) {
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            // Words inside braces are slots; numbering them too does no harm.
            if !word.is_empty() && !vocabulary.ids.contains_key(word) {
                let id = WordId(u16::try_from(vocabulary.words.len()).unwrap_or(u16::MAX));
                vocabulary.ids.insert(word, id);
                vocabulary.words.push(word);
            }
        }
    }
    for (second, first) in SPELLINGS {
        if let Some(id) = vocabulary.ids.get(first).copied() {
            vocabulary.ids.insert(second, id);
        }
    }
    vocabulary
});

/// The number of a word in lower case and NFC.
pub(crate) fn word_id(word: &str) -> Option<WordId> {
    VOCABULARY.ids.get(word).copied()
}

/// The word of a number, in its first spelling.
pub(crate) fn word_text(id: WordId) -> &'static str {
    VOCABULARY.words.get(usize::from(id.0)).copied().unwrap_or_default()
}

/// The numbers of the words of a keyword phrase.
pub(crate) fn word_ids(phrase: &str) -> Vec<WordId> {
    phrase.split_whitespace().filter_map(word_id).collect()
}
