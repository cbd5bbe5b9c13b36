//! The engine's doors for whole populations in JavaScript.
//!
//! In: columns as typed arrays, or the bytes of a file. Out: columns as typed arrays, or Arrow; problems
//! and sums as JSON. Tables, a population that fits a set and its results stay here between calls, as
//! handles. What JavaScript sees is made of these by `js/tables.js`; no rule and no word of a finding
//! stands here.

mod results;
mod table;

pub use results::Results;
pub use table::{Columns, Table};

use serde::Deserialize;
use tieuchi::{Context, Dataset, Editions, TableOptions, TableRun, compile_with, findings_json};
use tieuchi_wasm_shared::{self as shared, Refusal, Texts};
use wasm_bindgen::prelude::wasm_bindgen;

/// The version of the package.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// A compiled set with its other editions.
#[wasm_bindgen]
pub struct Plan {
    own: tieuchi::Plan,
    /// All of them by time, if there are others.
    editions: Option<Editions>,
    findings: String,
}

#[wasm_bindgen]
impl Plan {
    /// Compiles a set; `beside` and `editions` are flat lists of names and texts.
    ///
    /// # Errors
    ///
    /// Every finding at once.
    #[wasm_bindgen(constructor)]
    pub fn new(
        name: &str,
        source: &str,
        beside: Vec<String>,
        editions: Vec<String>,
    ) -> Result<Self, Refusal> {
        let texts = Texts::new(name, source, beside);
        let (own, findings) = compiled(&texts)?;
        let mut all = Vec::new();
        for source in shared::sources(editions) {
            all.push(compiled(&Texts { source, library: texts.library.clone() })?.0);
        }
        let editions = if all.is_empty() {
            None
        } else {
            all.push(own.clone());
            Some(Editions::new(all)?)
        };
        Ok(Self { own, editions, findings })
    }

    /// Identifier of the set.
    #[must_use]
    pub fn id(&self) -> String {
        self.own.id().to_owned()
    }

    /// The language it is written in.
    #[must_use]
    pub fn language(&self) -> String {
        shared::lang_id(self.own.language()).to_owned()
    }

    /// Warnings and notes of the set as written, as a JSON list.
    #[must_use]
    pub fn findings(&self) -> String {
        self.findings.clone()
    }

    /// Its edition, or that of the edition in force.
    ///
    /// # Errors
    ///
    /// No edition is in force.
    pub fn edition(&self, setting: Option<String>) -> Result<String, Refusal> {
        Ok(self.asked(setting)?.edition().to_owned())
    }

    /// What the set, or the edition in force, asks for and gives: JSON.
    ///
    /// # Errors
    ///
    /// No edition is in force.
    pub fn facts(&self, setting: Option<String>) -> Result<String, Refusal> {
        Ok(self.asked(setting)?.facts().to_json())
    }

    /// The names of columns that are read of a table; the empty name stands for the subjects.
    ///
    /// # Errors
    ///
    /// No such table, or no edition is in force.
    pub fn columns(&self, table: &str, setting: Option<String>) -> Result<Vec<String>, Refusal> {
        let columns = self.asked(setting)?.columns_read(table);
        columns.ok_or_else(|| shared::no_such("table", table))
    }

    /// Checks tables against the set.
    ///
    /// # Errors
    ///
    /// Findings of the setting, or of whole tables and columns.
    pub fn dataset(&self, tables: &Tables, setting: &str, options: &str) -> Result<Data, Refusal> {
        let options: Options =
            serde_json::from_str(options).map_err(|error| Refusal::Misuse(error.to_string()))?;
        let (plan, context) = self.chosen(setting)?;
        Ok(Data { dataset: Dataset::new(&plan, &context, &tables.tables, &options.into())? })
    }
}

impl Plan {
    fn chosen(&self, setting: &str) -> Result<(tieuchi::Plan, Context), Refusal> {
        let options = shared::setting(setting)?;
        match &self.editions {
            None => Ok((self.own.clone(), self.own.context(&options)?)),
            Some(editions) => {
                let (plan, context) = editions.choose(&options)?;
                Ok((plan.clone(), context))
            }
        }
    }

    fn asked(&self, setting: Option<String>) -> Result<tieuchi::Plan, Refusal> {
        match setting {
            Some(setting) => Ok(self.chosen(&setting)?.0),
            None => Ok(self.own.clone()),
        }
    }
}

fn compiled(texts: &Texts) -> Result<(tieuchi::Plan, String), Refusal> {
    let compiled = compile_with(&texts.source, &texts.library);
    let findings = findings_json(&compiled.sources, &compiled.diagnostics);
    match compiled.plan {
        Some(plan) => Ok((plan, findings)),
        None => Err(Refusal::Findings(findings)),
    }
}

/// Options of tables, as `js/tables.js` names them.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Options {
    strict: bool,
    floats: bool,
    missing_unknown: bool,
    ignore_unknown: bool,
    ignored: Vec<String>,
    shared: Vec<String>,
    items: bool,
}

impl From<Options> for TableOptions {
    fn from(options: Options) -> Self {
        Self::default()
            .strict(options.strict)
            .floats(options.floats)
            .missing_unknown(options.missing_unknown)
            .ignore_unknown(options.ignore_unknown)
            .ignored(options.ignored)
            .shared(options.shared)
            .items(options.items)
    }
}

/// The subjects, and tables of members and evidence by name.
#[wasm_bindgen]
pub struct Tables {
    tables: tieuchi::Tables,
}

#[wasm_bindgen]
impl Tables {
    /// The subjects, one a row.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(subjects: &Table) -> Self {
        Self { tables: tieuchi::Tables::new(subjects.batches.clone()) }
    }

    /// Adds a table by its name in the set.
    pub fn add(&mut self, name: &str, table: &Table) {
        self.tables = std::mem::take(&mut self.tables).table(name, table.batches.clone());
    }
}

/// A population that fits a set.
#[wasm_bindgen]
pub struct Data {
    dataset: Dataset,
}

#[wasm_bindgen]
impl Data {
    /// How many subjects there are.
    #[must_use]
    pub fn length(&self) -> usize {
        self.dataset.len()
    }

    /// Begins to evaluate it.
    #[must_use]
    pub fn start(&self) -> Run {
        Run { run: TableRun::new(&self.dataset) }
    }
}

/// An evaluation under way.
#[wasm_bindgen]
pub struct Run {
    run: TableRun,
}

#[wasm_bindgen]
impl Run {
    /// Goes on for about so many subjects; whether any are left.
    pub fn step(&mut self, subjects: usize) -> bool {
        self.run.step(subjects)
    }

    /// How many subjects are done.
    #[must_use]
    pub fn done(&self) -> usize {
        self.run.done()
    }

    /// The results.
    ///
    /// # Errors
    ///
    /// All problems, if they were to be none.
    pub fn finish(self) -> Result<Results, Refusal> {
        match self.run.finish() {
            Ok(outcome) => Ok(Results::of(outcome)),
            Err(problems) => Err(Refusal::Problems(results::problems_json(&problems))),
        }
    }
}
