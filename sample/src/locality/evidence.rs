//! What citizens file: hours, activities, certificates; and offences.
//!
//! In: the people. Out: rows, about six a citizen, that a set like `CDHT_MAU` counts. Flawed rows
//! are the ordinary rows with one flaw, or rows added to them (a second version, an orphan).

use super::Setting;
use super::people::{Citizen, People};
use crate::days;
use crate::flaws::{Flaw, Tally};
use crate::layout::parts;
use crate::names::Table;
use crate::random::Random;

/// States of an item; a cell is its place here.
pub(crate) const STATES: [&str; 4] = ["verified", "self-declared", "waiting", "rejected"];
/// Levels of a certificate.
pub(crate) const LEVELS: [&str; 2] = ["cơ bản", "nâng cao"];
/// The same, misspelt.
pub(crate) const MISSPELT_LEVELS: [&str; 2] = ["Cơ Bản", "nang cao"];

/// What every item has.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    /// Number of the citizen.
    pub(crate) owner: u32,
    /// The item's own number.
    pub(crate) id: u64,
    pub(crate) day: i32,
    /// Place in [`STATES`].
    pub(crate) status: i8,
    pub(crate) flaw: Option<Flaw>,
}

/// An item with its figure: tenths of hours, the number of an activity, tenths of a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figure {
    pub(crate) item: Item,
    pub(crate) figure: Option<i32>,
    /// Of a certificate: place in [`LEVELS`].
    pub(crate) level: i8,
}

/// The rows of four tables.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    pub(crate) hours: Vec<Figure>,
    pub(crate) activities: Vec<Figure>,
    pub(crate) certificates: Vec<Figure>,
    pub(crate) offences: Vec<Item>,
}

impl Evidence {
    pub(crate) fn build(setting: &Setting<'_>, people: &People, tally: &mut Tally) -> Self {
        let mut random = Random::new(setting.options.seed, parts::EVIDENCE, setting.place.index.into());
        let stream = parts::EVIDENCE_FLAWS;
        let mut spoiler = Spoiler {
            setting,
            random: Random::new(setting.options.seed, stream, setting.place.index.into()),
            tally,
            orphans: 0,
        };
        let mut out = Self::default();
        for citizen in &people.citizens {
            out.of(citizen, setting, &mut random, &mut spoiler);
        }
        out
    }

    fn of(
        &mut self,
        citizen: &Citizen,
        setting: &Setting<'_>,
        random: &mut Random,
        spoiler: &mut Spoiler<'_>,
    ) {
        let eager = i32::try_from(citizen.ability).unwrap_or(0);
        let old = citizen.age >= 70;
        let item = |serial: i32, day: i32| Item {
            owner: citizen.number,
            id: u64::from(citizen.number) * 100 + u64::from(serial.unsigned_abs()),
            day,
            status: 0,
            flaw: None,
        };
        let sessions = if old { random.between(0, 2) } else { random.between(1, 5) + i32::from(eager > 45) };
        for serial in 0..sessions {
            let tenths = (random.between(8, 20) + eager / 8) * 5;
            let day = setting.start() + random.between(0, 364);
            let row = Figure { item: item(serial, day), figure: Some(tenths), level: 0 };
            spoiler.hours(row, &mut self.hours);
        }
        let activities = if old { random.between(0, 1) } else { random.between(0, 2) + eager / 40 };
        for serial in 0..activities {
            let day = setting.start() + random.between(0, 364);
            let row = Figure { item: item(serial, day), figure: Some(random.between(1, 40)), level: 0 };
            spoiler.activities(row, &mut self.activities);
        }
        if !old && random.below(100) < 35 + citizen.ability / 2 {
            let level = i8::from(random.below(100) < citizen.ability);
            let mark = random.between(30, 70) + eager * 3 / 10;
            // Some certificates are too old to count.
            let day = setting.end - random.between(0, 900);
            let row = Figure { item: item(0, day), figure: Some(mark.min(100)), level };
            spoiler.certificates(row, &mut self.certificates);
        }
        if random.below(1000) < 6 {
            self.offences.push(item(0, setting.start() + random.between(0, 364)));
        }
    }
}

/// Plants flaws among the rows.
struct Spoiler<'a> {
    setting: &'a Setting<'a>,
    random: Random,
    tally: &'a mut Tally,
    orphans: u32,
}

impl Spoiler<'_> {
    fn hours(&mut self, mut row: Figure, rows: &mut Vec<Figure>) {
        let among = [
            Flaw::Missing,
            Flaw::OutOfRange,
            Flaw::Unverified,
            Flaw::Rejected,
            Flaw::ItemTwice,
            Flaw::Orphan,
        ];
        let flaw = self.setting.options.flaws.draw(&mut self.random, &among);
        match flaw {
            Some(Flaw::Missing) => row.figure = None,
            // Beyond the hours of a day.
            Some(Flaw::OutOfRange) => row.figure = row.figure.map(|tenths| 250 + tenths),
            _ => {}
        }
        self.item(flaw, row, rows, Table::Hours, "số_giờ");
    }

    fn activities(&mut self, row: Figure, rows: &mut Vec<Figure>) {
        let among = [Flaw::Unverified, Flaw::Rejected, Flaw::ItemTwice, Flaw::Orphan];
        let flaw = self.setting.options.flaws.draw(&mut self.random, &among);
        self.item(flaw, row, rows, Table::Activities, "mã");
    }

    fn certificates(&mut self, mut row: Figure, rows: &mut Vec<Figure>) {
        let among = [
            Flaw::PartialDate,
            Flaw::BadDate,
            Flaw::NfdText,
            Flaw::BadOption,
            Flaw::CommaNumber,
            Flaw::Unverified,
            Flaw::Rejected,
            Flaw::Orphan,
        ];
        let flaw = self.setting.options.flaws.draw(&mut self.random, &among);
        let column = match flaw {
            Some(Flaw::PartialDate | Flaw::BadDate) => "ngày_cấp",
            Some(Flaw::NfdText | Flaw::BadOption) => "mức",
            _ => "điểm_thi",
        };
        if flaw == Some(Flaw::CommaNumber) {
            // A mark without a fraction would have no comma.
            row.figure = row.figure.map(|tenths| if tenths % 10 == 0 { tenths - 5 } else { tenths });
        }
        self.item(flaw, row, rows, Table::Certificates, column);
    }

    /// Files the row, and the row that a flaw adds to it.
    fn item(
        &mut self,
        flaw: Option<Flaw>,
        mut row: Figure,
        rows: &mut Vec<Figure>,
        table: Table,
        cell: &'static str,
    ) {
        let added = Figure { item: Item { day: row.item.day - 1, ..row.item }, ..row };
        match flaw {
            Some(Flaw::Unverified) => {
                row.item.status = 1 + i8::from(self.random.percent(50));
                self.tally.add(Flaw::Unverified, table, crate::names::STATUS);
            }
            Some(Flaw::Rejected) => {
                row.item.status = 3;
                self.tally.add(Flaw::Rejected, table, crate::names::STATUS);
            }
            Some(Flaw::ItemTwice) => {
                let mut added = added;
                // The second version says something else, within its bounds.
                added.figure = added.figure.map(|figure| if figure > 20 { figure - 5 } else { figure + 5 });
                added.item.flaw = flaw;
                rows.push(added);
                self.tally.add(Flaw::ItemTwice, table, crate::names::ID);
            }
            Some(Flaw::Orphan) => {
                let mut added = added;
                added.item.owner = self.setting.nobody(self.orphans);
                added.item.id = u64::from(added.item.owner) * 100 + 99;
                added.item.flaw = flaw;
                self.orphans += 1;
                rows.push(added);
                self.tally.add(Flaw::Orphan, table, crate::names::SUBJECT);
            }
            Some(other) => self.tally.add(other, table, cell),
            None => {}
        }
        if !matches!(flaw, Some(Flaw::ItemTwice | Flaw::Orphan)) {
            row.item.flaw = flaw;
        }
        rows.push(row);
    }
}

/// A day as text, as far as it is known.
pub(crate) fn day_text(item: &Item) -> String {
    let (year, month, day) = days::civil(item.day);
    match item.flaw {
        Some(Flaw::PartialDate) if item.owner.is_multiple_of(2) => format!("{year:04}"),
        Some(Flaw::PartialDate) => format!("{year:04}-{month:02}"),
        Some(Flaw::BadDate) => format!("{year:04}-02-30"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    }
}
