//! Reasons: a closed list of codes with typed arguments, and their words.
//!
//! A code is stable for ever; its sentence may improve. Both languages stand side by side in one
//! `match`, so a reason without a translation does not compile.

use super::fixed;
use crate::describe::{push_exact, push_interval, push_number};
use crate::exact::Exact;
use crate::hir::{Ty, Unit};
use crate::outcome::Verdict;
use std::sync::Arc;
use tieuchi_grammar::{Bilingual, Lang};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $id:literal;)+) => {
        /// Why a node is as it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ReasonCode { $($(#[$doc])* $name,)+ }

        impl ReasonCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its stable name in results.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)+ }
            }
        }
    };
}

codes! {
    /// The band a value lies in.
    Band "BAND";
    /// Steps added above the base.
    StepsAdded "STEPS_ADDED";
    /// Steps taken off.
    StepsTaken "STEPS_TAKEN";
    /// A level was chosen.
    LevelChosen "LEVEL_CHOSEN";
    /// Points given by a person.
    Direct "DIRECT";
    /// Points by a formula.
    Formula "FORMULA";
    /// Points of a condition.
    Gives "GIVES";
    /// Points for each row.
    Each "EACH";
    /// Points for each clause met.
    ClausesGive "CLAUSES_GIVE";
    /// The cap was reached.
    Capped "CAPPED";
    /// The item would have had more than it may have in all.
    ItemCapped "ITEM_CAPPED";
    /// The points became nought.
    Zeroed "ZEROED";
    /// Rounded as the set says.
    Rounded "ROUNDED";
    /// Does not apply.
    NotApplicable "NOT_APPLICABLE";
    /// A heading above does not apply.
    HeadingNotApplicable "HEADING_NOT_APPLICABLE";
    /// A statement or row is out of scope.
    OutOfScope "OUT_OF_SCOPE";
    /// A share against a bar.
    Share "SHARE";
    /// A value against another.
    Compared "COMPARED";
    /// A fact or a judgement.
    Fact "FACT";
    /// Any other condition.
    Condition "CONDITION";
    /// All items meet it.
    AllItemsMet "ALL_ITEMS_MET";
    /// Some items do not.
    ItemsFail "ITEMS_FAIL";
    /// Some items are not known.
    ItemsUnknown "ITEMS_UNKNOWN";
    /// A figure that is only reported.
    Measured "MEASURED";
    /// The milestone lies ahead.
    NotYetDue "NOT_YET_DUE";
    /// Nothing filed.
    Missing "MISSING";
    /// Asked, and not known.
    NotKnown "NOT_KNOWN";
    /// Filed and not yet verified.
    Waiting "WAITING";
    /// Counted as the subject declares it.
    SelfDeclared "SELF_DECLARED";
    /// Declared by the subject and verified as another value.
    FiledTwice "FILED_TWICE";
    /// Rejected.
    Rejected "REJECTED";
    /// A result no longer valid, or not yet.
    Lapsed "LAPSED";
    /// A date not known well enough.
    DateUnknown "DATE_UNKNOWN";
    /// A result of another edition.
    OtherEdition "OTHER_EDITION";
    /// A result computed for another period.
    OtherPeriod "OTHER_PERIOD";
    /// A value of another day than the set asks for.
    OtherDay "OTHER_DAY";
    /// A result of a source the set does not read.
    WrongSource "WRONG_SOURCE";
    /// A phrase of the text that the set leaves to a person.
    NotExpressed "NOT_EXPRESSED";
    /// A rule that localities must lay down and none has.
    LocalRuleMissing "LOCAL_RULE_MISSING";
    /// A node that a local set, or another one, wrote.
    SetBy "SET_BY";
    /// The row of a parameter that was in force.
    ParameterRow "PARAMETER_ROW";
}

impl ReasonCode {
    /// How many arguments such a reason has where nothing is unusual.
    const fn args(self) -> usize {
        match self {
            Self::SelfDeclared | Self::Rejected | Self::LocalRuleMissing => 0,
            Self::Gives | Self::Direct | Self::Capped | Self::LevelChosen | Self::OutOfScope => 1,
            Self::StepsAdded
            | Self::StepsTaken
            | Self::ClausesGive
            | Self::ItemCapped
            | Self::Zeroed
            | Self::Rounded
            | Self::HeadingNotApplicable
            | Self::AllItemsMet
            | Self::Fact
            | Self::Condition
            | Self::Measured
            | Self::NotYetDue
            | Self::Missing
            | Self::NotKnown
            | Self::NotExpressed
            | Self::SetBy => 2,
            Self::Band
            | Self::Formula
            | Self::Each
            | Self::NotApplicable
            | Self::ItemsFail
            | Self::ItemsUnknown
            | Self::Waiting
            | Self::FiledTwice
            | Self::Lapsed
            | Self::DateUnknown
            | Self::OtherEdition
            | Self::OtherPeriod
            | Self::OtherDay
            | Self::WrongSource
            | Self::ParameterRow => 3,
            Self::Compared => 5,
            Self::Share => 8,
        }
    }
}

/// What stands for a value that is kept back.
pub(super) const fn withheld_mark(lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => "[giữ kín]",
        Lang::En => "[withheld]",
    }
}

/// How a value of a reason is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// As a number.
    Number,
    /// As a percentage.
    Percent,
    /// As a civil day.
    Day,
}

impl Measure {
    pub(super) const fn of(ty: &Ty) -> Self {
        match ty {
            Ty::Number(Unit::Ratio) => Self::Percent,
            Ty::Day => Self::Day,
            Ty::Truth | Ty::Number(_) | Ty::Choice(_) | Ty::Text => Self::Number,
        }
    }

    pub(super) const fn ty(self) -> Ty {
        match self {
            Self::Number => Ty::Number(Unit::None),
            Self::Percent => Ty::Number(Unit::Ratio),
            Self::Day => Ty::Day,
        }
    }
}

/// A typed part of a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// An exact number.
    Number(Exact),
    /// Bounds of a value and how it is shown.
    Interval(Exact, Exact, Measure),
    /// The same, told in words alone: what belongs to a name beside it.
    Shown(Exact, Exact, Measure),
    /// A count.
    Count(i128),
    /// Words in both languages.
    Words(Arc<Bilingual>),
    /// A name or label of the set.
    Name(Arc<str>),
    /// A verdict.
    Verdict(Verdict),
    /// What is kept back from the reader.
    Withheld,
}

impl Argument {
    pub(super) fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.push(lang, &mut out);
        out
    }

    /// Appends it in words.
    fn push(&self, lang: Lang, out: &mut String) {
        match self {
            Self::Number(value) => push_exact(*value, lang, out),
            Self::Interval(lo, hi, measure) | Self::Shown(lo, hi, measure) => {
                push_interval(*lo, *hi, &measure.ty(), lang, out);
            }
            Self::Count(count) => push_number(Exact::whole(*count), lang, out),
            Self::Words(words) => out.push_str(words.get(lang)),
            Self::Name(name) => out.push_str(name),
            Self::Verdict(_) => {}
            Self::Withheld => out.push_str(withheld_mark(lang)),
        }
    }
}

/// A reason: a code and its arguments by name; a name may come several times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code.
    pub code: ReasonCode,
    /// Its arguments.
    pub args: Vec<(&'static str, Argument)>,
}

impl Reason {
    pub(super) fn new(code: ReasonCode) -> Self {
        Self::with_room(code, code.args())
    }

    /// The same with room for so many arguments.
    pub(super) fn with_room(code: ReasonCode, args: usize) -> Self {
        Self { code, args: Vec::with_capacity(args) }
    }

    /// Adds an argument. It is made where it stands: all bytes of one that is made before would be copied.
    #[inline]
    fn with(mut self, name: &'static str, argument: impl FnOnce() -> Argument) -> Self {
        self.args.extend(std::iter::once_with(|| (name, argument())));
        self
    }

    pub(super) fn number(self, name: &'static str, value: Exact) -> Self {
        self.with(name, || Argument::Number(value))
    }

    #[inline]
    pub(super) fn interval(self, name: &'static str, lo: Exact, hi: Exact) -> Self {
        self.with(name, || Argument::Interval(lo, hi, Measure::Number))
    }

    #[inline]
    pub(super) fn value(self, name: &'static str, lo: Exact, hi: Exact, ty: &Ty) -> Self {
        self.with(name, || Argument::Interval(lo, hi, Measure::of(ty)))
    }

    pub(super) fn shown(self, name: &'static str, lo: Exact, hi: Exact, ty: &Ty) -> Self {
        self.with(name, || Argument::Shown(lo, hi, Measure::of(ty)))
    }

    #[inline]
    pub(super) fn points(self, points: (Exact, Exact)) -> Self {
        self.interval("points", points.0, points.1)
    }

    pub(super) fn count(self, name: &'static str, count: i128) -> Self {
        self.with(name, || Argument::Count(count))
    }

    #[inline]
    pub(super) fn words(self, name: &'static str, words: impl Into<Arc<Bilingual>>) -> Self {
        self.with(name, || Argument::Words(words.into()))
    }

    #[inline]
    pub(super) fn name(self, name: &'static str, value: impl Into<Arc<str>>) -> Self {
        self.with(name, || Argument::Name(value.into()))
    }

    #[inline]
    pub(super) fn verdict(self, verdict: Verdict) -> Self {
        self.with("verdict", || Argument::Verdict(verdict))
    }

    /// Marks a condition that is not to hold.
    pub(super) fn asked_not(self) -> Self {
        self.words("asked", fixed!("không", "no"))
    }

    pub(super) fn withheld(self, name: &'static str) -> Self {
        self.with(name, || Argument::Withheld)
    }

    /// All arguments of a name, joined in words.
    pub(super) fn all(&self, name: &str, lang: Lang) -> String {
        let mut out = String::new();
        self.push_all(name, lang, &mut out);
        out
    }

    fn push_all(&self, name: &str, lang: Lang, out: &mut String) {
        let mut more = false;
        for (_, argument) in self.args.iter().filter(|(own, _)| *own == name) {
            if more {
                out.push_str(match (name, lang) {
                    ("item", _) => ", ",
                    ("with", _) => "; ",
                    (_, Lang::Vi) => " hoặc ",
                    (_, Lang::En) => " or ",
                });
            }
            argument.push(lang, out);
            more = true;
        }
    }

    /// Whether an argument is that name or text.
    pub(super) fn names(&self, name: &str, text: &str) -> bool {
        let is = |argument: &Argument| matches!(argument, Argument::Name(own) if &**own == text);
        self.args.iter().any(|(own, argument)| *own == name && is(argument))
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.args.iter().any(|(own, _)| *own == name)
    }

    pub(super) fn holds(&self) -> Option<Verdict> {
        self.args.iter().find_map(|(_, argument)| match argument {
            Argument::Verdict(verdict) => Some(*verdict),
            _ => None,
        })
    }

    /// The reason as a sentence without its full stop.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.push_text(lang, &mut out);
        out
    }

    /// Appends what [`Reason::text`] gives.
    pub(super) fn push_text(&self, lang: Lang, out: &mut String) {
        Sentence { of: self, lang, out }.whole();
    }

    fn items_word(&self) -> &'static str {
        if self.args.iter().filter(|(name, _)| *name == "item").count() == 1 { "item" } else { "items" }
    }

    /// Whether the condition on the items is that they are met.
    fn is_being_met(&self) -> bool {
        self.all("condition", Lang::En) == "met"
    }

    /// Whether an argument is the number one. Words that stand for a number, such as a formula, go with many.
    fn is_one(&self, name: &str) -> bool {
        let argument = self.args.iter().find(|(own, _)| *own == name).map(|(_, argument)| argument);
        argument.is_some_and(|argument| match argument {
            Argument::Number(value) => *value == Exact::ONE,
            Argument::Interval(lo, hi, _) | Argument::Shown(lo, hi, _) => lo == hi && *lo == Exact::ONE,
            Argument::Count(count) => *count == 1,
            Argument::Words(words) => words.en == "1",
            Argument::Name(_) | Argument::Verdict(_) | Argument::Withheld => false,
        })
    }
}

/// What stands before and after a sign. These texts are so short that a plain search is the fastest.
fn split(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == sign)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// A reason being put in words.
struct Sentence<'a> {
    of: &'a Reason,
    lang: Lang,
    out: &'a mut String,
}

impl Sentence<'_> {
    /// Appends a text of the language. What stands in braces is the arguments of that name; `{each:point:points}`
    /// is a number with the noun that goes with it.
    fn say(&mut self, vi: &str, en: &str) {
        let mut rest = if self.lang == Lang::Vi { vi } else { en };
        while let Some((plain, from)) = split(rest, b'{') {
            let (name, after) = split(from, b'}').unwrap_or((from, ""));
            self.out.push_str(plain);
            match split(name, b':') {
                None => self.of.push_all(name, self.lang, self.out),
                Some((name, nouns)) => {
                    let (one, many) = split(nouns, b':').unwrap_or((nouns, nouns));
                    self.of.push_all(name, self.lang, self.out);
                    self.out.push(' ');
                    self.out.push_str(if self.of.is_one(name) { one } else { many });
                }
            }
            rest = after;
        }
        self.out.push_str(rest);
    }

    fn whole(&mut self) {
        let of = self.of;
        match of.code {
            ReasonCode::Band => self.say("{what}: {found}; bậc «{band}»", "{what}: {found}; band «{band}»"),
            ReasonCode::StepsAdded => {
                self.say("cộng {steps} bước × {each} điểm", "{steps:step:steps} × {each:point:points} added");
            }
            ReasonCode::StepsTaken => {
                self.say(
                    "trừ {steps} bước × {each} điểm",
                    "{steps:step:steps} × {each:point:points} taken off",
                );
            }
            ReasonCode::LevelChosen => self.say("mức được chọn: {found}", "level chosen: {found}"),
            ReasonCode::Direct => {
                self.say("chấm trực tiếp {points} điểm", "scored directly, {points:point:points}");
            }
            ReasonCode::Formula => {
                self.say("{formula} = {points} điểm", "{formula} = {points:point:points}");
                self.put_in();
            }
            ReasonCode::Gives => self.say("được {points} điểm", "gives {points:point:points}"),
            ReasonCode::Each => self.say(
                "mỗi {rows}: {each} điểm; được {points}",
                "each of {rows}: {each:point:points}; gives {points}",
            ),
            ReasonCode::ClausesGive => self.say(
                "mỗi ý đạt {each} điểm; được {points}",
                "{each:point:points} for each clause met; gives {points}",
            ),
            ReasonCode::Capped => {
                self.say("chạm mức trần {cap} điểm", "reaches the cap of {cap:point:points}");
            }
            ReasonCode::ItemCapped => self.say(
                "cộng được {from}, cả mục không quá {cap} điểm",
                "{from} in all, at most {cap:point:points}",
            ),
            ReasonCode::Zeroed => {
                self.say("tính 0 điểm vì {condition}", "nought because {condition}");
                self.open_mark();
            }
            ReasonCode::Rounded => self.say("{from} → {rounding}", "{from} → {rounding}"),
            ReasonCode::NotApplicable => {
                self.say("chỉ áp dụng khi {condition}", "applies only when {condition}");
                self.open_mark();
                self.say(": {policy}", ": {policy}");
            }
            ReasonCode::HeadingNotApplicable if of.holds() == Some(Verdict::Unknown) => self
                .say("chưa rõ {heading} có áp dụng hay không", "it is not known whether {heading} applies"),
            ReasonCode::HeadingNotApplicable => {
                self.say("vì {heading} không áp dụng", "because {heading} does not apply");
            }
            ReasonCode::OutOfScope if of.has("condition") => {
                self.say("chỉ xét khi {condition}", "only when {condition}");
            }
            ReasonCode::OutOfScope => self.say("ngoài điều kiện lọc", "outside the filter"),
            ReasonCode::Share => self.share(),
            ReasonCode::Compared => {
                self.say(
                    "{what}: {found}, yêu cầu {comparison} {asked}",
                    "{what}: {found}, asked {comparison} {asked}",
                );
                self.parameter();
            }
            ReasonCode::Fact | ReasonCode::Condition => {
                self.say("{what}: ", "{what}: ");
                match of.holds() {
                    None if of.has("verdict") => self.out.push_str(withheld_mark(self.lang)),
                    Some(Verdict::Met) => self.say("có", "yes"),
                    Some(Verdict::NotMet) => self.say("không", "no"),
                    _ => self.say("chưa rõ", "unknown"),
                }
                self.not_asked();
            }
            ReasonCode::AllItemsMet => {
                if of.is_being_met() {
                    self.say("mọi mục đạt", "all items are met");
                } else {
                    self.say("mọi mục thỏa {condition}", "all items satisfy {condition}");
                }
                self.not_asked();
            }
            ReasonCode::ItemsFail | ReasonCode::ItemsUnknown => self.items_reason(),
            ReasonCode::Measured => self.say("{what}: {found}", "{what}: {found}"),
            ReasonCode::NotYetDue => self.say("chưa đến hạn: mốc {day}", "not yet due: by {day}"),
            ReasonCode::Missing => self.say("chưa có trên hồ sơ: {what}", "not on file: {what}"),
            ReasonCode::NotKnown => self.say("chưa rõ: {what}", "not known: {what}"),
            ReasonCode::Waiting if of.has("declared") => self.say(
                "chờ xác minh: {what}, tự khai {declared}",
                "waiting to be verified: {what}, declared as {declared}",
            ),
            ReasonCode::Waiting => self.say("chờ xác minh: {what}", "waiting to be verified: {what}"),
            ReasonCode::SelfDeclared => self.say("theo số tự khai", "as the subject declares"),
            ReasonCode::FiledTwice => self.say(
                "{what}: tự khai {declared}, đã xác minh {verified}",
                "{what}: declared as {declared}, verified as {verified}",
            ),
            ReasonCode::Rejected => self.say("bị bác bỏ", "rejected"),
            ReasonCode::Lapsed => self.result("không còn hiệu lực", "is not valid on the day"),
            ReasonCode::DateUnknown => {
                self.result("chưa rõ còn hiệu lực hay không", "is perhaps not valid: its date is not known")
            }
            ReasonCode::OtherEdition => self.result("là của bản khác", "is of another edition"),
            ReasonCode::OtherPeriod => self.result("là của kỳ khác", "is of another period"),
            ReasonCode::OtherDay => {
                self.say("{what}: số liệu không phải của {day}", "{what}: the figure is not of {day}")
            }
            ReasonCode::WrongSource => {
                self.result("có nguồn không được dùng", "has a source that is not read");
            }
            ReasonCode::NotExpressed => self.say(
                "«{text}» để người xét kết luận ({why})",
                "«{text}» is left to a person's judgement ({why})",
            ),
            ReasonCode::LocalRuleMissing => self.say(
                "địa phương chưa quy định cách tính mục này",
                "no locality has laid down how this item is settled",
            ),
            ReasonCode::ParameterRow => {
                self.say(
                    "{parameter}: {value}, theo dòng từ {from}",
                    "{parameter}: {value}, by the row from {from}",
                );
                if of.has("region") {
                    self.say(" tại vùng «{region}»", " in region «{region}»");
                }
            }
            ReasonCode::SetBy => {
                self.say("theo {set} bản {edition}", "as laid down by {set} edition {edition}");
            }
        }
    }

    /// Items that fail a condition, or of which it is not known.
    fn items_reason(&mut self) {
        let fail = self.of.code == ReasonCode::ItemsFail;
        let one = self.of.items_word() == "item";
        let word = self.of.items_word();
        match (self.of.is_being_met(), fail) {
            (true, true) => {
                self.say("chưa đạt: mục ", "not met: ");
                self.english(&[word, " "]);
                self.say("{item}", "{item}");
            }
            (true, false) => {
                self.say("chưa rõ đạt hay không: mục ", "it is not known whether ");
                self.english(&[word, " "]);
                self.say("{item}", "{item}");
                self.english(&[if one { " is met" } else { " are met" }]);
            }
            (false, true) => {
                self.english(&[if one { "does" } else { "do" }]);
                self.say("chưa thỏa {condition}: mục ", " not satisfy {condition}: ");
                self.english(&[word, " "]);
                self.items();
            }
            (false, false) => {
                self.say("chưa rõ {condition}: mục ", "{condition} is not known for ");
                self.english(&[word, " "]);
                self.items();
            }
        }
    }

    /// Words that only English has.
    fn english(&mut self, words: &[&str]) {
        if self.lang == Lang::En {
            self.out.extend(words.iter().copied());
        }
    }

    /// Items with what was found of each, if that is told: `A (54%), B (60%)`.
    fn items(&mut self) {
        let args = &self.of.args;
        let of = |name: &'static str| args.iter().filter(move |(own, _)| *own == name);
        if of("item").count() != of("value").count() {
            return self.say("{item}", "{item}");
        }
        for (at, ((_, item), (_, value))) in of("item").zip(of("value")).enumerate() {
            self.out.push_str(if at > 0 { ", " } else { "" });
            item.push(self.lang, self.out);
            self.out.push_str(" (");
            value.push(self.lang, self.out);
            self.out.push(')');
        }
    }

    /// The values that were put in a formula; not a lone value that is what came out.
    fn put_in(&mut self) {
        let with = self.of.all("with", self.lang);
        let said = format!("{}: {}", self.of.all("formula", self.lang), self.of.all("points", self.lang));
        if !with.is_empty() && with != said {
            self.out.extend(["; ", &with]);
        }
    }

    /// A filed result that is not used, or not surely.
    fn result(&mut self, vi: &str, en: &str) {
        self.say("kết quả {set} đã nộp ", "the result of {set} on file ");
        self.say(vi, en);
        if self.of.has("rows") {
            self.say(" ({table}: {rows})", " ({table}: {rows})");
        }
    }

    fn share(&mut self) {
        let of = self.of;
        self.say("{what}: ", "{what}: ");
        if of.has("met") {
            self.say("{met}/{counted}", "{met}/{counted}");
        }
        if of.has("unknown") {
            self.say(" (chưa rõ {unknown})", " ({unknown} not known)");
        }
        if of.has("outside") {
            self.say(" (không tính {outside})", " ({outside} left out)");
        }
        self.out.push_str(if of.has("met") { " = " } else { "" });
        self.say("{found}, yêu cầu {comparison} {asked}", "{found}, asked {comparison} {asked}");
        self.parameter();
        if of.has("needed") && of.holds() == Some(Verdict::NotMet) {
            self.say(" (ít nhất {needed})", " (at least {needed})");
        }
    }

    /// The parameter a bar comes from.
    fn parameter(&mut self) {
        if self.of.has("parameter") {
            self.say(" ({parameter})", " ({parameter})");
        }
    }

    /// That a condition which holds, or may, is not to hold.
    fn not_asked(&mut self) {
        if self.of.has("asked") && self.of.holds() != Some(Verdict::NotMet) {
            self.say(", yêu cầu {asked}", ", asked {asked}");
        }
    }

    fn open_mark(&mut self) {
        if self.of.holds() == Some(Verdict::Unknown) {
            self.say(" (chưa rõ)", " (not known)");
        }
    }
}
