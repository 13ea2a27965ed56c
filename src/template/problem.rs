//! What is wrong with a template, and the words of minijinja's errors for people who do not read English.

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Place;
use minijinja::{Error, ErrorKind};
use std::fmt;

/// A mistake in a template, as the staff read it; its place is added by who knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub hint: Option<String>,
    /// Whether nobody should look for more in the same template: each look would cost as much again.
    pub(super) ends: bool,
}

impl Problem {
    /// A problem without a hint.
    pub fn new(message: impl Into<String>) -> Self {
        Problem {
            message: message.into(),
            hint: None,
            ends: false,
        }
    }

    /// The same, after which the template is not run again.
    #[must_use]
    pub(super) fn ending(mut self) -> Self {
        self.ends = true;
        self
    }

    /// The same with what to write instead.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(super) fn at(self, place: Place) -> Diagnostic {
        let hint = self.hint;
        Diagnostic {
            hint,
            ..Diagnostic::new(Code::TemplateError, place, self.message)
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

impl From<Problem> for Error {
    fn from(problem: Problem) -> Self {
        Error::new(ErrorKind::InvalidOperation, problem.message.clone()).with_source(problem)
    }
}

/// The error that lies at the bottom: an include wraps that of the included template.
pub(super) fn innermost(error: &Error) -> &Error {
    let inner = std::error::Error::source(error).and_then(|it| it.downcast_ref::<Error>());
    inner.map_or(error, innermost)
}

/// The problem behind an error of minijinja; `written` is what stands at its place in the template.
pub(super) fn explain(error: &Error, written: &str) -> Problem {
    let ours = std::error::Error::source(error).and_then(|it| it.downcast_ref::<Problem>());
    ours.cloned().unwrap_or_else(|| translate(error, written))
}

fn translate(error: &Error, written: &str) -> Problem {
    let detail = error.detail().unwrap_or("");
    match error.kind() {
        ErrorKind::UndefinedError => undefined(detail, written),
        ErrorKind::SyntaxError | ErrorKind::BadEscape => {
            Problem::new(format!("テンプレートの書き方に誤りがあります（{detail}）。"))
                .hint("{{ }} と {% %} の閉じ忘れ、引用符、{% endif %} と {% endfor %} を確かめてください。")
        }
        ErrorKind::UnknownFilter => {
            Problem::new(format!("「{written}」に、ないフィルターが使われています（{detail}）。"))
        }
        ErrorKind::UnknownTest => Problem::new(format!(
            "「{written}」に、ない条件（is …）が使われています（{detail}）。"
        )),
        ErrorKind::UnknownFunction => {
            Problem::new(format!("「{written}」という部品はありません。")).hint("部品の名前の綴りを確かめてください。")
        }
        ErrorKind::UnknownMethod => Problem::new(format!("「{written}」という呼び出しはできません（{detail}）。")),
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude => {
            Problem::new(format!("読み込むテンプレートがありません（{detail}）。"))
        }
        ErrorKind::TooManyArguments | ErrorKind::MissingArgument => {
            Problem::new(format!("「{written}」の引数が合いません（{detail}）。"))
        }
        ErrorKind::OutOfFuel => Problem::new("テンプレートの繰り返しが多すぎるため、途中で止めました。")
            .hint("{% for … %} の重なりと、繰り返す一覧の長さを確かめてください。"),
        ErrorKind::InvalidOperation if detail == "recursion limit exceeded" => {
            Problem::new(format!("「{written}」が、自分自身を終わりなく呼び出しています。"))
                .hint("{% include %} と {% macro %} の呼び出しの順を確かめてください。")
        }
        ErrorKind::InvalidOperation if detail.contains("too many elements") || detail.contains("is too large") => {
            Problem::new(format!("「{written}」は、大きすぎて計算できません。"))
                .hint("繰り返しの数と、一覧の長さを確かめてください。")
        }
        // The kinds are open-ended: a later minijinja may add one.
        _ => Problem::new(format!("「{written}」を計算できません（{}: {detail}）。", error.kind())),
    }
}

fn undefined(detail: &str, written: &str) -> Problem {
    let name = detail.split('`').nth(1).unwrap_or(written);
    Problem::new(format!("「{name}」という値はありません。"))
        .hint("名前の綴りを確かめてください。版によって示さない値は {% if edition.shows(\"…\") %} で囲んでください。")
}
