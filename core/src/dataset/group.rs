//! Who is who: subjects by their identifier, and the rows of other tables by their subject.
//!
//! In: columns of identifiers. Out: the row of each subject, and for each table which rows each
//! subject has. Where keys come in the order of the subjects, one scan finds the borders; else
//! rows are put in order once. It knows nothing of values.

use super::cells::{Cells, Got};
use crate::dossier::nfc;
use arrow_array::builder::StringBuilder;
use arrow_array::{Array, StringArray};
use arrow_buffer::NullBuffer;
use hashbrown::HashMap;
use std::collections::BTreeMap;
use std::ops::Range;

/// Identifiers as texts in NFC; null where there is none.
pub(super) fn identifiers(cells: &Cells) -> StringArray {
    if let Cells::Text(texts) = cells
        && texts.values().is_ascii()
    {
        return texts.clone();
    }
    let mut out = StringBuilder::with_capacity(cells.len(), cells.len() * 12);
    for row in 0..cells.len() {
        match cells.get(row) {
            Got::Text(text) if text.is_ascii() => out.append_value(text),
            Got::Text(text) => out.append_value(nfc(text)),
            Got::Null => out.append_null(),
            other => out.append_value(other.shown()),
        }
    }
    out.finish()
}

/// The identifier of a row; none where it is null or empty.
pub(super) fn identifier(ids: &StringArray, row: usize) -> Option<&str> {
    (row < ids.len() && ids.is_valid(row)).then(|| ids.value(row)).filter(|id| !id.is_empty())
}

/// The texts of a column as bytes; null is empty.
struct Texts<'a> {
    rest: &'a [i32],
    bytes: &'a [u8],
    nulls: Option<&'a NullBuffer>,
    row: usize,
}

impl<'a> Texts<'a> {
    fn of(column: &'a StringArray) -> Self {
        let nulls = column.nulls().filter(|nulls| nulls.null_count() > 0);
        Self { rest: column.value_offsets(), bytes: column.value_data(), nulls, row: 0 }
    }
}

impl<'a> Iterator for Texts<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let [from, to, ..] = self.rest else { return None };
        self.rest = self.rest.get(1..)?;
        self.row += 1;
        if self.nulls.is_some_and(|nulls| nulls.is_null(self.row - 1)) {
            return Some(&[]);
        }
        self.bytes.get(usize::try_from(*from).ok()?..usize::try_from(*to).ok()?)
    }
}

/// Whether two texts are the same; for those of the usual length two comparisons of eight bytes.
fn same(a: &[u8], b: &[u8]) -> bool {
    let ends = |text: &[u8]| {
        let (first, last) = (text.first_chunk::<8>()?, text.last_chunk::<8>()?);
        Some((u64::from_ne_bytes(*first), u64::from_ne_bytes(*last)))
    };
    match (ends(a), ends(b)) {
        (Some(own), Some(other)) if a.len() <= 16 => a.len() == b.len() && own == other,
        _ => a == b,
    }
}

/// Whether one text comes before another, byte by byte.
fn before(a: &[u8], b: &[u8]) -> bool {
    match (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        (Some(x), Some(y)) if x != y => u64::from_be_bytes(*x) < u64::from_be_bytes(*y),
        _ => a < b,
    }
}

/// The subjects of a table.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    /// The identifier of each row.
    pub ids: StringArray,
    /// The first row of each subject, if any is filed twice; else the subjects are the rows.
    pub rows: Option<Vec<u32>>,
    /// All rows of subjects that have several, by subject.
    pub twins: BTreeMap<u32, Vec<u32>>,
    /// Whether every identifier comes after the one before it.
    pub ascending: bool,
}

impl Subjects {
    pub fn of(ids: StringArray) -> Self {
        let mut pairs = Texts::of(&ids).zip(Texts::of(&ids).skip(1));
        let named = Texts::of(&ids).next().is_none_or(|first| !first.is_empty());
        let ascending = named && pairs.all(|(one, next)| before(one, next));
        if ascending {
            return Self { ids, rows: None, twins: BTreeMap::new(), ascending };
        }
        let mut known: HashMap<&str, u32> = HashMap::with_capacity(ids.len());
        let mut rows: Vec<u32> = Vec::with_capacity(ids.len());
        let mut twins: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (row, number) in (0..ids.len()).zip(0u32..) {
            let next = u32::try_from(rows.len()).unwrap_or(u32::MAX);
            // A row without an identifier is a subject of its own.
            let first = identifier(&ids, row).map_or(next, |id| *known.entry(id).or_insert(next));
            if first == next {
                rows.push(number);
            } else {
                let begun = || rows.get(first as usize).copied().into_iter().collect();
                twins.entry(first).or_insert_with(begun).push(number);
            }
        }
        drop(known);
        let rows = (!twins.is_empty()).then_some(rows);
        Self { ids, rows, twins, ascending }
    }

    pub fn len(&self) -> usize {
        self.rows.as_ref().map_or(self.ids.len(), Vec::len)
    }

    /// The first row of a subject.
    pub fn row(&self, subject: usize) -> usize {
        match &self.rows {
            Some(rows) => rows.get(subject).map_or(usize::MAX, |row| *row as usize),
            None => subject,
        }
    }

    /// The identifier of a subject; empty where it has none.
    pub fn id(&self, subject: usize) -> &str {
        identifier(&self.ids, self.row(subject)).unwrap_or_default()
    }

    /// The subject of each identifier.
    fn numbers(&self) -> HashMap<&str, u32> {
        let mut out = HashMap::with_capacity(self.len());
        for (subject, number) in (0..self.len()).zip(0u32..) {
            if let Some(id) = identifier(&self.ids, self.row(subject)) {
                out.insert(id, number);
            }
        }
        out
    }
}

/// The rows of a table by subject.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    /// Where each subject's rows begin, and where the last one's end.
    pub offsets: Vec<u32>,
    /// The rows in the order of subjects; none where they stand in it.
    pub order: Option<Vec<u32>>,
}

/// Rows of a table.
#[derive(Clone, Debug)]
pub(super) enum Rows<'a> {
    Range(Range<usize>),
    List(&'a [u32]),
}

impl Rows<'_> {
    pub fn len(&self) -> usize {
        match self {
            Self::Range(range) => range.len(),
            Self::List(list) => list.len(),
        }
    }

    /// A row by its position.
    pub fn at(&self, at: usize) -> usize {
        match self {
            Self::Range(range) => range.start + at,
            Self::List(list) => list.get(at).map_or(usize::MAX, |row| *row as usize),
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> {
        let (range, list) = match self {
            Self::Range(range) => (range.clone(), &[][..]),
            Self::List(list) => (0..0, *list),
        };
        range.chain(list.iter().map(|row| *row as usize))
    }
}

impl Groups {
    /// Rows in the order of subjects, found by one scan; nothing if some row is out of order or
    /// belongs to nobody.
    pub fn clustered(keys: &StringArray, subjects: &Subjects) -> Option<Self> {
        if subjects.rows.is_some() || keys.null_count() > 0 {
            return None;
        }
        let mut offsets: Vec<u32> = Vec::with_capacity(subjects.len() + 1);
        offsets.push(0);
        let mut owners = Texts::of(&subjects.ids);
        let mut owner = owners.next()?;
        for (key, number) in Texts::of(keys).zip(0u32..) {
            while !same(owner, key) {
                owner = owners.next()?;
                offsets.push(number);
            }
            if key.is_empty() {
                return None;
            }
        }
        offsets.resize(subjects.len() + 1, u32::try_from(keys.len()).ok()?);
        Some(Self { offsets, order: None })
    }

    /// Rows put in the order of subjects, and those that belong to nobody.
    pub fn sorted(keys: &StringArray, subjects: &Subjects) -> (Self, Vec<u32>) {
        let numbers = subjects.numbers();
        let owner = |row: usize| identifier(keys, row).and_then(|key| numbers.get(key)).copied();
        let mut owners: Vec<u32> = Vec::with_capacity(keys.len());
        let mut offsets = vec![0u32; subjects.len() + 1];
        let mut orphans = Vec::new();
        for (row, number) in (0..keys.len()).zip(0u32..) {
            let owner = owner(row);
            match owner.and_then(|owner| offsets.get_mut(owner as usize + 1)) {
                Some(count) => *count += 1,
                None => orphans.push(number),
            }
            owners.push(owner.unwrap_or(u32::MAX));
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut next = offsets.clone();
        let mut order = vec![0u32; sum as usize];
        for (owner, number) in owners.into_iter().zip(0u32..) {
            let Some(at) = next.get_mut(owner as usize) else { continue };
            if let Some(slot) = order.get_mut(*at as usize) {
                *slot = number;
            }
            *at += 1;
        }
        (Self { offsets, order: Some(order) }, orphans)
    }

    pub fn span(&self, subject: usize) -> Range<usize> {
        let offset = |at: usize| self.offsets.get(at).map_or(0, |offset| *offset as usize);
        offset(subject)..offset(subject + 1)
    }

    /// The rows of subjects `from..to`.
    pub fn rows(&self, from: usize, to: usize) -> Rows<'_> {
        let offset = |at: usize| self.offsets.get(at).map_or(0, |offset| *offset as usize);
        let range = offset(from)..offset(to);
        match &self.order {
            None => Rows::Range(range),
            Some(order) => Rows::List(order.get(range).unwrap_or_default()),
        }
    }

    /// Each row that many times; nought drops it.
    pub fn repeat(&mut self, times: impl Fn(usize) -> u32) -> Option<()> {
        let mut order = Vec::new();
        let mut offsets = Vec::with_capacity(self.offsets.len());
        offsets.push(0);
        for subject in 0..self.offsets.len().saturating_sub(1) {
            for row in self.rows(subject, subject + 1).iter() {
                let number = u32::try_from(row).ok()?;
                order.extend(std::iter::repeat_n(number, times(row) as usize));
            }
            offsets.push(u32::try_from(order.len()).ok()?);
        }
        *self = Self { offsets, order: Some(order) };
        Some(())
    }
}
