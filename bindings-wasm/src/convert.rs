//! What one dossier comes to, for JavaScript: small answers as bytes or as JSON.

use serde_json::{Value, json};
use std::collections::BTreeSet;
use tieuchi::{Bilingual, ColouredSet, HostFault, Plan, Standing, Summary, Verification};
use tieuchi_wasm_shared::{Refusal, no_such};

/// What a dossier of any set may name beside what the set declares.
const OWN_NAMES: [&str; 16] = [
    "$id", "$region", "$before", "$status", "$count", "value", "self", "verified", "status", "at", "class",
    "points", "date", "edition", "by", "period",
];

/// Every name that dossiers and standings of some plans are written with, each once.
pub fn names<'a>(plans: impl Iterator<Item = &'a Plan>) -> Vec<String> {
    let mut names: BTreeSet<String> = OWN_NAMES.map(str::to_owned).into();
    for plan in plans {
        let facts = plan.facts();
        names.extend(facts.inputs.into_iter().map(|input| input.name));
        names.extend(facts.tables.into_iter().map(|table| table.name));
        names.extend(facts.results.into_iter().map(|result| result.set));
        names.extend(facts.classes.into_iter().map(|class| class.name));
    }
    names.into_iter().collect()
}

/// Total and class as bytes. How many texts the total has: none, one where all
/// three are alike, or three; whether there are classes; the texts, each with its number of bytes before it.
/// Then the standings of the file closed and open: how many, and each as four bytes: the number of its name,
/// or −3 for none, −2 for not ranked, −1 for outside.
pub fn summary(summary: &Summary, names: &[String]) -> Vec<u8> {
    let mut out = Vec::with_capacity(64);
    out.extend([0, u8::from(summary.class.is_some())]);
    if let Some(total) = summary.total {
        let texts = [total.certain, total.possible, total.reachable];
        let alike = texts.iter().all(|text| *text == total.certain);
        let texts = texts.get(..if alike { 1 } else { 3 }).unwrap_or_default();
        for text in texts {
            let text = text.to_string();
            out.push(short(text.len()));
            out.extend_from_slice(text.as_bytes());
        }
        if let Some(count) = out.first_mut() {
            *count = short(texts.len());
        }
    }
    if let Some(class) = &summary.class {
        for standings in [&class.closed, &class.open] {
            out.push(short(standings.len()));
            for standing in standings {
                let number = match standing {
                    // The names are sorted, and all classes are among them.
                    Standing::Class(name) => {
                        i32::try_from(names.partition_point(|known| known < name)).unwrap_or(i32::MAX)
                    }
                    Standing::None => -3,
                    Standing::NotRanked => -2,
                    Standing::Outside => -1,
                };
                out.extend_from_slice(&number.to_le_bytes());
            }
        }
    }
    out
}

/// A set has at most 61 classes, and an exact number fewer than 255 signs.
fn short(count: usize) -> u8 {
    count.try_into().unwrap_or(u8::MAX)
}

pub fn fault(word: &str) -> Result<HostFault, Refusal> {
    HostFault::ALL.into_iter().find(|fault| fault.id() == word).ok_or_else(|| no_such("fault", word))
}

fn words(words: &Bilingual) -> Value {
    json!({ "vi": words.vi, "en": words.en })
}

/// A coloured set as a list of its lines.
pub fn lines(coloured: &ColouredSet) -> String {
    let line = |line: &tieuchi::ColouredLine| {
        let why: Vec<Value> = line.why.iter().map(words).collect();
        json!({ "text": line.text, "mark": line.mark.id(), "sign": line.mark.sign(), "why": why })
    };
    Value::from(coloured.lines.iter().map(line).collect::<Vec<_>>()).to_string()
}

/// What a verification found.
pub fn verification(found: &Verification) -> String {
    let part = |part: &tieuchi::ReceiptPart| json!({ "part": part.id(), "words": words(&part.words()) });
    let differs: Vec<Value> = found.differs().iter().map(part).collect();
    json!({ "agrees": found.agrees(), "differs": differs }).to_string()
}
