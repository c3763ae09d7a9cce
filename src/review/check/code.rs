//! Every code a check can give: how weighty it is, and what it says in one line.
//!
//! Help, README, schema and the commands follow this table. Invariant: codes are kebab-case, each once, in the order
//! they are explained in; a code once published keeps its meaning.

use serde::Serialize;

/// How weighty a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// A reader would be misled, or cannot follow.
    High,
    /// A careful reviewer would ask about it.
    Medium,
    /// Worth a look.
    Low,
}

impl Severity {
    /// All, weightiest first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// What a code is found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A review: a published report, or one being made.
    Review,
    /// A member's session.
    Session,
    /// A draft held against what was agreed.
    Draft,
}

/// Declares the codes with their table.
macro_rules! codes {
    ($($name:ident $code:literal $severity:ident $of:ident $tells:literal $about:literal,)*) => {
        /// What is found.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($name,)* }

        impl Code {
            /// All codes, in the order they are explained in.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is written.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How weighty a finding of it is.
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// What it is found in.
            pub fn of(self) -> Of {
                match self { $(Self::$name => Of::$of,)* }
            }

            /// Whether a finding states a published rating.
            pub fn tells_published(self) -> bool {
                match self { $(Self::$name => $tells,)* }
            }

            /// What it says, in one line.
            pub fn about(self) -> &'static str {
                match self { $(Self::$name => $about,)* }
            }
        }
    };
}

codes! {
    RatingMismatch "rating-mismatch" High Review true "the prose concludes otherwise than the table, or two tables differ",
    RatingCase "rating-case" Low Review true "one rating is printed in two spellings",
    RatingAmbiguous "rating-ambiguous" Medium Review true "a conclusion does not name what it rates, or rates two commitments at once",
    RatingThin "rating-thin" Medium Review true "a rating is given although the text itself says there was little to go by",
    RollupUnexplained "rollup-unexplained" High Review true "no rule gives the published rating of a commitment, area or the whole",
    RollupUnstated "rollup-unstated" Medium Review true "the text does not say how ratings were combined",
    FootnoteMissing "footnote-missing" High Review false "a note is referred to, and the list of notes has a gap there",
    FootnoteUnlisted "footnote-unlisted" High Review false "a note is referred to, and the list of notes ends before it",
    FootnoteUnreferenced "footnote-unreferenced" Low Review false "a note is listed, and nothing refers to it",
    FootnoteOrder "footnote-order" Low Review false "references to notes do not rise through the text",
    SourceUnregistered "source-unregistered" Medium Review false "a note cites a code that the register of evidence lacks",
    SourceUncited "source-uncited" Low Review false "nothing cites or names a submission that was registered",
    SourceVariant "source-variant" Low Review false "a code is spelled otherwise than usual",
    SourceRepeated "source-repeated" Low Review false "one note cites the same source twice",
    SourceName "source-name" Low Review false "one code stands with several names",
    SourceAnonymous "source-anonymous" Medium Review false "a roundtable is cited without saying which",
    SourceUndercount "source-undercount" Medium Review false "a note that is missing had a source which its sentence names",
    QuotationUnsourced "quotation-unsourced" High Review false "a quotation stands without note or source",
    QuotationUnbalanced "quotation-unbalanced" Low Review false "quotation marks open and do not close, or the other way round",
    QuotationVariant "quotation-variant" Medium Review false "one quotation stands in two wordings",
    TextRepeated "text-repeated" Medium Review true "the same passage is used twice, or a source's words stand unmarked in the panel's own text",
    ClaimStrength "claim-strength" Medium Review false "the words claim more sources than the note names",
    CellSingleSource "cell-single-source" Medium Review false "all evidence on a question comes from one source",
    CellOneSided "cell-one-sided" Medium Review false "only the body being judged is heard on a question",
    CellEmpty "cell-empty" Medium Review false "nothing stands under a question",
    ListLost "list-lost" Medium Review false "a colon announces a list, and nothing follows",
    FigureLost "figure-lost" Medium Review false "a figure is spoken of, and not there",
    NumberConflict "number-conflict" High Review true "one quantity stands with two values, or a share is not what its numbers give",
    DateConflict "date-conflict" Medium Review false "one thing stands with two dates",
    DeadlinePassed "deadline-passed" Low Review false "a commitment's deadline had passed when the report was published",
    NameVariant "name-variant" Low Review false "one name or abbreviation stands in several spellings",
    Independence "independence" Medium Review false "what is called independent was done by the source that tells of it, or a source's author sat on the panel",
    UnreasonedRating "unreasoned-rating" Medium Session false "you gave a rating without a reason",
    UnsupportedRating "unsupported-rating" Medium Session false "you gave a rating that rests on no passage",
    StanceAgainstRating "stance-against-rating" Medium Session false "your passages say the opposite of your rating",
    AnchorUntouched "anchor-untouched" Low Session false "your reason has nothing of the anchor you chose",
    PassagesOneSided "passages-one-sided" Low Session false "all your passages under a question say the same",
    EvidenceUnopened "evidence-unopened" Medium Session false "you rated a question whose evidence you have not opened",
    PassageLost "passage-lost" High Session false "a passage no longer stands in its text",
    DraftRating "draft-rating" High Draft true "the draft states another rating than was agreed",
    DraftUnrated "draft-unrated" High Draft true "the draft nowhere states a rating that was agreed",
    DraftUnagreed "draft-unagreed" Medium Draft true "the draft states a rating that nobody agreed on",
    DraftQuotation "draft-quotation" High Draft false "a quotation in the draft differs from its source, or stands in no source held",
}

impl Code {
    /// The code of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == name)
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_written_in_one_way_and_explained_in_one_line() {
        for code in Code::ALL {
            assert!(code.id().bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{code}");
            assert_eq!(Code::named(code.id()), Some(*code), "{code} stands twice");
            assert!(!code.about().is_empty() && !code.about().ends_with('.'), "{code}");
        }
        assert_eq!(Code::named("no-such-code"), None);
    }
}
