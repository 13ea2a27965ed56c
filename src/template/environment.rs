//! minijinja set up so that data never becomes markup.

use super::component::{Arguments, Component};
use super::slot::{Slots, Words};
use super::{filters, quantities};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Value};
use minijinja::{AutoEscape, Environment, Error, State, UndefinedBehavior};
use std::sync::Arc;

/// Functions of minijinja that would print objects as strings.
const REMOVED: &[&str] = &["debug"];

/// So many steps a template may take: more than ten times those of a plan of 1,500 companies, and about a second at most.
const MOST_STEPS: u64 = 2_000_000;

/// An environment without templates: values go to slots, components are functions.
pub(super) fn environment(words: &Arc<Words>, slots: &Slots, components: Vec<Component>) -> Environment<'static> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        environment.set_syntax(syntax);
    }
    environment.set_fuel(Some(MOST_STEPS));
    // Only with debug information do errors know their bytes.
    environment.set_debug(true);
    // Whatever captures output (macros, set, call and filter blocks) marks it as safe under an escape of its own; so the
    // formatter knows text that holds tokens already.
    environment.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    set_formatter(&mut environment, words.clone(), slots.clone());
    filters::install(&mut environment, words);
    quantities::install(&mut environment);
    REMOVED.iter().for_each(|name| environment.remove_global(name));
    components
        .into_iter()
        .for_each(|component| add(&mut environment, component, words.clone()));
    environment
}

fn set_formatter(environment: &mut Environment<'static>, words: Arc<Words>, slots: Slots) {
    environment.set_formatter(move |out, state, value| {
        if let (true, Some(text)) = (value.is_safe(), value.as_str()) {
            return out.write_str(text).map_err(Error::from);
        }
        let slot = words.slot(value, state.name())?;
        out.write_str(&slots.push(slot)).map_err(Error::from)
    });
}

fn add(environment: &mut Environment<'static>, component: Component, words: Arc<Words>) {
    let name = component.name;
    let run = move |state: &State, positional: &[Value], named: Kwargs| -> Result<Value, Error> {
        let arguments = Arguments::bind(&component, (positional, &named), &words, state.name())?;
        Ok((component.run)(&arguments)?)
    };
    environment.add_function(name, run);
}
