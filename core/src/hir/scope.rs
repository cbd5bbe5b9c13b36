//! Names and expressions: what a word stands for where it was written.
//!
//! In: the tree's expressions and the declarations gathered so far. Out: typed expressions.
//! Facts of the innermost table win over those outside it, and both over the language's own names.

mod collections;
mod names;

use super::infer::{CHAIN, LAYERS, WRITTEN_OUT, finest, ty_name, undeclared_range};
use super::{
    Choice, ChoiceId, Clause, CriteriaSet, DefId, Definition, Expr, ExprKind, FrameId, FrameSource, Gives,
    GroupId, Input, InputId, InputKey, ItemId, Missing, NO_RESULT, NoEvidence, Notes, Param, ParamId,
    Quantifier, ROOT, Rounding, Rows, Seat, Ty, Unit,
};
use crate::compile::Library;
use crate::diagnostics;
use crate::exact::Exact;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tieuchi_grammar::ast::{self, Comparison, Pick, Statement};
use tieuchi_grammar::{Builtin, Diagnostic, Lang, Phrase, Row, Span};

/// Findings after which no more names are compared for "did you mean".
const MAX_SUGGESTIONS: usize = 50;
/// The most years a set may look back.
const MAX_YEARS: u32 = 30;

/// What a set-wide name stands for.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    Frame(FrameId),
    Group(GroupId),
    Param(ParamId),
    Definition,
    Uses(usize),
    Subject,
}

/// A definition as written, before it is bound to a frame.
#[derive(Clone, Copy)]
pub struct DefSource<'a> {
    pub statement: &'a Statement,
    pub owner: Option<&'a str>,
}

/// The state of the pass.
pub struct Builder<'a> {
    pub set: CriteriaSet,
    pub diagnostics: Vec<Diagnostic>,
    pub library: &'a Library,
    /// Set-wide names and where they were declared.
    pub names: BTreeMap<String, (Named, Span)>,
    /// The kind of subject, or evidence, of each frame.
    pub kinds: Vec<String>,
    pub facts: BTreeMap<(FrameId, String), InputId>,
    /// Columns by what tells them apart.
    pub columns: BTreeMap<(FrameId, InputKey, u32, bool), InputId>,
    /// Items by code.
    pub codes: BTreeMap<String, ItemId>,
    pub definitions: BTreeMap<String, DefSource<'a>>,
    pub bound: BTreeMap<(String, FrameId, u32), DefId>,
    pub binding: Vec<(String, FrameId, u32)>,
    /// Positions of the classes by name, highest first.
    pub classes: BTreeMap<String, u32>,
    /// Their statements.
    pub class_rows: BTreeMap<String, &'a Statement>,
    /// Classes whose condition is being read where another one names them.
    pub judging: Vec<String>,
    /// Kinds of subjects and of their members: which may speak of its owner.
    pub owned: BTreeSet<(String, String)>,
    /// Facts of every kind of subject, by kind and name.
    pub owner_facts: BTreeMap<(String, String), &'a Statement>,
    /// Facts a kind of subject keeps private: kind and fact.
    pub private_facts: BTreeSet<(String, String)>,
    /// What is known where the expression stands.
    pub guards: Vec<Guard>,
    /// Whether an absent value is provided for where the expression stands.
    pub absent_is_covered: bool,
    /// `mọi bước …`: whether only whole steps count.
    pub all_steps: Option<bool>,
    /// Names read so far, to find what is never used.
    pub used: BTreeMap<String, ()>,
    /// Names whose declaration is at fault: that they are not known is no finding of its own.
    pub faulty: BTreeSet<String>,
    /// Codes of items that say nothing: what they lack is no finding of its own.
    pub silent: BTreeSet<String>,
    /// Definitions that have no meaning in a table: why was said.
    pub unbound: BTreeSet<(String, FrameId, u32)>,
    /// Expressions so far, each definition written out wherever it is read.
    pub written_out: usize,
}

/// What the condition under which an expression counts says of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The group is not empty.
    Somebody(GroupId),
    /// The value, by its canonical text, is at least so much, which is above nought.
    AtLeast(String, Exact),
}

/// Where an expression stands.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The table whose rows it is evaluated for.
    pub frame: Option<FrameId>,
    /// The item whose statement it belongs to.
    pub within: Option<ItemId>,
    /// The item it is written out for, inside a collection of items.
    pub item: Option<ItemId>,
    /// The path and label of the node a judgement would belong to.
    pub node: Option<(String, String)>,
    /// Whether self-declared values count.
    pub self_declared: bool,
    /// How many years before the period values are taken.
    pub years_back: u32,
    /// Items whose evidence does not count again.
    pub counted_before: Vec<ItemId>,
    /// Whether a class stands for the class that is given in the end.
    pub final_class: bool,
}

impl Scope {
    pub fn frame(&self) -> FrameId {
        self.frame.unwrap_or(ROOT)
    }

    fn years_back(&self, years: u32) -> Self {
        Self { years_back: self.years_back.saturating_add(years), ..self.clone() }
    }

    fn in_frame(&self, frame: FrameId) -> Self {
        Self { frame: Some(frame), ..self.clone() }
    }

    fn for_item(&self, item: ItemId) -> Self {
        Self { item: Some(item), ..self.clone() }
    }

    /// The same place, one clause deeper.
    pub fn clause(&self, code: &str, label: &str) -> Self {
        let node = self.node.as_ref().map(|(path, _)| (format!("{path}.{code}"), label.to_owned()));
        Self { node, ..self.clone() }
    }
}

/// A collection: rows of a table, or items of the set.
enum Members {
    Rows(Box<Rows>),
    Items(Vec<ItemId>, Option<Box<ast::Expr>>),
}

impl<'a> Builder<'a> {
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub const fn lang(&self) -> Lang {
        self.set.lang
    }

    /// Declares a set-wide name.
    pub fn declare(&mut self, name: &ast::Name, what: Named) {
        if let Some((_, first)) = self.names.get(&name.text) {
            let first = *first;
            self.declared_twice(name.span, first, &name.text);
        } else {
            self.names.insert(name.text.clone(), (what, name.span));
        }
    }

    /// A name declared again. What a catalogue or a higher set declares stood there before the set
    /// itself, wherever it is read.
    pub fn declared_twice(&mut self, again: Span, first: Span, name: &str) {
        let own = self.set.parts.first().cloned();
        let is_own = |span| own.as_ref().is_none_or(|part| part.holds(span));
        let (again, first) = if is_own(first) && !is_own(again) { (first, again) } else { (again, first) };
        self.report(diagnostics::declared_twice(again, first, name));
    }

    /// A column; one that exists already is given again.
    pub fn input(&mut self, input: Input) -> InputId {
        let key = (input.frame, input.key.clone(), input.years_back, input.self_declared);
        if let Some(known) = self.columns.get(&key) {
            return *known;
        }
        let id = InputId::from_index(self.set.inputs.len());
        self.set.inputs.push(input);
        self.columns.insert(key, id);
        id
    }

    pub fn choice(&mut self, choice: Choice) -> ChoiceId {
        self.set.choices.push(choice);
        ChoiceId::from_index(self.set.choices.len() - 1)
    }

    /// The value of a column.
    pub fn read(&mut self, id: InputId, span: Span) -> Expr {
        let input = self.set[id].clone();
        let range = match input.ty {
            Ty::Number(_) => Some(input.range.unwrap_or_else(undeclared_range)),
            _ => None,
        };
        let mut expr = self.expr(ExprKind::Input(id), input.ty, input.frame, span);
        expr.range = range;
        expr
    }

    // ---- expressions --------------------------------------------------------------------

    /// A condition.
    pub fn condition(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let resolved = self.resolve(expr, scope)?;
        self.want_truth(resolved)
    }

    /// Any expression.
    ///
    /// It calls itself for every layer, so each form has a function of its own: what one of them needs
    /// of the stack is not taken by the others.
    pub fn resolve(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let span = expr.span;
        if self.written_out > WRITTEN_OUT {
            return None;
        }
        match &expr.kind {
            ast::ExprKind::Number(number) => self.literal(number, span),
            ast::ExprKind::Text(text) => Some(self.text(&text.text, span)),
            ast::ExprKind::Date(date) => self.day(ExprKind::Day((*date).into()), span),
            ast::ExprKind::Day(_) if self.not_in_the_past(scope, span) => None,
            ast::ExprKind::Day(day) => self.day(ExprKind::NamedDay(*day), span),
            ast::ExprKind::Code(code) => self.code_alone(code),
            ast::ExprKind::Path(path) => self.path(path, scope, span),
            ast::ExprKind::LastYear(inner) => self.resolve(inner, &scope.years_back(1)),
            ast::ExprKind::Throughout(inner, years) => self.throughout(inner, years, scope, span),
            ast::ExprKind::MeanOfYears(path, years) => self.mean_of_years(path, years, scope, span),
            ast::ExprKind::Call(name, args) => self.call(name, args, scope, span),
            ast::ExprKind::Not(inner) => self.negated(inner, scope, span),
            ast::ExprKind::And(parts) => self.joined(true, parts, scope, span),
            ast::ExprKind::Or(parts) => self.joined(false, parts, scope, span),
            ast::ExprKind::Compare(op, left, right) => self.comparison(*op, left, right, scope, span),
            ast::ExprKind::In(left, list) => self.membership(left, list, scope, span),
            ast::ExprKind::InPeriod(day) => self.in_period(day, scope, span),
            ast::ExprKind::Within { day, count, unit, to } => {
                self.within((day, to), (count, *unit), scope, span)
            }
            ast::ExprKind::Arithmetic(..) => self.arithmetics(expr, scope),
            ast::ExprKind::MonthsBetween(from, to) => self.months(from, to, 1, scope, span),
            ast::ExprKind::YearsBetween(from, to) => self.months(from, to, 12, scope, span),
            ast::ExprKind::Round(inner, step, mode) => self.rounded(inner, step, *mode, scope, span),
            ast::ExprKind::Any(coll) => self.counted(coll, 1, scope, span),
            ast::ExprKind::AtLeast(n, coll) => self.counted(coll, n.digits, scope, span),
            ast::ExprKind::NoneOf(coll) => self.none_of(coll, scope, span),
            ast::ExprKind::Count(coll) => self.how_many(coll, scope, span),
            ast::ExprKind::Sum(path, coll) => self.total(false, path, coll, scope, span),
            ast::ExprKind::Mean(path, coll) => self.total(true, path, coll, scope, span),
            ast::ExprKind::Pick(pick, field, coll) => self.picked(*pick, field, coll, scope, span),
            ast::ExprKind::All(coll, body) => self.all(coll, body, scope, span),
            ast::ExprKind::Share(coll, body) => self.share_of(coll, body, scope, span),
        }
    }

    fn literal(&mut self, number: &ast::Number, span: Span) -> Option<Expr> {
        let value = exact_of(number)?;
        let unit = if number.percent { Unit::Ratio } else { Unit::Any };
        Some(self.constant(value, unit, span))
    }

    fn day(&mut self, kind: ExprKind, span: Span) -> Option<Expr> {
        Some(self.expr(kind, Ty::Day, ROOT, span))
    }

    fn code_alone(&mut self, code: &ast::Code) -> Option<Expr> {
        self.report(diagnostics::no_meaning_here(
            code.span,
            &code.text,
            (
                "mã của mục đứng trong ngoặc: `đạt(3.1a)`, `điểm(3.1a)`",
                "the code of an item stands in parentheses: `met(3.1a)`, `points(3.1a)`",
            ),
        ));
        None
    }

    fn throughout(
        &mut self,
        inner: &ast::Expr,
        years: &ast::Number,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let years = self.years(years)?;
        let each: Vec<Option<Expr>> =
            (0..years).map(|back| self.condition(inner, &scope.years_back(back))).collect();
        let each: Option<Vec<Expr>> = each.into_iter().collect();
        Some(self.and(each?, span))
    }

    fn mean_of_years(
        &mut self,
        path: &[ast::Name],
        years: &ast::Number,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let years = self.years(years)?;
        let mut sum: Option<Expr> = None;
        for back in 0..years {
            let value = self.path(path, &scope.years_back(back), span)?;
            let value = self.want_number(value)?;
            sum = Some(match sum {
                None => value,
                Some(sum) => self.arithmetic(ast::Arithmetic::Add, sum, value, span)?,
            });
        }
        let divisor = self.constant(Exact::whole(i128::from(years)), Unit::Any, span);
        self.arithmetic(ast::Arithmetic::Divide, sum?, divisor, span)
    }

    fn negated(&mut self, inner: &ast::Expr, scope: &Scope, span: Span) -> Option<Expr> {
        let inner = self.condition(inner, scope)?;
        Some(self.not(inner, span))
    }

    fn joined(&mut self, all: bool, parts: &[ast::Expr], scope: &Scope, span: Span) -> Option<Expr> {
        let parts = self.conditions(parts, scope)?;
        Some(if all { self.and(parts, span) } else { self.or(parts, span) })
    }

    fn in_period(&mut self, day: &ast::Expr, scope: &Scope, span: Span) -> Option<Expr> {
        if let Some(coll) = queried(day) {
            self.rows_are_no_day(coll, span);
            return None;
        }
        let day = self.resolve(day, scope)?;
        let day = self.want_day(day)?;
        let frame = day.frame;
        Some(self.expr(ExprKind::InPeriod(Box::new(day)), Ty::Truth, frame, span))
    }

    fn within(
        &mut self,
        (day, to): (&ast::Expr, &ast::Expr),
        (count, unit): (&ast::Number, ast::WindowUnit),
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let day = self.resolve(day, scope)?;
        let day = self.want_day(day)?;
        let to = self.resolve(to, scope)?;
        let to = self.want_day(to)?;
        let count = u32::try_from(count.digits).unwrap_or(u32::MAX).min(120_000);
        let frame = finest(&[&day, &to]);
        let kind = ExprKind::Within { day: Box::new(day), count, unit, to: Box::new(to) };
        Some(self.expr(kind, Ty::Truth, frame, span))
    }

    /// A row of arithmetic, `a + b - c + …`: joined from its beginning, so that it takes no more of the
    /// stack the longer it is.
    fn arithmetics(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let mut first = expr;
        let mut steps = Vec::new();
        while let ast::ExprKind::Arithmetic(op, left, right) = &first.kind {
            steps.push((*op, right, first.span));
            first = left;
        }
        let mut value = self.resolve(first, scope);
        for (op, right, span) in steps.into_iter().rev() {
            // Both sides are resolved before giving up, so that each fault is reported.
            let right = self.resolve(right, scope);
            value = match value.zip(right) {
                Some((left, right)) => self.arithmetic(op, left, right, span),
                None => None,
            };
        }
        value
    }

    fn rounded(
        &mut self,
        inner: &ast::Expr,
        step: &ast::Number,
        mode: ast::RoundMode,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let inner = self.resolve(inner, scope)?;
        let step = self.step(step)?;
        self.round(inner, Rounding { step, mode }, span)
    }

    fn none_of(&mut self, coll: &ast::Collection, scope: &Scope, span: Span) -> Option<Expr> {
        let any = self.counted(coll, 1, scope, span)?;
        Some(self.not(any, span))
    }

    fn how_many(&mut self, coll: &ast::Collection, scope: &Scope, span: Span) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => Some(self.count(*rows, scope.frame(), span)),
            Members::Items(items, filter) => {
                let parts = self.for_each_item(&items, filter.as_deref(), None, scope)?;
                let n = Exact::whole(i128::try_from(items.len()).unwrap_or(i128::MAX));
                Some(self.number(ExprKind::CountItems(parts), Unit::None, ROOT, (Exact::ZERO, n), span))
            }
        }
    }

    fn share_of(
        &mut self,
        coll: &ast::Collection,
        body: &ast::Expr,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => {
                self.check_guard(&rows, span);
                let body = self.resolve(body, &scope.in_frame(rows.frame))?;
                self.share(*rows, body, scope.frame(), span)
            }
            Members::Items(items, filter) => {
                let items = self.items_that_fit(items, filter.as_deref(), scope, span)?;
                let parts = self.for_each_item(&items, None, Some(body), scope)?;
                let range = (Exact::ZERO, Exact::ONE);
                let mut expr = self.number(ExprKind::ShareItems(parts), Unit::Ratio, ROOT, range, span);
                expr.can_be_absent = true;
                Some(expr)
            }
        }
    }

    /// The items a filter by code picks; which items are meant is known while compiling.
    fn items_that_fit(
        &mut self,
        items: Vec<ItemId>,
        filter: Option<&ast::Expr>,
        scope: &Scope,
        span: Span,
    ) -> Option<Vec<ItemId>> {
        let Some(filter) = filter else { return Some(items) };
        let mut fit = Vec::new();
        for item in items {
            match self.condition(filter, &scope.for_item(item))?.kind {
                ExprKind::Truth(true) => fit.push(item),
                ExprKind::Truth(false) => {}
                _ => {
                    self.unsupported(
                        span,
                        "tỷ lệ mục lọc không theo mã",
                        "a share of items filtered other than by code",
                    );
                    return None;
                }
            }
        }
        Some(fit)
    }

    fn text(&mut self, text: &str, span: Span) -> Expr {
        if !self.set.texts.iter().any(|known| known == text) {
            self.set.texts.push(text.to_owned());
        }
        self.expr(ExprKind::Text(text.to_owned()), Ty::Text, ROOT, span)
    }

    fn conditions(&mut self, parts: &[ast::Expr], scope: &Scope) -> Option<Vec<Expr>> {
        // Every part is resolved before giving up, so that each fault is reported.
        let resolved: Vec<_> = parts.iter().map(|part| self.condition(part, scope)).collect();
        resolved.into_iter().collect()
    }

    /// A number of years a condition or mean looks back over, the current one included.
    fn years(&mut self, years: &ast::Number) -> Option<u32> {
        let count = u32::try_from(years.digits).ok().filter(|count| (1..=MAX_YEARS).contains(count));
        if count.is_none() {
            self.report(diagnostics::bad_declaration(
                years.span,
                &format!("số năm phải từ 1 đến {MAX_YEARS}"),
                &format!("the number of years must be from 1 to {MAX_YEARS}"),
                (
                    "ghi một số nguyên trong khoảng đó; năm đang xét cũng được tính",
                    "write a whole number in that range; the year assessed is one of them",
                ),
            ));
        }
        count
    }

    fn months(
        &mut self,
        from: &ast::Expr,
        to: &ast::Expr,
        per: u32,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let from = self.resolve(from, scope)?;
        let from = self.want_day(from)?;
        let to = self.resolve(to, scope)?;
        let to = self.want_day(to)?;
        let unit = if per == 1 { "months" } else { "years" };
        let frame = finest(&[&from, &to]);
        let range = (Exact::ZERO, Exact::whole(i128::from(3600 / per)));
        let absent = from.can_be_absent || to.can_be_absent;
        let kind = ExprKind::MonthsBetween(Box::new(from), Box::new(to), per);
        let mut expr = self.number(kind, Unit::Named(Arc::from(unit)), frame, range, span);
        expr.can_be_absent = absent;
        Some(expr)
    }

    /// The step of a rounding: above zero.
    pub fn step(&mut self, step: &ast::Number) -> Option<Exact> {
        let value = exact_of(step)?;
        if value <= Exact::ZERO {
            self.report(diagnostics::bad_declaration(
                step.span,
                "bước làm tròn phải lớn hơn 0",
                "the step of a rounding must be above nought",
                ("ghi bước như `1`, `0,5` hoặc `0,01`", "write a step such as `1`, `0.5` or `0.01`"),
            ));
            return None;
        }
        Some(value)
    }

    fn comparison(
        &mut self,
        op: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        if let Some(level) = self.level_comparison(op, left, right, span) {
            return level;
        }
        // A class or an option is named on one side; the other side says which list it is from.
        if let Some(name) = self.unresolved_word(left, scope) {
            let right = self.resolve(right, scope)?;
            let left = self.word_as_option(&name, left, &right, scope)?;
            return self.compare(op, left, right, span);
        }
        let resolved_left = self.resolve(left, scope);
        if let Some(name) = self.unresolved_word(right, scope) {
            let left_text = left;
            let left = resolved_left?;
            if let (Ty::Truth, Some(value)) = (&left.ty, tieuchi_grammar::truth_word(&name))
                && matches!(op, Comparison::Equal | Comparison::NotEqual)
            {
                self.truth_compared(left_text, &name, value == (op == Comparison::Equal), span);
                return None;
            }
            let right = self.word_as_option(&name, right, &left, scope)?;
            return self.compare(op, left, right, span);
        }
        let resolved_right = self.resolve(right, scope);
        let (left, right) = (resolved_left?, resolved_right?);
        self.compare(op, left, right, span)
    }

    /// `được = có`: what could be written.
    fn truth_compared(&mut self, condition: &ast::Expr, word: &str, holds: bool, span: Span) {
        let lang = self.lang();
        let text = tieuchi_grammar::print_expression(condition, lang);
        let instead = match (holds, &condition.kind) {
            (true, _) => text,
            (false, ast::ExprKind::Path(_) | ast::ExprKind::Call(..)) => {
                format!("{} {text}", if lang == Lang::Vi { "không" } else { "not" })
            }
            (false, _) => format!("{} ({text})", if lang == Lang::Vi { "không" } else { "not" }),
        };
        self.report(diagnostics::compared_with_truth(span, word, &instead));
    }

    /// A word or text that is an option only beside a value of a list: `"cơ bản"`, `mức_1`.
    fn unresolved_word(&self, expr: &ast::Expr, scope: &Scope) -> Option<String> {
        match &expr.kind {
            ast::ExprKind::Text(text) => Some(text.text.clone()),
            ast::ExprKind::Path(path) => match path.as_slice() {
                [name] if !self.is_value(&name.text, scope) => Some(name.text.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn is_value(&self, name: &str, scope: &Scope) -> bool {
        self.facts.contains_key(&(scope.frame(), name.to_owned()))
            || self.facts.contains_key(&(ROOT, name.to_owned()))
            || matches!(self.names.get(name), Some((Named::Param(_) | Named::Definition, _)))
            || (Builtin::find(self.lang(), name).is_some_and(|builtin| builtin != Builtin::NoClass)
                && !self.classes.contains_key(name))
    }

    fn word_as_option(&mut self, word: &str, at: &ast::Expr, beside: &Expr, scope: &Scope) -> Option<Expr> {
        match (&beside.ty, &at.kind) {
            // A result that says that no class is held.
            (Ty::Choice(choice), ast::ExprKind::Path(_))
                if Builtin::find(self.lang(), word) == Some(Builtin::NoClass)
                    && self.set[*choice].options.first().is_some_and(|option| option == NO_RESULT) =>
            {
                self.option(*choice, NO_RESULT, at.span)
            }
            (Ty::Choice(choice), _) => self.option(*choice, word, at.span),
            (Ty::Text, ast::ExprKind::Text(text)) => Some(self.text(&text.text, at.span)),
            (ty, ast::ExprKind::Text(_)) => {
                self.report(diagnostics::wrong_type(at.span, ty_name(ty), ("chữ", "a text")));
                None
            }
            _ => {
                self.unknown_in(word, scope, at.span);
                None
            }
        }
    }

    /// `mức_đang_xét = mức_1` and its like.
    fn level_comparison(
        &mut self,
        op: Comparison,
        left: &ast::Expr,
        right: &ast::Expr,
        span: Span,
    ) -> Option<Option<Expr>> {
        let word = |expr: &ast::Expr| match &expr.kind {
            ast::ExprKind::Path(path) if path.len() == 1 => path.first().map(|name| name.text.clone()),
            _ => None,
        };
        let level = |text: &str| Builtin::find(self.lang(), text) == Some(Builtin::LevelJudged);
        if !word(left).is_some_and(|text| level(&text)) {
            return None;
        }
        let Some(name) = word(right) else {
            let name = Builtin::LevelJudged.name(self.lang());
            self.report(diagnostics::no_meaning_here(
                right.span,
                name,
                (
                    "so `mức_đang_xét` với tên một mức của bảng xếp loại",
                    "compare `level_judged` with the name of a level of the classification",
                ),
            ));
            return Some(None);
        };
        let Some(position) = self.classes.get(&name).copied() else {
            self.unknown(&name, right.span);
            return Some(None);
        };
        // Classes stand highest first: a smaller position is a higher class.
        let count = u32::try_from(self.classes.len()).unwrap_or(u32::MAX);
        let holds = |other: u32| match op {
            Comparison::Equal => other == position,
            Comparison::NotEqual => other != position,
            Comparison::Less => other > position,
            Comparison::LessOrEqual => other >= position,
            Comparison::Greater => other < position,
            Comparison::GreaterOrEqual => other <= position,
        };
        let parts: Vec<Expr> = (0..count)
            .filter(|other| holds(*other))
            .map(|other| self.expr(ExprKind::LevelJudged(other), Ty::Truth, ROOT, span))
            .collect();
        Some(Some(self.or(parts, span)))
    }

    fn membership(
        &mut self,
        left: &ast::Expr,
        list: &[ast::Expr],
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        if let Some(folded) = self.code_membership(left, list, scope, span) {
            return Some(folded);
        }
        let left = self.resolve(left, scope)?;
        let mut options = Vec::new();
        let mut complete = true;
        for entry in list {
            let word = match &entry.kind {
                ast::ExprKind::Text(text) => Some(text.text.clone()),
                ast::ExprKind::Path(path) if path.len() == 1 => path.first().map(|name| name.text.clone()),
                _ => None,
            };
            let option = match word {
                Some(word) => self.word_as_option(&word, entry, &left, scope),
                None => self.resolve(entry, scope),
            };
            match option {
                Some(option)
                    if option.ty == left.ty
                        || matches!((&option.ty, &left.ty), (Ty::Number(_), Ty::Number(_))) =>
                {
                    options.push(option);
                }
                Some(option) => {
                    self.report(diagnostics::wrong_type(option.span, ty_name(&left.ty), ty_name(&option.ty)));
                    complete = false;
                }
                None => complete = false,
            }
        }
        if !complete {
            return None;
        }
        let frame = left.frame;
        Some(self.expr(ExprKind::In(Box::new(left), options), Ty::Truth, frame, span))
    }

    /// `mã thuộc (1.1; 1.2)` inside a collection of items is known while compiling.
    fn code_membership(
        &mut self,
        left: &ast::Expr,
        list: &[ast::Expr],
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let item = scope.item?;
        let ast::ExprKind::Path(path) = &left.kind else { return None };
        let [name] = path.as_slice() else { return None };
        if Builtin::find(self.lang(), &name.text) != Some(Builtin::Code) {
            return None;
        }
        let code = self.set[item].code.clone();
        let known: Vec<String> = self.set.items.iter().map(|item| item.code.clone()).collect();
        let mut found = false;
        for entry in list {
            let Some(text) = code_text(entry) else {
                let name = Builtin::Code.name(self.lang());
                self.report(diagnostics::no_meaning_here(
                    entry.span,
                    name,
                    (
                        "liệt kê mã của các mục: `mã thuộc (1.1; 1.2)`",
                        "list codes of items: `code in (1.1; 1.2)`",
                    ),
                ));
                continue;
            };
            if !known.contains(&text) {
                let near =
                    tieuchi_grammar::closest(&text, known.iter().map(String::as_str)).map(str::to_owned);
                self.report(diagnostics::unknown_item(entry.span, &text, near.as_deref()));
            }
            found |= text == code;
        }
        Some(self.expr(ExprKind::Truth(found), Ty::Truth, ROOT, span))
    }
}

/// The collection a query that is no day ends in: `tổng số_giờ của buổi_học`.
fn queried(expr: &ast::Expr) -> Option<&ast::Collection> {
    match &expr.kind {
        ast::ExprKind::Any(coll)
        | ast::ExprKind::NoneOf(coll)
        | ast::ExprKind::Count(coll)
        | ast::ExprKind::AtLeast(_, coll)
        | ast::ExprKind::Sum(_, coll)
        | ast::ExprKind::Mean(_, coll) => Some(coll),
        _ => None,
    }
}

/// The exact value of a literal; a percentage is a share.
pub fn exact_of(number: &ast::Number) -> Option<Exact> {
    let value = Exact::scaled(number.digits, number.scale)?;
    if number.percent { value.div(Exact::whole(100)) } else { Some(value) }
}

/// The code an argument spells, whatever it was read as.
pub fn code_text(expr: &ast::Expr) -> Option<String> {
    match &expr.kind {
        ast::ExprKind::Code(code) => Some(code.text.clone()),
        ast::ExprKind::Number(number) if !number.percent => {
            if number.scale == 0 {
                return Some(number.digits.to_string());
            }
            let digits = format!("{:0>width$}", number.digits, width = number.scale as usize + 1);
            let (whole, fraction) = digits.split_at(digits.len() - number.scale as usize);
            Some(format!("{whole}.{fraction}"))
        }
        ast::ExprKind::Path(path) => match path.as_slice() {
            [name] => Some(name.text.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn path_span(path: &[ast::Name], otherwise: Span) -> Span {
    match (path.first(), path.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => otherwise,
    }
}

/// How a list head quantifies.
pub fn quantifier(slot: Option<&ast::Slot>) -> Quantifier {
    match slot {
        Some(ast::Slot::Phrase(phrase)) => match (phrase.id, phrase.slots.first()) {
            (Phrase::QuantAny, _) => Quantifier::Any,
            (Phrase::QuantAtLeast, Some(ast::Slot::Int(n))) => {
                Quantifier::AtLeast(u32::try_from(n.digits).unwrap_or(u32::MAX))
            }
            _ => Quantifier::All,
        },
        _ => Quantifier::All,
    }
}

/// Every condition of some clauses.
pub fn clause_parts(clauses: &[Clause]) -> Vec<&Expr> {
    clauses.iter().flat_map(|clause| clause.only.iter().chain(std::iter::once(&clause.condition))).collect()
}

/// The name in a slot.
pub fn name_at(statement: &Statement, at: usize) -> Option<&ast::Name> {
    match statement.slots.get(at) {
        Some(ast::Slot::Name(name)) => Some(name),
        _ => None,
    }
}

/// The text in a slot.
pub fn text_at(statement: &Statement, at: usize) -> Option<String> {
    match statement.slots.get(at) {
        Some(ast::Slot::Text(text)) => Some(text.text.clone()),
        _ => None,
    }
}

/// The expression in a slot.
pub fn expr_at(statement: &Statement, at: usize) -> Option<&ast::Expr> {
    match statement.slots.get(at) {
        Some(ast::Slot::Expr(expr)) => Some(expr),
        _ => None,
    }
}
