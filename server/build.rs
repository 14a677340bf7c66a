//! Has the program built anew when the pages that it carries change.

use std::path::Path;

const PAGES: &str = "../www/dist";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // An optimised build carries the files; others read them from the folder as they run, but
    // only if it was there when they were built.
    let optimised = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    if optimised || !Path::new(PAGES).is_dir() {
        println!("cargo::rerun-if-changed={PAGES}");
    }
}
