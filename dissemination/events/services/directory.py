"""The directory that all events share: organisations and venues."""

import re
from collections.abc import Iterable
from datetime import datetime
from difflib import SequenceMatcher

from django.db import models, transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.events import policies
from dissemination.events.models import Organisation, Venue

SMALL_WORDS = frozenset({"and", "council", "the"})
TELLING = re.compile(r"\d+|\b(?:north|south|east|west)(?:ern)?\b")
NEAR, NEIGHBOURS, SHORTEST = 0.88, 6, 8


@transaction.atomic
def save_organisation(organisation: Organisation, *, by: User, at: datetime) -> Organisation:
    """Keep an organisation's names and sector. Public forms suggest its name from now on."""
    policies.may_change_organisation(by).enforce()
    organisation.save()
    organisation.is_confirmed = True  # in a second step: a kept form hears of changes, not of new rows
    organisation.save(update_fields=["is_confirmed"])
    record("change organisation", organisation, by=by, at=at)
    return organisation


@transaction.atomic
def save_venue(venue: Venue, *, by: User, at: datetime) -> Venue:
    """Keep what is said about a place."""
    verdict = policies.may_change_venue(by, venue) if venue.pk else policies.may_start_event(by)
    verdict.enforce()
    venue.save()
    record("change venue", venue, by=by, at=at)
    return venue


def look_alike() -> list[list[Organisation]]:
    """Organisations whose names are probably one: alike but for case, punctuation, small words, or a slip.

    A short name counts as a name. Each list has two organisations or more; which stands, a person decides.
    """
    found: dict[str, dict[int, Organisation]] = {}
    for organisation in Organisation.objects.known().order_by("name"):
        for name in filter(None, (organisation.name, organisation.short_name)):
            found.setdefault(_likeness(name), {})[organisation.pk] = organisation
    groups = [*found.values(), *(found[one] | found[other] for one, other in _near(found))]
    return [list(alike.values()) for alike in groups if len(alike) > 1]


def _likeness(name: str) -> str:
    """What two spellings of one name share: the letters and figures of the words that tell it apart."""
    words = re.findall(r"\w+", re.sub(r"['’.]", "", name.casefold()))
    return " ".join(word for word in words if word not in SMALL_WORDS) or name.casefold()


def _near(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of names that differ by a slip or a shortened word.

    Each is compared with its neighbours from the front and from the back alone: thousands stay quick.
    """
    orders = [sorted(names), sorted(names, key=lambda name: name[::-1])]
    neighbours = (
        (min(one, other), max(one, other))
        for order in orders
        for number, one in enumerate(order)
        for other in order[number + 1 : number + 1 + NEIGHBOURS]
    )
    return sorted({pair for pair in neighbours if _is_near(*pair)})


def _is_near(one: str, other: str) -> bool:
    """Long enough to be told from chance; neither figures nor a point of the compass tell them apart."""
    if min(len(one), len(other)) < SHORTEST or TELLING.findall(one) != TELLING.findall(other):
        return False
    return SequenceMatcher(None, one, other).ratio() >= NEAR


def _references(model: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key of any app that points at the model, those of many-to-many tables too."""
    relations = (field for field in model._meta.get_fields(include_hidden=True) if field.auto_created)
    keys = (getattr(relation, "field", None) for relation in relations)
    return [key for key in keys if isinstance(key, models.ForeignKey)]


def _name_the_other(key: models.ForeignKey, duplicate: Organisation, into: Organisation) -> int:
    """Every row of one table that named the duplicate names the other; a pair that is there twice, once."""
    rows = key.model._default_manager.filter(**{key.name: duplicate})
    if key.model._meta.auto_created:
        owner = next(f.name for f in key.model._meta.fields if f.is_relation and f.name != key.name)
        there = key.model._default_manager.filter(**{key.name: into}).values(owner)
        rows.filter(**{f"{owner}__in": there}).delete()
    return rows.update(**{key.name: into})


@transaction.atomic
def merge(duplicate: Organisation, *, into: Organisation, by: User, at: datetime) -> int:
    """Everything that named the duplicate names `into`; returns how many rows that were.

    The duplicate stays as a name that leads to the other, so that nothing is lost and either name is found.
    """
    both = Organisation.objects.select_for_update().in_bulk([duplicate.pk, into.pk])
    duplicate, into = both[duplicate.pk], both[into.pk]
    policies.may_merge(by, duplicate, into).enforce()
    moved = sum(_name_the_other(key, duplicate, into) for key in _references(Organisation))
    duplicate.merged_into = into
    duplicate.save(update_fields=["merged_into"])
    record("merge organisation", duplicate, by=by, at=at)
    return moved
