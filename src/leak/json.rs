//! The words of an answer in JSON.

use super::unpack::Part;
use serde_json::Value;

/// Keys under which planc counts: places in sources, pages.
const COUNTED: [&str; 4] = ["line", "column", "page", "pages"];

/// Adds what a text in JSON says, a value a line or one alone; whether it is one.
pub fn read(text: &str, part: &mut Part) -> bool {
    let text = text.trim_start_matches('\u{FEFF}');
    if !text.trim_start().starts_with(['{', '[']) {
        return false;
    }
    let values: Result<Vec<Value>, _> = serde_json::Deserializer::from_str(text).into_iter().collect();
    let Ok(values) = values else {
        return false;
    };
    values.iter().for_each(|value| add(value, "", part));
    true
}

fn add(value: &Value, key: &str, part: &mut Part) {
    match value {
        Value::String(text) => part.add_words(text),
        Value::Number(number) if COUNTED.contains(&key) && number.is_u64() => part.add_count(&number.to_string()),
        Value::Number(number) => part.add_words(&number.to_string()),
        Value::Array(items) => items.iter().for_each(|item| add(item, key, part)),
        Value::Object(map) => {
            for (key, value) in map {
                part.add_words(key);
                add(value, key, part);
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_pages_are_counted() {
        let mut part = Part::default();
        assert!(read(
            "{\"line\":1480,\"after\":[1481,\"\\u79d8\"]}\n{\"pages\":[1482]}\n",
            &mut part
        ));
        let words: Vec<&str> = part.words.split(crate::words::GAP).collect();
        assert_eq!(words, ["", "after", "1481", "秘", "line", "pages"]);
        assert!(part.counts.contains("1480") && part.counts.contains("1482"));
        assert!(!read("〔修正〕{", &mut part) && !read("{\"a\":", &mut part));
    }
}
