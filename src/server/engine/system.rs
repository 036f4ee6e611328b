//! What the server does of itself: founds a workspace, lets somebody join, keeps the zone's offsets
//! ahead of time. Each is a log entry like any command's, so that every row has its revision.

use crate::domain::context::{Context, Mode};
use crate::domain::fact::Fact;
use crate::domain::ids::{CommandId, InviteId, ReplicaId, UserId, WorkspaceId};
use crate::domain::refusal::Refusal;
use crate::domain::rows::{Invite, Role, Settings, User, Workspace};
use crate::domain::state::State;
use crate::domain::values::{Instant, OffsetChange, Revision};
use crate::domain::work::{Decision, Work};
use crate::domain::{bounds, settle};

use super::batch::{AccountWrite, address};

/// Knows when clocks change.
pub trait Zones: Send + Sync {
    /// The changes of offset of an IANA zone, one year back and five ahead; `None` for an unknown
    /// zone.
    fn offsets(&self, zone: &str, now: Instant) -> Option<Vec<OffsetChange>>;
}

/// An act of the server itself.
#[derive(Clone, Debug)]
pub enum SystemAct {
    /// The first entry of a workspace.
    Found(Founding),
    /// Somebody comes in, by an invitation or by the hand of who runs the server.
    Join(Joining),
    /// The offsets shipped with the workspace come to their end.
    RefreshOffsets,
}

#[derive(Clone, Debug)]
pub struct Founding {
    pub workspace: WorkspaceId,
    pub name: String,
    /// ISO 4217.
    pub currency: String,
    /// IANA time zone.
    pub zone: String,
    /// Its first admin.
    pub admin: Option<Newcomer>,
}

#[derive(Clone, Debug)]
pub struct Joining {
    pub newcomer: Newcomer,
    pub invite: Option<InviteId>,
}

/// A person who comes in.
#[derive(Clone, Debug)]
pub struct Newcomer {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub email: String,
    pub password_hash: String,
    pub language: String,
}

/// Colours that people get in turn; anybody can choose another.
const COLOURS: [&str; 8] = ["tomato", "teal", "violet", "amber", "sky", "lime", "rose", "slate"];

impl SystemAct {
    /// Whose name it is entered under.
    #[must_use]
    pub fn author(&self) -> (UserId, Role) {
        match self {
            Self::Found(founding) => match &founding.admin {
                Some(admin) => (admin.user, admin.role),
                None => (UserId::NIL, Role::Admin),
            },
            Self::Join(joining) => (joining.newcomer.user, joining.newcomer.role),
            Self::RefreshOffsets => (UserId::NIL, Role::Admin),
        }
    }

    /// Carries it out on `state`.
    ///
    /// # Errors
    /// `invalid` naming the field; `not-found` for an invitation that does not hold.
    pub fn carry_out(
        &self,
        state: &mut State,
        context: &Context,
        zones: &dyn Zones,
    ) -> Result<Decision, Refusal> {
        let mut work = Work::new(state, context);
        let done = match self {
            Self::Found(founding) => founding.carry_out(&mut work, zones).map(|()| "workspace-founded"),
            Self::Join(joining) => joining.carry_out(&mut work).map(|()| "user-joined"),
            Self::RefreshOffsets => refresh(&mut work, zones).map(|()| "offsets-refreshed"),
        };
        match done {
            Ok(kind) => {
                settle::settle(&mut work);
                Ok(work.finish(kind))
            }
            Err(refusal) => {
                work.take_back();
                Err(refusal)
            }
        }
    }
}

impl Founding {
    fn carry_out(&self, work: &mut Work<'_>, zones: &dyn Zones) -> Result<(), Refusal> {
        let offsets = zones
            .offsets(&self.zone, work.context.now)
            .ok_or_else(|| Refusal::invalid("zone", "No such time zone is known."))?;
        let currency = self.currency.trim().to_uppercase();
        if currency.len() != 3 || !currency.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return Err(Refusal::invalid("currency", "A currency has three letters, such as EUR."));
        }
        work.put(Workspace {
            id: self.workspace,
            rev: Revision::ZERO,
            name: bounds::name("workspace", &self.name)?,
            currency,
            zone: self.zone.clone(),
            languages: vec!["en".to_owned()],
            shopping_days: Vec::new(),
            standard_supplies: false,
            offsets,
            settings: Settings::new(),
            removed: None,
        });
        work.tell(Fact::new("workspace-founded").with("workspaceId", self.workspace));
        match &self.admin {
            Some(admin) => admin.come_in(work),
            None => Ok(()),
        }
    }
}

impl Joining {
    fn carry_out(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        if let Some(id) = self.invite {
            let mut invite = work.get::<Invite>(id).ok_or_else(Refusal::not_found)?;
            let role_fits = invite.role == self.newcomer.role;
            if !is_open(&invite, work.context.now) || !role_fits {
                return Err(Refusal::not_found());
            }
            invite.used_by = Some(self.newcomer.user);
            work.put(invite);
        }
        self.newcomer.come_in(work)?;
        let fact =
            Fact::new("user-joined").with("userId", self.newcomer.user).with("role", self.newcomer.role);
        work.tell(fact);
        Ok(())
    }
}

/// Whether an invitation still lets somebody in.
#[must_use]
pub fn is_open(invite: &Invite, now: Instant) -> bool {
    !invite.revoked && invite.removed.is_none() && invite.used_by.is_none() && now < invite.expires_at
}

impl Newcomer {
    fn come_in(&self, work: &mut Work<'_>) -> Result<(), Refusal> {
        let email = address(&self.email);
        check_address(&email)?;
        work.fresh::<User>(self.user, "userId")?;
        let taken = |user: &User| user.email.as_deref().map(address).as_ref() == Some(&email);
        if work.state().users().values().any(|user| taken(user)) {
            return Err(Refusal::invalid("email", "Somebody else signs in with this address."));
        }
        let place = work.state().users().len() % COLOURS.len();
        work.put(User {
            id: self.user,
            rev: Revision::ZERO,
            name: bounds::name("name", &self.name)?,
            role: self.role,
            email: Some(email),
            colour: COLOURS[place].to_owned(),
            language: self.language.clone(),
            active: true,
            settings: Settings::new(),
            removed: None,
        });
        Ok(())
    }

    /// The account that comes with it.
    #[must_use]
    pub fn account(&self) -> AccountWrite {
        AccountWrite::Open {
            user: self.user,
            email: address(&self.email),
            password_hash: self.password_hash.clone(),
        }
    }
}

/// An address needs an @ with something on both sides; whether mail arrives is not asked.
///
/// # Errors
/// `invalid` otherwise, `limit` beyond 200 characters.
pub fn check_address(email: &str) -> Result<(), Refusal> {
    if email.chars().count() > bounds::NAME {
        return Err(Refusal::limit("email", "At most 200 characters."));
    }
    let sound = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace) && !text.contains('@');
    match email.split_once('@') {
        Some((name, host)) if sound(name) && sound(host) => Ok(()),
        _ => Err(Refusal::invalid("email", "This is no e-mail address.")),
    }
}

fn refresh(work: &mut Work<'_>, zones: &dyn Zones) -> Result<(), Refusal> {
    let mut workspace = work.workspace()?.as_ref().clone();
    if let Some(offsets) = zones.offsets(&workspace.zone, work.context.now) {
        workspace.offsets = offsets;
        work.put(workspace);
    }
    work.tell(Fact::new("offsets-refreshed"));
    Ok(())
}

/// Whether a founding would be carried out, before room is made for it.
///
/// # Errors
/// Why not.
pub fn rehearse(act: &SystemAct, zones: &dyn Zones, now: Instant) -> Result<(), Refusal> {
    let (actor, role) = act.author();
    let context = Context {
        mode: Mode::Authority,
        actor,
        role,
        replica: ReplicaId::NIL,
        command: CommandId::NIL,
        now,
        seen: Revision::ZERO,
        revision: Revision(1),
        was: serde_json::Map::new(),
        undone: None,
    };
    act.carry_out(&mut State::default(), &context, zones).map(drop)
}
