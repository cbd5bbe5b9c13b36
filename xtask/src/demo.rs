//! `cargo xtask demo`: an invented province made, every level of it assessed, the report written.

use crate::{Failed, command, program, root, run};

/// Roll-up below `examples/tinh-mau/`, year, number of citizens.
const SHOWN: &[(&str, &str, &str)] = &[("nam-2025.toml", "2025", "20000"), ("nam-2021.toml", "2021", "6000")];

/// Builds what is needed and writes below `target/demo/`.
pub fn run_all() -> Result<(), Failed> {
    let sample = program("tieuchi-sample", "tieuchi-sample")?;
    let tieuchi = program("tieuchi-cli", "tieuchi")?;
    let target = root().join("target").join("demo");
    for (rollup, year, citizens) in SHOWN {
        let (data, out) = (target.join(format!("tinh-{year}")), target.join(format!("bao-cao-{year}")));
        let (data, out) = (data.to_string_lossy(), out.to_string_lossy());
        let mut made = command(&sample.to_string_lossy());
        run(made.args(["--out", &data, "--citizens", citizens, "--year", year]))?;
        let rollup = format!("examples/tinh-mau/{rollup}");
        let mut told = command(&tieuchi.to_string_lossy());
        run(told.args(["report", &rollup, "--data", &data, "--out", &out, "--lang", "vi"]))?;
        println!();
    }
    Ok(())
}
