use super::*;
use tieuchi_grammar::Lang;

const SET: &str = r#"ngôn ngữ vi
bộ tiêu chí THU "Bộ thử" bản B1 [giả định]
  hiệu lực từ 01/01/2024
  áp dụng cho người
  thang 20 điểm
  cấu trúc chỉ số
đối tượng người "Người"
  thông tin sách "Số sách": số nguyên từ 0 đến 100
  thông tin tỷ_lệ_đọc "Tỷ lệ đọc": % 1 lẻ từ 0% đến 100%
  thông tin thừa "Không dùng": đúng sai
minh chứng buổi "Buổi học" gồm ngày: ngày; giờ: số 1 lẻ từ 0 đến 24
  thiếu thì không có
tham số đủ "Đủ": số nguyên từ 0 đến 100
  từ 01/01/2024: 8 [giả định]
chỉ số 1 "Đọc" tối đa 10 điểm
  chấm theo sách:
    dưới 5: 0 điểm
    từ 5 trở lên: 10 điểm
chỉ số 2 "Học" tối đa 10 điểm
  mỗi buổi mà giờ >= 1: 1 điểm, không quá 10 điểm
điều kiện đọc_đều "Đọc đều": tỷ_lệ_đọc >= 50%
danh hiệu tốt "Tốt" khi tổng_điểm >= 8 và (mọi chỉ_số đều điểm >= 5) và sách >= đủ và sách năm trước >= 1
"#;

fn facts() -> Facts {
    crate::compile(SET).unwrap_or_else(|found| panic!("{found:#?}")).facts()
}

#[test]
fn inputs_say_who_reads_them() {
    let facts = facts();
    let find = |name: &str| facts.inputs.iter().find(|input| input.name == name).unwrap().clone();
    assert_eq!(find("sách").items, ["1"]);
    assert!(find("sách").needed && find("tỷ_lệ_đọc").needed && !find("thừa").needed);
    assert_eq!(find("giờ").items, ["2"]);
    assert_eq!(
        (find("tỷ_lệ_đọc").gates.as_slice(), find("sách").classes.as_slice()),
        (&["đọc_đều".to_owned()][..], &["tốt".to_owned()][..])
    );
    assert_eq!(find("giờ").table.as_deref(), Some("buổi"));
    assert_eq!(find("sách").years_back, 1);
    let share = find("tỷ_lệ_đọc");
    assert_eq!((share.kind, share.unit.as_deref(), share.digits), (InputKind::Percent, Some("%"), Some(1)));
    assert_eq!((share.from.as_deref(), share.to.as_deref()), (Some("0"), Some("100")));
    assert!(!find("ngày").needed && facts.tables[0].needed);
}

#[test]
fn thresholds_are_the_constants_of_gates_and_classes() {
    let shown: Vec<String> = facts()
        .thresholds
        .iter()
        .map(|found| format!("{} {} {} {}", found.of, found.quantity.vi, found.comparison, found.value))
        .collect();
    assert_eq!(
        shown,
        [
            "đọc_đều tỷ lệ đọc >= 50%",
            "tốt tổng điểm >= 8",
            "tốt điểm mục 1 >= 5",
            "tốt điểm mục 2 >= 5",
            "tốt số sách >= đủ",
            "tốt số sách năm trước >= 1"
        ]
    );
}

#[test]
fn the_text_is_in_both_languages() {
    let facts = facts();
    let (vi, en) = (facts.to_text(Lang::Vi), facts.to_text(Lang::En));
    assert!(vi.contains("  chỉ số 1 \"Đọc\", tối đa 10 điểm\n"), "{vi}");
    assert!(en.contains("  indicator 1 \"Đọc\", max 10 points\n"), "{en}");
    assert!(vi.contains("    từ 01/01/2024: 8 [giả định]\n"), "{vi}");
    assert!(en.contains("    from 2024-01-01: 8 [assumed]\n"), "{en}");
    assert!(vi.contains("    giờ: số thập phân 0 đến 24, 1 chữ số lẻ · \"giờ\" → 2\n"), "{vi}");
    assert!(en.contains("    giờ: decimal 0 to 24, 1 digit after the point · \"giờ\" → 2\n"), "{en}");
    assert_eq!(vi.lines().count(), en.lines().count());
}
