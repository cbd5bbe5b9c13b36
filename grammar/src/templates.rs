//! The sentences of the table, prepared for reading: words as numbers, optional parts spread out.
//!
//! Every choice of optional parts is one flat variant; the variants of a language are found by the
//! word they begin with. Slots know their place in the tree, which is that of the Vietnamese
//! sentence.

use crate::diagnostic::Lang;
use crate::statements::{PHRASES, Phrase, Row, SENTENCES};
use crate::template::{Part, parts};
use crate::vocabulary::{WordId, word_id};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a slot of a sentence is read as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SlotKind {
    Id,
    Ids,
    Text,
    Number,
    /// A number that may stand below nought.
    Signed,
    Int,
    Date,
    DayMonth,
    Code,
    Codes,
    Condition,
    Day,
    Collection,
    Type,
    Fields,
    Edition,
    Lang,
    Words,
    Period,
    Assigns,
    Cite,
    /// A closed phrase of that slot.
    Phrase(&'static str),
}

impl SlotKind {
    fn of(slot: &'static str) -> Self {
        match slot {
            "id" => Self::Id,
            "ids" => Self::Ids,
            "str" => Self::Text,
            "num" => Self::Number,
            "signed" => Self::Signed,
            "int" => Self::Int,
            "date" => Self::Date,
            "dm" => Self::DayMonth,
            "code" => Self::Code,
            "codes" => Self::Codes,
            "expr" | "cond" => Self::Condition,
            "day" => Self::Day,
            "coll" => Self::Collection,
            "type" => Self::Type,
            "fields" => Self::Fields,
            "ed" => Self::Edition,
            "lang" => Self::Lang,
            "words" => Self::Words,
            "period" => Self::Period,
            "assigns" => Self::Assigns,
            "cite" => Self::Cite,
            phrase => Self::Phrase(phrase),
        }
    }
}

/// One step of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A word of a keyword.
    Word(WordId),
    /// A sign.
    Sign(u8),
    /// A number that belongs to the sentence, as in `tính 0 điểm khi`.
    Digits(&'static str),
    /// A slot and its place in the tree.
    Slot(SlotKind, usize),
    /// An optional part without slots was written; its place in the tree, and how many steps
    /// before this one belong to it.
    Written(usize, usize),
}

/// A sentence with some choice of its optional parts.
#[derive(Clone, Debug)]
pub(crate) struct Variant<T> {
    /// The row or phrase.
    pub of: T,
    /// The sentence as it stands in the table.
    pub sentence: &'static str,
    /// Its steps.
    pub steps: Vec<Step>,
    /// How many slots the row has with all its optional parts.
    pub slots: usize,
}

/// What a variant may begin with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum First {
    /// That word.
    Word(WordId),
    /// A quoted text.
    Text,
}

/// The sentences of one language.
#[derive(Debug)]
pub(crate) struct Templates {
    /// All rows with all choices of optional parts; those with more parts come first in a row.
    pub rows: Vec<Variant<Row>>,
    /// The rows by their first word.
    pub by_first: BTreeMap<First, Vec<usize>>,
    /// The closed phrases by slot.
    pub phrases: BTreeMap<&'static str, Vec<Variant<Phrase>>>,
}

static VIETNAMESE: LazyLock<Templates> = LazyLock::new(|| Templates::build(Lang::Vi));
static ENGLISH: LazyLock<Templates> = LazyLock::new(|| Templates::build(Lang::En));

/// The sentences of that language.
pub(crate) fn templates(lang: Lang) -> &'static Templates {
    match lang {
        Lang::Vi => &VIETNAMESE,
        Lang::En => &ENGLISH,
    }
}

impl Templates {
    fn build(lang: Lang) -> Self {
        let mut phrases: BTreeMap<&'static str, Vec<Variant<Phrase>>> = BTreeMap::new();
        for row in PHRASES {
            phrases.entry(row.slot).or_default().extend(variants(lang, row.phrase, row.vi, row.en));
        }
        let rows: Vec<_> = SENTENCES.iter().flat_map(|row| variants(lang, row.row, row.vi, row.en)).collect();
        let mut by_first: BTreeMap<First, Vec<usize>> = BTreeMap::new();
        for (index, variant) in rows.iter().enumerate() {
            for first in firsts(variant.steps.first(), &phrases) {
                let list = by_first.entry(first).or_default();
                if list.last() != Some(&index) {
                    list.push(index);
                }
            }
        }
        Self { rows, by_first, phrases }
    }
}

fn firsts(step: Option<&Step>, phrases: &BTreeMap<&'static str, Vec<Variant<Phrase>>>) -> Vec<First> {
    match step {
        Some(Step::Word(word)) => vec![First::Word(*word)],
        Some(Step::Slot(SlotKind::Text, _)) => vec![First::Text],
        Some(Step::Slot(SlotKind::Phrase(slot), _)) => phrases
            .get(slot)
            .into_iter()
            .flatten()
            .flat_map(|variant| firsts(variant.steps.first(), &BTreeMap::new()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The variants of a sentence in one language.
fn variants<T: Copy>(lang: Lang, of: T, vi: &'static str, en: &'static str) -> Vec<Variant<T>> {
    let places = slot_names(&parts(vi));
    let sentence = if lang == Lang::Vi { vi } else { en };
    let mut seen: BTreeMap<&'static str, usize> = BTreeMap::new();
    let sequences = spread(&parts(sentence), &mut |name| {
        let nth = seen.entry(name).or_default();
        let place = places.iter().enumerate().filter(|(_, place)| **place == name).nth(*nth);
        *nth += 1;
        place.map_or(0, |(index, _)| index)
    });
    let variant = |steps| Variant { of, sentence, steps, slots: places.len() };
    sequences.into_iter().map(variant).collect()
}

/// The names of the slots in order; the empty name for an optional part without slots.
fn slot_names(parts: &[Part]) -> Vec<&'static str> {
    let mut names = Vec::new();
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Slot(name) => names.push(*name),
            Part::Optional(inner) => {
                let inner = slot_names(inner);
                if inner.is_empty() {
                    names.push("");
                }
                names.extend(inner);
            }
        }
    }
    names
}

/// All choices of optional parts, those with more of them first.
fn spread(parts: &[Part], place: &mut impl FnMut(&'static str) -> usize) -> Vec<Vec<Step>> {
    let mut all: Vec<Vec<Step>> = vec![Vec::new()];
    for part in parts {
        match part {
            Part::Literal(text) => {
                let steps = literal(text);
                all.iter_mut().for_each(|sequence| sequence.extend(&steps));
            }
            Part::Slot(name) => {
                let step = Step::Slot(SlotKind::of(name), place(name));
                all.iter_mut().for_each(|sequence| sequence.push(step));
            }
            Part::Optional(inner) => {
                let mut inside: Vec<Step> = Vec::new();
                for part in inner {
                    match part {
                        Part::Literal(text) => inside.extend(literal(text)),
                        Part::Slot(name) => inside.push(Step::Slot(SlotKind::of(name), place(name))),
                        Part::Optional(_) => {}
                    }
                }
                if !inside.iter().any(|step| matches!(step, Step::Slot(..))) {
                    inside.push(Step::Written(place(""), inside.len()));
                }
                let with = all.iter().map(|sequence| sequence.iter().chain(&inside).copied().collect());
                all = with.chain(all.iter().cloned()).collect();
            }
        }
    }
    all
}

/// The words, numbers and signs of a literal part.
fn literal(text: &'static str) -> Vec<Step> {
    let mut steps = Vec::new();
    for piece in text.split_whitespace() {
        let mut rest = piece;
        while let Some(first) = rest.chars().next() {
            let word = |letter: char| letter.is_alphabetic();
            let length = if word(first) {
                rest.find(|letter| !word(letter)).unwrap_or(rest.len())
            } else if first.is_ascii_digit() {
                rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            let (now, after) = rest.split_at(length);
            if first.is_ascii_digit() {
                steps.push(Step::Digits(now));
            } else if let Some(word) = word_id(now) {
                steps.push(Step::Word(word));
            } else if let Ok(sign) = u8::try_from(first) {
                steps.push(Step::Sign(sign));
            }
            rest = after;
        }
    }
    steps
}
