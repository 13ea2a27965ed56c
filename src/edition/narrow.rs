//! Takes from a plan what readers of a class may not see: by the contract, and by what the project narrows further.

use crate::document::Class;
use crate::plan::{Narrowing, Plan, Record};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Hides in one file what the project narrows to readers above a class. It can only take away: what the contract
/// withholds is withheld besides.
pub(super) fn narrow<T: Record>(record: &mut T, kind: &str, narrowings: &[Narrowing], limit: Class) {
    for narrowing in narrowings.iter().filter(|it| it.kind == kind && it.class > limit) {
        let path: Vec<&str> = narrowing.path.iter().map(String::as_str).collect();
        record.hide(&path);
    }
}

/// The same in all files.
pub(super) fn narrow_all(plan: &mut Plan, limit: Class) {
    let rules = plan.narrowings();
    narrow(&mut plan.about.record, "plan", &rules, limit);
    narrow(&mut plan.support.record, "support", &rules, limit);
    plan.fields
        .iter_mut()
        .for_each(|it| narrow(&mut it.record, "fields", &rules, limit));
    plan.companies
        .iter_mut()
        .for_each(|it| narrow(&mut it.record, "companies", &rules, limit));
    plan.statistics
        .iter_mut()
        .for_each(|it| narrow(&mut it.record, "statistics", &rules, limit));
}

/// Takes away what readers of a class may not see.
pub(super) fn withhold(plan: &mut Plan, limit: Class) {
    narrow_all(plan, limit);
    // How figures and sentences are printed, and which companies count: not themselves printed, yet needed to print.
    let display = plan.about.display.clone();
    plan.about.record.withhold(limit);
    plan.about.record.display = display;
    plan.support.record.withhold(limit);
    plan.fields.iter_mut().for_each(|it| it.record.withhold(limit));
    plan.statistics.iter_mut().for_each(|it| it.record.withhold(limit));
    for company in &mut plan.companies {
        let status = company.record.status.clone();
        company.record.withhold(limit);
        company.record.status = status;
    }
    // Places name lines; the lines themselves are not for a view.
    plan.sources = plan.sources.without_texts();
    keep_pictures(plan);
}

/// Keeps the pictures of the photos that are left.
pub(super) fn keep_pictures(plan: &mut Plan) {
    let photos = plan.companies.iter().flat_map(|company| company.profile.photos.iter());
    let shown: BTreeSet<Arc<str>> = photos
        .filter_map(|photo| photo.file.get().map(|file| file.0.clone()))
        .collect();
    plan.pictures.retain(|path, _| shown.contains(path));
}
