//! The names the language itself gives, in both languages; the core gives them meaning.

use crate::diagnostic::Lang;

macro_rules! builtins {
    ($($name:ident $vi:literal $en:literal;)+) => {
        /// A name owned by the language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Builtin { $(#[doc = $en] $name,)+ }

        /// All of them with their Vietnamese and English words.
        pub const BUILTINS: &[(Builtin, &str, &str)] = &[$((Builtin::$name, $vi, $en),)+];
    };
}

builtins! {
    TotalPoints "tổng_điểm" "total_points";
    RawTotal "tổng_điểm_thô" "raw_total";
    BaseTotal "tổng_điểm_gốc" "base_total";
    LevelJudged "mức_đang_xét" "level_judged";
    Judged "được_kết_luận" "judged";
    Points "điểm" "points";
    MaxPoints "tối_đa" "max_points";
    ShareOfPoints "phần_điểm" "share_of_points";
    Met "đạt" "met";
    Code "mã" "code";
    Larger "lớn_nhất" "larger";
    Smaller "nhỏ_nhất" "smaller";
    Remainder "phần_dư" "remainder";
    NumberOf "trị_số" "number_of";
    Applicable "áp_dụng" "applicable";
    Class "loại" "class";
    DecisionDate "ngày" "date";
    ResultEdition "bản" "edition";
    ResultPeriod "kỳ" "period";
    NoClass "không_xếp_loại" "no_class";
    Parts "phần" "parts";
    Fields "lĩnh_vực" "fields";
    Pillars "trụ_cột" "pillars";
    Standards "tiêu_chuẩn" "standards";
    SubCriteria "tiêu_chí_thành_phần" "sub_criteria";
    Criteria "tiêu_chí" "criteria";
    SubIndicators "chỉ_số_thành_phần" "sub_indicators";
    Indicators "chỉ_số" "indicators";
    Targets "chỉ_tiêu" "targets";
    Contents "nội_dung" "contents";
}

impl Builtin {
    /// The built-in name written so in that language.
    #[must_use]
    pub fn find(lang: Lang, name: &str) -> Option<Self> {
        BUILTINS
            .iter()
            .find(|(_, vi, en)| name == if lang == Lang::Vi { *vi } else { *en })
            .map(|(builtin, _, _)| *builtin)
    }

    /// How it is written in that language.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        BUILTINS
            .iter()
            .find(|(builtin, _, _)| *builtin == self)
            .map_or("", |(_, vi, en)| if lang == Lang::Vi { vi } else { en })
    }
}
