//! Layouts: what is known of one kind of page. A file each, and a line each in [`LAYOUTS`].

mod arxiv;
mod ash;
mod atypon;
mod biorxiv;
mod bmc;
mod catalogue;
mod dspace;
mod ebsco;
mod elife;
mod eprints;
mod europepmc;
mod frontiers;
mod institution;
mod jbs;
mod mdpi;
mod nature;
mod ojs;
mod ovid;
mod oxford;
mod plos;
mod pmc;
mod pubmed;
mod pure;
mod sciencedirect;
mod site;
mod springer;
mod tandf;
mod wiley;

use super::reader::Found;
use super::sections::Page;

/// A kind of page.
pub struct Layout {
    /// Name in `extract`'s output: `nature`, `pure`, `ebsco` …
    pub name: &'static str,
    /// Where such pages come from, for people; it says "untested" where the layout was never measured on a real page.
    pub title: &'static str,
    /// Whether the layout was measured on a real page.
    pub tested: bool,
    /// How sure the layout is that the page is of its kind, 0 to 100; from 50 on it may read it.
    pub(super) recognise: fn(&Page<'_>) -> u8,
    /// Adds its claims.
    pub(super) read: fn(&Page<'_>, &mut Found),
}

/// Every layout. Of equal confidence the earlier one reads.
#[rustfmt::skip]
pub static LAYOUTS: &[&Layout] = &[
    &nature::LAYOUT,
    &springer::LAYOUT,
    &bmc::LAYOUT,
    &pubmed::LAYOUT,
    &pmc::LAYOUT,
    &europepmc::LAYOUT,
    &sciencedirect::LAYOUT,
    &wiley::LAYOUT,
    &ash::LAYOUT,
    &atypon::LAYOUT,
    &tandf::LAYOUT,
    &jbs::LAYOUT,
    &oxford::LAYOUT,
    &frontiers::LAYOUT,
    &mdpi::LAYOUT,
    &plos::LAYOUT,
    &elife::LAYOUT,
    &biorxiv::LAYOUT,
    &arxiv::LAYOUT,
    &ebsco::LAYOUT,
    &ovid::LAYOUT,
    &pure::LAYOUT,
    &dspace::LAYOUT,
    &eprints::LAYOUT,
    &ojs::LAYOUT,
    &institution::LAYOUT,
    &catalogue::LAYOUT,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn untested_layouts_say_so() {
        for layout in LAYOUTS {
            assert_eq!(layout.tested, !layout.title.contains("untested"), "{}", layout.name);
        }
    }
}
