"""Badges for everybody or for those who are new; and all papers of the day in one pack."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.desk import badges, policies
from dissemination.desk.badges import Wearer
from dissemination.desk.services import day
from dissemination.documents.badges import label_sheet
from dissemination.documents.papers import day_pack
from dissemination.events.models import Event
from registrations.models import GroupPlace
from registrations.services import places


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
    event: Event, *, doors: Mapping[int, day.Door], by: User | None, at: datetime, label: str = "L4785"
) -> bytes:
    """One PDF for the day when the network is down: running sheet, door list, table sheets and badges.

    `doors` says how each group's own page is opened, by the group's number.
    """
    event = places.lock(event)
    policies.may_print(event, by=by).enforce()
    policies.fits_on_labels(label, 1).enforce()
    worn = badges.wearers(event)
    note_printed(event, worn, at=at)
    record("desk.print_day_pack", event, by=by, at=at, event_id=event.pk)
    return day_pack(
        day.occasion(event),
        items=day.items(event),
        telephones=day.telephones(event),
        arrivals=day.arrivals(event),
        workshops=day.workshops(event),
        tables=day.tables(event, doors),
        badges=[wearer.badge for wearer in worn],
        label=label,
        words=day.words(),
    )


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
