use super::*;

#[test]
fn accents_and_d_do_not_hide_a_word() {
    assert_eq!(closest("chi", ["chỉ", "có"]), Some("chỉ"));
    assert_eq!(closest("duoc", ["dưới", "được"]), Some("được"));
    assert_eq!(closest("Ðiểm", ["điểm"]), Some("điểm"));
}

#[test]
fn a_slip_is_found_and_a_stranger_is_not() {
    assert_eq!(closest("indciator", ["indicator", "target"]), Some("indicator"));
    assert_eq!(closest("total_point", ["total_points", "raw_total"]), Some("total_points"));
    assert_eq!(closest("tuổi", ["tổng_điểm", "giờ_học"]), None);
}

#[test]
fn the_order_of_candidates_does_not_matter() {
    assert_eq!(closest("ngưong", ["ngưỡng", "ngường"]), closest("ngưong", ["ngường", "ngưỡng"]));
}
