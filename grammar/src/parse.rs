//! Source to tree: the steps in a row.
//!
//! lines → tokens → rows (`recognise.rs`, or `diagnose.rs` where a line is none) → tree.
//! Every statement fails alone, and all findings of a file are given in one run.

use crate::ast::{File, Slot, Statement};
use crate::attach::Attacher;
use crate::diagnose::{diagnose, heading_word, too_deep};
use crate::diagnostic::{Diagnostic, Lang};
use crate::lexer::Token;
use crate::limits;
use crate::lines::{Lines, RawStatement};
use crate::recognise::{Matcher, Recognised, recognise};
use crate::source::{SourceFile, Span};
use crate::spelling::{Spelling, legacy_letters};
use crate::statements::{Phrase, Row};
use crate::syntax_errors as errors;
use crate::vocabulary::word_id;

/// What could be read of a source text, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// The tree of all statements that could be read; none for a text that is too large.
    pub file: Option<File>,
    /// The findings in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// A statement after the recogniser: read, or a place for it.
enum Line {
    Read(Box<Statement>),
    Unreadable(Option<Row>, Option<Phrase>),
}

/// Reads a source text.
///
/// ```
/// use tieuchi_grammar::{SourceFile, parse};
/// let text = "language en\ncriteria set S \"A set\" edition E1\ncriterion 1 \"One\" max 10 points\n";
/// let parsed = parse(&SourceFile::new("s.tieuchi", text));
/// assert!(parsed.diagnostics.is_empty());
/// assert_eq!(parsed.file.unwrap().statements.len(), 2);
/// ```
#[must_use]
pub fn parse(source: &SourceFile) -> Parsed {
    let text = source.text();
    if text.len() > limits::SOURCE_BYTES {
        return Parsed { file: None, diagnostics: vec![errors::file_too_large()] };
    }
    let mut findings = Vec::new();
    let (mut attacher, lines, lang) = attached(source, &mut findings);
    findings.append(&mut attacher.findings);
    let statements = attacher.finish();
    let mut spelling = Spelling::default();
    spelling.statements(&statements);
    findings.append(&mut spelling.findings);
    let file = File { lang, statements, trailing_comments: lines.trailing_comments() };
    Parsed { file: Some(file), diagnostics: in_order(findings) }
}

/// Reads all statements and puts each in its place; gives the language too.
pub(crate) fn attached<'a>(
    source: &'a SourceFile,
    findings: &mut Vec<Diagnostic>,
) -> (Attacher, Lines<'a>, Lang) {
    let mut reader = Reader { lang: None, findings: Vec::new() };
    let mut lines = Lines::new(source);
    let mut read: Vec<Line> = Vec::new();
    while let Some(raw) = lines.next(findings) {
        if read.len() >= limits::STATEMENTS {
            findings.push(errors::too_many_statements(raw.span));
            break;
        }
        read.push(reader.statement(raw));
        if findings.len() + reader.findings.len() > limits::DIAGNOSTICS {
            break;
        }
    }
    findings.append(&mut reader.findings);
    if lines.decomposed {
        findings.push(errors::not_composed());
    }
    if let Some(local) = legacy_letters(source.text()) {
        let span = Span::new(source.start() + local.start, source.start() + local.end);
        findings.push(errors::legacy_encoding(span));
    }
    let mut attacher = Attacher::new(structure(&read), is_derived(&read));
    for line in read {
        match line {
            Line::Read(statement) => attacher.add(*statement),
            Line::Unreadable(row, heading) => attacher.add_unreadable(row, heading),
        }
    }
    let lang = reader.lang.unwrap_or(Lang::Vi);
    (attacher, lines, lang)
}

/// Sorted by place, and no more than the limit.
fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by_key(|finding| finding.span().map_or(0, |span| span.start));
    if findings.len() > limits::DIAGNOSTICS {
        findings.truncate(limits::DIAGNOSTICS);
        let last = findings.last().and_then(Diagnostic::span).unwrap_or_default();
        findings.push(errors::too_many_diagnostics(last));
    }
    findings
}

/// The words of the file's `cấu trúc`.
fn structure(read: &[Line]) -> Option<Vec<Phrase>> {
    read.iter().find_map(|line| match line {
        Line::Read(statement) if statement.row == Row::Structure => match statement.slots.first() {
            Some(Slot::Words(words)) => Some(words.iter().map(|word| word.id).collect()),
            _ => None,
        },
        _ => None,
    })
}

/// Whether the file edits another set, whose structure is not known here.
fn is_derived(read: &[Line]) -> bool {
    read.iter().any(|line| matches!(line, Line::Read(statement) if statement.row == Row::DerivedFrom))
}

struct Reader {
    /// The language of the file, once its first statement is read.
    lang: Option<Lang>,
    findings: Vec<Diagnostic>,
}

impl Reader {
    fn statement(&mut self, raw: RawStatement) -> Line {
        let lang = self.language(&raw);
        if raw.broken {
            let mut matcher = Matcher::new(lang, &raw.tokens);
            let read = matcher.statement().map(|(row, _, _)| row);
            let guess = read.or_else(|| matcher.expected.iter().find_map(|(_, row)| row.map(|(row, _)| row)));
            let guess = guess.filter(|_| matcher.furthest > 0 || read.is_some());
            // What a row that fits holds was taken out of that matcher.
            return Line::Unreadable(guess, heading_word(&mut Matcher::new(lang, &raw.tokens)));
        }
        if let Some(finding) = too_deep(lang, &raw.tokens) {
            self.findings.push(finding);
            let mut matcher = Matcher::new(lang, &[]);
            return Line::Unreadable(None, heading_word(&mut matcher));
        }
        let recognised = match recognise(lang, &raw.tokens) {
            Ok(recognised) => recognised,
            Err(matcher) => {
                let fault = diagnose(lang, &raw.tokens, matcher);
                self.findings.push(fault.finding);
                match fault.mended {
                    Some(mended) => mended,
                    None => return Line::Unreadable(fault.guess, fault.heading),
                }
            }
        };
        let Recognised { row, slots, assumed, findings } = recognised;
        self.findings.extend(findings);
        Line::Read(Box::new(Statement {
            row,
            slots,
            assumed,
            span: raw.span,
            children: Vec::new(),
            comments: raw.comments,
            comment_after: raw.comment_after,
            blank_before: raw.blank_before,
        }))
    }

    /// The language of the file; settled by its first statement.
    fn language(&mut self, raw: &RawStatement) -> Lang {
        if let Some(lang) = self.lang {
            return lang;
        }
        let declared = declared_language(&raw.tokens);
        if declared.is_none() && !raw.broken {
            let start = Span::new(raw.span.start, raw.span.start);
            self.findings.push(errors::no_language(start));
        }
        let lang = declared.unwrap_or_else(|| language_of(&raw.tokens));
        self.lang = Some(lang);
        lang
    }
}

/// The language that a first statement names, in the words of either.
fn declared_language(tokens: &[Token<'_>]) -> Option<Lang> {
    let read = |lang| match recognise(lang, tokens) {
        Ok(Recognised { row: Row::Language, slots, .. }) => slots.iter().find_map(|slot| match slot {
            Slot::Lang(named, _) => Some(*named),
            _ => None,
        }),
        _ => None,
    };
    // The likelier first: the sentences of a language that nobody writes in need not be made ready.
    let english =
        tokens.first().is_some_and(|token| token.word.is_some() && token.word == word_id("language"));
    let [likely, other] = if english { [Lang::En, Lang::Vi] } else { [Lang::Vi, Lang::En] };
    read(likely).or_else(|| read(other))
}

/// The language of a text that begins with these tokens.
pub(crate) fn language_of(tokens: &[Token<'_>]) -> Lang {
    declared_language(tokens)
        .unwrap_or_else(|| if recognise(Lang::En, tokens).is_ok() { Lang::En } else { Lang::Vi })
}
