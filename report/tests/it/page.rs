//! The page: whole, safe, complete, readable.

use crate::markup::{Piece, attribute, ids, pieces};
use crate::sample::{both, report};
use tieuchi::Lang;
use tieuchi_report::html;
use tieuchi_report::model::Report;

/// The part of a page in one language.
fn part(page: &str, lang: &str) -> String {
    let begin = page.find(&format!("<article class=\"{lang}\"")).unwrap();
    let end = begin + page[begin..].find("</article>").unwrap();
    page[begin..end].to_owned()
}

#[test]
fn the_page_is_well_formed_and_its_links_lead_somewhere() {
    let page = html(&report(), Lang::Vi);
    let pieces = pieces(&page);
    let ids = ids(&pieces);
    for piece in &pieces {
        let Piece::Open(_, attributes) = piece else { continue };
        for name in ["aria-labelledby", "for"] {
            for id in attribute(attributes, name).unwrap_or("").split_whitespace() {
                assert!(ids.contains(id), "{name}={id}");
            }
        }
        if let Some(id) = attribute(attributes, "href").and_then(|href| href.strip_prefix('#')) {
            assert!(ids.contains(id), "#{id}");
        }
    }
    if let Ok(path) = std::env::var("TIEUCHI_REPORT_PAGE") {
        std::fs::write(path, &page).unwrap();
    }
}

#[test]
fn the_page_needs_nothing_beside_it() {
    let page = html(&report(), Lang::Vi);
    for piece in pieces(&page) {
        let Piece::Open(name, attributes) = piece else { continue };
        assert!(!["script", "link", "img", "iframe", "object", "base", "form"].contains(&name), "{name}");
        for (name, value) in attributes {
            assert!(!name.starts_with("on") && !["src", "style"].contains(&name), "{name}");
            assert!(name != "href" || value.starts_with('#') || value.starts_with("./"), "{value}");
        }
    }
    assert!(!page.contains("@import"));
    assert!(page.match_indices("url(").all(|(at, _)| page[at..].starts_with("url(#")));
}

#[test]
fn nothing_of_the_data_becomes_markup() {
    let evil = "</title><script>alert('\"1\"')</script>&amp;";
    let mut report = report();
    let bilingual = both(evil, evil);
    report.title = bilingual.clone();
    report.place = evil.to_owned();
    report.office = Some(evil.to_owned());
    report.engine = evil.to_owned();
    report.notices = vec![bilingual.clone()];
    for level in &mut report.levels {
        level.name = evil.to_owned();
        level.label = evil.to_owned();
        level.set.basis = vec![bilingual.clone()];
        level.files = vec![evil.to_owned(), "javascript:alert(1)".to_owned()];
        level.place_column = Some(evil.to_owned());
        level.receipt = Some(evil.to_owned());
        for text in [&mut level.set.id, &mut level.set.edition, &mut level.set.label, &mut level.set.digest] {
            evil.clone_into(text);
        }
        for class in &mut level.classes {
            *class = tieuchi_report::model::Class { name: evil.to_owned(), label: evil.to_owned() };
        }
        for place in &mut level.places {
            (place.id, place.name) = (evil.to_owned(), evil.to_owned());
        }
        for item in &mut level.items {
            (item.code, item.label, item.word) = (evil.to_owned(), evil.to_owned(), bilingual.clone());
        }
        for threshold in level.distribution.iter_mut().flat_map(|distribution| &mut distribution.thresholds) {
            evil.clone_into(&mut threshold.label);
        }
    }
    for target in report.targets.iter_mut().flat_map(|targets| &mut targets.list) {
        (target.code, target.label) = (evil.to_owned(), evil.to_owned());
        for place in &mut target.places {
            (place.id, place.name) = (evil.to_owned(), evil.to_owned());
        }
    }
    report.quality.file = Some(evil.to_owned());
    for kind in &mut report.quality.kinds {
        (kind.level, kind.table, kind.code) = (evil.to_owned(), evil.to_owned(), evil.to_owned());
        (kind.message, kind.help) = (bilingual.clone(), Some(bilingual.clone()));
        for place in &mut kind.first {
            (place.subject, place.column) = (evil.to_owned(), evil.to_owned());
        }
    }
    let page = html(&report, Lang::En);
    let pieces = pieces(&page);
    ids(&pieces);
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;alert(&#39;&quot;1&quot;&#39;)&lt;/script&gt;&amp;amp;"));
    assert!(pieces.iter().all(|piece| !matches!(piece, Piece::Open("script", _))));
    assert!(page.contains("href=\"./javascript%3Aalert%281%29\""));
}

#[test]
fn every_figure_stands_in_both_styles() {
    let page = html(&report(), Lang::Vi);
    let (vi, en) = (part(&page, "vi"), part(&page, "en"));
    let report = report();
    let figures = report.levels.iter().flat_map(|level| {
        let places = level.places.iter().map(|place| &place.counts);
        let counts = places.chain([&level.whole]).flat_map(|counts| {
            let reached = counts.reached.iter().flat_map(|bounds| [bounds.least, bounds.most]);
            let rest = [counts.subjects, counts.none, counts.outside, counts.unsettled];
            counts.standings.iter().copied().chain(reached).chain(rest).collect::<Vec<_>>()
        });
        let bins = level.distribution.iter().flat_map(|distribution| &distribution.bins);
        let bins = bins.flat_map(|bin| [bin.certain, bin.possible]);
        let verdicts = level.items.iter().filter_map(|item| item.verdicts).flatten();
        counts.chain(bins).chain(verdicts).collect::<Vec<_>>()
    });
    let targets = report.targets.iter().flat_map(|targets| &targets.list).flat_map(|target| {
        let places = target.places.iter().map(|place| &place.measure);
        places.chain([&target.whole]).flat_map(|measure| {
            let bounds = measure.population.into_iter().chain(measure.have);
            let bounds = bounds.flat_map(|bounds| [bounds.least, bounds.most]);
            bounds.chain(measure.needed).chain([measure.unknown, measure.excluded]).collect::<Vec<_>>()
        })
    });
    let mut many = 0;
    for figure in figures.chain(targets) {
        let cell = |lang| format!(">{}</td>", tieuchi_report::show_count(figure, lang));
        assert!(vi.contains(&cell(Lang::Vi)), "{figure}");
        assert!(en.contains(&cell(Lang::En)), "{figure}");
        many += 1;
    }
    assert!(many > 100);
    // Shares are cut, and points have the marks of the language.
    for (vi_text, en_text) in
        [("58,87%", "58.87%"), ("28.111.222,50", "28,111,222.50"), ("15/01/2026", "2026-01-15")]
    {
        assert!(vi.contains(vi_text), "{vi_text}");
        assert!(en.contains(en_text), "{en_text}");
    }
}

#[test]
fn every_figure_says_which_rows_are_behind_it() {
    let page = html(&report(), Lang::Vi);
    for rows in [
        "citizens · 90001 · class = đạt",
        "citizens · * · class.highest ≥ đạt",
        "communities · 90003 · class = ∅",
        "citizens · * · 2.maximum − certain",
        "MT_MAU · 90004 · 2 have",
    ] {
        assert!(page.contains(&format!("title=\"{rows}\" data-rows=\"{rows}\"")), "{rows}");
    }
    assert!(page.contains("href=\"./k%E1%BA%BFt%20qu%E1%BA%A3%20c%C3%B4ng%20d%C3%A2n.csv\""));
}

#[test]
fn headings_are_in_order_and_heads_of_tables_have_a_scope() {
    let page = html(&report(), Lang::Vi);
    for lang in ["vi", "en"] {
        let mut last = 0;
        let article = format!("<!DOCTYPE html>{}</article>", part(&page, lang));
        for piece in pieces(&article) {
            let Piece::Open(name, attributes) = piece else { continue };
            if let Some(rank) = name.strip_prefix('h').and_then(|rank| rank.parse::<u32>().ok()) {
                assert!(rank <= last + 1, "h{rank} after h{last}");
                last = rank;
            }
            assert!(name != "th" || attribute(&attributes, "scope").is_some());
            assert!(name != "svg" || attribute(&attributes, "role") == Some("img"));
        }
        assert!(last > 0);
    }
}

#[test]
fn one_language_is_shown_first_and_the_other_is_there() {
    let checked = "id=\"show-en\" class=\"choice\" checked=\"checked\"";
    assert!(html(&report(), Lang::En).contains(checked));
    assert!(!html(&report(), Lang::Vi).contains(checked));
    let page = html(&report(), Lang::En);
    assert!(page.contains("<title lang=\"en\">Results of the assessment"));
    assert!(part(&page, "vi").contains("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    assert!(part(&page, "en").contains("lang=\"vi\">Công dân</"));
}

#[test]
fn a_redacted_report_names_no_subject_and_no_value() {
    let mut report = report();
    let page = html(&report, Lang::Vi);
    assert!(page.contains("CD-000123") && page.contains("12 điểm"));
    report.redacted = true;
    let page = html(&report, Lang::Vi);
    for place in report.quality.kinds.iter().flat_map(|kind| &kind.first) {
        assert!(!page.contains(&place.subject), "{}", place.subject);
    }
    assert!(!page.contains("12 điểm"));
    assert!(part(&page, "vi").contains("không nêu tên, mã và giá trị của cá nhân"));
}

#[test]
fn a_report_about_nothing_is_still_a_page() {
    let report = Report { levels: Vec::new(), targets: Vec::new(), quality: Default::default(), ..report() };
    let page = html(&report, Lang::Vi);
    pieces(&page);
    assert!(page.contains("Không phát hiện dòng hoặc ô dữ liệu nào có lỗi."));
}

#[test]
fn many_places_are_drawn_in_several_charts() {
    let mut report = report();
    let level = &mut report.levels[0];
    let places = level.places.clone();
    level.places = places.iter().cycle().take(102).cloned().collect();
    let page = html(&report, Lang::Vi);
    pieces(&page);
    assert!(part(&page, "vi").contains("theo địa bàn, từ cao đến thấp (3/3)"));
}

#[test]
fn places_that_changed_say_what_they_were_made_of() {
    let page = html(&report(), Lang::Vi);
    let vi = part(&page, "vi");
    assert!(vi.contains("Xã A Đông (a-1)") && vi.contains("a-2, một phần"));
    let none = Report { history: Vec::new(), ..report() };
    assert!(!html(&none, Lang::Vi).contains("annex-history"));
}
