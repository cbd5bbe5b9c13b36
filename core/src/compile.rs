//! Source to plan: the passes in a row.
//!
//! In: the text of a set, and other sets whose results it reads. Out: a [`Plan`], or every
//! diagnostic at once.

use crate::assemble::{self, Assembled};
use crate::day::Day;
use crate::hir::{self, CriteriaSet};
use crate::needs::named_by;
use crate::plan::{self, Plan};
use std::sync::Arc;
use tieuchi_grammar::ast::{self, Slot};
use tieuchi_grammar::{Diagnostic, Parsed, Phrase, Row, SourceFile, Span, parse};

/// What a set needs to know of another whose results it reads.
#[derive(Clone, Debug)]
pub struct SetFace {
    /// Its identifier.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its classes, lowest first.
    pub classes: Vec<(String, String)>,
    /// The name of the class of all other cases, if it has one.
    pub rest: Option<String>,
    /// How long its results stay valid: months, and from where they count.
    pub validity: Option<(u32, Phrase)>,
    /// First and last day in force.
    pub in_force: Option<(Day, Option<Day>)>,
}

/// A text of which a compiled set has statements, and the bytes it is counted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The set in it.
    pub id: String,
    /// Its edition.
    pub edition: String,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Part {
    fn of(source: &SourceFile, face: Option<&SetFace>) -> Self {
        let (id, edition) = face.map(|face| (face.id.clone(), face.edition.clone())).unwrap_or_default();
        Self { id, edition, start: source.start(), end: source.start() + source.text().len() }
    }

    /// Whether a span lies in that text.
    #[must_use]
    pub const fn holds(&self, span: Span) -> bool {
        self.start <= span.start && span.start <= self.end
    }
}

/// The bytes between the beginnings of two texts that are read together. A text is at most half
/// as long, so spans never meet.
const APART: usize = 2 * tieuchi_grammar::limits::SOURCE_BYTES;

/// A set given to the compiler.
#[derive(Clone, Debug)]
pub(crate) struct Known {
    pub face: SetFace,
    pub part: Part,
    pub file: Arc<ast::File>,
    /// Whether its text has faults of its own.
    pub faulty: bool,
    source: SourceFile,
}

/// The other sets given to the compiler.
#[derive(Clone, Debug, Default)]
pub struct Library {
    sets: Vec<Known>,
}

impl Library {
    /// No other sets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a set by its source. A text without a set in it adds nothing.
    ///
    /// Returns whether a set was found in it.
    pub fn add(&mut self, source: &SourceFile) -> bool {
        let start = self.sets.last().map_or(0, |known| known.part.start).checked_add(APART);
        // So many texts that their bytes cannot be counted together on a small machine.
        let Some(start) = start.filter(|start| start.checked_add(APART).is_some()) else { return false };
        let source = source.clone().starting_at(start);
        let parsed = parse(&source);
        let Some(file) = parsed.file else { return false };
        let Some(face) = SetFace::of(&file) else { return false };
        // An edition given twice is one edition; the text given last is the one that is read.
        self.sets.retain(|known| (&known.face.id, &known.face.edition) != (&face.id, &face.edition));
        self.sets.push(Known {
            part: Part::of(&source, Some(&face)),
            face,
            file: Arc::new(file),
            faulty: parsed.diagnostics.iter().any(Diagnostic::is_error),
            source,
        });
        true
    }

    /// The set of that name; of that edition, or the last one given.
    #[must_use]
    pub fn find(&self, id: &str, edition: Option<&str>) -> Option<&SetFace> {
        self.known(id, edition).map(|known| &known.face)
    }

    /// The editions of a set that are known, with the days they are in force.
    pub(crate) fn editions(&self, id: &str) -> Vec<(String, Day, Option<Day>)> {
        let of_it = self.sets.iter().filter(|known| known.face.id == id);
        of_it
            .filter_map(|known| {
                let (from, to) = known.face.in_force?;
                Some((known.face.edition.clone(), from, to))
            })
            .collect()
    }

    pub(crate) fn known(&self, id: &str, edition: Option<&str>) -> Option<&Known> {
        self.sets
            .iter()
            .rev()
            .find(|known| known.face.id == id && edition.is_none_or(|edition| known.face.edition == edition))
    }
}

impl SetFace {
    fn of(file: &ast::File) -> Option<Self> {
        let set = file.statements.iter().find(|statement| statement.row == Row::Set)?;
        let (Some(Slot::Name(id)), Some(Slot::Name(edition))) = (set.slots.get(1), set.slots.get(3)) else {
            return None;
        };
        let mut classes = Vec::new();
        let mut rest = None;
        let mut validity = None;
        let mut in_force = None;
        for statement in &set.children {
            match statement.row {
                Row::Class => classes.extend(class_name(statement)),
                Row::Classification => {
                    for child in &statement.children {
                        if let (Row::Class | Row::ClassRest, Some(class)) = (child.row, class_name(child)) {
                            rest = rest.or_else(|| (child.row == Row::ClassRest).then(|| class.0.clone()));
                            classes.push(class);
                        }
                    }
                }
                Row::InForce => {
                    if let (Some(Slot::Date(from, _)), Some(to)) =
                        (statement.slots.first(), statement.slots.get(1))
                    {
                        let to = if let Slot::Date(to, _) = to { Some(Day::from(*to)) } else { None };
                        in_force = Some((Day::from(*from), to));
                    }
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
        let (id, edition) = (id.text.clone(), edition.text.clone());
        Some(Self { id, edition, classes, rest, validity, in_force })
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
    /// The texts the findings point into: the source, then those it rests on.
    pub sources: Vec<SourceFile>,
}

/// Compiles a set that reads results of others, or rests on them.
#[must_use]
pub fn compile_with(source: &SourceFile, library: &Library) -> Compiled {
    compile_parsed(source, parse(source), library)
}

/// Compiles a set with those it names, and those these name, out of some texts, which are asked for only
/// where it names any. The same as [`compile_with`] and [`Library::gathered`], and reads the set once.
///
/// ```
/// use tieuchi::{SourceFile, compile_among};
/// let set = |rest: &str| SourceFile::new("", format!("language en\ncriteria set S \"A set\" edition E1 [assumed]\n  in force from 2024-01-01\n  applies to person\n{rest}subject person \"Person\"\n  fact books \"Books\": integer from 0 to 100\ntitle reader \"Reader\" when books >= 6\n"));
/// let compiled = compile_among(&set(""), || unreachable!("it names no other set"));
/// assert!(compiled.plan.is_some());
/// let mut asked = false;
/// compile_among(&set("  uses results CDHT edition newest recognised\n"), || { asked = true; Vec::new() });
/// assert!(asked);
/// ```
#[must_use]
pub fn compile_among(source: &SourceFile, candidates: impl FnOnce() -> Vec<SourceFile>) -> Compiled {
    let parsed = parse(source);
    let named = parsed.file.as_ref().map(named_by).unwrap_or_default();
    let library = if named.is_empty() { Library::new() } else { Library::of_named(named, &candidates()) };
    compile_parsed(source, parsed, &library)
}

fn compile_parsed(source: &SourceFile, parsed: Parsed, library: &Library) -> Compiled {
    let mut diagnostics = Vec::new();
    let mut sources = vec![source.clone()];
    let Some(assembled) = assembled(source, parsed, library, &mut sources, &mut diagnostics) else {
        return Compiled { plan: None, diagnostics, sources };
    };
    let (set, found) = hir::from_ast(&assembled, library);
    // Of a large set it is a fourth of all memory, which the plan can take.
    drop(assembled);
    diagnostics.extend(found);
    if let (Some(set), false) = (&set, diagnostics.iter().any(Diagnostic::is_error)) {
        diagnostics.extend(hir::prove(set));
    }
    let plan = set.and_then(|set| lower(set, &mut diagnostics));
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span().unwrap_or_default(), diagnostic.code));
    // A fault in a definition is found wherever the definition is read, and told once.
    diagnostics.dedup();
    let plan = plan.filter(|_| !diagnostics.iter().any(Diagnostic::is_error));
    Compiled { plan, diagnostics, sources }
}

/// The tree of a set that stands alone: what it rests on is in it, its edits are done.
///
/// A statement that could not be read may be what a later name needs, so meaning is checked only
/// where the whole text was read; one fault never hides behind another's shadow.
pub(crate) fn assembled(
    source: &SourceFile,
    parsed: Parsed,
    library: &Library,
    sources: &mut Vec<SourceFile>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Assembled> {
    diagnostics.extend(parsed.diagnostics);
    let file = parsed.file?;
    if diagnostics.iter().any(Diagnostic::is_error) {
        return None;
    }
    let own = Part::of(source, SetFace::of(&file).as_ref());
    let (assembled, found) = assemble::assemble(file, own, library);
    let others = assembled.parts.iter().skip(1);
    sources.extend(others.filter_map(|part| {
        library.sets.iter().find(|known| known.part == *part).map(|known| known.source.clone())
    }));
    diagnostics.extend(found);
    (!diagnostics.iter().any(Diagnostic::is_error)).then_some(assembled)
}

/// The text of a set that stands alone: a local set with its edits done, catalogues and copied
/// items written out, in the language of the source.
///
/// Comments say which set a statement comes from, where it is not the one around it.
///
/// # Errors
///
/// What is wrong with the text or with the edits. The result is checked by compiling it.
pub fn flatten(source: &SourceFile, library: &Library) -> Result<String, Compiled> {
    let mut diagnostics = Vec::new();
    let mut sources = vec![source.clone()];
    match assembled(source, parse(source), library, &mut sources, &mut diagnostics) {
        Some(assembled) => Ok(tieuchi_grammar::print(&assembled.with_origins())),
        None => Err(Compiled { plan: None, diagnostics, sources }),
    }
}

/// A set that rests on others as it stands when it is written out, and its plan; none if it stands
/// alone or does not compile.
#[must_use]
pub fn written_out(source: &SourceFile, library: &Library) -> Option<(SourceFile, Plan)> {
    if compile_with(source, library).sources.len() < 2 {
        return None;
    }
    let whole = SourceFile::new(source.name(), flatten(source, library).ok()?);
    let plan = compile_with(&whole, library).plan?;
    Some((whole, plan))
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
