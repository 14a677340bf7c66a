//! A puppet as Chromium's fake camera: a film of one frame that is played over and over, and drawn
//! anew while it is.

use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Result, ensure};
use image::RgbImage;

use super::{Pose, Puppet};

const EVERY: Duration = Duration::from_millis(90);
/// How much of the way to where it should be the head goes from frame to frame.
const STEP: f32 = 0.4;

/// The film, until it is dropped.
pub(crate) struct LiveFilm {
    path: PathBuf,
    target: Arc<Mutex<Pose>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl LiveFilm {
    /// Begins with the pose of the photo. A `still` one shows the same frame for ever.
    pub(crate) fn of(puppet: Puppet, path: &Path, still: bool) -> Result<Self> {
        let first = puppet.draw(Pose::STRAIGHT);
        let (w, h) = first.dimensions();
        ensure!(w % 2 == 0 && h % 2 == 0, "colours are shared by two pixels");
        // YUV4MPEG2 as mjpegtools' manual page yuv4mpeg(5) describes it.
        let header = format!("YUV4MPEG2 W{w} H{h} F25:1 Ip A1:1 C420\n");
        let file = File::create(path)?;
        file.write_all_at(header.as_bytes(), 0)?;
        file.write_all_at(b"FRAME\n", header.len() as u64)?;
        let begin = header.len() as u64 + 6;
        file.write_all_at(&planes(&first), begin)?;
        let target = Arc::new(Mutex::new(Pose::STRAIGHT));
        let stop = Arc::new(AtomicBool::new(still));
        let (goal, stopped) = (target.clone(), stop.clone());
        let thread = thread::spawn(move || {
            let mut pose = Pose::STRAIGHT;
            let mut frame = 0_u32;
            while !stopped.load(Ordering::Relaxed) {
                let Ok(wanted) = goal.lock().map(|wanted| *wanted) else {
                    return;
                };
                pose = pose.towards(wanted, STEP);
                frame += 1;
                // Nobody holds still.
                let sway_px = 2.0 * (frame as f32 * 0.3).sin();
                let picture = puppet.draw(Pose { sway_px, ..pose });
                if file.write_all_at(&planes(&picture), begin).is_err() {
                    return;
                }
                thread::sleep(EVERY);
            }
        });
        Ok(Self {
            path: path.to_owned(),
            target,
            stop,
            thread: Some(thread),
        })
    }

    /// For `--use-file-for-fake-video-capture`.
    pub(crate) fn path(&self) -> PathBuf {
        self.path.clone()
    }

    /// Where the head should go.
    pub(crate) fn hold(&self, pose: Pose) {
        if let Ok(mut target) = self.target.lock() {
            *target = pose;
        }
    }
}

impl Drop for LiveFilm {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Brightness, then both colours at half the size: BT.601, 16 to 235.
fn planes(picture: &RgbImage) -> Vec<u8> {
    let (w, h) = picture.dimensions();
    let byte = |value: f32| value.round().clamp(0.0, 255.0) as u8;
    let mut planes: Vec<u8> = picture
        .pixels()
        .map(|pixel| {
            let [r, g, b] = pixel.0.map(f32::from);
            byte(16.0 + (65.481 * r + 128.553 * g + 24.966 * b) / 255.0)
        })
        .collect();
    for [red, green, blue] in [[-37.797, -74.203, 112.0], [112.0, -93.786, -18.214]] {
        for y in 0..h / 2 {
            planes.extend((0..w / 2).map(|x| {
                let [r, g, b] = picture.get_pixel(2 * x, 2 * y).0.map(f32::from);
                byte(128.0 + (red * r + green * g + blue * b) / 255.0)
            }));
        }
    }
    planes
}
