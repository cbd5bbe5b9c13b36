//! When, where and under what assumption a set is evaluated.
//!
//! In: a period, a judgement date, the state of the file, regions. Out: a checked [`Context`].
//! Nothing here reads a clock: every day is given by the caller.

use crate::day::Day;
use crate::diagnostics;
use crate::exact::Exact;
use crate::hir::{CriteriaSet, Param, ParamId};
use crate::plan::Plan;
use tieuchi_grammar::Diagnostic;
use tieuchi_grammar::ast::DayWord;

/// What the caller says about an evaluation.
///
/// ```
/// use tieuchi::{ContextOptions, Day};
/// let options = ContextOptions::year(2025).unwrap().judged_on(Day::new(2026, 1, 20).unwrap());
/// assert_eq!(options.last_day().to_string(), "2025-12-31");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContextOptions {
    first: Day,
    last: Day,
    year_only: Option<i32>,
    judged_on: Option<Day>,
    open: bool,
    regions: Vec<String>,
}

impl ContextOptions {
    /// A period, both days included; the file is closed.
    #[must_use]
    pub fn period(first: Day, last: Day) -> Self {
        Self { first, last, year_only: None, judged_on: None, open: false, regions: Vec::new() }
    }

    /// The period of the set that ends in that year.
    #[must_use]
    pub fn year(year: i32) -> Option<Self> {
        let (first, last) = (Day::new(year, 1, 1)?, Day::new(year, 12, 31)?);
        Some(Self { year_only: Some(year), ..Self::period(first, last) })
    }

    /// A period as people write it: a year, or its first and last day with two dots between.
    ///
    /// ```
    /// use tieuchi::ContextOptions;
    /// assert_eq!(ContextOptions::written("2025"), ContextOptions::year(2025));
    /// let school_year = ContextOptions::written("01/09/2024..31/08/2025").unwrap();
    /// assert_eq!(school_year.last_day().to_string(), "2025-08-31");
    /// assert_eq!(ContextOptions::written("2025-12-31..2025-01-01"), None);
    /// ```
    #[must_use]
    pub fn written(text: &str) -> Option<Self> {
        let Some((first, last)) = text.split_once("..") else {
            return Self::year(text.parse().ok().filter(|_| text.len() == 4)?);
        };
        let (first, last) = (Day::parse_written(first.trim())?, Day::parse_written(last.trim())?);
        (first <= last).then(|| Self::period(first, last))
    }

    /// The day of the judgement; the last day of the period if not given.
    #[must_use]
    pub fn judged_on(mut self, day: Day) -> Self {
        self.judged_on = Some(day);
        self
    }

    /// Whether more evidence may still be filed. Decisions are made on a closed file.
    #[must_use]
    pub fn open(mut self, open: bool) -> Self {
        self.open = open;
        self
    }

    /// The regions of the subjects, nearest first, where a dossier does not name its own.
    #[must_use]
    pub fn regions(mut self, regions: impl IntoIterator<Item = String>) -> Self {
        self.regions = regions.into_iter().collect();
        self
    }

    /// The last day of the period.
    #[must_use]
    pub const fn last_day(&self) -> Day {
        self.last
    }
}

/// A checked context of one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    pub(crate) first: Day,
    pub(crate) last: Day,
    pub(crate) judged_on: Day,
    pub(crate) open: bool,
    pub(crate) regions: Vec<String>,
}

impl Context {
    /// First and last day of the period.
    #[must_use]
    pub const fn period(&self) -> (Day, Day) {
        (self.first, self.last)
    }

    /// The day of the judgement.
    #[must_use]
    pub const fn judged_on(&self) -> Day {
        self.judged_on
    }

    /// Whether more may still be filed.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.open
    }

    /// The options that ask another plan for the same.
    ///
    /// ```
    /// # let source = "language en\ncriteria set S \"S\" edition E1 [assumed]\n  in force from 2024-01-01\n  applies to person\nsubject person \"P\"\n  fact books \"B\": integer from 0 to 9\ntitle t \"T\" when books >= 3\n";
    /// use tieuchi::ContextOptions;
    /// let plan = tieuchi::compile(source).unwrap();
    /// let context = plan.context(&ContextOptions::year(2025).unwrap().open(true)).unwrap();
    /// let edited = tieuchi::compile(&source.replace(">= 3", ">= 4")).unwrap();
    /// assert_eq!(edited.context(&context.options()).unwrap(), context);
    /// ```
    #[must_use]
    pub fn options(&self) -> ContextOptions {
        let options = ContextOptions::period(self.first, self.last).judged_on(self.judged_on).open(self.open);
        options.regions(self.regions.iter().cloned())
    }

    pub(crate) fn day(&self, word: DayWord) -> Day {
        match word {
            DayWord::NextYear { day, month } => {
                // The 29th of February falls on the 28th where the year has none.
                let year = self.last.civil().0 + 1;
                let of_month = |day: i8| Day::new(year, i32::from(month), i32::from(day));
                of_month(day).or_else(|| of_month(day - 1)).unwrap_or(self.last)
            }
            DayWord::PeriodEnd => self.last,
            DayWord::PeriodStart => self.first,
            DayWord::LastYearEnd => self.last.last_year_end(),
            DayWord::JudgementDay => self.judged_on,
        }
    }
}

impl Plan {
    /// Checks a context against the set: the shape of the period, the edition in force, and that
    /// every parameter has a value.
    ///
    /// # Errors
    ///
    /// Every finding: `wrong-period`, `edition-not-in-force`, `parameter-not-in-force`.
    pub fn context(&self, options: &ContextOptions) -> Result<Context, Vec<Diagnostic>> {
        self.context_of(options, true)
    }

    /// The same, whether the edition is in force for the period or not: for asking what it would do.
    ///
    /// # Errors
    ///
    /// Every finding: `wrong-period`, `parameter-not-in-force`.
    pub fn context_as_if_in_force(&self, options: &ContextOptions) -> Result<Context, Vec<Diagnostic>> {
        self.context_of(options, false)
    }

    /// The same; whether the edition is in force is not asked where a transition led here.
    pub(crate) fn context_of(
        &self,
        options: &ContextOptions,
        in_force: bool,
    ) -> Result<Context, Vec<Diagnostic>> {
        let set = &self.inner.set;
        let context = self.days_of(options);
        let (first, last) = (context.first, context.last);
        let mut findings = Vec::new();
        if let Some(shape) = set.period {
            let fits = period_of_year(last.civil().0, shape) == Some((first, last));
            if !fits {
                let fitting = period_of_year(last.civil().0, shape);
                findings.push(diagnostics::wrong_period(shape, (first, last), fitting));
            }
        }
        let out_of_force = if in_force { self.force_finding(&context) } else { None };
        // Of a day on which the set is not in force no parameter is asked: one cause, one finding.
        match out_of_force {
            Some(finding) => findings.push(finding),
            None => {
                let missing = |param: &Param| param_findings(param, context.day(param.day), &options.regions);
                findings.extend(set.params.iter().filter_map(missing));
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        Ok(context)
    }

    /// Whether the edition is the one for a period: in force on the day it is chosen by, and not
    /// handed on to another by a transition.
    fn force_finding(&self, context: &Context) -> Option<Diagnostic> {
        let set = &self.inner.set;
        let day = context.day(set.edition_day);
        let (from, to) = set.in_force;
        if day < from || to.is_some_and(|to| day > to) {
            return Some(diagnostics::not_in_force(day, from, to));
        }
        let (before, edition) = self.transition(context.last)?;
        Some(diagnostics::follows_another_edition(context.last, before, edition))
    }

    /// The edition that a period which ended on that day follows instead of this one.
    pub(crate) fn transition(&self, last: Day) -> Option<(Day, &str)> {
        let mut all = self.inner.set.transitions.iter().filter(|(before, _)| last < *before);
        // Of several that cover it, the nearest one speaks.
        let first = all.next()?;
        let nearest = all.fold(first, |known, next| if next.0 < known.0 { next } else { known });
        Some((nearest.0, &nearest.1))
    }

    /// First and last day of a period and its judgement date, as this edition counts them.
    pub(crate) fn days_of(&self, options: &ContextOptions) -> Context {
        let (first, last) = match (options.year_only, self.inner.set.period) {
            (Some(year), Some(shape)) => period_of_year(year, shape).unwrap_or((options.first, options.last)),
            _ => (options.first, options.last),
        };
        let judged_on = options.judged_on.unwrap_or(last);
        Context { first, last, judged_on, open: options.open, regions: options.regions.clone() }
    }
}

/// The period of that shape that ends in a year.
fn period_of_year(year: i32, shape: ((i8, i8), (i8, i8))) -> Option<(Day, Day)> {
    let ((from_day, from_month), (to_day, to_month)) = shape;
    let begins = if (from_month, from_day) > (to_month, to_day) { year - 1 } else { year };
    let first = Day::new(begins, i32::from(from_month), i32::from(from_day))?;
    let last = Day::new(year, i32::from(to_month), i32::from(to_day)).or_else(|| Day::new(year, 2, 28))?;
    Some((first, last))
}

fn param_findings(param: &Param, day: Day, regions: &[String]) -> Option<Diagnostic> {
    let missing = (0..param.cases.len()).any(|case| resolve(param, case, day, regions).is_none());
    missing.then(|| {
        let region = regions.first().map(|region| format!(" ({region})")).unwrap_or_default();
        diagnostics::parameter_not_in_force(param.span, &param.name, day, &region)
    })
}

/// The value of a parameter: the nearest region that has a row in force on its day, then the latest
/// row.
pub(crate) fn param_value(
    set: &CriteriaSet,
    id: ParamId,
    case: usize,
    context: &Context,
    regions: &[String],
) -> Option<Exact> {
    let param = &set[id];
    resolve(param, case, context.day(param.day), regions)
}

fn resolve(param: &Param, case: usize, day: Day, regions: &[String]) -> Option<Exact> {
    param_row(param, case, day, regions).and_then(|row| param.rows.get(row)).map(|row| row.value)
}

/// The position of the row a parameter's value comes from.
pub(crate) fn param_row(param: &Param, case: usize, day: Day, regions: &[String]) -> Option<usize> {
    let latest = |region: Option<&String>| {
        param
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.case == case && row.from <= day && row.region.as_ref() == region)
            .max_by_key(|(_, row)| row.from)
            .map(|(at, _)| at)
    };
    regions.iter().find_map(|region| latest(Some(region))).or_else(|| latest(None))
}
