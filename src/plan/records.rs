//! The contract of the sources: every table, key, class and need, as one table.
//!
//! A `Fixed` key must be written and may not be pending. A key that is `Selected` is needed of selected companies; `rules` asks for it.

use super::member::{Items, Leaf, Part, Rows, record};
use super::value::{
    AttachmentKind, Classification, CorporateNumber, Count, Day, FilePath, FiscalYear, Kind, KpiUnit, Line, Mark,
    MoneyUnit, Narrowed, NationalMeasureKind, Number, Prose, Provenance, PublicSection, Route, Scope, Stage, Status,
    StrategicField, Wording,
};
use jiff::civil::{Date, DateTime};

record! {
    /// `plan.toml`: identity, stage, dates, call, eligibility, targets, submission, publication, display.
    About {
        kind: Leaf<Kind> = Public Fixed "計画の種類",
        title: Leaf<Line> = Public Required "計画の名称",
        prefecture: Leaf<Line> = Public Required "都道府県",
        issuer: Leaf<Line> = Public Required "策定者",
        department: Leaf<Line> = Public Required "担当課",
        stage: Leaf<Stage> = Internal Fixed "段階",
        version: Leaf<Line> = Public Required "版",
        date: Leaf<Date> = Public Required "日付",
        handling: Leaf<Line> = Internal Optional "取扱い",
        plan_period: Part<Period> = Public Required "計画期間",
        purpose: Leaf<Prose> = Public Required "計画の趣旨",
        relation_to_a_plan: Leaf<Prose> = Public Required "戦略産業クラスター計画との関係",
        vision: Leaf<Prose> = Public Required "目指す姿",
        implementation: Leaf<Prose> = Public Required "推進体制・進捗管理",
        editions: Part<Editions> = Internal Optional "版ごとの指定",
        contact: Part<Contact> = Public Required "問い合わせ先",
        call: Part<Call> = Public Required "公募",
        eligibility: Part<Eligibility> = Public Required "応募条件",
        kpi: Part<KpiYears> = Public Required "目標の年度",
        submission: Part<Submission> = Public Optional "国への提出",
        approval: Part<Approval> = Internal Optional "決裁",
        publication: Part<Publication> = Internal Optional "公表",
        display: Part<Display> = Internal Optional "表示",
        schedule: Rows<Event> = Public Required "スケジュール",
        milestones: Rows<Milestone> = Internal Optional "庁内の日程",
        notices: Rows<Notice> = Public Optional "留意事項",
        changes: Rows<ChangeReason> = Internal Optional "修正の理由",
        classes: Rows<NarrowedKey> = Internal Optional "公開の範囲を狭める項目",
        cleared: Rows<Cleared> = Internal Optional "確認済みの注意",
    }

    /// The fiscal years that the plan covers.
    Period {
        start: Leaf<FiscalYear> = Public Required "開始年度",
        end: Leaf<FiscalYear> = Public Required "終了年度",
    }

    /// What the editions other than the draft are called.
    Editions {
        r#final: Part<EditionNames> = Internal Optional "提出版",
        public: Part<EditionNames> = Internal Optional "公表版",
    }

    /// Version and date of an edition.
    EditionNames {
        version: Leaf<Line> = Internal Required "版",
        date: Leaf<Date> = Internal Required "日付",
    }

    /// Whom to ask.
    Contact {
        department: Leaf<Line> = Public Required "担当課",
        telephone: Leaf<Line> = Public Required "電話番号",
        email: Leaf<Line> = Public Required "電子メール",
    }

    /// The call for applications (公募).
    Call {
        opens: Leaf<Date> = Public Fixed "募集開始日",
        closes: Leaf<DateTime> = Public Fixed "募集締切",
    }

    /// The quantitative conditions of the call (定量的基準).
    Eligibility {
        minimum_sales: Part<Money> = Public Required "売上高の下限",
        maximum_employees: Leaf<Count> = Public Required "従業員数の上限",
        business_year_starts_on_or_after: Leaf<Date> = Public Fixed "事業年度の開始日の下限",
    }

    /// An amount of money.
    Money {
        value: Leaf<Number> = Public Required "金額",
        unit: Leaf<MoneyUnit> = Public Required "単位",
    }

    /// The years of the targets and what the indicators mean.
    KpiYears {
        years: Part<TargetYears> = Public Required "目標の年度",
        baseline: Items<FiscalYear> = Public Fixed "基準値の年度",
        definitions: Part<Definitions> = Public Required "指標の定義",
    }

    /// Interim and final years.
    TargetYears {
        interim: Items<FiscalYear> = Public Fixed "中間年度",
        r#final: Leaf<FiscalYear> = Public Required "最終年度",
    }

    /// What each indicator means.
    Definitions {
        internal_transactions: Leaf<Prose> = Public Required "域内取引額の定義",
        sales: Leaf<Prose> = Public Required "売上額の定義",
        wage_increase: Leaf<Prose> = Public Required "賃上げの定義",
        employment: Leaf<Prose> = Public Required "雇用の定義",
    }

    /// What goes to the nation, and when.
    Submission {
        due: Leaf<Date> = Public Required "提出期限",
        recipient: Leaf<Line> = Public Required "提出先",
        letter: Part<Letter> = Nation Optional "送付状",
    }

    /// The cover letter (送付状).
    Letter {
        number: Leaf<Line> = Nation Required "文書番号",
        sender_title: Leaf<Line> = Nation Required "差出人の職",
        sender_name: Leaf<Line> = Nation Required "差出人の氏名",
        honorific: Leaf<Line> = Nation Required "敬称",
        seal: Leaf<Line> = Nation Optional "公印",
        subject: Leaf<Line> = Nation Required "件名",
    }

    /// The decision of the prefecture (決裁).
    Approval {
        decided: Leaf<Date> = Internal Optional "決裁日",
        document_number: Leaf<Line> = Internal Optional "文書番号",
    }

    /// When the nation publishes.
    Publication {
        nation: Leaf<Date> = Internal Optional "国の公表日",
        protection_percent: Leaf<Count> = Internal Optional "秘匿の確認の幅（％）",
    }

    /// How figures and sentences are printed.
    Display {
        money_unit: Leaf<MoneyUnit> = Internal Optional "金額の表示単位",
        decimals: Leaf<Count> = Internal Optional "小数点以下の桁数",
        wording: Leaf<Wording> = Internal Optional "文末の書き方",
    }

    /// A printed date of the plan.
    Event {
        id: Leaf<Line> = Internal Optional "識別名",
        date: Leaf<Day> = Public Required "日付",
        event: Leaf<Line> = Public Required "内容",
    }

    /// A date inside the prefecture, never printed.
    Milestone {
        id: Leaf<Line> = Internal Optional "識別名",
        date: Leaf<Date> = Internal Required "日付",
        event: Leaf<Line> = Internal Required "内容",
        division: Leaf<Line> = Internal Optional "担当",
    }

    /// A notice of the call (留意事項).
    Notice {
        id: Leaf<Line> = Internal Optional "識別名",
        body: Leaf<Prose> = Public Required "留意事項",
    }

    /// Why something was changed since the version before: printed in comparisons of drafts alone.
    ChangeReason {
        id: Leaf<Line> = Internal Optional "識別名",
        key: Leaf<Line> = Internal Optional "資料の項目",
        section: Leaf<Line> = Internal Optional "章・節",
        reason: Leaf<Line> = Internal Required "理由",
        division: Leaf<Line> = Internal Optional "担当",
    }

    /// A key that the project shows to fewer readers than the contract lets it; never to more.
    NarrowedKey {
        id: Leaf<Line> = Internal Optional "識別名",
        key: Leaf<Line> = Internal Fixed "項目",
        class: Leaf<Narrowed> = Internal Fixed "公開の範囲",
    }

    /// A warning on what an edition discloses that a person has looked at and answers for.
    Cleared {
        id: Leaf<Line> = Internal Optional "識別名",
        key: Leaf<Line> = Internal Required "項目",
        text: Leaf<Prose> = Internal Optional "確認した文",
        reason: Leaf<Line> = Internal Required "理由",
    }

    /// `fields/<id>.toml`: a target field (対象分野).
    Field {
        name: Leaf<Line> = Public Required "分野の名称",
        short_name: Leaf<Line> = Public Required "分野の略称",
        order: Leaf<Count> = Public Fixed "順序",
        strategic_fields: Items<StrategicField> = Public Required "関係する17の戦略分野",
        situation: Leaf<Prose> = Public Required "現状",
        challenges: Leaf<Prose> = Public Required "課題",
        goal: Leaf<Prose> = Public Required "目指す姿",
        market: Part<Market> = Public Required "市場での位置",
        localization: Part<Localization> = Public Optional "現地化・再投資",
        initiatives: Rows<Initiative> = Public Optional "取組",
    }

    /// How the field wins its market.
    Market {
        export: Leaf<Prose> = Public Optional "海外輸出",
        domestic_share: Leaf<Prose> = Public Optional "国内シェア",
        products: Rows<Product> = Public Required "製品・サービス",
    }

    /// A product or service and its aim.
    Product {
        id: Leaf<Line> = Internal Optional "識別名",
        name: Leaf<Line> = Public Required "製品・サービス名",
        route: Leaf<Route> = Public Required "市場への道筋",
        current: Leaf<Line> = Public Required "現状",
        target: Leaf<Line> = Public Required "目標",
        year: Leaf<FiscalYear> = Public Required "目標年度",
        source: Leaf<Line> = Public Optional "出典",
    }

    /// What an attracted company brings to its place.
    Localization {
        roadmap: Leaf<Prose> = Public Required "労働・技術の現地化のロードマップ",
        reinvestment: Leaf<Prose> = Public Required "収益の再投資方針",
        regional_benefit: Leaf<Prose> = Public Required "立地する地域への裨益",
    }

    /// What is done in a field.
    Initiative {
        id: Leaf<Line> = Internal Optional "識別名",
        title: Leaf<Line> = Public Required "取組の名称",
        body: Leaf<Prose> = Public Required "取組の内容",
    }

    /// `companies/<id>.toml`: an applicant (応募企業).
    Company {
        name: Leaf<Line> = Public Required "企業名",
        short_name: Leaf<Line> = Public Required "略称",
        name_kana: Leaf<Line> = Public Required "企業名の読み",
        corporate_number: Leaf<CorporateNumber> = Public Fixed "法人番号",
        municipality: Leaf<Line> = Public Required "本社の市町村",
        headquarters: Leaf<Line> = Nation Required "本社所在地",
        inside_prefecture: Leaf<bool> = Public Required "県内に本社があるか",
        attracted: Leaf<bool> = Public Optional "域外からの誘致か",
        field: Leaf<Line> = Public Fixed "対象分野",
        industry: Part<Industry> = Public Required "業種",
        business: Leaf<Prose> = Public Required "事業概要",
        employees: Leaf<Count> = Public Required "常時使用する従業員",
        employees_as_of: Leaf<Date> = Public Required "従業員数の時点",
        website: Leaf<Line> = Public Optional "ウェブサイト",
        received: Leaf<DateTime> = Internal Required "受付日時",
        status: Leaf<Status> = Internal Fixed "選定の状況",
        selection_reason: Leaf<Prose> = Nation Selected "選定理由",
        supporting_post: Leaf<Line> = Nation Selected "伴走支援の担当",
        sites: Rows<Site> = Public Optional "県内の事業所",
        consents: Part<Consents> = Internal Required "承諾",
        assessment: Part<Assessment> = Internal Optional "総合勘案",
        profile: Part<Profile> = Nation Required "様式1",
        public: Part<PublicSheet> = Internal Optional "公表の同意",
        transactions: Part<Transactions> = Nation Required "様式2",
        kpi: Part<Kpis> = Nation Selected "目標値",
        requests: Rows<Request> = Nation Optional "国への要望",
        attachments: Rows<Attachment> = Internal Optional "添付書類",
    }

    /// The industry by the Japanese standard classification (日本標準産業分類), or another.
    Industry {
        classification: Leaf<Classification> = Public Optional "分類",
        revision: Leaf<Line> = Public Optional "改定",
        code: Leaf<Line> = Public Optional "分類番号",
        other: Leaf<Line> = Public Optional "その他の業種",
        reason: Leaf<Line> = Public Optional "その他とした理由",
    }

    /// A place of business in the prefecture.
    Site {
        id: Leaf<Line> = Internal Optional "識別名",
        municipality: Leaf<Line> = Public Required "市町村",
    }

    /// What the call demands consent to.
    Consents {
        accompanying_support: Leaf<bool> = Internal Required "伴走支援の承諾",
        network: Leaf<bool> = Internal Required "ネットワークへの参加",
    }

    /// The qualitative assessment (定性的基準).
    Assessment {
        connector: Leaf<Mark> = Internal Optional "コネクター度の評価",
        hub: Leaf<Mark> = Internal Optional "ハブ度の評価",
        field_fit: Leaf<Mark> = Internal Optional "対象分野への合致",
        comment: Leaf<Prose> = Internal Optional "所見",
    }

    /// Form 1 (様式1).
    Profile {
        sales: Part<ProfileSales> = Nation Required "現在の売上高",
        philosophy: Leaf<Prose> = Nation Required "企業理念",
        situation: Leaf<Prose> = Nation Required "現状認識",
        strategy: Leaf<Prose> = Nation Required "基本戦略",
        investment: Leaf<Prose> = Nation Required "投資の具体像",
        regional_impact: Leaf<Prose> = Nation Required "地域へのインパクト",
        vision: Leaf<Prose> = Nation Required "目指すべき姿",
        photos: Rows<Photo> = Nation Optional "写真",
    }

    /// Sales as form 1 states them.
    ProfileSales {
        value: Leaf<Number> = Nation Required "金額",
        unit: Leaf<MoneyUnit> = Nation Required "単位",
        period_end: Leaf<Date> = Nation Required "決算日",
        basis: Leaf<Line> = Nation Required "単体・連結の別",
        already_public: Leaf<Line> = Public Optional "公表済みの資料",
    }

    /// A photo.
    Photo {
        id: Leaf<Line> = Internal Optional "識別名",
        file: Leaf<FilePath> = Nation Required "ファイル",
        caption: Leaf<Line> = Nation Required "説明",
        alternative: Leaf<Line> = Nation Required "写真の内容を言葉で表した文",
    }

    /// What the company agreed to publish.
    PublicSheet {
        confirmed: Leaf<Date> = Internal Required "確認日",
        sections: Items<PublicSection> = Internal Required "公表する項目",
        text: Part<PublicText> = Internal Optional "公表用の文",
    }

    /// Other wording for the public.
    PublicText {
        philosophy: Leaf<Prose> = Public Optional "企業理念",
        situation: Leaf<Prose> = Public Optional "現状認識",
        strategy: Leaf<Prose> = Public Optional "基本戦略",
        regional_impact: Leaf<Prose> = Public Optional "地域へのインパクト",
        vision: Leaf<Prose> = Public Optional "目指すべき姿",
    }

    /// Form 2 (様式2).
    Transactions {
        business_year: Part<BusinessYear> = Nation Required "事業年度",
        unit: Leaf<MoneyUnit> = Nation Required "単位",
        sales: Leaf<Number> = Nation Required "売上高",
        external_sales: Leaf<Number> = Nation Required "域外売上高",
        business_sales: Leaf<Number> = Nation Optional "域内外の企業への販売額",
        purchases: Leaf<Number> = Nation Required "仕入高",
        internal_purchases: Leaf<Number> = Nation Required "域内仕入高",
        strengths: Leaf<Prose> = Nation Optional "卓越していると思われる点",
    }

    /// First and last day of a business year.
    BusinessYear {
        start: Leaf<Date> = Nation Required "開始日",
        end: Leaf<Date> = Nation Required "終了日",
    }

    /// The four targets.
    Kpis {
        internal_transactions: Part<Kpi> = Nation Selected "域内取引額",
        sales: Part<Kpi> = Nation Selected "売上額",
        wage_increase: Part<Kpi> = Nation Selected "賃上げ率",
        employment: Part<Kpi> = Nation Selected "雇用",
    }

    /// An indicator with its baseline and targets.
    Kpi {
        unit: Leaf<KpiUnit> = Nation Required "単位",
        scope: Leaf<Scope> = Nation Selected "対象範囲",
        provenance: Leaf<Provenance> = Nation Required "出所",
        confirmed: Leaf<Date> = Nation Selected "確認日",
        baseline: Part<YearValue> = Nation Required "基準値",
        targets: Rows<YearValue> = Nation Required "目標値",
        basis: Leaf<Prose> = Nation Optional "算定根拠",
        factors: Rows<Factor> = Nation Optional "算定の内訳",
    }

    /// A value of a fiscal year.
    YearValue {
        fiscal_year: Leaf<FiscalYear> = Nation Fixed "年度",
        value: Leaf<Number> = Nation Required "値",
        already_public: Leaf<Line> = Public Optional "公表済みの資料",
    }

    /// A factor of the last target.
    Factor {
        label: Leaf<Line> = Nation Required "内訳の名称",
        value: Leaf<Number> = Nation Required "値",
        unit: Leaf<Line> = Nation Required "単位",
    }

    /// What the company hopes for from the nation.
    Request {
        id: Leaf<Line> = Internal Optional "識別名",
        measure: Leaf<Line> = Nation Required "施策",
        timing: Leaf<Line> = Nation Optional "時期",
        body: Leaf<Prose> = Nation Required "要望の内容",
    }

    /// A paper of the application.
    Attachment {
        id: Leaf<Line> = Internal Optional "識別名",
        kind: Leaf<AttachmentKind> = Internal Required "種類",
        file: Leaf<FilePath> = Internal Required "ファイル",
    }

    /// `support.toml`: accompanying support and measures.
    Support {
        accompanying: Part<Accompanying> = Public Required "伴走支援",
        prefecture_measures: Rows<PrefectureMeasure> = Public Optional "県の施策",
        national_measures: Rows<NationalMeasure> = Nation Optional "国への提案",
        municipalities: Rows<Municipality> = Public Optional "市町村",
    }

    /// Accompanying support (伴走支援).
    Accompanying {
        system: Leaf<Prose> = Public Required "伴走支援体制",
        networks: Leaf<Prose> = Public Required "経営者ネットワーク",
        measures: Rows<Initiative> = Public Optional "伴走支援の内容",
    }

    /// A measure of the prefecture.
    PrefectureMeasure {
        id: Leaf<Line> = Internal Optional "識別名",
        name: Leaf<Line> = Public Required "施策の名称",
        body: Leaf<Prose> = Public Required "施策の内容",
        phases: Rows<Phase> = Public Optional "段階",
    }

    /// A phase of a measure, in fiscal years.
    Phase {
        name: Leaf<Line> = Public Required "段階の名称",
        start: Leaf<FiscalYear> = Public Required "開始年度",
        end: Leaf<FiscalYear> = Public Required "終了年度",
    }

    /// What is asked of the nation (プッシュ型提案).
    NationalMeasure {
        id: Leaf<Line> = Internal Optional "識別名",
        name: Leaf<Line> = Nation Required "施策の名称",
        ministry: Leaf<Line> = Nation Required "所管省庁",
        measure: Leaf<NationalMeasureKind> = Nation Required "提案の種類",
        request: Leaf<Prose> = Nation Required "提案の内容",
        timing: Leaf<Line> = Nation Optional "時期",
        applies_to: Items<Line> = Nation Optional "対象",
    }

    /// What a municipality does.
    Municipality {
        id: Leaf<Line> = Internal Optional "識別名",
        name: Leaf<Line> = Public Required "市町村",
        role: Leaf<Prose> = Public Required "役割",
    }

    /// `statistics.toml`: totals of the prefecture.
    Statistics {
        external_sales: Part<Statistic> = Public Optional "県の域外販売額",
        internal_purchases: Part<Statistic> = Public Optional "県の域内仕入額",
    }

    /// A total with its source.
    Statistic {
        unit: Leaf<MoneyUnit> = Public Required "単位",
        value: Leaf<Number> = Public Required "金額",
        fiscal_year: Leaf<FiscalYear> = Public Fixed "年度",
        source: Leaf<Line> = Public Required "出典",
    }
}
