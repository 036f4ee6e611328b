//! Effects.

use leptos_core::prelude::Effect as LeptosEffect;

/// Something that is done whenever a signal that it read has changed; only in a browser.
pub struct Effect;

impl Effect {
    /// `run` is given what it returned before.
    #[expect(clippy::new_ret_no_self, reason = "nobody holds an effect; the name is Leptos'")]
    #[inline(always)]
    pub fn new<T: 'static>(run: impl FnMut(Option<T>) -> T + 'static) {
        if cfg!(feature = "hydrate") {
            follow(Box::new(Running(run, None)));
        }
    }
}

trait Run {
    fn run(&mut self);
}

/// An effect, with what it returned before.
struct Running<T, F>(F, Option<T>);

impl<T, F: FnMut(Option<T>) -> T> Run for Running<T, F> {
    fn run(&mut self) {
        let before = self.1.take();
        self.1 = Some((self.0)(before));
    }
}

#[inline(never)]
fn follow(mut run: Box<dyn Run>) {
    LeptosEffect::new(move |_| run.run());
}
