//! Doors for those who write sets: checks, layout, languages, differences, tokens, completions, what a word
//! means, examples and what they reach.
//!
//! Places go in and out in UTF-16 units, as JavaScript counts.

use crate::Plan;
use serde_json::{Value, json};
use tieuchi::text::{self, Completion, TokenKind};
use tieuchi::{Bilingual, Diagnostic, SourceFile, Span, compile_with, findings_json};
use tieuchi_wasm_shared::{self as shared, Refusal, Texts};
use wasm_bindgen::prelude::wasm_bindgen;

/// Everything that is wrong with a set, its examples included, as one JSON object.
///
/// `beside` is a flat list of names and texts: the other sets it reads or rests on.
#[wasm_bindgen]
#[must_use]
pub fn check(name: &str, source: &str, beside: Vec<String>) -> String {
    let texts = Texts::new(name, source, beside);
    let compiled = compile_with(&texts.source, &texts.library);
    let mut findings = compiled.diagnostics;
    let examples = compiled.plan.map(|plan| plan.example_findings()).unwrap_or_default();
    let (count, passed) = (examples.len(), examples.iter().filter(|found| found.is_empty()).count());
    findings.extend(examples.into_iter().flatten());
    let findings = findings_json(&compiled.sources, &findings);
    format!(r#"{{"examples":{count},"examples_passed":{passed},"diagnostics":{findings}}}"#)
}

/// A set in the one layout; with a language, its keywords in that language.
///
/// # Errors
///
/// What cannot be read, or cannot be said in the other language.
#[wasm_bindgen]
pub fn format(name: &str, source: &str, keywords: Option<String>) -> Result<String, Refusal> {
    let source = SourceFile::new(name, source);
    let parsed = text::parse(&source);
    let file = parsed.file.filter(|_| !parsed.diagnostics.iter().any(Diagnostic::is_error));
    let file = file.ok_or_else(|| Refusal::found_in([&source], &parsed.diagnostics))?;
    let Some(keywords) = keywords else { return Ok(text::print(&file)) };
    match text::convert(&file, shared::lang(&keywords)?) {
        Ok(file) => Ok(text::print(&file)),
        Err(findings) => Err(Refusal::found_in([&source], &findings)),
    }
}

/// A set with its edits done and what it rests on written out.
///
/// # Errors
///
/// What is wrong with the text or with the edits.
#[wasm_bindgen]
pub fn flatten(name: &str, source: &str, beside: Vec<String>) -> Result<String, Refusal> {
    let texts = Texts::new(name, source, beside);
    tieuchi::flatten(&texts.source, &texts.library)
        .map_err(|compiled| Refusal::found_in(&compiled.sources, &compiled.diagnostics))
}

/// What the new set says otherwise than the old one: JSON, or words in a language.
///
/// # Errors
///
/// What is wrong with either set.
#[wasm_bindgen]
pub fn diff(
    old: Vec<String>,
    new: Vec<String>,
    lang: Option<String>,
    examples: bool,
) -> Result<String, Refusal> {
    let sides = [Texts::of_side(old), Texts::of_side(new)];
    let [old, new] = &sides;
    let found = tieuchi::diff((&old.source, &old.library), (&new.source, &new.library))
        .map_err(|compiled| Refusal::found_in(&compiled.sources, &compiled.diagnostics))?;
    match lang {
        None => Ok(found.to_json()),
        Some(lang) if examples => Ok(found.to_text_with_examples(shared::lang(&lang)?)),
        Some(lang) => Ok(found.to_text(shared::lang(&lang)?)),
    }
}

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
