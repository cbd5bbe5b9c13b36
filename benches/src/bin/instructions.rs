//! Fixed work whose instructions are counted: `cargo xtask instructions` runs it under callgrind.
//!
//! In: a part and how many times to do it. Out: nothing, if the part was done and gave an answer.
//! Without a part, all are listed with the times that are enough to count them. One thread, no clock,
//! no files: what is left to chance is how the standard library seeds its hash maps.

use std::hint::black_box;
use std::process::ExitCode;
use tieuchi::{
    Context, ContextOptions, Dataset, Dossier, Plan, SufficesOptions, TableOptions, Tables, compile,
};
use tieuchi_benches::population::Population;
use tieuchi_benches::{CITIZEN, CITIZEN_CLASS, CITIZEN_DOSSIER, FORTY_ITEMS, citizen_open, wide_set};

/// Two blocks of columns.
const CITIZENS: usize = 8_192;

/// Does its work once; says whether there was an answer.
type Work = fn(&Inputs) -> bool;

/// Name, times, work. Times are such that what differs from run to run before the work begins is no hundredth of it.
const PARTS: [(&str, usize, Work); 10] = [
    ("compile the usual set", 10, |_| compiles(CITIZEN)),
    ("compile a hundred indicators", 1, |inputs| compiles(&inputs.hundred)),
    ("compile a thousand indicators", 1, |inputs| compiles(&inputs.thousand)),
    ("read a dossier", 9_000, |inputs| inputs.read().is_some()),
    ("evaluate a dossier", 20_000, |inputs| {
        black_box(inputs.plan.evaluate(black_box(&inputs.dossier), &inputs.context)).total().is_some()
    }),
    ("evaluate and explain a dossier", 1_000, |inputs| {
        let outcome = inputs.plan.evaluate(black_box(&inputs.dossier), &inputs.context);
        !black_box(outcome.explain()).items.is_empty()
    }),
    ("text to total", 6_000, |inputs| {
        let total = |dossier: Dossier| inputs.plan.evaluate(&dossier, &inputs.context).total();
        inputs.read().and_then(total).is_some()
    }),
    ("suffices on forty items", 1, |inputs| {
        let outcome = inputs.open.evaluate(black_box(&inputs.forty), &inputs.open_context);
        black_box(outcome.suffices(CITIZEN_CLASS, &SufficesOptions::default())).is_ok()
    }),
    ("bind the tables of 8 192 citizens", 20, |inputs| black_box(inputs.bind()).is_some()),
    ("evaluate 8 192 citizens in columns", 20, |inputs| {
        black_box(black_box(&inputs.bound).evaluate()).is_ok()
    }),
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [part, times] = words.as_slice() else {
        PARTS.iter().for_each(|(name, times, _)| println!("{name}\t{times}"));
        return ExitCode::SUCCESS;
    };
    let found = PARTS.iter().find(|(name, ..)| name == part);
    let (Some((.., work)), Ok(times)) = (found, times.parse::<usize>()) else {
        eprintln!("instructions: a part and a number of times, not {words:?}");
        return ExitCode::from(2);
    };
    // The calling thread is the whole pool, so that nobody spins while waiting for work.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
    let done = pool.ok().zip(Inputs::new()).is_some_and(|(_pool, inputs)| (0..times).all(|_| work(&inputs)));
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn compiles(text: &str) -> bool {
    black_box(compile(black_box(text))).is_ok()
}

/// What all parts work on. It is made in every run, and falls out of the difference of two.
struct Inputs {
    hundred: String,
    thousand: String,
    plan: Plan,
    context: Context,
    dossier: Dossier,
    open: Plan,
    open_context: Context,
    forty: Dossier,
    tables: Tables,
    bound: Dataset,
}

impl Inputs {
    fn new() -> Option<Self> {
        let year = ContextOptions::year(2025)?;
        let (plan, open) = (compile(CITIZEN).ok()?, compile(&citizen_open()).ok()?);
        let (context, open_context) = (plan.context(&year).ok()?, open.context(&year).ok()?);
        let tables = Population::new(CITIZENS).tables();
        Some(Self {
            hundred: wide_set(100),
            thousand: wide_set(1_000),
            dossier: Dossier::from_json(&plan, CITIZEN_DOSSIER).ok()?,
            forty: Dossier::from_json(&open, FORTY_ITEMS).ok()?,
            bound: Dataset::new(&plan, &context, &tables, &TableOptions::default()).ok()?,
            plan,
            context,
            open,
            open_context,
            tables,
        })
    }

    fn read(&self) -> Option<Dossier> {
        Dossier::from_json(&self.plan, black_box(CITIZEN_DOSSIER)).ok()
    }

    fn bind(&self) -> Option<Dataset> {
        Dataset::new(&self.plan, &self.context, black_box(&self.tables), &TableOptions::default()).ok()
    }
}
