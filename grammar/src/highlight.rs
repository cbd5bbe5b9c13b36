//! What every piece of a text is to a reader: for editors that colour it.
//!
//! In: a source text, finished or not. Out: its tokens with their kinds, from the same lexer and the
//! same table as the parser, so that an editor needs no word list of its own.

use crate::ast::{ExprKind, Name, Slot};
use crate::builtins::Builtin;
use crate::declarations::declared_slot;
use crate::diagnostic::Lang;
use crate::lexer::{Kind, Token};
use crate::limits;
use crate::lines::{Lines, RawStatement};
use crate::mentions::{Mention, mentions};
use crate::parse::language_of;
use crate::recognise::{Recognised, recognise};
use crate::source::{SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenKind {
    /// `#` to the end of the line.
    Comment,
    /// A word of a sentence of the table.
    Keyword,
    /// A word of an expression or a type.
    Operator,
    /// A name the author gave.
    Name,
    /// A name the language owns.
    BuiltIn,
    /// The code of an item or a clause, or a place in a document.
    Code,
    /// A number.
    Number,
    /// A day.
    Date,
    /// A quoted text.
    Text,
    /// A sign.
    Sign,
    /// The mark `[giả định]` / `[assumed]`.
    Assumed,
}

impl TokenKind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 11] = [
        Self::Comment,
        Self::Keyword,
        Self::Operator,
        Self::Name,
        Self::BuiltIn,
        Self::Code,
        Self::Number,
        Self::Date,
        Self::Text,
        Self::Sign,
        Self::Assumed,
    ];

    /// Its name as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Comment => "comment",
            Self::Keyword => "keyword",
            Self::Operator => "operator",
            Self::Name => "name",
            Self::BuiltIn => "built-in",
            Self::Code => "code",
            Self::Number => "number",
            Self::Date => "date",
            Self::Text => "text",
            Self::Sign => "sign",
            Self::Assumed => "assumed",
        }
    }
}

/// The tokens of a text in order, each with what it is. White space, and what belongs to nothing in
/// the language, lies between them.
///
/// A line that is no statement yet is told apart by its words alone.
///
/// ```
/// use tieuchi_grammar::{SourceFile, TokenKind, highlight};
/// let source = SourceFile::new("", "language en\ncriteria set S \"A set\" edition E1 # a comment\n");
/// let kinds: Vec<(TokenKind, &str)> =
///     highlight(&source).iter().map(|(kind, span)| (*kind, source.slice(*span))).collect();
/// assert_eq!(kinds[2..5], [(TokenKind::Keyword, "criteria"), (TokenKind::Keyword, "set"), (TokenKind::Name, "S")]);
/// assert_eq!(kinds.last(), Some(&(TokenKind::Comment, "# a comment")));
/// ```
#[must_use]
pub fn highlight(source: &SourceFile) -> Vec<(TokenKind, Span)> {
    let mut out = Vec::new();
    if source.text().len() > limits::SOURCE_BYTES {
        return out;
    }
    let mut lines = Lines::new(source);
    let mut lang = None;
    let mut all = Vec::new();
    // What the text declares under the name of something built in is the author's.
    let mut declared = BTreeSet::new();
    while let Some(raw) = lines.next(&mut Vec::new()) {
        let lang = *lang.get_or_insert_with(|| language_of(&raw.tokens));
        let read = if raw.broken { None } else { recognise(lang, &raw.tokens).ok() };
        declared.extend(read.iter().flat_map(declared_names).map(|name| name.text.clone()));
        all.push((raw, read));
    }
    let words = Words { lang: lang.unwrap_or(Lang::Vi), declared };
    for (raw, read) in &all {
        statement(&words, raw, read.as_ref(), &mut out);
        let comments = raw.comments.iter().chain(&raw.comment_after);
        out.extend(comments.map(|comment| (TokenKind::Comment, comment.span)));
    }
    out.extend(lines.trailing_comments().iter().map(|comment| (TokenKind::Comment, comment.span)));
    out.sort_by_key(|(_, span)| (span.start, span.end));
    out
}

/// The names that a statement declares, its fields too.
fn declared_names(read: &Recognised) -> impl Iterator<Item = &Name> {
    let own = declared_slot(read.row).and_then(|at| read.slots.get(at));
    let own = own.and_then(|slot| if let Slot::Name(name) = slot { Some(name) } else { None });
    let fields = read.slots.iter().filter_map(|slot| match slot {
        Slot::Fields(fields) => Some(fields.iter().map(|field| &field.name)),
        _ => None,
    });
    own.into_iter().chain(fields.flatten())
}

/// What is known of the words of a text.
struct Words {
    lang: Lang,
    declared: BTreeSet<String>,
}

impl Words {
    /// Whether a name is the language's.
    fn built_in(&self, name: &str) -> bool {
        Builtin::find(self.lang, name).is_some() && !self.declared.contains(name)
    }

    /// What a token is when nothing is known of its statement.
    fn by_itself(&self, token: &Token<'_>) -> TokenKind {
        match &token.kind {
            Kind::Word if token.word.is_some() => TokenKind::Keyword,
            Kind::Word if self.built_in(&token.text) => TokenKind::BuiltIn,
            Kind::Word => TokenKind::Name,
            Kind::Number => TokenKind::Number,
            Kind::Date(_) => TokenKind::Date,
            Kind::Text => TokenKind::Text,
            Kind::Sign(_) => TokenKind::Sign,
        }
    }
}

fn statement(words: &Words, raw: &RawStatement, read: Option<&Recognised>, out: &mut Vec<(TokenKind, Span)>) {
    let known = read.map(Known::of);
    let assumed = read.and_then(|read| read.assumed);
    for token in &raw.tokens {
        if assumed.is_some_and(|mark| mark.start <= token.span.start) {
            break;
        }
        let kind = known.as_ref().map_or_else(|| words.by_itself(token), |known| known.kind(words, token));
        out.push((kind, token.span));
    }
    out.extend(assumed.map(|mark| (TokenKind::Assumed, mark)));
}

/// What the slots of a statement say of its tokens.
#[derive(Default)]
struct Known {
    /// Names and codes by their first byte.
    words: BTreeMap<usize, TokenKind>,
    /// Expressions and types.
    inside: Vec<Span>,
}

impl Known {
    fn of(read: &Recognised) -> Self {
        let mut known = Self::default();
        mentions(&read.slots, &mut |mention| {
            let (kind, span) = match mention {
                Mention::Name(name) => (TokenKind::Name, name.span),
                Mention::Key(part) => {
                    let code = part.text.starts_with(|letter: char| letter.is_ascii_digit());
                    (if code { TokenKind::Code } else { TokenKind::Name }, part.span)
                }
                Mention::Code(code) => (TokenKind::Code, code.span),
                Mention::Place(span) => (TokenKind::Code, span),
            };
            known.words.insert(span.start, kind);
        });
        known.inside(&read.slots);
        known
    }

    fn inside(&mut self, slots: &[Slot]) {
        for slot in slots {
            match slot {
                // A number alone is a number of the sentence.
                Slot::Expr(expr) if !matches!(expr.kind, ExprKind::Number(_)) => self.inside.push(expr.span),
                Slot::Collection(collection) => self.inside.push(collection.span),
                Slot::Type(ty) => self.inside.push(ty.span),
                Slot::Fields(fields) => self.inside.extend(fields.iter().map(|field| field.ty.span)),
                Slot::Phrase(phrase) => {
                    self.inside(&phrase.slots);
                    self.inside(phrase.rest.as_ref().map(|rest| rest.slots.as_slice()).unwrap_or_default());
                }
                _ => {}
            }
        }
    }

    fn kind(&self, words: &Words, token: &Token<'_>) -> TokenKind {
        match (self.words.get(&token.span.start), &token.kind) {
            (Some(TokenKind::Name), Kind::Word) if words.built_in(&token.text) => TokenKind::BuiltIn,
            (Some(kind), Kind::Word | Kind::Number) => *kind,
            (None, Kind::Word) => {
                let inside = |span: &Span| span.start <= token.span.start && token.span.end <= span.end;
                if self.inside.iter().any(inside) { TokenKind::Operator } else { TokenKind::Keyword }
            }
            _ => words.by_itself(token),
        }
    }
}

#[cfg(test)]
mod tests;
