//! Commands about people.

use super::super::command::{EditWorkspace, InvitePerson, PutClient, PutUser, RemoveClient, RevokeInvite};
use super::super::refusal::Refusal;
use super::super::work::Work;

pub fn put_client(_work: &mut Work<'_>, _data: &PutClient) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn remove_client(_work: &mut Work<'_>, _data: &RemoveClient) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn put_user(_work: &mut Work<'_>, _data: &PutUser) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn invite(_work: &mut Work<'_>, _data: &InvitePerson) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn revoke_invite(_work: &mut Work<'_>, _data: &RevokeInvite) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}

pub fn edit_workspace(_work: &mut Work<'_>, _data: &EditWorkspace) -> Result<(), Refusal> {
    Err(Refusal::not_found())
}
