//! Pixels without a file: made fewer, and set upright.

use image::ColorType;
use image::metadata::Orientation;

/// Pixels, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pixels {
    /// How many stand beside each other.
    pub width: u32,
    /// How many stand above each other.
    pub height: u32,
    /// How many bytes a pixel has.
    pub channels: usize,
    /// Whether the last byte of a pixel says how opaque it is.
    pub has_alpha: bool,
    /// All of their bytes.
    pub samples: Vec<u8>,
}

/// How a picture is held.
#[derive(Clone, Copy, Debug)]
pub struct Turn(pub Orientation);

impl Turn {
    /// Whether the width of the file is the height of the picture.
    pub fn swaps_sides(self) -> bool {
        match self.0 {
            Orientation::NoTransforms
            | Orientation::Rotate180
            | Orientation::FlipHorizontal
            | Orientation::FlipVertical => false,
            Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH => true,
        }
    }

    /// Where the pixel of the upright picture stands in the file, whose last column and row are given.
    fn source(self, (x, y): (usize, usize), (right, bottom): (usize, usize)) -> (usize, usize) {
        match self.0 {
            Orientation::NoTransforms => (x, y),
            Orientation::Rotate90 => (y, bottom - x),
            Orientation::Rotate180 => (right - x, bottom - y),
            Orientation::Rotate270 => (right - y, x),
            Orientation::FlipHorizontal => (right - x, y),
            Orientation::FlipVertical => (x, bottom - y),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate270FlipH => (right - y, bottom - x),
        }
    }
}

impl Pixels {
    /// What the bytes of a pixel are, for encoders; ink is gone by then.
    pub fn colours(&self) -> ColorType {
        match (self.channels, self.has_alpha) {
            (1, _) => ColorType::L8,
            (2, _) => ColorType::La8,
            (3, _) => ColorType::Rgb8,
            (_, _) => ColorType::Rgba8,
        }
    }

    /// The picture with at most so many pixels each way, its proportions kept.
    pub fn within(self, across: f64, down: f64) -> Pixels {
        let scale = (across / f64::from(self.width)).min(down / f64::from(self.height));
        if scale >= 1.0 {
            return self.without_hidden_colours();
        }
        let scaled = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
        let (width, height) = (scaled(self.width), scaled(self.height));
        match self.has_alpha {
            true => self.averaged_by_opacity(width, height),
            false => self.averaged(width, height),
        }
    }

    /// A pixel that nobody sees may hold what was rubbed out.
    fn without_hidden_colours(mut self) -> Pixels {
        if self.has_alpha {
            let transparent = |pixel: &&mut [u8]| pixel.last() == Some(&0);
            let pixels = self.samples.chunks_exact_mut(self.channels);
            pixels.filter(transparent).for_each(|pixel| pixel.fill(0));
        }
        self
    }

    /// Fewer pixels, each the mean of the area that it covers, in integers: the same on every machine. Rows are added up
    /// whole before their columns are, which takes a tenth of the time.
    fn averaged(&self, width: u32, height: u32) -> Pixels {
        let columns = shares(self.width, width);
        let row_length = self.width as usize * self.channels;
        let mut samples = Vec::with_capacity(width as usize * height as usize * self.channels);
        let area = u64::from(self.width) * u64::from(self.height);
        let mut rows = vec![0_u32; row_length];
        for covered in shares(self.height, height) {
            rows.fill(0);
            for (y, weight) in covered {
                // The weights of a row of means add up to the height of the picture: no sum leaves 32 bits.
                let weight = u32::try_from(weight).unwrap_or(u32::MAX);
                let row = &self.samples[y * row_length..][..row_length];
                rows.iter_mut()
                    .zip(row)
                    .for_each(|(sum, it)| *sum += weight * u32::from(*it));
            }
            for shares in &columns {
                for channel in 0..self.channels {
                    let of = |(x, share): &(usize, u64)| share * u64::from(rows[x * self.channels + channel]);
                    samples.push(mean(shares.iter().map(of).sum(), area));
                }
            }
        }
        Pixels {
            width,
            height,
            samples,
            ..*self
        }
    }

    /// The same where pixels may be transparent.
    fn averaged_by_opacity(&self, width: u32, height: u32) -> Pixels {
        let columns = shares(self.width, width);
        let row_length = self.width as usize * self.channels;
        let mut samples = Vec::with_capacity(width as usize * height as usize * self.channels);
        let mut sums = vec![0_u64; width as usize * self.channels];
        let mut opacities = vec![0_u64; width as usize];
        let area = u64::from(self.width) * u64::from(self.height);
        for rows in shares(self.height, height) {
            sums.fill(0);
            opacities.fill(0);
            for (y, weight) in rows {
                let row = &self.samples[y * row_length..][..row_length];
                for (column, shares) in columns.iter().enumerate() {
                    let sum = &mut sums[column * self.channels..][..self.channels];
                    for (x, share) in shares {
                        let pixel = &row[x * self.channels..][..self.channels];
                        Pixels::add(pixel, weight * share, sum, &mut opacities[column]);
                    }
                }
            }
            for (sum, opacity) in sums.chunks_exact(self.channels).zip(&opacities) {
                samples.extend(sum[..self.channels - 1].iter().map(|it| mean(*it, *opacity)));
                samples.push(mean(*opacity, area));
            }
        }
        Pixels {
            width,
            height,
            samples,
            ..*self
        }
    }

    /// Adds a pixel to the sums of the one that it becomes part of; what is transparent lends no colour.
    fn add(pixel: &[u8], weight: u64, sum: &mut [u64], opacity: &mut u64) {
        let Some((alpha, colours)) = pixel.split_last() else {
            return;
        };
        let weight = weight * u64::from(*alpha);
        *opacity += weight;
        sum.iter_mut()
            .zip(colours)
            .for_each(|(sum, it)| *sum += weight * u64::from(*it));
    }

    /// The picture upright.
    pub fn turned(self, turn: Turn) -> Pixels {
        if turn.0 == Orientation::NoTransforms {
            return self;
        }
        let (width, height) = match turn.swaps_sides() {
            true => (self.height, self.width),
            false => (self.width, self.height),
        };
        let last = (self.width as usize - 1, self.height as usize - 1);
        let mut samples = Vec::with_capacity(self.samples.len());
        for y in 0..height as usize {
            for x in 0..width as usize {
                let (x, y) = turn.source((x, y), last);
                let at = (y * self.width as usize + x) * self.channels;
                samples.extend_from_slice(&self.samples[at..at + self.channels]);
            }
        }
        Pixels {
            width,
            height,
            samples,
            ..self
        }
    }
}

fn mean(sum: u64, of: u64) -> u8 {
    u8::try_from((sum + of / 2).checked_div(of).unwrap_or(0)).unwrap_or(u8::MAX)
}

/// Of each of fewer cells, the cells that it covers and how much of each, in parts of `many`·`few` that make up `many`.
fn shares(many: u32, few: u32) -> Vec<Vec<(usize, u64)>> {
    let (many, few) = (u64::from(many), u64::from(few));
    let cell = |index: u64| {
        let (start, end) = (index * many, (index + 1) * many);
        let covered = start / few..end.div_ceil(few);
        let share = |it: u64| ((it + 1) * few).min(end) - (it * few).max(start);
        covered.map(|it| (it as usize, share(it))).collect()
    };
    (0..few).map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The mean of the area of each pixel, as it is defined.
    fn means(of: &Pixels, width: u32, height: u32) -> Vec<u8> {
        let (columns, rows) = (shares(of.width, width), shares(of.height, height));
        let area = u64::from(of.width) * u64::from(of.height);
        let mut means = Vec::new();
        for (row, column) in rows
            .iter()
            .flat_map(|row| columns.iter().map(move |column| (row, column)))
        {
            for channel in 0..of.channels {
                let cells = row.iter().flat_map(|y| column.iter().map(move |x| (y, x)));
                let cell = |((y, down), (x, across)): (&(usize, u64), &(usize, u64))| {
                    let at = (y * of.width as usize + x) * of.channels + channel;
                    down * across * u64::from(of.samples[at])
                };
                means.push(mean(cells.map(cell).sum(), area));
            }
        }
        means
    }

    #[test]
    fn each_pixel_is_the_mean_of_what_it_covers() {
        for (width, height, channels) in [(97, 61, 3), (40, 200, 1), (33, 32, 4)] {
            let count = width as usize * height as usize * channels;
            let pixels = Pixels {
                width,
                height,
                channels,
                has_alpha: false,
                samples: (0..count).map(|it| (it * 7919 % 251) as u8).collect(),
            };
            for (across, down) in [(1, 1), (13, 29), (width - 1, height - 1), (32, 31)] {
                assert_eq!(pixels.averaged(across, down).samples, means(&pixels, across, down));
            }
        }
    }
}
