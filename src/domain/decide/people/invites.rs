//! One-time invitations. The token is made in the browser; only its hash comes here.

use super::super::super::command::{InvitePerson, RevokeInvite};
use super::super::super::fact::Fact;
use super::super::super::refusal::{Code, Refusal};
use super::super::super::rows::{Invite, Settings};
use super::super::super::values::{Instant, Revision};
use super::super::super::work::Work;

const HOURS: u32 = 72;
const MOST_HOURS: u32 = 720;

/// Invites somebody into a role.
pub fn invite(work: &mut Work<'_>, data: &InvitePerson) -> Result<(), Refusal> {
    work.fresh::<Invite>(data.invite_id, "inviteId")?;
    let hash = token_hash(work, &data.token_hash)?;
    let hours = match data.hours.unwrap_or(HOURS) {
        0 => return Err(Refusal::invalid("hours", "At least an hour.")),
        hours if hours > MOST_HOURS => return Err(Refusal::limit("hours", "At most 30 days.")),
        hours => hours,
    };
    let now = work.context.now;
    let invite = Invite {
        id: data.invite_id,
        rev: Revision::ZERO,
        revoked: false,
        role: data.role,
        token_hash: hash,
        created_by: work.context.actor,
        at: now,
        expires_at: Instant(now.0.saturating_add(i64::from(hours) * 3_600_000)),
        used_by: None,
        settings: Settings::new(),
        removed: None,
    };
    work.create(invite);
    work.tell(Fact::new("invite-created").with("inviteId", data.invite_id).with("role", data.role));
    Ok(())
}

/// Takes an invitation back that nobody has used yet.
pub fn revoke(work: &mut Work<'_>, data: &RevokeInvite) -> Result<(), Refusal> {
    let mut invite = work.see::<Invite>(data.invite_id)?;
    if invite.used_by.is_some() {
        return Err(Refusal::new(Code::Status, "It has been used already."));
    }
    work.set(&mut invite, "revoked", true);
    work.put(invite);
    work.tell(Fact::new("invite-revoked").with("inviteId", data.invite_id));
    Ok(())
}

/// A SHA-256 in hex, of a token that no other invitation has.
fn token_hash(work: &Work<'_>, hash: &str) -> Result<String, Refusal> {
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Refusal::invalid("tokenHash", "Not a SHA-256 in hex."));
    }
    let hash = hash.to_ascii_lowercase();
    if work.state().invites().values().any(|invite| invite.token_hash == hash) {
        return Err(Refusal::invalid("tokenHash", "This token is already taken."));
    }
    Ok(hash)
}
