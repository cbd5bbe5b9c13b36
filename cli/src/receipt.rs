//! `tieuchi receipt`, `verify`, `prove`, `verify-proof`: receipts written and checked.

use crate::args::{Canonical, KeyFile, Prove, Receipt, Verify, VerifyProof};
use crate::console::{Console, End, Stop};
use crate::files;
use crate::lines;
use crate::setting;
use std::fs::OpenOptions;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tieuchi::{
    Diagnostic, Dossier, HashTree, Key, Leaves, Plan, Population, PopulationReceipt, Proof, ReceiptPart,
    SourceFile, Verification, leaf_json,
};

/// The most bytes of a receipt or a proof.
const RECEIPT_BYTES: usize = 1 << 20;
/// The most bytes of a key.
const KEY_BYTES: usize = 1 << 20;
/// Dossiers evaluated at a time.
const CHUNK: usize = 8_192;

pub fn receipt(console: &mut Console, args: &Receipt) -> Result<End, Stop> {
    let key = key(console, &args.key)?;
    let setting::Chosen { plan, context, .. } = setting::choose(console, &args.set, &args.setting)?;
    if !lines::holds_lines(&args.dossier) {
        if args.leaves.is_some() {
            console.message(
                "--leaves chỉ dùng khi tệp có mỗi dòng một hồ sơ",
                "--leaves is for a file with one dossier a line",
            )?;
            return Ok(End::Usage);
        }
        let outcome = setting::outcome(console, &plan, &context, &args.dossier)?;
        let part = match args.canonical {
            None => {
                console.line(&outcome.receipt(key.as_ref()).to_json())?;
                return Ok(End::Fine);
            }
            Some(Canonical::Row) => {
                console.print(&outcome.canonical_row())?;
                return Ok(End::Fine);
            }
            Some(Canonical::Meaning) => ReceiptPart::Meaning,
            Some(Canonical::Text) => ReceiptPart::Text,
            Some(Canonical::Options) => ReceiptPart::Options,
            Some(Canonical::Input) => ReceiptPart::Input,
            Some(Canonical::Result) => ReceiptPart::Result,
        };
        console.print(&outcome.canonical(part, key.as_ref()))?;
        return Ok(End::Fine);
    }
    if args.canonical.is_some() {
        console.message(
            "--canonical dùng cho một hồ sơ .json",
            "--canonical is for one dossier, a .json file",
        )?;
        return Ok(End::Usage);
    }
    let population = Population::new(&plan, &context, key.as_ref());
    let (receipt, tree) = evaluated(console, &plan, population, &args.dossier)?;
    if let Some(path) = &args.leaves
        && let Err(error) = write_leaves(path, &tree)
    {
        let name = path.display();
        console.message(
            format!("không ghi được tệp {name}: {error}"),
            format!("cannot write file {name}: {error}"),
        )?;
        return Ok(End::Files);
    }
    console.line(&receipt.to_json())?;
    Ok(End::Fine)
}

pub fn verify(console: &mut Console, args: &Verify) -> Result<End, Stop> {
    let key = key(console, &args.key)?;
    let key = key.as_ref();
    let name = files::shown(&args.receipt);
    let text = files::read(console, &args.receipt, RECEIPT_BYTES)?;
    let found = if PopulationReceipt::is_one(&text) {
        let receipt = known(console, &name, PopulationReceipt::from_json(&text))?;
        let (source, plan) = files::load(console, &args.set, &args.with.with)?;
        let population = match Population::again(&plan, &receipt, key) {
            Ok(population) => population,
            Err(findings) => {
                console.report_findings(&[source], &findings)?;
                return Ok(End::Findings);
            }
        };
        let (again, _) = evaluated(console, &plan, population, &args.dossier)?;
        known(console, &name, receipt.verify(&again, key))?
    } else {
        let receipt = known(console, &name, tieuchi::Receipt::from_json(&text))?;
        let (_, plan) = files::load(console, &args.set, &args.with.with)?;
        let dossier = read_dossier(console, &plan, &args.dossier)?;
        known(console, &name, plan.verify(&receipt, &dossier, key))?
    };
    tell(console, &name, &found, args.json)?;
    Ok(if found.agrees() { End::Fine } else { End::Findings })
}

pub fn prove(console: &mut Console, args: &Prove) -> Result<End, Stop> {
    let mut gathered = (console, Leaves::default());
    let end = lines::each(
        &mut gathered,
        &args.leaves,
        |(console, _)| console,
        |(console, leaves), name, line| {
            known(console, name, leaves.push_json(line))?;
            Ok(End::Fine)
        },
    )?;
    let (console, leaves) = gathered;
    if end != End::Fine {
        return Ok(end);
    }
    let name = files::shown(&args.leaves);
    let tree = match leaves.finish() {
        Ok(tree) => tree,
        Err(findings) => {
            console.report_findings(&[SourceFile::new(name, "")], &findings)?;
            return Ok(End::Findings);
        }
    };
    let proof = known(console, &name, tree.prove(&args.id))?;
    console.line(&proof.to_json())?;
    Ok(End::Fine)
}

pub fn verify_proof(console: &mut Console, args: &VerifyProof) -> Result<End, Stop> {
    let name = files::shown(&args.receipt);
    let text = files::read(console, &args.receipt, RECEIPT_BYTES)?;
    let receipt = known(console, &name, PopulationReceipt::from_json(&text))?;
    let name = files::shown(&args.proof);
    let text = files::read(console, &args.proof, RECEIPT_BYTES)?;
    let proof = known(console, &name, Proof::from_json(&text))?;
    let (root, id) = (receipt.root(), proof.id());
    if !proof.leads_to(&root) {
        console.line(&console.word(
            format!("{name}: KHÔNG dẫn đến gốc {root}"),
            format!("{name}: does NOT lead to the root {root}"),
        ))?;
        return Ok(End::Findings);
    }
    if let Some(path) = &args.subject {
        let name = files::shown(path);
        let text = files::read(console, path, RECEIPT_BYTES)?;
        let own = known(console, &name, tieuchi::Receipt::from_json(&text))?;
        if own.row() != proof.row() {
            console.line(&console.word(
                format!("{name}: kết quả trong biên nhận KHÔNG phải kết quả trong bằng chứng"),
                format!("{name}: the result of the receipt is NOT the one that is proved"),
            ))?;
            return Ok(End::Findings);
        }
    }
    let (count, row) = (receipt.count(), proof.row());
    let among = if count == 1 { "subject" } else { "subjects" };
    console.line(&console.word(
        format!("`{id}` có trong danh sách {count} đối tượng, với kết quả {row}"),
        format!("`{id}` is among {count} {among}, with the result {row}"),
    ))?;
    Ok(End::Fine)
}

/// What differs, a line each, or that nothing does.
fn tell(console: &mut Console, name: &str, found: &Verification, json: bool) -> Result<(), Stop> {
    if json {
        let differs: Vec<&str> = found.differs().iter().map(|part| part.id()).collect();
        let line = serde_json::json!({ "agrees": found.agrees(), "differs": differs });
        return Ok(console.line(&line.to_string())?);
    }
    if found.agrees() {
        let line = console.word(format!("{name}: khớp"), format!("{name}: agrees"));
        return Ok(console.line(&line)?);
    }
    for part in found.differs() {
        let words = part.words();
        let line = console.word(
            format!("{name}: KHÁC: {} ({})", words.vi, part.id()),
            format!("{name}: DIFFERS: {} ({})", words.en, part.id()),
        );
        console.line(&line)?;
    }
    Ok(())
}

/// Evaluates every dossier of a file. A line at fault leaves no receipt: it would be one over
/// somewhat less than the file says.
fn evaluated(
    console: &mut Console,
    plan: &Plan,
    population: Population,
    path: &Path,
) -> Result<(PopulationReceipt, HashTree), Stop> {
    let mut run = Run { console, population, waiting: Vec::new() };
    let end = lines::each(
        &mut run,
        path,
        |run| run.console,
        |run, name, text| {
            match Dossier::from_json(plan, text) {
                Ok(dossier) => run.waiting.push(dossier),
                Err(findings) => {
                    run.console.report_findings(&[SourceFile::new(name, "")], &findings)?;
                    return Ok(End::Findings);
                }
            }
            if run.waiting.len() >= CHUNK {
                run.flush();
            }
            Ok(End::Fine)
        },
    )?;
    run.flush();
    if end != End::Fine {
        return Err(end.into());
    }
    match run.population.finish() {
        Ok(done) => Ok(done),
        Err(findings) => {
            run.console.report_findings(&[SourceFile::new(files::shown(path), "")], &findings)?;
            Err(End::Findings.into())
        }
    }
}

struct Run<'a> {
    console: &'a mut Console,
    population: Population,
    waiting: Vec<Dossier>,
}

impl Run<'_> {
    fn flush(&mut self) {
        self.population.evaluate(&self.waiting);
        self.waiting.clear();
    }
}

fn read_dossier(console: &mut Console, plan: &Plan, path: &Path) -> Result<Dossier, Stop> {
    let text = files::read(console, path, tieuchi::DOSSIER_BYTES)?;
    match Dossier::from_json(plan, &text) {
        Ok(dossier) => Ok(dossier),
        Err(findings) => {
            console.report_findings(&[SourceFile::new(files::shown(path), "")], &findings)?;
            Err(End::Findings.into())
        }
    }
}

/// The key of a file, if one is named.
pub fn key(console: &mut Console, args: &KeyFile) -> Result<Option<Key>, Stop> {
    let Some(path) = &args.key_file else { return Ok(None) };
    let bytes = files::read_bytes(console, path, KEY_BYTES)?;
    let key = known(console, &files::shown(path), Key::new(&bytes))?;
    Ok(Some(key))
}

/// The thing, or its finding as a message.
fn known<T>(console: &mut Console, name: &str, found: Result<T, Diagnostic>) -> Result<T, Stop> {
    match found {
        Ok(found) => Ok(found),
        Err(finding) => {
            console.report_findings(&[SourceFile::new(name, "")], &[finding])?;
            Err(End::Findings.into())
        }
    }
}

/// The leaves, a line each.
pub fn leaf_lines(tree: &HashTree, out: &mut dyn Write) -> io::Result<()> {
    tree.leaves().try_for_each(|(id, row)| writeln!(out, "{}", leaf_json(id, row)))
}

/// A file that is there already is left as it is: its leaves may be all that proofs can be made of.
/// A file that could not be finished is taken away.
fn write_leaves(path: &Path, tree: &HashTree) -> io::Result<()> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut out = BufWriter::new(file);
    let mut write = || {
        leaf_lines(tree, &mut out)?;
        out.flush()?;
        out.get_ref().sync_all()
    };
    write().inspect_err(|_| {
        // The first error is the one to report.
        let _ = std::fs::remove_file(path);
    })
}
