//! The figures of a commune: what its sets ask for as counts and judgements.
//!
//! In: the place. Out: figures that fit each other (nobody is counted who is not there) and the
//! level of education and literacy they were made for, so that the recognised results are those
//! the counts give. No rule stands here: each level is a range of shares well
//! inside it. Nothing depends on the people of the commune but their number.

use super::Setting;
use crate::days;
use crate::layout::parts;
use crate::random::Random;

/// The codes of the judgements of a commune, in the order of [`Facts::judged`].
pub(crate) const JUDGED: [&str; 11] =
    ["1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1.a", "3.1.b", "3.1.c", "3.2", "3.3"];

/// The names of the counts, in the order of [`Facts::counts`].
pub(crate) const COUNTS: [&str; 22] = [
    "số_công_dân",
    "số_cmkt",
    "số_đại_học",
    "trẻ_5_tuổi",
    "trẻ_5_tuổi_đến_lớp",
    "trẻ_5_tuổi_hoàn_thành",
    "trẻ_6_tuổi",
    "trẻ_6_tuổi_vào_lớp_1",
    "trẻ_14_tuổi",
    "trẻ_14_tuổi_hoàn_thành",
    "trẻ_11_tuổi",
    "trẻ_11_tuổi_hoàn_thành",
    "trẻ_11_tuổi_đang_học",
    "người_15_18",
    "người_15_18_tốt_nghiệp",
    "người_15_18_đang_học",
    "người_15_25",
    "biết_chữ_1_15_25",
    "người_15_35",
    "biết_chữ_1_15_35",
    "biết_chữ_2_15_35",
    "người_15_60",
];
/// The last of the counts.
pub(crate) const LITERATE: &str = "biết_chữ_2_15_60";
/// Members of the association, and those briefed.
pub(crate) const ASSOCIATION: [&str; 2] = ["số_hội_viên", "số_quán_triệt"];

/// A recognised result: the set, the class.
pub(crate) type Recognised = (&'static str, &'static str);

/// The figures of a commune.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) judged: [bool; JUDGED.len()],
    pub(crate) counts: [i32; COUNTS.len()],
    pub(crate) literate: i32,
    pub(crate) association: [i32; 2],
    pub(crate) results: [Recognised; 4],
    pub(crate) result_day: i32,
    /// The day of an earlier recognition at level 1.
    pub(crate) decided: Option<i32>,
}

impl Facts {
    pub(crate) fn build(setting: &Setting<'_>) -> Self {
        let mut random = Random::new(setting.options.seed, parts::FACTS, u64::from(setting.place.index));
        let random = &mut random;
        let citizens = i32::try_from(setting.place.citizens).unwrap_or(i32::MAX);
        // A year of children is about one in sixty; counts are of the whole commune, also in a
        // sample of few citizens, or shares of one child in three would decide.
        let year = |random: &mut Random| (citizens / 60).max(120) + random.between(-15, 15);
        let trained = share(citizens, random.between(420, 700));
        let degrees = share(citizens, random.between(85, 210)).min(trained);
        let (five, six, eleven, fourteen) = (year(random), year(random), year(random), year(random));
        let preschool = random.percent(95);
        let primary = random.pick(&[(6, 1), (26, 2), (68, 3)], 3);
        let literacy = random.pick(&[(30, 1), (70, 2)], 2);
        let secondary = random.pick(&[(14, 1), (56, 2), (30, 3)], 2);
        // Shares in thousandths, from a range that lies inside the level.
        let to_school = random.between(972, 1000);
        let finished_5 = if preschool { random.between(880, 990) } else { random.between(700, 820) };
        let started = random.between(984, 1000);
        let finished_11 = match primary {
            3 => random.between(930, 990),
            2 => random.between(820, 880),
            _ => random.between(700, 780),
        };
        let done_11 = share(eleven, finished_11);
        let teens = year(random) * 4;
        let graduated = match secondary {
            3 => random.between(960, 995),
            2 => random.between(912, 940),
            _ => random.between(820, 880),
        };
        let young = year(random) * 10;
        let grown = young + year(random) * 9;
        let all = grown + year(random) * 22;
        let first = random.between(960, 995);
        let second = if literacy == 2 { random.between(930, 958) } else { random.between(800, 880) };
        let members = share(citizens, random.between(90, 180)).max(20);
        Self {
            judged: [97, 96, 94, 92, 90, 93, 88, 95, 90, 84, 91].map(|often| random.percent(often)),
            counts: [
                citizens,
                trained,
                degrees,
                five,
                share(five, to_school),
                share(five, finished_5),
                six,
                share(six, started).max(six - 1),
                fourteen,
                share(fourteen, random.between(900, 990)),
                eleven,
                done_11,
                eleven - done_11,
                teens,
                share(teens, graduated),
                share(teens, random.between(840, 900)),
                young,
                share(young, first),
                grown,
                share(grown, first),
                share(grown, second),
                all,
            ],
            literate: share(all, second),
            association: [members, share(members, random.between(970, 1000))],
            results: [
                ("PCGD_MN", if preschool { "đạt" } else { "none" }),
                ("PCGD_TH", level(primary)),
                ("PCGD_THCS", level(secondary)),
                ("XMC", level(literacy)),
            ],
            result_day: days::number(setting.options.year, 12, 15),
            decided: random.percent(30).then_some(setting.start() - random.between(60, 500)),
        }
    }
}

fn level(number: i32) -> &'static str {
    match number {
        1 => "mức_1",
        2 => "mức_2",
        _ => "mức_3",
    }
}

/// So many thousandths, rounded down.
fn share(of: i32, thousandths: i32) -> i32 {
    i32::try_from(i64::from(of) * i64::from(thousandths) / 1000).unwrap_or(i32::MAX)
}
