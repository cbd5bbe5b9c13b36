//! The people of a commune: households, ages, groups of work, points.
//!
//! In: how many citizens. Out: citizens from 15 years up and the children of their households, each
//! with a day of birth, citizens with the points of the ten indicators. Shares are weights in
//! tables; all of them are invented.

use super::{CHILDREN, Setting};
use crate::days;
use crate::flaws::{Flaw, Tally};
use crate::layout::parts;
use crate::names::Table;
use crate::random::Random;

/// How many indicators the citizen sets score directly.
pub(crate) const INDICATORS: usize = 10;
/// Their codes, as the sets write them.
pub(crate) const CODES: [&str; INDICATORS] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10"];
/// Stands for a value that is not on file.
pub(crate) const NONE: i8 = -1;

/// The groups of the citizen sets, in the sets' order.
pub(crate) const GROUPS: [&str; 4] = [
    "nông dân và lao động nông thôn",
    "công nhân, lao động tiểu thủ công, thợ sửa chữa thiết bị gia dụng",
    "cán bộ, công chức, viên chức, nhân viên từ cấp xã trở lên",
    "người học",
];
/// The same, as people write them who do not copy the form.
pub(crate) const MISSPELT_GROUPS: [&str; 4] =
    ["nông dân", "công nhân, thợ thủ công", "cán bộ công chức", "Người học"];
pub(crate) const OFFICIALS: i8 = 2;
pub(crate) const LEARNERS: i8 = 3;

/// Whether somebody of a group has a form to fill in: learners had none in the pilot.
pub(crate) fn has_form(group: i8, year: i32) -> bool {
    group != LEARNERS || year >= 2022
}

/// A citizen.
#[derive(Clone, Debug)]
pub(crate) struct Citizen {
    pub(crate) number: u32,
    pub(crate) born: i32,
    pub(crate) age: i32,
    /// Local number of the family.
    pub(crate) family: u32,
    /// From 0 to 100; what everything else of this person leans on.
    pub(crate) ability: u32,
    pub(crate) group: i8,
    /// The flaw of this row, if it has one.
    pub(crate) flaw: Option<Flaw>,
    pub(crate) verified: [i8; INDICATORS],
    pub(crate) own: [i8; INDICATORS],
    pub(crate) needs_language: bool,
    pub(crate) language: i8,
    /// When the citizen came to live here.
    pub(crate) since: i32,
    /// Index of the commune lived in before, if the move was within the year.
    pub(crate) moved_from: Option<u32>,
    pub(crate) trained: bool,
    pub(crate) skilled: bool,
    pub(crate) fluent: bool,
}

/// Somebody too young to be assessed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Child {
    pub(crate) number: u32,
    pub(crate) born: i32,
    pub(crate) family: u32,
}

/// Everybody.
#[derive(Debug, Default)]
pub(crate) struct People {
    pub(crate) citizens: Vec<Citizen>,
    pub(crate) children: Vec<Child>,
    /// Citizens of another commune who are on file here as well, with what they declared here.
    pub(crate) twice: Vec<Citizen>,
    pub(crate) families: u32,
}

impl People {
    pub(crate) fn build(setting: &Setting<'_>, tally: &mut Tally) -> Self {
        let mut random = Random::new(setting.options.seed, parts::PEOPLE, setting.place.index.into());
        let mut flaws = Random::new(setting.options.seed, parts::PEOPLE_FLAWS, setting.place.index.into());
        let mut out = Self::default();
        let mut left = setting.place.citizens;
        while left > 0 {
            left -= out.household(setting, &mut random, left);
        }
        for citizen in &mut out.citizens {
            spoil(citizen, setting, &mut flaws, tally);
        }
        out.twice(setting, &mut flaws, tally);
        out
    }

    /// Adds one family, of at most so many citizens; says how many they are.
    fn household(&mut self, setting: &Setting<'_>, random: &mut Random, left: u32) -> u32 {
        let family = self.families;
        self.families += 1;
        let adults = random.pick(&[(12, 1), (50, 2), (22, 3), (13, 4), (3, 5)], 2).min(left);
        let head = random.pick(
            &[(9, (22, 29)), (22, (30, 39)), (25, (40, 49)), (22, (50, 59)), (15, (60, 69)), (7, (70, 88))],
            (30, 39),
        );
        let head = random.between(head.0, head.1);
        for position in 0..adults {
            let age = match position {
                0 => head,
                1 => (head + random.between(-6, 4)).max(19),
                // Grown children where the parents are old enough, else one of the grandparents.
                _ if head >= 42 => random.between(15, (head - 20).min(34)),
                _ => head + random.between(22, 32),
            };
            let local = u32::try_from(self.citizens.len()).unwrap_or(u32::MAX);
            self.citizens.push(citizen(setting, random, setting.place.first + local, family, age));
        }
        let children = match head {
            ..=49 => random.pick(&[(28, 0), (38, 1), (28, 2), (6, 3)], 1),
            50..=59 => random.pick(&[(80, 0), (20, 1)], 0),
            _ => 0,
        };
        for _ in 0..children {
            let local = u32::try_from(self.children.len()).unwrap_or(u32::MAX);
            // Below 15, and with a parent who is old enough.
            let age = random.between(0, (head - 19).clamp(0, 14));
            let born = day_in(setting.options.year - age, random);
            let number = CHILDREN + setting.number(local);
            self.children.push(Child { number, born, family });
        }
        adults
    }

    /// Plants citizens of the next commune, which differs from this one.
    fn twice(&mut self, setting: &Setting<'_>, flaws: &mut Random, tally: &mut Tally) {
        let count = setting.places.len();
        let next = usize::try_from(setting.place.index).map_or(0, |index| (index + 1) % count.max(1));
        let Some(other) = setting.places.get(next) else { return };
        let rate = u64::from(setting.options.flaws.rate(Flaw::PersonTwice));
        let wanted = u64::from(other.citizens) * rate;
        // What is left over after whole persons decides about one more.
        let one_more = u64::from(flaws.below(1_000_000)) < wanted % 1_000_000;
        let wanted = u32::try_from(wanted / 1_000_000).unwrap_or(0) + u32::from(one_more);
        for position in 0..wanted.min(other.citizens) {
            // Spread over the other commune, so that nobody is chosen twice.
            let step = u64::from(position) * u64::from(other.citizens) / u64::from(wanted.max(1));
            let age = flaws.between(18, 70);
            let number = other.first + u32::try_from(step).unwrap_or(0);
            let mut citizen = citizen(setting, flaws, number, 0, age);
            citizen.flaw = Some(Flaw::PersonTwice);
            citizen.moved_from = None;
            tally.add(Flaw::PersonTwice, Table::Citizens, crate::names::ID);
            self.twice.push(citizen);
        }
    }
}

fn day_in(year: i32, random: &mut Random) -> i32 {
    days::number(year, 1, 1) + random.between(0, 364)
}

fn citizen(setting: &Setting<'_>, random: &mut Random, number: u32, family: u32, age: i32) -> Citizen {
    let born = day_in(setting.options.year - age, random);
    let group = match age {
        ..=17 => random.pick(&[(12, 0), (6, 1), (82, LEARNERS)], LEARNERS),
        18..=22 => random.pick(&[(28, 0), (30, 1), (2, OFFICIALS), (40, LEARNERS)], 0),
        23..=60 => random.pick(&[(56, 0), (29, 1), (15, OFFICIALS)], 0),
        _ => random.pick(&[(85, 0), (13, 1), (2, OFFICIALS)], 0),
    };
    let spread = random.below(51) + random.below(51);
    let bonus = if group == OFFICIALS { 15 } else { 0 };
    let ability = (spread + bonus).min(100);
    let mut verified = [0; INDICATORS];
    let mut own = [0; INDICATORS];
    for ((indicator, points), declared) in (1..).zip(&mut verified).zip(&mut own) {
        *points = points_of(random, ability, group, age, indicator);
        let dearer = random.pick(&[(70, 0), (22, 1), (8, -1)], 0);
        *declared = (*points + dearer).clamp(0, 10);
    }
    let needs_language = group == OFFICIALS && random.percent(60) || random.percent(8);
    let skilled = random.below(100) < 30 + ability * 6 / 10;
    let moved = random.percent(1) && setting.places.len() > 1;
    let since = if moved {
        setting.start() + random.between(20, 340)
    } else {
        days::number(setting.options.year - random.between(1, 30), 1, 1) + random.between(0, 364)
    };
    let count = u32::try_from(setting.places.len()).unwrap_or(1);
    Citizen {
        number,
        born,
        age,
        family,
        ability,
        group,
        flaw: None,
        verified,
        own,
        needs_language,
        language: random.pick(&[(30, 0), (30, 1), (25, 2), (10, 3), (4, 4), (1, 5)], 0),
        since: since.max(born),
        moved_from: moved.then(|| (setting.place.index + 1 + random.below(count - 1)) % count),
        trained: random.below(100) < 25 + ability / 2,
        skilled,
        fluent: skilled && random.below(100) < 20 + ability * 6 / 10,
    }
}

/// The points of one indicator: what the ability gives, up or down by chance.
fn points_of(random: &mut Random, ability: u32, group: i8, age: i32, indicator: i32) -> i8 {
    let base = 64 + i32::try_from(ability).unwrap_or(0) * 34 / 100;
    let harder = match indicator {
        // Digital skills come harder with age, foreign languages to most.
        5 if age >= 60 => 12,
        6 if group != OFFICIALS && group != LEARNERS => 10,
        _ => 0,
    };
    let tenths = base - harder + random.between(-14, 16);
    i8::try_from((tenths + 5) / 10).unwrap_or(0).clamp(0, 10)
}

/// Plants at most one flaw in a citizen's row.
fn spoil(citizen: &mut Citizen, setting: &Setting<'_>, flaws: &mut Random, tally: &mut Tally) {
    let among = [Flaw::Missing, Flaw::Unverified, Flaw::OutOfRange, Flaw::NfdText, Flaw::BadOption];
    // Where no group is written, none can be misspelt.
    let possible = if has_form(citizen.group, setting.options.year) { 5 } else { 3 };
    citizen.flaw = setting.options.flaws.draw(flaws, among.get(..possible).unwrap_or_default());
    let chosen = usize::try_from(flaws.below(10)).unwrap_or(0);
    let code = CODES.get(chosen).copied().unwrap_or_default();
    match citizen.flaw {
        Some(Flaw::Missing) => {
            for points in [&mut citizen.verified, &mut citizen.own] {
                points.iter_mut().skip(chosen).take(1).for_each(|points| *points = NONE);
            }
            tally.add(Flaw::Missing, Table::Citizens, code);
        }
        Some(Flaw::Unverified) => {
            citizen.verified = [NONE; INDICATORS];
            tally.add(Flaw::Unverified, Table::Citizens, "");
        }
        Some(Flaw::OutOfRange) => {
            citizen.verified.iter_mut().skip(chosen).take(1).for_each(|points| *points = 11);
            tally.add(Flaw::OutOfRange, Table::Citizens, code);
        }
        Some(flaw) => tally.add(flaw, Table::Citizens, "nhóm_đối_tượng"),
        None => {}
    }
}
