use super::*;

fn check(text: &str, part: &str, expected: &str) {
    let source = SourceFile::new("a.tieuchi", text);
    let start = text.find(part).unwrap();
    let finding = Diagnostic::error("some-code", "sai", "wrong").label(
        Span::new(start, start + part.len()),
        "chỗ này",
        "here",
    );
    assert_eq!(diagnostics(Some(&source), &[finding], Lang::En, false), expected);
}

#[test]
fn the_marks_stand_under_the_span() {
    check(
        "one\ntwo three\n",
        "three",
        "error[some-code]: wrong\n --> a.tieuchi:2:5\n  |\n2 | two three\n  |     ^^^^^ here\n\n",
    );
}

#[test]
fn letters_count_once_however_they_are_typed() {
    // Eight code points before the span, five letters.
    check(
        "đie\u{302}\u{309}m x",
        "x",
        "error[some-code]: wrong\n --> a.tieuchi:1:6\n  |\n1 | đie\u{302}\u{309}m x\n  |      ^ here\n\n",
    );
    check("điểm x", "x", "error[some-code]: wrong\n --> a.tieuchi:1:6\n  |\n1 | điểm x\n  |      ^ here\n\n");
}

#[test]
fn an_emoji_is_one_column_of_the_text_and_two_of_the_screen() {
    check("🙂 x", "x", "error[some-code]: wrong\n --> a.tieuchi:1:3\n  |\n1 | 🙂 x\n  |    ^ here\n\n");
}

#[test]
fn a_tab_is_shown_as_spaces() {
    check("\tx", "x", "error[some-code]: wrong\n --> a.tieuchi:1:2\n  |\n1 |     x\n  |     ^ here\n\n");
}

#[test]
fn a_span_inside_a_letter_marks_the_letter() {
    let text = "e\u{302}x";
    let place = Source::new(&SourceFile::new("", text)).place(Span::new(1, 3)).shown();
    assert_eq!(place, Shown { text: text.to_owned(), indent: 0, width: 1 });
}

#[test]
fn long_lines_are_cut_around_the_span() {
    let text = format!("{} here {}", "a".repeat(500), "b".repeat(500));
    let source = SourceFile::new("", text);
    let shown = Source::new(&source).place(Span::new(501, 505)).shown();
    assert_eq!(shown.width, 4);
    assert_eq!(shown.text.chars().skip(shown.indent).take(4).collect::<String>(), "here");
    assert!(shown.text.starts_with('…') && shown.text.ends_with('…'));
    assert!(shown.text.chars().count() <= WIDEST + 2);
    let all = Source::new(&source).place(Span::new(0, 1006)).shown();
    assert!(all.width <= WIDEST && all.text.ends_with('…'));
}

#[test]
fn places_out_of_the_text_do_no_harm() {
    let source = SourceFile::new("a", "một\n");
    let finding = |start, end| Diagnostic::error("c", "sai", "wrong").at(Span::new(start, end));
    let text = diagnostics(
        Some(&source),
        &[finding(900, 901), finding(2, 3), finding(4, 1), finding(5, 5)],
        Lang::Vi,
        false,
    );
    assert!(text.contains("--> a:2:1") && text.contains("--> a:1:2"), "{text}");
    assert_eq!(
        diagnostics(Some(&SourceFile::new("", "")), &[finding(0, 0)], Lang::Vi, false).lines().count(),
        6
    );
}

#[test]
fn the_second_place_has_its_own_line_and_mark() {
    let source = SourceFile::new("a", "first\nsecond\nthird\n");
    let finding = Diagnostic::warning("twice", "hai lần", "twice")
        .label(Span::new(13, 18), "lại ở đây", "again here")
        .label(Span::new(0, 5), "lần đầu", "first here")
        .help("bỏ một", "remove one")
        .fix(Span::new(13, 18), "fourth");
    let text = diagnostics(Some(&source), &[finding], Lang::Vi, false);
    assert_eq!(
        text,
        "cảnh báo[twice]: hai lần\n --> a:3:1\n  |\n3 | third\n  | ^^^^^ lại ở đây\n  :\n1 | first\n  | ----- lần đầu\n  = gợi ý: bỏ một\n  = sửa: thay `third` bằng `fourth`\n\n"
    );
}

#[test]
fn a_dossier_finding_shows_its_pointer() {
    let finding = Diagnostic::error("unknown-field", "không có", "unknown").pointer("/buổi_học/3/giờ");
    let dossier = SourceFile::new("a.json", "");
    assert_eq!(
        diagnostics(Some(&dossier), std::slice::from_ref(&finding), Lang::En, false),
        "error[unknown-field]: unknown\n  --> a.json#/buổi_học/3/giờ\n\n"
    );
    assert_eq!(
        diagnostics(None, &[finding], Lang::En, false),
        "error[unknown-field]: unknown\n  --> /buổi_học/3/giờ\n\n"
    );
}

#[test]
fn nothing_that_could_mislead_a_terminal_is_printed() {
    let text = "a\u{1b}[2Jb\u{202e}c x";
    let source = SourceFile::new("\u{1b}]0;title\u{7}", text);
    let finding =
        Diagnostic::error("c", "`\u{1b}[1m`", "`\u{1b}[1m\n`").at(Span::new(text.len() - 1, text.len()));
    let text = diagnostics(Some(&source), &[finding], Lang::En, false);
    assert!(!text.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{text:?}");
}

#[test]
fn colours_only_if_asked_and_always_ended() {
    let source = SourceFile::new("a", "x\n");
    let finding = Diagnostic::note("c", "x", "x").at(Span::new(0, 1)).help("h", "h");
    let plain = diagnostics(Some(&source), std::slice::from_ref(&finding), Lang::En, false);
    let painted = diagnostics(Some(&source), &[finding], Lang::En, true);
    assert!(!plain.contains('\u{1b}'));
    assert_eq!(painted.matches("\u{1b}[0m").count() * 2, painted.matches("\u{1b}[").count());
    let mut stripped = String::new();
    let mut rest = painted.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_eq!(stripped, plain);
}
