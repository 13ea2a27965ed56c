//! Charts as pictures, for formats that cannot draw them.

use super::Drawing;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use typst::foundations::Smart;
use typst::layout::{Frame, Sides};
use typst::utils::Scalar;
use typst::visualize::Color;
use typst_layout::Page;
use typst_render::RenderOptions;

/// Fine enough for print, and no finer: the lines of a chart are thin.
const DOTS_PER_INCH: f64 = 360.0;

/// Draws a frame on white.
pub(super) fn draw(frame: &Frame) -> Drawing {
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(DOTS_PER_INCH / 72.0),
        render_bleed: false,
    };
    let pixels = typst_render::render(&page(frame), &options);
    Drawing {
        png: png(pixels.data(), pixels.width(), pixels.height()),
        width: frame.width().to_pt(),
        height: frame.height().to_pt(),
    }
}

fn page(frame: &Frame) -> Page {
    Page {
        frame: frame.clone(),
        bleed: Sides::default(),
        fill: Smart::Custom(Some(Color::WHITE.into())),
        numbering: None,
        supplement: Default::default(),
        number: 1,
    }
}

fn png(rgba: &[u8], width: u32, height: u32) -> Vec<u8> {
    let rgb: Vec<u8> = rgba
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    let mut file = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut file, CompressionType::Default, FilterType::Up);
    let written = encoder.write_image(&rgb, width, height, ExtendedColorType::Rgb8);
    // Writing to memory cannot fail, and the sizes are those of the pixels.
    debug_assert!(written.is_ok());
    file
}
