//! How sources name companies and fields: by ids, which are the names of their files.

use super::change::Side;
use super::version::ShownVersion;
use std::collections::BTreeMap;

/// What the ids of two versions stand for.
#[derive(Debug, Default)]
pub struct Names {
    /// Of a file that has another name now, the new one.
    now: BTreeMap<String, String>,
    /// What people call them.
    words: BTreeMap<String, String>,
}

impl Names {
    /// The names of two versions as an edition shows them; companies are the same by their corporate number.
    pub fn of(before: &ShownVersion, after: &ShownVersion) -> Self {
        let mut names = Names::default();
        for plan in [before.view.plan(), after.view.plan()] {
            let companies = plan.companies.iter().map(|it| (&it.id, it.short_name.get()));
            let fields = plan.fields.iter().map(|it| (&it.id, it.short_name.get()));
            for (id, name) in companies.chain(fields) {
                let name = name.map_or(&**id, |name| &name.0);
                names.words.insert(id.to_string(), name.to_owned());
            }
        }
        for old in &before.plan.companies {
            let number = old.corporate_number.get();
            let new = after
                .plan
                .companies
                .iter()
                .find(|it| it.corporate_number.get() == number);
            if let Some(new) = new.filter(|new| new.id != old.id) {
                names.now.insert(old.id.to_string(), new.id.to_string());
            }
        }
        names
    }

    /// An id of the version before as the version after has it.
    pub fn now<'a>(&'a self, id: &'a str) -> &'a str {
        self.now.get(id).map_or(id, |now| now)
    }

    /// A value that is an id, in the words of people.
    pub fn in_words(&self, side: Side) -> Side {
        let words = side.value.as_deref().and_then(|id| self.words.get(id));
        match words {
            Some(words) => Side {
                shown: words.clone(),
                ..side
            },
            None => side,
        }
    }
}
