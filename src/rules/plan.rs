//! Rules of the plan as a whole: periods, its fields and companies, whom its measures name.

use super::header;
use crate::diagnostic::{Code, Diagnostic};
use crate::figures::Indicator;
use crate::plan::{Company, FiscalYear, Leaf, Line, Plan};
use crate::source::Place;

fn ends_before_start(to: &mut Vec<Diagnostic>, what: &str, start: &Leaf<FiscalYear>, end: &Leaf<FiscalYear>) {
    if let (Some(start), Leaf::Given { value: end, place, .. }) = (start.value(), end)
        && *end < start
    {
        let message = format!("{what}の終了年度（{}）が、開始年度（{}）より前です。", end.0, start.0);
        to.push(Diagnostic::new(Code::BadDate, *place, message).hint("年度を確かめてください。"));
    }
}

/// The plan's period, and target years within it.
pub(super) fn period(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let period = &plan.about.plan_period;
    ends_before_start(to, "計画期間", &period.start, &period.end);
    let years = &plan.about.kpi.years;
    let mut last = None;
    for year in years.interim.iter().chain([&years.r#final]) {
        let (Some(value), Some(place)) = (year.value(), year.place()) else {
            continue;
        };
        // A year outside of the period is told of as such.
        if let (Some(start), Some(end)) = (period.start.value(), period.end.value())
            && start <= end
            && !(start..=end).contains(&value)
        {
            continue;
        }
        if last.is_some_and(|last| value <= last) {
            let message = format!("目標の年度（{}）が、年の順に並んでいません。", value.0);
            let hint = "interim を古い順に、その後に final の年度を書いてください。";
            to.push(Diagnostic::new(Code::BadDate, place, message).hint(hint));
        }
        last = Some(value);
    }
}

/// The call closes after it opens.
pub(super) fn call(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let call = &plan.about.call;
    if let (Some(opens), Leaf::Given { value, place, .. }) = (call.opens.value(), &call.closes)
        && value.date() < opens
    {
        let message = format!("募集の締切（{value}）が、開始日（{opens}）より前です。");
        to.push(Diagnostic::new(Code::BadDate, *place, message).hint("公募の募集期間を確かめてください。"));
    }
}

/// The phases of a measure end after they start.
pub(super) fn phases(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let measures = plan.support.prefecture_measures.iter();
    for phase in measures.flat_map(|measure| measure.phases.iter()) {
        let name = phase.name.get().map_or("", |name| &*name.0);
        ends_before_start(to, name, &phase.start, &phase.end);
    }
}

/// A measure asked of the nation names fields or companies of the plan.
pub(super) fn applies_to(plan: &Plan, to: &mut Vec<Diagnostic>) {
    for item in plan
        .support
        .national_measures
        .iter()
        .flat_map(|measure| measure.applies_to.iter())
    {
        let Leaf::Given {
            value: Line(id), place, ..
        } = item
        else {
            continue;
        };
        // A company whose status is itself wrong is told of there.
        let company = plan
            .company(id)
            .is_some_and(|company| company.is_selected() || company.status.get().is_none());
        if !company && plan.field(id).is_none() {
            let message = format!("「{id}」という対象分野も重点支援企業もありません。");
            let hint = "sources/fields 又は sources/companies のファイルの名前（.toml を除く）を書いてください。";
            to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
        }
    }
}

/// A plan without a selected company has nothing to set targets for.
pub(super) fn companies(plan: &Plan, to: &mut Vec<Diagnostic>) {
    if plan.selected().next().is_none() && !plan.companies.iter().any(|it| is_uncertain(plan, it)) {
        let message = "重点支援企業が1社もありません（status = \"selected\" の企業がありません）。";
        let hint = "sources/companies のファイルと、その field、status を確かめてください。";
        to.push(Diagnostic::new(Code::MissingRequirement, header(None, plan.about.file), message).hint(hint));
    }
}

/// Whether a company might carry any field, were it not for a mistake that is told of.
fn is_uncertain(plan: &Plan, company: &Company) -> bool {
    let of_known_field = company.field.get().is_some_and(|it| plan.field(&it.0).is_some());
    company.status.get().is_none() || company.is_selected() && !of_known_field
}

/// Target years lie within the plan's period.
pub(super) fn years_within(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let period = &plan.about.plan_period;
    let (Some(start), Some(end)) = (period.start.value(), period.end.value()) else {
        return;
    };
    let years = &plan.about.kpi.years;
    for year in years.interim.iter().chain([&years.r#final]) {
        if let Leaf::Given { value, place, .. } = year
            && !(start..=end).contains(value)
            && start <= end
        {
            let message = format!(
                "目標の年度（{}）が、計画期間（{}から{}まで）の外です。",
                value.0, start.0, end.0
            );
            let hint = "計画期間（plan_period）と目標の年度のどちらが正しいかを確かめてください。";
            to.push(Diagnostic::new(Code::BadValue, *place, message).hint(hint));
        }
    }
}

/// A target field has a company that carries it.
pub(super) fn empty_fields(plan: &Plan, to: &mut Vec<Diagnostic>) {
    if plan.companies.iter().any(|it| is_uncertain(plan, it)) {
        return;
    }
    for field in plan.fields.iter() {
        if plan.selected_of(&field.id).next().is_none() {
            let name = field.name.get().map_or(&*field.id, |name| &*name.0);
            let message = format!("対象分野「{name}」に、重点支援企業がありません。");
            let hint = "企業の field（対象分野）と status（選定の状況）を確かめてください。";
            to.push(Diagnostic::new(Code::EmptyField, header(None, field.file), message).hint(hint));
        }
    }
}

/// Lists that say something are not empty.
pub(super) fn lists(plan: &Plan, to: &mut Vec<Diagnostic>) {
    let about = &plan.about;
    let mut lists: Vec<(&str, usize, Option<Place>)> = vec![
        ("スケジュール", about.schedule.len(), about.schedule.place),
        ("基準値の年度", about.kpi.baseline.len(), about.kpi.baseline.place),
    ];
    // Those of selected companies are asked for their years.
    for company in plan.companies.iter().filter(|it| !it.is_selected()) {
        let kpis = Indicator::ALL.into_iter().map(|it| it.of(&company.kpi));
        lists.extend(kpis.map(|kpi| ("目標値", kpi.targets.len(), kpi.targets.place)));
    }
    for (name, length, place) in lists {
        if let (0, Some(place)) = (length, place) {
            let message = format!("「{name}」が空です。");
            let hint = "一つ以上書いてください。";
            to.push(Diagnostic::new(Code::BadValue, place, message).hint(hint));
        }
    }
}
