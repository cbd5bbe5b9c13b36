//! A dossier as `js/dossier.js` writes it down: bytes, without JSON text between.
//!
//! All is in words of 32 bits, the lowest byte first. A value is a word that says what it is, and what
//! belongs to it; a text is how many bytes it has, and UTF-8 up to a whole word.
//!
//! | word | value | what follows |
//! |---|---|---|
//! | 0, 1, 2 | null, false, true | nothing |
//! | 3 | whole number | a word with a sign |
//! | 4 | number | its digits as a text |
//! | 5 | text | a text |
//! | 6 | list | how many entries, how many words, the values |
//! | 7 | object | how many entries, how many words; of each the number of its name, or −1 and the name as a text, and the value |
//! | 8 | what no dossier holds | nothing |

use std::borrow::Cow;
use tieuchi::{Form, HostValue};

/// A value, and whatever follows it.
#[derive(Clone, Copy)]
pub struct Flat<'a> {
    /// The names that are written by number.
    pub names: &'a [String],
    pub bytes: &'a [u8],
}

impl<'a> HostValue for Flat<'a> {
    type Key = &'a str;

    fn form(&self) -> Form<'_, Self> {
        // Bytes of another form are those of no dossier; only `dossier.js` writes any.
        self.read().unwrap_or(Form::Other)
    }
}

impl<'a> Flat<'a> {
    fn read(&self) -> Option<Form<'_, Self>> {
        let mut rest = self.bytes;
        Some(match word(&mut rest)? {
            0 => Form::Null,
            1 => Form::Truth(false),
            2 => Form::Truth(true),
            3 => Form::Whole(word(&mut rest)?.cast_signed().into()),
            4 => Form::Number(Cow::Borrowed(text(&mut rest)?)),
            5 => Form::Text(Cow::Borrowed(text(&mut rest)?)),
            6 => {
                let (count, _) = (word(&mut rest)?, word(&mut rest)?);
                Form::List((0..count).map(|_| self.next(&mut rest)).collect::<Option<_>>()?)
            }
            7 => {
                let (count, _) = (word(&mut rest)?, word(&mut rest)?);
                let entry = |_| Some((self.name(&mut rest)?, self.next(&mut rest)?));
                Form::Object((0..count).map(entry).collect::<Option<_>>()?)
            }
            _ => Form::Other,
        })
    }

    /// The value that begins here; the bytes go on behind it.
    fn next(&self, rest: &mut &'a [u8]) -> Option<Self> {
        let own = Self { names: self.names, bytes: *rest };
        let mut behind = own.bytes;
        let words = match word(&mut behind)? {
            3 => 1,
            4 | 5 => word(&mut behind)?.div_ceil(4),
            6 | 7 => {
                word(&mut behind)?;
                word(&mut behind)?
            }
            _ => 0,
        };
        *rest = behind.get(usize::try_from(words).ok()?.checked_mul(4)?..)?;
        Some(own)
    }

    fn name(&self, rest: &mut &'a [u8]) -> Option<&'a str> {
        match word(rest)? {
            u32::MAX => text(rest),
            number => self.names.get(usize::try_from(number).ok()?).map(String::as_str),
        }
    }
}

fn word(rest: &mut &[u8]) -> Option<u32> {
    let (word, behind) = rest.split_first_chunk()?;
    *rest = behind;
    Some(u32::from_le_bytes(*word))
}

fn text<'a>(rest: &mut &'a [u8]) -> Option<&'a str> {
    let length = usize::try_from(word(rest)?).ok()?;
    let (text, behind) = rest.split_at_checked(length.checked_next_multiple_of(4)?)?;
    *rest = behind;
    std::str::from_utf8(text.get(..length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words as bytes, texts among them.
    fn bytes(words: &[u32]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_le_bytes()).collect()
    }

    #[test]
    fn what_javascript_writes_is_read() {
        let (letters, name) = (u32::from_le_bytes(*b"abc\0"), u32::from_le_bytes(*b"x\0\0\0"));
        // { books: −14, x: ["abc", null] }
        let own = [7, 2, 13, 0, 3, (-14i32).cast_unsigned(), u32::MAX, 1, name, 6, 2, 4, 5, 3, letters, 0];
        let (bytes, names) = (bytes(&own), ["books".to_owned()]);
        let flat = Flat { names: &names, bytes: &bytes };
        let Form::Object(entries) = flat.form() else { panic!("an object") };
        let [(books, count), (key, list)] = &entries[..] else { panic!("two entries") };
        assert_eq!((*books, *key), ("books", "x"));
        assert!(matches!(count.form(), Form::Whole(-14)));
        let Form::List(list) = list.form() else { panic!("a list") };
        assert!(matches!(list[0].form(), Form::Text(text) if text == "abc"));
        assert!(matches!(list[1].form(), Form::Null) && list.len() == 2);
        // Whatever is cut off is no dossier, and reads nothing that is not there.
        for end in (0..bytes.len()).step_by(4) {
            let short = Flat { names: &names, bytes: &bytes[..end] };
            assert!(matches!(short.form(), Form::Other), "{end}");
        }
    }
}
