//! What is offered at the `|` of a text.

use super::*;

fn offered(text: &str) -> Completions {
    let at = text.find('|').unwrap();
    let whole = text.replacen('|', "", 1);
    complete(&SourceFile::new("", whole), at)
}

fn labels(text: &str) -> Vec<String> {
    offered(text).options.into_iter().map(|option| option.label).collect()
}

fn has(labels: &[String], label: &str) -> bool {
    labels.iter().any(|known| known == label)
}

const HEAD: &str = "ngôn ngữ vi\nbộ tiêu chí S \"Một bộ\" bản B1\n";

#[test]
fn a_text_begins_with_its_language_and_set() {
    let found = labels("|");
    assert_eq!(found[0], "ngôn ngữ …");
    assert!(has(&found, "bộ tiêu chí … \"…\" bản …") && has(&found, "danh mục … \"…\" bản …"));
    assert!(!has(&found, "cho …"), "{found:?}");
    assert!(has(&labels("language en\n|"), "criteria set … \"…\" edition …"));
}

#[test]
fn statements_stand_where_they_may() {
    let top = labels(&format!("{HEAD}|"));
    assert!(has(&top, "đối tượng … \"…\"") && has(&top, "tiêu chí … \"…\"") && has(&top, "hiệu lực từ …"));
    assert!(!has(&top, "thông tin … \"…\": …") && !has(&top, "chấm theo …:"), "{top:?}");
    assert!(!has(&top, "chỉ số … \"…\"") || has(&top, "nguồn …"), "{top:?}");
    let subject = labels(&format!("{HEAD}đối tượng người \"Người\"\n  |"));
    assert_eq!(subject[0], "thông tin … \"…\": …", "what the line above can hold comes first");
    let item = labels(&format!("{HEAD}cấu trúc tiêu chí; chỉ số\ntiêu chí 1 \"Học\"\n  |"));
    assert!(has(&item, "chỉ số … \"…\"") && has(&item, "chấm theo …:") && has(&item, "tiêu chí … \"…\""));
    assert!(!has(&item, "chỉ tiêu … \"…\""), "a heading that the structure does not list");
    let table = labels(&format!("{HEAD}tiêu chí 1 \"Học\"\nchấm theo 1:\n|"));
    assert_eq!(table[0], "từ … trở lên: …");
}

#[test]
fn what_is_inserted_has_a_place_for_each_slot() {
    let found = offered(&format!("{HEAD}tiêu chí 1 \"Học\"\nchấm theo 1:\n  từ|"));
    assert_eq!(found.span.end - found.span.start, "từ".len());
    let band = found.options.iter().find(|option| option.label == "từ … đến dưới …: …").unwrap();
    assert_eq!(band.insert, "từ ${1:biểu thức} đến dưới ${2:biểu thức}: ${3:biểu thức} điểm");
    assert_eq!(band.sample, row_docs(Row::BandFromUnder).sample_vi);
    assert!(!band.about.vi.is_empty() && !band.about.en.is_empty());
}

#[test]
fn a_statement_goes_on_with_its_words() {
    assert_eq!(labels(&format!("{HEAD}thang 100 |")), ["điểm"]);
    let rest = labels(&format!("{HEAD}thang 100 điểm|"));
    assert_eq!(rest, ["điểm"], "a word that is being written is offered whole");
    let rest = labels(&format!("{HEAD}thang 100 điểm |"));
    assert!(
        has(&rest, ", quy đổi") && has(&rest, ", làm tròn đến … …") && has(&rest, "[giả định]"),
        "{rest:?}"
    );
    assert!(labels(&format!("{HEAD}tiêu chí 1 \"Học\" tối |")).contains(&"đa … điểm".to_owned()));
    let table = labels(&format!("{HEAD}tiêu chí 1 \"Học\"\nchấm theo 1:\n  từ 5 |"));
    assert!(
        has(&table, "trở lên: …") && has(&table, "đến dưới …: …"),
        "to the end of the sentence: {table:?}"
    );
    let scored = labels(&format!("{HEAD}tiêu chí 1 \"Học\"\nchấm trự|"));
    assert_eq!(scored, ["theo …:", "trực tiếp từ … đến … điểm"]);
    let rights = labels(&format!("{HEAD}tham số a \"A\": số nguyên\n  địa phương được |"));
    assert!(has(&rights, "đặt từ … đến …") && has(&rights, "sửa"), "a phrase goes on too: {rights:?}");
    let modes = labels(&format!("{HEAD}thang 100 điểm, làm tròn đến 1 |"));
    assert_eq!(modes[..4], ["nửa lên", "nửa chẵn", "lên", "xuống"]);
}

#[test]
fn names_are_those_of_the_whole_text() {
    let text = format!(
        "{HEAD}danh hiệu đạt \"Đạt\" khi tổng_điểm >= 5 và |\nđối tượng người \"Người\"\n  thông tin giờ_học \"Giờ\": số nguyên\n"
    );
    let found = offered(&text);
    let name = found.options.iter().find(|option| option.label == "giờ_học").unwrap();
    assert_eq!(
        (name.kind, name.sample.as_str()),
        (CompletionKind::Name, "thông tin giờ_học \"Giờ\": số nguyên")
    );
    let all: Vec<_> = found.options.iter().map(|option| option.label.clone()).collect();
    assert!(has(&all, "mọi") && has(&all, "tổng_điểm"));
    let after = labels(&format!("{HEAD}danh hiệu đạt \"Đạt\" khi tổng_điểm |"));
    assert!(has(&after, "và"), "an expression may go on");
    let new = labels(&format!("{HEAD}đối tượng |"));
    assert!(new.is_empty(), "a new name is the author's: {new:?}");
    let types = labels(&format!("{HEAD}đối tượng người \"Người\"\nthông tin giờ \"Giờ\": |"));
    assert!(has(&types, "số nguyên") && has(&types, "đúng sai"), "{types:?}");
}

#[test]
fn a_statement_may_go_on_in_the_next_line() {
    let found = labels(&format!("{HEAD}danh hiệu đạt \"Đạt\" khi tổng_điểm >= 5 và\n    |"));
    assert!(has(&found, "tổng_điểm") && !has(&found, "đối tượng … \"…\""), "{found:?}");
}

#[test]
fn nothing_is_offered_in_comments_and_quotes() {
    assert!(labels(&format!("{HEAD}# tiêu|")).is_empty());
    assert!(labels(&format!("{HEAD}tiêu chí 1 \"Học |")).is_empty());
    assert_eq!(complete(&SourceFile::new("", "đ"), 1), Completions::default(), "a place inside a letter");
}

#[test]
fn every_statement_is_offered_somewhere_as_the_recogniser_reads_it() {
    use crate::recognise::recognise;
    for sentence in SENTENCES {
        for lang in [Lang::Vi, Lang::En] {
            let found = Found { lang, options: Vec::new(), seen: BTreeSet::new() };
            for (_, pieces) in found.beginnings(sentence) {
                let option = found.statement(sentence, &pieces);
                assert!(!option.label.is_empty() && !option.insert.contains(":}"), "{option:?}");
                let head = option.label.split(['…', '"']).next().unwrap_or_default();
                assert!(option.insert.starts_with(head), "{option:?}");
            }
            let sample = row_docs(sentence.row).sample(lang);
            let mut tokens = Vec::new();
            lexer::read_line(sample, 0, &mut tokens, &mut Vec::new());
            assert!(recognise(lang, &tokens).is_ok(), "{sample}");
        }
    }
}
