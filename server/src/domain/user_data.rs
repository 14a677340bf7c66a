//! User data: what may stand in it, and how an update is merged into it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};
use vidimus_api::{Address, UserData};

use crate::blobs::envelope::Sealed;
use crate::ids::DossierId;

/// Most characters of names, and of other texts.
const NAME: usize = 64;
const TEXT: usize = 256;

/// The user data of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredUserData {
    /// The dossier.
    pub dossier: DossierId,
    /// [`UserData`] as JSON, sealed.
    pub sealed: Sealed,
    /// When it was first set.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl StoredUserData {
    /// Purpose under which it is sealed.
    pub const PURPOSE: &'static str = "user-data";
}

/// A field's name and value, whether a value is right, and what it should be.
type Rule<'a> = (
    &'a str,
    &'a Option<String>,
    &'a dyn Fn(&str) -> bool,
    &'a str,
);

/// What is wrong with user data, for the integrator; `None` where nothing is. Empty texts are right:
/// in an update they delete.
#[must_use]
pub fn user_data_fault(data: &UserData) -> Option<String> {
    let UserData {
        first_name,
        last_name,
        gender,
        nationality,
        date_of_birth,
        personal_identification_number,
        place_of_birth,
        mobile,
        email,
        address,
    } = data;
    let Address {
        formatted,
        street_address,
        house_number,
        locality,
        region,
        postal_code,
        country,
    } = address.clone().unwrap_or_default();
    let line = |longest: usize| move |text: &str| is_text(text, longest, false);
    let lines = |text: &str| is_text(text, TEXT, true);
    let rules: [Rule<'_>; 16] = [
        (
            "firstName",
            first_name,
            &line(NAME),
            "has at most 64 characters",
        ),
        (
            "lastName",
            last_name,
            &line(NAME),
            "has at most 64 characters",
        ),
        (
            "gender",
            gender,
            &|text| matches!(text, "M" | "F"),
            "is M or F",
        ),
        ("nationality", nationality, &is_country, COUNTRY),
        (
            "dateOfBirth",
            date_of_birth,
            &is_date,
            "is a date such as 1988-08-18",
        ),
        (
            "personalIdentificationNumber",
            personal_identification_number,
            &line(TEXT),
            LONG,
        ),
        ("placeOfBirth", place_of_birth, &line(TEXT), LONG),
        ("mobile", mobile, &line(TEXT), LONG),
        ("email", email, &line(TEXT), LONG),
        ("address.formatted", &formatted, &lines, LONG),
        ("address.streetAddress", &street_address, &lines, LONG),
        ("address.houseNumber", &house_number, &line(TEXT), LONG),
        ("address.locality", &locality, &line(TEXT), LONG),
        ("address.region", &region, &line(TEXT), LONG),
        ("address.postalCode", &postal_code, &line(TEXT), LONG),
        ("address.country", &country, &is_country, COUNTRY),
    ];
    rules
        .into_iter()
        .find_map(|(field, value, is_right, rule)| {
            let text = value.as_deref().filter(|text| !text.is_empty())?;
            (!is_right(text)).then(|| format!("{field} {rule}."))
        })
}

const LONG: &str = "has at most 256 characters, none of them a control character";
const COUNTRY: &str = "is a country code of three capital letters (ISO 3166-1 alpha-3)";

fn is_text(text: &str, longest: usize, may_break: bool) -> bool {
    let is_plain = |c: char| !c.is_control() || (may_break && matches!(c, '\n' | '\r'));
    text.chars().count() <= longest && text.chars().all(is_plain)
}

fn is_country(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|c| c.is_ascii_uppercase())
}

fn is_date(text: &str) -> bool {
    // jiff also reads other spellings of ISO 8601.
    text.len() == 10 && text.parse::<Date>().is_ok()
}

/// The data after an update: fields that the update leaves out stay, empty ones go.
///
/// # Errors
/// Never, but by way of JSON.
pub fn merged_user_data(data: &UserData, update: &UserData) -> serde_json::Result<UserData> {
    let mut whole = serde_json::to_value(data)?;
    merge(&mut whole, serde_json::to_value(update)?);
    serde_json::from_value(whole)
}

fn merge(into: &mut Value, update: Value) {
    let Value::Object(fields) = update else {
        *into = update;
        return;
    };
    if !into.is_object() {
        *into = Value::Object(Map::new());
    }
    let Some(own) = into.as_object_mut() else {
        return;
    };
    for (name, value) in fields {
        if value.as_str() == Some("") {
            own.remove(&name);
        } else {
            merge(own.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn data(json: Value) -> UserData {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn fields_are_kept_changed_and_deleted_address_included() {
        let before = data(json!({
            "firstName": "John", "lastName": "Smith", "email": "a@b.example",
            "address": { "locality": "Aveiro", "postalCode": "3810-88" }
        }));
        let update = data(json!({
            "lastName": "Reinolds", "email": "", "mobile": "+351939393953",
            "address": { "postalCode": "", "country": "PRT" }
        }));
        let after = data(json!({
            "firstName": "John", "lastName": "Reinolds", "mobile": "+351939393953",
            "address": { "locality": "Aveiro", "country": "PRT" }
        }));
        assert!(merged_user_data(&before, &update).unwrap() == after);
        assert!(merged_user_data(&UserData::default(), &after).unwrap() == after);
        assert!(merged_user_data(&after, &UserData::default()).unwrap() == after);
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (wrong, field) in [
            (json!({ "firstName": "x".repeat(65) }), "firstName"),
            (json!({ "lastName": "a\u{7}" }), "lastName"),
            (json!({ "gender": "X" }), "gender"),
            (json!({ "nationality": "prt" }), "nationality"),
            (json!({ "dateOfBirth": "1988-02-30" }), "dateOfBirth"),
            (json!({ "dateOfBirth": "19880218" }), "dateOfBirth"),
            (json!({ "email": "x".repeat(257) }), "email"),
            (json!({ "mobile": "1\n2" }), "mobile"),
            (
                json!({ "address": { "country": "Portugal" } }),
                "address.country",
            ),
            (json!({ "address": { "region": "\t" } }), "address.region"),
        ] {
            let said = user_data_fault(&data(wrong)).unwrap();
            assert!(said.starts_with(&format!("{field} ")), "{said}");
        }
        for right in [
            json!({}),
            json!({ "firstName": "ł".repeat(64), "gender": "", "dateOfBirth": "" }),
            json!({ "address": { "formatted": "Street 8\nAveiro" }, "dateOfBirth": "1988-08-18" }),
        ] {
            assert_eq!(user_data_fault(&data(right)), None);
        }
    }
}
