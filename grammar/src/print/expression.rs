//! Expressions as text, with as few parentheses as the grammar allows.
//!
//! Two things call for parentheses: a construct that binds more loosely than its place, and one
//! that is open at its right end and would swallow what follows it there (a filter after `mà`
//! reaches as far as it can, `số tháng từ a đến b` takes a following sum).
//! For the reader, a query that is compared also stands in parentheses.
//! This file does not know sentences or layout.

use std::fmt::Write as _;

use super::in_lang;
use super::values::{write_date, write_day_month, write_list, write_number, write_path, write_text};
use crate::ast::{
    Arithmetic, Collection, Comparison, DayWord, Expr, ExprKind, Name, Number, Pick, RoundMode, WindowUnit,
};
use crate::diagnostic::Lang;

/// How tightly a construct binds, loosest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Logic,
    Negation,
    Relation,
    Sum,
    Product,
    Atom,
}

/// What comes directly after an expression, as far as an open end could swallow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    /// A closing bracket, a word of the sentence, the end.
    Closed,
    /// `và`, `hoặc`
    Logic,
    /// A comparison sign, `thuộc`, `trong kỳ` …
    Relation,
    /// `+ - * /`
    Arithmetic,
}

/// Writes a whole expression or condition.
pub(super) fn write_condition(out: &mut String, lang: Lang, expression: &Expr) {
    Printer { out, lang }.expression(expression, Binding::Logic, Next::Closed);
}

/// Writes a collection with its filter.
pub(super) fn write_collection(out: &mut String, lang: Lang, collection: &Collection) {
    Printer { out, lang }.collection(collection);
}

struct Printer<'out> {
    out: &'out mut String,
    lang: Lang,
}

impl Printer<'_> {
    fn words(&mut self, vi: &'static str, en: &'static str) {
        self.out.push_str(in_lang(self.lang, vi, en));
    }

    /// Writes an expression that must bind at least as tightly as its place asks.
    fn expression(&mut self, expression: &Expr, place: Binding, next: Next) {
        if binding(&expression.kind) < place || swallows(&expression.kind, next) {
            self.in_parentheses(expression);
        } else {
            self.bare(expression, next);
        }
    }

    fn in_parentheses(&mut self, expression: &Expr) {
        self.out.push('(');
        self.bare(expression, Next::Closed);
        self.out.push(')');
    }

    /// An operand of a comparison: a query stands in parentheses.
    fn compared(&mut self, expression: &Expr, next: Next) {
        if is_query(&expression.kind) {
            self.in_parentheses(expression);
        } else {
            self.expression(expression, Binding::Sum, next);
        }
    }

    /// A term of a sum or product, and what follows `không`, `đều`, `có`: a query that is true
    /// or false stands in parentheses, so that `không` and `có` cannot meet.
    fn operand(&mut self, expression: &Expr, place: Binding, next: Next) {
        if is_truth_query(&expression.kind) {
            self.in_parentheses(expression);
        } else {
            self.expression(expression, place, next);
        }
    }

    fn bare(&mut self, expression: &Expr, next: Next) {
        match &expression.kind {
            ExprKind::Number(number) => self.number(number),
            ExprKind::Text(text) => write_text(self.out, text),
            ExprKind::Date(date) => write_date(self.out, self.lang, *date),
            ExprKind::Code(code) => self.out.push_str(&code.text),
            ExprKind::Path(path) => write_path(self.out, path),
            ExprKind::LastYear(of) => {
                self.expression(of, Binding::Atom, Next::Closed);
                self.words(" năm trước", " last year");
            }
            ExprKind::Call(name, arguments) => {
                self.out.push_str(&name.text);
                self.list(arguments, Binding::Logic);
            }
            ExprKind::Day(day) => self.day(*day),
            ExprKind::Not(operand) => {
                self.words("không ", "not ");
                self.operand(operand, Binding::Relation, next);
            }
            ExprKind::And(operands) => self.joined(operands, " và ", " and ", next),
            ExprKind::Or(operands) => self.joined(operands, " hoặc ", " or ", next),
            ExprKind::Compare(sign, left, right) => {
                self.compared(left, Next::Relation);
                let _ = write!(self.out, " {} ", comparison_sign(*sign));
                self.compared(right, next);
            }
            ExprKind::In(of, options) => {
                self.compared(of, Next::Relation);
                self.words(" thuộc ", " in ");
                self.list(options, Binding::Sum);
            }
            ExprKind::InPeriod(of) => {
                self.compared(of, Next::Relation);
                self.words(" trong kỳ", " in period");
            }
            ExprKind::Within { day, count, unit, to } => {
                self.compared(day, Next::Relation);
                self.words(" trong vòng ", " within ");
                self.number(count);
                match unit {
                    WindowUnit::Days => self.words(" ngày đến ", " days to "),
                    WindowUnit::Months => self.words(" tháng đến ", " months to "),
                }
                self.compared(to, next);
            }
            ExprKind::Throughout(of, years) => {
                self.compared(of, Next::Relation);
                self.words(" liên tục ", " throughout ");
                self.number(years);
                self.words(" năm", " years");
            }
            ExprKind::Arithmetic(sign, left, right) => {
                let own = arithmetic_binding(*sign);
                let tighter = if own == Binding::Sum { Binding::Product } else { Binding::Atom };
                self.operand(left, own, Next::Arithmetic);
                let _ = write!(self.out, " {} ", arithmetic_sign(*sign));
                self.operand(right, tighter, next);
            }
            ExprKind::MonthsBetween(from, to) => {
                self.words("số tháng từ ", "months from ");
                self.between(from, to, next);
            }
            ExprKind::YearsBetween(from, to) => {
                self.words("số năm từ ", "years from ");
                self.between(from, to, next);
            }
            ExprKind::Round(of, step, mode) => {
                self.words("làm tròn ", "round ");
                self.expression(of, Binding::Sum, Next::Closed);
                self.words(" đến ", " to ");
                self.number(step);
                match mode {
                    RoundMode::HalfUp => self.words(" nửa lên", " half up"),
                    RoundMode::HalfEven => self.words(" nửa chẵn", " half even"),
                    RoundMode::Up => self.words(" lên", " up"),
                    RoundMode::Down => self.words(" xuống", " down"),
                }
            }
            ExprKind::Any(collection) => {
                self.words("có ", "any ");
                self.collection(collection);
            }
            ExprKind::NoneOf(collection) => {
                self.words("không có ", "no ");
                self.collection(collection);
            }
            ExprKind::Count(collection) => {
                self.words("số lượng ", "count ");
                self.collection(collection);
            }
            ExprKind::AtLeast(least, collection) => {
                self.words("ít nhất ", "at least ");
                self.number(least);
                self.out.push(' ');
                self.collection(collection);
            }
            ExprKind::Sum(path, collection) => {
                self.words("tổng ", "sum ");
                self.of_collection(path, collection);
            }
            ExprKind::Mean(path, collection) => {
                self.words("bình quân ", "mean ");
                self.of_collection(path, collection);
            }
            ExprKind::MeanOfYears(path, years) => {
                self.words("bình quân ", "mean ");
                write_path(self.out, path);
                self.words(" của ", " of ");
                self.number(years);
                self.words(" năm", " years");
            }
            ExprKind::Pick(pick, name, collection) => self.pick(*pick, name, collection),
            ExprKind::All(collection, body) => {
                self.words("mọi ", "all ");
                self.collection(collection);
                self.words(" đều ", " satisfy ");
                self.operand(body, Binding::Negation, next);
            }
            ExprKind::Share(collection, body) => {
                self.words("tỷ lệ ", "share ");
                self.collection(collection);
                self.words(" có ", " having ");
                self.operand(body, Binding::Negation, next);
            }
        }
    }

    fn number(&mut self, number: &Number) {
        write_number(self.out, self.lang, number);
    }

    fn day(&mut self, day: DayWord) {
        match day {
            DayWord::NextYear { day, month } => {
                write_day_month(self.out, self.lang, day, month);
                self.words(" năm sau", " next year");
            }
            DayWord::PeriodEnd => self.words("cuối kỳ", "end of period"),
            DayWord::PeriodStart => self.words("đầu kỳ", "start of period"),
            DayWord::LastYearEnd => self.words("cuối năm trước", "end of last year"),
            DayWord::JudgementDay => self.words("ngày đánh giá", "judgement date"),
        }
    }

    /// Entries in parentheses with `; ` between them.
    fn list(&mut self, entries: &[Expr], place: Binding) {
        let lang = self.lang;
        self.out.push('(');
        write_list(self.out, entries, "; ", |out, entry| {
            Printer { out, lang }.expression(entry, place, Next::Closed);
        });
        self.out.push(')');
    }

    fn joined(&mut self, operands: &[Expr], vi: &'static str, en: &'static str, next: Next) {
        for (at, operand) in operands.iter().enumerate() {
            let last = at + 1 == operands.len();
            self.expression(operand, Binding::Negation, if last { next } else { Next::Logic });
            if !last {
                self.words(vi, en);
            }
        }
    }

    fn between(&mut self, from: &Expr, to: &Expr, next: Next) {
        // A second `đến` right after the first would be hard to read, so such a first day is
        // set apart although the grammar does not ask for it.
        let nested = matches!(from.kind, ExprKind::MonthsBetween(..) | ExprKind::YearsBetween(..));
        self.expression(from, Binding::Sum, if nested { Next::Arithmetic } else { Next::Closed });
        self.words(" đến ", " to ");
        self.expression(to, Binding::Sum, next);
    }

    fn of_collection(&mut self, path: &[Name], collection: &Collection) {
        write_path(self.out, path);
        self.words(" của ", " of ");
        self.collection(collection);
    }

    fn pick(&mut self, pick: Pick, name: &Name, collection: &Collection) {
        let (vi, en) = match pick {
            Pick::Highest => ("cao nhất", "highest"),
            Pick::Lowest => ("thấp nhất", "lowest"),
            Pick::Newest => ("mới nhất", "newest"),
        };
        let _ = match self.lang {
            Lang::Vi => write!(self.out, "{} {vi} của ", name.text),
            Lang::En => write!(self.out, "{en} {} of ", name.text),
        };
        self.collection(collection);
    }

    fn collection(&mut self, collection: &Collection) {
        write_path(self.out, &collection.path);
        if let Some(filter) = &collection.filter {
            self.words(" mà ", " where ");
            // A query whose filter could swallow what follows was put in parentheses before.
            self.expression(filter, Binding::Logic, Next::Closed);
        }
    }
}

fn binding(kind: &ExprKind) -> Binding {
    match kind {
        ExprKind::And(_) | ExprKind::Or(_) => Binding::Logic,
        ExprKind::Not(_) => Binding::Negation,
        ExprKind::Compare(..)
        | ExprKind::In(..)
        | ExprKind::InPeriod(_)
        | ExprKind::Within { .. }
        | ExprKind::Throughout(..) => Binding::Relation,
        ExprKind::Arithmetic(sign, ..) => arithmetic_binding(*sign),
        _ => Binding::Atom,
    }
}

fn arithmetic_binding(sign: Arithmetic) -> Binding {
    match sign {
        Arithmetic::Add | Arithmetic::Subtract => Binding::Sum,
        Arithmetic::Multiply | Arithmetic::Divide => Binding::Product,
    }
}

/// Whether the construct is open at its right end and would take what comes next.
fn swallows(kind: &ExprKind, next: Next) -> bool {
    match kind {
        ExprKind::MonthsBetween(..) | ExprKind::YearsBetween(..) => next == Next::Arithmetic,
        ExprKind::All(..) | ExprKind::Share(..) => next != Next::Closed,
        ExprKind::Any(collection)
        | ExprKind::NoneOf(collection)
        | ExprKind::Count(collection)
        | ExprKind::AtLeast(_, collection)
        | ExprKind::Sum(_, collection)
        | ExprKind::Mean(_, collection)
        | ExprKind::Pick(_, _, collection) => collection.filter.is_some() && next != Next::Closed,
        _ => false,
    }
}

fn is_query(kind: &ExprKind) -> bool {
    is_truth_query(kind)
        || matches!(
            kind,
            ExprKind::Count(_)
                | ExprKind::Sum(..)
                | ExprKind::Mean(..)
                | ExprKind::MeanOfYears(..)
                | ExprKind::Pick(..)
                | ExprKind::Share(..)
        )
}

fn is_truth_query(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Any(_) | ExprKind::NoneOf(_) | ExprKind::AtLeast(..) | ExprKind::All(..))
}

fn comparison_sign(sign: Comparison) -> &'static str {
    match sign {
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Greater => ">",
    }
}

fn arithmetic_sign(sign: Arithmetic) -> &'static str {
    match sign {
        Arithmetic::Add => "+",
        Arithmetic::Subtract => "-",
        Arithmetic::Multiply => "*",
        Arithmetic::Divide => "/",
    }
}
