//! Families, clans and communities, and who belongs to them since when.
//!
//! In: the people with their households. Out: the three kinds of groups with what their sets ask,
//! and dated memberships. A household is a family; neighbouring families make a clan or not, and
//! neighbouring families make a community.

use super::Setting;
use super::people::People;
use crate::days;
use crate::flaws::{Flaw, Tally};
use crate::layout::parts;
use crate::names::{MEMBER, Table};
use crate::random::Random;

/// Levels of school, as the family set names them.
pub(crate) const SCHOOLS: [&str; 3] = ["không đi học hoặc mầm non", "tiểu học", "trung học"];
/// Results at secondary school.
pub(crate) const RESULTS: [&str; 4] = ["dưới trung bình", "trung bình", "khá", "giỏi"];
/// Conduct at secondary school.
pub(crate) const CONDUCT: [&str; 4] = ["yếu", "trung bình", "khá", "tốt"];
/// Literacy.
pub(crate) const LITERACY: [&str; 3] = ["chưa đạt", "bậc 1", "bậc 2"];
/// How a clan lives together.
pub(crate) const UNITY: [&str; 3] = ["tốt", "có mặt còn hạn chế", "chưa tốt"];

/// A family with the judgements `3a.a` to `3a.d`, `4a` and its title of culture.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Family {
    pub(crate) local: u32,
    pub(crate) judged: [Option<bool>; 5],
    pub(crate) cultural: bool,
}

/// A membership of a family, with what the set asks about the member.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FamilyMember {
    pub(crate) family: u32,
    pub(crate) member: u32,
    pub(crate) from: i32,
    pub(crate) to: Option<i32>,
    pub(crate) born: i32,
    pub(crate) unable: Option<bool>,
    pub(crate) at_school: Option<bool>,
    pub(crate) school: Option<i8>,
    /// Primary school: results, conduct.
    pub(crate) primary: Option<(bool, bool)>,
    /// Secondary school: results, conduct.
    pub(crate) secondary: Option<(i8, i8)>,
    pub(crate) polite: Option<bool>,
    pub(crate) active: Option<bool>,
    pub(crate) literacy: Option<i8>,
    pub(crate) topics: Option<i8>,
}

/// A clan with the judgements `1a.a` to `1a.c` and the level of `3a`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clan {
    pub(crate) local: u32,
    pub(crate) judged: [bool; 3],
    pub(crate) unity: i8,
}

/// A community with the judgements `1a.a` to `1a.c` and `3a.a` to `3a.d`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Community {
    pub(crate) local: u32,
    pub(crate) judged: [bool; 7],
}

/// A group and one of its members: numbers as the tables show them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) subject: u32,
    pub(crate) member: u32,
}

/// The groups and their memberships.
#[derive(Debug, Default)]
pub(crate) struct Groups {
    pub(crate) families: Vec<Family>,
    pub(crate) family_members: Vec<FamilyMember>,
    pub(crate) clans: Vec<Clan>,
    pub(crate) clan_families: Vec<Edge>,
    pub(crate) clan_adults: Vec<Edge>,
    pub(crate) communities: Vec<Community>,
    pub(crate) community_families: Vec<Edge>,
    pub(crate) community_clans: Vec<Edge>,
    /// Whether the family counts as living in a learning model, by its local number: a figure of
    /// the report on the programme, invented and not a result of any set.
    pub(crate) in_model: Vec<bool>,
}

impl Groups {
    pub(crate) fn build(setting: &Setting<'_>, people: &People, tally: &mut Tally) -> Self {
        let index = u64::from(setting.place.index);
        let mut random = Random::new(setting.options.seed, parts::GROUPS, index);
        let mut flaws = Random::new(setting.options.seed, parts::GROUP_FLAWS, index);
        let mut out = Self::default();
        for local in 0..people.families {
            out.family(setting, local, &mut random, &mut flaws, tally);
        }
        out.members(setting, people, &mut random, &mut flaws, tally);
        out.clans_and_communities(setting, people, &mut random);
        out
    }

    fn family(
        &mut self,
        setting: &Setting<'_>,
        local: u32,
        random: &mut Random,
        flaws: &mut Random,
        tally: &mut Tally,
    ) {
        // A fund is rare, listening and viewing devices are not.
        let mut judged = [40, 62, 70, 90, 82].map(|share| Some(random.percent(share)));
        if setting.options.flaws.draw(flaws, &[Flaw::Missing]).is_some() {
            judged.iter_mut().skip(4).for_each(|cell| *cell = None);
            tally.add(Flaw::Missing, Table::Families, "4a");
        }
        self.families.push(Family { local, judged, cultural: random.percent(78) });
        self.in_model.push(random.percent(64));
    }

    fn members(
        &mut self,
        setting: &Setting<'_>,
        people: &People,
        random: &mut Random,
        flaws: &mut Random,
        tally: &mut Tally,
    ) {
        let families = people.families;
        for citizen in &people.citizens {
            let grown = citizen.born + 20 * 365;
            // Whoever is old enough may have come by marriage, and left another family then.
            let married = citizen.age >= 24 && random.percent(6);
            let from = if married { random.between(grown, setting.end - 365) } else { citizen.born };
            let row = member(random, citizen.number, citizen.family, citizen.born, citizen.age, from);
            if married && families > 1 {
                let family = (citizen.family + 1 + random.below(families - 1)) % families;
                self.family_members.push(FamilyMember {
                    family,
                    from: citizen.born,
                    to: Some(from - 1),
                    ..row
                });
            }
            self.push(setting, row, families, flaws, tally);
        }
        for child in &people.children {
            let age = days::years(child.born, setting.end);
            let row = member(random, child.number, child.family, child.born, age, child.born);
            self.push(setting, row, families, flaws, tally);
        }
    }

    /// Files a membership that lasts, and what a flaw makes of it.
    fn push(
        &mut self,
        setting: &Setting<'_>,
        mut row: FamilyMember,
        families: u32,
        flaws: &mut Random,
        tally: &mut Tally,
    ) {
        let flaw = setting.options.flaws.draw(flaws, &[Flaw::Missing, Flaw::TwoFamilies]);
        match flaw {
            Some(Flaw::Missing) => {
                row.unable = None;
                tally.add(Flaw::Missing, Table::FamilyMembers, "không_khả_năng");
            }
            Some(Flaw::TwoFamilies) if families > 1 => {
                let family = (row.family + 1 + flaws.below(families - 1)) % families;
                self.family_members.push(FamilyMember { family, ..row });
                tally.add(Flaw::TwoFamilies, Table::FamilyMembers, MEMBER);
            }
            _ => {}
        }
        self.family_members.push(row);
    }

    fn clans_and_communities(&mut self, setting: &Setting<'_>, people: &People, random: &mut Random) {
        // Families by community, and in it, runs of families that are a clan.
        let mut clan_of: Vec<Option<u32>> = Vec::with_capacity(self.families.len());
        let mut left_of_community = 0;
        let mut left_of_run = 0;
        let mut clan = None;
        for local in 0..people.families {
            if left_of_community == 0 {
                // The last one takes in a rest that would be too small.
                left_of_community = random.between(90, 320).unsigned_abs();
                if people.families - local < left_of_community + 60 {
                    left_of_community = people.families - local;
                }
                left_of_run = 0;
                let number = u32::try_from(self.communities.len()).unwrap_or(u32::MAX);
                let judged = [70, 88, 66, 75, 90, 72, 80].map(|share| random.percent(share));
                self.communities.push(Community { local: number, judged });
            }
            if left_of_run == 0 {
                left_of_run = random.between(8, 36).unsigned_abs().min(left_of_community);
                clan = None;
                if random.percent(45) && left_of_run >= 4 {
                    let number = u32::try_from(self.clans.len()).unwrap_or(u32::MAX);
                    let judged = [72, 64, 80].map(|share| random.percent(share));
                    let unity = random.pick(&[(60, 0), (30, 1), (10, 2)], 0);
                    self.clans.push(Clan { local: number, judged, unity });
                    clan = Some(setting.number(number));
                }
            }
            let community = setting.number(u32::try_from(self.communities.len()).unwrap_or(1) - 1);
            let family = setting.number(local);
            self.community_families.push(Edge { subject: community, member: family });
            if let Some(subject) = clan {
                self.clan_families.push(Edge { subject, member: family });
                let known = self.community_clans.last().is_some_and(|edge| edge.member == subject);
                if !known {
                    self.community_clans.push(Edge { subject: community, member: subject });
                }
            }
            clan_of.push(clan);
            left_of_community -= 1;
            left_of_run -= 1;
        }
        for citizen in people.citizens.iter().filter(|citizen| citizen.age >= 18) {
            let family = usize::try_from(citizen.family).unwrap_or(usize::MAX);
            if let Some(Some(subject)) = clan_of.get(family) {
                self.clan_adults.push(Edge { subject: *subject, member: citizen.number });
            }
        }
    }
}

fn member(random: &mut Random, member: u32, family: u32, born: i32, age: i32, from: i32) -> FamilyMember {
    let unable = random.below(1000) < if age >= 70 { 80 } else { 12 };
    let of_age = (5..=18).contains(&age);
    let at_school = random.percent(if unable { 30 } else { 98 });
    let school = match age {
        6..=10 if at_school => 1,
        11..=18 if at_school => 2,
        _ => 0,
    };
    let primary = (random.percent(97), random.percent(98));
    let secondary = (
        random.pick(&[(4, 0), (38, 1), (40, 2), (18, 3)], 2),
        random.pick(&[(1, 0), (5, 1), (30, 2), (64, 3)], 3),
    );
    let manners = (random.percent(98), random.percent(94));
    let literacy = random.pick(&[(2, 0), (20, 1), (78, 2)], 2);
    let topics = random.pick(&[(18, 0), (40, 1), (25, 2), (12, 3), (5, 4)], 1);
    FamilyMember {
        family,
        member,
        from,
        to: None,
        born,
        unable: Some(unable),
        at_school: of_age.then_some(at_school),
        school: of_age.then_some(school),
        primary: (of_age && school == 1).then_some(primary),
        secondary: (of_age && school == 2).then_some(secondary),
        polite: of_age.then_some(manners.0),
        active: of_age.then_some(manners.1),
        literacy: (age >= 19).then_some(literacy),
        topics: (age >= 19).then_some(topics),
    }
}
