//! What a word of a text means: for editors that tell it beside the text.
//!
//! In: a text and a place in it. Out: the piece that is meant, what it is, and what the tables say of
//! it: a name with the statement that declares it, a word of an expression, a closed phrase, or the
//! whole statement.

use crate::ast::{Collection, Expr, ExprKind, File, Phrase, Slot, Statement};
use crate::builtins::Builtin;
use crate::declarations::declarations;
use crate::diagnostic::{Bilingual, Lang};
use crate::expression_docs::{builtin_docs, expression_docs};
use crate::mentions::{Mention, mentions};
use crate::parse::parse;
use crate::slot_docs::slot_word;
use crate::source::{SourceFile, Span};
use crate::statement_docs::{phrase_docs, row_docs};
use crate::statements::{PHRASES, Row, SENTENCES};
use crate::template::{Part, parts};

/// What there is to say of a place in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// The piece that is meant.
    pub span: Span,
    /// What it is: a sentence of the table, or the statement that declares a name.
    pub title: String,
    /// What it means.
    pub about: Bilingual,
    /// A correct line or expression; empty where there is none.
    pub sample: String,
}

/// What the word at a byte of a text means; none where there is nothing to say.
///
/// ```
/// use tieuchi_grammar::{SourceFile, hover};
/// let text = "language en\ncriteria set S \"A set\" edition E1\n  scale 10 points\n";
/// let found = hover(&SourceFile::new("", text), text.find("scale").unwrap()).unwrap();
/// assert!(found.title.starts_with("scale {number} points"));
/// ```
#[must_use]
pub fn hover(source: &SourceFile, byte: usize) -> Option<Hover> {
    let file = parse(source).file?;
    let statement = at(&file.statements, byte)?;
    let mut word = None;
    mentions(&statement.slots, &mut |mention| {
        let (text, span) = match mention {
            Mention::Name(name) => (&name.text, name.span),
            Mention::Code(code) | Mention::Key(code) => (&code.text, code.span),
            Mention::Place(_) => return,
        };
        if holds(span, byte) {
            word = Some((text.as_str(), span));
        }
    });
    if let Some((text, span)) = word {
        return name(source, &file, text, span);
    }
    in_slots(file.lang, &statement.slots, byte).or_else(|| {
        let sentence = SENTENCES.iter().find(|sentence| sentence.row == statement.row)?;
        let docs = row_docs(statement.row);
        let text = if file.lang == Lang::Vi { sentence.vi } else { sentence.en };
        Some(Hover {
            span: statement.span,
            title: shown(file.lang, &parts(text)),
            about: Bilingual::new(docs.about_vi, docs.about_en),
            sample: docs.sample(file.lang).to_owned(),
        })
    })
}

const fn holds(span: Span, byte: usize) -> bool {
    span.start <= byte && byte < span.end
}

/// The statement whose own text holds a byte.
fn at(statements: &[Statement], byte: usize) -> Option<&Statement> {
    statements.iter().find_map(|statement| {
        if holds(statement.span, byte) { Some(statement) } else { at(&statement.children, byte) }
    })
}

/// A name or code: the statement that declares it, or the language that owns it.
fn name(source: &SourceFile, file: &File, text: &str, span: Span) -> Option<Hover> {
    let all = declarations(&file.statements);
    let own = all.iter().find(|found| found.span == span);
    let Some(found) = own.or_else(|| all.iter().find(|found| found.name == text)) else {
        let docs = builtin_docs(Builtin::find(file.lang, text)?);
        let about = Bilingual::new(docs.about_vi, docs.about_en);
        return Some(Hover { span, title: text.to_owned(), about, sample: String::new() });
    };
    let docs = row_docs(found.row);
    let about = if found.field {
        Bilingual::new("Một trường của minh chứng.", "A field of the evidence.")
    } else if found.row == Row::Item {
        Bilingual::new("Một mục của bộ.", "An item of the set.")
    } else {
        Bilingual::new(docs.about_vi, docs.about_en)
    };
    Some(Hover { span, title: source.slice(found.within).to_owned(), about, sample: String::new() })
}

fn in_slots(lang: Lang, slots: &[Slot], byte: usize) -> Option<Hover> {
    slots.iter().find_map(|slot| match slot {
        Slot::Phrase(phrase) => in_phrase(lang, phrase, byte),
        Slot::Expr(expr) => in_expr(lang, expr, byte),
        Slot::Collection(collection) => in_collection(lang, collection, byte),
        _ => None,
    })
}

fn in_phrase(lang: Lang, phrase: &Phrase, byte: usize) -> Option<Hover> {
    let rest = phrase.rest.as_ref().and_then(|rest| in_phrase(lang, rest, byte));
    let inner = rest.or_else(|| in_slots(lang, &phrase.slots, byte));
    if inner.is_some() || !holds(phrase.span, byte) {
        return inner;
    }
    let docs = phrase_docs(phrase.id);
    let sentence = PHRASES.iter().find(|known| known.phrase == phrase.id)?;
    let about = Bilingual::new(docs.about_vi, docs.about_en);
    let text = if lang == Lang::Vi { sentence.vi } else { sentence.en };
    let title = shown(lang, &parts(text));
    (!about.vi.is_empty()).then_some(Hover { span: phrase.span, title, about, sample: String::new() })
}

fn in_collection(lang: Lang, collection: &Collection, byte: usize) -> Option<Hover> {
    collection.filter.as_ref().and_then(|filter| in_expr(lang, filter, byte))
}

/// The innermost construct of words that holds the byte.
fn in_expr(lang: Lang, expr: &Expr, byte: usize) -> Option<Hover> {
    if !holds(expr.span, byte) {
        return None;
    }
    let inner = match &expr.kind {
        // Values say themselves, and names were told before.
        ExprKind::Number(_)
        | ExprKind::Text(_)
        | ExprKind::Date(_)
        | ExprKind::Code(_)
        | ExprKind::Path(_) => {
            return None;
        }
        ExprKind::Day(_) | ExprKind::MeanOfYears(..) => None,
        ExprKind::LastYear(a)
        | ExprKind::Not(a)
        | ExprKind::InPeriod(a)
        | ExprKind::Throughout(a, _)
        | ExprKind::Round(a, _, _) => in_expr(lang, a, byte),
        ExprKind::Call(_, all) | ExprKind::And(all) | ExprKind::Or(all) => {
            all.iter().find_map(|part| in_expr(lang, part, byte))
        }
        ExprKind::Compare(_, a, b)
        | ExprKind::Arithmetic(_, a, b)
        | ExprKind::MonthsBetween(a, b)
        | ExprKind::YearsBetween(a, b)
        | ExprKind::Within { day: a, to: b, .. } => in_expr(lang, a, byte).or_else(|| in_expr(lang, b, byte)),
        ExprKind::In(a, all) => {
            in_expr(lang, a, byte).or_else(|| all.iter().find_map(|part| in_expr(lang, part, byte)))
        }
        ExprKind::Any(rows)
        | ExprKind::NoneOf(rows)
        | ExprKind::Count(rows)
        | ExprKind::AtLeast(_, rows)
        | ExprKind::Sum(_, rows)
        | ExprKind::Mean(_, rows)
        | ExprKind::Pick(_, _, rows) => in_collection(lang, rows, byte),
        ExprKind::All(rows, body) | ExprKind::Share(rows, body) => {
            in_collection(lang, rows, byte).or_else(|| in_expr(lang, body, byte))
        }
    };
    inner.or_else(|| {
        let docs = expression_docs(&expr.kind);
        let sample = if lang == Lang::Vi { docs.sample_vi } else { docs.sample_en };
        let about = Bilingual::new(docs.about_vi, docs.about_en);
        Some(Hover { span: expr.span, title: sample.to_owned(), about, sample: String::new() })
    })
}

/// A sentence as it is shown: `{number}` for a slot, `[…]` for what may be left out.
fn shown(lang: Lang, pieces: &[Part]) -> String {
    pieces
        .iter()
        .map(|part| match part {
            Part::Literal(text) => (*text).to_owned(),
            Part::Optional(inner) => format!("[{}]", shown(lang, inner)),
            Part::Slot(slot) => match PHRASES.iter().find(|phrase| phrase.slot == *slot) {
                Some(phrase) => {
                    let first = if lang == Lang::Vi { phrase.vi } else { phrase.en };
                    format!("{{{}, …}}", shown(lang, &parts(first)))
                }
                None => format!("{{{}}}", slot_word(slot, lang)),
            },
        })
        .collect()
}

#[cfg(test)]
mod tests;
