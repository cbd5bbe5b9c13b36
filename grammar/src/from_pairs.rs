//! Pest pairs to tree: the only file that knows pest.
//!
//! In: the symbols of a slot and the tokens behind them. Out: an expression, collection, type or
//! field list, where it ended, and findings about its numbers and queries. Where the slot cannot
//! be read there is no tree, and [`furthest`] says how far the symbols made sense.

use crate::ast::{
    Arithmetic, Code, Collection, Comparison, DayWord, Expr, ExprKind, Field, Name, Number, Pick, RoundMode,
    Text, Type, TypeKind, WindowUnit,
};
use crate::builtins::Builtin;
use crate::diagnostic::{Diagnostic, Lang};
use crate::lexer::{Kind, Token};
use crate::limits;
use crate::numbers;
use crate::slots;
use crate::source::Span;
use crate::symbols::Symbols;
use crate::syntax_errors as errors;
use pest::Parser;
use pest::iterators::Pair;

#[derive(pest_derive::Parser)]
#[grammar = "grammar.pest"]
struct Symbolic;

/// What a slot of this file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Wanted {
    /// `{cond}` and `{expr}`: only their types differ.
    Condition,
    /// `{day}`
    Day,
    /// `{coll}`
    Collection,
    /// `{type}`
    Type,
    /// `{fields}`
    Fields,
}

/// What a slot held.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    /// A condition, value or day.
    Expr(Expr),
    /// A collection.
    Collection(Collection),
    /// A type.
    Type(Type),
    /// A field list.
    Fields(Vec<Field>),
}

/// Reads the longest beginning of the symbols that fills the slot; the second part is the token
/// after it.
pub(crate) fn read(
    lang: Lang,
    wanted: Wanted,
    symbols: &Symbols,
    tokens: &[Token<'_>],
    findings: &mut Vec<Diagnostic>,
) -> Option<(Held, usize)> {
    let rule = match wanted {
        Wanted::Condition => Rule::condition,
        Wanted::Day => Rule::day,
        Wanted::Collection => Rule::collection,
        Wanted::Type => Rule::type_of,
        Wanted::Fields => Rule::fields,
    };
    let pair = Symbolic::parse(rule, &symbols.letters).ok()?.next()?;
    let end = symbols.token(pair.as_span().end());
    let mut builder = Builder { lang, symbols, tokens, findings };
    let held = match wanted {
        Wanted::Condition => Held::Expr(builder.condition(pair, false)?),
        Wanted::Day => Held::Expr(builder.day(&pair)?),
        Wanted::Collection => Held::Collection(builder.collection(pair)?),
        Wanted::Type => Held::Type(builder.type_of(pair)?),
        Wanted::Fields => Held::Fields(builder.fields(pair)?),
    };
    Some((held, end))
}

/// The signs that go on with a number or a name.
const GOES_ON: &[u8] = b"&|{}!=<>IPWL+-*/%(pqs.l";

/// A condition that is one number or one name, as most are: pest need not be asked. None where it may be
/// more, none inside where the number cannot be read.
pub(crate) fn alone(
    lang: Lang,
    tokens: &[Token<'_>],
    at: usize,
    findings: &mut Vec<Diagnostic>,
) -> Option<Option<Expr>> {
    let (letter, next) = Symbols::first_two(lang, tokens, at)?;
    if next.is_some_and(|next| GOES_ON.contains(&next)) {
        return None;
    }
    let token = tokens.get(at)?;
    let kind = match letter {
        b'0' | b'1' if numbers::looks_like_number(&token.text) => {
            numbers::read(lang, token, false, token.span, findings).map(ExprKind::Number)
        }
        b'n' => Some(ExprKind::Path(vec![Name { text: token.text.to_string(), span: token.span }])),
        _ => return None,
    };
    Some(kind.map(|kind| Expr { kind, span: token.span }))
}

/// Where a slot stopped making sense, if it were to fill all the symbols.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    /// The token.
    pub token: usize,
    /// Whether a value was wanted there.
    pub operand: bool,
    /// The symbols of words and signs that would have been right.
    pub letters: Vec<u8>,
}

/// Looks how far the symbols make sense.
pub(crate) fn furthest(wanted: Wanted, symbols: &Symbols) -> Stop {
    let rule = match wanted {
        Wanted::Condition | Wanted::Day => Rule::condition_end,
        Wanted::Collection => Rule::collection_end,
        Wanted::Type => Rule::type_end,
        Wanted::Fields => Rule::fields_end,
    };
    let Err(error) = Symbolic::parse(rule, &symbols.letters) else {
        return Stop { token: symbols.token(symbols.letters.len()), operand: false, letters: Vec::new() };
    };
    let at = match error.location {
        pest::error::InputLocation::Pos(at) | pest::error::InputLocation::Span((at, _)) => at,
    };
    let missed: &[Rule] = match &error.variant {
        pest::error::ErrorVariant::ParsingError { positives, .. } => positives,
        pest::error::ErrorVariant::CustomError { .. } => &[],
    };
    let operand = missed.iter().any(|rule| {
        matches!(
            rule,
            Rule::condition
                | Rule::negation
                | Rule::relation
                | Rule::sum
                | Rule::product
                | Rule::named
                | Rule::parenthesis
                | Rule::number
                | Rule::name
                | Rule::path
                | Rule::collection
        )
    });
    let letters = missed.iter().filter_map(|rule| joint_letter(*rule)).collect();
    Stop { token: symbols.token(at), operand, letters }
}

/// The symbol of a word or sign inside a rule; such pairs carry nothing.
const fn joint_letter(rule: Rule) -> Option<u8> {
    Some(match rule {
        Rule::close => b')',
        Rule::colon => b':',
        Rule::of => b'O',
        Rule::to => b'R',
        Rule::years => b'y',
        Rule::satisfy => b'v',
        Rule::having => b'H',
        Rule::places_word => b'z',
        _ => return None,
    })
}

/// The pairs inside a pair, without words and signs.
fn inside(pair: PairOf<'_>) -> impl Iterator<Item = PairOf<'_>> {
    pair.into_inner().filter(|part| joint_letter(part.as_rule()).is_none())
}

/// Whether the last thing in a pair is the body of `đều` or `có`, not closed by a parenthesis.
fn ends_in_body(pair: &PairOf<'_>) -> bool {
    let mut pair = pair.clone();
    loop {
        match pair.as_rule() {
            Rule::all | Rule::share => return true,
            Rule::parenthesis | Rule::arguments | Rule::member => return false,
            _ => match pair.into_inner().last() {
                Some(last) => pair = last,
                None => return false,
            },
        }
    }
}

struct Builder<'a> {
    lang: Lang,
    symbols: &'a Symbols,
    tokens: &'a [Token<'a>],
    findings: &'a mut Vec<Diagnostic>,
}

type PairOf<'i> = Pair<'i, Rule>;

impl Builder<'_> {
    fn token(&self, pair: &PairOf<'_>) -> Option<&Token<'_>> {
        self.tokens.get(self.symbols.token(pair.as_span().start()))
    }

    /// The place of a pair in the source.
    fn span(&self, pair: &PairOf<'_>) -> Span {
        let range = pair.as_span();
        let first = self.symbols.token(range.start());
        let last = self.symbols.token(range.end()).saturating_sub(1).max(first);
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) => first.span.to(last.span),
            (Some(first), None) => first.span,
            _ => Span::default(),
        }
    }

    fn condition(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let span = self.span(&pair);
        let mut inner = inside(pair);
        let first = inner.next()?;
        let Some(more) = inner.next() else { return self.negation(first, codes) };
        let and = more.as_rule() == Rule::conjunction;
        let mut all = Vec::new();
        let mut parts = std::iter::once(first).chain(more.into_inner()).peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() && ends_in_body(&part) {
                let connective = self.symbols.token(part.as_span().end());
                if let Some(token) = self.tokens.get(connective) {
                    self.findings.push(errors::body_goes_on(token.span));
                }
            }
            all.push(self.negation(part, false)?);
        }
        Some(Expr { kind: if and { ExprKind::And(all) } else { ExprKind::Or(all) }, span })
    }

    fn negation(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let span = self.span(&pair);
        let mut inner = inside(pair);
        let first = inner.next()?;
        if first.as_rule() != Rule::not {
            return self.relation(first, codes);
        }
        let body = self.relation(inner.next()?, false)?;
        Some(Expr { kind: ExprKind::Not(Box::new(body)), span })
    }

    fn relation(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let span = self.span(&pair);
        let mut inner = inside(pair);
        let first = inner.next()?;
        let Some(tail) = inner.next() else { return self.sum(first, codes) };
        let bare = is_bare_query(&first);
        let left = self.sum(first, false)?;
        let asks_code = self.is_code_field(&left);
        let kind = match tail.as_rule() {
            Rule::compare => {
                let mut parts = inside(tail);
                let comparison = comparison(&parts.next()?)?;
                let right = parts.next()?;
                let bare_right = is_bare_query(&right);
                let right = self.sum(right, asks_code)?;
                let bare_spans = [bare.then_some(left.span), bare_right.then_some(right.span)];
                let whole =
                    Expr { kind: ExprKind::Compare(comparison, Box::new(left), Box::new(right)), span };
                for at in bare_spans.into_iter().flatten() {
                    // Printed, a query that is compared stands in parentheses.
                    let text = crate::print::print_expression(&whole, self.lang);
                    self.findings.push(errors::compared_query(at, &text));
                }
                return Some(whole);
            }
            Rule::member => {
                let mut options = Vec::new();
                for option in inside(tail) {
                    options.push(self.sum(option, asks_code)?);
                }
                ExprKind::In(Box::new(left), options)
            }
            Rule::in_period => ExprKind::InPeriod(Box::new(left)),
            Rule::within => {
                let mut parts = inside(tail);
                let count = self.number(&parts.next()?)?;
                let unit = if parts.next()?.as_str() == "d" { WindowUnit::Days } else { WindowUnit::Months };
                let to = self.sum(parts.next()?, false)?;
                ExprKind::Within { day: Box::new(left), count, unit, to: Box::new(to) }
            }
            Rule::throughout => {
                let count = self.number(&inside(tail).next()?)?;
                ExprKind::Throughout(Box::new(left), count)
            }
            _ => return None,
        };
        Some(Expr { kind, span })
    }

    /// Whether the expression is the code of an item, so that `1.2` beside it is a code.
    fn is_code_field(&self, expr: &Expr) -> bool {
        let ExprKind::Path(path) = &expr.kind else { return false };
        path.last().is_some_and(|name| Builtin::find(self.lang, &name.text) == Some(Builtin::Code))
    }

    fn sum(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        let alone = inner.peek().is_none();
        let mut left = self.product(first, codes && alone)?;
        while let Some(sign) = inner.next() {
            let right = self.product(inner.next()?, false)?;
            let sign = if sign.as_str() == "+" { Arithmetic::Add } else { Arithmetic::Subtract };
            left = join(sign, left, right);
        }
        Some(left)
    }

    fn product(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let mut inner = pair.into_inner();
        let first = inner.next()?;
        let alone = inner.peek().is_none();
        let mut left = self.atom(first, codes && alone)?;
        while let Some(sign) = inner.next() {
            let right = self.atom(inner.next()?, false)?;
            let sign = if sign.as_str() == "*" { Arithmetic::Multiply } else { Arithmetic::Divide };
            left = join(sign, left, right);
        }
        Some(left)
    }

    fn atom(&mut self, pair: PairOf<'_>, codes: bool) -> Option<Expr> {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::parenthesis => {
                let inner = self.condition(inside(pair).next()?, false)?;
                return Some(Expr { span, ..inner });
            }
            Rule::number | Rule::code => self.number_or_code(&pair, codes)?,
            Rule::text => ExprKind::Text(self.text(&pair)?),
            Rule::date => match self.token(&pair)?.kind {
                Kind::Date(date) => ExprKind::Date(date),
                _ => return None,
            },
            Rule::next_year => {
                let first = self.symbols.token(pair.as_span().start());
                let (day, _) = slots::day_month(self.tokens, first, self.lang, self.findings)?;
                ExprKind::Day(DayWord::NextYear { day: day.day, month: day.month })
            }
            Rule::day => return self.day(&pair),
            Rule::months_between | Rule::years_between => {
                let months = pair.as_rule() == Rule::months_between;
                let mut inner = inside(pair);
                let from = Box::new(self.sum(inner.next()?, false)?);
                let to = Box::new(self.sum(inner.next()?, false)?);
                if months { ExprKind::MonthsBetween(from, to) } else { ExprKind::YearsBetween(from, to) }
            }
            Rule::round => {
                let mut inner = inside(pair);
                let value = self.sum(inner.next()?, false)?;
                let step = self.number(&inner.next()?)?;
                ExprKind::Round(Box::new(value), step, mode(&inner.next()?)?)
            }
            Rule::named => self.named(pair)?,
            _ => self.query(pair)?,
        };
        Some(Expr { kind, span })
    }

    fn query(&mut self, pair: PairOf<'_>) -> Option<ExprKind> {
        let rule = pair.as_rule();
        let mut inner = inside(pair);
        let first = inner.next()?;
        Some(match rule {
            Rule::any => ExprKind::Any(self.collection(first)?),
            Rule::none_of => ExprKind::NoneOf(self.collection(first)?),
            Rule::count => ExprKind::Count(self.collection(first)?),
            Rule::at_least => ExprKind::AtLeast(self.number(&first)?, self.collection(inner.next()?)?),
            Rule::total => ExprKind::Sum(self.path(first)?, self.collection(inner.next()?)?),
            Rule::mean => {
                let field = self.path(first)?;
                let over = inner.next()?;
                if over.as_rule() == Rule::whole {
                    ExprKind::MeanOfYears(field, self.number(&over)?)
                } else {
                    ExprKind::Mean(field, self.collection(over)?)
                }
            }
            Rule::pick_english => {
                let pick = pick(&first)?;
                let field = self.name(&inner.next()?)?;
                ExprKind::Pick(pick, field, self.collection(inner.next()?)?)
            }
            Rule::all | Rule::share => {
                let collection = self.collection(first)?;
                let body = Box::new(self.negation(inner.next()?, false)?);
                if rule == Rule::all {
                    ExprKind::All(collection, body)
                } else {
                    ExprKind::Share(collection, body)
                }
            }
            _ => return None,
        })
    }

    fn named(&mut self, pair: PairOf<'_>) -> Option<ExprKind> {
        let mut inner = inside(pair);
        let first = inner.next()?;
        let name = self.name(&first)?;
        let next = inner.next()?;
        match next.as_rule() {
            Rule::arguments => {
                let builtin = Builtin::find(self.lang, &name.text);
                let numeric =
                    matches!(builtin, Some(Builtin::Larger | Builtin::Smaller | Builtin::Remainder));
                let mut arguments = Vec::new();
                for argument in inside(next) {
                    arguments.push(self.condition(argument, !numeric)?);
                }
                Some(ExprKind::Call(name, arguments))
            }
            Rule::pick_after => Some(ExprKind::Pick(pick(&next)?, name, self.collection(inner.next()?)?)),
            Rule::path_rest => {
                let mut path = vec![name];
                let mut last_year = false;
                for part in inside(next) {
                    if part.as_rule() == Rule::last_year {
                        last_year = true;
                    } else {
                        path.push(self.name(&part)?);
                    }
                }
                let span = path.first()?.span.to(path.last()?.span);
                let kind = ExprKind::Path(path);
                Some(if last_year { ExprKind::LastYear(Box::new(Expr { kind, span })) } else { kind })
            }
            _ => None,
        }
    }

    fn collection(&mut self, pair: PairOf<'_>) -> Option<Collection> {
        let span = self.span(&pair);
        let mut inner = inside(pair);
        let path = self.path(inner.next()?)?;
        let filter = match inner.next() {
            Some(condition) => Some(Box::new(self.condition(condition, false)?)),
            None => None,
        };
        Some(Collection { path, filter, span })
    }

    fn path(&self, pair: PairOf<'_>) -> Option<Vec<Name>> {
        inside(pair).map(|part| self.name(&part)).collect()
    }

    fn name(&self, pair: &PairOf<'_>) -> Option<Name> {
        let token = self.token(pair)?;
        Some(Name { text: token.text.to_string(), span: token.span })
    }

    fn text(&self, pair: &PairOf<'_>) -> Option<Text> {
        let token = self.token(pair)?;
        Some(Text { text: token.text.to_string(), span: token.span })
    }

    fn day(&self, pair: &PairOf<'_>) -> Option<Expr> {
        let word = match pair.as_str() {
            "E" => DayWord::PeriodEnd,
            "S" => DayWord::PeriodStart,
            "F" => DayWord::LastYearEnd,
            "J" => DayWord::JudgementDay,
            _ => return None,
        };
        Some(Expr { kind: ExprKind::Day(word), span: self.span(pair) })
    }

    /// A number with its `%`.
    fn number(&mut self, pair: &PairOf<'_>) -> Option<Number> {
        let percent = pair.as_str().ends_with('%');
        let negative = pair.as_str().starts_with('-');
        let token = self.tokens.get(self.symbols.token(pair.as_span().start()) + usize::from(negative))?;
        let number = numbers::read(self.lang, token, percent, self.span(pair), self.findings)?;
        Some(if negative { number.negated() } else { number })
    }

    /// A number token where an item's code may stand too.
    fn number_or_code(&mut self, pair: &PairOf<'_>, codes: bool) -> Option<ExprKind> {
        if pair.as_str().starts_with('-') {
            return Some(ExprKind::Number(self.number(pair)?));
        }
        let token = self.token(pair)?;
        let percent = pair.as_str().ends_with('%');
        let plain = token.text.bytes().all(|byte| byte.is_ascii_digit());
        let dotted = numbers::is_code(&token.text);
        let is_code = !percent && !plain && dotted && (codes || !numbers::looks_like_number(&token.text));
        if is_code {
            return Some(ExprKind::Code(Code { text: token.text.to_string(), span: token.span }));
        }
        Some(ExprKind::Number(self.number(pair)?))
    }

    fn type_of(&mut self, pair: PairOf<'_>) -> Option<Type> {
        let span = self.span(&pair);
        let inner = inside(pair).next()?;
        let kind = match inner.as_rule() {
            Rule::yes_no => TypeKind::YesNo,
            Rule::day_type => TypeKind::Date,
            Rule::text_type => TypeKind::Text,
            Rule::one_of => {
                let mut parts = inside(inner);
                let ranked = parts.next()?.as_str() == "g";
                let options = parts.map(|option| self.text(&option)).collect::<Option<Vec<_>>>()?;
                TypeKind::OneOf { ranked, options }
            }
            Rule::quantity => self.quantity(inner)?,
            _ => return None,
        };
        Some(Type { kind, span })
    }

    fn quantity(&mut self, pair: PairOf<'_>) -> Option<TypeKind> {
        let mut parts = inside(pair);
        let first = parts.next()?;
        let percent = first.as_rule() == Rule::share_type;
        let places = match inside(first).next() {
            None => 0,
            Some(whole) => {
                let number = self.number(&whole)?;
                let most = limits::FRACTION_DIGITS as i128;
                if number.digits > most {
                    self.findings.push(errors::too_many_places(number.span));
                }
                u32::try_from(number.digits.min(most)).ok()?
            }
        };
        let (mut unit, mut range) = (None, None);
        for part in parts {
            if part.as_rule() == Rule::unit {
                unit = Some(self.name(&part)?);
            } else {
                let mut ends = inside(part);
                range = Some((self.number(&ends.next()?)?, self.number(&ends.next()?)?));
            }
        }
        Some(TypeKind::Number { percent, places, unit, range })
    }

    fn fields(&mut self, pair: PairOf<'_>) -> Option<Vec<Field>> {
        let mut fields = Vec::new();
        for field in inside(pair) {
            let mut parts = inside(field);
            let name = self.name(&parts.next()?)?;
            fields.push(Field { name, ty: self.type_of(parts.next()?)? });
        }
        Some(fields)
    }
}

fn join(sign: Arithmetic, left: Expr, right: Expr) -> Expr {
    let span = left.span.to(right.span);
    Expr { kind: ExprKind::Arithmetic(sign, Box::new(left), Box::new(right)), span }
}

/// Whether a sum is one query that does not stand in parentheses.
fn is_bare_query(sum: &PairOf<'_>) -> bool {
    let mut products = sum.clone().into_inner();
    let Some(product) = products.next() else { return false };
    let mut atoms = inside(product);
    let query = atoms.next().is_some_and(|atom| {
        matches!(
            atom.as_rule(),
            Rule::any
                | Rule::none_of
                | Rule::count
                | Rule::at_least
                | Rule::total
                | Rule::mean
                | Rule::pick_english
                | Rule::all
                | Rule::share
        ) || (atom.as_rule() == Rule::named && inside(atom).any(|part| part.as_rule() == Rule::pick_after))
    });
    query && products.next().is_none() && atoms.next().is_none()
}

fn comparison(pair: &PairOf<'_>) -> Option<Comparison> {
    Some(match pair.as_str() {
        "<" => Comparison::Less,
        "{" => Comparison::LessOrEqual,
        "=" => Comparison::Equal,
        "!" => Comparison::NotEqual,
        "}" => Comparison::GreaterOrEqual,
        ">" => Comparison::Greater,
        _ => return None,
    })
}

fn mode(pair: &PairOf<'_>) -> Option<RoundMode> {
    Some(match pair.as_str() {
        "u" => RoundMode::HalfUp,
        "e" => RoundMode::HalfEven,
        "U" => RoundMode::Up,
        "V" => RoundMode::Down,
        _ => return None,
    })
}

fn pick(pair: &PairOf<'_>) -> Option<Pick> {
    Some(match pair.as_str() {
        "p" | "h" => Pick::Highest,
        "q" | "i" => Pick::Lowest,
        "s" | "w" => Pick::Newest,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::read_line;
    use crate::symbols::{EXPRESSION_WORDS, Mode};

    /// Whatever comes next, and after that: what is said to be alone is what pest reads there.
    #[test]
    fn what_stands_alone_is_what_pest_reads() {
        let signs = ["(", ")", "+", "-", "*", "/", "%", "=", "!=", "<", "<=", ">", ">=", ".", ";", ":", "["];
        let (mut alone_in_all, mut asked) = (0, 0);
        for lang in [Lang::Vi, Lang::En] {
            let words = EXPRESSION_WORDS.iter().map(|(_, vi, en)| if lang == Lang::Vi { *vi } else { *en });
            let values = ["", "7", "7,5", "7.5", "1.2.3", "x", "\"t\"", "26/01/2024"];
            let next: Vec<&str> = words.chain(signs).chain(values).collect();
            for first in ["7", "007", "7.5", "7,5", "7.5.1", "0,00000000000000001", "x", "x.y", "-7", "60%"] {
                for (second, third) in
                    next.iter().flat_map(|second| next.iter().map(move |third| (second, third)))
                {
                    let line = format!("{first} {second} {third}");
                    let mut tokens = Vec::new();
                    read_line(&line, 0, &mut tokens, &mut Vec::new());
                    let (mut own, mut of_pest) = (Vec::new(), Vec::new());
                    asked += 1;
                    let Some(expr) = alone(lang, &tokens, 0, &mut own) else { continue };
                    alone_in_all += 1;
                    let symbols = Symbols::read(lang, Mode::Expression, &tokens, 0);
                    let found = read(lang, Wanted::Condition, &symbols, &tokens, &mut of_pest);
                    let found = found.map(|(held, end)| (format!("{held:?}"), end));
                    let expr = expr.map(|expr| (format!("{:?}", Held::Expr(expr)), 1));
                    assert_eq!(expr, found, "{first} {second} {third}");
                    assert_eq!(own, of_pest, "{first} {second} {third}");
                }
            }
        }
        assert!(alone_in_all * 4 > asked, "{alone_in_all} of {asked}");
    }
}
