//! Random criteria sets as source text, and random dossiers for them as JSON.
//!
//! Every choice is read from a tape of numbers; a tape that has run out gives the first choice,
//! which is always the simplest, so that a shorter tape is a simpler case.
#![cfg(feature = "serde")]

use crate::exact::Exact;
use crate::hir::{CriteriaSet, FrameId, FrameSource, Input, InputKey, ROOT, Ty, Unit};
use crate::plan::Plan;
use crate::{Compiled, Library, SourceFile, compile_with};
use std::fmt::Write;

/// Numbers that decide.
pub(crate) struct Tape<'a> {
    data: &'a [u16],
    at: usize,
}

impl<'a> Tape<'a> {
    pub fn new(data: &'a [u16]) -> Self {
        Self { data, at: 0 }
    }

    /// A number below n.
    pub fn below(&mut self, n: usize) -> usize {
        let value = self.data.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(value) % n.max(1)
    }

    /// True so many times of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn one_of<'t>(&mut self, options: &[&'t str]) -> &'t str {
        options[self.below(options.len())]
    }
}

/// The sets whose results are read.
pub(crate) fn library_texts() -> [&'static str; 2] {
    [
        "language en\ncriteria set LIB \"Library\" edition E1\n  in force from 2020-01-01\n  applies to person\n  result valid 12 months from decision date\nsubject person \"P\"\n  fact a \"A\": yes no\nclassification k \"K\": highest class, otherwise left open\n  class gold \"Gold\" when a\n  class silver \"Silver\" when not a\n",
        "language en\ncriteria set LONE \"Lone\" edition E1\n  in force from 2020-01-01\n  applies to person\n  result valid 12 months from end of recognition year\nsubject person \"P\"\n  fact a \"A\": yes no\ntitle achieved \"Achieved\" when a\n",
    ]
}

pub(super) fn library() -> Library {
    let mut library = Library::new();
    for source in library_texts() {
        assert!(library.add(&SourceFile::new("", source)));
    }
    library
}

pub(crate) fn compiled(source: &str) -> Compiled {
    compile_with(&SourceFile::new("", source), &library())
}

/// Whose rows an expression speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    Root,
    Member,
    Evidence,
}

/// A random set as text.
pub(crate) fn source(tape: &mut Tape<'_>) -> String {
    let mut writer = Writer {
        tape,
        out: String::new(),
        items: Vec::new(),
        truths: Vec::new(),
        numbers: Vec::new(),
        member_truths: 0,
        evidence_numbers: 0,
        member_tables: false,
        params: 0,
        groups: Vec::new(),
        by_level: false,
        lib: false,
        lone: false,
        depth: 0,
        guarded: Vec::new(),
        in_item: true,
        neighbour: None,
        counting: Vec::new(),
        definitions_allowed: true,
        decided: false,
    };
    writer.set();
    writer.out
}

/// An item that was written: its code, whether it has points, its children, its greatest points.
#[derive(Clone)]
struct Written {
    code: String,
    scored: bool,
    judged: bool,
    heading: &'static str,
    by_level: bool,
}

struct Writer<'t, 'a> {
    tape: &'t mut Tape<'a>,
    out: String,
    items: Vec<Written>,
    /// Names of definitions with a truth value, and with a number.
    truths: Vec<String>,
    numbers: Vec<String>,
    member_truths: usize,
    evidence_numbers: usize,
    /// Whether members have definitions that are tables.
    member_tables: bool,
    params: usize,
    groups: Vec<&'static str>,
    by_level: bool,
    lib: bool,
    lone: bool,
    depth: usize,
    guarded: Vec<&'static str>,
    in_item: bool,
    /// A sibling to which points may move.
    neighbour: Option<&'static str>,
    /// Items that count evidence, for those after them.
    counting: Vec<String>,
    /// Whether definitions may be read: not where evidence counts once.
    definitions_allowed: bool,
    /// Whether the item says what becomes of its points where it does not apply.
    decided: bool,
}

const MODES: [&str; 4] = ["half up", "half even", "up", "down"];
const STEPS: [&str; 5] = ["1", "0.5", "0.1", "0.25", "2"];
const OPS: [&str; 6] = [">=", "<", "=", ">", "<=", "!="];

impl Writer<'_, '_> {
    fn line(&mut self, indent: usize, text: &str) {
        let _ = writeln!(self.out, "{}{text}", "  ".repeat(indent));
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.tape.chance(percent)
    }

    fn below(&mut self, n: usize) -> usize {
        self.tape.below(n)
    }

    fn set(&mut self) {
        self.line(0, "language en");
        self.line(0, "criteria set TWIN \"Twin\" edition E1 [assumed]");
        self.line(1, "in force from 2020-01-01");
        let applies = self.below(6);
        // Conditions of `applies` are written with what is declared before items are known.
        match applies {
            0..=2 => self.line(1, "applies to person"),
            3 => self.line(1, "applies to person when q1 or n1 >= 5"),
            4 => {
                self.line(1, "applies to person in \"north\" when q2");
                self.line(1, "applies to person when d1 >= 2 from 2025-06-01");
            }
            _ => {
                self.line(1, "applies to person when born within 300 months to end of period from 2024-01-01")
            }
        }
        if self.chance(20) {
            self.line(1, "period from 01-01 to 12-31");
        }
        if self.chance(25) {
            let day = self.tape.one_of(&["end of period", "start of period", "judgement date"]);
            self.line(1, &format!("edition chosen by {day}"));
        }
        if self.chance(25) {
            let trust = self.tape.one_of(&["unknown", "use self-declared"]);
            self.line(1, &format!("count verified values; if unverified {trust}"));
        }
        if self.chance(40) {
            let no_evidence = self.tape.one_of(&["not met", "0 points"]);
            self.line(1, &format!("without evidence {no_evidence}"));
        }
        self.lib = self.chance(30);
        self.lone = self.chance(20);
        if self.lib {
            let edition = self.tape.one_of(&["E1", "newest"]);
            let by = self.tape.one_of(&["recognised", "recognised, else computed", "computed"]);
            let valid = self.tape.one_of(&["", ", valid at end of period", ", valid at judgement date"]);
            self.line(1, &format!("uses results LIB edition {edition} {by}{valid}"));
        }
        if self.lone {
            let valid = self.tape.one_of(&["", ", valid at end of period"]);
            self.line(1, &format!("uses results LONE edition E1 recognised{valid}"));
        }
        let scale_at = self.out.len();
        self.line(0, "subject citizen \"Citizen\"");
        for fact in [
            "m_q \"Q\": yes no",
            "m_z \"Z\": yes no",
            "m_n \"N\": integer from 0 to 9",
            "m_d \"D\": number 2 places from 0 to 5",
            "m_t \"T\": date",
            "m_c \"C\": one of \"a\", \"b\", \"c\"",
            "m_r \"R\": ranked \"low\", \"mid\", \"high\"",
            "m_p \"P\": % 1 places",
            "m_x \"X\": text",
        ] {
            self.line(1, &format!("fact {fact}"));
        }
        self.line(0, "subject person \"Person\"");
        let d1 = self.tape.one_of(&["from 0 to 10", "from 0.5 to 8.55"]);
        for fact in [
            "q1 \"Q1\": yes no",
            "q2 \"Q2\": yes no",
            "q3 \"Q3\": yes no",
            "n1 \"N1\": integer from 0 to 20",
            "n2 \"N2\": integer from 1 to 6",
            "b1 \"B1\": number 1 places from -5 to 5",
            &format!("d1 \"D1\": number 1 places {d1}"),
            "p1 \"P1\": % 1 places",
            "p2 \"P2\": % from 10% to 90%",
            "born \"Born\": date",
            "c1 \"C1\": one of \"a\", \"b\", \"c\"",
            "r1 \"R1\": ranked \"low\", \"mid\", \"high\"",
            "x1 \"X1\": text",
        ] {
            self.line(1, &format!("fact {fact}"));
        }
        self.line(1, "has members \"Members\": citizen");
        let fields = "day: date; hours: number 1 places from 0 to 9; kind: one of \"k\", \"l\"; tier: ranked \"low\", \"mid\", \"high\"; code: text; ok: yes no; score: integer points from 0 to 5";
        self.line(0, &format!("evidence act \"Acts\" with {fields}"));
        self.line(1, "if missing unknown");
        self.line(0, &format!("evidence reg \"Register\" with {fields}"));
        self.line(1, "if missing none");
        self.parameters();
        self.definitions();
        self.groups();
        // Items are chosen before their text, so that conditions can speak of them.
        let with_points = !self.chance(25);
        let with_verdicts = !with_points || self.chance(35);
        self.by_level = with_verdicts && self.chance(50);
        let mut roots = 0;
        let mut rescales = false;
        let (from, mut scale) = (self.out.len(), 0);
        if with_points {
            let count = 1 + self.below(3);
            for at in 1..=count {
                let (max, rescale) = self.scored_root(at);
                scale += max;
                rescales |= rescale;
            }
            roots = count;
        }
        if with_verdicts {
            for at in roots + 1..=roots + 1 + self.below(2) {
                self.judged_root(at);
            }
        }
        if with_points && self.chance(40) {
            self.extra("bonus", "B", 3);
        }
        if with_points && self.chance(40) {
            self.extra("deduction", "D", 4);
        }
        let _ = from;
        let take = with_points && !rescales && self.chance(10);
        let mut header = String::new();
        if with_points && (rescales || self.chance(60)) {
            let points = if take { 10 } else { scale };
            let (points, rescaled) =
                if !take && self.chance(20) { (100, ", rescaled") } else { (points, "") };
            let rounding = if self.chance(50) {
                format!(", round to {} {}", self.tape.one_of(&STEPS), self.tape.one_of(&MODES))
            } else {
                String::new()
            };
            let cap = if self.chance(30) {
                format!(", total at most {} points", points + 2)
            } else {
                String::new()
            };
            let _ = writeln!(header, "  scale {points} points{rescaled}{rounding}{cap}");
        }
        if take {
            let how = self.tape.one_of(&["the highest", "the lowest", "the 2 highest", "the mean"]);
            let _ = writeln!(header, "  take {how}");
        }
        if with_points && self.chance(20) {
            let _ = writeln!(
                header,
                "  round each indicator to {} {}",
                self.tape.one_of(&STEPS),
                self.tape.one_of(&MODES)
            );
        }
        if self.chance(20) {
            let _ = writeln!(
                header,
                "  all steps {}",
                self.tape.one_of(&["whole steps only", "part steps count"])
            );
        }
        self.out.insert_str(scale_at, &header);
        self.in_item = false;
        self.class_table(with_points);
        self.gates(with_points);
    }

    fn parameters(&mut self) {
        self.params = self.below(3);
        for at in 0..self.params {
            if at == 0 {
                self.line(0, "parameter coef \"Coefficient\": number 1 places from 0.5 to 2");
                self.line(1, "from 2020-01-01: 1");
                self.line(1, "from 2020-01-01 in region \"north\": 0.8");
                self.line(0, "parameter par0 \"Par\": integer from 0 to 20");
                self.line(1, "from 2020-01-01: 8");
                self.line(1, "from 2025-01-02: 7");
                self.line(1, "from 2020-01-01 in region \"north\": 5");
                self.line(1, "from 2026-01-01: 4");
            } else {
                self.line(0, "parameter par1 \"Par\": number 1 places from 0 to 10");
                self.line(1, "from 2020-01-01 when q3: 2.5");
                self.line(1, "from 2020-01-01 in region \"north\" when q3: 3.5");
                self.line(1, "from 2020-01-01 when not q3: 4");
            }
        }
    }

    fn definitions(&mut self) {
        self.in_item = false;
        if self.chance(35) {
            let condition = self.truth(Of::Root, 1);
            self.line(0, &format!("define def_q \"Def\": {condition}"));
            self.truths.push("def_q".into());
        }
        if self.chance(35) {
            let value = self.number(Of::Root, 1);
            self.line(0, &format!("define def_n \"Def\": {value}"));
            self.numbers.push("def_n".into());
        }
        if self.chance(35) {
            match self.below(4) {
                0 => {
                    self.line(0, "define def_tab \"Tab\" by n1:");
                    self.line(1, "under 5: 1");
                    self.line(1, "from 5 to under 12: 2.5");
                    let last = self.tape.one_of(&["from 12 up: n2", "otherwise: n2"]);
                    self.line(1, last);
                }
                1 => {
                    self.line(0, "define def_tab \"Tab\" by c1:");
                    self.line(1, "\"a\": 1");
                    self.line(1, "\"b\": 2");
                    let last = self.tape.one_of(&["\"c\": 3", "otherwise: 3"]);
                    self.line(1, last);
                }
                2 => {
                    let other = self.truth(Of::Root, 1);
                    self.line(0, "define def_tab \"Tab\":");
                    self.line(1, "when q1: n2");
                    self.line(1, &format!("when not q1 and ({other}): 1"));
                    self.line(1, "otherwise: 0.5");
                }
                _ => {
                    self.line(0, "define def_tab \"Tab\" by highest tier of act where ok:");
                    self.line(1, "from \"mid\" up: 3");
                    self.line(1, "under \"mid\": 2");
                    let last = self.tape.one_of(&["none: 0", "otherwise: 0"]);
                    self.line(1, last);
                }
            }
            self.numbers.push("def_tab".into());
        }
        if self.chance(25) {
            let quantifier =
                self.tape.one_of(&["all clauses hold", "any clause holds", "at least 2 clauses hold"]);
            self.line(0, &format!("define def_list \"List\" when {quantifier}:"));
            self.clause_lines(1, 30, false);
            self.truths.push("def_list".into());
        }
        if self.chance(10) {
            self.line(0, "define def_only \"List\" when all clauses hold:");
            self.clause_lines(1, 100, false);
            self.truths.push("def_only".into());
        }
        if self.chance(25) {
            self.line(0, "define def_count \"Count\" as clauses met:");
            self.clause_lines(1, 30, false);
            self.numbers.push("def_count".into());
        }
        if self.chance(35) {
            self.table_of_no_numbers();
        }
        if self.chance(30) {
            let condition = self.truth(Of::Member, 1);
            self.line(0, &format!("define m_def \"Def\" of citizen: {condition}"));
            self.member_truths = 1;
        }
        if self.chance(15) {
            self.line(0, "define m_opt \"Def\" of citizen by m_r:");
            self.line(1, "from \"mid\" up: c1");
            let last = self.tape.one_of(&["under \"mid\": c1 last year", "otherwise: c1 last year"]);
            self.line(1, last);
            self.line(0, "define m_tab \"Def\" of citizen by m_n:");
            self.line(1, "under 5: m_q");
            let last = self.tape.one_of(&["from 5 up: q1", "otherwise: q2"]);
            self.line(1, last);
            self.member_tables = true;
        }
        if self.chance(30) {
            self.line(0, "define a_def \"Def\" of act by tier:");
            self.line(1, "from \"mid\" up: 2 points");
            self.line(1, "under \"mid\": 1 points");
            self.evidence_numbers = 1;
        }
        self.in_item = true;
    }

    /// A table that gives options, truths or texts.
    fn table_of_no_numbers(&mut self) {
        let (by, bands) = match self.below(3) {
            0 => ("n1", ["under 5", "from 5 to under 12", "from 12 up"]),
            1 => ("d1", ["at most 3.5", "over 3.5 to under 5", "otherwise"]),
            _ => ("highest tier of act where ok", ["from \"mid\" up", "under \"mid\"", "none"]),
        };
        let (name, gives, read): (_, _, &[&str]) = match self.below(4) {
            0 => (
                "def_lev",
                ["r1", "r1 last year", "r1"],
                &["def_lev >= \"mid\"", "def_lev < r1", "def_lev = r1", "def_lev in (\"low\"; \"high\")"],
            ),
            1 => ("def_opt", ["c1 last year", "c1", "c1"], &["def_opt = \"b\"", "def_opt != c1"]),
            2 => ("def_text", ["x1", "\"abc\"", "x1"], &["def_text = \"abc\"", "def_text != x1"]),
            _ => ("def_yes", ["q1", "n2 > 3", "q2 or q1"], &["def_yes"]),
        };
        self.line(0, &format!("define {name} \"Tab\" by {by}:"));
        for (band, gives) in bands.iter().zip(gives) {
            self.line(1, &format!("{band}: {gives}"));
        }
        self.truths.extend(read.iter().map(|text| (*text).to_owned()));
    }

    fn groups(&mut self) {
        for name in ["grp", "grq"] {
            if !self.chance(30) {
                continue;
            }
            let filter = self.truth(Of::Member, 1);
            self.line(0, &format!("group {name} \"Group\": members where {filter}"));
            if self.chance(50) {
                let condition = self.truth(Of::Member, 1);
                self.line(1, &format!("excluding when {condition}"));
            }
            if self.chance(50) {
                let condition = self.truth(Of::Member, 1);
                self.line(1, &format!("exempting when {condition}"));
            }
            self.groups.push(if name == "grp" { "grp" } else { "grq" });
        }
    }

    // ---- items ---------------------------------------------------------------------------------

    /// A criterion with points; its greatest points, and whether part of it may leave the scale.
    fn scored_root(&mut self, at: usize) -> (usize, bool) {
        let leaves = self.below(4);
        let mut rescales = false;
        if leaves == 0 {
            let max = [10, 6, 4][self.below(3)];
            self.line(0, &format!("criterion {at} \"C\" max {max} points"));
            self.guarded.clear();
            self.decided = false;
            rescales |= self.only(1, true);
            self.scored_lines(&format!("{at}"), max);
            self.items.push(Written {
                code: format!("{at}"),
                scored: true,
                judged: false,
                heading: "criteria",
                by_level: false,
            });
            return (max, rescales);
        }
        let maxima: Vec<usize> = (0..leaves).map(|_| [10, 6, 4][self.tape.below(3)]).collect();
        let take = self.chance(20);
        let weights = !take && leaves > 1 && self.chance(15);
        let sum: usize = if take { *maxima.iter().max().unwrap_or(&0) } else { maxima.iter().sum() };
        self.line(0, &format!("criterion {at} \"C\" max {sum} points"));
        self.guarded.clear();
        if self.chance(25) {
            rescales |= self.only(1, true);
        }
        if take {
            let how = self.tape.one_of(&["the highest", "the lowest", "the 2 highest", "the mean"]);
            self.line(1, &format!("take {how}"));
        }
        self.item_end(sum, 1, take);
        for (leaf, max) in (1usize..).zip(maxima) {
            self.guarded.clear();
            self.decided = false;
            let weight = match (weights, leaf == leaves) {
                (false, _) => "",
                (true, false) => " weight 20%",
                (true, true) => [" weight 100%", " weight 80%", " weight 60%"][leaves - 1],
            };
            self.line(1, &format!("indicator {at}.{leaf} \"I\" max {max} points{weight}"));
            // Points may move to the leaf before, in the first criterion only.
            let moves = ["move points to 1.1", "move points to 1.2", "move points to 1.1; 1.2"];
            self.neighbour = (at == 1 && leaf > 1 && !take && !weights).then(|| moves[(leaf - 2).min(2)]);
            if self.chance(30) {
                rescales |= self.only(2, true);
            }
            self.neighbour = None;
            self.scored_lines(&format!("{at}.{leaf}"), max);
            self.items.push(Written {
                code: format!("{at}.{leaf}"),
                scored: true,
                judged: false,
                heading: "indicators",
                by_level: false,
            });
        }
        if self.chance(15) {
            self.guarded.clear();
            self.line(1, &format!("bonus {at}b \"B\" max 2 points"));
            self.line(2, "met when q1: 2 points");
        }
        if self.chance(15) {
            self.guarded.clear();
            self.line(1, &format!("deduction {at}d \"D\" max 3 points"));
            self.line(2, "points equal n2 / 2");
        }
        self.items.push(Written {
            code: format!("{at}"),
            scored: true,
            judged: false,
            heading: "criteria",
            by_level: false,
        });
        (sum, rescales)
    }

    fn extra(&mut self, word: &str, code: &str, max: usize) {
        self.guarded.clear();
        self.decided = false;
        self.line(0, &format!("{word} {code} \"X\" max {max} points"));
        self.scored_lines(code, max);
    }

    /// `applies only when …`; whether it may leave the scale.
    fn only(&mut self, indent: usize, scored: bool) -> bool {
        self.decided = true;
        let group = if !self.groups.is_empty() && self.chance(40) {
            self.groups[self.tape.below(self.groups.len())]
        } else {
            ""
        };
        let condition = match group {
            "" => self.truth(Of::Root, 1),
            name => {
                self.guarded.push(name);
                if self.chance(30) { format!("any {name} and q1") } else { format!("any {name}") }
            }
        };
        let policy = if scored {
            let all = ["0 points", "2 points", "full points", "keep the scale", "rescale"];
            let lower = ["lower the thresholds", "lower the thresholds by 2 points"];
            match self.below(8) {
                at @ 0..=4 => all[at],
                at @ 5..=6 => lower[at - 5],
                _ => self.neighbour.take().unwrap_or("rescale"),
            }
        } else {
            ["leave out", "count as met", "count as not met"][self.below(3)]
        };
        match self.below(8) {
            6 => self.line(indent, &format!("if not assessable {policy}")),
            7 => {
                self.line(indent, &format!("applies only when {condition}; otherwise {policy}"));
                self.line(indent, &format!("if not assessable {policy}"));
            }
            _ => self.line(indent, &format!("applies only when {condition}; otherwise {policy}")),
        }
        matches!(policy, "rescale" | "keep the scale")
    }

    /// A row by which the item does not apply needs a word on its points.
    fn decide(&mut self, indent: usize, row: &str) {
        if row.ends_with("not applicable") && !self.decided {
            let policy = self.tape.one_of(&["0 points", "1 points", "full points", "keep the scale"]);
            self.line(indent, &format!("if not assessable {policy}"));
            self.decided = true;
        }
    }

    fn item_end(&mut self, max: usize, indent: usize, needs_cap: bool) {
        if self.chance(15) {
            let condition = self.truth(Of::Root, 1);
            self.line(indent, &format!("zero points when {condition}"));
        }
        if self.chance(15) {
            let (step, mode) = (self.tape.one_of(&STEPS), self.tape.one_of(&MODES));
            self.line(indent, &format!("round to {step} {mode}"));
        }
        if needs_cap || self.chance(15) {
            let less = self.below(2);
            self.line(indent, &format!("whole item at most {} points", (max - less).max(1)));
        }
    }

    fn scored_lines(&mut self, code: &str, max: usize) {
        let indent = if code.contains('.') { 2 } else { 1 };
        if self.chance(5) {
            self.line(indent, "localities must lay down");
            return;
        }
        if !self.counting.is_empty() && self.chance(25) {
            let before = self.counting.join("; ");
            self.line(indent, &format!("evidence used in {before} does not count again"));
            self.definitions_allowed = false;
        }
        if self.chance(20) {
            self.line(indent, "needs evidence \"Paper\"");
        }
        if self.chance(15) {
            self.line(indent, "including self-declared values");
        }
        let twice = self.chance(20);
        self.item_end(max, indent, twice);
        self.statement(indent, max, true);
        if twice {
            self.statement(indent, max, false);
        }
        self.definitions_allowed = true;
        if self.counting.len() < 2 && self.chance(50) {
            self.counting.push(code.to_owned());
        }
    }

    fn statement(&mut self, indent: usize, max: usize, sole: bool) {
        let cap = format!(", at most {max} points");
        match self.below(if sole { 9 } else { 7 }) {
            0 => {
                let condition = self.truth(Of::Root, 2);
                let points = if self.chance(30) { "n1 / 5".to_owned() } else { format!("{}", max / 2) };
                self.line(indent, &format!("met when {condition}: {points} points"));
            }
            1 | 2 => self.score_by(indent, max),
            3 => {
                let collection = self.collection(Of::Root, true);
                let (coll, of) = collection;
                let dedupe = match (of, self.below(4)) {
                    (Of::Evidence, 2) => format!(
                        ", {}",
                        self.tape.one_of(&[
                            "distinct by code",
                            "distinct by kind",
                            "distinct by kind; tier",
                            "distinct by day"
                        ])
                    ),
                    (Of::Evidence, 3) => format!(
                        ", {}",
                        self.tape.one_of(&["highest per code", "highest per kind", "highest per tier"])
                    ),
                    (Of::Member, 2 | 3) => format!(
                        ", {}",
                        self.tape.one_of(&["distinct by m_c", "highest per m_c", "highest per m_x"])
                    ),
                    _ => String::new(),
                };
                let points = match (of, self.below(4)) {
                    (Of::Evidence, 1) => "score",
                    (Of::Evidence, 2) if coll.starts_with("act") && self.evidence_numbers > 0 => "a_def",
                    (Of::Evidence, 3) => "hours / 3",
                    (Of::Member, 1) => "m_d",
                    (Of::Member, 2) => "m_n / 3",
                    _ => "1.5",
                };
                self.line(indent, &format!("each {coll}{dedupe}: {points} points{cap}"));
            }
            4 => {
                let points = self.tape.one_of(&["1", "0.5", "1.5"]);
                self.line(indent, &format!("each clause met gives {points} points{cap}:"));
                self.clause_lines(indent + 1, 30, true);
            }
            5 | 6 => {
                let value = self.number(Of::Root, 2);
                let only = if self.chance(20) {
                    format!(", only when {}", self.truth(Of::Root, 1))
                } else {
                    String::new()
                };
                self.line(indent, &format!("points equal {value}{only}{cap}"));
            }
            7 => {
                self.line(indent, "choose one level:");
                self.line(indent + 1, &format!("\"Full\": {max} points"));
                self.line(indent + 1, "\"Part\": 2 points");
                self.line(indent + 1, "\"None\": 0 points");
            }
            _ => {
                let step = self.tape.one_of(&[", step 0.5", ", step 1", ", step 3", ""]);
                let from = self.tape.one_of(&["0", "1"]);
                self.line(indent, &format!("scored directly from {from} to {max} points{step}"));
            }
        }
    }

    fn score_by(&mut self, indent: usize, max: usize) {
        let cap = format!(", at most {max} points");
        let only =
            if self.chance(15) { format!(", only when {}", self.truth(Of::Root, 1)) } else { String::new() };
        let half = max / 2;
        match self.below(10) {
            0 | 1 => {
                let input = self.tape.one_of(&[
                    "n1",
                    "count act",
                    "count members where m_q",
                    "count reg where date_in",
                    "remainder(n1; 7)",
                    "larger(n1; 3)",
                ]);
                let input = if input.contains("date_in") { "count reg where day in period" } else { input };
                let (bounded, coefficient) =
                    if self.chance(20) { ("", ", edges times n2") } else { ("", "") };
                let _ = bounded;
                let edge =
                    if self.params > 0 && coefficient.is_empty() && self.chance(40) { "par0" } else { "6" };
                self.line(indent, &format!("score by {input}{only}{coefficient}{cap}:"));
                let coefficient_used = !coefficient.is_empty();
                if coefficient_used || self.chance(50) {
                    self.line(indent + 1, &format!("from 2 to under {edge}: 2 points"));
                    self.line(indent + 1, &format!("from {edge} up: {half} points"));
                    self.line(indent + 1, "otherwise: 1 points");
                } else {
                    self.line(indent + 1, "under 2: 0 points");
                    self.line(indent + 1, &format!("from 2 to under {edge}: 2 points"));
                    self.line(indent + 1, &format!("from {edge} up: {half} points"));
                }
                if self.chance(40) {
                    let sign = self.tape.one_of(&["add", "subtract"]);
                    let direction = self.tape.one_of(&["more", "less"]);
                    let mode = self.tape.one_of(&["whole steps only", "part steps count"]);
                    let step = self.tape.one_of(&["2", "3"]);
                    let points = self.tape.one_of(&["1", "0.5"]);
                    self.line(
                        indent + 1,
                        &format!("for every {step} {direction} than 4: {sign} {points} points, {mode}"),
                    );
                    if self.chance(30) {
                        self.line(indent + 1, "for every 2 more than 5: add 0.5 points, whole steps only");
                    }
                }
            }
            2 => {
                self.line(indent, &format!("score by d1{only}{cap}:"));
                self.line(indent + 1, "at most 3: 0 points");
                self.line(indent + 1, &format!("over 3 to under 5.5: {half} points"));
                self.line(indent + 1, &format!("exactly 5.5: {max} points"));
                let last = self.tape.one_of(&[
                    "over 5.5: 2 points",
                    "otherwise: 2 points",
                    "over 5.5: not applicable",
                ]);
                self.line(indent + 1, last);
                self.decide(indent, last);
            }
            3 => {
                let input = self.tape.one_of(&[
                    "p1",
                    "n1 / n2 / 20",
                    "share members having m_q",
                    "share members where m_n >= 3 having m_q",
                ]);
                self.line(indent, &format!("score by {input}{only}{cap}:"));
                self.line(indent + 1, &format!("from 60% up: {max} points"));
                self.line(indent + 1, &format!("from 20% to under 60%: {half} points"));
                self.line(indent + 1, "under 20%: 0 points");
                if input.starts_with("share") {
                    let none =
                        self.tape.one_of(&["none: 1 points", "none: not applicable", "none: 0 points"]);
                    self.line(indent + 1, none);
                    self.decide(indent, none);
                } else if self.chance(40) {
                    let line = self.tape.one_of(&[
                        "for every 5% more than 20%: add 0.5 points, part steps count",
                        "for every 10% less than 60%: subtract 1 points, whole steps only",
                    ]);
                    self.line(indent + 1, line);
                }
            }
            4 => {
                let input = self.tape.one_of(&["c1", "newest kind of act where ok", "newest kind of reg"]);
                let (a, b) = if input == "c1" { ("a", "b") } else { ("k", "l") };
                self.line(indent, &format!("score by {input}{only}{cap}:"));
                self.line(indent + 1, &format!("\"{a}\": {half} points"));
                self.line(indent + 1, &format!("\"{b}\": 1 points"));
                if input == "c1" {
                    let last = self.tape.one_of(&["\"c\": 0 points", "otherwise: 0 points"]);
                    self.line(indent + 1, last);
                } else {
                    let last = self.tape.one_of(&["none: 0 points", "otherwise: 0 points"]);
                    self.line(indent + 1, last);
                }
            }
            5 => {
                let input = self.tape.one_of(&[
                    "r1",
                    "highest tier of act where day in period",
                    "lowest tier of reg",
                    "highest m_r of members",
                ]);
                self.line(indent, &format!("score by {input}{only}{cap}:"));
                self.line(indent + 1, &format!("from \"mid\" to \"high\": {half} points"));
                self.line(indent + 1, "under \"mid\": 1 points");
                if input != "r1" {
                    let last = self.tape.one_of(&["none: 0 points", "otherwise: 0 points"]);
                    self.line(indent + 1, last);
                }
            }
            6 | 7 => {
                let input = self.tape.one_of(&[
                    "sum hours of act where day in period",
                    "sum m_d of members",
                    "sum hours of reg where tier >= \"mid\"",
                ]);
                self.line(indent, &format!("score by {input}{only}{cap}:"));
                self.line(indent + 1, "exactly 0: 0 points");
                self.line(indent + 1, "over 0 to 4.5: 1 points");
                self.line(indent + 1, &format!("over 4.5: {half} points"));
            }
            8 => {
                let input = self.tape.one_of(&[
                    "highest hours of reg",
                    "newest hours of act",
                    "mean m_n of members",
                    "lowest m_n of members where m_q",
                    "mean hours of act where ok",
                ]);
                self.line(indent, &format!("score by {input}{only}{cap}:"));
                self.line(indent + 1, "under 2.5: 0 points");
                self.line(indent + 1, &format!("from 2.5 up: {half} points"));
                let none =
                    self.tape.one_of(&["none: 1 points", "otherwise: 1 points", "none: not applicable"]);
                self.line(indent + 1, none);
                self.decide(indent, none);
            }
            _ => {
                if self.lib {
                    self.line(indent, &format!("score by LIB.class{only}{cap}:"));
                    self.line(indent + 1, &format!("exactly gold: {max} points"));
                    let rest = self.tape.one_of(&["none: 0 points", "otherwise: 0 points"]);
                    self.line(indent + 1, "exactly silver: 2 points");
                    self.line(indent + 1, rest);
                } else {
                    let input = self
                        .tape
                        .one_of(&["years from born to end of period", "months from born to judgement date"]);
                    self.line(indent, &format!("score by {input}{only}{cap}:"));
                    self.line(indent + 1, "under 18: 0 points");
                    self.line(indent + 1, &format!("from 18 up: {half} points"));
                }
            }
        }
    }

    fn clause_lines(&mut self, indent: usize, guarded: usize, judged: bool) {
        let count = 1 + self.below(3);
        for code in ["a", "b", "c"].iter().take(count) {
            let compulsory = if self.chance(20) { ", compulsory" } else { "" };
            let only = if self.chance(guarded) {
                format!(", only when {}", self.truth(Of::Root, 1))
            } else {
                String::new()
            };
            let condition =
                if judged && self.chance(40) { "judged".to_owned() } else { self.truth(Of::Root, 1) };
            self.line(indent, &format!("clause {code} \"C\"{compulsory}{only}: {condition}"));
        }
    }

    fn judged_root(&mut self, at: usize) {
        self.guarded.clear();
        self.line(0, &format!("criterion {at} \"V\""));
        if self.chance(20) {
            self.only(1, false);
        }
        let leaves = self.below(4);
        if leaves == 0 {
            let by_level = self.verdict_lines(1);
            self.items.push(Written {
                code: format!("{at}"),
                scored: false,
                judged: true,
                heading: "criteria",
                by_level,
            });
            return;
        }
        let mut any_level = false;
        if self.chance(10) {
            any_level |= self.verdict_lines(1);
        }
        for leaf in 1..=leaves {
            self.guarded.clear();
            self.line(1, &format!("indicator {at}.{leaf} \"V\""));
            if self.chance(30) {
                self.only(2, false);
            }
            if self.chance(25) {
                self.line(2, "needs evidence \"Paper\"");
            }
            let by_level = self.verdict_lines(2);
            any_level |= by_level;
            self.items.push(Written {
                code: format!("{at}.{leaf}"),
                scored: false,
                judged: true,
                heading: "indicators",
                by_level,
            });
        }
        self.items.push(Written {
            code: format!("{at}"),
            scored: false,
            judged: true,
            heading: "criteria",
            by_level: any_level,
        });
    }

    /// Lines of a verdict; whether they depend on the level.
    fn verdict_lines(&mut self, indent: usize) -> bool {
        match self.below(7) {
            6 => {
                let value = self.tape.one_of(&["p1", "n1", "d1", "p2"]);
                self.line(indent, &format!("measured by {value}"));
                let bound = self.tape.one_of(&["at least", "at most"]);
                let bars = if value.starts_with('p') { ["40%", "60%", "20%"] } else { ["4", "6", "2"] };
                self.line(indent + 1, &format!("by 2025-06-30 {bound} {}", bars[2]));
                self.line(indent + 1, &format!("by 2025-12-31 {bound} {}", bars[0]));
                self.line(indent + 1, &format!("by 2030-12-31 {bound} {}", bars[1]));
                if self.chance(40) {
                    self.line(indent + 1, &format!("by 2025-12-31 in region \"north\" {bound} {}", bars[2]));
                }
                false
            }
            0 => {
                self.line(indent, "met when judged");
                false
            }
            1 | 2 => {
                let condition = self.truth(Of::Root, 2);
                self.line(indent, &format!("met when {condition}"));
                false
            }
            3 => {
                let quantifier =
                    self.tape.one_of(&["all clauses hold", "any clause holds", "at least 2 clauses hold"]);
                self.line(indent, &format!("met when {quantifier}:"));
                self.clause_lines(indent + 1, 30, true);
                false
            }
            _ if self.by_level => {
                if self.chance(30) {
                    let condition = self.truth(Of::Root, 1);
                    self.line(indent, &format!("met when ({condition}) or level_judged = basic"));
                    return true;
                }
                for level in ["good", "basic"] {
                    let condition = self.truth(Of::Root, 1);
                    self.line(indent, &format!("met at {level} when {condition}"));
                }
                true
            }
            _ => {
                self.line(indent, "met when q2");
                false
            }
        }
    }

    // ---- classes and gates ---------------------------------------------------------------------

    fn class_condition(&mut self, with_points: bool, level: bool) -> String {
        let total = self.tape.one_of(&["total_points", "raw_total", "base_total"]);
        let bar = self.tape.one_of(&["8", "4", "12", "2"]);
        let mut parts = Vec::new();
        if with_points {
            parts.push(format!("{total} >= {bar}"));
        }
        let judged = self.items.iter().any(|item| item.judged && item.heading == "criteria");
        if judged && !with_points {
            let usable = level || !self.items.iter().any(|item| item.by_level);
            if usable {
                parts.push("all criteria satisfy met".to_owned());
            }
        }
        if parts.is_empty() || self.chance(40) {
            let by_level = self.by_level;
            self.by_level = by_level && level;
            parts.push(self.truth(Of::Root, 1));
            self.by_level = by_level;
        }
        parts.iter().map(|part| format!("({part})")).collect::<Vec<_>>().join(" and ")
    }

    fn class_table(&mut self, with_points: bool) {
        if !self.by_level && self.chance(35) {
            let condition = self.class_condition(with_points, false);
            self.line(0, &format!("title star \"Star\" when {condition}"));
            return;
        }
        let (rest, left_open) = (self.chance(60), "otherwise left open");
        let policy = self.tape.one_of(&["highest class", "tested in order basic; good"]);
        let policy = if rest { policy.to_owned() } else { format!("{policy}, {left_open}") };
        self.line(0, &format!("classification table \"Table\": {policy}"));
        for name in ["good", "basic"] {
            let condition = self.class_condition(with_points, true);
            self.line(1, &format!("class {name} \"L\" when {condition}"));
        }
        if rest {
            self.line(1, "class poor \"P\": all other cases");
        }
    }

    fn gates(&mut self, with_points: bool) {
        let table = self.out.contains("classification table");
        let rest = self.out.contains("class poor");
        for at in 0..self.below(4) {
            let by_level = self.by_level;
            self.by_level = false;
            let condition = if with_points && self.chance(30) {
                self.tape
                    .one_of(&[
                        "total_points >= 3",
                        "all criteria where code in (1) satisfy share_of_points >= 40%",
                        "base_total > 2",
                    ])
                    .to_owned()
            } else if self.chance(20) {
                "judged".to_owned()
            } else {
                self.truth(Of::Root, 2)
            };
            let condition = if condition.contains("code in (1)")
                && !self.items.iter().all(|item| item.heading != "criteria" || item.scored)
            {
                "q1".to_owned()
            } else {
                condition
            };
            self.by_level = by_level;
            self.line(0, &format!("condition G{at} \"G\": {condition}"));
            let effect = match self.below(6) {
                0 => "",
                5 => "only noted",
                1 => "not ranked",
                2 if table => "class basic",
                3 if table => "at most basic",
                4 if rest => "class poor",
                _ => "",
            };
            if !effect.is_empty() {
                self.line(1, &format!("if not met {effect}"));
            }
        }
    }

    // ---- expressions ---------------------------------------------------------------------------

    fn collection(&mut self, of: Of, filtered: bool) -> (String, Of) {
        let _ = of;
        let (name, of) = match self.below(5) {
            0 | 1 => ("members", Of::Member),
            2 | 3 => ("act", Of::Evidence),
            _ => ("reg", Of::Evidence),
        };
        if filtered && self.chance(60) {
            let filter = self.truth(of, 1);
            return (format!("{name} where {filter}"), of);
        }
        (name.to_owned(), of)
    }

    fn truth(&mut self, of: Of, depth: usize) -> String {
        if depth > 0 && self.chance(30) {
            let (a, b) = (self.truth(of, depth - 1), self.truth(of, depth - 1));
            return match self.below(3) {
                0 => format!("({a}) and ({b})"),
                1 => format!("({a}) or ({b})"),
                _ => format!("not ({a})"),
            };
        }
        let op = OPS[self.below(OPS.len())];
        match of {
            Of::Member => match self.below(12) {
                0 | 1 => "m_q".to_owned(),
                2 => format!("m_n {op} {}", [3, 0, 9, 5][self.below(4)]),
                3 => format!("m_d {op} 2.5"),
                4 => "m_t in period".to_owned(),
                5 => format!("m_c in ({})", self.tape.one_of(&["\"a\"", "\"a\"; \"c\""])),
                6 => format!("m_r {op} \"mid\""),
                7 => format!("m_p {op} 50%"),
                8 => format!("m_x {} \"abc\"", self.tape.one_of(&["=", "!="])),
                9 if self.member_truths > 0 => "m_def".to_owned(),
                10 if self.lib => format!("LIB.class {op} {}", self.tape.one_of(&["gold", "silver"])),
                11 if self.lone => "LONE.achieved".to_owned(),
                11 if self.member_tables => {
                    self.tape.one_of(&["m_tab", "m_opt = \"a\"", "m_opt in (\"b\"; \"c\")"]).to_owned()
                }
                _ => self
                    .tape
                    .one_of(&[
                        "m_z",
                        "months from m_t to end of period >= 12",
                        "m_n > n2",
                        "m_t within 24 months to born",
                        "(m_q or q1)",
                    ])
                    .to_owned(),
            },
            Of::Evidence => match self.below(11) {
                0 | 1 => "ok".to_owned(),
                2 => "day in period".to_owned(),
                3 => format!(
                    "day within {} to end of period",
                    self.tape.one_of(&["6 months", "90 days", "1 months", "30 days"])
                ),
                4 => format!("hours {op} 4.5"),
                5 => "kind = \"k\"".to_owned(),
                6 => format!("tier {op} \"mid\""),
                7 => format!("code {} \"abc\"", self.tape.one_of(&["=", "!="])),
                8 => "code in (\"abc\"; \"xyz\")".to_owned(),
                9 => {
                    self.tape.one_of(&["hours <= d1", "(ok or q2)", "day within 60 days to born"]).to_owned()
                }
                _ => self.tape.one_of(&["score >= 3", "months from day to judgement date < 12"]).to_owned(),
            },
            Of::Root => self.root_truth(op, depth),
        }
    }

    fn body(&mut self, of: Of) -> String {
        format!("({})", self.truth(of, 1))
    }

    fn root_truth(&mut self, op: &str, depth: usize) -> String {
        match self.below(35) {
            0 | 1 => self.tape.one_of(&["q1", "q2", "q3"]).to_owned(),
            28 => format!("b1 {op} {}", self.tape.one_of(&["-2.5", "0", "3 - n2"])),
            29 => format!(
                "{} {op} -1.5",
                self.tape.one_of(&["b1 * p1", "b1 * n2", "larger(b1; -2)", "b1 - b1 last year"])
            ),
            2 => format!("n1 {op} {}", [10, 0, 20, 5][self.below(4)]),
            3 => format!("d1 {op} 3.5"),
            4 => format!("p1 {op} {}", self.tape.one_of(&["50%", "12.5%", "100%", "0%"])),
            5 => "born in period".to_owned(),
            6 => format!(
                "born within {} to {}",
                self.tape.one_of(&["216 months", "300 days", "1 months"]),
                self.tape.one_of(&["end of period", "judgement date", "end of last year", "start of period"])
            ),
            7 => format!("years from born to end of period {op} 18"),
            8 => format!("c1 {} \"b\"", self.tape.one_of(&["=", "!="])),
            9 => "c1 in (\"a\"; \"c\")".to_owned(),
            10 => format!("r1 {op} \"mid\""),
            11 => format!("x1 {} \"abc\"", self.tape.one_of(&["=", "!="])),
            12 => format!("n1 / n2 {op} {}", self.tape.one_of(&["50%", "200%"])),
            13 => {
                let (coll, _) = self.collection(Of::Root, true);
                format!("({} {coll})", self.tape.one_of(&["any", "no", "at least 2", "at least 3"]))
            }
            14 => {
                let (coll, of) = self.collection(Of::Root, true);
                let body = self.body(of);
                format!("(all {coll} satisfy {body})")
            }
            15 => {
                let (coll, of) = self.collection(Of::Root, true);
                let body = self.body(of);
                format!(
                    "(share {coll} having {body}) {op} {}",
                    self.tape.one_of(&["50%", "60%", "100%", "33.3%"])
                )
            }
            16 if !self.guarded.is_empty() => {
                let group = self.guarded[self.tape.below(self.guarded.len())];
                let body = self.body(Of::Member);
                match self.below(2) {
                    0 => format!("(share {group} having {body}) >= 50%"),
                    _ => format!("(all {group} satisfy {body})"),
                }
            }
            17 if !self.groups.is_empty() => {
                let group = self.groups[self.tape.below(self.groups.len())];
                self.tape
                    .one_of(&["(any G)", "(count G) >= 2", "(sum m_n of G) >= 5", "(any G where m_q)"])
                    .replace('G', group)
            }
            18 if self.definitions_allowed && !self.truths.is_empty() => {
                let at = self.tape.below(self.truths.len());
                self.truths[at].clone()
            }
            19 if self.lib => self
                .tape
                .one_of(&[
                    "LIB.class >= silver",
                    "LIB.class = gold",
                    "LIB.points >= 50",
                    "months from LIB.date to end of period < 6",
                    "LIB.class in (gold; silver)",
                ])
                .to_owned(),
            20 if self.lone => "LONE.achieved".to_owned(),
            21..=23 if !self.items.is_empty() => self.item_truth(op, depth),
            24 => {
                let value = self.number(Of::Root, 0);
                let bar = if value.contains("n1 / n2") { "50%" } else { "3" };
                format!("({value}) {op} {bar}")
            }
            25 => self
                .tape
                .one_of(&[
                    "n1 OP n1 last year",
                    "r1 OP r1 last year",
                    "c1 = c1 last year",
                    "c1 != c1 last year",
                ])
                .replace("OP", op),
            26 => "q1 throughout 2 years".to_owned(),
            31 => self
                .tape
                .one_of(&[
                    "born within 24 months to newest day of act",
                    "(newest day of act where ok) within 90 days to end of period",
                    "(newest day of act) within 6 months to newest day of reg",
                ])
                .to_owned(),
            33 | 34 => {
                let (coll, of) = self.collection(Of::Root, true);
                let value = self.tape.one_of(&["mean", "highest", "lowest", "newest"]);
                format!("({value} {} of {coll}) {op} 4", if of == Of::Member { "m_n" } else { "hours" })
            }
            32 => {
                let pick = |at: usize| ["highest", "lowest", "newest"][at];
                let (a, b) = (pick(self.below(3)), pick(self.below(3)));
                format!("({a} tier of act where ok) {op} ({b} tier of act)")
            }
            27 => "(q2 or n1 >= 10) throughout 3 years".to_owned(),
            _ => "q3".to_owned(),
        }
    }

    fn item_truth(&mut self, op: &str, depth: usize) -> String {
        let item = self.items[self.tape.below(self.items.len())].clone();
        let code = &item.code;
        let homogeneous = |heading: &str, scored: bool, items: &[Written]| {
            let mut found = items.iter().filter(|item| item.heading == heading).peekable();
            found.peek().is_some() && found.all(|item| item.scored == scored)
        };
        let whole_set = !self.in_item;
        let _ = depth;
        match self.below(6) {
            0 if item.scored => format!("points({code}) {op} 2"),
            1 if item.scored => format!("share_of_points({code}) {op} 50%"),
            2 if item.scored => format!("max_points({code}) {op} 6"),
            3 => format!("applicable({code})"),
            4 | 5 if whole_set && homogeneous(item.heading, true, &self.items) => {
                let heading = item.heading;
                match self.below(5) {
                    0 => format!("(all {heading} satisfy share_of_points {op} 50%)"),
                    1 => format!("(any {heading} where points {op} 3)"),
                    2 => format!("(share {heading} having points >= 2) {op} 50%"),
                    3 => format!("(count {heading} where share_of_points >= 30%) {op} 2"),
                    _ => format!("(all {heading} where max_points > 4 satisfy points >= 2)"),
                }
            }
            4 | 5
                if whole_set
                    && homogeneous(item.heading, false, &self.items)
                    && (self.by_level || !self.items.iter().any(|item| item.by_level)) =>
            {
                let heading = item.heading;
                match self.below(4) {
                    0 => format!("(all {heading} satisfy met)"),
                    1 => format!("(at least 2 {heading} where met)"),
                    2 => format!("(share {heading} having met) {op} 50%"),
                    _ => format!("(no {heading} where not met)"),
                }
            }
            _ if item.judged && (!item.by_level || (whole_set && self.by_level)) => format!("met({code})"),
            _ => "q1".to_owned(),
        }
    }

    /// A number that is never below nought.
    fn number(&mut self, of: Of, depth: usize) -> String {
        let _ = of;
        self.depth += 1;
        let text = match self.below(21) {
            0 | 1 => "n1 / 4".to_owned(),
            2 => "d1".to_owned(),
            3 => "n2".to_owned(),
            4 => "larger(n1 - 8; 0) / 3".to_owned(),
            5 => "smaller(n1; 4)".to_owned(),
            6 => format!("round n1 / n2 to {} {}", self.tape.one_of(&STEPS), self.tape.one_of(&MODES)),
            7 if depth > 0 => {
                let (a, b) = (self.number(Of::Root, depth - 1), self.number(Of::Root, depth - 1));
                match self.below(4) {
                    0 => format!("({a}) + ({b})"),
                    1 => format!("({a}) * 0.5"),
                    2 => format!("smaller({a}; {b})"),
                    _ => format!("larger(({a}) - ({b}); 0)"),
                }
            }
            8 => {
                let (coll, _) = self.collection(Of::Root, true);
                format!("(count {coll})")
            }
            9 => {
                let (coll, of) = self.collection(Of::Root, true);
                format!("(sum {} of {coll})", if of == Of::Member { "m_d" } else { "hours" })
            }
            10 => {
                let (coll, of) = self.collection(Of::Root, true);
                format!("(mean {} of {coll})", if of == Of::Member { "m_n" } else { "hours" })
            }
            11 => {
                let (coll, of) = self.collection(Of::Root, true);
                let pick = self.tape.one_of(&["highest", "lowest", "newest"]);
                format!("({pick} {} of {coll})", if of == Of::Member { "m_n" } else { "hours" })
            }
            12 if self.definitions_allowed && !self.numbers.is_empty() => {
                let at = self.tape.below(self.numbers.len());
                self.numbers[at].clone()
            }
            13 if self.params > 0 => self.tape.one_of(&["par0 / 4", "par0"]).to_owned(),
            14 if self.params > 1 => "par1".to_owned(),
            15 => match self.below(2) {
                0 => "remainder(n1; 5)".to_owned(),
                _ => {
                    let (coll, _) = self.collection(Of::Root, true);
                    format!("remainder((count {coll}); 2)")
                }
            },
            16 => "n1 * p1 / 4".to_owned(),
            17 if self.items.iter().any(|item| item.scored) => {
                let codes: Vec<String> =
                    self.items.iter().filter(|item| item.scored).map(|item| item.code.clone()).collect();
                let at = self.tape.below(codes.len());
                format!("points({}) / 2", codes[at])
            }
            18 => "(n1 last year) / 4".to_owned(),
            19 => "(mean n2 of 3 years)".to_owned(),
            _ => "n1 / 10".to_owned(),
        };
        self.depth -= 1;
        text
    }
}

// ---- dossiers ----------------------------------------------------------------------------------

/// A random dossier of a plan as JSON. `rough` files many things that are not known.
pub(crate) fn dossier(plan: &Plan, tape: &mut Tape<'_>) -> String {
    let set = &plan.inner.set;
    let mut parts = vec![format!("\"$id\": \"s{}\"", tape.below(1000))];
    match tape.below(4) {
        2 => parts.push("\"$region\": \"north\"".to_owned()),
        3 => parts.push("\"$region\": [\"village\", \"north\"]".to_owned()),
        _ => {}
    }
    let unknown = [10, 0, 30, 60][tape.below(4)];
    parts.extend(cells(set, ROOT, tape, unknown));
    let years = tape.below(4);
    if years > 0 && set.inputs.iter().any(|input| input.years_back > 0) {
        let rows: Vec<String> =
            (0..years).map(|_| format!("{{{}}}", cells(set, ROOT, tape, unknown).join(", "))).collect();
        parts.push(format!("\"$before\": [{}]", rows.join(", ")));
    }
    for at in 1..set.frames.len() {
        let frame = FrameId::from_index(at);
        let count = [0, 1, 2, 3, 4][tape.below(5)];
        let rows: Vec<String> = (0..count)
            .map(|_| {
                let mut cells = cells(set, frame, tape, unknown);
                match tape.below(10) {
                    7 => cells.push("\"$status\": \"self-declared\"".to_owned()),
                    8 => cells.push("\"$status\": \"waiting\"".to_owned()),
                    9 => cells.push("\"$status\": \"rejected\"".to_owned()),
                    _ => {}
                }
                if set[frame].source == FrameSource::Members && tape.chance(15) {
                    cells.push(format!("\"$count\": {}", 1 + tape.below(3)));
                }
                format!("{{{}}}", cells.join(", "))
            })
            .collect();
        if count > 0 || tape.chance(50) {
            parts.push(format!("\"{}\": [{}]", set[frame].name, rows.join(", ")));
        }
    }
    format!("{{{}}}", parts.join(", "))
}

fn cells(set: &CriteriaSet, frame: FrameId, tape: &mut Tape<'_>, unknown: usize) -> Vec<String> {
    let mut out = Vec::new();
    let mut seen = Vec::new();
    for input in set.inputs.iter().filter(|input| input.frame == frame) {
        if !input.key.is_filed() || seen.contains(&&input.name) {
            continue;
        }
        seen.push(&input.name);
        let value = value(set, input, tape);
        let name = &input.name;
        if !tape.chance(unknown) {
            out.push(format!("\"{name}\": {value}"));
            continue;
        }
        match tape.below(8) {
            0 | 1 => {}
            2 => out.push(format!("\"{name}\": null")),
            3 => out.push(format!("\"{name}\": {{\"value\": {value}, \"status\": \"self-declared\"}}")),
            4 => {
                let own = self::value(set, input, tape);
                out.push(format!("\"{name}\": {{\"self\": {own}, \"verified\": {value}}}"));
            }
            5 => out.push(format!("\"{name}\": {{\"value\": {value}, \"status\": \"rejected\"}}")),
            6 => out.push(format!("\"{name}\": {{\"value\": {value}, \"status\": \"waiting\"}}")),
            // A fact that does not apply is not covered yet: see the report of disagreements.
            _ => {}
        }
    }
    if set[frame].source == FrameSource::Evidence {
        return out;
    }
    for uses in &set.uses {
        let used = set.inputs.iter().any(|input| {
            input.frame == frame
                && matches!(&input.key, InputKey::ResultClass(s) | InputKey::ResultPoints(s) | InputKey::ResultDate(s) if *s == uses.set)
        });
        if !used || tape.chance(25) {
            continue;
        }
        let mut record = Vec::new();
        let options = &set[uses.classes].options;
        let class = &options[tape.below(options.len())];
        let class = if class == crate::hir::NO_RESULT { "none" } else { class };
        record.push(if tape.chance(10) {
            "\"class\": null".to_owned()
        } else {
            format!("\"class\": \"{class}\"")
        });
        if tape.chance(60) {
            record.push(format!("\"points\": {}", 10 * tape.below(11)));
        }
        if !tape.chance(20) {
            let dates = [
                "2025-07-01",
                "2024-12-31",
                "2024-12-30",
                "2025",
                "2024",
                "2024-12",
                "2026-02-01",
                "2023-05-05",
            ];
            record.push(format!("\"date\": \"{}\"", tape.one_of(&dates)));
        }
        if tape.chance(40) {
            record.push(format!("\"edition\": \"{}\"", tape.one_of(&["E1", "E0"])));
        }
        if tape.chance(20) {
            record.push(format!("\"period\": \"{}\"", tape.one_of(&["2025", "2024"])));
        }
        if tape.chance(30) {
            record.push(format!("\"by\": \"{}\"", tape.one_of(&["decision", "computed"])));
        }
        out.push(format!("\"{}\": {{{}}}", uses.set, record.join(", ")));
    }
    out
}

fn value(set: &CriteriaSet, input: &Input, tape: &mut Tape<'_>) -> String {
    match &input.ty {
        Ty::Truth => (if tape.chance(50) { "true" } else { "false" }).to_owned(),
        Ty::Day => {
            let dates = [
                "2025-03-15",
                "2025-12-31",
                "2025-01-01",
                "2024-12-31",
                "2025-10-02",
                "2025-06-30",
                "2007-12-31",
                "2008-01-01",
                "2025",
                "2024",
                "2025-12",
                "2025-06",
                "2007",
                "2026-01-15",
                "2024-02-29",
                "1990-05-01",
                "2025-11-30",
                "2025-12-01",
            ];
            format!("\"{}\"", tape.one_of(&dates))
        }
        Ty::Choice(choice) => {
            let options = &set[*choice].options;
            format!("\"{}\"", options[tape.below(options.len())])
        }
        Ty::Text => format!("\"{}\"", tape.one_of(&["abc", "xyz", "other", "ABC"])),
        Ty::Number(unit) => {
            let (lo, hi) = input.range.unwrap_or((Exact::ZERO, Exact::whole(10)));
            let hundred = Exact::whole(if *unit == Unit::Ratio { 100 } else { 1 });
            let (lo, hi) = (lo.mul(hundred).unwrap(), hi.mul(hundred).unwrap());
            let places = input.places.min(2);
            let grain = Exact::new(1, 10i128.pow(places)).unwrap();
            let step = input.step.unwrap_or(grain);
            let steps = hi.sub(lo).and_then(|width| width.div(step)).unwrap().floor();
            let steps = usize::try_from(steps).unwrap();
            // The ends, the edges of bands, and anything.
            let value = match tape.below(4) {
                0 => lo.add(step.mul(Exact::whole(tape.below(steps + 1) as i128)).unwrap()).unwrap(),
                1 => lo,
                2 => lo.add(step.mul(Exact::whole(steps as i128)).unwrap()).unwrap(),
                _ => {
                    let edge = [2, 3, 4, 5, 6, 8, 10, 20, 50, 60][tape.below(10)];
                    let near = Exact::whole(edge);
                    let on_step = near.sub(lo).and_then(|above| above.div(step)).is_some_and(Exact::is_whole);
                    if near >= lo && near <= hi && on_step { near } else { lo }
                }
            };
            if *unit == Unit::Ratio { format!("\"{value}%\"") } else { format!("\"{value}\"") }
        }
    }
}
