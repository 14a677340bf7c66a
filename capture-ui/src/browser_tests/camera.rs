//! The camera, with the picture that Chromium makes up.

use vidimus_api::capture::Depiction;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamTrack};

use super::pause;
use crate::camera::Camera;

#[wasm_bindgen_test]
async fn the_camera_gives_frames_and_photos_and_goes_out() {
    let video: HtmlVideoElement = web_sys::window()
        .unwrap()
        .document()
        .unwrap()
        .create_element("video")
        .unwrap()
        .unchecked_into();
    let camera = Camera::open(Depiction::Front).await.unwrap();
    camera.show(&video);
    for _ in 0..100 {
        pause(50).await;
        if camera.has_moved_on(&video) {
            break;
        }
    }
    let (width, height, pixels) = camera.frame(&video).unwrap();
    assert!(
        width <= 1280 && height <= 1280,
        "small enough to look at often"
    );
    assert_eq!(pixels.byte_length(), width * height * 4);

    let photo = camera.photo(&video).await.unwrap();
    assert_eq!(photo.type_(), "image/jpeg");
    let (photo_width, _, _) = crate::upload::pixels_of(&photo, 1e9).await.unwrap();
    assert_eq!(photo_width, video.video_width(), "in full resolution");

    let stream: MediaStream = video.src_object().unwrap();
    let track: MediaStreamTrack = stream.get_tracks().get(0).unchecked_into();
    let state = || {
        js_sys::Reflect::get(&track, &"readyState".into())
            .unwrap()
            .as_string()
    };
    assert_eq!(state().as_deref(), Some("live"));
    drop(camera);
    assert_eq!(state().as_deref(), Some("ended"));
}
