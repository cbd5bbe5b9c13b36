//! A higher set with the edits of a local one done.
//!
//! In: the statements of both. Out: the statements of one set. What is not edited is inherited;
//! examples are not, they show the higher set. Edits are done in the order they are written, each
//! on what those before it left; no node is edited twice.

use super::{Assembler, edit_word, id_of, insert, items, label_of, place, rights};
use crate::diagnostics;
use crate::exact::Exact;
use crate::hir::{exact_of, name_at};
use std::collections::BTreeMap;
use tieuchi_grammar::ast::{self, Code, Expr, ExprKind, Slot, Statement};
use tieuchi_grammar::{Builtin, Lang, Phrase, Row, Span, VisitMut, visit_mut};

/// Where each thing was edited, by what it is and its name.
type Edited = BTreeMap<(&'static str, String), Span>;

impl Assembler<'_> {
    /// The local set as a set of its own: its head, with what stands under the higher set, edited.
    pub(super) fn edited(&mut self, mut base: Statement, local: Statement, at: Span) -> Statement {
        self.check_kind(&base, at);
        base.children.retain(|statement| {
            !matches!(statement.row, Row::Example | Row::InForce | Row::Transition | Row::UsesCatalogue)
        });
        if let (Some(higher), Some(own)) = (name_at(&base, 1).cloned(), name_at(&local, 1)) {
            visit_mut(&mut base, &mut OwnResults { higher: &higher.text, own: &own.text });
        }
        let mut edited = Edited::new();
        let mut replaced: Vec<Row> = Vec::new();
        let Statement { children, .. } = local;
        for statement in children {
            let row = statement.row;
            match row {
                Row::Fill => self.fill(&mut base.children, statement, &mut edited),
                Row::DropItem => self.drop_item(&mut base.children, &statement, &mut edited),
                Row::DropDeclaration => self.drop_declaration(&mut base.children, &statement, &mut edited),
                Row::Renumber => self.renumber(&mut base, &statement, &mut edited),
                Row::Item => self.item(&mut base.children, None, statement, &mut edited),
                Row::Subject => subject(&mut base.children, statement),
                Row::Parameter
                | Row::Define
                | Row::DefineTable
                | Row::DefineList
                | Row::DefineCount
                | Row::Gate
                | Row::Classification => self.declaration(&mut base.children, statement, &mut edited),
                _ => {
                    if let Some(needs_right) = header(row) {
                        self.replace_header(&mut base.children, &statement, needs_right, &mut replaced);
                    }
                    insert(&mut base.children, statement);
                }
            }
        }
        // Lines about the whole set, from both, in the order of the table.
        let about_the_set = |row: Row| (place(row) == 0 && !is_note(row)).then_some(row);
        base.children
            .sort_by_key(|statement| about_the_set(statement.row).map_or((1, None), |row| (0, Some(row))));
        Statement {
            slots: local.slots,
            assumed: local.assumed.or(base.assumed),
            span: local.span,
            comments: local.comments,
            comment_after: local.comment_after,
            blank_before: local.blank_before,
            row: local.row,
            children: base.children,
        }
    }

    fn check_kind(&mut self, base: &Statement, at: Span) {
        if matches!(base.slots.first(), Some(Slot::Phrase(kind)) if kind.id == Phrase::Catalogue) {
            self.report(diagnostics::base_has_faults(at, &id_of(base).0, &id_of(base).1));
        }
    }

    /// A line about the whole set takes the place of those of its kind in the higher set.
    fn replace_header(
        &mut self,
        base: &mut Vec<Statement>,
        line: &Statement,
        needs_right: bool,
        replaced: &mut Vec<Row>,
    ) {
        if replaced.contains(&line.row) {
            return;
        }
        replaced.push(line.row);
        let before = base.len();
        base.retain(|statement| statement.row != line.row);
        if needs_right && base.len() < before {
            let finding = rights::ground(line, false);
            self.findings.extend(finding);
        }
    }

    /// Says so where a node is edited a second time.
    fn first_edit(&mut self, edited: &mut Edited, kind: &'static str, name: &str, at: Span) -> bool {
        match edited.insert((kind, name.to_owned()), at) {
            Some(first) => {
                self.report(diagnostics::said_twice(at, first));
                false
            }
            None => true,
        }
    }

    // ---- parameters -------------------------------------------------------------------------

    /// `đặt p từ d: v`: a row of the parameter, in place of the national rows from that day on.
    fn fill(&mut self, base: &mut [Statement], fill: Statement, edited: &mut Edited) {
        let [Slot::Name(name), Slot::Date(from, _), Slot::Expr(value), ..] = fill.slots.as_slice() else {
            return;
        };
        let parameter = base.iter_mut().find(|statement| {
            statement.row == Row::Parameter
                && name_at(statement, 1).is_some_and(|known| known.text == name.text)
        });
        let Some(parameter) = parameter else {
            self.report(diagnostics::unknown_name(name.span, &name.text, None));
            return;
        };
        let Some(bounds) = rights::bounds(parameter) else {
            self.report(diagnostics::edit_without_right(fill.span));
            return;
        };
        if let (Some((least, most)), ExprKind::Number(written)) = (bounds, &value.kind)
            && let (Some(lo), Some(hi), Some(set)) =
                (bound(least, written), bound(most, written), exact_of(written))
            && (set < lo || set > hi)
        {
            self.report(diagnostics::local_value_out_of_bounds(value.span, least.span));
            return;
        }
        let by_case = parameter.children.iter().any(|row| {
            row.row == Row::ParameterRow && !matches!(row.slots.get(2), None | Some(Slot::Absent))
        });
        if by_case {
            self.report(diagnostics::bad_declaration(
                fill.span,
                "tham số này có các dòng `khi`, một câu `đặt` không nói được hết",
                "this parameter has rows with `when`, which one `set` cannot cover",
                ("viết `thay tham số …` với đủ các dòng", "write `replace parameter …` with all its rows"),
            ));
            return;
        }
        let key = format!("{} {from:?}", name.text);
        if !self.first_edit(edited, "fill", &key, fill.span) {
            return;
        }
        // Rows of the higher set from that day on give way; rows of a region stay nearer.
        let text_of = |span: Span| self.parts.iter().position(|part| part.holds(span));
        let own = text_of(fill.span);
        parameter.children.retain(|row| match row.slots.as_slice() {
            [Slot::Date(day, _), Slot::Absent, ..] if row.row == Row::ParameterRow => {
                day < from || text_of(row.span) == own
            }
            _ => true,
        });
        let slots = vec![Slot::Date(*from, fill.span), Slot::Absent, Slot::Absent, Slot::Expr(value.clone())];
        let last = parameter.children.iter().rposition(|row| row.row == Row::ParameterRow);
        let at = last.map_or(parameter.children.len(), |last| last + 1);
        parameter.children.insert(at, Statement { row: Row::ParameterRow, slots, ..fill });
    }

    // ---- items ------------------------------------------------------------------------------

    fn item(
        &mut self,
        base: &mut Vec<Statement>,
        parent: Option<&str>,
        statement: Statement,
        edited: &mut Edited,
    ) {
        let Some(Slot::Code(code)) = statement.slots.get(2).cloned() else { return };
        let path = items::path(base, &code.text);
        match statement.slots.first() {
            Some(Slot::Phrase(edit)) if edit.id == Phrase::EditAdd => {
                if let Some(known) = path.and_then(|path| items::at(base, &path).map(|item| item.span)) {
                    self.report(diagnostics::declared_twice(code.span, known, &code.text));
                } else if self.first_edit(edited, "item", &code.text, statement.span) {
                    self.add_item(base, parent, &code, statement);
                }
            }
            Some(Slot::Phrase(_)) => {
                let Some(path) = path else {
                    let near = items::closest(base, &code.text);
                    self.report(diagnostics::unknown_item(code.span, &code.text, near.as_deref()));
                    return;
                };
                if self.first_edit(edited, "item", &code.text, statement.span) {
                    self.replace_item(base, &path, &code.text, statement, edited);
                }
            }
            _ => {
                // A heading as it stands in the higher set only says where the edits under it are.
                let known = path.as_ref().and_then(|path| items::at(base, path));
                let same = known.is_some_and(|item| label_of(item) == label_of(&statement));
                let only_edits = statement.children.iter().all(|child| child.row == Row::Item);
                if !(same && only_edits) {
                    self.report(diagnostics::edit_word_missing(statement.span));
                    return;
                }
                for child in statement.children {
                    self.item(base, Some(&code.text), child, edited);
                }
            }
        }
    }

    /// `thêm`: last among the items under its parent.
    fn add_item(&mut self, base: &mut Vec<Statement>, parent: Option<&str>, code: &Code, item: Statement) {
        let by_code = || {
            let mut shorter = code.text.as_str();
            while let Some((before, _)) = shorter.rsplit_once('.') {
                if items::path(base, before).is_some() {
                    return Some(before.to_owned());
                }
                shorter = before;
            }
            None
        };
        let parent = parent.map(str::to_owned).or_else(by_code);
        let path = parent.and_then(|parent| items::path(base, &parent));
        let word = |statement: &Statement| match statement.slots.get(1) {
            Some(Slot::Phrase(word)) => Some(word.id),
            _ => None,
        };
        let extra = matches!(word(&item), Some(Phrase::Bonus | Phrase::Deduction));
        let at_top = base.iter().any(|known| known.row == Row::Item && word(known) == word(&item));
        let opened = match &path {
            Some(path) => (1..=path.len()).any(|length| {
                path.get(..length).and_then(|path| items::at(base, path)).is_some_and(rights::may_amend)
            }),
            None if at_top || extra => false,
            None => {
                self.report(diagnostics::edit_place_unknown(code.span, &code.text));
                return;
            }
        };
        self.findings.extend(rights::ground(&item, opened));
        let item = plain(item);
        match path.and_then(|path| items::at_mut(base, &path)) {
            Some(parent) => parent.children.push(item),
            None => insert(base, item),
        }
    }

    /// `thay`: the item with all under it; or the heading alone, where nothing but edits of its
    /// parts stands under the new one.
    fn replace_item(
        &mut self,
        base: &mut Vec<Statement>,
        path: &[usize],
        code: &str,
        new: Statement,
        edited: &mut Edited,
    ) {
        let opened = (1..=path.len()).any(|length| {
            path.get(..length).and_then(|path| items::at(base, path)).is_some_and(rights::may_amend)
        });
        self.findings.extend(rights::ground(&new, opened));
        let Some(old) = items::at_mut(base, path) else { return };
        let heading_only = new
            .children
            .iter()
            .all(|child| is_note(child.row) || (child.row == Row::Item && edit_word(child).is_some()));
        if !heading_only {
            *old = plain(new);
            return;
        }
        let Statement { children, .. } = new;
        let (parts, notes): (Vec<_>, Vec<_>) = children.into_iter().partition(|child| child.row == Row::Item);
        let mut kept = std::mem::take(&mut old.children);
        kept.splice(0..0, notes);
        *old = Statement { children: kept, ..plain_heading(new.slots, &old.clone(), new.span, new.assumed) };
        for part in parts {
            self.item(base, Some(code), part, edited);
        }
    }

    fn drop_item(&mut self, base: &mut Vec<Statement>, line: &Statement, edited: &mut Edited) {
        let Some(Slot::Code(code)) = line.slots.get(1) else { return };
        let Some(path) = items::path(base, &code.text) else {
            let near = items::closest(base, &code.text);
            self.report(diagnostics::unknown_item(code.span, &code.text, near.as_deref()));
            return;
        };
        if !self.first_edit(edited, "item", &code.text, line.span) {
            return;
        }
        if let Some(item) = items::at(base, &path) {
            let item = item.clone();
            self.check_word(line.slots.first(), &item, line.span);
        }
        let opened = (1..=path.len()).any(|length| {
            path.get(..length).and_then(|path| items::at(base, path)).is_some_and(rights::may_amend)
        });
        self.findings.extend(rights::ground(line, opened));
        if let (Some(siblings), Some(at)) = (items::siblings(base, &path), path.last())
            && *at < siblings.len()
        {
            siblings.remove(*at);
        }
    }

    /// `đổi mã a thành b`, in the heading and wherever the code is named.
    fn renumber(&mut self, base: &mut Statement, line: &Statement, edited: &mut Edited) {
        let [Slot::Code(old), Slot::Code(new), ..] = line.slots.as_slice() else { return };
        if items::path(&base.children, &old.text).is_none() {
            let near = items::closest(&base.children, &old.text);
            self.report(diagnostics::unknown_item(old.span, &old.text, near.as_deref()));
            return;
        }
        if let Some(path) = items::path(&base.children, &new.text) {
            let known = items::at(&base.children, &path).map_or(line.span, |item| item.span);
            self.report(diagnostics::declared_twice(new.span, known, &new.text));
            return;
        }
        if self.first_edit(edited, "code", &old.text, line.span) {
            self.findings.extend(rights::ground(line, true));
            visit_mut(base, &mut Renumber { old: &old.text, new });
        }
    }

    // ---- declarations -----------------------------------------------------------------------

    fn declaration(&mut self, base: &mut Vec<Statement>, new: Statement, edited: &mut Edited) {
        let Some(name) = name_at(&new, 1).cloned() else { return };
        let kind = kind(new.row);
        let known = base.iter().position(|statement| is(statement, kind, &name.text));
        match (new.slots.first(), known) {
            (Some(Slot::Phrase(edit)), Some(known)) if edit.id == Phrase::EditReplace => {
                if !self.first_edit(edited, kind, &name.text, new.span) {
                    return;
                }
                let opened = base.get(known).is_some_and(rights::may_amend);
                self.findings.extend(rights::ground(&new, opened));
                if let Some(old) = base.get_mut(known) {
                    *old = plain(new);
                }
            }
            (Some(Slot::Phrase(edit)), None) if edit.id == Phrase::EditReplace => {
                self.report(diagnostics::unknown_name(name.span, &name.text, None));
            }
            // A new name; one that is taken is found when names are resolved.
            (Some(Slot::Phrase(_)), _) => insert(base, plain(new)),
            _ => self.report(diagnostics::edit_word_missing(new.span)),
        }
    }

    fn drop_declaration(&mut self, base: &mut Vec<Statement>, line: &Statement, edited: &mut Edited) {
        let [Slot::Phrase(what), Slot::Name(name), ..] = line.slots.as_slice() else { return };
        let wanted = match what.id {
            Phrase::DeclGate => "gate",
            Phrase::DeclClassification => "classes",
            Phrase::DeclParameter => "parameter",
            _ => "definition",
        };
        let Some(at) = base.iter().position(|statement| is(statement, wanted, &name.text)) else {
            self.report(diagnostics::unknown_name(name.span, &name.text, None));
            return;
        };
        if self.first_edit(edited, wanted, &name.text, line.span) {
            let opened = base.get(at).is_some_and(rights::may_amend);
            self.findings.extend(rights::ground(line, opened));
            base.remove(at);
        }
    }
}

fn is_note(row: Row) -> bool {
    matches!(row, Row::Source | Row::Reading | Row::NotExpressed)
}

/// More facts and members of a subject the higher set declares, or a new subject.
fn subject(base: &mut Vec<Statement>, new: Statement) {
    let name = name_at(&new, 0).map(|name| name.text.clone());
    let known = base.iter_mut().find(|statement| {
        statement.row == Row::Subject && name_at(statement, 0).map(|name| name.text.clone()) == name
    });
    match known {
        Some(known) => known.children.extend(new.children),
        None => insert(base, new),
    }
}

/// For a line about the whole set: whether it needs a ground to differ from the higher set.
fn header(row: Row) -> Option<bool> {
    match row {
        Row::PeriodShape
        | Row::Scale
        | Row::Structure
        | Row::Trust
        | Row::NoEvidence
        | Row::Validity
        | Row::EditionChoice
        | Row::AllSteps
        | Row::Take
        | Row::Round => Some(true),
        Row::AppliesTo | Row::Authority | Row::Deadline => Some(false),
        _ => None,
    }
}

/// What a statement declares.
fn kind(row: Row) -> &'static str {
    match row {
        Row::Parameter => "parameter",
        Row::Gate => "gate",
        Row::Classification | Row::Class => "classes",
        _ => "definition",
    }
}

/// Whether a statement of the set declares that.
fn is(statement: &Statement, wanted: &str, name: &str) -> bool {
    let declares = matches!(
        statement.row,
        Row::Parameter
            | Row::Gate
            | Row::Classification
            | Row::Class
            | Row::Define
            | Row::DefineTable
            | Row::DefineList
            | Row::DefineCount
    );
    declares && kind(statement.row) == wanted && name_at(statement, 1).is_some_and(|known| known.text == name)
}

/// A bound in the terms of a value: bounds of percentages may be written without their sign.
fn bound(bound: &ast::Number, like: &ast::Number) -> Option<Exact> {
    let value = exact_of(bound)?;
    if like.percent && !bound.percent { value.div(Exact::whole(100)) } else { Some(value) }
}

/// A statement without its edit words.
fn plain(mut statement: Statement) -> Statement {
    if edit_word(&statement).is_some()
        && let Some(slot) = statement.slots.first_mut()
    {
        *slot = Slot::Absent;
    }
    statement.children = statement.children.into_iter().map(plain).collect();
    statement
}

/// A heading in place of an older one.
fn plain_heading(mut slots: Vec<Slot>, old: &Statement, span: Span, assumed: Option<Span>) -> Statement {
    if let Some(slot) = slots.first_mut() {
        *slot = Slot::Absent;
    }
    Statement { slots, span, assumed, children: Vec::new(), ..old.clone() }
}

/// Gives an item another code.
struct Renumber<'a> {
    old: &'a str,
    new: &'a Code,
}

impl Renumber<'_> {
    /// An argument that names an item.
    fn argument(&self, argument: &mut Expr) {
        if crate::hir::code_text(argument).as_deref() == Some(self.old) {
            argument.kind = ExprKind::Code(Code { text: self.new.text.clone(), span: argument.span });
        }
    }
}

impl VisitMut for Renumber<'_> {
    fn expression(&mut self, expression: &mut Expr) {
        match &mut expression.kind {
            ExprKind::Call(function, arguments) => {
                // Only a function of items takes a lone number, code or name that is an item's code.
                let of_a_value = [Lang::Vi, Lang::En]
                    .iter()
                    .any(|lang| Builtin::find(*lang, &function.text) == Some(Builtin::NumberOf));
                if let [argument] = arguments.as_mut_slice()
                    && !of_a_value
                {
                    self.argument(argument);
                }
            }
            ExprKind::In(left, list) if is_code(left) => {
                list.iter_mut().for_each(|entry| self.argument(entry))
            }
            _ => {}
        }
    }

    fn slot(&mut self, slot: &mut Slot) {
        match slot {
            Slot::Code(code) if code.text == self.old => code.text.clone_from(&self.new.text),
            Slot::Codes(codes) => {
                for code in codes.iter_mut().filter(|code| code.text == self.old) {
                    code.text.clone_from(&self.new.text);
                }
            }
            _ => {}
        }
    }
}

/// The own results of the higher set, which are those of the local one: `S.loại năm trước`.
struct OwnResults<'a> {
    higher: &'a str,
    own: &'a str,
}

impl VisitMut for OwnResults<'_> {
    fn expression(&mut self, expression: &mut Expr) {
        if let ExprKind::Path(path) = &mut expression.kind
            && let [set, _] = path.as_mut_slice()
            && set.text == self.higher
        {
            self.own.clone_into(&mut set.text);
        }
    }
}

/// `mã` / `code`
fn is_code(expression: &Expr) -> bool {
    match &expression.kind {
        ExprKind::Path(path) => match path.as_slice() {
            [name] => [Lang::Vi, Lang::En]
                .iter()
                .any(|lang| Builtin::find(*lang, &name.text) == Some(Builtin::Code)),
            _ => false,
        },
        _ => false,
    }
}
