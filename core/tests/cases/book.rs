//! The book's chapter on findings is made from the pages of `docs/diagnostics/`: code, meaning and
//! samples, in each language.

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
    for (code, path) in markdown(&root.join("docs/diagnostics")) {
        let text = std::fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let (head, samples) = text.split_once("\n```").ok_or_else(|| format!("{code}: no sample"))?;
        let parts: Vec<&str> = head.trim().split("\n\n").collect();
        let [_, vi, en] = parts.as_slice() else {
            return Err(format!("{code}: one text in Vietnamese and one in English stand before the sample"));
        };
        for ((list, meaning), mended) in lists.iter_mut().zip([vi, en]).zip(["Sửa lại:", "Mended:"]) {
            let samples = samples.replace("## Sửa lại · Mended", mended);
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
