//! Options from a file and from the environment.
//!
//! Every option of a command can also stand in a TOML file, under the name that it has on the command
//! line, or in the environment, as `VIDIMUS_` and the name in capitals. The command line wins over the
//! environment, the environment over the file, the file over the default. One definition, that of the
//! command line, holds names, checks and explanations of all three.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use clap::{Arg, ArgAction, ArgMatches, Command};
use toml::{Table, Value};

/// The option that names the file.
const CONFIG: &str = "config";
/// The option that prints what counts.
const PRINT: &str = "print_config";
/// The commands that run as services.
pub(super) const SERVICES: [&str; 2] = ["serve", "worker"];

/// Adds the file's and the environment's ways to set options.
pub(super) fn extended(command: Command) -> Command {
    let file = Arg::new(CONFIG)
        .long("config")
        .value_name("FILE")
        .env("VIDIMUS_CONFIG")
        .global(true)
        .value_parser(clap::value_parser!(PathBuf))
        .help("Take options that are not given from this TOML file, `NAME = VALUE`");
    let print = Arg::new(PRINT)
        .long("print-config")
        .action(ArgAction::SetTrue)
        .help("Print all options and what they are set to, as such a file, and end");
    let mut command = command.arg(file);
    for service in SERVICES {
        let print = print.clone();
        command = command.mut_subcommand(service, |own| own.arg(print));
    }
    with_options(command, &|argument| match variable(&argument) {
        Some(name) if argument.get_env().is_none() => argument.env(name),
        _ => argument,
    })
}

/// The command with the options of all its subcommands changed.
fn with_options(command: Command, change: &dyn Fn(Arg) -> Arg) -> Command {
    command.mut_subcommands(|own| with_options(own.mut_args(change), change))
}

/// The variable of an option that has a name on the command line.
fn variable(argument: &Arg) -> Option<String> {
    let own = [CONFIG, PRINT, "help", "version"];
    let long = argument.get_long()?;
    let is_setting = !own.contains(&argument.get_id().as_str());
    is_setting.then(|| format!("VIDIMUS_{}", long.replace('-', "_").to_uppercase()))
}

/// Makes what a file says the defaults of the options.
pub(super) fn with_file(command: Command, file: &Path) -> anyhow::Result<Command> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("the configuration {} cannot be read", file.display()))?;
    let settings: Table = text
        .parse()
        .with_context(|| format!("the configuration {} is not TOML", file.display()))?;
    let settings = settings.into_iter().map(|(name, value)| {
        let values = written(&value)
            .with_context(|| format!("{}: {name} has a value of a wrong kind", file.display()))?;
        Ok((name, values))
    });
    let settings: Vec<(String, Vec<OsString>)> = settings.collect::<anyhow::Result<_>>()?;
    let known: Vec<&str> = SERVICES
        .iter()
        .filter_map(|service| command.find_subcommand(service))
        .flat_map(Command::get_arguments)
        .filter(|argument| variable(argument).is_some())
        .filter_map(Arg::get_long)
        .collect();
    for (name, _) in &settings {
        if !known.contains(&name.as_str()) {
            let similar = known
                .iter()
                .max_by(|a, b| {
                    strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))
                })
                .copied()
                .unwrap_or_default();
            bail!(
                "{}: there is no option {name}; {similar} is the most similar",
                file.display()
            );
        }
    }
    Ok(with_options(command, &|argument| {
        let mut settings = settings.iter();
        match settings.find(|(name, _)| argument.get_long() == Some(name)) {
            Some((_, values)) if variable(&argument).is_some() => {
                argument.default_values(values.clone())
            }
            _ => argument,
        }
    }))
}

/// A value as it would stand on the command line; several for a list.
fn written(value: &Value) -> Option<Vec<OsString>> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.into()),
        Value::Integer(number) => Some(number.to_string().into()),
        Value::Boolean(flag) => Some(flag.to_string().into()),
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().map(one).collect(),
        value => Some(vec![one(value)?]),
    }
}

/// The file that the command line or the environment names.
pub(super) fn file(command: &Command, arguments: &[OsString]) -> Option<PathBuf> {
    let lenient = command.clone().ignore_errors(true);
    let matches = lenient.try_get_matches_from(arguments).ok()?;
    let named = |matches: &ArgMatches| matches.get_one::<PathBuf>(CONFIG).cloned();
    named(&matches).or_else(|| named(matches.subcommand()?.1))
}

/// What a service was told to print instead of running.
pub(super) fn printed(command: &Command, matches: &ArgMatches) -> Option<String> {
    let (name, own) = matches.subcommand()?;
    if !SERVICES.contains(&name) || !own.get_flag(PRINT) {
        return None;
    }
    Some(as_file(command.find_subcommand(name)?, own))
}

/// All options of a command with explanation and value, as a file that sets them so. Options that are
/// not set, and secrets, are commented out.
fn as_file(command: &Command, matches: &ArgMatches) -> String {
    let mut text = String::new();
    for argument in command.get_arguments() {
        let (Some(variable), Some(name)) = (variable(argument), argument.get_long()) else {
            continue;
        };
        let help = argument.get_help().map(ToString::to_string);
        for line in wrapped(&help.unwrap_or_default(), 96) {
            let _ = writeln!(text, "# {line}");
        }
        let variable = argument
            .get_env()
            .map_or(variable, |own| own.to_string_lossy().into_owned());
        let _ = writeln!(text, "# ({variable})");
        let values = matches.get_raw(argument.get_id().as_str());
        let values: Vec<String> = values
            .unwrap_or_default()
            .map(|value| value.to_string_lossy().into_owned())
            .collect();
        let is_list = matches!(argument.get_action(), ArgAction::Append);
        let _ = if argument.is_hide_env_values_set() && !values.is_empty() {
            writeln!(text, "# {name} is set and not shown\n")
        } else if is_list {
            let values: Vec<Value> = values.into_iter().map(Value::String).collect();
            writeln!(text, "{name} = {}\n", Value::Array(values))
        } else {
            match values.first() {
                Some(value) => writeln!(text, "{name} = {}\n", typed(value)),
                None => writeln!(text, "# {name} =\n"),
            }
        };
    }
    text
}

fn typed(value: &str) -> Value {
    if let Ok(flag) = value.parse() {
        return Value::Boolean(flag);
    }
    let number = value.parse().map(Value::Integer);
    number.unwrap_or_else(|_| Value::String(value.to_owned()))
}

/// Lines of at most `width` characters, but for longer words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn command() -> Command {
        extended(super::super::Arguments::command())
    }

    fn file_with(text: &str) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vidimus.toml");
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    fn matches(text: &str, line: &[&str]) -> ArgMatches {
        let (_folder, path) = file_with(text);
        let command = with_file(command(), &path).unwrap();
        command.try_get_matches_from(line).unwrap()
    }

    fn value(matches: &ArgMatches, name: &str) -> Vec<String> {
        let own = matches.subcommand().unwrap().1;
        own.get_raw(name)
            .unwrap_or_default()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect()
    }

    #[test]
    fn the_command_line_wins_over_the_file_and_the_file_over_the_default() {
        let text = "retention-days = 30\nworkers = 3\nbehind-proxy = true\n\
                    webhook-host = [\"one:1\", \"two:2\"]\n";
        let matches = matches(text, &["vidimus", "serve", "--workers", "2"]);
        assert_eq!(value(&matches, "retention_days"), ["30"]);
        assert_eq!(value(&matches, "workers"), ["2"]);
        assert_eq!(value(&matches, "webhook_host"), ["one:1", "two:2"]);
        assert_eq!(value(&matches, "listen"), ["127.0.0.1:8080"]);
        assert!(matches.subcommand().unwrap().1.get_flag("behind_proxy"));
    }

    #[test]
    fn one_file_serves_all_commands() {
        let text = "listen = \"0.0.0.0:80\"\ndata = \"/var/lib/vidimus\"\n";
        let worker = matches(text, &["vidimus", "worker"]);
        assert_eq!(value(&worker, "data"), ["/var/lib/vidimus"]);
        let line = ["vidimus", "client", "list"];
        let list = matches(text, &line);
        let own = list.subcommand().unwrap().1;
        let data = own.subcommand().unwrap().1.get_one::<PathBuf>("data");
        assert_eq!(data.unwrap(), Path::new("/var/lib/vidimus"));
    }

    #[test]
    fn mistakes_in_a_file_are_named() {
        for (text, said) in [
            ("retention-day = 30", "retention-days is the most similar"),
            ("config = \"x\"", "there is no option config"),
            ("listen = 1.5", "listen has a value of a wrong kind"),
            ("listen =", "is not TOML"),
        ] {
            let (_folder, path) = file_with(text);
            let error = format!("{:#}", with_file(command(), &path).unwrap_err());
            assert!(error.contains(said), "{text}: {error}");
        }
        let (_folder, path) = file_with("retention-days = 0");
        let command = with_file(command(), &path).unwrap();
        let error = command.try_get_matches_from(["vidimus", "serve"]);
        assert!(error.unwrap_err().to_string().contains("retention-days"));
    }

    #[test]
    fn the_file_is_found_before_and_after_the_command() {
        for line in [
            vec!["vidimus", "--config", "a.toml", "serve"],
            vec!["vidimus", "serve", "--config=a.toml"],
        ] {
            let line: Vec<OsString> = line.into_iter().map(Into::into).collect();
            assert_eq!(file(&command(), &line), Some("a.toml".into()), "{line:?}");
        }
    }

    #[test]
    fn what_is_printed_sets_the_same_and_hides_secrets() {
        let line = [
            "vidimus",
            "serve",
            "--print-config",
            "--workers",
            "2",
            "--webhook-host",
            "one:1",
            "--database-url",
            "postgres://u:secret@h/d",
        ];
        let before = command().try_get_matches_from(line).unwrap();
        let text = printed(&command(), &before).unwrap();
        assert!(!text.contains("secret"), "{text}");
        let after = matches(&text, &["vidimus", "serve", "--print-config"]);
        let again = printed(&command(), &after).unwrap();
        let without =
            |text: &str| text.replace("# database-url is set and not shown", "# database-url =");
        assert_eq!(without(&text), again);
        assert!(text.contains("\nworkers = 2\n") && text.contains("webhook-host = [\"one:1\"]"));
        let quiet = command()
            .try_get_matches_from(["vidimus", "serve"])
            .unwrap();
        assert_eq!(printed(&command(), &quiet), None);
    }

    #[test]
    fn the_documented_file_holds_every_option_and_default() {
        let line = ["vidimus", "serve", "--print-config"];
        let matches = command().try_get_matches_from(line).unwrap();
        let text = printed(&command(), &matches).unwrap();
        let documented = concat!(env!("CARGO_MANIFEST_DIR"), "/vidimus.toml");
        if std::env::var_os("VIDIMUS_WRITE").is_some() {
            std::fs::write(documented, &text).unwrap();
        }
        let written = std::fs::read_to_string(documented).unwrap_or_default();
        assert_eq!(written, text, "run this test once with VIDIMUS_WRITE=1");
    }
}
