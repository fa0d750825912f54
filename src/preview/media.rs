//! Media types of files, by the ending of their names, as hosts give them.

use mime_guess::{Mime, mime};

/// Files whose type the ending of their name alone does not tell, by the end of the whole name.
const NAMED: [(&str, &str); 5] = [
    ("feed.json", "application/feed+json; charset=utf-8"),
    ("corrections.json", "application/feed+json; charset=utf-8"),
    ("cite.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
    (".bib", "application/x-bibtex; charset=utf-8"),
    (".ris", "application/x-research-info-systems; charset=utf-8"),
];

/// The `Content-Type` of the file at `path`. Whatever is text is UTF-8, as everything that the site writes.
pub fn media_type(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    if let Some((_, media)) = NAMED.iter().find(|(ending, _)| name.ends_with(ending)) {
        return (*media).to_owned();
    }
    let guess = mime_guess::from_path(path).first_or_octet_stream();
    let essence = guess.essence_str();
    if is_text(&guess) { format!("{essence}; charset=utf-8") } else { essence.to_owned() }
}

/// Whether `media_type` is that of HTML pages.
pub fn is_html(media_type: &str) -> bool {
    media_type.starts_with("text/html")
}

fn is_text(media: &Mime) -> bool {
    let named = [mime::JSON, mime::XML, mime::JAVASCRIPT];
    media.type_() == mime::TEXT
        || named.contains(&media.subtype())
        || media.suffix().is_some_and(|suffix| named.contains(&suffix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_sent_as_utf_8() {
        for (path, media) in [
            ("index.html", "text/html; charset=utf-8"),
            ("a/b.HTM", "text/html; charset=utf-8"),
            ("site.css", "text/css; charset=utf-8"),
            ("site.js", "text/javascript; charset=utf-8"),
            ("site.mjs", "application/javascript; charset=utf-8"),
            ("data.json", "application/json; charset=utf-8"),
            ("map.geojson", "application/geo+json; charset=utf-8"),
            ("ld.jsonld", "application/ld+json; charset=utf-8"),
            ("ja/feed.json", "application/feed+json; charset=utf-8"),
            ("corrections.json", "application/feed+json; charset=utf-8"),
            ("briefs/tokyo/cite.json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
            ("briefs/tokyo/cite.bib", "application/x-bibtex; charset=utf-8"),
            ("briefs/tokyo/cite.ris", "application/x-research-info-systems; charset=utf-8"),
            ("llms.txt", "text/plain; charset=utf-8"),
            ("sitemap.xml", "text/xml; charset=utf-8"),
            ("feed.atom", "application/atom+xml; charset=utf-8"),
            ("feed.rss", "application/rss+xml; charset=utf-8"),
            ("icon.svg", "image/svg+xml; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("calendar.ics", "text/calendar; charset=utf-8"),
            ("table.csv", "text/csv; charset=utf-8"),
            ("notes.md", "text/markdown; charset=utf-8"),
            ("site.webmanifest", "application/manifest+json; charset=utf-8"),
            ("captions.vtt", "text/vtt; charset=utf-8"),
        ] {
            assert_eq!(media_type(path), media, "{path}");
        }
    }

    #[test]
    fn everything_else_is_sent_as_it_is() {
        for (path, media) in [
            ("map.png", "image/png"),
            ("map.webp", "image/webp"),
            ("map.avif", "image/avif"),
            ("photo.jpeg", "image/jpeg"),
            ("font.woff2", "font/woff2"),
            ("film.mp4", "video/mp4"),
            ("talk.mp3", "audio/mpeg"),
            ("brief.pdf", "application/pdf"),
            ("search.wasm", "application/wasm"),
            ("search.pf_index", "application/octet-stream"),
            ("LICENSE", "application/octet-stream"),
            (".html", "application/octet-stream"),
            ("a.", "application/octet-stream"),
            ("", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), media, "{path}");
        }
    }
}
