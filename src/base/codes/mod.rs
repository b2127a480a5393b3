//! The diagnostic codes, one file a room: `CL01xx` captures, `CL02xx` extraction, `CL03xx` references,
//! `CL04xx` works, `CL05xx` vocabulary, `CL06xx` articles and the lock, `CL07xx` library, `CL08xx` site and theme,
//! `CL09xx` configuration, files and publishing, `CL10xx` citation styles.

pub mod article;
pub mod capture;
pub mod csl;
pub mod extract;
pub mod library;
pub mod publish;
pub mod reference;
pub mod site;
pub mod vocabulary;
pub mod works;
