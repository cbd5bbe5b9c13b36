//! One statement's tokens to a row of the table.
//!
//! In: tokens. Out: the row with its slots, or a finding that says where the line went wrong and
//! which row it resembles. Keywords are compared word by word, slots are read by `slots.rs`; every
//! slot is read once at a place, so the work does not grow with the number of rows that begin
//! alike. This file does not know where a statement may stand.

use crate::ast::Slot;
use crate::diagnostic::{Diagnostic, Lang};
use crate::lexer::{Kind, Token};
use crate::source::Span;
use crate::statements::{Phrase, Row};
use crate::templates::{First, SlotKind, Step, Templates, Variant, templates};
use crate::vocabulary::{WordId, word_id};
use std::collections::BTreeMap;
use std::ops::Range;

/// A statement that is a row of the table.
#[derive(Debug)]
pub(crate) struct Recognised {
    /// Which row.
    pub row: Row,
    /// Its slots.
    pub slots: Vec<Slot>,
    /// The mark `[giả định]`.
    pub assumed: Option<Span>,
    /// Findings about numbers, names and the like inside its slots.
    pub findings: Vec<Diagnostic>,
}

/// Reads a statement; else gives the matcher, which knows how far it came.
pub(crate) fn recognise<'a>(lang: Lang, tokens: &'a [Token<'a>]) -> Result<Recognised, Matcher<'a>> {
    let (tokens, assumed) = split_mark(tokens);
    // How far each row came is only asked where none fits, and nearly every statement is one.
    let read = Matcher { noting: false, ..Matcher::new(lang, tokens) }.statement();
    if let Some((row, slots, findings)) = read {
        return Ok(Recognised { row, slots, assumed, findings });
    }
    let mut matcher = Matcher::new(lang, tokens);
    matcher.statement();
    Err(matcher)
}

/// All rows that accept the tokens; the tests ask that there is only one.
#[cfg(test)]
pub(crate) fn all_rows(lang: Lang, tokens: &[Token<'_>]) -> Vec<Row> {
    let (tokens, _) = split_mark(tokens);
    let mut rows = Vec::new();
    for variant in &templates(lang).rows {
        let mut matcher = Matcher::new(lang, tokens);
        if matcher.fits(variant) && rows.last() != Some(&variant.of) {
            rows.push(variant.of);
        }
    }
    rows
}

/// Takes `[giả định]` / `[assumed]` off the end.
pub(crate) fn split_mark<'a, 's>(tokens: &'a [Token<'s>]) -> (&'a [Token<'s>], Option<Span>) {
    let marks: [&[&str]; 2] = [&["giả", "định"], &["assumed"]];
    for mark in marks {
        let Some(start) = tokens.len().checked_sub(mark.len() + 2) else { continue };
        let Some((before, [open, words @ .., close])) = tokens.split_at_checked(start) else { continue };
        let brackets = open.kind == Kind::Sign(b'[') && close.kind == Kind::Sign(b']');
        let same =
            words.iter().zip(mark).all(|(token, word)| token.word.is_some() && token.word == word_id(word));
        if brackets && same {
            return (before, Some(open.span.to(close.span)));
        }
    }
    (tokens, None)
}

/// What a slot held: its content, the token after it, and findings about it.
#[derive(Clone, Debug)]
pub(crate) struct Filled {
    /// The content.
    pub slot: Slot,
    /// The token after it.
    pub end: usize,
    /// Findings about it.
    pub findings: Vec<Diagnostic>,
}

/// What one place of a sentence holds.
#[derive(Clone, Copy, Debug)]
enum Choice {
    /// That slot, of all that was read.
    Filled { place: usize, which: usize },
    /// An optional part without slots.
    Written { place: usize, span: Span },
}

/// What would have been right at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    /// That step of a sentence.
    Step(Step),
    /// The end of the statement.
    End,
}

/// Compares the tokens of a statement with sentences.
#[derive(Debug)]
pub(crate) struct Matcher<'a> {
    /// The language of the keywords.
    pub lang: Lang,
    /// The tokens, without the mark at the end.
    pub tokens: &'a [Token<'a>],
    templates: &'static Templates,
    /// All that was read in slots, as it was read.
    filled: Vec<Filled>,
    /// Which of it was read at a token as a kind of slot, the likeliest first.
    slots: BTreeMap<(usize, SlotKind), Range<usize>>,
    /// What the sentence that is tried holds up to here.
    chosen: Vec<Choice>,
    /// Whether it is noted what rows expected.
    noting: bool,
    /// The furthest token that some row did not expect.
    pub furthest: usize,
    /// What the rows expected there.
    pub expected: Vec<(Expected, Option<(Row, &'static str)>)>,
    current: Option<(Row, &'static str)>,
}

impl<'a> Matcher<'a> {
    /// For the tokens of a statement.
    pub(crate) fn new(lang: Lang, tokens: &'a [Token<'a>]) -> Self {
        Self {
            lang,
            tokens,
            templates: templates(lang),
            filled: Vec::new(),
            slots: BTreeMap::new(),
            chosen: Vec::new(),
            noting: true,
            furthest: 0,
            expected: Vec::new(),
            current: None,
        }
    }

    /// The first row that fits; what its slots hold is taken out.
    pub(crate) fn statement(&mut self) -> Option<(Row, Vec<Slot>, Vec<Diagnostic>)> {
        let first = self.tokens.first()?;
        let first = match first.kind {
            Kind::Text => First::Text,
            _ => First::Word(first.word?),
        };
        let templates = self.templates;
        for index in templates.by_first.get(&first)? {
            let variant = templates.rows.get(*index)?;
            if self.fits(variant) {
                let (slots, findings) = self.gather(0, variant.slots, |filled| {
                    let slot = std::mem::replace(&mut filled.slot, Slot::Absent);
                    (slot, std::mem::take(&mut filled.findings))
                });
                return Some((variant.of, slots, findings));
            }
        }
        None
    }

    /// Tries every row, to learn what each expects; whether one fits as a whole.
    pub(crate) fn expect(&mut self) -> bool {
        let templates = self.templates;
        let fits = templates.rows.iter().filter(|variant| self.fits(variant)).count();
        if fits > 0 && self.furthest < self.tokens.len() {
            self.furthest = self.tokens.len();
            self.expected.clear();
        }
        fits > 0
    }

    /// The places at which an expression or collection was read, with the token after it.
    pub(crate) fn expressions(&self) -> impl Iterator<Item = (SlotKind, usize, Option<usize>)> + '_ {
        let pest = [SlotKind::Condition, SlotKind::Collection, SlotKind::Type, SlotKind::Fields];
        pest.into_iter().flat_map(|wanted| {
            let of_kind = self.slots.iter().filter(move |((_, kind), _)| *kind == wanted);
            of_kind.map(|((at, kind), which)| (*kind, *at, self.read(which).first().map(|filled| filled.end)))
        })
    }

    /// Whether the whole statement is that sentence.
    fn fits(&mut self, variant: &'static Variant<Row>) -> bool {
        self.current = Some((variant.of, variant.sentence));
        self.chosen.clear();
        self.walk(&variant.steps, 0, true).is_some()
    }

    /// The slots of a sentence by their places, and findings about them, from what was chosen since it
    /// began.
    fn gather(
        &mut self,
        begun: usize,
        slots: usize,
        take: impl Fn(&mut Filled) -> (Slot, Vec<Diagnostic>),
    ) -> (Vec<Slot>, Vec<Diagnostic>) {
        let (mut all, mut findings) = (Vec::with_capacity(slots), Vec::new());
        all.resize_with(slots, || Slot::Absent);
        for choice in self.chosen.drain(begun..) {
            let (place, slot) = match choice {
                Choice::Written { place, span } => (place, Slot::Present(span)),
                Choice::Filled { place, which } => {
                    let Some((slot, found)) = self.filled.get_mut(which).map(&take) else { continue };
                    findings.extend(found);
                    (place, slot)
                }
            };
            if let Some(own) = all.get_mut(place) {
                *own = slot;
            }
        }
        (all, findings)
    }

    fn read(&self, which: &Range<usize>) -> &[Filled] {
        self.filled.get(which.clone()).unwrap_or_default()
    }

    /// Compares steps with the tokens from `at` on; gives the token after them.
    fn walk(&mut self, steps: &'static [Step], mut at: usize, whole: bool) -> Option<usize> {
        let mut steps = steps.iter();
        while let Some(step) = steps.next() {
            let token = self.tokens.get(at);
            let fits = match step {
                Step::Word(word) => token.is_some_and(|token| token.word == Some(*word)),
                Step::Sign(sign) => token.is_some_and(|token| token.kind == Kind::Sign(*sign)),
                Step::Digits(digits) => {
                    token.is_some_and(|token| token.kind == Kind::Number && token.text == *digits)
                }
                Step::Written(place, length) => {
                    let first = at.checked_sub(*length).and_then(|index| self.tokens.get(index));
                    let last = at.checked_sub(1).and_then(|index| self.tokens.get(index));
                    if let (Some(first), Some(last)) = (first, last) {
                        self.chosen.push(Choice::Written { place: *place, span: first.span.to(last.span) });
                    }
                    continue;
                }
                Step::Slot(kind, place) => {
                    let (read, kept) = (self.fill(*kind, at), self.chosen.len());
                    if read.is_empty() {
                        self.miss(at, Expected::Step(*step));
                    }
                    for which in read {
                        let end = self.filled.get(which)?.end;
                        self.chosen.push(Choice::Filled { place: *place, which });
                        if let Some(end) = self.walk(steps.as_slice(), end, whole) {
                            return Some(end);
                        }
                        self.chosen.truncate(kept);
                    }
                    return None;
                }
            };
            if !fits {
                self.miss(at, Expected::Step(*step));
                return None;
            }
            at += 1;
        }
        if whole && at != self.tokens.len() {
            self.miss(at, Expected::End);
            return None;
        }
        Some(at)
    }

    /// Whether the tokens end where a row went on with that sign.
    pub(crate) fn ends_before(&self, sign: u8) -> bool {
        let sign = Expected::Step(Step::Sign(sign));
        self.furthest == self.tokens.len() && self.expected.iter().any(|(expected, _)| *expected == sign)
    }

    fn miss(&mut self, at: usize, expected: Expected) {
        if !self.noting {
            return;
        }
        if at > self.furthest {
            self.furthest = at;
            self.expected.clear();
        }
        // A few are enough for the message.
        if at == self.furthest && self.expected.len() < 64 {
            let entry = (expected, self.current);
            if !self.expected.contains(&entry) {
                self.expected.push(entry);
            }
        }
    }

    /// What may fill a slot at a place, the likeliest first.
    pub(crate) fn slot(&mut self, kind: SlotKind, at: usize) -> &[Filled] {
        let which = self.fill(kind, at);
        self.read(&which)
    }

    /// Reads what may fill a slot at a place, once; says which of all that was read it is.
    fn fill(&mut self, kind: SlotKind, at: usize) -> Range<usize> {
        if let Some(read) = self.slots.get(&(at, kind)) {
            return read.clone();
        }
        let (phrases, other) = match kind {
            SlotKind::Phrase(slot) => (self.phrases(slot, at), None),
            _ => (Vec::new(), self.read_slot(kind, at)),
        };
        // What stands inside was read before, and lies before it.
        let from = self.filled.len();
        self.filled.extend(phrases.into_iter().chain(other));
        self.slots.insert((at, kind), from..self.filled.len());
        from..self.filled.len()
    }

    /// The closed phrases of a slot that stand at a place, in the order of the table.
    fn phrases(&mut self, slot: &'static str, at: usize) -> Vec<Filled> {
        let mut all = Vec::new();
        let templates = self.templates;
        for variant in templates.phrases.get(slot).into_iter().flatten() {
            if variant.of == Phrase::PolicyLeftOpen {
                continue;
            }
            let Some((phrase, end, findings)) = self.phrase(variant, at) else { continue };
            if slot == "policy" {
                let rest = templates.phrases.get(slot).into_iter().flatten();
                let open = rest.filter(|rest| rest.of == Phrase::PolicyLeftOpen);
                for variant in open {
                    if let Some((rest, end, _)) = self.phrase(variant, end) {
                        let span = phrase.span.to(rest.span);
                        let slot = Slot::Phrase(crate::ast::Phrase {
                            rest: Some(Box::new(rest)),
                            span,
                            ..phrase.clone()
                        });
                        all.push(Filled { slot, end, findings: findings.clone() });
                    }
                }
            }
            all.push(Filled { slot: Slot::Phrase(phrase), end, findings });
        }
        all
    }

    /// One closed phrase.
    pub(crate) fn phrase(
        &mut self,
        variant: &'static Variant<Phrase>,
        at: usize,
    ) -> Option<(crate::ast::Phrase, usize, Vec<Diagnostic>)> {
        let begun = self.chosen.len();
        let Some(end) = self.walk(&variant.steps, at, false) else {
            self.chosen.truncate(begun);
            return None;
        };
        let (slots, findings) =
            self.gather(begun, variant.slots, |filled| (filled.slot.clone(), filled.findings.clone()));
        let span = self.span(at, end);
        Some((crate::ast::Phrase { id: variant.of, slots, rest: None, span }, end, findings))
    }

    /// The place of the tokens from `at` up to, not including, `end`.
    pub(crate) fn span(&self, at: usize, end: usize) -> Span {
        let first = self.tokens.get(at).map(|token| token.span);
        let last = end.checked_sub(1).and_then(|last| self.tokens.get(last)).map(|token| token.span);
        match (first, last) {
            (Some(first), Some(last)) if at < end => first.to(last),
            (Some(first), _) => Span::new(first.start, first.start),
            (None, _) => {
                let end = self.tokens.last().map_or(0, |token| token.span.end);
                Span::new(end, end)
            }
        }
    }

    /// The first words of all rows.
    pub(crate) fn first_words(&self) -> impl Iterator<Item = WordId> {
        self.templates.by_first.keys().filter_map(|first| match first {
            First::Word(word) => Some(*word),
            First::Text => None,
        })
    }
}

#[cfg(test)]
mod tests;
