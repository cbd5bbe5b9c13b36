//! Receipts, proofs and leaves as JSON, read back.
//!
//! In: JSON text in any layout. Out: the typed thing, or one finding with its place. Every key must
//! be known and there once; digests are 64 small hexadecimal digits and nothing else.

use crate::canonical::{Canonical, Map};
use crate::context::Context;
use crate::day::Day;
use crate::digest::{Digest, LANGUAGE_VERSION};
use crate::dossier::nfc;
use crate::receipt::findings::{bad_receipt, other_language_version};
use crate::receipt::tree::{Leaves, Proof, Side};
use crate::receipt::{PopulationReceipt, Receipt, ReceiptPart, Statement};
use crate::wire::{Shape, shape, step};
use serde_json::value::RawValue;
use tieuchi_grammar::Diagnostic;

/// The most bytes of a receipt, a proof or a leaf.
const RECEIPT_BYTES: usize = 1 << 20;

impl Receipt {
    /// Reads a receipt of one subject.
    ///
    /// # Errors
    ///
    /// `bad-receipt` with the place, `other-language-version`.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        let mut fields = Fields::read(text)?;
        let mut digests = fields.object("digests")?;
        let statement = fields.statement()?;
        if statement.count.is_some() {
            return Err(bad_receipt(
                "/receipt",
                "biên nhận của cả một danh sách, không phải của một đối tượng",
                "it is that of a population, not of one subject",
            ));
        }
        let receipt = Self {
            statement,
            meaning: digests.digest(ReceiptPart::Meaning.id())?,
            text: digests.digest(ReceiptPart::Text.id())?,
            options: digests.digest(ReceiptPart::Options.id())?,
            input: digests.digest(ReceiptPart::Input.id())?,
            result: digests.digest(ReceiptPart::Result.id())?,
            row: digests.digest("row")?,
        };
        digests.end()?;
        Ok(receipt)
    }
}

impl PopulationReceipt {
    /// Reads a receipt of a population.
    ///
    /// # Errors
    ///
    /// `bad-receipt` with the place, `other-language-version`.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        let mut fields = Fields::read(text)?;
        let mut digests = fields.object("digests")?;
        let statement = fields.statement()?;
        if statement.count.is_none() {
            return Err(bad_receipt(
                "/receipt",
                "biên nhận của một đối tượng, không phải của cả danh sách",
                "it is that of one subject, not of a population",
            ));
        }
        let receipt = Self {
            statement,
            meaning: digests.digest(ReceiptPart::Meaning.id())?,
            text: digests.digest(ReceiptPart::Text.id())?,
            options: digests.digest(ReceiptPart::Options.id())?,
            root: digests.digest("root")?,
        };
        digests.end()?;
        Ok(receipt)
    }

    /// Whether a text states that it is a receipt of a population; it may be faulty all the same.
    #[must_use]
    pub fn is_one(text: &str) -> bool {
        let kind = Fields::read(text).and_then(|mut fields| fields.text("receipt"));
        kind.is_ok_and(|kind| kind == "population")
    }
}

impl Proof {
    /// Reads a proof.
    ///
    /// # Errors
    ///
    /// `bad-receipt` with the place.
    pub fn from_json(text: &str) -> Result<Self, Diagnostic> {
        let mut fields = Fields::read(text)?;
        let (id, row) = fields.leaf()?;
        let mut path = Vec::new();
        for (at, entry) in fields.list("path")?.into_iter().enumerate() {
            let place = format!("/path/{at}");
            let found = match &entry {
                Canonical::List(pair) => match pair.as_slice() {
                    [Canonical::Text(side), Canonical::Text(digest)] => {
                        let side = match side.as_str() {
                            "left" => Some(Side::Left),
                            "right" => Some(Side::Right),
                            _ => None,
                        };
                        side.zip(Digest::from_hex(digest))
                    }
                    _ => None,
                },
                Canonical::Text(_) | Canonical::Map(_) => None,
            };
            path.push(found.ok_or_else(|| {
                bad_receipt(
                    &place,
                    "cần [\"left\" hoặc \"right\", giá trị băm]",
                    "[\"left\" or \"right\", a digest] is needed",
                )
            })?);
        }
        fields.end()?;
        Ok(Self { id, row, path })
    }
}

impl Leaves {
    /// Adds a leaf from its line of JSON.
    ///
    /// # Errors
    ///
    /// `bad-receipt` with the place.
    pub fn push_json(&mut self, line: &str) -> Result<(), Diagnostic> {
        let mut fields = Fields::read(line)?;
        let (id, row) = fields.leaf()?;
        fields.end()?;
        self.push(&id, row);
        Ok(())
    }
}

/// The members of an object that are not yet read.
struct Fields {
    pointer: String,
    map: Map,
}

impl Fields {
    fn read(text: &str) -> Result<Self, Diagnostic> {
        if text.len() > RECEIPT_BYTES {
            return Err(bad_receipt("", "văn bản quá dài", "the text is too long"));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let not_json = || bad_receipt("", "không phải JSON đúng", "not well-formed JSON");
        let raw: &RawValue = serde_json::from_str(text).map_err(|_| not_json())?;
        match value(raw, "")? {
            Canonical::Map(map) => Ok(Self { pointer: String::new(), map }),
            Canonical::Text(_) | Canonical::List(_) => {
                Err(bad_receipt("", "cần một đối tượng { … }", "one object { … } is needed"))
            }
        }
    }

    fn statement(mut self) -> Result<Statement, Diagnostic> {
        let language = self.text("language")?;
        if language != LANGUAGE_VERSION.to_string() {
            return Err(other_language_version(&language));
        }
        let kind = self.text("receipt")?;
        let count = match kind.as_str() {
            "subject" => None,
            "population" => {
                let text = self.text("count")?;
                let count = text.parse::<u64>().ok().filter(|count| count.to_string() == text);
                Some(count.ok_or_else(|| bad_receipt("/count", "cần một số đếm", "a count is needed"))?)
            }
            _ => {
                return Err(bad_receipt(
                    "/receipt",
                    "cần `subject` hoặc `population`",
                    "`subject` or `population` is needed",
                ));
            }
        };
        let mut context = self.object("context")?;
        let period = context.list("period")?;
        let days: Vec<Day> = period.iter().filter_map(day).collect();
        let (first, last) = match days.as_slice() {
            [first, last] if first <= last && period.len() == 2 => (*first, *last),
            _ => {
                return Err(bad_receipt(
                    "/context/period",
                    "cần ngày đầu và ngày cuối kỳ",
                    "the first and the last day of the period are needed",
                ));
            }
        };
        let judged_on = context.take("judged_on").as_ref().and_then(day).ok_or_else(|| {
            bad_receipt("/context/judged_on", "cần một ngày như 2025-12-31", "a day as 2025-12-31 is needed")
        })?;
        let open = match context.text("file")?.as_str() {
            "open" => true,
            "closed" => false,
            _ => {
                return Err(bad_receipt(
                    "/context/file",
                    "cần `open` hoặc `closed`",
                    "`open` or `closed` is needed",
                ));
            }
        };
        let mut regions = Vec::new();
        for region in context.list("regions")? {
            match region {
                Canonical::Text(region) => regions.push(region),
                Canonical::List(_) | Canonical::Map(_) => {
                    return Err(bad_receipt(
                        "/context/regions",
                        "cần tên vùng",
                        "names of regions are needed",
                    ));
                }
            }
        }
        context.end()?;
        let statement = Statement {
            set: self.text("set")?,
            edition: self.text("edition")?,
            engine: self.text("engine")?,
            context: Context { first, last, judged_on, open, regions },
            key: if self.map.0.contains_key("key") { Some(self.text("key")?) } else { None },
            count,
        };
        self.end()?;
        Ok(statement)
    }

    fn leaf(&mut self) -> Result<(String, Digest), Diagnostic> {
        // The one subject of a population may have no identifier.
        let id = if self.map.0.contains_key("id") { self.text("id")? } else { String::new() };
        Ok((id, self.digest("row")?))
    }

    fn place(&self, key: &str) -> String {
        step(&self.pointer, key)
    }

    fn take(&mut self, key: &str) -> Option<Canonical> {
        self.map.0.remove(key)
    }

    fn text(&mut self, key: &str) -> Result<String, Diagnostic> {
        match self.take(key) {
            Some(Canonical::Text(text)) => Ok(text),
            Some(_) | None => {
                Err(bad_receipt(&self.place(key), &format!("thiếu `{key}`"), &format!("`{key}` is missing")))
            }
        }
    }

    fn digest(&mut self, key: &str) -> Result<Digest, Diagnostic> {
        let text = self.text(key)?;
        Digest::from_hex(&text).ok_or_else(|| {
            bad_receipt(
                &self.place(key),
                "cần 64 chữ số thập lục phân, chữ thường",
                "64 hexadecimal digits in small letters are needed",
            )
        })
    }

    /// A list; one that is not there is empty.
    fn list(&mut self, key: &str) -> Result<Vec<Canonical>, Diagnostic> {
        match self.take(key) {
            None => Ok(Vec::new()),
            Some(Canonical::List(list)) => Ok(list),
            Some(_) => Err(bad_receipt(&self.place(key), "cần một danh sách", "a list is needed")),
        }
    }

    fn object(&mut self, key: &str) -> Result<Self, Diagnostic> {
        let pointer = self.place(key);
        match self.take(key) {
            Some(Canonical::Map(map)) => Ok(Self { pointer, map }),
            Some(_) | None => {
                Err(bad_receipt(&pointer, &format!("thiếu `{key}`"), &format!("`{key}` is missing")))
            }
        }
    }

    /// Nothing is left that nobody knows.
    fn end(self) -> Result<(), Diagnostic> {
        match self.map.0.keys().next() {
            None => Ok(()),
            Some(key) => Err(bad_receipt(
                &self.place(key),
                &format!("không có mục nào tên `{key}`"),
                &format!("nothing is named `{key}`"),
            )),
        }
    }
}

fn day(value: &Canonical) -> Option<Day> {
    match value {
        Canonical::Text(text) => Day::parse_iso(text),
        Canonical::List(_) | Canonical::Map(_) => None,
    }
}

/// A JSON value of texts, lists and objects. Depth is bounded where JSON is parsed.
fn value(raw: &RawValue, pointer: &str) -> Result<Canonical, Diagnostic> {
    match shape(raw) {
        Some(Shape::Text(text)) => Ok(Canonical::Text(nfc(&text))),
        Some(Shape::Array(list)) => {
            let entries = list.0.iter().enumerate();
            let list: Result<_, _> =
                entries.map(|(at, entry)| value(entry, &format!("{pointer}/{at}"))).collect();
            Ok(Canonical::List(list?))
        }
        Some(Shape::Object(entries)) => {
            let mut map = Map::default();
            for (key, entry) in &entries.0 {
                let (key, place) = (nfc(key), step(pointer, key));
                if map.0.insert(key, value(entry, &place)?).is_some() {
                    return Err(bad_receipt(&place, "ghi hai lần", "it is given twice"));
                }
            }
            Ok(Canonical::Map(map))
        }
        Some(Shape::Plain(_)) | None => {
            Err(bad_receipt(pointer, "mọi giá trị là chữ trong ngoặc kép", "every value is a text in quotes"))
        }
    }
}
