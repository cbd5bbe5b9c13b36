//! The rounds: everything that is timed is done once in each round, in the same order.
//!
//! Times are those of the processor, in picoseconds for one time, since one evaluation may take less than
//! a hundred nanoseconds.

use crate::engines::tieuchi::Columns;
use crate::engines::{CONTENDERS, Contender, Engine};
use crate::workload::{Answer, Any, Citizens, answers, document, dossier};
use std::hint::black_box;
use tieuchi_benches::population::Population;
use tieuchi_benches::processor_time;

/// How much is measured.
pub struct Size {
    /// Rounds.
    pub rounds: usize,
    /// Citizens of the population, by width.
    pub citizens: [usize; 3],
    /// Of these so many are put to every engine and compared.
    pub compared: [usize; 3],
    /// Nanoseconds that a thing is repeated for in a round.
    pub long: u64,
}

/// How many times the indicators of the set.
pub const WIDTHS: [usize; 3] = [1, 10, 100];

/// Dossiers of each width that are evaluated in turn.
const DOSSIERS: [usize; 3] = [1_000, 100, 10];

/// Times of one thing, round by round, in picoseconds.
pub type Times = Vec<u128>;

/// Answers that differ from those worked out by hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Differing {
    /// Totals.
    pub totals: usize,
    /// The greatest difference of a total, in hundredths of a point.
    pub worst: u64,
    /// Classes.
    pub classes: usize,
}

/// What was found out about an engine at one width.
pub struct Found {
    /// One of [`CONTENDERS`].
    pub contender: &'static Contender,
    /// Why it does not do this width.
    pub refused: Option<String>,
    /// Answers that are wrong.
    pub differing: Differing,
    /// One dossier that is ready.
    pub evaluate: Times,
    /// One dossier from text to text.
    pub text: Times,
    /// From source text to what can be evaluated.
    pub compile: Times,
    /// One dossier that is ready to an explanation as text; only of the set itself.
    pub explain: Times,
    /// Bytes of the longest of these explanations; none where the engine has none.
    pub explained: Option<usize>,
}

/// What was found out at one width.
pub struct Width {
    /// How many citizens the population has.
    pub citizens: usize,
    /// How many of them every engine answered for.
    pub compared: usize,
    /// In the order of [`CONTENDERS`].
    pub found: Vec<Found>,
    /// A citizen of the population, by hand, row by row; only of the set itself.
    pub hand: Times,
    /// A citizen of the population in our columns, tables bound before.
    pub bound: Times,
    /// The same, tables bound each time.
    pub each_time: Times,
}

/// An engine that takes part at a width.
struct Ready {
    at: usize,
    source: String,
    engine: Box<dyn Engine>,
    texts: Vec<String>,
}

/// Compares all answers, then times everything.
pub fn measure(size: &Size) -> Any<Vec<Width>> {
    let mut widths = Vec::new();
    let mut prepared = Vec::new();
    let sizes = size.citizens.into_iter().zip(size.compared).zip(DOSSIERS);
    for (copies, ((citizens, compared), dossiers)) in WIDTHS.into_iter().zip(sizes) {
        eprintln!("the set {copies} times as wide: answers");
        let citizens = Citizens::new(citizens, copies);
        let right = answers(&citizens)?;
        let mut width = Width {
            citizens: citizens.len(),
            compared,
            found: Vec::new(),
            hand: Vec::new(),
            bound: Vec::new(),
            each_time: Vec::new(),
        };
        let mut ready = Vec::new();
        for (at, contender) in CONTENDERS.iter().enumerate() {
            let mut found = Found {
                contender,
                refused: None,
                differing: Differing::default(),
                evaluate: Vec::new(),
                text: Vec::new(),
                compile: Vec::new(),
                explain: Vec::new(),
                explained: None,
            };
            match prepare(at, copies, (&citizens, &right[..compared]), dossiers) {
                Ok((mut one, differing)) => {
                    found.differing = differing;
                    if copies == 1 {
                        found.explained = longest(&mut *one.engine, dossiers)?;
                    }
                    ready.push(one);
                }
                Err(error) => found.refused = Some(error.to_string()),
            }
            if at == 0 && (found.refused.is_some() || found.differing.totals + found.differing.classes > 0) {
                return Err(
                    format!("our own answers differ: {:?}, {:?}", found.differing, found.refused).into()
                );
            }
            width.found.push(found);
        }
        let columns = Columns::new(&(CONTENDERS[0].source)(copies), &citizens)?;
        let by_hand = (copies == 1).then(|| Population::new(citizens.len()));
        widths.push(width);
        prepared.push((ready, columns, by_hand));
    }
    for round in 1..=size.rounds {
        eprintln!("round {round}");
        for (width, (ready, columns, by_hand)) in widths.iter_mut().zip(&mut prepared) {
            for Ready { at, source, engine, texts } in ready {
                let found = &mut width.found[*at];
                let mut next = (0..texts.len()).cycle();
                let mut dossier = || next.next().unwrap_or(0);
                found.evaluate.push(timed(size.long, || engine.evaluate(dossier()).map(drop))?);
                found.text.push(timed(size.long, || engine.text_to_text(&texts[dossier()]).map(drop))?);
                found.compile.push(timed(size.long, || (found.contender.compile)(source).map(drop))?);
                if found.explained.is_some() {
                    found.explain.push(timed(size.long, || engine.explained(dossier()).map(drop))?);
                }
            }
            let each = width.citizens as u128;
            width.bound.push(timed(size.long, || columns.bound())? / each);
            width.each_time.push(timed(size.long, || columns.each_time())? / each);
            if let Some(population) = by_hand {
                let hand = || {
                    drop(black_box(population.by_hand()));
                    Ok(())
                };
                width.hand.push(timed(size.long, hand)? / each);
            }
        }
    }
    Ok(widths)
}

/// Compiles a set, compares answers with so many right ones, and keeps some dossiers ready.
fn prepare(
    at: usize,
    copies: usize,
    (citizens, right): (&Citizens, &[Answer]),
    dossiers: usize,
) -> Any<(Ready, Differing)> {
    let contender = &CONTENDERS[at];
    let source = (contender.source)(copies);
    let mut engine = (contender.compile)(&source)?;
    let mut differing = Differing::default();
    let mut texts = Vec::new();
    for (citizen, right) in right.iter().enumerate() {
        let text = if at == 0 { dossier(citizens, citizen) } else { document(citizens, citizen) };
        engine.ready(&text)?;
        let found = engine.evaluate(citizen)?;
        if citizen < dossiers && engine.evaluate(citizen)? != found {
            return Err("it has another answer when it is asked again".into());
        }
        differing.totals += usize::from(found.total != right.total);
        differing.worst = differing.worst.max(found.total.abs_diff(right.total));
        differing.classes += usize::from(found.class != right.class);
        if citizen < dossiers {
            texts.push(text);
        }
    }
    // Those that were only compared are not kept, so that all engines find the same memory.
    let mut engine = (contender.compile)(&source)?;
    for text in &texts {
        engine.ready(text)?;
    }
    Ok((Ready { at, source, engine, texts }, differing))
}

/// The bytes of the longest explanation; none where there are no explanations.
fn longest(engine: &mut dyn Engine, dossiers: usize) -> Any<Option<usize>> {
    let mut longest = None;
    for at in 0..dossiers {
        longest = longest.max(engine.explained(at)?.map(|text| text.len()));
    }
    Ok(longest)
}

/// Picoseconds of the processor for one time, of as many as fill that many nanoseconds.
fn timed(long: u64, mut what: impl FnMut() -> Any<()>) -> Any<u128> {
    let begun = processor_time();
    let (mut times, mut spent) = (0u64, 0);
    // The clock is asked after one, two, four … times, for it takes time itself.
    let mut next = 1u64;
    while spent < long {
        for _ in 0..next {
            what()?;
        }
        times += next;
        next = times;
        spent = processor_time() - begun;
    }
    Ok(u128::from(spent) * 1_000 / u128::from(times))
}
