//! Findings as JSON: objects with code, words in both languages, and places in every unit hosts
//! count in.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use tieuchi_grammar::{Bilingual, Diagnostic, Position, Severity, SourceFile, Span};

/// Findings as a JSON array.
///
/// Places have line and column from 1 (columns in letters), and offsets from 0 in bytes, code
/// points (Python) and UTF-16 units (JavaScript). Without a source only bytes are given; with
/// several, a finding says which one it is about.
///
/// ```
/// let source = tieuchi::SourceFile::new("a.tieuchi", "ngôn ngữ vi\nsai\n");
/// let findings = tieuchi::text::parse(&source).diagnostics;
/// let json = tieuchi::findings_json(Some(&source), &findings);
/// assert!(json.contains(r#""line":2,"column":1,"byte":15,"code_point":12,"utf16":12"#), "{json}");
/// ```
#[must_use]
pub fn findings_json<'a>(
    sources: impl IntoIterator<Item = &'a SourceFile>,
    findings: &[Diagnostic],
) -> String {
    let sources: Vec<&SourceFile> = sources.into_iter().collect();
    let all: Vec<Finding<'_>> = findings.iter().map(|finding| Finding::new(&sources, finding)).collect();
    // Strings, numbers and lists only: this cannot fail.
    serde_json::to_string(&all).unwrap_or_default()
}

#[derive(Serialize)]
struct Finding<'a> {
    code: &'a str,
    severity: &'static str,
    message: Words<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    labels: Vec<Labelled<'a>>,
    args: Args<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Mend<'a>>,
}

#[derive(Serialize)]
struct Words<'a> {
    vi: &'a str,
    en: &'a str,
}

#[derive(Serialize)]
struct Labelled<'a> {
    start: Offset,
    end: Offset,
    text: Words<'a>,
}

#[derive(Serialize)]
struct Mend<'a> {
    start: Offset,
    end: Offset,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Offset {
    #[serde(flatten, serialize_with = "position", skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    byte: Option<usize>,
}

fn position<S: Serializer>(position: &Option<Position>, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    if let Some(at) = position {
        map.serialize_entry("line", &at.line)?;
        map.serialize_entry("column", &at.column)?;
        map.serialize_entry("byte", &at.byte)?;
        map.serialize_entry("code_point", &at.code_point)?;
        map.serialize_entry("utf16", &at.utf16)?;
    }
    map.end()
}

/// The typed parts of a message, in their order.
struct Args<'a>(&'a [(&'static str, String)]);

impl Serialize for Args<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'a> Words<'a> {
    fn new(words: &'a Bilingual) -> Self {
        Self { vi: &words.vi, en: &words.en }
    }
}

fn offsets(source: Option<&SourceFile>, span: Span) -> (Offset, Offset) {
    let offset = |byte: usize| match source {
        Some(source) => Offset { position: Some(source.position(byte)), byte: None },
        None => Offset { position: None, byte: Some(byte) },
    };
    (offset(span.start), offset(span.end))
}

impl<'a> Finding<'a> {
    fn new(sources: &[&'a SourceFile], finding: &'a Diagnostic) -> Self {
        let source_of =
            |span: Span| sources.iter().find(|source| source.holds(span)).or(sources.first()).copied();
        let source = finding.span().map_or(sources.first().copied(), source_of);
        let labels = finding.labels.iter().map(|label| {
            let source = source_of(label.span);
            let (start, end) = offsets(source, label.span);
            Labelled { start, end, text: Words::new(&label.text) }
        });
        Self {
            code: finding.code,
            severity: match finding.severity {
                Severity::Note => "note",
                Severity::Warning => "warning",
                Severity::Error => "error",
            },
            message: Words::new(&finding.message),
            help: finding.help.as_ref().map(Words::new),
            source: source.map(SourceFile::name).filter(|name| !name.is_empty()),
            pointer: finding.pointer.as_deref(),
            labels: labels.collect(),
            args: Args(&finding.args),
            fix: finding.fix.as_ref().map(|fix| {
                let (start, end) = offsets(source, fix.span);
                Mend { start, end, replacement: &fix.replacement }
            }),
        }
    }
}
