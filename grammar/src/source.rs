//! The source text as the caller gave it, and places in it.
//!
//! In: bytes. Out: spans, lines and columns in the units hosts count in.
//! Spans always refer to the original bytes, whatever normal form the text is in. Where several
//! texts are read together, each begins at a byte of its own, so that a span says which it is in.
//! This file does not know the language.

use unicode_segmentation::UnicodeSegmentation;

/// Bytes between two places for which it is kept how many code points and UTF-16 units stand before.
const STEP: usize = 4096;

/// A half-open range of bytes of the original source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// Whether nothing lies in it.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// A place in the units people and hosts count in. Lines and columns begin at 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in grapheme clusters (what a reader calls a letter), from 1.
    pub column: usize,
    /// Offset in bytes from the beginning of the text.
    pub byte: usize,
    /// Offset in Unicode code points (Python's index).
    pub code_point: usize,
    /// Offset in UTF-16 units (JavaScript's index).
    pub utf16: usize,
}

/// A named source text with an index of its lines.
///
/// ```
/// use tieuchi_grammar::{SourceFile, Span};
/// let file = SourceFile::new("a.tieuchi", "một\nđ🙂 hai");
/// let at = file.position("một\nđ🙂 ".len());
/// assert_eq!((at.line, at.column, at.code_point, at.utf16), (2, 4, 7, 8));
/// assert_eq!(file.slice(Span::new(0, 5)), "một");
/// ```
#[derive(Clone, Debug)]
pub struct SourceFile {
    name: String,
    text: String,
    line_starts: Vec<usize>,
    /// Code points and UTF-16 units before each step of bytes.
    before: Vec<(usize, usize)>,
    start: usize,
}

/// How many code points begin in some bytes of a text, and how many UTF-16 units they are.
fn units(bytes: &[u8]) -> (usize, usize) {
    let code_points = bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count();
    let of_two_units = bytes.iter().filter(|byte| **byte >= 0xf0).count();
    (code_points, code_points + of_two_units)
}

impl SourceFile {
    /// Keeps the text byte for byte.
    #[must_use]
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1))
            .collect();
        let mut count = (0, 0);
        let steps = text.as_bytes().chunks(STEP).map(|step| {
            let (code_points, utf16) = units(step);
            let before = count;
            count = (before.0 + code_points, before.1 + utf16);
            before
        });
        let before = steps.collect();
        Self { name: name.into(), text, line_starts, before, start: 0 }
    }

    /// The same text with its first byte counted as `start`: spans in it begin there.
    ///
    /// ```
    /// use tieuchi_grammar::{SourceFile, Span};
    /// let file = SourceFile::new("b.tieuchi", "một hai").starting_at(1000);
    /// assert_eq!(file.slice(Span::new(1000, 1005)), "một");
    /// assert!(!file.holds(Span::new(0, 5)));
    /// ```
    #[must_use]
    pub fn starting_at(mut self, start: usize) -> Self {
        self.start = start;
        self
    }

    /// What its first byte is counted as; 0 for a text that is read alone.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start
    }

    /// Whether a span lies in this text.
    #[must_use]
    pub const fn holds(&self, span: Span) -> bool {
        self.start <= span.start && span.start <= self.start + self.text.len()
    }

    /// The name given by the caller, often a path.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text of a span; empty if the span is not one of this text.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        let local = |byte: usize| byte.checked_sub(self.start);
        local(span.start)
            .zip(local(span.end))
            .and_then(|(from, to)| self.text.get(from..to))
            .unwrap_or_default()
    }

    /// The line that holds the byte, without its line end, and the byte offset of its beginning.
    #[must_use]
    pub fn line_at(&self, byte: usize) -> (usize, &str) {
        let byte = byte.saturating_sub(self.start);
        let index = self.line_starts.partition_point(|start| *start <= byte).saturating_sub(1);
        let start = self.line_starts.get(index).copied().unwrap_or(0);
        let end = self.line_starts.get(index + 1).copied().unwrap_or(self.text.len());
        (self.start + start, self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']))
    }

    /// Converts a byte offset; what comes out counts from the beginning of this text. An offset
    /// inside a character is moved back to its beginning, one past the end to the end.
    #[must_use]
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.saturating_sub(self.start).min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.line_starts.partition_point(|start| *start <= byte);
        let start = self.line_starts.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let in_line = self.text.get(start..byte).unwrap_or_default();
        // The end of a text may be the beginning of a step that is not there.
        let step = (byte / STEP).min(self.before.len().saturating_sub(1));
        let (code_points, utf16) = self.before.get(step).copied().unwrap_or_default();
        let more = units(self.text.as_bytes().get(step * STEP..byte).unwrap_or_default());
        Position {
            line,
            column: in_line.graphemes(true).count() + 1,
            byte,
            code_point: code_points + more.0,
            utf16: utf16 + more.1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_alike_in_long_texts() {
        let text = "một đ🙂\n".repeat(2 * STEP / 13);
        let file = SourceFile::new("long", text.clone());
        assert!(text.len() > STEP);
        for (byte, _) in text
            .char_indices()
            .chain([(text.len(), ' ')])
            .filter(|(byte, _)| byte % 7 == 0 || byte.abs_diff(STEP) < 20 || *byte == text.len())
        {
            let at = file.position(byte);
            let before = &text[..byte];
            assert_eq!(at.code_point, before.chars().count(), "{byte}");
            assert_eq!(at.utf16, before.encode_utf16().count(), "{byte}");
        }
        // Where the text ends with a step.
        let file = SourceFile::new("step", "a".repeat(STEP));
        assert_eq!((file.position(STEP).code_point, file.position(STEP).utf16), (STEP, STEP));
        assert_eq!(SourceFile::new("none", "").position(0).utf16, 0);
    }
}
