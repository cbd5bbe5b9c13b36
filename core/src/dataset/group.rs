//! Who is who: subjects by their identifier, and the rows of other tables by their subject.
//!
//! In: columns of identifiers. Out: the row of each subject, and for each table which rows each
//! subject has. Where keys come in the order of the subjects, one walk over both finds the borders;
//! else rows are put in order once, and where most lie far from those of their subject, they are told
//! better places. It knows nothing of values.

mod keys;

use super::cells::{Cells, Got, Piece, Starts};
use super::laid::Layout;
use crate::dossier::nfc;
use crate::evaluate::{Bits, each, set};
use arrow_array::builder::StringBuilder;
use arrow_array::{Array, StringArray};
use hashbrown::HashMap;
use keys::{Key, Keys, STRETCH, Texts, Whole};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::OnceLock;

/// The identifiers of the rows of a table: texts in NFC, null where there is none.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pieces: Vec<StringArray>,
    starts: Starts,
}

impl Names {
    pub fn of(cells: &Cells) -> Self {
        let mut pieces = Vec::new();
        for (at, piece) in cells.pieces().iter().enumerate() {
            names(piece, cells.starts.piece(at).len(), &mut pieces);
        }
        let same = pieces.len() == cells.pieces().len();
        let starts = || Starts::of(pieces.iter().map(StringArray::len));
        Self { starts: if same { cells.starts.clone() } else { starts() }, pieces }
    }

    /// Of a table without such a column.
    pub fn none() -> Self {
        Self { pieces: Vec::new(), starts: Starts::of([]) }
    }

    pub fn len(&self) -> usize {
        self.starts.rows()
    }

    /// The identifier of a row; none where it is null or empty.
    pub fn get(&self, row: usize) -> Option<&str> {
        let (piece, row) = self.starts.find(row);
        let piece = self.pieces.get(piece)?;
        (row < piece.len() && piece.is_valid(row)).then(|| piece.value(row)).filter(|name| !name.is_empty())
    }

    /// The identifiers of some rows as they lie there; none where one is null, or they are of several
    /// batches.
    fn stretch(&self, rows: Range<usize>) -> Option<StringArray> {
        let (at, first) = self.starts.find(rows.start);
        let piece = self.pieces.get(at).filter(|piece| first + rows.len() <= piece.len())?;
        let found = piece.slice(first, rows.len());
        (found.null_count() == 0).then_some(found)
    }
}

/// More bytes of identifiers are put into another array: the offsets of one reach twice as far.
const MOST_BYTES: usize = 1 << 30;

/// The identifiers of a batch as texts.
fn names(piece: &Piece, rows: usize, pieces: &mut Vec<StringArray>) {
    if let Piece::Text(texts) = piece
        && texts_of(texts, 0..rows).is_ascii()
    {
        return pieces.push(texts.clone());
    }
    let mut out = StringBuilder::with_capacity(rows, rows * 12);
    for row in 0..rows {
        match piece.get(row) {
            Got::Text(text) if text.is_ascii() => out.append_value(text),
            Got::Text(text) => out.append_value(nfc(text)),
            Got::Null => out.append_null(),
            Got::Number(number, 0) => {
                // Writing to a builder of texts cannot fail.
                let _ = write!(out, "{number}");
                out.append_value("");
            }
            other => out.append_value(other.shown()),
        }
        if out.values_slice().len() > MOST_BYTES {
            pieces.push(out.finish());
        }
    }
    pieces.push(out.finish());
}

/// The bytes that some rows of a column take.
fn texts_of(texts: &StringArray, rows: Range<usize>) -> &[u8] {
    let offset = |at: usize| texts.value_offsets().get(at).map_or(0, |offset| offset.unsigned_abs() as usize);
    texts.value_data().get(offset(rows.start)..offset(rows.end)).unwrap_or_default()
}

/// The texts of a column as bytes; null is empty.
fn bytes(names: &Names) -> impl Iterator<Item = &[u8]> {
    names.pieces.iter().flat_map(|texts| texts.iter().map(|text| text.unwrap_or_default().as_bytes()))
}

/// The subjects of a table.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    column: Option<Cells>,
    /// The identifier of each row; where these are whole numbers, texts of them are made when somebody
    /// asks.
    ids: OnceLock<Names>,
    /// The first row of each subject, if any is filed twice; else the subjects are the rows.
    pub rows: Option<Vec<u32>>,
    /// All rows of subjects that have several, by subject.
    pub twins: BTreeMap<u32, Vec<u32>>,
    /// Whether every identifier comes after the one before it.
    pub ascending: bool,
}

/// Subjects as their rows are gone through.
#[derive(Default)]
struct Filed {
    row: u32,
    firsts: Vec<u32>,
    twins: BTreeMap<u32, Vec<u32>>,
}

impl Filed {
    /// Adds a row; `subject` is given the number of the next subject, and says whose row it is.
    #[inline]
    fn put(&mut self, subject: impl FnOnce(u32) -> u32) {
        let next = u32::try_from(self.firsts.len()).unwrap_or(u32::MAX);
        let subject = subject(next);
        if subject == next {
            self.firsts.push(self.row);
        } else {
            let begun = || self.firsts.get(subject as usize).copied().into_iter().collect();
            self.twins.entry(subject).or_insert_with(begun).push(self.row);
        }
        self.row += 1;
    }
}

impl Subjects {
    /// The subjects of a table by the column that names them.
    #[inline]
    pub fn of(column: Option<&Cells>) -> Self {
        let none = Self {
            column: column.cloned(),
            ids: OnceLock::new(),
            rows: None,
            twins: BTreeMap::new(),
            ascending: true,
        };
        let whole = column.filter(|cells| cells.is_whole()).map(Whole);
        if whole.is_some_and(|keys| is_rising(keys) == Some(true)) || is_ascending(none.ids()) {
            return none;
        }
        let ids = none.ids();
        let mut filed = Filed::default();
        let mut known = HashMap::with_capacity(ids.len());
        let packed = Texts(ids).each(|id| filed.put(|next| *known.entry(id).or_insert(next)));
        if packed.is_none() {
            filed = Filed::default();
            let mut known = HashMap::with_capacity(ids.len());
            for row in 0..ids.len() {
                // A row without an identifier is a subject of its own.
                filed.put(|next| ids.get(row).map_or(next, |id| *known.entry(id).or_insert(next)));
            }
        }
        let Filed { firsts, twins, .. } = filed;
        let rows = (!twins.is_empty()).then_some(firsts);
        Self { rows, twins, ascending: false, ..none }
    }

    /// The identifiers of all rows.
    pub fn ids(&self) -> &Names {
        self.ids.get_or_init(|| self.column.as_ref().map_or_else(Names::none, Names::of))
    }

    /// How many rows the table has.
    fn height(&self) -> usize {
        self.column.as_ref().map_or(0, |cells| cells.starts.rows())
    }

    pub fn len(&self) -> usize {
        self.rows.as_ref().map_or_else(|| self.height(), Vec::len)
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
        self.ids().get(self.row(subject)).unwrap_or_default()
    }

    /// The identifiers of some subjects; empty where there is none.
    pub fn some_ids(&self, subjects: Range<usize>) -> StringArray {
        let stretch = self.rows.is_none().then(|| self.ids().stretch(subjects.clone())).flatten();
        stretch.unwrap_or_else(|| StringArray::from_iter_values(subjects.map(|subject| self.id(subject))))
    }

    /// The subject of each identifier.
    fn numbers(&self) -> HashMap<&str, u32> {
        let mut out = HashMap::with_capacity(self.len());
        for (subject, number) in (0..self.len()).zip(0u32..) {
            if let Some(id) = self.ids().get(self.row(subject)) {
                out.insert(id, number);
            }
        }
        out
    }
}

/// Whether every key comes after the one before it; nothing where one cannot be packed.
#[inline]
fn is_rising<K: Keys>(keys: K) -> Option<bool> {
    let (mut stretches, mut read) = (keys.stretches(), Vec::new());
    let (mut last, mut rising) = (K::Key::default(), true);
    while rising && stretches.next(&mut read) {
        for key in &read {
            rising &= last < *key;
            last = *key;
        }
    }
    (stretches.good || !rising).then_some(rising)
}

/// Whether every identifier comes after the one before it, so that none stands twice and none is
/// missing.
#[inline]
fn is_ascending(ids: &Names) -> bool {
    is_rising(Texts(ids)).unwrap_or_else(|| {
        let named = bytes(ids).next().is_none_or(|first| !first.is_empty());
        named && bytes(ids).zip(bytes(ids).skip(1)).all(|(one, next)| one < next)
    })
}

/// The first row whose key comes before that of the row before it; nothing where a key cannot be
/// packed.
pub(super) fn first_fall(cells: &Cells, names: Option<&Names>) -> Option<Option<usize>> {
    names.map_or_else(|| falls(Whole(cells)), |names| falls(Texts(names)))
}

fn falls<K: Keys>(keys: K) -> Option<Option<usize>> {
    let (mut stretches, mut read) = (keys.stretches(), Vec::with_capacity(STRETCH));
    let (mut last, mut rows) = (K::Key::default(), 0);
    while stretches.next(&mut read) {
        let mut falls = false;
        for key in &read {
            falls |= *key < last;
            last = *key;
        }
        if falls {
            let pairs = read.iter().zip(read.iter().skip(1));
            // The first of a stretch falls where no other does.
            return Some(Some(
                rows + pairs.into_iter().position(|(one, next)| next < one).map_or(0, |at| at + 1),
            ));
        }
        rows += read.len();
    }
    stretches.good.then_some(None)
}

/// The subject of each key. Subjects are numbered as they come; a second filing is of the same subject.
enum Numbers<K> {
    /// Whole numbers of which each is one more than the one before: from the least on, so many.
    Running(u64, u32),
    /// Whole numbers that lie close together, as running ones do: a place for each, from the least on.
    Close(u64, Vec<u32>),
    Far(HashMap<K, u32>),
}

/// Pairs of rows that are looked at to learn how rows lie.
const PAIRS: usize = 4_096;

/// Keys lie close together where there are at most so many places for each.
const PLACES: u64 = 8;

impl<K: Key> Numbers<K> {
    /// Nothing where a key cannot be packed.
    fn of(ids: impl Keys<Key = K>) -> Option<Self> {
        if let Some(first) = first_of_running(ids) {
            return Some(Self::Running(first, u32::try_from(ids.starts().rows()).ok()?));
        }
        let mut next = 0u32;
        let mut number = |known: &mut u32| {
            if *known == u32::MAX {
                *known = next;
                next += 1;
            }
        };
        let (mut least, mut greatest) = (u64::MAX, 0);
        ids.each(|id| {
            let place = id.place();
            least = least.min(place.unwrap_or(0));
            greatest = greatest.max(place.unwrap_or(u64::MAX));
        })?;
        let count = ids.starts().rows();
        let places = greatest.saturating_sub(least).saturating_add(1);
        if places <= PLACES * count as u64 {
            let mut subjects = vec![u32::MAX; usize::try_from(places).ok()?];
            ids.each(|id| subjects.get_mut(offset(id, least)).into_iter().for_each(&mut number))?;
            return Some(Self::Close(least, subjects));
        }
        let mut subjects = HashMap::with_capacity(count);
        ids.each(|id| number(subjects.entry(id).or_insert(u32::MAX)))?;
        Some(Self::Far(subjects))
    }

    /// Appends the subjects of some keys; a number past all for those of nobody.
    fn owners(&self, keys: &[K], out: &mut Vec<u32>) {
        match self {
            Self::Running(least, count) => each(keys, out, |key| {
                let place = offset(key, *least);
                if place < *count as usize { place as u32 } else { u32::MAX }
            }),
            Self::Close(least, subjects) => {
                let subject = |key: &K| subjects.get(offset(*key, *least)).copied().unwrap_or(u32::MAX);
                out.extend(keys.iter().map(subject));
            }
            Self::Far(subjects) => {
                out.extend(keys.iter().map(|key| subjects.get(key).copied().unwrap_or(u32::MAX)))
            }
        }
    }
}

/// How many places a key stands after the least; past all for one without a place.
fn offset(key: impl Key, least: u64) -> usize {
    let places = |place: u64| usize::try_from(place.wrapping_sub(least)).unwrap_or(usize::MAX);
    key.place().map_or(usize::MAX, places)
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

/// Some rows, all of one batch.
#[derive(Clone, Debug)]
pub(super) struct Part<'a> {
    /// Which batch.
    pub piece: usize,
    /// Which row its first one is, counted over all batches.
    pub start: usize,
    /// The rows, counted over all batches.
    pub rows: Rows<'a>,
}

impl<'a> Rows<'a> {
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

    pub fn iter(&self) -> impl Iterator<Item = usize> + use<'a> {
        let (range, list) = match self {
            Self::Range(range) => (range.clone(), &[][..]),
            Self::List(list) => (0..0, *list),
        };
        range.chain(list.iter().map(|row| *row as usize))
    }

    /// The same rows, cut where the next one lies in another batch.
    fn parts(&self, starts: &Starts) -> Vec<Part<'a>> {
        let mut out = Vec::new();
        match self {
            Self::Range(range) => {
                let mut from = range.start;
                while from < range.end {
                    let (piece, _) = starts.find(from);
                    let of = starts.piece(piece);
                    let to = of.end.min(range.end).max(from + 1);
                    out.push(Part { piece, start: of.start, rows: Self::Range(from..to) });
                    from = to;
                }
            }
            Self::List(list) => {
                let mut rest = *list;
                while let Some(first) = rest.first() {
                    let (piece, _) = starts.find(*first as usize);
                    let of = starts.piece(piece);
                    let end = rest.iter().position(|row| !of.contains(&(*row as usize)));
                    let (rows, others) = rest.split_at(end.unwrap_or(rest.len()).max(1));
                    out.push(Part { piece, start: of.start, rows: Self::List(rows) });
                    rest = others;
                }
            }
        }
        out
    }
}

/// Rows of a table that are read together, and the batches they lie in.
pub(super) struct BlockRows<'a> {
    rows: Rows<'a>,
    parts: Vec<Part<'a>>,
}

impl<'a> BlockRows<'a> {
    pub fn new(rows: Rows<'a>, starts: &Starts) -> Self {
        Self { parts: rows.parts(starts), rows }
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn at(&self, at: usize) -> usize {
        self.rows.at(at)
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + use<'a> {
        self.rows.iter()
    }

    pub fn parts(&self) -> &[Part<'a>] {
        &self.parts
    }
}

/// Appends for each subject where its rows begin, until subjects or runs of equal keys are used up: how
/// many of both were.
#[inline]
fn borders<K: Key>(owners: &[K], runs: &[(K, u32)], out: &mut Vec<u32>) -> (usize, usize) {
    let begun = out.len();
    out.resize(begun + owners.len(), 0);
    let (mut at, mut used) = (0, 0);
    for (slot, id) in out.iter_mut().skip(begun).zip(owners) {
        let Some((key, first)) = runs.get(at) else { break };
        *slot = *first;
        at += usize::from(id.is(*key));
        used += 1;
    }
    out.truncate(begun + used);
    (used, at)
}

/// The place of the first of some keys if each is one more than the one before.
fn first_of_close<K: Key>(keys: &[K]) -> Option<u64> {
    let first = keys.first()?.place()?;
    let follows = |(key, at): (&K, u64)| key.place() == first.checked_add(at);
    keys.iter().zip(0u64..).fold(true, |all, one| all & follows(one)).then_some(first)
}

/// The place of the first of all keys if each is one more than the one before.
fn first_of_running<K: Keys>(keys: K) -> Option<u64> {
    let (mut stretches, mut read) = (keys.stretches(), Vec::with_capacity(STRETCH));
    let mut ends = None;
    while stretches.next(&mut read) {
        let first = first_of_close(&read).filter(|first| ends.is_none_or(|(_, next)| next == *first))?;
        let begun = ends.map_or(first, |(begun, _)| begun);
        ends = Some((begun, first.checked_add(read.len() as u64)?));
    }
    ends.filter(|_| stretches.good).map(|(begun, _)| begun)
}

/// The same as [`borders`] for so many owners of whom each has the place after the one before: so the place
/// of a key says whose it is, and no turn waits for the one before.
#[inline]
fn spread<K: Key>(first: u64, owners: usize, runs: &[(K, u32)], out: &mut Vec<u32>) -> (usize, usize) {
    /// No row begins there.
    const NONE: u32 = u32::MAX;
    let begun = out.len();
    out.resize(begun + owners, NONE);
    let slots = out.get_mut(begun..).unwrap_or_default();
    let (mut used, mut settled) = (0, 0);
    for (key, row) in runs {
        let at = offset(*key, first);
        // What is out of order or belongs to nobody waits until there is no owner left.
        let Some(slot) = slots.get_mut(at).filter(|_| at >= settled) else { break };
        *slot = *row;
        settled = at + 1;
        used += 1;
    }
    // Who has no rows has them begin where those of the next one do.
    let mut next = NONE;
    if let Some((_, row)) = runs.get(used) {
        (next, settled) = (*row, owners);
    }
    for slot in slots.iter_mut().take(settled).rev() {
        next = if *slot == NONE { next } else { *slot };
        *slot = next;
    }
    out.truncate(begun + settled);
    (settled, used)
}

/// So many subjects are near one another: what is kept of them stays in the nearest memory.
const NEAR: usize = 4_096;

/// A table's rows by subject as they were found.
#[derive(Default)]
pub(super) struct Found {
    pub groups: Groups,
    /// The rows that belong to nobody.
    pub orphans: Vec<u32>,
    /// Where rows lie in no order: where they would lie better. The groups count them so.
    pub layout: Option<Layout>,
}

/// Where rows go to so that those of near subjects lie together and else in their order; none where the row
/// belongs to nobody.
fn places(owners: &[u32], subjects: usize) -> Layout {
    // Those of nobody go behind all others.
    let nobody = subjects.div_ceil(NEAR);
    let mut begins = vec![0u32; nobody + 1];
    let part = |owner: &u32| if (*owner as usize) < subjects { *owner as usize / NEAR } else { nobody };
    for owner in owners {
        let count = begins.get_mut(part(owner));
        count.into_iter().for_each(|count| *count += 1);
    }
    let mut sum = 0;
    for begin in &mut begins {
        sum += std::mem::replace(begin, sum);
    }
    let count = begins.last().map_or(0, |begin| *begin as usize);
    let place = |owner: &u32| {
        let next = begins.get_mut(part(owner));
        next.map_or(u32::MAX, |next| {
            *next += 1;
            *next - 1
        })
    };
    Layout::new(owners.iter().map(place).collect(), count)
}

/// Whether rows lie in no order: most would be read far from the one before, or time and again out of another
/// batch. Going by some thousand pairs of them, and those where batches meet.
fn are_scattered(owners: &[u32], subjects: usize, starts: &Starts) -> bool {
    let owned = |owner: &u32| (*owner as usize) < subjects;
    let falls = |pair: &[u32]| matches!(pair, [one, next] if next < one && owned(one));
    let border = |piece: usize| {
        let first = starts.piece(piece).start;
        owners.get(first.saturating_sub(1)..=first).is_some_and(falls)
    };
    if starts.pieces() > 1 && (1..starts.pieces()).any(border) {
        return true;
    }
    let pairs = owners.windows(2).step_by(owners.len() / PAIRS + 1);
    let (seen, fallen) =
        pairs.fold((0, 0), |(seen, fallen), pair| (seen + 1, fallen + usize::from(falls(pair))));
    subjects > NEAR && fallen * 16 > seen
}

impl Found {
    /// Lets rows lie where they are.
    pub fn stay(&mut self) {
        if let Some(layout) = self.layout.take() {
            let order = self.groups.order.iter_mut().flatten();
            order.for_each(|place| *place = layout.row(*place as usize));
        }
    }
}

impl Groups {
    /// The rows of a table by subject, by the columns that name the subject of each row, and each subject.
    pub fn of(keys: &Cells, ids: &Cells, subjects: &Subjects) -> Found {
        if keys.is_whole()
            && ids.is_whole()
            && let Some(found) = Self::packed(Whole(keys), Whole(ids), subjects)
        {
            return found;
        }
        let names = Names::of(keys);
        let found = Self::packed(Texts(&names), Texts(subjects.ids()), subjects);
        found.unwrap_or_else(|| Self::by_text(&names, subjects))
    }

    /// The same; nothing where a key cannot be packed.
    fn packed<K: Key>(
        keys: impl Keys<Key = K>,
        ids: impl Keys<Key = K>,
        subjects: &Subjects,
    ) -> Option<Found> {
        if subjects.rows.is_none()
            && let Some(groups) = Self::walked(keys, ids)?
        {
            return Some(Found { groups, ..Found::default() });
        }
        let numbers = Numbers::of(ids)?;
        let mut owners = Vec::with_capacity(keys.starts().rows());
        let (mut stretches, mut read) = (keys.stretches(), Vec::with_capacity(STRETCH));
        while stretches.next(&mut read) {
            numbers.owners(&read, &mut owners);
        }
        if !stretches.good {
            return None;
        }
        Some(Self::sorted(&owners, subjects.len(), keys.starts()))
    }

    /// The same for texts of any length.
    fn by_text(names: &Names, subjects: &Subjects) -> Found {
        if subjects.rows.is_none()
            && let Some(groups) = Self::walked_by_text(names, subjects.ids())
        {
            return Found { groups, ..Found::default() };
        }
        let numbers = subjects.numbers();
        let owner = |row: usize| names.get(row).and_then(|key| numbers.get(key)).copied();
        let owners: Vec<u32> = (0..names.len()).map(|row| owner(row).unwrap_or(u32::MAX)).collect();
        Self::sorted(&owners, subjects.len(), &names.starts)
    }

    /// Rows in the order of subjects, found by one walk over both; nothing if a key cannot be packed,
    /// and none if some row is out of order or belongs to nobody.
    fn walked<K: Key>(keys: impl Keys<Key = K>, ids: impl Keys<Key = K>) -> Option<Option<Self>> {
        let mut offsets: Vec<u32> = Vec::with_capacity(ids.starts().rows() + 1);
        let (mut rows, mut read) = (keys.stretches(), Vec::with_capacity(STRETCH));
        let (mut subjects, mut owners) = (ids.stretches(), Vec::with_capacity(STRETCH));
        let (mut owner, mut close) = (0, None);
        // The keys that differ from the one before, and their rows.
        let (mut begins, mut runs) = (Bits::default(), Vec::with_capacity(STRETCH));
        let (mut last, mut row) = (K::default(), 0u32);
        while rows.next(&mut read) {
            runs.clear();
            runs.extend(read.first().filter(|key| !key.is(last)).map(|key| (*key, row)));
            let (later, before) = (read.get(1..), read.split_last().map(|(_, before)| before));
            begins.of_pairs(later.unwrap_or_default(), before.unwrap_or_default(), |key, before| {
                !key.is(before)
            });
            for (mut word, first) in begins.words.iter().copied().zip((1u32..).step_by(64)) {
                while word != 0 {
                    let at = first + word.trailing_zeros();
                    word &= word - 1;
                    runs.extend(read.get(at as usize).map(|key| (*key, row + at)));
                }
            }
            last = read.last().copied().unwrap_or(last);
            row += u32::try_from(read.len()).ok()?;
            let mut rest = runs.as_slice();
            while !rest.is_empty() {
                if owner == owners.len() {
                    if !subjects.next(&mut owners) {
                        return subjects.good.then_some(None);
                    }
                    owner = 0;
                    close = first_of_close(&owners);
                }
                let waiting = owners.get(owner..).unwrap_or_default();
                let used = match close {
                    Some(first) => spread(first + owner as u64, waiting.len(), rest, &mut offsets),
                    None => borders(waiting, rest, &mut offsets),
                };
                owner += used.0;
                rest = rest.get(used.1..).unwrap_or_default();
            }
        }
        if !rows.good {
            return None;
        }
        offsets.resize(ids.starts().rows() + 1, row);
        Some(Some(Self { offsets, order: None }))
    }

    /// The same for texts of any length.
    fn walked_by_text(keys: &Names, ids: &Names) -> Option<Self> {
        let mut offsets: Vec<u32> = Vec::with_capacity(ids.len() + 1);
        offsets.push(0);
        let mut owners = bytes(ids);
        let mut owner = owners.next()?;
        for (key, number) in bytes(keys).zip(0u32..) {
            while owner != key {
                owner = owners.next()?;
                offsets.push(number);
            }
            if key.is_empty() {
                return None;
            }
        }
        offsets.resize(ids.len() + 1, u32::try_from(keys.len()).ok()?);
        Some(Self { offsets, order: None })
    }

    /// Rows put in the order of their subjects.
    fn sorted(owners: &[u32], subjects: usize, starts: &Starts) -> Found {
        let layout = are_scattered(owners, subjects, starts).then(|| places(owners, subjects));
        let groups = match &layout {
            Some(layout) => Self::ordered(&layout.of(owners), subjects),
            None => Self::ordered(owners, subjects),
        };
        let mut orphans = Vec::new();
        if groups.order.as_ref().is_some_and(|order| order.len() < owners.len()) {
            let rows = owners.iter().zip(0u32..);
            orphans.extend(rows.filter(|(owner, _)| **owner as usize >= subjects).map(|(_, row)| row));
        }
        Found { groups, orphans, layout }
    }

    /// The rows that have an owner, in the order of these.
    fn ordered(owners: &[u32], subjects: usize) -> Self {
        let mut offsets = vec![0u32; subjects + 1];
        for owner in owners {
            let count = offsets.get_mut((*owner as usize).saturating_add(1));
            count.into_iter().for_each(|count| *count += 1);
        }
        let mut sum = 0;
        for offset in &mut offsets {
            sum += *offset;
            *offset = sum;
        }
        let mut order = vec![0u32; sum as usize];
        for (owner, row) in owners.iter().zip(0u32..) {
            let Some(at) = offsets.get_mut(*owner as usize).filter(|_| (*owner as usize) < subjects) else {
                continue;
            };
            set(&mut order, *at as usize, row);
            *at += 1;
        }
        // Each has moved on to where the rows of the next subject begin.
        offsets.rotate_right(1);
        set(&mut offsets, 0, 0);
        Self { offsets, order: Some(order) }
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

#[cfg(test)]
mod tests {
    use super::keys::{packed, packed_whole};
    use super::*;
    use arrow_array::{ArrayRef, Int64Array};
    use std::sync::Arc;

    /// Whoever has rows, as a bit set of chance says; then a key that is out of order, filed twice, of
    /// somebody else, or none of these.
    fn runs(owners: &[u64], chance: u64, intruder: Option<u64>) -> Vec<(u64, u32)> {
        let has = |at: usize| chance >> (at * 7 % 61) & 1 == 1;
        let mut out: Vec<(u64, u32)> = owners
            .iter()
            .zip((5u32..).step_by(3))
            .enumerate()
            .filter(|(at, _)| has(*at))
            .map(|(_, (key, row))| (*key, row))
            .collect();
        if let Some(key) = intruder {
            out.insert(out.len() / 2, (key, 4));
        }
        out
    }

    fn whole(keys: impl IntoIterator<Item = i64>) -> Cells {
        let array: ArrayRef = Arc::new(Int64Array::from_iter_values(keys));
        Cells::of([&array], &Starts::of([array.len()])).unwrap()
    }

    /// A walk finds what sorting finds, in tables around the borders of words and of stretches.
    #[test]
    fn a_walk_finds_what_sorting_finds() {
        for count in [1i64, 2, 63, 64, 65, 128, 1_023, 1_024, 1_025, 2_048, 3_000] {
            for step in [1, 3] {
                for rows_of in [|_: i64| 1, |at: i64| at * 7 % 4, |at: i64| at % 2 * 3] {
                    let ids = whole((0..count).map(|at| at * step));
                    let keys: Vec<i64> = (0..count)
                        .flat_map(|at| std::iter::repeat_n(at * step, rows_of(at).unsigned_abs() as usize))
                        .collect();
                    let owners: Vec<u32> = keys.iter().map(|key| (key / step) as u32).collect();
                    let right = Groups::ordered(&owners, count as usize);
                    let keys = whole(keys);
                    let walked = Groups::walked(Whole(&keys), Whole(&ids)).unwrap().unwrap();
                    assert_eq!(walked.offsets, right.offsets, "{count} {step}");
                    let (keys, ids) = (Names::of(&keys), Names::of(&ids));
                    // As texts these come in an order of their own, which a walk does not ask about.
                    let walked = Groups::walked(Texts(&keys), Texts(&ids)).unwrap().unwrap();
                    assert_eq!(walked.offsets, right.offsets, "{count} {step}, texts");
                }
            }
        }
    }

    #[test]
    fn numbers_run_on_only_where_each_follows_the_one_before() {
        let subjects = |keys: &[i64]| {
            let cells = whole(keys.iter().copied());
            let numbers = Numbers::of(Whole(&cells)).unwrap();
            let packed: Vec<u64> = keys.iter().chain(&[-77]).map(|key| packed_whole(*key)).collect();
            let mut out = Vec::new();
            numbers.owners(&packed, &mut out);
            (matches!(numbers, Numbers::Running(..)), out)
        };
        assert_eq!(subjects(&[5, 6, 7]), (true, vec![0, 1, 2, u32::MAX]));
        assert_eq!(subjects(&[i64::MAX - 1, i64::MAX]), (false, vec![0, 1, u32::MAX]));
        assert_eq!(subjects(&[i64::MAX, 3, 4]), (false, vec![0, 1, 2, u32::MAX]));
        assert_eq!(subjects(&[10, 9]), (false, vec![0, 1, u32::MAX]));
        assert_eq!(subjects(&[4, 6]), (false, vec![0, 1, u32::MAX]));
        // Two who are further apart than a word of 32 bits are two.
        assert_eq!(subjects(&[1, 1 << 32 | 1]), (false, vec![0, 1, u32::MAX]));
    }

    #[test]
    fn rows_are_put_in_the_order_of_their_subjects() {
        for subjects in [1usize, 3, NEAR, NEAR + 1, 3 * NEAR - 7] {
            let owners: Vec<u32> = (0u32..9_000)
                .map(|row| row.wrapping_mul(2_654_435_761) >> 8)
                .map(|owner| owner % (subjects as u32 + subjects as u32 / 8 + 1))
                .chain([u32::MAX])
                .collect();
            let mut found = Groups::sorted(&owners, subjects, &Starts::of([owners.len()]));
            assert_eq!(found.layout.is_some(), subjects > NEAR);
            found.stay();
            let Found { groups, orphans, .. } = found;
            let rows = |of: &dyn Fn(u32) -> bool| -> Vec<u32> {
                (0u32..).zip(&owners).filter(|(_, owner)| of(**owner)).map(|(row, _)| row).collect()
            };
            assert_eq!(orphans, rows(&|owner| owner as usize >= subjects), "{subjects}");
            for subject in (0..subjects).step_by(1 + subjects / 500) {
                let own: Vec<u32> = groups.rows(subject, subject + 1).iter().map(|row| row as u32).collect();
                assert_eq!(own, rows(&|owner| owner as usize == subject), "{subject} of {subjects}");
            }
        }
    }

    #[test]
    fn close_owners_have_the_borders_that_others_have() {
        for first in [packed_whole(-3), packed_whole(0), packed_whole(i64::MAX - 80)] {
            for count in [1u64, 2, 63, 64, 80] {
                let owners: Vec<u64> = (first..).take(count as usize).collect();
                assert_eq!(first_of_close(&owners), Some(first));
                for chance in [0, u64::MAX, 0x5_1A2B_3C4D_9E8F, 0xF0F0_0000_FFFF_0001, 2] {
                    for intruder in [None, Some(first), Some(first - 9), Some(first + count), Some(first + 1)]
                    {
                        let runs = runs(&owners, chance, intruder);
                        let (mut one, mut other) = (vec![7], vec![7]);
                        let used = borders(&owners, &runs, &mut one);
                        assert_eq!(spread(first, owners.len(), &runs, &mut other), used, "{runs:?}");
                        assert_eq!(other, one, "{runs:?}");
                    }
                }
            }
        }
        assert_eq!(first_of_close(&[4u64, 5, 7]), None);
        // As texts these come one after the other.
        assert_eq!(first_of_close(&[10u64, 9]), None);
        assert_eq!(first_of_close::<u64>(&[]), None);
        assert_eq!(first_of_close(&[packed(b"a"), packed(b"b")]), None, "texts have no places");
    }
}
