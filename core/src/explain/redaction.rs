//! What an explanation keeps back from its reader.
//!
//! In: what the set declares private (`giữ kín`), and what the caller asks for. Redaction happens
//! where the explanation is made: a value that is kept back never enters it, so no text, page,
//! letter, comparison or JSON made of it can show it.

use super::{Explainer, Explanation, Reason, place_name};
use crate::hir::{Expr, Input, Item, ScoringKind};
use crate::outcome::Outcome;
use std::sync::Arc;
use tieuchi_grammar::Lang;

/// What is kept back.
///
/// Of a value that is kept back, nothing is shown that was read off it: neither the value found nor
/// what was declared, how many rows were counted by it, how many steps it takes, or whether a yes/no
/// fact holds. What stays is what the set says to everybody (labels, conditions, thresholds,
/// parameters, the words of a band that is a range) and what it concludes: points, verdicts,
/// classes, whether something is on file. Who knows the rules can conclude from these; a range such
/// as `from 20 to under 40` is as much as a band tells. The words of any other row of a table
/// (`exactly`, a text, `when`, `none`, `otherwise`), which would name the value, are kept back.
///
/// ```
/// let source = r#"language en
/// criteria set S "A set" edition E1 [assumed]
///   in force from 2024-01-01
///   applies to person
/// subject person "Person"
///   fact income "Income": integer from 0 to 100000
///   keep private income
/// title helped "Helped" when income < 3000
/// "#;
/// use tieuchi::{ContextOptions, Detail, Dossier, Lang, Redaction};
/// let plan = tieuchi::compile(source).unwrap();
/// let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
/// let dossier = Dossier::from_json(&plan, r#"{"$id": "Lan", "income": 3741}"#).unwrap();
/// let shown = plan.evaluate(&dossier, &context).explain_with(&Redaction::private());
/// let text = shown.to_text(Detail::Full, Lang::En);
/// assert!(text.contains("income: [withheld], asked < 3,000"), "{text}");
/// assert!(!text.contains("3,741") && !text.contains("Lan"));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redaction {
    values: Withhold,
    identifiers: bool,
    position: usize,
}

/// Which values are kept back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Withhold {
    #[default]
    Nothing,
    Private,
    All,
}

impl Redaction {
    /// Nothing is kept back.
    #[must_use]
    pub const fn none() -> Self {
        Self { values: Withhold::Nothing, identifiers: false, position: 0 }
    }

    /// The values of what the set keeps private, and the identifiers of subject and rows.
    #[must_use]
    pub const fn private() -> Self {
        Self { values: Withhold::Private, identifiers: true, position: 0 }
    }

    /// Every value on file, and the identifiers of subject and rows.
    #[must_use]
    pub const fn all() -> Self {
        Self { values: Withhold::All, identifiers: true, position: 0 }
    }

    /// Leaves the identifiers as they are.
    #[must_use]
    pub const fn with_identifiers(mut self) -> Self {
        self.identifiers = false;
        self
    }

    /// The place of the subject among those shown, from 1: its mark is `#1`, `#2`, …
    #[must_use]
    pub const fn at(mut self, position: usize) -> Self {
        self.position = position;
        self
    }

    /// Whether places stand for identifiers.
    pub(super) const fn hides_identifiers(&self) -> bool {
        self.identifiers
    }

    /// The redaction of another subject shown beside the first one.
    pub(super) fn beside(self) -> Self {
        self.at(self.position.max(1) + 1)
    }

    /// Whether anything is kept back.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        self.identifiers || !matches!(self.values, Withhold::Nothing)
    }
}

impl Outcome {
    /// Explains as [`Outcome::explain`] does, and keeps back what the reader is not to see.
    #[must_use]
    pub fn explain_with(&self, redaction: &Redaction) -> Explanation {
        Explainer::new(self, *redaction).explanation()
    }
}

impl Explainer<'_> {
    /// The subject as it is shown.
    pub(super) fn subject(&self) -> String {
        if self.redaction.identifiers {
            format!("#{}", self.redaction.position.max(1))
        } else {
            self.outcome.dossier.file.id.clone()
        }
    }

    /// A row as it is shown: by its identifier, or by its place on file.
    pub(super) fn row_name(&self, id: &str, place: usize) -> Arc<str> {
        if self.redaction.identifiers {
            format!("#{}", place + 1).into()
        } else if id.is_empty() {
            place_name(place)
        } else {
            id.into()
        }
    }

    /// Whether the values of a column are kept back.
    pub(super) const fn hides_input(&self, input: &Input) -> bool {
        match self.redaction.values {
            Withhold::Nothing => false,
            Withhold::Private => input.private,
            Withhold::All => true,
        }
    }

    /// Whether the value of an expression tells of a value that is kept back. Points and verdicts
    /// of items do not count: they are shown with the items.
    pub(super) fn hides(&self, expr: &Expr) -> bool {
        match self.redaction.values {
            Withhold::Nothing => false,
            Withhold::Private => self.reads(expr).private,
            Withhold::All => self.reads(expr).column,
        }
    }

    /// Whether points of an item before its rounding tell of a value that is kept back.
    pub(super) fn hides_points(&self, item: &Item) -> bool {
        item.scoring.iter().any(|scoring| match &scoring.kind {
            ScoringKind::Formula(points) => self.hides(points),
            ScoringKind::Table { steps, .. } => steps.iter().any(|step| self.hides(&step.steps)),
            ScoringKind::Each { points, .. } => self.hides(points),
            ScoringKind::Level { .. }
            | ScoringKind::Direct(_)
            | ScoringKind::Met { .. }
            | ScoringKind::ClausesGive { .. } => false,
        })
    }

    /// Adds a condition in words, unless that it is told says what is kept back.
    pub(super) fn told(&self, reason: Reason, expr: &Expr) -> Reason {
        if self.hides(expr) {
            reason.withheld("condition")
        } else {
            reason.words("condition", self.in_words(expr))
        }
    }
}

/// The line that says that something is kept back.
pub(super) const fn notice(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "Một số giá trị và tên được giữ kín.",
        Lang::En => "Some values and names are withheld.",
    }
}
