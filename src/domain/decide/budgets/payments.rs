//! Money received from a client, or returned.

use super::super::super::bounds;
use super::super::super::command::{RecordPayment, VoidPayment};
use super::super::super::fact::Fact;
use super::super::super::refusal::Refusal;
use super::super::super::rows::{Budget, Payment, Settings, Severity};
use super::super::super::values::{Money, Revision};
use super::super::super::work::Work;
use super::{about, may_change, own};

/// Records a payment; a refund's amount is positive, too.
pub fn record(work: &mut Work<'_>, data: &RecordPayment) -> Result<(), Refusal> {
    work.fresh::<Payment>(data.payment_id, "paymentId")?;
    let budget = own(work, data.budget_id)?;
    if data.amount <= Money::ZERO {
        return Err(Refusal::invalid("amount", "The amount has to be above 0."));
    }
    let payment = Payment {
        id: data.payment_id,
        rev: Revision::ZERO,
        voided: false,
        budget_id: budget.id,
        amount: bounds::money("amount", data.amount)?,
        kind: data.kind,
        method: bounds::name("method", &data.method)?,
        date: data.date,
        reference: bounds::text("reference", data.reference.as_deref().unwrap_or_default())?,
        booked: budget.booked,
        party_date: budget.date,
        settings: Settings::new(),
        removed: None,
    };
    work.create(payment.clone());
    tell(work, &payment);
    Ok(())
}

/// Tells that a payment counts, or counts no more.
pub fn tell(work: &mut Work<'_>, payment: &Payment) {
    let told = if payment.voided { "payment-voided" } else { "payment-recorded" };
    work.tell(Fact::new(told).with("paymentId", payment.id).with("budgetId", payment.budget_id));
    if let Some(budget) = work.get::<Budget>(payment.budget_id) {
        work.notify(&[budget.owner_id], &about(&budget, Severity::Info, told).of_field("payment"));
    }
}

/// Voids a payment; it stays on record and no longer counts.
pub fn void(work: &mut Work<'_>, data: &VoidPayment) -> Result<(), Refusal> {
    let mut payment = work.see::<Payment>(data.payment_id)?;
    if let Some(budget) = work.get::<Budget>(payment.budget_id) {
        may_change(work, &budget)?;
    }
    work.set(&mut payment, "voided", true);
    work.put(payment.clone());
    tell(work, &payment);
    Ok(())
}
