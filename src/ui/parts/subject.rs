//! What rows and their fields are called, and where they are to be found: for lines that stand away
//! from the row itself.

use uuid::Uuid;

use crate::browser::Live;
use crate::domain::ids::{BudgetId, ItemId, ProductId};
use crate::domain::rows::{Budget, Dish, Menu, Product, Role, Row, ShoppingItem, Table};
use crate::sync::submit::Envelope;

/// "Beef ribs", "Setup (Company gala)"; of a row that is not here what it is: "a task". What is removed
/// keeps its name. Tracked.
pub fn row_name(live: &Live, table: Table, id: Uuid, party: Option<BudgetId>) -> String {
    let row = live.row_in(table, id).or_else(|| live.with(|state| state.row(table, id)));
    let name = row.and_then(|row| own_name(live, &row));
    let name = name.unwrap_or_else(|| kind(table).to_owned());
    let party = party.filter(|party| party.0 != id).and_then(|id| live.row::<Budget>(id));
    match party {
        Some(party) => [&name, " (", &party.name, ")"].concat(),
        None => name,
    }
}

/// The same of a row that may be gone. Tracked, as far as its name is another row's.
pub fn name_of(live: &Live, row: &Row) -> String {
    own_name(live, row).unwrap_or_else(|| kind(row.table()).to_owned())
}

fn own_name(live: &Live, row: &Row) -> Option<String> {
    let product = |id: ProductId| live.row::<Product>(id).map(|row| row.name.clone());
    let item = |id: ItemId| live.row::<ShoppingItem>(id).map(|row| row.name.clone());
    match row {
        Row::ShoppingItem(row) => Some(row.name.clone()),
        Row::Ingredient(row) => product(row.product_id),
        Row::Substitute(row) => product(row.product_id),
        Row::Demand(row) => item(row.item_id),
        Row::Purchase(row) => item(row.item_id),
        Row::Transfer(row) => item(row.to_item_id),
        Row::BudgetLine(row) => {
            let dish = || row.dish_id.and_then(|id| live.row::<Dish>(id)).map(|dish| dish.name.clone());
            let menu = || row.menu_id.and_then(|id| live.row::<Menu>(id)).map(|menu| menu.name.clone());
            let named = row.product_id.and_then(product).or_else(dish).or_else(menu);
            Some(named.unwrap_or_else(|| row.text.clone()))
        }
        Row::Workspace(_)
        | Row::User(_)
        | Row::Invite(_)
        | Row::Client(_)
        | Row::Budget(_)
        | Row::Payment(_)
        | Row::Product(_)
        | Row::Dish(_)
        | Row::Menu(_)
        | Row::Task(_)
        | Row::Comment(_)
        | Row::Schedule(_)
        | Row::Timer(_)
        | Row::Notification(_)
        | Row::Conflict(_) => {
            let said = ["name", "title", "text", "label"].into_iter();
            let mut said = said.filter_map(|field| Some(row.field(field)?.as_str()?.to_owned()));
            said.find(|text| !text.is_empty())
        }
    }
}

/// What a row of a table is.
fn kind(table: Table) -> &'static str {
    match table {
        Table::Workspaces => "the workspace",
        Table::Users => "a person",
        Table::Invites => "an invitation",
        Table::Clients => "a client",
        Table::Budgets => "a party",
        Table::BudgetLines => "a line",
        Table::Payments => "a payment",
        Table::Products => "a product",
        Table::Dishes => "a dish",
        Table::Menus => "a menu",
        Table::Tasks => "a task",
        Table::Comments => "a comment",
        Table::Schedules => "a schedule",
        Table::Ingredients => "an ingredient",
        Table::Timers => "a timer",
        Table::ShoppingItems => "a line of the list",
        Table::Demands => "a need",
        Table::Purchases => "a purchase",
        Table::Transfers => "surplus",
        Table::Substitutes => "a substitute",
        Table::Notifications => "a notification",
        Table::Conflicts => "a question",
    }
}

/// The same without its article: "task", "line of the list".
pub fn noun(table: Table) -> &'static str {
    let kind = kind(table);
    kind.split_once(' ')
        .filter(|(article, _)| ["a", "an", "the"].contains(article))
        .map_or(kind, |(_, noun)| noun)
}

/// A field by its name on the wire, as people call it: "serving time", "step 3".
pub fn field_name(field: &str) -> String {
    match field {
        "override" | "quantity" => return "amount".to_owned(),
        "start" => return "time".to_owned(),
        "assigneeId" => return "who does it".to_owned(),
        "removed" => return "whether it stays".to_owned(),
        "purchased" => return "bought".to_owned(),
        _ => {}
    }
    if let Some(step) = field.strip_prefix("steps.").and_then(|at| at.parse::<u32>().ok()) {
        return format!("step {}", step + 1);
    }
    let mut words = String::new();
    for letter in field.strip_suffix("Id").unwrap_or(field).chars() {
        match letter {
            '.' => words.push(' '),
            letter if letter.is_ascii_uppercase() => {
                words.push(' ');
                words.push(letter.to_ascii_lowercase());
            }
            letter => words.push(letter),
        }
    }
    words
}

/// The address of what an act was about, where it can be done differently: of a party that was not made, of its
/// lines too, the form that makes it again. None where no row that it names is here, or has a place to edit it.
pub fn address_of_act(live: &Live, act: &Envelope) -> Option<String> {
    let find = |id| live.with(|state| Table::ALL.iter().find_map(|table| state.row(*table, id)));
    let party = act.data.get("budgetId").and_then(|id| id.as_str()?.parse::<BudgetId>().ok());
    if let Some(party) = party.filter(|party| is_unmade(live, *party)) {
        return Some(["/budgets?again=", &party.to_string()].concat());
    }
    let mut places = act.subjects().filter_map(find).map(|row| {
        let party = row.field("budgetId").and_then(|id| id.as_str()?.parse().ok()).map(BudgetId);
        address(live, row.table(), row.key(), party)
    });
    places.find(|place| place != "/")
}

/// Whether a party was to be made on this device, and was refused. Tracked.
pub fn is_unmade(live: &Live, party: BudgetId) -> bool {
    live.refused_about(party).iter().any(|(_, act, _)| act.kind == "create-budget")
}

/// The address at which a row is shown. Of what is neither here nor a page's own, the page.
pub fn address(live: &Live, table: Table, id: Uuid, party: Option<BudgetId>) -> String {
    let line = |item: Option<Uuid>| {
        item.map_or_else(|| "/shopping".to_owned(), |id| ["/shopping?line=", &id.to_string()].concat())
    };
    match table {
        Table::Budgets | Table::BudgetLines | Table::Payments => {
            ["/budgets/", &party.map_or(id, |party| party.0).to_string()].concat()
        }
        Table::Tasks => ["/tasks?task=", &id.to_string()].concat(),
        Table::Schedules => ["/cooking-schedule?schedule=", &id.to_string()].concat(),
        Table::Ingredients if live.role() == Role::Logistics => line(None),
        Table::Ingredients | Table::Timers => {
            let schedule = match live.with(|state| state.row(table, id)) {
                Some(Row::Ingredient(row)) => Some(row.schedule_id),
                Some(Row::Timer(row)) => Some(row.schedule_id),
                _ => None,
            };
            schedule.map_or_else(
                || "/cooking-schedule".to_owned(),
                |id| ["/cooking-schedule?schedule=", &id.to_string()].concat(),
            )
        }
        Table::ShoppingItems => line(Some(id)),
        Table::Demands | Table::Purchases | Table::Transfers | Table::Substitutes => {
            line(match live.with(|state| state.row(table, id)) {
                Some(Row::Demand(row)) => Some(row.item_id.0),
                Some(Row::Purchase(row)) => Some(row.item_id.0),
                Some(Row::Transfer(row)) => Some(row.to_item_id.0),
                Some(Row::Substitute(row)) => Some(row.item_id.0),
                _ => None,
            })
        }
        Table::Users | Table::Invites | Table::Workspaces => "/people".to_owned(),
        Table::Clients
        | Table::Products
        | Table::Dishes
        | Table::Menus
        | Table::Comments
        | Table::Notifications
        | Table::Conflicts => "/".to_owned(),
    }
}
