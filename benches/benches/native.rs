//! The engine as it is compiled for this machine, for `benches/javascript/bench.js native` to set the
//! package of npm beside.
//!
//! In: a folder with `set.tieuchi`, `dossiers.ndjson` and `people.csv`, of which the first column is the
//! key, the last a truth, and the others whole numbers; then commands, a line each: `text N` reads and
//! judges N dossiers from their JSON texts, `table N` judges all people N times, the tables bound before.
//! Out: the nanoseconds of the processor for one dossier and for one of the people. One thread.

use arrow_array::{ArrayRef, BooleanArray, Int32Array, RecordBatch, StringArray};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tieuchi::{Context, ContextOptions, Dataset, Dossier, Plan, TableOptions, Tables, compile};
use tieuchi_benches::processor_time;

type Any<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Any<()> {
    let Some(folder) = std::env::args().skip(1).find(|word| !word.starts_with('-')).map(PathBuf::from) else {
        println!("native: started by `node benches/javascript/bench.js native`");
        return Ok(());
    };
    rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build_global()?;
    let plan = compile(&std::fs::read_to_string(folder.join("set.tieuchi"))?);
    let plan = plan.map_err(|_| "the set does not compile")?;
    let year = ContextOptions::year(2025).ok_or("no such year")?;
    let context = plan.context(&year).map_err(|_| "the year does not fit")?;
    let texts = std::fs::read_to_string(folder.join("dossiers.ndjson"))?;
    let texts: Vec<&str> = texts.lines().collect();
    let people = people(&folder.join("people.csv"))?;
    let bound = Dataset::new(&plan, &context, &Tables::new(vec![people]), &TableOptions::default());
    let bound = bound.map_err(|_| "the people do not fit the set")?;
    println!("ready");
    for line in std::io::stdin().lines() {
        let line = line?;
        let (word, times) = line.split_once(' ').ok_or("a command and how often")?;
        let times: u64 = times.parse()?;
        let begun = processor_time();
        let each = if word == "text" {
            judge(&plan, &context, &texts, times)?;
            1
        } else {
            for _ in 0..times {
                black_box(bound.evaluate().map_err(|_| "there are problems")?);
            }
            bound.len() as u64
        };
        println!("{}", (processor_time() - begun) / (times * each));
    }
    Ok(())
}

fn judge(plan: &Plan, context: &Context, texts: &[&str], times: u64) -> Any<()> {
    for text in texts.iter().cycle().zip(0..times).map(|(text, _)| text) {
        let dossier = Dossier::from_json(plan, black_box(text)).map_err(|_| "a dossier does not fit")?;
        black_box(plan.summary(&dossier, context));
    }
    Ok(())
}

fn people(path: &Path) -> Any<RecordBatch> {
    let text = std::fs::read_to_string(path)?;
    let (head, rows) = text.split_once('\n').ok_or("no rows")?;
    let names: Vec<&str> = head.split(',').collect();
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let cells = rows.lines().map(|row| row.split(',').nth(at).unwrap_or_default());
        let column: ArrayRef = match at {
            0 => Arc::new(StringArray::from(cells.collect::<Vec<_>>())),
            at if at + 1 == names.len() => {
                Arc::new(cells.map(|cell| Some(cell == "true")).collect::<BooleanArray>())
            }
            _ => Arc::new(Int32Array::from_iter_values(
                cells.map(str::parse).collect::<Result<Vec<i32>, _>>()?,
            )),
        };
        columns.push((name, column));
    }
    Ok(RecordBatch::try_from_iter(columns)?)
}
