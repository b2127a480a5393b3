//! From page data to bytes: Tera templates, Markdown, coloured code, minified markup.
//!
//! A [`Theme`] is the compiled-in one with a review's own files laid over it; a [`Renderer`] holds it ready for every
//! page and is shared by all threads.

mod fault;
mod highlight;
mod inline;
mod links;
mod markdown;
#[cfg(feature = "minify")]
mod minify;
mod renderer;
mod renoted;
mod say;
mod theme;

pub use links::{PageLinks, broken_links, external_links, orphans};
pub use markdown::{Markdown, MarkdownOptions};
pub use renderer::Renderer;
pub use renoted::NOTES_TEMPLATES;
pub use theme::{BUILT_IN, Theme};
