//! The answer in words, Vietnamese and English, from the one structured form.

use super::{
    Action, Decider, DeciderKind, Element, ItemLoss, Piece, Reach, Remark, RemarkCode, RestsOn, Suffices,
    SufficientSet,
};
use crate::describe::{is_cut, is_mixed, lower_first, show_exact, show_interval, show_number, show_value};
use crate::exact::Exact;
use crate::hir::{Ty, Unit};
use crate::outcome::{Points, Verdict};
use crate::text::counted;
use std::fmt::Write as _;
use tieuchi_grammar::Lang;

const fn pick<'t>(lang: Lang, vi: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

impl Suffices {
    /// The answer in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let mut out = String::new();
        let label = &self.label;
        let head = match (self.reach, lang) {
            (Reach::Certain, Lang::Vi) => format!("«{label}»: đã chắc chắn đạt, không cần thêm gì"),
            (Reach::Certain, Lang::En) => format!("«{label}»: certain already, nothing is needed"),
            (Reach::Possible, Lang::Vi) => format!("«{label}»: chưa chắc chắn"),
            (Reach::Possible, Lang::En) => format!("«{label}»: not certain yet"),
            (Reach::OutOfReach, Lang::Vi) => format!(
                "«{label}»: không thể đạt, dù bổ sung minh chứng nào; minh chứng khai `thiếu thì không có` chỉ tính những gì đã có"
            ),
            (Reach::OutOfReach, Lang::En) => format!(
                "«{label}»: out of reach, whatever is still filed; of evidence declared `if missing none` only what is on file counts"
            ),
        };
        out.push_str(&head);
        if let Some(total) = self.total {
            let _ = write!(out, " · {} {}", points(total, lang), pick(lang, "điểm", "points"));
        }
        if let Some(missing) = self.points_missing.filter(|_| self.reach != Reach::Certain) {
            let missing = show_exact(missing, lang);
            let _ = match lang {
                Lang::Vi => write!(out, ", còn thiếu ít nhất {missing} điểm"),
                Lang::En => write!(out, ", at least {missing} points missing"),
            };
        }
        out.push('\n');
        for cause in &self.causes {
            let _ = writeln!(out, "  {}", cause.text_line(lang));
        }
        self.write_sets(lang, &mut out);
        if self.reach != Reach::Certain {
            for item in &self.items {
                item.write(lang, &mut out);
            }
        }
        if !self.irrelevant.is_empty() {
            let list: Vec<String> = self.irrelevant.iter().map(|piece| piece.text(lang)).collect();
            let words = pick(lang, "không ảnh hưởng, dù thế nào", "changes nothing, however it turns out");
            let _ = writeln!(out, "  {words}: {}", list.join("; "));
        }
        for remark in &self.remarks {
            let _ = writeln!(out, "  [{}] {}", remark.code.code(), remark.text(lang));
        }
        if self.reach == Reach::Possible {
            let (most, tried) = (self.search.most, Exact::whole(i128::from(self.search.evaluations)));
            let tried = show_number(tried, lang);
            let _ = match lang {
                Lang::Vi => writeln!(out, "  đã tìm các cách có không quá {most} việc; đã thử {tried} hồ sơ"),
                Lang::En => {
                    writeln!(out, "  looked for sets of at most {}; {tried} dossiers tried", things(most))
                }
            };
        }
        out
    }

    fn write_sets(&self, lang: Lang, out: &mut String) {
        if self.reach != Reach::Possible {
            return;
        }
        if self.sets.is_empty() {
            let most = self.search.most;
            let _ = match (self.search.ended_at, lang) {
                (None, Lang::Vi) => writeln!(out, "  không có cách nào đủ mà chỉ gồm {most} việc trở xuống"),
                (None, Lang::En) => writeln!(out, "  no set of at most {} suffices", things(most)),
                (Some(_), Lang::Vi) => writeln!(out, "  chưa tìm thấy cách nào khi việc tìm kết thúc"),
                (Some(_), Lang::En) => writeln!(out, "  no set was found before the search ended"),
            };
            return;
        }
        let _ = writeln!(
            out,
            "  {}",
            pick(lang, "đủ để đạt, mỗi dòng là một cách:", "what suffices, each line by itself:")
        );
        for set in &self.sets {
            let _ = writeln!(out, "    - {}", set.text(lang));
        }
    }
}

fn things(count: usize) -> String {
    counted(count, "thing", "things")
}

fn points(points: Points, lang: Lang) -> String {
    show_interval(points.certain, points.possible, &Ty::Number(Unit::Points), lang)
}

impl SufficientSet {
    /// What to do, and the points then.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let list: Vec<String> = self.elements.iter().map(|element| element.text(lang)).collect();
        let mut text = list.join(pick(lang, "; và ", "; and "));
        if let Some(total) = self.total {
            let _ = write!(text, " → {} {}", points(total, lang), pick(lang, "điểm", "points"));
        }
        text
    }
}

impl Element {
    /// What to do, in words.
    ///
    /// In the middle of a sentence, so it begins small.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let what = self.piece.text(lang);
        let conditions: Vec<String> = self
            .conditions
            .iter()
            .map(|condition| match self.action {
                Action::Add => format!("{}: {}", lower_first(&condition.label), condition.text.get(lang)),
                Action::Settle
                | Action::Verify
                | Action::Reject
                | Action::Judge
                | Action::Score
                | Action::ChooseLevel
                | Action::FileResult => condition.text.get(lang).to_owned(),
            })
            .collect();
        let conditions = conditions.join("; ");
        let count = self.count;
        match (self.action, lang) {
            (Action::Settle, _) => format!("{what}: {conditions}"),
            (Action::Verify, Lang::Vi) => format!("xác minh {what}"),
            (Action::Verify, Lang::En) => format!("verify {what}"),
            (Action::Reject, Lang::Vi) => format!("kết luận {what} không được tính"),
            (Action::Reject, Lang::En) => format!("find that {what} does not count"),
            (Action::Add, Lang::Vi) if conditions.is_empty() => format!("thêm {count} {what}"),
            (Action::Add, Lang::En) if conditions.is_empty() => format!("{count} more: {what}"),
            (Action::Add, Lang::Vi) => format!("thêm {count} {what} ({conditions})"),
            (Action::Add, Lang::En) => format!("{count} more: {what} ({conditions})"),
            (Action::Judge, Lang::Vi) => format!("kết luận về {what}: {conditions}"),
            (Action::Judge, Lang::En) => format!("judge {what}: {conditions}"),
            (Action::Score, Lang::Vi) => format!("chấm {what}: {conditions}"),
            (Action::Score, Lang::En) => format!("score {what}: {conditions}"),
            (Action::ChooseLevel, Lang::Vi) => format!("chọn mức ở {what}: {conditions}"),
            (Action::ChooseLevel, Lang::En) => format!("choose the level of {what}: {conditions}"),
            (Action::FileResult, Lang::Vi) => format!("kết quả {what}: {conditions}"),
            (Action::FileResult, Lang::En) => format!("the result of {what}: {conditions}"),
        }
    }
}

impl Piece {
    /// What it is, in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let mut text = String::new();
        if let Some((_, label)) = &self.table {
            text.push_str(&lower_first(label));
        }
        if let Some(row) = self.row {
            let _ = if self.id.is_empty() {
                write!(text, " {} {}", pick(lang, "số", "no."), row + 1)
            } else {
                write!(text, " {}", self.id)
            };
        }
        if let Some((name, label)) = &self.field {
            if !text.is_empty() {
                text.push_str(", ");
            }
            // A name is written as the set writes it.
            if name == label {
                text.push_str(name);
            } else {
                text.push_str(&lower_first(label));
            }
        }
        match (self.years_back, lang) {
            (0, _) => {}
            (1, Lang::Vi) => text.push_str(" năm trước"),
            (1, Lang::En) => text.push_str(" last year"),
            (back, Lang::Vi) => {
                let _ = write!(text, " {back} năm trước");
            }
            (back, Lang::En) => {
                let _ = write!(text, " {back} years ago");
            }
        }
        text
    }
}

impl Decider {
    fn text_line(&self, lang: Lang) -> String {
        let what = match (self.kind, lang) {
            (DeciderKind::Scope, Lang::Vi) => format!("đối tượng áp dụng: {}", self.text.vi),
            (DeciderKind::Scope, Lang::En) => format!("whom the set applies to: {}", self.text.en),
            (DeciderKind::Gate, Lang::Vi) => format!("điều kiện {}: {}", self.name, self.text.vi),
            (DeciderKind::Gate, Lang::En) => format!("gate {}: {}", self.name, self.text.en),
            (DeciderKind::Threshold | DeciderKind::Condition, _) => self.text.get(lang).to_owned(),
        };
        let verdict = match (self.verdict, lang) {
            (Verdict::Met, Lang::Vi) => "đạt",
            (Verdict::Met, Lang::En) => "met",
            (Verdict::NotMet, Lang::Vi) => "KHÔNG ĐẠT",
            (Verdict::NotMet, Lang::En) => "NOT MET",
            (Verdict::Unknown, Lang::Vi) => "CHƯA RÕ",
            (Verdict::Unknown, Lang::En) => "NOT KNOWN YET",
            (Verdict::NotApplicable, Lang::Vi) => "không áp dụng",
            (Verdict::NotApplicable, Lang::En) => "not applicable",
        };
        let mut line = format!("{what}  {verdict}");
        if let (Some(have), Some(need)) = (self.have, self.need) {
            let ty = Ty::Number(if self.percent { Unit::Ratio } else { Unit::None });
            let now = show_interval(have.certain, have.possible, &ty, lang);
            let _ = match lang {
                Lang::Vi => write!(line, ": đang có {now}, cần {}", show_value(need, &ty, lang)),
                Lang::En => write!(line, ": {now} now, {} needed", show_value(need, &ty, lang)),
            };
            if have.reachable != have.possible {
                let most = show_value(have.reachable, &ty, lang);
                let _ = match lang {
                    Lang::Vi => write!(line, ", bổ sung thì tới {most}"),
                    Lang::En => write!(line, ", up to {most} with more evidence"),
                };
            }
        }
        line
    }
}

impl ItemLoss {
    fn write(&self, lang: Lang, out: &mut String) {
        // All numbers of an item in one style: where one is no short fraction, none is.
        let mut all = self.raises.iter().map(|raise| raise.gain).chain([self.lost]);
        let show = if all.any(|value| is_cut(value) && !is_mixed(value)) { show_number } else { show_exact };
        let lost = show(self.lost, lang);
        let _ = match lang {
            Lang::Vi => writeln!(out, "  mục {} {}: mất {lost} điểm", self.code, self.label),
            Lang::En => writeln!(out, "  {} {}: {lost} points lost", self.code, self.label),
        };
        for raise in &self.raises {
            let gain = show(raise.gain, lang);
            let _ = writeln!(out, "    +{gain}: {}", raise.element.text(lang));
        }
        if self.more > 0 {
            let _ = match (lang, self.more) {
                (Lang::Vi, more) => writeln!(out, "    … còn {more} nấc nữa ở giữa"),
                (Lang::En, 1) => writeln!(out, "    … and 1 more step in between"),
                (Lang::En, more) => writeln!(out, "    … and {more} more steps in between"),
            };
        }
    }
}

macro_rules! names {
    ($($code:ident $name:literal;)+) => {
        impl RemarkCode {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            /// Its name, stable for ever.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$code => $name,)+ }
            }
        }
    };
}

names! {
    BoundReached "bound-reached";
    BothWays "raises-and-lowers";
    OnlyLowers "only-lowers";
    TooManyUnknowns "too-many-unknowns";
    TooManyKinds "too-many-kinds";
    NothingCounts "nothing-counts";
    MoreThanTried "more-than-tried";
    AsAGroup "as-a-group";
    LocalRule "local-rule";
    PointsOfResult "points-of-result";
    NotLeast "not-least";
}

impl Remark {
    /// What it says, in words.
    #[must_use]
    pub fn text(&self, lang: Lang) -> String {
        let what = self.about.as_ref().map(|about| about.text(lang)).unwrap_or_default();
        let count = self.count;
        match (self.code, lang) {
            (RemarkCode::BoundReached, Lang::Vi) => {
                format!("đã chạm giới hạn số lần thử: các cách gồm {count} việc trở lên chưa được thử hết")
            }
            (RemarkCode::BoundReached, Lang::En) => {
                format!(
                    "the bound on trials was reached: sets of {} or more were not all tried",
                    things(count)
                )
            }
            (RemarkCode::BothWays, Lang::Vi) => {
                format!(
                    "thêm {what} có thể làm tăng hoặc làm giảm kết quả: chỉ đúng với đúng số lượng đã nêu"
                )
            }
            (RemarkCode::BothWays, Lang::En) => {
                format!(
                    "more of {what} can raise or lower the result: what is said holds for the very amounts only"
                )
            }
            (RemarkCode::OnlyLowers, Lang::Vi) => {
                format!("thêm {what} chỉ có thể làm giảm kết quả nên không thử")
            }
            (RemarkCode::OnlyLowers, Lang::En) => {
                format!("more of {what} can only lower the result, so none is tried")
            }
            (RemarkCode::TooManyUnknowns, Lang::Vi) => format!("còn {count} điều chưa rõ nữa không được thử"),
            (RemarkCode::TooManyUnknowns, Lang::En) => format!("{count} further unknowns were not tried"),
            (RemarkCode::TooManyKinds, Lang::Vi) => format!("chưa thử hết các kiểu {what}"),
            (RemarkCode::TooManyKinds, Lang::En) => format!("not all kinds of {what} were tried"),
            (RemarkCode::NothingCounts, Lang::Vi) => format!("thêm một {what} không thay đổi gì"),
            (RemarkCode::NothingCounts, Lang::En) => format!("one more of {what} changes nothing"),
            (RemarkCode::MoreThanTried, Lang::Vi) => format!("chưa thử thêm quá {count} {what}"),
            (RemarkCode::MoreThanTried, Lang::En) => {
                format!("more than {count} further of {what} were not tried")
            }
            (RemarkCode::AsAGroup, Lang::Vi) => {
                format!(
                    "{what}: dòng thay cho nhiều đối tượng giống nhau được xét một lượt, không xét từng đối tượng"
                )
            }
            (RemarkCode::AsAGroup, Lang::En) => {
                format!("{what}: a row that stands for several is settled at once, not one by one")
            }
            (RemarkCode::LocalRule, Lang::Vi) => {
                format!("{what}: còn chờ quy định của địa phương, không phải minh chứng")
            }
            (RemarkCode::LocalRule, Lang::En) => {
                format!("{what}: waits for a local rule, which is not evidence")
            }
            (RemarkCode::PointsOfResult, Lang::Vi) => format!("kết quả {what}: chỉ thử với số điểm cao nhất"),
            (RemarkCode::PointsOfResult, Lang::En) => {
                format!("the result of {what}: tried with its greatest points only")
            }
            (RemarkCode::NotLeast, Lang::Vi) => {
                format!(
                    "{what}: chưa thử hết các giá trị; giá trị nêu ra là đủ nhưng có thể chưa phải ít nhất"
                )
            }
            (RemarkCode::NotLeast, Lang::En) => {
                format!("{what}: not all values were tried; what is shown suffices but may not be the least")
            }
        }
    }
}

impl RestsOn {
    /// What the class rests on, in words. Lines end with `\n`.
    #[must_use]
    pub fn to_text(&self, lang: Lang) -> String {
        let class = &self.class;
        let tried = self.tried;
        let mut out = match (self.held, self.pieces.is_empty(), lang) {
            (false, _, Lang::Vi) => format!("{class}: chưa chắc chắn đạt nên không có gì để mất\n"),
            (false, _, Lang::En) => format!("{class}: not certain, so there is nothing to lose\n"),
            (true, true, Lang::Vi) => {
                format!("{class}: bác bỏ bất kỳ một minh chứng nào trong {tried} cũng không mất\n")
            }
            (true, true, Lang::En) => {
                format!("{class}: no single one of {tried} pieces loses it if rejected\n")
            }
            (true, false, Lang::Vi) => {
                format!("{class}: mất nếu bác bỏ một trong các minh chứng sau (đã thử {tried}):\n")
            }
            (true, false, Lang::En) => {
                format!("{class}: lost if any one of these is rejected ({tried} tried):\n")
            }
        };
        for piece in &self.pieces {
            let _ = writeln!(out, "  - {}", piece.text(lang));
        }
        out
    }
}
