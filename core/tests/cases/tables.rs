//! Tables written in a case: columns as text with bars between them, a type after the name where
//! the column is not text.

use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, StringArray, TimestampSecondArray,
};
use std::sync::Arc;
use tieuchi::{Context, Dataset, Diagnostic, Plan, TableOptions, Tables};

/// The findings about a population: those that refuse it, or its problems.
///
/// # Errors
///
/// A block that is no table.
pub fn findings(
    plan: &Plan,
    context: &Context,
    others: &[(String, String)],
    subjects: &str,
    words: &[String],
) -> Result<Vec<Diagnostic>, String> {
    let mut tables = Tables::new(vec![table(subjects)?]);
    for (name, text) in others {
        tables = tables.table(name, vec![table(text)?]);
    }
    let options = TableOptions::default().floats(!words.iter().any(|word| word == "no-floats"));
    let dataset = match Dataset::new(plan, context, &tables, &options) {
        Ok(dataset) => dataset,
        Err(findings) => return Ok(findings),
    };
    let outcome = dataset.evaluate().expect("not strict");
    let finding = |problem: &tieuchi::Problem| {
        let place = format!("/{}/{}/{}", problem.table, problem.row, problem.column);
        let finding = Diagnostic::error(problem.code, problem.message.vi.clone(), problem.message.en.clone())
            .pointer(place);
        match &problem.help {
            Some(help) => finding.help(help.vi.clone(), help.en.clone()),
            None => finding,
        }
    };
    Ok(outcome.problems().iter().map(finding).collect())
}

fn table(text: &str) -> Result<RecordBatch, String> {
    let mut lines = text.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
    let head = lines.next().ok_or("a table without a line")?;
    let rows: Vec<Vec<&str>> = lines.collect();
    let columns = head.iter().enumerate().map(|(at, name)| {
        let cells = || rows.iter().map(|row| row.get(at).copied().filter(|cell| !cell.is_empty()));
        let (name, kind) = name.rsplit_once(':').unwrap_or((name, "text"));
        let array: ArrayRef = match kind {
            "float" => Arc::new(cells().map(|cell| cell?.parse().ok()).collect::<Float64Array>()),
            "int" => Arc::new(cells().map(|cell| cell?.parse().ok()).collect::<Int64Array>()),
            "bool" => Arc::new(cells().map(|cell| Some(cell? == "true")).collect::<BooleanArray>()),
            "zoned" => {
                let moments = cells().map(|cell| cell?.parse().ok()).collect::<TimestampSecondArray>();
                Arc::new(moments.with_timezone("+07:00"))
            }
            _ => Arc::new(cells().collect::<StringArray>()),
        };
        (name, array, true)
    });
    RecordBatch::try_from_iter_with_nullable(columns.collect::<Vec<_>>()).map_err(|error| error.to_string())
}
