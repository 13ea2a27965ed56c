//! What goes to the nation for publication beside the submission: 公表用, 別冊（非公表） and 非公表項目一覧.

use crate::leak::{Planted, everything, may_show, plain, with_secrets};
use crate::package::{packed, ready};
use crate::pdf_reader;
use crate::project::{put, replace, text};
use crate::verify::unpacked;
use planc::compile::{self, Wanted as Document};
use planc::diagnostic::{Diagnostic, Edition, Severity};
use planc::edition::{Purpose, Reason, Subject, undisclosed, view};
use planc::package::{Packaged, Wanted};
use planc::plan::{Node, Plan, load};
use planc::source::FileId;
use planc::world::Memory;
use std::collections::BTreeSet;
use std::sync::LazyLock;

const FINAL: Wanted = Wanted {
    edition: Edition::Final,
    archive: false,
};
const PUBLIC: &str = "04_地域産業クラスター計画（公表用）";
const ANNEX: &str = "05_別冊（非公表）";
const LIST: &str = "06_非公表項目一覧";

type Files = Vec<(String, Vec<u8>)>;

fn errors(packaged: &Packaged) -> Vec<&Diagnostic> {
    let errors = packaged.diagnostics.iter();
    errors
        .filter(|it| it.code.severity(Edition::Final) == Severity::Error)
        .collect()
}

fn files_of(world: &Memory) -> Files {
    let packaged = packed(world, FINAL);
    let told: Vec<String> = errors(&packaged).iter().map(|it| it.message.clone()).collect();
    unpacked(packaged.zip.unwrap_or_else(|| panic!("{told:#?}")).file.bytes())
}

/// The submission of a plan with a secret in every key.
fn planted() -> &'static (Memory, Vec<Planted>, Files) {
    static PLANTED: LazyLock<(Memory, Vec<Planted>, Files)> = LazyLock::new(|| {
        let (world, planted) = with_secrets(ready());
        let files = files_of(&world);
        (world, planted, files)
    });
    &PLANTED
}

fn named(files: &Files, name: &str) -> Files {
    let found: Files = files
        .iter()
        .filter(|(path, _)| path.starts_with(name))
        .cloned()
        .collect();
    assert!(!found.is_empty(), "no {name}");
    found
}

fn pdf<'a>(files: &'a Files, name: &str) -> &'a [u8] {
    let path = format!("{name}.pdf");
    &files.iter().find(|it| it.0 == path).expect("a PDF").1
}

#[test]
fn the_plan_for_publication_shows_nothing_that_not_everybody_may_read() {
    let (world, planted, files) = planted();
    let all = everything(&named(files, PUBLIC));
    let public = Document::from(Edition::Public);
    let mut shown = 0;
    for it in planted {
        if it.forms.iter().any(|form| all.contains(&plain(form))) {
            assert!(may_show(world, &it.path, &it.key, &public), "{} {}", it.path, it.key);
            shown += 1;
        }
    }
    assert!(shown > 100, "{shown}");
}

#[test]
fn what_the_plan_for_publication_leaves_out_is_in_the_annex() {
    let (_, planted, files) = planted();
    let [whole, public, annex] = ["03_", PUBLIC, ANNEX].map(|name| everything(&named(files, name)));
    let mut kept = 0;
    // What the edition is called stands on the cover of each.
    for it in planted.iter().filter(|it| !it.key.starts_with("editions.")) {
        for form in it
            .forms
            .iter()
            .map(|form| plain(form))
            .filter(|form| whole.contains(form))
        {
            assert!(
                public.contains(&form) || annex.contains(&form),
                "{} {}",
                it.path,
                it.key
            );
            kept += usize::from(!public.contains(&form));
        }
    }
    assert!(kept > 100, "{kept}");
    // Not everything once more: chapters without anything withheld are not there.
    let lines = pdf_reader::lines(pdf(files, ANNEX)).join("\n");
    assert!(
        !lines.contains("計画の趣旨・位置付け") && lines.contains("選定理由"),
        "{lines}"
    );
}

#[test]
fn every_page_says_how_to_handle_it() {
    let files = files_of(&ready());
    let pages = |name: &str| pdf_reader::pages(pdf(&files, name));
    // The cover says it in its frame, every other page at its head.
    for (name, mark) in [(PUBLIC, "国の公表まで取扱注意"), (ANNEX, "取扱注意")] {
        let cover = plain(&pages(name)[0]);
        assert!(cover.contains(&format!("【{mark}】")), "{cover}");
        let word = files.iter().find(|it| it.0 == format!("{name}.docx")).expect("Word");
        let heads = crate::docx::Docx::open(&word.1).heads();
        assert!(
            !heads.is_empty() && heads.iter().all(|head| head.contains(&format!("【{mark}】"))),
            "{heads:?}"
        );
    }
    // It is the paper that the nation publishes: dated, and without a word across its pages.
    let first = plain(&pages(PUBLIC)[0]);
    assert!(
        first.contains("公表用") && first.contains("令和8年7月15日") && !first.contains("調整中"),
        "{first}"
    );
    let public = plain(&pages(PUBLIC).concat());
    assert!(!public.contains("公表前") && !public.contains("検討中") && !public.contains("提出版"));
    let wanted = Document {
        purpose: Purpose::Submission,
        ..Document::from(Edition::Public)
    };
    let pages = compile::build(&ready(), wanted, &|_| {}).pages.expect("pages");
    assert!(pages.document.watermark.is_none());
}

#[test]
fn what_is_wrong_with_the_plan_for_publication_stops_the_submission_and_is_told_of_as_such() {
    let mut world = ready();
    let path = "plan-templates/cluster/08-support.md";
    let from = "{% if readers == \"nation\" %}\n### 企業ごとの担当";
    let to = "{% if edition != \"draft\" %}\n### 企業ごとの担当";
    replace(&mut world, path, from, to);
    assert!(compile::build(&world, Edition::Final, &|_| {}).pages.is_some());
    let packaged = packed(&world, FINAL);
    assert!(packaged.zip.is_none());
    let found = errors(&packaged);
    assert!(!found.is_empty());
    for it in found {
        assert!(
            it.message.starts_with("国に渡す公表用の計画について："),
            "{}",
            it.message
        );
        assert_eq!(&*packaged.sources.file(it.place.file).path, path);
    }
    // Who encloses none of it is not held up.
    let enclosures = "plan-templates/cluster/enclosures.toml";
    let kept: Vec<&str> = text(&world, enclosures)
        .split("\n[[enclosures]]\n")
        .filter(|it| {
            !["public-plan", "annex", "undisclosed"]
                .iter()
                .any(|word| it.contains(&format!("content = \"{word}\"")))
        })
        .collect();
    let kept = kept.join("\n[[enclosures]]\n");
    put(&mut world, enclosures, kept);
    assert!(packed(&world, FINAL).zip.is_some());
}

fn leaves(plan: &Plan) -> Vec<(FileId, String, String)> {
    let mut found = Vec::new();
    plan.each_leaf(&mut |file, key, labels, node| {
        if matches!(node, Node::Value { .. } | Node::Pending { .. }) {
            found.push((file, key.to_owned(), labels.join("・")));
        }
    });
    found
}

#[test]
fn the_list_covers_every_key_that_is_not_published() {
    let (plan, _) = load(&ready());
    let (full, public) = (view(&plan, Edition::Final), view(&plan, Edition::Public));
    let found = undisclosed(&full, &public);
    let shown: BTreeSet<(FileId, String)> = leaves(public.plan()).into_iter().map(|it| (it.0, it.1)).collect();
    let mut missing = 0;
    for (file, key, label) in leaves(full.plan()) {
        if shown.contains(&(file, key.clone())) {
            continue;
        }
        let company = plan.companies.iter().find(|it| it.file == file).map(|it| it.id.clone());
        let field = plan.fields.iter().find(|it| it.file == file).map(|it| it.id.clone());
        let covers = |subject: &Subject| match subject {
            Subject::Plan => company.is_none() && field.is_none(),
            Subject::Field(id) => field.as_ref() == Some(id),
            Subject::EveryCompany => company.is_some(),
            Subject::Company(id) => company.as_ref() == Some(id),
        };
        let begins = |item: &String| label == *item || label.starts_with(&format!("{item}・"));
        let covered = found
            .iter()
            .any(|it| covers(&it.subject) && it.items.iter().any(begins));
        assert!(covered, "{key} {label}");
        missing += 1;
    }
    assert!(missing > 500, "{missing}");
    // Of what a company agreed to, the list says nothing; the investment is told of for all alike.
    let investment = found
        .iter()
        .find(|it| it.reason == Reason::Investment)
        .expect("the investment");
    assert_eq!(investment.subject, Subject::EveryCompany);
    let own = |id: &str| -> Vec<String> {
        let of = |it: &&planc::edition::Undisclosed| it.subject == Subject::Company(id.into());
        found.iter().filter(of).flat_map(|it| it.items.clone()).collect()
    };
    assert!(!own("aso-seimitsu").contains(&"様式1・企業理念".to_owned()));
}

#[test]
fn the_list_tells_items_and_no_values() {
    let (world, planted, files) = planted();
    let all = everything(&named(files, LIST));
    let public = Document::from(Edition::Public);
    for it in planted {
        let found = it.forms.iter().any(|form| all.contains(&plain(form)));
        assert!(
            !found || may_show(world, &it.path, &it.key, &public),
            "{} {}",
            it.path,
            it.key
        );
    }
    assert!(all.contains("様式1・投資の具体像") && all.contains("個別の投資案件は公表しない"));
}
