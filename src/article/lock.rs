//! `citeloom.lock`: what the captures said when they were last imported, with places.

use super::fields::FieldValue;
use crate::base::{Digest, Span};
use crate::record::{Field, RelationKind};
use crate::vocabulary::Tagging;
use std::collections::BTreeMap;

/// A place in a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Byte range in the capture's decoded text.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// The words there, as captured.
    pub quote: String,
    /// The rule that took them.
    pub rule: String,
}

/// What one capture says of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedClaim {
    /// Index into [`LockedArticle::captures`].
    pub capture: usize,
    /// The value.
    pub value: FieldValue,
    /// Where it stands: one place, or one for each name or keyword.
    pub places: Vec<Place>,
}

/// A capture of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedCapture {
    /// Path relative to `content/`.
    pub path: String,
    /// Hash of the file's bytes.
    pub digest: Digest,
    /// The format that read it.
    pub format: String,
    /// The page layout that recognised it.
    pub layout: Option<String>,
    /// The encoding it was decoded from.
    pub encoding: String,
    /// Key of the entry in its file, if the format has keys.
    pub id: Option<String>,
    /// The record in the capture's text.
    pub span: Span,
    /// Number of lines of the decoded text.
    pub lines: u32,
    /// `(line, first byte)` of every line in which something quoted begins, ascending.
    pub line_starts: Vec<(u32, u32)>,
}

/// A reference of the capture's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedReference {
    /// Index into [`LockedArticle::captures`].
    pub capture: usize,
    /// The number it was given in the stub.
    pub number: u32,
    /// Byte range in the capture.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Its text as captured, where the stub does not have it any more.
    pub text: Option<String>,
    /// Hash of its text as captured.
    pub digest: u64,
}

/// A comment, correction or retraction that the capture names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedRelation {
    /// Index into [`LockedArticle::captures`].
    pub capture: usize,
    /// How it relates.
    pub kind: RelationKind,
    /// The other publication as captured.
    pub text: String,
    /// Byte range in the capture.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: u32,
}

/// A finding's quote that was found in a capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedQuote {
    /// Index into [`LockedArticle::captures`].
    pub capture: usize,
    /// Byte range in the capture.
    pub span: Span,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// The quote as the finding has it.
    pub text: String,
}

/// Everything remembered of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LockedArticle {
    /// The article's key.
    pub key: String,
    /// Its captures; the first one made it.
    pub captures: Vec<LockedCapture>,
    /// For each field what each capture says, the claim that the stub's value was taken from first.
    pub fields: BTreeMap<Field, Vec<LockedClaim>>,
    /// The reference list, in the order of the capture that gave it.
    pub references: Vec<LockedReference>,
    /// Comments, corrections, retractions.
    pub relations: Vec<LockedRelation>,
    /// The quotes of the stub's findings, where they were found.
    pub quotes: Vec<LockedQuote>,
    /// For each capture what tagging found in it, in the order of `captures`.
    pub taggings: Vec<Tagging>,
}

impl LockedArticle {
    /// The line, from 1, of a byte of a capture, if something quoted begins in that line.
    pub fn line(&self, capture: usize, at: u32) -> Option<u32> {
        let starts = &self.captures.get(capture)?.line_starts;
        let index = starts.partition_point(|(_, start)| *start <= at).checked_sub(1)?;
        starts.get(index).map(|(line, _)| *line)
    }

    /// The capture and the claim from which the stub's value of `field` was taken.
    pub fn claim(&self, field: Field) -> Option<(&LockedCapture, &LockedClaim)> {
        let claim = self.fields.get(&field)?.first()?;
        Some((self.captures.get(claim.capture)?, claim))
    }
}

/// The whole lock, by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// Articles by key.
    pub articles: BTreeMap<String, LockedArticle>,
    /// The file was written by a newer program: it must not be overwritten.
    pub newer: bool,
}
