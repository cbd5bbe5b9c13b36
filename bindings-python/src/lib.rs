//! The doors of the Python package: what `tieuchi._tieuchi` holds.
//!
//! In: texts, tables and options of Python. Out: classes around the core's own types. What any of
//! it means is known in the core; how it is written for Python stands in the package's stub.

mod convert;
mod documents;
mod error;
mod outcome;
mod plan;
mod rollup;
mod table;

use pyo3::prelude::*;

/// The compiled part of the package.
#[pymodule(gil_used = false)]
mod _tieuchi {
    #[pymodule_export]
    use crate::documents::{
        ColouredSet, Comparison, Difference, Explanation, Facts, Impact, Letter, PopulationReceipt, Receipt,
        RestsOn, Suffices,
    };
    #[pymodule_export]
    use crate::outcome::{ClassOutcome, Item, Outcome, Points, Target};
    #[pymodule_export]
    use crate::plan::{Context, Editions, Plan, check, compile, diff, flatten, format, needed_by};
    #[pymodule_export]
    use crate::rollup::{Rollup, rollup};
    #[pymodule_export]
    use crate::table::{Problems, Table, TableOutcome, problems_again};
    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("LANGUAGE_VERSION", tieuchi::LANGUAGE_VERSION)
    }
}
