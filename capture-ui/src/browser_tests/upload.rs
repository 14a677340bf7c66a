//! Files that a person may choose.

use wasm_bindgen_test::wasm_bindgen_test;

use super::file;
use crate::upload::{self, UploadError};

async fn jpeg(width: f64, height: f64) -> web_sys::Blob {
    let canvas = upload::canvas((width, height)).unwrap();
    upload::jpeg_of(&canvas).await.unwrap()
}

#[wasm_bindgen_test]
async fn a_photo_is_sent_as_it_is() {
    let photo = jpeg(640.0, 480.0).await;
    let prepared = upload::prepare(&photo).await.unwrap();
    assert_eq!(prepared.size().to_bits(), photo.size().to_bits());
    assert_eq!(prepared.type_(), "image/jpeg");
}

#[wasm_bindgen_test]
async fn a_huge_photo_is_made_smaller() {
    let photo = jpeg(5000.0, 4000.0).await;
    let prepared = upload::prepare(&photo).await.unwrap();
    let (width, height, pixels) = upload::pixels_of(&prepared, 1e9).await.unwrap();
    assert!(u64::from(width) * u64::from(height) <= 12_000_000);
    assert!((f64::from(width) / f64::from(height) - 1.25).abs() < 0.01);
    assert_eq!(pixels.byte_length(), width * height * 4);
}

#[wasm_bindgen_test]
async fn what_cannot_be_sent_is_told_apart() {
    for (bytes, expected) in [
        (vec![], UploadError::Empty),
        (b"not a picture".to_vec(), UploadError::NotAPicture),
        (vec![0; (10 << 20) + 1], UploadError::TooLarge),
        // Begins as a JPEG and ends at once.
        (vec![0xFF, 0xD8, 0xFF, 0xE0], UploadError::NotAPicture),
    ] {
        let refused = upload::prepare(&file(&bytes, "image/jpeg")).await;
        assert_eq!(refused.map(|_| ()), Err(expected), "{} bytes", bytes.len());
    }
}

#[wasm_bindgen_test]
async fn a_picture_lying_on_its_side_is_turned() {
    // 3 by 2 pixels and the EXIF orientation 6: displayed 2 wide and 3 high.
    let photo = jpeg(3.0, 2.0).await;
    let bytes = wasm_bindgen_futures::JsFuture::from(photo.array_buffer())
        .await
        .unwrap();
    let bytes = js_sys::Uint8Array::new(&bytes).to_vec();
    let exif = [
        0xFF, 0xE1, 0x00, 0x22, b'E', b'x', b'i', b'f', 0, 0, b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1,
        0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0,
    ];
    let turned = [&bytes[..2], &exif, &bytes[2..]].concat();
    let turned = file(&turned, "image/jpeg");
    let (width, height, _) = upload::pixels_of(&turned, 100.0).await.unwrap();
    assert_eq!((width, height), (2, 3));
}
