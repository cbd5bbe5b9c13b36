//! Source to plan: the passes in a row.
//!
//! In: the text of a set, and other sets whose results it reads. Out: a [`Plan`], or every
//! diagnostic at once.

use crate::hir::{self, CriteriaSet};
use crate::plan::{self, Plan};
use tieuchi_grammar::ast::{self, Slot};
use tieuchi_grammar::{Diagnostic, Phrase, Row, SourceFile};

/// What a set needs to know of another whose results it reads.
#[derive(Clone, Debug)]
pub struct SetFace {
    /// Its identifier.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its classes, lowest first; the rest class is left out.
    pub classes: Vec<(String, String)>,
    /// How long its results stay valid: months, and from where they count.
    pub validity: Option<(u32, Phrase)>,
}

/// The other sets given to the compiler.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// Their faces, in the order given.
    pub sets: Vec<SetFace>,
}

impl Library {
    /// No other sets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a set by its source. A text that does not parse adds nothing.
    ///
    /// Returns whether a set was found in it.
    pub fn add(&mut self, source: &SourceFile) -> bool {
        let parsed = tieuchi_grammar::parse(source);
        let Some(face) = parsed.file.as_ref().and_then(SetFace::of) else { return false };
        self.sets.push(face);
        true
    }

    /// The set of that name; of that edition, or the last one given.
    #[must_use]
    pub fn find(&self, id: &str, edition: Option<&str>) -> Option<&SetFace> {
        self.sets
            .iter()
            .rev()
            .find(|set| set.id == id && edition.is_none_or(|edition| set.edition == edition))
    }
}

impl SetFace {
    fn of(file: &ast::File) -> Option<Self> {
        let set = file.statements.iter().find(|statement| statement.row == Row::Set)?;
        let (Some(Slot::Name(id)), Some(Slot::Name(edition))) = (set.slots.get(1), set.slots.get(3)) else {
            return None;
        };
        let mut classes = Vec::new();
        let mut validity = None;
        for statement in &set.children {
            match statement.row {
                Row::Class => classes.extend(class_name(statement)),
                Row::Classification => {
                    let held = statement.children.iter().filter(|child| child.row == Row::Class);
                    classes.extend(held.filter_map(class_name));
                }
                Row::Validity => {
                    if let (Some(Slot::Number(months)), Some(Slot::Phrase(anchor))) =
                        (statement.slots.first(), statement.slots.get(1))
                    {
                        validity = u32::try_from(months.digits).ok().map(|months| (months, anchor.id));
                    }
                }
                _ => {}
            }
        }
        classes.reverse();
        Some(Self { id: id.text.clone(), edition: edition.text.clone(), classes, validity })
    }
}

fn class_name(statement: &ast::Statement) -> Option<(String, String)> {
    match (statement.slots.get(1), statement.slots.get(2)) {
        (Some(Slot::Name(name)), Some(Slot::Text(label))) => Some((name.text.clone(), label.text.clone())),
        _ => None,
    }
}

/// What came of compiling: a plan if nothing was wrong, and all findings.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The plan, unless there was an error.
    pub plan: Option<Plan>,
    /// Every finding in the order of the source.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles a set that reads results of others.
#[must_use]
pub fn compile_with(source: &SourceFile, library: &Library) -> Compiled {
    let parsed = tieuchi_grammar::parse(source);
    let mut diagnostics = parsed.diagnostics;
    let faulty = diagnostics.iter().any(Diagnostic::is_error);
    let Some(file) = parsed.file else { return Compiled { plan: None, diagnostics } };
    // A statement that could not be read may be what a later name needs, so meaning is checked
    // only where the whole file was read; one fault never hides behind another's shadow.
    if faulty {
        return Compiled { plan: None, diagnostics };
    }
    let (set, found) = hir::from_ast(&file, library);
    diagnostics.extend(found);
    let plan = set.and_then(|set| lower(set, &mut diagnostics));
    diagnostics.sort_by_key(|diagnostic| diagnostic.span().unwrap_or_default());
    let plan = plan.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Compiled { plan, diagnostics }
}

fn lower(set: CriteriaSet, diagnostics: &mut Vec<Diagnostic>) -> Option<Plan> {
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let (plan, found) = plan::from_hir(set);
    diagnostics.extend(found);
    plan
}

/// Compiles a set that stands alone.
///
/// # Errors
///
/// Every diagnostic at once, if any of them is an error.
///
/// ```
/// let source = r#"language en
/// criteria set READING "Reading year" edition E1 [assumed]
///   in force from 2024-01-01
///   applies to person
///   scale 10 points
/// subject person "Person"
///   fact books "Books read": integer from 0 to 1000
/// criterion 1 "Reading" max 10 points
///   score by books:
///     under 5: 0 points
///     from 5 to under 12: 6 points
///     from 12 up: 10 points
/// title reader "Reader" when total_points >= 6
/// "#;
/// let plan = tieuchi::compile(source).unwrap();
/// assert_eq!(plan.id(), "READING");
/// ```
pub fn compile(source: &str) -> Result<Plan, Vec<Diagnostic>> {
    let compiled = compile_with(&SourceFile::new("", source), &Library::new());
    compiled.plan.ok_or(compiled.diagnostics)
}
