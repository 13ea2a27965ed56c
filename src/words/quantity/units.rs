//! The words of scales and units, and what stands beside numbers.

use super::Kind;

/// What a number is multiplied by, the longest words first where one begins another.
pub const SCALES: [(&str, i64); 19] = [
    ("兆", 1_000_000_000_000),
    ("千億", 100_000_000_000),
    ("百億", 10_000_000_000),
    ("十億", 1_000_000_000),
    ("億", 100_000_000),
    ("千万", 10_000_000),
    ("百万", 1_000_000),
    ("十万", 100_000),
    ("万", 10_000),
    ("千", 1_000),
    ("trillion", 1_000_000_000_000),
    ("billion", 1_000_000_000),
    ("million", 1_000_000),
    ("thousand", 1_000),
    ("oku", 100_000_000),
    ("tn", 1_000_000_000_000),
    ("bn", 1_000_000_000),
    ("mn", 1_000_000),
    ("mln", 1_000_000),
];
/// From here on a number may go on behind its scale: 3億8598万.
pub const MYRIAD: i64 = 10_000;
/// Without a unit behind, what is counted in these is money.
pub const HUNDRED_MILLION: i64 = 100_000_000;
/// The units, with what one of each is, in thousandths: the longest first where one begins another.
pub const UNITS: [(&str, Kind, i64); 33] = [
    ("円", Kind::Money, 1_000),
    ("yen", Kind::Money, 1_000),
    ("jpy", Kind::Money, 1_000),
    ("人", Kind::Persons, 1_000),
    ("名", Kind::Persons, 1_000),
    ("%", Kind::Rate, 1_000),
    ("‰", Kind::Rate, 100),
    ("パーミル", Kind::Rate, 100),
    ("パーセント", Kind::Rate, 1_000),
    ("ポイント", Kind::Rate, 1_000),
    ("percent", Kind::Rate, 1_000),
    ("割", Kind::Rate, 10_000),
    ("平方メートル", Kind::Area, 1_000),
    ("平方m", Kind::Area, 1_000),
    ("平米", Kind::Area, 1_000),
    ("m2", Kind::Area, 1_000),
    ("ヘクタール", Kind::Area, 10_000_000),
    ("ha", Kind::Area, 10_000_000),
    ("坪", Kind::Area, 3_306),
    ("台", Kind::Pieces, 1_000),
    ("基", Kind::Pieces, 1_000),
    ("棟", Kind::Pieces, 1_000),
    ("式", Kind::Pieces, 1_000),
    ("隻", Kind::Pieces, 1_000),
    ("ライン", Kind::Pieces, 1_000),
    ("レーン", Kind::Pieces, 1_000),
    ("系列", Kind::Pieces, 1_000),
    ("セット", Kind::Pieces, 1_000),
    ("店舗", Kind::Pieces, 1_000),
    ("工場", Kind::Pieces, 1_000),
    ("か所", Kind::Pieces, 1_000),
    ("カ所", Kind::Pieces, 1_000),
    ("箇所", Kind::Pieces, 1_000),
];
/// The parts of a rate, one behind the other (二割三分, 三分八厘), with how much of a percent one of each is, in hundredths.
pub const PARTS: [(char, i64); 4] = [('割', 1_000), ('分', 100), ('厘', 10), ('毛', 1)];
/// Behind these words a unit counts something else: 1人当たり, 5台目.
pub const NOT_UNITS: [&str; 7] = ["当", "あたり", "目", "前", "材", "工", "分の"];
/// In front of a number they say that it is money.
pub const CURRENCIES: [&str; 2] = ["¥", "jpy"];
pub const ROUGH_BEFORE: [&str; 8] = ["約", "およそ", "おおよそ", "凡そ", "ほぼ", "おおむね", "概ね", "計約"];
pub const ROUGH_BEHIND: [&str; 9] = ["程度", "前後", "ほど", "余", "弱", "強", "超", "規模", "あまり"];
pub const RANGES: [&str; 8] = ["~", "〜", "-", "−", "–", "から", "ないし", "、"];
/// Around a number they set it apart from its scale: 「33」億円.
pub const QUOTES: [(char, char); 8] = [
    ('「', '」'),
    ('『', '』'),
    ('【', '】'),
    ('〈', '〉'),
    ('《', '》'),
    ('“', '”'),
    ('"', '"'),
    ('*', '*'),
];
/// Around a unit they set it apart from its number: 3,300（百万円）.
pub const BRACKETS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('〔', '〕'), ('【', '】')];
