//! What the content of a PDF's page shows: its operators, and where they put the pen.

use super::font::{Font, Fonts, Glyphs};
use super::lines::{Lines, Stretch, Vector};
use super::meanings::text_string;
use super::tokens::{Token, Tokens};

/// Deeper nobody saves the state of the pen.
const DEEPEST: usize = 256;

/// What a page shows.
#[derive(Debug, Default)]
pub struct Shown {
    /// What counts as content.
    pub body: Lines,
    /// Running heads, page numbers, and what stands there instead of words.
    pub around: Lines,
    /// How many codes of fonts it shows.
    pub codes: usize,
    /// How many of them nothing says the meaning of.
    pub unread: usize,
}

/// What a page's content shows in these fonts.
pub fn shown(content: &[u8], fonts: &Fonts<'_>) -> Shown {
    let mut reader = Reader {
        fonts,
        pen: Pen::default(),
        saved: Vec::new(),
        marks: Vec::new(),
        shown: Shown::default(),
    };
    let mut operands: Vec<Token<'_>> = Vec::new();
    for token in Tokens::of(content) {
        match token {
            Token::Operator(operator) => {
                reader.operator(operator, &operands);
                operands.clear();
            }
            Token::String(_) | Token::Name(_) | Token::Number(_) | Token::Open | Token::Close => operands.push(token),
        }
    }
    reader.shown
}

/// A matrix as PDF writes it: a b c d e f.
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const UNIT: Matrix = Matrix([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    fn of(operands: &[Token<'_>]) -> Option<Matrix> {
        numbers(operands).try_into().ok().map(Matrix)
    }

    fn moved(by: Vector) -> Matrix {
        Matrix([1.0, 0.0, 0.0, 1.0, by.0, by.1])
    }

    /// First this one, then the other.
    fn then(self, Matrix(outer): Matrix) -> Matrix {
        let [a, b, c, d, e, f] = self.0;
        let vector = |x: f64, y: f64| (x * outer[0] + y * outer[2], x * outer[1] + y * outer[3]);
        let ((a, b), (c, d), (e, f)) = (vector(a, b), vector(c, d), vector(e, f));
        Matrix([a, b, c, d, e + outer[4], f + outer[5]])
    }

    fn point(self, (x, y): Vector) -> Vector {
        let [a, b, c, d, e, f] = self.0;
        (x * a + y * c + e, x * b + y * d + f)
    }
}

/// The state in which text is shown.
#[derive(Clone, Copy)]
struct Pen<'a> {
    page: Matrix,
    text: Matrix,
    line: Matrix,
    font: Option<&'a Font>,
    size: f64,
    between_letters: f64,
    between_words: f64,
    stretched: f64,
    leading: f64,
    rise: f64,
}

impl Default for Pen<'_> {
    fn default() -> Self {
        Pen {
            page: Matrix::UNIT,
            text: Matrix::UNIT,
            line: Matrix::UNIT,
            font: None,
            size: 0.0,
            between_letters: 0.0,
            between_words: 0.0,
            stretched: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

impl Pen<'_> {
    fn next_line(&mut self, by: Vector) {
        self.line = Matrix::moved(by).then(self.line);
        self.text = self.line;
    }

    /// Moves along the line, by so much of the text's own space.
    fn advance(&mut self, by: f64) {
        let by = match self.font.is_some_and(|it| it.vertical) {
            true => (0.0, -by),
            false => (by * self.stretched, 0.0),
        };
        self.text = Matrix::moved(by).then(self.text);
    }

    /// Shows a string: what it says, and where that stands.
    fn show(&mut self, string: &[u8]) -> (Glyphs, Option<Stretch>) {
        let glyphs = self
            .font
            .map_or_else(|| Glyphs::unknown(string), |font| font.show(string));
        let count = |it: usize| f64::from(u32::try_from(it).unwrap_or_default());
        let spacing = count(glyphs.codes) * self.between_letters + count(glyphs.spaces) * self.between_words;
        let from = self.text;
        self.advance(glyphs.advance / 1000.0 * self.size + spacing);
        let place = self.stretch(from);
        (glyphs, place)
    }

    /// From where the pen was to where it is; `None` where nothing is seen.
    fn stretch(&self, from: Matrix) -> Option<Stretch> {
        let (from, to) = (from.then(self.page), self.text.then(self.page));
        let [a, b, c, d, ..] = from.0;
        let right = unit((
            a * self.stretched * self.size.signum(),
            b * self.stretched * self.size.signum(),
        ))?;
        let below = unit((-c * self.size.signum(), -d * self.size.signum()))?;
        let (along, down) = match self.font.is_some_and(|it| it.vertical) {
            true => (below, (-right.0, -right.1)),
            false => (right, below),
        };
        Some(Stretch {
            start: from.point((0.0, self.rise)),
            end: to.point((0.0, self.rise)),
            along,
            down,
            size: (c.hypot(d) * self.size).abs(),
        })
        .filter(|it| it.size > 0.0)
    }
}

fn unit((x, y): Vector) -> Option<Vector> {
    let length = x.hypot(y);
    (length > 0.0 && length.is_finite()).then(|| (x / length, y / length))
}

struct Reader<'a, 'f> {
    fonts: &'f Fonts<'a>,
    pen: Pen<'a>,
    saved: Vec<Pen<'a>>,
    /// Of each open mark, whether what stands in it is no content.
    marks: Vec<bool>,
    shown: Shown,
}

impl Reader<'_, '_> {
    fn operator(&mut self, operator: &[u8], operands: &[Token<'_>]) {
        let given = numbers(operands);
        let number = |index: usize| given.get(index).copied().unwrap_or_default();
        let pen = &mut self.pen;
        match operator {
            b"q" if self.saved.len() < DEEPEST => self.saved.push(*pen),
            b"Q" => *pen = self.saved.pop().unwrap_or(*pen),
            b"cm" => pen.page = Matrix::of(operands).map_or(pen.page, |it| it.then(pen.page)),
            b"BT" => (pen.text, pen.line) = (Matrix::UNIT, Matrix::UNIT),
            b"Tf" => {
                pen.font = first_name(operands).and_then(|name| *self.fonts.get(name)?);
                pen.size = number(0);
            }
            b"Tc" => pen.between_letters = number(0),
            b"Tw" => pen.between_words = number(0),
            b"Tz" => pen.stretched = number(0) / 100.0,
            b"TL" => pen.leading = number(0),
            b"Ts" => pen.rise = number(0),
            b"Td" => pen.next_line((number(0), number(1))),
            b"TD" => {
                pen.leading = -number(1);
                pen.next_line((number(0), number(1)));
            }
            b"Tm" => {
                pen.line = Matrix::of(operands).unwrap_or(pen.line);
                pen.text = pen.line;
            }
            b"T*" => pen.next_line((0.0, -pen.leading)),
            b"Tj" | b"TJ" => self.show(operands),
            b"'" | b"\"" => {
                if operator == b"\"" {
                    (pen.between_words, pen.between_letters) = (number(0), number(1));
                }
                pen.next_line((0.0, -pen.leading));
                self.show(operands);
            }
            b"EMC" => {
                self.marks.pop();
            }
            other => self.say(other, operands),
        }
    }

    /// Words that are not shown, but stand for what is, or in an operator that has none.
    fn say(&mut self, operator: &[u8], operands: &[Token<'_>]) {
        if matches!(operator, b"BMC" | b"BDC") {
            let outside = self.marks.last().copied().unwrap_or(false);
            self.marks.push(outside || first_name(operands) == Some(b"Artifact"));
        }
        let strings = operands.iter().filter_map(|it| match it {
            Token::String(bytes) => Some(text_string(bytes)),
            Token::Name(_) | Token::Number(_) | Token::Open | Token::Close | Token::Operator(_) => None,
        });
        strings.for_each(|it| self.shown.around.say(it));
    }

    /// Shows strings, with what moves the pen between them.
    fn show(&mut self, operands: &[Token<'_>]) {
        let mut in_array = false;
        for operand in operands {
            match operand {
                Token::String(string) => {
                    let (glyphs, place) = self.pen.show(string);
                    self.shown.codes += glyphs.codes;
                    self.shown.unread += glyphs.unread;
                    let to = match self.marks.last() {
                        Some(true) => &mut self.shown.around,
                        Some(false) | None => &mut self.shown.body,
                    };
                    match place {
                        Some(place) => to.show(&glyphs.text, place),
                        None => to.say(glyphs.text),
                    }
                }
                Token::Open => in_array = true,
                Token::Number(by) if in_array => self.pen.advance(-by / 1000.0 * self.pen.size),
                Token::Number(_) | Token::Name(_) | Token::Close | Token::Operator(_) => {}
            }
        }
    }
}

fn numbers(operands: &[Token<'_>]) -> Vec<f64> {
    let number = |it: &Token<'_>| match it {
        Token::Number(number) => Some(*number),
        Token::String(_) | Token::Name(_) | Token::Open | Token::Close | Token::Operator(_) => None,
    };
    operands.iter().filter_map(number).collect()
}

fn first_name<'a>(operands: &[Token<'a>]) -> Option<&'a [u8]> {
    operands.iter().find_map(|it| match it {
        Token::Name(name) => Some(*name),
        Token::String(_) | Token::Number(_) | Token::Open | Token::Close | Token::Operator(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_and_marks_are_read() {
        let content = b"/P <</MCID 0 /ActualText (w\\157rds)>> BDC BT /F1 9.5 Tf [(ab) -20 (c)] TJ (de) Tj ET EMC\n\
            /Artifact BMC BT /F1 8 Tf (f) Tj ET EMC % end";
        let shown = shown(content, &Fonts::new());
        assert_eq!(shown.body.text(), "abcde\n");
        assert_eq!(shown.around.text(), "words\nf\n");
    }

    #[test]
    fn nothing_that_is_cut_off_breaks_it() {
        for content in [
            "(",
            "<",
            "<<",
            "/",
            "[(a\\",
            "(\\7",
            "BI ID x",
            "<1",
            "%",
            "Q 1 Tm cm (x) '",
            "9e9 Tz (a) Tj",
        ] {
            shown(content.as_bytes(), &Fonts::new());
        }
    }
}
