//! The editions of one set, and which of them a period is judged by.
//!
//! In: compiled editions. Out: for a period and a judgement date, the edition in force: the one
//! that began last on or before the day it is chosen by. If that one has ended nothing is in
//! force; nobody falls back on an earlier text. A transition may hand a period on to another
//! edition.

use crate::context::{Context, ContextOptions};
use crate::describe::{both, show_day};
use crate::diagnostics;
use crate::plan::Plan;
use tieuchi_grammar::{Bilingual, Diagnostic, Lang};

/// The editions of one set, earliest first.
///
/// ```
/// use tieuchi::{ContextOptions, Editions, compile};
/// let edition = |id: &str, from: &str, bar: u32| {
///     compile(&format!(
///         "language en\ncriteria set READING \"Reading\" edition {id} [assumed]\n  in force from {from}\n  \
///          applies to person\nsubject person \"Person\"\n  fact books \"Books\": integer from 0 to 99\n\
///          title reader \"Reader\" when books >= {bar}\n"
///     ))
///     .unwrap()
/// };
/// let editions = Editions::new(vec![edition("E2", "2025-01-01", 12), edition("E1", "2020-01-01", 10)]).unwrap();
/// let (plan, _) = editions.choose(&ContextOptions::year(2024).unwrap()).unwrap();
/// assert_eq!(plan.edition(), "E1");
/// assert!(editions.choose(&ContextOptions::year(2019).unwrap()).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Editions {
    plans: Vec<Plan>,
}

impl Editions {
    /// Puts editions together.
    ///
    /// # Errors
    ///
    /// `editions-clash` for editions of different sets, and for two that begin on one day.
    pub fn new(mut plans: Vec<Plan>) -> Result<Self, Vec<Diagnostic>> {
        plans.sort_by_key(|plan| plan.inner.set.in_force.0);
        let mut findings = Vec::new();
        for pair in plans.windows(2) {
            let [earlier, later] = pair else { continue };
            let (first, second) = (&earlier.inner.set, &later.inner.set);
            if first.id != second.id {
                findings.push(diagnostics::editions_clash(
                    &format!("`{}` và `{}` là hai bộ khác nhau", first.id, second.id),
                    &format!("`{}` and `{}` are different sets", first.id, second.id),
                ));
            } else if first.in_force.0 == second.in_force.0 {
                let (day, one, other) = (first.in_force.0, &first.edition, &second.edition);
                findings.push(diagnostics::editions_clash(
                    &format!("bản `{one}` và bản `{other}` cùng có hiệu lực từ {}", show_day(day, Lang::Vi)),
                    &format!("editions `{one}` and `{other}` both begin on {day}"),
                ));
            }
        }
        if plans.is_empty() {
            findings.push(diagnostics::editions_clash("chưa có bản nào", "there is no edition"));
        }
        if findings.is_empty() { Ok(Self { plans }) } else { Err(findings) }
    }

    /// The editions, earliest first.
    #[must_use]
    pub fn plans(&self) -> &[Plan] {
        &self.plans
    }

    /// The edition a period is judged by, and its checked context.
    ///
    /// # Errors
    ///
    /// `edition-not-in-force` where no edition is, and the findings of [`Plan::context`].
    pub fn choose(&self, options: &ContextOptions) -> Result<(&Plan, Context), Vec<Diagnostic>> {
        let day_of = |plan: &Plan| plan.days_of(options).day(plan.inner.set.edition_day);
        let begun = self.plans.iter().rev().find(|plan| plan.inner.set.in_force.0 <= day_of(plan));
        let Some(newest) = begun else {
            let day = self.plans.first().map_or(options.last_day(), day_of);
            return Err(vec![diagnostics::no_edition_in_force(day, &self.known())]);
        };
        let last = newest.days_of(options).last;
        if let Some((_, edition)) = newest.transition(last) {
            let named = self.plans.iter().find(|plan| plan.inner.set.edition == edition);
            return match named {
                Some(plan) => Ok((plan, plan.context_of(options, false)?)),
                None => newest.context(options).map(|context| (newest, context)),
            };
        }
        let (_, to) = newest.inner.set.in_force;
        let day = day_of(newest);
        if to.is_some_and(|to| day > to) {
            return Err(vec![diagnostics::no_edition_in_force(day, &self.known())]);
        }
        Ok((newest, newest.context(options)?))
    }

    /// The editions with the days they are in force.
    fn known(&self) -> Bilingual {
        both(|lang| {
            let (from, to) = if lang == Lang::Vi { ("từ", "đến") } else { ("from", "to") };
            let one = |plan: &Plan| {
                let set = &plan.inner.set;
                let begin = show_day(set.in_force.0, lang);
                let end = set.in_force.1.map(|end| format!(" {to} {}", show_day(end, lang)));
                format!("{} ({from} {begin}{})", set.edition, end.unwrap_or_default())
            };
            self.plans.iter().map(one).collect::<Vec<_>>().join(", ")
        })
    }
}
