"""The morning's groups: what no-shows and walk-ins left, three offers, the one accepted, and who was told."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from dissemination.desk import services as desk
from dissemination.groups import services as groups
from dissemination.groups.admin import seating
from dissemination.groups.services.counts import counts_of
from dissemination.groups.services.problem import room_of
from dissemination.messaging.models import Message
from dissemination.workspace.services.rehearsal.grouping import keep
from dissemination.workspace.services.rehearsal.stage import Stage, on

ACCEPTED = 1  # of the three offers: the balanced one
ABOUT_TABLES = ("groups", "groups_changed")  # kinds of mail that tell somebody their tables
Figures = dict[str, int]
Row = tuple[object, ...]


def count(stage: Stage) -> Figures:
    """How good the groups are at this moment, by the name of each count."""
    return {one.name: one.count for one in counts_of(room_of(stage.event))}


def put_right(stage: Stage, as_told: Figures) -> None:
    """The organiser looks at three offers and accepts the balanced one; the desk tells whoever is here.

    What was counted before and after, what was offered and who was told is kept in `morning.md`.
    """
    came, instance = count(stage), groups.morning_instance_of(stage.event)
    keep(stage, "morning.json", instance)
    offers = groups.repair_offers(stage.event, by=stage.organiser, at=on(0, 9, 54))
    chosen = offers[ACCEPTED]
    at = on(0, 9, 55)
    groups.repair(stage.event, how=chosen.how, by=stage.organiser, at=at, seen=chosen.seen)
    keep(stage, "morning-plan.json", groups.plan_of(stage.event, instance))
    told = _tell(stage, chosen, at)
    after = {one.name: (one.count, one.bound) for one in counts_of(room_of(stage.event))}
    stage.morning = _figures(stage, chosen, told)
    stage.morning["counts"] = {
        name: {"as_told": as_told[name], "as_they_came": came[name], "after": least[0], "least": least[1]}
        for name, least in after.items()
    }
    stage.write("morning.md", _page(stage, offers, told).encode())
    stage.deliver(at)


def _tell(stage: Stage, chosen: groups.Offer, at: datetime) -> list[Row]:
    """The desk tells each of them; returns name, tables and ways of hearing, in order of names."""
    tables = defaultdict(list)
    for move in chosen.moves:
        was = move.was.name if move.was else _("no table")
        tables[move.registration.pk].append(f"{move.workshop}: {was} → {move.now}")
    mails = Message.objects.filter(kind__in=ABOUT_TABLES, due_at=at)
    written = set(mails.values_list("to_email", flat=True))
    rows: list[Row] = []
    for one in stage.event.registrations.filter(pk__in=tables).order_by("name", "pk"):
        desk.tell_tables(one, by=stage.desk, at=on(0, 9, 58))
        heard = [_("at the desk"), *([_("by mail")] if one.email in written else [])]
        rows.append((one.name, "; ".join(tables[one.pk]), ", ".join(heard)))
    new = desk.print_badges(stage.event, by=stage.organiser, at=on(0, 9, 57), only_new=True)
    stage.write("badges-new.pdf", new)
    return rows


def _figures(stage: Stage, chosen: groups.Offer, told: list[Row]) -> dict[str, Any]:
    people = stage.event.registrations
    return {
        "expected": people.filter(walked_in=False).holding_a_place().count(),
        "did_not_come": people.absent().count(),
        "walked_in": people.filter(walked_in=True).count(),
        "accepted": chosen.how,
        "seats_changed": chosen.moved,
        "new_seats": chosen.seated,
        "people_told": len(told),
    }


def _page(stage: Stage, offers: list[groups.Offer], told: list[Row]) -> str:
    """The morning as a page of Markdown."""
    morning = stage.morning
    names = list(morning["counts"])
    titles = [str(seating.names_of().get(name, name)) for name in names]
    counts = [(title, *morning["counts"][name].values()) for title, name in zip(titles, names, strict=True)]
    heads: list[str] = [_("Offer"), _("Seats that change"), _("New seats"), *titles]
    offered: list[Row] = [
        (offer.how, offer.moved, offer.seated, *(offer.plan.counts.get(name, 0) for name in names))
        for offer in offers
    ]
    parts = [
        f"# {_('The morning')}",
        _("%(expected)s were expected, %(did_not_come)s did not come, %(walked_in)s walked in.") % morning,
        f"## {_('Counts')}",
        _table([_("Count"), _("As told"), _("As they came"), _("After"), _("Least possible")], counts),
        f"## {_('Three offers')}",
        _table(heads, offered),
        _("Accepted: %(accepted)s.") % morning,
        f"## {_('Who was told')} ({len(told)})",
        _table([_("Name"), _("Tables"), _("How")], told),
    ]
    return "\n\n".join(parts) + "\n"


def _table(heads: list[str], rows: list[Row]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(str(cell).replace('|', '/') for cell in line)} |" for line in lines)
