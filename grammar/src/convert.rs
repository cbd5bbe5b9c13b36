//! Conversion of a tree between Vietnamese and English keywords.
//!
//! In: a tree. Out: the same tree in the other language: statements are language-neutral already,
//! so only the names the language owns (`builtins.rs`) are translated, where they mean the
//! built-in. Names the author chose stay as they are; spans still point into the old text.
//! A chosen name that the other language would take for its own is an error.
//! What is declared is read from this file alone, not from catalogues or other editions.

use std::collections::BTreeSet;

use crate::ast::{
    Assign, AssignValue, Code, Collection, Expr, ExprKind, File, Name, Phrase, Slot, Statement,
};
use crate::builtins::Builtin;
use crate::diagnostic::{Diagnostic, Lang};
use crate::source::Span;
use crate::statements::{Phrase as PhraseId, Row};
use crate::symbols::is_reserved;
use crate::syntax_errors::name_taken_in_other_language;
use crate::vocabulary::word_id;

/// Translates the keywords and the language's own names; the other way round gives the tree back.
///
/// # Errors
///
/// One `name-taken-in-other-language` for each name of the file that is a built-in name of the
/// language asked for.
pub fn convert(file: &File, to: Lang) -> Result<File, Vec<Diagnostic>> {
    let mut converted = file.clone();
    if file.lang == to {
        return Ok(converted);
    }
    let mut converter = Converter {
        from: file.lang,
        to,
        names: Names::of(file),
        reported: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    converter.check_declarations(file);
    converted.lang = to;
    for statement in &mut converted.statements {
        converter.statement(statement, Scope::Plain);
    }
    if converter.diagnostics.is_empty() { Ok(converted) } else { Err(converter.diagnostics) }
}

/// What the fields at a place belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// The subject, or a collection the file declares: declared names come first.
    Plain,
    /// A collection of items: the fields of an item come first.
    Items,
}

/// The names a file gives.
#[derive(Debug, Default)]
struct Names {
    declared: BTreeSet<String>,
    /// Sets whose results can be read: those named by `dùng kết quả`, and the set itself.
    used_sets: BTreeSet<String>,
    /// Groups of items.
    item_groups: BTreeSet<String>,
    /// Codes of headings.
    item_codes: BTreeSet<String>,
}

impl Names {
    fn of(file: &File) -> Self {
        let mut names = Self::default();
        let mut groups = Vec::new();
        visit(&file.statements, &mut |statement| {
            for (name, _) in declarations(statement) {
                names.declared.insert(name.text.clone());
            }
            match (statement.row, statement.slots.as_slice()) {
                (Row::UsesResults, [Slot::Name(set), ..]) | (Row::Set, [_, Slot::Name(set), ..]) => {
                    names.used_sets.insert(set.text.clone());
                }
                (Row::Item, [_, _, Slot::Code(code), ..]) => {
                    names.item_codes.insert(code.text.clone());
                }
                (Row::Group, [Slot::Name(group), _, Slot::Collection(of), ..]) => {
                    groups.push((group.text.clone(), of.path.clone()));
                }
                _ => {}
            }
        });
        // A group of a group of items is one too, whichever is written first.
        for _ in 0..groups.len() {
            for (group, of) in &groups {
                if names.is_item_collection(file.lang, of) {
                    names.item_groups.insert(group.clone());
                }
            }
        }
        names
    }

    fn is_item_collection(&self, lang: Lang, path: &[Name]) -> bool {
        matches!(path, [only] if self.is_item_word(lang, &only.text))
    }

    fn is_item_word(&self, lang: Lang, name: &str) -> bool {
        self.item_groups.contains(name)
            || (!self.declared.contains(name) && Builtin::find(lang, name).is_some_and(is_item_collection))
    }
}

/// What kind of thing a declaration gives a name to, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Declared {
    /// A field of evidence: read inside its collection, where it comes first.
    Field,
    /// A class: may be called `đạt`.
    Class,
    Other,
}

/// The names a statement gives to things.
fn declarations(statement: &Statement) -> Vec<(&Name, Declared)> {
    let kind = match statement.row {
        Row::Class | Row::ClassRest => Declared::Class,
        Row::Set
        | Row::UsesResults
        | Row::Subject
        | Row::Fact
        | Row::Member
        | Row::Unit
        | Row::Evidence
        | Row::Parameter
        | Row::Define
        | Row::DefineTable
        | Row::DefineList
        | Row::DefineCount
        | Row::Group
        | Row::Gate
        | Row::Classification => Declared::Other,
        _ => return Vec::new(),
    };
    let first = statement.slots.iter().find_map(|slot| match slot {
        Slot::Name(name) => Some(name),
        _ => None,
    });
    let fields = statement.slots.iter().filter_map(|slot| match slot {
        Slot::Fields(fields) => Some(fields),
        _ => None,
    });
    let fields = fields.flatten().map(|field| (&field.name, Declared::Field));
    first.map(|name| (name, kind)).into_iter().chain(fields).collect()
}

fn visit<'tree>(statements: &'tree [Statement], each: &mut impl FnMut(&'tree Statement)) {
    for statement in statements {
        each(statement);
        visit(&statement.children, each);
    }
}

struct Converter {
    from: Lang,
    to: Lang,
    names: Names,
    reported: BTreeSet<String>,
    diagnostics: Vec<Diagnostic>,
}

impl Converter {
    fn check_declarations(&mut self, file: &File) {
        visit(&file.statements, &mut |statement| {
            for (name, kind) in declarations(statement) {
                let owned = Builtin::find(self.to, &name.text).is_some_and(|builtin| match kind {
                    Declared::Field => {
                        !is_item_field(builtin) && !is_result_field(builtin) && !is_item_collection(builtin)
                    }
                    Declared::Class => builtin != Builtin::Met,
                    Declared::Other => true,
                });
                if owned || is_word(self.to, &name.text) {
                    self.report(&name.text, name.span);
                }
            }
        });
    }

    /// A chosen name that is not looked up must still not be a word of the other grammar.
    fn check_word(&mut self, name: &Name) {
        if is_word(self.to, &name.text) {
            self.report(&name.text, name.span);
        }
    }

    fn report(&mut self, name: &str, at: Span) {
        if self.reported.insert(name.to_owned()) {
            self.diagnostics.push(name_taken_in_other_language(at, name, self.to));
        }
    }

    fn statement(&mut self, statement: &mut Statement, outside: Scope) {
        let mut scope = outside;
        let mut below = outside;
        match (statement.row, statement.slots.as_mut_slice()) {
            (
                Row::Define | Row::DefineTable | Row::DefineList | Row::DefineCount,
                [_, _, _, Slot::Name(of), ..],
            ) => {
                scope = self.scope_of(std::slice::from_ref(of));
                below = scope;
                self.name(of, outside);
            }
            (Row::ExampleRow, [_, Slot::Name(of), ..]) => {
                scope = self.scope_of(std::slice::from_ref(of));
                self.name(of, outside);
            }
            (Row::Group, [_, _, Slot::Collection(of), ..]) => below = self.scope_of(&of.path),
            (Row::Each, [Slot::Collection(of), ..]) => scope = self.scope_of(&of.path),
            _ => {}
        }
        for slot in &mut statement.slots {
            match slot {
                Slot::Collection(of) => {
                    self.collection(of, outside);
                }
                slot => self.slot(slot, scope),
            }
        }
        for child in &mut statement.children {
            self.statement(child, below);
        }
    }

    fn slot(&mut self, slot: &mut Slot, scope: Scope) {
        match slot {
            Slot::Lang(lang, _) => *lang = self.to,
            Slot::Name(name) | Slot::Edition(Some(name), _) => self.check_word(name),
            Slot::Names(names) => names.iter().for_each(|name| self.check_word(name)),
            Slot::Expr(expression) => self.expression(expression, scope),
            Slot::Collection(collection) => {
                self.collection(collection, scope);
            }
            Slot::Phrase(phrase) => self.phrase(phrase, scope),
            Slot::Assigns(assigns) => {
                for assign in assigns {
                    self.assign(assign, scope);
                }
            }
            _ => {}
        }
    }

    fn phrase(&mut self, phrase: &mut Phrase, scope: Scope) {
        let names_fields = matches!(phrase.id, PhraseId::DistinctBy | PhraseId::HighestPer);
        for slot in &mut phrase.slots {
            match slot {
                Slot::Names(fields) if names_fields => {
                    for field in fields {
                        self.name(field, scope);
                    }
                }
                slot => self.slot(slot, scope),
            }
        }
        if let Some(rest) = &mut phrase.rest {
            self.phrase(rest, scope);
        }
    }

    fn assign_value(&mut self, value: &AssignValue) {
        match value {
            AssignValue::Name(name) => self.check_word(name),
            AssignValue::Range(from, to) => {
                self.assign_value(from);
                self.assign_value(to);
            }
            _ => {}
        }
    }

    /// A key is a path whose parts may be codes; values have no names the language owns.
    fn assign(&mut self, assign: &mut Assign, scope: Scope) {
        let Assign { key, years_back: _, value, trust: _, span: _ } = assign;
        self.assign_value(value);
        let mut before: Option<String> = None;
        for Code { text, span } in key {
            let original = text.clone();
            let translated = match &before {
                None => self.first_part(&original, *span, scope),
                Some(before) => {
                    let of_item = self.names.item_codes.contains(before);
                    self.later_part(before, of_item, &original, *span)
                }
            };
            if let Some(translated) = translated {
                *text = translated.to_owned();
            }
            before = Some(original);
        }
    }

    fn name(&mut self, name: &mut Name, scope: Scope) {
        if let Some(translated) = self.first_part(&name.text, name.span, scope) {
            name.text = translated.to_owned();
        }
    }

    fn path(&mut self, path: &mut [Name], scope: Scope) {
        let mut before: Option<(String, bool)> = None;
        for part in path {
            let original = part.text.clone();
            let translated = match &before {
                None => self.first_part(&original, part.span, scope),
                Some((before, of_items)) => self.later_part(before, *of_items, &original, part.span),
            };
            if let Some(translated) = translated {
                part.text = translated.to_owned();
            }
            let of_items = before.is_none() && self.names.is_item_word(self.from, &original);
            before = Some((original, of_items));
        }
    }

    /// The translation of a name that stands alone or begins a path, if the language owns it.
    fn first_part(&mut self, name: &str, at: Span, scope: Scope) -> Option<&'static str> {
        let here = Builtin::find(self.from, name);
        let there = Builtin::find(self.to, name);
        if scope == Scope::Items {
            if let Some(field) = here.filter(|builtin| is_item_field(*builtin)) {
                return Some(field.name(self.to));
            }
            if there.is_some_and(is_item_field) {
                self.report(name, at);
                return None;
            }
        }
        if self.names.declared.contains(name) {
            return None;
        }
        if here.is_none() && (there.is_some() || is_word(self.to, name)) {
            self.report(name, at);
        }
        here.map(|builtin| builtin.name(self.to))
    }

    /// The translation of a name after a dot, if the language owns it there.
    fn later_part(&mut self, before: &str, of_items: bool, name: &str, at: Span) -> Option<&'static str> {
        let owned: fn(Builtin) -> bool = if self.names.used_sets.contains(before) {
            is_result_field
        } else if of_items {
            is_item_field
        } else {
            return None;
        };
        let here = Builtin::find(self.from, name).filter(|builtin| owned(*builtin));
        if here.is_none() && Builtin::find(self.to, name).is_some_and(owned) {
            self.report(name, at);
        }
        here.map(|builtin| builtin.name(self.to))
    }

    fn scope_of(&self, path: &[Name]) -> Scope {
        if self.names.is_item_collection(self.from, path) { Scope::Items } else { Scope::Plain }
    }

    /// The scope must be asked for before the path is translated; it is given back.
    fn collection(&mut self, collection: &mut Collection, outside: Scope) -> Scope {
        let inside = self.scope_of(&collection.path);
        self.path(&mut collection.path, outside);
        if let Some(filter) = &mut collection.filter {
            self.expression(filter, inside);
        }
        inside
    }

    fn expressions(&mut self, expressions: &mut [Expr], scope: Scope) {
        for expression in expressions {
            self.expression(expression, scope);
        }
    }

    fn expression(&mut self, expression: &mut Expr, scope: Scope) {
        match &mut expression.kind {
            ExprKind::Number(_)
            | ExprKind::Text(_)
            | ExprKind::Date(_)
            | ExprKind::Code(_)
            | ExprKind::Day(_) => {}
            ExprKind::Path(path) | ExprKind::MeanOfYears(path, _) => self.path(path, scope),
            ExprKind::Call(name, arguments) => {
                // What stands before a parenthesis is always the language's.
                match Builtin::find(self.from, &name.text) {
                    Some(function) => name.text = function.name(self.to).to_owned(),
                    None if Builtin::find(self.to, &name.text).is_some() => {
                        self.report(&name.text, name.span);
                    }
                    None => {}
                }
                self.expressions(arguments, scope);
            }
            ExprKind::And(operands) | ExprKind::Or(operands) => self.expressions(operands, scope),
            ExprKind::LastYear(of)
            | ExprKind::Not(of)
            | ExprKind::InPeriod(of)
            | ExprKind::Throughout(of, _)
            | ExprKind::Round(of, ..) => self.expression(of, scope),
            ExprKind::Compare(_, left, right)
            | ExprKind::Arithmetic(_, left, right)
            | ExprKind::MonthsBetween(left, right)
            | ExprKind::YearsBetween(left, right)
            | ExprKind::Within { day: left, to: right, .. } => {
                self.expression(left, scope);
                self.expression(right, scope);
            }
            ExprKind::In(of, options) => {
                self.expression(of, scope);
                self.expressions(options, scope);
            }
            ExprKind::Any(collection)
            | ExprKind::NoneOf(collection)
            | ExprKind::Count(collection)
            | ExprKind::AtLeast(_, collection) => {
                self.collection(collection, scope);
            }
            ExprKind::Sum(field, collection) | ExprKind::Mean(field, collection) => {
                let inside = self.collection(collection, scope);
                self.path(field, inside);
            }
            ExprKind::Pick(_, field, collection) => {
                let inside = self.collection(collection, scope);
                self.name(field, inside);
            }
            ExprKind::All(collection, body) | ExprKind::Share(collection, body) => {
                let inside = self.collection(collection, scope);
                self.expression(body, inside);
            }
        }
    }
}

/// Whether the word is one of the language's grammar, so that it cannot be a name.
fn is_word(lang: Lang, name: &str) -> bool {
    let values: &[&str] = match lang {
        Lang::Vi => &["đúng", "sai"],
        Lang::En => &["true", "false", "unknown", "newest"],
    };
    let folded = name.to_lowercase();
    values.contains(&folded.as_str()) || word_id(&folded).is_some_and(|word| is_reserved(lang, word))
}

/// Whether the name is a field of every item.
fn is_item_field(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Points | Builtin::MaxPoints | Builtin::ShareOfPoints | Builtin::Met | Builtin::Code
    )
}

/// Whether the name is a field of the result of another set.
fn is_result_field(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Class
            | Builtin::Points
            | Builtin::DecisionDate
            | Builtin::ResultEdition
            | Builtin::ResultPeriod
    )
}

/// Whether the name is a collection of items.
fn is_item_collection(builtin: Builtin) -> bool {
    matches!(
        builtin,
        Builtin::Parts
            | Builtin::Fields
            | Builtin::Pillars
            | Builtin::Standards
            | Builtin::SubCriteria
            | Builtin::Criteria
            | Builtin::SubIndicators
            | Builtin::Indicators
            | Builtin::Targets
            | Builtin::Contents
    )
}
