//! The demonstration parties: four booked in two neighbouring weeks, one pending, one completed.

use super::catalogue::{Pantry, amount};
use super::script::{By, Script};
use crate::domain::command::{CreateBudget, PutBudgetLine, PutClient, RecordPayment, SetBudgetStatus};
use crate::domain::ids::{BudgetId, ClientId, LineId, PaymentId};
use crate::domain::rows::{BudgetStatus, GuestGroup, LineCategory, PaymentKind};
use crate::domain::values::{Date, Money, Patch, TimeOfDay};
use crate::server::clock;
use crate::server::engine::Failure;

use LineCategory::{Activity, Drinks, Food, Other, Rental, Staff};

/// The parties by their ids, for what the crew does for them.
pub struct Parties {
    pub barbecue: BudgetId,
    pub gala: BudgetId,
    pub paella: BudgetId,
    pub cocktail: BudgetId,
}

/// What a line of an offer names.
enum Sells {
    Menu(&'static str),
    Dish(&'static str),
    /// A product, how many, and what one is sold for.
    Product(&'static str, &'static str, i64),
    Service(&'static str, i64, i64),
}

struct Party {
    name: &'static str,
    client: &'static str,
    venue: &'static str,
    guests: u32,
    group: Option<(&'static str, u32, &'static str)>,
    serving: u16,
    limit: i64,
    notes: &'static str,
    lines: &'static [(LineCategory, Sells, Option<i64>)],
}

/// Sold for 2,800.
const BARBECUE: Party = Party {
    name: "Bachelor barbecue",
    client: "Mia Torres",
    venue: "Lakeside lodge",
    guests: 12,
    group: None,
    serving: 19 * 60,
    limit: 180_000,
    notes: "Smoker stands on the terrace. The groom knows nothing.",
    lines: &[
        (Food, Sells::Menu("Barbecue"), None),
        (Drinks, Sells::Product("IPA", "48 bottle", 450), None),
        (Drinks, Sells::Product("Water 1.5 l", "12 bottle", 200), None),
        (Other, Sells::Product("Charcoal", "4 bag", 2_500), None),
        (Activity, Sells::Service("Raft building", 103_200, 70_000), None),
        (Staff, Sells::Service("Grill master", 60_000, 42_000), None),
    ],
};

/// Sold for 4,500.
const GALA: Party = Party {
    name: "Company gala",
    client: "Nordlicht GmbH",
    venue: "Old town hall",
    guests: 25,
    group: Some(("Vegetarian", 4, "vegetarian")),
    serving: 20 * 60,
    limit: 260_000,
    notes: "Speeches between starter and main, about 20 minutes.",
    lines: &[
        (Food, Sells::Menu("Gala"), None),
        (Drinks, Sells::Product("Red wine", "30 bottle", 2_400), None),
        (Drinks, Sells::Product("Water 1.5 l", "25 bottle", 200), None),
        (Rental, Sells::Service("Tables, linen, glasses", 68_000, 45_000), None),
        (Staff, Sells::Service("Service, two people", 60_000, 40_000), None),
    ],
};

/// Sold for 1,800.
const PAELLA: Party = Party {
    name: "Birthday paella",
    client: "Familie Brandt",
    venue: "Garden of the Brandts",
    guests: 15,
    group: Some(("Without gluten", 2, "without gluten")),
    serving: 13 * 60 + 30,
    limit: 95_000,
    notes: "Grandma turns 80. The pan is ours.",
    lines: &[
        (Food, Sells::Dish("Paella"), Some(4_500)),
        (Food, Sells::Dish("Tomato and mozzarella"), Some(1_200)),
        (Drinks, Sells::Product("Red wine", "12 bottle", 2_000), None),
        (Drinks, Sells::Product("Water 1.5 l", "15 bottle", 200), None),
        (Activity, Sells::Service("Flamenco duo", 47_500, 30_000), None),
        (Staff, Sells::Service("Helping hand", 20_000, 12_000), None),
    ],
};

/// Sold for 3,200.
const COCKTAIL: Party = Party {
    name: "Start-up cocktail",
    client: "Kitewind Labs",
    venue: "Loft 7",
    guests: 20,
    group: None,
    serving: 18 * 60,
    limit: 190_000,
    notes: "Standing tables only; everything has to be eaten without a fork.",
    lines: &[
        (Food, Sells::Menu("Finger food"), None),
        (Drinks, Sells::Product("IPA", "36 bottle", 450), None),
        (Drinks, Sells::Product("Red wine", "18 bottle", 2_200), None),
        (Drinks, Sells::Product("Water 1.5 l", "20 bottle", 200), None),
        (Rental, Sells::Service("Bar and glasses", 82_200, 55_000), None),
        (Staff, Sells::Service("Bartender", 80_000, 50_000), None),
    ],
};

const ANNIVERSARY: Party = Party {
    name: "Garden anniversary",
    client: "Mia Torres",
    venue: "Rose garden",
    guests: 40,
    group: Some(("Vegan", 5, "vegan")),
    serving: 17 * 60,
    limit: 300_000,
    notes: "Waiting for their answer about the marquee.",
    lines: &[(Food, Sells::Menu("Gala"), None), (Rental, Sells::Service("Marquee", 90_000, 65_000), None)],
};

const LUNCH: Party = Party {
    name: "Office lunch",
    client: "Nordlicht GmbH",
    venue: "Their canteen",
    guests: 10,
    group: None,
    serving: 12 * 60 + 30,
    limit: 40_000,
    notes: "",
    lines: &[
        (Food, Sells::Dish("Roast chicken"), Some(3_200)),
        (Food, Sells::Dish("Green salad"), Some(900)),
    ],
};

/// Name, company, e-mail, telephone.
const CLIENTS: &[(&str, &str, &str, &str)] = &[
    ("Mia Torres", "", "mia.torres@client.example", "+49 30 5550101"),
    ("Nordlicht GmbH", "Nordlicht GmbH", "events@nordlicht.example", "+49 40 5550102"),
    ("Familie Brandt", "", "brandt@client.example", "+49 89 5550103"),
    ("Kitewind Labs", "Kitewind Labs", "office@kitewind.example", "+49 221 5550104"),
];

/// Makes clients and parties, and books four of them.
///
/// # Errors
/// When nothing can be written.
pub async fn fill(script: &mut Script, pantry: &Pantry) -> Result<Parties, Failure> {
    let mut clients = Vec::new();
    for &(name, company, email, phone) in CLIENTS {
        let id = ClientId(clock::uuid());
        clients.push((name, id));
        let some = |text: &str| if text.is_empty() { Patch::Keep } else { Patch::Set(text.to_owned()) };
        let client = PutClient {
            client_id: id,
            name: Some(name.to_owned()),
            email: some(email),
            phone: some(phone),
            company: some(company),
            notes: None,
        };
        script.act(By::Alice, client).await?;
    }
    let today = script.today;
    let first = today.plus_days(2);
    // The second one in the same week, the others in the next.
    let second = today.plus_days(4).min(first.week().sunday());
    let next = first.week().plus(1).monday();
    let mut maker = Maker { script, pantry, clients };
    let parties = Parties {
        barbecue: maker.booked(&BARBECUE, first).await?,
        gala: maker.booked(&GALA, second).await?,
        paella: maker.booked(&PAELLA, next.plus_days(2)).await?,
        cocktail: maker.booked(&COCKTAIL, next.plus_days(4)).await?,
    };
    let pending = maker.offered(&ANNIVERSARY, today.plus_days(23)).await?;
    maker.moved(pending, BudgetStatus::Pending).await?;
    let past = maker.booked(&LUNCH, today.plus_days(-4)).await?;
    maker.moved(past, BudgetStatus::Completed).await?;
    maker.paid(parties.barbecue, 140_000, PaymentKind::Deposit).await?;
    maker.paid(parties.gala, 225_000, PaymentKind::Deposit).await?;
    maker.paid(parties.paella, 90_000, PaymentKind::Deposit).await?;
    maker.paid(past, 41_000, PaymentKind::Final).await?;
    Ok(parties)
}

struct Maker<'a> {
    script: &'a mut Script,
    pantry: &'a Pantry,
    clients: Vec<(&'static str, ClientId)>,
}

impl Maker<'_> {
    async fn booked(&mut self, party: &Party, date: Date) -> Result<BudgetId, Failure> {
        let id = self.offered(party, date).await?;
        self.moved(id, BudgetStatus::Reserva).await?;
        Ok(id)
    }

    async fn moved(&mut self, id: BudgetId, status: BudgetStatus) -> Result<(), Failure> {
        let command = SetBudgetStatus { budget_id: id, status, note: None };
        self.script.act(By::Alice, command).await
    }

    async fn offered(&mut self, party: &Party, date: Date) -> Result<BudgetId, Failure> {
        let id = BudgetId(clock::uuid());
        let client = self.clients.iter().find(|(name, _)| *name == party.client);
        let group = party.group.map(|(label, count, diet)| {
            vec![GuestGroup { label: label.to_owned(), count, diet: diet.to_owned() }]
        });
        let create = CreateBudget {
            budget_id: id,
            name: party.name.to_owned(),
            client_id: client.map_or(Patch::Keep, |(_, id)| Patch::Set(*id)),
            date,
            serving_time: TimeOfDay::from_minute(party.serving),
            end_time: Patch::Keep,
            guests: party.guests,
            groups: group,
            venue: Some(party.venue.to_owned()),
            limit: Patch::Set(Money(party.limit)),
            notes: Some(party.notes.to_owned()),
        };
        self.script.act(By::Alice, create).await?;
        for (category, sells, price) in party.lines {
            let line = self.line(id, *category, sells, *price);
            self.script.act(By::Alice, line).await?;
        }
        Ok(id)
    }

    fn line(
        &self,
        budget_id: BudgetId,
        category: LineCategory,
        sells: &Sells,
        price: Option<i64>,
    ) -> PutBudgetLine {
        let mut line = PutBudgetLine {
            line_id: LineId(clock::uuid()),
            budget_id,
            category: Some(category),
            text: None,
            dish_id: Patch::Keep,
            menu_id: Patch::Keep,
            product_id: Patch::Keep,
            portions: Patch::Keep,
            quantity: Patch::Keep,
            unit_price: price.map_or(Patch::Keep, |price| Patch::Set(Money(price))),
            planned_cost: Patch::Keep,
        };
        match *sells {
            Sells::Menu(name) => {
                line.text = Some(name.to_owned());
                line.menu_id = self.pantry.menu(name).map_or(Patch::Keep, Patch::Set);
            }
            Sells::Dish(name) => {
                line.text = Some(name.to_owned());
                line.dish_id = self.pantry.dish(name).map_or(Patch::Keep, Patch::Set);
            }
            Sells::Product(name, quantity, price) => {
                line.text = Some(name.to_owned());
                line.product_id = self.pantry.product(name).map_or(Patch::Keep, Patch::Set);
                line.quantity = Patch::Set(amount(quantity));
                line.unit_price = Patch::Set(Money(price));
            }
            Sells::Service(text, price, cost) => {
                line.text = Some(text.to_owned());
                line.unit_price = Patch::Set(Money(price));
                line.planned_cost = Patch::Set(Money(cost));
            }
        }
        line
    }

    async fn paid(&mut self, budget_id: BudgetId, amount: i64, kind: PaymentKind) -> Result<(), Failure> {
        let payment = RecordPayment {
            payment_id: PaymentId(clock::uuid()),
            budget_id,
            amount: Money(amount),
            kind,
            method: "transfer".to_owned(),
            date: self.script.today,
            reference: None,
        };
        self.script.act(By::Alice, payment).await
    }
}
