//! Law: an expression printed and parsed again is the same expression, in both languages, and so
//! is one converted to the other language and back.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use tieuchi_grammar::ast::{
    Arithmetic, Collection, Comparison, Date, DayWord, Expr, ExprKind, Name, Number, Pick, RoundMode, Slot,
    Text, WindowUnit,
};
use tieuchi_grammar::{Lang, Span, convert, print, print_expression};

use crate::support::{other, parsed, shape};

const NOWHERE: Span = Span::new(0, 0);

fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: NOWHERE }
}

fn name() -> impl Strategy<Value = Name> {
    let words = ["a", "giờ_học", "ngày", "loại", "điểm", "có_việc", "status", "X1", "ngày_sinh"];
    select(words.to_vec()).prop_map(|text| Name { text: text.into(), span: NOWHERE })
}

fn path() -> impl Strategy<Value = Vec<Name>> {
    vec(name(), 1..3)
}

fn number() -> impl Strategy<Value = Number> {
    (0..10_000i128, 0..3u32, any::<bool>()).prop_map(|(digits, scale, percent)| Number {
        digits,
        scale,
        percent,
        span: NOWHERE,
    })
}

fn whole() -> impl Strategy<Value = Number> {
    (1..50i128).prop_map(|digits| Number { digits, scale: 0, percent: false, span: NOWHERE })
}

fn leaf() -> impl Strategy<Value = Expr> {
    let days = [DayWord::PeriodEnd, DayWord::PeriodStart, DayWord::LastYearEnd, DayWord::JudgementDay];
    prop_oneof![
        number().prop_map(|number| expr(ExprKind::Number(number))),
        select(["cơ bản", "x # y; z", ""].as_slice())
            .prop_map(|text| expr(ExprKind::Text(Text { text: text.into(), span: NOWHERE }))),
        (1990..2030i16, 1..=12i8, 1..=28i8).prop_map(|(year, month, day)| expr(ExprKind::Date(Date {
            year,
            month,
            day
        }))),
        path().prop_map(|path| expr(ExprKind::Path(path))),
        path().prop_map(|path| expr(ExprKind::LastYear(Box::new(expr(ExprKind::Path(path)))))),
        select(days.to_vec()).prop_map(|day| expr(ExprKind::Day(day))),
        (path(), whole()).prop_map(|(path, years)| expr(ExprKind::MeanOfYears(path, years))),
    ]
}

fn expression() -> impl Strategy<Value = Expr> {
    leaf().prop_recursive(5, 40, 3, |inner| {
        let boxed = inner.clone().prop_map(Box::new).boxed();
        let of = (path(), option::of(boxed.clone()))
            .prop_map(|(path, filter)| Collection { path, filter, span: NOWHERE })
            .boxed();
        let two = (boxed.clone(), boxed.clone());
        let signs = [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Divide];
        let comparisons = [
            Comparison::Less,
            Comparison::LessOrEqual,
            Comparison::Equal,
            Comparison::NotEqual,
            Comparison::GreaterOrEqual,
            Comparison::Greater,
        ];
        let modes = [RoundMode::HalfUp, RoundMode::HalfEven, RoundMode::Up, RoundMode::Down];
        let picks = [Pick::Highest, Pick::Lowest, Pick::Newest];
        let units = [WindowUnit::Days, WindowUnit::Months];
        prop_oneof![
            boxed.clone().prop_map(ExprKind::Not),
            vec(inner.clone(), 2..4).prop_map(ExprKind::And),
            vec(inner.clone(), 2..4).prop_map(ExprKind::Or),
            (select(comparisons.to_vec()), two.clone())
                .prop_map(|(sign, (left, right))| ExprKind::Compare(sign, left, right)),
            (select(signs.to_vec()), two.clone())
                .prop_map(|(sign, (left, right))| ExprKind::Arithmetic(sign, left, right)),
            (boxed.clone(), vec(inner.clone(), 1..3)).prop_map(|(of, list)| ExprKind::In(of, list)),
            boxed.clone().prop_map(ExprKind::InPeriod),
            (two.clone(), whole(), select(units.to_vec()))
                .prop_map(|((day, to), count, unit)| ExprKind::Within { day, count, unit, to }),
            (boxed.clone(), whole()).prop_map(|(of, years)| ExprKind::Throughout(of, years)),
            two.clone().prop_map(|(from, to)| ExprKind::MonthsBetween(from, to)),
            two.prop_map(|(from, to)| ExprKind::YearsBetween(from, to)),
            (boxed.clone(), number(), select(modes.to_vec()))
                .prop_map(|(of, step, mode)| ExprKind::Round(of, step, mode)),
            of.clone().prop_map(ExprKind::Any),
            of.clone().prop_map(ExprKind::NoneOf),
            of.clone().prop_map(ExprKind::Count),
            (whole(), of.clone()).prop_map(|(least, of)| ExprKind::AtLeast(least, of)),
            (path(), of.clone()).prop_map(|(field, of)| ExprKind::Sum(field, of)),
            (path(), of.clone()).prop_map(|(field, of)| ExprKind::Mean(field, of)),
            (select(picks.to_vec()), name(), of.clone())
                .prop_map(|(pick, field, of)| ExprKind::Pick(pick, field, of)),
            (of.clone(), boxed.clone()).prop_map(|(of, body)| ExprKind::All(of, body)),
            (of, boxed).prop_map(|(of, body)| ExprKind::Share(of, body)),
        ]
        .prop_map(expr)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_or_converted_and_back_is_the_same(tree in expression()) {
        for (lang, head) in [
            (Lang::Vi, "ngôn ngữ vi\nbộ tiêu chí SET \"A\" bản ED\nđịnh nghĩa x \"X\": "),
            (Lang::En, "language en\ncriteria set SET \"A\" edition ED\ndefine x \"X\": "),
        ] {
            let line = print_expression(&tree, lang);
            let file = parsed(&format!("{head}{line}\n"));
            let define = &file.statements[1].children[0];
            let Slot::Expr(again) = &define.slots[4] else { panic!("no expression in {define:?}") };
            prop_assert!(shape(again) == shape(&tree), "{line}\nis read as\n{}", print_expression(again, lang));
            // In English, `ngày` and its like are names the Vietnamese language would take.
            if lang == Lang::En {
                continue;
            }
            let there = convert(&file, other(lang)).unwrap();
            let reread = parsed(&print(&there));
            prop_assert!(shape(&reread) == shape(&there), "{line}\nbecomes\n{}", print(&there));
            prop_assert!(shape(&convert(&reread, lang).unwrap()) == shape(&file), "{line}");
        }
    }
}
