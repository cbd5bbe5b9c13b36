//! `tieuchi table` as people run it: results, problems, exit codes, and no half-written file.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const SET: &str = r#"language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 1000
evidence course "Course" with hours: number 1 places from 0 to 50
  if missing none
criterion 1 "Books" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
criterion 2 "Courses" max 10 points
  score by sum hours of course:
    under 3: 0 points
    from 3 up: 10 points
title reader "Reader" when total_points >= 10
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tieuchi-table-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("set.tieuchi"), SET).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join(name)).ok()
    }

    /// Files that are neither input nor result.
    fn left(&self) -> Vec<String> {
        let names = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name());
        names.map(|name| name.to_string_lossy().into_owned()).filter(|name| name.starts_with('.')).collect()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Folder) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
    command.current_dir(&folder.0).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

const WORDS: [&str; 8] =
    ["table", "set.tieuchi", "--subjects", "people.csv", "--period", "2025", "-o", "out.csv"];

fn run(folder: &Folder, more: &[&str]) -> (i32, String, String) {
    let output = command(folder).args(WORDS).args(more).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

const PEOPLE: &str = "id,books\na,5\nb,4\nc,-1\n";
const COURSES: &str = "subject,hours\na,1.5\nb,2.5\nb,0.5\n";

#[test]
fn results_and_problems_are_written() {
    let folder = Folder::new("results");
    folder.write("people.csv", PEOPLE);
    folder.write("courses.csv", COURSES);
    let (code, out, err) = run(
        &folder,
        &["--table", "course=courses.csv", "--problems", "problems.csv", "--items", "--threads", "2"],
    );
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(
        out,
        "Subjects: 3\n  not settled: 1\n  reader: 2\nProblems: 1\n  out-of-range: 1\nResults: out.csv\n"
    );
    let results = folder.read("out.csv").unwrap();
    let lines: Vec<&str> = results.lines().collect();
    assert!(
        lines[0].starts_with("id,applies,total.certain,total.possible,total.reachable,class,class.highest")
    );
    assert!(lines[1].starts_with("a,met,10,10,10,reader,reader,reader,reader,"), "{}", lines[1]);
    assert!(lines[2].starts_with("b,met,10,10,10,reader,"), "{}", lines[2]);
    assert!(lines[3].starts_with("c,met,0,10,10,,reader,none,reader,"), "{}", lines[3]);
    let problems = folder.read("problems.csv").unwrap();
    let problem = problems.lines().nth(1).unwrap();
    assert!(problem.starts_with("out-of-range,person,3,c,books,-1,"), "{problem}");
    assert_eq!(folder.left(), [""; 0]);
    // The order of the other table does not matter, but it has to be held then.
    folder.write("courses.csv", "subject,hours\nb,2.5\na,1.5\nb,0.5\n");
    let (code, _, err) = run(&folder, &["--table", "course=courses.csv", "--items"]);
    assert_eq!(code, 0);
    assert!(err.contains("not sorted by key from row 2"), "{err}");
    assert_eq!(folder.read("out.csv").unwrap(), results);
}

/// Tables give the receipt and the leaves that the same people give as dossiers, with a key or not.
#[test]
fn tables_have_the_receipt_of_their_dossiers() {
    let folder = Folder::new("receipts");
    folder.write("people.csv", "id,books\na,5\nb,4\nc,7\n");
    folder.write("courses.csv", COURSES);
    folder.write("key", &"k".repeat(32));
    let dossiers = r#"{"$id": "a", "books": 5, "course": [{"hours": 1.5}]}
{"$id": "b", "books": 4, "course": [{"hours": 2.5}, {"hours": 0.5}]}
{"$id": "c", "books": 7, "course": []}
"#;
    folder.write("people.ndjson", dossiers);
    for keyed in [&[][..], &["--key-file", "key"]] {
        let output = command(&folder)
            .args(["receipt", "set.tieuchi", "people.ndjson", "--period", "2025", "--leaves", "own.ndjson"])
            .args(keyed)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        let words = ["--table", "course=courses.csv", "--receipt", "all.json", "--leaves", "leaves.ndjson"];
        let (code, _, err) = run(&folder, &[&words[..], keyed].concat());
        assert_eq!((code, err.as_str()), (0, ""));
        assert_eq!(folder.read("all.json").unwrap(), String::from_utf8(output.stdout).unwrap());
        assert_eq!(folder.read("leaves.ndjson"), folder.read("own.ndjson"));
        assert_eq!(folder.read("leaves.ndjson").unwrap().lines().count(), 3);
        assert!(folder.read("out.csv").is_some());
        fs::remove_file(folder.0.join("own.ndjson")).unwrap();
    }
    // A receipt that cannot be written leaves no result either.
    fs::remove_file(folder.0.join("out.csv")).unwrap();
    let (code, _, err) = run(&folder, &["--table", "course=courses.csv", "--receipt", "no/such/all.json"]);
    assert_eq!(code, 3);
    assert!(err.contains("no/such/all.json"), "{err}");
    assert_eq!((folder.read("out.csv"), folder.left()), (None, Vec::new()));
}

#[test]
fn strict_writes_no_result() {
    let folder = Folder::new("strict");
    folder.write("people.csv", PEOPLE);
    folder.write("courses.csv", COURSES);
    folder.write("out.csv", "before");
    let words = ["--table", "course=courses.csv", "--problems", "problems.csv", "--strict"];
    let (code, out, err) = run(&folder, &words);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("1 problem out-of-range") && err.contains("person, row 3"), "{err}");
    assert_eq!(folder.read("out.csv").unwrap(), "before");
    assert_eq!(folder.read("problems.csv").unwrap().lines().count(), 2);
}

#[test]
fn tables_that_do_not_fit_are_refused() {
    let folder = Folder::new("refused");
    folder.write("people.csv", "id,boks\na,5\n");
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 1);
    for words in ["[unknown-column]", "did you mean `books`?", "[missing-column]", "[missing-table]"] {
        assert!(err.contains(words), "{words}: {err}");
    }
    assert_eq!(folder.read("out.csv"), None);
    folder.write("people.csv", "id,books\na,5\n");
    let (code, out, _) = run(&folder, &["--missing-unknown"]);
    assert_eq!((code, out.lines().next()), (0, Some("Subjects: 1")));
    folder.write("map.toml", "[subjects]\ncolums = {}\n");
    let (code, _, err) = run(&folder, &["--mapping", "map.toml"]);
    assert_eq!(code, 1);
    assert!(err.contains("map.toml:2:1") && err.contains("did you mean `columns`?"), "{err}");
    let (code, _, err) = run(&folder, &["--table", "course"]);
    assert_eq!(code, 2);
    assert!(err.contains("NAME=FILE"), "{err}");
    let (code, _, err) = run(&folder, &["--table", "course=none.csv"]);
    assert_eq!(code, 3);
    assert!(err.contains("none.csv"), "{err}");
    let missing = command(&folder)
        .args([
            "table",
            "set.tieuchi",
            "--subjects",
            "people.csv",
            "--period",
            "2025",
            "-o",
            "no/such/out.csv",
        ])
        .arg("--missing-unknown")
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(3));
}

fn many(rows: usize) -> String {
    let mut text = String::from("id,books\n");
    for row in 0..rows {
        writeln!(text, "p{row:07},{}", row % 11).unwrap();
    }
    text
}

/// A disk that is full, or a limit on the size of a file, is told, and leaves what was there.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_what_was_there() {
    let folder = Folder::new("full");
    folder.write("people.csv", &many(20_000));
    folder.write("out.csv", "before");
    let line = format!(
        "trap '' XFSZ; ulimit -f 8; exec {} {} --missing-unknown",
        env!("CARGO_BIN_EXE_tieuchi"),
        WORDS.join(" ")
    );
    let output = Command::new("sh").args(["-c", &line]).current_dir(&folder.0).output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(folder.read("out.csv").unwrap(), "before");
    assert_eq!(folder.left(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn an_interrupt_leaves_what_was_there() {
    use std::io::Write as _;
    let folder = Folder::new("interrupt");
    folder.write("out.csv", "before");
    let pipe = folder.0.join("people.csv");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = command(&folder)
        .args(WORDS)
        .arg("--missing-unknown")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut feed = fs::File::options().write(true).open(&pipe).unwrap();
    let text = many(40_000);
    let (first, rest) = text.split_at(text.len() / 2);
    feed.write_all(first.as_bytes()).unwrap();
    let killed = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    std::thread::sleep(Duration::from_millis(200));
    // Whoever reads no more closes the pipe.
    let _ = feed.write_all(rest.as_bytes());
    drop(feed);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert_eq!(folder.read("out.csv").unwrap(), "before");
    assert_eq!(folder.left(), [""; 0]);
}

/// Killed at any moment, a run leaves the old file or the whole new one.
#[cfg(unix)]
#[test]
fn a_killed_run_leaves_the_old_file_or_the_whole_new_one() {
    let folder = Folder::new("killed");
    folder.write("people.csv", &many(6_000));
    let (code, ..) = run(&folder, &["--missing-unknown"]);
    assert_eq!(code, 0);
    let whole = folder.read("out.csv").unwrap();
    for round in 0..50u64 {
        folder.write("out.csv", "before");
        let mut child = command(&folder)
            .args(WORDS)
            .arg("--missing-unknown")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(round * 7 % 180));
        let _ = child.kill();
        child.wait().unwrap();
        let now = folder.read("out.csv").unwrap();
        assert!(now == "before" || now == whole, "round {round}: {} bytes", now.len());
    }
}
