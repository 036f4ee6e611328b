//! What the demonstration crew has done so far: a half-done list, tasks under way, a cook's own
//! amount.

use super::parties::Parties;
use super::script::{By, Script};
use crate::domain::command::{
    AddPurchase, ClaimItem, CommentOn, CreateTask, EditShoppingItem, HaveAlready, MarkPurchased, PutDemand,
    Receive, SetIngredientQuantity, SetTaskStatus,
};
use crate::domain::ids::{BudgetId, CommentId, DemandId, IngredientId, ItemId, PurchaseId, TaskId};
use crate::domain::rows::{Priority, Role, TaskStatus, TaskType};
use crate::domain::values::{Money, Patch, Quantity, Week};
use crate::server::clock;
use crate::server::demo::catalogue::{Pantry, amount};
use crate::server::engine::Failure;

/// Lets the crew work for a while.
///
/// # Errors
/// When nothing can be written.
pub async fn fill(script: &mut Script, pantry: &Pantry, parties: &Parties) -> Result<(), Failure> {
    let week = script.today.plus_days(2).week();
    shop(script, pantry, week).await?;
    do_tasks(script, parties).await?;
    cook(script, pantry, parties).await
}

/// The line of a product in a week, with what it needs.
async fn line(
    script: &Script,
    pantry: &Pantry,
    week: Week,
    name: &str,
) -> Result<Option<(ItemId, Quantity)>, Failure> {
    let product = pantry.product(name);
    script
        .read(move |state| {
            let mut items = state.items_of(week).filter(|item| Some(item.product_id) == product);
            items.next().map(|item| (item.id, item.needed))
        })
        .await
}

async fn shop(script: &mut Script, pantry: &Pantry, week: Week) -> Result<(), Failure> {
    let mut bought = Vec::new();
    for (name, paid) in [("IPA", 12_960), ("Water 1.5 l", 2_960), ("Charcoal", 5_800)] {
        let Some((item_id, quantity)) = line(script, pantry, week, name).await? else { continue };
        let purchase_id = PurchaseId(clock::uuid());
        bought.push(purchase_id);
        let mark = MarkPurchased {
            item_id,
            purchase_id,
            quantity,
            paid: Some(Money(paid)),
            place: Some("Drinks Huber".to_owned()),
            note: None,
        };
        script.act(By::Bob, mark).await?;
    }
    if let Some((item_id, _)) = line(script, pantry, week, "Red wine").await? {
        let add = AddPurchase {
            item_id,
            purchase_id: PurchaseId(clock::uuid()),
            quantity: amount("18 bottle"),
            paid: Some(Money(15_000)),
            place: Some("Drinks Huber".to_owned()),
            note: Some("The rest comes on Thursday.".to_owned()),
        };
        script.act(By::Bob, add).await?;
    }
    if let Some((item_id, _)) = line(script, pantry, week, "Olive oil").await? {
        let have = HaveAlready {
            item_id,
            purchase_id: PurchaseId(clock::uuid()),
            quantity: amount("0.5 l"),
            note: Some("Half a litre left over in the kitchen.".to_owned()),
        };
        script.act(By::Bea, have).await?;
    }
    for name in ["Lettuce", "Cherry tomato"] {
        if let Some((item_id, _)) = line(script, pantry, week, name).await? {
            let claim = ClaimItem { item_id: Some(item_id), week: None, category: None, claimed: true };
            script.act(By::Bea, claim).await?;
        }
    }
    if let Some((item_id, _)) = line(script, pantry, week, "Beef ribs").await? {
        let notes = Some("Ordered; ask for the thick end.".to_owned());
        script.act(By::Bob, EditShoppingItem { item_id, notes, supplier: Patch::Keep }).await?;
    }
    bought.truncate(1);
    script.act(By::Carla, Receive { purchase_ids: bought }).await?;
    let Some(product_id) = pantry.product("Lemon") else { return Ok(()) };
    let need = PutDemand {
        demand_id: DemandId(clock::uuid()),
        week,
        product_id,
        quantity: amount("10 piece"),
        need_by: Patch::Keep,
        budget_id: Patch::Keep,
        text: Patch::Set("For the water jugs".to_owned()),
    };
    script.act(By::Cai, need).await
}

/// The task that a party's plan calls by this name.
async fn set(
    script: &mut Script,
    by: By,
    budget: BudgetId,
    kind: &str,
    status: TaskStatus,
) -> Result<(), Failure> {
    let task_id = TaskId::derived(budget, kind);
    script.act(by, SetTaskStatus { task_id, status, note: None, anyway: None }).await
}

async fn do_tasks(script: &mut Script, parties: &Parties) -> Result<(), Failure> {
    set(script, By::Bob, parties.barbecue, "reservation", TaskStatus::Done).await?;
    set(script, By::Bob, parties.gala, "reservation", TaskStatus::Done).await?;
    set(script, By::Bea, parties.paella, "reservation", TaskStatus::InProgress).await?;
    set(script, By::Bea, parties.cocktail, "reservation", TaskStatus::InProgress).await?;
    set(script, By::Bob, parties.barbecue, "shopping", TaskStatus::InProgress).await?;
    let task_id = TaskId(clock::uuid());
    let task = CreateTask {
        task_id,
        title: "Return the borrowed smoker".to_owned(),
        kind: Some(TaskType::Other),
        role: Role::Logistics,
        assignee_id: Patch::Set(script.user(By::Bea)),
        priority: Some(Priority::Low),
        start: None,
        minutes: Some(45),
        budget_id: Patch::Set(parties.barbecue),
    };
    script.act(By::Alice, task).await?;
    let comment = CommentOn {
        comment_id: CommentId(clock::uuid()),
        table: crate::domain::rows::Table::Tasks,
        row_id: task_id.0,
        text: "They open at nine; the gate is on the left.".to_owned(),
    };
    script.act(By::Bob, comment).await
}

/// Carla wants more mustard than the recipe says.
async fn cook(script: &mut Script, pantry: &Pantry, parties: &Parties) -> Result<(), Failure> {
    let (budget, mustard) = (parties.barbecue, pantry.product("Mustard"));
    let found: Option<(IngredientId, Quantity)> = script
        .read(move |state| {
            let schedules = state.schedules_of(budget);
            let mut all = schedules.flat_map(|schedule| state.ingredients_of(schedule.id));
            all.find(|one| Some(one.product_id) == mustard).map(|one| (one.id, one.quantity))
        })
        .await?;
    let Some((ingredient_id, quantity)) = found else { return Ok(()) };
    let more = Quantity::new(quantity.thousandths() / 4 * 5, quantity.unit());
    script.act(By::Carla, SetIngredientQuantity { ingredient_id, quantity: more }).await
}
