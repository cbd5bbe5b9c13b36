//! The section of docs/performance.md about rules engines, and its charts.

use crate::chart;
use crate::engines::CONTENDERS;
use crate::measure::{Found, Times, WIDTHS, Width};
use std::fmt::Write as _;
use tieuchi_benches::figures::{Ratio, grouped, machine, median, rustc};

/// The heading of the section.
pub const HEADING: &str = "Beside rules engines";

/// The section, and the charts with the names of their files.
pub fn section(widths: &[Width], rounds: usize) -> (String, Vec<(&'static str, String)>) {
    let [narrow, ..] = widths else { return Default::default() };
    let (mut out, mut charts) = (head(rounds), Vec::new());
    one_dossier(narrow, &mut out, &mut charts);
    population(narrow, &mut out, &mut charts);
    exactness(narrow, widths, &mut out);
    wider(widths, &mut out, &mut charts);
    (out, charts)
}

fn head(rounds: usize) -> String {
    let mut versions: Vec<String> = Vec::new();
    for contender in CONTENDERS.iter().filter(|contender| !contender.package.is_empty()) {
        let text = format!("{} {}", contender.package, version(contender.package));
        if !versions.contains(&text) {
            versions.push(text);
        }
    }
    format!(
        "This section is written by `cargo xtask bench engines`; the programs are in `benches/engines`.\n\
         Machine: {}, Rust {}; {}.\n\
         One thread, time of the processor, {rounds} rounds in which everything is done once, all in one process; a time is the median of the rounds, a ratio the median of the ratios round by round.\n\
         A ratio above one says that the engine here is faster.\n\n\
         The workload is the set of the sections above, and every engine folds the evidence itself.\n\
         Peers get days as whole numbers, which are the least work for them; the engine gets dates and decimals as people write them.\n\
         Each peer is asked for the total and the class of a whole dossier and gets everything as given; the engine always works out what is certain, what is possible and what is within reach, from evidence that may be missing or wait. No peer has that: it would be a second program.\n",
        machine(),
        rustc(),
        versions.join(", ")
    )
}

/// The version of a package in the lock file.
fn version(package: &str) -> &'static str {
    let lock = include_str!("../Cargo.lock");
    let after =
        lock.split_once(&format!("name = \"{package}\"\nversion = \"")).map_or("", |(_, after)| after);
    after.split_once('"').map_or("", |(version, _)| version)
}

/// Picoseconds as microseconds.
fn micros(times: &Times) -> String {
    let picos = median(times);
    match picos / 1_000 {
        100_000.. => grouped((picos + 500_000) / 1_000_000),
        10_000.. => format!("{:.1}", picos as f64 / 1e6),
        _ => format!("{:.2}", picos as f64 / 1e6),
    }
}

/// Picoseconds as milliseconds.
fn millis(times: &Times) -> String {
    let picos = median(times) as f64;
    if picos < 1e10 { format!("{:.2}", picos / 1e9) } else { format!("{:.0}", picos / 1e9) }
}

/// Picoseconds as nanoseconds.
fn nanos(times: &Times) -> String {
    grouped((median(times) + 500) / 1_000)
}

/// Names and medians of what takes part, in some unit of picoseconds.
fn medians(width: &Width, unit: f64, of: impl Fn(&Found) -> &Times) -> Vec<(String, f64)> {
    let taking_part = width.found.iter().filter(|found| found.refused.is_none());
    taking_part.map(|found| (found.contender.name.to_owned(), median(of(found)) as f64 / unit)).collect()
}

type Charts = Vec<(&'static str, String)>;

fn one_dossier(width: &Width, out: &mut String, charts: &mut Charts) {
    *out += "\n### One dossier\n\n![One dossier](performance/one-dossier.svg)\n\n\
             | engine | evaluated, µs | to tieuchi, median (least – greatest) | JSON text to JSON text, µs | to tieuchi | compiled, ms | to tieuchi |\n\
             |---|---:|---:|---:|---:|---:|---:|\n";
    let ours = &width.found[0];
    for found in &width.found {
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} |",
            found.contender.name,
            micros(&found.evaluate),
            Ratio::of(&found.evaluate, &ours.evaluate),
            micros(&found.text),
            Ratio::of(&found.text, &ours.text),
            millis(&found.compile),
            Ratio::of(&found.compile, &ours.compile),
        );
    }
    *out += "\nEvaluated: the document has been read into the form that costs the engine the least; the answer is the total and the class.\n\
             Compiled: from the text of the program. The engine here checks names, types and ranges of the whole set; most peers find such mistakes when they run.\n";
    charts.push((
        "one-dossier.svg",
        chart::bars("One dossier, evaluated, µs", &medians(width, 1e6, |found| &found.evaluate)),
    ));
    charts.push((
        "text-to-text.svg",
        chart::bars("One dossier, JSON text to JSON text, µs", &medians(width, 1e6, |found| &found.text)),
    ));
    *out += "\n![Text to text](performance/text-to-text.svg)\n";
    explanations(width, out);
}

fn explanations(width: &Width, out: &mut String) {
    *out += "\nWith all that an engine tells of how an answer came about, as JSON text; the others tell nothing:\n\n\
             | engine | evaluated and explained, µs | to tieuchi | bytes at most |\n|---|---:|---:|---:|\n";
    let ours = &width.found[0];
    for found in &width.found {
        if let Some(bytes) = found.explained {
            let (micros, ratio) = (micros(&found.explain), Ratio::of(&found.explain, &ours.explain));
            // Writing to a String cannot fail.
            let _ = writeln!(
                out,
                "| {} | {micros} | {ratio} | {} |",
                found.contender.name,
                grouped(bytes as u128)
            );
        }
    }
    *out += "\nThe engine tells in sentences of two languages what was asked, found and given for every item, gate and class; ZEN what went into each node and what came out; datalogic what each operator gave.\n";
}

fn population(width: &Width, out: &mut String, charts: &mut Charts) {
    let _ = write!(
        out,
        "\n### {} dossiers on one core\n\n![A population](performance/population.svg)\n\n\
         | engine | ns a citizen | to columns bound before | to columns bound each time |\n|---|---:|---:|---:|\n",
        grouped(width.citizens as u128)
    );
    let mut line = |name: &str, times: &Times| {
        let _ = writeln!(
            out,
            "| {name} | {} | {} | {} |",
            nanos(times),
            Ratio::of(times, &width.bound),
            Ratio::of(times, &width.each_time)
        );
    };
    line("by hand, row by row", &width.hand);
    line("tieuchi, columns bound before", &width.bound);
    line("tieuchi, columns bound each time", &width.each_time);
    for found in &width.found {
        line(&format!("{}, one by one", found.contender.name), &found.evaluate);
    }
    let least = |name: &str| {
        let found = width.found.iter().filter(|found| found.contender.name.starts_with(name));
        let ratios = found.map(|found| Ratio::of(&found.evaluate, &width.bound));
        ratios.min_by_key(|ratio| ratio.median()).map_or_else(String::new, |ratio| ratio.to_string())
    };
    let _ = write!(
        out,
        "\nNo peer takes a population at once; theirs are documents that are ready, one after the other.\n\
         Aims, to columns bound before: at least 100 times as fast as datalogic, reached {}; at least 750 times as fast as ZEN, reached {}.\n",
        least("datalogic"),
        least("ZEN")
    );
    let mut rows = vec![("tieuchi, columns".to_owned(), median(&width.bound) as f64 / 1e3)];
    rows.push(("by hand, row by row".to_owned(), median(&width.hand) as f64 / 1e3));
    rows.extend(medians(width, 1e3, |found| &found.evaluate));
    charts.push(("population.svg", chart::bars("A population on one core, ns a citizen", &rows)));
}

fn exactness(narrow: &Width, widths: &[Width], out: &mut String) {
    let _ = write!(
        out,
        "\n### Exactness, and what a peer cannot\n\n\
         Compared with the set written by hand in whole numbers, before anything is timed.\n\n\
         | engine | totals that differ, of {} | greatest difference, points | classes that differ | cannot |\n|---|---:|---:|---:|---|\n",
        grouped(narrow.compared as u128)
    );
    for found in &narrow.found {
        let differing = found.differing;
        let points = format!("{}.{:02}", differing.worst / 100, differing.worst % 100);
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            found.contender.name,
            grouped(differing.totals as u128),
            if differing.totals == 0 { "" } else { &points },
            grouped(differing.classes as u128),
            found.contender.cannot
        );
    }
    for (width, times) in widths.iter().zip(WIDTHS).skip(1) {
        let differ = width.found.iter().filter(|found| found.differing.totals + found.differing.classes > 0);
        let differ: Vec<String> =
            differ.map(|found| format!("{} {}", found.contender.name, found.differing.totals)).collect();
        let _ = write!(
            out,
            "\nOf {} dossiers of the set ×{times}, totals that differ: {}.\n",
            grouped(width.compared as u128),
            if differ.is_empty() { "none".to_owned() } else { differ.join(", ") }
        );
    }
}

fn wider(widths: &[Width], out: &mut String, charts: &mut Charts) {
    let [narrow, ten, hundred] = widths else { return };
    *out += "\n### Ten and a hundred times the indicators\n\n![Growth](performance/growth.svg)\n\n\
             That many copies of the set side by side under one total and one class, each with facts, evidence and numbers of its own, so that a dossier grows with the set; 100 indicators and 1 000.\n\
             A growth is to the set itself: one that follows the size is 10 and 100.\n\n\
             | engine | one dossier ×1, µs | growth ×10 | growth ×100 | ×100, µs | compiled ×1, ms | growth ×10 | growth ×100 | ×100, ms |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    let mut refused = Vec::new();
    let cell =
        |found: &Found, text: String| if found.refused.is_some() { "refuses".to_owned() } else { text };
    for ((base, ten), hundred) in narrow.found.iter().zip(&ten.found).zip(&hundred.found) {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            base.contender.name,
            micros(&base.evaluate),
            cell(ten, Ratio::of(&ten.evaluate, &base.evaluate).to_string()),
            cell(hundred, Ratio::of(&hundred.evaluate, &base.evaluate).to_string()),
            cell(hundred, micros(&hundred.evaluate)),
            millis(&base.compile),
            cell(ten, Ratio::of(&ten.compile, &base.compile).to_string()),
            cell(hundred, Ratio::of(&hundred.compile, &base.compile).to_string()),
            cell(hundred, millis(&hundred.compile)),
        );
        for (found, times) in [(ten, 10), (hundred, 100)] {
            if let Some(why) = &found.refused {
                refused.push(format!(
                    "{} refuses ×{times}: `{}`",
                    base.contender.name,
                    why.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("")
                ));
            }
        }
    }
    let _ = writeln!(
        out,
        "| tieuchi, {} in columns | {} | {} | {} | {} | | | | |",
        grouped(ten.citizens as u128),
        micros(&narrow.bound),
        Ratio::of(&ten.bound, &narrow.bound),
        Ratio::of(&hundred.bound, &narrow.bound),
        micros(&hundred.bound),
    );
    let _ = writeln!(
        out,
        "| the same, bound each time | {} | {} | {} | {} | | | | |",
        micros(&narrow.each_time),
        Ratio::of(&ten.each_time, &narrow.each_time),
        Ratio::of(&hundred.each_time, &narrow.each_time),
        micros(&hundred.each_time),
    );
    for refused in refused {
        let _ = write!(out, "\n{refused}.\n");
    }
    let growth =
        |found: &Found, base: &Found| Ratio::of(&found.evaluate, &base.evaluate).median() as f64 / 100.0;
    let rows = hundred.found.iter().zip(&narrow.found).filter(|(found, _)| found.refused.is_none());
    let rows: Vec<(String, f64)> =
        rows.map(|(found, base)| (found.contender.name.to_owned(), growth(found, base))).collect();
    charts.push(("growth.svg", chart::bars("One dossier at a hundred times the indicators, growth", &rows)));
}
