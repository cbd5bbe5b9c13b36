//! Many variants of one dossier as columns: what differs is read once, the rest is copied.
//!
//! In: a dossier, and for each variant the patches that make it another. Out: a batch in which every
//! subject is a variant. A search for evidence tries thousands of variants that are put together
//! from a few dozen changes, so a change is read once, as the cells of columns that differ, and
//! tables that are alike stand in the batch once.

use super::cells::{Held, part};
use super::{Batch, Column, Subject, Writer};
use crate::context::Context;
use crate::dossier::{Dossier, File, Row, Status};
use crate::evaluate::set;
use crate::hir::{FrameId, ROOT};
use crate::plan::{Op, Plan};
use std::collections::BTreeMap;
use std::sync::Arc;

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
    pub rows: BTreeMap<Place, Arc<Row>>,
    pub added: BTreeMap<FrameId, Vec<Arc<Row>>>,
}

impl Dossier {
    /// The row at a place; none where nothing was filed for that year.
    pub(crate) fn row_at(&self, place: Place) -> Option<&Row> {
        match place {
            Place::Subject => Some(&self.file.root),
            Place::Before(back) => self.file.before.get((back as usize).checked_sub(1)?),
            Place::Row(frame, at) => self.file.tables.get(&frame)?.get(at as usize).map(Arc::as_ref),
        }
    }

    /// The dossier with the changes made.
    pub(crate) fn with(&self, changed: &Changed) -> Self {
        let mut out = File::clone(&self.file);
        for (place, row) in &changed.rows {
            match place {
                Place::Subject => out.root = Row::clone(row),
                Place::Before(back) => {
                    let at = (*back as usize).saturating_sub(1);
                    if out.before.len() <= at {
                        out.before.resize(at + 1, Row::default());
                    }
                    if let Some(known) = out.before.get_mut(at) {
                        *known = Row::clone(row);
                    }
                }
                Place::Row(frame, at) => {
                    let known = out.tables.get_mut(frame).and_then(|rows| rows.get_mut(*at as usize));
                    if let Some(known) = known {
                        *known = Arc::clone(row);
                    }
                }
            }
        }
        for (frame, rows) in &changed.added {
            out.tables.or_default(*frame).extend(rows.iter().cloned());
        }
        out.into()
    }
}

/// A change as columns have it. Patches that touch different cells can be put together in any order.
#[derive(Clone, Debug)]
pub(crate) struct Patch {
    /// Tells patches of one dossier apart.
    id: usize,
    /// Cells of rows on file that stand otherwise.
    rows: Vec<PatchedRow>,
    /// Rows that come besides.
    added: Vec<PatchedRow>,
}

/// A row of a table, or the subject's own, with the cells that are not as on file.
#[derive(Clone, Debug)]
struct PatchedRow {
    frame: FrameId,
    /// Where it stands in its dossier's list.
    origin: u32,
    /// How far it is trusted; none where that is as on file.
    status: Option<Status>,
    /// How many equal rows it stands for.
    count: u32,
    cells: Vec<(usize, Held)>,
}

impl Patch {
    pub fn touches(&self, frame: FrameId) -> bool {
        self.rows.iter().chain(&self.added).any(|row| row.frame == frame)
    }
}

/// A dossier whose variants are wanted.
pub(crate) struct Variants<'a> {
    plan: &'a Plan,
    context: &'a Context,
    dossier: &'a Dossier,
    /// Columns that are read, by table.
    read: Vec<Vec<usize>>,
    /// Tables whose rows are judged by what their subject has.
    pub judged_by_subject: Vec<bool>,
    /// The dossier itself, as a batch of one.
    own: Batch,
    /// Where one row at a time is read.
    scratch: Writer<'a>,
    patches: usize,
}

impl<'a> Variants<'a> {
    pub fn new(plan: &'a Plan, dossier: &'a Dossier, context: &'a Context) -> Self {
        let set = &plan.inner.set;
        let mut scratch = Writer::new(plan, context, 1);
        let mut read = vec![Vec::new(); set.frames.len()];
        for (at, input) in set.inputs.iter().enumerate() {
            let is_read = scratch.kinds.get(at).copied().flatten().is_some();
            if let Some(columns) = read.get_mut(input.frame.index()).filter(|_| is_read) {
                columns.push(at);
            }
        }
        scratch.push_row(ROOT, Subject { row: &dossier.file.root, before: &dossier.file.before });
        for at in 1..set.frames.len() {
            scratch.push_children(FrameId::from_index(at), dossier);
        }
        let own = scratch.finish();
        let judged_by_subject = judged_by_subject(plan);
        Self { plan, context, dossier, read, judged_by_subject, own, scratch, patches: 0 }
    }

    /// Reads a change.
    pub fn patch(&mut self, changed: &Changed) -> Patch {
        let mut rows = Vec::new();
        if changed.rows.keys().any(|place| !matches!(place, Place::Row(..))) {
            let row = changed.rows.get(&Place::Subject).map_or(&self.dossier.file.root, Arc::as_ref);
            let earlier = changed.rows.keys().any(|place| matches!(place, Place::Before(_)));
            let before = if earlier { self.dossier.with(changed).file.before.clone() } else { Vec::new() };
            let before = if earlier { &before } else { &self.dossier.file.before };
            let subject = Subject { row, before };
            rows.push(self.read_row(ROOT, 0, subject, Some(0)));
        }
        for (place, row) in &changed.rows {
            if let Place::Row(frame, origin) = place {
                let own = self.own_rows(*frame, *origin).0;
                rows.push(self.read_row(*frame, *origin, Subject { row, before: &[] }, Some(own)));
            }
        }
        let mut added = Vec::new();
        for (frame, more) in &changed.added {
            let filed = self.dossier.file.tables.get(frame).map_or(0, Vec::len);
            for (origin, row) in (filed..).zip(more) {
                let origin = u32::try_from(origin).unwrap_or(u32::MAX);
                added.push(self.read_row(*frame, origin, Subject { row, before: &[] }, None));
            }
        }
        self.patches += 1;
        Patch { id: self.patches, rows, added }
    }

    /// Several patches as one.
    pub fn joined<'p>(&mut self, patches: impl IntoIterator<Item = &'p Patch>) -> Patch {
        self.patches += 1;
        let mut out = Patch { id: self.patches, rows: Vec::new(), added: Vec::new() };
        for patch in patches {
            out.rows.extend(patch.rows.iter().cloned());
            out.added.extend(patch.added.iter().cloned());
        }
        out
    }

    /// The cells of a row; only those that differ from a row on file, if there is one.
    fn read_row(
        &mut self,
        frame: FrameId,
        origin: u32,
        subject: Subject<'_>,
        own: Option<usize>,
    ) -> PatchedRow {
        self.scratch.batch.columns.iter_mut().for_each(Column::clear);
        self.scratch.push_row(frame, subject);
        let batch = &self.scratch.batch;
        let columns = self.read.get(frame.index()).into_iter().flatten();
        let held = columns.filter_map(|at| Some((*at, batch.columns.get(*at)?.held(0)?)));
        let differs = |(at, held): &(usize, Held)| {
            own.is_none_or(|own| self.own.columns.get(*at).and_then(|column| column.held(own)) != Some(*held))
        };
        let cells = held.filter(differs).collect();
        let filed = own.and_then(|own| self.own.tables.get(frame.index())?.status.get(own));
        let status = Some(subject.row.status).filter(|status| filed != Some(status));
        PatchedRow { frame, origin, status, count: subject.row.count, cells }
    }

    /// Where the rows of the dossier's own batch stand that come from one row on file.
    fn own_rows(&self, frame: FrameId, origin: u32) -> (usize, usize) {
        let origins =
            self.own.tables.get(frame.index()).map(|table| table.origin.as_slice()).unwrap_or_default();
        (origins.partition_point(|own| *own < origin), origins.partition_point(|own| *own <= origin))
    }

    /// The variants as a batch, in order.
    pub fn batch(&self, variants: &[Vec<&Patch>]) -> Batch {
        let set = &self.plan.inner.set;
        let mut batch = Batch::empty(set, &self.scratch.kinds);
        batch.regions.push(self.dossier.regions_in(self.context).to_vec());
        batch.region_of.resize(variants.len(), 0);
        self.repeat_root(&mut batch, variants.len());
        for (subject, patches) in variants.iter().enumerate() {
            for row in patches.iter().flat_map(|patch| &patch.rows).filter(|row| row.frame == ROOT) {
                batch.patch(row, subject);
            }
        }
        for at in 1..set.frames.len() {
            self.push_tables(&mut batch, FrameId::from_index(at), variants);
        }
        batch
    }

    /// One table of every variant; tables that are alike once.
    fn push_tables(&self, batch: &mut Batch, frame: FrameId, variants: &[Vec<&Patch>]) {
        let by_subject = self.judged_by_subject.get(frame.index()) == Some(&true);
        let (mut offsets, mut version_of) = (Vec::new(), Vec::with_capacity(variants.len()));
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        for patches in variants {
            let touching = || patches.iter().filter(|patch| patch.touches(frame));
            let key: Vec<usize> = touching().map(|patch| patch.id).collect();
            let new = u32::try_from(offsets.len()).unwrap_or(u32::MAX);
            let version = if by_subject { new } else { *known.entry(key).or_insert(new) };
            version_of.push(version);
            if version == new {
                offsets.push(u32::try_from(batch.height(frame)).unwrap_or(u32::MAX));
                self.push_table(batch, frame, touching());
            }
        }
        offsets.push(u32::try_from(batch.height(frame)).unwrap_or(u32::MAX));
        if let Some(table) = batch.tables.get_mut(frame.index()) {
            table.offsets = offsets;
            table.version_of = version_of;
        }
    }

    fn push_table<'p>(
        &self,
        batch: &mut Batch,
        frame: FrameId,
        patches: impl Iterator<Item = &'p &'p Patch> + Clone,
    ) {
        let first = batch.height(frame);
        self.copy(batch, frame, 0, self.own.height(frame));
        for row in patches.clone().flat_map(|patch| &patch.rows).filter(|row| row.frame == frame) {
            let (from, to) = self.own_rows(frame, row.origin);
            for at in from..to {
                batch.patch(row, first + at);
            }
        }
        for row in patches.flat_map(|patch| &patch.added).filter(|row| row.frame == frame) {
            for _ in 0..row.count {
                batch.add(row);
            }
        }
    }

    /// The subject's own values, so many times.
    fn repeat_root(&self, batch: &mut Batch, times: usize) {
        for at in self.read.get(ROOT.index()).into_iter().flatten() {
            let held = self.own.columns.get(*at).and_then(|column| column.held(0));
            if let (Some(column), Some(held)) = (batch.columns.get_mut(*at), held) {
                (0..times).for_each(|_| column.add(held));
            }
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
            to.status.extend_from_slice(part(&from.status, first, last));
            to.origin.extend_from_slice(part(&from.origin, first, last));
        }
    }
}

/// The tables whose rows read something of their subject that its evidence can change.
fn judged_by_subject(plan: &Plan) -> Vec<bool> {
    let mut out = vec![false; plan.inner.set.frames.len()];
    let mut filed: Vec<bool> = Vec::with_capacity(plan.inner.steps.len());
    for step in &plan.inner.steps {
        let own = matches!(step.op, Op::Input(_) | Op::Present { .. });
        let read = step.op.reads().into_iter().any(|reg| filed.get(reg.index()) == Some(&true));
        filed.push(own || read);
        if let (Op::Broadcast(_), true, Some(table)) = (&step.op, read, out.get_mut(step.out.frame.index())) {
            *table = true;
        }
    }
    out
}

impl Batch {
    /// How many rows of a table there are.
    fn height(&self, frame: FrameId) -> usize {
        self.tables.get(frame.index()).map_or(0, |table| table.status.len())
    }

    /// Changes a row.
    fn patch(&mut self, patch: &PatchedRow, row: usize) {
        for (at, held) in &patch.cells {
            if let Some(column) = self.columns.get_mut(*at) {
                column.set(row, *held);
            }
        }
        if let (Some(table), Some(status)) = (self.tables.get_mut(patch.frame.index()), patch.status) {
            set(&mut table.status, row, status);
        }
    }

    /// Appends a row of a table.
    fn add(&mut self, row: &PatchedRow) {
        for (at, held) in &row.cells {
            if let Some(column) = self.columns.get_mut(*at) {
                column.add(*held);
            }
        }
        if let Some(table) = self.tables.get_mut(row.frame.index()) {
            table.status.push(row.status.unwrap_or(Status::Verified));
            table.origin.push(row.origin);
        }
    }
}
