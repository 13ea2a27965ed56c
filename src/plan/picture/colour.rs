//! Colours as sRGB, which every program takes them for once a picture has no profile.

use super::pixels::Pixels;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// No honest profile is larger, in bytes: those of four inks have some two million.
const LARGEST_PROFILE: usize = 8 * 1024 * 1024;

/// The picture in sRGB. A profile that cannot be read, or speaks of other colours, says nothing: programs that show the
/// picture pass over it too.
pub fn to_srgb(pixels: Pixels, profile: Option<&[u8]>) -> Pixels {
    let profile = profile.filter(|it| it.len() <= LARGEST_PROFILE);
    let profile = profile.and_then(|it| ColorProfile::new_from_slice(it).ok());
    if pixels.channels == 4 && !pixels.has_alpha {
        let of_inks = profile.filter(|it| it.color_space == DataColorSpace::Cmyk);
        return of_inks
            .and_then(|it| converted(&inks(&pixels), &it, (Layout::Rgba, Layout::Rgb)))
            .unwrap_or_else(|| reflected(&pixels));
    }
    let converted = profile.and_then(|profile| match profile.color_space {
        DataColorSpace::Rgb => {
            let layout = if pixels.has_alpha { Layout::Rgba } else { Layout::Rgb };
            converted(&coloured(&pixels), &profile, (layout, layout))
        }
        DataColorSpace::Gray if pixels.channels <= 2 => {
            let layouts = match pixels.has_alpha {
                true => (Layout::GrayAlpha, Layout::Rgba),
                false => (Layout::Gray, Layout::Rgb),
            };
            converted(&pixels, &profile, layouts)
        }
        _ => None,
    });
    converted.unwrap_or(pixels)
}

/// Converts in floating point, for which the crate knows no instructions that only some machines have.
fn converted(pixels: &Pixels, profile: &ColorProfile, (from, to): (Layout, Layout)) -> Option<Pixels> {
    let options = TransformOptions {
        prefer_fixed_point: false,
        ..TransformOptions::default()
    };
    let srgb = ColorProfile::new_srgb();
    let transform = profile.create_transform_f64(from, &srgb, to, options).ok()?;
    let channels = to.channels();
    let row = pixels.width as usize * pixels.channels;
    let mut out = vec![0.0; pixels.width as usize * channels];
    let mut samples = Vec::with_capacity(out.len() * pixels.height as usize);
    for row in pixels.samples.chunks_exact(row) {
        let row: Vec<f64> = row.iter().map(|it| f64::from(*it) / 255.0).collect();
        transform.transform(&row, &mut out).ok()?;
        samples.extend(out.iter().map(|it| (it * 255.0).round().clamp(0.0, 255.0) as u8));
    }
    Some(Pixels {
        channels,
        samples,
        ..*pixels
    })
}

/// Grey as three equal colours.
fn coloured(pixels: &Pixels) -> Pixels {
    if pixels.channels > 2 {
        return pixels.clone();
    }
    let spread = |pixel: &[u8]| [&[pixel[0]; 3], &pixel[1..]].concat();
    Pixels {
        channels: pixels.channels + 2,
        samples: pixels.samples.chunks_exact(pixels.channels).flat_map(spread).collect(),
        ..*pixels
    }
}

/// How much ink there is: JPEG files say how much is left out, as Adobe's programs first wrote them.
fn inks(pixels: &Pixels) -> Pixels {
    Pixels {
        samples: pixels.samples.iter().map(|it| 255 - it).collect(),
        ..*pixels
    }
}

/// Inks without a profile: what the colour reflects, and the black besides.
fn reflected(pixels: &Pixels) -> Pixels {
    let light = |pixel: &[u8]| {
        let through = |ink: u8| ((u16::from(ink) * u16::from(pixel[3]) + 127) / 255) as u8;
        [through(pixel[0]), through(pixel[1]), through(pixel[2])]
    };
    Pixels {
        channels: 3,
        samples: pixels.samples.chunks_exact(4).flat_map(light).collect(),
        ..*pixels
    }
}
