"""Act three: people register, hesitate, press twice, change their minds; a queue forms and moves."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from dissemination.workspace.services.rehearsal.stage import Stage, on
from dissemination.workspace.services.sample import cast
from registrations import services
from registrations.models import Registration

OPENED, CLOSED = on(-55, 9), on(-28, 9)
TWICE, AGAIN, CHANGED, BY_ASSISTANT = 7, 11, 13, 17  # every so-manieth does so


def register_everybody(stage: Stage) -> None:
    """Everybody who wants to come fills in the form, one after the other."""
    pause = (CLOSED - OPENED) / stage.delegates
    for number, one in enumerate(islice(cast.people(f"d{stage.seed}"), stage.delegates)):
        _register(stage, number, details_of(stage, one, number), at=OPENED + number * pause)


def details_of(stage: Stage, one: cast.Invented, number: int) -> services.Details:
    """What somebody writes into the form; the name of the organisation is typed in full or in short."""
    short_names = {name: short for name, short, _ in cast.ORGANISATIONS}
    typed = short_names[one.organisation] if stage.dice.random() < 0.3 else ""
    is_by_assistant = number % BY_ASSISTANT == BY_ASSISTANT - 1
    return services.Details(
        name=one.name,
        email="" if is_by_assistant else one.email,
        contact_email=f"office-{one.email}" if is_by_assistant else "",
        job_title=one.job_title,
        organisation=typed or one.organisation,
        sector=one.sector,
        kind=one.kind,
        dietary=one.dietary,
        features=one.features,
        listing=stage.dice.choice(Registration.Listing.values),
        photograph=stage.dice.choice((Registration.Photograph.YES, Registration.Photograph.NO)),
        news=one.news,
    )


def cancel_some(stage: Stage) -> None:
    """One in twenty gives up the place; each time the one who has waited longest is offered it, and comes."""
    for number, registration in enumerate(_leaving(stage, max(1, _leavers(stage) - 1))):
        moment = on(min(number - 26, -16), 12)
        services.cancel(registration, at=moment)
        _accept_offers(stage, at=moment + timedelta(hours=3))


def cancel_late(stage: Stage) -> None:
    """One cancels when the groups are out: whoever gets the place has no seat before the day."""
    for registration in _leaving(stage, _leavers(stage) - 1)[:1]:
        services.cancel(registration, at=on(-3, 18))
        _accept_offers(stage, at=on(-3, 21))


def _register(stage: Stage, number: int, details: services.Details, *, at: datetime) -> None:
    form_key = uuid.uuid5(uuid.NAMESPACE_URL, f"rehearsal:{stage.seed}:{number}")
    made = services.register(stage.event, details, form_key=form_key, at=at)
    if number % TWICE == 0:  # a double click
        services.register(stage.event, details, form_key=form_key, at=at + timedelta(seconds=1))
    if number % AGAIN == 0 and details.email:  # another form, filled in anew
        key = uuid.uuid5(form_key, "again")
        services.register(stage.event, details, form_key=key, at=at + timedelta(minutes=5))
    if number % CHANGED == 0:
        better = replace(details, job_title=f"Acting {details.job_title.lower()}")
        services.change(made, better, at=at + timedelta(minutes=9))
    stage.deliver(at + timedelta(minutes=10))


def _accept_offers(stage: Stage, *, at: datetime) -> None:
    for offered in stage.event.registrations.filter(state=Registration.State.OFFERED):
        services.accept(offered, at=at)
    stage.deliver(at)


def _leavers(stage: Stage) -> int:
    """How many cancel in all: fewer than wait, so that somebody waits to the end."""
    return max(1, stage.delegates // 20)


def _leaving(stage: Stage, number: int) -> list[Registration]:
    confirmed = list(stage.event.registrations.filter(state=Registration.State.CONFIRMED))
    return stage.dice.sample(confirmed, number)
