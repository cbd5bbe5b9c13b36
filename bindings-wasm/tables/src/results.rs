//! What a population comes to: columns, problems, sums, reasons of one subject.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int8Type};
use arrow_array::{Array, ArrayRef, DictionaryArray, RecordBatch, StringArray};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::DataType;
use serde_json::{Value, json};
use std::cell::OnceCell;
use tieuchi::{Problem, TableOutcome, count_problems};
use tieuchi_wasm_shared::{self as shared, Refusal};
use wasm_bindgen::prelude::wasm_bindgen;

/// The results of a population.
#[wasm_bindgen]
pub struct Results {
    outcome: TableOutcome,
    /// The columns, as soon as somebody asks.
    batch: OnceCell<RecordBatch>,
}

impl Results {
    pub(crate) fn of(outcome: TableOutcome) -> Self {
        Self { outcome, batch: OnceCell::new() }
    }

    fn batch(&self) -> &RecordBatch {
        self.batch.get_or_init(|| self.outcome.to_batch())
    }

    fn column(&self, at: usize) -> Option<&ArrayRef> {
        self.batch().columns().get(at)
    }

    /// Some rows of a column as texts.
    fn texts(&self, at: usize, from: usize, to: usize) -> Option<StringArray> {
        let array = self.column(at)?;
        let to = to.min(array.len());
        let from = from.min(to);
        let part = array.slice(from, to - from);
        match part.as_primitive_opt::<Decimal128Type>() {
            Some(values) => {
                Some((0..values.len()).map(|row| Some(values.value_as_string(row))).collect::<StringArray>())
            }
            None => part.as_string_opt::<i32>().cloned(),
        }
    }
}

#[wasm_bindgen]
impl Results {
    /// How many subjects there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.outcome.len()
    }

    /// Name and form of every column, as a JSON list: `decimal` with its digits, `codes` with the
    /// words they stand for, `text`.
    #[must_use]
    pub fn columns(&self) -> String {
        let schema = self.batch().schema();
        let columns = schema.fields().iter().zip(self.batch().columns());
        let form = |(field, array): (&std::sync::Arc<arrow_schema::Field>, &ArrayRef)| {
            let name = field.name();
            match array.data_type() {
                DataType::Decimal128(_, digits) if fits(array) => {
                    json!({ "name": name, "type": "decimal", "digits": digits })
                }
                DataType::Dictionary(..) => {
                    let words: Vec<Option<&str>> = array
                        .as_dictionary_opt::<Int8Type>()
                        .map(|codes| codes.values().as_string::<i32>().iter().collect())
                        .unwrap_or_default();
                    json!({ "name": name, "type": "codes", "words": words })
                }
                _ => json!({ "name": name, "type": "text" }),
            }
        };
        Value::from(columns.map(form).collect::<Vec<_>>()).to_string()
    }

    /// The values of a column of decimals, in units of the last digit.
    #[must_use]
    pub fn decimals(&self, at: usize) -> Vec<i64> {
        let decimals = self.column(at).filter(|array| fits(array));
        let decimals = decimals.and_then(|array| array.as_primitive_opt::<Decimal128Type>());
        decimals
            .map(|decimals| decimals.values().iter().map(|value| *value as i64).collect())
            .unwrap_or_default()
    }

    /// Which word each row of a column of codes has; −1 where there is none.
    #[must_use]
    pub fn codes(&self, at: usize) -> Vec<i8> {
        let codes = self.column(at).and_then(|array| array.as_dictionary_opt::<Int8Type>());
        let Some(keys) = codes.map(DictionaryArray::keys) else { return Vec::new() };
        if keys.null_count() == 0 {
            return keys.values().to_vec();
        }
        keys.iter().map(|code| code.unwrap_or(-1)).collect()
    }

    /// The texts of some rows of a column, one behind the other: a text that JavaScript reads at once
    /// costs it less than many.
    #[must_use]
    pub fn letters(&self, at: usize, from: usize, to: usize) -> String {
        self.texts(at, from, to).map(|texts| texts.iter().flatten().collect()).unwrap_or_default()
    }

    /// Where each of these texts ends, as JavaScript counts.
    #[must_use]
    pub fn ends(&self, at: usize, from: usize, to: usize) -> Vec<u32> {
        let Some(texts) = self.texts(at, from, to) else { return Vec::new() };
        let mut end = 0;
        let ends = texts.iter().map(|text| {
            end += text.map_or(0, units);
            end
        });
        ends.collect()
    }

    /// The results as an Arrow IPC stream.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn arrow(&self) -> Result<Vec<u8>, Refusal> {
        stream(self.batch())
    }

    /// The problems as an Arrow IPC stream.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn problems_arrow(&self) -> Result<Vec<u8>, Refusal> {
        stream(&self.outcome.problems_batch())
    }

    /// How many problems there are.
    #[must_use]
    pub fn problem_count(&self) -> usize {
        self.outcome.problems().len()
    }

    /// Some problems as a JSON list.
    #[must_use]
    pub fn problems(&self, from: usize, to: usize) -> String {
        let all = self.outcome.problems();
        let to = to.min(all.len());
        problems_json(all.get(from.min(to)..to).unwrap_or_default())
    }

    /// How many problems there are of each code: a JSON object.
    #[must_use]
    pub fn problem_codes(&self) -> String {
        json!(count_problems(self.outcome.problems())).to_string()
    }

    /// The identifier of a subject.
    #[must_use]
    pub fn id(&self, row: usize) -> String {
        self.outcome.id(row).to_owned()
    }

    /// Points, class and reasons of every node for one subject: JSON; nothing past the end.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn explain(&self, row: usize, keep: &str) -> Result<Option<String>, Refusal> {
        let redaction = shared::redaction(keep)?;
        Ok(self.outcome.row(row).map(|outcome| outcome.explain_with(&redaction).to_json()))
    }

    /// The same in words.
    ///
    /// # Errors
    ///
    /// No such word.
    pub fn text(&self, row: usize, keep: &str, detail: &str, lang: &str) -> Result<Option<String>, Refusal> {
        let (redaction, detail, lang) =
            (shared::redaction(keep)?, shared::detail(detail)?, shared::lang(lang)?);
        Ok(self.outcome.row(row).map(|outcome| outcome.explain_with(&redaction).to_text(detail, lang)))
    }

    /// The population added up, also by groups if each subject has the name of one: JSON.
    #[must_use]
    pub fn tally(&self, by: Option<Vec<String>>) -> String {
        let (tally, names) = self.outcome.tally(by.as_deref());
        tally.to_json(&names)
    }
}

/// How long a text is in JavaScript.
fn units(text: &str) -> u32 {
    let units = if text.is_ascii() { text.len() } else { text.encode_utf16().count() };
    // A column of texts has fewer bytes.
    u32::try_from(units).unwrap_or(u32::MAX)
}

/// The most digits of a number that 64 bits hold, whatever it is.
const SHORT: u8 = 18;

/// Whether 64 bits hold all decimals of a column, in units of the last digit.
fn fits(array: &ArrayRef) -> bool {
    array.as_primitive_opt::<Decimal128Type>().is_some_and(|decimals| {
        decimals.precision() <= SHORT || decimals.values().iter().all(|value| i64::try_from(*value).is_ok())
    })
}

fn stream(batch: &RecordBatch) -> Result<Vec<u8>, Refusal> {
    let written = || {
        let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema())?;
        writer.write(batch)?;
        writer.into_inner()
    };
    written().map_err(|error: arrow_schema::ArrowError| Refusal::Misuse(error.to_string()))
}

/// Problems as a JSON list.
pub(crate) fn problems_json(problems: &[Problem]) -> String {
    let problem = |problem: &Problem| {
        let mut out = json!({
            "code": problem.code,
            "table": problem.table,
            "row": problem.row,
            "subject": problem.subject,
            "column": problem.column,
            "value": problem.value,
            "message": { "vi": problem.message.vi, "en": problem.message.en },
        });
        if let (Some(help), Some(out)) = (&problem.help, out.as_object_mut()) {
            out.insert("help".to_owned(), json!({ "vi": help.vi, "en": help.en }));
        }
        out
    };
    Value::from(problems.iter().map(problem).collect::<Vec<_>>()).to_string()
}
