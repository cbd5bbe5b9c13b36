//! What can be typed: commands, options and their English help. Vietnamese help is in
//! `vietnamese.rs`.

mod on;

pub use on::On;

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use tieuchi::{ContextOptions, Day, Detail, Lang, Redaction};

const AFTER: &str = "\
Examples:
  tieuchi check cong-dan-hoc-tap.tieuchi
  tieuchi evaluate cong-dan-hoc-tap.tieuchi ho-so.json --period 2025
  tieuchi facts cong-dan-hoc-tap.tieuchi
  tieuchi statements score

Exit codes:
  0  fine
  1  findings: a set or a dossier is faulty, an example fails, fmt --check differs
  2  wrong use of the command line
  3  a file cannot be read or written, or is too large
  130  interrupted

Other sets a set reads are found among --with files, in its own folder and in the
folders beside it. Nothing is read from the network, and no result depends on a clock.";

/// Checks, formats and applies official scoring criteria written as rules
#[derive(Debug, Parser)]
#[command(name = "tieuchi", version, after_help = AFTER, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,

    /// Language of messages; by default that of the system (LC_ALL, LANG), Vietnamese or else English
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Language>,

    /// When to use colours; with auto only on a terminal, and never if NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Colour,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check criteria sets and run the examples they carry
    #[command(after_help = "\
Examples:
  tieuchi check examples/324-QD-KHVN/cong-dan-hoc-tap.tieuchi
  tieuchi check *.tieuchi --lang vi
  tieuchi check set.tieuchi --json")]
    Check(Check),

    /// Bring criteria sets into the one layout, or into the other language's keywords
    #[command(after_help = "\
A file with faults is left as it is. A file is replaced in one step: whoever reads it
meanwhile sees the old text or the new one, never half of it.

Examples:
  tieuchi fmt set.tieuchi
  tieuchi fmt --check *.tieuchi
  tieuchi fmt --keywords en --stdout set.tieuchi
  tieuchi fmt - < set.tieuchi")]
    Fmt(Fmt),

    /// Apply a criteria set to dossiers and say why
    #[command(after_help = "\
A dossier is one JSON object; `tieuchi schema SET` says what may stand in it.
Files ending in .ndjson or .jsonl, and - for standard input, hold one dossier a line;
a line with faults is reported with its number and the others still run.

Examples:
  tieuchi evaluate set.tieuchi dossier.json --period 2025
  tieuchi evaluate set.tieuchi people.ndjson --period 01/01/2025..31/12/2025 --explain line
  tieuchi evaluate set.tieuchi dossier.json --period 2025 --file open --explain full
  tieuchi evaluate new.tieuchi --edition old.tieuchi dossier.json --period 2023
  cat people.ndjson | tieuchi evaluate set.tieuchi - --period 2025 --json")]
    Evaluate(Evaluate),

    /// Say what would suffice for a title or class, and what it rests on
    #[command(after_help = "\
Every set of things shown was tried: the dossier with them done reaches the class when
nothing more is filed. A set is shown only if nothing in it can be left out. Without
--class the next class is asked about, the lowest that is better than what is certain.

Examples:
  tieuchi suffices set.tieuchi dossier.json --period 2025
  tieuchi suffices set.tieuchi dossier.json --period 2025 --class gold --most 2
  tieuchi suffices set.tieuchi dossier.json --period 2025 --rests-on
  tieuchi suffices set.tieuchi dossier.json --period 2025 --json --lang vi")]
    Suffices(Suffices),

    /// Write the result of a dossier and its reasons as an official letter
    #[command(after_help = "\
The letter tells what the set rests on, the result, for a refusal every gate, class condition
and item that failed with the value found, the value asked and the legal ground, what is missing,
what may still be filed, what is assumed, who decides and by when. It bears no heading of a state
or office; who signs adds that.

Examples:
  tieuchi letter set.tieuchi dossier.json --period 2025 --lang vi
  tieuchi letter set.tieuchi dossier.json --period 2025 --format html > letter.html")]
    Letter(Letter),

    /// Say what comes out otherwise for two dossiers, periods or editions of a set, and why
    #[command(after_help = "\
Items are found by code, or by label where they were renumbered; what comes out alike is left
out. What the first headings add to the change of the total is told wherever the total is a
plain sum.

Examples:
  tieuchi compare set.tieuchi before.json after.json --period 2025
  tieuchi compare set.tieuchi dossier.json dossier.json --period 2025 --period-old 2024
  tieuchi compare new.tieuchi dossier.json dossier.json --period 2025 --set-old old.tieuchi --json")]
    Compare(Compare),

    /// Print the text of a criteria set, each line marked by what it comes to for one dossier
    #[command(
        visible_alias = "color",
        after_help = "\
A sign stands before each line: met, not met, in part, unknown, counted, not relevant here,
withheld; the reason stands behind it. With --html the same is one page that needs nothing
beside it and prints well. A set that rests on others is printed as `flatten` writes it out.

Examples:
  tieuchi colour set.tieuchi dossier.json --period 2025
  tieuchi colour set.tieuchi dossier.json --period 2025 --html > report.html"
    )]
    Colour(ColourSet),
    /// Print a receipt: digests of set, dossier, options and result, to be verified by anybody
    #[command(after_help = "\
A receipt of one subject names nobody. Digests of small personal data can be guessed by
trying every value, so what leaves the office should be made with --key-file.
The book's chapter on receipts says which bytes are hashed.

Examples:
  tieuchi receipt set.tieuchi dossier.json --period 2025 > receipt.json
  tieuchi receipt set.tieuchi people.ndjson --period 2025 --leaves leaves.ndjson > all.json
  tieuchi receipt set.tieuchi dossier.json --period 2025 --key-file key > receipt.json
  tieuchi receipt set.tieuchi dossier.json --period 2025 --canonical result")]
    Receipt(Receipt),

    /// Evaluate again as a receipt says, and tell what differs: set, options, dossier or result
    #[command(after_help = "\
Exit code 0 if everything agrees, 1 if something differs or cannot be read as what it
should be, 3 if a file cannot be read.

Examples:
  tieuchi verify receipt.json set.tieuchi dossier.json
  tieuchi verify all.json set.tieuchi people.ndjson --key-file key")]
    Verify(Verify),

    /// Prove one subject's result against the receipt of a population, without the others
    #[command(after_help = "Example:\n  tieuchi prove leaves.ndjson C-000123 > proof.json")]
    Prove(Prove),

    /// Check a proof against the receipt of a population; needs no key and no other subject
    #[command(after_help = "\
Exit code 0 if the proof leads to the root of the receipt, 1 if not.

Examples:
  tieuchi verify-proof all.json proof.json
  tieuchi verify-proof all.json proof.json --subject receipt.json")]
    VerifyProof(VerifyProof),

    /// Apply a criteria set to a whole population in tables
    #[command(after_help = "\
Tables are .parquet, .arrow, .csv, .ndjson or .xlsx files. Columns have the names of the
set (`tieuchi facts SET`); subjects have `id`, rows of other tables `subject`. A mapping
file gives other names, code lists, ways to write numbers and dates.
A bad cell is not known and is told in the problems; nothing is dropped unseen.
Tables sorted by key are read part by part, others are held in memory.
The results stand under their name as a whole or not at all.

Examples:
  tieuchi table set.tieuchi --subjects people.parquet --table course=courses.csv --period 2025 -o results.parquet
  tieuchi table set.tieuchi --subjects people.xlsx --mapping map.toml --period 2025 -o results.xlsx --problems problems.csv
  tieuchi table set.tieuchi --subjects people.csv --period 2025 -o results.csv --receipt all.json --leaves leaves.ndjson")]
    Table(Table),

    /// Assess every level of a place, from persons up, and write the report
    #[command(after_help = "\
The roll-up file names the levels: which set assesses which table, and which members bring the
results of which level. Into the folder go report.html, report.xlsx, a table of results for each
level and problems.csv; each is there as a whole or not at all.

Examples:
  tieuchi report nam-2025.toml --out ket-qua
  tieuchi report nam-2025.toml --data exports --out ket-qua --redact
  tieuchi report nam-2025.toml --out ket-qua --results parquet --threads 2
  tieuchi report nam-2025.toml --why communes 30787")]
    Report(Report),

    /// Show what a criteria set asks for: inputs, evidence, parameters, thresholds, items
    #[command(after_help = "Example:\n  tieuchi facts set.tieuchi --lang vi")]
    Facts(Facts),

    /// Print the JSON Schema of a set's dossiers
    #[command(after_help = "Example:\n  tieuchi schema set.tieuchi > dossier.schema.json")]
    Schema(Schema),

    /// Write out a local set: the higher set with its edits done, catalogues and copies in place
    #[command(after_help = "\
The text printed stands alone: it can be signed, checked and evaluated without the sets it
rests on. A comment before a statement says which set it comes from, where that is not
the highest one.

Example:
  tieuchi flatten tinh.tieuchi --with mau.tieuchi > tinh-day-du.tieuchi")]
    Flatten(Flatten),

    /// Say what a set says otherwise than another: items, points, thresholds, words
    #[command(after_help = "\
Sets are compared as they hold: local sets with their edits done, whatever their language,
layout and order. Exit code 0 if both judge alike, 1 if something differs that can change
a result.
With --on both are applied to the subjects of a table: who gains and who loses, and why.
Whether an edition is in force for the period is not asked then, and exit code 0 says that
both were applied.

Examples:
  tieuchi diff ban-cu.tieuchi ban-moi.tieuchi --lang vi
  tieuchi diff mau.tieuchi tinh.tieuchi --json
  tieuchi diff ban-cu.tieuchi ban-moi.tieuchi --on dan.csv --period 2025 -o doi-chieu.csv
  tieuchi diff bo.tieuchi bo.tieuchi --on dan.csv --period 2025 --thresholds 70,75,80")]
    Diff(Diff),

    /// Propose examples just below, at and just above every threshold of a set
    #[command(after_help = "\
The results in them are what the engine gives. Whether they are what was meant is for a person to
confirm: read each one before it goes into the set.
Exit code 1 if some threshold was not reached.

Examples:
  tieuchi cases mau.tieuchi --period 2025 > de-xuat.txt
  tieuchi cases mau.tieuchi --period 2025 --json")]
    Cases(Cases),

    /// Explain the code of a finding
    #[command(after_help = "Example:\n  tieuchi explain unknown-name")]
    Explain(Explain),

    /// List the statements of the language, with meaning and sample
    #[command(
        after_help = "Examples:\n  tieuchi statements\n  tieuchi statements điểm\n  tieuchi statements score"
    )]
    Statements(Statements),

    /// Print completions for a shell
    #[command(
        after_help = "Example:\n  tieuchi completions bash > ~/.local/share/bash-completion/completions/tieuchi"
    )]
    Completions(Completions),
}

#[derive(Args, Debug)]
pub struct Check {
    /// Criteria sets
    #[arg(value_name = "SET", required = true)]
    pub sets: Vec<PathBuf>,
    /// Print findings as JSON, one object a set and line
    #[arg(long)]
    pub json: bool,
    /// Say what the set's own examples reach: bands, clauses, gates, classes, verdicts, applicability
    #[arg(long)]
    pub coverage: bool,
    /// Fail unless the examples reach at least this part, in percent, of all there is to reach
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub min_coverage: Option<u8>,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Fmt {
    /// Files to format in place; - formats standard input to standard output
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Only say which files differ; exit code 1 if any does
    #[arg(long, conflicts_with = "stdout")]
    pub check: bool,
    /// Write the keywords in this language; names stay as they are
    #[arg(long, value_name = "LANG")]
    pub keywords: Option<Language>,
    /// Print the result instead of writing the file
    #[arg(long)]
    pub stdout: bool,
}

#[derive(Args, Debug)]
pub struct Evaluate {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// Dossiers: .json, .ndjson, .jsonl, or - for one a line on standard input
    #[arg(value_name = "DOSSIER", required = true)]
    pub dossiers: Vec<PathBuf>,
    #[command(flatten)]
    pub setting: Setting,
    /// How much to explain
    #[arg(long, value_name = "DETAIL", default_value = "decisive")]
    pub explain: HowMuch,
    /// Print results as JSON, one object a dossier and line
    #[arg(long)]
    pub json: bool,
    /// Print only the class and points, one line a dossier, as a set on top of this one reads them
    #[arg(long, conflicts_with_all = ["json", "redact"])]
    pub result: bool,
    #[command(flatten)]
    pub keep: Keep,
}

#[derive(Args, Debug)]
pub struct ColourSet {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier, or - for standard input
    #[arg(value_name = "DOSSIER")]
    pub dossier: PathBuf,
    #[command(flatten)]
    pub setting: Setting,
    /// Print an HTML page
    #[arg(long)]
    pub html: bool,
    #[command(flatten)]
    pub keep: Keep,
}

/// What is kept back from whoever reads the output.
#[derive(Args, Debug)]
pub struct Keep {
    /// Keep back values the set declares private, or all values on file; and the identifiers of
    /// subjects and rows, for which their place stands
    #[arg(
        long,
        value_name = "WHAT",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "private"
    )]
    pub redact: Option<What>,
}

impl Keep {
    /// The redaction of the dossier at a place, from 1.
    pub fn at(&self, position: usize) -> Redaction {
        match self.redact {
            None => Redaction::none(),
            Some(What::Private) => Redaction::private().at(position),
            Some(What::All) => Redaction::all().at(position),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum What {
    Private,
    All,
}

#[derive(Args, Debug)]
pub struct Compare {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier before
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The dossier after; the same again to compare periods or editions
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    #[command(flatten)]
    pub setting: Setting,
    /// The period of the dossier before, if it is another
    #[arg(long, value_name = "PERIOD", value_parser = period)]
    pub period_old: Option<Period>,
    /// The day of the judgement before, if it is not the last day of that period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of_old: Option<Day>,
    /// The set the dossier before is judged by, if it is another
    #[arg(long, value_name = "SET")]
    pub set_old: Option<PathBuf>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub keep: Keep,
}

/// When, where and under what assumption a set is applied.
#[derive(Args, Clone, Debug)]
pub struct Setting {
    /// The period: a year, or first and last day as 2025-01-01..2025-12-31 or 01/01/2025..31/12/2025
    #[arg(long, value_name = "PERIOD", required = true, value_parser = period)]
    pub period: Period,
    /// Another edition of the set; of all that are given, the one in force for the period is applied;
    /// may be repeated
    #[arg(long = "edition", value_name = "FILE")]
    pub editions: Vec<PathBuf>,
    /// The day of the judgement, if it is not the last day of the period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Whether more evidence may still be filed
    #[arg(long, value_name = "STATE", default_value = "closed")]
    pub file: FileState,
    /// Region of the subjects, where a dossier names none; several from near to far
    #[arg(long = "region", value_name = "NAME")]
    pub regions: Vec<String>,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Table {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The table of subjects, one a row
    #[arg(long, value_name = "FILE", required = true)]
    pub subjects: PathBuf,
    /// A table of members or evidence, by its name in the set; may be repeated
    #[arg(long = "table", value_name = "NAME=FILE", value_parser = named)]
    pub tables: Vec<(String, PathBuf)>,
    /// The period: a year, or first and last day as 2025-01-01..2025-12-31 or 01/01/2025..31/12/2025
    #[arg(long, value_name = "PERIOD", required = true, value_parser = period)]
    pub period: Period,
    /// Where the results go; the ending says the format
    #[arg(short, long, value_name = "FILE", required = true)]
    pub output: PathBuf,
    /// Where the problems go, a row each
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
    /// Where one receipt over the results of all subjects goes
    #[arg(long, value_name = "FILE")]
    pub receipt: Option<PathBuf>,
    /// Where the leaf of each subject goes, from which `tieuchi prove` proves single results
    #[arg(long, value_name = "FILE", requires = "receipt")]
    pub leaves: Option<PathBuf>,
    #[command(flatten)]
    pub key: KeyFile,
    /// What names and values of the files mean, as TOML
    #[arg(long, value_name = "FILE")]
    pub mapping: Option<PathBuf>,
    /// Write no results if there is any problem; exit code 1
    #[arg(long)]
    pub strict: bool,
    /// Refuse columns of floating-point numbers
    #[arg(long)]
    pub no_floats: bool,
    /// Take columns and tables that are not given as not filed
    #[arg(long)]
    pub missing_unknown: bool,
    /// Write points and verdicts of every item too
    #[arg(long)]
    pub items: bool,
    /// How many threads to use; by default one for each processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Another edition of the set; of all that are given, the one in force for the period is applied;
    /// may be repeated
    #[arg(long = "edition", value_name = "FILE")]
    pub editions: Vec<PathBuf>,
    /// The day of the judgement, if it is not the last day of the period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Region of the subjects where the table names none; several from near to far
    #[arg(long = "region", value_name = "NAME")]
    pub regions: Vec<String>,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Report {
    /// The roll-up file
    #[arg(value_name = "ROLLUP")]
    pub job: PathBuf,
    /// The folder the report is written into; it is made if need be
    #[arg(short, long, value_name = "FOLDER", required_unless_present = "why")]
    pub out: Option<PathBuf>,
    /// The folder of the tables, if it is not that of the roll-up file
    #[arg(long, value_name = "FOLDER")]
    pub data: Option<PathBuf>,
    /// Format of the tables of results
    #[arg(long, value_name = "FORMAT", default_value = "csv")]
    pub results: ResultFormat,
    /// Leave out of the page and the workbook whatever names a person
    #[arg(long)]
    pub redact: bool,
    /// Write no report: explain one subject of a level, from the same tables
    #[arg(long, num_args = 2, value_names = ["LEVEL", "ID"], conflicts_with = "out")]
    pub why: Vec<String>,
    /// With --why, how much to explain
    #[arg(long, value_name = "DETAIL", default_value = "decisive", requires = "why")]
    pub explain: HowMuch,
    /// With --why, print the explanation as JSON
    #[arg(long, requires = "why")]
    pub json: bool,
    /// How many threads to use; by default one for each processor
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
}

/// `--results`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ResultFormat {
    Csv,
    Parquet,
    Arrow,
    Ndjson,
}

impl ResultFormat {
    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Parquet => "parquet",
            Self::Arrow => "arrow",
            Self::Ndjson => "ndjson",
        }
    }
}

#[derive(Args, Debug)]
pub struct Suffices {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier, one JSON object; - reads it from standard input
    #[arg(value_name = "DOSSIER")]
    pub dossier: PathBuf,
    /// The period: a year, or first and last day as 2025-01-01..2025-12-31 or 01/01/2025..31/12/2025
    #[arg(long, value_name = "PERIOD", required = true, value_parser = period)]
    pub period: Period,
    /// The day of the judgement, if it is not the last day of the period
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub as_of: Option<Day>,
    /// Region of the subject, if the dossier names none; several from near to far
    #[arg(long = "region", value_name = "NAME")]
    pub regions: Vec<String>,
    /// The title or class, by its name in the set
    #[arg(long, value_name = "NAME")]
    pub class: Option<String>,
    /// The most things a set may hold
    #[arg(long, value_name = "N", default_value = "3", value_parser = clap::value_parser!(u8).range(1..=6))]
    pub most: u8,
    /// The most changed dossiers to try
    #[arg(long, value_name = "N", default_value = "50000")]
    pub bound: u64,
    /// The reverse: which single piece of evidence loses the class if it is rejected
    #[arg(long)]
    pub rests_on: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Letter {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier, or - for standard input
    #[arg(value_name = "DOSSIER")]
    pub dossier: PathBuf,
    #[command(flatten)]
    pub setting: Setting,
    /// How to write the letter
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: LetterFormat,
    #[command(flatten)]
    pub keep: Keep,
}

#[derive(Args, Debug)]
pub struct Receipt {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier as .json; or .ndjson, .jsonl or - with one a line, for one receipt over all
    #[arg(value_name = "DOSSIER")]
    pub dossier: PathBuf,
    #[command(flatten)]
    pub setting: Setting,
    #[command(flatten)]
    pub key: KeyFile,
    /// Print the very bytes a digest is over, without a line end, instead of the receipt
    #[arg(long, value_name = "PART")]
    pub canonical: Option<Canonical>,
    /// For a population: write the leaves of the tree, which proofs are made from, to this new file
    #[arg(long, value_name = "FILE", conflicts_with = "canonical")]
    pub leaves: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Verify {
    /// The receipt, of one subject or of a population
    #[arg(value_name = "RECEIPT")]
    pub receipt: PathBuf,
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The dossier; for a population, the file with one dossier a line
    #[arg(value_name = "DOSSIER")]
    pub dossier: PathBuf,
    #[command(flatten)]
    pub key: KeyFile,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Prove {
    /// The file of leaves that `receipt --leaves` wrote
    #[arg(value_name = "LEAVES")]
    pub leaves: PathBuf,
    /// The subject's identifier
    #[arg(value_name = "ID")]
    pub id: String,
}

#[derive(Args, Debug)]
pub struct VerifyProof {
    /// The receipt of the population
    #[arg(value_name = "RECEIPT")]
    pub receipt: PathBuf,
    /// The proof
    #[arg(value_name = "PROOF")]
    pub proof: PathBuf,
    /// The subject's own receipt, to be held against the proof too
    #[arg(long, value_name = "FILE")]
    pub subject: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct KeyFile {
    /// A file of at least 32 random bytes: digests of options, input and result are keyed with it
    #[arg(long = "key-file", value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct Facts {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Schema {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Flatten {
    /// The local set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Diff {
    /// The set to compare with
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// The set to compare
    #[arg(value_name = "NEW")]
    pub new: PathBuf,
    /// Print the examples that differ in full, and not only how many there are
    #[arg(long)]
    pub examples: bool,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub on: On,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Cases {
    /// The criteria set
    #[arg(value_name = "SET")]
    pub set: PathBuf,
    /// The period: a year, or first and last day as 2025-01-01..2025-12-31 or 01/01/2025..31/12/2025
    #[arg(long, value_name = "PERIOD", required = true, value_parser = period)]
    pub period: Period,
    /// Region of the subject; several from near to far
    #[arg(long = "region", value_name = "NAME")]
    pub regions: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub with: With,
}

#[derive(Args, Debug)]
pub struct Explain {
    /// The code, as it stands in brackets before a message
    #[arg(value_name = "CODE")]
    pub code: String,
}

#[derive(Args, Debug)]
pub struct Statements {
    /// Only statements with this word, in either language
    #[arg(value_name = "WORD")]
    pub word: Option<String>,
}

#[derive(Args, Debug)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub shell: clap_complete::Shell,
}

#[derive(Args, Clone, Debug)]
pub struct With {
    /// Further criteria sets that the set reads or rests on; may be repeated
    #[arg(long = "with", value_name = "FILE")]
    pub with: Vec<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    Vi,
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Vi => Self::Vi,
            Language::En => Self::En,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Colour {
    Auto,
    Always,
    Never,
}

/// What a digest is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Canonical {
    Meaning,
    Text,
    Options,
    Input,
    Result,
    Row,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LetterFormat {
    Text,
    Markdown,
    Html,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FileState {
    Open,
    Closed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HowMuch {
    Line,
    Decisive,
    Full,
}

impl From<HowMuch> for Detail {
    fn from(how_much: HowMuch) -> Self {
        match how_much {
            HowMuch::Line => Self::Line,
            HowMuch::Decisive => Self::Decisive,
            HowMuch::Full => Self::Full,
        }
    }
}

/// `--period`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    Year(i32),
    Days(Day, Day),
}

impl Period {
    /// The options of an evaluation of that period.
    pub fn options(self) -> Option<ContextOptions> {
        match self {
            Self::Year(year) => ContextOptions::year(year),
            Self::Days(first, last) => Some(ContextOptions::period(first, last)),
        }
    }
}

/// `NAME=FILE`
fn named(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !name.is_empty() && !file.is_empty() => {
            Ok((name.to_owned(), PathBuf::from(file)))
        }
        _ => Err("ghi TÊN=TỆP / write NAME=FILE".to_owned()),
    }
}

pub fn period(text: &str) -> Result<Period, String> {
    if let Some((first, last)) = text.split_once("..") {
        let (first, last) = (day(first.trim())?, day(last.trim())?);
        if last < first {
            return Err("ngày cuối đứng trước ngày đầu / the last day is before the first".to_owned());
        }
        return Ok(Period::Days(first, last));
    }
    let year = text.parse().ok().filter(|year| Day::new(*year, 1, 1).is_some() && text.len() == 4);
    year.map(Period::Year).ok_or_else(|| {
        "ghi một năm như 2025, hoặc hai ngày như 01/01/2025..31/12/2025 / \
         write a year as 2025, or two days as 2025-01-01..2025-12-31"
            .to_owned()
    })
}

/// A day, ISO or as written in Viet Nam.
fn day(text: &str) -> Result<Day, String> {
    Day::parse_written(text).ok_or_else(|| {
        format!(
            "`{text}` không phải là một ngày có thật như 31/12/2025 hoặc 2025-12-31 / \
             `{text}` is no day that exists, as 2025-12-31 or 31/12/2025"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_commands_are_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn days_are_read_in_both_ways_of_writing() {
        assert_eq!(day("31/12/2025"), day("2025-12-31"));
        assert_eq!(day("1/2/2025"), day("2025-02-01"));
        for bad in ["31/02/2025", "2025-2-1", "12/31/2025", "1/1/25", "+1/1/2025", "", "2025"] {
            assert!(day(bad).is_err() || bad == "+1/1/2025", "{bad}");
        }
    }

    #[test]
    fn periods_are_years_or_two_days() {
        assert_eq!(period("2025"), Ok(Period::Year(2025)));
        assert!(matches!(period("01/07/2024..2025-06-30"), Ok(Period::Days(_, _))));
        for bad in ["25", "1899", "2025-12-31..2025-01-01", "2025..", "soon"] {
            assert!(period(bad).is_err(), "{bad}");
        }
    }
}
