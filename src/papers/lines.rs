//! What a page shows, put together as a reader sees it: what adjoins on one baseline is one line, whatever fonts and runs it
//! was written in, and a line that goes on below is one text with the next.
//!
//! Cells of a table stand apart: nothing is read across them.

/// A point or a vector, in the units of the page.
pub type Vector = (f64, f64);

/// What adjoins is nearer than this, in sizes of the smaller letters: wider than the space between Japanese and Latin
/// letters in a justified line, narrower than that before the page number of a table of contents.
const WIDEST_SPACE: f64 = 0.45;
/// So far letters are moved together: the half of a bracket or comma that is blank, or what a width told roughly is off.
const WIDEST_OVERLAP: f64 = 0.6;
/// From here on a gap between Latin letters is a space between words.
const WORD_SPACE: f64 = 0.15;
/// So far off the baseline what is raised or lowered stands, in sizes of the larger letters.
const FARTHEST_OFF: f64 = 0.3;
/// Lines of a paragraph are so far apart, in sizes of their letters.
const LEADING: std::ops::RangeInclusive<f64> = 0.8..=2.6;
/// The second line of a paragraph begins so far left of the first, and so far right: its indent, its bullet.
const INDENT: std::ops::RangeInclusive<f64> = -2.2..=1.7;
/// So much room a full line leaves at most, and so long it is at least.
const ROOM: f64 = 1.1;
const SHORTEST_FULL: f64 = 5.0;
/// Sizes of one paragraph differ no more, as a ratio.
const SAME_SIZE: f64 = 0.05;

/// Where a text stands.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Where its first letter begins, and where the one behind its last would.
    pub start: Vector,
    /// See `start`.
    pub end: Vector,
    /// The direction in which it runs, of length 1.
    pub along: Vector,
    /// The direction to the next line, of length 1.
    pub down: Vector,
    /// The size of its letters.
    pub size: f64,
}

/// A text on one baseline.
#[derive(Debug)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where it stands; `None` for words that stand for what is drawn.
    place: Option<Stretch>,
}

/// The lines of a page, in the order in which they are drawn.
#[derive(Debug, Default)]
pub struct Lines(Vec<Line>);

impl Lines {
    /// Adds what is shown next: to the last line where it goes on there.
    pub fn show(&mut self, text: &str, place: Stretch) {
        if text.is_empty() {
            return;
        }
        if let Some(Line {
            text: before,
            place: Some(last),
        }) = self.0.last_mut()
            && let Some(gap) = last.gap(&place)
        {
            let is_latin = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric());
            if gap > WORD_SPACE && is_latin(before.chars().next_back()) && is_latin(text.chars().next()) {
                before.push(' ');
            }
            before.push_str(text);
            last.end = place.end;
            last.size = last.size.max(place.size);
            return;
        }
        self.0.push(Line {
            text: text.to_owned(),
            place: Some(place),
        });
    }

    /// Adds words that stand nowhere.
    pub fn say(&mut self, text: String) {
        self.0.push(Line { text, place: None });
    }

    /// The lines.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| &*it.text)
    }

    /// All of it, each line ended.
    pub fn text(&self) -> String {
        self.iter().flat_map(|it| [it, "\n"]).collect()
    }

    /// The paragraphs, each as its lines.
    pub fn paragraphs(&self) -> impl Iterator<Item = &[Line]> {
        self.0.chunk_by(Line::goes_on_in)
    }

    /// The paragraphs that have more than one line, each as one text: what a line end parts is read together there.
    pub fn broken_paragraphs(&self) -> Vec<String> {
        let broken = self.paragraphs().filter(|it| it.len() > 1);
        broken.map(|lines| lines.iter().map(|it| &*it.text).collect()).collect()
    }
}

impl Line {
    /// Whether the next line is of the same paragraph. A number is not broken: digits on both sides are two numbers.
    fn goes_on_in(&self, next: &Line) -> bool {
        let (Some(one), Some(other)) = (&self.place, &next.place) else {
            return false;
        };
        let is_digit = |it: Option<char>| it.is_some_and(char::is_numeric);
        let numbers =
            is_digit(self.text.trim_end().chars().next_back()) && is_digit(next.text.trim_start().chars().next());
        !numbers && one.goes_on_in(other)
    }
}

impl Stretch {
    /// How far behind the end of this stretch another begins that goes on its line, in sizes of the smaller letters.
    fn gap(&self, next: &Stretch) -> Option<f64> {
        let to = minus(next.start, self.end);
        let (smaller, larger) = (self.size.min(next.size), self.size.max(next.size));
        let gap = dot(to, self.along) / smaller;
        let is_level =
            dot(self.along, next.along) > 1.0 - SAME_SIZE && dot(to, self.down).abs() <= FARTHEST_OFF * larger;
        (is_level && (-WIDEST_OVERLAP..=WIDEST_SPACE).contains(&gap)).then_some(gap)
    }

    /// Whether it fills its line and the next stands below as the next line of a paragraph.
    fn goes_on_in(&self, next: &Stretch) -> bool {
        let to = minus(next.start, self.start);
        let reach = |it: &Stretch| dot(it.end, self.along);
        let is_alike =
            dot(self.along, next.along) > 1.0 - SAME_SIZE && (self.size / next.size - 1.0).abs() <= SAME_SIZE;
        is_alike
            && LEADING.contains(&(dot(to, self.down) / self.size))
            && INDENT.contains(&(dot(to, self.along) / self.size))
            && reach(self) >= reach(next) - ROOM * self.size
            && dot(minus(self.end, self.start), self.along) >= SHORTEST_FULL * self.size
    }
}

fn minus(one: Vector, other: Vector) -> Vector {
    (one.0 - other.0, one.1 - other.1)
}

fn dot(one: Vector, other: Vector) -> f64 {
    one.0 * other.0 + one.1 * other.1
}

#[cfg(test)]
mod tests {
    use super::super::content::shown;
    use super::super::font::Fonts;

    /// What a page shows, its letters being half as wide as high: its lines, and its broken paragraphs.
    fn read(content: &str) -> (String, Vec<String>) {
        let body = shown(format!("BT /F 10 Tf {content} ET").as_bytes(), &Fonts::new()).body;
        (body.text().replace('\n', "|"), body.broken_paragraphs())
    }

    #[test]
    fn what_adjoins_on_a_baseline_is_one_line() {
        for (content, lines) in [
            // Two runs, two sizes, a raised one, a space told by the place alone, a bracket moved together.
            ("(33) Tj (oku) Tj", "33oku|"),
            (
                "1 0 0 1 50 700 Tm (33) Tj /F 5 Tf 1 0 0 1 60.5 700 Tm (oku) Tj",
                "33oku|",
            ),
            ("(33) Tj 2 Ts (oku) Tj", "33oku|"),
            ("[(33) -250 (oku)] TJ", "33 oku|"),
            ("[(33) 500 ([oku])] TJ", "33[oku]|"),
            ("100 Tz 2 Tc (33) Tj 0 Tc 14 0 Td (oku) Tj", "33oku|"),
            // In a page turned upside down, and in one that runs up.
            (
                "ET q 1 0 0 -1 0 800 cm BT 1 0 0 -1 50 100 Tm (33) Tj 1 0 0 -1 60 100 Tm (oku) Tj ET Q BT",
                "33oku|",
            ),
            ("0 1 -1 0 50 100 Tm (33) Tj 0 1 -1 0 50 110 Tm (oku) Tj", "33oku|"),
            // Cells, leaders, lines below, what was drawn twice.
            ("1 0 0 1 50 700 Tm (33) Tj 1 0 0 1 66 700 Tm (oku) Tj", "33|oku|"),
            ("[(33) -1200 (oku)] TJ", "33|oku|"),
            ("1 0 0 1 50 700 Tm (....) Tj 1 0 0 1 75 700 Tm (12) Tj", "....|12|"),
            ("12 TL (33) Tj T* (oku) Tj", "33|oku|"),
            ("1 0 0 1 50 700 Tm (33) Tj 1 0 0 1 50.3 700 Tm (33) Tj", "33|33|"),
        ] {
            assert_eq!(read(content).0, lines, "{content}");
        }
    }

    #[test]
    fn a_paragraph_goes_on_below_and_a_cell_does_not() {
        let below = |first: &str, x: f64, y: f64, next: &str| {
            read(&format!(
                "1 0 0 1 50 700 Tm ({first}) Tj 1 0 0 1 {x} {y} Tm ({next}) Tj"
            ))
            .1
        };
        let long = "the investment is 33";
        // After an indent, after a bullet, as a last line.
        for x in [50.0, 40.0, 63.0] {
            assert_eq!(below(long, x, 684.0, "oku yen"), [format!("{long}oku yen")], "{x}");
        }
        // A number is not broken; another column, another block, a line that has room, a short cell, another size.
        assert!(below(long, 50.0, 684.0, "45 oku").is_empty());
        assert!(below(long, 200.0, 684.0, "oku").is_empty());
        assert!(below(long, 50.0, 640.0, "oku").is_empty());
        assert!(below(long, 50.0, 684.0, "oku yen, which is far more").is_empty());
        assert!(below("345", 50.0, 684.0, "nin").is_empty());
        assert!(read(&format!("12 TL ({long}) Tj /F 8 Tf T* (oku) Tj")).1.is_empty());
    }
}
