//! The one canonical form of what is hashed: JSON of texts, lists and objects, in one way only.
//!
//! UTF-8; keys in the order of their code points; no white space between tokens; no numbers, no
//! `true`, `false` or `null`; texts in NFC; only `"`, `\` and the signs below U+0020 escaped, by the
//! short escape where JSON has one. A key that would say nothing is left out.
//! These are the bytes of Python's `json.dumps(…, ensure_ascii=False, sort_keys=True,
//! separators=(",", ":"))`. It knows nothing of sets or dossiers.

use crate::dossier::nfc;
use crate::exact::Exact;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A value in canonical form.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Canonical {
    Text(String),
    List(Vec<Canonical>),
    Map(Map),
}

/// An object; what would be empty is not in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Map(pub BTreeMap<String, Canonical>);

impl Canonical {
    /// A text, in NFC.
    pub fn text(text: &str) -> Self {
        Self::Text(nfc(text))
    }

    /// A number: the shortest decimal text, or a fraction in lowest terms.
    pub fn number(value: Exact) -> Self {
        Self::Text(value.to_string())
    }

    /// A list of texts.
    pub fn texts<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::text(text.as_ref())).collect())
    }

    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.0.is_empty(),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_text(text, out),
            Self::List(list) => {
                out.push('[');
                for (at, entry) in list.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    entry.write(out);
                }
                out.push(']');
            }
            Self::Map(map) => map.write(out),
        }
    }
}

impl Map {
    /// Adds a member, unless it says nothing.
    pub fn put(&mut self, key: &str, value: Canonical) {
        if !value.is_empty() {
            self.0.insert(nfc(key), value);
        }
    }

    /// Adds a text, unless it is empty.
    pub fn text(&mut self, key: &str, text: &str) {
        self.put(key, Canonical::text(text));
    }

    /// Adds what can be shown, if it is there.
    pub fn shown<T: ToString>(&mut self, key: &str, value: Option<T>) {
        if let Some(value) = value {
            self.text(key, &value.to_string());
        }
    }

    /// Adds `"yes"` where it is so.
    pub fn flag(&mut self, key: &str, so: bool) {
        if so {
            self.text(key, "yes");
        }
    }

    /// Adds a list, unless it is empty.
    pub fn list(&mut self, key: &str, list: impl IntoIterator<Item = Canonical>) {
        self.put(key, Canonical::List(list.into_iter().collect()));
    }

    /// Adds an object, unless it is empty.
    pub fn map(&mut self, key: &str, map: Self) {
        self.put(key, Canonical::Map(map));
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        // The order of UTF-8 bytes is that of code points.
        for (at, (key, value)) in self.0.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            write_text(key, out);
            out.push(':');
            value.write(out);
        }
        out.push('}');
    }

    /// The canonical text.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// A text with its quotes.
pub(crate) fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            c if c < ' ' => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_way_to_write_a_value() {
        let mut map = Map::default();
        map.text("ô", "o\u{302}");
        map.text("z", "a\"\\\n\u{1}\u{7f}/");
        map.text("empty", "");
        map.flag("no", false);
        map.list("b", [Canonical::number(Exact::new(70, 3).unwrap()), Canonical::texts(["7.5"])]);
        // The second ô is composed, z stands before ô, what is empty is not there.
        assert_eq!(
            map.to_text(),
            "{\"b\":[\"70/3\",[\"7.5\"]],\"z\":\"a\\\"\\\\\\n\\u0001\u{7f}/\",\"ô\":\"\u{f4}\"}"
        );
    }

    #[test]
    fn keys_stand_in_the_order_of_code_points() {
        let mut map = Map::default();
        for key in ["\u{10000}", "\u{ffff}", "a", "Z", "đ"] {
            map.text(key, "x");
        }
        let keys: Vec<&str> = map.0.keys().map(String::as_str).collect();
        assert_eq!(keys, ["Z", "a", "đ", "\u{ffff}", "\u{10000}"]);
    }
}
