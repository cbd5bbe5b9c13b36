//! The printer on trees made by hand; the round trips through the parser are in `tests/`.

use super::*;
use crate::ast::{Code, Collection, Comparison, DayWord, ExprKind, Name, Number, Text};
use crate::source::Span;

const NOWHERE: Span = Span::new(0, 0);

fn name(text: &str) -> Name {
    Name { text: text.into(), span: NOWHERE }
}

fn number(digits: i128, scale: u32) -> Number {
    Number { digits, scale, percent: false, span: NOWHERE }
}

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: NOWHERE }
}

fn path(text: &str) -> Expr {
    expr(ExprKind::Path(vec![name(text)]))
}

fn num(digits: i128) -> Expr {
    expr(ExprKind::Number(number(digits, 0)))
}

fn collection(of: &str, filter: Option<Expr>) -> Collection {
    Collection { path: vec![name(of)], filter: filter.map(Box::new), span: NOWHERE }
}

fn phrase(id: PhraseId) -> Slot {
    Slot::Phrase(Phrase { id, slots: vec![], rest: None, span: NOWHERE })
}

fn statement(row: Row, slots: Vec<Slot>) -> Statement {
    Statement {
        row,
        slots,
        assumed: None,
        span: NOWHERE,
        children: vec![],
        comments: vec![],
        comment_after: None,
        blank_before: false,
    }
}

fn comment(text: &str) -> Comment {
    Comment { text: text.into(), span: NOWHERE, blank_before: false }
}

#[track_caller]
fn check(expression: &Expr, vi: &str, en: &str) {
    assert_eq!(print_expression(expression, Lang::Vi), vi);
    assert_eq!(print_expression(expression, Lang::En), en);
}

#[test]
fn words_and_parentheses() {
    let filtered = expr(ExprKind::Sum(vec![name("f")], collection("c", Some(path("p")))));
    let plus = |left: Expr, right: Expr| {
        expr(ExprKind::Arithmetic(crate::ast::Arithmetic::Add, Box::new(left), Box::new(right)))
    };
    check(&plus(filtered.clone(), num(1)), "(tổng f của c mà p) + 1", "(sum f of c where p) + 1");
    check(&plus(num(1), filtered.clone()), "1 + tổng f của c mà p", "1 + sum f of c where p");
    check(
        &expr(ExprKind::Compare(Comparison::GreaterOrEqual, Box::new(filtered), Box::new(num(2)))),
        "(tổng f của c mà p) >= 2",
        "(sum f of c where p) >= 2",
    );
    let months = expr(ExprKind::MonthsBetween(
        Box::new(path("a")),
        Box::new(expr(ExprKind::Day(DayWord::JudgementDay))),
    ));
    check(
        &plus(months.clone(), num(1)),
        "(số tháng từ a đến ngày đánh giá) + 1",
        "(months from a to judgement date) + 1",
    );
    check(
        &expr(ExprKind::Compare(Comparison::Less, Box::new(months), Box::new(num(12)))),
        "số tháng từ a đến ngày đánh giá < 12",
        "months from a to judgement date < 12",
    );
    check(
        &expr(ExprKind::Not(Box::new(expr(ExprKind::Any(collection("c", None)))))),
        "không (có c)",
        "not (any c)",
    );
    check(&expr(ExprKind::Number(Number { percent: true, ..number(50, 2) })), "0,50%", "0.50%");
}

#[test]
fn english_order_of_the_step_row() {
    let step = statement(
        Row::Step,
        vec![
            phrase(PhraseId::DirMore),
            Slot::Expr(num(5)),
            Slot::Expr(num(20)),
            phrase(PhraseId::SignAdd),
            Slot::Expr(num(1)),
            Slot::Absent,
        ],
    );
    assert_eq!(print_statement(&step, Lang::Vi), "cứ thêm 5 kể từ 20: cộng 1 điểm");
    assert_eq!(print_statement(&step, Lang::En), "for every 5 more than 20: add 1 points");
}

#[test]
fn layout_comments_and_blank_lines() {
    let text = |text: &str| Slot::Text(Text { text: text.into(), span: NOWHERE });
    let code = |text: &str| Slot::Code(Code { text: text.into(), span: NOWHERE });
    let mut item = statement(
        Row::Item,
        vec![Slot::Absent, phrase(PhraseId::Criterion), code("1"), text("A"), Slot::Absent, Slot::Absent],
    );
    item.comments = vec![Comment { blank_before: true, ..comment("before") }];
    item.assumed = Some(NOWHERE);
    item.comment_after = Some(comment("after"));
    item.children = vec![statement(Row::Met, vec![Slot::Absent, Slot::Expr(path("judged"))])];
    let mut set = statement(
        Row::Set,
        vec![phrase(PhraseId::CriteriaSet), Slot::Name(name("X")), text("Y"), Slot::Name(name("E"))],
    );
    set.children = vec![
        statement(
            Row::Scale,
            vec![
                Slot::Number(number(100, 0)),
                Slot::Absent,
                Slot::Number(number(5, 1)),
                phrase(PhraseId::ModeHalfUp),
                Slot::Absent,
            ],
        ),
        item,
    ];
    let mut language = statement(Row::Language, vec![Slot::Lang(Lang::En, NOWHERE)]);
    language.blank_before = true;
    let file = File { lang: Lang::En, statements: vec![language, set], trailing_comments: vec![comment("")] };
    assert_eq!(
        print(&file),
        "language en\ncriteria set X \"Y\" edition E\n  scale 100 points, round to 0.5 half up\n\n\
         # before\ncriterion 1 \"A\" [assumed]  # after\n  met when judged\n#\n"
    );
}
