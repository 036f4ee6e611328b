//! What the party comes to, beside the form while it is written.

use leptos::prelude::*;

use super::super::marks;
use super::draft::Draft;
use crate::browser::{Live, use_live};
use crate::domain::rows::LineCategory;
use crate::domain::values::Money;
use crate::ui::pages::budget::price::price_in;
use crate::ui::words;

pub fn card(draft: Draft) -> AnyView {
    let live = use_live();
    view! {
        <aside class="total-card" aria-label="Total" aria-live="polite">
            <h3>"Total"</h3>
            {move || figures(draft, &live)}
        </aside>
    }
    .into_any()
}

fn figures(draft: Draft, live: &Live) -> AnyView {
    let currency = live.workspace().map(|row| row.currency.clone()).unwrap_or_default();
    let (total, guests, limit) = (draft.total(live), draft.guest_count(), price_in(draft.limit));
    let money = |money| words::money(money, &currency);
    let of = |category: LineCategory| -> Money {
        let lines = draft.offered().into_iter().filter(|form| form.line_category() == category);
        lines.map(|form| draft.sum(live, form)).sum()
    };
    let mut pairs = vec![("Guests", guests.to_string())];
    if guests > 0 {
        pairs.push(("Per guest", money(total.times_thousandths(1, i64::from(guests)))));
    }
    for category in [LineCategory::Food, LineCategory::Drinks] {
        let sum = of(category);
        if sum > Money::ZERO {
            pairs.push((words::line_category(category), money(sum)));
        }
    }
    if let Some(limit) = limit {
        pairs.push(("Limit", money(limit)));
        pairs.push(("Left", money(limit.saturating_sub(total))));
    }
    let pairs = pairs.into_iter().map(|(name, value)| view! { <dt>{name}</dt> <dd>{value}</dd> });
    let share = limit.filter(|limit| *limit > Money::ZERO).map(|limit| {
        let percent = total.0.saturating_mul(100) / limit.0;
        let tone = marks::limit_tone(percent);
        view! {
            <progress max=limit.0 value=total.0 data-tone=tone aria-label="Of the limit"></progress>
            <p class="soft">{percent} " % of the limit"</p>
        }
    });
    view! {
        <p class="sum">{money(total)}</p>
        <dl class="pairs">{pairs.collect_view()}</dl>
        {share}
    }
    .into_any()
}
