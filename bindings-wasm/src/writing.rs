//! Doors for those who write sets: tokens, completions, what a word means, examples and what they reach.
//!
//! Places go in and out in UTF-16 units, as JavaScript counts.

use crate::Plan;
use serde_json::{Value, json};
use tieuchi::text::{self, Completion, TokenKind};
use tieuchi::{Bilingual, SourceFile, Span, findings_json};
use wasm_bindgen::prelude::wasm_bindgen;

/// The tokens of a text, three numbers each: first unit, one past the last, and the place of the kind
/// in `token_kinds`.
#[wasm_bindgen]
#[must_use]
pub fn highlight(source: &str) -> Vec<u32> {
    let source = SourceFile::new("", source);
    let mut out = Vec::new();
    // Tokens come in order, so units are counted on from the one before.
    let (mut byte, mut unit) = (0, 0);
    for (kind, span) in text::highlight(&source) {
        for end in [span.start, span.end] {
            let passed = source.text().get(byte..end).unwrap_or_default();
            unit += passed.chars().map(char::len_utf16).sum::<usize>();
            byte = end;
            out.push(number(unit));
        }
        out.push(number(TokenKind::ALL.iter().position(|known| *known == kind).unwrap_or_default()));
    }
    out
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// The names of the kinds of tokens.
#[wasm_bindgen]
#[must_use]
pub fn token_kinds() -> Vec<String> {
    TokenKind::ALL.iter().map(|kind| kind.id().to_owned()).collect()
}

/// What may be written at a place: JSON.
#[wasm_bindgen]
#[must_use]
pub fn complete(source: &str, at: usize) -> String {
    let source = SourceFile::new("", source);
    let found = text::complete(&source, byte_of(source.text(), at));
    let option = |option: &Completion| {
        json!({
            "kind": option.kind.id(),
            "label": option.label,
            "insert": option.insert,
            "about": words(&option.about),
            "sample": option.sample,
        })
    };
    let options: Vec<Value> = found.options.iter().map(option).collect();
    json!({ "start": source.position(found.span.start).utf16, "end": at, "options": options }).to_string()
}

/// What the word at a place means: JSON, or nothing.
#[wasm_bindgen]
#[must_use]
pub fn hover(source: &str, at: usize) -> Option<String> {
    let source = SourceFile::new("", source);
    let found = text::hover(&source, byte_of(source.text(), at))?;
    let [start, end] = ends(&source, found.span);
    let about = words(&found.about);
    let said =
        json!({ "start": start, "end": end, "title": found.title, "about": about, "sample": found.sample });
    Some(said.to_string())
}

#[wasm_bindgen]
impl Plan {
    /// The examples of the set, run: a JSON list.
    #[must_use]
    pub fn examples(&self) -> String {
        let source = &self.own.source;
        let example = |example: &tieuchi::ExampleResult| {
            let [start, end] = ends(source, example.span);
            // Read back, since findings have their own writer.
            let findings: Value =
                serde_json::from_str(&findings_json([source], &example.findings)).unwrap_or_default();
            json!({ "start": start, "end": end, "label": example.label, "diagnostics": findings })
        };
        Value::from(self.own.plan.example_results().iter().map(example).collect::<Vec<_>>()).to_string()
    }

    /// What the examples reach: a JSON list.
    #[must_use]
    pub fn coverage(&self) -> String {
        let source = &self.own.source;
        let target = |target: &tieuchi::Target| {
            let [start, end] = ends(source, target.span);
            let (kind, what) = (target.kind.id(), words(&target.what));
            json!({ "start": start, "end": end, "kind": kind, "what": what, "reached": target.reached })
        };
        // What comes from another text has no place in this one.
        let coverage = self.own.plan.coverage();
        let own = coverage.targets.iter().filter(|target| source.holds(target.span));
        Value::from(own.map(target).collect::<Vec<_>>()).to_string()
    }
}

fn words(words: &Bilingual) -> Value {
    json!({ "vi": words.vi, "en": words.en })
}

/// Where a span begins and ends.
fn ends(source: &SourceFile, span: Span) -> [Value; 2] {
    [span.start, span.end].map(|byte| {
        let at = source.position(byte);
        json!({ "utf16": at.utf16, "line": at.line, "column": at.column })
    })
}

/// The byte of a place that is counted in UTF-16 units; inside a letter its beginning, past the end the end.
fn byte_of(text: &str, at: usize) -> usize {
    let mut unit = 0;
    for (byte, letter) in text.char_indices() {
        unit += letter.len_utf16();
        if unit > at {
            return byte;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_javascript() {
        let text = "ngôn ngữ vi # 🙂 ô\nbộ";
        assert_eq!(byte_of(text, 2), 2);
        assert_eq!(byte_of(text, 3), 4, "ô is two bytes and one unit");
        let face = text.find('🙂').unwrap();
        assert_eq!((byte_of(text, 14), byte_of(text, 15), byte_of(text, 16)), (face, face, face + 4));
        assert_eq!(byte_of(text, 1000), text.len());
        let tokens = highlight(text);
        let units: Vec<u16> = text.encode_utf16().collect();
        let shown: Vec<String> = tokens
            .chunks(3)
            .map(|token| String::from_utf16(&units[token[0] as usize..token[1] as usize]).unwrap())
            .collect();
        assert_eq!(shown, ["ngôn", "ngữ", "vi", "# 🙂 ô", "bộ"]);
    }
}
