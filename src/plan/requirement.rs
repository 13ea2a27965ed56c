//! The contract of `requirements.toml`: what is asked of a plan, by whom, and where the plan answers it.

use super::member::{Items, Leaf, Node, Record, Rows, record};
use super::read::read;
use super::value::{Line, ProfileStatus, RequirementScope};
use super::{Part, Pending};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::FileId;

record! {
    /// `requirements.toml`.
    RequirementList {
        profile: Part<RequirementProfile> = Public Fixed "要件の状況",
        requirements: Rows<Requirement> = Public Fixed "要件",
    }

    /// Whether the requirements are final.
    RequirementProfile {
        status: Leaf<ProfileStatus> = Public Fixed "暫定・確定の別",
        note: Leaf<Line> = Public Optional "注",
    }

    /// What is asked of the plan, of each target field or of each selected company.
    Requirement {
        id: Leaf<Line> = Public Fixed "識別名",
        text: Leaf<Line> = Public Fixed "要件の原文",
        source: Leaf<Line> = Public Fixed "出典",
        scope: Leaf<RequirementScope> = Public Fixed "何について見るか",
        applies: Leaf<Line> = Public Optional "該当する条件",
        met: Leaf<Line> = Public Fixed "適合する条件",
        evidence: Rows<Evidence> = Public Fixed "根拠",
    }

    /// Where the plan answers a requirement.
    Evidence {
        label: Leaf<Line> = Public Fixed "根拠の名称",
        keys: Items<Line> = Public Fixed "根拠の項目",
        sections: Items<Line> = Public Optional "記載箇所の参照名",
    }
}

/// Reads the text of a `requirements.toml`. Whatever is wrong with its form is a mistake in a template.
pub fn read_requirements(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> RequirementList {
    read_template(file, text, "要件", diagnostics)
}

/// Reads a TOML file of the templates: nothing in it may be pending. `subject` is what it is about.
pub(super) fn read_template<T: Record>(
    file: FileId,
    text: &str,
    subject: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> T {
    let mut found = Vec::new();
    let list: T = read(file, text, &mut found);
    Node::Table(list.nodes()).leaves("", &mut |_, leaf| {
        if let Node::Pending { pending, .. } = leaf {
            found.push(never_pending(pending, subject));
        }
    });
    let found = found.into_iter().map(|it| Diagnostic {
        code: Code::TemplateError,
        ..it
    });
    diagnostics.extend(found);
    list
}

fn never_pending(pending: &Pending, subject: &str) -> Diagnostic {
    let message = format!("{subject}は、調整中（pending）にできません。");
    Diagnostic::new(Code::TemplateError, pending.place, message).hint("値を書くか、行を消してください。")
}
