//! `cargo xtask web`: the site as static files, with the engine in it.

use crate::{Failed, command, root, run, setup, wasm};

/// Builds the engine, then the site into `web/dist/`, which any server of files can serve.
pub fn build() -> Result<(), Failed> {
    setup::node_modules()?;
    wasm::pack()?;
    site()?;
    println!("{}", root().join("web/dist").display());
    Ok(())
}

/// Tests the site in a browser, with the engine that was built before; screenshots are kept in
/// `target/web/screenshots/`.
pub fn test() -> Result<(), Failed> {
    setup::chromium()?;
    site()?;
    setup::node_tests("web/tests")
}

fn site() -> Result<(), Failed> {
    run(command("npx").args(["--no-install", "tsc", "-p", "web"]))?;
    run(command("npx").args(["--no-install", "vite", "build", "web", "--logLevel", "warn"]))
}
