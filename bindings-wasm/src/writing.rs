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
    let said =
        [("title", found.title.into()), ("about", words(&found.about)), ("sample", found.sample.into())];
    Some(placed(&source, found.span, said).to_string())
}

#[wasm_bindgen]
impl Plan {
    /// The examples of the set, run: a JSON list.
    #[must_use]
    pub fn examples(&self) -> String {
        let source: &SourceFile = &self.own.source;
        let example = |example: &tieuchi::ExampleResult| {
            // Read back, since findings have their own writer.
            let findings = serde_json::from_str(&findings_json([source], &example.findings));
            let said =
                [("label", example.label.as_str().into()), ("diagnostics", findings.unwrap_or_default())];
            placed(source, example.span, said)
        };
        Value::from(self.own.plan.example_results().iter().map(example).collect::<Vec<_>>()).to_string()
    }

    /// What the examples reach: a JSON list.
    #[must_use]
    pub fn coverage(&self) -> String {
        let source: &SourceFile = &self.own.source;
        let target = |target: &tieuchi::Target| {
            let said = [
                ("kind", target.kind.id().into()),
                ("what", words(&target.what)),
                ("reached", target.reached.into()),
            ];
            placed(source, target.span, said)
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

/// An object with the place of something in the text, and what is said of it.
fn placed<const N: usize>(source: &SourceFile, span: Span, said: [(&str, Value); N]) -> Value {
    let end = |byte| {
        let at = source.position(byte);
        json!({ "utf16": at.utf16, "line": at.line, "column": at.column })
    };
    let ends = [("start", end(span.start)), ("end", end(span.end))];
    Value::Object(ends.into_iter().chain(said).map(|(name, value)| (name.to_owned(), value)).collect())
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
