//! Values and conditions in words, Vietnamese and English.
//!
//! In: resolved expressions, exact numbers, days. Out: text with the language's own marks.
//! Names stay as the set writes them; facts are named by their labels.

use crate::day::Day;
use crate::exact::Exact;
use crate::hir::Input;
use crate::hir::{
    BandShape, Choice, Clause, CriteriaSet, DefId, Expr, ExprKind, Gives, InputKey, ItemId, NO_RESULT,
    ParamId, Quantifier, Rounding, Rows, TableRow, Ty, Unit, negated,
};
use std::fmt::Write as _;
use tieuchi_grammar::ast::{Arithmetic, Comparison, DayWord, Pick, RoundMode, WindowUnit};
use tieuchi_grammar::{Bilingual, Lang};

/// Digits shown after the mark of a number that no decimal writes in full.
const SHOWN_PLACES: u32 = 4;

/// A number in a language: `1.234,5` in Vietnamese, `1,234.5` in English; one that no decimal
/// writes in full is cut and marked with `…`.
#[must_use]
pub fn show_number(value: Exact, lang: Lang) -> String {
    shown(|out| push_number(value, lang, out))
}

/// What is appended to nothing.
fn shown(push: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    push(&mut out);
    out
}

/// Appends what [`show_number`] gives.
pub(crate) fn push_number(value: Exact, lang: Lang, out: &mut String) {
    let places = value.places().filter(|places| *places <= 9);
    let begin = out.len() + usize::from(value.numerator() < 0);
    value.push_truncated(places.unwrap_or(SHOWN_PLACES), out);
    let (group, mark) = match lang {
        Lang::Vi => ('.', ","),
        Lang::En => (',', "."),
    };
    // What is written are digits and a point, so that a byte is a sign.
    let point = out.len().checked_sub(1 + places.unwrap_or(SHOWN_PLACES) as usize);
    let point = point.filter(|_| places != Some(0));
    let mut at = point.unwrap_or(out.len());
    if let Some(point) = point.filter(|_| mark != ".") {
        out.replace_range(point..=point, mark);
    }
    while at > begin + 3 {
        at -= 3;
        out.insert(at, group);
    }
    if places.is_none() {
        out.push('…');
    }
}

/// The greatest denominator a fraction is shown with; beyond it the decimals are cut.
const SHOWN_DENOMINATOR: i128 = 60;

/// A number: a decimal, or where none writes it in full a mixed number such as `23 1/3`, which
/// says that nothing was rounded.
#[must_use]
pub(crate) fn show_exact(value: Exact, lang: Lang) -> String {
    shown(|out| push_exact(value, lang, out))
}

/// Appends what [`show_exact`] gives.
pub(crate) fn push_exact(value: Exact, lang: Lang, out: &mut String) {
    if !is_mixed(value) {
        return push_number(value, lang, out);
    }
    if value.numerator() < 0 {
        out.push('-');
    }
    let (numerator, denominator) = (value.numerator().abs(), value.denominator());
    let whole = numerator / denominator;
    if whole != 0 {
        push_number(Exact::whole(whole), lang, out);
        out.push(' ');
    }
    // Writing to a text cannot fail.
    let _ = write!(out, "{}/{denominator}", numerator % denominator);
}

/// Whether a number is written as a mixed one.
pub(crate) fn is_mixed(value: Exact) -> bool {
    value.denominator() != 1 && is_cut(value) && value.denominator() <= SHOWN_DENOMINATOR
}

/// Whether no decimal of nine digits writes a number in full.
pub(crate) fn is_cut(value: Exact) -> bool {
    value.places().is_none_or(|places| places > 9)
}

/// A number with its unit; a share as a percentage.
#[must_use]
pub(crate) fn show_value(value: Exact, ty: &Ty, lang: Lang) -> String {
    shown(|out| push_value(value, ty, lang, out))
}

/// Appends what [`show_value`] gives.
pub(crate) fn push_value(value: Exact, ty: &Ty, lang: Lang, out: &mut String) {
    match ty {
        Ty::Number(Unit::Ratio) => {
            push_number(value.mul(Exact::whole(100)).unwrap_or(value), lang, out);
            out.push('%');
        }
        Ty::Day => push_day(Day::from_number(i32::try_from(value.floor()).unwrap_or(0)), lang, out),
        _ => push_exact(value, lang, out),
    }
}

/// A day: `dd/mm/yyyy` in Vietnamese, ISO in English.
#[must_use]
pub fn show_day(day: Day, lang: Lang) -> String {
    shown(|out| push_day(day, lang, out))
}

/// Appends what [`show_day`] gives.
pub(crate) fn push_day(day: Day, lang: Lang, out: &mut String) {
    let (year, month, dom) = day.civil();
    // Writing to a text cannot fail.
    let _ = match lang {
        Lang::Vi => write!(out, "{dom:02}/{month:02}/{year:04}"),
        Lang::En => write!(out, "{day}"),
    };
}

/// A value as an author writes it in a set of the language, for findings: as [`show_value`], but
/// without marks between thousands, which a set does not have.
#[must_use]
pub(crate) fn written(value: Exact, ty: &Ty) -> Bilingual {
    both(|lang| show_value(value, ty, lang).replace(if lang == Lang::Vi { '.' } else { ',' }, ""))
}

/// A bare number as an author writes it.
#[must_use]
pub(crate) fn written_number(value: Exact) -> Bilingual {
    written(value, &Ty::Number(Unit::None))
}

/// A day as an author writes it.
#[must_use]
pub(crate) fn written_day(day: Day) -> Bilingual {
    both(|lang| show_day(day, lang))
}

/// A day in full, as letters write it: `ngày 31 tháng 12 năm 2025`, `31 December 2025`.
#[must_use]
pub fn show_day_in_full(day: Day, lang: Lang) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, dom) = day.civil();
    match lang {
        // Days below ten and the months January and February take a nought in official texts.
        Lang::Vi if month < 3 => format!("ngày {dom:02} tháng {month:02} năm {year}"),
        Lang::Vi => format!("ngày {dom:02} tháng {month} năm {year}"),
        Lang::En => {
            let name = usize::try_from(month - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or("");
            format!("{dom} {name} {year}")
        }
    }
}

/// The noun after a number: `1 item`, `2 items`, `1/3 point`; Vietnamese nouns do not change.
#[must_use]
pub(crate) fn noun<'t>(count: Exact, lang: Lang, vi: &'t str, one: &'t str, many: &'t str) -> &'t str {
    match lang {
        Lang::Vi => vi,
        Lang::En if count == Exact::ONE => one,
        Lang::En => many,
    }
}

/// An interval: one number where it is settled.
#[must_use]
pub(crate) fn show_interval(lo: Exact, hi: Exact, ty: &Ty, lang: Lang) -> String {
    shown(|out| push_interval(lo, hi, ty, lang, out))
}

/// Appends what [`show_interval`] gives.
pub(crate) fn push_interval(lo: Exact, hi: Exact, ty: &Ty, lang: Lang, out: &mut String) {
    push_value(lo, ty, lang, out);
    if lo != hi {
        out.push_str(if lang == Lang::Vi { " đến " } else { " to " });
        push_value(hi, ty, lang, out);
    }
}

/// Both languages by one function.
pub(crate) fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual { vi: text(Lang::Vi), en: text(Lang::En) }
}

/// Writes expressions in words.
#[derive(Clone, Copy)]
pub(crate) struct Words<'a> {
    pub set: &'a CriteriaSet,
    pub lang: Lang,
}

impl Words<'_> {
    fn pick<'t>(&self, vi: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Vi => vi,
            Lang::En => en,
        }
    }

    /// What a column holds, and of which year.
    pub fn input(&self, input: &Input) -> String {
        let what = match &input.key {
            InputKey::Fact(_) => lower_first(&input.label),
            InputKey::Score(path) => format!("{} {path}", self.pick("điểm chấm mục", "the points given for")),
            InputKey::Level(path) => {
                format!("{} {path}", self.pick("mức chọn ở mục", "the level chosen for"))
            }
            InputKey::Judgement(path) => format!("{} {path}", self.pick("kết luận", "the conclusion on")),
            InputKey::OnFile(path) => format!("{} {path}", self.pick("minh chứng của", "evidence for")),
            InputKey::NotAssessable(path) => match self.lang {
                Lang::Vi => format!("mục {path} không đủ thông tin"),
                Lang::En => format!("item {path} is not assessable"),
            },
            InputKey::LocalRule(path) => {
                format!("{} {path}", self.pick("quy định của địa phương về mục", "the local rule for item"))
            }
            InputKey::ResultClass(set) => format!("{} {set}", self.pick("loại theo", "the class by")),
            InputKey::ResultPoints(set) => format!("{} {set}", self.pick("điểm theo", "points by")),
            InputKey::ResultDate(set) => {
                format!("{} {set}", self.pick("ngày quyết định theo", "the decision date by"))
            }
        };
        match (input.years_back, self.lang) {
            (0, _) => what,
            (1, Lang::Vi) => format!("{what} năm trước"),
            (1, Lang::En) => format!("{what} last year"),
            (n, Lang::Vi) => format!("{what} {n} năm trước"),
            (n, Lang::En) => format!("{what} {n} years ago"),
        }
    }

    /// An expression in words.
    ///
    /// It calls itself for every layer, so each form has a function of its own: what one of them needs
    /// of the stack is not taken by the others.
    pub fn expr(&self, expr: &Expr) -> String {
        match &expr.kind {
            ExprKind::Number(value) => show_value(*value, &expr.ty, self.lang),
            ExprKind::Truth(true) => self.pick("đúng", "true").to_owned(),
            ExprKind::Truth(false) => self.pick("sai", "false").to_owned(),
            ExprKind::Day(day) => show_day(*day, self.lang),
            ExprKind::Option(at) => self.option(&expr.ty, *at),
            ExprKind::Text(text) => format!("«{text}»"),
            ExprKind::NamedDay(day) => self.named_day(*day),
            ExprKind::Input(id) => self.input(&self.set[*id]),
            ExprKind::Param(id) => self.param(*id),
            ExprKind::Definition(id, _) => self.definition(*id),
            ExprKind::HoldsClass(position) => {
                format!("{} «{}»", self.pick("kết quả là", "the result is"), self.class(*position))
            }
            ExprKind::LevelJudged(position) => {
                format!("{} {}", self.pick("đang xét", "judging"), self.class(*position))
            }
            ExprKind::Not(inner) => self.negation(inner),
            ExprKind::And(parts) => self.list(parts, self.pick(" và ", " and ")),
            ExprKind::Or(parts) => self.list(parts, self.pick(" hoặc ", " or ")),
            ExprKind::Compare(op, a, b) => self.compared(*op, a, b),
            ExprKind::In(a, list) => self.among(a, list),
            ExprKind::InPeriod(day) => self.with_last(day, self.pick("trong kỳ", "in the period")),
            ExprKind::Within { day, count, unit, to } => self.within(day, *count, *unit, to),
            ExprKind::Arithmetic(..) => self.arithmetic(expr),
            ExprKind::Larger(a, b) => self.extreme(self.pick("số lớn hơn của", "the larger of"), a, b),
            ExprKind::Smaller(a, b) => self.extreme(self.pick("số nhỏ hơn của", "the smaller of"), a, b),
            ExprKind::Remainder(a, n) => {
                format!("{} / {n}", self.with_first(self.pick("phần dư của", "the remainder of"), a))
            }
            ExprKind::MonthsBetween(a, b, per) => self.months_between(a, b, *per),
            ExprKind::Round(a, rounding) => self.round(a, *rounding),
            ExprKind::Count(rows) => self.count(rows),
            ExprKind::Sum(rows, of) => self.over(self.pick("tổng", "the sum of"), of, rows),
            ExprKind::Mean(rows, of) => self.over(self.pick("bình quân", "the mean of"), of, rows),
            ExprKind::Pick(pick, rows, of, _) => self.picked(*pick, of, rows),
            ExprKind::All(rows, body) => {
                self.of_all(self.pick("mọi", "all"), rows, self.pick("đều", "satisfy"), body)
            }
            ExprKind::Share(rows, body) => {
                self.of_all(self.pick("tỷ lệ", "the share of"), rows, self.pick("có", "having"), body)
            }
            ExprKind::AllItems(list) => self.of_items(self.pick("mọi mục", "all of items"), list),
            ExprKind::CountItems(list) => {
                self.of_items(self.pick("số mục trong", "the number of items among"), list)
            }
            ExprKind::ShareItems(list) => {
                self.of_items(self.pick("tỷ lệ mục trong", "the share of items among"), list)
            }
            ExprKind::ItemPoints(item) => self.of_item(self.pick("điểm mục", "the points of"), *item),
            ExprKind::ItemMax(item) => self.of_item(self.pick("điểm tối đa mục", "the maximum of"), *item),
            ExprKind::ItemShare(item) => {
                self.of_item(self.pick("phần điểm mục", "the share of points of"), *item)
            }
            ExprKind::ItemMet(item) => {
                format!("{} {}", self.of_item(self.pick("mục", "item"), *item), self.pick("đạt", "is met"))
            }
            ExprKind::ItemApplies(item) => {
                format!(
                    "{} {}",
                    self.of_item(self.pick("mục", "item"), *item),
                    self.pick("áp dụng", "applies")
                )
            }
            ExprKind::Exists(a) => self.with_first(self.pick("có", "there is"), a),
            ExprKind::Total => self.pick("tổng điểm", "the total").to_owned(),
            ExprKind::RawTotal => {
                self.pick("tổng điểm trước khi làm tròn", "the total before rounding").to_owned()
            }
            ExprKind::BaseTotal => self.pick("tổng điểm các mục", "the sum of the items").to_owned(),
            ExprKind::Table(rows) => {
                self.rows_taken(rows).unwrap_or_else(|| self.pick("bảng", "the table").to_owned())
            }
            ExprKind::Clauses(quantifier, clauses) => self.clauses(*quantifier, clauses),
            ExprKind::ClauseCount(_) => self.pick("số ý đạt", "the number of clauses met").to_owned(),
        }
    }

    fn option(&self, ty: &Ty, at: u32) -> String {
        let Ty::Choice(choice) = ty else { return String::new() };
        let Choice { options, labels, .. } = &self.set[*choice];
        if options.get(at as usize).is_some_and(|option| option == NO_RESULT) {
            return self.pick("không xếp loại", "no class").to_owned();
        }
        labels.get(at as usize).map_or_else(String::new, |label| format!("«{label}»"))
    }

    fn named_day(&self, day: DayWord) -> String {
        match day {
            DayWord::NextYear { day, month } => match self.lang {
                Lang::Vi => format!("{day:02}/{month:02} năm sau"),
                Lang::En => format!("{month:02}-{day:02} next year"),
            },
            DayWord::PeriodEnd => self.pick("cuối kỳ", "end of period").to_owned(),
            DayWord::PeriodStart => self.pick("đầu kỳ", "start of period").to_owned(),
            DayWord::LastYearEnd => self.pick("cuối năm trước", "end of last year").to_owned(),
            DayWord::JudgementDay => self.pick("ngày đánh giá", "judgement date").to_owned(),
        }
    }

    fn definition(&self, id: DefId) -> String {
        let definition = self.set.definitions.get(id.index());
        definition.map_or_else(String::new, |definition| lower_first(&definition.label))
    }

    fn class(&self, position: u32) -> &str {
        let class = self.set.classes.as_ref().and_then(|classes| classes.list.get(position as usize));
        class.map_or("", |class| class.label.as_str())
    }

    fn compared(&self, op: Comparison, a: &Expr, b: &Expr) -> String {
        match (&a.kind, &b.kind) {
            // Holding the one title of another set reads as a title, not as a comparison.
            (ExprKind::Input(id), ExprKind::Option(_))
                if op == Comparison::Equal && matches!(self.set[*id].key, InputKey::ResultClass(_)) =>
            {
                let set = self.set[*id].label.as_str();
                format!("{} {} ({set})", self.pick("danh hiệu", "the title"), self.expr(b))
            }
            _ => format!("{} {} {}", self.part(a), self.comparison(op), self.part(b)),
        }
    }

    fn among(&self, a: &Expr, list: &[Expr]) -> String {
        let list = list.iter().map(|entry| self.expr(entry)).collect::<Vec<_>>().join("; ");
        format!("{} {} ({list})", self.part(a), self.pick("thuộc", "in"))
    }

    fn with_first(&self, word: &str, a: &Expr) -> String {
        format!("{word} {}", self.part(a))
    }

    fn with_last(&self, a: &Expr, word: &str) -> String {
        format!("{} {word}", self.part(a))
    }

    fn within(&self, day: &Expr, count: u32, unit: WindowUnit, to: &Expr) -> String {
        let unit = match unit {
            WindowUnit::Days => self.pick("ngày", "days"),
            WindowUnit::Months => self.pick("tháng", "months"),
        };
        let (within, until) = (self.pick("trong vòng", "within"), self.pick("đến", "to"));
        format!("{} {within} {count} {unit} {until} {}", self.part(day), self.part(to))
    }

    /// A row of arithmetic, written from its beginning.
    fn arithmetic(&self, expr: &Expr) -> String {
        let mut steps = vec![expr];
        steps.extend(expr.row_of_arithmetic());
        let mut text = steps.pop().map(|first| self.part(first)).unwrap_or_default();
        while let Some(step) = steps.pop() {
            let ExprKind::Arithmetic(op, _, b) = &step.kind else { continue };
            let op = match op {
                Arithmetic::Add => "+",
                Arithmetic::Subtract => "−",
                Arithmetic::Multiply => "×",
                Arithmetic::Divide => "/",
            };
            text = format!("{text} {op} {}", self.part(b.unguarded()));
            if !steps.is_empty() {
                text = format!("({text})");
            }
        }
        text
    }

    fn extreme(&self, what: &str, a: &Expr, b: &Expr) -> String {
        format!("{what} ({}; {})", self.expr(a), self.expr(b))
    }

    fn months_between(&self, a: &Expr, b: &Expr, per: u32) -> String {
        let what = match per {
            12 => self.pick("số năm từ", "years from"),
            _ => self.pick("số tháng từ", "months from"),
        };
        format!("{what} {} {} {}", self.expr(a), self.pick("đến", "to"), self.expr(b))
    }

    fn round(&self, a: &Expr, rounding: Rounding) -> String {
        format!("{} ({})", self.expr(a), self.rounding(rounding))
    }

    fn count(&self, rows: &Rows) -> String {
        format!("{} {}", self.pick("số", "the number of"), self.rows(rows))
    }

    fn picked(&self, pick: Pick, of: &Expr, rows: &Rows) -> String {
        let what = match pick {
            Pick::Highest => self.pick("giá trị cao nhất:", "the highest"),
            Pick::Lowest => self.pick("giá trị thấp nhất:", "the lowest"),
            Pick::Newest => self.pick("giá trị mới nhất:", "the newest"),
        };
        self.over(what, of, rows)
    }

    fn of_all(&self, what: &str, rows: &Rows, have: &str, body: &Expr) -> String {
        format!("{what} {} {have} {}", self.rows(rows), self.quoted(body))
    }

    fn clauses(&self, quantifier: Quantifier, clauses: &[Clause]) -> String {
        let codes = clauses.iter().map(|clause| clause.code.as_str()).collect::<Vec<_>>().join(", ");
        match quantifier {
            Quantifier::All => format!("{} {codes}", self.pick("đủ các ý", "all of clauses")),
            Quantifier::Any => format!("{} {codes}", self.pick("một trong các ý", "any of clauses")),
            Quantifier::AtLeast(n) => match self.lang {
                Lang::Vi => format!("ít nhất {n} trong các ý {codes}"),
                Lang::En => format!("at least {n} of clauses {codes}"),
            },
        }
    }

    /// A parameter by its label.
    pub fn param(&self, id: ParamId) -> String {
        lower_first(&self.set[id].label)
    }

    /// What does not hold: `số giờ < 5`, `không có kỷ luật`, `không (có vi phạm)`.
    fn negation(&self, inner: &Expr) -> String {
        match &inner.kind {
            ExprKind::Compare(Comparison::GreaterOrEqual, count, one)
                if matches!(one.kind, ExprKind::Number(one) if one == Exact::ONE)
                    && let ExprKind::Count(rows) = &count.kind =>
            {
                format!("{} {}", self.pick("không có", "no"), self.rows(rows))
            }
            ExprKind::Compare(op, a, b) if matches!(a.ty, Ty::Number(_) | Ty::Day) => {
                format!("{} {} {}", self.part(a), self.comparison(negated(*op)), self.part(b))
            }
            ExprKind::Exists(a) => format!("{} {}", self.pick("không có", "there is no"), self.part(a)),
            _ => format!("{} ({})", self.pick("không", "not"), self.expr(inner)),
        }
    }

    /// A condition after `có` or `satisfy`: one that is a label stands in quotes, since it may
    /// begin with a verb of its own.
    fn quoted(&self, body: &Expr) -> String {
        match body.kind {
            ExprKind::Input(_) | ExprKind::Definition(..) => format!("«{}»", self.expr(body)),
            _ => self.part(body),
        }
    }

    /// An expression in parentheses where its end could not be seen.
    fn part(&self, expr: &Expr) -> String {
        let text = self.expr(expr);
        match expr.kind {
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Arithmetic(..) => format!("({text})"),
            _ => text,
        }
    }

    fn list(&self, parts: &[Expr], joint: &str) -> String {
        parts.iter().map(|part| self.part(part)).collect::<Vec<_>>().join(joint)
    }

    fn over(&self, what: &str, of: &Expr, rows: &Rows) -> String {
        format!("{what} {} {} {}", self.expr(of), self.pick("của", "of"), self.rows(rows))
    }

    fn of_item(&self, what: &str, item: ItemId) -> String {
        format!("{what} {}", self.set[item].code)
    }

    fn of_items(&self, what: &str, list: &[(ItemId, Expr)]) -> String {
        let codes = list.iter().map(|(item, _)| self.set[*item].code.as_str()).collect::<Vec<_>>().join(", ");
        format!("{what} {codes}")
    }

    /// A collection by the label of its group or table.
    pub fn rows(&self, rows: &Rows) -> String {
        let label = match rows.group {
            Some(group) => &self.set[group].label,
            None => &self.set[rows.frame].label,
        };
        match (&rows.filter, rows.group) {
            (Some(filter), None) => {
                format!("{} ({})", lower_first(label), self.expr(filter))
            }
            _ => lower_first(label),
        }
    }

    pub const fn comparison(&self, op: Comparison) -> &'static str {
        match op {
            Comparison::Less => "<",
            Comparison::LessOrEqual => "≤",
            Comparison::Equal => "=",
            Comparison::NotEqual => "≠",
            Comparison::GreaterOrEqual => "≥",
            Comparison::Greater => ">",
        }
    }

    pub fn rounding(&self, rounding: Rounding) -> String {
        let mode = match rounding.mode {
            RoundMode::HalfUp => self.pick("nửa lên", "half up"),
            RoundMode::HalfEven => self.pick("nửa chẵn", "half even"),
            RoundMode::Up => self.pick("lên", "up"),
            RoundMode::Down => self.pick("xuống", "down"),
        };
        let step = show_number(rounding.step, self.lang);
        format!("{} {step} {mode}", self.pick("làm tròn đến", "rounded to"))
    }

    /// The rows that hold, of a table that gives yes or no.
    fn rows_taken(&self, rows: &[TableRow]) -> Option<String> {
        let input = rows.iter().find_map(TableRow::input)?;
        let mut bands = Vec::new();
        for row in rows {
            match &row.gives {
                Gives::Value(Expr { kind: ExprKind::Truth(true), .. }) => {
                    bands.push(format!("«{}»", self.band(row)));
                }
                Gives::Value(Expr { kind: ExprKind::Truth(false), .. }) => {}
                Gives::Value(_) | Gives::NotApplicable => return None,
            }
        }
        let bands = bands.join(self.pick(" hoặc ", " or "));
        Some(format!("{} {} {bands}", self.expr(input), self.pick("thuộc bậc", "is in the band")))
    }

    /// A band as written: `từ 20 đến dưới 40`.
    pub fn band(&self, row: &TableRow) -> String {
        self.band_by(row, &|edge| self.expr(edge))
    }

    /// A band whose edges are written in a way of the caller's.
    pub fn band_by(&self, row: &TableRow, edge: &dyn Fn(&Expr) -> String) -> String {
        match (&row.shape, self.lang) {
            (BandShape::FromUp(a), Lang::Vi) => format!("từ {} trở lên", edge(a)),
            (BandShape::FromUp(a), Lang::En) => format!("from {} up", edge(a)),
            (BandShape::FromUnder(a, b), Lang::Vi) => format!("từ {} đến dưới {}", edge(a), edge(b)),
            (BandShape::FromUnder(a, b), Lang::En) => format!("from {} to under {}", edge(a), edge(b)),
            (BandShape::FromTo(a, b), Lang::Vi) => format!("từ {} đến {}", edge(a), edge(b)),
            (BandShape::FromTo(a, b), Lang::En) => format!("from {} to {}", edge(a), edge(b)),
            (BandShape::OverUnder(a, b), Lang::Vi) => format!("trên {} đến dưới {}", edge(a), edge(b)),
            (BandShape::OverUnder(a, b), Lang::En) => format!("over {} to under {}", edge(a), edge(b)),
            (BandShape::OverTo(a, b), Lang::Vi) => format!("trên {} đến {}", edge(a), edge(b)),
            (BandShape::OverTo(a, b), Lang::En) => format!("over {} to {}", edge(a), edge(b)),
            (BandShape::Over(a), Lang::Vi) => format!("trên {}", edge(a)),
            (BandShape::Over(a), Lang::En) => format!("over {}", edge(a)),
            (BandShape::Under(a), Lang::Vi) => format!("dưới {}", edge(a)),
            (BandShape::Under(a), Lang::En) => format!("under {}", edge(a)),
            (BandShape::AtMost(a), Lang::Vi) => format!("không quá {}", edge(a)),
            (BandShape::AtMost(a), Lang::En) => format!("at most {}", edge(a)),
            (BandShape::Exactly(a), Lang::Vi) => format!("bằng {}", edge(a)),
            (BandShape::Exactly(a), Lang::En) => format!("exactly {}", edge(a)),
            (BandShape::Nothing, Lang::Vi) => "không có".to_owned(),
            (BandShape::Nothing, Lang::En) => "none".to_owned(),
            (BandShape::Otherwise | BandShape::OtherBands, Lang::Vi) => "còn lại".to_owned(),
            (BandShape::Otherwise | BandShape::OtherBands, Lang::En) => "otherwise".to_owned(),
            (BandShape::When, _) => self.expr(&row.when),
        }
    }
}

/// A text at the beginning of a sentence.
pub(crate) fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A label in the middle of a sentence: its first letter small unless the word is all capitals.
pub(crate) fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    let Some(first) = letters.next() else { return String::new() };
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.to_lowercase().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_marks_of_the_language() {
        let value = |text| Exact::decimal(text).unwrap();
        assert_eq!(show_number(value("1234567.5"), Lang::Vi), "1.234.567,5");
        assert_eq!(show_number(value("1234567.5"), Lang::En), "1,234,567.5");
        assert_eq!(show_number(value("999"), Lang::Vi), "999");
        assert_eq!(show_number(Exact::new(76, 17).unwrap(), Lang::Vi), "4,4705…");
        assert_eq!(show_value(value("0.5996"), &Ty::Number(Unit::Ratio), Lang::Vi), "59,96%");
    }

    #[test]
    fn days_in_full_are_written_as_letters_write_them() {
        let shown = |y, m, d, lang| show_day_in_full(Day::new(y, m, d).unwrap(), lang);
        assert_eq!(shown(2025, 12, 31, Lang::Vi), "ngày 31 tháng 12 năm 2025");
        assert_eq!(shown(2025, 1, 5, Lang::Vi), "ngày 05 tháng 01 năm 2025");
        assert_eq!(shown(2025, 3, 5, Lang::Vi), "ngày 05 tháng 3 năm 2025");
        assert_eq!(shown(2025, 1, 5, Lang::En), "5 January 2025");
    }

    #[test]
    fn nouns_follow_their_number() {
        let points = |count| noun(count, Lang::En, "điểm", "point", "points");
        assert_eq!(points(Exact::ONE), "point");
        assert_eq!(points(Exact::ZERO), "points");
        assert_eq!(points(Exact::decimal("1.5").unwrap()), "points");
        assert_eq!(noun(Exact::whole(2), Lang::Vi, "điểm", "point", "points"), "điểm");
    }

    #[test]
    fn labels_begin_small_unless_they_are_abbreviations() {
        assert_eq!(lower_first("Đơn vị học tập"), "đơn vị học tập");
        assert_eq!(lower_first("UBND xã"), "UBND xã");
        assert_eq!(lower_first(""), "");
    }
}
