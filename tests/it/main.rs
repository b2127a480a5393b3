//! All integration tests, in one binary; a file for each room or promise.

mod architecture;
mod articles;
mod bibtex;
mod browser;
mod cli;
mod exports;
mod formats;
mod golden;
mod keys;
mod pack;
mod pages;
mod references;
mod seeds;
mod serve;
mod site;
mod support;
mod vocabulary;
mod works;
