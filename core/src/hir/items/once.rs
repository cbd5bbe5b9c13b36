//! Evidence that counts in one item only.
//!
//! In: the items named by `không tính lại minh chứng đã dùng ở …`. Out: for a collection of
//! evidence, the condition that a row was not counted there. A row is used by an item that applies
//! and has it in a collection of its own statements, whether or not a cap left points for it.

use super::super::{DefId, Definition, FrameId, FrameSource, Rows};
use super::*;

impl<'a> Builder<'a> {
    /// The items named in an item's lines; they stand before it, so what they use is known.
    pub(super) fn counted_before(&mut self, item: &Item, statement: &'a Statement) -> Vec<ItemId> {
        let mut out = Vec::new();
        for line in statement.children.iter().filter(|child| child.row == Row::CountedOnce) {
            let Some(Slot::Codes(codes)) = line.slots.first() else { continue };
            for code in codes {
                match self.codes.get(&code.text).copied() {
                    Some(other) if self.set[other].span < item.span => out.push(other),
                    Some(_) => self.report(diagnostics::bad_declaration(
                        code.span,
                        "chỉ kể được mục đứng trước mục này",
                        "only items that stand before this one can be named",
                        (
                            "đặt mục kia lên trước, hoặc ghi câu này ở mục kia",
                            "move that item before this one, or write this line in that item",
                        ),
                    )),
                    None => {
                        let known: Vec<String> = self.codes.keys().cloned().collect();
                        let near = tieuchi_grammar::closest(&code.text, known.iter().map(String::as_str))
                            .map(str::to_owned);
                        self.report(diagnostics::unknown_item(code.span, &code.text, near.as_deref()));
                    }
                }
            }
        }
        out
    }

    /// Narrows a collection of evidence to what the named items did not use.
    pub(in crate::hir) fn not_used_before(&mut self, rows: &mut Rows, items: &[ItemId], span: Span) {
        if self.set[rows.frame].source != FrameSource::Evidence {
            return;
        }
        let mut used = Vec::new();
        let mut named = Vec::new();
        for id in items {
            let before = used.len();
            for other in collections_of(&self.set[*id], rows.frame) {
                used.push(self.in_collection(&other, *id, span));
            }
            if used.len() > before {
                named.push(self.set[*id].code.clone());
            }
        }
        if used.is_empty() {
            return;
        }
        let used = self.or(used, span);
        let fresh = self.not(used, span);
        let named = named.join("; ");
        let label = match self.set.lang {
            tieuchi_grammar::Lang::Vi => format!("Chưa tính ở mục {named}"),
            tieuchi_grammar::Lang::En => format!("Not counted in item {named}"),
        };
        let name = format!("counted-before {named}");
        let expr = fresh.clone();
        self.set.definitions.push(Definition { name, years_back: 0, label, expr, notes: Notes::default() });
        let id = DefId::from_index(self.set.definitions.len() - 1);
        let fresh = self.defined(id, fresh, span);
        rows.filter = Some(match rows.filter.take() {
            Some(filter) => self.and(vec![filter, fresh], span),
            None => fresh,
        });
    }

    /// Whether a row is in a collection that an item counts.
    fn in_collection(&mut self, rows: &Rows, item: ItemId, span: Span) -> Expr {
        let mut parts: Vec<Expr> = rows.filter.iter().cloned().collect();
        for excluding in &rows.excluding {
            parts.push(self.not(excluding.clone(), span));
        }
        let mut headings = std::iter::successors(Some(item), |at| self.set[*at].parent);
        if headings.any(|at| self.set[at].only.is_some()) {
            parts.push(self.expr(ExprKind::ItemApplies(item), Ty::Truth, ROOT, span));
        }
        let all = self.expr(ExprKind::Truth(true), Ty::Truth, rows.frame, span);
        if parts.is_empty() { all } else { self.and(parts, span) }
    }

    /// A definition read by the item is written once for all items, so it cannot leave out what
    /// another item used.
    pub(super) fn check_counted_once(&mut self, item: &Item, before: &[ItemId]) {
        let frames: Vec<FrameId> = (0..self.set.frames.len())
            .map(FrameId::from_index)
            .filter(|frame| before.iter().any(|id| !collections_of(&self.set[*id], *frame).is_empty()))
            .collect();
        let mut faults = Vec::new();
        item.each_expr(&mut |expr| {
            expr.walk(&mut |part| {
                if let ExprKind::Definition(id, inner) = &part.kind
                    && !self.set[*id].name.starts_with("counted-before ")
                    && frames.iter().any(|frame| !collections_in(inner, *frame).is_empty())
                {
                    faults.push(part.span);
                }
            });
        });
        for span in faults {
            self.report(diagnostics::bad_declaration(
                span,
                "định nghĩa này đọc minh chứng đã tính ở mục khác",
                "this definition reads evidence that is counted in another item",
                (
                    "viết thẳng tập hợp trong mục: định nghĩa thì viết một lần cho mọi mục",
                    "write the collection in the item itself: a definition is written once for all items",
                ),
            ));
        }
    }
}

/// The collections of a table that an item's scoring and verdicts read.
fn collections_of(item: &Item, frame: FrameId) -> Vec<Rows> {
    let mut out = Vec::new();
    for scoring in &item.scoring {
        if let ScoringKind::Each { rows, .. } = &scoring.kind
            && rows.frame == frame
        {
            out.push(rows.clone());
        }
    }
    item.each_expr(&mut |expr| out.extend(collections_in(expr, frame)));
    out
}

fn collections_in(expr: &Expr, frame: FrameId) -> Vec<Rows> {
    let mut out = Vec::new();
    expr.walk(&mut |part| match &part.kind {
        ExprKind::Count(rows)
        | ExprKind::Sum(rows, _)
        | ExprKind::Mean(rows, _)
        | ExprKind::Pick(_, rows, _, _)
        | ExprKind::All(rows, _)
        | ExprKind::Share(rows, _)
            if rows.frame == frame =>
        {
            out.push((**rows).clone());
        }
        _ => {}
    });
    out
}
