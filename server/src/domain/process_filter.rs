//! What *Get list of processes* is asked for.

use std::borrow::Cow;

use jiff::Timestamp;
use vidimus_api::capture::ProcessStatus;

/// Processes listed where nothing is said, and at most.
const DEFAULT_LIMIT: u32 = 100;
const MOST: u32 = 2000;
/// How far a list may be turned over.
const FARTHEST: u32 = 200_000;

/// Which processes of a client, and in which order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessFilter {
    /// Made then or later.
    pub start: Timestamp,
    /// Made then or before; `None` for no end.
    pub end: Option<Timestamp>,
    /// With one of these; with any where there is none.
    pub statuses: Vec<ProcessStatus>,
    /// How many to leave out at the beginning, 0 to 200,000.
    pub offset: u32,
    /// At most so many, 1 to 2000.
    pub limit: u32,
    /// The oldest first.
    pub ascending: bool,
}

impl ProcessFilter {
    /// Reads the pairs of a query. Parameters that mean nothing here are ignored.
    ///
    /// # Errors
    /// A sentence that names the parameter.
    pub fn parse<'a>(
        pairs: impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)>,
    ) -> Result<Self, String> {
        let mut start = None;
        let mut filter = Self {
            start: Timestamp::UNIX_EPOCH,
            end: None,
            statuses: Vec::new(),
            offset: 0,
            limit: DEFAULT_LIMIT,
            ascending: false,
        };
        for (name, value) in pairs {
            match &*name {
                "startCreationDate" => start = Some(time("startCreationDate", &value)?),
                "endCreationDate" if value.is_empty() => {}
                "endCreationDate" => filter.end = Some(time("endCreationDate", &value)?),
                "status" => filter.add_statuses(&value)?,
                "offset" => filter.offset = number("offset", &value, 0, FARTHEST)?,
                "limit" => filter.limit = number("limit", &value, 1, MOST)?,
                "order" => filter.ascending = ascending(&value)?,
                _ => {}
            }
        }
        filter.start = start.ok_or("startCreationDate is required.")?;
        if filter.end.is_some_and(|end| end < filter.start) {
            return Err("endCreationDate is not before startCreationDate.".to_owned());
        }
        Ok(filter)
    }

    /// One status, or several with commas between them.
    fn add_statuses(&mut self, text: &str) -> Result<(), String> {
        for text in text.split(',').filter(|text| !text.is_empty()) {
            let status = ProcessStatus::parse(text).ok_or_else(|| {
                let known = ProcessStatus::ALL.map(ProcessStatus::as_str).join(", ");
                format!("status is one of {known}.")
            })?;
            if !self.statuses.contains(&status) {
                self.statuses.push(status);
            }
        }
        Ok(())
    }
}

fn time(name: &str, value: &str) -> Result<Timestamp, String> {
    // A plus sign in a query is a blank.
    let value = value.replace(' ', "+");
    value
        .parse()
        .map_err(|_| format!("{name} is a time such as 2026-01-31T09:00:00Z."))
}

fn number(name: &str, value: &str, least: u32, most: u32) -> Result<u32, String> {
    let number = value.parse().ok();
    number
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| format!("{name} is a number from {least} to {most}."))
}

fn ascending(value: &str) -> Result<bool, String> {
    match value {
        "" | "createdAtDescending" => Ok(false),
        "createdAtAscending" => Ok(true),
        _ => Err("order is createdAtDescending or createdAtAscending.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<ProcessFilter, String> {
        ProcessFilter::parse(form_urlencoded::parse(query.as_bytes()))
    }

    #[test]
    fn what_is_not_said_has_its_default() {
        let filter = parse("startCreationDate=2026-05-05T08:00:00Z&status=&other=1").unwrap();
        assert_eq!(filter.start.to_string(), "2026-05-05T08:00:00Z");
        assert_eq!((filter.end, filter.offset, filter.limit), (None, 0, 100));
        assert!(filter.statuses.is_empty() && !filter.ascending);
    }

    #[test]
    fn statuses_come_one_by_one_or_together() {
        use ProcessStatus::{Accepted, Failed, Pending};
        let start = "startCreationDate=2026-05-05T08%3A00%3A00%2B02:00";
        let filter = parse(&format!("{start}&status=accepted,failed&status=pending")).unwrap();
        assert_eq!(filter.statuses, [Accepted, Failed, Pending]);
        assert_eq!(filter.start.to_string(), "2026-05-05T06:00:00Z");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let start = "startCreationDate=2026-05-05T08:00:00Z";
        for (query, name) in [
            ("", "startCreationDate"),
            ("startCreationDate=yesterday", "startCreationDate"),
            (
                &format!("{start}&endCreationDate=2026-05-05T07:59:59Z"),
                "endCreationDate",
            ),
            (&format!("{start}&status=done"), "status"),
            (&format!("{start}&offset=200001"), "offset"),
            (&format!("{start}&offset=-1"), "offset"),
            (&format!("{start}&limit=0"), "limit"),
            (&format!("{start}&limit=2001"), "limit"),
            (&format!("{start}&order=up"), "order"),
        ] {
            let why = parse(query).unwrap_err();
            assert!(why.starts_with(name), "{query}: {why}");
        }
    }
}
