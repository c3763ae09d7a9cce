//! Tags of a web page, as the HTML standard splits it, and what each kind of element is to a reader.

use html5gum::DefaultEmitter;
use html5gum::StartTag;
use html5gum::StringReader;
use html5gum::Token;
use html5gum::Tokenizer;

/// A piece of a page.
pub(super) enum Piece {
    /// An element begins.
    Start(Tag),
    /// An element of this name ends.
    End(String),
    /// Characters, entities resolved.
    Text(String),
}

/// The start of an element.
pub(super) struct Tag {
    /// Its name, lower case.
    pub name: String,
    tag: StartTag<()>,
}

impl Tag {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let value = self.tag.attributes.get(name.as_bytes())?;
        Some(String::from_utf8_lossy(&value.value).into_owned())
    }

    /// The number an attribute gives.
    pub fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }

    /// The name links reach it by.
    pub fn id(&self) -> Option<String> {
        let name = || if self.name == "a" { self.attribute("name") } else { None };
        self.attribute("id").or_else(name).filter(|id| !id.is_empty())
    }

    /// The place in a page that it links to.
    pub fn fragment(&self) -> Option<String> {
        let target = self.attribute("href")?;
        let (_, fragment) = target.split_once('#')?;
        (!fragment.is_empty()).then(|| fragment.to_owned())
    }

    /// Whether this is navigation, a control, a script: nothing of the text. `in_text` tells that the text itself has
    /// begun, whose own head and foot belong to it.
    pub fn is_noise(&self, in_text: bool) -> bool {
        let by_name = match self.name.as_str() {
            "script" | "style" | "noscript" | "template" | "nav" | "svg" | "iframe" | "object" | "audio" | "video"
            | "canvas" | "button" | "select" | "textarea" | "datalist" | "dialog" | "menu" | "noembed" | "noframes"
            | "rt" | "rp" | "map" | "frameset" => true,
            "header" | "footer" => !in_text,
            "aside" => true,
            _ => false,
        };
        if by_name {
            return true;
        }
        let role = self.attribute("role").unwrap_or_default();
        let by_role = matches!(
            role.as_str(),
            "navigation" | "search" | "dialog" | "alertdialog" | "menu" | "menubar" | "toolbar"
        ) || (!in_text && matches!(role.as_str(), "banner" | "contentinfo" | "complementary"));
        let style = || self.attribute("style").unwrap_or_default().replace(' ', "").to_ascii_lowercase();
        by_role || self.attribute("hidden").is_some() || style().contains("display:none") || self.is_named_noise()
    }

    /// Whether its class or id says that it is a way through the site.
    fn is_named_noise(&self) -> bool {
        const WORDS: [&str; 6] = ["cookie", "breadcrumb", "skip-link", "skiplink", "skip-to", "share-links"];
        let names = [self.attribute("class"), self.attribute("id")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let names = names.to_ascii_lowercase();
        WORDS.iter().any(|word| names.contains(word))
    }

    /// The level of a heading.
    pub fn heading(&self) -> Option<u8> {
        heading(&self.name).or_else(|| {
            let is_heading = self.attribute("role").as_deref() == Some("heading");
            is_heading
                .then(|| self.number("aria-level").and_then(|level| level.try_into().ok()).unwrap_or(2).clamp(1, 9))
        })
    }
}

/// The level of an element that is a heading by its name.
pub(super) fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// Elements without an end.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr"
            | "img"
            | "input"
            | "meta"
            | "link"
            | "wbr"
            | "col"
            | "area"
            | "base"
            | "embed"
            | "source"
            | "track"
            | "param"
            | "frame"
            | "keygen"
            | "bgsound"
    )
}

/// Elements that begin and end a part of the text.
pub(super) fn is_block(name: &str) -> bool {
    is_container(name)
        || matches!(
            name,
            "p" | "li" | "dd" | "dt" | "hr" | "tr" | "td" | "th" | "tbody" | "thead" | "tfoot" | "summary" | "center"
        )
}

/// Elements whose end has to be written: what they hold is between their tags.
pub(super) fn is_container(name: &str) -> bool {
    heading(name).is_some()
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "body"
                | "caption"
                | "details"
                | "dialog"
                | "div"
                | "dl"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "head"
                | "header"
                | "hgroup"
                | "main"
                | "nav"
                | "ol"
                | "pre"
                | "section"
                | "table"
                | "ul"
        )
}

/// The pieces of a page, one at a time.
pub(super) fn pieces(page: &str) -> impl Iterator<Item = Piece> + use<'_> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let tokens: Tokenizer<StringReader<'_>, DefaultEmitter> = Tokenizer::new_with_emitter(page, emitter);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    tokens.filter_map(move |token| match token {
        Ok(Token::StartTag(tag)) => Some(Piece::Start(Tag { name: text(&tag.name), tag })),
        Ok(Token::EndTag(tag)) => Some(Piece::End(text(&tag.name))),
        Ok(Token::String(string)) => Some(Piece::Text(text(&string.value))),
        _ => None,
    })
}
