//! The meaning of an expression as text that does not depend on language, labels or layout.
//!
//! Two expressions of one set mean the same if their texts are equal. The text serves the proof
//! of `khi` tables, the sharing of steps and the meaning digest. Names are in NFC; numbers are in
//! shortest decimal form or as a fraction.

use super::{Clause, CriteriaSet, Expr, ExprKind, FrameId, Gives, InputKey, Quantifier, Rounding, Rows, Ty};
use tieuchi_grammar::ast::{Arithmetic, Comparison, DayWord, Pick, RoundMode, WindowUnit};

/// The canonical text of an expression.
pub fn expr_text(set: &CriteriaSet, expr: &Expr) -> String {
    let mut writer = Writer { set, out: String::new() };
    writer.expr(expr);
    writer.out
}

/// The canonical text of a collection.
pub fn rows_text(set: &CriteriaSet, rows: &Rows) -> String {
    let mut writer = Writer { set, out: String::new() };
    writer.rows(rows);
    writer.out
}

/// The canonical name of a column: its frame, what it is, and how it is taken.
pub fn input_text(set: &CriteriaSet, id: super::InputId) -> String {
    let input = &set[id];
    let frame = frame_text(set, input.frame);
    let key = key_text(&input.key);
    let trust = if input.self_declared { "+self" } else { "" };
    let back = if input.years_back > 0 { format!("-{}y", input.years_back) } else { String::new() };
    format!("{frame}.{key}{back}{trust}")
}

/// What a column is: `fact:books`, `judged:1.2`.
pub fn key_text(key: &InputKey) -> String {
    let (kind, name) = match key {
        InputKey::Fact(name) => ("fact", name),
        InputKey::Judgement(name) => ("judged", name),
        InputKey::OnFile(name) => ("on-file", name),
        InputKey::NotAssessable(name) => ("not-assessable", name),
        InputKey::LocalRule(name) => ("local-rule", name),
        InputKey::Score(name) => ("score", name),
        InputKey::Level(name) => ("level", name),
        InputKey::ResultClass(name) => ("class-of", name),
        InputKey::ResultPoints(name) => ("points-of", name),
        InputKey::ResultDate(name) => ("date-of", name),
    };
    format!("{kind}:{name}")
}

fn frame_text(set: &CriteriaSet, frame: FrameId) -> &str {
    if frame == super::ROOT { "" } else { &set[frame].name }
}

/// The canonical word of a comparison.
pub const fn comparison_text(op: Comparison) -> &'static str {
    match op {
        Comparison::Less => "<",
        Comparison::LessOrEqual => "<=",
        Comparison::Equal => "=",
        Comparison::NotEqual => "!=",
        Comparison::GreaterOrEqual => ">=",
        Comparison::Greater => ">",
    }
}

/// The canonical word of a named day.
pub fn day_text(day: DayWord) -> String {
    match day {
        DayWord::NextYear { day, month } => return format!("next-year-{month:02}-{day:02}"),
        DayWord::PeriodEnd => "period-end",
        DayWord::PeriodStart => "period-start",
        DayWord::LastYearEnd => "last-year-end",
        DayWord::JudgementDay => "judgement-day",
    }
    .to_owned()
}

/// The canonical word of a rounding.
pub fn rounding_text(rounding: Rounding) -> String {
    let mode = match rounding.mode {
        RoundMode::HalfUp => "half-up",
        RoundMode::HalfEven => "half-even",
        RoundMode::Up => "up",
        RoundMode::Down => "down",
    };
    format!("{} {mode}", rounding.step)
}

struct Writer<'a> {
    set: &'a CriteriaSet,
    out: String,
}

impl Writer<'_> {
    fn call(&mut self, name: &str, parts: &[&Expr]) {
        self.out.push('(');
        self.out.push_str(name);
        for part in parts {
            self.out.push(' ');
            self.expr(part);
        }
        self.out.push(')');
    }

    fn items(&mut self, name: &str, list: &[(super::ItemId, Expr)]) {
        self.out.push('(');
        self.out.push_str(name);
        for (item, expr) in list {
            self.out.push_str(" [");
            self.out.push_str(&self.set[*item].code);
            self.out.push(' ');
            self.expr(expr);
            self.out.push(']');
        }
        self.out.push(')');
    }

    fn quoted(&mut self, text: &str) {
        self.out.push('"');
        for c in text.chars() {
            if matches!(c, '"' | '\\') {
                self.out.push('\\');
            }
            self.out.push(c);
        }
        self.out.push('"');
    }

    fn rows(&mut self, rows: &Rows) {
        self.out.push('{');
        self.out.push_str(frame_text(self.set, rows.frame));
        if rows.self_declared {
            self.out.push_str("+self");
        }
        for (name, list) in [
            ("where", rows.filter.iter().collect::<Vec<_>>()),
            ("excluding", rows.excluding.iter().collect()),
            ("exempting", rows.exempting.iter().collect()),
        ] {
            for expr in list {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push(' ');
                self.expr(expr);
            }
        }
        self.out.push('}');
    }

    fn over(&mut self, name: &str, rows: &Rows, of: &[&Expr]) {
        self.out.push('(');
        self.out.push_str(name);
        self.out.push(' ');
        self.rows(rows);
        for expr in of {
            self.out.push(' ');
            self.expr(expr);
        }
        self.out.push(')');
    }

    fn clauses(&mut self, name: &str, clauses: &[Clause]) {
        self.out.push('(');
        self.out.push_str(name);
        for clause in clauses {
            self.out.push_str(" [");
            self.out.push_str(&clause.code);
            if clause.compulsory {
                self.out.push('!');
            }
            if let Some(only) = &clause.only {
                self.out.push_str(" only ");
                self.expr(only);
            }
            self.out.push(' ');
            self.expr(&clause.condition);
            self.out.push(']');
        }
        self.out.push(')');
    }

    fn item(&mut self, name: &str, item: super::ItemId) {
        let code = &self.set[item].code;
        self.out.push_str(&format!("({name} {code})"));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Number(value) => self.out.push_str(&value.to_string()),
            ExprKind::Truth(value) => self.out.push_str(if *value { "true" } else { "false" }),
            ExprKind::Day(day) => self.out.push_str(&day.to_string()),
            ExprKind::Option(at) => {
                if let Ty::Choice(choice) = expr.ty {
                    let text = self.set[choice].options.get(*at as usize).cloned().unwrap_or_default();
                    self.quoted(&text);
                }
            }
            ExprKind::Text(text) => self.quoted(text),
            ExprKind::NamedDay(day) => self.out.push_str(&day_text(*day)),
            ExprKind::Input(id) => self.out.push_str(&input_text(self.set, *id)),
            ExprKind::Param(id) => {
                let name = &self.set[*id].name;
                self.out.push_str(&format!("param:{name}"));
            }
            // A definition means what it stands for.
            ExprKind::Definition(_, inner) => self.expr(inner),
            ExprKind::HoldsClass(position) => self.out.push_str(&format!("(class {position})")),
            ExprKind::LevelJudged(position) => self.out.push_str(&format!("(level {position})")),
            ExprKind::Not(a) => self.call("not", &[a]),
            ExprKind::And(parts) => self.call("and", &parts.iter().collect::<Vec<_>>()),
            ExprKind::Or(parts) => self.call("or", &parts.iter().collect::<Vec<_>>()),
            ExprKind::Compare(op, a, b) => self.call(comparison_text(*op), &[a, b]),
            ExprKind::In(a, list) => {
                let parts: Vec<&Expr> = std::iter::once(&**a).chain(list).collect();
                self.call("in", &parts);
            }
            ExprKind::InPeriod(a) => self.call("in-period", &[a]),
            ExprKind::Within { day, count, unit, to } => {
                let unit = match unit {
                    WindowUnit::Days => "days",
                    WindowUnit::Months => "months",
                };
                self.call(&format!("within {count} {unit}"), &[day, to]);
            }
            ExprKind::Arithmetic(op, a, b) => {
                let name = match op {
                    Arithmetic::Add => "+",
                    Arithmetic::Subtract => "-",
                    Arithmetic::Multiply => "*",
                    Arithmetic::Divide => "/",
                };
                self.call(name, &[a, b]);
            }
            ExprKind::Larger(a, b) => self.call("larger", &[a, b]),
            ExprKind::Smaller(a, b) => self.call("smaller", &[a, b]),
            ExprKind::Remainder(a, n) => self.call(&format!("remainder {n}"), &[a]),
            ExprKind::MonthsBetween(a, b, per) => self.call(&format!("months/{per}"), &[a, b]),
            ExprKind::Round(a, rounding) => self.call(&format!("round {}", rounding_text(*rounding)), &[a]),
            ExprKind::Count(rows) => self.over("count", rows, &[]),
            ExprKind::Sum(rows, of) => self.over("sum", rows, &[of]),
            ExprKind::Mean(rows, of) => self.over("mean", rows, &[of]),
            ExprKind::Pick(pick, rows, of, by) => {
                let name = match pick {
                    Pick::Highest => "highest",
                    Pick::Lowest => "lowest",
                    Pick::Newest => "newest",
                };
                let parts: Vec<&Expr> = std::iter::once(&**of).chain(by.as_deref()).collect();
                self.over(name, rows, &parts);
            }
            ExprKind::All(rows, body) => self.over("all", rows, &[body]),
            ExprKind::Share(rows, body) => self.over("share", rows, &[body]),
            ExprKind::AllItems(list) => self.items("all-items", list),
            ExprKind::CountItems(list) => self.items("count-items", list),
            ExprKind::ShareItems(list) => self.items("share-items", list),
            ExprKind::ItemPoints(item) => self.item("points", *item),
            ExprKind::ItemMax(item) => self.item("max", *item),
            ExprKind::ItemShare(item) => self.item("share-of-points", *item),
            ExprKind::ItemMet(item) => self.item("met", *item),
            ExprKind::ItemApplies(item) => self.item("applies", *item),
            ExprKind::Exists(a) => self.call("exists", &[a]),
            ExprKind::Total => self.out.push_str("total"),
            ExprKind::RawTotal => self.out.push_str("raw-total"),
            ExprKind::BaseTotal => self.out.push_str("base-total"),
            ExprKind::Table(rows) => {
                self.out.push_str("(table");
                for row in rows {
                    self.out.push_str(" [");
                    self.expr(&row.when);
                    self.out.push(' ');
                    match &row.gives {
                        Gives::Value(value) => self.expr(value),
                        Gives::NotApplicable => self.out.push_str("n/a"),
                    }
                    self.out.push(']');
                }
                self.out.push(')');
            }
            ExprKind::Clauses(quantifier, clauses) => {
                let name = match quantifier {
                    Quantifier::All => "clauses-all".to_owned(),
                    Quantifier::Any => "clauses-any".to_owned(),
                    Quantifier::AtLeast(n) => format!("clauses-{n}"),
                };
                self.clauses(&name, clauses);
            }
            ExprKind::ClauseCount(clauses) => self.clauses("clause-count", clauses),
        }
    }
}
