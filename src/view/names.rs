//! The names that Leptos' macros write after `::leptos`: Leptos' own, with this module's views in the
//! place of `tachys`.

#[cfg(feature = "ssr")]
pub use leptos_core::tracing;
pub use leptos_core::{callback, config, ev, html, nonce, server_fn, task};
pub use leptos_core::{leptos_dom, reactive, typed_builder, typed_builder_macro, wasm_bindgen, web_sys};

/// Components.
pub mod component {
    pub use leptos_core::component::{Props, component_props_builder, component_view};
}

/// Children of components.
pub mod children {
    pub use super::super::control::{Children, ChildrenFn, ChildrenOptContainer, ToChildren};
}

/// Contexts.
pub mod context {
    pub use super::super::control::{Provider, ProviderProps};
    pub use leptos_core::prelude::{provide_context, use_context};
}

/// Elements, attributes and events.
pub mod tachys {
    pub use super::super::tags::svg;

    pub mod html {
        pub use super::super::super::element::InertElement;
        pub use leptos_core::ev as event;

        pub mod element {
            pub use super::super::super::super::tags::html::*;
        }

        pub mod attribute {
            pub use super::super::super::super::tags::extra::*;
        }

        /// The first line of a document.
        #[must_use]
        pub fn doctype(_: &str) -> crate::view::View {
            crate::view::View::markup("<!DOCTYPE html>")
        }
    }
}

/// What every file of a page imports.
pub mod prelude {
    pub use super::super::control::{Children, ChildrenFn, For, ForProps, Show, ShowProps};
    pub use super::super::node::{
        CollectView, IntoView, IntoView as IntoAny, IntoView as IntoRender, View as AnyView,
    };
    pub use super::super::signal::{
        ArcRwSignal, Callback, Effect, IntoReactiveValue, MaybeProp, Memo, RwSignal, Signal, StoredValue,
    };
    pub use super::super::value::IntoSetting as IntoAttributeValue;
    pub use leptos_core::prelude::{
        ArcTrigger, Get, GetUntracked, NodeRef, Notify, Owner, TimeoutHandle, Track, component, document,
        event_target_checked, event_target_value, expect_context, on_cleanup, provide_context, server,
        set_interval_with_handle, set_timeout, set_timeout_with_handle, untrack, use_context, view, window,
    };

    /// Around what a `view!` gives.
    pub struct View;

    impl View {
        #[expect(clippy::new_ret_no_self, reason = "the macro's name for it")]
        #[inline(always)]
        pub fn new<V: IntoView>(view: V) -> super::super::node::View {
            view.into_view()
        }
    }
}
