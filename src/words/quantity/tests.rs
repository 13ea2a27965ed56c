//! The reader of quantities over every spelling that people use.

use super::*;

fn found(text: &str) -> Vec<String> {
    let one = |it: Quantity| format!("{:?} {} {}", it.kind, it.value, it.digits);
    quantities(text).into_iter().map(one).collect()
}

#[test]
fn money_in_every_spelling() {
    for text in [
        "2,300百万円",
        "２３億円",
        "二十三億円",
        "23億",
        "2 300 百万円",
        "2\u{2009}300百万円",
        "二三〇〇百万円",
        "23億0000万円",
        "2_300_000千円",
        "2,300,000,000円",
        "二千三百百万円",
    ] {
        let quantity = quantities(text);
        assert!(quantity.len() == 1 && quantity[0].kind == Kind::Money, "{text}");
        assert_eq!(quantity[0].value, Decimal::from(2_300_000_000_i64), "{text}");
    }
    assert_eq!(
        found("3億8598万円と13.6億円"),
        ["Money 385980000 5", "Money 1360000000 3"]
    );
    assert_eq!(
        found("二百万円、三千万円、百円"),
        ["Money 2000000 1", "Money 30000000 1", "Money 100 1"]
    );
    assert_eq!(found("1兆2,345億円"), ["Money 1234500000000 5"]);
}

#[test]
fn persons_and_rates() {
    assert_eq!(found("320人、３５０名"), ["Persons 320 3", "Persons 350 3"]);
    assert_eq!(
        found("3.8％、3.8 パーセント、0.4ポイント"),
        ["Rate 3.8 2", "Rate 3.8 2", "Rate 0.4 1"]
    );
    assert_eq!(found("2万人"), ["Persons 20000 1"]);
}

#[test]
fn what_counts_something_else_is_none() {
    for text in [
        "1480社",
        "1人当たり",
        "3台目",
        "第三工場",
        "2026年",
        "12.5倍",
        "B12人",
        "三重県",
        "十分",
        "1.2.3%",
        "1480",
    ] {
        assert!(quantities(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn a_caption_gives_the_unit() {
    let money = |number: &str| in_unit(number, "百万円").map(|it| it.value);
    assert_eq!(money("2,300"), Some(Decimal::from(2_300_000_000_i64)));
    assert_eq!(money("△2,300"), Some(Decimal::from(2_300_000_000_i64)));
    assert!(money("2,300台").is_none() && money("令和8年").is_none() && money("").is_none());
    assert!(is_unit("百万円") && is_unit("％") && is_unit("人") && !is_unit("社") && !is_unit(""));
}

#[test]
fn every_spelling_of_one_value() {
    let rows: [(Kind, i64, u32, &[&str]); 5] = [
        (
            Kind::Money,
            2_300_000_000,
            0,
            &[
                "23.0億円",
                "約23億円",
                "¥2,300,000,000",
                "￥2300000000",
                "2.3 billion yen",
                "二十三億",
                "二三億円",
            ],
        ),
        (
            Kind::Money,
            385_980_000,
            0,
            &[
                "3億8598万円",
                "三億八千五百九十八万円",
                "３億８，５９８万円",
                "385.98百万円",
            ],
        ),
        (
            Kind::Rate,
            38,
            1,
            &["3.8％", "三・八パーセント", "３．８％", "3.8 %", "3・8％", "三点八％"],
        ),
        (
            Kind::Persons,
            340,
            0,
            &["340人", "340名", "三百四十人", "三四〇名", "３４０人"],
        ),
        (
            Kind::Area,
            4_200,
            0,
            &["4,200平方メートル", "4,200㎡", "0.42ha", "四千二百平米"],
        ),
    ];
    for (kind, value, scale, spellings) in rows {
        for text in spellings {
            let quantity = quantities(text);
            assert_eq!(quantity.len(), 1, "{text}: {:?}", found(text));
            assert_eq!(
                (quantity[0].kind, quantity[0].value),
                (kind, Decimal::new(value, scale)),
                "{text}"
            );
        }
    }
}

#[test]
fn a_range_has_one_unit() {
    let billions = ["Money 2300000000 2", "Money 2500000000 2"];
    for text in ["23〜25億円", "23億円～25億円", "二十三から二十五億円", "23－25億円"] {
        assert_eq!(found(text), billions, "{text}");
    }
}

#[test]
fn a_number_says_no_more_than_its_digits() {
    let bounds = |text: &str| quantities(text)[0].bounds();
    let million = |it: i64| Decimal::from(it * 1_000_000);
    assert_eq!(bounds("48億円"), (million(4_750), million(4_850)));
    assert_eq!(bounds("約2,300百万円"), (million(2_250), million(2_350)));
    assert_eq!(bounds("4,820百万円程度"), (million(4_815), million(4_825)));
    assert_eq!(quantities("2,300百万円")[0].significant(), 2);
}

#[test]
fn quantities_know_where_they_stand() {
    let text = "投資は㈱阿蘇の約２８億円、6台です";
    let stand: Vec<&str> = quantities(text).into_iter().map(|it| &text[it.start..it.end]).collect();
    assert_eq!(stand, ["２８億円", "6台"]);
}

#[test]
fn units_stand_in_front_in_brackets_or_apart() {
    for text in [
        "3,300（百万円）",
        "（単位：百万円）3,300",
        "（百万円） 3,300",
        "［百万円］：3,300",
        "単位は百万円で、3,300",
        "百万円単位で3,300",
        "3,300 〔単位 百万円〕",
        "¥3,300 million",
        "JPY 3.3 bn",
        "JPY3.3bn",
        "3.3 Billion JPY",
        "33oku yen",
        "「33」億円",
        "『３３』 億円",
        "**33**億円",
        "33 億 円",
        "33　 億　円",
        "参拾参億円",
        "三拾三億圓",
        "33亿円",
        "3千3百百万円",
        "三、三〇〇百万円",
        "3,\u{200B}3\u{2060}00百万円",
        "3, 300百万円",
        "３,3０0百萬円",
        "33億 0000万円",
    ] {
        assert_eq!(
            quantities(text)
                .iter()
                .map(|it| (it.kind, it.value))
                .collect::<Vec<_>>(),
            [(Kind::Money, Decimal::from(3_300_000_000_i64))],
            "{text}"
        );
    }
    let rows = [
        ("2千3百80百万円", "Money 2380000000 3"),
        ("壱百弐拾人", "Persons 120 2"),
        ("1百80人", "Persons 180 2"),
        ("三分八厘", "Rate 3.8 2"),
        ("2割3分5厘", "Rate 23.5 3"),
        ("38‰", "Rate 3.8 2"),
    ];
    for (text, expected) in rows {
        assert_eq!(found(text), [expected], "{text}");
    }
    assert_eq!(
        found("（単位：百万円）3,300、3,400"),
        ["Money 3300000000 4", "Money 3400000000 4"]
    );
}

#[test]
fn what_has_no_unit_is_none() {
    for text in [
        "単位は百万円です。3,300",
        "（単位：百万円）\n3,300",
        "（単位：百万円）2030",
        "（単位：百万円）3,300社",
        "三分の一",
        "30分",
        "持参三人前",
        "3,300（注1）",
        "売上額（百万円）",
        "(1)人材",
        "大陸の百貨店",
    ] {
        let found = found(text);
        let unit = |it: &String| it == "Money 1000000 1" && text.contains("百万円です");
        assert!(found.iter().all(unit), "{text}: {found:?}");
    }
    assert_eq!(declared_unit("数字の単位は百万円です。").as_deref(), Some("百万円"));
    assert_eq!(declared_unit("百万円単位で示します。").as_deref(), Some("百万円"));
    assert_eq!(declared_unit("単位を組みます。"), None);
    assert_eq!(quantities_in("売上3,300", Some("百万円")).len(), 1);
    assert_eq!(unit_in("売上\n（百万円）").as_deref(), Some("百万円"));
}
