//! A document with everything that a document can hold, and pages for it.

use planc::document::*;
use planc::layout::{Drawing, Printed};
use std::io::Cursor;
use std::sync::Arc;

/// Text that markup would break on.
pub const HOSTILE: &str =
    r##"</w:t></w:r> &amp; <b> "x" 'y' ]]> #panic() *a* $z$ @l {{ 7*7 }} | 😀 𠮷 髙﨑①㈱ C:\dir"##;

/// A text of a template.
pub fn text(text: &str) -> Text {
    Text::template(text, &Arc::from("features.md"))
}

/// A run of text.
pub fn run(content: &str) -> Vec<Inline> {
    vec![Inline::text(text(content))]
}

/// The style of the cluster plan.
pub fn style() -> Style {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/plan-templates/cluster/style.toml");
    let source = std::fs::read_to_string(path).expect("style.toml");
    toml::from_str(&source).expect("a style")
}

fn heading(id: u32, level: u8, numbering: Numbering, number: &str, content: &str) -> Block {
    Block::Heading(Heading {
        id: NodeId(id),
        level,
        numbering,
        number: number.to_owned(),
        content: run(content),
        page_break: level == 1,
    })
}

/// A heading of the body.
pub fn body_heading(id: u32, level: u8, number: &str) -> Block {
    heading(id, level, Numbering::Body, number, "見出し")
}

fn body(content: &str) -> Block {
    Block::Paragraph(Paragraph::body(run(content)))
}

fn paragraph(role: Role, content: &str) -> Paragraph {
    Paragraph {
        role,
        content: run(content),
    }
}

fn row(cells: &[&str]) -> Row {
    Row {
        cells: cells.iter().map(|it| Cell::new(lines_of(it))).collect(),
    }
}

/// Text with `/` for the ends of lines.
fn lines_of(content: &str) -> Vec<Inline> {
    let mut inlines = Vec::new();
    for (index, line) in content.split('/').enumerate() {
        if index > 0 {
            inlines.push(Inline::Break);
        }
        inlines.extend(run(line));
    }
    inlines
}

fn columns(widths: &[(f64, Align)]) -> Vec<Column> {
    let column = |&(millimetres, align): &(f64, Align)| Column {
        align,
        width: Width::Content,
        millimetres,
        header: false,
    };
    widths.iter().map(column).collect()
}

fn caption(kind: CaptionKind, number: u32, title: &str, unit: Option<&str>) -> Caption {
    Caption {
        kind,
        number,
        title: run(title),
        unit: unit.map(text),
        before: None,
    }
}

fn cover() -> Block {
    Block::Cover(Cover {
        series: run("地域産業成長プラン"),
        title: lines_of("熊本県地域産業/クラスター計画"),
        period: run("令和8年度～令和12年度（2026～2030年度）"),
        stage: run("素案 第1版"),
        date: run("令和8年6月19日"),
        issuer: run("熊 本 県"),
        department: run("商工労働部産業振興局産業支援課"),
    })
}

fn contents() -> Block {
    let entry = |target, level, number: &str, content: &str| ContentsEntry {
        target: NodeId(target),
        level,
        number: number.to_owned(),
        content: run(content),
    };
    Block::Contents(Contents {
        title: text("目次"),
        entries: vec![
            entry(1, 1, "第1", "目標"),
            entry(2, 2, "1", "計画全体の目標値"),
            entry(3, 2, "2", "分野別の目標値"),
            entry(7, 1, "第2", "重点支援企業"),
            entry(8, 1, "別紙1", "重点支援企業の個別計画"),
            entry(9, 2, "重点支援企業 1", "株式会社阿蘇精密（見本）"),
            entry(20, 1, "", "番号のない章"),
        ],
    })
}

fn targets() -> Block {
    let figures = Align::Right;
    Block::Table(Table {
        id: NodeId(100),
        style: TableKind::Data,
        caption: Some(caption(CaptionKind::Table, 5, "目標値（計画全体）", Some("百万円"))),
        columns: columns(&[
            (30.0, Align::Left),
            (18.0, Align::Centre),
            (28.0, figures),
            (28.0, figures),
            (28.0, figures),
            (28.0, figures),
        ]),
        head: vec![row(&[
            "指標",
            "単位",
            "基準値/直近決算期",
            "中間目標/令和10年度",
            "目標/令和12年度",
            "増減",
        ])],
        flow: planc::document::Flow::default(),
        body: vec![
            row(&["域内取引額", "百万円", "45,870", "55,410", "64,190", "＋39.9％"]),
            row(&["売上額", "百万円", "182,640", "209,300", "231,750", "＋26.9％"]),
            row(&["賃上げ率", "％", "2.4", "3.1", "3.6", "＋1.2ポイント"]),
            row(&["雇用", "人", "4,318", "4,655", "4,902", "＋13.5％"]),
        ],
        notes: vec![
            paragraph(
                Role::Note,
                "（注）1　域内取引額は、県内に本社を置く企業からの仕入額（税抜き）です。重点支援企業相互の取引を含みます。域内取引額は、県内に本社を置く企業からの仕入額です。",
            ),
            paragraph(
                Role::Note,
                "（出典）目標値照会への企業の回答（12社）及び県の推計（1社）。",
            ),
        ],
    })
}

fn spans() -> Block {
    let mut wide = Cell::new(run("二列"));
    wide.column_span = 2;
    let mut high = Cell::new(run("二行"));
    high.row_span = 2;
    let mut corner = Cell::new(run("二行二列"));
    corner.row_span = 2;
    corner.column_span = 2;
    Block::Table(Table {
        id: NodeId(101),
        style: TableKind::Data,
        caption: Some(caption(CaptionKind::Table, 6, HOSTILE, None)),
        columns: columns(&[
            (40.0, Align::Left),
            (40.0, Align::Left),
            (40.0, Align::Left),
            (40.0, Align::Left),
        ]),
        head: vec![
            Row {
                cells: vec![high.clone(), wide.clone(), Cell::new(run("頭"))],
            },
            row(&["甲", "乙", "丙"]),
        ],
        flow: planc::document::Flow::default(),
        body: vec![
            Row {
                cells: vec![corner, Cell::new(run("右上")), Cell::new(vec![])],
            },
            row(&["右中", HOSTILE]),
            Row {
                cells: vec![Cell {
                    paragraphs: vec![run("第一段落"), vec![], run("第三段落")],
                    column_span: 4,
                    row_span: 1,
                    align: Some(Align::Centre),
                }],
            },
        ],
        notes: vec![],
    })
}

fn long_table() -> Block {
    let mut rows: Vec<Row> = (1..=60)
        .map(|it| {
            row(&[
                &it.to_string(),
                "実現する製品・サービスが海外輸出で外貨を稼げる又は国内で上位シェアを目指すものか",
                "適合",
            ])
        })
        .collect();
    rows.push(row(&["61", &"長い行です。".repeat(300), ""]));
    rows.push(row(&["62", "終わり", "適合"]));
    Block::Table(Table {
        id: NodeId(102),
        style: TableKind::Data,
        caption: Some(caption(CaptionKind::Table, 7, "要件への適合", None)),
        columns: columns(&[(14.0, Align::Centre), (116.0, Align::Left), (30.0, Align::Centre)]),
        head: vec![row(&["番号", "要件", "状況"])],
        body: rows,
        flow: planc::document::Flow::default(),
        notes: vec![],
    })
}

fn facts() -> Block {
    let mut columns = columns(&[(34.0, Align::Left), (60.5, Align::Left)]);
    columns[0].header = true;
    Block::Table(Table {
        id: NodeId(103),
        style: TableKind::Facts,
        caption: None,
        columns,
        head: vec![],
        flow: planc::document::Flow::default(),
        body: vec![
            row(&["本社所在地", "熊本県菊池郡大津町"]),
            row(&["事業概要", "半導体製造装置用の精密部品の加工・組立"]),
            row(&["常時使用する従業員", "320名（令和8年（2026年）4月時点）"]),
            row(&["売上高", "48.2億円（令和7年（2025年）3月期、単体）"]),
            row(&["法人番号", "8999900000001"]),
            row(&["コネクター度", "81.1％（域外売上高÷売上高）"]),
            row(&["ハブ度", "55.8％（域内仕入高÷仕入高）"]),
        ],
        notes: vec![],
    })
}

fn figure() -> Block {
    Block::Figure(Figure {
        id: NodeId(200),
        caption: caption(CaptionKind::Figure, 1, "域内取引額の推移（分野別）", Some("億円")),
        chart: Chart::Bars(BarChart {
            series: vec![],
            groups: vec![],
            ticks: vec![],
        }),
        alternative: text("棒グラフ。基準値268、\n令和12年度389 <&\">"),
        notes: vec![paragraph(Role::Note, "（出典）熊本県作成。")],
    })
}

fn picture(file: usize, caption: &str) -> Block {
    Block::Picture(Picture {
        file,
        width: 62.0,
        height: 46.0,
        alternative: text("本社工場の写真"),
        caption: if caption.is_empty() { vec![] } else { run(caption) },
    })
}

fn inlines() -> Block {
    let mut content = run("前文");
    content.push(Inline::Strong { content: run("強調") });
    content.push(Inline::Emphasis {
        content: vec![Inline::Strong {
            content: run("強い圏点"),
        }],
    });
    content.extend([
        Inline::Pending {
            text: text("【調整中】"),
        },
        Inline::Break,
        Inline::Link {
            url: text("https://example.jp/a?b=1&c=\"日本\""),
            content: run("県のページ"),
        },
        Inline::Reference {
            target: NodeId(100),
            text: "表5".to_owned(),
        },
        Inline::Reference {
            target: NodeId(2),
            text: "第1の1".to_owned(),
        },
        Inline::text(text("（")),
        Inline::PageReference { target: NodeId(2) },
        Inline::text(text("頁）")),
        Inline::Link {
            url: text("mailto:a@example.jp"),
            content: run("mail"),
        },
    ]);
    Block::Paragraph(Paragraph::body(content))
}

fn lists() -> Vec<Block> {
    let nested = Block::List(List {
        start: Some(3),
        items: vec![vec![body("内の三")], vec![body("内の四")]],
    });
    vec![
        Block::List(List {
            start: None,
            items: vec![vec![body("点の一")], vec![body("点の二"), body("続きの段落"), nested]],
        }),
        Block::List(List {
            start: Some(1),
            items: vec![vec![body("番号の一")], vec![body("番号の二")]],
        }),
        Block::List(List {
            start: Some(1),
            items: vec![vec![body("また一から")]],
        }),
    ]
}

const PROSE: &str = "本計画では、域内への波及効果を確かめるため、重点支援企業13社の域内取引額、売上額、賃上げ及び雇用について、計画期間中の目標値を定めます。目標値は、各企業が設定した目標を積み上げたものであり、算定の根拠は別紙2に示します。";

fn main_part() -> Vec<Block> {
    let mut blocks = vec![
        heading(1, 1, Numbering::Body, "第1", "目標"),
        body(PROSE),
        heading(2, 2, Numbering::Body, "1", "計画全体の目標値"),
        inlines(),
        targets(),
        figure(),
        heading(3, 2, Numbering::Body, "2", "分野別の目標値"),
        heading(4, 3, Numbering::Body, "(1)", "半導体産業と半導体ユーザー産業"),
        body(PROSE),
        heading(5, 4, Numbering::Body, "ア", HOSTILE),
        heading(6, 5, Numbering::Body, "(ア)", "細目"),
        body(HOSTILE),
        Block::Paragraph(paragraph(Role::Quote, PROSE)),
    ];
    blocks.extend(lists());
    blocks.extend([
        spans(),
        body(&"W".repeat(10_000)),
        heading(7, 1, Numbering::Body, "第2", "重点支援企業"),
        body(PROSE),
        long_table(),
        heading(20, 1, Numbering::None, "", "番号のない章"),
        body(PROSE),
    ]);
    blocks
}

fn sheet() -> Vec<Block> {
    let mut blocks = vec![
        heading(8, 1, Numbering::Annex, "別紙1", "重点支援企業の個別計画"),
        heading(9, 2, Numbering::Sheet, "重点支援企業 1", "株式会社阿蘇精密（見本）"),
        Block::Beside(Beside {
            left: vec![facts()],
            right: vec![picture(0, "写真：本社工場"), picture(1, "")],
            right_width: 62.0,
        }),
    ];
    for (index, title) in ["企業理念", "現状認識", "基本戦略"].iter().enumerate() {
        blocks.push(heading(10 + index as u32, 3, Numbering::Part, "", title));
        blocks.push(Block::Paragraph(paragraph(Role::Sheet, PROSE)));
    }
    blocks.push(heading(
        15,
        2,
        Numbering::Sheet,
        "重点支援企業 2",
        "白川エレクトロニクス株式会社（見本）",
    ));
    blocks.push(Block::Beside(Beside {
        left: vec![body("左")],
        right: vec![],
        right_width: 62.0,
    }));
    blocks
}

fn comparison() -> Vec<Block> {
    let mut table = Table {
        id: NodeId(104),
        style: TableKind::Data,
        caption: None,
        columns: columns(&[(107.0, Align::Left), (107.0, Align::Left), (42.0, Align::Left)]),
        head: vec![row(&["修正後（素案 第2版）", "修正前（素案 第1版）", "備考"])],
        flow: planc::document::Flow::default(),
        body: vec![row(&[PROSE, PROSE, "選定結果の確定による"])],
        notes: vec![],
    };
    table.body.push(row(&["（略）", "（新設）", ""]));
    vec![
        heading(16, 1, Numbering::Annex, "別紙2", "新旧対照表"),
        Block::Table(table),
    ]
}

fn image(format: image::ImageFormat, colour: [u8; 3]) -> Vec<u8> {
    let picture = image::RgbImage::from_pixel(62, 46, image::Rgb(colour));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// The JPEG file among the pictures.
pub fn photo() -> Vec<u8> {
    image(image::ImageFormat::Jpeg, [0xc9, 0xd6, 0xe2])
}

/// A document of these blocks on upright pages.
pub fn document(blocks: Vec<Block>) -> Document {
    Document {
        title: text("熊本県地域産業クラスター計画"),
        author: text("商工労働部産業振興局産業支援課"),
        file_name: text("熊本県地域産業クラスター計画（素案 第1版）"),
        date: jiff::civil::date(2026, 6, 19),
        head: RunningHead {
            left: text("熊本県地域産業クラスター計画"),
            centre: text("【取扱注意・検討中】"),
            right: text("素案 第1版（令和8年6月19日）"),
        },
        watermark: Some(text("素案")),
        discloses: Class::Nation,
        style: style(),
        sections: vec![Section {
            page: Page::Portrait,
            blocks,
        }],
        pictures: vec![
            PictureFile {
                format: PictureFormat::Jpeg,
                bytes: photo().into(),
            },
            PictureFile {
                format: PictureFormat::Png,
                bytes: image(image::ImageFormat::Png, [0x8f, 0xa6, 0xbd]).into(),
            },
        ],
    }
}

/// A document with everything.
pub fn everything() -> Document {
    let section = |page, blocks| Section { page, blocks };
    Document {
        sections: vec![
            section(Page::Cover, vec![cover()]),
            section(Page::Portrait, vec![contents()]),
            section(Page::Portrait, main_part()),
            section(Page::Landscape, comparison()),
            section(Page::Portrait, sheet()),
        ],
        ..document(vec![])
    }
}

/// Pages and charts for any of these documents.
pub fn printed() -> Printed {
    let chart = Drawing {
        png: image(image::ImageFormat::Png, [0x1b, 0x36, 0x5d]),
        width: 364.0,
        height: 168.0,
    };
    Printed {
        pages: (0..300).map(|it| (NodeId(it), 2 + it as usize / 10)).collect(),
        page_count: 12,
        drawings: [(NodeId(200), chart)].into(),
    }
}
