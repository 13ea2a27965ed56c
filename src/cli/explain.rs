//! `planc explain`: what a code means, with a bad and a good example.

use super::arguments::{Arguments, Explain};
use super::{Exit, report};
use crate::diagnostic::{Code, explain};

pub fn run(arguments: &Arguments, options: &Explain) -> Exit {
    let Some(name) = &options.code else {
        report::say(arguments, explain::list().trim_end());
        return Exit::Done;
    };
    match Code::find(name) {
        Ok(code) => {
            report::say(arguments, explain::text(code).trim_end());
            Exit::Done
        }
        Err(nearest) => {
            let hint = nearest.map_or_else(String::new, |code| format!("「{}」ではありませんか。", code.name()));
            report::fail(&format!(
                "「{name}」というコードはありません。{hint}\n全てのコードは planc explain で確かめられます。"
            ));
            Exit::Usage
        }
    }
}
