//! The source cut into statements.
//!
//! In: the source. Out: one statement after another, as tokens, with the comments and empty lines
//! the formatter keeps. A line that ends in a connective, a comma, a semicolon, an opening
//! parenthesis or an operator goes on in the next one, as does a line before one that begins with
//! a connective. This file does not know what a statement says.

use crate::ast::Comment;
use crate::diagnostic::Diagnostic;
use crate::lexer::{self, Kind, Token};
use crate::limits;
use crate::source::{SourceFile, Span};
use crate::syntax_errors as errors;
use crate::vocabulary::{WordId, word_id};

/// The tokens of one statement and what stood around them.
#[derive(Debug, Default)]
pub(crate) struct RawStatement<'s> {
    /// Its tokens.
    pub tokens: Vec<Token<'s>>,
    /// From its first byte to its last, without comments.
    pub span: Span,
    /// Comment lines before it and inside it.
    pub comments: Vec<Comment>,
    /// A comment at its end.
    pub comment_after: Option<Comment>,
    /// Whether an empty line stood directly before it, after its comments.
    pub blank_before: bool,
    /// Whether some of it could not be read; a finding says so already.
    pub broken: bool,
}

/// Gives one statement after another.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    source: &'a str,
    /// What the first byte is counted as.
    first: usize,
    next: usize,
    joiners: [Option<WordId>; 4],
    /// Comments that wait for the statement after them.
    comments: Vec<Comment>,
    blank: bool,
    /// Whether some text was not in NFC.
    pub decomposed: bool,
    /// A line that was read ahead.
    ahead: Option<Line<'a>>,
}

/// One physical line.
#[derive(Debug)]
struct Line<'s> {
    tokens: Vec<Token<'s>>,
    comment: Option<Comment>,
    span: Span,
    broken: bool,
}

impl<'a> Lines<'a> {
    /// Begins at the first line, after a byte-order mark.
    pub(crate) fn new(file: &'a SourceFile) -> Self {
        let source = file.text();
        let next = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self {
            source,
            first: file.start(),
            next,
            joiners: ["và", "hoặc", "and", "or"].map(word_id),
            comments: Vec::new(),
            blank: false,
            decomposed: false,
            ahead: None,
        }
    }

    /// The comments after the last statement.
    pub(crate) fn trailing_comments(self) -> Vec<Comment> {
        self.comments
    }

    /// The next statement; findings about its letters are added.
    pub(crate) fn next(&mut self, findings: &mut Vec<Diagnostic>) -> Option<RawStatement<'a>> {
        let first = loop {
            let line = self.line(findings)?;
            if line.tokens.is_empty() && !line.broken {
                self.empty_or_comment(line);
            } else {
                break line;
            }
        };
        let blank_before = std::mem::take(&mut self.blank);
        let mut statement = RawStatement {
            tokens: first.tokens,
            span: first.span,
            comments: std::mem::take(&mut self.comments),
            comment_after: first.comment,
            blank_before,
            broken: first.broken,
        };
        self.join(&mut statement, findings);
        Some(statement)
    }

    /// Adds the lines in which the statement goes on.
    fn join(&mut self, statement: &mut RawStatement<'a>, findings: &mut Vec<Diagnostic>) {
        let before = statement.comments.len();
        let mut between: Vec<Comment> = Vec::new();
        while let Some(line) = self.line(findings) {
            let ends_open = statement.tokens.last().is_some_and(|token| self.is_open(token));
            if line.tokens.is_empty() && !line.broken && line.comment.is_some() && ends_open {
                between.extend(line.comment);
                continue;
            }
            let begins_joined = line
                .tokens
                .first()
                .is_some_and(|token| token.word.is_some() && self.joiners.contains(&token.word));
            if line.tokens.is_empty() || line.broken || !(ends_open || begins_joined) {
                self.ahead = Some(line);
                break;
            }
            statement.comments.append(&mut between);
            statement.comments.extend(statement.comment_after.take());
            statement.comment_after = line.comment;
            statement.span = statement.span.to(line.span);
            let bytes = statement.span.end - statement.span.start;
            let room = limits::TOKENS.saturating_sub(statement.tokens.len());
            if bytes > limits::STATEMENT_BYTES || line.tokens.len() > room {
                if !statement.broken {
                    findings.push(errors::statement_too_long(statement.span));
                }
                statement.broken = true;
                // The last token alone says whether the statement goes on.
                statement.tokens.truncate(1);
                statement.tokens.extend(line.tokens.into_iter().next_back());
            } else {
                statement.tokens.extend(line.tokens);
            }
        }
        self.comments.append(&mut between);
        // Comments from inside the statement go before it, after an empty line that stood there.
        if let Some(moved) = statement.comments.get_mut(before) {
            moved.blank_before = std::mem::take(&mut statement.blank_before);
        }
    }

    /// Whether a statement cannot end with that token.
    pub(crate) fn is_open(&self, token: &Token<'_>) -> bool {
        match token.kind {
            Kind::Word => token.word.is_some() && self.joiners.contains(&token.word),
            Kind::Sign(sign) => b",;(+-*/=<>{}!".contains(&sign),
            _ => false,
        }
    }

    fn empty_or_comment(&mut self, line: Line<'a>) {
        match line.comment {
            None => self.blank = true,
            Some(comment) => {
                self.comments.push(Comment { blank_before: self.blank, ..comment });
                self.blank = false;
            }
        }
    }

    /// The next physical line.
    fn line(&mut self, findings: &mut Vec<Diagnostic>) -> Option<Line<'a>> {
        if let Some(line) = self.ahead.take() {
            return Some(line);
        }
        let rest = self.source.get(self.next..).filter(|rest| !rest.is_empty())?;
        let start = self.next;
        let length = rest.find('\n').unwrap_or(rest.len());
        self.next = start + length + 1;
        let text = rest.get(..length).unwrap_or_default();
        let trimmed = text.strip_suffix('\r').unwrap_or(text).trim_end();
        let indent = trimmed.len() - trimmed.trim_start().len();
        let first = self.first + start;
        let span = Span::new(first + indent, first + trimmed.len());
        let mut line = Line { tokens: Vec::with_capacity(8), comment: None, span, broken: false };
        if span.end - span.start > limits::STATEMENT_BYTES {
            findings.push(errors::statement_too_long(span));
            line.broken = true;
            return Some(line);
        }
        let report = lexer::read_line(trimmed.trim_start(), span.start, &mut line.tokens, findings);
        self.decomposed |= report.decomposed;
        line.broken = report.broken;
        line.comment = report.comment;
        if line.tokens.len() > limits::TOKENS {
            findings.push(errors::statement_too_long(span));
            line.tokens.clear();
            line.broken = true;
        }
        if let (Some(first), Some(last)) = (line.tokens.first(), line.tokens.last()) {
            line.span = first.span.to(last.span);
        }
        Some(line)
    }
}
