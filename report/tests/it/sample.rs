//! A report about an invented province of five communes: two levels, a set of two targets.

use tieuchi::{Bilingual, Day, Exact, Verdict};
use tieuchi_report::model::*;

pub fn both(vi: &str, en: &str) -> Bilingual {
    Bilingual { vi: vi.to_owned(), en: en.to_owned() }
}

pub fn exact(text: &str) -> Exact {
    Exact::decimal(text).unwrap()
}

fn day(year: i32, month: i32, day: i32) -> Day {
    Day::new(year, month, day).unwrap()
}

const PLACES: [(&str, &str); 5] = [
    ("90001", "Xã A"),
    ("90002", "Xã B"),
    ("90003", "Phường C"),
    ("90004", "Xã có tên dài để thử chỗ trống D"),
    ("90005", "Đặc khu E"),
];

/// The whole report.
pub fn report() -> Report {
    Report {
        title: both(
            "Tổng hợp kết quả đánh giá mô hình công dân học tập năm 2025",
            "Results of the assessment of learning citizens in 2025",
        ),
        place: "tỉnh Mẫu".to_owned(),
        office: Some("Hội Khuyến học tỉnh Mẫu".to_owned()),
        period: (day(2025, 1, 1), day(2025, 12, 31)),
        judged_on: day(2026, 1, 15),
        notices: vec![both(
            "Mọi con số trong báo cáo này là số bịa đặt để thử, không phải số liệu của địa phương nào.",
            "Every figure in this report is invented for a trial and belongs to no place.",
        )],
        levels: vec![citizens(), communities()],
        targets: vec![targets()],
        history: history(),
        quality: quality(),
        engine: "tieuchi 0.1.0".to_owned(),
        redacted: false,
    }
}

fn set(id: &str, edition: &str, label: &str, basis: (&str, &str), assumed: bool) -> SetInfo {
    SetInfo {
        id: id.to_owned(),
        edition: edition.to_owned(),
        label: label.to_owned(),
        basis: vec![both(basis.0, basis.1)],
        assumed,
        digest: "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0".to_owned(),
    }
}

/// Subjects, met for certain, not known, points.
fn counts(subjects: u64, met: u64, unsettled: u64, points: Option<&str>) -> Counts {
    Counts {
        subjects,
        standings: vec![met],
        none: subjects - met - unsettled,
        unsettled,
        reached: vec![Bounds { least: met, most: met + unsettled }],
        points: points.map(exact),
        ..Counts::default()
    }
}

fn citizens() -> Level {
    let figures = [
        (250_310, 121_034, 9_120, "18523110.5"),
        (180_222, 70_200, 15_001, "12433210"),
        (400_001, 280_777, 20_003, "31200450.25"),
        (90_555, 20_111, 4_400, "5900100"),
        (12_345, 9_000, 0, "1002003"),
    ];
    let place =
        |((id, name), (subjects, met, unsettled, points)): (&(&str, &str), (u64, u64, u64, &str))| Place {
            id: (*id).to_owned(),
            name: (*name).to_owned(),
            counts: counts(subjects, met, unsettled, Some(points)),
        };
    let items = [
        ("I", 0, "Năng lực tự học, học tập suốt đời", "37336780", "28111222.5", "29000000", "0", "40"),
        (
            "1",
            1,
            "Kỹ năng tìm kiếm, tra cứu, đọc, cập nhật thông tin và kiến thức trên sách báo, phương tiện truyền thông đại chúng",
            "9334195",
            "8001122.5",
            "8200000",
            "0",
            "10",
        ),
        (
            "2",
            1,
            "Kỹ năng xây dựng kế hoạch học tập theo các chương trình phục vụ yêu cầu công việc",
            "9334195",
            "5110100",
            "5800000",
            "0",
            "10",
        ),
        ("3", 1, "Kỹ năng sắp xếp hợp lý công việc", "9334195", "7000000", "7000000", "2", "10"),
        (
            "4",
            1,
            "Kỹ năng động viên, tạo điều kiện cho người thân học tập",
            "9334195",
            "8000000",
            "8000000",
            "5",
            "10",
        ),
        (
            "II",
            0,
            "Năng lực sử dụng công cụ học tập, làm việc",
            "18668390",
            "15000000",
            "15900000",
            "0",
            "20",
        ),
        ("5", 1, "Kỹ năng sử dụng công nghệ thông tin", "9334195", "5665805", "6565805", "0", "10"),
        ("6", 1, "Có giấy xác nhận của tổ dân phố", "9334195", "9334195", "9334195", "10", "10"),
    ];
    let item = |(code, depth, label, max, certain, possible, lowest, highest): (
        &str,
        u32,
        &str,
        &str,
        &str,
        &str,
        &str,
        &str,
    )| Item {
        code: code.to_owned(),
        word: if depth == 0 { both("tiêu chí", "criterion") } else { both("chỉ số", "indicator") },
        label: label.to_owned(),
        depth,
        applies: 933_433,
        points: Some(ItemPoints {
            certain: exact(certain),
            possible: exact(possible),
            max: exact(max),
            lowest: exact(lowest),
            highest: exact(highest),
        }),
        verdicts: None,
    };
    let bins = [
        (812, 700),
        (2_100, 1_950),
        (5_330, 4_800),
        (14_020, 13_000),
        (40_444, 36_010),
        (90_123, 80_200),
        (150_321, 139_000),
        (129_161, 139_213),
        (330_100, 340_220),
        (171_022, 178_340),
    ];
    let bin = |(at, (certain, possible)): (usize, (u64, u64))| Bin {
        from: Exact::whole(at as i128 * 10),
        to: Exact::whole(at as i128 * 10 + 10),
        certain,
        possible,
    };
    Level {
        name: "citizens".to_owned(),
        label: "Công dân".to_owned(),
        set: set(
            "CDHT",
            "QD_324",
            "Công dân học tập",
            ("324/QĐ-KHVN ngày 25/10/2023", "324/QĐ-KHVN of 2023-10-25"),
            true,
        ),
        files: vec!["citizens.parquet".to_owned(), "kết quả công dân.csv".to_owned()],
        place_column: Some("commune".to_owned()),
        receipt: Some("9a8b7c6d5e4f30219a8b7c6d5e4f30219a8b7c6d5e4f30219a8b7c6d5e4f3021".to_owned()),
        // A hundred of them are of no place.
        whole: counts(933_533, 501_122, 48_524, Some("69065873.75")),
        rest: None,
        classes: vec![Class { name: "đạt".to_owned(), label: "Công dân học tập".to_owned() }],
        places: PLACES.iter().zip(figures).map(place).collect(),
        distribution: Some(Distribution {
            max: Exact::whole(100),
            bins: bins.into_iter().enumerate().map(bin).collect(),
            thresholds: vec![Threshold {
                points: Exact::whole(80), label: "Công dân học tập".to_owned()
            }],
        }),
        items: items.into_iter().map(item).collect(),
    }
}

fn communities() -> Level {
    let counts = |[low, high, none, unsettled]: [u64; 4]| Counts {
        subjects: low + high + none + unsettled + 1,
        standings: vec![low, high],
        none,
        outside: 1,
        unsettled,
        reached: vec![
            Bounds { least: low + high, most: low + high + unsettled },
            Bounds { least: high, most: high + unsettled },
        ],
        ..Counts::default()
    };
    let figures = [[10, 5, 2, 1], [7, 0, 3, 0], [20, 11, 0, 4], [3, 1, 6, 2], [4, 0, 0, 0]];
    let place = |((id, name), figures): (&(&str, &str), [u64; 4])| Place {
        id: (*id).to_owned(),
        name: (*name).to_owned(),
        counts: counts(figures),
    };
    let item = |(code, label, verdicts): (&str, &str, [u64; 3])| Item {
        code: code.to_owned(),
        word: both("chỉ tiêu", "target"),
        label: label.to_owned(),
        depth: 0,
        applies: 79,
        points: None,
        verdicts: Some(verdicts),
    };
    let whole = counts([44, 17, 11, 7]);
    Level {
        name: "communities".to_owned(),
        label: "Cộng đồng thôn, tổ dân phố".to_owned(),
        set: set(
            "CONG_DONG",
            "TT_25",
            "Cộng đồng học tập",
            ("Thông tư 25/2023/TT-BGDĐT", "Circular 25/2023/TT-BGDĐT"),
            false,
        ),
        files: vec![],
        place_column: None,
        receipt: None,
        whole: Counts { subjects: 84, outside: 5, ..whole },
        rest: None,
        classes: vec![
            Class { name: "mức_1".to_owned(), label: "Mức độ 1".to_owned() },
            Class { name: "mức_2".to_owned(), label: "Mức độ 2".to_owned() },
        ],
        places: PLACES.iter().zip(figures).map(place).collect(),
        distribution: None,
        items: vec![
            item(("1.1", "Có kế hoạch hằng năm", [79, 0, 0])),
            item(("1.2", "Tỷ lệ công dân học tập từ 60% trở lên", [40, 30, 9])),
            item(("2.1", "Có tủ sách dùng chung", [61, 18, 0])),
        ],
    }
}

fn targets() -> Targets {
    let measure = |population: u64, have: u64, unknown: u64, verdict, needed| Measure {
        population: Some(Bounds { least: population, most: population }),
        have: Some(Bounds { least: have, most: have + unknown }),
        unknown,
        excluded: 1_200,
        share: Exact::new(have.into(), population.into())
            .zip(Exact::new((have + unknown).into(), population.into())),
        verdict,
        needed,
    };
    let place =
        |(at, population, have, unknown, verdict, needed): (usize, u64, u64, u64, Verdict, Option<u64>)| {
            PlaceMeasure {
                id: PLACES[at].0.to_owned(),
                name: PLACES[at].1.to_owned(),
                measure: measure(population, have, unknown, verdict, needed),
            }
        };
    let milestones = |first: &str, second: &str| {
        vec![
            Milestone { by: day(2025, 12, 31), share: exact(first), due: true },
            Milestone { by: day(2030, 12, 31), share: exact(second), due: false },
        ]
    };
    Targets {
        set: set(
            "MT_MAU",
            "KH_2022",
            "Mục tiêu Công dân học tập của tỉnh Mẫu",
            ("677/QĐ-TTg ngày 03/06/2022", "677/QĐ-TTg of 2022-06-03"),
            true,
        ),
        list: vec![
            Target {
                code: "2".to_owned(),
                label: "Người lớn trong mô hình học tập đạt danh hiệu".to_owned(),
                milestones: milestones("0.4", "0.6"),
                whole: measure(700_000, 310_500, 40_000, Verdict::Met, None),
                places: vec![
                    place((0, 190_000, 90_000, 9_000, Verdict::Met, None)),
                    place((1, 130_000, 51_000, 12_000, Verdict::Unknown, Some(1_000))),
                    place((2, 300_000, 150_000, 15_000, Verdict::Met, None)),
                    place((3, 70_000, 12_500, 4_000, Verdict::NotMet, Some(15_500))),
                    place((4, 10_000, 7_000, 0, Verdict::Met, None)),
                ],
            },
            Target {
                code: "3".to_owned(),
                label: "Cán bộ, công chức, viên chức, người lao động đạt danh hiệu".to_owned(),
                milestones: milestones("0.6", "0.8"),
                whole: measure(21_000, 11_000, 2_345, Verdict::Unknown, Some(1_600)),
                places: vec![],
            },
        ],
    }
}

fn history() -> Vec<Formed> {
    let unit = |id: &str, name: &str, part| FormerUnit { id: id.to_owned(), name: name.to_owned(), part };
    vec![Formed {
        id: "A1".to_owned(),
        name: "Xã A".to_owned(),
        of: vec![unit("a-1", "Xã A Đông", false), unit("a-2", "a-2", true)],
    }]
}

fn quality() -> Quality {
    Quality {
        kinds: vec![
            ProblemKind {
                level: "citizens".to_owned(),
                table: String::new(),
                code: "bad-number".to_owned(),
                count: 1_204,
                message: both("`12 điểm` không phải là số", "`12 điểm` is not a number"),
                help: Some(both("viết số bằng chữ số, ví dụ `12`", "write a number in figures, say `12`")),
                first: vec![
                    ProblemPlace {
                        subject: "CD-000123".to_owned(), column: "chỉ_số_5".to_owned(), row: 124
                    },
                    ProblemPlace {
                        subject: "CD-004567".to_owned(),
                        column: "chỉ_số_6".to_owned(),
                        row: 4_568,
                    },
                ],
            },
            ProblemKind {
                level: "citizens".to_owned(),
                table: "lớp_học".to_owned(),
                code: "orphan-row".to_owned(),
                count: 17,
                message: both("dòng không thuộc đối tượng nào", "a row that belongs to nobody"),
                help: None,
                first: vec![ProblemPlace { subject: "CD-999999".to_owned(), column: String::new(), row: 9 }],
            },
        ],
        file: Some("problems.csv".to_owned()),
    }
}
