//! What one edition of a set says otherwise than another.
//!
//! In: two sets that compile. Out: what was added, dropped, changed, renumbered or moved, statement
//! by statement, each in the words of the language and with the figures that changed.
//! Both sets are put together first (local sets with their edits done, catalogues and copies in
//! place), so that what is compared is what holds. Statements that declare something are found by
//! their name or code, wherever they stand; the others by the order they stand in.
//! Language, layout, comments and the order of declarations are no difference.

mod align;
mod words;

use crate::assemble::items;
use crate::compile::{Compiled, Library, assembled, compile_with};
use crate::hir::name_at;
use crate::renumber::renumbered;
use align::{Pair, align};
use std::collections::BTreeMap;
use tieuchi_grammar::ast::{File, Slot, Statement};
use tieuchi_grammar::{Bilingual, Diagnostic, Lang, Position, Row, SourceFile, convert, print_statement};

/// What two sets say differently.
#[derive(Clone, Debug)]
pub struct Difference {
    /// The set compared with.
    pub old: Side,
    /// The set compared.
    pub new: Side,
    /// Every change, by topic and then in the order of the new set.
    pub changes: Vec<Change>,
}

/// One of the two sets.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its identifier.
    pub id: String,
    /// Its edition.
    pub edition: String,
    /// Its title.
    pub label: String,
}

/// One difference.
#[derive(Clone, Debug)]
pub struct Change {
    /// What it is about.
    pub topic: Topic,
    /// What happened.
    pub kind: ChangeKind,
    /// What it stands under, outermost first, as `chỉ số 1.2`.
    pub place: Vec<Bilingual>,
    /// The statement in the old set, with what stands under it where all of it is gone.
    pub old: Option<Said>,
    /// The statement in the new set, with what stands under it where all of it is new.
    pub new: Option<Said>,
    /// Whether it can change a result. Labels, sources, readings and examples cannot.
    pub meaning: bool,
    /// Whether it is an example.
    pub example: bool,
}

/// A statement as it stands in a set.
#[derive(Clone, Debug)]
pub struct Said {
    /// Its lines in both languages.
    pub lines: Vec<Bilingual>,
    /// The name of the text it comes from, and where it begins there.
    pub place: Option<(String, Position)>,
}

/// What happened to a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// It is only in the new set.
    Added,
    /// It is only in the old set.
    Dropped,
    /// It says something else.
    Changed,
    /// It has another code and the same label.
    Renumbered,
    /// It stands under another heading.
    Moved,
    /// The same things stand in another order.
    Reordered,
}

impl ChangeKind {
    /// The kind as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Dropped => "dropped",
            Self::Changed => "changed",
            Self::Renumbered => "renumbered",
            Self::Moved => "moved",
            Self::Reordered => "reordered",
        }
    }
}

/// What a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// The whole set: when and to whom it applies, its scale, what it reads.
    Set,
    /// Facts and evidence.
    Inputs,
    /// Parameters, definitions, groups.
    Definitions,
    /// The items there are and their maxima.
    Items,
    /// How an item scores or is met.
    Scoring,
    /// What targets are measured by, and their milestones.
    Targets,
    /// Gates, classes, titles and their thresholds.
    Results,
    /// Labels, sources, readings and examples.
    Words,
}

impl Topic {
    /// Every topic, in the order it is told.
    pub const ALL: [Self; 8] = [
        Self::Set,
        Self::Inputs,
        Self::Definitions,
        Self::Items,
        Self::Scoring,
        Self::Targets,
        Self::Results,
        Self::Words,
    ];

    /// The topic as programs read it.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Inputs => "inputs",
            Self::Definitions => "definitions",
            Self::Items => "items",
            Self::Scoring => "scoring",
            Self::Targets => "targets",
            Self::Results => "results",
            Self::Words => "words",
        }
    }
}

impl Difference {
    /// Whether both sets judge alike: nothing differs but words.
    #[must_use]
    pub fn same_meaning(&self) -> bool {
        !self.changes.iter().any(|change| change.meaning)
    }
}

/// Compares two sets.
///
/// Each comes with the sets it reads or rests on.
///
/// ```
/// use tieuchi::{Lang, Library, SourceFile};
/// let set = |edition: &str, bar: u32| {
///     SourceFile::new(edition, format!(
///         "language en\ncriteria set READING \"Reading\" edition {edition}\n  in force from 2024-01-01\n  \
///          applies to person\nsubject person \"Person\"\ncriterion 1 \"Reading\" max 100 points\n  \
///          scored directly from 0 to 100 points, step 1\ntitle reader \"Reader\" when total_points >= {bar}\n"
///     ))
/// };
/// let alone = Library::new();
/// let found = tieuchi::diff((&set("E1", 70), &alone), (&set("E2", 80), &alone)).unwrap();
/// assert!(!found.same_meaning());
/// assert!(found.to_text(Lang::En).contains("70 → 80"));
/// ```
///
/// # Errors
///
/// The findings of a set that does not compile.
pub fn diff(old: (&SourceFile, &Library), new: (&SourceFile, &Library)) -> Result<Difference, Box<Compiled>> {
    let new = Whole::new(new.0, new.1, None)?;
    let old = Whole::new(old.0, old.1, Some(new.file.lang))?;
    let mut comparison = Comparison {
        old: Shown::new(&old),
        new: Shown::new(&new),
        lang: new.file.lang,
        renumbered: BTreeMap::new(),
        changes: Vec::new(),
    };
    if let (Some(before), Some(after)) = (old.head(), new.head()) {
        comparison.set(before, after);
    }
    let mut changes = comparison.changes;
    if new.local && !old.local {
        // A local set inherits no examples, so none of them was dropped.
        changes.retain(|change| !(change.example && change.kind == ChangeKind::Dropped));
    }
    changes.sort_by_key(|change| change.topic);
    Ok(Difference { old: old.side(), new: new.side(), changes })
}

/// A set put together, with the texts its statements come from.
struct Whole {
    /// In the language in which the sets are compared.
    file: File,
    /// The same in the other language; none where a name of the set is a word of that language.
    other: Option<File>,
    sources: Vec<SourceFile>,
    /// Whether it is a local set, which is another one with edits.
    local: bool,
}

impl Whole {
    /// Reads a set; names the language owns are compared in one language.
    fn new(source: &SourceFile, library: &Library, lang: Option<Lang>) -> Result<Self, Box<Compiled>> {
        let compiled = compile_with(source, library);
        if compiled.plan.is_none() {
            return Err(Box::new(compiled));
        }
        let own = tieuchi_grammar::parse(source).file;
        let heads = own.iter().flat_map(|file| &file.statements);
        let local = heads.flat_map(|head| &head.children).any(|line| line.row == Row::DerivedFrom);
        let mut sources = vec![source.clone()];
        let mut diagnostics: Vec<Diagnostic> = Vec::new();
        let assembled =
            assembled(source, tieuchi_grammar::parse(source), library, &mut sources, &mut diagnostics);
        let converted = assembled.map(|whole| {
            let lang = lang.unwrap_or(whole.file.lang);
            convert(&whole.file, lang)
        });
        match converted {
            Some(Ok(file)) => {
                let other = if file.lang == Lang::Vi { Lang::En } else { Lang::Vi };
                let other = convert(&file, other).ok();
                Ok(Self { file, other, sources, local })
            }
            Some(Err(found)) => Err(Box::new(Compiled { plan: None, diagnostics: found, sources })),
            None => Err(Box::new(Compiled { plan: None, diagnostics, sources })),
        }
    }

    fn head(&self) -> Option<&Statement> {
        self.file.statements.iter().find(|statement| statement.row == Row::Set)
    }

    fn side(&self) -> Side {
        let name = |at| {
            let name = self.head().and_then(|head| name_at(head, at));
            name.map(|name| name.text.clone()).unwrap_or_default()
        };
        let label = self.head().and_then(|head| crate::hir::text_at(head, 2)).unwrap_or_default();
        Side { id: name(1), edition: name(3), label }
    }
}

/// A set whose statements can be shown in both languages.
struct Shown<'a> {
    whole: &'a Whole,
    /// The same statement in the other language, by where it lies in memory: looked up, never listed.
    other: BTreeMap<*const Statement, &'a Statement>,
}

impl<'a> Shown<'a> {
    fn new(whole: &'a Whole) -> Self {
        fn pair<'a>(
            statements: &'a [Statement],
            others: &'a [Statement],
            found: &mut BTreeMap<*const Statement, &'a Statement>,
        ) {
            for (statement, other) in statements.iter().zip(others) {
                found.insert(std::ptr::from_ref(statement), other);
                pair(&statement.children, &other.children, found);
            }
        }
        let mut other = BTreeMap::new();
        if let Some(file) = &whole.other {
            pair(&whole.file.statements, &file.statements, &mut other);
        }
        Self { whole, other }
    }

    fn line(&self, statement: &Statement) -> Bilingual {
        let other = self.other.get(&std::ptr::from_ref(statement)).copied().unwrap_or(statement);
        let (vi, en) = if self.whole.file.lang == Lang::Vi { (statement, other) } else { (other, statement) };
        Bilingual::new(print_statement(vi, Lang::Vi), print_statement(en, Lang::En))
    }

    /// A statement, with what stands under it if all of it is told.
    fn said(&self, statement: &Statement, whole: bool) -> Said {
        let mut lines = Vec::new();
        self.gather(statement, 0, whole, &mut lines);
        let from = self.whole.sources.iter().find(|source| source.holds(statement.span));
        let place = from.map(|source| (source.name().to_owned(), source.position(statement.span.start)));
        Said { lines, place }
    }

    fn gather(&self, statement: &Statement, depth: usize, whole: bool, lines: &mut Vec<Bilingual>) {
        let (indent, line) = ("  ".repeat(depth), self.line(statement));
        lines.push(Bilingual::new(format!("{indent}{}", line.vi), format!("{indent}{}", line.en)));
        // Items are told one by one.
        for child in statement.children.iter().filter(|child| whole && child.row != Row::Item) {
            self.gather(child, depth + 1, whole, lines);
        }
    }
}

/// An item with the code of the one it stands under.
type Placed<'a> = (&'a Statement, Option<&'a str>);

struct Comparison<'a> {
    old: Shown<'a>,
    new: Shown<'a>,
    lang: Lang,
    /// New codes of items by their old ones, where they differ.
    renumbered: BTreeMap<String, String>,
    changes: Vec<Change>,
}

impl<'a> Comparison<'a> {
    fn set(&mut self, old: &'a Statement, new: &'a Statement) {
        let line = |statement: &Statement| print_statement(&without_words(statement, true), self.lang);
        if print_statement(old, self.lang) != print_statement(new, self.lang) {
            // Another edition is expected and decides nothing; another set does.
            let meaning = line(old) != line(new);
            self.changed(Topic::Set, &[], old, new, meaning);
        }
        let not_items = |statement: &&Statement| statement.row != Row::Item;
        let before: Vec<&Statement> = old.children.iter().filter(not_items).collect();
        let after: Vec<&Statement> = new.children.iter().filter(not_items).collect();
        self.list(None, &[], &before, &after);
        self.items(&old.children, &new.children);
    }

    /// Items by code, wherever they stand; then by label, where a code is gone and another is new.
    fn items(&mut self, old: &'a [Statement], new: &'a [Statement]) {
        let (mut before, mut after) = (Vec::new(), Vec::new());
        gather(old, None, &mut before);
        gather(new, None, &mut after);
        let by_code = |list: &[Placed<'a>], code: &str| {
            list.iter().copied().find(|(item, _)| items::code(item) == Some(code))
        };
        let known = |list: &[Placed<'a>]| -> Vec<(&'a str, Option<&'a str>)> {
            list.iter().filter_map(|(item, _)| Some((items::code(item)?, label(item)))).collect()
        };
        self.renumbered = renumbered(&known(&before), &known(&after));
        let now = |code: &str| self.renumbered.get(code).cloned().unwrap_or_else(|| code.to_owned());
        let pairs: Vec<(Placed<'a>, Option<Placed<'a>>)> = before
            .iter()
            .map(|(item, above)| {
                ((*item, *above), by_code(&after, &now(items::code(item).unwrap_or_default())))
            })
            .collect();
        let expected: Vec<String> =
            before.iter().map(|(item, _)| now(items::code(item).unwrap_or_default())).collect();
        let above_now: Vec<Option<String>> = before.iter().map(|(_, above)| above.map(now)).collect();
        for ((pair, above_now), code) in pairs.iter().zip(above_now).zip(&expected) {
            let ((item, _), now) = pair;
            match now {
                None => self.only(Topic::Items, ChangeKind::Dropped, &[], item),
                Some((after, above)) => {
                    if items::code(item) != Some(code) {
                        self.told(Topic::Items, ChangeKind::Renumbered, &[], item, after, true);
                    }
                    if above.map(str::to_owned) != above_now {
                        self.told(Topic::Items, ChangeKind::Moved, &[], item, after, true);
                    }
                    self.pair(Topic::Items, &[], item, after);
                }
            }
        }
        for (item, _) in &after {
            if !expected.iter().any(|code| items::code(item) == Some(code)) {
                self.only(Topic::Items, ChangeKind::Added, &[], item);
            }
        }
    }

    /// The statements of two lists.
    fn list(
        &mut self,
        topic: Option<Topic>,
        place: &[Bilingual],
        old: &[&'a Statement],
        new: &[&'a Statement],
    ) {
        let about = |statement: &Statement| topic_of(statement.row).or(topic).unwrap_or(Topic::Set);
        let mut in_order: [Vec<&'a Statement>; 2] = [Vec::new(), Vec::new()];
        for pair in align(old, new) {
            match pair {
                Pair::Old(statement) => self.only(about(statement), ChangeKind::Dropped, place, statement),
                Pair::New(statement) => self.only(about(statement), ChangeKind::Added, place, statement),
                Pair::Both(before, after) => {
                    if matches!(before.row, Row::Class | Row::ClassRest | Row::Clause) {
                        for (list, statement) in in_order.iter_mut().zip([before, after]) {
                            list.push(statement);
                        }
                    }
                    self.pair(about(before), place, before, after);
                }
            }
        }
        let [before, mut after] = in_order;
        // As the new set has them; what was paired stands in the order of the old one.
        after.sort_by_key(|statement| new.iter().position(|other| std::ptr::eq(*other, *statement)));
        let names =
            |list: &[&Statement]| -> Vec<Option<String>> { list.iter().map(|one| name(one)).collect() };
        if let (true, Some(first), Some(now)) =
            (names(&before) != names(&after), before.first(), after.first())
        {
            let topic = about(first);
            self.told(topic, ChangeKind::Reordered, place, first, now, true);
        }
    }

    /// One statement in both sets.
    fn pair(&mut self, topic: Topic, place: &[Bilingual], old: &'a Statement, new: &'a Statement) {
        let lang = self.lang;
        let text = |statement: &Statement| print_statement(statement, lang);
        let renumbered = items::code(old) != items::code(new);
        if old.row == Row::Example {
            if self.old.said(old, true).lines != self.new.said(new, true).lines {
                self.changed(Topic::Words, place, old, new, false);
            }
            return;
        }
        if text(old) != text(new) {
            let meaning = |statement: &Statement| text(&without_words(statement, renumbered));
            let printed = is_printed_only(old) && is_printed_only(new);
            let means = topic != Topic::Words && !printed && meaning(old) != meaning(new);
            // A new code was told already.
            if means || !renumbered || label(old) != label(new) {
                self.changed(if means { topic } else { Topic::Words }, place, old, new, means);
            }
        }
        let mut place = place.to_vec();
        place.push(heading(new));
        let below = match old.row {
            Row::Item => Topic::Scoring,
            Row::MeasuredBy => Topic::Targets,
            _ => topic,
        };
        let not_items = |statement: &&Statement| statement.row != Row::Item;
        let before: Vec<&Statement> = old.children.iter().filter(not_items).collect();
        let after: Vec<&Statement> = new.children.iter().filter(not_items).collect();
        self.list(Some(below), &place, &before, &after);
    }

    fn only(&mut self, topic: Topic, kind: ChangeKind, place: &[Bilingual], statement: &Statement) {
        let whole = if kind == ChangeKind::Added { &self.new } else { &self.old };
        let said = Some(whole.said(statement, true));
        let (old, new) = if kind == ChangeKind::Added { (None, said) } else { (said, None) };
        let meaning = topic != Topic::Words && !is_printed_only(statement);
        let example = statement.row == Row::Example;
        self.changes.push(Change { topic, kind, place: place.to_vec(), old, new, meaning, example });
    }

    fn changed(
        &mut self,
        topic: Topic,
        place: &[Bilingual],
        old: &Statement,
        new: &Statement,
        meaning: bool,
    ) {
        self.told(topic, ChangeKind::Changed, place, old, new, meaning);
    }

    fn told(
        &mut self,
        topic: Topic,
        kind: ChangeKind,
        place: &[Bilingual],
        old: &Statement,
        new: &Statement,
        meaning: bool,
    ) {
        let example = old.row == Row::Example;
        let (old, new) = (Some(self.old.said(old, example)), Some(self.new.said(new, example)));
        self.changes.push(Change { topic, kind, place: place.to_vec(), old, new, meaning, example });
    }
}

/// Every item below, each with the code of the one it stands under.
fn gather<'a>(statements: &'a [Statement], above: Option<&'a str>, found: &mut Vec<Placed<'a>>) {
    for item in statements.iter().filter(|statement| statement.row == Row::Item) {
        found.push((item, above));
        gather(&item.children, items::code(item), found);
    }
}

/// What a row is about, whatever it stands under.
const fn topic_of(row: Row) -> Option<Topic> {
    Some(match row {
        Row::Subject | Row::Fact | Row::Member | Row::Unit | Row::Evidence | Row::Missing | Row::Private => {
            Topic::Inputs
        }
        Row::Parameter | Row::Define | Row::DefineTable | Row::DefineList | Row::DefineCount | Row::Group => {
            Topic::Definitions
        }
        Row::Gate | Row::Classification | Row::Class | Row::ClassRest => Topic::Results,
        Row::MeasuredBy | Row::Milestone => Topic::Targets,
        Row::Source | Row::Reading | Row::NotExpressed | Row::Example | Row::BasedOn => Topic::Words,
        _ => return None,
    })
}

/// Whether a statement is kept and printed and never computed with.
fn is_printed_only(statement: &Statement) -> bool {
    let conditional = statement.slots.iter().any(|slot| matches!(slot, Slot::Expr(_)));
    matches!(statement.row, Row::Deadline | Row::Structure | Row::Private)
        || statement.row == Row::Authority && !conditional
}

/// The name or code a statement is found by.
fn name(statement: &Statement) -> Option<String> {
    if let Row::Given | Row::ExampleRow | Row::Then | Row::Source | Row::Milestone | Row::InForce =
        statement.row
    {
        return None;
    }
    statement.slots.iter().take(3).find_map(|slot| match slot {
        Slot::Name(name) => Some(name.text.clone()),
        Slot::Code(code) => Some(code.text.clone()),
        Slot::Text(text) if statement.row == Row::Example => Some(text.text.clone()),
        _ => None,
    })
}

/// The label of a declared thing.
fn label(statement: &Statement) -> Option<&str> {
    statement.slots.iter().find_map(|slot| match slot {
        Slot::Text(text) => Some(text.text.as_str()),
        _ => None,
    })
}

/// The statement with nothing but what decides: no label, no mark of an assumption.
fn without_words(statement: &Statement, no_name: bool) -> Statement {
    let mut bare = Statement { children: Vec::new(), assumed: None, ..statement.clone() };
    if name(statement).is_none() {
        return bare;
    }
    for (at, slot) in bare.slots.iter_mut().enumerate() {
        match slot {
            Slot::Text(text) => text.text.clear(),
            // Of a head, the edition; of an item, the code.
            Slot::Name(name) if no_name && statement.row == Row::Set && at == 3 => name.text.clear(),
            Slot::Code(code) if no_name => code.text.clear(),
            _ => {}
        }
    }
    bare
}

/// The beginning of a statement, up to its name or code: what stands under it is told under that.
fn heading(statement: &Statement) -> Bilingual {
    let line = |lang| {
        let line = print_statement(statement, lang);
        let cut = name(statement).and_then(|name| line.find(&name).map(|at| at + name.len()));
        let words = line.get(..cut.unwrap_or(line.len())).unwrap_or(&line);
        words.trim_end_matches(':').to_owned()
    };
    Bilingual::new(line(Lang::Vi), line(Lang::En))
}
