//! Formulas in authors' Markdown: which dollars enclose one, and TeX as MathML.
//!
//! A dollar is a sum of money far more often than the start of a formula. Pandoc's rules decide: the opening dollar
//! stands before and the closing one after a sign that is no blank, no digit follows the closing one, no letter or
//! digit goes before the opening one, and nothing between them is a dollar.

mod find;
mod mathml;

pub use find::{Formula, find, is_formula, settled};
pub use mathml::{Fault, mathml};
