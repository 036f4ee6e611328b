//! The server's shell: what the actor and the sockets' tasks do, in virtual time, around the desk,
//! the gate and the backlogs that ship.

use std::collections::VecDeque;

use bliss::domain::ids::UserId;
use bliss::domain::values::LocalTime;
use bliss::server::desk::{Desk, Greeting, NotWritten};
use bliss::server::engine::{Batch, Needs, Surroundings};
use bliss::server::hub::{Close, ConnectionId, Hub, Reader, json};
use bliss::sync::seed::{Seed, Seeded};
use bliss::sync::submit::{Answer, Submission, Verdict};
use bliss::sync::views;
use bliss::sync::wire::{ClientFrame, Hello};

use super::world::{Event, Reply, ReplyTo, Request, Utc, WORKSPACE, World};

/// Commands that share a commit, at most.
const COMMANDS: usize = 64;

/// A server that runs.
pub struct Process {
    pub desk: Desk,
    inbox: VecDeque<Message>,
    submitted: VecDeque<(Submission, ReplyTo)>,
    /// A commit is under way; nobody may look meanwhile.
    pub writing: Option<Writing>,
}

/// What waits for the actor.
pub enum Message {
    Submit(Submission, ReplyTo),
    Open(ConnectionId, Hello),
    Heard(ConnectionId, ClientFrame),
    Refill(ConnectionId),
    Left(ConnectionId),
    EndSession(String),
    Page(UserId, usize, u64),
}

/// A batch on its way into the store.
pub struct Writing {
    batch: Batch,
    answers: Vec<(ReplyTo, Option<Answer>)>,
}

/// What becomes of a commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Written,
    Failed,
    /// Nobody knows; it is written, or not.
    UnknownWritten,
    UnknownLost,
    /// The server dies before, or after it has written, or when it has told.
    DiesBefore,
    DiesAfter,
    DiesWhenTold,
}

impl World {
    pub fn start_server(&mut self) {
        if self.server.is_some() {
            return;
        }
        if self.store_away_until > self.now {
            self.after(500, Event::Started);
            return;
        }
        let desk = Desk::new(WORKSPACE, self.store.load(), self.build(), 50);
        self.server =
            Some(Process { desk, inbox: VecDeque::new(), submitted: VecDeque::new(), writing: None });
        self.tell(|_| "the server is up".to_owned());
    }

    /// The build that the server runs.
    fn build(&self) -> String {
        format!("build-{}", self.builds)
    }

    /// The server is gone; its sockets close, as far as the network lets anybody know.
    pub fn kill(&mut self, down_for: i64) {
        if self.server.take().is_none() {
            return;
        }
        self.tell(|_| "the server dies".to_owned());
        self.life += 1;
        self.fate = Fate::Written;
        let open: Vec<ConnectionId> =
            self.links.iter().filter(|(_, link)| link.open).map(|(id, _)| *id).collect();
        for id in open {
            self.close_down(id, None);
        }
        self.after(down_for, Event::Started);
    }

    fn store_is_away(&self) -> bool {
        self.store_away_until > self.now
    }

    // Requests.

    pub fn asked(&mut self, request: Request) {
        let device = &self.devices[self.tabs[request.to.tab].device];
        if device.up_cut_until > self.now || request.epoch != self.store.epoch {
            return;
        }
        if self.server.is_none() {
            return self.reply(request.to, Reply::Later);
        }
        let person = request.session.as_ref().and_then(|session| self.store.sessions.get(session)).copied();
        let submission: Submission =
            serde_json::from_str(&request.body).expect("a browser sends its own words");
        self.check_submission(&submission);
        if person != Some(submission.user) {
            return self.reply(request.to, Reply::SignedOut);
        }
        self.say(Message::Submit(submission, request.to));
    }

    fn reply(&mut self, to: ReplyTo, reply: Reply) {
        if !self.calm && self.draw.chance(4) {
            return;
        }
        let delay = self.latency();
        self.after(delay, Event::Answer(to, reply));
    }

    pub fn page_asked(&mut self, tab: usize, page: u64) {
        let number = self.tabs[tab].device;
        let device = &self.devices[number];
        let person = device.session.as_ref().and_then(|session| self.store.sessions.get(session)).copied();
        if device.up_cut_until > self.now || self.server.is_none() {
            return;
        }
        match person {
            Some(user) => self.say(Message::Page(user, tab, page)),
            // The door is shown.
            None => self.sign_in_soon(number),
        }
    }

    // The actor.

    pub fn say(&mut self, message: Message) {
        if let Some(server) = &mut self.server {
            server.inbox.push_back(message);
        }
        self.work();
    }

    /// Ends a session; its sockets close.
    pub fn end_session(&mut self, session: &str) {
        self.store.sessions.remove(session);
        self.say(Message::EndSession(session.to_owned()));
    }

    fn work(&mut self) {
        loop {
            let Some(server) = &mut self.server else { return };
            if server.writing.is_some() {
                return;
            }
            if server.submitted.is_empty() {
                let messages: Vec<Message> = server.inbox.drain(..).collect();
                if messages.is_empty() {
                    return;
                }
                if server.desk.is_stale() {
                    self.reload();
                }
                for message in messages {
                    self.hear(message);
                }
            } else {
                self.carry_out();
            }
        }
    }

    fn reload(&mut self) {
        if self.store_is_away() {
            return;
        }
        let stored = self.store.load();
        let Some(server) = &mut self.server else { return };
        let out = server.desk.reloaded(stored);
        self.send(out);
    }

    fn hear(&mut self, message: Message) {
        let now = self.instant();
        let Some(server) = &mut self.server else { return };
        match message {
            Message::Submit(submission, to) => server.submitted.push_back((submission, to)),
            Message::Open(id, hello) => self.open(id, hello),
            Message::Heard(id, frame) => {
                let (hub, engine) = server.desk.hub();
                let out = hub.heard(id, frame, engine, now);
                self.send(out);
            }
            Message::Refill(id) => {
                let (hub, engine) = server.desk.hub();
                let frames = hub.afresh(id, engine);
                if let Some(link) = self.links.get_mut(&id) {
                    link.backlog.refill(frames);
                    link.refilling = false;
                }
                self.schedule_drain(id);
            }
            Message::Left(id) => server.desk.hub().0.leave(id),
            Message::EndSession(session) => {
                let out = server.desk.hub().0.end_session(&session);
                self.send(out);
            }
            Message::Page(user, tab, page) => self.page(user, tab, page),
        }
    }

    fn open(&mut self, id: ConnectionId, hello: Hello) {
        let Some(link) = self.links.get(&id) else { return };
        let (user, session) = (link.user, link.session.clone());
        if self.store_is_away() {
            return self.send(vec![(id, bliss::server::hub::Out::Close(Close::Restarting))]);
        }
        let outcomes = self.store.outcomes(user, &hello.pending);
        let still_signed_in = self.store.sessions.contains_key(&session);
        let greeting = Greeting { user, replica: hello.replica, tab: hello.tab, session, outcomes };
        let Some(server) = &mut self.server else { return };
        let out = server.desk.greet(id, greeting).filter(|_| still_signed_in);
        self.send(out.unwrap_or_else(|| vec![(id, bliss::server::hub::Out::Close(Close::SignedOut))]));
    }

    fn page(&mut self, user: UserId, tab: usize, page: u64) {
        let Some(server) = &self.server else { return };
        let engine = server.desk.engine();
        let Some(person) = engine.person(user).filter(|_| !server.desk.is_stale()) else { return };
        let reader = Reader { user, role: person.role };
        let today = LocalTime::at(self.instant(), &[]).date;
        let scopes = views::scopes(reader.role, &self.tabs[tab].view, today);
        let seed = Seed {
            user_id: user,
            user_role: reader.role,
            workspace_id: WORKSPACE,
            epoch: engine.epoch().to_owned(),
            rights: reader.rights(),
            revision: engine.head(),
            now: self.instant(),
            build: self.build(),
            rows: Hub::page(engine.state(), reader, &scopes),
            subscriptions: scopes.into_iter().map(|scope| Seeded { id: scope.name(), scope }).collect(),
        };
        let delay = self.latency();
        self.after(delay, Event::PageCame(tab, page, json(&seed)));
    }

    fn carry_out(&mut self) {
        let Some(server) = &mut self.server else { return };
        let (mut submissions, mut to) = (Vec::new(), Vec::new());
        let mut commands = 0;
        while let Some((next, _)) = server.submitted.front() {
            if commands > 0 && commands + next.commands.len() > COMMANDS {
                break;
            }
            commands += next.commands.len().max(1);
            let (submission, reply_to) = server.submitted.pop_front().expect("there is a first");
            submissions.push(submission);
            to.push(reply_to);
        }
        if server.desk.is_stale() || self.store_away_until > self.now {
            return to.into_iter().for_each(|to| self.reply(to, Reply::Later));
        }
        let known = self.store.known(&Needs::of(&submissions));
        let surroundings = Surroundings { now: bliss::domain::values::Instant(self.now), zones: &Utc };
        let mut batch = server.desk.decide(&submissions, &known, surroundings);
        let answers = to.into_iter().zip(std::mem::take(&mut batch.answers)).collect();
        self.check_sequence(&submissions, &batch);
        if batch.is_empty() {
            return self.answer(answers);
        }
        let delay = if self.draw.chance(90) { self.draw.between(1, 6) } else { self.draw.between(20, 400) };
        let life = self.life;
        if let Some(server) = &mut self.server {
            server.writing = Some(Writing { batch, answers });
        }
        self.after(delay, Event::Committed(life));
    }

    pub fn committed(&mut self, life: u64) {
        if life != self.life {
            return;
        }
        let Some(Writing { batch, answers }) = self.server.as_mut().and_then(|server| server.writing.take())
        else {
            return;
        };
        let fate = if self.store_is_away() { Fate::Failed } else { self.fate };
        self.fate = Fate::Written;
        if fate != Fate::Written {
            self.tell(|_| format!("a commit of {} entries: {fate:?}", batch.entries.len()));
        }
        let durable =
            matches!(fate, Fate::Written | Fate::UnknownWritten | Fate::DiesAfter | Fate::DiesWhenTold);
        if durable {
            assert!(self.store.commit(&batch), "the head was moved by nobody");
        }
        match fate {
            Fate::Written | Fate::DiesWhenTold => {
                if let Some(server) = &mut self.server {
                    let out = server.desk.written(&batch);
                    self.send(out);
                }
                self.answer(answers);
            }
            Fate::Failed => self.not_written(&batch, NotWritten::Failed, answers),
            Fate::UnknownWritten | Fate::UnknownLost => {
                self.not_written(&batch, NotWritten::Unknown, answers);
            }
            Fate::DiesBefore | Fate::DiesAfter => {}
        }
        if matches!(fate, Fate::DiesBefore | Fate::DiesAfter | Fate::DiesWhenTold) {
            let down_for = self.draw.between(200, 5_000);
            self.kill(down_for);
        }
        self.work();
    }

    fn not_written(&mut self, batch: &Batch, how: NotWritten, answers: Vec<(ReplyTo, Option<Answer>)>) {
        if let Some(server) = &mut self.server {
            server.desk.not_written(batch, how);
        }
        if how == NotWritten::Unknown {
            self.reload();
        }
        for (to, _) in answers {
            self.reply(to, Reply::Later);
        }
    }

    fn answer(&mut self, answers: Vec<(ReplyTo, Option<Answer>)>) {
        for (to, answer) in answers {
            match answer {
                Some(answer) => self.reply(to, Reply::Answer(json(&answer))),
                None => self.reply(to, Reply::SignedOut),
            }
        }
    }

    /// A change that its author made in sight of everything there was meets nothing.
    fn check_sequence(&self, submissions: &[Submission], batch: &Batch) {
        for id in batch.entries.iter().map(|entry| entry.command) {
            let Some(envelope) = submissions
                .iter()
                .flat_map(|submission| &submission.commands)
                .find(|envelope| envelope.id == id && envelope.epoch == self.store.epoch)
            else {
                continue;
            };
            let met = batch.remembered.iter().any(|one| {
                one.outcome.id == id && matches!(one.outcome.outcome, Verdict::Merged | Verdict::Conflict)
            });
            let Some(made) = self.ledger.made.get(&id).filter(|made| met && !made.held.is_empty()) else {
                continue;
            };
            let as_seen = made.held.iter().all(|(name, rev)| {
                let mut earlier = batch.entries.iter().take_while(|other| other.command != id);
                let touched = earlier.any(|other| {
                    let mut after = other.changes.iter().filter_map(|change| change.after.as_ref());
                    after.any(|row| (row.table(), row.key()) == *name)
                });
                // While views are resumed, an author says less than is shown to them.
                let said = envelope.seen >= *rev;
                said && !touched && self.store.rows.get(name).is_none_or(|row| row.rev() == *rev)
            });
            assert!(!as_seen, "{} {} met a setting that its author had seen", envelope.kind, envelope.data);
        }
    }
}
