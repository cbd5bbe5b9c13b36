//! What `tieuchi diff` is told where both sets are applied to a population.

use super::{Period, day, named, period};
use clap::Args;
use std::path::PathBuf;
use tieuchi::{Day, Exact};

#[derive(Args, Debug)]
pub struct On {
    /// The table of subjects both sets are applied to, one a row
    #[arg(long, value_name = "FILE", requires = "period")]
    pub on: Option<PathBuf>,
    /// A table of members or evidence, by its name in the sets; may be repeated
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = named, requires = "on")]
    pub tables: Vec<(String, PathBuf)>,
    /// The period: a year, or first and last day as 2025-01-01..2025-12-31 or 01/01/2025..31/12/2025
    #[arg(long, value_name = "PERIOD", value_parser = period, requires = "on")]
    pub period: Option<Period>,
    /// The day of the judgement, if it is not the last day of the period
    #[arg(long, value_name = "DATE", value_parser = day, requires = "on")]
    pub as_of: Option<Day>,
    /// Region of the subjects where the table names none; several from near to far
    #[arg(long = "region", value_name = "NAME", requires = "on")]
    pub regions: Vec<String>,
    /// What names and values of the files mean, as TOML
    #[arg(long, value_name = "FILE", requires = "on")]
    pub mapping: Option<PathBuf>,
    /// Take columns and tables that are not given as not filed
    #[arg(long, requires = "on")]
    pub missing_unknown: bool,
    /// Bars of the total to try with the new set, between commas, as 70,75,80.5
    #[arg(long, value_name = "POINTS", value_delimiter = ',', value_parser = points, requires = "on")]
    pub thresholds: Vec<Exact>,
    /// Of how many subjects that stand elsewhere the reasons are looked at
    #[arg(long, value_name = "N", default_value_t = 1_000)]
    pub reasons: usize,
    /// Where both results of every subject go; the ending says the format
    #[arg(short, long, value_name = "FILE", requires = "on")]
    pub output: Option<PathBuf>,
    /// How many threads to use; by default one for each processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

fn points(text: &str) -> Result<Exact, String> {
    let number = Exact::decimal(text.trim());
    number.ok_or_else(|| "ghi một số như 80 hoặc 80.5 / write a number as 80 or 80.5".to_owned())
}
