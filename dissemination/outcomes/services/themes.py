"""Verbs about themes and the points in them."""

from datetime import datetime

from django.db import transaction

from dissemination.accounts.models import User
from dissemination.accounts.services import record
from dissemination.capture import services as capture
from dissemination.capture.models import Point
from dissemination.events.models import Event
from dissemination.events.policies import may_write_themes
from dissemination.outcomes import policies
from dissemination.outcomes.models import Theme, ThemedPoint


@transaction.atomic
def make_theme(event: Event, *, title: str, by: User, at: datetime, summary: str = "") -> Theme:
    """A new theme at the end of the list; the one with this title when there is one already."""
    may_write_themes(by, event).enforce()
    theme, is_new = Theme.objects.get_or_create(
        event=event, title=title, defaults={"summary": summary, "order": event.themes.count() + 1}
    )
    if is_new:
        record("made a theme", theme, by=by, at=at, event_id=event.pk)
    return theme


@transaction.atomic
def keep_theme(theme: Theme, *, by: User, at: datetime) -> Theme:
    """Keep a theme as it was written on its own page."""
    for one in (Theme.objects.filter(pk=theme.pk).first(), theme):
        if one:
            may_write_themes(by, one.event).enforce()
    theme.save()
    record("changed a theme", theme, by=by, at=at, event_id=theme.event_id)
    return theme


@transaction.atomic
def place(point: Point, theme: Theme, *, by: User, at: datetime) -> ThemedPoint:
    """Put a point into a theme. The first theme is its main one; putting it there twice changes nothing."""
    point = Point.objects.select_for_update().get(pk=point.pk)
    policies.may_place(point, theme, by=by).enforce()
    is_first = not point.placements.exists()
    placement, is_new = ThemedPoint.objects.get_or_create(
        theme=theme, point=point, defaults={"is_primary": is_first}
    )
    capture.mark_placed([point])
    if is_new:
        record("placed a point", placement, by=by, at=at, event_id=theme.event_id)
    return placement


@transaction.atomic
def unplace(point: Point, theme: Theme, *, by: User, at: datetime) -> None:
    """Take a point out of a theme. In no theme and under no conclusion, it waits to be placed again."""
    may_write_themes(by, theme.event).enforce()
    point = Point.objects.select_for_update().get(pk=point.pk)
    gone, _ = ThemedPoint.objects.filter(theme=theme, point=point).delete()
    if not gone:
        return
    left = point.placements.order_by("pk").first()
    if left:
        point.placements.filter(pk=left.pk).update(is_primary=True)
    elif not point.sources.exists():
        capture.mark_unplaced([point])
    record("took a point out of a theme", point, by=by, at=at, event_id=theme.event_id)
