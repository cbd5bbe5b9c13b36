//! What a dossier can say: each value and each number of rows as something that can be turned.
//!
//! In: a plan and a context. Out: knobs with their positions, and a position of all of them as an
//! example. Positions are whole numbers, so that a threshold can be approached by halving.

use crate::context::Context;
use crate::day::Day;
use crate::exact::{Exact, pow10};
use crate::hir::{
    CriteriaSet, Example, ExprKind, FrameId, Input, InputId, InputKey, NO_RESULT, ROOT, ScoringKind, Ty, Unit,
};
use crate::plan::{Op, Plan};
use tieuchi_grammar::ast::{Assign, AssignValue, Code, Date, Name, Number, Text};
use tieuchi_grammar::{Builtin, Span};

/// How many rows of a table there are where parts of a hundred must be hit exactly.
const MANY: i128 = 200;
/// How many rows there are where each must be told apart.
const SEVERAL: i128 = 40;

/// How many years ago a day may be that is worth trying: events of late, and births.
const AGES: [i128; 16] = [0, 1, 2, 4, 7, 9, 12, 14, 16, 20, 25, 30, 40, 50, 61, 75];

/// The values of one thing, by position.
#[derive(Clone, Debug)]
pub enum Dial {
    /// A number: the least, the step, how many steps there are.
    Grid { low: Exact, step: Exact, steps: i128, percent: bool },
    /// A day up to the last one, counted from 1900.
    Days(i128),
    /// These values.
    List(Vec<AssignValue>),
}

impl Dial {
    /// The last position.
    pub fn last(&self) -> i128 {
        match self {
            Self::Grid { steps, .. } => *steps,
            Self::Days(last) => *last,
            Self::List(values) => i128::try_from(values.len()).unwrap_or(1) - 1,
        }
    }

    /// Positions that are worth trying first: all of a short list, the ends and the middle else.
    pub fn alternatives(&self) -> Vec<i128> {
        let last = self.last();
        match self {
            _ if last <= 12 => (0..=last).collect(),
            Self::Days(_) => AGES.iter().map(|years| (last - years * 365).max(0)).collect(),
            Self::Grid { .. } | Self::List(_) => vec![0, last / 2, last],
        }
    }

    fn value(&self, at: i128) -> Option<AssignValue> {
        match self {
            Self::Grid { low, step, percent, .. } => {
                let value = low.add(step.mul(Exact::whole(at))?)?;
                number(value, *percent).map(AssignValue::Number)
            }
            Self::Days(_) => {
                let (year, month, day) = Day::from_number(i32::try_from(at).ok()?).civil();
                let date = Date {
                    year: i16::try_from(year).ok()?,
                    month: i8::try_from(month).ok()?,
                    day: i8::try_from(day).ok()?,
                };
                Some(AssignValue::Date(date, Span::default()))
            }
            Self::List(values) => values.get(usize::try_from(at).ok()?).cloned(),
        }
    }
}

/// A number as a literal; none where it has no end.
pub fn number(value: Exact, percent: bool) -> Option<Number> {
    let value = if percent { value.mul(Exact::whole(100))? } else { value };
    let scale = value.places().filter(|places| *places <= 9)?;
    let digits = value.in_units_of(pow10(scale)?)?;
    (digits >= 0).then_some(Number { digits, scale, percent, span: Span::default() })
}

/// A value of the subject, or of a row.
#[derive(Clone, Debug)]
pub struct Field {
    /// The columns that read it.
    pub columns: Vec<InputId>,
    key: Vec<Code>,
    years_back: u32,
    pub dial: Dial,
    /// Whether it is free text.
    free: bool,
    /// The day of the decision, where a result counts only as long as it is valid.
    decided: Option<Assign>,
}

impl Field {
    /// What is filed at a position.
    fn assigns(&self, at: i128, number: u32) -> Vec<Assign> {
        let value = self.assign_to(at, number);
        let held = value.as_ref().is_some_and(|assign| matches!(assign.value, AssignValue::Name(_)));
        value.into_iter().chain(self.decided.clone().filter(|_| held)).collect()
    }

    /// The value of the n-th of several rows that must not be alike.
    fn assign_to(&self, at: i128, number: u32) -> Option<Assign> {
        if number == 0 {
            return self.assign(at);
        }
        match &self.dial {
            Dial::List(_) => {
                let mut assign = self.assign(at)?;
                // Options are what they are; free text is told apart by a number.
                if let (AssignValue::Text(text), true) = (&mut assign.value, self.free) {
                    text.text = format!("{} {}", text.text, number + 1);
                }
                Some(assign)
            }
            Dial::Grid { .. } | Dial::Days(_) => self.assign((at - i128::from(number)).max(0)),
        }
    }

    fn assign(&self, at: i128) -> Option<Assign> {
        let value = self.dial.value(at)?;
        Some(Assign {
            key: self.key.clone(),
            years_back: self.years_back,
            value,
            trust: None,
            span: Span::default(),
        })
    }
}

/// Something that can be turned.
#[derive(Clone, Debug)]
pub enum Knob {
    Value(Box<Field>),
    /// How many rows; some fields must differ between them, so that each counts.
    Rows {
        frame: FrameId,
        fields: Vec<Field>,
        most: i128,
        apart: Vec<usize>,
    },
}

/// Where one knob stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The position of a value; how many rows there are.
    pub at: i128,
    /// Positions of the fields of those rows.
    pub rows: Vec<i128>,
    /// Positions of the fields of the rows that fill the table up, where it is filled up.
    pub others: Option<Vec<i128>>,
}

impl Knob {
    /// The last position.
    pub fn last(&self) -> i128 {
        match self {
            Self::Value(field) => field.dial.last(),
            Self::Rows { most, .. } => *most,
        }
    }

    pub fn alternatives(&self) -> Vec<i128> {
        match self {
            Self::Value(field) => field.dial.alternatives(),
            Self::Rows { most, .. } => vec![0, 1, most / 2, *most],
        }
    }

    /// Whether positions lie in an order, so that halving makes sense.
    pub fn is_ordered(&self) -> bool {
        !matches!(self, Self::Value(field) if matches!(field.dial, Dial::List(_)))
    }

    /// The setting before anything is known: the greatest value, three rows.
    pub fn first(&self) -> Setting {
        match self {
            Self::Value(field) => Setting { at: field.dial.last(), rows: Vec::new(), others: None },
            Self::Rows { fields, .. } => {
                let rows = fields.iter().map(|field| field.dial.last()).collect();
                Setting { at: 3, rows, others: None }
            }
        }
    }
}

/// The knobs of what the plan reads.
pub fn knobs(plan: &Plan, context: &Context) -> Vec<Knob> {
    let set = &plan.inner.set;
    let read = |id: InputId| plan.inner.steps.iter().any(|step| step.op == Op::Input(id));
    let ids: Vec<InputId> = (0..set.inputs.len()).map(InputId::from_index).filter(|id| read(*id)).collect();
    let fields = |frame: FrameId| -> Vec<Field> {
        let mut out: Vec<Field> = Vec::new();
        for id in ids.iter().filter(|id| set[**id].frame == frame) {
            let Some(field) = field(set, context, *id) else { continue };
            let same = |known: &&mut Field| {
                known.years_back == field.years_back && text(&known.key) == text(&field.key)
            };
            match out.iter_mut().find(same) {
                Some(known) => known.columns.push(*id),
                None => out.push(field),
            }
        }
        out
    };
    let mut out: Vec<Knob> = fields(ROOT).into_iter().map(|field| Knob::Value(Box::new(field))).collect();
    for at in 1..set.frames.len() {
        let frame = FrameId::from_index(at);
        let counted = plan
            .inner
            .steps
            .iter()
            .any(|step| matches!(step.op, Op::Present { frame: of, .. } if of == frame));
        if counted {
            let fields = fields(frame);
            let keys = keys_of(set, frame);
            let is_key = |field: &Field| field.columns.iter().any(|column| keys.contains(column));
            let apart: Vec<usize> =
                fields.iter().enumerate().filter(|(_, field)| is_key(field)).map(|(at, _)| at).collect();
            let most = if apart.is_empty() { MANY } else { SEVERAL };
            out.push(Knob::Rows { frame, fields, most, apart });
        }
    }
    out
}

/// The columns by which rows of a table that are alike count once.
fn keys_of(set: &CriteriaSet, frame: FrameId) -> Vec<InputId> {
    let mut keys = Vec::new();
    for scoring in set.items.iter().flat_map(|item| &item.scoring) {
        if let ScoringKind::Each { rows, dedupe: Some(dedupe), .. } = &scoring.kind
            && rows.frame == frame
        {
            for key in &dedupe.by {
                key.walk(&mut |part| {
                    if let ExprKind::Input(id) = part.kind {
                        keys.push(id);
                    }
                });
            }
        }
    }
    keys
}

fn text(key: &[Code]) -> String {
    key.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join(".")
}

fn field(set: &CriteriaSet, context: &Context, id: InputId) -> Option<Field> {
    let input = &set[id];
    let code = |text: &str| Code { text: text.to_owned(), span: Span::default() };
    let of = |set_name: &str, part: Builtin| vec![code(set_name), code(part.name(set.lang))];
    let key = match &input.key {
        InputKey::ResultClass(other) => of(other, Builtin::Class),
        InputKey::ResultPoints(other) => of(other, Builtin::Points),
        InputKey::ResultDate(other) => of(other, Builtin::DecisionDate),
        // Nobody files it.
        InputKey::LocalRule(_) => return None,
        // An item is assessable unless somebody says that it is not.
        InputKey::NotAssessable(_) => return None,
        InputKey::Fact(_)
        | InputKey::Judgement(_)
        | InputKey::OnFile(_)
        | InputKey::Score(_)
        | InputKey::Level(_) => vec![code(&input.name)],
    };
    let dial = dial(set, context, input)?;
    let free = input.ty == Ty::Text;
    let decided = match &input.key {
        InputKey::ResultClass(other) => {
            let uses = set.uses.iter().find(|uses| uses.set == *other && uses.valid_at.is_some());
            let day = uses.and_then(|uses| uses.valid_at).map(|day| context.day(day));
            let value = day.and_then(|day| Dial::Days(0).value(i128::from(day.number())));
            let key = of(other, Builtin::DecisionDate);
            value.map(|value| Assign {
                key,
                years_back: input.years_back,
                value,
                trust: None,
                span: Span::default(),
            })
        }
        _ => None,
    };
    Some(Field { columns: vec![id], key, years_back: input.years_back, dial, free, decided })
}

fn dial(set: &CriteriaSet, context: &Context, input: &Input) -> Option<Dial> {
    let name = |text: &str| Name { text: text.to_owned(), span: Span::default() };
    let quoted = |text: &String| AssignValue::Text(Text { text: text.clone(), span: Span::default() });
    Some(match &input.ty {
        Ty::Truth => Dial::List(vec![
            AssignValue::YesNo(false, Span::default()),
            AssignValue::YesNo(true, Span::default()),
        ]),
        Ty::Number(unit) => {
            let (low, high) = input.range.unwrap_or_else(crate::hir::undeclared_range);
            let percent = *unit == Unit::Ratio;
            let grain = Exact::new(1, pow10(input.places + if percent { 2 } else { 0 })?)?;
            let step = input.step.unwrap_or(grain);
            let steps = high.sub(low)?.div(step)?.floor();
            Dial::Grid { low, step, steps, percent }
        }
        Ty::Day => Dial::Days(i128::from(context.last.number())),
        Ty::Choice(choice) if input.key.is_result() => Dial::List(
            set[*choice]
                .options
                .iter()
                .map(|option| match option.as_str() {
                    NO_RESULT => AssignValue::LeftOpen(Span::default()),
                    option => AssignValue::Name(name(option)),
                })
                .collect(),
        ),
        Ty::Choice(choice) => Dial::List(set[*choice].options.iter().map(quoted).collect()),
        Ty::Text => {
            let other = if set.lang == tieuchi_grammar::Lang::Vi { "khác" } else { "other" }.to_owned();
            Dial::List(set.texts.iter().chain([&other]).map(quoted).collect())
        }
    })
    .filter(|dial| dial.last() >= 0)
}

/// The settings of all knobs as an example.
pub fn example(context: &Context, knobs: &[Knob], settings: &[Setting]) -> Example {
    let mut example = Example {
        label: String::new(),
        period: (context.first, context.last),
        regions: context.regions.clone(),
        judged_on: (context.judged_on != context.last).then_some(context.judged_on),
        open: false,
        given: Vec::new(),
        rows: Vec::new(),
        expected: Vec::new(),
        span: Span::default(),
    };
    for (knob, setting) in knobs.iter().zip(settings) {
        match knob {
            Knob::Value(field) => example.given.extend(field.assigns(setting.at, 0)),
            Knob::Rows { frame, fields, most, apart } => {
                let mut push = |count: i128, positions: &[i128]| {
                    let count = u32::try_from(count).unwrap_or(0);
                    let alike = if apart.is_empty() { count } else { 1 };
                    for number in 0..count.checked_div(alike).unwrap_or(0) {
                        let assigns = fields.iter().zip(positions).enumerate();
                        let row = assigns.flat_map(|(at, (field, position))| {
                            let own = if apart.contains(&at) { number } else { 0 };
                            field.assigns(*position, own)
                        });
                        example.rows.push((alike, *frame, row.collect()));
                    }
                };
                push(setting.at, &setting.rows);
                if let Some(others) = &setting.others {
                    push(most - setting.at, others);
                }
            }
        }
    }
    example
}
