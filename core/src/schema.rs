//! JSON Schema (draft 2020-12) of a set's dossiers.
//!
//! In: a plan. Out: a schema that takes what [`crate::Dossier::from_json`] takes and refuses what it refuses,
//! as far as a schema can say it. What it cannot say: that a key stands twice, that all `$count`
//! together keep the limit, that a text may also be typed in decomposed letters, and how a JSON
//! number is written (`1e1` is refused by the reader and is 10 to a schema).

mod numbers;
#[cfg(test)]
mod tests;

use crate::describe::written_number;
use crate::exact::Exact;
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, NO_RESULT, ROOT, Ty, Unit, Uses};
use crate::plan::Plan;
use serde_json::{Map, Value, json};
use tieuchi_grammar::Lang;

/// The period of a result: a year, or its first and last day.
const PERIOD: &str =
    "^(?:19|20|21)[0-9]{2}(?:-[0-9]{2}-[0-9]{2}[.]{2}(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})?$";

/// A day, or a month or year of which no more is known; only days that exist, 1900 to 2199.
const DATE: &str = "^(?:(?:19|20|21)[0-9]{2}(?:-(?:0[1-9]|1[0-2])|-(?:0[13-9]|1[0-2])-(?:0[1-9]|[12][0-9]|30)\
|-(?:0[13578]|1[02])-31|-02-(?:0[1-9]|1[0-9]|2[0-8]))?\
|(?:(?:19|20|21)(?:0[48]|[2468][048]|[13579][26])|2000)-02-29)$";

/// The most equal rows one entry may stand for.
const MOST_EQUAL_ROWS: u32 = 1 << 24;

impl Plan {
    /// The JSON Schema of the set's dossiers.
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
    /// let schema = tieuchi::compile(source).unwrap().schema();
    /// assert!(schema.contains("https://json-schema.org/draft/2020-12/schema"));
    /// assert!(schema.contains("Books read"));
    /// ```
    #[must_use]
    pub fn schema(&self) -> String {
        let set = &self.inner.set;
        // A JSON value of strings, numbers and lists: this cannot fail.
        serde_json::to_string_pretty(&Writer { set }.dossier()).unwrap_or_default()
    }
}

struct Writer<'a> {
    set: &'a CriteriaSet,
}

impl Writer<'_> {
    fn word(&self, vi: &'static str, en: &'static str) -> &'static str {
        if self.set.lang == Lang::Vi { vi } else { en }
    }

    fn dossier(&self) -> Value {
        let mut properties = Map::new();
        properties.insert("$id".to_owned(), json!({ "$ref": "#/$defs/name" }));
        let region = json!({ "anyOf": [
            { "type": "string" },
            { "type": "array", "items": { "$ref": "#/$defs/name" } },
        ] });
        properties.insert("$region".to_owned(), region);
        self.columns(ROOT, false, &mut properties);
        let before = json!({
            "description": self.word("số liệu các kỳ trước, kỳ liền trước đứng đầu", "facts of earlier periods, one year back first"),
            "type": "array",
            "items": self.row(ROOT, FrameSource::Subject, true),
        });
        properties.insert("$before".to_owned(), before);
        for (at, frame) in self.set.frames.iter().enumerate().skip(1) {
            let table = json!({
                "title": frame.label,
                "type": "array",
                "items": self.row(FrameId::from_index(at), frame.source, false),
            });
            properties.insert(frame.name.clone(), table);
        }
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.set.label,
            "description": format!("{} {} {}", self.set.id, self.word("bản", "edition"), self.set.edition),
            "type": "object",
            "properties": properties,
            "additionalProperties": false,
            "$defs": defs(),
        })
    }

    fn row(&self, frame: FrameId, source: FrameSource, past: bool) -> Value {
        let mut properties = Map::new();
        properties.insert("$id".to_owned(), json!({ "$ref": "#/$defs/name" }));
        properties.insert("$status".to_owned(), json!({ "$ref": "#/$defs/status" }));
        if source == FrameSource::Members {
            let count = json!({ "type": "integer", "minimum": 1, "maximum": MOST_EQUAL_ROWS });
            properties.insert("$count".to_owned(), count);
        }
        self.columns(frame, past, &mut properties);
        json!({ "type": "object", "properties": properties, "additionalProperties": false })
    }

    /// The columns of a table, and the results filed with its rows.
    fn columns(&self, frame: FrameId, past: bool, properties: &mut Map<String, Value>) {
        if self.set[frame].source != FrameSource::Evidence {
            // The set's own results are read of earlier periods only.
            for uses in self.set.uses.iter().filter(|uses| past || !uses.own) {
                properties.insert(uses.set.clone(), self.result(uses));
            }
        }
        let columns = self
            .set
            .inputs
            .iter()
            .filter(|input| input.frame == frame && input.years_back == 0 && input.key.is_filed());
        for input in columns {
            // The first column of a name is the one a dossier is read by.
            if properties.get(&input.name).is_none_or(|known| known.get("x-result").is_some()) {
                properties.insert(input.name.clone(), self.column(input));
            }
        }
    }

    fn column(&self, input: &Input) -> Value {
        let value = self.value(input);
        let mut parts = Map::new();
        for key in ["value", "self", "verified"] {
            parts.insert(key.to_owned(), value.clone());
        }
        if input.snapshot.is_some() {
            parts.insert("at".to_owned(), json!({ "$ref": "#/$defs/known-date" }));
        }
        let statuses = json!({ "enum": ["verified", "self-declared", "waiting", "rejected", "unknown", "not-applicable"] });
        parts.insert("status".to_owned(), statuses);
        let mut out = json!({
            "title": input.label,
            "anyOf": [
                value,
                {
                    "type": "object",
                    "properties": parts,
                    "additionalProperties": false,
                },
            ],
        });
        if let (Some(object), Some(text)) = (out.as_object_mut(), self.description(input)) {
            object.insert("description".to_owned(), Value::String(text));
        }
        if let Some(object) = out.as_object_mut().filter(|_| input.private) {
            object.insert("x-private".to_owned(), Value::Bool(true));
        }
        out
    }

    fn figure(&self, value: Exact) -> String {
        written_number(value).get(self.set.lang).to_owned()
    }

    fn description(&self, input: &Input) -> Option<String> {
        let Ty::Number(unit) = &input.ty else { return None };
        let mut parts = Vec::new();
        if let Some((lo, hi)) = input.range {
            let percent = *unit == Unit::Ratio;
            let sign = if percent { "%" } else { "" };
            let hundred = if percent { Exact::whole(100) } else { Exact::ONE };
            let figure = |value: Exact| self.figure(value.mul(hundred).unwrap_or(value));
            let (lo, hi) = (figure(lo), figure(hi));
            parts.push(format!(
                "{} {lo}{sign} {} {hi}{sign}",
                self.word("từ", "from"),
                self.word("đến", "to")
            ));
        }
        if input.places > 0 {
            parts.push(format!("{} {}", input.places, self.word("chữ số lẻ", "digits after the point")));
        }
        if let Some(step) = input.step {
            parts.push(format!("{} {}", self.word("bước", "step"), self.figure(step)));
        }
        if let Unit::Named(name) = unit {
            parts.push(name.to_string());
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// A value of the column's type, or null for "asked, and not known".
    fn value(&self, input: &Input) -> Value {
        match &input.ty {
            Ty::Truth => json!({ "type": ["boolean", "null"] }),
            Ty::Number(Unit::Ratio) => {
                let pattern = numbers::pattern(input, true);
                json!({ "type": ["string", "null"], "pattern": pattern })
            }
            Ty::Number(_) => {
                let text = json!({ "type": ["string", "null"], "pattern": numbers::pattern(input, false) });
                json!({ "anyOf": [numbers::number(input), text] })
            }
            Ty::Day => json!({ "$ref": "#/$defs/date" }),
            Ty::Choice(choice) => {
                let mut options: Vec<Value> =
                    self.set[*choice].options.iter().map(|option| Value::String(option.clone())).collect();
                options.push(Value::Null);
                json!({ "enum": options })
            }
            Ty::Text => json!({ "type": ["string", "null"] }),
        }
    }

    fn result(&self, uses: &Uses) -> Value {
        let choice = &self.set[uses.classes];
        let mut classes = vec![json!("none"), Value::Null];
        classes.extend(choice.options.iter().filter(|name| *name != NO_RESULT).map(|name| json!(name)));
        let points = json!({ "anyOf": [
            { "type": "number", "multipleOf": 1e-9 },
            { "type": "string", "pattern": numbers::plain(9) },
        ] });
        json!({
            "title": uses.set,
            "x-result": true,
            "type": "object",
            "properties": {
                "class": { "enum": classes },
                "points": points,
                "date": { "$ref": "#/$defs/date" },
                "edition": { "$ref": "#/$defs/name" },
                "by": { "enum": ["decision", "computed"] },
                "period": { "anyOf": [year(), { "type": "string", "pattern": PERIOD }] },
            },
            "additionalProperties": false,
        })
    }
}

fn year() -> Value {
    json!({ "type": "integer", "minimum": 1900, "maximum": 2199 })
}

fn defs() -> Value {
    let year = year();
    json!({
        "name": { "anyOf": [{ "type": "string" }, { "type": "integer", "minimum": 0 }] },
        "status": { "enum": ["verified", "self-declared", "waiting", "rejected"] },
        "known-date": { "anyOf": [year, { "type": "string", "pattern": DATE }] },
        "date": { "anyOf": [{ "$ref": "#/$defs/known-date" }, { "type": "null" }] },
    })
}
