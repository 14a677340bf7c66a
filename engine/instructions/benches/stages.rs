//! Instruction counts, steady on a busy machine: `cargo bench` in this folder.

use std::hint::black_box;

use gungraun::{library_benchmark, library_benchmark_group, main};
use vidimus_engine::Frame;
use vidimus_engine::locate::{Map, Outline};
use vidimus_engine::mrz::Format;
use vidimus_engine::mrz::decode::{Decoded, decode};
use vidimus_engine::mrz::lattice::{self, Alignment, align};
use vidimus_engine_instructions::{ZONE, frame, line, map, recogniser, seen};

fn aligned() -> Vec<Alignment> {
    let characters = ZONE[0].len();
    let lines = seen();
    lines
        .iter()
        .filter_map(|line| align(line, characters))
        .collect()
}

fn page() -> (Frame, Map) {
    let frame = frame();
    let map = map(&frame);
    (frame, map)
}

#[library_benchmark]
#[bench::td3(seen())]
fn align_two_lines(lines: Vec<Vec<lattice::Frame>>) -> Vec<Option<Alignment>> {
    let characters = ZONE[0].len();
    lines
        .iter()
        .map(|line| align(black_box(line), characters))
        .collect()
}

#[library_benchmark]
#[bench::td3(aligned())]
fn decode_zone(lines: Vec<Alignment>) -> Decoded {
    let places: Vec<_> = lines.into_iter().map(|line| line.places).collect();
    let decoded = decode(Format::Td3, black_box(&places));
    assert!(decoded.lines == ZONE, "{:?}", decoded.lines);
    decoded
}

#[library_benchmark]
#[bench::of_44(frame())]
fn cut_line(frame: Frame) -> usize {
    let steps = recogniser().read_line(black_box(&frame), &line(), ZONE[0].len());
    steps.map_or(0, |steps| steps.len())
}

#[library_benchmark]
#[bench::turned(page())]
fn find_outlines((frame, map): (Frame, Map)) -> Vec<Outline> {
    let outlines = map.outlines(black_box(&frame));
    assert!(outlines.len() == 1, "{outlines:?}");
    outlines
}

library_benchmark_group!(
    name = stages,
    benchmarks = [align_two_lines, decode_zone, cut_line, find_outlines]
);
main!(library_benchmark_groups = stages);
