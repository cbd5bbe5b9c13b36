//! `tieuchi diff --on` as people run it: who gains, who loses, why, and every subject in a table.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const OLD: &str = r#"language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 1000
  fact hours "Hours": integer from 0 to 1000
  fact member "Member": yes no
criterion 1 "Books" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
criterion 2 "Hours" max 10 points
  score by hours:
    under 3: 0 points
    from 3 to under 8: 6 points
    from 8 up: 10 points
condition LIBRARY "Member of the library": member
  if not met not ranked
title reader "Reader" when total_points >= 10
"#;

/// Hours give less, the bar is higher, and a fact is new.
fn new() -> String {
    OLD.replace("edition E1", "edition E2")
        .replace("from 2024-01-01", "from 2026-01-01")
        .replace("8: 6 points", "8: 3 points")
        .replace("total_points >= 10", "total_points >= 14 and prizes <= 5")
        .replace("  fact member", "  fact prizes \"Prizes\": integer from 0 to 9\n  fact member")
}

/// Kept by a and e, lost by b through the item and by c through the bar; d has too few points, f is
/// no member, of g the books cannot be read.
const PEOPLE: &str = "\
id,books,hours,member,prizes
a,5,8,true,0
b,5,3,true,0
c,5,0,true,0
d,0,0,true,0
e,9,9,true,1
f,9,9,false,0
g,-1,8,true,0
";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tieuchi-impact-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("old.tieuchi"), OLD).unwrap();
        fs::write(path.join("new.tieuchi"), new()).unwrap();
        fs::write(path.join("people.csv"), PEOPLE).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn run(folder: &Folder, words: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
    command.current_dir(&folder.0).env("LC_ALL", "C").stdin(Stdio::null());
    let output = command.arg("diff").args(words).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

const ON: [&str; 6] = ["old.tieuchi", "new.tieuchi", "--on", "people.csv", "--period", "2025"];

#[test]
fn who_loses_a_title_and_why() {
    let folder = Folder::new("loses");
    let (code, out, err) = run(&folder, &[&ON[..], &["-o", "out.csv"]].concat());
    assert_eq!(code, 0, "{err}");
    assert!(err.contains("READING edition E2 is not the one for this period"), "{err}");
    assert_eq!(
        out,
        "\
READING edition E1
→ READING edition E2
Subjects: 7
Problems under READING edition E1: 1; subjects that have one: 1 (out-of-range 1)
Problems under READING edition E2: 1; subjects that have one: 1 (out-of-range 1)

Before (rows) and after (columns):
              reader  none  not ranked  not settled
  reader           2     2           0            1
  none             0     1           0            0
  not ranked       0     0           1            0

Gain a title or stand higher: 0
Lose a title or stand lower: 2
The same: 4
Not settled by what is on file: 1
  reader «Reader»: 5 → 2 for certain, up to 3; gain it: 0, lose it: 2, not settled: 1

Points that are certain: more: 0, fewer: 1, the same: 6

Why (all who stand elsewhere are looked at: 2):
  Lose a title or stand lower:
    2: title reader: asks otherwise
        the total: asked ≥ 10 → ≥ 14
    1: criterion 2 «Hours»: 3 points less
  A subject may have several reasons.

Every subject: out.csv
"
    );
    let table = fs::read_to_string(folder.0.join("out.csv")).unwrap();
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 8);
    assert!(lines[0].starts_with("id,change,old.applies,old.class,"), "{}", lines[0]);
    assert_eq!(lines[2], "b,lost,met,reader,reader,reader,16,16,0,met,none,none,none,13,13,0");
    assert_eq!(lines[7], "g,open,met,reader,reader,reader,10,20,1,met,,reader,none,10,20,1");
}

#[test]
fn numbers_and_words_are_of_the_language() {
    let folder = Folder::new("language");
    let (code, out, _) = run(&folder, &[&ON[..], &["--lang", "vi", "--reasons", "1"]].concat());
    assert_eq!(code, 0);
    for words in ["Mất hoặc xuống loại: 2", "chỉ xét 1 đối tượng đầu tiên trong 2", "bớt 3 điểm"]
    {
        assert!(out.contains(words), "{words}: {out}");
    }
    let (code, out, _) = run(&folder, &[&ON[..], &["--json"]].concat());
    assert_eq!(code, 0);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(json["changes"]["lost"], 2);
    let cells = json["matrix"].as_array().unwrap();
    let sum: u64 = cells.iter().map(|cell| cell["count"].as_u64().unwrap()).sum();
    assert_eq!(Some(sum), json["subjects"].as_u64());
}

#[test]
fn bars_of_the_total() {
    let folder = Folder::new("bars");
    let words = ["old.tieuchi", "old.tieuchi", "--on", "people.csv", "--period", "2025"];
    fs::write(
        folder.0.join("people.csv"),
        PEOPLE.replace(",prizes", "").replace(",0\n", "\n").replace(",1\n", "\n"),
    )
    .unwrap();
    let (code, out, err) = run(&folder, &[&words[..], &["--thresholds", "6,10.5,20,21"]].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let bars = out.rsplit("\n\n").next().unwrap();
    assert_eq!(
        bars,
        "\
If reader «Reader» asked for a total of at least so many points, and for all else as it does:
  now (10): hold it: 5
  6: total reaches it: 6; hold it: 5; gain it: 0, lose it: 0
  10.5: total reaches it: 4 for certain, up to 5; hold it: 3 for certain, up to 4; gain it: 0, lose it: 1
  20: total reaches it: 3 for certain, up to 4; hold it: 2 for certain, up to 3; gain it: 0, lose it: 2
  21: total reaches it: 0; hold it: 0; gain it: 0, lose it: 5
"
    );
}

#[test]
fn wrong_use_and_unknown_columns() {
    let folder = Folder::new("wrong");
    assert_eq!(run(&folder, &["old.tieuchi", "new.tieuchi", "--on", "people.csv"]).0, 2);
    assert_eq!(run(&folder, &["old.tieuchi", "new.tieuchi", "--thresholds", "70"]).0, 2);
    assert_eq!(run(&folder, &[&ON[..], &["--thresholds", "many"]].concat()).0, 2);
    // What neither set knows is told, what only one of them knows is not.
    fs::write(folder.0.join("people.csv"), "id,books,hours,member,prises\na,5,8,true,0\n").unwrap();
    let (code, _, err) = run(&folder, &ON);
    assert_eq!(code, 1);
    assert!(err.contains("[unknown-column]") && err.contains("prises"), "{err}");
}
