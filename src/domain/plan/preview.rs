//! What a change would do, before anybody confirms it.
