//! The tree: what was written, with spans, no meaning yet.
//!
//! 1. A file is a list of statements; each is one row of the table in `statements.rs`.
//! 2. Slots stand in the order of the row's Vietnamese sentence, whichever language was written;
//!    an optional part that was left out is [`Slot::Absent`], so a row always has the same number.
//! 3. Every node has a span on the original bytes; every text and name is in NFC.
//! 4. Printing the tree and parsing it again gives the same tree.
//!
//! Made by `parse`; read by the core's `hir::from_ast`, the formatter and the conversion.

use crate::diagnostic::Lang;
use crate::source::Span;
use crate::statements::{Phrase as PhraseId, Row};

/// A whole file.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// The language of its keywords, from the first statement.
    pub lang: Lang,
    /// The statements at the top: `language`, then the set, which holds the others.
    pub statements: Vec<Statement>,
    /// Comments after the last statement.
    pub trailing_comments: Vec<Comment>,
}

/// One statement: a row of the table, its slots, and the statements under it.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Which row of the table.
    pub row: Row,
    /// The filled slots, in the order of the row's Vietnamese sentence.
    pub slots: Vec<Slot>,
    /// The mark `[giả định]` / `[assumed]` at the end of the line.
    pub assumed: Option<Span>,
    /// The statement's own text, without its children and comments.
    pub span: Span,
    /// The statements that belong to it.
    pub children: Vec<Statement>,
    /// Comment lines before it.
    pub comments: Vec<Comment>,
    /// A comment at the end of its line.
    pub comment_after: Option<Comment>,
    /// Whether an empty line stood directly before it, after its comments if it has any.
    pub blank_before: bool,
}

/// A comment, `#` to the end of the line; the text is without `#` and outer spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// What it says.
    pub text: String,
    /// Where, from `#`.
    pub span: Span,
    /// Whether an empty line stood before it.
    pub blank_before: bool,
}

/// A name: one word or words joined by underscores, in NFC.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A quoted text, in NFC, without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The content.
    pub text: String,
    /// Where, quotes included.
    pub span: Span,
}

/// A number as written: perhaps with a sign, no exponent, at most 9 fraction digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// All digits without the decimal mark, as an integer: `7,50` is 750 …
    pub digits: i128,
    /// … with two digits after the mark.
    pub scale: u32,
    /// Whether `%` follows.
    pub percent: bool,
    /// Where.
    pub span: Span,
}

impl Number {
    /// The number below nought.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { digits: -self.digits, ..self }
    }
}

/// An official number of an item: `1`, `1.2`, `3.1a`, `I`; a clause adds its letter: `1.2.b`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code as written.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// A civil day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// 1900 to 2199.
    pub year: i16,
    /// 1 to 12.
    pub month: i8,
    /// 1 to the month's last day: the parser refuses 31/02.
    pub day: i8,
}

/// A day of the year without the year, as in `kỳ đánh giá từ 01/01 đến 31/12`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayMonth {
    /// 1 to the month's last day (29 for February).
    pub day: i8,
    /// 1 to 12.
    pub month: i8,
    /// Where.
    pub span: Span,
}

/// What stands in a slot.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// An optional part that was not written.
    Absent,
    /// An optional part without a slot of its own that was written, as `, bắt buộc`. Such a part
    /// counts as one slot of its row, so a row always has the same number.
    Present(Span),
    /// `{id}`
    Name(Name),
    /// `{ids}`
    Names(Vec<Name>),
    /// `{str}`
    Text(Text),
    /// `{num}`, `{signed}`
    Number(Number),
    /// `{int}`
    Int(Number),
    /// `{date}`
    Date(Date, Span),
    /// `{dm}`
    DayMonth(DayMonth),
    /// `{code}`
    Code(Code),
    /// `{codes}`
    Codes(Vec<Code>),
    /// `{expr}`, `{cond}`; also `{day}`, which is an expression of kind [`ExprKind::Day`].
    Expr(Expr),
    /// `{coll}`
    Collection(Collection),
    /// `{type}`
    Type(Type),
    /// `{fields}`
    Fields(Vec<Field>),
    /// `{ed}`: a named edition, or none for `mới nhất` / `newest`.
    Edition(Option<Name>, Span),
    /// `{lang}`
    Lang(Lang, Span),
    /// A closed phrase: `{word}`, `{na}`, `{policy}` and so on.
    Phrase(Phrase),
    /// `{words}`: a list of heading words.
    Words(Vec<Phrase>),
    /// `{period}`: a year, or two dates.
    Period(Period),
    /// `{assigns}`
    Assigns(Vec<Assign>),
    /// `{cite}`
    Cite(Cite),
}

/// A closed phrase with its own slots.
#[derive(Clone, Debug, PartialEq)]
pub struct Phrase {
    /// Which phrase.
    pub id: PhraseId,
    /// Its slots, in the order of the Vietnamese sentence.
    pub slots: Vec<Slot>,
    /// A phrase that goes on, as `lấy loại cao nhất, ngoài các loại thì để trống`: the rest.
    pub rest: Option<Box<Phrase>>,
    /// Where.
    pub span: Span,
}

/// The type of a fact, field or parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Type {
    /// Which kind of type.
    pub kind: TypeKind,
    /// Where.
    pub span: Span,
}

/// The kinds of types.
#[derive(Clone, Debug, PartialEq)]
pub enum TypeKind {
    /// `đúng sai`
    YesNo,
    /// `ngày`
    Date,
    /// `chữ`
    Text,
    /// `số nguyên`, `số 2 lẻ`, `% 1 lẻ`, each with an optional unit and range.
    Number {
        /// Whether it is a percentage.
        percent: bool,
        /// Digits after the decimal mark, 0 to 9.
        places: u32,
        /// A unit name: built in or declared by the set.
        unit: Option<Name>,
        /// `từ a đến b`
        range: Option<(Number, Number)>,
    },
    /// `một trong "a", "b"` or, ordered, `theo bậc "thấp", "cao"`.
    OneOf {
        /// Whether the options are ordered, lowest first.
        ranked: bool,
        /// The options.
        options: Vec<Text>,
    },
}

/// A field of an evidence kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
}

/// The period of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    /// Whether only a year was written.
    pub year_only: bool,
    /// Where.
    pub span: Span,
}

/// A citation: a quoted document number and a place in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Cite {
    /// The document, as `24/2023/TT-BGDĐT`.
    pub document: Text,
    /// The place: `điều 6`, `khoản 1`, …, each a word and what follows it.
    pub place: Vec<(PhraseId, CitePlace)>,
    /// Where.
    pub span: Span,
}

/// The number or letter after a word of a citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CitePlace {
    /// As written: `6`, `a`, `1.2`.
    pub text: String,
    /// Where.
    pub span: Span,
}

/// One entry of `cho`, `có` or `thì` of an example.
#[derive(Clone, Debug, PartialEq)]
pub struct Assign {
    /// The parts between the dots: names or codes. A code such as `1.2` is one part.
    pub key: Vec<Code>,
    /// How many years before the period: `x năm trước`, `x 2 năm trước`; 0 for the period itself.
    pub years_back: u32,
    /// The value.
    pub value: AssignValue,
    /// `tự khai`, `đã xác minh`, `chờ`, `bác bỏ`.
    pub trust: Option<Phrase>,
    /// Where.
    pub span: Span,
}

/// A value in an example.
#[derive(Clone, Debug, PartialEq)]
pub enum AssignValue {
    /// A number, or a year where a date is expected.
    Number(Number),
    /// A quotient of two numbers, as `25/3`.
    Quotient(Number, Number),
    /// A quoted text.
    Text(Text),
    /// A civil day.
    Date(Date, Span),
    /// `06/2023`: some day of that month.
    Month(i16, i8, Span),
    /// `đúng` / `sai`
    YesNo(bool, Span),
    /// `chưa rõ`
    Unknown(Span),
    /// `không áp dụng`
    NotApplicable(Span),
    /// `để trống`
    LeftOpen(Span),
    /// `không xét`
    NotRanked(Span),
    /// A class.
    Name(Name),
    /// `44,5 đến 76,5`, or two classes.
    Range(Box<AssignValue>, Box<AssignValue>),
}

/// A collection with an optional filter: `giờ_học mà ngày trong kỳ`.
#[derive(Clone, Debug, PartialEq)]
pub struct Collection {
    /// The collection.
    pub path: Vec<Name>,
    /// The condition after `mà`.
    pub filter: Option<Box<Expr>>,
    /// Where.
    pub span: Span,
}

/// An expression or condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where.
    pub span: Span,
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// The named days of an evaluation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DayWord {
    /// `15/01 năm sau`: that day of the year after the one in which the period ends.
    NextYear {
        /// 1 to 31.
        day: i8,
        /// 1 to 12.
        month: i8,
    },
    /// `cuối kỳ`
    PeriodEnd,
    /// `đầu kỳ`
    PeriodStart,
    /// `cuối năm trước`: the last day of the year before the period's end.
    LastYearEnd,
    /// `ngày đánh giá`
    JudgementDay,
}

/// The unit of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum WindowUnit {
    Days,
    Months,
}

/// How a rounding treats what is between two steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RoundMode {
    /// Nearest, a tie goes up.
    HalfUp,
    /// Nearest, a tie goes to the even multiple.
    HalfEven,
    /// To the next multiple.
    Up,
    /// To the previous multiple.
    Down,
}

/// Which items of a collection are picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Pick {
    Highest,
    Lowest,
    Newest,
}

/// The kinds of expressions. The English sample stands in the comment.
#[derive(Clone, Debug, PartialEq)]
pub enum ExprKind {
    /// `7.5`, `60%`
    Number(Number),
    /// `"basic"`
    Text(Text),
    /// `2024-01-26`
    Date(Date),
    /// An item's code as an argument, where it is not also a number or a name: `3.1a`.
    Code(Code),
    /// `age`, `CDHT.class`
    Path(Vec<Name>),
    /// `income last year`
    LastYear(Box<Expr>),
    /// `points(1.2)`, `larger(a; b)`
    Call(Name, Vec<Expr>),
    /// `end of period`
    Day(DayWord),
    /// `not p`
    Not(Box<Expr>),
    /// `p and q and r`
    And(Vec<Expr>),
    /// `p or q`
    Or(Vec<Expr>),
    /// `a >= b`
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a in (b; c)`
    In(Box<Expr>, Vec<Expr>),
    /// `date in period`
    InPeriod(Box<Expr>),
    /// `issued within 24 months to end of period`
    Within {
        /// The day of the event.
        day: Box<Expr>,
        /// How many …
        count: Number,
        /// … days or months.
        unit: WindowUnit,
        /// The day the window ends.
        to: Box<Expr>,
    },
    /// `achieved throughout 5 years`
    Throughout(Box<Expr>, Number),
    /// `a + b`
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `months from a to b`
    MonthsBetween(Box<Expr>, Box<Expr>),
    /// `years from a to b`
    YearsBetween(Box<Expr>, Box<Expr>),
    /// `round x to 0.1 half up`
    Round(Box<Expr>, Number, RoundMode),
    /// `any c`
    Any(Collection),
    /// `no c`
    NoneOf(Collection),
    /// `count c`
    Count(Collection),
    /// `at least 5 c`
    AtLeast(Number, Collection),
    /// `sum f of c`
    Sum(Vec<Name>, Collection),
    /// `mean f of c`
    Mean(Vec<Name>, Collection),
    /// `mean f of 3 years`
    MeanOfYears(Vec<Name>, Number),
    /// `highest f of c`
    Pick(Pick, Name, Collection),
    /// `all c satisfy p`
    All(Collection, Box<Expr>),
    /// `share c having p`
    Share(Collection, Box<Expr>),
}
