//! `cargo xtask dossiers`: the shipped dossiers against the shipped sets, with reasons.

use crate::{Failed, command, program, root, run};
use std::fs;
use std::path::{Path, PathBuf};

/// Set, beginning of its dossiers' paths, period. All below `examples/`.
const SHOWN: &[(&str, &str, &str)] = &[
    ("324-QD-KHVN/cong-dan-hoc-tap", "324-QD-KHVN/dossiers/", "2025"),
    ("thi-diem-2021/cong-dan-hoc-tap", "thi-diem-2021/dossiers/", "2021"),
    ("mau-cdht-minh-chung/cong-dan-hoc-tap-minh-chung", "mau-cdht-minh-chung/dossiers/", "2025"),
    ("24-2023-TT-BGDDT/don-vi-hoc-tap-cap-huyen", "24-2023-TT-BGDDT/dossiers/huyen-", "2025"),
    ("24-2023-TT-BGDDT/don-vi-hoc-tap-cap-tinh", "24-2023-TT-BGDDT/dossiers/tinh-", "2025"),
    ("25-2023-TT-BGDDT/cong-dong-hoc-tap-cap-xa", "25-2023-TT-BGDDT/dossiers/xa-", "2025"),
    ("25-2023-TT-BGDDT/cong-dong-hoc-tap-cap-huyen", "25-2023-TT-BGDDT/dossiers/huyen-", "2025"),
    ("25-2023-TT-BGDDT/cong-dong-hoc-tap-cap-tinh", "25-2023-TT-BGDDT/dossiers/tinh-", "2025"),
    ("20-2014-ND-CP/pho-cap-giao-duc-mam-non", "20-2014-ND-CP/dossiers/mam-non-", "2025"),
    ("20-2014-ND-CP/pho-cap-giao-duc-tieu-hoc", "20-2014-ND-CP/dossiers/tieu-hoc-", "2025"),
    ("20-2014-ND-CP/pho-cap-giao-duc-trung-hoc-co-so", "20-2014-ND-CP/dossiers/trung-hoc-co-so-", "2025"),
    ("20-2014-ND-CP/xoa-mu-chu", "20-2014-ND-CP/dossiers/xoa-mu-chu-", "2025"),
    ("22-2020-TT-BGDDT/don-vi-hoc-tap", "22-2020-TT-BGDDT/dossiers/", "2022"),
    ("44-2014-TT-BGDDT/cong-dong-hoc-tap-cap-xa", "44-2014-TT-BGDDT/dossiers/", "2022"),
    ("448-QD-KHVN/gia-dinh-hoc-tap", "448-QD-KHVN/dossiers/gia-dinh-", "2018"),
    ("448-QD-KHVN/dong-ho-hoc-tap", "448-QD-KHVN/dossiers/dong-ho-", "2018"),
    ("448-QD-KHVN/cong-dong-hoc-tap-thon", "448-QD-KHVN/dossiers/thon-", "2018"),
    ("448-QD-KHVN/don-vi-hoc-tap", "448-QD-KHVN/dossiers/don-vi-", "2018"),
    ("281-QD-TTg/muc-tieu-mo-hinh-hoc-tap", "281-QD-TTg/dossiers/", "2020"),
    ("387-QD-TTg/muc-tieu-mo-hinh-hoc-tap", "387-QD-TTg/dossiers/", "2025"),
    ("677-QD-TTg/muc-tieu-chuong-trinh", "677-QD-TTg/dossiers/chuong-trinh-", "2025"),
    ("677-QD-TTg/muc-tieu-an-giang", "677-QD-TTg/dossiers/an-giang-", "2025"),
    ("1373-QD-TTg/muc-tieu-xa-hoi-hoc-tap", "1373-QD-TTg/dossiers/", "2025"),
];

/// Builds the command line and shows every dossier.
pub fn run_all() -> Result<(), Failed> {
    let program = program("tieuchi-cli", "tieuchi")?;
    let dossiers = dossiers();
    for (set, begins, period) in SHOWN {
        let set = format!("examples/{set}.tieuchi");
        let own: Vec<String> = dossiers
            .iter()
            .filter(|path| path.starts_with(begins))
            .map(|path| format!("examples/{path}"))
            .collect();
        let mut command = command(&program.to_string_lossy());
        command.args(["evaluate", &set, "--period", period, "--explain", "decisive"]).args(&own);
        run(&mut command)?;
        println!();
    }
    Ok(())
}

/// Every dossier below `examples/`, sorted, with `/` between its parts.
fn dossiers() -> Vec<String> {
    let mut out = Vec::new();
    for folder in entries(&root().join("examples")) {
        for file in entries(&folder.join("dossiers")) {
            if let (Some(folder), Some(name)) = (folder.file_name(), file.file_name()) {
                out.push(format!("{}/dossiers/{}", folder.to_string_lossy(), name.to_string_lossy()));
            }
        }
    }
    out.sort();
    out
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder)
        .map(|list| list.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_dossier_is_shown_with_one_set() {
        for dossier in dossiers() {
            let sets = SHOWN.iter().filter(|(_, begins, _)| dossier.starts_with(begins)).count();
            assert_eq!(sets, 1, "{dossier}");
        }
        for (set, ..) in SHOWN {
            assert!(root().join(format!("examples/{set}.tieuchi")).is_file(), "{set}");
        }
    }
}
