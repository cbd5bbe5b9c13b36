//! Tokens to symbols: one ASCII letter for every word, phrase, number or sign of an expression.
//!
//! In: the tokens of a statement and the place where a slot begins. Out: a string for the pest
//! grammar, with the token each of its letters stands for. Only this file knows the words of the
//! expression language; `grammar.pest` lists the letters.

use crate::diagnostic::Lang;
use crate::lexer::{Kind, Token};
use crate::slots;
use crate::vocabulary::{WordId, Wordlist, word_ids};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Which words are phrases: those of expressions or those of types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// Expressions, conditions, collections.
    Expression,
    /// Types and field lists.
    Type,
}

/// Phrases of the expression language: letter, Vietnamese, English. An empty word is no phrase.
pub(crate) const EXPRESSION_WORDS: &[(u8, &str, &str)] = &[
    (b'&', "và", "and"),
    (b'|', "hoặc", "or"),
    (b'N', "không", "not"),
    (b'I', "thuộc", "in"),
    (b'P', "trong kỳ", "in period"),
    (b'W', "trong vòng", "within"),
    (b'R', "đến", "to"),
    (b'L', "liên tục", "throughout"),
    (b'l', "năm trước", "last year"),
    (b'd', "ngày", "days"),
    (b'm', "tháng", "months"),
    (b'y', "năm", "years"),
    (b'M', "số tháng từ", "months from"),
    (b'Y', "số năm từ", "years from"),
    (b'r', "làm tròn", "round"),
    (b'u', "nửa lên", "half up"),
    (b'e', "nửa chẵn", "half even"),
    (b'U', "lên", "up"),
    (b'V', "xuống", "down"),
    (b'E', "cuối kỳ", "end of period"),
    (b'S', "đầu kỳ", "start of period"),
    (b'F', "cuối năm trước", "end of last year"),
    (b'J', "ngày đánh giá", "judgement date"),
    (b'A', "có", ""),
    (b'a', "", "any"),
    (b'H', "", "having"),
    (b'Z', "không có", "no"),
    (b'C', "số lượng", "count"),
    (b'G', "ít nhất", "at least"),
    (b'T', "tổng", "sum"),
    (b'B', "bình quân", "mean"),
    (b'O', "của", "of"),
    (b'p', "cao nhất của", ""),
    (b'q', "thấp nhất của", ""),
    (b's', "mới nhất của", ""),
    (b'h', "", "highest"),
    (b'i', "", "lowest"),
    (b'w', "", "newest"),
    (b'Q', "mọi", "all"),
    (b'v', "đều", "satisfy"),
    (b'X', "tỷ lệ", "share"),
    (b'K', "mà", "where"),
];

/// Phrases of types: letter, Vietnamese, English.
pub(crate) const TYPE_WORDS: &[(u8, &str, &str)] = &[
    (b'b', "đúng sai", "yes no"),
    (b'd', "ngày", "date"),
    (b'c', "chữ", "text"),
    (b'i', "số nguyên", "integer"),
    (b's', "số", "number"),
    (b'z', "lẻ", "places"),
    (b'f', "từ", "from"),
    (b'R', "đến", "to"),
    (b'o', "một trong", "one of"),
    (b'g', "theo bậc", "ranked"),
];

/// The letters of single words that may still be names.
const MAY_BE_NAMES: &[u8] = b"dmyUV";

/// Phrases by their first word, the longest first.
type Phrases = BTreeMap<WordId, Vec<(Vec<WordId>, u8)>>;

static PHRASES_OF: LazyLock<[Phrases; 4]> = LazyLock::new(|| {
    let of = |words: &[(u8, &str, &str)], lang: Lang| {
        let mut phrases = Phrases::new();
        for (letter, vi, en) in words {
            let ids = word_ids(if lang == Lang::Vi { vi } else { en });
            if let Some((first, rest)) = ids.split_first() {
                phrases.entry(*first).or_default().push((rest.to_vec(), *letter));
            }
        }
        for list in phrases.values_mut() {
            list.sort_by_key(|(rest, _)| std::cmp::Reverse(rest.len()));
        }
        phrases
    };
    [
        of(EXPRESSION_WORDS, Lang::Vi),
        of(EXPRESSION_WORDS, Lang::En),
        of(TYPE_WORDS, Lang::Vi),
        of(TYPE_WORDS, Lang::En),
    ]
});

/// All words of expressions and types, for the vocabulary.
pub(crate) fn all_words() -> Wordlist {
    let texts = EXPRESSION_WORDS.iter().chain(TYPE_WORDS);
    texts.flat_map(|(_, vi, en)| [*vi, *en]).collect()
}

/// Whether the word opens a query or a connective, so that it cannot be a name.
pub(crate) fn is_reserved(lang: Lang, word: WordId) -> bool {
    phrases(lang, Mode::Expression).get(&word).is_some_and(|list| {
        list.iter().any(|(rest, letter)| rest.is_empty() && !MAY_BE_NAMES.contains(letter))
    })
}

fn phrases(lang: Lang, mode: Mode) -> &'static Phrases {
    let [expression_vi, expression_en, type_vi, type_en] = &*PHRASES_OF;
    match (lang, mode) {
        (Lang::Vi, Mode::Expression) => expression_vi,
        (Lang::En, Mode::Expression) => expression_en,
        (Lang::Vi, Mode::Type) => type_vi,
        (Lang::En, Mode::Type) => type_en,
    }
}

/// The word or sign of a letter.
pub(crate) fn word_of(lang: Lang, mode: Mode, letter: u8) -> Option<&'static str> {
    match letter {
        b')' => return Some(")"),
        b':' => return Some(":"),
        // The `có` of a share has a letter of its own in English only.
        b'H' if lang == Lang::Vi => return Some("có"),
        _ => {}
    }
    let words = if mode == Mode::Type { TYPE_WORDS } else { EXPRESSION_WORDS };
    let found = words.iter().find(|(of, _, _)| *of == letter);
    found.map(|(_, vi, en)| if lang == Lang::Vi { *vi } else { *en })
}

/// The symbols of a statement from one token on.
#[derive(Clone, Debug, Default)]
pub(crate) struct Symbols {
    /// One letter for each.
    pub letters: String,
    /// The token each letter begins at, and one past the last token.
    pub tokens: Vec<usize>,
}

impl Symbols {
    /// Reads the tokens from `from` on.
    pub(crate) fn read(lang: Lang, mode: Mode, tokens: &[Token<'_>], from: usize) -> Self {
        let mut symbols = Self::default();
        let mut at = from;
        while let Some(token) = tokens.get(at) {
            let (letter, length) = symbol(lang, mode, tokens, at, token);
            symbols.letters.push(char::from(letter));
            symbols.tokens.push(at);
            at += length;
        }
        symbols.tokens.push(at);
        symbols
    }

    /// The first letter, if it is one token, and the letter after it.
    pub(crate) fn first_two(lang: Lang, tokens: &[Token<'_>], from: usize) -> Option<(u8, Option<u8>)> {
        let letter = |at: usize| Some(symbol(lang, Mode::Expression, tokens, at, tokens.get(at)?));
        let (first, length) = letter(from)?;
        (length == 1).then(|| (first, letter(from + 1).map(|(next, _)| next)))
    }

    /// The token at that place of the letters.
    pub(crate) fn token(&self, at: usize) -> usize {
        self.tokens.get(at).or(self.tokens.last()).copied().unwrap_or(0)
    }
}

/// The letter of the token, and how many tokens it covers.
fn symbol(lang: Lang, mode: Mode, tokens: &[Token<'_>], at: usize, token: &Token<'_>) -> (u8, usize) {
    match &token.kind {
        Kind::Text => (b't', 1),
        Kind::Date(_) => (b'D', 1),
        Kind::Sign(sign) => (*sign, 1),
        Kind::Number if is_next_year(lang, tokens, at) => (b'x', 5),
        Kind::Number => (number_letter(lang, &token.text), 1),
        Kind::Word => {
            // After a dot a word is always a name: `S.ngày`.
            let before = at.checked_sub(1).and_then(|index| tokens.get(index));
            if before.is_some_and(|dot| dot.kind == Kind::Sign(b'.')) {
                return (b'n', 1);
            }
            let list = token.word.and_then(|word| phrases(lang, mode).get(&word));
            // `throughout 5 years from …`: after a number `years` is the unit, not `years from`.
            let unit = before.is_some_and(|number| number.kind == Kind::Number);
            let found = list.and_then(|list| {
                list.iter().find(|(rest, letter)| {
                    let fits = rest.iter().enumerate().all(|(index, word)| {
                        tokens.get(at + 1 + index).is_some_and(|next| next.word == Some(*word))
                    });
                    fits && !(unit && matches!(letter, b'M' | b'Y'))
                })
            });
            found.map_or((b'n', 1), |(rest, letter)| (*letter, 1 + rest.len()))
        }
    }
}

/// Whether `15/01 năm sau` stands there.
fn is_next_year(lang: Lang, tokens: &[Token<'_>], at: usize) -> bool {
    slots::is_day_month(tokens, at)
        && word_ids(if lang == Lang::Vi { "năm sau" } else { "next year" })
            .iter()
            .zip(tokens.get(at + 3..).unwrap_or_default())
            .filter(|(word, token)| token.word == Some(**word))
            .count()
            == 2
}

/// `0` for a whole number, `1` for a decimal of this language, `k` for a code.
fn number_letter(lang: Lang, text: &str) -> u8 {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return b'0';
    }
    let decimal = text.split_once(decimal_mark(lang)).is_some_and(|(whole, fraction)| {
        whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit())
    });
    if decimal { b'1' } else { b'k' }
}

/// The decimal mark of a language.
pub(crate) const fn decimal_mark(lang: Lang) -> char {
    match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    }
}
