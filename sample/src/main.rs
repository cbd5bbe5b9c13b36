//! `tieuchi-sample`: writes a sample province into a folder.
//!
//! In: arguments. Out: files, and on standard output what was written. `cargo xtask sample` builds
//! and runs it.

use std::path::PathBuf;
use std::process::ExitCode;
use tieuchi_sample::{Flaws, Format, Options, Province};

const USAGE: &str = "\
usage: tieuchi-sample --out FOLDER [--citizens N] [--seed S] [--year Y] [--format parquet|csv] [--clean]

  --out FOLDER   where the tables and manifest.json go
  --citizens N   people from 15 years up, 300 to 5000000 (20000; the full size is 1900000)
  --seed S       equal seeds give equal provinces (1)
  --year Y       the year that is assessed, 2016 to 2030 (2025; 2021 fits the sets of decision 448)
  --format F     parquet or csv (parquet)
  --clean        without flaws";

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if words.iter().any(|word| word == "--help" || word == "-h") {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    }
    match arguments(&words) {
        Ok((options, folder, format)) => match write(options, &folder, format) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("tieuchi-sample: {error}");
                ExitCode::from(if error.is_input() { 2 } else { 1 })
            }
        },
        Err(message) => {
            eprintln!("tieuchi-sample: {message}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn write(options: Options, folder: &PathBuf, format: Format) -> Result<(), tieuchi_sample::Error> {
    let manifest = Province::new(options)?.write_to(folder, format)?;
    for table in &manifest.tables {
        println!("{:>12}  {}.{}", table.rows, table.name, format.extension());
    }
    let flaws: u64 = manifest.flaws.iter().map(|flaw| flaw.rows).sum();
    println!(
        "{}: {} communes, {flaws} flaws planted, seed {}",
        folder.display(),
        manifest.communes,
        manifest.seed
    );
    println!("{}\n{}", manifest.about.vi, manifest.about.en);
    Ok(())
}

fn arguments(words: &[String]) -> Result<(Options, PathBuf, Format), String> {
    let mut options = Options::default();
    let mut format = Format::Parquet;
    let mut folder = None;
    let mut words = words.iter();
    while let Some(name) = words.next() {
        if name == "--clean" {
            options.flaws = Flaws::none();
            continue;
        }
        let value = words.next().ok_or_else(|| format!("{name}: a value is missing"))?;
        match name.as_str() {
            "--out" => folder = Some(PathBuf::from(value)),
            "--citizens" => options.citizens = number(name, value)?,
            "--seed" => options.seed = number(name, value)?,
            "--year" => options.year = number(name, value)?,
            "--format" => {
                format = match value.as_str() {
                    "parquet" => Format::Parquet,
                    "csv" => Format::Csv,
                    _ => return Err(format!("{name}: `{value}` is neither parquet nor csv")),
                }
            }
            _ => return Err(format!("no such option: {name}")),
        }
    }
    Ok((options, folder.ok_or("--out FOLDER is missing")?, format))
}

fn number<N: std::str::FromStr>(name: &str, value: &str) -> Result<N, String> {
    value.parse().map_err(|_| format!("{name}: `{value}` is not a whole number in range"))
}
