//! Views as HTML, in the shape that the browser takes over (see `dom`):
//!
//! - where two texts meet, an empty comment keeps the parser from making them one;
//! - what shows nothing leaves an empty comment, so that every view has at least one node.

use std::fmt::Write as _;

use leptos_core::prelude::Owner;

use super::element::{Parts, Place, class_names};
use super::node::{Node, View};
use super::value::Setting;

/// Stands where there would be nothing, and between two texts.
const MARK: &str = "<!>";

/// Elements without content, which have no end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];
/// Elements whose content is text to the parser, so that no comment can stand in it.
const TEXT_ONLY: [&str; 4] = ["script", "style", "textarea", "title"];

/// A page as HTML.
#[must_use]
pub fn to_html(view: View) -> String {
    let mut writer = Writer { html: String::with_capacity(16 * 1024), after_text: false, plain: false };
    writer.view(view);
    writer.html
}

struct Writer {
    html: String,
    /// The last thing written is a text.
    after_text: bool,
    /// Inside an element whose content is text.
    plain: bool,
}

impl Writer {
    fn view(&mut self, view: View) {
        let Some(node) = view.into_node() else { return self.mark() };
        match node {
            Node::Text(text) => self.text(&text),
            Node::Element(parts) => self.element(*parts),
            Node::Markup(markup) => {
                self.html.push_str(markup);
                self.after_text = false;
            }
            Node::Many(views) if views.is_empty() => self.mark(),
            Node::Many(views) => views.into_iter().for_each(|view| self.view(view)),
            Node::Live(mut view) => self.view(view.make()),
            Node::Rows(mut rows) => {
                let rows = rows.list();
                if rows.is_empty() {
                    self.mark();
                }
                for row in rows {
                    let owner = Owner::new();
                    owner.with(|| self.view((row.make)()));
                }
            }
            Node::Owned(owner, view) => owner.with(|| self.view(view)),
        }
    }

    fn mark(&mut self) {
        if !self.plain {
            self.html.push_str(MARK);
            self.after_text = false;
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return self.mark();
        }
        if self.after_text {
            self.mark();
        }
        escape(text, &mut self.html);
        self.after_text = true;
    }

    fn element(&mut self, element: Parts) {
        let Parts { tag, settings, children } = element;
        self.html.push('<');
        self.html.push_str(tag);
        let inner = self.attributes(settings);
        self.html.push('>');
        self.after_text = false;
        if VOID.contains(&tag) {
            return;
        }
        let plain = std::mem::replace(&mut self.plain, TEXT_ONLY.contains(&tag));
        match inner {
            Some(markup) => self.html.push_str(&markup),
            None => children.into_iter().for_each(|child| self.view(child)),
        }
        self.plain = plain;
        let _ = write!(self.html, "</{tag}>");
        self.after_text = false;
    }

    /// Writes the attributes and returns the markup inside, if it is given.
    fn attributes(&mut self, settings: Vec<(Place, Setting)>) -> Option<String> {
        let (mut classes, mut inner) = (Vec::new(), None);
        for (place, setting) in settings {
            let value = match setting {
                Setting::Fixed(value) => value,
                Setting::Live(mut value) => match place {
                    Place::Property(_) => continue,
                    _ => value.give(),
                },
            };
            match place {
                Place::Attribute(name) => {
                    if let Some(text) = value.attribute() {
                        self.attribute(name, text);
                    }
                }
                Place::Class | Place::ClassName(_) => classes.push((place, value)),
                Place::InnerHtml => inner = value.attribute().map(str::to_owned),
                Place::Property(_) => {}
            }
        }
        if !classes.is_empty() {
            let names = class_names(classes.iter().map(|(place, value)| (*place, value)));
            if let Some(names) = names {
                self.attribute("class", &names);
            }
        }
        inner
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        if !value.is_empty() {
            self.html.push_str("=\"");
            escape(value, &mut self.html);
            self.html.push('"');
        }
    }
}

fn escape(text: &str, html: &mut String) {
    for char in text.chars() {
        match char {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            // The parser would make it a line feed.
            '\r' => html.push_str("&#13;"),
            char => html.push(char),
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::to_html;

    fn html(view: impl FnOnce() -> AnyView) -> String {
        let owner = Owner::new();
        let html = owner.with(|| to_html(view()));
        owner.cleanup();
        html
    }

    #[test]
    fn texts_are_escaped_everywhere() {
        let bad = "<img src=x onerror=\"alert(1)\">&'";
        let page = html(move || view! { <p title=bad>{bad} {move || bad}</p> }.into_any());
        let text = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;'";
        assert_eq!(page, format!("<p title=\"{text}\">{text}<!>{text}</p>"));
    }

    #[test]
    fn what_shows_nothing_keeps_its_place() {
        let none: Option<&'static str> = None;
        let rows: Vec<&'static str> = Vec::new();
        let page = html(move || view! { <p>{none}{rows}{move || ""}"b"</p> }.into_any());
        assert_eq!(page, "<p><!><!><!>b</p>");
    }

    #[test]
    fn a_comment_parts_two_texts_and_nothing_else() {
        let page = html(|| view! { <p>{"a"}{move || "b"}<b>"c"</b>{"d"}</p> }.into_any());
        assert_eq!(page, "<p>a<!>b<b>c</b>d</p>");
    }

    #[test]
    fn attributes_are_there_or_not() {
        let page = html(|| {
            let (class, flag) = (RwSignal::new("x"), RwSignal::new(true));
            let none: Option<&'static str> = None;
            view! {
                <input
                    class=class
                    class:late=flag
                    class:gone=move || !flag.get()
                    required=flag
                    disabled=move || !flag.get()
                    title=none
                    prop:value="typed"
                    on:input=|_| {}
                />
            }
            .into_any()
        });
        assert_eq!(page, "<input required class=\"x late\">");
    }

    #[test]
    fn a_text_only_element_holds_no_comment() {
        let page = html(|| view! { <title>{"a"}{"b"}{None::<String>}</title> }.into_any());
        assert_eq!(page, "<title>ab</title>");
    }

    #[test]
    fn a_provider_gives_its_children_a_context() {
        let page = html(|| {
            provide_context(1_u32);
            let inside = || use_context::<u32>();
            view! {
                <leptos::context::Provider value=2_u32>{inside()} " " {inside}</leptos::context::Provider>
                " "
                {inside}
            }
            .into_any()
        });
        assert_eq!(page, "2<!> <!>2<!> <!>1");
    }
}
