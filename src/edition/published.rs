//! A company as it agreed to be published.

use crate::plan::{Company, Leaf, Member, Prose, PublicSection};

/// Whether a company has said what of its sheet may be published.
pub(super) fn has_answered(company: &Company) -> bool {
    company.public.confirmed.get().is_some()
}

/// The items of form 1 that a company lets the public read; none where it has not confirmed that.
pub(super) fn agreed(company: &Company) -> Vec<PublicSection> {
    if !has_answered(company) {
        return Vec::new();
    }
    let named: Vec<PublicSection> = company.public.sections.values().copied().collect();
    let is_agreed = |it: &&PublicSection| named.contains(it) || wording(company, **it).is_some();
    PublicSection::ALL.iter().filter(is_agreed).copied().collect()
}

/// A company's own words for the public, where it wrote some for an item.
pub(super) fn wording(company: &Company, section: PublicSection) -> Option<&Leaf<Prose>> {
    let text = &company.public.text;
    let leaf = match section {
        PublicSection::Philosophy => &text.philosophy,
        PublicSection::Situation => &text.situation,
        PublicSection::Strategy => &text.strategy,
        PublicSection::RegionalImpact => &text.regional_impact,
        PublicSection::Vision => &text.vision,
        PublicSection::Sales | PublicSection::Photos => return None,
    };
    Some(leaf).filter(|leaf| leaf.is_written())
}

/// Makes public what a company agreed to publish of form 1, in the words that it agreed to; nothing where it has not
/// confirmed that. The rest keeps its class.
pub(super) fn publish(company: &mut Company) {
    if has_answered(company) {
        let sections: Vec<PublicSection> = company.public.sections.values().copied().collect();
        sections
            .into_iter()
            .for_each(|section| publish_section(company, section));
        let (profile, text) = (&mut company.profile.record, &company.public.text);
        replace(&mut profile.philosophy, &text.philosophy);
        replace(&mut profile.situation, &text.situation);
        replace(&mut profile.strategy, &text.strategy);
        replace(&mut profile.regional_impact, &text.regional_impact);
        replace(&mut profile.vision, &text.vision);
    }
    // What it agreed to stands in its place now.
    company.public.hide(&[]);
}

fn publish_section(company: &mut Company, section: PublicSection) {
    let profile = &mut company.profile.record;
    match section {
        PublicSection::Sales => profile.sales.publish(),
        PublicSection::Philosophy => profile.philosophy.publish(),
        PublicSection::Situation => profile.situation.publish(),
        PublicSection::Strategy => profile.strategy.publish(),
        PublicSection::RegionalImpact => profile.regional_impact.publish(),
        PublicSection::Vision => profile.vision.publish(),
        PublicSection::Photos => profile.photos.publish(),
    }
}

/// Puts the public's wording, itself public, in the place of the form's.
fn replace(text: &mut Leaf<Prose>, by: &Leaf<Prose>) {
    if by.is_written() {
        *text = by.clone();
    }
}
