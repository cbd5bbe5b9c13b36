//! `tieuchi report` as people run it: levels that bring their results to the next, targets, the page
//! and the workbook, and no half-written file.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

const READER: &str = r#"language en
criteria set YEAR "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact books "Books": integer from 0 to 1000
criterion 1 "Books" max 10 points
  score by books:
    under 5: 0 points
    from 5 up: 10 points
title reader "Reader" when total_points >= 10
"#;

const VILLAGE: &str = r#"language en
criteria set READING "Reading village" edition E1 [assumed]
  in force from 2024-01-01
  applies to village
  uses results YEAR edition E1 recognised
subject person "Person"
subject village "Village"
  has people "People": person
title bookish "Reading village" when (share people having YEAR.reader) >= 50%
"#;

const AIM: &str = r#"language en
target set AIMS "Aims" edition E1 [assumed]
  in force from 2024-01-01
  applies to area
  structure target
  uses results YEAR edition E1 recognised
subject person "Person"
subject area "Area"
  has people "People": person
target 1 "Readers"
  measured by share people having YEAR.reader
    by 2025-12-31 at least 60%
    by 2030-12-31 at least 80%
"#;

const ROLLUP: &str = r#"
title = { vi = "Báo cáo", en = "Report" }
place = "District"
period = "2025"
places = { table = "villages.csv", name = "name" }
sets = ["reader.tieuchi"]

[[level]]
name = "people"
set = "reader.tieuchi"
subjects = "people.csv"
place = "village"

[[level]]
name = "villages"
set = "village.tieuchi"
subjects = "villages.csv"
place = "id"
ignore_unknown = true
[level.members.people]
table = "residents.csv"
of = "people"
decided_on = 2025-12-31

[[level]]
name = "aims"
set = "aim.tieuchi"
subjects = "district.csv"
[level.members.people]
table = "residents.csv"
of = "people"
decided_on = 2025-12-31
through = { table = "villages.csv", column = "district" }
"#;

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tieuchi-report-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        let folder = Self(path);
        for (name, text) in [
            ("reader.tieuchi", READER),
            ("village.tieuchi", VILLAGE),
            ("aim.tieuchi", AIM),
            ("rollup.toml", ROLLUP),
            ("people.csv", "id,village,books\np1,v1,7\np2,v1,5\np3,v1,1\np4,v2,0\np5,v2,\np6,v2,-3\n"),
            ("villages.csv", "id,name,district\nv1,North,d\nv2,South,d\n"),
            ("residents.csv", "subject,id\nv1,p1\nv1,p2\nv1,p3\nv2,p4\nv2,p5\nv2,p6\n"),
            ("district.csv", "id\nd\n"),
        ] {
            fs::write(folder.0.join(name), text).unwrap();
        }
        folder
    }

    fn read(&self, name: &str) -> Option<String> {
        fs::read_to_string(self.0.join("out").join(name)).ok()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Folder, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
    command.current_dir(&folder.0).env("LC_ALL", "C").stdin(Stdio::null());
    command.args(["report", "rollup.toml", "--out", "out"]).args(words);
    command
}

fn run(folder: &Folder, words: &[&str]) -> (i32, String, String) {
    let done = command(folder, words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[test]
fn results_of_a_level_count_in_the_next() {
    let folder = Folder::new("levels");
    let (code, out, err) = run(&folder, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    // Two read enough, two do not, of two it is not known: a blank cell and a bad one.
    assert!(out.contains("people: Person (YEAR E1): 6\n  reader: 2\n  none: 2\n  not settled: 2"), "{out}");
    // Of the first village two of three, of the second none for certain and two at most.
    let villages = folder.read("villages.csv").unwrap();
    let standing =
        |row: usize| villages.lines().nth(row).unwrap().split(',').collect::<Vec<_>>()[..3].to_vec();
    assert_eq!(standing(1), ["v1", "met", "bookish"]);
    assert_eq!(standing(2), ["v2", "met", ""]);
    // Each figure leads to its rows: the results say where everybody is.
    let people = folder.read("people.csv").unwrap();
    assert!(people.starts_with("id,village,") && people.contains("\np4,v2,"), "{people}");
    let problems = folder.read("problems.csv").unwrap();
    assert!(problems.contains("out-of-range") && problems.contains("p6"), "{problems}");
    // The district has two readers of six, two not known: 33 to 66 %, and two more are needed.
    let page = folder.read("report.html").unwrap();
    assert!(page.contains("33,33%") && page.contains("66,66%"), "the share of the district");
    assert!(page.ends_with("</html>\n") || page.ends_with("</html>"));
    for name in ["people.csv", "aims.csv", "report.xlsx"] {
        assert!(folder.0.join("out").join(name).is_file(), "{name}");
    }
}

#[test]
fn a_redacted_report_names_nobody() {
    let folder = Folder::new("redacted");
    assert_eq!(run(&folder, &[]).0, 0);
    // Not redacted, the page says whose cell was bad.
    assert!(folder.read("report.html").unwrap().contains("p6"));
    assert_eq!(run(&folder, &["--redact"]).0, 0);
    let page = folder.read("report.html").unwrap();
    for id in ["p1", "p2", "p3", "p4", "p5", "p6"] {
        let named = page.split(|sign: char| !sign.is_ascii_alphanumeric()).any(|word| word == id);
        assert!(!named, "{id}");
    }
}

#[test]
fn what_is_filed_under_a_former_unit_counts_in_the_one_of_today() {
    let folder = Folder::new("history");
    let name = "name = \"name\"";
    let with = ROLLUP.replacen(name, &format!("{name}, history = \"former.csv\""), 1);
    fs::write(folder.0.join("rollup.toml"), with).unwrap();
    // The first village was made of two; a third one was split between both.
    let former = "subject,successor,part,name\nv1a,v1,false,East\nv1b,v1,,West\nw,v1,true,\nw,v2,true,\n";
    fs::write(folder.0.join("former.csv"), former).unwrap();
    let people = "id,village,books\np1,v1a,7\np2,v1b,5\np3,v1,1\np4,v2,0\np5,w,\np6,v2,-3\n";
    fs::write(folder.0.join("people.csv"), people).unwrap();
    let residents = "subject,id\nv1a,p1\nv1b,p2\nv1,p3\nv2,p4\nv2,p5\nv2,p6\n";
    fs::write(folder.0.join("residents.csv"), residents).unwrap();
    let (code, out, err) = run(&folder, &[]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let villages = folder.read("villages.csv").unwrap();
    assert!(villages.lines().nth(1).unwrap().starts_with("v1,met,bookish,"), "{villages}");
    let people = folder.read("people.csv").unwrap();
    assert!(people.contains("\np1,v1,") && people.contains("\np5,,"), "{people}");
    let page = folder.read("report.html").unwrap();
    for said in ["East (v1a)", "West (v1b)", "w, một phần", "Chưa rõ địa bàn"] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn any_subject_can_be_explained_from_the_same_tables() {
    let folder = Folder::new("why");
    let why = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
        command.current_dir(&folder.0).env("LC_ALL", "C").stdin(Stdio::null());
        let done = command.args(["report", "rollup.toml", "--why"]).args(words).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
    };
    let (code, person, err) = why(&["people", "p1", "--explain", "full"]);
    assert_eq!((code, err.as_str()), (0, ""), "{person}");
    assert!(person.contains("10") && person.contains("from 5 up"), "{person}");
    // The level above counts what the level below found.
    let (code, village, _) = why(&["villages", "v1", "--explain", "full"]);
    assert_eq!(code, 0);
    assert!(village.contains("2/3 = 66.6666…%"), "{village}");
    let (code, json, _) = why(&["villages", "v2", "--json"]);
    assert_eq!(code, 0);
    assert!(json.starts_with("{\"set\":\"READING\""), "{json}");
    assert_eq!(why(&["people", "p9"]).0, 1);
    let (code, _, err) = why(&["nobody", "p1"]);
    assert_eq!(code, 2);
    assert!(err.contains("people, villages, aims"), "{err}");
    assert!(!folder.0.join("out").exists(), "nothing is written");
}

#[test]
fn a_wrong_roll_up_is_told_at_its_place() {
    let folder = Folder::new("wrong");
    fs::write(folder.0.join("rollup.toml"), ROLLUP.replace("of = \"people\"", "of = \"peoples\"")).unwrap();
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 1);
    assert!(err.contains("bad-rollup") && err.contains("\"peoples\""), "{err}");
    fs::write(folder.0.join("rollup.toml"), ROLLUP.replace("residents.csv", "nobody.csv")).unwrap();
    let (code, _, err) = run(&folder, &[]);
    assert_eq!(code, 3, "{err}");
    assert!(err.contains("nobody.csv"), "{err}");
    assert!(folder.read("report.html").is_none());
}

#[test]
fn a_run_that_is_killed_leaves_whole_files_or_none() {
    let folder = Folder::new("killed");
    assert_eq!(run(&folder, &[]).0, 0);
    let names = ["people.csv", "villages.csv", "aims.csv", "problems.csv", "report.html"];
    let whole: Vec<Option<String>> = names.iter().map(|name| folder.read(name)).collect();
    for at in 0..50u64 {
        // Every other time there is an older run's result to lose.
        if at % 2 == 0 {
            fs::remove_dir_all(folder.0.join("out")).unwrap();
        }
        let mut child = command(&folder, &[]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(3 * at));
        let _ = child.kill();
        child.wait().unwrap();
        for (name, whole) in names.iter().zip(&whole) {
            let found = folder.read(name);
            assert!(found.is_none() || found == *whole, "{name} after {} ms", 3 * at);
        }
        fs::create_dir_all(folder.0.join("out")).unwrap();
    }
}
