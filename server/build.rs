//! Has the program built anew when the pages that it carries change.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Only an optimised build carries the files; others read them from the folder as they run.
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../www/dist");
    }
}
