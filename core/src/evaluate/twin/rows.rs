//! Collections: which rows count, and what is counted, added or picked of them.
//!
//! A row is certain, or only possible, or not there. On an open file more rows of an open kind may
//! arrive, of which nothing is known but the ranges of their fields.

use super::values::{Number, R, Truth, Value, compare, whole};
use super::{Place, Twin};
use crate::dossier::{Row, Status};
use crate::hir::{Dedupe, Expr, MAX_ROWS, Rows};
use tieuchi_grammar::ast::{Comparison, Pick};

/// A candidate: whether it counts, and its value.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    /// It counts whatever is not known.
    pub certain: bool,
    pub lo: R,
    pub hi: R,
}

impl<'a> Twin<'a> {
    /// The rows of a table as filed, equal rows one by one.
    fn rows_filed(&self, rows: &Rows) -> Vec<&'a Row> {
        let list = self.dossier.file.tables.get(&rows.frame).into_iter().flatten();
        list.flat_map(|row| std::iter::repeat_n(row.as_ref(), row.count as usize)).collect()
    }

    /// Whether more rows may arrive.
    fn may_grow(&self, rows: &Rows) -> bool {
        self.open && self.set[rows.frame].open
    }

    /// Rejected rows do not exist; unverified ones are possible.
    fn on_file(row: &Row, self_declared: bool) -> Truth {
        match row.status {
            Status::Verified => Truth::YES,
            Status::SelfDeclared if self_declared => Truth::YES,
            Status::SelfDeclared | Status::Waiting => Truth::UNKNOWN,
            Status::Rejected => Truth::NO,
        }
    }

    /// Every row that may be in the collection, and whether it is; excluded rows are not.
    pub(super) fn members(&self, rows: &Rows, at: Place<'a>) -> Vec<(Place<'a>, Truth)> {
        let mut out = Vec::new();
        for row in self.rows_filed(rows) {
            let place = Place { row: Some((rows.frame, row)), ..at };
            let on_file = Self::on_file(row, rows.self_declared);
            let kept = rows.filter.as_ref().map_or(Truth::YES, |filter| self.truth(filter, place));
            let excluded = Truth::any(rows.excluding.iter().map(|condition| self.truth(condition, place)));
            let inside = on_file.and(kept).and(excluded.not());
            if inside.yes {
                out.push((place, inside));
            }
        }
        out
    }

    /// `[certain, certain + possible]`.
    pub(super) fn count(&self, rows: &Rows, at: Place<'a>) -> Number {
        let members = self.members(rows, at);
        let certain = members.iter().filter(|(_, inside)| inside.is_yes()).count() as i128;
        let most = if self.may_grow(rows) { MAX_ROWS } else { members.len() as i128 };
        Number::between(whole(certain), whole(most))
    }

    /// The rows that have a value, with its bounds.
    fn candidates(&self, rows: &Rows, of: &Expr, at: Place<'a>) -> Vec<Candidate> {
        let members = self.members(rows, at);
        members
            .into_iter()
            .filter_map(|(place, inside)| {
                let value = self.value(of, place).number();
                let (lo, hi) = value.span?;
                Some(Candidate { certain: inside.is_yes() && !value.lack, lo, hi })
            })
            .collect()
    }

    pub(super) fn sum(&self, rows: &Rows, of: &Expr, at: Place<'a>) -> Number {
        let mut sum = Number::known(whole(0));
        for candidate in self.candidates(rows, of, at) {
            let lo = if candidate.certain { candidate.lo } else { whole(0) };
            sum = sum.plus(Number::between(lo, candidate.hi));
        }
        if let (true, Some((_, most))) = (self.may_grow(rows), self.declared(of)) {
            sum.span = sum.span.map(|(lo, _)| (lo, most * whole(MAX_ROWS)));
        }
        sum
    }

    pub(super) fn mean(&self, rows: &Rows, of: &Expr, at: Place<'a>) -> Number {
        let candidates = self.candidates(rows, of, at);
        let nobody = !candidates.iter().any(|candidate| candidate.certain);
        match (self.may_grow(rows), self.declared(of)) {
            (true, Some((lo, hi))) => Number::between(lo, hi).or_lacking(nobody),
            _ => mean_of(&candidates),
        }
    }

    /// The highest, lowest or newest value.
    pub(super) fn pick(&self, pick: Pick, rows: &Rows, of: &Expr, by: Option<&Expr>, at: Place<'a>) -> Value {
        let members = self.members(rows, at);
        let values: Vec<(Truth, Value, Place<'a>)> = members
            .into_iter()
            .map(|(place, inside)| (inside, self.value(of, place), place))
            .filter(|(_, value, _)| value.exists().yes)
            .collect();
        let certain = |inside: Truth, value: &Value| inside.is_yes() && !value.exists().no;
        let nobody = !values.iter().any(|(inside, value, _)| certain(*inside, value));
        // What can be picked: a row that no certain row beats for sure.
        let picked: Vec<Value> = values
            .iter()
            .enumerate()
            .filter_map(|(at, (_, value, place))| {
                let mut value = value.clone().present();
                for (other, (inside, rival, rival_place)) in values.iter().enumerate() {
                    if other == at || !certain(*inside, rival) {
                        continue;
                    }
                    value = match pick {
                        Pick::Highest => narrowed(value, rival, true)?,
                        Pick::Lowest => narrowed(value, rival, false)?,
                        Pick::Newest => {
                            let day = |place: Place<'a>| by.map(|by| self.value(by, place));
                            let (mine, theirs) = (day(*place)?, day(*rival_place)?);
                            let later = compare(Comparison::Greater, &theirs, &mine);
                            if later.is_yes() {
                                return None;
                            }
                            value
                        }
                    };
                }
                Some(value)
            })
            .collect();
        let nothing = self.nothing_of(&of.ty);
        let mut found = picked.into_iter().reduce(Value::either).unwrap_or(nothing);
        if self.may_grow(rows) {
            let any = self.anything(of);
            found = match (pick, nobody) {
                (Pick::Newest, _) | (_, true) => found.present().either(any),
                (Pick::Highest, false) => any_from(found, any, true),
                (Pick::Lowest, false) => any_from(found, any, false),
            };
        }
        if nobody { found.or_lacking() } else { found }
    }

    /// *Every*: true when a certain member exists and every possible one certainly has it; false
    /// when some certain member certainly lacks it.
    pub(super) fn every(&self, rows: &Rows, body: &Expr, at: Place<'a>) -> Truth {
        let tested: Vec<(Truth, Truth)> = self
            .members(rows, at)
            .into_iter()
            .map(|(place, inside)| {
                let has = self.truth(body, place);
                let exempt = Truth::any(rows.exempting.iter().map(|condition| self.truth(condition, place)));
                // Who is exempt need not have it.
                (inside, has.or(exempt))
            })
            .collect();
        every_of(&tested, self.may_grow(rows))
    }

    /// The share of members that have it (language, 3.9).
    pub(super) fn share(&self, rows: &Rows, body: &Expr, at: Place<'a>) -> Number {
        let outcomes: Vec<Outcomes> = self
            .rows_filed(rows)
            .into_iter()
            .map(|row| {
                let place = Place { row: Some((rows.frame, row)), ..at };
                let kept = rows.filter.as_ref().map_or(Truth::YES, |filter| self.truth(filter, place));
                let inside = Self::on_file(row, rows.self_declared).and(kept);
                let any =
                    |list: &[Expr]| Truth::any(list.iter().map(|condition| self.truth(condition, place)));
                let (excluded, exempt) = (any(&rows.excluding), any(&rows.exempting));
                let has = self.truth(body, place);
                Outcomes {
                    outside: inside.no || excluded.yes || (exempt.yes && has.no),
                    met: inside.yes && excluded.no && has.yes,
                    not_met: inside.yes && excluded.no && exempt.no && has.no,
                }
            })
            .collect();
        let mut share = share_of(&outcomes);
        if self.may_grow(rows) {
            share.span = Some((whole(0), whole(1)));
        }
        share
    }

    /// Points of rows, those alike by their keys counted once.
    pub(super) fn each(&self, rows: &Rows, points: &Expr, dedupe: Option<&Dedupe>, at: Place<'a>) -> Number {
        let Some(dedupe) = dedupe else { return self.sum(rows, points, at) };
        let members = self.members(rows, at);
        let candidates: Vec<(Candidate, Vec<Value>)> = members
            .into_iter()
            .filter_map(|(place, inside)| {
                let value = self.num(points, place);
                let (lo, hi) = value.span?;
                let keys = dedupe.by.iter().map(|key| self.value(key, place)).collect();
                Some((Candidate { certain: inside.is_yes() && !value.lack, lo, hi }, keys))
            })
            .collect();
        // Rows alike count once. A row whose keys are not all known may be like any other: nothing
        // is certain of it, and the most it can do is to count by itself.
        let alike = |a: &[Value], b: &[Value]| {
            Truth::all(a.iter().zip(b).map(|(a, b)| match (a, b) {
                (Value::Truth(a), Value::Truth(b)) => a.and(*b).or(a.not().and(b.not())),
                _ => compare(Comparison::Equal, a, b),
            }))
        };
        let (known, doubtful): (Vec<_>, Vec<_>) =
            candidates.into_iter().partition(|(_, keys)| alike(keys, keys).is_yes());
        let to_come = self.declared(points).filter(|_| self.may_grow(rows)).map(|(least, _)| least);
        let (mut lo, mut hi) = (whole(0), whole(0));
        let mut left = known;
        while let Some((_, keys)) = left.first().cloned() {
            let (block, others): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(_, other)| alike(&keys, other).is_yes());
            left = others;
            let block: Vec<Candidate> = block.into_iter().map(|(candidate, _)| candidate).collect();
            let certain: Vec<R> = block
                .iter()
                .filter(|candidate| candidate.certain)
                .map(|candidate| candidate.lo.clone())
                .collect();
            let least = if dedupe.highest {
                certain.into_iter().max()
            } else if certain.is_empty() {
                None
            } else {
                // Any one of them counts, and one that may turn out to be like them too, or that comes.
                let maybe = doubtful.iter().map(|(candidate, _)| candidate.lo.clone()).chain(to_come.clone());
                block.iter().map(|candidate| candidate.lo.clone()).chain(maybe).min()
            };
            lo += least.unwrap_or_else(|| whole(0));
            hi += block.iter().map(|candidate| candidate.hi.clone()).max().unwrap_or_else(|| whole(0));
        }
        for (candidate, _) in &doubtful {
            hi += candidate.hi.clone();
        }
        if let (true, Some((_, most))) = (self.may_grow(rows), self.declared(points)) {
            hi = most * whole(MAX_ROWS);
        }
        Number::between(lo, hi)
    }
}

/// What a candidate of a share can turn out to be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcomes {
    pub outside: bool,
    pub met: bool,
    pub not_met: bool,
}

/// The bounds of a share are reached member by member.
pub(super) fn share_of(outcomes: &[Outcomes]) -> Number {
    let (mut met_lo, mut met_hi) = (0i128, 0i128);
    let (mut counted_lo, mut counted_hi) = (0i128, 0i128);
    for one in outcomes {
        if one.not_met {
            counted_lo += 1;
        } else if !one.outside {
            met_lo += 1;
            counted_lo += 1;
        }
        if one.met {
            met_hi += 1;
            counted_hi += 1;
        } else if !one.outside {
            counted_hi += 1;
        }
    }
    let quotient = |met: i128, counted: i128, nobody: i128| {
        if counted == 0 { whole(nobody) } else { whole(met) / whole(counted) }
    };
    let lack = outcomes.iter().all(|one| one.outside);
    if !outcomes.iter().any(|one| one.met || one.not_met) {
        return Number::nothing();
    }
    Number::between(quotient(met_lo, counted_lo, 1), quotient(met_hi, counted_hi, 0)).or_lacking(lack)
}

/// *Every* over what may be inside and may have it.
pub(super) fn every_of(tested: &[(Truth, Truth)], may_grow: bool) -> Truth {
    let refuted = tested.iter().any(|(inside, has)| inside.is_yes() && has.is_no());
    let somebody = tested.iter().any(|(inside, _)| inside.is_yes());
    let all = tested.iter().all(|(inside, has)| !inside.yes || has.is_yes());
    if refuted {
        Truth::NO
    } else if somebody && all && !may_grow {
        Truth::YES
    } else {
        Truth::UNKNOWN
    }
}

/// The mean of those that count: possible ones are in where they pull the bound outwards.
pub(super) fn mean_of(candidates: &[Candidate]) -> Number {
    let extreme = |low: bool| -> Option<R> {
        let value = |candidate: &Candidate| if low { candidate.lo.clone() } else { candidate.hi.clone() };
        let certain: Vec<R> = candidates.iter().filter(|candidate| candidate.certain).map(value).collect();
        let mut possible: Vec<R> =
            candidates.iter().filter(|candidate| !candidate.certain).map(value).collect();
        possible.sort();
        if !low {
            possible.reverse();
        }
        let mut best: Option<R> = None;
        for taken in 0..=possible.len() {
            let chosen: Vec<&R> = certain.iter().chain(possible.iter().take(taken)).collect();
            if chosen.is_empty() {
                continue;
            }
            let sum = chosen.iter().fold(whole(0), |sum, value| sum + *value);
            let mean = sum / whole(chosen.len() as i128);
            best = Some(match best {
                None => mean,
                Some(best) => {
                    if low {
                        best.min(mean)
                    } else {
                        best.max(mean)
                    }
                }
            });
        }
        best
    };
    let lack = !candidates.iter().any(|candidate| candidate.certain);
    Number { span: extreme(true).zip(extreme(false)), lack }
}

/// What is left of a value if it is not below (or above) another that is certain.
fn narrowed(value: Value, rival: &Value, highest: bool) -> Option<Value> {
    match (value, rival) {
        (Value::Number(mut number), Value::Number(rival)) => {
            let (lo, hi) = number.span.take()?;
            let (rival_lo, rival_hi) = rival.span.clone()?;
            let (lo, hi) = if highest { (lo.max(rival_lo), hi) } else { (lo, hi.min(rival_hi)) };
            (lo <= hi).then_some(Value::Number(Number { span: Some((lo, hi)), lack: number.lack }))
        }
        (Value::Options { mut can, lack }, Value::Options { can: rival, .. }) => {
            if highest {
                let least = rival.first().copied()?;
                can.retain(|option| *option >= least);
            } else {
                let most = rival.last().copied()?;
                can.retain(|option| *option <= most);
            }
            (!can.is_empty()).then_some(Value::Options { can, lack })
        }
        (value, _) => Some(value),
    }
}

/// A pick that rows not filed yet may still raise (or lower).
fn any_from(found: Value, any: Value, highest: bool) -> Value {
    narrowed(any, &found, highest).unwrap_or(found)
}
