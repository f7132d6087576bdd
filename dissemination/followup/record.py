"""What a follow-up tells and whom, gathered once for everybody who gets it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dissemination.capture.models import Point
from dissemination.events.models import Event
from dissemination.mailings.audiences import Reader
from dissemination.messaging.texts import Link, in_its_language
from dissemination.outcomes.links import commitment_link
from dissemination.outcomes.models import Outcome
from registrations.models import GroupPlace
from speakers.models import Material

Lines = tuple[str | Link, ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """What there is to tell: the same for all but one's own group's points and one's own commitments."""

    event: Event
    slides: Lines
    follows: Lines
    outcomes: Lines
    page: str
    stories: str
    points: dict[int, Lines] = field(default_factory=dict)  # by registration
    commitments: dict[str, Lines] = field(default_factory=dict)  # by owner's address


@in_its_language
def gather(event: Event) -> Parcel:
    """Released slides, what follows, published conclusions, points by delegate, commitments by owner."""
    released = Material.objects.released().filter(appearance__event=event)
    brought = list(released.select_related("appearance__speaker").order_by("appearance__session__starts_at"))
    outcomes = list(event.outcomes.published().exclude(state=Outcome.State.SUPERSEDED).in_order())
    return Parcel(
        event=event,
        slides=tuple(_slides(material) for material in brought),
        follows=_awaited(event, {material.appearance_id for material in brought}),
        outcomes=tuple(_statement(outcome) for outcome in outcomes),
        page=_page(event, has_outcomes=bool(outcomes)),
        stories=_absolute(reverse("stories:tell_event", args=[event.slug])),
        points=_points_of_delegates(event),
        commitments=_commitments_of_owners(event),
    )


def _statement(outcome: Outcome) -> str:
    """An early thought is called one: the final conclusion may read otherwise."""
    if not outcome.is_early:
        return outcome.statement
    return _("Early thought: %(statement)s") % {"statement": outcome.statement}


def _slides(material: Material) -> Link:
    words = {"title": material.title, "name": material.appearance.speaker.name}
    return Link(_("%(title)s, %(name)s") % words, _absolute(material.get_absolute_url()))


def _awaited(event: Event, brought: set[int]) -> Lines:
    """Slides that were promised and are not out yet."""
    promised = event.appearances.on_the_programme().exclude(slides_due_at=None).exclude(pk__in=brought)
    kept_back = promised.filter(materials__release=Material.Release.NOBODY).values("pk")
    return tuple(
        _("The slides of %(name)s") % {"name": row.speaker.name}
        for row in promised.exclude(pk__in=kept_back).select_related("speaker")
    )


def _page(event: Any, *, has_outcomes: bool) -> str:
    """Where everything stands: the report when it is out, else the conclusions, else the event."""
    if event.report_editions.filter(state="published").exists():
        return _absolute(reverse("reports:report", args=[event.slug]))
    name = "outcomes:outcomes" if has_outcomes else "pages:event"
    return _absolute(reverse(name, args=[event.slug]))


def _points_of_delegates(event: Event) -> dict[int, Lines]:
    """What the groups of each delegate who came said, where the rule for names lets a group be told."""
    by_group: dict[int, list[str]] = defaultdict(list)
    points = Point.objects.of_event(event.pk).in_play().of_the_group()
    for point in points.select_related("sheet__group__session__capture_policy").prefetch_related(
        "sources__outcome"
    ):
        if _may_be_told(point):
            by_group[point.sheet.group_id].append(_point(point))
    came = GroupPlace.objects.told().filter(registration__event=event, registration__state="attended")
    told: dict[int, list[str]] = defaultdict(list)
    for place in came.order_by("session__starts_at", "session_id"):
        told[place.registration_id] += by_group[place.told_group_id or 0]
    return {number: tuple(lines) for number, lines in told.items()}


def _may_be_told(point: Point) -> bool:
    rule = getattr(point.sheet.group.session, "capture_policy", None)
    return rule is None or rule.keeps_groups_apart


def _point(point: Point) -> str:
    """The point, with the conclusion it went into when that is published."""
    under = next((row.outcome for row in point.sources.all() if row.outcome.is_public), None)
    if under is None:
        return point.wording
    words = {"point": point.wording, "statement": under.statement}
    return _("%(point)s (part of “%(statement)s”)") % words


def _commitments_of_owners(event: Event) -> dict[str, Lines]:
    owned: dict[str, list[Link]] = defaultdict(list)
    for row in event.commitments.exclude(owner_email="").in_order():
        owned[row.owner_email].append(Link(row.what, commitment_link(row)))
    return {address: tuple(lines) for address, lines in owned.items()}


def longest_name(readers: Iterable[Reader]) -> Reader | None:
    """Whom to look at first: a letter that fits the longest name fits all."""
    return max(readers, key=lambda reader: len(reader.name), default=None)


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
