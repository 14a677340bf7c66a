//! The capture page.

fn main() {
    console_error_panic_hook::set_once();
    vidimus_capture_ui::app::mount();
}
