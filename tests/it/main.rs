//! All integration tests, in one binary; a file for each room or promise.

mod architecture;
mod articles;
mod bibtex;
mod browser;
mod cli;
mod exports;
mod feeds;
mod formats;
mod golden;
mod hostile;
mod keys;
mod memory;
mod pack;
mod pages;
mod propose;
mod references;
mod seeds;
mod serve;
mod site;
mod support;
mod tables;
mod theme;
mod vocabulary;
mod words;
mod works;
