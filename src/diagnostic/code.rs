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

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
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
        }
    };
}

codes! {
    /// Not TOML.
    TomlSyntax = "toml-syntax",
    /// A file of the sources is absent.
    MissingFile = "missing-file",
    /// Not UTF-8, or a file that cannot be read as text.
    NotUtf8 = "not-utf8",
    /// A key that no contract names.
    UnknownKey = "unknown-key",
    /// A required key is absent.
    MissingKey = "missing-key",
    /// A value of another type than the key takes.
    WrongType = "wrong-type",
    /// A value of the right type that cannot be.
    BadValue = "bad-value",
    /// A company names a field that has no file.
    UnknownField = "unknown-field",
    /// A corporate number that is none.
    BadCorporateNumber = "bad-corporate-number",
    /// Two companies with one corporate number.
    DuplicateCorporateNumber = "duplicate-corporate-number",
    /// A part greater than its whole.
    PartExceedsWhole = "part-exceeds-whole",
    /// A selected company that does not meet the call's conditions.
    NotEligible = "not-eligible",
    /// A selected company without a consent that the call demands.
    MissingConsent = "missing-consent",
    /// An application that came after the call closed.
    ReceivedLate = "received-late",
    /// A selected company without a target.
    MissingKpi = "missing-kpi",
    /// Targets for other years than the plan's.
    KpiYearMismatch = "kpi-year-mismatch",
    /// One total over different scopes.
    MixedScope = "mixed-scope",
    /// A target that the company has not confirmed.
    UnconfirmedKpi = "unconfirmed-kpi",
    /// Nothing answers a requirement of the nation.
    MissingRequirement = "missing-requirement",
    /// A value that is still awaited.
    PendingValue = "pending-value",
    /// A file that a source names is not there.
    MissingAttachment = "missing-attachment",
    /// A path that leads out of the project folder.
    UnsafePath = "unsafe-path",
    /// A date that cannot be.
    BadDate = "bad-date",
    /// A character that no font of ours prints or that may not stand in a file.
    UnprintableCharacter = "unprintable-character",
    /// A template that cannot be expanded or set.
    TemplateError = "template-error",
    /// A Word file in the output folder that somebody edited.
    EditedOutput = "edited-output",
}
