//! Many variants of one dossier as columns: what differs is read anew, the rest is copied.
//!
//! In: a dossier, and for each variant the rows that stand otherwise and the rows that come
//! besides. Out: a batch in which every subject is a variant. A search for evidence tries
//! thousands of variants that differ in a row or two, and reading a whole dossier for each would
//! cost more than evaluating it.

use super::{Batch, Column, Subject, Writer, input_kinds};
use crate::context::Context;
use crate::dossier::{Dossier, Row};
use crate::evaluate::Lane;
use crate::hir::{FrameId, ROOT};
use crate::plan::Plan;
use std::collections::BTreeMap;

/// Where a row of a dossier stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    /// The subject's own facts.
    Subject,
    /// Its facts so many years before, counted from one.
    Before(u32),
    /// A row of a table, by its position in the file.
    Row(FrameId, u32),
}

impl Place {
    /// Whether it is a row of that table.
    pub fn is_in(self, frame: FrameId) -> bool {
        matches!(self, Self::Row(of, _) if of == frame)
    }
}

/// What a variant has otherwise than the dossier.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changed {
    pub rows: BTreeMap<Place, Row>,
    pub added: BTreeMap<FrameId, Vec<Row>>,
}

impl Dossier {
    /// The row at a place; none where nothing was filed for that year.
    pub(crate) fn row_at(&self, place: Place) -> Option<&Row> {
        match place {
            Place::Subject => Some(&self.root),
            Place::Before(back) => self.before.get((back as usize).checked_sub(1)?),
            Place::Row(frame, at) => self.tables.get(&frame)?.get(at as usize),
        }
    }

    /// The dossier with the changes made.
    pub(crate) fn with(&self, changed: &Changed) -> Self {
        let mut out = self.clone();
        for (place, row) in &changed.rows {
            match place {
                Place::Subject => out.root = row.clone(),
                Place::Before(back) => {
                    let at = (*back as usize).saturating_sub(1);
                    if out.before.len() <= at {
                        out.before.resize(at + 1, Row::default());
                    }
                    if let Some(known) = out.before.get_mut(at) {
                        *known = row.clone();
                    }
                }
                Place::Row(frame, at) => {
                    let known = out.tables.get_mut(frame).and_then(|rows| rows.get_mut(*at as usize));
                    if let Some(known) = known {
                        *known = row.clone();
                    }
                }
            }
        }
        for (frame, rows) in &changed.added {
            out.tables.entry(*frame).or_default().extend(rows.iter().cloned());
        }
        out
    }
}

/// A dossier whose variants are wanted.
pub(crate) struct Variants<'a> {
    plan: &'a Plan,
    context: &'a Context,
    dossier: &'a Dossier,
    /// Columns that are read, by table.
    read: Vec<Vec<usize>>,
    others: BTreeMap<String, i32>,
    /// The dossier itself, as a batch of one.
    own: Batch,
}

impl<'a> Variants<'a> {
    pub fn new(plan: &'a Plan, dossier: &'a Dossier, context: &'a Context) -> Self {
        let set = &plan.inner.set;
        let kinds = input_kinds(plan);
        let mut read = vec![Vec::new(); set.frames.len()];
        for (at, input) in set.inputs.iter().enumerate() {
            let is_read = kinds.get(at).copied().flatten().is_some();
            if let Some(columns) = read.get_mut(input.frame.index()).filter(|_| is_read) {
                columns.push(at);
            }
        }
        let own = Writer::new(plan, context, 0).batch;
        let mut variants = Self { plan, context, dossier, read, others: BTreeMap::new(), own };
        // No row of it stands in `own` yet, so all of them are read.
        let mut whole = Changed::default();
        whole.rows.insert(Place::Subject, dossier.root.clone());
        for (frame, rows) in &dossier.tables {
            for (at, row) in (0u32..).zip(rows) {
                whole.rows.insert(Place::Row(*frame, at), row.clone());
            }
        }
        variants.own = variants.batch(&[whole]);
        variants
    }

    /// The variants as a batch, in order.
    pub fn batch(&mut self, changes: &[Changed]) -> Batch {
        let set = &self.plan.inner.set;
        let mut writer = Writer::new(self.plan, self.context, changes.len());
        writer.texts.others = std::mem::take(&mut self.others);
        let regions =
            if self.dossier.regions.is_empty() { &self.context.regions } else { &self.dossier.regions };
        let region = writer.region(regions);
        for changed in changes {
            writer.batch.region_of.push(region);
            self.push_root(&mut writer, changed);
            for at in 1..set.frames.len() {
                self.push_table(&mut writer, FrameId::from_index(at), changed);
            }
        }
        self.others = std::mem::take(&mut writer.texts.others);
        writer.finish()
    }

    fn push_root(&self, writer: &mut Writer<'_>, changed: &Changed) {
        let touched = changed.rows.keys().any(|place| !matches!(place, Place::Row(..)));
        if !touched {
            return self.copy(&mut writer.batch, ROOT, 0, 1);
        }
        let row = changed.rows.get(&Place::Subject).unwrap_or(&self.dossier.root);
        let earlier = changed.rows.keys().any(|place| matches!(place, Place::Before(_)));
        let before = if earlier { self.dossier.with(changed).before } else { Vec::new() };
        let before = if earlier { &before } else { &self.dossier.before };
        writer.push_row(ROOT, 0, Subject { row, before });
    }

    fn push_table(&self, writer: &mut Writer<'_>, frame: FrameId, changed: &Changed) {
        if let Some(table) = writer.batch.tables.get_mut(frame.index()) {
            table.offsets.push(u32::try_from(table.status.len()).unwrap_or(u32::MAX));
        }
        let (first, last) = self.own.span(frame, 0, 1);
        let touched = changed.rows.range(Place::Row(frame, 0)..=Place::Row(frame, u32::MAX)).next().is_some();
        if touched {
            for (origin, row) in (0u32..).zip(self.dossier.tables.get(&frame).into_iter().flatten()) {
                let row = changed.rows.get(&Place::Row(frame, origin)).unwrap_or(row);
                push_child(writer, frame, origin, row);
            }
        } else {
            self.copy(&mut writer.batch, frame, first, last);
        }
        let filed = self.dossier.tables.get(&frame).map_or(0, Vec::len);
        for (origin, row) in (filed..).zip(changed.added.get(&frame).into_iter().flatten()) {
            push_child(writer, frame, u32::try_from(origin).unwrap_or(u32::MAX), row);
        }
    }

    /// Copies rows of the dossier as they are.
    fn copy(&self, batch: &mut Batch, frame: FrameId, first: usize, last: usize) {
        for at in self.read.get(frame.index()).into_iter().flatten() {
            if let (Some(to), Some(from)) = (batch.columns.get_mut(*at), self.own.columns.get(*at)) {
                to.copy(from, first, last);
            }
        }
        if let (Some(to), Some(from)) =
            (batch.tables.get_mut(frame.index()), self.own.tables.get(frame.index()))
        {
            to.status.extend(from.status.get(first..last).into_iter().flatten());
            to.origin.extend(from.origin.get(first..last).into_iter().flatten());
        }
    }
}

fn push_child(writer: &mut Writer<'_>, frame: FrameId, origin: u32, row: &Row) {
    for _ in 0..row.count {
        if let Some(table) = writer.batch.tables.get_mut(frame.index()) {
            table.status.push(row.status);
            table.origin.push(origin);
        }
        writer.push_row(frame, origin, Subject { row, before: &[] });
    }
}

impl Column {
    /// Appends rows of a column of the same kind.
    fn copy(&mut self, from: &Self, first: usize, last: usize) {
        match (self, from) {
            (Self::Truth(to), Self::Truth(from)) => to.extend(from.get(first..last).into_iter().flatten()),
            (Self::Choice(to, to_flags), Self::Choice(from, flags)) => {
                to.extend(from.get(first..last).into_iter().flatten());
                to_flags.extend(flags.get(first..last).into_iter().flatten());
            }
            (Self::Number { lo, hi, flags: to_flags }, Self::Number { lo: from_lo, hi: from_hi, flags }) => {
                copy_lane(lo, from_lo, first, last);
                copy_lane(hi, from_hi, first, last);
                to_flags.extend(flags.get(first..last).into_iter().flatten());
            }
            _ => {}
        }
    }
}

fn copy_lane(to: &mut Lane, from: &Lane, first: usize, last: usize) {
    match (to, from) {
        (Lane::I32(to), Lane::I32(from)) => to.extend(from.get(first..last).into_iter().flatten()),
        (Lane::I64(to), Lane::I64(from)) => to.extend(from.get(first..last).into_iter().flatten()),
        (Lane::I128(to), Lane::I128(from)) => to.extend(from.get(first..last).into_iter().flatten()),
        (Lane::Fraction(to), Lane::Fraction(from)) => to.extend(from.get(first..last).into_iter().flatten()),
        _ => {}
    }
}
