//! One physical line to tokens.
//!
//! In: the original bytes of a line. Out: words, numbers, days, texts and signs with spans on these
//! bytes, the comment, and findings about the letters themselves. Texts are brought to NFC here and
//! nowhere else. This file does not know the statements.

use crate::ast::{Comment, Date};
use crate::diagnostic::Diagnostic;
use crate::normal::nfc;
use crate::scripts;
use crate::source::Span;
use crate::syntax_errors as errors;
use crate::vocabulary::{WordId, word_id};
use std::borrow::Cow;
use unicode_ident::{is_xid_continue, is_xid_start};
use unicode_normalization::char::is_public_assigned;
use unicode_normalization::{IsNormalized, is_nfc_quick};

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A name or a word of a keyword.
    Word,
    /// Digits with inner marks and letters: `7,5`, `1.2.b`, `3.1a`.
    Number,
    /// A full day.
    Date(Date),
    /// A quoted text.
    Text,
    /// A sign; `<=`, `>=` and `!=` are `{`, `}` and `!`.
    Sign(u8),
}

/// A word, number, day, text or sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token<'s> {
    /// What it is.
    pub kind: Kind,
    /// The word, number or content of a text in NFC; empty for signs.
    pub text: Cow<'s, str>,
    /// The number of the word among the words of keywords.
    pub word: Option<WordId>,
    /// Where.
    pub span: Span,
}

/// What a line gave besides its tokens.
#[derive(Debug, Default)]
pub(crate) struct LineReport {
    /// The comment at its end.
    pub comment: Option<Comment>,
    /// Whether something could not be read, so that the tokens are not what was meant.
    pub broken: bool,
    /// Whether some text was not in NFC.
    pub decomposed: bool,
}

/// Reads a line whose first byte is counted as `offset`, adding to `tokens` and `findings`.
pub(crate) fn read_line<'s>(
    text: &'s str,
    offset: usize,
    tokens: &mut Vec<Token<'s>>,
    findings: &mut Vec<Diagnostic>,
) -> LineReport {
    let mut reader = Reader { text, offset, at: 0, report: LineReport::default(), tokens, findings };
    reader.forbidden_characters();
    reader.line();
    reader.report
}

struct Reader<'s, 'o> {
    text: &'s str,
    offset: usize,
    at: usize,
    report: LineReport,
    tokens: &'o mut Vec<Token<'s>>,
    findings: &'o mut Vec<Diagnostic>,
}

impl<'s> Reader<'s, '_> {
    fn rest(&self) -> &'s str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn span(&self, from: usize) -> Span {
        Span::new(self.offset + from, self.offset + self.at)
    }

    /// Controls, marks of direction and letters without width are refused wherever they stand.
    fn forbidden_characters(&mut self) {
        if self.text.bytes().all(|byte| (b' '..0x7f).contains(&byte) || byte == b'\t') {
            return;
        }
        for (at, letter) in self.text.char_indices() {
            if is_forbidden(letter) {
                let from = self.offset + at;
                let span = Span::new(from, from + letter.len_utf8());
                self.findings.push(errors::forbidden_character(span, letter));
            }
        }
    }

    fn line(&mut self) {
        while let Some(letter) = self.peek() {
            let from = self.at;
            match letter {
                '#' => {
                    let text = self.rest().get(1..).unwrap_or_default().trim();
                    let text = text.chars().filter(|letter| !is_forbidden(*letter)).collect::<String>();
                    let text = self.normal(&text).into_owned();
                    self.at = self.text.len();
                    self.report.comment = Some(Comment { text, span: self.span(from), blank_before: false });
                }
                '"' | '“' | '”' | '„' | '«' => self.quoted(letter),
                _ if letter.is_whitespace() || is_forbidden(letter) => self.at += letter.len_utf8(),
                _ if letter.is_ascii_digit() => self.number(),
                _ if is_xid_start(letter) || letter == '_' => self.word(),
                _ => self.sign(letter),
            }
        }
    }

    /// The text in NFC; remembers whether that changed it.
    fn normal<'t>(&mut self, text: &'t str) -> Cow<'t, str> {
        if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
            return Cow::Borrowed(text);
        }
        let normal = nfc(text);
        if normal == text {
            return Cow::Borrowed(text);
        }
        self.report.decomposed = true;
        Cow::Owned(normal)
    }

    fn push(&mut self, kind: Kind, text: Cow<'s, str>, from: usize) {
        let span = self.span(from);
        self.tokens.push(Token { kind, text, word: None, span });
    }

    fn word(&mut self) {
        let from = self.at;
        let text = self.plain_word().unwrap_or_else(|| self.any_word());
        let folded = if text.chars().any(char::is_uppercase) {
            Cow::Owned(text.chars().flat_map(char::to_lowercase).collect::<String>())
        } else {
            Cow::Borrowed(&*text)
        };
        let word = word_id(&folded);
        let span = self.span(from);
        self.tokens.push(Token { kind: Kind::Word, text, word, span });
    }

    /// A word of ASCII alone, as it stands there.
    fn plain_word(&mut self) -> Option<Cow<'s, str>> {
        let rest = self.rest();
        let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'_');
        let (word, behind) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        // What is not ASCII may belong to it, and so does what must not stand there.
        if behind.chars().next().is_some_and(|next| !next.is_ascii() || is_forbidden(next)) {
            return None;
        }
        self.at += word.len();
        Some(Cow::Borrowed(word))
    }

    /// A word of any letters, in NFC, and findings about them.
    fn any_word(&mut self) -> Cow<'s, str> {
        let from = self.at;
        let mut hidden = false;
        while let Some(letter) = self.peek() {
            if is_forbidden(letter) {
                hidden = true;
            } else if !(is_xid_continue(letter) || letter == '_') {
                break;
            }
            self.at += letter.len_utf8();
        }
        let raw = self.text.get(from..self.at).unwrap_or_default();
        let text = if hidden {
            let cleaned: String = raw.chars().filter(|letter| !is_forbidden(*letter)).collect();
            Cow::Owned(self.normal(&cleaned).into_owned())
        } else {
            self.normal(raw)
        };
        if text.is_ascii() { text } else { self.check_letters(text, from) }
    }

    /// Mends letters that look like đ; refuses letters that are not Latin.
    fn check_letters(&mut self, text: Cow<'s, str>, from: usize) -> Cow<'s, str> {
        let span = self.span(from);
        let mended = if text.chars().any(|letter| mend_d(letter) != letter) {
            let mended: String = text.chars().map(mend_d).collect();
            self.findings.push(errors::false_d(span, &text, &mended));
            Cow::Owned(mended)
        } else {
            text
        };
        if let Some(letter) = mended.chars().find(|letter| scripts::is_foreign(*letter)) {
            self.findings.push(errors::foreign_letter(span, &mended, letter));
        }
        mended
    }

    fn number(&mut self) {
        let from = self.at;
        if let Some(length) = date_length(self.rest().as_bytes()) {
            self.at += length;
            let raw = self.text.get(from..self.at).unwrap_or_default();
            let date = self.date(raw, from);
            self.push(Kind::Date(date), raw.into(), from);
            return;
        }
        while let Some(letter) = self.peek() {
            let mut after = self.rest().chars().skip(1);
            let next = after.next();
            let goes_on = match letter {
                '.' => next.is_some_and(is_xid_continue),
                ',' => next.is_some_and(|next| next.is_ascii_digit()),
                _ => is_xid_continue(letter),
            };
            if !goes_on {
                break;
            }
            self.at += letter.len_utf8();
        }
        let raw = self.text.get(from..self.at).unwrap_or_default();
        let mut text = self.normal(raw);
        if !text.is_ascii() {
            text = self.check_letters(text, from);
        }
        self.push(Kind::Number, text, from);
    }

    /// The day of a text that has the form of one, the nearest day if there is no such day.
    fn date(&mut self, raw: &str, from: usize) -> Date {
        let mut parts = raw.split(['/', '-']).map(|part| part.parse::<i16>().unwrap_or(0));
        let (first, month, last) =
            (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        let (year, day) = if raw.contains('-') { (first, last) } else { (last, first) };
        match civil_day(year, month, day) {
            Some(date) => date,
            None => {
                let span = self.span(from);
                let year = year.clamp(1900, 2199);
                let month = i8::try_from(month).unwrap_or(12).clamp(1, 12);
                let last = days_in_month(year, month);
                let day = i8::try_from(day).unwrap_or(last).clamp(1, last);
                self.findings.push(errors::no_such_day(span, raw, month, last));
                Date { year, month, day }
            }
        }
    }

    fn quoted(&mut self, open: char) {
        let from = self.at;
        let close: &[char] = match open {
            '"' => &['"'],
            '«' => &['»'],
            _ => &['”', '“'],
        };
        let inside = self.rest().get(open.len_utf8()..).unwrap_or_default();
        let Some(length) = inside.find(close) else {
            self.at = self.text.len();
            self.report.broken = true;
            self.findings.push(errors::unclosed_quote(self.span(from)));
            return;
        };
        let raw = inside.get(..length).unwrap_or_default();
        let closing = inside.get(length..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        self.at += open.len_utf8() + length + closing;
        let span = self.span(from);
        let mut text = Cow::Borrowed(raw);
        if !raw.is_ascii() {
            text = self.normal(raw);
            if text.chars().any(|letter| is_forbidden(letter) || is_hard_space(letter)) {
                let plain = |letter: char| if is_hard_space(letter) { ' ' } else { letter };
                text = text.chars().filter(|letter| !is_forbidden(*letter)).map(plain).collect();
            }
            if text.chars().any(|letter| mend_d(letter) != letter) {
                self.findings.push(errors::false_d_in_text(span));
            }
        }
        if open != '"' && text.contains('"') {
            self.findings.push(errors::quote_in_text(span));
            text = text.replace('"', "'").into();
        }
        self.tokens.push(Token { kind: Kind::Text, text, word: None, span });
    }

    fn sign(&mut self, letter: char) {
        let from = self.at;
        self.at += letter.len_utf8();
        let followed = self.peek() == Some('=');
        let sign = match letter {
            '<' if followed => Some(b'{'),
            '>' if followed => Some(b'}'),
            '!' if followed => Some(b'!'),
            '<' | '>' | '=' | '+' | '-' | '*' | '/' | '(' | ')' | '[' | ']' | ',' | ';' | ':' | '.' | '%' => {
                u8::try_from(letter).ok()
            }
            _ => None,
        };
        if let Some(sign) = sign {
            if matches!(sign, b'{' | b'}' | b'!') {
                self.at += 1;
            }
            self.push(Kind::Sign(sign), Cow::Borrowed(""), from);
            return;
        }
        let plain = match letter {
            '≤' => Some((b'{', "<=")),
            '≥' => Some((b'}', ">=")),
            '≠' => Some((b'!', "!=")),
            '×' => Some((b'*', "*")),
            '÷' => Some((b'/', "/")),
            '–' | '—' | '−' | '‐' | '‑' => Some((b'-', "-")),
            '；' => Some((b';', ";")),
            '：' => Some((b':', ":")),
            _ => None,
        };
        let span = self.span(from);
        match plain {
            Some((sign, written)) => {
                self.findings.push(errors::sign_spelling(span, letter, written));
                self.push(Kind::Sign(sign), Cow::Borrowed(""), from);
            }
            None => {
                // One finding for a run of strangers.
                while self.peek().is_some_and(is_stray) {
                    self.at += self.peek().map_or(1, char::len_utf8);
                }
                self.report.broken = true;
                self.findings.push(errors::stray_character(self.span(from), letter));
            }
        }
    }
}

/// Whether a sign belongs to nothing in the language.
fn is_stray(letter: char) -> bool {
    !letter.is_whitespace()
        && !is_xid_continue(letter)
        && !"<>=!+-*/()[],;:.%#\"“”„«_≤≥≠×÷–—−".contains(letter)
}

/// Controls, marks of direction, letters without width, unassigned code points.
fn is_forbidden(letter: char) -> bool {
    match letter {
        '\t' | ' '..='~' => false,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' => true,
        '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => true,
        '\u{e0000}'..='\u{e007f}' => true,
        _ => letter.is_control() || !is_public_assigned(letter),
    }
}

/// A space that word processors put in place of a plain one.
const fn is_hard_space(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{202f}')
}

/// The letter đ for those that only look like it.
const fn mend_d(letter: char) -> char {
    match letter {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        _ => letter,
    }
}

/// The length of a day at the beginning: `1/2/2025`, `01/02/2025`, `2025-02-01`.
fn date_length(bytes: &[u8]) -> Option<usize> {
    let digits =
        |from: usize| bytes.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).take(5).count();
    let first = digits(0);
    let mark = *bytes.get(first)?;
    let second = digits(first + 1);
    let third_at = first + 1 + second + 1;
    if bytes.get(first + 1 + second) != Some(&mark) {
        return None;
    }
    let third = digits(third_at);
    let fits = match mark {
        b'/' => (1..=2).contains(&first) && (1..=2).contains(&second) && third == 4,
        b'-' => first == 4 && second == 2 && third == 2,
        _ => false,
    };
    let end = third_at + third;
    let ends = bytes.get(end).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    (fits && ends).then_some(end)
}

/// The day, if the calendar of 1900 to 2199 has it.
pub(crate) fn civil_day(year: i16, month: i16, day: i16) -> Option<Date> {
    let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let fits = (1900..=2199).contains(&year) && (1..=12).contains(&month);
    (fits && (1..=days_in_month(year, month)).contains(&day)).then_some(Date { year, month, day })
}

/// How many days a month has.
pub(crate) const fn days_in_month(year: i16, month: i8) -> i8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}
