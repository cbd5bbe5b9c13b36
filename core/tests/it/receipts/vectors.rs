//! The vectors: what this engine writes is what stands in them, and `verify.py` agrees.
//!
//! In: Markdown with fenced blocks, inputs first. With `TIEUCHI_BLESS=1` the other blocks are
//! written anew.

use std::path::{Path, PathBuf};
use tieuchi::{
    Context, ContextOptions, Day, Dossier, HashTree, Key, Leaves, Library, Outcome, Plan, Population,
    PopulationReceipt, Proof, Receipt, ReceiptPart, SourceFile, compile_with,
};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/receipts")
}

#[test]
fn the_engine_writes_what_the_vectors_say() {
    let bless = std::env::var_os("TIEUCHI_BLESS").is_some_and(|value| value == "1");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "md") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let written = rewritten(&text, &mut checked);
        if bless {
            std::fs::write(&path, written).unwrap();
        } else {
            assert_eq!(written, text, "{}: run `cargo xtask bless` and read the difference", path.display());
        }
    }
    assert!(checked > 40, "{checked} blocks");
}

/// The vectors against a script that knows the book's chapter on receipts and nothing of ours.
#[test]
#[expect(clippy::disallowed_types, reason = "the script is another program")]
fn a_script_with_nothing_of_ours_agrees() {
    let run = std::process::Command::new("python3").arg(folder().join("verify.py")).output();
    let output =
        run.unwrap_or_else(|error| panic!("python3 is needed to check the vectors of receipts: {error}"));
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("6 files: 25 digests, 4 roots, 14 proofs agree"), "{said}");
}

/// The text with every checked block as it should be.
fn rewritten(text: &str, checked: &mut usize) -> String {
    let mut out = String::new();
    let mut vector = Vector::default();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("```") {
        let (head, body) = after.split_once('\n').unwrap();
        let (body, after) = body.split_at(body.find("```").unwrap());
        let (kind, about) = head.split_once(' ').unwrap_or((head, ""));
        let now = vector.block(kind, about, body).inspect(|_| *checked += 1);
        out.push_str(&format!("{before}```{head}\n{}```", now.as_deref().unwrap_or(body)));
        rest = after.strip_prefix("```").unwrap();
    }
    out + rest
}

/// What the blocks read so far come to.
#[derive(Default)]
struct Vector {
    library: Library,
    plan: Option<Plan>,
    context: Option<Context>,
    key: Option<Key>,
    outcome: Option<Outcome>,
    dossier: Option<Dossier>,
    population: Option<(PopulationReceipt, HashTree)>,
    /// The tree of leaves that stand alone.
    tree: Option<HashTree>,
}

impl Vector {
    /// What a checked block should hold; nothing for an input.
    fn block(&mut self, kind: &str, about: &str, body: &str) -> Option<String> {
        match kind {
            "library" => {
                assert!(self.library.add(&SourceFile::new("library", body)));
                return None;
            }
            "tieuchi" => {
                let compiled = compile_with(&SourceFile::new("vector", body), &self.library);
                self.plan = Some(compiled.plan.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics)));
                return None;
            }
            "context" => {
                let plan = self.plan.as_ref().unwrap();
                self.context =
                    Some(plan.context(&options(body)).unwrap_or_else(|found| panic!("{found:#?}")));
                return None;
            }
            "key" => {
                let digits = body.trim().as_bytes().chunks(2);
                let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
                self.key = Some(Key::new(&digits.map(byte).collect::<Vec<_>>()).unwrap());
                return None;
            }
            "dossier" => {
                let (plan, context) = (self.plan.as_ref().unwrap(), self.context.as_ref().unwrap());
                let read = Dossier::from_json(plan, body).unwrap_or_else(|found| panic!("{found:#?}"));
                self.outcome = Some(plan.evaluate(&read, context));
                self.dossier = Some(read);
                return None;
            }
            "dossiers" => {
                let (plan, context) = (self.plan.as_ref().unwrap(), self.context.as_ref().unwrap());
                let mut population = Population::new(plan, context, self.key.as_ref());
                for line in body.lines() {
                    population.evaluate(&[Dossier::from_json(plan, line).unwrap()]);
                }
                self.population = Some(population.finish().unwrap());
                return None;
            }
            // Leaves that stand alone are an input.
            "leaves" if self.plan.is_none() => {
                let mut leaves = Leaves::default();
                body.lines().for_each(|line| leaves.push_json(line).unwrap());
                self.population = None;
                self.tree = Some(leaves.finish().unwrap());
                return None;
            }
            _ => {}
        }
        let key = self.key.as_ref();
        let outcome = || self.outcome.as_ref().unwrap();
        let tree = || self.population.as_ref().map_or_else(|| self.tree.as_ref().unwrap(), |(_, tree)| tree);
        let part = ReceiptPart::ALL.into_iter().find(|part| part.id() == kind);
        Some(match (kind, part) {
            (_, Some(part)) => format!("{}\n", outcome().canonical(part, key)),
            ("row", _) => format!("{}\n", outcome().canonical_row()),
            ("receipt", _) => {
                let receipt = outcome().receipt(key);
                let json = receipt.to_json();
                assert_eq!(Receipt::from_json(&json).unwrap(), receipt);
                let (plan, dossier) = (self.plan.as_ref().unwrap(), self.dossier.as_ref().unwrap());
                assert!(plan.verify(&receipt, dossier, key).unwrap().agrees());
                json + "\n"
            }
            ("leaves", _) => tree().leaves().map(|(id, row)| tieuchi::leaf_json(id, row) + "\n").collect(),
            ("population", _) => {
                let (receipt, _) = self.population.as_ref().unwrap();
                assert_eq!(PopulationReceipt::from_json(&receipt.to_json()).unwrap(), *receipt);
                receipt.to_json() + "\n"
            }
            ("root", _) => format!("{}\n", tree().root()),
            ("proof", _) => {
                let proof = tree().prove(about).unwrap();
                assert!(proof.leads_to(&tree().root()));
                assert_eq!(Proof::from_json(&proof.to_json()).unwrap(), proof);
                proof.to_json() + "\n"
            }
            _ => panic!("no block is named `{kind}`"),
        })
    }
}

/// `period 2025`, `judged 2026-01-20`, `file open`, `region Xã Núi; An Giang`.
fn options(text: &str) -> ContextOptions {
    let mut options = ContextOptions::year(2025).unwrap();
    for line in text.lines() {
        let (word, rest) = line.split_once(' ').unwrap();
        options = match word {
            "period" => ContextOptions::year(rest.parse().unwrap()).unwrap(),
            "judged" => options.judged_on(Day::parse_iso(rest).unwrap()),
            "file" => options.open(rest == "open"),
            "region" => options.regions(rest.split("; ").map(str::to_owned)),
            _ => panic!("`{line}` is no line of a context"),
        };
    }
    options
}
