//! Law: any bytes give a dossier or a finding, and a dossier can always be judged and explained.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tieuchi::{Detail, Dossier, Lang};
use tieuchi_fuzz::{applied, parts};

fuzz_target!(|data: &[u8]| {
    let Some(parts) = parts(data) else { return };
    let Some((set, files)) = parts.split_first() else { return };
    let Some((plan, context)) = applied(set) else { return };
    for file in files {
        match Dossier::from_json(&plan, file) {
            Ok(file) => {
                let explanation = plan.evaluate(&file, &context).explain();
                let json: Result<serde_json::Value, _> = serde_json::from_str(&explanation.to_json());
                assert!(json.is_ok());
                for lang in [Lang::Vi, Lang::En] {
                    let _ = (explanation.to_text(Detail::Full, lang), explanation.to_letter().to_text(lang));
                }
            }
            Err(found) => assert!(!found.is_empty()),
        }
    }
});
