//! Offices, schools and companies with their staff and their learners.
//!
//! In: the people. Out: organisations with what two sets ask of them and of their members. Officials
//! work in an organisation, some workers do, and learners learn in one of the schools.

use super::Setting;
use super::people::{Citizen, LEARNERS, OFFICIALS, People};
use crate::days;
use crate::flaws::{Flaw, Tally};
use crate::layout::parts;
use crate::names::{MEMBER, Table};
use crate::random::Random;

/// Titles of a collective.
pub(crate) const COLLECTIVE: [&str; 3] = ["không", "Tập thể lao động tiên tiến", "cao hơn"];
/// Titles of a member.
pub(crate) const PERSONAL: [&str; 3] = ["không", "Lao động tiên tiến", "cao hơn"];
/// Digital maturity.
pub(crate) const DIGITAL: [&str; 3] = ["chưa đáp ứng", "cơ bản", "tốt"];
/// How an organisation of the commune does its work.
pub(crate) const DUTY: [&str; 3] = ["hoàn thành tốt", "hoàn thành", "không hoàn thành"];
/// Where somebody learns.
pub(crate) const PLACES: [&str; 2] = ["THCS", "khác"];

/// What an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Office,
    Kindergarten,
    School,
    Vocational,
    Company,
}

/// The codes of the judgements, in the order of [`Organisation::judged`].
pub(crate) const JUDGED: [&str; 10] =
    ["1.1", "1.2.a", "1.2.b", "1.3", "1.4", "1.5", "3.2", "1a.a", "1a.b", "1a.c"];

/// An organisation.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Organisation {
    pub(crate) local: u32,
    pub(crate) kind: Kind,
    pub(crate) public: bool,
    pub(crate) title: i8,
    pub(crate) digital: Option<i8>,
    pub(crate) accredited: Option<bool>,
    pub(crate) judged: [Option<bool>; JUDGED.len()],
    pub(crate) duty: i8,
    /// The day of an earlier recognition at level 1.
    pub(crate) decided: Option<i32>,
}

/// A member of the staff, or a learner.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Staff {
    pub(crate) organisation: u32,
    pub(crate) member: u32,
    pub(crate) from: i32,
    pub(crate) obeys: bool,
    pub(crate) studied: Option<bool>,
    pub(crate) digital: bool,
    pub(crate) certified: bool,
    pub(crate) speaks: bool,
    pub(crate) title: i8,
    pub(crate) place: Option<i8>,
}

/// The organisations of a commune.
#[derive(Debug, Default)]
pub(crate) struct Organisations {
    pub(crate) list: Vec<Organisation>,
    pub(crate) members: Vec<Staff>,
    pub(crate) learners: Vec<Staff>,
}

impl Organisations {
    pub(crate) fn build(setting: &Setting<'_>, people: &People, tally: &mut Tally) -> Self {
        let index = u64::from(setting.place.index);
        let mut random = Random::new(setting.options.seed, parts::ORGANISATIONS, index);
        let mut flaws = Random::new(setting.options.seed, parts::ORGANISATION_FLAWS, index);
        let mut out = Self::default();
        let mut left = 0u32;
        let mut unknown = 5_000;
        for citizen in &people.citizens {
            let works = citizen.group == OFFICIALS || citizen.group == 1 && random.percent(12);
            if !works || citizen.age > 65 {
                continue;
            }
            if left == 0 {
                left = random.between(8, 45).unsigned_abs();
                out.open(setting, &mut random);
            }
            left -= 1;
            out.hire(setting, citizen, &mut random, &mut flaws, tally, &mut unknown);
        }
        out.enrol(setting, people, &mut random);
        out
    }

    fn open(&mut self, setting: &Setting<'_>, random: &mut Random) {
        let local = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        // The first one of a commune is its office, the second one a school.
        let kind = match local {
            0 => Kind::Office,
            1 => Kind::School,
            _ => random.pick(
                &[
                    (20, Kind::Office),
                    (20, Kind::Kindergarten),
                    (34, Kind::School),
                    (4, Kind::Vocational),
                    (22, Kind::Company),
                ],
                Kind::School,
            ),
        };
        let public = match kind {
            Kind::Office => true,
            Kind::Company => false,
            Kind::Kindergarten | Kind::School | Kind::Vocational => random.percent(85),
        };
        let judged = [96, 94, 92, 95, 90, 93, 91, 90, 84, 80].map(|share| Some(random.percent(share)));
        let digital = random.pick(&[(12, 0), (52, 1), (36, 2)], 1);
        let accredited = random.percent(80);
        let recognised = random.percent(25);
        let day = setting.start() - random.between(30, 700);
        self.list.push(Organisation {
            local,
            kind,
            public,
            title: random.pick(&[(10, 0), (60, 1), (30, 2)], 1),
            digital: (kind == Kind::School).then_some(digital),
            accredited: (kind == Kind::Vocational).then_some(accredited),
            judged,
            duty: random.pick(&[(60, 0), (36, 1), (4, 2)], 0),
            decided: recognised.then_some(day),
        });
    }

    fn hire(
        &mut self,
        setting: &Setting<'_>,
        citizen: &Citizen,
        random: &mut Random,
        flaws: &mut Random,
        tally: &mut Tally,
        unknown: &mut u32,
    ) {
        let Some(organisation) = self.list.last() else { return };
        let mut row = staff(setting, organisation.local, citizen, random);
        let flaw = setting.options.flaws.draw(flaws, &[Flaw::Missing, Flaw::UnknownMember]);
        match flaw {
            Some(Flaw::Missing) => {
                row.studied = None;
                tally.add(Flaw::Missing, Table::OrganisationMembers, "học_đủ");
            }
            Some(Flaw::UnknownMember) => {
                *unknown += 1;
                self.members.push(Staff { member: setting.nobody(*unknown), ..row });
                tally.add(Flaw::UnknownMember, Table::OrganisationMembers, MEMBER);
            }
            _ => {}
        }
        self.members.push(row);
    }

    /// Spreads the learners over the schools, in turn.
    fn enrol(&mut self, setting: &Setting<'_>, people: &People, random: &mut Random) {
        let teaches = |one: &&Organisation| matches!(one.kind, Kind::School | Kind::Vocational);
        let schools: Vec<u32> = self.list.iter().filter(teaches).map(|one| one.local).collect();
        let learners = people.citizens.iter().filter(|citizen| citizen.group == LEARNERS);
        for (citizen, &school) in learners.zip(schools.iter().cycle()) {
            let row = staff(setting, school, citizen, random);
            let place = random.pick(&[(15, 0), (85, 1)], 1);
            self.learners.push(Staff { place: Some(place), ..row });
        }
    }
}

fn staff(setting: &Setting<'_>, organisation: u32, citizen: &Citizen, random: &mut Random) -> Staff {
    let years = random.between(0, (citizen.age - 15).min(20));
    let certified = random.below(100) < 30 + citizen.ability / 2;
    Staff {
        organisation,
        member: citizen.number,
        from: days::number(setting.options.year - years, 1, 1) + random.between(0, 240),
        obeys: random.percent(99),
        studied: Some(random.percent(96)),
        digital: random.percent(94),
        certified,
        speaks: certified && random.percent(80),
        title: random.pick(&[(5, 0), (80, 1), (15, 2)], 1),
        place: None,
    }
}
