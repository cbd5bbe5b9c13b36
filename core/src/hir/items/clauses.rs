//! Lists of clauses of one item, read together.
//!
//! In: the statements under an item. Out: a finding where one code stands for two clauses: what is
//! filed under it, `"1.a"`, would answer both.

use super::super::from_ast::walk_paths;
use super::*;
use tieuchi_grammar::{Builtin, Lang};

/// A clause of an earlier list.
struct Known<'a> {
    code: &'a str,
    label: String,
    level: Option<&'a str>,
    /// Whether a person answers it.
    judged: bool,
    span: Span,
}

/// The clauses whose code stands in an earlier list too, each with the place of the first.
pub(super) fn repeated(statement: &Statement, lang: Lang) -> Vec<(Span, Span, String)> {
    let mut known: Vec<Known<'_>> = Vec::new();
    let mut out = Vec::new();
    let lists = statement.children.iter().filter(|list| matches!(list.row, Row::MetList | Row::ClausesGive));
    for list in lists {
        let level = match (list.row, list.slots.first()) {
            (Row::MetList, Some(Slot::Name(level))) => Some(level.text.as_str()),
            _ => None,
        };
        let before = known.len();
        for clause in list.children.iter().filter(|clause| clause.row == Row::Clause) {
            let Some(Slot::Code(code)) = clause.slots.first() else { continue };
            let mut judged = false;
            walk_paths(clause, &mut |path| {
                judged |= matches!(path, [only] if Builtin::find(lang, &only.text) == Some(Builtin::Judged));
            });
            let label = text_at(clause, 1).unwrap_or_default();
            let new = Known { code: &code.text, label, level, judged, span: code.span };
            // Levels are judged apart: their lists may begin anew where nothing is filed for a clause,
            // or where both ask the same.
            let apart = |old: &Known<'_>| {
                let levels = old.level.is_some() && new.level.is_some() && old.level != new.level;
                levels && (!(old.judged && new.judged) || old.label == new.label)
            };
            let earlier = known.iter().take(before).find(|old| old.code == new.code && !apart(old));
            if let Some(old) = earlier {
                out.push((new.span, old.span, code.text.clone()));
            }
            known.push(new);
        }
    }
    out
}
