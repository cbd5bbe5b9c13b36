//! The shapes that cross into other languages: JSON dossiers in, JSON outcomes out.
//!
//! Numbers are read as they were written; what keys and values mean is known in `given.rs`.

mod host;

use crate::dossier::{Dossier, named};
use crate::given::{Floats, Form, HostValue};
use crate::hir::{CriteriaSet, Named, ROOT};
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
            if let Some(nodes) = Guide(&plan.inner.set).read(text) {
                let entries: Vec<_> =
                    nodes.iter().map(|(key, node)| (Cow::Borrowed(key.as_ref()), node.written())).collect();
                return Self::from_entries(plan, &entries, Floats::Nearest);
            }
            // Something is wrong with the text or with its tables: value by value it is found what.
            let entries: Entries<'_> = serde_json::from_str(text).map_err(bad)?;
            return Self::from_entries(plan, &Written::entries(&entries), Floats::Nearest);
        }
        let whole: &RawValue = serde_json::from_str(text).map_err(bad)?;
        Self::from_host(plan, &Written::Raw(whole), Floats::Nearest)
    }
}

/// The entries of an object in order, values as written.
pub(crate) struct Entries<'a>(pub Vec<(Cow<'a, str>, &'a RawValue)>);

/// Reads the tables of a dossier in the same pass as the rest, since the set says which keys are tables.
struct Guide<'s>(&'s CriteriaSet);

/// What stands at a key of a dossier.
enum Node<'a> {
    Raw(&'a RawValue),
    /// The rows of a table.
    Rows(Vec<Entries<'a>>),
}

impl Guide<'_> {
    /// The entries of a dossier; none where the text is no object with lists of objects as its tables.
    fn read(self, text: &str) -> Option<Vec<(Cow<'_, str>, Node<'_>)>> {
        let mut from = serde_json::Deserializer::from_str(text);
        let nodes = from.deserialize_map(self).ok()?;
        from.end().ok().map(|()| nodes)
    }
}

impl<'de> Visitor<'de> for Guide<'_> {
    type Value = Vec<(Cow<'de, str>, Node<'de>)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a dossier")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut out = Vec::new();
        while let Some(Text(key)) = map.next_key()? {
            let node = match named(self.0, ROOT, &key) {
                Some((_, Named::Table(_))) => Node::Rows(map.next_value::<List<_>>()?.0),
                _ => Node::Raw(map.next_value()?),
            };
            out.push((key, node));
        }
        Ok(out)
    }
}

impl Node<'_> {
    fn written(&self) -> Written<'_> {
        match self {
            Self::Raw(raw) => Written::Raw(raw),
            Self::Rows(rows) => Written::Rows(rows),
        }
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
enum Written<'a> {
    Raw(&'a RawValue),
    Rows(&'a [Entries<'a>]),
    Row(&'a Entries<'a>),
}

impl<'a> Written<'a> {
    fn entries(entries: &'a Entries<'a>) -> Vec<(Cow<'a, str>, Self)> {
        let borrowed =
            |(key, raw): &'a (Cow<'a, str>, &'a RawValue)| (Cow::Borrowed(key.as_ref()), Self::Raw(raw));
        entries.0.iter().map(borrowed).collect()
    }
}

impl<'a> HostValue for Written<'a> {
    type Key = Cow<'a, str>;

    fn form(&self) -> Form<'_, Self> {
        let raw = match *self {
            Self::Raw(raw) => raw,
            Self::Rows(rows) => return Form::List(rows.iter().map(Self::Row).collect()),
            Self::Row(entries) => return Form::Object(Self::entries(entries)),
        };
        match shape(raw) {
            Some(Shape::Object(entries)) => {
                Form::Object(entries.0.into_iter().map(|(key, raw)| (key, Self::Raw(raw))).collect())
            }
            Some(Shape::Array(list)) => Form::List(list.0.into_iter().map(Self::Raw).collect()),
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
