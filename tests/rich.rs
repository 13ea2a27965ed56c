//! A document with every kind of node and with texts that break naive writers.

use planc::document::*;
use std::sync::Arc;

/// Words that mean something to some markup or other, and characters beyond the common ones.
pub const HOSTILE: &str =
    "#panic() *x* _y_ $x$ @a <b> `c` \\ // /* -- --- ~ {{ 7*7 }} | &amp; \"q\" 'q' 𠮷野家 葛󠄀城 髙﨑①㈱ … × ÷ ＝";

pub fn text(words: &str) -> Text {
    Text::template(words, &Arc::from("test.md"))
}

pub fn plain(words: &str) -> Vec<Inline> {
    vec![Inline::text(text(words))]
}

pub fn paragraph(words: &str) -> Block {
    Block::Paragraph(Paragraph::body(plain(words)))
}

fn role(role: Role, words: &str) -> Paragraph {
    Paragraph {
        role,
        content: plain(words),
    }
}

/// Counts nodes and captions.
#[derive(Default)]
struct Maker {
    nodes: u32,
    tables: u32,
    figures: u32,
}

impl Maker {
    fn node(&mut self) -> NodeId {
        self.nodes += 1;
        NodeId(self.nodes)
    }

    fn heading(&mut self, level: u8, numbering: Numbering, number: &str, words: &str) -> Block {
        Block::Heading(Heading {
            id: self.node(),
            level,
            numbering,
            number: number.to_owned(),
            content: plain(words),
            page_break: level == 1 || numbering == Numbering::Sheet,
        })
    }

    fn table_caption(&mut self, title: &str, unit: Option<&str>) -> Option<Caption> {
        self.tables += 1;
        Some(Caption {
            kind: CaptionKind::Table,
            number: self.tables,
            title: plain(title),
            unit: unit.map(text),
            before: None,
        })
    }

    fn figure(&mut self, title: &str, chart: Chart, alternative: &str) -> Block {
        self.figures += 1;
        Block::Figure(Figure {
            id: self.node(),
            caption: Caption {
                kind: CaptionKind::Figure,
                number: self.figures,
                title: plain(title),
                unit: Some(text("億円")),
                before: None,
            },
            chart,
            alternative: text(alternative),
            notes: vec![role(Role::Note, "（出典）応募様式2を基に熊本県作成。")],
        })
    }

    fn table(
        &mut self,
        style: TableKind,
        caption: Option<Caption>,
        columns: &[(Align, f64, bool)],
        head: &[&[&str]],
        body: Vec<Row>,
    ) -> Table {
        let columns = columns.iter().map(|&(align, millimetres, header)| Column {
            align,
            width: Width::Content,
            millimetres,
            header,
        });
        Table {
            id: self.node(),
            style,
            caption,
            columns: columns.collect(),
            head: head.iter().map(|cells| row(cells)).collect(),
            flow: flow(&body),
            body,
            notes: Vec::new(),
        }
    }
}

fn row(cells: &[&str]) -> Row {
    Row {
        cells: cells.iter().map(|words| Cell::new(plain(words))).collect(),
    }
}

fn rows(count: usize) -> Vec<Row> {
    (1..=count)
        .map(|n| {
            row(&[
                &n.to_string(),
                &format!("株式会社見本第{n}製作所"),
                "県北",
                &format!("{}", 1_000 + n),
                &format!("＋{n}.5％"),
            ])
        })
        .collect()
}

fn style() -> Style {
    toml::from_str(include_str!("../plan-templates/cluster/style.toml")).expect("style.toml")
}

fn bars(series: usize, groups: usize, base: f64) -> Chart {
    let names = [
        "半導体産業と半導体ユーザー産業",
        "食とライフサイエンス産業",
        "観光産業",
        "その他",
    ];
    let bar = |group: usize, number: usize| {
        let value = base * (1.0 + 0.3 * group as f64 - 0.2 * number as f64);
        (group + number != 3).then(|| Bar {
            value,
            label: text(&thousands(value)),
        })
    };
    let top = base * 2.0;
    Chart::Bars(BarChart {
        series: names[..series].iter().map(|name| Series { name: text(name) }).collect(),
        groups: (0..groups)
            .map(|group| BarGroup {
                label: vec![text(&format!("令和{}年度", 6 + 2 * group)), text("（中間目標）")],
                bars: (0..series).map(|number| bar(group, number)).collect(),
            })
            .collect(),
        ticks: (0..=4)
            .map(|step| {
                (
                    top * f64::from(step) / 4.0,
                    text(&thousands(top * f64::from(step) / 4.0)),
                )
            })
            .collect(),
    })
}

fn thousands(value: f64) -> String {
    let digits = format!("{value:.0}");
    let bytes = digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(|chunk| String::from_utf8_lossy(chunk).into_owned());
    bytes.collect::<Vec<_>>().join(",")
}

const NAMES: [&str; 5] = [
    "阿蘇精密",
    "白川エレクトロニクス",
    "菊池マテリアル",
    "天草フーズ",
    "球磨バイオ",
];

/// Twenty companies, most of them in one corner.
fn scatter(count: usize) -> Chart {
    let points = (0..count).map(|n| Point {
        series: n % 4,
        x: 0.6 + 0.35 * ((n * 7 % 20) as f64 / 20.0),
        y: 0.55 + 0.3 * ((n * 3 % 20) as f64 / 20.0),
        label: text(&format!("{}{n}", NAMES[n % 5])),
    });
    let series = ["半導体産業", "食とライフサイエンス産業", "観光", "その他"];
    Chart::Scatter(ScatterChart {
        series: series.iter().map(|name| Series { name: text(name) }).collect(),
        x_title: text("コネクター度（域外売上高÷売上高）"),
        y_title: text("ハブ度（域内仕入高÷仕入高）"),
        points: points.collect(),
    })
}

const PROSE: &str = "令和12年度の域内取引額は、令和6年度の1.4倍に当たる642億円を目指します。増加分のうち約6割は、半導体関連の装置部材について、県外から県内の協力企業へ調達を切り替えることによるものです。";

/// A picture of four pixels.
fn picture_file() -> PictureFile {
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    let pixels = [90, 120, 160, 200, 210, 220, 120, 140, 170, 80, 100, 130];
    image::ImageEncoder::write_image(encoder, &pixels, 2, 2, image::ExtendedColorType::Rgb8).expect("png");
    PictureFile {
        format: PictureFormat::Png,
        bytes: bytes.into(),
    }
}

fn picture() -> Block {
    Block::Picture(Picture {
        file: 0,
        width: 58.0,
        height: 40.0,
        alternative: text("本社工場を南から見た写真"),
        caption: plain("写真：本社工場"),
    })
}

fn cover() -> Section {
    let title = [plain("熊本県地域産業"), vec![Inline::Break], plain("クラスター計画")].concat();
    Section {
        page: Page::Cover,
        blocks: vec![Block::Cover(Cover {
            series: plain("地域産業成長プラン"),
            title,
            period: plain("令和8年度～令和12年度（2026～2030年度）"),
            stage: plain("素案 第1版"),
            date: plain("令和8年6月19日"),
            issuer: plain("熊本県"),
            department: plain("商工労働部産業振興局産業支援課"),
        })],
    }
}

fn contents(sections: &[Section]) -> Section {
    let headings = sections
        .iter()
        .flat_map(|section| &section.blocks)
        .filter_map(|block| match block {
            Block::Heading(heading) if heading.level <= 2 => Some(heading),
            _ => None,
        });
    let entries = headings.map(|heading| ContentsEntry {
        target: heading.id,
        level: heading.level,
        number: heading.number.clone(),
        content: heading.content.clone(),
    });
    Section {
        page: Page::Portrait,
        blocks: vec![Block::Contents(Contents {
            title: text("目次"),
            entries: entries.collect(),
        })],
    }
}

fn targets(make: &mut Maker) -> Vec<Block> {
    let mut blocks = vec![
        make.heading(1, Numbering::Body, "第1", "目標"),
        paragraph(
            "本計画では、域内への波及効果を確かめるため、重点支援企業13社の域内取引額、売上額、賃上げ及び雇用について、計画期間中の目標値を定めます。",
        ),
        make.heading(2, Numbering::Body, "1", "計画全体の目標値"),
        paragraph(PROSE),
    ];
    let caption = make.table_caption("目標値（計画全体）", Some("百万円"));
    let columns = [
        (Align::Left, 32.0, true),
        (Align::Centre, 20.0, false),
        (Align::Right, 27.0, false),
        (Align::Right, 27.0, false),
        (Align::Right, 27.0, false),
        (Align::Right, 27.0, false),
    ];
    let body = vec![
        row(&["域内取引額", "百万円", "45,870", "55,410", "64,190", "＋39.9％"]),
        row(&["売上額", "百万円", "182,640", "209,300", "231,750", "＋26.9％"]),
        row(&["賃上げ率", "％", "2.4", "3.1", "3.6", "＋1.2ポイント"]),
        Row {
            cells: vec![
                Cell::new(plain("雇用")),
                Cell::new(plain("人")),
                Cell::new(vec![Inline::Pending {
                    text: text("【調整中】"),
                }]),
                Cell {
                    column_span: 3,
                    align: Some(Align::Centre),
                    ..Cell::new(plain("４，６５５から4,902へ"))
                },
            ],
        },
    ];
    let mut table = make.table(
        TableKind::Data,
        caption,
        &columns,
        &[&[
            "指標",
            "単位",
            "基準値（直近決算期）",
            "中間目標（令和10年度）",
            "目標（令和12年度）",
            "増減",
        ]],
        body,
    );
    table.notes = vec![
        role(
            Role::Note,
            "（注）1　域内取引額は、県内に本社を置く企業からの仕入額（税抜き）です。重点支援企業相互の取引を含みます。県外に本社を置く企業の県内事業所からの仕入額は含みません。",
        ),
        role(
            Role::Note,
            "（出典）目標値照会への企業の回答（12社）及び県の推計（1社）。",
        ),
    ];
    blocks.push(Block::Table(table));
    blocks.push(make.figure(
        "域内取引額の推移（分野別）",
        bars(2, 3, 268.0),
        "域内取引額は268億円から増える。",
    ));
    blocks.push(make.heading(2, Numbering::Body, "2", "分野別の目標値"));
    blocks.push(make.heading(3, Numbering::Body, "(1)", "半導体産業と半導体ユーザー産業"));
    blocks.push(make.heading(4, Numbering::Body, "ア", "調達"));
    blocks.push(paragraph(PROSE));
    blocks.push(make.figure("四つの分野", bars(4, 4, 1_234_567.0), "四つの分野の棒グラフ。"));
    blocks
}

fn hostile(make: &mut Maker) -> Vec<Block> {
    let long = "W3".repeat(5_000);
    let mut blocks = vec![
        make.heading(1, Numbering::Body, "第2", &format!("見出し {HOSTILE}")),
        paragraph(HOSTILE),
        paragraph(&format!("前の文です。{}の後の文です。", "ァー".repeat(120))),
        paragraph("、。，．」』）".repeat(20).as_str()),
        paragraph(&long),
    ];
    let body = vec![
        row(&[&long[..300], "狭い", &"０１２３４５６".repeat(30)]),
        row(&[HOSTILE, "1,234,567,890", "1,234,567,890"]),
    ];
    let caption = make.table_caption(HOSTILE, None);
    let columns = [
        (Align::Left, 40.0, true),
        (Align::Right, 25.0, false),
        (Align::Right, 30.0, false),
    ];
    blocks.push(Block::Table(make.table(
        TableKind::Data,
        caption,
        &columns,
        &[&["Semiconductors", "値", "値"]],
        body,
    )));
    blocks.push(inlines());
    blocks.push(Block::Paragraph(role(
        Role::Quote,
        "実現する製品・サービスが海外輸出で外貨を稼げる又は国内で上位シェアを目指すものか",
    )));
    blocks.push(list(Some(3)));
    blocks.push(list(None));
    blocks
}

fn inlines() -> Block {
    Block::Paragraph(Paragraph::body(vec![
        Inline::text(text("ここで")),
        Inline::Strong {
            content: plain("強い語"),
        },
        Inline::text(text("と")),
        Inline::Emphasis {
            content: plain("目立つ語"),
        },
        Inline::text(text("、")),
        Inline::Pending {
            text: text("【調整中】"),
        },
        Inline::text(text("、")),
        Inline::Link {
            url: text("https://www.pref.kumamoto.jp/"),
            content: plain("熊本県"),
        },
        Inline::text(text("、")),
        Inline::Reference {
            target: NodeId(1),
            text: "第1".to_owned(),
        },
        Inline::text(text("（")),
        Inline::PageReference { target: NodeId(1) },
        Inline::text(text("頁）。")),
        Inline::Break,
        Inline::text(text("次の行です。")),
    ]))
}

fn list(start: Option<u32>) -> Block {
    let inner = Block::List(List {
        start: None,
        items: vec![vec![paragraph("内側の項目です。")]],
    });
    Block::List(List {
        start,
        items: vec![
            vec![paragraph(PROSE), paragraph("二つ目の段落です。")],
            vec![paragraph("短い項目です。"), inner],
        ],
    })
}

fn long_tables(make: &mut Maker) -> Vec<Block> {
    let columns = [
        (Align::Centre, 14.0, false),
        (Align::Left, 70.0, true),
        (Align::Left, 26.0, false),
        (Align::Right, 25.0, false),
        (Align::Right, 25.0, false),
    ];
    let caption = make.table_caption("六十行の表", Some("百万円"));
    let mut table = make.table(
        TableKind::Data,
        caption,
        &columns,
        &[&["番号", "企業名", "地域", "売上額", "増減"]],
        rows(60),
    );
    table.notes = vec![role(Role::Note, "（注）六十行あります。")];
    let mut spans = rows(4);
    spans[0].cells[2].row_span = 3;
    spans[1].cells.remove(2);
    spans[2].cells.remove(2);
    spans[3].cells[1].paragraphs.push(plain("二つ目の段落です。"));
    let caption = make.table_caption("結合した表", None);
    let joined = make.table(
        TableKind::Data,
        caption,
        &columns,
        &[&["番号", "企業名", "地域", "売上額", "増減"]],
        spans,
    );
    vec![
        make.heading(1, Numbering::Body, "第3", "長い表"),
        paragraph(PROSE),
        Block::Table(table),
        Block::Table(joined),
        make.figure("コネクター度とハブ度の分布", scatter(20), "二十社の散布図。"),
        make.figure("五社の分布", scatter(5), "五社の散布図。"),
    ]
}

fn sheet(make: &mut Maker, number: u32) -> Vec<Block> {
    let facts = [
        ("本社所在地", "熊本県菊池郡大津町"),
        ("事業概要", "半導体製造装置用の精密部品の加工・組立"),
        ("常時使用する従業員", "320名（令和8年（2026年）4月時点）"),
        ("法人番号", "8999900000001"),
    ];
    let body = facts.iter().map(|(name, value)| row(&[name, value])).collect();
    let table = make.table(
        TableKind::Facts,
        None,
        &[(Align::Left, 34.0, true), (Align::Left, 60.0, false)],
        &[],
        body,
    );
    let mut blocks = vec![
        make.heading(
            2,
            Numbering::Sheet,
            &format!("重点支援企業 {number}"),
            "株式会社阿蘇精密（見本）",
        ),
        Block::Beside(Beside {
            left: vec![Block::Table(table)],
            right: vec![picture()],
            right_width: 62.0,
        }),
    ];
    for name in [
        "企業理念",
        "現状認識",
        "基本戦略",
        "投資の具体像【非公表】",
        "地域へのインパクト",
        "目指すべき姿",
    ] {
        blocks.push(make.heading(3, Numbering::Part, "", name));
        blocks.push(Block::Paragraph(role(Role::Sheet, PROSE)));
    }
    blocks
}

fn landscape(make: &mut Maker) -> Section {
    let long = PROSE.repeat(30);
    let body = vec![
        row(&[PROSE, PROSE, "選定結果の確定による"]),
        row(&[&long, "（新設）", "選定結果の確定による"]),
        row(&["（削る）", PROSE, ""]),
    ];
    let caption = make.table_caption("修正箇所", None);
    let columns = [
        (Align::Left, 107.0, false),
        (Align::Left, 108.0, false),
        (Align::Left, 42.0, false),
    ];
    let table = make.table(
        TableKind::Data,
        caption,
        &columns,
        &[&["修正後（素案 第2版）", "修正前（素案 第1版）", "備考"]],
        body,
    );
    Section {
        page: Page::Landscape,
        blocks: vec![
            make.heading(1, Numbering::Annex, "別紙1", "新旧対照表"),
            Block::Table(table),
        ],
    }
}

/// The document.
pub fn document() -> Document {
    with_sheets(1)
}

/// Few rows stay together, unless one holds more than a page.
fn flow(body: &[Row]) -> Flow {
    let long = |row: &Row| {
        row.cells
            .iter()
            .flat_map(|cell| &cell.paragraphs)
            .any(|it| planc::document::text::plain(it).len() > 3_000)
    };
    let breaking: Vec<usize> = (0..body.len()).filter(|&row| long(&body[row])).collect();
    Flow {
        top: false,
        together: body.len() <= 8 && breaking.is_empty(),
        breaking,
    }
}

/// The document with many companies, to measure the time it takes.
pub fn with_sheets(count: u32) -> Document {
    let mut make = Maker::default();
    let mut blocks = targets(&mut make);
    blocks.extend(hostile(&mut make));
    blocks.extend(long_tables(&mut make));
    blocks.push(make.heading(1, Numbering::Body, "第4", "重点支援企業"));
    blocks.push(paragraph(PROSE));
    for number in 1..=count {
        blocks.extend(sheet(&mut make, number));
    }
    let body = [
        Section {
            page: Page::Portrait,
            blocks,
        },
        landscape(&mut make),
        Section {
            page: Page::Portrait,
            blocks: vec![make.heading(1, Numbering::Annex, "別紙2", "おわりに"), paragraph(PROSE)],
        },
    ];
    let front = [cover(), contents(&body)];
    Document {
        title: text("熊本県地域産業クラスター計画"),
        author: text("熊本県商工労働部産業振興局産業支援課"),
        file_name: text("熊本県地域産業クラスター計画（素案 第1版）"),
        date: jiff::civil::date(2026, 6, 19),
        head: RunningHead {
            left: text("熊本県地域産業クラスター計画"),
            centre: text("【取扱注意・検討中】"),
            right: text("素案 第1版（令和8年6月19日）"),
        },
        watermark: Some(text("素案")),
        discloses: Class::Internal,
        style: style(),
        sections: front.into_iter().chain(body).collect(),
        pictures: vec![picture_file()],
    }
}

/// A heading of level 1 for a document of the tests' own.
pub fn chapter(id: u32) -> Block {
    numbered(id, 1, "章の見出し")
}

/// A heading of level 2.
pub fn section(id: u32) -> Block {
    numbered(id, 2, "節の見出し")
}

fn numbered(id: u32, level: u8, words: &str) -> Block {
    Block::Heading(Heading {
        id: NodeId(id),
        level,
        numbering: Numbering::Body,
        number: "1".to_owned(),
        content: plain(words),
        page_break: false,
    })
}

/// A table of so many rows, with a caption and a note.
pub fn table(id: NodeId, count: usize) -> Block {
    let mut make = Maker::default();
    let caption = make.table_caption("表の題", Some("百万円"));
    let columns = [
        (Align::Centre, 14.0, false),
        (Align::Left, 70.0, true),
        (Align::Left, 26.0, false),
        (Align::Right, 25.0, false),
        (Align::Right, 25.0, false),
    ];
    let head: [&[&str]; 1] = [&["番号", "企業名", "地域", "売上額", "増減"]];
    let mut table = make.table(TableKind::Data, caption, &columns, &head, rows(count));
    table.id = id;
    table.notes = vec![role(Role::Note, "（注）表の注です。")];
    Block::Table(table)
}

/// A chart.
pub fn chart(id: NodeId) -> Block {
    match Maker::default().figure("図の題", bars(2, 3, 268.0), "棒グラフ。") {
        Block::Figure(figure) => Block::Figure(Figure { id, ..figure }),
        other => other,
    }
}
