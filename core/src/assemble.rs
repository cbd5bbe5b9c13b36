//! One tree out of a set and the sets it rests on.
//!
//! In: the tree of a file, and the other sets given to the compiler. Out: a tree that stands
//! alone: declarations of catalogues are in it, items copied from other sets too, and a local set
//! is the higher set with its edits done. Spans keep pointing at the text a statement came from,
//! so every node still says who set it.
//! A file that names no other set comes back as it is. Nothing is resolved here: names and maxima
//! are checked afterwards, on the result.

mod edits;
pub mod items;
mod rights;

use crate::compile::{Library, Part};
use crate::diagnostics;
use crate::hir::{name_at, text_at};
use std::collections::BTreeSet;
use tieuchi_grammar::ast::{Comment, File, Slot, Statement};
use tieuchi_grammar::{Diagnostic, Lang, Phrase, Row, Span};

/// A set that stands alone.
#[derive(Debug)]
pub struct Assembled {
    /// Its tree.
    pub file: File,
    /// The texts its statements come from: its own first, then those it rests on.
    pub parts: Vec<Part>,
    /// The text the most of it comes from: that of the highest set.
    pub ground: usize,
}

impl Assembled {
    /// The tree, with a comment before each statement that comes from another set than the
    /// statement around it, or than the highest set.
    pub fn with_origins(&self) -> File {
        let mut file = self.file.clone();
        if self.parts.len() > 1 {
            for head in &mut file.statements {
                for statement in head.children.iter_mut().filter(|statement| place(statement.row) > 0) {
                    self.mark(statement, self.ground);
                }
            }
        }
        file
    }

    fn mark(&self, statement: &mut Statement, around: usize) {
        let from = self.parts.iter().position(|part| part.holds(statement.span)).unwrap_or(around);
        if let (true, Some(part)) = (from != around, self.parts.get(from)) {
            statement.comments.push(Comment {
                text: format!("{} {}", part.id, part.edition),
                span: statement.span,
                blank_before: false,
            });
        }
        for child in &mut statement.children {
            self.mark(child, from);
        }
    }
}

/// Puts a set together.
pub fn assemble(file: File, own: Part, library: &Library) -> (Assembled, Vec<Diagnostic>) {
    let mut assembler = Assembler {
        library,
        lang: file.lang,
        parts: vec![own],
        open: Vec::new(),
        ground: None,
        findings: Vec::new(),
    };
    let file = assembler.file(file);
    let ground = assembler.ground.unwrap_or(0);
    (Assembled { file, parts: assembler.parts, ground }, assembler.findings)
}

/// The state of the pass.
struct Assembler<'a> {
    library: &'a Library,
    /// The language of the set that is compiled; the others are converted into it.
    lang: Lang,
    parts: Vec<Part>,
    /// The sets being put together, so that none rests on itself.
    open: Vec<(String, String)>,
    /// The text of the highest set, once it is known.
    ground: Option<usize>,
    findings: Vec<Diagnostic>,
}

impl Assembler<'_> {
    fn report(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
    }

    fn file(&mut self, mut file: File) -> File {
        let Some(at) = file.statements.iter().position(|statement| statement.row == Row::Set) else {
            return file;
        };
        let Some(head) = file.statements.get_mut(at) else { return file };
        let whole = std::mem::replace(head, hollow(head));
        if let Some(set) = self.set(whole) {
            *head = set;
        }
        file
    }

    /// The head of a set with everything it rests on; none where what it is derived from is not
    /// there, since its statements are edits of that.
    fn set(&mut self, mut head: Statement) -> Option<Statement> {
        let me = id_of(&head);
        self.open.push(me);
        let bases: Vec<Statement> = take_rows(&mut head.children, Row::DerivedFrom);
        if let [first, second, ..] = bases.as_slice() {
            self.report(diagnostics::said_twice(second.span, first.span));
        }
        let whole = match bases.first() {
            Some(line) => self.derived(line, head),
            None => {
                self.refuse_edits(&head.children);
                Some(head)
            }
        };
        let whole = whole.map(|mut head| {
            self.catalogues(&mut head);
            self.copies(&mut head.children);
            head
        });
        self.open.pop();
        whole
    }

    /// Another set, put together, in the language of this one. Findings about itself are for its
    /// own check; here it is only said that it has some.
    fn other(&mut self, id: (&str, &str), at: Span) -> Option<Statement> {
        let (set, edition) = id;
        if self.open.iter().any(|(known, of)| known == set && of == edition) {
            self.report(diagnostics::depends_on_itself(at, set));
            return None;
        }
        let Some(known) = self.library.known(set, Some(edition)) else {
            self.report(diagnostics::base_not_given(at, set, edition));
            return None;
        };
        let converted = tieuchi_grammar::convert(&known.file, self.lang);
        let (false, Ok(file)) = (known.faulty, converted) else {
            self.report(diagnostics::base_has_faults(at, set, edition));
            return None;
        };
        if !self.parts.contains(&known.part) {
            self.parts.push(known.part.clone());
        }
        let head = file.statements.into_iter().find(|statement| statement.row == Row::Set)?;
        self.set(head)
    }

    /// A local set: the higher set with the edits done.
    fn derived(&mut self, line: &Statement, head: Statement) -> Option<Statement> {
        let id = named(line, 0)?;
        let base = self.other((&id.0, &id.1), line.span)?;
        let highest = self.parts.iter().position(|part| part.holds(base.span));
        self.ground = self.ground.or(highest);
        Some(self.edited(base, head, line.span))
    }

    /// Declarations of shared catalogues, each once.
    fn catalogues(&mut self, head: &mut Statement) {
        let lines = take_rows(&mut head.children, Row::UsesCatalogue);
        let mut seen: BTreeSet<(String, String)> = BTreeSet::new();
        for line in lines {
            let Some(id) = named(&line, 0) else { continue };
            if !seen.insert(id.clone()) {
                continue;
            }
            let Some(catalogue) = self.other((&id.0, &id.1), line.span) else { continue };
            if !matches!(catalogue.slots.first(), Some(Slot::Phrase(kind)) if kind.id == Phrase::Catalogue) {
                self.report(diagnostics::not_a_catalogue(line.span, &id.0));
                continue;
            }
            for statement in catalogue.children.into_iter().filter(|statement| is_declaration(statement.row))
            {
                // A catalogue used by two of the sets this one rests on is there already.
                if !head.children.iter().any(|known| known.span == statement.span) {
                    insert(&mut head.children, statement);
                }
            }
        }
    }

    /// `như chỉ số 1.2 của S bản E`: what stands under that item stands here too.
    fn copies(&mut self, statements: &mut [Statement]) {
        for statement in statements {
            let lines = take_rows(&mut statement.children, Row::SameAs);
            for line in lines {
                let (Some(Slot::Code(code)), Some(id)) = (line.slots.get(1).cloned(), named(&line, 2)) else {
                    continue;
                };
                let Some(other) = self.other((&id.0, &id.1), line.span) else { continue };
                let Some(path) = items::path(&other.children, &code.text) else {
                    let near = items::closest(&other.children, &code.text);
                    self.report(diagnostics::unknown_item(code.span, &code.text, near.as_deref()));
                    continue;
                };
                let Some(source) = items::at(&other.children, &path) else { continue };
                self.check_word(line.slots.first(), source, line.span);
                for at in [4, 5] {
                    if let (Some(Slot::Absent), Some(written)) =
                        (statement.slots.get(at), source.slots.get(at).cloned())
                        && let Some(slot) = statement.slots.get_mut(at)
                    {
                        *slot = written;
                    }
                }
                let mut copied = source.children.clone();
                copied.retain(|child| child.row != Row::LocalRight);
                copied.append(&mut statement.children);
                statement.children = copied;
            }
            self.copies(&mut statement.children);
        }
    }

    /// A line that names an item by word and code must use its word.
    fn check_word(&mut self, word: Option<&Slot>, item: &Statement, at: Span) {
        if let (Some(Slot::Phrase(said)), Some(Slot::Phrase(is))) = (word, item.slots.get(1))
            && said.id != is.id
        {
            self.report(diagnostics::other_heading_word(at, item.span));
        }
    }

    /// Edits where there is nothing to edit.
    fn refuse_edits(&mut self, statements: &[Statement]) {
        for statement in statements {
            let edits =
                matches!(statement.row, Row::Fill | Row::DropItem | Row::DropDeclaration | Row::Renumber);
            if edits {
                self.report(diagnostics::edit_without_base(statement.span));
            } else if let Some(span) = edit_word(statement) {
                self.report(diagnostics::edit_without_base(span));
            }
            if statement.row == Row::Item {
                self.refuse_edits(&statement.children);
            }
        }
    }
}

/// The word `thay` or `thêm` of a statement.
fn edit_word(statement: &Statement) -> Option<Span> {
    match statement.slots.first() {
        Some(Slot::Phrase(edit)) if matches!(edit.id, Phrase::EditReplace | Phrase::EditAdd) => {
            Some(edit.span)
        }
        _ => None,
    }
}

/// A statement without what stands under it.
fn hollow(statement: &Statement) -> Statement {
    let Statement { row, slots, assumed, span, children: _, comments: _, comment_after, blank_before } =
        statement;
    Statement {
        row: *row,
        slots: slots.clone(),
        assumed: *assumed,
        span: *span,
        children: Vec::new(),
        comments: Vec::new(),
        comment_after: comment_after.clone(),
        blank_before: *blank_before,
    }
}

/// Identifier and edition of a set.
fn id_of(head: &Statement) -> (String, String) {
    let name = |at| name_at(head, at).map(|name| name.text.clone()).unwrap_or_default();
    (name(1), name(3))
}

/// Two names side by side: a set and its edition.
fn named(statement: &Statement, at: usize) -> Option<(String, String)> {
    Some((name_at(statement, at)?.text.clone(), name_at(statement, at + 1)?.text.clone()))
}

fn take_rows(statements: &mut Vec<Statement>, row: Row) -> Vec<Statement> {
    statements.extract_if(.., |statement| statement.row == row).collect()
}

/// What a catalogue may hold.
pub fn is_declaration(row: Row) -> bool {
    matches!(
        row,
        Row::Subject
            | Row::Unit
            | Row::Evidence
            | Row::Parameter
            | Row::Define
            | Row::DefineTable
            | Row::DefineList
            | Row::DefineCount
            | Row::Group
            | Row::UsesResults
    )
}

/// Where a statement of a set stands among the others, as sets are usually written.
fn place(row: Row) -> u8 {
    match row {
        Row::Subject | Row::Unit => 1,
        Row::Evidence => 2,
        Row::Parameter => 3,
        Row::Define | Row::DefineTable | Row::DefineList | Row::DefineCount | Row::Group => 4,
        Row::Item => 5,
        Row::Gate => 6,
        Row::Class | Row::Classification => 7,
        Row::Example => 8,
        _ => 0,
    }
}

/// Puts a statement after the last of its kind, or where its kind belongs.
fn insert(statements: &mut Vec<Statement>, statement: Statement) {
    let own = place(statement.row);
    let at = statements.iter().rposition(|known| place(known.row) <= own).map_or(0, |at| at + 1);
    statements.insert(at, statement);
}

/// The label of a statement: of an item, a gate, a definition.
fn label_of(statement: &Statement) -> Option<String> {
    text_at(statement, if statement.row == Row::Item { 3 } else { 2 })
}
