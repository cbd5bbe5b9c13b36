//! Writing JSON by hand: keys in a fixed order, numbers as exact texts.

use crate::exact::Exact;
use std::fmt::Write as _;
use tieuchi_grammar::{Bilingual, Lang};

/// A JSON writer: strings escaped, keys in the order written.
#[derive(Default)]
pub struct Json {
    /// What is written so far.
    pub out: String,
    comma: bool,
}

impl Json {
    /// A writer with room for so many bytes.
    pub fn with_room(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), comma: false }
    }

    /// An object with what the body writes.
    pub fn object(&mut self, body: impl FnOnce(&mut Self)) {
        self.open('{');
        body(self);
        self.out.push('}');
        self.comma = true;
    }

    #[inline]
    fn open(&mut self, bracket: char) {
        if self.comma {
            self.out.push(',');
        }
        self.out.push(bracket);
        self.comma = false;
    }

    /// The name of what is written next: a word of ours, in which nothing is to be escaped.
    #[inline]
    pub fn key(&mut self, key: &'static str) {
        self.out.push_str(if self.comma { ",\"" } else { "\"" });
        self.out.push_str(key);
        self.out.push_str("\":");
        self.comma = false;
    }

    /// The same of a name that an author gave.
    pub fn named(&mut self, key: &str) {
        if self.comma {
            self.out.push(',');
        }
        self.string(key);
        self.out.push(':');
        self.comma = false;
    }

    /// A member that is a text.
    #[inline]
    pub fn text(&mut self, key: &'static str, value: &str) {
        self.key(key);
        self.string(value);
        self.comma = true;
    }

    /// A member that is a word of ours, in which nothing is to be escaped.
    #[inline]
    pub fn word(&mut self, key: &'static str, value: &'static str) {
        self.key(key);
        self.out.push('"');
        self.out.push_str(value);
        self.out.push('"');
        self.comma = true;
    }

    /// A member that is a text, appended by `write`.
    pub fn written(&mut self, key: &'static str, write: impl FnOnce(&mut String)) {
        self.key(key);
        self.out.push('"');
        let from = self.out.len();
        write(&mut self.out);
        if !self.out.get(from..).is_some_and(is_plain) {
            let text = self.out.split_off(from);
            self.escaped(&text);
        }
        self.out.push('"');
        self.comma = true;
    }

    /// An entry of a list of texts.
    pub fn item(&mut self, value: &str) {
        if self.comma {
            self.out.push(',');
        }
        self.string(value);
        self.comma = true;
    }

    /// A member that is a number, exact, as a text.
    pub fn number(&mut self, key: &'static str, value: Exact) {
        self.key(key);
        self.out.push('"');
        // Digits, a point, a sign: nothing in it is escaped.
        value.push(&mut self.out);
        self.out.push('"');
        self.comma = true;
    }

    /// A member that counts.
    pub fn count(&mut self, key: &'static str, value: usize) {
        self.key(key);
        let _ = write!(self.out, "{value}");
        self.comma = true;
    }

    /// A member that is true or false.
    pub fn flag(&mut self, key: &'static str, value: bool) {
        self.key(key);
        self.out.push_str(if value { "true" } else { "false" });
        self.comma = true;
    }

    /// A member that is not known.
    pub fn null(&mut self, key: &'static str) {
        self.key(key);
        self.out.push_str("null");
        self.comma = true;
    }

    /// A member with a text in each language.
    pub fn words(&mut self, key: &'static str, words: &Bilingual) {
        self.key(key);
        self.object(|w| {
            w.text("vi", &words.vi);
            w.text("en", &words.en);
        });
    }

    /// The same, each text appended by `write`.
    pub fn words_written(&mut self, key: &'static str, write: impl Fn(Lang, &mut String)) {
        self.key(key);
        self.object(|w| {
            w.written("vi", |out| write(Lang::Vi, out));
            w.written("en", |out| write(Lang::En, out));
        });
    }

    /// A member that is a list.
    pub fn list<T>(
        &mut self,
        key: &'static str,
        list: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.key(key);
        self.open('[');
        for entry in list {
            each(self, entry);
        }
        self.out.push(']');
        self.comma = true;
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        if is_plain(text) {
            self.out.push_str(text);
        } else {
            self.escaped(text);
        }
        self.out.push('"');
    }

    fn escaped(&mut self, text: &str) {
        let mut rest = text;
        // What needs no escape is copied as it stands.
        while let Some(at) = rest.bytes().position(is_escaped) {
            let (plain, from) = rest.split_at(at);
            self.out.push_str(plain);
            match from.as_bytes().first() {
                Some(b'\n') => self.out.push_str("\\n"),
                Some(b'\r') => self.out.push_str("\\r"),
                Some(b'\t') => self.out.push_str("\\t"),
                Some(control @ 0..b' ') => {
                    let _ = write!(self.out, "\\u{control:04x}");
                }
                Some(sign) => self.out.extend(['\\', char::from(*sign)]),
                None => {}
            }
            rest = from.get(1..).unwrap_or_default();
        }
        self.out.push_str(rest);
    }
}

const fn is_escaped(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..b' ')
}

/// Whether nothing in a text needs an escape. All of it is looked at, which takes less time than to stop
/// at the first sign that does.
fn is_plain(text: &str) -> bool {
    !text.bytes().fold(false, |found, byte| found | is_escaped(byte))
}
