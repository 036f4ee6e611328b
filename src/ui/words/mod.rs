//! How things are called and written: the same word for the same thing everywhere.

mod names;

pub use names::{initials, lowercase, plain, sort_by_name, uppercase};

use crate::domain::rows::{
    Allergen, BudgetStatus, Course, LineCategory, PaymentKind, Priority, ProductCategory, Role,
    ScheduleStatus, TaskStatus, TaskType,
};
use crate::domain::values::{Date, LocalTime, Money, Quantity, Unit, Week, Weekday};

#[must_use]
pub fn role(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Organizer => "Organizer",
        Role::Logistics => "Logistics",
        Role::Cook => "Cook",
    }
}

#[must_use]
pub fn budget_status(status: BudgetStatus) -> &'static str {
    match status {
        BudgetStatus::Draft => "Draft",
        BudgetStatus::Pending => "Pending",
        BudgetStatus::Approved => "Approved",
        BudgetStatus::Reserva => "Booked",
        BudgetStatus::Completed => "Completed",
        BudgetStatus::Rejected => "Rejected",
        BudgetStatus::Canceled => "Canceled",
    }
}

#[must_use]
pub fn task_status(status: TaskStatus) -> &'static str {
    match status {
        TaskStatus::Todo => "To do",
        TaskStatus::InProgress => "In progress",
        TaskStatus::Done => "Done",
        TaskStatus::Canceled => "Canceled",
    }
}

#[must_use]
pub fn task_type(kind: TaskType) -> &'static str {
    match kind {
        TaskType::Reservation => "Reservation",
        TaskType::Shopping => "Shopping",
        TaskType::Preparation => "Preparation",
        TaskType::Delivery => "Delivery",
        TaskType::Setup => "Setup",
        TaskType::Cooking => "Cooking",
        TaskType::Need => "Need",
        TaskType::Cleanup => "Cleanup",
        TaskType::Other => "Other",
    }
}

#[must_use]
pub fn priority(priority: Priority) -> &'static str {
    match priority {
        Priority::Low => "Low",
        Priority::Medium => "Medium",
        Priority::High => "High",
        Priority::Urgent => "Urgent",
    }
}

#[must_use]
pub fn schedule_status(status: ScheduleStatus) -> &'static str {
    match status {
        ScheduleStatus::Planned => "Planned",
        ScheduleStatus::Cooking => "Cooking",
        ScheduleStatus::Ready => "Ready",
        ScheduleStatus::Served => "Served",
        ScheduleStatus::Canceled => "Canceled",
    }
}

#[must_use]
pub fn line_category(category: LineCategory) -> &'static str {
    match category {
        LineCategory::Food => "Food",
        LineCategory::Drinks => "Drinks",
        LineCategory::Activity => "Activity",
        LineCategory::Transport => "Transport",
        LineCategory::Accommodation => "Accommodation",
        LineCategory::Rental => "Rental",
        LineCategory::Staff => "Staff",
        LineCategory::Other => "Other",
    }
}

#[must_use]
pub fn product_category(category: ProductCategory) -> &'static str {
    match category {
        ProductCategory::Vegetables => "Vegetables",
        ProductCategory::Fruit => "Fruit",
        ProductCategory::Bakery => "Bakery",
        ProductCategory::Meat => "Meat",
        ProductCategory::Fish => "Fish",
        ProductCategory::Dairy => "Dairy",
        ProductCategory::DryGoods => "Dry goods",
        ProductCategory::Condiments => "Condiments",
        ProductCategory::Drinks => "Drinks",
        ProductCategory::Frozen => "Frozen",
        ProductCategory::Supplies => "Supplies",
        ProductCategory::Equipment => "Equipment",
        ProductCategory::Other => "Other",
    }
}

#[must_use]
pub fn course(course: Course) -> &'static str {
    match course {
        Course::Starter => "Starter",
        Course::Main => "Main",
        Course::Side => "Side",
        Course::Dessert => "Dessert",
        Course::Drink => "Drink",
        Course::Snack => "Snack",
    }
}

#[must_use]
pub fn payment_kind(kind: PaymentKind) -> &'static str {
    match kind {
        PaymentKind::Deposit => "Deposit",
        PaymentKind::Instalment => "Instalment",
        PaymentKind::Final => "Final",
        PaymentKind::Refund => "Refund",
    }
}

#[must_use]
pub fn allergen(allergen: Allergen) -> &'static str {
    match allergen {
        Allergen::Gluten => "gluten",
        Allergen::Crustaceans => "crustaceans",
        Allergen::Eggs => "eggs",
        Allergen::Fish => "fish",
        Allergen::Peanuts => "peanuts",
        Allergen::Soybeans => "soybeans",
        Allergen::Milk => "milk",
        Allergen::Nuts => "nuts",
        Allergen::Celery => "celery",
        Allergen::Mustard => "mustard",
        Allergen::Sesame => "sesame",
        Allergen::Sulphites => "sulphites",
        Allergen::Lupin => "lupin",
        Allergen::Molluscs => "molluscs",
    }
}

#[must_use]
pub fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Mon",
        Weekday::Tuesday => "Tue",
        Weekday::Wednesday => "Wed",
        Weekday::Thursday => "Thu",
        Weekday::Friday => "Fri",
        Weekday::Saturday => "Sat",
        Weekday::Sunday => "Sun",
    }
}

/// "Nov".
#[must_use]
pub fn month(month: u8) -> &'static str {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    MONTHS.get(usize::from(month).wrapping_sub(1)).copied().unwrap_or("")
}

/// "Sat 28 Nov", with the year where it is not this one.
#[must_use]
pub fn date(date: Date, today: Date) -> String {
    let day = format!("{} {} {}", weekday(date.weekday()), date.day(), month(date.month()));
    if date.year() == today.year() { day } else { format!("{day} {}", date.year()) }
}

/// "Saturday 28 November".
#[must_use]
pub fn long_date(date: Date) -> String {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let day = DAYS[usize::from(date.weekday().number_days_from_monday())];
    let month = MONTHS[usize::from(date.month() - 1) % MONTHS.len()];
    [day, " ", &date.day().to_string(), " ", month].concat()
}

/// "today", "tomorrow", "yesterday", else the date.
#[must_use]
pub fn day(of: Date, today: Date) -> String {
    match of.days_since(today) {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ => date(of, today),
    }
}

/// "tomorrow 19:00".
#[must_use]
pub fn time(at: LocalTime, today: Date) -> String {
    format!("{} {}", day(at.date, today), at.time)
}

/// "Sat 28 Nov 16:00–19:45"; "Sat 28 Nov 16:00" of what takes no time.
#[must_use]
pub fn span(from: LocalTime, to: LocalTime, today: Date) -> String {
    let start = time(from, today);
    if from == to {
        return start;
    }
    if from.date == to.date {
        format!("{start}–{}", to.time)
    } else {
        format!("{start} – {}", time(to, today))
    }
}

/// "16–22 Nov".
#[must_use]
pub fn week(week: Week) -> String {
    let (from, to) = (week.monday(), week.sunday());
    if from.month() == to.month() {
        format!("{}–{} {}", from.day(), to.day(), month(to.month()))
    } else {
        format!("{} {} – {} {}", from.day(), month(from.month()), to.day(), month(to.month()))
    }
}

/// "3 h 20 min".
#[must_use]
pub fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The currencies that a workspace may choose from: those with hundredths.
pub const CURRENCIES: [(&str, &str); 14] = [
    ("EUR", "Euro, €"),
    ("USD", "US dollar, $"),
    ("GBP", "Pound, £"),
    ("CHF", "Swiss franc, CHF"),
    ("SEK", "Swedish krona, SEK"),
    ("NOK", "Norwegian krone, NOK"),
    ("DKK", "Danish krone, DKK"),
    ("PLN", "Złoty, PLN"),
    ("CZK", "Czech koruna, CZK"),
    ("MXN", "Mexican peso, MXN"),
    ("ARS", "Argentine peso, ARS"),
    ("BRL", "Real, BRL"),
    ("CAD", "Canadian dollar, CAD"),
    ("AUD", "Australian dollar, AUD"),
];

/// "1,250.50 €".
#[must_use]
pub fn money(money: Money, currency: &str) -> String {
    [figure(money).as_str(), symbol(currency)].join(" ")
}

/// "1,250.50": where the currency stands beside it.
#[must_use]
pub fn figure(money: Money) -> String {
    let size = money.0.unsigned_abs();
    format!("{}{}.{:02}", sign(money), grouped(size / 100), size % 100)
}

/// "1,251": where cents would only be in the way.
#[must_use]
pub fn rounded(money: Money) -> String {
    let size = money.0.unsigned_abs();
    [sign(money), &grouped((size + 50) / 100)].concat()
}

fn sign(money: Money) -> &'static str {
    if money.0 < 0 { "−" } else { "" }
}

/// "€", else the code.
#[must_use]
pub fn symbol(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        other => other,
    }
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// "1.5 kg", "12 bottles", "1 piece".
#[must_use]
pub fn quantity(quantity: Quantity) -> String {
    let amount = quantity.amount();
    let unit = unit(quantity.unit(), amount == "1");
    format!("{amount} {unit}")
}

/// The unit's word; counted ones in the plural unless there is one.
#[must_use]
pub fn unit(unit: Unit, one: bool) -> &'static str {
    match (unit, one) {
        (Unit::G, _) => "g",
        (Unit::Kg, _) => "kg",
        (Unit::Ml, _) => "ml",
        (Unit::L, _) => "l",
        (Unit::Piece, true) => "piece",
        (Unit::Piece, false) => "pieces",
        (Unit::Pack, true) => "pack",
        (Unit::Pack, false) => "packs",
        (Unit::Box, true) => "box",
        (Unit::Box, false) => "boxes",
        (Unit::Bag, true) => "bag",
        (Unit::Bag, false) => "bags",
        (Unit::Bottle, true) => "bottle",
        (Unit::Bottle, false) => "bottles",
        (Unit::Can, true) => "can",
        (Unit::Can, false) => "cans",
        (Unit::Bunch, true) => "bunch",
        (Unit::Bunch, false) => "bunches",
        (Unit::Slice, true) => "slice",
        (Unit::Slice, false) => "slices",
        (Unit::Set, true) => "set",
        (Unit::Set, false) => "sets",
    }
}

#[cfg(test)]
mod tests {
    use super::span;
    use crate::domain::values::{Date, LocalTime};

    #[test]
    fn what_takes_no_time_says_once_when_it_is() {
        let at = |text: &str| text.parse::<LocalTime>().unwrap();
        let today: Date = "2026-11-28".parse().unwrap();
        let said = |to: &str| span(at("2026-11-28T18:00"), at(to), today);
        assert_eq!(said("2026-11-28T18:00"), "today 18:00");
        assert_eq!(said("2026-11-28T19:30"), "today 18:00–19:30");
    }
}
