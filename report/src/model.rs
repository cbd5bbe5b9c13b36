//! What a report says, before it has any form.
//!
//! In: nothing; whoever evaluates a population fills it. Out: plain data, exact, in the order in
//! which it is shown. The page and the workbook are both written from it and from nothing else.

use tieuchi::{Bilingual, Day, Exact, Verdict};

/// The report of one assessment of a place: every level, the targets, the quality of the data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is called: `Tổng hợp kết quả đánh giá năm 2025`.
    pub title: Bilingual,
    /// The place it is about: `tỉnh An Giang`.
    pub place: String,
    /// Who reports, if said.
    pub office: Option<String>,
    /// First and last day of the period.
    pub period: (Day, Day),
    /// The day of judgement.
    pub judged_on: Day,
    /// What readers must know before any figure: that figures are invented, say.
    pub notices: Vec<Bilingual>,
    /// The levels, from persons up.
    pub levels: Vec<Level>,
    /// What was aimed at, and how far it is reached.
    pub targets: Vec<Targets>,
    /// What the places were made of, for those that were merged, renamed or took over a part of
    /// another.
    pub history: Vec<Formed>,
    /// What was wrong in the data.
    pub quality: Quality,
    /// Version of the engine.
    pub engine: String,
    /// Whether names and values of persons are left out.
    pub redacted: bool,
}

/// The set a level is assessed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetInfo {
    /// `CDHT`.
    pub id: String,
    /// `QD_324`.
    pub edition: String,
    /// Its label.
    pub label: String,
    /// The texts it rests on, as cited: `677/QĐ-TTg ngày 03/06/2022`.
    pub basis: Vec<Bilingual>,
    /// Whether it holds assumed figures.
    pub assumed: bool,
    /// The digest of its meaning.
    pub digest: String,
}

/// One level: all subjects of one kind, assessed by one set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Level {
    /// Its name in the job: `citizens`.
    pub name: String,
    /// What its subjects are called, in the words of the set: `Công dân`.
    pub label: String,
    /// By what they are assessed.
    pub set: SetInfo,
    /// The files with a row for each subject, by name beside the report.
    pub files: Vec<String>,
    /// The column of those files that holds the code of the place, if there is one.
    pub place_column: Option<String>,
    /// The root of the hash tree over the results, if there is one.
    pub receipt: Option<String>,
    /// All subjects together.
    pub whole: Counts,
    /// The classes, lowest first; [`Counts::standings`] has one figure for each and four more.
    pub classes: Vec<Class>,
    /// The class of all who reach none of these, where the set gives it a name; [`Counts::none`]
    /// counts them.
    pub rest: Option<Class>,
    /// The places of which the level is made, in their official order; empty if not asked for.
    pub places: Vec<Place>,
    /// How the totals lie, if the set has points.
    pub distribution: Option<Distribution>,
    /// The items of the set, in document order.
    pub items: Vec<Item>,
}

/// A class of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Class {
    /// `đạt`.
    pub name: String,
    /// `Công dân học tập`.
    pub label: String,
}

/// How many subjects stand where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// How many subjects there are.
    pub subjects: u64,
    /// Settled, for each class of the level.
    pub standings: Vec<u64>,
    /// Settled: the lowest class is not reached.
    pub none: u64,
    /// Settled: not ranked.
    pub not_ranked: u64,
    /// Settled: the set does not apply.
    pub outside: u64,
    /// Not settled: more than one standing is possible.
    pub unsettled: u64,
    /// For each class: how many have it or a higher one for certain, and how many may have it. A
    /// title is such a class.
    pub reached: Vec<Bounds>,
    /// The sum of the totals, for certain, of all who have one.
    pub points: Option<Exact>,
}

/// Between how much and how much something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub least: u64,
    /// At most.
    pub most: u64,
}

/// The subjects of a level in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its code or identifier.
    pub id: String,
    /// Its name: `Xã An Phú`.
    pub name: String,
    /// Its figures.
    pub counts: Counts,
}

/// A place and the units it was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formed {
    /// Its code or identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The former units.
    pub of: Vec<FormerUnit>,
}

/// A unit that is no more, or that gave a part away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerUnit {
    /// Its code or identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether only a part of it went over.
    pub part: bool,
}

/// How the totals of a level lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    /// The greatest total the set can give.
    pub max: Exact,
    /// Equal steps from nought up; totals on an edge belong to the upper step, but the last step
    /// holds its upper edge too.
    pub bins: Vec<Bin>,
    /// Totals that titles ask for.
    pub thresholds: Vec<Threshold>,
}

/// The subjects whose total lies between two figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bin {
    /// From here.
    pub from: Exact,
    /// To here.
    pub to: Exact,
    /// By what is certain.
    pub certain: u64,
    /// By what is possible.
    pub possible: u64,
}

/// A total that matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The total.
    pub points: Exact,
    /// What it opens.
    pub label: String,
}

/// An item of a set over all subjects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// `1.2`.
    pub code: String,
    /// What it is: `chỉ số`.
    pub word: Bilingual,
    /// Its label.
    pub label: String,
    /// How many steps it stands below the top.
    pub depth: u32,
    /// Of how many subjects it applies.
    pub applies: u64,
    /// Points, if it is scored.
    pub points: Option<ItemPoints>,
    /// Verdicts, if it has one: met, not met, not known.
    pub verdicts: Option<[u64; 3]>,
}

/// The points of an item over all subjects it applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ItemPoints {
    /// Sum for certain.
    pub certain: Exact,
    /// Sum of what was possible.
    pub possible: Exact,
    /// Sum of the greatest points.
    pub max: Exact,
    /// The lowest for certain of anybody.
    pub lowest: Exact,
    /// The highest for certain of anybody: equal to the lowest where the item tells nobody apart.
    pub highest: Exact,
}

/// What was aimed at in one set of targets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Targets {
    /// The set.
    pub set: SetInfo,
    /// The targets in document order.
    pub list: Vec<Target>,
}

/// One target, over the whole and in each place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its code.
    pub code: String,
    /// Its label.
    pub label: String,
    /// The share asked for, and by when, soonest first.
    pub milestones: Vec<Milestone>,
    /// Of the whole.
    pub whole: Measure,
    /// Of each place, in official order.
    pub places: Vec<PlaceMeasure>,
}

/// What is asked for by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Milestone {
    /// The last day.
    pub by: Day,
    /// The least share, of one.
    pub share: Exact,
    /// Whether it is the one that is due in the period.
    pub due: bool,
}

/// A share as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// How many are counted, if people or groups are counted.
    pub population: Option<Bounds>,
    /// How many of them have it.
    pub have: Option<Bounds>,
    /// Of how many it is not known.
    pub unknown: u64,
    /// How many are left out by the set.
    pub excluded: u64,
    /// The share at least and at most, of one; none where nothing can be said.
    pub share: Option<(Exact, Exact)>,
    /// Whether the milestone that is due is reached.
    pub verdict: Verdict,
    /// The least number still needed for it, if people or groups are counted and it is not reached.
    pub needed: Option<u64>,
}

/// A target in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceMeasure {
    /// Its identifier.
    pub id: String,
    /// Its name.
    pub name: String,
    /// How far it is.
    pub measure: Measure,
}

/// What was wrong in the data.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// How many rows and cells of each kind of problem, by level and table.
    pub kinds: Vec<ProblemKind>,
    /// The file with every problem, beside the report.
    pub file: Option<String>,
}

/// One kind of problem in one table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemKind {
    /// The level it was found at.
    pub level: String,
    /// The table; empty for the subjects themselves.
    pub table: String,
    /// Its code.
    pub code: String,
    /// How often.
    pub count: u64,
    /// What the first one says.
    pub message: Bilingual,
    /// What can be done.
    pub help: Option<Bilingual>,
    /// Where the first ones are: subject, column, row.
    pub first: Vec<ProblemPlace>,
}

/// Where a problem is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProblemPlace {
    /// Whose row it is; left out where the report is redacted.
    pub subject: String,
    /// The column.
    pub column: String,
    /// The row, from 1.
    pub row: u64,
}
