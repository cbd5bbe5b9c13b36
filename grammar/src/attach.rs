//! Statements to a tree.
//!
//! In: rows in the order they were written. Out: each under the nearest earlier line that can hold
//! it, which closes everything deeper; the rank of headings is the order of words in `cấu trúc`.
//! A line that could not be read keeps its place, so that what belongs to it is passed over in
//! silence instead of raising findings that would vanish with the first.

use crate::ast::{Slot, Statement};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::statements::{Level, Phrase, Row, SENTENCES};
use crate::syntax_errors as errors;
use std::collections::BTreeSet;

/// Heading words by rank where a set has no `cấu trúc`.
const DEFAULT_STRUCTURE: &[Phrase] = &[Phrase::Criterion, Phrase::Indicator];

/// Heading words by rank where a derived set has no `cấu trúc` of its own.
const ALL_HEADINGS: &[Phrase] = &[
    Phrase::Part,
    Phrase::FieldHeading,
    Phrase::Pillar,
    Phrase::Standard,
    Phrase::Criterion,
    Phrase::SubCriterion,
    Phrase::Indicator,
    Phrase::SubIndicator,
    Phrase::Target,
    Phrase::Content,
];

/// How many lines that have no place are kept open. Each line asks all that are open, and lines without
/// a place close none.
const MOST_LOST: usize = 64;

/// An open line: one that later lines may stand under.
#[derive(Debug)]
struct Open {
    /// Its row; none if nothing is known of it.
    row: Option<Row>,
    /// The rank of a heading.
    rank: usize,
    /// Its place among the nodes; none if it could not be read.
    node: Option<usize>,
}

#[derive(Debug)]
struct Node {
    statement: Statement,
    parent: Option<usize>,
}

/// Builds the tree.
#[derive(Debug)]
pub(crate) struct Attacher {
    nodes: Vec<Node>,
    open: Vec<Open>,
    structure: Vec<Phrase>,
    /// An unreadable line may have been the parent of what follows.
    parent_may_be_lost: bool,
    set_missing_told: bool,
    seen_language: bool,
    seen_set: bool,
    unlisted: BTreeSet<Phrase>,
    /// Findings about places.
    pub findings: Vec<Diagnostic>,
}

impl Attacher {
    /// For a file whose `cấu trúc` has these words, if it has one.
    pub(crate) fn new(structure: Option<Vec<Phrase>>, derived: bool) -> Self {
        let default = if derived { ALL_HEADINGS } else { DEFAULT_STRUCTURE };
        Self {
            nodes: Vec::new(),
            open: Vec::new(),
            structure: structure.unwrap_or_else(|| default.to_vec()),
            parent_may_be_lost: false,
            set_missing_told: false,
            seen_language: false,
            seen_set: false,
            unlisted: BTreeSet::new(),
            findings: Vec::new(),
        }
    }

    /// Adds a statement that was read.
    pub(crate) fn add(&mut self, statement: Statement) {
        let levels = levels(statement.row);
        if levels.contains(&Level::File) {
            self.add_at_top(statement);
        } else if levels.contains(&Level::Any) {
            match self.open.last() {
                Some(Open { node: Some(node), row, .. }) => {
                    if row.is_some_and(|row| !may_note(row, statement.row)) {
                        self.findings.push(errors::misplaced_note(statement.span));
                    }
                    let parent = Some(*node);
                    self.nodes.push(Node { statement, parent });
                }
                Some(_) => {}
                None => self.misplaced(&statement),
            }
        } else {
            let heading = heading_word(&statement);
            let (rank, listed) = heading.map_or((0, true), |(word, _)| self.rank(word));
            match self.parent(statement.row, rank) {
                None => self.misplaced(&statement),
                Some(parent) => {
                    self.open.truncate(parent + 1);
                    let parent = self.open.get(parent).and_then(|open| open.node);
                    let row = Some(statement.row);
                    if let (Some((word, span)), false) = (heading, listed) {
                        if self.unlisted.insert(word) {
                            self.findings.push(errors::unlisted_heading(span, word, &self.structure));
                        }
                        self.open.push(Open { row, rank, node: None });
                        return;
                    }
                    if self.open.len() == 1 || row == Some(Row::Item) {
                        self.parent_may_be_lost = false;
                    }
                    let node = parent.map(|_| self.nodes.len());
                    self.open.push(Open { row, rank, node });
                    if parent.is_some() {
                        self.nodes.push(Node { statement, parent });
                    }
                }
            }
        }
    }

    /// Keeps the place of a line that could not be read.
    pub(crate) fn add_unreadable(&mut self, guess: Option<Row>, heading: Option<Phrase>) {
        let Some(row) = guess else {
            self.parent_may_be_lost = true;
            return;
        };
        let levels = levels(row);
        if levels.contains(&Level::Any) {
            return;
        }
        if levels.contains(&Level::File) {
            self.seen_language |= row == Row::Language;
            if row == Row::Set {
                self.seen_set = true;
                self.open.clear();
            }
            self.lose(row, 0);
            return;
        }
        let rank = heading.map_or(0, |word| self.rank(word).0);
        if let Some(parent) = self.parent(row, rank) {
            self.open.truncate(parent + 1);
            self.open.push(Open { row: Some(row), rank, node: None });
        } else {
            self.parent_may_be_lost = true;
            self.lose(row, rank);
        }
    }

    /// Opens a line that has no place.
    fn lose(&mut self, row: Row, rank: usize) {
        if self.open.len() < MOST_LOST {
            self.open.push(Open { row: Some(row), rank, node: None });
        }
    }

    fn add_at_top(&mut self, statement: Statement) {
        let row = statement.row;
        let seen = if row == Row::Language { &mut self.seen_language } else { &mut self.seen_set };
        let again = std::mem::replace(seen, true);
        let late = row == Row::Language && self.seen_set;
        self.open.clear();
        if again || late {
            self.findings.push(errors::second_at_top(statement.span, row));
            self.open.push(Open { row: Some(row), rank: 0, node: None });
        } else {
            self.open.push(Open { row: Some(row), rank: 0, node: Some(self.nodes.len()) });
            self.nodes.push(Node { statement, parent: None });
        }
    }

    /// The rank of a heading word, and whether `cấu trúc` lists it.
    ///
    /// `điểm cộng` and `điểm trừ` have the rank of the word listed before them; unlisted, the first.
    fn rank(&self, word: Phrase) -> (usize, bool) {
        let extra = |word: Phrase| matches!(word, Phrase::Bonus | Phrase::Deduction);
        let position = self.structure.iter().position(|listed| *listed == word);
        let before = |end: usize| {
            let proper = self.structure.iter().take(end).filter(|listed| !extra(**listed)).count();
            if extra(word) { proper.saturating_sub(1) } else { proper }
        };
        match position {
            Some(position) => (before(position), true),
            None => (0, extra(word)),
        }
    }

    /// The nearest open line that can hold a row; for headings, one of a higher rank.
    fn parent(&self, row: Row, rank: usize) -> Option<usize> {
        let levels = levels(row);
        self.open.iter().rposition(|open| {
            let Some(holder) = open.row else { return false };
            let fits = levels.iter().any(|level| holds(holder, *level));
            fits && !(row == Row::Item && holder == Row::Item && open.rank >= rank)
        })
    }

    /// How deep a statement would stand if it came next; none if it cannot stand there. `word` is the
    /// word of a heading.
    pub(crate) fn depth(&self, row: Row, word: Option<Phrase>) -> Option<usize> {
        let levels = levels(row);
        if levels.contains(&Level::File) {
            let free =
                if row == Row::Language { !self.seen_language && !self.seen_set } else { !self.seen_set };
            return free.then_some(0);
        }
        if levels.contains(&Level::Any) {
            let above = self.open.last()?;
            return above.row.filter(|above| may_note(*above, row)).map(|_| self.open.len());
        }
        let heading = word.filter(|_| row == Row::Item);
        let (rank, listed) = heading.map_or((0, true), |word| self.rank(word));
        self.parent(row, rank).filter(|_| listed).map(|parent| parent + 1)
    }

    /// A statement that nothing can hold; told once where a lost line may be the reason.
    fn misplaced(&mut self, statement: &Statement) {
        let row = statement.row;
        if self.parent_may_be_lost {
            // The line that could not be read is told already.
        } else if !self.seen_set {
            if !self.set_missing_told {
                self.set_missing_told = true;
                self.findings.push(errors::no_set(statement.span));
            }
        } else {
            self.findings.push(errors::misplaced(statement.span, levels(row)));
        }
        self.lose(row, 0);
    }

    /// The statements at the top, with all others under them.
    pub(crate) fn finish(self) -> Vec<Statement> {
        let mut waiting: Vec<(Option<usize>, Option<Statement>)> =
            self.nodes.into_iter().map(|node| (node.parent, Some(node.statement))).collect();
        let mut top = Vec::new();
        // Children stand after their parents, so each is complete when its turn comes.
        for index in (0..waiting.len()).rev() {
            let Some((parent, statement)) = waiting.get_mut(index) else { continue };
            let Some(mut statement) = statement.take() else { continue };
            let parent = *parent;
            statement.children.reverse();
            match parent.and_then(|parent| waiting.get_mut(parent)) {
                Some((_, Some(parent))) => parent.children.push(statement),
                _ => top.push(statement),
            }
        }
        top.reverse();
        top
    }
}

fn heading_word(statement: &Statement) -> Option<(Phrase, Span)> {
    if statement.row != Row::Item {
        return None;
    }
    match statement.slots.get(1) {
        Some(Slot::Phrase(phrase)) => Some((phrase.id, phrase.span)),
        _ => None,
    }
}

/// Whether a line of that row can have such a note. The first line is no part of the set. An example
/// is none of the document, and an edit is gone once it is done, though both may cite their grounds.
fn may_note(row: Row, note: Row) -> bool {
    let example = matches!(row, Row::Example | Row::Given | Row::ExampleRow | Row::Then);
    let gone = matches!(
        row,
        Row::DerivedFrom | Row::UsesCatalogue | Row::DropItem | Row::DropDeclaration | Row::Renumber
    );
    row != Row::Language && !(note == Row::NotExpressed && (example || gone))
}

/// What a row may stand under.
fn levels(row: Row) -> &'static [Level] {
    SENTENCES.iter().find(|sentence| sentence.row == row).map_or(&[], |sentence| sentence.levels)
}

/// Whether a line of that row is such a level.
fn holds(row: Row, level: Level) -> bool {
    match level {
        Level::Set => row == Row::Set,
        Level::Subject => row == Row::Subject,
        Level::Evidence => row == Row::Evidence,
        Level::Parameter => row == Row::Parameter,
        Level::Group => row == Row::Group,
        Level::Item => row == Row::Item,
        Level::List => matches!(row, Row::MetList | Row::ClausesGive | Row::DefineList | Row::DefineCount),
        Level::Score => row == Row::ScoreBy,
        Level::Table => matches!(row, Row::ScoreBy | Row::DefineTable | Row::ChooseLevel),
        Level::Measure => row == Row::MeasuredBy,
        Level::Gate => row == Row::Gate,
        Level::Classes => row == Row::Classification,
        Level::Example => row == Row::Example,
        Level::File | Level::Any => false,
    }
}
