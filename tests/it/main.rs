//! All integration tests, in one binary; a file for each room or promise.

mod architecture;
mod articles;
mod bibtex;
mod cli;
mod exports;
mod formats;
mod pages;
mod references;
mod seeds;
mod site;
mod vocabulary;
mod works;
