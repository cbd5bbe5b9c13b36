//! `tieuchi check`: findings of sets, and their own examples.

use crate::args::Check;
use crate::console::{Console, End, Stop};
use crate::files;
use tieuchi::text::ast::Statement;
use tieuchi::{Coverage, Diagnostic, Plan, SourceFile, TargetKind, compile_with, findings_json, text};

pub fn run(console: &mut Console, args: &Check) -> Result<End, Stop> {
    let mut end = End::Fine;
    for path in &args.sets {
        let source = match files::read_set(console, path) {
            Ok(source) => source,
            Err(Stop::End(bad)) => {
                end = end.max(bad);
                continue;
            }
            Err(stop) => return Err(stop),
        };
        let library = files::library(console, path, &source, &args.with.with)?;
        let compiled = compile_with(&source, &library);
        let mut findings = compiled.diagnostics;
        let mut counts = Counts { statements: statements(&source), items: 0, examples: 0, passed: 0 };
        if let Some(plan) = &compiled.plan {
            counts.items = plan.facts().items.len();
            let examples = plan.example_findings();
            counts.examples = examples.len();
            counts.passed = examples.iter().filter(|found| found.is_empty()).count();
            findings.extend(examples.into_iter().flatten());
        }
        let asked = args.coverage || args.min_coverage.is_some();
        let coverage = compiled.plan.as_ref().filter(|_| asked).map(Plan::coverage);
        if findings.iter().any(Diagnostic::is_error) {
            end = end.max(End::Findings);
        }
        if args.json {
            let name = serde_json::to_string(source.name()).unwrap_or_default();
            let found = findings_json(&compiled.sources, &findings);
            let Counts { statements, items, examples, passed } = counts;
            let reached = coverage.as_ref().map(coverage_json).unwrap_or_default();
            console.line(&format!(
                "{{\"source\":{name},\"statements\":{statements},\"items\":{items},\"examples\":{examples},\
                 \"examples_passed\":{passed},{reached}\"findings\":{found}}}"
            ))?;
        } else {
            console.print_findings(&compiled.sources, &findings)?;
            let line = summary(console, &source, &counts, &findings, compiled.plan.is_some());
            console.line(&line)?;
            if let Some(coverage) = &coverage {
                print_coverage(console, &source, coverage)?;
            }
        }
        if let (Some(coverage), Some(least)) = (&coverage, args.min_coverage)
            && coverage.percent() < usize::from(least)
        {
            let (name, percent) = (source.name(), coverage.percent());
            console.message(
                format!("{name}: ví dụ chạm tới {percent}%, cần ít nhất {least}%"),
                format!("{name}: the examples reach {percent}%, at least {least}% are asked for"),
            )?;
            end = end.max(End::Findings);
        }
    }
    Ok(end)
}

/// What is reached by kind, and each thing that is not, with its line.
fn print_coverage(console: &mut Console, source: &SourceFile, coverage: &Coverage) -> Result<(), Stop> {
    let (examples, open) = coverage.examples;
    let line = console.word(
        format!("  chạm tới {}% ({examples} ví dụ, {open} còn bỏ ngỏ kết quả)", coverage.percent()),
        format!("  {}% reached ({examples} examples, {open} leave the result open)", coverage.percent()),
    );
    console.line(&line)?;
    for kind in TargetKind::ALL {
        let (reached, all) = coverage.count(kind);
        if all > 0 {
            let words = kind.words();
            let line = format!("    {}: {reached}/{all}", words.get(console.lang));
            console.line(&line)?;
        }
    }
    for target in coverage.targets.iter().filter(|target| !target.reached) {
        let line = source.position(target.span.start).line;
        let missed = console.word("chưa chạm tới", "not reached");
        let line = format!("    {}:{line}: {missed}: {}", source.name(), target.what.get(console.lang));
        console.line(&line)?;
    }
    Ok(())
}

fn coverage_json(coverage: &Coverage) -> String {
    let counts: Vec<String> = TargetKind::ALL
        .iter()
        .map(|kind| {
            let (reached, all) = coverage.count(*kind);
            format!("\"{}\":{{\"reached\":{reached},\"of\":{all}}}", kind.id())
        })
        .collect();
    format!("\"coverage\":{{\"percent\":{},{}}},", coverage.percent(), counts.join(","))
}

struct Counts {
    statements: usize,
    items: usize,
    examples: usize,
    passed: usize,
}

fn summary(
    console: &Console,
    source: &SourceFile,
    counts: &Counts,
    findings: &[Diagnostic],
    compiled: bool,
) -> String {
    let Counts { statements, items, examples, passed } = counts;
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let others = findings.len() - errors;
    let name = source.name();
    let counted = |count: usize, vi: &str, one: &str, many: &str| {
        console.word(format!("{count} {vi}"), text::counted(count, one, many))
    };
    let mut parts = vec![counted(*statements, "câu", "statement", "statements")];
    if compiled {
        parts.push(counted(*items, "mục", "item", "items"));
        if *examples > 0 {
            parts.push(console.word(
                format!("{passed}/{examples} ví dụ đúng"),
                format!("{passed} of {examples} examples passed"),
            ));
        }
    }
    if errors > 0 {
        parts.push(counted(errors, "lỗi", "error", "errors"));
    }
    if others > 0 {
        parts.push(counted(others, "lưu ý", "remark", "remarks"));
    }
    format!("{name}: {}", parts.join(", "))
}

fn statements(source: &SourceFile) -> usize {
    fn count(list: &[Statement]) -> usize {
        list.iter().map(|statement| 1 + count(&statement.children)).sum()
    }
    text::parse(source).file.map_or(0, |file| count(&file.statements))
}
