//! `cargo xtask bench page`: all figures of `docs/performance.md`, from one run of one commit.
//!
//! In: what the benches print, one after the other. Out: the page, with their tables in place of those that
//! stood there. A bench prints Markdown tables, lines that begin with `|`; they replace, in their order, the
//! tables of its section up to the first heading within it. The sentences between stay: people write those,
//! and nothing here knows whether they still hold. A part that fails leaves its section as it was.

use crate::figures::{machine, rustc, with_section};
use crate::{Failed, command, program, python, root, run, setup, tell, wasm, web};
use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

struct Part {
    /// What it is called on the command line.
    name: &'static str,
    /// The section that its tables stand in; none if it writes its sections itself.
    heading: Option<&'static str>,
    /// Puts in place what it needs, and says what is to be run.
    commands: fn() -> Result<Vec<Command>, Failed>,
}

/// In the order in which they run: those first that write sections of their own.
const PARTS: [Part; 15] = [
    Part { name: "peers", heading: None, commands: || xtask(&["bench", "peers"]) },
    Part { name: "engines", heading: None, commands: || xtask(&["bench", "engines"]) },
    Part { name: "single", heading: Some("One dossier"), commands: || bench("single", &[]) },
    Part { name: "suffices", heading: Some("What would suffice"), commands: || bench("suffices", &[]) },
    Part { name: "compile", heading: Some("Compiling"), commands: || bench("compile", &[]) },
    Part {
        name: "edited",
        heading: Some("One indicator edited"),
        commands: || bench("edited", &["1000000"]),
    },
    Part {
        name: "start",
        heading: Some("Process start"),
        commands: || {
            program("tieuchi-cli", "tieuchi")?;
            bench("start", &[])
        },
    },
    Part {
        name: "population",
        heading: Some("Populations as they grow"),
        commands: || bench("population", &["10000000"]),
    },
    Part {
        name: "stream",
        heading: Some("Larger than memory"),
        commands: || bench("stream", &["1000000", "100000000"]),
    },
    Part { name: "receipts", heading: Some("Receipts"), commands: || bench("receipts", &[]) },
    Part { name: "instructions", heading: Some("Instructions"), commands: || xtask(&["instructions"]) },
    Part { name: "province", heading: Some("A whole province"), commands: || xtask(&["bench", "province"]) },
    Part { name: "python", heading: Some("From Python"), commands: from_python },
    Part { name: "javascript", heading: Some("From JavaScript"), commands: from_javascript },
    Part { name: "browser", heading: Some("In the browser"), commands: in_the_browser },
];

/// Another command of this program, in a process of its own, so that its tables can be read.
fn xtask(words: &[&str]) -> Result<Vec<Command>, Failed> {
    let own = env::current_exe().map_err(|error| failed(&error.to_string()))?;
    let mut xtask = command(&own.to_string_lossy());
    xtask.args(words);
    Ok(vec![xtask])
}

fn bench(name: &str, words: &[&str]) -> Result<Vec<Command>, Failed> {
    let mut bench = command("cargo");
    bench.args(["bench", "--quiet", "-p", "tieuchi-benches", "--bench", name, "--"]).args(words);
    Ok(vec![bench])
}

/// What the two programs in Python compare with and are fed with.
const BESIDE_PYTHON: [&str; 3] = ["zen-engine==2.1.3", "numpy==2.4.6", "pyarrow==26.0.1"];

fn from_python() -> Result<Vec<Command>, Failed> {
    let python = python::with_package("benches", &BESIDE_PYTHON)?;
    let script = |name: &str| {
        let mut script = command(&python.to_string_lossy());
        script.arg(root().join("bindings-python").join("benches").join(name));
        script
    };
    Ok(vec![script("one_call.py"), script("population.py")])
}

fn from_javascript() -> Result<Vec<Command>, Failed> {
    wasm::pack()?;
    let mut install = command("npm");
    install.args(["install", "--no-package-lock", "--no-audit", "--no-fund", "--prefix"]);
    run(install.arg("benches/javascript"))?;
    Ok(vec![node("benches/javascript/bench.js")])
}

fn in_the_browser() -> Result<Vec<Command>, Failed> {
    setup::chromium()?;
    web::build()?;
    Ok(vec![node("web/tests/speed.js")])
}

fn node(script: &str) -> Command {
    let mut node = command("node");
    node.arg(script);
    node
}

/// Runs all parts, or those that are named, and writes the page after each.
pub fn run_all(names: &[&str]) -> Result<(), Failed> {
    if let Some(name) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        return Err(failed(&format!("no part `{name}` of the page; there are {}", known.join(", "))));
    }
    let commit = commit();
    let (mut done, mut missed) = (Vec::new(), Vec::new());
    for part in PARTS.iter().filter(|part| names.is_empty() || names.contains(&part.name)) {
        eprintln!("xtask: the part {}", part.name);
        let begun = Instant::now();
        match written(part) {
            Ok(()) => done.push((part.name, begun.elapsed().as_secs())),
            Err(Failed) => missed.push(part.name),
        }
        let about = about(&commit, &format!("{}, Rust {}", machine(), rustc()), &done, &missed);
        change(|page| Ok(with_section(page, "About this run", &about)))?;
    }
    if missed.is_empty() {
        return Ok(());
    }
    Err(failed(&format!("these parts of the page failed: {}", missed.join(", "))))
}

/// Runs a part and writes its tables.
fn written(part: &Part) -> Result<(), Failed> {
    let mut text = String::new();
    for mut command in (part.commands)()? {
        text += &printed(&mut command)?;
    }
    let Some(heading) = part.heading else { return Ok(()) };
    change(|page| with_tables(page, heading, &tables(&text)))
}

/// Writes the page anew.
fn change(new: impl FnOnce(&str) -> Result<String, String>) -> Result<(), Failed> {
    let path = root().join("docs").join("performance.md");
    let page = fs::read_to_string(&path).map_err(|error| failed(&format!("{}: {error}", path.display())))?;
    let page = new(&page).map_err(|why| failed(&why))?;
    fs::write(&path, page).map_err(|error| failed(&format!("{}: {error}", path.display())))
}

/// What a program prints, which is shown as it comes.
fn printed(command: &mut Command) -> Result<String, Failed> {
    tell(command);
    let cannot = |error: std::io::Error| failed(&format!("cannot be run: {error}"));
    let mut child = command.stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let mut text = String::new();
    for line in child.stdout.take().into_iter().flat_map(|out| BufReader::new(out).lines()) {
        let line = line.map_err(cannot)?;
        println!("{line}");
        text += &line;
        text.push('\n');
    }
    let status = child.wait().map_err(cannot)?;
    if status.success() { Ok(text) } else { Err(failed(&format!("ended with {status}"))) }
}

/// The tables of a text: its runs of lines that begin with `|`.
fn tables(text: &str) -> Vec<String> {
    let mut tables: Vec<String> = Vec::new();
    let mut within = false;
    for line in text.lines() {
        let of_table = line.starts_with('|');
        if of_table && !within {
            tables.push(String::new());
        }
        if let Some(table) = tables.last_mut().filter(|_| of_table) {
            table.push_str(line);
            table.push('\n');
        }
        within = of_table;
    }
    tables
}

/// The page with these tables under a heading, in place of those that stand there; what there are more
/// comes at the end. A table that would stay among new ones is of another run: that is refused.
fn with_tables(page: &str, heading: &str, tables: &[String]) -> Result<String, String> {
    let section = section(page, heading);
    let (own, rest) = section
        .split_once("\n### ")
        .map_or((section, ""), |(own, _)| (own, section.get(own.len() + 1..).unwrap_or_default()));
    let before = self::tables(own).len();
    if tables.is_empty() || tables.len() < before {
        return Err(format!("{heading}: {} tables were printed, and {before} stand there", tables.len()));
    }
    let mut new = tables.iter();
    let mut out = String::new();
    let mut within = false;
    for line in own.trim().lines() {
        let of_table = line.starts_with('|');
        match (of_table, within) {
            (true, false) => out.extend(new.next().map(String::as_str)),
            (true, true) => {}
            (false, _) => {
                out.push_str(line);
                out.push('\n');
            }
        }
        within = of_table;
    }
    for table in new {
        out.push('\n');
        out.push_str(table);
    }
    Ok(with_section(page, heading, &format!("{out}\n{rest}")))
}

/// What stands under a heading; nothing if it is not there.
fn section<'page>(page: &'page str, heading: &str) -> &'page str {
    let found = page.split_once(&format!("\n## {heading}\n"));
    found.map_or("", |(_, rest)| rest.split("\n## ").next().unwrap_or_default())
}

/// The commit that is measured, and whether it is all there is; the page itself does not count.
fn commit() -> String {
    let said = |words: &[&str]| {
        let output = command("git").args(words).output();
        output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
    };
    let changed = said(&["status", "--porcelain", "--", ".", ":(exclude)docs/performance*"]);
    let with = if changed.is_empty() { "" } else { ", with changes that were not committed" };
    format!("{}{with}", said(&["rev-parse", "--short", "HEAD"]))
}

/// The section that says what the figures are of: the parts that ran, with the seconds they took, those
/// that failed, and by that those that are older.
fn about(commit: &str, machine: &str, done: &[(&str, u64)], missed: &[&str]) -> String {
    let ran: Vec<String> =
        done.iter().map(|(name, seconds)| format!("{name} ({})", minutes(*seconds))).collect();
    let older = PARTS.iter().map(|part| part.name).filter(|name| done.iter().all(|(own, _)| own != name));
    let older: Vec<&str> = older.filter(|name| !missed.contains(name)).collect();
    let list = |names: &[&str]| if names.is_empty() { "none".to_owned() } else { names.join(", ") };
    format!(
        "`cargo xtask bench page` ran these parts, one after the other: {}.\n\
         Failed, so that their figures are of an earlier run: {}.\n\
         Not in this run, and of an earlier one: {}.\n\n\
         Commit: {commit}.\n\
         Machine: {machine}.\n\n\
         It is shared with others; the spread of a ratio says how much.\n\
         Times of the processor count threads that have ended, such as those that decode a file.",
        if ran.is_empty() { "none".to_owned() } else { ran.join(", ") },
        list(missed),
        list(&older),
    )
}

fn minutes(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn failed(why: &str) -> Failed {
    eprintln!("xtask: {why}");
    Failed
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Page\n\n## A\n\nbefore\n\n| a |\n|---|\n| 1 |\n\nbetween\n\n| b |\n|---|\n\nafter\n\n\
                        ### Kept\n\n| kept |\n\n## B\n\n| other |\n";

    #[test]
    fn tables_are_runs_of_lines() {
        assert_eq!(tables("one\n| a |\n| b |\n\n| c |\ntwo | three\n"), ["| a |\n| b |\n", "| c |\n"]);
        assert_eq!(tables("no table\n"), [""; 0]);
    }

    #[test]
    fn tables_take_the_places_of_others_and_prose_stays() {
        let new = tables("| x |\n| 2 |\n\n| y |\n\n| z |\n");
        let page = with_tables(PAGE, "A", &new).unwrap();
        assert_eq!(
            page,
            "# Page\n\n## A\n\nbefore\n\n| x |\n| 2 |\n\nbetween\n\n| y |\n\nafter\n\n| z |\n\n\
             ### Kept\n\n| kept |\n\n## B\n\n| other |\n"
        );
        assert_eq!(with_tables(&page, "A", &new).unwrap(), page, "again changes nothing");
    }

    #[test]
    fn a_section_that_is_missing_is_added() {
        let page = with_tables(PAGE, "C", &["| x |\n".to_owned()]).unwrap();
        assert_eq!(page, format!("{PAGE}\n## C\n\n| x |\n"));
    }

    #[test]
    fn no_table_of_another_run_stays() {
        assert!(with_tables(PAGE, "A", &["| x |\n".to_owned()]).is_err());
        assert!(with_tables(PAGE, "C", &[]).is_err());
    }

    #[test]
    fn it_says_what_ran() {
        let text = about("1a2b", "a machine", &[("start", 61)], &["peers"]);
        assert!(text.contains("other: start (1:01).\n"), "{text}");
        assert!(text.contains("earlier run: peers.\n"), "{text}");
        assert!(
            text.contains("earlier one: engines, single, ") && text.contains("Commit: 1a2b.\n"),
            "{text}"
        );
    }

    #[test]
    fn every_part_has_its_section() {
        let page = fs::read_to_string(root().join("docs").join("performance.md")).unwrap();
        for heading in PARTS.iter().filter_map(|part| part.heading).chain(["About this run"]) {
            assert!(page.contains(&format!("\n## {heading}\n")), "{heading}");
        }
    }
}
