//! The layout of formatted text, and that the texts of the manual are in it.

use tieuchi_grammar::ast::{File, Statement};
use tieuchi_grammar::{
    EXPRESSIONS, Lang, Level, Row, SENTENCES, convert, expression_docs, print, print_statement, row_docs,
};

use crate::support::{other, parsed, shape};

#[track_caller]
fn check(source: &str, formatted: &str) {
    let file = parsed(source);
    let printed = print(&file);
    assert_eq!(printed, formatted);
    let again = parsed(&printed);
    assert_eq!(shape(&again), shape(&file));
    assert_eq!(print(&again), printed);
}

#[test]
fn comments_blank_lines_and_spaces() {
    check(
        "# đầu tệp\nngôn ngữ vi\n\n\n# hai\n\n# ba\nBỘ tiêu chí   SET “A” bản ED # cuối dòng\n hiệu lực từ 1/2/2024\n\n\n\
         tiêu chí 1 \"T\"\n   # ở trong\nđạt khi   giờ>=7,50 [giả  định]# gì\n\n\n#   hết  \n\n",
        "# đầu tệp\nngôn ngữ vi\n\n# hai\n\n# ba\nbộ tiêu chí SET \"A\" bản ED  # cuối dòng\n  hiệu lực từ 01/02/2024\n\n\
         tiêu chí 1 \"T\"\n  # ở trong\n  đạt khi giờ >= 7,50 [giả định]  # gì\n\n# hết\n",
    );
}

#[test]
fn no_empty_line_at_the_ends() {
    let text = "\n\n# a\n\nlanguage en\ncriteria set SET \"A\" edition ED\n\n# b\n\n\n";
    assert_eq!(print(&parsed(text)), format!("{}\n", text.trim()));
}

#[test]
fn empty_lines_around_comments_stay() {
    let text = "# head\n\nlanguage en\n\n# a\n# b\n\n# c\ncriteria set SET \"A\" edition ED\n\n  # d\n\n  scale 10 points\n";
    check(text, text);
}

#[test]
fn a_statement_over_several_lines_becomes_one() {
    check(
        "language en\ncriteria set SET \"A\" edition ED\ncriterion 1 \"T\"\n\n  met when a\n    and b # why\n    and (c\n or d)\n",
        "language en\ncriteria set SET \"A\" edition ED\ncriterion 1 \"T\"\n\n  # why\n  met when a and b and (c or d)\n",
    );
}

/// A statement of some row that stands where the row may stand: the head it needs, then the line.
fn in_context(lang: Lang, level: Level, line: &str) -> String {
    let (vi, en) = match level {
        Level::File | Level::Set => ("", ""),
        Level::Subject => ("đối tượng s \"S\"\n", "subject s \"S\"\n"),
        Level::Evidence => ("minh chứng e \"E\" gồm g: ngày\n", "evidence e \"E\" with g: date\n"),
        Level::Parameter => ("tham số p \"P\": số nguyên\n", "parameter p \"P\": integer\n"),
        Level::Group => ("nhóm g \"G\": m\n", "group g \"G\": m\n"),
        Level::Item | Level::Any => ("tiêu chí 1 \"T\"\n", "criterion 1 \"T\"\n"),
        Level::List => {
            ("tiêu chí 1 \"T\"\n  đạt khi đủ các ý:\n", "criterion 1 \"T\"\n  met when all clauses hold:\n")
        }
        Level::Score | Level::Table => {
            ("tiêu chí 1 \"T\"\n  chấm theo x:\n", "criterion 1 \"T\"\n  score by x:\n")
        }
        Level::Measure => ("tiêu chí 1 \"T\"\n  đo bằng x\n", "criterion 1 \"T\"\n  measured by x\n"),
        Level::Gate => ("điều kiện GATE \"G\": x\n", "condition GATE \"G\": x\n"),
        Level::Classes => {
            ("xếp loại KK \"K\": lấy loại cao nhất\n", "classification KK \"K\": highest class\n")
        }
        Level::Example => ("ví dụ \"V\" kỳ 2024\n", "example \"V\" period 2024\n"),
    };
    match lang {
        Lang::Vi => format!("ngôn ngữ vi\nbộ tiêu chí SET \"A\" bản ED\n{vi}{line}\n"),
        Lang::En => format!("language en\ncriteria set SET \"A\" edition ED\n{en}{line}\n"),
    }
}

fn last(file: &File) -> &Statement {
    let mut statement = file.statements.last().unwrap();
    while let Some(child) = statement.children.last() {
        statement = child;
    }
    statement
}

#[test]
fn the_sample_of_every_row_is_that_row_prints_back_and_converts() {
    for sentence in SENTENCES {
        let docs = row_docs(sentence.row);
        for (lang, sample) in [(Lang::Vi, docs.sample_vi), (Lang::En, docs.sample_en)] {
            let text = match sentence.row {
                Row::Language => sample.to_owned(),
                Row::Set => format!("{}\n{sample}\n", row_docs(Row::Language).sample(lang)),
                _ => in_context(lang, sentence.levels[0], sample),
            };
            let file = parsed(&text);
            let statement = last(&file);
            assert_eq!(statement.row, sentence.row, "{sample}");
            assert_eq!(print_statement(statement, lang), sample);

            let there = convert(&file, other(lang)).unwrap();
            let reread = parsed(&print(&there));
            assert_eq!(shape(&reread), shape(&there), "{sample}");
            assert_eq!(shape(&convert(&reread, lang).unwrap()), shape(&file), "{sample}");
        }
    }
}

#[test]
fn the_sample_of_every_construct_is_that_construct_and_prints_back() {
    for docs in EXPRESSIONS {
        for (lang, sample, head) in [
            (Lang::Vi, docs.sample_vi, "định nghĩa x \"X\": "),
            (Lang::En, docs.sample_en, "define x \"X\": "),
        ] {
            let line = format!("{head}{sample}");
            let file = parsed(&in_context(lang, Level::Set, &line));
            let statement = last(&file);
            assert_eq!(print_statement(statement, lang), line);
            let Some(tieuchi_grammar::ast::Slot::Expr(expression)) = statement.slots.get(4) else {
                panic!("no expression: {sample}")
            };
            let expected = if docs.id == "code" { "call" } else { docs.id };
            assert_eq!(expression_docs(&expression.kind).id, expected, "{sample}");
        }
    }
}
