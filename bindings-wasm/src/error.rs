//! What the doors refuse with: findings as a JSON list, or a sentence for the programmer.

use tieuchi::{Diagnostic, SourceFile, findings_json};
use wasm_bindgen::JsValue;

/// A refusal. `js/tieuchi.js` tells the two apart by the first letter.
#[derive(Debug)]
pub enum Refusal {
    /// The text or the dossier is wrong: a JSON list.
    Findings(String),
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
        }
    }
}
