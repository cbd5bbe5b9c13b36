//! The set with ten and a hundred times its indicators, from memory and on one thread.
//!
//! Every peer runs at every width in a process of its own. What refuses a width is left out there, with
//! its own words under the table; all others must have the right answers.

use crate::started::Started;
use crate::{Any, beside, files, times};
use std::path::Path;
use tieuchi_benches::figures::{Ratio, grouped, machine, median, rustc};
use tieuchi_benches::wide::Citizens;

/// The heading over it.
pub const HEADING: &str = "Ten and a hundred times the indicators";

/// How many times the indicators of the set.
const WIDTHS: [usize; 3] = [1, 10, 100];
/// Of every width.
const CITIZENS: usize = 10_000;
const ROUNDS: usize = 7;

/// The peers, and what they are called in words; ours are not.
const PEERS: [(&str, &str); 6] = [
    ("hand", ""),
    ("engine", ""),
    ("polars", "Polars"),
    ("duckdb", "DuckDB"),
    ("numpy", "NumPy"),
    ("pandas", "pandas"),
];

/// What is measured, in the order of the table: peer, command, and what the line says.
const LINES: [(&str, &str, &str); 7] = [
    ("hand", "rows", "by hand, row by row, copy by copy"),
    ("engine", "bound", "engine, tables bound before"),
    ("engine", "memory", "engine, tables bound each time"),
    ("polars", "memory", "Polars, streaming, whole numbers"),
    ("duckdb", "memory", "DuckDB, whole numbers"),
    ("numpy", "memory", "NumPy by hand, whole numbers"),
    ("pandas", "memory", "pandas, whole numbers"),
];

/// The text under the heading; of so many citizens at most.
pub fn part(python: &str, folder: &Path, most: usize) -> Any<String> {
    let citizens = CITIZENS.min(most);
    let mut widths = Vec::new();
    for copies in WIDTHS {
        eprintln!("{citizens} citizens, the set {copies} times as wide: answers");
        let folder = folder.join(format!("wide-{copies}"));
        let width = Width::new(python, &folder, citizens, copies);
        std::fs::remove_dir_all(&folder)?;
        widths.push(width?);
    }
    for round in 1..=ROUNDS {
        eprintln!("round {round}");
        for width in &mut widths {
            width.round(citizens)?;
        }
    }
    Ok(text(&widths, citizens))
}

/// What takes part at one width, and the times of each line, round by round.
struct Width {
    copies: usize,
    peers: Vec<Started>,
    /// Who does not, and why.
    refused: Vec<(&'static str, String)>,
    spent: Vec<Vec<u128>>,
}

impl Width {
    /// Starts everyone and compares their answers.
    fn new(python: &str, folder: &Path, citizens: usize, copies: usize) -> Any<Self> {
        let citizens = Citizens::new(citizens, copies);
        files::write_both(&citizens, folder)?;
        let right = citizens.by_hand()?;
        drop(citizens);
        let mut out =
            Self { copies, peers: Vec::new(), refused: Vec::new(), spent: vec![Vec::new(); LINES.len()] };
        for (name, words) in PEERS {
            match answered(name, python, folder, copies) {
                Ok(peer) if peer.is_right(&right)? => out.peers.push(peer),
                Ok(_) => return Err(format!("{name} has other answers at ×{copies}").into()),
                Err(why) if words.is_empty() => return Err(why),
                Err(why) => out.refused.push((words, why.to_string())),
            }
        }
        Ok(out)
    }

    /// Everything once.
    fn round(&mut self, citizens: usize) -> Any<()> {
        for ((name, what, _), spent) in LINES.iter().zip(&mut self.spent) {
            let Some(peer) = self.peers.iter_mut().find(|peer| peer.name == *name) else { continue };
            let (_, processor) = peer.timed(what, times(name, what, citizens * self.copies))?;
            spent.push(processor);
        }
        Ok(())
    }

    /// The times of a line; none where the peer refuses.
    fn line(&self, name: &str, what: &str) -> &[u128] {
        let at = LINES.iter().position(|(own, command, _)| (*own, *command) == (name, what));
        at.and_then(|at| self.spent.get(at)).map_or(&[], Vec::as_slice)
    }
}

/// A peer that has answered for everybody.
fn answered(name: &'static str, python: &str, folder: &Path, copies: usize) -> Any<Started> {
    let mut peer = Started::new(name, python, folder, 1, copies)?;
    peer.ask("check")?;
    Ok(peer)
}

fn text(widths: &[Width], citizens: usize) -> String {
    let mut out = format!(
        "That many copies of the set side by side under one total and one class, each with facts, tables of evidence and numbers of its own: 100 indicators and 30 tables of evidence, 1 000 and 300.\n\
         {} citizens of each width, one thread, time of the processor, from memory, {ROUNDS} rounds in turns; answers are compared for every citizen.\n\
         Polars and DuckDB put what they find for the copies under one another and add it up, which both do fastest.\n\
         A ratio is to the engine at the same width; a growth is to the set itself, and one that follows the size is 10 and 100.\n\
         {}\n\n",
        grouped(citizens as u128),
        versions(widths)
    );
    out += "| what | ×1, ns a citizen | ×10 | ×100 | ×1, to the engine, median (least – greatest) | ×10 | ×100 | growth ×10 | growth ×100 |\n\
            |---|---:|---:|---:|---:|---:|---:|---:|---:|\n";
    for (name, what, words) in LINES {
        let own: Vec<&[u128]> = widths.iter().map(|width| width.line(name, what)).collect();
        let (other, command) = beside(name, what);
        let engine = widths.iter().map(|width| width.line(other, command));
        let nanos = own.iter().map(|own| shown(own, grouped(median(own) / citizens.max(1) as u128)));
        let ratios =
            own.iter().zip(engine).map(|(own, engine)| shown(own, Ratio::of(own, engine).to_string()));
        let base = own.first().copied().unwrap_or_default();
        let growth = own.iter().skip(1).map(|own| shown(own, Ratio::of(own, base).to_string()));
        let cells: Vec<String> = nanos.chain(ratios).chain(growth).collect();
        out += &format!("| {words} | {} |\n", cells.join(" | "));
    }
    for width in widths {
        for (name, why) in &width.refused {
            out += &format!("\n{name} refuses ×{}: `{why}`.\n", width.copies);
        }
    }
    out
}

/// A cell of a line with such times.
fn shown(times: &[u128], text: String) -> String {
    if times.is_empty() { "refuses".to_owned() } else { text }
}

/// The machine and the programs, since this part may be of another run than those above it.
fn versions(widths: &[Width]) -> String {
    let peers = widths.first().map_or(&[][..], |width| &width.peers);
    let mut out = format!("Machine: {}, Rust {}", machine(), rustc());
    for (name, words) in PEERS.into_iter().filter(|(_, words)| !words.is_empty()) {
        let version = peers.iter().find(|peer| peer.name == name).map_or("", |peer| &peer.version);
        out += &format!(", {words} {version}");
    }
    out + "."
}
