use super::*;
use jiff::civil::date;

fn first(text: &str, order: Order) -> Option<Date> {
    dates(text, order).first()?.past(date(2026, 11, 21))
}

#[test]
fn every_printed_form_is_read() {
    let printed = [
        "12.08.1974",
        "12. 08. 1974",
        "12 08. 1974",
        "12 08 1974",
        "12/08/1974",
        "12-08-1974",
        "1974-08-12",
        "1974 08 12",
        "1974.08.12.",
        "12081974",
        "19740812",
        "12 AUG 1974",
        "12AUG1974",
        "12 AUG/AOÛT 74",
        "12 AUG/AUG 1974",
        "12 août 1974",
        "12 Aug./Août 1974",
        "12 AGO 1974",
        "12 ÁGÚ/AUG 74",
        "12 LÚNASA/AUG 1974",
        "12 AUG/ELO 1974",
        "12 ELO/AUG 1974",
        "AUG 12, 1974",
        "1974 AUG/AUG 12",
        "3. 12.08.74 AMSTERDAM",
        "12.08.74",
    ];
    for text in printed {
        assert_eq!(
            first(text, Order::DayFirst),
            Some(date(1974, 8, 12)),
            "{text}"
        );
    }
}

#[test]
fn months_are_known_in_many_languages() {
    let names = [
        ("MRT", 3),
        ("MEI", 5),
        ("OKT", 10),
        ("DEZ", 12),
        ("MÄR", 3),
        ("MAI", 5),
        ("JUIN", 6),
        ("JUIL", 7),
        ("FÉVR", 2),
        ("DÉC", 12),
        ("ENE", 1),
        ("DIC", 12),
        ("GEN", 1),
        ("GIU", 6),
        ("STY", 1),
        ("PAŹ", 10),
        ("MARRAS", 11),
        ("MAALIS", 3),
        ("SYYS", 9),
        ("JOULU", 12),
        ("VEEBR", 2),
        ("JUUNI", 6),
        ("JUULI", 7),
        ("SAUSIO", 1),
        ("RUGPJ.", 8),
        ("RUGSĖJO", 9),
        ("LAPKR.", 11),
        ("MÁJ", 5),
        ("SZEPT", 9),
        ("ŞUB", 2),
        ("IUN", 6),
        ("NOI", 11),
    ];
    for (name, month) in names {
        let found = first(&format!("07 {name} 2001"), Order::DayFirst);
        assert_eq!(found, Some(date(2001, month, 7)), "{name}");
    }
}

#[test]
fn the_month_comes_first_only_in_the_united_states() {
    assert_eq!(
        first("08/09/1974", Order::MonthFirst),
        Some(date(1974, 8, 9))
    );
    assert_eq!(first("08/09/1974", Order::DayFirst), Some(date(1974, 9, 8)));
    // Only one of the two can be the month.
    assert_eq!(
        first("08/31/1977", Order::DayFirst),
        Some(date(1977, 8, 31))
    );
    assert_eq!(
        first("31/08/1977", Order::MonthFirst),
        Some(date(1977, 8, 31))
    );
}

#[test]
fn the_century_of_two_digits_depends_on_what_is_dated() {
    let today = date(2026, 11, 21);
    let printed = dates("15 APR 31", Order::DayFirst)[0];
    assert_eq!(printed.past(today), Some(date(1931, 4, 15)));
    assert_eq!(printed.expiry(today), Some(date(2031, 4, 15)));
    let leap = dates("29.02.23", Order::DayFirst)[0];
    assert_eq!(leap.past(today), None);
}

#[test]
fn several_dates_of_a_line_are_found() {
    let found = dates("4a. 01.02.2015 4b. 01.02.2025", Order::DayFirst);
    let today = date(2026, 11, 21);
    let read: Vec<_> = found.iter().filter_map(|date| date.past(today)).collect();
    assert_eq!(read, [date(2015, 2, 1), date(2025, 2, 1)]);
}

#[test]
fn what_is_no_date_is_left_alone() {
    for text in [
        "",
        "32.01.2000",
        "13.13.2000",
        "30 FEB 2000",
        "1234567",
        "123-45-6789",
        "12 08",
        "01.02.99999",
        "AUG",
        "MARIA 12 34",
        "192.168.10.12",
    ] {
        assert_eq!(dates(text, Order::DayFirst), [], "{text}");
    }
}
