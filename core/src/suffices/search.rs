//! The search: which combinations of ways make the class certain, and have nothing in them that
//! could be left out.
//!
//! In: chains, each from the least to the most. Out: the minimal combinations, by size. A
//! combination is a level of some chains; it is *minimal* if with less of anything it fails.
//! Chains that can be tried together are: when all that is left of them does not suffice with what
//! is chosen, none of it does, and one evaluation answers for all. The others are tried one by one.

use super::moves::{Chain, Level, Moves};
use super::trial::Trials;
use super::variant::Patch;
use crate::plan::Reg;

/// Combinations tried at a time.
const BATCH: usize = 256;

/// A level of a chain: position in the list of chains, and level counted from one.
pub(super) type Pick = (usize, usize);

/// What is wanted.
#[derive(Clone, Copy)]
pub(super) struct Goal {
    pub class: Reg,
    /// The options of the class that will do.
    pub wanted: u64,
}

impl Goal {
    /// Whether a class that is one of these options is certainly a wanted one.
    pub fn is_certain(self, options: u64) -> bool {
        options != 0 && options & !self.wanted == 0
    }
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Minimal combinations, picks in the order of the chains.
    pub sets: Vec<Vec<Pick>>,
    /// Whether the bound on evaluations ended the search, and in the middle of which size.
    pub ended_at: Option<usize>,
}

/// Finds every minimal combination of at most so many picks.
pub(super) fn search(trials: &mut Trials<'_>, moves: &Moves, goal: Goal, most: usize, bound: u64) -> Found {
    // Those tried one by one come first, so that what is left of the others is one stretch.
    let mut order: Vec<usize> = (0..moves.chains.len()).collect();
    order.sort_by_key(|at| moves.chains.get(*at).is_some_and(|chain| chain.grouped));
    let chains: Vec<&Chain> = order.iter().filter_map(|at| moves.chains.get(*at)).collect();
    let singles = chains.iter().filter(|chain| !chain.grouped).count();
    let caps = chains.iter().map(|chain| chain.levels.len()).collect();
    let mut patch = |level: &Level| trials.read(&level.edit);
    let patches = chains.iter().map(|chain| chain.levels.iter().map(&mut patch).collect()).collect();
    let mut search =
        Search { chains, patches, singles, caps, goal, bound, trials, sets: Vec::new(), spent: 0 };
    let mut ended_at = None;
    for size in 1..=most {
        if search.size(size).is_none() {
            ended_at = Some(size);
            break;
        }
        if size == 1 {
            search.cap();
        }
    }
    let place = |pick: &Pick| (order.get(pick.0).copied().unwrap_or(0), pick.1);
    let mut sets: Vec<Vec<Pick>> = search
        .sets
        .iter()
        .map(|set| {
            let mut set: Vec<Pick> = set.iter().map(place).collect();
            set.sort_unstable();
            set
        })
        .collect();
    sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    Found { sets, ended_at }
}

struct Search<'a, 'b> {
    chains: Vec<&'a Chain>,
    /// What each level of each chain changes.
    patches: Vec<Vec<Patch>>,
    /// How many of the chains, at the beginning, are tried one by one.
    singles: usize,
    /// The greatest level of each chain that is worth combining.
    caps: Vec<usize>,
    goal: Goal,
    bound: u64,
    trials: &'a mut Trials<'b>,
    sets: Vec<Vec<Pick>>,
    spent: u64,
}

/// Something to try on top of what is chosen.
#[derive(Clone)]
enum Task {
    /// All of a stretch of chains, each as far as it goes.
    Stretch { prefix: Vec<Pick>, from: usize, to: usize },
    /// A level of one chain, in search of the least that suffices.
    Least { prefix: Vec<Pick>, chain: usize, low: usize, high: usize },
    /// Exactly that.
    Exactly { set: Vec<Pick> },
}

impl Search<'_, '_> {
    /// All minimal combinations of one size; none if the bound ended it.
    fn size(&mut self, size: usize) -> Option<()> {
        let mut found = Vec::new();
        let ended = self.combine(size, &mut found);
        self.sets.extend(found);
        self.keep_minimal();
        ended
    }

    fn combine(&mut self, size: usize, found: &mut Vec<Vec<Pick>>) -> Option<()> {
        for (last, prefixes) in self.prefixes(size - 1)? {
            // What is left is one stretch, the same for all of these.
            let from = last.max(self.singles);
            let mut tasks: Vec<Task> = Vec::new();
            for prefix in &prefixes {
                for chain in last..self.singles {
                    if self.same_slot(prefix, chain) {
                        continue;
                    }
                    for level in 1..=self.caps.get(chain).copied().unwrap_or(0) {
                        let mut set = prefix.clone();
                        set.push((chain, level));
                        if !self.is_above_known(&set) {
                            tasks.push(Task::Exactly { set });
                        }
                    }
                }
            }
            tasks.extend(self.stretches(&prefixes, from)?);
            self.run(tasks, found)?;
        }
        Some(())
    }

    /// Every choice of so many picks that may be part of a minimal combination, by the position
    /// after its last chain; none if there are more than may be tried.
    fn prefixes(&self, size: usize) -> Option<Vec<(usize, Vec<Vec<Pick>>)>> {
        let mut count = 0;
        let mut all: Vec<(usize, Vec<Vec<Pick>>)> = vec![(0, vec![Vec::new()])];
        for _ in 0..size {
            let mut longer: Vec<(usize, Vec<Vec<Pick>>)> = Vec::new();
            for chain in 0..self.chains.len() {
                let mut own = Vec::new();
                for (last, prefixes) in &all {
                    if *last > chain {
                        continue;
                    }
                    for prefix in prefixes.iter().filter(|prefix| !self.same_slot(prefix, chain)) {
                        for level in 1..=self.caps.get(chain).copied().unwrap_or(0) {
                            let mut prefix = prefix.clone();
                            prefix.push((chain, level));
                            if !self.is_above_known(&prefix) {
                                own.push(prefix);
                            }
                        }
                    }
                }
                count += own.len();
                self.fits(count)?;
                if !own.is_empty() {
                    longer.push((chain + 1, own));
                }
            }
            all = longer;
        }
        Some(all)
    }

    fn same_slot(&self, prefix: &[Pick], chain: usize) -> bool {
        let slot = |at: usize| self.chains.get(at).map(|chain| chain.slot);
        prefix.iter().any(|pick| slot(pick.0) == slot(chain))
    }

    /// Tries all that is left at once, on top of each choice; gives the stretches worth splitting.
    fn stretches(&mut self, prefixes: &[Vec<Pick>], from: usize) -> Option<Vec<Task>> {
        if from >= self.chains.len() {
            return Some(Vec::new());
        }
        self.fits(prefixes.len())?;
        let rest = Patch::joined(stretch(&self.patches, &self.caps, from, self.chains.len()));
        let mut out = Vec::new();
        for prefixes in prefixes.chunks(BATCH) {
            let variant = |prefix: &Vec<Pick>| {
                let mut variant = picked(&self.patches, prefix);
                variant.push(&rest);
                variant
            };
            let variants: Vec<Vec<&Patch>> = prefixes.iter().map(variant).collect();
            let goal = self.goal;
            let holds = self.trials.map_patched(&variants, |tried| tried.holds(goal));
            self.spent += u64::try_from(variants.len()).unwrap_or(u64::MAX);
            for (prefix, _) in prefixes.iter().zip(holds).filter(|(_, holds)| *holds) {
                let (prefix, to) = (prefix.clone(), self.chains.len());
                out.push(Task::Stretch { prefix, from, to });
            }
        }
        // They are known to suffice as a whole, so the halves are tried.
        Some(out.into_iter().flat_map(|task| self.halves(task)).collect())
    }

    /// The next tasks of a stretch that suffices.
    fn halves(&self, task: Task) -> Vec<Task> {
        let Task::Stretch { prefix, from, to } = task else { return vec![task] };
        if to - from == 1 {
            let high = self.caps.get(from).copied().unwrap_or(0);
            return vec![Task::Least { prefix, chain: from, low: 1, high }];
        }
        let middle = from + (to - from) / 2;
        vec![
            Task::Stretch { prefix: prefix.clone(), from, to: middle },
            Task::Stretch { prefix, from: middle, to },
        ]
    }

    /// Carries out tasks until none is left.
    fn run(&mut self, mut tasks: Vec<Task>, found: &mut Vec<Vec<Pick>>) -> Option<()> {
        while !tasks.is_empty() {
            let now: Vec<Task> = tasks.split_off(tasks.len().saturating_sub(BATCH));
            // The least that suffices is known where nothing less is left to try.
            let (settled, now): (Vec<Task>, Vec<Task>) = now
                .into_iter()
                .partition(|task| matches!(task, Task::Least { low, high, .. } if low >= high));
            for task in settled {
                if let Task::Least { mut prefix, chain, high, .. } = task
                    && high > 0
                {
                    prefix.push((chain, high));
                    found.push(prefix);
                }
            }
            self.fits(now.len())?;
            let variant = |task: &Task| variant(&self.patches, &self.caps, task);
            let variants: Vec<Vec<&Patch>> = now.iter().map(variant).collect();
            let goal = self.goal;
            let holds = self.trials.map_patched(&variants, |tried| tried.holds(goal));
            self.spent += u64::try_from(variants.len()).unwrap_or(u64::MAX);
            for (task, holds) in now.into_iter().zip(holds) {
                match task {
                    Task::Stretch { .. } if holds => tasks.extend(self.halves(task)),
                    Task::Stretch { .. } => {}
                    Task::Exactly { set } if holds => found.push(set),
                    Task::Exactly { .. } => {}
                    Task::Least { prefix, chain, low, high } => {
                        let middle = low + (high - low) / 2;
                        let (low, high) = if holds { (low, middle) } else { (middle + 1, high) };
                        tasks.push(Task::Least { prefix, chain, low, high });
                    }
                }
            }
        }
        Some(())
    }

    fn fits(&self, more: usize) -> Option<()> {
        let after = self.spent.saturating_add(u64::try_from(more).unwrap_or(u64::MAX));
        (after <= self.bound).then_some(())
    }

    /// What suffices alone is worth combining only as far as it does not.
    fn cap(&mut self) {
        for set in &self.sets {
            if let [(chain, level)] = set.as_slice()
                && let Some(cap) = self.caps.get_mut(*chain)
            {
                *cap = level - 1;
            }
        }
    }

    /// Whether a combination holds at least as much of everything as a known one.
    fn is_above_known(&self, set: &[Pick]) -> bool {
        self.sets.iter().any(|known| is_above(set, known))
    }

    fn keep_minimal(&mut self) {
        self.sets.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        self.sets.dedup();
        let all = std::mem::take(&mut self.sets);
        let minimal = |set: &&Vec<Pick>| !all.iter().any(|other| other != *set && is_above(set, other));
        self.sets = all.iter().filter(minimal).cloned().collect();
    }
}

/// What a task tries.
fn variant<'p>(patches: &'p [Vec<Patch>], caps: &[usize], task: &Task) -> Vec<&'p Patch> {
    match task {
        Task::Stretch { prefix, from, to } => {
            let mut variant = picked(patches, prefix);
            variant.extend(stretch(patches, caps, *from, *to));
            variant
        }
        Task::Least { prefix, chain, low, high } => {
            let mut variant = picked(patches, prefix);
            variant.extend(level(patches, (*chain, low + (high - low) / 2)));
            variant
        }
        Task::Exactly { set } => picked(patches, set),
    }
}

fn picked<'p>(patches: &'p [Vec<Patch>], picks: &[Pick]) -> Vec<&'p Patch> {
    picks.iter().filter_map(|pick| level(patches, *pick)).collect()
}

/// Every chain of a stretch as far as it goes.
fn stretch<'p>(
    patches: &'p [Vec<Patch>],
    caps: &[usize],
    from: usize,
    to: usize,
) -> impl Iterator<Item = &'p Patch> {
    let cap = move |chain: usize| caps.get(chain).copied().unwrap_or(0);
    (from..to).filter_map(move |chain| level(patches, (chain, cap(chain))))
}

fn level(patches: &[Vec<Patch>], (chain, level): Pick) -> Option<&Patch> {
    patches.get(chain)?.get(level.checked_sub(1)?)
}

/// Whether a combination holds at least as much of everything as another.
pub(super) fn is_above(set: &[Pick], other: &[Pick]) -> bool {
    other.iter().all(|(chain, level)| set.iter().any(|(own, at)| own == chain && at >= level))
}
