//! Elements in the document, with what follows signals and what listens.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use leptos_core::prelude::{Owner, RenderEffect, document};
use leptos_core::wasm_bindgen::closure::Closure;
use leptos_core::wasm_bindgen::{JsCast, JsValue};
use leptos_core::web_sys::{self, Event, Node};

use super::super::element::{Handler, Hook, Parts, Place, class_names};
use super::super::value::{Setting, Value};
use super::patch::patch_all;
use super::place::{At, Cursor, owner, place};
use super::{Placed, effect};

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element in the document.
pub struct Kept {
    tag: &'static str,
    slots: Rc<Slots>,
    /// Of the settings that follow signals.
    effects: Vec<RenderEffect<()>>,
    listeners: Vec<Listener>,
    children: Vec<Placed>,
}

/// What an element's attributes and properties are, in the order in which they were given.
struct Slots {
    node: web_sys::Element,
    places: Vec<Place>,
    values: RefCell<Vec<Value>>,
}

struct Listener {
    name: &'static str,
    node: web_sys::Element,
    /// Replaced when the element is brought up to date.
    hearing: Rc<RefCell<Hearing>>,
    callback: Closure<dyn FnMut(Event)>,
}

/// A handler with the owner under which it works.
struct Hearing {
    owner: Owner,
    handler: Handler,
    /// Its signals have ended: an element that has the focus when it is taken out still says that it lost it.
    ended: Arc<AtomicBool>,
}

impl Hearing {
    fn new(handler: Handler) -> Self {
        let (owner, ended) = (owner(), Arc::new(AtomicBool::new(false)));
        let end = Arc::clone(&ended);
        Owner::on_cleanup(move || end.store(true, Ordering::Relaxed));
        Self { owner, handler, ended }
    }

    fn hear(&mut self, event: Event) {
        if !self.ended.load(Ordering::Relaxed) {
            let handler = &mut self.handler;
            self.owner.with(|| handler.hear(event));
        }
    }
}

impl Kept {
    pub fn place(parts: Parts, at: &At) -> Self {
        let Parts { tag, is_svg, settings, hooks, children } = parts;
        let written = at.written(tag);
        let is_written = written.is_some();
        let node = written.unwrap_or_else(|| {
            let namespace = is_svg.then_some(SVG);
            let made = match namespace {
                Some(_) => document().create_element_ns(namespace, tag),
                None => document().create_element(tag),
            };
            made.expect("the tags are names of elements")
        });
        let children = if is_written {
            let cursor = Cursor::inside(&node);
            let children = place_all(children, &At::Server(Rc::clone(&cursor)));
            if !children.is_empty() {
                cursor.finish();
            }
            children
        } else {
            place_all(children, &At::New { parent: node.clone().into(), before: None })
        };
        let slots = Rc::new(Slots {
            places: settings.iter().map(|(place, _)| *place).collect(),
            values: RefCell::new(vec![Value::Absent; settings.len()]),
            node,
        });
        let mut kept = Self { tag, slots, effects: Vec::new(), listeners: Vec::new(), children };
        kept.settle(settings, is_written);
        for hook in hooks {
            match hook {
                Hook::Listen(name, handler) => {
                    kept.listeners.push(Listener::new(&kept.slots.node, name, handler));
                }
                Hook::Load(load) => load(&kept.slots.node),
            }
        }
        if !is_written {
            at.put(&kept.slots.node);
        }
        kept
    }

    pub fn node(&self) -> &Node {
        &self.slots.node
    }

    /// Whether another element can be shown by this one.
    pub fn fits(&self, element: &Parts) -> bool {
        let listens = element.hooks.iter().filter_map(|hook| match hook {
            Hook::Listen(name, _) => Some(*name),
            Hook::Load(_) => None,
        });
        self.tag == element.tag
            && self.slots.places.iter().eq(element.settings.iter().map(|(place, _)| place))
            && self.listeners.iter().map(|listener| listener.name).eq(listens)
    }

    /// Shows another element that fits.
    pub fn patch(mut self, parts: Parts) -> Self {
        self.effects.clear();
        let Parts { settings, hooks, children: views, .. } = parts;
        let mut listeners = self.listeners.iter();
        for hook in hooks {
            match hook {
                Hook::Listen(_, handler) => {
                    if let Some(listener) = listeners.next() {
                        listener.replace(handler);
                    }
                }
                Hook::Load(load) => load(&self.slots.node),
            }
        }
        let children = std::mem::take(&mut self.children);
        self.children = if children.is_empty() {
            let parent = self.slots.node.clone().into();
            place_all(views, &At::New { parent, before: None })
        } else {
            patch_all(children, views)
        };
        self.settle(settings, false);
        self
    }

    /// Gives the element its values; what the server wrote already is believed.
    fn settle(&mut self, settings: Vec<(Place, Setting)>, is_written: bool) {
        for (at, (place, setting)) in settings.into_iter().enumerate() {
            let mut believed = is_written && !matches!(place, Place::Property(_));
            match setting {
                Setting::Fixed(value) => self.slots.set(at, value, believed),
                Setting::Live(mut value) => {
                    let slots = Rc::clone(&self.slots);
                    self.effects.push(effect(Box::new(move || {
                        slots.set(at, value.give(), std::mem::take(&mut believed));
                    })));
                }
            }
        }
    }
}

fn place_all(children: Vec<super::super::node::View>, at: &At) -> Vec<Placed> {
    children.into_iter().map(|child| place(child, at)).collect()
}

impl Slots {
    fn set(&self, at: usize, value: Value, believed: bool) {
        let place = self.places[at];
        let old = std::mem::replace(&mut self.values.borrow_mut()[at], value);
        let values = self.values.borrow();
        let new = &values[at];
        if believed || (old == *new && !matches!(place, Place::Property(_))) {
            return;
        }
        match place {
            Place::Attribute(name) => self.attribute(name, new.attribute()),
            Place::Class | Place::ClassName(_) => {
                let settings = self.places.iter().copied().zip(values.iter());
                self.attribute("class", class_names(settings).as_deref());
            }
            Place::InnerHtml => self.node.set_inner_html(new.attribute().unwrap_or_default()),
            Place::Property(name) => self.property(name, new),
        }
    }

    // Setting an attribute or a property of an element fails only for names that are none.

    fn attribute(&self, name: &str, value: Option<&str>) {
        let _ = match value {
            Some(text) => self.node.set_attribute(name, text),
            None => self.node.remove_attribute(name),
        };
    }

    /// Leaves a property alone that has the value already: the cursor would move.
    fn property(&self, name: &str, value: &Value) {
        let value = match value {
            Value::Absent => JsValue::UNDEFINED,
            Value::Flag(flag) => JsValue::from_bool(*flag),
            Value::Text(text) => JsValue::from_str(text),
        };
        let name = JsValue::from_str(name);
        if js_sys::Reflect::get(&self.node, &name).ok().as_ref() != Some(&value) {
            let _ = js_sys::Reflect::set(&self.node, &name, &value);
        }
    }
}

impl Listener {
    fn new(node: &web_sys::Element, name: &'static str, handler: Handler) -> Self {
        let hearing = Rc::new(RefCell::new(Hearing::new(handler)));
        let current = Rc::clone(&hearing);
        let callback = Closure::<dyn FnMut(Event)>::new(move |event| {
            #[cfg(debug_assertions)]
            let _zone = leptos_core::reactive::diagnostics::SpecialNonReactiveZone::enter();
            // Busy only where an event leads to itself; once is enough then.
            if let Ok(mut current) = current.try_borrow_mut() {
                current.hear(event);
            }
        });
        let listen: &js_sys::Function = callback.as_ref().unchecked_ref();
        // It fails for no name of an event.
        let _ = node.add_event_listener_with_callback(name, listen);
        Self { name, node: node.clone(), hearing, callback }
    }

    fn replace(&self, handler: Handler) {
        if let Ok(mut current) = self.hearing.try_borrow_mut() {
            *current = Hearing::new(handler);
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let listen: &js_sys::Function = self.callback.as_ref().unchecked_ref();
        let _ = self.node.remove_event_listener_with_callback(self.name, listen);
    }
}
