//! The components that need no plan: pages, captions, labels, references, links.

use super::NodeIds;
use super::component::{Arguments, Component, Parameter};
use super::problem::Problem;
use super::value::{Blocks, Directive, Inlines};
use crate::document::{Block, Caption, CaptionKind, Contents, Heading, Inline, Numbering, Page, Paragraph, Role, Text};
use minijinja::Value;
use std::sync::Arc;

type Body = fn(&Arguments, &NodeIds) -> Result<Value, Problem>;

const LABEL: Parameter = required("label", "label() や caption() の id で付けた名前");
const LINE: Parameter = required("text", "印刷する文字");

/// Name, parameters, what it is for, what it does.
const TABLE: &[(&str, &[Parameter], &str, Body)] = &[
    ("portrait", &[], "ここから縦置きのページにする", |_, _| {
        Ok(Directive::Page(Page::Portrait).into())
    }),
    (
        "landscape",
        &[],
        "ここから横置きのページにする",
        |_, _| Ok(Directive::Page(Page::Landscape).into()),
    ),
    (
        "annex",
        &[],
        "ここから見出しを別紙の番号にする",
        |_, _| Ok(Directive::Annex.into()),
    ),
    (
        "plain_page",
        &[],
        "ここからページ番号のない縦置きのページにする（送付状など）",
        |_, _| Ok(Directive::Page(Page::Cover).into()),
    ),
    ("title", &[LINE], "番号の付かない表題", title),
    ("left", &[LINE], "左に寄せた1行", |arguments, _| {
        line(arguments, Role::Left)
    }),
    ("centre", &[LINE], "中央の1行", |arguments, _| {
        line(arguments, Role::Centre)
    }),
    ("right", &[LINE], "右に寄せた1行", |arguments, _| {
        line(arguments, Role::Right)
    }),
    ("contents", &[optional("title", "目次の見出し")], "目次", contents),
    (
        "caption",
        &[
            required("title", "表題"),
            optional("unit", "表全体の単位"),
            optional("id", "ref() と page() で引く名前"),
        ],
        "すぐ下の表の表題",
        caption,
    ),
    (
        "label",
        &[LABEL],
        "すぐ下の見出しに、ref() と page() で引く名前を付ける",
        label,
    ),
    ("ref", &[LABEL], "表や見出しの番号（表5、第5の1）", reference),
    ("page", &[LABEL], "表や見出しがあるページの番号", page),
    (
        "link",
        &[
            required("text", "印刷する文字"),
            required("url", "http、https、mailto の宛先"),
        ],
        "リンク",
        link,
    ),
];

const fn required(name: &'static str, about: &'static str) -> Parameter {
    Parameter {
        name,
        required: true,
        about,
    }
}

const fn optional(name: &'static str, about: &'static str) -> Parameter {
    Parameter {
        name,
        required: false,
        about,
    }
}

/// The components as rows.
pub fn basics(ids: &NodeIds) -> Vec<Component> {
    let component = |&(name, parameters, about, body): &(&'static str, &'static [Parameter], &'static str, Body)| {
        let ids = ids.clone();
        Component {
            name,
            parameters,
            about,
            run: Arc::new(move |arguments| body(arguments, &ids)),
        }
    };
    TABLE.iter().map(component).collect()
}

fn title(arguments: &Arguments, ids: &NodeIds) -> Result<Value, Problem> {
    let heading = Heading {
        id: ids.fresh(),
        level: 1,
        numbering: Numbering::None,
        number: String::new(),
        content: arguments.inlines("text")?,
        page_break: false,
    };
    Ok(Blocks(vec![Block::Heading(heading)]).into())
}

fn line(arguments: &Arguments, role: Role) -> Result<Value, Problem> {
    let content = arguments.inlines("text")?;
    Ok(Blocks(vec![Block::Paragraph(Paragraph { role, content })]).into())
}

fn contents(arguments: &Arguments, _: &NodeIds) -> Result<Value, Problem> {
    let title = arguments.optional_text("title")?;
    let title = title.unwrap_or_else(|| Text::template("目次", &arguments.path()));
    Ok(Blocks(vec![Block::Contents(Contents {
        title,
        entries: Vec::new(),
    })])
    .into())
}

fn caption(arguments: &Arguments, ids: &NodeIds) -> Result<Value, Problem> {
    let caption = Caption {
        kind: CaptionKind::Table,
        number: 0,
        title: arguments.inlines("title")?,
        unit: arguments.optional_text("unit")?,
        before: None,
    };
    Ok(Directive::Caption(caption, arguments.node("id", ids)?).into())
}

fn label(arguments: &Arguments, ids: &NodeIds) -> Result<Value, Problem> {
    Ok(Directive::Label(arguments.node("label", ids)?).into())
}

fn reference(arguments: &Arguments, ids: &NodeIds) -> Result<Value, Problem> {
    let target = ids.mention(arguments.word("label")?);
    Ok(Inlines(vec![Inline::Reference {
        target,
        text: String::new(),
    }])
    .into())
}

fn page(arguments: &Arguments, ids: &NodeIds) -> Result<Value, Problem> {
    let target = ids.mention(arguments.word("label")?);
    Ok(Inlines(vec![Inline::PageReference { target }]).into())
}

fn link(arguments: &Arguments, _: &NodeIds) -> Result<Value, Problem> {
    let (content, url) = (arguments.inlines("text")?, arguments.text("url")?);
    check_address(&url.text)?;
    Ok(Inlines(vec![Inline::Link { url, content }]).into())
}

/// A link may lead to the web or to a mail address, nowhere else.
pub(super) fn check_address(url: &str) -> Result<(), Problem> {
    let lower = url.to_ascii_lowercase();
    let known = ["http://", "https://", "mailto:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    let clean = !url.contains(|it: char| it.is_whitespace() || it.is_control());
    if known && clean {
        return Ok(());
    }
    Err(Problem::new(format!("リンク先「{url}」は使えません。"))
        .hint("http://、https://、mailto: のいずれかで始め、空白を入れずに書いてください。"))
}
