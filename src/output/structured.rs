//! What search engines read of a page: JSON-LD in the terms of <https://schema.org>, made of nothing but what the template of
//! the page may read too. So whoever knows that it is the same knows that this is.

use serde_json::{Value, json};

use super::bindings::{self, Bindings};
use super::lens::Lens;
use super::words::Words;
use crate::base::LanguageCode;
use crate::document::{Correction, LinkKind};
use crate::evidence::{Entry, Work};
use crate::site::{
    Catalogue, Page, PageId, PageKind, Section, Site, Topic, all_topics, search_address, work_address,
};

/// Binds `structured`: a document that holds these nodes, which may stand in a `script` element.
fn bind(bindings: &mut Bindings, nodes: impl FnOnce() -> Vec<Value>) {
    bindings.insert_known("structured", || document(nodes()).into(), |_| {});
}

/// Nodes as one document, which may stand in a `script` element.
pub fn document(nodes: Vec<Value>) -> String {
    let nodes: Vec<Value> = nodes.into_iter().map(without_nothing).collect();
    let document = json!({ "@context": "https://schema.org", "@graph": nodes });
    // `</script>` and `<!--` in a text would end the element.
    document.to_string().replace('<', "\\u003c")
}

/// A value without members that say nothing.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let kept = members.into_iter().map(|(name, value)| (name, without_nothing(value)));
            Value::Object(kept.filter(|(_, value)| !is_nothing(value)).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nothing).collect()),
        other => other,
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// Binds what is said of a page that is no list: a `Report`, if it says what kind it is, and the way to it.
pub fn bind_page(bindings: &mut Bindings, site: &Site, id: PageId) {
    let card = bindings.text("card", "url");
    bind(bindings, || {
        let is_brief = site.entry(id).front.kind.is_some();
        let node = if is_brief { report(site, id, card) } else { web_page(site, id) };
        std::iter::once(node).chain(breadcrumbs(site, site.page(id))).collect()
    });
}

/// Binds what is said of a section or of the home page.
pub fn bind_section(bindings: &mut Bindings, site: &Site, id: PageId) {
    let has_search = site.has_search;
    let nodes = || {
        let page = site.page(id);
        let mut nodes = vec![described(site, id, "CollectionPage")];
        nodes.extend(breadcrumbs(site, page));
        if page.identity.kind == PageKind::Home {
            nodes.push(website(site, &page.identity.language, has_search));
        }
        nodes
    };
    let stamp = |key: &mut Vec<u8>| bindings::write(key, &has_search);
    bindings.insert_known("structured", || document(nodes()).into(), stamp);
}

/// Binds what is said of the list of a topic's pages.
pub fn bind_topic(bindings: &mut Bindings, site: &Site, topic: &Topic) {
    bind(bindings, || {
        let url = site.url(&topic.address);
        vec![collection(site, &topic.language, &url, &topic.name)]
    });
}

/// Binds what is said of the list of topics.
pub fn bind_topics(bindings: &mut Bindings, site: &Site, words: &Words, language: &LanguageCode) {
    bind(bindings, || {
        let url = site.url(&all_topics(site.config(), language));
        vec![collection(site, language, &url, &words.get(language, "topics"))]
    });
}

/// Binds what is said of the page on which readers search, and the way to it.
pub fn bind_search(bindings: &mut Bindings, site: &Site, words: &Words, language: &LanguageCode) {
    let mut homes = site.entries.iter().filter(|entry| entry.identity.kind == PageKind::Home);
    let home = homes.find(|entry| entry.identity.language == *language);
    let home = home.map(|entry| entry.front.title.as_str());
    let nodes = || {
        let url = site.url(&search_address(site.config(), language));
        let name = words.get(language, "search.title");
        let mut page = collection(site, language, &url, &name);
        page["@type"] = "SearchResultsPage".into();
        let way = home.map(|home| [(site.url(&site.home(language)), home), (url, &name)]);
        std::iter::once(page).chain(way.map(|way| breadcrumb_list(&way))).collect()
    };
    bindings.insert_known("structured", || document(nodes()).into(), |key| bindings::write(key, &home));
}

/// Binds what is said of the page of a registry: the list, and the data that it shows.
pub fn bind_catalogue(
    bindings: &mut Bindings,
    lens: Lens<'_>,
    words: &Words,
    catalogue: Catalogue,
    files: &[(&str, String)],
) {
    bind(bindings, || {
        let Lens { site, language } = lens;
        let word = |name: &str| words.find(language, &format!("catalogues.{}.{name}", catalogue.name()));
        let url = site.url(&catalogue.address(site.config(), language));
        let name = word("title").unwrap_or_else(|| catalogue.name().to_owned());
        let mut nodes = vec![collection(site, language, &url, &name)];
        let downloads: Vec<Value> = files
            .iter()
            .map(
                |(media, url)| json!({ "@type": "DataDownload", "encodingFormat": media, "contentUrl": url }),
            )
            .collect();
        if !downloads.is_empty() {
            nodes.push(json!({
                "@type": "Dataset",
                "@id": format!("{url}#_data"),
                "url": url,
                "name": name,
                "description": word("about").unwrap_or_else(|| name.clone()),
                "inLanguage": language.as_str(),
                "creator": publisher(site, language),
                "license": site.config().licence,
                "isAccessibleForFree": true,
                "distribution": downloads,
            }));
        }
        nodes
    });
}

/// Binds what is said of the page of a source.
pub fn bind_source(bindings: &mut Bindings, lens: Lens<'_>, entry: &Entry<Work>) {
    bind(bindings, || {
        let Lens { site, language } = lens;
        let url = site.url(&work_address(site.config(), language, entry));
        let mut page = collection(site, language, &url, lens.title(&entry.record).text);
        page["@type"] = "WebPage".into();
        page["mainEntity"] = citation(&lens, &entry.record);
        vec![page]
    });
}

/// A brief, which other sites show with the picture at `card`.
fn report(site: &Site, id: PageId, card: Option<String>) -> Value {
    let page = site.page(id);
    let front = &page.document.front;
    let lens = Lens { site, language: &page.identity.language };
    let mut node = described(site, id, "Report");
    let url = site.url(&page.identity.address);
    let works = page.evidence.works.iter().map(|cited| &site.evidence.works[cited.work].record);
    node["headline"] = front.title.as_str().into();
    node["mainEntityOfPage"] = url.clone().into();
    node["author"] = authors(site, page);
    node["isAccessibleForFree"] = true.into();
    node["image"] = card.into_iter().chain(images(site, page)).collect();
    node["citation"] = works.map(|work| citation(&lens, work)).collect();
    node["correction"] = front.corrections.iter().map(correction).collect();
    node
}

/// A page that is no brief.
fn web_page(site: &Site, id: PageId) -> Value {
    let identity = &site.entry(id).identity;
    let is_about = site.home(&identity.language).file("about/").ok().as_ref() == Some(&identity.address);
    described(site, id, if is_about { "AboutPage" } else { "WebPage" })
}

/// What is said of every page that has a file.
fn described(site: &Site, id: PageId, sort: &str) -> Value {
    let page = site.page(id);
    let front = &page.document.front;
    let language = &page.identity.language;
    let url = site.url(&page.identity.address);
    let topics = page.topics.iter().map(|id| site.topic(*id));
    let about: Vec<Value> = topics
        .map(|topic| json!({ "@type": "Thing", "name": topic.name, "url": site.url(&topic.address) }))
        .collect();
    let (original, translations) = editions(site, id);
    json!({
        "@type": sort,
        "@id": url,
        "url": url,
        "name": front.title,
        "description": front.summary,
        "inLanguage": language.as_str(),
        "datePublished": front.date.map(|date| date.to_string()),
        "dateModified": front.last_change().map(|date| date.to_string()),
        "publisher": publisher(site, language),
        "license": site.config().licence,
        "about": about,
        "isPartOf": { "@id": format!("{}#_site", site.url(&site.home(language))) },
        "translationOfWork": original,
        "workTranslation": translations,
    })
}

/// What a page translates, or else its translations.
fn editions(site: &Site, page: PageId) -> (Option<Value>, Vec<Value>) {
    let named = |id| {
        let other = site.entry(id);
        let (url, language) = (site.url(&other.identity.address), other.identity.language.as_str());
        json!({ "@type": "CreativeWork", "@id": url, "inLanguage": language })
    };
    if let Some(translation) = site.translations.get(page) {
        return (Some(named(translation.original)), Vec::new());
    }
    let others = site.editions(page).iter().filter(|(_, id)| *id != page);
    (None, others.map(|(_, id)| named(*id)).collect())
}

/// The site as who publishes it.
fn publisher(site: &Site, language: &LanguageCode) -> Value {
    let title = site.config().language(language).map(|texts| &texts.title);
    json!({ "@type": "Organization", "name": title, "url": site.url(&site.home(language)) })
}

/// Who wrote a page: persons, if family and given names are told apart by a comma, as those of sources are.
fn authors(site: &Site, page: &Page) -> Value {
    let author = |name: &String| match name.split_once(',') {
        Some((family, given)) => {
            let (family, given) = (family.trim(), given.trim());
            let name = format!("{given} {family}");
            json!({ "@type": "Person", "name": name, "familyName": family, "givenName": given })
        }
        None => json!({ "@type": "Organization", "name": name }),
    };
    let authors: Vec<Value> = page.document.front.authors.iter().map(author).collect();
    if authors.is_empty() { publisher(site, &page.identity.language) } else { authors.into() }
}

/// The pictures in the body.
fn images(site: &Site, page: &Page) -> impl Iterator<Item = String> {
    let links = page.document.body.links.iter().zip(&page.hrefs);
    let images = links.filter(|(link, _)| link.kind == LinkKind::Image).map(|(_, href)| &href.address);
    images.map(|href| absolute(site, href))
}

fn absolute(site: &Site, href: &str) -> String {
    if href.starts_with('/') { site.config().base_url.absolute(href) } else { href.to_owned() }
}

/// A source that a page cites.
fn citation(lens: &Lens<'_>, work: &Work) -> Value {
    let authors: Vec<Value> =
        work.authors.iter().map(|name| json!({ "@type": "Thing", "name": name })).collect();
    let publisher = work.publisher.as_ref().map(|name| lens.text(name).text);
    json!({
        "@type": "CreativeWork",
        "name": lens.title(work).text,
        "url": work.url,
        "author": authors,
        "publisher": publisher.map(|name| json!({ "@type": "Organization", "name": name })),
        "datePublished": work.date.map(|date| date.to_string()),
        "inLanguage": work.language.as_ref().map(LanguageCode::as_str),
    })
}

fn correction(made: &Correction) -> Value {
    let why = made.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
    json!({
        "@type": "CorrectionComment",
        "datePublished": made.date.to_string(),
        "text": format!("{} → {}{why}", made.was, made.now),
    })
}

/// A list.
fn collection(site: &Site, language: &LanguageCode, url: &str, name: &str) -> Value {
    json!({
        "@type": "CollectionPage",
        "@id": url,
        "url": url,
        "name": name,
        "inLanguage": language.as_str(),
        "publisher": publisher(site, language),
        "isPartOf": { "@id": format!("{}#_site", site.url(&site.home(language))) },
    })
}

/// The site, and how it is searched.
fn website(site: &Site, language: &LanguageCode, has_search: bool) -> Value {
    let texts = site.config().language(language);
    let home = site.url(&site.home(language));
    json!({
        "@type": "WebSite",
        "@id": format!("{home}#_site"),
        "url": home,
        "name": texts.map(|texts| &texts.title),
        "description": texts.map(|texts| &texts.description),
        "inLanguage": language.as_str(),
        "publisher": publisher(site, language),
        "license": site.config().licence,
        "potentialAction": has_search.then(|| json!({
            "@type": "SearchAction",
            "target": { "@type": "EntryPoint", "urlTemplate": format!("{home}search/?q={{query}}") },
            "query-input": "required name=query",
        })),
    })
}

/// The way from the home page to a page; nothing for the home page itself.
fn breadcrumbs(site: &Site, page: &Page) -> Option<Value> {
    let mut way = vec![(site.url(&page.identity.address), page.document.front.title.as_str())];
    let mut next: Option<&Section> = page.section.map(|id| site.section(id));
    while let Some(section) = next {
        let entry = site.entry(section.index);
        way.push((site.url(&entry.identity.address), entry.front.title.as_str()));
        next = section.parent.map(|id| site.section(id));
    }
    way.reverse();
    (way.len() > 1).then(|| breadcrumb_list(&way))
}

/// The addresses and titles on the way from the home page, of which the last is where it leads.
fn breadcrumb_list(way: &[(String, &str)]) -> Value {
    let items = way.iter().zip(1..).map(|((url, name), position)| {
        json!({ "@type": "ListItem", "position": position, "name": name, "item": url })
    });
    let items: Vec<Value> = items.collect();
    let id = way.last().map(|(url, _)| format!("{url}#_way"));
    json!({ "@type": "BreadcrumbList", "@id": id, "itemListElement": items })
}
