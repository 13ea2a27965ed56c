//! What stands in the way of a screening on paper: values that it reads and that cannot be read.
//!
//! Applicants are screened while the rest of the plan is still full of gaps: those do not count here.

use crate::plan::{Company, Entry, Leaf, Part, Plan, Statistic};
use crate::source::FileId;
use jiff::civil::Date;

/// A value that the screening reads and that is not there, or not as the contract wants it. A pending one is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// The file.
    pub file: FileId,
    /// The value, as people call it.
    pub label: &'static str,
}

/// Everything that stands in the way.
pub fn obstacles(plan: &Plan) -> Vec<Obstacle> {
    let about = &plan.about;
    let eligibility = &about.eligibility;
    let mut found = Found(Vec::new());
    let mut file = found.of(about.file);
    file.required(&about.call.closes, "募集締切");
    file.required(&eligibility.minimum_sales.value, "売上高の下限");
    file.required(&eligibility.minimum_sales.unit, "売上高の下限の単位");
    file.required(&eligibility.maximum_employees, "従業員数の上限");
    file.required(&eligibility.business_year_starts_on_or_after, "事業年度の開始日の下限");
    file.countable(
        eligibility.business_year_starts_on_or_after.value(),
        "事業年度の開始日の下限",
    );
    file.countable(about.call.closes.value().map(|it| it.date()), "募集締切");
    for field in &plan.fields {
        found.of(field.file).required(&field.short_name, "分野の略称");
    }
    for company in &plan.companies {
        of_company(plan, company, &mut found.of(company.file));
    }
    if let Some(totals) = &plan.statistics {
        let mut file = found.of(totals.file);
        file.total(&totals.external_sales, "県の域外販売額");
        file.total(&totals.internal_purchases, "県の域内仕入額");
    }
    found.0
}

fn of_company(plan: &Plan, company: &Entry<Company>, file: &mut File<'_>) {
    let (form, sales) = (&company.transactions, &company.profile.sales);
    file.required(&company.name, "企業名");
    file.required(&company.short_name, "略称");
    file.required(&company.corporate_number, "法人番号");
    file.required(&company.municipality, "本社の市町村");
    file.required(&company.inside_prefecture, "県内に本社があるか");
    file.required(&company.field, "対象分野");
    file.required(&company.status, "選定の状況");
    file.required(&company.employees, "常時使用する従業員");
    file.required(&company.received, "受付日時");
    file.required(&company.consents.accompanying_support, "伴走支援の承諾");
    file.required(&company.consents.network, "ネットワークへの参加");
    file.required(&sales.value, "現在の売上高");
    file.required(&sales.unit, "現在の売上高の単位");
    file.required(&form.business_year.start, "事業年度の開始日");
    file.countable(form.business_year.start.value(), "事業年度の開始日");
    file.countable(company.received.value().map(|it| it.date()), "受付日時");
    file.required(&form.unit, "様式2の単位");
    file.required(&form.sales, "様式2の売上高");
    file.required(&form.external_sales, "域外売上高");
    file.optional(&form.business_sales, "域内外の企業への販売額");
    file.required(&form.purchases, "仕入高");
    file.required(&form.internal_purchases, "域内仕入高");
    file.optional(&company.assessment.connector, "コネクター度の評価");
    file.optional(&company.assessment.hub, "ハブ度の評価");
    file.optional(&company.assessment.field_fit, "対象分野への合致");
    file.optional(&company.assessment.comment, "所見");
    company
        .attachments
        .iter()
        .for_each(|it| file.required(&it.kind, "添付書類の種類"));
    if company.field.get().is_some_and(|field| plan.field(&field.0).is_none()) {
        file.add("対象分野の定義");
    }
}

struct Found(Vec<Obstacle>);

impl Found {
    fn of(&mut self, file: FileId) -> File<'_> {
        File { file, found: self }
    }
}

/// A file whose values are looked at.
struct File<'a> {
    file: FileId,
    found: &'a mut Found,
}

impl File<'_> {
    fn add(&mut self, label: &'static str) {
        let file = self.file;
        self.found.0.push(Obstacle { file, label });
    }

    fn required<T>(&mut self, leaf: &Leaf<T>, label: &'static str) {
        if matches!(leaf, Leaf::Absent | Leaf::Faulty) {
            self.add(label);
        }
    }

    fn optional<T>(&mut self, leaf: &Leaf<T>, label: &'static str) {
        if matches!(leaf, Leaf::Faulty) {
            self.add(label);
        }
    }

    /// A day that workbooks can count.
    fn countable(&mut self, day: Option<Date>, label: &'static str) {
        if day.is_some_and(|day| day.year() <= 1900) {
            self.add(label);
        }
    }

    fn total(&mut self, total: &Part<Statistic>, label: &'static str) {
        if total.header.is_some() {
            self.required(&total.value, label);
            self.required(&total.unit, label);
        }
    }
}
