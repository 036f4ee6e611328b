//! Telling people (rule 14): one notification a party and kind, updated in place for two minutes,
//! never to the author of the change.

use crate::domain::order;
use serde_json::{Map, Value};

use crate::domain::json::ToJson;

use super::super::fact::TELLS;
use super::super::ids::{BudgetId, NotificationId, UserId};
use super::super::rows::{Link, Notification, Role, Settings, Severity, Table, User};
use super::super::sight;
use super::super::state::{Told, notification_slot};
use super::super::values::Revision;
use super::Work;

/// Something that people are to be told.
#[derive(Clone, Debug)]
pub struct Notice {
    pub severity: Severity,
    /// What it is, in kebab-case; the reader's language makes the sentence of it and `data`.
    pub code: &'static str,
    pub data: Map<String, Value>,
    pub link: Option<Link>,
    pub budget: Option<BudgetId>,
    /// The field of the row it leads to that it tells of: who does not see it is not told.
    pub field: Option<&'static str>,
}

impl Notice {
    /// A notice without figures yet.
    #[must_use]
    pub fn new(severity: Severity, code: &'static str) -> Self {
        Self { severity, code, data: Map::new(), link: None, budget: None, field: None }
    }

    /// Adds a figure. Nothing that carries money may be told to a cook.
    #[expect(clippy::inline_always, reason = "where nothing is told, what would be told goes, too")]
    #[inline(always)]
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToJson) -> Self {
        if TELLS {
            self.data.insert(name.to_owned(), value.to_json());
        }
        self
    }

    /// Leads to a row.
    #[must_use]
    pub fn about(mut self, table: Table, row_id: uuid::Uuid) -> Self {
        self.link = Some(Link { table, row_id });
        self
    }

    /// Tells of one field of that row.
    #[must_use]
    pub fn of_field(mut self, field: &'static str) -> Self {
        self.field = Some(field);
        self
    }

    /// Is about a party: one notification a party and kind (rule 14).
    #[must_use]
    pub fn of_budget(mut self, budget: Option<BudgetId>) -> Self {
        self.budget = budget;
        self
    }
}

impl Work<'_> {
    /// Tells the active people of these roles, but for the author.
    pub fn notify_roles(&mut self, roles: &[Role], notice: &Notice) {
        if !self.tells() {
            return;
        }
        let to: Vec<UserId> = self
            .state
            .users()
            .values()
            .filter(|user| user.active && roles.contains(&user.role))
            .map(|user| user.id)
            .collect();
        self.notify(&to, notice);
    }

    /// Whether what the notice leads to is in the person's sight, in the role they have now: who has been
    /// given another one may still own a party or have a task.
    fn may_hear(&self, person: &User, notice: &Notice) -> bool {
        let Some(link) = &notice.link else { return true };
        let row = self.state.row(link.table, link.row_id).map(|row| row.with_removed(None));
        row.is_none_or(|row| sight::sees(person.role, person.id, &row))
            && notice.field.is_none_or(|field| sight::sees_field(person.role, link.table, field))
    }

    /// Tells these people, each once, but for the author and who may not see it. Only the server tells.
    pub fn notify(&mut self, to: &[UserId], notice: &Notice) {
        if !self.tells() {
            return;
        }
        let mut to = to.to_vec();
        order::sort(&mut to);
        to.dedup();
        let mut data = notice.data.clone();
        if self.context.actor != UserId::NIL {
            data.entry("by").or_insert_with(|| self.context.actor.to_json());
        }
        for user in to {
            let Some(person) = self.state.users().get(&user).cloned() else { continue };
            if user == self.context.actor || !person.active || !self.may_hear(&person, notice) {
                continue;
            }
            let now = self.context.now;
            let mut notification = self.recent(&person, notice).unwrap_or_else(|| Notification {
                id: NotificationId::NIL,
                rev: Revision::ZERO,
                read: false,
                user_id: user,
                role: person.role,
                severity: notice.severity,
                code: notice.code.to_owned(),
                data: Value::Null,
                link: None,
                budget_id: notice.budget,
                count: 0,
                at: now,
                since: now,
                settings: Settings::new(),
                removed: None,
            });
            if notification.id == NotificationId::NIL {
                notification.id = NotificationId(self.next_id());
            }
            notification.count = notification.count.saturating_add(1);
            notification.severity = notification.severity.max(notice.severity);
            notification.data = Value::Object(data.clone());
            notification.link.clone_from(&notice.link);
            notification.at = now;
            self.put(notification);
        }
    }

    /// The unread notification of this kind and party first made within the last two minutes.
    fn recent(&self, person: &User, notice: &Notice) -> Option<Notification> {
        let now = self.context.now;
        let slot = notification_slot(now);
        [slot, slot - 1]
            .into_iter()
            .flat_map(|slot| self.state.indexes().recent_notifications.of(&Told(person.id, slot)))
            .filter_map(|id| self.state.live::<Notification>(id))
            .find(|row| {
                let same = row.code == notice.code && row.budget_id == notice.budget;
                row.user_id == person.id
                    && row.role == person.role
                    && same
                    && !row.read
                    && now.0 - row.since.0 < 120_000
            })
            .map(|row| row.as_ref().clone())
    }
}
