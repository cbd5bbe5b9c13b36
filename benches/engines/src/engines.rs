//! The engines, each behind one trait, and what each of them cannot say of the set.

mod cel;
mod datalogic;
mod regorus;
mod rhai;
pub mod tieuchi;
mod zen;

use crate::workload::{self, Answer, Any};

/// A program that was compiled, with the documents that it was given.
pub trait Engine {
    /// Reads a document and keeps it in the form that costs the engine the least to evaluate.
    fn ready(&mut self, text: &str) -> Any<()>;

    /// Total and class for one of the documents that are ready.
    fn evaluate(&mut self, at: usize) -> Any<Answer>;

    /// From the text of a document to the text of an answer.
    fn text_to_text(&mut self, text: &str) -> Any<String>;

    /// The answer to one of the documents that are ready with all that the engine can tell of how it came
    /// about, as JSON text; none where it tells nothing.
    fn explained(&mut self, _at: usize) -> Any<Option<String>> {
        Ok(None)
    }
}

/// One engine in one of its ways.
pub struct Contender {
    /// As it stands in the tables.
    pub name: &'static str,
    /// The crate, whose version is printed.
    pub package: &'static str,
    /// The text of the set with so many copies.
    pub source: fn(usize) -> String,
    /// From that text to what can be evaluated.
    pub compile: fn(&str) -> Any<Box<dyn Engine>>,
    /// What of the set it cannot express or gives up.
    pub cannot: &'static str,
}

/// All of them; ours first, as every ratio is to it.
pub static CONTENDERS: [Contender; 9] = [
    Contender { name: "tieuchi", package: "", source: workload::set, compile: tieuchi::compile, cannot: "" },
    Contender {
        name: "datalogic",
        package: "datalogic-rs",
        source: datalogic::source,
        compile: datalogic::compile,
        cannot: "numbers are binary; nothing can be named, so that values pass through `map` over a list of one",
    },
    Contender {
        name: "Rhai",
        package: "rhai",
        source: rhai::source,
        compile: rhai::compile,
        cannot: "a script, not rules: nothing says that it ends or what it reads; numbers are binary, unless it is \
                 built with other features",
    },
    Contender {
        name: "Rhai, byte code",
        package: "rhai",
        source: rhai::source,
        compile: rhai::compile_grain,
        cannot: "as Rhai",
    },
    Contender {
        name: "ZEN, flat",
        package: "zen-engine",
        source: zen::flat,
        compile: zen::compile,
        cannot: "inside it counts in decimals; its JSON texts have binary numbers, unless it is built otherwise",
    },
    Contender {
        name: "ZEN, graph",
        package: "zen-engine",
        source: zen::graph,
        compile: zen::compile,
        cannot: "a decision table folds no evidence: a node of expressions does that first; else as flat",
    },
    Contender {
        name: "Regorus",
        package: "regorus",
        source: regorus::source,
        compile: regorus::compile,
        cannot: "fractions are binary",
    },
    Contender {
        name: "Regorus, RVM",
        package: "regorus",
        source: regorus::source,
        compile: regorus::compile_rvm,
        cannot: "as Regorus; a program has at most 255 registers",
    },
    Contender {
        name: "CEL",
        package: "cel",
        source: cel::source,
        compile: cel::compile,
        cannot: "it adds nothing up: `sum` is a function of the host; nothing can be named; numbers are binary",
    },
];
