//! What the parser of TOML says in English, for the staff: nothing of its words reaches them.

use crate::diagnostic::Code;

/// A mistake of syntax in words for the staff.
pub(super) struct Explained {
    /// What kind of problem.
    pub code: Code,
    /// What is wrong.
    pub message: &'static str,
    /// What to do about it.
    pub hint: &'static str,
}

/// How the parser begins, what that means, what to do. The first row that fits counts.
const ROWS: &[(&str, &str, &str)] = &[
    (
        "duplicate key",
        "同じ項目が二度書かれています。",
        "どちらか一方を消してください。",
    ),
    (
        "cannot extend",
        "同じ項目が、値と表の両方で書かれています。",
        "どちらか一方の書き方にそろえてください。",
    ),
    (
        "string values must be quoted",
        "文字列が引用符で囲まれていません。",
        "名前 = \"…\" のように、= の右に、半角の引用符で囲んで書いてください。",
    ),
    (
        "words",
        "項目の名前も = もない文があります。",
        "名前 = 値 の形で書いてください。説明の文であれば、行の先頭に # を付けてください。",
    ),
    (
        "text without quotes",
        "次の行からの文章が、引用符で囲まれていません。",
        "文章の前と後に \"\"\" を書いてください。",
    ),
    (
        "single among rows",
        "同じ名前の表が、[ ] と [[ ]] の両方で書かれています。",
        "並びの一つであれば、[[名前]] のように二重の括弧で囲んでください。",
    ),
    (
        "unclosed text",
        "\"\"\" で始まる文章が閉じられていません。",
        "文章の終わりに \"\"\" だけの行を書き足してください。",
    ),
    (
        "unclosed array",
        "括弧が閉じられていません。",
        "この括弧に対応する、閉じる括弧（] 又は }）を書き足してください。",
    ),
    (
        "unclosed inline table",
        "括弧が閉じられていません。",
        "{ に対応する } を書き足してください。",
    ),
    (
        "unclosed",
        "表の名前の括弧が閉じられていません。",
        "[名前] 又は [[名前]] のように、同じ数の括弧で囲んでください。",
    ),
    (
        "invalid multi-line",
        "文章の書き方が正しくありません。",
        "文章の終わりに \"\"\" があるか、\\ を \\\\ と書いたかを確かめてください。",
    ),
    (
        "invalid basic string",
        "文字列の書き方が正しくありません。",
        "閉じる引用符（\"）があるか、\\ を \\\\ と書いたかを確かめてください。",
    ),
    (
        "invalid literal string",
        "文字列の書き方が正しくありません。",
        "閉じる引用符（'）があるかを確かめてください。",
    ),
    (
        "invalid float",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid integer",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid boolean",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid mantissa",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid fraction",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid exponent",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid hexadecimal",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid octal",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "invalid binary",
        "数や日付として読めない値で、引用符で囲まれてもいません。",
        "文字列は \"…\" と半角の引用符で囲み、数は半角の数字で書いてください。",
    ),
    (
        "missing escaped value",
        "文字列の中に、意味の定まらない \\ があります。",
        "\\ を \\\\ と書いてください。ファイルの位置は / で区切ります。",
    ),
    (
        "too few unicode value digits",
        "文字列の中の \\u の後の桁が足りません。",
        "\\ という文字そのものであれば、\\\\ と書いてください。",
    ),
    (
        "invalid value",
        "文字列の中の \\u が、文字の番号ではありません。",
        "\\ という文字そのものであれば、\\\\ と書いてください。",
    ),
    (
        "key with no value",
        "項目の名前の後に = がありません。",
        "名前 = 値 の形で、= を半角で書いてください。説明の文であれば、行の先頭に # を付けてください。",
    ),
    (
        "missing value",
        "項目の値がありません。",
        "名前 = 値 の形で書いてください。",
    ),
    ("extra `=`", "= が二つ続いています。", "= を一つにしてください。"),
    (
        "extra comma",
        "余分な読点（,）があります。",
        "値のない所の , を消してください。",
    ),
    (
        "missing comma",
        "値と値の間に , がありません。",
        "半角の , で区切ってください。",
    ),
    (
        "unexpected `=` in array",
        "並びの中に = があります。",
        "並びの閉じる括弧（]）があるかを確かめてください。",
    ),
    (
        "missing key for inline table",
        "{ } の中に、名前のない値があります。",
        "{ 名前 = 値, 名前 = 値 } の形で書いてください。",
    ),
    (
        "missing assignment",
        "{ } の中に、値のない項目があります。",
        "{ 名前 = 値, 名前 = 値 } の形で書いてください。",
    ),
    (
        "extra assignment",
        "{ } の中の項目に = が二つあります。",
        "{ 名前 = 値, 名前 = 値 } の形で書いてください。",
    ),
    (
        "invalid inline table",
        "{ } の中の書き方が正しくありません。",
        "{ 名前 = 値, 名前 = 値 } の形で書いてください。",
    ),
    (
        "missing inline table opening",
        "} に対応する { がありません。",
        "括弧の対応を確かめてください。",
    ),
    (
        "missing array opening",
        "] に対応する [ がありません。",
        "括弧の対応を確かめてください。",
    ),
    (
        "missing table open",
        "] に対応する [ がありません。",
        "表の名前は [名前] の形で書いてください。",
    ),
    (
        "unexpected key or value",
        "行の途中に余分な文字があります。",
        "1行に書く項目は一つです。文字列の中の引用符は \\\" と書いてください。",
    ),
    (
        "unexpected content",
        "ここに書けない文字があります。",
        "この行とその前の行を確かめてください。",
    ),
    (
        "invalid key-value pair",
        "項目の名前がありません。",
        "名前 = 値 の形で書いてください。",
    ),
    (
        "invalid table",
        "表の名前がありません。",
        "[名前] の形で書いてください。",
    ),
    (
        "unquoted keys cannot be empty",
        "項目の名前がありません。",
        "名前 = 値 の形で書いてください。",
    ),
    (
        "invalid unquoted key",
        "項目の名前に使えない文字があります。",
        "名前は半角の英字、数字、_ で書いてください。",
    ),
    (
        "keys cannot be",
        "項目の名前の書き方が正しくありません。",
        "名前は半角の英字、数字、_ で書いてください。",
    ),
    (
        "unexpected leading zero",
        "数の先頭に余分な 0 があります。",
        "先頭の 0 を消してください。番号であれば、\"…\" と引用符で囲んでください。",
    ),
    (
        "`_` may only",
        "数の中の _ の位置が正しくありません。",
        "_ は数字と数字の間にだけ書けます。例：1_480",
    ),
    (
        "redundant",
        "数に余分な文字があります。",
        "1_480 のように、数字だけで書いてください。",
    ),
    (
        "unexpected sign",
        "数の符号の位置が正しくありません。",
        "1_480 のように、数字だけで書いてください。",
    ),
    (
        "integers with a radix",
        "数に余分な文字があります。",
        "1_480 のように、数字だけで書いてください。",
    ),
    (
        "radix must be",
        "数に余分な文字があります。",
        "1_480 のように、数字だけで書いてください。",
    ),
    (
        "invalid comment character",
        "説明の文（#）に、使えない文字があります。",
        "目に見えない文字が混じっていないかを確かめ、行を書き直してください。",
    ),
    (
        "carriage return",
        "改行の文字が正しくありません。",
        "メモ帳などで開き、保存し直してください。",
    ),
    (
        "cannot recurse",
        "括弧の入れ子が深すぎます。",
        "資料のファイルかどうかを確かめてください。",
    ),
    (
        "recursion limit",
        "括弧の入れ子が深すぎます。",
        "資料のファイルかどうかを確かめてください。",
    ),
];

/// The same for values that look like dates or times: they are none.
const DATES: &[(&str, &str, &str)] = &[
    (
        "invalid time",
        "時刻として読めない値です。",
        "2026-06-01T12:00:00 のように書いてください。",
    ),
    (
        "invalid offset",
        "時刻として読めない値です。",
        "2026-06-01T12:00:00 のように、時差を付けずに書いてください。",
    ),
    (
        "invalid date",
        "暦にない日付、又は日付として読めない値です。",
        "年-月-日の順に、2026-06-19 のように書いてください。",
    ),
];

/// What the parser says, for the staff.
pub(super) fn explain(said: &str) -> Explained {
    let row = |rows: &'static [(&str, &str, &str)]| rows.iter().find(|row| said.starts_with(row.0));
    let (code, message, hint) = match (row(DATES), row(ROWS)) {
        (Some((_, message, hint)), _) => (Code::BadDate, *message, *hint),
        (None, Some((_, message, hint))) => (Code::TomlSyntax, *message, *hint),
        (None, None) => (
            Code::TomlSyntax,
            "ファイルの書き方（TOML）が正しくありません。",
            "この行とその前の行の、引用符、括弧、= を確かめてください。",
        ),
    };
    Explained { code, message, hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_the_parser_s_words_is_shown() {
        let general = explain("something that no version of the parser says yet").message;
        for (said, message, hint) in ROWS.iter().chain(DATES) {
            assert!(!message.contains(said) && !hint.is_empty(), "{said}");
            assert_eq!(
                explain(&format!("{said}, expected newline")).message,
                *message,
                "{said} is hidden by another row"
            );
        }
        assert!(!general.contains("parser"));
    }
}
