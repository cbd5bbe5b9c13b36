//! The slots of a sentence, each read as far as it goes.
//!
//! In: a kind of slot and a token. Out: its content and the token after it. Expressions, types and
//! field lists go to `from_pairs.rs`; the others are read here.

use crate::ast::{
    Assign, AssignValue, Cite, CitePlace, Code, Date, DayMonth, Name, Number, Period, Slot, Text,
};
use crate::diagnostic::{Diagnostic, Lang};
use crate::from_pairs::{self, Held, Wanted};
use crate::lexer::{Kind, Token, civil_day, days_in_month};
use crate::limits;
use crate::numbers;
use crate::recognise::{Filled, Matcher};
use crate::source::Span;
use crate::symbols::{self, Mode, Symbols};
use crate::syntax_errors as errors;
use crate::templates::{SlotKind, templates};
use crate::vocabulary::word_ids;

/// How pest reads a slot, if it does.
pub(crate) fn wanted(kind: SlotKind) -> Option<(Wanted, Mode)> {
    Some(match kind {
        SlotKind::Condition => (Wanted::Condition, Mode::Expression),
        SlotKind::Day => (Wanted::Day, Mode::Expression),
        SlotKind::Collection => (Wanted::Collection, Mode::Expression),
        SlotKind::Type => (Wanted::Type, Mode::Type),
        SlotKind::Fields => (Wanted::Fields, Mode::Type),
        _ => return None,
    })
}

/// A value and the token after it.
type Read<T> = Option<(T, usize)>;

impl Matcher<'_> {
    /// Reads a slot that is not a closed phrase.
    pub(crate) fn read_slot(&mut self, kind: SlotKind, at: usize) -> Option<Filled> {
        let mut findings = Vec::new();
        let out = &mut findings;
        let (slot, end) = match kind {
            SlotKind::Id => self.name(at, out).map(|(name, end)| (Slot::Name(name), end))?,
            SlotKind::Ids => {
                let (names, end) = self.list(at, |matcher, at| matcher.name(at, out))?;
                (Slot::Names(names), end)
            }
            SlotKind::Text => self.text(at).map(|(text, end)| (Slot::Text(text), end))?,
            SlotKind::Number => self.number(at, out).map(|(number, end)| (Slot::Number(number), end))?,
            SlotKind::Signed => self.signed(at, out).map(|(number, end)| (Slot::Number(number), end))?,
            SlotKind::Int => self.whole(at, out).map(|(number, end)| (Slot::Int(number), end))?,
            SlotKind::Date => self.date(at).map(|(date, end)| (Slot::Date(date, self.span(at, end)), end))?,
            SlotKind::DayMonth => {
                day_month(self.tokens, at, self.lang, out).map(|(day, end)| (Slot::DayMonth(day), end))?
            }
            SlotKind::Code => self.code(at, out).map(|(code, end)| (Slot::Code(code), end))?,
            SlotKind::Codes => {
                let (codes, end) = self.list(at, |matcher, at| matcher.code(at, out))?;
                (Slot::Codes(codes), end)
            }
            SlotKind::Edition => self.edition(at, out)?,
            SlotKind::Lang => self.language(at)?,
            SlotKind::Words => self.heading_words(at)?,
            SlotKind::Period => self.period(at).map(|(period, end)| (Slot::Period(period), end))?,
            SlotKind::Assigns => {
                let (assigns, end) = self.list(at, |matcher, at| matcher.assign(at, out))?;
                (Slot::Assigns(assigns), end)
            }
            SlotKind::Cite => self.cite(at).map(|(cite, end)| (Slot::Cite(cite), end))?,
            SlotKind::Phrase(_) => return None,
            SlotKind::Condition
            | SlotKind::Day
            | SlotKind::Collection
            | SlotKind::Type
            | SlotKind::Fields => self.expression(kind, at, out)?,
        };
        Some(Filled { slot, end, findings })
    }

    fn expression(&self, kind: SlotKind, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Slot> {
        let (wanted, mode) = wanted(kind)?;
        if wanted == Wanted::Condition
            && let Some(expr) = from_pairs::alone(self.lang, self.tokens, at, findings)
        {
            return Some((Slot::Expr(expr?), at + 1));
        }
        let symbols = Symbols::read(self.lang, mode, self.tokens, at);
        let (held, end) = from_pairs::read(self.lang, wanted, &symbols, self.tokens, findings)?;
        let slot = match held {
            Held::Expr(expr) => Slot::Expr(expr),
            Held::Collection(collection) => Slot::Collection(collection),
            Held::Type(ty) => Slot::Type(ty),
            Held::Fields(fields) => Slot::Fields(fields),
        };
        Some((slot, end))
    }

    fn token(&self, at: usize, kind: &Kind) -> Option<&Token<'_>> {
        self.tokens.get(at).filter(|token| token.kind == *kind)
    }

    fn sign(&self, at: usize, sign: u8) -> bool {
        self.token(at, &Kind::Sign(sign)).is_some()
    }

    /// Whether the words of a phrase stand there; gives the token after them.
    fn words(&self, at: usize, vi: &str, en: &str) -> Option<usize> {
        let ids = word_ids(if self.lang == Lang::Vi { vi } else { en });
        let all = ids
            .iter()
            .enumerate()
            .all(|(index, id)| self.tokens.get(at + index).is_some_and(|token| token.word == Some(*id)));
        (all && !ids.is_empty()).then_some(at + ids.len())
    }

    /// Elements with semicolons between them.
    fn list<T>(&mut self, at: usize, mut element: impl FnMut(&mut Self, usize) -> Read<T>) -> Read<Vec<T>> {
        let (first, mut end) = element(self, at)?;
        let mut all = vec![first];
        while self.sign(end, b';') {
            let Some((next, after)) = element(self, end + 1) else { break };
            all.push(next);
            end = after;
        }
        Some((all, end))
    }

    fn name(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Name> {
        let token = self.token(at, &Kind::Word)?;
        if self.is_reserved(token) {
            findings.push(errors::reserved_word(token.span, &token.text));
        }
        Some((Name { text: token.text.to_string(), span: token.span }, at + 1))
    }

    fn is_reserved(&self, token: &Token<'_>) -> bool {
        token.word.is_some_and(|word| symbols::is_reserved(self.lang, word))
    }

    /// Whether `2 năm trước` stands there.
    pub(crate) fn years_ago(&self, at: usize) -> bool {
        self.token(at, &Kind::Number).is_some() && self.words(at + 1, "năm trước", "years ago").is_some()
    }

    fn text(&self, at: usize) -> Read<Text> {
        let token = self.token(at, &Kind::Text)?;
        Some((Text { text: token.text.to_string(), span: token.span }, at + 1))
    }

    fn number(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Number> {
        let token = self.token(at, &Kind::Number)?;
        let percent = self.sign(at + 1, b'%');
        let end = at + 1 + usize::from(percent);
        let number = numbers::read(self.lang, token, percent, self.span(at, end), findings)?;
        Some((number, end))
    }

    /// A number with or without a sign.
    fn signed(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Number> {
        if !self.sign(at, b'-') {
            return self.number(at, findings);
        }
        let (number, end) = self.number(at + 1, findings)?;
        Some((Number { span: self.span(at, end), ..number.negated() }, end))
    }

    fn whole(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Number> {
        let token = self.token(at, &Kind::Number).filter(|token| numbers::is_whole(&token.text))?;
        Some((numbers::read(self.lang, token, false, token.span, findings)?, at + 1))
    }

    fn date(&self, at: usize) -> Read<Date> {
        match self.tokens.get(at)?.kind {
            Kind::Date(date) => Some((date, at + 1)),
            _ => None,
        }
    }

    /// `1.2`, `I`, `3.1a`; tokens that touch and are joined by dots are one code.
    fn code(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Code> {
        let part =
            |at: usize| self.tokens.get(at).filter(|token| matches!(token.kind, Kind::Word | Kind::Number));
        let first = part(at)?;
        let mut text = first.text.to_string();
        let mut end = at + 1;
        while self.sign(end, b'.') {
            let Some(next) = part(end + 1) else { break };
            text.push('.');
            text.push_str(&next.text);
            end += 2;
        }
        let span = self.span(at, end);
        if !numbers::is_code(&text) {
            findings.push(errors::bad_code(span, &text));
            text = text.replace(',', ".").chars().take(limits::CODE_CHARS).collect();
        }
        Some((Code { text, span }, end))
    }

    fn edition(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Slot> {
        if let Some(end) = self.words(at, "mới nhất", "newest") {
            return Some((Slot::Edition(None, self.span(at, end)), end));
        }
        let (name, end) = self.name(at, findings)?;
        let span = name.span;
        Some((Slot::Edition(Some(name), span), end))
    }

    fn language(&self, at: usize) -> Read<Slot> {
        let token = self.token(at, &Kind::Word)?;
        let lang = match token.text.to_lowercase().as_str() {
            "vi" => Lang::Vi,
            "en" => Lang::En,
            _ => return None,
        };
        Some((Slot::Lang(lang, token.span), at + 1))
    }

    fn heading_words(&mut self, at: usize) -> Read<Slot> {
        let (words, end) = self.list(at, |matcher, at| {
            let filled = matcher.slot(SlotKind::Phrase("word"), at);
            let first = filled.first()?;
            match &first.slot {
                Slot::Phrase(phrase) => Some((phrase.clone(), first.end)),
                _ => None,
            }
        })?;
        Some((Slot::Words(words), end))
    }

    fn period(&self, at: usize) -> Read<Period> {
        if let Some((from, end)) = self.date(at) {
            let next = self.words(end, "đến", "to")?;
            let (to, end) = self.date(next)?;
            return Some((Period { from, to, year_only: false, span: self.span(at, end) }, end));
        }
        let token = self.token(at, &Kind::Number).filter(|token| token.text.len() == 4)?;
        let year = token.text.parse::<i16>().ok()?;
        let (from, to) = (civil_day(year, 1, 1)?, civil_day(year, 12, 31)?);
        Some((Period { from, to, year_only: true, span: token.span }, at + 1))
    }

    fn cite(&mut self, at: usize) -> Read<Cite> {
        let (document, mut end) = self.text(at)?;
        let mut place = Vec::new();
        let words = templates(self.lang).phrases.get("place");
        while let Some((phrase, after, _)) =
            words.into_iter().flatten().find_map(|variant| self.phrase(variant, end))
        {
            let Some((code, next)) = self.code(after, &mut Vec::new()) else { break };
            place.push((phrase.id, CitePlace { text: code.text, span: code.span }));
            end = next;
        }
        Some((Cite { document, place, span: self.span(at, end) }, end))
    }

    /// `key = value [trust]`
    fn assign(&mut self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<Assign> {
        let part = |matcher: &Self, at: usize| {
            let token = matcher.tokens.get(at)?;
            matches!(token.kind, Kind::Word | Kind::Number)
                .then(|| Code { text: token.text.to_string(), span: token.span })
        };
        let mut key = vec![part(self, at)?];
        let mut end = at + 1;
        while self.sign(end, b'.') {
            key.push(part(self, end + 1)?);
            end += 2;
        }
        let mut years_back = 0;
        if let Some(after) = self.words(end, "năm trước", "last year") {
            (years_back, end) = (1, after);
        } else if let Some(count) = self.token(end, &Kind::Number).and_then(|token| token.text.parse().ok())
            && let Some(after) = self.words(end + 1, "năm trước", "years ago")
        {
            (years_back, end) = (count, after);
        }
        if !self.sign(end, b'=') {
            return None;
        }
        let (mut value, mut end) = self.assign_value(end + 1, findings)?;
        if let Some(next) = self.words(end, "đến", "to") {
            let (to, after) = self.assign_value(next, findings)?;
            value = AssignValue::Range(Box::new(value), Box::new(to));
            end = after;
        }
        let mut trust = None;
        let filled = self.slot(SlotKind::Phrase("status"), end);
        if let Some(Filled { slot: Slot::Phrase(phrase), end: after, .. }) = filled.first() {
            trust = Some(phrase.clone());
            end = *after;
        }
        Some((Assign { key, years_back, value, trust, span: self.span(at, end) }, end))
    }

    fn assign_value(&self, at: usize, findings: &mut Vec<Diagnostic>) -> Read<AssignValue> {
        type Make = fn(Span) -> AssignValue;
        let phrases: [(&str, &str, Make); 6] = [
            ("đúng", "true", |span| AssignValue::YesNo(true, span)),
            ("sai", "false", |span| AssignValue::YesNo(false, span)),
            ("chưa rõ", "unknown", AssignValue::Unknown),
            ("không áp dụng", "not applicable", AssignValue::NotApplicable),
            ("để trống", "left open", AssignValue::LeftOpen),
            ("không xét", "not ranked", AssignValue::NotRanked),
        ];
        for (vi, en, make) in phrases {
            if let Some(end) = self.words(at, vi, en) {
                return Some((make(self.span(at, end)), end));
            }
        }
        if let Some(month) = self.month(at) {
            return Some(month);
        }
        let token = self.tokens.get(at)?;
        match token.kind {
            Kind::Number | Kind::Sign(b'-') => {
                let (number, end) = self.signed(at, findings)?;
                if !self.sign(end, b'/') {
                    return Some((AssignValue::Number(number), end));
                }
                let (divisor, end) = self.number(end + 1, findings)?;
                Some((AssignValue::Quotient(number, divisor), end))
            }
            Kind::Text => self.text(at).map(|(text, end)| (AssignValue::Text(text), end)),
            Kind::Date(date) => Some((AssignValue::Date(date, token.span), at + 1)),
            Kind::Word if self.is_reserved(token) && crate::truth_word(&token.text).is_some() => {
                let value = crate::truth_word(&token.text)?;
                findings.push(errors::truth_value_reserved(token.span, &token.text, value, self.lang));
                Some((AssignValue::YesNo(value, token.span), at + 1))
            }
            Kind::Word => self.name(at, findings).map(|(name, end)| (AssignValue::Name(name), end)),
            Kind::Sign(_) => None,
        }
    }

    /// `06/2023` or `2023-06`.
    fn month(&self, at: usize) -> Read<AssignValue> {
        let part = |at: usize| self.token(at, &Kind::Number)?.text.parse::<i16>().ok();
        let (first, second) = (part(at)?, part(at + 2)?);
        let (month, year) = if self.sign(at + 1, b'/') {
            (first, second)
        } else if self.sign(at + 1, b'-') {
            (second, first)
        } else {
            return None;
        };
        civil_day(year, month, 1)?;
        let span = self.span(at, at + 3);
        Some((AssignValue::Month(year, i8::try_from(month).ok()?, span), at + 3))
    }
}

/// Whether `15/01` may stand there: two short numbers with a sign between them.
pub(crate) fn is_day_month(tokens: &[Token<'_>], at: usize) -> bool {
    day_and_month(tokens, at).is_some()
}

/// `15/01`; in English also `01-15`, month first as in `2024-01-15`.
pub(crate) fn day_month(
    tokens: &[Token<'_>],
    at: usize,
    lang: Lang,
    findings: &mut Vec<Diagnostic>,
) -> Read<DayMonth> {
    let (day, month) = day_and_month(tokens, at)?;
    let span = tokens.get(at)?.span.to(tokens.get(at + 2)?.span);
    // A leap year: the 29th of February is a day of some years.
    let last = days_in_month(2000, month.clamp(1, 12));
    let fits = (1..=12).contains(&month) && (1..=last).contains(&day);
    let text = |at: usize| tokens.get(at).map_or("", |token| &*token.text);
    let sign = if matches!(tokens.get(at + 1)?.kind, Kind::Sign(b'/')) { '/' } else { '-' };
    let written = format!("{}{sign}{}", text(at), text(at + 2));
    // Whether the other way round it would be one.
    let turned = (1..=12).contains(&day) && (1..=days_in_month(2000, day.clamp(1, 12))).contains(&month);
    if fits && turned && day != month && sign == '-' && lang == Lang::Vi {
        findings.push(errors::ambiguous_day(span, &written, (day, month)));
    }
    if !fits {
        findings.push(if turned {
            errors::day_and_month_turned(span, &written, (month, day), lang)
        } else {
            errors::no_such_day(span, &written, month.clamp(1, 12), last)
        });
    }
    Some((DayMonth { day: day.clamp(1, last), month: month.clamp(1, 12), span }, at + 3))
}

fn day_and_month(tokens: &[Token<'_>], at: usize) -> Option<(i8, i8)> {
    let part = |at: usize| {
        let token = tokens.get(at).filter(|token| token.kind == Kind::Number && token.text.len() <= 2)?;
        token.text.parse::<i8>().ok()
    };
    let (first, second) = (part(at)?, part(at + 2)?);
    match tokens.get(at + 1)?.kind {
        Kind::Sign(b'/') => Some((first, second)),
        Kind::Sign(b'-') => Some((second, first)),
        _ => None,
    }
}
