//! The table of transitions: from a screen, by events, to a screen.

use vidimus_api::capture::{Depiction, ProcessStatus, ProcessType};

use super::super::{Device, Event, Flow, Step, Stop};
use super::{CARD, PASSPORT, at_front, opened, photographed, run, session, with_status};

#[test]
#[expect(clippy::too_many_lines, reason = "a table, one case after the other")]
fn each_event_leads_from_its_screen_to_the_next() {
    use Depiction::{Back, Front, Selfie};
    let cases: Vec<(&str, Flow, Vec<Event>, Step)> = vec![
        (
            "a phone goes from the tips to the country",
            opened(Device::Mobile, session(ProcessType::Document)),
            vec![Event::Begin],
            Step::Country,
        ),
        (
            "a desktop chooses the device first",
            opened(Device::Desktop, session(ProcessType::Document)),
            vec![Event::Begin],
            Step::Device,
        ),
        (
            "a desktop may carry on",
            opened(Device::Desktop, session(ProcessType::Document)),
            vec![Event::Begin, Event::StayHere],
            Step::Country,
        ),
        (
            "a desktop may hand over",
            opened(Device::Desktop, session(ProcessType::Document)),
            vec![Event::Begin, Event::UsePhone],
            Step::Handover,
        ),
        (
            "a phone cannot hand over",
            opened(Device::Mobile, session(ProcessType::Document)),
            vec![Event::Begin, Event::UsePhone],
            Step::Country,
        ),
        (
            "a country must be chosen before a document",
            opened(Device::Mobile, session(ProcessType::Document)),
            vec![Event::Begin, Event::DocumentChosen(PASSPORT)],
            Step::Country,
        ),
        (
            "an unknown document is not chosen",
            opened(Device::Mobile, session(ProcessType::Document)),
            vec![
                Event::Begin,
                Event::CountryChosen("NLD".into()),
                Event::DocumentChosen(7),
            ],
            Step::DocumentType,
        ),
        (
            "the camera shows the front",
            at_front(ProcessType::Document, PASSPORT),
            vec![Event::TakePhoto],
            Step::Camera(Front),
        ),
        (
            "a file skips the camera",
            at_front(ProcessType::Document, PASSPORT),
            vec![Event::Captured],
            Step::Preview(Front),
        ),
        (
            "retaking opens the camera",
            at_front(ProcessType::Document, PASSPORT),
            vec![Event::TakePhoto, Event::Captured, Event::Retake],
            Step::Camera(Front),
        ),
        (
            "a passport has one side",
            at_front(ProcessType::Document, PASSPORT),
            photographed().to_vec(),
            Step::Uploading,
        ),
        (
            "a card has two",
            at_front(ProcessType::Document, CARD),
            photographed().to_vec(),
            Step::Method(Back),
        ),
        (
            "the selfie comes last",
            at_front(ProcessType::DocumentSelfie, CARD),
            [photographed(), photographed()].concat(),
            Step::Method(Selfie),
        ),
        (
            "back from the preview",
            at_front(ProcessType::Document, PASSPORT),
            vec![Event::Captured, Event::Back],
            Step::Method(Front),
        ),
        (
            "back from the second side takes the first again",
            at_front(ProcessType::Document, CARD),
            [photographed().to_vec(), vec![Event::Back]].concat(),
            Step::Method(Front),
        ),
        (
            "back from the first photo",
            at_front(ProcessType::Document, CARD),
            vec![Event::Back, Event::Back, Event::Back],
            Step::Tips,
        ),
        (
            "a verdict ends the wait",
            at_front(ProcessType::Document, PASSPORT),
            [
                photographed().to_vec(),
                vec![
                    Event::Uploaded(Front),
                    with_status(ProcessStatus::Processing),
                    with_status(ProcessStatus::Accepted),
                ],
            ]
            .concat(),
            Step::Result,
        ),
        (
            "an expired session stops wherever it is",
            at_front(ProcessType::Document, PASSPORT),
            vec![Event::TakePhoto, Event::Stopped(Stop::Expired)],
            Step::Stopped(Stop::Expired),
        ),
    ];
    let mut wrong = vec![];
    for (name, mut flow, events, step) in cases {
        run(&mut flow, events);
        if flow.step != step {
            wrong.push(format!("{name}: {:?} instead of {step:?}", flow.step));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
