//! `citeloom.lock`: what the captures said when they were last imported, with places.

use super::fields::FieldValue;
use super::places::digest;
use super::stub::StubReference;
use crate::base::{Digest, Span};
use crate::record::{Field, RelationKind};
use crate::vocabulary::Tagging;
use std::cell::LazyCell;
use std::collections::{BTreeMap, HashMap, HashSet};

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
    /// Reading or importing it gave a warning: it is read at every build, so that a person is told until it is mended. Or it
    /// was not there when the others were read anew.
    pub told: bool,
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
    /// The reference of that number in the stub.
    pub fn reference(&self, number: u32) -> Option<&LockedReference> {
        let of = |r: &&LockedReference| r.number == number;
        // Most lists are numbered from 1 without a gap, and nearly all in order.
        let there = (number as usize).checked_sub(1).and_then(|at| self.references.get(at));
        there
            .filter(of)
            .or_else(|| {
                let at = self.references.binary_search_by_key(&number, |r| r.number).ok()?;
                self.references.get(at)
            })
            .or_else(|| self.references.iter().find(of))
    }

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

/// Keys that works were given when the site was last built, as one article knows them. Each list has the key of today
/// first, then former ones that must go on leading there; an empty key comes first where the article was away at the last
/// build, for then its work may have got another one meanwhile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeptKeys {
    /// Of the work that the article is.
    pub work: Vec<String>,
    /// Of the works it cites, by a hash of the reference.
    pub cites: BTreeMap<u32, Vec<String>>,
}

impl KeptKeys {
    /// Makes all keys former ones.
    pub fn leave(&mut self) {
        for keys in self.cites.values_mut().chain([&mut self.work]) {
            if keys.first().is_some_and(|key| !key.is_empty()) {
                keys.insert(0, String::new());
            }
        }
    }

    /// Takes in what another line of the lock says of the same article: of two keys the first in the alphabet counts, the
    /// other one goes on leading there.
    pub(super) fn unite(&mut self, other: KeptKeys) {
        unite(&mut self.work, other.work);
        for (mark, keys) in other.cites {
            unite(self.cites.entry(mark).or_default(), keys);
        }
    }
}

fn unite(keys: &mut Vec<String>, other: Vec<String>) {
    if keys.is_empty() {
        *keys = other;
        return;
    }
    let today = [keys.first(), other.first()]
        .into_iter()
        .flatten()
        .filter(|key| !key.is_empty());
    let key = today.min().cloned().unwrap_or_default();
    let mut rest: Vec<String> = keys.drain(..).chain(other).filter(|other| *other != key).collect();
    rest.retain(|key| !key.is_empty());
    rest.sort_unstable();
    rest.dedup();
    keys.push(key);
    keys.extend(rest);
}

/// Marks of an article's references, in their order and all different: hashes that tell them apart wherever in the list
/// they stand. A reference that the author has corrected keeps the mark of its captured text; of references that read
/// the same the second, the third … have marks of their own.
pub fn reference_marks(locked: Option<&LockedArticle>, references: &[StubReference]) -> Vec<u32> {
    let written: Vec<u64> = references.iter().map(|reference| digest(&reference.text)).collect();
    // Wanted only where some reference is not as it was captured.
    let captured: LazyCell<HashSet<u64>, _> = LazyCell::new(|| {
        let captured = locked.into_iter().flat_map(|l| &l.references);
        captured.map(|r| r.digest).collect()
    });
    let here: LazyCell<HashSet<u64>, _> = LazyCell::new(|| written.iter().copied().collect());
    let mark = |(reference, written): (&StubReference, &u64)| {
        let as_captured = locked
            .and_then(|locked| locked.reference(reference.number))
            .map(|captured| captured.digest)
            .filter(|of| of != written && !captured.contains(written) && !here.contains(of));
        (as_captured.unwrap_or(*written) >> 32) as u32
    };
    let mut marks: Vec<u32> = references.iter().zip(&written).map(mark).collect();
    tell_apart(&mut marks);
    marks
}

/// Gives each mark that stands earlier in the list already another one, made of it and of its number among its likes.
fn tell_apart(marks: &mut [u32]) {
    let mut seen = HashSet::with_capacity(marks.len());
    let mut likes: HashMap<u32, u32> = HashMap::new();
    for mark in marks {
        let first = *mark;
        while !seen.insert(*mark) {
            let number = likes.entry(first).or_insert(1);
            *number += 1;
            *mark = (digest(&format!("{first:08x} {number}")) >> 32) as u32;
        }
    }
}

/// The whole lock, by key.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lock {
    /// Articles by key.
    pub articles: BTreeMap<String, LockedArticle>,
    /// The keys of works, by the key of the article that is one or cites them.
    pub keys: BTreeMap<String, KeptKeys>,
    /// What the captures were last read with, program and vocabulary: see [`super::settled`].
    pub read_with: Option<String>,
    /// The text it was read from is what would be written for it, byte for byte.
    pub canonical: bool,
    /// The file was written by a newer program: it must not be overwritten.
    pub newer: bool,
}
