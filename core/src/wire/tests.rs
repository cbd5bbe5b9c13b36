//! What is read in one pass is what is read at length.

use super::{Entries, quick};
use crate::dossier::Dossier;
use crate::evaluate::twin::generate::{Tape, compiled, dossier, source};
use crate::given::Floats;
use crate::plan::Plan;
use tieuchi_grammar::nfc;

/// Numbers of a linear congruence: the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound.max(1)
    }

    fn numbers(&mut self, count: usize) -> Vec<u16> {
        (0..count).map(|_| self.below(1 << 16) as u16).collect()
    }
}

/// What is put between two letters of a text, or in the place of one.
const PIECES: [&str; 48] = [
    "",
    "0",
    "1",
    "9",
    "-",
    ".",
    "e5",
    "E+1",
    "1e400",
    "00",
    "-0",
    "+",
    "\"",
    "\\",
    "\\u0061",
    "\\n",
    "\\ud800",
    "\\ud83d\\ude00",
    "\\x",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    " ",
    "\n",
    "\t",
    "\u{b}",
    "\u{0}",
    "\u{a0}",
    "\u{1}",
    "\u{feff}",
    "null",
    "true",
    "false",
    "nul",
    "ế",
    "é",
    "e\u{301}",
    "\u{212a}",
    "$",
    "\"$id\": \"x\", ",
    "\"$status\": \"waiting\", ",
    "{\"value\": 1, \"status\": \"unknown\"}",
    "{\"self\": 1}",
    "\"2024\"",
    "%",
];

/// A text that is nearly the same.
fn changed(text: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<String> = text.chars().map(String::from).collect();
    for _ in 0..=dice.below(2) {
        let (from, to) = (dice.below(letters.len()), dice.below(letters.len()));
        match dice.below(8) {
            0 => drop(letters.remove(from)),
            1 | 2 => letters.insert(from, PIECES[dice.below(PIECES.len())].to_owned()),
            3 | 4 => letters[from] = PIECES[dice.below(PIECES.len())].to_owned(),
            5 => letters.swap(from, to),
            6 => {
                // A stretch once more, somewhere else: entries that stand twice, rows within rows.
                let end = letters.len().min(from + dice.below(40));
                let stretch = letters[from..end].concat();
                letters.insert(to, stretch);
            }
            _ => {
                // An escape that means the same.
                let letter = letters[from].chars().next().unwrap_or('x') as u32;
                letters[from] = format!("\\u{letter:04x}");
            }
        }
        if letters.is_empty() {
            break;
        }
    }
    letters.concat()
}

/// Reads a text in both ways; whether it was read in one pass.
fn same(plan: &Plan, text: &str) -> bool {
    let long = serde_json::from_str(text)
        .ok()
        .map(|entries: Entries<'_>| Dossier::from_entries(plan, &entries.written(), Floats::Nearest));
    let quick = quick::read(&plan.inner.set, text).map(Dossier::from);
    let as_long = long.clone().and_then(Result::ok);
    assert!(quick.is_none() || quick == as_long, "{text}\n{quick:#?}\n{long:#?}");
    match (Dossier::from_json(plan, text), long) {
        (read, Some(long)) => assert_eq!(read, long, "{text}"),
        (read, None) => assert!(read.is_err(), "{text}"),
    }
    // But for keys that are written in another way, what can be read is read in one pass.
    let is_unusual = text.contains('\\') || nfc(text) != text;
    assert!(quick.is_some() || as_long.is_none() || is_unusual, "{text}");
    quick.is_some()
}

#[test]
fn what_is_read_in_one_pass_is_what_is_read_at_length() {
    let mut dice = Dice(7);
    let (mut sets, mut texts, mut quick, mut changed_and_quick) = (0, 0, 0, 0);
    for _ in 0..30 {
        let Some(plan) = compiled(&source(&mut Tape::new(&dice.numbers(400)))).plan else { continue };
        sets += 1;
        for _ in 0..8 {
            let text = dossier(&plan, &mut Tape::new(&dice.numbers(1_200)));
            quick += usize::from(same(&plan, &text));
            texts += 1;
            for _ in 0..20 {
                changed_and_quick += usize::from(same(&plan, &changed(&text, &mut dice)));
            }
        }
    }
    assert!(sets > 15 && quick == texts, "{quick} of {texts} in {sets} sets");
    assert!(changed_and_quick > texts, "{changed_and_quick} of twenty times {texts}");
}

const SET: &str = r#"language en
criteria set READING "Reading year" edition E1 [assumed]
  in force from 2024-01-01
  applies to person
subject person "Person"
  fact sách "Books": integer from 0 to 1000
  fact hours "Hours": number 1 places from -5 to 20.5
  fact part "Part": % 1 places from 0% to 100%
  fact since "Since": date
  fact learns "Learns": yes no
  fact kind "Kind": one of "thường", "nhiều", "rare"
  fact place "Place": text
evidence course "Course" with day: date; hours: number 1 places from 0 to 100
  if missing none
criterion 1 "Work" max 10 points
  scored directly from 0 to 10 points, step 0.5
criterion 2 "Reading" max 10 points
  score by sách:
    under 5: 0 points
    from 5 up: 10 points
title reader "Reader" when total_points >= 6 and hours >= 1 and part >= 50% and (count course) >= 1
"#;

#[test]
fn values_of_every_form_are_read_alike() {
    let plan = compiled(SET).plan.unwrap();
    let values = [
        "7",
        "7.5",
        "7.50",
        "7.0",
        "-0",
        "-0.0",
        "-5",
        "-5.0",
        "-5.5",
        "007",
        "-07",
        "0.5",
        ".5",
        "5.",
        "1e1",
        "1E1",
        "1e400",
        "1000",
        "1001",
        "123456789012345678",
        "1234567890123456789",
        "1.2.3",
        "--1",
        "+1",
        "Infinity",
        "NaN",
        "true",
        "false",
        "null",
        "tru",
        "truex",
        "nullx",
        "\"7\"",
        "\"7.5\"",
        "\"007\"",
        "\"7,5\"",
        "\" 7\"",
        "\"\"",
        "\"60%\"",
        "\"60 %\"",
        "\"60\"",
        "\"2024\"",
        "\"2024-02\"",
        "\"2024-02-29\"",
        "\"2023-02-29\"",
        "2024",
        "\"thường\"",
        "\"nhiều\"",
        "\"rare\"",
        "\"th\u{1b0}\u{1a1}\u{300}ng\"",
        "\"r\\u0061re\"",
        "\"r\u{1}\"",
        "\"\\ud800\"",
        "\"a/b\\\"c\"",
        "\"12345678\"",
        "\"1234567\\\\\"",
        "\"1234567\u{1f}\"",
        "[]",
        "[1]",
        "{}",
        "{\"value\": 7}",
        "{\"value\": 7, \"value\": 8}",
        "{\"value\": 7, \"status\": \"verified\"}",
        "{\"value\": 7, \"status\": \"self-declared\"}",
        "{\"status\": \"waiting\", \"value\": 7}",
        "{\"value\": 7, \"status\": \"rejected\"}",
        "{\"value\": 7, \"status\": \"other\"}",
        "{\"status\": \"unknown\"}",
        "{\"status\": \"not-applicable\"}",
        "{\"self\": 7, \"verified\": 8}",
        "{\"self\": 7}",
        "{\"self\": 7,}",
        "{\"valu\": 7}",
        "{\"value\": 7, \"at\": \"2024\"}",
        "{\"value\": {\"value\": 7}}",
        "{\"value\": null}",
    ];
    let keys = [
        "sách",
        "s\u{61}\u{301}ch",
        "hours",
        "part",
        "since",
        "learns",
        "kind",
        "place",
        "1",
        "2",
        "course",
        "$id",
    ];
    let mut quick = 0;
    for key in keys {
        for value in values {
            for text in [
                format!("{{\"{key}\": {value}}}"),
                format!("{{\"{key}\":{value}}}\r\n\t "),
                format!("{{\"{key}\": {value}}}x"),
                format!("{{\"{key}\": {value}}}\u{0}"),
                format!("{{\"{key}\": {value}, \"hours\": 1}}"),
                format!("{{\"course\": [{{\"{key}\": {value}}}, {{\"day\": \"2024\", \"$id\": \"7\"}}]}}"),
            ] {
                quick += usize::from(same(&plan, &text));
            }
        }
    }
    assert!(quick > 200, "{quick}");
}
