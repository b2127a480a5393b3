//! COinS: a record as an OpenURL (Z39.88-2004, key/encoded-value) in the title of an empty span, which reference
//! managers find on a page.

use crate::record::{Field, Item, ItemType};

/// The value of the span's title; empty where there is no title to save.
pub(super) fn coins(item: &Item) -> String {
    let Some(title) = item.title() else {
        return String::new();
    };
    let book = matches!(
        item.kind,
        ItemType::Book | ItemType::Chapter | ItemType::Thesis | ItemType::Report | ItemType::PaperConference
    );
    let mut out = String::from("ctx_ver=Z39.88-2004");
    let mut put = |key: &str, value: &str| {
        if !value.is_empty() {
            out.push('&');
            out.push_str(key);
            out.push('=');
            encode(value, &mut out);
        }
    };
    let get = |field| item.get(field).unwrap_or("");
    if book {
        put("rft_val_fmt", "info:ofi/fmt:kev:mtx:book");
        let part = matches!(item.kind, ItemType::Chapter | ItemType::PaperConference);
        let genre = match item.kind {
            ItemType::Chapter => "bookitem",
            ItemType::PaperConference => "proceeding",
            ItemType::Report => "report",
            ItemType::Thesis => "unknown",
            _ => "book",
        };
        put("rft.genre", genre);
        put(if part { "rft.atitle" } else { "rft.btitle" }, title);
        if part {
            put("rft.btitle", item.container().unwrap_or(""));
        }
        put("rft.isbn", get(Field::Isbn));
    } else {
        put("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal");
        put("rft.genre", "article");
        put("rft.atitle", title);
        put("rft.jtitle", item.container().unwrap_or(""));
        put("rft.stitle", get(Field::ContainerTitleShort));
        put("rft.issn", get(Field::Issn));
    }
    put("rft.volume", get(Field::Volume));
    put("rft.issue", get(Field::Issue));
    let pages = get(Field::Page);
    put("rft.pages", pages);
    put("rft.spage", item.first_page().unwrap_or(""));
    put("rft.pub", get(Field::Publisher));
    put("rft.place", get(Field::PublisherPlace));
    if let Some(issued) = item.issued {
        put("rft.date", &issued.to_string());
    }
    if let Some(first) = item.author.first() {
        put("rft.aulast", first.family.as_deref().unwrap_or(""));
        put("rft.aufirst", first.given.as_deref().unwrap_or(""));
        put("rft.aucorp", first.literal.as_deref().unwrap_or(""));
    }
    for name in &item.author {
        let inverted = match (&name.family, &name.given) {
            (Some(family), Some(given)) => format!("{family}, {given}"),
            _ => name.main().to_owned(),
        };
        put("rft.au", &inverted);
    }
    if let Some(doi) = item.doi() {
        put("rft_id", &format!("info:doi/{doi}"));
    }
    if let Some(pmid) = item.pmid() {
        put("rft_id", &format!("info:pmid/{pmid}"));
    }
    out
}

/// Percent encoding (RFC 3986): letters, digits and `-._~` stand as they are.
pub(super) fn encode(text: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if plain(byte) {
            continue;
        }
        // Bytes of letters beyond ASCII are encoded one by one: between them nothing is left to be copied.
        out.push_str(text.get(from..at).unwrap_or(""));
        out.push('%');
        out.push(char::from(HEX[usize::from(byte >> 4)]));
        out.push(char::from(HEX[usize::from(byte & 15)]));
        from = at + 1;
    }
    out.push_str(text.get(from..).unwrap_or(""));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Name, PartialDate};

    #[test]
    fn a_record_becomes_one_open_url() {
        let mut item = Item::default();
        assert_eq!(coins(&item), "");
        item.kind = ItemType::ArticleJournal;
        item.author = vec![Name::person("Dufossée", "M"), Name::group("R & D")];
        item.issued = PartialDate::new(2019, Some(9), None);
        item.set(Field::Title, "A=B & c");
        item.set(Field::ContainerTitle, "Blood");
        item.set(Field::Page, "1-9");
        item.set(Field::Doi, "10.1000/x");
        assert_eq!(
            coins(&item),
            "ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal&rft.genre=article\
             &rft.atitle=A%3DB%20%26%20c&rft.jtitle=Blood&rft.pages=1-9&rft.spage=1&rft.date=2019-09\
             &rft.aulast=Dufoss%C3%A9e&rft.aufirst=M&rft.au=Dufoss%C3%A9e%2C%20M&rft.au=R%20%26%20D\
             &rft_id=info%3Adoi%2F10.1000%2Fx"
        );
    }
}
