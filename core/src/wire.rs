//! The shapes that cross into other languages: JSON dossiers in, JSON outcomes out.
//!
//! Numbers are read as they were written; what keys and values mean is known in `given.rs`.

mod host;
mod quick;
#[cfg(test)]
mod tests;

use crate::dossier::Dossier;
use crate::given::{Floats, Form, HostValue};
use crate::plan::Plan;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use tieuchi_grammar::Diagnostic;

pub use host::HostFault;

/// The most bytes of one dossier.
pub const DOSSIER_BYTES: usize = 64 << 20;

impl Dossier {
    /// Reads a dossier from JSON text.
    ///
    /// Keys are the names the set declares: facts, item codes for judgements and direct points,
    /// member and evidence tables as arrays, other sets as objects. `$id`, `$region` and `$before`
    /// (facts of earlier periods, one year back first) are the file's own; rows may have `$id`, `$status` and, for members, `$count`. A value may be
    /// `{"value": …, "status": "self-declared"}` or `{"self": …, "verified": …}`; `null` is
    /// "asked, and not known".
    ///
    /// # Errors
    ///
    /// Every finding, each with its JSON pointer.
    ///
    /// ```
    /// # let source = r#"language en
    /// # criteria set READING "Reading year" edition E1 [assumed]
    /// #   in force from 2024-01-01
    /// #   applies to person
    /// # subject person "Person"
    /// #   fact books "Books read": integer from 0 to 1000
    /// # title reader "Reader" when books >= 6
    /// # "#;
    /// use tieuchi::Dossier;
    /// let plan = tieuchi::compile(source).unwrap();
    /// let findings = Dossier::from_json(&plan, r#"{"books": 7.5, "bokks": 1}"#).unwrap_err();
    /// let codes: Vec<_> = findings.iter().map(|finding| finding.code).collect();
    /// assert_eq!(codes, ["too-many-digits", "unknown-field"]);
    /// assert_eq!(findings[0].pointer.as_deref(), Some("/books"));
    /// ```
    pub fn from_json(plan: &Plan, text: &str) -> Result<Self, Vec<Diagnostic>> {
        if text.len() > DOSSIER_BYTES {
            return Err(vec![too_large(&text.len().to_string())]);
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let bad = |error: serde_json::Error| vec![bad_json(&error)];
        if text.trim_ascii_start().starts_with('{') {
            if let Some(file) = quick::read(&plan.inner.set, text) {
                return Ok(file.into());
            }
            let entries: Entries<'_> = serde_json::from_str(text).map_err(bad)?;
            return Self::from_entries(plan, &entries.written(), Floats::Nearest);
        }
        let whole: &RawValue = serde_json::from_str(text).map_err(bad)?;
        Self::from_host(plan, &Written(whole), Floats::Nearest)
    }
}

/// The entries of an object in order, values as written.
pub(crate) struct Entries<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Entries<'a> {
    fn written(self) -> Vec<(Cow<'a, str>, Written<'a>)> {
        self.0.into_iter().map(|(key, raw)| (key, Written(raw))).collect()
    }
}

/// A text, borrowed where it holds no escape.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Visit)
    }
}

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
                    out.push((key, value));
                }
                Ok(Entries(out))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// The entries of an array.
pub(crate) struct List<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Visit<T> {
            type Value = List<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut out = Vec::new();
                while let Some(value) = seq.next_element()? {
                    out.push(value);
                }
                Ok(List(out))
            }
        }
        deserializer.deserialize_seq(Visit(PhantomData))
    }
}

/// What a JSON value is, by its first letter.
pub(crate) enum Shape<'a> {
    Object(Entries<'a>),
    Array(List<&'a RawValue>),
    Text(Cow<'a, str>),
    Plain(&'a str),
}

pub(crate) fn shape(raw: &RawValue) -> Option<Shape<'_>> {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'{') => serde_json::from_str(text).ok().map(Shape::Object),
        Some(b'[') => serde_json::from_str(text).ok().map(Shape::Array),
        Some(b'"') if !text.contains('\\') => {
            // Nothing is escaped: what stands between the quotes is the text.
            text.get(1..text.len() - 1).map(|text| Shape::Text(Cow::Borrowed(text)))
        }
        Some(b'"') => serde_json::from_str(text).ok().map(|Text(text)| Shape::Text(text)),
        _ => Some(Shape::Plain(text)),
    }
}

/// A value as it stands in JSON text.
struct Written<'a>(&'a RawValue);

impl<'a> HostValue for Written<'a> {
    type Key = Cow<'a, str>;

    fn form(&self) -> Form<'_, Self> {
        match shape(self.0) {
            Some(Shape::Object(entries)) => Form::Object(entries.written()),
            Some(Shape::Array(list)) => Form::List(list.0.into_iter().map(Self).collect()),
            Some(Shape::Text(text)) => Form::Text(text),
            Some(Shape::Plain("null")) => Form::Null,
            Some(Shape::Plain("true")) => Form::Truth(true),
            Some(Shape::Plain("false")) => Form::Truth(false),
            Some(Shape::Plain(number)) => Form::Number(Cow::Borrowed(number)),
            None => Form::Other,
        }
    }
}

/// A JSON pointer one step longer.
pub(crate) fn step(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn bad_json(error: &serde_json::Error) -> Diagnostic {
    Diagnostic::error(
        "bad-json",
        format!("không phải JSON đúng, ở dòng {} cột {}", error.line(), error.column()),
        format!("not well-formed JSON at line {} column {}", error.line(), error.column()),
    )
    .pointer("")
    .arg("line", error.line())
    .arg("column", error.column())
    .arg("detail", error)
    .help(
        "kiểm tra dấu ngoặc, dấu phẩy và dấu ngoặc kép quanh chỗ đó; hồ sơ là một đối tượng { … }",
        "check brackets, commas and quotes around that place; a dossier is one object { … }",
    )
}

fn too_large(bytes: &str) -> Diagnostic {
    Diagnostic::error(
        "dossier-too-large",
        format!("hồ sơ có {bytes} byte, quá giới hạn {DOSSIER_BYTES}"),
        format!("the dossier has {bytes} bytes, above the limit of {DOSSIER_BYTES}"),
    )
    .pointer("")
    .arg("bytes", bytes)
    .help("tách thành nhiều hồ sơ", "split it into several dossiers")
}
