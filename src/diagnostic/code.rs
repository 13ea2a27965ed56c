//! The kinds of problems, each with the stable name that users and other programs see.

/// How grave a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Written, but somebody should look.
    Warning,
}

impl Severity {
    /// As in the JSON output.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// What is being built: how grave a problem is depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// 素案・案: goes round inside the prefecture and to the nation's bureau.
    Draft,
    /// One company's own sheet, for it to confirm while the plan is a draft.
    Company,
    /// 説明用: what of the draft everybody may see, for divisions, municipalities, the council and the assembly.
    Briefing,
    /// 提出版: what the nation receives.
    Final,
    /// 公表版: for everybody, once the nation has published.
    Public,
}

impl Edition {
    /// As on the command line, in `output/` and in templates.
    pub fn name(self) -> &'static str {
        match self {
            Edition::Draft => "draft",
            Edition::Company => "company",
            Edition::Briefing => "briefing",
            Edition::Final => "final",
            Edition::Public => "public",
        }
    }

    /// As the staff call it.
    pub fn word(self) -> &'static str {
        match self {
            Edition::Draft => "素案",
            Edition::Company => "企業確認用",
            Edition::Briefing => "説明用",
            Edition::Final => "提出版",
            Edition::Public => "公表版",
        }
    }

    /// Whether it is made while values may still be awaited: it is a draft, and says so on its pages.
    pub fn is_draft(self) -> bool {
        matches!(self, Edition::Draft | Edition::Company | Edition::Briefing)
    }

    /// Whether its readers work on the plan: they read why a value is still awaited, and why something was changed.
    pub fn tells_reasons(self) -> bool {
        matches!(self, Edition::Draft | Edition::Company)
    }
}

/// How grave a kind of problem is, by edition.
#[derive(Clone, Copy)]
enum Gravity {
    /// Always stops a build.
    Stops,
    /// A draft may still have it.
    NotInDraft,
    /// Somebody should look.
    Tells,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal $gravity:ident,)*) => {
        /// A kind of problem.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every kind.
            pub const ALL: &'static [Code] = &[$(Code::$variant,)*];

            /// The stable name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What there is to say about it, as its file says it.
            pub(super) fn explanation_source(self) -> &'static str {
                match self { $(Code::$variant => include_str!(concat!("explain/", $name, ".toml")),)* }
            }

            fn gravity(self) -> Gravity {
                match self { $(Code::$variant => Gravity::$gravity,)* }
            }
        }
    };
}

impl Code {
    /// How grave it is, in words for the staff.
    pub fn gravity_name(self) -> &'static str {
        match self.gravity() {
            Gravity::Stops => "エラー",
            Gravity::NotInDraft => "素案と説明用では注意、提出版・公表版ではエラー",
            Gravity::Tells => "注意",
        }
    }

    /// Whether the line it speaks of is a secret, and is not shown beside it.
    pub fn keeps_secret(self) -> bool {
        matches!(
            self,
            Code::Leak | Code::Derivable | Code::NearlyDerivable | Code::CoarsenedTotal
        )
    }

    /// Whether this is about a paper that is enclosed, not about what the plan says.
    pub fn is_of_papers(self) -> bool {
        matches!(
            self,
            Code::UnreadablePaper
                | Code::LockedPaper
                | Code::PaperWithProgram
                | Code::PaperKindMismatch
                | Code::AnotherCompanysPaper
                | Code::DoubtfulPaper
        )
    }

    /// How grave it is when this edition is built.
    pub fn severity(self, edition: Edition) -> Severity {
        match self.gravity() {
            Gravity::Stops => Severity::Error,
            Gravity::NotInDraft if !edition.is_draft() => Severity::Error,
            Gravity::NotInDraft | Gravity::Tells => Severity::Warning,
        }
    }
}

codes! {
    /// Not TOML.
    TomlSyntax = "toml-syntax" Stops,
    /// A file of the sources is absent.
    MissingFile = "missing-file" Stops,
    /// A file that was surely meant as a source, but is not read.
    StrayFile = "stray-file" Tells,
    /// Not UTF-8, or a file that cannot be read as text.
    NotUtf8 = "not-utf8" Stops,
    /// A key that no contract names.
    UnknownKey = "unknown-key" Stops,
    /// A required key is absent.
    MissingKey = "missing-key" Stops,
    /// A value of another type than the key takes.
    WrongType = "wrong-type" Stops,
    /// A value of the right type that cannot be.
    BadValue = "bad-value" Stops,
    /// A company names a field that has no file.
    UnknownField = "unknown-field" Stops,
    /// A corporate number that is none.
    BadCorporateNumber = "bad-corporate-number" Stops,
    /// Two companies with one corporate number.
    DuplicateCorporateNumber = "duplicate-corporate-number" Stops,
    /// A part greater than its whole.
    PartExceedsWhole = "part-exceeds-whole" Stops,
    /// A selected company that does not meet the call's conditions.
    NotEligible = "not-eligible" Stops,
    /// A selected company without a consent that the call demands.
    MissingConsent = "missing-consent" Stops,
    /// A selected company that a rejected one of its field surpasses in every measure.
    Outranked = "outranked" Tells,
    /// An application that came after the call closed.
    ReceivedLate = "received-late" Tells,
    /// A selected company without a target.
    MissingKpi = "missing-kpi" Stops,
    /// Targets for other years than the plan's.
    KpiYearMismatch = "kpi-year-mismatch" Stops,
    /// Factors whose product is not the target that they explain.
    FactorsMismatch = "factors-mismatch" Stops,
    /// One total over different scopes.
    MixedScope = "mixed-scope" Stops,
    /// A target that the company has not confirmed.
    UnconfirmedKpi = "unconfirmed-kpi" NotInDraft,
    /// Nothing answers a requirement of the nation.
    MissingRequirement = "missing-requirement" NotInDraft,
    /// A public edition before the nation has published.
    BeforePublication = "before-publication" Stops,
    /// A value that is still awaited.
    PendingValue = "pending-value" NotInDraft,
    /// A file with more problems than anybody would read.
    TooManyProblems = "too-many-problems" Stops,
    /// A target below its baseline.
    TargetBelowBaseline = "target-below-baseline" Tells,
    /// A growth that nobody would believe.
    ImplausibleGrowth = "implausible-growth" Tells,
    /// A unit that other companies do not use for the same indicator.
    UnitDiffers = "unit-differs" Tells,
    /// A baseline that contradicts form 2.
    ContradictsForm2 = "contradicts-form2" Tells,
    /// A text that states another target than the table of targets.
    ContradictsTarget = "contradicts-target" Tells,
    /// A text that repeats a total of the plan in figures.
    LiteralFigure = "literal-figure" Tells,
    /// A business year that is not twelve months, or not the latest.
    BusinessYear = "business-year" Tells,
    /// A text for the public that speaks of investments or of hiring.
    PublicMentionsInvestment = "public-mentions-investment" Tells,
    /// A text for the public that repeats what a company says of its investment.
    InvestmentDisclosed = "investment-disclosed" Stops,
    /// A text for the public with a withheld value of a company.
    WithheldInText = "withheld-in-text" Stops,
    /// A text for the public with a number that may be a withheld value of a company, or with a word that may be the name of
    /// an applicant that was not selected.
    PerhapsWithheldInText = "perhaps-withheld-in-text" Tells,
    /// A target field without a selected company.
    EmptyField = "empty-field" Tells,
    /// A reading that is not written in kana.
    NotKana = "not-kana" Tells,
    /// です・ます and である in one text, or other than the plan's.
    MixedWording = "mixed-wording" Tells,
    /// A character that does not look the same everywhere.
    MachineDependent = "machine-dependent" Tells,
    /// Full-width digits or letters in running text.
    FullWidthDigits = "full-width-digits" Tells,
    /// The same file attached twice.
    DuplicateAttachment = "duplicate-attachment" Tells,
    /// A paper that is empty, cut off or broken.
    UnreadablePaper = "unreadable-paper" NotInDraft,
    /// A paper that its reader cannot open without a password.
    LockedPaper = "locked-paper" Stops,
    /// A paper that is a program, or brings one along.
    PaperWithProgram = "paper-with-program" Stops,
    /// A paper that is not of the kind that its name says, or no paper at all.
    PaperKindMismatch = "paper-kind-mismatch" Stops,
    /// A paper that names another company, and not the one that brings it.
    AnotherCompanysPaper = "another-companys-paper" Stops,
    /// A paper that is not submitted as it is, or of a kind that planc does not know.
    DoubtfulPaper = "doubtful-paper" Tells,
    /// A file that a source names is not there.
    MissingAttachment = "missing-attachment" Stops,
    /// A name that not every system takes, in a package.
    BadFileName = "bad-file-name" Stops,
    /// A name that programs which know Shift JIS alone show otherwise, in a package.
    UnusualFileName = "unusual-file-name" Tells,
    /// A path that leads out of the project folder.
    UnsafePath = "unsafe-path" Stops,
    /// A date that cannot be.
    BadDate = "bad-date" Stops,
    /// A character that no font of ours prints or that may not stand in a file.
    UnprintableCharacter = "unprintable-character" Stops,
    /// A template that cannot be expanded or set.
    TemplateError = "template-error" Stops,
    /// A Word or Excel file in the output folder that somebody edited.
    EditedOutput = "edited-output" Stops,
    /// A file that holds what its readers may not see.
    Leak = "leak" Stops,
    /// A withheld value that readers can compute from what is printed.
    Derivable = "derivable" Stops,
    /// A withheld value that readers can narrow down to a band around it.
    NearlyDerivable = "nearly-derivable" Tells,
    /// A total that is printed more coarsely, lest a withheld value follow from it.
    CoarsenedTotal = "coarsened-total" Tells,
    /// A row of `[[cleared]]` that no warning corresponds to.
    ClearedNothing = "cleared-nothing" Tells,
    /// A public edition whose predecessor is not at hand to be compared with.
    EarlierEditionMissing = "earlier-edition-missing" Tells,
}
