//! Lines made from every sentence with every choice of optional parts and adverse fillers: each is
//! its own row and no other.

use super::*;
use crate::lexer::read_line;
use crate::statements::{PHRASES, SENTENCES};
use crate::template::{Part, parts};

fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut findings = Vec::new();
    read_line(line, 0, &mut tokens, &mut findings);
    assert_eq!(findings, [], "{line}");
    tokens
}

/// What may stand in a slot: plain fillers and such as resemble other rows.
fn fillers(lang: Lang, slot: &str) -> Vec<String> {
    let vi = lang == Lang::Vi;
    let pick = |vietnamese: &[&str], english: &[&str]| {
        (if vi { vietnamese } else { english }).iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()
    };
    let conditions = pick(
        &[
            "tuổi >= 18",
            "không đạt",
            "(tỷ lệ g mà a < 3 có đạt) >= 60% hoặc không có điểm",
            "mọi tiêu_chí mà mã thuộc (2; 4.1) đều điểm_x >= 1,5",
            "có g mà ngày trong vòng 24 tháng đến cuối kỳ và ngày trong kỳ",
            "(ít nhất 5 môn mà điểm >= 7) và đạt liên tục 5 năm",
        ],
        &[
            "age >= 18",
            "not met",
            "(share g where a < 3 having met) >= 60% or no points",
            "all criteria where code in (2; 4.1) satisfy points_x >= 1.5",
            "any g where date within 24 months to end of period and date in period",
            "(at least 5 subjects where points >= 7) and met throughout 5 years",
        ],
    );
    let expressions = pick(
        &[
            "7,5",
            "số_mới năm trước * 1,5",
            "tổng giờ của g mà ngày trong kỳ",
            "số tháng từ a đến ngày đánh giá",
            "bậc cao nhất của chứng_chỉ",
            "làm tròn bình quân điểm của phiếu đến 0,1 nửa lên",
            "lớn_nhất(a - 3; điểm(1.2)) / 2",
            "\"tốt\"",
            "01/02/2025",
        ],
        &[
            "7.5",
            "new last year * 1.5",
            "sum hours of g where date in period",
            "months from a to judgement date",
            "highest tier of certificate",
            "round mean points of ballot to 0.1 half up",
            "larger(a - 3; points(1.2)) / 2",
            "\"good\"",
            "2025-02-01",
        ],
    );
    match slot {
        "id" => pick(&["x", "điểm", "ngày", "đạt", "mức_1"], &["x", "points", "date", "met", "level_1"]),
        "ids" => pick(&["a", "a; b; c"], &["a", "a; b; c"]),
        "str" => pick(&["\"khi x: 3 điểm\"", "“một”"], &["\"when x: 3 points\"", "“one”"]),
        "signed" => pick(&["10", "-0,5", "-60%"], &["10", "-0.5", "-60%"]),
        "num" => pick(&["10", "0,5", "60%"], &["10", "0.5", "60%"]),
        "int" => pick(&["2"], &["2"]),
        "date" => pick(&["1/2/2025"], &["2025-02-01"]),
        "dm" => pick(&["31/12"], &["12-31"]),
        "code" => pick(&["1.2", "I", "3.1a", "đ"], &["1.2", "I", "3.1a", "T"]),
        "codes" => pick(&["1.1", "1.1; II"], &["1.1", "1.1; II"]),
        "cond" => conditions,
        "expr" => expressions,
        "day" => pick(&["cuối kỳ", "ngày đánh giá"], &["end of last year", "start of period"]),
        "coll" => pick(
            &["g", "trẻ mà không đã_xong và không đang_học"],
            &["g", "children where not done and not attending"],
        ),
        "type" => pick(
            &["đúng sai", "số nguyên người từ 0 đến 9", "% 1 lẻ", "một trong \"a\", \"b\"", "ngày"],
            &["yes no", "integer persons from 0 to 9", "% 1 places", "one of \"a\", \"b\"", "date"],
        ),
        "fields" => {
            pick(&["ngày: ngày; a: theo bậc \"x\", \"y\"; chữ: chữ"], &["date: date; a: ranked \"x\", \"y\""])
        }
        "ed" => pick(&["QD_1", "mới nhất"], &["QD_1", "newest"]),
        "lang" => pick(&["vi"], &["en"]),
        "words" => pick(&["phần; tiêu chí thành phần; chỉ số"], &["part; sub-criterion; indicator"]),
        "period" => pick(&["2025", "01/01/2025 đến 31/12/2025"], &["2025", "2025-01-01 to 2025-12-31"]),
        "assigns" => pick(
            &["1.2.b = 8 tự khai; CDHT.loại = đạt", "a = 1 đến 2; b = chưa rõ; c = 06/2023"],
            &["1.2.b = 8 self-declared; CDHT.class = met", "a = 1 to 2; b = unknown; c = 06/2023"],
        ),
        "cite" => {
            pick(&["\"1/QĐ\"", "\"1/QĐ\" điều 6 khoản 1 điểm đ"], &["\"1/QĐ\" article 6 clause 1 point a"])
        }
        phrase => PHRASES
            .iter()
            .filter(|row| row.slot == phrase && !row.vi.starts_with(','))
            .flat_map(|row| lines(lang, &parts(if vi { row.vi } else { row.en }), 2))
            .collect(),
    }
}

/// The sentence with every choice of optional parts, each slot with up to `most` fillers.
fn lines(lang: Lang, parts: &[Part], most: usize) -> Vec<String> {
    let mut choices: Vec<Vec<Part>> = vec![Vec::new()];
    for part in parts {
        match part {
            Part::Optional(inner) => {
                let with = choices.iter().map(|choice| choice.iter().chain(inner).cloned().collect());
                choices = with.chain(choices.iter().cloned()).collect();
            }
            part => choices.iter_mut().for_each(|choice| choice.push(part.clone())),
        }
    }
    let mut out = Vec::new();
    for choice in choices {
        // Every filler of each slot, and the slots together in step.
        let rounds = choice.iter().filter_map(|part| match part {
            Part::Slot(name) => Some(fillers(lang, name).len()),
            _ => None,
        });
        for round in 0..rounds.max().unwrap_or(1).min(most) {
            let mut line = String::new();
            for part in &choice {
                match part {
                    Part::Literal(text) => line.push_str(text),
                    Part::Slot(name) => {
                        let all = fillers(lang, name);
                        line.push_str(&all[round % all.len()]);
                    }
                    Part::Optional(_) => unreachable!(),
                }
            }
            out.push(line);
        }
    }
    out
}

#[test]
fn every_line_is_its_own_row_and_no_other() {
    let mut wrong = Vec::new();
    for lang in [Lang::Vi, Lang::En] {
        for sentence in SENTENCES {
            let text = if lang == Lang::Vi { sentence.vi } else { sentence.en };
            for line in lines(lang, &parts(text), 12) {
                let rows = all_rows(lang, &tokens(&line));
                if rows != [sentence.row] {
                    wrong.push(format!("{line}: {rows:?}"));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn capitals_are_keywords_too() {
    for line in ["TIÊU CHÍ 1 \"A\" TỐI ĐA 5 ĐIỂM", "Chấm Theo tuổi:", "từ 3 Trở lên: 4 ĐIỂM"]
    {
        assert!(recognise(Lang::Vi, &tokens(line)).is_ok(), "{line}");
    }
    for line in ["kì đánh giá từ 01/01 đến 31/12", "chọn bản theo cuối kì", "thang 10 điểm, qui đổi"]
    {
        assert!(recognise(Lang::Vi, &tokens(line)).is_ok(), "{line}");
    }
}

#[test]
fn slots_stand_in_the_order_of_the_vietnamese_sentence() {
    let vi = recognise(Lang::Vi, &tokens("cứ thêm 5% kể từ 20%: cộng 1 điểm, chỉ tính bước đủ")).unwrap();
    let en =
        recognise(Lang::En, &tokens("for every 5% more than 20%: add 1 points, whole steps only")).unwrap();
    let kinds = |slots: &[Slot]| slots.iter().map(std::mem::discriminant).collect::<Vec<_>>();
    assert_eq!(kinds(&vi.slots), kinds(&en.slots));
    assert!(matches!(&en.slots[0], Slot::Phrase(phrase) if phrase.id == Phrase::DirMore));
}

#[test]
fn the_mark_stands_at_the_end() {
    let found = recognise(Lang::Vi, &tokens("lấy cao nhất [giả định]")).unwrap();
    assert!(found.assumed.is_some());
    assert!(recognise(Lang::Vi, &tokens("lấy [giả định] cao nhất")).is_err());
}
