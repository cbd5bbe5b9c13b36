//! Tree to text: the formatter.
//!
//! In: a tree. Out: the same statements in the one layout of the project, in the language of the
//! file. Sentences come from the table in `statements.rs`; this file only fills their slots.
//! Printing changes no tree: parsing the result gives the same tree, and printing that the same
//! text. Comments and single empty lines of the author are kept; a long statement stays one line.
//! Expressions are in `print/expression.rs`, other slots in `print/values.rs`.

mod expression;
mod values;

use std::fmt::Write as _;

use crate::ast::{Comment, Expr, File, Phrase, Slot, Statement};
use crate::diagnostic::Lang;
use crate::statements::{PHRASES, Phrase as PhraseId, Row, SENTENCES};
use crate::template::{Part, parts};

/// How far each depth stands to the right of the one above.
const STEP: usize = 2;

/// Writes the tree as text, in the language and the layout of a formatted file.
#[must_use]
pub fn print(file: &File) -> String {
    let mut out = String::new();
    for statement in &file.statements {
        write_statement(&mut out, file.lang, statement, 0);
    }
    for comment in &file.trailing_comments {
        write_comment(&mut out, comment, 0);
    }
    out
}

/// Writes one statement without its children and comments, as it stands on its line.
#[must_use]
pub fn print_statement(statement: &Statement, lang: Lang) -> String {
    let mut line = String::new();
    if let Some(sentence) = SENTENCES.iter().find(|sentence| sentence.row == statement.row) {
        fill(&mut line, lang, sentence.vi, in_lang(lang, sentence.vi, sentence.en), &statement.slots);
    }
    if statement.assumed.is_some() {
        line.push_str(in_lang(lang, " [giả định]", " [assumed]"));
    }
    line
}

/// Writes an expression with as few parentheses as the grammar allows.
#[must_use]
pub fn print_expression(expression: &Expr, lang: Lang) -> String {
    let mut out = String::new();
    expression::write_condition(&mut out, lang, expression);
    out
}

fn write_statement(out: &mut String, lang: Lang, statement: &Statement, indent: usize) {
    for comment in &statement.comments {
        write_comment(out, comment, indent);
    }
    write_blank(out, statement.blank_before);
    write_indent(out, indent);
    out.push_str(&print_statement(statement, lang));
    if let Some(comment) = &statement.comment_after {
        out.push_str("  ");
        write_comment_text(out, comment);
    }
    out.push('\n');

    let mut in_header = true;
    for child in &statement.children {
        let child_indent = if statement.row == Row::Set {
            in_header &= belongs_to_header(child.row);
            if in_header { STEP } else { 0 }
        } else {
            indent + STEP
        };
        write_statement(out, lang, child, child_indent);
    }
}

/// Whether the row describes the set itself; all others under a set begin at the margin.
fn belongs_to_header(row: Row) -> bool {
    matches!(
        row,
        Row::InForce
            | Row::BasedOn
            | Row::AppliesTo
            | Row::PeriodShape
            | Row::AllSteps
            | Row::EditionChoice
            | Row::Transition
            | Row::Scale
            | Row::Structure
            | Row::UsesResults
            | Row::UsesCatalogue
            | Row::Validity
            | Row::Trust
            | Row::NoEvidence
            | Row::Authority
            | Row::Deadline
            | Row::DerivedFrom
            | Row::Take
            | Row::Round
            | Row::Source
            | Row::Reading
            | Row::NotExpressed
    )
}

fn write_comment(out: &mut String, comment: &Comment, indent: usize) {
    write_blank(out, comment.blank_before);
    write_indent(out, indent);
    write_comment_text(out, comment);
    out.push('\n');
}

fn write_comment_text(out: &mut String, comment: &Comment) {
    let text = comment.text.trim();
    out.push_str(if text.is_empty() { "#" } else { "# " });
    out.push_str(text);
}

/// An empty line, unless nothing stands before it.
fn write_blank(out: &mut String, blank: bool) {
    if blank && !out.is_empty() {
        out.push('\n');
    }
}

fn write_indent(out: &mut String, indent: usize) {
    let _ = write!(out, "{:indent$}", "");
}

fn in_lang(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// Writes a closed phrase with what goes on after it.
fn write_phrase(out: &mut String, lang: Lang, phrase: &Phrase) {
    if let Some(sentence) = PHRASES.iter().find(|sentence| sentence.phrase == phrase.id) {
        fill(out, lang, sentence.vi, in_lang(lang, sentence.vi, sentence.en), &phrase.slots);
    }
    if let Some(rest) = &phrase.rest {
        write_phrase(out, lang, rest);
    }
}

/// The words of a closed phrase without slots.
fn phrase_words(phrase: PhraseId, lang: Lang) -> &'static str {
    PHRASES
        .iter()
        .find(|sentence| sentence.phrase == phrase)
        .map_or("", |sentence| in_lang(lang, sentence.vi, sentence.en))
}

/// Writes a sentence with its slots, which stand in the order of the Vietnamese sentence.
///
/// Slots of one type keep their order in both languages, so the next slot of the wanted type
/// is the right one.
fn fill(out: &mut String, lang: Lang, vietnamese: &'static str, sentence: &'static str, slots: &[Slot]) {
    let mut keys = Vec::new();
    collect_keys(&parts(vietnamese), &mut keys);
    let absent = std::iter::repeat(&Slot::Absent);
    let mut waiting: Vec<(&str, &Slot)> = keys.into_iter().zip(slots.iter().chain(absent)).collect();
    fill_parts(out, lang, &parts(sentence), &mut waiting);
}

/// The slot types of a sentence in order. An optional part that is only words counts as a slot
/// with the type of those words' absence: the empty name.
fn collect_keys(parts: &[Part], keys: &mut Vec<&'static str>) {
    for part in parts {
        match part {
            Part::Literal(_) => {}
            Part::Slot(name) => keys.push(name),
            Part::Optional(inner) => {
                let before = keys.len();
                collect_keys(inner, keys);
                if keys.len() == before {
                    keys.push("");
                }
            }
        }
    }
}

fn fill_parts(out: &mut String, lang: Lang, parts: &[Part], waiting: &mut Vec<(&str, &Slot)>) {
    for part in parts {
        match part {
            Part::Literal(text) => out.push_str(text),
            Part::Slot(name) => {
                if let Some(slot) = take(waiting, name) {
                    values::write_slot(out, lang, slot);
                }
            }
            Part::Optional(inner) => {
                let mut keys = Vec::new();
                collect_keys(std::slice::from_ref(part), &mut keys);
                let mut taken: Vec<(&str, &Slot)> =
                    keys.into_iter().filter_map(|key| take(waiting, key).map(|slot| (key, slot))).collect();
                if taken.iter().any(|(_, slot)| !matches!(slot, Slot::Absent)) {
                    fill_parts(out, lang, inner, &mut taken);
                }
            }
        }
    }
}

fn take<'tree>(waiting: &mut Vec<(&str, &'tree Slot)>, key: &str) -> Option<&'tree Slot> {
    let at = waiting.iter().position(|(name, _)| *name == key)?;
    Some(waiting.remove(at).1)
}

#[cfg(test)]
mod tests;
