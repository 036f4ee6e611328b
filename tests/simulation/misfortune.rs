//! What befalls people, devices, network and server, and how in the end all is mended.

use std::sync::Arc;

use bliss::domain::command::Command;
use bliss::domain::ids::{CommandId, ReplicaId, UserId};
use bliss::domain::rows::{Role, User};
use bliss::domain::values::Date;
use bliss::sync::submit::{Envelope, Submission};
use bliss::sync::topic::{Filters, Scope, Topic};
use bliss::sync::views::View;
use serde_json::json;

use super::acts::command;
use super::device::Line;
use super::draw::Draw;
use super::plan::{Kind, Step};
use super::server::Fate;
use super::world::{ALICE, BEA, BOB, CAI, CARLA, Event, ReplyTo, Request, World};

const DAY: i64 = 86_400_000;

impl World {
    /// Carries out a step.
    pub fn befall(&mut self, step: Step) {
        let mut draw = Draw::new(step.draw);
        let tab = usize::try_from(step.which % 1_000).unwrap_or_default() % self.tabs.len();
        let device = self.tabs[tab].device;
        match step.kind {
            Kind::Act => self.act_and_send(tab, &mut draw),
            Kind::Flurry => {
                for _ in 0..draw.between(3, 14) {
                    self.act(tab, &mut draw);
                }
                self.changed(tab);
            }
            Kind::CrashInAct => self.crash_in_act(tab, &mut draw),
            Kind::Reload => {
                self.tell(|_| format!("tab {tab} is loaded anew"));
                self.load(tab);
            }
            Kind::Navigate => {
                let (view, more) = (view(&mut draw), scope(&mut draw));
                self.tell(|_| format!("tab {tab} goes to {view:?} and {more:?}"));
                self.navigate(tab, view, more);
            }
            Kind::Cut => {
                let until = self.now + draw.between(500, 120_000);
                let way = draw.below(3);
                self.tell(|world| {
                    format!("device {device} is cut off, way {way}, for {} ms", until - world.now)
                });
                if way != 1 {
                    self.devices[device].up_cut_until = until;
                }
                if way != 2 {
                    self.devices[device].down_cut_until = until;
                }
            }
            Kind::BreakSockets => {
                self.tell(|_| format!("the sockets of device {device} break"));
                for link in self.links.values_mut().filter(|link| self.tabs[link.tab].device == device) {
                    link.up_dead |= draw.chance(70);
                    link.down_dead |= draw.chance(70);
                }
            }
            Kind::Sleep => {
                let time = if draw.chance(30) { DAY } else { draw.between(1_000, 300_000) };
                self.tell(|_| format!("device {device} sleeps for {time} ms"));
                for tab in self.devices[device].tabs.clone() {
                    self.hide(tab, &mut draw);
                }
                self.devices[device].asleep_until = self.now + time;
            }
            Kind::Freeze => {
                let time = if draw.chance(30) { DAY } else { draw.between(1_000, 60_000) };
                self.tell(|_| format!("tab {tab} is frozen for {time} ms"));
                self.hide(tab, &mut draw);
                self.tabs[tab].frozen_until = self.now + time;
            }
            Kind::FillDisk => {
                let time = draw.between(200, 20_000);
                self.tell(|_| format!("the disk of device {device} is full for {time} ms"));
                self.devices[device].disk.fails_until = self.now + time;
            }
            Kind::EndSession => {
                if let Some(session) = self.devices[device].session.clone() {
                    self.tell(|_| format!("the session of device {device} ends"));
                    self.end_session(&session);
                }
            }
            Kind::HandOver => self.hand_over(device, &mut draw),
            Kind::SignOut => {
                self.tell(|_| format!("device {device} signs out"));
                self.sign_out(device);
                self.after(draw.between(100, 30_000), Event::SignIn(device));
            }
            Kind::Tidy => self.tidy(tab, &mut draw),
            Kind::ChangeRole => self.change_role(&mut draw),
            Kind::Kill => match draw.below(4) {
                0 => self.kill(draw.between(200, 8_000)),
                1 => self.fate = Fate::DiesBefore,
                2 => self.fate = Fate::DiesAfter,
                _ => self.fate = Fate::DiesWhenTold,
            },
            Kind::FailStore => match draw.below(4) {
                0 => self.store_away_until = self.now + draw.between(200, 8_000),
                1 => self.fate = Fate::Failed,
                2 => self.fate = Fate::UnknownWritten,
                _ => self.fate = Fate::UnknownLost,
            },
            Kind::BackUp => self.backup = Some(self.store.clone()),
            Kind::Restore => self.restore(&mut draw),
            Kind::Echo => {
                let old: Vec<Request> = self.old_requests.iter().cloned().collect();
                if let Some(request) = draw.pick(&old) {
                    self.tell(|_| format!("an old request of tab {} comes again", request.to.tab));
                    self.after(draw.between(0, 2_000), Event::Request(request.clone()));
                }
            }
            Kind::Deploy => {
                self.tell(|_| "the next build is deployed".to_owned());
                self.builds += 1;
                self.kill(draw.between(200, 3_000));
            }
        }
    }

    fn act_and_send(&mut self, tab: usize, draw: &mut Draw) {
        if self.act(tab, draw) {
            self.changed(tab);
            self.check_shown(tab);
        }
    }

    /// A page that is hidden writes what it has before it is put to sleep, if it gets to it.
    fn hide(&mut self, tab: usize, draw: &mut Draw) {
        if draw.chance(70) && !self.is_asleep(tab) {
            self.keep_rows_now(tab);
        }
    }

    /// The page dies before, while or after its device has written an act.
    fn crash_in_act(&mut self, tab: usize, draw: &mut Draw) {
        if !self.act(tab, draw) {
            return;
        }
        let when = draw.below(4);
        if when > 0 {
            self.changed(tab);
        }
        let private = self.tabs[tab].keeper.memory_only;
        if when > 1 && !private {
            self.tabs[tab].keeper.dies_when_written = true;
            return;
        }
        self.tell(|_| format!("tab {tab} crashes"));
        self.load(tab);
    }

    /// The next person takes the device: theirs are other rows and another queue. The one before has
    /// signed out, or the next one signs in over them.
    fn hand_over(&mut self, device: usize, draw: &mut Draw) {
        let people = self.devices[device].people.clone();
        let Some(next) = draw.pick(&people).copied() else { return };
        if next == self.devices[device].user {
            return;
        }
        self.tell(|_| format!("device {device} goes to another person"));
        if draw.chance(50) {
            self.sign_out(device);
        } else if let Some(session) = self.devices[device].session.take() {
            self.end_session(&session);
        }
        self.devices[device].user = next;
        self.after(draw.between(100, 3_000), Event::SignIn(device));
    }

    /// The admin gives somebody another role, or closes the door to them; from no device in the run.
    fn change_role(&mut self, draw: &mut Draw) {
        let people = [ALICE, BOB, BEA, CARLA, CAI];
        let user = people[draw.index(people.len())];
        let data = match draw.below(5) {
            0 => json!({"userId": user, "active": false}),
            1 => json!({"userId": user, "active": true}),
            _ => {
                let role = [Role::Organizer, Role::Logistics, Role::Cook, Role::Admin][draw.index(4)];
                json!({"userId": user, "role": role})
            }
        };
        self.tell(|_| format!("put-user {data}"));
        let change = command("put-user", data);
        self.submit_from_outside(&change, draw);
    }

    /// A command of the admin's from a device that has no part in the run.
    fn submit_from_outside(&mut self, command: &Command, draw: &mut Draw) {
        let id = CommandId(draw.uuid());
        let user = super::world::DAVID;
        let envelope = Envelope::new(id, command, self.instant(), self.store.head, &self.store.epoch);
        let replica = ReplicaId(UserId::NIL.0);
        let body = Submission { replica, user, commands: vec![envelope] }.text();
        let session = "the admin's own".to_owned();
        self.store.sessions.insert(session.clone(), user);
        let to = ReplyTo { tab: 0, page: u64::MAX, number: 0 };
        self.asked(Request { to, session: Some(session), epoch: self.store.epoch.clone(), body });
    }

    /// The server is stopped and comes back as it was at the last backup.
    fn restore(&mut self, draw: &mut Draw) {
        let Some(backup) = self.backup.clone() else { return };
        self.tell(|world| {
            format!("an older state is restored: {} instead of {}", backup.head.0, world.store.head.0)
        });
        self.kill(draw.between(500, 5_000));
        let old = std::mem::replace(&mut self.store, backup);
        let lost = old.log.iter().filter(|entry| entry.revision > self.store.head);
        self.ledger.lost_in_restores.extend(lost.map(|entry| entry.command));
        self.past.insert(old.epoch, old.versions);
        self.store.epoch = format!("epoch-{}", self.past.len());
    }

    /// From here on everything works: who was shut out is let in, everybody signs in and looks at
    /// what they have.
    pub fn mend(&mut self) {
        self.tell(|_| "all is mended".to_owned());
        self.calm = true;
        self.fate = Fate::Written;
        self.store_away_until = 0;
        self.start_server();
        for link in self.links.values_mut() {
            // What was lost on the way stays lost; the ends find out by themselves.
            link.up_dead |= link.down_dead;
        }
        for device in &mut self.devices {
            device.asleep_until = device.asleep_until.min(self.now);
            device.up_cut_until = 0;
            device.down_cut_until = 0;
            device.disk.fails_until = 0;
        }
        for tab in &mut self.tabs {
            tab.frozen_until = 0;
        }
        for tab in 0..self.tabs.len() {
            let device = &self.devices[self.tabs[tab].device];
            let stranger = self.tabs[tab].user.is_some_and(|of| of != device.user);
            let shut_out = self.tabs[tab].socket.line == Line::SignedOut && device.session.is_some();
            if stranger || shut_out {
                self.load(tab);
            }
        }
        self.after(1_000, Event::LetIn);
    }

    /// Who was shut out is let in; by now it is known who that is.
    pub fn let_in(&mut self) {
        let away: Vec<UserId> = match &self.server {
            Some(server) => {
                let users = server.desk.engine().state().in_table(bliss::domain::rows::Table::Users);
                let users = users.filter_map(|row| match row {
                    bliss::domain::rows::Row::User(user) if !user.active => Some(user),
                    _ => None,
                });
                users.map(|user: Arc<User>| user.id).collect()
            }
            None => Vec::new(),
        };
        let mut draw = Draw::new(self.draw.next());
        for user in away {
            let change = command("put-user", json!({"userId": user, "active": true}));
            self.submit_from_outside(&change, &mut draw);
        }
    }
}

fn view(draw: &mut Draw) -> View {
    let party = bliss::domain::ids::BudgetId(uuid::Uuid::from_u128(0x100 + 10));
    let week = Date::new(2026, 11, 28).expect("a date").week();
    match draw.below(6) {
        0 => View::Home,
        1 => View::Tasks,
        2 => View::Kitchen,
        3 => View::Shopping(draw.chance(50).then_some(week)),
        4 => View::Budget(party),
        _ => View::Budgets,
    }
}

/// A subscription besides what the views ask for, now and then.
fn scope(draw: &mut Draw) -> Option<Scope> {
    let party = bliss::domain::ids::BudgetId(uuid::Uuid::from_u128(0x100 + 20));
    let filters = match draw.below(8) {
        0 => Filters { budget_id: Some(party), ..Filters::default() },
        1 => Filters { role: Some(Role::Logistics), ..Filters::default() },
        2 => Filters { role: Some(Role::Cook), ..Filters::default() },
        3 => Filters { from: Date::new(2026, 11, 28).ok(), ..Filters::default() },
        _ => return None,
    };
    Some(Scope::new(Topic::Tasks, filters))
}
