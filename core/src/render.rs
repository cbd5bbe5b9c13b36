//! Findings as text for people: message, place, the line itself with marks under it, what to do.
//!
//! In: findings and the text they are about. Out: text in one language, with colours if asked.
//! Marks stand under the letters a reader sees: combining marks take no place of their own, wide
//! signs take two. What could mislead a terminal (control signs, direction overrides) is replaced.

#[cfg(test)]
mod tests;

use crate::markup::{escape, fragment};
use std::fmt::Write as _;
use std::ops::Range;
use tieuchi_grammar::{Bilingual, Diagnostic, Lang, Severity, SourceFile, Span};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The widest source line shown whole, in columns.
const WIDEST: usize = 110;
/// How much of a cut line stands before its span, in columns.
const BEFORE: usize = 40;
/// How many columns a tab is shown as.
const TAB: &str = "    ";

/// Findings as text, one paragraph each.
///
/// The sources are the texts the findings are about: one, or those of [`Compiled::sources`] where a
/// set rests on others. For findings about a dossier, give a source of the dossier's name, or none;
/// such a finding shows its JSON pointer.
///
/// [`Compiled::sources`]: crate::Compiled::sources
///
/// ```
/// use tieuchi::{Lang, SourceFile, render};
/// let source = SourceFile::new("set.tieuchi", "ngôn ngữ vi\nbộ tiêu chí S bản E1\n");
/// let findings = tieuchi::text::parse(&source).diagnostics;
/// let text = render::diagnostics(Some(&source), &findings, Lang::En, false);
/// assert!(text.contains("--> set.tieuchi:2:"));
/// ```
#[must_use]
pub fn diagnostics<'a>(
    sources: impl IntoIterator<Item = &'a SourceFile>,
    findings: &[Diagnostic],
    lang: Lang,
    colour: bool,
) -> String {
    let sources = sources.into_iter().map(Source::new).collect();
    let page = Page { sources, lang, paint: Paint(colour) };
    let mut out = String::new();
    for finding in findings {
        page.finding(&mut out, finding);
        out.push('\n');
    }
    out
}

/// Findings as HTML to be put into a page: the text of [`diagnostics`], safe to stand there.
///
/// ```
/// use tieuchi::{Lang, SourceFile, render};
/// let source = SourceFile::new("a.tieuchi", "ngôn ngữ vi\n<b>\n");
/// let findings = tieuchi::text::parse(&source).diagnostics;
/// let html = render::diagnostics_html(Some(&source), &findings, Lang::En);
/// assert!(html.contains("&lt;b&gt;") && !html.contains("<b>"));
/// ```
#[must_use]
pub fn diagnostics_html<'a>(
    sources: impl IntoIterator<Item = &'a SourceFile>,
    findings: &[Diagnostic],
    lang: Lang,
) -> String {
    text_html(&diagnostics(sources, findings, lang, false), lang)
}

/// Text for people as HTML to be put into a page.
#[must_use]
pub fn text_html(text: &str, lang: Lang) -> String {
    let mut body = String::from("<pre>");
    for line in text.lines() {
        let _ = writeln!(body, "{}", escape(line));
    }
    body.push_str("</pre>\n");
    fragment(lang, &body)
}

/// The text with an index of its lines, made once for all findings.
struct Source<'a> {
    file: &'a SourceFile,
    starts: Vec<usize>,
}

impl<'a> Source<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let breaks = file.text().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        Self { file, starts: std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect() }
    }

    fn place(&self, span: Span) -> Place<'a> {
        let (start, line) = self.file.line_at(span.start);
        let from = floor(line, span.start.saturating_sub(start));
        let to = floor(line, span.end.saturating_sub(start)).max(from);
        Place {
            number: self.starts.partition_point(|begin| self.file.start() + *begin <= span.start),
            column: line.get(..from).unwrap_or_default().graphemes(true).count() + 1,
            line,
            marked: from..to,
        }
    }
}

/// The greatest boundary of a character that is not after `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// A span on its first line.
struct Place<'a> {
    /// The line, from 1.
    number: usize,
    /// The column in letters as a reader counts them, from 1.
    column: usize,
    line: &'a str,
    /// The bytes of the line that are marked.
    marked: Range<usize>,
}

/// A line as it is shown, and where its marks stand.
#[derive(Debug, PartialEq, Eq)]
struct Shown {
    text: String,
    /// Columns before the marks.
    indent: usize,
    /// Columns marked; at least one.
    width: usize,
}

impl Place<'_> {
    fn shown(&self) -> Shown {
        let mut before: Vec<&str> = Vec::new();
        let mut marked: Vec<&str> = Vec::new();
        let mut after: Vec<&str> = Vec::new();
        for (at, grapheme) in self.line.grapheme_indices(true) {
            let ends = at + grapheme.len();
            // A span that begins or ends inside a letter takes the whole letter.
            let list = match () {
                () if ends <= self.marked.start => &mut before,
                () if at < self.marked.end => &mut marked,
                () => &mut after,
            };
            list.push(grapheme);
        }
        let whole = width_of(&before) + width_of(&marked) + width_of(&after);
        let (mut text, mut indent) = (String::new(), 0);
        if whole <= WIDEST {
            push(&mut text, &before);
            indent += width_of(&before);
        } else {
            let kept = from_end(&before, BEFORE);
            if kept.len() < before.len() {
                text.push('…');
                indent += 1;
            }
            push(&mut text, kept);
            indent += width_of(kept);
        }
        let room = if whole <= WIDEST { usize::MAX } else { WIDEST.saturating_sub(indent) };
        let kept = from_start(&marked, room);
        push(&mut text, kept);
        let width = width_of(kept).max(1);
        let rest = from_start(&after, room.saturating_sub(width));
        if kept.len() == marked.len() {
            push(&mut text, rest);
        }
        if kept.len() < marked.len() || rest.len() < after.len() {
            text.push('…');
        }
        Shown { text: text.trim_end().to_owned(), indent, width }
    }
}

/// What a grapheme is shown as.
fn shown(grapheme: &str) -> &str {
    match grapheme {
        "\t" => TAB,
        _ if grapheme.chars().any(misleads) => "\u{fffd}",
        _ => grapheme,
    }
}

/// Control signs, and signs that turn the direction of writing.
fn misleads(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn push(text: &mut String, graphemes: &[&str]) {
    for grapheme in graphemes {
        text.push_str(shown(grapheme));
    }
}

fn width_of(graphemes: &[&str]) -> usize {
    graphemes.iter().map(|grapheme| shown(grapheme).width()).sum()
}

/// As many of the first graphemes as fit.
fn from_start<'a, 'b>(graphemes: &'b [&'a str], room: usize) -> &'b [&'a str] {
    let mut used = 0;
    let fit = graphemes.iter().take_while(|grapheme| {
        used += shown(grapheme).width();
        used <= room
    });
    graphemes.get(..fit.count()).unwrap_or_default()
}

/// As many of the last graphemes as fit.
fn from_end<'a, 'b>(graphemes: &'b [&'a str], room: usize) -> &'b [&'a str] {
    let mut used = 0;
    let fit = graphemes.iter().rev().take_while(|grapheme| {
        used += shown(grapheme).width();
        used <= room
    });
    let fit = fit.count();
    graphemes.get(graphemes.len() - fit..).unwrap_or_default()
}

/// One line of text: what could mislead is replaced.
pub(crate) fn plain(text: &str) -> String {
    text.chars()
        .map(|sign| {
            if sign == '\n' || sign == '\t' {
                ' '
            } else if misleads(sign) {
                '\u{fffd}'
            } else {
                sign
            }
        })
        .collect()
}

/// Escape sequences, or nothing.
#[derive(Clone, Copy)]
pub(crate) struct Paint(pub bool);

impl Paint {
    pub fn with(self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn frame(self, text: &str) -> String {
        self.with("1;34", text)
    }

    fn severity(self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "1;31",
            Severity::Warning => "1;33",
            Severity::Note => "1;36",
        };
        self.with(code, text)
    }
}

struct Page<'a> {
    sources: Vec<Source<'a>>,
    lang: Lang,
    paint: Paint,
}

impl Page<'_> {
    /// The text a span lies in; the first where it lies in none.
    fn source(&self, span: Span) -> Option<&Source<'_>> {
        self.sources.iter().find(|source| source.file.holds(span)).or(self.sources.first())
    }

    fn word(&self, vi: &'static str, en: &'static str) -> &'static str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    fn text(&self, text: &Bilingual) -> String {
        plain(text.get(self.lang))
    }

    fn finding(&self, out: &mut String, finding: &Diagnostic) {
        let severity = match finding.severity {
            Severity::Error => self.word("lỗi", "error"),
            Severity::Warning => self.word("cảnh báo", "warning"),
            Severity::Note => self.word("ghi chú", "note"),
        };
        let head = self.paint.severity(finding.severity, &format!("{severity}[{}]", finding.code));
        let message = self.paint.with("1", &format!(": {}", self.text(&finding.message)));
        out.push_str(&head);
        out.push_str(&message);
        out.push('\n');
        let gutter = self.places(out, finding);
        let bar = |mark: &str| format!("{:gutter$} {} ", "", self.paint.frame(mark));
        if let Some(help) = &finding.help {
            line(out, &format!("{}{}: {}", bar("="), self.word("gợi ý", "help"), self.text(help)));
        }
        if let Some(fix) = &finding.fix {
            line(out, &format!("{}{}", bar("="), self.fix(fix.span, &fix.replacement)));
        }
    }

    /// The places of a finding; gives the width of the line numbers.
    fn places(&self, out: &mut String, finding: &Diagnostic) -> usize {
        if let Some(pointer) = &finding.pointer {
            let name = self.sources.first().map_or("", |source| source.file.name());
            let at = if name.is_empty() { String::new() } else { format!("{}#", plain(name)) };
            let pointer = if pointer.is_empty() { "/" } else { pointer };
            line(out, &format!("  {} {at}{}", self.paint.frame("-->"), plain(pointer)));
            return 1;
        }
        let places: Vec<(&str, Place<'_>)> = finding
            .labels
            .iter()
            .filter_map(|label| {
                let source = self.source(label.span)?;
                Some((source.file.name(), source.place(label.span)))
            })
            .collect();
        let widest = places.iter().map(|(_, place)| place.number).max().unwrap_or(1);
        let gutter = widest.to_string().len();
        let rule = format!("{:gutter$} {}", "", self.paint.frame("|"));
        let mut previous = None;
        let mut shown_file = None;
        for (at, (label, (file, place))) in finding.labels.iter().zip(&places).enumerate() {
            if shown_file != Some(file) {
                let name = if file.is_empty() { "<text>".to_owned() } else { plain(file) };
                let arrow = self.paint.frame(if at == 0 { "-->" } else { ":::" });
                line(out, &format!("{:gutter$}{arrow} {name}:{}:{}", "", place.number, place.column));
                line(out, &rule);
                shown_file = Some(file);
                previous = None;
            }
            let shown = place.shown();
            if previous.as_ref() != Some(&(place.number, shown.text.clone())) {
                if previous.is_some() {
                    line(out, &format!("{:gutter$} {}", "", self.paint.frame(":")));
                }
                let number = self.paint.frame(&format!("{:>gutter$} |", place.number));
                line(out, &format!("{number} {}", shown.text));
            }
            let (mark, severity) = if at == 0 { ("^", finding.severity) } else { ("-", Severity::Note) };
            let text = self.text(&label.text);
            let gap = if text.is_empty() { "" } else { " " };
            let marks = self.paint.severity(severity, &format!("{}{gap}{text}", mark.repeat(shown.width)));
            line(out, &format!("{rule} {:indent$}{marks}", "", indent = shown.indent));
            previous = Some((place.number, shown.text));
        }
        gutter
    }

    fn fix(&self, span: Span, replacement: &str) -> String {
        let old = self.source(span).map(|source| source.file.slice(span)).unwrap_or_default();
        let (old, new) = (plain(old), plain(replacement));
        match (old.is_empty(), new.is_empty()) {
            (true, _) => format!("{} `{new}`", self.word("sửa: thêm", "fix: insert")),
            (false, true) => format!("{} `{old}`", self.word("sửa: bỏ", "fix: remove")),
            (false, false) => {
                let (write, instead) = (self.word("sửa: thay", "fix: replace"), self.word("bằng", "with"));
                format!("{write} `{old}` {instead} `{new}`")
            }
        }
    }
}

fn line(out: &mut String, text: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}", text.trim_end());
}
