//! Files that are damaged, change while they are read, or cannot be written; too little memory.
//! Whatever happens, the exit code is a documented one and the old result stays as it was.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

const SET: &str = r#"language en
criteria set READING "Reading year" edition E1 [assumed]
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

/// Results have columns that nobody asks for when they are read as subjects.
const MAP: [&str; 2] = ["--mapping", "map.toml"];

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tieuchi-faults-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        fs::write(path.join("set.tieuchi"), SET).unwrap();
        fs::write(path.join("out.csv"), "before").unwrap();
        fs::write(path.join("map.toml"), "ignore_unknown = true\n").unwrap();
        Self(path)
    }

    fn command(&self, subjects: &str, out: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
        command.current_dir(&self.0).env("LC_ALL", "C").stdin(Stdio::null());
        command.args(["table", "set.tieuchi", "--period", "2025", "--subjects", subjects, "-o", out]);
        command
    }

    /// The run failed in a documented way, and nothing was written.
    fn refused(&self, output: &Output, what: &str) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(1..=3)), "{what}: {:?} {said}", output.status);
        assert!(!said.contains("panicked"), "{what}: {said}");
        self.untouched(what);
    }

    fn untouched(&self, what: &str) {
        assert_eq!(fs::read_to_string(self.0.join("out.csv")).unwrap(), "before", "{what}");
        let names = fs::read_dir(&self.0).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with('.')).collect();
        assert!(left.is_empty(), "{what}: {left:?}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn people(rows: usize) -> String {
    let mut text = String::from("id,books\n");
    for row in 0..rows {
        writeln!(text, "p{row:07},{}", row % 11).unwrap();
    }
    text
}

/// A table of subjects in another format, written by the program itself: results have an `id`.
fn written(folder: &Folder, name: &str) -> Vec<u8> {
    fs::write(folder.0.join("people.csv"), people(300)).unwrap();
    let made = folder.command("people.csv", name).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    fs::read(folder.0.join(name)).unwrap()
}

#[test]
fn a_file_that_ends_too_soon_is_refused() {
    for ending in ["parquet", "arrow"] {
        let folder = Folder::new(&format!("short-{ending}"));
        let whole = written(&folder, &format!("whole.{ending}"));
        let name = format!("short.{ending}");
        for part in 0..24 {
            fs::write(folder.0.join(&name), &whole[..whole.len() * part / 24]).unwrap();
            let output = folder
                .command(&name, "out.csv")
                .args(["--missing-unknown", MAP[0], MAP[1]])
                .output()
                .unwrap();
            folder.refused(&output, &format!("{part} parts of 24 of a file {ending}"));
        }
    }
}

#[test]
fn a_file_with_a_changed_byte_is_read_or_refused() {
    for ending in ["parquet", "arrow"] {
        let folder = Folder::new(&format!("changed-{ending}"));
        let whole = written(&folder, &format!("whole.{ending}"));
        let name = format!("changed.{ending}");
        for change in 0..48 {
            let mut bytes = whole.clone();
            let at = bytes.len() * change / 48;
            bytes[at] ^= 0x5a;
            fs::write(folder.0.join(&name), bytes).unwrap();
            let output = folder
                .command(&name, "new.csv")
                .args(["--missing-unknown", MAP[0], MAP[1]])
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stderr);
            assert!(matches!(output.status.code(), Some(0..=3)), "byte {at}: {:?} {said}", output.status);
            assert!(
                output.status.success() || said.contains(&name) || said.contains("error["),
                "byte {at} of a file {ending}: {said}"
            );
        }
    }
}

#[test]
fn a_place_that_cannot_be_written_is_told() {
    let folder = Folder::new("place");
    fs::write(folder.0.join("people.csv"), people(3)).unwrap();
    for place in ["out.csv/results.csv", "nowhere/results.csv", "/proc/results.csv"] {
        let output = folder.command("people.csv", place).output().unwrap();
        folder.refused(&output, place);
    }
}

/// A file that somebody goes on writing gives the rows that were there, or is refused.
#[test]
fn a_file_that_changes_while_it_is_read_does_no_harm() {
    let folder = Folder::new("changes");
    let path = folder.0.join("people.csv");
    let text = people(20_000);
    for round in 0..6 {
        fs::write(&path, &text).unwrap();
        let child = folder
            .command("people.csv", "new.csv")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        for step in 0..20 {
            let length = text.len() * (step + round) % text.len();
            fs::write(&path, text.get(..length).unwrap_or_default()).unwrap();
        }
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(matches!(output.status.code(), Some(0..=3)), "round {round}: {:?} {said}", output.status);
        assert!(!said.contains("panicked"), "round {round}: {said}");
        folder.untouched("a file that changes");
    }
}

/// Without memory the program is stopped; what was there stays there.
#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_leaves_what_was_there() {
    let folder = Folder::new("memory");
    fs::write(folder.0.join("people.csv"), people(200_000)).unwrap();
    let line = format!(
        "ulimit -v 60000; exec {} table set.tieuchi --subjects people.csv --period 2025 -o out.csv --threads 1",
        env!("CARGO_BIN_EXE_tieuchi")
    );
    let output = Command::new("sh").args(["-c", &line]).current_dir(&folder.0).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(fs::read_to_string(folder.0.join("out.csv")).unwrap(), "before");
}
