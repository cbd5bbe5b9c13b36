//! Laws: the executor says what the twin says.
//!
//! `TIEUCHI_TWIN_CASES` sets how many sets are tried, `TIEUCHI_TWIN_SEED` the first tape.
//! A failing case is made small by leaving out lines of the set and entries of the dossier for as
//! long as the two still disagree.

use super::disagreement;
use super::generate::{Tape, compiled, dossier, source};
use crate::plan::Plan;
use crate::{ContextOptions, Day, Dossier};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::Value as Json;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Eight dossiers a set.
const FILES: usize = 8;

fn setting(name: &str, default: u32) -> u32 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let seed = setting("TIEUCHI_TWIN_SEED", u32::from(seed)).to_le_bytes();
    let mut bytes = [0u8; 32];
    bytes[..4].copy_from_slice(&seed);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 0, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &bytes))
}

/// Tapes for a set and its dossiers.
fn tapes() -> impl Strategy<Value = (Vec<u16>, Vec<u16>)> {
    (prop::collection::vec(any::<u16>(), 0..400), prop::collection::vec(any::<u16>(), 1200))
}

fn context_options(tape: &mut Tape<'_>) -> ContextOptions {
    let options = ContextOptions::year(2025).unwrap();
    let options = match tape.below(3) {
        1 => options.judged_on(Day::new(2026, 1, 20).unwrap()),
        2 => options.judged_on(Day::new(2026, 2, 28).unwrap()),
        _ => options,
    };
    if tape.chance(20) { options.regions(["north".to_owned()]) } else { options }
}

/// Compiles a text and runs one dossier by both.
fn tried(text: &str, json: &Json, options: &ContextOptions) -> Option<(String, Json)> {
    let plan = compiled(text).plan?;
    let context = plan.context(options).ok()?;
    let mut json = json.clone();
    loop {
        match Dossier::from_json(&plan, &json.to_string()) {
            Ok(file) => return disagreement(&plan, &file, &context).map(|found| (found, json)),
            Err(found) => {
                let pointers: Vec<String> = found.into_iter().filter_map(|finding| finding.pointer).collect();
                let left_out = pointers.iter().filter(|pointer| left_out(&mut json, pointer)).count();
                if left_out == 0 {
                    return None;
                }
            }
        }
    }
}

/// Removes the entry of a pointer.
fn left_out(json: &mut Json, pointer: &str) -> bool {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return false };
    match json.pointer_mut(parent) {
        Some(Json::Object(entries)) => entries.remove(key).is_some(),
        Some(Json::Array(entries)) => key.parse::<usize>().is_ok_and(|at| {
            let found = at < entries.len();
            if found {
                entries.remove(at);
            }
            found
        }),
        _ => false,
    }
}

fn pointers(json: &Json, at: &str, out: &mut Vec<String>) {
    match json {
        Json::Object(entries) => {
            for (key, value) in entries {
                out.push(format!("{at}/{key}"));
                pointers(value, &format!("{at}/{key}"), out);
            }
        }
        Json::Array(entries) => {
            for (key, value) in entries.iter().enumerate().rev() {
                out.push(format!("{at}/{key}"));
                pointers(value, &format!("{at}/{key}"), out);
            }
        }
        _ => {}
    }
}

/// The smallest text and dossier found on which the two still disagree in the same way.
fn smallest(text: &str, json: &str, options: &ContextOptions) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut json: Json = serde_json::from_str(json).unwrap();
    let mut last = String::new();
    let depth = |line: &str| line.len() - line.trim_start().len();
    loop {
        let before = (lines.len(), json.to_string().len());
        let mut at = lines.len();
        while at > 0 {
            at -= 1;
            let mut until = at + 1;
            while lines.get(until).is_some_and(|line| depth(line) > depth(lines[at])) {
                until += 1;
            }
            for to in if until > at + 1 { vec![until, at + 1] } else { vec![until] } {
                let mut fewer = lines.clone();
                fewer.drain(at..to);
                if let Some((found, smaller)) = tried(&fewer.join("\n"), &json, options) {
                    (lines, json, last) = (fewer, smaller, found);
                    break;
                }
            }
        }
        let mut entries = Vec::new();
        pointers(&json, "", &mut entries);
        for pointer in entries {
            let mut fewer = json.clone();
            if left_out(&mut fewer, &pointer) {
                if let Some((found, smaller)) = tried(&lines.join("\n"), &fewer, options) {
                    (json, last) = (smaller, found);
                }
            }
        }
        if (lines.len(), json.to_string().len()) == before {
            return format!("{last}\n{}\n{json}\n{options:?}", lines.join("\n"));
        }
    }
}

#[test]
fn executor_and_twin_agree() {
    let counts: RefCell<BTreeMap<String, u64>> = RefCell::new(BTreeMap::new());
    let kinds: RefCell<BTreeMap<String, (u64, String)>> = RefCell::new(BTreeMap::new());
    let count = |what: &str| *counts.borrow_mut().entry(what.to_owned()).or_default() += 1;
    runner(setting("TIEUCHI_TWIN_CASES", 300), 7)
        .run(&tapes(), |(set_tape, file_tape)| {
            let text = source(&mut Tape::new(&set_tape));
            let compiled = compiled(&text);
            let Some(plan) = compiled.plan else {
                for diagnostic in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()) {
                    let line = diagnostic.span().map_or("", |span| {
                        let from = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
                        text[from..].lines().next().unwrap_or("")
                    });
                    let words: String = line.chars().take(60).collect();
                    let refused = format!("refused: {}: {} | {words}", diagnostic.code, diagnostic.message.en);
                    kinds.borrow_mut().entry(refused).or_default().0 += 1;
                }
                count("refused");
                return Ok(());
            };
            count("sets");
            check(&plan, &text, &file_tape, &count, &kinds);
            Ok(())
        })
        .unwrap();
    println!("{:#?}", counts.borrow());
    if setting("TIEUCHI_TWIN_SHOW", 0) > 0 {
        for (kind, (times, _)) in kinds.borrow().iter().filter(|(kind, _)| kind.starts_with("refused")) {
            println!("{times} {kind}");
        }
    }
    let found: Vec<String> = kinds
        .borrow()
        .iter()
        .filter(|(kind, _)| !kind.starts_with("refused"))
        .map(|(kind, (times, smallest))| format!("== {times} × {kind}\n{smallest}"))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n\n"));
}

fn check(
    plan: &Plan,
    text: &str,
    file_tape: &[u16],
    count: &impl Fn(&str),
    kinds: &RefCell<BTreeMap<String, (u64, String)>>,
) {
    let mut tape = Tape::new(file_tape);
    let options = context_options(&mut tape);
    let context = plan.context(&options).unwrap();
    for _ in 0..FILES {
        let json = dossier(plan, &mut tape);
        let file = Dossier::from_json(plan, &json).unwrap_or_else(|found| panic!("{text}\n{json}\n{found:?}"));
        count("dossiers");
        let Some(found) = disagreement(plan, &file, &context) else { continue };
        let kind: String = found.chars().take(32).filter(|c| !c.is_ascii_digit() && *c != '.').collect();
        let known = kinds.borrow().get(&kind).is_some_and(|(times, _)| *times >= 3);
        let smallest = if known { String::new() } else { smallest(text, &json, &options) };
        let mut kinds = kinds.borrow_mut();
        let (times, shortest) = kinds.entry(kind).or_default();
        *times += 1;
        if !known && (shortest.is_empty() || smallest.len() < shortest.len()) {
            *shortest = smallest;
        }
    }
}
