//! Notes that say what they are: ProCite writes fields that have no tag as `N1  - Volume ID: 12`.

use super::super::flow::{WEIGHT, place};
use super::Entry;
use crate::base::{MappedText, Span};
use crate::record::{Claims, Field, ItemType};

/// ProCite's names of fields. The volume is read where volumes are.
const LABELS: [(&str, Field); 9] = [
    ("Series Title", Field::CollectionTitle),
    ("Series Volume ID", Field::CollectionNumber),
    ("Proceedings Title", Field::ContainerTitle),
    ("Publisher Name", Field::Publisher),
    ("Place of Publication", Field::PublisherPlace),
    ("Place of Meeting", Field::EventPlace),
    ("Language", Field::Language),
    ("Edition", Field::Edition),
    ("Call Number", Field::CallNumber),
];

const RULE: &str = "ris:N1";

impl Entry<'_> {
    /// Whether ProCite wrote the entry: it numbers its records in a note.
    fn procite(&self) -> bool {
        self.labelled("Record ID").is_some() || self.labelled("Record Number").is_some()
    }

    /// What the note with that label says.
    fn labelled(&self, label: &str) -> Option<MappedText> {
        self.all(&["N1"]).find_map(|field| {
            let value = field.value(self.text);
            let text = value.as_str();
            let said = text.strip_prefix(label)?.strip_prefix(": ")?;
            let at = text.len() - said.len();
            (!said.is_empty()).then(|| value.slice(Span::new(at, text.len())))
        })
    }

    /// Claims what the notes of a ProCite entry say; tags of their own weigh more.
    pub(super) fn labelled_notes(&self, claims: &mut Claims, kind: ItemType) {
        if !self.procite() {
            return;
        }
        for (label, field) in LABELS {
            if field == Field::ContainerTitle && kind != ItemType::PaperConference {
                continue;
            }
            if let Some(value) = self.labelled(label) {
                claims.text(field, value.as_str(), place(&value), RULE, WEIGHT - 20);
            }
        }
    }

    /// The volume of a book in ProCite's way, whose VL is the edition: a note of a chapter, IS of a book.
    pub(super) fn procite_volume(&self, kind: ItemType) -> Option<(&'static str, MappedText)> {
        // Of a catalogue IS is its number.
        let catalogue = self.first(&["TY"]).is_some_and(|(_, code)| code.as_str() == "CTLG");
        if catalogue || !matches!(kind, ItemType::Book | ItemType::Chapter) || !self.procite() {
            return None;
        }
        let note = self.labelled("Volume ID").map(|value| (RULE, value));
        note.or_else(|| self.first(&["IS"]).filter(|_| self.first(&["VL"]).is_some()))
    }
}
