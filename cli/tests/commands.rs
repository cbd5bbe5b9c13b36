//! The program as people run it: each command, its output, its exit code.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a helper of a test that cannot go on has failed the test"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const SET: &str = r#"ngôn ngữ vi
bộ tiêu chí DOC "Năm đọc sách" bản B1 [giả định]
  hiệu lực từ 01/01/2024
  áp dụng cho người
  thang 10 điểm
  cấu trúc tiêu chí

đối tượng người "Người"
  thông tin sách "Số sách đã đọc": số nguyên từ 0 đến 1000

tiêu chí 1 "Đọc" tối đa 10 điểm
  chấm theo sách:
    dưới 5: 0 điểm
    từ 5 đến dưới 12: 6 điểm
    từ 12 trở lên: 10 điểm
danh hiệu người_đọc "Người đọc" khi tổng_điểm >= 6
ví dụ "Bảy quyển" kỳ 2025
  cho sách = 7
  thì 1 = 6; người_đọc = đúng
"#;

/// A folder of one test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("tieuchi-cli-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tieuchi"));
    command.current_dir(folder).env_remove("LANG").env_remove("LC_ALL").env_remove("LC_MESSAGES");
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Runs in a folder; gives exit code, output, messages.
fn run(folder: &Folder, words: &[&str]) -> (i32, String, String) {
    ended(&command(&folder.0).args(words).output().unwrap())
}

fn with_input(folder: &Folder, words: &[&str], input: &str) -> (i32, String, String) {
    let mut child = command(&folder.0)
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    ended(&child.wait_with_output().unwrap())
}

fn ended(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn check_counts_and_runs_the_examples() {
    let folder = Folder::new("check");
    folder.write("a.tieuchi", SET);
    let (code, out, _) = run(&folder, &["check", "a.tieuchi"]);
    assert_eq!((code, out.as_str()), (0, "a.tieuchi: 17 statements, 1 item, 1 of 1 examples passed\n"));
    folder.write("b.tieuchi", &SET.replace("1 = 6;", "1 = 7;"));
    let (code, out, _) = run(&folder, &["check", "a.tieuchi", "b.tieuchi", "--lang", "vi"]);
    assert_eq!(code, 1);
    assert!(out.contains("--> b.tieuchi:19:") && out.contains("0/1 ví dụ đúng, 1 lỗi"), "{out}");
    let (code, out, _) = run(&folder, &["check", "--json", "a.tieuchi", "b.tieuchi"]);
    assert_eq!((code, out.lines().count()), (1, 2));
    let lines: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["examples_passed"], &lines[1]["examples_passed"]), (&1.into(), &0.into()));
    assert_eq!(lines[1]["findings"][0]["labels"][0]["start"]["line"], 19);
}

#[test]
fn coverage_says_what_the_examples_reach() {
    let folder = Folder::new("coverage");
    folder.write("a.tieuchi", SET);
    let (code, out, _) = run(&folder, &["check", "--coverage", "a.tieuchi"]);
    assert_eq!(code, 0);
    // One of three bands, and the title held but never refused.
    assert!(out.contains("bands: 1/3\n") && out.contains("classes: 1/2\n"), "{out}");
    assert!(out.contains("a.tieuchi:13: not reached: 1: under 5\n"), "{out}");
    let (code, _, messages) = run(&folder, &["check", "--min-coverage", "41", "a.tieuchi"]);
    assert_eq!(code, 1);
    assert!(messages.contains("the examples reach 40%, at least 41% are asked for"), "{messages}");
    assert_eq!(run(&folder, &["check", "--min-coverage", "40", "a.tieuchi"]).0, 0);
    let (_, out, _) = run(&folder, &["check", "--coverage", "--json", "a.tieuchi"]);
    let line: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&line["coverage"]["percent"], &line["coverage"]["bands"]["of"]), (&40.into(), &3.into()));
}

#[test]
fn a_local_set_is_written_out_and_editions_are_chosen() {
    let folder = Folder::new("flatten");
    folder.write("a.tieuchi", SET);
    let local = "ngôn ngữ vi\nbộ tiêu chí DP \"Địa phương\" bản D1 [giả định]\n  hiệu lực từ 01/01/2025\n  dựa trên DOC bản B1\n";
    folder.write("b.tieuchi", local);
    let (code, out, _) = run(&folder, &["flatten", "b.tieuchi"]);
    assert_eq!(code, 0);
    assert!(out.contains("bộ tiêu chí DP") && out.contains("từ 12 trở lên: 10 điểm"), "{out}");
    let (code, _, messages) = run(&folder, &["flatten", "b.tieuchi", "--with", "none.tieuchi"]);
    assert_eq!((code, messages.contains("none.tieuchi")), (3, true));
    let newer = SET.replace("bản B1", "bản B2").replace("01/01/2024", "01/01/2025");
    folder.write(
        "c.tieuchi",
        &newer.replace("tổng_điểm >= 6", "tổng_điểm >= 10").replace("người_đọc = đúng", "người_đọc = sai"),
    );
    folder.write("d.json", r#"{"$id": "7", "sách": 7}"#);
    for (period, edition, class) in [("2024", "B1", "người_đọc"), ("2025", "B2", "none")] {
        let words =
            ["evaluate", "c.tieuchi", "--edition", "a.tieuchi", "d.json", "--period", period, "--result"];
        let (code, out, messages) = run(&folder, &words);
        assert_eq!(code, 0, "{messages}");
        let line: serde_json::Value = serde_json::from_str(&out).unwrap();
        assert_eq!((&line["DOC"]["edition"], &line["DOC"]["class"]), (&edition.into(), &class.into()));
    }
}

#[test]
fn two_editions_are_compared() {
    let folder = Folder::new("diff");
    folder.write("a.tieuchi", SET);
    folder.write("b.tieuchi", &SET.replace("bản B1", "bản B2").replace("tổng_điểm >= 6", "tổng_điểm >= 10"));
    let (code, out, _) = run(&folder, &["diff", "a.tieuchi", "b.tieuchi", "--lang", "vi"]);
    assert_eq!(code, 1);
    assert!(out.contains("đổi: 6 → 10"), "{out}");
    let (code, out, _) = run(&folder, &["diff", "a.tieuchi", "b.tieuchi", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &found["same_meaning"], &found["new"]["edition"]), (1, &false.into(), &"B2".into()));
    let (code, out, _) = run(&folder, &["diff", "a.tieuchi", "a.tieuchi"]);
    assert_eq!((code, out.contains("Both sets say the same")), (0, true), "{out}");
    folder.write("c.tieuchi", &SET.replace("chấm theo sách", "chấm theo sach"));
    let (code, _, messages) = run(&folder, &["diff", "a.tieuchi", "c.tieuchi"]);
    assert_eq!((code, messages.contains("c.tieuchi:12:13")), (3, true), "{messages}");
    assert_eq!(run(&folder, &["diff", "a.tieuchi", "none.tieuchi"]).0, 3);
}

#[test]
fn check_shows_where_a_fault_is() {
    let folder = Folder::new("fault");
    folder.write("a.tieuchi", &SET.replace("chấm theo sách", "chấm theo sach"));
    let (code, out, _) = run(&folder, &["check", "a.tieuchi"]);
    assert_eq!(code, 1);
    assert!(out.contains("--> a.tieuchi:12:13\n") && out.contains("^^^^"), "{out}");
    assert!(!out.contains('\u{1b}'));
    let (_, out, _) = run(&folder, &["check", "a.tieuchi", "--color", "always"]);
    assert!(out.contains("\u{1b}[1;31m"));
}

#[test]
fn a_file_that_cannot_be_read_is_another_matter_than_a_fault() {
    let folder = Folder::new("unreadable");
    folder.write("a.tieuchi", SET);
    fs::write(folder.0.join("latin.tieuchi"), b"ng\xf4n").unwrap();
    let (code, out, messages) = run(&folder, &["check", "none.tieuchi", "latin.tieuchi", "a.tieuchi"]);
    assert_eq!(code, 3);
    assert!(
        messages.contains("none.tieuchi") && messages.contains("latin.tieuchi is not UTF-8"),
        "{messages}"
    );
    assert!(out.starts_with("a.tieuchi: 17"), "the others still run: {out}");
    let (code, ..) = run(&folder, &["evaluate", "a.tieuchi", "none.json", "--period", "2025"]);
    assert_eq!(code, 3);
    let large = fs::File::create(folder.0.join("large.tieuchi")).unwrap();
    large.set_len(16 * 1024 * 1024 + 1).unwrap();
    let (code, _, messages) = run(&folder, &["check", "large.tieuchi"]);
    assert_eq!(code, 3);
    assert!(messages.contains("larger than the limit"), "{messages}");
}

#[test]
fn wrong_use_is_code_two() {
    let folder = Folder::new("usage");
    folder.write("a.tieuchi", SET);
    for words in [
        &["evaluate", "a.tieuchi", "a.json"][..],
        &["evaluate", "a.tieuchi", "a.json", "--period", "soon"],
        &["evaluate", "a.tieuchi", "a.json", "--period", "2025", "--as-of", "31/02/2025"],
        &["check"],
        &["nonsense"],
        &["fmt", "--check", "--stdout", "a.tieuchi"],
        &[],
    ] {
        assert_eq!(run(&folder, words).0, 2, "{words:?}");
    }
    let (code, out, _) = run(&folder, &["--help"]);
    assert!(code == 0 && out.contains("Exit codes:"));
    let (code, out, _) = run(&folder, &["evaluate", "--help", "--lang", "vi"]);
    assert!(code == 0 && out.contains("Cách dùng:") && !out.contains("Options"), "{out}");
}

#[test]
fn the_language_is_asked_for_or_that_of_the_system() {
    let folder = Folder::new("language");
    folder.write("a.tieuchi", SET);
    let vietnamese = |words: &[&str], name: &str, value: &str| {
        let output = command(&folder.0).args(words).env(name, value).output().unwrap();
        ended(&output).1.contains("câu")
    };
    assert!(vietnamese(&["check", "a.tieuchi"], "LANG", "vi_VN.UTF-8"));
    assert!(vietnamese(&["check", "a.tieuchi", "--lang=vi"], "LC_ALL", "en_US.UTF-8"));
    assert!(!vietnamese(&["check", "a.tieuchi", "--lang", "en"], "LC_ALL", "vi_VN"));
    assert!(!vietnamese(&["check", "a.tieuchi"], "LANG", "C"));
}

#[test]
fn fmt_replaces_files_whole_and_only_sound_ones() {
    let folder = Folder::new("fmt");
    let untidy = SET.replace("  thang 10", "        thang   10");
    let path = folder.write("a.tieuchi", &untidy);
    let (code, out, _) = run(&folder, &["fmt", "--check", "a.tieuchi"]);
    assert_eq!((code, out.as_str()), (1, "a.tieuchi\n"));
    assert_eq!(fs::read_to_string(&path).unwrap(), untidy, "--check writes nothing");
    assert_eq!(run(&folder, &["fmt", "a.tieuchi"]).0, 0);
    let tidy = fs::read_to_string(&path).unwrap();
    assert!(tidy.contains("\n  thang 10 điểm\n"));
    assert_eq!(run(&folder, &["fmt", "--check", "a.tieuchi"]), (0, String::new(), String::new()));
    let (_, out, _) = with_input(&folder, &["fmt", "-"], &untidy);
    assert_eq!(out, tidy);
    let faulty = untidy.replace("chấm theo", "chấm thoe");
    let bad = folder.write("b.tieuchi", &faulty);
    let (code, out, messages) = run(&folder, &["fmt", "b.tieuchi", "a.tieuchi"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("b.tieuchi:12"), "{messages}");
    assert_eq!(fs::read_to_string(&bad).unwrap(), faulty, "a faulty file is left as it is");
    let names: Vec<_> = fs::read_dir(&folder.0).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "no file is left over: {names:?}");
}

#[test]
fn fmt_converts_keywords_there_and_back() {
    let folder = Folder::new("keywords");
    folder.write("a.tieuchi", SET);
    let (code, english, _) = run(&folder, &["fmt", "--stdout", "--keywords", "en", "a.tieuchi"]);
    assert!(code == 0 && english.contains("criterion 1 \"Đọc\" max 10 points"), "{english}");
    let (_, back, _) = with_input(&folder, &["fmt", "--keywords", "vi", "-"], &english);
    let (_, plain, _) = run(&folder, &["fmt", "--stdout", "a.tieuchi"]);
    assert_eq!(back, plain);
}

#[cfg(unix)]
#[test]
fn fmt_keeps_rights_and_links_and_says_what_it_cannot_write() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::new("rights");
    let untidy = SET.replace("  thang 10", "   thang 10");
    let path = folder.write("inner/a.tieuchi", &untidy);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&path, folder.0.join("link.tieuchi")).unwrap();
    assert_eq!(run(&folder, &["fmt", "link.tieuchi"]).0, 0);
    assert!(fs::symlink_metadata(folder.0.join("link.tieuchi")).unwrap().is_symlink());
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    assert_ne!(fs::read_to_string(&path).unwrap(), untidy);
    fs::write(&path, &untidy).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
    let (code, _, messages) = run(&folder, &["fmt", "inner/a.tieuchi"]);
    assert_eq!(code, 3, "{messages}");
    assert_eq!(fs::read_to_string(&path).unwrap(), untidy);
}

#[test]
fn evaluate_prints_results_with_reasons() {
    let folder = Folder::new("evaluate");
    folder.write("a.tieuchi", SET);
    folder.write("mai.json", r#"{"$id": "Mai", "sách": 7}"#);
    let (code, out, messages) = run(&folder, &["evaluate", "a.tieuchi", "mai.json", "--period", "2025"]);
    assert_eq!((code, messages.as_str()), (0, ""));
    assert!(out.starts_with("Mai · "), "{out}");
    let line =
        ["evaluate", "a.tieuchi", "mai.json", "--period", "01/01/2025..31/12/2025", "--explain", "line"];
    assert!(run(&folder, &line).1.len() < out.len());
    let (_, out, _) = run(&folder, &["evaluate", "a.tieuchi", "mai.json", "--period", "2025", "--json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&json["subject"], &json["set"]), (&"Mai".into(), &"DOC".into()));
    let (code, out, messages) = run(&folder, &["evaluate", "a.tieuchi", "mai.json", "--period", "2020"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("edition-not-in-force"), "{messages}");
}

#[test]
fn a_bad_dossier_is_reported_with_its_place() {
    let folder = Folder::new("dossier");
    folder.write("a.tieuchi", SET);
    folder.write("bad.json", r#"{"sách": 7.5, "sach": 1}"#);
    let (code, out, messages) = run(&folder, &["evaluate", "a.tieuchi", "bad.json", "--period", "2025"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("bad.json#/sách") && messages.contains("bad.json#/sach"), "{messages}");
}

#[test]
fn a_bad_line_does_not_stop_the_others() {
    let folder = Folder::new("lines");
    folder.write("a.tieuchi", SET);
    let lines =
        "{\"$id\": \"một\", \"sách\": 7}\n\n{\"sách\": \"bảy\"}\n{oops\n{\"$id\": \"hai\", \"sách\": 20}";
    folder.write("all.ndjson", lines);
    let words = ["evaluate", "a.tieuchi", "all.ndjson", "--period", "2025", "--json"];
    let (code, out, messages) = run(&folder, &words);
    assert_eq!((code, out.lines().count()), (1, 2));
    assert!(messages.contains("all.ndjson:3#/sách") && messages.contains("all.ndjson:4#/"), "{messages}");
    let from_stdin = ["evaluate", "a.tieuchi", "-", "--period", "2025", "--json"];
    let (code, again, messages) = with_input(&folder, &from_stdin, lines);
    assert_eq!((code, again), (1, out));
    assert!(messages.contains("<stdin>:4"), "{messages}");
}

#[test]
fn sets_are_found_beside_the_set_that_reads_them() {
    let folder = Folder::new("library");
    // The class is none of DOC's: whoever has DOC at hand finds that out.
    let reader = "ngôn ngữ vi\nbộ tiêu chí NHA \"Nhà\" bản B1 [giả định]\n  hiệu lực từ 01/01/2024\n  áp dụng cho nhà\n  \
        dùng kết quả DOC bản B1 đã công nhận\nđối tượng nhà \"Nhà\"\ndanh hiệu nhà_đọc \"Nhà đọc\" khi DOC.người_độc\n";
    folder.write("nha/a.tieuchi", reader);
    let found = |words: &[&str]| {
        let (code, out, _) = run(&folder, words);
        assert!(code == 0 || out.contains("`người_đọc`"), "{out}");
        code == 1
    };
    assert!(!found(&["check", "nha/a.tieuchi"]));
    folder.write("nha/broken.tieuchi", "DOC đây không phải là câu");
    let other = folder.write("doc/doc.tieuchi", SET);
    assert!(found(&["check", "nha/a.tieuchi"]));
    fs::rename(other, folder.0.join("nha/doc.tieuchi")).unwrap();
    assert!(found(&["check", "nha/a.tieuchi"]));
    fs::rename(folder.0.join("nha/doc.tieuchi"), folder.0.join("far.tieuchi")).unwrap();
    assert!(!found(&["check", "nha/a.tieuchi"]));
    assert!(found(&["check", "nha/a.tieuchi", "--with", "far.tieuchi"]));
    assert_eq!(run(&folder, &["check", "nha/a.tieuchi", "--with", "none.tieuchi"]).0, 3);
}

#[test]
fn facts_and_schema_of_a_set() {
    let folder = Folder::new("facts");
    folder.write("a.tieuchi", SET);
    let (code, out, _) = run(&folder, &["facts", "a.tieuchi", "--lang", "vi"]);
    assert!(code == 0 && out.contains("sách: số nguyên 0 đến 1000"), "{out}");
    let (_, out, _) = run(&folder, &["facts", "a.tieuchi", "--json"]);
    let facts: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(facts["inputs"][0]["name"], "sách");
    let (_, out, _) = run(&folder, &["schema", "a.tieuchi"]);
    let schema: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(schema["properties"]["sách"].is_object());
}

#[test]
fn statements_are_found_by_word_in_either_language() {
    let folder = Folder::new("statements");
    let (code, all, _) = run(&folder, &["statements"]);
    assert!(code == 0 && all.lines().count() > 200);
    for word in ["làm tròn", "round"] {
        let (code, out, _) = run(&folder, &["statements", word]);
        assert!(code == 0 && out.contains("round[ each {word}]") && out.len() < all.len(), "{out}");
    }
    // What the slots take is there too: closed phrases, other slots, built-in names.
    for phrase in ["{mode}\n    half up (nửa lên)", "{words}\n", "\nraw_total\n"] {
        assert!(all.contains(phrase), "{phrase}");
    }
    let effects = run(&folder, &["statements", "if not met", "--lang", "vi"]).1;
    assert!(effects.contains("{effect}\n    không xét (not ranked)"), "{effects}");
    assert!(run(&folder, &["statements", "stepmode"]).1.contains("whole steps only"));
    let (code, out, messages) = run(&folder, &["statements", "qqq", "--lang", "vi"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("`qqq`"));
}

#[test]
fn explain_knows_no_nonsense() {
    let folder = Folder::new("explain");
    let (code, out, messages) = run(&folder, &["explain", "no-such-code"]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("no-such-code"));
}

#[test]
fn explain_prints_the_page_of_a_code_or_the_nearest_code() {
    let folder = Folder::new("page");
    let (code, page, _) = run(&folder, &["explain", "wrong-period"]);
    assert!(code == 0 && page.starts_with("# wrong-period\n"), "{page}");
    assert_eq!(run(&folder, &["explain", "[wrong-period]"]).1, page);
    // The language asked for, and the samples.
    let english = run(&folder, &["explain", "wrong-period", "--lang", "en"]).1;
    assert!(english.contains("period") && english.contains("## Mended"), "{english}");
    assert!(!english.contains("Sửa lại") && !english.contains("Bộ tiêu chí đánh giá theo"), "{english}");
    let vietnamese = run(&folder, &["explain", "wrong-period", "--lang", "vi"]).1;
    assert!(vietnamese.contains("## Sửa lại\n") && !vietnamese.contains("Mended"), "{vietnamese}");
    let samples = |page: &str| page.matches("```").count();
    assert_eq!(samples(&english), samples(&vietnamese));
    let (code, _, messages) = run(&folder, &["explain", "wrong-perid"]);
    assert!(code == 1 && messages.contains("did you mean `wrong-period`?"), "{messages}");
}

#[test]
fn help_is_in_the_language_asked_for_wherever_the_option_stands() {
    let folder = Folder::new("help");
    let commands = [
        "check",
        "fmt",
        "evaluate",
        "facts",
        "schema",
        "flatten",
        "diff",
        "explain",
        "statements",
        "completions",
    ];
    for name in commands {
        let orders: [&[&str]; 5] = [
            &[name, "--help", "--lang", "vi"],
            &[name, "--lang", "vi", "--help"],
            &["--lang", "vi", name, "--help"],
            &[name, "-h", "--lang=vi"],
            &[name, "--lang=vi", "-h"],
        ];
        for order in orders {
            let (code, out, messages) = run(&folder, order);
            assert!(code == 0 && out.contains("Cách dùng: "), "{order:?}: {out}{messages}");
        }
    }
}

#[test]
fn two_dossiers_periods_or_editions_are_compared() {
    let folder = Folder::new("compare");
    folder.write("set.tieuchi", SET);
    folder.write("old.tieuchi", &SET.replace("bản B1", "bản B0").replace("tổng_điểm >= 6", "tổng_điểm >= 8"));
    folder.write("three.json", r#"{"$id": "N-1", "sách": 3}"#);
    folder.write("seven.json", r#"{"$id": "N-1", "sách": 7}"#);
    let base = ["compare", "set.tieuchi", "three.json", "seven.json", "--period", "2025", "--lang", "vi"];
    let (code, out, _) = run(&folder, &base);
    assert_eq!(code, 0);
    assert!(out.contains("tổng điểm 0 → 6 (+6)") && out.contains("số sách đã đọc: 3 → 7"), "{out}");
    let (code, out, _) = run(&folder, &[&base[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(code == 0 && json["total"]["contributions"][0]["certain"] == "6", "{out}");
    let (code, out, _) = run(&folder, &[&base[..], &["--redact=all"]].concat());
    assert!(code == 0 && !out.contains("3 → 7") && !out.contains("N-1"), "{out}");
    let same = ["compare", "set.tieuchi", "seven.json", "seven.json", "--period", "2025", "--lang", "en"];
    let (code, out, _) = run(&folder, &[&same[..], &["--period-old", "2024"]].concat());
    assert!(code == 0 && out.contains("period 2024-01-01") && out.contains("Both come out alike."), "{out}");
    let (code, out, _) = run(&folder, &[&same[..], &["--set-old", "old.tieuchi"]].concat());
    assert!(code == 0 && out.contains("asked ≥ 8 → ≥ 6"), "{out}");
    let (code, _, _) = run(&folder, &[&same[..], &["--set-old", "none.tieuchi"]].concat());
    assert_eq!(code, 3);
    let (code, _, _) = run(&folder, &["compare", "set.tieuchi", "seven.json", "--period", "2025"]);
    assert_eq!(code, 2);
}

#[test]
fn the_set_is_coloured_by_a_dossier() {
    let folder = Folder::new("colour");
    folder.write("set.tieuchi", SET);
    folder.write("seven.json", r#"{"$id": "N-1", "sách": 7}"#);
    let base = ["colour", "set.tieuchi", "seven.json", "--period", "2025", "--lang", "vi"];
    let asked = |more: &[&str]| run(&folder, &[&base[..], more].concat());
    let (code, out, _) = asked(&[]);
    assert_eq!(code, 0);
    assert!(!out.contains('\u{1b}'), "no colours but on a terminal");
    let line = |start: &str| out.lines().find(|line| line.contains(start)).unwrap().to_owned();
    assert!(line("dưới 5: 0 điểm").starts_with('–'), "{out}");
    assert!(line("từ 5 đến dưới 12").starts_with('✓'), "{out}");
    assert!(line("tiêu chí 1").starts_with('◐') && line("tiêu chí 1").ends_with("← 6 / 10 điểm"), "{out}");
    let (code, out, _) = asked(&["--color", "always"]);
    assert!(code == 0 && out.contains("\u{1b}[32m"), "{out}");
    let (code, out, _) = asked(&["--html"]);
    assert!(code == 0 && out.contains("<li class=\"met\" title=\"đạt\">"), "{out}");
    assert!(!out.contains("<script") && out.contains("N-1"), "{out}");
    let (code, out, _) = asked(&["--html", "--redact=all"]);
    assert!(code == 0 && !out.contains("N-1"), "{out}");

    // A local set is coloured as it is written out; `color` is the same command.
    folder.write(
        "local.tieuchi",
        "ngôn ngữ vi\nbộ tiêu chí DOC_TINH \"Năm đọc sách của tỉnh\" bản T1 [giả định]\n  \
         hiệu lực từ 01/01/2024\n  dựa trên DOC bản B1\n",
    );
    let (code, out, messages) =
        run(&folder, &["color", "local.tieuchi", "seven.json", "--period", "2025", "--lang", "vi"]);
    assert!(code == 0 && out.contains("từ 5 đến dưới 12"), "{out}{messages}");
    let (code, _, _) = run(&folder, &["colour", "set.tieuchi", "seven.json"]);
    assert_eq!(code, 2);
}

#[test]
fn what_is_private_is_kept_back() {
    let folder = Folder::new("redact");
    let set = SET.replace("\n\ntiêu chí 1", "\n  giữ kín sách\n\ntiêu chí 1");
    assert!(set.contains("giữ kín"));
    folder.write("set.tieuchi", &set);
    folder.write("two.ndjson", "{\"$id\": \"Lan\", \"sách\": 739}\n{\"$id\": \"Mai\", \"sách\": 3}\n");
    folder.write("one.json", r#"{"$id": "Lan", "sách": 739}"#);
    let base = ["evaluate", "set.tieuchi", "two.ndjson", "--period", "2025", "--lang", "vi"];
    let asked = |more: &[&str]| run(&folder, &[&base[..], more].concat());
    let (_, open, _) = asked(&["--explain", "full"]);
    assert!(open.contains("Lan") && open.contains("739"), "{open}");
    for more in [
        &["--redact", "--explain", "full"][..],
        &["--redact=all", "--explain", "line"],
        &["--redact", "--json"],
    ] {
        let (code, out, _) = asked(more);
        assert_eq!(code, 0, "{more:?}");
        assert!(out.contains("#1") && out.contains("#2"), "{out}");
        for kept in ["Lan", "Mai", "739"] {
            assert!(!out.contains(kept), "{kept} stands in {out}");
        }
    }
    let (code, out, _) =
        run(&folder, &["letter", "set.tieuchi", "one.json", "--period", "2025", "--redact", "--lang", "vi"]);
    assert!(code == 0 && out.contains("người #1") && !out.contains("739") && !out.contains("Lan"), "{out}");
    let (code, _, messages) = asked(&["--redact", "--result"]);
    assert!(code == 2 && messages.contains("--result"), "{messages}");
    let (code, _, _) = asked(&["--redact=some"]);
    assert_eq!(code, 2);
}

#[test]
fn a_letter_tells_result_and_reasons() {
    let folder = Folder::new("letter");
    folder.write("set.tieuchi", SET);
    folder.write("few.json", r#"{"$id": "N-1", "sách": 3}"#);
    let base = ["letter", "set.tieuchi", "few.json", "--period", "2025"];
    let asked = |more: &[&str]| run(&folder, &[&base[..], more].concat());
    let (code, out, _) = asked(&["--lang", "vi"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("THÔNG BÁO KẾT QUẢ ĐÁNH GIÁ\n"), "{out}");
    assert!(out.contains("Không đạt danh hiệu «Người đọc»."), "{out}");
    assert!(out.contains("Tổng điểm: 0; yêu cầu: ít nhất 6."), "{out}");
    assert!(out.contains("từ ngày 01 tháng 01 năm 2025 đến ngày 31 tháng 12 năm 2025"), "{out}");
    let (code, out, _) = asked(&["--lang", "en", "--format", "markdown"]);
    assert!(code == 0 && out.starts_with("# Notice of result\n"), "{out}");
    let (code, out, _) = asked(&["--lang", "vi", "--format", "html"]);
    assert!(code == 0 && out.starts_with("<!DOCTYPE html>\n<html lang=\"vi\">"), "{out}");
    assert_eq!(out.matches("<li>").count(), out.matches("</li>").count(), "{out}");
    assert_eq!(out.matches("<ul>").count(), out.matches("</ul>").count(), "{out}");

    let (code, _, messages) = run(&folder, &["letter", "set.tieuchi", "few.json"]);
    assert!(code == 2 && messages.contains("--period"), "{messages}");
    folder.write("bad.json", r#"{"sách": "nhiều"}"#);
    let (code, _, messages) = run(&folder, &["letter", "set.tieuchi", "bad.json", "--period", "2025"]);
    assert!(code == 1 && messages.contains("bad-number"), "{messages}");
    let (code, _, _) = run(&folder, &["letter", "set.tieuchi", "none.json", "--period", "2025"]);
    assert_eq!(code, 3);
}

#[test]
fn completions_for_shells() {
    let folder = Folder::new("completions");
    let (code, out, _) = run(&folder, &["completions", "bash"]);
    assert!(code == 0 && out.contains("evaluate"));
}

#[test]
fn a_reader_that_stops_is_no_failure() {
    let folder = Folder::new("pipe");
    let mut child =
        command(&folder.0).arg("statements").stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

const DOSSIER: &str = r#"{"$id": "R-1", "sách": 7}"#;

/// A receipt of the one dossier, in a folder with its set; options of `receipt` before.
fn receipted(name: &str, more: &[&str]) -> (Folder, String) {
    let folder = Folder::new(name);
    folder.write("a.tieuchi", SET);
    folder.write("d.json", DOSSIER);
    folder.write("key", "0123456789abcdef0123456789abcdef");
    let words = [&["receipt", "a.tieuchi", "d.json", "--period", "2025"], more].concat();
    let (code, out, messages) = run(&folder, &words);
    assert_eq!((code, messages.as_str()), (0, ""));
    folder.write("r.json", &out);
    (folder, out)
}

#[test]
fn a_receipt_is_verified_and_what_differs_is_named() {
    let (folder, receipt) = receipted("receipt", &[]);
    let verify = ["verify", "r.json", "a.tieuchi", "d.json"];
    assert_eq!(run(&folder, &verify), (0, "r.json: agrees\n".to_owned(), String::new()));
    // The set: a bar, then a label.
    folder.write("a.tieuchi", &SET.replace("tổng_điểm >= 6", "tổng_điểm >= 5"));
    let (code, out, _) = run(&folder, &verify);
    assert_eq!(code, 1);
    assert!(
        out.starts_with("r.json: DIFFERS: meaning of the set (meaning)\nr.json: DIFFERS: text of"),
        "{out}"
    );
    folder.write("a.tieuchi", &SET.replace("\"Đọc\"", "\"Đọc sách\""));
    let (code, out, _) = run(&folder, &[&verify[..], &["--lang", "vi"]].concat());
    assert_eq!((code, out.as_str()), (1, "r.json: KHÁC: văn bản của bộ tiêu chí (text)\n"));
    // A comment and the example say nothing.
    folder.write(
        "a.tieuchi",
        &SET.replace("thang 10 điểm\n", "thang 10 điểm\n# Chú thích.\n").replace("Bảy", "7"),
    );
    assert_eq!(run(&folder, &verify).0, 0);
    // The dossier: another value, then only another layout.
    folder.write("d.json", &DOSSIER.replace("7", "12"));
    let (code, out, _) = run(&folder, &[&verify[..], &["--json"]].concat());
    assert_eq!((code, out.as_str()), (1, "{\"agrees\":false,\"differs\":[\"input\",\"result\"]}\n"));
    folder.write("d.json", "{ \"sách\" : 7,\n \"$id\": \"R-1\" }");
    let (code, out, _) = run(&folder, &[&verify[..], &["--json"]].concat());
    assert_eq!((code, out.as_str()), (0, "{\"agrees\":true,\"differs\":[]}\n"));
    // The options, then the result.
    folder.write("r.json", &receipt.replace("\"closed\"", "\"open\""));
    let (code, out, _) = run(&folder, &verify);
    assert_eq!(code, 1);
    assert!(out.contains("options stated in the receipt (options)") && out.contains("(input)"), "{out}");
    let at = receipt.find("\"result\":\"").unwrap() + 10;
    let other = if receipt[at..].starts_with('0') { "1" } else { "0" };
    folder.write("r.json", &format!("{}{other}{}", &receipt[..at], &receipt[at + 1..]));
    let (code, out, _) = run(&folder, &verify);
    assert_eq!((code, out.as_str()), (1, "r.json: DIFFERS: result (result)\n"));
}

#[test]
fn the_bytes_of_a_digest_are_printed() {
    let (folder, receipt) = receipted("canonical", &[]);
    let print = |part: &str| {
        let words = ["receipt", "a.tieuchi", "d.json", "--period", "2025", "--canonical", part];
        let (code, out, _) = run(&folder, &words);
        assert_eq!(code, 0);
        out
    };
    assert_eq!(
        print("input"),
        "{\"context\":{\"file\":\"closed\",\"judged_on\":\"2025-12-31\",\"period\":[\"2025-01-01\",\"2025-12-31\"]},\
         \"dossier\":{\"facts\":{\"fact:sách\":{\"verified\":\"7\"}},\"id\":\"R-1\"}}"
    );
    assert_eq!(print("row"), "{\"class\":[\"người_đọc\"],\"items\":[\"6\"],\"total\":\"6\"}");
    for part in ["meaning", "text", "result"] {
        let value: serde_json::Value = serde_json::from_str(&print(part)).unwrap();
        assert!(value.is_object(), "{part}");
    }
    let stated: serde_json::Value = serde_json::from_str(&print("options")).unwrap();
    let mut whole: serde_json::Value = serde_json::from_str(&receipt).unwrap();
    whole.as_object_mut().unwrap().remove("digests");
    assert_eq!(stated, whole);
    assert!(print("text").contains("Năm đọc sách") && !print("meaning").contains("Năm đọc sách"));
}

#[test]
fn a_keyed_receipt_asks_for_its_key() {
    let (folder, receipt) = receipted("keyed", &["--key-file", "key"]);
    assert!(receipt.contains("\"key\":\"8249ff8a138d9372\""), "{receipt}");
    let verify = ["verify", "r.json", "a.tieuchi", "d.json"];
    let with = |key: &str| run(&folder, &[&verify[..], &["--key-file", key]].concat());
    assert_eq!(with("key").0, 0);
    let (code, out, messages) = run(&folder, &verify);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(messages.contains("error[wrong-key]") && messages.contains("no key is given"), "{messages}");
    fs::write(folder.0.join("other"), [0xff; 40]).unwrap();
    let (code, _, messages) = with("other");
    assert!(code == 1 && messages.contains("the key given is"), "{messages}");
    folder.write("short", "secret");
    let (code, _, messages) = with("short");
    assert!(code == 1 && messages.contains("error[key-too-short]"), "{messages}");
    let (code, _, messages) = with("none");
    assert!(code == 3 && messages.contains("none"), "{messages}");
    let (folder, _) = receipted("not-keyed", &[]);
    let (code, _, messages) = run(&folder, &[&verify[..], &["--key-file", "key"]].concat());
    assert!(code == 1 && messages.contains("the receipt is not keyed"), "{messages}");
}

#[test]
fn what_is_no_receipt_is_refused() {
    let (folder, receipt) = receipted("no-receipt", &[]);
    let verify = |text: &str| {
        folder.write("r.json", text);
        run(&folder, &["verify", "r.json", "a.tieuchi", "d.json"])
    };
    let (code, _, messages) = verify("[]");
    assert!(code == 1 && messages.contains("error[bad-receipt]"), "{messages}");
    let (code, _, messages) = verify(&receipt.replace("\"language\":\"1\"", "\"language\":\"9\""));
    assert!(code == 1 && messages.contains("error[other-language-version]"), "{messages}");
    // A set or a dossier at fault is told as by every command; a file that is not there, with 3.
    folder.write("r.json", &receipt);
    let (code, _, messages) = run(&folder, &["verify", "r.json", "a.tieuchi", "none.json"]);
    assert!(code == 3 && messages.contains("none.json"), "{messages}");
    assert_eq!(run(&folder, &["verify", "none.json", "a.tieuchi", "d.json"]).0, 3);
    folder.write("d.json", "{\"sach\": 7}");
    let (code, _, messages) = run(&folder, &["verify", "r.json", "a.tieuchi", "d.json"]);
    assert!(code == 1 && messages.contains("error[unknown-field]"), "{messages}");
    let words = ["receipt", "a.tieuchi", "d.json", "--period", "2025", "--leaves", "l.ndjson"];
    let (code, _, messages) = run(&folder, &words);
    assert!(code == 2 && messages.contains("one dossier a line"), "{messages}");
}

#[test]
fn one_subject_of_a_population_is_proved() {
    let (folder, _) = receipted("population", &[]);
    let people: String = (1..=9).map(|at| format!("{{\"$id\": \"R-{at}\", \"sách\": {at}}}\n")).collect();
    folder.write("all.ndjson", &people);
    let words = ["receipt", "a.tieuchi", "all.ndjson", "--period", "2025", "--leaves", "l.ndjson"];
    let (code, all, messages) = run(&folder, &words);
    assert_eq!((code, messages.as_str()), (0, ""));
    assert!(all.contains("\"count\":\"9\"") && all.contains("\"receipt\":\"population\""), "{all}");
    folder.write("all.json", &all);
    // Leaves that are there are not written over.
    let (code, out, messages) = run(&folder, &words);
    assert!(code == 3 && out.is_empty() && messages.contains("l.ndjson"), "{messages}");
    let (code, proof, _) = run(&folder, &["prove", "l.ndjson", "R-7"]);
    assert_eq!(code, 0);
    folder.write("p.json", &proof);
    let (code, out, _) = run(&folder, &["verify-proof", "all.json", "p.json"]);
    assert!(code == 0 && out.starts_with("`R-7` is among 9 subjects"), "{out}");
    // Its own receipt has the same row; that of another subject has not.
    folder.write("d.json", "{\"$id\": \"R-7\", \"sách\": 7}");
    let own = |name: &str| {
        let (_, own, _) = run(&folder, &["receipt", "a.tieuchi", "d.json", "--period", "2025"]);
        folder.write(name, &own);
        run(&folder, &["verify-proof", "all.json", "p.json", "--subject", name])
    };
    assert_eq!(own("r7.json").0, 0);
    folder.write("d.json", "{\"$id\": \"R-7\", \"sách\": 3}");
    let (code, out, _) = own("r3.json");
    assert!(code == 1 && out.contains("NOT the one that is proved"), "{out}");
    folder.write("p.json", &proof.replace("R-7", "R-8"));
    let (code, out, _) = run(&folder, &["verify-proof", "all.json", "p.json"]);
    assert!(code == 1 && out.contains("does NOT lead to the root"), "{out}");
    folder.write("p.json", "{}");
    let (code, _, messages) = run(&folder, &["verify-proof", "all.json", "p.json"]);
    assert!(code == 1 && messages.contains("error[bad-receipt]"), "{messages}");
    let (code, _, messages) = run(&folder, &["prove", "l.ndjson", "R-70"]);
    assert!(code == 1 && messages.contains("error[subject-not-there]"), "{messages}");
    assert_eq!(run(&folder, &["prove", "none.ndjson", "R-7"]).0, 3);
    // The whole is verified, in any order, and refused with one dossier less, changed or twice.
    let verify = |text: &str| {
        folder.write("all.ndjson", text);
        run(&folder, &["verify", "all.json", "a.tieuchi", "all.ndjson"])
    };
    let reversed: String = people.lines().rev().map(|line| format!("{line}\n")).collect();
    assert_eq!(verify(&reversed), (0, "all.json: agrees\n".to_owned(), String::new()));
    let (code, out, _) = verify(people.split_once('\n').unwrap().1);
    assert_eq!((code, out.as_str()), (1, "all.json: DIFFERS: result (result)\n"));
    assert_eq!(verify(&people.replace("\"sách\": 9", "\"sách\": 2")).0, 1);
    let (code, out, messages) = verify(&format!("{people}{{\"$id\": \"R-1\"}}\n"));
    assert!(code == 1 && out.is_empty() && messages.contains("error[subject-twice]"), "{messages}");
    let (code, out, messages) = verify(&people.replace("\"sách\": 9", "\"sách\": \"x\""));
    assert!(code == 1 && out.is_empty() && messages.contains("all.ndjson:9"), "{messages}");
}

const SUFFICES: &str = r#"language en
criteria set CLUB "Club" edition E1 [assumed]
  in force from 2024-01-01
  applies to member
  scale 30 points
subject member "Member"
  fact hours "Hours": integer from 0 to 100
evidence talk "Talk" with day: date
  if missing unknown
criterion 1 "Hours" max 20 points
  score by hours:
    under 10: 0 points
    from 10 up: 20 points
criterion 2 "Talks" max 10 points
  each talk where day in period: 5 points, at most 10 points
classification rank "Rank": highest class, otherwise left open
  class gold "Gold" when total_points >= 30
  class silver "Silver" when total_points >= 20
"#;

#[test]
fn suffices_says_what_to_do_in_both_languages() {
    let folder = Folder::new("suffices");
    folder.write("s.tieuchi", SUFFICES);
    folder.write(
        "a.json",
        r#"{ "$id": "M-1", "talk": [{ "$id": "T-1", "day": "2025-02-01", "$status": "waiting" }] }"#,
    );
    let words = ["suffices", "s.tieuchi", "a.json", "--period", "2025"];
    let (code, out, _) = run(&folder, &words);
    assert_eq!(code, 0);
    // The next class is silver.
    assert!(
        out.starts_with("«Silver»: not certain yet · 0 to 25 points, at least 20 points missing\n"),
        "{out}"
    );
    assert!(out.contains("    - hours: at least 10 → 20 to 25 points\n"), "{out}");
    assert!(out.contains("looked for sets of at most 3 things"), "{out}");
    let (_, out, _) = run(&folder, &[&words[..], &["--class", "gold", "--lang", "vi"]].concat());
    assert!(out.contains("- hours: ít nhất 10; và xác minh talk T-1; và thêm 1 talk"), "{out}");
    assert!(out.contains("- hours: ít nhất 10; và thêm 2 talk"), "{out}");
    let (_, out, _) = run(&folder, &[&words[..], &["--class", "gold", "--most", "1"]].concat());
    assert!(out.contains("no set of at most 1 thing suffices"), "{out}");
    let (_, out, _) = run(&folder, &[&words[..], &["--class", "gold", "--bound", "1"]].concat());
    assert!(out.contains("[bound-reached]"), "{out}");
}

#[test]
fn suffices_in_json_and_the_reverse_question() {
    let folder = Folder::new("suffices-json");
    folder.write("s.tieuchi", SUFFICES);
    let words = ["suffices", "s.tieuchi", "-", "--period", "2025", "--class", "silver"];
    let (code, out, _) = with_input(&folder, &[&words[..], &["--json"]].concat(), "{}");
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &answer["reach"], &answer["points_missing"]), (0, &"possible".into(), &"20".into()));
    let element = &answer["sets"][0]["elements"][0];
    assert_eq!((&element["action"], &element["piece"]["field"]), (&"settle".into(), &"hours".into()));
    assert_eq!(element["conditions"][0]["relation"], "at-least");
    assert_eq!(element["conditions"][0]["value"], "10");
    assert_eq!(answer["search"]["most"], 3);
    let (code, out, _) = with_input(&folder, &[&words[..], &["--rests-on"]].concat(), r#"{ "hours": 12 }"#);
    assert_eq!(
        (code, out.as_str()),
        (0, "silver: lost if any one of these is rejected (1 tried):\n  - hours\n")
    );
    let (_, out, _) =
        with_input(&folder, &[&words[..], &["--rests-on", "--json"]].concat(), r#"{ "hours": 12 }"#);
    let answer: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&answer["held"], &answer["pieces"][0]["field"]), (&true.into(), &"hours".into()));
}

#[test]
fn suffices_refuses_what_it_cannot_answer() {
    let folder = Folder::new("suffices-bad");
    folder.write("s.tieuchi", SUFFICES);
    folder.write("a.json", "{}");
    folder.write("bad.json", r#"{ "hours": 1000 }"#);
    let words = |dossier| ["suffices", "s.tieuchi", dossier, "--period", "2025"];
    let (code, _, messages) = run(&folder, &[&words("a.json")[..], &["--class", "gol"]].concat());
    assert!(
        code == 1 && messages.contains("error[unknown-class]") && messages.contains("`gold`"),
        "{messages}"
    );
    let (code, _, messages) = run(&folder, &words("bad.json"));
    assert!(code == 1 && messages.contains("error[out-of-range]"), "{messages}");
    let (code, _, messages) = run(&folder, &words("none.json"));
    assert!(code == 3 && messages.contains("none.json"), "{messages}");
    assert_eq!(run(&folder, &[&words("a.json")[..], &["--most", "0"]].concat()).0, 2);
    let (code, _, messages) = run(&folder, &["suffices", "s.tieuchi", "a.json", "--period", "2020"]);
    assert!(code == 1 && messages.contains("error[edition-not-in-force]"), "{messages}");
    // A set that gives no class has nothing to ask about.
    folder.write("t.tieuchi", &SUFFICES[..SUFFICES.find("classification").unwrap()]);
    let (code, _, messages) = run(&folder, &["suffices", "t.tieuchi", "a.json", "--period", "2025"]);
    assert!(code == 1 && messages.contains("gives no class and no title"), "{messages}");
}
