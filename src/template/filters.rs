//! Filters and tests that keep the places of texts, and guards on those of minijinja that would lose or mislead.

use super::budget::size;
use super::problem::Problem;
use super::slot::Words;
use super::value::{Amount, FigureValue, Inlines, Pending};
use crate::document::{Inline, Origin, Text};
use minijinja::value::{Kwargs, Rest, Value};
use minijinja::{Environment, Error, State};
use rust_decimal::Decimal;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::sync::Arc;

/// Filters of minijinja that templates may not use, and what to write instead.
const REFUSED: &[(&str, &str)] = &[
    (
        "safe",
        "値はいつも書かれたとおりに印刷されます。書式はテンプレートの Markdown で書いてください。",
    ),
    ("escape", "値はいつも書かれたとおりに印刷されるので、必要がありません。"),
    ("e", "値はいつも書かれたとおりに印刷されるので、必要がありません。"),
    ("format", "テンプレートの文の中に {{ … }} を置いてください。"),
    ("string", "{{ … }} でそのまま印刷してください。"),
    ("pprint", "{{ … }} で一つずつ印刷してください。"),
    ("title", "書かれたとおりに印刷してください。"),
    ("capitalize", "書かれたとおりに印刷してください。"),
    ("indent", "字下げは様式が決めます。"),
    (
        "lines",
        "文章は {{ … }} だけを一つの段落に置けば、段落ごとに印刷されます。",
    ),
    (
        "split",
        "文章は {{ … }} だけを一つの段落に置けば、段落ごとに印刷されます。",
    ),
    ("int", "計算済みの項目を使ってください。"),
    ("float", "計算済みの項目を使ってください。"),
    ("round", "計算済みの項目を使ってください。"),
];

type Change = fn(&str) -> String;

/// Filters that change each text but keep its place.
const CHANGES: &[(&str, Change)] = &[("upper", |it| it.to_uppercase()), ("lower", |it| it.to_lowercase())];

type Compare = fn(&Value, &Value) -> bool;

/// Comparisons by name, as `selectattr` uses them.
const COMPARISONS: &[(&str, Compare)] = &[
    ("eq", |a, b| a == b),
    ("equalto", |a, b| a == b),
    ("==", |a, b| a == b),
    ("ne", |a, b| a != b),
    ("!=", |a, b| a != b),
    ("lt", |a, b| a < b),
    ("lessthan", |a, b| a < b),
    ("<", |a, b| a < b),
    ("le", |a, b| a <= b),
    ("<=", |a, b| a <= b),
    ("gt", |a, b| a > b),
    ("greaterthan", |a, b| a > b),
    (">", |a, b| a > b),
    ("ge", |a, b| a >= b),
    (">=", |a, b| a >= b),
];

type Accept = fn(Ordering) -> bool;

/// Tests of amounts and counts.
const AMOUNTS: &[(&str, Accept)] = &[
    ("over", Ordering::is_gt),
    ("under", Ordering::is_lt),
    ("at_least", Ordering::is_ge),
    ("at_most", Ordering::is_le),
    ("equal_to", Ordering::is_eq),
];

/// Puts ours in the place of minijinja's.
pub(super) fn install(environment: &mut Environment<'static>, words: &Arc<Words>) {
    for &(name, instead) in REFUSED {
        environment.add_filter(name, move |_: Rest<Value>| -> Result<Value, Error> {
            Err(refused(name, instead).into())
        });
    }
    for &(name, change) in CHANGES {
        let words = words.clone();
        environment.add_filter(name, move |state: &State, value: Value| {
            changed(&words, state, &value, change)
        });
    }
    let ours = words.clone();
    environment.add_filter("trim", move |state: &State, value: Value| trimmed(&ours, state, &value));
    let ours = words.clone();
    environment.add_filter("replace", move |state: &State, value: Value, from: Value, to: Value| {
        replace(&ours, state, &value, (&from, &to))
    });
    let ours = words.clone();
    environment.add_filter(
        "join",
        move |state: &State, list: Value, between: Option<Value>, named: Kwargs| {
            join(&ours, state, &list, between, &named)
        },
    );
    for (name, keep) in [("selectattr", true), ("rejectattr", false)] {
        let select = move |state: &mut State, list: Value, key: String, test: Option<String>, rest: Rest<Value>| {
            select(state, &list, (&key, keep), test.as_deref(), &rest)
        };
        environment.add_filter(name, select);
    }
    install_tests(environment);
}

/// The items of which something holds, or does not. minijinja's own takes a key that no item has for false.
fn select(
    state: &mut State,
    list: &Value,
    (key, keep): (&str, bool),
    test: Option<&str>,
    rest: &[Value],
) -> Result<Vec<Value>, Error> {
    let mut kept = Vec::new();
    for item in list.try_iter()? {
        let value = attribute(&item, key)?;
        let holds = match test {
            Some(test) => state.perform_test(test, &[&[value], rest].concat())?,
            None => value.is_true(),
        };
        if holds == keep {
            kept.push(item);
        }
    }
    Ok(kept)
}

fn attribute(item: &Value, path: &str) -> Result<Value, Error> {
    let mut value = item.clone();
    for key in path.split('.') {
        value = value.get_attr(key)?;
        if value.is_undefined() {
            let problem = Problem::new(format!("「{key}」という値はありません。"));
            return Err(problem.hint("名前の綴りを確かめてください。").into());
        }
    }
    Ok(value)
}

fn install_tests(environment: &mut Environment<'static>) {
    environment.add_test("pending", |value: Value| {
        let figure = value.downcast_object_ref::<FigureValue>();
        let figure = figure.is_some_and(|it| it.figure.pending && !it.figure.withheld);
        figure || value.downcast_object_ref::<Pending>().is_some()
    });
    environment.add_test("withheld", |value: Value| -> Result<bool, Error> {
        let figure = value.downcast_object_ref::<FigureValue>();
        let figure = figure.ok_or_else(|| {
            Problem::new("is withheld は、計算した数値だけに使えます。")
                .hint("total(\"sales\") や figure(\"plan.sales.2030\") の値に使ってください。")
        })?;
        Ok(figure.figure.withheld)
    });
    for &(name, compare) in COMPARISONS {
        environment.add_test(name, move |a: Value, b: Value| -> Result<bool, Error> {
            comparable(&a, &b)?;
            Ok(compare(&a, &b))
        });
    }
    for &(name, accept) in AMOUNTS {
        environment.add_test(name, move |a: Value, b: Value| -> Result<bool, Error> {
            Ok(accept(number(&a)?.cmp(&number(&b)?)))
        });
    }
}

fn refused(name: &str, instead: &str) -> Problem {
    Problem::new(format!("フィルター {name} は使えません。")).hint(instead)
}

fn changed(words: &Words, state: &State, value: &Value, change: Change) -> Result<Value, Error> {
    let inlines = words.inlines(value, state.name())?;
    words.budget.spend(size(&inlines))?;
    let on_one = |it| on_text(it, &|text| computed(text, &[], change(&text.text)));
    Ok(Inlines(inlines.into_iter().map(on_one).collect()).into())
}

/// Of a `{% filter trim %}` block the author's words are trimmed, not the values in it.
fn trimmed(words: &Words, state: &State, value: &Value) -> Result<Value, Error> {
    match value.as_str() {
        Some(composed) if value.is_safe() => Ok(Value::from_safe_string(composed.trim().to_owned())),
        Some(_) | None => changed(words, state, value, |it| it.trim().to_owned()),
    }
}

fn replace(words: &Words, state: &State, value: &Value, (from, to): (&Value, &Value)) -> Result<Value, Error> {
    let from = words.text(from, state.name())?;
    let to = words.text(to, state.name())?;
    if from.text.is_empty() {
        return Err(Problem::new("replace の一つ目の引数が空です。").into());
    }
    let inlines = words.inlines(value, state.name())?;
    // Each hit grows by what stands there instead: nested, a text of a line would fill the memory.
    words.budget.spend(size(&inlines))?;
    let refused = RefCell::new(None);
    let change = |text: &Text| {
        let hits = text.text.matches(&*from.text).count();
        if let Err(problem) = words.budget.spend(hits.saturating_mul(to.text.len())) {
            refused.replace(Some(problem));
            return text.clone();
        }
        match hits {
            0 => text.clone(),
            _ => computed(text, &[&from, &to], text.text.replace(&*from.text, &to.text)),
        }
    };
    let replaced = inlines.into_iter().map(|it| on_text(it, &change)).collect();
    match refused.take() {
        Some(problem) => Err(problem.into()),
        None => Ok(Inlines(replaced).into()),
    }
}

/// Each item keeps its own place, and so does what stands between.
fn join(words: &Words, state: &State, list: &Value, between: Option<Value>, named: &Kwargs) -> Result<Value, Error> {
    let attribute: Option<String> = named.get("attribute")?;
    named.assert_all_used()?;
    let between = between
        .map(|it| words.inlines(&it, state.name()))
        .transpose()?
        .unwrap_or_default();
    if list.as_str().is_some() {
        return Err(Problem::new("join は一覧に使います。値は一覧ではありません。").into());
    }
    let (mut inlines, stand_between) = (Vec::new(), size(&between));
    for (index, item) in list.try_iter()?.enumerate() {
        let item = attribute.as_deref().map_or(Ok(item.clone()), |it| item.get_attr(it))?;
        if index > 0 {
            words.budget.spend(stand_between)?;
            inlines.extend(between.iter().cloned());
        }
        let item = words.inlines(&item, state.name())?;
        words.budget.spend(size(&item))?;
        inlines.extend(item);
    }
    Ok(Inlines(inlines).into())
}

/// A text that was made from others: all their places, and the strictest of their classes.
fn computed(text: &Text, others: &[&Text], result: String) -> Text {
    let path = match &text.origin {
        Origin::Template(path) => path.clone(),
        Origin::Source(_) | Origin::Computed(_) | Origin::Figure { .. } => Arc::default(),
    };
    Text::made_of(&result, &path, std::iter::once(text).chain(others.iter().copied()))
}

fn on_text(inline: Inline, change: &dyn Fn(&Text) -> Text) -> Inline {
    let all = |content: Vec<Inline>| content.into_iter().map(|it| on_text(it, change)).collect();
    match inline {
        Inline::Text { text } => Inline::Text { text: change(&text) },
        Inline::Strong { content } => Inline::Strong { content: all(content) },
        Inline::Emphasis { content } => Inline::Emphasis { content: all(content) },
        Inline::Link { url, content } => Inline::Link {
            url,
            content: all(content),
        },
        Inline::Underline { content } => Inline::Underline { content: all(content) },
        Inline::Revised { revision, content } => Inline::Revised {
            revision,
            content: all(content),
        },
        kept @ (Inline::Pending { .. }
        | Inline::Break
        | Inline::Reference { .. }
        | Inline::PageReference { .. }
        | Inline::End { .. }) => kept,
    }
}

/// Refuses comparisons that would be silently false.
fn comparable(a: &Value, b: &Value) -> Result<(), Problem> {
    let is_amount = |it: &Value| it.downcast_object_ref::<Amount>().is_some();
    let is_pending = |it: &Value| it.downcast_object_ref::<Pending>().is_some();
    let is_inlines = |it: &Value| it.downcast_object_ref::<Inlines>().is_some();
    if a.is_undefined() || b.is_undefined() {
        return Err(Problem::new("比べる値がありません。").hint("項目の名前の綴りを確かめてください。"));
    }
    if is_pending(a) || is_pending(b) {
        return Err(pending());
    }
    if is_amount(a) != is_amount(b) {
        return Err(Problem::new("金額や割合は、ふつうの数とは比べられません。").hint(
            "is over(300)、is under(300)、is at_least(300)、is at_most(300)、is equal_to(300) を使ってください。",
        ));
    }
    if is_inlines(a) || is_inlines(b) {
        return Err(Problem::new("フィルターや部品の結果は比べられません。").hint("元の値を比べてください。"));
    }
    Ok(())
}

fn pending() -> Problem {
    Problem::new("調整中の値は比べられません。").hint("先に {% if … is pending %} で分けてください。")
}

fn number(value: &Value) -> Result<Decimal, Problem> {
    if value.downcast_object_ref::<Pending>().is_some() {
        return Err(pending());
    }
    if let Some(amount) = value.downcast_object_ref::<Amount>() {
        return Ok(amount.value);
    }
    // The shortest decimal that reads back as the literal in the template: what its author wrote.
    let number = value.is_number().then(|| value.to_string().parse().ok()).flatten();
    number.ok_or_else(|| Problem::new("数でない値は大小を比べられません。"))
}
