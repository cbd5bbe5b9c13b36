//! Names that are one word to a reader and two to a program.
//!
//! In: the tree. Out: findings about names that differ only in case, in the place of the tone mark
//! (hoà, hòa) or in i and y (kĩ, kỹ), and about names that are too long.
//! Folding serves these findings alone; names are equal only if their letters are.

use crate::ast::{Name, Statement};
use crate::diagnostic::Diagnostic;
use crate::limits;
use crate::mentions::{Mention, mentions};
use crate::normal::{nfc, nfd};
use crate::source::Span;
use crate::syntax_errors as errors;
use std::collections::{BTreeMap, BTreeSet};

/// Compares all names of a file.
#[derive(Debug, Default)]
pub(crate) struct Spelling {
    /// The first spelling of each folded name.
    first: BTreeMap<String, (String, Span)>,
    /// Names that were looked at.
    seen: BTreeSet<String>,
    /// What was found.
    pub findings: Vec<Diagnostic>,
}

impl Spelling {
    /// Looks at the names of statements and of all under them.
    pub(crate) fn statements(&mut self, statements: &[Statement]) {
        for statement in statements {
            mentions(&statement.slots, &mut |mention| {
                if let Mention::Name(name) = mention {
                    self.name(name);
                }
            });
            self.statements(&statement.children);
        }
    }

    fn name(&mut self, name: &Name) {
        if self.seen.contains(&name.text) {
            return;
        }
        self.seen.insert(name.text.clone());
        if name.text.chars().count() > limits::NAME_CHARS {
            self.findings.push(errors::name_too_long(name.span));
        }
        let lower = without_capitals(&name.text);
        let key = fold_spelling(&lower);
        match self.first.get(&key) {
            None => {
                self.first.insert(key, (name.text.clone(), name.span));
            }
            Some((first, span)) => {
                let case = without_capitals(first) == lower;
                self.findings.push(if case {
                    errors::names_differ_in_case(name.span, &name.text, *span, first)
                } else {
                    errors::two_spellings(name.span, &name.text, *span, first)
                });
            }
        }
    }
}

/// The name in small letters; the long s is a small letter too, but another spelling of `s`.
fn without_capitals(name: &str) -> String {
    let plain = |letter| match letter {
        'ſ' => 's',
        'ẛ' => 'ṡ',
        other => other,
    };
    name.chars().flat_map(char::to_lowercase).map(plain).collect()
}

/// A name in lower case with the tone of each syllable at its end and `y` as `i` where both are
/// written.
fn fold_spelling(lower: &str) -> String {
    if lower.is_ascii() {
        return lower.split('_').map(y_as_i).collect::<Vec<_>>().join("_");
    }
    let syllable = |syllable: &str| {
        let is_tone =
            |letter: &char| matches!(letter, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        let (tones, letters): (String, String) = nfd(syllable).into_iter().partition(is_tone);
        y_as_i(&nfc(&letters)) + &tones
    };
    lower.split('_').map(syllable).collect::<Vec<_>>().join("_")
}

/// `ky` as `ki`: one of h, k, l, m, s, t before a `y` that is the only vowel.
fn y_as_i(syllable: &str) -> String {
    match syllable.strip_suffix('y') {
        Some(onset) if matches!(onset, "h" | "k" | "l" | "m" | "s" | "t") => format!("{onset}i"),
        _ => syllable.to_owned(),
    }
}

/// Where a text looks like VNI or TCVN3 letters read as Unicode, if it does so often.
pub(crate) fn legacy_letters(source: &str) -> Option<Span> {
    const TIMES: usize = 3;
    let mut found = 0;
    let mut first = None;
    let mut before = ' ';
    for (at, letter) in source.char_indices() {
        if letter.is_ascii() {
            before = letter;
            continue;
        }
        let pair = (before.to_ascii_lowercase(), letter);
        let vni = matches!(pair.0, 'a' | 'e' | 'o')
            && matches!(letter, 'â' | 'ù' | 'ø' | 'û' | 'õ' | 'ï' | 'å' | 'ä' | 'ë' | 'á')
            && pair != ('o', 'á');
        let tcvn = before.is_alphabetic() && matches!(letter, '©' | '®' | '¸' | 'µ' | '¶' | '¹' | '¬');
        if vni || tcvn {
            found += 1;
            let span = Span::new(at, at + letter.len_utf8());
            let place = *first.get_or_insert(span);
            if found == TIMES {
                return Some(place);
            }
        }
        before = letter;
    }
    None
}
