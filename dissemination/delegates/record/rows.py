"""Delegates as rows of text: the sheet that an organiser takes out, and the list of those who take part.

Dietary and access needs, and answers about health and the like, are in neither: they have a page and a
permission of their own.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import count
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dissemination.events.models import Event
from dissemination.questionnaires.models import FormQuestion
from registrations.models import Answer, Registration
from registrations.services.topics import offers_of

A_PIECE = 500
LABELS = {
    "name": gettext_lazy("Name"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "email": gettext_lazy("E-mail address"),
    "contact_email": gettext_lazy("Contact’s e-mail address"),
    "organisation": gettext_lazy("Organisation"),
    "job_title": gettext_lazy("Job title"),
    "sector": gettext_lazy("Sector"),
    "kind": gettext_lazy("Part in the project"),
    "mode": gettext_lazy("Takes part"),
    "listing": gettext_lazy("Name shown to"),
    "photograph": gettext_lazy("May be photographed"),
    "news": gettext_lazy("Wants news"),
    "dietary": gettext_lazy("Dietary needs"),
    "severe_allergy": gettext_lazy("Severe allergy"),
    "access": gettext_lazy("Access needs"),
}
AUDIENCES = {
    "participants": (Registration.Listing.PARTICIPANTS, Registration.Listing.PUBLIC),
    "public": (Registration.Listing.PUBLIC,),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: its heading, and what stands there for a delegate."""

    heading: str
    value: Callable[[Registration], Any]


def sheet(event: Event, rows: "QuerySet[Registration]") -> Iterator[list[str]]:
    """The headings, then one row for each delegate; never more than a few hundred of them in memory."""
    columns = [
        *_told(event),
        *_standing(event),
        *_seats(event),
        *_wishes(event),
        *_agreed(),
        *_answers(event),
    ]
    yield [column.heading for column in columns]
    answers = Answer.objects.filter(question__is_special_category=False).order_by()
    filled = rows.select_related("organisation", "allotment__organisation").prefetch_related(
        "places__group", "workshop_seats", Prefetch("answers", answers)
    )
    for one in filled.iterator(chunk_size=A_PIECE):
        yield [str(column.value(one) or "") for column in columns]


def agreeing(event: Event, audience: str) -> "QuerySet[Registration]":
    """Those who take part and want this audience to know."""
    here: QuerySet[Registration] = event.registrations.expected_or_here()
    return here.filter(listing__in=AUDIENCES[audience])


def attendees(event: Event, audience: str) -> list[tuple[str, str]]:
    """Name and organisation of those who take part and want this audience to know, in order of names."""
    named = agreeing(event, audience).values_list("name", "organisation__name")
    return sorted(
        ((name, organisation or "") for name, organisation in named), key=lambda row: row[0].casefold()
    )


def _told(event: Event) -> list[Column]:
    """Who they are and where they stand."""
    return [
        Column(str(LABELS["name"]), lambda one: one.name),
        Column(str(LABELS["email"]), lambda one: one.email),
        Column(str(LABELS["contact_email"]), lambda one: one.contact_email),
        Column(str(LABELS["organisation"]), lambda one: one.organisation and one.organisation.name),
        Column(_("Short name"), lambda one: one.organisation and one.organisation.short_name),
        Column(str(LABELS["job_title"]), lambda one: one.job_title),
        _worded("sector"),
        _worded("kind"),
        _worded("mode"),
        Column(_("State"), lambda one: one.state_in_words),
        Column(_("Registered"), lambda one: _moment(event, one.registered_at)),
        Column(_("Checked in"), lambda one: _moment(event, one.checked_in_at)),
        Column(_("Booked by"), lambda one: one.booked_by),
    ]


def _standing(event: Event) -> list[Column]:
    """How they came to their place, or why they have none. Of those who wait, two numbers each are kept."""
    line = {mode: count(1) for mode in Registration.Mode.values}
    waiting = event.registrations.waiting().values_list("pk", "mode").iterator()
    numbers = {number: next(line[mode]) for number, mode in waiting}
    return [
        _worded("ending", _("How it ended")),
        Column(_("Reason"), lambda one: one.reason),
        Column(_("Place in line"), lambda one: numbers.get(one.pk)),
        Column(_("Offer ends"), lambda one: "" if one.has_place else _moment(event, one.offer_ends_at)),
        Column(_("Place held for"), lambda one: one.allotment and one.allotment.organisation.name),
    ]


def _wishes(event: Event) -> list[Column]:
    """The topics of each workshop from the first choice on, and seats chosen, where the form asks."""
    if not event.asks_more:
        return []
    topics = [
        Column(
            _("Topics of %(workshop)s") % {"workshop": offer.session.title},
            partial(_topics, workshop=str(offer.session.pk)),
        )
        for offer in offers_of(event)
    ]
    titles = dict(event.sessions.limited().values_list("pk", "title"))
    return [*topics, Column(_("Seats"), partial(_chosen, titles=titles))] if titles else topics


def _seats(event: Event) -> list[Column]:
    """One column for each workshop, with the group as it is planned now."""
    workshops = event.sessions.filter(kind="workshop").order_by("starts_at", "pk").values_list("pk", "title")
    return [
        Column(_("Group: %(workshop)s") % {"workshop": title}, partial(_seat, workshop=number))
        for number, title in workshops
    ]


def _agreed() -> list[Column]:
    yes, no = _("Yes"), _("No")
    return [
        _worded("listing"),
        _worded("photograph"),
        Column(str(LABELS["news"]), lambda one: yes if one.news else no),
    ]


def _answers(event: Event) -> list[Column]:
    """The organiser's own questions that are asked now or that somebody has answered."""
    ordinary = event.form_questions.filter(is_special_category=False).in_order()
    asked = ordinary.filter(Q(retired_at=None) | Q(answers__isnull=False)).distinct()
    return [Column(each.text, partial(_answer, question=each)) for each in asked]


def words_of(field: str, value: str) -> str:
    """What a delegate told in this field, in words."""
    return _choices(field).get(value, value)


def _choices(field: str) -> dict[str, str]:
    kinds: Any = Registration._meta.get_field(field)
    return {value: str(label) for value, label in kinds.flatchoices or ()}


def _worded(field: str, heading: str = "") -> Column:
    """A choice in words, looked up once and not for each delegate."""
    words = _choices(field)
    return Column(heading or str(LABELS[field]), lambda one: words.get(getattr(one, field), ""))


def _seat(one: Registration, workshop: int) -> str:
    return next((place.group.name for place in one.places.all() if place.session_id == workshop), "")


def _topics(one: Registration, workshop: str) -> str:
    return "; ".join(one.topics.get(workshop, ()))


def _chosen(one: Registration, titles: dict[int, str]) -> str:
    chosen = {seat.session_id for seat in one.workshop_seats.all()}
    return "; ".join(title for number, title in titles.items() if number in chosen)


def _answer(one: Registration, question: FormQuestion) -> str:
    said = (answer.value for answer in one.answers.all() if answer.question_id == question.pk)
    return next((question.shown(value) for value in said), "")


def _moment(event: Event, moment: Any) -> str:
    return f"{event.local(moment):%Y-%m-%d %H:%M}" if moment else ""
