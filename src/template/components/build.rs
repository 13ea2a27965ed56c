//! Builds cells, tables and paragraphs: the words of planc, leaves of the sources, figures.

use super::super::print;
use super::super::prose::paragraphs;
use crate::document::{
    Align, Caption, CaptionKind, Cell, Class, Column, Inline, NodeId, Origin, Paragraph, Role, Row, Table, TableKind,
    Text, Width,
};
use crate::figures::{Figure, Fraction};
use crate::plan::{Leaf, Line, Prose, Wording};
use std::fmt::Display;
use std::sync::Arc;

/// Parts of a line.
pub type Words = Vec<Inline>;

/// Makes inlines; knows which template called.
pub struct Build {
    /// The path of the template, as the origin of planc's own words.
    pub path: Arc<str>,
    /// How sentences end.
    pub wording: Wording,
    /// How money is printed.
    pub money: print::MoneyFormat,
}

impl Build {
    /// How sentences of planc's own end.
    pub fn wording(&self) -> Wording {
        self.wording
    }

    /// The ending of a sentence of planc's own: です・ます or である.
    pub fn say<'s>(&self, polite: &'s str, plain: &'s str) -> &'s str {
        match self.wording {
            Wording::Polite => polite,
            Wording::Plain => plain,
        }
    }

    /// Words of planc itself: none that a source wrote can be passed off as such.
    pub fn words(&self, text: &'static str) -> Words {
        inline(self.text(text))
    }

    /// Words of planc itself as one text.
    pub fn text(&self, text: &'static str) -> Text {
        Text::template(text, &self.path)
    }

    /// What planc itself counts: running numbers, numbers of companies, years.
    pub fn counted(&self, number: impl Display) -> Words {
        inline(Text::template(&number.to_string(), &self.path))
    }

    /// Words that planc makes of texts, as strict as the strictest of them.
    pub fn made_of<'t>(&self, text: &str, parts: impl IntoIterator<Item = &'t Text>) -> Text {
        Text::made_of(text, &self.path, parts)
    }

    /// 目標値（阿蘇精密）: what a table is, and of whom.
    pub fn about(&self, title: &'static str, name: &Leaf<Line>) -> Text {
        let name = name.text(|name| name.0.to_string()).unwrap_or_default();
        self.made_of(&format!("{title}（{}）", name.text), [&name])
    }

    /// The mark of what is not there.
    pub fn none(&self) -> Words {
        self.words(print::NONE)
    }

    /// A leaf, printed by a function.
    pub fn leaf<T>(&self, leaf: &Leaf<T>, printed: impl Fn(&T) -> String) -> Words {
        match leaf {
            Leaf::Absent | Leaf::Faulty | Leaf::Withheld => self.none(),
            Leaf::Pending(pending) => {
                let origin = Origin::Source(pending.place);
                let text = Text {
                    text: print::PENDING.into(),
                    origin,
                    class: Class::Public,
                };
                vec![Inline::Pending { text }]
            }
            Leaf::Given { .. } => leaf.text(printed).map(Inline::text).into_iter().collect(),
        }
    }

    /// A line of a source.
    pub fn line(&self, leaf: &Leaf<Line>) -> Words {
        self.leaf(leaf, |line| line.0.to_string())
    }

    /// A line of a source as one text.
    pub fn line_text(&self, leaf: &Leaf<Line>) -> Text {
        match self.line(leaf).pop() {
            Some(Inline::Text { text } | Inline::Pending { text }) => text,
            _ => Text::template(print::NONE, &self.path),
        }
    }

    /// A figure as one text, printed by a function.
    pub fn figure_text(&self, figure: &Figure, printed: String) -> Text {
        Text {
            text: printed.into(),
            origin: Origin::Figure {
                name: figure.name.clone(),
                places: figure.places.clone(),
            },
            class: figure.class,
        }
    }

    /// A prose of a source, by paragraphs.
    pub fn prose(&self, leaf: &Leaf<Prose>) -> Vec<Words> {
        let Leaf::Given { value, place, class } = leaf else {
            return vec![self.leaf(leaf, |_| String::new())];
        };
        let text = |paragraph: String| Text {
            text: paragraph.into(),
            origin: Origin::Source(*place),
            class: *class,
        };
        paragraphs(&value.0)
            .into_iter()
            .map(|paragraph| vec![Inline::text(text(paragraph))])
            .collect()
    }

    /// A prose of a source as a cell.
    pub fn prose_cell(&self, leaf: &Leaf<Prose>) -> Cell {
        Cell {
            paragraphs: self.prose(leaf),
            ..Cell::new(Vec::new())
        }
    }

    /// A figure as all tables print it; 【調整中】 while an input is pending, − where it is not defined, X where it would
    /// give a company's own value away.
    pub fn figure(&self, figure: &Figure) -> Words {
        self.figure_as(figure, |_| print::figure(figure, self.money).unwrap_or_default())
    }

    /// A figure, printed by a function.
    pub fn figure_as(&self, figure: &Figure, printed: impl Fn(&Fraction) -> String) -> Words {
        let text = |printed: String| self.figure_text(figure, printed);
        vec![match &figure.value {
            Some(value) => Inline::text(text(printed(value))),
            None if figure.withheld => Inline::text(text(print::HIDDEN.to_owned())),
            None if figure.pending => Inline::Pending {
                text: text(print::PENDING.to_owned()),
            },
            None => Inline::text(text(print::NONE.to_owned())),
        }]
    }

    /// The caption of a table.
    pub fn caption(&self, title: &'static str) -> Caption {
        self.caption_of(self.text(title))
    }

    /// The caption of a table whose title names what the table is about.
    pub fn caption_of(&self, title: Text) -> Caption {
        Caption {
            kind: CaptionKind::Table,
            number: 0,
            title: inline(title),
            unit: None,
            before: None,
        }
    }

    /// The caption of a figure.
    pub fn figure_caption(&self, title: Text, unit: Option<&'static str>) -> Caption {
        Caption {
            kind: CaptionKind::Figure,
            unit: unit.map(|unit| self.text(unit)),
            ..self.caption_of(title)
        }
    }

    /// （注） lines, numbered from the second on, then （出典） if any.
    pub fn notes(&self, notes: &[Text], source: Option<Text>) -> Vec<Paragraph> {
        let numbered = notes.len() > 1;
        let label = |index: usize| {
            if numbered {
                format!("（注{}）", index + 1)
            } else {
                "（注）".to_owned()
            }
        };
        let labelled = |label: &str, words: &Text| Paragraph {
            role: Role::Note,
            content: inline(self.made_of(&format!("{label}{}", words.text), [words])),
        };
        let notes = notes.iter().enumerate();
        let notes = notes.map(|(index, note)| labelled(&label(index), note));
        notes
            .chain(source.iter().map(|source| labelled("（出典）", source)))
            .collect()
    }

    /// A data table: heading cells from words, rows of cells.
    pub fn table(&self, id: NodeId, caption: Caption, columns: &[(&str, Column)], rows: Vec<Row>) -> Table {
        let heads = columns.iter().map(|(head, _)| Cell {
            align: Some(Align::Centre),
            ..self.head(head)
        });
        Table {
            id,
            style: TableKind::Data,
            caption: Some(caption),
            columns: columns.iter().map(|(_, column)| *column).collect(),
            head: vec![Row { cells: heads.collect() }],
            body: rows,
            flow: crate::document::Flow::default(),
            notes: Vec::new(),
        }
    }

    /// A heading cell: words of planc itself, years among them; `\n` parts its lines.
    pub fn head(&self, head: &str) -> Cell {
        let mut content = Vec::new();
        for (index, line) in head.split('\n').enumerate() {
            if index > 0 {
                content.push(Inline::Break);
            }
            content.extend(inline(Text::template(line, &self.path)));
        }
        Cell::new(content)
    }

    /// A table of names and values.
    pub fn facts(&self, id: NodeId, facts: Vec<(&'static str, Cell)>) -> Table {
        let row = |(name, value): (&'static str, Cell)| Row {
            cells: vec![Cell::new(self.words(name)), value],
        };
        Table {
            id,
            style: TableKind::Facts,
            caption: None,
            columns: vec![header(Width::Content), column(Align::Left, Width::Share(1.0))],
            head: Vec::new(),
            body: facts.into_iter().map(row).collect(),
            flow: crate::document::Flow::default(),
            notes: Vec::new(),
        }
    }
}

/// A text as a line; nothing where it has no words.
fn inline(text: Text) -> Words {
    let text = Some(text).filter(|it| !it.text.is_empty());
    text.map(Inline::text).into_iter().collect()
}

/// A column.
pub fn column(align: Align, width: Width) -> Column {
    Column {
        align,
        width,
        millimetres: 0.0,
        header: false,
    }
}

/// A column whose cells head their rows.
pub fn header(width: Width) -> Column {
    Column {
        header: true,
        ..column(Align::Left, width)
    }
}

/// A column of short words.
pub fn short() -> Column {
    column(Align::Left, Width::Content)
}

/// A column of figures: never narrower than its longest number, wider where there is room.
pub fn figures() -> Column {
    column(Align::Right, Width::Share(0.8))
}

/// A column of small figures.
pub fn short_figures() -> Column {
    column(Align::Right, Width::Content)
}

/// A column of running numbers or marks.
pub fn centred() -> Column {
    column(Align::Centre, Width::Content)
}

/// A column of prose, by its share of the room.
pub fn prose(share: f64) -> Column {
    column(Align::Left, Width::Share(share))
}

/// A row of one-paragraph cells.
pub fn row(cells: Vec<Words>) -> Row {
    Row {
        cells: cells.into_iter().map(Cell::new).collect(),
    }
}
