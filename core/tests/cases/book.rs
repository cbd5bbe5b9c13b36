//! The book's chapter on findings is made from the pages of `docs/diagnostics/`: code, meaning and
//! samples, in each language.

use crate::blocks::{blocks, set_of};
use crate::markdown;
use std::path::Path;

/// Checks both lists, or writes them anew.
///
/// # Errors
///
/// A page without its two texts, or a list that is not what the pages say.
pub fn check_lists(root: &Path, bless: bool) -> Result<(), String> {
    let mut lists = [
        "# Mã của các phát hiện\n\nDanh sách này viết từ các trang trong `docs/diagnostics/`, không sửa tay.\n`tieuchi explain MÃ` in phần nói về một mã.\nSau mỗi mã là một mẫu gây ra nó, rồi mẫu đã sửa; mẫu chỉ ghi những dòng cần thiết.\n\n".to_owned(),
        "# Codes of findings\n\nThis list is written from the pages of `docs/diagnostics/`, not by hand.\n`tieuchi explain CODE` prints what is said here of a code.\nAfter each code comes a sample that raises it, then the mended one; samples hold only the lines that matter.\n\n"
            .to_owned(),
    ];
    let folder = root.join("docs/diagnostics");
    for (code, path) in markdown(&folder).into_iter().filter(|(code, _)| !code.starts_with("en/")) {
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        // Samples that are Vietnamese stand once more in English.
        let english = std::fs::read_to_string(folder.join(format!("en/{code}.md")));
        let english = english.as_ref().map_or(&text, |page| page);
        if let Some(line) = vietnamese(english)? {
            return Err(format!("{code}: the English sample is Vietnamese; put one in en/{code}.md: {line}"));
        }
        let (_, english) = english.split_once("\n```").ok_or_else(|| format!("{code}: no English sample"))?;
        let (head, samples) = text.split_once("\n```").ok_or_else(|| format!("{code}: no sample"))?;
        let parts: Vec<&str> = head.trim().split("\n\n").collect();
        let [_, vi, en] = parts.as_slice() else {
            return Err(format!("{code}: one text in Vietnamese and one in English stand before the sample"));
        };
        let samples = [(vi, samples, "Sửa lại:"), (en, english, "Mended:")];
        for (list, (meaning, samples, mended)) in lists.iter_mut().zip(samples) {
            let samples = samples.replace("## Sửa lại · Mended", mended).replace("## Mended", mended);
            list.push_str(&format!("## `{code}`\n\n{meaning}\n\n```{}\n\n", samples.trim_end()));
        }
    }
    for (folder, list) in ["vi", "en"].iter().zip(lists) {
        let path = root.join("docs").join(folder).join("src/diagnostics.md");
        let list = format!("{}\n", list.trim_end());
        if bless {
            std::fs::write(&path, &list).map_err(|error| error.to_string())?;
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != list {
            return Err(format!("{} is not what the pages say; run `cargo xtask bless`", path.display()));
        }
    }
    Ok(())
}

/// The first line of the first set of a page that is written in Vietnamese.
/// One that is there to be converted may be, and one that says `vi`.
fn vietnamese(page: &str) -> Result<Option<String>, String> {
    let sets = |kind: &str| ["tieuchi", "library", "edition"].contains(&kind);
    let found = blocks(page)?.into_iter().find(|block| {
        sets(&block.kind)
            && !["times", "convert", "vi"].iter().any(|word| block.says(word))
            && set_of(block).source.text().starts_with("ngôn ngữ vi")
    });
    Ok(found.map(|block| block.text.lines().next().unwrap_or_default().to_owned()))
}
