//! Concurrent settings of one field.
