"""The numbers as a caterer reads them: a mail to copy, and a sheet to print. Counts, and no names."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from dissemination.catering.services.counting import Line, at_most, lines, meals
from dissemination.catering.services.keeping import Change
from dissemination.documents.papers import Occasion, Section, Words, numbers_sheet
from dissemination.events.models import Event


def mail_text(event: Event, counts: Mapping[str, int], changes: Sequence[Change], *, at: datetime) -> str:
    """What to write to the caterer: what has changed first, where they were told before, then all counts."""
    told = lines(counts)
    parts = [
        "\n".join([event.title, event.when, *([str(event.venue)] if event.venue else [])]),
        _block(_("Changed since we last wrote"), [_changed(change) for change in changes]),
        "\n".join(_summary(counts)),
        _block(_("Food"), _rows(told, "food")),
        _block(_("Access"), _rows(told, "access")),
        _("As of %(when)s.") % {"when": event.spelt(at)},
        event.contact_name,
    ]
    return "\n\n".join(filter(None, parts))


def sheet(event: Event, counts: Mapping[str, int], *, at: datetime) -> bytes:
    """The same counts as a PDF of one page."""
    told = lines(counts)
    day = date_format(event.local(event.starts_at), "l j F Y")
    titles = {"people": _("People"), "food": _("Food"), "access": _("Access")}
    rows = {part: tuple((one.what, str(one.number)) for one in told if one.part == part) for part in titles}
    return numbers_sheet(
        Occasion(event=event.title, day=day, place=str(event.venue or "")),
        [Section(title=title, rows=rows[part]) for part, title in titles.items()],
        title=_("Numbers for the caterer"),
        notes=[*_summary(counts), _("As of %(when)s.") % {"when": event.spelt(at)}],
        words=Words(page=_("Page")),
    )


def _summary(counts: Mapping[str, int]) -> list[str]:
    known, most = meals(counts), at_most(counts)
    told = [_("%(meals)s meals.") % {"meals": known}]
    if most > known:
        told.append(_("Up to %(most)s, if every place that is offered or held is taken.") % {"most": most})
    return told


def _rows(told: Sequence[Line], part: str) -> list[str]:
    return [f"{line.what}: {line.number}" for line in told if line.part == part]


def _changed(change: Change) -> str:
    told = {"what": change.what, "now": change.now, "before": change.before}
    return _("%(what)s: %(now)s, was %(before)s") % told


def _block(heading: str, rows: Sequence[str]) -> str:
    return "\n".join([heading, *(f"- {row}" for row in rows)]) if rows else ""
