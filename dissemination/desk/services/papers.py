"""Badges for everybody or for those who are new; each paper of the day, and all of them in one pack."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.desk import badges, policies
from dissemination.desk.badges import Wearer
from dissemination.desk.services import day, tables
from dissemination.documents import papers
from dissemination.documents.badges import label_sheet
from dissemination.events.models import Event
from registrations.models import GroupPlace
from registrations.services import places

Doors = Mapping[int, tables.Door]


@transaction.atomic
def print_badges(
    event: Event,
    *,
    by: User | None,
    at: datetime,
    label: str = "L4785",
    start_at: int = 1,
    only_new: bool = False,
) -> bytes:
    """A PDF of badges on label sheets: delegates, speakers, chairs, facilitators, scribes and interpreters.

    With `only_new`, those who have registered or walked in since badges were last printed, and those whose
    badge says another table than they were told since.
    """
    event = places.lock(event)
    policies.may_print(event, by=by).enforce()
    policies.fits_on_labels(label, start_at).enforce()
    everybody = badges.wearers(event)
    worn = new_wearers(event, everybody) if only_new else everybody
    policies.has_badges(len(worn)).enforce()
    note_printed(event, worn, at=at)
    record("desk.print_badges", event, by=by, at=at, event_id=event.pk)
    return label_sheet(
        [wearer.badge for wearer in worn],
        label=label,
        start_at=start_at,
        heading=event.title,
        words=badges.words(),
    )


@transaction.atomic
def print_day_pack(
    event: Event, *, doors: Doors, by: User | None, at: datetime, label: str = "L4785"
) -> bytes:
    """One PDF for the day when the network is down: every paper and all badges.

    `doors` says how each group's own page is opened, by the group's number.
    """
    event = places.lock(event)
    policies.may_print(event, by=by).enforce()
    policies.fits_on_labels(label, 1).enforce()
    worn = badges.wearers(event)
    note_printed(event, worn, at=at)
    record("desk.print_day_pack", event, by=by, at=at, event_id=event.pk)
    return papers.day_pack(
        day.occasion(event),
        items=day.items(event),
        telephones=day.telephones(event),
        arrivals=day.arrivals(event),
        workshops=day.workshops(event),
        plans=tables.plans(event),
        sheets=tables.sheets(event, doors),
        signs=tables.signs(event),
        badges=[wearer.badge for wearer in worn],
        label=label,
        words=day.words(),
    )


@transaction.atomic
def print_paper(event: Event, *, kind: str, doors: Doors, by: User | None, at: datetime) -> bytes:
    """One of the papers alone, by its key in `PAPERS`; `doors` as in the day pack."""
    policies.may_print(event, by=by).enforce()
    policies.is_a_paper(kind, known=PAPERS).enforce()
    policies.has_what_it_shows(event, kind).enforce()
    record(f"desk.print_{kind}", event, by=by, at=at, event_id=event.pk)
    return PAPERS[kind](event, doors)


def _running(event: Event, _: Doors) -> bytes:
    return papers.running_sheet(
        day.occasion(event), day.items(event), day.telephones(event), words=day.words()
    )


def _door_list(event: Event, _: Doors) -> bytes:
    shown = day.workshops(event)
    return papers.door_list(day.occasion(event), day.arrivals(event), workshops=shown, words=day.words())


def _plan(event: Event, _: Doors) -> bytes:
    return papers.room_plans(day.occasion(event), tables.plans(event), words=day.words())


def _tents(event: Event, _: Doors) -> bytes:
    return papers.table_signs(day.occasion(event), tables.signs(event), words=day.words())


def _cards(event: Event, _: Doors) -> bytes:
    return papers.table_signs(day.occasion(event), tables.signs(event), as_cards=True, words=day.words())


def _facilitators(event: Event, doors: Doors) -> bytes:
    return papers.facilitator_sheets(day.occasion(event), tables.sheets(event, doors), words=day.words())


def _tables(event: Event, doors: Doors) -> bytes:
    sheets = [sheet.table for sheet in tables.sheets(event, doors)]
    return papers.table_sheets(day.occasion(event), sheets, words=day.words())


PAPERS: dict[str, Callable[[Event, Doors], bytes]] = {
    "running-sheet": _running,
    "door-list": _door_list,
    "plan": _plan,
    "signs": _tents,
    "sign-cards": _cards,
    "facilitators": _facilitators,
    "table-sheets": _tables,
}


def new_wearers(event: Event, everybody: list[Wearer]) -> list[Wearer]:
    """Those without a badge that is right. People who are no delegates are printed with the first badges."""
    is_first = not event.registrations.filter(badge_printed_at__isnull=False).exists()
    return [wearer for wearer in everybody if _is_new(wearer, is_first=is_first)]


def note_printed(event: Event, worn: list[Wearer], *, at: datetime) -> None:
    """These have their badge now, and it says the tables that they were told."""
    printed = [wearer.registration.pk for wearer in worn if wearer.registration]
    event.registrations.filter(pk__in=printed).update(badge_printed_at=at)
    GroupPlace.objects.filter(registration__in=printed).update(printed_group=F("told_group"))


def _is_new(wearer: Wearer, *, is_first: bool) -> bool:
    if wearer.registration is None:
        return is_first
    return wearer.registration.badge_printed_at is None or bool(badges.says_otherwise(wearer.registration))
