//! A line that is no row of the table: what it was probably meant to be.
//!
//! In: the tokens and how far the matcher came. Out: one finding, the row the line resembles, and,
//! where only keywords are misspelt, the row as if they were not.

use crate::diagnostic::{Diagnostic, Lang};
use crate::from_pairs;
use crate::lexer::{Kind, Token};
use crate::limits;
use crate::recognise::{Expected, Matcher, Recognised, recognise, split_mark};
use crate::slots::wanted;
use crate::source::Span;
use crate::statements::{Phrase, Row};
use crate::suggest::is_near;
use crate::symbols::{self, Mode, Symbols};
use crate::syntax_errors as errors;
use crate::templates::{SlotKind, Step};
use crate::vocabulary::{WordId, word_text};

/// Misspelt words of one line that are put right at most.
const MENDED: usize = 24;

/// What is known of a line that could not be read.
#[derive(Debug)]
pub(crate) struct Fault {
    /// The row it resembles.
    pub guess: Option<Row>,
    /// The heading word it begins with, if it resembles a heading.
    pub heading: Option<Phrase>,
    /// What is wrong.
    pub finding: Diagnostic,
    /// The row with its misspelt keywords put right.
    pub mended: Option<Recognised>,
}

/// Says what is wrong with a line that is no row.
pub(crate) fn diagnose(lang: Lang, tokens: &[Token<'_>], mut matcher: Matcher<'_>) -> Fault {
    let heading = heading_word(&mut matcher);
    let other = if lang == Lang::Vi { Lang::En } else { Lang::Vi };
    if let Ok(found) = recognise(other, tokens) {
        let finding = errors::other_language(matcher.span(0, tokens.len()), lang);
        return Fault { guess: Some(found.row), heading, finding, mended: None };
    }
    if let Some((mended, finding)) = mend(lang, tokens, &matcher) {
        return Fault { guess: Some(mended.row), heading, finding, mended: Some(mended) };
    }
    let nearest = matcher.expected.iter().find_map(|(_, row)| *row).filter(|_| matcher.furthest > 0);
    let half = nearest.is_some_and(|(row, _)| row == Row::AppliesOnly) && matcher.ends_before(b';');
    let stop = matcher.furthest;
    let finding = match expression_fault(&matcher) {
        _ if matcher.years_ago(stop) => errors::years_ago(matcher.span(stop, stop + 3)),
        _ if half => errors::otherwise_missing(matcher.span(stop, stop + 1)),
        Some(finding) => finding,
        None => unexpected(
            &matcher,
            stop,
            nearest.map(|(row, _)| crate::statement_docs::row_docs(row).sample(lang)),
        ),
    };
    Fault { guess: nearest.map(|(row, _)| row), heading, finding, mended: None }
}

/// The heading word a line begins with, after `thay` or `thêm`.
pub(crate) fn heading_word(matcher: &mut Matcher<'_>) -> Option<Phrase> {
    let edit = matcher.slot(SlotKind::Phrase("edit"), 0).first().map_or(0, |edit| edit.end);
    let filled = matcher.slot(SlotKind::Phrase("word"), edit);
    match &filled.first()?.slot {
        crate::ast::Slot::Phrase(phrase) => Some(phrase.id),
        _ => None,
    }
}

/// Puts misspelt keywords right, one after another, as long as each brings the line further.
fn mend(lang: Lang, tokens: &[Token<'_>], matcher: &Matcher<'_>) -> Option<(Recognised, Diagnostic)> {
    let mut mended = tokens.to_vec();
    let mut slips: Vec<(Span, String, &'static str)> = Vec::new();
    let (mut at, mut candidates) = (matcher.furthest, candidates(matcher));
    for _ in 0..MENDED {
        let token = mended.get_mut(at).filter(|token| token.kind == Kind::Word)?;
        let written = token.text.to_string();
        candidates.retain(|word| Some(*word) != token.word);
        let right = crate::suggest::closest(&written, candidates.iter().map(|word| word_text(*word)))?;
        token.word = crate::vocabulary::word_id(right);
        slips.push((token.span, written, right));
        match recognise(lang, &mended) {
            Ok(found) => {
                let sample = crate::statement_docs::row_docs(found.row).sample(lang);
                let finding = errors::misspelt(&slips, sample)?;
                return Some((found, finding));
            }
            Err(next) if next.furthest > at => {
                at = next.furthest;
                candidates = self::candidates(&next);
            }
            Err(_) => return None,
        }
    }
    None
}

/// The words that would have been right where the matcher stopped.
fn candidates(matcher: &Matcher<'_>) -> Vec<WordId> {
    if matcher.furthest == 0 {
        return matcher.first_words().collect();
    }
    let word = |(expected, _): &(Expected, _)| match expected {
        Expected::Step(Step::Word(word)) => Some(*word),
        _ => None,
    };
    matcher.expected.iter().filter_map(word).collect()
}

/// A fault inside an expression, collection or type, where the matcher only knows where it began.
fn expression_fault(matcher: &Matcher<'_>) -> Option<Diagnostic> {
    let furthest = matcher.furthest;
    // The slot that begins last among those that end at, or fail before, the place of the fault.
    let (kind, at, end) = matcher
        .expressions()
        .filter(|(_, at, end)| *at <= furthest && end.is_none_or(|end| end == furthest))
        .max_by_key(|(kind, at, _)| (*at, *kind == SlotKind::Condition))?;
    let (wanted, mode) = wanted(kind)?;
    let symbols = Symbols::read(matcher.lang, mode, matcher.tokens, at);
    if mode == Mode::Expression
        && let Some(finding) = connectives(matcher, &symbols)
    {
        return Some(finding);
    }
    let stop = from_pairs::furthest(wanted, &symbols);
    let place = stop.token;
    if place < furthest || (place == furthest && (end.is_some() || place == at)) {
        return None;
    }
    let span = matcher.span(place, place + 1);
    let token = matcher.tokens.get(place).map(written);
    if matcher.years_ago(place) {
        return Some(errors::years_ago(matcher.span(place, place + 3)));
    }
    if stop.operand {
        let before = place.checked_sub(1).and_then(|at| matcher.tokens.get(at));
        let compared = place.checked_sub(2).and_then(|at| matcher.tokens.get(at));
        let compared = compared.is_some_and(|token| matches!(token.kind, Kind::Sign(b'=' | b'!')));
        if let Some(word) = before.filter(|word| compared && crate::truth_word(&word.text).is_some()) {
            return Some(errors::compared_with_truth_word(word.span, &word.text));
        }
        return Some(errors::operand_missing(span, token.as_deref()));
    }
    let words: Vec<&str> = stop
        .letters
        .iter()
        .filter_map(|letter| symbols::word_of(matcher.lang, mode, *letter))
        .filter(|word| !word.is_empty())
        .collect();
    let near = token.as_deref().and_then(|token| crate::suggest::closest(token, words.iter().copied()));
    if let (Some(near), Some(token)) = (near, &token) {
        return Some(errors::misspelt_inside(span, token, near));
    }
    let wanted: Vec<_> = words.into_iter().map(quoted).collect();
    Some(errors::unexpected(span, token.as_deref(), &wanted, None))
}

/// How the token looks in a message.
fn written(token: &Token<'_>) -> String {
    match token.kind {
        Kind::Sign(b'{') => "<=".to_owned(),
        Kind::Sign(b'}') => ">=".to_owned(),
        Kind::Sign(b'!') => "!=".to_owned(),
        Kind::Sign(sign) => char::from(sign).to_string(),
        Kind::Text => format!("\"{}\"", token.text),
        _ => token.text.to_string(),
    }
}

/// Where a run of connectives stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// In parentheses, or the slot itself.
    Open,
    /// After `mà`.
    Filter,
    /// After `đều` or the `có` of a share.
    Body,
}

/// `và` beside `hoặc` without parentheses, or either after the body of `đều` / `có`.
fn connectives(matcher: &Matcher<'_>, symbols: &Symbols) -> Option<Diagnostic> {
    let mut frames: Vec<(Frame, Option<u8>)> = vec![(Frame::Open, None)];
    let mut shares = 0_usize;
    let mut before = b'(';
    for (index, letter) in symbols.letters.bytes().enumerate() {
        let ends_value = matches!(
            before,
            b'n' | b')' | b'0' | b'1' | b't' | b'D' | b'P' | b'y' | b'%' | b'd' | b'm' | b'l'
        );
        match letter {
            b'(' => frames.push((Frame::Open, None)),
            b')' => {
                while frames.pop().is_some_and(|(frame, _)| frame != Frame::Open) {}
                if frames.is_empty() {
                    return None;
                }
            }
            b';' if frames.len() > 1 => {
                while frames.last().is_some_and(|(frame, _)| *frame != Frame::Open) {
                    frames.pop();
                }
                if let Some(last) = frames.last_mut() {
                    last.1 = None;
                }
            }
            b';' | b',' | b':' => return None,
            b'X' => shares += 1,
            b'K' => frames.push((Frame::Filter, None)),
            b'v' | b'H' | b'A' if letter != b'A' || (shares > 0 && ends_value) => {
                if letter != b'v' {
                    shares = shares.saturating_sub(1);
                }
                if frames.last().is_some_and(|(frame, _)| *frame == Frame::Filter) {
                    frames.pop();
                }
                frames.push((Frame::Body, None));
            }
            b'&' | b'|' => {
                let span = matcher.span(symbols.token(index), symbols.token(index) + 1);
                match frames.last_mut() {
                    Some((Frame::Body, _)) => return Some(errors::body_goes_on(span)),
                    Some((_, Some(used))) if *used != letter => return Some(errors::mixed_connectives(span)),
                    Some((_, used)) => *used = Some(letter),
                    None => return None,
                }
            }
            _ => {}
        }
        before = letter;
    }
    None
}

/// A finding about nesting, if the tokens nest deeper than the limits allow.
///
/// Counts parentheses and, between parentheses, every phrase that can hold an expression; a
/// connective closes all of them but filters, which reach as far as they can.
pub(crate) fn too_deep(lang: Lang, tokens: &[Token<'_>]) -> Option<Diagnostic> {
    let (tokens, _) = split_mark(tokens);
    // No token nests by more than one.
    if tokens.len() <= limits::NESTING.min(limits::ARITHMETIC) {
        return None;
    }
    let symbols = Symbols::read(lang, Mode::Expression, tokens, 0);
    let mut outer: Vec<(usize, usize)> = Vec::new();
    let (mut filters, mut queries, mut arithmetic) = (0_usize, 0_usize, 0_usize);
    let mut base = 0_usize;
    for (index, letter) in symbols.letters.bytes().enumerate() {
        match letter {
            b'(' => {
                base += filters + queries + 1;
                outer.push((filters, queries));
                (filters, queries) = (0, 0);
            }
            b')' => {
                if let Some((before_filters, before_queries)) = outer.pop() {
                    (filters, queries) = (before_filters, before_queries);
                    base = base.saturating_sub(filters + queries + 1);
                }
            }
            b'&' | b'|' => queries = 0,
            b';' => (filters, queries) = (0, 0),
            b'K' => filters += 1,
            b'+' | b'-' | b'*' | b'/' => arithmetic += 1,
            b'N' | b'M' | b'Y' | b'r' | b'A' | b'a' | b'H' | b'Z' | b'C' | b'G' | b'T' | b'B' | b'p'
            | b'q' | b's' | b'h' | b'i' | b'w' | b'Q' | b'v' | b'X' | b'W' => queries += 1,
            _ => {}
        }
        if base + filters + queries > limits::NESTING || arithmetic > limits::ARITHMETIC {
            let token = tokens.get(symbols.token(index))?;
            return Some(errors::nested_too_deep(token.span));
        }
    }
    None
}

/// A finding at a token that no row expected.
fn unexpected(matcher: &Matcher<'_>, at: usize, nearest: Option<&'static str>) -> Diagnostic {
    let span = matcher.span(at, at + 1);
    let token = matcher.tokens.get(at).map(written);
    if at == 0 {
        let first = matcher.tokens.first();
        let near = first.filter(|token| token.kind == Kind::Word).and_then(|token| {
            let words = matcher.first_words().map(word_text);
            crate::suggest::closest(&token.text, words.filter(|word| is_near(&token.text, word)))
        });
        return errors::unknown_statement(matcher.span(0, matcher.tokens.len()), token.as_deref(), near);
    }
    let mut wanted: Vec<(String, String)> = Vec::new();
    for (expected, _) in &matcher.expected {
        let entry = match expected {
            Expected::End => errors::end_of_line(),
            Expected::Step(Step::Word(word)) => quoted(word_text(*word)),
            Expected::Step(Step::Sign(sign)) => quoted(&char::from(*sign).to_string()),
            Expected::Step(Step::Digits(digits)) => quoted(digits),
            Expected::Step(Step::Slot(kind, _)) => errors::slot_name(*kind),
            Expected::Step(Step::Written(..)) => continue,
        };
        if !wanted.contains(&entry) {
            wanted.push(entry);
        }
    }
    errors::unexpected(span, token.as_deref(), &wanted, nearest)
}

fn quoted(word: &str) -> (String, String) {
    (format!("`{word}`"), format!("`{word}`"))
}
