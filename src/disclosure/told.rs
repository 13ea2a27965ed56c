//! What companies tell of themselves in the words that they agreed to publish: a reader takes it for known.

use super::prose::Topic;
use crate::figures::Indicator;
use crate::plan::{Company, Entry, FiscalYear, KeyPath, Node, Record, Scalar};
use crate::words::{Flowing, Kind, Quantity, letters, quantities, sentences, years};

/// A number in a sentence of a company about one of the indicators.
#[derive(Clone, Debug)]
pub struct Told {
    indicator: Indicator,
    /// The years that the sentence names.
    years: Vec<i16>,
    quantity: Quantity,
}

/// All that a company tells of its indicators, in everything that is shown of it.
pub fn told(company: &Entry<Company>) -> Vec<Told> {
    let mut found = Vec::new();
    for (_, node) in company.record.nodes() {
        node.each_leaf(&mut |leaf| {
            if let Node::Value {
                scalar: Scalar::Line(text) | Scalar::Prose(text),
                ..
            } = leaf
            {
                of_text(text, &mut found);
            }
        });
    }
    found
}

fn of_text(text: &str, found: &mut Vec<Told>) {
    let text = Flowing::of(text).text;
    for range in sentences(&text) {
        let sentence = &text[range];
        let numbers = quantities(sentence);
        if numbers.is_empty() {
            continue;
        }
        let words = letters(sentence);
        for indicator in Indicator::ALL {
            let topic = Topic::of(&KeyPath::of_file("companies/").key("kpi").key(indicator.key()));
            if topic.nouns().iter().any(|noun| words.contains(noun)) {
                found.extend(
                    numbers
                        .iter()
                        .filter(|it| it.kind == kind(indicator))
                        .map(|quantity| Told {
                            indicator,
                            years: years(sentence),
                            quantity: *quantity,
                        }),
                );
            }
        }
    }
}

fn kind(indicator: Indicator) -> Kind {
    match indicator {
        Indicator::InternalTransactions | Indicator::Sales => Kind::Money,
        Indicator::Employment => Kind::Persons,
        Indicator::WageIncrease => Kind::Rate,
    }
}

impl Told {
    /// The number, where it may be that of an indicator at a time: a sentence that names other years alone speaks of
    /// those. In yen, persons or percent.
    pub fn of(&self, (indicator, year): (Indicator, Option<FiscalYear>)) -> Option<&Quantity> {
        let is_time = self.years.is_empty() || year.is_none_or(|year| self.years.contains(&year.0));
        (self.indicator == indicator && is_time).then_some(&self.quantity)
    }
}
