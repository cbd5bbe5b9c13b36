//! What is to be done, in names a person knows.
//!
//! In: slots and levels in the terms of the engine. Out: pieces, conditions and elements.

use super::moves::{About, Level, Wanted, number};
use super::variant::Place;
use super::{Action, Condition, Element, Piece, Relation};
use crate::day::{Day, DaySpan};
use crate::describe::{both, show_day, show_value};
use crate::dossier::Value;
use crate::hir::{CriteriaSet, Input, InputId, InputKey, Ty, Unit};
use crate::outcome::Outcome;
use tieuchi_grammar::{Bilingual, Lang};

/// Where in the dossier something is.
pub(super) fn piece(outcome: &Outcome, about: &About) -> Piece {
    let set = &outcome.plan.inner.set;
    let mut piece = match about {
        About::Cell(place, _) | About::Status(place) | About::Result(place, _) => at(outcome, *place),
        About::New(frame) => {
            let frame = &set[*frame];
            Piece { table: Some((frame.name.clone(), frame.label.clone())), ..Piece::default() }
        }
    };
    piece.field = match about {
        About::Cell(_, input) => Some((set[*input].name.clone(), label(&set[*input]))),
        About::Result(_, name) => Some((name.clone(), name.clone())),
        About::Status(_) | About::New(_) => None,
    };
    piece
}

fn at(outcome: &Outcome, place: Place) -> Piece {
    match place {
        Place::Subject => Piece::default(),
        Place::Before(back) => Piece { years_back: back, ..Piece::default() },
        Place::Row(frame, row) => {
            let table = &outcome.plan.inner.set[frame];
            let id = outcome.dossier.row_at(place).map(|row| row.id.clone()).unwrap_or_default();
            Piece {
                table: Some((table.name.clone(), table.label.clone())),
                row: Some(row as usize),
                id,
                ..Piece::default()
            }
        }
    }
}

fn label(input: &Input) -> String {
    if input.label.is_empty() { input.name.clone() } else { input.label.clone() }
}

/// One thing to do.
pub(super) fn element(outcome: &Outcome, about: &About, level: &Level) -> Element {
    let set = &outcome.plan.inner.set;
    let piece = piece(outcome, about);
    let (action, count, conditions) = match (about, &level.wanted) {
        (About::New(_), Wanted::Rows { count, fields }) => {
            let fields = fields.iter().filter_map(|(input, wanted)| condition(set, *input, wanted));
            (Action::Add, *count, fields.collect())
        }
        (About::Status(_), Wanted::Rejected) => (Action::Reject, 1, Vec::new()),
        (About::Status(_), _) => (Action::Verify, 1, Vec::new()),
        (About::Result(_, name), Wanted::Class { option, or_higher }) => {
            (Action::FileResult, 1, class(set, name, *option, *or_higher).into_iter().collect())
        }
        (About::Cell(_, input), wanted) => {
            let action = match (&set[*input].key, wanted) {
                (_, Wanted::Declared) => Action::Verify,
                (InputKey::Judgement(_) | InputKey::NotAssessable(_) | InputKey::OnFile(_), _) => {
                    Action::Judge
                }
                (InputKey::Score(_), _) => Action::Score,
                (InputKey::Level(_), _) => Action::ChooseLevel,
                (
                    InputKey::Fact(_)
                    | InputKey::LocalRule(_)
                    | InputKey::ResultClass(_)
                    | InputKey::ResultPoints(_)
                    | InputKey::ResultDate(_),
                    _,
                ) => Action::Settle,
            };
            (action, 1, condition(set, *input, wanted).into_iter().collect())
        }
        (About::New(_) | About::Result(..), _) => (Action::Add, 1, Vec::new()),
    };
    Element { action, piece, count, conditions }
}

fn class(set: &CriteriaSet, name: &str, option: u32, or_higher: bool) -> Option<Condition> {
    let uses = set.uses.iter().find(|uses| uses.set == name)?;
    let choice = &set[uses.classes];
    let label = choice.labels.get(option as usize).cloned().unwrap_or_default();
    let top = option as usize + 1 == choice.options.len();
    let relation = if or_higher && !top { Relation::AtLeast } else { Relation::Exactly };
    let none = option == 0;
    Some(Condition {
        field: "class".to_owned(),
        label: name.to_owned(),
        relation,
        value: if none { "none".to_owned() } else { choice.options.get(option as usize)?.clone() },
        to: None,
        text: both(|lang| match (none, relation, lang) {
            (true, _, Lang::Vi) => "không có".to_owned(),
            (true, _, Lang::En) => "none".to_owned(),
            (false, Relation::AtLeast, Lang::Vi) => format!("ít nhất «{label}»"),
            (false, Relation::AtLeast, Lang::En) => format!("at least «{label}»"),
            (false, ..) => format!("«{label}»"),
        }),
    })
}

/// What is wanted of a value; none where anything will do.
fn condition(set: &CriteriaSet, input: InputId, wanted: &Wanted) -> Option<Condition> {
    let input = &set[input];
    let ends = match wanted {
        Wanted::Between { grid, from, to } => {
            Some((number(input, grid.value(*from)), number(input, grid.value(*to))))
        }
        _ => None,
    };
    let (relation, value) = match wanted {
        Wanted::Between { grid, from, to } => match (&ends, *from <= 0, *to >= grid.count - 1) {
            (Some((first, _)), _, true) => (Relation::AtLeast, Some(first)),
            (Some((_, last)), true, _) => (Relation::AtMost, Some(last)),
            (Some((first, _)), ..) if from == to => (Relation::Exactly, Some(first)),
            (Some((first, _)), ..) => (Relation::Between, Some(first)),
            (None, ..) => return None,
        },
        Wanted::Value(value) => (Relation::Exactly, Some(value)),
        Wanted::AtLeast(value) => (Relation::AtLeast, Some(value)),
        Wanted::AtMost(value) => (Relation::AtMost, Some(value)),
        Wanted::Declared => (Relation::AsDeclared, None),
        Wanted::OtherText => (Relation::Different, None),
        Wanted::Verified | Wanted::Rejected | Wanted::Class { .. } | Wanted::Rows { .. } => return None,
    };
    let mut relation = relation;
    if value.is_some_and(|value| says_nothing(input, relation, value)) {
        return None;
    }
    if value.is_some_and(|value| is_end(set, input, relation, value)) {
        relation = Relation::Exactly;
    }
    let last = ends.as_ref().filter(|_| relation == Relation::Between).map(|(_, last)| last);
    let mut to = last.map(|last| written(set, input, last));
    let text = |lang: Lang| match (relation, value) {
        (Relation::AsDeclared, _) | (_, None) if relation == Relation::AsDeclared => {
            pick(lang, "như đã khai", "as declared").to_owned()
        }
        (_, None) => pick(lang, "khác với những gì đã có", "other than those on file").to_owned(),
        (_, Some(Value::Day(span))) => days(relation, *span, lang),
        (Relation::AtLeast, Some(value)) => {
            format!("{} {}", pick(lang, "ít nhất", "at least"), shown(set, input, value, lang))
        }
        (Relation::AtMost, Some(value)) => {
            format!("{} {}", pick(lang, "không quá", "at most"), shown(set, input, value, lang))
        }
        (_, Some(value)) => {
            let first = shown(set, input, value, lang);
            last.map_or_else(
                || first.clone(),
                |last| {
                    let last = shown(set, input, last, lang);
                    format!("{} {first} {} {last}", pick(lang, "từ", "from"), pick(lang, "đến", "to"))
                },
            )
        }
    };
    let words = Bilingual { vi: text(Lang::Vi), en: text(Lang::En) };
    if let (Some(Value::Day(span)), Relation::Exactly) = (value, relation)
        && span.first != span.last
    {
        relation = Relation::Between;
        to = Some(span.last.to_string());
    }
    Some(Condition {
        field: input.name.clone(),
        label: label(input),
        relation,
        value: value.map(|value| written(set, input, value)).unwrap_or_default(),
        to,
        text: words,
    })
}

/// Whether every value of the column is wanted.
fn says_nothing(input: &Input, relation: Relation, value: &Value) -> bool {
    match (relation, value, input.range) {
        (Relation::AtLeast, Value::Number(value), Some((least, _))) => *value <= least,
        (Relation::AtMost, Value::Number(value), Some((_, most))) => *value >= most,
        (Relation::AtLeast, Value::Option(0), _) => true,
        (_, Value::Day(span), _) => span.first == Day::FIRST && span.last == Day::LAST,
        _ => false,
    }
}

/// Whether nothing lies beyond what is wanted.
fn is_end(set: &CriteriaSet, input: &Input, relation: Relation, value: &Value) -> bool {
    match (relation, value, &input.ty) {
        (Relation::AtLeast, Value::Number(value), _) => input.range.is_some_and(|(_, most)| *value == most),
        (Relation::AtMost, Value::Number(value), _) => input.range.is_some_and(|(least, _)| *value == least),
        (Relation::AtLeast, Value::Option(at), Ty::Choice(choice)) => {
            *at as usize + 1 == set[*choice].options.len()
        }
        (Relation::AtMost, Value::Option(at), _) => *at == 0,
        _ => false,
    }
}

const fn pick(lang: Lang, vi: &'static str, en: &'static str) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

fn days(relation: Relation, span: DaySpan, lang: Lang) -> String {
    let (first, last) = (show_day(span.first, lang), show_day(span.last, lang));
    let from_only =
        relation == Relation::AtLeast || (span.last == Day::LAST && relation == Relation::Exactly);
    let to_only = relation == Relation::AtMost || (span.first == Day::FIRST && relation == Relation::Exactly);
    if from_only {
        match lang {
            Lang::Vi => format!("từ {first} trở đi"),
            Lang::En => format!("{first} or later"),
        }
    } else if to_only {
        match lang {
            Lang::Vi => format!("không muộn hơn {last}"),
            Lang::En => format!("{last} or earlier"),
        }
    } else if span.first == span.last {
        first
    } else {
        format!("{} {first} {} {last}", pick(lang, "từ", "from"), pick(lang, "đến", "to"))
    }
}

/// A value for people.
fn shown(set: &CriteriaSet, input: &Input, value: &Value, lang: Lang) -> String {
    match (value, &input.ty) {
        (Value::Truth(true), _) => pick(lang, "có", "yes").to_owned(),
        (Value::Truth(false), _) => pick(lang, "không", "no").to_owned(),
        (Value::Number(number), ty) => {
            let number = show_value(*number, ty, lang);
            match ty {
                Ty::Number(Unit::Points) => format!("{number} {}", pick(lang, "điểm", "points")),
                Ty::Number(Unit::Named(unit)) => format!("{number} {unit}"),
                _ => number,
            }
        }
        (Value::Option(at), Ty::Choice(choice)) => {
            let label = set[*choice].labels.get(*at as usize).cloned().unwrap_or_default();
            format!("«{label}»")
        }
        (Value::Text(text), _) => format!("«{text}»"),
        (Value::Day(span), _) => days(Relation::Exactly, *span, lang),
        (Value::Option(_) | Value::Unknown | Value::NotApplicable, _) => String::new(),
    }
}

/// A value as a dossier writes it.
fn written(set: &CriteriaSet, input: &Input, value: &Value) -> String {
    match (value, &input.ty) {
        (Value::Truth(value), _) => value.to_string(),
        (Value::Number(number), Ty::Number(Unit::Ratio)) => {
            format!("{}%", crate::facts::in_unit(*number, true))
        }
        (Value::Number(number), _) => number.to_string(),
        (Value::Option(at), Ty::Choice(choice)) => {
            set[*choice].options.get(*at as usize).cloned().unwrap_or_default()
        }
        (Value::Text(text), _) => text.clone(),
        (Value::Day(span), _) => span.first.to_string(),
        (Value::Option(_) | Value::Unknown | Value::NotApplicable, _) => String::new(),
    }
}
