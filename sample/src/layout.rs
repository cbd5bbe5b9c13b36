//! Which communes the sample has, and how many citizens live in each.
//!
//! In: the options. Out: for each commune its unit, its regions and its share of the citizens. The
//! shares add up to the number asked for, and nobody has to be generated to know them, so every
//! commune can be made by itself.

use crate::Options;
use crate::names::REGIONS;
use crate::random::Random;
use crate::structure::{self, Unit};

/// Streams of random numbers: one for each part, so that a change in one leaves the others alone.
pub(crate) mod parts {
    pub(crate) const LAYOUT: u64 = 1;
    pub(crate) const PEOPLE: u64 = 2;
    pub(crate) const EVIDENCE: u64 = 3;
    pub(crate) const GROUPS: u64 = 4;
    pub(crate) const ORGANISATIONS: u64 = 5;
    pub(crate) const FACTS: u64 = 6;
    /// Flaws have streams of their own: without flaws every other value is the same.
    pub(crate) const PEOPLE_FLAWS: u64 = 102;
    pub(crate) const EVIDENCE_FLAWS: u64 = 103;
    pub(crate) const GROUP_FLAWS: u64 = 104;
    pub(crate) const ORGANISATION_FLAWS: u64 = 105;
}

/// One commune of the sample.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) index: u32,
    pub(crate) unit: Unit,
    /// From near to far, as far as there are any.
    pub(crate) regions: [Option<&'static str>; REGIONS.len()],
    /// Number of its first citizen.
    pub(crate) first: u32,
    pub(crate) citizens: u32,
}

/// The communes with their shares.
pub(crate) fn places(options: &Options) -> Vec<Place> {
    let units = structure::communes(options.year);
    let all = u32::try_from(units.len()).unwrap_or(u32::MAX);
    // About 150 citizens make the smallest commune in which every kind of group still occurs.
    let wanted = (options.citizens / 150).clamp(2, all);
    let mut random = Random::new(options.seed, parts::LAYOUT, 0);
    let mut chosen: Vec<(Unit, u32, bool)> = Vec::new();
    for (position, unit) in (0u32..).zip(units) {
        let weight = 60 + random.below(121);
        let difficult = random.percent(18) && unit.name.starts_with("Xã");
        // Evenly spread over the list: position · wanted / all steps up exactly `wanted` times.
        let before = u64::from(position) * u64::from(wanted) / u64::from(all);
        let after = (u64::from(position) + 1) * u64::from(wanted) / u64::from(all);
        if after > before {
            chosen.push((unit, weight, difficult));
        }
    }
    let total: u64 = chosen.iter().map(|(_, weight, _)| u64::from(*weight)).sum();
    let mut weight_before = 0u64;
    let mut first = 1u32;
    let mut out = Vec::with_capacity(chosen.len());
    for (index, (unit, weight, difficult)) in (0u32..).zip(chosen) {
        weight_before += u64::from(weight);
        // Up to here, all communes together have the rounded share; so the last one makes it exact.
        let until = u64::from(options.citizens) * weight_before / total.max(1);
        let until = u32::try_from(until).unwrap_or(options.citizens);
        let regions = regions(difficult, unit.former_an_giang);
        out.push(Place { index, unit, regions, first, citizens: until + 1 - first });
        first = until + 1;
    }
    out
}

/// Which communes count as difficult is invented; which lay in the former An Giang is a fact.
fn regions(difficult: bool, former_an_giang: bool) -> [Option<&'static str>; REGIONS.len()] {
    let near = difficult.then_some("khó_khăn");
    let far = former_an_giang.then_some("an_giang_cũ");
    if near.is_some() { [near, far] } else { [far, None] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_add_up_and_nobody_lives_twice() {
        for (citizens, communes) in [(300, 2), (1_000, 6), (20_000, 102), (1_900_000, 102)] {
            let places = places(&Options { citizens, ..Options::default() });
            assert_eq!(places.len(), communes);
            let mut next = 1;
            for place in &places {
                assert_eq!(place.first, next);
                assert!(place.citizens > 50, "{place:?}");
                next += place.citizens;
            }
            assert_eq!(next, citizens + 1);
        }
        assert_eq!(places(&Options { citizens: 100_000, year: 2021, ..Options::default() }).len(), 298);
    }
}
