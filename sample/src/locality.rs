//! One commune with everybody in it, before it becomes columns.
//!
//! In: a place and the options. Out: people, evidence, families, clans, communities, organisations,
//! figures of the commune, and a tally of the flaws planted among them. A commune is made by itself,
//! so a province of any size needs the memory of its largest commune only.

pub(crate) mod evidence;
pub(crate) mod facts;
pub(crate) mod groups;
pub(crate) mod organisations;
pub(crate) mod people;

use crate::Options;
use crate::days;
use crate::flaws::Tally;
use crate::layout::Place;
use evidence::Evidence;
use facts::Facts;
use groups::Groups;
use organisations::Organisations;
use people::People;

/// Numbers of people below this are citizens; from here on, children.
pub(crate) const CHILDREN: u32 = 50_000_000;
/// From here on, numbers nobody has: whom they name is not on file.
pub(crate) const NOBODY: u32 = 90_000_000;
/// What a commune may hold of anything that is numbered within it.
const PER_COMMUNE: u32 = 100_000;

fn number(place: &Place, local: u32) -> u32 {
    place.index * PER_COMMUNE + local
}

/// What every part of a commune needs to know.
pub(crate) struct Setting<'a> {
    pub(crate) options: &'a Options,
    pub(crate) places: &'a [Place],
    pub(crate) place: &'a Place,
    /// The last day of the year.
    pub(crate) end: i32,
}

impl<'a> Setting<'a> {
    pub(crate) fn new(options: &'a Options, places: &'a [Place], place: &'a Place) -> Self {
        Self { options, places, place, end: days::number(options.year, 12, 31) }
    }

    /// The number of the n-th clan, child … of this commune.
    pub(crate) fn number(&self, local: u32) -> u32 {
        number(self.place, local)
    }

    /// A number nobody has.
    pub(crate) fn nobody(&self, local: u32) -> u32 {
        NOBODY + self.place.index * 10_000 + local % 10_000
    }

    /// The first day of the year.
    pub(crate) fn start(&self) -> i32 {
        days::number(self.options.year, 1, 1)
    }
}

/// One commune.
pub(crate) struct Locality<'a> {
    pub(crate) place: &'a Place,
    pub(crate) people: People,
    pub(crate) evidence: Evidence,
    pub(crate) groups: Groups,
    pub(crate) organisations: Organisations,
    pub(crate) facts: Facts,
    pub(crate) tally: Tally,
}

impl<'a> Locality<'a> {
    pub(crate) fn build(options: &Options, places: &'a [Place], place: &'a Place) -> Self {
        let setting = Setting::new(options, places, place);
        let mut tally = Tally::default();
        let people = People::build(&setting, &mut tally);
        let evidence = Evidence::build(&setting, &people, &mut tally);
        let groups = Groups::build(&setting, &people, &mut tally);
        let organisations = Organisations::build(&setting, &people, &mut tally);
        let facts = Facts::build(&setting);
        Self { place, people, evidence, groups, organisations, facts, tally }
    }

    /// The number of the n-th family, clan … of this commune.
    pub(crate) fn number(&self, local: u32) -> u32 {
        number(self.place, local)
    }
}
