"""Verbs about commitments: offered in the room, confirmed by the owner, told later."""

import uuid
from datetime import date, datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture.models import GroupSheet
from dissemination.events.models import Event, Organisation
from dissemination.outcomes import emails, policies
from dissemination.outcomes.models import Commitment, Outcome


def organisation_called(name: str) -> Organisation:
    """The organisation with this full or short name; a new one when nobody has named it before."""
    known = Organisation.objects.called(name).order_by("pk").first()
    return known or Organisation.objects.create(name=name)


@transaction.atomic
def offer(
    event: Event,
    *,
    organisation: Organisation,
    what: str,
    client_id: uuid.UUID,
    at: datetime,
    owner_name: str = "",
    owner_email: str = "",
    first_step: str = "",
    due_on: date | None = None,
    visibility: str = Commitment.Visibility.PARTICIPANTS,
    outcome: Outcome | None = None,
    sheet: GroupSheet | None = None,
    by: User | None = None,
) -> Commitment:
    """Write down what an organisation will do, and ask its owner by mail to confirm it.

    The same client id twice is one commitment. With `by`, an organiser writes on behalf, and it shows.
    """
    known = Commitment.objects.filter(client_id=client_id).first()
    if known:
        return known
    commitment = Commitment(
        event=event,
        organisation=organisation,
        what=what,
        client_id=client_id,
        owner_name=owner_name,
        owner_email=owner_email,
        first_step=first_step,
        due_on=due_on,
        visibility=visibility,
        outcome=outcome,
        sheet=sheet,
        on_behalf=by is not None,
        offered_at=at,
    )
    policies.may_promise_at_table(commitment, at=at).enforce()
    policies.may_offer(event, organisation, owner_name, by=by).enforce()
    commitment.save()
    emails.send_commitment(commitment, at=at)
    if by:
        record("wrote a commitment on behalf", commitment, by=by, at=at, event_id=event.pk)
    return commitment


@transaction.atomic
def amend(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Keep what an organiser put right in a commitment. Its owner is not written to again."""
    for one in (Commitment.objects.get(pk=commitment.pk), commitment):
        policies.may_amend(one, by=by).enforce()
    commitment.save()
    record("changed a commitment", commitment, by=by, at=at, event_id=commitment.event_id)
    return commitment


@transaction.atomic
def confirm(commitment: Commitment, *, at: datetime, by: User | None = None) -> Commitment:
    """The owner stands by it. Once more changes nothing. With `by`, an organiser confirms on behalf."""
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    policies.may_confirm(commitment, by=by).enforce()
    if commitment.confirmed_at is None:
        commitment.state, commitment.confirmed_at = Commitment.State.CONFIRMED, at
        commitment.on_behalf = commitment.on_behalf or by is not None
        commitment.save(update_fields=("state", "confirmed_at", "on_behalf"))
    if by:
        record("confirmed a commitment on behalf", commitment, by=by, at=at, event_id=commitment.event_id)
    return commitment


@transaction.atomic
def tell(
    commitment: Commitment, *, state: str, at: datetime, came_of_it: str = "", by: User | None = None
) -> Commitment:
    """Say how a commitment stands: under way, done, done in part, changed or dropped, and in which words."""
    commitment = Commitment.objects.select_for_update().get(pk=commitment.pk)
    policies.may_tell(commitment, by=by).enforce()
    commitment.state, commitment.came_of_it, commitment.answered_at = state, came_of_it, at
    commitment.save(update_fields=("state", "came_of_it", "answered_at"))
    if by:
        record("told what came of a commitment", commitment, by=by, at=at, event_id=commitment.event_id)
    return commitment
