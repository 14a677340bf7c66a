//! The engine in a worker of its own. See `protocol`.

fn main() {
    vidimus_capture_ui::worker::start();
}
