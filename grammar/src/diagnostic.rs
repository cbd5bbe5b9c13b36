//! The shape of a finding: code, place, words in both languages. No wording lives here.
//!
//! Every diagnostic is born in one constructor function (`syntax_errors.rs` here,
//! `diagnostics.rs` in the core), which must give both languages or does not compile.

use crate::source::Span;

/// A text in the two languages of the project.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Bilingual {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both texts.
    #[must_use]
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// The text of one language.
    #[must_use]
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi => &self.vi,
            Lang::En => &self.en,
        }
    }
}

/// A language of keywords and messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Probably not what was meant; the set still compiles.
    Warning,
    /// The set, or the dossier, cannot be used as it is.
    Error,
}

/// A place with a word on its part in the finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What this place has to do with it; may be empty.
    pub text: Bilingual,
}

/// A replacement that would mend the fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to replace.
    pub span: Span,
    /// With what.
    pub replacement: String,
}

/// One finding about a criteria set or a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Kebab-case name, stable for ever.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// One short phrase; the user's words stand in backticks.
    pub message: Bilingual,
    /// What to do next.
    pub help: Option<Bilingual>,
    /// The places at fault, the main one first. Empty for a finding about a dossier.
    pub labels: Vec<Label>,
    /// The place in a dossier, as a JSON pointer.
    pub pointer: Option<String>,
    /// The typed parts of the message, by name.
    pub args: Vec<(&'static str, String)>,
    /// A replacement that mends it, where there is just one.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// An error with its two messages.
    #[must_use]
    pub fn error(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: Bilingual::new(vi, en),
            help: None,
            labels: Vec::new(),
            pointer: None,
            args: Vec::new(),
            fix: None,
        }
    }

    /// A warning with its two messages.
    #[must_use]
    pub fn warning(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, vi, en) }
    }

    /// A note with its two messages.
    #[must_use]
    pub fn note(code: &'static str, vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, vi, en) }
    }

    /// Adds a place; the first one added is the main one.
    #[must_use]
    pub fn at(self, span: Span) -> Self {
        self.label(span, "", "")
    }

    /// Adds a place with a word on it.
    #[must_use]
    pub fn label(mut self, span: Span, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: Bilingual::new(vi, en) });
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        self.help = Some(Bilingual::new(vi, en));
        self
    }

    /// Names a typed part of the message.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Places the finding in a dossier.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = Some(pointer.into());
        self
    }

    /// Offers a replacement.
    #[must_use]
    pub fn fix(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.fix = Some(Fix { span, replacement: replacement.into() });
        self
    }

    /// The main place, if the finding is about a source text.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.span)
    }

    /// Whether it prevents use.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
