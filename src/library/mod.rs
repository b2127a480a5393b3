//! The linked review: articles, works, citations both ways, mechanisms with evidence, entities.
//!
//! Knows nothing of HTML, addresses or templates.
