//! One subject of a dataset as a dossier.
//!
//! In: the rows a subject has in every table. Out: its dossier, versions of one row put together,
//! and where that is asked for equal members counted instead of named.

use super::Dataset;
use super::bind::{Bound, Own, Source};
use super::cells::Got;
use super::problems::Problem;
use super::read::Reader;
use crate::dossier::{Cell, Dossier, File, ResultRecord, Row, Status, Value, nfc};
use crate::hir::{FrameId, FrameSource, ROOT};
use hashbrown::HashMap;
use std::borrow::Cow;
use std::sync::Arc;

/// How the members of a subject are written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Members {
    /// One by one, with their identifiers.
    Named,
    /// Equal ones in one row, with their number.
    Condensed,
}

impl Source {
    /// Bytes that two rows share only if everything read of them is the same.
    fn signature(&self, row: usize, waiting: bool, out: &mut Vec<u8>) {
        let results = self.results.iter().flat_map(|bound| {
            [&bound.class, &bound.points, &bound.date, &bound.edition, &bound.by, &bound.period]
        });
        let status = self.own.get(&Own::Status).map(|(_, cells)| cells);
        out.clear();
        out.push(u8::from(waiting));
        for cells in self.inputs.iter().flat_map(Bound::columns).chain(results.flatten()).chain(status) {
            // Of one column the cells are of one kind, or null.
            match cells.get(row) {
                Got::Null => out.push(0),
                Got::Day(days) => {
                    out.push(1);
                    out.extend(days.to_le_bytes());
                }
                got => {
                    let text = got.shown();
                    out.push(1);
                    out.extend(text.len().to_le_bytes());
                    out.extend(text.as_bytes());
                }
            }
        }
    }
}

impl Dataset {
    /// What is filed of a subject, versions put together.
    pub(super) fn read_dossier(
        &self,
        subject: usize,
        members: Members,
        problems: &mut Vec<Problem>,
    ) -> Dossier {
        let number = u32::try_from(subject).unwrap_or(u32::MAX);
        let first = [u32::try_from(self.subjects.row(subject)).unwrap_or(u32::MAX)];
        let filings = self.subjects.twins.get(&number).map_or(&first[..], Vec::as_slice);
        let mut file = File { id: self.subjects.id(subject).to_owned(), ..File::default() };
        let mut reader = Reader { data: self, source: &self.root, problems };
        for (at, row) in filings.iter().map(|row| *row as usize).enumerate() {
            let regions = reader.regions(row);
            let (root, before) = reader.row(row);
            if at == 0 {
                (file.regions, file.root, file.before) = (regions, root, before);
                continue;
            }
            self.merge(ROOT, &mut file.root, root);
            let years = file.before.len().max(before.len());
            file.before.resize_with(years, Row::default);
            let others = before.into_iter().chain(std::iter::repeat_with(Row::default));
            for (own, other) in file.before.iter_mut().zip(others) {
                self.merge(ROOT, own, other);
            }
        }
        for at in 1..self.plan.inner.set.frames.len() {
            let frame = FrameId::from_index(at);
            if let Some(rows) = self.read_rows(frame, subject, members, problems) {
                file.tables.insert(frame, rows.into_iter().map(Arc::new).collect());
            }
        }
        file.into()
    }

    /// The rows a subject has in a table.
    fn read_rows(
        &self,
        frame: FrameId,
        subject: usize,
        members: Members,
        problems: &mut Vec<Problem>,
    ) -> Option<Vec<Row>> {
        let child = self.child(frame)?;
        let rows = child.groups.rows(subject, subject + 1);
        let condensed =
            members == Members::Condensed && self.plan.inner.set[frame].source == FrameSource::Members;
        let ids = child.source.own.get(&Own::Id).map(|(_, cells)| cells);
        let id_of = |row: usize| match ids.map(|cells| cells.get(row).shown()).unwrap_or_default() {
            id if id.is_ascii() => id,
            id => Cow::Owned(nfc(&id)),
        };
        // The identifiers that stand twice here: their rows are versions of one.
        let mut twice: HashMap<Cow<'_, str>, u32> = HashMap::new();
        if condensed && self.dirty.contains(&subject) {
            for row in rows.iter() {
                *twice.entry(id_of(row)).or_insert(0) += 1;
            }
            twice.retain(|id, count| !id.is_empty() && *count > 1);
        }
        let mut reader = Reader { data: self, source: &child.source, problems };
        let mut out: Vec<Row> = Vec::new();
        let mut versions: HashMap<Cow<'_, str>, usize> = HashMap::new();
        let mut alike: HashMap<Vec<u8>, usize> = HashMap::new();
        let mut signature = Vec::new();
        let mut previous = None;
        for row in rows.iter() {
            let id = if condensed && twice.is_empty() { Cow::Borrowed("") } else { id_of(row) };
            let lone = condensed && !twice.contains_key(&id);
            // Equal rows filed as one stand together.
            if previous == Some(row)
                && let Some(last) = out.last_mut()
                && !lone
            {
                last.count += 1;
                continue;
            }
            previous = Some(row);
            let waiting = child.waiting.contains(&row);
            if lone {
                child.source.signature(row, waiting, &mut signature);
                if let Some(same) = alike.get(&signature).and_then(|same| out.get_mut(*same)) {
                    same.count += 1;
                    continue;
                }
                alike.insert(signature.clone(), out.len());
            }
            let (mut read, _) = reader.row(row);
            read.status = reader.status(row);
            if read.status != Status::Rejected && waiting {
                read.status = Status::Waiting;
            }
            let version = if lone || id.is_empty() { None } else { versions.get(&id) };
            match version.and_then(|at| out.get_mut(*at)) {
                Some(other) => self.merge(frame, other, read),
                None => {
                    if !lone {
                        versions.insert(id.clone(), out.len());
                    }
                    read.id = if condensed { String::new() } else { id.into_owned() };
                    out.push(read);
                }
            }
        }
        Some(out)
    }

    /// Puts two versions of a row together: what they say differently is not known.
    fn merge(&self, frame: FrameId, row: &mut Row, other: Row) {
        let set = &self.plan.inner.set;
        if row.status != other.status {
            row.status = Status::Waiting;
        }
        let unknown = || Cell { verified: Some(Value::Unknown), ..Cell::default() };
        for input in set.inputs.iter().filter(|input| input.frame == frame) {
            if row.cells.get(&input.seat) != other.cells.get(&input.seat) {
                row.cells.insert(&input.seat, unknown());
            }
        }
        for uses in &set.uses {
            if row.results.get(&uses.set) != other.results.get(&uses.set) {
                let computed = uses.computed && !uses.recognised;
                let record = ResultRecord { class_unknown: true, computed, ..ResultRecord::default() };
                row.results.insert(uses.set.clone(), record);
            }
        }
    }
}
