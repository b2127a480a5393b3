//! citeloom turns captured papers into a living literature-review site.
//!
//! The crate is a house of rooms, drawn in `ARCHITECTURE.md`; a room uses only
//! rooms declared above it in this file. Bytes are read in [`fs`] and written in
//! [`publish`]; everything between is pure.
#![forbid(unsafe_code)]

pub mod base;

pub mod formula;
pub mod journals;
pub mod record;

pub mod capture;

pub mod csl;
pub mod extract;
pub mod reference;
pub mod vocabulary;

pub mod article;

pub mod library;

pub mod site;

pub mod export;
pub mod feeds;
pub mod render;
pub mod search;

pub mod pack;
pub mod pipeline;

pub mod fs;
pub mod publish;

pub mod cli;
pub mod config;
pub mod serve;
