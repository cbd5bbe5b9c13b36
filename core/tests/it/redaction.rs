//! Nothing that is kept back stands in what is shown: random private values in a set that uses them
//! in every way, and every rendering searched for them in every form they are written in.

#![expect(clippy::indexing_slicing, reason = "lists of the length the strategy makes")]

use proptest::prelude::*;
use std::sync::LazyLock;
use tieuchi::{
    ContextOptions, Day, Detail, Dossier, Exact, Lang, Mark, Plan, Redaction, SourceFile, show_day,
    show_day_in_full, show_number,
};

/// Facts, fields and members that are private, read by bands, steps, conditions, dates, texts,
/// choices, shares, sums, picks, parameters, gates and clauses.
const SET: &str = r#"ngôn ngữ vi
bộ tiêu chí KIN "Bộ có điều riêng" bản B1 [giả định]
  hiệu lực từ 01/01/2020
  áp dụng cho người khi tiền >= 5 và ngày_vào <= cuối kỳ
  cấu trúc tiêu chí; chỉ tiêu
  thẩm quyền "Chủ tịch" khi nhà = "nhà lầu"
đối tượng người "Người"
  thông tin tiền "Tiền": số 2 lẻ từ 0 đến 99999999
  thông tin phần "Phần": % 2 lẻ
  thông tin ngày_vào "Ngày vào": ngày
  thông tin nhà "Nhà": một trong "nhà lầu", "nhà sàn", "nhà thuyền"
  thông tin ghi "Ghi chú": chữ
  thông tin bệnh "Có bệnh": đúng sai
  gồm con "Con": trẻ
  giữ kín tiền; phần; ngày_vào; nhà; ghi
  giữ kín bệnh
đối tượng trẻ "Trẻ"
  thông tin nặng "Cân nặng": số 2 lẻ từ 0 đến 99999999
  giữ kín nặng
minh chứng việc "Việc" gồm ngày: ngày; giờ: số 2 lẻ từ 0 đến 99999999; nơi: chữ
  thiếu thì chưa rõ
  giữ kín ngày; giờ; nơi
định nghĩa khá_giả "Khá giả": tiền > 20
tiêu chí 1 "Theo bậc" tối đa 10 điểm
  chấm theo tiền:
    dưới 20: 5 điểm
    từ 20 trở lên: 10 điểm
tiêu chí 2 "Theo bước" tối đa 10 điểm
  làm tròn đến 0,5 nửa lên
  chấm theo tiền, không quá 10 điểm:
    dưới 20: 1 điểm
    từ 20 trở lên: 2 điểm
    cứ thêm 7 kể từ 20: cộng 0,3 điểm, chỉ tính bước đủ
tiêu chí 3 "Theo nhà" tối đa 10 điểm
  chấm theo nhà:
    "nhà lầu": 10 điểm
    "nhà sàn": 5 điểm
    "nhà thuyền": 1 điểm
tiêu chí 4 "Việc" tối đa 10 điểm
  mỗi việc mà giờ >= 2, khác nhau theo nơi: 5 điểm, không quá 10 điểm
tiêu chí 5 "Giờ" tối đa 10 điểm
  chấm theo tổng giờ của việc:
    dưới 20: 0 điểm
    từ 20 trở lên: 10 điểm
tiêu chí 6 "Khi có bệnh" tối đa 10 điểm
  chỉ áp dụng khi bệnh; nếu không thì tính 3 điểm
  tính 0 điểm khi nhà = "nhà sàn" và không bệnh
  đạt khi tiền > 9 và ghi = "abc": 10 điểm
tiêu chí 7 "Các ý"
  đạt khi đủ các ý:
    ý a "Phần": phần >= 1%
    ý b "Con", chỉ xét khi có con: (tỷ lệ con có nặng > 9) >= 3%
    ý c "Mới vào": ngày_vào trong vòng 6 tháng đến cuối kỳ
    ý d "Tuổi": (số năm từ ngày_vào đến cuối kỳ) >= 18
    ý đ "Ghi": ghi = "abc"
    ý e "Bệnh": bệnh
    ý g "Khá giả": khá_giả
tiêu chí 8 "Cao nhất"
  đạt khi (giờ cao nhất của việc) >= 3 và (giờ mới nhất của việc) < 3
chỉ tiêu 9 "Việc trong kỳ"
  đạt khi ít nhất 9 việc mà ngày trong kỳ
điều kiện khó "Khó": bệnh hoặc tiền < 12
  không đạt thì không xét
điều kiện nhà_cửa "Nhà cửa": nhà = "nhà thuyền"
  không đạt thì không quá khá
xếp loại loại "Loại": lấy loại cao nhất
  loại tốt "Tốt" khi tổng_điểm >= 40 và phần >= 2%
  loại khá "Khá" khi tổng_điểm >= 20
  loại thường "Thường": các trường hợp còn lại
"#;

#[derive(Clone, Debug)]
struct Private {
    numbers: Vec<u64>,
    percent: u64,
    days: Vec<Day>,
    texts: Vec<String>,
    ill: bool,
    house: usize,
    open: bool,
    self_declared: bool,
}

/// Numbers of seven digits and two more, days before 2000, texts of rare letters: nothing the set
/// or the page says by itself.
fn private() -> impl Strategy<Value = Private> {
    let number = 310_000_011u64..989_999_999;
    let day = (1931i32..1999, 1i32..=12, 1i32..=28).prop_map(|(y, m, d)| Day::new(y, m, d).unwrap());
    (
        prop::collection::vec(number, 6),
        1_111u64..9_899,
        prop::collection::vec(day, 3),
        prop::collection::vec("[QXZWJ]{9}", 6),
        any::<bool>(),
        0usize..3,
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(numbers, percent, days, texts, ill, house, open, self_declared)| Private {
            numbers,
            percent,
            days,
            texts,
            ill,
            house,
            open,
            self_declared,
        })
}

const HOUSES: [&str; 3] = ["nhà lầu", "nhà sàn", "nhà thuyền"];

fn two_places(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

impl Private {
    fn dossier(&self) -> String {
        let n = |at: usize| two_places(self.numbers[at]);
        let money = if self.self_declared {
            format!(r#"{{"value": "{}", "status": "self-declared"}}"#, n(0))
        } else {
            format!(r#"{{"self": "{}", "verified": "{}"}}"#, n(0), n(1))
        };
        format!(
            r#"{{"$id": "{id}", "tiền": {money}, "phần": "{}%", "ngày_vào": "{}", "nhà": "{}", "ghi": "{}",
                "bệnh": {}, "con": [{{"$id": "{}", "nặng": "{}"}}],
                "việc": [
                  {{"$id": "{}", "ngày": "{}", "giờ": "{}", "nơi": "{}"}},
                  {{"$id": "{}", "$status": "waiting", "ngày": "{}", "giờ": "{}", "nơi": "{}"}}
                ]}}"#,
            two_places(self.percent),
            self.days[0],
            HOUSES[self.house],
            self.texts[1],
            self.ill,
            self.texts[2],
            n(2),
            self.texts[3],
            self.days[1],
            n(3),
            self.texts[4],
            self.texts[5],
            self.days[2],
            n(4),
            self.texts[1],
            id = self.texts[0],
        )
    }

    /// Every form in which one of the values could be written.
    fn forms(&self) -> Vec<String> {
        let mut out = self.texts.clone();
        for number in self.numbers.iter().copied() {
            let text = two_places(number);
            let exact = Exact::decimal(&text).unwrap();
            let whole = Exact::whole(i128::from(number / 100));
            out.push(text.replace('.', ","));
            out.push(text);
            // The whole part alone is found with whatever stands behind it.
            out.push((number / 100).to_string());
            for lang in [Lang::Vi, Lang::En] {
                out.push(show_number(exact, lang));
                out.push(show_number(whole, lang));
            }
        }
        let percent = two_places(self.percent);
        out.push(percent.replace('.', ","));
        out.push(format!("0.{:04}", self.percent));
        out.push(format!("0,{:04}", self.percent));
        out.push(percent);
        for day in &self.days {
            let (year, month, dom) = day.civil();
            out.push(year.to_string());
            out.push(day.number().to_string());
            out.push(format!("{dom:02}/{month:02}/"));
            out.push(format!("-{month:02}-{dom:02}\""));
            for lang in [Lang::Vi, Lang::En] {
                out.push(show_day(*day, lang));
                out.push(show_day_in_full(*day, lang));
            }
        }
        // Days of the period and of the set itself.
        out.retain(|form| !["01/01/", "31/12/", "-12-31\"", "-01-01\""].contains(&form.as_str()));
        out
    }
}

fn plan() -> Plan {
    static PLAN: LazyLock<Plan> =
        LazyLock::new(|| tieuchi::compile(SET).unwrap_or_else(|findings| panic!("{findings:#?}")));
    PLAN.clone()
}

/// Everything that can be shown of one outcome.
fn renderings(plan: &Plan, private: &Private, redaction: &Redaction) -> Vec<String> {
    let context = plan.context(&ContextOptions::year(2025).unwrap().open(private.open)).unwrap();
    let dossier = Dossier::from_json(plan, &private.dossier()).unwrap_or_else(|found| panic!("{found:#?}"));
    let shown = plan.evaluate(&dossier, &context).explain_with(redaction);
    let other =
        Dossier::from_json(plan, r#"{"$id": "khác", "tiền": "1.5", "phần": "3%", "ngày_vào": "2025-03-04"}"#)
            .unwrap();
    let other = plan.evaluate(&other, &context);
    let outcome = plan.evaluate(&dossier, &context);
    let compared = [outcome.compare_with(&other, redaction), other.compare_with(&outcome, redaction)];
    let mut out = vec![shown.to_json()];
    let letter = shown.to_letter();
    for lang in [Lang::Vi, Lang::En] {
        for detail in [Detail::Line, Detail::Decisive, Detail::Full] {
            out.push(shown.to_text(detail, lang));
        }
        out.extend([letter.to_text(lang), letter.to_markdown(lang), letter.to_html(lang)]);
    }
    for compared in compared {
        out.extend([compared.to_text(Lang::Vi), compared.to_text(Lang::En), compared.to_json()]);
    }
    let coloured = outcome.colour(&SourceFile::new("", SET), redaction);
    for lang in [Lang::Vi, Lang::En] {
        // The set itself names its options; what is said of them is searched in the marks.
        out.extend([coloured.to_text(lang, true), coloured.to_html(lang)]);
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_kept_back_is_shown(private in private()) {
        let plan = plan();
        for redaction in [Redaction::private(), Redaction::all()] {
            for text in renderings(&plan, &private, &redaction) {
                for form in private.forms() {
                    prop_assert!(!text.contains(&form), "`{form}` stands in\n{text}");
                }
            }
        }
    }

    /// A yes/no fact, and which option a choice is, cannot be read off the reasons either: texts
    /// made of two dossiers that differ in nothing else differ in points and verdicts at most.
    #[test]
    fn the_same_is_said_of_a_private_option(private in private()) {
        let plan = plan();
        for text in renderings(&plan, &private, &Redaction::private()) {
            // The text of the set stands in what is coloured, before what is said of it.
            let said = text.lines().map(|line| line.split("← ").last().unwrap_or_default());
            for line in said.filter(|line| !line.contains('{') && !line.contains("<code") && !line.contains("\u{1b}[")) {
                prop_assert!(!HOUSES.iter().any(|house| line.contains(house)), "{line}");
                prop_assert!(!line.contains("có bệnh: có") && !line.contains("có bệnh: không"), "{line}");
            }
        }
    }
}

/// Which row a private choice lies in cannot be seen: all rows bear one mark.
#[test]
fn the_rows_of_a_private_choice_bear_one_mark() {
    let plan = plan();
    let context = plan.context(&ContextOptions::year(2025).unwrap()).unwrap();
    let dossier = Dossier::from_json(&plan, r#"{"nhà": "nhà sàn"}"#).unwrap();
    let outcome = plan.evaluate(&dossier, &context);
    let marks = |redaction: &Redaction| -> Vec<Mark> {
        let coloured = outcome.colour(&SourceFile::new("", SET), redaction);
        let row = |line: &&tieuchi::ColouredLine| line.text.trim_start().starts_with("\"nhà ");
        coloured.lines.iter().filter(row).map(|line| line.mark).collect()
    };
    assert_eq!(marks(&Redaction::none()), [Mark::NotRelevant, Mark::Met, Mark::NotRelevant]);
    assert_eq!(marks(&Redaction::private()), [Mark::Withheld; 3]);
}

/// The search finds what is there: the same values without redaction.
#[test]
fn what_is_not_kept_back_is_found() {
    let plan = plan();
    let private = Private {
        numbers: vec![412_345_671, 512_345_672, 612_345_673, 712_345_674, 812_345_675, 912_345_676],
        percent: 4_321,
        days: vec![
            Day::new(1937, 4, 23).unwrap(),
            Day::new(1948, 5, 24).unwrap(),
            Day::new(1959, 6, 25).unwrap(),
        ],
        texts: ["QQQXXXZZZ", "WWWJJJQQQ", "XQXQXQXQX", "ZJZJZJZJZ", "WQWQWQWQW", "JXJXJXJXJ"]
            .map(str::to_owned)
            .to_vec(),
        ill: true,
        house: 1,
        open: false,
        self_declared: false,
    };
    let all = renderings(&plan, &private, &Redaction::none()).concat();
    for form in ["4.123.456,71", "5.123.456,72", "43,21%", "QQQXXXZZZ", "ZJZJZJZJZ", "nhà sàn"] {
        assert!(all.contains(form), "{form}\n{all}");
    }
    let kept = renderings(&plan, &private, &Redaction::private());
    assert!(kept[1].starts_with("#1 · "), "{}", kept[1]);
    let named = renderings(&plan, &private, &Redaction::private().with_identifiers()).concat();
    assert!(named.contains("QQQXXXZZZ") && !named.contains("5.123.456,72"));
    let third = renderings(&plan, &private, &Redaction::private().at(3));
    assert!(third[1].starts_with("#3 · "), "{}", third[1]);
}

/// What is kept private decides nothing: the meaning is the same, the text is another.
#[test]
fn privacy_is_no_meaning() {
    let without: String =
        SET.lines().filter(|line| !line.contains("giữ kín")).map(|line| format!("{line}\n")).collect();
    let (private, open) = (plan(), tieuchi::compile(&without).unwrap());
    assert_eq!(private.meaning_digest(), open.meaning_digest());
    assert_ne!(private.text_digest(), open.text_digest());
    let facts = private.facts();
    let private: Vec<&str> =
        facts.inputs.iter().filter(|input| input.private).map(|input| input.name.as_str()).collect();
    assert_eq!(private, ["tiền", "phần", "ngày_vào", "nhà", "ghi", "bệnh", "nặng", "ngày", "giờ", "nơi"]);
    assert!(open.facts().inputs.iter().all(|input| !input.private));
}
