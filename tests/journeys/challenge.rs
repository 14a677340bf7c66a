//! The active challenge before a camera: who does what is asked, who does something else, and a
//! photo.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{FilterType, resize};
use serde_json::Value;
use thirtyfour::By;
use vidimus_engine::challenge::{
    Attempt, Challenge, Disagreement, Posture, Progress, Sample, SampledFrame, Task, Watch,
};
use vidimus_engine::face::{AlignedFace, FaceFollower};
use vidimus_engine::{Frame, Limits};

use crate::puppet::{LiveFilm, Pose, Puppet, holder};
use crate::support::{
    Browser, Camera, Form, Page, journey, natively, networks, returned, stay_here, upload_passport,
    upload_selfie,
};

/// What people are asked on the page, and how the head is held that does it.
const MOVES: [(Task, &str, Pose); 5] = [
    (
        Task::TurnLeft,
        "Turn your head to your left",
        Pose {
            yaw_deg: 40.0,
            ..Pose::STRAIGHT
        },
    ),
    (
        Task::TurnRight,
        "Turn your head to your right",
        Pose {
            yaw_deg: -40.0,
            ..Pose::STRAIGHT
        },
    ),
    (
        Task::LookUp,
        "Look up",
        Pose {
            pitch_deg: 24.0,
            ..Pose::STRAIGHT
        },
    ),
    (
        Task::ComeCloser,
        "Come closer",
        Pose {
            scale: 1.45,
            ..Pose::STRAIGHT
        },
    ),
    (
        Task::Blink,
        "Shut both eyes for a moment",
        Pose {
            shut: 1.0,
            ..Pose::STRAIGHT
        },
    ),
];

/// How a person behaves before the camera.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Conduct {
    Obedient,
    /// Does the next thing on the list instead.
    Contrary,
    /// Is a photo.
    Still,
}

/// Reads the page and moves, until the live picture is gone.
async fn act(page: &Page, film: &LiveFilm, conduct: Conduct) -> Result<()> {
    const SAID: &str = "
        const done = arguments[0];
        const live = document.querySelector('main[data-screen=challenge] video');
        done(live ? document.querySelector('.hint').textContent.trim() : null);
    ";
    page.find(By::Css("main[data-screen='challenge'] video"))
        .await?;
    let begun = Instant::now();
    loop {
        let said = page.run(SAID, vec![]).await?;
        let Value::String(said) = said else {
            return Ok(());
        };
        ensure!(
            begun.elapsed() < Duration::from_mins(2),
            "the page still says {said}"
        );
        let asked = MOVES.iter().position(|(_, text, _)| *text == said);
        let shown = match (asked, conduct) {
            (None, _) | (_, Conduct::Still) => Pose::STRAIGHT,
            (Some(at), Conduct::Obedient) => MOVES[at].2,
            (Some(at), Conduct::Contrary) => MOVES[(at + 1) % MOVES.len()].2,
        };
        film.hold(shown);
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
}

/// From the demo page to the challenge, and through it; what the integrator gets.
async fn attempted(name: &str, conduct: Conduct, then: impl AsyncFn(&Page) -> Result<()>) {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => panic!("{error}"),
    };
    let film = holder().and_then(Puppet::of).and_then(|puppet| {
        let path = folder.path().join("person.y4m");
        LiveFilm::of(puppet, &path, conduct == Conduct::Still)
    });
    let film = match film {
        Ok(film) => film,
        Err(error) => panic!("{error:#}"),
    };
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Film(film.path()),
    };
    journey(name, browser, async |stage| {
        let (page, server) = (&stage.page, &stage.server);
        page.open(&server.url).await?;
        page.press_at(By::Id("active-challenge")).await?;
        page.press_at(By::Css("[data-start='documentSelfie']"))
            .await?;
        page.press("Get started").await?;
        stay_here(page).await?;
        upload_passport(page).await?;
        upload_selfie(page).await?;

        page.screen("challenge").await?;
        page.press("Start").await?;
        act(page, &film, conduct).await?;
        then(page).await?;
        let back = returned(page, server).await?;
        let wanted = match conduct {
            Conduct::Obedient => "accepted",
            Conduct::Contrary | Conduct::Still => "inconclusive",
        };
        ensure!(back.status == wanted, "{back:?}");
        let shown: Value = serde_json::from_str(&page.text(By::Id("result")).await?)?;
        let check = &shown["providerSpecific"]["document"]["securityChecks"]["notFaceSpoofing"];
        ensure!(
            (wanted == "accepted") == (check["passed"] == true),
            "{shown:#}"
        );
        Ok(())
    })
    .await;
}

/// The page says that it did not work; the person does without.
async fn gives_up(page: &Page) -> Result<()> {
    page.see("That did not work").await?;
    page.press("I cannot do this").await
}

#[tokio::test]
async fn who_does_what_is_asked_is_accepted() {
    attempted("challenge", Conduct::Obedient, async |_| Ok(())).await;
}

#[tokio::test]
async fn who_does_something_else_is_not() {
    attempted("challenge-contrary", Conduct::Contrary, gives_up).await;
}

#[tokio::test]
async fn a_photo_is_not() {
    attempted("challenge-still", Conduct::Still, async |page| {
        page.see("That did not work").await?;
        page.see("It took too long.").await?;
        page.press("I cannot do this").await
    })
    .await;
}

/// The frames that a browser would have sent, whatever it says that they show.
#[tokio::test]
async fn frames_are_looked_at_again() {
    natively(|| {
        let (documents, comparer, meshes) = networks()?;
        let puppet = Puppet::of(holder()?)?;
        let frame = |pose| {
            let picture = puppet.draw(pose);
            Frame::from_rgb(picture.width(), picture.height(), picture.into_raw())
        };
        let straight = frame(Pose::STRAIGHT)?;
        let face = documents.find_faces(&straight)?.into_iter().next();
        let selfie = AlignedFace::cut_out(&straight, &face.context("no face")?);
        let pose_of = |sample: Sample| match sample {
            Sample::Straight | Sample::Back(_) => Pose::STRAIGHT,
            Sample::Done(task) => MOVES.iter().find(|own| own.0 == task).unwrap().2,
        };
        let look = |challenge: &Challenge, shown: &Challenge| -> Result<Attempt> {
            let mut frames = Vec::new();
            for (number, sample) in shown.samples().into_iter().enumerate() {
                frames.push(SampledFrame {
                    at_ms: 600.0 * number as f64,
                    frame: frame(pose_of(sample))?,
                });
            }
            let networks = (&comparer, &meshes);
            Ok(Attempt::look(
                challenge,
                &frames,
                &documents,
                networks,
                Some(&selfie),
            )?)
        };
        // Every task first, second and last.
        for challenge in [0, 6, 12, 23, 59].map(Challenge::of) {
            let attempt = look(&challenge, &challenge)?;
            ensure!(attempt.disagreement.is_none(), "{challenge:?}: {attempt:?}");
            ensure!(attempt.likeness.is_some_and(|likeness| likeness > 0.5));
            ensure!(
                attempt.relief.is_some_and(|relief| relief > 0.045),
                "{attempt:?}"
            );
            let [a, b, c] = challenge.tasks;
            let other = Challenge { tasks: [b, c, a] };
            let disagreement = look(&challenge, &other)?.disagreement;
            let wanted = Some(Disagreement::NotDone(Sample::Done(a)));
            ensure!(disagreement == wanted, "{challenge:?}: {disagreement:?}");
        }
        Ok(())
    })
    .await;
}

/// Between the frames on which faces are looked for, the mesh goes with the head.
#[tokio::test]
async fn a_face_is_followed_from_frame_to_frame() {
    natively(|| {
        const FRAME_MS: f64 = 80.0;
        let (documents, _, meshes) = networks()?;
        let puppet = Puppet::of(holder()?)?;
        let mut follower = FaceFollower::default();
        let mut now_ms = 0.0;
        for yaw_deg in (0..=8).chain((0..8).rev()).map(|step| 4.0 * step as f32) {
            let pose = Pose {
                yaw_deg,
                sway_px: yaw_deg / 2.0,
                ..Pose::STRAIGHT
            };
            let picture = puppet.draw(pose);
            let frame = Frame::from_rgb(picture.width(), picture.height(), picture.into_raw())?;
            now_ms += FRAME_MS;
            documents.follow_face(&frame, now_ms, &mut follower, &meshes)?;
            let followed = follower.mesh().context("the face is lost")?;
            let face = documents.find_faces(&frame)?.into_iter().next();
            let afresh = meshes.read(&frame, &face.context("no face")?)?;
            let (followed, afresh) = (followed.pose(), afresh.context("no mesh")?.pose());
            ensure!(
                (followed.yaw_deg - afresh.yaw_deg).abs() < 4.0,
                "{yaw_deg}: {followed:?}, afresh {afresh:?}"
            );
        }
        let (w, h) = (720, 926);
        let empty = Frame::from_rgb(w, h, vec![120; (3 * w * h) as usize])?;
        documents.follow_face(&empty, now_ms + FRAME_MS, &mut follower, &meshes)?;
        ensure!(follower.mesh().is_none() && follower.faces().is_empty());
        Ok(())
    })
    .await;
}

/// What a page takes for done and taken back while it follows a head, the server does, too, on the
/// frames as they are sent.
#[tokio::test]
async fn what_was_enough_live_is_enough_afterwards() {
    natively(|| {
        const FRAME_MS: f64 = 90.0;
        let (documents, comparer, meshes) = networks()?;
        let puppet = Puppet::of(holder()?)?;
        for challenge in [6, 24, 45, 57].map(Challenge::of) {
            let mut watch = Watch::new(challenge);
            let mut follower = FaceFollower::default();
            let (mut pose, mut goal) = (Pose::STRAIGHT, Pose::STRAIGHT);
            let mut frames = Vec::new();
            for number in 0..200 {
                pose = pose.towards(goal, 0.4);
                let picture = resize(&puppet.draw(pose), 498, 640, FilterType::Triangle);
                let at_ms = FRAME_MS * f64::from(number);
                let (w, h) = picture.dimensions();
                let frame = Frame::from_rgb(w, h, picture.as_raw().clone())?;
                documents.follow_face(&frame, at_ms, &mut follower, &meshes)?;
                let step = watch.see(follower.mesh().map(Posture::of), at_ms);
                if step.sample.is_some() {
                    let mut jpeg = Vec::new();
                    JpegEncoder::new_with_quality(&mut jpeg, 90).encode_image(&picture)?;
                    let frame = Frame::decode(&jpeg, &Limits::default())?;
                    frames.push(SampledFrame { at_ms, frame });
                }
                goal = match step.progress {
                    Progress::Do { task, .. } => MOVES.iter().find(|own| own.0 == task).unwrap().2,
                    Progress::LookStraight { .. } => Pose::STRAIGHT,
                    Progress::Passed | Progress::Failed { .. } => break,
                };
            }
            ensure!(watch.progress() == Progress::Passed, "{challenge:?}");
            let attempt =
                Attempt::look(&challenge, &frames, &documents, (&comparer, &meshes), None)?;
            ensure!(attempt.disagreement.is_none(), "{challenge:?}: {attempt:?}");
        }
        Ok(())
    })
    .await;
}
