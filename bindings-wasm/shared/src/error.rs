//! What the doors refuse with: findings, problems or words for users as JSON, or a sentence for the
//! programmer.

use tieuchi::{Diagnostic, SourceFile, findings_json};
use wasm_bindgen::JsValue;

/// A refusal. `js/forms.js` tells them apart by the first letter: a list, an object, or a sentence.
#[derive(Debug)]
pub enum Refusal {
    /// The text or the dossier is wrong: a JSON list.
    Findings(String),
    /// Cells are wrong, and none was to be: a JSON list of problems.
    Problems(String),
    /// A file cannot be read: why, in both languages, as a JSON object.
    Unreadable(String),
    /// The call is wrong: a sentence in English.
    Misuse(String),
}

impl Refusal {
    /// Findings with their places in texts.
    pub fn found_in<'a>(sources: impl IntoIterator<Item = &'a SourceFile>, findings: &[Diagnostic]) -> Self {
        Self::Findings(findings_json(sources, findings))
    }
}

impl From<Vec<Diagnostic>> for Refusal {
    fn from(findings: Vec<Diagnostic>) -> Self {
        Self::found_in(None, &findings)
    }
}

impl From<Diagnostic> for Refusal {
    fn from(finding: Diagnostic) -> Self {
        Self::found_in(None, &[finding])
    }
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Findings(text) | Refusal::Misuse(text) => Self::from_str(&text),
            Refusal::Problems(list) => Self::from_str(&format!(r#"{{"problems":{list}}}"#)),
            Refusal::Unreadable(words) => Self::from_str(&format!(r#"{{"unreadable":{words}}}"#)),
        }
    }
}
