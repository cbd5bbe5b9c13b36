//! The criteria set after names and types are settled.
//!
//! 1. Every name is an id: no string is looked up after this point.
//! 2. Every expression knows its type, and every number its range.
//! 3. Collections of items (`mọi chỉ_số …`) are written out item by item; collections of rows
//!    (members, evidence) name their frame.
//! 4. Nothing depends on itself.
//!
//! Made by [`from_ast`]; read by `plan::from_hir`, the explanation and the test twin.

mod bands;
mod canonical;
mod from_ast;
mod infer;
mod items;
mod prove;
mod scope;
mod walk;

pub use bands::NO_RESULT;
pub use canonical::{comparison_text, day_text, expr_text, input_text, key_text, rounding_text, rows_text};
pub use from_ast::from_ast;
pub use infer::{CHAIN, LAYERS, MAX_ROWS, WRITTEN_OUT, round_exact, undeclared_range};
pub use prove::prove;
pub use scope::{code_text, exact_of, name_at, text_at};
pub use walk::reads_level;

use crate::compile::Part;
use crate::day::Day;
use crate::exact::Exact;
use crate::grid::Grid;
use crate::names::Names;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tieuchi_grammar::ast::{Arithmetic, Comparison, DayWord, Pick, RoundMode, WindowUnit};
use tieuchi_grammar::{Lang, Phrase, Span};

/// The comparison that holds where the other does not.
pub const fn negated(op: Comparison) -> Comparison {
    match op {
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::GreaterOrEqual => Comparison::Less,
        Comparison::Greater => Comparison::LessOrEqual,
    }
}

/// An index into one of the lists of a [`CriteriaSet`].
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident => $item:ty, $field:ident;)+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(pub u32);

            impl $name {
                /// The position in its list.
                #[must_use]
                pub const fn index(self) -> usize {
                    self.0 as usize
                }
                /// The id of a position.
                #[must_use]
                pub fn from_index(index: usize) -> Self {
                    Self(u32::try_from(index).unwrap_or(u32::MAX))
                }
            }

            #[expect(clippy::indexing_slicing, reason = "ids are made only by pushing to the list they index")]
            impl std::ops::Index<$name> for CriteriaSet {
                type Output = $item;
                fn index(&self, id: $name) -> &$item {
                    &self.$field[id.index()]
                }
            }
        )+
    };
}

ids! {
    /// A table of rows: the subject itself, its members, its evidence of one kind.
    FrameId => Frame, frames;
    /// A column of input.
    InputId => Input, inputs;
    /// A list of options.
    ChoiceId => Choice, choices;
    /// A parameter.
    ParamId => Param, params;
    /// A definition.
    DefId => Definition, definitions;
    /// A group.
    GroupId => Group, groups;
    /// An item of the tree.
    ItemId => Item, items;
}

/// The frame of the subject that is assessed.
pub const ROOT: FrameId = FrameId(0);

/// A whole set, resolved.
#[derive(Clone, Debug)]
pub struct CriteriaSet {
    /// Language of the source.
    pub lang: Lang,
    /// The texts its statements come from: its own first.
    pub parts: Vec<Part>,
    /// Which of them the most comes from: the set itself, or the highest set it is derived from.
    pub ground: usize,
    /// What the statements of facts cite, by the place of the fact's name.
    pub fact_notes: BTreeMap<Span, Notes>,
    /// `CriteriaSet`, `TargetSet` or `Catalogue`.
    pub kind: Phrase,
    /// Its identifier, as `CDHT`.
    pub id: String,
    /// Its edition, as `QD_324`.
    pub edition: String,
    /// Its title.
    pub label: String,
    /// Whether any line is marked `[giả định]`.
    pub assumed: bool,
    /// All that is not expressed, and why, wherever it stands.
    pub unexpressed: Vec<Pair>,
    /// First and last day in force.
    pub in_force: (Day, Option<Day>),
    /// The day by which the edition in force is chosen.
    pub edition_day: DayWord,
    /// Periods that ended before a day follow another edition.
    pub transitions: Vec<(Day, String)>,
    /// The documents it rests on.
    pub based_on: Vec<(String, Day)>,
    /// Who it applies to; any line suffices.
    pub applies: Vec<Applies>,
    /// The shape of a period: (day, month) of its first and last day.
    pub period: Option<((i8, i8), (i8, i8))>,
    /// Scale and rounding of the total.
    pub scale: Option<Scale>,
    /// `làm tròn từng chỉ số …`
    pub round_each: Option<(Phrase, Rounding)>,
    /// How the first headings combine, if not by adding.
    pub take: Option<Take>,
    /// What an unverified value counts as.
    pub trust_self_declared: bool,
    /// What a node with nothing on a closed file is.
    pub no_evidence: NoEvidence,
    /// Results of other sets it reads.
    pub uses: Vec<Uses>,
    /// How long its own results stay valid.
    pub validity: Option<(u32, Phrase)>,
    /// Who decides, by the result.
    pub authorities: Vec<Authority>,
    /// Printed, never computed: what is due, and day and month of the year after the period.
    pub deadlines: Vec<(String, (i8, i8))>,
    /// Tables of rows; the first is the subject.
    pub frames: Vec<Frame>,
    /// Columns of input.
    pub inputs: Vec<Input>,
    /// The numbers each column can have, where they can be told by small whole ones.
    pub grids: Vec<Option<Grid>>,
    /// For each table what the keys of its rows stand for.
    pub names: Vec<Names>,
    /// Lists of options.
    pub choices: Vec<Choice>,
    /// Parameters.
    pub params: Vec<Param>,
    /// Definitions.
    pub definitions: Vec<Definition>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Items in document order.
    pub items: Vec<Item>,
    /// Gates in document order.
    pub gates: Vec<Gate>,
    /// The class table, if there is one.
    pub classes: Option<Classes>,
    /// Examples.
    pub examples: Vec<Example>,
    /// Text literals; columns of texts are numbered from these on.
    pub texts: Vec<String>,
    /// How many expressions there are; their ids are below.
    pub expressions: u32,
}

impl CriteriaSet {
    /// The number that stands for a text literal in a column of texts.
    #[must_use]
    pub fn text_code(&self, text: &str) -> i32 {
        let at = self.texts.iter().position(|known| known == text).unwrap_or(self.texts.len());
        i32::try_from(at).unwrap_or(i32::MAX)
    }

    /// The set a statement comes from, where that is not the one most of them come from: a local
    /// set that edits a higher one, or the set an item was copied from.
    #[must_use]
    pub fn set_by(&self, span: Span) -> Option<&Part> {
        let from = self.parts.iter().position(|part| part.holds(span));
        from.filter(|from| *from != self.ground).and_then(|from| self.parts.get(from))
    }

    /// A class by its position in the table.
    #[must_use]
    pub fn class_at(&self, position: u32) -> Option<&Class> {
        self.classes.as_ref()?.list.get(position as usize)
    }

    /// Whether a person judges an item or a clause of it, scores it or chooses its level.
    #[must_use]
    pub fn is_left_to_a_person(&self, code: &str) -> bool {
        let clause = format!("{code}.");
        self.inputs.iter().any(|input| match &input.key {
            InputKey::Judgement(path) => path == code || path.starts_with(&clause),
            InputKey::Score(path) | InputKey::Level(path) => path == code,
            _ => false,
        })
    }

    /// The regions the set names: in parameters, milestones and whom it applies to.
    #[must_use]
    pub fn regions(&self) -> Vec<String> {
        let rows =
            self.params.iter().flat_map(|param| param.rows.iter().filter_map(|row| row.region.clone()));
        let mut out: Vec<String> =
            rows.chain(self.applies.iter().filter_map(|applies| applies.region.clone())).collect();
        out.sort();
        out.dedup();
        out
    }

    /// The items without a parent, in document order.
    pub fn roots(&self) -> impl Iterator<Item = (ItemId, &Item)> {
        let all = self.items.iter().enumerate();
        all.filter(|(_, item)| item.parent.is_none()).map(|(at, item)| (ItemId::from_index(at), item))
    }

    /// The headings above an item that may not apply, nearest first, and when they do.
    ///
    /// An item that is not judged by level is in its place at each of them, so a heading that
    /// applies at some levels only does not take it away.
    pub fn conditions_above(&self, id: ItemId) -> impl Iterator<Item = (ItemId, &Expr)> {
        let by_level = self[id].by_level;
        std::iter::successors(self[id].parent, |above| self[*above].parent)
            .filter_map(|above| self[above].only.as_ref().map(|(condition, _)| (above, condition)))
            .filter(move |(_, condition)| by_level || !reads_level(self, condition))
    }

    /// The items under one, in document order.
    pub fn children(&self, parent: ItemId) -> impl Iterator<Item = (ItemId, &Item)> {
        self[parent].children.iter().map(|id| (*id, &self[*id]))
    }
}

/// `thẩm quyền … khi …`
#[derive(Clone, Debug)]
pub struct Authority {
    /// Who decides.
    pub text: String,
    /// In which cases; none for all.
    pub condition: Option<Expr>,
    /// What it cites.
    pub notes: Notes,
}

/// One `áp dụng cho` line.
#[derive(Clone, Debug)]
pub struct Applies {
    /// A region the subject must lie in.
    pub region: Option<String>,
    /// A condition on the subject.
    pub condition: Option<Expr>,
    /// Periods that end before this day are outside.
    pub from: Option<Day>,
}

/// `thang n điểm …`
#[derive(Clone, Copy, Debug)]
pub struct Scale {
    /// The scale.
    pub points: Exact,
    /// Whether totals are always converted to the scale.
    pub rescaled: bool,
    /// Rounding of the total.
    pub rounding: Option<Rounding>,
    /// The highest total.
    pub cap: Option<Exact>,
}

/// A written rounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounding {
    /// The step, above zero.
    pub step: Exact,
    /// What happens between steps.
    pub mode: RoundMode,
}

/// The most conditions of rescaled items whose cases are told apart in the totals.
pub const MOST_RESCALE_CASES: usize = 4;

/// The different conditions under which items are rescaled, each with its items.
#[must_use]
pub fn rescale_conditions(set: &CriteriaSet) -> Vec<(&Expr, Vec<ItemId>)> {
    let mut out: Vec<(String, &Expr, Vec<ItemId>)> = Vec::new();
    for (at, item) in set.items.iter().enumerate() {
        let Some((condition, NotApplicable::Rescale)) = &item.only else { continue };
        let (id, text) = (ItemId::from_index(at), expr_text(set, condition));
        match out.iter_mut().find(|(known, ..)| *known == text) {
            Some((.., items)) => items.push(id),
            None => out.push((text, condition, vec![id])),
        }
    }
    out.into_iter().map(|(_, condition, items)| (condition, items)).collect()
}

/// How parts combine instead of adding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    Highest(u32),
    Lowest,
    Mean,
}

/// What a node is when nothing is on a closed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoEvidence {
    NotMet,
    ZeroPoints,
    Unknown,
}

/// `dùng kết quả …`
#[derive(Clone, Debug)]
pub struct Uses {
    /// The other set.
    pub set: String,
    /// Its edition; none for the newest.
    pub edition: Option<String>,
    /// Whether results by decision are read.
    pub recognised: bool,
    /// Whether computed results are read.
    pub computed: bool,
    /// The day on which it must still be valid.
    pub valid_at: Option<DayWord>,
    /// The other set's own validity, if it says so: months, and from where they count.
    pub validity: Option<(u32, Phrase)>,
    /// Its editions that are known, with the days they are in force.
    pub editions: Vec<(String, Day, Option<Day>)>,
    /// No class, then its classes, lowest first.
    pub classes: ChoiceId,
    /// Whether it has several classes besides a lowest one for all other cases, so that the name of
    /// one does not say whether higher ones count too.
    pub several: bool,
    /// Whether it is the set's own results, read of earlier periods only.
    pub own: bool,
    /// Where it is declared.
    pub span: Span,
}

/// A table of rows.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What its rows are.
    pub source: FrameSource,
    /// The name in the set: of the subject kind, the members, or the evidence kind.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether more rows may arrive while the file is open.
    pub open: bool,
}

/// What the rows of a frame are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameSource {
    Subject,
    Members,
    Evidence,
}

/// A column of input.
#[derive(Clone, Debug)]
pub struct Input {
    /// The table it is a column of.
    pub frame: FrameId,
    /// What it is.
    pub key: InputKey,
    /// Where the rows of its table keep it.
    pub seat: Seat,
    /// How the host names it: a fact's name, an item's code, `SET.class`.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its type.
    pub ty: Ty,
    /// The values it can have, for numbers.
    pub range: Option<(Exact, Exact)>,
    /// Digits after the mark a value may have, in its own unit (percent counts in percent).
    pub places: u32,
    /// The step a direct score must keep.
    pub step: Option<Exact>,
    /// How many years before the period it is taken.
    pub years_back: u32,
    /// What it is when nothing is on a closed file, if the set says so.
    pub when_missing: Option<Missing>,
    /// Whether self-declared values count for it.
    pub self_declared: bool,
    /// The day its value must be of, if the set says so.
    pub snapshot: Option<DayWord>,
    /// Whether the set keeps its values private: `giữ kín`.
    pub private: bool,
    /// Where it is declared.
    pub span: Span,
}

/// Where the rows of a table keep a value: one place for each key, whatever year or trust it is read
/// with.
#[derive(Clone, Debug, Default)]
pub struct Seat {
    /// Every key of the table, in order; shared by its columns, and by the rows that were read for them.
    pub keys: Arc<[InputKey]>,
    /// The position of the key.
    pub at: usize,
}

/// What a key stands for in the rows of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Rows of another table; only of the subject.
    Table(FrameId),
    /// A column.
    Input(InputId),
    /// A result of another set, by its place among those that are used.
    Result(usize),
}

impl Seat {
    /// Gives every column its place in the rows of its table, and puts in order the names by which
    /// dossiers file what there is, with the numbers they may file.
    pub fn number(set: &mut CriteriaSet) {
        let mut keys: Vec<BTreeSet<InputKey>> = vec![BTreeSet::new(); set.frames.len()];
        for input in &set.inputs {
            if let Some(own) = keys.get_mut(input.frame.index()) {
                own.insert(input.key.clone());
            }
        }
        let keys: Vec<Arc<[InputKey]>> = keys.into_iter().map(|own| own.into_iter().collect()).collect();
        for input in &mut set.inputs {
            if let Some(keys) = keys.get(input.frame.index()) {
                let at = keys.binary_search(&input.key).unwrap_or_default();
                input.seat = Self { keys: Arc::clone(keys), at };
            }
        }
        let mut names: Vec<Vec<(String, Named)>> = vec![Vec::new(); set.frames.len()];
        let filed = |input: &Input| input.years_back == 0 && input.key.is_filed();
        for (at, input) in set.inputs.iter().enumerate().filter(|(_, input)| filed(input)) {
            if let Some(own) = names.get_mut(input.frame.index()) {
                own.push((input.name.clone(), Named::Input(InputId::from_index(at))));
            }
        }
        let tables = (0..).map(FrameId::from_index).zip(&set.frames).skip(1);
        if let Some(root) = names.first_mut() {
            root.extend(tables.map(|(id, frame)| (frame.name.clone(), Named::Table(id))));
        }
        for (own, frame) in names.iter_mut().zip(&set.frames) {
            if frame.source != FrameSource::Evidence {
                own.extend(
                    set.uses.iter().enumerate().map(|(at, uses)| (uses.set.clone(), Named::Result(at))),
                );
            }
        }
        set.names = names.into_iter().map(Names::of).collect();
        set.grids = set.inputs.iter().map(Grid::of).collect();
    }
}

/// What an input is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InputKey {
    /// A fact of the frame's subject, or a field of an evidence kind.
    Fact(String),
    /// A yes/no judgement on a node, by its path: `1.2` or `1.2.b`.
    Judgement(String),
    /// Whether evidence for a node is on file.
    OnFile(String),
    /// Whether an item is declared not assessable.
    NotAssessable(String),
    /// What a lower set must lay down for an item: nobody files it, it is not known here.
    LocalRule(String),
    /// Points given directly to an item.
    Score(String),
    /// The level chosen for an item.
    Level(String),
    /// The class held in another set.
    ResultClass(String),
    /// The points reached in another set.
    ResultPoints(String),
    /// The day of the other set's decision.
    ResultDate(String),
}

impl InputKey {
    /// Whether a dossier can hold it under its own name.
    #[must_use]
    pub const fn is_filed(&self) -> bool {
        !self.is_result() && !matches!(self, Self::LocalRule(_))
    }

    /// Whether it is part of a result of another set.
    #[must_use]
    pub const fn is_result(&self) -> bool {
        matches!(self, Self::ResultClass(_) | Self::ResultPoints(_) | Self::ResultDate(_))
    }
}

/// What an absent input stands for on a closed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    No,
    Zero,
    /// None of the levels, an option beyond those of the list; it gives no points.
    NoLevel,
}

/// A list of options: an enumeration, or the classes of a set.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The options; ordered ones lowest first.
    pub options: Vec<String>,
    /// Texts shown for them.
    pub labels: Vec<String>,
    /// Whether they compare by order.
    pub ranked: bool,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ty {
    /// Yes, no or unknown.
    Truth,
    /// A number with its unit.
    Number(Unit),
    /// A civil day.
    Day,
    /// One of a list of options.
    Choice(ChoiceId),
    /// Free text: compared for equality only.
    Text,
}

/// A light unit. Values of different units are not added or compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A bare literal: takes the unit of its neighbour.
    Any,
    /// No unit.
    None,
    /// A share or ratio; `60%` is 60/100.
    Ratio,
    /// Points.
    Points,
    /// A named unit: giờ, người, …
    Named(Arc<str>),
}

/// The least and greatest value a number can have.
pub type Range = (Exact, Exact);

/// An expression with its type.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Number of the expression in its set.
    pub id: u32,
    /// What it is.
    pub kind: ExprKind,
    /// Its type.
    pub ty: Ty,
    /// The frame whose rows it has one value for.
    pub frame: FrameId,
    /// Its values, for numbers.
    pub range: Option<Range>,
    /// Whether it can be absent (a highest of nothing, a share of nobody).
    pub can_be_absent: bool,
    /// Where it was written.
    pub span: Span,
}

/// The kinds of expressions.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A number.
    Number(Exact),
    /// A truth value.
    Truth(bool),
    /// A day.
    Day(Day),
    /// An option of the type's list, by position.
    Option(u32),
    /// A text literal, compared with a text column.
    Text(String),
    /// A named day of the evaluation.
    NamedDay(DayWord),
    /// A column of input of this frame, or of a frame above.
    Input(InputId),
    /// A parameter.
    Param(ParamId),
    /// A definition, kept by name for explanations.
    Definition(DefId, Box<Expr>),
    /// The class being judged is that one (position in the class table).
    LevelJudged(u32),
    /// The class given in the end is that one (position in the class table); for authorities only.
    HoldsClass(u32),
    /// `không`
    Not(Box<Expr>),
    /// `và`
    And(Vec<Expr>),
    /// `hoặc`
    Or(Vec<Expr>),
    /// A comparison of two numbers, days, options of one list, or texts (equality only).
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// Membership in a list of options or texts.
    In(Box<Expr>, Vec<Expr>),
    /// A day in the period, both ends included.
    InPeriod(Box<Expr>),
    /// A window counted forward from the event.
    Within {
        /// The day of the event.
        day: Box<Expr>,
        /// How many …
        count: u32,
        /// … days or months.
        unit: WindowUnit,
        /// The day that must lie in it.
        to: Box<Expr>,
    },
    /// Arithmetic on numbers.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// The larger of two.
    Larger(Box<Expr>, Box<Expr>),
    /// The smaller of two.
    Smaller(Box<Expr>, Box<Expr>),
    /// The remainder of a whole number by a constant.
    Remainder(Box<Expr>, u32),
    /// Whole months between two days, or years of twelve months.
    MonthsBetween(Box<Expr>, Box<Expr>, u32),
    /// A written rounding.
    Round(Box<Expr>, Rounding),
    /// How many rows.
    Count(Box<Rows>),
    /// The sum of a number over rows.
    Sum(Box<Rows>, Box<Expr>),
    /// The mean of a number over rows.
    Mean(Box<Rows>, Box<Expr>),
    /// The highest, lowest or newest value over rows; for the newest, the day it goes by.
    Pick(Pick, Box<Rows>, Box<Expr>, Option<Box<Expr>>),
    /// Whether all rows have it.
    All(Box<Rows>, Box<Expr>),
    /// The share of rows that have it.
    Share(Box<Rows>, Box<Expr>),
    /// Conditions of items, each guarded by its item's applicability: all must hold.
    AllItems(Vec<(ItemId, Expr)>),
    /// How many of the items' conditions hold, inapplicable items left out.
    CountItems(Vec<(ItemId, Expr)>),
    /// The share of applicable items whose condition holds.
    ShareItems(Vec<(ItemId, Expr)>),
    /// Points of an item.
    ItemPoints(ItemId),
    /// Greatest points of an item, as it applies.
    ItemMax(ItemId),
    /// Points over greatest points.
    ItemShare(ItemId),
    /// Whether an item is met, at the level judged.
    ItemMet(ItemId),
    /// Whether an item applies.
    ItemApplies(ItemId),
    /// Whether a value exists.
    Exists(Box<Expr>),
    /// The total after scaling, bonus, deductions, cap and rounding.
    Total,
    /// The total before its rounding.
    RawTotal,
    /// The sum of the items before scaling.
    BaseTotal,
    /// Rows of a table or of a list of conditions: the value of the row that holds.
    Table(Vec<TableRow>),
    /// A list of named clauses.
    Clauses(Quantifier, Vec<Clause>),
    /// How many clauses of a list are met.
    ClauseCount(Vec<Clause>),
}

/// A collection of rows of a frame.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The table.
    pub frame: FrameId,
    /// The group it was written as.
    pub group: Option<GroupId>,
    /// Which rows, a truth value of that frame.
    pub filter: Option<Expr>,
    /// Left out before any test.
    pub excluding: Vec<Expr>,
    /// Left out only where the test is not met.
    pub exempting: Vec<Expr>,
    /// Whether self-declared items count.
    pub self_declared: bool,
}

/// One row of a table: where it holds, what it gives.
#[derive(Clone, Debug)]
pub struct TableRow {
    /// Where it holds; a truth value.
    pub when: Expr,
    /// What it gives.
    pub gives: Gives,
    /// The row as written.
    pub shape: BandShape,
    /// Citations and readings.
    pub notes: Notes,
    /// Where it was written.
    pub span: Span,
}

/// How a row says where it holds, kept for explanations.
#[derive(Clone, Debug)]
pub enum BandShape {
    FromUp(Expr),
    FromUnder(Expr, Expr),
    FromTo(Expr, Expr),
    OverUnder(Expr, Expr),
    OverTo(Expr, Expr),
    Over(Expr),
    Under(Expr),
    AtMost(Expr),
    Exactly(Expr),
    Nothing,
    /// `otherwise`: where none of the other rows holds.
    Otherwise,
    /// `otherwise`, where what the other rows leave is known as bands before the data is.
    OtherBands,
    When,
}

impl BandShape {
    /// Whether the row is a range of values, not one value or a case.
    #[must_use]
    pub const fn is_range(&self) -> bool {
        match self {
            Self::FromUp(_)
            | Self::FromUnder(..)
            | Self::FromTo(..)
            | Self::OverUnder(..)
            | Self::OverTo(..)
            | Self::Over(_)
            | Self::Under(_)
            | Self::AtMost(_) => true,
            Self::Exactly(_) | Self::Nothing | Self::Otherwise | Self::OtherBands | Self::When => false,
        }
    }
}

/// What a row gives.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly every row gives a value")]
pub enum Gives {
    Value(Expr),
    NotApplicable,
}

/// How clauses combine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    All,
    Any,
    AtLeast(u32),
}

/// A named clause.
#[derive(Clone, Debug)]
pub struct Clause {
    /// Its letter.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Whether it must hold besides the count.
    pub compulsory: bool,
    /// Where it is in scope.
    pub only: Option<Expr>,
    /// The condition.
    pub condition: Expr,
    /// What it cites.
    pub notes: Notes,
}

/// A parameter by date, region and case.
#[derive(Clone, Debug)]
pub struct Param {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its type.
    pub ty: Ty,
    /// The least and greatest value over all rows.
    pub range: Range,
    /// The day on which its row is in force: the one the edition is chosen by; for the bar of a
    /// target the last day of the period.
    pub day: DayWord,
    /// Cases by level or fact: the conditions that tell rows apart. Rows without one have case 0.
    pub cases: Vec<Option<Expr>>,
    /// Its rows.
    pub rows: Vec<ParamRow>,
    /// Where it is declared.
    pub span: Span,
}

/// A row of a parameter.
#[derive(Clone, Debug)]
pub struct ParamRow {
    /// The first day it holds.
    pub from: Day,
    /// The region it is for.
    pub region: Option<String>,
    /// Which of the parameter's cases.
    pub case: usize,
    /// The value.
    pub value: Exact,
    /// Whether it is marked as assumed.
    pub assumed: bool,
}

/// A named value.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its name.
    pub name: String,
    /// How many years back it is read.
    pub years_back: u32,
    /// Its label.
    pub label: String,
    /// Its value.
    pub expr: Expr,
    /// What it cites.
    pub notes: Notes,
}

/// A named collection.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Its rows.
    pub rows: Rows,
}

/// A phrase of the text and what is said of it, held by whoever tells it.
pub type Pair = Arc<(String, String)>;

/// Citations and readings of a statement.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// `nguồn …`: document and place, and the words quoted.
    pub sources: Vec<Arc<Citation>>,
    /// Where each of them was written.
    pub sources_at: Vec<Span>,
    /// `cách hiểu … là …`
    pub readings: Vec<Pair>,
    /// `chưa diễn đạt … vì …`
    pub unexpressed: Vec<Pair>,
    /// Whether the statement, or one under it, is marked as assumed.
    pub assumed: bool,
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The document's number.
    pub document: String,
    /// The place in it: words and numbers, as written.
    pub place: Vec<(Phrase, String)>,
    /// The words quoted.
    pub quote: Option<String>,
}

/// A node of the criteria tree.
#[derive(Clone, Debug)]
pub struct Item {
    /// The heading word: tiêu chí, chỉ số, chỉ tiêu, điểm cộng, …
    pub word: Phrase,
    /// Its official number.
    pub code: String,
    /// Its label.
    pub label: String,
    /// Its parent.
    pub parent: Option<ItemId>,
    /// Its parts, in document order.
    pub children: Vec<ItemId>,
    /// Greatest points, for a scored item.
    pub max: Option<Exact>,
    /// Its weight among its siblings, as a share.
    pub weight: Option<Exact>,
    /// Items whose points move here where they do not apply, and the part of this item's points
    /// that each adds.
    pub takes_over: Vec<(ItemId, Exact)>,
    /// Whether it has points.
    pub scored: bool,
    /// Whether it has a verdict.
    pub judged: bool,
    /// Whether its verdict depends on the level judged.
    pub by_level: bool,
    /// Where it applies, and what happens to it elsewhere.
    pub only: Option<(Expr, NotApplicable)>,
    /// What a person must put on file for it.
    pub needs: Vec<String>,
    /// Whether evidence is on file, for an item that needs it and has no other input of its own.
    pub on_file: Option<Expr>,
    /// Its scoring statements; they add up.
    pub scoring: Vec<Scoring>,
    /// Its verdict statements; all of the level judged must hold.
    pub verdicts: Vec<Verdict>,
    /// What it measures, for a target.
    pub measure: Option<Measure>,
    /// How its children combine, if not by adding.
    pub take: Option<Take>,
    /// Rounding of its points.
    pub rounding: Option<Rounding>,
    /// The cap of the whole item.
    pub cap: Option<Exact>,
    /// Where its points are nought.
    pub zero: Vec<Expr>,
    /// Citations and readings.
    pub notes: Notes,
    /// Where its heading was written.
    pub span: Span,
}

/// `đo bằng …` and its milestones.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The value.
    pub value: Expr,
    /// Whether the bar is a least value, or a greatest.
    pub at_least: bool,
    /// The days the milestones fall due, in order.
    pub due: Vec<Day>,
    /// Whether the value meets the bar in force: a parameter whose rows begin the day after the
    /// milestone before. None for a figure that is only reported.
    pub meets: Option<Expr>,
}

/// What happens to an item that does not apply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotApplicable {
    LeaveOut,
    Rescale,
    /// Thresholds on the total fall by so many points.
    LowerThresholds(Exact),
    /// The maximum moves to these siblings, in proportion to theirs.
    MoveTo(Vec<ItemId>),
    Points(Exact),
    Full,
    KeepScale,
    Met,
    NotMet,
}

/// A scoring statement.
#[derive(Clone, Debug)]
pub struct Scoring {
    /// What it is.
    pub kind: ScoringKind,
    /// Where it counts; elsewhere it gives nothing.
    pub only: Option<Expr>,
    /// Its own cap.
    pub cap: Option<Exact>,
    /// Where it was written.
    pub span: Span,
    /// Citations and readings.
    pub notes: Notes,
}

/// The kinds of scoring.
#[derive(Clone, Debug)]
pub enum ScoringKind {
    /// `chấm theo`: a table, and steps on top of it.
    Table {
        /// The value that is scored.
        input: Expr,
        /// Rows, whose values are points.
        rows: Vec<TableRow>,
        /// Steps.
        steps: Vec<StepRow>,
    },
    /// `chọn một mức`: a choice among texts with points.
    Level {
        /// The choice.
        input: Expr,
        /// Points of each option.
        points: Vec<Exact>,
    },
    /// `chấm trực tiếp`: points given by a person.
    Direct(Expr),
    /// `điểm bằng`
    Formula(Expr),
    /// `đạt khi …: n điểm`
    Met {
        /// The condition.
        condition: Expr,
        /// The points.
        points: Expr,
    },
    /// `mỗi …: n điểm`
    Each {
        /// The rows.
        rows: Rows,
        /// Points of a row.
        points: Expr,
        /// Rows that count once.
        dedupe: Option<Dedupe>,
    },
    /// `mỗi ý đạt được n điểm`
    ClausesGive {
        /// The clauses.
        clauses: Vec<Clause>,
        /// Points of each.
        points: Exact,
    },
}

/// Which of several like rows count.
#[derive(Clone, Debug)]
pub struct Dedupe {
    /// Whether the best counts (`lấy cao nhất theo`) or any one (`khác nhau theo`).
    pub highest: bool,
    /// The columns that tell rows apart.
    pub by: Vec<Expr>,
}

/// `cứ thêm s kể từ a: cộng q điểm`
#[derive(Clone, Debug)]
pub struct StepRow {
    /// How far the value is from the base in the wanted direction, in steps; below nought it is nought.
    pub steps: Expr,
    /// Points of a step.
    pub points: Exact,
    /// Whether steps add or subtract.
    pub adds: bool,
}

/// `đạt khi …`
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The class it belongs to (position in the class table); none for all.
    pub level: Option<u32>,
    /// The condition.
    pub condition: Expr,
    /// Citations and readings.
    pub notes: Notes,
}

/// `điều kiện …`
#[derive(Clone, Debug)]
pub struct Gate {
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// The condition.
    pub condition: Expr,
    /// What happens where it is not met.
    pub effect: Effect,
    /// Citations and readings.
    pub notes: Notes,
    /// Where it was written.
    pub span: Span,
}

/// What a gate does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// No class but the rest.
    BarsAll,
    /// It is said in the result and changes nothing.
    Noted,
    /// The subject is not ranked.
    NotRanked,
    /// The class is that one.
    Class(u32),
    /// The class is at most that one.
    AtMost(u32),
}

/// The class table.
#[derive(Clone, Debug)]
pub struct Classes {
    /// Its name; for a lone title that of the title.
    pub name: String,
    /// Its label.
    pub label: String,
    /// Whether it is a lone title: held or not held.
    pub lone_title: bool,
    /// The classes, highest first.
    pub list: Vec<Class>,
    /// The order in which conditions are tested, the rest class left out.
    pub order: Vec<u32>,
    /// Whether exactly one must hold (then the order does not matter).
    pub exactly_one: bool,
    /// Whether a subject may be left without a class.
    pub left_open: bool,
    /// The option list of the classes, lowest first.
    pub choice: ChoiceId,
    /// Where it is declared.
    pub span: Span,
    /// Citations and readings.
    pub notes: Notes,
}

/// A class, level, grade or title.
#[derive(Clone, Debug)]
pub struct Class {
    /// The word: danh hiệu, mức độ, loại, hạng.
    pub word: Phrase,
    /// Its name.
    pub name: String,
    /// Its label.
    pub label: String,
    /// When it is held; none for the rest class.
    pub condition: Option<Expr>,
    /// Citations and readings.
    pub notes: Notes,
    /// Where it was written.
    pub span: Span,
}

/// An example of the set: a dossier and what is expected.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its title.
    pub label: String,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// Region, nearest first.
    pub regions: Vec<String>,
    /// Judgement date; the period's end if not written.
    pub judged_on: Option<Day>,
    /// Whether the file is open.
    pub open: bool,
    /// `cho …`
    pub given: Vec<tieuchi_grammar::ast::Assign>,
    /// `có …`: how many, of what, and their values.
    pub rows: Vec<(u32, FrameId, Vec<tieuchi_grammar::ast::Assign>)>,
    /// `thì …`
    pub expected: Vec<tieuchi_grammar::ast::Assign>,
    /// Where it was written.
    pub span: Span,
}
