//! Variants of a dossier: what stands otherwise in them.
//!
//! In: a dossier, rows that are other ones in a variant, rows that come besides. Out: the dossier it would
//! be. A search tries thousands of variants that are put together from a few dozen changes, so rows that
//! are as on file are shared, and what a change changes is looked for once.

use crate::dossier::{Cell, Dossier, File, ResultRecord, Row, Status};
use crate::few::Few;
use crate::hir::{FrameId, Seat};
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

impl File {
    /// The subject's facts so many years back; empty ones if nothing was filed.
    fn year_mut(&mut self, back: u32) -> Option<&mut Row> {
        let at = (back as usize).checked_sub(1)?;
        if self.before.len() <= at {
            self.before.resize(at + 1, Row::default());
        }
        self.before.get_mut(at)
    }
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
                    if let Some(known) = out.year_mut(*back) {
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

/// A change as it is put together with others. Patches that touch different cells can be put together in any
/// order.
#[derive(Clone, Debug)]
pub(crate) struct Patch {
    rows: Vec<PatchedRow>,
    /// Rows that come besides.
    added: Vec<(FrameId, Arc<Row>)>,
}

/// A row that is not as on file, and what in it is not.
#[derive(Clone, Debug)]
struct PatchedRow {
    place: Place,
    row: Arc<Row>,
    status: Option<Status>,
    cells: Vec<(Seat, Option<Cell>)>,
    results: Vec<(String, Option<ResultRecord>)>,
}

impl Patch {
    pub fn new(changed: &Changed, dossier: &Dossier) -> Self {
        let nothing = Row::default();
        let rows = changed.rows.iter();
        let patched = |(place, row): (&Place, &Arc<Row>)| {
            PatchedRow::new(*place, row, dossier.row_at(*place).unwrap_or(&nothing))
        };
        let added =
            changed.added.iter().flat_map(|(frame, rows)| rows.iter().map(|row| (*frame, Arc::clone(row))));
        Self { rows: rows.map(patched).collect(), added: added.collect() }
    }

    /// Several patches as one.
    pub fn joined<'p>(patches: impl IntoIterator<Item = &'p Self>) -> Self {
        let mut out = Self { rows: Vec::new(), added: Vec::new() };
        for patch in patches {
            out.rows.extend(patch.rows.iter().cloned());
            out.added.extend(patch.added.iter().cloned());
        }
        out
    }

    /// Whether rows of a table are not as on file.
    pub fn touches(&self, frame: FrameId) -> bool {
        self.rows.iter().any(|row| row.place.is_in(frame)) || self.added.iter().any(|(of, _)| *of == frame)
    }
}

impl PatchedRow {
    fn new(place: Place, row: &Arc<Row>, filed: &Row) -> Self {
        let mut results = Vec::new();
        for set in
            row.results.keys().chain(filed.results.keys().filter(|set| row.results.get(*set).is_none()))
        {
            if row.results.get(set) != filed.results.get(set) {
                results.push((set.clone(), row.results.get(set).cloned()));
            }
        }
        let status = Some(row.status).filter(|status| *status != filed.status);
        Self { place, row: Arc::clone(row), status, cells: row.cells.other_than(&filed.cells), results }
    }

    fn apply(&self, row: &mut Row) {
        row.status = self.status.unwrap_or(row.status);
        for (seat, cell) in &self.cells {
            match cell {
                Some(cell) => row.cells.insert(seat, cell.clone()),
                None => row.cells.remove(seat),
            }
        }
        for (set, result) in &self.results {
            match result {
                Some(result) => row.results.insert(set.clone(), result.clone()),
                None => row.results.remove(set),
            }
        }
    }
}

impl Dossier {
    /// The dossier with the patches made, and without the tables that are left out, which no patch touches.
    pub(crate) fn patched(&self, patches: &[&Patch], left_out: &[bool]) -> Self {
        let File { id, regions, root, before, tables } = &*self.file;
        let mut out = File {
            id: id.clone(),
            regions: regions.clone(),
            root: root.clone(),
            before: before.clone(),
            tables: Few::default(),
        };
        for (frame, rows) in tables.iter().filter(|(frame, _)| left_out.get(frame.index()) != Some(&true)) {
            out.tables.insert(*frame, rows.clone());
        }
        for patched in patches.iter().flat_map(|patch| &patch.rows) {
            match patched.place {
                Place::Subject => patched.apply(&mut out.root),
                Place::Before(back) => {
                    if let Some(row) = out.year_mut(back) {
                        patched.apply(row);
                    }
                }
                Place::Row(frame, at) => {
                    let row = out.tables.get_mut(&frame).and_then(|rows| rows.get_mut(at as usize));
                    let filed = self.file.tables.get(&frame).and_then(|rows| rows.get(at as usize));
                    match (row, filed) {
                        (Some(row), Some(filed)) if Arc::ptr_eq(row, filed) => {
                            *row = Arc::clone(&patched.row)
                        }
                        (Some(row), _) => patched.apply(Arc::make_mut(row)),
                        (None, _) => {}
                    }
                }
            }
        }
        for (frame, row) in patches.iter().flat_map(|patch| &patch.added) {
            out.tables.or_default(*frame).push(Arc::clone(row));
        }
        out.into()
    }
}
