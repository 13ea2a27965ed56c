//! Components: the functions of templates, each a row that also says what it is for.
//!
//! A component of the domain is one more row; it holds what it needs of the plan, and numbers from [`NodeIds`]:
//!
//! ```
//! use planc::document::{Block, NodeId};
//! use planc::template::{Blocks, Component, NodeIds, Parameter};
//! use std::sync::Arc;
//!
//! # struct PlanView;
//! # fn table_of(_: &PlanView, _: &str, _: NodeId) -> Block { unimplemented!() }
//! fn kpi_table(view: Arc<PlanView>, ids: NodeIds) -> Component {
//!     Component {
//!         name: "kpi_table",
//!         parameters: &[
//!             Parameter { name: "field", required: true, about: "対象分野" },
//!             Parameter { name: "id", required: false, about: "ref() で引く名前" },
//!         ],
//!         about: "対象分野の目標の表",
//!         run: Arc::new(move |arguments| {
//!             let field = arguments.word("field")?;
//!             let id = arguments.node("id", &ids)?;
//!             Ok(Blocks(vec![table_of(&view, field, id)]).into())
//!         }),
//!     }
//! }
//! # let component = kpi_table(Arc::new(PlanView), NodeIds::default());
//! # assert_eq!(component.signature(), "kpi_table(field, id=…)");
//! ```
//!
//! [`NodeIds`]: super::NodeIds

use super::NodeIds;
use super::problem::Problem;
use super::slot::Words;
use crate::document::{Inline, NodeId, Text};
use minijinja::value::{Kwargs, Object, Value};
use std::fmt;
use std::sync::Arc;

/// A function that templates may call.
#[derive(Clone)]
pub struct Component {
    /// As templates call it.
    pub name: &'static str,
    /// What it takes, in the order of arguments without names.
    pub parameters: &'static [Parameter],
    /// What it prints, in one line for the documentation.
    pub about: &'static str,
    /// What it does. It returns [`Inlines`](super::Inlines), [`Blocks`](super::Blocks), a
    /// [`Directive`](super::Directive), or a plain value that the template works on.
    pub run: Run,
}

/// The body of a component.
pub type Run = Arc<dyn Fn(&Arguments) -> Result<Value, Problem> + Send + Sync>;

/// A parameter of a component.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// As in `name=…`.
    pub name: &'static str,
    /// A call without it is an error.
    pub required: bool,
    /// What it says, for the documentation.
    pub about: &'static str,
}

impl fmt::Debug for Component {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.signature())
    }
}

impl Component {
    /// As in the documentation: `caption(title, unit=…, id=…)`.
    pub fn signature(&self) -> String {
        let parameter = |it: &Parameter| {
            if it.required {
                it.name.to_owned()
            } else {
                format!("{}=…", it.name)
            }
        };
        let parameters: Vec<String> = self.parameters.iter().map(parameter).collect();
        format!("{}({})", self.name, parameters.join(", "))
    }

    fn problem(&self, message: &str) -> Problem {
        Problem::new(format!("部品 {} の引数が合いません。{message}", self.name))
            .hint(format!("{{{{ {} }}}} の形で書いてください。", self.signature()))
    }
}

/// What a call of a component hands over, by the names of its parameters.
pub struct Arguments<'a> {
    component: &'a Component,
    values: Vec<Option<Value>>,
    words: &'a Words,
    path: &'a str,
}

impl<'a> Arguments<'a> {
    pub(super) fn bind(
        component: &'a Component,
        (positional, named): (&[Value], &Kwargs),
        words: &'a Words,
        path: &'a str,
    ) -> Result<Self, Problem> {
        let mut values: Vec<Option<Value>> = positional.iter().cloned().map(Some).collect();
        if values.len() > component.parameters.len() {
            return Err(component.problem("引数が多すぎます。"));
        }
        values.resize(component.parameters.len(), None);
        for name in named.args() {
            let index = component.parameters.iter().position(|it| it.name == name);
            let slot = index
                .and_then(|index| values.get_mut(index))
                .filter(|slot| slot.is_none());
            let slot =
                slot.ok_or_else(|| component.problem(&format!("{name} という引数はないか、二度書かれています。")))?;
            *slot = named.peek(name).ok();
        }
        let bound = Arguments {
            component,
            values,
            words,
            path,
        };
        bound.check()?;
        Ok(bound)
    }

    fn check(&self) -> Result<(), Problem> {
        for (parameter, value) in self.component.parameters.iter().zip(&self.values) {
            if parameter.required && value.is_none() {
                return Err(self
                    .component
                    .problem(&format!("{}（{}）がありません。", parameter.name, parameter.about)));
            }
            if value.as_ref().is_some_and(Value::is_undefined) {
                return Err(self.component.problem(&format!(
                    "{} に渡した値はありません。名前の綴りを確かめてください。",
                    parameter.name
                )));
            }
        }
        Ok(())
    }

    /// The path of the template that calls.
    pub fn path(&self) -> Arc<str> {
        self.path.into()
    }

    /// An argument as it is, if given.
    pub fn value(&self, name: &str) -> Option<&Value> {
        let index = self.component.parameters.iter().position(|it| it.name == name)?;
        self.values.get(index)?.as_ref()
    }

    fn given(&self, name: &str) -> Result<&Value, Problem> {
        self.value(name)
            .ok_or_else(|| self.component.problem(&format!("{name} がありません。")))
    }

    /// An argument as parts of a line: a text with its origin, an amount, a pending mark, or a list of these.
    pub fn inlines(&self, name: &str) -> Result<Vec<Inline>, Problem> {
        self.words.inlines(self.given(name)?, self.path)
    }

    /// An argument as one text with its origin.
    pub fn text(&self, name: &str) -> Result<Text, Problem> {
        self.words.text(self.given(name)?, self.path)
    }

    /// The same of an argument that may be left out.
    pub fn optional_text(&self, name: &str) -> Result<Option<Text>, Problem> {
        self.value(name)
            .map(|value| self.words.text(value, self.path))
            .transpose()
    }

    /// An argument as a name that is not printed, such as a label.
    pub fn word(&self, name: &str) -> Result<&str, Problem> {
        let word = self.given(name)?.as_str();
        word.ok_or_else(|| {
            self.component
                .problem(&format!("{name} には \"…\" で囲んだ名前を書いてください。"))
        })
    }

    /// A new node, under the label that this argument names if it is given.
    pub fn node(&self, name: &str, ids: &NodeIds) -> Result<NodeId, Problem> {
        if self.value(name).is_none() {
            return Ok(ids.fresh());
        }
        let label = self.word(name)?;
        ids.define(label).ok_or_else(|| {
            Problem::new(format!("参照名「{label}」が二か所で付けられています。")).hint("別の名前にしてください。")
        })
    }

    /// An argument that is a certain object of the view, such as a company.
    pub fn object<T: Object + 'static>(&self, name: &str) -> Result<Arc<T>, Problem> {
        let object = self.given(name)?.downcast_object::<T>();
        object.ok_or_else(|| self.component.problem(&format!("{name} に渡せる値ではありません。")))
    }
}
