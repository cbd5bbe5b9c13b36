//! Whole populations as Arrow tables, checked against a plan.
//!
//! In: a table of subjects, tables of members and evidence that name their subject or lie in the
//! subjects' table as lists, a context. Out: a [`Dataset`], which knows the column of every input
//! and the rows of every subject, or every finding about whole columns. A bad cell is not refused:
//! it becomes a [`Problem`] when its block is read, and its value is not known.
//!
//! It opens no file; that is done by the crate `tieuchi-tables`.

mod bind;
mod cells;
mod filed;
mod findings;
mod group;
mod laid;
mod one;
mod problems;
mod read;
#[cfg(test)]
mod tests;
mod under;

pub(crate) use cells::epoch;
pub use problems::{Problem, count_problems, problems_html, problems_text};
pub(crate) use read::Wanted;

use crate::batch::input_kinds;
use crate::context::Context;
use crate::day::Day;
use crate::digest;
use crate::dossier::{Dossier, MOST_EQUAL_ROWS, bad_date, nfc};
use crate::hir::{FrameId, FrameSource, ROOT};
use crate::plan::{Kind, Op, Plan};
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, OffsetSizeTrait, RecordBatch, StringArray};
use arrow_schema::DataType;
use bind::{Alike, Binder, Bound, Own, Source};
use cells::{Cells, Got, Starts};
use group::{Found, Groups, Names, Subjects};
use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use one::Members;
use problems::Place;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::ops::Range;
use std::sync::Arc;
use tieuchi_grammar::Diagnostic;

/// Tables as a caller has them: the subjects, and rows of members and evidence by the name of
/// their table in the set.
///
/// Columns are found by name. In every table a column has the name of a fact, a field or an item
/// code of the set; beside it may stand `x.self` (the subject's own value), `x.status` (`verified`,
/// `self-declared`, `waiting`, `rejected`, `unknown`, `not-applicable`, `not-filed`), `x.at` (the
/// day the value is of), and `x@1` for the value of one year before. Numbers in percent stand in a
/// column `x%`. Results of another set stand in `SET.class`, `SET.points`, `SET.date`,
/// `SET.edition`, `SET.by` (`decision` or `computed`) and `SET.period`.
///
/// | column | table | meaning |
/// |---|---|---|
/// | `id` | subjects | who it is; needed |
/// | `region`, `region_2`, … | subjects | places from near to far |
/// | `subject` | others | whose row it is; needed unless the table lies in the subjects' as lists |
/// | `id` | others | which row, or who the member is |
/// | `status` | others | who stands behind the row |
/// | `count` | members | how many equal members the row stands for |
/// | `from`, `to` | members | first and last day of the membership |
///
/// Where the set itself gives such a name to something, write `$id`, `$status` and so on.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    subjects: Vec<RecordBatch>,
    before: u64,
    tables: BTreeMap<String, (Vec<RecordBatch>, u64)>,
    problems: Vec<Problem>,
}

impl Tables {
    /// The subjects, one a row.
    #[must_use]
    pub fn new(subjects: Vec<RecordBatch>) -> Self {
        Self { subjects, ..Self::default() }
    }

    /// A table of members or evidence, by its name in the set.
    #[must_use]
    pub fn table(mut self, name: &str, batches: Vec<RecordBatch>) -> Self {
        self.tables.insert(nfc(name), (batches, 0));
        self
    }

    /// Adds problems that were found while the tables were read; they are told and counted with
    /// those the engine finds.
    #[must_use]
    pub fn problems(mut self, problems: Vec<Problem>) -> Self {
        self.problems.extend(problems);
        self
    }

    /// How many rows of a table were given before these, so that problems name the right row; the
    /// empty name stands for the subjects.
    #[must_use]
    pub fn rows_before(mut self, name: &str, rows: u64) -> Self {
        if name.is_empty() {
            self.before = rows;
        } else if let Some(table) = self.tables.get_mut(&nfc(name)) {
            table.1 = rows;
        }
        self
    }
}

/// How tables are read and what is kept of the results.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableOptions {
    pub(crate) strict: bool,
    pub(crate) floats: bool,
    pub(crate) missing_unknown: bool,
    pub(crate) ignore_unknown: bool,
    pub(crate) ignored: Vec<String>,
    pub(crate) shared: Vec<String>,
    pub(crate) doubtful_members: BTreeMap<String, BTreeSet<String>>,
    pub(crate) items: bool,
    pub(crate) again: bool,
    pub(crate) receipts: bool,
    pub(crate) key: Option<digest::Key>,
    pub(crate) block: usize,
}

impl Default for TableOptions {
    fn default() -> Self {
        Self {
            strict: false,
            floats: true,
            missing_unknown: false,
            ignore_unknown: false,
            ignored: Vec::new(),
            shared: Vec::new(),
            doubtful_members: BTreeMap::new(),
            items: false,
            again: false,
            receipts: false,
            key: None,
            block: SUBJECTS_OF_A_BLOCK,
        }
    }
}

impl TableOptions {
    /// Refuses the whole evaluation if there is any problem.
    #[must_use]
    pub fn strict(mut self, strict: bool) -> Self {
        self.strict = strict;
        self
    }

    /// Whether columns of binary fractions are read: a cell counts if it is the fraction nearest to
    /// a decimal of the declared digits, and is a problem otherwise. They are, unless this says no.
    #[must_use]
    pub fn floats(mut self, accepted: bool) -> Self {
        self.floats = accepted;
        self
    }

    /// Takes columns and tables that are not given as not filed, instead of refusing.
    #[must_use]
    pub fn missing_unknown(mut self, accepted: bool) -> Self {
        self.missing_unknown = accepted;
        self
    }

    /// Passes over columns the set has no use for, instead of refusing.
    #[must_use]
    pub fn ignore_unknown(mut self, accepted: bool) -> Self {
        self.ignore_unknown = accepted;
        self
    }

    /// Passes over the columns of these names.
    #[must_use]
    pub fn ignored(mut self, names: impl IntoIterator<Item = String>) -> Self {
        self.ignored = names.into_iter().collect();
        self
    }

    /// Tables of members who may belong to several subjects.
    #[must_use]
    pub fn shared(mut self, tables: impl IntoIterator<Item = String>) -> Self {
        self.shared = tables.into_iter().map(|name| nfc(&name)).collect();
        self
    }

    /// Members known to belong to two subjects, by table, where only a part of the table is given.
    #[must_use]
    pub fn members_of_two(mut self, table: &str, ids: BTreeSet<String>) -> Self {
        self.doubtful_members.insert(nfc(table), ids);
        self
    }

    /// Keeps points and verdicts of every item.
    #[must_use]
    pub fn items(mut self, kept: bool) -> Self {
        self.items = kept;
        self
    }

    /// Keeps what is read of every subject and what items and conditions come to, so that
    /// [`crate::TableOutcome::again`] carries out only what an edit changes. For each subject it takes two bits
    /// for a truth, eight bytes for a choice, and for a number four, eight where it is a large one and more
    /// where it is a ratio; as much again for what is not settled, and for what an open file can change.
    #[must_use]
    pub fn again(mut self, kept: bool) -> Self {
        self.again = kept;
        self
    }

    /// Keeps the digest of every subject's result, so that the population can have a receipt.
    #[must_use]
    pub fn receipts(mut self, kept: bool) -> Self {
        self.receipts = kept;
        self
    }

    /// Keeps these digests under a key, as they must be where they are published: digests of small
    /// personal data can be guessed.
    #[must_use]
    pub fn key(mut self, key: digest::Key) -> Self {
        self.key = Some(key);
        self.receipts(true)
    }

    /// How many subjects are evaluated at a time; never changes a result.
    #[must_use]
    pub fn block(mut self, subjects: usize) -> Self {
        self.block = subjects.max(1);
        self
    }
}

/// Tables that fit a plan: every input has its column, every row its subject.
///
/// A subject filed twice is counted once; where its rows differ, the value is not known, and its
/// region is that of the first. Two versions of one row of a subject (the same `id` in one table)
/// count once, and what they say differently is not known. A row whose subject is not filed is not
/// counted. A member who belongs to two subjects may belong to each or not. All of this is told as
/// problems.
#[derive(Clone, Debug)]
pub struct Dataset {
    pub(crate) plan: Plan,
    pub(crate) context: Context,
    root: Arc<Source>,
    subjects: Arc<Subjects>,
    children: Vec<Option<Arc<Child>>>,
    /// Subjects of whom something is filed twice.
    dirty: Arc<BTreeSet<usize>>,
    /// The regions the set names.
    regions: Arc<[String]>,
    /// What is wrong with keys.
    pub(crate) key_problems: Arc<Vec<Problem>>,
    pub(crate) options: TableOptions,
}

/// A table of members or evidence.
#[derive(Clone, Debug)]
struct Child {
    source: Source,
    groups: Groups,
    /// Rows that may be or not, whatever their status says.
    waiting: BTreeSet<usize>,
    /// In a nested table: where each row of the subjects' table begins.
    nested: Option<Vec<u32>>,
}

/// The most rows of a subject of which each is held against each.
const FEW: usize = 16;
/// Subjects of a table that are read and evaluated at a time: columns long enough that what a block
/// costs by itself does not count, short enough to stay near the processor.
const SUBJECTS_OF_A_BLOCK: usize = 4_096;

impl Dataset {
    /// Checks tables against a plan, for one context.
    ///
    /// # Errors
    ///
    /// Every finding about whole tables and columns: `unknown-table`, `missing-table`,
    /// `unknown-column`, `missing-column`, `duplicate-column`, `wrong-column-type`,
    /// `floats-refused`, `too-many-rows`.
    #[inline]
    pub fn new(
        plan: &Plan,
        context: &Context,
        tables: &Tables,
        options: &TableOptions,
    ) -> Result<Self, Vec<Diagnostic>> {
        let set = &plan.inner.set;
        let kinds = input_kinds(plan);
        let alike = Alike::new(set, &kinds);
        let mut binder = Binder {
            set,
            kinds: &kinds,
            alike: &alike,
            options,
            findings: Vec::new(),
            refused: BTreeSet::new(),
        };
        let subject_table = &set[ROOT].name;
        let root = match binder.source(ROOT, &tables.subjects, tables.before, false) {
            Ok(root) => root,
            Err(finding) => return Err(vec![finding]),
        };
        let mut sources: Vec<Option<(Source, Option<Vec<u32>>)>> = vec![None; set.frames.len()];
        for (frame, arrays) in &root.nested {
            let name = &set[*frame].name;
            let Some((batches, offsets)) = nested(arrays) else {
                let found = arrays.first().map_or(&DataType::Null, |array| array.data_type());
                binder.findings.push(findings::unfit_list(subject_table, name, found));
                continue;
            };
            match binder.source(*frame, &batches, 0, false) {
                Ok(source) => {
                    if let Some(slot) = sources.get_mut(frame.index()) {
                        *slot = Some((source, Some(offsets)));
                    }
                }
                Err(finding) => binder.findings.push(finding),
            }
        }
        let known: Vec<String> = set.frames.iter().skip(1).map(|frame| frame.name.clone()).collect();
        for (name, (batches, before)) in &tables.tables {
            let Some(at) = set.frames.iter().skip(1).position(|frame| frame.name == *name) else {
                binder.findings.push(findings::unknown_table(name, &known));
                continue;
            };
            match binder.source(FrameId::from_index(at + 1), batches, *before, true) {
                Ok(source) => match sources.get_mut(at + 1) {
                    Some(Some(_)) => binder.findings.push(findings::duplicate_column(subject_table, name)),
                    Some(slot) => *slot = Some((source, None)),
                    None => {}
                },
                Err(finding) => binder.findings.push(finding),
            }
        }
        for (at, source) in sources.iter().enumerate().skip(1) {
            if source.is_none() && !options.missing_unknown && is_needed(plan, FrameId::from_index(at)) {
                binder.findings.push(findings::missing_table(set.frames.get(at).map_or("", |f| &f.name)));
            }
        }
        if !binder.findings.is_empty() {
            return Err(binder.findings);
        }
        let mut dataset = Self {
            plan: plan.clone(),
            context: context.clone(),
            subjects: Arc::new(Subjects::of(root.own.get(&Own::Id).map(|(_, ids)| ids))),
            root: Arc::new(root),
            children: Vec::new(),
            dirty: Arc::default(),
            regions: set.regions().into(),
            key_problems: Arc::new(tables.problems.clone()),
            options: options.clone(),
        };
        dataset.look_at_subjects();
        let keyed = |source: &Option<(Source, Option<Vec<u32>>)>| match source {
            Some((source, None)) => {
                let batches = tables.tables.get(&source.name).map(|(batches, _)| batches.as_slice());
                dataset.keyed(source, batches.unwrap_or_default(), &kinds)
            }
            Some((_, Some(offsets))) => {
                (Found { groups: dataset.nested_groups(offsets), ..Found::default() }, None)
            }
            None => Default::default(),
        };
        // Tables know nothing of each other.
        #[cfg(feature = "parallel")]
        let grouped: Vec<(Found, Option<RecordBatch>)> = {
            use rayon::prelude::*;
            sources.par_iter().map(keyed).collect()
        };
        #[cfg(not(feature = "parallel"))]
        let grouped: Vec<(Found, Option<RecordBatch>)> = sources.iter().map(keyed).collect();
        for (source, (mut found, batch)) in sources.into_iter().zip(grouped) {
            let child = source.map(|(source, offsets)| {
                dataset.orphans(&source, &found.orphans);
                let source = match batch.and_then(|batch| binder.laid_out(&source, batch)) {
                    Some(laid) => Source { layout: found.layout.take(), ..laid },
                    None => {
                        found.stay();
                        source
                    }
                };
                Arc::new(dataset.group(source, offsets, found.groups))
            });
            dataset.children.push(child);
        }
        Ok(dataset)
    }

    /// How many subjects there are, those filed twice counted once.
    #[must_use]
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there is no subject.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The identifier of a subject, by its number in the results; empty if it has none.
    #[must_use]
    pub fn id(&self, subject: usize) -> &str {
        self.subjects.id(subject)
    }

    /// The identifiers of some subjects.
    pub(crate) fn ids(&self, subjects: Range<usize>) -> StringArray {
        self.subjects.some_ids(subjects)
    }

    /// The plan the tables fit.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The context.
    #[must_use]
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// Everything filed of one subject, as a dossier, bad cells as not known; nothing past the end.
    #[must_use]
    pub fn dossier(&self, subject: usize) -> Option<Dossier> {
        (subject < self.len()).then(|| self.read_dossier(subject, Members::Named, &mut Vec::new()))
    }

    /// The same with equal members counted in one row that names nobody, so that a place with a
    /// million members has a small dossier. Its outcome is the same, its digest is not.
    #[must_use]
    pub fn condensed(&self, subject: usize) -> Option<Dossier> {
        (subject < self.len()).then(|| self.read_dossier(subject, Members::Condensed, &mut Vec::new()))
    }

    fn child(&self, frame: FrameId) -> Option<&Child> {
        self.children.get(frame.index()).and_then(Option::as_deref)
    }

    // ---- keys --------------------------------------------------------------------------------

    fn look_at_subjects(&mut self) {
        let mut found = Vec::new();
        let column = self.root.own.get(&Own::Id).map_or("id", |(name, _)| name);
        if !self.subjects.ascending {
            let ids = self.subjects.ids();
            for row in (0..ids.len()).filter(|row| ids.get(*row).is_none()) {
                found.push(self.problem(&self.root, row, column, "", findings::subject_without_id()));
            }
        }
        let mut dirty = BTreeSet::new();
        for (subject, rows) in &self.subjects.twins {
            let id = self.subjects.id(*subject as usize);
            let first = rows.first().copied().unwrap_or(0);
            let same = rows.iter().skip(1).all(|row| self.same_rows(first as usize, *row as usize));
            for row in rows.iter().skip(1) {
                let finding = findings::subject_filed_twice(id, self.root.number(first as usize), same);
                found.push(self.problem(&self.root, *row as usize, column, id, finding));
            }
            dirty.insert(*subject as usize);
        }
        Arc::make_mut(&mut self.dirty).append(&mut dirty);
        Arc::make_mut(&mut self.key_problems).append(&mut found);
    }

    /// Whether two rows of subjects have the same cells in every column that is read.
    fn same_rows(&self, a: usize, b: usize) -> bool {
        let inputs = self.root.inputs.iter();
        let columns = inputs.flat_map(Bound::columns);
        let results = self.root.results.iter().flat_map(|bound| {
            [&bound.class, &bound.points, &bound.date, &bound.edition, &bound.by, &bound.period]
        });
        let own = self.root.own.values().map(|(_, cells)| cells);
        columns.chain(results.flatten()).chain(own).all(|cells| cells.get(a).shown() == cells.get(b).shown())
    }

    /// The rows of a table by the keys of their subjects; where they lie in no order, also a table in
    /// which they lie better.
    fn keyed(
        &self,
        source: &Source,
        batches: &[RecordBatch],
        kinds: &[Option<Kind>],
    ) -> (Found, Option<RecordBatch>) {
        let ids = self.root.own.get(&Own::Id).map(|(_, ids)| ids);
        let (Some((key, keys)), Some(ids)) = (source.own.get(&Own::Subject), ids) else {
            let groups = Groups { offsets: vec![0; self.len() + 1], order: None };
            return (Found { groups, ..Found::default() }, None);
        };
        let found = Groups::of(keys, ids, &self.subjects);
        let batch = found.layout.as_ref().and_then(|layout| {
            let names = bind::names(&self.plan.inner.set, kinds, source.frame);
            layout.table(batches, |name| {
                let name = nfc(name);
                name != *key && names.contains(&name)
            })
        });
        (found, batch)
    }

    /// Tells the rows of a table that belong to nobody.
    fn orphans(&mut self, source: &Source, orphans: &[u32]) {
        let Some((column, keys)) = source.own.get(&Own::Subject) else { return };
        let told = orphans.iter().map(|row| {
            let owner = nfc(&keys.get(*row as usize).shown());
            self.problem(source, *row as usize, column, &owner, findings::orphan_row(&owner))
        });
        let mut told: Vec<Problem> = told.collect();
        Arc::make_mut(&mut self.key_problems).append(&mut told);
    }

    fn group(&mut self, source: Source, nested: Option<Vec<u32>>, groups: Groups) -> Child {
        let set = &self.plan.inner.set;
        let mut found = Vec::new();
        let members = set[source.frame].source == FrameSource::Members;
        let mut child = Child { source, groups, waiting: BTreeSet::new(), nested };
        if members {
            self.members(&mut child, &mut found);
        }
        self.versions(&child, &mut found);
        Arc::make_mut(&mut self.key_problems).append(&mut found);
        child
    }

    /// The rows of lists, by subject; a subject filed twice has those of all its filings.
    fn nested_groups(&self, offsets: &[u32]) -> Groups {
        if self.subjects.rows.is_none() {
            return Groups { offsets: offsets.to_vec(), order: None };
        }
        let mut groups = Groups { offsets: vec![0], order: Some(Vec::new()) };
        for (subject, number) in (0..self.subjects.len()).zip(0u32..) {
            let first = [u32::try_from(self.subjects.row(subject)).unwrap_or(u32::MAX)];
            let filings = self.subjects.twins.get(&number).map_or(&first[..], Vec::as_slice);
            for row in filings {
                let from = offsets.get(*row as usize).copied().unwrap_or(0);
                let to = offsets.get(*row as usize + 1).copied().unwrap_or(from);
                groups.order.get_or_insert_default().extend(from..to);
            }
            let end = groups.order.as_ref().map_or(0, Vec::len);
            groups.offsets.push(u32::try_from(end).unwrap_or(u32::MAX));
        }
        groups
    }

    /// Counts, days and owners of members.
    fn members(&self, child: &mut Child, found: &mut Vec<Problem>) {
        let source = &child.source;
        let day = self.context.last;
        let mut times: BTreeMap<usize, u32> = BTreeMap::new();
        let mut waiting = BTreeSet::new();
        let rows = || child.groups.rows(0, self.len()).iter().collect::<Vec<_>>();
        if let Some((column, counts)) = source.own.get(&Own::Count) {
            let mut total = 0i128;
            for row in rows() {
                let got = counts.get(row);
                let count = match got {
                    Got::Number(count, 0) => Some(count),
                    Got::Float(float) => float.decimal(0).map(|count| count.numerator()),
                    Got::Text(text) => text.parse().ok(),
                    _ => None,
                }
                .filter(|count| {
                    (1..=MOST_EQUAL_ROWS).contains(count) && total + count <= i128::from(u32::MAX)
                });
                match count.and_then(|count| u32::try_from(count).ok()) {
                    Some(1) => {}
                    Some(count) => {
                        times.insert(row, count);
                    }
                    None => {
                        let text = got.shown();
                        found.push(self.problem(source, row, column, &text, findings::bad_count(&text)));
                        waiting.insert(row);
                    }
                }
                total += count.unwrap_or(1);
            }
        }
        for (own, begins) in [(Own::From, true), (Own::To, false)] {
            let Some((column, days)) = source.own.get(&own) else { continue };
            for row in rows() {
                let got = days.get(row);
                if matches!(got, Got::Null) {
                    continue;
                }
                let Some(span) = membership_day(&got) else {
                    let finding = bad_date("", &got.shown());
                    found.push(self.problem(source, row, column, &got.shown(), finding));
                    waiting.insert(row);
                    continue;
                };
                let (outside, inside) =
                    if begins { (span.0 > day, span.1 <= day) } else { (span.1 < day, span.0 >= day) };
                if outside {
                    times.insert(row, 0);
                } else if !inside {
                    waiting.insert(row);
                }
            }
        }
        self.owners(child, &times, &mut waiting, found);
        if !times.is_empty() {
            let _ = child.groups.repeat(|row| times.get(&row).copied().unwrap_or(1));
        }
        child.waiting = waiting;
    }

    /// Members who belong to two subjects, where that is not declared.
    fn owners(
        &self,
        child: &Child,
        times: &BTreeMap<usize, u32>,
        waiting: &mut BTreeSet<usize>,
        found: &mut Vec<Problem>,
    ) {
        let source = &child.source;
        let Some((column, ids)) = source.own.get(&Own::Id) else { return };
        if self.options.shared.contains(&source.name) {
            return;
        }
        let known = self.options.doubtful_members.get(&source.name);
        let ids = Names::of(ids);
        // Places of rows, not their texts: there are as many as people.
        let hasher = DefaultHashBuilder::default();
        let mut owners: HashTable<(u32, u32)> = HashTable::with_capacity(ids.len());
        for (subject, number) in (0..self.len()).zip(0u32..) {
            for row in child.groups.rows(subject, subject + 1).iter() {
                let Some(id) = ids.get(row) else { continue };
                if times.get(&row) == Some(&0) {
                    continue;
                }
                let same = |other: &(u32, u32)| ids.get(other.1 as usize) == Some(id);
                let hash =
                    |other: &(u32, u32)| hasher.hash_one(ids.get(other.1 as usize).unwrap_or_default());
                let own = (number, u32::try_from(row).unwrap_or(u32::MAX));
                let (owner, first) = *owners.entry(hasher.hash_one(id), same, hash).or_insert(own).get();
                let (owner, first) = (owner as usize, first as usize);
                let elsewhere = known.is_some_and(|known| known.contains(id));
                if owner != subject || elsewhere {
                    if owner != subject && !waiting.contains(&first) {
                        found.push(self.problem(source, first, column, id, findings::member_of_two(id)));
                        waiting.insert(first);
                    }
                    found.push(self.problem(source, row, column, id, findings::member_of_two(id)));
                    waiting.insert(row);
                }
            }
        }
    }

    /// Rows of one subject with the same identifier.
    fn versions(&mut self, child: &Child, found: &mut Vec<Problem>) {
        let source = &child.source;
        let Some((column, ids)) = source.own.get(&Own::Id) else { return };
        let ids = Names::of(ids);
        let (mut known, mut few): (HashMap<&str, usize>, Vec<(&str, usize)>) = Default::default();
        for subject in 0..self.len() {
            let span = child.groups.span(subject);
            if span.len() < 2 {
                continue;
            }
            known.clear();
            few.clear();
            let mut twice = false;
            for row in child.groups.rows(subject, subject + 1).iter() {
                let Some(id) = ids.get(row) else { continue };
                let first = if span.len() <= FEW {
                    let found = few.iter().find(|(other, _)| *other == id).map(|(_, first)| *first);
                    found.unwrap_or_else(|| {
                        few.push((id, row));
                        row
                    })
                } else {
                    *known.entry(id).or_insert(row)
                };
                // Equal rows written out by their count are one row.
                if first != row {
                    twice = true;
                    let finding = findings::row_filed_twice(id, source.number(first));
                    found.push(self.problem(source, row, column, id, finding));
                }
            }
            if twice {
                Arc::make_mut(&mut self.dirty).insert(subject);
            }
        }
    }

    /// A problem of a row of a table.
    fn problem(
        &self,
        source: &Source,
        row: usize,
        column: &str,
        value: &str,
        finding: Diagnostic,
    ) -> Problem {
        let owner = if source.frame == ROOT {
            self.subjects.ids().get(row).unwrap_or_default().to_owned()
        } else if let Some((_, keys)) = source.own.get(&Own::Subject) {
            nfc(&keys.get(source.given(row)).shown())
        } else {
            let nested = self.child(source.frame).and_then(|child| child.nested.as_ref());
            let owner = nested.map(|offsets| offsets.partition_point(|start| *start as usize <= row));
            let row = owner.unwrap_or(0).saturating_sub(1);
            self.subjects.ids().get(row).unwrap_or_default().to_owned()
        };
        let place = Place { table: &source.name, row: source.number(row), subject: &owner };
        Problem::at(place, column, value, finding)
    }
}

impl Source {
    /// Which row of those given a row is.
    fn given(&self, row: usize) -> usize {
        self.layout.as_ref().map_or(row, |layout| layout.row(row) as usize)
    }

    /// The number of a row as people count, over all parts of its table.
    fn number(&self, row: usize) -> u64 {
        self.before + u64::try_from(self.given(row)).unwrap_or(u64::MAX).saturating_add(1)
    }
}

impl Plan {
    /// The names of the columns of a table that hold anything an evaluation reads: everything else
    /// in a file can be left unread. The empty name stands for the subjects; nothing for a table
    /// the set does not have.
    #[must_use]
    pub fn columns_read(&self, table: &str) -> Option<Vec<String>> {
        let set = &self.inner.set;
        let name = nfc(table);
        let at = set.frames.iter().position(|frame| frame.name == name);
        let frame = if table.is_empty() { Some(0) } else { at }?;
        Some(bind::names(set, &input_kinds(self), FrameId::from_index(frame)))
    }
}

/// A key, in an order of its own: whole numbers by value, texts by their bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key<'a> {
    Number(i128),
    Text(Cow<'a, str>),
}

impl Key<'_> {
    pub fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Number(a), Self::Text(b)) => a.to_string().as_str().cmp(b),
            (Self::Text(a), Self::Number(b)) => a.as_ref().cmp(&b.to_string()),
        }
    }

    pub fn into_owned(self) -> Key<'static> {
        match self {
            Self::Number(number) => Key::Number(number),
            Self::Text(text) => Key::Text(Cow::Owned(text.into_owned())),
        }
    }
}

/// The keys of a table whose rows name their subject, or of the subjects under the empty name.
pub(crate) struct Keys {
    cells: Cells,
    /// The same as texts, where they are not whole numbers.
    names: Option<Names>,
}

impl Keys {
    fn of(cells: Cells) -> Self {
        let names = (!cells.is_whole()).then(|| Names::of(&cells));
        Self { cells, names }
    }

    pub fn key(&self, row: usize) -> Key<'_> {
        match &self.names {
            Some(names) => Key::Text(Cow::Borrowed(names.get(row).unwrap_or_default())),
            None => match self.cells.get(row) {
                Got::Number(number, 0) => Key::Number(number),
                got => Key::Text(got.shown()),
            },
        }
    }

    /// The first row whose key comes before that of the row before it.
    pub fn falls(&self, rows: usize) -> Option<usize> {
        group::first_fall(&self.cells, self.names.as_ref())
            .unwrap_or_else(|| (1..rows).find(|row| self.key(*row).cmp(&self.key(row - 1)).is_lt()))
    }
}

/// Finds the keys; none where the table has no such column.
pub(crate) fn key_column(
    plan: &Plan,
    table: &str,
    batch: &RecordBatch,
) -> Result<Option<Keys>, Vec<Diagnostic>> {
    let set = &plan.inner.set;
    let name = nfc(table);
    let at = if table.is_empty() { Some(0) } else { set.frames.iter().position(|frame| frame.name == name) };
    let Some(at) = at else {
        let known: Vec<String> = set.frames.iter().skip(1).map(|frame| frame.name.clone()).collect();
        return Err(vec![findings::unknown_table(&name, &known)]);
    };
    let column = bind::key_name(set, FrameId::from_index(at), &batch.schema());
    let Some(array) = column.and_then(|at| batch.columns().get(at)) else { return Ok(None) };
    // A type that cannot be read is reported when the table is bound.
    Ok(Cells::of([array], &Starts::of([array.len()])).ok().map(Keys::of))
}

/// First and last day a cell can mean.
fn membership_day(got: &Got<'_>) -> Option<(Day, Day)> {
    let span = match got {
        Got::Day(days) => {
            let number = epoch().checked_add(*days)?;
            let known = (Day::FIRST.number()..=Day::LAST.number()).contains(&number);
            return known.then(|| (Day::from_number(number), Day::from_number(number)));
        }
        other => crate::day::DaySpan::parse_iso(&other.shown())?,
    };
    Some((span.first, span.last))
}

/// Whether any step reads rows of a table.
fn is_needed(plan: &Plan, frame: FrameId) -> bool {
    plan.inner
        .steps
        .iter()
        .any(|step| step.out.frame == frame && matches!(step.op, Op::Input(_) | Op::Present { .. }))
}

/// The rows of lists, and where the rows of each list begin; nothing where a row is null, or there
/// are more than can be counted.
fn nested(arrays: &[ArrayRef]) -> Option<(Vec<RecordBatch>, Vec<u32>)> {
    fn cut<O: OffsetSizeTrait>(array: &ArrayRef, offsets: &mut Vec<u32>) -> Option<RecordBatch> {
        let lists = array.as_list::<O>();
        let begun = *offsets.last()?;
        let start = lists.value_offsets().first()?.as_usize();
        let end = lists.value_offsets().last()?.as_usize();
        let rows = lists.values().slice(start, end - start);
        let rows = rows.as_struct_opt().filter(|rows| rows.null_count() == 0)?;
        for (row, offset) in lists.value_offsets().iter().skip(1).enumerate() {
            // A list that is null holds nothing, whatever lies below it.
            let from = begun.checked_add(u32::try_from(offset.as_usize() - start).ok()?)?;
            if lists.is_null(row) && offsets.last() != Some(&from) {
                return None;
            }
            offsets.push(from);
        }
        Some(RecordBatch::from(rows.clone()))
    }
    let mut offsets = vec![0];
    let batches = arrays.iter().map(|array| match array.data_type() {
        DataType::LargeList(_) => cut::<i64>(array, &mut offsets),
        _ => cut::<i32>(array, &mut offsets),
    });
    Some((batches.collect::<Option<_>>()?, offsets))
}
