//! What a set asks for and what it gives: inputs, evidence, results of other sets, parameters,
//! thresholds, items, classes.
//!
//! In: a plan. Out: plain data for forms, for choosing columns and for reading. Numbers are texts
//! in decimal form, so that no host can bend them. Nothing here is needed to evaluate.

mod gather;
mod html;
#[cfg(test)]
mod tests;
mod text;

use crate::plan::Plan;
pub(crate) use gather::in_unit;
use tieuchi_grammar::Bilingual;

/// What a set asks for and what it gives, in the order of its source.
///
/// ```
/// # let source = r#"language en
/// # criteria set READING "Reading year" edition E1 [assumed]
/// #   in force from 2024-01-01
/// #   applies to person
/// # subject person "Person"
/// #   fact books "Books read": integer from 0 to 1000
/// #   fact pages "Pages read": integer from 0 to 100000
/// # title reader "Reader" when books >= 6
/// # "#;
/// let facts = tieuchi::compile(source).unwrap().facts();
/// assert_eq!(facts.inputs[0].name, "books");
/// assert_eq!(facts.inputs[0].to.as_deref(), Some("1000"));
/// assert!(facts.inputs[0].needed && !facts.inputs[1].needed);
/// assert_eq!(facts.thresholds[0].value, "6");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Facts {
    /// Identifier of the set.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its title.
    pub label: String,
    /// Language of its source: `vi` or `en`.
    pub language: &'static str,
    /// Whether any figure is marked as assumed.
    pub assumed: bool,
    /// First day in force.
    pub in_force_from: String,
    /// Last day in force, if it has one.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub in_force_to: Option<String>,
    /// Whom it assesses.
    pub subject: NameFacts,
    /// Tables of members and evidence.
    pub tables: Vec<TableFacts>,
    /// Everything a dossier can hold, tables included.
    pub inputs: Vec<InputFacts>,
    /// Results of other sets that it reads.
    pub results: Vec<ResultFacts>,
    /// Figures that change by date, region or case.
    pub parameters: Vec<ParameterFacts>,
    /// Constants that conditions of gates and classes compare with.
    pub thresholds: Vec<ThresholdFacts>,
    /// The tree of items in document order.
    pub items: Vec<ItemFacts>,
    /// The classes, highest first.
    pub classes: Vec<NameFacts>,
}

/// A name with its label.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct NameFacts {
    /// The name in the set.
    pub name: String,
    /// What people read.
    pub label: String,
}

/// A table of a dossier: members, or evidence of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct TableFacts {
    /// The name in the set, and the key in a dossier.
    pub name: String,
    /// What people read.
    pub label: String,
    /// What its rows are.
    pub kind: TableKind,
    /// Whether more rows may arrive while the file is open.
    pub open: bool,
    /// Whether any result reads it.
    pub needed: bool,
}

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "lowercase"))]
pub enum TableKind {
    /// Members of the subject.
    Members,
    /// Evidence.
    Evidence,
}

/// One thing a dossier can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct InputFacts {
    /// The key in a dossier: a fact's name, or an item's code.
    pub name: String,
    /// What people read.
    pub label: String,
    /// The table it is a column of; none for the subject's own.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub table: Option<String>,
    /// Where it comes from.
    pub role: Role,
    /// Its type.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    pub kind: InputKind,
    /// Its unit, if it has one; `%` for shares.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// The least value, in its unit.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub from: Option<String>,
    /// The greatest value, in its unit.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub to: Option<String>,
    /// Digits a number may have after the mark.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub digits: Option<u32>,
    /// The step points must keep, counted from the least value.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub step: Option<String>,
    /// The options of a choice; ordered ones lowest first.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Vec::is_empty"))]
    pub options: Vec<String>,
    /// Whether the options are ordered.
    pub ordered: bool,
    /// How many earlier years of it are read.
    pub years_back: u32,
    /// Whether the set keeps its values private.
    pub private: bool,
    /// Whether any result reads it.
    pub needed: bool,
    /// Codes of the items that read it.
    pub items: Vec<String>,
    /// Names of the gates that read it.
    pub gates: Vec<String>,
    /// Names of the classes whose condition reads it.
    pub classes: Vec<String>,
}

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum Role {
    /// Filed: a fact of the subject, or a field of a table.
    Fact,
    /// Judged by a person: yes or no.
    Judgement,
    /// Whether evidence an item needs is on file.
    OnFile,
    /// Whether a person declares an item not assessable.
    NotAssessable,
    /// Points a person gives.
    Points,
    /// A level a person chooses.
    Level,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "kebab-case"))]
pub enum InputKind {
    /// Yes or no.
    YesNo,
    /// A whole number.
    Integer,
    /// A decimal number.
    Decimal,
    /// A share in percent.
    Percent,
    /// A date; month or day may be open.
    Date,
    /// One of a list.
    Choice,
    /// Any text.
    Text,
}

/// Results of another set.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ResultFacts {
    /// The other set.
    pub set: String,
    /// Its edition; none for the newest.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub edition: Option<String>,
    /// Whether results by decision are read.
    pub recognised: bool,
    /// Whether computed results are read.
    pub computed: bool,
    /// Its classes, lowest first.
    pub classes: Vec<NameFacts>,
}

/// A parameter with all its rows.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ParameterFacts {
    /// Its name.
    pub name: String,
    /// What people read.
    pub label: String,
    /// Its unit, if it has one; `%` for shares.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub unit: Option<String>,
    /// Its rows in the order of the source.
    pub rows: Vec<ParameterRowFacts>,
}

/// One value of a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ParameterRowFacts {
    /// The first day it holds.
    pub from: String,
    /// The region it is for.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub region: Option<String>,
    /// The condition it is for, in words.
    #[cfg_attr(
        feature = "serde",
        serde(skip_serializing_if = "Option::is_none", serialize_with = "both_if_any")
    )]
    pub when: Option<Bilingual>,
    /// The value, in its unit.
    pub value: String,
    /// Whether it is marked as assumed.
    pub assumed: bool,
}

/// A constant that decides about a class or a gate.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ThresholdFacts {
    /// Name of the class or gate.
    pub of: String,
    /// Whether `of` is a gate.
    pub gate: bool,
    /// What is compared, in words.
    #[cfg_attr(feature = "serde", serde(serialize_with = "both"))]
    pub quantity: Bilingual,
    /// `<`, `<=`, `=`, `!=`, `>=` or `>`.
    pub comparison: &'static str,
    /// The constant, or the parameter's name.
    pub value: String,
    /// Whether it is the total that is compared; in JSON the words say so.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub total: bool,
}

/// A node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ItemFacts {
    /// Its official number.
    pub code: String,
    /// What people read.
    pub label: String,
    /// The heading word, as `chỉ số`.
    #[cfg_attr(feature = "serde", serde(serialize_with = "both"))]
    pub word: Bilingual,
    /// Code of the node it stands under.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub parent: Option<String>,
    /// Greatest points, if it is scored.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub maximum: Option<String>,
    /// Whether it has points.
    pub scored: bool,
    /// Whether it has a verdict.
    pub judged: bool,
}

impl Plan {
    /// What the set asks for and what it gives.
    #[must_use]
    pub fn facts(&self) -> Facts {
        gather::facts(&self.inner.set)
    }
}

#[cfg(feature = "serde")]
impl Facts {
    /// The facts as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Strings, numbers and lists only: this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default()
    }
}

#[cfg(feature = "serde")]
fn both<S: serde::Serializer>(text: &Bilingual, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map([("vi", &text.vi), ("en", &text.en)])
}

#[cfg(feature = "serde")]
fn both_if_any<S: serde::Serializer>(text: &Option<Bilingual>, serializer: S) -> Result<S::Ok, S::Error> {
    match text {
        Some(text) => both(text, serializer),
        None => serializer.serialize_none(),
    }
}
