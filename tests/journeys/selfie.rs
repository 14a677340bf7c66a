//! A selfie by camera, with what the live picture showed before it.

use anyhow::{Context as _, Result, ensure};
use image::imageops::interpolate_bilinear;
use image::{Rgb, RgbImage};
use thirtyfour::By;
use vidimus_engine::Frame;
use vidimus_engine::face::AlignedFace;
use vidimus_engine::liveness::{Burst, SelfieFace};

use crate::puppet::{LiveFilm, Puppet, holder};
use crate::support::{
    Browser, Camera, Form, confirm_photo, journey, natively, networks, portrait, returned, start,
    stay_here, upload_passport,
};

/// How the server answered the frames before the selfie.
const BURST: &str = "
    const done = arguments[0];
    const sent = performance.getEntriesByType('resource');
    const burst = sent.filter(({ name }) => name.endsWith('/capture/session/burst'));
    done(burst.map(({ responseStatus }) => responseStatus));
";

#[tokio::test]
async fn a_selfie_by_camera_comes_with_the_frames_before_it() {
    let folder = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => panic!("{error}"),
    };
    let path = folder.path().join("person.y4m");
    let film = holder().and_then(Puppet::of);
    let film = match film.and_then(|puppet| LiveFilm::of(puppet, &path, false)) {
        Ok(film) => film,
        Err(error) => panic!("{error:#}"),
    };
    let browser = Browser {
        form: Form::Desktop,
        camera: Camera::Film(film.path()),
    };
    journey("selfie", browser, async |stage| {
        let (page, server) = (&stage.page, &stage.server);
        start(page, server, "documentSelfie").await?;
        stay_here(page).await?;
        upload_passport(page).await?;
        page.press("Take a photo").await?;
        page.screen("selfieCamera").await?;
        page.see("Looks good. Take the photo").await?;
        page.press_at(By::Css(".shutter")).await?;
        confirm_photo(page, "selfiePreview").await?;
        page.screen("result").await?;
        let answers = page.run(BURST, vec![]).await?;
        ensure!(answers == serde_json::json!([204]), "{answers}");
        let back = returned(page, server).await?;
        ensure!(back.status == "accepted", "{back:?}");
        Ok(())
    })
    .await;
}

fn frame(picture: &RgbImage) -> Result<Frame> {
    let (w, h) = picture.dimensions();
    Ok(Frame::from_rgb(w, h, picture.as_raw().clone())?)
}

/// The photo with what lies within reach of its middle made smaller, as if it were farther away.
fn farther(photo: &RgbImage, (x, y): (f32, f32), reach: (f32, f32)) -> RgbImage {
    const SMALLER: f32 = 0.93;
    RgbImage::from_fn(photo.width(), photo.height(), |column, row| {
        let (across, down) = (column as f32 - x, row as f32 - y);
        if (across / reach.0).hypot(down / reach.1) > 1.0 {
            return *photo.get_pixel(column, row);
        }
        let from = (x + across / SMALLER, y + down / SMALLER);
        let pixel = interpolate_bilinear(photo, from.0, from.1);
        pixel.unwrap_or(Rgb([90; 3]))
    })
}

/// A head that comes nearer leaves the room behind it where it is; a picture brings it along.
#[tokio::test]
async fn a_picture_that_comes_nearer_brings_its_room_along() {
    natively(|| {
        let (documents, comparer, meshes) = networks()?;
        let photo = image::open(portrait("portrait-document.jpg")?)?.to_rgb8();
        let now = frame(&photo)?;
        let face = documents.find_faces(&now)?.into_iter().next();
        let face = face.context("no face")?;
        let mesh = meshes.read(&now, &face)?.context("no mesh")?;
        let selfie = SelfieFace {
            frame: &now,
            face: &face,
            aligned: &AlignedFace::cut_out(&now, &face),
            traces: documents.face_traces(&now, &face)?,
        };
        let look = |before: RgbImage| -> Result<Burst> {
            let frames = [frame(&before)?];
            let networks = (&comparer, &meshes);
            let burst = Burst::look(&selfie, &frames, &documents, networks)?;
            burst.context("no face")
        };
        let (middle, eyes_px) = (mesh.middle(), mesh.eyes_px());
        let head = (1.5 * eyes_px, 2.1 * eyes_px);
        let person = look(farther(&photo, middle, head))?;
        let picture = look(farther(&photo, middle, (f32::INFINITY, f32::INFINITY)))?;
        for burst in [person, picture] {
            ensure!(burst.likeness.is_some_and(|own| own > 0.8), "{burst:?}");
        }
        ensure!(
            person.moves_as_one.is_some_and(|share| share < 0.3),
            "{person:?}"
        );
        ensure!(
            picture.moves_as_one.is_some_and(|share| share > 0.8),
            "{picture:?}"
        );
        Ok(())
    })
    .await;
}
