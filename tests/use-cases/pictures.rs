//! Pictures of documents: our own, and real ones where there are.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use vidimus_tests::specimen::{File, Maker, Portraits};

/// How many of the real specimens are verified: each takes seconds.
const SOME: usize = 4;

/// One of our specimens, in a folder.
pub(crate) fn ours(folder: &Path, name: &str) -> PathBuf {
    static MADE: OnceLock<Vec<File>> = OnceLock::new();
    let files = MADE.get_or_init(|| {
        let portraits = std::env::var_os("VIDIMUS_PORTRAITS")
            .expect("VIDIMUS_PORTRAITS is not set: run `cargo xtask test`, which fetches them");
        let portraits = Portraits::open(Path::new(&portraits)).unwrap();
        Maker::new(portraits).unwrap().pictures().unwrap()
    });
    let file = files.iter().find(|file| file.name == name).unwrap();
    let path = folder.join(name);
    std::fs::write(&path, &file.bytes).unwrap();
    path
}

/// A real passport.
pub(crate) struct Specimen {
    pub(crate) picture: PathBuf,
    pub(crate) country: String,
    /// As its zone prints it.
    pub(crate) number: String,
}

/// A few of the passports in `$VIDIMUS_SPECIMENS`, each of another country.
pub(crate) fn real() -> Vec<Specimen> {
    let Some(folder) = std::env::var_os("VIDIMUS_SPECIMENS").map(PathBuf::from) else {
        return Vec::new();
    };
    let truth = std::fs::read_to_string(folder.join("truth.json")).unwrap();
    let truth: Vec<Value> = serde_json::from_str(&truth).unwrap();
    let mut found: Vec<Specimen> = Vec::new();
    for entry in truth {
        let conditions = entry["conditions"].to_string();
        let is_whole = entry["format"] == "TD3"
            && entry["mrz_all_check_digits_ok"] == true
            && !conditions.contains("lowres");
        let country = entry["country"].as_str().unwrap_or_default();
        let known = |specimen: &Specimen| specimen.country == country;
        if !is_whole || country.len() != 3 || found.iter().any(known) {
            continue;
        }
        let number = entry["mrz"][1].as_str().unwrap()[..9].trim_end_matches('<');
        found.push(Specimen {
            picture: folder.join(entry["image"].as_str().unwrap()),
            country: country.to_owned(),
            number: number.to_owned(),
        });
    }
    found.truncate(SOME);
    found
}
