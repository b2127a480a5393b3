//! Links into the repository that a review is kept in, so that a reader can suggest a change where it belongs.

use super::Site;

/// Where the files of the review can be edited.
#[derive(Clone, Debug, Default)]
pub struct Repository {
    /// Its address, without a slash at its end.
    pub address: String,
    /// The branch that is published.
    pub branch: String,
    /// Address of a file's editor, if the host has an unusual one: `{branch}` and `{path}` are filled in.
    pub edit_url: Option<String>,
}

/// How a host calls the editor of a file and the beginning of a new one.
struct Host {
    /// What its name contains.
    name: &'static [&'static str],
    edit: &'static str,
    new: &'static str,
}

/// The hosts that are known. The last one is GitHub, and what is taken for it.
static HOSTS: &[Host] = &[
    Host {
        name: &["gitlab"],
        edit: "{repository}/-/edit/{branch}/{path}",
        new: "{repository}/-/new/{branch}/{folder}?file_name={name}",
    },
    Host {
        name: &["codeberg", "gitea", "forgejo"],
        edit: "{repository}/_edit/{branch}/{path}",
        new: "{repository}/_new/{branch}/{folder}",
    },
    Host {
        name: &[""],
        edit: "{repository}/edit/{branch}/{path}",
        new: "{repository}/new/{branch}/{folder}?filename={name}",
    },
];

impl Repository {
    /// The address at which a file, named from the review's root, is edited.
    pub fn edit(&self, path: &str) -> String {
        match &self.edit_url {
            Some(template) => self.fill(template, path),
            None => self.fill(self.host().edit, path),
        }
    }

    /// The address at which a file that is not there yet is begun.
    pub fn begin(&self, path: &str) -> String {
        self.fill(self.host().new, path)
    }

    fn host(&self) -> &'static Host {
        let host = self.address.split_once("://").map_or("", |(_, rest)| rest);
        let host = host.split('/').next().unwrap_or("").to_ascii_lowercase();
        let known = HOSTS.iter().find(|one| one.name.iter().any(|name| host.contains(name)));
        known.unwrap_or(&HOSTS[HOSTS.len() - 1])
    }

    fn fill(&self, template: &str, path: &str) -> String {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let values = [
            ("{repository}", self.address.clone()),
            ("{branch}", quoted(&self.branch)),
            ("{path}", quoted(path)),
            ("{folder}", quoted(folder)),
            ("{name}", quoted(name)),
        ];
        let mut out = template.to_owned();
        for (place, value) in values {
            out = out.replace(place, &value);
        }
        out
    }
}

/// A path as part of an address.
fn quoted(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(byte)),
            other => out.push_str(&format!("%{other:02X}")),
        }
    }
    out
}

/// The address at which readers change a file, named from the review's root; `None` where the repository is not known.
pub(super) fn edit(site: &Site<'_>, path: &str) -> Option<String> {
    site.settings
        .repository
        .as_ref()
        .map(|repository| repository.edit(path))
}

/// The address at which readers begin a file.
pub(super) fn begin(site: &Site<'_>, path: &str) -> Option<String> {
    site.settings
        .repository
        .as_ref()
        .map(|repository| repository.begin(path))
}

impl Site<'_> {
    /// Who reviews a file, named from `content/`.
    pub(super) fn reviewers(&self, path: &str) -> Vec<String> {
        let people = self.settings.reviewers.of(path).into_iter();
        people.map(str::to_owned).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_their_own_editors() {
        let at = |address: &str| Repository {
            address: address.into(),
            branch: "main".into(),
            edit_url: None,
        };
        let path = "content/articles/своя 1.md";
        assert_eq!(
            at("https://github.com/g/r").edit(path),
            "https://github.com/g/r/edit/main/content/articles/%D1%81%D0%B2%D0%BE%D1%8F%201.md"
        );
        assert_eq!(
            at("https://gitlab.example.org/g/r").edit("content/a.md"),
            "https://gitlab.example.org/g/r/-/edit/main/content/a.md"
        );
        assert_eq!(
            at("https://codeberg.org/g/r").edit("content/a.md"),
            "https://codeberg.org/g/r/_edit/main/content/a.md"
        );
        assert_eq!(
            at("https://github.com/g/r").begin("content/mechanisms/x.md"),
            "https://github.com/g/r/new/main/content/mechanisms?filename=x.md"
        );
        let own = Repository {
            edit_url: Some("https://wiki/{branch}?file={path}".into()),
            ..at("https://x")
        };
        assert_eq!(own.edit("a/b c.md"), "https://wiki/main?file=a/b%20c.md");
    }
}
