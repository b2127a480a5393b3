//! What readers say: claims about fields, each with its place, its rule and its weight.

use super::{Field, ItemType};
use crate::base::{MappedText, Name, PartialDate, Span};
use serde::{Deserialize, Serialize};

/// The value of a claim: a slice of the capture or a documented normalisation of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// For text fields and single keywords.
    Text(String),
    /// One name of a list; boxed, for names are large and most claims are text.
    Name(Box<Name>),
    /// For date fields.
    Date(PartialDate),
    /// For [`Field::Type`].
    Kind(ItemType),
}

/// "This field has this value, for it stands here, says this rule."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The field.
    pub field: Field,
    /// Its value.
    pub value: Value,
    /// Where it stands in the capture's text.
    pub span: Span,
    /// Where else parts of it stand: the month of a year that is a field of its own.
    pub beside: Vec<Span>,
    /// Name of the rule: `bibtex`, `cite-this-article`, `label:Journal` …; shown by `extract --explain`.
    pub rule: &'static str,
    /// How far to trust it, 1 to 100. A format's own field is 90, a citation line of the page itself 80, a labelled
    /// value 70, a heading 50, a position on the page 30, an inference 10.
    pub weight: u8,
}

/// A reference of the capture's own reference list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RawReference {
    /// The reference as captured: blanks folded, number label and link residue removed.
    pub text: String,
    /// Where it stands in the capture, without label and residue.
    pub span: Span,
    /// The number it bears in the capture, if any.
    pub label: Option<String>,
    /// Its fields, where the format already has them apart (JATS, PubMed XML, Crossref).
    pub item: Option<super::Item>,
}

/// How another publication relates to the captured one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RelationKind {
    /// The other one comments on this one.
    CommentIn,
    /// This one comments on the other.
    CommentOn,
    /// The other one corrects this one.
    ErratumIn,
    /// This one corrects the other.
    ErratumFor,
    /// The other one retracts this one.
    RetractionIn,
    /// This one retracts the other.
    RetractionOf,
    /// The other one expresses concern about this one.
    ConcernIn,
    /// This one expresses concern about the other.
    ConcernAbout,
    /// The other one replies to this one.
    ReplyIn,
    /// This one replies to the other.
    ReplyTo,
    /// The two say they are one publication in two versions, and not which.
    VersionOf,
    /// The other one replaces or updates this one.
    UpdateIn,
    /// This one replaces or updates the other.
    UpdateOf,
    /// The other one is the preprint of this one.
    PreprintOf,
    /// The other one is the published version of this preprint.
    PublishedAs,
    /// The other one is this one's article in another language or edition.
    OriginalReport,
}

impl RelationKind {
    /// Every kind with its name in files and JSON.
    pub const NAMES: &'static [(RelationKind, &'static str)] = &[
        (RelationKind::CommentIn, "comment-in"),
        (RelationKind::CommentOn, "comment-on"),
        (RelationKind::ErratumIn, "erratum-in"),
        (RelationKind::ErratumFor, "erratum-for"),
        (RelationKind::RetractionIn, "retraction-in"),
        (RelationKind::RetractionOf, "retraction-of"),
        (RelationKind::ConcernIn, "concern-in"),
        (RelationKind::ConcernAbout, "concern-about"),
        (RelationKind::ReplyIn, "reply-in"),
        (RelationKind::ReplyTo, "reply-to"),
        (RelationKind::VersionOf, "version-of"),
        (RelationKind::UpdateIn, "update-in"),
        (RelationKind::UpdateOf, "update-of"),
        (RelationKind::PreprintOf, "preprint"),
        (RelationKind::PublishedAs, "published-as"),
        (RelationKind::OriginalReport, "original-report"),
    ];

    /// Its name in files and JSON.
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("related", |(_, name)| name)
    }

    /// The same relation as the other publication has it.
    pub const fn inverse(self) -> Self {
        use RelationKind::*;
        match self {
            CommentIn => CommentOn,
            CommentOn => CommentIn,
            ErratumIn => ErratumFor,
            ErratumFor => ErratumIn,
            RetractionIn => RetractionOf,
            RetractionOf => RetractionIn,
            ConcernIn => ConcernAbout,
            ConcernAbout => ConcernIn,
            ReplyIn => ReplyTo,
            ReplyTo => ReplyIn,
            UpdateIn => UpdateOf,
            UpdateOf => UpdateIn,
            PreprintOf => PublishedAs,
            PublishedAs => PreprintOf,
            VersionOf | OriginalReport => VersionOf,
        }
    }

    /// What this one is to the other, in words that the other's name can follow: `retracted by`.
    pub const fn phrase(self) -> &'static str {
        match self {
            RelationKind::CommentIn => "commented on by",
            RelationKind::CommentOn => "comment on",
            RelationKind::ReplyIn => "replied to by",
            RelationKind::ReplyTo => "reply to",
            RelationKind::ErratumIn => "corrected by",
            RelationKind::ErratumFor => "correction of",
            RelationKind::RetractionIn => "retracted by",
            RelationKind::RetractionOf => "retraction of",
            RelationKind::ConcernIn => "concern expressed by",
            RelationKind::ConcernAbout => "expression of concern about",
            RelationKind::UpdateIn => "updated by",
            RelationKind::UpdateOf => "update of",
            RelationKind::PublishedAs => "preprint, published as",
            RelationKind::PreprintOf => "published version of the preprint",
            RelationKind::VersionOf => "other version of",
            RelationKind::OriginalReport => "report of",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, n)| *n == name).map(|(kind, _)| *kind)
    }
}

/// A related publication that the capture names beside its reference list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// How it relates.
    pub kind: RelationKind,
    /// The other publication as captured.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// What a piece of a capture is, which decides how much its words weigh when mechanisms are proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZoneKind {
    /// The paper's title.
    Title,
    /// Its abstract.
    Abstract,
    /// Keywords, subject terms, topic tags, substances.
    Keywords,
    /// A figure or table caption.
    Caption,
    /// The paper's text.
    Body,
    /// Its reference list, and anything about other papers.
    References,
    /// Navigation, cookies, licences, contributions, conflicts of interest.
    Boilerplate,
}

impl ZoneKind {
    /// Its name in vocabularies and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            ZoneKind::Title => "title",
            ZoneKind::Abstract => "abstract",
            ZoneKind::Keywords => "keywords",
            ZoneKind::Caption => "caption",
            ZoneKind::Body => "body",
            ZoneKind::References => "references",
            ZoneKind::Boilerplate => "boilerplate",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [
            ZoneKind::Title,
            ZoneKind::Abstract,
            ZoneKind::Keywords,
            ZoneKind::Caption,
            ZoneKind::Body,
            ZoneKind::References,
            ZoneKind::Boilerplate,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// A piece of the capture with readable text and a map back to the capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone {
    /// What it is.
    pub kind: ZoneKind,
    /// Its text, decoded.
    pub text: MappedText,
}

/// All that a reader says of one record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claims {
    /// The whole record in the capture.
    pub span: Span,
    /// Claims in the order of the capture. Claims of one rule about a list field make the list together.
    pub claims: Vec<Claim>,
    /// The author list ends with "et al."; where that stands.
    pub et_al: Option<Span>,
    /// The reference list in its order.
    pub references: Vec<RawReference>,
    /// Comments, corrections, retractions.
    pub relations: Vec<Relation>,
    /// Zones in the order of the capture; they do not overlap.
    pub zones: Vec<Zone>,
    /// Name of the page layout that recognised the capture.
    pub layout: Option<&'static str>,
}

impl Claims {
    /// No claims yet, of a record that takes up these places and all between them.
    pub fn within(places: impl IntoIterator<Item = Span>) -> Self {
        Self {
            span: places.into_iter().reduce(Span::join).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Claims a text value; blank text claims nothing.
    pub fn text(&mut self, field: Field, value: impl Into<String>, span: Span, rule: &'static str, weight: u8) {
        let value = value.into();
        if !value.trim().is_empty() {
            self.push(field, Value::Text(value), span, rule, weight);
        }
    }

    /// Claims a name.
    pub fn name(&mut self, field: Field, name: Name, span: Span, rule: &'static str, weight: u8) {
        if !name.main().trim().is_empty() {
            self.push(field, Value::Name(Box::new(name)), span, rule, weight);
        }
    }

    /// Claims a date.
    pub fn date(&mut self, field: Field, date: PartialDate, span: Span, rule: &'static str, weight: u8) {
        self.push(field, Value::Date(date), span, rule, weight);
    }

    /// Claims a date of which parts stand in several places, in this order; without a place nothing is claimed.
    pub fn date_of(&mut self, field: Field, date: PartialDate, places: &[Span], rule: &'static str, weight: u8) {
        if let Some((first, others)) = places.split_first() {
            self.push(field, Value::Date(date), *first, rule, weight);
            if let Some(claim) = self.claims.last_mut() {
                claim.beside = others.to_vec();
            }
        }
    }

    /// Claims the type.
    pub fn kind(&mut self, kind: ItemType, span: Span, rule: &'static str, weight: u8) {
        self.push(Field::Type, Value::Kind(kind), span, rule, weight);
    }

    /// Adds a zone.
    pub fn zone(&mut self, kind: ZoneKind, text: MappedText) {
        if !text.is_empty() {
            self.zones.push(Zone { kind, text });
        }
    }

    fn push(&mut self, field: Field, value: Value, span: Span, rule: &'static str, weight: u8) {
        self.claims.push(Claim {
            field,
            value,
            span,
            beside: Vec::new(),
            rule,
            weight,
        });
    }
}
