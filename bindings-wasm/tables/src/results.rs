//! What a population comes to: columns, problems, sums, reasons of one subject.

use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int8Type};
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::DataType;
use serde_json::{Value, json};
use tieuchi::{Problem, TableOutcome, count_problems};
use tieuchi_wasm_shared::{self as shared, Refusal};
use wasm_bindgen::prelude::wasm_bindgen;

/// The results of a population.
#[wasm_bindgen]
pub struct Results {
    outcome: TableOutcome,
    batch: RecordBatch,
}

impl Results {
    pub(crate) fn of(outcome: TableOutcome) -> Self {
        let batch = outcome.to_batch();
        Self { outcome, batch }
    }

    fn column(&self, at: usize) -> Option<&ArrayRef> {
        self.batch.columns().get(at)
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
        let schema = self.batch.schema();
        let columns = schema.fields().iter().zip(self.batch.columns());
        let form = |(field, array): (&std::sync::Arc<arrow_schema::Field>, &ArrayRef)| {
            let name = field.name();
            match array.data_type() {
                DataType::Decimal128(_, digits) if units(array).is_some() => {
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
        self.column(at).and_then(units).unwrap_or_default()
    }

    /// Which word each row of a column of codes has; −1 where there is none.
    #[must_use]
    pub fn codes(&self, at: usize) -> Vec<i8> {
        let codes = self.column(at).and_then(|array| array.as_dictionary_opt::<Int8Type>());
        codes.map(|codes| codes.keys().iter().map(|code| code.unwrap_or(-1)).collect()).unwrap_or_default()
    }

    /// The texts of a column.
    #[must_use]
    pub fn texts(&self, at: usize) -> Vec<String> {
        let Some(array) = self.column(at) else { return Vec::new() };
        match array.data_type() {
            DataType::Decimal128(_, _) => {
                let values = array.as_primitive::<Decimal128Type>();
                (0..values.len()).map(|row| values.value_as_string(row)).collect()
            }
            _ => {
                let texts = array.as_string_opt::<i32>();
                let texts = texts.map(|texts| texts.iter().map(|text| text.unwrap_or_default().to_owned()));
                texts.map(Iterator::collect).unwrap_or_default()
            }
        }
    }

    /// The results as an Arrow IPC stream.
    ///
    /// # Errors
    ///
    /// None that is known of.
    pub fn arrow(&self) -> Result<Vec<u8>, Refusal> {
        stream(&self.batch)
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

/// Decimals in units of the last digit, if 64 bits hold them all.
fn units(array: &ArrayRef) -> Option<Vec<i64>> {
    let values = array.as_primitive_opt::<Decimal128Type>()?;
    values.values().iter().map(|value| i64::try_from(*value).ok()).collect()
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
