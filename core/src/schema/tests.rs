//! The schema against an independent validator and against the reader, on the same texts.

use crate::{Dossier, Library, Plan, SourceFile, compile_with};

const OTHER: &str = r#"ngôn ngữ vi
bộ tiêu chí KHAC "Bộ khác" bản B1
  hiệu lực từ 01/01/2024
  áp dụng cho người
đối tượng người "Người"
  thông tin x "X": số nguyên từ 0 đến 10
danh hiệu giỏi "Giỏi" khi x >= 5
"#;

const SET: &str = r#"ngôn ngữ vi
bộ tiêu chí THU "Bộ thử" bản B1 [giả định]
  hiệu lực từ 01/01/2024
  áp dụng cho người
  dùng kết quả KHAC bản B1 đã công nhận
  cấu trúc chỉ số
đối tượng người "Người"
  thông tin sách "Số sách": số nguyên từ 3 đến 1000
  thông tin điểm_thi "Điểm thi": số 2 lẻ từ 0 đến 10
  thông tin tỷ_lệ_đọc "Tỷ lệ đọc": % 1 lẻ từ 0% đến 100%
  thông tin siêng "Siêng": đúng sai
  thông tin sinh "Ngày sinh": ngày
  thông tin nơi "Nơi": chữ
  thông tin bậc "Bậc": theo bậc "thấp", "cao"
  gồm bạn_bè "Bạn": bạn
đối tượng bạn "Bạn"
  thông tin tuổi "Tuổi": số nguyên từ 0 đến 120
minh chứng buổi "Buổi học" gồm ngày: ngày; giờ: số 1 lẻ từ 0 đến 24
  thiếu thì không có
chỉ số 1 "Chấm" tối đa 10 điểm
  chấm trực tiếp từ 0 đến 10 điểm, bước 0,5
chỉ số 2 "Kết luận" tối đa 10 điểm
  đạt khi được_kết_luận: 10 điểm
danh hiệu tốt "Tốt" khi sách >= 10 và điểm_thi >= 5 và tỷ_lệ_đọc >= 50% và siêng và sinh <= 01/01/2010 và nơi = "Hà Nội" và bậc >= "cao" và (có buổi mà giờ > 1) và KHAC.giỏi và (có bạn_bè mà tuổi > 3 và KHAC.giỏi)
"#;

fn plan() -> Plan {
    let mut library = Library::new();
    assert!(library.add(&SourceFile::new("", OTHER)));
    let compiled = compile_with(&SourceFile::new("", SET), &library);
    compiled.plan.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics))
}

#[test]
fn the_schema_and_the_reader_agree() {
    let plan = plan();
    let schema: serde_json::Value = serde_json::from_str(&plan.schema()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    let check = |accepted: bool, text: &str| {
        let read = Dossier::from_json(&plan, text);
        assert_eq!(read.is_ok(), accepted, "reader on {text}: {read:?}");
        let value = serde_json::from_str(text).unwrap();
        assert_eq!(
            validator.is_valid(&value),
            accepted,
            "schema on {text}: {:?}",
            validator.validate(&value)
        );
    };
    for text in ACCEPTED {
        check(true, text);
    }
    for text in REFUSED {
        check(false, text);
    }
}

const ACCEPTED: &[&str] = &[
    "{}",
    r#"{"$id": "một", "$region": "khó_khăn"}"#,
    r#"{"$id": 12, "$region": ["gần", "xa", 3]}"#,
    r#"{"sách": 3}"#,
    r#"{"sách": 1000}"#,
    r#"{"sách": "0999"}"#,
    r#"{"sách": "1000.00"}"#,
    r#"{"sách": 7.0}"#,
    r#"{"sách": null}"#,
    r#"{"điểm_thi": 4.35}"#,
    r#"{"điểm_thi": 0.07}"#,
    r#"{"điểm_thi": 9.99}"#,
    r#"{"điểm_thi": "9.990"}"#,
    r#"{"điểm_thi": "10.0"}"#,
    r#"{"điểm_thi": "-0"}"#,
    r#"{"tỷ_lệ_đọc": "60%"}"#,
    r#"{"tỷ_lệ_đọc": "60.5 %"}"#,
    r#"{"tỷ_lệ_đọc": "100%"}"#,
    r#"{"siêng": true}"#,
    r#"{"siêng": {"value": false, "status": "self-declared"}}"#,
    r#"{"siêng": {"self": true, "verified": null}}"#,
    r#"{"siêng": {"status": "unknown"}}"#,
    r#"{"siêng": {"status": "not-applicable"}}"#,
    r#"{"siêng": {}}"#,
    r#"{"sinh": "2024-02-29"}"#,
    r#"{"sinh": "2000-02-29"}"#,
    r#"{"sinh": "1999-12-31"}"#,
    r#"{"sinh": "2001-04-30"}"#,
    r#"{"sinh": "2010-02"}"#,
    r#"{"sinh": "2010"}"#,
    r#"{"sinh": 2010}"#,
    r#"{"nơi": "đâu cũng được"}"#,
    r#"{"bậc": "cao"}"#,
    r#"{"1": 7.5, "2": true}"#,
    r#"{"1": "7.50"}"#,
    r#"{"1": 0}"#,
    r#"{"buổi": []}"#,
    r#"{"buổi": [{"$id": "b1", "$status": "waiting", "ngày": "2025-03", "giờ": 1.5}]}"#,
    r#"{"bạn_bè": [{"$count": 3, "tuổi": 12, "KHAC": {"class": "giỏi"}}]}"#,
    r#"{"KHAC": {"class": "giỏi", "points": "81.5", "date": "2025-01-15", "edition": "B1", "by": "decision"}}"#,
    r#"{"KHAC": {"class": null}}"#,
    r#"{"KHAC": {"class": "none", "points": 81.25, "by": "computed"}}"#,
];

const REFUSED: &[&str] = &[
    "[]",
    "7",
    r#"{"khác": 1}"#,
    r#"{"sách": 2}"#,
    r#"{"sách": "2"}"#,
    r#"{"sách": "1001"}"#,
    r#"{"sách": 1001}"#,
    r#"{"sách": 7.5}"#,
    r#"{"sách": "7.5"}"#,
    r#"{"sách": "bảy"}"#,
    r#"{"sách": ""}"#,
    r#"{"sách": true}"#,
    r#"{"sách": [7]}"#,
    r#"{"điểm_thi": 4.355}"#,
    r#"{"điểm_thi": "4.355"}"#,
    r#"{"điểm_thi": "10.01"}"#,
    r#"{"điểm_thi": "4."}"#,
    r#"{"điểm_thi": "+4"}"#,
    r#"{"điểm_thi": "4,5"}"#,
    r#"{"điểm_thi": -0.01}"#,
    r#"{"tỷ_lệ_đọc": 60}"#,
    r#"{"tỷ_lệ_đọc": "60"}"#,
    r#"{"tỷ_lệ_đọc": "100.1%"}"#,
    r#"{"tỷ_lệ_đọc": "60.55%"}"#,
    r#"{"siêng": "có"}"#,
    r#"{"siêng": 1}"#,
    r#"{"siêng": {"value": true, "status": "maybe"}}"#,
    r#"{"siêng": {"values": true}}"#,
    r#"{"sinh": "2023-02-29"}"#,
    r#"{"sinh": "1900-02-29"}"#,
    r#"{"sinh": "2100-02-29"}"#,
    r#"{"sinh": "2001-04-31"}"#,
    r#"{"sinh": "2001-13"}"#,
    r#"{"sinh": "01/02/2001"}"#,
    r#"{"sinh": "1899-12-31"}"#,
    r#"{"sinh": 2200}"#,
    r#"{"nơi": 7}"#,
    r#"{"bậc": "giữa"}"#,
    r#"{"1": 7.25}"#,
    r#"{"1": "7.25"}"#,
    r#"{"1": 10.5}"#,
    r#"{"2": 1}"#,
    r#"{"buổi": {}}"#,
    r#"{"buổi": [1]}"#,
    r#"{"buổi": [{"$status": "unknown"}]}"#,
    r#"{"buổi": [{"$count": 2}]}"#,
    r#"{"buổi": [{"KHAC": {"class": "giỏi"}}]}"#,
    r#"{"bạn_bè": [{"$count": 0}]}"#,
    r#"{"bạn_bè": [{"$count": 16777217}]}"#,
    r#"{"bạn_bè": [{"sách": 7}]}"#,
    r#"{"KHAC": {"class": "dở"}}"#,
    r#"{"KHAC": {"class": "giỏi", "extra": 1}}"#,
    r#"{"KHAC": {"points": "0.1234567891"}}"#,
    r#"{"KHAC": {"date": "2023-02-29"}}"#,
    r#"{"KHAC": {"by": "luck"}}"#,
    r#"{"KHAC": "giỏi"}"#,
    r#"{"$region": 1.5}"#,
    r#"{"$id": null}"#,
];
