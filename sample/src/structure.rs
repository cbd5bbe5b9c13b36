//! Provinces, districts and communes with the time in which they existed, and what became of them.
//!
//! In: nothing but the public facts in an_giang.rs. Out: the units in force on a day, all units,
//! and the successions. Until 30 June 2025 there were three tiers and two provinces, since then
//! two tiers and one; this is data, nothing else in the crate knows of districts.
//! Official codes were used again: 30307 was a ward and is the larger ward that took it in. An `id`
//! therefore says the level (`T` province, `H` district, `X` commune), the tiers of its time, and
//! the code: `X3-30307` became part of `X2-30307`.

mod an_giang;

use crate::days;
use an_giang::{COMMUNES, DISTRICTS, FORMER};

/// A unit of the third level as it is since the merger.
pub(crate) struct Commune {
    code: &'static str,
    name: &'static str,
}

/// A unit of the second level, which ended.
pub(crate) struct District {
    code: &'static str,
    name: &'static str,
    province: &'static str,
}

/// A unit of the third level as it was before the merger.
pub(crate) struct Former {
    code: &'static str,
    name: &'static str,
    district: &'static str,
    /// Codes of the communes its land went to: one, or several among which it was divided, the
    /// largest part first.
    into: &'static [&'static str],
}

/// One administrative unit of one time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) id: String,
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    /// `tỉnh`, `huyện` or `xã`, whatever the unit calls itself.
    pub(crate) level: &'static str,
    pub(crate) parent: Option<String>,
    /// Known only for units that began with the merger.
    pub(crate) from: Option<i32>,
    pub(crate) to: Option<i32>,
    /// Whether it lies in what was the province of An Giang before the merger.
    pub(crate) former_an_giang: bool,
}

/// One unit going into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Succession {
    pub(crate) before: String,
    /// What the former unit was called.
    pub(crate) name: &'static str,
    pub(crate) after: String,
    /// Whether only a part of it went there.
    pub(crate) part: bool,
}

/// The first year at whose end the two tiers were in force.
pub(crate) const TWO_TIERS: i32 = 2025;
const OLD_PROVINCE: &str = "89";
const OLD_PROVINCES: [(&str, &str); 2] = [(OLD_PROVINCE, "Tỉnh An Giang"), ("91", "Tỉnh Kiên Giang")];

/// The first day of the two-tier structure.
pub(crate) fn merger() -> i32 {
    days::number(TWO_TIERS, 7, 1)
}

fn new_id(level: char, code: &str) -> String {
    format!("{level}2-{code}")
}

fn old_id(level: char, code: &str) -> String {
    format!("{level}3-{code}")
}

/// The units of the third level at the end of a year, in the order of their codes.
pub(crate) fn communes(year: i32) -> Vec<Unit> {
    if year >= TWO_TIERS {
        COMMUNES.iter().map(commune).collect()
    } else {
        FORMER.iter().map(former).collect()
    }
}

/// The province of the two-tier structure.
pub(crate) fn province() -> Unit {
    Unit {
        id: new_id('T', "91"),
        code: "91",
        name: "Tỉnh An Giang",
        level: "tỉnh",
        parent: None,
        from: Some(merger()),
        to: None,
        former_an_giang: false,
    }
}

/// Every unit of both times, higher levels first.
pub(crate) fn units() -> Vec<Unit> {
    let ended = Some(merger() - 1);
    let mut out = vec![province()];
    for (code, name) in OLD_PROVINCES {
        out.push(Unit {
            id: old_id('T', code),
            code,
            name,
            level: "tỉnh",
            parent: None,
            from: None,
            to: ended,
            former_an_giang: code == OLD_PROVINCE,
        });
    }
    out.extend(DISTRICTS.iter().map(|district| Unit {
        id: old_id('H', district.code),
        code: district.code,
        name: district.name,
        level: "huyện",
        parent: Some(old_id('T', district.province)),
        from: None,
        to: ended,
        former_an_giang: district.province == OLD_PROVINCE,
    }));
    out.extend(FORMER.iter().map(former));
    out.extend(COMMUNES.iter().map(commune));
    out
}

/// What became of each unit that ended. Districts have no successor: their level ended.
pub(crate) fn successions() -> Vec<Succession> {
    let mut out = Vec::new();
    for (code, name) in OLD_PROVINCES {
        out.push(Succession { before: old_id('T', code), name, after: new_id('T', "91"), part: false });
    }
    for unit in FORMER {
        for into in unit.into {
            let part = unit.into.len() > 1;
            out.push(Succession {
                before: old_id('X', unit.code),
                name: unit.name,
                after: new_id('X', into),
                part,
            });
        }
    }
    out
}

fn commune(commune: &Commune) -> Unit {
    // The code of a new commune was that of one of the units that went into it.
    let of_code = |former: &&Former| former.code == commune.code;
    Unit {
        id: new_id('X', commune.code),
        code: commune.code,
        name: commune.name,
        level: "xã",
        parent: Some(new_id('T', "91")),
        from: Some(merger()),
        to: None,
        former_an_giang: FORMER.iter().find(of_code).is_some_and(in_old_province),
    }
}

fn former(unit: &Former) -> Unit {
    Unit {
        id: old_id('X', unit.code),
        code: unit.code,
        name: unit.name,
        level: "xã",
        parent: Some(old_id('H', unit.district)),
        from: None,
        to: Some(merger() - 1),
        former_an_giang: in_old_province(unit),
    }
}

fn in_old_province(unit: &Former) -> bool {
    DISTRICTS.iter().any(|district| district.code == unit.district && district.province == OLD_PROVINCE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_official_counts_come_out() {
        let communes = communes(2025);
        let kind = |word: &str| communes.iter().filter(|unit| unit.name.starts_with(word)).count();
        assert_eq!([kind("Xã "), kind("Phường "), kind("Đặc khu ")], [85, 14, 3]);
        assert_eq!(DISTRICTS.iter().filter(|district| district.province == "89").count(), 11);
        assert_eq!(DISTRICTS.len(), 26);
        assert_eq!(super::communes(2024).len(), FORMER.len());
    }

    #[test]
    fn parents_and_successors_exist_and_times_meet() {
        let units = units();
        let ids: BTreeSet<&str> = units.iter().map(|unit| unit.id.as_str()).collect();
        assert_eq!(ids.len(), units.len(), "an id is one unit");
        for unit in &units {
            assert!(unit.parent.as_deref().is_none_or(|parent| ids.contains(parent)), "{unit:?}");
            assert_eq!(unit.from.is_some(), unit.to.is_none(), "{unit:?}");
        }
        let successions = successions();
        for succession in &successions {
            assert!(ids.contains(succession.before.as_str()) && ids.contains(succession.after.as_str()));
        }
        // Every new commune came from somewhere, every former one went somewhere.
        let after: BTreeSet<&str> = successions.iter().map(|one| one.after.as_str()).collect();
        let before: BTreeSet<&str> = successions.iter().map(|one| one.before.as_str()).collect();
        for unit in units.iter().filter(|unit| unit.level == "xã") {
            assert!(after.contains(unit.id.as_str()) || before.contains(unit.id.as_str()), "{unit:?}");
        }
        let into = |name: &str| {
            let unit = units.iter().find(|unit| unit.from.is_some() && unit.name == name).unwrap();
            successions.iter().filter(|one| one.after == unit.id).count()
        };
        // As resolution 1654/NQ-UBTVQH15 says of them.
        assert_eq!(into("Phường Long Xuyên"), 6);
        assert_eq!(into("Phường Rạch Giá"), 9);
        assert_eq!(into("Đặc khu Phú Quốc"), 8);
        assert_eq!(into("Xã Mỹ Hòa Hưng"), 1);
    }
}
