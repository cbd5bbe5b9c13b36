//! A dossier read in one pass, from JSON text straight to its cells.
//!
//! In: JSON text. Out: the dossier; nothing where the text is no JSON, where any finding is to be told, or
//! where a key is written in an unusual way: then all of it is read again at length, which knows what to say.
//! A value of an unusual form is read at length too, alone where it is not that of a whole table. What is read here is read there in the same way: a test holds the two together.

use super::Written;
use crate::day::DaySpan;
use crate::dossier::{Cell, File, Row, Status, Value, nfc};
use crate::given::{Floats, Key, Place, Reader, Seen, is_count};
use crate::grid::Decimal;
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, InputId, Named, ROOT, Ty};
use crate::names::{Name, Names};
use serde_json::value::RawValue;
use std::sync::Arc;

/// Reads the text of a dossier.
pub(super) fn read(set: &CriteriaSet, text: &str) -> Option<File> {
    let mut json = Quick { reader: Reader::new(set, Floats::Nearest), text, at: 0 };
    let file = json.dossier()?;
    let is_all = json.first() == END && json.at == text.len();
    (is_all && json.reader.findings.is_empty()).then_some(file)
}

/// What comes next where nothing does, or what begins nothing.
const END: u8 = 0;

/// Text, and how far it has been read.
struct Quick<'s, 't> {
    reader: Reader<'s>,
    text: &'t str,
    at: usize,
}

/// The keys of one object.
struct Keys<'s> {
    names: &'s Names,
    /// The name of the set that came last.
    last: Option<&'s Name>,
    seen: Seen,
}

impl<'s> Keys<'s> {
    fn of(set: &'s CriteriaSet, frame: FrameId) -> Option<Self> {
        Some(Self { names: set.names.get(frame.index())?, last: None, seen: Seen::default() })
    }

    /// The name that is declared after the last one, if a text goes on with it.
    fn next<'t>(&self, text: &'t [u8]) -> Option<(&'s Name, &'t [u8])> {
        let name = self.names.after(self.last)?;
        let (written, rest) = text.split_at_checked(name.bytes().len())?;
        (rest.first() == Some(&b'"') && written == name.bytes()).then_some((name, written))
    }

    /// What a key stands for. Names of the set are in NFC, so that what is one of them is in NFC too.
    fn find(&mut self, key: &[u8]) -> Option<(usize, Key)> {
        if key.first() == Some(&b'$') {
            return Key::own(key);
        }
        let name = self.names.get(key)?;
        self.last = Some(name);
        Some(Key::of(name))
    }
}

impl<'s, 't> Quick<'s, 't> {
    fn dossier(&mut self) -> Option<File> {
        let mut keys = Keys::of(self.reader.set, ROOT)?;
        let mut file = File::default();
        self.object(|json| {
            let (name, key) = json.key(&mut keys)?;
            let from = json.at;
            let done = match key {
                Key::Id => json.text().map(|id| file.id = id),
                Key::Of(Named::Input(id)) => json.cell(&mut file.root, id),
                Key::Of(Named::Table(frame)) => {
                    let rows = json.rows(frame)?;
                    file.tables.insert(frame, json.reader.check_rows(rows, &Place::default()));
                    Some(())
                }
                Key::Region | Key::Before | Key::Status | Key::Count | Key::Of(_) | Key::Strange => None,
            };
            if done.is_none() {
                let (name, value) = json.at_length(name, from)?;
                json.reader.entry(&mut file, key, name, &value, &Place::default().key(name));
            }
            // What is to be told is told at length.
            json.reader.findings.is_empty().then_some(())
        })?;
        Some(file)
    }

    fn rows(&mut self, frame: FrameId) -> Option<Vec<Arc<Row>>> {
        self.take(b'[')?;
        if self.take(b']').is_some() {
            return Some(Vec::new());
        }
        let mut rows = Vec::with_capacity(4);
        loop {
            rows.push(Arc::new(self.row(frame)?));
            if !self.goes_on(b']')? {
                return Some(rows);
            }
        }
    }

    fn row(&mut self, frame: FrameId) -> Option<Row> {
        let set = self.reader.set;
        let mut keys = Keys::of(set, frame)?;
        let mut row = Row::default();
        self.object(|json| {
            let (name, key) = json.key(&mut keys)?;
            let from = json.at;
            let done = match key {
                Key::Id => json.text().map(|id| row.id = id),
                Key::Status => json.status().map(|status| row.status = status),
                Key::Count if set[frame].source == FrameSource::Members => {
                    json.count().map(|count| row.count = count)
                }
                Key::Of(Named::Input(id)) => json.cell(&mut row, id),
                Key::Region | Key::Before | Key::Count | Key::Of(_) | Key::Strange => None,
            };
            if done.is_none() {
                let (name, value) = json.at_length(name, from)?;
                json.reader.row_entry(frame, &mut row, key, name, &value, &Place::default().key(name));
            }
            json.reader.findings.is_empty().then_some(())
        })?;
        Some(row)
    }

    fn cell(&mut self, row: &mut Row, id: InputId) -> Option<()> {
        let input = &self.reader.set[id];
        if self.first() != b'{' {
            row.cells.file(&input.seat, self.value(id, input)?);
        } else if let Some(cell) = self.record(id, input)? {
            row.cells.insert(&input.seat, cell);
        }
        Some(())
    }

    /// A value with its status, or what was filed beside what was verified; a rejected one is no cell.
    #[inline(never)]
    fn record(&mut self, id: InputId, input: &Input) -> Option<Option<Cell>> {
        let (mut cell, mut filed, mut status) = (Cell::default(), None, Status::Verified);
        self.object(|json| {
            let key = json.plain()?;
            json.take(b':')?;
            let place = match key {
                b"value" => &mut filed,
                b"self" => &mut cell.own,
                b"verified" => &mut cell.verified,
                b"status" => return json.status().map(|found| status = found),
                _ => return None,
            };
            *place = Some(json.value(id, input)?);
            Some(())
        })?;
        match (filed, status) {
            (Some(value), Status::Verified) => cell.verified = Some(value),
            (Some(value), Status::SelfDeclared | Status::Waiting) => cell.own = Some(value),
            (Some(_), Status::Rejected) => return Some(None),
            (None, _) => {}
        }
        Some(Some(cell))
    }

    /// A value as nearly all are; none where it is an unusual one, or no value of the column.
    fn value(&mut self, id: InputId, input: &Input) -> Option<Value> {
        let set = self.reader.set;
        let grid = || set.grids.get(id.index())?.as_ref();
        match (self.first(), &input.ty) {
            (b'"', Ty::Choice(choice)) => {
                let text = self.plain()?;
                let at = set[*choice].options.iter().position(|option| option.as_bytes() == text)?;
                u32::try_from(at).ok().map(Value::Option)
            }
            (b'"', Ty::Day) => DaySpan::of_iso(self.plain()?).map(Value::Day),
            (b'"', Ty::Text) => self.text().map(Value::Text),
            (b'"', Ty::Number(_)) => {
                let text = self.plain()?;
                let number = Decimal::begins(text).filter(|number| number.bytes == text.len())?;
                grid()?.decimal(number).map(Value::Number)
            }
            (b'-' | b'0'..=b'9', Ty::Number(_)) => grid()?.decimal(self.number()?).map(Value::Number),
            (b't', Ty::Truth) => self.word(b"true").map(|()| Value::Truth(true)),
            (b'f', Ty::Truth) => self.word(b"false").map(|()| Value::Truth(false)),
            (b'n', _) => self.word(b"null").map(|()| Value::Unknown),
            _ => None,
        }
    }

    fn text(&mut self) -> Option<String> {
        self.plain_str().map(nfc)
    }

    fn status(&mut self) -> Option<Status> {
        Status::named(self.plain_str()?)
    }

    fn count(&mut self) -> Option<u32> {
        self.first();
        let Decimal { digits, places, .. } = self.number()?;
        u32::try_from(digits).ok().filter(|count| places == 0 && is_count(count))
    }

    /// A value of any form, which begins there, and its key.
    #[inline(never)]
    fn at_length(&mut self, name: &'t [u8], from: usize) -> Option<(&'t str, Written<'t>)> {
        let mut values = serde_json::Deserializer::from_str(self.text.get(from..)?).into_iter::<&RawValue>();
        let value = values.next()?.ok()?;
        self.at = from + values.byte_offset();
        Some((std::str::from_utf8(name).ok()?, Written(value)))
    }

    // ---- JSON --------------------------------------------------------------------------------

    fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    /// The first byte after white space.
    fn first(&mut self) -> u8 {
        loop {
            match self.bytes().get(self.at) {
                Some(byte @ b'!'..) => return *byte,
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                _ => return END,
            }
        }
    }

    /// Passes a sign, if it comes next; white space seldom stands before it.
    fn take(&mut self, sign: u8) -> Option<()> {
        if self.bytes().get(self.at) != Some(&sign) && self.first() != sign {
            return None;
        }
        self.at += 1;
        Some(())
    }

    /// Whether another entry follows; none where neither that nor the end does.
    fn goes_on(&mut self, end: u8) -> Option<bool> {
        let sign = self.first();
        self.at += 1;
        if sign == b',' || sign == end { Some(sign == b',') } else { None }
    }

    fn word<const LENGTH: usize>(&mut self, word: &[u8; LENGTH]) -> Option<()> {
        let found = self.bytes().get(self.at..)?.first_chunk() == Some(word);
        found.then(|| self.at += LENGTH)
    }

    /// A text without escapes.
    fn plain(&mut self) -> Option<&'t [u8]> {
        self.take(b'"')?;
        self.rest_of_text()
    }

    /// A text whose first quote was read.
    fn rest_of_text(&mut self) -> Option<&'t [u8]> {
        let rest = self.bytes().get(self.at..)?;
        let end = match rest.first_chunk().map(|eight| ends(u64::from_le_bytes(*eight))) {
            Some(0) => 8 + end(rest.get(8..)?)?,
            Some(found) => found.trailing_zeros() as usize / 8,
            None => end(rest)?,
        };
        self.at += end + 1;
        if rest.get(end) == Some(&b'"') { rest.get(..end) } else { None }
    }

    /// A key with its colon, and what it stands for; none where it stands for nothing, or did before.
    fn key(&mut self, keys: &mut Keys<'s>) -> Option<(&'t [u8], Key)> {
        self.take(b'"')?;
        let (written, (at, key)) = match keys.next(self.bytes().get(self.at..)?) {
            Some((name, written)) => {
                self.at += written.len() + 1;
                keys.last = Some(name);
                (written, Key::of(name))
            }
            None => {
                let written = self.rest_of_text()?;
                (written, keys.find(written)?)
            }
        };
        self.take(b':')?;
        keys.seen.insert(at).then_some((written, key))
    }

    fn plain_str(&mut self) -> Option<&'t str> {
        let length = self.plain()?.len();
        let end = self.at.checked_sub(1)?;
        self.text.get(end.checked_sub(length)?..end)
    }

    /// A number without an exponent.
    fn number(&mut self) -> Option<Decimal> {
        let rest = self.bytes().get(self.at..)?;
        // Before the mark no nought stands in front of other digits.
        let padded = matches!(rest, [b'0', b'0'..=b'9', ..] | [b'-', b'0', b'0'..=b'9', ..]);
        let number = Decimal::begins(rest).filter(|_| !padded)?;
        self.at += number.bytes;
        Some(number)
    }

    fn object(&mut self, mut each: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            each(self)?;
            if !self.goes_on(b'}')? {
                return Some(());
            }
        }
    }
}

/// Where a text ends, or holds what it must not.
#[inline(never)]
fn end(text: &[u8]) -> Option<usize> {
    let (eights, rest) = text.as_chunks();
    for (at, eight) in eights.iter().enumerate() {
        let found = ends(u64::from_le_bytes(*eight));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
    Some(text.len() - rest.len() + at)
}

/// For each of eight bytes of a text, whether it may end there: a bit at the first that does, and perhaps at
/// some after it.
fn ends(eight: u64) -> u64 {
    const ONES: u64 = u64::MAX / 0xff;
    let below = |bytes: u64, bound: u8| bytes.wrapping_sub(ONES * u64::from(bound)) & !bytes;
    let nought_at = |byte: u8| eight ^ (ONES * u64::from(byte));
    let (quote, escape) = (nought_at(b'"'), nought_at(b'\\'));
    (below(eight, b' ') | below(quote, 1) | below(escape, 1)) & ONES << 7
}
