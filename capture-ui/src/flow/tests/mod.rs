//! The flow, driven as a person and a server would.

mod transitions;

use vidimus_api::capture::{
    CaptureSession, CaptureSettings, ChallengeStanding, Depiction, DocumentChoice, Handover,
    ProcessStatus, ProcessType,
};

use super::{Code, Device, Effect, Event, Flow, Phase, Sending, Step, Stop};
use crate::protocol::ModelSet;

const PASSPORT: u32 = 137;
const CARD: u32 = 1001;

fn session(process_type: ProcessType) -> CaptureSession {
    let document = |id, country: &str, name: &str, kind: &str, pages| DocumentChoice {
        id,
        country: country.into(),
        country_name: name.into(),
        kind: kind.into(),
        region: None,
        edition: None,
        pages,
    };
    CaptureSession {
        dossier_id: "d1".into(),
        process_id: "p1".into(),
        process_type,
        status: ProcessStatus::Pending,
        redirect_url: "https://shop.example/back".into(),
        settings: CaptureSettings::default(),
        documents: vec![
            document(PASSPORT, "NLD", "Netherlands", "passport", 1),
            document(CARD, "NLD", "Netherlands", "identityCard", 2),
            document(1002, "UTO", "Utopia", "passport", 1),
        ],
        document_id: None,
        images: vec![],
        challenge: None,
        handover: Handover::None,
        expires_at: "2026-11-21T12:00:00Z".into(),
        reasons: vec![],
    }
}

fn opened(device: Device, session: CaptureSession) -> Flow {
    let mut flow = Flow::new(device, false);
    flow.apply(Event::Opened(Box::new(session)));
    flow
}

fn run(flow: &mut Flow, events: impl IntoIterator<Item = Event>) -> Vec<Effect> {
    events
        .into_iter()
        .flat_map(|event| flow.apply(event))
        .collect()
}

/// A phone that has chosen a document and stands before the first photo.
fn at_front(process_type: ProcessType, document: u32) -> Flow {
    let mut flow = opened(Device::Mobile, session(process_type));
    run(
        &mut flow,
        [
            Event::Begin,
            Event::CountryChosen("NLD".into()),
            Event::DocumentChosen(document),
        ],
    );
    assert_eq!(flow.step, Step::Method(Depiction::Front));
    flow
}

fn photographed() -> [Event; 3] {
    [Event::TakePhoto, Event::Captured, Event::Confirm]
}

fn with_status(status: ProcessStatus) -> Event {
    let mut session = session(ProcessType::Document);
    session.status = status;
    Event::Changed(Box::new(session))
}

#[test]
fn pictures_travel_while_the_next_is_taken_and_all_must_arrive() {
    let mut flow = at_front(ProcessType::DocumentSelfie, PASSPORT);
    let effects = run(&mut flow, photographed());
    assert!(effects.contains(&Effect::Upload(Depiction::Front)));
    let effects = run(&mut flow, photographed());
    assert_eq!(effects, [Effect::Upload(Depiction::Selfie)]);
    assert_eq!(flow.step, Step::Uploading);
    assert_eq!(run(&mut flow, [Event::Uploaded(Depiction::Selfie)]), []);
    assert_eq!(
        run(&mut flow, [Event::Uploaded(Depiction::Front)]),
        [Effect::Submit]
    );
    assert!(!flow.may_cancel());
}

#[test]
fn networks_come_when_they_are_near() {
    let for_mesh = |effects: &[Effect]| {
        effects.iter().any(
            |effect| matches!(effect, Effect::Warm(models) if models.contains(&ModelSet::Mesh)),
        )
    };
    let taken = [Event::TakePhoto, Event::Captured];
    let mut flow = at_front(ProcessType::DocumentSelfie, CARD);
    assert!(!for_mesh(&run(&mut flow, photographed())));
    assert!(for_mesh(&run(&mut flow, taken.clone())));
    // Nobody needs it without a selfie.
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    assert!(!for_mesh(&run(&mut flow, taken)));
    // After a reload nothing has come yet, and faces are found by the documents' networks.
    let mut half = session(ProcessType::DocumentSelfie);
    half.document_id = Some(PASSPORT);
    half.images = vec![Depiction::Front];
    let mut flow = Flow::new(Device::Mobile, false);
    let effects = run(&mut flow, [Event::Opened(Box::new(half))]);
    let both = vec![ModelSet::Documents, ModelSet::Mesh];
    assert_eq!(effects, [Effect::Warm(both)]);
}

#[test]
fn a_lost_upload_is_sent_again_on_request() {
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    run(&mut flow, photographed());
    run(
        &mut flow,
        [Event::UploadFailed {
            depiction: Depiction::Front,
            sentence: "No connection".into(),
            again: true,
        }],
    );
    assert_eq!(flow.upload_failure(), Some("No connection"));
    assert_eq!(
        run(&mut flow, [Event::Resend]),
        [Effect::Upload(Depiction::Front)]
    );
    assert_eq!(flow.upload_failure(), None);
}

#[test]
fn a_refused_picture_is_taken_again() {
    let mut flow = at_front(ProcessType::Document, CARD);
    run(&mut flow, photographed());
    let effects = run(
        &mut flow,
        [Event::UploadFailed {
            depiction: Depiction::Front,
            sentence: "Too small".into(),
            again: false,
        }],
    );
    assert_eq!(flow.step, Step::Method(Depiction::Front));
    assert!(effects.contains(&Effect::Drop(Depiction::Front)));
    assert_eq!(
        flow.refused,
        Some((Depiction::Front, "Too small".to_owned()))
    );
    // Once it is retaken, the flow goes on with what is still missing.
    run(&mut flow, photographed());
    assert_eq!(flow.step, Step::Method(Depiction::Back));
    assert_eq!(flow.refused, None);
}

#[test]
fn a_reload_finds_the_place_again() {
    let mut half = session(ProcessType::DocumentSelfie);
    half.document_id = Some(CARD);
    half.images = vec![Depiction::Front];
    let flow = opened(Device::Mobile, half.clone());
    assert_eq!(flow.step, Step::Method(Depiction::Back));
    assert_eq!(flow.sending[&Depiction::Front], Sending::Arrived);
    assert_eq!(flow.country.as_deref(), Some("NLD"));

    half.images = vec![Depiction::Front, Depiction::Back, Depiction::Selfie];
    let mut flow = Flow::new(Device::Mobile, false);
    let effects = run(&mut flow, [Event::Opened(Box::new(half.clone()))]);
    assert!(effects.contains(&Effect::Submit), "{effects:?}");

    half.status = ProcessStatus::Processing;
    let mut flow = Flow::new(Device::Mobile, false);
    let effects = run(&mut flow, [Event::Opened(Box::new(half.clone()))]);
    assert_eq!((flow.step, effects), (Step::Waiting, vec![Effect::Follow]));

    half.status = ProcessStatus::Rejected;
    assert_eq!(opened(Device::Mobile, half).step, Step::Result);
}

#[test]
fn the_desktop_follows_the_phone_to_the_end() {
    let mut flow = opened(Device::Desktop, session(ProcessType::Document));
    let effects = run(&mut flow, [Event::Begin, Event::UsePhone]);
    assert_eq!(effects, [Effect::CreateHandover, Effect::Follow]);
    run(
        &mut flow,
        [Event::HandoverReady(Some("https://x/#/artifact=a".into()))],
    );
    assert!(matches!(flow.code, Code::Shown(_)));

    let mut connected = session(ProcessType::Document);
    connected.handover = Handover::Connected;
    run(&mut flow, [Event::Changed(Box::new(connected.clone()))]);
    // The code may run out while the phone is at work.
    run(&mut flow, [Event::HandoverExpired]);
    assert_ne!(flow.code, Code::Gone);

    connected.status = ProcessStatus::Accepted;
    run(&mut flow, [Event::Changed(Box::new(connected))]);
    assert_eq!(flow.step, Step::Result);
    let effects = run(&mut flow, [Event::Leave]);
    assert_eq!(
        effects[1],
        Effect::Redirect(
            "https://shop.example/back?dossierId=d1&processId=p1&status=accepted".into()
        )
    );
}

#[test]
fn an_expired_code_is_replaced() {
    let mut flow = opened(Device::Desktop, session(ProcessType::Document));
    run(
        &mut flow,
        [Event::Begin, Event::UsePhone, Event::HandoverExpired],
    );
    assert_eq!(flow.code, Code::Gone);
    assert_eq!(run(&mut flow, [Event::UsePhone]), [Effect::CreateHandover]);
    assert_eq!(flow.code, Code::Coming);
}

#[test]
fn the_desktop_can_take_the_session_back() {
    let mut flow = opened(Device::Desktop, session(ProcessType::Document));
    run(&mut flow, [Event::Begin, Event::UsePhone]);
    let effects = run(&mut flow, [Event::TakeBack]);
    assert_eq!(effects, [Effect::Unfollow, Effect::TakeBackHandover]);
    assert_eq!(flow.step, Step::Country);
}

#[test]
fn a_forced_handover_leaves_no_choice() {
    let mut forced = session(ProcessType::Document);
    forced.settings.force_mobile_handover = true;
    let mut flow = opened(Device::Desktop, forced);
    run(&mut flow, [Event::Begin]);
    assert_eq!(flow.step, Step::Handover);
    run(&mut flow, [Event::TakeBack]);
    assert_eq!(flow.step, Step::Handover);
}

#[test]
fn the_phone_that_came_by_the_code_starts_with_the_country_and_is_not_redirected() {
    let mut handed = session(ProcessType::Document);
    handed.handover = Handover::Connected;
    let mut flow = opened(Device::Mobile, handed.clone());
    assert_eq!(flow.step, Step::Country);
    run(&mut flow, [with_status(ProcessStatus::Accepted)]);
    assert_eq!(run(&mut flow, [Event::Leave]), [Effect::CleanUp]);

    let mut second_desktop = Flow::new(Device::Desktop, true);
    run(&mut second_desktop, [Event::Opened(Box::new(handed))]);
    assert_eq!(second_desktop.step, Step::Country);
}

#[test]
fn giving_up_is_asked_before_it_is_done() {
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    assert_eq!(run(&mut flow, [Event::Cancel]), []);
    run(&mut flow, [Event::AskCancel]);
    assert!(flow.asking_cancel);
    run(&mut flow, [Event::KeepGoing]);
    assert!(!flow.asking_cancel);
    assert_eq!(
        run(&mut flow, [Event::AskCancel, Event::Cancel]),
        [Effect::CancelSession]
    );
    run(&mut flow, [with_status(ProcessStatus::Canceled)]);
    assert_eq!(flow.step, Step::Result);
}

#[test]
fn a_lost_network_goes_on_where_it_stopped() {
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    run(&mut flow, [Event::TakePhoto, Event::Stopped(Stop::Offline)]);
    assert_eq!(run(&mut flow, [Event::TryAgain]), [Effect::Open]);
    // The choice of document had not reached the server.
    let effects = run(
        &mut flow,
        [Event::Opened(Box::new(session(ProcessType::Document)))],
    );
    assert_eq!(effects, [Effect::Declare(PASSPORT)]);
    assert_eq!(flow.step, Step::Camera(Depiction::Front));
    assert_eq!(flow.document().map(|document| document.id), Some(PASSPORT));
}

#[test]
fn a_dead_link_cannot_be_retried() {
    let mut flow = Flow::new(Device::Mobile, false);
    run(&mut flow, [Event::Stopped(Stop::Expired)]);
    assert_eq!(run(&mut flow, [Event::TryAgain]), []);
    assert_eq!(flow.step, Step::Stopped(Stop::Expired));
}

#[test]
fn the_result_can_be_skipped() {
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    let mut done = session(ProcessType::Document);
    done.settings.show_modal_before_redirect = false;
    done.status = ProcessStatus::Inconclusive;
    let effects = run(&mut flow, [Event::Changed(Box::new(done))]);
    assert!(matches!(effects.last(), Some(Effect::Redirect(_))));
}

#[test]
fn the_redirect_keeps_query_and_fragment_of_the_integrator() {
    for (given, expected) in [
        (
            "https://a/b",
            "https://a/b?dossierId=d1&processId=p1&status=pending",
        ),
        (
            "https://a/b?",
            "https://a/b?dossierId=d1&processId=p1&status=pending",
        ),
        (
            "https://a/b?c=1",
            "https://a/b?c=1&dossierId=d1&processId=p1&status=pending",
        ),
        (
            "https://a/#x",
            "https://a/?dossierId=d1&processId=p1&status=pending#x",
        ),
    ] {
        let mut with_url = session(ProcessType::Document);
        with_url.redirect_url = given.into();
        let flow = opened(Device::Mobile, with_url);
        assert_eq!(flow.redirect_url().as_deref(), Some(expected));
    }
}

#[test]
fn the_settings_decide_between_camera_and_file() {
    let mut no_camera = session(ProcessType::Document);
    no_camera.settings.allow_take_photo = vec!["desktop".into()];
    let mut flow = opened(Device::Mobile, no_camera);
    run(
        &mut flow,
        [
            Event::Begin,
            Event::CountryChosen("NLD".into()),
            Event::DocumentChosen(PASSPORT),
            Event::TakePhoto,
        ],
    );
    assert_eq!(flow.step, Step::Method(Depiction::Front));
    assert!(flow.may_upload_file() && !flow.may_take_photo());
    run(&mut flow, [Event::Captured, Event::Retake]);
    assert_eq!(flow.step, Step::Method(Depiction::Front));
}

#[test]
fn countries_come_once_and_by_name() {
    let flow = opened(Device::Mobile, session(ProcessType::Document));
    assert_eq!(
        flow.countries(),
        [
            ("NLD".to_owned(), "Netherlands".to_owned()),
            ("UTO".to_owned(), "Utopia".to_owned())
        ]
    );
}

#[test]
fn the_progress_names_the_selfie_only_where_there_is_one() {
    let flow = at_front(ProcessType::Document, PASSPORT);
    assert_eq!(
        flow.phases(),
        [Phase::Choose, Phase::Document, Phase::Check]
    );
    assert_eq!(flow.phase(), Some(Phase::Document));
    let flow = at_front(ProcessType::DocumentSelfie, PASSPORT);
    assert!(flow.phases().contains(&Phase::Selfie));
}

#[test]
fn a_second_click_changes_nothing() {
    let mut flow = at_front(ProcessType::Document, PASSPORT);
    let before = flow.clone();
    for event in [
        Event::Begin,
        Event::Confirm,
        Event::Retake,
        Event::Resend,
        Event::Leave,
        Event::Uploaded(Depiction::Front),
    ] {
        assert_eq!(run(&mut flow, [event]), []);
        assert_eq!(flow, before);
    }
}

#[test]
fn a_challenge_comes_after_the_selfie_and_once() {
    let mut asked = session(ProcessType::DocumentSelfie);
    asked.challenge = Some(ChallengeStanding {
        over: false,
        attempts_left: 5,
    });
    let mut flow = opened(Device::Mobile, asked);
    let choices = [
        Event::Begin,
        Event::CountryChosen("NLD".into()),
        Event::DocumentChosen(PASSPORT),
    ];
    run(&mut flow, choices);
    run(&mut flow, photographed());
    run(&mut flow, photographed());
    assert_eq!(flow.step, Step::Challenge);
    assert_eq!(flow.phase(), Some(Phase::Selfie));
    run(&mut flow, [Event::Uploaded(Depiction::Selfie)]);
    assert_eq!(flow.step, Step::Challenge);
    run(&mut flow, [Event::ChallengeOver]);
    assert_eq!(flow.step, Step::Uploading);
    let effects = run(&mut flow, [Event::Uploaded(Depiction::Front)]);
    assert_eq!(effects, [Effect::Submit]);
}
