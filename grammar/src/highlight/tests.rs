//! Tokens of finished and unfinished texts.

use super::*;

/// The pieces of a kind.
fn pieces(text: &str, wanted: TokenKind) -> Vec<String> {
    let source = SourceFile::new("", text);
    let all = highlight(&source);
    all.iter().filter(|(kind, _)| *kind == wanted).map(|(_, span)| source.slice(*span).to_owned()).collect()
}

const SET: &str = "ngôn ngữ vi
bộ tiêu chí S \"Một bộ\" bản B1 # cuối dòng
đối tượng người \"Người\"
  thông tin giờ \"Giờ\": số nguyên từ 0 đến 99
tiêu chí I \"Học\" tối đa 10 điểm [giả định]
  nguồn \"24/2023/TT-BGDĐT\" điều 6 điểm a
  đạt khi giờ >= 5 và giờ < 90: 10 điểm
danh hiệu đạt \"Đạt\" khi tổng_điểm >= 5 và mọi tiêu_chí đều điểm >= 1
ví dụ \"Một\" kỳ 2025
  cho giờ = 10
  thì I = 10; đạt = đúng
";

#[test]
fn names_are_told_from_words() {
    assert_eq!(
        pieces(SET, TokenKind::Name),
        ["S", "B1", "người", "giờ", "giờ", "giờ", "đạt", "giờ", "I", "đạt"]
    );
    assert_eq!(pieces(SET, TokenKind::BuiltIn), ["tổng_điểm", "tiêu_chí", "điểm"]);
    assert_eq!(pieces(SET, TokenKind::Code), ["I", "6", "a"]);
    assert_eq!(pieces(SET, TokenKind::Operator), ["số", "nguyên", "từ", "đến", "và", "và", "mọi", "đều"]);
    assert_eq!(pieces(SET, TokenKind::Assumed), ["[giả định]"]);
    assert_eq!(pieces(SET, TokenKind::Comment), ["# cuối dòng"]);
    assert!(pieces(SET, TokenKind::Keyword).starts_with(&["ngôn".to_owned(), "ngữ".to_owned()]));
}

#[test]
fn every_token_is_there_once_and_in_order() {
    let source = SourceFile::new("", SET);
    let tokens = highlight(&source);
    assert!(tokens.windows(2).all(|pair| pair[0].1.end <= pair[1].1.start));
    let between: String = {
        let mut at = 0;
        let mut left = String::new();
        for (_, span) in &tokens {
            left.push_str(&SET[at..span.start]);
            at = span.end;
        }
        left + &SET[at..]
    };
    assert_eq!(between.trim(), "", "nothing but white space lies between tokens");
}

#[test]
fn what_the_author_declares_is_the_authors() {
    let text = "ngôn ngữ vi\nbộ tiêu chí S \"S\" bản B\nminh chứng m \"M\" gồm ngày: ngày; mã: chữ\n";
    assert_eq!(pieces(text, TokenKind::Name), ["S", "B", "m", "ngày", "mã"]);
    assert_eq!(pieces(text, TokenKind::Operator), ["ngày", "chữ"]);
}

#[test]
fn a_line_that_is_being_written_has_colours() {
    let text = "ngôn ngữ vi\nthang 100\ntiêu chí 1 \"Chưa xong\n";
    assert_eq!(pieces(text, TokenKind::Keyword), ["ngôn", "ngữ", "vi", "thang", "tiêu", "chí"]);
    assert_eq!(pieces(text, TokenKind::Number), ["100", "1"]);
}

#[test]
fn an_english_text_has_those_of_its_language() {
    let text = "language en\ncriteria set S \"A set\" edition E1\ntitle t \"T\" when total_points > 1\n";
    assert_eq!(pieces(text, TokenKind::BuiltIn), ["total_points"]);
}
