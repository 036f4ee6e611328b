//! The names of elements and attributes, as `view!` writes them: a function a tag, a method an
//! attribute.

use super::element::{Element, Kind};
use super::value::IntoSetting;

macro_rules! attributes {
    ($($method:ident $name:literal,)*) => {
        impl Element {
            $(
                #[must_use]
                #[inline(always)]
                pub fn $method(self, value: impl IntoSetting) -> Self {
                    value.set_on(self, Kind::Attribute, $name)
                }
            )*
        }

        /// Attributes given to components, by the names that `view!` has for them.
        pub mod extra {
            use super::super::element::{Extra, Place};
            use super::super::value::IntoSetting;

            $(
                pub fn $method(value: impl IntoSetting) -> Extra {
                    Extra(Place::Attribute($name), value.into_setting())
                }
            )*
        }
    };
}
attributes! {
    action "action",
    alt "alt",
    r#as "as",
    aria_activedescendant "aria-activedescendant",
    aria_autocomplete "aria-autocomplete",
    aria_busy "aria-busy",
    aria_checked "aria-checked",
    aria_controls "aria-controls",
    aria_current "aria-current",
    aria_describedby "aria-describedby",
    aria_expanded "aria-expanded",
    aria_haspopup "aria-haspopup",
    aria_hidden "aria-hidden",
    aria_invalid "aria-invalid",
    aria_label "aria-label",
    aria_labelledby "aria-labelledby",
    aria_live "aria-live",
    aria_modal "aria-modal",
    aria_pressed "aria-pressed",
    aria_selected "aria-selected",
    autocomplete "autocomplete",
    autofocus "autofocus",
    charset "charset",
    checked "checked",
    colspan "colspan",
    content "content",
    crossorigin "crossorigin",
    datetime "datetime",
    disabled "disabled",
    enctype "enctype",
    enterkeyhint "enterkeyhint",
    r#for "for",
    form "form",
    height "height",
    hidden "hidden",
    href "href",
    id "id",
    inputmode "inputmode",
    lang "lang",
    list "list",
    max "max",
    maxlength "maxlength",
    media "media",
    method "method",
    min "min",
    minlength "minlength",
    multiple "multiple",
    name "name",
    nonce "nonce",
    novalidate "novalidate",
    open "open",
    pattern "pattern",
    placeholder "placeholder",
    popover "popover",
    popovertarget "popovertarget",
    popovertargetaction "popovertargetaction",
    readonly "readonly",
    rel "rel",
    required "required",
    role "role",
    rows "rows",
    rowspan "rowspan",
    scope "scope",
    selected "selected",
    size "size",
    spellcheck "spellcheck",
    src "src",
    step "step",
    style "style",
    tabindex "tabindex",
    target "target",
    title "title",
    r#type "type",
    value "value",
    width "width",
}

macro_rules! tags {
    ($is_svg:literal: $($tag:ident)*) => {
        $(
            #[must_use]
            pub fn $tag() -> super::super::element::Element {
                super::super::element::Element::new(stringify!($tag), $is_svg)
            }
        )*
    };
}

/// The elements of HTML that the pages use.
pub mod html {
    tags! { false:
        a article aside b body button caption datalist dd del details dialog div dl dt em fieldset footer form
        h1 h2 h3 h4 head header hr html img input ins label legend li link main meta nav ol optgroup option
        output p progress s script section select small span strong summary table tbody td textarea tfoot th
        thead time title tr ul
    }
}

/// The elements of SVG that the pages use.
pub mod svg {
    tags! { true: circle g line path rect svg text }

    #[must_use]
    pub fn r#use() -> super::super::element::Element {
        super::super::element::Element::new("use", true)
    }
}
