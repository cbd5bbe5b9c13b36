//! Names and expressions: what a word stands for where it was written.
//!
//! In: the tree's expressions and the declarations gathered so far. Out: typed expressions.
//! Facts of the innermost table win over those outside it, and both over the language's own names.

use super::infer::{finest, ty_name, undeclared_range};
use super::{
    Choice, ChoiceId, Clause, CriteriaSet, DefId, Definition, Expr, ExprKind, FrameId, FrameSource, Gives,
    GroupId, Input, InputId, InputKey, ItemId, Missing, NoEvidence, Notes, Param, ParamId, Quantifier, ROOT,
    Rounding, Rows, Ty, Unit,
};
use crate::compile::Library;
use crate::diagnostics;
use crate::exact::Exact;
use std::collections::BTreeMap;
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
    /// Groups known not to be empty where the expression stands.
    pub guards: Vec<GroupId>,
    /// Whether an absent value is provided for where the expression stands.
    pub absent_is_covered: bool,
    /// `mọi bước …`: whether only whole steps count.
    pub all_steps: Option<bool>,
    /// Names read so far, to find what is never used.
    pub used: BTreeMap<String, ()>,
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
            self.report(diagnostics::declared_twice(name.span, first, &name.text));
        } else {
            self.names.insert(name.text.clone(), (what, name.span));
        }
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
    pub fn resolve(&mut self, expr: &ast::Expr, scope: &Scope) -> Option<Expr> {
        let span = expr.span;
        match &expr.kind {
            ast::ExprKind::Number(number) => {
                let value = exact_of(number)?;
                let unit = if number.percent { Unit::Ratio } else { Unit::Any };
                Some(self.constant(value, unit, span))
            }
            ast::ExprKind::Text(text) => Some(self.text(&text.text, span)),
            ast::ExprKind::Date(date) => Some(self.expr(ExprKind::Day((*date).into()), Ty::Day, ROOT, span)),
            ast::ExprKind::Day(day) => {
                if self.not_in_the_past(scope, span) {
                    return None;
                }
                Some(self.expr(ExprKind::NamedDay(*day), Ty::Day, ROOT, span))
            }
            ast::ExprKind::Code(code) => {
                self.report(diagnostics::no_meaning_here(code.span, &code.text));
                None
            }
            ast::ExprKind::Path(path) => self.path(path, scope, span),
            ast::ExprKind::LastYear(inner) => self.resolve(inner, &scope.years_back(1)),
            ast::ExprKind::Throughout(inner, years) => {
                let years = self.years(years)?;
                let each: Vec<Option<Expr>> =
                    (0..years).map(|back| self.condition(inner, &scope.years_back(back))).collect();
                let each: Option<Vec<Expr>> = each.into_iter().collect();
                Some(self.and(each?, span))
            }
            ast::ExprKind::MeanOfYears(path, years) => {
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
            ast::ExprKind::Call(name, args) => self.call(name, args, scope, span),
            ast::ExprKind::Not(inner) => {
                let inner = self.condition(inner, scope)?;
                Some(self.not(inner, span))
            }
            ast::ExprKind::And(parts) => {
                let parts = self.conditions(parts, scope)?;
                Some(self.and(parts, span))
            }
            ast::ExprKind::Or(parts) => {
                let parts = self.conditions(parts, scope)?;
                Some(self.or(parts, span))
            }
            ast::ExprKind::Compare(op, left, right) => self.comparison(*op, left, right, scope, span),
            ast::ExprKind::In(left, list) => self.membership(left, list, scope, span),
            ast::ExprKind::InPeriod(day) => {
                let day = self.resolve(day, scope)?;
                let day = self.want_day(day)?;
                let frame = day.frame;
                Some(self.expr(ExprKind::InPeriod(Box::new(day)), Ty::Truth, frame, span))
            }
            ast::ExprKind::Within { day, count, unit, to } => {
                let day = self.resolve(day, scope)?;
                let day = self.want_day(day)?;
                let to = self.resolve(to, scope)?;
                let to = self.want_day(to)?;
                let count = u32::try_from(count.digits).unwrap_or(u32::MAX).min(120_000);
                let frame = finest(&[&day, &to]);
                let kind = ExprKind::Within { day: Box::new(day), count, unit: *unit, to: Box::new(to) };
                Some(self.expr(kind, Ty::Truth, frame, span))
            }
            ast::ExprKind::Arithmetic(op, left, right) => {
                let left = self.resolve(left, scope);
                let right = self.resolve(right, scope);
                self.arithmetic(*op, left?, right?, span)
            }
            ast::ExprKind::MonthsBetween(from, to) => self.months(from, to, 1, scope, span),
            ast::ExprKind::YearsBetween(from, to) => self.months(from, to, 12, scope, span),
            ast::ExprKind::Round(inner, step, mode) => {
                let inner = self.resolve(inner, scope)?;
                let step = self.step(step)?;
                self.round(inner, Rounding { step, mode: *mode }, span)
            }
            ast::ExprKind::Any(coll) => self.counted(coll, 1, scope, span),
            ast::ExprKind::AtLeast(n, coll) => self.counted(coll, n.digits, scope, span),
            ast::ExprKind::NoneOf(coll) => {
                let any = self.counted(coll, 1, scope, span)?;
                Some(self.not(any, span))
            }
            ast::ExprKind::Count(coll) => match self.members(coll, scope)? {
                Members::Rows(rows) => Some(self.count(*rows, scope.frame(), span)),
                Members::Items(items, filter) => {
                    let parts = self.for_each_item(&items, filter.as_deref(), None, scope)?;
                    let n = Exact::whole(i128::try_from(items.len()).unwrap_or(i128::MAX));
                    Some(self.number(ExprKind::CountItems(parts), Unit::None, ROOT, (Exact::ZERO, n), span))
                }
            },
            ast::ExprKind::Sum(path, coll) => self.total(false, path, coll, scope, span),
            ast::ExprKind::Mean(path, coll) => self.total(true, path, coll, scope, span),
            ast::ExprKind::Pick(pick, field, coll) => self.picked(*pick, field, coll, scope, span),
            ast::ExprKind::All(coll, body) => self.all(coll, body, scope, span),
            ast::ExprKind::Share(coll, body) => match self.members(coll, scope)? {
                Members::Rows(rows) => {
                    self.check_guard(&rows, span);
                    let body = self.resolve(body, &scope.in_frame(rows.frame))?;
                    self.share(*rows, body, scope.frame(), span)
                }
                Members::Items(items, filter) => {
                    if filter.is_some() {
                        self.unsupported(span, "tỷ lệ mục có lọc", "a share of filtered items");
                        return None;
                    }
                    let parts = self.for_each_item(&items, None, Some(body), scope)?;
                    let range = (Exact::ZERO, Exact::ONE);
                    let mut expr = self.number(ExprKind::ShareItems(parts), Unit::Ratio, ROOT, range, span);
                    expr.can_be_absent = true;
                    Some(expr)
                }
            },
        }
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
            let left = self.word_as_option(&name, left, &right)?;
            return self.compare(op, left, right, span);
        }
        let resolved_left = self.resolve(left, scope);
        if let Some(name) = self.unresolved_word(right, scope) {
            let left = resolved_left?;
            let right = self.word_as_option(&name, right, &left)?;
            return self.compare(op, left, right, span);
        }
        let resolved_right = self.resolve(right, scope);
        let (left, right) = (resolved_left?, resolved_right?);
        self.compare(op, left, right, span)
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
            || (Builtin::find(self.lang(), name).is_some() && !self.classes.contains_key(name))
    }

    fn word_as_option(&mut self, word: &str, at: &ast::Expr, beside: &Expr) -> Option<Expr> {
        match (&beside.ty, &at.kind) {
            (Ty::Choice(choice), _) => self.option(*choice, word, at.span),
            (Ty::Text, ast::ExprKind::Text(text)) => Some(self.text(&text.text, at.span)),
            (ty, ast::ExprKind::Text(_)) => {
                self.report(diagnostics::wrong_type(at.span, ty_name(ty), ("chữ", "a text")));
                None
            }
            _ => {
                self.unknown(word, at.span);
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
            self.report(diagnostics::no_meaning_here(right.span, "mức_đang_xét"));
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
                Some(word) => self.word_as_option(&word, entry, &left),
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
                self.report(diagnostics::no_meaning_here(entry.span, "mã"));
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

    // ---- names ---------------------------------------------------------------------------

    pub fn unknown(&mut self, name: &str, span: Span) {
        if self.diagnostics.len() >= MAX_SUGGESTIONS {
            self.report(diagnostics::unknown_name(span, name, None));
            return;
        }
        let mut known: Vec<String> = self.names.keys().cloned().collect();
        known.extend(self.facts.keys().map(|(_, fact)| fact.clone()));
        known.extend(self.classes.keys().cloned());
        let lang = self.lang();
        known.extend(
            tieuchi_grammar::BUILTINS
                .iter()
                .map(|(_, vi, en)| (*if lang == Lang::Vi { vi } else { en }).to_owned()),
        );
        known.sort();
        known.dedup();
        let near = tieuchi_grammar::closest(name, known.iter().map(String::as_str)).map(str::to_owned);
        self.report(diagnostics::unknown_name(span, name, near.as_deref()));
    }

    fn path(&mut self, path: &[ast::Name], scope: &Scope, span: Span) -> Option<Expr> {
        match path {
            [name] => self.name(name, scope, span),
            [set, part] => {
                let Some((Named::Uses(uses), _)) = self.names.get(&set.text) else {
                    if self.names.contains_key(&set.text) {
                        self.unsupported(
                            span,
                            "đường dẫn qua đối tượng khác",
                            "paths through other subjects",
                        );
                    } else {
                        self.unknown(&set.text, set.span);
                    }
                    return None;
                };
                let uses = *uses;
                self.used.insert(set.text.clone(), ());
                self.result(uses, part, scope, span)
            }
            _ => {
                self.unsupported(span, "đường dẫn nhiều bậc", "paths of several steps");
                None
            }
        }
    }

    fn name(&mut self, name: &ast::Name, scope: &Scope, span: Span) -> Option<Expr> {
        let text = name.text.as_str();
        let builtin = Builtin::find(self.lang(), text);
        if let (Some(item), Some(builtin)) = (scope.item, builtin)
            && let Some(expr) = self.item_field(builtin, item, span)
        {
            return Some(expr);
        }
        for frame in [scope.frame(), ROOT] {
            if let Some(id) = self.facts.get(&(frame, text.to_owned())).copied() {
                self.used.insert(text.to_owned(), ());
                let id = self.variant(id, scope);
                return Some(self.read(id, span));
            }
            if self.definitions.contains_key(text) && self.definition_fits(text, frame) {
                self.used.insert(text.to_owned(), ());
                return self.definition_back(text, frame, scope.years_back, span);
            }
        }
        match self.names.get(text) {
            Some((Named::Param(id), _)) => {
                let id = *id;
                self.used.insert(text.to_owned(), ());
                if self.not_in_the_past(scope, span) {
                    return None;
                }
                return Some(self.param(id, span));
            }
            Some((Named::Definition, _)) => {
                self.report(diagnostics::no_meaning_here(span, text));
                return None;
            }
            Some((Named::Frame(_) | Named::Group(_), _)) => {
                self.report(diagnostics::wrong_type(
                    span,
                    ("một giá trị", "a value"),
                    ("một tập hợp", "a collection"),
                ));
                return None;
            }
            Some((Named::Uses(_) | Named::Subject, _)) => {
                self.report(diagnostics::no_meaning_here(span, text));
                return None;
            }
            None => {}
        }
        let Some(builtin) = builtin else {
            self.unknown(text, span);
            return None;
        };
        self.builtin_value(builtin, text, scope, span)
    }

    fn builtin_value(&mut self, builtin: Builtin, text: &str, scope: &Scope, span: Span) -> Option<Expr> {
        if self.not_in_the_past(scope, span) {
            return None;
        }
        let kind = match builtin {
            Builtin::Judged => return self.judgement(text, scope, span),
            Builtin::TotalPoints => ExprKind::Total,
            Builtin::RawTotal => ExprKind::RawTotal,
            Builtin::BaseTotal => ExprKind::BaseTotal,
            _ => {
                self.report(diagnostics::no_meaning_here(span, text));
                return None;
            }
        };
        if !self.set.items.iter().any(|item| item.scored) {
            self.report(diagnostics::no_meaning_here(span, text));
            return None;
        }
        let top = self.highest_total();
        Some(self.number(kind, Unit::Points, ROOT, (Exact::ZERO, top), span))
    }

    /// The greatest total: the cap, or the scale, or what the first headings add up to.
    pub fn highest_total(&self) -> Exact {
        let mut sum = Exact::ZERO;
        for item in
            self.set.items.iter().filter(|item| item.parent.is_none() && item.word != Phrase::Deduction)
        {
            sum = item.max.and_then(|max| sum.add(max)).unwrap_or(sum);
        }
        match self.set.scale {
            Some(scale) => scale.cap.unwrap_or(scale.points).max(scale.points),
            None => sum,
        }
    }

    /// The judgement of a person on the node where the word stands.
    fn judgement(&mut self, text: &str, scope: &Scope, span: Span) -> Option<Expr> {
        let Some((path, label)) = scope.node.clone() else {
            self.report(diagnostics::no_meaning_here(span, text));
            return None;
        };
        let id = self.input(Input {
            frame: ROOT,
            key: InputKey::Judgement(path.clone()),
            name: path,
            label,
            ty: Ty::Truth,
            range: None,
            places: 0,
            step: None,
            years_back: 0,
            when_missing: (self.set.no_evidence != NoEvidence::Unknown).then_some(Missing::No),
            self_declared: scope.self_declared,
            span,
        });
        Some(self.read(id, span))
    }

    /// The column of the same fact as it is read here: of an earlier year, or with the subject's
    /// own values counted.
    fn variant(&mut self, id: InputId, scope: &Scope) -> InputId {
        if !scope.self_declared && scope.years_back == 0 {
            return id;
        }
        let known = &self.set[id];
        let self_declared = known.self_declared || scope.self_declared;
        let input = Input { self_declared, years_back: scope.years_back, ..known.clone() };
        self.input(input)
    }

    /// What only the assessed period has cannot be read for an earlier one.
    fn not_in_the_past(&mut self, scope: &Scope, span: Span) -> bool {
        if scope.years_back > 0 {
            self.unsupported(span, "giá trị này ở kỳ trước", "this value in an earlier period");
        }
        scope.years_back > 0
    }

    fn param(&mut self, id: ParamId, span: Span) -> Expr {
        let Param { ty, range, .. } = &self.set[id];
        let (ty, range) = (ty.clone(), *range);
        let mut expr = self.expr(ExprKind::Param(id), ty, ROOT, span);
        expr.range = Some(range);
        expr
    }

    fn definition_fits(&self, name: &str, frame: FrameId) -> bool {
        let Some(source) = self.definitions.get(name) else { return false };
        match source.owner {
            None => frame == ROOT,
            Some(owner) => self.kinds.get(frame.index()).is_some_and(|kind| kind == owner),
        }
    }

    /// A definition, bound to a frame the first time it is read there.
    pub fn definition(&mut self, name: &str, frame: FrameId, span: Span) -> Option<Expr> {
        self.definition_back(name, frame, 0, span)
    }

    fn definition_back(&mut self, name: &str, frame: FrameId, years_back: u32, span: Span) -> Option<Expr> {
        let key = (name.to_owned(), frame, years_back);
        if self.binding.contains(&key) {
            self.report(diagnostics::depends_on_itself(span, name));
            return None;
        }
        if let Some(id) = self.bound.get(&key).copied() {
            let inner = self.set[id].expr.clone();
            return Some(self.defined(id, inner, span));
        }
        let source = self.definitions.get(name).copied()?;
        self.binding.push(key.clone());
        let outer = std::mem::take(&mut self.guards);
        let resolved = self.definition_body(source.statement, frame, years_back);
        self.guards = outer;
        self.binding.pop();
        let (label, expr) = resolved?;
        let notes = self.notes_of(source.statement);
        self.set.definitions.push(Definition { name: name.to_owned(), label, expr: expr.clone(), notes });
        let id = DefId::from_index(self.set.definitions.len() - 1);
        self.bound.insert(key, id);
        Some(self.defined(id, expr, span))
    }

    fn defined(&mut self, id: DefId, inner: Expr, span: Span) -> Expr {
        let (ty, frame, range, absent) = (inner.ty.clone(), inner.frame, inner.range, inner.can_be_absent);
        let mut expr = self.expr(ExprKind::Definition(id, Box::new(inner)), ty, frame, span);
        expr.range = range;
        expr.can_be_absent = absent;
        expr
    }

    fn definition_body(
        &mut self,
        statement: &'a Statement,
        frame: FrameId,
        years_back: u32,
    ) -> Option<(String, Expr)> {
        let mut scope = Scope { frame: Some(frame), years_back, ..Scope::default() };
        // Slots: edit, name, label, owner, and then what the row adds.
        let name = name_at(statement, 1)?.text.clone();
        let label = text_at(statement, 2)?;
        scope.node = (frame == ROOT).then(|| (name, label.clone()));
        let expr = match statement.row {
            Row::Define => {
                let body = expr_at(statement, 4)?;
                self.resolve(body, &scope)?
            }
            Row::DefineTable => {
                let input = match statement.slots.get(4) {
                    Some(ast::Slot::Expr(input)) => {
                        let covered = std::mem::replace(&mut self.absent_is_covered, true);
                        let input = self.resolve(input, &scope);
                        self.absent_is_covered = covered;
                        Some(input?)
                    }
                    _ => None,
                };
                self.value_table(statement, input, &scope)?
            }
            Row::DefineList => {
                let clauses = self.clauses(&statement.children, &scope)?;
                let quantifier = quantifier(statement.slots.get(4));
                let frame = finest(&clause_parts(&clauses));
                self.expr(ExprKind::Clauses(quantifier, clauses), Ty::Truth, frame, statement.span)
            }
            Row::DefineCount => {
                let clauses = self.clauses(&statement.children, &scope)?;
                let frame = finest(&clause_parts(&clauses));
                let n = Exact::whole(i128::try_from(clauses.len()).unwrap_or(i128::MAX));
                self.number(
                    ExprKind::ClauseCount(clauses),
                    Unit::None,
                    frame,
                    (Exact::ZERO, n),
                    statement.span,
                )
            }
            _ => return None,
        };
        Some((label, expr))
    }

    /// A table that gives values: all rows of one type.
    fn value_table(&mut self, statement: &'a Statement, input: Option<Expr>, scope: &Scope) -> Option<Expr> {
        let rows = self.table_rows(&statement.children, input.as_ref(), None, scope, statement.span)?;
        let mut ty: Option<Ty> = None;
        let mut range: Option<super::Range> = None;
        let mut absent = false;
        for row in &rows {
            match &row.gives {
                Gives::NotApplicable => absent = true,
                Gives::Value(value) => {
                    absent |= value.can_be_absent;
                    range = match (range, value.range) {
                        (Some((lo, hi)), Some((l, h))) => Some((lo.min(l), hi.max(h))),
                        (None, other) | (other, None) => other,
                    };
                    ty = Some(match (ty, &value.ty) {
                        (None, other) | (Some(Ty::Number(Unit::Any)), other) => other.clone(),
                        (Some(known), other) if known == *other => known,
                        (Some(known @ Ty::Number(_)), Ty::Number(Unit::Any)) => known,
                        (Some(known), other) => {
                            let (want, got) = (ty_name(&known), ty_name(other));
                            let at = value.span;
                            self.report(diagnostics::wrong_type(at, want, got));
                            return None;
                        }
                    });
                }
            }
        }
        let frames: Vec<&Expr> = rows
            .iter()
            .flat_map(|row| {
                let value = match &row.gives {
                    Gives::Value(value) => Some(value),
                    Gives::NotApplicable => None,
                };
                std::iter::once(&row.when).chain(value)
            })
            .collect();
        let frame = finest(&frames);
        let mut expr = self.expr(ExprKind::Table(rows), ty?, frame, statement.span);
        expr.range = range;
        expr.can_be_absent = absent;
        Some(expr)
    }

    /// The clauses of a list.
    pub fn clauses(&mut self, statements: &'a [Statement], scope: &Scope) -> Option<Vec<Clause>> {
        let mut out = Vec::new();
        let mut complete = true;
        for statement in statements.iter().filter(|statement| statement.row == Row::Clause) {
            // Slots: code, label, the word `compulsory` has none, only-when, condition.
            let (Some(ast::Slot::Code(code)), Some(label)) = (statement.slots.first(), text_at(statement, 1))
            else {
                continue;
            };
            let inner = scope.clause(&code.text, &label);
            let mut guards = 0;
            let only = match statement.slots.get(3) {
                Some(ast::Slot::Expr(only)) => match self.condition(only, &inner) {
                    Some(only) => {
                        guards = self.push_guards(&only);
                        Some(only)
                    }
                    None => {
                        complete = false;
                        None
                    }
                },
                _ => None,
            };
            let compulsory = matches!(statement.slots.get(2), Some(ast::Slot::Present(_)));
            let condition = expr_at(statement, 4).and_then(|condition| self.condition(condition, &inner));
            self.guards.truncate(self.guards.len().saturating_sub(guards));
            let Some(condition) = condition else {
                complete = false;
                continue;
            };
            let notes = self.notes_of(statement);
            out.push(Clause { code: code.text.clone(), label, compulsory, only, condition, notes });
        }
        complete.then_some(out)
    }

    /// Remembers the groups a condition shows not to be empty; says how many.
    pub fn push_guards(&mut self, condition: &Expr) -> usize {
        let before = self.guards.len();
        let parts: Vec<&Expr> = match &condition.kind {
            ExprKind::And(parts) => parts.iter().collect(),
            _ => vec![condition],
        };
        for part in parts {
            if let ExprKind::Compare(Comparison::GreaterOrEqual, count, _) = &part.kind
                && let ExprKind::Count(rows) = &count.kind
            {
                self.guards.extend(rows.group);
            }
        }
        self.guards.len() - before
    }

    fn check_guard(&mut self, rows: &Rows, span: Span) {
        if let Some(group) = rows.group
            && !self.absent_is_covered
            && !self.guards.contains(&group)
        {
            let name = self.set[group].name.clone();
            self.report(diagnostics::group_may_be_empty(span, &name));
        }
    }

    // ---- results of other sets -----------------------------------------------------------

    fn result(&mut self, uses: usize, part: &ast::Name, scope: &Scope, span: Span) -> Option<Expr> {
        if self.not_in_the_past(scope, span) {
            return None;
        }
        let source = self.set.uses.get(uses).cloned()?;
        let frame =
            if self.set[scope.frame()].source == FrameSource::Evidence { ROOT } else { scope.frame() };
        let column = |builder: &mut Self, key: InputKey, word: &str, ty: Ty, range| {
            let id = builder.input(Input {
                frame,
                key,
                name: format!("{}.{word}", source.set),
                label: source.set.clone(),
                ty,
                range,
                places: 9,
                step: None,
                years_back: 0,
                when_missing: None,
                self_declared: false,
                span: source.span,
            });
            builder.read(id, span)
        };
        match Builtin::find(self.lang(), &part.text) {
            Some(Builtin::Class) => {
                let key = InputKey::ResultClass(source.set.clone());
                return Some(column(self, key, "class", Ty::Choice(source.classes), None));
            }
            Some(Builtin::Points) => {
                let key = InputKey::ResultPoints(source.set.clone());
                let range = Some((Exact::ZERO, Exact::whole(1_000_000)));
                let mut expr = column(self, key, "points", Ty::Number(Unit::Points), range);
                expr.can_be_absent = true;
                return Some(expr);
            }
            Some(Builtin::DecisionDate) => {
                let mut expr = column(self, InputKey::ResultDate(source.set.clone()), "date", Ty::Day, None);
                expr.can_be_absent = true;
                return Some(expr);
            }
            _ => {}
        }
        // `S.c`: the one titled class of S.
        let class = column(
            self,
            InputKey::ResultClass(source.set.clone()),
            "class",
            Ty::Choice(source.classes),
            None,
        );
        let titled = self.set[source.classes].options.len();
        if titled > 2 {
            self.report(diagnostics::bad_declaration(
                part.span,
                &format!("`{}` có nhiều loại; viết `{}.loại >= …` hoặc `=`", source.set, source.set),
                &format!("`{}` has several classes; write `{}.class >= …` or `=`", source.set, source.set),
            ));
            return None;
        }
        let option = self.option(source.classes, &part.text, part.span)?;
        self.compare(Comparison::Equal, class, option, span)
    }

    // ---- items ----------------------------------------------------------------------------

    fn item_field(&mut self, builtin: Builtin, item: ItemId, span: Span) -> Option<Expr> {
        let node = self.set[item].clone();
        let max = node.max.unwrap_or(Exact::ZERO);
        let expr = match builtin {
            Builtin::Points if node.scored => {
                self.number(ExprKind::ItemPoints(item), Unit::Points, ROOT, (Exact::ZERO, max), span)
            }
            Builtin::MaxPoints if node.scored => {
                self.number(ExprKind::ItemMax(item), Unit::Points, ROOT, (Exact::ZERO, max), span)
            }
            Builtin::ShareOfPoints if node.scored => {
                let mut share = self.number(
                    ExprKind::ItemShare(item),
                    Unit::Ratio,
                    ROOT,
                    (Exact::ZERO, Exact::ONE),
                    span,
                );
                share.can_be_absent = true;
                share
            }
            Builtin::Met if node.judged => self.expr(ExprKind::ItemMet(item), Ty::Truth, ROOT, span),
            Builtin::Points | Builtin::MaxPoints | Builtin::ShareOfPoints | Builtin::Met => {
                let (vi, en) = if node.scored {
                    ("không có kết luận đạt", "no verdict")
                } else {
                    ("không có điểm", "no points")
                };
                self.report(diagnostics::bad_declaration(
                    span,
                    &format!("mục {} {vi}", node.code),
                    &format!("item {} has {en}", node.code),
                ));
                return Some(self.expr(ExprKind::Truth(false), Ty::Truth, ROOT, span));
            }
            _ => return None,
        };
        Some(expr)
    }

    fn call(&mut self, name: &ast::Name, args: &[ast::Expr], scope: &Scope, span: Span) -> Option<Expr> {
        let Some(builtin) = Builtin::find(self.lang(), &name.text) else {
            self.unknown(&name.text, name.span);
            return None;
        };
        match (builtin, args) {
            (Builtin::Points | Builtin::MaxPoints | Builtin::ShareOfPoints | Builtin::Met, [code]) => {
                let item = self.item_by_code(code)?;
                self.item_field(builtin, item, span)
            }
            (Builtin::Applicable, [code]) => {
                let item = self.item_by_code(code)?;
                Some(self.expr(ExprKind::ItemApplies(item), Ty::Truth, ROOT, span))
            }
            (Builtin::Larger | Builtin::Smaller, [left, right]) => {
                let left = self.resolve(left, scope);
                let right = self.resolve(right, scope);
                self.extreme(builtin == Builtin::Larger, left?, right?, span)
            }
            (Builtin::Remainder, [value, divisor]) => {
                let value = self.resolve(value, scope)?;
                let value = self.want_number(value)?;
                let divisor = match &divisor.kind {
                    ast::ExprKind::Number(number) if number.scale == 0 && !number.percent => {
                        u32::try_from(number.digits).ok().filter(|divisor| *divisor > 0)
                    }
                    _ => None,
                };
                let Some(divisor) = divisor else {
                    self.report(diagnostics::bad_declaration(
                        span,
                        "số chia của `phần_dư` phải là một số nguyên lớn hơn 0",
                        "the divisor of `remainder` must be a whole number above nought",
                    ));
                    return None;
                };
                let frame = value.frame;
                let unit = if let Ty::Number(unit) = &value.ty { unit.clone() } else { Unit::None };
                let range = (Exact::ZERO, Exact::whole(i128::from(divisor) - 1));
                let absent = value.can_be_absent;
                let mut expr =
                    self.number(ExprKind::Remainder(Box::new(value), divisor), unit, frame, range, span);
                expr.can_be_absent = absent;
                Some(expr)
            }
            _ => {
                self.report(diagnostics::no_meaning_here(span, &name.text));
                None
            }
        }
    }

    fn item_by_code(&mut self, expr: &ast::Expr) -> Option<ItemId> {
        let text = code_text(expr);
        let found = text.as_ref().and_then(|text| self.codes.get(text)).copied();
        if found.is_none() {
            let text = text.unwrap_or_default();
            let known: Vec<String> = self.set.items.iter().map(|item| item.code.clone()).collect();
            let near = tieuchi_grammar::closest(&text, known.iter().map(String::as_str)).map(str::to_owned);
            self.report(diagnostics::unknown_item(expr.span, &text, near.as_deref()));
        }
        found
    }

    // ---- collections ----------------------------------------------------------------------

    /// The rows of a collection of rows.
    pub fn rows(&mut self, coll: &ast::Collection, scope: &Scope) -> Option<Rows> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => Some(*rows),
            Members::Items(..) => {
                self.report(diagnostics::wrong_type(
                    coll.span,
                    ("một tập hợp người hoặc minh chứng", "a collection of members or evidence"),
                    ("các mục của bộ tiêu chí", "items of the set"),
                ));
                None
            }
        }
    }

    fn members(&mut self, coll: &ast::Collection, scope: &Scope) -> Option<Members> {
        if self.not_in_the_past(scope, coll.span) {
            return None;
        }
        let [name] = coll.path.as_slice() else {
            self.unsupported(coll.span, "tập hợp qua nhiều bậc", "collections through several steps");
            return None;
        };
        let mut rows = match self.names.get(&name.text) {
            Some((Named::Frame(frame), _)) => Rows {
                frame: *frame,
                group: None,
                filter: None,
                excluding: Vec::new(),
                exempting: Vec::new(),
                self_declared: scope.self_declared || self.set.trust_self_declared,
            },
            Some((Named::Group(group), _)) => {
                Rows { self_declared: scope.self_declared, ..self.set[*group].rows.clone() }
            }
            _ => return self.item_collection(name, coll, scope),
        };
        self.used.insert(name.text.clone(), ());
        if scope.frame() != ROOT {
            self.unsupported(coll.span, "tập hợp bên trong tập hợp", "a collection inside a collection");
            return None;
        }
        if let Some(filter) = &coll.filter {
            let inner = self.condition(filter, &scope.in_frame(rows.frame))?;
            let parts: Vec<&Expr> = match &inner.kind {
                ExprKind::And(parts) => parts.iter().collect(),
                _ => vec![&inner],
            };
            if let Some(outside) = parts.iter().find(|part| part.frame == ROOT).map(|part| part.span) {
                self.report(
                    Diagnostic::error(
                        "filter-reads-nothing-of-its-rows",
                        format!("phần lọc này không dùng thông tin nào của `{}`", name.text),
                        format!("this part of the filter reads nothing of `{}`", name.text),
                    )
                    .at(outside)
                    .help(
                        "đặt tập hợp và phần lọc của nó trong ngoặc, để phần này đứng ngoài",
                        "put the collection and its filter in parentheses, so that this part stands outside",
                    ),
                );
                return None;
            }
            rows.filter = Some(match rows.filter.take() {
                Some(first) => {
                    let span = inner.span;
                    self.and(vec![first, inner], span)
                }
                None => inner,
            });
            // The group's own emptiness is not what the filtered part's emptiness is.
            if rows.group.is_some() {
                rows.group = rows.group.filter(|_| false);
            }
        }
        Some(Members::Rows(Box::new(rows)))
    }

    fn item_collection(
        &mut self,
        name: &ast::Name,
        coll: &ast::Collection,
        scope: &Scope,
    ) -> Option<Members> {
        let word = match Builtin::find(self.lang(), &name.text) {
            Some(Builtin::Parts) => Phrase::Part,
            Some(Builtin::Fields) => Phrase::FieldHeading,
            Some(Builtin::Pillars) => Phrase::Pillar,
            Some(Builtin::Standards) => Phrase::Standard,
            Some(Builtin::SubCriteria) => Phrase::SubCriterion,
            Some(Builtin::Criteria) => Phrase::Criterion,
            Some(Builtin::SubIndicators) => Phrase::SubIndicator,
            Some(Builtin::Indicators) => Phrase::Indicator,
            Some(Builtin::Targets) => Phrase::Target,
            Some(Builtin::Contents) => Phrase::Content,
            _ => {
                self.unknown(&name.text, name.span);
                return None;
            }
        };
        let below = |item: ItemId| {
            let mut at = self.set[item].parent;
            while let Some(parent) = at {
                if Some(parent) == scope.within {
                    return true;
                }
                at = self.set[parent].parent;
            }
            scope.within.is_none()
        };
        let items: Vec<ItemId> = (0..self.set.items.len())
            .map(ItemId::from_index)
            .filter(|item| self.set[*item].word == word && below(*item))
            .collect();
        if items.is_empty() {
            self.report(diagnostics::bad_declaration(
                name.span,
                &format!("bộ tiêu chí không có mục nào loại `{}` ở đây", name.text),
                &format!("the set has no `{}` here", name.text),
            ));
            return None;
        }
        Some(Members::Items(items, coll.filter.clone()))
    }

    /// The condition `filter and body` for each item, what is known to be outside left out.
    fn for_each_item(
        &mut self,
        items: &[ItemId],
        filter: Option<&ast::Expr>,
        body: Option<&ast::Expr>,
        scope: &Scope,
    ) -> Option<Vec<(ItemId, Expr)>> {
        let mut out = Vec::new();
        for item in items {
            let inner = scope.for_item(*item);
            let mut parts = Vec::new();
            if let Some(filter) = filter {
                let filter = self.condition(filter, &inner)?;
                match filter.kind {
                    ExprKind::Truth(false) => continue,
                    ExprKind::Truth(true) => {}
                    _ => parts.push(filter),
                }
            }
            if let Some(body) = body {
                parts.push(self.condition(body, &inner)?);
            }
            let span = body.or(filter).map_or_else(Span::default, |expr| expr.span);
            if parts.is_empty() {
                parts.push(self.expr(ExprKind::Truth(true), Ty::Truth, ROOT, span));
            }
            out.push((*item, self.and(parts, span)));
        }
        Some(out)
    }

    fn counted(&mut self, coll: &ast::Collection, n: i128, scope: &Scope, span: Span) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => Some(self.at_least(n, *rows, scope.frame(), span)),
            Members::Items(items, filter) => {
                let parts = self.for_each_item(&items, filter.as_deref(), None, scope)?;
                let most = Exact::whole(i128::try_from(items.len()).unwrap_or(i128::MAX));
                let count =
                    self.number(ExprKind::CountItems(parts), Unit::None, ROOT, (Exact::ZERO, most), span);
                let bound = self.constant(Exact::whole(n), Unit::None, span);
                self.compare(Comparison::GreaterOrEqual, count, bound, span)
            }
        }
    }

    fn all(&mut self, coll: &ast::Collection, body: &ast::Expr, scope: &Scope, span: Span) -> Option<Expr> {
        match self.members(coll, scope)? {
            Members::Rows(rows) => {
                self.check_guard(&rows, span);
                let body = self.condition(body, &scope.in_frame(rows.frame))?;
                let kind = ExprKind::All(rows, Box::new(body));
                Some(self.expr(kind, Ty::Truth, scope.frame(), span))
            }
            Members::Items(items, filter) => {
                let mut parts = Vec::new();
                for item in items {
                    let inner = scope.for_item(item);
                    // An item known to be outside the filter is not asked what it may not have.
                    let filter = match &filter {
                        Some(filter) => Some(self.condition(filter, &inner)?),
                        None => None,
                    };
                    if matches!(filter, Some(Expr { kind: ExprKind::Truth(false), .. })) {
                        continue;
                    }
                    let holds = self.condition(body, &inner)?;
                    let holds = match filter {
                        None | Some(Expr { kind: ExprKind::Truth(true), .. }) => holds,
                        Some(filter) => {
                            let outside = self.not(filter, span);
                            self.or(vec![outside, holds], span)
                        }
                    };
                    parts.push((item, holds));
                }
                Some(self.expr(ExprKind::AllItems(parts), Ty::Truth, ROOT, span))
            }
        }
    }

    fn total(
        &mut self,
        mean: bool,
        path: &[ast::Name],
        coll: &ast::Collection,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let rows = self.rows(coll, scope)?;
        let of = self.path(path, &scope.in_frame(rows.frame), path_span(path, span))?;
        self.total_over(mean, rows, of, scope.frame(), span)
    }

    fn picked(
        &mut self,
        pick: Pick,
        field: &ast::Name,
        coll: &ast::Collection,
        scope: &Scope,
        span: Span,
    ) -> Option<Expr> {
        let rows = self.rows(coll, scope)?;
        let inner = scope.in_frame(rows.frame);
        let of = self.name(field, &inner, field.span)?;
        let by = if pick == Pick::Newest {
            // Declared fields: a column in which self-declared values count is not another field.
            let days: Vec<InputId> = self
                .facts
                .iter()
                .filter(|((frame, _), id)| *frame == rows.frame && self.set[**id].ty == Ty::Day)
                .map(|(_, id)| *id)
                .collect();
            let [day] = days.as_slice() else {
                self.report(diagnostics::bad_declaration(
                    coll.span,
                    "`mới nhất` cần tập hợp có đúng một trường kiểu ngày",
                    "`newest` needs a collection with exactly one date field",
                ));
                return None;
            };
            let day = self.variant(*day, scope);
            Some(self.read(day, field.span))
        } else {
            None
        };
        self.pick(pick, rows, of, by, scope.frame(), span)
    }

    pub fn unsupported(&mut self, span: Span, vi: &str, en: &str) {
        self.report(diagnostics::not_yet_supported(span, vi, en));
    }

    /// The citations and readings under a statement.
    pub fn notes_of(&self, statement: &Statement) -> Notes {
        let mut notes = Notes { assumed: statement.assumed.is_some(), ..Notes::default() };
        for child in &statement.children {
            match (child.row, child.slots.as_slice()) {
                (Row::Source, [ast::Slot::Cite(cite), rest @ ..]) => notes.sources.push(super::Citation {
                    document: cite.document.text.clone(),
                    place: cite.place.iter().map(|(word, place)| (*word, place.text.clone())).collect(),
                    quote: match rest.first() {
                        Some(ast::Slot::Text(text)) => Some(text.text.clone()),
                        _ => None,
                    },
                }),
                (Row::Reading, [ast::Slot::Text(phrase), ast::Slot::Text(reading), ..]) => {
                    notes.readings.push((phrase.text.clone(), reading.text.clone()));
                }
                (Row::NotExpressed, [ast::Slot::Text(phrase), ast::Slot::Text(why), ..]) => {
                    notes.unexpressed.push((phrase.text.clone(), why.text.clone()));
                }
                _ => {}
            }
            notes.assumed |= child.assumed.is_some();
        }
        notes
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
