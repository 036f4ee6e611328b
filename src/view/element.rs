//! Elements with their attributes, properties, classes and listeners.

use std::borrow::Cow;
#[cfg(feature = "hydrate")]
use std::marker::PhantomData;

use leptos_core::ev::EventDescriptor;
use leptos_core::html::ElementType;
use leptos_core::tachys::html::node_ref::NodeRefContainer;
#[cfg(feature = "hydrate")]
use leptos_core::{wasm_bindgen::JsCast, web_sys};

use super::node::{IntoView, Node, View};
use super::value::{Give, IntoSetting, Setting, Value};

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Attribute(&'static str),
    /// A property of the element's object; the server does not write it.
    Property(&'static str),
    /// The whole class attribute, or a part of it.
    Class,
    /// One class, where the value is true.
    ClassName(&'static str),
    /// The element's markup, trusted.
    InnerHtml,
}

/// What kind of place a name is of.
#[derive(Clone, Copy)]
pub enum Kind {
    Attribute,
    Property,
    Class,
    ClassName,
    InnerHtml,
}

impl Kind {
    fn place(self, name: &'static str) -> Place {
        match self {
            Self::Attribute => Place::Attribute(name),
            Self::Property => Place::Property(name),
            Self::Class => Place::Class,
            Self::ClassName => Place::ClassName(name),
            Self::InnerHtml => Place::InnerHtml,
        }
    }
}

/// What to do with an element once it is in the page.
#[cfg(feature = "hydrate")]
pub enum Hook {
    /// On an event, by its name.
    Listen(&'static str, Box<dyn Hear>),
    /// Once, with the element.
    Load(Box<dyn FnOnce(&web_sys::Element)>),
}

/// What hears an event (see [`Make`](super::node::Make)).
#[cfg(feature = "hydrate")]
pub trait Hear {
    fn hear(&mut self, event: web_sys::Event);
}

#[cfg(feature = "hydrate")]
pub(super) type Handler = Box<dyn Hear>;

/// Hears events of one type.
#[cfg(feature = "hydrate")]
struct Hearing<E, F>(F, PhantomData<fn(E)>);

#[cfg(feature = "hydrate")]
impl<E: JsCast, F: FnMut(E)> Hear for Hearing<E, F> {
    fn hear(&mut self, event: web_sys::Event) {
        (self.0)(event.unchecked_into());
    }
}

/// An element with all that stands in it: one pointer, which becomes its view as it is.
pub struct Element(Box<Node>);

/// What an element is made of.
pub(super) struct Parts {
    pub tag: &'static str,
    #[cfg(feature = "hydrate")]
    pub is_svg: bool,
    pub settings: Vec<(Place, Setting)>,
    // The server listens to nothing.
    #[cfg(feature = "hydrate")]
    pub hooks: Vec<Hook>,
    pub children: Vec<View>,
}

/// An attribute given to a component, for its outermost element.
pub struct Extra(pub(super) Place, pub(super) Setting);

// Each has one body of code, so that where an element is built there are only calls.
impl Element {
    #[inline(never)]
    #[cfg_attr(not(feature = "hydrate"), expect(unused_variables))]
    pub(super) fn new(tag: &'static str, is_svg: bool) -> Self {
        Self(Box::new(Node::Element(Box::new(Parts {
            tag,
            #[cfg(feature = "hydrate")]
            is_svg,
            settings: Vec::new(),
            #[cfg(feature = "hydrate")]
            hooks: Vec::new(),
            children: Vec::new(),
        }))))
    }

    pub(super) fn view(self) -> View {
        View::of(self.0)
    }

    fn parts(&mut self) -> &mut Parts {
        match &mut *self.0 {
            Node::Element(parts) => parts,
            _ => unreachable!("an element is made as one"),
        }
    }

    #[inline(never)]
    pub(super) fn set(mut self, kind: Kind, name: &'static str, setting: Setting) -> Self {
        self.parts().settings.push((kind.place(name), setting));
        self
    }

    #[inline(never)]
    pub(super) fn set_text(self, kind: Kind, name: &'static str, text: &'static str) -> Self {
        self.set(kind, name, Setting::Fixed(Value::Text(Cow::Borrowed(text))))
    }

    #[inline(never)]
    pub(super) fn follow(self, kind: Kind, name: &'static str, value: Box<dyn Give>) -> Self {
        self.set(kind, name, Setting::Live(value))
    }

    #[cfg(feature = "hydrate")]
    #[inline(never)]
    fn listen(mut self, name: &'static str, listener: Handler) -> Self {
        self.parts().hooks.push(Hook::Listen(name, listener));
        self
    }

    #[inline(never)]
    pub(super) fn stand(mut self, child: View) -> Self {
        self.parts().children.push(child);
        self
    }

    #[must_use]
    #[inline(always)]
    pub fn child(self, child: impl IntoView) -> Self {
        child.stand_in(self)
    }

    #[must_use]
    #[inline(always)]
    pub fn attr(self, name: &'static str, value: impl IntoSetting) -> Self {
        value.set_on(self, Kind::Attribute, name)
    }

    #[must_use]
    #[inline(always)]
    pub fn prop(self, name: &'static str, value: impl IntoSetting) -> Self {
        value.set_on(self, Kind::Property, name)
    }

    #[must_use]
    #[inline(always)]
    pub fn class(self, class: impl IntoClass) -> Self {
        class.set_on(self)
    }

    #[must_use]
    pub fn inner_html(self, markup: impl IntoSetting) -> Self {
        markup.set_on(self, Kind::InnerHtml, "")
    }

    #[cfg(feature = "hydrate")]
    #[must_use]
    #[inline(always)]
    pub fn on<E>(self, event: E, listener: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast + 'static,
    {
        match event.name() {
            Cow::Borrowed(name) => self.listen(name, Box::new(Hearing(listener, PhantomData))),
            // Only events that somebody has made up have such names.
            Cow::Owned(_) => self,
        }
    }

    #[cfg(feature = "hydrate")]
    #[must_use]
    pub fn node_ref<E: ElementType>(mut self, reference: impl NodeRefContainer<E>) -> Self {
        self.parts().hooks.push(Hook::Load(Box::new(move |element| reference.load(element))));
        self
    }

    #[cfg(not(feature = "hydrate"))]
    #[must_use]
    #[inline(always)]
    pub fn on<E: EventDescriptor>(self, _: E, _: impl FnMut(E::EventType) + 'static) -> Self {
        self
    }

    #[cfg(not(feature = "hydrate"))]
    #[must_use]
    pub fn node_ref<E: ElementType>(self, _: impl NodeRefContainer<E>) -> Self {
        self
    }
}

/// The attributes given to a component, as `view!` hands them over.
pub trait Extras {
    #[expect(private_interfaces, reason = "nobody else gives any")]
    fn give(self, element: &mut Parts);
}

impl Extras for (Extra,) {
    #[expect(private_interfaces, reason = "nobody else gives any")]
    fn give(self, element: &mut Parts) {
        let Extra(place, setting) = self.0;
        element.settings.push((place, setting));
    }
}

/// A class, or one class with whether it is there.
pub trait IntoClass {
    fn set_on(self, element: Element) -> Element;
}

impl<S: IntoSetting> IntoClass for S {
    #[inline(always)]
    fn set_on(self, element: Element) -> Element {
        IntoSetting::set_on(self, element, Kind::Class, "")
    }
}

impl<S: IntoSetting> IntoClass for (&'static str, S) {
    #[inline(always)]
    fn set_on(self, element: Element) -> Element {
        self.1.set_on(element, Kind::ClassName, self.0)
    }
}

/// The class attribute of an element that has these settings; `None` where it has no classes.
pub(super) fn class_names<'a>(settings: impl Iterator<Item = (Place, &'a Value)>) -> Option<String> {
    let mut names: Option<String> = None;
    for (place, value) in settings {
        let name = match place {
            Place::Class => value.attribute(),
            Place::ClassName(name) => value.attribute().map(|_| name),
            Place::Attribute(_) | Place::Property(_) | Place::InnerHtml => None,
        };
        if let Some(name) = name {
            let names = names.get_or_insert_default();
            if !names.is_empty() {
                names.push(' ');
            }
            names.push_str(name);
        }
    }
    names
}

/// Markup that `view!` found to never change.
pub struct InertElement(&'static str);

impl InertElement {
    #[must_use]
    pub fn new(markup: &'static str) -> Self {
        Self(markup)
    }
}

impl IntoView for InertElement {
    fn into_view(self) -> View {
        View::markup(self.0)
    }
}
