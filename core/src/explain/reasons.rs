//! Reasons: a closed list of codes with typed arguments, and their words.
//!
//! A code is stable for ever; its sentence may improve. Both languages stand side by side in one
//! `match`, so a reason without a translation does not compile.

use super::fixed;
use crate::describe::{show_exact, show_interval, show_number};
use crate::exact::Exact;
use crate::hir::{Ty, Unit};
use crate::outcome::{Points, Verdict};
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

    const fn ty(self) -> Ty {
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
        match self {
            Self::Number(value) => show_exact(*value, lang),
            Self::Interval(lo, hi, measure) => show_interval(*lo, *hi, &measure.ty(), lang),
            Self::Count(count) => show_number(Exact::whole(*count), lang),
            Self::Words(words) => words.get(lang).to_owned(),
            Self::Name(name) => name.to_string(),
            Self::Verdict(_) => String::new(),
            Self::Withheld => withheld_mark(lang).to_owned(),
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
    pub(super) const fn new(code: ReasonCode) -> Self {
        Self { code, args: Vec::new() }
    }

    fn with(mut self, name: &'static str, argument: Argument) -> Self {
        self.args.push((name, argument));
        self
    }

    pub(super) fn number(self, name: &'static str, value: Exact) -> Self {
        self.with(name, Argument::Number(value))
    }

    pub(super) fn interval(self, name: &'static str, lo: Exact, hi: Exact) -> Self {
        self.with(name, Argument::Interval(lo, hi, Measure::Number))
    }

    pub(super) fn value(self, name: &'static str, lo: Exact, hi: Exact, ty: &Ty) -> Self {
        self.with(name, Argument::Interval(lo, hi, Measure::of(ty)))
    }

    pub(super) fn points(self, points: Points) -> Self {
        self.interval("points", points.certain, points.possible)
    }

    pub(super) fn count(self, name: &'static str, count: i128) -> Self {
        self.with(name, Argument::Count(count))
    }

    pub(super) fn words(self, name: &'static str, words: impl Into<Arc<Bilingual>>) -> Self {
        self.with(name, Argument::Words(words.into()))
    }

    pub(super) fn name(self, name: &'static str, value: impl Into<Arc<str>>) -> Self {
        self.with(name, Argument::Name(value.into()))
    }

    pub(super) fn verdict(self, verdict: Verdict) -> Self {
        self.with("verdict", Argument::Verdict(verdict))
    }

    /// Marks a condition that is not to hold.
    pub(super) fn asked_not(self) -> Self {
        self.words("asked", fixed!("không", "no"))
    }

    pub(super) fn withheld(self, name: &'static str) -> Self {
        self.with(name, Argument::Withheld)
    }

    /// All arguments of a name, joined in words.
    pub(super) fn all(&self, name: &str, lang: Lang) -> String {
        let joint = if lang == Lang::Vi { " hoặc " } else { " or " };
        let parts: Vec<String> = self
            .args
            .iter()
            .filter(|(own, _)| *own == name)
            .map(|(_, argument)| argument.text(lang))
            .collect();
        parts.join(match name {
            "item" => ", ",
            "with" => "; ",
            _ => joint,
        })
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
        let arg = |name: &str| self.all(name, lang);
        let vi = lang == Lang::Vi;
        let pick = |vietnamese: String, english: String| if vi { vietnamese } else { english };
        let points = |name: &str| self.counted(name, "point", "points");
        match self.code {
            ReasonCode::Band => pick(
                format!("{}: {}; bậc «{}»", arg("what"), arg("found"), arg("band")),
                format!("{}: {}; band «{}»", arg("what"), arg("found"), arg("band")),
            ),
            ReasonCode::StepsAdded => pick(
                format!("cộng {} bước × {} điểm", arg("steps"), arg("each")),
                format!("{} × {} added", self.counted("steps", "step", "steps"), points("each")),
            ),
            ReasonCode::StepsTaken => pick(
                format!("trừ {} bước × {} điểm", arg("steps"), arg("each")),
                format!("{} × {} taken off", self.counted("steps", "step", "steps"), points("each")),
            ),
            ReasonCode::LevelChosen => {
                pick(format!("mức được chọn: {}", arg("found")), format!("level chosen: {}", arg("found")))
            }
            ReasonCode::Direct => pick(
                format!("chấm trực tiếp {} điểm", arg("points")),
                format!("scored directly, {}", points("points")),
            ),
            ReasonCode::Formula => pick(
                format!("{} = {} điểm{}", arg("formula"), arg("points"), self.put_in(lang)),
                format!("{} = {}{}", arg("formula"), points("points"), self.put_in(lang)),
            ),
            ReasonCode::Gives => {
                pick(format!("được {} điểm", arg("points")), format!("gives {}", points("points")))
            }
            ReasonCode::Each => pick(
                format!("mỗi {}: {} điểm; được {}", arg("rows"), arg("each"), arg("points")),
                format!("each of {}: {}; gives {}", arg("rows"), points("each"), arg("points")),
            ),
            ReasonCode::ClausesGive => pick(
                format!("mỗi ý đạt {} điểm; được {}", arg("each"), arg("points")),
                format!("{} for each clause met; gives {}", points("each"), arg("points")),
            ),
            ReasonCode::Capped => pick(
                format!("chạm mức trần {} điểm", arg("cap")),
                format!("reaches the cap of {}", points("cap")),
            ),
            ReasonCode::ItemCapped => pick(
                format!("cộng được {}, cả mục không quá {} điểm", arg("from"), arg("cap")),
                format!("{} in all, at most {}", arg("from"), points("cap")),
            ),
            ReasonCode::Zeroed => pick(
                format!("tính 0 điểm vì {}{}", arg("condition"), self.open_mark(lang)),
                format!("nought because {}{}", arg("condition"), self.open_mark(lang)),
            ),
            ReasonCode::Rounded => pick(
                format!("{} → {}", arg("from"), arg("rounding")),
                format!("{} → {}", arg("from"), arg("rounding")),
            ),
            ReasonCode::NotApplicable => pick(
                format!("chỉ áp dụng khi {}{}: {}", arg("condition"), self.open_mark(lang), arg("policy")),
                format!("applies only when {}{}: {}", arg("condition"), self.open_mark(lang), arg("policy")),
            ),
            ReasonCode::HeadingNotApplicable if self.holds() == Some(Verdict::Unknown) => pick(
                format!("chưa rõ {} có áp dụng hay không", arg("heading")),
                format!("it is not known whether {} applies", arg("heading")),
            ),
            ReasonCode::HeadingNotApplicable => pick(
                format!("vì {} không áp dụng", arg("heading")),
                format!("because {} does not apply", arg("heading")),
            ),
            ReasonCode::OutOfScope => {
                if self.has("condition") {
                    pick(
                        format!("chỉ xét khi {}", arg("condition")),
                        format!("only when {}", arg("condition")),
                    )
                } else {
                    pick("ngoài điều kiện lọc".to_owned(), "outside the filter".to_owned())
                }
            }
            ReasonCode::Share => self.share_text(lang),
            ReasonCode::Compared => pick(
                format!(
                    "{}: {}, yêu cầu {} {}{}",
                    arg("what"),
                    arg("found"),
                    arg("comparison"),
                    arg("asked"),
                    self.parameter(lang)
                ),
                format!(
                    "{}: {}, asked {} {}{}",
                    arg("what"),
                    arg("found"),
                    arg("comparison"),
                    arg("asked"),
                    self.parameter(lang)
                ),
            ),
            ReasonCode::Fact | ReasonCode::Condition => {
                let verdict = match (self.holds(), vi) {
                    (None, _) if self.has("verdict") => withheld_mark(lang),
                    (Some(Verdict::Met), true) => "có",
                    (Some(Verdict::Met), false) => "yes",
                    (Some(Verdict::NotMet), true) => "không",
                    (Some(Verdict::NotMet), false) => "no",
                    (_, true) => "chưa rõ",
                    (_, false) => "unknown",
                };
                format!("{}: {verdict}{}", arg("what"), self.not_asked(lang))
            }
            ReasonCode::AllItemsMet if self.is_being_met() => pick(
                format!("mọi mục đạt{}", self.not_asked(lang)),
                format!("all items are met{}", self.not_asked(lang)),
            ),
            ReasonCode::AllItemsMet => pick(
                format!("mọi mục thỏa {}{}", arg("condition"), self.not_asked(lang)),
                format!("all items satisfy {}{}", arg("condition"), self.not_asked(lang)),
            ),
            ReasonCode::ItemsFail if self.is_being_met() => pick(
                format!("chưa đạt: mục {}", arg("item")),
                format!("not met: {} {}", self.items_word(), arg("item")),
            ),
            ReasonCode::ItemsUnknown if self.is_being_met() => pick(
                format!("chưa rõ đạt hay không: mục {}", arg("item")),
                format!("it is not known whether {} {} {} met", self.items_word(), arg("item"), self.verb()),
            ),
            ReasonCode::ItemsFail => {
                pick(format!("chưa thỏa {}: mục {}", arg("condition"), self.items(lang)), {
                    let item = self.items_word();
                    let verb = if item == "item" { "does" } else { "do" };
                    format!("{verb} not satisfy {}: {item} {}", arg("condition"), self.items(lang))
                })
            }
            ReasonCode::ItemsUnknown => pick(
                format!("chưa rõ {}: mục {}", arg("condition"), self.items(lang)),
                format!("{} is not known for {} {}", arg("condition"), self.items_word(), self.items(lang)),
            ),
            ReasonCode::Measured => format!("{}: {}", arg("what"), arg("found")),
            ReasonCode::NotYetDue => {
                pick(format!("chưa đến hạn: mốc {}", arg("day")), format!("not yet due: by {}", arg("day")))
            }
            ReasonCode::Missing => {
                pick(format!("chưa có trên hồ sơ: {}", arg("what")), format!("not on file: {}", arg("what")))
            }
            ReasonCode::NotKnown => {
                pick(format!("chưa rõ: {}", arg("what")), format!("not known: {}", arg("what")))
            }
            ReasonCode::Waiting if self.has("declared") => pick(
                format!("chờ xác minh: {}, tự khai {}", arg("what"), arg("declared")),
                format!("waiting to be verified: {}, declared as {}", arg("what"), arg("declared")),
            ),
            ReasonCode::Waiting => pick(
                format!("chờ xác minh: {}", arg("what")),
                format!("waiting to be verified: {}", arg("what")),
            ),
            ReasonCode::SelfDeclared => {
                pick("theo số tự khai".to_owned(), "as the subject declares".to_owned())
            }
            ReasonCode::FiledTwice => pick(
                format!("{}: tự khai {}, đã xác minh {}", arg("what"), arg("declared"), arg("verified")),
                format!("{}: declared as {}, verified as {}", arg("what"), arg("declared"), arg("verified")),
            ),
            ReasonCode::Rejected => pick("bị bác bỏ".to_owned(), "rejected".to_owned()),
            ReasonCode::Lapsed => self.result_text(lang, "không còn hiệu lực", "is not valid on the day"),
            ReasonCode::DateUnknown => self.result_text(
                lang,
                "chưa rõ còn hiệu lực hay không",
                "is perhaps not valid: its date is not known",
            ),
            ReasonCode::OtherEdition => self.result_text(lang, "là của bản khác", "is of another edition"),
            ReasonCode::OtherPeriod => self.result_text(lang, "là của kỳ khác", "is of another period"),
            ReasonCode::OtherDay => pick(
                format!("{}: số liệu không phải của {}", arg("what"), arg("day")),
                format!("{}: the figure is not of {}", arg("what"), arg("day")),
            ),
            ReasonCode::WrongSource => {
                self.result_text(lang, "có nguồn không được dùng", "has a source that is not read")
            }
            ReasonCode::NotExpressed => pick(
                format!("«{}» để người xét kết luận ({})", arg("text"), arg("why")),
                format!("«{}» is left to a person's judgement ({})", arg("text"), arg("why")),
            ),
            ReasonCode::LocalRuleMissing => pick(
                "địa phương chưa quy định cách tính mục này".to_owned(),
                "no locality has laid down how this item is settled".to_owned(),
            ),
            ReasonCode::ParameterRow => {
                let region = if self.has("region") {
                    pick(format!(" tại vùng «{}»", arg("region")), format!(" in region «{}»", arg("region")))
                } else {
                    String::new()
                };
                let (name, value, from) = (arg("parameter"), arg("value"), arg("from"));
                pick(
                    format!("{name}: {value}, theo dòng từ {from}{region}"),
                    format!("{name}: {value}, by the row from {from}{region}"),
                )
            }
            ReasonCode::SetBy => pick(
                format!("theo {} bản {}", arg("set"), arg("edition")),
                format!("as laid down by {} edition {}", arg("set"), arg("edition")),
            ),
        }
    }

    /// A number in English with the noun that goes with it. Words that stand for a number, such as
    /// a formula, go with many.
    fn counted(&self, name: &str, one: &str, many: &str) -> String {
        let number =
            self.args.iter().find(|(own, _)| *own == name).and_then(|(_, argument)| match argument {
                Argument::Number(value) => Some(*value),
                Argument::Interval(lo, hi, _) if lo == hi => Some(*lo),
                Argument::Count(count) => Some(Exact::whole(*count)),
                Argument::Words(words) if words.en == "1" => Some(Exact::ONE),
                Argument::Interval(..)
                | Argument::Words(_)
                | Argument::Name(_)
                | Argument::Verdict(_)
                | Argument::Withheld => None,
            });
        let word = if number == Some(Exact::ONE) { one } else { many };
        format!("{} {word}", self.all(name, Lang::En))
    }

    /// The values that were put in a formula; not a lone value that is what came out.
    fn put_in(&self, lang: Lang) -> String {
        let with = self.all("with", lang);
        let said = format!("{}: {}", self.all("formula", lang), self.all("points", lang));
        if with.is_empty() || with == said { String::new() } else { format!("; {with}") }
    }

    /// Items with what was found of each, if that is told: `A (54%), B (60%)`.
    fn items(&self, lang: Lang) -> String {
        let of = |name: &'static str| self.args.iter().filter(move |(own, _)| *own == name);
        if of("item").count() != of("value").count() {
            return self.all("item", lang);
        }
        let each: Vec<String> = of("item")
            .zip(of("value"))
            .map(|((_, item), (_, value))| format!("{} ({})", item.text(lang), value.text(lang)))
            .collect();
        each.join(", ")
    }

    fn items_word(&self) -> &'static str {
        if self.args.iter().filter(|(name, _)| *name == "item").count() == 1 { "item" } else { "items" }
    }

    fn verb(&self) -> &'static str {
        if self.items_word() == "item" { "is" } else { "are" }
    }

    /// Whether the condition on the items is that they are met.
    fn is_being_met(&self) -> bool {
        self.all("condition", Lang::En) == "met"
    }

    /// A filed result that is not used, or not surely.
    fn result_text(&self, lang: Lang, vi: &str, en: &str) -> String {
        let set = self.all("set", lang);
        let rows = if self.has("rows") {
            format!(" ({}: {})", self.all("table", lang), self.all("rows", lang))
        } else {
            String::new()
        };
        match lang {
            Lang::Vi => format!("kết quả {set} đã nộp {vi}{rows}"),
            Lang::En => format!("the result of {set} on file {en}{rows}"),
        }
    }

    fn share_text(&self, lang: Lang) -> String {
        let arg = |name: &str| self.all(name, lang);
        let vi = lang == Lang::Vi;
        let mut out = format!("{}: ", arg("what"));
        if self.has("met") {
            out.push_str(&format!("{}/{}", arg("met"), arg("counted")));
        }
        if self.has("unknown") {
            let unknown = arg("unknown");
            out.push_str(&if vi {
                format!(" (chưa rõ {unknown})")
            } else {
                format!(" ({unknown} not known)")
            });
        }
        if self.has("outside") {
            let outside = arg("outside");
            out.push_str(&if vi {
                format!(" (không tính {outside})")
            } else {
                format!(" ({outside} left out)")
            });
        }
        out.push_str(&format!("{}{}", if self.has("met") { " = " } else { "" }, arg("found")));
        let asked = format!("{} {}{}", arg("comparison"), arg("asked"), self.parameter(lang));
        out.push_str(&if vi { format!(", yêu cầu {asked}") } else { format!(", asked {asked}") });
        if self.has("needed") && self.holds() == Some(Verdict::NotMet) {
            let needed = arg("needed");
            out.push_str(&if vi {
                format!(" (ít nhất {needed})")
            } else {
                format!(" (at least {needed})")
            });
        }
        out
    }

    /// The parameter a bar comes from.
    fn parameter(&self, lang: Lang) -> String {
        if self.has("parameter") { format!(" ({})", self.all("parameter", lang)) } else { String::new() }
    }

    /// That a condition which holds, or may, is not to hold.
    fn not_asked(&self, lang: Lang) -> String {
        match (self.has("asked"), self.holds(), lang) {
            (false, ..) | (true, Some(Verdict::NotMet), _) => String::new(),
            (true, _, Lang::Vi) => format!(", yêu cầu {}", self.all("asked", lang)),
            (true, _, Lang::En) => format!(", asked {}", self.all("asked", lang)),
        }
    }

    fn open_mark(&self, lang: Lang) -> &'static str {
        match (self.holds(), lang) {
            (Some(Verdict::Unknown), Lang::Vi) => " (chưa rõ)",
            (Some(Verdict::Unknown), Lang::En) => " (not known)",
            _ => "",
        }
    }
}
