//! Pictures of the page. Enters: those that the tests have taken. Leaves: the few that its README shows.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::Context;

use super::{built, target};

/// What the README shows.
const KEPT: [&str; 5] = [
    "room-desk-light.png",
    "room-desk-dark.png",
    "sign-in-phone-light.png",
    "room-phone-dark.png",
    "lost-phone-light.png",
];
/// The largest that one may be: they stay in the history for good.
const LARGEST: usize = 60_000;

/// Where the tests put them.
pub(super) fn folder() -> PathBuf {
    target().join("screenshots")
}

/// Puts them beside the README.
pub(super) fn keep() -> anyhow::Result<()> {
    let place = built::source().join("screenshots");
    fs::create_dir_all(&place)?;
    for name in KEPT {
        let from = folder().join(name);
        let bytes = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
        let small = reduced(&bytes).with_context(|| format!("cannot read {name} as a picture"))?;
        anyhow::ensure!(small.len() <= LARGEST, "{name} has {} bytes, more than {LARGEST}", small.len());
        fs::write(place.join(name), small)?;
    }
    Ok(())
}

/// The same picture with the 256 colours that it has most of, which for text on a ground are all that one sees.
fn reduced(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info()?;
    let mut points = vec![0; reader.output_buffer_size().context("too large")?];
    let info = reader.next_frame(&mut points)?;
    let colors: Vec<[u8; 3]> =
        points.chunks_exact(info.color_type.samples()).map(|point| [point[0], point[1], point[2]]).collect();

    let mut counts = BTreeMap::new();
    for color in &colors {
        *counts.entry(*color).or_insert(0_usize) += 1;
    }
    let mut palette: Vec<[u8; 3]> = counts.keys().copied().collect();
    palette.sort_by_key(|color| std::cmp::Reverse(counts[color]));
    palette.truncate(256);
    let nearest: BTreeMap<[u8; 3], u8> = counts.keys().map(|color| (*color, nearest(&palette, *color))).collect();
    let indices: Vec<u8> = colors.iter().map(|color| nearest[color]).collect();

    let mut small = Vec::new();
    let mut encoder = png::Encoder::new(&mut small, info.width, info.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&indices)?;
    writer.finish()?;
    Ok(small)
}

fn nearest(palette: &[[u8; 3]], color: [u8; 3]) -> u8 {
    let distance = |other: &[u8; 3]| -> u32 {
        other.iter().zip(color).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2)).sum()
    };
    let places = (0..=u8::MAX).zip(palette);
    places.min_by_key(|(_, other)| distance(other)).map_or(0, |(place, _)| place)
}
