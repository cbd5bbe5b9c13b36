//! Whether what a Parquet file says of itself can be true of its length.
//!
//! In: a structure in the compact form of Thrift. Out: nothing, or that it cannot be read. The reader of
//! Parquet skips what it does not know as often as the file says; of truth values it does so without
//! reading a byte, so that a file of two kilobytes could keep it busy for minutes. Here each element of a
//! collection takes a byte at least, and collections of truth values, which the structures that are read
//! do not have, are refused. What is left takes time by its length.

use std::io::{Error, ErrorKind, Read, Result};

/// The most structures and collections inside each other; those of Parquet are about ten deep.
const MOST_LAYERS: u32 = 32;

/// Reads one structure of at most so many bytes to its end.
///
/// # Errors
///
/// It does not end there, nests deeper than any of Parquet's, or holds a collection that cannot be.
pub(crate) fn structure(from: impl Read, bytes: u64) -> Result<()> {
    Walk { from, left: bytes }.structure(MOST_LAYERS)
}

struct Walk<R> {
    from: R,
    /// Bytes that may still be read.
    left: u64,
}

impl<R: Read> Walk<R> {
    fn structure(&mut self, layers: u32) -> Result<()> {
        loop {
            let field = self.byte()?;
            if field & 0x0f == 0 {
                return Ok(());
            }
            // The number of the field stands apart where it is far from the last one.
            if field >> 4 == 0 {
                self.number()?;
            }
            self.value(field & 0x0f, layers)?;
        }
    }

    fn value(&mut self, kind: u8, layers: u32) -> Result<()> {
        match kind {
            // A field's truth value is in its kind.
            1 | 2 => Ok(()),
            3 => self.skip(1),
            4..=6 => self.number().map(drop),
            7 => self.skip(8),
            8 => {
                let length = self.number()?;
                self.skip(length)
            }
            9 | 10 => {
                let head = self.byte()?;
                let count = if head >> 4 == 15 { self.number()? } else { u64::from(head >> 4) };
                self.elements(count, &[head & 0x0f], layers)
            }
            11 => match self.number()? {
                0 => Ok(()),
                count => {
                    let kinds = self.byte()?;
                    self.elements(count, &[kinds >> 4, kinds & 0x0f], layers)
                }
            },
            12 => self.structure(inside(layers)?),
            13 => self.skip(16),
            _ => Err(cannot_be()),
        }
    }

    /// So many elements, each of values of these kinds.
    fn elements(&mut self, count: u64, kinds: &[u8], layers: u32) -> Result<()> {
        let layers = inside(layers)?;
        if count > self.left || (count > 0 && kinds.iter().any(|kind| matches!(kind, 1 | 2))) {
            return Err(cannot_be());
        }
        for _ in 0..count {
            for kind in kinds {
                self.value(*kind, layers)?;
            }
        }
        Ok(())
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?;
        let mut byte = [0];
        self.from.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    /// A number in bytes of seven bits, the lowest first.
    fn number(&mut self) -> Result<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        Err(cannot_be())
    }

    fn skip(&mut self, count: u64) -> Result<()> {
        self.take(count)?;
        let skipped = std::io::copy(&mut self.from.by_ref().take(count), &mut std::io::sink())?;
        if skipped == count { Ok(()) } else { Err(ErrorKind::UnexpectedEof.into()) }
    }

    fn take(&mut self, count: u64) -> Result<()> {
        self.left = self.left.checked_sub(count).ok_or_else(cannot_be)?;
        Ok(())
    }
}

fn inside(layers: u32) -> Result<u32> {
    layers.checked_sub(1).ok_or_else(cannot_be)
}

fn cannot_be() -> Error {
    Error::new(ErrorKind::InvalidData, "what the file says of itself cannot be")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(bytes: &[u8]) -> Option<ErrorKind> {
        let length = u64::try_from(bytes.len()).unwrap();
        structure(bytes, length).err().map(|error| error.kind())
    }

    #[test]
    fn a_structure_is_read_to_its_end() {
        // Its number, a truth value, a byte, a number, a float, a text, a list of two numbers, a map of one
        // number to a text, a structure with a far field, sixteen bytes.
        let fields: [&[u8]; 9] = [
            &[0x11],
            &[0x13, 9],
            &[0x16, 0x80, 0x01],
            &[0x17, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x18, 2, b'a', b'b'],
            &[0x19, 0x25, 3, 4],
            &[0x1b, 1, 0x58, 7, 1, b'a'],
            &[0x1c, 0x05, 0x20, 6, 0],
            &[0x1d, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        ];
        let mut bytes = fields.concat();
        bytes.push(0);
        assert_eq!(kind_of(&bytes), None);
        for end in 0..bytes.len() {
            assert!(kind_of(&bytes[..end]).is_some(), "{end}");
        }
        let mut longer = bytes.clone();
        longer.push(1);
        assert_eq!(structure(longer.as_slice(), 100).map_err(|error| error.kind()), Ok(()));
    }

    #[test]
    fn collections_that_cannot_be_are_refused() {
        let most = [0xff, 0xff, 0xff, 0xff, 0x07];
        let list = |kind: u8| [&[0x19, 0xf0 | kind][..], &most, &[0, 0, 0, 0]].concat();
        for kind in 0..=15 {
            assert_eq!(kind_of(&list(kind)), Some(ErrorKind::InvalidData), "{kind}");
        }
        assert_eq!(kind_of(&[&[0x1b][..], &most, &[0x11, 0]].concat()), Some(ErrorKind::InvalidData));
        // One truth value is one too many, none is none.
        assert_eq!(kind_of(&[0x19, 0x12, 1, 0]), Some(ErrorKind::InvalidData));
        assert_eq!(kind_of(&[0x19, 0x02, 0]), None);
        assert_eq!(kind_of(&[0x1b, 0, 0]), None);
        // A length beyond the end, a number of more than sixty-four bits, a kind nobody knows.
        assert_eq!(kind_of(&[0x18, 9, b'a', 0]), Some(ErrorKind::InvalidData));
        assert_eq!(kind_of(&[&[0x16][..], &[0xff; 12]].concat()), Some(ErrorKind::InvalidData));
        assert_eq!(kind_of(&[0x1e, 0]), Some(ErrorKind::InvalidData));
    }

    #[test]
    fn layers_end() {
        let nested = |count: usize| [vec![0x1c; count], vec![0; count + 1]].concat();
        assert_eq!(kind_of(&nested(32)), None);
        assert_eq!(kind_of(&nested(33)), Some(ErrorKind::InvalidData));
        // Lists in lists, each of one.
        assert_eq!(kind_of(&[vec![0x19; 40], vec![0; 40]].concat()), Some(ErrorKind::InvalidData));
    }
}
